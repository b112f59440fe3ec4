//! A recorded war: one file that is a save, a film and a bug report.
//!
//! It holds the stage as it was resolved (land, names, rules), the state at the start, every side's orders with their
//! reasons, and a digest of the state after each turn. Nothing that happened is written down: the same orders on the
//! same stage give the same war, and the digest proves it. A state every few turns lets a viewer seek and a player
//! branch off without telling the whole war again.
//!
//! [`Recorder`] writes while a war is played; [`Replay`] reads, seeks, branches and verifies; [`ReplayError`] says
//! what is wrong, down to turn, formation and component.

mod error;
mod file;
mod film;
mod glance;
mod load;
mod record;
mod sound;
#[cfg(test)]
mod tests;
mod turns;
mod whole;

use std::sync::Arc;

use serde::{Deserialize, Serialize};

pub use error::{Part, ReplayError};
pub use film::Film;
pub use glance::Glance;
pub use record::Recorder;
pub(crate) use whole::{PART_PREFIX, PART_SUFFIX, hold, write_whole};

pub use crate::film::{Moment, TurnFilm};

use crate::game::{Directive, Game, TurnReport};
use crate::orders::Order;
use crate::setting::{Setting, StoredSetting};
use crate::sim::id::{FormationId, SideId};
use crate::sim::victory::Outcome;
use crate::snapshot::{Digest, Snapshot};
use file::Frame;
use turns::{Block, Reasons};

/// Version of the laws of war. Raised whenever a change in the simulation makes a recorded war come out differently.
pub const LAWS: u32 = 9;

/// Who recorded what.
#[derive(Serialize, Deserialize)]
struct Head {
    program: String,
    laws: u32,
    seats: Vec<String>,
    setting: StoredSetting,
    start: Snapshot,
}

impl Head {
    /// Of a frame. One written under other laws may have another form: then that is what is wrong with it.
    fn of(frame: &Frame) -> Result<Self, ReplayError> {
        let begin = || frame.begins_with::<(String, u32)>(Part::Head);
        let laws = || begin().and_then(|(program, laws)| other_laws(&program, laws));
        frame.unpack(Part::Head).map_err(|fault| laws().unwrap_or(fault))
    }
}

/// The fault of a record made under other laws.
fn other_laws(program: &str, made: u32) -> Option<ReplayError> {
    let (program, here) = (program.to_owned(), env!("CARGO_PKG_VERSION").to_owned());
    (made != LAWS).then_some(ReplayError::Laws { program, made, here, known: LAWS })
}

/// How the record ends.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
struct Close {
    turns: u32,
    outcome: Option<Outcome>,
}

/// A block of turns as it lies in the file.
#[derive(Debug, Clone)]
struct Packed {
    first_turn: u32,
    turns: u32,
    frame: Frame,
}

/// A recorded war.
#[derive(Debug, Clone)]
pub struct Replay {
    program: String,
    laws: u32,
    seats: Vec<String>,
    setting: Arc<Setting>,
    start: Snapshot,
    fingerprint: u64,
    /// The head as packed: unchanged stage, so it is packed once.
    head: Frame,
    blocks: Vec<Packed>,
    reasons: Reasons,
    /// By side, orders of the turn that was not ended; empty without any.
    planned: Vec<Vec<Directive>>,
    close: Close,
}

/// A war that came out as recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verified {
    /// Turns told again.
    pub turns: u32,
    /// Formations alive at the start of each turn, summed.
    pub formation_turns: u64,
    /// Digest of the last state.
    pub digest: u64,
}

/// One turn as recorded.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordedTurn {
    /// Its number.
    pub turn: u32,
    /// By side: orders with reasons.
    pub orders: Vec<Vec<Directive>>,
    /// Of the state after it; columns cut to their lower half.
    pub digest: Digest,
}

impl Replay {
    /// Whole turns in it.
    pub fn turns(&self) -> u32 {
        self.blocks.last().map_or(0, |block| block.first_turn + block.turns - 1)
    }

    /// The stage.
    pub fn setting(&self) -> &Arc<Setting> {
        &self.setting
    }

    /// The state at the start.
    pub fn start(&self) -> &Snapshot {
        &self.start
    }

    /// The seed of the war.
    pub fn seed(&self) -> u64 {
        self.start.dice.seed
    }

    /// The program that recorded it, and its version of the laws of war.
    pub fn origin(&self) -> (&str, u32) {
        (&self.program, self.laws)
    }

    /// Who sat at each side's seat, as the recorder was told.
    pub fn seats(&self) -> &[String] {
        &self.seats
    }

    /// A fingerprint of the whole stage: title, land, names, troops and rules.
    pub fn fingerprint(&self) -> u64 {
        self.fingerprint
    }

