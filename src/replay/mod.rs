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
mod record;
mod sound;
#[cfg(test)]
mod tests;
mod turns;

use std::io::{self, Read, Write};
use std::path::Path;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

pub use error::{Part, ReplayError};
pub use record::Recorder;

use crate::game::{Directive, Game, TurnReport};
use crate::orders::Order;
use crate::setting::{Setting, StoredSetting};
use crate::sim::id::{FormationId, SideId};
use crate::sim::victory::Outcome;
use crate::snapshot::{Digest, Snapshot};
use file::{Broken, Frame, Frames, Kind};
use turns::{Block, Reasons};

/// Version of the laws of war. Raised whenever a change in the simulation makes a recorded war come out differently.
pub const LAWS: u32 = 1;

/// Largest replay file that is read, bytes.
const MOST_BYTES: u64 = 1 << 30;

/// Who recorded what.
#[derive(Serialize, Deserialize)]
struct Head {
    program: String,
    laws: u32,
    seats: Vec<String>,
    setting: StoredSetting,
    start: Snapshot,
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
    /// Reads a file.
    ///
    /// # Errors
    /// What is wrong with it, and up to which turn it is whole.
    pub fn read(path: &Path) -> Result<Self, ReplayError> {
        Self::from_bytes(&slurp(path)?)
    }

    /// Reads what can be read: the whole turns before the first fault, and the fault.
    ///
    /// # Errors
    /// The fault, when nothing before it can be watched.
    pub fn read_partly(path: &Path) -> Result<(Self, Option<ReplayError>), ReplayError> {
        Self::partly_from_bytes(&slurp(path)?)
    }

