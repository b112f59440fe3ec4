//! Replays: what they hold, that they come out the same, and that no damage passes. Numbers are rows of the list of bad
//! inputs; forged files with whole checksums are tested beside the code.

use ironhawk::ai::{Level, plan};
use ironhawk::game::Game;
use ironhawk::replay::{Recorder, Replay, ReplayError};
use ironhawk::scenario::sketch::{Levy, Sketch};
use ironhawk::sim::hex::Grid;
use ironhawk::sim::intent::Stance;
use ironhawk::sim::register::Temperament;
use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;

use crate::mutator::mutate;

/// How many mutated files are tried, unless `IRONHAWK_FUZZ` says another number.
const FILES: u64 = 2_000;

/// A small war in which men march and fight.
pub fn war(seed: u64) -> Sketch {
    let mut sketch = Sketch::new(
        "
        . . h h . . . . .
         . . h . . . . .
        = = A = = B . . .
         . . s s . C . .
        ",
    );
    sketch.seed = seed;
    sketch.lasts_minutes = 40 * 60;
    sketch.levy(Levy::at('A').side(0).men(3_000).stance(Stance::Pursue).led(Temperament::Rash, 6));
    sketch.levy(Levy::at('B').side(1).men(2_000).troop("xia_horse").led(Temperament::Cautious, 5));
    sketch.levy(Levy::at('C').side(1).men(900).troop("xia_horse"));
    sketch
}

/// A war in which men wander about for days and nobody finds anybody.
fn long_war() -> Sketch {
    let mut sketch = Sketch::plain(60, 6);
    sketch.lasts_minutes = 60 * 60;
    for (side, col) in [(0, 2), (0, 5), (1, 55), (1, 57)] {
        sketch.levy(Levy::in_hex(Grid::hex(col, 3)).side(side).days(9));
    }
    sketch
}

/// Plays turns with artificial commanders.
pub fn play(game: &mut Game, recorder: &mut Recorder, turns: u32, level: Level) {
    for _ in 0..turns {
        for side in game.setting().register.side_ids() {
            for (order, why) in plan(&game.view(side), level, 3) {
                game.submit(side, order, &why).expect("a plan passes the gate");
            }
        }
        recorder.end_turn(game);
    }
}

fn recorded(turns: u32) -> Replay {
    let mut game = long_war().game();
    let mut recorder = Recorder::new(&game, vec!["random".to_owned(); 2]);
    play(&mut game, &mut recorder, turns, Level::Random);
    recorder.replay()
}

fn bytes(replay: &Replay) -> Vec<u8> {
    let mut bytes = Vec::new();
    replay.write_to(&mut bytes).expect("writing into memory does not fail");
    bytes
}

#[test]
fn a_recorded_war_comes_out_the_same() {
    let replay = recorded(30);
    let again = Replay::from_bytes(&bytes(&replay)).expect("it was just written");
    assert_eq!(again.turns(), 30);
    let verified = again.verify().expect("it comes out the same");
    assert_eq!(verified.turns, 30);
    let end = again.at_turn(31).expect("the end").snapshot();
    assert_eq!(verified.digest, end.digest().whole);
    assert_eq!(end, replay.at_turn(31).expect("the end").snapshot());
}

#[test]
fn every_turn_can_be_sought_and_is_the_one_that_was_played() {
    let replay = recorded(30);
    let mut game = long_war().game();
    let mut recorder = Recorder::new(&game, Vec::new());
    for turn in 1..=31 {
        let sought = replay.at_turn(turn).expect("there is such a turn");
        assert_eq!(sought.snapshot(), game.snapshot(), "turn {turn}");
        play(&mut game, &mut recorder, 1, Level::Random);
    }
    for turn in [0, 32, u32::MAX] {
        let error = replay.at_turn(turn).err();
        assert!(matches!(error, Some(ReplayError::NoSuchTurn { last: 30, .. })), "turn {turn}: {error:?}");
    }
}

#[test]
fn a_branch_keeps_what_was_before_and_goes_its_own_way() {
    let replay = recorded(30);
    for turn in [1, 2, 24, 25, 26, 31] {
        let (mut game, mut recorder) = replay.branch(turn).expect("there is such a turn");
        play(&mut game, &mut recorder, 28, Level::Greedy);
        let branched = Replay::from_bytes(&bytes(&recorder.replay())).expect("whole");
        assert_eq!(branched.turns(), turn - 1 + 28, "branched at {turn}");
        for kept in 1..turn {
            assert_eq!(
                branched.turn(kept).ok(),
                replay.turn(kept).ok(),
                "turn {kept} of the branch at {turn}"
            );
        }
        branched.verify().expect("it comes out the same");
    }
}

#[test]
fn a_branch_of_a_war_that_is_over_is_not_over() {
    let mut game = war(1).game();
    let mut recorder = Recorder::new(&game, vec!["greedy".to_owned(); 2]);
    while game.outcome().is_none() {
        play(&mut game, &mut recorder, 1, Level::Greedy);
    }
    let replay = recorder.replay();
    let (turns, outcome) = (replay.turns(), replay.outcome());
    assert!(outcome.is_some());
    for turn in 1..=turns {
        let (game, recorder) = replay.branch(turn).expect("there is such a turn");
        let saved = Replay::from_bytes(&bytes(&recorder.save(&game))).expect("whole");
        assert_eq!(saved.outcome(), None, "branched at {turn} of {turns}");
        saved.verify().expect("it comes out the same");
    }
    let (_, recorder) = replay.resume().expect("it is whole");
    assert_eq!(recorder.replay().outcome(), outcome, "put down and taken up again, it is over still");
}

