use super::*;
use crate::orders::Halt;
use crate::replay::Replay;
use crate::scenario::sketch::{Levy, Sketch};
use crate::sim::id::FormationId;

fn war() -> (Game, Recorded) {
    let mut sketch = Sketch::plain(9, 5);
    sketch.levy(Levy::at('A'));
    sketch.levy(Levy::in_hex(crate::sim::hex::Grid::hex(7, 3)).side(1));
    let game = sketch.game();
    let recorder = Recorder::new(&game, Vec::new());
    (game, Recorded { recorder, story: Story::default(), refused: Vec::new() })
}

fn halt(id: u16) -> (Order, String) {
    (Order::Halt(Halt { formation: FormationId(id) }), String::new())
}

#[test]
fn row_103_illegal_orders_are_refused_one_by_one_counted_and_harm_nothing() {
    let (mut game, mut war) = war();
    let ended = war.play(&mut game, Some(2), &mut |_| vec![halt(0), halt(1), halt(99)], |_, _| Ok(()));
    assert_eq!(ended, Ok(Ended::Over));
    // Each side may halt its own formation; the other's and the unknown one are refused, on two sides, for two turns.
    assert_eq!(war.refused.len(), 2 * 2 * 2);
    assert!(war.recorder.replay().verify().is_ok(), "refused orders are not in the replay");
}

#[test]
fn row_101_a_war_in_which_the_program_fails_is_kept_up_to_then() {
    let (mut game, mut war) = war();
    let mut plan = |view: &View| {
        assert!(view.clock.turn < 3, "injected");
        Vec::new()
    };
    let failed = catch_unwind(AssertUnwindSafe(|| war.play(&mut game, None, &mut plan, |_, _| Ok(()))));
    assert!(failed.is_err());
    let folder = tempfile::tempdir().expect("a temporary folder");
    let args = RunArgs {
        scenario: PathBuf::new(),
        seed: None,
        seats: Vec::new(),
        turns: None,
        out: Some(folder.path().join("failed.hawk")),
        force: false,
        autosave: false,
        json: false,
        trace: false,
    };
    let fault = our_fault(&war.recorder, &args);
    assert_eq!(fault.status, 70);
    assert!(fault.lines[0].contains("turn 3"), "{:?}", fault.lines);
    let kept = Replay::read(&folder.path().join("failed.hawk")).expect("it was kept");
    assert_eq!(kept.verify().expect("it comes out the same").turns, 2);
}

#[test]
fn a_war_ends_at_its_last_minute_even_if_nobody_judges_it() {
    let (mut game, mut war) = war();
    let ended = war.play(&mut game, None, &mut |_| Vec::new(), |_, _| Ok(()));
    assert_eq!(ended, Ok(Ended::Over));
    assert!(game.clock().minute >= game.clock().end_minute || game.outcome().is_some());
}

#[test]
fn a_reader_who_goes_away_stops_the_war_between_turns() {
    let (mut game, mut war) = war();
    let gone = Fault { status: 0, lines: Vec::new() };
    let ended = war.play(&mut game, None, &mut |_| Vec::new(), |_, _| Err(gone.clone()));
    assert_eq!(ended, Err(gone));
    assert_eq!(war.recorder.turns_kept(), 1);
}
