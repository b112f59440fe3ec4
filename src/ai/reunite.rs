//! Detachments that have done their part: with nobody near to fight they join their body again where they meet it.

use super::army::Army;
use super::mind::{Mind, lurks};
use crate::orders::{Join, Order};

/// Lets idle detachments of an army join.
pub(super) fn lead(mind: &mut Mind, army: &Army) {
    let (view, alarm) = (mind.view, mind.alarm_m());
    for index in army.idle(mind) {
        let own = mind.own(index);
        let Some(parent) = view.parent(own.id) else { continue };
        let here = own.place.hex();
        let is_near = mind.nearest_foe(here, 240).is_some_and(|(_, far)| far * view.map().hex_m <= alarm);
        if is_near || lurks(own) {
            continue;
        }
        // To the body itself, or to another of its detachments that came back before.
        let whole = view.own_at(here).find(|other| view.parent(other.id).unwrap_or(other.id) == parent);
        if let Some(whole) = whole.filter(|whole| whole.id < own.id) {
            let join = Order::Join(Join { formation: own.id, into: whole.id });
            mind.give(index, join, || "reunite: nobody near to fight".to_owned());
        }
    }
}
