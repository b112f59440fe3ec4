//! # Movement
//!
//! A formation marches hex by hex along its path, as fast as its slowest men, the ground, the slope, the road, the
//! weather and its weariness let it. Its column is long: the tail comes up after the head has halted, and then the
//! men need time to deploy. A road takes one column at a time. Beyond a day's stage a formation tires, and beyond
//! that it sheds stragglers. Standing enemies hold the hexes around them: a march stops there, an attack goes on.
//! The beaten run for the nearest refuge where no enemy stands in the way.
//!
//! Phase: [`Phase::Movement`]. Reads: map, weather, ice, intentions, beliefs. Writes: [`Legs`], [`MarchCosts`], place, posture,
//! fatigue, intentions that are done with. Tells: `Arrived`, `Marched`, `Halted`, `Stood`, `Straggled`, `Rejoined`, `Lost` (drowned,
//! fallen, captured in flight).

mod arrive;
mod attack;
mod column;
mod crossing;
mod escort;
mod flee;
mod give_way;
mod halt;
mod march;
mod paths;
mod stage;
#[cfg(test)]
mod tests;
mod wear;
mod zones;

use bevy_ecs::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::map::Mobility;
use super::turn::Phase;

pub use column::{Trail, deploy_s, lanes, narrowest, passes};
pub use crossing::{CLOSED, high_water_time};
use paths::Nearest;
pub use paths::{Field, MarchCosts};
pub use stage::{day_limit, march_s, speed_of};
pub use zones::{Body, Dispositions};

/// Numbers of marching: `assets/rules/movement.ron`.
#[derive(Resource, Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MovementRules {
    /// Speed on a level road at an ordinary pace, meters an hour, by mobility: foot, hill, horse, train.
    pub road_m_per_h: [u32; 4],
    /// Time a forced march needs against an ordinary one, permille.
    pub forced_time: u16,
    /// Time that full fatigue adds to a march, permille.
    pub tired_time: u16,
    /// What is left of the speed of riders and trains whose beasts can hardly stand, permille.
    pub lean_speed: u16,
    /// Time of an advance in line of battle against a march, permille.
    pub line_time: u16,
    /// How near a believed enemy a column deploys, and then advances in line, meters.
    pub line_m: u32,
    /// Minutes that 1,000 men need to deploy from column, or to make camp, once they are up.
    pub deploy_min_per_1000: u16,
    /// Columns that find room beside each other on open ground off the road; fewer on rough ground, one on a road.
    pub open_lanes: u16,
    /// How far apart the tracks are that lead along a road, meters: on wide hexes columns march abreast.
    pub track_m: u32,
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
    /// Time to wade a brook or to pass a ford in water that is about to close it against low water, permille.
    pub high_time: u16,
    /// Ice on which rivers are crossed, mm, by mobility: foot, hill, horse, train.
    pub ice_mm: [u16; 4],
    /// Seconds to pass a frozen river.
    pub ice_s: u32,
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
    /// Fewest formed men who hold the hexes around them, for each kilometer that a hex is wide.
    pub zone_men_per_km: u32,
    /// Time of a flight against an ordinary march, permille.
    pub flight_time: u16,
    /// How far from the nearest enemy a flight without refuge ends, meters.
    pub flight_m: u32,
    /// Men who drown when a rout goes through a river without ford, permille.
    pub drown_permille: u16,
    /// Men who die when a rout goes over a bluff, permille.
    pub fall_permille: u16,
    /// Chance per hour that routed men find a gap in a ring around them, permille, by day and by night.
    pub gap_permille_h: (u16, u16),
    /// Men taken while a rout slips through such a gap, permille.
    pub gap_taken_permille: u16,
    /// How near a stronger enemy comes before men told to avoid, and men told to screen, give way, meters.
    pub give_way_m: (u32, u32),
    /// Longest time that is resolved for one formation before the others have theirs, minutes.
    pub slice_min: u16,
    /// Most hexes that a march order may have.
    pub longest_path: u16,
}

impl MovementRules {
    /// Fewest formed men who hold the hexes around them on this map.
    pub fn zone_men(&self, hex_m: u32) -> u32 {
        (u64::from(self.zone_men_per_km) * u64::from(hex_m) / 1000).clamp(1, u64::from(u32::MAX)) as u32
    }

    /// Columns that find a way of their own along a road: the road itself, and the tracks beside it.
    pub fn road_lanes(&self, hex_m: u32) -> u32 {
        1 + hex_m / self.track_m.max(1)
    }
}

/// How far a formation has come. Written by movement; read by anyone.
#[derive(Component, Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Legs {
    /// Seconds already spent on the way into the next hex.
    spent_s: u32,
    /// Meters marched since midnight.
    today_m: u32,
    /// Seconds marched since midnight.
    today_s: u32,
    /// Seconds marched in the last step.
    step_s: u32,
    /// How far behind the head the last man is, meters.
    tail_m: u32,
    /// The hexes it came through, over which the tail still lies.
    trail: Trail,
    /// Seconds spent on deploying or making camp since it closed up.
    deploying_s: u32,
    /// True once it has told why its march pauses.
    paused: bool,
    /// True while it slips, routed, through a gap between enemies who hold the ground.
    in_gap: bool,
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

    /// Minutes marched since midnight.
    pub fn today_min(self) -> u32 {
        self.today_s / 60
    }

    /// Seconds marched in the last step.
    pub fn step_s(self) -> u32 {
        self.step_s
    }

    /// True when it was on the march in the last step.
    pub fn has_marched(self) -> bool {
        self.step_s > 0
    }

    /// The hexes it came through, the nearest first.
    pub fn trail(self) -> Trail {
        self.trail
    }

    /// Share of the men who are up with the head, permille; `column_m` is the length of the whole column.
    pub fn up_permille(self, column_m: u32) -> u32 {
        if column_m == 0 {
            return 1000;
        }
        1000 - (u64::from(self.tail_m.min(column_m)) * 1000 / u64::from(column_m)) as u32
    }
}

impl Legs {
    /// Of men who part from the others where they are; their own column is `column_m` long.
    pub fn part(self, column_m: u32) -> Self {
        Self { spent_s: 0, deploying_s: 0, paused: false, tail_m: self.tail_m.min(column_m), ..self }
    }

    /// Others join who came on their own legs: what the longer tail lies over and the longer march count for all.
    pub fn take_in(&mut self, other: Self) {
        if other.tail_m > self.tail_m {
            (self.tail_m, self.trail) = (other.tail_m, other.trail);
        }
        self.today_m = self.today_m.max(other.today_m);
        self.today_s = self.today_s.max(other.today_s);
        self.deploying_s = 0;
    }
}

/// Length of a column of so many men on a road, meters.
pub fn column_m(men: u32, mobility: Mobility, rules: &MovementRules) -> u32 {
    let per_1000 = u64::from(rules.column_m_per_1000[mobility as usize]);
    (u64::from(men) * per_1000 / 1000).min(u64::from(u32::MAX)) as u32
}

/// Hangs the systems on their phase.
pub(super) fn plugin(schedule: &mut Schedule) {
    let systems =
        (paths::under_the_sky, arrive::arrive, escort::escort, march::march, wear::straggle).chain();
    schedule.add_systems(systems.in_set(Phase::Movement));
}
