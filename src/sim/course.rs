//! Watercourses with bed, banks and dikes: rivers and canals that can be cut, dammed and overflow (`flood`).
//!
//! They run along sides of hexes. Levels are decimeters above the sea, as the land's own
//! ([`Map::level_dm`](super::map::Map::level_dm)).

use serde::{Deserialize, Serialize};

use super::hex::{Hex, SIDES, side_towards};
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

impl Course {
    /// True for a watercourse between dikes from its head on, whose water is let in by sluices there.
    pub fn is_canal(&self) -> bool {
        self.reaches.first().is_some_and(|head| head.crest_dm.is_some())
    }
}

impl Reach {
    /// The hexes on both banks, of which one may lie off the map.
    pub fn banks(self) -> [Hex; 2] {
        [self.hex, self.hex + SIDES[usize::from(self.side) % 6]]
    }

    /// True when the two sides meet in a corner, so that water can run from one into the other.
    pub fn touches(self, other: Self) -> bool {
        let alone = |these: [Hex; 2], those: [Hex; 2]| {
            let mut alone = these.into_iter().filter(move |hex| !those.contains(hex));
            alone.next().filter(|_| alone.next().is_none())
        };
        let (ours, theirs) = (self.banks(), other.banks());
        let ends = alone(ours, theirs).zip(alone(theirs, ours));
        ends.is_some_and(|(one, other)| side_towards(one, other).is_some())
    }

    /// Level from which water runs over: the crest of the dikes, or the bank.
    pub fn brim_dm(self) -> i32 {
        self.crest_dm.unwrap_or(self.bank_dm)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reach(col: i32, row: i32, side: u8) -> Reach {
        let hex = super::super::hex::Grid::hex(col, row);
        Reach { hex, side, bed_dm: 0, bank_dm: 10, crest_dm: None }
    }

    #[test]
    fn a_side_touches_the_four_that_it_shares_a_corner_with() {
        let here = reach(3, 3, 0);
        let near = (0..8).flat_map(|col| (0..7).map(move |row| (col, row)));
        let sides = near.flat_map(|(col, row)| (0..3).map(move |side| reach(col, row, side)));
        let touched: Vec<Reach> = sides.filter(|other| here.touches(*other)).collect();
        assert_eq!(touched, [reach(3, 3, 1), reach(4, 3, 2), reach(4, 4, 1), reach(4, 4, 2)]);
        assert!(touched.iter().all(|other| other.touches(here)));
        assert!(!here.touches(here) && !here.touches(reach(4, 3, 3)), "a side does not run into itself");
    }
}
