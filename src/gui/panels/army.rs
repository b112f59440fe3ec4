//! The order of battle: who obeys whom, as a tree, or all formations in a list sorted by any column.

use std::collections::{BTreeMap, BTreeSet};

use bevy_egui::egui::{TextEdit, Ui};

use super::Told;
use super::find::sound;
use super::force::orders_for;
use super::parts::{GRID, empty, flow, flow_button, link_line, men, percent, prose, section, small, tenths};
use crate::gui::ask::Ask;
use crate::report::names::number;
use crate::sim::army::Posture;
use crate::sim::id::{CommanderId, FormationId, SideId};
use crate::sim::intent::{Intention, Stance};
use crate::snapshot::FormationState;

/// By what the list is sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sorted {
    /// Who obeys whom.
    #[default]
    Chain,
    /// Men under arms, the most first.
    Men,
    /// Order, the least first.
    Order,
    /// Food, the least first.
    Food,
    /// Weariness, the most first.
    Weariness,
    /// Name.
    Name,
}

impl Sorted {
    const ALL: [Self; 6] = [Self::Chain, Self::Men, Self::Order, Self::Food, Self::Weariness, Self::Name];

    fn words(self) -> &'static str {
        match self {
            Self::Chain => "Chain of command",
            Self::Men => "Men",
            Self::Order => "Order",
            Self::Food => "Food",
            Self::Weariness => "Weariness",
            Self::Name => "Name",
        }
    }
}

/// Which formations the list has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Shown {
    /// All that live.
    #[default]
    All,
    /// Those without anything to do.
    Idle,
    /// Those without food.
    Hungry,
    /// Those in contact, surrounded or in rout.
    InTrouble,
}

impl Shown {
    const ALL: [Self; 4] = [Self::All, Self::Idle, Self::Hungry, Self::InTrouble];

    fn words(self) -> &'static str {
        match self {
            Self::All => "All",
            Self::Idle => "Idle",
            Self::Hungry => "Hungry",
            Self::InTrouble => "In trouble",
        }
    }

    fn holds(self, told: &Told, one: &FormationState) -> bool {
        match self {
            Self::All => true,
            Self::Idle => {
                let waits = matches!(one.stance, Stance::Ambush { .. } | Stance::Feign { .. });
                one.intention == Intention::Stay && !waits && orders_for(told, one.id).next().is_none()
            }
            Self::Hungry => one.rations.is_hungry(),
            Self::InTrouble => {
                one.posture == Posture::Routed || one.engaged.is_in_contact() || one.engaged.is_surrounded()
            }
        }
    }
}

/// What the order of battle remembers.
#[derive(Debug, Clone, Default)]
pub struct ArmyState {
    /// By what it is sorted.
    pub sorted: Sorted,
    /// True when the list runs the other way.
    pub reversed: bool,
    /// Which formations show.
    pub shown: Shown,
    /// Text that names must hold.
    pub search: String,
}

/// The order of battle.
pub fn army(ui: &mut Ui, told: &Told, state: &mut ArmyState) -> Vec<Ask> {
    let mut asks = Vec::new();
    filters(ui, state);
    let wanted = sound(&state.search);
    let facts = told.facts();
    if facts.is_empty() {
        empty(ui, "No army is known. Look through a side's eyes, or at the truth of a recorded war.");
        return asks;
    }
    let passes = |one: &&FormationState| {
        let info = told.setting().register.formation(one.id);
        let leader = one.led.0.map(|id| &told.setting().register.commander(id).name.latin);
        let named = sound(&info.name.latin).contains(&wanted)
            || info.name.hanzi.contains(state.search.trim())
            || leader.is_some_and(|leader| sound(leader).contains(&wanted));
        one.is_alive() && state.shown.holds(told, one) && (state.search.trim().is_empty() || named)
    };
    for side in told.setting().register.side_ids().filter(|side| told.knows(*side)) {
        let own: Vec<&FormationState> =
            facts.iter().filter(|one| one.side.0 == side).filter(passes).collect();
        let under_arms: u64 = own.iter().map(|one| u64::from(one.roll.under_arms())).sum();
        let (count, men) = (count(own.len()), number(under_arms as i64));
        section(ui, &format!("{}: {count}, {men} men under arms", told.side_name(side)));
        if own.is_empty() {
            empty(ui, "No formation is like that. Show all of them, or search for less.");
            continue;
        }
        match state.sorted {
            Sorted::Chain => tree(ui, told, side, &own, &mut asks),
            Sorted::Men | Sorted::Order | Sorted::Food | Sorted::Weariness | Sorted::Name => {
                for one in in_order(told, own, state) {
                    line(ui, told, one, &mut asks);
                }
            }
        }
    }
    asks
}

