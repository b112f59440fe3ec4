//! A described basin: ground, water, dikes with breaches and gates, and what comes in.

use serde::{Deserialize, Serialize};

use crate::sim::flood::{Basin, Bed, Breach, Dike, Edge};
use crate::sim::hex::{Grid, Hex, side_towards};

/// Most cells.
const MOST_CELLS: usize = 4_000_000;
/// Longest time that is reckoned, seconds.
pub(super) const LONGEST_S: f64 = 90.0 * 86_400.0;
/// Levels of ground, water and dikes, meters.
const LEVELS: (f64, f64) = (-10_000.0, 10_000.0);
/// Most water in all, liters: what a balance can count.
pub(super) const MOST_LITERS: f64 = 9e18;

/// A described basin.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// What it is about.
    pub title: String,
    /// Columns and rows of hexes; odd rows lie half a hex further east, row 0 in the north.
    pub grid: (u16, u16),
    /// Width of a hex from side to side, meters.
    pub hex_m: f64,
    /// What lies beyond the edges.
    #[serde(default)]
    pub edges: Edges,
    /// The ground; of several that hold a cell the last counts.
    pub ground: Vec<Ground>,
    /// Water at the start.
    #[serde(default)]
    pub water: Vec<Water>,
    /// Water that is let in.
    #[serde(default)]
    pub inflows: Vec<Inflow>,
    /// Rain on every cell: millimeters an hour, from and until when, seconds.
    #[serde(default)]
    pub rain: Vec<(f64, f64, f64)>,
    /// What seeps away under water, millimeters an hour.
    #[serde(default)]
    pub seeps_mm_h: f64,
    /// Dikes, with breaches and gates.
    #[serde(default)]
    pub dikes: Vec<Wall>,
    /// How long it is watched, seconds.
    pub run_s: f64,
    /// How often it is told, seconds.
    pub every_s: f64,
    /// Cells that are told of.
    #[serde(default)]
    pub watch: Vec<(String, (i32, i32))>,
    /// Lines of cells that are told of at the end.
    #[serde(default)]
    pub profiles: Vec<((i32, i32), (i32, i32))>,
}

/// What lies beyond each edge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Edges {
    /// North.
    pub north: Beyond,
    /// East.
    pub east: Beyond,
    /// South.
    pub south: Beyond,
    /// West.
    pub west: Beyond,
}

/// What lies beyond an edge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Beyond {
    /// A smooth wall.
    #[default]
    Wall,
    /// Water runs off as it comes.
    Open,
    /// The opposite edge; for north and south together, with an even number of rows.
    Round,
}

/// Some of the cells.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Where {
    /// All.
    All,
    /// These: column and row.
    Cells(Vec<(i32, i32)>),
    /// Columns and rows from the first to the last, both among them.
    Rect((i32, i32), (i32, i32)),
    /// Those whose middle lies on the far side of a point, in the direction of a vector: meters east and north of the middle
    /// of the cell (0, 0).
    Beyond((f64, f64), (f64, f64)),
    /// Those whose middle lies so near to a point, meters.
    Near((f64, f64), f64),
}

/// Ground of some cells.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ground {
    /// Which.
    #[serde(rename = "where", default = "all")]
    pub cells: Where,
    /// Its level.
    pub level: Level,
    /// Manning's n, s/m^(1/3).
    #[serde(default)]
    pub roughness: f64,
}

/// A level of ground, meters.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// The same everywhere.
    Flat(f64),
    /// At the middle of the cell (0, 0), and what each meter to the east and to the north adds.
    Slope(f64, f64, f64),
    /// Uneven: the mean, how far it goes up and down, and a seed.
    Rough(f64, f64, u64),
    /// Row by row of the whole grid.
    Rows(Vec<Vec<f64>>),
}

/// Water at the start.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Water {
    /// Where.
    #[serde(rename = "where", default = "all")]
    pub cells: Where,
    /// Level of its surface, meters.
    pub level_m: f64,
    /// Speed to the east and to the north, m/s.
    #[serde(default)]
    pub speed: (f64, f64),
}

/// Water that is let in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Inflow {
    /// Where; each of the cells gets the same part.
    #[serde(rename = "where")]
    pub cells: Where,
    /// How much in all, m³/s.
    pub m3_s: f64,
    /// From when, seconds.
    #[serde(default)]
    pub from_s: f64,
    /// Until when; without it, to the end.
    #[serde(default)]
    pub until_s: Option<f64>,
}

