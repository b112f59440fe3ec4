//! Water: watercourses beside a hex and how high they stand, who holds their sluices, water on the ground and what it does,
//! what may be dug, and what would be flooded then.

use std::sync::Arc;

use bevy_egui::egui::{Ui, WidgetInfo, WidgetType};

use super::Told;
use super::commands::Desk;
use super::force::capital;
use super::parts::{
    flow, flow_button, men, percent, prose, row, row_in, section, small, span, strong, times,
};
use crate::orders::{Dig, Order};
use crate::report::names::{list, number};
use crate::sim::course::{Course, Reach};
use crate::sim::flood::{self, Spot, Waters, comes_down, hands, stage, work_min};
use crate::sim::hex::{Hex, SIDE_NAMES, SIDES};
use crate::sim::id::SideId;
use crate::sim::intent::{Earthwork, Intention};
use crate::snapshot::FormationState;

/// How far ahead it is told what a cut or a dam would flood, hours.
const HOURS: u32 = 24;
/// Water on the mean that counts as a flood, mm; its hollows are deeper.
pub const FLOOD_MM: u32 = 10;
/// Most bodies that are named.
const MOST_NAMES: usize = 4;

/// An earthwork that is thought of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Thought {
    work: Earthwork,
    hex: Hex,
    side: u8,
}

/// What the card of water remembers.
#[derive(Debug, Clone, Default)]
pub struct WaterState {
    /// The side of a hex whose watercourse is looked at.
    open: Option<(Hex, usize)>,
    /// Chosen by its button, until it is pressed again.
    pinned: Option<Thought>,
    /// Whose flood shows in this frame.
    shown: Option<Thought>,
    /// For which moment floods were worked out: the view and its minute.
    moment: (usize, u32),
    /// Floods that were worked out.
    floods: Vec<(Thought, Arc<Waters>)>,
}

impl WaterState {
    /// Begins a frame: no flood shows until a card says so.
    pub fn rest(&mut self) {
        self.shown = None;
    }

    /// The flood that the map shall show.
    pub fn foreseen(&self) -> Option<&Waters> {
        let shown = self.shown?;
        self.floods.iter().find(|(thought, _)| *thought == shown).map(|(_, waters)| &**waters)
    }

    /// Works out a flood, once for what is known, and lets it show.
    fn show(&mut self, desk: &Desk, thought: Thought) {
        let view = desk.view;
        let moment = (std::ptr::from_ref(view) as usize, view.clock.minute);
        if self.moment != moment {
            (self.moment, self.floods) = (moment, Vec::new());
        }
        if !self.floods.iter().any(|(known, _)| *known == thought) {
            let waters = view.waters_if(thought.work, thought.hex, usize::from(thought.side), HOURS);
            self.floods.extend(waters.map(|waters| (thought, Arc::new(waters))));
        }
        self.shown = Some(thought);
    }
}

/// A watercourse along a side of a hex.
struct Beside<'a> {
    side: usize,
    at: Spot,
    bank: u8,
    course: &'a Course,
    reach: Reach,
}

fn beside<'a>(told: &Told<'a>, hex: Hex) -> Vec<Beside<'a>> {
    let map = &told.setting().map;
    let along = |side: usize| {
        let (at, bank) = Spot::along(map, hex, side)?;
        let (course, reach) = at.of(map)?;
        Some(Beside { side, at, bank, course, reach })
    };
    (0..6).filter_map(along).collect()
}

/// Who holds the head of each watercourse.
fn heads(told: &Told) -> Vec<Option<SideId>> {
    let owners: Vec<_> = told.scene.places.iter().map(|place| place.owner).collect();
    flood::heads(&told.setting().map, &told.setting().register.places, &owners)
}

/// True for a watercourse that is let in by sluices at its head.
fn is_canal(course: &Course) -> bool {
    course.reaches.first().is_some_and(|head| head.crest_dm.is_some())
}

/// A level against the ground: `0.6 m over`.
fn against(level_m: f64, ground_dm: i32) -> String {
    let dm = (level_m * 10.0).round() as i32 - ground_dm;
    let words = if dm < 0 { "under" } else { "over" };
    format!("{}.{} m {words}", dm.abs() / 10, dm.abs() % 10)
}

