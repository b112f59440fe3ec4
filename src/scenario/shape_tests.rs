use super::super::load::sample::{GOOD, War};
use super::super::parse::parse;
use super::*;

/// The messages about the sample with one place changed.
#[track_caller]
fn faults(was: &str, is: &str) -> Vec<String> {
    assert!(GOOD.contains(was), "{was}");
    let source = Source::from_text("w", GOOD.replacen(was, is, 1));
    let mut problems = Problems::new();
    let tree = parse(&source, &mut problems);
    assert!(problems.is_empty(), "{problems}");
    check_shape(&tree, &source, &mut problems);
    problems.iter().map(|problem| problem.headline()["w:".len()..].replacen("error: ", "", 1)).collect()
}

fn check_shape(tree: &Tree, source: &Source, problems: &mut Problems) {
    super::check(tree, source, &Schema::of::<War>(), problems);
}

#[track_caller]
fn check(was: &str, is: &str, expected: &[&str]) {
    assert_eq!(faults(was, is), expected, "{is}");
}

#[test]
fn fields_are_known_and_complete() {
    check(
        "strength: 300",
        "strenght: 300",
        &["6:22: formations[1]: no field `strenght` in formation; did you mean `strength`?"],
    );
    check(
        "strength: 300, ",
        "",
        &["6:9: formations[1]: formation lacks the field `strength`; add `strength:`, whole number 0..65535"],
    );
    check(
        "strength: 300",
        "zzz: 300",
        &[
            "6:9: formations[1]: formation lacks the field `strength`; add `strength:`, whole number 0..65535",
            "6:22: formations[1]: no field `zzz` in formation; known are `id`, `strength`, `at`, `morale`, `leader`",
        ],
    );
    check(
        "(id: \"rear\", strength: 300, at: (0x1, -2), morale: 0.5)",
        "()",
        &[
            "6:9: formations[1]: formation lacks the field `id`; add `id:`, id",
            "6:9: formations[1]: formation lacks the field `strength`; add `strength:`, whole number 0..65535",
            "6:9: formations[1]: formation lacks the field `at`; add `at:`, place",
            "6:9: formations[1]: formation lacks the field `morale`; add `morale:`, number 0..1",
        ],
    );
}

#[test]
fn values_are_of_the_right_kind() {
    check(
        "title: \"Drowned\"",
        "title: Drowned",
        &[
            "2:12: title: expected text of 1..20 letters, found `Drowned`; put it in double quotes: `\"Drowned\"`",
        ],
    );
    check(
        "strength: 300",
        "strength: \"300\"",
        &[
            "6:32: formations[1].strength: expected whole number 0..65535, found the text `\"300\"`; remove the quotes",
        ],
    );
    check(
        "strength: 300",
        "strength: 1.5",
        &["6:32: formations[1].strength: expected whole number 0..65535, found `1.5`"],
    );
    check(
        "[(1, 2), (3, 4)]",
        "((1, 2), (3, 4))",
        &[
            "12:21: orders[1].path: expected list of place, found a tuple `(..)`; a list is written with `[ ]`",
        ],
    );
    check(
        "at: (1, 2)",
        "at: [1, 2]",
        &["5:42: formations[0].at: expected place, found a list `[..]`; write `( )` here"],
    );
    check(
        "at: (1, 2)",
        "at: (q: 1, r: 2)",
        &["5:42: formations[0].at: expected place, found named fields `(..)`"],
    );
    check("fast: true", "fast: yes", &["22:11: fast: expected `true` or `false`, found `yes`"]);
    check(
        "{ \"grain\": 10, \"hay\": 20 }",
        "[10, 20]",
        &[
            "8:13: stores: expected map from key to whole number from 0, found a list `[..]`; a map is written `{ key: value }`",
        ],
    );
}

#[test]
fn numbers_keep_to_their_range_and_are_not_repeated() {
    let long = format!("strength: {}", "9".repeat(1_000_000));
    for number in ["strength: 65536", "strength: -1", &long] {
        check("strength: 300", number, &["6:32: formations[1].strength: out of range; expected 0..65535"]);
    }
    check("morale: 0.5", "morale: 1.01", &["6:60: formations[1].morale: out of range; expected number 0..1"]);
    check("snow: 1.5", "snow: 1e39", &["22:23: snow: out of range; expected number up to 3.4e38"]);
    check("snow: 1.5", "snow: 0x10", &["22:23: snow: expected number in decimal, found `0x10`"]);
    check(
        "skill: -3",
        "skill: -129",
        &["5:90: formations[0].leader.skill: out of range; expected -128..127"],
    );
}

