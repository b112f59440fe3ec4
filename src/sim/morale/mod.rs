//! # Morale
//!
//! Rest restores strength, time out of the fight restores order, as far as weariness and hunger allow. Who sees his
//! neighbors run is shaken, good troops less. The beaten rally out of the enemy's reach.
//!
//! Phase: [`Phase::Morale`]. Reads: fighting, hunger, marches. Writes: fatigue, cohesion, posture, intention.
//! Tells: `Rallied`.

mod order;
mod rest;
#[cfg(test)]
mod tests;

use bevy_ecs::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use order::ceiling;

use super::turn::Phase;

/// Numbers of rest and order: `assets/rules/morale.ron`.
#[derive(Resource, Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MoraleRules {
    /// Fatigue that an hour in a quiet camp takes away, permille.
    pub camp_rest_h: u16,
    /// Rest in a camp without fires against one with them, permille.
    pub fireless_rest: u16,
    /// Rest of hungry men against fed ones, permille.
    pub hungry_rest: u16,
    /// Fatigue that an hour of standing idle takes away, permille.
    pub idle_rest_h: u16,
    /// Fatigue that an hour of close fighting costs, permille.
    pub fight_tires_h: u16,
    /// Cohesion that an hour out of contact restores, permille.
    pub steady_h: u16,
    /// Cohesion that a full day's hunger or full fatigue takes off the ceiling, permille.
    pub weary_ceiling: u16,
    /// How much a formation that breaks shakes its neighbors, permille, within `rout_reach_m`: troops of quality 3, by
    /// the rout of as many as they are; smaller routs less.
    pub rout_shakes: u16,
    /// How far the sight of a rout reaches, meters.
    pub rout_reach_m: u32,
    /// Hours since the rout and since the last blow before a routed formation may rally.
    pub rally_after_h: u16,
    /// How far every unbroken enemy must be, meters.
    pub rally_clear_m: u32,
    /// Chance per hour that it rallies then, permille, with quality 3 and a commander of ability 5.
    pub rally_permille_h: u16,
    /// Ability that men without a commander are led with, 1 to 9.
    pub leaderless_ability: u8,
    /// Cohesion with which it stands again, permille.
    pub rally_at: u16,
}

/// Hangs the systems on their phase.
pub(super) fn plugin(schedule: &mut Schedule) {
    schedule
        .add_systems((rest::rest, order::steady, order::spread, order::rally).chain().in_set(Phase::Morale));
}
