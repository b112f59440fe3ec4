//! Bearers: what they keep for their way home, when they go there, and when they come again; grain carried to what was
//! taken; convoys with a guard.

use super::army::Army;
use super::host::Host;
use super::legs::go;
use super::{Theater, stomach};
use crate::ai::feed::place_name;
use crate::ai::mind::Mind;
use crate::orders::{Escort, Haul, Order, Ration};
use crate::sim::clock::DAY;
use crate::sim::hex::Hex;
use crate::sim::intent::{Intention, Stance};
use crate::sim::map::Mobility;
use crate::sim::supply::{self, Diet, Policy, Rations};

/// Stores that bearers go to, sheng.
const STORE: u32 = 200_000;
/// The longest way on which bearers follow their army or carry for a garrison, days.
const FOLLOW_DAYS: u32 = 10;
/// A place that was taken is fed while its store is smaller, sheng.
const FED: u32 = 1_000_000;
/// How near to the bearers' way raiders are a danger, hexes, and how old news of them may be, days.
const RAIDERS_NEAR: u32 = 3;
const NEWS_DAYS: u32 = 4;
/// Hours without food after which beasts are eaten.
const EAT_BEASTS_H: u32 = 24;
/// Beasts in a worse condition get grain, permille, if there is so much more than the way home needs, days.
const LEAN: u16 = 600;
const TO_SPARE: u32 = 15;

/// Sets the rations of an army, and sends bearers who have given all home, and back when they are laden again.
pub(super) fn lead(mind: &mut Mind, theater: &Theater, army: &Army) {
    let large = theater.stores.iter().filter(|(_, sheng)| *sheng >= STORE);
    let stores: Vec<Hex> = large.map(|(at, _)| *at).collect();
    let food = stomach::days(mind, theater, army);
    let home = stomach::between(mind, Mobility::Train, army.seat, &stores).map_or(0, |way| way.days);
    ration(mind, army, food, home);
    // Who goes with bearers comes back with them.
    for index in army.fighters.iter().copied() {
        let away =
            |id| mind.view.formation(id).is_some_and(|one| one.is_alive() && one.place.hex() != army.seat);
        if mind.own(index).escort.0.is_some_and(away) {
            mind.busy[index] = true;
        }
    }
    // While the army stands at its store, every other body of bearers carries for the places that were taken.
    let rests = stores.contains(&army.seat) && army.fighters.iter().all(|index| !marches(mind, *index));
    for (nth, index) in army.train.clone().into_iter().enumerate() {
        let own = mind.own(index);
        let here = own.place.hex();
        if mind.busy[index] || own.engaged.is_in_contact() {
            continue;
        }
        if own.haul != supply::Haul::None {
            mind.busy[index] = true; // it comes and goes by itself
            continue;
        }
        let alone = here != army.seat || army.fighters.is_empty();
        if own.rations.is_spent() && !stores.contains(&here) {
            let way = home_for_more(mind, index, &stores);
            guard(mind, theater, army, index, &way);
        } else if !alone && nth % 2 == 1 && (rests && stores.contains(&here) || army.keeps) {
            carry(mind, theater, index);
        } else if alone && here.unsigned_distance_to(army.seat) > mind.stages(1) {
            let way = stomach::between(mind, Mobility::Train, here, &[army.seat]);
            let days = way.map_or(u32::MAX, |way| way.days);
            let left = own.rations.tenths_of_days(own.roll.mouths(), &mind.view.rules().supply) / 10;
            if days <= FOLLOW_DAYS && left > 2 * days + 2 {
                go(mind, index, army.seat, &|| format!("laden: to the army, {days} days off"));
            } else if stores.contains(&here) && !carry(mind, theater, index) {
                mind.camp(index, true, || "bearers wait at the store: the army is too far".to_owned());
            }
            mind.busy[index] = true;
        }
    }
}

fn marches(mind: &Mind, index: usize) -> bool {
    matches!(mind.own(index).intention, Intention::March { .. })
}

/// Sends bearers home; answers their way.
fn home_for_more(mind: &mut Mind, index: usize, stores: &[Hex]) -> Vec<Hex> {
    let here = mind.own(index).place.hex();
    let Some(way) = stomach::between(mind, Mobility::Train, here, stores) else { return Vec::new() };
    let to = way.path.last().copied().unwrap_or(here);
    let (name, days) = (place_name(mind.view, to).to_owned(), way.days);
    mind.stand(index, Stance::Avoid, || "bearers: avoid the enemy".to_owned());
    go(mind, index, to, &|| format!("loads given away: home to {name}, {days} days"));
    mind.busy[index] = true;
    way.path
}

