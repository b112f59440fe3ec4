//! Men look for food in the country around them.

use bevy_ecs::prelude::*;
use bevy_ecs::query::QueryData;

use super::{FodderRules, Pasture, barns_sheng};
use crate::sim::army::{Beasts, Place, Posture, Roll, Side, Troop};
use crate::sim::clock::{Clock, DAY};
use crate::sim::engaged::Engaged;
use crate::sim::id::FormationId;
use crate::sim::intent::Intention;
use crate::sim::map::Map;
use crate::sim::movement::Legs;
use crate::sim::supply::{Rations, SupplyRules, carried};
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

/// By daylight, those who were told to and stand at leisure find what the country has left, until their bags are full.
pub(super) fn forage(
    (clock, rules, map): (Res<Clock>, Res<FodderRules>, Res<Map>),
    (supply, troops): (Res<SupplyRules>, Res<Troops>),
    mut pasture: ResMut<Pasture>,
    mut query: Query<Forager>,
) {
    if !clock.is_day() {
        return;
    }
    // The light of a day is half of it.
    let minutes = u64::from(clock.step_minutes()) * 2;
    for mut one in query.iter_mut().sort::<&FormationId>() {
        if !one.looks_for_food() {
            continue;
        }
        let hex = one.place.hex();
        let there = barns_sheng(&map, hex, pasture.missing(&map, hex), &clock, &rules);
        let load = carried(one.roll.mouths(), one.beasts.pack, troops.kind(one.troop.0), &supply);
        let room = load.saturating_sub(u64::from(one.rations.sheng()));
        let hands =
            u64::from(one.roll.under_arms()) * u64::from(rules.finds_sheng_day) * minutes / u64::from(DAY);
        let found = hands.min(room).min(u64::from(there)) as u32;
        if found > 0
            && let Some(ground) = pasture.entry(&map, hex)
        {
            ground.taken_sheng = ground.taken_sheng.saturating_add(found);
            one.rations.find(found);
        }
    }
}
