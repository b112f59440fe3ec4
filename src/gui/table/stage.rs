//! The stage: a war shown from its film, step by step and forward and back. The resolution of a turn and a recorded war
//! are the same stage; a player watching his own turn sees it through his own side's eyes.

use std::sync::Arc;

use super::annals::Annals;
use crate::film::{Moment, TurnFilm};
use crate::game::Game;
use crate::gui::scene::Scene;
use crate::replay::{Film, ReplayError};
use crate::report::known::{self, Line};
use crate::report::marks::Mark;
use crate::seat::View;
use crate::sim::id::SideId;
use crate::snapshot::Snapshot;

/// Seconds that a step takes at ordinary speed.
const STEP_S: f32 = 0.45;
/// The speeds there are; the last one is at once.
pub const SPEEDS: [f32; 8] = [0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, f32::INFINITY];
/// The ordinary speed.
const ORDINARY: usize = 2;

/// A war shown from its film.
pub struct Stage {
    film: Arc<Film>,
    viewer: Option<SideId>,
    /// May the watcher change eyes?
    pub free: bool,
    /// The moment shown.
    at: Moment,
    /// How much of the way to the next step is over, 0 to 1.
    part: f32,
    /// True while it runs by itself.
    pub playing: bool,
    speed: usize,
    /// Where it stops by itself.
    until: Option<Moment>,
    now: Arc<Scene>,
    next: Option<(Moment, Arc<Scene>)>,
    turn: Arc<TurnFilm>,
    /// What its viewer was told of the whole war, as far as it is told yet.
    pub annals: Arc<Annals>,
    /// What is told of the turn shown.
    told: Arc<Vec<Line>>,
    view: Option<Arc<View>>,
    /// Steps shown since the last call of [`Stage::passed`].
    fresh: Vec<Line>,
}

impl Stage {
    /// A stage at the beginning of a film, or at a moment of it.
    ///
    /// # Errors
    /// The film cannot be told.
    pub fn new(film: Arc<Film>, viewer: Option<SideId>, at: Moment) -> Result<Self, ReplayError> {
        let at = film.clamp(at)?;
        let turn = film.turn(at.turn)?;
        let now = Arc::new(Scene::of(film.replay().setting(), &turn.frame(at.step).snapshot, viewer));
        let mut stage = Self {
            film,
            viewer,
            free: viewer.is_none(),
            at,
            part: 0.0,
            playing: false,
            speed: ORDINARY,
            until: None,
            now,
            next: None,
            turn,
            annals: Arc::new(Annals::of(viewer)),
            told: Arc::default(),
            view: None,
            fresh: Vec::new(),
        };
        stage.show(at)?;
        Ok(stage)
    }

    /// The film shown.
    pub fn film(&self) -> &Arc<Film> {
        &self.film
    }

    /// The moment shown.
    pub fn at(&self) -> Moment {
        self.at
    }

    /// The turn shown.
    pub fn turn(&self) -> &Arc<TurnFilm> {
        &self.turn
    }

    /// Through whose eyes.
    pub fn viewer(&self) -> Option<SideId> {
        self.viewer
    }

    /// The scene of the moment shown, and the one it moves to with how much of the way is over.
    pub fn scenes(&self) -> (&Arc<Scene>, Option<(&Arc<Scene>, f32)>) {
        (&self.now, self.next.as_ref().map(|(_, next)| (next, self.part)))
    }

    /// The speed, as a factor; infinite: at once.
    pub fn speed(&self) -> f32 {
        SPEEDS[self.speed]
    }

    /// Chooses one of [`SPEEDS`].
    pub fn set_speed(&mut self, index: usize) {
        self.speed = index.min(SPEEDS.len() - 1);
    }

    /// Chooses the speed nearest to so many percent of the ordinary one.
    pub fn set_speed_percent(&mut self, percent: u16) {
        let wanted = f32::from(percent) / 100.0;
        self.speed = SPEEDS.iter().rposition(|speed| *speed <= wanted).unwrap_or(0);
    }

    /// One speed faster or slower.
    pub fn change_speed(&mut self, faster: bool) {
        self.set_speed(if faster { self.speed + 1 } else { self.speed.saturating_sub(1) });
    }

