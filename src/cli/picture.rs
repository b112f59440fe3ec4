//! The map in characters, two a hex or four, odd rows shifted by half a hex, as the hexes lie.

use crate::report::known::Body;
use crate::setting::Setting;
use crate::sim::army::Posture;
use crate::sim::hex::{Grid, Hex};
use crate::sim::map::{Stream, TerrainKind};

/// What a hex is painted as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tint {
    /// A body of men of this side.
    Side(usize),
    /// A place with a name.
    Place,
    /// Water on or beside it.
    Water,
    /// A road.
    Road,
    /// Growth that hides.
    Wood,
    /// Slow, high ground.
    Height,
    /// Open ground.
    Ground,
}

/// Colors of the sides in a terminal.
const SIDE_COLORS: [&str; 4] = ["\u{1b}[1;31m", "\u{1b}[1;34m", "\u{1b}[1;35m", "\u{1b}[1;36m"];
/// Color of places.
const PLACE_COLOR: &str = "\u{1b}[1;33m";
const PLAIN: &str = "\u{1b}[0m";

/// A state of a war as a picture.
pub struct Picture<'a> {
    setting: &'a Setting,
    /// The letter of each side.
    letters: Vec<char>,
    /// The mark of each kind of ground.
    grounds: Vec<char>,
    /// Bodies of men by the place of their hex in the grid.
    bodies: std::collections::BTreeMap<usize, Vec<&'a Body>>,
    wide: bool,
}

impl<'a> Picture<'a> {
    /// Of the bodies that a viewer sees; `wide` gives a hex four characters, with a count of men.
    pub fn new(setting: &'a Setting, seen: &'a [Body], wide: bool) -> Self {
        let mut bodies = std::collections::BTreeMap::<usize, Vec<&Body>>::new();
        for body in seen {
            if let Some(index) = setting.map.grid().index(body.at) {
                bodies.entry(index).or_default().push(body);
            }
        }
        Self { setting, letters: letters(setting), grounds: grounds(setting), bodies, wide }
    }

    /// Characters that a hex takes.
    pub fn hex_width(&self) -> usize {
        if self.wide { 4 } else { 2 }
    }

    /// A hex: its characters, and as what they are painted.
    ///
    /// A body of men is the letter of its side, large where more than 5,000 stand, and a mark: `!` broken, `_` hidden, `>`
    /// marching, `=` formed, `^` in camp, `?` only reported. Between the two, in a wide picture, men in thousands, or in
    /// hundreds after a point.
    pub fn cell(&self, hex: Hex) -> (String, Tint) {
        let here = self.setting.map.grid().index(hex).and_then(|index| self.bodies.get(&index));
        if let Some(first) = here.and_then(|here| here.iter().max_by_key(|body| body.men)) {
            let men = here.into_iter().flatten().map(|body| body.men).fold(0, u32::saturating_add);
            let letter = self.letters.get(first.side.index()).copied().unwrap_or('?');
            let letter = if men > 5_000 { letter.to_ascii_uppercase() } else { letter.to_ascii_lowercase() };
            let mark = if first.report.is_some() { '?' } else { posture(first.posture) };
            let count = match men {
                0..1_000 => format!(".{}", men / 100),
                _ => format!("{:2}", (men / 1_000).min(99)),
            };
            let marks = if self.wide { format!("{letter}{count}{mark}") } else { format!("{letter}{mark}") };
            return (marks, Tint::Side(first.side.index()));
        }
        let (mark, tint) = if self.setting.register.place_at(hex).is_some() {
            ('#', Tint::Place)
        } else if self.setting.map.is_on_road(hex) {
            ('-', Tint::Road)
        } else {
            let index = self.setting.map.terrain_id(hex).index();
            (self.grounds.get(index).copied().unwrap_or('.'), tint(self.setting.map.kind(hex)))
        };
        let water = self.water(hex);
        let tint = if water != ' ' && matches!(tint, Tint::Ground) { Tint::Water } else { tint };
        (if self.wide { format!("{mark}  {water}") } else { format!("{mark}{water}") }, tint)
    }

