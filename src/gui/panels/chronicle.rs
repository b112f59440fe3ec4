//! Everything that was told, filtered by weight, kind, formation and place, and searched. Every line leads to where it
//! happened. However long it is, only what shows is drawn.

use std::sync::Arc;

use bevy_egui::egui::text::LayoutJob;
use bevy_egui::egui::{self, Color32, Galley, Sense, TextEdit, TextFormat, TextStyle, Ui};
use egui::{WidgetInfo, WidgetType, vec2};

use super::Told;
use super::parts::{self, GRID, LONGEST_SEARCH, empty, flow, flow_button, long_list, prose, small};
use crate::gui::ask::Ask;
use crate::report::known::{Line, Weight};
use crate::report::names::number;
use crate::sim::hex::Hex;
use crate::sim::id::FormationId;

/// A group of kinds of lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Topic {
    /// Fights, routs, pursuits, losses.
    Fighting,
    /// Marches, halts, stragglers.
    Marching,
    /// Sightings and scouts.
    Seeing,
    /// Bait, feints, ambushes, signals.
    Ruses,
    /// Commanders.
    Commanders,
    /// Food.
    Food,
    /// Places, objectives, the end.
    Places,
    /// Light and weather.
    Sky,
}

impl Topic {
    /// All of them, in the order of the filter.
    pub const ALL: [Self; 8] = [
        Self::Fighting,
        Self::Marching,
        Self::Seeing,
        Self::Ruses,
        Self::Commanders,
        Self::Food,
        Self::Places,
        Self::Sky,
    ];

    /// As the filter names it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Fighting => "Fighting",
            Self::Marching => "Marches",
            Self::Seeing => "Sightings",
            Self::Ruses => "Ruses",
            Self::Commanders => "Commanders",
            Self::Food => "Food",
            Self::Places => "Places",
            Self::Sky => "Weather",
        }
    }

    /// The topic of a kind of line, as events and lines name their kinds.
    pub fn of(kind: &str) -> Self {
        match kind {
            "light_changed" | "weather_changed" | "weather_turned" => Self::Sky,
            "marched" | "halted" | "stood" | "straggled" | "rejoined" => Self::Marching,
            "sighted" | "scouts_sent" | "scouts_returned" | "scouts_lost" | "seen_moving" => Self::Seeing,
            "lure_left" | "lure_found" | "lure_taken" | "box_opened" | "lure_refused" | "tempted"
            | "held_back" | "signal_given" | "released" | "ambush_found" | "feint_begun" | "feint_ended"
            | "feint_failed" => Self::Ruses,
            "commander_fell" | "took_over" | "disobeyed" => Self::Commanders,
            "rations_gone" | "fed" | "slaughtered" => Self::Food,
            "place_taken" | "objective_met" | "war_ended" => Self::Places,
            // Blows, routs and whatever is seen of them.
            _ => Self::Fighting,
        }
    }
}

/// What the chronicle remembers.
#[derive(Debug, Clone)]
pub struct ChronicleState {
    /// Text that lines must hold, in small letters.
    pub search: String,
    /// Least weight of lines.
    pub weight: Weight,
    /// Only lines of this topic.
    pub topic: Option<Topic>,
    /// Only lines about the chosen formations.
    pub of_chosen: bool,
    /// Only lines from around the hex looked at.
    pub of_place: bool,
    /// What was filtered when, and for what width.
    laid: Option<Laid>,
}

impl Default for ChronicleState {
    fn default() -> Self {
        let search = String::new();
        Self { search, weight: Weight::Common, topic: None, of_chosen: false, of_place: false, laid: None }
    }
}

/// The lines that pass the filter and where each begins.
#[derive(Debug, Clone, PartialEq)]
struct Laid {
    key: Key,
    rows: Vec<usize>,
    tops: Vec<f32>,
}

/// All on which the lines that show and their heights depend.
#[derive(Debug, Clone, PartialEq)]
struct Key {
    search: String,
    weight: Weight,
    topic: Option<Topic>,
    chosen: Vec<FormationId>,
    place: Option<Hex>,
    lines: usize,
    last: Option<(u32, u32)>,
    width: u32,
    text: u32,
}

/// How far around a hex lines belong to it, meters.
const AROUND_M: u32 = 5_000;