    /// Plays from here to a moment, and stops there.
    pub fn play_until(&mut self, until: Moment) {
        (self.until, self.playing) = (Some(until), true);
    }

    /// Plays or pauses; from the end, plays from the beginning.
    ///
    /// # Errors
    /// The film cannot be told.
    pub fn toggle_play(&mut self) -> Result<(), ReplayError> {
        self.playing = !self.playing;
        self.until = None;
        if self.playing && self.is_at_end()? {
            self.seek(Moment::START)?;
            self.playing = true;
        }
        Ok(())
    }

    /// True at the last moment of the film.
    ///
    /// # Errors
    /// The film cannot be told.
    pub fn is_at_end(&self) -> Result<bool, ReplayError> {
        Ok(self.film.next(self.at)? == self.at)
    }

    /// Shows a moment, or the nearest there is. Stops what runs.
    ///
    /// # Errors
    /// The film cannot be told.
    pub fn seek(&mut self, to: Moment) -> Result<(), ReplayError> {
        (self.playing, self.part, self.next, self.until) = (false, 0.0, None, None);
        self.show(self.film.clamp(to)?)
    }

    /// A step on or back.
    ///
    /// # Errors
    /// The film cannot be told.
    pub fn step(&mut self, on: bool) -> Result<(), ReplayError> {
        let to = if on { self.film.next(self.at)? } else { self.film.previous(self.at)? };
        self.seek(to)
    }

    /// To the beginning of the next turn, or of this one, or of the one before.
    ///
    /// # Errors
    /// The film cannot be told.
    pub fn step_turn(&mut self, on: bool) -> Result<(), ReplayError> {
        let Moment { turn, step } = self.at;
        let to = match (on, step) {
            (true, _) if turn >= self.film.turns() => Moment { turn, step: u32::MAX },
            (true, _) => Moment { turn: turn + 1, step: 0 },
            (false, 0) => Moment { turn: turn.saturating_sub(1).max(1), step: 0 },
            (false, _) => Moment { turn, step: 0 },
        };
        self.seek(to)
    }

    /// To the last moment.
    ///
    /// # Errors
    /// The film cannot be told.
    pub fn seek_end(&mut self) -> Result<(), ReplayError> {
        self.seek(Moment { turn: u32::MAX, step: u32::MAX })
    }

    /// To where it would stop by itself, or to the last moment.
    ///
    /// # Errors
    /// The film cannot be told.
    pub fn skip(&mut self) -> Result<(), ReplayError> {
        match self.until {
            Some(until) => self.seek(until),
            None => self.seek_end(),
        }
    }

    /// To the next mark, or to the one before.
    ///
    /// # Errors
    /// The film cannot be told.
    pub fn step_mark(&mut self, on: bool) -> Result<(), ReplayError> {
        let at = self.at;
        let marks = self.annals.marks();
        let to = if on {
            marks.iter().map(|mark| mark.moment).find(|moment| *moment > at)
        } else {
            marks.iter().rev().map(|mark| mark.moment).find(|moment| *moment < at)
        };
        to.map_or(Ok(()), |to| self.seek(to))
    }

    /// Looks through other eyes.
    ///
    /// # Errors
    /// The film cannot be told.
    pub fn look_through(&mut self, viewer: Option<SideId>) -> Result<(), ReplayError> {
        if self.viewer != viewer {
            self.viewer = viewer;
            self.annals = Arc::new(Annals::of(viewer));
            self.next = None;
            self.told = Arc::default();
            self.show(self.at)?;
        }
        Ok(())
    }

