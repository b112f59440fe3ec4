//! Plans as strokes of the brush: a march, an attack, a feigned flight, scouts; dashed where they are uncertain, with
//! the hour at which the men will be there.

use std::f32::consts::{FRAC_PI_2, TAU};

use bevy_egui::egui::{Align2, Color32, Pos2, Rect, Stroke, Vec2, pos2, vec2};

use super::brush::{self, Frame};
use super::{Drawing, faint, mixed, tint};
use crate::gui::camera::Zoom;
use crate::sim::hex::Hex;
use crate::sim::id::SideId;

/// What a stroke means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ArrowKind {
    /// A march: one head.
    March,
    /// A forced march: two heads.
    Forced,
    /// An attack: a broad red head.
    Attack,
    /// A feigned flight: a hollow head that looks back.
    Feign,
    /// Scouts: a thin dotted line to an eye.
    Scouts,
}

/// How a stroke is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ArrowStyle {
    /// Whose plan.
    pub side: SideId,
    /// What it means.
    pub kind: ArrowKind,
    /// False where it may well come otherwise: drawn dashed.
    pub certain: bool,
    /// True for what would be ordered by a click now: drawn thin.
    pub preview: bool,
}

/// Paints a plan along hexes, the first where the men stand now. `days` are marks along it: the number of the hex and
/// what is written there.
pub fn arrow(d: &Drawing, path: &[Hex], style: ArrowStyle, days: &[(usize, String)]) {
    let points: Vec<Pos2> = path.iter().map(|hex| d.eye.hex_to_screen(*hex)).collect();
    let shown = points.iter().fold(Rect::NOTHING, |all, at| all.union(Rect::from_min_max(*at, *at)));
    if points.len() < 2 || !shown.expand(60.0).intersects(d.eye.rect) {
        return;
    }
    let wide = stroke_width(d, style);
    let head = wide * if style.kind == ArrowKind::Attack { 3.4 } else { 2.7 };
    let Some(curve) = shaft(&points, d.eye.hex_width(), head * 0.55) else { return };
    let seed =
        path.iter().fold(7, |seed: u32, hex| seed.wrapping_mul(31) ^ (hex.x as u32) ^ (hex.y as u32) << 8);
    let color = color(d, style);
    match style.kind {
        ArrowKind::Scouts => scouts(d, &curve, color, wide),
        ArrowKind::March | ArrowKind::Forced | ArrowKind::Attack | ArrowKind::Feign => {
            stroke(d, &curve, (color, wide), style, seed);
            heads(d, &curve, (color, head), style.kind);
        }
    }
    marks(d, &points, days, color);
}

fn stroke_width(d: &Drawing, style: ArrowStyle) -> f32 {
    let wide = (d.eye.hex_width() * 0.17).clamp(4.0, 11.0);
    let thin = if style.preview { 0.72 } else { 1.0 };
    wide * thin * if style.kind == ArrowKind::Attack { 1.2 } else { 1.0 }
}

fn color(d: &Drawing, style: ArrowStyle) -> Color32 {
    let own = mixed(d.look(style.side).line, tint::INK, 0.3);
    let color = if style.kind == ArrowKind::Attack { mixed(own, tint::CINNABAR, 0.7) } else { own };
    if style.preview { mixed(color, tint::SILK, 0.12) } else { color }
}

/// The curve of a stroke: it leaves the banner it starts from free, and ends where its head begins.
fn shaft(points: &[Pos2], hex: f32, head: f32) -> Option<Vec<Pos2>> {
    let curve = brush::curve(points, 4.0);
    let (first, last) = (points[0], *points.last()?);
    let start = (hex * 0.3).min(18.0);
    let from = curve.iter().position(|at| at.distance(first) >= start)?;
    let to = curve.iter().rposition(|at| at.distance(last) >= head)?;
    let curve = curve.get(from..=to)?;
    (curve.len() >= 2).then(|| curve.to_vec())
}

fn stroke(d: &Drawing, curve: &[Pos2], (color, wide): (Color32, f32), style: ArrowStyle, seed: u32) {
    let gaps = (!style.certain).then_some((wide * 1.9, wide * 1.2));
    // The brush is pressed down at once, lifts slowly and runs dry.
    let pressure = move |part: f32| {
        let down = (part / 0.07).min(1.0);
        let lift = 1.0 - 0.42 * part;
        (wide * 0.5 * (0.35 + 0.65 * down) * lift, 1.0 - 0.42 * part * part)
    };
    let halo = move |part: f32| (pressure(part).0 + 1.4, 1.0);
    let silk = faint(tint::SILK, if d.settings.high_contrast { 0.95 } else { 0.55 });
    brush::ink(d.painter, curve, silk, &halo, seed, gaps);
    brush::ink(d.painter, curve, color, &pressure, seed, gaps);
}

