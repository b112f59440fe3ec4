//! # Morale
//!
//! Rest restores strength and order; the fall of a neighbor shakes; the beaten rally out of the enemy's reach.
//!
//! Phase: [`Phase::Morale`](super::turn::Phase::Morale). Writes: fatigue, cohesion, posture. Tells: `Rallied`.

use bevy_ecs::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Numbers of rest and order: `assets/rules/morale.ron`.
#[derive(Resource, Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MoraleRules {
    /// Fatigue that an hour in a quiet camp takes away, permille; hungry men a quarter.
    pub camp_rest_h: u16,
    /// Fatigue that an hour of standing idle takes away, permille.
    pub idle_rest_h: u16,
    /// Fatigue that an hour of close fighting costs, permille.
    pub fight_tires_h: u16,
    /// Cohesion that an hour out of contact restores, permille.
    pub steady_h: u16,
    /// Cohesion that a full day's hunger or full fatigue takes off the ceiling, permille.
    pub weary_ceiling: u16,
    /// How much a formation that breaks shakes its neighbors, permille, within `rout_reach_m`.
    pub rout_shakes: u16,
    /// How far the sight of a rout reaches, meters.
    pub rout_reach_m: u32,
    /// Hours out of the enemy's reach before a routed formation may rally.
    pub rally_after_h: u16,
    /// Chance per hour that it rallies then, permille, with a commander of ability 5.
    pub rally_permille_h: u16,
    /// Cohesion with which it stands again, permille.
    pub rally_at: u16,
}

/// Hangs the systems on their phase.
pub(super) fn plugin(_schedule: &mut Schedule) {}
