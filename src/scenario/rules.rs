//! # Rules
//!
//! The numbers a designer would change: `assets/rules/*.ron`, as shipped or from another folder, and the changes that a
//! scenario makes to them by name.
//!
//! What a number may be follows from the unit that its name ends with; see [`range_of`].

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::findings::{Findings, nearest};
use super::load::{Loaded, load, options};
use super::problems::Problems;
use super::shipped::Data;
use super::source::Source;
use super::text::quote;
use super::tree::{Step, Tree};
use crate::setting::Rules;
use crate::sim::map::TerrainKind;
use crate::sim::troops::{TroopKind, Troops};
use crate::sim::weather::ClimateRules;
use Step::{Field, Index, Key};

/// Rules, kinds of ground with their ids, kinds of troops with theirs.
#[derive(Debug, Clone, PartialEq)]
pub struct RuleBook {
    /// One field per mechanism.
    pub rules: Rules,
    /// Kinds of ground by rising id.
    pub terrain: Vec<(String, TerrainKind)>,
    /// Kinds of troops by rising id.
    pub troops: Troops,
}

macro_rules! shipped {
    ($file:literal) => {
        parse(concat!("assets/rules/", $file), include_str!(concat!("../../assets/rules/", $file)))
    };
}

fn parse<T: DeserializeOwned>(name: &str, text: &str) -> T {
    options()
        .from_str(text)
        .unwrap_or_else(|error| panic!("the shipped {name} is checked by a test: {error}"))
}

impl RuleBook {
    /// The rules that come with the program.
    pub fn shipped() -> Self {
        let terrain: BTreeMap<String, TerrainKind> = shipped!("terrain.ron");
        let troops: BTreeMap<String, TroopKind> = shipped!("troops.ron");
        Self {
            rules: Rules {
                movement: shipped!("movement.ron"),
                weather: shipped!("weather.ron"),
                climate: shipped!("climate.ron"),
                exposure: shipped!("exposure.ron"),
                sighting: shipped!("sighting.ron"),
                ruse: shipped!("ruse.ron"),
                command: shipped!("command.ron"),
                combat: shipped!("combat.ron"),
                siege: shipped!("siege.ron"),
                flood: shipped!("flood.ron"),
                supply: shipped!("supply.ron"),
                fodder: shipped!("fodder.ron"),
                market: shipped!("market.ron"),
                morale: shipped!("morale.ron"),
            },
            terrain: terrain.into_iter().collect(),
            troops: Troops { kinds: troops.into_iter().collect() },
        }
    }

    /// The rules as shipped, parsed once and shared.
    pub fn shared() -> &'static Self {
        static BOOK: std::sync::OnceLock<RuleBook> = std::sync::OnceLock::new();
        BOOK.get_or_init(Self::shipped)
    }

    /// The rules of a data folder.
    ///
    /// # Errors
    /// All problems of all files.
    pub fn read(data: &Data) -> Result<Self, Problems> {
        let mut problems = Problems::new();
        let terrain: Option<BTreeMap<String, TerrainKind>> =
            file(data, "terrain", &mut problems, check_terrain);
        let troops: Option<BTreeMap<String, TroopKind>> = file(data, "troops", &mut problems, check_troops);
        macro_rules! mechanism {
            ($name:literal) => {
                file(data, $name, &mut problems, |_, _| {})
            };
        }
        let rules = (
            mechanism!("movement"),
            mechanism!("weather"),
            file(data, "climate", &mut problems, check_climate),
            mechanism!("exposure"),
            mechanism!("sighting"),
            mechanism!("ruse"),
            mechanism!("command"),
            mechanism!("combat"),
            mechanism!("siege"),
            mechanism!("flood"),
            mechanism!("supply"),
            mechanism!("fodder"),
            mechanism!("market"),
            mechanism!("morale"),
        );
        match (rules, terrain, troops) {
            (
                (
                    Some(movement),
                    Some(weather),
                    Some(climate),
                    Some(exposure),
                    Some(sighting),
                    Some(ruse),
                    Some(command),
                    Some(combat),
                    Some(siege),
                    Some(flood),
                    Some(supply),
                    Some(fodder),
                    Some(market),
                    Some(morale),
                ),
                Some(terrain),
                Some(troops),
            ) if !problems.has_errors() => Ok(Self {
                rules: Rules {
                    movement,
                    weather,
                    climate,
                    exposure,
                    sighting,
                    ruse,
                    command,
                    combat,
                    siege,
                    flood,
                    supply,
                    fodder,
                    market,
                    morale,
                },
                terrain: terrain.into_iter().collect(),
                troops: Troops { kinds: troops.into_iter().collect() },
            }),
            _ => Err(problems),
        }
    }
}

