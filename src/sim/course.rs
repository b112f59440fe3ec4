//! Watercourses with bed, banks and dikes: rivers and canals that can be cut, dammed and overflow (`flood`).
//!
//! They run along sides of hexes. Levels are decimeters above the sea, as the land's own
//! ([`Map::level_dm`](super::map::Map::level_dm)).

use serde::{Deserialize, Serialize};

use super::hex::{Hex, SIDES};
use super::register::Name;

/// A watercourse from where it comes in to where it leaves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Course {
    /// What it is called.
    pub name: Name,
    /// Its breadth at the full, meters.
    pub width_m: u32,
    /// Its depth at the full, decimeters.
    pub deep_dm: u32,
    /// What it carries at the full, m³/s.
    pub full_m3_s: u32,
    /// What comes down it in January, February, … December, m³/s.
    pub flow: [u32; 12],
    /// Side after side, in the order in which the water runs.
    pub reaches: Vec<Reach>,
}

/// The piece of a watercourse along one side of a hex.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reach {
    /// A hex beside it.
    pub hex: Hex,
    /// The side of that hex along which it runs.
    pub side: u8,
    /// Its bed.
    pub bed_dm: i32,
    /// The ground on its banks, the lower of the two.
    pub bank_dm: i32,
    /// The crest of the dikes along it; `None` where it has none.
    pub crest_dm: Option<i32>,
}

impl Reach {
    /// The hexes on both banks, of which one may lie off the map.
    pub fn banks(self) -> [Hex; 2] {
        [self.hex, self.hex + SIDES[usize::from(self.side) % 6]]
    }

    /// Level from which water runs over: the crest of the dikes, or the bank.
    pub fn brim_dm(self) -> i32 {
        self.crest_dm.unwrap_or(self.bank_dm)
    }
}
