//! Forged files: whole by their checksums, and wrong. Only this module can make them.

use super::file::Kind;
use super::*;
use crate::scenario::sketch::{Levy, Sketch};
use crate::sim::hex::Grid;
use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;
use turns::StoredTurn;

#[path = "../../tests/it/mutator.rs"]
mod mutator;

fn war() -> Sketch {
    let mut sketch = Sketch::new(". . A = = B . .\n . . h h . . . .");
    sketch.levy(Levy::at('A').side(0));
    sketch.levy(Levy::at('B').side(1).troop("xia_horse"));
    sketch
}

/// Three turns in which formation 0 halts.
fn recorded() -> Replay {
    let mut game = war().game();
    let mut recorder = Recorder::new(&game, vec![String::new(); 2]);
    for _ in 0..3 {
        let halt = Order::Halt(crate::orders::Halt { formation: FormationId(0) });
        game.submit(SideId(0), halt, "because").expect("a formation may halt");
        recorder.end_turn(&mut game);
    }
    recorder.replay()
}

fn block(replay: &Replay) -> Block {
    replay.blocks[0].frame.unpack(Part::Head).expect("it was just packed")
}

/// The replay with its turns replaced, packed and checksummed as any.
fn forged(replay: &Replay, blocks: &[Block], turns: u32) -> Result<Replay, ReplayError> {
    let mut forged = replay.clone();
    let pack = |block: &Block| Packed { first_turn: 0, turns: 0, frame: Frame::pack(Kind::Turns, block) };
    forged.blocks = blocks.iter().map(pack).collect();
    forged.close.turns = turns;
    let mut bytes = Vec::new();
    forged.write_to(&mut bytes).expect("writing into memory does not fail");
    Replay::from_bytes(&bytes)
}

fn status(result: Result<Replay, ReplayError>) -> (u8, String) {
    let error = result.and_then(|replay| replay.verify()).expect_err("it must be refused");
    (error.exit_status(), error.to_string())
}

#[test]
fn row_56_a_war_under_other_laws_is_refused_with_both_versions() {
    let mut replay = recorded();
    replay.laws = LAWS + 7;
    let (status, words) = status(Ok(replay));
    assert_eq!(status, 3);
    assert!(
        words.contains(&format!("version {}", LAWS + 7)) && words.contains(&format!("version {LAWS}")),
        "{words}"
    );
}

#[test]
fn row_58_an_order_the_gate_refuses_is_named_by_turn_side_and_number() {
    let replay = recorded();
    let mut block = block(&replay);
    let foreign = Order::Halt(crate::orders::Halt { formation: FormationId(1) });
    block.turns[1].orders[0].push((turns::StoredOrder::Plain(foreign), 0));
    let (status, words) = status(forged(&replay, &[block], 3));
    assert_eq!(status, 4);
    assert!(words.starts_with("turn 2: order 2 of song is refused"), "{words}");
}

#[test]
fn row_59_a_monstrous_length_allocates_nothing() {
    let replay = recorded();
    // A block whose count of reasons claims 2^60 and whose bytes end there.
    let mut plain = postcard::to_allocvec(&(1_u32, None::<Snapshot>)).expect("plain data");
    plain.extend([0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x10]);
    let mut forged = replay;
    forged.blocks[0].frame = Frame::pack_plain(Kind::Turns, &plain);
    let mut bytes = Vec::new();
    forged.write_to(&mut bytes).expect("writing into memory does not fail");
    assert_eq!(status(Replay::from_bytes(&bytes)).0, 3);
}

#[test]
fn row_60_turns_that_go_back_repeat_or_skip_are_refused() {
    let replay = recorded();
    for first_turn in [0, 2, 3, u32::MAX] {
        let block = Block { first_turn, ..block(&replay) };
        assert_eq!(status(forged(&replay, &[block], 3)).0, 3, "first turn {first_turn}");
    }
    let twice = [block(&replay), block(&replay)];
    let (code, words) = status(forged(&replay, &twice, 6));
    assert_eq!(code, 3);
    assert!(words.contains("turn 1 follows turn 3"), "{words}");
    let fewer = forged(&replay, &[block(&replay)], 4);
    assert!(status(fewer).1.contains("counts 4 turns where there are 3"));
}

