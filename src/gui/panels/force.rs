//! The chosen formation: who it is, how it stands, what it does and what it may be told to do.

use bevy_egui::egui::Ui;

use super::commands::{self, CommandState};
use super::parts::{
    self, GRID, bar, empty, flow, flow_button, heading, link_line, prose, row, row_in, section, small,
};
use super::{Told, enemy, leader, many, sums, words};
use crate::gui::ask::{Ask, Page};
use crate::gui::palette;
use crate::gui::scene::Arm;
use crate::orders::Order;
use crate::report::names::number;
use crate::report::plight::plight;
use crate::report::survey;
use crate::sim::army::Fate;
use crate::sim::command::Will;
use crate::sim::id::FormationId;
use crate::sim::intent::Intention;
use crate::sim::supply;
use crate::snapshot::FormationState;

/// What the force card remembers.
#[derive(Debug, Clone, Default)]
pub struct ForceState {
    /// What its orders remember.
    pub command: CommandState,
    /// Why it is hungry, in words, worked out once a turn for whoever is chosen.
    plight: Option<((usize, u32, FormationId), String)>,
}

/// The chosen formation, formations or enemy.
pub fn force(ui: &mut Ui, told: &Told, state: &mut ForceState) -> Vec<Ask> {
    let exists = |id: &&FormationId| told.fact(**id).is_some() || told.body(**id).is_some();
    let chosen: Vec<FormationId> = told.chosen.iter().filter(exists).copied().collect();
    match chosen[..] {
        [] => nobody(ui, told),
        [id] => match (told.fact(id), told.body(id)) {
            (Some(one), _) => card(ui, told, one, state),
            (None, Some(body)) => enemy::card(ui, told, body),
            (None, None) => nobody(ui, told),
        },
        _ => many::card(ui, told, &chosen, state),
    }
}

fn nobody(ui: &mut Ui, told: &Told) -> Vec<Ask> {
    let mut asks = Vec::new();
    empty(ui, "Nothing is chosen. Click a banner on the map, or pick a formation from the order of battle.");
    ui.add_space(GRID);
    flow(ui, |ui| {
        let hint = told.keys.hint(crate::gui::keys::Action::Army);
        if flow_button(ui, "Order of battle", &hint, false).clicked() {
            asks.push(Ask::Page(Page::Army));
        }
        let hint = told.keys.hint(crate::gui::keys::Action::Find);
        if flow_button(ui, "Find", &hint, false).clicked() {
            asks.push(Ask::Page(Page::Find));
        }
    });
    asks
}

fn card(ui: &mut Ui, told: &Told, one: &FormationState, state: &mut ForceState) -> Vec<Ask> {
    let mut asks = head(ui, told, one);
    if !one.is_alive() {
        empty(ui, "Nothing is left of it.");
    }
    // What decides an order, the orders, and then what only explains.
    strength(ui, told, one);
    condition(ui, told, one, state);
    asks.extend(doing(ui, told, one));
    if told.planner().is_some() {
        asks.extend(commands::show(ui, told, &[one], &mut state.command));
    } else {
        recorded(ui, told, one.id);
    }
    leader::section(ui, told, one);
    worth(ui, told, one);
    people(ui, one);
    asks
}

/// Names, troops, place.
fn head(ui: &mut Ui, told: &Told, one: &FormationState) -> Vec<Ask> {
    let setting = told.setting();
    let info = setting.register.formation(one.id);
    let kind = setting.troops.kind(one.troop.0);
    ui.horizontal(|ui| {
        parts::swatch(ui, setting, one.side.0).on_hover_text(told.side_name(one.side.0));
        heading(ui, told.name(&info.name));
    });
    let troop =
        if kind.hanzi.is_empty() { kind.name.clone() } else { format!("{} {}", kind.name, kind.hanzi) };
    let arm = Arm::of(kind).words();
    let kind = if kind.name == arm { troop } else { format!("{troop}, {arm}") };
    prose(ui, small(format!("{kind} · {} · {}", info.group.replace('_', " "), one.posture.words())));
    let place = told.where_is(one.place.hex());
    let mut asks = Vec::new();
    if link_line(ui, place, "Look there").clicked() {
        asks.push(Ask::Look(one.place.hex()));
    }
    asks
}

