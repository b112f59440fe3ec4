//! # From layers of text to the land
//!
//! Checks a map file and makes the [`Map`] of it. Sizes are checked before anything of that size is made.

use std::collections::BTreeMap;

use super::findings::{Findings, nearest};
use super::format::{ClimateFile, FORMAT, MapFile, PlaceFile, RoadFile, SideName, StreamKind};
use super::problems::Problems;
use super::rules::RuleBook;
use super::source::Source;
use super::text::quote;
use super::tree::{Step, Tree};
use super::waters;
use crate::sim::hex::{Grid, Hex, HexMap, SIDES};
use crate::sim::id::TerrainId;
use crate::sim::map::{Map, Mobility, Stream};
use crate::sim::weather::Station;
use Step::{Field, Index};

/// Fewest columns and rows.
pub const SHORTEST_SIDE: u32 = 2;
/// Most columns and rows.
pub const LONGEST_SIDE: u32 = 1000;
/// Most hexes.
pub const MOST_HEXES: u64 = 250_000;
/// Meters in a li.
const LI_M: u32 = 560;
/// Letters of the height layer, from the lowest.
const HEIGHTS: &str = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// The land of a map file.
#[derive(Debug, Clone)]
pub struct Land {
    /// Terrain, heights, roads, streams and watercourses.
    pub map: Map,
    /// Its places.
    pub places: Vec<PlaceFile>,
    /// Its climates; in a window those of the whole map.
    pub climates: Vec<Station>,
}

