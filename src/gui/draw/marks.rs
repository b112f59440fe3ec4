//! Marks on the map: outlines of hexes, battles, texts that rise, signals, lures, coordinates, borders.

use std::f32::consts::TAU;

use bevy_egui::egui::{Align2, Color32, FontId, Pos2, Stroke, Vec2, vec2};

use super::brush::{self, Frame};
use super::overlay::Route;
use super::sides::Pattern;
use super::signs::{self, Sign};
use super::{Drawing, Look, faint, lettering, overlay, tint};
use crate::gui::camera::Zoom;
use crate::gui::geometry;
use crate::report::names::number;
use crate::sim::hex::{Grid, Hex, SIDES};
use crate::sim::id::SideId;
use crate::sim::ruse::LureKind;

/// Why a hex is outlined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HexStyle {
    /// It is chosen.
    Chosen,
    /// It lies under the pointer.
    Hovered,
    /// The hex cursor of the keyboard stands there.
    Cursor,
    /// An order would lead there.
    Target,
    /// No order can lead there: barred.
    Barred,
}

/// Outlines a hex; each reason has a line of its own form.
pub fn hex_outline(d: &Drawing, hex: Hex, style: HexStyle) {
    let width = (d.eye.hex_width() / 20.0).clamp(1.2, 3.0);
    let mut around = brush::hex_corners(d.eye, hex, 0.05);
    around.push(around[0]);
    let double = |color: Color32, width: f32| {
        brush::line(d.painter, around.clone(), Stroke::new(width + 2.0, faint(tint::INK, 0.75)));
        brush::line(d.painter, around.clone(), Stroke::new(width, color));
    };
    match style {
        HexStyle::Chosen => double(tint::GOLD, width),
        HexStyle::Hovered => {
            brush::line(d.painter, around.clone(), Stroke::new(width, faint(tint::PEARL, 0.8)));
        }
        HexStyle::Cursor => {
            // Corners only, heavy: seen on any land and never taken for a choice.
            for k in 0..6 {
                let corner = around[k];
                let (before, after) = (around[(k + 5) % 6], around[k + 1]);
                let bracket = vec![corner.lerp(before, 0.28), corner, corner.lerp(after, 0.28)];
                brush::line(d.painter, bracket.clone(), Stroke::new(width + 3.0, tint::INK));
                brush::line(d.painter, bracket, Stroke::new(width + 0.6, tint::PEARL));
            }
        }
        HexStyle::Target => {
            brush::line(d.painter, around.clone(), Stroke::new(width + 2.0, faint(tint::INK, 0.6)));
            brush::dashed(d.painter, &around, Stroke::new(width, tint::PEARL), 5.0, 4.0);
        }
        HexStyle::Barred => {
            double(tint::CINNABAR, width);
            for k in [0, 2] {
                let ends = [around[k].lerp(around[k + 3], 0.3), around[k + 3].lerp(around[k], 0.3)];
                d.painter.line_segment(ends, Stroke::new(width + 2.0, faint(tint::SILK, 0.8)));
                d.painter.line_segment(ends, Stroke::new(width, tint::CINNABAR));
            }
        }
    }
}

/// A battle in a hex: crossed blades in a burst; `heat`, 0 to 1, is how many fight, and gives it more rays.
pub fn battle_mark(d: &Drawing, at: Hex, heat: f32) {
    let heat = heat.clamp(0.0, 1.0);
    let reach = (d.eye.hex_width() * 0.34).clamp(9.0, 24.0) * (0.92 + 0.08 * d.pulse(0.9));
    let frame = Frame::new(d.eye.hex_to_screen(at) - vec2(0.0, d.eye.hex_width() * 0.42), reach);
    let rays = 8 + (heat * 3.0).round() as usize * 2;
    let star = |outer: f32, inner: f32| {
        let point = |k: usize| {
            let radius = if k.is_multiple_of(2) { outer } else { inner };
            let (sin, cos) = (k as f32 / (2 * rays) as f32 * TAU).sin_cos();
            frame.at(sin * radius, -cos * radius)
        };
        (0..2 * rays).map(point).collect::<Vec<Pos2>>()
    };
    brush::polygon(d.painter, star(1.16, 0.86), faint(tint::INK, 0.85));
    brush::polygon(
        d.painter,
        star(1.02, 0.74),
        super::mixed(tint::AMBER, tint::CINNABAR, 0.35 + 0.65 * heat),
    );
    d.painter.circle_filled(frame.at(0.0, 0.0), frame.length(0.62), tint::PAPER);
    signs::bare(d.painter, frame.at(0.0, 0.0), frame.length(0.44), Sign::Contact, tint::INK);
}

