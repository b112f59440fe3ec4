//! lab

pub mod scale;
