//! The stomach: how long an army's food lasts, how long the ways are, and what follows.

use super::Theater;
use super::army::Army;
use crate::ai::mind::Mind;
use crate::sim::army::Beasts;
use crate::sim::clock::DAY;
use crate::sim::hex::{Hex, side_towards};
use crate::sim::map::Mobility;
use crate::sim::supply::{Marcher, Rations, reckon};

/// Enemy stores of which travelers talk, sheng (10,000 shi).
pub(super) const GREAT_STORE: u32 = 1_000_000;
/// Days for which food is reckoned.
const RECKONED_DAYS: u32 = 60;
/// Days of food that make a store worth a march.
const WORTH_DAYS: u32 = 4;

/// A way of an army.
#[derive(Debug, Clone)]
pub(super) struct Way {
    /// Its hexes, the next one first.
    pub path: Vec<Hex>,
    /// Days that the army takes.
    pub days: u32,
    /// Hexes of the first day; at least one.
    pub first: usize,
}

/// Days for which an army has food, with what lies in its hands where it stands.
pub(super) fn days(mind: &Mind, theater: &Theater, army: &Army) -> u32 {
    let view = mind.view;
    let rules = &view.rules().supply;
    let mut column: Vec<Marcher> = Vec::new();
    let near = |index: &usize| mind.own(*index).place.hex().unsigned_distance_to(army.seat) <= 1;
    let store = theater.stores.iter().find(|(at, _)| *at == army.seat).map_or(0, |(_, sheng)| *sheng);
    for (part, extra) in [(&army.fighters, store), (&army.train, 0)] {
        let all: Vec<_> = part.iter().copied().filter(near).map(|index| mind.own(index)).collect();
        let Some(first) = all.first() else { continue };
        let sheng = all.iter().map(|own| own.rations.sheng()).fold(extra, u32::saturating_add);
        column.push(Marcher {
            rations: Rations::of(sheng, 0),
            beasts: Beasts { herd: all.iter().map(|own| own.beasts.herd).sum(), ..Beasts::default() },
            mouths: all.iter().map(|own| own.roll.mouths()).sum(),
            kind: view.troop(first),
            group: "army",
        });
    }
    let reckoning = reckon(&column, RECKONED_DAYS, rules);
    reckoning.hungry.map_or(RECKONED_DAYS, |(minute, _)| minute / DAY)
}

/// The way of an army to the nearest of some goals.
pub(super) fn way(mind: &mut Mind, army: &Army, goals: &[Hex]) -> Option<Way> {
    let mobility = army.mobility(mind);
    between(mind, mobility, army.seat, goals)
}

/// The way from a hex to the nearest of some goals on such feet.
pub(super) fn between(mind: &mut Mind, mobility: Mobility, from: Hex, goals: &[Hex]) -> Option<Way> {
    if goals.is_empty() {
        return None;
    }
    let path = mind.ways.path(mind.view, mobility, from, goals)?;
    let day_s = u32::from(mind.view.rules().movement.ordinary_hours) * 3600;
    let (mut here, mut days, mut today_s, mut first) = (from, 0, day_s, 0);
    for to in &path {
        let side = side_towards(here, *to)?;
        let step_s = mind.view.costs().seconds(mobility, here, side)?;
        if today_s + step_s > day_s {
            // What is longer than a day is begun in the morning.
            days += step_s.div_ceil(day_s).max(1);
            today_s = if step_s > day_s { day_s } else { step_s };
        } else {
            today_s += step_s;
        }
        first += usize::from(days <= 1);
        here = *to;
    }
    Some(Way { first: first.max(1).min(path.len().max(1)), path, days })
}

/// The nearest store of the side that can feed an army for some days, and the way there; else where it can run to.
pub(super) fn home(mind: &mut Mind, theater: &Theater, army: &Army) -> Option<Way> {
    let mouths: u32 = army.members().map(|index| mind.own(index).roll.mouths()).sum();
    let daily = mouths.saturating_mul(u32::from(mind.view.rules().supply.man_sheng_day));
    let stores = worth_going(theater, daily);
    let goals = if stores.is_empty() { mind.havens.clone() } else { stores };
    way(mind, army, &goals)
}

/// Own stores that feed so many sheng a day for some days.
pub(super) fn worth_going(theater: &Theater, daily: u32) -> Vec<Hex> {
    let enough = |(_, sheng): &&(Hex, u32)| *sheng >= daily.saturating_mul(WORTH_DAYS).max(1);
    theater.stores.iter().filter(enough).map(|(at, _)| *at).collect()
}
