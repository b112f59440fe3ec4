//! The course of a film as a strip: turns as ticks, marks by their signs, the moment shown as a handle to drag.

use bevy_egui::egui::{self, Color32, CornerRadius, Painter, Pos2, Rect, Sense, Stroke, Ui, vec2};

use super::stage::Stage;
use crate::film::Moment;
use crate::gui::{palette, theme};
use crate::replay::ReplayError;
use crate::report::marks::{Mark, MarkKind};

/// Height of the strip, points.
const STRIP: f32 = 38.0;
/// Rows of marks over the line; in a crowd the graver ones keep their place.
const ROWS: usize = 2;
/// Room that a mark takes, points.
const MARK: f32 = 10.0;
/// Most marks named at once.
const MOST_NAMED: usize = 6;

/// Draws the course, and goes where it is clicked or dragged.
///
/// # Errors
/// The film cannot be told.
pub(super) fn course(ui: &mut Ui, stage: &mut Stage) -> Result<(), ReplayError> {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), STRIP), Sense::click_and_drag());
    let at = stage.at();
    let turns = stage.film().turns().max(1);
    let name = format!("course of the war: turn {} of {turns}", at.turn);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::WidgetType::Slider, true, &name));
    let lane = rect.shrink2(vec2(8.0, 0.0));
    let x_of = |moment: Moment| {
        // Until a turn is told nobody knows how many steps it has: a mark in it stands at its middle.
        let part = stage.last_step(moment.turn).map_or(0.5, |last| moment.step as f32 / last.max(1) as f32);
        let turn = moment.turn.clamp(1, turns) - 1;
        lane.left() + lane.width() * (turn as f32 + part.min(1.0)) / turns as f32
    };
    let painter = ui.painter_at(rect);
    let line = rect.bottom() - 8.0;
    let stretch = |from: f32, to: f32, color: Color32| {
        painter.line_segment([Pos2::new(from, line), Pos2::new(to, line)], Stroke::new(3.0, color));
    };
    let here = x_of(at);
    stretch(lane.left(), lane.right(), theme::lacquer(ui.ctx()).line);
    stretch(lane.left(), here, palette::GOLD);
    let every = (turns / 50).max(1);
    for turn in (1..=turns).step_by(every as usize) {
        let x = x_of(Moment { turn, step: 0 });
        let ends = [Pos2::new(x, line - 4.0), Pos2::new(x, line + 4.0)];
        painter.line_segment(ends, Stroke::new(1.0, palette::QUIET));
    }
    let pointer = response.hover_pos();
    let near: Vec<Mark> = match pointer {
        Some(pointer) => {
            let off = |mark: &Mark| (pointer.x - x_of(mark.moment)).abs();
            let mut near: Vec<&Mark> = stage.marks().iter().filter(|mark| off(mark) < 7.0).collect();
            near.sort_by(|one, other| off(one).total_cmp(&off(other)));
            near.into_iter().cloned().collect()
        }
        None => Vec::new(),
    };
    draw_marks(&painter, stage.marks(), x_of, line);
    painter.circle(Pos2::new(here, line), 6.0, palette::PAPER, Stroke::new(2.0, palette::ACCENT));
    let under = |x: f32| ((x - lane.left()) / lane.width().max(1.0)).clamp(0.0, 0.999_9) * turns as f32;
    if let Some(pointer) = pointer {
        response.clone().on_hover_text_at_pointer(words(&near, under(pointer.x) as u32 + 1));
    }
    let pressed = response.is_pointer_button_down_on() || response.clicked();
    let Some(point) = response.interact_pointer_pos().filter(|_| pressed) else { return Ok(()) };
    if response.clicked()
        && let Some(mark) = near.first()
    {
        return stage.seek(mark.moment);
    }
    let part = under(point.x);
    let turn = part as u32 + 1;
    let steps = stage.film().turn(turn.min(turns))?.last_step();
    let wanted = Moment { turn, step: (part.fract() * (steps + 1) as f32) as u32 };
    if wanted != at { stage.seek(wanted) } else { Ok(()) }
}

