//! The fight: who goes for whom, who cuts the way back, who lets be.
//!
//! A commander looks at what he can bring together and at what the enemy has there: odds that suffice for his temper
//! let him attack. A rash one looks at his prey alone. Each formation takes the target that gives it most for its
//! way; when a target has enough against it, horsemen ride around to its way back.

use super::army::Army;
use super::mind::{Mind, enemy_havens, lurks};
use super::{why, worth};
use crate::sim::army::Posture;
use crate::sim::hex::Hex;
use crate::sim::id::FormationId;
use crate::sim::intent::{Intention, Pace, Stance};
use crate::sim::map::Mobility;
use crate::sim::victory::Goal;

/// What an attack brings together: how far away a formation counts, meters.
const GATHER_M: u32 = 8_000;
/// Worth against a target, permille of its company, that is enough.
const ENOUGH: i64 = 2_500;
/// How far away a fight of friends is heard, meters.
const GUNS_M: u32 = 8_000;
/// How far behind a target its way back is cut, hexes.
const BEHIND: usize = 3;
/// The longest way back that is looked for, seconds of a ride.
const WAY_BACK_S: u32 = 24 * 3600;

/// Decides for the idle fighters of an army. With the trap sprung everybody falls on, at any odds but hopeless ones.
pub(super) fn lead(mind: &mut Mind, army: &Army, is_sprung: bool) {
    let fighters: Vec<usize> = (army.idle(mind).into_iter())
        .filter(|index| {
            let own = mind.own(*index);
            mind.view.troop(own).fights && !lurks(own)
        })
        .collect();
    if fighters.is_empty() || mind.foes.is_empty() {
        return;
    }
    let odds = if is_sprung { army.temper.hopeless.max(500) } else { army.temper.odds };
    let reach_m = if is_sprung { army.temper.reach_m.max(12_000) } else { army.temper.reach_m };
    let targets = targets(mind, army, &fighters, odds, reach_m);
    if targets.is_empty() {
        return;
    }
    let wanted = wanted(mind);
    let mut cut = None;
    for index in fighters {
        let own = mind.own(index);
        if own.engaged.is_in_contact() && own.intention != Intention::Stay {
            mind.busy[index] = true; // it fights; let it
            continue;
        }
        let is_garrison = !is_sprung && holds_a_goal(mind, own.place.hex());
        let Some((target, far)) = best(mind, index, &targets, &wanted, reach_m, is_garrison) else {
            continue;
        };
        let foe = mind.foes[target];
        let has_enough = mind.sent[target] * 1000 >= foe.company * ENOUGH;
        if has_enough && far > 2 && worth::is_fast(mind.view.troop(own)) {
            let way = *cut.get_or_insert_with(|| way_back(mind, foe.at));
            if let Some(behind) = way
                && behind.unsigned_distance_to(own.place.hex()) <= mind.hexes(reach_m)
                && ride_around(mind, index, behind)
            {
                continue;
            }
        }
        fall_on(mind, army, index, target, far);
    }
}

fn fall_on(mind: &mut Mind, army: &Army, index: usize, target: usize, far: u32) {
    let foe = mind.foes[target];
    let own = mind.own(index);
    let is_spent = own.fatigue.permille() >= 600;
    let is_close = far <= mind.hexes(6_000);
    let pace = match army.temper.blinkered || is_close || foe.runs() {
        true if !is_spent => Pace::Forced,
        _ => Pace::Ordinary,
    };
    let odds = why::odds(mind.sent[target] + mind.worth[index], foe.company);
    let km = why::km(far * mind.view.map().hex_m);
    mind.attack(index, target, pace, || format!("attack: {} {km} off, {odds}", why::foe(&foe)));
    if matches!(own.stance, Stance::Avoid | Stance::Screen | Stance::Hold) {
        mind.stand(index, Stance::Fight, || "attack: stand to fight".to_owned());
    } else if (army.temper.blinkered || foe.runs()) && own.stance == Stance::Fight {
        mind.stand(index, Stance::Pursue, || "attack: follow what runs".to_owned());
    }
}

/// Sends a formation to the enemy's way back.
fn ride_around(mind: &mut Mind, index: usize, behind: Hex) -> bool {
    let here = mind.own(index).place.hex();
    if here == behind {
        mind.stand(index, Stance::Hold, || "cut: bar the way back".to_owned());
        mind.busy[index] = true;
        return true;
    }
    mind.march(index, &[behind], Pace::Forced, |m| format!("cut: the enemy's way back, {}", why::km(m)))
}

/// A hex on the quickest way from an enemy to his nearest haven, a little behind him.
fn way_back(mind: &Mind, from: Hex) -> Option<Hex> {
    let view = mind.view;
    let havens = enemy_havens(view);
    let haven = havens.iter().min_by_key(|haven| haven.unsigned_distance_to(from))?;
    let path = view.costs().path(Mobility::Horse, from, *haven, WAY_BACK_S, |_| false)?;
    path.get(BEHIND - 1).or(path.last()).copied()
}