/// How many stand under arms.
fn strength(ui: &mut Ui, told: &Told, one: &FormationState) {
    section(ui, "Condition");
    let strength = sums::strength(one);
    row(ui, "under arms", &strength.value, &strength.tells);
    let with_it = one.roll.mouths() - one.roll.under_arms();
    let side = told.setting().register.side(one.side.0);
    let (field, ..) = palette::side(&side.name.id, one.side.0.index());
    let tells = format!(
        "{} under arms (full), {} unable to fight (hatched), {} lost (hollow)",
        number(one.roll.under_arms()),
        number(with_it),
        number(one.roll.lost())
    );
    bar(ui, (one.roll.under_arms(), with_it, one.roll.lost()), field, &tells);
}

/// Its men by what became of them, and its animals.
fn people(ui: &mut Ui, one: &FormationState) {
    section(ui, "Men and animals");
    row(ui, Fate::UnderArms.words(), &number(one.roll.under_arms()), "");
    for (fate, men) in sums::fates(one) {
        if fate != Fate::UnderArms {
            row(ui, fate.words(), &number(men), "");
        }
    }
    let beasts = one.beasts;
    for (heads, words) in [(beasts.horses, "horses"), (beasts.pack, "pack animals"), (beasts.herd, "herd")] {
        if heads > 0 {
            let tells = format!(
                "{} lost, {} left as bait, {} taken from the enemy since the start, of all kinds",
                number(beasts.lost),
                number(beasts.left),
                number(beasts.taken)
            );
            row(ui, words, &format!("{} heads", number(heads)), &tells);
        }
    }
}

/// Food, order, weariness, march.
fn condition(ui: &mut Ui, told: &Told, one: &FormationState, state: &mut ForceState) {
    let warn = ui.visuals().warn_fg_color;
    let plain = ui.visuals().text_color();
    let food = sums::food(told, one);
    let hungry = one.rations.is_hungry();
    let label = if hungry { "food (hungry)" } else { "food" };
    row_in(ui, label, &food.value, &food.tells, if hungry { warn } else { plain });
    if let Some(view) = told.seat().filter(|view| view.formation(one.id).is_some() && one.is_alive()) {
        let key = (std::ptr::from_ref(view) as usize, view.clock.minute, one.id);
        if state.plight.as_ref().is_none_or(|(known, _)| *known != key) {
            state.plight = Some((key, plight(view, one, &view.plight(one), told.setting())));
        }
        if let Some((_, text)) = &state.plight {
            prose(ui, if hungry { parts::strong(text) } else { small(text) });
        }
    }
    let (setting, scene) = (told.setting(), told.scene);
    if scene.sky.has_climate() {
        let words = survey::weather(setting, &scene.sky, &scene.clock, one.place.hex());
        row(ui, "weather", &words, "Where it stands. Fires, walls and food keep men alive in the cold.");
    }
    let (mobility, rules) = (setting.troops.kind(one.troop.0).mobility, &setting.rules.exposure);
    super::water::wet(ui, told, one.place.hex());
    match one.exposure.thirsty_h(mobility, rules) {
        0 if !one.exposure.is_dry() => {}
        0 => {
            let left = format!("for {}", parts::span(one.exposure.water_h(mobility, rules) * 60));
            row(ui, "water", &left, "What it carries, in cool weather. In the heat it lasts half as long.");
        }
        hours => {
            let without = format!("none for {}", parts::span(hours * 60));
            row_in(ui, "water", &without, "Men and horses die of thirst, more each day.", warn);
        }
    }
    if let Some(fodder) = sums::fodder(told, one) {
        let lean = one.condition.permille() < told.setting().rules.fodder.dies_below;
        row_in(ui, "beasts", &fodder.value, &fodder.tells, if lean { warn } else { plain });
    }
    if let Some(loads) = sums::loads(told, one) {
        let label = if one.rations.is_spent() { "loads (given away)" } else { "loads" };
        row(ui, label, &loads.value, &loads.tells);
    }
    if !one.purse.is_nothing() {
        let purse = one.purse;
        let tells = format!(
            "A string is a thousand cash and buys grain at a market. {} spent, {} taken from enemies, {} lost since the start.",
            number(purse.spent()),
            number(purse.taken()),
            number(purse.lost())
        );
        row(ui, "cash", &format!("{} strings", number(purse.held())), &tells);
    }
    super::walls::park(ui, one);
    let order = sums::order(told, one);
    row(ui, "order", &order.value, &order.tells);
    let weary = sums::weariness(told, one);
    row(ui, "weariness", &weary.value, &weary.tells);
    let march = sums::march(told, one);
    row(ui, "marched today", &march.value, &march.tells);
    if one.engaged.is_surrounded() {
        row_in(ui, "surrounded", "no way out", "It suffers more, and in rout it is taken or cut down.", warn);
    } else if one.engaged.is_in_contact() {
        row_in(ui, "in contact", "fighting", "An enemy stands in the next hex.", warn);
    }
}

