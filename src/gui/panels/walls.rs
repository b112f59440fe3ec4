//! Walls: what is left of them, the clock of a siege, and what may be built against them.

use bevy_egui::egui::Ui;

use super::Told;
use super::commands::Desk;
use super::parts::{flow, men, percent, prose, row, row_in, section, small, span, strong};
use crate::orders::{Order, Summon, Work};
use crate::report::names::number;
use crate::sim::hex::SIDE_NAMES;
use crate::sim::id::PlaceId;
use crate::sim::intent::{Intention, Task};
use crate::sim::siege::{Terms, Ward};
use crate::snapshot::FormationState;

/// A chance in a day of so many per 10,000, as a player reads it.
fn chance(per_10000: u16) -> String {
    match per_10000 {
        0 => "none".to_owned(),
        few if few < 100 => format!("0.{} %", few / 10),
        many => format!("{} %", many / 100),
    }
}

/// The walls of a place and how a siege of it stands, as far as its viewer knows.
pub(super) fn walls(ui: &mut Ui, told: &Told, id: PlaceId) {
    let Some(walls) = told.setting().register.place(id).walls else { return };
    let ward =
        told.truth().and_then(|truth| truth.wards.get(id)).or_else(|| told.seat()?.wards.get(id.index()));
    section(ui, "Walls");
    let moat = if walls.moat_m > 0 { format!(", moat {} m", walls.moat_m) } else { String::new() };
    let built = format!("{} m high, {} m thick{moat}", walls.height_m, walls.thick_m);
    let rules = &told.setting().rules.siege;
    let tells = format!(
        "{} m around, with room for {} behind it. Without ladders, a breach or an open gate nobody comes to blows over it.",
        number(walls.round_m),
        men(rules.room(&walls))
    );
    row(ui, "built", &built, &tells);
    let Some(ward) = ward else { return };
    row(
        ui,
        "condition",
        &condition(ward),
        "What is left of each side. Below three fifths it can be climbed over the rubble.",
    );
    if ward.is_open(told.scene.clock.minute) {
        prose(ui, strong("A gate stands open."));
    }
    if let Some(since) = ward.since() {
        let days = span(told.scene.clock.minute.saturating_sub(since));
        let ring = if ward.is_closed() { "nobody comes in or goes out" } else { "there is a way in and out" };
        row(
            ui,
            "besieged",
            &format!("for {days}, {ring}"),
            "Men who go out must find a side that no enemy holds or stands beside.",
        );
    }
    if let Some(summons) = ward.summoned() {
        let words = format!("by {}, for {}", told.side_name(summons.by), summons.terms.words());
        row(ui, "summoned", &words, "Those inside weigh it every day.");
    }
    let known =
        told.truth().is_some() || told.seat().is_some_and(|view| view.owners[id.index()] == Some(view.side));
    if known && walls.people > 0 {
        let starved =
            if ward.starved() > 0 { format!(", {} starved", number(ward.starved())) } else { String::new() };
        let tells = "They eat from the store while the place is besieged, and mend the walls.";
        row(ui, "people", &format!("{}{starved}", number(ward.people())), tells);
    }
    if let Some(wells) = walls.wells {
        row(ui, "wells", &format!("for {}", men(wells)), "What there is to drink once the ring is closed.");
    }
    clock(ui, told, id);
}

/// What is left of the sides of a wall.
fn condition(ward: &Ward) -> String {
    let hurt: Vec<String> = (0..6)
        .filter(|side| ward.sound(*side) < 1000)
        .map(|side| format!("{} {}", SIDE_NAMES[side], percent(u32::from(ward.sound(side)))))
        .collect();
    if hurt.is_empty() { "whole on all sides".to_owned() } else { hurt.join(", ") }
}

