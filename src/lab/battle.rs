//! Random field battles of whole armies, fought through the real engine, as the battles of 1600 to 1815 in CDB90 were:
//! strengths and their ratio, surprise, and how often the victor pursued are drawn as they are recorded there.
//!
//! Two armies of several formations stand in facing lines; one attacks, one holds. A battle is over when half of one
//! army is broken or fallen, or when time runs out, and then the attack was repulsed. The victor pursues or does not.

use rayon::prelude::*;
use serde::Serialize;

use super::gates::{Gate, battle_gates};
use crate::game::Game;
use crate::orders::{Attack, Halt, Order};
use crate::scenario::sketch::{Levy, Sketch};
use crate::sim::army::{Fate, Posture, Side};
use crate::sim::combat::CombatRules;
use crate::sim::dice::{Dice, Purpose, Stream};
use crate::sim::event::Source;
use crate::sim::hex::Grid;
use crate::sim::id::SideId;
use crate::sim::intent::{Intention, Pace, Stance};
use crate::sim::register::Temperament;
use crate::sim::sighting::Report;
use crate::snapshot::{FormationState, Snapshot};

/// Under which law the battles are fought.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Law {
    /// As the rules are shipped.
    Shipped,
    /// The square law with hardly any fortune, which the gates must refuse.
    Square,
}

impl Law {
    fn bend(self, rules: &mut CombatRules) {
        if self == Self::Square {
            rules.numbers_exponent = 1000;
            (rules.fortune_day, rules.fortune_battle) = (50, 50);
            (rules.foot_per_km, rules.horse_per_km) = (1_000_000, 1_000_000);
        }
    }
}

/// Which side was surprised, and how badly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Surprise {
    /// The defender surprised the attacker.
    Defender,
    /// Nobody was surprised.
    None,
    /// The attacker came sooner than he was looked for.
    Minor,
    /// The attacker fell on unformed men.
    Substantial,
}

/// One battle.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Battle {
    /// Men of the attacker and of the defender at the start.
    pub men: [u32; 2],
    /// Killed, wounded, taken and scattered of each.
    pub lost: [u32; 2],
    /// Killed of each.
    pub killed: [u32; 2],
    /// Who surprised whom.
    pub surprise: Surprise,
    /// Whether the attacker won.
    pub attacker_won: bool,
    /// Whether the victor pursued.
    pub pursued: bool,
    /// Hours of fighting until it was decided.
    pub hours: f64,
}

impl Battle {
    /// Share of its men that a side lost.
    pub fn share(&self, side: usize) -> f64 {
        f64::from(self.lost[side]) / f64::from(self.men[side].max(1))
    }

    /// The side that won: 0 the attacker, 1 the defender.
    pub fn winner(&self) -> usize {
        usize::from(!self.attacker_won)
    }
}

/// Many battles and what they say.
#[derive(Debug, Clone, Serialize)]
pub struct BattleStudy {
    /// How many.
    pub n: u32,
    /// From which seed.
    pub seed: u64,
    /// Under which law.
    pub law: Law,
    /// Held to the record.
    pub gates: Vec<Gate>,
    /// Each battle.
    #[serde(skip)]
    pub battles: Vec<Battle>,
}

/// Fights `n` random battles. The result does not depend on the number of threads.
pub fn battle(n: u32, seed: u64, law: Law) -> BattleStudy {
    let battles: Vec<Battle> = (0..n).into_par_iter().map(|index| fight(index, seed, law)).collect();
    BattleStudy { n, seed, law, gates: battle_gates(&battles), battles }
}

/// Minutes of a turn, which here is one step.
const STEP: u32 = 30;
/// A battle that is undecided after so many hours is a repulse.
const LONGEST_H: u32 = 16;
/// Share of an army, permille, that is broken or fallen when its general gives up the day: least and most.
const LOST_DAY: (i32, i32) = (200, 800);
/// Victors in a thousand who pursued (CDB90: 46 %).
const PURSUED: u16 = 455;
/// The rows in which the lines stand.
const ROWS: [i32; 2] = [DEPTH / 2, DEPTH / 2 - 1];
/// Rows of the field, so that there is room to run.
const DEPTH: i32 = 20;

/// Draws of one battle.
struct Draws(Stream);

impl Draws {
    /// A normal number.
    fn normal(&mut self) -> f64 {
        f64::from(self.0.bell()) / 1000.0
    }

    /// One of a list, each as likely as its weight.
    fn pick<T: Copy>(&mut self, of: &[(T, i32)]) -> T {
        let total: i32 = of.iter().map(|(_, weight)| weight).sum();
        let mut roll = self.0.between(0, total - 1);
        for (what, weight) in of {
            roll -= weight;
            if roll < 0 {
                return *what;
            }
        }
        of[0].0
    }
}

