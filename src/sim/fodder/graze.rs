//! Grass grows, is eaten, and beasts that find none waste and die.

use std::collections::BTreeMap;

use bevy_ecs::prelude::*;
use bevy_ecs::query::QueryData;

use super::{FodderRules, Pasture, best_min, eaters, grass_min, month};
use crate::sim::army::{Beasts, Condition, Place, Posture, Roll, Side, Troop};
use crate::sim::clock::{Clock, DAY, due};
use crate::sim::dice::{Dice, Purpose};
use crate::sim::engaged::Engaged;
use crate::sim::event::{Chronicle, SimEvent};
use crate::sim::id::FormationId;
use crate::sim::map::Map;
use crate::sim::movement::Legs;
use crate::sim::supply::{Larder, Rations, SupplyRules, carried};
use crate::sim::troops::Troops;
use crate::sim::weather::Sky;

/// What was eaten and burnt grows again in its season.
pub(super) fn regrow(
    clock: Res<Clock>,
    rules: Res<FodderRules>,
    map: Res<Map>,
    mut pasture: ResMut<Pasture>,
) {
    let permille = u32::from(rules.regrows_permille_day[month(&clock)]);
    // In thousandths of a permille, so that short steps add up.
    let grown = due(permille * 1000, DAY, clock.minute, clock.step_minutes());
    if grown == 0 {
        return;
    }
    let grid = map.grid();
    pasture.0.retain(|key, ground| {
        let best = best_min(&map, grid.at(*key as usize), &rules);
        ground.grazed_min = ground.grazed_min.saturating_sub(best * u64::from(grown) / 1_000_000);
        ground.grazed_min > 0 || ground.taken_sheng > 0
    });
}

/// A formation as its beasts see it.
#[derive(QueryData)]
#[query_data(mutable)]
pub(super) struct Grazer {
    id: &'static FormationId,
    side: &'static Side,
    place: &'static Place,
    roll: &'static Roll,
    posture: &'static Posture,
    legs: &'static Legs,
    engaged: &'static Engaged,
    beasts: &'static Beasts,
    rations: &'static mut Rations,
    condition: &'static mut Condition,
}

/// Those who stand in one hex share its grass; who is still hungry gets grain, from the store or from the bags.
pub(super) fn graze(
    (clock, rules, map): (Res<Clock>, Res<FodderRules>, Res<Map>),
    sky: Res<Sky>,
    mut pasture: ResMut<Pasture>,
    mut larder: Larder,
    mut query: Query<Grazer>,
) {
    let step = clock.step_minutes();
    let mut grazers: Vec<GrazerItem> = (query.iter_mut().sort::<&FormationId>())
        .filter(|one| one.roll.mouths() > 0 && eaters(*one.beasts, &rules) > 0)
        .collect();
    let mut meadows: BTreeMap<(i32, i32), Vec<usize>> = BTreeMap::new();
    for (index, one) in grazers.iter().enumerate() {
        let hex = one.place.hex();
        meadows.entry((hex.y, hex.x)).or_default().push(index);
    }
    for herd in meadows.into_values() {
        let hex = grazers[herd[0]].place.hex();
        let snow_mm = sky.spot(&map, hex).snow_mm;
        let grass = grass_min(&map, (hex, snow_mm), pasture.missing(&map, hex), &clock, &rules);
        // What each would eat in the time it has: fodder of a horse for so many minutes.
        let wants: Vec<u64> = herd.iter().map(|index| wants(&grazers[*index], step, &rules)).collect();
        let all: u64 = wants.iter().sum();
        let eaten_of = |want: u64| if all <= grass { want } else { want * grass / all.max(1) };
        let mut eaten = 0;
        for (index, want) in herd.iter().zip(&wants) {
            let one = &mut grazers[*index];
            let heads = eaters(*one.beasts, &rules);
            let share = eaten_of(*want);
            eaten += share;
            one.condition.feed((share / heads) as u32, rules.belly_min() + step);
            let hungry = one.condition.go_on(step);
            let filled = feed_grain(one, heads, hungry, &mut larder, &rules);
            let marched = one.legs.today_min() > 0;
            let wastes = if marched { rules.wastes_day.1 } else { rules.wastes_day.0 };
            let unfed = hungry - filled;
            one.condition.waste(u32::from(wastes) * 1000 * unfed / DAY);
            if unfed == 0 && !marched && !one.engaged.is_in_contact() {
                one.condition.mend(u32::from(rules.mends_day) * 1000 * step / DAY);
            }
        }
        if eaten > 0
            && let Some(ground) = pasture.entry(&map, hex)
        {
            ground.grazed_min += eaten;
        }
    }
}

