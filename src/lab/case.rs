//! One described battle, fought many times: what a scenario author asks when he wonders what an ambush is worth.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::{quantile, sorted};
use crate::game::Game;
use crate::scenario::sketch::{Levy, Sketch};
use crate::sim::army::{Fate, Posture, Roll};
use crate::sim::hex::Grid;
use crate::sim::intent::Stance;
use crate::sim::register::Temperament;
use crate::sim::supply::Rations;
use crate::snapshot::FormationState;

/// A described battle on a board of 9 x 9 hexes a kilometer wide.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// What it is about.
    pub title: String,
    /// Letters of the ground that is not open: `, s h m v f w` as in sketches, with column and row.
    #[serde(default)]
    pub ground: Vec<(char, (i32, i32))>,
    /// Hexes that lie higher than the rest, meters, with column and row.
    #[serde(default)]
    pub heights: Vec<(i16, (i32, i32))>,
    /// The side that must break the other to win.
    pub attackers: Vec<Troops>,
    /// The side that wins if it still stands at the end.
    pub defenders: Vec<Troops>,
    /// Hour of the day at which it begins.
    pub start_h: u32,
    /// Hours it lasts at most.
    pub hours: u32,
}

/// One formation of a described battle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Troops {
    /// Column and row.
    pub at: (i32, i32),
    /// Men.
    pub men: u32,
    /// Kind of troops, by id.
    pub troop: String,
    /// Training, 1 to 5.
    #[serde(default = "common_quality")]
    pub quality: u8,
    /// Ability of its commander, 1 to 9.
    #[serde(default = "common_ability")]
    pub ability: u8,
    /// Weariness, permille.
    #[serde(default)]
    pub fatigue: u16,
    /// Days without food.
    #[serde(default)]
    pub hungry_days: u32,
    /// Order of march or battle.
    #[serde(default = "formed")]
    pub posture: Posture,
    /// Whether it goes for the enemy.
    #[serde(default)]
    pub attacks: bool,
    /// Minutes for which it is taken by surprise.
    #[serde(default)]
    pub surprised_min: u32,
}

fn common_quality() -> u8 {
    3
}

fn common_ability() -> u8 {
    5
}

fn formed() -> Posture {
    Posture::Formed
}

/// 10, 50 and 90 of a hundred lie below these.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Spread {
    /// Tenth.
    pub p10: f64,
    /// Half.
    pub p50: f64,
    /// Nine tenths.
    pub p90: f64,
}

impl Spread {
    fn of(values: impl Iterator<Item = f64>) -> Self {
        let values = sorted(values);
        Self { p10: quantile(&values, 0.1), p50: quantile(&values, 0.5), p90: quantile(&values, 0.9) }
    }
}

/// How a described battle goes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CaseStudy {
    /// How often it was fought.
    pub n: u32,
    /// Share of battles in which the attackers broke half of the defenders first, percent.
    pub attackers_win: f64,
    /// Share of the attackers' men killed, wounded, taken or scattered, percent.
    pub attackers_lost: Spread,
    /// The same of the defenders.
    pub defenders_lost: Spread,
    /// Attackers' losses for each loss of the defenders.
    pub exchange: Spread,
    /// Hours until it was decided.
    pub hours: Spread,
    /// Share of battles in which no standing formation of the defenders was left at the end, percent.
    pub defenders_destroyed: f64,
}

/// Step of a described battle, minutes.
const STEP: u32 = 15;
/// Share of an army, permille, that is broken or fallen when the day is lost.
const LOST_DAY: u64 = 500;

struct Fought {
    lost: [f64; 2],
    men_lost: [f64; 2],
    attackers_won: bool,
    destroyed: bool,
    hours: f64,
}

