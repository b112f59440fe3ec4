//! A war on the table: planned by those who sit at it, resolved, shown from its film, kept.
//!
//! The table is in one of three phases. It waits behind a curtain for the next player to sit down, it shows a film
//! (the turn just resolved, an earlier one, or a whole recorded war), or a side plans. Wars and their films come from
//! [`Game`] and [`Film`]; the table only decides what is shown to whom.

mod annals;
mod bars;
mod dialogs;
mod input;
mod map;
pub mod plan;
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
use super::ask::{Ask, Page};
use super::camera::MapView;
use super::keys::Keys;
use super::panels::{self, Told};
use super::scene::Scene;
use super::screens::Seat;
use super::services::Services;
use super::theme;
use crate::ai::{self, Level};
use crate::film::{Moment, TurnFilm};
use crate::game::{Directive, Game};
use crate::replay::{Film, Recorder, Replay, ReplayError};
use crate::report::known::Line;
use crate::seat::View;
use crate::setting::Setting;
use crate::shelf::{Autosaver, Loaded, Settings};
use crate::sim::hex::Hex;
use crate::sim::id::{FormationId, SideId};
use crate::snapshot::Snapshot;

impl Seat {
    /// As replays keep it.
    pub fn words(self) -> String {
        match self {
            Self::Human => "player".to_owned(),
            Self::Ai(level) => level.words().to_owned(),
        }
    }

    /// From what a replay keeps; whoever is not known as an artificial commander was a person.
    pub fn of_words(words: &str) -> Self {
        words.parse().map_or(Self::Human, Self::Ai)
    }
}

