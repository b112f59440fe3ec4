//! What sides see, and what they do not.

use std::sync::Arc;

use ironhawk::game::Game;
use ironhawk::orders::{Order, SendScouts};
use ironhawk::scenario::sketch::{Levy, Sketch};
use ironhawk::sim::army::{Fate, Place, Posture};
use ironhawk::sim::event::{SimEvent, Source};
use ironhawk::sim::hex::{Grid, Hex};
use ironhawk::sim::id::{FormationId, SideId};
use ironhawk::sim::intent::{Intention, Pace, Stance};
use ironhawk::sim::sighting::Report;

const US: SideId = SideId(0);

/// A row of open ground with our watchers at its west end.
fn row(length: u16) -> (Sketch, FormationId) {
    let mut sketch = Sketch::plain(length, 3);
    let watcher = sketch.levy(Levy::in_hex(Grid::hex(0, 1)).stance(Stance::Hold).days(30));
    (sketch, watcher)
}

fn enemy(at: Hex) -> Levy {
    Levy::in_hex(at).side(1).men(4_000).troop("xia_horse").stance(Stance::Hold).days(30)
}

/// What our side believes of a formation after one turn.
fn report(game: &mut Game, about: FormationId) -> Option<Report> {
    game.end_turn();
    game.view(US).report(about).copied()
}

/// A war with one formation's first state changed.
fn with(sketch: &Sketch, id: FormationId, change: impl Fn(&mut ironhawk::snapshot::FormationState)) -> Game {
    let (setting, mut snapshot) = sketch.build();
    change(&mut snapshot.formations[id.index()]);
    Game::new(Arc::new(setting), &snapshot)
}

#[test]
fn a_body_in_the_open_is_seen_by_day_as_far_as_the_eye_reaches() {
    for (col, seen) in [(5, true), (9, false)] {
        let (mut sketch, _) = row(12);
        let target = sketch.levy(enemy(Grid::hex(col, 1)));
        let report = report(&mut sketch.game(), target);
        assert_eq!(report.is_some(), seen, "{col} km away");
        assert!(report.is_none_or(|report| report.source == Source::Eyes && report.troop.is_none()));
    }
}

#[test]
fn a_ridge_hides_what_stands_behind_it() {
    let (mut sketch, _) = row(8);
    for row in 0..3 {
        sketch.height(Grid::hex(2, row), 1_900);
    }
    let target = sketch.levy(enemy(Grid::hex(5, 1)));
    assert_eq!(report(&mut sketch.game(), target), None);
}

#[test]
fn dust_shows_a_marching_column_over_the_ridge_but_not_who_marches() {
    let (mut sketch, _) = row(20);
    for row in 0..3 {
        sketch.height(Grid::hex(2, row), 1_900);
    }
    sketch.tempo = (15, 15);
    let target = sketch.levy(enemy(Grid::hex(6, 1)).posture(Posture::Column));
    let path: Vec<Hex> = (7..18).map(|col| Grid::hex(col, 1)).collect();
    let mut game = with(&sketch, target, |formation| {
        formation.intention = Intention::March { path: path.clone(), pace: Pace::Ordinary };
    });
    let report = report(&mut game, target).expect("dust is seen nine kilometers away");
    assert_eq!((report.source, report.troop), (Source::Dust, None));
}

#[test]
fn night_hides_and_fires_betray() {
    for (fires, seen) in [(false, None), (true, Some(Source::Fires))] {
        let (mut sketch, _) = row(12);
        sketch.start_minute = 22 * 60;
        let target = sketch.levy(enemy(Grid::hex(5, 1)).posture(Posture::Camp));
        // The weather draws the light at the first step.
        let mut game = with(&sketch, target, |formation| formation.intention = Intention::Camp { fires });
        let mut snapshot = game.snapshot();
        snapshot.sky.day = false;
        game.restore(&snapshot);
        assert_eq!(report(&mut game, target).map(|report| report.source), seen);
    }
}

