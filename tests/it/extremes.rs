//! The ends of every range. Numbers are rows of the list of bad inputs.

use ironhawk::ai::{Level, plan};
use ironhawk::game::Game;
use ironhawk::scenario::sketch::{Levy, Sketch};
use ironhawk::sim::clock::DAY;
use ironhawk::sim::hex::Grid;
use ironhawk::sim::id::SideId;
use ironhawk::sim::intent::Stance;
use ironhawk::sim::register::{PlaceKind, Temperament};

/// Plays a war to its end; answers its last digest, how many turns it had and how much happened.
fn play(mut game: Game, level: Level) -> (u64, u32, usize) {
    let (mut digest, mut happened) = (game.snapshot().digest().whole, 0);
    // By side: random commanders send men out and let them join.
    let men = |game: &Game| {
        [SideId(0), SideId(1)].map(|side| {
            let own = game.snapshot().formations.into_iter().filter(|one| one.side.0 == side);
            own.map(|one| one.roll.total()).sum::<u32>()
        })
    };
    let start = men(&game);
    while game.outcome().is_none() && game.clock().minute < game.clock().end_minute {
        for side in game.setting().register.side_ids() {
            for (order, why) in plan(&game.view(side), level, 3) {
                game.submit(side, order, &why).expect("a plan passes the gate");
            }
        }
        let report = game.end_turn();
        (digest, happened) = (report.digest.whole, happened + report.events.len());
    }
    assert_eq!(start, men(&game), "every man is accounted for");
    (digest, game.clock().turn - 1, happened)
}

/// Two bodies that go for each other over a plain, each at one end of a range.
fn war(edit: impl Fn(Levy, usize) -> Levy) -> Sketch {
    let mut sketch = Sketch::new(". . A = = B . .\n . . h h . w . .");
    sketch.tempo = (120, 60);
    for (index, letter) in ['A', 'B'].into_iter().enumerate() {
        let levy = Levy::at(letter).side(index as u8).stance(Stance::Pursue).led(Temperament::Rash, 9);
        sketch.levy(edit(levy, index));
    }
    sketch
}

#[test]
fn row_117_men_food_weariness_and_order_at_both_ends_of_their_ranges() {
    for men in [[0, 0], [0, 200_000], [1, 1], [1, 200_000], [200_000, 200_000]] {
        for (days, fatigue, cohesion) in [(0, 1000, 0), (0, 0, 1000), (90, 0, 1000), (90, 1000, 0)] {
            let sketch = war(|levy, index| {
                let levy = levy.men(men[index]).days(days).fatigue(fatigue).cohesion(cohesion);
                levy.quality(if index == 0 { 1 } else { 5 }).herd(if days > 0 { 1_000_000 } else { 0 })
            });
            for level in Level::ALL {
                let told = play(sketch.game(), level);
                assert_eq!(
                    told,
                    play(sketch.game(), level),
                    "{men:?} days {days} fatigue {fatigue}, {level}"
                );
                assert!(told.1 > 0, "{men:?}: at least one turn was played");
            }
        }
    }
}

#[test]
fn row_118_nobody_nothing_and_nowhere() {
    // No formation at all; one side without any; every body without men.
    let empty = Sketch::plain(3, 3);
    let mut alone = Sketch::plain(1, 1);
    alone.levy(Levy::in_hex(Grid::hex(0, 0)).days(0));
    let mut ghosts = Sketch::plain(4, 4);
    for side in 0..2 {
        ghosts.place(Grid::hex(i32::from(side), 3), PlaceKind::Fort, Some(side), 0);
        ghosts.levy(Levy::in_hex(Grid::hex(i32::from(side), 0)).side(side).men(0).led(Temperament::Timid, 1));
    }
    for sketch in [empty, alone, ghosts] {
        for level in Level::ALL {
            let (digest, turns, _) = play(sketch.game(), level);
            assert_eq!((digest, turns), {
                let again = play(sketch.game(), level);
                (again.0, again.1)
            });
            assert!(turns > 0);
        }
    }
    // A war of no length is over before it begins, and ending its turn does not start it.
    let mut sketch = war(|levy, _| levy);
    sketch.lasts_minutes = 0;
    let mut game = sketch.game();
    (0..3).for_each(|_| drop(game.end_turn()));
    assert!(game.clock().minute <= sketch.start_minute + 120, "at most the turn in which it is noticed");
}

#[test]
fn row_126_a_war_of_three_hundred_turns_keeps_count() {
    let mut sketch = war(|levy, _| levy.men(800).days(200).stance(Stance::Hold));
    sketch.tempo = (720, 720);
    sketch.lasts_minutes = 150 * DAY;
    let mut game = sketch.game();
    for turn in 1..=300 {
        assert_eq!(game.clock().turn, turn);
        assert_eq!(game.end_turn().turn, turn);
        let snapshot = game.snapshot();
        assert_eq!(snapshot.clock.minute, sketch.start_minute + turn * 720);
        let bytes = postcard::to_allocvec(&snapshot).expect("plain data").len();
        assert!(bytes < 20_000, "turn {turn}: the state of two bodies takes {bytes} bytes");
    }
    assert!(game.view(SideId(0)).is_over(), "the time is up");
}

#[test]
fn row_126_three_hundred_wars_in_one_process_do_not_touch_each_other() {
    let sketch = war(|levy, _| levy.men(3_000));
    let turn = |game: &mut Game| game.end_turn().digest;
    let mut first = sketch.game();
    let told: Vec<_> = (0..4).map(|_| turn(&mut first)).collect();
    for number in 0..300 {
        let mut game = sketch.game();
        let again: Vec<_> = (0..4).map(|_| turn(&mut game)).collect();
        assert_eq!(told, again, "war {number}");
    }
}
