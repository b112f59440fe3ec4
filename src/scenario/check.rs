//! # Does it make sense?
//!
//! Checks a scenario that has the right form: references, places, hours, numbers, what can be reached. Everything is
//! found in one go, told in file order, with the likely fix.

mod army;
mod goals;
mod hours;

use std::collections::BTreeMap;

use super::findings::Findings;
use super::format::{FORMAT, FormationFile, ScenarioFile};
use super::land::Land;
use super::problems::Problems;
use super::rules::{RuleBook, with_rule};
use super::source::Source;
use super::text::quote;
use super::tree::{Step, Tree};
use crate::setting::Rules;
use crate::sim::clock::Clock;
use crate::sim::hex::Hex;
use Step::{Field, Index, Key};

pub use army::MOST_MEN_PER_KM2;
pub(super) use hours::minute_of;
pub use hours::{LONGEST_WAR_DAYS, MOST_TURNS};

/// What the ids of a scenario mean: where each stands in its list.
pub(super) struct Ids<'f> {
    pub sides: BTreeMap<&'f str, usize>,
    pub places: BTreeMap<&'f str, usize>,
    pub signals: BTreeMap<&'f str, usize>,
    pub commanders: BTreeMap<&'f str, usize>,
    pub formations: BTreeMap<&'f str, usize>,
    /// Formations of each group; a formation's own id is a group too.
    pub groups: BTreeMap<&'f str, Vec<usize>>,
}

/// A scenario that was found good, with what was worked out on the way.
pub(super) struct Checked<'f> {
    pub ids: Ids<'f>,
    pub rules: Rules,
    pub overrides: Vec<String>,
    pub clock: Clock,
}

/// Checks a scenario against its map. The result is there unless a problem is an error.
pub(super) fn check<'f>(
    file: &'f ScenarioFile,
    source: &Source,
    tree: &Tree,
    land: &'f Land,
    book: &RuleBook,
) -> (Option<Checked<'f>>, Problems) {
    let mut found = Findings::new(source, tree);
    head(file, &mut found);
    let (rules, overrides) = rules(file, book, &mut found);
    let clock = hours::check(file, &rules.climate, &mut found);
    if let Some(clock) = &clock {
        hours::arrivals(file, clock, &mut found);
    }
    weather(file, &rules, land, &mut found);
    let ids = Ids {
        sides: found.ids("sides", file.sides.iter().map(|side| side.id.as_str())),
        places: land.places.iter().enumerate().map(|(index, place)| (place.id.as_str(), index)).collect(),
        signals: found.ids("signals", file.signals.iter().map(|signal| signal.id.as_str())),
        commanders: found.ids("commanders", file.commanders.iter().map(|commander| commander.id.as_str())),
        formations: found.ids("formations", file.formations.iter().map(|formation| formation.id.as_str())),
        groups: groups(&file.formations),
    };
    army::check(file, &ids, land, book, &mut found);
    goals::check(file, &ids, land, book, &rules, &mut found);
    let problems = found.problems;
    let checked = clock.filter(|_| !problems.has_errors());
    (checked.map(|clock| Checked { ids, rules, overrides, clock }), problems)
}

fn head(file: &ScenarioFile, found: &mut Findings<'_>) {
    if file.format != FORMAT {
        let what = format!(
            "this program reads format {FORMAT} of scenarios, and the file has format {}",
            file.format
        );
        let hint = if file.format > FORMAT { "a newer program is needed" } else { "write `format: 1`" };
        found.error(&[Field("format")], what, hint);
    }
    found.id(&[Field("id")], &file.id);
    found.name(&[Field("title")], &file.title, false);
    found.name(&[Field("hanzi")], &file.hanzi, true);
}

/// Formations by group; each formation's own id is a group of one.
fn groups(formations: &[FormationFile]) -> BTreeMap<&str, Vec<usize>> {
    let mut groups: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, formation) in formations.iter().enumerate() {
        if let Some(group) = &formation.group {
            groups.entry(group).or_default().push(index);
        }
    }
    for (index, formation) in formations.iter().enumerate() {
        groups.entry(&formation.id).or_insert_with(|| vec![index]);
    }
    groups
}

fn rules(file: &ScenarioFile, book: &RuleBook, found: &mut Findings<'_>) -> (Rules, Vec<String>) {
    let mut rules = book.rules.clone();
    let mut overrides = Vec::new();
    for (name, number) in &file.rules {
        match with_rule(&rules, name, *number) {
            Ok((changed, told)) => {
                rules = changed;
                overrides.push(told);
            }
            Err((what, hint)) => found.error(&[Field("rules"), Key(name)], what, hint),
        }
    }
    (rules, overrides)
}

fn weather(file: &ScenarioFile, rules: &Rules, land: &Land, found: &mut Findings<'_>) {
    let Some(weather) = &file.weather else {
        if land.climates.is_empty() {
            let what = format!("there is no weather, and the map {} names no climates", quote(&file.map));
            found.error(&[Field("weather")], what, "write `weather: { \"fair\": 1 }`");
        }
        return;
    };
    for (id, weight) in weather {
        let path = [Field("weather"), Key(id)];
        if !rules.weather.kinds.iter().any(|kind| kind.id == *id) {
            let known = rules.weather.kinds.iter().map(|kind| kind.id.as_str());
            let hint = super::findings::nearest(id, known);
            found.error(&path, format!("no weather {}", quote(id)), hint);
        }
        if !(1..=1000).contains(weight) {
            found.error(&path, format!("the weight {weight} is out of range; expected 1 to 1000"), "");
        }
    }
    if weather.is_empty() {
        found.error(&[Field("weather")], "there is no weather", "write `{ \"fair\": 1 }`");
    }
}

/// The hex of a position that a scenario gives; tells if it lies off the map.
fn on_map(
    at: (i32, i32),
    who: &str,
    path: &[Step<'_>],
    land: &Land,
    found: &mut Findings<'_>,
) -> Option<Hex> {
    let grid = land.map.grid();
    let hex = super::land::hex(at.0, at.1).filter(|hex| grid.contains(*hex));
    if hex.is_none() {
        let what = format!("{who} at ({}, {}) lies off the map", at.0, at.1);
        found.error(path, what, super::land::extent(grid));
    }
    hex
}

/// A path into a list of the scenario.
fn into<'p>(list: &'p str, index: usize, field: &'p str) -> [Step<'p>; 3] {
    [Field(list), Index(index), Field(field)]
}
