//! The sky and what it left on the ground, place by place.
//!
//! Weather is told apart by **blocks** of land of a few hundred kilometers and, in each block, by bands of height:
//! what is rain in the valley is snow on the pass. A war whose scenario only weighs kinds of weather has one block
//! without heat or cold.

use bevy_ecs::prelude::Resource;
use serde::{Deserialize, Serialize};

use super::climate::ClimateRules;
use crate::sim::clock::{DAY, Date};
use crate::sim::hex::{Grid, Hex, SIDES};
use crate::sim::map::Map;

/// Meters from one band of height to the next.
const BAND_M: i32 = 500;
/// Bands of height; the highest takes in all above it.
pub(super) const BANDS: usize = 8;
/// Minutes after midnight at which it is coldest, and at which it is warmest.
const COLDEST: i32 = 6 * 60;
const WARMEST: i32 = 15 * 60;

/// A chance of a kind of weather on any one day of the war.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chance {
    /// Entry of the weather rules.
    pub kind: u8,
    /// Weight against the other entries.
    pub weight: u16,
}

/// Where a climate is at its purest; between such points climates blend.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Station {
    /// Entry of the climate rules, by rising id.
    pub region: u8,
    /// Where.
    pub at: Hex,
}

/// What weather may come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Season {
    /// The same chances on every day, the same weather over the whole land, and neither heat nor cold.
    Drawn(Vec<Chance>),
    /// What the month brings where.
    Climate(Vec<Station>),
}

/// The weather of a day at a height of a block, and what lies on the ground there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Spot {
    /// Entry of the weather rules that holds today.
    pub kind: u8,
    /// Mean temperature of the day in the middle of the band, tenths of a degree Celsius.
    pub mean_c10: i16,
    /// How far the warmest and the coldest hour are from it, tenths of a degree.
    pub swing_c10: i16,
    /// Snow on the ground, mm.
    pub snow_mm: u16,
    /// How soft the ground is, permille of the deepest mud; frozen ground is hard for all that.
    pub mud: u16,
    /// Ice on rivers, mm.
    pub ice_mm: u16,
    /// How high streams stand after rain and thaw, permille of what closes a ford.
    pub high: u16,
}

impl Spot {
    /// How soft the ground is now, permille: none while it is frozen.
    pub fn soft(self) -> u16 {
        if self.mean_c10 > 0 { self.mud } else { 0 }
    }
}

/// How the land is cut into blocks, which lie in columns and rows like its hexes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Blocks {
    /// Columns and rows of hexes in a block.
    pub side: u16,
    pub west: u16,
    pub north: u16,
    pub width: u16,
    pub height: u16,
}

impl Blocks {
    /// Blocks of so many kilometers over a map.
    fn over(grid: Grid, hex_m: u32, block_km: u16) -> Self {
        let side = (u32::from(block_km) * 1000 / hex_m.max(1)).clamp(1, u32::from(u16::MAX)) as u16;
        let end = |first: u16, count: u16| (u32::from(first) + u32::from(count).max(1) - 1) as u16 / side + 1;
        let (west, north) = (grid.west / side, grid.north / side);
        let (width, height) = (end(grid.west, grid.width) - west, end(grid.north, grid.height) - north);
        Self { side, west, north, width, height }
    }

    /// How many blocks there are.
    pub fn len(self) -> usize {
        usize::from(self.width) * usize::from(self.height)
    }

    /// The block of a hex; for one off the map, the nearest.
    fn of(self, hex: Hex) -> usize {
        let (col, row) = Grid::col_row(hex);
        let at = |at: i32, first: u16, count: u16| {
            let block = at.max(0) / i32::from(self.side.max(1)) - i32::from(first);
            block.clamp(0, i32::from(count.max(1)) - 1) as usize
        };
        let (x, y) = (at(col, self.west, self.width), at(row, self.north, self.height));
        y * usize::from(self.width) + x
    }

    /// The hex in the middle of a block.
    pub fn middle(self, block: usize) -> Hex {
        let (x, y) = (block % usize::from(self.width.max(1)), block / usize::from(self.width.max(1)));
        let at = |block: usize, first: u16| {
            (i32::from(first) + block as i32) * i32::from(self.side) + i32::from(self.side) / 2
        };
        Grid::hex(at(x, self.west), at(y, self.north))
    }
}

/// Height of the middle of a band above the sea, meters.
pub(super) fn band_m(band: usize) -> i32 {
    band as i32 * BAND_M + BAND_M / 2
}

fn band_of(height_m: i32) -> usize {
    (height_m.max(0) / BAND_M).min(BANDS as i32 - 1) as usize
}

/// The weather now, everywhere.
#[derive(Resource, Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sky {
    /// True by daylight.
    pub day: bool,
    /// True when sunrise and sunset follow the date.
    pub sun_by_date: bool,
    /// What may come.
    pub(super) season: Season,
    /// `None` for one weather over the whole land.
    pub(super) blocks: Option<Blocks>,
    /// By block and band of height.
    pub(super) spots: Vec<Spot>,
    /// The day whose weather this is, counted as dates are.
    pub(super) today: u32,
}

