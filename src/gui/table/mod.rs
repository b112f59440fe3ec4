//! A war on the table: planned by those who sit at it, resolved, shown from its film, kept.
//!
//! The table is in one of three phases. It waits behind a curtain for the next player to sit down, it shows a film
//! (the turn just resolved, an earlier one, or a whole recorded war), or a side plans. Wars and their films come from
//! [`Game`] and [`Film`]; the table only decides what is shown to whom.

mod annals;
mod asks;
mod bars;
mod course;
mod dialogs;
mod facts;
mod flood;
mod input;
mod map;
mod phases;
pub mod plan;
mod playing;
mod pointer;
mod ranges;
mod side;
mod stage;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use bevy_egui::egui::{self, Context};

pub use stage::{SPEEDS, Stage};

use self::annals::Annals;
use self::dialogs::Dialog;
use self::map::MapState;
use self::plan::Plan;
use self::playing::{Playing, fight};
use super::ask::{Ask, Page};
use super::camera::MapView;
use super::draw::overlay::Overlay;
use super::panels::{self};
use super::scene::Scene;
use super::screens::Seat;
use super::services::Services;
use super::theme;
use crate::film::Moment;
use crate::game::Game;
use crate::replay::{Film, Recorder, Replay, ReplayError};
use crate::setting::Setting;
use crate::shelf::{Autosaver, Loaded};
use crate::sim::id::{FormationId, SideId};
use crate::snapshot::Snapshot;

/// What panels remember from frame to frame.
#[derive(Default)]
struct Cards {
    forecast: panels::ForecastState,
    force: panels::ForceState,
    digest: panels::DigestState,
    place: panels::PlaceState,
    planned: panels::PlannedState,
    army: panels::ArmyState,
    chronicle: panels::ChronicleState,
    objectives: panels::ObjectivesState,
    statistics: panels::StatisticsState,
    supply: panels::SupplyState,
    battle: panels::BattleState,
    report: panels::ReportState,
    find: panels::FindState,
    idle: panels::IdleState,
}

/// Why a film is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Purpose {
    /// A turn was resolved; then this side plans.
    Resolution(SideId),
    /// A side looks back while it plans.
    Review(SideId),
    /// The war is over, or was recorded: everything may be seen.
    Watching,
}

/// What the table does now. Only one is ever large, and there is only one.
enum Phase {
    /// The next player is asked to sit down, and the others to look away.
    Curtain(SideId),
    /// A film is shown.
    Show(Stage, Purpose),
    /// A side plans.
    Plan(Plan),
}

/// What the player may do when the table cannot go on by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableGo {
    /// Back to the menu.
    Menu,
    /// The page of saves.
    Load,
    /// Settings.
    Settings,
    /// Help.
    Help,
    /// Out of the program.
    Quit,
}

/// Whoever stands this near the strongest body belongs to the main force, hexes.
const AROUND: u32 = 9;

/// A war on the table.
pub struct Table {
    setting: Arc<Setting>,
    playing: Option<Playing>,
    film: Arc<Film>,
    phase: Phase,
    /// A plan laid aside while its side looks back.
    aside: Option<Plan>,
    eye: MapView,
    map: MapState,
    cards: Cards,
    page: Option<Page>,
    dialog: Option<Dialog>,
    resting: BTreeMap<SideId, BTreeSet<FormationId>>,
    /// Where the record lies, for links to moments of it.
    origin: Option<PathBuf>,
    /// What was told last, and until when it is shown.
    toasts: Vec<(String, f64)>,
    go: Option<TableGo>,
    pictures: Vec<PathBuf>,
    /// Asked for by keys and pointer since the last frame.
    asked: Vec<Ask>,
    /// A term to look up, for the help page.
    term: Option<&'static str>,
    /// What planners were told so far.
    annals: Arc<Annals>,
}

