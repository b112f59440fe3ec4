//! The form of a map.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::sim::register::PlaceKind;

/// A map: layers of text, one letter a hex.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MapFile {
    /// Version of the format; 1.
    pub format: u16,
    /// The map's id; the file is called `<id>.ron`.
    pub id: String,
    /// What part of the world it shows and how true it is.
    #[serde(default)]
    #[schemars(extend("multiline" = true))]
    pub notes: String,
    /// Distance between the centers of neighboring hexes, meters.
    #[schemars(range(min = 100, max = 20_000))]
    pub hex_m: u32,
    /// Columns and rows. Each from 2 to 1000; at most 250,000 hexes in all.
    pub size: (u32, u32),
    /// Letters of the terrain layer and the kinds of ground they stand for (ids of `assets/rules/terrain.ron`).
    pub legend: BTreeMap<char, String>,
    /// The ground, row by row from the north; one letter a hex.
    pub terrain: Vec<String>,
    /// The heights, row by row from the north; one letter a hex.
    pub heights: HeightsFile,
    /// The level of the ground, row by row from the north: decimeters above the sea, one number a hex. Leave it out, and
    /// the ground is as high as `heights` says.
    #[serde(default)]
    #[schemars(inner(inner(range(min = -5_000, max = 90_000))))]
    pub levels: Vec<Vec<i32>>,
    /// Roads.
    #[serde(default)]
    #[schemars(length(max = 1000))]
    pub roads: Vec<RoadFile>,
    /// Streams, fords and bluffs on the sides of hexes; of two on one side the later counts.
    #[serde(default)]
    #[schemars(length(max = 1000))]
    pub streams: Vec<StreamFile>,
    /// Rivers and canals whose bed and banks are known. They bar nobody's way: that is what `streams` are for.
    #[serde(default)]
    #[schemars(length(max = 1000))]
    pub waters: Vec<WaterFile>,
    /// Places with a name.
    #[serde(default)]
    #[schemars(length(max = 1000))]
    pub places: Vec<PlaceFile>,
    /// Where which climate is at its purest; between such points they blend.
    #[serde(default)]
    #[schemars(length(max = 100))]
    pub climates: Vec<ClimateFile>,
}

/// Heights as letters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HeightsFile {
    /// Height of the letter `a`, meters above the sea.
    #[schemars(range(min = -500, max = 9000))]
    pub base_m: i16,
    /// Meters from letter to letter: `a` to `z`, then `A` to `Z`.
    #[schemars(range(min = 1, max = 200))]
    pub step_m: i16,
    /// Letters a hex: 1, or 2 where 52 steps are too few: `aa` is `base_m`, `ab` a step above it, `ba` 52 steps.
    #[serde(default = "one")]
    #[schemars(range(min = 1, max = 2))]
    pub letters: u8,
    /// One hex after the other.
    pub rows: Vec<String>,
}

fn one() -> u8 {
    1
}

/// A road.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RoadFile {
    /// What it is called.
    pub name: String,
    /// How long the whole road is, in li of 560 m, where it winds more than the line of hexes; its steps share it.
    #[schemars(range(min = 1, max = 10_000))]
    pub li: Option<u32>,
    /// Hexes it runs through; from one to the next it is straight.
    #[schemars(length(min = 2, max = 1000))]
    pub through: Vec<(i32, i32)>,
}

/// What runs along a side of a hex.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum StreamKind {
    /// Waded almost anywhere: it costs time.
    Brook,
    /// Too deep but at fords.
    River,
    /// A ford or bridge.
    Ford,
    /// A bank or cliff that cannot be climbed.
    Bluff,
}

/// A side of a hex.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SideName {
    /// East.
    E,
    /// North-east.
    Ne,
    /// North-west.
    Nw,
    /// West.
    W,
    /// South-west.
    Sw,
    /// South-east.
    Se,
}

/// A stream, its fords, or a line of bluffs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StreamFile {
    /// What it is called.
    pub name: String,
    /// What it is.
    pub kind: StreamKind,
    /// True for a river so great that its fords and ferries are high and low with the months; those of others only after
    /// rain. A ford on the side of a great river need not say so again.
    #[serde(default)]
    pub great: bool,
    /// Column, row and side of each piece, as `(12, 33, se)`.
    pub sides: Vec<(i32, i32, SideName)>,
}

/// A river or canal with its bed, its banks and its dikes, from where it comes in to where it leaves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WaterFile {
    /// Its id.
    pub id: String,
    /// Its name in Latin letters.
    pub name: String,
    /// Its name in characters.
    #[serde(default)]
    pub hanzi: String,
    /// How wide it is at the full, meters.
    #[schemars(range(min = 1, max = 5_000))]
    pub width_m: u32,
    /// How deep it is at the full, decimeters.
    #[schemars(range(min = 1, max = 300))]
    pub deep_dm: u32,
    /// What it carries at the full, cubic meters a second.
    #[schemars(range(min = 1, max = 100_000))]
    pub full_m3_s: u32,
    /// What comes down it in January, February and so on to December, cubic meters a second.
    #[schemars(inner(range(min = 0, max = 100_000)))]
    pub flow: [u32; 12],
    /// The sides of hexes along which it runs, one after the other as the water runs. Each has the column, row and side, and
    /// in decimeters above the sea its bed, the ground on its banks (the lower of the two) and the crest of its dikes (`None`
    /// where it has none), as `(8, 19, sw, 11319, 11347, 11350)`. One of the two hexes beside it may lie off the map.
    #[schemars(length(min = 1, max = 1000))]
    pub reaches: Vec<(i32, i32, SideName, i32, i32, Option<i32>)>,
}

/// A climate of a part of the land.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ClimateFile {
    /// Which: an id of `assets/rules/climate.ron`.
    pub id: String,
    /// Where.
    pub at: (i32, i32),
}

/// A place with a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlaceFile {
    /// Its id.
    pub id: String,
    /// Its name in Latin letters.
    pub name: String,
    /// Its name in characters.
    #[serde(default)]
    pub hanzi: String,
    /// What it is.
    pub kind: PlaceKind,
    /// Where it lies.
    pub at: (i32, i32),
}