#[test]
fn row_61_a_drift_names_turn_formation_component_and_both_digests() {
    let replay = recorded();
    let mut block = block(&replay);
    // As if in turn 2 something had happened to the second formation: its row and the column of its roll differ.
    // Digests are kept against the turn before, so that the change in turn 2 is taken back in turn 3.
    let column = crate::snapshot::FormationState::COMPONENTS.iter().position(|name| *name == "roll");
    let columns = crate::snapshot::FormationState::COMPONENTS.len() + Snapshot::RESOURCES.len();
    let at = [0, 8 + 2 * column.expect("roll is a component"), 8 + 2 * columns + 2];
    for turn in [1, 2] {
        at.iter().for_each(|byte| block.turns[turn].digest[*byte] ^= 1);
    }
    let error = forged(&replay, &[block], 3).and_then(|replay| replay.verify()).expect_err("it drifts");
    assert_eq!(error.exit_status(), 4);
    let ReplayError::Drift { turn, formations, components, expected, found } = error else {
        panic!("not a drift: {error}")
    };
    assert_eq!((turn, components), (2, vec!["roll"]));
    assert_eq!(formations, ["formation_1"]);
    assert_eq!(expected ^ found, 1);
}

#[test]
fn a_film_does_not_show_a_turn_that_comes_out_otherwise() {
    let replay = recorded();
    let mut block = block(&replay);
    block.turns[1].digest[0] ^= 1;
    let film = Film::new(forged(&replay, &[block], 3).expect("whole by its checksums"));
    assert!(film.turn(1).is_ok());
    for turn in [2, 3] {
        assert!(matches!(film.turn(turn), Err(ReplayError::Drift { turn: 2, .. })), "turn {turn}");
    }
}

#[test]
fn row_63_a_bomb_is_stopped_at_its_limit() {
    let replay = recorded();
    let zeros = vec![0; MOST_UNPACKED_FOR_TESTS + 1];
    for claimed in [None, Some(100)] {
        let mut forged = replay.clone();
        let mut frame = Frame::pack_plain(Kind::Turns, &zeros);
        if let Some(claimed) = claimed {
            frame.claim(claimed);
        }
        forged.blocks[0].frame = frame;
        let mut bytes = Vec::new();
        forged.write_to(&mut bytes).expect("writing into memory does not fail");
        assert!(bytes.len() < 50_000, "a bomb is small");
        let (status, words) = status(Replay::from_bytes(&bytes));
        assert_eq!(status, 3);
        assert!(words.contains("unpacks to more than"), "{words}");
    }
}

const MOST_UNPACKED_FOR_TESTS: usize = file::MOST_UNPACKED as usize;

#[test]
fn row_81_what_does_not_hold_together_is_refused_whatever_its_checksum_says() {
    let replay = recorded();
    let state = replay.start().clone();
    let refused = |what: &str, change: &dyn Fn(&mut Snapshot)| {
        let mut wrong = state.clone();
        change(&mut wrong);
        let head = Head {
            program: String::new(),
            laws: LAWS,
            seats: Vec::new(),
            setting: StoredSetting::from(&**replay.setting()),
            start: wrong,
        };
        let error = Replay::of_head(Frame::pack(Kind::Head, &head)).err();
        assert!(matches!(error, Some(ReplayError::Content { part: Part::Head, .. })), "{what}: {error:?}");
    };
    refused("a formation less", &|state| drop(state.formations.pop()));
    refused("out of order", &|state| state.formations.swap(0, 1));
    refused("off the map", &|state| state.formations[0].place.move_to(crate::sim::hex::Hex::new(99, 0)));
    refused("out of the world", &|state| {
        state.formations[0].place.move_to(crate::sim::hex::Hex::new(i32::MAX, 1))
    });
    refused("no tempo", &|state| state.clock.tempos.clear());
    refused("steps of no length", &|state| state.clock.tempos[0].step_minutes = 0);
    refused("no beliefs", &|state| state.beliefs.0.clear());
    refused("unknown troops", &|state| state.formations[0].troop.0 = crate::sim::id::TroopId(200));
    refused("a commander too many", &|state| {
        state.formations[0].led.0 = Some(crate::sim::id::CommanderId(9))
    });
    refused("no such day", &|state| state.clock.first_day.day = 31 + 7);
}

/// How many mutated files are tried, unless `IRONHAWK_FUZZ` says another number.
const FILES: u64 = 300;
/// No file may take longer to refuse or to tell.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(20);

