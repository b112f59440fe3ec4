#![allow(clippy::disallowed_types, reason = "that hostile files are refused in time is measured here")]

use std::time::{Duration, Instant};

use super::*;

/// The messages about a text, without its name.
fn faults(text: &str) -> Vec<String> {
    let source = Source::from_text("w", text);
    let mut problems = Problems::new();
    parse(&source, &mut problems);
    problems.iter().map(|problem| problem.headline()["w:".len()..].replacen("error: ", "", 1)).collect()
}

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    assert_eq!(faults(text), expected, "{text}");
}

#[test]
fn all_of_the_format_is_read() {
    check(
        r##"// a comment
        War(
            id: "flood", /* and /* one */ in */ name: r#"a "b""#,
            at: (1, -2), size: 0x7f, share: 1_000.5, list: ['a', '\'', Hold, March(path: [(1, 2),],)],
            map: { "a": None, "b": Some(1), }, unit: (), yes: true,
        )
        // the end"##,
        &[],
    );
}

#[test]
fn an_empty_file_is_called_empty() {
    for text in ["", " \n\t", "// only\n", "/* only */", "\u{feff}"] {
        check(text, &["1:1: empty file: it holds nothing but blanks and comments"]);
    }
}

#[test]
fn what_is_never_closed_is_reported_where_it_opens() {
    check("(a: \"xyz", &["1:5: a: this text has no closing `\"`"]);
    check("(a: r#\"xyz\", b: 1)", &["1:5: a: this raw text has no closing `\"#`"]);
    check("(a: 1, /* b: 1)", &["1:8: this comment has no closing `*/`"]);
    check("(a: (b: 1,\n c: 2)", &["1:1: this `(` is never closed"]);
    check(
        "(a: [(b: 1, 2), 3)",
        &[
            "1:5: a: this `[` is not closed before the `)` on line 1",
            "1:13: a[0]: expected a field name, found `2`",
        ],
    );
    check("[(1, 2], 3]", &["1:2: [0]: this `(` is not closed before the `]` on line 1"]);
}

#[test]
fn a_forgotten_closing_quote_is_guessed() {
    check(
        "(a: \"xyz,\n b: \"abc\",\n c: 1)",
        &[
            "1:5: a: this text seems to lack its closing `\"`; the next one, on line 2, stands before a letter",
        ],
    );
}

#[test]
fn several_mistakes_are_found_at_once() {
    check(
        "(a 1, b = 2, c: , d: 3 e: 4,\n f: @x, g: [1 2], h: {\"a\" 1}, : 5, i: 6)",
        &[
            "1:4: a: expected `:` after `a`, found `1`",
            "1:9: b: expected `:` after `b`, found `=`; write `:` instead of `=`",
            "1:17: c: expected a value, found `,`",
            "1:24: expected `,` or `)`, found `e`",
            "2:5: f: expected a value, found `@`",
            "2:15: g: expected `,` or `]`, found `2`",
            "2:27: h[\"a\"]: expected `:` after `\"a\"`, found `1`",
            "2:31: expected a field name, found `:`",
        ],
    );
}

#[test]
fn a_forgotten_comma_is_missed_at_the_end_of_its_line() {
    check("(a: 1\n b: 2)", &["1:5: expected `,` or `)` after this, found `b`"]);
}

#[test]
fn stray_commas_and_brackets_are_named() {
    check("[1,,2]", &["1:4: nothing stands before this comma; remove the comma"]);
    check("[1, }, 2]", &["1:5: this `}` closes nothing"]);
    check(
        "(a: 1))",
        &["1:7: `)` after the end of the value; a file holds one value; remove what follows it"],
    );
    check(
        "(a: 1) (b: 2)",
        &["1:8: `(` after the end of the value; a file holds one value; remove what follows it"],
    );
    check(")", &["1:1: expected a value, found `)`"]);
}

#[test]
fn habits_from_other_formats_are_understood() {
    check(
        "(\"a\": 1, \"b\": 2)",
        &["1:2: field names are written without quotes", "1:10: field names are written without quotes"],
    );
    check("(a: 1, 2, b: 3)", &["1:8: expected a field name, found `2`"]);
    check("(1, a: 2)", &["1:6: [1]: a named field among values without names; name all fields or none"]);
    check("(a: 'abc')", &["1:5: a: single quotes hold exactly one letter; put text in double quotes"]);
    check("(a: 1u8)", &["1:5: a: `1u8` is not a number; write `1` without a type"]);
    check("(a: b\"x\")", &["1:5: a: byte strings are not part of the format; remove the `b`"]);
    check("(a: 高遵裕)", &["1:5: a: expected a value, found `高遵裕`; put text in double quotes"]);
}

