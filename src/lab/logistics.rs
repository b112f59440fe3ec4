//! Carrying: how far an army gets on what it takes along, by the very law of supply, against what generals reckoned.

use serde::Serialize;

use super::gates::Gate;
use crate::orders::{March, Order};
use crate::scenario::rules::RuleBook;
use crate::scenario::sketch::{Levy, Sketch};
use crate::sim::army::Beasts;
use crate::sim::hex::{Grid, Hex};
use crate::sim::id::SideId;
use crate::sim::intent::Pace;
use crate::sim::supply::{Diet, Marcher, Policy, Rations, Reckoning, SupplyRules, reckon};
use crate::sim::troops::TroopKind;

/// A day, minutes.
const DAY: f64 = 1440.0;

/// A row of Shen Kuo's table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    /// Porters for each soldier.
    pub porters: u32,
    /// When porters were sent home, and with how many days of food.
    pub home: Vec<(f64, f64)>,
    /// Days until the food is gone.
    pub days: f64,
    /// Days out, if the army must come back, as he counts them.
    pub out_and_back: f64,
}

/// A term of the series of wagons.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Term {
    /// What these wagons carry for.
    pub what: &'static str,
    /// Wagons.
    pub wagons: f64,
    /// All wagons up to here.
    pub together: f64,
}

/// All that is reckoned.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Study {
    /// Shen Kuo's table.
    pub shen_kuo: Vec<Row>,
    /// The column from Huanqing in 1081: days until its food is gone.
    pub huanqing_days: f64,
    /// Days of an army of Frederick's time without a magazine.
    pub tempelhoff_days: f64,
    /// Wagons of an army of the American Civil War two days out.
    pub wagons: Vec<Term>,
    /// Where the series of wagons ends.
    pub wagons_limit: f64,
    /// Kilometers of a day's march: what it is, and how many.
    pub marches: Vec<(String, f64)>,
    /// Held against the record.
    pub gates: Vec<Gate>,
}

/// Reckons it all.
pub fn logistics() -> Study {
    let shen_kuo = vec![row(&[0]), row(&[6, 0]), row(&[4, 9, 0])];
    let huanqing_days = huanqing();
    let tempelhoff_days = tempelhoff();
    let (wagons, wagons_limit) = wagons();
    let marches = marches();
    let mut gates = Vec::new();
    for (row, days) in shen_kuo.iter().zip([17.5, 25.5, 31.0]) {
        gates.push(Gate::new("G9", "days on carried food", row.days, (days, days), 1, SHEN_KUO));
    }
    for (row, days) in shen_kuo.iter().zip([9.0, 13.0, 16.0]) {
        gates.push(Gate::new("G9", "days out, to come back", row.out_and_back, (days, days), 1, SHEN_KUO));
    }
    gates.push(Gate::new("G10", "days without a magazine", tempelhoff_days, (17.0, 19.0), 1, "Tempelhoff"));
    let third = wagons.get(2).map_or(0.0, |term| term.together);
    gates.push(Gate::new(
        "G10",
        "wagons at the third term",
        third,
        (1960.0, 1960.0),
        1,
        "Civil War, French observer",
    ));
    gates.push(Gate::new(
        "1081",
        "days of the Huanqing column",
        huanqing_days,
        (17.0, 19.0),
        1,
        "Xu zizhi tongjian 76",
    ));
    for (what, km) in &marches {
        let range = if what.contains("forced") { (53.0, 110.0) } else { (16.0, 33.0) };
        let what = match what.as_str() {
            "foot, ordinary" => "km a day, foot, ordinary",
            "horse, ordinary" => "km a day, horse, ordinary",
            "foot, forced" => "km a day, foot, forced",
            _ => "km a day, horse, forced",
        };
        gates.push(Gate::new("G11", what, *km, range, 1, "Song marches, 30-60 and 100-200 li"));
    }
    Study { shen_kuo, huanqing_days, tempelhoff_days, wagons, wagons_limit, marches, gates }
}

const SHEN_KUO: &str = "Mengxi bitan 11";

fn kind(id: &str) -> &'static TroopKind {
    let kinds = &RuleBook::shared().troops.kinds;
    let found = kinds.iter().find(|(name, _)| name == id);
    &found.unwrap_or(&kinds[0]).1
}

/// So many men with so much food, of which they keep so many days.
fn body(troop: &str, mouths: u32, sheng: u32, keep_days: u8) -> Marcher<'static> {
    let mut rations = Rations::of(sheng, 0);
    rations.deal(Diet::of(Policy::Full, keep_days));
    Marcher { rations, beasts: Beasts::default(), mouths, kind: kind(troop), group: "column" }
}

fn days(reckoning: &Reckoning) -> f64 {
    reckoning.hungry.map_or(f64::INFINITY, |(minute, _)| f64::from(minute) / DAY)
}

