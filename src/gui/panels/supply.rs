//! Supply: what became of the grain, where it lies and who eats there, who carries it, and who goes hungry and why.

use bevy_egui::egui::Ui;

use super::Told;
use super::parts::{empty, flow, flow_button, link_line, prose, row, section, small, span, strong};
use crate::gui::ask::{Ask, Page};
use crate::report::hunger::{Hungry, hungry};
use crate::report::ledger::{grain, own_grain};
use crate::report::names::{list, number};
use crate::report::tables::{CASH, GRAIN, HUNGRY_DAYS};
use crate::seat::View;
use crate::sim::clock::DAY;
use crate::sim::hex::Hex;
use crate::sim::id::{FormationId, SideId};
use crate::sim::intent::Intention;
use crate::sim::market::Cash;
use crate::sim::supply::{Grain, Haul};
use crate::snapshot::FormationState;

/// What the page of supply remembers.
#[derive(Debug, Clone, Default)]
pub struct SupplyState {
    /// What takes a search of ways, worked out once for what a side knows.
    found: Option<((usize, u32), Found)>,
}

#[derive(Debug, Clone)]
struct Found {
    hungry: Vec<Hungry>,
    carried: Vec<(String, FormationId, Hex)>,
}

/// Grain of every side that the viewer knows.
pub fn supply(ui: &mut Ui, told: &Told, state: &mut SupplyState) -> Vec<Ask> {
    let mut asks = Vec::new();
    let sides: Vec<SideId> = told.setting().register.side_ids().filter(|side| told.knows(*side)).collect();
    if told.facts().is_empty() {
        empty(ui, "No army is known. Look through a side's eyes, or at the truth of a recorded war.");
        return asks;
    }
    flow(ui, |ui| {
        if flow_button(ui, "Statistics", "", false).clicked() {
            asks.push(Ask::Page(Page::Statistics));
        }
    });
    for side in sides {
        let account = match (told.truth(), told.seat()) {
            (Some(truth), _) => grain(told.setting(), truth, side),
            (None, Some(view)) => own_grain(view, told.setting()),
            (None, None) => continue,
        };
        section(ui, &format!("{}: grain", told.side_name(side)));
        balance(ui, told, side, &account);
        let own = told.facts().iter().filter(|one| one.side.0 == side);
        let cash = Cash::of(own.map(|one| one.purse));
        if cash != Cash::default() {
            section(ui, "Cash");
            let tells = [
                "With its men when the war began.",
                "From enemies who fell or ran.",
                "For grain.",
                "With men who fell or ran.",
                "With its men. The first two come to what the others do.",
            ];
            for ((heading, of), tells) in CASH.into_iter().zip(tells) {
                row(ui, heading, &format!("{} strings", number(of(&cash))), tells);
            }
        }
        section(ui, "Stores");
        stores(ui, told, side, &mut asks);
    }
    let Some(view) = told.seat() else {
        prose(ui, small("Who goes hungry, and why, each side knows of its own: look through its eyes."));
        return asks;
    };
    let key = (std::ptr::from_ref(view) as usize, view.clock.minute);
    if state.found.as_ref().is_none_or(|(known, _)| *known != key) {
        let found = Found { hungry: hungry(view, told.setting(), HUNGRY_DAYS), carried: carried(told, view) };
        state.found = Some((key, found));
    }
    let Some((_, found)) = &state.found else { return asks };
    section(ui, "Carried from place to place");
    if found.carried.is_empty() {
        prose(ui, small("Nobody carries grain between two places. Choose bearers, and then both places."));
    }
    for (text, id, at) in &found.carried {
        if link_line(ui, text, "Show it").clicked() {
            asks.extend([Ask::Select(*id), Ask::Look(*at)]);
        }
    }
    section(ui, &format!("Hungry now or within {HUNGRY_DAYS} days"));
    if found.hungry.is_empty() {
        prose(ui, small("Nobody."));
    }
    for one in &found.hungry {
        let names: Vec<String> = one.who.iter().map(|id| told.body_name(*id)).collect();
        let (names, mouths) = (list(&names, 2), number(one.mouths));
        let text = format!("{names} · {mouths} men · {}", told.where_is(one.at));
        if link_line(ui, text, "Show them").clicked() {
            asks.extend([Ask::SelectAll(one.who.clone()), Ask::Look(one.at)]);
        }
        prose(ui, if one.plight.hungry_h > 0 { strong(&one.words) } else { small(&one.words) });
    }
    asks
}

