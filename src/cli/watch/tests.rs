use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::style::{Color, Modifier};

use super::lines::Reader;
use super::page::{Next, Page, Panel};
use super::*;
use crate::cli::window::WindowArgs;
use crate::replay::Recorder;
use crate::scenario::sketch::{Levy, Sketch};
use crate::sim::hex::Grid;
use crate::sim::id::SideId;
use crate::sim::intent::Stance;

/// Five quiet turns: six thousand of Song in the corner, a hundred of Xia in the other.
fn quiet() -> Viewer {
    let mut sketch = Sketch::plain(6, 4);
    sketch.levy(Levy::in_hex(Grid::hex(0, 0)).men(6_000));
    sketch.levy(Levy::in_hex(Grid::hex(5, 3)).side(1).men(100));
    viewer(&sketch, 5)
}

/// A battle at once, at a place with a name, out of sight of a third formation.
fn battle() -> Viewer {
    let mut sketch =
        Sketch::new(". . = A B = . . . . . . . . . . . . . . . . . . . . . . . C\n . . . . . . . .");
    sketch.levy(Levy::at('A').side(0).men(3_000).stance(Stance::Fight));
    sketch.levy(Levy::at('B').side(1).men(2_500).troop("xia_horse").stance(Stance::Fight));
    sketch.levy(Levy::at('C').side(1).men(900).troop("xia_horse").stance(Stance::Hold));
    viewer(&sketch, 4)
}

fn viewer(sketch: &Sketch, turns: u32) -> Viewer {
    let mut game = sketch.game();
    let mut recorder = Recorder::new(&game, Vec::new());
    for _ in 0..turns {
        recorder.end_turn(&mut game);
    }
    Viewer::new(Film::new(recorder.replay()), PathBuf::from("war.hawk")).expect("it plays")
}

fn obey(reader: &mut Reader, line: &str) -> String {
    reader.obey(line).expect("it plays").expect("it goes on")
}

#[test]
fn a_viewer_goes_where_it_is_sent_and_no_further() {
    let mut reader = Reader::new(quiet(), false);
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
        ("e", 6),
        ("p", 5),
        ("s", 6),
        ("g 2 3", 2),
    ] {
        obey(&mut reader, line);
        assert_eq!(reader.turn(), turn, "after `{line}`");
    }
    assert_eq!(reader.obey("q"), Ok(None));
}

#[test]
fn the_map_shows_who_stands_where() {
    let page = Reader::new(quiet(), false).page().expect("it plays");
    assert!(page.contains("S="), "six thousand of song, formed:\n{page}");
    assert!(!page.contains('\u{1b}'));
    assert_eq!(page.lines().filter(|line| line.contains(". . .")).count(), 4, "four rows:\n{page}");
    assert!(Reader::new(quiet(), true).page().expect("it plays").contains("\u{1b}[1;31mS="));
}

#[test]
fn steps_are_told_one_by_one() {
    let mut reader = Reader::new(battle(), false);
    let first = obey(&mut reader, "s");
    assert!(first.contains("step 1 of 4") && first.contains("fell upon"), "{first}");
    let second = obey(&mut reader, "s");
    assert!(second.contains("step 2 of 4") && !second.contains("fell upon"), "{second}");
    let back = obey(&mut reader, "p");
    assert_eq!(back, first, "back is where one came from");
    assert_eq!(obey(&mut reader, "g 1 1"), first);
    assert_eq!(obey(&mut reader, "link"), "war.hawk#turn=1&step=1\n");
}

#[test]
fn a_side_is_shown_what_it_knows() {
    let mut reader = Reader::new(battle(), false);
    let all = obey(&mut reader, "g 2");
    let fog = obey(&mut reader, "f song");
    assert!(all.contains("x=") && fog.contains("as song knows it"), "{all}{fog}");
    let map = |page: &str| page.lines().filter(|line| line.contains(". .")).collect::<String>();
    let count = |page: &str| map(page).matches('x').count();
    assert!(count(&fog) < count(&all), "the third formation is not seen:\n{fog}");
    assert!(fog.contains("x?"), "the second is reported:\n{fog}");
    let near = obey(&mut reader, "near 3 0");
    assert!(near.contains("Here: ") && near.contains("xia? ") && !near.contains("formation_2"), "{near}");
    let forces = obey(&mut reader, "forces");
    assert!(forces.contains("song: ") && forces.contains("xia: about "), "{forces}");
    assert!(!forces.contains("formation_1"), "{forces}");
    assert!(obey(&mut reader, "f xia").contains("as xia knows it"));
    assert!(!obey(&mut reader, "f all").contains("knows it"));
    assert!(obey(&mut reader, "f nobody").contains("song, xia, all"));
}

