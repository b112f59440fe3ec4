//! # Sighting
//!
//! A side knows what its men saw: where an enemy was, how many he seemed, how long ago. Ridges and growth hide,
//! dust and fires betray, night shortens the eye, and every estimate is off. Scouts see far and tell late.
//!
//! Phase: [`Phase::Sighting`](super::turn::Phase::Sighting). Writes: [`Beliefs`], [`Scouts`].
//! Tells: `Sighted`, `ScoutsSent`, `ScoutsReturned`, `ScoutsLost`.

use std::collections::BTreeMap;

use bevy_ecs::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::army::Posture;
use super::event::Source;
use super::hex::Hex;
use super::id::{FormationId, LureId, SideId, TroopId};

/// Numbers of seeing: `assets/rules/sighting.ron`.
#[derive(Resource, Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SightingRules {
    /// How far men in the open see a formed body by day, meters.
    pub day_m: u32,
    /// The same by night, without fires.
    pub night_m: u32,
    /// How far a column's dust shows over ridges in dry weather, meters.
    pub dust_m: u32,
    /// How far camp fires show by night, meters.
    pub fires_m: u32,
    /// Spread of an estimate of strength, permille of the truth (one standard deviation).
    pub estimate_spread: u16,
    /// Chance per hour that a patrol in the next hex finds men in hiding, permille, at ordinary stealth.
    pub find_hidden_permille_h: u16,
    /// How far scouts ride, meters.
    pub scouts_m: u32,
    /// Speed of scouts, meters an hour.
    pub scouts_m_per_h: u32,
    /// How far scouts see at their goal, meters.
    pub scouts_see_m: u32,
    /// Riders in a scouting party.
    pub scouts_men: u32,
    /// A report older than this is forgotten, minutes.
    pub forget_min: u32,
}

/// What a side believes of one enemy formation: an estimate, with its age.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Which formation; the key is a name for "that body of men" and tells nothing else.
    pub about: FormationId,
    /// Where it was.
    pub at: Hex,
    /// When that was, minute of the war.
    pub minute: u32,
    /// How many it seemed.
    pub men: u32,
    /// What troops they seemed; `None` from afar.
    pub troop: Option<TroopId>,
    /// In what order.
    pub posture: Posture,
    /// How it is known.
    pub source: Source,
    /// The hex it was seen in before this one, if it moved: which way it goes.
    pub came_from: Option<Hex>,
}

/// What one side believes.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Belief {
    /// The latest report of each enemy formation it knows of.
    pub reports: BTreeMap<FormationId, Report>,
    /// Lures of the enemy that its men have found and that still lie.
    pub lures: BTreeMap<LureId, Hex>,
}

/// What every side believes, by [`SideId`].
#[derive(Resource, Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Beliefs(pub Vec<Belief>);

impl Beliefs {
    /// What a side believes.
    pub fn of(&self, side: SideId) -> &Belief {
        &self.0[side.index()]
    }

    /// What a side believes, to change.
    pub fn of_mut(&mut self, side: SideId) -> &mut Belief {
        &mut self.0[side.index()]
    }
}

/// A party of riders looking at a hex for its formation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ride {
    /// The hex they look at.
    pub to: Hex,
    /// When they are there, minute of the war.
    pub there: u32,
    /// When they are back.
    pub back: u32,
    /// What they saw, once they were there.
    pub saw: Vec<Report>,
    /// True once they have been there.
    pub looked: bool,
}

/// A formation's scouts.
#[derive(Component, Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Scouts {
    /// The party that is out, if one is.
    pub out: Option<Ride>,
}

/// Hangs the systems on their phase.
pub(super) fn plugin(_schedule: &mut Schedule) {}
