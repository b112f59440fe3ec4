//! Every panel with a real war: before the first order, after six turns and at the end; through the eyes of each side
//! and as it truly was; on narrow panels and wide pages, with text of ordinary and double size.

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use bevy_egui::egui::accesskit::{Action as Deed, ActionRequest, Node, NodeId, Role, TreeId};
use bevy_egui::egui::epaint::{ClippedShape, Shape};
use bevy_egui::egui::{self, Context, Event, RawInput, Rect, Ui, UiBuilder, pos2, vec2};

use super::parts;
use super::*;
use crate::ai::{Level, plan};
use crate::film::Moment;
use crate::game::Game;
use crate::gui::ask::{Ask, Tool};
use crate::gui::keys::Keys;
use crate::gui::theme;
use crate::orders::Order;
use crate::report::battles::Battles;
use crate::report::known;
use crate::report::names::number;
use crate::scenario::open;
use crate::scenario::shipped::Data;
use crate::sim::hex::Grid;

const SONG: SideId = SideId(0);
const XIA: SideId = SideId(1);

/// A war at one moment, with all that was told of it.
pub(super) struct Moments {
    pub(super) setting: Arc<Setting>,
    snapshot: Snapshot,
    /// By eyes: Song, Xia, the truth.
    lines: [Vec<Line>; 3],
    series: Series,
    battles: Vec<Battle>,
    /// By side: orders of the turn, as an artificial commander would give them.
    orders: [Vec<Directive>; 2],
}

/// The war before the first order, after six turns, and at its end.
fn war() -> &'static [Moments; 3] {
    static WAR: OnceLock<[Moments; 3]> = OnceLock::new();
    WAR.get_or_init(|| {
        let (setting, start) = open("haoshuichuan_1041", &Data::built_in(), 7).expect("it is shipped");
        let mut game = Game::new(Arc::new(setting), &start);
        let mut lines = [Vec::new(), Vec::new(), Vec::new()];
        let (mut series, mut battles) = (Series::default(), Battles::default());
        let at = |game: &mut Game, lines: &[Vec<Line>; 3], series: &Series, battles: &Battles| Moments {
            setting: Arc::clone(game.setting()),
            snapshot: game.snapshot(),
            lines: lines.clone(),
            series: series.clone(),
            battles: battles.battles().to_vec(),
            orders: [SONG, XIA].map(|side| {
                let planned = plan(&game.view(side), Level::Doctrine, 7);
                planned.into_iter().map(|(order, why)| Directive { order, why }).collect()
            }),
        };
        let before = at(&mut game, &lines, &series, &battles);
        let mut after = None;
        for turn in 1..=64_u32 {
            for side in [SONG, XIA] {
                for (order, why) in plan(&game.view(side), Level::Doctrine, u64::from(turn)) {
                    let _ = game.submit(side, order, &why);
                }
            }
            let (_, film) = game.film_turn();
            let setting = Arc::clone(game.setting());
            for (eyes, told) in [Some(SONG), Some(XIA), None].into_iter().zip(&mut lines) {
                told.extend(known::lines(&setting, &film, eyes));
            }
            series.add(&setting, &film);
            battles.add(&setting, &film);
            if turn == 6 {
                after = Some(at(&mut game, &lines, &series, &battles));
            }
            if game.outcome().is_some() {
                break;
            }
        }
        assert!(game.outcome().is_some(), "the war ends");
        let end = at(&mut game, &lines, &series, &battles);
        [before, after.expect("it lasts six turns"), end]
    })
}

/// What a viewer is told at a moment, owned.
pub(super) struct Eyes {
    pub(super) moments: &'static Moments,
    viewer: Option<SideId>,
    scene: Scene,
    view: Option<Arc<View>>,
    settings: Settings,
    keys: Keys,
    chosen: Vec<FormationId>,
    looked: Option<Hex>,
    replaying: bool,
}

impl Eyes {
    pub(super) fn of(moment: usize, viewer: Option<SideId>) -> Self {
        let moments = &war()[moment];
        let mut game = Game::new(Arc::clone(&moments.setting), &moments.snapshot);
        let view = viewer.map(|side| game.view(side));
        let scene = match &view {
            Some(view) => Scene::seen(&moments.setting, view),
            None => Scene::truth(&moments.setting, &moments.snapshot),
        };
        let (settings, keys) = (Settings::default(), Keys::default());
        let (chosen, looked) = (Vec::new(), None);
        Self { moments, viewer, scene, view, settings, keys, chosen, looked, replaying: viewer.is_none() }
    }

    pub(super) fn choosing(mut self, chosen: &[FormationId]) -> Self {
        self.chosen = chosen.to_vec();
        self
    }

    pub(super) fn looking(mut self, hex: Hex) -> Self {
        self.looked = Some(hex);
        self
    }

