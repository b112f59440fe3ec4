//! Orders as buttons, for one formation or for several at once. A button asks the gate whether the order could be
//! given; where it could not, it says why.

use bevy_egui::egui::{DragValue, Slider, Ui};

use super::digging::{self, DiggingState};
use super::force::{arrival_row, orders_for};
use super::parts::{flow, order_button, percent, pointed_button, prose, row, section, small, strong};
use super::provisions::{self, HaulState};
use super::{Told, words};
use crate::gui::ask::{Ask, Tool};
use crate::gui::keys::Action;
use crate::orders::{
    Attack, Escort, GiveSignal, Halt, Join, LeaveBait, MakeCamp, Order, Raze, SendScouts, Split, Stand,
};
use crate::report::names::number;
use crate::seat::View;
use crate::sim::id::{FormationId, SignalId};
use crate::sim::intent::{Intention, Pace, Stance};
use crate::sim::register::SignalKind;
use crate::snapshot::FormationState;

/// What the order buttons remember.
#[derive(Debug, Clone)]
pub struct CommandState {
    /// Pace of the next march or attack, as the plan has it.
    pub pace: Pace,
    /// Heads of the next bait; all when 0.
    bait: u32,
    /// Men of the next detachment; half of them when 0.
    detached: u32,
    /// Days of food that bearers shall keep, as long as the player has not ordered it.
    pub(super) kept: Option<u8>,
    /// Days of food that they keep who leave grain.
    pub(super) leave_keeps: u8,
    /// Shi of grain of the next purchase; as much as there is cash and room for when 0.
    pub(super) buys: u32,
    /// What the card of water remembers.
    pub water: DiggingState,
    /// Between which places bearers shall carry grain.
    pub(super) haul: HaulState,
    /// Why the button pressed last did nothing, and for whom that was.
    refused: Option<(Vec<FormationId>, String)>,
}

impl Default for CommandState {
    fn default() -> Self {
        Self {
            pace: Pace::default(),
            bait: 0,
            detached: 0,
            kept: None,
            leave_keeps: 5,
            buys: 0,
            water: DiggingState::default(),
            haul: HaulState::default(),
            refused: None,
        }
    }
}

/// What of an order is possible for several formations.
struct Able {
    orders: Vec<Order>,
    /// Why not, for those who cannot.
    refusals: Vec<String>,
}

impl Able {
    fn of(view: &View, own: &[&FormationState], make: impl Fn(&FormationState) -> Order) -> Self {
        let mut able = Self { orders: Vec::new(), refusals: Vec::new() };
        for one in own {
            let order = make(one);
            match order.check(view) {
                Ok(()) => able.orders.push(order),
                Err(refusal) => able.refusals.push(refusal.to_string()),
            }
        }
        able
    }

    /// The reason why nobody can, if nobody can.
    fn why_not(&self) -> Option<&str> {
        self.refusals.first().filter(|_| self.orders.is_empty()).map(String::as_str)
    }

    /// What the order does, and who cannot.
    fn tells(&self, does: &str) -> String {
        let mut tells = vec![does.to_owned()];
        if !self.orders.is_empty() && !self.refusals.is_empty() {
            let (can, all) = (self.orders.len(), self.orders.len() + self.refusals.len());
            tells.push(format!("{can} of {all} can; the others not:"));
            tells.extend(self.refusals.iter().map(|why| format!("No, {why}.")));
        }
        tells.join("\n")
    }
}

/// The buttons while they are drawn.
pub(super) struct Desk<'a, 'b> {
    pub(super) told: &'b Told<'a>,
    pub(super) view: &'a View,
    pub(super) own: &'b [&'b FormationState],
    refused: Option<String>,
    asks: Vec<Ask>,
}