/// Reads one file of rules; its problems are added to the others.
fn file<T: DeserializeOwned + serde::Serialize + JsonSchema>(
    data: &Data,
    name: &str,
    problems: &mut Problems,
    check: impl Fn(&T, &mut Findings<'_>),
) -> Option<T> {
    let source = match data.read(&format!("assets/rules/{name}.ron")) {
        Ok(source) => source,
        Err(problem) => {
            problems.push(problem.hint("the rules are damaged or incomplete; restore the file"));
            return None;
        }
    };
    let (value, found) = read_file(&source, check);
    problems.append(found);
    value
}

fn read_file<T: DeserializeOwned + serde::Serialize + JsonSchema>(
    source: &Source,
    check: impl Fn(&T, &mut Findings<'_>),
) -> (Option<T>, Problems) {
    let Loaded { value, tree } = match load::<T>(source) {
        Ok(loaded) => loaded,
        Err(problems) => return (None, problems),
    };
    let problems = {
        let mut found = Findings::new(source, &tree);
        check_ranges(&value, &tree, &mut found);
        check(&value, &mut found);
        found.problems
    };
    (Some(value), problems)
}

/// Checks one file of rules by its name (`combat`, `terrain`, …); `None` if there are no rules of that name.
pub fn check_file(name: &str, source: &Source) -> Option<Problems> {
    macro_rules! as_rules {
        ($type:ty) => {
            read_file::<$type>(source, |_, _| {}).1
        };
    }
    Some(match name {
        "terrain" => read_file::<BTreeMap<String, TerrainKind>>(source, check_terrain).1,
        "troops" => read_file::<BTreeMap<String, TroopKind>>(source, check_troops).1,
        "movement" => as_rules!(crate::sim::movement::MovementRules),
        "weather" => as_rules!(crate::sim::weather::WeatherRules),
        "climate" => read_file::<ClimateRules>(source, check_climate).1,
        "exposure" => as_rules!(crate::sim::exposure::ExposureRules),
        "sighting" => as_rules!(crate::sim::sighting::SightingRules),
        "ruse" => as_rules!(crate::sim::ruse::RuseRules),
        "command" => as_rules!(crate::sim::command::CommandRules),
        "combat" => as_rules!(crate::sim::combat::CombatRules),
        "siege" => as_rules!(crate::sim::siege::SiegeRules),
        "flood" => as_rules!(crate::sim::flood::FloodRules),
        "supply" => as_rules!(crate::sim::supply::SupplyRules),
        "fodder" => as_rules!(crate::sim::fodder::FodderRules),
        "market" => as_rules!(crate::sim::market::MarketRules),
        "morale" => as_rules!(crate::sim::morale::MoraleRules),
        _ => return None,
    })
}

fn check_terrain(kinds: &BTreeMap<String, TerrainKind>, found: &mut Findings<'_>) {
    check_keys(kinds.keys(), 200, found);
    for (id, kind) in kinds {
        found.name(&[Key(id), Field("name")], &kind.name, false);
        for (index, cost) in kind.cost.iter().enumerate() {
            if *cost != 0 && !(100..=20_000).contains(cost) {
                let what =
                    format!("a cost of {cost} permille; expected 100 to 20000, or 0 where the way is barred");
                found.error(&[Key(id), Field("cost"), Index(index)], what, "");
            }
        }
        if kind.hides > 100_000 {
            found.error(&[Key(id), Field("hides")], "more than 100000 men hidden in a square kilometer", "");
        }
    }
    if kinds.values().all(|kind| kind.cost == [0; 4]) {
        found.error(&[], "nobody can enter any ground: all costs are 0", "");
    }
}

fn check_troops(kinds: &BTreeMap<String, TroopKind>, found: &mut Findings<'_>) {
    check_keys(kinds.keys(), 200, found);
    for (id, kind) in kinds {
        found.name(&[Key(id), Field("name")], &kind.name, false);
        // With 200,000 men at most in a formation, a worth of twenty men each keeps every product far inside 64 bits.
        let fields = [
            ("speed", kind.speed, 100, 5000),
            ("missile", kind.missile, 0, 20_000),
            ("shock", kind.shock, 1, 20_000),
            ("armor", kind.armor, 1, 20_000),
            ("stolid", kind.stolid, 0, 1000),
            ("stealth", kind.stealth, 1, 10_000),
            ("load_sheng", kind.load_sheng, 0, 1000),
        ];
        for (field, value, low, high) in fields {
            if !(low..=high).contains(&value) {
                let what = format!("{value} is out of range; expected {low} to {high}");
                found.error(&[Key(id), Field(field)], what, "");
            }
        }
    }
}

fn check_climate(climate: &ClimateRules, found: &mut Findings<'_>) {
    let lengths = [("block_km", climate.block_km, 20, 2000), ("air_km", climate.air_km, 100, 5000)];
    for (field, value, low, high) in lengths {
        if !(low..=high).contains(&value) {
            found.error(&[Field(field)], format!("{value} km; expected {low} to {high}"), "");
        }
    }
    if climate.regions.is_empty() || climate.regions.len() > 200 {
        found.error(&[Field("regions")], "expected 1 to 200 climates", "");
    }
    for (id, region) in &climate.regions {
        found.id(&[Field("regions"), Key(id)], id);
        found.name(&[Field("regions"), Key(id), Field("name")], &region.name, false);
        let degrees = [("mean_c10", region.mean_c10, -600), ("swing_c10", region.swing_c10, 0)];
        let spreads = [("spell_c10", region.spell_c10, 0), ("spread_c10", region.spread_c10, 0)];
        for (field, months, low) in degrees.into_iter().chain(spreads) {
            if let Some(month) = months.iter().position(|c10| !(low..=600).contains(c10)) {
                let what = format!("{} tenths of a degree; expected {low} to 600", months[month]);
                found.error(&[Field("regions"), Key(id), Field(field), Index(month)], what, "");
            }
        }
    }
    for (month, (rise, set)) in climate.sun_min.iter().enumerate() {
        if rise >= set || *set > 1440 {
            found.error(
                &[Field("sun_min"), Index(month)],
                "the sun sets before it rises, or after midnight",
                "",
            );
        }
    }
}

fn check_keys<'k>(keys: impl ExactSizeIterator<Item = &'k String>, most: usize, found: &mut Findings<'_>) {
    if keys.len() == 0 || keys.len() > most {
        found.error(&[], format!("{} kinds; expected 1 to {most}", keys.len()), "");
    }
    for key in keys {
        found.id(&[Key(key)], key);
    }
}

/// What a rule may be, by the unit at the end of its name. Rules without one of these units are not limited.
pub fn range_of(field: &str) -> Option<(f64, f64)> {
    const UNITS: [(&str, f64, f64); 8] = [
        ("_permille_h", 0.0, 1000.0),
        ("_permille_day", 0.0, 1000.0),
        ("_permille", 0.0, 10_000.0),
        ("_ppm_h", 0.0, 1_000_000.0),
        ("_m_per_h", 100.0, 50_000.0),
        ("_m", 0.0, 200_000.0),
        ("_s", 0.0, 86_400.0),
        ("_min", 0.0, 525_600.0),
    ];
    UNITS.iter().find(|(unit, ..)| field.ends_with(unit)).map(|(_, low, high)| (*low, *high))
}

/// Every number of a file against the range of its unit.
fn check_ranges<T: serde::Serialize>(value: &T, tree: &Tree, found: &mut Findings<'_>) {
    let Ok(value) = serde_json::to_value(value) else { return };
    let mut numbers = Vec::new();
    collect(&value, &mut String::new(), &mut numbers);
    for (name, number) in numbers {
        let Some((low, high)) = range_of(field_of(&name)) else { continue };
        if !(low..=high).contains(&number) {
            let steps: Vec<Step<'_>> =
                name.split('.').map(|part| part.parse().map_or(Field(part), Index)).collect();
            let span = tree.locate(&steps);
            let what = format!("{number} is out of range; expected {low} to {high}");
            found.problems.push(super::problems::Problem::error(found.source, span, what).at(&name));
        }
    }
}

/// The last part of a rule's name that is not a number of a list.
fn field_of(name: &str) -> &str {
    name.rsplit('.').find(|part| part.parse::<usize>().is_err()).unwrap_or(name)
}

/// Names and values of all numbers inside a value.
fn collect(value: &Value, name: &mut String, numbers: &mut Vec<(String, f64)>) {
    let mut inside = |part: &str, value: &Value| {
        let length = name.len();
        if !name.is_empty() {
            name.push('.');
        }
        name.push_str(part);
        collect(value, name, numbers);
        name.truncate(length);
    };
    match value {
        Value::Object(fields) => fields.iter().for_each(|(field, value)| inside(field, value)),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(at, value)| inside(&at.to_string(), value))
        }
        Value::Number(number) => numbers.extend(number.as_f64().map(|number| (name.clone(), number))),
        _ => {}
    }
}

