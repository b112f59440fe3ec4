//! Water: where it is, how long the skins last, and what follows.

use std::collections::BTreeMap;

use bevy_ecs::prelude::*;
use bevy_ecs::query::QueryData;

use super::{Exposure, ExposureRules, carried_min, entry};
use crate::sim::army::{Beasts, Cohesion, Fatigue, Place, Roll, Side, Troop};
use crate::sim::clock::{Clock, DAY, due};
use crate::sim::hex::Hex;
use crate::sim::id::FormationId;
use crate::sim::map::{Map, Stream};
use crate::sim::register::Register;
use crate::sim::siege::Wards;
use crate::sim::troops::Troops;
use crate::sim::verdict::Verdict;
use crate::sim::weather::{ClimateRules, Sky};

/// The longest time without water that is counted, minutes.
const LONGEST_MIN: u32 = 30 * DAY;
/// Temperature of a war without climate: cool, tenths of a degree.
const COOL_C10: i16 = 150;

/// Water in a hex.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Water {
    /// For any army.
    Plenty,
    /// Of wells: for so many men a day.
    Wells(u32),
    /// None.
    None,
}

/// The water of a hex: of the ground, of a stream beside it, of snow, of the wells of a place. Behind walls around which
/// the ring is `closed` only the wells count, if it is known how many they are.
pub fn water_at(
    (map, register): (&Map, &Register),
    sky: &Sky,
    hex: Hex,
    closed: bool,
    rules: &ExposureRules,
) -> Water {
    let place = register.place_at(hex).map(|(_, place)| place);
    if closed && let Some(wells) = place.and_then(|place| place.walls).and_then(|walls| walls.wells) {
        return if wells > 0 { Water::Wells(wells) } else { Water::None };
    }
    let flows = |side| matches!(map.edge(hex, side), Stream::Brook | Stream::River | Stream::Ford);
    if map.kind(hex).water || (0..6).any(flows) || sky.spot(map, hex).snow_mm >= rules.snow_water_mm {
        return Water::Plenty;
    }
    let wells = place.map_or(0, |place| rules.wells_men_day[entry(place.kind)]);
    if wells > 0 { Water::Wells(wells) } else { Water::None }
}

/// How much they drink at a temperature against a cool day, permille.
pub(super) fn thirst(now_c10: i16, rules: &ExposureRules) -> u32 {
    let warm = (i32::from(now_c10) - i32::from(rules.thirst_from_c10)).max(0) as u32;
    1000 + warm * u32::from(rules.thirst_per_degree) / 10
}

/// Minutes without water after so many more, among so many heads.
pub(super) fn dry_after(dry_min: u32, minutes: u32, thirst: u32, water: Water, heads: u64) -> u32 {
    let drunk = u64::from(minutes) * u64::from(thirst) / 1000;
    let dry = u64::from(dry_min) + drunk;
    let dry = match water {
        Water::Plenty => 0,
        Water::Wells(men) => dry.saturating_sub(u64::from(minutes) * u64::from(men) / heads.max(1)),
        Water::None => dry,
    };
    dry.min(u64::from(LONGEST_MIN)) as u32
}

/// A formation as it drinks.
#[derive(QueryData)]
#[query_data(mutable)]
pub(super) struct Drinker {
    _id: &'static FormationId,
    side: &'static Side,
    place: &'static Place,
    roll: &'static Roll,
    beasts: &'static Beasts,
    troop: &'static Troop,
    fatigue: &'static mut Fatigue,
    cohesion: &'static mut Cohesion,
    exposure: &'static mut Exposure,
}

/// Everybody drinks, from the land or from what he carries.
pub(super) fn drink(
    (clock, map, register): (Res<Clock>, Res<Map>, Res<Register>),
    (sky, climate): (Res<Sky>, Res<ClimateRules>),
    (wards, verdict): (Res<Wards>, Res<Verdict>),
    (rules, troops): (Res<ExposureRules>, Res<Troops>),
    mut query: Query<Drinker>,
) {
    let step = clock.step_minutes();
    let mut heads: BTreeMap<(i32, i32), u64> = BTreeMap::new();
    for body in &query {
        let horses = u64::from(body.beasts.horses + body.beasts.pack) * u64::from(rules.horse_drinks);
        let hex = body.place.hex();
        *heads.entry((hex.x, hex.y)).or_default() += u64::from(body.roll.mouths()) + horses;
    }
    for mut body in query.iter_mut().sort::<&FormationId>() {
        if body.roll.mouths() == 0 {
            continue;
        }
        let hex = body.place.hex();
        // Wells are drunk by those behind the wall and by the people there.
        let ward =
            (register.place_at(hex)).and_then(|(at, _)| Some((wards.get(at)?, verdict.owners[at.index()]?)));
        let ward =
            ward.filter(|(ward, owner)| ward.is_closed() && *owner == body.side.0).map(|(ward, _)| ward);
        let water = water_at((&map, &register), &sky, hex, ward.is_some(), &rules);
        if water == Water::Plenty && !body.exposure.is_dry() {
            continue;
        }
        let now = sky.temperature_c10(&map, hex, clock.minute + step / 2, &climate).unwrap_or(COOL_C10);
        let among = heads.get(&(hex.x, hex.y)).copied().unwrap_or(1);
        let among = among + ward.map_or(0, |ward| u64::from(ward.people()));
        let dry = dry_after(body.exposure.dry_min, step, thirst(now, &rules), water, among);
        body.exposure.dry_min = dry;
        let mobility = troops.kind(body.troop.0).mobility;
        let without = dry.saturating_sub(carried_min(mobility, &rules));
        if without > 0 {
            let harm = u64::from(rules.thirst_kills_day) * u64::from(without) * u64::from(step);
            let harm = (harm / u64::from(DAY)).min(u64::from(u32::MAX / 4)) as u32;
            body.exposure.parching = body.exposure.parching.saturating_add(harm);
            body.fatigue.tire(due(u32::from(rules.thirst_tires_day), DAY, clock.minute, step));
            body.cohesion.shake(due(u32::from(rules.thirst_shakes_day), DAY, clock.minute, step));
        }
    }
}
