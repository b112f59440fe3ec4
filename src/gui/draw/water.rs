//! Water on the land, dikes with their gaps, dams: what shows of them without any overlay, and what would be flooded.

use bevy::math::Vec2;
use bevy_egui::egui::{self, Align2, Color32, FontId, Painter, Pos2, Rect, Stroke, vec2};

use super::brush::{self, Frame};
use super::marks::shown;
use super::{Drawing, faint, lettering, mixed, overlay, tint};
use crate::gui::geometry;
use crate::gui::ground::ribbons::Courses;
use crate::sim::course::Reach;
use crate::sim::flood::{Piece, Waters};
use crate::sim::hex::{Hex, SIDES};
use crate::sim::map::Map;

/// Water that is not deep.
const SHALLOW: Color32 = Color32::from_rgb(122, 168, 196);
/// Earth of dikes.
const EARTH: Color32 = Color32::from_rgb(96, 70, 44);
/// Hexes so wide have waves on their water, and dikes that show.
const WAVES_FROM: f32 = 22.0;
/// Hexes so wide have room for a figure.
const FIGURES_FROM: f32 = 30.0;

/// How far beside its water a dike runs, units of the world.
const BESIDE: f32 = 2.0;
/// A watercourse is drawn no further from the sides along which it runs, units of the world.
const ASTRAY: f32 = 16.0;

/// Watercourses with bed and banks as the land shows them, smoothed and swaying. They never change: keep them.
#[derive(Debug, Clone, Default)]
pub struct Waterways {
    /// By watercourse and piece: where its middle is drawn.
    middles: Vec<Vec<Vec2>>,
    /// Lines of dikes.
    dikes: Vec<Vec<Vec2>>,
}

impl Waterways {
    /// The watercourses of a map.
    pub fn new(map: &Map) -> Self {
        let drawn = Courses::new(map).waters;
        let middle = |reach: &Reach| {
            let [one, other] = reach.banks().map(geometry::center);
            let at = (one + other) / 2.0;
            let points = drawn.iter().flat_map(|water| &water.points);
            let nearest = points.min_by(|a, b| a.distance_squared(at).total_cmp(&b.distance_squared(at)));
            nearest.copied().filter(|near| near.distance(at) <= ASTRAY).unwrap_or(at)
        };
        let middles: Vec<Vec<Vec2>> =
            map.courses().iter().map(|course| course.reaches.iter().map(middle).collect()).collect();
        let spots: Vec<(Vec2, bool)> = (map.courses().iter().zip(&middles))
            .flat_map(|(course, middles)| course.reaches.iter().zip(middles))
            .map(|(reach, at)| (*at, reach.crest_dm.is_some()))
            .collect();
        let is_diked = |at: Vec2| {
            let nearest = spots
                .iter()
                .min_by(|(a, _), (b, _)| a.distance_squared(at).total_cmp(&b.distance_squared(at)));
            nearest.is_some_and(|(spot, diked)| *diked && spot.distance(at) <= ASTRAY)
        };
        let mut dikes = Vec::new();
        for water in &drawn {
            let diked: Vec<bool> = water.points.iter().map(|at| is_diked(*at)).collect();
            for side in [1.0, -1.0] {
                let mut run: Vec<Vec2> = Vec::new();
                for (k, at) in water.points.iter().enumerate() {
                    if diked[k] {
                        let before = water.points[k.saturating_sub(1)];
                        let after = water.points[(k + 1).min(water.points.len() - 1)];
                        let across = (after - before).normalize_or_zero().perp();
                        run.push(*at + across * side * (water.half[k] + BESIDE));
                    } else if !run.is_empty() {
                        dikes.push(std::mem::take(&mut run));
                    }
                }
                dikes.push(run);
            }
        }
        dikes.retain(|run| run.len() > 1);
        Self { middles, dikes }
    }

    /// Where the middle of a piece is drawn.
    fn middle(&self, at: Piece) -> Option<Vec2> {
        self.middles.get(usize::from(at.course))?.get(usize::from(at.reach)).copied()
    }
}

