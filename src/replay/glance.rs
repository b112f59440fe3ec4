//! What a file says of itself, for lists: its head and its close, without the turns between them.

use std::path::Path;

use super::file::{self, Frame, Frames, Kind};
use super::load::slurp;
use super::{Close, Head, Part, Replay, ReplayError, other_laws};
use crate::setting::About;
use crate::sim::victory::Outcome;

/// What a file says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Glance {
    /// Title and origin of the war.
    pub about: About,
    /// Who sat at each side's seat.
    pub seats: Vec<String>,
    /// Whole turns in it.
    pub turns: u32,
    /// How the war ended, if it did.
    pub outcome: Option<Outcome>,
}

impl Replay {
    /// Looks at a file without unpacking its turns. Every byte is still checked; whether the war comes out as recorded
    /// is not. Answers the fault as well where a file is damaged behind its head, or made under other laws.
    ///
    /// # Errors
    /// Why the file cannot even be named.
    pub fn glance(path: &Path) -> Result<(Glance, Option<ReplayError>), ReplayError> {
        let bytes = slurp(path)?;
        let mut frames = file::open(&bytes)?;
        if let Some((head, close)) = ends(&mut frames) {
            let close: Close = close.unpack(Part::Close)?;
            let Head { program, laws, seats, setting, .. } = Head::of(&head)?;
            let fault = other_laws(&program, laws);
            let (turns, outcome) = (close.turns, close.outcome);
            return Ok((Glance { about: setting.about, seats, turns, outcome }, fault));
        }
        // Damaged: only reading it says where, and how much is whole.
        let (replay, fault) = Self::partly_from_bytes(&bytes)?;
        let (about, seats) = (replay.setting.about.clone(), replay.seats.clone());
        Ok((Glance { about, seats, turns: replay.turns(), outcome: replay.outcome() }, fault))
    }
}

/// The first and the last frame of a file that is whole.
fn ends(frames: &mut Frames) -> Option<(Frame, Frame)> {
    let head = frames.next().ok().filter(|frame| frame.kind == Kind::Head)?;
    loop {
        let frame = frames.next().ok()?;
        if frame.kind == Kind::Close {
            return (frames.rest() == 0).then_some((head, frame));
        }
    }
}
