//! Curves of the war, turn by turn: men, losses, weariness, order, food, points; and luck, battle by battle.

use bevy_egui::egui::{Color32, Rect, Sense, Shape, Stroke, TextStyle, Ui, vec2};
use egui_plot::{
    HoverPosition, LineStyle, MarkerShape, Plot, PlotPoints, PlotUi, Points, uniform_grid_spacer,
};

use super::Told;
use super::battle::known_battles;
use super::parts::{empty, flow, flow_button, prose, row, section, small};
use crate::gui::ask::Ask;
use crate::gui::palette;
use crate::report::names::number;
use crate::report::series::Tally;
use crate::sim::id::SideId;

/// What a plot shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Curve {
    /// Men able to fight.
    #[default]
    Men,
    /// Men lost, by cause.
    Losses,
    /// Mean weariness.
    Weariness,
    /// Mean order.
    Order,
    /// Grain carried.
    Food,
    /// Grain eaten.
    Eaten,
    /// Points of objectives.
    Points,
}

/// What a curve counts, and how.
type Reading = (&'static str, fn(&Tally) -> f64);

impl Curve {
    /// All of them, in the order of the tabs.
    pub const ALL: [Self; 7] =
        [Self::Men, Self::Losses, Self::Weariness, Self::Order, Self::Food, Self::Eaten, Self::Points];

    fn words(self) -> &'static str {
        match self {
            Self::Men => "Men",
            Self::Losses => "Losses",
            Self::Weariness => "Weariness",
            Self::Order => "Order",
            Self::Food => "Food",
            Self::Eaten => "Eaten",
            Self::Points => "Points",
        }
    }

    fn axis(self) -> &'static str {
        match self {
            Self::Men => "men under arms",
            Self::Losses => "men lost since the start",
            Self::Weariness => "mean weariness, %",
            Self::Order => "mean order, %",
            Self::Food => "grain with the armies, shi",
            Self::Eaten => "grain eaten since the start, shi",
            Self::Points => "points",
        }
    }

    /// The lines of this plot for one side: what each counts, and how.
    fn lines(self) -> &'static [Reading] {
        match self {
            Self::Men => &[("under arms", |tally| tally.under_arms as f64)],
            Self::Losses => &[
                ("dead", |tally| tally.dead as f64),
                ("captured", |tally| tally.captured as f64),
                ("deserted or scattered", |tally| tally.other_lost as f64),
            ],
            Self::Weariness => &[("weariness", |tally| f64::from(tally.fatigue) / 10.0)],
            Self::Order => &[("order", |tally| f64::from(tally.cohesion) / 10.0)],
            // A shi is a hundred sheng.
            Self::Food => &[("grain", |tally| tally.grain as f64 / 100.0)],
            Self::Eaten => &[("eaten", |tally| tally.eaten as f64 / 100.0)],
            Self::Points => &[("points", |tally| f64::from(tally.points))],
        }
    }
}

/// What the page of statistics remembers.
#[derive(Debug, Clone, Default)]
pub struct StatisticsState {
    /// Which plot shows.
    pub curve: Curve,
}

/// Curves and luck.
pub fn statistics(ui: &mut Ui, told: &Told, state: &mut StatisticsState) -> Vec<Ask> {
    let rows = told.series.map_or(&[][..], |series| series.rows());
    if rows.len() < 2 {
        empty(ui, "Nothing to draw yet. When the first turn is over, the curves begin here.");
        return Vec::new();
    }
    flow(ui, |ui| {
        for curve in Curve::ALL {
            if flow_button(ui, curve.words(), "", state.curve == curve).clicked() {
                state.curve = curve;
            }
        }
    });
    let sides: Vec<SideId> = told.setting().register.side_ids().filter(|side| told.knows(*side)).collect();
    plot(ui, told, state.curve, rows, &sides);
    let unseen = told.setting().register.sides.len() - sides.len();
    if unseen > 0 {
        prose(ui, small("Only our own side is drawn: nobody counts the enemy for us."));
    }
    now(ui, told, rows, &sides);
    luck(ui, told, &sides);
    Vec::new()
}

fn plot(ui: &mut Ui, told: &Told, curve: Curve, rows: &[Vec<Tally>], sides: &[SideId]) {
    let width = ui.available_width();
    let text = ui.text_style_height(&bevy_egui::egui::TextStyle::Body);
    // Low enough for the numbers under it to begin on the same page.
    let height = (width * 0.4).clamp(9.0 * text, 14.0 * text);
    prose(ui, small(format!("{}, by turn", curve.axis())));
    let mut drawn = Vec::new();
    for side in sides {
        let info = told.setting().register.side(*side);
        let (field, border, double) = palette::side(&info.name.id, side.index());
        // A light side is drawn in its border, which shows on paper.
        let color = if double { border } else { field };
        for (number, (what, count)) in curve.lines().iter().enumerate() {
            let points = rows.iter().enumerate();
            let points = points.filter_map(|(turn, row)| Some([turn as f64, count(row.get(side.index())?)]));
            let name = format!("{}: {what}", info.name.latin);
            drawn.push(Drawn {
                name,
                color,
                dash: number % 3,
                mark: side.index() % 4,
                points: points.collect(),
            });
        }
    }
    for line in &drawn {
        line.legend(ui);
    }
    Plot::new("statistics")
        .allow_scroll(false)
        .allow_zoom(false)
        .allow_drag(false)
        .allow_boxed_zoom(false)
        .include_y(0.0)
        .x_grid_spacer(uniform_grid_spacer(|_| [1.0, 5.0, 25.0]))
        .height(height)
        .set_margin_fraction(vec2(0.03, 0.08))
        .label_formatter(|hover| match hover {
            HoverPosition::NearDataPoint { plot_name, position, .. } => {
                Some(format!("{plot_name}\nturn {:.0}: {}", position.x, number(position.y.round() as i64)))
            }
            HoverPosition::Elsewhere { .. } => None,
        })
        .show(ui, |plot| {
            for line in drawn {
                line.draw(plot);
            }
        });
}

