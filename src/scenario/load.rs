//! # From a file to a value
//!
//! A file is read in steps, and the next is taken only if the last found no error: text to tree and tree against shape
//! (together, so that all mistakes of both sorts are told at once), then tree's text to value by the `ron` crate, and
//! after that whatever the caller checks, with [`Tree::locate`] to say where.

use ron::extensions::Extensions;
use schemars::JsonSchema;
use serde::de::DeserializeOwned;

use super::parse::parse;
use super::problems::{Problem, Problems};
use super::schema::Schema;
use super::shape::check;
use super::source::{Position, Source};
use super::tree::Tree;

#[cfg(test)]
#[path = "load_sample.rs"]
#[allow(dead_code, reason = "read from files, but not all looked at")]
pub(super) mod sample;
#[cfg(test)]
#[path = "load_tests.rs"]
mod tests;

/// A value and where its parts were written.
#[derive(Debug, Clone)]
pub struct Loaded<T> {
    pub value: T,
    pub tree: Tree,
}

/// How the project reads and writes RON. Authors leave out `Some(..)`, and brackets that only wrap. The crate's own limit
/// on nesting stays as a second guard.
pub fn options() -> ron::Options {
    ron::Options::default().with_default_extension(
        Extensions::IMPLICIT_SOME | Extensions::UNWRAP_NEWTYPES | Extensions::UNWRAP_VARIANT_NEWTYPES,
    )
}

/// Reads a `T`, or says everything that is wrong with the form of the file.
pub fn load<T: DeserializeOwned + JsonSchema>(source: &Source) -> Result<Loaded<T>, Problems> {
    let mut problems = Problems::new();
    let tree = parse(source, &mut problems);
    check(&tree, source, &Schema::of::<T>(), &mut problems);
    if problems.has_errors() {
        return Err(problems);
    }
    match options().from_str(source.text()) {
        Ok(value) => Ok(Loaded { value, tree }),
        Err(error) => {
            let offset =
                |place: ron::error::Position| source.offset(Position { line: place.line, col: place.col });
            let span = offset(error.span.start)..offset(error.span.end);
            let hint = match &error.code {
                ron::Error::ExpectedChar => "put one letter in single quotes",
                ron::Error::ExpectedString => "put text in double quotes",
                _ => "",
            };
            Err(Problem::error(source, span, error.code.to_string()).hint(hint).into())
        }
    }
}
