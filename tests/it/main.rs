//! How wars go, seen from outside: one file for each behavior.

mod combat;
mod gates;
mod laws;
mod morale;
mod movement;
mod supply;
mod weather;
