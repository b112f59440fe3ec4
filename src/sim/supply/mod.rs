//! # Supply
//!
//! Every mouth eats two sheng a day, from what the formation carries, from a store it stands at, or from its herd.
//! Who has eaten nothing tires, shakes, and after days melts away.
//!
//! Phase: [`Phase::Supply`](super::turn::Phase::Supply). Writes: [`Rations`], [`Stores`], herds, fatigue, cohesion.
//! Tells: `RationsGone`, `Fed`, `Slaughtered`, `Lost` (deserted, starved).

use bevy_ecs::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Numbers of eating: `assets/rules/supply.ron`.
#[derive(Resource, Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SupplyRules {
    /// What a man eats in a day, sheng.
    pub man_sheng_day: u16,
    /// What a man can carry, days of food.
    pub carried_days: u16,
    /// Men whom one head of the herd feeds for a day.
    pub head_feeds: u16,
    /// Fatigue of a day without food, permille.
    pub hunger_tires_day: u16,
    /// Loss of cohesion of a day without food, permille.
    pub hunger_shakes_day: u16,
    /// Men per 1,000 who desert in a day, from the second day without food.
    pub desert_permille_day: u16,
    /// Longest that hunger is counted, days.
    pub hunger_cap_days: u16,
}

/// Food on the men and beasts of a formation. Written by supply; read by anyone.
#[derive(Component, Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Rations {
    /// Grain carried, sheng.
    pub(super) sheng: u32,
    /// Minutes since the last bite, once the rations are gone; 0 when fed.
    pub(super) hungry_min: u32,
    /// Part of a sheng eaten and not yet taken from the bag, thousandths.
    pub(super) rest_milli: u32,
}

impl Rations {
    /// So many sheng, and so many minutes since the last bite.
    pub fn of(sheng: u32, hungry_min: u32) -> Self {
        Self { sheng, hungry_min, rest_milli: 0 }
    }

    /// Grain carried, sheng.
    pub fn sheng(self) -> u32 {
        self.sheng
    }

    /// Hours since the last bite, once the rations are gone; 0 when fed.
    pub fn hungry_hours(self) -> u32 {
        self.hungry_min / 60
    }

    /// Days that the grain lasts for so many mouths, in tenths.
    pub fn tenths_of_days(self, mouths: u32, rules: &SupplyRules) -> u32 {
        let daily = u64::from(mouths) * u64::from(rules.man_sheng_day);
        (u64::from(self.sheng) * 10).checked_div(daily).unwrap_or(0).min(9999) as u32
    }
}

/// Grain in the places of the war, sheng, by [`PlaceId`](super::id::PlaceId).
#[derive(Resource, Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Stores(pub Vec<u32>);

/// Hangs the systems on their phase.
pub(super) fn plugin(_schedule: &mut Schedule) {}