fn filters(ui: &mut Ui, state: &mut ArmyState) {
    let width = ui.available_width();
    let field = TextEdit::singleline(&mut state.search).hint_text("Name");
    ui.add(field.desired_width(width - 4.0 * GRID));
    flow(ui, |ui| {
        for shown in Shown::ALL {
            if flow_button(ui, shown.words(), "", state.shown == shown).clicked() {
                state.shown = shown;
            }
        }
    });
    flow(ui, |ui| {
        for sorted in Sorted::ALL {
            let is_on = state.sorted == sorted;
            let arrow = match (is_on && sorted != Sorted::Chain, state.reversed) {
                (true, false) => "▾",
                (true, true) => "▴",
                (false, _) => "",
            };
            if flow_button(ui, sorted.words(), arrow, is_on).clicked() {
                state.reversed = is_on && !state.reversed;
                state.sorted = sorted;
            }
        }
    });
}

fn food(told: &Told, one: &FormationState) -> (u32, u32) {
    let days = one.rations.tenths_of_days(one.roll.mouths(), &told.setting().rules.supply);
    // The hungriest before those who merely have nothing left.
    (days, u32::MAX - one.rations.hungry_hours())
}

fn in_order<'a>(told: &Told, mut own: Vec<&'a FormationState>, state: &ArmyState) -> Vec<&'a FormationState> {
    let name = |one: &FormationState| told.setting().register.formation(one.id).name.latin.to_lowercase();
    match state.sorted {
        Sorted::Chain | Sorted::Name => own.sort_by_cached_key(|one| name(one)),
        Sorted::Men => own.sort_by_key(|one| (std::cmp::Reverse(one.roll.under_arms()), one.id)),
        Sorted::Order => own.sort_by_key(|one| (one.cohesion.permille(), one.id)),
        Sorted::Food => own.sort_by_key(|one| (food(told, one), one.id)),
        Sorted::Weariness => own.sort_by_key(|one| (std::cmp::Reverse(one.fatigue.permille()), one.id)),
    }
    if state.reversed {
        own.reverse();
    }
    own
}

/// One formation: its name, and its numbers in words that stay readable however narrow the page is.
fn line(ui: &mut Ui, told: &Told, one: &FormationState, asks: &mut Vec<Ask>) {
    let is_chosen = told.chosen.contains(&one.id);
    let mark = if is_chosen { "▸ " } else { "" };
    if link_line(ui, format!("{mark}{}", told.body_name(one.id)), "Choose it and look there").clicked() {
        asks.extend([Ask::Select(one.id), Ask::Look(one.place.hex())]);
    }
    let days = tenths(food(told, one).0);
    let food = if one.rations.is_hungry() { "hungry".to_owned() } else { format!("food {days} days") };
    let numbers = format!(
        "{} · order {} · weary {} · {food} · {}",
        men(one.roll.under_arms()),
        percent(u32::from(one.cohesion.permille())),
        percent(u32::from(one.fatigue.permille())),
        one.posture.words()
    );
    prose(ui, small(numbers));
}

