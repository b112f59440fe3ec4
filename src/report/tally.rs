//! Many games of one war: who lost how many of what, who held what at the end, who won.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;

use super::ledger::{Ledger, measured};
use super::tables::degree_of;
use crate::setting::Setting;
use crate::sim::army::Fate;
use crate::sim::victory::Goal;
use crate::snapshot::Snapshot;

/// Fates that count as losses, in the order of the ledger.
fn losses() -> impl Iterator<Item = Fate> {
    Fate::ALL
        .into_iter()
        .filter(|fate| fate.is_dead() || matches!(fate, Fate::Captured | Fate::Deserted | Fate::Dispersed))
}

/// Losses that the enemy caused.
fn by_enemy(fate: Fate) -> bool {
    matches!(fate, Fate::DeadBattle | Fate::DeadPursuit | Fate::Captured | Fate::Dispersed)
}

/// What one game came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Game {
    /// Its seed.
    pub seed: u64,
    /// Who won, and how clearly.
    pub result: String,
    /// Losses of each group of formations and of each side, men by fate.
    pub losses: BTreeMap<String, Lost>,
    /// Who held the places of the objectives at the end; empty for nobody.
    pub owners: BTreeMap<String, String>,
    /// What history recorded, as it came out here.
    pub recorded: Vec<i64>,
}

/// Losses of some men.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Lost {
    /// Men at the start.
    pub men: u64,
    /// Of them lost, by fate.
    pub by_fate: BTreeMap<&'static str, u64>,
    /// Of them lost to the enemy, not to hunger, cold, sickness or despair.
    pub to_enemy: u64,
    /// All lost.
    pub lost: u64,
}

impl Lost {
    fn of(ledger: &Ledger) -> Self {
        let by_fate = losses().map(|fate| (fate.words(), ledger.count(fate))).filter(|(_, men)| *men > 0);
        Self {
            men: ledger.start,
            by_fate: by_fate.collect(),
            to_enemy: losses().filter(|fate| by_enemy(*fate)).map(|fate| ledger.count(fate)).sum(),
            lost: ledger.lost(),
        }
    }

    fn permille(&self) -> u64 {
        self.lost * 1000 / self.men.max(1)
    }
}

impl Game {
    /// Of a war that is over.
    pub fn of(setting: &Setting, start: &Snapshot, end: &Snapshot, seed: u64) -> Self {
        let register = &setting.register;
        let mut groups: BTreeMap<String, Lost> = BTreeMap::new();
        for info in &register.formations {
            let ledger = || Ledger::of_group(setting, start, end, &info.group);
            groups.entry(info.group.clone()).or_insert_with(|| Lost::of(&ledger()));
        }
        for side in register.side_ids() {
            let ledger = Ledger::of_side(setting, start, end, side);
            groups.insert(register.side(side).name.id.clone(), Lost::of(&ledger));
        }
        let wanted = end.verdict.objectives.iter().filter_map(|objective| match objective.goal {
            Goal::Hold(place) => Some(place),
            _ => None,
        });
        let owner = |at: usize| end.verdict.owners.get(at).copied().flatten();
        let name = |at: usize| owner(at).map_or(String::new(), |side| register.side(side).name.id.clone());
        let winner = end.verdict.outcome.and_then(|outcome| outcome.winner);
        let degree = degree_of(end.verdict.outcome);
        let winner = winner.map_or("nobody".to_owned(), |side| register.side(side).name.id.clone());
        let recorded = setting
            .about
            .recorded
            .iter()
            .map(|one| measured(setting, start, end, &one.of, one.count).unwrap_or(-1));
        Self {
            seed,
            result: format!("{winner}, {degree}"),
            losses: groups,
            owners: wanted
                .map(|place| (register.places[place.index()].name.id.clone(), name(place.index())))
                .collect(),
            recorded: recorded.collect(),
        }
    }
}

/// What many games came to.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Tally {
    /// The scenario.
    pub scenario: String,
    /// Every game.
    pub games: Vec<Game>,
}

impl Tally {
    /// Of these games.
    pub fn of(scenario: &str, games: Vec<Game>) -> Self {
        Self { scenario: scenario.to_owned(), games }
    }

    /// As a table: medians and ranges of losses, shares of fates, owners and results.
    pub fn words(&self) -> String {
        let mut text = String::new();
        // Into a string, which takes everything.
        let _ = writeln!(text, "{}: {} games", self.scenario, self.games.len());
        let _ = writeln!(
            text,
            "\nlost, permille: lowest, quarter, median, three quarters, highest; to the enemy"
        );
        let Some(first) = self.games.first() else { return text };
        for group in first.losses.keys() {
            let all: Vec<&Lost> = self.games.iter().filter_map(|game| game.losses.get(group)).collect();
            let mut permille: Vec<u64> = all.iter().map(|lost| lost.permille()).collect();
            permille.sort_unstable();
            let at = |quarters: usize| permille[(permille.len() - 1) * quarters / 4];
            let lost: u64 = all.iter().map(|one| one.lost).sum();
            let to_enemy: u64 = all.iter().map(|one| one.to_enemy).sum();
            let _ = write!(text, "  {group:<20}");
            for quarters in 0..=4 {
                let _ = write!(text, " {:>5}", at(quarters));
            }
            let _ = write!(text, "   {:>3} %", to_enemy * 100 / lost.max(1));
            for fate in losses() {
                let men: u64 = all.iter().filter_map(|one| one.by_fate.get(fate.words())).sum();
                let share = men * 100 / lost.max(1);
                if share > 0 {
                    let _ = write!(text, "; {} {share}", fate.words());
                }
            }
            let _ = writeln!(text);
        }
        let count = |found: &dyn Fn(&Game) -> String| {
            let mut counts: BTreeMap<String, usize> = BTreeMap::new();
            self.games.iter().for_each(|game| *counts.entry(found(game)).or_default() += 1);
            let words = counts.iter().map(|(what, games)| {
                format!("{} {games}", if what.is_empty() { "nobody" } else { what.as_str() })
            });
            words.collect::<Vec<_>>().join("; ")
        };
        let _ = writeln!(text, "\nheld at the end, games");
        for place in first.owners.keys() {
            let _ = writeln!(text, "  {place:<20} {}", count(&|game| game.owners[place].clone()));
        }
        let _ = writeln!(text, "\nresults, games\n  {}", count(&|game| game.result.clone()));
        text
    }
}
