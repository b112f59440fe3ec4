//! # Movement
//!
//! A formation marches hex by hex along its path, as fast as its slowest men, the ground, the slope, the road and
//! the weather let it. Its column is long: the tail comes up after the head has halted, and only men who are up can
//! fight. Beyond a day's stage it tires, and beyond that it sheds stragglers. Formed enemies hold the hexes around
//! them: a march stops there.
//!
//! Phase: [`Phase::Movement`](super::turn::Phase::Movement). Reads: map, weather, intentions. Writes: [`Legs`],
//! place, posture, fatigue. Tells: `Marched`, `Halted`, `Straggled`, `Rejoined`.

mod paths;

use bevy_ecs::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use paths::{Field, MarchCosts};

/// Numbers of marching: `assets/rules/movement.ron`.
#[derive(Resource, Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MovementRules {
    /// Speed on a level road at an ordinary pace, meters an hour, by mobility: foot, hill, horse, train.
    pub road_m_per_h: [u32; 4],
    /// Time a forced march needs against an ordinary one, permille.
    pub forced_time: u16,
    /// Time off the road against the road on the same ground, permille.
    pub off_road: u16,
    /// Seconds that each meter of climb adds.
    pub climb_s_per_m: u16,
    /// Seconds that each meter of descent adds.
    pub descent_s_per_m: u16,
    /// Seconds to wade a brook.
    pub brook_s: u32,
    /// Seconds to pass a ford or bridge.
    pub ford_s: u32,
    /// Hours of marching in a day at an ordinary pace.
    pub ordinary_hours: u16,
    /// Hours of marching in a day at a forced pace.
    pub forced_hours: u16,
    /// Meters of column per 1,000 men on a road, by mobility: foot, hill, horse, train.
    pub column_m_per_1000: [u32; 4],
    /// A day's stage that costs no strength, meters, by mobility: foot, hill, horse, train.
    pub stage_m: [u32; 4],
    /// Fatigue per 10 km beyond the stage, permille.
    pub tire_per_10km: u16,
    /// Fatigue per hour of marching by night, permille.
    pub night_tire_per_h: u16,
    /// Men per 1,000 who fall behind in an hour of marching at full fatigue; none below `straggle_from`.
    pub straggle_permille_h: u16,
    /// Fatigue from which men fall behind, permille.
    pub straggle_from: u16,
    /// Share of stragglers who come up in an hour of halt, permille.
    pub rejoin_permille_h: u16,
    /// Fatigue at which a march stops, permille.
    pub exhausted: u16,
    /// Fewest formed men who hold the hexes around them.
    pub zone_of_control_men: u32,
    /// Most hexes that a march order may have.
    pub longest_path: u16,
}

/// How far a formation has come. Written by movement; read by anyone.
#[derive(Component, Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Legs {
    /// Seconds already spent on the way into the next hex.
    pub(super) spent_s: u32,
    /// Meters marched since midnight.
    pub(super) today_m: u32,
    /// Minutes marched since midnight.
    pub(super) today_min: u32,
    /// How far behind the head the last man is, meters.
    pub(super) tail_m: u32,
}

impl Legs {
    /// How far behind the head the last man is, meters.
    pub fn tail_m(self) -> u32 {
        self.tail_m
    }

    /// Meters marched since midnight.
    pub fn today_m(self) -> u32 {
        self.today_m
    }

    /// Share of the men who are up with the head, permille; `column_m` is the length of the whole column.
    pub fn up_permille(self, column_m: u32) -> u32 {
        if column_m == 0 {
            return 1000;
        }
        1000 - (u64::from(self.tail_m.min(column_m)) * 1000 / u64::from(column_m)) as u32
    }
}

/// Length of a column of so many men on a road, meters.
pub fn column_m(men: u32, mobility: super::map::Mobility, rules: &MovementRules) -> u32 {
    let per_1000 = u64::from(rules.column_m_per_1000[mobility as usize]);
    (u64::from(men) * per_1000 / 1000).min(u64::from(u32::MAX)) as u32
}

/// Hangs the systems on their phase.
pub(super) fn plugin(_schedule: &mut Schedule) {}