/// Water as it stands on the land, unless an overlay shows it; dikes, gaps in them, dams.
pub fn waters(d: &Drawing, ways: &Waterways, tinted: bool) {
    let map = &d.scene.setting.map;
    if map.courses().is_empty() {
        return;
    }
    if tinted {
        for (hex, mm) in d.scene.waters.flooded(map) {
            flooded(d, hex, mm);
        }
    }
    dikes(d, ways);
    levees(d);
    for cut in d.scene.waters.cuts() {
        if let Some((at, inward)) = across(d, ways, cut.at) {
            gap(d, at, if cut.bank == 0 { inward } else { -inward });
        }
    }
    for dam in d.scene.waters.dams() {
        if let Some((at, inward)) = across(d, ways, dam.at) {
            let size = (d.eye.hex_width() * 0.22).clamp(7.0, 18.0);
            dam_sign(d.painter, Frame::new(at, size).turned(inward.angle()), dam.breaking);
        }
    }
}

/// Where a piece of a watercourse shows, and the way from it to its first bank.
fn across(d: &Drawing, ways: &Waterways, spot: Piece) -> Option<(Pos2, egui::Vec2)> {
    let (_, reach) = spot.of(&d.scene.setting.map)?;
    let at = d.eye.to_screen(ways.middle(spot)?);
    let [one, other] = reach.banks().map(|hex| d.eye.hex_to_screen(hex));
    d.eye.shows(at, 40.0).then(|| (at, (one - other).normalized()))
}

/// How deep it is on the mean, as the strength of its color: a hand of water shows, a meter is full.
fn part(mm: u32) -> f32 {
    (mm as f32 / 1000.0).sqrt().clamp(0.12, 1.0)
}

/// A hex under water: the deeper, the darker, and the more waves.
fn flooded(d: &Drawing, hex: Hex, mm: u32) {
    let (at, width) = (d.eye.hex_to_screen(hex), d.eye.hex_width());
    if !d.eye.shows(at, width) {
        return;
    }
    let part = part(mm);
    let color = mixed(SHALLOW, tint::AZURITE, part);
    brush::convex(
        d.painter,
        brush::hex_corners(d.eye, hex, 0.0),
        faint(color, 0.42 + 0.38 * part),
        Stroke::NONE,
    );
    if width >= WAVES_FROM {
        let rows: &[f32] = match mm {
            0..100 => &[0.0],
            100..300 => &[-0.16, 0.16],
            _ => &[-0.26, 0.0, 0.26],
        };
        waves(d.painter, at, width, rows, faint(mixed(tint::AZURITE, tint::INK, 0.25), 0.8));
    }
}

/// Waves in a hex so wide.
fn waves(painter: &Painter, at: Pos2, width: f32, rows: &[f32], ink: Color32) {
    let stroke = Stroke::new((width / 40.0).clamp(0.9, 1.6), ink);
    for row in rows {
        let half = 0.3 - row.abs() * 0.25;
        let points = (0..=16).map(|k| {
            let x = k as f32 / 16.0 * 2.0 - 1.0;
            let swing = (k as f32 * std::f32::consts::TAU / 8.0).sin() * 0.028;
            at + vec2(x * half, row + swing) * width
        });
        brush::line(painter, points.collect(), stroke);
    }
}

/// Watercourses between dikes: a line of earth on both sides.
fn dikes(d: &Drawing, ways: &Waterways) {
    let width = d.eye.hex_width();
    if width < WAVES_FROM {
        return;
    }
    let stroke = Stroke::new((width / 46.0).clamp(0.8, 1.8), faint(EARTH, 0.85));
    for run in &ways.dikes {
        let points: Vec<Pos2> = run.iter().map(|at| d.eye.to_screen(*at)).collect();
        if points.iter().any(|at| d.eye.shows(*at, width)) {
            brush::line(d.painter, points, stroke);
        }
    }
}

