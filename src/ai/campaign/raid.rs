//! Raids: a few thousand riders hunt bearers, spent columns and whatever is weak, and keep out of reach of hosts.

use super::army::Army;
use super::host::Host;
use super::legs::stay;
use super::{Theater, stomach, waste};
use crate::ai::mind::{Mind, enemy_havens};
use crate::ai::why;
use crate::sim::clock::DAY;
use crate::sim::hex::Hex;
use crate::sim::intent::Stance;
use crate::sim::map::Mobility;

/// How far prey is looked for, and hosts are watched, hexes.
const HUNT: u32 = 5;
const WATCH: u32 = 14;
/// How far behind a host, on its way home, riders wait for what follows it or falls behind, hexes.
const BEHIND: usize = 3;
/// Odds at which riders strike, permille.
const ODDS: i64 = 1_300;

/// Leads a party of riders.
pub(super) fn lead(mind: &mut Mind, theater: &Theater, army: &Army) {
    let seat = army.seat;
    let far = |host: &Host| host.at.unsigned_distance_to(seat);
    let fresh = || theater.hosts.iter().filter(|host| host.age <= DAY);
    let prey = fresh()
        .filter(|host| far(host) <= mind.stages(HUNT) && !host.walled)
        .map(|host| (army.odds(mind, &theater.hosts, host), host))
        .filter(|(odds, _)| *odds >= ODDS)
        .max_by_key(|(_, host)| (i64::from(host.men) / i64::from(far(host) + 1), host.at.x, host.at.y));
    if let Some((odds, host)) = prey
        && !army.is_weary(mind)
    {
        let words = format!("{} men, {}", host.men / 100 * 100, why::odds(odds, 1000));
        if army.attack(mind, host, || format!("raid: {words}")) {
            return;
        }
    }
    if army.fighters.iter().all(|index| mind.busy[*index]) {
        return;
    }
    for index in army.fighters.clone() {
        mind.stand(index, Stance::Screen, || "raid: keep out of their reach".to_owned());
    }
    let food = stomach::days(mind, theater, army);
    if food <= 3
        && let Some(home) = stomach::home(mind, theater, army)
        && let Some(to) = home.path.last().copied()
    {
        army.send(mind, to, &|| format!("food for {food} days: to a store"));
        return;
    }
    let host = fresh()
        .filter(|host| far(host) <= mind.stages(WATCH) && !host.walled && !host.runs)
        .min_by_key(|host| (far(host), host.at.x, host.at.y));
    let Some(host) = host else {
        return halt(mind, army, "raid: nobody to be hunted");
    };
    if far(host) <= 1 {
        if let Some(to) = away(mind, seat, host.at) {
            army.send(mind, to, &|| format!("keep away from {}", host.words()));
        }
        return;
    }
    if far(host) <= 3 && !theater.kept.iter().any(|keep| host.leaves(*keep)) {
        let host = host.clone();
        waste::lay_waste(mind, theater, army, &host, false);
        if army.fighters.iter().all(|index| mind.busy[*index]) {
            return;
        }
    }
    let Some(behind) = behind(mind, host.at) else { return };
    if behind.unsigned_distance_to(seat) <= 1 {
        return halt(mind, army, "lie on their way back");
    }
    army.send(mind, behind, &|| format!("to the way back of {}", host.words()));
}

/// Riders stand where they are, ready to be gone.
fn halt(mind: &mut Mind, army: &Army, why: &str) {
    for index in army.fighters.clone() {
        if !mind.busy[index] {
            stay(mind, index, || why.to_owned());
        }
    }
}

/// A hex beside, further from an enemy.
fn away(mind: &Mind, here: Hex, from: Hex) -> Option<Hex> {
    let view = mind.view;
    let open = view.map().grid().neighbors(here).filter(|(side, to)| {
        view.costs().seconds(Mobility::Horse, here, *side).is_some() && mind.ways.is_free(view, *to)
    });
    open.map(|(_, to)| to).max_by_key(|to| (to.unsigned_distance_to(from), to.x, to.y))
}

/// A hex on the way from a host to the nearest place of its own, some way behind it.
fn behind(mind: &mut Mind, from: Hex) -> Option<Hex> {
    let homes = enemy_havens(mind.view);
    let path = mind.view.costs().to(Mobility::Foot, &homes, 20 * DAY * 60, |_| false);
    let path = mind.view.costs().follow(Mobility::Foot, &path, from)?;
    path.get(BEHIND).or(path.last()).copied()
}
