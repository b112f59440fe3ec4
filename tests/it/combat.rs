//! Fighting, as seen from outside.

use ironhawk::game::Game;
use ironhawk::lab::case::{Case, Troops, case};
use ironhawk::scenario::sketch::{Levy, Sketch};
use ironhawk::sim::army::{Fate, Posture};
use ironhawk::sim::event::{SimEvent, Source};
use ironhawk::sim::hex::Grid;
use ironhawk::sim::id::{FormationId, SideId};
use ironhawk::sim::intent::Stance;
use ironhawk::sim::law::{Factor, FactorName, value_of};
use ironhawk::sim::map::Stream;
use ironhawk::sim::register::SignalKind;
use ironhawk::sim::sighting::Report;

fn troops(troop: &str, men: u32, at: (i32, i32)) -> Troops {
    Troops {
        at,
        men,
        troop: troop.to_owned(),
        quality: 3,
        ability: 5,
        fatigue: 0,
        hungry_days: 0,
        posture: Posture::Formed,
        attacks: false,
        surprised_min: 0,
    }
}

fn attacking(troop: &str, men: u32, at: (i32, i32)) -> Troops {
    Troops { attacks: true, ..troops(troop, men, at) }
}

fn case_of(attackers: Vec<Troops>, defenders: Vec<Troops>) -> Case {
    Case {
        title: "a test".to_owned(),
        ground: Vec::new(),
        heights: Vec::new(),
        attackers,
        defenders,
        start_h: 8,
        hours: 10,
    }
}

/// The six hexes around (4, 4), an even row.
const RING: [(i32, i32); 6] = [(5, 4), (4, 3), (3, 3), (3, 4), (3, 5), (4, 5)];

#[test]
fn an_ambush_of_equals_wins() {
    let caught =
        |at| Troops { posture: Posture::Column, surprised_min: 60, ..troops("song_foot", 3_000, at) };
    let study = case(
        &case_of(
            vec![attacking("xia_horse", 3_000, (3, 3)), attacking("xia_hill", 3_000, (4, 3))],
            vec![caught((4, 4)), caught((5, 4))],
        ),
        300,
        1,
    );
    assert!(study.attackers_win >= 75.0, "{study:#?}");
}

#[test]
fn iron_hawks_break_unformed_foot_but_not_a_line_of_shields_and_crossbows() {
    let unformed = |at| Troops { posture: Posture::Column, ..troops("song_foot", 3_000, at) };
    let hawks = || vec![Troops { quality: 4, ..attacking("xia_heavy", 3_000, (4, 3)) }];
    let study = case(&Case { hours: 6, ..case_of(hawks(), vec![unformed((4, 4))]) }, 300, 1);
    assert!(study.attackers_win >= 80.0, "{study:#?}");
    let line = vec![troops("song_crossbow", 1_500, (4, 4)), troops("song_foot", 1_500, (4, 4))];
    let study = case(&Case { hours: 6, ..case_of(hawks(), line) }, 300, 1);
    assert!(study.attackers_win <= 35.0, "{study:#?}");
}

#[test]
fn a_thousand_hold_a_village_against_ten_thousand_horse_until_dark() {
    let riders = RING.iter().take(5).map(|at| attacking("xia_horse", 2_000, *at)).collect();
    let held = Case {
        ground: vec![('w', (4, 4))],
        start_h: 13,
        hours: 5,
        ..case_of(riders, vec![Troops { quality: 4, ..troops("song_foot", 1_000, (4, 4)) }])
    };
    let study = case(&held, 300, 1);
    assert!(study.attackers_win <= 30.0, "{study:#?}");
}

#[test]
fn who_attacks_uphill_loses_seventeen_men_for_ten() {
    let uphill = Case {
        heights: vec![(60, (4, 4)), (60, (5, 4))],
        hours: 4,
        ..case_of(
            vec![attacking("song_foot", 3_000, (4, 3)), attacking("song_foot", 3_000, (5, 3))],
            vec![troops("song_foot", 3_000, (4, 4)), troops("song_foot", 3_000, (5, 4))],
        )
    };
    let study = case(&uphill, 400, 1);
    assert!((1.4..2.2).contains(&study.exchange.p50), "{study:#?}");
}

