//! Brushwork that repeats: the unevenness of silk and wash, and the texture of each kind of ground.

use std::f32::consts::TAU;

use rayon::prelude::*;

use super::noise::{fractal, hash, value};
use super::pigment::Cover;

/// Texels along a side of a tile.
pub const SIDE: usize = 512;

/// Layers of brushwork, in the order of [`brushwork`].
pub const LAYERS: usize = 8;

/// The layer of brushwork that a kind of ground is worked over with.
pub fn layer(cover: Cover) -> u8 {
    match cover {
        Cover::Fields | Cover::Irrigated => 1,
        Cover::Sand => 2,
        Cover::Gravel | Cover::Salt => 3,
        Cover::Steppe | Cover::Open => 4,
        Cover::Marsh => 5,
        Cover::Water => 6,
        Cover::Slope | Cover::Ravine | Cover::Cliff => 7,
        Cover::Hills | Cover::Mountain | Cover::High | Cover::Forest | Cover::Village => 0,
    }
}

/// Unevenness: two slow swells to bend borders, the grain of wash, the threads of silk.
pub fn unevenness() -> Vec<u8> {
    let side = 256;
    (0..side * side)
        .into_par_iter()
        .flat_map_iter(|at| {
            let (x, y) = ((at % side) as f32 / side as f32, (at / side) as f32 / side as f32);
            let swell = |salt| fractal(x * 8.0, y * 8.0, 8, 4, salt);
            let grain = 0.55 * fractal(x * 32.0, y * 32.0, 32, 3, 3) + 0.45 * hash(at, 7, 4);
            let thread = |u: f32, v: f32, salt| {
                value(u * 64.0, v * 8.0, 8, salt) * 0.6 + value(u * 64.0, 0.0, 64, salt) * 0.4
            };
            let weave = 0.5 * (thread(x, y, 5) + thread(y, x, 6));
            [swell(1), swell(2), grain, weave]
                .map(|part| (((part - 0.5) * 1.5 + 0.5).clamp(0.0, 1.0) * 255.0) as u8)
        })
        .collect()
}

/// The tiles, darker or lighter than 128 where the brush went.
pub fn brushwork() -> Vec<Vec<u8>> {
    let tiles: [fn(f32, f32) -> f32; LAYERS] = [plain, fields, ripples, stones, grass, soft, waves, earth];
    tiles
        .into_par_iter()
        .map(|tile| {
            (0..SIDE * SIDE)
                .map(|at| {
                    let (x, y) = ((at % SIDE) as f32 / SIDE as f32, (at / SIDE) as f32 / SIDE as f32);
                    (tile(x, y).clamp(-1.0, 1.0) * 127.0 + 128.0) as u8
                })
                .collect()
        })
        .collect()
}

/// A line of half-width `half` (parts of a cell) around zero, 0 to 1.
fn line(distance: f32, half: f32) -> f32 {
    (1.5 - distance.abs() / half).clamp(0.0, 1.0)
}

fn plain(x: f32, y: f32) -> f32 {
    (fractal(x * 12.0, y * 12.0, 12, 4, 90) - 0.5) * 0.7
}

fn earth(x: f32, y: f32) -> f32 {
    let (bend, dry) = (fractal(x * 6.0, y * 6.0, 6, 2, 91), fractal(x * 48.0, y * 16.0, 16, 2, 92));
    let strokes = ((y * 26.0 + bend * 5.0) * TAU).sin();
    -(strokes - 0.35).max(0.0) * 0.5 * ((dry - 0.46) * 6.0).clamp(0.0, 1.0) + (bend - 0.5) * 0.35
}

/// Plots with ridges between them, each plowed its own way.
fn fields(x: f32, y: f32) -> f32 {
    const PLOTS: i32 = 8;
    let bend = |salt| (fractal(x * 5.0, y * 5.0, 5, 2, salt) - 0.5) * 0.06;
    let (u, v) = ((x + bend(1)) * PLOTS as f32, (y + bend(2)) * PLOTS as f32);
    let (mut first, mut second) = ((f32::INFINITY, (0, 0)), f32::INFINITY);
    for dy in -1..=1 {
        for dx in -1..=1 {
            let (col, row) = (u.floor() as i32 + dx, v.floor() as i32 + dy);
            let key = (col.rem_euclid(PLOTS), row.rem_euclid(PLOTS));
            let seed = |salt| 0.5 + (hash(key.0, key.1, salt) - 0.5) * 0.74;
            let (across, down) = (u - col as f32 - seed(93), v - row as f32 - seed(94));
            // Plots are long or broad, and all have straight sides.
            let away = (across.abs() * 0.72).max(down.abs()) + 0.10 * (across.abs() + down.abs());
            if away < first.0 {
                (first, second) = ((away, key), first.0);
            } else {
                second = second.min(away);
            }
        }
    }
    let (col, row) = first.1;
    let way = hash(col, row, 95);
    let tone = hash(col, row, 96) * 0.70 - 0.34;
    // Furrows run along one of three ways and are closer in gardens.
    let run = if way < 0.40 {
        u + 0.25 * v
    } else if way < 0.75 {
        v - 0.2 * u
    } else {
        0.7 * (u + v)
    };
    let furrow = run * if hash(col, row, 97) < 0.3 { 11.0 } else { 7.0 };
    let furrows = line(furrow.rem_euclid(1.0) - 0.5, 0.17) * 0.34;
    tone - furrows - line(second - first.0, 0.045) * 0.60
}

