//! Pictures that are stamped on the land: peaks, hills, trees, terraces, gullies, reeds, dunes. Each is painted by the
//! brush in [`super::canvas`]; together they fill one sheet.

use bevy::math::Vec2;
use rayon::prelude::*;

use super::canvas::Canvas;
use super::noise::{NEVER, fractal, hash, value};

/// Stamps along a side of the sheet.
pub const SHEET: usize = 8;
/// Texels along a side of a stamp.
pub const SIDE: usize = 128;

/// What a stamp shows, and so its row of the sheet; each has [`SHEET`] variants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stamp {
    /// A high peak.
    Peak,
    /// A lesser crag.
    Crag,
    /// A round hill.
    Hill,
    /// Broad-leaved trees.
    Grove,
    /// Pines.
    Pine,
    /// Strokes along a slope.
    Terrace,
    /// Strokes down a gully.
    Gully,
    /// Reeds (the first four) and dunes (the rest).
    Reed,
}

/// All rows of the sheet, from the top.
const ROWS: [Stamp; SHEET] = [
    Stamp::Peak,
    Stamp::Crag,
    Stamp::Hill,
    Stamp::Grove,
    Stamp::Pine,
    Stamp::Terrace,
    Stamp::Gully,
    Stamp::Reed,
];

/// All stamps on one sheet.
pub struct Sheet {
    /// Ink, body, light and mineral of each texel.
    pub texels: Vec<u8>,
    /// For each stamp, row by row, the part of its cell that is painted: left, top, right, bottom, 0 to 1.
    pub painted: Vec<[f32; 4]>,
}

/// Paints the sheet.
pub fn sheet() -> Sheet {
    let cells: Vec<Canvas> = (0..SHEET * SHEET)
        .into_par_iter()
        .map(|cell| paint(ROWS[cell / SHEET], (cell % SHEET) as u32))
        .collect();
    let mut sheet = Vec::with_capacity(SHEET * SHEET * SIDE * SIDE * 4);
    for y in 0..SHEET * SIDE {
        for x in 0..SHEET * SIDE {
            let cell = &cells[y / SIDE * SHEET + x / SIDE];
            sheet.extend(cell.texel(x % SIDE, y % SIDE));
        }
    }
    Sheet { texels: sheet, painted: cells.iter().map(painted).collect() }
}

/// The part of a canvas that is painted.
fn painted(canvas: &Canvas) -> [f32; 4] {
    let mut bounds = [SIDE, SIDE, 0, 0];
    for at in (0..SIDE * SIDE).filter(|at| canvas.ink[*at].max(canvas.body[*at]) > 0.02) {
        let (x, y) = (at % SIDE, at / SIDE);
        bounds = [bounds[0].min(x), bounds[1].min(y), bounds[2].max(x + 1), bounds[3].max(y + 1)];
    }
    bounds.map(|edge| edge as f32 / SIDE as f32)
}

fn paint(stamp: Stamp, variant: u32) -> Canvas {
    let mut canvas = Canvas::new(SIDE);
    match stamp {
        Stamp::Peak => mountain(&mut canvas, variant, true),
        Stamp::Crag => mountain(&mut canvas, variant + 40, false),
        Stamp::Hill => hill(&mut canvas, variant),
        Stamp::Grove => grove(&mut canvas, variant),
        Stamp::Pine => pine(&mut canvas, variant),
        Stamp::Terrace => terrace(&mut canvas, variant),
        Stamp::Gully => gully(&mut canvas, variant),
        Stamp::Reed if variant < 4 => reeds(&mut canvas, variant),
        Stamp::Reed => dune(&mut canvas, variant),
    }
    canvas
}

/// A number from `low` to `high`, the same for the same variant and salt.
fn lot(variant: u32, salt: u32, low: f32, high: f32) -> f32 {
    low + (high - low) * hash(variant as i32 * 7 + 3, salt as i32, 77)
}

/// A head of rock: where it is highest, how steeply it falls.
struct Head {
    top: Vec2,
    fall: f32,
}

