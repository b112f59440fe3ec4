//! Walls of a place as they were built: what about a fort or a city never changes during a war. What becomes of them is
//! the siege's business ([`siege::Ward`](super::siege::Ward)).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Walls, wells and people of a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Walls {
    /// Length of the wall around it, meters (a city of nine li: 5000; a stockade of 500 paces: 800).
    #[schemars(range(min = 50, max = 40_000))]
    pub round_m: u32,
    /// Height, meters (a city wall of the Song manuals, five zhang: 15).
    #[schemars(range(min = 1, max = 40))]
    pub height_m: u16,
    /// Thickness in the middle of its height, meters.
    #[schemars(range(min = 1, max = 60))]
    pub thick_m: u16,
    /// Breadth of the moat or ditch before it, meters; 0 without one.
    #[schemars(range(min = 0, max = 200))]
    pub moat_m: u16,
    /// People inside who are not soldiers. They eat from the store.
    #[schemars(range(min = 0, max = 1_000_000))]
    pub people: u32,
    /// Men and people for whom the wells inside suffice once nobody can go out for water; left out, as many as the
    /// place's kind has wells for, and those beside a stream always have water.
    pub wells: Option<u32>,
    /// Chance that someone inside opens a gate in a day of a closed siege, per 10,000.
    #[schemars(range(min = 0, max = 10_000))]
    pub disloyal: u16,
}

impl Walls {
    /// How far those on the wall stand above those before it, as meters of a slope: what is higher than a man climbs counts,
    /// a wall of `full_m` as much as a slope of `slope_m`.
    pub fn rise_m(&self, climb_m: u16, full_m: u16, slope_m: u16) -> i32 {
        let above = self.height_m.saturating_sub(climb_m);
        i32::from(above) * i32::from(slope_m) / i32::from(full_m.max(1))
    }
}
