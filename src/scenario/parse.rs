//! # Reading RON into a tree
//!
//! The `ron` crate stops at the first mistake, and some mistakes it does not mind: a key given twice, `1e999`, a file
//! that changes how it is read. This reader finds all it can in one pass and goes on after a mistake at the next comma
//! or bracket. It only gives up where everything after would be guessed: an open quote or comment, or too deep a nesting.
//!
//! Time is linear in the length of the text, and the stack is bounded by [`MAX_DEPTH`].

use std::ops::Range;

use super::atoms::is_raw_text;
use super::duplicates::check_duplicates;
use super::problems::Problems;
use super::source::Source;
use super::text::{is_forbidden, quote};
use super::tree::{Kind, Node, Tree, leading_word};

#[cfg(test)]
#[path = "parse_tests.rs"]
mod tests;

/// How deep brackets may be nested; one more is refused. Scenarios need about eight. The `ron` crate stops at 128, but
/// counts up to four for one bracket, so this limit is always met first, with its place.
pub const MAX_DEPTH: usize = 32;

/// Reads the text of `source`, and adds what is wrong with it to `problems`.
pub fn parse(source: &Source, problems: &mut Problems) -> Tree {
    let mut parser = Parser {
        source,
        text: source.text(),
        at: 0,
        nodes: Vec::new(),
        problems,
        open: Vec::new(),
        path: Vec::new(),
        stopped: false,
    };
    parser.check_letters();
    parser.file();
    Tree::new(source.shared_text(), parser.nodes)
}

/// An open bracket.
pub(super) struct Bracket {
    pub at: usize,
    pub close: u8,
    /// Its node in the list.
    pub node: usize,
}

/// A step of the way to the value being read; names are kept as spans and looked up only for a message.
pub(super) enum Way {
    Field(Range<usize>),
    Index(usize),
    Key(Range<usize>),
}

/// The reader. What it does with single words, numbers and texts is in [`atoms`](super::atoms).
pub(super) struct Parser<'a> {
    pub source: &'a Source,
    pub text: &'a str,
    /// The next byte to read.
    pub at: usize,
    pub nodes: Vec<Node>,
    pub problems: &'a mut Problems,
    pub open: Vec<Bracket>,
    pub path: Vec<Way>,
    /// Set when the rest of the file cannot be understood.
    pub stopped: bool,
}

impl<'a> Parser<'a> {
    // The file.

    fn check_letters(&mut self) {
        for (at, c) in self.text.char_indices().filter(|(_, c)| is_forbidden(*c)) {
            let sort = if c.is_control() { "control" } else { "invisible" };
            let what = format!("the {sort} character U+{:04X} may not stand in a file", c as u32);
            self.report(at..at + c.len_utf8(), what, "delete it");
            if self.stopped {
                return;
            }
        }
    }

    fn file(&mut self) {
        self.skip_blank();
        while self.rest().starts_with('#') {
            let start = self.at;
            let line = self.rest().split('\n').next().unwrap_or_default();
            self.at += line.find(']').map_or(line.len(), |at| at + 1);
            self.report(start..self.at, "a file may not change how it is read", "remove this line");
            self.skip_blank();
        }
        if self.stopped {
            return;
        }
        if self.rest().is_empty() {
            self.report(0..0, "empty file: it holds nothing but blanks and comments", "");
            return;
        }
        self.value();
        self.skip_blank();
        // After brackets that do not match, what follows is no news.
        let is_matched = self.nodes.first().is_some_and(|root| !root.damaged);
        if is_matched && !self.stopped && !self.rest().is_empty() {
            let (found, span) = self.found();
            self.report(
                span,
                format!("{found} after the end of the value"),
                "a file holds one value; remove what follows it",
            );
        }
    }

    // Values.