fn mountain(canvas: &mut Canvas, variant: u32, high: bool) {
    let crown = if high { lot(variant, 1, 12.0, 24.0) } else { lot(variant, 1, 44.0, 56.0) };
    let middle = lot(variant, 2, 54.0, 72.0);
    let mut heads = vec![Head { top: Vec2::new(middle, crown), fall: if high { 1.75 } else { 1.15 } }];
    for (n, side) in [-1.0_f32, 1.0, -1.0].into_iter().enumerate().take(if high { 3 } else { 2 }) {
        let salt = 10 + n as u32 * 3;
        let away = lot(variant, salt, 15.0, 27.0) * if n == 2 { 1.55 } else { 1.0 };
        let drop = lot(variant, salt + 1, 0.75, 1.35) * away * if high { 1.1 } else { 0.7 };
        heads.push(Head {
            top: Vec2::new(middle + side * away, crown + drop),
            fall: if high { 1.9 } else { 1.2 },
        });
    }
    let jag = |x: f32| {
        (fractal(x * 0.14, variant as f32 * 9.1, NEVER, 3, 21) - 0.5) * if high { 13.0 } else { 9.0 }
    };
    // Whose head a column belongs to, and where its skyline is.
    let skyline = |x: f32| {
        heads
            .iter()
            .enumerate()
            .map(|(n, head)| {
                let away = (x - head.top.x).abs();
                (n, head.top.y + head.fall * away * (away / (away + 7.0)) + jag(x))
            })
            .fold((0, f32::INFINITY), |best, one| if one.1 < best.1 { one } else { best })
    };
    // The crest that runs down from a head toward the viewer.
    let crest = |n: usize, y: f32| {
        let head = &heads[n];
        let down = y - head.top.y;
        let wander = (fractal(down * 0.05, n as f32 * 5.0 + variant as f32, NEVER, 2, 22) - 0.5) * 26.0;
        head.top.x + wander * (down / 40.0).min(1.0) + down * 0.10
    };
    let foot = 116.0;
    for y in 0..SIDE {
        for x in 0..SIDE {
            let (fx, fy) = (x as f32, y as f32);
            let (n, sky) = skyline(fx);
            let cover = (fy - sky + 0.5).clamp(0.0, 1.0);
            let mist = fractal(fx * 0.06, fy * 0.09 + variant as f32, NEVER, 2, 23) * 22.0;
            let fade = ((foot - fy + mist - 11.0) / 30.0).clamp(0.0, 1.0)
                * (fx.min(127.0 - fx) / 12.0).clamp(0.0, 1.0);
            let at = y * SIDE + x;
            canvas.body[at] = cover * fade * fade * (3.0 - 2.0 * fade);
            let side = fx - crest(n, fy);
            let grain = fractal(fx * 0.16, fy * 0.05, NEVER, 3, 24) - 0.5;
            let lit = if side < 0.0 { 0.66 + 0.005 * side } else { 0.24 + 0.008 * side };
            canvas.light[at] = (lit + grain * 0.26).clamp(0.05, 0.95);
            let depth = (fy - sky) / 58.0;
            canvas.mineral[at] = (1.08 - depth + grain * 0.5).clamp(0.0, 1.0);
        }
    }
    // Texture strokes down both flanks of every crest, as if hewn with an axe.
    for (n, head) in heads.iter().enumerate() {
        let strokes = if high { 7 } else { 5 };
        for k in 0..strokes {
            let salt = 100 + n as u32 * 40 + k * 3;
            let start_y = head.top.y + 6.0 + k as f32 * (84.0 - head.top.y) / strokes as f32;
            for (side, strength) in [(1.0_f32, 0.62), (-1.0, 0.30)] {
                let start = Vec2::new(crest(n, start_y) + side * lot(variant, salt, 1.0, 4.0), start_y);
                let reach = lot(variant, salt + 1, 9.0, 20.0);
                let lean = lot(variant, salt + 2, 0.25, 0.75) * side;
                let line: Vec<Vec2> = (0..6)
                    .map(|step| {
                        let t = step as f32 / 5.0;
                        start + Vec2::new(lean * reach * t * (0.6 + 0.4 * t), reach * t)
                    })
                    .collect();
                let (_, sky) = skyline(line[5].x);
                if line[5].y > sky + 4.0 && line[5].y < foot - 16.0 {
                    let wide = if side > 0.0 { 4.0 } else { 2.4 };
                    canvas.stroke(&line, |t| wide * (1.0 - t * 0.8), strength, 0.45, salt);
                }
            }
        }
        let line: Vec<Vec2> = (0..12)
            .map(|step| {
                let y = head.top.y + (88.0 - head.top.y).max(4.0) * step as f32 / 11.0;
                Vec2::new(crest(n, y), y)
            })
            .filter(|point| point.y > skyline(point.x).1)
            .collect();
        if line.len() > 2 {
            canvas.stroke(&line, |t| 3.6 * (1.0 - t * 0.75), 0.62, 0.35, 300 + n as u32);
        }
    }
    // The skyline, heavier on the shaded side.
    let outline: Vec<Vec2> = (4..124)
        .map(|x| Vec2::new(x as f32, skyline(x as f32).1))
        .filter(|point| point.y < foot - 22.0)
        .collect();
    canvas.stroke(
        &outline,
        |t| 2.0 + 1.6 * value(t * 9.0, 0.0, NEVER, 31) + 0.8 * t,
        0.92,
        0.18,
        400 + variant,
    );
    moss(canvas, variant, &outline, if high { 10 } else { 8 });
}

