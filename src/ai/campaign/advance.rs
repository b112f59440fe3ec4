//! The advance: an army goes where it is sent as long as its food and its general's temper allow.

use super::Theater;
use super::army::Army;
use super::host::{Host, WALLS};
use super::legs::stay;
use super::siege;
use super::stomach::{self, Way};
use crate::ai::feed::place_name;
use crate::ai::mind::Mind;
use crate::ai::why;
use crate::sim::clock::DAY;
use crate::sim::hex::Hex;
use crate::sim::intent::Stance;

/// Days before the walls that are reckoned with.
const SIEGE_DAYS: u32 = 4;
/// Hours without a bite that nobody turns back for: the bearers may be a stage behind.
const LEAST_HUNGER_H: u32 = 36;
/// So near to its aim an army no longer reckons with the whole way back, days.
const NEARLY_DAYS: u32 = 5;
/// Days of food with which a place can be starved, or drowned.
const PATIENT_DAYS: u32 = 30;
/// News of a garrison that count, days.
const FRESH_DAYS: u32 = 5;
/// Share of its own worth from which an enemy is worth stopping for, permille.
const WORTH_STOPPING: i64 = 120;
/// Days by which a way over a granary may be longer.
const DETOUR_DAYS: u32 = 5;

/// Leads an army that is sent to `aim`. False when it stays at home, so that it may guard it.
pub(super) fn lead(mind: &mut Mind, theater: &Theater, army: &Army, aim: Hex) -> bool {
    // What lies in the store does not march along.
    let held = stomach::days(mind, theater, army);
    let food = held.min(stomach::carries(mind, army));
    let name = place_name(mind.view, aim).to_owned();
    let Some(home) = stomach::home(mind, theater, army) else { return false };
    let at_store = home.path.is_empty();
    if at_hand(mind, theater, army, aim, &home) {
        return true;
    }
    let patience = army.temper.hunger_h.max(LEAST_HUNGER_H);
    let starves =
        food == 0 && (army.eats_beasts(mind) || army.is_weary(mind) && army.is_hungry(mind, LEAST_HUNGER_H));
    if (army.is_hungry(mind, patience) || starves) && !at_store {
        to_bread(mind, theater, army, &home);
        return true;
    }
    if army.temper.way_back > 0 && is_hopeless(mind, theater, army, aim, held) {
        return false; // more men hold it than he could ever take it from
    }
    if army.is_weary(mind) {
        army.rest(mind, || "rest: the men are spent".to_owned());
        return true;
    }
    let Some(there) = stomach::way(mind, army, &[aim]) else { return false };
    let left_days = (mind.view.clock.end_minute.saturating_sub(mind.view.clock.minute)) / DAY;
    if at_store && there.days + SIEGE_DAYS > left_days {
        return false; // it would come too late
    }
    if there.path.len() <= 1 {
        return siege::lead(mind, theater, army, (aim, &name), held, &home);
    }
    let back = back(mind, theater, army, aim, None);
    let need = there.days + SIEGE_DAYS + back * army.temper.way_back / 1000;
    let days = there.days;
    // Who is nearly there does not turn for a day's bread.
    let near = there.days <= NEARLY_DAYS && food >= there.days + SIEGE_DAYS + NEARLY_DAYS;
    if food >= need || near || army.temper.way_back == 0 {
        army.march(mind, &there, || {
            format!("to {name}, {days} days off; food for {food}, {back} days back from there")
        });
        return true;
    }
    if let Some((granary, way)) = granary(mind, theater, army, aim, &there, food) {
        let granary = place_name(mind.view, granary).to_owned();
        let off = way.days;
        army.march(mind, &way, || {
            format!(
                "food for {food} days, {name} needs {need}: first to the grain of {granary}, {off} days off"
            )
        });
        return true;
    }
    false // the guard keeps what was taken, and turns back in time
}

/// True where those who are seen behind the walls of a place are twice as many as a general calls hopeless; for who has time to
/// starve them, where they would be more than he in the open.
fn is_hopeless(mind: &Mind, theater: &Theater, army: &Army, aim: Hex, food: u32) -> bool {
    let seen =
        theater.hosts.iter().find(|host| host.at == aim && host.walled && host.age <= FRESH_DAYS * DAY);
    seen.is_some_and(|host| {
        let odds = army.odds(mind, &theater.hosts, host);
        if food >= PATIENT_DAYS { odds * WALLS < 1_000_000 } else { odds * 2 < army.temper.hopeless }
    })
}