impl Sky {
    /// The sky of a war whose scenario weighs kinds of weather; fair until the first day is drawn, which is that of `today`.
    pub fn drawn(chances: Vec<Chance>, day: bool, today: Date) -> Self {
        let (season, spots) = (Season::Drawn(chances), vec![Spot::default()]);
        Self { day, sun_by_date: false, season, blocks: None, spots, today: today.count() }
    }

    /// An empty sky over a land with climates.
    pub(super) fn over(map: &Map, stations: Vec<Station>, day: bool, block_km: u16) -> Self {
        let blocks = Blocks::over(map.grid(), map.hex_m, block_km);
        let spots = vec![Spot::default(); blocks.len() * BANDS];
        let season = Season::Climate(stations);
        Self { day, sun_by_date: false, season, blocks: Some(blocks), spots, today: 0 }
    }

    /// The same weather on every day, at every height and in every place; for labs and tests.
    pub fn steady(spot: Spot, day: bool) -> Self {
        let season = Season::Climate(Vec::new());
        Self { day, sun_by_date: false, season, blocks: None, spots: vec![spot], today: u32::MAX }
    }

    /// True when there is heat and cold.
    pub fn has_climate(&self) -> bool {
        matches!(self.season, Season::Climate(_))
    }

    /// Where the weather of a hex stands in the list of spots.
    pub(super) fn index(&self, map: &Map, hex: Hex) -> usize {
        self.blocks.map_or(0, |blocks| blocks.of(hex) * BANDS + band_of(map.height(hex)))
    }

    /// The weather and the ground of a hex.
    pub fn spot(&self, map: &Map, hex: Hex) -> Spot {
        self.spots.get(self.index(map, hex)).copied().unwrap_or_default()
    }

    /// Temperature at a hex at a minute of the day, tenths of a degree Celsius; `None` in a war without climate.
    pub fn temperature_c10(&self, map: &Map, hex: Hex, minute: u32, rules: &ClimateRules) -> Option<i16> {
        if !self.has_climate() {
            return None;
        }
        let (spot, height) = (self.spot(map, hex), map.height(hex));
        let below = if self.blocks.is_some() { band_m(band_of(height)) - height } else { 0 };
        let height = below * i32::from(rules.lapse_c10_per_km) / 1000;
        let hour = i32::from(spot.swing_c10) * of_the_hour(minute) / 1000;
        Some((i32::from(spot.mean_c10) + height + hour).clamp(-1000, 1000) as i16)
    }

    /// Ice on a river that runs along a side of a hex, mm: the thinner of that of both banks.
    pub fn ice_mm(&self, map: &Map, hex: Hex, side: usize) -> u16 {
        let there = hex + SIDES[side];
        self.spot(map, hex).ice_mm.min(self.spot(map, there).ice_mm)
    }

    /// True when every entry is there that the land and the rules call for: what a file may lack.
    pub fn is_sound(&self, kinds: usize, regions: usize) -> bool {
        let spots = self.blocks.map_or(Some(1), |blocks| blocks.len().checked_mul(BANDS));
        let known = match &self.season {
            Season::Drawn(chances) => chances.iter().all(|chance| usize::from(chance.kind) < kinds),
            Season::Climate(stations) => stations.iter().all(|one| usize::from(one.region) < regions),
        };
        known
            && spots == Some(self.spots.len())
            && self.blocks.is_none_or(|blocks| blocks.side > 0 && blocks.len() > 0)
            && self.spots.iter().all(|spot| usize::from(spot.kind) < kinds)
    }
}

/// Where a minute of the day stands between the coldest (-1000) and the warmest (1000).
fn of_the_hour(minute: u32) -> i32 {
    let minute = (minute % DAY) as i32;
    let (rising, falling) = (WARMEST - COLDEST, DAY as i32 - (WARMEST - COLDEST));
    if (COLDEST..WARMEST).contains(&minute) {
        (minute - COLDEST) * 2000 / rising - 1000
    } else {
        1000 - (minute - WARMEST).rem_euclid(DAY as i32) * 2000 / falling
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_cover_every_hex_and_a_window_sees_the_same() {
        let whole = Blocks::over(Grid::new(156, 104), 12_000, 200);
        assert_eq!((whole.side, whole.width, whole.height), (16, 10, 7));
        let window = Grid { west: 40, north: 50, width: 30, height: 20 };
        let part = Blocks::over(window, 12_000, 200);
        for index in 0..window.len() {
            let hex = window.at(index);
            assert!(part.of(hex) < part.len());
            assert_eq!(part.middle(part.of(hex)), whole.middle(whole.of(hex)));
        }
    }

    #[test]
    fn the_day_is_coldest_at_dawn_and_warmest_in_the_afternoon() {
        let hours: Vec<i32> = (0..24).map(|hour| of_the_hour(hour * 60)).collect();
        assert_eq!((hours[6], hours[15]), (-1000, 1000));
        assert!(hours.iter().all(|hour| (-1000..=1000).contains(hour)));
        assert!(hours[6..=15].is_sorted() && hours[15..].is_sorted_by(|a, b| a >= b), "{hours:?}");
    }
}
