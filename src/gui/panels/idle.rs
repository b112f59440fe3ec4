//! What was forgotten, named before a turn ends: formations with nothing to do, hungry ones, surrounded ones.

use std::collections::BTreeSet;

use bevy_egui::egui::{Event, InputState, ScrollArea, TextStyle, Ui};

use super::force::orders_for;
use super::parts::{empty, flow, flow_button, heading, link_line, prose, section, small, span};
use super::{Told, sums};
use crate::gui::ask::Ask;
use crate::gui::keys::Action;
use crate::gui::theme;
use crate::sim::army::Posture;
use crate::sim::id::FormationId;
use crate::sim::intent::{Intention, Stance};

/// What the warning remembers.
#[derive(Debug, Clone, Default)]
pub struct IdleState {
    /// Formations told to stand fast: they are not idle.
    pub resting: BTreeSet<FormationId>,
    /// True once the player no longer wants to be warned; the table puts it into the settings.
    pub never_again: bool,
    /// The pass in which it was shown last: the chord that opened it does not answer it.
    shown: u64,
}

/// What cannot be taken back is said before, not after.
pub const FOR_GOOD: &str =
    "Until the turn ends every order can be taken back. What it brings about cannot: ending it is for good.";

/// Something about a formation that its commander may have forgotten.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Forgotten {
    /// It has no way out.
    Surrounded,
    /// It has nothing to eat.
    Hungry,
    /// Its food ends within a day.
    RunsShort,
    /// It stands about without an order.
    Idle,
}

impl Forgotten {
    /// The heading over such formations.
    pub fn words(self) -> &'static str {
        match self {
            Self::Surrounded => "Surrounded",
            Self::Hungry => "Nothing to eat",
            Self::RunsShort => "Food for less than a day",
            Self::Idle => "Nothing to do",
        }
    }
}

/// What may have been forgotten, the worst first. Empty when the turn can end without a word.
pub fn forgotten(told: &Told, resting: &BTreeSet<FormationId>) -> Vec<(Forgotten, FormationId)> {
    let Some(view) = told.planner() else { return Vec::new() };
    let mut found = Vec::new();
    for one in view.own.iter().filter(|one| one.is_alive() && one.posture != Posture::Routed) {
        let ordered = orders_for(told, one.id).next().is_some();
        if one.engaged.is_surrounded() {
            found.push((Forgotten::Surrounded, one.id));
        }
        let fed = sums::store(told, one).is_some() || one.beasts.herd > 0;
        let days = one.rations.tenths_of_days(one.roll.mouths(), &view.rules().supply);
        if one.rations.is_hungry() {
            found.push((Forgotten::Hungry, one.id));
        } else if days < 10 && !fed {
            found.push((Forgotten::RunsShort, one.id));
        }
        let waits = matches!(one.stance, Stance::Ambush { .. } | Stance::Feign { .. });
        let busy = ordered || waits || one.will.is_carried_away() || resting.contains(&one.id);
        if one.intention == Intention::Stay && !busy && view.troop(one).fights {
            found.push((Forgotten::Idle, one.id));
        }
    }
    found.sort_unstable();
    found
}

/// The warning before a turn ends.
pub fn idle(ui: &mut Ui, told: &Told, state: &mut IdleState) -> Vec<Ask> {
    let mut asks = Vec::new();
    if told.planner().is_none() {
        empty(ui, "No turn is planned now.");
        return asks;
    }
    let found = forgotten(told, &state.resting);
    let pass = ui.ctx().cumulative_pass_nr();
    let was_open = std::mem::replace(&mut state.shown, pass).wrapping_add(1) == pass;
    heading(ui, "End the turn?");
    if found.is_empty() {
        empty(ui, "Every formation has something to do, food for a day and a way out.");
    }
    // However many there are and however large the text is, the buttons under them stay in the window.
    let (window, line) = (ui.ctx().viewport_rect().height(), ui.text_style_height(&TextStyle::Body));
    let most = (window * 0.5).min(window - 12.0 * line).max(2.0 * line);
    ScrollArea::vertical().max_height(most).show(ui, |ui| list(ui, told, &found, &mut asks));
    ui.add_space(2.0 * super::parts::GRID);
    prose(ui, FOR_GOOD);
    let struck = ui.input(|input| struck_anew(input, told));
    flow(ui, |ui| {
        let hint = told.keys.hint(Action::EndTurn);
        let words = format!("End the turn   {hint}");
        if flow_button(ui, words.trim_end(), "", true).clicked() || struck && was_open {
            asks.push(Ask::EndTurn);
        }
        let hint = told.keys.hint(Action::Close);
        if flow_button(ui, "Back to the plan", &hint, false).clicked() {
            asks.push(Ask::ClosePage);
        }
    });
    theme::tick_box(ui, &mut state.never_again, small("Do not warn me again"));
    prose(ui, small("The settings bring the warning back."));
    asks
}

/// True when the chord that ends turns was struck in this pass; a key held down strikes only once.
fn struck_anew(input: &InputState, told: &Told) -> bool {
    let repeats = |event: &Event| matches!(event, Event::Key { pressed: true, repeat: true, .. });
    told.keys.pressed(input, Action::EndTurn) && !input.events.iter().any(repeats)
}

/// The forgotten, under a heading each.
fn list(ui: &mut Ui, told: &Told, found: &[(Forgotten, FormationId)], asks: &mut Vec<Ask>) {
    let mut last = None;
    for (what, id) in found {
        if last != Some(what) {
            section(ui, what.words());
            last = Some(what);
        }
        let Some(one) = told.fact(*id) else { continue };
        let more = match what {
            Forgotten::Surrounded => "no way out".to_owned(),
            Forgotten::Hungry => format!("for {}", span(one.rations.hungry_hours() * 60)),
            Forgotten::RunsShort => sums::food(told, one).value,
            Forgotten::Idle => one.posture.words().to_owned(),
        };
        let text = format!("{} · {more} · {}", told.body_name(*id), told.where_is(one.place.hex()));
        if link_line(ui, text, "Show it").clicked() {
            asks.extend([Ask::ClosePage, Ask::Select(*id), Ask::Look(one.place.hex())]);
        }
    }
}