#[test]
fn the_hungry_and_surrounded_are_destroyed_at_little_cost() {
    let ring = RING.iter().map(|at| attacking("xia_horse", 6_700, *at)).collect();
    let hungry = Troops {
        fatigue: 400,
        hungry_days: 3,
        posture: Posture::Column,
        surprised_min: 60,
        ..troops("song_foot", 4_000, (4, 4))
    };
    let study = case(&case_of(ring, vec![hungry.clone(), hungry]), 200, 1);
    assert!(study.defenders_destroyed >= 85.0, "{study:#?}");
    assert!(study.defenders_lost.p50 >= 80.0 && study.attackers_lost.p50 <= 5.0, "{study:#?}");
}

/// Two formations face to face; the west one attacks.
fn face_to_face() -> Sketch {
    let mut sketch = Sketch::new(". A B .");
    sketch.levy(Levy::at('A').side(0).men(3_000).stance(Stance::Fight));
    sketch.levy(Levy::at('B').side(1).men(3_000).stance(Stance::Hold));
    sketch
}

fn events(game: &mut Game, turns: u32) -> Vec<SimEvent> {
    (0..turns).flat_map(|_| game.end_turn().events).map(|told| told.event).collect()
}

#[test]
fn every_number_told_is_the_product_of_its_factors() {
    let told = events(&mut face_to_face().game(), 6);
    let fought: Vec<_> = told
        .iter()
        .filter_map(|event| match event {
            SimEvent::Fought { factors, per_hour, .. } => Some((factors, per_hour)),
            _ => None,
        })
        .collect();
    assert!(fought.len() > 8, "both strike in every step");
    assert!(fought.iter().all(|(factors, per_hour)| value_of(factors).to_bits() == per_hour.to_bits()));
}

#[test]
fn a_forecast_from_a_true_report_is_what_the_first_hour_shows() {
    let mut game = face_to_face().game();
    let mut snapshot = game.snapshot();
    let (own, enemy) = (FormationId(0), &snapshot.formations[1]);
    let report = Report {
        about: enemy.id,
        at: enemy.place.hex(),
        minute: snapshot.clock.minute,
        men: 3_000,
        troop: Some(enemy.troop.0),
        posture: enemy.posture,
        source: Source::Contact,
        came_from: None,
    };
    snapshot.beliefs.of_mut(SideId(0)).reports.insert(enemy.id, report);
    game.restore(&snapshot);
    let forecast = game.view(SideId(0)).forecast(own, report.about).expect("the enemy is known");
    // The second step is the first that is hand to hand throughout.
    let told = game.end_turn().events;
    let factors = told.iter().find_map(|told| match &told.event {
        SimEvent::Fought { attacker, factors, .. } if *attacker == own && told.step == 1 => Some(factors),
        _ => None,
    });
    let shown = |name: FactorName| {
        let find =
            |factors: &[Factor]| factors.iter().find(|factor| factor.name == name).map(|factor| factor.times);
        (find(&forecast.ours.factors), factors.and_then(|factors| find(factors)))
    };
    for name in
        [FactorName::Base, FactorName::Arms, FactorName::Quality, FactorName::Works, FactorName::Height]
    {
        let (before, after) = shown(name);
        assert_eq!(before, after, "{name:?}");
    }
    assert!(factors.is_some(), "they fought");
}

#[test]
fn a_bluff_or_a_river_between_them_keeps_them_apart() {
    for stream in [Stream::Bluff, Stream::River] {
        let mut sketch = face_to_face();
        let (a, b) = (sketch.hex('A'), sketch.hex('B'));
        sketch.edge(a, b, stream);
        let told = events(&mut sketch.game(), 2);
        assert!(!told.iter().any(|event| matches!(event, SimEvent::Met { .. })), "{stream:?}");
    }
}

#[test]
fn nobody_fights_unless_one_goes_for_the_other() {
    let mut sketch = Sketch::new(". A B .");
    sketch.levy(Levy::at('A').side(0).stance(Stance::Hold));
    sketch.levy(Levy::at('B').side(1).stance(Stance::Hold));
    assert!(!events(&mut sketch.game(), 2).iter().any(|event| matches!(event, SimEvent::Fought { .. })));
}

