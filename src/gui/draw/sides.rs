//! How each side's men are told from the others': the cloth of its banners, the pattern along their edge, the cut of
//! their tail. No two sides share pattern or tail, so that nobody needs the color.

use bevy_egui::egui::{Color32, Painter, Rect, Stroke, StrokeKind, pos2, vec2};

use super::brush::{self, Frame};
use crate::gui::palette;

/// The pattern along the edge of a banner and of ground that is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Pattern {
    /// One line.
    Line,
    /// Two lines.
    Double,
    /// Teeth.
    Teeth,
    /// Beads.
    Beads,
    /// Blocks with gaps.
    Blocks,
    /// A wave.
    Wave,
    /// Bars at both sides.
    Bars,
    /// Stitches across the edge.
    Stitches,
}

/// The cut of a banner's lower end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tail {
    /// Two points.
    Swallow,
    /// A fringe.
    Fringe,
    /// One point.
    Point,
    /// Three teeth.
    Saw,
    /// Aslant.
    Slant,
    /// Round.
    Round,
    /// Straight.
    Straight,
    /// Two round lobes.
    Lobes,
}

/// How a side's men and lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// The cloth.
    pub field: Color32,
    /// Signs on the cloth.
    pub ink: Color32,
    /// The pattern's color.
    pub trim: Color32,
    /// Lines drawn for the side on the land: dark enough to be seen there.
    pub line: Color32,
    /// The pattern.
    pub pattern: Pattern,
    /// The cut of the tail.
    pub tail: Tail,
}

/// Signs on dark cloth.
const PALE: Color32 = Color32::from_rgb(248, 238, 216);
/// Signs on pale cloth.
const DARK: Color32 = Color32::from_rgb(44, 34, 28);

/// The look of a side by the id that files use; sides that nobody knows are told apart by their place in the list.
pub fn look(id: &str, index: usize) -> Look {
    let rgb = Color32::from_rgb;
    let side = |field, ink, trim, line, pattern, tail| Look { field, ink, trim, line, pattern, tail };
    use Pattern::*;
    match id {
        "song" => side(rgb(180, 46, 32), PALE, rgb(246, 206, 128), rgb(150, 32, 22), Line, Tail::Swallow),
        "xia" => side(rgb(243, 236, 219), DARK, rgb(142, 104, 32), rgb(120, 84, 20), Double, Tail::Fringe),
        "liao" => side(rgb(50, 62, 122), PALE, rgb(188, 198, 226), rgb(40, 50, 112), Teeth, Tail::Point),
        "jin" => side(rgb(214, 166, 56), DARK, rgb(104, 66, 14), rgb(140, 96, 12), Beads, Tail::Saw),
        "mongol" => side(rgb(70, 106, 138), PALE, rgb(24, 42, 60), rgb(44, 78, 108), Blocks, Tail::Slant),
        "tsongkha" => side(rgb(112, 32, 54), PALE, rgb(224, 170, 128), rgb(104, 22, 46), Wave, Tail::Round),
        _ if index.is_multiple_of(2) => {
            side(rgb(142, 92, 64), PALE, rgb(60, 38, 26), rgb(104, 62, 40), Bars, Tail::Straight)
        }
        _ => side(rgb(82, 102, 76), PALE, rgb(36, 48, 34), rgb(62, 84, 56), Stitches, Tail::Lobes),
    }
}

impl Look {
    /// The outline of the cloth in a frame where it is 1 wide and hangs from y = 0 to its tail.
    pub(super) fn cloth(&self, height: f32) -> Vec<(f32, f32)> {
        let h = height;
        let mut points = vec![(0.0, 0.0), (1.0, 0.0)];
        let round = |from: f32, to: f32, deep: f32| {
            (0..=6).map(move |k| {
                let part = k as f32 / 6.0;
                (from + (to - from) * part, h - 0.06 + deep * (part * std::f32::consts::PI).sin())
            })
        };
        match self.tail {
            Tail::Swallow => points.extend([(1.0, h + 0.2), (0.5, h), (0.0, h + 0.2)]),
            Tail::Fringe | Tail::Straight => points.extend([(1.0, h + 0.06), (0.0, h + 0.06)]),
            Tail::Point => points.extend([(1.0, h), (0.5, h + 0.24), (0.0, h)]),
            Tail::Saw => {
                let teeth = [(1.0, 0.0), (0.833, 0.2), (0.667, 0.0), (0.5, 0.2), (0.333, 0.0), (0.167, 0.2)];
                points.extend(teeth.map(|(x, y)| (x, h + y)));
                points.push((0.0, h));
            }
            Tail::Slant => points.extend([(1.0, h + 0.22), (0.0, h - 0.04)]),
            Tail::Round => points.extend(round(1.0, 0.0, 0.28)),
            Tail::Lobes => points.extend(round(1.0, 0.5, 0.22).chain(round(0.5, 0.0, 0.22).skip(1))),
        }
        points
    }

