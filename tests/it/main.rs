//! Behaviour, seen from outside: one topic, one file.

mod command;
mod ruse;
mod sighting;
