use super::*;

#[test]
fn ids_are_small_latin_letters_digits_and_dashes() {
    for good in ["a", "gao_zunyu", "fort-7", &"x".repeat(64)] {
        assert!(is_id(good), "{good}");
    }
    for bad in ["", "Gao", "a b", "а", "é", "a.b", &"x".repeat(65)] {
        assert!(!is_id(bad), "{bad}");
    }
}

#[test]
fn names_of_every_script_are_welcome_and_invisible_letters_are_not() {
    for c in "高遵裕𗼇é".chars() {
        assert!(!is_forbidden(c), "{c}");
    }
    for c in ['\0', '\u{1b}', '\r', '\u{202e}', '\u{2066}', '\u{200b}', '\u{feff}', '\u{85}', '\u{2028}'] {
        assert!(is_forbidden(c), "{c:?}");
    }
}

#[test]
fn shown_text_is_escaped_and_cut() {
    assert_eq!(clean("a\u{1b}[2J\n", 40), "a\\u{1b}[2J\\n");
    assert_eq!(clean("abcdef", 3), "ab…");
    assert_eq!(clean(&"é".repeat(1_000_000), 10).chars().count(), 10);
    assert_eq!(quote("x"), "`x`");
}

#[test]
fn type_names_are_said_in_words() {
    assert_eq!(in_words("FieldArmy"), "field army");
    assert_eq!(in_words("Side"), "side");
}
