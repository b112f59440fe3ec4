//! Bearers and rations: who carries food goes where it is eaten and leaves in time; who runs short deals out half.

use super::army::Army;
use super::feed::depots;
use super::mind::Mind;
use super::why;
use crate::orders::{Order, Ration};
use crate::sim::clock::DAY;
use crate::sim::hex::Hex;
use crate::sim::intent::Pace;
use crate::sim::supply::{Diet, Marcher, Policy, reckon};

/// Days for which food is reckoned.
const RECKONED_DAYS: u32 = 31;
/// Bearers go to an army whose own food lasts no longer, days.
const CALLED_DAYS: u32 = 3;
/// Ground that a column covers in a day, meters.
const STAGE_M: u32 = 17_000;

/// Leads the bearers of an army, and sets the rations of all.
pub(super) fn lead(mind: &mut Mind, army: &Army) {
    let depots = depots(mind.view);
    let seat = army.seat;
    let days = days_at(mind, seat);
    ration(mind, army, &depots, days);
    for index in army.idle(mind) {
        let own = mind.own(index);
        if !mind.view.troop(own).bears() || own.engaged.is_in_contact() {
            continue;
        }
        let here = own.place.hex();
        if own.rations.is_spent() {
            if !depots.is_empty() && !depots.contains(&here) {
                mind.march(index, &depots, Pace::Ordinary, |meters| {
                    format!("loads given away, home {}", why::km(meters))
                });
            }
        } else if here != seat && days.is_some_and(|days| days <= CALLED_DAYS) {
            mind.march(index, &[seat], Pace::Ordinary, |meters| {
                format!("bring food to the army, {}", why::km(meters))
            });
        }
    }
}

/// Days for which those who stand in a hex have food; `None` for a month and more.
fn days_at(mind: &Mind, hex: Hex) -> Option<u32> {
    let column: Vec<Marcher> = mind.view.own_at(hex).map(|own| mind.view.marcher(own)).collect();
    let reckoning = reckon(&column, RECKONED_DAYS, &mind.view.rules().supply);
    reckoning.hungry.map(|(minute, _)| minute / DAY)
}

/// Half rations while the food does not last to the next store, full ones when it does; bearers keep what they need to get there.
fn ration(mind: &mut Mind, army: &Army, depots: &[Hex], days: Option<u32>) {
    let view = mind.view;
    for index in army.members.clone() {
        let own = mind.own(index);
        let here = own.place.hex();
        let Some(far) = depots.iter().map(|depot| depot.unsigned_distance_to(here)).min() else { continue };
        let home = (far * view.map().hex_m).div_ceil(STAGE_M);
        let short = days.is_some_and(|days| days < home) && !depots.contains(&here);
        let policy = if short { Policy::Half } else { Policy::Full };
        let keep_days = if view.troop(own).bears() { home.min(30) as u8 } else { 0 };
        // One does not count the days anew each turn: what is enough stays as it is.
        let kept = own.rations.diet().keep_days;
        let enough = keep_days <= kept && kept <= keep_days.saturating_add(3);
        if own.rations.diet().policy == policy && enough || mind.busy[index] {
            continue;
        }
        let diet = Diet { policy, keep_days, ..own.rations.diet() };
        let order = Order::Ration(Ration { formation: own.id, diet });
        mind.add(order, || {
            format!("food for {} days, the next store {home} days off", days.unwrap_or(RECKONED_DAYS))
        });
    }
}
