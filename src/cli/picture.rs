//! The map in characters: two a hex, odd rows shifted by one, as the hexes lie.

use crate::setting::Setting;
use crate::sim::army::Posture;
use crate::sim::hex::Grid;
use crate::snapshot::Snapshot;

/// Colors of the sides in a terminal.
const SIDE_COLORS: [&str; 4] = ["\u{1b}[1;31m", "\u{1b}[1;34m", "\u{1b}[1;35m", "\u{1b}[1;36m"];
/// Color of places.
const PLACE_COLOR: &str = "\u{1b}[1;33m";
const PLAIN: &str = "\u{1b}[0m";

/// Draws a state. A formation is the letter of its side, large where more than 5,000 men stand, with a mark for its
/// posture: `!` broken, `?` hidden, `>` marching, `=` formed, `^` in camp.
pub fn map(setting: &Setting, state: &Snapshot, colored: bool) -> String {
    let grid = setting.map.grid();
    let mut text = String::new();
    for row in 0..i32::from(grid.height) {
        if row % 2 == 1 {
            text.push(' ');
        }
        for col in 0..i32::from(grid.width) {
            let hex = Grid::hex(col, row);
            let here = state.formations.iter().filter(|one| one.is_alive() && one.place.hex() == hex);
            let here: Vec<_> = here.collect();
            let (color, marks) = if let Some(first) = here.iter().max_by_key(|one| one.roll.mouths()) {
                let men: u32 = here.iter().map(|one| one.roll.mouths()).sum();
                let name = &setting.register.side(first.side.0).name.latin;
                let letter = name.chars().next().unwrap_or('?');
                let letter =
                    if men > 5_000 { letter.to_ascii_uppercase() } else { letter.to_ascii_lowercase() };
                (SIDE_COLORS[first.side.0.index() % SIDE_COLORS.len()], [letter, posture(first.posture)])
            } else if setting.register.place_at(hex).is_some() {
                (PLACE_COLOR, ['#', ' '])
            } else {
                ("", [ground(setting, hex), ' '])
            };
            let painted = colored && !color.is_empty();
            if painted {
                text.push_str(color);
            }
            text.extend(marks);
            if painted {
                text.push_str(PLAIN);
            }
        }
        text.truncate(text.trim_end_matches(' ').len());
        text.push('\n');
    }
    text
}

/// What the marks mean, for the help of the viewer.
pub fn legend(setting: &Setting) -> String {
    let kinds = setting.map.kinds.iter();
    let ground: Vec<String> = kinds.map(|kind| format!("{} {}", mark(&kind.name), kind.name)).collect();
    format!(
        "letter: formation of that side (large over 5,000 men); ! broken  ? hidden  > marching  = formed  ^ camp\n\
         # place   - road   ground: {}\n",
        ground.join("  ")
    )
}

fn posture(posture: Posture) -> char {
    match posture {
        Posture::Camp => '^',
        Posture::Column => '>',
        Posture::Formed => '=',
        Posture::Hidden => '?',
        Posture::Routed => '!',
    }
}

fn ground(setting: &Setting, hex: crate::sim::hex::Hex) -> char {
    if setting.map.is_on_road(hex) {
        return '-';
    }
    mark(&setting.map.kind(hex).name)
}

/// Open ground is left a dot; any other kind is the first letter of its name.
fn mark(name: &str) -> char {
    if name.contains("plain") || name.contains("open") { '.' } else { name.chars().next().unwrap_or('.') }
}
