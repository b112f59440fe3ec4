//! # Does the file have the right form?
//!
//! Compares a [`Tree`] with a [`Schema`] and reports every difference at once: unknown and missing fields, values of the
//! wrong kind, numbers out of range, unknown variants, tuples and lists of the wrong length.
//!
//! It follows how our [options](super::load::options) let RON be written. Where an author may leave brackets out, the
//! `ron` crate wants them left out: `March(path: [..])` and `Some(1, 2)`, not `March((path: [..]))` and `Some((1, 2))`.
//! What this module passes, the `ron` crate still has to read; what it refuses, `ron` would refuse too, with fewer words
//! (save for a few things that `ron` lets pass and a file should not hold: line breaks in names, numbers beyond the
//! narrower range of a field).

use std::ops::Range;

use super::literal::{Number, number};
use super::mismatch::{found, hint_of_names, mismatch, name_or};
use super::problems::{Problem, Problems, suggest};
use super::schema::{Field, Named, Schema, Shape, Variant, count_in_words, is_keyed_by_variants};
use super::source::Source;
use super::text::quote;
use super::tree::{Kind, NodeId, Step, Tree, path_text};

#[cfg(test)]
#[path = "shape_tests.rs"]
mod tests;

/// Adds every difference between the file and the schema to `problems`.
pub fn check(tree: &Tree, source: &Source, schema: &Schema, problems: &mut Problems) {
    if let Some(root) = tree.root() {
        let mut checker = Checker { tree, source, schema, problems, path: Vec::new() };
        if checker.is_rightly_named(root, &schema.root) {
            checker.value(root, &schema.root.shape, &schema.root.words);
        }
    }
}

struct Checker<'a> {
    tree: &'a Tree,
    source: &'a Source,
    schema: &'a Schema,
    problems: &'a mut Problems,
    path: Vec<Step<'a>>,
}

impl<'a> Checker<'a> {
    /// `owner` is what messages call the value: the name of its type or variant, or nothing if it has none.
    fn value(&mut self, id: NodeId, shape: &'a Shape, owner: &str) {
        let tree = self.tree;
        let kind = tree.kind(id);
        // What is broken was reported; and when there are too many problems, nobody reads more.
        if kind == Kind::Broken || self.problems.is_full() {
            return;
        }
        match (shape, kind) {
            (Shape::Anything, _) => {}
            (Shape::Type(index), _) => {
                let named = &self.schema.types[*index];
                if self.is_rightly_named(id, named) {
                    self.value(id, &named.shape, &named.words);
                }
            }
            (Shape::Optional(_), Kind::Word) if tree.written(id) == "None" => {}
            (Shape::Optional(inner), Kind::Tuple | Kind::Struct) if tree.name(id) == Some("Some") => {
                self.contents(id, inner, owner)
            }
            (Shape::Optional(inner), _) => self.value(id, inner, owner),
            (Shape::Bool, Kind::Word) if matches!(tree.written(id), "true" | "false") => {}
            (Shape::Unit, Kind::Tuple) if tree.children(id).next().is_none() => {}
            // The name of a type was looked at. `None` is for an optional `()`, which a schema does not tell from `()`.
            (Shape::Unit, Kind::Word) if !owner.is_empty() || tree.written(id) == "None" => {}
            (Shape::Letter, Kind::Letter) => {}
            (Shape::Whole { .. } | Shape::Real { .. }, Kind::Number) => self.number(id, shape),
            (Shape::Text { .. }, Kind::Text) => self.text(id, shape),
            (Shape::List { item, min, max }, Kind::List) => self.items(id, |_| item, *min, *max),
            (Shape::Array { item, length }, Kind::Tuple) => self.items(id, |_| item, *length, *length),
            (Shape::Tuple(items), Kind::Tuple) => {
                self.items(id, |index| &items[index], items.len(), items.len())
            }
            (Shape::Map { value, whole_keys }, Kind::Map) => self.map(id, value, *whole_keys),
            (Shape::Struct { fields, open }, Kind::Struct) => self.fields(id, fields, *open, owner),
            (Shape::Struct { fields, open }, Kind::Tuple) if tree.children(id).next().is_none() => {
                self.fields(id, fields, *open, owner);
            }
            (Shape::Struct { fields, .. }, Kind::Map) if is_keyed_by_variants(fields) => {
                self.variants_as_keys(id, fields);
            }
            (Shape::Choice(variants), Kind::Word | Kind::Tuple | Kind::Struct) => {
                self.choice(id, variants, owner)
            }
            _ => self.wrong_kind(id, shape, owner),
        }
    }