/// Fodder that its beasts would eat in the part of a step in which they stand: none in contact, in hiding or in flight.
fn wants(one: &GrazerItem, step: u32, rules: &FodderRules) -> u64 {
    if one.engaged.is_in_contact() || matches!(one.posture, Posture::Hidden | Posture::Routed) {
        return 0;
    }
    let idle = step.saturating_sub(one.legs.step_s() / 60);
    let gains = u64::from(idle) * u64::from(rules.gains_h()) / 60;
    let room = u64::from((rules.belly_min() + step).saturating_sub(one.condition.belly_min()));
    gains.min(room) * eaters(*one.beasts, rules)
}

/// Grain for so many hungry minutes of so many horses: from a store or cache at hand, or from the bags if it is dealt out to them.
/// Answers how many minutes it fills.
fn feed_grain(
    one: &mut GrazerItem,
    heads: u64,
    hungry: u32,
    larder: &mut Larder,
    rules: &FodderRules,
) -> u32 {
    if hungry == 0 {
        return 0;
    }
    let day = u64::from(rules.grain_sheng_day) * heads;
    let need = (day * u64::from(hungry)).div_ceil(u64::from(DAY)).min(u64::from(u32::MAX)) as u32;
    let mut got = 0;
    if one.rations.is_at_store() {
        got = larder.take(one.side.0, one.place.hex(), need);
        one.rations.fodder_from_store(got);
    } else if one.rations.diet().to_beasts {
        got = one.rations.fodder_from_bags(need);
    }
    if got == need {
        hungry
    } else {
        (u64::from(got) * u64::from(DAY) / day.max(1)).min(u64::from(hungry)) as u32
    }
}

/// At dawn the beasts are counted that died in bad condition, and what the dead would carry is left lying.
pub(super) fn perish(
    (clock, rules, dice): (Res<Clock>, Res<FodderRules>, Res<Dice>),
    (supply, troops): (Res<SupplyRules>, Res<Troops>),
    mut chronicle: ResMut<Chronicle>,
    mut query: Query<(&FormationId, &Roll, &Troop, &Condition, &mut Beasts, &mut Rations)>,
) {
    if !clock.brings(clock.daylight.0) {
        return;
    }
    for (id, roll, troop, condition, mut beasts, mut rations) in query.iter_mut().sort::<&FormationId>() {
        let worth = condition.permille();
        let lean = u64::from(rules.dies_below.saturating_sub(worth));
        if lean == 0 || roll.mouths() == 0 {
            continue;
        }
        let permille_day = u64::from(rules.dies_permille_day) * lean / u64::from(rules.dies_below.max(1));
        let mut stream = dice.stream(&clock, Purpose::Fodder, u32::from(id.0));
        let mut dying =
            |heads: u32| stream.share(u64::from(heads) * permille_day, 1000).min(u64::from(heads)) as u32;
        let (horses, pack, herd) = (dying(beasts.horses), dying(beasts.pack), dying(beasts.herd));
        let heads = beasts.perish(horses, pack, herd);
        if heads == 0 {
            continue;
        }
        if pack > 0 {
            rations.throw_away(carried(roll.mouths(), beasts.pack, troops.kind(troop.0), &supply));
        }
        chronicle.tell(SimEvent::BeastsDied { formation: *id, heads });
    }
}
