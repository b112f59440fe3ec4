//! # From rows of numbers to level ground, and from sides of hexes to watercourses
//!
//! Checks what a map file says of them. Water runs downhill, from side to side, between its banks.

use super::findings::Findings;
use super::format::{MapFile, SideName, WaterFile};
use super::land::{LONGEST_SIDE, extent, side_index};
use super::tree::Step::{self, Field, Index};
use crate::sim::course::{Course, Reach};
use crate::sim::hex::{Grid, HexMap};
use crate::sim::register::Name;

/// Lowest and highest level, decimeters above the sea.
const LEVELS_DM: std::ops::RangeInclusive<i32> = -5_000..=90_000;
/// By how much a bed may rise from side to side, decimeters: levels are rounded.
const ROUNDED_DM: i32 = 1;

/// The level of the ground of every hex; `None` where the file has no levels, or wrong ones.
pub(super) fn levels(file: &MapFile, grid: Grid, found: &mut Findings<'_>) -> Option<HexMap<i32>> {
    if file.levels.is_empty() {
        return None;
    }
    let path = Field("levels");
    if file.levels.len() != usize::from(grid.height) {
        let what = format!("{} rows; the size says {}", file.levels.len(), grid.height);
        found.error(&[path], what, "add or remove rows, or correct `size`");
    }
    for (row, line) in file.levels.iter().enumerate() {
        if line.len() != usize::from(grid.width) {
            let what = format!("row {row} has {} numbers; the size says {} columns", line.len(), grid.width);
            found.error(&[path, Index(row)], what, "one number a hex");
        }
    }
    HexMap::from_rows(grid, file.levels.concat())
}

/// The watercourses of the file, as far as they can be told.
pub(super) fn courses(file: &MapFile, grid: Grid, found: &mut Findings<'_>) -> Vec<Course> {
    found.ids("waters", file.waters.iter().map(|water| water.id.as_str()));
    file.waters.iter().enumerate().map(|(index, water)| course(index, water, grid, found)).collect()
}

fn course(index: usize, water: &WaterFile, grid: Grid, found: &mut Findings<'_>) -> Course {
    let path = |field| [Field("waters"), Index(index), Field(field)];
    found.name(&path("name"), &water.name, false);
    found.name(&path("hanzi"), &water.hanzi, true);
    let mut reaches: Vec<Reach> = Vec::new();
    // The side before; none after one that lies off the map.
    let mut before: Option<Reach> = None;
    for (piece, (col, row, side, bed_dm, bank_dm, crest_dm)) in water.reaches.iter().copied().enumerate() {
        let path = [Field("waters"), Index(index), Field("reaches"), Index(piece)];
        let reach = reach((col, row, side), (bed_dm, bank_dm, crest_dm), grid, &path, found);
        if let Some((before, reach)) = before.zip(reach) {
            follows(before, reach, &path, found);
        }
        before = reach;
        reaches.extend(reach);
    }
    let name = Name { id: water.id.clone(), latin: water.name.clone(), hanzi: water.hanzi.clone() };
    Course {
        name,
        width_m: water.width_m,
        deep_dm: water.deep_dm,
        full_m3_s: water.full_m3_s,
        flow: water.flow,
        reaches,
    }
}

/// One side, unless it lies off the map; `levels` are those of bed, bank and crest.
fn reach(
    (col, row, side): (i32, i32, SideName),
    levels: (i32, i32, Option<i32>),
    grid: Grid,
    path: &[Step<'_>],
    found: &mut Findings<'_>,
) -> Option<Reach> {
    let (bed_dm, bank_dm, crest_dm) = levels;
    let named = [("bed", Some(bed_dm)), ("bank", Some(bank_dm)), ("crest", crest_dm)];
    for (name, level) in named.iter().filter_map(|(name, level)| Some((name, (*level)?))) {
        if !LEVELS_DM.contains(&level) {
            let what =
                format!("a {name} at {level} dm; expected {} to {}", LEVELS_DM.start(), LEVELS_DM.end());
            found.error(path, what, "levels are decimeters above the sea");
        }
    }
    if bed_dm >= bank_dm {
        let what = format!("the bed, {bed_dm} dm, is not lower than the bank, {bank_dm} dm");
        found.error(path, what, "write the bed, then the bank, then the crest");
    }
    if let Some(crest_dm) = crest_dm.filter(|crest_dm| *crest_dm < bank_dm) {
        let what = format!("the crest, {crest_dm} dm, is lower than the bank, {bank_dm} dm");
        found.error(path, what, "write `None` where there is no dike");
    }
    // The hex that it is written with may lie just off the map, if the other bank is on it.
    let near = -1..=LONGEST_SIDE as i32;
    let hex = (near.contains(&col) && near.contains(&row)).then(|| Grid::hex(col, row));
    let side = side_index(side) as u8;
    let reach = hex.map(|hex| Reach { hex, side, bed_dm, bank_dm, crest_dm });
    let reach = reach.filter(|reach| reach.banks().into_iter().any(|hex| grid.contains(hex)));
    if reach.is_none() {
        found.error(path, "both banks of this side lie off the map", extent(grid));
    }
    reach
}

/// Water runs from side to side, and not uphill.
fn follows(before: Reach, reach: Reach, path: &[Step<'_>], found: &mut Findings<'_>) {
    if !reach.touches(before) {
        let what = "this side does not touch the one before";
        found.error(path, what, "list the sides one after the other, as the water runs");
    }
    if reach.bed_dm.saturating_sub(before.bed_dm) > ROUNDED_DM {
        let (from, to) = (before.bed_dm, reach.bed_dm);
        let what = format!("water would flow uphill: the bed rises from {from} to {to} dm");
        found.error(path, what, "list the sides as the water runs, or correct a level");
    }
}
