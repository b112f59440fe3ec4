//! The water on the land of a war, and what was dug to let it in or to hold it up.

use std::collections::BTreeMap;

use bevy_ecs::prelude::Resource;
use serde::{Deserialize, Serialize};

use super::FloodRules;
use super::basin::{LITERS, SIN_60};
use super::levee::Levee;
use crate::sim::course::{Course, Reach};
use crate::sim::hex::{Hex, SIDES};
use crate::sim::id::SideId;
use crate::sim::map::Map;

/// The water of one hex.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wet {
    /// Which hex, as the grid counts.
    pub(super) cell: u32,
    /// How much, liters.
    pub(super) liters: i64,
    /// Depth times speed to the east and to the north, mm·m/s.
    pub(super) flow: (i32, i32),
    /// How deep it was when the step began, mm.
    pub(super) was_mm: u32,
}

/// A gap dug through the dike of a watercourse.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cut {
    /// Which piece of which watercourse.
    pub at: Piece,
    /// On which bank: 0 towards the hex that the piece is written with, 1 towards the hex beyond.
    pub bank: u8,
    /// What ran through it, liters.
    pub passed: i64,
    /// Who dug it.
    pub by: SideId,
}

/// A dam across a watercourse.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dam {
    /// Which piece of which watercourse.
    pub at: Piece,
    /// Its crest, mm above the sea.
    pub crest_mm: i32,
    /// The water above it, mm above the sea.
    pub pool_mm: i32,
    /// True once water eats it away.
    pub breaking: bool,
    /// Who built it.
    pub by: SideId,
}

impl Dam {
    /// A dam across a piece in which the water stands so high, meters: it stands somewhat over banks and dikes.
    pub fn across(at: Piece, level_m: f64, reach: Reach, by: SideId, rules: &FloodRules) -> Self {
        let crest_mm = (reach.brim_dm() + i32::from(rules.dam_over_dm)) * 100;
        Self { at, crest_mm, pool_mm: (level_m * 1000.0) as i32, breaking: false, by }
    }
}

/// A piece of a watercourse: entries of [`Map::courses`] and of its reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Piece {
    /// Which watercourse.
    pub course: u16,
    /// Which of its pieces.
    pub reach: u16,
}

impl Piece {
    /// The piece along a side of a hex, and which of its banks the hex is.
    pub fn along(map: &Map, hex: Hex, side: usize) -> Option<(Self, u8)> {
        let there = hex + *SIDES.get(side)?;
        map.courses().iter().enumerate().find_map(|(course, of)| {
            let found = |reach: &Reach| match reach.banks() {
                [one, other] if (one, other) == (hex, there) => Some(0),
                [one, other] if (one, other) == (there, hex) => Some(1),
                _ => None,
            };
            let (reach, bank) =
                of.reaches.iter().enumerate().find_map(|(index, reach)| Some((index, found(reach)?)))?;
            Some((Self { course: course as u16, reach: reach as u16 }, bank))
        })
    }

    /// The watercourse and the piece; `None` for one that is not there.
    pub fn of(self, map: &Map) -> Option<(&Course, Reach)> {
        let course = map.courses().get(usize::from(self.course))?;
        Some((course, *course.reaches.get(usize::from(self.reach))?))
    }
}

/// Where the water on the land came from and went, liters: `let_in = on the land + drained + seeped + off_map`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Ledger {
    /// Ran in from watercourses.
    pub let_in: i64,
    /// Ran back into them.
    pub drained: i64,
    /// Sank into the ground.
    pub seeped: i64,
    /// Ran off the map.
    pub off_map: i64,
}

/// All water on the land, and what was dug. Everybody knows where water stands: it is seen from afar, and those who flee it
/// tell.
#[derive(Resource, Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Waters {
    /// By rising hex.
    pub(super) wet: Vec<Wet>,
    /// How soft the ground is where water stood, permille, by hex as the grid counts.
    pub(super) mud: BTreeMap<u32, u16>,
    /// By rising place.
    pub(super) cuts: Vec<Cut>,
    /// By rising place.
    pub(super) dams: Vec<Dam>,
    /// By rising place.
    pub(super) levees: Vec<Levee>,
    pub(super) ledger: Ledger,
    /// Grain spoiled in stores, sheng.
    pub(super) spoiled: u32,
}

/// Area of a hex, m².
pub(super) fn area_m2(map: &Map) -> f64 {
    f64::from(map.hex_m) * f64::from(map.hex_m) * SIN_60
}

impl Waters {
    /// True where nothing was dug and no water is on the land.
    pub fn is_nothing(&self) -> bool {
        self.wet.is_empty()
            && self.mud.is_empty()
            && self.cuts.is_empty()
            && self.dams.is_empty()
            && self.levees.is_empty()
    }

    fn at(&self, map: &Map, hex: Hex) -> Option<&Wet> {
        if self.wet.is_empty() {
            return None;
        }
        let cell = map.grid().index(hex)? as u32;
        self.wet.binary_search_by_key(&cell, |wet| wet.cell).ok().map(|index| &self.wet[index])
    }

