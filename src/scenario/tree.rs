//! # The tree of a file
//!
//! Every value of a RON file with its place in the text. The typed value that the `ron` crate makes has forgotten where
//! it came from; when a later check finds that `formations[3].at` lies off the map, [`Tree::locate`] finds the place.
//!
//! All nodes lie in one list, each before its children, sixteen bytes each: a file of eight million bytes can hold six
//! million values, and must not take more than 256 MiB.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use super::literal::unquote;
use super::problems::Problem;
use super::source::Source;
use super::text::clean;

#[cfg(test)]
#[path = "tree_tests.rs"]
mod tests;

/// What a node of the tree is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A bare word: `true`, `None`, or a variant without values.
    Word,
    Number,
    /// Text in double quotes, plain or raw.
    Text,
    /// One letter in single quotes.
    Letter,
    /// `(1, 2)` or `Name(1, 2)`; also `()`.
    Tuple,
    /// `(a: 1)` or `Name(a: 1)`. Its children are fields.
    Struct,
    /// `[1, 2]`
    List,
    /// `{ "a": 1 }`. Its children are entries.
    Map,
    /// `a: 1` in a struct. Its child is the value.
    Field,
    /// `"a": 1` in a map. Its children are key and value.
    Entry,
    /// Something that could not be read, and was reported.
    Broken,
}

/// A node's place in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct NodeId(pub(super) u32);

#[derive(Debug, Clone, Copy)]
pub(super) struct Node {
    pub start: u32,
    pub end: u32,
    /// The first node that is not inside this one.
    pub next: u32,
    pub kind: Kind,
    /// A mistake was found directly inside, so that something may be missing or too much.
    pub damaged: bool,
}

