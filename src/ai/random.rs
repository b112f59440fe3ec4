//! Any legal order, drawn by lot: the opponent that every other must beat.

use super::mind::passes;
use crate::orders::{
    Attack, Buy, Deposit, Dig, Escort, Halt, Haul, Join, LeaveBait, MakeCamp, March, Order, Ration, Raze,
    SendScouts, Split, Stand, Summon, Work,
};
use crate::seat::View;
use crate::sim::dice::{Dice, Purpose, Stream};
use crate::sim::hex::SIDES;
use crate::sim::id::PlaceId;
use crate::sim::intent::{Earthwork, Pace, Stance, Task};
use crate::sim::siege::Terms;
use crate::sim::supply::{Diet, Policy};
use crate::snapshot::FormationState;

/// How often it draws again when the gate refuses.
const TRIES: u32 = 4;

/// The random orders of a turn: one for about every other formation.
pub(super) fn plan(view: &View, seed: u64) -> Vec<(Order, String)> {
    let mut orders = Vec::new();
    for own in view.own.iter().filter(|own| own.is_alive()) {
        let mut lot = Dice { seed }.lasting(view.clock.turn, Purpose::Ai, u32::from(own.id.0));
        if lot.chance(500) {
            continue;
        }
        let order = (0..TRIES).map(|_| draw(view, own, &mut lot)).find(|order| passes(order, &orders, view));
        orders.extend(order.map(|order| (order, "drawn by lot".to_owned())));
    }
    orders
}

fn draw(view: &View, own: &FormationState, lot: &mut Stream) -> Order {
    let formation = own.id;
    let pace = if lot.chance(500) { Pace::Ordinary } else { Pace::Forced };
    let below = |lot: &mut Stream, count: usize| lot.between(0, count.max(1) as i32 - 1) as usize;
    match lot.between(0, 15) {
        0 => Order::Halt(Halt { formation }),
        1 => Order::MakeCamp(MakeCamp { formation, fires: lot.chance(500) }),
        2 => {
            let to = own.place.hex() + SIDES[below(lot, 6)] * lot.between(2, 8);
            Order::SendScouts(SendScouts { formation, to })
        }
        3 if !view.map().courses().is_empty() => {
            let work = Earthwork::ALL[below(lot, 5)];
            Order::Dig(Dig { formation, work, side: below(lot, 6) as u8 })
        }
        3 => Order::LeaveBait(LeaveBait { formation, heads: 50 }),
        4 => {
            let stances = [
                Stance::Avoid,
                Stance::Hold,
                Stance::Fight,
                Stance::Pursue,
                Stance::Screen,
                Stance::Ambush { signal: None },
            ];
            Order::Stand(Stand { formation, stance: stances[below(lot, stances.len())] })
        }
        5 | 6 if !view.belief.reports.is_empty() => {
            let nth = below(lot, view.belief.reports.len());
            let target = view.belief.reports.keys().nth(nth).copied().unwrap_or(formation);
            Order::Attack(Attack { formation, target, pace })
        }
        7 => Order::Split(Split { formation, men: own.roll.under_arms() / lot.between(2, 5) as u32 }),
        8 => {
            let beside: Vec<_> = view.own_at(own.place.hex()).filter(|other| other.id != own.id).collect();
            let nth = below(lot, beside.len());
            Order::Join(Join { formation, into: beside.get(nth).map_or(formation, |other| other.id) })
        }
        9 => {
            let policy = [Policy::Full, Policy::Half, Policy::Beasts][below(lot, 3)];
            let keep_days = if view.troop(own).bears() { lot.between(0, 9) as u8 } else { 0 };
            let diet = Diet { policy, keep_days, forages: lot.chance(500), to_beasts: lot.chance(500) };
            Order::Ration(Ration { formation, diet })
        }
        10 if lot.chance(300) => Order::Raze(Raze { formation }),
        10 if lot.chance(300) => Order::Work(Work { formation, task: Task::ALL[below(lot, 3)] }),
        10 if lot.chance(300) => {
            let (place, _) = view.wall_beside(own.place.hex()).unwrap_or((PlaceId(0), 0));
            let terms = if lot.chance(500) { Terms::FreePassage } else { Terms::Captivity };
            Order::Summon(Summon { formation, place, terms })
        }
        10 => {
            let nth = below(lot, view.own.len());
            Order::Escort(Escort { formation, whom: view.own.get(nth).map_or(formation, |other| other.id) })
        }
        11 => {
            let mut place = || PlaceId(below(lot, view.places().len()) as u16);
            Order::Haul(Haul { formation, from: place(), to: place() })
        }
        12 => {
            let (keep_days, bury) = (lot.between(0, 5) as u8, lot.chance(500));
            Order::Deposit(Deposit { formation, keep_days, bury })
        }
        13 if own.purse.held() > 0 => {
            let market = view.market_at_hand(own);
            let (place, most) = market.map_or((PlaceId(0), 1), |(place, stall)| (place, stall.shi()));
            Order::Buy(Buy { formation, place, shi: lot.between(1, most.clamp(1, 10_000) as i32) as u32 })
        }
        _ => {
            let side = SIDES[below(lot, 6)];
            let path = (1..=lot.between(1, 6)).map(|step| own.place.hex() + side * step).collect();
            Order::March(March { formation, path, pace })
        }
    }
}
