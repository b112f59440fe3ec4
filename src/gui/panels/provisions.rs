//! Food: how it is dealt out, and grain that bearers carry to and fro between two places.

use bevy_egui::egui::{ComboBox, DragValue, Ui};

use super::Told;
use super::commands::{CommandState, Desk};
use super::force::orders_for;
use super::parts::{flow, percent, prose, small, span};
use crate::orders::{Buy, Deposit, Haul, Order, Ration};
use crate::report::names::number;
use crate::seat::View;
use crate::sim::id::PlaceId;
use crate::sim::intent::Intention;
use crate::sim::supply::{self, Diet, Policy, Rations, SHENG_PER_SHI};
use crate::snapshot::FormationState;

/// The two places that are chosen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct HaulState {
    from: Option<PlaceId>,
    to: Option<PlaceId>,
}

/// Full or half rations, and what bearers keep for their way home.
pub(super) fn feeding(ui: &mut Ui, desk: &mut Desk, state: &mut CommandState) {
    let diet_of = |told: &Told, one: &FormationState| {
        let ordered = orders_for(told, one.id).filter_map(|order| match order {
            Order::Ration(ration) => Some(ration.diet),
            _ => None,
        });
        ordered.last().unwrap_or(one.rations.diet())
    };
    let rules = &desk.told.setting().rules.supply;
    prose(ui, small("Food"));
    flow(ui, |ui| {
        for policy in [Policy::Full, Policy::Half, Policy::Beasts] {
            let is_on = desk.own.iter().all(|one| diet_of(desk.told, one).policy == policy);
            let does = match policy {
                Policy::Full => format!("{} sheng a man and day.", rules.man_sheng_day),
                Policy::Half => format!(
                    "Half of {} sheng: food lasts twice as long, and every day tires and shakes by {} of what a day \
                     without food does.",
                    rules.man_sheng_day,
                    percent(u32::from(rules.half_hurts))
                ),
                Policy::Beasts => format!(
                    "When the bags are empty, pack animals and then horses are slaughtered, each for {} men and a day. \
                     What the pack animals carried is left behind.",
                    rules.beast_feeds
                ),
            };
            let told = desk.told;
            desk.order(ui, (policy.words(), None, is_on), &does, |one| {
                Order::Ration(Ration { formation: one.id, diet: Diet { policy, ..diet_of(told, one) } })
            });
        }
        let (told, fodder) = (desk.told, &desk.told.setting().rules.fodder);
        let forages = desk.own.iter().all(|one| diet_of(told, one).forages);
        let does = format!(
            "By daylight, while they neither march nor fight, men find up to {} sheng a day each where the country has \
             something left. At a place of ours its officials levy {} sheng a man and day besides in the hexes around, and what \
             the bags do not take goes into the store.",
            fodder.finds_sheng_day, fodder.levies_sheng_day
        );
        desk.order(ui, ("look for food", None, forages), &does, |one| {
            let diet = Diet { forages: !forages, ..diet_of(told, one) };
            Order::Ration(Ration { formation: one.id, diet })
        });
        let to_beasts = desk.own.iter().all(|one| diet_of(told, one).to_beasts);
        let does = format!(
            "Beasts that find no grass get {} sheng of grain a day each, out of what the men carry.",
            fodder.grain_sheng_day
        );
        desk.order(ui, ("grain for the beasts", None, to_beasts), &does, |one| {
            let diet = Diet { to_beasts: !to_beasts, ..diet_of(told, one) };
            Order::Ration(Ration { formation: one.id, diet })
        });
    });
    let bearers = |one: &&&FormationState| desk.view.troop(one).bears();
    let Some(first) = desk.own.iter().find(bearers) else { return };
    let now = diet_of(desk.told, first).keep_days;
    let mut days = state.kept.unwrap_or(now);
    ui.horizontal_wrapped(|ui| {
        prose(ui, small("kept for the way home"));
        let drag = DragValue::new(&mut days).range(0..=Rations::MOST_KEPT).suffix(" days");
        if ui.add(drag).changed() {
            state.kept = Some(days);
        }
    });
    flow(ui, |ui| {
        let told = desk.told;
        let name = format!("Keep {days} days");
        let does = "Food for so many days is given to nobody: the bearers need it to get home.";
        desk.order(ui, (&name, None, days == now), does, |one| {
            let diet = Diet { keep_days: days, ..diet_of(told, one) };
            Order::Ration(Ration { formation: one.id, diet })
        });
    });
}

