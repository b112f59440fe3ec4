//! One test binary, a file per behavior.

mod bad_scenarios;
mod scenarios;
mod victory;
