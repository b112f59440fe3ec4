//! Keeping a war while it is played.

use std::sync::Arc;

use super::file::{Frame, Kind};
use super::turns::{Block, Reasons, StoredTurn, fold, store};
use super::{Close, Head, LAWS, Packed, Replay, ReplayError, fingerprint};
use crate::film::TurnFilm;
use crate::game::{Game, TurnReport};
use crate::setting::StoredSetting;
use crate::sim::id::SideId;
use crate::snapshot::{Digest, Snapshot};
use std::path::Path;

/// Turns from one kept state to the next: a seek tells at most so many turns again.
const BLOCK_TURNS: usize = 24;

/// Keeps a war as it is played. End turns through it.
#[derive(Debug, Clone)]
pub struct Recorder {
    replay: Replay,
    /// The block being filled.
    first_turn: u32,
    keyframe: Option<Snapshot>,
    turns: Vec<StoredTurn>,
    before: Option<Digest>,
    /// Reasons that earlier blocks hold.
    known_reasons: usize,
}

impl Recorder {
    /// Begins with a war in its first turn. `seats` says who plays each side, for whoever reads the replay later.
    pub fn new(game: &Game, seats: Vec<String>) -> Self {
        let setting = Arc::clone(game.setting());
        let (program, start) = (env!("CARGO_PKG_VERSION").to_owned(), game.snapshot());
        let stored = StoredSetting::from(&*setting);
        let fingerprint = fingerprint(&stored);
        let head = Head {
            program: program.clone(),
            laws: LAWS,
            seats: seats.clone(),
            setting: stored,
            start: start.clone(),
        };
        let replay = Replay {
            program,
            laws: LAWS,
            seats,
            setting,
            start,
            fingerprint,
            head: Frame::pack(Kind::Head, &head),
            blocks: Vec::new(),
            reasons: Reasons::default(),
            planned: Vec::new(),
            close: Close::default(),
        };
        Self { replay, first_turn: 1, keyframe: None, turns: Vec::new(), before: None, known_reasons: 0 }
    }

    /// Goes on with a replay from the beginning of a turn.
    pub(super) fn resume(replay: &Replay, turn: u32) -> Result<Self, ReplayError> {
        let mut kept = replay.clone();
        let mut split = kept.blocks.partition_point(|block| block.first_turn + block.turns <= turn);
        // The last block is filled up before another is begun, however often the war was put down.
        let last = split.checked_sub(1).map(|last| &kept.blocks[last]);
        if last.is_some_and(|last| (last.turns as usize) < BLOCK_TURNS) {
            split -= 1;
        }
        let open = kept.blocks.get(split).cloned();
        kept.blocks.truncate(split);
        kept.planned.clear();
        if turn <= replay.turns() {
            kept.close.outcome = None; // the turn that decided it is not kept
        }
        let mut recorder = Self {
            first_turn: kept.turns() + 1,
            keyframe: None,
            turns: Vec::new(),
            before: None,
            // Reasons are numbered over the whole file; those of dropped blocks are written again if they are used.
            known_reasons: kept.reasons.len(),
            replay: kept,
        };
        if let Some(packed) = open {
            let part = super::Part::Turns { first: packed.first_turn };
            let block: Block = packed.frame.unpack(part)?;
            let keep = (turn - packed.first_turn) as usize;
            let digests = recorder.replay.recorded(&block)?;
            recorder.before = keep.checked_sub(1).map(|last| digests[last].digest.clone());
            recorder.keyframe = block.keyframe;
            recorder.turns = block.turns.into_iter().take(keep).collect();
        }
        recorder.keep_only_known_reasons(replay, split)?;
        Ok(recorder)
    }