/// What the pointer is over: marks with their kinds, else the turn.
fn words(near: &[Mark], turn: u32) -> String {
    if near.is_empty() {
        return format!("turn {turn}");
    }
    let mut told: Vec<&Mark> = near.iter().take(MOST_NAMED).collect();
    told.sort_by_key(|mark| mark.moment);
    let line = |mark: &&Mark| format!("turn {}, {}: {}", mark.moment.turn, mark.kind.words(), mark.text);
    let mut lines: Vec<String> = told.iter().map(line).collect();
    if near.len() > MOST_NAMED {
        lines.push(format!("and {} more", near.len() - MOST_NAMED));
    }
    lines.join("\n")
}

/// The marks, each where it is clear of the others; what finds no room is still named under the pointer.
fn draw_marks(painter: &Painter, marks: &[Mark], x_of: impl Fn(Moment) -> f32, line: f32) {
    let mut taken: [Vec<f32>; ROWS] = Default::default();
    for kind in BY_WEIGHT {
        for mark in marks.iter().filter(|mark| mark.kind == kind) {
            let x = x_of(mark.moment);
            let free = |row: &Vec<f32>| row.iter().all(|other| (x - other).abs() >= MARK);
            let Some(row) = taken.iter().position(free) else { continue };
            taken[row].push(x);
            mark_sign(painter, Pos2::new(x, line - 11.0 - row as f32 * 11.0), kind);
        }
    }
}

/// Kinds of marks, those first that keep their place in a crowd.
const BY_WEIGHT: [MarkKind; 8] = [
    MarkKind::End,
    MarkKind::Battle,
    MarkKind::Fall,
    MarkKind::Surrender,
    MarkKind::Rout,
    MarkKind::Capture,
    MarkKind::Objective,
    MarkKind::Ruse,
];

/// A mark by its shape, so that nobody needs its color.
fn mark_sign(painter: &Painter, at: Pos2, kind: MarkKind) {
    let line = |from: (f32, f32), to: (f32, f32), color: Color32| {
        painter.line_segment([at + vec2(from.0, from.1), at + vec2(to.0, to.1)], Stroke::new(1.6, color));
    };
    match kind {
        MarkKind::Battle => {
            line((-4.0, -4.0), (4.0, 4.0), palette::GOLD);
            line((-4.0, 4.0), (4.0, -4.0), palette::GOLD);
        }
        MarkKind::Rout => {
            line((-4.0, -3.0), (0.0, 3.0), palette::PAPER);
            line((0.0, 3.0), (4.0, -3.0), palette::PAPER);
        }
        MarkKind::Capture => {
            line((-2.0, -5.0), (-2.0, 5.0), palette::PAPER);
            painter.rect_filled(
                Rect::from_min_size(at + vec2(-2.0, -5.0), vec2(6.0, 4.0)),
                CornerRadius::ZERO,
                palette::GOLD,
            );
        }
        MarkKind::Fall => {
            line((0.0, -5.0), (0.0, 5.0), palette::PAPER);
            line((-3.0, -2.0), (3.0, -2.0), palette::PAPER);
        }
        MarkKind::Surrender => {
            painter.rect_stroke(
                Rect::from_center_size(at, vec2(6.0, 6.0)),
                CornerRadius::ZERO,
                Stroke::new(1.4, palette::PAPER),
                egui::StrokeKind::Middle,
            );
        }
        MarkKind::Ruse => {
            painter.circle_stroke(at, 3.0, Stroke::new(1.4, palette::GOLD));
        }
        MarkKind::Objective => {
            painter.circle_filled(at, 3.2, palette::GOLD);
        }
        MarkKind::End => {
            painter.rect_filled(
                Rect::from_center_size(at, vec2(3.0, 10.0)),
                CornerRadius::ZERO,
                palette::PAPER,
            );
        }
    }
}
