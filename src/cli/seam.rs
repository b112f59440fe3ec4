//! Where the command line meets scenario files. They are opened here and nowhere else in `cli`.

use std::path::Path;

use super::out::Fault;
use crate::scenario::problems::{Problems, SHOWN};
use crate::scenario::shipped::Data;
use crate::scenario::{self, format, reference, setup, text};
use crate::setting::Setting;
use crate::snapshot::Snapshot;

/// A scenario as the list shows it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Listed {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its title in characters.
    pub hanzi: String,
    /// The hour at which it begins.
    pub begins: String,
    /// The ids of the sides.
    pub sides: Vec<String>,
    /// Turns it lasts at most.
    pub turns: u32,
}

/// The scenarios of a data folder.
///
/// # Errors
/// What is wrong with one of them.
pub fn list(data: &Data) -> Result<Vec<Listed>, Fault> {
    let one = |id: &String| open(Path::new(id), data, 1).map(|(setting, start)| listed(&setting, &start));
    data.scenarios().iter().map(one).collect()
}

fn listed(setting: &Setting, start: &Snapshot) -> Listed {
    Listed {
        id: setting.about.id.clone(),
        title: setting.about.title.clone(),
        hanzi: setting.about.hanzi.clone(),
        begins: start.clock.moment(start.clock.minute),
        sides: setting.register.sides.iter().map(|side| side.name.id.clone()).collect(),
        turns: start.clock.turns_in_war(),
    }
}

/// A scenario by id or path, ready to play.
///
/// # Errors
/// Everything that is wrong with it, one line each.
pub fn open(name: &Path, data: &Data, seed: u64) -> Result<(Setting, Snapshot), Fault> {
    scenario::open(utf8(name)?, data, seed).map_err(|problems| refused(&problems))
}

/// What is wrong with a file, and what looks wrong: faults, and lines of warning.
pub fn check(path: &Path, data: &Data) -> Result<Vec<String>, Fault> {
    let problems = scenario::check_path(utf8(path)?, data);
    if problems.has_errors() {
        return Err(refused(&problems));
    }
    Ok(problems.iter().take(SHOWN).map(|problem| problem.headline()).collect())
}

/// The text of a new scenario.
///
/// # Errors
/// The id cannot be one.
pub fn template(id: &str) -> Result<String, Fault> {
    if text::is_id(id) {
        return Ok(setup::template(id));
    }
    Err(Fault::usage("an id is 1 to 64 of the letters a-z, digits, `_` and `-`"))
}

fn utf8(path: &Path) -> Result<&str, Fault> {
    path.to_str().ok_or_else(|| Fault::refused(format!("{}: the name is not UTF-8", path.display())))
}

fn refused(problems: &Problems) -> Fault {
    let mut lines: Vec<String> = problems.iter().take(SHOWN).map(|problem| problem.headline()).collect();
    if problems.len() > SHOWN {
        lines.push(format!("and {} more", problems.len() - SHOWN));
    }
    Fault { status: 3, lines }
}

/// A part of the reference: its name, what it is about, its text, its JSON Schema.
pub struct Topic {
    /// As it is asked for.
    pub name: &'static str,
    /// Markdown.
    pub text: fn() -> String,
    /// JSON.
    pub schema: fn() -> String,
}

macro_rules! topics {
    ($($name:literal: $type:ty, $title:literal;)*) => {
        &[$(Topic {
            name: $name,
            text: || reference::reference::<$type>($title),
            schema: || reference::schema_json::<$type>(),
        }),*]
    };
}

/// All parts of the reference.
pub const TOPICS: &[Topic] = topics! {
    "scenario": format::ScenarioFile, "A scenario: scenarios/<id>.ron";
    "map": format::MapFile, "A map: assets/maps/<id>.ron";
    "troops": crate::sim::troops::TroopKind, "A kind of troops: assets/rules/troops.ron";
    "terrain": crate::sim::map::TerrainKind, "A kind of ground: assets/rules/terrain.ron";
    "movement": crate::sim::movement::MovementRules, "Marching: assets/rules/movement.ron";
    "weather": crate::sim::weather::WeatherRules, "Weather: assets/rules/weather.ron";
    "climate": crate::sim::weather::ClimateRules, "The seasons of regions: assets/rules/climate.ron";
    "exposure": crate::sim::exposure::ExposureRules, "Cold, heat and thirst: assets/rules/exposure.ron";
    "sighting": crate::sim::sighting::SightingRules, "Seeing: assets/rules/sighting.ron";
    "ruse": crate::sim::ruse::RuseRules, "Ruses: assets/rules/ruse.ron";
    "command": crate::sim::command::CommandRules, "Command: assets/rules/command.ron";
    "combat": crate::sim::combat::CombatRules, "Fighting: assets/rules/combat.ron";
    "flood": crate::sim::flood::FloodRules, "Water on the land: assets/rules/flood.ron";
    "siege": crate::sim::siege::SiegeRules, "Walls and sieges: assets/rules/siege.ron";
    "supply": crate::sim::supply::SupplyRules, "Eating: assets/rules/supply.ron";
    "fodder": crate::sim::fodder::FodderRules, "Grass, grazing and burning: assets/rules/fodder.ron";
    "market": crate::sim::market::MarketRules, "Buying grain: assets/rules/market.ron";
    "morale": crate::sim::morale::MoraleRules, "Rest and order: assets/rules/morale.ron";
};
