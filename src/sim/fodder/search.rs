//! Searchers find what an enemy buried.

use std::collections::BTreeMap;

use bevy_ecs::prelude::*;

use super::FodderRules;
use super::forage::Forager;
use crate::sim::clock::Clock;
use crate::sim::dice::{Dice, Purpose};
use crate::sim::event::{Chronicle, SimEvent};
use crate::sim::hex::Hex;
use crate::sim::id::{FormationId, SideId};
use crate::sim::intent::Intention;
use crate::sim::map::Map;
use crate::sim::supply::Caches;

/// The surest that a day's search can be, permille.
const SUREST: u64 = 900;

/// Chance that so many men find pits in a hex in a day, permille.
pub fn finds_permille_day(men: u32, map: &Map, rules: &FodderRules) -> u16 {
    let found = u64::from(men) * u64::from(rules.finds_pits_permille_day);
    (found / u64::from(rules.ground_km2(map))).min(SUREST) as u16
}

/// At dusk it is told whether those found pits who spent the day looking for food or laying waste where enemies buried
/// grain and left nobody behind.
pub(super) fn search(
    (clock, rules, map, dice): (Res<Clock>, Res<FodderRules>, Res<Map>, Res<Dice>),
    mut caches: ResMut<Caches>,
    mut chronicle: ResMut<Chronicle>,
    mut query: Query<Forager>,
) {
    if !clock.brings(clock.daylight.1) || caches.all().iter().all(|cache| !cache.buried) {
        return;
    }
    let mut searched: BTreeMap<(i32, i32, SideId), (FormationId, u32)> = BTreeMap::new();
    let mut kept: Vec<(Hex, SideId)> = Vec::new();
    for one in query.iter_mut().sort::<&FormationId>().filter(|one| one.roll.mouths() > 0) {
        let (at, side) = (one.place.hex(), one.side.0);
        kept.push((at, side));
        let burns = matches!(one.intention, Intention::Raze { .. }) && !one.engaged.is_in_contact();
        if burns || one.looks_for_food() {
            searched.entry((at.y, at.x, side)).or_insert((*one.id, 0)).1 += one.roll.under_arms();
        }
    }
    for ((y, x, side), (finder, men)) in searched {
        let at = Hex::new(x, y);
        let lies = caches.all().iter().any(|cache| {
            cache.buried && cache.at == at && cache.side != side && !kept.contains(&(at, cache.side))
        });
        let key = map.grid().index(at).unwrap_or(0) as u32;
        if !lies || !dice.stream(&clock, Purpose::Search, key).chance(finds_permille_day(men, &map, &rules)) {
            continue;
        }
        for (from, sheng) in caches.capture(at, side, true) {
            chronicle.tell(SimEvent::CacheTaken { formation: finder, from, at, sheng, buried: true });
        }
    }
}
