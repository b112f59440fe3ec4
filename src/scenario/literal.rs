//! # Numbers and quoted text
//!
//! The smallest pieces of RON, as pure functions on a piece of text. They accept what the `ron` crate accepts and the
//! format needs, which is less than all of RON: no type suffixes (`1u8`), no byte strings, no infinities.

use std::borrow::Cow;

#[cfg(test)]
#[path = "literal_tests.rs"]
mod tests;

/// A number as it was written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Number {
    /// A whole number; `None` if it does not even fit in 128 bits.
    Whole(Option<i128>),
    Real(f64),
}

/// Reads a number, or says what is wrong with it.
///
/// `0x7f`, `0o17`, `0b11` and `1_000` are whole numbers; `1.5`, `.5`, `5.` and `1e3` are not.
pub fn number(written: &str) -> Result<Number, &'static str> {
    let unsigned = written.strip_prefix(['+', '-']).unwrap_or(written);
    if ["inf", "nan", "infinity"].iter().any(|name| unsigned.eq_ignore_ascii_case(name)) {
        return Err("not a finite number");
    }
    let (digits, radix) = match unsigned.get(..2) {
        Some("0x") => (&unsigned[2..], 16),
        Some("0o") => (&unsigned[2..], 8),
        Some("0b") => (&unsigned[2..], 2),
        _ => (unsigned, 10),
    };
    let is_whole = digits.chars().all(|c| c.is_digit(radix) || c == '_');
    if is_whole && !digits.starts_with('_') && !digits.is_empty() {
        let digits = digits.replace('_', "");
        // A run of zeros is zero, however long; a run of digits may be anything.
        let value = i128::from_str_radix(&digits, radix).ok();
        return Ok(Number::Whole(value.map(|value| if written.starts_with('-') { -value } else { value })));
    }
    let is_real = radix == 10
        && digits.starts_with(|c: char| c.is_ascii_digit() || c == '.')
        && digits.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | 'e' | 'E' | '+' | '-' | '_'))
        && !["_.", "._", "e_", "E_", "-_", "+_"].iter().any(|wrong| digits.contains(wrong));
    match written.replace('_', "").parse::<f64>() {
        Ok(value) if is_real && value.is_finite() => Ok(Number::Real(value)),
        Ok(_) if is_real => Err("not a finite number"),
        _ => Err("not a number"),
    }
}

/// One escape sequence, which begins with the backslash that `text` begins with: the character it stands for (none for
/// a line that is continued) and its length.
pub fn escape(text: &str) -> Result<(Option<char>, usize), &'static str> {
    let mut chars = text[1..].chars();
    let hex = |digits: &str| {
        let is_hex = !digits.is_empty() && digits.chars().all(|c| c.is_ascii_hexdigit());
        u32::from_str_radix(digits, 16).ok().filter(|_| is_hex).and_then(char::from_u32)
    };
    match chars.next() {
        Some('n') => Ok((Some('\n'), 2)),
        Some('t') => Ok((Some('\t'), 2)),
        Some('r') => Ok((Some('\r'), 2)),
        Some('0') => Ok((Some('\0'), 2)),
        Some(same @ ('"' | '\'' | '\\')) => Ok((Some(same), 2)),
        Some('\n') => {
            let rest = text[2..].trim_start_matches([' ', '\t', '\n']);
            Ok((None, text.len() - rest.len()))
        }
        Some('x') => match text.get(2..4).and_then(hex) {
            Some(c) if c.is_ascii() => Ok((Some(c), 4)),
            _ => Err("`\\x` needs two hexadecimal digits up to 7f; for other letters write `\\u{..}`"),
        },
        Some('u') => {
            let digits = text[2..]
                .strip_prefix('{')
                .map(|rest| &rest[..rest.find(|c: char| !c.is_ascii_hexdigit()).unwrap_or(rest.len())]);
            match digits {
                Some(digits) if digits.len() <= 6 && text[3 + digits.len()..].starts_with('}') => {
                    match hex(digits) {
                        Some(c) => Ok((Some(c), digits.len() + 4)),
                        None => Err("`\\u{..}` does not name a letter"),
                    }
                }
                _ => Err("`\\u` needs one to six hexadecimal digits in braces, as in `\\u{4e00}`"),
            }
        }
        _ => Err("unknown escape; known are `\\n`, `\\t`, `\\\"`, `\\\\`, `\\u{..}`"),
    }
}

/// The text that a quoted piece stands for: `"a\nb"`, `r"a"`, `r#"a"#` or `'a'`, quotes included.
pub fn unquote(written: &str) -> Cow<'_, str> {
    if let Some(raw) = written.strip_prefix('r') {
        let text = raw.trim_matches('#');
        return Cow::Borrowed(text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text));
    }
    let inner = written.get(1..written.len().saturating_sub(1)).unwrap_or_default();
    if !inner.contains('\\') {
        return Cow::Borrowed(inner);
    }
    let mut text = String::with_capacity(inner.len());
    let mut rest = inner;
    while let Some(at) = rest.find('\\') {
        text.push_str(&rest[..at]);
        // A wrong escape was reported when the file was read; here it only must not be lost.
        let (c, length) = escape(&rest[at..]).unwrap_or((Some(char::REPLACEMENT_CHARACTER), 1));
        text.extend(c);
        rest = &rest[at + length..];
    }
    text.push_str(rest);
    Cow::Owned(text)
}
