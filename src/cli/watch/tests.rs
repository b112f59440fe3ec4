use super::*;
use crate::scenario::sketch::{Levy, Sketch};

fn viewer() -> Viewer {
    let mut sketch = Sketch::plain(6, 4);
    sketch.levy(Levy::at('A').men(6_000));
    sketch.levy(Levy::in_hex(crate::sim::hex::Grid::hex(5, 3)).side(1).men(100));
    let mut game = sketch.game();
    let mut recorder = crate::replay::Recorder::new(&game, Vec::new());
    for _ in 0..5 {
        recorder.end_turn(&mut game);
    }
    Viewer::new(recorder.replay(), false)
}

#[test]
fn a_viewer_goes_where_it_is_sent_and_no_further() {
    let mut viewer = viewer();
    for (line, turn) in [
        ("", 2),
        ("n", 3),
        ("b", 2),
        ("g 5", 5),
        ("g5", 5),
        ("g 99", 6),
        ("- 2", 4),
        ("+9", 6),
        ("-", 5),
        ("g 0", 1),
    ] {
        assert!(viewer.obey(line).expect("it plays").is_some());
        assert_eq!(viewer.turn(), turn, "after `{line}`");
    }
    assert_eq!(viewer.obey("q"), Ok(None));
}

#[test]
fn the_map_shows_who_stands_where() {
    let viewer = viewer();
    let page = viewer.page();
    assert!(page.contains("S="), "six thousand of song, formed:\n{page}");
    assert!(!page.contains('\u{1b}'));
    assert_eq!(page.lines().filter(|line| line.contains(". . .")).count(), 4, "four rows:\n{page}");
}