    /// Reads one value, or marks as broken what stands in its place.
    pub(super) fn value(&mut self) {
        let start = self.at;
        let rest = self.rest();
        let word = leading_word(rest);
        match rest.bytes().next() {
            Some(b'(' | b'[' | b'{') => self.brackets(start),
            Some(b'"') => self.quoted(),
            Some(b'r') if is_raw_text(rest) => self.raw(),
            Some(b'b')
                if rest.starts_with("b\"")
                    || rest.starts_with("b'")
                    || rest.starts_with("br") && is_raw_text(&rest[1..]) =>
            {
                self.at += 1;
                self.report(start..self.at, "byte strings are not part of the format", "remove the `b`");
                self.value();
            }
            Some(b'\'') => self.letter(),
            Some(b'0'..=b'9' | b'+' | b'-' | b'.') => self.number(),
            _ if !word.is_empty() => self.word(word),
            _ => {
                let (found, span) = self.found();
                let is_letter = rest.starts_with(char::is_alphabetic);
                let hint = if is_letter { "put text in double quotes" } else { "" };
                self.report(span, format!("expected a value, found {found}"), hint);
                self.push(Kind::Broken, start);
                self.damage();
                self.skip_junk();
                // Without brackets around it there is nothing to go on with.
                self.stopped |= self.open.is_empty();
            }
        }
    }

    // Brackets and what is in them.

    /// Reads from an opening bracket to its end. `start` is where the value begins, which is its name if it has one.
    pub(super) fn brackets(&mut self, start: usize) {
        let at = self.at;
        if self.open.len() >= MAX_DEPTH {
            return self.stop(
                at..at + 1,
                format!("nested too deep; {MAX_DEPTH} brackets is the limit"),
                start,
            );
        }
        let bracket = self.rest().as_bytes()[0];
        self.at += 1;
        let (kind, close) = match bracket {
            b'[' => (Kind::List, b']'),
            b'{' => (Kind::Map, b'}'),
            _ if self.is_at_field() => (Kind::Struct, b')'),
            _ => (Kind::Tuple, b')'),
        };
        let node = self.nodes.len();
        self.push(kind, start);
        self.open.push(Bracket { at, close, node });
        let mut index = 0;
        while self.goes_on() {
            match kind {
                Kind::Struct => self.field(),
                Kind::Map => self.entry(),
                _ => {
                    self.path.push(Way::Index(index));
                    self.item();
                    self.path.pop();
                }
            }
            index += 1;
            self.comma();
        }
        self.open.pop();
        self.close(node);
        if matches!(kind, Kind::Struct | Kind::Map) {
            check_duplicates(self, node);
        }
    }

    /// Whether another item follows in the innermost bracket. Steps over the closing bracket if none does.
    fn goes_on(&mut self) -> bool {
        loop {
            self.skip_blank();
            if self.stopped {
                return false;
            }
            let Some(bracket) = self.open.last() else {
                return false;
            };
            let (open_at, close) = (bracket.at, bracket.close);
            let opened = quote(&self.text[open_at..open_at + 1]);
            match self.rest().bytes().next() {
                None => {
                    self.report(open_at..open_at + 1, format!("this {opened} is never closed"), "");
                    self.damage();
                    self.stopped = true;
                    return false;
                }
                Some(b) if b == close => {
                    self.at += 1;
                    return false;
                }
                Some(b @ (b')' | b']' | b'}')) => {
                    let here = self.at..self.at + 1;
                    // Any of the open brackets may be the one that lacks its end.
                    for bracket in &self.open {
                        self.nodes[bracket.node].damaged = true;
                    }
                    if self.open.iter().any(|bracket| bracket.close == b) {
                        let line = self.source.line(self.at);
                        let what =
                            format!("this {opened} is not closed before the `{}` on line {line}", b as char);
                        self.report(open_at..open_at + 1, what, "");
                        return false;
                    }
                    self.report(here, format!("this `{}` closes nothing", b as char), "");
                    self.at += 1;
                    self.skip_blank();
                    self.at += usize::from(self.rest().starts_with(','));
                }
                Some(b',') => {
                    self.report(self.at..self.at + 1, "nothing stands before this comma", "remove the comma");
                    self.damage();
                    self.at += 1;
                }
                Some(_) => return true,
            }
        }
    }

    /// Steps over the comma between two items, or says that it is missing.
    fn comma(&mut self) {
        let end = self.at;
        self.skip_blank();
        if self.stopped {
            return;
        }
        match self.rest().bytes().next() {
            Some(b',') => self.at += 1,
            None | Some(b')' | b']' | b'}') => {}
            Some(_) => {
                let close = self.open.last().map_or(')', |bracket| bracket.close as char);
                let (found, span) = self.found();
                // A comma forgotten at the end of a line is missed there, not on the next line.
                let span =
                    if self.text[end..self.at].contains('\n') { end.saturating_sub(1)..end } else { span };
                let before = if span.end == end { " after this" } else { "" };
                self.report(span, format!("expected `,` or `{close}`{before}, found {found}"), "");
                self.damage();
                let is_item = |c: char| {
                    c.is_ascii_alphanumeric() || matches!(c, '_' | '"' | '\'' | '-' | '(' | '[' | '{')
                };
                if !self.rest().starts_with(is_item) {
                    self.skip_junk();
                    self.at += usize::from(self.rest().starts_with(','));
                }
            }
        }
    }

