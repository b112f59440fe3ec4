//! Before a place that is to be had: in, if nobody holds it; over its walls, if there is a way over them and the odds are
//! good; with ladders and engines, where there is timber; else around it and summoned, while the food lasts.

use super::Theater;
use super::army::Army;
use super::host::Host;
use super::ring;
use super::stomach::{self, Way};
use crate::ai::mind::Mind;
use crate::ai::why;
use crate::orders::{Order, Summon, Work};
use crate::sim::hex::{Hex, side_towards};
use crate::sim::intent::{Intention, Task};
use crate::sim::siege::{Terms, way_in, work_min};

/// Share of a storm that must come to blows for it to be worth the blood, permille.
const WAY_IN: u16 = 350;
/// Days of food beyond the way home from which ladders, and engines or mines, are begun.
const LADDERS_DAYS: u32 = 3;
const ENGINES_DAYS: u32 = 12;
/// Men who work at ladders, and fewest of those worth waiting for.
const BUILDERS: u32 = 20_000;
const GANG: u32 = 500;

/// Leads an army that stands beside its aim.
pub(super) fn lead(
    mind: &mut Mind,
    theater: &Theater,
    army: &Army,
    (aim, name): (Hex, &str),
    food: u32,
    home: &Way,
) -> bool {
    let off = home.days;
    if army.temper.way_back > 0 && food <= home.days && !home.path.is_empty() {
        army.march(mind, home, || format!("leave {name}: food for {food} days, {off} days home"));
        return true;
    }
    let Some(host) = theater.hosts.iter().find(|host| host.at == aim) else {
        let Some(way) = stomach::way(mind, army, &[aim]) else { return false };
        army.march(mind, &way, || format!("into {name}: nobody is seen to hold it"));
        return true;
    };
    let odds = army.odds(mind, &theater.hosts, host);
    let way = over(mind, army, aim);
    let words = format!("{} men in {name}, {} with their walls", host.men / 100 * 100, why::odds(odds, 1000));
    if odds >= army.temper.odds
        && way >= WAY_IN
        && army.attack(mind, host, || format!("storm: {words}, {way} permille find a way over"))
    {
        return true;
    }
    summon(mind, army, aim, name);
    let spare_days = food.saturating_sub(home.days);
    ring::lead(mind, theater, army, (aim, name), spare_days);
    if way < WAY_IN {
        build(mind, army, (aim, host), spare_days);
    }
    army.rest(mind, || format!("besiege: {words}; food for {food} days"));
    true
}

/// The widest way over the walls of a place for those of the army beside it, permille.
fn over(mind: &Mind, army: &Army, aim: Hex) -> u16 {
    let view = mind.view;
    let Some((id, place)) = view.place_at(aim) else { return 1000 };
    let (Some(walls), Some(ward)) = (place.walls, view.wards.get(id.index())) else { return 1000 };
    let open = ward.is_open(view.clock.minute);
    let ways = army.fighters.iter().map(|index| mind.own(*index)).filter_map(|own| {
        let side = side_towards(aim, own.place.hex())?;
        let men = own.roll.under_arms();
        Some(way_in(&walls, (ward.sound(side), open), (own.park.ladders, men), &view.rules().siege))
    });
    ways.max().unwrap_or(0)
}

/// Sends a herald, if that was not done.
fn summon(mind: &mut Mind, army: &Army, aim: Hex, name: &str) {
    let view = mind.view;
    let Some((place, _)) = view.place_at(aim) else { return };
    let summoned = view.wards.get(place.index()).and_then(|ward| ward.summoned());
    if summoned.is_some_and(|summons| summons.by == view.side) {
        return;
    }
    for index in army.fighters.iter().copied() {
        let order = Order::Summon(Summon { formation: mind.own(index).id, place, terms: Terms::FreePassage });
        if order.check(view).is_ok() {
            mind.add(order, || format!("summon {name}: free passage, before hunger or a storm ends it"));
            return;
        }
    }
}

/// Sets the men to work at what the walls ask for and the food leaves time for.
fn build(mind: &mut Mind, army: &Army, (aim, host): (Hex, &Host), spare_days: u32) {
    let view = mind.view;
    let rules = &view.rules().siege;
    let mut builders = 0;
    for index in army.fighters.iter().copied() {
        let own = mind.own(index);
        let (men, at) = (own.roll.under_arms(), own.place.hex());
        if mind.busy[index] || own.engaged.is_in_contact() || at.unsigned_distance_to(aim) > 1 || men < GANG {
            continue;
        }
        let task = if own.park.craftsmen > 0 && spare_days >= ENGINES_DAYS {
            if view.timber_m(at).is_some() { Task::Engines } else { Task::Mine }
        } else if spare_days >= LADDERS_DAYS && builders < BUILDERS {
            Task::Ladders
        } else {
            continue;
        };
        if work_min(task, view.timber_m(at), rules).is_none() {
            continue;
        }
        builders += men;
        if matches!(own.intention, Intention::Work { task: now, .. } if now == task) {
            mind.busy[index] = true; // goes on with it
            continue;
        }
        let order = Order::Work(Work { formation: own.id, task });
        let words = host.words();
        mind.give(index, order, || format!("{}: {words} behind walls", task.words()));
    }
}
