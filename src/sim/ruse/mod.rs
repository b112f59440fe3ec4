//! # Ruses
//!
//! Bait, feigned flight, ambush and signal. They work because belief is wrong and commanders have tempers: a herd
//! left lying or an enemy that runs tempts, a rash man more than a cautious one; a flight that is feigned looks like
//! any other; a hidden formation is not in anyone's reports until it rises at its signal, when it is found or when
//! an enemy walks into it.
//!
//! Phase: [`Phase::Ruse`]. Reads: beliefs, commanders, hunger. Writes: [`Lures`], [`Signals`], [`Feint`],
//! [`Will`](super::intent::Will), intentions, stances, postures, herds, surprise. Tells: `Lure…`, `BoxOpened`,
//! `Tempted`, `HeldBack`, `SignalGiven`, `Released`, `Feint…`.

mod ambush;
mod feint;
mod lure;
mod signal;
mod tempt;
#[cfg(test)]
mod tests;

use bevy_ecs::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use super::intent::Feint;

use super::hex::Hex;
use super::id::{FormationId, LureId, SideId, SignalId};
use super::turn::Phase;

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

/// Numbers of ruses: `assets/rules/ruse.ron`.
#[derive(Resource, Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RuseRules {
    /// Chance that a commander goes after what runs, permille, by temperament: rash, steady, cautious, timid, stubborn.
    /// It is his mood of the day, not a roll an hour.
    pub pursue_permille: [u16; 5],
    /// How much pulls against that, permille: flight, weakness that moves off, something left lying.
    pub pulls: [u16; 3],
    /// By how much of itself a lure in sight raises the chance, permille.
    pub lure_adds: u16,
    /// By how much of itself an empty stomach raises the chance, permille.
    pub hunger_adds: u16,
    /// Hours without food from which stomachs are empty.
    pub hungry_h: u32,
    /// Odds at which nobody is tempted, enemies near the quarry in permille of the own strength near; more than 1000.
    pub odds_daunt: u32,
    /// What is left of the chance under a stance that holds, screens or avoids, permille.
    pub holding: u16,
    /// How far a flight or a lure tempts, meters.
    pub tempt_m: u32,
    /// How long he follows once carried away, minutes.
    pub carried_min: u32,
    /// How long he follows after losing sight, minutes; what was seen longer ago does not tempt.
    pub lost_min: u32,
    /// Largest share of the own strength that looks weak, permille.
    pub weak: u16,
    /// How far a herd, baggage, a box are seen, meters.
    pub lure_seen_m: [u32; 3],
    /// How much order the taking of a lure costs, permille.
    pub lure_shakes: u16,
    /// Chance that a box is opened when a commander comes to it, permille, by temperament.
    pub open_box_permille: [u16; 5],
    /// Distance at which a formation that feigns begins to run, meters.
    pub feint_m: u32,
    /// Distance at which it waits for its pursuers, so that it stays tempting, meters.
    pub feint_waits_m: u32,
    /// Share of its herd that it leaves as it begins to run, permille.
    pub feint_leaves: u16,
    /// Chance per hour that a feigned flight of quality 1, 2, 3, 4, 5 turns into a real one, permille.
    pub feint_fails_permille_h: [u16; 5],
    /// How much order it loses then, permille.
    pub feint_fail_shakes: u16,
    /// How long a signal stays to be seen or heard, minutes.
    pub signal_lasts_min: u32,
    /// Height of the great banner over the ground, meters.
    pub banner_m: u16,
    /// How far men who rise from an ambush go for an enemy they know of, meters.
    pub release_m: u32,
    /// Least and most enemies beside them at whom men in ambush without a signal rise, permille of their own strength.
    pub springs_at: (u32, u32),
    /// How near enemies who knew nothing of the risers are surprised, meters.
    pub surprise_m: u32,
    /// For how long they are, minutes.
    pub surprise_min: u32,
}

/// Hangs the systems on their phase.
pub(super) fn plugin(schedule: &mut Schedule) {
    let systems =
        (lure::find, lure::take, signal::give, ambush::rise, feint::feign, tempt::follow, tempt::tempt);
    schedule.add_systems(systems.chain().in_set(Phase::Ruse));
}
