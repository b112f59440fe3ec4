//! The bait: shows itself, lets itself be chased, leaves animals in the pursuer's way, leads to the ambush.

use super::mind::Mind;
use super::{night, why};
use crate::orders::{March, Order, Stand};
use crate::sim::hex::Hex;
use crate::sim::intent::{Intention, Pace, Stance};
use crate::sim::map::Mobility;
use crate::sim::ruse::Feint;
use crate::snapshot::FormationState;

/// How far from its goal a bait goes to look for the enemy, meters.
const LEASH_M: u32 = 25_000;

/// True for formations that are told to run as if beaten.
pub(super) fn is_bait(own: &FormationState) -> bool {
    matches!(own.stance, Stance::Feign { .. })
}

/// Decides for one bait whose trap is not sprung.
pub(super) fn lead(mind: &mut Mind, index: usize) {
    let own = mind.own(index);
    let Stance::Feign { to } = own.stance else { return };
    if own.engaged.is_in_contact() {
        mind.busy[index] = true; // its stance breaks it off
        return;
    }
    let here = own.place.hex();
    let foe = mind.nearest_foe(here, 600).map(|(foe, far)| (*foe, far));
    let tempt = mind.hexes(mind.view.rules().ruse.tempt_m).max(2);
    if let Some((_, far)) = foe
        && far <= tempt + 1
    {
        leave_herd(mind, index, tempt);
    }
    let Some((foe, far)) = foe else {
        mind.busy[index] = true; // nobody to tempt; whoever scouts will tell
        return;
    };
    if night::is_long(mind.view) {
        // Who vanished in the dark would tempt nobody in the morning. Its stance breaks it off if they come.
        mind.halt(index, || format!("bait: stay near {} till morning", why::foe(&foe)));
        return;
    }
    let is_chased = foe.comes_to(here);
    match own.feint {
        Feint::Running { .. } => {}
        Feint::Turned if far > tempt => {
            let stand = Order::Stand(Stand { formation: own.id, stance: own.stance });
            mind.give(index, stand, || "bait: nobody followed, show itself again".to_owned());
        }
        Feint::Turned => {}
        Feint::None if far > tempt => show(mind, index, foe.at, to, tempt, || why::foe(&foe)),
        Feint::None if is_chased && foe.is_fresh() => draw(mind, index, to, far, || why::foe(&foe)),
        Feint::None => mind.halt(index, || "bait: in the enemy's sight".to_owned()),
    }
    mind.busy[index] = true;
}

/// Leaves part of the herd unless some of it lies near already.
fn leave_herd(mind: &mut Mind, index: usize, tempt: u32) {
    let own = mind.own(index);
    let here = own.place.hex();
    let lies = |at: Hex| at.unsigned_distance_to(here) < tempt.min(3);
    if own.beasts.herd == 0 || mind.view.own_lures.iter().any(|lure| lies(lure.at)) {
        return;
    }
    let heads = (own.beasts.herd / 4).max(50).min(own.beasts.herd);
    mind.leave_bait(index, heads, || format!("bait: {heads} heads left in the pursuer's way"));
}

/// Goes toward the enemy until he can see it, but no further.
fn show(mind: &mut Mind, index: usize, foe: Hex, to: Hex, tempt: u32, words: impl Fn() -> String) {
    let own = mind.own(index);
    let here = own.place.hex();
    if let Intention::March { path, .. } = &own.intention
        && path.last().is_some_and(|end| {
            let gap = end.unsigned_distance_to(foe);
            (2..=tempt).contains(&gap)
        })
    {
        return;
    }
    let mobility = mind.view.troop(own).mobility;
    let leash = mind.hexes(LEASH_M);
    let view = mind.view;
    // The way to an enemy leads past his pickets only in its last hexes, which are cut off.
    let limit = mind.meters(here, foe).saturating_mul(4) / 2 + 36_000;
    let Some(mut path) = view.costs().path(mobility, here, foe, limit, |_| false) else { return };
    let gap = tempt.saturating_sub(1).max(2);
    let stop = path
        .iter()
        .position(|hex| hex.unsigned_distance_to(foe) <= gap || hex.unsigned_distance_to(to) > leash);
    path.truncate(stop.map_or(0, |stop| stop + 1));
    path.truncate(usize::from(view.rules().movement.longest_path));
    if path.is_empty() {
        return;
    }
    let km = why::km(mind.meters(here, foe));
    let order = Order::March(March { formation: own.id, path, pace: Pace::Ordinary });
    mind.give(index, order, || format!("bait: show itself to {}, {km} off", words()));
}

/// Keeps in front of the pursuer, on the way to the ground of the ambush.
fn draw(mind: &mut Mind, index: usize, to: Hex, far: u32, words: impl Fn() -> String) {
    let own = mind.own(index);
    let here = own.place.hex();
    if here == to {
        return;
    }
    let Some(mut path) = mind.ways.path(mind.view, mind.view.troop(own).mobility, here, &[to]) else {
        return;
    };
    // So far as the pursuer comes in a turn, less what he must make up: he is to keep the bait in sight.
    let tempo = mind.view.clock.tempo().turn_minutes;
    let foot_m_h = mind.view.rules().movement.road_m_per_h[Mobility::Foot as usize];
    let pursuit = mind.hexes((u64::from(foot_m_h) * u64::from(tempo) / 60).min(1_000_000) as u32);
    let lead = mind.hexes(mind.view.rules().ruse.tempt_m).max(2);
    let hexes = (pursuit + lead).saturating_sub(far).max(1) as usize;
    path.truncate(hexes);
    let is_same = matches!(&own.intention, Intention::March { path: now, .. } if *now == path);
    if !is_same {
        let order = Order::March(March { formation: own.id, path, pace: Pace::Ordinary });
        mind.give(index, order, || format!("bait: {} behind, lead them to the ambush", words()));
    }
}
