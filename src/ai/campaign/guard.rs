//! The guard: an army that is sent nowhere keeps the land. It refuses battle with the stronger and falls back before
//! them toward what must be kept, holds a pass or walls when the odds allow, gathers before what is threatened, and
//! falls on who is weak, far from his bread, or going home.

use super::Theater;
use super::army::Army;
use super::host::Host;
use super::legs::stay;
use super::muster::FORSAKEN_H;
use super::{quarters, stomach, waste};
use crate::ai::feed::place_name;
use crate::ai::mind::{Mind, enemy_havens};
use crate::ai::why;
use crate::sim::clock::DAY;
use crate::sim::hex::Hex;
use crate::sim::intent::Stance;
use crate::sim::register::PlaceKind;

/// How far an enemy is attacked, hexes, and how near a stronger one may come.
const STRIKE: u32 = 2;
const NEAR: u32 = 2;
/// How far hosts are followed that go home or run, and from how far armies gather before a place, hexes.
const FOLLOW: u32 = 5;
const GATHER: u32 = 12;
/// How near to a place to be kept an enemy host is a threat to it, hexes.
const THREAT: u32 = 7;
/// What a pass is worth to who holds it, permille.
const PASS: i64 = 2_200;
/// Share of its own worth from which an army goes after a host, permille.
const WORTH_IT: i64 = 60;
/// Days that are reckoned for waiting where armies gather.
const WAIT_DAYS: u32 = 4;
/// Days of food with which even a great army shuts itself up in the place that is worth most.
const STOCKED_DAYS: u32 = 40;
/// Hours without food from which men look for bread before all else.
const HUNGRY_H: u32 = 24;
/// Times the odds that his temper wants from which a guard strikes in the open, permille.
const SURE: i64 = 1_500;
/// Fewest men of a host that counts.
const HOST_MEN: u32 = 1_500;

/// Leads an army that is sent nowhere.
pub(super) fn lead(mind: &mut Mind, theater: &Theater, army: &Army) {
    let near: Vec<&Host> = (theater.hosts.iter())
        .filter(|host| host.age <= DAY && host.men >= HOST_MEN)
        .filter(|host| host.at.unsigned_distance_to(army.seat) <= mind.stages(FOLLOW))
        .collect();
    let starves = army.is_hungry(mind, HUNGRY_H);
    if starves && feed(mind, theater, army)
        || !starves && !army.is_weary(mind) && strike(mind, theater, army, &near)
    {
        return;
    }
    let threats = near.iter().filter(|host| !host.runs && !host.walled);
    let nearest = threats.min_by_key(|host| (host.at.unsigned_distance_to(army.seat), host.at.x, host.at.y));
    if let Some(host) = nearest.filter(|host| host.at.unsigned_distance_to(army.seat) <= mind.stages(NEAR))
        && stand_or_fall_back(mind, theater, army, host)
    {
        return;
    }
    // Bread first: who would be hungry before he is back gathers nowhere and follows nobody.
    if feed(mind, theater, army)
        || gather(mind, theater, army)
        || follow(mind, theater, army, &near)
        || quarters::lead(mind, theater, army)
    {
        return;
    }
    if let Some(host) = nearest.filter(|host| host.strength > army.worth && is_at_home(mind, army)) {
        waste::lay_waste(mind, theater, army, host, false);
    }
    army.rest(mind, || "guard the land: no enemy to be fought or fled".to_owned());
}

/// True in the place that is worth most, with food that outlasts any besieger.
fn is_stocked(mind: &Mind, theater: &Theater, army: &Army) -> bool {
    theater.main == Some(army.seat) && stomach::days(mind, theater, army) >= STOCKED_DAYS
}

/// True in the side's own country: nearer to its places than to the enemy's.
fn is_at_home(mind: &Mind, army: &Army) -> bool {
    let near = |places: &[Hex]| places.iter().map(|at| at.unsigned_distance_to(army.seat)).min();
    near(&mind.havens) <= near(&enemy_havens(mind.view))
}