/// What an army is made of.
struct Host {
    men: u32,
    formations: u32,
    troops: [&'static str; 3],
    quality: f64,
    ability: f64,
    fatigue: u16,
}

fn host(men: f64, advantage: f64, draws: &mut Draws) -> Host {
    let men = men.clamp(1_500.0, 160_000.0) as u32;
    Host {
        men,
        formations: men.div_ceil(6_500).clamp(3, 24),
        troops: draws.pick(&[
            (["song_foot", "song_crossbow", "song_horse"], 4),
            (["xia_horse", "xia_levy", "xia_hill"], 2),
            (["xia_levy", "xia_horse", "xia_guard"], 2),
            (["song_foot", "song_foot", "song_archer"], 2),
        ]),
        quality: 3.0 + 0.25 * advantage + 0.7 * draws.normal(),
        ability: 5.0 + advantage + 1.6 * draws.normal(),
        fatigue: draws.0.between(0, 350) as u16,
    }
}

fn fight(index: u32, seed: u64, law: Law) -> Battle {
    let mut draws = Draws(Dice { seed }.lasting(index, Purpose::Lab, 0));
    // CDB90 1600-1815: geometric mean of the two strengths 23,700, spread 1.10; ratio 1.08, spread 0.53.
    let middle = 10.07 + 1.10 * draws.normal();
    let ratio = 0.08 + 0.53 * draws.normal();
    let surprise = draws.pick(&[
        (Surprise::Defender, 7),
        (Surprise::None, 100),
        (Surprise::Minor, 23),
        (Surprise::Substantial, 19),
    ]);
    // Who chooses to attack thinks himself the better man.
    let hosts = [
        host(libm::exp(middle + ratio / 2.0), 1.8, &mut draws),
        host(libm::exp(middle - ratio / 2.0), 0.0, &mut draws),
    ];
    let sketch = draw_up(&hosts, surprise, seed ^ (u64::from(index) << 20), law, &mut draws);
    let (setting, mut start) = sketch.build();
    for formation in &mut start.formations {
        let (side, minute) = (usize::from(formation.side.0.0), sketch.start_minute);
        match surprise {
            Surprise::Defender if side == 0 => formation.engaged.surprise(minute + 90),
            Surprise::Minor if side == 1 => formation.engaged.surprise(minute + 45),
            Surprise::Substantial if side == 1 => formation.engaged.surprise(minute + 120),
            _ => {}
        }
    }
    know_each_other(&mut start);
    let mut game = Game::new(std::sync::Arc::new(setting), &start);
    let bears = [0, 1].map(|_| draws.0.between(LOST_DAY.0, LOST_DAY.1) as u64);
    let (attacker_won, hours) = to_the_end(&mut game, bears);
    let pursued = draws.0.chance(PURSUED);
    if pursued {
        let hours = draws.0.between(1, 3) as u32;
        chase(&mut game, SideId(u8::from(!attacker_won)), hours);
    }
    reckon(&game.snapshot(), surprise, attacker_won, pursued, hours)
}

/// The armies in two facing lines.
fn draw_up(hosts: &[Host; 2], surprise: Surprise, seed: u64, law: Law, draws: &mut Draws) -> Sketch {
    let width = hosts[0].formations.max(hosts[1].formations).div_ceil(2).max(2);
    let ground = draws.pick(&[('.', 6), (',', 3), ('s', 1), ('h', 1)]);
    let row = |letter: char| vec![letter.to_string(); width as usize + 6].join(" ");
    let rows: Vec<String> = (0..DEPTH).map(|at| row(if at == ROWS[1] { ground } else { '.' })).collect();
    let mut sketch = Sketch::new(&rows.join("\n"));
    sketch.seed = seed;
    sketch.tempo = (STEP, STEP);
    sketch.start_minute = 60 * draws.0.between(5, 9) as u32;
    law.bend(&mut sketch.rules.combat);
    if draws.0.chance(150) {
        let rise = draws.0.between(10, 50) as i16;
        for col in 0..width as i32 + 6 {
            sketch.height(Grid::hex(col, ROWS[1]), 1800 + rise);
        }
    }
    for (side, host) in hosts.iter().enumerate() {
        let caught = matches!((surprise, side), (Surprise::Substantial, 1) | (Surprise::Defender, 0));
        for at in 0..host.formations {
            let col = 3 + (at % width) as i32;
            let troop = host.troops[usize::from(draws.0.permille()) * 3 / 1000];
            let quality = (host.quality + 0.4 * draws.normal() + 0.5).clamp(1.0, 5.0) as u8;
            let ability = (host.ability + 0.7 * draws.normal() + 0.5).clamp(1.0, 9.0) as u8;
            let levy = Levy::in_hex(Grid::hex(col, ROWS[side]))
                .side(side as u8)
                .men(host.men / host.formations)
                .troop(troop)
                .quality(quality)
                .fatigue(host.fatigue)
                .stance(Stance::Hold)
                .posture(if caught { Posture::Column } else { Posture::Formed })
                .led(Temperament::Steady, ability);
            sketch.levy(levy);
        }
    }
    sketch
}

/// Both armies begin in sight of each other.
fn know_each_other(start: &mut Snapshot) {
    for formation in &start.formations {
        let report = Report {
            about: formation.id,
            at: formation.place.hex(),
            minute: start.clock.minute,
            men: formation.roll.under_arms(),
            troop: Some(formation.troop.0),
            posture: formation.posture,
            source: Source::Eyes,
            came_from: None,
        };
        let enemy = SideId(1 - formation.side.0.0);
        start.beliefs.of_mut(enemy).reports.insert(formation.id, report);
    }
}

/// Every formation of a side that is not at blows is sent at the nearest enemy who is known, at those who stand
/// before those who run; those who run only if the side `chases`.
fn attack(game: &mut Game, side: SideId, chases: bool) {
    let view = game.view(side);
    for own in view.own.iter().filter(|own| own.is_alive() && own.posture != Posture::Routed) {
        if own.engaged.is_in_contact() {
            continue;
        }
        let runs = |report: &Report| report.posture == Posture::Routed;
        let known = view.belief.reports.values().filter(|report| chases || !runs(report));
        let far = |report: &Report| own.place.hex().unsigned_distance_to(report.at);
        let nearest = known.min_by_key(|report| (runs(report) && far(report) > 1, far(report), report.about));
        let order = match nearest {
            Some(report) => {
                Order::Attack(Attack { formation: own.id, target: report.about, pace: Pace::Ordinary })
            }
            None => Order::Halt(Halt { formation: own.id }),
        };
        // A refusal leaves the formation as it is, as it would a general.
        let _ = game.submit(side, order, "");
    }
}

/// Men of a side who stand, by side.
fn standing(formations: &[FormationState]) -> [u64; 2] {
    let of = |side| {
        let stands = |formation: &&FormationState| {
            formation.side == Side(SideId(side)) && formation.posture != Posture::Routed
        };
        formations.iter().filter(stands).map(|formation| u64::from(formation.roll.under_arms())).sum()
    };
    [of(0), of(1)]
}

/// Plays until one army has lost as much as its general bears, permille of its men; answers whether the attacker won
/// and the hours it took.
fn to_the_end(game: &mut Game, bears: [u64; 2]) -> (bool, f64) {
    let men = standing(&game.snapshot().formations);
    for turn in 1..=LONGEST_H * 60 / STEP {
        attack(game, SideId(0), false);
        game.end_turn();
        let left = standing(&game.snapshot().formations);
        // How much of what he bears each has lost, permille.
        let [attacker, defender] = [0, 1].map(|side| {
            (men[side] - left[side].min(men[side])) * 1_000_000 / (men[side] * bears[side]).max(1)
        });
        if attacker.max(defender) >= 1000 {
            return (defender > attacker, f64::from(turn * STEP) / 60.0);
        }
    }
    (false, f64::from(LONGEST_H))
}

/// The victor goes after the beaten army for some hours; what of it still stood gives way with the rest.
fn chase(game: &mut Game, victor: SideId, hours: u32) {
    let mut snapshot = game.snapshot();
    for formation in &mut snapshot.formations {
        if formation.posture == Posture::Routed {
            continue;
        }
        if formation.side.0 == victor {
            formation.stance = Stance::Pursue;
            formation.intention = Intention::Stay;
        } else {
            formation.posture = Posture::Routed;
            formation.intention = Intention::Flee;
        }
    }
    game.restore(&snapshot);
    for _ in 0..hours * 60 / STEP {
        attack(game, victor, true);
        game.end_turn();
    }
}

fn reckon(end: &Snapshot, surprise: Surprise, attacker_won: bool, pursued: bool, hours: f64) -> Battle {
    let sum = |side: u8, count: &dyn Fn(&FormationState) -> u32| -> u32 {
        end.formations.iter().filter(|formation| formation.side.0.0 == side).map(count).sum()
    };
    let both = |count: &dyn Fn(&FormationState) -> u32| [sum(0, count), sum(1, count)];
    Battle {
        men: both(&|formation| formation.roll.total()),
        lost: both(&|formation| formation.roll.lost() + formation.roll.count(Fate::Wounded)),
        killed: both(&|formation| formation.roll.dead()),
        surprise,
        attacker_won,
        pursued,
        hours,
    }
}