    fn item(&mut self) {
        self.value();
        let end = self.at;
        self.skip_blank();
        if self.rest().starts_with(':') && !self.stopped {
            if !self.is_damaged() {
                self.report(
                    self.at..self.at + 1,
                    "a named field among values without names",
                    "name all fields or none",
                );
                self.damage();
            }
            self.at += 1;
            self.skip_blank();
            if !self.is_at_end_of_item() {
                self.value();
            }
        } else {
            self.at = end;
        }
    }

    fn field(&mut self) {
        let start = self.at;
        let mut name = start..start + leading_word(self.rest()).len();
        if self.rest().starts_with('"') {
            // A habit from JSON. Understood, so that the value is still checked.
            let inner = leading_word(&self.rest()[1..]).len();
            if self.rest()[1 + inner..].starts_with('"') && inner > 0 {
                name = start + 1..start + 1 + inner;
                self.report(start..name.end + 1, "field names are written without quotes", "");
                self.damage();
                self.at = name.end + 1;
            }
        } else {
            self.at = name.end;
        }
        if name.is_empty() {
            self.not_a_field();
            return;
        }
        let node = self.nodes.len();
        self.push(Kind::Field, name.start);
        self.path.push(Way::Field(name.clone()));
        self.colon(name);
        self.part();
        self.path.pop();
        self.close(node);
    }

    fn not_a_field(&mut self) {
        let (found, span) = self.found();
        let hint = self.decimal_comma();
        self.report(span, format!("expected a field name, found {found}"), hint);
        self.damage();
        // Read it as a value to get past it, and drop it.
        let nodes = self.nodes.len();
        if self.rest().starts_with(|c: char| c.is_ascii() && !matches!(c, ':' | '=')) {
            self.value();
        } else {
            self.skip_junk();
        }
        self.nodes.truncate(nodes);
    }

    fn entry(&mut self) {
        let node = self.nodes.len();
        let start = self.at;
        self.push(Kind::Entry, start);
        let hint = self.decimal_comma();
        self.value();
        let key = start..self.at;
        self.skip_blank();
        if !hint.is_empty() && !self.rest().starts_with(':') {
            self.report(key, "expected a key and `:`", hint);
            self.damage();
            self.nodes.truncate(node);
            return;
        }
        self.path.push(Way::Key(key.clone()));
        self.colon(key);
        self.part();
        self.path.pop();
        self.close(node);
    }

    /// The `:` between a name or key and its value.
    fn colon(&mut self, name: Range<usize>) {
        self.skip_blank();
        if self.stopped {
            return;
        }
        if self.rest().starts_with(':') {
            self.at += 1;
            return;
        }
        let (found, span) = self.found();
        let is_equals = self.rest().starts_with('=');
        let hint = if is_equals { "write `:` instead of `=`" } else { "" };
        self.report(span, format!("expected `:` after {}, found {found}", quote(&self.text[name])), hint);
        if is_equals {
            self.at += if self.rest().starts_with("=>") { 2 } else { 1 };
        }
        self.damage();
    }

    /// The value after a `:`.
    fn part(&mut self) {
        self.skip_blank();
        if self.stopped {
            self.push(Kind::Broken, self.at);
        } else if self.is_at_end_of_item() {
            let (found, span) = self.found();
            self.report(span, format!("expected a value, found {found}"), "");
            self.push(Kind::Broken, self.at);
        } else {
            self.value();
        }
    }

    /// `1,5` where a name should follow the comma: the author's decimal comma. Only asked where it is a mistake anyway.
    fn decimal_comma(&self) -> String {
        const LONGEST: usize = 10;
        let Some(before) = self.text[..self.at].strip_suffix(',') else {
            return String::new();
        };
        let whole = before.bytes().rev().take(LONGEST).take_while(u8::is_ascii_digit).count();
        let part = self.rest().bytes().take(LONGEST).take_while(u8::is_ascii_digit).count();
        if whole == 0 || part == 0 {
            return String::new();
        }
        format!("for a decimal number write `{}.{}`", &before[before.len() - whole..], &self.rest()[..part])
    }
}