/// Fights a described battle `n` times.
pub fn case(case: &Case, n: u32, seed: u64) -> CaseStudy {
    let fought: Vec<Fought> =
        (0..n).into_par_iter().map(|index| fight(case, seed ^ (u64::from(index) << 20))).collect();
    let percent = |holds: fn(&Fought) -> bool| {
        fought.iter().filter(|fight| holds(fight)).count() as f64 * 100.0 / f64::from(n.max(1))
    };
    CaseStudy {
        n,
        attackers_win: percent(|fight| fight.attackers_won),
        attackers_lost: Spread::of(fought.iter().map(|fight| fight.lost[0])),
        defenders_lost: Spread::of(fought.iter().map(|fight| fight.lost[1])),
        exchange: Spread::of(fought.iter().map(|fight| fight.men_lost[0] / fight.men_lost[1].max(1.0))),
        hours: Spread::of(fought.iter().map(|fight| fight.hours)),
        defenders_destroyed: percent(|fight| fight.destroyed),
    }
}

fn sketch(case: &Case, seed: u64) -> Sketch {
    let letter =
        |at: (i32, i32)| case.ground.iter().find(|(_, hex)| *hex == at).map_or('.', |(letter, _)| *letter);
    let row = |row: i32| (0..9).map(|col| letter((col, row)).to_string()).collect::<Vec<_>>().join(" ");
    let rows: Vec<String> = (0..9).map(row).collect();
    let mut sketch = Sketch::new(&rows.join("\n"));
    sketch.seed = seed;
    sketch.tempo = (STEP, STEP);
    sketch.start_minute = case.start_h * 60;
    for (meters, (col, row)) in &case.heights {
        sketch.height(Grid::hex(*col, *row), 1800 + meters);
    }
    for (side, troops) in [&case.attackers, &case.defenders].into_iter().enumerate() {
        for troops in troops {
            let levy = Levy::in_hex(Grid::hex(troops.at.0, troops.at.1))
                .side(side as u8)
                .men(troops.men)
                .troop(&troops.troop)
                .quality(troops.quality)
                .fatigue(troops.fatigue)
                .posture(troops.posture)
                .stance(if troops.attacks { Stance::Pursue } else { Stance::Hold })
                .led(Temperament::Steady, troops.ability);
            sketch.levy(levy);
        }
    }
    sketch
}

fn fight(case: &Case, seed: u64) -> Fought {
    let sketch = sketch(case, seed);
    let (setting, mut start) = sketch.build();
    let all = case.attackers.iter().chain(&case.defenders);
    for (formation, troops) in start.formations.iter_mut().zip(all) {
        formation.engaged.surprise(if troops.surprised_min > 0 {
            sketch.start_minute + troops.surprised_min
        } else {
            0
        });
        if troops.hungry_days > 0 {
            formation.rations = Rations::of(0, troops.hungry_days * 24 * 60);
        }
    }
    let mut game = Game::new(std::sync::Arc::new(setting), &start);
    let (mut decided, mut attackers_won) = (None, false);
    let of = |formations: &[FormationState], side: u8, count: &dyn Fn(&FormationState) -> u32| -> u64 {
        formations.iter().filter(|one| one.side.0.0 == side).map(|one| u64::from(count(one))).sum()
    };
    let stands =
        |one: &FormationState| if one.posture == Posture::Routed { 0 } else { one.roll.under_arms() };
    for turn in 1..=case.hours * 60 / STEP {
        game.end_turn();
        let now = game.snapshot().formations;
        let gone = |side: u8| {
            let total = of(&now, side, &|one| one.roll.total()).max(1);
            1000 - of(&now, side, &stands) * 1000 / total
        };
        if decided.is_none() && gone(0).max(gone(1)) >= LOST_DAY {
            decided = Some(f64::from(turn * STEP) / 60.0);
            attackers_won = gone(1) > gone(0);
        }
    }
    let end = game.snapshot().formations;
    let lost = |roll: &Roll| roll.lost() + roll.count(Fate::Wounded);
    let men_lost = [0, 1].map(|side| of(&end, side, &|one| lost(&one.roll)) as f64);
    let men = [0, 1].map(|side| of(&end, side, &|one| one.roll.total()).max(1) as f64);
    Fought {
        lost: [0, 1].map(|side| men_lost[side] * 100.0 / men[side]),
        men_lost,
        attackers_won,
        destroyed: of(&end, 1, &stands) == 0,
        hours: decided.unwrap_or(f64::from(case.hours)),
    }
}
