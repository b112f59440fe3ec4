//! Shapes that the painter lacks: polygons of any form, turned frames, rows of hexes, ink with a dry edge.

use bevy_egui::egui::epaint::{Mesh, PathShape, PathStroke};
use bevy_egui::egui::{Color32, Painter, Pos2, Rect, Shape, Stroke, Vec2, pos2, vec2};

use crate::gui::camera::MapView;
use crate::gui::geometry;
use crate::sim::hex::Hex;

/// A small picture's own coordinates: `(0, 0)` is its origin, y goes down; it may be turned and is of any size.
#[derive(Debug, Clone, Copy)]
pub struct Frame {
    origin: Pos2,
    unit: f32,
    cos: f32,
    sin: f32,
}

impl Frame {
    /// Upright, with a unit of so many points.
    pub fn new(origin: Pos2, unit: f32) -> Self {
        Self { origin, unit, cos: 1.0, sin: 0.0 }
    }

    /// Turned clockwise about its origin, radians.
    pub fn turned(self, angle: f32) -> Self {
        let (sin, cos) = angle.sin_cos();
        Self { cos: self.cos * cos - self.sin * sin, sin: self.sin * cos + self.cos * sin, ..self }
    }

    /// A frame inside this one.
    pub fn inner(self, (x, y): (f32, f32), unit: f32) -> Self {
        Self { origin: self.at(x, y), unit: self.unit * unit, ..self }
    }

    /// Where one of its points shows.
    pub fn at(&self, x: f32, y: f32) -> Pos2 {
        let (x, y) = (x * self.unit, y * self.unit);
        self.origin + vec2(x * self.cos - y * self.sin, x * self.sin + y * self.cos)
    }

    /// Where some of its points show.
    pub fn all(&self, points: &[(f32, f32)]) -> Vec<Pos2> {
        points.iter().map(|(x, y)| self.at(*x, *y)).collect()
    }

    /// Points of the window in so much of its unit.
    pub fn length(&self, units: f32) -> f32 {
        self.unit * units
    }

    /// Points on an arc around one of its points, from one angle to another (0 is right, a quarter down).
    pub fn arc(&self, (x, y): (f32, f32), radius: f32, from: f32, to: f32, parts: usize) -> Vec<Pos2> {
        let point = |k: usize| {
            let (sin, cos) = (from + (to - from) * k as f32 / parts as f32).sin_cos();
            self.at(x + radius * cos, y + radius * sin)
        };
        (0..=parts).map(point).collect()
    }
}

/// A polygon of any form that does not cross itself, filled; its edge is smooth.
pub fn polygon(painter: &Painter, points: Vec<Pos2>, fill: Color32) {
    if points.len() < 3 || fill == Color32::TRANSPARENT {
        return;
    }
    let mut mesh = Mesh::default();
    for point in &points {
        mesh.colored_vertex(*point, fill);
    }
    for [a, b, c] in ears(&points) {
        mesh.add_triangle(a, b, c);
    }
    painter.add(mesh);
    // The painter smooths lines, not meshes.
    painter.add(Shape::closed_line(points, Stroke::new(0.75, fill)));
}

/// Cuts a simple polygon into triangles, ear by ear.
fn ears(points: &[Pos2]) -> Vec<[u32; 3]> {
    let mut left: Vec<u32> = (0..points.len() as u32).collect();
    let at = |k: u32| points[k as usize];
    let cross = |a: Pos2, b: Pos2, c: Pos2| (b - a).x * (c - a).y - (b - a).y * (c - a).x;
    let area: f32 = (0..points.len())
        .map(|k| points[k].to_vec2())
        .zip((1..=points.len()).map(|k| points[k % points.len()].to_vec2()))
        .map(|(a, b)| a.x * b.y - a.y * b.x)
        .sum();
    let turn = area.signum();
    let mut triangles = Vec::with_capacity(points.len());
    while left.len() > 3 {
        let n = left.len();
        let is_ear = |k: &usize| {
            let (a, b, c) = (left[(k + n - 1) % n], left[*k], left[(k + 1) % n]);
            let inside = |p: Pos2| {
                let side = |a, b| cross(at(a), at(b), p) * turn >= 0.0;
                side(a, b) && side(b, c) && side(c, a)
            };
            cross(at(a), at(b), at(c)) * turn > 0.0
                && left.iter().all(|p| [a, b, c].contains(p) || !inside(at(*p)))
        };
        // A polygon that crosses itself has no ear left at last: it is cut anyhow.
        let ear = (0..n).find(is_ear).unwrap_or(0);
        triangles.push([left[(ear + n - 1) % n], left[ear], left[(ear + 1) % n]]);
        left.remove(ear);
    }
    if let [a, b, c] = left[..] {
        triangles.push([a, b, c]);
    }
    triangles
}