/// Head or heads at the end of a curve.
fn heads(d: &Drawing, curve: &[Pos2], (color, size): (Color32, f32), kind: ArrowKind) {
    let end = curve[curve.len() - 1];
    let before = curve.iter().rev().find(|at| at.distance(end) > size * 0.5).copied().unwrap_or(curve[0]);
    let along = (end - before).normalized();
    let frame = Frame::new(end, size).turned(along.angle());
    // Barbs swept back as a brush leaves them.
    let barbs = |x: f32| {
        vec![
            (x + 0.62, 0.0),
            (x + 0.05, -0.3),
            (x - 0.42, -0.56),
            (x - 0.14, -0.12),
            (x - 0.1, 0.1),
            (x - 0.36, 0.5),
            (x + 0.08, 0.26),
        ]
    };
    let drawn = |x: f32| {
        let mut outline = frame.all(&barbs(x));
        outline.push(outline[0]);
        brush::line(d.painter, outline, Stroke::new(3.0, faint(tint::SILK, 0.7)));
        brush::polygon(d.painter, frame.all(&barbs(x)), color);
    };
    match kind {
        ArrowKind::Feign => {
            let mut outline = frame.all(&barbs(0.0));
            outline.push(outline[0]);
            brush::polygon(d.painter, frame.all(&barbs(0.0)), tint::SILK);
            brush::line(d.painter, outline, Stroke::new(1.6, color));
            // It turns about in the end.
            let turn = frame.arc((-0.1, 0.85), 0.5, -FRAC_PI_2, FRAC_PI_2, 8);
            brush::line(d.painter, turn, Stroke::new(1.8, color));
            let back = [(-0.5, 1.35), (-0.05, 1.1), (-0.05, 1.6)];
            brush::polygon(d.painter, frame.all(&back), color);
        }
        ArrowKind::Forced => {
            drawn(-0.62);
            drawn(0.0);
        }
        ArrowKind::March | ArrowKind::Attack | ArrowKind::Scouts => drawn(0.0),
    }
}

fn scouts(d: &Drawing, curve: &[Pos2], color: Color32, wide: f32) {
    let mut gone = 0.0;
    let step = (wide * 1.5).max(6.0);
    let mut next = 0.0;
    for ends in curve.windows(2) {
        while next <= gone + ends[0].distance(ends[1]) {
            let part = (next - gone) / ends[0].distance(ends[1]).max(0.01);
            let at = ends[0].lerp(ends[1], part);
            d.painter.circle(at, wide * 0.24 + 1.0, color, Stroke::new(1.0, faint(tint::SILK, 0.7)));
            next += step;
        }
        gone += ends[0].distance(ends[1]);
    }
    // An eye.
    let frame = Frame::new(curve[curve.len() - 1], wide * 1.5);
    let mut lids = frame.arc((0.0, 0.75), 1.25, -2.5, -0.64, 8);
    lids.extend(frame.arc((0.0, -0.75), 1.25, 0.64, 2.5, 8));
    brush::polygon(d.painter, lids.clone(), tint::SILK);
    lids.push(lids[0]);
    brush::line(d.painter, lids, Stroke::new(1.5, color));
    d.painter.circle_filled(frame.at(0.0, 0.0), frame.length(0.34), color);
}

/// Small seals along the way with the hour beside them; an hour for which there is no room is left out.
fn marks(d: &Drawing, points: &[Pos2], days: &[(usize, String)], color: Color32) {
    let mut taken: Vec<Rect> = Vec::new();
    for (number, text) in days {
        let Some(at) = points.get(*number).copied() else { continue };
        let reach = (d.eye.hex_width() * 0.11).clamp(3.5, 6.0);
        let seal: Vec<Pos2> = (0..4).map(|k| at + Vec2::angled(k as f32 * TAU / 4.0) * reach).collect();
        brush::convex(d.painter, seal, tint::SILK, Stroke::new(1.6, color));
        if d.eye.zoom() == Zoom::Far || text.is_empty() {
            continue;
        }
        // To the right, left, below or above, wherever no other hour stands.
        let size = d.points(11.0);
        let ways = [
            (vec2(reach + 3.0, 0.0), Align2::LEFT_CENTER),
            (vec2(-reach - 3.0, 0.0), Align2::RIGHT_CENTER),
            (vec2(0.0, reach + 3.0), Align2::CENTER_TOP),
            (vec2(0.0, -reach - 3.0), Align2::CENTER_BOTTOM),
        ];
        let room = vec2(size * 0.62 * text.chars().count() as f32 + 6.0, size * 1.5);
        let free = ways.into_iter().find(|(off, anchor)| {
            let rect = anchor.anchor_size(at + *off, room);
            d.eye.rect.contains_rect(rect) && !taken.iter().any(|other| other.intersects(rect))
        });
        if let Some((off, anchor)) = free {
            let at = at + off;
            taken.push(d.plate(pos2(at.x, at.y), anchor, text, 11.0, tint::INK));
        }
    }
}
