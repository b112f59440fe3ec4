//! Several chosen formations: what they are together, and orders for all of them.

use bevy_egui::egui::Ui;

use super::commands;
use super::force::ForceState;
use super::parts::{heading, link_line, men, prose, row, section, small, tenths};
use super::{Told, sums};
use crate::gui::ask::Ask;
use crate::report::names::number;
use crate::sim::id::FormationId;
use crate::snapshot::FormationState;

/// The card of several chosen formations.
pub fn card(ui: &mut Ui, told: &Told, chosen: &[FormationId], state: &mut ForceState) -> Vec<Ask> {
    let mut asks = Vec::new();
    let own: Vec<&FormationState> =
        chosen.iter().filter_map(|id| told.fact(*id)).filter(|one| one.is_alive()).collect();
    heading(ui, format!("{} chosen", number(chosen.len() as i64)));
    let others = chosen.len() - own.len();
    if others > 0 {
        prose(ui, small(format!("{} of them not ours, or no more.", number(others as i64))));
    }
    section(ui, "Together");
    let under_arms: u32 = own.iter().map(|one| one.roll.under_arms()).sum();
    let mouths: u32 = own.iter().map(|one| one.roll.mouths()).sum();
    let tells: Vec<String> = own
        .iter()
        .map(|one| format!("{:>7}  {}", number(one.roll.under_arms()), told.body_name(one.id)))
        .collect();
    row(ui, "men under arms", &number(under_arms), &tells.join("\n"));
    if mouths > under_arms {
        row(ui, "with them, unable to fight", &number(mouths - under_arms), "");
    }
    let rules = &told.setting().rules.supply;
    let least = own.iter().min_by_key(|one| one.rations.tenths_of_days(one.roll.mouths(), rules));
    if let Some(least) = least {
        let days = least.rations.tenths_of_days(least.roll.mouths(), rules);
        let tells = format!("{}\n{}", told.body_name(least.id), sums::food(told, least).tells);
        row(ui, "least food", &format!("{} days", tenths(days)), &tells);
    }
    let tired = own.iter().max_by_key(|one| one.fatigue.permille());
    if let Some(tired) = tired {
        let sum = sums::weariness(told, tired);
        row(ui, "most weary", &sum.value, &format!("{}\n{}", told.body_name(tired.id), sum.tells));
    }
    let shaken = own.iter().min_by_key(|one| one.cohesion.permille());
    if let Some(shaken) = shaken {
        let sum = sums::order(told, shaken);
        row(ui, "least order", &sum.value, &format!("{}\n{}", told.body_name(shaken.id), sum.tells));
    }
    section(ui, "Who");
    for id in chosen {
        let count = match (told.fact(*id), told.body(*id)) {
            (Some(one), _) => men(one.roll.under_arms()),
            (None, Some(body)) => super::parts::about(body.men),
            (None, None) => continue,
        };
        let text = format!("{} · {count}", told.body_name(*id));
        if link_line(ui, text, "Choose this one alone").clicked() {
            asks.push(Ask::Select(*id));
        }
    }
    if told.planner().is_some() && !own.is_empty() {
        asks.extend(commands::show(ui, told, &own, &mut state.command));
    }
    asks
}
