//! Men look for food in the country around them.

use bevy_ecs::prelude::*;
use bevy_ecs::query::QueryData;

use super::{FodderRules, Pasture, barns_sheng};
use crate::sim::army::{Beasts, Place, Posture, Roll, Side, Troop};
use crate::sim::clock::{Clock, DAY};
use crate::sim::engaged::Engaged;
use crate::sim::hex::Hex;
use crate::sim::id::{FormationId, SideId};
use crate::sim::intent::Intention;
use crate::sim::map::Map;
use crate::sim::movement::Legs;
use crate::sim::supply::{Larder, Rations, SupplyRules, carried};
use crate::sim::troops::Troops;

/// A formation that may look for food.
#[derive(QueryData)]
#[query_data(mutable)]
pub(super) struct Forager {
    pub(super) id: &'static FormationId,
    pub(super) side: &'static Side,
    pub(super) place: &'static Place,
    pub(super) roll: &'static Roll,
    pub(super) intention: &'static Intention,
    pub(super) engaged: &'static Engaged,
    troop: &'static Troop,
    posture: &'static Posture,
    legs: &'static Legs,
    beasts: &'static Beasts,
    pub(super) rations: &'static mut Rations,
}

impl ForagerItem<'_, '_> {
    /// True when it was told to look for food and nothing keeps its men from it.
    pub(super) fn looks_for_food(&self) -> bool {
        let stands = matches!(self.intention, Intention::Stay | Intention::Camp { .. })
            && matches!(self.posture, Posture::Camp | Posture::Formed | Posture::Column);
        self.rations.diet().forages
            && self.roll.mouths() > 0
            && stands
            && !self.engaged.is_in_contact()
            && !self.legs.has_marched()
    }
}

/// By daylight, those who were told to and stand at leisure find what the country has left, until their bags are full. Where
/// they stand at a place of their own, its officials levy grain (he di) from the villages of the hexes around as well, and
/// carts bring it in: what the bags do not take goes into the store.
pub(super) fn forage(
    (clock, rules, map): (Res<Clock>, Res<FodderRules>, Res<Map>),
    (supply, troops): (Res<SupplyRules>, Res<Troops>),
    mut pasture: ResMut<Pasture>,
    mut larder: Larder,
    mut query: Query<Forager>,
) {
    if !clock.is_day() {
        return;
    }
    // The light of a day is half of it.
    let minutes = u64::from(clock.step_minutes()) * 2;
    let mut foragers: Vec<ForagerItem> = query.iter_mut().sort::<&FormationId>().collect();
    let armed = foragers.iter().filter(|one| one.roll.under_arms() > 0);
    let armed: Vec<(Hex, SideId)> = armed.map(|one| (one.place.hex(), one.side.0)).collect();
    for one in foragers.iter_mut().filter(|one| one.looks_for_food()) {
        let (side, hex) = (one.side.0, one.place.hex());
        let gather = |sheng_day: u16| {
            let men = u64::from(one.roll.under_arms());
            (men * u64::from(sheng_day) * minutes / u64::from(DAY)).min(u64::from(u32::MAX)) as u32
        };
        let (looks_for, mut levies) = (gather(rules.finds_sheng_day), gather(rules.levies_sheng_day));
        let load = carried(one.roll.mouths(), one.beasts.pack, troops.kind(one.troop.0), &supply);
        let room = load.saturating_sub(u64::from(one.rations.sheng())).min(u64::from(u32::MAX)) as u32;
        let mut empty = |hex: Hex, most: u32| {
            let there = barns_sheng(&map, hex, pasture.missing(&map, hex), &clock, &rules);
            let found = most.min(there);
            if found > 0
                && let Some(ground) = pasture.entry(&map, hex)
            {
                ground.taken_sheng = ground.taken_sheng.saturating_add(found);
                return found;
            }
            0
        };
        one.rations.find(empty(hex, looks_for.min(room)));
        if larder.place(side, hex).is_none() {
            continue;
        }
        let held_by_enemies = |hex: Hex| armed.iter().any(|(at, whose)| *at == hex && *whose != side);
        let villages = std::iter::once(hex).chain(map.grid().neighbors(hex).map(|(_, near)| near));
        for village in villages.filter(|village| !held_by_enemies(*village)) {
            let brought = empty(village, levies);
            levies -= brought;
            one.rations.find(brought);
        }
        let over = u64::from(one.rations.sheng()).saturating_sub(load) as u32;
        let stored = larder.lay(side, hex, over);
        one.rations.store(stored);
    }
}
