//! What a check finds in one file, told with the place in the text.

use std::collections::BTreeMap;

use super::problems::{Problem, Problems, suggest};
use super::source::Source;
use super::text::{is_forbidden, is_id, quote};
use super::tree::{Step, Tree};

/// The longest name for display, in letters.
const LONGEST_NAME: usize = 80;

/// The problems of one file as they are found.
pub(super) struct Findings<'a> {
    pub source: &'a Source,
    pub tree: &'a Tree,
    pub problems: Problems,
}

impl<'a> Findings<'a> {
    pub fn new(source: &'a Source, tree: &'a Tree) -> Self {
        Self { source, tree, problems: Problems::new() }
    }

    /// The value at `path` is wrong; an empty hint is none.
    pub fn error(&mut self, path: &[Step<'_>], what: impl AsRef<str>, hint: impl AsRef<str>) {
        let problem = self.tree.problem(self.source, path, what);
        self.problems.push(hinted(problem, hint));
    }

    /// The value at `path` looks wrong, but the file can be used.
    pub fn warning(&mut self, path: &[Step<'_>], what: impl AsRef<str>, hint: impl AsRef<str>) {
        let span = self.tree.locate(path);
        let problem = Problem::warning(self.source, span, what).at(super::tree::path_text(path));
        self.problems.push(hinted(problem, hint));
    }

    /// The letter at `col` of the text at `path` is wrong.
    pub fn error_in_text(
        &mut self,
        path: &[Step<'_>],
        col: usize,
        what: impl AsRef<str>,
        hint: impl AsRef<str>,
    ) {
        let span = self.tree.locate(path);
        let written = self.source.text().get(span.clone()).unwrap_or_default();
        let letter = written
            .char_indices()
            .nth(col + 1)
            .map_or(span.clone(), |(at, letter)| span.start + at..span.start + at + letter.len_utf8());
        let problem = Problem::error(self.source, letter, what).at(super::tree::path_text(path));
        self.problems.push(hinted(problem, hint));
    }

    /// The line of the value at `path`, for messages that name a second place.
    pub fn line(&self, path: &[Step<'_>]) -> usize {
        self.source.line(self.tree.locate(path).start)
    }

    /// Ids of a list of things: each well formed and used once. Answers where each stands in the list.
    pub fn ids<'t>(
        &mut self,
        list: &'static str,
        ids: impl Iterator<Item = &'t str>,
    ) -> BTreeMap<&'t str, usize> {
        let mut known = BTreeMap::new();
        for (index, id) in ids.enumerate() {
            let path = [Step::Field(list), Step::Index(index), Step::Field("id")];
            self.id(&path, id);
            if let Some(first) = known.get(id) {
                let first = [Step::Field(list), Step::Index(*first), Step::Field("id")];
                let what = format!(
                    "the id {} is used twice; it is first used on line {}",
                    quote(id),
                    self.line(&first)
                );
                self.error(&path, what, "give one of them another id");
            } else {
                known.insert(id, index);
            }
        }
        known
    }

    /// An id is 1 to 64 of a-z, 0-9, _ and -.
    pub fn id(&mut self, path: &[Step<'_>], id: &str) {
        if !is_id(id) {
            let plain: String = (id.to_lowercase().chars())
                .map(|letter| if letter == ' ' { '_' } else { letter })
                .filter(|letter| is_id(&letter.to_string()))
                .collect();
            let hint = if is_id(&plain) { format!("for example `{plain}`") } else { String::new() };
            self.error(path, format!("{} is no id; expected 1 to 64 of a-z, 0-9, _ and -", quote(id)), hint);
        }
    }

    /// A name may hold any printable letter of any script, but nothing invisible.
    pub fn name(&mut self, path: &[Step<'_>], name: &str, may_be_empty: bool) {
        let length = name.chars().count();
        if name.chars().any(|letter| is_forbidden(letter) || letter.is_control()) {
            self.error(path, "the name holds an invisible or control character", "remove it");
        } else if length > LONGEST_NAME {
            self.error(path, format!("the name has {length} letters; expected at most {LONGEST_NAME}"), "");
        } else if !may_be_empty && name.trim().is_empty() {
            self.error(path, "the name is empty", "");
        }
    }

    /// What a reference means; if nothing, the nearest known id is suggested.
    pub fn find(
        &mut self,
        path: &[Step<'_>],
        kind: &str,
        id: &str,
        known: &BTreeMap<&str, usize>,
    ) -> Option<usize> {
        let found = known.get(id).copied();
        if found.is_none() {
            let hint = nearest(id, known.keys().copied());
            self.error(path, format!("no {kind} {}", quote(id)), hint);
        }
        found
    }
}

fn hinted(problem: Problem, hint: impl AsRef<str>) -> Problem {
    if hint.as_ref().is_empty() { problem } else { problem.hint(hint) }
}

/// "did you mean …?", or the first few of what there is.
pub(super) fn nearest<'k>(id: &str, known: impl Iterator<Item = &'k str> + Clone) -> String {
    if let Some(meant) = suggest(id, known.clone()) {
        return format!("did you mean `{meant}`?");
    }
    let names: Vec<String> = known.clone().take(8).map(quote).collect();
    match names.len() {
        0 => "there are none".to_owned(),
        _ if known.count() > 8 => format!("known are {}, …", names.join(", ")),
        _ => format!("known are {}", names.join(", ")),
    }
}

/// A moment of the war as minutes, read from `1041-03-16 18:00`.
pub(super) fn moment(text: &str) -> Result<(crate::sim::clock::Date, u32), String> {
    let Some((date, hour)) = text.split_once(' ') else {
        return Err(format!(
            "{} is not a time; expected a day and an hour, such as `1041-03-16 18:00`",
            quote(text)
        ));
    };
    Ok((crate::sim::clock::Date::parse(date)?, time_of_day(hour)?))
}

/// Minutes after midnight, read from `18:00`.
pub(super) fn time_of_day(text: &str) -> Result<u32, String> {
    let digits = |part: &str| {
        (part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit()))
            .then(|| part.parse::<u32>().ok())
            .flatten()
    };
    let parts = text.split_once(':').and_then(|(hour, minute)| digits(hour).zip(digits(minute)));
    match parts {
        Some((hour, minute)) if hour < 24 && minute < 60 => Ok(hour * 60 + minute),
        _ => Err(format!("{} is not an hour of the day; expected `00:00` to `23:59`", quote(text))),
    }
}
