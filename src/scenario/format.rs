//! # What the files hold
//!
//! The form of a scenario and of a map, as an author writes them. Everything that people refer to has an id: 1 to 64
//! of `a-z`, `0-9`, `_` and `-`. Hexes are written `(column, row)`, both from 0, row 0 in the north, odd rows shifted
//! right by half a hex. Times are written `"1041-03-16 18:00"`, in the Julian calendar of the period.

mod map;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::setting::Measure;
use crate::sim::register::{SignalKind, Temperament};
use crate::sim::ruse::LureKind;
use crate::sim::walls::Walls;

pub use map::{
    ClimateFile, HeightsFile, MapFile, PlaceFile, RoadFile, SideName, StreamFile, StreamKind, WaterFile,
};

/// The version of the format that this program reads.
pub const FORMAT: u16 = 1;

/// One war.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ScenarioFile {
    /// Version of the format; 1.
    pub format: u16,
    /// The scenario's id; the file is called `<id>.ron`.
    pub id: String,
    /// Title.
    #[schemars(length(min = 1, max = 80))]
    pub title: String,
    /// Title in characters.
    #[serde(default)]
    pub hanzi: String,
    /// What the player should know before the first order.
    #[serde(default)]
    #[schemars(extend("multiline" = true))]
    pub notes: String,
    /// Where this war is written about.
    #[serde(default)]
    pub sources: Vec<String>,
    /// Id of the map: `maps/<id>.ron` beside the scenario, or `assets/maps/<id>.ron`.
    pub map: String,
    /// The part of the map where this war is fought, if not all of it: its north-western and its south-eastern hex.
    /// Hexes keep their columns and rows.
    pub window: Option<((i32, i32), (i32, i32))>,
    /// When it begins.
    pub start: String,
    /// When it ends, whatever happens.
    pub end: String,
    /// The day of its start in the Chinese calendar, as the sources give it.
    #[serde(default)]
    pub chinese_date: String,
    /// Sunrise and sunset of the season. Leave it out and they follow the date, at 38 N.
    pub daylight: Option<DaylightFile>,
    /// Length of turns and steps, from when on; the first holds from the start.
    #[schemars(length(min = 1, max = 20))]
    pub tempo: Vec<TempoFile>,
    /// Kinds of weather (ids of `assets/rules/weather.ron`) and the weight of each for any one day, 1 to 1000, over the whole
    /// land. Leave it out and each region has the weather, the heat and the cold of its season, where the map names
    /// climates.
    pub weather: Option<BTreeMap<String, u16>>,
    /// The powers at war, 2 to 8.
    #[schemars(length(min = 2, max = 8))]
    pub sides: Vec<SideFile>,
    /// Who holds places of the map at the start, and what is stored there.
    #[serde(default)]
    #[schemars(length(max = 1000))]
    pub places: Vec<HeldPlace>,
    /// Signals agreed beforehand.
    #[serde(default)]
    #[schemars(length(max = 200))]
    pub signals: Vec<SignalFile>,
    /// Commanders.
    #[serde(default)]
    #[schemars(length(max = 2000))]
    pub commanders: Vec<CommanderFile>,
    /// Bodies of men, at most 2000.
    #[schemars(length(max = 2000))]
    pub formations: Vec<FormationFile>,
    /// What lies on the ground to tempt an enemy.
    #[serde(default)]
    #[schemars(length(max = 1000))]
    pub lures: Vec<LureFile>,
    /// What each side knows of enemy formations at the start, at most 1000 reports.
    #[serde(default)]
    #[schemars(length(max = 1000))]
    pub known: Vec<KnownFile>,
    /// What each side wants, at most 200.
    #[schemars(length(max = 200))]
    pub objectives: Vec<ObjectiveFile>,
    /// Points ahead needed for each degree of victory.
    pub degrees: DegreesFile,
    /// What history recorded, for the fidelity report.
    #[serde(default)]
    pub recorded: Vec<RecordedFile>,
    /// Rules that differ here, by name: `"ruse.lure_adds": 300`; an entry of a list by its number,
    /// `"ruse.pursue_permille.0": 800`.
    #[serde(default)]
    pub rules: BTreeMap<String, f64>,
}

/// Sunrise and sunset.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DaylightFile {
    /// As `"06:00"`.
    pub sunrise: String,
    /// As `"18:00"`.
    pub sunset: String,
}