/// Where raiders are told of beside their way, the weakest horse that outweighs them goes with the bearers, and comes
/// back with them.
fn guard(mind: &mut Mind, theater: &Theater, army: &Army, bearers: usize, way: &[Hex]) {
    let (id, here) = (mind.own(bearers).id, mind.own(bearers).place.hex());
    let guarded = army.fighters.iter().any(|index| mind.own(*index).escort.0 == Some(id));
    let beside =
        |host: &&Host| way.iter().any(|hex| hex.unsigned_distance_to(host.at) <= mind.stages(RAIDERS_NEAR));
    let raiders =
        theater.hosts.iter().filter(|host| !host.walled && !host.runs && host.age <= NEWS_DAYS * DAY);
    let strength = raiders.filter(beside).map(|host| host.strength).max();
    let Some(strength) = strength.filter(|_| !guarded) else { return };
    let can = |index: &usize| {
        let own = mind.own(*index);
        let rides = mind.view.troop(own).mobility == Mobility::Horse;
        let at_hand = own.place.hex() == here && !own.engaged.is_in_contact() && own.escort.0.is_none();
        rides && at_hand && !mind.busy[*index] && mind.worth[*index] >= strength
    };
    let horse: Vec<usize> = army.fighters.iter().copied().filter(can).collect();
    // The last horse looks out for the army.
    let weakest = horse.iter().copied().min_by_key(|index| (mind.worth[*index], *index));
    if let Some(index) = weakest.filter(|_| horse.len() > 1) {
        let order = Order::Escort(Escort { formation: mind.own(index).id, whom: id });
        mind.give(index, order, || "escort: raiders are told of on the bearers' way".to_owned());
    }
}

/// Lets bearers carry to a place that was taken and runs short: from where they stand, or from the nearest large store.
fn carry(mind: &mut Mind, theater: &Theater, index: usize) -> bool {
    let here = mind.own(index).place.hex();
    let store =
        |at: Hex| theater.stores.iter().find(|(store, _)| *store == at).map_or(0, |(_, sheng)| *sheng);
    let id = |at: Hex| mind.view.place_at(at).map(|(id, _)| id);
    let short = theater.kept.iter().copied().filter(|at| store(*at) < FED);
    let short = short.min_by_key(|at| (at.unsigned_distance_to(here), at.x, at.y));
    let Some(at) = short.filter(|at| at.unsigned_distance_to(here) <= mind.stages(FOLLOW_DAYS)) else {
        return false;
    };
    let large: Vec<Hex> = theater
        .stores
        .iter()
        .filter(|(from, sheng)| *from != at && *sheng >= FED)
        .map(|(from, _)| *from)
        .collect();
    let way = stomach::between(mind, Mobility::Train, at, &large);
    let Some((source, days)) = way.and_then(|way| Some((*way.path.last()?, way.days))) else { return false };
    let (Some(from), Some(to)) = (id(source), id(at)) else { return false };
    if days > FOLLOW_DAYS {
        return false;
    }
    let (name, source) = (place_name(mind.view, at).to_owned(), place_name(mind.view, source).to_owned());
    let order = Order::Haul(Haul { formation: mind.own(index).id, from, to });
    mind.give(index, order, || format!("carry grain from {source} to {name}, {days} days: its store is low"))
}

/// Half rations while the food does not last to the next store, and the beasts when there is none; men at leisure look for
/// food. Bearers of a man who thinks of the way back keep what they need for theirs.
fn ration(mind: &mut Mind, army: &Army, food: u32, home: u32) {
    let reckons = army.temper.way_back > 0;
    for index in army.members() {
        let own = mind.own(index);
        let bears = mind.view.troop(own).bears();
        let now = own.rations.diet();
        // Who has begun to eat his beasts goes on until there is bread for the way.
        let eats = own.rations.hungry_hours() >= EAT_BEASTS_H || now.policy == Policy::Beasts && food <= home;
        let policy = if eats && !own.rations.is_at_store() {
            Policy::Beasts
        } else if food < home && reckons {
            Policy::Half
        } else {
            Policy::Full
        };
        let keep = if bears && reckons { home.min(u32::from(Rations::MOST_KEPT)) as u8 } else { 0 };
        let kept = keep <= now.keep_days && now.keep_days <= keep.saturating_add(2);
        let to_beasts = own.condition.permille() < LEAN && food > home + TO_SPARE;
        if now.policy == policy && kept && now.forages && now.to_beasts == to_beasts {
            continue;
        }
        let diet = Diet { forages: true, to_beasts, ..Diet::of(policy, keep) };
        let order = Order::Ration(Ration { formation: own.id, diet });
        mind.add(order, || format!("food for {food} days, the next store {home} days off"));
    }
}

/// A convoy goes to the army that is most in need and can be reached, and home when its loads are given away.
pub(super) fn escort(mind: &mut Mind, theater: &Theater, army: &Army, armies: &[Army]) {
    let spent = army.train.iter().all(|index| mind.own(*index).rations.is_spent());
    let own_food = stomach::days(mind, theater, army);
    if spent {
        if let Some(home) = stomach::home(mind, theater, army) {
            army.march(mind, &home, || "convoy: home for more".to_owned());
        }
        return;
    }
    let mut needy: Option<(u32, stomach::Way)> = None;
    for other in armies {
        let fed = theater.stores.iter().any(|(at, sheng)| *at == other.seat && *sheng >= STORE);
        if fed || !other.can_go_out(mind) {
            continue;
        }
        let food = stomach::days(mind, theater, other);
        let Some(way) = stomach::way(mind, army, &[other.seat]) else { continue };
        if way.days * 2 + 2 < own_food && needy.as_ref().is_none_or(|(least, _)| food < *least) {
            needy = Some((food, way));
        }
    }
    match needy {
        Some((food, way)) if !way.path.is_empty() => {
            let days = way.days;
            army.march(mind, &way, || {
                format!("convoy: to an army with food for {food} days, {days} days off")
            });
        }
        _ => army.rest(mind, || "convoy: wait".to_owned()),
    }
}
