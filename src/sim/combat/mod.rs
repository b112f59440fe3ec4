//! # Combat
//!
//! Formations in neighboring hexes fight across the hexside, step by step: bows first, then hand to hand. Losses
//! follow numbers in contact weakly and everything else strongly: arms, training, commanders, weariness, hunger,
//! ground, height, water, surprise, and a way out. Losses shake; who is shaken enough breaks, runs, is ridden down
//! or, with no way out, destroyed.
//!
//! Phase: [`Phase::Combat`](super::turn::Phase::Combat). Writes: [`Engaged`], men, cohesion, posture.
//! Tells: `Met`, `Fought`, `Lost`, `Broke`, `Surrounded`, `Pursued`, `Surrendered`, `Destroyed`.

use bevy_ecs::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Numbers of fighting: `assets/rules/combat.ron`.
#[derive(Resource, Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CombatRules {
    /// Losses of even troops on even terms, per million of those in contact, an hour.
    pub base_ppm_h: u32,
    /// Weight of the attacker's numbers against the defender's in the defender's share of losses, permille (0 logarithmic, 1000 square law).
    pub numbers_exponent: u16,
}

/// A formation's part in the fighting. Written by combat; read by anyone.
#[derive(Component, Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Engaged {
    /// Minute at which the fight it is in began; `None` when it is in none.
    pub(super) since: Option<u32>,
    /// Minute of its last blow given or taken; `None` if it never fought.
    pub(super) last: Option<u32>,
    /// Until when it is taken by surprise, minute of the war.
    pub(super) surprised_until: u32,
    /// When it broke; `None` while it stands.
    pub(super) routed_since: Option<u32>,
}

impl Engaged {
    /// Minute at which the fight it is in began.
    pub fn since(self) -> Option<u32> {
        self.since
    }

    /// Minute of its last blow given or taken.
    pub fn last(self) -> Option<u32> {
        self.last
    }

    /// Is taken by surprise until this minute of the war.
    pub fn surprise(&mut self, until: u32) {
        self.surprised_until = self.surprised_until.max(until);
    }

    /// Until when it is taken by surprise, minute of the war.
    pub fn surprised_until(self) -> u32 {
        self.surprised_until
    }

    /// True while it is in contact with an enemy.
    pub fn is_in_contact(self) -> bool {
        self.since.is_some()
    }
}

/// Hangs the systems on their phase.
pub(super) fn plugin(_schedule: &mut Schedule) {}
