//! Loads of men who are gone. What a body in rout or overrun leaves lying, enemies who stand there or beside it take.

use bevy_ecs::prelude::*;
use bevy_ecs::query::QueryData;

use super::{Rations, SupplyRules, carried};
use crate::sim::army::{Beasts, Place, Posture, Roll, Side, Troop};
use crate::sim::event::{Chronicle, SimEvent};
use crate::sim::hex::Hex;
use crate::sim::id::{FormationId, SideId};
use crate::sim::troops::Troops;

/// How far from where loads fell they are picked up, hexes.
const REACH: u32 = 1;
/// Less is taken without a word, sheng.
const WORTH_TELLING: u32 = 1_000;

/// Grain that is no longer carried, since those who carried it are gone; answers how much, sheng.
pub(super) fn drop_bags(rations: &mut Rations, mouths: u32) -> u32 {
    let mut gone = 0;
    if mouths < rations.bearers {
        let share =
            u64::from(rations.sheng) * u64::from(rations.bearers - mouths) / u64::from(rations.bearers);
        gone = share as u32; // a part of `sheng`
        rations.sheng -= gone;
        rations.lost += gone;
    }
    rations.bearers = mouths;
    gone
}

/// A formation that may lose its loads, or pick up those of others.
#[derive(QueryData)]
#[query_data(mutable)]
pub(super) struct Carrier {
    id: &'static FormationId,
    side: &'static Side,
    place: &'static Place,
    roll: &'static Roll,
    troop: &'static Troop,
    beasts: &'static Beasts,
    posture: &'static Posture,
    rations: &'static mut Rations,
}

/// What fell where, and whose it was.
struct Spilt {
    from: FormationId,
    side: SideId,
    at: Hex,
    sheng: u32,
}

/// Loads are gone with the men who carried them. Of those who run, or of whom nobody is left, enemies within reach who
/// have not broken take what they can carry, the nearest first; the rest is trodden into the ground.
pub(super) fn loot(
    (rules, troops): (Res<SupplyRules>, Res<Troops>),
    mut chronicle: ResMut<Chronicle>,
    mut query: Query<Carrier>,
) {
    let mut spilt = Vec::new();
    for mut one in query.iter_mut().sort::<&FormationId>() {
        let sheng = drop_bags(&mut one.rations, one.roll.mouths());
        let holds = one.roll.mouths() > 0 && *one.posture != Posture::Routed;
        if sheng > 0 && !holds {
            spilt.push(Spilt { from: *one.id, side: one.side.0, at: one.place.hex(), sheng });
        }
    }
    if spilt.is_empty() {
        return;
    }
    let mut takers: Vec<CarrierItem> = (query.iter_mut().sort::<&FormationId>())
        .filter(|one| one.roll.under_arms() > 0 && *one.posture != Posture::Routed)
        .collect();
    for heap in spilt {
        let mut left = heap.sheng;
        for far in 0..=REACH {
            let there = |one: &&mut CarrierItem| {
                one.side.0 != heap.side && one.place.hex().unsigned_distance_to(heap.at) == far
            };
            for one in takers.iter_mut().filter(there) {
                let kind = troops.kind(one.troop.0);
                let load = carried(one.roll.mouths(), one.beasts.pack, kind, &rules);
                let room = load.saturating_sub(u64::from(one.rations.sheng));
                let sheng = u64::from(left).min(room) as u32;
                if sheng == 0 {
                    continue;
                }
                left -= sheng;
                one.rations.loot(sheng);
                if sheng >= WORTH_TELLING {
                    let (formation, from, at) = (*one.id, heap.from, heap.at);
                    chronicle.tell(SimEvent::Looted { formation, from, at, sheng });
                }
            }
        }
    }
}
