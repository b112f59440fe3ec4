//! Ink and silk: the paintings behind menu and pages, drawn anew for every size. Nothing here means anything.

use std::f32::consts::TAU;

use bevy_egui::egui::{
    Align2, Color32, CornerRadius, Mesh, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, Vec2, pos2, vec2,
};

use crate::gui::palette::{self, Ground};
use crate::gui::theme;

/// A number between 0 and 1 that belongs to a place.
fn grain(x: i32, seed: u32) -> f32 {
    let mut n = (x as u32).wrapping_mul(0x9E37_79B9) ^ seed.wrapping_mul(0x85EB_CA6B);
    n = (n ^ (n >> 15)).wrapping_mul(0x2C1B_3C6D);
    n = (n ^ (n >> 12)).wrapping_mul(0x297A_2D39);
    ((n ^ (n >> 15)) & 0xFFFF) as f32 / 65_535.0
}

/// Smooth noise along a line, 0 to 1.
fn noise(x: f32, seed: u32) -> f32 {
    let (cell, part) = (x.floor(), x - x.floor());
    let smooth = part * part * (3.0 - 2.0 * part);
    grain(cell as i32, seed) * (1.0 - smooth) + grain(cell as i32 + 1, seed) * smooth
}

/// The line of a mountain range, 0 to 1: broad backs with sharp crests.
fn crest(x: f32, seed: u32) -> f32 {
    let mut sum = 0.0;
    let (mut size, mut step) = (0.55, 1.0);
    for octave in 0..6 {
        let n = noise(x * step, seed + octave);
        let ridge = if octave < 3 { 1.0 - (2.0 * n - 1.0).abs() } else { n };
        sum += size * ridge;
        size *= 0.46;
        step *= 2.13;
    }
    sum.min(1.0)
}

fn mix(a: Color32, b: Color32, part: f32) -> Color32 {
    a.lerp_to_gamma(b, part.clamp(0.0, 1.0))
}

/// A rectangle that goes from one color at its top to another at its foot.
fn wash(painter: &Painter, rect: Rect, top: Color32, foot: Color32) {
    let mut mesh = Mesh::default();
    mesh.colored_vertex(rect.left_top(), top);
    mesh.colored_vertex(rect.right_top(), top);
    mesh.colored_vertex(rect.right_bottom(), foot);
    mesh.colored_vertex(rect.left_bottom(), foot);
    mesh.add_triangle(0, 1, 2);
    mesh.add_triangle(0, 2, 3);
    painter.add(Shape::mesh(mesh));
}

/// The lacquer behind a page: almost even, with a little light from above and a gold line around.
pub fn lacquer(painter: &Painter, rect: Rect, ground: Ground) {
    wash(painter, rect, mix(ground.fill, ground.raised, 0.55), ground.fill);
}

/// A sheet of paper with a double border.
pub fn paper(painter: &Painter, rect: Rect, ground: Ground) {
    painter.rect_filled(rect, CornerRadius::same(2), ground.fill);
    let inside = Stroke::new(1.0, ground.line);
    painter.rect_stroke(rect.shrink(4.0), CornerRadius::ZERO, inside, StrokeKind::Inside);
}

/// Mountains in mist, a river, and the iron hawks riding: the painting of the menu.
pub fn mountains(painter: &Painter, rect: Rect) {
    let painter = painter.with_clip_rect(rect.intersect(painter.clip_rect()));
    let silk = Color32::from_rgb(231, 219, 191);
    let mist = Color32::from_rgb(244, 236, 216);
    wash(&painter, rect, silk, mist);
    weave(&painter, rect);
    let height = rect.height();
    // A low sun.
    let sun = pos2(rect.left() + rect.width() * 0.73, rect.top() + height * 0.24);
    for ring in (0..10).rev() {
        let radius = height * (0.062 + 0.009 * ring as f32);
        painter.circle_filled(sun, radius, Color32::from_rgba_unmultiplied(196, 84, 52, 9));
    }
    painter.circle_filled(sun, height * 0.06, Color32::from_rgba_unmultiplied(186, 62, 44, 205));
    let far = Color32::from_rgb(150, 164, 158);
    let near = Color32::from_rgb(50, 54, 50);
    for layer in 0..5_u32 {
        let depth = layer as f32 / 4.0;
        let base = rect.top() + height * (0.56 + 0.105 * layer as f32);
        let rise = height * (0.40 - 0.045 * layer as f32);
        let color = mix(far, near, depth.powf(1.2));
        let strength = 120.0 + 120.0 * depth;
        range(
            &painter,
            rect,
            base,
            rise,
            2.1 + 0.55 * layer as f32,
            40 + 7 * layer,
            color,
            strength as u8,
            mist,
        );
    }
    riders(&painter, rect);
    seal(&painter, rect);
}

