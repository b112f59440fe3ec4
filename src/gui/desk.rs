//! The desk: pages and the table, one at a time. A pure egui program; Bevy draws the land under it and hands it input.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use bevy_egui::egui::{self, Context};

use super::camera::MapView;
use super::ground::{Land, Look, Wash, vignette};
use super::screens::{Browser, Go, Help, Menu, NewGame, NewWar, Saves, Seat, SettingsPage};
use super::services::Services;
use super::table::{Table, TableGo};
use super::theme;
use crate::film::Moment;
use crate::replay::Replay;
use crate::scenario;
use crate::setting::Setting;
use crate::shelf::ColorVision;

/// What a frame wants done outside the interface.
#[derive(Default)]
pub struct Sheet {
    /// The land under it.
    pub land: Option<LandShown>,
    /// True while something moves by itself.
    pub moving: bool,
    /// True at the end.
    pub leave: bool,
    /// Pictures of the window to keep.
    pub pictures: Vec<PathBuf>,
}

/// The land under a frame.
pub struct LandShown {
    /// The eye above it.
    pub eye: MapView,
    setting: Arc<Setting>,
    look: Look,
    fog: Vec<u8>,
    wash: Arc<Vec<Wash>>,
}

impl LandShown {
    /// Lays it out for drawing; what is laid already is left alone, so that nothing is drawn anew in vain.
    pub fn lay(&self, land: &mut bevy::prelude::ResMut<Land>) {
        if !land.setting.as_ref().is_some_and(|known| Arc::ptr_eq(known, &self.setting)) {
            land.setting = Some(Arc::clone(&self.setting));
        }
        if land.look != self.look {
            land.look = self.look;
        }
        if land.fog != self.fog {
            land.fog.clone_from(&self.fog);
        }
        if land.wash != *self.wash {
            land.wash.clone_from(&self.wash);
        }
    }
}

/// The page that shows.
#[derive(Debug, Clone, PartialEq)]
enum Screen {
    Menu,
    Browser,
    NewGame(String),
    Saves,
    Replays,
    Settings,
    Help,
    Table,
}

/// What a start of the program opens.
pub enum Opening {
    /// The menu.
    Menu,
    /// A war, at once.
    War(NewWar),
    /// A record, at a moment.
    Record(PathBuf, Moment),
}

/// Pages and the table.
pub struct Desk {
    services: Services,
    screen: Screen,
    /// Where pages were opened from.
    back: Vec<Screen>,
    menu: Menu,
    browser: Browser,
    new_game: Option<NewGame>,
    saves: Saves,
    settings: SettingsPage,
    help: Help,
    table: Option<Box<Table>>,
    small: Option<(Arc<Setting>, egui::TextureHandle)>,
    dressed: Option<crate::shelf::Settings>,
    problem: Option<String>,
    leaving: bool,
    costs: (Duration, u32),
}

impl Desk {
    /// A desk at the start of the program.
    pub fn new(services: Services, opening: Opening) -> Self {
        let mut desk = Self {
            screen: Screen::Menu,
            back: Vec::new(),
            menu: Menu::new(&services),
            browser: Browser::new(&services),
            new_game: None,
            saves: Saves::to_play(&services),
            settings: SettingsPage::new(&services),
            help: Help::default(),
            table: None,
            small: None,
            dressed: None,
            problem: None,
            leaving: false,
            costs: (Duration::ZERO, 0),
            services,
        };
        match opening {
            Opening::Menu => {}
            Opening::War(war) => desk.start(&war),
            Opening::Record(path, moment) => desk.watch(&path, moment),
        }
        desk
    }

