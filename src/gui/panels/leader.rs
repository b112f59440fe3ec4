//! Who leads a formation: rank, skill, temper, and what each does in numbers.

use bevy_egui::egui::Ui;

use super::Told;
use super::parts::{self, percent, prose, row, small, strong};
use super::words;
use crate::report::words::fate_words;
use crate::sim::event::CommanderFate;
use crate::sim::id::CommanderId;
use crate::snapshot::FormationState;

/// The commander of a formation, and who else rides with it.
pub fn section(ui: &mut Ui, told: &Told, one: &FormationState) {
    parts::section(ui, "Commander");
    let Some(id) = one.led.0 else {
        let ability = told.setting().rules.morale.leaderless_ability;
        prose(ui, "Its own officers lead it.");
        prose(
            ui,
            small(format!("In a fight as a man of ability 5 would; rallying as under one of {ability}.")),
        );
        others(ui, told, one, None);
        return;
    };
    let setting = told.setting();
    let rules = &setting.rules;
    let info = setting.register.commander(id);
    let fate = told.commander(id).map_or(CommanderFate::Fit, |commander| commander.fate);
    let sign = info.name.hanzi.chars().next().or_else(|| info.name.latin.chars().next()).unwrap_or('?');
    ui.horizontal(|ui| {
        parts::seal(ui, setting, one.side.0, sign);
        ui.vertical(|ui| {
            prose(ui, strong(told.name(&info.name)));
            let obeys = info.superior.and_then(|above| setting.register.commanders.get(above.index()));
            let obeys = obeys.map_or_else(
                || "obeys nobody here".to_owned(),
                |above| format!("obeys {}", told.name(&above.name)),
            );
            prose(ui, small(obeys));
        });
    });
    if fate != CommanderFate::Fit {
        prose(ui, strong(super::force::capital(fate_words(fate)) + "."));
    }
    let takes_over = format!(
        "When a commander falls, the highest in rank of our side within {} km takes over.",
        rules.command.successor_m / 1000
    );
    row(ui, "rank", &format!("{} of 5", info.rank), &takes_over);
    let points = i32::from(info.ability) - 5;
    let whole = points * i32::from(rules.command.ability_permille);
    let now = if fate == CommanderFate::Wounded { whole / 2 } else { whole };
    let sign = if now < 0 { "−" } else { "+" };
    let tells = format!(
        "({} − 5) × {} = {}{} in a fight{}.",
        info.ability,
        percent(u32::from(rules.command.ability_permille)),
        sign,
        percent(now.unsigned_abs()),
        if fate == CommanderFate::Wounded { ", halved because he is wounded" } else { "" }
    );
    let value = format!("{} of 9 ({sign}{})", info.ability, percent(now.unsigned_abs()));
    row(ui, "ability", &value, &tells);
    row(ui, "temper", info.temperament.words(), "");
    for (what, how_much, tells) in words::temperament(info.temperament, rules) {
        row(ui, &format!("  {what}"), &how_much, &tells);
    }
    if info.fights {
        let hit = u32::from(rules.command.hit_permille_h);
        let tells = format!(
            "{} of those hit die; men farther back are hit a third as often.",
            percent(u32::from(rules.command.killed_permille))
        );
        row(ui, "  fights in front", &format!("hit {} an hour", percent(hit)), &tells);
    }
    others(ui, told, one, Some(id));
}

/// Commanders who ride with a formation without leading it.
fn others(ui: &mut Ui, told: &Told, one: &FormationState, leader: Option<CommanderId>) {
    let with = told.staff().iter().filter(|man| man.with == one.id && Some(man.id) != leader && man.leads());
    let names: Vec<String> =
        with.map(|man| told.name(&told.setting().register.commander(man.id).name)).collect();
    if !names.is_empty() {
        prose(ui, small(format!("With it: {}.", names.join(", "))));
    }
}
