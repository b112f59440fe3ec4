//! War on wide hexes: not battles but marches, sieges and stomachs.
//!
//! Where a hex is wider than the eye reaches, a general commands armies. Each is the formations under one head of a
//! chain of command, with the bearers that feed them (`muster`, `army`), and the enemy is seen as hosts, one in a hex
//! (`host`). An army that the objectives send somewhere reckons its food against the way there and back before it
//! goes and every morning after (`stomach`, `advance`); the others keep what is theirs, refuse battle with the
//! stronger, and fall on who is weak, hungry or alone, or go apart into winter quarters (`guard`, `quarters`); small
//! bodies of horse hunt what feeds the enemy (`raid`); before walls an army builds, summons and storms (`siege`); dikes
//! are cut above enemies, and water is left (`water`), or turned on a place within a ring of dikes (`ring`).
//! Bearers march with their army, go home when they have given all, and come again (`train`).

mod advance;
mod army;
mod guard;
mod host;
mod legs;
mod muster;
mod quarters;
mod raid;
mod ring;
mod siege;
mod stomach;
mod train;
mod waste;
mod water;

use super::feed;
use super::mind::Mind;
use crate::seat::View;
use crate::sim::hex::Hex;
use crate::sim::victory::Goal;

use army::Army;
use host::Host;

/// Hexes as wide as this are commanded so, meters.
const WIDE_M: u32 = 2_000;

/// How near to the main place of a side hosts are that keep its armies from going out, hexes.
const PRESSED: u32 = 16;

/// True on a map where armies are commanded and not lines of battle.
pub(super) fn speaks(view: &View) -> bool {
    view.map().hex_m >= WIDE_M
}

/// What every army of a side knows and wants this turn.
pub(super) struct Theater {
    /// Enemy hosts, by hex.
    pub hosts: Vec<Host>,
    /// Places that the side is to have and does not hold, with their points.
    pub wanted: Vec<(Hex, i32)>,
    /// Places that it is to have and holds.
    pub kept: Vec<Hex>,
    /// That of them which is worth most.
    pub main: Option<Hex>,
    main_points: i32,
    /// Its places and caches with grain.
    pub stores: Vec<(Hex, u32)>,
    /// Enemy places whose great stores travelers talk of.
    pub granaries: Vec<Hex>,
}

impl Theater {
    fn of(mind: &Mind) -> Self {
        let view = mind.view;
        let (mut wanted, mut kept, mut main) = (Vec::new(), Vec::new(), None);
        for objective in &view.objectives {
            let Goal::Hold(place) = objective.goal else { continue };
            let Some(info) = view.places().get(place.index()) else { continue };
            if view.owners.get(place.index()).copied().flatten() == Some(view.side) {
                kept.push(info.at);
                main = main.max(Some((objective.points, u16::MAX - place.0, info.at.x, info.at.y)));
            } else {
                wanted.push((info.at, objective.points));
            }
        }
        let stored = view.places().iter().zip(&view.stores);
        let mut stores: Vec<(Hex, u32)> =
            stored.filter_map(|(place, grain)| Some((place.at, grain.filter(|sheng| *sheng > 0)?))).collect();
        // What is buried where an enemy holds the place is not to be had.
        let is_lost = |at: Hex| {
            let owner =
                view.place_at(at).and_then(|(place, _)| view.owners.get(place.index()).copied().flatten());
            owner.is_some_and(|side| side != view.side)
        };
        for cache in view.caches.iter().filter(|cache| !is_lost(cache.at)) {
            match stores.iter_mut().find(|(at, _)| *at == cache.at) {
                Some((_, sheng)) => *sheng = sheng.saturating_add(cache.sheng),
                None => stores.push((cache.at, cache.sheng)),
            }
        }
        let talked_of = view.places().iter().zip(&view.owners).filter(|(place, owner)| {
            place.grain_sheng >= stomach::GREAT_STORE && owner.is_some_and(|side| side != view.side)
        });
        Self {
            hosts: host::all(mind),
            wanted,
            kept,
            main_points: main.map_or(0, |(points, ..)| points),
            main: main.map(|(.., x, y)| Hex::new(x, y)),
            stores,
            granaries: talked_of.map(|(place, _)| place.at).collect(),
        }
    }
}

impl Theater {
    /// True while hosts are near what the side must keep above all, and that is worth more than what it could win.
    fn is_hard_pressed(&self, mind: &Mind) -> bool {
        let Some(main) = self.main else { return false };
        let pressed = mind.stages(PRESSED);
        let near = |host: &&Host| host.men >= 10_000 && host.at.unsigned_distance_to(main) <= pressed;
        self.wanted.iter().all(|(_, points)| *points < self.main_points)
            && self.hosts.iter().any(|host| near(&host))
    }
}

/// Commands all armies of a side.
pub(super) fn lead(mind: &mut Mind) {
    let theater = Theater::of(mind);
    quarters::to_water(mind);
    water::lead(mind, &theater);
    let armies = muster::muster(mind, &theater);
    let aims = aims(mind, &theater, &armies);
    for (army, aim) in armies.iter().zip(&aims) {
        feed::buy(mind, army.members());
        train::lead(mind, &theater, army);
        if army.is_raid(mind) {
            raid::lead(mind, &theater, army);
        } else if army.is_convoy() {
            train::escort(mind, &theater, army, &armies);
        } else {
            let goes = aim.is_some_and(|aim| advance::lead(mind, &theater, army, aim));
            if !goes {
                guard::lead(mind, &theater, army);
            }
        }
        army.look_ahead(mind, *aim);
    }
}

/// Where each army is sent: every wanted place to the army nearest to it, and who is left over to the one worth most.
fn aims(mind: &Mind, theater: &Theater, armies: &[Army]) -> Vec<Option<Hex>> {
    let mut aims = vec![None; armies.len()];
    if theater.is_hard_pressed(mind) {
        return aims;
    }
    let mut pairs: Vec<(u32, usize, usize)> = Vec::new();
    for (nth, army) in armies.iter().enumerate().filter(|(_, army)| army.can_go_out(mind)) {
        for (place, (at, _)) in theater.wanted.iter().enumerate() {
            pairs.push((at.unsigned_distance_to(army.seat), place, nth));
        }
    }
    pairs.sort_unstable();
    let mut given = vec![false; theater.wanted.len()];
    for (_, place, nth) in &pairs {
        if aims[*nth].is_none() && !given[*place] {
            aims[*nth] = Some(theater.wanted[*place].0);
            given[*place] = true;
        }
    }
    for (nth, army) in armies.iter().enumerate().filter(|(_, army)| army.can_go_out(mind)) {
        let most = theater
            .wanted
            .iter()
            .max_by_key(|(at, points)| (*points, u32::MAX - at.unsigned_distance_to(army.seat), at.x, at.y));
        aims[nth] = aims[nth].or(most.map(|(at, _)| *at));
    }
    aims
}