/// The faint threads of silk.
fn weave(painter: &Painter, rect: Rect) {
    let thread = Color32::from_rgba_unmultiplied(120, 96, 60, 7);
    let mut at = rect.top();
    while at < rect.bottom() {
        painter.hline(rect.x_range(), at, Stroke::new(1.0, thread));
        at += 3.0;
    }
}

/// One range of mountains: dark along its crest, dissolving into mist at its foot.
#[expect(clippy::too_many_arguments, reason = "each is one property of the range")]
fn range(
    painter: &Painter,
    rect: Rect,
    base: f32,
    rise: f32,
    folds: f32,
    seed: u32,
    color: Color32,
    strength: u8,
    mist: Color32,
) {
    let [r, g, b, _] = color.to_array();
    let ink = Color32::from_rgba_unmultiplied(r, g, b, strength);
    let pale = mix(ink, Color32::from_rgba_unmultiplied(mist.r(), mist.g(), mist.b(), strength), 0.72);
    let gone = Color32::from_rgba_unmultiplied(mist.r(), mist.g(), mist.b(), strength / 2);
    let step = (rect.width() / 320.0).max(2.0);
    let columns = (rect.width() / step).ceil() as u32 + 1;
    let depth = rect.height() * 0.16;
    let mut mesh = Mesh::default();
    let mut line = Vec::with_capacity(columns as usize);
    for column in 0..columns {
        let x = rect.left() + column as f32 * step;
        let part = (x - rect.left()) / rect.width().max(1.0);
        let top = base - rise * crest(part * folds, seed);
        line.push(pos2(x, top));
        mesh.colored_vertex(pos2(x, top), ink);
        mesh.colored_vertex(pos2(x, top + depth * (0.6 + 0.5 * noise(part * 9.0, seed + 31))), pale);
        mesh.colored_vertex(pos2(x, rect.bottom().max(top + depth * 1.2)), gone);
        if column > 0 {
            let (left, right) = (3 * (column - 1), 3 * column);
            for row in 0..2 {
                mesh.add_triangle(left + row, right + row, right + row + 1);
                mesh.add_triangle(left + row, right + row + 1, left + row + 1);
            }
        }
    }
    painter.add(Shape::mesh(mesh));
    // Dry strokes of the brush down the slopes, then the crest itself.
    let hair = Color32::from_rgba_unmultiplied(r / 2, g / 2, b / 2, strength / 5);
    for (number, at) in line.iter().enumerate().step_by(3) {
        let length = depth * (0.15 + 0.5 * grain(number as i32, seed + 5));
        let lean = length * (grain(number as i32, seed + 9) - 0.5) * 0.9;
        painter.line_segment([*at, *at + vec2(lean, length)], Stroke::new(1.0, hair));
    }
    for (number, pair) in line.windows(2).enumerate() {
        let width = 0.6 + 1.3 * noise(number as f32 * 0.11, seed + 3);
        let over = Color32::from_rgba_unmultiplied(r / 2, g / 2, b / 2, strength / 2);
        painter.line_segment([pair[0], pair[1]], Stroke::new(width, over));
    }
}

