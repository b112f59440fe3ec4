//! Cells with water in them, and what a step of time does to it.

use std::collections::BTreeMap;

use super::face::{DRY_M, Dike};
use crate::sim::hex::{Grid, SIDES};

/// No cell lies there.
pub(super) const NOWHERE: u32 = u32::MAX;
/// Half the square root of three.
pub(super) const SIN_60: f64 = 0.866_025_403_784_438_6;
/// Which way each side looks, north up.
pub(super) const NORMALS: [(f64, f64); 6] =
    [(1.0, 0.0), (0.5, SIN_60), (-0.5, SIN_60), (-1.0, 0.0), (-0.5, -SIN_60), (0.5, -SIN_60)];
/// Liters in a cubic meter.
pub(super) const LITERS: f64 = 1000.0;
/// Depth below which speeds fade out, so that drops do not fly, meters.
pub(super) const FILM_M: f64 = 1e-3;

/// Ground of a cell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bed {
    /// Level, meters.
    pub level_m: f64,
    /// Manning's n, s/m^(1/3).
    pub roughness: f64,
}

/// What the edge of the grid is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Edge {
    /// A smooth wall.
    #[default]
    Wall,
    /// Water runs out as it comes.
    Open,
    /// The other end of the grid, row by row: only for north and south.
    Round,
}

/// Where all water came from and went, liters: `start + inflow + rain = now + outflow + seeped`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
pub struct Balance {
    /// At the start.
    pub start: i64,
    /// Let in.
    pub inflow: i64,
    /// Rained.
    pub rain: i64,
    /// In the cells.
    pub now: i64,
    /// Run off over open edges, or drawn.
    pub outflow: i64,
    /// Seeped away.
    pub seeped: i64,
}

/// What the faces of a cell see of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Seen {
    pub(super) level_m: f64,
    pub(super) depth_m: f64,
    pub(super) east: f64,
    pub(super) north: f64,
}

/// One face through which water went in this step.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stream {
    pub(super) from: u32,
    /// `NOWHERE` over an edge.
    pub(super) to: u32,
    /// Place of its carried part of a liter.
    pub(super) key: usize,
    /// Liters, and parts of one.
    pub(super) liters: f64,
    /// What it pushes the one and the other cell with, m²/s to the east and to the north.
    pub(super) pushes: [(f64, f64); 2],
}

/// Cells and the water in them.
#[derive(Debug, Clone)]
pub struct Basin {
    pub(super) grid: Grid,
    pub(super) area_m2: f64,
    pub(super) face_m: f64,
    pub(super) edges: [Edge; 4],
    pub(super) beds: Vec<Bed>,
    pub(super) neighbors: Vec<[u32; 6]>,
    /// Which way the walls of a cell stand, where it has any.
    pub(super) walls: BTreeMap<u32, (f64, f64)>,
    pub(super) dikes: BTreeMap<(u32, usize), Dike>,
    pub(super) liters: Vec<i64>,
    /// Depth times speed to the east and to the north, m²/s.
    pub(super) momentum: Vec<(f64, f64)>,
    /// Parts of a liter that a face still has to let through.
    pub(super) parts: Vec<f64>,
    /// Parts of a liter of rain that each cell has yet to get, and of seepage that it has yet to lose.
    pub(super) drops: Vec<f64>,
    pub(super) thirst: Vec<f64>,
    /// Cells with water, by rising place.
    pub(super) wet: Vec<u32>,
    /// Level and speed of the water of each cell as the step began; of the bed where it is dry.
    pub(super) seen: Vec<Seen>,
    pub(super) now_s: f64,
    pub(super) balance: Balance,
    /// Steps so far.
    pub(super) steps: u64,
    /// The swiftest water as the step began, m/s.
    pub(super) swiftest: f64,
    // Scratch of a step.
    pub(super) streams: Vec<Stream>,
    pub(super) leaving: Vec<f64>,
    pub(super) drained: Vec<bool>,
    pub(super) pushed: Vec<(f64, f64)>,
}