/// How far a floating text rises, points.
const RISE: f32 = 30.0;

/// A short text that rises from a hex and fades; `age` goes from 0 (new) to 1 (gone).
pub fn floating(d: &Drawing, at: Hex, text: &str, age: f32) {
    let age = age.clamp(0.0, 1.0);
    let left = ((1.0 - age) * 3.0).min(1.0);
    let risen = if d.settings.reduce_motion { 0.0 } else { RISE * (1.0 - (1.0 - age) * (1.0 - age)) };
    let above = (d.eye.hex_width() * 0.6).clamp(16.0, 46.0);
    let foot = d.eye.hex_to_screen(at) - vec2(0.0, above + risen);
    let mut painter = d.painter.clone();
    painter.multiply_opacity(left);
    let font = lettering::bold(&painter, d.points(14.0));
    let text = lettering::set(&painter, text, font, tint::INK);
    let rect = Align2::CENTER_BOTTOM.anchor_size(foot, text.size());
    lettering::haloed(&painter, rect.min, &text, tint::INK, tint::SILK);
}

/// A signal going out from a hex: rings that widen as `part` goes from 0 to 1.
pub fn signal_ring(d: &Drawing, at: Hex, part: f32) {
    let center = d.eye.hex_to_screen(at);
    let part = if d.settings.reduce_motion { 0.5 } else { part.clamp(0.0, 1.0) };
    for lag in [0.0, 0.18, 0.36] {
        let own = part - lag;
        if own > 0.0 {
            let radius = d.eye.hex_width() * (0.4 + 2.6 * own);
            let left = (1.0 - part).sqrt();
            d.painter.circle_stroke(center, radius, Stroke::new(4.0, faint(tint::INK, 0.5 * left)));
            d.painter.circle_stroke(center, radius, Stroke::new(2.0, faint(tint::GOLD, left)));
        }
    }
}

/// What lies to tempt: a herd, baggage, a box.
pub fn lures(d: &Drawing) {
    let reach = (d.eye.hex_width() * 0.2).clamp(5.0, 13.0);
    for (hex, kind) in &d.scene.lures {
        let at = d.eye.hex_to_screen(*hex) + vec2(0.0, d.eye.hex_width() * 0.1);
        if !d.eye.shows(at, 30.0) {
            continue;
        }
        let frame = Frame::new(at, reach);
        let outline = Stroke::new(1.2, tint::INK);
        match kind {
            LureKind::Herd => {
                for (x, y) in [(-0.7, -0.35), (0.6, -0.25), (0.0, 0.45)] {
                    sheep(d, frame.inner((x, y), 0.62));
                }
            }
            LureKind::Baggage => {
                for (x, y, r) in [(-0.45, 0.2, 0.5), (0.45, 0.25, 0.45), (0.0, -0.3, 0.5)] {
                    d.painter.circle(frame.at(x, y), frame.length(r), tint::AMBER, outline);
                    let tie = frame.all(&[(x - r * 0.7, y - r * 0.2), (x + r * 0.7, y - r * 0.2)]);
                    brush::line(d.painter, tie, outline);
                }
            }
            LureKind::Box => {
                let front = frame.all(&[(-0.8, -0.3), (0.8, -0.3), (0.8, 0.7), (-0.8, 0.7)]);
                brush::convex(d.painter, front, tint::PAPER, outline);
                let lid = frame.all(&[(-0.95, -0.3), (-0.7, -0.7), (0.7, -0.7), (0.95, -0.3)]);
                brush::convex(d.painter, lid, tint::AMBER, outline);
                d.painter.circle_filled(frame.at(0.0, 0.0), frame.length(0.18), tint::INK);
            }
        }
    }
}

