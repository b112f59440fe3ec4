use super::sample::{GOOD, War};
use super::*;

fn source(text: &str) -> Source {
    Source::from_text("w", text)
}

#[test]
fn a_good_file_becomes_a_value_and_a_tree() {
    let source = source(GOOD);
    let loaded = load::<War>(&source).expect("a good file");
    assert_eq!(loaded.value.formations[1].strength, 300);
    assert!(loaded.tree.root().is_some());
}

#[test]
fn the_last_word_is_with_ron_and_has_a_place() {
    // A JSON Schema does not say of what type the keys of a map are.
    let text = GOOD.replace("'g': Grass", "\"g\": Grass");
    let problems = load::<War>(&source(&text)).expect_err("keys are letters");
    assert_eq!(
        problems.iter().map(Problem::headline).collect::<Vec<_>>(),
        ["w:9:14: error: Expected char; put one letter in single quotes"]
    );
}

#[test]
fn mistakes_of_both_sorts_are_told_together_in_file_order() {
    let text = GOOD
        .replace("title: \"Drowned\"", "title = 7")
        .replace("strength: 300", "strenght: 300")
        .replace("Wait(3)", "Wait(300)");
    let problems = load::<War>(&source(&text)).expect_err("three mistakes");
    let lines: Vec<String> = problems.iter().map(Problem::headline).collect();
    assert_eq!(
        lines,
        [
            "w:2:11: error: title: expected `:` after `title`, found `=`; write `:` instead of `=`",
            "w:2:13: error: title: expected text of 1..20 letters, found the number `7`; put it in double quotes: `\"7\"`",
            "w:6:22: error: formations[1]: no field `strenght` in formation; did you mean `strength`?",
            "w:18:14: error: orders[4]: out of range; expected 0..255",
        ]
    );
}

#[test]
fn twenty_mistakes_are_told_at_once_in_file_order() {
    let faulty = [
        "(id: 1, strength: 1, at: (1, 2), morale: 1)",
        "(id: \"a\", strenght: 1, at: (1, 2), morale: 1)",
        "(id: \"a\", strength: -1, at: (1, 2), morale: 1)",
        "(id: \"a\", strength: 1, at: (1), morale: 1)",
        "(id: \"a\", strength: 1, at: (1, 2), morale: NaN)",
        "(id: \"a\" strength: 1, at: (1, 2), morale: 1)",
        "(id = \"a\", strength: 1, at: (1, 2), morale: 1)",
        "(id: \"a\", id: \"a\", strength: 1, at: (1, 2), morale: 1)",
        "(id: \"a\", strength: 1, at: [1, 2], morale: 1)",
        "(id: \"\\q\", strength: 1, at: (1, 2), morale: 1)",
    ];
    let formations = format!("formations: [\n{},\n{},\n],", faulty.join(",\n"), faulty.join(",\n"));
    let start = GOOD.find("formations:").expect("it has formations");
    let end = GOOD.find("stores:").expect("it has stores");
    let text = format!("{}{formations}\n{}", &GOOD[..start], &GOOD[end..]);
    let problems = load::<War>(&source(&text)).expect_err("twenty mistakes");
    let lines: Vec<usize> = problems.iter().map(|problem| problem.line).collect();
    assert_eq!(lines, (5..25).collect::<Vec<_>>(), "{problems}");
}

#[test]
fn the_sample_is_written_in_every_allowed_way() {
    for (was, is) in [
        ("leader: (name", "leader: Some(name"),
        ("leader: (name", "leader: Leader(name"),
        ("(id: \"van\"", "Formation(id: \"van\""),
        ("at: (1, 2)", "at: Place(1, 2)"),
        ("fast: true", "fast: Some(true)"),
        ("fast: true", "fast: None"),
        ("Perhaps(name: \"a\", skill: 1)", "Perhaps(None)"),
        ("Perhaps(name: \"a\", skill: 1)", "Perhaps(Some(name: \"a\", skill: 1))"),
        ("nothing: ()", "nothing: None"),
        ("\n", "\r\n"),
    ] {
        let text = GOOD.replacen(was, is, if was == "\n" { 99 } else { 1 });
        assert_ne!(text, GOOD, "{was}");
        load::<War>(&source(&text)).unwrap_or_else(|problems| panic!("{is}: {problems}"));
    }
}

#[test]
fn nesting_that_the_reader_accepts_does_not_tire_ron() {
    let nested = |depth: usize| {
        format!(
            "Feign(to: (1, 2), then: {}Hold{})",
            "Feign(to: (1, 2), then: ".repeat(depth),
            ")".repeat(depth)
        )
    };
    let text = |depth: usize| GOOD.replace("Wait(3)", &nested(depth));
    // The outer struct, the list, the outermost order and the place take four brackets.
    load::<War>(&source(&text(28))).expect("as deep as allowed");
    let problems = load::<War>(&source(&text(29))).expect_err("one more");
    assert!(problems.to_string().contains("nested too deep"), "{problems}");
}
