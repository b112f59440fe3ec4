//! What it costs to go to a moment of a recorded war. `cargo bench --no-default-features --bench seek`.
//!
//! First a table of a thousand random seeks and of a walk forward and back, with the slowest of them, which a mean
//! hides; then the same by divan.

#![allow(clippy::disallowed_types, reason = "a benchmark measures")]

use std::hint::black_box;
use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant};

use divan::Bencher;
use ironhawk::ai::{Level, plan};
use ironhawk::game::Game;
use ironhawk::lab::scale::synthetic;
use ironhawk::replay::{Film, Recorder, Replay};
use ironhawk::scenario::shipped::Data;
use ironhawk::sim::clock::Tempo;
use ironhawk::sim::dice::{Dice, Purpose};

/// Turns of the wars.
const TURNS: u32 = 100;
/// Seeks that are timed.
const SEEKS: u32 = 1_000;

/// The campaign of Haoshuichuan in turns of an hour: 38 formations, 2,700 hexes.
static CAMPAIGN: LazyLock<Arc<Replay>> = LazyLock::new(|| {
    let (setting, mut start) = ironhawk::scenario::open("haoshuichuan_1041", &Data::built_in(), 1)
        .expect("the shipped war is whole");
    let from_minute = start.clock.start_minute();
    start.clock.tempos = vec![Tempo { from_minute, turn_minutes: 60, step_minutes: 15 }];
    start.clock.end_minute = from_minute + TURNS * 60;
    record(Game::new(Arc::new(setting), &start))
});

/// A synthetic war of 100 formations on 60x40 hexes.
static LARGE: LazyLock<Arc<Replay>> = LazyLock::new(|| {
    let mut sketch = synthetic(60, 40, 100, 1);
    sketch.lasts_minutes = TURNS * sketch.tempo.0;
    record(sketch.game())
});

fn record(mut game: Game) -> Arc<Replay> {
    let mut recorder = Recorder::new(&game, Vec::new());
    while game.outcome().is_none() && recorder.turns_kept() < TURNS {
        for side in game.setting().register.side_ids() {
            for (order, why) in plan(&game.view(side), Level::Doctrine, 1) {
                game.submit(side, order, &why).expect("a plan passes the gate");
            }
        }
        recorder.end_turn(&mut game);
    }
    Arc::new(recorder.replay())
}

fn main() {
    for (name, replay) in [("campaign", &*CAMPAIGN), ("100 formations", &*LARGE)] {
        let turns = replay.turns();
        println!("{name}: {turns} turns");
        let mut lot = Dice { seed: 7 }.lasting(0, Purpose::Lab, 0);
        let mut turn = || lot.between(1, turns as i32) as u32;
        report(
            "seek in a film just opened",
            (0..SEEKS).map(|_| {
                let film = Film::new(Arc::clone(replay));
                let goal = turn();
                timed(|| film.turn(goal))
            }),
        );
        let film = Film::new(Arc::clone(replay));
        report(
            "seek in one film",
            (0..SEEKS).map(|_| {
                let goal = turn();
                timed(|| film.turn(goal))
            }),
        );
        let film = Film::new(Arc::clone(replay));
        let forward =
            report("turn forward, from start to end", (1..=turns).map(|turn| timed(|| film.turn(turn))));
        let back =
            report("turn back, from end to start", (1..=turns).rev().map(|turn| timed(|| film.turn(turn))));
        println!("  a turn back costs {:.2} of a turn forward", back.as_secs_f64() / forward.as_secs_f64());
        let after_seek = (0..SEEKS).map(|_| {
            let film = Film::new(Arc::clone(replay));
            let goal = turn().max(2);
            film.turn(goal).expect("it was just recorded");
            timed(|| film.turn(goal - 1))
        });
        let back = report("turn back after a seek", after_seek);
        println!("  which is {:.2} of a turn forward", back.as_secs_f64() / forward.as_secs_f64());
    }
    divan::main();
}

fn timed<T, E: std::fmt::Debug>(work: impl FnOnce() -> Result<T, E>) -> Duration {
    let start = Instant::now();
    black_box(work().expect("it comes out as it was recorded"));
    start.elapsed()
}

/// Prints mean, median, 95th percentile and worst; answers the mean.
fn report(what: &str, times: impl Iterator<Item = Duration>) -> Duration {
    let mut times: Vec<Duration> = times.collect();
    times.sort_unstable();
    let mean = times.iter().sum::<Duration>() / times.len() as u32;
    let at = |permille: usize| times[(times.len() - 1) * permille / 1000];
    println!(
        "  {what}: mean {mean:.1?}, median {:.1?}, p95 {:.1?}, worst {:.1?}",
        at(500),
        at(950),
        at(1000)
    );
    mean
}

#[divan::bench]
fn seek_campaign(bencher: Bencher) {
    let mut lot = Dice { seed: 7 }.lasting(0, Purpose::Lab, 0);
    bencher
        .with_inputs(|| (Film::new(Arc::clone(&*CAMPAIGN)), lot.between(1, CAMPAIGN.turns() as i32) as u32))
        .bench_local_refs(|(film, turn)| film.turn(*turn).map(|film| film.turn));
}

#[divan::bench]
fn film_of_one_turn(bencher: Bencher) {
    let turn = CAMPAIGN.turns() / 2;
    let start = CAMPAIGN.at_turn(turn).expect("it was just recorded").snapshot();
    let fresh = || Game::new(Arc::clone(CAMPAIGN.setting()), &start);
    bencher.with_inputs(fresh).bench_refs(|game| game.film_turn().1.last_step());
}
