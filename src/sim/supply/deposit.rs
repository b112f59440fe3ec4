//! Leaving grain: into the store of an own place, elsewhere into a cache; into pits with time and labor.

use bevy_ecs::prelude::*;
use bevy_ecs::query::QueryData;

use super::{Larder, Rations, SupplyRules};
use crate::sim::army::{Place, Roll, Side};
use crate::sim::clock::{Clock, DAY, due};
use crate::sim::engaged::Engaged;
use crate::sim::event::{Chronicle, SimEvent};
use crate::sim::hex::Hex;
use crate::sim::id::FormationId;
use crate::sim::intent::Intention;

/// Up to which load it fills its bags in one hex, because it was told to leave the rest there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(super) struct Left {
    /// Where.
    pub(super) at: Hex,
    /// Days of its own food that it carries there.
    pub(super) keep_days: u8,
}

/// A formation that may leave grain.
#[derive(QueryData)]
#[query_data(mutable)]
pub(super) struct Leaver {
    id: &'static FormationId,
    side: &'static Side,
    place: &'static Place,
    roll: &'static Roll,
    engaged: &'static Engaged,
    intention: &'static mut Intention,
    rations: &'static mut Rations,
}

/// Those who were told to leave grain lay it down at once, or go on burying it until none is left above ground.
pub(super) fn deposit(
    (clock, rules): (Res<Clock>, Res<SupplyRules>),
    mut larder: Larder,
    mut chronicle: ResMut<Chronicle>,
    mut query: Query<Leaver>,
) {
    for mut one in query.iter_mut().sort::<&FormationId>() {
        let Intention::Deposit { keep_days, bury, done } = *one.intention else { continue };
        if one.roll.mouths() == 0 || one.engaged.is_in_contact() {
            continue;
        }
        let (side, at) = (one.side.0, one.place.hex());
        let kept = one.rations.daily(one.roll.mouths(), &rules) * u64::from(keep_days);
        let spare = u64::from(one.rations.sheng()).saturating_sub(kept) as u32;
        let (moved, more) = if bury {
            let day = one.roll.under_arms().saturating_mul(u32::from(rules.buries_sheng_day));
            let hands = due(day, DAY, clock.minute, clock.step_minutes());
            let from_bags = one.rations.store(spare.min(hands));
            let dug = larder.take_above_ground(side, at, hands - from_bags);
            let moved = from_bags + dug;
            let buried = larder.bury(side, at, moved);
            larder.lay(side, at, moved - buried); // pits as full as can be counted
            (buried, if hands == 0 { day > 0 } else { moved == hands && buried > 0 })
        } else {
            let moved = larder.lay(side, at, spare);
            one.rations.store(moved);
            (moved, false)
        };
        let done = done.saturating_add(moved);
        if more {
            *one.intention = Intention::Deposit { keep_days, bury, done };
        } else {
            *one.intention = Intention::Stay;
            chronicle.tell(SimEvent::Deposited { formation: *one.id, at, sheng: done, buried: bury });
        }
    }
}