impl Beside<'_> {
    /// How high the water stands, meters above the sea: as the season has it, or held up by a dam below.
    fn level_m(&self, told: &Told) -> f64 {
        let (map, scene) = (&told.setting().map, told.scene);
        let runs =
            stage(self.course, self.reach, comes_down(self.course, map, &scene.sky, scene.clock.date()));
        let held = scene
            .waters
            .dams()
            .iter()
            .filter(|dam| dam.at.course == self.at.course && dam.at.reach >= self.at.reach);
        held.map(|dam| f64::from(dam.pool_mm) / 1000.0).fold(runs, f64::max)
    }

    /// What it is, how high it stands, what was dug.
    fn rows(&self, ui: &mut Ui, told: &Told, hex: Hex) {
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

/// Who holds the sluices of a canal, and what that means.
fn sluices(ui: &mut Ui, told: &Told, course: usize) {
    let Some(canal) = told.setting().map.courses().get(course).filter(|course| is_canal(course)) else {
        return;
    };
    let holder = heads(told).get(course).copied().flatten();
    let (map, scene) = (&told.setting().map, told.scene);
    let now = comes_down(canal, map, &scene.sky, scene.clock.date()) as i64;
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
    let tells =
        format!("{means} While its dikes are whole {} m³/s come down at this time of the year.", number(now));
    row(ui, "sluices", &value, &tells);
}

/// Watercourses beside a hex, and the head of a canal.
pub(super) fn courses(ui: &mut Ui, told: &Told, hex: Hex) {
    let all = beside(told, hex);
    if all.is_empty() {
        return;
    }
    section(ui, "Rivers and canals");
    // Who may dig there has read it on the card of the formation.
    let told_already = told.planner().is_some()
        && told.chosen.iter().any(|id| told.fact(*id).is_some_and(|one| one.place.hex() == hex));
    for (nth, one) in all.iter().enumerate().filter(|_| !told_already) {
        one.rows(ui, told, hex);
        if all[..nth].iter().all(|other| other.at.course != one.at.course) {
            sluices(ui, told, usize::from(one.at.course));
        }
    }
    for course in told.setting().map.courses().iter().filter(|course| is_canal(course)) {
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
fn depth(mm: u32) -> String {
    if mm < 10 { "less than 1 cm".to_owned() } else { format!("{} cm", mm / 10) }
}

/// How far an earthwork has come.
pub(super) fn progress(ui: &mut Ui, told: &Told, one: &FormationState) {
    let Intention::Dig { work, side, done_min } = one.intention else { return };
    let (map, rules) = (&told.setting().map, &told.setting().rules.flood);
    let Some((at, bank)) = Spot::along(map, one.place.hex(), usize::from(side)) else { return };
    let Some(needs) = work_min(work, at, bank, map, &told.scene.waters, rules) else { return };
    let part = percent((done_min * 1000 / needs.max(1)).min(1000) as u32 / 10 * 10);
    let left = lasts(needs.saturating_sub(done_min), work, one.roll.under_arms(), told);
    row(
        ui,
        "dug",
        &format!("{part}, done in {left}"),
        "As many as can work at it, day and night, while no enemy is beside them.",
    );
}

/// How long so much work takes so many men.
fn lasts(work: u64, of: Earthwork, men: u32, told: &Told) -> String {
    match u64::from(hands(of, men, &told.setting().rules.flood)) {
        0 => "no time: nobody is left".to_owned(),
        hands => span(work.div_ceil(hands).min(u32::MAX.into()) as u32),
    }
}

/// Digging at the watercourses beside which formations stand: how high each stands, what may be ordered, and what would be
/// flooded.
pub(super) fn digging(ui: &mut Ui, desk: &mut Desk, state: &mut WaterState) {
    let Some(first) = desk.own.first() else { return };
    let hex = first.place.hex();
    let all = beside(desk.told, hex);
    if all.is_empty() || desk.own.iter().any(|one| one.place.hex() != hex) {
        return;
    }
    prose(ui, small("Rivers and canals beside it"));
    let opened = state.open.filter(|(at, _)| *at == hex).map(|(_, side)| side);
    flow(ui, |ui| {
        for one in &all {
            let is_open = opened == Some(one.side);
            let name = format!("{}: {}", capital(SIDE_NAMES[one.side]), one.course.name.latin);
            let button = flow_button(ui, &name, "", is_open);
            if button.clicked() {
                state.open = if is_open { None } else { Some((hex, one.side)) };
            }
            button.on_hover_text(
                "How high its water stands, what can be dug there, and what that would flood.",
            );
        }
    });
    let Some(one) = all.iter().find(|one| opened == Some(one.side)) else { return };
    one.rows(ui, desk.told, hex);
    sluices(ui, desk.told, usize::from(one.at.course));
    let (map, rules) = (&desk.told.setting().map, &desk.told.setting().rules.flood);
    let may = |work| work_min(work, one.at, one.bank, map, &desk.view.waters, rules).is_some();
    let here = |pinned: &Thought| (pinned.hex, usize::from(pinned.side)) == (hex, one.side);
    let mut thought = state.pinned.filter(|pinned| here(pinned) && may(pinned.work));
    flow(ui, |ui| {
        let cut = [0, 1].into_iter().any(|bank| desk.view.waters.cut(one.at, bank).is_some());
        for work in Earthwork::ALL.into_iter().filter(|work| *work != Earthwork::Mend || cut) {
            thought = earthwork(ui, desk, state, (one, hex, work)).or(thought);
        }
    });
    match thought {
        Some(thought) => {
            state.show(desk, thought);
            would_flood(ui, desk, state, thought);
        }
        None => {
            let text =
                "Point at a cut or a dam, or press its question mark: the map shows what would be flooded.";
            prose(ui, small(text));
        }
    }
}

/// As buttons name an earthwork.
fn name(work: Earthwork, side: usize) -> String {
    let side = SIDE_NAMES[side];
    match work {
        Earthwork::Cut => format!("Cut {side}, this side"),
        Earthwork::CutFar => format!("Cut {side}, far side"),
        Earthwork::Mend => format!("Close the gap {side}"),
        Earthwork::Dam => format!("Dam {side}"),
    }
}

/// The button of an earthwork and the one that asks what it would flood; answers what is thought of.
fn earthwork(
    ui: &mut Ui,
    desk: &mut Desk,
    state: &mut WaterState,
    (one, hex, work): (&Beside, Hex, Earthwork),
) -> Option<Thought> {
    let (map, rules) = (&desk.told.setting().map, &desk.told.setting().rules.flood);
    let side = one.side as u8;
    let most = desk.own.iter().map(|own| own.roll.under_arms()).max().unwrap_or(0);
    let needs = work_min(work, one.at, one.bank, map, &desk.view.waters, rules);
    let does = needs.map_or_else(String::new, |needs| {
        let at_it = hands(work, most, rules);
        let goal = match work {
            Earthwork::Cut => "The dike is cut, and water comes over this hex.",
            Earthwork::CutFar => "The dike of the far bank is cut, and water comes over the hex beyond.",
            Earthwork::Mend => "The gaps on both sides are closed.",
            Earthwork::Dam => "A dam lifts the water over its banks, until it runs over the crest or fails.",
        };
        format!(
            "{goal} {} days of one man: {} do it in {}. Another order or an enemy beside them stops it.",
            number((needs / 1440).min(i64::MAX as u64) as i64),
            men(at_it),
            lasts(needs, work, most, desk.told)
        )
    });
    let is_on = desk.own.iter().all(
        |own| matches!(own.intention, Intention::Dig { work: now, side: there, .. } if (now, there) == (work, side)),
    );
    let name = name(work, one.side);
    let pointed =
        desk.order(ui, (&name, None, is_on), &does, |own| Order::Dig(Dig { formation: own.id, work, side }));
    if work == Earthwork::Mend {
        return None;
    }
    let thought = Thought { work, hex, side };
    let far = work == Earthwork::CutFar;
    let target = if far { hex + SIDES[one.side] } else { hex };
    if needs.is_none() || !map.grid().contains(target) || far && one.course.width_m > rules.far_m {
        return None;
    }
    let pinned = state.pinned == Some(thought);
    let ask = flow_button(ui, "?", "", pinned);
    let label = format!("What would flood: {name}");
    ask.widget_info(|| WidgetInfo::selected(WidgetType::Button, true, pinned, &label));
    if ask.clicked() {
        state.pinned = if pinned { None } else { Some(thought) };
    }
    let hovered = ask.hovered() || ask.has_focus();
    ask.on_hover_text(format!("{label}. Pressed, the map keeps showing it until it is pressed again."));
    (pointed || hovered || state.pinned == Some(thought) && !pinned).then_some(thought)
}

/// So many, as panels write it.
fn count(many: usize) -> String {
    number(many.min(u32::MAX as usize) as i64)
}

/// What would be flooded, and who stands there, in words.
fn would_flood(ui: &mut Ui, desk: &Desk, state: &WaterState, thought: Thought) {
    let Some(waters) = state.foreseen() else { return };
    let (told, map) = (desk.told, &desk.told.setting().map);
    let rules = &told.setting().rules.flood;
    let over = u32::from(rules.wets_mm);
    let wet: Vec<(Hex, u32)> = waters.flooded(map).filter(|(_, mm)| *mm >= FLOOD_MM).collect();
    prose(ui, strong(format!("If they {}:", name(thought.work, usize::from(thought.side)).to_lowercase())));
    let Some((worst, most)) = wet.iter().max_by_key(|(_, mm)| *mm) else {
        prose(ui, format!("{HOURS} hours later the land is dry, but for a film at most."));
        return;
    };
    let before = wet.iter().filter(|(hex, _)| desk.view.waters.depth_mm(map, *hex) >= FLOOD_MM).count();
    let before = if before > 0 { format!(", {} of them already now", count(before)) } else { String::new() };
    let lie = if wet.len() == 1 { "hex lies" } else { "hexes lie" };
    let deep = match wet.iter().filter(|(_, mm)| *mm >= over).count() {
        0 => "none".to_owned(),
        deep => count(deep),
    };
    prose(
        ui,
        format!(
            "{HOURS} hours later {} {lie} under water{before}, {deep} under {} cm or more on the mean. Deepest: {} {}, where {} of the \
             ground lies under more than {} cm.",
            count(wet.len()),
            over / 10,
            depth(*most),
            told.where_is(*worst),
            percent(waters.wading(map, *worst, rules) / 10 * 10),
            over / 10
        ),
    );
    let stands = |own: bool| {
        let there = told.scene.bodies.iter().filter(|body| (body.side == desk.view.side) == own);
        let there = there.filter(|body| wet.iter().any(|(hex, _)| *hex == body.at));
        there.map(|body| told.body_name(body.id)).collect::<Vec<String>>()
    };
    let (own, enemies) = (stands(true), stands(false));
    if own.is_empty() && enemies.is_empty() {
        prose(ui, small("Nobody known of stands there."));
    }
    if !own.is_empty() {
        prose(ui, strong(format!("Ours there: {}.", list(&own, MOST_NAMES))));
    }
    if !enemies.is_empty() {
        prose(ui, format!("Enemies told of there: {}.", list(&enemies, MOST_NAMES)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::game::Game;
    use crate::gui::ask::Ask;
    use crate::gui::keys::Keys;
    use crate::gui::panels::commands::CommandState;
    use crate::gui::panels::tests::Wall;
    use crate::gui::scene::Scene;
    use crate::scenario::open;
    use crate::scenario::shipped::Data;
    use crate::shelf::Settings;
    use crate::sim::id::FormationId;

    const XIA: SideId = SideId(1);

    #[test]
    fn levels_are_told_against_the_ground() {
        assert_eq!([against(1.26, 10), against(0.4, 10)], ["0.3 m over", "0.6 m under"]);
        assert_eq!([depth(4), depth(234)], ["less than 1 cm", "23 cm"]);
    }

    #[test]
    fn who_stands_at_a_canal_reads_what_a_cut_floods_and_orders_it() {
        let (setting, start) = open("lingzhou_siege_1081", &Data::built_in(), 1).expect("it is shipped");
        let mut game = Game::new(Arc::new(setting), &start);
        let view = game.view(XIA);
        let scene = Scene::seen(game.setting(), &view);
        let index = scene.setting.register.formations.iter().position(|one| one.name.id == "canal_diggers_1");
        let id = FormationId(index.expect("of the scenario") as u16);
        let (settings, keys) = (Settings::default(), Keys::default());
        let chosen = [id];
        let told = Told {
            scene: &scene,
            view: Some(&view),
            snapshot: None,
            lines: &[],
            series: None,
            battles: &[],
            orders: &[],
            replaying: false,
            settings: &settings,
            keys: &keys,
            chosen: &chosen,
            looked: None,
        };
        let one = view.formation(id).expect("it stands");
        let all = beside(&told, one.place.hex());
        assert!(!all.is_empty(), "it stands beside a canal");
        let names: Vec<String> =
            all.iter().flat_map(|one| Earthwork::ALL.map(|work| name(work, one.side))).collect();
        assert!(names.iter().enumerate().all(|(nth, one)| !names[..nth].contains(one)), "{names:?}");

        let wall = Wall::new(400.0, 100);
        let mut state = CommandState::default();
        let mut card = |ui: &mut Ui, told: &Told| {
            state.water.rest();
            super::super::commands::show(ui, told, &[one], &mut state)
        };
        let opens = format!("{}: {}", capital(SIDE_NAMES[all[0].side]), all[0].course.name.latin);
        wall.press(&told, &opens, &mut card);
        let words = wall.all(&told, &mut card);
        for expected in ["this ground", "sluices", "Xia", "point at a cut", "days of one man"] {
            assert!(words.to_lowercase().contains(&expected.to_lowercase()), "{expected}:\n{words}");
        }
        let cut = name(Earthwork::Cut, all[0].side);
        wall.press(&told, &format!("What would flood: {cut}"), &mut card);
        let words = wall.all(&told, &mut card);
        assert!(words.contains(&format!("If they {}:", cut.to_lowercase())), "{words}");
        assert!(words.contains("24 hours later"), "{words}");
        let asks = wall.press(&told, &cut, &mut card);
        let order = Order::Dig(Dig { formation: id, work: Earthwork::Cut, side: all[0].side as u8 });
        assert!(asks.contains(&Ask::Order(vec![order])), "{asks:?}");
        wall.press(&told, &format!("What would flood: {cut}"), &mut card);
        wall.all(&told, &mut card);
        assert!(state.water.foreseen().is_none(), "pressed again it rests");
    }
}