fn ripples(x: f32, y: f32) -> f32 {
    let bend = fractal(x * 4.0, y * 4.0, 4, 3, 89) * 3.4;
    let wave = ((y * 15.0 + x * 4.0 + bend) * TAU).sin();
    let fade = value(x * 10.0, y * 10.0, 10, 97);
    -(wave - 0.55).max(0.0) * 1.1 * fade + (0.2 - wave).max(0.0) * 0.10
}

fn stones(x: f32, y: f32) -> f32 {
    let mut dark = (fractal(x * 8.0, y * 8.0, 8, 3, 98) - 0.5) * 0.3;
    let count = 46;
    let (u, v) = (x * count as f32, y * count as f32);
    for (dx, dy) in [(0, 0), (1, 0), (0, 1), (-1, 0), (0, -1)] {
        let (col, row) = (u.floor() as i32 + dx, v.floor() as i32 + dy);
        let key = (col.rem_euclid(count), row.rem_euclid(count));
        if hash(key.0, key.1, 99) < 0.42 {
            let at = (col as f32 + hash(key.0, key.1, 100), row as f32 + hash(key.0, key.1, 101));
            let (across, down) = (u - at.0, (v - at.1) * 1.5);
            let reach = 0.14 + 0.20 * hash(key.0, key.1, 102);
            dark -= ((reach - (across * across + down * down).sqrt()) * 9.0).clamp(0.0, 0.75);
        }
    }
    dark
}

fn grass(x: f32, y: f32) -> f32 {
    let mut dark = (fractal(x * 8.0, y * 8.0, 8, 3, 103) - 0.5) * 0.35;
    let count = 22;
    let (u, v) = (x * count as f32, y * count as f32);
    for (dx, dy) in [(0, 0), (1, 0), (0, 1), (-1, 0), (0, -1)] {
        let (col, row) = (u.floor() as i32 + dx, v.floor() as i32 + dy);
        let key = (col.rem_euclid(count), row.rem_euclid(count));
        if hash(key.0, key.1, 104) < 0.34 {
            let at = (col as f32 + hash(key.0, key.1, 105), row as f32 + hash(key.0, key.1, 106));
            let (across, up) = (u - at.0, at.1 - v);
            // Three blades from one foot.
            for blade in [-0.5_f32, 0.0, 0.55] {
                if (0.0..0.52).contains(&up) {
                    dark -= line(across - blade * up, 0.055 * (1.0 - up)) * 0.5;
                }
            }
        }
    }
    dark
}

fn soft(x: f32, y: f32) -> f32 {
    let bend = fractal(x * 8.0, y * 8.0, 8, 2, 107);
    let row = y * 30.0 + bend * 1.6;
    let broken = value(x * 14.0, row.floor().rem_euclid(30.0), 30, 108);
    -line(row.fract() - 0.5, 0.10) * ((broken - 0.55) * 5.0).clamp(0.0, 0.6) + (bend - 0.5) * 0.3
}

/// Waves like the scales of a fish.
fn waves(x: f32, y: f32) -> f32 {
    let count = 14.0;
    let row = (y * count * 2.0).floor();
    let shift = if row.rem_euclid(2.0) < 1.0 { 0.0 } else { 0.5 };
    let u = (x * count + shift).fract() - 0.5;
    let v = (y * count * 2.0).fract();
    let arc = (u * u * 4.0 + v * v * 0.9).sqrt();
    let fade = fractal(x * 6.0, y * 6.0, 6, 2, 109);
    (line(arc - 0.92, 0.06) + line(arc - 0.62, 0.05) * 0.6) * -0.5 * ((fade - 0.35) * 3.0).clamp(0.0, 1.0)
}
