//! # Words for what does not fit
//!
//! What a message says when a value is of another kind than expected: both kinds in an author's words, and the likely
//! fix. Tested together with the [shape check](super::shape).

use super::problems::suggest;
use super::schema::{Schema, Shape};
use super::text::quote;
use super::tree::{Kind, NodeId, Tree};

/// How many names a message lists when none of them is near.
const NAMES_LISTED: usize = 8;

/// What was expected and found, and a hint.
pub(super) fn mismatch(
    tree: &Tree,
    schema: &Schema,
    id: NodeId,
    shape: &Shape,
    owner: &str,
) -> (String, String) {
    let expected = match shape {
        Shape::Struct { .. } | Shape::Choice(_) | Shape::Tuple(_) | Shape::Array { .. }
            if !owner.is_empty() =>
        {
            owner.to_string()
        }
        _ => schema.in_words(shape),
    };
    let written = tree.written(id);
    let hint = match (shape, tree.kind(id)) {
        (Shape::Text { .. }, Kind::Word | Kind::Letter | Kind::Number) if written.len() <= 40 => {
            format!("put it in double quotes: {}", quote(&format!("\"{}\"", tree.key(id))))
        }
        (Shape::List { .. }, Kind::Tuple | Kind::Struct) => "a list is written with `[ ]`".into(),
        (Shape::List { .. }, _) => "put it in `[ ]`, even if it is only one".into(),
        (Shape::Tuple(_) | Shape::Array { .. } | Shape::Struct { .. }, Kind::List | Kind::Map) => {
            "write `( )` here".into()
        }
        (Shape::Struct { fields, .. }, Kind::Tuple) if !fields.is_empty() => {
            format!("name the fields, as in `({}: ..)`", fields[0].name)
        }
        (Shape::Map { .. }, Kind::List | Kind::Tuple | Kind::Struct) => {
            "a map is written `{ key: value }`".into()
        }
        (Shape::Letter, Kind::Text) => "use single quotes".into(),
        (Shape::Whole { .. } | Shape::Real { .. } | Shape::Choice(_) | Shape::Bool, Kind::Text) => {
            "remove the quotes".into()
        }
        _ => String::new(),
    };
    (format!("expected {expected}, found {}", found(tree, id)), hint)
}

/// What a value is, in words.
pub(super) fn found(tree: &Tree, id: NodeId) -> String {
    let written = tree.written(id);
    match (tree.kind(id), tree.name(id)) {
        (Kind::Number, _) => format!("the number {}", quote(written)),
        (Kind::Text, _) => format!("the text {}", quote(written)),
        (Kind::Letter, _) => format!("the letter {}", quote(written)),
        (Kind::List, _) => "a list `[..]`".into(),
        (Kind::Map, _) => "a map `{..}`".into(),
        (Kind::Tuple | Kind::Struct, Some(name)) => quote(&format!("{name}(..)")),
        (Kind::Struct, None) => "named fields `(..)`".into(),
        (Kind::Tuple, None) => "a tuple `(..)`".into(),
        _ => quote(written),
    }
}

/// What messages call a value, which may have no name of its own.
pub(super) fn name_or<'a>(owner: &'a str, otherwise: &'a str) -> &'a str {
    if owner.is_empty() { otherwise } else { owner }
}

/// The nearest of the known names, or the first few of them.
pub(super) fn hint_of_names<'a>(name: &str, known: impl Iterator<Item = &'a str> + Clone) -> String {
    if let Some(nearest) = suggest(name, known.clone()) {
        return format!("did you mean `{nearest}`?");
    }
    let mut names: Vec<String> = known.clone().take(NAMES_LISTED).map(|name| format!("`{name}`")).collect();
    if known.count() > NAMES_LISTED {
        names.push("…".into());
    }
    if names.is_empty() { String::new() } else { format!("known are {}", names.join(", ")) }
}