    pub(super) fn told(&self) -> Told<'_> {
        let which = self.viewer.map_or(2, SideId::index);
        Told {
            scene: &self.scene,
            view: self.view.as_deref(),
            snapshot: self.viewer.is_none().then_some(&self.moments.snapshot),
            lines: &self.moments.lines[which],
            series: Some(&self.moments.series),
            battles: &self.moments.battles,
            orders: &self.moments.orders[which.min(1)],
            replaying: self.replaying,
            settings: &self.settings,
            keys: &self.keys,
            chosen: &self.chosen,
            looked: self.looked,
        }
    }

    pub(super) fn own(&self, id: &str) -> FormationId {
        let formations = &self.moments.setting.register.formations;
        let index = formations.iter().position(|info| info.name.id == id).expect("of the scenario");
        FormationId(index as u16)
    }

    pub(super) fn enemies(&self) -> Vec<&Body> {
        self.scene.bodies.iter().filter(|body| body.rumor.is_some()).collect()
    }
}

/// Anything that draws and asks.
pub(super) type Panel<'a> = dyn FnMut(&mut Ui, &Told) -> Vec<Ask> + 'a;

/// A panel as it was drawn.
struct Page {
    asks: Vec<Ask>,
    nodes: Vec<(NodeId, Node)>,
    shapes: Vec<ClippedShape>,
    rect: Rect,
}

/// Draws panels of a width with text of a size, percent.
pub(super) struct Wall {
    ctx: Context,
    width: f32,
}

/// Higher than any page is long.
const HEIGHT: f32 = 60_000.0;

impl Wall {
    pub(super) fn new(width: f32, text_scale: u16) -> Self {
        let ctx = Context::default();
        ctx.enable_accesskit();
        theme::install(&ctx, &Settings { text_scale, reduce_motion: true, ..Settings::default() });
        Self { ctx, width }
    }

    fn draw(&self, told: &Told, events: Vec<Event>, panel: &mut Panel) -> Page {
        let rect = Rect::from_min_size(pos2(40.0, 40.0), vec2(self.width, HEIGHT));
        let screen = Rect::from_min_size(pos2(0.0, 0.0), vec2(self.width + 80.0, HEIGHT + 80.0));
        let mut asks = Vec::new();
        let input = RawInput { screen_rect: Some(screen), events, ..RawInput::default() };
        let mut output = self.ctx.run_ui(input, |ui| {
            ui.scope_builder(UiBuilder::new().max_rect(rect), |ui| asks.extend(panel(ui, told)));
        });
        let nodes = output.platform_output.accesskit_update.take().map(|update| update.nodes);
        let shapes = std::mem::take(&mut output.shapes);
        output.drop_without_applying_deltas();
        Page { asks, nodes: nodes.unwrap_or_default(), shapes, rect }
    }

    /// Draws it until it has found its measures.
    fn show(&self, told: &Told, panel: &mut Panel) -> Page {
        self.draw(told, Vec::new(), panel);
        self.draw(told, Vec::new(), panel)
    }

    /// Everything that was written or is told on hovering.
    pub(super) fn all(&self, told: &Told, panel: &mut Panel) -> String {
        self.show(told, panel).all()
    }

    /// Draws it, presses what bears a name, and answers what it asks then.
    pub(super) fn press(&self, told: &Told, name: &str, panel: &mut Panel) -> Vec<Ask> {
        let page = self.show(told, panel);
        let node = page.button(name).unwrap_or_else(|| panic!("no button `{name}`:\n{}", page.text()));
        self.press_node(told, node, panel)
    }

    fn press_node(&self, told: &Told, node: NodeId, panel: &mut Panel) -> Vec<Ask> {
        let (action, target_tree, target_node, data) = (Deed::Click, TreeId::ROOT, node, None);
        let request = ActionRequest { action, target_tree, target_node, data };
        let events = vec![Event::AccessKitActionRequest(request)];
        self.draw(told, events, panel).asks
    }
}

impl Page {
    /// Everything that was written.
    fn text(&self) -> String {
        let mut text = String::new();
        for shape in &self.shapes {
            each_text(&shape.shape, &mut |shape| {
                text.push_str(shape.galley.text());
                text.push('\n');
            });
        }
        text
    }

    /// Everything that was written or is told on hovering.
    fn all(&self) -> String {
        let told = self.nodes.iter().flat_map(|(_, node)| [node.label(), node.value(), node.description()]);
        told.flatten().fold(self.text(), |all, told| all + told + "\n")
    }

    fn buttons(&self) -> Vec<(NodeId, String)> {
        let buttons = self.nodes.iter().filter(|(_, node)| node.role() == Role::Button);
        buttons.map(|(id, node)| (*id, node.label().unwrap_or_default().to_owned())).collect()
    }

    /// The first button whose name begins so.
    fn button(&self, name: &str) -> Option<NodeId> {
        self.buttons().into_iter().find(|(_, label)| label.starts_with(name)).map(|(id, _)| id)
    }

