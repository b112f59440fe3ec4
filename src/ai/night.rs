//! The night: men who are not in contact make camp, whatever their general's temper. A long turn in the dark is no time
//! to look for an enemy.

use super::army::Army;
use super::bait;
use super::mind::{Mind, lurks};
use super::weather;
use crate::seat::View;

/// Turns shorter than this are planned hour by hour, and men fight on into the dark, minutes.
const LONG_MIN: u32 = 360;

/// True for a long turn that begins in the dark.
pub(super) fn is_long(view: &View) -> bool {
    !view.clock.is_day() && view.clock.tempo().turn_minutes >= LONG_MIN
}

/// Puts an army to bed for a long dark turn.
pub(super) fn lead(mind: &mut Mind, army: &Army) {
    if !is_long(mind.view) {
        return;
    }
    for index in army.idle(mind) {
        let own = mind.own(index);
        let near = mind.nearest_foe(own.place.hex(), 240).map(|(_, far)| far);
        if own.engaged.is_in_contact() || lurks(own) || bait::is_bait(own) || near.is_some_and(|far| far <= 1)
        {
            continue;
        }
        let fires = near.is_none() || weather::freezes(mind.view, own.place.hex());
        mind.camp(index, fires, || "night: make camp".to_owned());
    }
}
