//! A recorded war as a film: any turn of it step by step, forward and back.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::{RecordedTurn, Replay, ReplayError, submit};
use crate::film::{Moment, TurnFilm};
use crate::game::Game;
use crate::snapshot::Snapshot;

/// Turns that are kept step by step.
const KEPT_TURNS: usize = 4;
/// Blocks that are kept unpacked: one, and its neighbor when one crosses between them.
const KEPT_BLOCKS: usize = 2;
/// Turns whose first state is kept.
const KEPT_STARTS: usize = 400;

/// A recorded war as a film. It remembers the states at which turns begin as it comes to know them, so that a turn that
/// was passed once is told again by itself, whichever way one goes; the file alone has a state every few turns.
///
/// It may be shared: everything it does it does through `&self`.
#[derive(Debug)]
pub struct Film {
    replay: Arc<Replay>,
    memory: Mutex<Memory>,
}

/// What a film remembers of its replay. All of it can be told again.
#[derive(Debug, Clone, Default)]
struct Memory {
    /// The states before turns, by turn.
    starts: BTreeMap<u32, Arc<Snapshot>>,
    /// The blocks unpacked last, each its turns.
    blocks: VecDeque<Arc<Vec<RecordedTurn>>>,
    /// The turns asked for last, the latest at the end.
    turns: VecDeque<Arc<TurnFilm>>,
}

impl Film {
    /// Of a replay. Nothing is told before it is asked for.
    pub fn new(replay: impl Into<Arc<Replay>>) -> Self {
        Self { replay: replay.into(), memory: Mutex::default() }
    }

    /// The film of the same war some turns on, with all that is remembered; `latest` is the last turn, if it was kept
    /// as it was played. For a war that is still being recorded.
    pub fn gone_on(&self, replay: impl Into<Arc<Replay>>, latest: Option<TurnFilm>) -> Self {
        let replay = replay.into();
        let mut memory = self.memory().clone();
        memory.blocks.clear();
        let same = self.replay.fingerprint == replay.fingerprint && self.replay.start == replay.start;
        if !same || replay.turns() < self.replay.turns() {
            memory = Memory::default();
        }
        if let Some(latest) = latest.filter(|latest| latest.turn == replay.turns()) {
            memory.keep_start(latest.turn, latest.start());
            memory.keep_start(latest.turn + 1, latest.end());
            memory.keep(Arc::new(latest));
        }
        Self { replay, memory: Mutex::new(memory) }
    }

    /// The recorded war.
    pub fn replay(&self) -> &Arc<Replay> {
        &self.replay
    }

    /// Whole turns in it.
    pub fn turns(&self) -> u32 {
        self.replay.turns()
    }

    /// A turn, from 1. A war of which no turn was played has a first turn of one frame, its start.
    ///
    /// # Errors
    /// No such turn, a recorded order is refused, or a turn up to it comes out otherwise than recorded.
    pub fn turn(&self, turn: u32) -> Result<Arc<TurnFilm>, ReplayError> {
        if turn == 1 && self.turns() == 0 {
            return Ok(Arc::new(TurnFilm::unplayed(self.replay.start.clone())));
        }
        let mut memory = self.memory();
        if let Some(index) = memory.turns.iter().position(|film| film.turn == turn)
            && let Some(film) = memory.turns.remove(index)
        {
            memory.turns.push_back(Arc::clone(&film));
            return Ok(film);
        }
        // A watcher who jumps to a turn may next step back from it, also over the edge of a block.
        if turn > 1 && !memory.starts.contains_key(&turn) {
            memory.start(&self.replay, turn - 1)?;
        }
        let start = memory.start(&self.replay, turn)?;
        let block = memory.recorded(&self.replay, turn)?;
        let recorded = of(&block, turn, &self.replay)?;
        let mut game = Game::new(Arc::clone(&self.replay.setting), &start);
        submit(&mut game, recorded.turn, &recorded.orders)?;
        let (report, film) = game.film_turn();
        self.replay.compare(recorded, &report.digest)?;
        memory.keep_start(turn + 1, film.end());
        let film = Arc::new(film);
        memory.keep(Arc::clone(&film));
        Ok(film)
    }