/// A convex polygon, filled and outlined; the painter's own smoothing.
pub fn convex(painter: &Painter, points: Vec<Pos2>, fill: Color32, stroke: impl Into<PathStroke>) {
    painter.add(PathShape::convex_polygon(points, fill, stroke));
}

/// A line through points.
pub fn line(painter: &Painter, points: Vec<Pos2>, stroke: impl Into<PathStroke>) {
    painter.add(Shape::line(points, stroke));
}

/// A dashed line through points.
pub fn dashed(painter: &Painter, points: &[Pos2], stroke: Stroke, dash: f32, gap: f32) {
    if dash > 0.0 && gap > 0.0 {
        painter.extend(Shape::dashed_line(points, stroke, dash, gap));
    }
}

/// The corners of a hex in the window, drawn in by a part of its size.
pub fn hex_corners(eye: &MapView, hex: Hex, inset: f32) -> Vec<Pos2> {
    let center = eye.hex_to_screen(hex);
    (0..6).map(|k| eye.to_screen(geometry::corner(hex, k)).lerp(center, inset)).collect()
}

/// A rectangle moved onto whole pixels.
pub fn crisp(painter: &Painter, rect: Rect) -> Rect {
    let per_point = painter.pixels_per_point();
    let round = |value: f32| (value * per_point).round() / per_point;
    let min = pos2(round(rect.min.x), round(rect.min.y));
    Rect::from_min_size(min, vec2(round(rect.width()), round(rect.height())))
}

/// A number from 0 to 1 that looks random and is the same for the same place: texture, not chance.
pub fn grain(seed: u32, at: u32) -> f32 {
    let mut n = seed.wrapping_mul(0x9E37_79B1) ^ at.wrapping_mul(0x85EB_CA77);
    n = (n ^ (n >> 15)).wrapping_mul(0x2C1B_3C6D);
    n = (n ^ (n >> 13)).wrapping_mul(0x297A_2D39);
    ((n >> 8) & 0xFFFF) as f32 / 65_535.0
}

/// A smooth value between the grains of two neighboring places.
pub fn soft_grain(seed: u32, at: f32) -> f32 {
    let at = at.max(0.0);
    let (whole, part) = (at.floor(), at.fract());
    let (a, b) = (grain(seed, whole as u32), grain(seed, whole as u32 + 1));
    a + (b - a) * part * part * (3.0 - 2.0 * part)
}

/// A smooth curve through points, cut into pieces of some points' length.
pub fn curve(points: &[Pos2], piece: f32) -> Vec<Pos2> {
    let Some(last) = points.last() else { return Vec::new() };
    let mut smooth = Vec::new();
    for k in 1..points.len() {
        let at = |index: isize| points[index.clamp(0, points.len() as isize - 1) as usize].to_vec2();
        let k = k as isize;
        let (before, from, to, after) = (at(k - 2), at(k - 1), at(k), at(k + 1));
        let parts = (((to - from).length() / piece.max(1.0)).ceil() as usize).clamp(1, 64);
        for part in 0..parts {
            let t = part as f32 / parts as f32;
            // Catmull and Rom's spline.
            let point = (from * 2.0
                + (to - before) * t
                + (before * 2.0 - from * 5.0 + to * 4.0 - after) * (t * t)
                + (from * 3.0 - before - to * 3.0 + after) * (t * t * t))
                * 0.5;
            smooth.push(point.to_pos2());
        }
    }
    smooth.push(*last);
    smooth
}

/// Half the width of a stroke and how much of its ink is left, at a part of its length.
pub type Pressure = dyn Fn(f32) -> (f32, f32);