#[test]
fn men_in_hiding_are_in_nobodys_reports() {
    let mut sketch = Sketch::new("W . h h .");
    let _watcher = sketch.levy(Levy::at('W').stance(Stance::Hold));
    let hidden = enemy(Grid::hex(2, 0)).posture(Posture::Hidden).stance(Stance::Ambush { signal: None });
    let hidden = sketch.levy(hidden);
    let mut game = sketch.game();
    for _ in 0..6 {
        assert_eq!(report(&mut game, hidden), None);
    }
}

#[test]
fn moving_hidden_men_changes_nothing_that_the_other_side_knows() {
    let war = |at: Hex| {
        let mut sketch = Sketch::new("W . . h h h . E");
        let _watcher = sketch.levy(Levy::at('W').stance(Stance::Hold));
        let _open = sketch.levy(enemy(sketch.hex('E')).stance(Stance::Hold));
        let waits = Stance::Ambush { signal: None };
        let _hidden = sketch.levy(enemy(at).posture(Posture::Hidden).stance(waits));
        sketch.game()
    };
    let (mut near, mut far) = (war(Grid::hex(3, 0)), war(Grid::hex(5, 0)));
    for _ in 0..4 {
        near.end_turn();
        far.end_turn();
        let (near, far) = (near.view(US), far.view(US));
        assert_eq!((&near.own, &near.belief), (&far.own, &far.belief));
    }
}

#[test]
fn who_looks_hard_in_the_next_hex_finds_an_ambush_now_and_then() {
    let found = |tempo: (u32, u32)| {
        let hours = |seed: u64| {
            let mut sketch = Sketch::new("W h .");
            sketch.seed = seed;
            sketch.tempo = tempo;
            let _watcher = sketch.levy(Levy::at('W').stance(Stance::Hold));
            let signal = sketch.signal(1, ironhawk::sim::register::SignalKind::Drum, 9_000);
            let waits = Stance::Ambush { signal: Some(signal) };
            let hidden = enemy(Grid::hex(1, 0)).troop("xia_hill").men(2_000).posture(Posture::Hidden);
            let hidden = sketch.levy(hidden.stance(waits));
            let mut game = sketch.game();
            let told = game.end_turn().events;
            let found = told.iter().any(|told| matches!(told.event, SimEvent::AmbushFound { .. }));
            assert_eq!(found, game.view(US).report(hidden).is_some());
            found
        };
        (0..600).filter(|seed| hours(*seed)).count()
    };
    let (whole, quarters) = (found((60, 60)), found((60, 15)));
    // 16 % an hour, divided by a stealth of 1.5, two thirds because the ground has room to spare.
    assert!((22..=70).contains(&whole), "{whole} of 600");
    assert!(whole.abs_diff(quarters) < 30, "{whole} in hours, {quarters} in quarters");
}

#[test]
fn estimates_err_by_a_third_in_the_mean_and_do_not_flicker() {
    let mut error = 0;
    let games = 400;
    for seed in 0..games {
        let (mut sketch, _) = row(8);
        sketch.seed = seed;
        let target = sketch.levy(enemy(Grid::hex(5, 1)));
        let mut game = sketch.game();
        let first = report(&mut game, target).expect("in plain sight").men;
        assert_eq!(report(&mut game, target).map(|report| report.men), Some(first));
        error += u64::from(first.abs_diff(4_000)) * 1000 / 4_000;
    }
    let mean = error / games;
    assert!((280..=420).contains(&mean), "mean error {mean} permille");
}

#[test]
fn a_sighting_is_told_once_and_not_every_hour() {
    let (mut sketch, _) = row(8);
    let _target = sketch.levy(enemy(Grid::hex(5, 1)));
    let mut game = sketch.game();
    let told = (0..5).map(|_| {
        let events = game.end_turn().events;
        events.iter().filter(|told| matches!(told.event, SimEvent::Sighted { .. })).count()
    });
    assert_eq!(told.collect::<Vec<_>>(), [2, 0, 0, 0, 0], "once by either side");
}