impl Desk<'_, '_> {
    /// A button that gives an order at once; true while the pointer or the focus is on it.
    pub(super) fn order(
        &mut self,
        ui: &mut Ui,
        (name, action, is_on): (&str, Option<Action>, bool),
        does: &str,
        make: impl Fn(&FormationState) -> Order,
    ) -> bool {
        let able = Able::of(self.view, self.own, make);
        let hint = action.map_or_else(String::new, |action| self.told.keys.hint(action));
        let (pressed, pointed) =
            pointed_button(ui, (name, &hint, is_on), &able.tells(does), able.why_not(), &mut self.refused);
        if pressed {
            self.asks.push(Ask::Order(able.orders));
        }
        pointed
    }

    /// A button after which the map is clicked; `probe` is an order of the kind, to ask whether it is possible.
    fn tool(
        &mut self,
        ui: &mut Ui,
        (name, action, tool): (&str, Action, Tool),
        does: &str,
        probe: impl Fn(&FormationState) -> Order,
    ) {
        let able = Able::of(self.view, self.own, probe);
        let hint = self.told.keys.hint(action);
        if order_button(ui, (name, &hint, false), &able.tells(does), able.why_not(), &mut self.refused) {
            self.asks.push(Ask::Tool(tool));
        }
    }
}

/// What formations are ordered to do this turn, and the buttons for more.
pub fn show(ui: &mut Ui, told: &Told, own: &[&FormationState], state: &mut CommandState) -> Vec<Ask> {
    let Some(view) = told.planner() else { return Vec::new() };
    let ids: Vec<FormationId> = own.iter().map(|one| one.id).collect();
    let mut desk = Desk { told, view, own, refused: None, asks: Vec::new() };
    if let [one] = own {
        planned(ui, told, one);
    }
    section(ui, "Orders");
    marching(ui, &mut desk, state);
    resting(ui, &mut desk);
    digging::show(ui, &mut desk, &mut state.water);
    stances(ui, &mut desk);
    hiding(ui, &mut desk);
    sending(ui, &mut desk, state);
    parting(ui, &mut desk, state);
    escorting(ui, &mut desk);
    provisions::feeding(ui, &mut desk, state);
    provisions::buying(ui, &mut desk, state);
    provisions::carrying(ui, &mut desk, state);
    provisions::leaving(ui, &mut desk, state);
    super::walls::besieging(ui, &mut desk);
    signaling(ui, &mut desk);
    if let Some(why) = desk.refused {
        state.refused = Some((ids.clone(), why));
    } else if !desk.asks.is_empty() {
        state.refused = None;
    }
    match &state.refused {
        Some((whom, why)) if *whom == ids => {
            prose(ui, strong(why));
        }
        _ => {}
    }
    desk.asks
}

/// What it will do when the turn ends.
fn planned(ui: &mut Ui, told: &Told, one: &FormationState) {
    let orders: Vec<&Order> = orders_for(told, one.id).collect();
    section(ui, "When the turn ends");
    if orders.is_empty() {
        prose(ui, small("It goes on as it does now: no order was given this turn."));
    }
    for order in orders {
        prose(ui, super::force::capital(&words::order_words(told, order)));
        if let Order::March(march) = order {
            arrival_row(ui, told, one, &march.path, march.pace);
        }
    }
}

fn marching(ui: &mut Ui, desk: &mut Desk, state: &mut CommandState) {
    let rules = &desk.told.setting().rules;
    flow(ui, |ui| {
        desk.tool(ui, ("March", Action::March, Tool::March), "Then click where it shall go.", halt);
        let believed = desk.view.belief.reports.keys().next().copied();
        // Without any report the gate is asked about nobody, and says so.
        let target = believed.unwrap_or(FormationId(u16::MAX));
        let pace = state.pace;
        let attack = move |one: &FormationState| Order::Attack(Attack { formation: one.id, target, pace });
        desk.tool(ui, ("Attack", Action::Attack, Tool::Attack), "Then click the enemy.", attack);
        for pace in [Pace::Ordinary, Pace::Forced] {
            let hint = if pace == state.pace { String::new() } else { desk.told.keys.hint(Action::Pace) };
            let name = match pace {
                Pace::Ordinary => "Ordinary pace",
                Pace::Forced => "Forced pace",
            };
            let tells = words::pace_tells(pace, rules);
            let mut refused = None;
            if order_button(ui, (name, &hint, pace == state.pace), &tells, None, &mut refused)
                && pace != state.pace
            {
                desk.asks.push(Ask::Pace(pace));
            }
        }
    });
}

