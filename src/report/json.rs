//! The after-action report for machines: the one object that `run --json` prints.

use std::collections::BTreeMap;

use serde::Serialize;

use super::War;
use super::hunger::hungry;
use super::ledger::{Ledger, cash, grain};
use super::tables::{HUNGRY_DAYS, degree_of, reason};
use crate::seat::View;
use crate::sim::army::Fate;
use crate::sim::hex::Grid;

/// What `run --json` prints.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RunJson {
    /// The scenario's id.
    pub scenario: String,
    /// The seed.
    pub seed: u64,
    /// Turns played.
    pub turns: u32,
    /// Digest of the last state, 16 hexadecimal digits.
    pub digest: String,
    /// How it ended.
    pub result: ResultJson,
    /// What became of each side's men and grain, by side id.
    pub sides: BTreeMap<String, SideJson>,
    /// Events by kind.
    pub events: BTreeMap<&'static str, u64>,
    /// How long it took, milliseconds of the wall clock. The only number here that is not the same every time.
    pub wall_ms: u64,
}

/// How a war ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ResultJson {
    /// The winner's id; `null` for a draw or a war not over.
    pub winner: Option<String>,
    /// `decisive`, `clear`, `marginal`, `drawn`; `undecided` for a war not over.
    pub degree: &'static str,
    /// Why, in words.
    pub reason: String,
}

/// One side. All but `grain_…`, `cash_…` and `hungry` are men; `men_start` = `men_now` + dead + captured + deserted + dispersed + gone home.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SideJson {
    /// At the start.
    pub men_start: u64,
    /// With their formations now, the wounded, sick and straggling among them.
    pub men_now: u64,
    /// Killed in the line.
    pub dead_battle: u64,
    /// Cut down in flight.
    pub dead_pursuit: u64,
    /// Starved.
    pub dead_hunger: u64,
    /// Dead of thirst.
    pub dead_thirst: u64,
    /// Dead of sickness.
    pub dead_disease: u64,
    /// Frozen.
    pub dead_cold: u64,
    /// Drowned.
    pub dead_drowned: u64,
    /// Wounded, among `men_now`.
    pub wounded: u64,
    /// In the enemy's hands.
    pub captured: u64,
    /// Ran away.
    pub deserted: u64,
    /// Scattered in flight.
    pub dispersed: u64,
    /// Sent home in good order.
    pub gone_home: u64,
    /// Grain with its men and in its places at the start, sheng. `grain_start` + `grain_found` +
    /// `grain_bought` + `grain_taken` = `grain_eaten` + `grain_burnt` + `grain_lost` + `grain_now`.
    pub grain_start: i64,
    /// Found in the country.
    pub grain_found: i64,
    /// Bought of the people of places.
    pub grain_bought: i64,
    /// In places and caches that it took, and from enemies who fell or ran.
    pub grain_taken: i64,
    /// Eaten by men and beasts.
    pub grain_eaten: i64,
    /// Burnt by its own men.
    pub grain_burnt: i64,
    /// Gone with men who fell or ran, and in places and caches that it lost.
    pub grain_lost: i64,
    /// With its men, in its places and in its caches now.
    pub grain_now: i64,
    /// Cash with its men at the start, strings. `cash_start` + `cash_taken` = `cash_spent` + `cash_lost` + `cash_now`.
    pub cash_start: i64,
    /// Taken from enemies who fell or ran.
    pub cash_taken: i64,
    /// Paid for grain.
    pub cash_spent: i64,
    /// Lost with men who fell or ran.
    pub cash_lost: i64,
    /// With its men now.
    pub cash_now: i64,
    /// Who has nothing to eat, or will have nothing within three days, and why.
    pub hungry: Vec<HungryJson>,
}

/// Formations that stand together and are hungry or soon will be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HungryJson {
    /// Their ids.
    pub formations: Vec<String>,
    /// Men and bearers of all of them.
    pub mouths: u32,
    /// Column and row of their hex.
    pub at: (i32, i32),
    /// Why: `at_store`, `carries`, `store_empty`, `convoy_stopped`, `store_lost`, `bearers_lost`, `bearers_away`,
    /// `bearers_spent`, `store_far`, `no_store`.
    pub cause: &'static str,
    /// Hours since the last bite; 0 when fed.
    pub hungry_hours: u32,
    /// Minutes until there is nothing to eat; 0 for who has nothing now.
    pub lasts_minutes: u32,
    /// The sentence: why, since when, until when, and what would help.
    pub words: String,
}

/// Puts a war into the object.
pub fn run(war: &War, wall_ms: u64) -> RunJson {
    let register = &war.setting.register;
    let outcome = war.end.verdict.outcome;
    let winner = outcome.and_then(|outcome| outcome.winner);
    let views = war.views();
    let sides = views.iter().map(|(side, view)| (register.side(*side).name.id.clone(), one_side(war, view)));
    RunJson {
        scenario: war.setting.about.id.clone(),
        seed: war.start.dice.seed,
        turns: war.turns,
        digest: format!("{:016x}", war.end.digest().whole),
        result: ResultJson {
            winner: winner.map(|side| register.side(side).name.id.clone()),
            degree: degree_of(outcome),
            reason: reason(war),
        },
        sides: sides.collect(),
        events: war.story.counts().clone(),
        wall_ms,
    }
}

fn one_side(war: &War, view: &View) -> SideJson {
    let side = view.side;
    let ledger = Ledger::of_side(war.setting, war.start, war.end, side);
    let men = |fate| ledger.count(fate);
    let grain = grain(war.setting, war.end, side);
    let cash = cash(war.setting, war.end, side);
    let now = war.end.clock.minute;
    let hungry = hungry(view, war.setting, HUNGRY_DAYS).into_iter().map(|one| HungryJson {
        formations: one.who.iter().map(|id| war.setting.register.formation(*id).name.id.clone()).collect(),
        mouths: one.mouths,
        at: Grid::col_row(one.at),
        cause: one.plight.cause.tag(),
        hungry_hours: one.plight.hungry_h,
        lasts_minutes: one.plight.bare.map_or(0, |bare| bare.saturating_sub(now)),
        words: one.words,
    });
    SideJson {
        men_start: ledger.start,
        men_now: ledger.with_formations(),
        dead_battle: men(Fate::DeadBattle),
        dead_pursuit: men(Fate::DeadPursuit),
        dead_hunger: men(Fate::DeadHunger),
        dead_thirst: men(Fate::DeadThirst),
        dead_disease: men(Fate::DeadDisease),
        dead_cold: men(Fate::DeadCold),
        dead_drowned: men(Fate::DeadDrowned),
        wounded: men(Fate::Wounded),
        captured: men(Fate::Captured),
        deserted: men(Fate::Deserted),
        dispersed: men(Fate::Dispersed),
        gone_home: men(Fate::GoneHome),
        grain_start: grain.start,
        grain_found: grain.found,
        grain_bought: grain.bought,
        grain_taken: grain.gained,
        grain_eaten: grain.eaten,
        grain_burnt: grain.burnt,
        grain_lost: grain.lost,
        grain_now: grain.now,
        cash_start: cash.start,
        cash_taken: cash.taken,
        cash_spent: cash.spent,
        cash_lost: cash.lost,
        cash_now: cash.now,
        hungry: hungry.collect(),
    }
}
