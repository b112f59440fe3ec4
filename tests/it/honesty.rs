//! An artificial commander knows what its side knows and nothing else.

use std::sync::Arc;

use ironhawk::ai::{Level, plan};
use ironhawk::game::Game;
use ironhawk::lab::scale::synthetic;
use ironhawk::sim::army::{Fatigue, Place, Posture, Roll};
use ironhawk::sim::dice::{Dice, Purpose};
use ironhawk::sim::event::Source;
use ironhawk::sim::hex::SIDES;
use ironhawk::sim::id::SideId;
use ironhawk::sim::intent::Stance;
use ironhawk::sim::sighting::Report;
use ironhawk::snapshot::Snapshot;

/// A war in progress in which each side has reports of some enemies and of others none.
fn war(seed: u64, turns: u32) -> (Game, Snapshot) {
    let mut game = synthetic(32, 24, 20, seed).game();
    for _ in 0..turns {
        for side in [SideId(0), SideId(1)] {
            let view = game.view(side);
            for (order, why) in plan(&view, Level::Doctrine, seed) {
                game.submit(side, order, &why).expect("the plan asked the gate");
            }
        }
        game.end_turn();
    }
    let mut snapshot = game.snapshot();
    let mut lot = Dice { seed }.lasting(turns, Purpose::Lab, 1);
    for formation in &snapshot.formations {
        let believer = SideId(1 - formation.side.0.0);
        // Of the other half nothing is known, whatever was seen before.
        snapshot.beliefs.of_mut(believer).reports.remove(&formation.id);
        if formation.is_alive() && lot.chance(500) {
            let report = Report {
                about: formation.id,
                at: formation.place.hex(),
                minute: snapshot.clock.minute.saturating_sub(lot.between(0, 300) as u32),
                men: formation.roll.mouths() * lot.between(600, 1400) as u32 / 1000,
                troop: Some(formation.troop.0),
                posture: Posture::Column,
                source: Source::Eyes,
                came_from: None,
            };
            snapshot.beliefs.of_mut(believer).reports.insert(formation.id, report);
        }
    }
    (game, snapshot)
}

/// The same war with all that `side` has no report of somewhere else, where it has no report of anybody, in other
/// strength and order; and how many living formations that moved.
fn reshuffled(game: &Game, snapshot: &Snapshot, side: SideId, seed: u64) -> (Snapshot, usize) {
    let mut other = snapshot.clone();
    let grid = game.setting().map.grid();
    let known = snapshot.beliefs.of(side);
    let mut lot = Dice { seed }.lasting(77, Purpose::Lab, 2);
    let mut moved = 0;
    for formation in &mut other.formations {
        if formation.side.0 == side || known.reports.contains_key(&formation.id) {
            continue;
        }
        let mut to = formation.place.hex();
        while to == formation.place.hex() || known.reports.values().any(|report| report.at == to) {
            to = grid.at(lot.between(0, grid.len() as i32 - 1) as usize);
        }
        moved += usize::from(formation.is_alive());
        formation.place = Place::at(to);
        formation.roll = Roll::of(lot.between(100, 9_000) as u32);
        formation.fatigue = Fatigue::of(lot.permille());
        formation.posture = Posture::Hidden;
        formation.stance = Stance::Ambush { signal: None };
    }
    (other, moved)
}

#[test]
fn an_enemy_of_whom_nothing_is_known_changes_no_order() {
    let (mut cases, mut with_orders) = (0, 0);
    for seed in 0..40 {
        for turns in [0, 2, 5] {
            let (game, snapshot) = war(seed, turns);
            for side in [SideId(0), SideId(1)] {
                let (other, moved) = reshuffled(&game, &snapshot, side, seed);
                if moved == 0 {
                    continue; // a case without unknown enemies proves nothing and does not count
                }
                let mut here = Game::new(Arc::clone(game.setting()), &snapshot);
                let mut there = Game::new(Arc::clone(game.setting()), &other);
                for level in Level::ALL {
                    let orders = plan(&here.view(side), level, seed);
                    assert_eq!(
                        orders,
                        plan(&there.view(side), level, seed),
                        "seed {seed}, {side:?}, {level}"
                    );
                    with_orders += usize::from(!orders.is_empty());
                }
                cases += 1;
            }
        }
    }
    assert!(cases >= 200 && with_orders > cases, "{cases} cases, {with_orders} of them with orders");
}

#[test]
fn a_report_does_change_orders() {
    // The other half of the proof: the test above could see a difference.
    let changed = (0..12_usize).filter(|seed| {
        let (game, snapshot) = war(*seed as u64, 0);
        let mut told = snapshot.clone();
        let ours = snapshot.formations[0].place.hex();
        for report in told.beliefs.of_mut(SideId(0)).reports.values_mut().take(1) {
            (report.at, report.minute) = (ours + SIDES[seed % 6] * 3, snapshot.clock.minute);
        }
        let mut here = Game::new(Arc::clone(game.setting()), &snapshot);
        let mut there = Game::new(Arc::clone(game.setting()), &told);
        let orders = |game: &mut Game| plan(&game.view(SideId(0)), Level::Doctrine, *seed as u64);
        orders(&mut here) != orders(&mut there)
    });
    assert!(changed.count() >= 8);
}
