//! The sky as armies meet it.

use ironhawk::game::Game;
use ironhawk::scenario::sketch::{Levy, Sketch};
use ironhawk::sim::clock::DAY;
use ironhawk::sim::event::SimEvent;
use ironhawk::sim::hex::Grid;
use ironhawk::sim::weather::{Chance, Sky};

/// Twenty days of weather under a climate of fair days and snow, as `(kind at the end of each day, changes told)`.
fn sky(seed: u64, tempo: (u32, u32)) -> (Vec<u8>, usize) {
    let mut sketch = Sketch::plain(3, 3);
    sketch.levy(Levy::at('A'));
    sketch.seed = seed;
    sketch.start_minute = 0;
    sketch.lasts_minutes = 20 * DAY;
    sketch.tempo = tempo;
    let (setting, mut start) = sketch.build();
    start.sky = Sky::drawn(
        [(0, 3), (4, 1)].map(|(kind, weight)| Chance { kind, weight }).to_vec(),
        false,
        start.clock.first_day,
    );
    let mut game = Game::new(std::sync::Arc::new(setting), &start);
    let (mut kinds, mut changes) = (Vec::new(), 0);
    for turn in 1..=20 * DAY / tempo.0 {
        let report = game.end_turn();
        changes +=
            report.events.iter().filter(|told| matches!(told.event, SimEvent::WeatherChanged { .. })).count();
        if (turn * tempo.0).is_multiple_of(DAY) {
            let snapshot = game.snapshot();
            kinds.push(snapshot.sky.spot(&game.setting().map, Grid::hex(0, 0)).kind);
        }
    }
    (kinds, changes)
}

#[test]
fn each_day_has_its_weather_whatever_the_length_of_a_step() {
    let (kinds, changes) = sky(5, (720, 60));
    assert_eq!((kinds.clone(), changes), sky(5, (60, 15)));
    let snow = kinds.iter().filter(|kind| **kind == 4).count();
    assert!((1..=12).contains(&snow), "snow on one day in four: {snow} of 20");
    assert!(kinds.iter().all(|kind| [0, 4].contains(kind)), "nothing else is in season");
    assert_ne!(kinds, sky(6, (720, 60)).0, "another war, another sky");
}

#[test]
fn the_sun_rises_and_sets_once_a_day() {
    let mut sketch = Sketch::plain(3, 3);
    sketch.levy(Levy::at('A'));
    sketch.start_minute = 0;
    sketch.tempo = (2 * DAY, 60);
    let report = sketch.game().end_turn();
    let light = report.events.iter().filter_map(|told| match told.event {
        SimEvent::LightChanged { day } => Some((told.minute / 60, day)),
        _ => None,
    });
    let light: Vec<(u32, bool)> = light.collect();
    assert_eq!(light, [(0, false), (6, true), (18, false), (30, true), (42, false)]);
}