/// Everything that was told.
pub fn chronicle(ui: &mut Ui, told: &Told, state: &mut ChronicleState) -> Vec<Ask> {
    let mut asks = Vec::new();
    if told.lines.is_empty() {
        empty(
            ui,
            "Nothing has happened yet. End the first turn, and what your men tell of it is written here.",
        );
        return asks;
    }
    filters(ui, told, state);
    lay(ui, told, state);
    let Some(laid) = &state.laid else { return asks };
    flow(ui, |ui| {
        let (shown, all) = (number(laid.rows.len() as i64), number(told.lines.len() as i64));
        prose(ui, small(format!("{shown} of {all} lines")));
        if !laid.rows.is_empty() && flow_button(ui, "Copy these lines", "", false).clicked() {
            asks.push(Ask::Copy(copied(told, &laid.rows)));
        }
    });
    if laid.rows.is_empty() {
        empty(ui, "No line is like that. Take a filter away, or search for less.");
        return asks;
    }
    ui.add_space(GRID);
    long_list(ui, "chronicle", &laid.tops, None, |ui, row| {
        let Some(line) = laid.rows.get(row).and_then(|index| told.lines.get(*index)) else { return };
        if entry(ui, told, line) {
            asks.extend(jump(told, line));
        }
    });
    asks
}

fn filters(ui: &mut Ui, told: &Told, state: &mut ChronicleState) {
    let width = ui.available_width();
    ui.add(
        TextEdit::singleline(&mut state.search)
            .char_limit(LONGEST_SEARCH)
            .hint_text("Search")
            .desired_width((width - 2.0 * GRID).max(0.0)),
    );
    flow(ui, |ui| {
        for (weight, words) in [
            (Weight::Great, "What decides"),
            (Weight::Common, "Worth reading"),
            (Weight::Small, "Everything"),
        ] {
            if flow_button(ui, words, "", state.weight == weight).clicked() {
                state.weight = weight;
            }
        }
    });
    flow(ui, |ui| {
        if flow_button(ui, "All kinds", "", state.topic.is_none()).clicked() {
            state.topic = None;
        }
        for topic in Topic::ALL {
            if flow_button(ui, topic.words(), "", state.topic == Some(topic)).clicked() {
                state.topic = if state.topic == Some(topic) { None } else { Some(topic) };
            }
        }
    });
    flow(ui, |ui| {
        if !told.chosen.is_empty() && flow_button(ui, "About the chosen", "", state.of_chosen).clicked() {
            state.of_chosen = !state.of_chosen;
        }
        if told.looked.is_some() && flow_button(ui, "Around the hex looked at", "", state.of_place).clicked()
        {
            state.of_place = !state.of_place;
        }
    });
}

/// Works out which lines show and how high each is, when something changed.
fn lay(ui: &Ui, told: &Told, state: &mut ChronicleState) {
    let text = TextStyle::Body.resolve(ui.style()).size;
    let bar = ui.spacing().scroll.bar_width + ui.spacing().scroll.bar_inner_margin;
    let width = ui.available_width() - bar - 2.0 * GRID;
    let key = Key {
        search: state.search.trim().to_lowercase(),
        weight: state.weight,
        topic: state.topic,
        chosen: if state.of_chosen { told.chosen.to_vec() } else { Vec::new() },
        place: told.looked.filter(|_| state.of_place),
        lines: told.lines.len(),
        last: told.lines.last().map(|line| (line.turn, line.step)),
        width: width as u32,
        text: (text * 8.0) as u32,
    };
    if state.laid.as_ref().is_some_and(|laid| laid.key == key) {
        return;
    }
    let passing = told.lines.iter().enumerate().filter(|(_, line)| passes(told, line, &key));
    let rows: Vec<usize> = passing.map(|(index, _)| index).collect();
    let mut tops = Vec::with_capacity(rows.len() + 1);
    let mut top = 0.0;
    for index in &rows {
        tops.push(top);
        top += height(ui, told, &told.lines[*index], width);
    }
    tops.push(top);
    state.laid = Some(Laid { key, rows, tops });
}

fn passes(told: &Told, line: &Line, key: &Key) -> bool {
    let near = |place: Hex| line.at.is_some_and(|at| told.apart_m(at, place) <= AROUND_M);
    line.weight >= key.weight
        && key.topic.is_none_or(|topic| Topic::of(line.kind) == topic)
        && (key.chosen.is_empty() || line.about.iter().any(|id| key.chosen.contains(id)))
        && key.place.is_none_or(near)
        && (key.search.is_empty() || line.text.to_lowercase().contains(&key.search))
}