/// Days from a place back to the nearest store that feeds the army, or to one that is to be taken before.
fn back(mind: &mut Mind, theater: &Theater, army: &Army, aim: Hex, also: Option<Hex>) -> u32 {
    let mobility = army.mobility(mind);
    let large = stomach::worth_going(theater, stomach::daily(mind, army)).into_iter();
    let stores: Vec<Hex> = large.chain(also).filter(|at| *at != aim).collect();
    stomach::between(mind, mobility, aim, &stores).map_or(0, |way| way.days)
}

/// Enemies beside the army, or in its way: fought, or given way to.
fn at_hand(mind: &mut Mind, theater: &Theater, army: &Army, aim: Hex, home: &Way) -> bool {
    let next = |host: &Host| host.at.unsigned_distance_to(army.seat);
    let way = stomach::way(mind, army, &[aim]);
    let next_hex = way.and_then(|way| way.path.first().copied()).unwrap_or(army.seat);
    let beside: Vec<&Host> = (theater.hosts.iter())
        .filter(|host| next(host) <= 1 && host.age <= DAY && host.at != aim)
        .filter(|host| {
            if !army.can_reach(mind, host, 1) {
                return false;
            }
            let bars = host.at == next_hex;
            bars || !host.walled && host.strength * 1000 >= army.worth * WORTH_STOPPING
        })
        .collect();
    let Some(host) = beside.iter().max_by_key(|host| (host.strength, host.at.x, host.at.y)).copied() else {
        return false;
    };
    let odds = army.odds(mind, &theater.hosts, host);
    let words = format!("{} beside us, {}", host.words(), why::odds(odds, 1000));
    if odds >= army.temper.odds || army.temper.blinkered && odds >= army.temper.hopeless {
        return army.attack(mind, host, || format!("attack: {words}"));
    }
    if odds < army.temper.hopeless && !home.path.is_empty() {
        let host = host.clone();
        match army.way_out(mind, theater, home) {
            Some(way) => army.march(mind, &way, || format!("give way: {words}")),
            None => {
                army.attack(mind, &host, || format!("cut a way through: {words}"));
            }
        }
        return true;
    }
    if odds < 1000 {
        for index in army.members() {
            if !mind.busy[index] {
                mind.stand(index, Stance::Hold, || format!("stand: {words}"));
                stay(mind, index, || format!("stand: {words}"));
            }
        }
        return true;
    }
    false
}

/// The hungry go to the nearest grain, their own or the enemy's.
fn to_bread(mind: &mut Mind, theater: &Theater, army: &Army, home: &Way) {
    let loot = stomach::way(mind, army, &theater.granaries).filter(|way| way.days + 2 < home.days);
    let way = loot.as_ref().unwrap_or(home);
    let place = way.path.last().map_or("here", |at| place_name(mind.view, *at)).to_owned();
    let days = way.days;
    army.march(mind, way, || format!("the men have nothing to eat: to {place}, {days} days off"));
}

/// An enemy granary or an own store on the way that can be reached and from which the aim can.
fn granary(
    mind: &mut Mind,
    theater: &Theater,
    army: &Army,
    aim: Hex,
    there: &Way,
    food: u32,
) -> Option<(Hex, Way)> {
    let mobility = army.mobility(mind);
    let own = theater.stores.iter().filter(|(_, sheng)| *sheng >= stomach::GREAT_STORE).map(|(at, _)| *at);
    let carries = stomach::carries(mind, army);
    let all: Vec<Hex> = theater.granaries.iter().copied().chain(own).collect();
    let mut best: Option<(u32, Hex, Way)> = None;
    let far = army.seat.unsigned_distance_to(aim);
    let on_the_way = |at: &Hex| {
        let (there, on) = (at.unsigned_distance_to(army.seat), at.unsigned_distance_to(aim));
        there > 0 && on > 0 && on <= far && there + on <= far + DETOUR_DAYS
    };
    for at in all.into_iter().filter(on_the_way) {
        let held = theater.hosts.iter().any(|host| host.at == at && host.strength * 1000 > army.worth * 870);
        let Some(way) = stomach::way(mind, army, &[at]).filter(|_| !held) else { continue };
        let Some(on) = stomach::between(mind, mobility, at, &[aim]) else { continue };
        let sooner = on.days <= there.days;
        let needs =
            on.days + SIEGE_DAYS + back(mind, theater, army, aim, Some(at)) * army.temper.way_back / 1000;
        let fits =
            way.days < food && way.days + on.days <= there.days + DETOUR_DAYS && sooner && needs <= carries;
        if fits && best.as_ref().is_none_or(|(days, ..)| way.days < *days) {
            best = Some((way.days, at, way));
        }
    }
    best.map(|(_, at, way)| (at, way))
}