/// A dike on the faces between some cells and all others.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wall {
    /// The cells it stands around.
    pub around: Where,
    /// Level of its crest, meters.
    pub crest_m: f64,
    /// Where it breaks, is cut, or has a gate.
    #[serde(default)]
    pub gaps: Vec<Gap>,
}

/// A breach, or a gate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gap {
    /// The face between these two neighboring cells.
    pub between: ((i32, i32), (i32, i32)),
    /// When it begins, seconds.
    pub from_s: f64,
    /// How long it grows, seconds.
    #[serde(default)]
    pub grows_s: f64,
    /// When it is shut again, seconds; without it, never.
    #[serde(default)]
    pub until_s: Option<f64>,
    /// How wide it grows, meters; not wider than the face.
    pub width_m: f64,
    /// Level of its bottom in the end, meters.
    pub bottom_m: f64,
}

fn all() -> Where {
    Where::All
}

/// A number of a case, if it lies between two others.
pub(super) fn within(name: &str, value: f64, (least, most): (f64, f64), unit: &str) -> Result<(), String> {
    let good = value.is_finite() && (least..=most).contains(&value);
    if good { Ok(()) } else { Err(format!("{name} is {value}, expected {least} to {most} {unit}")) }
}

/// The basin of a case as it is before time begins.
///
/// # Errors
/// What is wrong with the case.
pub(super) fn basin(case: &Case) -> Result<Basin, String> {
    let (width, height) = case.grid;
    let cells_in_all = usize::from(width) * usize::from(height);
    if cells_in_all == 0 || cells_in_all > MOST_CELLS {
        return Err(format!("grid has {cells_in_all} cells, expected 1 to {MOST_CELLS}"));
    }
    within("hex_m", case.hex_m, (0.01, 100_000.0), "meters")?;
    let grid = Grid::new(width, height);
    let Edges { north, east, south, west } = case.edges;
    let round = [north, south].map(|edge| edge == Beyond::Round);
    if [east, west].contains(&Beyond::Round) || round[0] != round[1] || round[0] && height % 2 == 1 {
        return Err("only north and south can be round, both of them, over an even number of rows".to_owned());
    }
    let edge = |beyond: Beyond| match beyond {
        Beyond::Wall => Edge::Wall,
        Beyond::Open => Edge::Open,
        Beyond::Round => Edge::Round,
    };
    let mut beds: Vec<Option<Bed>> = vec![None; cells_in_all];
    let dry = vec![Bed { level_m: 0.0, roughness: 0.0 }; cells_in_all];
    let edges = [edge(north), edge(east), edge(south), edge(west)];
    let blank = Basin::new(grid, case.hex_m, dry, edges);
    for ground in &case.ground {
        within("roughness", ground.roughness, (0.0, 1.0), "s/m^(1/3)")?;
        for cell in cells(&blank, &ground.cells)? {
            let level_m = level(&ground.level, &blank, cell)?;
            within("a level of ground", level_m, LEVELS, "meters")?;
            beds[cell] = Some(Bed { level_m, roughness: ground.roughness });
        }
    }
    let beds: Option<Vec<Bed>> = beds.into_iter().collect();
    let beds = beds.ok_or("some cells have no ground; begin with (where: all, level: flat(0.0))")?;
    let mut basin = Basin::new(grid, case.hex_m, beds, edges);
    let square_m = case.hex_m * case.hex_m;
    let mut liters = 0.0;
    for water in &case.water {
        within("a level of water", water.level_m, LEVELS, "meters")?;
        for speed in [water.speed.0, water.speed.1] {
            within("a speed", speed, (-100.0, 100.0), "m/s")?;
        }
        for cell in cells(&basin, &water.cells)? {
            liters += (water.level_m - basin.level_m(cell)).max(0.0) * square_m * 1000.0;
            if liters > MOST_LITERS {
                return Err(format!("more water than can be counted: {MOST_LITERS} liters"));
            }
            basin.fill(cell, water.level_m);
            basin.stir(cell, water.speed.0, water.speed.1);
        }
    }
    for wall in &case.dikes {
        within("crest_m", wall.crest_m, LEVELS, "meters")?;
        let inside = cells(&basin, &wall.around)?;
        let is_inside = |cell: usize| inside.binary_search(&cell).is_ok();
        let mut gaps = Vec::new();
        for gap in &wall.gaps {
            within("from_s", gap.from_s, (0.0, LONGEST_S), "seconds")?;
            within("grows_s", gap.grows_s, (0.0, LONGEST_S), "seconds")?;
            within("width_m", gap.width_m, (0.0, 1e6), "meters")?;
            within("bottom_m", gap.bottom_m, LEVELS, "meters")?;
            let (one, other) = (hex_of(&basin, gap.between.0)?, hex_of(&basin, gap.between.1)?);
            let (Some(from), Some(to)) = (grid.index(one), grid.index(other)) else { continue };
            if side_towards(one, other).is_none() || is_inside(from) == is_inside(to) {
                return Err(format!(
                    "the dike does not run between {:?} and {:?}",
                    gap.between.0, gap.between.1
                ));
            }
            let breach = Breach {
                from_s: gap.from_s,
                grows_s: gap.grows_s,
                until_s: gap.until_s.unwrap_or(f64::INFINITY),
                width_m: gap.width_m,
                bottom_m: gap.bottom_m,
            };
            gaps.push(([from, to], breach));
        }
        for cell in inside.iter().copied() {
            for (side, there) in grid.neighbors(grid.at(cell)) {
                let Some(there) = grid.index(there).filter(|there| !is_inside(*there)) else { continue };
                let here = |ends: &[usize; 2]| ends.contains(&cell) && ends.contains(&there);
                let breach = gaps.iter().find(|(ends, _)| here(ends)).map(|(_, breach)| *breach);
                basin.set_dike(cell, side, Dike { crest_m: wall.crest_m, breach });
            }
        }
    }
    Ok(basin)
}

