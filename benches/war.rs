//! What a war costs. Run with `cargo bench --no-default-features`.

use std::hint::black_box;
use std::sync::Arc;

use divan::Bencher;
use ironhawk::ai::{Level, plan};
use ironhawk::game::Game;
use ironhawk::lab::scale::synthetic;
use ironhawk::replay::{Recorder, Replay};
use ironhawk::scenario::shipped::Data;
use ironhawk::sim::hex::Grid;
use ironhawk::sim::id::SideId;
use ironhawk::sim::map::Mobility;

fn main() {
    divan::main();
}

/// Width, height and formations of the synthetic wars.
const SIZES: [(u16, u16, u32); 3] = [(40, 30, 20), (100, 80, 40), (100, 80, 200)];

fn order(game: &mut Game) {
    for side in game.setting().register.side_ids() {
        for (order, why) in plan(&game.view(side), Level::Doctrine, 1) {
            game.submit(side, order, &why).expect("a plan passes the gate");
        }
    }
}

/// A war some turns on, when everybody is on the move.
fn under_way((width, height, formations): (u16, u16, u32)) -> Game {
    let mut game = synthetic(width, height, formations, 1).game();
    for _ in 0..4 {
        order(&mut game);
        game.end_turn();
    }
    game
}

#[divan::bench(args = SIZES)]
fn turn_without_ai(bencher: Bencher, size: (u16, u16, u32)) {
    let game = under_way(size);
    let state = game.snapshot();
    let fresh = || {
        let mut game = Game::new(Arc::clone(game.setting()), &state);
        order(&mut game);
        game
    };
    bencher.with_inputs(fresh).bench_refs(|game| game.end_turn());
}

#[divan::bench(args = SIZES)]
fn ai_side_turn(bencher: Bencher, size: (u16, u16, u32)) {
    let view = under_way(size).view(SideId(0));
    bencher.bench(|| plan(black_box(&view), Level::Doctrine, 1));
}

#[divan::bench(args = SIZES)]
fn view_of_a_side(bencher: Bencher, size: (u16, u16, u32)) {
    let game = under_way(size);
    let state = game.snapshot();
    let fresh = || Game::new(Arc::clone(game.setting()), &state);
    bencher.with_inputs(fresh).bench_refs(|game| game.view(SideId(0)));
}

#[divan::bench(args = SIZES)]
fn snapshot(bencher: Bencher, size: (u16, u16, u32)) {
    let game = under_way(size);
    bencher.bench(|| game.snapshot());
}

#[divan::bench(args = SIZES)]
fn rebuild(bencher: Bencher, size: (u16, u16, u32)) {
    let game = under_way(size);
    let state = game.snapshot();
    bencher.bench(|| Game::new(Arc::clone(game.setting()), black_box(&state)));
}

#[divan::bench(args = SIZES)]
fn digest(bencher: Bencher, size: (u16, u16, u32)) {
    let state = under_way(size).snapshot();
    bencher.bench(|| black_box(&state).digest());
}

#[divan::bench(args = SIZES)]
fn path_across_the_map(bencher: Bencher, size: (u16, u16, u32)) {
    let game = under_way(size);
    let setting = Arc::clone(game.setting());
    let (from, to) = (Grid::hex(1, 1), Grid::hex(i32::from(size.0) - 2, i32::from(size.1) - 2));
    bencher.bench(|| setting.costs.path(Mobility::Foot, black_box(from), to, u32::MAX, |_| false));
}

/// T9: a save, packed in memory.
#[divan::bench(args = SIZES)]
fn save(bencher: Bencher, size: (u16, u16, u32)) {
    let game = under_way(size);
    bencher.bench(|| {
        let mut bytes = Vec::new();
        Recorder::new(&game, Vec::new()).replay().write_to(&mut bytes).map(|()| bytes.len())
    });
}

/// T9: a load, up to the game.
#[divan::bench(args = SIZES)]
fn load(bencher: Bencher, size: (u16, u16, u32)) {
    let mut bytes = Vec::new();
    let replay = Recorder::new(&under_way(size), Vec::new()).replay();
    replay.write_to(&mut bytes).expect("writing into memory does not fail");
    bencher.bench(|| {
        let replay = Replay::from_bytes(black_box(&bytes)).expect("it was just written");
        Game::new(Arc::clone(replay.setting()), replay.start())
    });
}

fn campaign() -> Replay {
    let (setting, start) = ironhawk::scenario::open("haoshuichuan_1041", &Data::built_in(), 1)
        .expect("the shipped war is whole");
    let mut game = Game::new(Arc::new(setting), &start);
    let mut recorder = Recorder::new(&game, Vec::new());
    while game.outcome().is_none() && game.clock().minute < game.clock().end_minute {
        order(&mut game);
        recorder.end_turn(&mut game);
    }
    recorder.replay()
}

/// The whole war of Haoshuichuan, artificial commanders on both sides.
#[divan::bench(sample_count = 5)]
fn whole_campaign() -> u32 {
    campaign().turns()
}

/// T5: the same, told again from its replay with every digest compared.
#[divan::bench(sample_count = 5)]
fn whole_campaign_verified(bencher: Bencher) {
    let replay = campaign();
    bencher.bench(|| replay.verify().expect("it comes out the same").formation_turns);
}
