//! Dikes raised on dry land: what they hold back, and how they fail.

use serde::{Deserialize, Serialize};

use super::basin::{Basin, LITERS, SIN_60};
use super::channel::{OVERTOPPED_M, breadth};
use super::face::{Breach, Dike};
use super::waters::Waters;
use super::{FloodRules, cell};
use crate::sim::clock::{Clock, DAY};
use crate::sim::dice::{Dice, Purpose};
use crate::sim::hex::{Hex, SIDES};
use crate::sim::id::SideId;
use crate::sim::map::Map;

/// The side between two hexes, the same whichever of them it is told from: written with the one that has it among its first
/// three sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Border {
    /// One of the two.
    pub hex: Hex,
    /// Which of its sides, 0 to 2.
    pub side: u8,
}

impl Border {
    /// That of a hex on a side of it, 0 east to 5 south-east.
    pub fn of(hex: Hex, side: usize) -> Self {
        if side < 3 {
            Self { hex, side: side as u8 }
        } else {
            Self { hex: hex + SIDES[side % 6], side: (side % 6 - 3) as u8 }
        }
    }

    /// The hexes on its two sides.
    pub fn banks(self) -> [Hex; 2] {
        [self.hex, self.hex + SIDES[usize::from(self.side) % 6]]
    }

    fn key(self) -> (i32, i32, u8) {
        (self.hex.y, self.hex.x, self.side)
    }

    /// The higher of the grounds on its two sides, dm.
    fn ground_dm(self, map: &Map) -> i32 {
        let [one, other] = self.banks().map(|hex| map.level_dm(hex));
        one.max(other)
    }
}

/// A dike raised on dry land.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Levee {
    /// Where.
    pub at: Border,
    /// Its crest, mm above the sea.
    pub crest_mm: i32,
    /// What ran through its gap, liters; `None` while it is whole.
    pub passed: Option<i64>,
    /// Who raised it.
    pub by: SideId,
}

/// Length of a side of a hex, meters.
pub(super) fn side_m(map: &Map) -> f64 {
    f64::from(map.hex_m) / (2.0 * SIN_60)
}

/// Earth in a levee along one side of a hex, m³: three times as thick as high, on the mean half of that.
pub(super) fn earth_m3(map: &Map, rules: &FloodRules) -> u64 {
    let high_dm = u64::from(rules.levee_dm);
    (side_m(map) as u64) * 3 * high_dm * high_dm / 200
}

impl Levee {
    /// A new one: so high over the higher of the grounds beside it.
    pub(super) fn raise(at: Border, by: SideId, map: &Map, rules: &FloodRules) -> Self {
        let crest_mm = (at.ground_dm(map) + i32::from(rules.levee_dm)) * 100;
        Self { at, crest_mm, passed: None, by }
    }

    /// How high its crest stands over the ground, meters.
    pub(super) fn high_m(&self, map: &Map) -> f64 {
        f64::from(self.crest_mm - self.at.ground_dm(map) * 100) / 1000.0
    }

    /// Breadth of its gap, meters; 0 while it is whole.
    pub fn gap_m(&self, map: &Map, rules: &FloodRules) -> f64 {
        self.passed.map_or(0.0, |passed| breadth(passed, self.high_m(map), rules).min(side_m(map)))
    }

    /// As the faces of the basin know it.
    fn dike(&self, map: &Map, rules: &FloodRules) -> Dike {
        let crest_m = f64::from(self.crest_mm) / 1000.0;
        let gap = |width_m| Breach {
            from_s: 0.0,
            grows_s: 0.0,
            until_s: f64::INFINITY,
            width_m,
            bottom_m: f64::from(self.at.ground_dm(map)) / 10.0,
        };
        let breach = self.passed.map(|_| gap(self.gap_m(map, rules)));
        Dike { crest_m, breach }
    }

    /// Stands in the basin as it is now; water that runs over it or through it eats at it, for so many seconds.
    pub(super) fn stand(&mut self, basin: &mut Basin, map: &Map, rules: &FloodRules, seconds: f64) {
        let [Some(one), Some(other)] = self.at.banks().map(|hex| cell(map, hex)) else { return };
        let dike = self.dike(map, rules);
        let (left, right) = (basin.level_m(one), basin.level_m(other));
        let bed_m = f64::from(self.at.ground_dm(map)) / 10.0;
        if self.passed.is_none() && left.max(right) > dike.crest_m + OVERTOPPED_M {
            self.passed = Some(0);
        }
        if let Some(passed) = &mut self.passed {
            let m3_s = dike.flow(left, right, bed_m, side_m(map), 0.0).abs();
            *passed = passed.saturating_add((m3_s * seconds * LITERS) as i64);
        }
        basin.set_dike(one, usize::from(self.at.side), self.dike(map, rules));
    }
}

impl Waters {
    /// Dikes on dry land.
    pub fn levees(&self) -> &[Levee] {
        &self.levees
    }

    /// The levee between two hexes.
    pub fn levee(&self, at: Border) -> Option<&Levee> {
        self.levees.binary_search_by_key(&at.key(), |levee| levee.at.key()).ok().map(|nth| &self.levees[nth])
    }

    pub(super) fn levee_mut(&mut self, at: Border) -> Option<&mut Levee> {
        let nth = self.levees.binary_search_by_key(&at.key(), |levee| levee.at.key()).ok()?;
        self.levees.get_mut(nth)
    }

    pub(super) fn add_levee(&mut self, levee: Levee) {
        if let Err(nth) = self.levees.binary_search_by_key(&levee.at.key(), |levee| levee.at.key()) {
            self.levees.insert(nth, levee);
        }
    }

    /// True when the levees lie on the map, in order, and are such as can be.
    pub(super) fn levees_are_sound(&self, map: &Map) -> bool {
        let lies = |levee: &Levee| {
            levee.at.side < 3
                && levee.at.banks().iter().all(|hex| cell(map, *hex).is_some())
                && levee.crest_mm.abs() < 20_000_000
                && levee.passed.is_none_or(|passed| passed >= 0)
        };
        self.levees.iter().all(lies) && self.levees.is_sorted_by(|one, next| one.at.key() < next.at.key())
    }

    /// How high water stands against a levee over the ground beside it, dm.
    fn head_dm(&self, levee: &Levee, map: &Map) -> u64 {
        let level_mm = |hex: Hex| match self.depth_mm(map, hex) {
            0 => i32::MIN,
            mm => map.level_dm(hex) * 100 + mm as i32,
        };
        let [one, other] = levee.at.banks().map(level_mm);
        // Water that stands as high on both sides presses on neither.
        let over = one.max(other).saturating_sub(one.min(other).max(levee.at.ground_dm(map) * 100));
        (over.max(0) / 100) as u64
    }

    /// Water finds its way through a levee in a step: the longer it is and the higher water stands against it, the likelier.
    pub(super) fn seep_through_levees(&mut self, clock: &Clock, dice: Dice, map: &Map, rules: &FloodRules) {
        for nth in 0..self.levees.len() {
            let head_dm = self.head_dm(&self.levees[nth], map);
            if self.levees[nth].passed.is_some() || head_dm == 0 {
                continue;
            }
            // Millionths in a day for a meter of head and a kilometer of levee.
            let day = u64::from(rules.levee_fails_day) * head_dm * side_m(map) as u64 / 10_000;
            let mut stream = dice.stream(clock, Purpose::Flood, (1 << 17) + nth as u32);
            if stream.share(day * u64::from(clock.step_minutes()), 1_000_000 * u64::from(DAY)) > 0 {
                self.levees[nth].passed = Some(0);
            }
        }
    }
}