#[test]
fn texts_keep_to_their_length_and_to_one_line() {
    check("title: \"Drowned\"", "title: \"\"", &["2:12: title: expected text of 1..20 letters, found 0"]);
    check(
        "title: \"Drowned\"",
        "title: \"a\\nb\"",
        &["2:12: title: a line break or tab may not stand in this text; write it in one line"],
    );
    check("notes: \"two\\nlines\"", "notes: \"one\n\ttwo\"", &[]);
}

#[test]
fn variants_are_known_and_have_their_values() {
    check("Wait(3)", "Wiat(3)", &["18:9: orders[4]: no order is called `Wiat`; did you mean `Wait`?"]);
    check(
        "then: Hold",
        "then: Stay",
        &[
            "15:19: orders[2].then: no order is called `Stay`; known are `Hold`, `March`, `Feign`, `Both`, `Wait`, `Follow`, `Go`, `Obey`, …",
        ],
    );
    check(
        "then: Hold",
        "then: Hold()",
        &["15:19: orders[2].then: `Hold` takes no values; write `Hold` without brackets"],
    );
    check(
        "Wait(3)",
        "Wait",
        &["18:9: orders[4]: `Wait` needs values: whole number 0..255; write `Wait(..)`"],
    );
    check(
        "Wait(3)",
        "Wait(3, 4)",
        &["18:9: orders[4]: expected one value, whole number 0..255, in these brackets"],
    );
    check(
        "'g': Grass",
        "'g': Gras",
        &["9:20: legend[\"g\"]: no ground is called `Gras`; did you mean `Grass`?"],
    );
    check("{ Grass: 1 }", "{ Gras: 1 }", &["21:18: by_ground: no key `Gras`; did you mean `Grass`?"]);
    check(
        "{ 3: 4 }",
        "{ \"3\": 4 }",
        &["21:40: by_day: expected a whole number as key, found the text `\"3\"`"],
    );
}

#[test]
fn names_of_types_may_be_written_but_not_wrongly() {
    check("at: (1, 2)", "at: Place(1, 2)", &[]);
    check(
        "(id: \"rear\"",
        "Army(id: \"rear\"",
        &[
            "6:9: formations[1]: expected formation, found `Army(..)`; leave the name out, or write `Formation`",
        ],
    );
    check("nothing: ()", "nothing: Nothing", &["22:37: nothing: expected `()`, found `Nothing`"]);
}

#[test]
fn brackets_that_only_wrap_are_left_out() {
    check(
        "March(path: [(1, 2), (3, 4)])",
        "March((path: [(1, 2), (3, 4)]))",
        &["12:15: orders[1]: one pair of brackets too many; write March(..) with one pair of brackets"],
    );
    check(
        "Go(1, 2)",
        "Go((1, 2))",
        &["19:27: orders[6]: one pair of brackets too many; write Go(..) with one pair of brackets"],
    );
    check(
        "leader: (name: \"高遵裕\", skill: -3)",
        "leader: Some((name: \"高遵裕\", skill: -3))",
        &[
            "5:74: formations[0].leader: one pair of brackets too many; write Some(..) with one pair of brackets",
        ],
    );
    // Around a newtype struct both pairs are needed.
    check(
        "Obey((name: \"a\", skill: 1))",
        "Obey(name: \"a\", skill: 1)",
        &["19:34: orders[7]: expected one value, wrap, in these brackets"],
    );
}

#[test]
fn tuples_and_arrays_have_their_length() {
    check("at: (1, 2)", "at: (1, 2, 3)", &["5:42: formations[0].at: expected 2 values, found 3"]);
    check("((1, 2), (3, 4))", "((1, 2))", &["21:57: corners: expected 2 values, found 1"]);
}

#[test]
fn a_decimal_comma_is_suspected_in_a_tuple_that_is_too_long() {
    #[derive(schemars::JsonSchema)]
    struct Pair(#[allow(dead_code)] f64, #[allow(dead_code)] f64);
    let told = |text: &str| {
        let source = Source::from_text("w", text);
        let mut problems = Problems::new();
        let tree = parse(&source, &mut problems);
        super::check(&tree, &source, &Schema::of::<Pair>(), &mut problems);
        problems.to_string()
    };
    assert!(
        told("(1,5, 2)").contains("expected 2 values, found 3; for a decimal number write `1.5`"),
        "{}",
        told("(1,5, 2)")
    );
    assert!(told("(1, 5, 2)").contains("found 3\n"));
    assert!(told("(1,5)").is_empty());
}
