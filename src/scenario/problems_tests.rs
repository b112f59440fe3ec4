use super::*;

fn source() -> Source {
    Source::from_text("wars/flood.ron", "(\n  sides: [\n    (id: \"sogn\"),\n  ],\n)\n")
}

fn place(source: &Source, what: &str) -> Range<usize> {
    let start = source.text().find(what).expect("the text holds it");
    start..start + what.len()
}

#[test]
fn a_problem_is_one_line_and_a_marked_line_of_the_file() {
    let source = source();
    let problem = Problem::error(&source, place(&source, "\"sogn\""), "no side `sogn`")
        .at("sides[0].id")
        .hint("did you mean `song`?");
    insta::assert_snapshot!(problem.to_string(), @r#"
    wars/flood.ron:3:10: error: sides[0].id: no side `sogn`; did you mean `song`?
    3 |     (id: "sogn"),
      |          ^^^^^^
    "#);
}

#[test]
fn problems_come_in_file_order_and_once() {
    let source = source();
    let late = Problem::error(&source, place(&source, "\"sogn\""), "late");
    let early = Problem::warning(&source, place(&source, "sides"), "early");
    let mut problems = Problems::new();
    problems.push(early.clone());
    assert!(!problems.has_errors());
    problems.push(late.clone());
    problems.push(late.clone());
    problems.push(early.clone());
    assert!(problems.has_errors());
    assert_eq!(problems.iter().cloned().collect::<Vec<_>>(), [early, late]);
}

#[test]
fn twenty_are_shown_and_the_rest_is_counted() {
    let source = Source::from_text("w", "x".repeat(1000));
    let mut problems = Problems::new();
    for at in 0..100 {
        problems.push(Problem::error(&source, at..at + 1, "wrong"));
    }
    let shown = problems.to_string();
    assert_eq!(shown.matches("error: wrong").count(), SHOWN);
    assert!(shown.ends_with("… and 80 more\n"), "{shown}");
    for at in 0..1000 {
        problems.push(Problem::error(&source, at..at + 1, "wrong"));
    }
    assert_eq!(problems.len(), KEPT);
    assert!(problems.to_string().ends_with("… and at least 180 more\n"), "{shown}");
}

#[test]
fn a_message_cannot_be_made_long_or_harmful_by_the_file() {
    let nasty = format!("\u{1b}[2J\n{}", "x".repeat(1_000_000));
    let problem = Problem::in_file(&nasty, &nasty).at(&nasty).hint(&nasty);
    let line = problem.headline();
    assert!(line.chars().count() <= LINE_LIMIT);
    assert!(!line.contains(['\u{1b}', '\n']));
    let source = Source::from_text("w", "a\u{202e}\u{1b}[2Jb");
    let shown = Problem::error(&source, 0..4, "wrong").to_string();
    assert!(!shown.contains(['\u{1b}', '\u{202e}']), "{shown:?}");
}

#[test]
fn machines_get_the_same_as_json() {
    let source = source();
    let problems = Problems::from(Problem::error(&source, 0..1, "wrong").hint("mend it"));
    let json = serde_json::to_value(&problems).expect("plain data");
    assert_eq!(
        json,
        serde_json::json!({ "cut_off": false, "problems": [{
            "severity": "error", "file": "wars/flood.ron", "span": { "start": 0, "end": 1 },
            "line": 1, "col": 1, "path": "", "what": "wrong", "hint": "mend it",
        }] })
    );
}

#[test]
fn places_at_and_past_the_end_can_be_shown() {
    let source = Source::from_text("w", "ab");
    for span in [2..2, 0..99, 50..60, 0..0] {
        assert!(Problem::error(&source, span, "wrong").to_string().contains('^'));
    }
}

#[test]
fn the_nearest_name_is_suggested_if_it_is_near() {
    let names = ["strength", "supply", "morale"];
    assert_eq!(suggest("strenght", names), Some("strength"));
    assert_eq!(suggest("Morale", names), Some("morale"));
    assert_eq!(suggest("weather", names), None);
    assert_eq!(suggest(&"s".repeat(1_000_000), names), None);
}
