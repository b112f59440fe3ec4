//! What the last turn brought, by subject; every line leads to its place.

use bevy_egui::egui::Ui;

use super::Told;
use super::chronicle::{Topic, jump, small_entry};
use super::parts::{empty, flow, flow_button, heading, prose, section, small};
use crate::gui::ask::{Ask, Page};
use crate::gui::keys::Action;
use crate::report::known::{Line, Weight};
use crate::report::names::number;

/// What the digest remembers.
#[derive(Debug, Clone, Default)]
pub struct DigestState {
    /// The turn it tells of; the last one when 0.
    pub turn: u32,
}

/// Most lines under one heading; the chronicle has them all.
const MOST: usize = 12;

/// A heading of the digest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Heading {
    Battles,
    Routs,
    Ruses,
    Places,
    Arrivals,
    Sightings,
    Food,
    Other,
}

impl Heading {
    fn words(self) -> &'static str {
        match self {
            Self::Battles => "Battles",
            Self::Routs => "Routs and falls",
            Self::Ruses => "Ruses",
            Self::Places => "Places and objectives",
            Self::Arrivals => "Marches that ended",
            Self::Sightings => "Sightings",
            Self::Food => "Food",
            Self::Other => "Weather",
        }
    }

    /// Where a line belongs; `None` for what the digest leaves to the chronicle.
    fn of(line: &Line) -> Option<Self> {
        let worth = line.weight >= Weight::Common;
        match line.kind {
            "met" | "battle_over" | "surrounded" => worth.then_some(Self::Battles),
            "broke" | "destroyed" | "surrendered" | "rallied" | "seen_running" | "seen_standing" => {
                Some(Self::Routs)
            }
            "commander_fell" | "took_over" | "disobeyed" => Some(Self::Routs),
            "halted" => Some(Self::Arrivals),
            "rations_gone" | "slaughtered" => Some(Self::Food),
            "fought" | "lost" | "pursued" | "marched" | "stood" | "fed" | "light_changed" => None,
            kind if !worth => (Topic::of(kind) == Topic::Food).then_some(Self::Food),
            kind => Some(match Topic::of(kind) {
                Topic::Fighting => Self::Battles,
                Topic::Marching => Self::Arrivals,
                Topic::Seeing => Self::Sightings,
                Topic::Ruses => Self::Ruses,
                Topic::Commanders => Self::Routs,
                Topic::Food => Self::Food,
                Topic::Places => Self::Places,
                Topic::Sky => Self::Other,
            }),
        }
    }
}

/// What the last turn brought.
pub fn digest(ui: &mut Ui, told: &Told, state: &mut DigestState) -> Vec<Ask> {
    let mut asks = Vec::new();
    let last = told.lines.last().map_or(0, |line| line.turn);
    let turn = if state.turn == 0 { last } else { state.turn };
    let from = told.lines.partition_point(|line| line.turn < turn);
    let lines = &told.lines[from..];
    let lines = &lines[..lines.partition_point(|line| line.turn == turn)];
    heading(ui, if turn == 0 { "No turn yet".to_owned() } else { format!("Turn {turn}") });
    let mut told_of: Vec<(Heading, &Line)> =
        lines.iter().filter_map(|line| Heading::of(line).map(|heading| (heading, line))).collect();
    told_of.sort_by_key(|(heading, line)| (*heading, std::cmp::Reverse(line.weight), line.step));
    if turn == 0 {
        empty(ui, "When the first turn is over, what it brought is told here.");
    } else if told_of.is_empty() {
        empty(ui, "A quiet turn: no fighting, no news of the enemy. The chronicle has every march.");
    }
    for group in told_of.chunk_by(|one, other| one.0 == other.0) {
        section(ui, &format!("{} ({})", group[0].0.words(), group.len()));
        for (_, line) in group.iter().take(MOST) {
            if small_entry(ui, told, line) {
                asks.extend(jump(told, line));
            }
        }
        if group.len() > MOST {
            prose(ui, small(format!("and {} more in the chronicle", number((group.len() - MOST) as i64))));
        }
    }
    flow(ui, |ui| {
        let hint = told.keys.hint(Action::Chronicle);
        if flow_button(ui, "Chronicle", &hint, false).clicked() {
            asks.push(Ask::Page(Page::Chronicle));
        }
    });
    asks
}