    /// Forgets reasons that only dropped blocks hold, so that numbers run on from the last kept block.
    fn keep_only_known_reasons(&mut self, replay: &Replay, kept_blocks: usize) -> Result<(), ReplayError> {
        let mut reasons = Reasons::default();
        for (index, packed) in replay.blocks.iter().enumerate().take(kept_blocks + 1) {
            let part = super::Part::Turns { first: packed.first_turn };
            if index == kept_blocks {
                self.known_reasons = reasons.len();
            }
            for why in packed.frame.unpack::<Block>(part)?.reasons {
                reasons.number(&why);
            }
        }
        if replay.blocks.len() <= kept_blocks {
            self.known_reasons = reasons.len();
        }
        self.replay.reasons = reasons;
        Ok(())
    }

    /// Ends the turn and keeps its orders and its digest.
    pub fn end_turn(&mut self, game: &mut Game) -> TurnReport {
        self.end(game, |game| (game.end_turn(), ())).0
    }

    /// As [`Recorder::end_turn`], and answers the turn step by step as well; no steps of a war that is over.
    pub fn film_turn(&mut self, game: &mut Game) -> (TurnReport, TurnFilm) {
        self.end(game, Game::film_turn)
    }

    fn end<T>(&mut self, game: &mut Game, end: impl FnOnce(&mut Game) -> (TurnReport, T)) -> (TurnReport, T) {
        if game.outcome().is_some() {
            return end(game); // a war that is over has no further turns to keep
        }
        if self.turns.is_empty() {
            self.first_turn = self.replay.turns() + 1;
            self.keyframe = (self.first_turn > 1).then(|| game.snapshot());
        }
        let sides = game.setting().register.side_ids();
        let orders = sides.map(|side: SideId| store(game.planned(side), &mut self.replay.reasons)).collect();
        let (report, seen) = end(game);
        let digest = fold(&report.digest, self.before.as_ref());
        self.before = Some(report.digest.clone());
        self.turns.push(StoredTurn { orders, digest });
        self.replay.close = Close { turns: self.turns_kept(), outcome: game.outcome() };
        if self.turns.len() >= BLOCK_TURNS {
            let packed = self.pack();
            self.replay.blocks.push(packed);
            self.turns.clear();
            (self.before, self.known_reasons) = (None, self.replay.reasons.len());
        }
        (report, seen)
    }

    /// Whole turns kept.
    pub fn turns_kept(&self) -> u32 {
        self.replay.turns() + self.turns.len() as u32
    }

    /// The record so far.
    pub fn replay(&self) -> Replay {
        let mut replay = self.replay.clone();
        if !self.turns.is_empty() {
            replay.blocks.push(self.pack());
        }
        replay.close.turns = replay.turns();
        replay
    }

    /// The same record with others at the seats: of a war that was watched and is now played on.
    pub fn with_seats(mut self, seats: Vec<String>) -> Self {
        let replay = &mut self.replay;
        replay.seats.clone_from(&seats);
        let (program, laws) = (replay.program.clone(), replay.laws);
        let setting = StoredSetting::from(&*replay.setting);
        replay.head =
            Frame::pack(Kind::Head, &Head { program, laws, seats, setting, start: replay.start.clone() });
        self
    }

    /// The record so far with the orders planned in the turn that a game of it stands before: a save.
    pub fn save(&self, game: &Game) -> Replay {
        let sides = game.setting().register.side_ids();
        let mut planned: Vec<_> = sides.map(|side| game.planned(side).to_vec()).collect();
        if planned.iter().all(Vec::is_empty) {
            planned.clear();
        }
        Replay { planned, ..self.replay() }
    }

    /// Writes the record so far.
    ///
    /// # Errors
    /// As [`Replay::write`].
    pub fn write(&self, path: &Path) -> Result<(), ReplayError> {
        self.replay().write(path)
    }

    fn pack(&self) -> Packed {
        let block = Block {
            first_turn: self.first_turn,
            keyframe: self.keyframe.clone(),
            reasons: self.replay.reasons.since(self.known_reasons).to_vec(),
            turns: self.turns.clone(),
        };
        let frame = Frame::pack(Kind::Turns, &block);
        Packed { first_turn: self.first_turn, turns: self.turns.len() as u32, frame }
    }
}
