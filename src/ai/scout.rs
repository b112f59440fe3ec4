//! Eyes ahead: parties ride where the army means to go, or where the enemy was last seen.

use super::army::Army;
use super::mind::{Mind, lurks};
use super::why;
use crate::orders::{Order, SendScouts};
use crate::sim::hex::{Hex, SIDES, bearing};

/// How far ahead of an army its scouts look, meters.
const AHEAD_M: u32 = 10_000;
/// Ground nearer than this is seen without scouts, meters.
const SEEN_M: u32 = 4_000;

/// Sends out the parties that the commander wants to have out.
pub(super) fn lead(mind: &mut Mind, army: &Army, aim: Option<Hex>) {
    let out = army.members.iter().filter(|index| mind.own(**index).scouts.out.is_some()).count();
    let wants = army.temper.scouts.saturating_sub(out);
    if wants == 0 || !mind.view.clock.is_day() {
        return;
    }
    let Some(goal) = aim.or_else(|| oldest_news(mind, army)) else { return };
    let far = army.seat.unsigned_distance_to(goal);
    if far <= mind.hexes(SEEN_M) {
        return;
    }
    // Along the line to the goal; a second party looks half as far.
    let (mut sent, ahead) = (0, mind.hexes(AHEAD_M).min(far));
    for index in army.members.clone() {
        let own = mind.own(index);
        if sent == wants {
            return;
        }
        let is_free = super::mind::can_be_told(own)
            && own.scouts.out.is_none()
            && !lurks(own)
            && !own.engaged.is_in_contact();
        if !is_free {
            continue;
        }
        let step = (ahead >> sent).max(1);
        let to = toward(army.seat, goal, step);
        let is_known = mind.foes.iter().any(|foe| foe.age <= 60 && foe.at.unsigned_distance_to(to) <= 2);
        if is_known || to.unsigned_distance_to(own.place.hex()) <= mind.hexes(SEEN_M) {
            continue;
        }
        let was_busy = mind.busy[index];
        let order = Order::SendScouts(SendScouts { formation: own.id, to });
        let km = why::km(mind.meters(own.place.hex(), to));
        if mind.give(index, order, || format!("scouts: what is {km} ahead")) {
            sent += 1;
        }
        mind.busy[index] = was_busy;
    }
}

/// The hex so many steps toward a goal.
fn toward(from: Hex, goal: Hex, steps: u32) -> Hex {
    (0..steps).fold(from, |at, _| at + SIDES[bearing(at, goal)])
}

/// Where the enemy was seen longest ago, as far as it matters to this army.
fn oldest_news(mind: &Mind, army: &Army) -> Option<Hex> {
    let reach = mind.hexes(mind.view.rules().sighting.scouts_m);
    let near =
        mind.foes.iter().filter(|foe| foe.at.unsigned_distance_to(army.seat) <= reach && foe.age >= 120);
    near.max_by_key(|foe| (foe.age, std::cmp::Reverse(foe.id))).map(|foe| foe.at)
}
