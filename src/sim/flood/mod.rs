//! Water on the move: the shallow-water equations on hexes, in whole liters.
//!
//! A finite-volume scheme: on both sides of every face stands water on a straight line through the neighbors (a minmod), raised
//! to the same bed (hydrostatic reconstruction), so that still water stays still over any ground and fronts may run over
//! dry land; between them an approximate solver of Riemann problems (HLL, with the contact wave for what flows along). Friction is Manning's.
//! Over dikes and through breaches water falls as over a broad crest. See docs/FLOOD.md.
//!
//! Volumes are whole liters and go from cell to cell as such: nothing is made or lost by rounding. Speeds are floating
//! point, with addition, multiplication, division, square roots, which every machine rounds alike, and the cube root of
//! `libm`; so a run is the same on all of them.

mod basin;
mod face;
mod step;
#[cfg(test)]
mod tests;

pub use basin::{Balance, Basin, Bed, Edge};
pub use face::{Breach, Dike, GRAVITY, weir};