#[test]
fn orders_keep_their_reasons() {
    let replay = recorded(3);
    let orders = replay.turn(1).expect("there is a first turn").orders;
    assert!(orders.iter().flatten().count() > 0, "random commanders do something");
    assert!(orders.iter().flatten().all(|one| !one.why.is_empty()));
}

#[test]
fn row_54_a_file_cut_short_at_any_length_says_how_many_turns_are_whole() {
    let replay = recorded(30);
    let whole = bytes(&replay);
    let mut kept = std::collections::BTreeSet::new();
    for length in 0..whole.len() {
        let error = Replay::from_bytes(&whole[..length]).expect_err("it is cut short");
        assert_eq!(error.exit_status(), 3, "at {length}: {error}");
        if length >= 10 {
            let ReplayError::Truncated { turns } = error else { panic!("at {length}: {error}") };
            kept.insert(turns);
            if let Ok((partly, fault)) = Replay::partly_from_bytes(&whole[..length]) {
                assert_eq!((partly.turns(), fault.is_some()), (turns, true));
            }
        }
    }
    assert_eq!(kept.into_iter().collect::<Vec<_>>(), [0, 24, 30], "blocks of 24 turns");
    let (partly, _) = Replay::partly_from_bytes(&whole[..whole.len() - 1]).expect("most of it is there");
    assert_eq!(partly.verify().expect("what is there can be watched").turns, 30);
}

#[test]
fn row_55_no_flipped_bit_passes() {
    let whole = bytes(&recorded(3));
    let mut damaged = whole.clone();
    for position in 0..whole.len() {
        for bit in 0..8 {
            damaged[position] ^= 1 << bit;
            let error = Replay::from_bytes(&damaged).expect_err("a bit was flipped");
            assert_eq!(error.exit_status(), 3, "byte {position} bit {bit}: {error}");
            damaged[position] ^= 1 << bit;
        }
    }
}

#[test]
fn mutated_files_are_refused_with_a_reason() {
    let count = std::env::var("IRONHAWK_FUZZ").ok().and_then(|count| count.parse().ok()).unwrap_or(FILES);
    let (long, short) = (bytes(&recorded(30)), bytes(&recorded(3)));
    for seed in 0..count {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let file = mutate(&mut rng, &[&long, &short]);
        if file == long || file == short {
            continue; // put back as it was
        }
        let error = Replay::from_bytes(&file).expect_err("no mutated file passes");
        assert_eq!(error.exit_status(), 3, "seed {seed}: {error}");
        if let Ok((partly, fault)) = Replay::partly_from_bytes(&file) {
            assert!(fault.is_some() && partly.turns() <= 30, "seed {seed}");
        }
    }
}

#[test]
fn row_62_nothing_may_follow_and_two_do_not_make_one() {
    let whole = bytes(&recorded(3));
    let longer = [&whole[..], b"x"].concat();
    assert_eq!(Replay::from_bytes(&longer).expect_err("a byte too many"), ReplayError::Trailing { bytes: 1 });
    let joined = [&whole[..], &whole[..]].concat();
    let error = Replay::from_bytes(&joined).expect_err("two replays");
    assert_eq!(error, ReplayError::Trailing { bytes: whole.len() });
}

#[test]
fn row_49_other_files_are_no_replays() {
    for other in [&b""[..], b"(format: 1)", b"\x89PNG\r\n", b"IRONHAWX\x01\0"] {
        assert_eq!(Replay::from_bytes(other).err(), Some(ReplayError::NotAReplay));
    }
    let newer = ReplayError::Format { found: 258, known: 2 };
    assert_eq!(Replay::from_bytes(b"IRONHAWK\x02\x01").err(), Some(newer));
}

#[test]
fn row_65_every_seed_plays() {
    for seed in [0, 1, u64::MAX] {
        let mut game = war(seed).game();
        let mut recorder = Recorder::new(&game, Vec::new());
        play(&mut game, &mut recorder, 2, Level::Greedy);
        let replay = Replay::from_bytes(&bytes(&recorder.replay())).expect("whole");
        assert_eq!(replay.seed(), seed);
        replay.verify().expect("it comes out the same");
    }
}

#[test]
fn a_file_is_written_whole_or_not_at_all() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("war.hawk");
    let replay = recorded(2);
    replay.write(&path).expect("there is room");
    replay.write(&path).expect("over itself");
    assert_eq!(Replay::read(&path).expect("whole").turns(), 2);
    let names: Vec<_> = std::fs::read_dir(folder.path()).expect("a folder").flatten().collect();
    assert_eq!(names.len(), 1, "no temporary file is left: {names:?}");
    let error = replay.write(&folder.path().join("missing/war.hawk")).expect_err("no such folder");
    assert_eq!(error.exit_status(), 5);
    assert_eq!(Replay::read(folder.path()).expect_err("a folder is no file").exit_status(), 5);
}
