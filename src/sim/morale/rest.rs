//! Rest and toil: what an hour does to the body.

use bevy_ecs::prelude::*;
use bevy_ecs::query::QueryData;

use super::MoraleRules;
use crate::sim::army::{Fatigue, Posture, Roll};
use crate::sim::clock::{Clock, due};
use crate::sim::engaged::Engaged;
use crate::sim::id::FormationId;
use crate::sim::intent::Intention;
use crate::sim::movement::Legs;
use crate::sim::supply::Rations;

/// How a formation spends its time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pastime {
    /// Fights.
    Fights,
    /// Marches or runs, or waits on the road.
    Marches,
    /// Stands or lies where it is.
    Idles,
    /// Camps.
    Camps { fires: bool },
}

/// What it is doing, for its rest.
pub(super) fn pastime(posture: Posture, intention: &Intention, marched: bool, in_contact: bool) -> Pastime {
    match posture {
        _ if in_contact => Pastime::Fights,
        _ if marched => Pastime::Marches,
        // A column that rests for the night lights its fires unless it was told not to.
        Posture::Camp => Pastime::Camps { fires: *intention != Intention::Camp { fires: false } },
        Posture::Formed | Posture::Hidden => Pastime::Idles,
        Posture::Column | Posture::Routed => Pastime::Marches,
    }
}

/// Fatigue that an hour takes away, thousandths of a permille; hungry men find little rest.
pub(super) fn rest_milli_h(pastime: Pastime, hungry: bool, rules: &MoraleRules) -> u32 {
    let full = match pastime {
        Pastime::Fights | Pastime::Marches => 0,
        Pastime::Idles => u32::from(rules.idle_rest_h) * 1000,
        Pastime::Camps { fires: true } => u32::from(rules.camp_rest_h) * 1000,
        Pastime::Camps { fires: false } => u32::from(rules.camp_rest_h) * u32::from(rules.fireless_rest),
    };
    if hungry { full * u32::from(rules.hungry_rest) / 1000 } else { full }
}

/// A formation as rest looks at it.
#[derive(QueryData)]
#[query_data(mutable)]
pub(super) struct Resting {
    /// Only to go through them in order.
    _id: &'static FormationId,
    roll: &'static Roll,
    posture: &'static Posture,
    intention: &'static Intention,
    legs: &'static Legs,
    engaged: &'static Engaged,
    rations: &'static Rations,
    fatigue: &'static mut Fatigue,
}

pub(super) fn rest(clock: Res<Clock>, rules: Res<MoraleRules>, mut query: Query<Resting>) {
    let step = clock.step_minutes();
    for mut body in query.iter_mut().sort::<&FormationId>() {
        if body.roll.mouths() == 0 {
            continue;
        }
        let (marched, fights) = (body.legs.has_marched(), body.engaged.is_in_contact());
        let pastime = pastime(*body.posture, body.intention, marched, fights);
        if pastime == Pastime::Fights {
            body.fatigue.tire(due(u32::from(rules.fight_tires_h), 60, clock.minute, step));
        }
        let milli_h = rest_milli_h(pastime, body.rations.is_hungry(), &rules);
        body.fatigue.rest(due(milli_h, 60_000, clock.minute, step));
    }
}