/// A file of heavy horse along the nearest slope, the great banner before them.
fn riders(painter: &Painter, rect: Rect) {
    let size = (rect.height() * 0.068).clamp(14.0, 64.0);
    let count = ((rect.width() * 0.52) / (size * 1.25)).floor().clamp(3.0, 11.0) as i32;
    let ink = Color32::from_rgb(34, 30, 27);
    let ground = |x: f32| {
        let part = (x - rect.left()) / rect.width().max(1.0);
        rect.bottom() - rect.height() * (0.045 + 0.05 * noise(part * 3.1 + 0.4, 77))
    };
    let mut bank = Mesh::default();
    for step in 0..=80_u32 {
        let x = rect.left() + rect.width() * step as f32 / 80.0;
        bank.colored_vertex(pos2(x, ground(x)), Color32::from_rgb(70, 66, 56));
        bank.colored_vertex(pos2(x, rect.bottom() + 1.0), Color32::from_rgb(40, 37, 32));
        if step > 0 {
            bank.add_triangle(2 * step - 2, 2 * step, 2 * step + 1);
            bank.add_triangle(2 * step - 2, 2 * step + 1, 2 * step - 1);
        }
    }
    painter.add(Shape::mesh(bank));
    let last = rect.right() - size * 1.6;
    for number in 0..count {
        let x = last - size * 1.25 * number as f32;
        let at = pos2(x, ground(x) + 1.0);
        rider(painter, at, size * (1.0 - 0.012 * number as f32), number, ink);
        if number == 1 {
            great_banner(painter, at + vec2(size * 0.1, -size * 0.7), size);
        }
    }
}

/// A rider on an armored horse, seen from the side and going right; `at` is between the hooves.
fn rider(painter: &Painter, at: Pos2, size: f32, number: i32, ink: Color32) {
    let point = |x: f32, y: f32| at + vec2(x, -y) * size;
    let shape = |points: &[(f32, f32)]| {
        let points = points.iter().map(|(x, y)| point(*x, *y)).collect();
        painter.add(Shape::convex_polygon(points, ink, Stroke::NONE));
    };
    let swing = 0.07 * (number as f32 * 2.4).sin();
    for (x, lean) in [(-0.33, -swing), (-0.24, swing), (0.22, swing), (0.32, -swing)] {
        painter.line_segment([point(x, 0.36), point(x + lean, 0.0)], Stroke::new(size * 0.055, ink));
    }
    // Barding hangs from neck to croup.
    shape(&[(-0.42, 0.30), (-0.44, 0.50), (-0.30, 0.58), (0.26, 0.58), (0.38, 0.48), (0.36, 0.28)]);
    shape(&[(0.20, 0.50), (0.36, 0.44), (0.56, 0.76), (0.48, 0.86), (0.38, 0.84)]);
    shape(&[(0.46, 0.86), (0.56, 0.82), (0.72, 0.64), (0.68, 0.58), (0.52, 0.68)]);
    painter.line_segment([point(-0.43, 0.50), point(-0.56, 0.22)], Stroke::new(size * 0.06, ink));
    // The man: coat, shoulders, helmet with a plume.
    shape(&[(-0.14, 0.52), (-0.11, 0.88), (0.02, 0.94), (0.14, 0.88), (0.14, 0.52)]);
    painter.circle_filled(point(0.02, 1.02), size * 0.085, ink);
    painter.line_segment([point(0.02, 1.08), point(-0.02, 1.22)], Stroke::new(size * 0.03, ink));
    let lance = (point(0.22, 0.42), point(0.10, 1.72));
    painter.line_segment([lance.0, lance.1], Stroke::new(size * 0.032, ink));
    if number % 2 == 0 {
        let flag = [lance.1 + vec2(0.0, 0.04) * size, lance.1 + vec2(-0.34, 0.12) * size];
        let foot = lance.1 + vec2(0.02, 0.22) * size;
        let red = Color32::from_rgb(150, 44, 32);
        painter.add(Shape::convex_polygon(vec![flag[0], flag[1], foot], red, Stroke::NONE));
    }
}