impl Land {
    /// What lies between two hexes given as columns and rows, the north-western and the south-eastern of a window.
    ///
    /// # Errors
    /// What is wrong with the window, and a hint.
    pub fn window(&self, from: (i32, i32), to: (i32, i32)) -> Result<Self, (String, String)> {
        let whole = self.map.grid();
        for (col, row) in [from, to] {
            if !hex(col, row).is_some_and(|hex| whole.contains(hex)) {
                return Err((format!("({col}, {row}) lies off the map"), extent(whole)));
            }
        }
        let least = SHORTEST_SIDE as i32 - 1;
        if to.0 - from.0 < least || to.1 - from.1 < least {
            let what = format!("({}, {}) does not lie south-east of ({}, {})", to.0, to.1, from.0, from.1);
            let hint = "write the north-west corner first; a window has at least 2 columns and 2 rows";
            return Err((what, hint.to_owned()));
        }
        let [west, north] = [from.0, from.1].map(|at| at as u16);
        let [width, height] = [to.0 - from.0 + 1, to.1 - from.1 + 1].map(|count| count as u16);
        let window = Grid { west, north, width, height };
        let map = self.map.window(window).expect("both corners lie on the map");
        let inside = |place: &&PlaceFile| hex(place.at.0, place.at.1).is_some_and(|hex| window.contains(hex));
        let places = self.places.iter().filter(inside).cloned().collect();
        Ok(Self { map, places, climates: self.climates.clone() })
    }
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
    let levels = waters::levels(file, grid, &mut found);
    let courses = waters::courses(file, grid, &mut found);
    found.ids("places", file.places.iter().map(|place| place.id.as_str()));
    let land = terrain.zip(heights).and_then(|(terrain, heights)| {
        let kinds = book.terrain.iter().map(|(_, kind)| kind.clone()).collect();
        let terrain = HexMap::from_rows(grid, terrain)?;
        let heights = HexMap::from_rows(grid, heights)?;
        let mut map = Map::new(file.hex_m, kinds, terrain, heights);
        levels.into_iter().for_each(|levels| map.level(levels));
        courses.into_iter().for_each(|course| map.lead(course));
        streams(file, &mut map, &mut found);
        roads(file, &mut map, &mut found);
        places(file, &map, &mut found);
        let climates = climates(file, grid, book, &mut found);
        Some(Land { map, places: file.places.clone(), climates })
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
    Some(Grid::new(width as u16, height as u16))
}

/// Checks that a layer has as many rows, and each row as many letters, as the size says at `each` letters a hex.
fn is_rectangle(
    rows: &[String],
    path: &[Step<'_>],
    grid: Grid,
    each: usize,
    found: &mut Findings<'_>,
) -> bool {
    let mut good = true;
    if rows.len() != usize::from(grid.height) {
        let what = format!("{} rows; the size says {}", rows.len(), grid.height);
        found.error(path, what, "add or remove rows, or correct `size`");
        good = false;
    }
    for (row, line) in rows.iter().enumerate() {
        let letters = line.chars().count();
        if letters != usize::from(grid.width) * each {
            let each = if each == 1 { String::new() } else { format!(" of {each}") };
            let what = format!("row {row} has {letters} letters; the size says {} columns{each}", grid.width);
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
    let is_rectangle = is_rectangle(&file.terrain, &[Field("terrain")], grid, 1, found);
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
    let each = usize::from(file.heights.letters.max(1));
    let base = HEIGHTS.len() as i64;
    for (row, line) in file.heights.rows.iter().enumerate() {
        let letters: Vec<char> = line.chars().collect();
        for (col, code) in letters.chunks(each).enumerate() {
            let digit = |letter: &char| HEIGHTS.chars().position(|known| known == *letter);
            let steps = code.iter().try_fold(0, |steps, letter| Some(steps * base + digit(letter)? as i64));
            let meters =
                steps.map(|steps| i64::from(file.heights.base_m) + steps * i64::from(file.heights.step_m));
            match meters.and_then(|meters| i16::try_from(meters).ok()) {
                Some(meters) => heights.push(meters),
                None => {
                    let code: String = code.iter().collect();
                    let what = format!("no height is called {} (row {row}, column {col})", quote(&code));
                    let path = [Field("heights"), Field("rows"), Index(row)];
                    found.error_in_text(
                        &path,
                        col * each,
                        what,
                        "heights are written a to z and then A to Z",
                    );
                    good = false;
                }
            }
        }
    }
    let rows = [Field("heights"), Field("rows")];
    let is_rectangle = is_rectangle(&file.heights.rows, &rows, grid, each, found);
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
                Some((a, b)) => {
                    map.set_edge(a, b, kind);
                    if stream.great {
                        map.make_great(a, b);
                    }
                }
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
        let mut steps = Vec::new();
        for (at, (col, row)) in road.through.iter().enumerate() {
            let path = [Field("roads"), Index(index), Field("through"), Index(at)];
            let Some(here) = hex(*col, *row).filter(|hex| map.grid().contains(*hex)) else {
                found.error(&path, format!("({col}, {row}) lies off the map"), extent(map.grid()));
                before = None;
                continue;
            };
            let way: Vec<Hex> = before.map_or(vec![here], |before| before.line_to(here).collect());
            for pair in way.windows(2) {
                steps.push((pair[0], pair[1]));
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
        lay(road, &steps, map, &[Field("roads"), Index(index), Field("li")], found);
    }
}

/// Lays the steps of a road; where its length is given, they share it.
fn lay(road: &RoadFile, steps: &[(Hex, Hex)], map: &mut Map, path: &[Step<'_>], found: &mut Findings<'_>) {
    let count = steps.len().max(1) as u32;
    let Some(li) = road.li else {
        steps.iter().for_each(|(a, b)| map.lay_road(*a, *b));
        return;
    };
    let step_m = li * LI_M / count;
    if !(map.hex_m / 2..=map.hex_m * 4).contains(&step_m) {
        let least = (count * map.hex_m / LI_M).max(1);
        let what = format!("{li} li for {count} steps; straight they would be {least} li");
        found.error(path, what, "a road has between half and four times the length of its steps");
    }
    steps.iter().for_each(|(a, b)| map.lay_winding_road(*a, *b, step_m));
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

fn climates(file: &MapFile, grid: Grid, book: &RuleBook, found: &mut Findings<'_>) -> Vec<Station> {
    let known: Vec<&str> = book.rules.climate.regions.keys().map(String::as_str).collect();
    let station = |(index, climate): (usize, &ClimateFile)| {
        let path = |field| [Field("climates"), Index(index), Field(field)];
        let region = known.iter().position(|id| *id == climate.id);
        if region.is_none() {
            let what = format!("no climate {}", quote(&climate.id));
            found.error(&path("id"), what, nearest(&climate.id, known.iter().copied()));
        }
        let (col, row) = climate.at;
        let at = hex(col, row).filter(|hex| grid.contains(*hex));
        if at.is_none() {
            found.error(&path("at"), format!("({col}, {row}) lies off the map"), extent(grid));
        }
        Some(Station { region: region? as u8, at: at? })
    };
    file.climates.iter().enumerate().filter_map(station).collect()
}

/// The number of a side.
pub(super) fn side_index(side: SideName) -> usize {
    side as usize
}

/// The hex of a column and row, if they are not absurd.
pub(super) fn hex(col: i32, row: i32) -> Option<Hex> {
    let sane = 0..LONGEST_SIDE as i32;
    (sane.contains(&col) && sane.contains(&row)).then(|| Grid::hex(col, row))
}

/// The extent of a map, for hints.
pub(super) fn extent(grid: Grid) -> String {
    let (columns, rows) = (grid.columns(), grid.rows());
    format!("columns are {} to {}, rows {} to {}", columns.start, columns.end - 1, rows.start, rows.end - 1)
}