/// Length of turns and steps from a moment on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TempoFile {
    /// From when; the first begins with the war. A later one begins where a turn of the one before ends.
    pub from: String,
    /// Length of a turn, minutes; a multiple of the step.
    #[schemars(range(min = 1, max = 43_200))]
    pub turn_minutes: u32,
    /// Length of a step, minutes.
    #[schemars(range(min = 1, max = 1_440))]
    pub step_minutes: u32,
}

/// A power at war.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SideFile {
    /// Its id.
    pub id: String,
    /// Its name in Latin letters.
    pub name: String,
    /// Its name in characters.
    #[serde(default)]
    pub hanzi: String,
    /// Hexes that its beaten men run to: forts, or the edge of the map towards home.
    #[serde(default)]
    pub refuges: Vec<(i32, i32)>,
}

/// A place of the map, as it stands in this war.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HeldPlace {
    /// Id of a place of the map.
    pub id: String,
    /// Side that holds it at the start.
    pub owner: Option<String>,
    /// Grain stored there, shi (1 shi is 100 sheng and feeds a man for fifty days).
    #[serde(default)]
    #[schemars(range(min = 0, max = 10_000_000))]
    pub grain_shi: u32,
    /// Its walls, wells and people; those that are usual for such a place (`standard` in `assets/rules/siege.ron`) if
    /// left out.
    pub walls: Option<Walls>,
}

/// A signal agreed before the battle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SignalFile {
    /// Its id.
    pub id: String,
    /// What reports call it.
    pub name: String,
    /// The same in characters.
    #[serde(default)]
    pub hanzi: String,
    /// Whose men know it.
    pub side: String,
    /// By what it travels.
    pub kind: SignalKind,
    /// How far it carries, meters.
    #[schemars(range(min = 100, max = 100_000))]
    pub range_m: u32,
}

/// A commander.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CommanderFile {
    /// His id.
    pub id: String,
    /// His name in Latin letters.
    pub name: String,
    /// His name in characters.
    #[serde(default)]
    pub hanzi: String,
    /// Whose he is.
    pub side: String,
    /// 1 leads a company, 5 a whole war.
    #[schemars(range(min = 1, max = 5))]
    pub rank: u8,
    /// Skill in handling men, 1 to 9; 5 is common.
    #[schemars(range(min = 1, max = 9))]
    pub ability: u8,
    /// How he is made.
    pub temperament: Temperament,
    /// Whom he obeys; leave it out for the head of a side.
    pub superior: Option<String>,
    /// The formation he rides with. Of those who ride with one, the highest in rank leads it (of equals, the first).
    pub with: String,
    /// True when he fights in the front rank.
    #[serde(default)]
    pub fights: bool,
}

/// A body of men that moves as one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FormationFile {
    /// Its id.
    pub id: String,
    /// What reports call it.
    pub name: String,
    /// The same in characters.
    #[serde(default)]
    pub hanzi: String,
    /// Whose it is.
    pub side: String,
    /// Kind of troops: an id of `assets/rules/troops.ron`.
    pub troop: String,
    /// Men.
    #[schemars(range(min = 1, max = 200_000))]
    pub men: u32,
    /// Training and heart, 1 (levies) to 5 (guards).
    #[schemars(range(min = 1, max = 5))]
    pub quality: u8,
    /// Where it stands.
    pub at: (i32, i32),
    /// When it comes to where it stands, as `"1081-10-27 06:00"`; from the start if left out. An enemy there keeps it
    /// waiting.
    pub arrives: Option<String>,
    /// The body it is counted with in objectives and reports; its own id if left out.
    pub group: Option<String>,
    /// Days of food on the men.
    #[schemars(range(min = 0, max = 60))]
    pub days: u32,
    /// Hours since the last bite, for one that starts hungry (with `days: 0`).
    #[schemars(range(min = 0, max = 240))]
    pub hungry_hours: Option<u32>,
    /// Weariness at the start, permille.
    #[serde(default)]
    #[schemars(range(min = 0, max = 1000))]
    pub fatigue: u16,
    /// In what order it stands; formed if left out. One in ambush is hidden without saying so.
    pub posture: Option<StartPosture>,
    /// What it does on meeting the enemy; fight if left out.
    pub stance: Option<StanceFile>,
    /// Animals that it drives along.
    #[serde(default)]
    #[schemars(range(min = 0, max = 1_000_000))]
    pub herd: u32,
    /// Cash with which it can buy grain, strings (guan) of a thousand.
    #[serde(default)]
    #[schemars(range(min = 0, max = 10_000_000))]
    pub cash_strings: u32,
    /// Pack animals.
    #[serde(default)]
    #[schemars(range(min = 0, max = 1_000_000))]
    pub pack: u32,
    /// True when it carries the great banner or drum and can give signals.
    #[serde(default)]
    pub signals: bool,
    /// Ladders that it has with it.
    #[serde(default)]
    #[schemars(range(min = 0, max = 10_000))]
    pub ladders: u32,
    /// Stone throwers that it has with it.
    #[serde(default)]
    #[schemars(range(min = 0, max = 1_000))]
    pub engines: u32,
    /// Carpenters and smiths with it who can build engines.
    #[serde(default)]
    #[schemars(range(min = 0, max = 20_000))]
    pub craftsmen: u32,
}

