//! Water: watercourses beside a hex and how high they stand, who holds their sluices, water on the ground and what it does.

use bevy_egui::egui::Ui;

use super::Told;
use super::force::capital;
use super::parts::{percent, prose, row, row_in, section, small, strong, times};
use crate::report::names::number;
use crate::sim::course::{Course, Reach};
use crate::sim::flood::{self, Border, Dam, Piece, stage};
use crate::sim::hex::{Hex, SIDE_NAMES, SIDES};

/// Water on the mean that counts as a flood, mm; its hollows are deeper.
pub const FLOOD_MM: u32 = 10;

/// A watercourse along a side of a hex.
pub(super) struct Beside<'a> {
    pub(super) side: usize,
    pub(super) at: Piece,
    /// Which of its banks the hex is.
    pub(super) bank: u8,
    pub(super) course: &'a Course,
    reach: Reach,
}

/// The watercourses along the sides of a hex.
pub(super) fn beside<'a>(told: &Told<'a>, hex: Hex) -> Vec<Beside<'a>> {
    let map = &told.setting().map;
    let along = |side: usize| {
        let (at, bank) = Piece::along(map, hex, side)?;
        let (course, reach) = at.of(map)?;
        Some(Beside { side, at, bank, course, reach })
    };
    (0..6).filter_map(along).collect()
}

/// A level against the ground: `0.6 m over`.
fn against(level_m: f64, ground_dm: i32) -> String {
    let dm = (level_m * 10.0).round() as i32 - ground_dm;
    let words = if dm < 0 { "under" } else { "over" };
    format!("{}.{} m {words}", dm.abs() / 10, dm.abs() % 10)
}

impl Beside<'_> {
    /// How high the water stands, meters above the sea: as what comes in has it, or held up by a dam below.
    fn level_m(&self, told: &Told) -> f64 {
        let scene = told.scene;
        let runs = stage(self.course, self.reach, scene.comes_in(usize::from(self.at.course)));
        let below = |dam: &&Dam| dam.at.course == self.at.course && dam.at.reach >= self.at.reach;
        let held = scene.waters.dams().iter().filter(below);
        held.map(|dam| f64::from(dam.pool_mm) / 1000.0).fold(runs, f64::max)
    }

    /// What it is, how high it stands, what was dug.
    pub(super) fn rows(&self, ui: &mut Ui, told: &Told, hex: Hex) {
        let (map, waters, rules) = (&told.setting().map, &told.scene.waters, &told.setting().rules.flood);
        let name = told.name(&self.course.name);
        prose(
            ui,
            strong(format!("{}: {name}, {} m wide", capital(SIDE_NAMES[self.side]), self.course.width_m)),
        );
        let level = self.level_m(told);
        let there = hex + SIDES[self.side];
        let full = stage(self.course, self.reach, f64::from(self.course.full_m3_s));
        let dike = self.reach.crest_dm.map_or_else(
            || "It has no dikes here.".to_owned(),
            |crest| {
                format!(
                    "Its dikes stand {} this ground.",
                    against(f64::from(crest) / 10.0, map.level_dm(hex))
                )
            },
        );
        let tells = format!(
            "{dike} At the full, {} m³/s, its water stands {} this ground. What runs out of a cut goes into hollows first, which lie \
             {} cm below the mean.",
            number(self.course.full_m3_s),
            against(full, map.level_dm(hex)),
            u32::from(rules.hollows_dm) * 10
        );
        row(ui, "its water", &format!("{} this ground", against(level, map.level_dm(hex))), &tells);
        if map.grid().contains(there) {
            row(
                ui,
                "beyond",
                &format!("{} the ground", against(level, map.level_dm(there))),
                "The far bank.",
            );
        }
        for bank in [self.bank, 1 - self.bank] {
            if let Some(cut) = waters.cut(self.at, bank) {
                let which = if bank == self.bank { "cut on this side" } else { "cut on the far side" };
                let passed = format!("{} m³ ran through it", number(cut.passed / 1000));
                let tells = format!(
                    "Dug by {}. Water widens it, up to {} m.",
                    told.side_name(cut.by),
                    rules.widest_m
                );
                row_in(ui, which, &passed, &tells, ui.visuals().warn_fg_color);
            }
        }
        if let Some(dam) = waters.dam(self.at) {
            let state = if dam.breaking { "breaking" } else { "holds" };
            let (crest, pool) = (f64::from(dam.crest_mm) / 1000.0, f64::from(dam.pool_mm) / 1000.0);
            let tells = format!(
                "Built by {}. The water behind it stands {} this ground, its crest {} it. It may fail any day, the likelier the higher \
                 the water.",
                told.side_name(dam.by),
                against(pool, map.level_dm(hex)),
                against(crest, map.level_dm(hex))
            );
            row(ui, "dam", state, &tells);
        }
    }
}