pub(super) fn hex_of(basin: &Basin, (col, row): (i32, i32)) -> Result<Hex, String> {
    let grid = basin.grid();
    let inside = (0..i32::from(grid.width)).contains(&col) && (0..i32::from(grid.height)).contains(&row);
    let expected =
        || format!("({col}, {row}) is off the grid of {} columns and {} rows", grid.width, grid.height);
    if inside { Ok(Grid::hex(col, row)) } else { Err(expected()) }
}

pub(super) fn cell_of(basin: &Basin, at: (i32, i32)) -> Result<usize, String> {
    let hex = hex_of(basin, at)?;
    basin.grid().index(hex).ok_or_else(|| format!("{at:?} is off the grid"))
}

/// The cells that are meant, by rising place.
pub(super) fn cells(basin: &Basin, meant: &Where) -> Result<Vec<usize>, String> {
    let grid = basin.grid();
    let those = |holds: &dyn Fn(f64, f64) -> bool| {
        let holds = |cell: &usize| {
            let (x, y) = basin.middle_m(*cell);
            holds(x, y)
        };
        (0..grid.len()).filter(holds).collect()
    };
    Ok(match meant {
        Where::All => (0..grid.len()).collect(),
        Where::Cells(list) => {
            let mut cells: Vec<usize> =
                list.iter().map(|at| cell_of(basin, *at)).collect::<Result<_, _>>()?;
            cells.sort_unstable();
            cells.dedup();
            cells
        }
        Where::Rect(from, to) => {
            cell_of(basin, *from)?;
            cell_of(basin, *to)?;
            let within = |cell: &usize| {
                let (col, row) =
                    ((cell % usize::from(grid.width)) as i32, (cell / usize::from(grid.width)) as i32);
                (from.0..=to.0).contains(&col) && (from.1..=to.1).contains(&row)
            };
            (0..grid.len()).filter(within).collect()
        }
        Where::Beyond((x0, y0), (dx, dy)) => those(&|x, y| (x - x0) * dx + (y - y0) * dy > 0.0),
        Where::Near((x0, y0), far) => those(&|x, y| (x - x0) * (x - x0) + (y - y0) * (y - y0) <= far * far),
    })
}

fn level(level: &Level, basin: &Basin, cell: usize) -> Result<f64, String> {
    let (x, y) = basin.middle_m(cell);
    Ok(match level {
        Level::Flat(level_m) => *level_m,
        Level::Slope(level_m, east, north) => level_m + x * east + y * north,
        Level::Rough(mean, reach, seed) => {
            // A number from -1 to 1 for each cell (splitmix64).
            let mut mixed = seed.wrapping_add((cell as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15));
            mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            let part = ((mixed ^ (mixed >> 31)) >> 11) as f64 / (1_u64 << 52) as f64 - 1.0;
            mean + reach * part
        }
        Level::Rows(rows) => {
            let width = usize::from(basin.grid().width);
            let (col, row) = (cell % width, cell / width);
            let value = rows.get(row).and_then(|row| row.get(col));
            *value.ok_or_else(|| format!("rows have no level for column {col} of row {row}"))?
        }
    })
}
