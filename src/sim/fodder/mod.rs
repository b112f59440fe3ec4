//! # Fodder
//!
//! Horses and pack animals eat grass where they stand, in the hours in which they do not march. What is eaten is gone
//! until it grows again, and what is burnt as well. Beasts that find nothing live on what is in their bellies, then on
//! grain if it is dealt out to them or a store is at hand, and then they fall off, go slowly, and die; what dead pack
//! animals carried is left lying. Men who are told to look for food find some in the country, until others found it; at a
//! place of their own the officials levy it from the villages around, and the store gets what the bags do not take.
//! Whoever lays the country waste burns grass, barns and stores. Who looks for food or lays waste may come upon pits in which
//! an enemy buried his grain.
//!
//! Phase: [`Phase::Supply`], after the meals of men. Writes: [`Pasture`], `Condition`, beasts, rations, stores, caches.
//! Tells: `BeastsDied`, `LaidWaste`, `CacheTaken`.

mod forage;
mod graze;
mod raze;
mod search;

use std::collections::BTreeMap;

use bevy_ecs::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::army::Beasts;
use super::clock::{Clock, DAY};
use super::hex::Hex;
use super::map::Map;
use super::turn::Phase;

pub use raze::work_min;

/// Numbers of fodder: `assets/rules/fodder.ron`. Lists of twelve are by month, January first.
#[derive(Resource, Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FodderRules {
    /// Grass that stands on the ground, permille of the best month.
    pub grown: [u16; 12],
    /// Grass that grows again in a day, permille of the best month.
    pub regrows_permille_day: [u16; 12],
    /// What fire takes of the grass that stands, permille.
    pub burns_permille: [u16; 12],
    /// Hours of grazing that fill a beast for a day.
    pub graze_h: u16,
    /// Hours that a full beast goes on without eating.
    pub belly_h: u16,
    /// How far from camp beasts graze and men look for food, meters.
    pub reach_m: u32,
    /// Snow under which beasts find no grass, millimeters; less covers a part of it.
    pub snow_buries_mm: u16,
    /// Fodder of a head of the herd against a horse, permille.
    pub herd_eats: u16,
    /// Condition that a day without fodder costs, permille: at rest, on the march.
    pub wastes_day: (u16, u16),
    /// Condition that a day of rest with fodder gives back, permille.
    pub mends_day: u16,
    /// Condition below which beasts die, permille.
    pub dies_below: u16,
    /// Beasts per 1,000 who die in a day at no condition at all; fewer above, none at `dies_below`.
    pub dies_permille_day: u16,
    /// Grain that feeds a horse for a day, sheng.
    pub grain_sheng_day: u16,
    /// Food in the barns and pits of the country, permille of the harvest.
    pub barns: [u16; 12],
    /// What a man who looks for food finds in a day where there is some, sheng.
    pub finds_sheng_day: u16,
    /// What comes in for each man who looks for food at a place of his side, levied from the hexes around it, in a day where
    /// there is some, sheng.
    pub levies_sheng_day: u16,
    /// Chance that one man on each square kilometer who searches finds buried grain in a day, permille; twice as many men
    /// find it twice as often.
    pub finds_pits_permille_day: u16,
    /// Ground that 1,000 men lay waste in a day, square kilometers.
    pub burns_km2_day: u16,
}

impl FodderRules {
    /// Square kilometers in reach of a camp: those of a hex, or more where hexes are small.
    pub fn ground_km2(&self, map: &Map) -> u32 {
        // A hexagon of width w has 0.866 w² of ground, a circle of reach r 3.14 r².
        let square = |meters: u32| u64::from(meters) * u64::from(meters);
        let ground = (square(map.hex_m) * 866 / 1000).max(square(self.reach_m) * 3142 / 1000);
        (ground / 1_000_000).clamp(1, 1_000_000) as u32
    }

    /// How full the barns of the country are in a month, permille of the harvest.
    pub fn barns_permille(&self, clock: &Clock) -> u16 {
        self.barns[month(clock)]
    }

