//! Output that never panics, and faults that know their exit status.

use std::io::{self, IsTerminal, Write};

use crate::replay::ReplayError;
use crate::shelf::ShelfError;

/// Why a task stops, and with what exit status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// 0 for a reader who has gone away, else as in the table of the design.
    pub status: u8,
    /// What stands on stderr, one line each.
    pub lines: Vec<String>,
}

impl Fault {
    /// A fault of one line.
    pub fn new(status: u8, line: impl Into<String>) -> Self {
        Self { status, lines: vec![line.into()] }
    }

    /// Wrong usage: 2.
    pub fn usage(line: impl Into<String>) -> Self {
        Self::new(2, line)
    }

    /// The input is refused: 3.
    pub fn refused(line: impl Into<String>) -> Self {
        Self::new(3, line)
    }

    /// Reading or writing failed: 5.
    pub fn io(line: impl Into<String>) -> Self {
        Self::new(5, line)
    }

    /// A replay's fault, with the file before it as every message has it.
    pub fn replay(path: &std::path::Path, error: &ReplayError) -> Self {
        let line = match error {
            ReplayError::Io { .. } => error.to_string(),
            _ => format!("{}: {error}", path.display()),
        };
        Self::new(error.exit_status(), line)
    }
}

impl From<ShelfError> for Fault {
    fn from(error: ShelfError) -> Self {
        Self::new(error.exit_status(), error.to_string())
    }
}

/// Writing to stdout failed: a reader that went away ends the task quietly, anything else is an I/O fault.
impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Self { status: 0, lines: Vec::new() };
        }
        Self::io(format!("cannot write the output: {error}"))
    }
}

/// Writes a text to stdout.
///
/// # Errors
/// As [`Fault::from`] an I/O error.
pub fn print(text: &str) -> Result<(), Fault> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    Ok(out.flush()?)
}

/// Writes a line of JSON to stdout.
///
/// # Errors
/// As [`print`].
pub fn print_json(value: &impl serde::Serialize) -> Result<(), Fault> {
    let text = serde_json::to_string_pretty(value)
        .map_err(|error| Fault::new(70, format!("cannot write JSON: {error}")))?;
    print(&format!("{text}\n"))
}

/// Says something on stderr. Nobody can be told that nobody listens, so a failure is let go.
pub fn say(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{}", printable(line));
}

/// True when a human is looking at stderr.
pub fn is_watched() -> bool {
    io::stderr().is_terminal()
}

/// Control characters as escapes, so that no file name or text from a file can move the cursor; newlines too, since a
/// message is one line.
pub fn printable(text: &str) -> String {
    let escape = |letter: char| {
        letter.is_control() || matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let mut clean = String::with_capacity(text.len());
    for letter in text.chars() {
        if escape(letter) { clean.extend(letter.escape_default()) } else { clean.push(letter) }
    }
    clean
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_from_a_file_moves_the_cursor() {
        assert_eq!(printable("a\u{1b}[2J\nb\u{202e}c鐵"), "a\\u{1b}[2J\\nb\\u{202e}c鐵");
    }

    #[test]
    fn a_reader_that_went_away_is_no_fault() {
        let gone = Fault::from(io::Error::from(io::ErrorKind::BrokenPipe));
        assert_eq!((gone.status, gone.lines.len()), (0, 0));
        assert_eq!(Fault::from(io::Error::from(io::ErrorKind::StorageFull)).status, 5);
    }
}