    /// How it ended, if it did before the record ends.
    pub fn outcome(&self) -> Option<Outcome> {
        self.close.outcome
    }

    /// By side, the orders given in the turn after the last; no sides where none were. Only a save has them.
    pub fn planned(&self) -> &[Vec<Directive>] {
        &self.planned
    }

    /// Bytes in the file for the stage and for the turns.
    pub fn bytes(&self) -> (usize, usize) {
        (self.head.len(), self.blocks.iter().map(|block| block.frame.len()).sum())
    }

    /// Refuses a war recorded under other laws.
    ///
    /// # Errors
    /// [`ReplayError::Laws`], which names both versions.
    pub fn require_same_laws(&self) -> Result<(), ReplayError> {
        other_laws(&self.program, self.laws).map_or(Ok(()), Err)
    }

    /// The war at the beginning of a turn, from 1 to one more than there are: from the nearest kept state, forward.
    ///
    /// # Errors
    /// No such turn, or a recorded order is refused.
    pub fn at_turn(&self, turn: u32) -> Result<Game, ReplayError> {
        let last = self.turns();
        if turn == 0 || turn > last + 1 {
            return Err(ReplayError::NoSuchTurn { turn, last });
        }
        let Some(block) = self.block_of(turn.min(last)) else {
            return Ok(Game::new(Arc::clone(&self.setting), &self.start));
        };
        let (keyframe, turns) = self.unpacked(block)?;
        let mut game = Game::new(Arc::clone(&self.setting), keyframe.as_ref().unwrap_or(&self.start));
        for recorded in turns.iter().take_while(|recorded| recorded.turn < turn) {
            submit(&mut game, recorded.turn, &recorded.orders)?;
            game.end_turn();
        }
        Ok(game)
    }

    /// The war at the beginning of a turn, with a recorder that keeps the turns before it: to play on from there.
    ///
    /// # Errors
    /// As [`Replay::at_turn`].
    pub fn branch(&self, turn: u32) -> Result<(Game, Recorder), ReplayError> {
        let game = self.at_turn(turn)?;
        Ok((game, Recorder::resume(self, turn)?))
    }

    /// The war where the record ends, with the orders already planned and a recorder: to play on as if it had never
    /// been put down.
    ///
    /// # Errors
    /// Other laws, an order that is refused, or a last turn that comes out otherwise.
    pub fn resume(&self) -> Result<(Game, Recorder), ReplayError> {
        self.require_same_laws()?;
        let turns = self.turns();
        let mut game = self.at_turn(turns.max(1))?;
        if turns > 0 {
            self.play_turn(&mut game)?;
        }
        submit(&mut game, turns + 1, &self.planned)?;
        Ok((game, Recorder::resume(self, turns + 1)?))
    }

    /// One turn as recorded.
    ///
    /// # Errors
    /// No such turn.
    pub fn turn(&self, turn: u32) -> Result<RecordedTurn, ReplayError> {
        let none = ReplayError::NoSuchTurn { turn, last: self.turns() };
        let block = self.block_of(turn).filter(|_| turn > 0).ok_or(none.clone())?;
        let (_, mut turns) = self.unpacked(block)?;
        let index = (turn - block.first_turn) as usize;
        if index < turns.len() { Ok(turns.swap_remove(index)) } else { Err(none) }
    }

    /// Plays the recorded turn that a game of this replay stands before.
    ///
    /// # Errors
    /// No such turn, a recorded order is refused, or the turn comes out otherwise.
    pub fn play_turn(&self, game: &mut Game) -> Result<TurnReport, ReplayError> {
        let recorded = self.turn(game.clock().turn)?;
        submit(game, recorded.turn, &recorded.orders)?;
        let report = game.end_turn();
        self.compare(&recorded, &report.digest)?;
        Ok(report)
    }

    /// Tells the war again from the start and calls `each` after every turn with what was recorded, what happened and
    /// the war as it then stands. Memory does not grow with the number of turns.
    ///
    /// # Errors
    /// The first refused order or the first turn that comes out otherwise, or what `each` says.
    pub fn tell<E: From<ReplayError>>(
        &self,
        mut each: impl FnMut(&RecordedTurn, &TurnReport, &mut Game) -> Result<(), E>,
    ) -> Result<Verified, E> {
        let mut game = Game::new(Arc::clone(&self.setting), &self.start);
        let mut verified = Verified { turns: 0, formation_turns: 0, digest: self.start.digest().whole };
        let mut alive = self.start.formations.iter().filter(|one| one.is_alive()).count();
        for block in &self.blocks {
            for recorded in self.unpacked(block)?.1 {
                submit(&mut game, recorded.turn, &recorded.orders)?;
                let report = game.end_turn();
                self.compare(&recorded, &report.digest)?;
                verified.turns += 1;
                verified.formation_turns += alive as u64;
                verified.digest = report.digest.whole;
                alive = game.living();
                each(&recorded, &report, &mut game)?;
            }
        }
        Ok(verified)
    }

