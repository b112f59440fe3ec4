//! Behavior of the whole, seen from outside.

mod ai;
mod honesty;