/// A war that can still be played: the game, who keeps it, who plays.
struct Playing {
    game: Game,
    recorder: Recorder,
    seats: Vec<Seat>,
    autosaver: Option<Autosaver>,
    /// True when everything that happened since has been saved by the player.
    saved: bool,
}

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
        let playing = Playing { game, recorder, seats, autosaver, saved: true };
        let mut table = Self::bare(setting, film, Phase::Curtain(side));
        table.playing = Some(playing);
        table.sit_down(side, services)?;
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

    /// How many people play.
    fn humans(&self) -> Vec<SideId> {
        let seats = self.playing.as_ref().map_or(&[][..], |playing| &playing.seats);
        let humans = seats.iter().enumerate().filter(|(_, seat)| **seat == Seat::Human);
        humans.map(|(index, _)| SideId(index as u8)).collect()
    }

    /// A side's player sits down: first he sees the turn that was resolved, then he plans.
    fn sit_down(&mut self, side: SideId, services: &Services) -> Result<(), ReplayError> {
        if self.humans().len() > 1 && !matches!(self.phase, Phase::Curtain(at) if at == side) {
            self.phase = Phase::Curtain(side);
            return Ok(());
        }
        self.unveil(side, services)
    }

    /// Behind the curtain: the resolution if there was one, otherwise the plan.
    fn unveil(&mut self, side: SideId, services: &Services) -> Result<(), ReplayError> {
        let last = self.film.turns();
        if last == 0 || self.map.shown_turn.get(&side) == Some(&last) {
            self.begin_plan(side);
            return Ok(());
        }
        self.map.shown_turn.insert(side, last);
        let mut stage = Stage::new(Arc::clone(&self.film), Some(side), Moment { turn: last, step: 0 })?;
        stage.set_speed_percent(services.settings.speed_percent);
        stage.play_until(Moment { turn: last, step: u32::MAX });
        self.phase = Phase::Show(stage, Purpose::Resolution(side));
        Ok(())
    }

    fn begin_plan(&mut self, side: SideId) {
        let Some(playing) = &mut self.playing else { return };
        let resting = self.resting.entry(side).or_default();
        let plan = Plan::new(&mut playing.game, side, resting);
        resting.clone_from(&plan.resting);
        self.map.looked_at = None;
        self.phase = Phase::Plan(plan);
    }

    /// The side has planned. The next player sits down, or the turn is resolved.
    fn end_planning(&mut self, services: &Services) -> Result<(), ReplayError> {
        let Phase::Plan(plan) = &self.phase else { return Ok(()) };
        let side = plan.side();
        self.resting.insert(side, plan.resting.clone());
        self.page = None;
        let next = self.humans().into_iter().find(|human| *human > side);
        match next {
            Some(next) => self.sit_down(next, services),
            None => self.resolve(services),
        }
    }

    /// Artificial commanders plan, the turn is resolved, kept, and shown to the first player.
    fn resolve(&mut self, services: &Services) -> Result<(), ReplayError> {
        let Some(playing) = &mut self.playing else { return Ok(()) };
        let latest = playing.turn();
        self.film = Arc::new(self.film.gone_on(playing.recorder.replay(), Some(latest)));
        if let Some(autosaver) = &playing.autosaver {
            autosaver.keep(playing.recorder.save(&playing.game));
        }
        let over = playing.game.outcome().is_some();
        match self.humans().first().copied() {
            Some(first) if !over => self.sit_down(first, services),
            first => self.show_end(first.filter(|_| self.humans().len() == 1), services),
        }
    }

    /// The war is over: its last turn is shown, then everything may be seen.
    fn show_end(&mut self, eyes: Option<SideId>, services: &Services) -> Result<(), ReplayError> {
        let last = self.film.turns();
        let mut stage = Stage::new(Arc::clone(&self.film), eyes, Moment { turn: last, step: 0 })?;
        stage.free = true;
        stage.set_speed_percent(services.settings.speed_percent);
        stage.play_until(Moment { turn: last, step: u32::MAX });
        self.phase = Phase::Show(stage, Purpose::Watching);
        self.map.report_at_end = true;
        Ok(())
    }

    /// A film has come to where it stops: the plan follows a resolution, the report the end of a war.
    fn show_done(&mut self) {
        match &self.phase {
            Phase::Show(_, Purpose::Resolution(side)) => {
                let side = *side;
                self.begin_plan(side);
            }
            Phase::Show(_, Purpose::Watching) if std::mem::take(&mut self.map.report_at_end) => {
                self.page = Some(Page::Report);
            }
            _ => {}
        }
    }

    /// Looks back at what was, through the planner's own eyes; or back from there to the plan.
    fn review(&mut self, services: &Services) -> Result<(), ReplayError> {
        if matches!(self.phase, Phase::Show(_, Purpose::Review(_))) {
            if let Some(plan) = self.aside.take() {
                self.phase = Phase::Plan(plan);
            }
            return Ok(());
        }
        let Phase::Plan(plan) = &self.phase else { return Ok(()) };
        if self.film.turns() == 0 {
            return Ok(());
        }
        let side = plan.side();
        let at = Moment { turn: self.film.turns(), step: 0 };
        let mut stage = Stage::new(Arc::clone(&self.film), Some(side), at)?;
        stage.set_speed_percent(services.settings.speed_percent);
        let before = std::mem::replace(&mut self.phase, Phase::Show(stage, Purpose::Review(side)));
        if let Phase::Plan(plan) = before {
            self.aside = Some(plan);
        }
        Ok(())
    }

    /// Plays on from the turn shown, as a new war with a record of its own; what was watched is left as it is.
    fn play_from_here(&mut self, side: SideId, services: &Services) -> Result<(), ReplayError> {
        let Phase::Show(stage, Purpose::Watching) = &self.phase else { return Ok(()) };
        let replay = Arc::clone(stage.film().replay());
        let turn = stage.at().turn.min(replay.turns().max(1));
        let (game, recorder) = replay.branch(turn)?;
        let seats = (0..self.setting.register.sides.len()).map(|index| {
            let told =
                replay.seats().get(index).map_or(Seat::Ai(Level::Doctrine), |words| Seat::of_words(words));
            match told {
                _ if index == side.index() => Seat::Human,
                Seat::Human => Seat::Ai(Level::Doctrine),
                ai => ai,
            }
        });
        let seats: Vec<Seat> = seats.collect();
        let (eye, film) = (self.eye, Arc::clone(&self.film));
        let recorder = recorder.with_seats(seats.iter().map(|seat| seat.words()).collect());
        *self = Self::play(game, recorder, seats, services)?;
        (self.eye, self.film) = (eye, Arc::new(film.gone_on(self.record(), None)));
        self.toast(
            format!("A new branch from turn {turn}: you play; the record you watched is untouched"),
            0.0,
        );
        Ok(())
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

    /// The eye goes to the viewer's strongest body.
    fn look_at_own(&mut self, near: bool) {
        let scene = self.scene();
        let own = scene.bodies.iter().filter(|body| scene.viewer.is_none_or(|side| body.side == side));
        let Some(main) = own.max_by_key(|body| (body.men, std::cmp::Reverse(body.id))) else { return };
        let world = super::geometry::center(main.at);
        if near {
            self.eye.common_zoom();
        }
        self.eye.look_at(world, false);
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
        let (now, glide) = (ctx.input(|input| input.time), !services.settings.reduce_motion);
        self.float_lines(now, glide, services.settings.follow_events);
        self.tell_on();
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
        moving
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

    /// To where the film stops by itself, and what follows.
    fn skip(&mut self) {
        if let Phase::Show(stage, _) = &mut self.phase
            && let Err(error) = stage.skip()
        {
            self.fault(&error);
        }
        self.show_done();
    }

    fn open_menu(&mut self) {
        self.dialog = Some(Dialog::Menu);
    }

    fn ask_play_from(&mut self) {
        self.dialog = Some(Dialog::PlayFrom);
    }

    /// Between two players at one screen.
    fn curtain(&mut self, ctx: &Context, services: &Services) {
        let Phase::Curtain(side) = self.phase else { return };
        let name = self.setting.register.side(side).name.latin.clone();
        let mut ready = false;
        egui::Modal::new(egui::Id::new("curtain")).frame(theme::paper_frame(ctx)).show(ctx, |ui| {
            theme::on_paper(ui);
            ui.set_width(380.0);
            ui.label(egui::RichText::new(format!("{name} sits down")).text_style(theme::heading()));
            ui.add_space(8.0);
            ui.label("The others look away. What this side knows is shown next.");
            ui.add_space(12.0);
            ready = theme::primary(ui, "▶", "I am here", true).clicked();
        });
        if ready && let Err(error) = self.unveil(side, services) {
            self.fault(&error);
        }
    }

    /// What panels read in this frame.
    fn facts(&mut self) -> Facts {
        let scene = self.scene();
        let mut facts = Facts {
            scene,
            annals: Arc::clone(&self.annals),
            view: None,
            turn: None,
            step: 0,
            lines: Vec::new(),
            orders: Vec::new(),
            replaying: true,
            chosen: self.map.watched.into_iter().collect(),
            looked: self.map.looked_at,
        };
        match (&self.phase, &self.playing) {
            (Phase::Plan(plan), Some(playing)) => {
                facts.view = Some(Arc::clone(&plan.view));
                facts.orders = playing.game.planned(plan.side()).to_vec();
                facts.replaying = false;
                facts.lines = self.annals.until(Moment { turn: u32::MAX, step: 0 }).to_vec();
                if !plan.chosen.is_empty() {
                    facts.chosen = plan.chosen.iter().copied().collect();
                }
            }
            (Phase::Show(stage, _), _) => {
                facts.annals = Arc::clone(&stage.annals);
                facts.view = stage.view().cloned();
                facts.turn = Some(Arc::clone(stage.turn()));
                facts.step = stage.at().step;
                facts.lines = stage.lines().to_vec();
                let orders = stage.turn().orders.iter().enumerate();
                let seen =
                    orders.filter(|(side, _)| stage.viewer().is_none_or(|viewer| viewer.index() == *side));
                facts.orders = seen.flat_map(|(_, orders)| orders.iter().cloned()).collect();
            }
            _ => {}
        }
        facts
    }

    /// Leaves the table, after asking if something would be lost.
    pub fn ask_to_leave(&mut self, to: TableGo) {
        if self.is_unsaved() {
            self.dialog = Some(Dialog::Leave(to));
        } else {
            self.go = Some(to);
        }
    }
}

/// What panels read in a frame, apart from the table itself so that they may ask things of it.
struct Facts {
    scene: Arc<Scene>,
    annals: Arc<Annals>,
    view: Option<Arc<View>>,
    turn: Option<Arc<TurnFilm>>,
    step: u32,
    lines: Vec<Line>,
    orders: Vec<Directive>,
    replaying: bool,
    chosen: Vec<FormationId>,
    looked: Option<Hex>,
}

impl Facts {
    fn told<'a>(&'a self, settings: &'a Settings, keys: &'a Keys) -> Told<'a> {
        Told {
            scene: &self.scene,
            view: self.view.as_deref(),
            snapshot: self.turn.as_ref().map(|turn| &turn.frame(self.step).snapshot),
            lines: &self.lines,
            series: Some(&self.annals.series),
            battles: &self.annals.battles,
            orders: &self.orders,
            replaying: self.replaying,
            settings,
            keys,
            chosen: &self.chosen,
            looked: self.looked,
        }
    }
}

