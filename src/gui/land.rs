//! The land as a picture: one mesh of ground whose colors run into each other at the corners of the hexes, so that
//! the grid does not show, shaded by the heights; one mesh each of roads and waters.

use bevy::asset::RenderAssetUsages;
use bevy::color::{Mix, Srgba};
use bevy::math::Vec2;
use bevy::mesh::{Indices, Mesh, PrimitiveTopology};

use super::palette;
use crate::setting::Setting;
use crate::sim::hex::{Grid, Hex, SIDES};
use crate::sim::map::Stream;

/// Distance from a hex's center to its corners, in units of the world.
pub const RADIUS: f32 = 20.0;

/// Where a hex's center lies in the world (north is up).
pub fn center(hex: Hex) -> Vec2 {
    let (q, r) = (hex.x as f32, hex.y as f32);
    Vec2::new(RADIUS * 1.732_050_8 * (q + r / 2.0), -RADIUS * 1.5 * r)
}

/// The hex that holds a point of the world.
pub fn hex_at(point: Vec2) -> Hex {
    let (x, y) = (point.x / RADIUS, -point.y / RADIUS);
    let (q, r) = (0.577_350_27 * x - y / 3.0, 2.0 / 3.0 * y);
    let s = -q - r;
    let (mut rq, mut rr, rs) = (q.round(), r.round(), s.round());
    let (dq, dr, ds) = ((rq - q).abs(), (rr - r).abs(), (rs - s).abs());
    if dq > dr && dq > ds {
        rq = -rr - rs;
    } else if dr > ds {
        rr = -rq - rs;
    }
    Hex::new(rq as i32, rr as i32)
}

/// Corner `k` lies between sides `k` and `k + 1`.
fn corner(hex: Hex, k: usize) -> Vec2 {
    let next = SIDES[(k + 1) % 6];
    (center(hex) + center(hex + SIDES[k]) + center(hex + next)) / 3.0
}

/// Triangles with a color at every corner.
#[derive(Default)]
struct Brush {
    points: Vec<[f32; 3]>,
    colors: Vec<[f32; 4]>,
    indices: Vec<u32>,
}

impl Brush {
    fn point(&mut self, at: Vec2, color: Srgba) -> u32 {
        let linear = bevy::color::LinearRgba::from(color);
        self.points.push([at.x, at.y, 0.0]);
        self.colors.push([linear.red, linear.green, linear.blue, linear.alpha]);
        self.points.len() as u32 - 1
    }

    fn stroke(&mut self, a: Vec2, b: Vec2, width: f32, color: Srgba) {
        let along = (b - a).normalize_or_zero();
        let across = along.perp() * width / 2.0;
        let (a, b) = (a - along * width / 3.0, b + along * width / 3.0);
        let corners = [a - across, a + across, b + across, b - across].map(|at| self.point(at, color));
        self.indices.extend([0, 1, 2, 0, 2, 3].map(|k| corners[k]));
    }

    fn mesh(self) -> Mesh {
        Mesh::new(PrimitiveTopology::TriangleList, RenderAssetUsages::RENDER_WORLD)
            .with_inserted_attribute(Mesh::ATTRIBUTE_POSITION, self.points)
            .with_inserted_attribute(Mesh::ATTRIBUTE_COLOR, self.colors)
            .with_inserted_indices(Indices::U32(self.indices))
    }
}

/// A number from 0 to 1 that looks random and is the same for the same hex: brush texture, not chance.
fn grain(hex: Hex, salt: u32) -> f32 {
    let mut n = (hex.x as u32).wrapping_mul(0x9E37_79B1)
        ^ (hex.y as u32).wrapping_mul(0x85EB_CA77)
        ^ salt.wrapping_mul(0xC2B2_AE3D);
    n = (n ^ (n >> 15)).wrapping_mul(0x2C1B_3C6D);
    (n >> 8 & 0xFFFF) as f32 / 65_535.0
}

fn ground_color(setting: &Setting, hex: Hex) -> Srgba {
    let map = &setting.map;
    let wash = palette::ground(&map.kind(hex).name);
    let at = |side: usize| {
        let there = hex + SIDES[side];
        if map.grid().contains(there) { map.height(there) } else { map.height(hex) }
    };
    // Light from the north-west: what rises toward it is bright.
    let slope = (at(5) + at(0) - at(2) - at(3)) as f32 / (map.hex_m as f32 * 0.4);
    let light = (1.0 - slope * 0.55).clamp(0.62, 1.32) * (0.97 + 0.06 * grain(hex, 1));
    Srgba::rgb(wash.red * light, wash.green * light, wash.blue * light)
}

/// The ground.
pub fn ground(setting: &Setting) -> Mesh {
    let grid = setting.map.grid();
    let colors: Vec<Srgba> = (0..grid.len()).map(|index| ground_color(setting, grid.at(index))).collect();
    let mut brush = Brush::default();
    for index in 0..grid.len() {
        let hex = grid.at(index);
        let own = colors[index];
        let middle = brush.point(center(hex), own);
        let rim: [u32; 6] = std::array::from_fn(|k| {
            let around = [hex + SIDES[k], hex + SIDES[(k + 1) % 6]];
            let others: Vec<Srgba> =
                around.iter().filter_map(|there| grid.index(*there)).map(|there| colors[there]).collect();
            let mixed = others.iter().enumerate().fold(own, |mix, (n, color)| {
                let weight = 1.0 / (n as f32 + 2.0);
                mix.mix(color, weight)
            });
            brush.point(corner(hex, k), mixed)
        });
        for k in 0..6 {
            brush.indices.extend([middle, rim[(k + 1) % 6], rim[k]]);
        }
    }
    brush.mesh()
}

/// Roads, streams and bluffs.
pub fn lines(setting: &Setting) -> Mesh {
    let map = &setting.map;
    let grid: Grid = map.grid();
    let mut brush = Brush::default();
    for index in 0..grid.len() {
        let hex = grid.at(index);
        for side in 0..3 {
            let (a, b) = (corner(hex, (side + 5) % 6), corner(hex, side));
            match map.edge(hex, side) {
                Stream::None => {}
                Stream::Brook => brush.stroke(a, b, RADIUS * 0.16, palette::WATER),
                Stream::River => brush.stroke(a, b, RADIUS * 0.34, palette::WATER),
                Stream::Ford => brush.stroke(a, b, RADIUS * 0.22, palette::WATER.mix(&palette::SILK, 0.4)),
                Stream::Bluff => brush.stroke(a, b, RADIUS * 0.20, palette::BLUFF),
            }
        }
        for (side, step) in SIDES.iter().enumerate().take(3) {
            if map.has_road(hex, side) {
                brush.stroke(center(hex), center(hex + *step), RADIUS * 0.13, palette::ROAD);
            }
        }
    }
    brush.mesh()
}
