//! # Ruses
//!
//! Bait, feigned flight, ambush and signal. They work because belief is wrong and commanders have tempers: a herd
//! left lying or an enemy that runs tempts, a rash man more than a cautious one; a hidden formation is not in
//! anyone's reports until it rises.
//!
//! Phase: [`Phase::Ruse`](super::turn::Phase::Ruse). Reads: beliefs, commanders. Writes: [`Lures`], [`Signals`],
//! [`Feint`], intentions, stances, postures. Tells: `Lure…`, `BoxOpened`, `Tempted`, `HeldBack`, `SignalGiven`,
//! `Released`, `AmbushFound`, `Feint…`.

use bevy_ecs::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::hex::Hex;
use super::id::{FormationId, LureId, SideId, SignalId};

/// What a lure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LureKind {
    /// Animals left on the road, as men in flight leave them.
    Herd,
    /// Wagons and bundles.
    Baggage,
    /// A closed box with something moving in it.
    Box,
}

/// Something left lying to tempt an enemy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lure {
    /// Its key.
    pub id: LureId,
    /// Who left it.
    pub side: SideId,
    /// Where it lies.
    pub at: Hex,
    /// What it is.
    pub kind: LureKind,
    /// Heads of animals or loads.
    pub heads: u32,
    /// The signal that opening it gives.
    pub signal: Option<SignalId>,
    /// False once it was taken or opened.
    pub lying: bool,
}

/// All lures of the war.
#[derive(Resource, Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Lures(pub Vec<Lure>);

/// A signal that was given and can still be seen or heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    /// Which.
    pub signal: SignalId,
    /// From where.
    pub at: Hex,
    /// When, minute of the war.
    pub minute: u32,
}

/// Signals in the air.
#[derive(Resource, Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Signals {
    /// Given and not yet faded.
    pub given: Vec<Given>,
    /// Ordered for this turn, by the formation with the banner.
    pub ordered: Vec<(FormationId, SignalId)>,
}

/// Where a formation stands in a feigned flight.
#[derive(Component, Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Feint {
    /// Not in one, or waiting for the enemy.
    #[default]
    None,
    /// Running as if beaten, since this minute.
    Running {
        /// Minute of the war.
        since: u32,
    },
    /// Has turned at bay.
    Turned,
}

/// Numbers of ruses: `assets/rules/ruse.ron`.
#[derive(Resource, Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RuseRules {
    /// Chance per hour that a commander goes after what runs, permille, by temperament: rash, steady, cautious, timid, stubborn.
    pub pursue_permille: [u16; 5],
    /// Added to that chance when a lure lies in sight, permille.
    pub lure_adds: u16,
    /// How far a flight or a lure tempts, meters.
    pub tempt_m: u32,
    /// How long he follows once carried away, minutes.
    pub carried_min: u32,
    /// Chance that a box is opened when a commander comes to it, permille, by temperament.
    pub open_box_permille: [u16; 5],
    /// Distance at which a formation that feigns begins to run, meters.
    pub feint_m: u32,
    /// Chance per hour that a feigned flight of quality 1, 2, 3, 4, 5 turns into a real one, permille.
    pub feint_fails_permille_h: [u16; 5],
    /// How long a signal stays to be seen or heard, minutes.
    pub signal_lasts_min: u32,
}

/// Hangs the systems on their phase.
pub(super) fn plugin(_schedule: &mut Schedule) {}
