//! Going with others: who escorts a formation marches when it marches, by the same way, and camps where it camps.

use bevy_ecs::prelude::*;
use bevy_ecs::query::QueryData;

use super::{MarchCosts, MovementRules};
use crate::sim::army::{Place, Posture, Roll, Troop};
use crate::sim::engaged::Engaged;
use crate::sim::event::{Chronicle, HaltReason, SimEvent};
use crate::sim::hex::Hex;
use crate::sim::id::FormationId;
use crate::sim::intent::{Escort, Intention, Pace, Will};
use crate::sim::map::Mobility;
use crate::sim::troops::Troops;

/// A formation that may escort others or be escorted.
#[derive(QueryData)]
#[query_data(mutable)]
pub(super) struct Companion {
    id: &'static FormationId,
    troop: &'static Troop,
    place: &'static Place,
    roll: &'static Roll,
    posture: &'static Posture,
    engaged: &'static Engaged,
    will: &'static Will,
    intention: &'static mut Intention,
    escort: &'static mut Escort,
}

/// What an escort does where its charge is at `there` and means to do `theirs`. `None` where no way leads to it.
pub(super) fn beside(
    here: Hex,
    there: Hex,
    theirs: &Intention,
    mobility: Mobility,
    costs: &MarchCosts,
    longest: usize,
) -> Option<Intention> {
    let (ahead, pace): (&[Hex], Pace) = match theirs {
        Intention::March { path, pace } => (path, *pace),
        _ => (&[], Pace::Ordinary),
    };
    if here != there && ahead.contains(&here) {
        return Some(Intention::Stay); // it rode ahead: they come up
    }
    let mut path =
        if here == there { Vec::new() } else { costs.path(mobility, here, there, u32::MAX, |_| false)? };
    path.extend(ahead);
    path.truncate(longest);
    Some(match theirs {
        _ if !path.is_empty() => Intention::March { path, pace },
        Intention::Camp { fires } => Intention::Camp { fires: *fires },
        _ => Intention::Stay,
    })
}

/// Escorts do as their charges do; the escort of a formation that is no more halts and is free.
pub(super) fn escort(
    (costs, rules, troops): (Res<MarchCosts>, Res<MovementRules>, Res<Troops>),
    mut chronicle: ResMut<Chronicle>,
    mut query: Query<Companion>,
) {
    let mut all: Vec<CompanionItem> = query.iter_mut().sort::<&FormationId>().collect();
    for index in 0..all.len() {
        let one = &all[index];
        let Escort(Some(whom)) = *one.escort else { continue };
        if one.roll.mouths() == 0 {
            continue;
        }
        let charge = all.binary_search_by_key(&whom, |other| *other.id).map(|at| &all[at]);
        let Some(charge) = charge.ok().filter(|charge| charge.roll.mouths() > 0) else {
            let (formation, at) = (*one.id, one.place.hex());
            chronicle.tell(SimEvent::Halted { formation, at, reason: HaltReason::ChargeLost });
            *all[index].escort = Escort(None);
            *all[index].intention = Intention::Stay;
            continue;
        };
        // Who fights, runs or follows his own temper is nobody's escort until that is over.
        let free = !one.engaged.is_in_contact()
            && *one.posture != Posture::Routed
            && matches!(*one.will, Will::Obeys | Will::HeldBack { .. });
        if !free {
            continue;
        }
        let mobility = troops.kind(one.troop.0).mobility;
        let (here, there) = (one.place.hex(), charge.place.hex());
        let theirs: &Intention = &charge.intention;
        let longest = usize::from(rules.longest_path);
        let does = beside(here, there, theirs, mobility, &costs, longest).unwrap_or(Intention::Stay);
        if *all[index].intention != does {
            *all[index].intention = does;
        }
    }
}
