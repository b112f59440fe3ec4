//! The water of a war runs: the same model moves it in the resolution and in the forecast.

use super::basin::{Basin, Bed, Edge};
use super::channel::{Works, stage};
use super::face::Dike;
use super::waters::{Dam, Waters, Wet, depth_mm};
use super::{FloodRules, cell};
use crate::sim::clock::Date;
use crate::sim::course::Course;
use crate::sim::id::SideId;
use crate::sim::map::Map;
use crate::sim::register::PlaceInfo;
use crate::sim::weather::Sky;

/// Seconds after which gaps, banks and pools are looked at anew.
const TICK_S: f64 = 300.0;
/// A film that is not worth keeping is sunk at once, mm.
const FILM_MM: u32 = 3;

impl Waters {
    /// True when water could move: something is dug, it stands on the land, or a watercourse runs over.
    fn is_live(&self, map: &Map, sky: &Sky, date: Date) -> bool {
        let runs_over = |course: &Course| {
            let m3_s = comes_down(course, map, sky, date);
            course.reaches.iter().any(|reach| stage(course, *reach, m3_s) > f64::from(reach.brim_dm()) / 10.0)
        };
        !self.wet.is_empty()
            || !self.cuts.is_empty()
            || !self.dams.is_empty()
            || map.courses().iter().any(runs_over)
    }

    /// Lets it run for so many minutes of a day under a sky; `heads` says who holds the head of each watercourse ([`heads`]).
    pub fn run(
        &mut self,
        (map, rules): (&Map, &FloodRules),
        (sky, date): (&Sky, Date),
        heads: &[Option<SideId>],
        minutes: u32,
    ) {
        if !self.is_live(map, sky, date) {
            return;
        }
        let mut basin = basin(map, rules);
        for wet in &self.wet {
            let (east, north) = wet.flow;
            basin.put(wet.cell as usize, wet.liters, (f64::from(east) / 1e3, f64::from(north) / 1e3));
        }
        let drained = self.ledger.drained;
        let flows: Vec<f64> = (0..map.courses().len())
            .map(|index| self.comes_in(index, map, (sky, date), heads.get(index).copied().flatten()))
            .collect();
        let seeps_m_s = |frozen: bool| {
            let mm = if frozen { rules.seeps_mm_day.1 } else { rules.seeps_mm_day.0 };
            f64::from(mm) / 86_400_000.0
        };
        let frozen =
            self.wet.first().is_some_and(|wet| sky.spot(map, map.grid().at(wet.cell as usize)).mean_c10 < 0);
        let mut left_s = f64::from(minutes) * 60.0;
        while left_s > 0.0 {
            let seconds = left_s.min(TICK_S);
            for levee in &mut self.levees {
                levee.stand(&mut basin, map, rules, seconds);
            }
            let Self { cuts, dams, ledger, .. } = self;
            let mut works = Works { map, rules, seconds, basin: &mut basin, cuts, dams, ledger };
            for ((index, course), m3_s) in map.courses().iter().enumerate().zip(&flows) {
                works.run(index as u16, course, *m3_s);
            }
            basin.run(seconds);
            basin.seep(seeps_m_s(frozen) * seconds);
            left_s -= seconds;
        }
        self.read(&basin, map);
        let balance = basin.balance();
        // What was drawn back into watercourses left the basin too, and is counted already.
        self.ledger.seeped += balance.seeped;
        self.ledger.off_map += balance.outflow - (self.ledger.drained - drained);
        // A dam that is washed down to the bed is no more.
        let down =
            |dam: &Dam| dam.at.of(map).is_none_or(|(_, reach)| dam.crest_mm <= reach.bed_dm * 100 + 100);
        self.dams.retain(|dam| !down(dam));
    }

    /// What comes into a watercourse now, m³/s, if such a side holds its head: once the dike of a canal is cut, all that it
    /// can carry when his own men cut it, nothing when an enemy did; else what the season brings.
    pub fn comes_in(&self, index: usize, map: &Map, (sky, date): (&Sky, Date), head: Option<SideId>) -> f64 {
        let Some(course) = map.courses().get(index) else { return 0.0 };
        let mut cuts = self.cuts.iter().filter(|cut| usize::from(cut.at.course) == index).peekable();
        match head.filter(|_| course.is_canal() && cuts.peek().is_some()) {
            Some(holder) if cuts.any(|cut| cut.by == holder) => f64::from(course.full_m3_s),
            Some(_) => 0.0,
            None => comes_down(course, map, sky, date),
        }
    }

    /// Takes over what the basin holds; what left it is counted.
    fn read(&mut self, basin: &Basin, map: &Map) {
        let before = std::mem::take(&mut self.wet);
        let was = |at: u32| {
            before
                .binary_search_by_key(&at, |wet| wet.cell)
                .map_or(0, |index| depth_mm(before[index].liters, map))
        };
        for at in basin.wet_cells().iter().copied() {
            let liters = basin.liters(at as usize);
            if depth_mm(liters, map) < FILM_MM {
                self.ledger.seeped += liters;
                continue;
            }
            let (east, north) = basin.momentum(at as usize);
            let whole = |part: f64| (part * 1e3).clamp(-1e9, 1e9) as i32;
            self.wet.push(Wet { cell: at, liters, flow: (whole(east), whole(north)), was_mm: was(at) });
        }
    }
}

/// What comes down a watercourse on a date, m³/s. A canal is let in by hand; a stream without dikes rises with rain and thaw.
pub fn comes_down(course: &Course, map: &Map, sky: &Sky, date: Date) -> f64 {
    let month = f64::from(course.flow[usize::from(date.month.clamp(1, 12)) - 1]);
    match course.reaches.first() {
        Some(head) if !course.is_canal() => {
            month * (1000.0 + f64::from(sky.spot(map, head.hex).high)) / 1000.0
        }
        _ => month,
    }
}

/// Who holds the place at the head of each watercourse, in or beside the hexes of its first piece.
pub fn heads(map: &Map, places: &[PlaceInfo], owners: &[Option<SideId>]) -> Vec<Option<SideId>> {
    let head = |course: &Course| {
        let banks = course.reaches.first()?.banks();
        let at = places.iter().position(|place| banks.contains(&place.at))?;
        owners.get(at).copied().flatten()
    };
    map.courses().iter().map(head).collect()
}

/// The land as a basin: dry ground between the watercourses, whose dikes and banks hold water in and out.
fn basin(map: &Map, rules: &FloodRules) -> Basin {
    let grid = map.grid();
    let roughness = f64::from(rules.roughness) / 1000.0;
    let bed = |index| Bed { level_m: f64::from(map.level_dm(grid.at(index))) / 10.0, roughness };
    let mut basin =
        Basin::new(grid, f64::from(map.hex_m), (0..grid.len()).map(bed).collect(), [Edge::Open; 4]);
    for reach in map.courses().iter().flat_map(|course| &course.reaches) {
        if let Some(at) = cell(map, reach.hex) {
            let dike = Dike { crest_m: f64::from(reach.brim_dm()) / 10.0, breach: None };
            basin.set_dike(at, usize::from(reach.side), dike);
        }
    }
    basin
}
