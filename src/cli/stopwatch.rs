//! The only clock: it measures, and decides nothing.

#![allow(clippy::disallowed_types)] // what it measures is printed and never comes back into a war

use std::time::Instant;

/// Measures how long something took.
#[derive(Debug, Clone, Copy)]
pub struct Stopwatch(Instant);

impl Stopwatch {
    /// From now on.
    pub fn start() -> Self {
        Self(Instant::now())
    }

    /// Milliseconds since.
    pub fn ms(self) -> u64 {
        u64::try_from(self.0.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    /// Seconds since.
    pub fn s(self) -> f64 {
        self.0.elapsed().as_secs_f64()
    }
}