/// A thousand soldiers with five days of food, and as many bearers in each body as there are soldiers. Shen Kuo tells when
/// each body is sent home, and with how many days of food.
fn row(keep: &[u8]) -> Row {
    let rules = &RuleBook::shared().rules.supply;
    let loaded = |troop| 1000 * u32::from(kind(troop).load_sheng);
    let mut column = vec![body("song_foot", 1000, loaded("song_foot"), 0)];
    column.extend(keep.iter().map(|keep| body("porter", 1000, loaded("porter"), *keep)));
    let reckoning = reckon(&column, 60, rules);
    let home = (reckoning.home.iter())
        .map(|(minute, _, sheng)| {
            (f64::from(*minute) / DAY, f64::from(*sheng) / 1000.0 / f64::from(rules.man_sheng_day))
        })
        .collect();
    let days = days(&reckoning);
    // He rounds to whole days first, and halves then.
    Row { porters: keep.len() as u32, home, days, out_and_back: (libm::round(days) / 2.0).ceil() }
}

/// 87,000 soldiers with five days of food and 95,000 porters with six dou each, from Huan toward Lingzhou.
fn huanqing() -> f64 {
    let rules = &RuleBook::shared().rules.supply;
    let column = [body("song_foot", 87_000, 870_000, 0), body("porter", 95_000, 5_700_000, 0)];
    days(&reckon(&column, 60, rules))
}

/// 100,000 men eat a pound and a half of flour or bread a day, carry three days of it, and have six days of bread and nine
/// of flour behind them in wagons of 2,000 pounds with two drivers, who eat as well. In half pounds.
fn tempelhoff() -> f64 {
    let rules = SupplyRules { man_sheng_day: 3, ..RuleBook::shared().rules.supply.clone() };
    let men = 100_000;
    let wagons = men * 3 * 15 / 4_000;
    let column = [body("song_foot", men, men * 3 * 3, 0), body("porter", wagons * 2, wagons * 4_000, 0)];
    days(&reckon(&column, 60, &rules))
}

/// Two days out with 100,000 men at 4 pounds and 16,000 horses at 25 pounds a day, wagons of 2,000 pounds and six mules
/// at 25 pounds: four days for men and horses, and three for the teams, who are fed before they leave; then for the teams
/// of those wagons, and so on.
fn wagons() -> (Vec<Term>, f64) {
    let (load, days) = (2_000.0, 4.0);
    let team = 6.0 * 25.0 * 3.0 / load;
    let mut terms = Vec::new();
    let mut add = |what, wagons| {
        let before = terms.last().map_or(0.0, |term: &Term| term.together);
        terms.push(Term { what, wagons, together: before + wagons });
        wagons
    };
    let men = add("the men", 100_000.0 * 4.0 * days / load);
    let horses = add("the horses", 16_000.0 * 25.0 * days / load);
    let mut last = men + horses;
    while last >= 1.0 {
        last = add("the teams of the wagons before", last * team);
    }
    let limit = (men + horses) / (1.0 - team);
    (terms, limit)
}

/// A day's march of 3,000 men on a road over open, level land.
fn marches() -> Vec<(String, f64)> {
    let mut marches = Vec::new();
    for (troop, words) in [("song_foot", "foot"), ("song_horse", "horse")] {
        for (pace, how) in [(Pace::Ordinary, "ordinary"), (Pace::Forced, "forced")] {
            marches.push((format!("{words}, {how}"), march(troop, pace)));
        }
    }
    marches
}

/// Kilometers from six in the morning to six the next.
fn march(troop: &str, pace: Pace) -> f64 {
    let mut sketch = Sketch::plain(160, 8);
    let from = Grid::hex(4, 4);
    let path: Vec<Hex> = (5..=150).map(|col| Grid::hex(col, 4)).collect();
    let mut last = from;
    for hex in &path {
        sketch.map.lay_road(last, *hex);
        last = *hex;
    }
    let formation = sketch.levy(Levy::in_hex(from).troop(troop).men(3_000).days(5));
    sketch.start_minute = 6 * 60;
    sketch.tempo = (720, 15);
    sketch.lasts_minutes = 3 * 1440;
    let mut game = sketch.game();
    let march = Order::March(March { formation, path, pace });
    if game.submit(SideId(0), march, "").is_err() {
        return 0.0;
    }
    game.end_turn();
    game.end_turn();
    let state = game.snapshot();
    let hexes = state.formations[formation.index()].place.hex().unsigned_distance_to(from);
    f64::from(hexes) * f64::from(sketch.map.hex_m) / 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_gate_of_carrying_is_met() {
        let study = logistics();
        let failed: Vec<&Gate> = study.gates.iter().filter(|gate| !gate.pass).collect();
        assert!(failed.is_empty(), "{failed:#?}");
        assert!(study.wagons_limit > 2_060.0 && study.wagons_limit < 2_070.0);
        assert!((study.wagons.last().expect("terms").together - study.wagons_limit).abs() < 1.0);
    }
}
