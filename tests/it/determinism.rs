//! The same war told twice is the same story.

use std::sync::Arc;

use ironhawk::ai::{Level, plan};
use ironhawk::game::Game;
use ironhawk::scenario::sketch::Sketch;
use ironhawk::snapshot::{Digest, FormationState, Snapshot};

use crate::replays::war;

fn turn(game: &mut Game) -> Digest {
    for side in game.setting().register.side_ids() {
        for (order, why) in plan(&game.view(side), Level::Doctrine, 5) {
            game.submit(side, order, &why).expect("a plan passes the gate");
        }
    }
    game.end_turn().digest
}

fn digests(game: &mut Game, turns: usize) -> Vec<Digest> {
    (0..turns).map(|_| turn(game)).collect()
}

/// A war of forty formations and one of three.
fn wars() -> [Sketch; 2] {
    [war(7), ironhawk::lab::scale::synthetic(24, 20, 40, 7)]
}

fn assert_same(told: &[Digest], again: &[Digest]) {
    for (turn, (one, other)) in told.iter().zip(again).enumerate() {
        assert_eq!(one, other, "turn {}: {:?}", turn + 1, one.differences(other));
    }
    assert_eq!(told.len(), again.len());
}

#[test]
fn a_war_told_twice_is_the_same_every_turn() {
    for sketch in wars() {
        assert_same(&digests(&mut sketch.game(), 12), &digests(&mut sketch.game(), 12));
    }
}

#[test]
fn another_seed_is_another_war() {
    let [_, mut sketch] = wars();
    let told = digests(&mut sketch.game(), 12);
    sketch.seed = 8;
    assert_ne!(told, digests(&mut sketch.game(), 12));
}

#[test]
fn row_123_the_order_in_which_formations_are_spawned_does_not_matter() {
    for sketch in wars() {
        let (setting, start) = sketch.build();
        let mut backward = Game::spawned_backward(Arc::new(setting), &start);
        assert_same(&digests(&mut sketch.game(), 12), &digests(&mut backward, 12));
    }
}

#[test]
fn rows_76_and_124_a_war_rebuilt_every_turn_is_the_same_war() {
    for sketch in wars() {
        let (mut game, mut rebuilt) = (sketch.game(), sketch.game());
        for number in 0..12 {
            let told = turn(&mut game);
            let bytes = postcard::to_allocvec(&rebuilt.snapshot()).expect("plain data");
            rebuilt.restore(&postcard::from_bytes(&bytes).expect("it was just written"));
            let again = turn(&mut rebuilt);
            assert_eq!(told, again, "turn {}: {:?}", number + 1, told.differences(&again));
        }
    }
}

#[test]
fn row_120_a_snapshot_is_the_same_bytes_every_time() {
    let [_, sketch] = wars();
    let (mut one, mut other) = (sketch.game(), sketch.game());
    assert_same(&digests(&mut one, 6), &digests(&mut other, 6));
    let bytes = |game: &Game| postcard::to_allocvec(&game.snapshot()).expect("plain data");
    assert_eq!(bytes(&one), bytes(&other));
}

#[test]
fn nothing_in_a_world_is_forgotten_by_the_snapshot() {
    let (setting, start) = war(1).build();
    let mut game = Game::new(Arc::new(setting), &start);
    turn(&mut game);
    // Kept as a whole under other names, or derived from the setting, or empty between turns.
    let elsewhere = [
        "FormationId",
        "Muster",
        "Chronicle",
        "Map",
        "Register",
        "Troops",
        "MarchCosts",
        "MovementRules",
        "WeatherRules",
        "ClimateRules",
        "ExposureRules",
        "SightingRules",
        "RuseRules",
        "CommandRules",
        "CombatRules",
        "SiegeRules",
        "FloodRules",
        "SupplyRules",
        "FodderRules",
        "MarketRules",
        "MoraleRules",
        "Dice",
    ];
    let kept: Vec<String> = FormationState::COMPONENTS
        .iter()
        .chain(&Snapshot::RESOURCES)
        .map(|name| (*name).to_owned())
        .collect();
    let mut ours = 0;
    for name in game.component_names() {
        let Some(path) = name.strip_prefix("ironhawk::") else { continue };
        let short = path.rsplit("::").next().unwrap_or(path);
        ours += 1;
        let known = elsewhere.contains(&short) || kept.contains(&short.to_lowercase());
        assert!(known, "{name} is part of the world and not of the snapshot");
    }
    assert!(ours >= kept.len(), "only {ours} of our types were found: names must be compiled in");
}