    /// Reads a whole replay from memory.
    ///
    /// # Errors
    /// As [`Replay::read`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ReplayError> {
        match Self::partly_from_bytes(bytes)? {
            (replay, None) => Ok(replay),
            (_, Some(fault)) => Err(fault),
        }
    }

    /// Reads what can be read from memory.
    ///
    /// # Errors
    /// As [`Replay::read_partly`].
    pub fn partly_from_bytes(bytes: &[u8]) -> Result<(Self, Option<ReplayError>), ReplayError> {
        let mut frames = Frames::new(file::open(bytes)?);
        let frame = frames.next().map_err(|broken| broken.at(Part::Head, 0))?;
        if frame.kind != Kind::Head {
            let what = "it is not at the beginning".to_owned();
            return Err(ReplayError::Content { part: Part::Head, what });
        }
        let mut replay = Self::of_head(frame)?;
        let fault = replay.take_frames(&mut frames).err();
        if fault.is_some() {
            replay.close = Close { turns: replay.turns(), outcome: None };
        }
        Ok((replay, fault))
    }

    fn of_head(frame: Frame) -> Result<Self, ReplayError> {
        let head: Head = frame.unpack(Part::Head)?;
        sound::stage(&head.setting)
            .and_then(|()| sound::state(&head.setting, &head.start))
            .map_err(|what| ReplayError::Content { part: Part::Head, what })?;
        let Head { program, laws, seats, setting, start } = head;
        let fingerprint = fingerprint(&setting);
        let (setting, close) = (Arc::new(Setting::from(setting)), Close::default());
        let (blocks, reasons) = (Vec::new(), Reasons::default());
        Ok(Self { program, laws, seats, setting, start, fingerprint, head: frame, blocks, reasons, close })
    }

    fn take_frames(&mut self, frames: &mut Frames) -> Result<(), ReplayError> {
        loop {
            let turns = self.turns();
            let block = Part::Turns { first: turns + 1 };
            let frame = frames.next().map_err(|broken| broken.at(block, turns))?;
            match frame.kind {
                Kind::Head => {
                    let what = "a second head follows".to_owned();
                    return Err(ReplayError::Content { part: block, what });
                }
                Kind::Turns => self.take_block(frame, block)?,
                Kind::Close => {
                    let close: Close = frame.unpack(Part::Close)?;
                    if close.turns != turns {
                        let what = format!("it counts {} turns where there are {turns}", close.turns);
                        return Err(ReplayError::Content { part: Part::Close, what });
                    }
                    self.close = close;
                    return match frames.rest() {
                        0 => Ok(()),
                        bytes => Err(ReplayError::Trailing { bytes }),
                    };
                }
            }
        }
    }

    fn take_block(&mut self, frame: Frame, part: Part) -> Result<(), ReplayError> {
        let content = |what: String| ReplayError::Content { part, what };
        let block: Block = frame.unpack(part)?;
        let (expected, count) = (self.turns() + 1, block.turns.len() as u32);
        if block.first_turn != expected {
            return Err(content(format!("turn {} follows turn {}", block.first_turn, expected - 1)));
        }
        if count == 0 {
            return Err(content("it has no turns".to_owned()));
        }
        if let Some(keyframe) = &block.keyframe {
            sound::state_on(&self.setting, keyframe).map_err(content)?;
            if keyframe.clock.turn != expected {
                return Err(content(format!("its state is that of turn {}", keyframe.clock.turn)));
            }
        } else if expected != 1 {
            return Err(content("it has no state to begin with".to_owned()));
        }
        for why in &block.reasons {
            self.reasons.number(why);
        }
        self.recorded(&block)?;
        self.blocks.push(Packed { first_turn: expected, turns: count, frame });
        Ok(())
    }

    /// Writes the file, whole or not at all: into a temporary file beside it, then renamed.
    ///
    /// # Errors
    /// What the system said; then whatever was there before is still there.
    pub fn write(&self, path: &Path) -> Result<(), ReplayError> {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let write = || -> io::Result<()> {
            let mut temporary =
                tempfile::Builder::new().prefix(".ironhawk-").suffix(".part").tempfile_in(folder)?;
            self.write_to(&mut temporary)?;
            temporary.as_file().sync_all()?;
            temporary.persist(path).map_err(|failed| failed.error)?;
            // Without this the name itself may be lost with the power. Not every system opens folders.
            #[cfg(unix)]
            std::fs::File::open(folder)?.sync_all()?;
            Ok(())
        };
        write().map_err(|error| io_fault(path, &error))
    }

    /// Writes the bytes of the file.
    ///
    /// # Errors
    /// What the writer said.
    pub fn write_to(&self, out: &mut impl Write) -> io::Result<()> {
        let close = Frame::pack(Kind::Close, &self.close);
        let blocks = self.blocks.iter().map(|block| &block.frame);
        file::write(std::iter::once(&self.head).chain(blocks).chain([&close]), out)
    }

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

    /// Bytes in the file for the stage and for the turns.
    pub fn bytes(&self) -> (usize, usize) {
        (self.head.len(), self.blocks.iter().map(|block| block.frame.len()).sum())
    }

    /// Refuses a war recorded under other laws.
    ///
    /// # Errors
    /// [`ReplayError::Laws`], which names both versions.
    pub fn require_same_laws(&self) -> Result<(), ReplayError> {
        if self.laws == LAWS {
            return Ok(());
        }
        let (program, here) = (self.program.clone(), env!("CARGO_PKG_VERSION").to_owned());
        Err(ReplayError::Laws { program, made: self.laws, here, known: LAWS })
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
            submit(&mut game, recorded)?;
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
        submit(game, &recorded)?;
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
                submit(&mut game, &recorded)?;
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
            let digest = turns::unfold(&stored.digest, before, self.setting.register.formations.len())
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

/// Gives a war the orders of a recorded turn.
fn submit(game: &mut Game, recorded: &RecordedTurn) -> Result<(), ReplayError> {
    for (side, directives) in recorded.orders.iter().enumerate() {
        let side = SideId(side as u8);
        for (number, directive) in directives.iter().enumerate() {
            game.submit(side, directive.order.clone(), &directive.why).map_err(|refusal| {
                let side = game.setting().register.side(side).name.latin.clone();
                ReplayError::Illegal { turn: recorded.turn, side, number: number + 1, refusal }
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

fn io_fault(path: &Path, error: &io::Error) -> ReplayError {
    ReplayError::Io { path: path.display().to_string(), what: error.to_string() }
}

/// The bytes of a regular file of bearable size.
fn slurp(path: &Path) -> Result<Vec<u8>, ReplayError> {
    let fault = |error: io::Error| io_fault(path, &error);
    let unfit = |what: &str| ReplayError::Io { path: path.display().to_string(), what: what.to_owned() };
    let found = std::fs::metadata(path).map_err(fault)?;
    if !found.is_file() {
        return Err(unfit("not a regular file"));
    }
    if found.len() > MOST_BYTES {
        return Err(unfit("larger than any replay"));
    }
    let mut bytes = Vec::with_capacity(found.len() as usize);
    std::fs::File::open(path).map_err(fault)?.take(MOST_BYTES).read_to_end(&mut bytes).map_err(fault)?;
    Ok(bytes)
}

impl Broken {
    fn at(self, part: Part, turns: u32) -> ReplayError {
        match self {
            Self::Short => ReplayError::Truncated { turns },
            Self::Damaged => ReplayError::Damaged { part, turns },
        }
    }
}
