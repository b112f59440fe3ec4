//! Wars and how they come about: files that a person edits, and sketches in code.
//!
//! A file goes through five doors, and each says everything it has to say before the next one opens:
//!
//! 1. [`source`]: is it a text file of a sensible size at all?
//! 2. [`tree`] and [`parse`]: is it RON? The answer is a tree in which every value knows its place in the text.
//! 3. `schema` and [`shape`]: does it have the fields, kinds and ranges that [`format`](mod@format) asks for?
//! 4. `load`: only then does the `ron` crate make the value.
//! 5. [`check`]: does it make sense? A commander of no side, a fort in the river, a war that ends before it begins.
//!
//! All findings are [`problems`]. What passes is made into a war by [`setup`]; [`shipped`] says where files come from,
//! and [`reference`](mod@reference) prints the manual of the format.

mod atoms;
pub mod check;
mod duplicates;
mod findings;
pub mod format;
pub mod land;
pub mod literal;
pub mod load;
mod mismatch;
pub mod parse;
pub mod problems;
pub mod reference;
pub mod rules;
pub mod schema;
pub mod setup;
pub mod shape;
pub mod shipped;
pub mod sketch;
pub mod source;
pub mod text;
pub mod tree;
mod waters;

pub use setup::{check_path, open};