/// Grain bought of the people of a place, for a side that has cash: what is for sale and what it costs.
pub(super) fn buying(ui: &mut Ui, desk: &mut Desk, state: &mut CommandState) {
    if desk.view.own.iter().all(|one| one.purse.is_nothing()) {
        return;
    }
    let Some(first) = desk.own.first().copied() else { return };
    let here = first.place.hex();
    let market = desk.view.market_at_hand(first);
    // Where nobody sells, the gate is asked about the nearest place, and says why not.
    let places = desk.view.places().iter().enumerate();
    let nearest = places.min_by_key(|(_, place)| place.at.unsigned_distance_to(here));
    let nearest = nearest.map(|(index, _)| PlaceId(index as u16));
    let Some(place) = market.map(|(place, _)| place).or(nearest) else { return };
    let (mut shi, mut name) = (state.buys.max(1), "Buy grain".to_owned());
    if let Some((_, stall)) = market {
        let for_sale = stall.shi();
        let can = desk.view.can_buy(first).map_or(0, |(_, _, shi)| shi);
        let text = format!(
            "Market of {}: {} shi for sale, the first at {} cash, the last at {}. There is cash and room for {} shi.",
            desk.told.name(&desk.told.setting().register.place(place).name),
            number(for_sale),
            number(stall.wen(0) as i64),
            number(stall.wen(for_sale) as i64),
            number(can)
        );
        prose(ui, small(text));
        shi = if state.buys == 0 { can.max(1) } else { state.buys };
        ui.horizontal_wrapped(|ui| {
            prose(ui, small("buy"));
            if ui.add(DragValue::new(&mut shi).range(1..=for_sale.max(1)).suffix(" shi")).changed() {
                state.buys = shi;
            }
        });
        name = format!("Buy {} shi for {} strings", number(shi), number(stall.cost(shi)));
    }
    flow(ui, |ui| {
        let does = format!(
            "A shi feeds a man for {} days. The price rises with every shi that is bought, and falls again as new grain comes to \
             market. What the bags do not take goes into the store of a place of ours; elsewhere no more can be bought than \
             they carry. They go on with whatever else they do.",
            SHENG_PER_SHI / u32::from(desk.told.setting().rules.supply.man_sheng_day.max(1))
        );
        desk.order(ui, (&name, None, false), &does, |one| Order::Buy(Buy { formation: one.id, place, shi }));
    });
}

/// Grain left where they stand, above ground or in pits.
pub(super) fn leaving(ui: &mut Ui, desk: &mut Desk, state: &mut CommandState) {
    let rules = &desk.told.setting().rules.supply;
    let mut days = state.leave_keeps;
    ui.horizontal_wrapped(|ui| {
        prose(ui, small("leave grain here, but keep"));
        ui.add(DragValue::new(&mut days).range(0..=Rations::MOST_KEPT).suffix(" days"));
    });
    state.leave_keeps = days;
    let leaves = |bury: bool| {
        let does = |one: &&FormationState| matches!(one.intention, Intention::Deposit { bury: now, .. } if now == bury);
        !desk.own.is_empty() && desk.own.iter().all(does)
    };
    let (leaves_open, buries) = (leaves(false), leaves(true));
    flow(ui, |ui| {
        let does = "Lays down all it carries beyond that: into the store of a place of ours, elsewhere into a cache, of which \
                    our men who stand there eat and an enemy who comes there takes. It fills its bags no further while it \
                    stays, until you tell it again how to deal with its food.";
        desk.order(ui, ("Leave grain", None, leaves_open), does, |one| {
            Order::Deposit(Deposit { formation: one.id, keep_days: days, bury: false })
        });
        let does = format!(
            "Puts it into pits, and with it what lies here in the open or in our store: {} sheng a man and day. Enemies find it \
             only if they look for food here or lay the country waste, the sooner the more they are.",
            number(rules.buries_sheng_day)
        );
        desk.order(ui, ("Bury grain", None, buries), &does, |one| {
            Order::Deposit(Deposit { formation: one.id, keep_days: days, bury: true })
        });
    });
}