    /// All turns, one after the other.
    pub fn all(&self) -> impl Iterator<Item = Result<Arc<TurnFilm>, ReplayError>> + '_ {
        (1..=self.turns()).map(|turn| self.turn(turn))
    }

    /// The moment itself, or the nearest there is.
    ///
    /// # Errors
    /// As [`Film::turn`].
    pub fn clamp(&self, moment: Moment) -> Result<Moment, ReplayError> {
        let turn = moment.turn.clamp(1, self.turns().max(1));
        let last = self.turn(turn)?.last_step();
        let step = if moment.turn > turn { last } else { moment.step.min(last) };
        Ok(Moment { turn, step: if moment.turn < turn { 0 } else { step } })
    }

    /// The moment a step later; the last one stays.
    ///
    /// # Errors
    /// As [`Film::turn`].
    pub fn next(&self, moment: Moment) -> Result<Moment, ReplayError> {
        if moment.step < self.turn(moment.turn)?.last_step() {
            return Ok(Moment { step: moment.step + 1, ..moment });
        }
        Ok(if moment.turn < self.turns() { Moment { turn: moment.turn + 1, step: 0 } } else { moment })
    }

    /// The moment a step earlier; the first one stays.
    ///
    /// # Errors
    /// As [`Film::turn`].
    pub fn previous(&self, moment: Moment) -> Result<Moment, ReplayError> {
        if moment.step > 0 {
            return Ok(Moment { step: moment.step - 1, ..moment });
        }
        if moment.turn <= 1 {
            return Ok(Moment::START);
        }
        let turn = moment.turn - 1;
        Ok(Moment { turn, step: self.turn(turn)?.last_step() })
    }

    fn memory(&self) -> MutexGuard<'_, Memory> {
        // Whatever a panic left behind can be told again and is compared with the record.
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A turn of a block.
fn of<'a>(block: &'a [RecordedTurn], turn: u32, replay: &Replay) -> Result<&'a RecordedTurn, ReplayError> {
    let none = ReplayError::NoSuchTurn { turn, last: replay.turns() };
    block.iter().find(|recorded| recorded.turn == turn).ok_or(none)
}

impl Memory {
    /// The state before a turn: remembered, or told from the nearest one before it that is.
    fn start(&mut self, replay: &Replay, turn: u32) -> Result<Arc<Snapshot>, ReplayError> {
        if let Some(start) = self.starts.get(&turn) {
            return Ok(Arc::clone(start));
        }
        let block = self.recorded(replay, turn)?;
        let first = block.first().map_or(1, |recorded| recorded.turn);
        let (known, start) = self
            .starts
            .range(first..=turn)
            .next_back()
            .ok_or(ReplayError::NoSuchTurn { turn, last: replay.turns() })?;
        let mut game = Game::new(Arc::clone(&replay.setting), start);
        for passed in *known..turn {
            let recorded = of(&block, passed, replay)?;
            submit(&mut game, recorded.turn, &recorded.orders)?;
            replay.compare(recorded, &game.end_turn().digest)?;
            self.keep_start(passed + 1, &game.snapshot());
        }
        Ok(Arc::new(game.snapshot()))
    }

    /// The turns of the block that a turn is in, and the state before the first of them remembered.
    fn recorded(&mut self, replay: &Replay, turn: u32) -> Result<Arc<Vec<RecordedTurn>>, ReplayError> {
        let none = ReplayError::NoSuchTurn { turn, last: replay.turns() };
        let packed = replay.block_of(turn).filter(|_| turn > 0 && turn <= replay.turns()).ok_or(none)?;
        let first = packed.first_turn;
        let unpacked = self.blocks.iter().find(|block| block.first().is_some_and(|one| one.turn == first));
        if let Some(block) = unpacked.filter(|_| self.starts.contains_key(&first)) {
            return Ok(Arc::clone(block));
        }
        let (keyframe, turns) = replay.unpacked(packed)?;
        self.keep_start(first, keyframe.as_ref().unwrap_or(&replay.start));
        let block = Arc::new(turns);
        self.blocks.push_back(Arc::clone(&block));
        if self.blocks.len() > KEPT_BLOCKS {
            self.blocks.pop_front();
        }
        Ok(block)
    }

    fn keep_start(&mut self, turn: u32, state: &Snapshot) {
        self.starts.entry(turn).or_insert_with(|| Arc::new(state.clone()));
        if self.starts.len() > KEPT_STARTS {
            // The farthest is missed least.
            let far = |one: &u32| one.abs_diff(turn);
            let ends = [self.starts.keys().next(), self.starts.keys().next_back()];
            if let Some(farthest) = ends.into_iter().flatten().max_by_key(|one| far(one)).copied() {
                self.starts.remove(&farthest);
            }
        }
    }

    fn keep(&mut self, film: Arc<TurnFilm>) {
        self.turns.push_back(film);
        if self.turns.len() > KEPT_TURNS {
            self.turns.pop_front();
        }
    }
}
