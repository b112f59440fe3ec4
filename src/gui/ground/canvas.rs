//! A small canvas and a brush: strokes with pressure and dry hairs, painted once when the window opens.

use bevy::math::Vec2;

use super::noise::{NEVER, fractal, value};

/// One square picture, to be stamped on the land many times.
pub struct Canvas {
    /// Texels along a side.
    pub side: usize,
    /// Ink of each texel, 0 to 1.
    pub ink: Vec<f32>,
    /// How much of what lies behind is covered, 0 to 1.
    pub body: Vec<f32>,
    /// Light on the body: 0 shade, 0.5 level, 1 light.
    pub light: Vec<f32>,
    /// Mineral pigment on the body, the rest being ground color, 0 to 1.
    pub mineral: Vec<f32>,
}

impl Canvas {
    /// Blank.
    pub fn new(side: usize) -> Self {
        let blank = vec![0.0; side * side];
        Self { side, ink: blank.clone(), body: blank.clone(), light: vec![0.5; side * side], mineral: blank }
    }

    /// Red, green, blue, alpha: ink, body, light, mineral.
    pub fn texel(&self, x: usize, y: usize) -> [u8; 4] {
        let at = y * self.side + x;
        [self.ink[at], self.body[at], self.light[at], self.mineral[at]]
            .map(|part| (part.clamp(0.0, 1.0) * 255.0 + 0.5) as u8)
    }

    /// Changes every texel within `reach` of a point; the change gets the texel's place and its distance.
    fn around(&mut self, at: Vec2, reach: f32, mut change: impl FnMut(&mut Self, usize, Vec2, f32)) {
        let last = self.side as f32 - 1.0;
        let (left, right) = ((at.x - reach).floor().max(0.0), (at.x + reach).ceil().min(last));
        let (top, bottom) = ((at.y - reach).floor().max(0.0), (at.y + reach).ceil().min(last));
        if right < left || bottom < top {
            return;
        }
        for y in top as usize..=bottom as usize {
            for x in left as usize..=right as usize {
                let here = Vec2::new(x as f32, y as f32);
                let distance = here.distance(at);
                if distance <= reach {
                    change(self, y * self.side + x, here, distance);
                }
            }
        }
    }

    /// A stroke of ink along a line; `width` tells the brush's width at each part of the way, 0 to 1. A `dry` brush
    /// (0 to 1) leaves gaps.
    pub fn stroke(&mut self, line: &[Vec2], width: impl Fn(f32) -> f32, strength: f32, dry: f32, salt: u32) {
        let whole: f32 = line.windows(2).map(|pair| pair[0].distance(pair[1])).sum();
        let mut gone = 0.0;
        for pair in line.windows(2) {
            let length = pair[0].distance(pair[1]);
            let steps = (length * 1.6).ceil().max(1.0) as usize;
            for step in 0..steps {
                let part = step as f32 / steps as f32;
                let along = (gone + length * part) / whole.max(1e-3);
                let half = (width(along) / 2.0).max(0.3);
                self.around(pair[0].lerp(pair[1], part), half + 1.0, |canvas, at, here, distance| {
                    let hair = fractal(here.x * 0.33, here.y * 0.33, NEVER, 2, salt);
                    let gap = ((hair - dry * 0.62) * 5.0 + 0.5).clamp(1.0 - dry, 1.0);
                    let cover = (half - distance + 0.6).clamp(0.0, 1.0).min(half * 2.2);
                    canvas.ink[at] = canvas.ink[at].max(cover * strength * gap);
                });
            }
            gone += length;
        }
    }

    /// A round dab of ink.
    pub fn dot(&mut self, at: Vec2, radius: f32, strength: f32) {
        self.around(at, radius + 1.0, |canvas, texel, _, distance| {
            let cover = (radius - distance + 0.6).clamp(0.0, 1.0) * strength;
            canvas.ink[texel] = canvas.ink[texel].max(cover);
        });
    }

    /// A dab of pigment, round but uneven, lit from the upper left.
    pub fn dab(&mut self, at: Vec2, radius: f32, salt: u32) {
        self.around(at, radius * 1.4 + 1.0, |canvas, texel, here, distance| {
            let uneven = radius * (0.72 + 0.56 * value(here.x * 0.22, here.y * 0.22, NEVER, salt));
            let cover = (uneven - distance + 0.5).clamp(0.0, 1.0);
            if cover > 0.0 {
                let toward = (here - at).dot(Vec2::new(0.6, 0.8)) / radius.max(1.0);
                let light = (0.58 - 0.36 * toward).clamp(0.0, 1.0);
                canvas.light[texel] += (light - canvas.light[texel]) * cover;
                canvas.body[texel] = canvas.body[texel].max(cover);
                canvas.mineral[texel] = canvas.mineral[texel].max(cover);
                // Pigment pools along the rim.
                let rim = (1.0 - (uneven - distance) / (radius * 0.38)).clamp(0.0, 1.0) * cover;
                canvas.ink[texel] =
                    (canvas.ink[texel] * (1.0 - cover)).max(rim * (0.18 + 0.42 * toward.max(0.0)));
            }
        });
    }
}