/// What it is worth, man for man.
fn worth(ui: &mut Ui, told: &Told, one: &FormationState) {
    let training = sums::training(told, one);
    row(ui, "training", &training.value, &training.tells);
    let command = sums::command(told, one);
    row(ui, "worth of command", &command.value, &command.tells);
}

/// What it does, and what it will do when the turn ends.
fn doing(ui: &mut Ui, told: &Told, one: &FormationState) -> Vec<Ask> {
    section(ui, "Now");
    let mut asks = Vec::new();
    prose(ui, capital(&words::intention(told, &one.intention)));
    super::digging::progress(ui, told, one);
    match one.will {
        Will::CarriedAway { by, until } => {
            let after = words::temptation(told, by);
            let text =
                format!("Against orders it goes after {after}, until {} at the latest.", told.moment(until));
            prose(ui, parts::strong(text));
        }
        Will::HeldBack { by, .. } => {
            prose(ui, small(format!("Its commander holds it back from {}.", words::temptation(told, by))));
        }
        Will::Strikes { target } => {
            prose(ui, small(format!("As its stance bids it goes for {}.", words::enemy(told, target))));
        }
        Will::Obeys => {}
    }
    if let supply::Haul::Between { from, to } = one.haul {
        let (from, to) = (words::place(told, from), words::place(told, to));
        prose(ui, small(format!("It carries grain from {from} to {to}.")));
    }
    if let Some(whom) = one.escort.0 {
        prose(ui, small(format!("It escorts {}.", told.body_name(whom))));
    }
    let stance = words::stance(one.stance, &told.setting().rules);
    row(ui, "stance", words::stance_name(one.stance), &stance);
    if let Some(party) = &one.scouts.out {
        let text = format!("Scouts look {}; back {}.", told.where_is(party.to), told.moment(party.back));
        if link_line(ui, text, "Look there").clicked() {
            asks.push(Ask::Look(party.to));
        }
    }
    if let Intention::March { path, pace } = &one.intention {
        arrival_row(ui, told, one, path, *pace);
    }
    asks
}

/// When a march gets where it goes.
pub(super) fn arrival_row(
    ui: &mut Ui,
    told: &Told,
    one: &FormationState,
    path: &[crate::sim::hex::Hex],
    pace: crate::sim::intent::Pace,
) {
    let (value, tells) = sums::arrival(told, one, path, pace);
    row(ui, "there", &value, &tells);
}

/// Orders recorded for it, with their reasons.
fn recorded(ui: &mut Ui, told: &Told, id: FormationId) {
    let own: Vec<_> = told.orders.iter().filter(|directive| directive.order.formation() == id).collect();
    if own.is_empty() {
        return;
    }
    section(ui, "Orders of this turn");
    for directive in own {
        prose(ui, parts::strong(capital(&words::order_words(told, &directive.order))));
        // A player owes nobody a reason.
        if !directive.why.is_empty() {
            prose(ui, small(format!("Why? {}", directive.why)));
        }
    }
}

/// With a capital letter.
pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The orders of this turn for a formation.
pub(super) fn orders_for<'a>(told: &Told<'a>, id: FormationId) -> impl Iterator<Item = &'a Order> {
    told.orders.iter().map(|directive| &directive.order).filter(move |order| order.formation() == id)
}