#[test]
fn a_decimal_comma_is_suspected_only_where_it_is_a_mistake() {
    check("(a: 1,5, b: 2)", &["1:7: expected a field name, found `5`; for a decimal number write `1.5`"]);
    check("{\"a\": 1,5}", &["1:9: expected a key and `:`; for a decimal number write `1.5`"]);
    check("{1:1,2:2}", &[]);
    check("[1,5]", &[]);
}

#[test]
fn what_is_given_twice_is_placed_twice() {
    check("(a: 1, b: 2,\n a: 3)", &["2:2: the field `a` is given twice; it was first given at 1:2"]);
    check(
        "{\"a\": 1, \"\\u{61}\": 2}",
        &["1:10: the key `\"\\u{61}\"` is given twice; it was first given at 1:2"],
    );
    check(
        "{(1,2): 1, (1, 0x2): 2, (2,1): 3}",
        &["1:12: the key `(1, 0x2)` is given twice; it was first given at 1:2"],
    );
    check("{a: 1, b: 2, 'a': 3, \"a\": 4}", &[]);
}

#[test]
fn infinities_are_refused() {
    check(
        "[NaN, inf, -inf, 1e999]",
        &[
            "1:2: [0]: `NaN` is not a finite number",
            "1:7: [1]: `inf` is not a finite number",
            "1:12: [2]: `-inf` is not a finite number",
            "1:18: [3]: `1e999` is not a finite number",
        ],
    );
}

#[test]
fn a_file_may_not_change_how_it_is_read() {
    check(
        "#![enable(implicit_some)]\n(a: 1)",
        &["1:1: a file may not change how it is read; remove this line"],
    );
}

#[test]
fn invisible_and_control_characters_are_refused_everywhere() {
    check("(a: \"x\u{0}\")", &["1:7: the control character U+0000 may not stand in a file; delete it"]);
    check("(a: \"\\u{202e}\")", &["1:6: a: the character U+202E may not stand in a text; delete it"]);
    check(
        "(\u{200b}a: 1) // \u{2066}",
        &[
            "1:2: the invisible character U+200B may not stand in a file; delete it",
            "1:12: the invisible character U+2066 may not stand in a file; delete it",
        ],
    );
    check("(a: \"高遵裕 𗼇\\n\")", &[]);
}

#[test]
fn escapes_are_checked() {
    check(
        "(a: \"C:\\dir\")",
        &[
            "1:8: a: unknown escape; known are `\\n`, `\\t`, `\\\"`, `\\\\`, `\\u{..}`; write `\\\\` for a backslash",
        ],
    );
}

#[test]
fn nesting_is_accepted_up_to_the_limit() {
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    check(&nested(MAX_DEPTH), &[]);
    let fault = &faults(&nested(MAX_DEPTH + 1))[0];
    assert!(fault.starts_with("1:33: ") && fault.contains("nested too deep"), "{fault}");
}

/// Runs in the small stack of a test thread or of a worker.
#[test]
fn hostile_files_are_answered_at_once() {
    let many = 200_000;
    let texts = [
        "[".repeat(many),
        "(".repeat(many),
        "{".repeat(many),
        "Some(".repeat(many),
        "(a:".repeat(many),
        "{1:".repeat(many),
        "/*".repeat(many),
        "r#".repeat(many),
        "r#\"".repeat(many),
        format!("r{}\"", "#".repeat(many)),
        "\"\\".repeat(many),
        "'".repeat(many),
        "[(]".repeat(many),
        "b".repeat(many),
        "-".repeat(many),
        "9".repeat(many),
        "@".repeat(many),
        format!("({}", "a:1,".repeat(many)),
        format!("[{}", "(),".repeat(many)),
        format!("{{{}", "1:1,".repeat(many)),
        format!("[{}", "[1 2] ".repeat(many)),
        format!("[{}", "\"\u{202e}\",".repeat(many)),
        format!("(a{}", "a".repeat(many)),
    ];
    let run = move || {
        for text in texts {
            let start = Instant::now();
            faults(&text);
            let took = start.elapsed();
            // Who looked at every character for every other would need minutes, even on a fast machine.
            assert!(took < Duration::from_secs(20), "{took:?} for {}…", &text[..10]);
        }
    };
    let thread = std::thread::Builder::new().stack_size(2 << 20).spawn(run).expect("a thread");
    thread.join().expect("no overflow and no panic");
}
