//! What is believed of an enemy: an estimate, how it was come by, how old it is, which way he goes. No facts.

use bevy_egui::egui::{RichText, Ui};

use super::Told;
use super::parts::{
    about, empty, flow, flow_button, heading, link_line, percent, prose, row, section, small, span, swatch,
};
use super::words;
use crate::gui::ask::{Ask, Tool};
use crate::gui::keys::Action;
use crate::gui::scene::{Body, Rumor};
use crate::report::names::number;

/// Reports older than this are doubtful, minutes.
pub const STALE_MIN: u32 = 60;

/// The card of a body whose facts the viewer does not know.
pub fn card(ui: &mut Ui, told: &Told, body: &Body) -> Vec<Ask> {
    let mut asks = Vec::new();
    ui.horizontal(|ui| {
        swatch(ui, told.setting(), body.side);
        heading(ui, told.name(&body.name));
    });
    prose(ui, small(format!("{} · {}", told.side_name(body.side), body.posture.words())));
    if link_line(ui, told.where_is(body.at), "Look there").clicked() {
        asks.push(Ask::Look(body.at));
    }
    let Some(rumor) = body.rumor else {
        row(ui, "men", &number(body.men), "");
        return asks;
    };
    believed(ui, told, body, rumor);
    if told.planner().is_some() {
        section(ui, "Orders");
        empty(ui, "Choose one of your own formations, then take one of these and click here.");
        flow(ui, |ui| {
            let hint = told.keys.hint(Action::Attack);
            if flow_button(ui, "Attack", &hint, false).clicked() {
                asks.push(Ask::Tool(Tool::Attack));
            }
            let hint = told.keys.hint(Action::Scouts);
            if flow_button(ui, "Send scouts", &hint, false).clicked() {
                asks.push(Ask::Tool(Tool::Scouts));
            }
        });
    }
    asks
}

fn believed(ui: &mut Ui, told: &Told, body: &Body, rumor: Rumor) {
    let rules = &told.setting().rules;
    section(ui, "What is believed");
    let (error, certainty) = words::error_of(rumor.source, rules);
    let tells = format!(
        "An estimate, {}. Such estimates are off by {} {certainty}.",
        words::source(rumor.source),
        percent(u32::from(error))
    );
    row(ui, "men", &about(body.men), &tells);
    row(ui, "how it is known", words::source(rumor.source), "");
    let seen = told.scene.clock.minute.saturating_sub(rumor.age_min);
    let forgotten = rules.sighting.forget_min.saturating_sub(rumor.age_min);
    let tells = format!(
        "He was there {}. Without news this report is forgotten in {}.",
        told.moment(seen),
        span(forgotten)
    );
    let age = if rumor.age_min == 0 { "now".to_owned() } else { format!("{} old", span(rumor.age_min)) };
    row(ui, "report", &age, &tells);
    match rumor.came_from {
        Some(from) if from != body.at => {
            row(
                ui,
                "goes",
                words::way(from, body.at),
                "From where he was seen before to where he was seen last.",
            );
        }
        _ => {
            row(ui, "goes", "was not seen to move", "");
        }
    }
    if rumor.age_min > STALE_MIN {
        let text = format!(
            "This is {} old. By now he may be elsewhere, be more or fewer, or stand otherwise.",
            span(rumor.age_min)
        );
        prose(ui, RichText::new(text).color(ui.visuals().warn_fg_color));
    }
}