/// Dots of moss and scrub along a line.
fn moss(canvas: &mut Canvas, variant: u32, line: &[Vec2], dots: u32) {
    for n in 0..dots {
        let pick = lot(variant, 600 + n * 2, 0.0, line.len() as f32 - 1.0) as usize;
        let Some(point) = line.get(pick) else { continue };
        let below = lot(variant, 601 + n * 2, -1.0, 9.0);
        canvas.dot(
            *point + Vec2::new(lot(variant, 640 + n, -3.0, 3.0), below),
            lot(variant, 660 + n, 1.0, 2.1),
            0.75,
        );
    }
}

fn hill(canvas: &mut Canvas, variant: u32) {
    let backs = [
        (Vec2::new(lot(variant, 1, 50.0, 76.0), lot(variant, 2, 40.0, 52.0)), lot(variant, 3, 38.0, 48.0)),
        (Vec2::new(lot(variant, 4, 24.0, 40.0), lot(variant, 5, 58.0, 68.0)), lot(variant, 6, 22.0, 30.0)),
        (Vec2::new(lot(variant, 7, 86.0, 104.0), lot(variant, 8, 60.0, 70.0)), lot(variant, 9, 20.0, 28.0)),
    ];
    let uneven = |x: f32| (fractal(x * 0.07, variant as f32 * 3.3, NEVER, 2, 41) - 0.5) * 9.0;
    let skyline = |x: f32| {
        backs
            .iter()
            .map(|(top, half)| {
                let away = (x - top.x) / half;
                top.y + 34.0 * away * away / (0.55 + 0.45 * away.abs()) + uneven(x)
            })
            .fold(f32::INFINITY, f32::min)
    };
    for y in 0..SIDE {
        for x in 0..SIDE {
            let (fx, fy) = (x as f32, y as f32);
            let depth = fy - skyline(fx);
            let at = y * SIDE + x;
            let edge = (fx.min(127.0 - fx) / 26.0).clamp(0.0, 1.0);
            canvas.body[at] =
                (depth + 0.5).clamp(0.0, 1.0) * (1.0 - depth / 40.0).clamp(0.0, 1.0) * edge * 0.92;
            let slope = skyline(fx + 3.0) - skyline(fx - 3.0);
            let grain = fractal(fx * 0.1, fy * 0.1, NEVER, 2, 42) - 0.5;
            canvas.light[at] = (0.55 - slope * 0.055 + grain * 0.15).clamp(0.1, 0.9);
            canvas.mineral[at] = (1.0 - depth / 30.0).clamp(0.0, 1.0);
        }
    }
    // Strokes like hemp fibers, following the back.
    for n in 0..7 {
        let salt = 50 + n * 4;
        let start = lot(variant, salt, 24.0, 84.0);
        let length = lot(variant, salt + 1, 14.0, 26.0);
        let below = lot(variant, salt + 2, 6.0, 22.0);
        let line: Vec<Vec2> = (0..7)
            .map(|step| {
                let x = start + length * step as f32 / 6.0;
                Vec2::new(x, skyline(x) + below + step as f32 * 0.9)
            })
            .collect();
        canvas.stroke(&line, |t| 3.4 * (1.0 - (2.0 * t - 1.0).abs() * 0.6), 0.40, 0.45, salt);
    }
    let outline: Vec<Vec2> =
        (12..116).map(|x| Vec2::new(x as f32, skyline(x as f32))).filter(|point| point.y < 84.0).collect();
    canvas.stroke(&outline, |t| 3.0 + 3.2 * value(t * 7.0, 0.3, NEVER, 43), 0.84, 0.30, 70 + variant);
    moss(canvas, variant + 20, &outline, 5);
}

