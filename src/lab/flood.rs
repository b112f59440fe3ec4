//! Water in a described basin: where it goes, how deep and how fast, and where all of it came from.

use serde::Serialize;

use super::basin::{Case, LONGEST_S, MOST_LITERS, basin, cell_of, cells, hex_of, within};
use crate::sim::flood::{Balance, Basin};
use crate::sim::hex::Grid;

/// Most steps of time: a case that needs more has hexes too narrow for so long a time.
const MOST_STEPS: u64 = 20_000_000;
/// Most moments that are told.
const MOST_MOMENTS: f64 = 100_000.0;

/// One moment.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Moment {
    /// Seconds since the start.
    pub s: f64,
    /// The watched cells, in the order of the case.
    pub cells: Vec<Cell>,
    /// Cells with water.
    pub wet: usize,
    /// The deepest, meters.
    pub deepest_m: f64,
    /// Where all water came from and went, liters.
    pub balance: Balance,
}

/// The water of a cell.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Cell {
    /// Column and row.
    pub at: (i32, i32),
    /// Depth, meters.
    pub depth_m: f64,
    /// Level of the surface, or of the bed, meters.
    pub level_m: f64,
    /// Speed to the east, m/s.
    pub east_m_s: f64,
    /// Speed to the north, m/s.
    pub north_m_s: f64,
}

/// What was seen.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Flood {
    /// From the start to the end.
    pub moments: Vec<Moment>,
    /// The lines of cells at the end.
    pub profiles: Vec<Vec<Cell>>,
}

/// Lets the water of a case run.
///
/// # Errors
/// What is wrong with the case, and what was expected.
pub fn flood(case: &Case) -> Result<Flood, String> {
    let mut basin = basin(case)?;
    within("run_s", case.run_s, (0.0, LONGEST_S), "seconds")?;
    within("every_s", case.every_s, (case.run_s / MOST_MOMENTS, LONGEST_S), "seconds")?;
    within("every_s", case.every_s, (1e-3, LONGEST_S), "seconds")?;
    within("seeps_mm_h", case.seeps_mm_h, (0.0, 10_000.0), "millimeters an hour")?;
    for (mm_h, from_s, until_s) in &case.rain {
        within("rain", *mm_h, (0.0, 10_000.0), "millimeters an hour")?;
        within("the time of rain", *from_s, (0.0, *until_s), "seconds")?;
    }
    for inflow in &case.inflows {
        within("m3_s", inflow.m3_s, (0.0, 1e9), "cubic meters a second")?;
        within("from_s", inflow.from_s, (0.0, LONGEST_S), "seconds")?;
    }
    let inflow: f64 = case.inflows.iter().map(|inflow| inflow.m3_s * 1000.0 * case.run_s).sum();
    let rain: f64 = case.rain.iter().map(|(mm_h, ..)| mm_h / 3_600.0 * case.run_s).sum();
    let square_m = case.hex_m * case.hex_m * basin.grid().len() as f64;
    if basin.balance().start as f64 + inflow + rain * square_m > MOST_LITERS {
        return Err(format!("more water comes in than can be counted: {MOST_LITERS} liters"));
    }
    let watched: Vec<usize> = (case.watch.iter())
        .map(|(name, at)| cell_of(&basin, *at).map_err(|what| format!("watch {name}: {what}")))
        .collect::<Result<_, _>>()?;
    let inflows = (case.inflows.iter())
        .map(|inflow| Ok((inflow, cells(&basin, &inflow.cells)?)))
        .collect::<Result<Vec<_>, String>>()?;
    let mut parts: Vec<f64> = vec![0.0; inflows.len()];
    let mut flood = Flood { moments: vec![moment(&basin, &watched)], profiles: Vec::new() };
    let mut told = 0.0;
    while basin.now_s() < case.run_s {
        told = (told + case.every_s).min(case.run_s);
        while basin.now_s() < told {
            // What comes in comes in small parts: at most a second, or a hundredth of what is told.
            let tick = (told - basin.now_s()).min(1.0_f64.max(case.every_s / 100.0));
            let (from, until) = (basin.now_s(), basin.now_s() + tick);
            let lasts = |start: f64, end: f64| (end.min(until) - start.max(from)).max(0.0);
            for ((inflow, cells), part) in inflows.iter().zip(&mut parts) {
                let seconds = lasts(inflow.from_s, inflow.until_s.unwrap_or(f64::INFINITY));
                let each = inflow.m3_s * 1000.0 * seconds / cells.len().max(1) as f64 + *part;
                let whole = each.floor();
                *part = each - whole;
                if whole >= 1.0 {
                    cells.iter().for_each(|cell| basin.pour(*cell, whole as i64));
                }
            }
            for (mm_h, start, end) in &case.rain {
                let seconds = lasts(*start, *end);
                if seconds > 0.0 {
                    basin.rain(mm_h / 3_600_000.0 * seconds);
                }
            }
            if case.seeps_mm_h > 0.0 {
                basin.seep(case.seeps_mm_h / 3_600_000.0 * tick);
            }
            basin.run(tick);
            if basin.steps() > MOST_STEPS {
                let now_s = basin.now_s();
                return Err(format!(
                    "{MOST_STEPS} steps only came to {now_s:.0} s: wider hexes or a shorter run_s"
                ));
            }
        }
        flood.moments.push(moment(&basin, &watched));
    }
    for (from, to) in &case.profiles {
        let (from, to) = (hex_of(&basin, *from)?, hex_of(&basin, *to)?);
        let line = from.line_to(to).filter_map(|hex| basin.grid().index(hex));
        flood.profiles.push(line.map(|cell| told_cell(&basin, cell)).collect());
    }
    Ok(flood)
}

fn told_cell(basin: &Basin, cell: usize) -> Cell {
    let (east_m_s, north_m_s) = basin.speed(cell);
    Cell {
        at: Grid::col_row(basin.grid().at(cell)),
        depth_m: basin.depth_m(cell),
        level_m: basin.level_m(cell),
        east_m_s,
        north_m_s,
    }
}

fn moment(basin: &Basin, watched: &[usize]) -> Moment {
    let deepest =
        (0..basin.grid().len()).map(|cell| basin.liters(cell)).enumerate().max_by_key(|(_, liters)| *liters);
    Moment {
        s: basin.now_s(),
        cells: watched.iter().map(|cell| told_cell(basin, *cell)).collect(),
        wet: basin.wet(),
        deepest_m: deepest.map_or(0.0, |(cell, _)| basin.depth_m(cell)),
        balance: basin.balance(),
    }
}