/// Dikes on dry land: a wall of earth along the side of a hex, with a gap in its middle where water broke it.
fn levees(d: &Drawing) {
    let width = d.eye.hex_width();
    for levee in d.scene.waters.levees() {
        let [one, other] = levee.at.banks().map(|hex| d.eye.hex_to_screen(hex));
        let middle = one + (other - one) * 0.5;
        if !d.eye.shows(middle, width) {
            continue;
        }
        let along = (other - one).rot90() * (0.5 / 3.0_f32.sqrt());
        let stroke = |part: f32, ink| Stroke::new((width / part).clamp(1.6, 6.0), ink);
        let ends: &[(f32, f32)] =
            if levee.passed.is_some() { &[(-1.0, -0.3), (0.3, 1.0)] } else { &[(-1.0, 1.0)] };
        for (from, to) in ends {
            let points = vec![middle + along * *from, middle + along * *to];
            brush::line(d.painter, points.clone(), stroke(14.0, faint(tint::INK, 0.7)));
            brush::line(d.painter, points, stroke(24.0, faint(EARTH, 1.0)));
        }
        if levee.passed.is_some() {
            let out = (other - one).normalized();
            gap_sign(d.painter, Frame::new(middle, (width * 0.2).clamp(6.0, 17.0)).turned(out.angle()));
        }
    }
}

/// A gap in a dike: the dike broken, and an arrow of water through it.
fn gap(d: &Drawing, at: Pos2, out: egui::Vec2) {
    let size = (d.eye.hex_width() * 0.2).clamp(6.0, 17.0);
    gap_sign(d.painter, Frame::new(at + out * d.eye.hex_width() * 0.1, size).turned(out.angle()));
}

/// Two stumps of a dike, and an arrow of water between them.
pub(super) fn gap_sign(painter: &Painter, frame: Frame) {
    let size = frame.length(1.0);
    for y in [-0.62, 0.62] {
        let stump = frame.all(&[(-0.28, y), (0.28, y)]);
        brush::line(painter, stump.clone(), Stroke::new(size * 0.24 + 2.0, tint::PAPER));
        brush::line(painter, stump, Stroke::new(size * 0.24, tint::CINNABAR));
    }
    let arrow =
        [(-0.75, -0.2), (0.35, -0.2), (0.35, -0.55), (1.25, 0.0), (0.35, 0.55), (0.35, 0.2), (-0.75, 0.2)];
    let mut outline = frame.all(&arrow);
    brush::polygon(painter, outline.clone(), tint::AZURITE);
    outline.push(outline[0]);
    brush::line(painter, outline, Stroke::new(1.4, tint::PAPER));
}

/// A bar of earth, whole or broken.
pub(super) fn dam_sign(painter: &Painter, frame: Frame, breaking: bool) {
    let ink = if breaking { tint::CINNABAR } else { EARTH };
    let wall = |from: f32, to: f32| frame.all(&[(from, -0.3), (to, -0.3), (to, 0.3), (from, 0.3)]);
    let pieces: &[(f32, f32)] = if breaking { &[(-1.0, -0.3), (0.3, 1.0)] } else { &[(-1.0, 1.0)] };
    for (from, to) in pieces {
        brush::convex(painter, wall(*from, *to), ink, Stroke::new(1.4, tint::PAPER));
    }
    if !breaking {
        for x in [-0.5, 0.0, 0.5] {
            brush::line(painter, frame.all(&[(x, -0.3), (x, 0.3)]), Stroke::new(1.0, tint::PAPER));
        }
    }
}

/// The lie of the land: low ground darker, high ground paler, and a tick the way water would run off.
pub fn lie(d: &Drawing, lie: &[overlay::Lie]) {
    let (map, width) = (&d.scene.setting.map, d.eye.hex_width());
    if map.courses().is_empty() {
        return;
    }
    for hex in shown(d, map.grid()) {
        let here = map.grid().index(hex).and_then(|index| lie.get(index)).copied().unwrap_or_default();
        let Some(rise) = here.rise_dm else { continue };
        let part = (rise as f32 / 7.0).clamp(-1.0, 1.0);
        let shade = if part < 0.0 { faint(tint::INK, -part * 0.42) } else { faint(tint::PEARL, part * 0.5) };
        brush::convex(d.painter, brush::hex_corners(d.eye, hex, 0.0), shade, Stroke::NONE);
        if width < WAVES_FROM {
            continue;
        }
        if let Some(side) = here.runs_off {
            let to = hex + SIDES[usize::from(side) % 6];
            let (from, to) = (d.eye.hex_to_screen(hex), d.eye.hex_to_screen(to));
            let frame = Frame::new(from.lerp(to, 0.3), width * 0.11).turned((to - from).angle());
            let tick = frame.all(&[(-0.9, -0.6), (0.4, 0.0), (-0.9, 0.6)]);
            brush::line(d.painter, tick, Stroke::new((width / 32.0).clamp(1.0, 1.8), faint(tint::INK, 0.7)));
        }
    }
}

