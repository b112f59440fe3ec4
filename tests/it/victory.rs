//! Who holds what, what was achieved, and who won.

use ironhawk::game::{Game, TurnReport};
use ironhawk::scenario::sketch::{Levy, Sketch};
use ironhawk::sim::army::{Fate, Posture};
use ironhawk::sim::command::Commander;
use ironhawk::sim::event::{CommanderFate, SimEvent};
use ironhawk::sim::id::{CommanderId, FormationId, PlaceId, SideId};
use ironhawk::sim::intent::Stance;
use ironhawk::sim::register::{PlaceKind, Temperament};
use ironhawk::sim::victory::{Degrees, Goal, Objective, Outcome, outcome};

const SONG: SideId = SideId(0);
const XIA: SideId = SideId(1);

fn wish(side: SideId, goal: Goal, points: i32) -> Objective {
    Objective { side, words: "as it must be".to_owned(), goal, points, met: false }
}

/// Song foot at A, Xia foot far away at B, for one turn of an hour.
fn quiet() -> (Sketch, FormationId, FormationId) {
    let mut sketch = Sketch::new("A . . . . . . . . . . B");
    let song = sketch.levy(Levy::at('A').side(0).stance(Stance::Hold).led(Temperament::Steady, 5));
    let xia = sketch.levy(Levy::at('B').side(1).stance(Stance::Hold));
    sketch.lasts_minutes = 60;
    (sketch, song, xia)
}

/// Plays a turn from the sketch's start, with formations changed first.
fn turn_after(sketch: &Sketch, change: impl FnOnce(&mut ironhawk::snapshot::Snapshot)) -> (Game, TurnReport) {
    let (setting, mut snapshot) = sketch.build();
    change(&mut snapshot);
    let mut game = Game::new(std::sync::Arc::new(setting), &snapshot);
    let report = game.end_turn();
    (game, report)
}

fn count(report: &TurnReport, kind: &str) -> usize {
    report.events.iter().filter(|told| told.event.kind() == kind).count()
}

#[test]
fn an_empty_place_falls_to_the_enemy_who_stands_in_it() {
    let (mut sketch, ..) = quiet();
    let place = sketch.place(sketch.hex('A'), PlaceKind::Fort, Some(1), 0);
    let (game, report) = turn_after(&sketch, |_| {});
    let taken = SimEvent::PlaceTaken { place, by: SONG, from: Some(XIA) };
    assert!(report.events.iter().any(|told| told.event == taken));
    assert_eq!(count(&report, "place_taken"), 1, "and only once");
    assert_eq!(game.snapshot().verdict.owners, [Some(SONG)]);
}

#[test]
fn a_place_is_not_taken_by_men_in_hiding_or_in_rout_or_by_none() {
    for posture in [Posture::Hidden, Posture::Routed] {
        let (mut sketch, song, _) = quiet();
        sketch.place(sketch.hex('A'), PlaceKind::Village, Some(1), 0);
        let (game, _) = turn_after(&sketch, |snapshot| {
            snapshot.formations[song.index()].posture = posture;
            if posture == Posture::Hidden {
                snapshot.formations[song.index()].stance = Stance::Ambush { signal: None };
            }
        });
        let moved = game.snapshot().formations[song.index()].posture != posture;
        assert!(moved || game.snapshot().verdict.owners == [Some(XIA)], "{posture:?}");
    }
    let (mut sketch, ..) = quiet();
    sketch.place(sketch.hex('A') + ironhawk::sim::hex::SIDES[0] * 4, PlaceKind::Field, None, 0);
    let (game, _) = turn_after(&sketch, |_| {});
    assert_eq!(game.snapshot().verdict.owners, [None]);
}

