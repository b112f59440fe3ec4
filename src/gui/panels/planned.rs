//! The orders of this turn, in the order given. A click looks there; each can be taken back to.

use bevy_egui::egui::{RichText, Ui};

use super::parts::{empty, flow, flow_button, heading, link_line, order_button, prose, row, small};
use super::{Told, sums, words};
use crate::gui::ask::Ask;
use crate::gui::keys::Action;
use crate::orders::Order;
use crate::report::names::number;

/// What the list of orders remembers.
#[derive(Debug, Clone, Default)]
pub struct PlannedState {
    /// How many orders that were taken back can be given again; the table sets it.
    pub redo: usize,
    /// Why a button did nothing.
    refused: Option<String>,
}

/// The orders of this turn.
pub fn planned(ui: &mut Ui, told: &Told, state: &mut PlannedState) -> Vec<Ask> {
    let mut asks = Vec::new();
    let count = told.orders.len();
    heading(ui, if told.planner().is_some() { "Orders of this turn" } else { "Orders given" });
    if told.planner().is_some() {
        flow(ui, |ui| {
            let keys = told.keys;
            let none = |some: bool, why: &'static str| (!some).then_some(why);
            let mut refused = None;
            let undo =
                ("Take back", keys.hint(Action::Undo), none(count > 0, "no order was given this turn"));
            let redo =
                ("Give again", keys.hint(Action::Redo), none(state.redo > 0, "nothing was taken back"));
            let all = (
                "Take all back",
                keys.hint(Action::UndoAll),
                none(count > 0, "no order was given this turn"),
            );
            let does = "Nothing has moved yet: an order taken back leaves no trace.";
            for ((name, hint, why_not), ask) in [(undo, Ask::Undo), (redo, Ask::Redo), (all, Ask::UndoTo(0))]
            {
                if order_button(ui, (name, &hint, false), does, why_not, &mut refused) {
                    asks.push(ask);
                }
            }
            if refused.is_some() || !asks.is_empty() {
                state.refused = refused;
            }
        });
        if let Some(why) = &state.refused {
            prose(ui, small(why));
        }
    }
    if count == 0 {
        let text = if told.planner().is_some() {
            "No order was given this turn. Choose a formation, then click a hex with the right button to march there."
        } else {
            "No orders were given in this turn."
        };
        empty(ui, text);
    }
    for (index, directive) in told.orders.iter().enumerate() {
        asks.extend(line(ui, told, index, &directive.order, &directive.why));
    }
    asks
}

fn line(ui: &mut Ui, told: &Told, index: usize, order: &Order, why: &str) -> Vec<Ask> {
    let mut asks = Vec::new();
    let id = order.formation();
    let text =
        format!("{}. {}: {}", number(index as i64 + 1), told.body_name(id), words::order_words(told, order));
    if link_line(ui, text, "Choose it and look where the order leads").clicked() {
        asks.push(Ask::Select(id));
        let here = told.fact(id).map(|one| one.place.hex());
        asks.extend(words::order_goal(told, order).or(here).map(Ask::Look));
    }
    if let (Order::March(march), Some(one)) = (order, told.fact(id)) {
        let (value, tells) = sums::arrival(told, one, &march.path, march.pace);
        row(ui, "   there", &value, &tells);
    }
    if !why.is_empty() {
        prose(ui, small(format!("Why? {why}")));
    }
    let Some(view) = told.planner() else { return asks };
    // What was possible when it was given is asked again: what is known may have changed since.
    if let Err(refusal) = order.check(view) {
        prose(ui, RichText::new(format!("No longer possible: {refusal}.")).color(ui.visuals().warn_fg_color));
    }
    flow(ui, |ui| {
        let later = told.orders.len() - index;
        let words = if later == 1 {
            "Take it back".to_owned()
        } else {
            format!("Take back the last {}", number(later as i64))
        };
        if flow_button(ui, &words, "", false).clicked() {
            asks.push(Ask::UndoTo(index));
        }
    });
    asks
}