    /// Whether a value bears no name or that of its type, as in `Formation(..)`.
    fn is_rightly_named(&mut self, id: NodeId, named: &Named) -> bool {
        let name = match (&named.shape, self.tree.kind(id)) {
            (Shape::Struct { .. } | Shape::Tuple(_), Kind::Tuple | Kind::Struct) => self.tree.name(id),
            (Shape::Unit, Kind::Word) => Some(self.tree.written(id)),
            _ => None,
        };
        let Some(name) = name else { return true };
        // Of generic types, and of several with one name, the schema knows the names only with additions.
        let is_certain = !named.name.contains("_for_") && !named.name.ends_with(char::is_numeric);
        if name == named.name || !is_certain {
            return true;
        }
        let what = format!("expected {}, found {}", named.words, found(self.tree, id));
        let hint = format!("leave the name out, or write `{}`", named.name);
        self.report(self.tree.head(id), what, hint);
        false
    }

    /// What stands in the brackets of `Some(..)` or of a variant.
    ///
    /// Structs and tuples share those brackets. A newtype struct around them does not: `ron` then wants both pairs.
    fn contents(&mut self, id: NodeId, shape: &'a Shape, owner: &str) {
        let tree = self.tree;
        let mut inside = tree.children(id);
        let only = inside.next().filter(|_| inside.next().is_none() && tree.kind(id) == Kind::Tuple);
        let (content, owner) = match shape {
            Shape::Type(index) => {
                let named = &self.schema.types[*index];
                (&named.shape, &*named.words)
            }
            _ => (shape, owner),
        };
        let shares_brackets = match content {
            Shape::Struct { .. } => true,
            Shape::Tuple(items) => items.len() != 1 || only.is_none(),
            Shape::Array { length, .. } => *length != 1 || only.is_none(),
            Shape::Unit => only.is_none(),
            _ => false,
        };
        match (content, only) {
            (Shape::Optional(inner), Some(only)) if tree.name(only) == Some("Some") => {
                self.contents(only, inner, owner)
            }
            (Shape::Optional(_), Some(only))
                if tree.kind(only) == Kind::Word && tree.written(only) == "None" => {}
            (Shape::Optional(inner), _) => self.contents(id, inner, owner),
            (_, Some(only)) if shares_brackets && matches!(tree.kind(only), Kind::Tuple | Kind::Struct) => {
                let name = tree.name(id).unwrap_or_default();
                let hint = format!("write {name}(..) with one pair of brackets");
                self.report(tree.head(only), "one pair of brackets too many", hint);
            }
            _ if shares_brackets => self.value(id, content, owner),
            (_, Some(only)) => self.value(only, shape, owner),
            _ if tree.is_damaged(id) => {}
            _ => {
                let what = format!("expected one value, {}, in these brackets", self.schema.in_words(shape));
                self.report(tree.head(id), what, "");
            }
        }
    }

