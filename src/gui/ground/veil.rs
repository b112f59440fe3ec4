//! What changes every turn: what is in sight, and what an overlay says of each hex.

use bevy::math::Vec2;
use bevy::prelude::Image;
use bevy::render::render_resource::TextureFormat;

use super::super::geometry::{WIDTH, center, hex_at};
use super::relief::Relief;
use super::{Wash, images};
use crate::sim::hex::{Grid, SIDES};

/// Texels of the fog across a hex.
const ACROSS: f32 = 4.0;

/// What is in sight, in texels finer than hexes so that its edge is soft, over the same part of the world as the relief.
pub fn fog(grid: Grid, seen: &[u8], relief: &Relief) -> Image {
    let world = Vec2::new(relief.width as f32, relief.height as f32) * relief.texel;
    let (width, height) = if seen.iter().take(grid.len()).all(|seen| *seen == 255) {
        (1, 1)
    } else {
        (
            (world.x / WIDTH * ACROSS).ceil().max(1.0) as usize,
            (world.y / WIDTH * ACROSS).ceil().max(1.0) as usize,
        )
    };
    let step = world / Vec2::new(width as f32, height as f32);
    let seen_at = |index: usize| f32::from(seen.get(index).copied().unwrap_or(255));
    let mut data = Vec::with_capacity(width * height);
    for y in 0..height {
        for x in 0..width {
            let at = relief.corner + Vec2::new((x as f32 + 0.5) * step.x, -(y as f32 + 0.5) * step.y);
            let home = hex_at(at);
            let (mut sum, mut whole) = (0.0, 0.0);
            for hex in std::iter::once(home).chain(SIDES.iter().map(|side| home + *side)) {
                let Some(index) = grid.index(hex) else { continue };
                let near = (1.0 - center(hex).distance_squared(at) / (WIDTH * WIDTH)).max(0.0);
                let weight = near * near + 1e-4;
                sum += weight * seen_at(index);
                whole += weight;
            }
            data.push(if whole > 0.0 { (sum / whole + 0.5) as u8 } else { 255 });
        }
    }
    images::plain(data, (width, height), TextureFormat::R8Unorm, 1)
}

/// The overlay, a texel a hex: its color, and its pattern (three bits) and strength (five bits).
pub fn overlay(grid: Grid, wash: &[Wash]) -> Image {
    let texel = |wash: &Wash| {
        let [red, green, blue] = wash.color;
        [red, green, blue, (wash.pattern.min(7) << 5) | (wash.strength >> 3)]
    };
    let size = (usize::from(grid.width).max(1), usize::from(grid.height).max(1));
    let mut data: Vec<u8> = wash.iter().take(grid.len()).flat_map(texel).collect();
    data.resize(size.0 * size.1 * 4, 0);
    images::plain(data, size, TextureFormat::Rgba8Uint, 1)
}