/// One step from a value to a value inside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step<'a> {
    Field(&'a str),
    Index(usize),
    Key(&'a str),
}

/// The values of a file with their places.
#[derive(Debug, Clone)]
pub struct Tree {
    text: Arc<str>,
    nodes: Vec<Node>,
}

impl Tree {
    pub(super) fn new(text: Arc<str>, nodes: Vec<Node>) -> Tree {
        Tree { text, nodes }
    }

    /// The outermost value, unless the file has none.
    pub fn root(&self) -> Option<NodeId> {
        (!self.nodes.is_empty()).then_some(NodeId(0))
    }

    pub fn kind(&self, id: NodeId) -> Kind {
        self.node(id).kind
    }

    /// The bytes of a node, its name and brackets included.
    pub fn span(&self, id: NodeId) -> Range<usize> {
        let node = self.node(id);
        node.start as usize..node.end as usize
    }

    /// What to mark when a value as a whole is meant: the name and opening bracket of one with brackets.
    pub fn head(&self, id: NodeId) -> Range<usize> {
        let span = self.span(id);
        match self.kind(id) {
            Kind::Tuple | Kind::Struct | Kind::List | Kind::Map => {
                let name = self.name(id).map_or(1, str::len);
                span.start..span.start + name
            }
            _ => span,
        }
    }

    /// Whether a mistake directly inside was reported already.
    pub fn is_damaged(&self, id: NodeId) -> bool {
        self.node(id).damaged
    }

    /// What is written there.
    pub fn written(&self, id: NodeId) -> &str {
        &self.text[self.span(id)]
    }

    /// The text that quoted text stands for.
    pub fn unquoted(&self, id: NodeId) -> Cow<'_, str> {
        unquote(self.written(id))
    }

    /// The word before the bracket, as in `March(..)`; or the name of a field.
    pub fn name(&self, id: NodeId) -> Option<&str> {
        let written = self.written(id);
        match self.kind(id) {
            Kind::Tuple | Kind::Struct | Kind::Field => {
                Some(leading_word(written)).filter(|name| !name.is_empty())
            }
            _ => None,
        }
    }

    /// The nodes directly inside, in file order.
    pub fn children(&self, id: NodeId) -> Children<'_> {
        Children { tree: self, at: id.0 + 1, end: self.node(id).next }
    }

    /// The value of a field or entry.
    pub fn value(&self, id: NodeId) -> Option<NodeId> {
        self.children(id).last()
    }

    /// The span of the value that `path` leads to from the root, or of the nearest value on the way that exists.
    ///
    /// A wrapper with a name and a single value, such as `Some(..)`, is stepped through without a step of its own.
    pub fn locate(&self, path: &[Step<'_>]) -> Range<usize> {
        let Some(mut here) = self.root() else {
            return 0..0;
        };
        for step in path {
            match self.step(here, *step) {
                Some(inside) => here = inside,
                None => return self.head(here),
            }
        }
        self.head(here)
    }

    /// A problem with the value that `path` leads to.
    pub fn problem(&self, source: &Source, path: &[Step<'_>], what: impl AsRef<str>) -> Problem {
        Problem::error(source, self.locate(path), what).at(path_text(path))
    }

    fn step(&self, mut here: NodeId, step: Step<'_>) -> Option<NodeId> {
        loop {
            let found = match (step, self.kind(here)) {
                (Step::Field(name), Kind::Struct) => {
                    let field = self.children(here).find(|field| self.name(*field) == Some(name));
                    return field.and_then(|field| self.value(field));
                }
                (Step::Key(key), Kind::Map) => {
                    let is_wanted =
                        |entry: &NodeId| self.children(*entry).next().is_some_and(|id| self.key(id) == key);
                    return self.children(here).find(is_wanted).and_then(|entry| self.value(entry));
                }
                (Step::Index(index), Kind::List) => return self.children(here).nth(index),
                (Step::Index(index), Kind::Tuple) => self.children(here).nth(index),
                _ => None,
            };
            if found.is_some() {
                return found;
            }
            let mut inside = self.children(here);
            match (self.kind(here), self.name(here), inside.next(), inside.next()) {
                (Kind::Tuple, Some(_), Some(only), None) => here = only,
                _ => return None,
            }
        }
    }

    /// A map key as text: unquoted if it is quoted, else as written.
    pub fn key(&self, id: NodeId) -> Cow<'_, str> {
        match self.kind(id) {
            Kind::Text | Kind::Letter => self.unquoted(id),
            _ => Cow::Borrowed(self.written(id)),
        }
    }

    pub(super) fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.0 as usize]
    }
}

/// The children of a node. See [`Tree::children`].
#[derive(Debug, Clone)]
pub struct Children<'a> {
    tree: &'a Tree,
    at: u32,
    end: u32,
}

impl Iterator for Children<'_> {
    type Item = NodeId;

    fn next(&mut self) -> Option<NodeId> {
        if self.at >= self.end {
            return None;
        }
        let id = NodeId(self.at);
        self.at = self.tree.node(id).next;
        Some(id)
    }
}

/// A path as messages show it: `formations[3].at`, `supply["grain"]`.
pub fn path_text(path: &[Step<'_>]) -> String {
    let mut text = String::new();
    for step in path {
        if !text.is_empty() && matches!(step, Step::Field(_)) {
            text.push('.');
        }
        text.push_str(&step.to_string());
    }
    text
}

impl fmt::Display for Step<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Step::Field(name) => f.write_str(&clean(name, 40)),
            Step::Index(index) => write!(f, "[{index}]"),
            Step::Key(key) => write!(f, "[\"{}\"]", clean(key, 40)),
        }
    }
}

/// The name that `text` begins with; empty if it begins with something else. Names are ASCII, as in our types.
pub(super) fn leading_word(text: &str) -> &str {
    let is_letter = |b: u8| b.is_ascii_alphabetic() || b == b'_';
    let length = match text.bytes().next() {
        Some(first) if is_letter(first) => {
            text.bytes().position(|b| !is_letter(b) && !b.is_ascii_digit()).unwrap_or(text.len())
        }
        _ => 0,
    };
    &text[..length]
}