/// Depths in centimeters, where there is room for them.
pub fn depths(d: &Drawing, waters: &Waters) {
    let (map, width) = (&d.scene.setting.map, d.eye.hex_width());
    if width < FIGURES_FROM {
        return;
    }
    let font = FontId::proportional(d.points(12.0).min(width * 0.3).round());
    for (hex, mm) in waters.flooded(map) {
        let at = d.eye.hex_to_screen(hex) + vec2(0.0, width * 0.26);
        if mm < 10 || !d.eye.shows(at, width) {
            continue;
        }
        let text = lettering::set(d.painter, &format!("{}", mm / 10), font.clone(), tint::INK);
        let rect = Align2::CENTER_CENTER.anchor_size(at, text.size());
        lettering::haloed(d.painter, rect.min, &text, tint::INK, tint::SILK);
    }
}

/// Signs of water in the order of the legend: land under water, dikes, a gap, a dam, a dam that breaks.
pub(super) const SIGNS: [&str; 5] = [
    "land under water: the darker, the deeper",
    "a river or canal between dikes",
    "a gap in a dike: the water goes this way",
    "a dam",
    "a dam that breaks",
];

/// One of the signs, for the legend.
pub(super) fn sample(painter: &Painter, rect: Rect, which: usize) {
    let frame = Frame::new(rect.center(), rect.height() * 0.36);
    match which {
        0 => {
            painter.rect_filled(rect, 0.0, faint(mixed(SHALLOW, tint::AZURITE, 0.5), 0.6));
            waves(painter, rect.center(), rect.width(), &[-0.16, 0.16], tint::AZURITE);
        }
        1 => {
            brush::line(painter, frame.all(&[(-1.2, 0.0), (1.2, 0.0)]), Stroke::new(3.0, tint::AZURITE));
            for y in [-0.5, 0.5] {
                brush::line(painter, frame.all(&[(-1.2, y), (1.2, y)]), Stroke::new(1.4, EARTH));
            }
        }
        2 => gap_sign(painter, frame),
        _ => dam_sign(painter, frame, which == 4),
    }
}

/// What would be flooded if a dike were cut or a river dammed: the hexes over so many millimeters, within a broken line.
pub fn foreseen(d: &Drawing, waters: &Waters, over_mm: u32) {
    let (map, width) = (&d.scene.setting.map, d.eye.hex_width());
    let deep = |hex: Hex| waters.depth_mm(map, hex) >= over_mm;
    for (hex, mm) in waters.flooded(map).filter(|(_, mm)| *mm >= over_mm) {
        let center = d.eye.hex_to_screen(hex);
        if !d.eye.shows(center, width) {
            continue;
        }
        let color = mixed(SHALLOW, tint::AZURITE, part(mm));
        brush::convex(d.painter, brush::hex_corners(d.eye, hex, 0.0), faint(color, 0.5), Stroke::NONE);
        for (side, _) in SIDES.iter().enumerate().filter(|(_, step)| !deep(hex + **step)) {
            let ends = [(side + 5) % 6, side].map(|k| d.eye.to_screen(geometry::corner(hex, k)));
            let ends = ends.map(|end| end.lerp(center, 0.05));
            d.painter.line_segment(ends, Stroke::new(3.4, faint(tint::INK, 0.7)));
            brush::dashed(d.painter, &ends, Stroke::new(2.0, tint::PEARL), 5.0, 4.0);
        }
    }
    depths(d, waters);
}
