//! What water does to men, beasts, grain and roads.

use bevy_ecs::prelude::*;
use bevy_ecs::query::QueryData;

use super::FloodRules;
use super::relief::deeper;
use super::waters::{Waters, depth_mm};
use crate::sim::army::{Beasts, Cohesion, Fate, Fatigue, Place, Posture, Roll, Side};
use crate::sim::clock::{Clock, DAY, due};
use crate::sim::dice::{Dice, Purpose};
use crate::sim::event::{Chronicle, SimEvent};
use crate::sim::hex::Hex;
use crate::sim::id::FormationId;
use crate::sim::map::Map;
use crate::sim::register::Register;
use crate::sim::supply::{Rations, Stores};
use crate::sim::verdict::Verdict;
use crate::sim::weather::{ClimateRules, Sky, WeatherRules};

/// Share of the ground under water from which it is told that it rose, permille.
const TOLD: u32 = 100;

/// What water takes that rises over a hex, permille.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Toll {
    /// Of the men, who drown.
    pub drown: u32,
    /// Of the men, who get wet to the skin.
    pub soaked: u32,
    /// Of the grain, what spoils.
    pub grain: u32,
    /// Of the beasts, those lost.
    pub beasts: u32,
}

impl Toll {
    /// True when it takes nothing.
    pub fn is_nothing(self) -> bool {
        self == Self::default()
    }
}

/// What water takes that rises from one depth to another, mm, running so fast, mm/s, over men asleep or awake.
pub fn toll((was_mm, mm): (u32, u32), speed_mm_s: u32, asleep: bool, rules: &FloodRules) -> Toll {
    let rises = |than_mm: u32| deeper(than_mm, mm, rules).saturating_sub(deeper(than_mm, was_mm, rules));
    // dm²/s over mm/s is a hundred times dm·dm/mm: 120 dm²/s at 1000 mm/s are 1200 mm.
    let swept_mm = u32::from(rules.stand_dm2_s) * 10_000 / speed_mm_s.max(1);
    let stand_mm = (u32::from(rules.stand_dm) * 100).min(swept_mm);
    let of = |share: u32, permille: u16| share * u32::from(permille) / 1000;
    let ((asleep_drown, awake_drown), (asleep_wet, awake_wet)) = (rules.drowns, rules.wets);
    Toll {
        drown: of(rises(stand_mm), if asleep { asleep_drown } else { awake_drown }),
        soaked: of(rises(rules.wets_mm.into()), if asleep { asleep_wet } else { awake_wet }),
        grain: of(rises(rules.spoils_mm.into()), rules.spoils),
        beasts: of(rises(rules.spoils_mm.into()), rules.beasts_drown),
    }
}

/// How much of the harm of water gets in, behind walls or without, permille.
fn gets_in(walled: bool, rules: &FloodRules) -> u32 {
    if walled { 1000_u32.saturating_sub(rules.walls_keep.into()) } else { 1000 }
}

/// Time of a march out of a hex with so much water, permille of one on dry ground.
pub fn wade_time(mm: u32, rules: &FloodRules) -> u32 {
    1000 + mm.min(u32::from(rules.bars_mm)) * 1000 / u32::from(rules.doubles_mm.max(1))
}

impl Waters {
    /// Share of the men in a hex who stand in water, permille.
    pub fn wading(&self, map: &Map, hex: Hex, rules: &FloodRules) -> u32 {
        deeper(rules.wets_mm.into(), self.depth_mm(map, hex), rules)
    }

    /// Time of a march out of a hex against fair weather on dry ground, permille: weather, water, and the mud it left.
    pub fn march_time(
        &self,
        (sky, weather): (&Sky, &WeatherRules),
        (map, hex): (&Map, Hex),
        rules: &FloodRules,
    ) -> u32 {
        let fair = u64::from(weather.march_time(sky, map, hex));
        let mud = u32::from(self.mud(map, hex)) * u32::from(weather.mud_time) / 1000;
        let wet = wade_time(self.depth_mm(map, hex), rules) + mud;
        (fair * u64::from(wet) / 1000).min(100_000) as u32
    }

    /// Hexes under deeper water than anybody wades, as the grid counts, by rising place.
    pub fn deep(&self, map: &Map, rules: &FloodRules) -> Vec<usize> {
        let deep = |wet: &&super::Wet| depth_mm(wet.liters, map) >= u32::from(rules.bars_mm);
        self.wet.iter().filter(deep).map(|wet| wet.cell as usize).collect()
    }

    /// Where water stands the ground goes soft; in the morning what it left has dried a little.
    pub(super) fn leave_mud(&mut self, rules: &FloodRules, morning: bool) {
        if morning {
            self.mud.retain(|_, mud| {
                *mud = mud.saturating_sub(rules.dries_day);
                *mud > 0
            });
        }
        for wet in &self.wet {
            self.mud.insert(wet.cell, 1000);
        }
    }
}