    fn number(&mut self, id: NodeId, shape: &Shape) {
        let span = self.tree.span(id);
        let written = self.tree.written(id);
        let expected = self.schema.in_words(shape);
        let Ok(value) = number(written) else { return };
        let is_fitting = match (shape, value) {
            (Shape::Whole { .. }, Number::Real(_)) => {
                self.report(span, format!("expected {expected}, found {}", quote(written)), "");
                return;
            }
            (Shape::Whole { min, max }, Number::Whole(value)) => {
                value.is_some_and(|value| (*min..=*max).contains(&value))
            }
            (Shape::Real { min, max }, Number::Real(value)) => (*min..=*max).contains(&value),
            // Where a real number is wanted, the `ron` crate knows no hexadecimal.
            (Shape::Real { .. }, Number::Whole(_)) if written.contains(['x', 'o', 'b']) => {
                self.report(span, format!("expected {expected} in decimal, found {}", quote(written)), "");
                return;
            }
            (Shape::Real { min, max }, Number::Whole(value)) => {
                value.is_some_and(|value| (*min..=*max).contains(&(value as f64)))
            }
            _ => true,
        };
        if !is_fitting {
            let range = match shape {
                Shape::Whole { min, max } => format!("{min}..{max}"),
                // Of numbers without a range of their own, only those of 32 bits can be too large.
                _ if expected == "number" => "number up to 3.4e38".into(),
                _ => expected,
            };
            // The digits are not repeated: there may be a million of them.
            self.report(span, format!("out of range; expected {range}"), "");
        }
    }

    fn text(&mut self, id: NodeId, shape: &Shape) {
        let Shape::Text { min, max, multiline } = shape else {
            return;
        };
        let text = self.tree.unquoted(id);
        if !multiline && text.contains(['\n', '\t']) {
            self.report(
                self.tree.span(id),
                "a line break or tab may not stand in this text",
                "write it in one line",
            );
        }
        if (*min, *max) != (0, usize::MAX) {
            let length = text.chars().count();
            if !(*min..=*max).contains(&length) {
                let what = format!("expected {}, found {length}", self.schema.in_words(shape));
                self.report(self.tree.span(id), what, "");
            }
        }
    }

    fn items(&mut self, id: NodeId, shape: impl Fn(usize) -> &'a Shape, min: usize, max: usize) {
        let mut found = 0;
        for item in self.tree.children(id) {
            if found < max {
                self.inside(Step::Index(found), item, shape(found));
            }
            found += 1;
        }
        if !(min..=max).contains(&found) && !self.tree.is_damaged(id) {
            let what = format!("expected {} values, found {found}", count_in_words(min, max));
            let hint = if found > max { self.decimal_comma(id, shape, max) } else { String::new() };
            self.report(self.tree.head(id), what, hint);
        }
    }

    /// `(1,5, 2)` where two numbers were expected: the author's decimal comma. It has no blank after it.
    fn decimal_comma(&self, id: NodeId, shape: impl Fn(usize) -> &'a Shape, length: usize) -> String {
        let takes_reals =
            (0..length).any(|index| matches!(self.schema.resolve(shape(index)), Shape::Real { .. }));
        let items: Vec<NodeId> = self.tree.children(id).take(2 * length + 1).collect();
        let glued = items.windows(2).find_map(|pair| {
            let (whole, part) = (self.tree.written(pair[0]), self.tree.written(pair[1]));
            let are_digits = part.bytes().all(|b| b.is_ascii_digit())
                && whole.trim_start_matches('-').bytes().all(|b| b.is_ascii_digit());
            let is_glued = self.tree.span(pair[0]).end + 1 == self.tree.span(pair[1]).start;
            (are_digits && is_glued)
                .then(|| format!("for a decimal number write {}", quote(&format!("{whole}.{part}"))))
        });
        glued.filter(|_| takes_reals).unwrap_or_default()
    }

    fn map(&mut self, id: NodeId, shape: &'a Shape, whole_keys: bool) {
        let tree = self.tree;
        for entry in tree.children(id) {
            let mut parts = tree.children(entry);
            let (Some(key), Some(value)) = (parts.next(), parts.next()) else {
                continue;
            };
            if whole_keys && !matches!(tree.kind(key), Kind::Number | Kind::Broken) {
                self.report(
                    tree.head(key),
                    format!("expected a whole number as key, found {}", found(tree, key)),
                    "",
                );
            }
            let written = tree.written(key);
            self.inside(Step::Key(written.trim_matches(['"', '\''])), value, shape);
        }
    }