#[test]
#[allow(clippy::disallowed_types, reason = "that no forged file takes long is measured here")]
fn mutated_payloads_under_whole_checksums_do_no_harm() {
    let count = std::env::var("IRONHAWK_FUZZ").ok().and_then(|count| count.parse().ok()).unwrap_or(FILES);
    let replay = recorded();
    let head: Head = replay.head.unpack(Part::Head).expect("it was just packed");
    let orders = [
        Order::Halt(crate::orders::Halt { formation: FormationId(0) }),
        Order::March(crate::orders::March {
            formation: FormationId(0),
            path: vec![Grid::hex(3, 0), Grid::hex(4, 0)],
            pace: crate::sim::intent::Pace::Ordinary,
        }),
    ];
    let directives = orders.map(|order| Directive { order, why: "because".to_owned() });
    let parts = [
        postcard::to_allocvec(&head).expect("plain data"),
        postcard::to_allocvec(&block(&replay)).expect("plain data"),
        postcard::to_allocvec(&turns::Plan::of(4, &[directives.to_vec(), Vec::new()])).expect("plain data"),
        postcard::to_allocvec(&replay.close).expect("plain data"),
    ];
    let kinds = [Kind::Head, Kind::Turns, Kind::Plan, Kind::Close];
    let corpus: Vec<&[u8]> = parts.iter().map(Vec::as_slice).collect();
    let (mut refused, mut told) = (0, 0);
    for seed in 0..count {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        // One part is mutated, the others are whole.
        let which = seed as usize % parts.len();
        let frames = [0, 1, 2, 3].map(|part| {
            let plain = if part == which {
                mutator::mutate(&mut rng, &corpus[part..=part])
            } else {
                parts[part].clone()
            };
            Frame::pack_plain(kinds[part], &plain)
        });
        let mut bytes = Vec::new();
        file::write(frames.iter(), &mut bytes).expect("writing into memory does not fail");
        let start = std::time::Instant::now();
        match Replay::from_bytes(&bytes).and_then(|replay| replay.verify()) {
            Ok(_) => told += 1,
            Err(error) => {
                refused += 1;
                assert!([3, 4].contains(&error.exit_status()), "seed {seed}: {error}");
                assert!(!error.to_string().is_empty(), "seed {seed}: refused without a reason");
            }
        }
        assert!(start.elapsed() < PATIENCE, "seed {seed} took {:?}", start.elapsed());
    }
    assert!(told > 0 && refused > told, "most are refused, and not all: {refused} of {count}");
}

#[test]
fn reasons_are_written_once_and_survive_a_branch() {
    let replay = recorded();
    assert_eq!(block(&replay).reasons, ["because"]);
    let (mut game, mut recorder) = replay.branch(3).expect("there is a third turn");
    recorder.end_turn(&mut game);
    let branched = recorder.replay();
    assert_eq!(branched.turns(), 3);
    assert_eq!(branched.turn(2), replay.turn(2));
    assert!(branched.turn(3).expect("it was played").orders[0].is_empty());
    assert!(branched.verify().is_ok());
}

#[test]
fn a_digest_folds_and_unfolds() {
    let (first, end) = (war().game(), recorded().at_turn(4).expect("the end"));
    let (old, new) = (first.snapshot().digest(), end.snapshot().digest());
    let register = &first.setting().register;
    let folded = turns::fold(&new, Some(&old));
    assert_eq!(turns::unfold(&folded, Some(&old), register), Some(turns::cut(&new)));
    assert_eq!(turns::unfold(&folded[1..], Some(&old), register), None);
    assert_eq!(
        turns::unfold(&folded[..folded.len() - 2], Some(&old), register),
        None,
        "a formation is missing"
    );
    let mut more = new.clone();
    more.rows.resize(register.keys(), 7);
    let folded_more = turns::fold(&more, Some(&old));
    assert_eq!(turns::unfold(&folded_more, Some(&old), register), Some(turns::cut(&more)));
    assert_eq!(turns::unfold(&turns::fold(&new, Some(&more)), Some(&more), register), Some(turns::cut(&new)));
    more.rows.push(7);
    assert_eq!(turns::unfold(&turns::fold(&more, None), None, register), None, "nobody's key");
    let stored = StoredTurn { orders: Vec::new(), digest: folded };
    let columns = crate::snapshot::FormationState::COMPONENTS.len() + Snapshot::RESOURCES.len();
    assert_eq!(
        stored.digest.len(),
        8 + 2 * 2 + 2 * columns,
        "a whole, two rows, and every column cut to half"
    );
}