    /// Text that leaves the panel, is cut by a clip or shortened.
    fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        // The slant of a letter may lean over the edge a little.
        let (left, right) = (self.rect.left() - 3.0, self.rect.right() + 3.0);
        for clipped in &self.shapes {
            each_text(&clipped.shape, &mut |text| {
                let rect = text.visual_bounding_rect();
                let words = text.galley.text();
                if !rect.is_positive() || words.trim().is_empty() {
                    return;
                }
                if rect.left() < left || rect.right() > right {
                    faults.push(format!("`{words}` from {} to {}", rect.left(), rect.right()));
                }
                let clip = clipped.clip_rect;
                if rect.left() < clip.left() - 1.5 || rect.right() > clip.right() + 1.5 {
                    faults.push(format!("`{words}` is clipped at {} to {}", clip.left(), clip.right()));
                }
                if text.galley.elided {
                    faults.push(format!("`{words}` is shortened"));
                }
            });
        }
        faults
    }
}

fn each_text(shape: &Shape, each: &mut dyn FnMut(&egui::epaint::TextShape)) {
    match shape {
        Shape::Text(text) => each(text),
        Shape::Vec(shapes) => shapes.iter().for_each(|shape| each_text(shape, each)),
        _ => {}
    }
}

/// All panels by name, each with a state of its own.
pub(super) fn panels() -> Vec<(&'static str, Box<Panel<'static>>)> {
    let mut pair = ForecastState::default();
    vec![
        ("force", {
            let mut state = ForceState::default();
            Box::new(move |ui: &mut Ui, told: &Told| force(ui, told, &mut state))
        }),
        ("place", {
            let mut state = PlaceState::default();
            Box::new(move |ui: &mut Ui, told: &Told| place(ui, told, &mut state))
        }),
        ("forecast", {
            Box::new(move |ui: &mut Ui, told: &Told| {
                let own = told.chosen.iter().find(|id| told.fact(**id).is_some());
                let enemy = told.scene.bodies.iter().find(|body| body.rumor.is_some());
                pair.pair = own.copied().zip(enemy.map(|body| body.id));
                forecast(ui, told, &mut pair)
            })
        }),
        ("planned", {
            let mut state = PlannedState::default();
            Box::new(move |ui: &mut Ui, told: &Told| planned(ui, told, &mut state))
        }),
        ("idle", {
            let mut state = IdleState::default();
            Box::new(move |ui: &mut Ui, told: &Told| idle(ui, told, &mut state))
        }),
        ("army", {
            let mut state = ArmyState::default();
            Box::new(move |ui: &mut Ui, told: &Told| army(ui, told, &mut state))
        }),
        ("chronicle", {
            let mut state = ChronicleState::default();
            Box::new(move |ui: &mut Ui, told: &Told| chronicle(ui, told, &mut state))
        }),
        ("digest", {
            let mut state = DigestState::default();
            Box::new(move |ui: &mut Ui, told: &Told| digest(ui, told, &mut state))
        }),
        ("objectives", {
            let mut state = ObjectivesState::default();
            Box::new(move |ui: &mut Ui, told: &Told| objectives(ui, told, &mut state))
        }),
        ("statistics", {
            let mut state = StatisticsState { curve: statistics::Curve::Losses };
            Box::new(move |ui: &mut Ui, told: &Told| statistics(ui, told, &mut state))
        }),
        ("supply", {
            let mut state = SupplyState::default();
            Box::new(move |ui: &mut Ui, told: &Told| supply(ui, told, &mut state))
        }),
        ("battles", {
            let mut state = BattleState::default();
            Box::new(move |ui: &mut Ui, told: &Told| battle(ui, told, &mut state))
        }),
        ("battle", {
            Box::new(move |ui: &mut Ui, told: &Told| {
                let lost = |one: &Battle| one.parts.iter().map(|part| part.toll.lost()).sum::<u32>();
                let known = super::battle::known_battles(told);
                let shown = (0..known.len()).max_by_key(|index| lost(&known[*index]));
                battle(ui, told, &mut BattleState { shown })
            })
        }),
        ("report", {
            let mut state = ReportState::default();
            Box::new(move |ui: &mut Ui, told: &Told| report(ui, told, &mut state))
        }),
        ("find", {
            let mut state = finding("a");
            Box::new(move |ui: &mut Ui, told: &Told| find(ui, told, &mut state))
        }),
        ("calendar", {
            Box::new(|ui: &mut Ui, told: &Told| {
                calendar(ui, told);
                Vec::new()
            })
        }),
    ]
}

fn finding(text: &str) -> FindState {
    let mut state = FindState::default();
    state.text = text.to_owned();
    state
}