/// Why a rule cannot be changed so: what is wrong, and the likely fix.
pub type Why = (String, String);

/// Rules in which the rule called `name` (`ruse.lure_adds`, `ruse.pursue_permille.0`) is `number`, and the line that
/// tells of it.
///
/// # Errors
/// There is no such rule, or the number does not fit it.
pub fn with_rule(rules: &Rules, name: &str, number: f64) -> Result<(Rules, String), Why> {
    let mut whole = serde_json::to_value(rules).map_err(|error| (error.to_string(), String::new()))?;
    let pointer = format!("/{}", name.replace('.', "/"));
    let Some(Value::Number(old)) = whole.pointer(&pointer).cloned() else {
        let mut numbers = Vec::new();
        collect(&whole, &mut String::new(), &mut numbers);
        let names = numbers.iter().map(|(name, _)| name.as_str());
        return Err((format!("no rule {}", quote(name)), nearest(name, names)));
    };
    if let Some((low, high)) = range_of(field_of(name))
        && !(low..=high).contains(&number)
    {
        return Err((format!("{number} is out of range; expected {low} to {high}"), String::new()));
    }
    let new = if old.is_f64() {
        serde_json::Number::from_f64(number)
    } else {
        // Whole rules take whole numbers; beyond 2^53 an f64 is not one any more.
        let is_whole = number.fract() == 0.0 && number.abs() < 9e15;
        is_whole.then(|| serde_json::Number::from(number as i64))
    };
    let Some(new) = new else {
        return Err((format!("{number} is not a whole number, and this rule counts"), String::new()));
    };
    let told = format!("{name}: {old} -> {new}");
    if let Some(slot) = whole.pointer_mut(&pointer) {
        *slot = Value::Number(new);
    }
    let rules = serde_json::from_value(whole).map_err(|_| {
        (format!("{number} does not fit this rule, which is {old} as shipped"), String::new())
    })?;
    Ok((rules, told))
}