impl Basin {
    /// Dry ground: hexes `hex_m` meters across, a bed for each, row by row; what lies beyond its north, east, south and
    /// west edge.
    ///
    /// # Panics
    /// When there is not one bed for every hex.
    pub fn new(grid: Grid, hex_m: f64, beds: Vec<Bed>, edges: [Edge; 4]) -> Self {
        assert_eq!(beds.len(), grid.len(), "a bed for every hex");
        let cells = grid.len();
        let neighbors: Vec<[u32; 6]> = (0..cells).map(|cell| around(grid, cell, edges)).collect();
        let mut walls = BTreeMap::new();
        for (cell, around) in neighbors.iter().enumerate() {
            let (mut x, mut y) = (0.0, 0.0);
            for (side, there) in around.iter().enumerate() {
                if *there == NOWHERE && edges[edge_of(grid, cell, side)] != Edge::Open {
                    x += NORMALS[side].0;
                    y += NORMALS[side].1;
                }
            }
            let long = (x * x + y * y).sqrt();
            if long > 1e-9 {
                walls.insert(cell as u32, (x / long, y / long));
            }
        }
        let dry = |bed: &Bed| Seen { level_m: bed.level_m, depth_m: 0.0, east: 0.0, north: 0.0 };
        let seen = beds.iter().map(dry).collect();
        Self {
            grid,
            seen,
            area_m2: hex_m * hex_m * SIN_60,
            face_m: hex_m / (2.0 * SIN_60),
            edges,
            beds,
            neighbors,
            walls,
            dikes: BTreeMap::new(),
            liters: vec![0; cells],
            momentum: vec![(0.0, 0.0); cells],
            parts: vec![0.0; cells * 6],
            drops: vec![0.0; cells],
            thirst: vec![0.0; cells],
            wet: Vec::new(),
            now_s: 0.0,
            steps: 0,
            swiftest: 0.0,
            balance: Balance::default(),
            streams: Vec::new(),
            leaving: vec![0.0; cells],
            drained: vec![false; cells],
            pushed: vec![(0.0, 0.0); cells],
        }
    }

    /// Fills a cell up to a level, meters, before time begins.
    pub fn fill(&mut self, cell: usize, level_m: f64) {
        let deep = (level_m - self.beds[cell].level_m).max(0.0);
        let liters = (deep * self.area_m2 * LITERS).round() as i64;
        self.balance.start += liters - self.liters[cell];
        self.balance.now += liters - self.liters[cell];
        self.liters[cell] = liters;
        self.touch(cell);
    }

    /// Gives the water of a cell a speed to the east and to the north, m/s.
    pub fn stir(&mut self, cell: usize, east: f64, north: f64) {
        let depth = self.depth_m(cell);
        self.momentum[cell] = (depth * east, depth * north);
    }

    /// Puts so many liters into a cell before time begins, with their depth times speed to the east and to the north, m²/s.
    pub fn put(&mut self, cell: usize, liters: i64, momentum: (f64, f64)) {
        self.balance.start += liters - self.liters[cell];
        self.balance.now += liters - self.liters[cell];
        self.liters[cell] = liters;
        self.momentum[cell] = momentum;
        self.touch(cell);
    }

    /// Depth times speed of the water of a cell to the east and to the north, m²/s.
    pub fn momentum(&self, cell: usize) -> (f64, f64) {
        self.momentum[cell]
    }

    /// Cells with water, by rising place.
    pub fn wet_cells(&self) -> &[u32] {
        &self.wet
    }

    /// Area of a cell, m².
    pub fn area_m2(&self) -> f64 {
        self.area_m2
    }

    /// Sets a dike on a side of a cell.
    pub fn set_dike(&mut self, cell: usize, side: usize, dike: Dike) {
        if let Some(key) = self.face(cell, side) {
            self.dikes.insert(key, dike);
        }
    }

    /// The face of a side of a cell, as both its cells call it: the side of the two that is among the first three.
    fn face(&self, cell: usize, side: usize) -> Option<(u32, usize)> {
        let there = self.neighbors[cell][side];
        match (there, side) {
            (NOWHERE, _) => None,
            (_, 0..3) => Some((cell as u32, side)),
            _ => Some((there, side - 3)),
        }
    }

    /// The cells.
    pub fn grid(&self) -> Grid {
        self.grid
    }

    /// Seconds since the start.
    pub fn now_s(&self) -> f64 {
        self.now_s
    }

    /// Where all water came from and went.
    pub fn balance(&self) -> Balance {
        self.balance
    }

    /// Water in a cell, liters.
    pub fn liters(&self, cell: usize) -> i64 {
        self.liters[cell]
    }

    /// Depth of a cell, meters.
    pub fn depth_m(&self, cell: usize) -> f64 {
        self.liters[cell] as f64 / LITERS / self.area_m2
    }

    /// Level of the water of a cell, or of its bed, meters.
    pub fn level_m(&self, cell: usize) -> f64 {
        self.beds[cell].level_m + self.depth_m(cell)
    }

    /// Speed of the water of a cell to the east and to the north, m/s.
    pub fn speed(&self, cell: usize) -> (f64, f64) {
        let depth = self.depth_m(cell);
        let (x, y) = self.momentum[cell];
        // Fades out in a film: a drop has no speed worth the name.
        let fade = 2.0 * depth / (depth * depth + depth.max(FILM_M) * depth.max(FILM_M));
        if depth > DRY_M { (x * fade, y * fade) } else { (0.0, 0.0) }
    }