fn grove(canvas: &mut Canvas, variant: u32) {
    let crowns = 4 + variant % 3;
    for n in 0..crowns {
        let salt = 10 + n * 4;
        let part = (n as f32 + 0.5) / crowns as f32;
        let at =
            Vec2::new(22.0 + 84.0 * part + lot(variant, salt, -7.0, 7.0), lot(variant, salt + 1, 46.0, 78.0));
        canvas.stroke(&[at, at + Vec2::new(1.0, 30.0)], |_| 6.0, 0.7, 0.1, salt);
        canvas.dab(at, lot(variant, salt + 2, 17.0, 25.0), salt + variant);
        for k in 0..9 {
            let dot = at
                + Vec2::new(
                    lot(variant, salt + 50 + k, -14.0, 16.0),
                    lot(variant, salt + 90 + k, -10.0, 16.0),
                );
            canvas.dot(dot, 3.0, 0.42);
        }
    }
}

fn pine(canvas: &mut Canvas, variant: u32) {
    for n in 0..3 {
        let salt = 10 + n * 9;
        let foot = Vec2::new(
            28.0 + n as f32 * 34.0 + lot(variant, salt, -6.0, 6.0),
            lot(variant, salt + 1, 96.0, 112.0),
        );
        let tall = lot(variant, salt + 2, 62.0, 84.0);
        let top = foot - Vec2::new(lot(variant, salt + 3, -4.0, 4.0), tall);
        for k in (0..5).rev() {
            let t = k as f32 / 4.0;
            let middle = top.lerp(foot, 0.10 + 0.62 * t);
            let half = 7.0 + 13.0 * t;
            for part in [-0.7, 0.0, 0.7] {
                canvas.dab(
                    middle + Vec2::new(half * part, half * 0.16 * f32::abs(part)),
                    6.0 + 3.6 * t,
                    salt + k,
                );
            }
        }
        canvas.stroke(&[top, foot], |t| 3.0 + 4.0 * t, 0.78, 0.1, salt);
        for k in 0..5 {
            let middle = top.lerp(foot, 0.14 + 0.15 * k as f32);
            let half = 8.0 + 2.8 * k as f32;
            let line = [
                middle + Vec2::new(-half, 3.5),
                middle + Vec2::new(0.0, -0.5),
                middle + Vec2::new(half, 3.5),
            ];
            canvas.stroke(&line, |t| 4.6 * (1.0 - (2.0 * t - 1.0).abs() * 0.7), 0.58, 0.25, salt + 50 + k);
        }
    }
}

/// Lines across the canvas that sway together, like the edges of terraces.
fn terrace(canvas: &mut Canvas, variant: u32) {
    for n in 0..4 {
        let salt = 10 + n * 5;
        let (from, to) = (lot(variant, salt, 6.0, 34.0), lot(variant, salt + 1, 90.0, 122.0));
        let base = 26.0 + n as f32 * 25.0 + lot(variant, salt + 2, -3.0, 3.0);
        let line: Vec<Vec2> = (0..14)
            .map(|step| {
                let x = from + (to - from) * step as f32 / 13.0;
                let sway =
                    (fractal(x * 0.03, variant as f32 * 2.0 + n as f32 * 0.12, NEVER, 2, 51) - 0.5) * 34.0;
                Vec2::new(x, base + sway)
            })
            .collect();
        canvas.stroke(&line, |t| 6.4 * (1.0 - (2.0 * t - 1.0).abs() * 0.55), 0.74, 0.42, salt + variant * 31);
    }
}