fn halt(one: &FormationState) -> Order {
    Order::Halt(Halt { formation: one.id })
}

fn resting(ui: &mut Ui, desk: &mut Desk) {
    let morale = &desk.told.setting().rules.morale;
    let full = percent(u32::from(morale.camp_rest_h));
    let cold = percent(u32::from(morale.camp_rest_h) * u32::from(morale.fireless_rest) / 1000);
    let fires = desk.told.setting().rules.sighting.fires_m / 1000;
    let camps = |fires: bool| {
        desk.own.iter().all(|one| one.intention == Intention::Camp { fires }) && !desk.own.is_empty()
    };
    let (warm_on, cold_on) = (camps(true), camps(false));
    flow(ui, |ui| {
        desk.order(ui, ("Halt", Some(Action::Halt), false), "Gives up its march and stays, ready.", halt);
        let does = format!(
            "Rests {full} of weariness an hour. Its fires are seen {fires} km away by night, and it is caught unformed."
        );
        desk.order(ui, ("Camp", Some(Action::Camp), warm_on), &does, |one| {
            Order::MakeCamp(MakeCamp { formation: one.id, fires: true })
        });
        let does = format!("Rests {cold} of weariness an hour and shows no fires. It is caught unformed.");
        desk.order(ui, ("Cold camp", Some(Action::ColdCamp), cold_on), &does, |one| {
            Order::MakeCamp(MakeCamp { formation: one.id, fires: false })
        });
        let rules = &desk.told.setting().rules.fodder;
        let map = &desk.told.setting().map;
        let does = format!(
            "Burns dry grass, barns, and what of our grain lies here in store or in the open: {} km², of which 1,000 men burn {} a day. \
             Nothing is left for whoever comes after.",
            rules.ground_km2(map),
            rules.burns_km2_day
        );
        let burns = desk.own.iter().all(|one| matches!(one.intention, Intention::Raze { .. }));
        desk.order(ui, ("Lay waste", None, burns && !desk.own.is_empty()), &does, |one| {
            Order::Raze(Raze { formation: one.id })
        });
    });
}

/// The stance that a formation has or is ordered to take.
fn stance_of(told: &Told, one: &FormationState) -> Stance {
    let ordered = orders_for(told, one.id).filter_map(|order| match order {
        Order::Stand(stand) => Some(stand.stance),
        Order::March(_)
        | Order::Halt(_)
        | Order::MakeCamp(_)
        | Order::Attack(_)
        | Order::SendScouts(_)
        | Order::LeaveBait(_)
        | Order::GiveSignal(_)
        | Order::Split(_)
        | Order::Join(_)
        | Order::Ration(_)
        | Order::Haul(_)
        | Order::Buy(_)
        | Order::Raze(_)
        | Order::Escort(_)
        | Order::Work(_)
        | Order::Dig(_)
        | Order::Summon(_)
        | Order::Deposit(_) => None,
    });
    ordered.last().unwrap_or(one.stance)
}

fn all_have(desk: &Desk, stance: Stance) -> bool {
    !desk.own.is_empty() && desk.own.iter().all(|one| stance_of(desk.told, one) == stance)
}

fn stances(ui: &mut Ui, desk: &mut Desk) {
    prose(ui, small(format!("Meeting the enemy ({}: next)", desk.told.keys.hint(Action::Stance))));
    flow(ui, |ui| {
        for stance in [Stance::Avoid, Stance::Screen, Stance::Hold, Stance::Fight, Stance::Pursue] {
            let does = words::stance(stance, &desk.told.setting().rules);
            let is_on = all_have(desk, stance);
            desk.order(ui, (words::stance_name(stance), None, is_on), &does, move |one| {
                Order::Stand(Stand { formation: one.id, stance })
            });
        }
    });
}

