//! # Words, numbers and texts of a file
//!
//! The part of the [reader](super::parse) that deals with what has no brackets: single values, blanks and comments; and
//! the few verbs by which the reader makes nodes and reports.

use std::ops::Range;

use super::literal::{escape, number};
use super::parse::{Parser, Way};
use super::problems::Problem;
use super::text::{is_forbidden, quote};
use super::tree::{Kind, Node, Step, leading_word, path_text};

impl<'a> Parser<'a> {
    // Values without brackets.

    pub(super) fn word(&mut self, word: &str) {
        let start = self.at;
        self.at += word.len();
        let end = self.at;
        self.skip_blank();
        if self.rest().starts_with('(') && !self.stopped {
            self.brackets(start);
            return;
        }
        self.at = end;
        if matches!(word, "inf" | "NaN" | "inff32" | "inff64" | "NaNf32" | "NaNf64") {
            self.report(start..end, format!("`{word}` is not a finite number"), "");
            self.push(Kind::Broken, start);
        } else {
            self.push(Kind::Word, start);
        }
    }

    pub(super) fn number(&mut self) {
        let start = self.at;
        let is_part = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'+' | b'-');
        self.at += self.rest().bytes().position(|b| !is_part(b)).unwrap_or(self.rest().len());
        let written = &self.text[start..self.at];
        match number(written) {
            Ok(_) => self.push(Kind::Number, start),
            Err(what) => {
                let digits = written.bytes().take_while(u8::is_ascii_digit).count();
                let hint = match &written[digits..] {
                    "f32" | "f64" | "u8" | "u16" | "u32" | "u64" | "usize" | "i8" | "i16" | "i32" | "i64"
                    | "isize" => {
                        format!("write {} without a type", quote(&written[..digits]))
                    }
                    _ => String::new(),
                };
                self.report(start..self.at, format!("{} is {what}", quote(written)), hint);
                self.push(Kind::Broken, start);
            }
        }
    }

    pub(super) fn quoted(&mut self) {
        let start = self.at;
        self.at += 1;
        loop {
            let Some(next) = self.rest().find(['"', '\\']) else {
                return self.stop(start..start + 1, "this text has no closing `\"`", start);
            };
            self.at += next;
            if self.rest().starts_with('"') {
                break;
            }
            self.escape();
        }
        self.at += 1;
        self.push(Kind::Text, start);
        self.check_turned_inside_out(start);
    }

    pub(super) fn raw(&mut self) {
        let start = self.at;
        let hashes = self.rest()[1..].bytes().take_while(|b| *b == b'#').count();
        let closing = format!("\"{}", "#".repeat(hashes));
        let inner = start + 1 + hashes + 1;
        let Some(length) = self.text[inner..].find(&closing) else {
            return self.stop(
                start..inner,
                format!("this raw text has no closing {}", quote(&closing)),
                start,
            );
        };
        self.at = inner + length + closing.len();
        self.push(Kind::Text, start);
        self.check_turned_inside_out(start);
    }

    /// A forgotten closing quote makes the next opening quote close the text, and from then on everything is inside out.
    /// It shows in a letter that directly follows a text of several lines.
    fn check_turned_inside_out(&mut self, start: usize) {
        let is_glued = self.rest().starts_with(|c: char| c.is_alphanumeric() || c == '_');
        if is_glued && self.text[start..self.at].contains('\n') {
            let line = self.source.line(self.at);
            let what = format!(
                "this text seems to lack its closing `\"`; the next one, on line {line}, stands before a letter"
            );
            self.report(start..start + 1, what, "");
            self.stopped = true;
        }
    }

    pub(super) fn letter(&mut self) {
        let start = self.at;
        self.at += 1;
        match self.rest().chars().next() {
            Some('\\') => self.escape(),
            Some(c) if c != '\'' && c != '\n' => self.at += c.len_utf8(),
            _ => {}
        }
        if self.rest().starts_with('\'') && self.at > start + 1 {
            self.at += 1;
            self.push(Kind::Letter, start);
            return;
        }
        let line = self.rest().split('\n').next().unwrap_or_default();
        self.at += line.find('\'').map_or(0, |at| at + 1);
        self.report(start..self.at, "single quotes hold exactly one letter", "put text in double quotes");
        self.push(Kind::Broken, start);
    }

    fn escape(&mut self) {
        match escape(self.rest()) {
            Ok((c, length)) => {
                if let Some(c) = c.filter(|c| is_forbidden(*c)) {
                    let what = format!("the character U+{:04X} may not stand in a text", c as u32);
                    self.report(self.at..self.at + length, what, "delete it");
                }
                self.at += length;
            }
            Err(what) => {
                self.report(self.at..self.at + 1, what, "write `\\\\` for a backslash");
                // Past the backslash and the letter after it, so that a wrongly escaped quote does not end the text.
                self.at += 1 + self.rest()[1..].chars().next().map_or(0, char::len_utf8);
            }
        }
    }

    // What lies between values.

    /// Steps over blanks and comments. Forbidden characters count as blanks here; they were reported before.
    pub(super) fn skip_blank(&mut self) {
        loop {
            let rest = self.rest();
            let trimmed = rest.trim_start_matches(|c| matches!(c, ' ' | '\t' | '\n') || is_forbidden(c));
            self.at += rest.len() - trimmed.len();
            if trimmed.starts_with("//") {
                self.at += trimmed.find('\n').unwrap_or(trimmed.len());
            } else if trimmed.starts_with("/*") {
                match comment_length(trimmed) {
                    Some(length) => self.at += length,
                    None => {
                        let start = self.at;
                        self.report(start..start + 2, "this comment has no closing `*/`", "");
                        self.at = self.text.len();
                        self.stopped = true;
                    }
                }
            } else {
                return;
            }
        }
    }

    /// Steps over what makes no sense, up to where an item may end or begin.
    pub(super) fn skip_junk(&mut self) {
        let rest = self.rest();
        self.at += rest.find([',', '(', ')', '[', ']', '{', '}', '"', '\n']).unwrap_or(rest.len());
    }

    /// Whether a name and a `:` follow, so that the bracket just opened holds fields.
    pub(super) fn is_at_field(&mut self) -> bool {
        let start = self.at;
        self.skip_blank();
        let rest = self.rest();
        let bare = rest.strip_prefix('"').unwrap_or(rest);
        let word = leading_word(bare);
        let after = if bare.len() == rest.len() {
            Some(&bare[word.len()..])
        } else {
            bare[word.len()..].strip_prefix('"')
        };
        let after = after.filter(|_| !word.is_empty());
        let is_field = after.is_some_and(|after| {
            self.at = self.text.len() - after.len();
            self.skip_blank();
            // `a = 1` and `a 1` are fields with a mistake.
            self.rest().starts_with(|c: char| matches!(c, ':' | '=' | '"' | '-') || c.is_ascii_digit())
        });
        if !self.stopped {
            self.at = start;
        }
        is_field
    }

    /// Whether nothing more belongs to the item being read.
    pub(super) fn is_at_end_of_item(&self) -> bool {
        self.rest().is_empty() || self.rest().starts_with([',', ')', ']', '}'])
    }

    /// What comes next, in words, and its span.
    pub(super) fn found(&self) -> (String, Range<usize>) {
        let rest = self.rest();
        let is_part = |c: char| c.is_alphanumeric() || c == '_';
        let word: usize = rest.chars().take(60).take_while(|c| is_part(*c)).map(char::len_utf8).sum();
        match rest.chars().next() {
            None => ("the end of the file".into(), self.at..self.at),
            Some('"') => ("text".into(), self.at..self.at + 1),
            Some(_) if word > 0 => (quote(&rest[..word]), self.at..self.at + word),
            Some(c) => (quote(&rest[..c.len_utf8()]), self.at..self.at + c.len_utf8()),
        }
    }

    // Making nodes and reports.

    pub(super) fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    /// Adds a node that begins at `start` and ends here, with nothing in it so far.
    pub(super) fn push(&mut self, kind: Kind, start: usize) {
        // Places fit in 32 bits because a source does, and there are fewer nodes than bytes.
        let next = self.nodes.len() as u32 + 1;
        self.nodes.push(Node { start: start as u32, end: self.at as u32, next, kind, damaged: false });
    }

    /// Ends a node here; all that was added since is inside it.
    pub(super) fn close(&mut self, node: usize) {
        self.nodes[node].end = self.at as u32;
        self.nodes[node].next = self.nodes.len() as u32;
    }

    /// Whether a mistake directly inside the innermost bracket was reported already.
    pub(super) fn is_damaged(&self) -> bool {
        self.open.last().is_some_and(|bracket| self.nodes[bracket.node].damaged)
    }

    /// Notes that the innermost bracket may lack something because of a mistake.
    pub(super) fn damage(&mut self) {
        if let Some(bracket) = self.open.last() {
            self.nodes[bracket.node].damaged = true;
        }
    }

    /// Reports something after which nothing can be understood, and leaves a broken value.
    pub(super) fn stop(&mut self, span: Range<usize>, what: impl AsRef<str>, start: usize) {
        self.report(span, what, "");
        self.at = self.text.len();
        self.push(Kind::Broken, start);
        self.damage();
        self.stopped = true;
    }

    /// Adds a problem. An empty hint is none. When there are too many, the reader gives up.
    pub(super) fn report(&mut self, span: Range<usize>, what: impl AsRef<str>, hint: impl AsRef<str>) {
        let step = |way: &Way| match way {
            Way::Field(name) => Step::Field(&self.text[name.clone()]),
            Way::Index(index) => Step::Index(*index),
            Way::Key(key) => Step::Key(self.text[key.clone()].trim_matches(['"', '\''])),
        };
        let steps: Vec<Step> = self.path.iter().map(step).collect();
        let problem = Problem::error(self.source, span, what);
        self.problems.push(problem.at(path_text(&steps)).hint(hint));
        self.stopped |= self.problems.is_full();
    }
}

/// Whether raw text begins here: `r"` or `r#"` with any number of `#`.
pub(super) fn is_raw_text(text: &str) -> bool {
    text.strip_prefix('r').is_some_and(|rest| rest.trim_start_matches('#').starts_with('"'))
}

/// The length of the block comment that `text` begins with, comments inside it included; none if it does not end.
fn comment_length(text: &str) -> Option<usize> {
    let mut depth = 0usize;
    let mut at = 0;
    loop {
        at += text[at..].find(['/', '*'])?;
        match &text.as_bytes()[at..] {
            [b'/', b'*', ..] => (depth, at) = (depth + 1, at + 2),
            [b'*', b'/', ..] => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            return Some(at);
        }
    }
}