/// A formation that water may reach.
#[derive(QueryData)]
#[query_data(mutable)]
pub(super) struct Reached {
    id: &'static FormationId,
    side: &'static Side,
    place: &'static Place,
    posture: &'static Posture,
    roll: &'static mut Roll,
    beasts: &'static mut Beasts,
    rations: &'static mut Rations,
    fatigue: &'static mut Fatigue,
    cohesion: &'static mut Cohesion,
}

/// Water that rises where men stand drowns and soaks them; water in which they stand wears them out.
pub(super) fn strike(
    (clock, map, dice): (Res<Clock>, Res<Map>, Res<Dice>),
    (rules, climate, sky): (Res<FloodRules>, Res<ClimateRules>, Res<Sky>),
    (register, verdict, waters): (Res<Register>, Res<Verdict>, Res<Waters>),
    mut chronicle: ResMut<Chronicle>,
    mut query: Query<Reached>,
) {
    if waters.wet.is_empty() {
        return;
    }
    let minutes = clock.step_minutes();
    for mut body in query.iter_mut().sort::<&FormationId>() {
        let (id, hex) = (*body.id, body.place.hex());
        let mm = waters.depth_mm(&map, hex);
        if mm == 0 || body.roll.mouths() == 0 {
            continue;
        }
        let walled = register.place_at(hex).is_some_and(|(place, info)| {
            info.walls.is_some() && verdict.owners.get(place.index()).copied().flatten() == Some(body.side.0)
        });
        let keep = gets_in(walled, &rules);
        let asleep = !clock.is_day() && *body.posture == Posture::Camp || *body.posture == Posture::Routed;
        let took = toll((waters.was_mm(&map, hex), mm), waters.speed_mm_s(&map, hex), asleep, &rules);
        let wades = waters.wading(&map, hex, &rules) * keep / 1000;
        body.fatigue.tire(due(u32::from(rules.wet_tires_day) * wades / 1000, DAY, clock.minute, minutes));
        if took.is_nothing() {
            continue;
        }
        let mut stream = dice.stream(&clock, Purpose::Flood, u32::from(id.0));
        let mut part = |whole: u32, permille: u32| {
            stream.share(u64::from(whole) * u64::from(permille) * u64::from(keep), 1_000_000) as u32
        };
        let frost = sky.temperature_c10(&map, hex, clock.minute + minutes / 2, &climate).unwrap_or(0);
        let degrees10 = u32::from((-frost).max(0) as u16);
        let freeze = (u32::from(rules.soaked_freeze) * degrees10 / 10).min(1000) * took.soaked / 1000;
        let men = body.roll.under_arms();
        let waded = deeper(rules.wets_mm.into(), waters.was_mm(&map, hex), &rules);
        if waded < TOLD && deeper(rules.wets_mm.into(), mm, &rules) >= TOLD {
            chronicle.tell(SimEvent::Drenched { formation: id, at: hex, depth_mm: mm });
        }
        for (fate, permille) in [(Fate::DeadDrowned, took.drown), (Fate::DeadCold, freeze)] {
            let dead = part(men, permille);
            let dead = body.roll.lose(fate, dead);
            if dead > 0 {
                chronicle.tell(SimEvent::Lost { formation: id, fate, men: dead });
            }
        }
        let beasts = *body.beasts;
        let (horses, pack) = (part(beasts.horses, took.beasts), part(beasts.pack, took.beasts));
        let herd = part(beasts.herd, took.beasts);
        let heads = body.beasts.perish(horses, pack, herd);
        if heads > 0 {
            chronicle.tell(SimEvent::BeastsDied { formation: id, heads });
        }
        let spoiled = part(body.rations.sheng(), took.grain);
        let left = body.rations.sheng() - spoiled;
        body.rations.throw_away(left.into());
        body.cohesion.shake(u32::from(rules.wet_shakes) * took.soaked * keep / 1_000_000);
    }
}

/// Grain in stores without walls spoils as that of an army does.
pub(super) fn spoil(
    (map, rules, register): (Res<Map>, Res<FloodRules>, Res<Register>),
    mut waters: ResMut<Waters>,
    mut stores: ResMut<Stores>,
) {
    if waters.wet.is_empty() {
        return;
    }
    let mut spoiled = 0_u32;
    for (place, store) in register.places.iter().zip(&mut stores.0) {
        let mm = waters.depth_mm(&map, place.at);
        if mm == 0 || *store == 0 {
            continue;
        }
        let keep = gets_in(place.walls.is_some(), &rules);
        let took = toll((waters.was_mm(&map, place.at), mm), 0, false, &rules).grain;
        let gone = (u64::from(*store) * u64::from(took) * u64::from(keep) / 1_000_000) as u32;
        *store -= gone;
        spoiled = spoiled.saturating_add(gone);
    }
    if spoiled > 0 {
        waters.spoiled = waters.spoiled.saturating_add(spoiled);
    }
}
