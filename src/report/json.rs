//! The after-action report for machines: the one object that `run --json` prints.

use std::collections::BTreeMap;

use serde::Serialize;

use super::War;
use super::ledger::{Ledger, grain_carried};
use super::tables::{degree_of, reason};
use crate::sim::army::Fate;
use crate::sim::id::SideId;

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

/// One side. All but `grain_…` are men; `men_start` = `men_now` + dead + captured + deserted + dispersed + gone home.
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
    /// Grain carried at the start, sheng. `grain_start` + `grain_gained` = `grain_eaten` + `grain_lost` + `grain_now`.
    pub grain_start: u64,
    /// Drawn from stores.
    pub grain_gained: u64,
    /// Eaten.
    pub grain_eaten: u64,
    /// On men and beasts of formations that are no more.
    pub grain_lost: u64,
    /// Carried now by formations that have men.
    pub grain_now: u64,
}

/// Puts a war into the object.
pub fn run(war: &War, wall_ms: u64) -> RunJson {
    let register = &war.setting.register;
    let outcome = war.end.verdict.outcome;
    let winner = outcome.and_then(|outcome| outcome.winner);
    let sides = register.side_ids().map(|side| (register.side(side).name.id.clone(), one_side(war, side)));
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

fn one_side(war: &War, side: SideId) -> SideJson {
    let ledger = Ledger::of_side(war.setting, war.start, war.end, side);
    let men = |fate| ledger.count(fate);
    let grain_start = grain_carried(war.setting, war.start, side);
    let grain_gained = war.story.grain_drawn(side);
    let held = grain_carried(war.setting, war.end, side);
    let own = war.end.formations.iter().filter(|one| one.side.0 == side);
    let grain_now = own.filter(|one| one.is_alive()).map(|one| u64::from(one.rations.sheng())).sum::<u64>();
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
        grain_start,
        grain_gained,
        grain_eaten: (grain_start + grain_gained).saturating_sub(held),
        grain_lost: held - grain_now,
        grain_now,
    }
}