impl Playing {
    /// Artificial commanders plan, and the turn is resolved step by step.
    fn turn(&mut self) -> crate::film::TurnFilm {
        let seed = self.game.snapshot().dice.seed;
        for (index, seat) in self.seats.iter().enumerate() {
            if let Seat::Ai(level) = seat {
                lead(&mut self.game, SideId(index as u8), *level, seed);
            }
        }
        self.saved = false;
        self.recorder.film_turn(&mut self.game).1
    }
}

/// An artificial commander gives a side's orders.
fn lead(game: &mut Game, side: SideId, level: Level, seed: u64) {
    let view = game.view(side);
    for (order, why) in ai::plan(&view, level, seed) {
        // Its orders have passed the gate of this very view; one that is refused all the same is its own loss.
        let _refused = game.submit(side, order, &why);
    }
}

/// A whole war between artificial commanders.
fn fight(mut game: Game, mut recorder: Recorder, seats: &[Seat]) -> Replay {
    let seed = game.snapshot().dice.seed;
    while game.outcome().is_none() {
        for (index, seat) in seats.iter().enumerate() {
            if let Seat::Ai(level) = seat {
                lead(&mut game, SideId(index as u8), *level, seed);
            }
        }
        recorder.end_turn(&mut game);
    }
    recorder.replay()
}
