//! The land between the centers of the hexes: where one kind of ground gives way to another, how the heights run, where
//! the light falls. Worked out once for a map, in small squares ("texels").

use bevy::math::Vec2;
use rayon::prelude::*;

use super::super::geometry::{WIDTH, bounds, center, hex_at};
use super::noise::{NEVER, creased, fractal, hash, value};
use super::pigment::{self, Cover, Pigment};
use crate::sim::hex::{Hex, SIDES};
use crate::sim::map::Map;

/// How far the painting reaches beyond the outermost hexes, in units of the world.
pub const MARGIN: f32 = 40.0;
/// Texels across a hex where the map is small enough.
const FINE: f32 = 16.0;
/// Most texels of a land.
const MOST: f32 = 1_100_000.0;

/// What a texel shows besides its color.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Texel {
    /// Light from the north-west: 0 in deep shade, 128 on the level, 255 in full light.
    pub shade: u8,
    /// Ink of crests and gullies.
    pub ink: u8,
    /// Height between the lowest and the highest ground of the map.
    pub height: u8,
    /// How far from any other kind of ground.
    pub pure: u8,
}

/// The land in texels, row by row from the north.
#[derive(Debug, Clone)]
pub struct Relief {
    /// Texels in a row.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// The north-west corner in the world.
    pub corner: Vec2,
    /// Side of a texel in units of the world.
    pub texel: f32,
    /// Kind of ground (terrain key) of each texel.
    pub kinds: Vec<u8>,
    /// Light, ink and height of each texel.
    pub texels: Vec<Texel>,
}

/// How much taller mountains are drawn than they are against their width: over wide hexes true slopes would not show.
pub fn steepened(map: &Map) -> f32 {
    (map.hex_m as f32 / 1000.0).max(1.0).sqrt()
}

/// Heights and roughness of the hexes, spread smoothly.
struct Ground<'a> {
    map: &'a Map,
    /// Height, roughness (both meters) and sharpness (0 rounded, 1 craggy) of each hex.
    hexes: Vec<[f32; 3]>,
}

impl<'a> Ground<'a> {
    fn new(map: &'a Map, covers: &[Cover]) -> Self {
        let grid = map.grid();
        let hexes = (0..grid.len()).map(|index| {
            let hex = grid.at(index);
            let own = map.height(hex);
            let fall =
                grid.neighbors(hex).map(|(_, there)| (map.height(there) - own).abs()).max().unwrap_or(0);
            let (least, most, sharp) = match covers.get(map.terrain_id(hex).index()) {
                Some(Cover::Mountain | Cover::High | Cover::Cliff) => (90.0, 220.0, 1.0),
                Some(Cover::Hills) => (45.0, 90.0, 0.2),
                Some(Cover::Ravine) => (60.0, 100.0, 0.0),
                Some(Cover::Slope) => (16.0, 50.0, 0.0),
                Some(Cover::Forest) => (24.0, 80.0, 0.5),
                Some(Cover::Sand) => (10.0, 24.0, 0.6),
                Some(Cover::Fields | Cover::Irrigated | Cover::Marsh | Cover::Village) => (2.0, 10.0, 0.0),
                Some(Cover::Water | Cover::Salt) => (0.0, 0.0, 0.0),
                _ => (5.0, 30.0, 0.0),
            };
            let tall = steepened(map);
            [own as f32, (fall as f32 * 0.5).clamp(least * tall, most * tall), sharp]
        });
        Self { map, hexes: hexes.collect() }
    }

    /// Height, roughness and sharpness at a point.
    fn at(&self, point: Vec2) -> [f32; 3] {
        const REACH: f32 = WIDTH * 1.62;
        let grid = self.map.grid();
        let home = grid.nearest(hex_at(point));
        let (mut sums, mut whole) = ([0.0; 3], 0.0);
        let mut add = |hex: Hex| {
            let Some(index) = grid.index(hex) else { return };
            let near = 1.0 - center(hex).distance_squared(point) / (REACH * REACH);
            if near > 0.0 || hex == home {
                let weight = near.max(1e-3);
                let weight = weight * weight * weight;
                whole += weight;
                for (sum, value) in sums.iter_mut().zip(self.hexes[index]) {
                    *sum += weight * value;
                }
            }
        };
        add(home);
        for (side, step) in SIDES.iter().enumerate() {
            add(home + *step);
            add(home + *step * 2);
            add(home + *step + SIDES[(side + 1) % 6]);
        }
        sums.map(|sum| sum / whole)
    }

