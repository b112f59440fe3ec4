//! # Words and letters
//!
//! What may stand in a file, what counts as an id, and how text from a file is shown in a message without doing harm.

#[cfg(test)]
#[path = "text_tests.rs"]
mod tests;

/// The longest id.
const ID_LENGTH: usize = 64;

/// Whether `name` may identify something: 1 to 64 of `a-z`, `0-9`, `_` and `-`.
///
/// Ids are compared, typed on command lines and used as file names; letters that only look alike have no place in them.
/// Names for display may hold any printable letter of any script.
pub fn is_id(name: &str) -> bool {
    (1..=ID_LENGTH).contains(&name.len())
        && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_' || b == b'-')
}

/// Whether a character is invisible or moves its neighbors, so that a file would not say what it seems to say:
/// zero-width characters, direction marks, bidirectional overrides, tags, and the two Unicode line separators.
pub fn is_hidden(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Whether a character may not stand in a file at all. Line feed and tab may; the shape check decides
/// [where in texts](super::shape).
pub fn is_forbidden(c: char) -> bool {
    (c.is_control() && c != '\n' && c != '\t') || is_hidden(c)
}

/// `text` made safe to show: control and hidden characters escaped, and cut to `limit` characters.
pub fn clean(text: &str, limit: usize) -> String {
    let mut shown = String::new();
    let mut length = 0;
    for c in text.chars() {
        let piece =
            if c.is_control() || is_hidden(c) { c.escape_default().to_string() } else { c.to_string() };
        length += piece.chars().count();
        if length > limit {
            while shown.chars().count() >= limit {
                shown.pop();
            }
            shown.push('…');
            return shown;
        }
        shown.push_str(&piece);
    }
    shown
}

/// A short piece of a file in back quotes, for use inside a message.
pub fn quote(text: &str) -> String {
    format!("`{}`", clean(text, 40))
}

/// `FieldArmy` as `field army`: the name of a Rust type as a reader of messages would say it.
pub fn in_words(type_name: &str) -> String {
    let mut words = String::new();
    let mut after_small = false;
    for c in type_name.chars() {
        if c.is_uppercase() && after_small {
            words.push(' ');
        }
        after_small = !c.is_uppercase();
        words.extend(c.to_lowercase());
    }
    words
}