/// What may happen in a day inside a besieged place of the viewer's own.
fn clock(ui: &mut Ui, told: &Told, id: PlaceId) {
    let Some((outlook, hazards)) = told.seat().and_then(|view| view.siege(id)) else { return };
    let warn = ui.visuals().warn_fg_color;
    let food = format!("for {}", span(outlook.food_days * 1440));
    row(ui, "food inside", &food, "Store and bags, for garrison and people.");
    let [hunger, thirst, walls, odds] = hazards.parts.map(chance);
    let tells = format!(
        "In a day, if it is summoned: hunger {hunger}, thirst {thirst}, walls {walls}, odds {odds}.{}",
        if outlook.relief { " Relief is near, and that gives heart." } else { "" }
    );
    let yields = chance(hazards.yields);
    if hazards.yields >= 100 {
        row_in(ui, "yields", &yields, &tells, warn);
    } else {
        row(ui, "yields", &yields, &tells);
    }
    row(ui, "treason", &chance(hazards.betrayal), "Chance in a day that somebody opens a gate.");
}

/// What a formation has with it against walls.
pub(super) fn park(ui: &mut Ui, one: &FormationState) {
    if one.park.is_nothing() {
        return;
    }
    let some = |count: u32, words: &str| (count > 0).then(|| format!("{} {words}", number(count)));
    let parts = [
        some(one.park.ladders, "ladders"),
        some(one.park.engines, "engines"),
        some(one.park.craftsmen, "craftsmen"),
    ];
    let words: Vec<String> = parts.into_iter().flatten().collect();
    row(
        ui,
        "against walls",
        &words.join(", "),
        "Left behind in flight. Engines throw by day at the wall beside which it stands.",
    );
}

/// Building against walls and summoning, for those who can or who stand beside one.
pub(super) fn besieging(ui: &mut Ui, desk: &mut Desk) {
    let beside =
        desk.own.iter().find_map(|one| desk.view.wall_beside(one.place.hex())).map(|(place, _)| place);
    let near = |one: &&FormationState| {
        let hostile = |(index, place): (usize, &crate::sim::register::PlaceInfo)| {
            place.walls.is_some()
                && desk.view.owners[index].is_some_and(|owner| owner != desk.view.side)
                && place.at.unsigned_distance_to(one.place.hex()) <= 3
        };
        desk.view.places().iter().enumerate().any(hostile)
    };
    if beside.is_none() && !desk.own.iter().any(near) {
        return;
    }
    let rules = &desk.told.setting().rules.siege;
    prose(ui, small("Against walls"));
    flow(ui, |ui| {
        for task in Task::ALL {
            let does = match task {
                Task::Ladders => format!(
                    "{} days of one man each, and more the further the timber; one for every forty men.",
                    rules.ladder_days
                ),
                Task::Engines => format!(
                    "{} days of one man each; only craftsmen and {} helpers beside each can do it.",
                    rules.engine_days, rules.helpers
                ),
                Task::Mine => format!(
                    "{} men dig for about {} days. Those inside hear it in {} of all cases.",
                    rules.mine_men,
                    rules.mine_days / rules.mine_men.max(1),
                    percent(u32::from(rules.mine_heard))
                ),
            };
            let at_it = |one: &&FormationState| matches!(one.intention, Intention::Work { task: now, .. } if now == task);
            let is_on = desk.own.iter().all(at_it);
            desk.order(ui, (&super::force::capital(task.words()), None, is_on), &does, |one| {
                Order::Work(Work { formation: one.id, task })
            });
        }
        let Some(place) = beside else { return };
        for terms in [Terms::FreePassage, Terms::Captivity] {
            let does = match terms {
                Terms::FreePassage => {
                    "The garrison may go home with its arms. Those inside weigh it every day."
                }
                Terms::Captivity => {
                    "The garrison keeps its lives and is led off. It is accepted half as readily."
                }
            };
            let is_on =
                desk.view.wards[place.index()].summoned().is_some_and(|summons| summons.terms == terms);
            let name = format!("Offer {}", terms.words());
            desk.order(ui, (&name, None, is_on), does, |one| {
                Order::Summon(Summon { formation: one.id, place, terms })
            });
        }
    });
}
