//! Wars and how they come about: files a person edits, and sketches in code.

pub mod rules;
pub mod sketch;
