//! Men in ambush rise: at their signal, when they are found or attacked, or when an enemy walks into them.

use bevy_ecs::prelude::*;

use super::signal::carries;
use super::{RuseRules, Signals};
use crate::sim::army::{Place, Posture, Roll, Side};
use crate::sim::clock::Clock;
use crate::sim::engaged::Engaged;
use crate::sim::event::{Chronicle, SimEvent};
use crate::sim::hex::Hex;
use crate::sim::id::{FormationId, SideId, SignalId};
use crate::sim::intent::Will;
use crate::sim::intent::{Intention, Pace, Stance};
use crate::sim::map::Map;
use crate::sim::register::Register;
use crate::sim::sighting::{Belief, Beliefs, Light};
use crate::sim::weather::{Sky, WeatherRules};

/// How it stands with a formation in ambush.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lurking {
    /// The signal it waits for.
    pub signal: Option<SignalId>,
    /// Whether that signal is seen or heard.
    pub called: bool,
    /// Whether nobody has found it.
    pub hidden: bool,
    /// Whether it is in contact with the enemy.
    pub in_contact: bool,
    /// Enemies believed in the next hexes, men.
    pub beside: u32,
    /// Its own men.
    pub own: u32,
}

/// Whether it rises now. Those who wait for a signal let the enemy pass; the others rise at whoever is worth it.
pub fn is_time(lurking: Lurking, rules: &RuseRules) -> bool {
    let share = u64::from(lurking.beside) * 1000;
    let own = u64::from(lurking.own);
    let worth_it =
        share >= own * u64::from(rules.springs_at.0) && share <= own * u64::from(rules.springs_at.1);
    lurking.called
        || lurking.in_contact
        || (lurking.beside > 0 && (!lurking.hidden || (lurking.signal.is_none() && worth_it)))
}

/// A formation that rises in this step.
struct Riser {
    id: FormationId,
    side: SideId,
    at: Hex,
    was_hidden: bool,
}

type Lurkers<'w, 's> = Query<
    'w,
    's,
    (
        (&'static FormationId, &'static Side, &'static Place, &'static Roll),
        (&'static mut Posture, &'static mut Stance, &'static mut Intention, &'static mut Will),
        &'static mut Engaged,
    ),
>;

/// Formations in ambush whose time it is stand up and go for the nearest enemy they know of; enemies near who knew
/// nothing of them are surprised.
pub fn rise(
    (rules, clock, map, register): (Res<RuseRules>, Res<Clock>, Res<Map>, Res<Register>),
    (sky, weather, signals, beliefs): (Res<Sky>, Res<WeatherRules>, Res<Signals>, Res<Beliefs>),
    mut formations: Lurkers,
    mut chronicle: ResMut<Chronicle>,
) {
    let mut risers = Vec::new();
    for ((id, side, place, roll), (mut posture, mut stance, mut intention, mut will), engaged) in
        formations.iter_mut().sort::<&FormationId>()
    {
        let Stance::Ambush { signal } = *stance else { continue };
        let lies = matches!(*posture, Posture::Hidden | Posture::Formed) && *intention == Intention::Stay;
        if roll.under_arms() == 0 || *posture == Posture::Routed || !(lies || engaged.is_in_contact()) {
            continue;
        }
        let (here, belief) = (place.hex(), beliefs.of(side.0));
        let light = Light::at(here, &map, &sky, &weather);
        let was_hidden = *posture == Posture::Hidden;
        let called = signals.given.iter().any(|given| {
            Some(given.signal) == signal
                && carries(register.signal(given.signal), given.at, here, light, &map, rules.banner_m)
        });
        let lurking = Lurking {
            signal,
            called,
            hidden: was_hidden,
            in_contact: engaged.is_in_contact(),
            beside: beside(belief, here, &clock),
            own: roll.under_arms(),
        };
        if !is_time(lurking, &rules) {
            continue;
        }
        (*posture, *stance, *will) = (Posture::Formed, Stance::Pursue, Will::Obeys);
        let reach = rules.release_m / map.hex_m.max(1);
        if let Some(target) = nearest(belief, here, reach) {
            *intention = Intention::Attack { target, pace: Pace::Forced };
        }
        chronicle.tell(SimEvent::Released { formation: *id, at: here, signal: signal.filter(|_| called) });
        risers.push(Riser { id: *id, side: side.0, at: here, was_hidden });
    }
    let reach = rules.surprise_m / map.hex_m.max(1);
    for ((_, side, place, ..), _, mut engaged) in &mut formations {
        let is_surprised = risers.iter().any(|riser| {
            riser.side != side.0
                && riser.was_hidden
                && riser.at.unsigned_distance_to(place.hex()) <= reach
                && !beliefs.of(side.0).reports.contains_key(&riser.id)
        });
        if is_surprised {
            engaged.surprise(clock.minute + rules.surprise_min);
        }
    }
}

/// Enemies seen in this step in the next hexes, men.
fn beside(belief: &Belief, here: Hex, clock: &Clock) -> u32 {
    let now = belief.reports.values().filter(|report| report.minute == clock.minute);
    now.filter(|report| report.at.unsigned_distance_to(here) <= 1).map(|report| report.men).sum()
}

/// The nearest enemy that a side knows of within so many hexes.
fn nearest(belief: &Belief, here: Hex, hexes: u32) -> Option<FormationId> {
    let known = belief.reports.values().map(|report| (report.at.unsigned_distance_to(here), report.about));
    known.filter(|(distance, _)| *distance <= hexes).min().map(|(_, id)| id)
}