#[test]
fn questions_are_answered_in_words() {
    let mut reader = Reader::new(battle(), false);
    let here = obey(&mut reader, "near 3 0");
    assert!(here.starts_with("Column 3, row 0, ") && here.contains("on a road"), "{here}");
    assert!(here.contains("km") && here.contains(" east: "), "{here}");
    assert!(obey(&mut reader, "near 400 0").contains("off the map"));
    assert!(obey(&mut reader, "objectives").contains("has no objectives"));
    assert!(obey(&mut reader, "why").contains("no orders"));
    assert_eq!(obey(&mut reader, "battles"), "No battle yet.\n");
    obey(&mut reader, "e");
    let battles = obey(&mut reader, "battles");
    assert!(battles.starts_with("Battle ") && battles.contains("In the line"), "{battles}");
    obey(&mut reader, "f song");
    let known = obey(&mut reader, "battles");
    assert!(known.contains("song, 3,000 men") && !known.contains("xia"), "{known}");
    obey(&mut reader, "f all");
    obey(&mut reader, "g 1");
    assert!(obey(&mut reader, "marks").contains("battle: "));
    let mark = obey(&mut reader, ">");
    assert!(mark.starts_with("battle: ") && mark.contains("step 1 of 4"), "{mark}");
    assert!(obey(&mut reader, "/ no such thing").contains("not told of"));
    assert!(obey(&mut reader, "<").contains("no mark before this"));
    assert!(obey(&mut reader, "/ LOST").contains("lost"), "whatever the letters' case");
}

fn screen(page: &mut Page, width: u16, height: u16) -> Terminal<TestBackend> {
    let mut terminal = Terminal::new(TestBackend::new(width, height)).expect("a screen in memory");
    terminal.draw(|frame| draw::page(page, frame)).expect("it is drawn");
    terminal
}

fn text(page: &mut Page, width: u16, height: u16) -> String {
    let terminal = screen(page, width, height);
    let cells: Vec<&str> = terminal.backend().buffer().content.iter().map(|cell| cell.symbol()).collect();
    cells.chunks(usize::from(width)).map(|row| row.concat() + "\n").collect()
}

fn press(page: &mut Page, code: KeyCode) -> Next {
    page.press(KeyEvent::new(code, KeyModifiers::NONE)).expect("it plays")
}

fn type_in(page: &mut Page, keys: &str) {
    for letter in keys.chars() {
        press(page, if letter == '\n' { KeyCode::Enter } else { KeyCode::Char(letter) });
    }
}

#[test]
fn the_page_shows_map_hour_and_what_happens() {
    let mut page = Page::new(battle(), true);
    press(&mut page, KeyCode::Right);
    let shown = text(&mut page, 120, 30);
    for part in
        ["turn 1 of 4, step 1 of 4", "shown: all", "paused", "S=", "Events (1 of 6)", "fell upon", "> 07:00"]
    {
        assert!(shown.to_lowercase().contains(&part.to_lowercase()), "`{part}` in:\n{shown}");
    }
    assert_eq!(shown.lines().count(), 30);
    assert!(!shown.contains(" fought ") && shown.contains("small things"), "{shown}");
    press(&mut page, KeyCode::Char('d'));
    assert!(text(&mut page, 120, 30).contains(" fought "), "details");
}

#[test]
fn keys_move_through_the_war() {
    let mut page = Page::new(quiet(), true);
    let at = |page: &Page| (page.viewer.moment().turn, page.viewer.moment().step);
    for (keys, moment) in
        [("]", (2, 0)), ("]", (3, 0)), ("[", (2, 0)), ("g4\n", (4, 0)), ("g\n", (4, 0)), ("g99\n", (5, 4))]
    {
        type_in(&mut page, keys);
        assert_eq!(at(&page), moment, "after {keys:?}");
    }
    for (key, moment) in [
        (KeyCode::Left, (5, 3)),
        (KeyCode::Home, (1, 0)),
        (KeyCode::Left, (1, 0)),
        (KeyCode::Right, (1, 1)),
        (KeyCode::End, (5, 4)),
        (KeyCode::Right, (5, 4)),
    ] {
        press(&mut page, key);
        assert_eq!(at(&page), moment, "after {key:?}");
    }
    assert!(page.note.contains("ends here"));
    let shift = |code| KeyEvent::new(code, KeyModifiers::SHIFT);
    page.press(shift(KeyCode::Left)).expect("it plays");
    assert_eq!(at(&page), (5, 0));
    page.press(shift(KeyCode::Left)).expect("it plays");
    page.press(shift(KeyCode::Right)).expect("it plays");
    assert_eq!(at(&page), (5, 0));
    assert_eq!(press(&mut page, KeyCode::Char('q')), Next::Quit);
    let interrupt = KeyEvent::new(KeyCode::Char('c'), KeyModifiers::CONTROL);
    assert_eq!(page.press(interrupt), Ok(Next::Interrupt));
}

#[test]
fn it_plays_by_itself_and_stops_at_the_end() {
    let mut page = Page::new(quiet(), true);
    type_in(&mut page, " ");
    assert!(page.playing && text(&mut page, 100, 30).contains("playing at speed 4"));
    for _ in 0..100 {
        page.tick().expect("it plays");
    }
    assert!(!page.playing && page.viewer.is_at_end());
    type_in(&mut page, " ");
    assert!(!page.playing, "there is nothing more to play");
}