    /// Where the middle of a cell lies, meters east and north of that of the first.
    pub fn middle_m(&self, cell: usize) -> (f64, f64) {
        let (col, row) = (cell % usize::from(self.grid.width), cell / usize::from(self.grid.width));
        let shift = if row % 2 == 1 { 0.5 } else { 0.0 };
        let width_m = self.face_m * 2.0 * SIN_60;
        ((col as f64 + shift) * width_m, -(row as f64) * SIN_60 * width_m)
    }

    /// Steps of time so far.
    pub fn steps(&self) -> u64 {
        self.steps
    }

    /// Cells with water.
    pub fn wet(&self) -> usize {
        self.wet.len()
    }

    /// Lets so many liters into a cell.
    pub fn pour(&mut self, cell: usize, liters: i64) {
        self.liters[cell] += liters;
        self.balance.inflow += liters;
        self.balance.now += liters;
        self.touch(cell);
    }

    /// Draws up to so many liters out of a cell; answers how many.
    pub fn draw(&mut self, cell: usize, liters: i64) -> i64 {
        let gone = liters.clamp(0, self.liters[cell]);
        let share = (self.liters[cell] - gone) as f64 / self.liters[cell].max(1) as f64;
        self.momentum[cell] = (self.momentum[cell].0 * share, self.momentum[cell].1 * share);
        self.liters[cell] -= gone;
        self.balance.outflow += gone;
        self.balance.now -= gone;
        gone
    }

    /// Lets it rain on every cell, meters of water in all.
    pub fn rain(&mut self, meters: f64) {
        let liters = meters * self.area_m2 * LITERS;
        for (drops, held) in self.drops.iter_mut().zip(&mut self.liters) {
            let whole = (*drops + liters).floor();
            *drops += liters - whole;
            *held += whole as i64;
            self.balance.rain += whole as i64;
            self.balance.now += whole as i64;
        }
        self.wet = (0..self.liters.len() as u32).filter(|cell| self.liters[*cell as usize] > 0).collect();
    }

    /// Lets water seep from every wet cell, meters of water at most.
    pub fn seep(&mut self, meters: f64) {
        for cell in self.wet.iter().map(|cell| *cell as usize) {
            let thirst = self.thirst[cell] + meters * self.area_m2 * LITERS;
            let whole = thirst.floor();
            let gone = (whole as i64).min(self.liters[cell]);
            self.thirst[cell] = thirst - whole;
            let left = self.liters[cell] - gone;
            let share = left as f64 / (self.liters[cell].max(1)) as f64;
            self.momentum[cell] = (self.momentum[cell].0 * share, self.momentum[cell].1 * share);
            self.liters[cell] = left;
            self.balance.seeped += gone;
            self.balance.now -= gone;
        }
    }

    fn touch(&mut self, cell: usize) {
        let cell = cell as u32;
        if let Err(place) = self.wet.binary_search(&cell) {
            self.wet.insert(place, cell);
        }
    }

    /// Lets water run for so many seconds, in as many steps as it takes.
    pub fn run(&mut self, seconds: f64) {
        let end = self.now_s + seconds;
        while self.now_s < end {
            let left = end - self.now_s;
            let gone = self.step(left);
            // The last step ends on the second, whatever was added up.
            self.now_s = if gone >= left { end } else { self.now_s + gone };
        }
    }
}

/// The cells around a cell.
fn around(grid: Grid, cell: usize, edges: [Edge; 4]) -> [u32; 6] {
    let hex = grid.at(cell);
    let mut around = [NOWHERE; 6];
    for (side, step) in SIDES.iter().enumerate() {
        let there = hex + *step;
        let mut index = grid.index(there);
        if index.is_none() && edges[edge_of(grid, cell, side)] == Edge::Round {
            // One row on, as if the grid began again: with an even number of rows the shift of the rows goes on as well.
            let (to_col, to_row) = Grid::col_row(there);
            let rows = i32::from(grid.height);
            let row = (to_row - i32::from(grid.north)).rem_euclid(rows) + i32::from(grid.north);
            index = grid.index(Grid::hex(to_col, row));
        }
        if let Some(index) = index {
            around[side] = index as u32;
        }
    }
    around
}

/// Which edge of the grid a side of a cell looks over: 0 north, 1 east, 2 south, 3 west.
pub(super) fn edge_of(grid: Grid, cell: usize, side: usize) -> usize {
    let row = cell / usize::from(grid.width);
    match side {
        1 | 2 if row == 0 => 0,
        4 | 5 if row + 1 == usize::from(grid.height) => 2,
        0 | 1 | 5 => 1,
        _ => 3,
    }
}
