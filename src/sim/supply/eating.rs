//! Eating: from a store in the hex, then from the bag, then from the herd.

use bevy_ecs::prelude::*;

use super::{Rations, Stores, SupplyRules};
use crate::sim::army::{Beasts, Place, Roll, Side};
use crate::sim::clock::{Clock, DAY};
use crate::sim::event::{Chronicle, SimEvent};
use crate::sim::id::FormationId;
use crate::sim::register::Register;
use crate::sim::verdict::Verdict;

/// What came of a meal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Meal {
    /// Taken from the store, eaten and packed, sheng.
    pub(super) drawn: u32,
    /// Heads of the herd slaughtered.
    pub(super) slaughtered: u32,
    /// Nothing was left; until now there was.
    pub(super) ran_out: bool,
}

/// `mouths` eat for so many minutes. `store` is what a store at hand holds, if there is one.
pub(super) fn meal(
    rations: &mut Rations,
    beasts: &mut Beasts,
    mouths: u32,
    minutes: u32,
    store: Option<u32>,
    rules: &SupplyRules,
) -> Meal {
    let mut meal = Meal::default();
    let daily = u64::from(mouths) * u64::from(rules.man_sheng_day);
    let whole = daily * u64::from(minutes) + u64::from(rations.rest);
    let need = (whole / u64::from(DAY)).min(u64::from(u32::MAX)) as u32;
    rations.rest = (whole % u64::from(DAY)) as u32;
    if let Some(store) = store.filter(|store| *store > 0) {
        // The bags are filled up as well; only as much as is there.
        let room = (daily * u64::from(rules.carried_days)).saturating_sub(u64::from(rations.sheng));
        meal.drawn = (u64::from(need) + room).min(u64::from(store)) as u32;
        rations.sheng += meal.drawn;
        rations.drawn += meal.drawn;
    }
    let from_bag = need.min(rations.sheng);
    rations.sheng -= from_bag;
    rations.eaten += from_bag;
    let mut missing = need - from_bag;
    if rations.sheng == 0 && missing > rations.meat && beasts.herd > 0 {
        // One slaughters for a day.
        let head = u64::from(rules.head_feeds) * u64::from(rules.man_sheng_day);
        let heads = daily.div_ceil(head.max(1)).min(u64::from(u32::MAX)) as u32;
        meal.slaughtered = beasts.slaughter(heads);
        let meat = u64::from(meal.slaughtered) * head + u64::from(rations.meat);
        rations.meat = meat.min(u64::from(u32::MAX)) as u32;
    }
    let from_meat = missing.min(rations.meat);
    rations.meat -= from_meat;
    missing -= from_meat;
    let empty = rations.sheng == 0 && rations.meat == 0 && beasts.herd == 0;
    if missing > 0 || (empty && need == 0) {
        meal.ran_out = rations.hungry_min == 0;
        rations.hungry_min += minutes;
    } else {
        rations.hungry_min = 0;
    }
    meal
}

/// Grain is gone with the men who carried it.
pub(super) fn drop_bags(rations: &mut Rations, mouths: u32) {
    if mouths < rations.bearers {
        let gone =
            u64::from(rations.sheng) * u64::from(rations.bearers - mouths) / u64::from(rations.bearers);
        rations.sheng -= gone as u32;
        rations.lost += gone as u32;
    }
    rations.bearers = mouths;
}

pub(super) fn eat(
    clock: Res<Clock>,
    rules: Res<SupplyRules>,
    register: Res<Register>,
    verdict: Res<Verdict>,
    mut stores: ResMut<Stores>,
    mut chronicle: ResMut<Chronicle>,
    mut query: Query<(&FormationId, &Side, &Place, &Roll, &mut Beasts, &mut Rations)>,
) {
    for (id, side, place, roll, mut beasts, mut rations) in query.iter_mut().sort::<&FormationId>() {
        let mouths = roll.mouths();
        drop_bags(&mut rations, mouths);
        if mouths == 0 {
            continue;
        }
        let own = register
            .place_at(place.hex())
            .filter(|(at, _)| verdict.owners.get(at.index()).copied().flatten() == Some(side.0));
        let store = own.and_then(|(at, _)| stores.0.get(at.index()).copied());
        let meal = meal(&mut rations, &mut beasts, mouths, clock.step_minutes(), store, &rules);
        if let Some((at, _)) = own.filter(|_| meal.drawn > 0) {
            stores.0[at.index()] -= meal.drawn;
            if !rations.at_store {
                chronicle.tell(SimEvent::Fed { formation: *id, place: at, sheng: meal.drawn });
            }
        }
        // A meal too small to count is no reason to end the spell.
        rations.at_store = store.is_some_and(|store| store > 0);
        if meal.slaughtered > 0 {
            chronicle.tell(SimEvent::Slaughtered { formation: *id, heads: meal.slaughtered });
        }
        if meal.ran_out {
            chronicle.tell(SimEvent::RationsGone { formation: *id });
        }
    }
}