/// Eyes with something to look at: one formation chosen, or several, or an enemy.
fn all_eyes() -> Vec<(String, Eyes)> {
    let mut all = Vec::new();
    for moment in 0..3 {
        for viewer in [Some(SONG), Some(XIA), None] {
            let plain = Eyes::of(moment, viewer);
            let own: Vec<FormationId> =
                plain.told().facts().iter().filter(|one| one.is_alive()).map(|one| one.id).take(4).collect();
            let enemy = plain.enemies().first().map(|body| (body.id, body.at));
            let name = |what: &str| format!("moment {moment}, eyes {viewer:?}, {what}");
            let named = plain.moments.setting.register.places[0].at;
            let Some(first) = own.first().copied() else { continue };
            let at = plain.told().fact(first).map(|one| one.place.hex()).expect("alive");
            all.push((name("one"), Eyes::of(moment, viewer).choosing(&[first]).looking(at)));
            all.push((name("many"), Eyes::of(moment, viewer).choosing(&own).looking(named)));
            if let Some((enemy, at)) = enemy {
                all.push((name("enemy"), Eyes::of(moment, viewer).choosing(&[enemy]).looking(at)));
            }
            all.push((name("nothing"), plain));
        }
    }
    all
}

#[test]
fn nothing_leaves_its_panel_however_narrow_and_however_large_the_text() {
    let mut faults = BTreeSet::new();
    for (width, scale) in [(280.0, 100), (280.0, 200), (400.0, 150), (520.0, 200), (980.0, 100), (980.0, 200)]
    {
        let wall = Wall::new(width, scale);
        for (eyes, told) in all_eyes() {
            for (name, mut panel) in panels() {
                let page = wall.show(&told.told(), &mut *panel);
                for fault in page.faults() {
                    let _ = &eyes;
                    faults.insert(format!("{name}, {width} wide, text {scale} %: {fault}"));
                }
            }
        }
    }
    let some: Vec<&String> = faults.iter().take(40).collect();
    assert!(faults.is_empty(), "{} faults, among them\n{some:#?}", faults.len());
}

#[test]
fn panels_say_what_they_are_about() {
    let wall = Wall::new(400.0, 100);
    let song = Eyes::of(1, Some(SONG));
    let vanguard = song.own("vanguard_horse");
    let chosen = Eyes::of(0, Some(SONG)).choosing(&[vanguard]);
    let page = wall.show(&chosen.told(), &mut |ui, told| force(ui, told, &mut ForceState::default()));
    let words = page.all();
    for expected in [
        "Sang Yi's vanguard 前鋒",
        "Sang Yi 桑懌",
        "ability: 8 of 9 (+10.5 %)",
        "(8 − 5) × 3.5 % = +10.5 %",
        "rash",
        "under arms: 2,000 of 2,000",
        "food (hungry): none for 12 h",
        "2,000 men on full rations = 4,000 sheng a day",
        "weariness: 15 %",
        "It breaks below",
        "March",
        "Lie in ambush",
        "The ground here hides",
    ] {
        assert!(words.contains(expected), "`{expected}` is missing from\n{words}");
    }
    let place = Eyes::of(0, Some(SONG)).looking(song.moments.setting.register.places[0].at);
    let page = wall.show(&place.told(), &mut |ui, told| super::place(ui, told, &mut PlaceState::default()));
    let words = page.all();
    for expected in ["held by: Song", "sheng", "foot needs", "cover", "roads to", "Who stands here"] {
        assert!(words.contains(expected), "`{expected}` is missing from\n{words}");
    }
    let end = Eyes::of(2, None);
    for (name, expected) in [
        (
            "report",
            vec!["victory of", "Beside what history recorded", "together", "Course of events", "inside"],
        ),
        ("statistics", vec!["dead", "promised", "Song", "Xia"]),
        ("supply", vec!["Song 宋: grain", "Xia 西夏: grain", "eaten in a day", "look through its eyes"]),
        ("objectives", vec!["points now", "decisive victory"]),
        ("battles", vec!["lost"]),
        ("battle", vec!["lost in the line", "expected in the line", "promised in the first hour", "broke:"]),
        ("chronicle", vec!["lines", "turn 1,"]),
        ("digest", vec!["Turn "]),
        ("army", vec!["Han Qi", "formations", "order "]),
        ("calendar", vec!["March 1041", "spring", "turn ", "06:00", "康定二年二月十四日"]),
    ] {
        let (_, mut panel) = panels().into_iter().find(|(other, _)| *other == name).expect("a panel");
        let words = wall.show(&end.told(), &mut *panel).all();
        for expected in expected {
            assert!(words.contains(expected), "`{expected}` is missing from {name}:\n{words}");
        }
    }
}

