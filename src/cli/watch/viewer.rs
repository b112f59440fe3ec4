//! Where a viewer stands in a recorded war, what he may see there, and how he gets elsewhere. Page and lines share it.

use std::path::PathBuf;
use std::sync::Arc;

use crate::cli::out::{Fault, printable};
use crate::film::{Moment, TurnFilm};
use crate::replay::{Film, ReplayError};
use crate::report::battles::Battles;
use crate::report::known::{Body, Line, bodies, lines};
use crate::report::marks::{Mark, Marks};
use crate::report::survey;
use crate::setting::Setting;
use crate::sim::clock::DAY;
use crate::sim::hex::Hex;
use crate::sim::id::SideId;
use crate::snapshot::Snapshot;

/// A viewer of a recorded war.
pub struct Viewer {
    path: PathBuf,
    film: Film,
    setting: Arc<Setting>,
    moment: Moment,
    turn: Arc<TurnFilm>,
    /// What may be told of the turn.
    lines: Vec<Line>,
    /// Whose knowledge is shown; `None` for the truth.
    fog: Option<SideId>,
    /// The hex asked about.
    pub cursor: Hex,
    /// The marks of the whole war, by whose knowledge they are; gathered when they are first asked for.
    marks: Vec<(Option<SideId>, Marks)>,
    /// The battles of the whole war; gathered when they are first asked for.
    battles: Option<Battles>,
}

impl Viewer {
    /// At the beginning of a war, of which all is shown.
    pub fn new(film: Film, path: PathBuf) -> Result<Self, ReplayError> {
        let (setting, turn) = (Arc::clone(film.replay().setting()), film.turn(1)?);
        let lines = lines(&setting, &turn, None);
        let cursor = strongest(turn.start()).unwrap_or_else(|| {
            let grid = setting.map.grid();
            grid.at(usize::from(grid.height / 2) * usize::from(grid.width) + usize::from(grid.width / 2))
        });
        let (moment, marks) = (Moment::START, Vec::new());
        Ok(Self { path, film, setting, moment, turn, lines, fog: None, cursor, marks, battles: None })
    }

    /// The stage.
    pub fn setting(&self) -> &Setting {
        &self.setting
    }

    /// Where he stands.
    pub fn moment(&self) -> Moment {
        self.moment
    }

    /// The turn he stands in.
    pub fn film(&self) -> &TurnFilm {
        &self.turn
    }

    /// The state he sees.
    pub fn state(&self) -> &Snapshot {
        &self.turn.frame(self.moment.step).snapshot
    }

    /// Turns in the record.
    pub fn turns(&self) -> u32 {
        self.film.turns()
    }

    /// Whose knowledge he has; `None` for all.
    pub fn fog(&self) -> Option<SideId> {
        self.fog
    }

    /// Whose knowledge he has, in words.
    pub fn fog_words(&self) -> String {
        self.fog
            .map_or_else(|| "all".to_owned(), |side| printable(&self.setting.register.side(side).name.latin))
    }

    /// A fault in the record, with the name of the file.
    pub fn fault(&self, error: &ReplayError) -> Fault {
        Fault::replay(&self.path, error)
    }

    /// The moment as a link.
    pub fn link(&self) -> String {
        printable(&format!("{}{}", self.path.display(), self.moment))
    }

    /// Date and hour.
    pub fn hour(&self) -> String {
        let clock = &self.state().clock;
        clock.moment(clock.minute)
    }

    /// Goes to a moment or the nearest there is; answers whether that is elsewhere.
    pub fn go(&mut self, moment: Moment) -> Result<bool, ReplayError> {
        let moment = self.film.clamp(moment)?;
        let moved = moment != self.moment;
        if moment.turn != self.moment.turn {
            self.turn = self.film.turn(moment.turn)?;
            self.lines = lines(&self.setting, &self.turn, self.fog);
        }
        self.moment = moment;
        Ok(moved)
    }

    /// Goes a step on or back.
    pub fn step(&mut self, forward: bool) -> Result<bool, ReplayError> {
        let moment = if forward { self.film.next(self.moment)? } else { self.film.previous(self.moment)? };
        self.go(moment)
    }

    /// Goes to the beginning of the next turn or, when inside one, of this one or else the one before.
    pub fn leap(&mut self, forward: bool) -> Result<bool, ReplayError> {
        let Moment { turn, step } = self.moment;
        let goal = match (forward, step) {
            (true, _) => turn.saturating_add(1),
            (false, 0) => turn.saturating_sub(1),
            (false, _) => turn,
        };
        self.go(Moment { turn: goal, step: 0 })
    }

    /// Goes to the end.
    pub fn go_to_end(&mut self) -> Result<bool, ReplayError> {
        self.go(Moment { turn: u32::MAX, step: 0 })
    }

    /// True where the record ends.
    pub fn is_at_end(&self) -> bool {
        self.moment.turn >= self.turns() && self.moment.step == self.turn.last_step()
    }

    /// Shows one side's knowledge, or all.
    pub fn look_as(&mut self, fog: Option<SideId>) {
        self.fog = fog;
        self.lines = lines(&self.setting, &self.turn, fog);
    }

    /// Shows the next side's knowledge, and after the last all.
    pub fn cycle_fog(&mut self) {
        let next = self.fog.map_or(0, |side| side.index() + 1);
        self.look_as(self.setting.register.side_ids().nth(next));
    }