/// Bristles of a brush.
const BRISTLES: usize = 7;

/// A stroke of the brush along a curve. Where little ink is left its bristles part, each where it will; `gaps` cuts it
/// into dashes: their length and that of the gaps between them, points.
pub fn ink(
    painter: &Painter,
    curve: &[Pos2],
    color: Color32,
    pressure: &Pressure,
    seed: u32,
    gaps: Option<(f32, f32)>,
) {
    let lengths: Vec<f32> = curve.windows(2).map(|ends| ends[0].distance(ends[1])).collect();
    let whole: f32 = lengths.iter().sum();
    if curve.len() < 2 || whole < 0.5 {
        return;
    }
    // Two rows of points beyond the bristles let the edge fade.
    let rows = BRISTLES + 3;
    let mut mesh = Mesh::default();
    let mut gone = 0.0;
    for (k, point) in curve.iter().enumerate() {
        if k > 0 {
            gone += lengths[k - 1];
        }
        let (half, wet) = pressure(gone / whole);
        let across = normal(curve, k);
        let open = gaps.map_or(1.0, |(dash, gap)| {
            let at = gone % (dash + gap);
            ((dash - at) / 3.0).min(at / 3.0 + 0.4).clamp(0.0, 1.0)
        });
        for row in 0..rows {
            let edge = row == 0 || row == rows - 1;
            let part = (row.clamp(1, rows - 2) - 1) as f32 / BRISTLES as f32;
            let rough = (soft_grain(seed ^ 0x51, gone / 9.0 + part * 100.0) - 0.5) * half * 0.22;
            let beyond = if row == 0 {
                -1.0
            } else if row == rows - 1 {
                1.0
            } else {
                0.0
            };
            let off = (part * 2.0 - 1.0) * half + rough + beyond;
            let streak = soft_grain(seed.wrapping_add(row as u32 * 31), gone / 16.0);
            let alpha = if edge { 0.0 } else { ((wet * 1.5 - streak) * 3.0).clamp(0.0, 1.0) * open };
            mesh.colored_vertex(*point + across * off, super::faint(color, alpha));
        }
        if k > 0 {
            let (now, before) = ((k * rows) as u32, ((k - 1) * rows) as u32);
            for row in 0..rows as u32 - 1 {
                mesh.add_triangle(before + row, before + row + 1, now + row);
                mesh.add_triangle(before + row + 1, now + row + 1, now + row);
            }
        }
    }
    painter.add(mesh);
}

/// Across a curve at one of its points, to the right of its way.
pub fn normal(curve: &[Pos2], k: usize) -> Vec2 {
    let along = curve[(k + 1).min(curve.len() - 1)] - curve[k.saturating_sub(1)];
    let along = along.normalized();
    vec2(-along.y, along.x)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_polygon_of_any_form_is_covered_once() {
        let letter_c = [(0., 0.), (4., 0.), (4., 1.), (1., 1.), (1., 3.), (4., 3.), (4., 4.), (0., 4.)];
        for mirror in [1.0, -1.0] {
            let points: Vec<Pos2> = letter_c.iter().map(|(x, y)| pos2(x * mirror, *y)).collect();
            let triangles = ears(&points);
            assert_eq!(triangles.len(), points.len() - 2);
            let area = |[a, b, c]: [u32; 3]| {
                let (a, b, c) = (points[a as usize], points[b as usize], points[c as usize]);
                ((b - a).x * (c - a).y - (b - a).y * (c - a).x).abs() / 2.0
            };
            let sum: f32 = triangles.into_iter().map(area).sum();
            assert!((sum - 10.0).abs() < 1e-4, "{sum}");
        }
    }

    #[test]
    fn a_curve_goes_through_its_points() {
        let points = [pos2(0.0, 0.0), pos2(50.0, 10.0), pos2(60.0, 80.0), pos2(10.0, 90.0)];
        let curve = curve(&points, 5.0);
        for point in points {
            assert!(curve.iter().any(|on| on.distance(point) < 0.01), "{point:?}");
        }
        assert!(curve.windows(2).all(|ends| ends[0].distance(ends[1]) < 12.0));
    }
}