#[test]
fn an_enemy_card_has_nothing_true_on_it() {
    let wall = Wall::new(400.0, 100);
    let mut cards = 0;
    for moment in 0..3 {
        for viewer in [SONG, XIA] {
            let eyes = Eyes::of(moment, Some(viewer));
            for body in eyes.enemies() {
                let eyes = Eyes::of(moment, Some(viewer)).choosing(&[body.id]).looking(body.at);
                let register = &eyes.moments.setting.register;
                let info = register.formation(body.id);
                let truth = &eyes.moments.snapshot.formations[body.id.index()];
                for (name, mut panel) in panels() {
                    if !["force", "place", "find", "planned"].contains(&name) {
                        continue;
                    }
                    let words = wall.show(&eyes.told(), &mut *panel).all();
                    assert!(!words.contains(&info.name.latin), "{name} names {}", info.name.latin);
                    let men = truth.roll.under_arms();
                    // A guess may hit by chance; then it still comes with its mark.
                    let told = parts::about(body.men).contains(&number(men)) || body.men == men;
                    if name == "force" && !told {
                        assert!(!words.contains(&number(men)), "{name} tells {men} of {}", info.name.latin);
                    }
                }
                let page =
                    wall.show(&eyes.told(), &mut |ui, told| force(ui, told, &mut ForceState::default()));
                let words = page.all();
                assert!(words.contains(&parts::about(body.men)) && words.contains("estimate"), "{words}");
                assert!(
                    !words.contains("ability") && !words.contains("weariness") && !words.contains("stance")
                );
                cards += 1;
            }
        }
    }
    assert!(cards > 10, "only {cards} enemies were known");
}

#[test]
fn no_panel_of_a_side_names_an_enemy_formation_or_commander() {
    let wall = Wall::new(520.0, 100);
    for moment in 0..3 {
        for viewer in [SONG, XIA] {
            let eyes = Eyes::of(moment, Some(viewer));
            let own: Vec<FormationId> = eyes.told().facts().iter().map(|one| one.id).take(1).collect();
            let eyes = eyes.choosing(&own);
            let setting = &eyes.moments.setting;
            let foes = setting.register.formations.iter().filter(|info| info.side != viewer);
            let men = setting.register.commanders.iter().filter(|info| info.side != viewer);
            let kinds: BTreeSet<&str> =
                setting.troops.kinds.iter().map(|(_, kind)| kind.name.as_str()).collect();
            let names: Vec<&str> = foes
                .map(|info| info.name.latin.as_str())
                .chain(men.map(|info| info.name.latin.as_str()))
                .filter(|name| !kinds.contains(name) && !kinds.contains(name.trim_start_matches("the ")))
                .collect();
            for (panel_name, mut panel) in panels() {
                // Its own scenario tells a side what it wants, in words of its own.
                if panel_name == "objectives" {
                    continue;
                }
                let words = wall.show(&eyes.told(), &mut *panel).all();
                for name in &names {
                    assert!(
                        !words.contains(name),
                        "{panel_name} of {viewer:?} at moment {moment} says `{name}`"
                    );
                }
            }
        }
    }
}

#[test]
fn every_button_asks_for_something_that_can_be_done() {
    let mut pressed = 0;
    for moment in [0, 1] {
        for viewer in [Some(SONG), Some(XIA), None] {
            let plain = Eyes::of(moment, viewer);
            let own = plain.told().facts().iter().find(|one| one.is_alive()).map(|one| one.id);
            let enemy = plain.enemies().first().map(|body| body.id);
            let choices: Vec<Vec<FormationId>> =
                [own, enemy].into_iter().flatten().map(|id| vec![id]).collect();
            for chosen in choices {
                let eyes = Eyes::of(moment, viewer).choosing(&chosen).looking(Grid::hex(20, 20));
                for (name, mut panel) in panels() {
                    let wall = Wall::new(420.0, 100);
                    let buttons = wall.show(&eyes.told(), &mut *panel).buttons();
                    for (node, label) in buttons.into_iter().take(45) {
                        for ask in wall.press_node(&eyes.told(), node, &mut *panel) {
                            pressed += 1;
                            check(&eyes, &ask).unwrap_or_else(|why| panic!("{name}, `{label}`: {why}"));
                        }
                    }
                }
            }
        }
    }
    assert!(pressed > 300, "only {pressed} asks came of it");
}

/// Whether an ask is one that a table could do.
fn check(eyes: &Eyes, ask: &Ask) -> Result<(), String> {
    let told = eyes.told();
    let known = |id: &FormationId| told.fact(*id).is_some() || told.body(*id).is_some();
    match ask {
        Ask::Select(id) | Ask::Toggle(id) if !known(id) => Err(format!("{id:?} is not known")),
        Ask::SelectAll(ids) if !ids.iter().all(known) => Err(format!("{ids:?} are not known")),
        Ask::Look(hex) if !told.setting().map.grid().contains(*hex) => Err(format!("{hex:?} is off the map")),
        Ask::Seek(moment) if *moment > Moment { turn: 99, step: 99 } => Err("no such moment".to_owned()),
        Ask::Seek(_) if !told.replaying => Err("nothing is watched".to_owned()),
        Ask::Order(orders) => {
            let view = told.planner().ok_or("nobody plans")?;
            if orders.is_empty() {
                return Err("no order".to_owned());
            }
            orders.iter().try_for_each(|order| order.check(view)).map_err(|refusal| refusal.to_string())
        }
        Ask::UndoTo(index) if *index > told.orders.len() => Err(format!("there is no order {index}")),
        Ask::Undo | Ask::Redo | Ask::UndoTo(_) | Ask::Tool(_) | Ask::EndTurn if told.planner().is_none() => {
            Err("nobody plans".to_owned())
        }
        Ask::Copy(text) if text.is_empty() => Err("an empty text".to_owned()),
        _ => Ok(()),
    }
}

