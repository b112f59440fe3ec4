//! # Problems
//!
//! A [`Problem`] says what is wrong in a file, where, and what would help. [`Problems`] are all of them at once, in the
//! order of the file: an author should mend twenty mistakes in one go, not in twenty.
//!
//! A problem carries the line it speaks of, so that it can be shown long after the file is gone.

use std::fmt;
use std::ops::Range;

use codespan_reporting::diagnostic::{Diagnostic, Label};
use codespan_reporting::files::{Error as FilesError, Files};
use codespan_reporting::term::{self, Chars, Config};
use serde::Serialize;

use super::source::{Position, Source};
use super::text::clean;

#[cfg(test)]
#[path = "problems_tests.rs"]
mod tests;

/// The longest first line of a message, in characters.
pub const LINE_LIMIT: usize = 400;
/// How many problems are shown in full.
pub const SHOWN: usize = 20;
/// How many are kept at all. When they are that many, the checks stop looking: a file of a million mistakes must not
/// cost a million messages.
pub const KEPT: usize = 200;

/// Whether a problem stops the file from being used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    Error,
    Warning,
}

/// One thing that is wrong in a file. All its texts are safe to print.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    pub severity: Severity,
    pub file: String,
    /// The bytes in question; `None` if the file as a whole is meant.
    pub span: Option<Range<usize>>,
    /// Line and column, from 1.
    pub line: usize,
    pub col: usize,
    /// The way to the value, as in `formations[3].at`; empty if there is none.
    pub path: String,
    /// What was found and what was expected.
    pub what: String,
    /// The likely fix.
    pub hint: Option<String>,
    #[serde(skip)]
    excerpt: Option<Excerpt>,
}

/// A piece of a line with the bytes to mark in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Excerpt {
    pub text: String,
    pub mark: Range<usize>,
}

impl Problem {
    /// The file as a whole is wrong.
    pub fn in_file(file: &str, what: impl AsRef<str>) -> Problem {
        Problem {
            severity: Severity::Error,
            file: clean_end(file, 120),
            span: None,
            line: 1,
            col: 1,
            path: String::new(),
            what: clean(what.as_ref(), LINE_LIMIT),
            hint: None,
            excerpt: None,
        }
    }

    /// A place in the file is wrong, and the file cannot be used.
    pub fn error(source: &Source, span: Range<usize>, what: impl AsRef<str>) -> Problem {
        let excerpt = Some(source.excerpt(&span));
        Problem { excerpt, span: Some(span.clone()), ..Problem::in_file(source.name(), what) }
            .on_line(source.position(span.start))
    }

    /// A place in the file looks wrong, but the file can be used.
    pub fn warning(source: &Source, span: Range<usize>, what: impl AsRef<str>) -> Problem {
        Problem { severity: Severity::Warning, ..Problem::error(source, span, what) }
    }

    /// Names the value that is meant, as in `formations[3].at`.
    pub fn at(mut self, path: impl AsRef<str>) -> Problem {
        self.path = clean_end(path.as_ref(), 120);
        self
    }

    /// Adds the likely fix. An empty one is none.
    pub fn hint(mut self, hint: impl AsRef<str>) -> Problem {
        self.hint = Some(clean(hint.as_ref(), LINE_LIMIT)).filter(|hint| !hint.is_empty());
        self
    }

    /// Sets line and column where there is no text to count them in.
    pub(super) fn on_line(mut self, place: Position) -> Problem {
        (self.line, self.col) = (place.line, place.col);
        self
    }

    /// The message in one line of at most [`LINE_LIMIT`] characters.
    pub fn headline(&self) -> String {
        let severity = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        let mut line = format!("{}:{}:{}: {severity}: ", self.file, self.line, self.col);
        if !self.path.is_empty() {
            line.push_str(&self.path);
            line.push_str(": ");
        }
        line.push_str(&self.what);
        if let Some(hint) = &self.hint {
            line.push_str("; ");
            line.push_str(hint);
        }
        clean(&line, LINE_LIMIT)
    }

    /// Problems are listed by file and place; of two in one place the graver comes first.
    fn order(&self) -> (&str, usize, Severity) {
        (&self.file, self.span.as_ref().map_or(0, |span| span.start), self.severity)
    }
}

