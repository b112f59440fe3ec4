//! Bread and sleep: the hungry buy, or go to a store, the tired camp when nobody is near.

use super::army::Army;
use super::mind::{Mind, lurks};
use super::{weather, why};
use crate::forecast::Remedy;
use crate::orders::{Buy, Order};
use crate::seat::View;
use crate::sim::clock::DAY;
use crate::sim::hex::Hex;
use crate::sim::intent::{Intention, Pace, Stance};

/// Sends an army to its stores when its commander can no longer look at its hunger.
pub(super) fn to_depots(mind: &mut Mind, army: &Army) {
    let limit = army.temper.hunger_h;
    let view = mind.view;
    let needs = |index: &usize| {
        let own = &view.own[*index];
        let left = own.rations.tenths_of_days(own.roll.mouths(), &view.rules().supply);
        // A day's food left counts as no hunger yet, except for those who think ahead.
        own.rations.hungry_hours() >= limit || limit <= 12 && left <= 5
    };
    let (mut hungry, mut all) = (0, 0);
    for index in &army.members {
        let mouths = mind.own(*index).roll.mouths();
        all += mouths;
        if needs(index) {
            hungry += mouths;
        }
    }
    if hungry == 0 {
        return;
    }
    let depots = depots(mind.view);
    if depots.is_empty() {
        return;
    }
    let everybody = hungry * 2 > all;
    for index in army.idle(mind) {
        let own = mind.own(index);
        let here = own.place.hex();
        let fights = own.engaged.is_in_contact() || lurks(own);
        if fights || !(everybody || needs(&index)) {
            continue;
        }
        if depots.contains(&here) {
            mind.camp(index, true, || "eat from the store".to_owned());
            continue;
        }
        let hours = own.rations.hungry_hours();
        let near = (depots.iter()).min_by_key(|depot| depot.unsigned_distance_to(here)).copied();
        let name = near.map_or("hand", |depot| place_name(view, depot));
        mind.march(index, &depots, Pace::Ordinary, |meters| {
            format!("men hungry {hours} h, depot at {name} {}", why::km(meters))
        });
    }
}

/// Days of food left from which who has cash and a market at hand buys.
const BUYS_DAYS: u32 = 3;

/// Those who will soon be hungry, have cash and stand at a market buy before they look for food elsewhere.
pub(super) fn buy(mind: &mut Mind, members: impl Iterator<Item = usize>) {
    let view = mind.view;
    for index in members {
        let own = mind.own(index);
        if mind.busy[index] || own.purse.held() == 0 || own.engaged.is_in_contact() || lurks(own) {
            continue;
        }
        let plight = view.plight(own);
        let soon = view.clock.minute.saturating_add(BUYS_DAYS * DAY);
        if let Remedy::Buy(place, shi, strings, days) = plight.remedy
            && plight.bare.is_some_and(|bare| bare <= soon)
        {
            let order = Order::Buy(Buy { formation: own.id, place, shi });
            let name = &view.places()[place.index()].name.latin;
            let why = || format!("buy {shi} shi at {name} for {strings} strings: food for {days} days");
            if mind.nearest_foe(own.place.hex(), DAY).is_some_and(|(_, far)| far <= mind.stages(1)) {
                mind.add(order, why); // there may be no time to stay
            } else if mind.give(index, order, why) && own.intention != Intention::Stay {
                mind.camp(index, true, || "at the market".to_owned());
            }
        }
    }
}

/// Where the side has grain worth a march.
pub(super) fn depots(view: &View) -> Vec<Hex> {
    let stored = view.places().iter().zip(&view.stores);
    stored.filter(|(_, grain)| grain.is_some_and(|sheng| sheng >= 2_000)).map(|(place, _)| place.at).collect()
}

/// The name of the place in a hex.
pub(super) fn place_name(view: &View, hex: Hex) -> &str {
    view.place_at(hex).map_or("the refuge", |(_, place)| place.name.latin.as_str())
}

/// Those who have nothing to do rest if they may, and stand to if they must.
pub(super) fn rest(mind: &mut Mind, army: &Army) {
    let alarm = mind.alarm_m();
    for index in army.idle(mind) {
        let own = mind.own(index);
        if own.engaged.is_in_contact() || matches!(own.stance, Stance::Ambush { .. }) {
            continue;
        }
        let near = mind.nearest_foe(own.place.hex(), 240);
        let is_near = near.is_some_and(|(_, far)| far * mind.view.map().hex_m <= alarm);
        let freezes = weather::freezes(mind.view, own.place.hex());
        match own.intention {
            Intention::Camp { .. } if is_near => {
                mind.halt(index, || "stand to: the enemy is near".to_owned())
            }
            Intention::Stay
                if !is_near && (own.fatigue.permille() >= 150 || !mind.view.clock.is_day() || freezes) =>
            {
                mind.camp(index, near.is_none() || freezes, || "rest: no enemy near".to_owned());
            }
            _ => {}
        }
    }
}
