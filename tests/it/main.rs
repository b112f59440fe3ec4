//! Behavior seen from outside, one file per topic.

mod combat;
mod gates;
