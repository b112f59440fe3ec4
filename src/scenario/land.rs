//! # From layers of text to the land
//!
//! Checks a map file and makes the [`Map`] of it. Sizes are checked before anything of that size is made.

use std::collections::BTreeMap;

use super::findings::{Findings, nearest};
use super::format::{FORMAT, MapFile, PlaceFile, SideName, StreamKind};
use super::problems::Problems;
use super::rules::RuleBook;
use super::source::Source;
use super::text::quote;
use super::tree::{Step, Tree};
use crate::sim::hex::{Grid, Hex, HexMap, SIDES};
use crate::sim::id::TerrainId;
use crate::sim::map::{Map, Mobility, Stream};
use Step::{Field, Index};

/// Fewest columns and rows.
pub const SHORTEST_SIDE: u32 = 2;
/// Most columns and rows.
pub const LONGEST_SIDE: u32 = 1000;
/// Most hexes.
pub const MOST_HEXES: u64 = 250_000;
/// Letters of the height layer, from the lowest.
const HEIGHTS: &str = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// The land of a map file.
#[derive(Debug, Clone)]
pub struct Land {
    /// Terrain, heights, roads and streams.
    pub map: Map,
    /// Its places.
    pub places: Vec<PlaceFile>,
}

/// Reads and checks a map. The land is there unless a problem is an error.
pub fn read(source: &Source, book: &RuleBook) -> (Option<Land>, Problems) {
    match super::load::load::<MapFile>(source) {
        Ok(loaded) => check(&loaded.value, source, &loaded.tree, book),
        Err(problems) => (None, problems),
    }
}

/// Checks a map file.
pub fn check(file: &MapFile, source: &Source, tree: &Tree, book: &RuleBook) -> (Option<Land>, Problems) {
    let mut found = Findings::new(source, tree);
    if file.format != FORMAT {
        let what =
            format!("this program reads format {FORMAT} of maps, and the file has format {}", file.format);
        found.error(&[Field("format")], what, format!("write `format: {FORMAT}`"));
    }
    found.id(&[Field("id")], &file.id);
    let Some(grid) = size(file, &mut found) else { return (None, found.problems) };
    let terrain = terrain(file, grid, book, &mut found);
    let heights = heights(file, grid, &mut found);
    found.ids("places", file.places.iter().map(|place| place.id.as_str()));
    let land = terrain.zip(heights).and_then(|(terrain, heights)| {
        let kinds = book.terrain.iter().map(|(_, kind)| kind.clone()).collect();
        let terrain = HexMap::from_rows(grid, terrain)?;
        let heights = HexMap::from_rows(grid, heights)?;
        let mut map = Map::new(file.hex_m, kinds, terrain, heights);
        streams(file, &mut map, &mut found);
        roads(file, &mut map, &mut found);
        places(file, &map, &mut found);
        Some(Land { map, places: file.places.clone() })
    });
    let usable = !found.problems.has_errors();
    (land.filter(|_| usable), found.problems)
}

fn size(file: &MapFile, found: &mut Findings<'_>) -> Option<Grid> {
    let (width, height) = file.size;
    let hexes = u64::from(width) * u64::from(height);
    let sides = SHORTEST_SIDE..=LONGEST_SIDE;
    if !sides.contains(&width) || !sides.contains(&height) {
        let what = format!("a map has {SHORTEST_SIDE} to {LONGEST_SIDE} columns and as many rows");
        found.error(&[Field("size")], what, "");
        return None;
    }
    if hexes > MOST_HEXES {
        found.error(
            &[Field("size")],
            format!("{hexes} hexes; a map has at most {MOST_HEXES}"),
            "make the hexes larger",
        );
        return None;
    }
    Some(Grid { width: width as u16, height: height as u16 })
}