/// Grain left in the field: sacks under a cloth; under a line of earth, if it is buried.
pub fn caches(d: &Drawing) {
    let reach = (d.eye.hex_width() * 0.16).clamp(4.0, 11.0);
    for cache in &d.scene.caches {
        let at = d.eye.hex_to_screen(cache.at) + vec2(0.0, d.eye.hex_width() * 0.3);
        if !d.eye.shows(at, 30.0) {
            continue;
        }
        let frame = Frame::new(at, reach);
        let outline = Stroke::new(1.2, tint::INK);
        for x in [-0.55, 0.55] {
            let sack = [(x - 0.45, 0.6), (x - 0.3, -0.3), (x, -0.6), (x + 0.3, -0.3), (x + 0.45, 0.6)];
            brush::convex(d.painter, frame.all(&sack), tint::PAPER, outline);
        }
        if cache.buried {
            let earth = [(-1.3, -0.55), (-0.5, -0.95), (0.5, -0.95), (1.3, -0.55)];
            brush::line(d.painter, frame.all(&earth), Stroke::new(2.4, tint::INK));
        }
    }
}

fn sheep(d: &Drawing, frame: Frame) {
    let thin = Stroke::new(1.0, tint::INK);
    for x in [-0.45, 0.4] {
        brush::line(d.painter, frame.all(&[(x, 0.2), (x, 0.85)]), thin);
    }
    for (x, y) in [(-0.4, 0.0), (0.0, -0.12), (0.4, 0.0)] {
        d.painter.circle(frame.at(x, y), frame.length(0.42), tint::PAPER, thin);
    }
    d.painter.circle_filled(frame.at(-0.85, -0.15), frame.length(0.26), tint::INK);
}

/// Column and row in every hex, where there is room for them.
pub fn coordinates(d: &Drawing) {
    let width = d.eye.hex_width();
    if width < 36.0 {
        return;
    }
    let font = FontId::proportional(d.points(9.0).min(width * 0.24).round());
    let ink = if d.settings.high_contrast { 0.95 } else { 0.5 };
    let grid = d.scene.setting.map.grid();
    for hex in shown(d, grid) {
        let (col, row) = Grid::col_row(hex);
        let at = d.eye.hex_to_screen(hex) + vec2(0.0, width * 0.46);
        let text = lettering::set(d.painter, &format!("{col},{row}"), font.clone(), tint::INK);
        let rect = Align2::CENTER_CENTER.anchor_size(at, text.size());
        d.painter.galley_with_override_text_color(rect.min, text, faint(tint::INK, ink));
    }
}

/// The hexes of a grid that show.
pub(super) fn shown(d: &Drawing, grid: Grid) -> impl Iterator<Item = Hex> {
    let (low, high) = d.eye.shown();
    let first = geometry::hex_at(bevy::math::Vec2::new(low.x, high.y)).y - 1;
    let last = geometry::hex_at(bevy::math::Vec2::new(low.x, low.y)).y + 1;
    let rows = first.max(grid.rows().start)..=last.min(grid.rows().end - 1);
    rows.flat_map(move |row| {
        let all = grid.columns();
        let column = |x: f32| (x / geometry::WIDTH).floor().clamp(-2.0, 1e6) as i32;
        let columns = (column(low.x) - 1).max(all.start)..=(column(high.x) + 1).min(all.end - 1);
        columns.map(move |col| Grid::hex(col, row))
    })
}

/// A line around the hexes of a set, row by row: as far as the chosen men come this turn.
pub fn reach_line(d: &Drawing, inside: &[bool]) {
    let grid = d.scene.setting.map.grid();
    let is_in = |hex: Hex| grid.index(hex).is_some_and(|index| inside.get(index).is_some_and(|one| *one));
    let wide = (d.eye.hex_width() / 22.0).clamp(1.3, 2.6);
    for hex in shown(d, grid).filter(|hex| is_in(*hex)) {
        let center = d.eye.hex_to_screen(hex);
        for (side, _) in SIDES.iter().enumerate().filter(|(_, step)| !is_in(hex + **step)) {
            let ends = [(side + 5) % 6, side].map(|k| d.eye.to_screen(geometry::corner(hex, k)));
            let ends = ends.map(|end| end.lerp(center, 0.06));
            d.painter.line_segment(ends, Stroke::new(wide + 2.4, faint(tint::SILK, 0.75)));
            d.painter.line_segment(ends, Stroke::new(wide, tint::AZURITE));
        }
    }
}

/// Beads along a way.
fn beads(d: &Drawing, way: &[Hex], color: Color32) {
    let points: Vec<Pos2> = way.iter().map(|hex| d.eye.hex_to_screen(*hex)).collect();
    if points.len() > 1 {
        let curve = brush::curve(&points, 6.0);
        let bead = (d.eye.hex_width() * 0.07).clamp(2.0, 3.6);
        for at in curve.iter().step_by(2) {
            d.painter.circle(*at, bead, color, Stroke::new(1.2, tint::PAPER));
        }
    }
}

