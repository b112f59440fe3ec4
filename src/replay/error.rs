//! What may be wrong with a replay, in words.

use std::fmt;

use thiserror::Error;

use crate::sim::refusal::Refusal;

/// A part of a replay file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The first ten bytes: what kind of file it is, and of which format.
    Opening,
    /// Who, where, by which rules.
    Head,
    /// Some turns, of which this is the first.
    Turns {
        /// The first turn of the block.
        first: u32,
    },
    /// Orders of the turn that was not ended.
    Plan,
    /// The end: how many turns there are and how the war stood.
    Close,
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Opening => write!(f, "the opening"),
            Self::Head => write!(f, "the head"),
            Self::Turns { first } => write!(f, "the block of turns that begins with turn {first}"),
            Self::Plan => write!(f, "the plan of the unfinished turn"),
            Self::Close => write!(f, "the closing part"),
        }
    }
}

/// Why a replay cannot be read, or does not tell the same war again.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ReplayError {
    /// The file cannot be read or written.
    #[error("{path}: {what}")]
    Io {
        /// Which file.
        path: String,
        /// What the system said.
        what: String,
    },
    /// It begins otherwise than every replay does.
    #[error("not a replay: the file does not begin with IRONHAWK")]
    NotAReplay,
    /// A format that this program does not know.
    #[error("replay of format {found}; this program reads format {known}")]
    Format {
        /// In the file.
        found: u16,
        /// Read here.
        known: u16,
    },
    /// It breaks off.
    #[error("the file is cut short: it ends after turn {turns}")]
    Truncated {
        /// Whole turns in it.
        turns: u32,
    },
    /// Bytes were changed.
    #[error("damaged in {part}: its checksum does not hold; whole up to the end of turn {turns}")]
    Damaged {
        /// Where.
        part: Part,
        /// Whole turns before that.
        turns: u32,
    },
    /// Bytes follow the end.
    #[error("{bytes} bytes follow the end of the replay")]
    Trailing {
        /// How many.
        bytes: usize,
    },
    /// It unpacks to more than a replay may hold.
    #[error("{part} unpacks to more than the {most} bytes that it may hold")]
    TooLarge {
        /// Where.
        part: Part,
        /// Limit.
        most: u32,
    },
    /// Whole, and yet it makes no sense.
    #[error("{part} does not hold together: {what}")]
    Content {
        /// Where.
        part: Part,
        /// What is wrong.
        what: String,
    },
    /// Recorded under other laws of war.
    #[error(
        "recorded by ironhawk {program} under version {made} of the laws of war; this is ironhawk {here} with version {known}, under which it would come out differently"
    )]
    Laws {
        /// The program that recorded it.
        program: String,
        /// Its version of the laws.
        made: u32,
        /// This program.
        here: String,
        /// This program's version of the laws.
        known: u32,
    },
    /// There is no such turn.
    #[error("there is no turn {turn}; the replay has turns 1 to {last}")]
    NoSuchTurn {
        /// Asked for.
        turn: u32,
        /// The last one.
        last: u32,
    },
    /// An order that the gate refuses.
    #[error("turn {turn}: order {number} of {side} is refused: {refusal}")]
    Illegal {
        /// When.
        turn: u32,
        /// Whose, by name.
        side: String,
        /// Which of that side's orders of the turn, from 1.
        number: usize,
        /// Why.
        refusal: Refusal,
    },
    /// The war comes out otherwise than recorded.
    #[error(
        "turn {turn}: the war comes out otherwise than recorded, in {}; digest expected {expected:016x}, found {found:016x}",
        places(formations, components)
    )]
    Drift {
        /// The first turn whose end differs.
        turn: u32,
        /// Names of the formations that differ.
        formations: Vec<String>,
        /// Names of the components and resources that differ.
        components: Vec<&'static str>,
        /// Digest as recorded.
        expected: u64,
        /// Digest as told again.
        found: u64,
    },
}

impl ReplayError {
    /// The exit status of the command line: 3 refused, 4 does not verify, 5 I/O.
    pub fn exit_status(&self) -> u8 {
        match self {
            Self::Io { .. } => 5,
            Self::Illegal { .. } | Self::Drift { .. } => 4,
            _ => 3,
        }
    }
}

fn places(formations: &[String], components: &[&str]) -> String {
    const SHOWN: usize = 5;
    let list = |names: &[&str]| {
        let more = names.len().saturating_sub(SHOWN);
        let shown = names[..names.len().min(SHOWN)].join(", ");
        if more > 0 { format!("{shown} and {more} more") } else { shown }
    };
    let names: Vec<&str> = formations.iter().map(String::as_str).collect();
    match (names.is_empty(), components.is_empty()) {
        (true, true) => "the seed".to_owned(),
        (true, false) => list(components),
        (false, true) => list(&names),
        (false, false) => format!("{} ({})", list(&names), list(components)),
    }
}
