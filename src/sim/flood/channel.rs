//! Watercourses: how high they stand, what they let onto the land through gaps and over banks, and what they take back.

use super::basin::{Basin, LITERS};
use super::face::weir;
use super::levee::side_m;
use super::relief::{hollow_m, surface_m};
use super::waters::{Cut, Dam, Ledger, Piece};
use super::{FloodRules, cell};
use crate::sim::course::{Course, Reach};
use crate::sim::hex::Hex;
use crate::sim::map::Map;

/// Halvings with which levels are found: to a billionth.
const HALVINGS: u32 = 40;
/// Water over the crest of a dam or a levee that begins to eat it away, meters.
pub(super) const OVERTOPPED_M: f64 = 0.02;

fn meters(decimeters: i32) -> f64 {
    f64::from(decimeters) / 10.0
}

/// Level of a watercourse that carries so much, meters: Manning's law in a wide bed, from its depth at the full.
pub fn stage(course: &Course, reach: Reach, m3_s: f64) -> f64 {
    meters(reach.bed_dm) + depth(course, m3_s)
}

/// Depth of a watercourse that carries so much, meters.
fn depth(course: &Course, m3_s: f64) -> f64 {
    let share = (m3_s / f64::from(course.full_m3_s.max(1))).max(0.0);
    meters(course.deep_dm as i32) * libm::pow(share, 0.6)
}

/// Breadth of a gap in a dike `high_m` over its sill through which so much water ran, meters (Froehlich 2008, for dikes that
/// are overtopped).
pub fn breadth(passed_liters: i64, high_m: f64, rules: &FloodRules) -> f64 {
    let eaten =
        0.27 * 1.3 * libm::pow(passed_liters as f64 / LITERS, 0.32) * libm::pow(high_m.max(0.1), 0.04);
    eaten.clamp(f64::from(rules.cut_m), f64::from(rules.widest_m.max(rules.cut_m)))
}

/// A bank of a piece of a watercourse, and the ground behind it.
struct Bank {
    cell: usize,
    /// Level of the ground's water, or of the ground.
    behind_m: f64,
    /// What the water there can give in the time reckoned with, m³/s.
    gives: f64,
    brim_m: f64,
    length_m: f64,
    /// Sill and breadth of a gap, and its place in the list.
    gap: Option<(f64, f64, usize)>,
}

impl Bank {
    /// What runs over and through it with the watercourse so high, m³/s; negative when it takes water back.
    fn flow(&self, level_m: f64) -> f64 {
        let over = |sill_m: f64, width_m: f64| {
            let (here, there) = (level_m - sill_m, self.behind_m - sill_m);
            (weir(here, there) - weir(there, here)) * width_m
        };
        let gap = self.gap.map_or(0.0, |(sill, width, _)| over(sill, width));
        let rest_m = self.length_m - self.gap.map_or(0.0, |(_, width, _)| width);
        (gap + over(self.brim_m, rest_m.max(0.0))).max(-self.gives)
    }

    /// True while it may let anything through.
    fn is_live(&self, level_m: f64) -> bool {
        self.gap.is_some() || level_m > self.brim_m || self.behind_m > self.brim_m
    }
}

/// The root of a rising function between two bounds.
fn root(mut low: f64, mut high: f64, rising: impl Fn(f64) -> f64) -> f64 {
    for _ in 0..HALVINGS {
        let middle = 0.5 * (low + high);
        if rising(middle) > 0.0 {
            high = middle;
        } else {
            low = middle;
        }
    }
    0.5 * (low + high)
}

/// The land with what is dug in it, for one tick of the model.
pub(super) struct Works<'a> {
    pub(super) map: &'a Map,
    pub(super) rules: &'a FloodRules,
    /// How long the tick is.
    pub(super) seconds: f64,
    pub(super) basin: &'a mut Basin,
    pub(super) cuts: &'a mut [Cut],
    pub(super) dams: &'a mut [Dam],
    pub(super) ledger: &'a mut Ledger,
}

