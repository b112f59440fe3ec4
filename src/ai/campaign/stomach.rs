//! The stomach: how long an army's food lasts, how long the ways are, and what follows.

use super::Theater;
use super::army::Army;
use crate::ai::mind::Mind;
use crate::ai::weather;
use crate::sim::army::Beasts;
use crate::sim::clock::DAY;
use crate::sim::hex::{Hex, side_towards};
use crate::sim::intent::Pace;
use crate::sim::map::Mobility;
use crate::sim::supply::{Marcher, Rations, carried, reckon};
use crate::snapshot::FormationState;

/// Enemy stores of which travelers talk, sheng (10,000 shi).
pub(super) const GREAT_STORE: u32 = 1_000_000;
/// Days for which food is reckoned.
const RECKONED_DAYS: u32 = 45;
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
    let near = |index: &usize| mind.own(*index).place.hex().unsigned_distance_to(army.seat) <= mind.stages(1);
    let store = theater.stores.iter().find(|(at, _)| *at == army.seat).map_or(0, |(_, sheng)| *sheng);
    // Others eat of it too.
    let eaters = |own: &&FormationState| own.place.hex() == army.seat;
    let ours: u32 =
        army.members().map(|index| mind.own(index)).filter(eaters).map(|own| own.roll.mouths()).sum();
    let all: u32 = view.own_at(army.seat).map(|own| own.roll.mouths()).sum();
    let store = (u64::from(store) * u64::from(ours) / u64::from(all.max(1))) as u32;
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
    if let [alone] = column.as_slice() {
        // Who shares with nobody divides.
        let meat =
            u64::from(alone.beasts.herd) * u64::from(rules.head_feeds) * u64::from(rules.man_sheng_day);
        let daily = u64::from(alone.mouths) * u64::from(rules.man_sheng_day);
        return ((u64::from(alone.rations.sheng()) + meat) / daily.max(1)).min(u64::from(RECKONED_DAYS))
            as u32;
    }
    let reckoning = reckon(&column, RECKONED_DAYS, rules);
    reckoning.hungry.map_or(RECKONED_DAYS, |(minute, _)| minute / DAY)
}

/// Days of food that an army can take along: what it carries, and meat that walks.
pub(super) fn carries(mind: &Mind, army: &Army) -> u32 {
    let rules = &mind.view.rules().supply;
    let (mut load, mut daily) = (0_u64, 0_u64);
    for index in army.members() {
        let own = mind.own(index);
        let mouths = own.roll.mouths();
        load += carried(mouths, own.beasts.pack, mind.view.troop(own), rules);
        let heads = u64::from(own.beasts.herd) * u64::from(rules.head_feeds);
        load += heads * u64::from(rules.man_sheng_day);
        daily += u64::from(mouths) * u64::from(rules.man_sheng_day);
    }
    (load / daily.max(1)).min(u64::from(RECKONED_DAYS)) as u32
}

/// What an army eats in a day, sheng.
pub(super) fn daily(mind: &Mind, army: &Army) -> u32 {
    let mouths: u32 = army.members().map(|index| mind.own(index).roll.mouths()).sum();
    mouths.saturating_mul(u32::from(mind.view.rules().supply.man_sheng_day))
}

/// The way of an army to the nearest of some goals on which its water lasts.
pub(super) fn way(mind: &mut Mind, army: &Army, goals: &[Hex]) -> Option<Way> {
    if goals.is_empty() {
        return None;
    }
    let mobility = army.mobility(mind);
    let path = mind.ways.straight(mind.view, mobility, army.seat, goals)?;
    let path = match army.at_seat(mind) {
        Some(own) => weather::watered(mind.view, own, path, Pace::Ordinary)?,
        None => path,
    };
    measured(mind, mobility, army.seat, path)
}

/// The way from a hex to the nearest of some goals on such feet.
pub(super) fn between(mind: &mut Mind, mobility: Mobility, from: Hex, goals: &[Hex]) -> Option<Way> {
    if goals.is_empty() {
        return None;
    }
    let path = mind.ways.straight(mind.view, mobility, from, goals)?;
    measured(mind, mobility, from, path)
}

/// A path as a way: how many days, and how far on the first.
fn measured(mind: &Mind, mobility: Mobility, from: Hex, path: Vec<Hex>) -> Option<Way> {
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
    // Tails come up late, carts stick, snow falls: of six days one is lost.
    Some(Way { first: first.max(1).min(path.len().max(1)), path, days: (days * 6).div_ceil(5) })
}

/// The nearest store of the side that can feed an army for some days, and the way there; else where it can run to. Who has
/// neither is at home where he stands.
pub(super) fn home(mind: &mut Mind, theater: &Theater, army: &Army) -> Option<Way> {
    let daily = daily(mind, army);
    let stores = worth_going(theater, daily);
    let goals = if stores.is_empty() { mind.havens.clone() } else { stores };
    // Home one goes, water or no water.
    let mobility = army.mobility(mind);
    let nowhere = goals.is_empty().then(|| Way { path: Vec::new(), days: 0, first: 0 });
    way(mind, army, &goals).or_else(|| between(mind, mobility, army.seat, &goals)).or(nowhere)
}

/// Own stores that feed so many sheng a day for some days.
pub(super) fn worth_going(theater: &Theater, daily: u32) -> Vec<Hex> {
    let enough = |(_, sheng): &&(Hex, u32)| *sheng >= daily.saturating_mul(WORTH_DAYS).max(1);
    theater.stores.iter().filter(enough).map(|(at, _)| *at).collect()
}