    /// Tells the war again and compares every digest.
    ///
    /// # Errors
    /// Other laws, a refused order, or the first turn that comes out otherwise.
    pub fn verify(&self) -> Result<Verified, ReplayError> {
        self.require_same_laws()?;
        let mut outcome = None;
        let verified = self.tell(|_, _, game| {
            outcome = game.outcome();
            Ok::<_, ReplayError>(())
        })?;
        if outcome != self.close.outcome {
            let what = "the recorded outcome is not that of the war".to_owned();
            return Err(ReplayError::Content { part: Part::Close, what });
        }
        if !self.planned.is_empty() {
            self.resume()?;
        }
        Ok(verified)
    }

    fn compare(&self, recorded: &RecordedTurn, found: &Digest) -> Result<(), ReplayError> {
        if recorded.digest == turns::cut(found) {
            return Ok(());
        }
        let (rows, components) = recorded.digest.differences(&turns::cut(found));
        let name = |row: &u16| self.setting.register.formation(FormationId(*row)).name.latin.clone();
        Err(ReplayError::Drift {
            turn: recorded.turn,
            formations: rows.iter().map(name).collect(),
            components,
            expected: recorded.digest.whole,
            found: found.whole,
        })
    }

    fn block_of(&self, turn: u32) -> Option<&Packed> {
        let next = self.blocks.partition_point(|block| block.first_turn <= turn);
        self.blocks.get(next.checked_sub(1)?)
    }

    fn unpacked(&self, packed: &Packed) -> Result<(Option<Snapshot>, Vec<RecordedTurn>), ReplayError> {
        let block: Block = packed.frame.unpack(Part::Turns { first: packed.first_turn })?;
        let turns = self.recorded(&block)?;
        Ok((block.keyframe, turns))
    }

    /// The turns of a block with reasons and digests put back.
    fn recorded(&self, block: &Block) -> Result<Vec<RecordedTurn>, ReplayError> {
        let part = Part::Turns { first: block.first_turn };
        let content = |what: &str| ReplayError::Content { part, what: what.to_owned() };
        let sides = self.setting.register.sides.len();
        let mut turns: Vec<RecordedTurn> = Vec::with_capacity(block.turns.len());
        for (number, stored) in block.turns.iter().enumerate() {
            let before = turns.last().map(|turn| &turn.digest);
            let digest = turns::unfold(&stored.digest, before, &self.setting.register)
                .ok_or_else(|| content("a digest does not fit the number of formations"))?;
            if stored.orders.len() != sides {
                return Err(content("its orders do not fit the number of sides"));
            }
            let orders = (stored.orders.iter()).map(|orders| self.directives(orders)).collect::<Option<_>>();
            let orders: Vec<Vec<Directive>> = orders.ok_or_else(|| content("a reason is missing"))?;
            orders
                .iter()
                .flatten()
                .try_for_each(|one| sound::order(&one.order))
                .map_err(|what| content(&what))?;
            turns.push(RecordedTurn { turn: block.first_turn + number as u32, orders, digest });
        }
        Ok(turns)
    }

    fn directives(&self, stored: &[(turns::StoredOrder, u32)]) -> Option<Vec<Directive>> {
        let directive = |(order, why): &(turns::StoredOrder, u32)| {
            Some(Directive { order: Order::from(order.clone()), why: self.reasons.words(*why)?.to_owned() })
        };
        stored.iter().map(directive).collect()
    }
}

/// Gives a war the orders of a turn.
fn submit(game: &mut Game, turn: u32, orders: &[Vec<Directive>]) -> Result<(), ReplayError> {
    for (side, directives) in orders.iter().enumerate() {
        let side = SideId(side as u8);
        for (number, directive) in directives.iter().enumerate() {
            game.submit(side, directive.order.clone(), &directive.why).map_err(|refusal| {
                let side = game.setting().register.side(side).name.latin.clone();
                ReplayError::Illegal { turn, side, number: number + 1, refusal }
            })?;
        }
    }
    Ok(())
}

/// A fingerprint of a stage as it is stored.
fn fingerprint(setting: &StoredSetting) -> u64 {
    let bytes = postcard::to_allocvec(setting)
        .expect("plain data always encodes: it has no maps of unknown length and no custom errors");
    xxhash_rust::xxh3::xxh3_64(&bytes)
}