#[test]
fn the_orders_of_the_card_are_those_of_its_formation() {
    let eyes = Eyes::of(0, Some(SONG));
    let id = eyes.own("main_foot");
    let eyes = eyes.choosing(&[id]);
    let told = eyes.told();
    let wall = Wall::new(400.0, 100);
    let mut state = ForceState::default();
    let mut card = |ui: &mut Ui, told: &Told| force(ui, told, &mut state);
    let halt = wall.press(&told, "Halt", &mut card);
    assert_eq!(halt, [Ask::Order(vec![Order::Halt(crate::orders::Halt { formation: id })])]);
    let cold = wall.press(&told, "Cold camp", &mut card);
    let camp = crate::orders::MakeCamp { formation: id, fires: false };
    assert_eq!(cold, [Ask::Order(vec![Order::MakeCamp(camp)])]);
    assert_eq!(wall.press(&told, "March", &mut card), [Ask::Tool(Tool::March)]);
    let screen = wall.press(&told, "Screen", &mut card);
    assert!(matches!(&screen[..], [Ask::Order(orders)] if orders.len() == 1), "{screen:?}");
    // It drives no herd: the button says so instead of doing nothing.
    assert_eq!(wall.press(&told, "Leave bait", &mut card), []);
    let words = wall.show(&told, &mut card).text();
    assert!(words.contains("No, there is no herd with foot of the main column"), "{words}");
}

#[test]
fn a_button_for_many_orders_those_who_can() {
    let eyes = Eyes::of(0, Some(XIA));
    let ids = [eyes.own("bait"), eyes.own("guard"), eyes.own("camp_1")];
    let eyes = eyes.choosing(&ids);
    let wall = Wall::new(400.0, 100);
    let mut state = ForceState::default();
    let mut card = |ui: &mut Ui, told: &Told| force(ui, told, &mut state);
    let fight = wall.press(&eyes.told(), "Fight", &mut card);
    let [Ask::Order(orders)] = &fight[..] else { panic!("{fight:?}") };
    let who: Vec<FormationId> = orders.iter().map(Order::formation).collect();
    assert_eq!(who, ids[..2], "porters do not fight");
    let bait = wall.press(&eyes.told(), "Leave 2,000 heads", &mut card);
    let [Ask::Order(orders)] = &bait[..] else { panic!("{bait:?}") };
    assert_eq!(orders.len(), 1);
}

#[test]
fn the_forecast_shows_a_product_that_adds_up() {
    let wall = Wall::new(400.0, 100);
    let mut shown = 0;
    for moment in [0, 1] {
        let eyes = Eyes::of(moment, Some(SONG));
        let view = eyes.view.clone().expect("a side looks");
        for body in eyes.enemies() {
            let Some(one) =
                view.own.iter().find(|one| one.is_alive() && view.forecast(one.id, body.id).is_some())
            else {
                continue;
            };
            let expected = view.forecast(one.id, body.id).expect("just found");
            let mut state = ForecastState { pair: Some((one.id, body.id)), ..ForecastState::default() };
            let page = wall.show(&eyes.told(), &mut |ui, told| forecast(ui, told, &mut state));
            let words = page.all();
            for product in [&expected.ours, &expected.theirs] {
                let result = format!("{:.2}", product.value() / 1000.0);
                assert!(words.contains(&result), "{result} is missing from\n{words}");
                // What is written multiplies to what is written, within the rounding of what is written.
                let written: f64 = product
                    .factors
                    .iter()
                    .enumerate()
                    .map(|(index, factor)| {
                        let text = if index == 0 {
                            format!("{:.2}", factor.times / 1000.0)
                        } else {
                            format!("{:.3}", factor.times)
                        };
                        assert!(words.contains(&text), "{text} is missing from\n{words}");
                        text.parse::<f64>().expect("a number")
                    })
                    .product();
                let off = (written - product.value() / 1000.0).abs();
                assert!(off <= 0.02 * written.max(1.0), "{written} against {}", product.value() / 1000.0);
            }
            assert!(words.contains("We break after") || words.contains("we break after"));
            assert!(words.contains(&number(expected.we_lose_h)) && words.contains("estimate"));
            shown += 1;
        }
    }
    assert!(shown > 3, "only {shown} forecasts");
}