    /// What may be told of the turn he stands in.
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// What may be told of another turn.
    pub fn lines_of(&self, turn: u32) -> Result<Vec<Line>, ReplayError> {
        Ok(lines(&self.setting, &*self.film.turn(turn)?, self.fog))
    }

    /// The bodies of men he sees.
    pub fn bodies(&self) -> Vec<Body> {
        bodies(&self.setting, self.state(), self.fog)
    }

    /// The orders of a turn that he may know, with reasons; of formations whose name or reason holds `about`.
    pub fn orders(&self, turn: u32, about: &str) -> Result<Vec<String>, ReplayError> {
        let film = self.film.turn(turn)?;
        let sides =
            self.setting.register.sides.iter().zip(self.setting.register.side_ids()).zip(&film.orders);
        let mut told = Vec::new();
        for ((side, id), directives) in sides {
            if self.fog.is_some_and(|fog| fog != id) {
                continue;
            }
            for directive in directives {
                let order = crate::report::orders::sentence(&directive.order, &self.setting);
                let line = printable(&format!("{}: {order}  [{}]", side.name.latin, directive.why));
                if line.to_lowercase().contains(&about.to_lowercase()) {
                    told.push(line);
                }
            }
        }
        Ok(told)
    }

    /// The forces he knows of, in words.
    pub fn forces(&self) -> Vec<String> {
        clean(survey::forces(&self.setting, self.state(), self.fog))
    }

    /// The objectives he knows of, in words.
    pub fn objectives(&self) -> Vec<String> {
        clean(survey::objectives(&self.setting, self.state(), self.fog))
    }

    /// What he knows to be near a hex, in words.
    pub fn near(&self, hex: Hex) -> Vec<String> {
        clean(survey::near(&self.setting, self.state(), self.fog, hex))
    }

    /// Gathers the battles of the whole war, unless that was done before.
    pub fn gather_battles(&mut self) -> Result<(), ReplayError> {
        if self.battles.is_none() {
            let mut battles = Battles::default();
            for turn in self.film.all() {
                battles.add(&self.setting, &*turn?);
            }
            self.battles = Some(battles);
        }
        Ok(())
    }

    /// The battles begun by now that he may know of, once they were gathered: those that are over with their cost.
    pub fn battles(&self) -> Vec<String> {
        let battles =
            self.battles.iter().flat_map(Battles::battles).filter(|battle| battle.from <= self.moment);
        let mut told = Vec::new();
        for battle in battles {
            let known = self.fog.map_or_else(|| Some(battle.clone()), |side| battle.known_to(side));
            let Some(known) = known else { continue };
            let lines = known.lines(&self.setting, &self.state().clock);
            if battle.to <= self.moment {
                told.extend(lines);
            } else {
                let place = crate::report::Teller::new(&self.setting).in_latin().where_is(battle.at);
                told.push(format!("Battle {place}: it goes on."));
            }
        }
        if told.is_empty() {
            told.push("No battle yet.".to_owned());
        }
        clean(told)
    }

    /// The marks of the whole war that he may know.
    pub fn marks(&mut self) -> Result<&[Mark], ReplayError> {
        let index = match self.marks.iter().position(|(fog, _)| *fog == self.fog) {
            Some(index) => index,
            None => {
                let marks = Marks::of(&self.setting, self.film.all(), self.fog)?;
                self.marks.push((self.fog, marks));
                self.marks.len() - 1
            }
        };
        Ok(self.marks[index].1.marks())
    }

    /// The same, if they were asked for before.
    pub fn known_marks(&self) -> &[Mark] {
        self.marks.iter().find(|(fog, _)| *fog == self.fog).map_or(&[], |(_, marks)| marks.marks())
    }

    /// Goes to the next mark or the one before; answers it, if there is one.
    pub fn go_to_mark(&mut self, forward: bool) -> Result<Option<Mark>, ReplayError> {
        let here = self.moment;
        let marks = self.marks()?;
        let mark = if forward {
            marks.iter().find(|mark| mark.moment > here)
        } else {
            marks.iter().rev().find(|mark| mark.moment < here)
        };
        let mark = mark.cloned();
        if let Some(mark) = &mark {
            self.go(mark.moment)?;
            self.cursor = mark.at.unwrap_or(self.cursor);
        }
        Ok(mark)
    }

    /// Goes to the next line that holds a text, whatever its letters' case; answers it, if there is one.
    pub fn search(&mut self, text: &str) -> Result<Option<Line>, ReplayError> {
        let (text, here) = (text.to_lowercase(), self.moment);
        for turn in here.turn..=self.turns() {
            let told = self.lines_of(turn)?;
            let found = told
                .into_iter()
                .find(|line| line.moment() > here && line.text.to_lowercase().contains(&text));
            if let Some(line) = found {
                self.go(line.moment())?;
                self.cursor = line.at.unwrap_or(self.cursor);
                return Ok(Some(line));
            }
        }
        Ok(None)
    }
}

/// A line of a turn with its hour.
pub fn with_hour(line: &Line) -> String {
    let minute = line.minute % DAY;
    format!("{:02}:{:02}  {}", minute / 60, minute % 60, printable(&line.text))
}

fn clean(lines: Vec<String>) -> Vec<String> {
    lines.iter().map(|line| printable(line)).collect()
}

/// Where the largest formation stands.
fn strongest(state: &Snapshot) -> Option<Hex> {
    let largest = state.formations.iter().max_by_key(|one| (one.roll.mouths(), std::cmp::Reverse(one.id)));
    largest.map(|one| one.place.hex())
}