/// The order in which a formation begins the war.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum StartPosture {
    /// In camp.
    Camp,
    /// Strung out on the march.
    Column,
    /// Deployed for battle.
    Formed,
}

/// What a formation does on meeting the enemy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum StanceFile {
    /// Gives way before an enemy that is not weaker.
    Avoid,
    /// Stands and fights where it is; follows nobody.
    Hold,
    /// Attacks enemies that come near; follows nobody far.
    Fight,
    /// Attacks what it sees and follows what runs.
    Pursue,
    /// Watches, delays and falls back before strength.
    Screen,
    /// Lies hidden until released: `ambush(signal: "left")`, or `ambush()` to wait for contact.
    Ambush {
        /// The signal that releases it.
        signal: Option<String>,
    },
    /// Lets the enemy come near, then runs as if beaten: `feign(to: (13, 32))`.
    Feign {
        /// Where the flight leads.
        to: (i32, i32),
    },
}

/// A report that a side has at the start: where an enemy formation was seen, and how many it seemed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KnownFile {
    /// The side that knows, by id.
    pub side: String,
    /// The enemy formation, by id.
    pub of: String,
    /// Where it was seen: column and row.
    pub at: (i32, i32),
    /// How many it seemed, 1 to 200000.
    #[schemars(range(min = 1, max = 200_000))]
    pub men: u32,
    /// Hours since it was seen, 0 to 48.
    #[serde(default)]
    #[schemars(range(max = 48))]
    pub hours: u32,
    /// True when it seemed to run.
    #[serde(default)]
    pub runs: bool,
}

/// Something left lying.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LureFile {
    /// Who left it.
    pub side: String,
    /// What it is.
    pub kind: LureKind,
    /// Where it lies.
    pub at: (i32, i32),
    /// Heads of animals, loads, or boxes.
    #[schemars(range(min = 1, max = 1_000_000))]
    pub heads: u32,
    /// For a box: the signal that opening it gives.
    pub signal: Option<String>,
}

/// What a side wants.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ObjectiveFile {
    /// Whose.
    pub side: String,
    /// As the player reads it.
    pub words: String,
    /// What must be so.
    pub goal: GoalFile,
    /// Points it is worth.
    #[schemars(range(min = 1, max = 1000))]
    pub points: i32,
}

/// What must be so for an objective to be met. Groups are those of formations; a formation's id names it alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum GoalFile {
    /// A place is held at the end.
    Hold {
        /// Its id.
        place: String,
    },
    /// Another side has lost so many men.
    Inflict {
        /// Whose losses.
        on: String,
        /// Dead, captured, scattered and deserted.
        men: u32,
    },
    /// Groups of formations have lost so large a share of their men together.
    Break {
        /// The groups.
        groups: Vec<String>,
        /// Share of the men they began with, permille.
        #[schemars(range(min = 1, max = 1000))]
        permille: u16,
    },
    /// Groups of formations still have so large a share of their men at the end.
    Preserve {
        /// The groups.
        groups: Vec<String>,
        /// Share of the men they began with, permille.
        #[schemars(range(min = 1, max = 1000))]
        permille: u16,
    },
    /// So many of these commanders are dead or captured.
    Fell {
        /// The commanders.
        commanders: Vec<String>,
        /// How many of them.
        #[schemars(range(min = 1, max = 250))]
        at_least: u8,
    },
}

/// Points ahead needed for each degree of victory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DegreesFile {
    /// Marginal.
    #[schemars(range(min = 1, max = 10_000))]
    pub marginal: i32,
    /// Clear.
    #[schemars(range(min = 1, max = 10_000))]
    pub clear: i32,
    /// Decisive.
    #[schemars(range(min = 1, max = 10_000))]
    pub decisive: i32,
}

/// One thing that history recorded, as a range.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordedFile {
    /// What is measured, in words.
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