#[test]
fn losses_meet_an_objective_once_and_before_the_end() {
    let (mut sketch, song, _) = quiet();
    sketch.lasts_minutes = 600;
    sketch.objectives = vec![
        wish(XIA, Goal::Inflict { on: SONG, men: 300 }, 10),
        wish(XIA, Goal::Break { formations: vec![song], permille: 300 }, 10),
        wish(XIA, Goal::Break { formations: vec![song], permille: 301 }, 10),
    ];
    let (mut game, report) = turn_after(&sketch, |snapshot| {
        let roll = &mut snapshot.formations[song.index()].roll;
        roll.lose(Fate::DeadBattle, 200);
        roll.lose(Fate::Captured, 100);
        roll.lose(Fate::GoneHome, 500);
        roll.lose(Fate::Wounded, 50);
    });
    assert_eq!(count(&report, "objective_met"), 2, "the sick, the wounded and those sent home are not lost");
    assert!(game.outcome().is_none());
    assert_eq!(count(&game.end_turn(), "objective_met"), 0);
}

#[test]
fn holding_and_preserving_are_judged_at_the_end_only() {
    let (mut sketch, song, _) = quiet();
    sketch.lasts_minutes = 120;
    let place = sketch.place(sketch.hex('A'), PlaceKind::Fort, Some(0), 0);
    sketch.objectives = vec![
        wish(SONG, Goal::Hold(place), 2),
        wish(SONG, Goal::Preserve { formations: vec![song], permille: 900 }, 1),
        wish(XIA, Goal::Hold(place), 100),
    ];
    let (mut game, report) = turn_after(&sketch, |_| {});
    assert_eq!(count(&report, "objective_met"), 0);
    let report = game.end_turn();
    assert_eq!(count(&report, "objective_met"), 2);
    assert_eq!(game.outcome(), Some(Outcome { winner: Some(SONG), degree: 2 }));
    assert_eq!(count(&report, "war_ended"), 1);
    assert_eq!(count(&game.end_turn(), "war_ended"), 0, "a war that is over stays over");
}

#[test]
fn fallen_commanders_count_and_wounded_ones_do_not() {
    for (fate, met) in [(CommanderFate::Killed, 1), (CommanderFate::Captured, 1), (CommanderFate::Wounded, 0)]
    {
        let (mut sketch, ..) = quiet();
        sketch.objectives = vec![wish(XIA, Goal::Fell { commanders: vec![CommanderId(0)], at_least: 1 }, 5)];
        let (_, report) = turn_after(&sketch, |snapshot| {
            let commander: &mut Commander = &mut snapshot.staff.0[0];
            commander.fate = fate;
        });
        assert_eq!(count(&report, "objective_met"), met, "{fate:?}");
    }
}

#[test]
fn a_war_ends_when_one_side_has_no_fighting_men() {
    let (mut sketch, _, xia) = quiet();
    sketch.lasts_minutes = 6000;
    sketch.levy(Levy::at('B').side(1).troop("xia_helper"));
    let (game, report) = turn_after(&sketch, |snapshot| {
        snapshot.formations[xia.index()].roll.lose(Fate::DeadBattle, 1000);
    });
    assert_eq!(count(&report, "war_ended"), 1);
    assert!(game.outcome().is_some());
}

#[test]
fn a_war_ends_at_its_last_minute_whatever_the_step() {
    for step in [5, 15, 60] {
        let (mut sketch, ..) = quiet();
        sketch.lasts_minutes = 120;
        sketch.tempo = (60, step);
        let (mut game, _) = turn_after(&sketch, |_| {});
        assert!(game.outcome().is_none(), "{step}");
        game.end_turn();
        assert!(game.outcome().is_some(), "{step}");
        assert_eq!(game.clock().minute, game.clock().end_minute, "{step}");
    }
}

#[test]
fn the_difference_in_points_decides_the_degree() {
    let degrees = Degrees([10, 30, 60]);
    for (song, xia, expected) in [
        (20, 20, (None, 0)),
        (29, 20, (None, 0)),
        (30, 20, (Some(SONG), 1)),
        (0, 30, (Some(XIA), 2)),
        (0, 59, (Some(XIA), 2)),
        (0, 60, (Some(XIA), 3)),
    ] {
        let met = |side, points| Objective { met: true, ..wish(side, Goal::Hold(PlaceId(0)), points) };
        let unmet = wish(SONG, Goal::Hold(PlaceId(0)), 1000);
        let (winner, degree) = expected;
        assert_eq!(outcome(&[met(SONG, song), unmet, met(XIA, xia)], degrees), Outcome { winner, degree });
    }
    assert_eq!(outcome(&[], degrees), Outcome { winner: None, degree: 0 });
}