#[test]
fn men_in_hiding_neither_strike_nor_are_struck() {
    let mut sketch = Sketch::new(". A h .");
    sketch.levy(Levy::at('A').side(0).stance(Stance::Pursue));
    let banner = sketch.signal(1, SignalKind::Banner, 3_000);
    let ambush = Levy::in_hex(Grid::hex(2, 0)).side(1).stance(Stance::Ambush { signal: Some(banner) });
    sketch.levy(ambush.posture(Posture::Hidden));
    let told = events(&mut sketch.game(), 12);
    let first = |wanted: fn(&SimEvent) -> bool| told.iter().position(wanted);
    let rises = |event: &SimEvent| matches!(event, SimEvent::Released { .. } | SimEvent::AmbushFound { .. });
    let fought = first(|event| matches!(event, SimEvent::Fought { .. }));
    assert!(fought.is_none_or(|fought| first(rises).is_some_and(|risen| risen < fought)), "{told:?}");
}

#[test]
fn every_man_is_accounted_for_and_a_long_fight_breaks_somebody() {
    let mut sketch = Sketch::new(". A B .");
    // Weary and shaken levies against three times their number of guards.
    let men = [9_000, 3_000];
    sketch.levy(Levy::at('A').side(0).men(men[0]).troop("xia_guard").quality(5).stance(Stance::Pursue));
    let shaken = Levy::at('B').side(1).men(men[1]).troop("xia_levy").quality(1).fatigue(400).cohesion(400);
    let shaken = sketch.levy(shaken.stance(Stance::Hold));
    let mut game = sketch.game();
    let told = events(&mut game, 24);
    let breaks =
        |event: &SimEvent| matches!(event, SimEvent::Broke { formation, .. } if *formation == shaken);
    assert!(told.iter().any(breaks), "{:?}", game.snapshot().formations[shaken.index()]);
    for formation in &game.snapshot().formations {
        assert_eq!(formation.roll.total(), men[formation.id.index()]);
        let lost: u32 = told
            .iter()
            .filter_map(|event| match event {
                SimEvent::Lost { formation: who, fate, men }
                    if *who == formation.id && matches!(fate, Fate::DeadBattle) =>
                {
                    Some(*men)
                }
                _ => None,
            })
            .sum();
        assert_eq!(formation.roll.count(Fate::DeadBattle), lost, "the ledger and the chronicle agree");
    }
}

#[test]
fn steps_of_an_hour_and_of_a_quarter_cost_the_same() {
    let lost = |step: u32| -> u32 {
        (0..60)
            .map(|seed| {
                let mut sketch = face_to_face();
                sketch.seed = seed;
                sketch.tempo = (60, step);
                let mut game = sketch.game();
                events(&mut game, 4);
                game.snapshot()
                    .formations
                    .iter()
                    .map(|formation| 3_000 - formation.roll.under_arms())
                    .sum::<u32>()
            })
            .sum()
    };
    let (hour, quarter) = (lost(60), lost(15));
    assert!(hour.abs_diff(quarter) * 100 < quarter * 12, "{hour} in hours, {quarter} in quarters");
}

#[test]
fn who_has_no_way_out_is_taken_or_dies() {
    let mut sketch = Sketch::plain(9, 9);
    for (col, row) in RING {
        sketch.levy(Levy::in_hex(Grid::hex(col, row)).side(0).men(2_000).stance(Stance::Pursue));
    }
    let trapped =
        sketch.levy(Levy::in_hex(Grid::hex(4, 4)).side(1).men(1_000).quality(2).stance(Stance::Hold));
    let mut game = sketch.game();
    let told = events(&mut game, 12);
    assert!(
        told.iter()
            .any(|event| matches!(event, SimEvent::Surrounded { formation, .. } if *formation == trapped))
    );
    assert!(
        told.iter()
            .any(|event| matches!(event, SimEvent::Destroyed { formation, .. } if *formation == trapped))
    );
    assert_eq!(game.snapshot().formations[trapped.index()].roll.mouths(), 0);
}