/// The replay with a plan, packed and checksummed as any, and perhaps something out of place.
fn planned(frames: &[&Frame]) -> Result<Replay, ReplayError> {
    let mut bytes = Vec::new();
    file::write(frames.iter().copied(), &mut bytes).expect("writing into memory does not fail");
    Replay::from_bytes(&bytes)
}

#[test]
fn row_81_a_plan_that_does_not_fit_its_war_is_refused() {
    let replay = recorded();
    let close = Frame::pack(Kind::Close, &replay.close);
    let turns = &replay.blocks[0].frame;
    let halt = |formation: u16| {
        let order = Order::Halt(crate::orders::Halt { formation: FormationId(formation) });
        vec![Directive { order, why: String::new() }]
    };
    let plan = |turn: u32, orders: &[Vec<Directive>]| Frame::pack(Kind::Plan, &turns::Plan::of(turn, orders));
    let good = plan(4, &[halt(0), Vec::new()]);

    let read = planned(&[&replay.head, turns, &good, &close]).expect("it fits");
    assert_eq!(read.planned(), [halt(0), Vec::new()]);
    assert_eq!(read.verify().expect("it comes out as recorded").turns, 3);
    assert_eq!(read.resume().expect("it goes on").0.planned(SideId(0)), halt(0));

    let refused = |what: &str, frames: &[&Frame], status: u8| {
        let error = planned(frames).and_then(|replay| replay.verify()).expect_err(what);
        assert_eq!(error.exit_status(), status, "{what}: {error}");
    };
    for turn in [0, 3, 5, u32::MAX] {
        let wrong = plan(turn, &[halt(0), Vec::new()]);
        refused("of another turn", &[&replay.head, turns, &wrong, &close], 3);
    }
    refused("of one side", &[&replay.head, turns, &plan(4, &[halt(0)]), &close], 3);
    refused("of three sides", &[&replay.head, turns, &plan(4, &[halt(0), halt(1), halt(1)]), &close], 3);
    refused("twice", &[&replay.head, turns, &good, &good, &close], 3);
    refused("before the turns", &[&replay.head, &plan(1, &[halt(0), Vec::new()]), turns, &close], 3);
    refused("an order of the enemy", &[&replay.head, turns, &plan(4, &[halt(1), Vec::new()]), &close], 4);
    refused("an order for nobody", &[&replay.head, turns, &plan(4, &[halt(999), Vec::new()]), &close], 4);
}

#[test]
fn only_a_record_with_a_plan_needs_the_later_format() {
    let replay = recorded();
    let format = |replay: &Replay| {
        let mut bytes = Vec::new();
        replay.write_to(&mut bytes).expect("writing into memory does not fail");
        bytes[8]
    };
    let (mut game, recorder) = replay.resume().expect("it goes on");
    assert_eq!((format(&replay), format(&recorder.save(&game))), (1, 1));
    let halt = Order::Halt(crate::orders::Halt { formation: FormationId(0) });
    game.submit(SideId(0), halt, "").expect("a formation may halt");
    assert_eq!(u16::from(format(&recorder.save(&game))), file::FORMAT_WITH_PLAN);
    // A file of the first format may not hold one: programs of that time would call it damaged.
    let mut bytes = Vec::new();
    recorder.save(&game).write_to(&mut bytes).expect("writing into memory does not fail");
    bytes[8] = 1;
    assert_eq!(status(Replay::from_bytes(&bytes)).0, 3);
}

#[test]
fn a_glance_says_what_reading_says() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("war.hawk");
    let replay = recorded();
    replay.write(&path).expect("there is room");
    let (glance, fault) = Replay::glance(&path).expect("it is whole");
    assert_eq!((&glance.about, &glance.seats[..]), (&replay.setting().about, replay.seats()));
    assert_eq!((glance.turns, glance.outcome, fault), (3, None, None));

    let whole = std::fs::read(&path).expect("it was written");
    for (at, read) in [(whole.len() - 1, true), (whole.len() / 2, false), (3, false)] {
        let mut damaged = whole.clone();
        damaged[at] ^= 1;
        std::fs::write(&path, &damaged).expect("there is room");
        let found = Replay::glance(&path);
        let fault = match &found {
            Ok((glance, fault)) => {
                assert_eq!((read, glance.turns), (true, 3));
                fault.clone().expect("it is damaged")
            }
            Err(error) => error.clone(),
        };
        assert_eq!(fault, Replay::read(&path).expect_err("it is damaged"), "at {at}");
    }
}