/// A crack down the canvas with side gullies, like the teeth of a comb.
fn gully(canvas: &mut Canvas, variant: u32) {
    let bed = |y: f32| 64.0 + (fractal(y * 0.035, variant as f32 * 4.0, NEVER, 2, 61) - 0.5) * 46.0;
    let line: Vec<Vec2> =
        (0..16).map(|step| 12.0 + step as f32 * 7.0).map(|y| Vec2::new(bed(y), y)).collect();
    canvas.stroke(&line, |t| 3.4 + 5.4 * t, 0.84, 0.16, variant + 60);
    for n in 0..9 {
        let salt = 20 + n * 4;
        let side = if n % 2 == 0 { 1.0 } else { -1.0 };
        let end = Vec2::new(0.0, 30.0 + n as f32 * 9.0);
        let end = Vec2::new(bed(end.y), end.y);
        let reach = lot(variant, salt, 12.0, 30.0);
        let start = end + Vec2::new(side * reach, -lot(variant, salt + 1, 12.0, 24.0));
        let bend = start.lerp(end, 0.5) + Vec2::new(side * -3.0, -3.0);
        canvas.stroke(&[start, bend, end], |t| 1.6 + 4.0 * t, 0.66, 0.25, salt);
    }
}

fn reeds(canvas: &mut Canvas, variant: u32) {
    for n in 0..11 {
        let salt = 10 + n * 5;
        let foot = Vec2::new(lot(variant, salt, 26.0, 102.0), lot(variant, salt + 1, 78.0, 98.0));
        let lean = lot(variant, salt + 2, -12.0, 16.0);
        let tall = lot(variant, salt + 3, 24.0, 46.0);
        let line = [foot, foot + Vec2::new(lean * 0.3, -tall * 0.6), foot + Vec2::new(lean, -tall)];
        canvas.stroke(&line, |t| 6.0 * (1.0 - t * 0.75), 0.72, 0.1, salt);
    }
    for n in 0..4 {
        let at = Vec2::new(lot(variant, 90 + n, 14.0, 50.0), 92.0 + n as f32 * 6.0);
        canvas.stroke(
            &[at, at + Vec2::new(lot(variant, 95 + n, 30.0, 60.0), 0.0)],
            |_| 1.8,
            0.42,
            0.4,
            97 + n,
        );
    }
}

fn dune(canvas: &mut Canvas, variant: u32) {
    let bow = |x: f32| {
        let part = (x - 64.0) / 52.0;
        56.0 + 30.0 * part * part + (fractal(x * 0.05, variant as f32, NEVER, 2, 81) - 0.5) * 10.0
    };
    for y in 0..SIDE {
        for x in 0..SIDE {
            let (fx, fy) = (x as f32, y as f32);
            let depth = fy - bow(fx);
            let at = y * SIDE + x;
            let edge = (fx.min(127.0 - fx) / 30.0).clamp(0.0, 1.0);
            canvas.body[at] =
                (depth + 0.5).clamp(0.0, 1.0) * (1.0 - depth / 26.0).clamp(0.0, 1.0) * edge * 0.75;
            canvas.light[at] = 0.30;
            canvas.mineral[at] = 0.0;
        }
    }
    let line: Vec<Vec2> = (10..118).step_by(4).map(|x| Vec2::new(x as f32, bow(x as f32))).collect();
    canvas.stroke(&line, |t| 5.0 * (1.0 - (2.0 * t - 1.0).abs() * 0.8), 0.60, 0.3, variant);
    for n in 1..4 {
        let line: Vec<Vec2> =
            (24..104).step_by(4).map(|x| Vec2::new(x as f32, bow(x as f32) - n as f32 * 8.0)).collect();
        canvas.stroke(&line, |_| 2.6, 0.28, 0.5, variant + n);
    }
}