impl Table {
    /// A new war from its start.
    ///
    /// # Errors
    /// The war cannot be told, which would be a fault of the program.
    pub fn begin(
        setting: Arc<Setting>,
        start: &Snapshot,
        seats: Vec<Seat>,
        services: &Services,
    ) -> Result<Self, ReplayError> {
        let game = Game::new(Arc::clone(&setting), start);
        let recorder = Recorder::new(&game, seats.iter().map(|seat| seat.words()).collect());
        if seats.contains(&Seat::Human) {
            return Self::play(game, recorder, seats, services);
        }
        Self::watch(fight(game, recorder, &seats), None, Moment::START, services)
    }

    /// A war taken from the shelf, to go on.
    ///
    /// # Errors
    /// As [`Table::begin`].
    pub fn resume(loaded: Loaded, path: PathBuf, services: &Services) -> Result<Self, ReplayError> {
        let Loaded { replay, game, recorder } = loaded;
        let seats: Vec<Seat> = replay.seats().iter().map(|words| Seat::of_words(words)).collect();
        if game.outcome().is_some() || !seats.contains(&Seat::Human) {
            return Self::watch(replay, Some(path), Moment::START, services);
        }
        let mut table = Self::play(game, recorder, seats, services)?;
        table.origin = Some(path);
        Ok(table)
    }

    /// A war to be played on.
    fn play(
        game: Game,
        recorder: Recorder,
        seats: Vec<Seat>,
        services: &Services,
    ) -> Result<Self, ReplayError> {
        let setting = Arc::clone(game.setting());
        let film = Arc::new(Film::new(recorder.replay()));
        let autosaver = services
            .shelf
            .as_ref()
            .map(|shelf| shelf.autosaver(&setting.about.id, services.settings.autosaves));
        if let Some(autosaver) = &autosaver {
            autosaver.keep(recorder.save(&game));
        }
        let first = seats.iter().position(|seat| *seat == Seat::Human).unwrap_or(0);
        let side = SideId(first as u8);
        let playing = Playing { game, recorder, seats, autosaver, fault: None, saved: true };
        let mut table = Self::bare(setting, film, Phase::Curtain(side));
        table.playing = Some(playing);
        table.map.overlay = Overlay::named(&services.settings.overlay);
        if table.humans().len() < 2 {
            table.sit_down(side, services)?;
        }
        table.look_at_own(true);
        Ok(table)
    }

    /// A recorded war, to be watched from a moment on.
    ///
    /// # Errors
    /// The record cannot be told again.
    pub fn watch(
        replay: Replay,
        origin: Option<PathBuf>,
        at: Moment,
        services: &Services,
    ) -> Result<Self, ReplayError> {
        let setting = Arc::clone(replay.setting());
        let film = Arc::new(Film::new(replay));
        let mut stage = Stage::new(Arc::clone(&film), None, at)?;
        stage.set_speed_percent(services.settings.speed_percent);
        let mut table = Self::bare(setting, film, Phase::Show(stage, Purpose::Watching));
        table.origin = origin;
        table.map.overlay = Overlay::named(&services.settings.overlay);
        Ok(table)
    }

    fn bare(setting: Arc<Setting>, film: Arc<Film>, phase: Phase) -> Self {
        let rect = egui::Rect::from_min_size(egui::Pos2::ZERO, egui::vec2(900.0, 700.0));
        Self {
            eye: MapView::whole(setting.map.grid(), rect),
            map: MapState::default(),
            setting,
            playing: None,
            film,
            phase,
            aside: None,
            cards: Cards::default(),
            page: None,
            dialog: None,
            resting: BTreeMap::new(),
            origin: None,
            toasts: Vec::new(),
            go: None,
            pictures: Vec::new(),
            asked: Vec::new(),
            term: None,
            annals: Arc::new(Annals::of(None)),
        }
    }

    /// The title of the war.
    pub fn title(&self) -> &str {
        &self.setting.about.title
    }

    /// The eye above the map.
    pub fn eye(&self) -> &MapView {
        &self.eye
    }

    /// Pictures of the window to keep.
    pub fn take_pictures(&mut self) -> Vec<PathBuf> {
        std::mem::take(&mut self.pictures)
    }