    /// All of it, line by line.
    pub fn text(&self, colored: bool) -> String {
        let grid = self.setting.map.grid();
        let mut text = String::new();
        for row in grid.rows() {
            if row % 2 == 1 {
                text.push_str(&" ".repeat(self.hex_width() / 2));
            }
            for col in grid.columns() {
                let (marks, tint) = self.cell(Grid::hex(col, row));
                let color = match tint {
                    Tint::Side(side) => SIDE_COLORS[side % SIDE_COLORS.len()],
                    Tint::Place => PLACE_COLOR,
                    Tint::Water | Tint::Road | Tint::Wood | Tint::Height | Tint::Ground => "",
                };
                if colored && !color.is_empty() {
                    text.push_str(&format!("{color}{marks}{PLAIN}"));
                } else {
                    text.push_str(&marks);
                }
            }
            text.truncate(text.trim_end_matches(' ').len());
            text.push('\n');
        }
        text
    }

    /// What lies along the eastern sides of a hex; its western ones are its neighbors' eastern ones.
    fn water(&self, hex: Hex) -> char {
        const EASTERN: [usize; 3] = [0, 1, 5];
        let lies = |stream| EASTERN.iter().any(|side| self.setting.map.edge(hex, *side) == stream);
        let marks = [(Stream::River, '~'), (Stream::Ford, 'x'), (Stream::Bluff, '/'), (Stream::Brook, ':')];
        marks.into_iter().find(|(stream, _)| lies(*stream)).map_or(' ', |(_, mark)| mark)
    }

    /// What the marks mean.
    pub fn legend(&self) -> Vec<String> {
        let sides = self.setting.register.sides.iter().zip(&self.letters);
        let sides: Vec<String> = sides
            .map(|(side, letter)| format!("{} {}", letter.to_ascii_uppercase(), side.name.latin))
            .collect();
        let kinds = self.setting.map.kinds.iter().zip(&self.grounds);
        let kinds: Vec<String> = kinds.map(|(kind, mark)| format!("{mark} {}", kind.name)).collect();
        let mut legend = vec![
            format!("formations: {} (large over 5,000 men)", sides.join("  ")),
            "! broken  _ hidden  > marching  = formed  ^ camp  ? only reported".to_owned(),
            "# place  - road  ~ river  x ford  : brook  / bluff".to_owned(),
        ];
        let rows = kinds.chunks(4).map(|kinds| format!("ground: {}", kinds.join("  ")));
        legend.extend(rows);
        legend
    }
}

/// A mark for each kind of ground: plains are left a dot, water is a wave, any other is a letter of its name.
fn grounds(setting: &Setting) -> Vec<char> {
    let mut marks: Vec<char> = Vec::new();
    for kind in &setting.map.kinds {
        let name = kind.name.to_lowercase();
        let mark = match () {
            () if name.contains("water") || name.contains("lake") => '~',
            () if name.contains("plain") || name.contains("open") => '.',
            () => {
                let mut own = name.chars().filter(char::is_ascii_lowercase);
                own.find(|letter| !marks.contains(letter)).unwrap_or(',')
            }
        };
        marks.push(mark);
    }
    marks
}

/// A letter for each side: the first of its name that no side before it has, or a digit.
fn letters(setting: &Setting) -> Vec<char> {
    let mut letters: Vec<char> = Vec::new();
    for (index, side) in setting.register.sides.iter().enumerate() {
        let own = side
            .name
            .latin
            .chars()
            .filter(char::is_ascii_alphabetic)
            .map(|letter| letter.to_ascii_lowercase());
        let digit = char::from_digit(index as u32 % 10, 10).unwrap_or('?');
        let letter = own.into_iter().find(|letter| !letters.contains(letter)).unwrap_or(digit);
        letters.push(letter);
    }
    letters
}

fn posture(posture: Posture) -> char {
    match posture {
        Posture::Camp => '^',
        Posture::Column => '>',
        Posture::Formed => '=',
        Posture::Hidden => '_',
        Posture::Routed => '!',
    }
}

fn tint(kind: &TerrainKind) -> Tint {
    let slow = kind.cost.iter().any(|cost| *cost >= 1_800);
    match kind {
        _ if kind.cost.iter().all(|cost| *cost == 0) => Tint::Water,
        _ if kind.blocks_m > 0 && kind.hides > 0 => Tint::Wood,
        _ if slow => Tint::Height,
        _ => Tint::Ground,
    }
}
