//! From file to replay and back.

use std::io::{self, Read, Write};
use std::path::Path;
use std::sync::Arc;

use super::file::{self, Broken, Frame, Frames, Kind};
use super::turns::{Block, Plan, Reasons};
use super::whole::write_whole;
use super::{Close, Head, Packed, Part, Replay, ReplayError, fingerprint, sound};
use crate::setting::Setting;

/// Largest replay file that is read, bytes.
const MOST_BYTES: u64 = 1 << 30;

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
        let mut frames = file::open(bytes)?;
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

    pub(super) fn of_head(frame: Frame) -> Result<Self, ReplayError> {
        let head = Head::of(&frame)?;
        let content = |what| ReplayError::Content { part: Part::Head, what };
        let Head { program, laws, seats, setting, start } = head;
        sound::stage(&setting).map_err(content)?;
        let fingerprint = fingerprint(&setting);
        let (setting, close) = (Arc::new(Setting::from(setting)), Close::default());
        sound::state_on(&setting, &start).map_err(content)?;
        let (blocks, reasons, planned) = (Vec::new(), Reasons::default(), Vec::new());
        Ok(Self {
            program,
            laws,
            seats,
            setting,
            start,
            fingerprint,
            head: frame,
            blocks,
            reasons,
            planned,
            close,
        })
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
                Kind::Turns | Kind::Plan if !self.planned.is_empty() => {
                    let what = "it is not the last part before the end".to_owned();
                    return Err(ReplayError::Content { part: Part::Plan, what });
                }
                Kind::Turns => self.take_block(frame, block)?,
                Kind::Plan => self.take_plan(&frame)?,
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

    fn take_plan(&mut self, frame: &Frame) -> Result<(), ReplayError> {
        let content = |what: String| ReplayError::Content { part: Part::Plan, what };
        let plan: Plan = frame.unpack(Part::Plan)?;
        let (turn, sides) = (self.turns() + 1, self.setting.register.sides.len());
        if plan.turn != turn {
            return Err(content(format!("it is for turn {} and not for turn {turn}", plan.turn)));
        }
        let planned = plan.directives();
        if planned.len() != sides {
            return Err(content("its orders do not fit the number of sides".to_owned()));
        }
        planned.iter().flatten().try_for_each(|one| sound::order(&one.order)).map_err(content)?;
        self.planned = planned;
        Ok(())
    }

    /// Writes the file, whole or not at all: into a temporary file beside it, then renamed.
    ///
    /// # Errors
    /// What the system said; then whatever was there before is still there.
    pub fn write(&self, path: &Path) -> Result<(), ReplayError> {
        write_whole(path, |out| self.write_to(out)).map_err(|error| io_fault(path, &error))
    }

    /// Writes the bytes of the file.
    ///
    /// # Errors
    /// What the writer said.
    pub fn write_to(&self, out: &mut impl Write) -> io::Result<()> {
        let close = Frame::pack(Kind::Close, &self.close);
        let plan = (!self.planned.is_empty())
            .then(|| Frame::pack(Kind::Plan, &Plan::of(self.turns() + 1, &self.planned)));
        let blocks = self.blocks.iter().map(|block| &block.frame);
        file::write(std::iter::once(&self.head).chain(blocks).chain(&plan).chain([&close]), out)
    }
}

fn io_fault(path: &Path, error: &io::Error) -> ReplayError {
    ReplayError::Io { path: path.display().to_string(), what: error.to_string() }
}

/// The bytes of a regular file of bearable size.
pub(super) fn slurp(path: &Path) -> Result<Vec<u8>, ReplayError> {
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