/// Checks that a layer has as many rows, and each row as many letters, as the size says.
fn is_rectangle(rows: &[String], path: &[Step<'_>], grid: Grid, found: &mut Findings<'_>) -> bool {
    let mut good = true;
    if rows.len() != usize::from(grid.height) {
        let what = format!("{} rows; the size says {}", rows.len(), grid.height);
        found.error(path, what, "add or remove rows, or correct `size`");
        good = false;
    }
    for (row, line) in rows.iter().enumerate() {
        let letters = line.chars().count();
        if letters != usize::from(grid.width) {
            let what = format!("row {row} has {letters} letters; the size says {} columns", grid.width);
            found.error(&[path, &[Index(row)]].concat(), what, "");
            good = false;
        }
    }
    good
}

fn terrain(file: &MapFile, grid: Grid, book: &RuleBook, found: &mut Findings<'_>) -> Option<Vec<TerrainId>> {
    let mut letters = BTreeMap::new();
    let mut good = true;
    for (letter, id) in &file.legend {
        let key = letter.to_string();
        match book.terrain.iter().position(|(known, _)| known == id) {
            Some(index) => {
                letters.insert(*letter, TerrainId(index as u8));
            }
            None => {
                let known = book.terrain.iter().map(|(known, _)| known.as_str());
                let hint = nearest(id, known);
                found.error(
                    &[Field("legend"), Step::Key(&key)],
                    format!("no kind of ground {}", quote(id)),
                    hint,
                );
                good = false;
            }
        }
        if letter.is_whitespace() || *letter == '"' || *letter == '\\' {
            let what = format!("the letter {letter:?} cannot stand for ground");
            found.error(&[Field("legend"), Step::Key(&key)], what, "use a visible letter");
            good = false;
        }
    }
    let mut ground = Vec::new();
    for (row, line) in file.terrain.iter().enumerate() {
        for (col, letter) in line.chars().enumerate() {
            match letters.get(&letter) {
                Some(id) => ground.push(*id),
                None if file.legend.contains_key(&letter) => {}
                None => {
                    let legend: Vec<String> =
                        (file.legend.iter().take(20)).map(|(letter, id)| format!("{letter} {id}")).collect();
                    let what = format!(
                        "no ground is called {} (row {row}, column {col})",
                        quote(&letter.to_string())
                    );
                    let path = [Field("terrain"), Index(row)];
                    found.error_in_text(&path, col, what, format!("the legend has: {}", legend.join(", ")));
                    good = false;
                }
            }
        }
    }
    let is_rectangle = is_rectangle(&file.terrain, &[Field("terrain")], grid, found);
    let passable = |id: &TerrainId| book.terrain[id.index()].1.cost.iter().any(|cost| *cost > 0);
    if good && is_rectangle && !ground.iter().any(passable) {
        found.error(
            &[Field("terrain")],
            "nobody can go anywhere on this map: all its ground bars the way",
            "",
        );
        return None;
    }
    (good && is_rectangle).then_some(ground)
}

fn heights(file: &MapFile, grid: Grid, found: &mut Findings<'_>) -> Option<Vec<i16>> {
    let mut good = true;
    let mut heights = Vec::new();
    for (row, line) in file.heights.rows.iter().enumerate() {
        for (col, letter) in line.chars().enumerate() {
            let step = HEIGHTS.chars().position(|known| known == letter);
            let meters = step
                .map(|step| i64::from(file.heights.base_m) + step as i64 * i64::from(file.heights.step_m));
            match meters.and_then(|meters| i16::try_from(meters).ok()) {
                Some(meters) => heights.push(meters),
                None => {
                    let what = format!(
                        "no height is called {} (row {row}, column {col})",
                        quote(&letter.to_string())
                    );
                    let path = [Field("heights"), Field("rows"), Index(row)];
                    found.error_in_text(&path, col, what, "heights are written a to z and then A to Z");
                    good = false;
                }
            }
        }
    }
    let is_rectangle = is_rectangle(&file.heights.rows, &[Field("heights"), Field("rows")], grid, found);
    (good && is_rectangle).then_some(heights)
}

fn streams(file: &MapFile, map: &mut Map, found: &mut Findings<'_>) {
    for (index, stream) in file.streams.iter().enumerate() {
        let kind = match stream.kind {
            StreamKind::Brook => Stream::Brook,
            StreamKind::River => Stream::River,
            StreamKind::Ford => Stream::Ford,
            StreamKind::Bluff => Stream::Bluff,
        };
        found.name(&[Field("streams"), Index(index), Field("name")], &stream.name, true);
        for (piece, (col, row, side)) in stream.sides.iter().enumerate() {
            let hex = hex(*col, *row);
            let there = hex.map(|hex| (hex, hex + SIDES[side_index(*side)]));
            match there.filter(|(a, b)| map.grid().contains(*a) && map.grid().contains(*b)) {
                Some((a, b)) => map.set_edge(a, b, kind),
                None => {
                    let path = [Field("streams"), Index(index), Field("sides"), Index(piece)];
                    found.error(
                        &path,
                        "this side does not lie between two hexes of the map",
                        extent(map.grid()),
                    );
                }
            }
        }
    }
}

fn roads(file: &MapFile, map: &mut Map, found: &mut Findings<'_>) {
    for (index, road) in file.roads.iter().enumerate() {
        found.name(&[Field("roads"), Index(index), Field("name")], &road.name, true);
        let mut before: Option<Hex> = None;
        for (at, (col, row)) in road.through.iter().enumerate() {
            let path = [Field("roads"), Index(index), Field("through"), Index(at)];
            let Some(here) = hex(*col, *row).filter(|hex| map.grid().contains(*hex)) else {
                found.error(&path, format!("({col}, {row}) lies off the map"), extent(map.grid()));
                before = None;
                continue;
            };
            let way: Vec<Hex> = before.map_or(vec![here], |before| before.line_to(here).collect());
            for pair in way.windows(2) {
                map.lay_road(pair[0], pair[1]);
                let (col, row) = Grid::col_row(pair[1]);
                match map.edge_between(pair[0], pair[1]) {
                    Stream::River => {
                        found.error(
                            &path,
                            format!("on its way here, into ({col}, {row}), the road crosses a river"),
                            "add a ford on that side",
                        );
                    }
                    Stream::Bluff => {
                        found.error(
                            &path,
                            format!("on its way here, into ({col}, {row}), the road runs over a bluff"),
                            "lead it around",
                        );
                    }
                    _ => {}
                }
            }
            if let Some(hex) = way.iter().find(|hex| map.kind(**hex).cost_for(Mobility::Foot).is_none()) {
                let (col, row) = Grid::col_row(*hex);
                let what = format!("the road runs over {} at ({col}, {row})", map.kind(*hex).name);
                found.error(&path, what, "lead it around");
            }
            before = Some(here);
        }
    }
}

fn places(file: &MapFile, map: &Map, found: &mut Findings<'_>) {
    let mut taken: BTreeMap<(i32, i32), &str> = BTreeMap::new();
    for (index, place) in file.places.iter().enumerate() {
        let path = |field| [Field("places"), Index(index), Field(field)];
        found.name(&path("name"), &place.name, false);
        found.name(&path("hanzi"), &place.hanzi, true);
        let (col, row) = place.at;
        match hex(col, row).filter(|hex| map.grid().contains(*hex)) {
            None => {
                let what = format!("`{}` at ({col}, {row}) lies off the map", place.id);
                found.error(&path("at"), what, extent(map.grid()));
            }
            Some(hex) if map.kind(hex).cost_for(Mobility::Foot).is_none() => {
                let what = format!("`{}` stands on {}, which nobody can enter", place.id, map.kind(hex).name);
                found.error(&path("at"), what, "");
            }
            Some(_) => {}
        }
        if let Some(other) = taken.insert(place.at, &place.id) {
            let what = format!("`{}` stands in the same hex as `{other}`", place.id);
            found.error(&path("at"), what, "one place a hex");
        }
    }
}

fn side_index(side: SideName) -> usize {
    side as usize
}

/// The hex of a column and row, if they are not absurd.
pub(super) fn hex(col: i32, row: i32) -> Option<Hex> {
    let sane = 0..LONGEST_SIDE as i32;
    (sane.contains(&col) && sane.contains(&row)).then(|| Grid::hex(col, row))
}

/// The extent of a map, for hints.
pub(super) fn extent(grid: Grid) -> String {
    format!("columns are 0 to {}, rows 0 to {}", grid.width - 1, grid.height - 1)
}
