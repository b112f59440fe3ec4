//! Each formation for itself: the best fight in reach, else a step nearer to the enemy.

use super::mind::{Mind, enemy_havens, lurks};
use super::why;
use crate::orders::Order;
use crate::seat::View;
use crate::sim::intent::Pace;

/// How far a formation looks for a fight, meters.
const REACH_M: u32 = 6_000;

/// The greedy orders of a turn.
pub(super) fn plan(view: &View) -> Vec<(Order, String)> {
    let mut mind = Mind::of(view);
    let homes = enemy_havens(view);
    let reach = mind.hexes(REACH_M);
    for index in 0..view.own.len() {
        let own = mind.own(index);
        if mind.busy[index] || lurks(own) || !view.troop(own).fights {
            continue;
        }
        let here = own.place.hex();
        let exchange = |foe: usize| {
            let foe = &mind.foes[foe];
            let far = i64::from(foe.at.unsigned_distance_to(here));
            (mind.worth[index] * 1000 / foe.worth).min(4_000) * 100 / (far + 1)
        };
        let inside = |foe: &usize| mind.foes[*foe].at.unsigned_distance_to(here) <= reach;
        let fight = (0..mind.foes.len()).filter(inside).max_by_key(|foe| (exchange(*foe), usize::MAX - foe));
        if let Some(foe) = fight
            && mind.worth[index] * 10 >= mind.foes[foe].worth * 7
        {
            let target = mind.foes[foe];
            let odds = why::odds(mind.worth[index], target.worth);
            mind.attack(index, foe, Pace::Ordinary, || format!("attack: {}, {odds}", why::foe(&target)));
            continue;
        }
        let nearest = mind.nearest_foe(here, u32::MAX).map(|(foe, far)| (foe.at, far));
        match nearest {
            Some((at, far)) if far > 1 => {
                mind.march(index, &[at], Pace::Ordinary, |m| format!("toward the enemy, {} off", why::km(m)));
            }
            None if !homes.is_empty() => {
                mind.march(index, &homes, Pace::Ordinary, |m| {
                    format!("look for the enemy, {} off", why::km(m))
                });
            }
            _ => {}
        }
    }
    mind.into_orders()
}
