//! # Sighting
//!
//! A side knows what its men saw: where an enemy was, how many he seemed, how long ago. Ridges and growth hide,
//! dust and fires betray, night shortens the eye, and every estimate is off. Men in hiding are seen by nobody until
//! somebody who looks hard in the next hex finds them. Scouts see far and tell late.
//!
//! What one formation sees its whole side knows at once.
//!
//! Phase: [`Phase::Sighting`]. Reads: map, weather, places, postures. Writes: [`Beliefs`], [`Scouts`], the posture of
//! men found in hiding, riders lost. Tells: `Sighted`, `AmbushFound`, `ScoutsReturned`, `ScoutsLost`, `Lost`.

mod body;
mod estimate;
mod eyes;
mod hidden;
mod ride;
mod sight;
#[cfg(test)]
mod tests;
mod tracks;

use std::collections::BTreeMap;

use bevy_ecs::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use sight::{Light, apart_m, is_in_line, sees_ground};
pub use tracks::Tracks;

use super::army::Posture;
use super::clock::Clock;
use super::dice::Dice;
use super::event::{Chronicle, SimEvent, Source};
use super::hex::Hex;
use super::id::{FormationId, LureId, SideId, TroopId};
use super::map::Map;
use super::register::Register;
use super::troops::Troops;
use super::turn::Phase;
use super::weather::{Sky, WeatherRules};

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
    /// Fewest men on the march whose dust is seen.
    pub dust_men: u32,
    /// Fewest men in one place whom nothing hides from the country: a host.
    pub host_men: u32,
    /// How fast news of a host goes through the country, by day and night, meters an hour; it is heard of as far as it
    /// goes in a step.
    pub news_m_per_h: u32,
    /// Height of a watcher, and of the body he looks at, above the ground of its hex, meters.
    pub eye_m: u16,
    /// How much farther a watcher sees for every 100 m that he stands higher, by day, permille; at most twice as far.
    pub height_adds: u16,
    /// How far men in camp see against men who stand ready, permille.
    pub camp_sees: u16,
    /// Within this distance troops are told apart and numbers are guessed half as badly, meters.
    pub near_m: u32,
    /// Spread of an estimate of strength, permille of the truth (one standard deviation).
    pub estimate_spread: u16,
    /// The same from dust or fires alone, permille.
    pub vague_spread: u16,
    /// Worst error of an estimate in contact, permille of the truth.
    pub contact_error: u16,
    /// An estimate is told again when it changed by more than this, permille.
    pub retell_change: u16,
    /// An enemy out of sight for so long is told again when he comes in sight, minutes.
    pub retell_min: u32,
    /// Chance per hour that a patrol in the next hex finds men in hiding, permille, at ordinary stealth.
    pub find_hidden_permille_h: u16,
    /// How well men of quality 1, 2, 3, 4, 5 look, permille.
    pub looks_by_quality: [u16; 5],
    /// How well men look under a commander, permille, by temperament: rash, steady, cautious, timid, stubborn.
    pub looks_by_temperament: [u16; 5],
    /// How well men on the march look, permille.
    pub looks_on_march: u16,
    /// How well they look by night, permille.
    pub looks_at_night: u16,
    /// How far scouts ride, meters.
    pub scouts_m: u32,
    /// Speed of scouts, meters an hour.
    pub scouts_m_per_h: u32,
    /// How far scouts see at their goal, meters.
    pub scouts_see_m: u32,
    /// Riders in a scouting party.
    pub scouts_men: u32,
    /// Chance that scouts find men in hiding in the hex they look at or beside it, permille, at ordinary stealth.
    pub scouts_find_permille: u16,
    /// Chance that scouts are taken when an enemy stands in the hex they look at or beside it, permille.
    pub scouts_caught_permille: u16,
    /// A report older than this is forgotten, minutes.
    pub forget_min: u32,
    /// How long tracks can be read, minutes.
    pub tracks_min: u32,
    /// How far around them patrols look for tracks, meters.
    pub tracks_m: u32,
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
    /// What they saw, once they were there. Nobody else knows before they are back.
    saw: Vec<Report>,
    /// How the ride goes.
    fortune: Fortune,
}

impl Ride {
    /// What they saw and have not told yet; for whoever checks a war read from a file, not for a seat.
    pub(crate) fn saw(&self) -> &[Report] {
        &self.saw
    }

    /// A party that sets out to look at `to`.
    pub fn out(to: Hex, there: u32, back: u32) -> Self {
        Self { to, there, back, saw: Vec::new(), fortune: Fortune::Riding }
    }
}

/// How a ride goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum Fortune {
    /// On the way out.
    Riding,
    /// Has looked, on the way back.
    Looked,
    /// In the enemy's hands.
    Caught,
}

/// A formation's scouts.
#[derive(Component, Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Scouts {
    /// The party that is out, if one is.
    pub out: Option<Ride>,
}

/// Hangs the systems on their phase.
pub(super) fn plugin(schedule: &mut Schedule) {
    let systems = (eyes::look, hidden::find, ride::ride, tracks::leave, tracks::follow, eyes::forget);
    schedule.add_systems(systems.chain().in_set(Phase::Sighting));
}

/// All that does not change while a step's watchers look.
#[derive(bevy_ecs::system::SystemParam)]
struct Watch<'w> {
    rules: Res<'w, SightingRules>,
    map: Res<'w, Map>,
    register: Res<'w, Register>,
    troops: Res<'w, Troops>,
    clock: Res<'w, Clock>,
    dice: Res<'w, Dice>,
    sky: Res<'w, Sky>,
    weather: Res<'w, WeatherRules>,
}

impl Watch<'_> {
    fn light(&self, hex: Hex) -> Light {
        Light::at(hex, &self.map, &self.sky, &self.weather)
    }

    /// Meters between the near edges of two hexes' bodies.
    fn apart_m(&self, a: Hex, b: Hex) -> u32 {
        apart_m(a.unsigned_distance_to(b), self.map.hex_m)
    }

    fn is_in_line(&self, a: Hex, b: Hex) -> bool {
        is_in_line(&self.map, a, b, i32::from(self.rules.eye_m))
    }
}

/// Takes a report into a side's belief, unless it knows better already, and tells of it if it is news.
fn learn(belief: &mut Belief, mut report: Report, by: FormationId, watch: &Watch, chronicle: &mut Chronicle) {
    let before = belief.reports.get(&report.about);
    if before.is_some_and(|before| before.minute > report.minute) {
        return;
    }
    let rules = &watch.rules;
    let is_news = before.is_none_or(|before| {
        estimate::is_news(report.men, before.men, rules.retell_change)
            || report.minute - before.minute >= rules.retell_min
    });
    report.came_from = before.and_then(|before| {
        let moves = matches!(report.posture, Posture::Column | Posture::Routed);
        if before.at != report.at { Some(before.at) } else { before.came_from.filter(|_| moves) }
    });
    let Report { about, at, men, source, .. } = report;
    belief.reports.insert(about, report);
    if is_news {
        chronicle.tell(SimEvent::Sighted { by, about, at, men, source });
    }
}