/// Enemies worth attacking: near enough to be found where they are believed, and not too strong.
fn targets(mind: &Mind, army: &Army, fighters: &[usize], odds: i64, reach_m: u32) -> Vec<usize> {
    let view = mind.view;
    let reach = mind.hexes(reach_m);
    // A rash man counts on all his men, however far they are.
    let gather = if army.temper.blinkered { reach } else { mind.hexes(GATHER_M.min(reach_m)) };
    let support = mind.hexes(army.temper.support_m);
    let is_supported = |hex: Hex| {
        mind.havens.is_empty() || mind.havens.iter().any(|haven| haven.unsigned_distance_to(hex) <= support)
    };
    // A rash man goes by yesterday's news; others attack what they see, and march toward the rest.
    let freshest = if army.temper.blinkered { 840 } else { 150 };
    let mut targets = Vec::new();
    for (index, foe) in mind.foes.iter().enumerate().filter(|(_, foe)| foe.age <= freshest) {
        let (mut gathered, mut is_near) = (mind.sent[index], false);
        for fighter in fighters {
            let far = mind.own(*fighter).place.hex().unsigned_distance_to(foe.at);
            is_near |= far <= reach;
            if far <= gather {
                gathered += mind.worth[*fighter];
            }
        }
        let against = if army.temper.blinkered { foe.worth } else { foe.company };
        let is_few_news = !army.temper.blinkered && army.temper.odds >= 1_400 && is_lured(mind, foe.at);
        let is_beside = foe.at.unsigned_distance_to(army.seat) <= 2;
        if is_near
            && gathered * 1000 >= odds * against
            && (is_supported(foe.at) || foe.at.unsigned_distance_to(army.seat) <= mind.hexes(3_000))
            && (!is_few_news || is_beside)
            && view.map().grid().contains(foe.at)
        {
            targets.push(index);
        }
    }
    targets
}

/// True when something was left lying near there, as if on purpose.
fn is_lured(mind: &Mind, hex: Hex) -> bool {
    let reach = mind.hexes(mind.view.rules().ruse.tempt_m);
    mind.view.belief.lures.values().any(|lure| lure.unsigned_distance_to(hex) <= reach)
}

/// Enemy formations whose end the objectives ask for.
fn wanted(mind: &Mind) -> Vec<FormationId> {
    let open = mind.view.objectives.iter().filter(|objective| !objective.met && objective.points > 0);
    let mut wanted = Vec::new();
    for objective in open {
        if let Goal::Break { formations, .. } = &objective.goal {
            wanted.extend(formations);
        }
    }
    wanted
}

/// True in a place that its side is to hold.
pub(super) fn holds_a_goal(mind: &Mind, hex: Hex) -> bool {
    mind.view.objectives.iter().any(|objective| match objective.goal {
        Goal::Hold(place) => mind.view.places().get(place.index()).is_some_and(|place| place.at == hex),
        _ => false,
    })
}

/// The target that gives a formation most for its way, and how far it is, hexes. Ties: the lower key.
fn best(
    mind: &Mind,
    index: usize,
    targets: &[usize],
    wanted: &[FormationId],
    reach_m: u32,
    is_garrison: bool,
) -> Option<(usize, u32)> {
    let own = mind.own(index);
    let here = own.place.hex();
    let is_fast = worth::is_fast(mind.view.troop(own));
    let reach = mind.hexes(reach_m);
    let guns = mind.hexes(GUNS_M);
    let current = match own.intention {
        Intention::Attack { target, .. } => Some(target),
        _ => None,
    };
    let mut best = None;
    for target in targets {
        let foe = &mind.foes[*target];
        let far = foe.at.unsigned_distance_to(here);
        // A garrison leaves its walls only for what stands beside them, or for friends who fight near by.
        let is_called = mind.sent[*target] > 0 && far <= guns;
        if far > reach || is_garrison && far > 1 && !is_called {
            continue;
        }
        let ratio = mind.worth[index] * 1000 / foe.worth;
        let mut score = ratio.clamp(300, 2_000) * 1_000;
        if mind.sent[*target] * 1000 >= foe.company * ENOUGH {
            score /= 4;
        }
        if foe.runs() {
            score = if is_fast { score * 2 / 3 } else { score / 5 };
        }
        if matches!(foe.posture, Posture::Column | Posture::Camp) {
            score = score * 13 / 10;
        }
        if wanted.contains(&foe.id) {
            score = score * 3 / 2;
        }
        if current == Some(foe.id) {
            score = score * 3 / 2;
        }
        let score = score / i64::from(far + 2);
        if best.is_none_or(|(most, _, _)| score > most) {
            best = Some((score, *target, far));
        }
    }
    best.map(|(_, target, far)| (target, far))
}