fn hiding(ui: &mut Ui, desk: &mut Desk) {
    prose(ui, small("Lie in ambush, and rise"));
    let signals: Vec<SignalId> = desk.view.signals().map(|(id, _)| id).collect();
    flow(ui, |ui| {
        let choices = std::iter::once(None).chain(signals.into_iter().map(Some));
        for signal in choices {
            let stance = Stance::Ambush { signal };
            let name = match signal {
                None => "when the enemy comes".to_owned(),
                Some(id) => format!("at {}", words::signal(desk.told, id)),
            };
            let hint = signal.is_none().then_some(Action::Ambush);
            let does = words::stance(stance, &desk.told.setting().rules);
            let is_on = all_have(desk, stance);
            desk.order(ui, (&name, hint, is_on), &does, move |one| {
                Order::Stand(Stand { formation: one.id, stance })
            });
        }
    });
    for one in desk.own {
        let here = one.place.hex();
        let (room, mouths) = (desk.view.hiding_room(here), one.roll.mouths());
        if desk.own.len() == 1 {
            let tells = format!("The ground here hides {} men, those already hidden included.", number(room));
            row(ui, "cover here", &format!("for {}, it has {}", number(room), number(mouths)), &tells);
        }
    }
}

fn sending(ui: &mut Ui, desk: &mut Desk, state: &mut CommandState) {
    let rules = &desk.told.setting().rules;
    prose(ui, small("Ruses and scouts"));
    let scouts = format!(
        "Then click where they shall look. {} riders, at most {} km out, {} km an hour; they tell when they are back.",
        rules.sighting.scouts_men,
        rules.sighting.scouts_m / 1000,
        rules.sighting.scouts_m_per_h / 1000
    );
    let herd = desk.own.iter().map(|one| one.beasts.herd).max().unwrap_or(0);
    flow(ui, |ui| {
        let feign = |one: &FormationState| {
            Order::Stand(Stand { formation: one.id, stance: Stance::Feign { to: one.place.hex() } })
        };
        let to = desk.own.first().map_or(crate::sim::hex::Hex::ZERO, |one| one.place.hex());
        let does =
            format!("Then click where the flight leads. {}", words::stance(Stance::Feign { to }, rules));
        desk.tool(ui, ("Feign flight", Action::Feign, Tool::Feign), &does, feign);
        let probe =
            |one: &FormationState| Order::SendScouts(SendScouts { formation: one.id, to: one.place.hex() });
        desk.tool(ui, ("Send scouts", Action::Scouts, Tool::Scouts), &scouts, probe);
        let heads = if state.bait == 0 { herd.max(1) } else { state.bait };
        let name = if herd == 0 {
            "Leave bait".to_owned()
        } else {
            format!("Leave {} heads", number(heads.min(herd)))
        };
        let does = "Leaves part of its herd lying where it stands, as men in flight would.";
        desk.order(ui, (&name, Some(Action::Bait), false), does, move |one| {
            Order::LeaveBait(LeaveBait { formation: one.id, heads })
        });
    });
    if herd > 0 {
        let mut heads = if state.bait == 0 { herd } else { state.bait.min(herd) };
        ui.horizontal_wrapped(|ui| {
            prose(ui, small("bait"));
            if ui.available_width() > 200.0 {
                ui.add(Slider::new(&mut heads, 1..=herd).show_value(false)).on_hover_text("Heads to leave");
            }
            ui.add(DragValue::new(&mut heads).range(1..=herd).suffix(" heads"));
        });
        state.bait = if heads == herd { 0 } else { heads };
    }
}

/// Sending men out on their own, and joining others.
/// Most of those who stand in the same place that are offered as a charge.
const MOST_CHARGES: usize = 6;