/// Grain carried to and fro between two places.
pub(super) fn carrying(ui: &mut Ui, desk: &mut Desk, state: &mut CommandState) {
    let Some(first) = desk.own.iter().copied().find(|one| desk.view.troop(one).bears()) else { return };
    let chosen = choose(ui, desk.told, desk.view, first, &mut state.haul);
    let Some((from, to)) = chosen else { return };
    flow(ui, |ui| {
        let carries = supply::Haul::Between { from, to };
        let is_on = desk.own.iter().all(|one| one.haul == carries);
        let does = "They load at the one place, unload at the other, keep what they need for the way back, and go again, \
                    until another order comes or one of the places is lost.";
        desk.order(ui, ("Carry grain", None, is_on), does, |one| {
            Order::Haul(Haul { formation: one.id, from, to })
        });
    });
}

/// Lets two of the side's places be chosen for bearers, tells what would arrive, and answers the two once both are
/// chosen.
fn choose(
    ui: &mut Ui,
    told: &Told,
    view: &View,
    bearers: &FormationState,
    state: &mut HaulState,
) -> Option<(PlaceId, PlaceId)> {
    let at = |id: PlaceId| told.setting().register.place(id).at;
    let here = bearers.place.hex();
    let mut held: Vec<(PlaceId, u32)> = (view.stores.iter().enumerate())
        .filter_map(|(index, grain)| grain.map(|grain| (PlaceId(index as u16), grain)))
        .collect();
    if held.len() < 2 {
        return None;
    }
    held.sort_by_key(|(id, _)| (at(*id).unsigned_distance_to(here), *id));
    // The nearest grain is what one would carry unless told otherwise.
    let nearest = held.iter().find(|(_, grain)| *grain > 0);
    let from = state.from.or(nearest.map(|(id, _)| *id)).unwrap_or(held[0].0);
    let name = |id: PlaceId| told.name(&told.setting().register.place(id).name);
    let pick = |ui: &mut Ui, label: &str, now: Option<PlaceId>| {
        let mut picked = None;
        let text = now.map_or_else(|| "choose a place".to_owned(), name);
        ComboBox::from_label(label).selected_text(text).show_ui(ui, |ui| {
            for (id, grain) in &held {
                let text = format!("{} ({} sheng)", name(*id), number(*grain));
                if ui.selectable_label(now == Some(*id), text).clicked() {
                    picked = Some(*id);
                }
            }
        });
        picked
    };
    prose(ui, small("Carry grain"));
    if let Some(picked) = pick(ui, "from", Some(from)) {
        state.from = Some(picked);
    }
    if let Some(picked) = pick(ui, "to", state.to) {
        state.to = Some(picked);
    }
    let to = state.to.filter(|to| *to != from)?;
    let text = match view.haul(bearers, at(from), at(to)) {
        Some(run) => format!(
            "{} there, {} sheng loaded, {} arrive: {} a day in the long run.",
            span(run.days * crate::sim::clock::DAY),
            number(run.load as i64),
            number(run.arrives as i64),
            number(run.daily() as i64)
        ),
        None => "No way leads there.".to_owned(),
    };
    prose(ui, small(text));
    Some((from, to))
}
