//! Gates: measured numbers beside the range the record allows. A rule that breaks one is wrong, whatever it explains.

use serde::Serialize;

use super::battle::{Battle, Surprise};
use super::{quantile, sorted};

/// A measured number and the range it must lie in.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Gate {
    /// Its mark, such as `G3`.
    pub id: &'static str,
    /// What is measured.
    pub what: &'static str,
    /// The measure.
    pub value: f64,
    /// Lowest value that passes.
    pub low: f64,
    /// Highest value that passes.
    pub high: f64,
    /// Whether it lies in the range.
    pub pass: bool,
    /// From how many cases.
    pub n: u32,
    /// Who recorded the range.
    pub source: &'static str,
}

impl Gate {
    /// A measure held to its range.
    pub fn new(
        id: &'static str,
        what: &'static str,
        value: f64,
        (low, high): (f64, f64),
        n: usize,
        source: &'static str,
    ) -> Self {
        Self { id, what, value, low, high, pass: value >= low && value <= high, n: n as u32, source }
    }
}

const CDB90: &str = "CDB90, field battles 1600-1815";
const ANCIENT: &str = "Krentz 1985; Rosenstein";

/// Share of the cases of which something holds, percent.
fn percent<'a>(cases: impl Iterator<Item = &'a Battle>, holds: impl Fn(&Battle) -> bool) -> (f64, usize) {
    let (mut all, mut some) = (0_usize, 0_usize);
    for case in cases {
        all += 1;
        some += usize::from(holds(case));
    }
    (some as f64 * 100.0 / all.max(1) as f64, all)
}

/// Slope and share of variance explained of `y` on `x` by least squares.
pub fn least_squares(points: &[(f64, f64)]) -> (f64, f64) {
    let n = points.len().max(1) as f64;
    let mean = |of: fn(&(f64, f64)) -> f64| points.iter().map(of).sum::<f64>() / n;
    let (mx, my) = (mean(|point| point.0), mean(|point| point.1));
    let sum = |of: &dyn Fn(f64, f64) -> f64| points.iter().map(|(x, y)| of(x - mx, y - my)).sum::<f64>();
    let (xx, xy, yy) = (sum(&|x, _| x * x), sum(&|x, y| x * y), sum(&|_, y| y * y));
    if xx == 0.0 || yy == 0.0 {
        return (0.0, 0.0);
    }
    (xy / xx, xy * xy / (xx * yy))
}

/// The gates G1 to G8 of a set of field battles.
pub fn battle_gates(battles: &[Battle]) -> Vec<Gate> {
    let uneven = battles.iter().filter(|battle| battle.men[0] != battle.men[1]);
    let larger = percent(uneven, |battle| (battle.men[0] > battle.men[1]) == battle.attacker_won);
    let surprised = |kind: Surprise| {
        percent(battles.iter().filter(move |battle| battle.surprise == kind), |battle| battle.attacker_won)
    };
    let (none, substantial) = (surprised(Surprise::None), surprised(Surprise::Substantial));
    let points: Vec<(f64, f64)> = (battles.iter())
        .filter(|battle| battle.lost[0] > 0 && battle.lost[1] > 0)
        .map(|battle| {
            let ratio = f64::from(battle.men[0]) / f64::from(battle.men[1].max(1));
            (libm::log(ratio), libm::log(battle.share(0) / battle.share(1)))
        })
        .collect();
    let (slope, explained) = least_squares(&points);
    let winners = sorted(battles.iter().map(|battle| battle.share(battle.winner()) * 100.0));
    let losers = |pursued: bool| {
        let of = battles.iter().filter(move |battle| battle.pursued == pursued);
        sorted(of.map(|battle| battle.share(1 - battle.winner()) * 100.0))
    };
    let (left_alone, ridden_down) = (losers(false), losers(true));
    let dearer =
        percent(battles.iter(), |battle| battle.share(battle.winner()) > battle.share(1 - battle.winner()));
    let killed = |of: &dyn Fn(&Battle) -> usize| {
        let killed = battles.iter().map(|battle| {
            let side = of(battle);
            f64::from(battle.killed[side]) * 100.0 / f64::from(battle.men[side].max(1))
        });
        quantile(&sorted(killed), 0.5)
    };
    let hours = sorted(battles.iter().map(|battle| battle.hours));
    let n = battles.len();
    vec![
        Gate::new("G1", "larger side wins, %", larger.0, (47.0, 63.0), larger.1, CDB90),
        Gate::new("G2a", "attacker wins without surprise, %", none.0, (45.0, 64.0), none.1, CDB90),
        Gate::new(
            "G2b",
            "attacker wins with substantial surprise, %",
            substantial.0,
            (69.0, 97.0),
            substantial.1,
            CDB90,
        ),
        Gate::new(
            "G3a",
            "slope of ln(loss ratio) on ln(strength ratio)",
            slope,
            (-0.9, -0.1),
            points.len(),
            CDB90,
        ),
        Gate::new("G3b", "R2 of the same", explained, (0.0, 0.15), points.len(), CDB90),
        Gate::new("G4a", "winner's loss, median %", quantile(&winners, 0.5), (5.0, 11.0), n, CDB90),
        Gate::new("G4b", "winner's loss, 90th percentile %", quantile(&winners, 0.9), (20.0, 30.0), n, CDB90),
        Gate::new(
            "G5a",
            "loser's loss when not pursued, median %",
            quantile(&left_alone, 0.5),
            (13.0, 20.0),
            left_alone.len(),
            CDB90,
        ),
        Gate::new(
            "G5b",
            "loser's loss when pursued, median %",
            quantile(&ridden_down, 0.5),
            (28.0, 40.0),
            ridden_down.len(),
            CDB90,
        ),
        Gate::new("G6", "winner lost the larger share, %", dearer.0, (8.0, 20.0), n, CDB90),
        Gate::new(
            "G7a",
            "winner's killed, median %",
            killed(&|battle| battle.winner()),
            (3.0, 6.0),
            n,
            ANCIENT,
        ),
        Gate::new(
            "G7b",
            "loser's killed, median %",
            killed(&|battle| 1 - battle.winner()),
            (12.0, 18.0),
            n,
            ANCIENT,
        ),
        Gate::new("G8a", "length, median hours", quantile(&hours, 0.5), (6.0, 10.0), n, CDB90),
        Gate::new("G8b", "length, 10th percentile hours", quantile(&hours, 0.1), (2.0, 16.0), n, CDB90),
        Gate::new("G8c", "length, 90th percentile hours", quantile(&hours, 0.9), (2.0, 16.0), n, CDB90),
    ]
}