#[test]
fn panels_fog_cursor_and_search_answer_to_their_keys() {
    let mut page = Page::new(battle(), true);
    type_in(&mut page, "]");
    for panel in [Panel::Orders, Panel::Forces, Panel::Objectives, Panel::Battles, Panel::Here, Panel::Events]
    {
        press(&mut page, KeyCode::Tab);
        assert_eq!(page.panel, panel);
        assert!(text(&mut page, 120, 30).contains(panel.title()));
    }
    type_in(&mut page, "f");
    assert!(text(&mut page, 120, 30).contains("shown: song"));
    assert_eq!(page.viewer.fog(), Some(SideId(0)));
    type_in(&mut page, "ff");
    assert_eq!(page.viewer.fog(), None);
    let before = Grid::col_row(page.viewer.cursor);
    type_in(&mut page, "lljk");
    assert_eq!(Grid::col_row(page.viewer.cursor), (before.0 + 2, before.1));
    type_in(&mut page, "hhhhhhhhhhhhhhhh\n");
    assert_eq!(Grid::col_row(page.viewer.cursor).0, 0, "no further than the edge");
    assert!(text(&mut page, 120, 30).contains("Column 0, row 0"));
    type_in(&mut page, "x");
    press(&mut page, KeyCode::Right);
    assert_eq!(Grid::col_row(page.viewer.cursor).0, 1);
    type_in(&mut page, "x");
    press(&mut page, KeyCode::Home);
    type_in(&mut page, "/fell upon\n");
    assert_eq!(page.viewer.moment(), Moment { turn: 1, step: 1 });
    press(&mut page, KeyCode::Home);
    type_in(&mut page, "n");
    assert!(page.note.starts_with("battle: ") && page.viewer.moment().step == 1, "{}", page.note);
    assert!(
        text(&mut page, 120, 30).lines().rev().nth(1).is_some_and(|bar| bar.contains('B')),
        "the bar has marks"
    );
    type_in(&mut page, "c");
    assert_eq!(page.note, "war.hawk#turn=1&step=1");
    type_in(&mut page, "?");
    let help = text(&mut page, 120, 40);
    assert!(help.contains("Keys") && help.contains("PgUp PgDn") && help.contains("only reported"), "{help}");
}

#[test]
fn every_size_of_screen_is_drawn() {
    let mut page = Page::new(battle(), true);
    type_in(&mut page, "]]z");
    for (width, height) in
        [(1, 1), (20, 5), (40, 12), (80, 24), (89, 24), (90, 24), (300, 100), (12, 200), (400, 3)]
    {
        for panel in Panel::ALL {
            for help in [false, true] {
                (page.panel, page.help, page.scroll) = (panel, help, isize::MAX / 2);
                screen(&mut page, width, height);
                page.scroll = isize::MIN / 2;
                screen(&mut page, width, height);
            }
        }
    }
}

#[test]
fn without_colors_there_are_none() {
    let mut page = Page::new(battle(), false);
    let plain = screen(&mut page, 120, 30);
    let cells = &plain.backend().buffer().content;
    assert!(cells.iter().all(|cell| cell.fg == Color::Reset && cell.bg == Color::Reset));
    assert!(
        cells.iter().any(|cell| cell.modifier.contains(Modifier::REVERSED)),
        "the cursor is seen all the same"
    );
    let mut page = Page::new(battle(), true);
    let painted = screen(&mut page, 120, 30);
    assert!(painted.backend().buffer().content.iter().any(|cell| cell.fg == Color::LightRed));
}

fn arguments(replay: &str, turn: Option<u32>) -> WatchArgs {
    WatchArgs { replay: PathBuf::from(replay), turn, text: true, lines: false, window: WindowArgs::default() }
}

#[test]
fn a_link_names_file_and_moment() {
    let found = moment(&arguments("war.hawk#turn=17&step=4", None)).expect("a link");
    assert_eq!(found, (PathBuf::from("war.hawk"), Moment { turn: 17, step: 4 }));
    let plain = moment(&arguments("war.hawk", Some(3))).expect("a file and a turn");
    assert_eq!(plain, (PathBuf::from("war.hawk"), Moment { turn: 3, step: 0 }));
    assert_eq!(moment(&arguments("war.hawk#turn=1", Some(3))).expect_err("twice").status, 2);
    assert_eq!(moment(&arguments("war.hawk#turn=one", None)).expect_err("no number").status, 2);
    let folder = tempfile::tempdir().expect("a temporary folder");
    let odd = folder.path().join("war#turn=x");
    std::fs::write(&odd, "").expect("there is room");
    let odd = odd.to_str().expect("temporary folders have plain names");
    assert_eq!(moment(&arguments(odd, None)).expect("a file called so").0, PathBuf::from(odd));
}
