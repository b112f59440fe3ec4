//! What a save may be called.

use super::{EXTENSION, ShelfError};

/// Most letters of a name: with four bytes each they still fit a file name.
pub const MOST_LETTERS: usize = 60;
/// Most letters of a title that become part of a name.
const TITLE_LETTERS: usize = 40;
/// Letters that some system or other keeps for itself.
const RESERVED: &str = "/\\:*?\"<>|";
/// Names that one system keeps for devices, with any ending.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];
/// Likewise, with a digit after them.
const NUMBERED_DEVICES: [&str; 2] = ["com", "lpt"];

/// The file name of a save; blanks around the name are dropped.
pub(super) fn file(name: &str) -> Result<String, ShelfError> {
    let clean = name.trim();
    match fault(clean) {
        None => Ok(format!("{clean}.{EXTENSION}")),
        Some(why) => Err(ShelfError::Name { name: shown(name), why }),
    }
}

/// What is wrong with a name.
fn fault(name: &str) -> Option<String> {
    let stem = name.split('.').next().unwrap_or(name).trim_end().to_lowercase();
    let numbered = |device: &str| {
        stem.strip_prefix(device).is_some_and(|rest| rest.len() == 1 && rest.as_bytes()[0].is_ascii_digit())
    };
    if name.is_empty() {
        Some("it is empty".to_owned())
    } else if name.chars().count() > MOST_LETTERS {
        Some(format!("it has more than {MOST_LETTERS} letters"))
    } else if let Some(letter) = name.chars().find(|letter| RESERVED.contains(*letter)) {
        Some(format!("it may not hold `{letter}`"))
    } else if name.chars().any(is_invisible) {
        Some("it holds a letter that cannot be seen".to_owned())
    } else if name.starts_with('.') || name.ends_with('.') {
        Some("it may not begin or end with a full stop".to_owned())
    } else if DEVICES.contains(&stem.as_str()) || NUMBERED_DEVICES.iter().any(|device| numbered(device)) {
        Some("some systems keep this name for a device".to_owned())
    } else {
        None
    }
}

/// Letters that show nothing or turn the line around. The joiner stays: some emoji need it.
fn is_invisible(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{200b}' | '\u{200c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}')
        || matches!(letter, '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// A text from outside, fit to be shown in a line: what cannot be seen becomes a mark, and it ends somewhere.
pub(super) fn shown(text: &str) -> String {
    const MOST: usize = 200;
    let mut shown: String = text
        .chars()
        .take(MOST)
        .map(|letter| if is_invisible(letter) { '\u{fffd}' } else { letter })
        .collect();
    if text.chars().nth(MOST).is_some() {
        shown.push('…');
    }
    shown
}

/// A name from the title of a war and its turn.
pub(super) fn from_title(title: &str, turn: u32) -> String {
    let letters = title.chars().filter(|letter| !RESERVED.contains(*letter) && !is_invisible(*letter));
    let letters: String = letters.take(TITLE_LETTERS).collect();
    let title = letters.trim_matches(|letter: char| letter == '.' || letter.is_whitespace());
    if title.is_empty() { format!("War, turn {turn}") } else { format!("{title}, turn {turn}") }
}

/// A scenario's id as part of a file name. Ids are plain, unless a stranger wrote the file.
pub(super) fn plain_id(id: &str) -> String {
    let plain = |letter: char| if letter.is_ascii_alphanumeric() || letter == '_' { letter } else { '-' };
    let id: String = id.chars().take(MOST_LETTERS).map(plain).collect();
    if id.is_empty() { "war".to_owned() } else { id }
}