/// Dikes on dry land along the sides of a hex.
pub(super) fn levees(ui: &mut Ui, told: &Told, hex: Hex) {
    let (map, waters, rules) = (&told.setting().map, &told.scene.waters, &told.setting().rules.flood);
    for (side, name) in SIDE_NAMES.iter().enumerate() {
        let Some(levee) = waters.levee(Border::of(hex, side)) else { continue };
        let crest = against(f64::from(levee.crest_mm) / 1000.0, map.level_dm(hex));
        let tells = format!(
            "Raised by {}. Its crest stands {crest} this ground. It may fail any day while water stands against it, the likelier the \
             higher.",
            told.side_name(levee.by)
        );
        let label = format!("dike {name}");
        match levee.passed {
            None => drop(row(ui, &label, &crest, &tells)),
            Some(_) => {
                let gap = format!("broken, {} m", number(levee.gap_m(map, rules) as i64));
                row_in(ui, &label, &gap, &tells, ui.visuals().warn_fg_color);
            }
        }
    }
}

/// Who holds the sluices of a canal, and what that means.
pub(super) fn sluices(ui: &mut Ui, told: &Told, course: usize) {
    let Some(canal) = told.setting().map.courses().get(course).filter(|course| course.is_canal()) else {
        return;
    };
    let holder = told.scene.heads().get(course).copied().flatten();
    let (value, means) = match holder {
        Some(side) => (
            told.side_name(side),
            format!(
                "Whoever holds its head lets in all it carries, {} m³/s, when his own men cut a dike; an enemy's cut he starves by \
                 shutting the sluices.",
                number(canal.full_m3_s)
            ),
        ),
        None => {
            ("nobody".to_owned(), "The season decides what is let in, whoever cuts its dikes.".to_owned())
        }
    };
    let tells = format!("{means} Now {} m³/s come in.", number(told.scene.comes_in(course) as i64));
    row(ui, "sluices", &value, &tells);
}

/// Watercourses beside a hex, and the head of a canal.
pub(super) fn courses(ui: &mut Ui, told: &Told, hex: Hex) {
    let all = beside(told, hex);
    let raised = (0..SIDES.len()).any(|side| told.scene.waters.levee(Border::of(hex, side)).is_some());
    if all.is_empty() && !raised {
        return;
    }
    section(ui, "Rivers, canals and dikes");
    // Who may dig there has read it on the card of the formation.
    let told_already = told.planner().is_some()
        && told.chosen.iter().any(|id| told.fact(*id).is_some_and(|one| one.place.hex() == hex));
    levees(ui, told, hex);
    for (nth, one) in all.iter().enumerate().filter(|_| !told_already) {
        one.rows(ui, told, hex);
        if all[..nth].iter().all(|other| other.at.course != one.at.course) {
            sluices(ui, told, usize::from(one.at.course));
        }
    }
    for course in told.setting().map.courses().iter().filter(|course| course.is_canal()) {
        if course.reaches.first().is_some_and(|head| head.banks().contains(&hex)) {
            let name = told.name(&course.name);
            prose(
                ui,
                small(format!(
                    "Here are the sluices of the {name}: whoever holds this place opens and shuts them."
                )),
            );
        }
    }
}

/// Water on the ground of a hex, and the mud it left.
pub(super) fn wet(ui: &mut Ui, told: &Told, hex: Hex) {
    let (map, waters, rules) = (&told.setting().map, &told.scene.waters, &told.setting().rules);
    let mm = waters.depth_mm(map, hex);
    let warn = ui.visuals().warn_fg_color;
    if mm > 0 {
        let bars = if mm >= u32::from(rules.flood.bars_mm) { " Nobody wades in." } else { "" };
        let tells = format!(
            "{} of the ground lies under more than {} cm. Who stands in it has no fire, feels it {} degrees colder and tires; \
             the march out takes {} the time.{bars}",
            percent(waters.wading(map, hex, &rules.flood)),
            rules.flood.wets_mm / 10,
            rules.flood.wet_chill_c10 / 10,
            times(flood::wade_time(mm, &rules.flood))
        );
        row_in(ui, "in water", &format!("{} on the mean", depth(mm)), &tells, warn);
        prose(ui, small("No fires, cold, slow marches."));
    }
    let mud = waters.mud(map, hex);
    if mud > 0 && mm == 0 {
        let tells = format!(
            "Left by water. It makes marches slower, and dries by {} a day.",
            percent(rules.flood.dries_day.into())
        );
        row(ui, "mud left by water", &percent(mud.into()), &tells);
    }
}

/// A depth as panels say it.
pub(super) fn depth(mm: u32) -> String {
    if mm < 10 { "less than 1 cm".to_owned() } else { format!("{} cm", mm / 10) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_told_against_the_ground() {
        assert_eq!([against(1.26, 10), against(0.4, 10)], ["0.3 m over", "0.6 m under"]);
        assert_eq!([depth(4), depth(234)], ["less than 1 cm", "23 cm"]);
    }
}
