//! All that one viewer was told of a war, and what is made of it: marks, curves, battles. A turn is told at a time, so
//! that opening a long record keeps nobody waiting.

use std::sync::Arc;

use crate::film::Moment;
use crate::replay::{Film, ReplayError};
use crate::report::battles::{Battle, Battles};
use crate::report::known::{self, Line};
use crate::report::marks::{Mark, Marks};
use crate::report::series::Series;
use crate::sim::id::SideId;

/// All that one viewer was told of a war.
pub struct Annals {
    viewer: Option<SideId>,
    /// The last step of each turn told.
    steps: Vec<u32>,
    lines: Vec<Line>,
    marks: Marks,
    /// Of all sides; panels show of it what the viewer may know.
    pub series: Series,
    all_battles: Battles,
    /// As the viewer knows them.
    pub battles: Vec<Battle>,
}

impl Annals {
    /// Nothing told yet.
    pub fn of(viewer: Option<SideId>) -> Self {
        Self {
            viewer,
            steps: Vec::new(),
            lines: Vec::new(),
            marks: Marks::new(viewer),
            series: Series::default(),
            all_battles: Battles::default(),
            battles: Vec::new(),
        }
    }

    /// Whose.
    pub fn viewer(&self) -> Option<SideId> {
        self.viewer
    }

    /// Tells at most so many turns more; true when all are told.
    ///
    /// # Errors
    /// The film cannot be told.
    pub fn go_on(&mut self, film: &Arc<Film>, turns: u32) -> Result<bool, ReplayError> {
        let before = self.turns();
        let goal = film.turns().min(before.saturating_add(turns));
        let setting = Arc::clone(film.replay().setting());
        while self.turns() < goal {
            let turn = film.turn(self.turns() + 1)?;
            self.lines.extend(known::lines(&setting, &turn, self.viewer));
            self.marks.add(&setting, &turn);
            self.series.add(&setting, &turn);
            self.all_battles.add(&setting, &turn);
            self.steps.push(turn.last_step());
        }
        if self.turns() != before {
            let all = self.all_battles.battles().iter();
            self.battles = match self.viewer {
                Some(side) => all.filter_map(|battle| battle.known_to(side)).collect(),
                None => all.cloned().collect(),
            };
        }
        Ok(self.turns() == film.turns())
    }

    fn turns(&self) -> u32 {
        self.steps.len() as u32
    }

    /// True when a turn has been told.
    pub fn has(&self, turn: u32) -> bool {
        turn <= self.turns()
    }

    /// The last step of a turn that has been told.
    pub fn last_step(&self, turn: u32) -> Option<u32> {
        self.steps.get(turn.checked_sub(1)? as usize).copied()
    }

    /// What was told up to a moment, as far as it is told yet.
    pub fn until(&self, moment: Moment) -> &[Line] {
        let end = self.lines.partition_point(|line| line.moment() <= moment);
        &self.lines[..end]
    }

    /// The marks of what is told yet.
    pub fn marks(&self) -> &[Mark] {
        self.marks.marks()
    }
}