    /// Height with crags and gullies that no map of hexes holds, meters.
    fn detailed(&self, point: Vec2) -> (f32, [f32; 3]) {
        let broad = self.at(point);
        let [height, rough, sharp] = broad;
        let (x, y) = (point.x / (WIDTH * 0.82), point.y / (WIDTH * 0.82));
        let bend = (value(x * 0.9, y * 0.9, NEVER, 71) - 0.5, value(x * 0.9, y * 0.9, NEVER, 72) - 0.5);
        let lines = creased(x + bend.0 * 0.9, y + bend.1 * 0.9, 3, 31);
        // Rounded backs with sharp gullies, or the same upside down: sharp crests.
        let detail = (lines - 0.3) * (1.0 - sharp) + (0.3 - lines) * sharp;
        (height + rough * detail * 1.7, broad)
    }
}

/// Which kind of ground lies at a point: what most of the hexes around have, the nearest counting most, but for a
/// border as uneven as a brush leaves it.
fn kind_at(map: &Map, point: Vec2) -> u8 {
    const REACH: f32 = WIDTH * 1.24;
    let grid = map.grid();
    let (x, y) = (point.x / 24.0, point.y / 24.0);
    let slow = Vec2::new(fractal(x, y, NEVER, 2, 11), fractal(x, y, NEVER, 2, 12)) - 0.5;
    let (x, y) = (point.x / 4.6, point.y / 4.6);
    let quick = Vec2::new(value(x, y, NEVER, 13), value(x, y, NEVER, 14)) - 0.5;
    let point = point + slow * 22.0 + quick * 4.5;
    let home = grid.nearest(hex_at(point));
    let mut votes = [(0_u8, 0.0_f32); 7];
    for (n, hex) in std::iter::once(home).chain(SIDES.iter().map(|step| home + *step)).enumerate() {
        if !grid.contains(hex) {
            continue;
        }
        let near = (1.0 - center(hex).distance_squared(point) / (REACH * REACH)).max(1e-4);
        let kind = map.terrain_id(hex).index() as u8;
        let seat = votes[..n].iter().position(|(other, weight)| *other == kind && *weight > 0.0).unwrap_or(n);
        votes[seat] = (kind, votes[seat].1 + near * near);
    }
    votes.iter().fold(votes[0], |best, vote| if vote.1 > best.1 { *vote } else { best }).0
}

impl Relief {
    /// The land of a map, as fine as is sensible for a map of its size.
    pub fn new(map: &Map) -> Self {
        let (low, high) = bounds(map.grid());
        let size = high - low + 2.0 * MARGIN;
        let texel = (WIDTH / FINE).max((size.x * size.y / MOST).sqrt());
        let (width, height) = ((size.x / texel).ceil() as usize, (size.y / texel).ceil() as usize);
        Self::over(map, Vec2::new(low.x - MARGIN, high.y + MARGIN), texel, width.max(1), height.max(1))
    }