    /// What an hour of grazing gives, minutes of going on.
    fn gains_h(&self) -> u32 {
        24 * 60 / u32::from(self.graze_h.max(1))
    }

    fn belly_min(&self) -> u32 {
        u32::from(self.belly_h) * 60
    }
}

/// The month of a moment as a place in a list of twelve.
fn month(clock: &Clock) -> usize {
    usize::from(clock.date().month.clamp(1, 12)) - 1
}

/// What is missing of the country's plenty in one hex.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Ground {
    /// Grass eaten or burnt, fodder of a horse for so many minutes.
    pub grazed_min: u64,
    /// Food found or burnt in barns and pits, sheng.
    pub taken_sheng: u32,
}

/// What is missing of grass and barns; hexes not listed are whole. Keys are places in the flat list of hexes.
#[derive(Resource, Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Pasture(pub BTreeMap<u32, Ground>);

impl Pasture {
    /// What is missing in a hex.
    pub fn missing(&self, map: &Map, hex: Hex) -> Ground {
        let key = map.grid().index(hex).map(|index| index as u32);
        key.and_then(|key| self.0.get(&key)).copied().unwrap_or_default()
    }

    /// The entry of a hex; `None` off the map.
    fn entry(&mut self, map: &Map, hex: Hex) -> Option<&mut Ground> {
        let key = map.grid().index(hex)? as u32;
        Some(self.0.entry(key).or_default())
    }

    /// Days that the grass in a hex under so much snow, millimeters, still feeds one horse.
    pub fn horse_days(
        &self,
        map: &Map,
        (hex, snow_mm): (Hex, u16),
        clock: &Clock,
        rules: &FodderRules,
    ) -> u64 {
        grass_min(map, (hex, snow_mm), self.missing(map, hex), clock, rules) / u64::from(DAY)
    }

    /// Food that men can still find in a hex, sheng.
    pub fn barns_sheng(&self, map: &Map, hex: Hex, clock: &Clock, rules: &FodderRules) -> u32 {
        barns_sheng(map, hex, self.missing(map, hex), clock, rules)
    }
}

/// The grass of a hex in the best month, fodder of a horse for so many minutes.
fn best_min(map: &Map, hex: Hex, rules: &FodderRules) -> u64 {
    u64::from(map.kind(hex).grass) * u64::from(rules.ground_km2(map)) * u64::from(DAY)
}

/// What is left of the grass of the month and shows above so much snow, millimeters.
fn grass_min(
    map: &Map,
    (hex, snow_mm): (Hex, u16),
    missing: Ground,
    clock: &Clock,
    rules: &FodderRules,
) -> u64 {
    let grown = best_min(map, hex, rules) * u64::from(rules.grown[month(clock)]) / 1000;
    let bare = u64::from(rules.snow_buries_mm.saturating_sub(snow_mm));
    grown.saturating_sub(missing.grazed_min) * bare / u64::from(rules.snow_buries_mm.max(1))
}

fn barns_sheng(map: &Map, hex: Hex, missing: Ground, clock: &Clock, rules: &FodderRules) -> u32 {
    let harvest = u64::from(map.kind(hex).crops) * u64::from(rules.ground_km2(map));
    let stored = harvest * u64::from(rules.barns[month(clock)]) / 1000;
    stored.saturating_sub(u64::from(missing.taken_sheng)).min(u64::from(u32::MAX)) as u32
}

/// Horses whose fodder a formation's beasts eat.
pub fn eaters(beasts: Beasts, rules: &FodderRules) -> u64 {
    let herd = u64::from(beasts.herd) * u64::from(rules.herd_eats) / 1000;
    u64::from(beasts.horses) + u64::from(beasts.pack) + herd
}

/// Hangs the systems on their phase.
pub(super) fn plugin(schedule: &mut Schedule) {
    let systems =
        (graze::regrow, search::search, raze::raze, forage::forage, graze::graze, graze::perish).chain();
    schedule.add_systems(systems.in_set(Phase::Supply).after(super::supply::Meals));
}