/// An enemy four kilometers off who is gone from there the next turn; what is believed of him before and after when
/// patrols look for tracks so far around, meters.
fn gone_from_view(tracks_m: u32) -> (Report, Option<Report>) {
    let (mut sketch, _) = row(14);
    sketch.rules.sighting.tracks_m = tracks_m;
    let target = sketch.levy(enemy(Grid::hex(4, 1)));
    let mut game = sketch.game();
    let seen = report(&mut game, target).expect("in plain sight");
    let mut gone = game.snapshot();
    gone.formations[target.index()].place = Place::at(Grid::hex(13, 1));
    game.restore(&gone);
    (seen, report(&mut game, target))
}

#[test]
fn a_report_is_dropped_when_its_hex_lies_in_full_view_and_empty() {
    let (_, after) = gone_from_view(3_000);
    assert_eq!(after, None, "and his tracks are too far off to be read");
}

#[test]
fn patrols_near_his_tracks_read_where_an_unseen_enemy_went() {
    let (seen, after) = gone_from_view(4_000);
    let after = after.expect("his tracks are read");
    assert_eq!((after.at, after.source), (Grid::hex(13, 1), Source::Tracks));
    assert_eq!((after.about, after.men), (seen.about, seen.men), "who and how many is what was seen before");
    assert!(after.minute > seen.minute);
}

#[test]
fn a_report_of_what_passed_out_of_sight_stays_and_grows_old() {
    let (mut sketch, watcher) = row(14);
    for row in 0..3 {
        sketch.height(Grid::hex(7, row), 1_900);
    }
    let target = sketch.levy(enemy(Grid::hex(4, 1)));
    let mut game = sketch.game();
    let seen = report(&mut game, target).expect("in plain sight");
    // Both go: the enemy far off, the watcher behind the ridge, where he cannot look at the old place.
    let mut gone = game.snapshot();
    gone.formations[target.index()].place = Place::at(Grid::hex(0, 1));
    gone.formations[watcher.index()].place = Place::at(Grid::hex(13, 1));
    game.restore(&gone);
    assert_eq!(report(&mut game, target), Some(seen));
}

#[test]
fn scouts_see_far_and_tell_late() {
    let (mut sketch, watcher) = row(24);
    sketch.rules.sighting.scouts_caught_permille = 0;
    let target = sketch.levy(enemy(Grid::hex(20, 1)));
    let mut game = sketch.game();
    let scouts = SendScouts { formation: watcher, to: Grid::hex(18, 1) };
    assert_eq!(game.submit(US, Order::SendScouts(scouts), ""), Ok(()));
    // Eighteen kilometers at nine an hour: two hours out, two hours back.
    let told: Vec<_> = (0..5).map(|_| report(&mut game, target).map(|report| report.minute)).collect();
    assert_eq!(told[..3], [None; 3]);
    let late = told[4].or(told[3]).expect("they are back");
    let now = game.clock().minute;
    assert!(now - late >= 120, "seen {} minutes ago", now - late);
}

#[test]
fn scouts_who_ride_into_the_enemy_are_lost_and_counted() {
    let (mut sketch, watcher) = row(12);
    sketch.rules.sighting.scouts_caught_permille = 1_000;
    let target = sketch.levy(enemy(Grid::hex(10, 1)));
    let mut game = sketch.game();
    let scouts = SendScouts { formation: watcher, to: Grid::hex(9, 1) };
    assert_eq!(game.submit(US, Order::SendScouts(scouts), ""), Ok(()));
    let events: Vec<_> = (0..4).flat_map(|_| game.end_turn().events).collect();
    assert!(events.iter().any(|told| matches!(told.event, SimEvent::ScoutsLost { men: 20, .. })));
    assert_eq!(game.view(US).report(target), None);
    let roll = &game.snapshot().formations[watcher.index()].roll;
    assert_eq!((roll.count(Fate::Captured), roll.total()), (20, 1_000));
}