    /// The land of a map in texels of this size, from this north-west corner on.
    pub fn over(map: &Map, corner: Vec2, texel: f32, width: usize, height: usize) -> Self {
        let covers = pigment::covers(map);
        let ground = Ground::new(map, &covers);
        let point =
            |x: usize, y: usize| corner + Vec2::new((x as f32 + 0.5) * texel, -(y as f32 + 0.5) * texel);
        let columns: Vec<(u8, f32, [f32; 3])> = (0..height)
            .into_par_iter()
            .flat_map_iter(|y| {
                let ground = &ground;
                (0..width).map(move |x| {
                    let here = point(x, y);
                    let kind = kind_at(map, here);
                    let (detailed, broad) = ground.detailed(here);
                    (kind, detailed, broad)
                })
            })
            .collect();
        let at = |x: isize, y: isize| {
            let x = x.clamp(0, width as isize - 1) as usize;
            let y = y.clamp(0, height as isize - 1) as usize;
            &columns[y * width + x]
        };
        let heights = ground.hexes.iter().map(|hex| hex[0]);
        let lowest = heights.clone().fold(f32::INFINITY, f32::min);
        let span = (heights.fold(f32::NEG_INFINITY, f32::max) - lowest).max(1.0);
        // Rise of a slope of one to one over a texel, meters.
        let run_m = texel * map.hex_m as f32 / WIDTH / steepened(map);
        let texels = (0..height)
            .into_par_iter()
            .flat_map_iter(|y| {
                (0..width).map(move |x| {
                    let (x, y) = (x as isize, y as isize);
                    let (kind, here, broad) = at(x, y);
                    let east = (at(x + 1, y).1 - at(x - 1, y).1) / (2.0 * run_m);
                    let north = (at(x, y - 1).1 - at(x, y + 1).1) / (2.0 * run_m);
                    // What rises away from the north-west faces the light.
                    let wide = (WIDTH * 0.45 / texel).round().max(1.0) as isize;
                    let across = at(x + wide, y).2[0] - at(x - wide, y).2[0];
                    let upward = at(x, y - wide).2[0] - at(x, y + wide).2[0];
                    let broad_light = (across - upward) / (2.0 * wide as f32 * run_m);
                    let light = (east - north) * 1.9 + broad_light * 4.6;
                    let around = at(x + 2, y).1 + at(x - 2, y).1 + at(x, y + 2).1 + at(x, y - 2).1;
                    let hump = (here - around / 4.0) / broad[1].max(8.0);
                    let crest = (hump * 2.6 - 0.30).clamp(0.0, 1.0);
                    let gully = (-hump * 2.4 - 0.22).clamp(0.0, 1.0);
                    let steep = ((broad[1] - 12.0) / 50.0).clamp(0.0, 1.0);
                    let ink = steep * (crest * broad[2] + gully * (1.0 - broad[2]));
                    let same = [(3, 0), (-3, 0), (0, 3), (0, -3), (2, 2), (-2, 2), (2, -2), (-2, -2)];
                    let same = same.iter().filter(|(dx, dy)| at(x + dx, y + dy).0 == *kind).count();
                    let level = light / (1.0 + light.abs());
                    Texel {
                        shade: (127.5 + level * 127.0) as u8,
                        ink: (ink * 255.0) as u8,
                        height: ((here - lowest) / span * 255.0).clamp(0.0, 255.0) as u8,
                        pure: (same * 255 / 8) as u8,
                    }
                })
            })
            .collect();
        let kinds = columns.iter().map(|(kind, ..)| *kind).collect();
        Self { width, height, corner, texel, kinds, texels }
    }

    /// The texel that holds a point of the world; the nearest for a point outside.
    pub fn index(&self, point: Vec2) -> usize {
        let x = ((point.x - self.corner.x) / self.texel).clamp(0.0, self.width as f32 - 1.0) as usize;
        let y = ((self.corner.y - point.y) / self.texel).clamp(0.0, self.height as f32 - 1.0) as usize;
        y * self.width + x
    }

    /// The washes, laid down in this palette (by terrain key) with soft edges where pigment has pooled: red, green,
    /// blue and an opaque fourth for each texel.
    pub fn wash(&self, palette: &[Pigment]) -> Vec<u8> {
        let plain = pigment::SILK;
        let mut image: Vec<[f32; 3]> = self
            .kinds
            .par_iter()
            .enumerate()
            .map(|(index, kind)| {
                let (x, y) = ((index % self.width) as i32, (index / self.width) as i32);
                let wash = palette.get(usize::from(*kind)).copied().unwrap_or(plain);
                let Texel { height, pure, .. } = self.texels[index];
                let pooled = 0.060 * (1.0 - f32::from(pure) / 255.0);
                let tone = 0.985 + 0.03 * hash(x, y, 5) - pooled;
                // The higher, the thinner the wash and the cooler.
                let high = f32::from(height) / 255.0 - 0.35;
                let air = [0.070, 0.085, 0.105];
                std::array::from_fn(|k| wash[k] * tone + high * air[k])
            })
            .collect();
        for _ in 0..2 {
            image = self.softened(&image);
        }
        image
            .iter()
            .flat_map(|color| {
                let [r, g, b] = pigment::bytes(*color);
                [r, g, b, 255]
            })
            .collect()
    }

    fn softened(&self, image: &[[f32; 3]]) -> Vec<[f32; 3]> {
        let pass = |image: &[[f32; 3]], across: bool| -> Vec<[f32; 3]> {
            (0..self.height)
                .into_par_iter()
                .flat_map_iter(|y| {
                    (0..self.width).map(move |x| {
                        let (before, after) = if across {
                            let (left, right) = (x.saturating_sub(1), (x + 1).min(self.width - 1));
                            (y * self.width + left, y * self.width + right)
                        } else {
                            let (up, down) = (y.saturating_sub(1), (y + 1).min(self.height - 1));
                            (up * self.width + x, down * self.width + x)
                        };
                        let (a, b, c) = (image[before], image[y * self.width + x], image[after]);
                        std::array::from_fn(|k| (a[k] + 2.0 * b[k] + c[k]) / 4.0)
                    })
                })
                .collect()
        };
        pass(&pass(image, true), false)
    }
}