/// The banner of the Xia, white with a double border of dark gold.
fn great_banner(painter: &Painter, foot: Pos2, size: f32) {
    let (field, border, _) = palette::side("xia", 1);
    let top = foot - vec2(0.0, size * 2.9);
    painter.line_segment([foot, top], Stroke::new(size * 0.05, Color32::from_rgb(34, 30, 27)));
    let cloth = Rect::from_min_size(top + vec2(-size * 1.0, size * 0.08), vec2(size * 0.95, size * 1.75));
    banner(painter, cloth, field, border, true, "鐵鷂");
}

/// A hanging banner with a swallowtail: field, border (double or single) and characters from top to foot.
pub fn banner(painter: &Painter, cloth: Rect, field: Color32, border: Color32, double: bool, hanzi: &str) {
    let notch = cloth.width() * 0.28;
    let outline = |shrink: f32| {
        let rect = cloth.shrink(shrink);
        vec![
            rect.left_top(),
            rect.right_top(),
            rect.right_bottom(),
            pos2(rect.center().x, rect.bottom() - notch),
            rect.left_bottom(),
        ]
    };
    // A swallowtail is not convex: the field is two halves.
    let points = outline(0.0);
    let top = pos2(cloth.center().x, cloth.top());
    let left = vec![points[0], top, points[3], points[4]];
    let right = vec![top, points[1], points[2], points[3]];
    for half in [left, right] {
        let mut mesh = Mesh::default();
        for point in &half {
            mesh.colored_vertex(*point, field);
        }
        mesh.add_triangle(0, 1, 2);
        mesh.add_triangle(0, 2, 3);
        painter.add(Shape::mesh(mesh));
    }
    let width = (cloth.width() * 0.05).max(1.0);
    painter.add(Shape::closed_line(points, Stroke::new(width, border)));
    if double {
        painter.add(Shape::closed_line(outline(width * 2.2), Stroke::new(width * 0.6, border)));
    }
    let ink = if palette::contrast(palette::INK, field) >= 4.5 { palette::INK } else { palette::PAPER };
    let count = hanzi.chars().count().max(1) as f32;
    let room = cloth.height() - notch - 4.0 * width;
    let size = (room / count / 1.15).min(cloth.width() * 0.62);
    let first = cloth.top() + 2.0 * width + (room - size * 1.1 * count) / 2.0 + size * 0.55;
    for (number, sign) in hanzi.chars().enumerate() {
        let at = pos2(cloth.center().x, first + size * 1.1 * number as f32);
        painter.text(at, Align2::CENTER_CENTER, sign, theme::display(size), ink);
    }
}

/// The painter's seal in the upper corner.
fn seal(painter: &Painter, rect: Rect) {
    let side = (rect.height() * 0.07).clamp(22.0, 54.0);
    let at = rect.right_top() + vec2(-side * 1.5, side * 0.6);
    let seal = Rect::from_min_size(at, Vec2::new(side, side * 1.9));
    painter.rect_filled(seal, CornerRadius::same(3), palette::ACCENT);
    painter.rect_stroke(
        seal.shrink(side * 0.09),
        CornerRadius::same(2),
        Stroke::new(side * 0.04, palette::PAPER),
        StrokeKind::Inside,
    );
    for (number, sign) in ["鐵", "鷂"].into_iter().enumerate() {
        let center = pos2(seal.center().x, seal.top() + side * (0.53 + 0.84 * number as f32));
        painter.text(center, Align2::CENTER_CENTER, sign, theme::display(side * 0.7), palette::PAPER);
    }
}

/// A small sign of the compass: which way is north.
pub fn north(painter: &Painter, at: Pos2, size: f32, ink: Color32) {
    painter.circle_stroke(at, size, Stroke::new(1.0, ink));
    let tip = |turn: f32, length: f32| at + Vec2::angled(turn * TAU) * length;
    let needle = vec![tip(0.75, size * 0.85), tip(0.0, size * 0.22), tip(0.5, size * 0.22)];
    painter.add(Shape::convex_polygon(needle, ink, Stroke::NONE));
}
