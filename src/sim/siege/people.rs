//! People behind walls eat from the store, and crowds sicken.

use bevy_ecs::prelude::*;

use super::invest::Standing;
use super::{SiegeRules, Wards};
use crate::sim::army::{Fate, Place, Posture, Roll, Side};
use crate::sim::clock::{Clock, DAY};
use crate::sim::dice::{Dice, Purpose};
use crate::sim::event::{Chronicle, SimEvent};
use crate::sim::hex::Hex;
use crate::sim::id::{FormationId, PlaceId};
use crate::sim::register::Register;
use crate::sim::supply::Stores;

/// The people of every place eat; once the store is empty they fast, and then starve.
pub(super) fn eat(
    (clock, rules): (Res<Clock>, Res<SiegeRules>),
    mut wards: ResMut<Wards>,
    mut stores: ResMut<Stores>,
    mut chronicle: ResMut<Chronicle>,
) {
    let minutes = clock.step_minutes();
    let morning = clock.brings(6 * 60);
    for (index, (ward, store)) in wards.0.iter_mut().zip(&mut stores.0).enumerate() {
        // Only a siege makes them live on the store; else the fields and the market feed them.
        if ward.people == 0 || ward.since.is_none() {
            ward.fasting_min = 0;
            continue;
        }
        let need =
            u64::from(ward.people) * u64::from(rules.people_eat) * u64::from(minutes) + u64::from(ward.rest);
        let (sheng, part) = (need / u64::from(10 * DAY), need % u64::from(10 * DAY));
        let eaten = sheng.min(u64::from(*store)) as u32;
        (*store, ward.rest) = (*store - eaten, part as u32);
        ward.eaten += eaten;
        let fed = u64::from(eaten) >= sheng;
        ward.fasting_min = if fed { 0 } else { ward.fasting_min.saturating_add(minutes) };
        let (after, permille) = rules.people_starve;
        if morning && ward.fasting_min > u32::from(after) * DAY {
            let dead = (u64::from(ward.people) * u64::from(permille)).div_ceil(1000) as u32;
            let dead = dead.min(ward.people);
            ward.people -= dead;
            ward.starved += dead;
            chronicle.tell(SimEvent::PeopleStarved { place: PlaceId(index as u16), people: dead });
        }
    }
}

/// A formation in or before a place.
type Dweller = (&'static FormationId, &'static Side, &'static Place, &'static Posture, &'static mut Roll);

/// In the morning: camps that have stood before walls, and the crowd behind them, have their sick.
pub(super) fn sicken(
    (clock, rules, dice): (Res<Clock>, Res<SiegeRules>, Res<Dice>),
    (register, wards): (Res<Register>, Res<Wards>),
    mut chronicle: ResMut<Chronicle>,
    mut query: Query<Dweller>,
) {
    if !clock.brings(6 * 60) {
        return;
    }
    let besieged: Vec<Hex> = (register.places.iter().zip(&wards.0))
        .filter(|(_, ward)| ward.since.is_some_and(|since| since + DAY <= clock.minute))
        .map(|(place, _)| place.at)
        .collect();
    if besieged.is_empty() {
        return;
    }
    let standing =
        Standing::of(query.iter().map(|(_, side, place, posture, roll)| (side, place, roll, posture)));
    for (id, side, place, posture, mut roll) in query.iter_mut().sort::<&FormationId>() {
        let hex = place.hex();
        let near = besieged.iter().any(|at| at.unsigned_distance_to(hex) <= 1);
        let crowd = standing.own(side.0, hex).0 >= rules.invest_men;
        if !near || !crowd || *posture == Posture::Routed {
            continue;
        }
        let mut dice = dice.stream(&clock, Purpose::Siege, u32::from(id.0));
        let men = dice.share(u64::from(roll.under_arms()) * u64::from(rules.sickens_day), 10_000) as u32;
        let men = roll.lose(Fate::Sick, men);
        if men > 0 {
            chronicle.tell(SimEvent::Lost { formation: *id, fate: Fate::Sick, men });
        }
    }
}
