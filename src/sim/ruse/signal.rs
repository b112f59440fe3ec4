//! Signals are given, travel and fade.

use bevy_ecs::prelude::*;

use super::{Given, RuseRules, Signals};
use crate::sim::army::{Muster, Place, Posture, Roll};
use crate::sim::clock::Clock;
use crate::sim::event::{Chronicle, SimEvent};
use crate::sim::hex::Hex;
use crate::sim::map::Map;
use crate::sim::register::{Register, SignalInfo, SignalKind};
use crate::sim::sighting::{Light, is_in_line};
use crate::sim::weather::Sky;

/// Whether a signal given at `from` is seen or heard at `to`.
pub fn carries(signal: &SignalInfo, from: Hex, to: Hex, light: Light, map: &Map, banner_m: u16) -> bool {
    let meters = u64::from(from.unsigned_distance_to(to)) * u64::from(map.hex_m);
    let range = u64::from(signal.range_m);
    match signal.kind {
        SignalKind::Banner => {
            light.day
                && meters <= range * u64::from(light.sight) / 1000
                && is_in_line(map, from, to, banner_m.into())
        }
        SignalKind::Pigeons | SignalKind::Drum => meters <= range,
    }
}

/// Old signals fade; those ordered are given if the formation with the banner still stands. A banner waits for day.
pub fn give(
    (rules, clock, sky): (Res<RuseRules>, Res<Clock>, Res<Sky>),
    (register, muster): (Res<Register>, Res<Muster>),
    bearers: Query<(&Place, &Roll, &Posture)>,
    mut signals: ResMut<Signals>,
    mut chronicle: ResMut<Chronicle>,
) {
    let minute = clock.minute;
    signals.given.retain(|given| minute < given.minute + rules.signal_lasts_min);
    for (by, signal) in std::mem::take(&mut signals.ordered) {
        let bearer = muster.entity(by).and_then(|entity| bearers.get(entity).ok());
        let Some((place, roll, posture)) = bearer else { continue };
        if roll.under_arms() == 0 || *posture == Posture::Routed {
            continue;
        }
        if register.signal(signal).kind == SignalKind::Banner && !sky.day {
            signals.ordered.push((by, signal));
            continue;
        }
        let at = place.hex();
        signals.given.push(Given { signal, at, minute });
        chronicle.tell(SimEvent::SignalGiven { by, signal, at });
    }
}
