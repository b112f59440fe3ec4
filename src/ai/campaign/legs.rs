//! One formation on its way, or at a halt: nobody marches into a storm, or farther than the water lasts, and in a night that
//! kills everybody lights fires.

use super::water;
use crate::ai::mind::Mind;
use crate::ai::weather;
use crate::orders::{Halt, March, Order};
use crate::sim::hex::Hex;
use crate::sim::intent::{Intention, Pace};

/// A way as short as this is one to camp beside, hexes.
const BESIDE: usize = 2;

/// Lets a formation go along exactly this path, unless it does.
pub(super) fn along(mind: &mut Mind, index: usize, path: &[Hex], why: &dyn Fn() -> String) {
    let own = mind.own(index);
    if weather::waits_out(mind.view, own) {
        return mind.camp(index, true, || "wait out the storm".to_owned());
    }
    let same = matches!(&own.intention, Intention::March { path: now, .. } if now == path);
    if same {
        mind.busy[index] = true;
        return;
    }
    // Nobody goes back into the water that he just left.
    let into = path.last().filter(|_| path.len() <= BESIDE).is_some_and(|to| water::is_wet(mind, *to));
    if into && !water::is_wet(mind, own.place.hex()) {
        return mind.camp(index, true, || "wait: there is water ahead".to_owned());
    }
    let Some(path) = weather::watered(mind.view, own, path.to_vec(), Pace::Ordinary) else {
        return mind.halt(index, || "the water would not last".to_owned());
    };
    let order = Order::March(March { formation: own.id, path, pace: Pace::Ordinary });
    mind.give(index, order, why);
}

/// Lets a formation go to a hex on its own feet; answers whether it goes or is there.
pub(super) fn go(mind: &mut Mind, index: usize, to: Hex, why: &dyn Fn() -> String) -> bool {
    let own = mind.own(index);
    if own.place.hex() == to {
        if matches!(own.intention, Intention::March { .. } | Intention::Attack { .. }) {
            mind.give(index, Order::Halt(Halt { formation: own.id }), why);
        }
        mind.busy[index] = true;
        return true;
    }
    let mobility = mind.view.troop(own).mobility;
    let Some(path) = mind.ways.path(mind.view, mobility, own.place.hex(), &[to]) else { return false };
    let most = usize::from(mind.view.rules().movement.longest_path);
    along(mind, index, &path[..path.len().min(most)], why);
    true
}

/// A body stays where it is: under arms, or by its fires in a night that kills.
pub(super) fn stay(mind: &mut Mind, index: usize, why: impl FnOnce() -> String) {
    if weather::freezes(mind.view, mind.own(index).place.hex()) {
        mind.camp(index, true, why);
    } else {
        mind.halt(index, why);
    }
}
