//! Names for keys, and where a hex lies as a traveler would say it.

use std::collections::BTreeSet;

use crate::setting::Setting;
use crate::sim::hex::{Grid, Hex};
use crate::sim::id::{CommanderId, FormationId, LureId, PlaceId, SideId, SignalId};
use crate::sim::register::Name;
use crate::sim::ruse::LureKind;
use crate::sim::sighting::{Belief, Report};

/// Li in a kilometer, in hundredths: a Song li is some 0.55 km.
const LI_PER_KM_PERCENT: u32 = 180;

/// Tells events of one war. A name comes with its characters the first time it is told.
pub struct Teller<'a> {
    /// The stage whose names it uses.
    pub(super) setting: &'a Setting,
    told: BTreeSet<String>,
    latin_only: bool,
    ear: Option<(SideId, Vec<&'a Belief>)>,
}

impl<'a> Teller<'a> {
    /// Begins; no name has been told yet.
    pub fn new(setting: &'a Setting) -> Self {
        Self { setting, told: BTreeSet::new(), latin_only: false, ear: None }
    }

    /// From now on tells to a side: formations of others are called what they seem in its beliefs, the first in which
    /// they are reported.
    pub fn tell_to(&mut self, side: SideId, beliefs: Vec<&'a Belief>) {
        self.ear = Some((side, beliefs));
    }

    /// Tells names without their characters.
    pub fn in_latin(mut self) -> Self {
        self.latin_only = true;
        self
    }

    /// A name, with characters the first time.
    fn name(&mut self, name: &Name) -> String {
        if self.latin_only || name.hanzi.is_empty() || !self.told.insert(name.id.clone()) {
            return name.latin.clone();
        }
        format!("{} ({})", name.latin, name.hanzi)
    }

    /// A formation by name.
    pub fn formation(&mut self, id: FormationId) -> String {
        match (self.setting.register.find_formation(id), &self.ear) {
            (Some(info), Some((side, beliefs))) if info.side != *side => {
                let report = beliefs.iter().find_map(|belief| belief.reports.get(&id));
                report.map_or_else(
                    || "an enemy nobody has seen".to_owned(),
                    |report| seeming(self.setting, report),
                )
            }
            (Some(info), _) => self.name(&info.name),
            (None, _) => format!("formation {}", id.0),
        }
    }

    /// A side by name.
    pub fn side(&mut self, id: SideId) -> String {
        match self.setting.register.sides.get(id.index()) {
            Some(info) => self.name(&info.name),
            None => format!("side {}", id.0),
        }
    }

    /// The side of a formation by name.
    pub fn side_of(&mut self, id: FormationId) -> String {
        match self.setting.register.find_formation(id) {
            Some(info) => self.side(info.side),
            None => "nobody".to_owned(),
        }
    }

    /// A commander by name.
    pub fn commander(&mut self, id: CommanderId) -> String {
        match self.setting.register.commanders.get(id.index()) {
            Some(info) => self.name(&info.name),
            None => format!("commander {}", id.0),
        }
    }

    /// Whoever leads a formation: a commander by name, or the officers.
    pub fn leader(&mut self, id: Option<CommanderId>) -> String {
        id.map_or_else(|| "the officers".to_owned(), |id| self.commander(id))
    }

    /// A place by name.
    pub fn place(&mut self, id: PlaceId) -> String {
        match self.setting.register.places.get(id.index()) {
            Some(info) => self.name(&info.name),
            None => format!("place {}", id.0),
        }
    }

    /// A watercourse.
    pub fn water(&mut self, course: u16) -> String {
        match self.setting.map.courses().get(usize::from(course)) {
            Some(course) => self.name(&course.name),
            None => "water".to_owned(),
        }
    }

    /// ` of the Hanyan canal`; nothing for a dike on land.
    pub fn of_water(&mut self, course: Option<u16>) -> String {
        course.map_or_else(String::new, |course| format!(" of the {}", self.water(course)))
    }

    /// A signal by name.
    pub fn signal(&mut self, id: SignalId) -> String {
        match self.setting.register.signals.get(id.index()) {
            Some(info) => self.name(&info.name),
            None => format!("signal {}", id.0),
        }
    }

    /// A lure; what it is is not part of the stage, so it is told by its number.
    pub fn lure(&self, id: LureId) -> String {
        format!("lure {}", id.0 + 1)
    }

