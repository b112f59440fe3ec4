//! From one hex into the next: over level ground and slopes, roads, streams, fords and ice.

use super::MovementRules;
use super::paths::{BARRED, TICK};
use crate::sim::hex::{Hex, SIDES};
use crate::sim::map::{Map, Mobility, Stream};
use crate::sim::weather::Sky;

/// True when the ice of a river along a side carries those who go so.
pub(super) fn bears(
    mobility: Mobility,
    sky: &Sky,
    map: &Map,
    (hex, side): (Hex, usize),
    rules: &MovementRules,
) -> bool {
    let ice_mm = if map.edge(hex, side) == Stream::River { sky.ice_mm(map, hex, side) } else { 0 };
    ice_mm >= rules.ice_mm[mobility as usize] && ice_mm > 0
}

/// High water that closes a ford, permille.
pub const CLOSED: u16 = 1000;

/// How the water on a side stands.
#[derive(Clone, Copy)]
pub(super) struct Level {
    /// Its ice bears.
    pub(super) bears: bool,
    /// How high it is, permille of what closes a ford.
    pub(super) high: u16,
}

impl Level {
    pub(super) const LOW: Self = Self { bears: false, high: 0 };
}

/// Time to cross water so high against low water, permille.
pub fn high_water_time(high: u16, rules: &MovementRules) -> u32 {
    let more = u32::from(rules.high_time).saturating_sub(1000);
    1000 + more * u32::from(high.min(CLOSED)) / u32::from(CLOSED)
}

pub(super) const MOBILITIES: [Mobility; 4] =
    [Mobility::Foot, Mobility::Hill, Mobility::Horse, Mobility::Train];

/// Ticks from a hex over one side.
pub(super) fn step_ticks(
    map: &Map,
    rules: &MovementRules,
    mobility: Mobility,
    (from, side): (Hex, usize),
    level: Level,
) -> u16 {
    step_seconds(map, rules, mobility, (from, side), level)
        .map_or(BARRED, |seconds| seconds.div_ceil(TICK).clamp(1, u32::from(BARRED - 1)) as u16)
}

/// Seconds from a hex over one side at an ordinary pace in fair weather; `None` if barred. A river whose ice bears is crossed.
fn step_seconds(
    map: &Map,
    rules: &MovementRules,
    mobility: Mobility,
    (from, side): (Hex, usize),
    level: Level,
) -> Option<u32> {
    let to = from + SIDES[side];
    if !map.grid().contains(to) {
        return None;
    }
    let road = map.has_road(from, side);
    let wade = |seconds: u32| {
        let seconds = u64::from(seconds) * u64::from(high_water_time(level.high, rules)) / 1000;
        seconds.min(u64::from(u32::MAX)) as u32
    };
    let water = match map.edge(from, side) {
        Stream::None => 0,
        Stream::Brook if road => wade(rules.ford_s),
        Stream::Brook => wade(rules.brook_s),
        Stream::Ford if level.high < CLOSED => wade(rules.ford_s),
        Stream::River if level.bears => rules.ice_s,
        Stream::Ford | Stream::River | Stream::Bluff => return None,
    };
    let level =
        u64::from(map.way_m(from, side)) * 3600 / u64::from(rules.road_m_per_h[mobility as usize].max(1));
    let march = match map.kind(to).cost_for(mobility) {
        _ if road => level,
        Some(ground) => level * u64::from(ground) / 1000 * u64::from(rules.off_road) / 1000,
        None => return None,
    };
    let rise = map.height(to) - map.height(from);
    let slope = if rise > 0 {
        rise.unsigned_abs() * u32::from(rules.climb_s_per_m)
    } else {
        rise.unsigned_abs() * u32::from(rules.descent_s_per_m)
    };
    let slope = if mobility == Mobility::Hill { slope / 2 } else { slope };
    u32::try_from(march).ok()?.checked_add(water)?.checked_add(slope)
}