    /// Where the player wants to go from here.
    pub fn take_go(&mut self) -> Option<TableGo> {
        self.go.take()
    }

    /// A term the player wants explained.
    pub fn take_term(&mut self) -> Option<&'static str> {
        self.term.take()
    }

    /// The stage of the war.
    pub fn setting(&self) -> &Arc<Setting> {
        &self.setting
    }

    /// True when leaving loses what the player has not saved himself (an autosave has it all the same).
    pub fn is_unsaved(&self) -> bool {
        self.playing.as_ref().is_some_and(|playing| !playing.saved)
    }

    /// Waits for the last autosave, for the end of the program.
    pub fn flush(&self) {
        if let Some(autosaver) = self.playing.as_ref().and_then(|playing| playing.autosaver.as_ref()) {
            // Two seconds at most; what is not written then is one turn at most.
            autosaver.flush();
        }
    }

    /// The record so far, with the orders of the present turn.
    fn record(&self) -> Replay {
        match &self.playing {
            Some(playing) => playing.recorder.save(&playing.game),
            None => Replay::clone(self.film.replay()),
        }
    }

    /// Tells the player something for a few seconds.
    fn toast(&mut self, text: impl Into<String>, now: f64) {
        self.toasts.push((text.into(), now));
        if self.toasts.len() > 4 {
            self.toasts.remove(0);
        }
    }

    /// The eye goes to the viewer's strongest body, and to the middle of those who stand around it.
    fn look_at_own(&mut self, near: bool) {
        let scene = self.scene();
        let own = || scene.bodies.iter().filter(|body| scene.viewer.is_none_or(|side| body.side == side));
        let Some(main) = own().max_by_key(|body| (body.men, std::cmp::Reverse(body.id))) else { return };
        let around = own().filter(|body| body.at.unsigned_distance_to(main.at) <= AROUND);
        let places: Vec<_> = around.map(|body| super::geometry::center(body.at)).collect();
        let middle = places.iter().sum::<bevy::math::Vec2>() / places.len() as f32;
        if near {
            self.eye.common_zoom();
        }
        self.eye.look_at(middle, false);
    }

    /// What the map shows.
    pub fn scene(&self) -> Arc<Scene> {
        match &self.phase {
            Phase::Plan(plan) => Arc::clone(&plan.scene),
            Phase::Show(stage, _) => Arc::clone(stage.scenes().0),
            Phase::Curtain(side) => Arc::new(Scene::veiled(&self.setting, *side, self.film.replay().start())),
        }
    }

    /// A fault of the record: it is told, and the table goes back to the menu.
    fn fault(&mut self, error: &ReplayError) {
        self.dialog = Some(Dialog::Fault(error.to_string()));
    }

    /// One frame: panels around the map, the map, pages and questions over it. True while anything moves.
    pub fn frame(&mut self, ctx: &Context, services: &mut Services, small: Option<egui::TextureId>) -> bool {
        let seconds = ctx.input(|input| input.stable_dt).min(0.1);
        self.obey_keys(ctx, services);
        let moving = self.run(seconds, services) | self.glide(seconds);
        self.follow();
        let (now, glide) = (ctx.input(|input| input.time), !services.settings.reduce_motion);
        self.float_lines(now, glide, services.settings.follow_events);
        self.tell_on();
        self.tell_of_autosaves(services);
        let facts = self.facts();
        let mut asked = std::mem::take(&mut self.asked);
        let layer =
            egui::UiBuilder::new().layer_id(egui::LayerId::background()).max_rect(ctx.viewport_rect());
        let mut root = egui::Ui::new(ctx.clone(), "table".into(), layer);
        let lacquer = theme::lacquer_frame(ctx).corner_radius(0);
        let (settings, keys) = (services.settings.clone(), services.keys.clone());
        let told = facts.told(&settings, &keys);
        egui::Panel::top("hour")
            .frame(lacquer)
            .show(&mut root, |ui| self.top_bar(ui, &told, services, &mut asked));
        if matches!(self.phase, Phase::Show(..)) {
            egui::Panel::bottom("film").frame(lacquer).show(&mut root, |ui| self.transport(ui, services));
        }
        let width = (ctx.viewport_rect().width() * 0.29).clamp(270.0, 420.0);
        egui::Panel::right("side").frame(lacquer).exact_size(width).show(&mut root, |ui| {
            self.side_panel(ui, &told, &mut asked);
        });
        self.show_map(&mut root, services, &mut asked);
        if matches!(self.phase, Phase::Curtain(_)) {
            self.curtain(ctx, services);
        } else {
            self.show_corners(ctx, services, small);
            self.show_page(ctx, &told, &mut asked);
        }
        self.show_dialog(ctx, &told, services);
        asked.append(&mut self.asked);
        self.do_all(asked, ctx, services);
        self.remember_overlay(services);
        moving
    }

    /// The overlay that shows comes back with the next war.
    fn remember_overlay(&self, services: &mut Services) {
        let shown = self.map.overlay.map_or("", |overlay| overlay.action().id());
        if services.settings.overlay != shown {
            services.settings.overlay = shown.to_owned();
            services.keep_settings();
        }
    }

    /// The eye stays with the formation that is followed, as long as the viewer knows where it is.
    fn follow(&mut self) {
        let (Phase::Show(stage, _), Some(id)) = (&self.phase, self.map.followed) else { return };
        let (now, next) = stage.scenes();
        let place = |scene: &Scene| scene.body(id).map(|body| super::geometry::center(body.at));
        let at = match (place(now), next.and_then(|(next, part)| Some((place(next)?, part)))) {
            (Some(here), Some((there, part))) => here + (there - here) * part,
            (Some(here), None) => here,
            (None, _) => return,
        };
        self.eye.look_at(at, false);
    }

    /// The film goes on; when it has come to where it stops, what follows begins.
    fn run(&mut self, seconds: f32, services: &Services) -> bool {
        let glide = !services.settings.reduce_motion;
        let Phase::Show(stage, _) = &mut self.phase else { return false };
        let was_playing = stage.playing;
        match stage.run(seconds, glide) {
            Ok(true) => true,
            Ok(false) => {
                if was_playing {
                    self.show_done();
                }
                false
            }
            Err(error) => {
                self.fault(&error);
                false
            }
        }
    }

    /// Tells a little more of what was, for chronicle and marks.
    fn tell_on(&mut self) {
        let done = match &mut self.phase {
            Phase::Show(stage, _) => stage.tell_on(),
            Phase::Plan(plan) => {
                let viewer = Some(plan.side());
                if self.annals.viewer() != viewer {
                    self.annals = Arc::new(Annals::of(viewer));
                }
                let film = Arc::clone(&self.film);
                // Shared only while a frame reads it.
                Arc::get_mut(&mut self.annals).map_or(Ok(false), |annals| annals.go_on(&film, 2))
            }
            Phase::Curtain(_) => Ok(true),
        };
        if let Err(error) = done {
            self.fault(&error);
        }
    }

    /// A war that is not kept is told of once: a full disk must not be noticed too late.
    fn tell_of_autosaves(&mut self, services: &mut Services) {
        let Some(playing) = &mut self.playing else { return };
        let fault = playing.autosaver.as_ref().and_then(Autosaver::fault);
        if fault != playing.fault {
            let told = fault
                .iter()
                .map(|why| format!("This war is not being kept: {why}. The next turn tries again."));
            services.notices.extend(told);
            playing.fault = fault;
        }
    }

    fn open_menu(&mut self) {
        self.dialog = Some(Dialog::Menu);
    }

    fn ask_play_from(&mut self) {
        self.dialog = Some(Dialog::PlayFrom);
    }

    /// Leaves the table, after asking if something would be lost.
    pub fn ask_to_leave(&mut self, to: TableGo) {
        let asked_before = matches!(&self.dialog, Some(Dialog::Leave(before)) if *before == to);
        if self.is_unsaved() && !asked_before {
            self.dialog = Some(Dialog::Leave(to));
        } else {
            self.go = Some(to);
        }
    }
}
