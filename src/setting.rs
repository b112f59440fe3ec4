//! What never changes during a war: the land, who is who, and the rules. A replay carries it whole.

use bevy_ecs::world::World;
use serde::{Deserialize, Serialize};

use crate::sim::combat::CombatRules;
use crate::sim::command::CommandRules;
use crate::sim::exposure::ExposureRules;
use crate::sim::flood::{FloodRules, Waters};
use crate::sim::fodder::FodderRules;
use crate::sim::map::Map;
use crate::sim::market::MarketRules;
use crate::sim::morale::MoraleRules;
use crate::sim::movement::{MarchCosts, MovementRules};
use crate::sim::register::Register;
use crate::sim::ruse::RuseRules;
use crate::sim::siege::SiegeRules;
use crate::sim::sighting::SightingRules;
use crate::sim::supply::SupplyRules;
use crate::sim::troops::Troops;
use crate::sim::weather::{ClimateRules, Sky, WeatherRules};

/// Every number a designer would change, one field per mechanism, as resolved from `assets/rules` and the scenario's
/// own overrides.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Rules {
    /// Marching.
    pub movement: MovementRules,
    /// The sky.
    pub weather: WeatherRules,
    /// The seasons of regions.
    pub climate: ClimateRules,
    /// Cold, heat and thirst.
    pub exposure: ExposureRules,
    /// Seeing.
    pub sighting: SightingRules,
    /// Bait, feints, ambush, signals.
    pub ruse: RuseRules,
    /// Commanders.
    pub command: CommandRules,
    /// Fighting.
    pub combat: CombatRules,
    /// Walls and sieges.
    pub siege: SiegeRules,
    /// Water on the land.
    pub flood: FloodRules,
    /// Eating.
    pub supply: SupplyRules,
    /// Grass and burning.
    pub fodder: FodderRules,
    /// Buying grain.
    pub market: MarketRules,
    /// Rest and order.
    pub morale: MoraleRules,
}

/// Title and origin of a war, for lists, reports and replays.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct About {
    /// The scenario's id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its title in characters.
    pub hanzi: String,
    /// The day of its start in the Chinese calendar, as the sources give it.
    pub chinese_date: String,
    /// What the player should know before the first order.
    pub notes: String,
    /// What history recorded, as measure and range, for the report: `(measure, low, high, source)`.
    pub recorded: Vec<Recorded>,
    /// Differences from the shipped rules, as `rule: shipped -> here`.
    pub overrides: Vec<String>,
}

/// One thing that history recorded of this war, as a range.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recorded {
    /// What is measured, as the fidelity report prints it.
    pub measure: String,
    /// Which group of formations or side it is about.
    pub of: String,
    /// What is counted.
    pub count: Measure,
    /// Lowest plausible value.
    pub low: i64,
    /// Highest plausible value.
    pub high: i64,
    /// Where it is written.
    pub source: String,
}

/// What a recorded range counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Men dead of any cause.
    Dead,
    /// Men lost of any cause (dead, captured, deserted, dispersed).
    Lost,
    /// Share of men lost, permille.
    LostPermille,
    /// Men still with their formations at the end.
    Survivors,
    /// Commanders dead or captured.
    CommandersFallen,
}

/// The stage of a war.
#[derive(Debug, Clone)]
pub struct Setting {
    /// Title and origin.
    pub about: About,
    /// The land.
    pub map: Map,
    /// Who is who.
    pub register: Register,
    /// Kinds of troops.
    pub troops: Troops,
    /// The rules.
    pub rules: Rules,
    /// Ways and their cost while rivers are open and low; derived from map and rules.
    pub costs: MarchCosts,
}

impl Setting {
    /// Works out what is derived.
    pub fn new(about: About, map: Map, mut register: Register, troops: Troops, rules: Rules) -> Self {
        register.name_detachments(rules.command.detachments);
        let costs = MarchCosts::new(&map, &rules.movement);
        Self { about, map, register, troops, rules, costs }
    }

    /// Ways and their cost under a sky, whose ice may bear and whose rain may close fords, and with so much water on the land.
    pub fn costs_under(&self, sky: &Sky, waters: &Waters) -> MarchCosts {
        let mut costs = self.costs.clone();
        costs.lie_under(sky, &self.map, (&self.rules.movement, &self.rules.climate));
        let deep = waters.deep(&self.map, &self.rules.flood);
        costs.lie_in(deep, sky, &self.map, (&self.rules.movement, &self.rules.climate));
        costs
    }

    /// Gives a world its unchanging resources.
    pub(crate) fn install(&self, world: &mut World) {
        world.insert_resource(self.map.clone());
        world.insert_resource(self.register.clone());
        world.insert_resource(self.troops.clone());
        let rules = self.rules.clone();
        world.insert_resource(rules.movement);
        world.insert_resource(rules.weather);
        world.insert_resource(rules.climate);
        world.insert_resource(rules.exposure);
        world.insert_resource(rules.sighting);
        world.insert_resource(rules.ruse);
        world.insert_resource(rules.command);
        world.insert_resource(rules.combat);
        world.insert_resource(rules.siege);
        world.insert_resource(rules.flood);
        world.insert_resource(rules.supply);
        world.insert_resource(rules.fodder);
        world.insert_resource(rules.market);
        world.insert_resource(rules.morale);
    }
}

/// What of a [`Setting`] goes into a file; the rest is derived on load.
#[derive(Serialize, Deserialize)]
pub(crate) struct StoredSetting {
    pub(crate) about: About,
    pub(crate) map: Map,
    pub(crate) register: Register,
    pub(crate) troops: Troops,
    pub(crate) rules: Rules,
}

impl From<&Setting> for StoredSetting {
    fn from(setting: &Setting) -> Self {
        let Setting { about, map, register, troops, rules, .. } = setting.clone();
        Self { about, map, register, troops, rules }
    }
}

impl From<StoredSetting> for Setting {
    fn from(stored: StoredSetting) -> Self {
        Self::new(stored.about, stored.map, stored.register, stored.troops, stored.rules)
    }
}
