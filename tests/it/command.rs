//! Commanders: what they dare, how they fall, who follows them.

use std::sync::Arc;

use ironhawk::game::Game;
use ironhawk::scenario::sketch::{Levy, Sketch};
use ironhawk::sim::army::{Fate, Posture};
use ironhawk::sim::command::Will;
use ironhawk::sim::event::{CommanderFate, SimEvent};
use ironhawk::sim::hex::Grid;
use ironhawk::sim::id::CommanderId;
use ironhawk::sim::intent::{Intention, Stance};
use ironhawk::sim::register::Temperament;

/// Whether a commander with 2,000 men attacks so many enemies two hexes away without being told.
fn attacks(temperament: Temperament, stance: Stance, enemies: u32) -> bool {
    let mut sketch = Sketch::plain(6, 3);
    sketch.rules.sighting.estimate_spread = 0;
    sketch.tempo = (30, 15);
    let own = Levy::in_hex(Grid::hex(1, 1)).men(2_000).stance(stance).led(temperament, 5);
    let own = sketch.levy(own);
    let enemy = Levy::in_hex(Grid::hex(3, 1)).side(1).men(enemies).stance(Stance::Hold);
    let enemy = sketch.levy(enemy);
    let mut game = sketch.game();
    game.end_turn();
    game.snapshot().formations[own.index()].will == Will::Strikes { target: enemy }
}

#[test]
fn a_rash_man_attacks_what_a_cautious_one_leaves_alone() {
    assert!(attacks(Temperament::Rash, Stance::Fight, 3_500));
    assert!(!attacks(Temperament::Steady, Stance::Fight, 3_500));
    assert!(attacks(Temperament::Steady, Stance::Fight, 2_000));
    assert!(!attacks(Temperament::Cautious, Stance::Fight, 2_000));
    assert!(attacks(Temperament::Cautious, Stance::Fight, 1_000));
}

#[test]
fn men_who_hold_or_avoid_attack_nobody() {
    for stance in [Stance::Hold, Stance::Avoid, Stance::Screen] {
        assert!(!attacks(Temperament::Rash, stance, 500), "{}", stance.words());
    }
}

#[test]
fn men_who_stand_to_fight_do_not_follow_far() {
    let mut sketch = Sketch::plain(12, 3);
    sketch.tempo = (30, 15);
    let own = sketch.levy(Levy::in_hex(Grid::hex(1, 1)).men(2_000));
    let enemy = sketch.levy(Levy::in_hex(Grid::hex(3, 1)).side(1).men(500).stance(Stance::Hold));
    let mut game = sketch.game();
    game.end_turn();
    let mut snapshot = game.snapshot();
    assert!(matches!(snapshot.formations[own.index()].intention, Intention::Attack { .. }));
    snapshot.formations[enemy.index()].place = ironhawk::sim::army::Place::at(Grid::hex(7, 1));
    game.restore(&snapshot);
    game.end_turn();
    let own = game.snapshot().formations[own.index()].clone();
    assert_eq!((own.intention, own.will), (Intention::Stay, Will::Obeys));
}

#[test]
fn a_timid_man_leaves_the_line_when_his_neighbor_runs() {
    let leaves = |temperament: Temperament, seed: u64| {
        let mut sketch = Sketch::plain(6, 4);
        sketch.seed = seed;
        let _own = sketch.levy(Levy::in_hex(Grid::hex(1, 1)).led(temperament, 5));
        let beside = sketch.levy(Levy::in_hex(Grid::hex(1, 2)));
        let _enemy = sketch.levy(Levy::in_hex(Grid::hex(3, 1)).side(1).men(4_000).stance(Stance::Hold));
        let (setting, mut snapshot) = sketch.build();
        snapshot.formations[beside.index()].posture = Posture::Routed;
        let mut game = Game::new(Arc::new(setting), &snapshot);
        let told = game.end_turn().events;
        told.iter().any(|told| matches!(told.event, SimEvent::Disobeyed { did: Stance::Avoid, .. }))
    };
    let count = |temperament| (0..100).filter(|seed| leaves(temperament, *seed)).count();
    assert!((15..60).contains(&count(Temperament::Timid)), "{}", count(Temperament::Timid));
    assert_eq!(count(Temperament::Steady), 0);
}

/// A war in which the first formation, led by the first commander, has no man left; the second commander obeys him.
fn destroyed(seed: u64) -> Game {
    let mut sketch = Sketch::plain(6, 3);
    sketch.seed = seed;
    let lost = sketch.levy(Levy::in_hex(Grid::hex(1, 1)).led(Temperament::Rash, 6));
    let _next = sketch.levy(Levy::in_hex(Grid::hex(2, 1)).led(Temperament::Steady, 5));
    let _third = sketch.levy(Levy::in_hex(Grid::hex(1, 2)).led(Temperament::Steady, 5));
    let (mut setting, mut snapshot) = sketch.build();
    setting.register.commanders[1].rank = 3;
    for subordinate in [1, 2] {
        snapshot.staff.0[subordinate].superior = Some(CommanderId(0));
    }
    snapshot.formations[lost.index()].roll.lose(Fate::DeadBattle, 1_000);
    Game::new(Arc::new(setting), &snapshot)
}

#[test]
fn a_commander_mostly_falls_with_his_formation_and_the_highest_after_him_takes_his_place() {
    let mut fallen = 0;
    for seed in 0..200 {
        let mut game = destroyed(seed);
        game.end_turn();
        let staff = game.snapshot().staff;
        if staff.0[0].leads() {
            assert_ne!(staff.0[0].with.0, 0, "who is spared rides to another formation");
            continue;
        }
        fallen += 1;
        assert_eq!(staff.0[2].superior, Some(CommanderId(1)));
        assert_eq!(staff.0[1].superior, None);
    }
    assert!((130..=170).contains(&fallen), "{fallen} of 200");
}

#[test]
fn a_second_takes_over_the_formation_of_the_fallen() {
    let mut sketch = Sketch::plain(6, 3);
    let formation = sketch.levy(Levy::in_hex(Grid::hex(1, 1)).led(Temperament::Rash, 6));
    let lost = sketch.levy(Levy::in_hex(Grid::hex(4, 1)).led(Temperament::Steady, 5));
    sketch.rules.command.falls_with_formation = 1_000;
    sketch.rules.command.taken_alive = 0;
    let (setting, mut snapshot) = sketch.build();
    // The first commander rides with a formation that is no more, and leads the other from there.
    snapshot.staff.0[0].with = lost;
    snapshot.staff.0[1].with = formation;
    snapshot.staff.0[1].superior = Some(CommanderId(0));
    snapshot.formations[lost.index()].roll.lose(Fate::DeadBattle, 1_000);
    let mut game = Game::new(Arc::new(setting), &snapshot);
    let told = game.end_turn().events;
    let took = SimEvent::TookOver { commander: CommanderId(1), from: CommanderId(0), formation };
    assert!(told.iter().any(|told| told.event == took));
    let after = game.snapshot();
    assert_eq!(after.staff.0[0].fate, CommanderFate::Killed);
    assert_eq!(after.formations[formation.index()].led.0, Some(CommanderId(1)));
}
