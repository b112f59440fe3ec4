//! # A file as it was written
//!
//! A [`Source`] is the text of one file, read once and whole, so that every later message speaks of the same bytes.
//! Nothing is read before it is known to be a regular file of a bearable size. Line ends are made uniform: a scenario
//! keeps its hash when it passes through another system's editor.

use std::fs::File;
use std::io::{self, Read};
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use super::problems::{Excerpt, Problem};
use super::text::is_forbidden;

#[cfg(test)]
#[path = "source_tests.rs"]
mod tests;

/// The largest file that is read unless the caller says otherwise. The longest shipped scenario is far below one.
pub const DEFAULT_LIMIT: u64 = 8 * 1024 * 1024;

/// The command-line option named in the message about a file that is too large.
pub const LIMIT_OPTION: &str = "--file-limit";

/// How many characters of a source line are shown before and after a mark.
const SHOWN_BEFORE: usize = 60;
const SHOWN_AFTER: usize = 100;

/// Files of other kinds that people give by mistake, by their first bytes; and what to do with them.
const OTHER_FILES: [(&[u8], &str, &str); 5] = [
    (b"IRONHAWK", "an Iron Hawk replay", "open it with `ironhawk watch`"),
    (b"\x89PNG", "a PNG picture", ""),
    (b"PK\x03\x04", "a ZIP", ""),
    (b"\x28\xb5\x2f\xfd", "a zstd", ""),
    (b"\x1f\x8b", "a gzip", ""),
];

/// The text of one file, with its lines counted.
#[derive(Debug, Clone)]
pub struct Source {
    name: String,
    text: Arc<str>,
    /// The byte at which each line begins. Four bytes a line, because a file of nothing but line ends is also a file.
    line_starts: Vec<u32>,
}

/// A place as an editor shows it: both count from 1, and a column is a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    pub line: usize,
    pub col: usize,
}

impl Source {
    /// Reads a regular file of at most `limit` bytes (and in no case 4 GiB, because places are kept in 32 bits).
    pub fn read(path: &Path, limit: u64) -> Result<Source, Box<Problem>> {
        let name = path.display().to_string();
        let limit = limit.min(u64::from(u32::MAX));
        let refused = |what: &str| Box::new(Problem::in_file(&name, what));
        let failed = |error: io::Error| match error.kind() {
            io::ErrorKind::NotFound => refused("no such file"),
            _ => refused(&format!("cannot be read: {error}")),
        };
        // The kind is asked before opening: opening a pipe would wait for a writer.
        let facts = std::fs::metadata(path).map_err(failed)?;
        if facts.is_dir() {
            return Err(refused("this is a folder, not a regular file"));
        }
        if !facts.is_file() {
            return Err(refused("not a regular file"));
        }
        let mut length = facts.len();
        let mut bytes = Vec::new();
        if length <= limit {
            // One byte more than the limit, in case the file grew after it was measured.
            let mut file = File::open(path).map_err(failed)?.take(limit + 1);
            length = file.read_to_end(&mut bytes).map_err(failed)? as u64;
        }
        if length > limit {
            let what = format!("the file has {length} bytes and the limit is {limit}");
            let hint = format!("if it must be this large, raise the limit with `{LIMIT_OPTION}`");
            return Err(Box::new(Problem::in_file(&name, what).hint(hint)));
        }
        Source::from_bytes(name, bytes)
    }

    /// Bytes that came from elsewhere, held to the same rules as a file.
    pub fn from_bytes(name: impl Into<String>, bytes: Vec<u8>) -> Result<Source, Box<Problem>> {
        let name = name.into();
        if let Some((_, kind, hint)) = OTHER_FILES.iter().find(|other| bytes.starts_with(other.0)) {
            let what = format!("this is {kind} file, not text");
            return Err(Box::new(Problem::in_file(&name, what).hint(hint)));
        }
        String::from_utf8(bytes).map(|text| Source::from_text(&name, text)).map_err(|error| {
            let offset = error.utf8_error().valid_up_to();
            let good = String::from_utf8_lossy(&error.as_bytes()[..offset]);
            let place = Source::from_text(&name, good).position(usize::MAX);
            let what = format!("byte {offset} (line {}) is not valid UTF-8", place.line);
            let problem = Problem::in_file(&name, what).on_line(place);
            Box::new(problem.hint("save the file as UTF-8 text"))
        })
    }

    /// Text that is known to be text. A byte-order mark is dropped, and every kind of line end becomes a line feed.
    pub fn from_text(name: impl Into<String>, text: impl Into<String>) -> Source {
        let mut text: String = text.into();
        if text.starts_with('\u{feff}') {
            text.remove(0);
        }
        if text.contains('\r') {
            text = text.replace("\r\n", "\n").replace('\r', "\n");
        }
        let line_starts = std::iter::once(0)
            .chain(text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1))
            .map(|at| u32::try_from(at).expect("a source is held below 4 GiB when it is read"))
            .collect();
        Source { name: name.into(), text: text.into(), line_starts }
    }

    /// What messages call this file.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The text, with uniform line ends. This is what a hash of the file should be taken of.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The same text, shared.
    pub(super) fn shared_text(&self) -> Arc<str> {
        Arc::clone(&self.text)
    }

    /// The line of a byte, from 1. Cheaper than [`Source::position`], which counts characters.
    pub fn line(&self, offset: usize) -> usize {
        self.line_starts.partition_point(|start| *start as usize <= offset)
    }

    /// The line and column of a byte; of the end, if the byte lies past it.
    pub fn position(&self, offset: usize) -> Position {
        let offset = self.text.floor_char_boundary(offset);
        let line = self.line(offset);
        let start = self.line_starts[line - 1] as usize;
        Position { line, col: self.text[start..offset].chars().count() + 1 }
    }

    /// The byte at a line and column, or the nearest there is.
    pub fn offset(&self, place: Position) -> usize {
        let line = place.line.clamp(1, self.line_starts.len());
        let start = self.line_starts[line - 1] as usize;
        let end = self.line_starts.get(line).map_or(self.text.len(), |next| *next as usize - 1);
        let rest = &self.text[start..end];
        rest.char_indices().nth(place.col.saturating_sub(1)).map_or(end, |(at, _)| start + at)
    }

    /// The part of a line that a message shows, with the span marked. A very long line is cut on both sides, and
    /// only the part shown is looked at.
    pub(super) fn excerpt(&self, span: &Range<usize>) -> Excerpt {
        let start = self.text.floor_char_boundary(span.start);
        let end = self.text.floor_char_boundary(span.end.max(span.start));
        let mut before: Vec<char> =
            self.text[..start].chars().rev().take_while(|c| *c != '\n').take(SHOWN_BEFORE + 1).collect();
        if before.len() > SHOWN_BEFORE {
            before[SHOWN_BEFORE] = '…';
        }
        let mut text: String = before.iter().rev().copied().map(visible).collect();
        let mark_start = text.len();
        let mut mark_end = mark_start;
        for (at, c) in self.text[start..].char_indices().take_while(|(_, c)| *c != '\n').take(SHOWN_AFTER) {
            text.push(visible(c));
            if start + at < end {
                mark_end = text.len();
            }
        }
        Excerpt { text, mark: mark_start..mark_end }
    }
}

/// A character as it can stand in an excerpt: one column, no effect on the terminal.
fn visible(c: char) -> char {
    match c {
        '\t' => ' ',
        c if is_forbidden(c) => char::REPLACEMENT_CHARACTER,
        c => c,
    }
}