    /// One frame of the whole interface.
    #[expect(clippy::disallowed_types, reason = "measures the interface's own cost for the performance page")]
    pub fn frame(&mut self, ctx: &Context) -> Sheet {
        let began = std::time::Instant::now();
        if self.dressed.is_none() {
            theme::install(ctx, &self.services.settings);
            // New faces are there from the next frame on.
            self.dressed = Some(self.services.settings.clone());
            ctx.request_repaint();
            return Sheet { moving: true, ..Sheet::default() };
        }
        if self.dressed.as_ref() != Some(&self.services.settings) {
            theme::apply(ctx, &self.services.settings);
            self.dressed = Some(self.services.settings.clone());
        }
        ctx.set_zoom_factor(self.ui_scale());
        let mut sheet = Sheet::default();
        if self.screen == Screen::Table {
            self.show_table(ctx, &mut sheet);
        } else if let Some(go) = self.show_page(ctx) {
            self.go(go);
        }
        self.show_notices(ctx);
        self.show_problem(ctx);
        theme::focus_ring(ctx);
        sheet.leave = self.leaving;
        self.costs.0 += began.elapsed();
        self.costs.1 += 1;
        sheet
    }

    fn ui_scale(&self) -> f32 {
        f32::from(self.services.settings.ui_scale.clamp(50, 300)) / 100.0
    }

    fn show_table(&mut self, ctx: &Context, sheet: &mut Sheet) {
        let small = self.small_map(ctx);
        let Some(table) = &mut self.table else {
            self.screen = Screen::Menu;
            return;
        };
        sheet.moving = table.frame(ctx, &mut self.services, small);
        sheet.pictures = table.take_pictures();
        let (scene, wash) = (table.scene(), table.wash(self.services.settings.palette));
        sheet.land = Some(LandShown {
            eye: *table.eye(),
            setting: Arc::clone(table.setting()),
            look: look_of(&scene, &self.services.settings),
            fog: scene.sight.clone(),
            wash,
        });
        let term = table.take_term();
        if let Some(go) = table.take_go() {
            match go {
                TableGo::Menu => {
                    // Its autosaver ends in order when the table is cleared.
                    self.table = None;
                    self.menu = Menu::new(&self.services);
                    self.screen = Screen::Menu;
                    self.back.clear();
                }
                TableGo::Load => self.open(Screen::Saves),
                TableGo::Settings => self.open(Screen::Settings),
                TableGo::Help => {
                    if let Some(term) = term {
                        self.help = Help::at(term);
                    }
                    self.open(Screen::Help);
                }
                TableGo::Quit => self.leave(),
            }
        }
    }

    fn show_page(&mut self, ctx: &Context) -> Option<Go> {
        let layer =
            egui::UiBuilder::new().layer_id(egui::LayerId::background()).max_rect(ctx.viewport_rect());
        let mut ui = egui::Ui::new(ctx.clone(), "page".into(), layer);
        let (ui, services) = (&mut ui, &mut self.services);
        match &self.screen {
            Screen::Menu => self.menu.show(ui, services),
            Screen::Browser => self.browser.show(ui, services),
            Screen::NewGame(_) => self.new_game.as_mut()?.show(ui, services),
            Screen::Saves | Screen::Replays => self.saves.show(ui, services),
            Screen::Settings => self.settings.show(ui, services),
            Screen::Help => self.help.show(ui, services),
            Screen::Table => None,
        }
    }

    fn go(&mut self, go: Go) {
        match go {
            Go::Menu => {
                self.menu = Menu::new(&self.services);
                self.screen = Screen::Menu;
                self.back.clear();
            }
            Go::Browser => self.open(Screen::Browser),
            Go::NewGame(scenario) => {
                self.new_game = Some(NewGame::new(&scenario, &self.services));
                self.open(Screen::NewGame(scenario));
            }
            Go::Saves => self.open(Screen::Saves),
            Go::Replays => self.open(Screen::Replays),
            Go::Settings => self.open(Screen::Settings),
            Go::Help => self.open(Screen::Help),
            Go::Back => self.screen = self.back.pop().unwrap_or(Screen::Menu),
            Go::Start(war) => self.start(&war),
            Go::Load(path) => self.load(path),
            Go::Watch(path) => self.watch(&path, Moment::START),
            Go::Continue(path) => {
                if let Some(shelf) = &self.services.shelf {
                    shelf.forget_unfinished();
                }
                self.load(path);
            }
            Go::Quit => self.leave(),
        }
    }

