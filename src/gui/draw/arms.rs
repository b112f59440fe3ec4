//! The signs of the arms, drawn as one does on cloth: few strokes, one color.

use bevy_egui::egui::{Align2, Color32, FontId, Painter, Stroke};

use super::brush::{self, Frame};
use crate::gui::scene::Arm;

/// A horse's head, looking left.
const HORSE: [(f32, f32); 17] = [
    (0.72, 1.0),
    (0.74, 0.45),
    (0.58, -0.15),
    (0.3, -0.58),
    (0.14, -1.0),
    (-0.02, -0.66),
    (-0.3, -0.46),
    (-0.62, 0.02),
    (-0.94, 0.34),
    (-0.96, 0.56),
    (-0.76, 0.7),
    (-0.5, 0.56),
    (-0.28, 0.36),
    (0.0, 0.26),
    (0.1, 0.44),
    (0.0, 0.7),
    (-0.24, 1.0),
];

/// A camel of two humps, walking left.
const CAMEL: [(f32, f32); 26] = [
    (-1.0, -0.5),
    (-0.86, -0.72),
    (-0.62, -0.7),
    (-0.58, -0.42),
    (-0.6, -0.16),
    (-0.46, -0.14),
    (-0.34, -0.62),
    (-0.2, -0.66),
    (-0.04, -0.2),
    (0.1, -0.2),
    (0.22, -0.66),
    (0.36, -0.62),
    (0.54, -0.12),
    (0.8, 0.04),
    (0.92, 0.4),
    (0.78, 0.38),
    (0.74, 0.95),
    (0.5, 0.95),
    (0.48, 0.42),
    (-0.16, 0.42),
    (-0.2, 0.95),
    (-0.44, 0.95),
    (-0.48, 0.34),
    (-0.72, 0.2),
    (-0.84, -0.1),
    (-0.82, -0.38),
];

/// Paints the sign of an arm in a frame where it reaches from -1 to 1 both ways, in ink on a cloth.
pub fn sign(painter: &Painter, frame: Frame, arm: Arm, ink: Color32, cloth: Color32) {
    let stroke = |width: f32| Stroke::new(frame.length(width).max(1.2), ink);
    match arm {
        Arm::Foot => {
            spear(painter, frame, (-0.9, 1.0), (0.66, -0.66), ink);
            spear(painter, frame, (0.9, 1.0), (-0.66, -0.66), ink);
            // A tall shield over the spears.
            let mut shield = vec![(-0.44, -0.5), (0.0, -0.66), (0.44, -0.5), (0.44, 0.3)];
            shield.extend([(0.3, 0.72), (0.0, 0.98), (-0.3, 0.72), (-0.44, 0.3)]);
            let mut rim = frame.all(&shield);
            brush::polygon(painter, rim.clone(), ink);
            rim.push(rim[0]);
            brush::line(painter, rim, Stroke::new(frame.length(0.14).max(1.0), cloth));
            brush::line(
                painter,
                frame.all(&[(0.0, -0.4), (0.0, 0.7)]),
                Stroke::new(frame.length(0.12), cloth),
            );
        }
        Arm::Crossbow => {
            let bow = frame.arc((0.0, 0.32), 1.05, -2.62, -0.52, 10);
            let (left, right) = (bow[0], bow[10]);
            brush::line(painter, bow, stroke(0.22));
            brush::line(painter, vec![left, frame.at(0.0, 0.3), right], stroke(0.09));
            brush::line(painter, frame.all(&[(0.0, -0.7), (0.0, 0.98)]), stroke(0.24));
            brush::polygon(painter, frame.all(&[(0.0, -1.05), (0.22, -0.66), (-0.22, -0.66)]), ink);
        }
        Arm::Hill => {
            let peaks = [(-1.0, 0.85), (-0.42, -0.34), (-0.06, 0.24), (0.3, -0.02), (1.0, 0.85)];
            brush::polygon(painter, frame.all(&peaks), ink);
            brush::polygon(
                painter,
                frame.all(&[(-0.42, -0.34), (-0.2, 0.02), (-0.42, 0.16), (-0.6, 0.04)]),
                cloth,
            );
            spear(painter, frame, (0.3, 0.1), (0.3, -0.7), ink);
        }
        Arm::Horse => horse(painter, frame, ink, cloth),
        Arm::HeavyHorse => {
            horse(painter, frame, ink, cloth);
            let lames = Stroke::new(frame.length(0.1).max(1.0), cloth);
            for (from, to) in [
                ((0.12, -0.1), (0.62, -0.22)),
                ((0.08, 0.24), (0.76, 0.12)),
                ((0.12, 0.54), (0.76, 0.46)),
                ((-0.06, 0.82), (0.74, 0.78)),
            ] {
                brush::line(painter, frame.all(&[from, to]), lames);
            }
            // The plate on its brow and the plume.
            brush::line(painter, frame.all(&[(-0.08, -0.44), (-0.78, 0.44)]), lames);
            let plume = [(0.2, -0.78), (0.42, -1.08), (0.74, -1.0), (0.52, -0.84), (0.4, -0.5)];
            brush::polygon(painter, frame.all(&plume), ink);
        }
        Arm::Camels => {
            brush::polygon(painter, frame.all(&CAMEL), ink);
            // The beam of the stone-thrower on its back.
            brush::line(painter, frame.all(&[(-0.1, -0.3), (0.62, -1.0)]), stroke(0.13));
            painter.circle_filled(frame.at(0.66, -1.0), frame.length(0.17), ink);
        }
        Arm::Train => {
            painter.circle_stroke(frame.at(0.0, 0.0), frame.length(0.84), stroke(0.22));
            for k in 0..4 {
                let spoke = frame.turned(k as f32 * std::f32::consts::FRAC_PI_4);
                brush::line(painter, spoke.all(&[(-0.8, 0.0), (0.8, 0.0)]), stroke(0.1));
            }
            painter.circle_filled(frame.at(0.0, 0.0), frame.length(0.26), ink);
        }
        Arm::Unknown => {
            let font = FontId::proportional(frame.length(2.1));
            painter.text(frame.at(0.0, 0.0), Align2::CENTER_CENTER, "?", font, ink);
        }
    }
}

fn horse(painter: &Painter, frame: Frame, ink: Color32, cloth: Color32) {
    brush::polygon(painter, frame.all(&HORSE), ink);
    painter.circle_filled(frame.at(-0.22, -0.12), frame.length(0.1).max(0.8), cloth);
}

fn spear(painter: &Painter, frame: Frame, foot: (f32, f32), neck: (f32, f32), ink: Color32) {
    let (dx, dy) = (neck.0 - foot.0, neck.1 - foot.1);
    let length = (dx * dx + dy * dy).sqrt().max(0.01);
    let (ax, ay) = (dx / length, dy / length);
    let at = |along: f32, off: f32| (neck.0 + ax * along - ay * off, neck.1 + ay * along + ax * off);
    brush::line(painter, frame.all(&[foot, neck]), Stroke::new(frame.length(0.13).max(1.2), ink));
    let leaf = [at(-0.06, 0.0), at(0.1, 0.17), at(0.44, 0.0), at(0.1, -0.17)];
    brush::polygon(painter, frame.all(&leaf), ink);
}