    fn variants_as_keys(&mut self, id: NodeId, fields: &'a [Field]) {
        let tree = self.tree;
        for entry in tree.children(id) {
            let mut parts = tree.children(entry);
            let (Some(key), Some(value)) = (parts.next(), parts.next()) else {
                continue;
            };
            let name = tree.written(key);
            match fields.iter().find(|field| field.name == name) {
                Some(field) => self.inside(Step::Key(name), value, &field.shape),
                None => {
                    let hint = hint_of_names(name, fields.iter().map(|field| field.name.as_str()));
                    self.report(tree.span(key), format!("no key {}", quote(name)), hint);
                }
            }
        }
    }

    fn fields(&mut self, id: NodeId, fields: &'a [Field], open: bool, owner: &str) {
        let tree = self.tree;
        let owner = name_or(owner, "this");
        let mut given = vec![false; fields.len()];
        for child in tree.children(id) {
            let (Some(name), Some(value)) = (tree.name(child), tree.value(child)) else {
                continue;
            };
            if let Some(index) = fields.iter().position(|field| field.name == name) {
                given[index] = true;
                self.inside(Step::Field(name), value, &fields[index].shape);
            } else if !open {
                let names = || fields.iter().map(|field| field.name.as_str());
                // A misspelt field is not also reported as missing.
                let meant = suggest(name, names());
                if let Some(index) = fields.iter().position(|field| Some(&*field.name) == meant) {
                    given[index] = true;
                }
                let start = tree.span(child).start;
                let what = format!("no field {} in {owner}", quote(name));
                self.report(start..start + name.len(), what, hint_of_names(name, names()));
            }
        }
        if tree.is_damaged(id) {
            return;
        }
        for (field, _) in fields.iter().zip(given).filter(|(field, given)| field.required && !given) {
            let what = format!("{owner} lacks the field `{}`", field.name);
            let hint = format!("add `{}:`, {}", field.name, self.schema.in_words(&field.shape));
            self.report(tree.head(id), what, hint);
        }
    }

    fn choice(&mut self, id: NodeId, variants: &'a [Variant], owner: &str) {
        let tree = self.tree;
        let is_word = tree.kind(id) == Kind::Word;
        let name = if is_word { Some(tree.written(id)) } else { tree.name(id) };
        let names = || variants.iter().map(|variant| variant.name.as_str());
        let Some(name) = name else {
            let what = format!("expected {}, found {}", name_or(owner, "a name"), found(tree, id));
            self.report(tree.head(id), what, hint_of_names("", names()));
            return;
        };
        match variants.iter().find(|variant| variant.name == name).map(|variant| &variant.content) {
            Some(None) if is_word => {}
            Some(Some(content)) if !is_word => self.contents(id, content, name),
            Some(Some(content)) => {
                let what = format!("`{name}` needs values: {}", self.schema.in_words(content));
                self.report(tree.span(id), what, format!("write `{name}(..)`"));
            }
            Some(None) => self.report(
                tree.head(id),
                format!("`{name}` takes no values"),
                format!("write `{name}` without brackets"),
            ),
            None => {
                let what = format!("no {} is called {}", name_or(owner, "variant"), quote(name));
                self.report(tree.head(id), what, hint_of_names(name, names()));
            }
        }
    }

    fn wrong_kind(&mut self, id: NodeId, shape: &Shape, owner: &str) {
        let (what, hint) = mismatch(self.tree, self.schema, id, shape, owner);
        self.report(self.tree.head(id), what, hint);
    }

    fn inside(&mut self, step: Step<'a>, id: NodeId, shape: &'a Shape) {
        self.path.push(step);
        self.value(id, shape, "");
        self.path.pop();
    }

    /// Adds a problem. An empty hint is none.
    fn report(&mut self, span: Range<usize>, what: impl AsRef<str>, hint: impl AsRef<str>) {
        let problem = Problem::error(self.source, span, what);
        self.problems.push(problem.at(path_text(&self.path)).hint(hint));
    }
}
