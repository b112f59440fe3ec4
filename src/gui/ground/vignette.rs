//! The land painted by hand, so to speak: without the graphics card, for the list of wars and the small map.

use bevy::math::Vec2;
use bevy_egui::egui::{Color32, ColorImage};

use super::super::geometry::{WIDTH, bounds};
use super::pigment::{self, Pigment, mix};
use super::relief::Relief;
use super::ribbons::{Course, Courses};
use crate::setting::Setting;

/// The season of vignettes: May, when fields are green and mountains blue.
const SEASON: f32 = 4.6;

/// A small picture of a land, its whole fitted into so many pixels with silk around it; with colors, light and waters
/// like the large one.
pub fn vignette(setting: &Setting, width: usize, height: usize) -> ColorImage {
    let (width, height) = (width.clamp(1, 4096), height.clamp(1, 4096));
    let map = &setting.map;
    let (low, high) = bounds(map.grid());
    let size = high - low;
    let texel = (size.x / width as f32).max(size.y / height as f32).max(1e-3);
    let middle = (low + high) / 2.0;
    let corner = middle + Vec2::new(-(width as f32), height as f32) * texel / 2.0;
    let relief = Relief::over(map, corner, texel, width, height);
    let palette: Vec<Pigment> =
        pigment::covers(map).into_iter().map(|cover| pigment::wash(cover, SEASON)).collect();
    let wash = relief.wash(&palette);
    let mut picture: Vec<Pigment> = Vec::with_capacity(width * height);
    for (index, texel) in relief.texels.iter().enumerate() {
        let own: Pigment = std::array::from_fn(|k| f32::from(wash[index * 4 + k]) / 255.0);
        picture.push(lit(own, f32::from(texel.shade) / 127.5 - 1.0, f32::from(texel.ink) / 255.0));
    }
    let courses = Courses::new(map);
    let mut sheet = Sheet { picture, width, height, corner, texel };
    for road in &courses.roads {
        sheet.line(road, mix(pigment::INK, pigment::SILK, 0.25), 0.7, 0.55);
    }
    for water in &courses.waters {
        sheet.line(water, pigment::WATER, 0.9, 0.95);
    }
    let pixels = (0..height).flat_map(|y| (0..width).map(move |x| (x, y))).map(|(x, y)| {
        let at = corner + Vec2::new((x as f32 + 0.5) * texel, -(y as f32 + 0.5) * texel);
        let gap = (at - low).min(high - at);
        let painted = (gap.x.min(gap.y) / (WIDTH * 0.4) + 0.5).clamp(0.0, 1.0);
        let [red, green, blue] = pigment::bytes(mix(pigment::SILK, sheet.picture[y * width + x], painted));
        Color32::from_rgb(red, green, blue)
    });
    ColorImage::new([width, height], pixels.collect())
}

/// A wash under the light of its slope (-1 shade to 1 light) and the ink of its crests.
fn lit(wash: Pigment, slope: f32, ink: f32) -> Pigment {
    let shaded = mix(wash, [0.24, 0.23, 0.27], (-slope).max(0.0) * 0.52);
    let lit = mix(shaded, [0.98, 0.94, 0.82], slope.max(0.0) * 0.34);
    mix(lit, pigment::INK, ink * 0.45)
}

struct Sheet {
    picture: Vec<Pigment>,
    width: usize,
    height: usize,
    corner: Vec2,
    texel: f32,
}

impl Sheet {
    /// Draws a course, never thinner than half so many pixels.
    fn line(&mut self, course: &Course, color: Pigment, thinnest: f32, strength: f32) {
        for (pair, half) in course.points.windows(2).zip(&course.half) {
            let half = (half / self.texel).max(thinnest / 2.0);
            let steps = (pair[0].distance(pair[1]) / self.texel * 2.0).ceil().max(1.0) as usize;
            for step in 0..steps {
                let at = pair[0].lerp(pair[1], step as f32 / steps as f32);
                let at = Vec2::new(at.x - self.corner.x, self.corner.y - at.y) / self.texel - 0.5;
                self.dot(at, half, color, strength);
            }
        }
    }

    fn dot(&mut self, at: Vec2, half: f32, color: Pigment, strength: f32) {
        let reach = half + 1.0;
        let (left, top) = ((at.x - reach).ceil().max(0.0), (at.y - reach).ceil().max(0.0));
        let right = (at.x + reach).floor().min(self.width as f32 - 1.0);
        let bottom = (at.y + reach).floor().min(self.height as f32 - 1.0);
        if right < left || bottom < top {
            return;
        }
        for y in top as usize..=bottom as usize {
            for x in left as usize..=right as usize {
                let distance = Vec2::new(x as f32, y as f32).distance(at);
                // Dots follow each other twice a pixel, so each lays on half of the color.
                let cover = (half + 0.5 - distance).clamp(0.0, 1.0) * strength * 0.5;
                let pixel = &mut self.picture[y * self.width + x];
                *pixel = mix(*pixel, color, cover);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::sketch::Sketch;
    use crate::sim::hex::{Grid, SIDES};
    use crate::sim::map::Stream;

    #[test]
    fn a_vignette_has_the_size_asked_for_and_shows_the_river() {
        let mut sketch = Sketch::plain(12, 10);
        let dry = vignette(sketch.game().setting(), 96, 64);
        for row in 0..10 {
            let west = Grid::hex(5, row);
            for side in [0, 1, 5] {
                sketch.map.set_edge(west, west + SIDES[side], Stream::River);
            }
        }
        let wet = vignette(sketch.game().setting(), 96, 64);
        assert_eq!((wet.size, wet.pixels.len()), ([96, 64], 96 * 64));
        let blue = |image: &ColorImage| image.pixels.iter().filter(|pixel| pixel.b() > pixel.r()).count();
        assert_eq!(blue(&dry), 0);
        assert!(blue(&wet) > 40, "{} pixels of water", blue(&wet));
        assert_eq!(vignette(sketch.game().setting(), 0, 1).size, [1, 1]);
    }
}