    /// Goes on by so many seconds if it plays; true while anything moves. At most one step a call is shown moving;
    /// at high speed steps are passed over, but none of their lines is lost.
    ///
    /// # Errors
    /// The film cannot be told.
    pub fn run(&mut self, seconds: f32, glide: bool) -> Result<bool, ReplayError> {
        if !self.playing {
            return Ok(false);
        }
        let speed = self.speed();
        let mut steps = if speed.is_finite() { seconds.clamp(0.0, 0.5) * speed / STEP_S } else { 64.0 };
        steps += self.part;
        let most = self.until.unwrap_or(Moment { turn: u32::MAX, step: u32::MAX });
        while steps >= 1.0 {
            steps -= 1.0;
            let next = self.film.next(self.at)?;
            if next == self.at || self.at >= most {
                return self.stop();
            }
            self.show(next)?;
            if next.step > 0 {
                let lines = Arc::clone(&self.told);
                self.fresh.extend(lines.iter().filter(|line| line.step == next.step).cloned());
            }
        }
        if self.at >= most || self.is_at_end()? {
            return self.stop();
        }
        self.part = if glide { steps } else { 0.0 };
        if !glide {
            // Without motion the time must still pass.
            self.part = steps;
            self.next = None;
            return Ok(true);
        }
        self.look_ahead()?;
        Ok(true)
    }

    fn stop(&mut self) -> Result<bool, ReplayError> {
        (self.playing, self.part, self.next) = (false, 0.0, None);
        Ok(false)
    }

    /// Makes the scene that the present one moves to.
    fn look_ahead(&mut self) -> Result<(), ReplayError> {
        let to = self.film.next(self.at)?;
        if self.next.as_ref().is_none_or(|(known, _)| *known != to) {
            let scene = self.scene(to)?;
            self.next = Some((to, scene));
        }
        Ok(())
    }

    fn show(&mut self, to: Moment) -> Result<(), ReplayError> {
        let turn = self.film.turn(to.turn)?;
        if self.turn.turn != turn.turn || self.told.is_empty() {
            self.told = Arc::new(known::lines(self.film.replay().setting(), &turn, self.viewer));
        }
        let known = self.next.take().filter(|(moment, _)| *moment == to);
        let setting = self.film.replay().setting();
        let state = &turn.frame(to.step).snapshot;
        self.view = self.viewer.map(|side| Game::new(Arc::clone(setting), state).view(side));
        self.now = match (known, &self.view) {
            (Some((_, scene)), _) => scene,
            (None, Some(view)) => Arc::new(Scene::seen(setting, view)),
            (None, None) => Arc::new(Scene::truth(setting, state)),
        };
        (self.turn, self.at) = (turn, to);
        Ok(())
    }

    fn scene(&self, at: Moment) -> Result<Arc<Scene>, ReplayError> {
        let turn = self.film.turn(at.turn)?;
        Ok(Arc::new(Scene::of(self.film.replay().setting(), &turn.frame(at.step).snapshot, self.viewer)))
    }

    /// What the viewer knows at the moment shown; nothing for whoever sees the truth.
    pub fn view(&self) -> Option<&Arc<View>> {
        self.view.as_ref()
    }

    /// The whole state of the moment shown.
    pub fn state(&self) -> &Snapshot {
        &self.turn.frame(self.at.step).snapshot
    }

    /// What the viewer was told up to the moment shown: of the whole war once it is told, of this turn before that.
    pub fn lines(&self) -> &[Line] {
        if self.annals.has(self.at.turn) {
            return self.annals.until(self.at);
        }
        let end = self.told.partition_point(|line| line.step <= self.at.step);
        &self.told[..end]
    }

    /// Tells a little more of the war; true when all of it is told.
    ///
    /// # Errors
    /// The film cannot be told.
    pub fn tell_on(&mut self) -> Result<bool, ReplayError> {
        let film = Arc::clone(&self.film);
        // Shared only while a frame reads it.
        Arc::get_mut(&mut self.annals).map_or(Ok(false), |annals| annals.go_on(&film, 1))
    }

    /// The last step of a turn, as far as it is known yet.
    pub fn last_step(&self, turn: u32) -> Option<u32> {
        if turn == self.at.turn { Some(self.turn.last_step()) } else { self.annals.last_step(turn) }
    }

    /// The marks of the film for this viewer, as far as they are known yet.
    pub fn marks(&self) -> &[Mark] {
        self.annals.marks()
    }

    /// Lines of the steps that were shown since the last call, to float over the map.
    pub fn passed(&mut self) -> Vec<Line> {
        std::mem::take(&mut self.fresh)
    }
}
