//! # Exposure
//!
//! Cold freezes and sickens those who have no fire, no walls, no food and no strength; heat wears out those who march in
//! it; and where there is no water men and beasts live on what they carry, and then die of thirst within days. The sick
//! get well in camp, sooner behind walls, or die.
//!
//! What a day did is told in the morning, so that a winter is a line a day and not one an hour.
//!
//! Phase: [`Phase::Exposure`]. Reads: weather, ground, places, hunger, marches. Writes: [`Exposure`], men, horses, fatigue,
//! cohesion. Tells: `Lost` (sick, frozen, dead of thirst or sickness).

mod morning;
#[cfg(test)]
mod tests;
mod water;
mod weather;

use bevy_ecs::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use water::{Water, water_at};

use super::clock::DAY;
use super::map::Mobility;
use super::register::PlaceKind;
use super::turn::Phase;

/// Numbers of cold, heat and thirst: `assets/rules/exposure.ron`.
#[derive(Resource, Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExposureRules {
    /// Felt temperature down to which men come to no harm, tenths of a degree: in camp with fires, on the march or
    /// standing, without fires.
    pub bears_c10: (i16, i16, i16),
    /// Snow on the ground from which it feels colder to those who are not in camp, mm.
    pub deep_snow_mm: u16,
    /// How much colder, tenths of a degree.
    pub deep_snow_chill_c10: u16,
    /// Men of 10,000 who fall sick in a day for each degree below what they bear.
    pub cold_sickens_day: u16,
    /// Men of 10,000 who freeze in a day for each degree.
    pub cold_kills_day: u16,
    /// Fatigue of a day for each degree, permille.
    pub cold_tires_day: u16,
    /// The most weary that cold alone makes men, permille.
    pub cold_tires_most: u16,
    /// How much colder a day without food makes it feel, tenths of a degree.
    pub hunger_chill_c10: u16,
    /// How much worse a day without food makes the cold, permille.
    pub hunger_worse: u16,
    /// Most days without food that make it worse.
    pub hunger_worst_days: u16,
    /// How much worse full fatigue makes it, permille.
    pub weary_worse: u16,
    /// Men of 10,000 whom raw food sickens in a day of a camp without fires.
    pub fireless_sickens_day: u16,
    /// Sick who get well in a day, permille: in a fed camp with fires, and behind own walls.
    pub heals_permille_day: (u16, u16),
    /// Sick who die in a day, permille: there, and on the road or without food.
    pub sick_die_permille_day: (u16, u16),
    /// Men for whom there are roofs in a fort, a town, a village, a pass, a field.
    pub roofs: [u32; 5],
    /// Temperature from which heat does harm, tenths of a degree.
    pub heat_from_c10: i16,
    /// Fatigue of an hour's march for each degree above it, permille.
    pub heat_tires_h: u16,
    /// Marchers of 10,000 who fall sick in a day for each degree.
    pub heat_sickens_day: u16,
    /// Days of water carried, by mobility: foot, hill, horse, train.
    pub carried_days: [u16; 4],
    /// Temperature from which they drink more, tenths of a degree.
    pub thirst_from_c10: i16,
    /// How much more for each degree, permille.
    pub thirst_per_degree: u16,
    /// Men who drink as much as a horse.
    pub horse_drinks: u16,
    /// Men whom the wells of a fort, a town, a village, a pass, a field water in a day.
    pub wells_men_day: [u32; 5],
    /// Snow on the ground that is worth melting, mm.
    pub snow_water_mm: u16,
    /// Men of 10,000 who die on the first day without water; on the second twice as many, and so on.
    pub thirst_kills_day: u16,
    /// The same of horses and pack animals.
    pub thirst_horses_day: u16,
    /// Fatigue of a day without water, permille.
    pub thirst_tires_day: u16,
    /// Cohesion lost in a day without water, permille.
    pub thirst_shakes_day: u16,
}

/// What the weather has done to a formation since morning, and how long it has been without water. Written by exposure;
/// read by anyone.
#[derive(Component, Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Exposure {
    /// Minutes of a cool day's drinking since it last had its fill.
    dry_min: u32,
    /// Men of 10,000 a day who freeze, times minutes.
    freezing: u32,
    /// Who fall sick.
    ailing: u32,
    /// Who die of thirst.
    parching: u32,
}

impl Exposure {
    /// So long without water, minutes of a cool day.
    pub fn dry(minutes: u32) -> Self {
        Self { dry_min: minutes, ..Self::default() }
    }

    /// Hours that the water it carries still lasts in cool weather.
    pub fn water_h(self, mobility: Mobility, rules: &ExposureRules) -> u32 {
        carried_min(mobility, rules).saturating_sub(self.dry_min) / 60
    }

    /// Hours for which it has had nothing to drink.
    pub fn thirsty_h(self, mobility: Mobility, rules: &ExposureRules) -> u32 {
        self.dry_min.saturating_sub(carried_min(mobility, rules)) / 60
    }

    /// True when it lacks any of the water it can carry.
    pub fn is_dry(self) -> bool {
        self.dry_min > 0
    }

    /// That of so many men and `others` who join, each with theirs; rounded against them.
    pub fn with(self, men: u32, other: Self, others: u32) -> Self {
        let mean = |own: u32, theirs: u32| {
            let sum = u64::from(own) * u64::from(men) + u64::from(theirs) * u64::from(others);
            sum.div_ceil((u64::from(men) + u64::from(others)).max(1)) as u32
        };
        Self {
            dry_min: mean(self.dry_min, other.dry_min),
            freezing: mean(self.freezing, other.freezing),
            ailing: mean(self.ailing, other.ailing),
            parching: mean(self.parching, other.parching),
        }
    }
}

/// Minutes for which the water carried lasts in cool weather.
fn carried_min(mobility: Mobility, rules: &ExposureRules) -> u32 {
    u32::from(rules.carried_days[mobility as usize]) * DAY
}

impl ExposureRules {
    /// Men for whom a kind of place has a roof.
    pub fn roofs_of(&self, kind: PlaceKind) -> u32 {
        self.roofs[entry(kind)]
    }
}

/// Where a kind of place stands in the lists of the rules.
fn entry(kind: PlaceKind) -> usize {
    match kind {
        PlaceKind::Fort => 0,
        PlaceKind::Town => 1,
        PlaceKind::Village => 2,
        PlaceKind::Pass => 3,
        PlaceKind::Field => 4,
    }
}

/// Hangs the systems on their phase.
pub(super) fn plugin(schedule: &mut Schedule) {
    schedule.add_systems((weather::expose, water::drink, morning::tell).chain().in_set(Phase::Exposure));
}