impl Works<'_> {
    /// The banks of a piece behind which there is land.
    fn banks(&self, at: Piece, reach: Reach) -> Vec<Bank> {
        let of = |(bank, hex): (usize, Hex)| {
            let cell = cell(self.map, hex)?;
            // The land may lie higher than the bank: hills beside a gorge.
            let ground_m = meters(self.map.level_dm(hex));
            let brim_m = meters(reach.brim_dm()).max(ground_m);
            let length_m = side_m(self.map);
            let cut = self.cuts.iter().position(|cut| (cut.at, usize::from(cut.bank)) == (at, bank));
            let gap = cut.map(|index| {
                let low_m = meters(reach.bank_dm).max(ground_m) - hollow_m(self.rules);
                let sill_m = low_m.max(meters(reach.bed_dm));
                (sill_m, breadth(self.cuts[index].passed, brim_m - sill_m, self.rules).min(length_m), index)
            });
            let gives = self.basin.liters(cell) as f64 / LITERS / self.seconds;
            let behind_m = ground_m + surface_m(self.basin.depth_m(cell), self.rules);
            Some(Bank { cell, behind_m, gives, brim_m, length_m, gap })
        };
        reach.banks().into_iter().enumerate().filter_map(of).collect()
    }

    /// Lets so much through the banks, as whole liters; of what runs out, `scale`. Answers what left the watercourse, m³/s.
    fn let_through(&mut self, banks: &[Bank], level_m: f64, scale: f64) -> f64 {
        let mut left = 0;
        for bank in banks {
            let flow = bank.flow(level_m);
            if flow > 0.0 {
                let liters = (flow * scale * self.seconds * LITERS).floor() as i64;
                self.basin.pour(bank.cell, liters);
                self.ledger.let_in += liters;
                if let Some((_, _, index)) = bank.gap {
                    self.cuts[index].passed = self.cuts[index].passed.saturating_add(liters);
                }
                left += liters;
            } else {
                // Two banks may draw on the same ground: only what was there comes back.
                let liters = self.basin.draw(bank.cell, (-flow * self.seconds * LITERS).floor() as i64);
                self.ledger.drained += liters;
                left -= liters;
            }
        }
        left as f64 / LITERS / self.seconds
    }

    /// Lets a watercourse into which `m3_s` come run past its banks.
    pub(super) fn run(&mut self, index: u16, course: &Course, mut m3_s: f64) {
        let (mut nth, mut deep) = (0, (m3_s, depth(course, m3_s)));
        while nth < course.reaches.len() {
            let reach = course.reaches[nth];
            if deep.0 != m3_s {
                deep = (m3_s, depth(course, m3_s));
            }
            let full = meters(reach.bed_dm) + deep.1;
            let below = |dam: &Dam| dam.at.course == index && usize::from(dam.at.reach) >= nth;
            if let Some(dam) = self.dams.iter().position(below) {
                let last = usize::from(self.dams[dam].at.reach);
                if last == nth || f64::from(self.dams[dam].pool_mm) / 1000.0 > full {
                    m3_s = self.pool(dam, course, nth, m3_s);
                    nth = last + 1;
                    continue;
                }
            }
            m3_s = self.pass(Piece { course: index, reach: nth as u16 }, course, full, m3_s);
            nth += 1;
        }
    }

    /// Lets it run past one piece in which it would stand at `full`; answers what goes on, m³/s.
    fn pass(&mut self, at: Piece, course: &Course, full: f64, m3_s: f64) -> f64 {
        let reach = course.reaches[usize::from(at.reach)];
        // Most of it lies between dry land and whole dikes.
        let is_wet = |hex| cell(self.map, hex).is_some_and(|cell| self.basin.liters(cell) > 0);
        let is_cut = self.cuts.iter().any(|cut| cut.at == at);
        if !is_cut && full <= meters(reach.brim_dm()) && !reach.banks().into_iter().any(is_wet) {
            return m3_s;
        }
        let banks = self.banks(at, reach);
        if !banks.iter().any(|bank| bank.is_live(full)) {
            return m3_s;
        }
        let out = |level: f64| banks.iter().map(|bank| bank.flow(level)).sum::<f64>();
        let back: f64 = banks.iter().map(|bank| bank.gives).sum();
        let goes_on = root(0.0, m3_s + back, |left| left + out(stage(course, reach, left)) - m3_s);
        let level = stage(course, reach, goes_on);
        let flows = banks.iter().map(|bank| bank.flow(level));
        let (lets, takes) =
            flows.fold((0.0, 0.0), |(lets, takes), flow| (lets + flow.max(0.0), takes + (-flow).max(0.0)));
        // Of a watercourse that is emptied by its gaps each takes its share.
        let scale = if lets > 0.0 { ((m3_s + takes) / lets).min(1.0) } else { 1.0 };
        (m3_s - self.let_through(&banks, level, scale)).max(0.0)
    }

    /// The water held up by a dam, from piece `first` on: it rises, runs over banks and crest; answers what goes on, m³/s.
    fn pool(&mut self, dam: usize, course: &Course, first: usize, m3_s: f64) -> f64 {
        let held = self.dams[dam];
        let last = usize::from(held.at.reach);
        let width_m = f64::from(course.width_m);
        let (bed_m, before_m) = (meters(course.reaches[last].bed_dm), f64::from(held.pool_mm) / 1000.0);
        let crest_m = f64::from(held.crest_mm) / 1000.0;
        let banks: Vec<Bank> = (first..=last)
            .flat_map(|nth| self.banks(Piece { reach: nth as u16, ..held.at }, course.reaches[nth]))
            .collect();
        let area_m2 = width_m * side_m(self.map) * (last + 1 - first) as f64;
        let over = |level: f64| weir(level - crest_m, 0.0) * width_m;
        let out = |level: f64| banks.iter().map(|bank| bank.flow(level)).sum::<f64>() + over(level);
        let back: f64 = banks.iter().map(|bank| bank.gives).sum();
        let highest = before_m.max(bed_m) + (m3_s + back) * self.seconds / area_m2 + 0.001;
        let level =
            root(bed_m, highest, |level| (level - before_m) * area_m2 / self.seconds + out(level) - m3_s);
        self.let_through(&banks, level, 1.0);
        let breaking = level > crest_m + OVERTOPPED_M || held.breaking;
        let eaten_m = f64::from(self.rules.erodes_mm_h) / 1000.0 * self.seconds / 3600.0;
        let crest = if breaking { (crest_m - eaten_m).max(bed_m) } else { crest_m };
        let millimeters = |meters: f64| (meters * 1000.0) as i32;
        self.dams[dam] = Dam { crest_mm: millimeters(crest), pool_mm: millimeters(level), breaking, ..held };
        over(level)
    }
}