/// The account: what was there and came to it, and where it went.
fn balance(ui: &mut Ui, told: &Told, side: SideId, account: &Grain) {
    let tells = [
        "With its men and in its places when the war began.",
        "In barns of the country, by men told to look for food.",
        "Of the people of places, for cash.",
        "In places and caches that it took from others.",
        "By men and beasts.",
        "In its places and caches, by its own men, so that nobody else has it.",
        "With men who fell or ran, and in places and caches that it lost.",
        "With its men, in its places and in its caches. The first four come to what the others do.",
    ];
    for ((heading, of), tells) in GRAIN.into_iter().zip(tells) {
        row(ui, heading, &format!("{} sheng", number(of(account))), tells);
    }
    let rules = &told.setting().rules.supply;
    let own = told.facts().iter().filter(|one| one.side.0 == side && one.is_alive());
    let daily: u64 = own.map(|one| one.rations.daily(one.roll.mouths(), rules)).sum();
    row(
        ui,
        "eaten in a day",
        &format!("{} sheng", number(daily as i64)),
        "As food is dealt out now, where there is any.",
    );
}

/// Places and caches of a side with grain, the fullest first, and how long it lasts those who stand there.
fn stores(ui: &mut Ui, told: &Told, side: SideId, asks: &mut Vec<Ask>) {
    let rules = &told.setting().rules.supply;
    let mut held: Vec<_> = (told.scene.places.iter())
        .filter(|held| held.owner == Some(side))
        .filter_map(|held| Some((held.grain.filter(|grain| *grain > 0)?, held.id)))
        .collect();
    held.sort_by_key(|(grain, id)| (std::cmp::Reverse(*grain), *id));
    let caches: Vec<_> = told.scene.caches.iter().filter(|cache| cache.side == side).collect();
    if held.is_empty() && caches.is_empty() {
        prose(ui, small("None of its places holds grain."));
    }
    for (grain, id) in held {
        let place = told.setting().register.place(id);
        let here = told
            .facts()
            .iter()
            .filter(|one| one.side.0 == side && one.is_alive() && one.place.hex() == place.at);
        let (mouths, daily) = here.fold((0, 0), |(mouths, daily), one| {
            (mouths + one.roll.mouths(), daily + one.rations.daily(one.roll.mouths(), rules))
        });
        let lasts = match (u64::from(grain) * u64::from(DAY)).checked_div(daily) {
            None => "nobody eats there".to_owned(),
            Some(minutes) => {
                let days = minutes / u64::from(DAY);
                format!("{} mouths for {} days", number(mouths), number(days as i64))
            }
        };
        let text = format!("{} · {} sheng · {lasts}", told.name(&place.name), number(grain));
        if link_line(ui, text, "Show it").clicked() {
            asks.push(Ask::Look(place.at));
        }
    }
    for cache in caches {
        let how = if cache.buried { "buried" } else { "a cache in the open" };
        let text = format!("{} · {} sheng, {how}", told.where_is(cache.at), number(cache.sheng));
        if link_line(ui, text, "Show it").clicked() {
            asks.push(Ask::Look(cache.at));
        }
    }
}

/// Bearers who go to and fro, each with what it comes to.
fn carried(told: &Told, view: &View) -> Vec<(String, FormationId, Hex)> {
    let hex = |id| told.setting().register.place(id).at;
    let name = |id| told.name(&told.setting().register.place(id).name);
    let line = |one: &FormationState| {
        let Haul::Between { from, to } = one.haul else { return None };
        let run = view.haul(one, hex(from), hex(to)).map_or_else(
            || "no way leads there".to_owned(),
            |run| {
                let days = span(run.days * DAY);
                format!("{days} there, {} sheng a day in the long run", number(run.daily() as i64))
            },
        );
        let now = match &one.intention {
            Intention::March { path, .. } if path.last() == Some(&hex(to)) => "on their way there",
            Intention::March { .. } => "on their way back",
            _ if one.place.hex() == hex(from) => "loading",
            _ if one.place.hex() == hex(to) => "unloading",
            _ => "stopped",
        };
        let text = format!("{}: {} to {} · {run} · {now}", told.body_name(one.id), name(from), name(to));
        Some((text, one.id, one.place.hex()))
    };
    view.own.iter().filter(|one| one.is_alive()).filter_map(line).collect()
}
