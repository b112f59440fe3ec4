//! How wars go, seen from outside: one file for each behavior.

mod ai;
mod bad_scenarios;
mod cli;
mod combat;
mod command;
mod detachments;
mod determinism;
mod extremes;
mod gates;
mod haoshuichuan;
mod honesty;
mod hostile_files;
mod laws;
mod morale;
mod movement;
mod mutator;
mod replays;
mod report;
mod ruse;
mod scenarios;
mod sighting;
mod supply;
mod tidy;
mod victory;
mod weather;