/// A line of a plot: sides are told by their mark, causes by their dashes, so that nobody needs the color.
struct Drawn {
    name: String,
    color: Color32,
    dash: usize,
    mark: usize,
    points: Vec<[f64; 2]>,
}

impl Drawn {
    fn draw(self, plot: &mut PlotUi) {
        let style = [LineStyle::Solid, LineStyle::dashed_loose(), LineStyle::dotted_dense()][self.dash];
        let shapes = [MarkerShape::Circle, MarkerShape::Square, MarkerShape::Up, MarkerShape::Diamond];
        let line = egui_plot::Line::new(self.name.clone(), PlotPoints::from(self.points.clone()));
        plot.line(line.color(self.color).style(style).width(2.0));
        let marks = Points::new(self.name, PlotPoints::from(self.points));
        plot.points(marks.color(self.color).shape(shapes[self.mark]).radius(3.5));
    }

    /// The line's name beside a piece of it.
    fn legend(&self, ui: &mut Ui) {
        ui.horizontal(|ui| {
            let height = ui.text_style_height(&TextStyle::Small);
            let (rect, _) = ui.allocate_exact_size(vec2(3.0 * height, height), Sense::hover());
            let ends = [rect.left_center(), rect.right_center()];
            let stroke = Stroke::new(2.0, self.color);
            let painter = ui.painter();
            match self.dash {
                0 => drop(painter.line_segment(ends, stroke)),
                1 => painter.extend(Shape::dashed_line(&ends, stroke, 8.0, 5.0)),
                _ => painter.extend(Shape::dotted_line(&ends, self.color, 4.0, 1.2)),
            }
            let (at, size) = (rect.center(), 4.0);
            let square = Rect::from_center_size(at, vec2(2.0 * size, 2.0 * size));
            let corners = match self.mark {
                0 => {
                    painter.circle_filled(at, size, self.color);
                    Vec::new()
                }
                1 => vec![square.left_top(), square.right_top(), square.right_bottom(), square.left_bottom()],
                2 => vec![square.center_top(), square.right_bottom(), square.left_bottom()],
                _ => vec![
                    square.center_top(),
                    square.right_center(),
                    square.center_bottom(),
                    square.left_center(),
                ],
            };
            if !corners.is_empty() {
                painter.add(Shape::convex_polygon(corners, self.color, Stroke::NONE));
            }
            prose(ui, small(&self.name));
        });
    }
}

/// How it stands now, in numbers.
fn now(ui: &mut Ui, told: &Told, rows: &[Vec<Tally>], sides: &[SideId]) {
    let (Some(first), Some(last)) = (rows.first(), rows.last()) else { return };
    for side in sides {
        let (Some(start), Some(tally)) = (first.get(side.index()), last.get(side.index())) else { continue };
        section(ui, &told.side_name(*side));
        let count = |men: u64| number(i64::try_from(men).unwrap_or(i64::MAX));
        let tells = format!("{} at the start.", count(start.under_arms));
        row(ui, "under arms", &count(tally.under_arms), &tells);
        row(ui, "dead", &count(tally.dead), "Of any cause.");
        row(ui, "captured", &count(tally.captured), "");
        row(ui, "deserted or scattered", &count(tally.other_lost), "");
        let sheng = |sheng: u64| format!("{} sheng", count(sheng));
        let tells = format!("{} at the start; what was drawn from stores came to it.", sheng(start.grain));
        row(ui, "grain with them", &sheng(tally.grain), &tells);
        row(ui, "grain eaten", &sheng(tally.eaten), "Since the start, two sheng a man a day.");
        if tally.grain_lost > 0 {
            row(ui, "grain lost", &sheng(tally.grain_lost), "With the men who carried it.");
        }
    }
}

/// Losses that were to be expected against those that came, by side and battle.
fn luck(ui: &mut Ui, told: &Told, sides: &[SideId]) {
    section(ui, "Fortune");
    let battles = known_battles(told);
    if battles.is_empty() {
        prose(ui, small("No battle yet."));
        return;
    }
    prose(ui, small("Losses in the line: as the odds promised, and as they came."));
    for side in sides {
        let parts = battles.iter().filter_map(|battle| {
            let part = battle.parts.iter().find(|part| part.side == *side)?;
            Some((battle, part.toll.expected, part.toll.in_line()))
        });
        let (expected, came) =
            parts.clone().fold((0.0, 0), |(expected, came), (_, more, men)| (expected + more, came + men));
        let tells = format!("Over {} battles. Above 1 fortune was against them.", parts.clone().count());
        row(ui, &told.side_name(*side), &fortune(expected, came), &tells);
        for (battle, expected, came) in parts {
            let place = format!("  {}, {}", told.where_is(battle.at), told.moment(battle.minutes.0));
            row(ui, &place, &fortune(expected, came), "");
        }
    }
}

/// Losses promised and come, and how many times the one is of the other.
fn fortune(expected: f64, came: u32) -> String {
    let promised = number(expected.round() as i64);
    let times =
        if expected >= 1.0 { format!(" (× {:.2})", f64::from(came) / expected) } else { String::new() };
    format!("{promised} promised, {} came{times}", number(came))
}