    /// What is left lying, by kind.
    pub fn lure_kind(kind: LureKind) -> &'static str {
        match kind {
            LureKind::Herd => "a herd",
            LureKind::Baggage => "baggage",
            LureKind::Box => "a closed box",
        }
    }

    /// Where a hex lies: `at Yangmulong`, `3 km (5 li) west of Yangmulong`, or column and row where nothing has a name.
    pub fn where_is(&mut self, hex: Hex) -> String {
        let register = &self.setting.register;
        let nearest =
            register.places.iter().enumerate().min_by_key(|(_, place)| place.at.unsigned_distance_to(hex));
        let Some((index, place)) = nearest else {
            let (col, row) = Grid::col_row(hex);
            return format!("at ({col}, {row})");
        };
        let (from, meters) = (place.at, place.at.unsigned_distance_to(hex) * self.setting.map.hex_m);
        let name = self.place(PlaceId(index as u16));
        match direction(from, hex) {
            None => format!("at {name}"),
            Some(direction) => format!("{} {direction} of {name}", distance(meters)),
        }
    }
}

/// What a reported body of men is called: `Song? horse, about 3,000`. Whose it is and how many it seems; never its name.
pub fn seeming(setting: &Setting, report: &Report) -> String {
    let side = setting.register.formations.get(report.about.index()).map(|info| info.side);
    let side = side.map_or("unknown", |side| setting.register.side(side).name.latin.as_str());
    let troop = report.troop.and_then(|troop| setting.troops.kinds.get(troop.index()));
    let troop = troop.map_or("men", |(_, kind)| kind.name.as_str());
    let troop = troop.strip_prefix(side).map_or(troop, str::trim_start);
    format!("{side}? {troop}, about {}", number(report.men))
}

/// A distance in kilometers and li.
pub fn distance(meters: u32) -> String {
    let km = (meters + 500) / 1000;
    if km == 0 {
        return format!("{meters} m");
    }
    format!("{km} km ({} li)", (meters * LI_PER_KM_PERCENT / 100 + 500) / 1000)
}

/// The direction of one hex from another, of eight; `None` from a hex to itself.
pub fn direction(from: Hex, to: Hex) -> Option<&'static str> {
    let half_columns = |hex: Hex| {
        let (col, row) = Grid::col_row(hex);
        (2 * col + (row & 1), row)
    };
    let ((x0, y0), (x1, y1)) = (half_columns(from), half_columns(to));
    // Half a column is 0.500 hexes wide, a row 0.866 high.
    let (east, south) = (500 * i64::from(x1 - x0), 866 * i64::from(y1 - y0));
    if (east, south) == (0, 0) {
        return None;
    }
    // Within 22.5 degrees of an axis (tangent 0.414) it is that axis.
    let along = |main: i64, other: i64| other.abs() * 1000 <= main.abs() * 414;
    Some(match (along(east, south), along(south, east)) {
        (true, _) if east > 0 => "east",
        (true, _) => "west",
        (_, true) if south > 0 => "south",
        (_, true) => "north",
        _ => match (south > 0, east > 0) {
            (true, true) => "south-east",
            (true, false) => "south-west",
            (false, true) => "north-east",
            (false, false) => "north-west",
        },
    })
}

/// A whole number with a comma between thousands.
pub fn number(value: impl Into<i64>) -> String {
    let value: i64 = value.into();
    let digits = value.unsigned_abs().to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if value < 0 { format!("-{text}") } else { text }
}

/// `a, b and c`; beyond `most` names, `a, b and 5 more`.
pub fn list(names: &[String], most: usize) -> String {
    match names {
        [] => "nobody".to_owned(),
        [one] => one.clone(),
        _ if names.len() > most => {
            format!("{} and {} more", names[..most].join(", "), names.len() - most)
        }
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directions_are_those_of_the_map() {
        let home = Grid::hex(10, 10);
        for (col, row, words) in [
            (13, 10, "east"),
            (7, 10, "west"),
            (10, 4, "north"),
            (10, 16, "south"),
            (14, 6, "north-east"),
            (6, 14, "south-west"),
        ] {
            assert_eq!(direction(home, Grid::hex(col, row)), Some(words), "({col}, {row})");
        }
        assert_eq!(direction(home, home), None);
    }

    #[test]
    fn numbers_and_lists_read_well() {
        assert_eq!(number(1_234_567_u32), "1,234,567");
        assert_eq!(number(-1_000), "-1,000");
        assert_eq!(number(12), "12");
        let names = ["a", "b", "c"].map(str::to_owned);
        assert_eq!(list(&names, 3), "a, b and c");
        assert_eq!(list(&names, 2), "a, b and 1 more");
        assert_eq!(distance(3000), "3 km (5 li)");
    }
}
