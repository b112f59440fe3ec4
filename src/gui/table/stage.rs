//! The stage: a war shown from its film, step by step and forward and back. The resolution of a turn and a recorded war
//! are the same stage; a player watching his own turn sees it through his own side's eyes.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::film::{Moment, TurnFilm};
use crate::gui::scene::Scene;
use crate::replay::{Film, ReplayError};
use crate::report::known::{self, Line};
use crate::report::marks::{self, Mark};
use crate::sim::id::SideId;

/// Seconds that a step takes at ordinary speed.
const STEP_S: f32 = 0.45;
/// The speeds there are; the last one is at once.
pub const SPEEDS: [f32; 8] = [0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, f32::INFINITY];
/// The ordinary speed.
const ORDINARY: usize = 2;

/// A war shown from its film.
pub struct Stage {
    film: Film,
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
    told: BTreeMap<u32, Arc<Vec<Line>>>,
    marks: Option<Vec<Mark>>,
    /// Steps shown since the last call of [`Stage::passed`].
    fresh: Vec<Line>,
}

impl Stage {
    /// A stage at the beginning of a film, or at a moment of it.
    ///
    /// # Errors
    /// The film cannot be told.
    pub fn new(film: Film, viewer: Option<SideId>, at: Moment) -> Result<Self, ReplayError> {
        let at = film.clamp(at)?;
        let turn = film.turn(at.turn)?;
        let now = Arc::new(Scene::of(film.replay().setting(), &turn.frame(at.step).snapshot, viewer));
        Ok(Self {
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
            told: BTreeMap::new(),
            marks: None,
            fresh: Vec::new(),
        })
    }

    /// The film shown.
    pub fn film(&self) -> &Film {
        &self.film
    }

    /// Takes the film out.
    pub fn into_film(self) -> Film {
        self.film
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
        let marks = self.marks()?;
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
            self.told.clear();
            (self.marks, self.next) = (None, None);
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
                let lines = self.told(next.turn)?;
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
        let known = self.next.take().filter(|(moment, _)| *moment == to);
        self.now = match known {
            Some((_, scene)) => scene,
            None => self.scene(to)?,
        };
        self.turn = self.film.turn(to.turn)?;
        self.at = to;
        Ok(())
    }

    fn scene(&self, at: Moment) -> Result<Arc<Scene>, ReplayError> {
        let turn = self.film.turn(at.turn)?;
        Ok(Arc::new(Scene::of(self.film.replay().setting(), &turn.frame(at.step).snapshot, self.viewer)))
    }

    /// What the viewer may be told of a turn.
    ///
    /// # Errors
    /// The film cannot be told.
    pub fn told(&mut self, turn: u32) -> Result<Arc<Vec<Line>>, ReplayError> {
        if let Some(lines) = self.told.get(&turn) {
            return Ok(Arc::clone(lines));
        }
        let film = self.film.turn(turn)?;
        let lines = Arc::new(known::lines(self.film.replay().setting(), &film, self.viewer));
        self.told.insert(turn, Arc::clone(&lines));
        Ok(lines)
    }

    /// Lines of the steps that were shown since the last call, to float over the map.
    pub fn passed(&mut self) -> Vec<Line> {
        std::mem::take(&mut self.fresh)
    }

    /// The marks of the whole film for this viewer.
    ///
    /// # Errors
    /// The film cannot be told.
    pub fn marks(&mut self) -> Result<&[Mark], ReplayError> {
        if self.marks.is_none() {
            let mut all: Vec<Line> = Vec::new();
            for turn in 1..=self.film.turns() {
                all.extend(self.told(turn)?.iter().cloned());
            }
            self.marks = Some(marks::of_lines(self.film.replay().setting(), &all));
        }
        Ok(self.marks.as_deref().unwrap_or_default())
    }
}
