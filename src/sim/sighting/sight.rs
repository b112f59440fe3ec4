//! How far the eye reaches, and what stands in its way. Pure.

use super::SightingRules;
use crate::sim::army::Posture;
use crate::sim::hex::Hex;
use crate::sim::map::Map;
use crate::sim::weather::{Sky, WeatherRules};

/// The light of the hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Light {
    /// True by daylight.
    pub day: bool,
    /// How far one sees in this weather, permille of fair weather.
    pub sight: u16,
    /// True when columns raise dust.
    pub dust: bool,
}

impl Light {
    /// The light at a hex under a sky.
    pub fn at(hex: Hex, map: &Map, sky: &Sky, rules: &WeatherRules) -> Self {
        let fair = (1000, true);
        let (sight, dust) = rules.of(sky, map, hex).map_or(fair, |kind| (kind.sight, kind.dust));
        Self { day: sky.day, sight, dust }
    }
}

/// Meters between a watcher and the near edge of a body `hexes` away.
pub fn apart_m(hexes: u32, hex_m: u32) -> u32 {
    (hexes * hex_m).saturating_sub(hex_m / 2)
}

/// How far men in `posture`, `rise` meters higher than what they look at, see a body in the open, meters.
pub fn eyes_m(light: Light, posture: Posture, rise: i32, rules: &SightingRules) -> u32 {
    let reach = if light.day { rules.day_m } else { rules.night_m };
    let rise = if light.day { u64::from(rise.max(0).unsigned_abs()) } else { 0 };
    let higher = 1000 + (rise * u64::from(rules.height_adds) / 100).min(1000);
    let ready = if posture == Posture::Camp { u64::from(rules.camp_sees) } else { 1000 };
    (u64::from(reach) * u64::from(light.sight) / 1000 * higher / 1000 * ready / 1000) as u32
}

/// What is left of a reach when the body looked at stands in cover of so many permille, meters.
pub fn in_cover_m(reach: u32, cover: u16) -> u32 {
    (u64::from(reach) * u64::from(1000 - cover.min(1000)) / 1000) as u32
}

/// True when nothing stands between two points `lift_m` above the ground of two hexes. It is the same from either
/// end. The two hexes themselves do not hide what stands in them.
pub fn is_in_line(map: &Map, a: Hex, b: Hex, lift_m: i32) -> bool {
    let (a, b) = if (a.x, a.y) <= (b.x, b.y) { (a, b) } else { (b, a) };
    let hexes = a.unsigned_distance_to(b) as i32;
    let (from, to) = (map.height(a) + lift_m, map.height(b) + lift_m);
    (1..hexes).all(|step| {
        let hex = on_line(a, b, step, hexes);
        let top = map.height(hex) + i32::from(map.kind(hex).blocks_m);
        top * hexes <= from * (hexes - step) + to * step
    })
}

/// Calls `seen` with the index of every hex whose open ground men in `posture` at `from` look over, their own first.
pub fn sees_ground(
    map: &Map,
    rules: &SightingRules,
    light: Light,
    (from, posture): (Hex, Posture),
    mut seen: impl FnMut(usize),
) {
    let grid = map.grid();
    let highest = i32::from(i16::MAX);
    let most = eyes_m(light, posture, highest, rules) / map.hex_m.max(1) + 1;
    for hex in from.range(most) {
        let Some(index) = grid.index(hex) else { continue };
        let apart = apart_m(from.unsigned_distance_to(hex), map.hex_m);
        let reach = eyes_m(light, posture, map.height(from) - map.height(hex), rules);
        if hex == from || apart <= reach && is_in_line(map, from, hex, i32::from(rules.eye_m)) {
            seen(index);
        }
    }
}

/// The hex at `step` of `steps` on the straight line from `a` to `b`, in whole numbers.
fn on_line(a: Hex, b: Hex, step: i32, steps: i32) -> Hex {
    let x = a.x * (steps - step) + b.x * step;
    let y = a.y * (steps - step) + b.y * step;
    let z = -x - y;
    let round = |nths: i32| (2 * nths + steps).div_euclid(2 * steps);
    let (near_x, near_y, near_z) = (round(x), round(y), round(z));
    let off = |near: i32, nths: i32| (near * steps - nths).abs();
    let (off_x, off_y, off_z) = (off(near_x, x), off(near_y, y), off(near_z, z));
    // The three must sum to zero: the one rounded worst follows from the others.
    if off_x > off_y && off_x > off_z {
        Hex::new(-near_y - near_z, near_y)
    } else if off_y > off_z {
        Hex::new(near_x, -near_x - near_z)
    } else {
        Hex::new(near_x, near_y)
    }
}