#[test]
fn what_is_forgotten_is_named_before_the_turn_ends() {
    let mut eyes = Eyes::of(0, Some(SONG));
    eyes.replaying = false;
    let told = Told { orders: &[], ..eyes.told() };
    let found = forgotten(&told, &BTreeSet::new());
    let vanguard = eyes.own("vanguard_horse");
    assert!(found.contains(&(Forgotten::Hungry, vanguard)), "{found:?}");
    assert!(found.iter().any(|(what, _)| *what == Forgotten::Idle));
    let idle_one = found.iter().find(|(what, _)| *what == Forgotten::Idle).expect("one").1;
    let rested = forgotten(&told, &BTreeSet::from([idle_one]));
    assert!(!rested.contains(&(Forgotten::Idle, idle_one)), "it was told to stand fast");
    let order = Order::Halt(crate::orders::Halt { formation: idle_one });
    let orders = [Directive { order, why: String::new() }];
    let ordered = forgotten(&Told { orders: &orders, ..told }, &BTreeSet::new());
    assert!(!ordered.contains(&(Forgotten::Idle, idle_one)), "it has an order");
    let wall = Wall::new(400.0, 100);
    let mut state = IdleState::default();
    let mut dialog = |ui: &mut Ui, told: &Told| idle(ui, told, &mut state);
    assert_eq!(wall.press(&told, "End the turn", &mut dialog), [Ask::EndTurn]);
    assert!(wall.show(&told, &mut dialog).text().contains("Nothing to eat"));
}

#[test]
fn orders_are_listed_and_taken_back_to() {
    let eyes = Eyes::of(0, Some(SONG));
    let orders = &eyes.moments.orders[0];
    assert!(orders.len() > 2, "an artificial commander has something to order");
    let told = eyes.told();
    let wall = Wall::new(400.0, 100);
    let mut state = PlannedState::default();
    state.redo = 1;
    let mut list = |ui: &mut Ui, told: &Told| planned(ui, told, &mut state);
    let all = format!("Take back the last {}", orders.len());
    assert_eq!(wall.press(&told, &all, &mut list), [Ask::UndoTo(0)]);
    assert_eq!(wall.press(&told, "Take it back", &mut list), [Ask::UndoTo(orders.len() - 1)]);
    assert_eq!(wall.press(&told, "Give again", &mut list), [Ask::Redo]);
    let first = wall.press(&told, "1. ", &mut list);
    assert_eq!(first.first(), Some(&Ask::Select(orders[0].order.formation())));
}

#[test]
fn names_are_found_by_sound_and_by_sign() {
    assert_eq!(find::sound("Hǎoshuǐ-chuān’s"), "haoshuichuans");
    let eyes = Eyes::of(0, Some(SONG));
    let told = eyes.told();
    let wall = Wall::new(400.0, 100);
    for (text, expected) in
        [("yángmùlóng", "Yangmulong"), ("桑懌", "Sang Yi"), ("VANGUARD", "Sang Yi's vanguard")]
    {
        let mut state = finding(text);
        let words = wall.show(&told, &mut |ui, told| find(ui, told, &mut state)).text();
        assert!(words.contains(expected), "`{text}` finds\n{words}");
    }
    // Nobody whom the side has not seen is found.
    let mut state = finding("iron hawks");
    let words = wall.show(&told, &mut |ui, told| find(ui, told, &mut state)).text();
    assert!(words.contains("Nothing you know of"), "{words}");
    let mut state = finding("sangyi");
    let mut field = |ui: &mut Ui, told: &Told| find(ui, told, &mut state);
    wall.show(&told, &mut field);
    let enter = Event::Key {
        key: egui::Key::Enter,
        physical_key: None,
        pressed: true,
        repeat: false,
        modifiers: egui::Modifiers::NONE,
    };
    let asks = wall.draw(&told, vec![enter], &mut field).asks;
    assert!(asks.contains(&Ask::Select(eyes.own("vanguard_horse"))), "{asks:?}");
}

#[test]
fn a_hundred_thousand_lines_are_a_short_frame() {
    let eyes = Eyes::of(1, Some(SONG));
    let some = eyes.told().lines;
    let many: Vec<Line> = some.iter().cycle().take(100_000).cloned().collect();
    let told = Told { lines: &many, ..eyes.told() };
    let wall = Wall::new(500.0, 100);
    let mut state = ChronicleState::default();
    state.weight = crate::report::known::Weight::Small;
    let mut page = |ui: &mut Ui, told: &Told| {
        ui.set_max_height(800.0);
        let rect = Rect::from_min_size(ui.max_rect().min, vec2(500.0, 800.0));
        ui.scope_builder(UiBuilder::new().max_rect(rect), |ui| chronicle(ui, told, &mut state)).inner
    };
    let drawn = wall.show(&told, &mut page);
    assert!(drawn.text().contains("100,000 of 100,000 lines"));
    assert!(drawn.buttons().len() < 100, "{} lines are drawn", drawn.buttons().len());
}

