//! The small signs of a formation's state, each a shape of its own in a corner of its own.

use bevy_egui::egui::{Color32, Painter, Pos2, Stroke};

use super::brush::{self, Frame};
use super::{arms, tint};
use crate::gui::scene::Arm;

/// The state of a formation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Sign {
    /// In camp: a tent.
    Camp,
    /// On the march: a chevron the way it goes, radians from the right clockwise.
    March(f32),
    /// In hiding: leaves.
    Hidden,
    /// Broken: a snapped staff.
    Routed,
    /// In contact: crossed blades.
    Contact,
    /// Carried away: a flame.
    CarriedAway,
    /// Nothing to eat: an empty bowl.
    Hungry,
    /// Scouts are out: a rider.
    Scouts,
    /// Has an order: a full dot.
    Ordered,
    /// Waits for an order: a ring.
    Idle,
    /// Stands fast: a bar.
    Resting,
    /// Takes no order: a cross.
    CannotAct,
}

impl Sign {
    /// All of them, as the legend lists them.
    pub const ALL: [Self; 12] = [
        Self::Camp,
        Self::March(0.0),
        Self::Hidden,
        Self::Routed,
        Self::Contact,
        Self::CarriedAway,
        Self::Hungry,
        Self::Scouts,
        Self::Idle,
        Self::Ordered,
        Self::Resting,
        Self::CannotAct,
    ];

    /// As the legend explains it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Camp => "in camp",
            Self::March(_) => "on the march, this way",
            Self::Hidden => "in hiding",
            Self::Routed => "broken and running",
            Self::Contact => "in contact with the enemy",
            Self::CarriedAway => "carried away: follows its temper, not its orders",
            Self::Hungry => "has nothing to eat",
            Self::Scouts => "its scouts are out",
            Self::Ordered => "has an order",
            Self::Idle => "waits for an order",
            Self::Resting => "told to stand fast",
            Self::CannotAct => "takes no order",
        }
    }
}

/// Paints a sign on a disc of paper.
pub fn sign(painter: &Painter, at: Pos2, radius: f32, sign: Sign) {
    let ink = match sign {
        Sign::Contact | Sign::CarriedAway | Sign::Hungry | Sign::Routed => tint::CINNABAR,
        _ => tint::INK,
    };
    painter.circle(at, radius, tint::PAPER, Stroke::new(1.0, tint::INK));
    bare(painter, at, radius * 0.68, sign, ink);
}

/// Paints a sign without its disc, reaching so far from its middle.
pub fn bare(painter: &Painter, at: Pos2, reach: f32, sign: Sign, ink: Color32) {
    let frame = Frame::new(at, reach);
    let stroke = |width: f32| Stroke::new(frame.length(width).max(1.0), ink);
    match sign {
        Sign::Camp => {
            brush::polygon(painter, frame.all(&[(-0.95, 0.75), (0.0, -0.9), (0.95, 0.75)]), ink);
            brush::polygon(painter, frame.all(&[(-0.26, 0.78), (0.0, 0.05), (0.26, 0.78)]), tint::PAPER);
        }
        Sign::March(angle) => {
            let frame = frame.turned(angle);
            for x in [-0.55, 0.25] {
                let chevron = [(x - 0.2, -0.8), (x + 0.5, 0.0), (x - 0.2, 0.8)];
                brush::line(painter, frame.all(&chevron), stroke(0.28));
            }
        }
        Sign::Hidden => {
            for lean in [-0.85, 0.0, 0.85] {
                let leaf = frame.inner((0.0, 0.9), 1.0).turned(lean);
                let outline =
                    [(0.0, 0.0), (0.27, -0.5), (0.24, -1.05), (0.0, -1.75), (-0.24, -1.05), (-0.27, -0.5)];
                brush::polygon(painter, leaf.inner((0.0, 0.0), 0.95).all(&outline), ink);
            }
        }
        Sign::Routed => {
            brush::line(
                painter,
                frame.all(&[(-0.75, 0.95), (-0.2, 0.05), (0.2, 0.3), (0.55, -0.45)]),
                stroke(0.24),
            );
            let rag = [(0.55, -0.95), (0.95, -0.2), (0.3, -0.05), (0.0, -0.6)];
            brush::polygon(painter, frame.all(&rag), ink);
        }
        Sign::Contact => {
            for turn in [1.0, -1.0] {
                let blade = [(-0.8 * turn, 0.85), (-0.55 * turn, 0.6), (0.85 * turn, -0.85)];
                brush::line(painter, frame.all(&blade), stroke(0.26));
                let guard = [(-0.75 * turn, 0.25), (-0.2 * turn, 0.75)];
                brush::line(painter, frame.all(&guard), stroke(0.2));
            }
        }
        Sign::CarriedAway => {
            let flame = [
                (0.0, 0.95),
                (-0.62, 0.6),
                (-0.7, 0.05),
                (-0.35, -0.3),
                (-0.28, 0.02),
                (0.0, -1.0),
                (0.3, -0.25),
                (0.46, -0.4),
                (0.74, 0.15),
                (0.6, 0.62),
            ];
            brush::polygon(painter, frame.all(&flame), ink);
            brush::polygon(
                painter,
                frame.all(&[(0.0, 0.85), (-0.24, 0.5), (0.02, 0.1), (0.26, 0.5)]),
                tint::PAPER,
            );
        }
        Sign::Hungry => {
            let mut bowl = frame.arc((0.0, -0.15), 0.92, 0.0, std::f32::consts::PI, 10);
            bowl.push(bowl[0]);
            brush::line(painter, bowl, stroke(0.22));
            brush::line(painter, frame.all(&[(-0.4, 0.88), (0.4, 0.88)]), stroke(0.26));
        }
        Sign::Scouts => arms::sign(painter, Frame::new(at, reach * 0.95), Arm::Horse, ink, tint::PAPER),
        Sign::Ordered => {
            painter.circle_filled(at, frame.length(0.8), ink);
        }
        Sign::Idle => {
            painter.circle_stroke(at, frame.length(0.66), stroke(0.3));
        }
        Sign::Resting => {
            brush::line(painter, frame.all(&[(-0.85, 0.0), (0.85, 0.0)]), stroke(0.42));
        }
        Sign::CannotAct => {
            for turn in [1.0, -1.0] {
                brush::line(painter, frame.all(&[(-0.65 * turn, -0.65), (0.65 * turn, 0.65)]), stroke(0.3));
            }
        }
    }
}
