use super::super::parse::parse;
use super::super::problems::Problems;
use super::*;

const WAR: &str = r#"War(
    formations: [(id: "van", at: (1, 2)), (id: "rear", at: Some(3, 4))],
    supply: { "grain": (reach: 3) },
    ruse: Feign(to: (5, 6)),
    lead: Some((id: "x")),
)"#;

fn tree(text: &str) -> Tree {
    let source = Source::from_text("w", text);
    let mut problems = Problems::new();
    let tree = parse(&source, &mut problems);
    assert!(problems.is_empty(), "{problems}");
    tree
}

#[test]
fn a_path_finds_its_value() {
    use Step::{Field, Index, Key};
    let tree = tree(WAR);
    for (path, found) in [
        (&[Field("formations"), Index(0), Field("id")][..], "\"van\""),
        (&[Field("formations"), Index(1), Field("at"), Index(1)], "4"),
        (&[Field("supply"), Key("grain"), Field("reach")], "3"),
        (&[Field("ruse"), Field("to"), Index(0)], "5"),
        (&[Field("lead"), Field("id")], "\"x\""),
        (&[], "War"),
        // The nearest that exists stands in for what does not.
        (&[Field("formations"), Index(9), Field("id")], "["),
        (&[Field("supply"), Key("water")], "{"),
        (&[Field("ruse"), Field("from")], "Feign"),
    ] {
        assert_eq!(&WAR[tree.locate(path)], found, "{path:?}");
    }
}

#[test]
fn a_path_is_printed_as_it_would_be_typed() {
    let path = [Step::Field("formations"), Step::Index(3), Step::Field("stores"), Step::Key("grain\n")];
    assert_eq!(path_text(&path), "formations[3].stores[\"grain\\n\"]");
}

#[test]
fn a_problem_is_made_from_a_path() {
    let source = Source::from_text("w", WAR);
    let problem = tree(WAR).problem(
        &source,
        &[Step::Field("formations"), Step::Index(1), Step::Field("at")],
        "off the map",
    );
    assert_eq!(problem.headline(), "w:2:60: error: formations[1].at: off the map");
}

#[test]
fn nodes_are_small() {
    assert_eq!(std::mem::size_of::<Node>(), 16);
}
