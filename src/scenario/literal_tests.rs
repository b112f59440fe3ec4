use super::*;

#[test]
fn numbers_are_read_as_ron_reads_them() {
    for (written, value) in [
        ("0", 0),
        ("-7", -7),
        ("+7", 7),
        ("007", 7),
        ("1_000", 1000),
        ("0x7f", 127),
        ("-0x7F", -127),
        ("0b11", 3),
        ("0o17", 15),
        ("1_", 1),
    ] {
        assert_eq!(number(written), Ok(Number::Whole(Some(value))), "{written}");
        assert_eq!(i128::from(ron::from_str::<i64>(written).expect(written)), value);
    }
    for (written, value) in
        [("1.5", 1.5), ("1_000.5", 1000.5), (".5", 0.5), ("5.", 5.0), ("-1e3", -1000.0), ("1e-3", 0.001)]
    {
        assert_eq!(number(written), Ok(Number::Real(value)), "{written}");
        assert_eq!(ron::from_str::<f64>(written).expect(written), value);
    }
    assert_eq!(number(&"9".repeat(1_000_000)), Ok(Number::Whole(None)));
}

#[test]
fn what_is_no_finite_number_is_refused() {
    for written in ["1e999", "-1e999", "inf", "-inf", "NaN", "+nan"] {
        assert_eq!(number(written), Err("not a finite number"), "{written}");
    }
    for written in
        ["", "-", "1u8", "1.5f32", "0x", "0xg", "12ab", "1-2", "1..2", "1.2.3", "_1", ".", "0b2", "1._5"]
    {
        assert_eq!(number(written), Err("not a number"), "{written}");
    }
}

#[test]
fn quoted_text_is_read_as_ron_reads_it() {
    for written in [
        r#""""#,
        r#""abc""#,
        r#""a\nb\t\"\\\'""#,
        r#""\u{4e00}\x41""#,
        "\"a\\\n   b\"",
        "r\"a\\b\"",
        "r#\"a\"b\"#",
        "r##\"\"#\"##",
    ] {
        assert_eq!(unquote(written), ron::from_str::<String>(written).expect(written), "{written}");
    }
    assert_eq!(unquote("'高'"), "高");
    assert_eq!(unquote("\""), "");
}

#[test]
fn wrong_escapes_are_named() {
    for written in
        ["\\q", "\\", "\\x4", "\\xff", "\\u", "\\u{", "\\u{}", "\\u{1234567}", "\\u{d800}", "\\u{12", "\\x高"]
    {
        assert!(escape(written).is_err(), "{written}");
    }
}