#[test]
fn lines_lead_where_they_happened() {
    let eyes = Eyes::of(2, None);
    let told = eyes.told();
    let wall = Wall::new(500.0, 100);
    let mut state = ChronicleState::default();
    state.weight = crate::report::known::Weight::Great;
    let mut page = |ui: &mut Ui, told: &Told| chronicle(ui, told, &mut state);
    let great: Vec<&Line> =
        told.lines.iter().filter(|line| line.weight == crate::report::known::Weight::Great).collect();
    let line = great.iter().find(|line| line.at.is_some()).expect("something happened somewhere");
    let asks = wall.press(
        &told,
        &format!("turn {}, {}: {}", line.turn, told.moment(line.minute), line.text),
        &mut page,
    );
    assert!(asks.contains(&Ask::Seek(line.moment())), "{asks:?}");
    assert!(asks.iter().any(|ask| matches!(ask, Ask::Look(_))), "{asks:?}");
    let mut state = ChronicleState::default();
    state.search = "no line holds this".to_owned();
    let words = wall.show(&told, &mut |ui, told| chronicle(ui, told, &mut state)).text();
    assert!(words.contains("No line is like that"));
}

#[test]
fn the_chinese_day_goes_on_as_far_as_it_is_known() {
    let day = |days| chinese_date("康定二年二月十二日", days);
    assert_eq!(day(0).as_deref(), Some("康定二年二月十二日"));
    assert_eq!(day(2).as_deref(), Some("康定二年二月十四日"));
    assert_eq!(day(9).as_deref(), Some("康定二年二月二十一日"));
    assert_eq!(day(17).as_deref(), Some("康定二年二月二十九日"));
    assert_eq!(day(18), None, "nobody wrote how long that month was");
    assert_eq!(chinese_date("", 0), None);
    assert_eq!(chinese_date("some day", 3), None);
    let date = |month, day| crate::sim::clock::Date::new(1041, month, day).expect("a real day");
    assert_eq!(season(date(3, 16)), "spring");
    assert_eq!(season(date(1, 5)), "winter");
    assert_eq!(season(date(12, 31)), "winter");
    assert_eq!(season(date(8, 20)), "autumn");
}

#[test]
fn who_watches_gives_no_orders() {
    for moment in 0..3 {
        let mut eyes = Eyes::of(moment, Some(SONG));
        eyes.replaying = true;
        let own = eyes.told().facts().iter().find(|one| one.is_alive()).map(|one| one.id).expect("somebody");
        let eyes = eyes.choosing(&[own]);
        let wall = Wall::new(400.0, 100);
        for (name, mut panel) in panels() {
            for (node, label) in wall.show(&eyes.told(), &mut *panel).buttons().into_iter().take(20) {
                for ask in wall.press_node(&eyes.told(), node, &mut *panel) {
                    let orders = matches!(ask, Ask::Order(_) | Ask::EndTurn | Ask::Undo | Ask::UndoTo(_));
                    assert!(!orders || name == "idle", "{name}, `{label}` asks {ask:?}");
                }
            }
        }
    }
}

#[test]
fn marches_of_a_real_war_arrive_when_they_were_promised() {
    let moments = &war()[0];
    let mut game = Game::new(Arc::clone(&moments.setting), &moments.snapshot);
    let view = game.view(SONG);
    let id = moments.setting.register.formations.iter().position(|info| info.name.id == "wating_horse");
    let one = view.formation(FormationId(id.expect("of the scenario") as u16)).expect("it stands");
    let mobility = view.troop(one).mobility;
    let goal = moments.setting.register.places.iter().find(|place| {
        let apart = place.at.unsigned_distance_to(one.place.hex());
        (4..12).contains(&apart)
    });
    let to = goal.expect("a place not far").at;
    let path = view.costs().path(mobility, one.place.hex(), to, 200_000, |_| false).expect("there is a way");
    let promised = view.arrival(one.id, &path, crate::sim::intent::Pace::Forced).expect("it gets there");
    let order = Order::March(crate::orders::March {
        formation: one.id,
        path: path.clone(),
        pace: crate::sim::intent::Pace::Forced,
    });
    game.submit(SONG, order, "").expect("a lawful march");
    let mut came = None;
    for _ in 0..3 {
        let (_, film) = game.film_turn();
        for frame in &film.frames {
            let there = frame.snapshot.formations[one.id.index()].place.hex() == to;
            if there && came.is_none() {
                came = Some(frame.snapshot.clock.minute);
            }
        }
        if came.is_some() {
            break;
        }
    }
    let came = came.expect("it arrived");
    assert!(came.abs_diff(promised.minute) <= 120, "promised {}, came {came}", promised.minute);
    assert_eq!(promised.hexes.len(), path.len());
    assert!(promised.hexes.is_sorted());
}
