//! Men look for food in the country around them.

use bevy_ecs::prelude::*;

use super::{FodderRules, Pasture, barns_sheng};
use crate::sim::army::{Beasts, Place, Posture, Roll, Troop};
use crate::sim::clock::{Clock, DAY};
use crate::sim::engaged::Engaged;
use crate::sim::id::FormationId;
use crate::sim::intent::Intention;
use crate::sim::map::Map;
use crate::sim::movement::Legs;
use crate::sim::supply::{Rations, SupplyRules, carried};
use crate::sim::troops::Troops;

/// A formation that may look for food.
type Forager = (
    &'static FormationId,
    &'static Place,
    &'static Roll,
    &'static Troop,
    &'static Posture,
    &'static Intention,
    &'static Engaged,
    &'static Legs,
    &'static Beasts,
    &'static mut Rations,
);

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
    for (_, place, roll, troop, posture, intention, engaged, legs, beasts, mut rations) in
        query.iter_mut().sort::<&FormationId>()
    {
        let stands = matches!(intention, Intention::Stay | Intention::Camp { .. })
            && matches!(posture, Posture::Camp | Posture::Formed | Posture::Column);
        if !rations.diet().forages
            || roll.mouths() == 0
            || !stands
            || engaged.is_in_contact()
            || legs.has_marched()
        {
            continue;
        }
        let hex = place.hex();
        let there = barns_sheng(&map, hex, pasture.missing(&map, hex), &clock, &rules);
        let load = carried(roll.mouths(), beasts.pack, troops.kind(troop.0), &supply);
        let room = load.saturating_sub(u64::from(rations.sheng()));
        let hands =
            u64::from(roll.under_arms()) * u64::from(rules.finds_sheng_day) * minutes / u64::from(DAY);
        let found = hands.min(room).min(u64::from(there)) as u32;
        if found > 0
            && let Some(ground) = pasture.entry(&map, hex)
        {
            ground.taken_sheng = ground.taken_sheng.saturating_add(found);
            rations.find(found);
        }
    }
}