/// Room kept for a line of text: generous, because measuring a hundred thousand of them would take too long.
fn rows_for(text: &str, size: f32, width: f32) -> usize {
    let wide = text.chars().map(|sign| if sign as u32 >= 0x2E80 { 1.0 } else { 0.56 }).sum::<f32>() * size;
    // A word that does not fit leaves the end of its line empty.
    ((wide / (width - 4.0 * size).max(size)).ceil() as usize).max(1)
}

/// When a line happened, as its first row says it.
fn when(told: &Told, line: &Line) -> String {
    format!("turn {}, {}", line.turn, told.moment(line.minute))
}

/// A line of text over no more rows than were kept for it.
fn laid_out(ui: &Ui, text: &str, style: TextStyle, width: f32, color: Color32) -> Arc<Galley> {
    let font = style.resolve(ui.style());
    let rows = rows_for(text, font.size, width);
    let mut job = LayoutJob::single_section(text.to_owned(), TextFormat::simple(font, color));
    job.wrap.max_width = width;
    job.wrap.max_rows = rows;
    ui.painter().layout_job(job)
}

fn height(ui: &Ui, told: &Told, line: &Line, width: f32) -> f32 {
    let kept = |text: &str, style: TextStyle| {
        rows_for(text, style.resolve(ui.style()).size, width) as f32 * ui.text_style_height(&style)
    };
    kept(&line.text, TextStyle::Body) + kept(&when(told, line), TextStyle::Small) + 2.0 * GRID
}

/// One line: when, and what; great ones with a bar beside them. True when it was pressed.
fn entry(ui: &mut Ui, told: &Told, line: &Line) -> bool {
    let rect = ui.max_rect();
    let response = ui.allocate_rect(rect, Sense::click());
    parts::lit(ui, rect, &response);
    let (text, quiet) = (ui.visuals().text_color(), ui.visuals().weak_text_color());
    if line.weight == Weight::Great {
        let bar = egui::Rect::from_min_size(rect.min, vec2(3.0, rect.height() - GRID));
        ui.painter().rect_filled(bar, 1.0, ui.visuals().warn_fg_color);
    }
    let (left, width) = (rect.left() + 2.0 * GRID, rect.width() - 2.0 * GRID);
    let when = when(told, line);
    let head = laid_out(ui, &when, TextStyle::Small, width, quiet);
    let below = rect.top() + GRID / 2.0 + head.size().y;
    ui.painter().galley(egui::pos2(left, rect.top() + GRID / 2.0), head, quiet);
    let words = laid_out(ui, &line.text, TextStyle::Body, width, text);
    ui.painter().galley(egui::pos2(left, below), words, text);
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, format!("{when}: {}", line.text)));
    let pressed = response.clicked();
    if line.at.is_some() {
        response.on_hover_text("Go there");
    }
    pressed
}

/// Where a line leads: to its place, and while a film is watched to its moment.
pub(super) fn jump(told: &Told, line: &Line) -> Vec<Ask> {
    let mut asks = Vec::new();
    if told.replaying {
        asks.push(Ask::Seek(line.moment()));
    }
    let own = line.about.iter().find(|id| told.fact(**id).is_some_and(|one| one.is_alive()));
    asks.extend(own.map(|id| Ask::Select(*id)));
    let here = own.and_then(|id| told.fact(*id)).map(|one| one.place.hex());
    asks.extend(line.at.or(here).map(Ask::Look));
    asks
}

fn copied(told: &Told, rows: &[usize]) -> String {
    let lines = rows.iter().filter_map(|index| told.lines.get(*index));
    lines.map(|line| format!("{}: {}\n", told.moment(line.minute), line.text)).collect()
}

/// A line of the chronicle among others of a page, over as many lines as it needs. True when it was pressed.
pub(super) fn small_entry(ui: &mut Ui, told: &Told, line: &Line) -> bool {
    let text = format!("{}: {}", hour(told, line.minute), line.text);
    parts::link_line(ui, text, "Go there").clicked()
}

/// The hour of a minute of the war.
pub(super) fn hour(told: &Told, minute: u32) -> String {
    let whole = told.moment(minute);
    whole.rsplit(", ").next().map_or(whole.clone(), str::to_owned)
}
