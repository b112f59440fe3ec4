//! When to give way: hopeless odds, a wall or a refuge in reach.

use super::army::Army;
use super::mind::{Mind, lurks};
use super::why;
use crate::sim::hex::Hex;
use crate::sim::intent::{Pace, Stance};
use crate::sim::map::TerrainKind;

/// How far away an enemy counts against a formation, meters.
const DANGER_M: u32 = 4_500;
/// How far away friends count for it, meters.
const SUPPORT_M: u32 = 3_000;
/// How far a beaten formation goes to reach walls or houses, meters.
const WALLS_M: u32 = 3_000;

/// Decides for the members of an army who stand against hopeless odds.
pub(super) fn lead(mind: &mut Mind, army: &Army) {
    for index in army.idle(mind) {
        let own = mind.own(index);
        if lurks(own) {
            continue;
        }
        let here = own.place.hex();
        let danger = mind.foes_near(here, DANGER_M);
        if danger == 0 {
            continue;
        }
        let friends = mind.friends_near(here, SUPPORT_M);
        let is_beaten = own.cohesion.permille() < 350;
        if friends * 1000 >= army.temper.hopeless * danger && !is_beaten {
            continue;
        }
        give_way(mind, index, friends, danger);
    }
}

fn give_way(mind: &mut Mind, index: usize, friends: i64, danger: i64) {
    let own = mind.own(index);
    let here = own.place.hex();
    let odds = || why::odds(friends, danger);
    if mind.is_strong(here) {
        mind.stand(index, Stance::Hold, || format!("hold the walls: {}", odds()));
        mind.halt(index, || format!("hold the walls: {}", odds()));
        return;
    }
    if own.engaged.is_in_contact() && own.cohesion.permille() >= 350 {
        mind.busy[index] = true; // who turns his back in the line is cut down
        return;
    }
    if let Some(walls) = walls_near(mind, here) {
        let goes = mind
            .march(index, &[walls], Pace::Forced, |m| format!("to the walls {} off: {}", why::km(m), odds()));
        if goes {
            return;
        }
    }
    let goals = away(mind, here);
    let goes = !goals.is_empty()
        && mind.march(index, &goals, Pace::Forced, |m| {
            format!("withdraw: {}, refuge {} off", odds(), why::km(m))
        });
    if !goes {
        mind.stand(index, Stance::Hold, || format!("nowhere to go: {}", odds()));
        mind.busy[index] = true;
    }
}

/// The nearest hex with walls or houses that no enemy is nearer to.
fn walls_near(mind: &Mind, here: Hex) -> Option<Hex> {
    let reach = mind.hexes(WALLS_M);
    let is_walled = |kind: &TerrainKind| kind.cover >= 400;
    let map = mind.view.map();
    (here.range(reach))
        .filter(|hex| map.grid().contains(*hex) && is_walled(map.kind(*hex)))
        .filter(|hex| mind.ways.is_free(mind.view, *hex))
        .filter(|hex| {
            let ours = hex.unsigned_distance_to(here);
            mind.nearest_foe(*hex, 120).is_none_or(|(_, theirs)| theirs > ours)
        })
        .min_by_key(|hex| (hex.unsigned_distance_to(here), map.grid().index(*hex)))
}

/// Havens that lie no nearer to the enemy than to the formation.
fn away(mind: &Mind, here: Hex) -> Vec<Hex> {
    let safe = |haven: &&Hex| {
        let ours = haven.unsigned_distance_to(here);
        mind.nearest_foe(**haven, 180).is_none_or(|(_, theirs)| theirs > ours)
    };
    mind.havens.iter().filter(safe).copied().collect()
}
