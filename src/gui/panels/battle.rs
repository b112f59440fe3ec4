//! One battle: who, where, at what odds, what it cost in the line and in flight, why it broke. And the list of them.

use bevy_egui::egui::Ui;

use super::Told;
use super::parts::{empty, flow, flow_button, heading, link_line, prose, row, row_in, section, small, span};
use crate::gui::ask::Ask;
use crate::report::battles::{Battle, Part};
use crate::report::names::number;
use crate::report::words::fate_words;

/// What the battle report remembers.
#[derive(Debug, Clone, Copy, Default)]
pub struct BattleState {
    /// Which battle shows, by its place in the list; the list itself when none.
    pub shown: Option<usize>,
}

/// The battles as the viewer knows them: of a side's, its own part alone.
pub(super) fn known_battles(told: &Told) -> Vec<Battle> {
    let known = told.battles.iter().filter_map(|battle| match told.scene.viewer {
        Some(side) => battle.known_to(side),
        None => Some(battle.clone()),
    });
    known.collect()
}

/// The battles, or one of them.
pub fn battle(ui: &mut Ui, told: &Told, state: &mut BattleState) -> Vec<Ask> {
    let battles = known_battles(told);
    match state.shown.and_then(|index| battles.get(index)) {
        Some(one) => {
            let mut asks = Vec::new();
            flow(ui, |ui| {
                if flow_button(ui, "All battles", "", false).clicked() {
                    state.shown = None;
                }
                if flow_button(ui, "Copy", "", false).clicked() {
                    asks.push(Ask::Copy(text(told, one)));
                }
            });
            asks.extend(page(ui, told, one));
            asks
        }
        None => list(ui, told, &battles, state),
    }
}

fn list(ui: &mut Ui, told: &Told, battles: &[Battle], state: &mut BattleState) -> Vec<Ask> {
    if battles.is_empty() {
        empty(ui, "Nobody has come to blows yet. When they do, each battle has its page here.");
    }
    let mut asks = Vec::new();
    for (index, one) in battles.iter().enumerate() {
        let lost: Vec<String> = one
            .parts
            .iter()
            .map(|part| format!("{} lost {}", told.side_name(part.side), number(part.toll.lost())))
            .collect();
        let place = super::force::capital(&told.where_is(one.at));
        let text = format!("{place}, {}: {}", told.moment(one.minutes.0), lost.join(", "));
        if link_line(ui, text, "Open its page and look there").clicked() {
            state.shown = Some(index);
            asks.push(Ask::Look(one.at));
        }
    }
    asks
}

fn page(ui: &mut Ui, told: &Told, one: &Battle) -> Vec<Ask> {
    let mut asks = Vec::new();
    heading(ui, format!("Battle {}", told.where_is(one.at)));
    let (from, to) = one.minutes;
    let when = format!("{}, {} long", told.moment(from), span(to.saturating_sub(from).max(1)));
    if link_line(ui, when, "Go there").clicked() {
        if told.replaying {
            asks.push(Ask::Seek(one.from));
        }
        asks.push(Ask::Look(one.at));
    }
    for part in &one.parts {
        asks.extend(side(ui, told, part));
    }
    if told.scene.viewer.is_some() {
        prose(ui, small("What it cost them is not known to us."));
    }
    asks
}

fn side(ui: &mut Ui, told: &Told, part: &Part) -> Vec<Ask> {
    let mut asks = Vec::new();
    let toll = &part.toll;
    section(ui, &format!("{}: {} men", told.side_name(part.side), number(part.men)));
    let whole = |men: f64| number(men.round() as i64);
    let odds = "Losses that the first blows promised in an hour, without fortune and chance: the odds as they stood.";
    row(ui, "promised in the first hour", &whole(part.first_hour), odds);
    let tells = format!(
        "{} dead + {} wounded + {} taken = {} in the line. Without fortune and chance it would have been {}.",
        number(toll.dead),
        number(toll.wounded),
        number(toll.taken),
        number(toll.in_line()),
        whole(toll.expected)
    );
    row(ui, "lost in the line", &number(toll.in_line()), &tells);
    row(ui, "  expected in the line", &whole(toll.expected), &tells);
    for (men, what) in [(toll.dead, "  dead"), (toll.wounded, "  wounded"), (toll.taken, "  taken")] {
        if men > 0 {
            row(ui, what, &number(men), "");
        }
    }
    let flight = toll.flight + toll.scattered + toll.captured;
    if flight > 0 {
        let tells = format!(
            "{} cut down + {} scattered + {} taken = {}.",
            number(toll.flight),
            number(toll.scattered),
            number(toll.captured),
            number(flight)
        );
        row(ui, "lost in flight", &number(flight), &tells);
        let phases =
            [(toll.flight, "  cut down"), (toll.scattered, "  scattered"), (toll.captured, "  captured")];
        for (men, what) in phases.into_iter().filter(|(men, _)| *men > 0) {
            row(ui, what, &number(men), "");
        }
    }
    let tells =
        "All who are lost to the campaign: the dead, the scattered and the prisoners; the wounded stay.";
    let color = ui.visuals().strong_text_color();
    row_in(ui, "lost for good", &number(toll.lost()), tells, color);
    for (id, moment, why) in &part.broke {
        let text = format!("{} broke: {why}.", told.body_name(*id));
        if link_line(ui, text, "Choose it").clicked() {
            if told.replaying {
                asks.push(Ask::Seek(*moment));
            }
            asks.push(Ask::Select(*id));
        }
    }
    for (id, fate) in &part.fallen {
        let info = told.setting().register.commander(*id);
        prose(ui, format!("{} {}.", told.name(&info.name), fate_words(*fate)));
    }
    prose(ui, small("Formations"));
    for id in &part.formations {
        if link_line(ui, told.body_name(*id), "Choose it").clicked() {
            asks.push(Ask::Select(*id));
        }
    }
    asks
}

/// The report of a battle as text.
fn text(told: &Told, one: &Battle) -> String {
    one.lines(told.setting(), &told.scene.clock).join("\n") + "\n"
}