/// Where grain lies and how much, what bearers carry to and fro, and the way from the chosen men to the nearest store.
pub fn supply_ways(d: &Drawing, side: SideId, way: &[Hex], routes: &[Route]) {
    for route in routes {
        beads(d, &route.way, tint::AZURITE);
        if let Some(middle) = route.way.get(route.way.len() / 2) {
            // Above the way: arrows of those who go it are drawn over it.
            let at = d.eye.hex_to_screen(*middle) - vec2(0.0, (d.eye.hex_width() * 0.5).clamp(10.0, 40.0));
            if d.eye.shows(at, 60.0) {
                d.plate(at, Align2::CENTER_CENTER, &route.words, 11.0, tint::AZURITE);
            }
        }
    }
    beads(d, way, tint::MALACHITE);
    for (hex, _, grain) in overlay::stores(d.scene, side) {
        let at = d.eye.hex_to_screen(hex) + vec2(0.0, (d.eye.hex_width() * 0.42).clamp(8.0, 40.0));
        if d.eye.shows(at, 60.0) {
            d.plate(at, Align2::CENTER_TOP, &format!("{} sheng", number(grain)), 11.0, tint::INK);
        }
    }
}

/// The borders of the ground around the places that each side holds: on both sides of a hexside its own line, each
/// in its pattern.
pub fn borders(d: &Drawing) {
    let control = overlay::control(d.scene);
    let grid = d.scene.setting.map.grid();
    let owner = |hex: Hex| grid.index(hex).and_then(|index| control[index]);
    for hex in shown(d, grid) {
        let Some(own) = owner(hex) else { continue };
        for (side, step) in SIDES.iter().enumerate() {
            let there = hex + *step;
            if !grid.contains(there) || owner(there) == Some(own) {
                continue;
            }
            let look = d.look(own);
            let center = d.eye.hex_to_screen(hex);
            let ends = [(side + 5) % 6, side].map(|k| d.eye.to_screen(geometry::corner(hex, k)));
            border(d, ends, center, &look);
        }
    }
}

fn border(d: &Drawing, ends: [Pos2; 2], center: Pos2, look: &Look) {
    let deep = if d.eye.zoom() == Zoom::Far { 2.0 } else { 3.0 };
    let middle = ends[0].lerp(ends[1], 0.5);
    let inward: Vec2 = (center - middle).normalized();
    let moved = |by: f32| ends.map(|end| end + inward * by);
    let thick = Stroke::new(2.4, look.line);
    let thin = Stroke::new(1.3, look.line);
    let halo = Stroke::new(4.6, faint(tint::SILK, 0.5));
    d.painter.line_segment(moved(deep), halo);
    match look.pattern {
        Pattern::Line => {
            d.painter.line_segment(moved(deep), thick);
        }
        Pattern::Double => {
            d.painter.line_segment(moved(deep - 1.3), thin);
            d.painter.line_segment(moved(deep + 1.7), thin);
        }
        Pattern::Blocks => brush::dashed(d.painter, &moved(deep), Stroke::new(3.4, look.line), 4.0, 3.0),
        Pattern::Bars => brush::dashed(d.painter, &moved(deep), thick, 9.0, 3.0),
        Pattern::Beads => {
            for part in [0.1, 0.3, 0.5, 0.7, 0.9] {
                let [from, to] = moved(deep);
                d.painter.circle_filled(from.lerp(to, part), 1.7, look.line);
            }
        }
        Pattern::Teeth | Pattern::Wave | Pattern::Stitches => {
            d.painter.line_segment(moved(1.0), thin);
            for part in [0.17, 0.5, 0.83] {
                let at = ends[0].lerp(ends[1], part) + inward;
                let along = (ends[1] - ends[0]).normalized() * 2.6;
                let tip = at + inward * 5.0;
                match look.pattern {
                    Pattern::Teeth => {
                        brush::convex(d.painter, vec![at - along, tip, at + along], look.line, Stroke::NONE);
                    }
                    Pattern::Wave => {
                        d.painter.circle_stroke(at + inward * 2.4, 2.0, thin);
                    }
                    _ => {
                        d.painter.line_segment([at, tip], thin);
                    }
                }
            }
        }
    }
}