    /// How deep the water stands on the ground of a hex, mm: the mean of all of it, hollows and rises.
    pub fn depth_mm(&self, map: &Map, hex: Hex) -> u32 {
        self.at(map, hex).map_or(0, |wet| depth_mm(wet.liters, map))
    }

    /// How deep it was when the step began, mm.
    pub fn was_mm(&self, map: &Map, hex: Hex) -> u32 {
        self.at(map, hex).map_or(0, |wet| wet.was_mm)
    }

    /// How fast it runs, mm/s.
    pub fn speed_mm_s(&self, map: &Map, hex: Hex) -> u32 {
        let Some(wet) = self.at(map, hex) else { return 0 };
        let (east, north) = (f64::from(wet.flow.0), f64::from(wet.flow.1));
        // mm·m/s over mm is m/s.
        let depth_mm = f64::from(depth_mm(wet.liters, map).max(1));
        ((east * east + north * north).sqrt() * 1000.0 / depth_mm) as u32
    }

    /// How soft the ground is where water stood, permille of the deepest mud.
    pub fn mud(&self, map: &Map, hex: Hex) -> u16 {
        if self.mud.is_empty() {
            return 0;
        }
        let cell = map.grid().index(hex).map(|cell| cell as u32);
        cell.and_then(|cell| self.mud.get(&cell)).copied().unwrap_or(0)
    }

    /// Hexes under water, with its depth in mm.
    pub fn flooded<'a>(&'a self, map: &'a Map) -> impl Iterator<Item = (Hex, u32)> + 'a {
        self.wet.iter().map(|wet| (map.grid().at(wet.cell as usize), depth_mm(wet.liters, map)))
    }

    /// Gaps in dikes.
    pub fn cuts(&self) -> &[Cut] {
        &self.cuts
    }

    /// Dams.
    pub fn dams(&self) -> &[Dam] {
        &self.dams
    }

    /// The gap in one bank of a piece.
    pub fn cut(&self, at: Piece, bank: u8) -> Option<&Cut> {
        self.cuts.iter().find(|cut| (cut.at, cut.bank) == (at, bank))
    }

    /// The dam across a piece.
    pub fn dam(&self, at: Piece) -> Option<&Dam> {
        self.dams.iter().find(|dam| dam.at == at)
    }

    /// Where the water came from and went.
    pub fn ledger(&self) -> Ledger {
        self.ledger
    }

    /// Water on the land, liters.
    pub fn liters(&self) -> i64 {
        self.wet.iter().map(|wet| wet.liters).sum()
    }

    /// Grain spoiled in stores, sheng.
    pub fn spoiled(&self) -> u32 {
        self.spoiled
    }

    /// Opens a dike.
    pub fn open(&mut self, cut: Cut) {
        if let Err(index) = self.cuts.binary_search_by_key(&(cut.at, cut.bank), |cut| (cut.at, cut.bank)) {
            self.cuts.insert(index, cut);
        }
    }

    /// Mends a dike; false where it was whole.
    pub fn mend(&mut self, at: Piece, bank: u8) -> bool {
        let before = self.cuts.len();
        self.cuts.retain(|cut| (cut.at, cut.bank) != (at, bank));
        self.cuts.len() < before
    }

    /// Raises a dam.
    pub fn raise(&mut self, dam: Dam) {
        if let Err(index) = self.dams.binary_search_by_key(&dam.at, |dam| dam.at) {
            self.dams.insert(index, dam);
        }
    }

    /// True when every entry is on the land and in order: what a file may get wrong.
    pub fn is_sound(&self, map: &Map) -> bool {
        let cells = map.grid().len() as u64;
        let most = (area_m2(map) * LITERS * 1000.0) as i64;
        self.wet.is_sorted_by_key(|wet| wet.cell)
            && self.wet.windows(2).all(|two| two[0].cell < two[1].cell)
            && self.wet.iter().all(|wet| u64::from(wet.cell) < cells && (1..=most).contains(&wet.liters))
            && self.mud.iter().all(|(cell, mud)| u64::from(*cell) < cells && *mud <= 1000)
            && self.cuts.iter().all(|cut| cut.at.of(map).is_some() && cut.bank < 2 && cut.passed >= 0)
            && self.cuts.is_sorted_by(|one, next| (one.at, one.bank) < (next.at, next.bank))
            && self
                .dams
                .iter()
                .all(|dam| dam.at.of(map).is_some() && dam.crest_mm.max(dam.pool_mm).abs() < 20_000_000)
            && self.dams.is_sorted_by(|one, next| one.at < next.at)
            && self.levees_are_sound(map)
    }
}

/// Mean depth of so much water on a hex, mm.
pub(super) fn depth_mm(liters: i64, map: &Map) -> u32 {
    (liters as f64 / area_m2(map)).clamp(0.0, 1e9) as u32
}