    fn open(&mut self, screen: Screen) {
        match screen {
            Screen::Saves => self.saves = Saves::to_play(&self.services),
            Screen::Replays => self.saves = Saves::to_watch(&self.services),
            _ => {}
        }
        let before = std::mem::replace(&mut self.screen, screen);
        self.back.push(before);
    }

    /// Puts a new war on the table.
    fn start(&mut self, war: &NewWar) {
        let begun = scenario::open(&war.scenario, &self.services.data, war.seed)
            .map_err(|problems| problems.to_string())
            .and_then(|(setting, start)| {
                let table = Table::begin(Arc::new(setting), &start, war.seats.clone(), &self.services);
                table.map_err(|error| error.to_string())
            });
        self.lay(begun);
    }

    fn load(&mut self, path: PathBuf) {
        let Some(shelf) = &self.services.shelf else { return };
        let loaded = shelf.load(&path).map_err(|error| error.to_string()).and_then(|loaded| {
            Table::resume(loaded, path, &self.services).map_err(|error| error.to_string())
        });
        self.lay(loaded);
    }

    fn watch(&mut self, path: &Path, moment: Moment) {
        let shown = Replay::read_partly(path)
            .and_then(|(replay, fault)| replay.require_same_laws().map(|()| (replay, fault)))
            .map_err(|error| format!("{}: {error}", path.display()))
            .and_then(|(replay, fault)| {
                let table = Table::watch(replay, Some(path.to_owned()), moment, &self.services);
                table.map(|table| (table, fault)).map_err(|error| format!("{}: {error}", path.display()))
            });
        if let Ok((_, Some(fault))) = &shown {
            self.problem = Some(format!("{}: {fault}; what is whole can be watched", path.display()));
        }
        self.lay(shown.map(|(table, _)| table));
    }

    fn lay(&mut self, table: Result<Table, String>) {
        match table {
            Ok(table) => {
                self.table = Some(Box::new(table));
                self.screen = Screen::Table;
                self.back.clear();
            }
            Err(why) => self.problem = Some(why),
        }
    }

    /// Tells the player something that stays until he has read it.
    pub fn tell(&mut self, notice: String) {
        self.services.notices.push(notice);
    }

    fn show_notices(&mut self, ctx: &Context) {
        let notices = &mut self.services.notices;
        if notices.is_empty() {
            return;
        }
        let mut read = false;
        let area = egui::Area::new(egui::Id::new("notices")).order(egui::Order::Foreground);
        area.anchor(egui::Align2::CENTER_BOTTOM, egui::vec2(0.0, -theme::STEP)).show(ctx, |ui| {
            theme::paper_frame(ctx).show(ui, |ui| {
                theme::on_paper(ui);
                ui.set_max_width((ctx.viewport_rect().width() - 6.0 * theme::STEP).clamp(100.0, 640.0));
                for notice in notices.iter() {
                    ui.label(notice);
                }
                read = theme::button(ui, "", "I have read it").clicked();
            });
        });
        if read {
            notices.clear();
        }
    }

    fn show_problem(&mut self, ctx: &Context) {
        let Some(problem) = &self.problem else { return };
        let mut done = false;
        let shown =
            egui::Modal::new(egui::Id::new("problem")).frame(theme::paper_frame(ctx)).show(ctx, |ui| {
                theme::on_paper(ui);
                ui.set_max_width(640.0);
                ui.label(egui::RichText::new("That did not work").text_style(theme::heading()));
                egui::ScrollArea::vertical().max_height(320.0).show(ui, |ui| ui.label(problem.as_str()));
                ui.add_space(8.0);
                done = theme::primary(ui, "", "Go on", true).clicked();
            });
        if done || shown.should_close() {
            self.problem = None;
        }
    }