/// Falls on the host with the best odds, if they suffice.
fn strike(mind: &mut Mind, theater: &Theater, army: &Army, near: &[&Host]) -> bool {
    let strike = mind.stages(STRIKE);
    let reach = near.iter().filter(|host| host.at.unsigned_distance_to(army.seat) <= strike);
    let reach: Vec<&Host> = reach.copied().filter(|host| army.can_reach(mind, host, strike)).collect();
    let best = (reach.into_iter())
        .filter(|host| !host.walled && (host.runs || host.strength * 1000 >= army.worth * WORTH_IT))
        .map(|host| (army.odds(mind, &theater.hosts, host), host))
        .max_by_key(|(odds, host)| (*odds, host.at.x, host.at.y));
    // Here too he wants more than even odds, but where the enemy is at the gate and the stores are not full.
    let stocked = is_stocked(mind, theater, army);
    let at_the_gate =
        |host: &Host| theater.kept.iter().any(|keep| host.at.unsigned_distance_to(*keep) <= mind.stages(1));
    let wants = |host: &Host| if at_the_gate(host) && !stocked { 1000 } else { SURE };
    let sure = |odds: i64, host: &Host| odds * 1000 >= army.temper.odds * wants(host);
    let Some((odds, host)) = best.filter(|(odds, host)| sure(*odds, host)) else { return false };
    let words = format!("{}, {}", host.words(), why::odds(odds, 1000));
    army.attack(mind, host, || format!("fall on them: {words}"))
}

/// Before a stronger host: a pass or walls are held if the odds allow, else the army goes back.
fn stand_or_fall_back(mind: &mut Mind, theater: &Theater, army: &Army, host: &Host) -> bool {
    let odds = army.odds(mind, &theater.hosts, host);
    let place = mind.view.place_at(army.seat).map(|(_, place)| place.kind);
    let is_kept = theater.kept.contains(&army.seat);
    let (stand, ground) = match place {
        Some(PlaceKind::Pass) => (odds * PASS / 1000 >= 1000, "the pass"),
        // A great army is worth more in the field than the walls it would eat bare.
        Some(PlaceKind::Fort | PlaceKind::Town) if is_kept => {
            let holds = army.is_garrison(mind) || odds >= 1000 || !army.others_hold(mind);
            (holds || is_stocked(mind, theater, army), "the walls")
        }
        Some(PlaceKind::Fort | PlaceKind::Town) => {
            (army.temper.hopeless < 300 || odds * 4 >= 1000 && army.men(mind) <= 6_000, "the walls")
        }
        // Time and hunger fight for who guards: he lets the enemy come on.
        _ => (odds * 1000 >= army.temper.odds * SURE, "the ground"),
    };
    let words = format!("{}, {}", host.words(), why::odds(odds, 1000));
    let back = (!stand).then(|| back_from(mind, theater, army, host)).flatten();
    let Some(to) = back else {
        for index in army.members() {
            if !mind.busy[index] {
                mind.stand(index, Stance::Hold, || format!("hold {ground}: {words}"));
                stay(mind, index, || format!("hold {ground}: {words}"));
            }
        }
        return true;
    };
    let name = place_name(mind.view, to).to_owned();
    let Some(way) = stomach::way(mind, army, &[to]) else { return false };
    if is_at_home(mind, army) && mind.view.above_ground(army.seat) > 0 {
        waste::lay_waste(mind, theater, army, host, true);
    }
    match army.way_out(mind, theater, &way) {
        Some(way) => army.march(mind, &way, || format!("fall back toward {name}: {words}")),
        None => return army.attack(mind, host, || format!("cut a way through: {words}")),
    }
    true
}

/// Where to fall back to: a store that feeds the army or what must be kept, if the enemy is not nearer to it, else a refuge.
fn back_from(mind: &mut Mind, theater: &Theater, army: &Army, host: &Host) -> Option<Hex> {
    let (seat, enemy) = (army.seat, host.at);
    let safe = |at: &Hex| *at != seat && at.unsigned_distance_to(enemy) > at.unsigned_distance_to(seat);
    let nearest = |places: &[Hex]| {
        places.iter().copied().filter(safe).min_by_key(|at| (at.unsigned_distance_to(seat), at.x, at.y))
    };
    // Back to bread, or to what is worth most.
    let mut bread = stomach::worth_going(theater, stomach::daily(mind, army));
    bread.extend(theater.main);
    let to = nearest(&bread).or_else(|| nearest(&theater.kept)).or_else(|| nearest(&mind.havens))?;
    let way = stomach::way(mind, army, &[to])?;
    // Not into his arms.
    way.path.first().filter(|next| next.unsigned_distance_to(enemy) >= seat.unsigned_distance_to(enemy))?;
    Some(to)
}