/// The headline, then the line of the file with the place marked.
impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.headline())?;
        if let Some(excerpt) = &self.excerpt {
            let line = NumberedLine { text: &excerpt.text, number: self.line };
            let mark = Diagnostic::error().with_label(Label::primary((), excerpt.mark.clone()));
            let config = Config { chars: Chars::ascii(), ..Config::default() };
            let drawn = term::emit_into_string(&config, &line, &mark).map_err(|_| fmt::Error)?;
            // The first three lines are a heading, the place, and a blank: the headline has said all that.
            for row in drawn.trim_end().lines().skip(3) {
                write!(f, "\n{row}")?;
            }
        }
        Ok(())
    }
}

/// One line of a file, as the drawing library wants to see a file.
struct NumberedLine<'a> {
    text: &'a str,
    number: usize,
}

impl<'a> Files<'a> for NumberedLine<'_> {
    type FileId = ();
    type Name = &'a str;
    type Source = &'a str;

    fn name(&'a self, _: ()) -> Result<&'a str, FilesError> {
        Ok("")
    }
    fn source(&'a self, _: ()) -> Result<&'a str, FilesError> {
        Ok(self.text)
    }
    fn line_index(&'a self, _: (), _: usize) -> Result<usize, FilesError> {
        Ok(0)
    }
    fn line_number(&'a self, _: (), _: usize) -> Result<usize, FilesError> {
        Ok(self.number)
    }
    fn line_range(&'a self, _: (), _: usize) -> Result<Range<usize>, FilesError> {
        Ok(0..self.text.len())
    }
}

/// All that was found, always in file order and without repetition.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Problems {
    problems: Vec<Problem>,
    /// There may be more.
    cut_off: bool,
    #[serde(skip)]
    has_errors: bool,
}

impl Problems {
    pub fn new() -> Problems {
        Problems::default()
    }

    /// Adds one, unless there are [`KEPT`].
    pub fn push(&mut self, problem: Problem) {
        self.has_errors |= problem.severity == Severity::Error;
        let at = self.problems.partition_point(|earlier| earlier.order() <= problem.order());
        let is_known = self.problems[..at]
            .iter()
            .rev()
            .take_while(|earlier| earlier.order() == problem.order())
            .any(|earlier| *earlier == problem);
        if !is_known && !self.is_full() {
            self.problems.insert(at, problem);
        }
        self.cut_off = self.is_full();
    }

    /// Takes over those of another collection, for instance of another file.
    pub fn append(&mut self, other: Problems) {
        for problem in other.problems {
            self.push(problem);
        }
    }

    pub fn is_empty(&self) -> bool {
        self.problems.is_empty()
    }

    pub fn len(&self) -> usize {
        self.problems.len()
    }

    /// Whether there are so many that looking for more is idle.
    pub fn is_full(&self) -> bool {
        self.problems.len() >= KEPT
    }

    /// Whether any of them stops the file from being used.
    pub fn has_errors(&self) -> bool {
        self.has_errors
    }

    pub fn iter(&self) -> std::slice::Iter<'_, Problem> {
        self.problems.iter()
    }
}

impl From<Box<Problem>> for Problems {
    fn from(problem: Box<Problem>) -> Problems {
        Problems::from(*problem)
    }
}

impl From<Problem> for Problems {
    fn from(problem: Problem) -> Problems {
        let mut problems = Problems::new();
        problems.push(problem);
        problems
    }
}

/// The first [`SHOWN`] in full, and how many more there are.
impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for problem in self.iter().take(SHOWN) {
            writeln!(f, "{problem}")?;
        }
        match self.len().saturating_sub(SHOWN) {
            0 => Ok(()),
            more if self.cut_off => writeln!(f, "… and at least {more} more"),
            more => writeln!(f, "… and {more} more"),
        }
    }
}

impl std::error::Error for Problems {}

/// The known name that `name` was most likely meant to be.
///
/// A third of the letters may be wrong, and one in the shortest names; beyond that a suggestion is a guess.
pub fn suggest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    const LONGEST: usize = 64;
    let length = name.chars().take(LONGEST + 1).count();
    if length > LONGEST {
        return None;
    }
    let name = name.to_lowercase();
    candidates
        .into_iter()
        .filter(|candidate| candidate.len() <= LONGEST)
        .map(|candidate| (strsim::osa_distance(&name, &candidate.to_lowercase()), candidate))
        .filter(|(distance, _)| *distance <= (length / 3).max(1))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Like [`clean`], but keeps the end, which is the telling part of a path.
fn clean_end(text: &str, limit: usize) -> String {
    let from = text.char_indices().rev().nth(limit - 1).map_or(0, |(at, _)| at);
    let end = clean(&text[from..], limit);
    if from == 0 { end } else { format!("…{end}") }
}