/// Whom it may go with: those who stand there, bearers first.
fn escorting(ui: &mut Ui, desk: &mut Desk) {
    let Some(first) = desk.own.first() else { return };
    let chosen = |id: FormationId| desk.own.iter().any(|one| one.id == id);
    let view = desk.view;
    let mut here: Vec<&FormationState> =
        view.own_at(first.place.hex()).filter(|other| !chosen(other.id)).collect();
    here.sort_by_key(|other| (!view.troop(other).bears(), other.id));
    if here.is_empty() {
        return;
    }
    prose(ui, small("Go with"));
    flow(ui, |ui| {
        for whom in here.into_iter().take(MOST_CHARGES).map(|other| other.id) {
            let is_on = desk.own.iter().all(|one| one.escort.0 == Some(whom));
            let name = desk.told.body_name(whom);
            let does = "Marches when they march, by the same way, and camps where they camp, until another order comes \
                        or nobody is left of them. What it does on meeting the enemy its stance says.";
            desk.order(ui, (&name, None, is_on), does, |one| {
                Order::Escort(Escort { formation: one.id, whom })
            });
        }
    });
}

fn parting(ui: &mut Ui, desk: &mut Desk, state: &mut CommandState) {
    let [one] = desk.own else { return };
    let least = desk.told.setting().rules.command.detachment_men.max(1);
    let most = one.roll.under_arms().saturating_sub(least);
    let men =
        if state.detached == 0 { most.div_ceil(2) } else { state.detached }.clamp(least, most.max(least));
    prose(ui, small("Parts of a body"));
    flow(ui, |ui| {
        let does = format!(
            "They become a body of their own here, with their share of animals and food, and take orders from the \
             next turn. At least {} go and as many stay.",
            number(least)
        );
        let name = format!("Send out {} men", number(men));
        desk.order(ui, (&name, Some(Action::Split), false), &does, |one| {
            Order::Split(Split { formation: one.id, men })
        });
        let here = desk.view.own_at(one.place.hex()).filter(|other| other.id != one.id);
        let whom: Vec<FormationId> = here.map(|other| other.id).collect();
        for into in whom {
            let join = Order::Join(Join { formation: one.id, into });
            // Only those whom it can join are offered: most who stand near are of other bodies.
            if join.check(desk.view).is_ok() {
                let does = "All its men, animals and food become theirs, and it is no more.";
                let name = format!("Join {}", desk.told.body_name(into));
                desk.order(ui, (&name, Some(Action::Join), false), does, |one| {
                    Order::Join(Join { formation: one.id, into })
                });
            }
        }
    });
    if most > least {
        let mut chosen = men;
        ui.horizontal_wrapped(|ui| {
            prose(ui, small("to send out"));
            if ui.available_width() > 200.0 {
                ui.add(Slider::new(&mut chosen, least..=most).show_value(false))
                    .on_hover_text("Men to send out");
            }
            ui.add(DragValue::new(&mut chosen).range(least..=most).suffix(" men"));
        });
        if chosen != men {
            state.detached = chosen;
        }
    }
}

fn signaling(ui: &mut Ui, desk: &mut Desk) {
    let can_give = |kind: SignalKind| match kind {
        SignalKind::Banner | SignalKind::Drum => true,
        SignalKind::Pigeons => false,
    };
    let signals: Vec<(SignalId, String, String)> = desk
        .view
        .signals()
        .filter(|(_, info)| can_give(info.kind))
        .map(|(id, info)| {
            let by = match info.kind {
                SignalKind::Banner => "seen by day where the line of sight is free",
                SignalKind::Drum => "heard over every ridge, at night too",
                SignalKind::Pigeons => "seen and heard over every ridge",
            };
            (id, desk.told.name(&info.name), format!("Up to {} km, {by}.", info.range_m / 1000))
        })
        .collect();
    let bears = |one: &&FormationState| desk.view.formation_info(one.id).is_some_and(|info| info.signals);
    if signals.is_empty() || !desk.own.iter().any(bears) {
        return;
    }
    prose(ui, small("Give the signal"));
    flow(ui, |ui| {
        for (id, name, carries) in &signals {
            let does = format!("All who wait for it and see or hear it rise. {carries}");
            let id = *id;
            desk.order(ui, (name, Some(Action::Signal), false), &does, move |one| {
                Order::GiveSignal(GiveSignal { formation: one.id, signal: id })
            });
        }
    });
}
