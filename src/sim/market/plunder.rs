//! Chests of men who are gone.

use bevy_ecs::prelude::*;

use super::{Purse, REACH};
use crate::sim::army::{Place, Posture, Roll, Side};
use crate::sim::event::{Chronicle, SimEvent};
use crate::sim::id::FormationId;

/// A formation that may lose its chest or take one.
type Keeper = (
    &'static FormationId,
    &'static Side,
    &'static Place,
    &'static Roll,
    &'static Posture,
    &'static mut Purse,
);

/// The nearest enemy who holds and stands there or beside it takes the chest of those who run or of whom nobody is left; of the
/// last it is lost if no enemy is near.
pub(super) fn plunder(mut chronicle: ResMut<Chronicle>, mut query: Query<Keeper>) {
    let mut all: Vec<_> = query.iter_mut().sort::<&FormationId>().collect();
    for index in 0..all.len() {
        let (id, side, place, roll, posture, purse) = &all[index];
        let (id, side, at, is_gone) = (**id, side.0, place.hex(), roll.mouths() == 0);
        let falls = (is_gone || **posture == Posture::Routed) && !roll.is_awaited();
        if purse.held == 0 || !falls {
            continue;
        }
        let near = all.iter().enumerate().filter_map(|(nth, (_, whose, place, roll, posture, _))| {
            let far = place.hex().unsigned_distance_to(at);
            let holds = roll.under_arms() > 0 && **posture != Posture::Routed;
            (holds && whose.0 != side && far <= REACH).then_some((far, nth))
        });
        let taker = near.min().map(|(_, nth)| nth);
        if taker.is_none() && !is_gone {
            continue;
        }
        let strings = all[index].5.lose();
        if let Some(taker) = taker {
            let (formation, .., purse) = &mut all[taker];
            purse.take(strings);
            chronicle.tell(SimEvent::CashTaken { formation: **formation, from: id, at, strings });
        }
    }
}