    /// The whole land as a small picture.
    fn small_map(&mut self, ctx: &Context) -> Option<egui::TextureId> {
        let setting = self.table.as_ref()?.setting();
        if !self.small.as_ref().is_some_and(|(known, _)| Arc::ptr_eq(known, setting)) {
            let grid = setting.map.grid();
            let (width, height) = (usize::from(grid.width).max(1), usize::from(grid.height).max(1));
            let longer = width.max(height);
            let image = vignette(setting, 380 * width / longer, 340 * height / longer);
            let texture = ctx.load_texture("small map", image, egui::TextureOptions::LINEAR);
            self.small = Some((Arc::clone(setting), texture));
        }
        self.small.as_ref().map(|(_, texture)| texture.id())
    }

    /// The window's own close button: what would be lost is asked about first.
    pub fn ask_to_leave(&mut self) {
        match &mut self.table {
            Some(table) if self.screen == Screen::Table => table.ask_to_leave(TableGo::Quit),
            _ => self.leave(),
        }
    }

    /// Ends the program in order: the last autosave is waited for.
    pub fn leave(&mut self) {
        if let Some(table) = &self.table {
            table.flush();
        }
        self.table = None;
        self.leaving = true;
    }

    /// Begins to measure anew what the interface costs.
    pub fn forget_costs(&mut self) {
        self.costs = (Duration::ZERO, 0);
    }

    /// What the interface cost since then, milliseconds a frame, without drawing.
    pub fn mean_cost_ms(&self) -> f64 {
        self.costs.0.as_secs_f64() * 1000.0 / f64::from(self.costs.1.max(1))
    }

    /// The eye above the map, while a map shows.
    pub fn eye(&self) -> Option<MapView> {
        self.table.as_ref().filter(|_| self.screen == Screen::Table).map(|table| *table.eye())
    }
}

/// Season, hour and weather as the ground is painted.
fn look_of(scene: &super::scene::Scene, settings: &crate::shelf::Settings) -> Look {
    let (clock, date) = (&scene.clock, scene.clock.date());
    let minute = clock.minute_of_day() as f32;
    let (dawn, dusk) = (clock.daylight.0 as f32, clock.daylight.1 as f32);
    // It is light for an hour and a half before sunrise and after sunset.
    let (rise, set) = ((minute - dawn) / 90.0 + 1.0, (dusk - minute) / 90.0 + 1.0);
    let (rules, map) = (&scene.setting.rules.weather, &scene.setting.map);
    // The look of the whole land is that of the place of its first body of men.
    let here = scene.bodies.first().map_or_else(|| map.grid().at(map.grid().len() / 2), |body| body.at);
    let spot = scene.sky.spot(map, here);
    let (sight, id) = rules.kind(spot).map_or((1000, ""), |kind| (kind.sight, kind.id.as_str()));
    let winter = matches!(date.month, 12 | 1 | 2) && !scene.sky.has_climate();
    Look {
        season: f32::from(date.month) - 1.0 + f32::from(date.day) / 31.0,
        minute_of_day: minute,
        // The map is read by lamplight: a night as dark as it was would hide it.
        sun_up: rise.min(set).clamp(0.45, 1.0),
        snow: if scene.sky.has_climate() {
            (f32::from(spot.snow_mm) / 150.0).min(0.9)
        } else if id.contains("snow") {
            0.8
        } else if winter {
            0.15
        } else {
            0.0
        },
        haze: (1.0 - f32::from(sight.min(1000)) / 1000.0).clamp(0.0, 0.8),
        ice: if winter { 1.0 } else { (f32::from(spot.ice_mm) / 80.0).min(1.0) },
        grid: if settings.show_grid { 0.6 } else { 0.0 },
        contrast: settings.high_contrast,
        grey: settings.palette == ColorVision::Grey,
    }
}

/// A seat for every side: the one that is asked for is the player's, the others are led at a level.
pub fn seats_for(sides: usize, player: Option<usize>, level: crate::ai::Level) -> Vec<Seat> {
    (0..sides).map(|side| if player == Some(side) { Seat::Human } else { Seat::Ai(level) }).collect()
}