/// Commanders under their superiors, formations under those who lead them.
fn tree(ui: &mut Ui, told: &Told, side: SideId, own: &[&FormationState], asks: &mut Vec<Ask>) {
    let register = &told.setting().register;
    let mut led: BTreeMap<CommanderId, Vec<&FormationState>> = BTreeMap::new();
    let mut alone = Vec::new();
    for one in own {
        match one.led.0 {
            Some(id) => led.entry(id).or_default().push(one),
            None => alone.push(*one),
        }
    }
    // Everybody who leads something that shows, and everybody above him.
    let superior = |id: CommanderId| {
        let now = told.commander(id).and_then(|man| man.superior);
        now.or(register.commander(id).superior).filter(|above| register.commander(*above).side == side)
    };
    let mut needed = BTreeSet::new();
    for id in led.keys() {
        let mut next = Some(*id);
        while let Some(id) = next.filter(|id| needed.insert(*id)) {
            next = superior(id);
        }
    }
    let mut below: BTreeMap<Option<CommanderId>, Vec<CommanderId>> = BTreeMap::new();
    for id in &needed {
        let above = superior(*id).filter(|above| above != id && needed.contains(above));
        below.entry(above).or_default().push(*id);
    }
    let mut branch = Branch { told, led: &led, below: &below, asks, shown: BTreeSet::new() };
    for root in below.get(&None).into_iter().flatten() {
        branch.show(ui, *root, 0);
    }
    // A ring of superiors has no root; nobody may be lost for that.
    let rest: Vec<CommanderId> = needed.iter().filter(|id| !branch.shown.contains(*id)).copied().collect();
    for id in rest {
        branch.show(ui, id, 0);
    }
    if !alone.is_empty() {
        prose(ui, small("Under their own officers"));
        ui.indent("alone", |ui| {
            for one in alone {
                line(ui, told, one, asks);
            }
        });
    }
}

struct Branch<'a, 'b> {
    told: &'b Told<'a>,
    led: &'b BTreeMap<CommanderId, Vec<&'b FormationState>>,
    below: &'b BTreeMap<Option<CommanderId>, Vec<CommanderId>>,
    asks: &'b mut Vec<Ask>,
    shown: BTreeSet<CommanderId>,
}

impl Branch<'_, '_> {
    /// The formations of a commander and of all below him.
    fn all_under(&self, id: CommanderId, seen: &mut BTreeSet<CommanderId>) -> Vec<FormationId> {
        if !seen.insert(id) {
            return Vec::new();
        }
        let own = self.led.get(&id).into_iter().flatten().map(|one| one.id);
        let below = self.below.get(&Some(id)).into_iter().flatten();
        let below: Vec<FormationId> = below.flat_map(|under| self.all_under(*under, seen)).collect();
        own.chain(below).collect()
    }

    fn show(&mut self, ui: &mut Ui, id: CommanderId, depth: usize) {
        if !self.shown.insert(id) {
            return;
        }
        let told = self.told;
        let info = told.setting().register.commander(id);
        let all = self.all_under(id, &mut BTreeSet::new());
        let men: u64 =
            all.iter().filter_map(|id| told.fact(*id)).map(|one| u64::from(one.roll.under_arms())).sum();
        let text = format!(
            "{}, rank {} · {}, {} men",
            told.name(&info.name),
            info.rank,
            count(all.len()),
            number(men as i64)
        );
        let label = link_line(ui, text, "Choose all under him");
        if label.clicked() {
            self.asks.push(Ask::SelectAll(all));
        }
        let formations: Vec<FormationId> =
            self.led.get(&id).into_iter().flatten().map(|one| one.id).collect();
        let below: Vec<CommanderId> = self.below.get(&Some(id)).cloned().unwrap_or_default();
        // Deep chains stay readable on narrow pages.
        let inside = |branch: &mut Self, ui: &mut Ui| {
            for one in formations.iter().filter_map(|id| told.fact(*id)) {
                line(ui, told, one, branch.asks);
            }
            for under in &below {
                branch.show(ui, *under, depth + 1);
            }
        };
        if depth < DEEPEST {
            ui.indent(("branch", id.0), |ui| inside(self, ui));
        } else {
            inside(self, ui);
        }
    }
}

/// Levels of the tree that are set further in.
const DEEPEST: usize = 4;

fn count(formations: usize) -> String {
    match formations {
        1 => "1 formation".to_owned(),
        many => format!("{} formations", number(many as i64)),
    }
}
