//! Digging: what may be dug at a watercourse, how far it has come, and what would be flooded then.

use std::sync::Arc;

use bevy_egui::egui::{Ui, WidgetInfo, WidgetType};

use super::Told;
use super::commands::Desk;
use super::force::capital;
use super::parts::{flow, flow_button, men, percent, prose, row, small, span, strong};
use super::water::{FLOOD_MM, beside, depth, levees, sluices};
use crate::orders::{Dig, Order};
use crate::report::names::{list, number};
use crate::sim::flood::{Site, Waters, hands, work_min};
use crate::sim::hex::{Hex, SIDE_NAMES, SIDES};
use crate::sim::intent::{Earthwork, Intention};
use crate::sim::map::Map;
use crate::snapshot::FormationState;

/// How far ahead it is told what a cut or a dam would flood, hours.
const HOURS: u32 = 24;
/// Most bodies that are named.
const MOST_NAMES: usize = 4;

/// An earthwork that is thought of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Thought {
    work: Earthwork,
    hex: Hex,
    side: u8,
}

/// What the card of digging remembers.
#[derive(Debug, Clone, Default)]
pub struct DiggingState {
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

impl DiggingState {
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
    fn foresee(&mut self, desk: &Desk, thought: Thought) {
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

/// How far an earthwork has come.
pub(super) fn progress(ui: &mut Ui, told: &Told, one: &FormationState) {
    let Intention::Dig { work, side, done_min } = one.intention else { return };
    let (map, rules) = (&told.setting().map, &told.setting().rules.flood);
    let site = Site::at(map, one.place.hex(), usize::from(side));
    let Some(needs) = work_min(work, site, map, &told.scene.waters, rules) else { return };
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

/// What stands for dry land among the sides of a hex.
const DRY_LAND: usize = SIDES.len();

/// Digging along the sides of the hex on which formations stand: how high the water stands, what may be ordered, and what
/// would be flooded.
pub(super) fn show(ui: &mut Ui, desk: &mut Desk, state: &mut DiggingState) {
    let Some(first) = desk.own.first() else { return };
    let hex = first.place.hex();
    let map = &desk.told.setting().map;
    if map.courses().is_empty() || desk.own.iter().any(|one| one.place.hex() != hex) {
        return;
    }
    let all = beside(desk.told, hex);
    let opened = state.open.filter(|(at, _)| *at == hex).map(|(_, side)| side);
    prose(ui, small(if all.is_empty() { "Dikes" } else { "Rivers, canals and dikes beside it" }));
    flow(ui, |ui| {
        let mut tab = |side: usize, name: &str, tells: &str| {
            let is_open = opened == Some(side);
            let button = flow_button(ui, name, "", is_open);
            if button.clicked() {
                state.open = if is_open { None } else { Some((hex, side)) };
            }
            button.on_hover_text(tells);
        };
        for one in &all {
            let name = format!("{}: {}", capital(SIDE_NAMES[one.side]), one.course.name.latin);
            tab(
                one.side,
                &name,
                "How high its water stands, what can be dug there, and what that would flood.",
            );
        }
        tab(DRY_LAND, "On dry land", "Dikes raised on the land hold water in or out.");
    });
    let mut thought = None;
    match (opened, all.iter().find(|one| opened == Some(one.side))) {
        (_, Some(one)) => {
            one.rows(ui, desk.told, hex);
            sluices(ui, desk.told, usize::from(one.at.course));
            let waters = &desk.view.waters;
            let cut = [0, 1].into_iter().any(|bank| waters.cut(one.at, bank).is_some());
            let works = [Earthwork::Cut, Earthwork::CutFar, Earthwork::Mend, Earthwork::Dam];
            flow(ui, |ui| {
                for work in works.into_iter().filter(|work| *work != Earthwork::Mend || cut) {
                    thought = earthwork(ui, desk, state, (hex, one.side, work)).or(thought);
                }
            });
        }
        (Some(DRY_LAND), None) => {
            levees(ui, desk.told, hex);
            let rules = &desk.told.setting().rules.flood;
            flow(ui, |ui| {
                for side in (0..SIDES.len()).filter(|side| all.iter().all(|one| one.side != *side)) {
                    for work in [Earthwork::Raise, Earthwork::Cut, Earthwork::Mend] {
                        let site = Site::at(map, hex, side);
                        if work_min(work, site, map, &desk.view.waters, rules).is_some() {
                            thought = earthwork(ui, desk, state, (hex, side, work)).or(thought);
                        }
                    }
                }
            });
        }
        _ => return,
    }
    let rules = &desk.told.setting().rules.flood;
    let may = |one: &Thought| {
        let site = Site::at(map, hex, usize::from(one.side));
        work_min(one.work, site, map, &desk.view.waters, rules).is_some()
    };
    let of_tab = |one: &Thought| match opened {
        Some(DRY_LAND) => matches!(Site::at(map, hex, usize::from(one.side)), Site::Land(_)),
        open => open == Some(usize::from(one.side)),
    };
    let pinned = state.pinned.filter(|one| one.hex == hex && of_tab(one) && may(one));
    match thought.or(pinned) {
        Some(thought) => {
            state.foresee(desk, thought);
            would_flood(ui, desk, state, thought);
        }
        None => {
            let text = if opened == Some(DRY_LAND) {
                "Point at a side: how long a dike along it takes."
            } else {
                "Point at a cut or a dam, or press its question mark: the map shows what would be flooded."
            };
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
        Earthwork::Raise => format!("Raise a dike {side}"),
    }
}

/// The button of an earthwork and the one that asks what it would flood; answers what is thought of.
fn earthwork(
    ui: &mut Ui,
    desk: &mut Desk,
    state: &mut DiggingState,
    (hex, at, work): (Hex, usize, Earthwork),
) -> Option<Thought> {
    let (map, rules) = (&desk.told.setting().map, &desk.told.setting().rules.flood);
    let (side, site) = (at as u8, Site::at(map, hex, at));
    let most = desk.own.iter().map(|own| own.roll.under_arms()).max().unwrap_or(0);
    let needs = work_min(work, site, map, &desk.view.waters, rules);
    let does = needs.map_or_else(String::new, |needs| {
        let at_it = hands(work, most, rules);
        let goal = match work {
            Earthwork::Cut if site.course().is_none() => "The dike is cut, and no longer holds water.",
            Earthwork::Cut => "The dike is cut, and water comes over this hex.",
            Earthwork::CutFar => "The dike of the far bank is cut, and water comes over the hex beyond.",
            Earthwork::Mend => "The gaps on both sides are closed.",
            Earthwork::Raise => {
                "A dike along this side holds water in or out, until it runs over its crest or seeps through."
            }
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
    let name = name(work, at);
    let pointed =
        desk.order(ui, (&name, None, is_on), &does, |own| Order::Dig(Dig { formation: own.id, work, side }));
    if matches!(work, Earthwork::Mend | Earthwork::Raise) {
        return None;
    }
    let thought = Thought { work, hex, side };
    let far = work == Earthwork::CutFar;
    let target = if far { hex + SIDES[at] } else { hex };
    let is_wide = width_m(map, site) > rules.far_m;
    if needs.is_none() || !map.grid().contains(target) || far && is_wide {
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

/// Breadth of the watercourse that is dug at, meters; 0 on dry land.
fn width_m(map: &Map, site: Site) -> u32 {
    let course = site.course().and_then(|course| map.courses().get(usize::from(course)));
    course.map_or(0, |course| course.width_m)
}

/// So many, as panels write it.
fn count(many: usize) -> String {
    number(many.min(u32::MAX as usize) as i64)
}

/// What would be flooded, and who stands there, in words.
fn would_flood(ui: &mut Ui, desk: &Desk, state: &DiggingState, thought: Thought) {
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
    use crate::sim::id::{FormationId, SideId};

    const XIA: SideId = SideId(1);

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
