//! Rest and toil: what an hour does to the body.

use bevy_ecs::prelude::*;

use super::MoraleRules;
use crate::sim::army::{Fatigue, Posture, Roll};
use crate::sim::clock::{Clock, due};
use crate::sim::combat::Engaged;
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

pub(super) fn rest(
    clock: Res<Clock>,
    rules: Res<MoraleRules>,
    mut query: Query<(&FormationId, &Roll, &Posture, &Intention, &Legs, &Engaged, &Rations, &mut Fatigue)>,
) {
    let step = clock.step_minutes();
    for (_, roll, posture, intention, legs, engaged, rations, mut fatigue) in
        query.iter_mut().sort::<&FormationId>()
    {
        if roll.mouths() == 0 {
            continue;
        }
        let pastime = pastime(*posture, intention, legs.has_marched(), engaged.is_in_contact());
        if pastime == Pastime::Fights {
            fatigue.tire(due(u32::from(rules.fight_tires_h), 60, clock.minute, step));
        }
        fatigue.rest(due(rest_milli_h(pastime, rations.is_hungry(), &rules), 60_000, clock.minute, step));
    }
}
