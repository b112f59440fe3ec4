//! Before a stronger host: grain that would be lost is buried while there is time, and then all is burnt.

use super::Theater;
use super::army::Army;
use super::host::Host;
use crate::ai::mind::Mind;
use crate::orders::{Deposit, Order, Raze};
use crate::sim::fodder::work_min;
use crate::sim::intent::Intention;
use crate::sim::map::Mobility;
use crate::sim::supply::Rations;

/// Burns the country around an army ahead of a host, if there is anything and it is not what the side lives on; the store
/// too if the army leaves it, but for what can be buried before. The largest body does it; the others do what they are
/// told.
pub(super) fn lay_waste(mind: &mut Mind, theater: &Theater, army: &Army, host: &Host, leaves: bool) {
    let here = army.seat;
    let own_bread = army.keeps || !leaves && theater.stores.iter().any(|(at, _)| *at == here);
    let free = army.fighters.iter().copied();
    let free = free.filter(|index| !mind.busy[*index] && mind.own(*index).place.hex() == here);
    let Some(index) = free.max_by_key(|index| (mind.own(*index).roll.under_arms(), *index)) else {
        return;
    };
    let above_ground = mind.view.above_ground(here);
    let nothing = mind.view.plenty(here).is_nothing() && above_ground == 0;
    if own_bread || nothing {
        return;
    }
    let own = mind.own(index);
    let (formation, men) = (own.id, own.roll.under_arms());
    let is_burning = matches!(own.intention, Intention::Raze { .. });
    let is_burying = matches!(own.intention, Intention::Deposit { bury: true, .. });
    if above_ground > 0 && !is_burning && has_time(mind, army, host, men) {
        mind.busy[index] |= is_burying;
        if !is_burying {
            // The bags stay full: only the store goes into the pits.
            let order = Order::Deposit(Deposit { formation, keep_days: Rations::MOST_KEPT, bury: true });
            mind.give(index, order, || format!("bury the grain before {}", host.words()));
        }
        return;
    }
    if is_burning {
        mind.busy[index] = true;
        return;
    }
    let order = Order::Raze(Raze { formation });
    mind.give(index, order, || format!("burn the fields and the grass before {}", host.words()));
}

/// True while the host is so far away that so many men can dig for another turn and burn the rest before it comes.
fn has_time(mind: &Mind, army: &Army, host: &Host, men: u32) -> bool {
    let (map, rules) = (mind.view.map(), mind.view.rules());
    let far_m = u64::from(host.at.unsigned_distance_to(army.seat)) * u64::from(map.hex_m);
    let stage_m = u64::from(rules.movement.stage_m[Mobility::Foot as usize].max(1));
    let comes_min = far_m * 24 * 60 / stage_m;
    let burns_min = work_min(map, &rules.fodder) / u64::from(men.max(1));
    comes_min > burns_min + u64::from(mind.view.clock.tempo().turn_minutes)
}