    /// Paints the pattern along the top and the two sides of a cloth of that height.
    pub(super) fn edge(&self, painter: &Painter, frame: Frame, height: f32, color: Color32) {
        let thin = Stroke::new(frame.length(0.05).max(1.0), color);
        let h = height;
        let around = |inset: f32| {
            let low = h - inset * 0.4;
            vec![(inset, low), (inset, inset), (1.0 - inset, inset), (1.0 - inset, low)]
        };
        match self.pattern {
            Pattern::Line => {
                let thick = Stroke::new(frame.length(0.08).max(1.5), color);
                brush::line(painter, frame.all(&around(0.1)), thick);
            }
            Pattern::Double => {
                brush::line(painter, frame.all(&around(0.055)), thin);
                brush::line(painter, frame.all(&around(0.165)), thin);
            }
            Pattern::Blocks => {
                let thick = Stroke::new(frame.length(0.13).max(2.0), color);
                let unit = frame.length(0.14).max(2.0);
                brush::dashed(painter, &frame.all(&around(0.075)), thick, unit, unit);
            }
            Pattern::Bars => {
                let thick = Stroke::new(frame.length(0.11).max(2.0), color);
                for x in [0.1, 0.9] {
                    brush::line(painter, frame.all(&[(x, 0.0), (x, h)]), thick);
                }
            }
            Pattern::Teeth | Pattern::Beads | Pattern::Wave | Pattern::Stitches => {
                for run in around(0.0).windows(2) {
                    self.run(painter, frame, run[0], run[1], color);
                }
            }
        }
    }

    /// The pattern along one side; the inside of the cloth lies to the right of the way.
    fn run(&self, painter: &Painter, frame: Frame, from: (f32, f32), to: (f32, f32), color: Color32) {
        let (dx, dy) = (to.0 - from.0, to.1 - from.1);
        let length = (dx * dx + dy * dy).sqrt();
        let parts = ((length / 0.2).round() as usize).max(1);
        let (ax, ay) = (dx / length, dy / length);
        let at = |along: f32, deep: f32| {
            frame.at(from.0 + ax * along - ay * deep, from.1 + ay * along + ax * deep)
        };
        let step = length / parts as f32;
        let thin = Stroke::new(frame.length(0.05).max(1.0), color);
        match self.pattern {
            Pattern::Teeth => {
                for k in 0..parts {
                    let start = k as f32 * step;
                    let tooth = vec![at(start, 0.0), at(start + step / 2.0, 0.17), at(start + step, 0.0)];
                    brush::convex(painter, tooth, color, Stroke::NONE);
                }
            }
            Pattern::Beads => {
                for k in 0..parts {
                    let middle = at((k as f32 + 0.5) * step, 0.09);
                    painter.circle_filled(middle, frame.length(0.062).max(1.1), color);
                }
            }
            Pattern::Wave => {
                let wave = (0..=parts * 6).map(|k| {
                    let turn = k as f32 / 6.0 * std::f32::consts::TAU;
                    at(k as f32 / 6.0 * step, 0.1 - 0.06 * turn.cos())
                });
                brush::line(painter, wave.collect(), Stroke::new(thin.width * 1.2, color));
            }
            _ => {
                for k in 0..parts {
                    let middle = (k as f32 + 0.5) * step;
                    brush::line(painter, vec![at(middle, 0.02), at(middle, 0.15)], thin);
                }
            }
        }
    }

    /// The fringe of a tail that has one.
    pub(super) fn fringe(&self, painter: &Painter, frame: Frame, height: f32, color: Color32) {
        if self.tail == Tail::Fringe {
            let thread = Stroke::new(frame.length(0.05).max(1.0), color);
            for k in 0..6 {
                let x = 0.05 + 0.18 * k as f32;
                brush::line(painter, frame.all(&[(x, height + 0.06), (x, height + 0.2)]), thread);
            }
        }
    }

    /// A swatch for legends and lists: the cloth with its pattern.
    pub fn swatch(&self, painter: &Painter, rect: Rect) {
        let size = rect.width().min(rect.height() / 1.24);
        let corner = rect.center() - vec2(size, size * 1.22) / 2.0;
        let frame = Frame::new(brush::crisp(painter, Rect::from_min_size(corner, rect.size())).min, size);
        brush::polygon(painter, frame.all(&self.cloth(1.0)), self.field);
        self.edge(painter, frame, 1.0, self.trim);
        self.fringe(painter, frame, 1.0, self.trim);
        let mut outline = frame.all(&self.cloth(1.0));
        outline.push(outline[0]);
        brush::line(painter, outline, Stroke::new(1.0, palette::INK));
    }

    /// A little flag on a pole whose foot stands at a point.
    pub(super) fn pennant(&self, painter: &Painter, foot: bevy_egui::egui::Pos2, size: f32) {
        let top = pos2(foot.x, foot.y - size * 1.6);
        painter.line_segment([foot, top], Stroke::new(1.2, palette::INK));
        let flag = Rect::from_min_size(top, vec2(size, size * 0.8));
        painter.rect_filled(flag, 0.0, self.field);
        let inner = flag.shrink(1.5);
        match self.pattern {
            Pattern::Line | Pattern::Double | Pattern::Bars => {
                painter.rect_stroke(inner, 0.0, Stroke::new(1.0, self.trim), StrokeKind::Middle);
            }
            Pattern::Teeth | Pattern::Wave | Pattern::Beads | Pattern::Blocks | Pattern::Stitches => {
                let (left, right) = (inner.left_center(), inner.right_center());
                brush::dashed(painter, &[left, right], Stroke::new(2.0, self.trim), 2.0, 2.0);
            }
        }
        painter.rect_stroke(flag, 0.0, Stroke::new(1.0, palette::INK), StrokeKind::Middle);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_sides_share_pattern_or_tail() {
        let known = ["song", "xia", "liao", "jin", "mongol", "tsongkha"];
        let looks: Vec<Look> =
            known.iter().map(|id| look(id, 0)).chain([look("?", 0), look("?", 1)]).collect();
        for (k, one) in looks.iter().enumerate() {
            for other in &looks[k + 1..] {
                assert!(one.pattern != other.pattern && one.tail != other.tail, "{one:?} and {other:?}");
            }
        }
    }
}