/// Goes to a store before the bags are empty.
fn feed(mind: &mut Mind, theater: &Theater, army: &Army) -> bool {
    let food = stomach::days(mind, theater, army);
    if food >= 40 || army.is_garrison(mind) && !army.is_hungry(mind, FORSAKEN_H) {
        return false;
    }
    let Some(home) = stomach::home(mind, theater, army) else { return false };
    if home.path.is_empty() || food > home.days + 2 {
        return false;
    }
    let (name, days) = (home.path.last().map(|at| place_name(mind.view, *at).to_owned()), home.days);
    let name = name.unwrap_or_default();
    army.march(mind, &home, || format!("food for {food} days: to the store of {name}, {days} days off"));
    true
}

/// Comes between the enemy and a place to be kept that he threatens.
fn gather(mind: &mut Mind, theater: &Theater, army: &Army) -> bool {
    let hex_m = mind.view.map().hex_m;
    let threatened = theater.kept.iter().copied().filter_map(|at| {
        let hosts = theater.hosts.iter().filter(|host| !host.runs && host.men >= 10_000);
        let near = hosts.filter(|host| host.at.unsigned_distance_to(at) <= mind.stages(THREAT));
        let strength: i64 = near.clone().map(|host| host.strength).sum();
        let far = near.map(|host| host.at.unsigned_distance_to(at)).min()?;
        let own = at.unsigned_distance_to(army.seat);
        (own <= mind.stages(GATHER)).then_some((theater.main != Some(at), far, own, at, strength))
    });
    let nearest = threatened.min_by_key(|(minor, far, own, at, _)| (*minor, *far, *own, at.x, at.y));
    let Some((_, _, far, at, strength)) = nearest else { return false };
    let name = place_name(mind.view, at).to_owned();
    let guard = mind.friends_near(at, hex_m);
    let words = format!("{name} is threatened, {} with who stands there", why::odds(guard, strength));
    if far <= mind.stages(1) {
        army.rest(mind, || format!("stand before {name}: {words}"));
        return true;
    }
    let is_main = theater.main == Some(at);
    if army.is_garrison(mind)
        || guard > strength * 3 / 2
        || !is_main && (guard + army.worth) * 1000 < strength * army.temper.odds
    {
        return false; // enough are there, or all together would be too few
    }
    let Some(way) = stomach::way(mind, army, &[at]) else { return false };
    // With bread for the way there, some days of waiting, and the way to a store from there.
    let bread = stomach::worth_going(theater, stomach::daily(mind, army));
    let mobility = army.mobility(mind);
    let back = stomach::between(mind, mobility, at, &bread).map_or(u32::MAX / 2, |back| back.days);
    let food = stomach::days(mind, theater, army).min(stomach::carries(mind, army));
    if food < way.days + WAIT_DAYS + back {
        return false;
    }
    army.march(mind, &way, || format!("gather: {words}"));
    true
}

/// Keeps in touch with a host that goes home or is far from its bread.
fn follow(mind: &mut Mind, theater: &Theater, army: &Army, near: &[&Host]) -> bool {
    let goes = |host: &&&Host| host.runs || theater.kept.iter().any(|keep| host.leaves(*keep));
    let prey = near.iter().filter(|host| !host.walled).filter(goes);
    let Some(host) = prey.min_by_key(|host| (host.at.unsigned_distance_to(army.seat), host.at.x, host.at.y))
    else {
        return false;
    };
    if host.at.unsigned_distance_to(army.seat) <= mind.stages(STRIKE) {
        return false;
    }
    let words = format!("{} on their way home", host.words());
    let Some(mut way) = stomach::way(mind, army, &[host.at]) else { return false };
    let short = way.path.len().saturating_sub(mind.stages(STRIKE) as usize);
    way.path.truncate(short);
    way.first = way.first.min(short.max(1));
    if way.path.is_empty() {
        return false;
    }
    army.march(mind, &way, || format!("follow them: {words}"));
    true
}
