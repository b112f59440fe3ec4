//! Where an army goes when there is nothing to attack: to a place it must hold, toward the enemy it knows of, to
//! friends, or home to support.

use super::army::Army;
use super::feed::place_name;
use super::mind::{Mind, enemy_havens, lurks};
use super::pursue::holds_a_goal;
use super::why;
use crate::sim::army::Posture;
use crate::sim::hex::Hex;
use crate::sim::intent::{Intention, Pace, Stance};
use crate::sim::map::Mobility;
use crate::sim::victory::Goal;

/// How near to an aim is near enough, hexes.
const THERE: u32 = 1;
/// How far away friends are whom a weak army joins, meters.
const JOIN_M: u32 = 40_000;

/// Why an army goes where it goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Errand {
    /// A place to be held.
    Place,
    /// The enemy, where he was seen.
    Enemy,
    /// Something left lying.
    Lure,
    /// The enemy's home, when nothing is known of him.
    Search,
    /// A stronger army of its own side.
    Join,
    /// Back to support.
    Home,
}

/// Sends the idle members of an army on their way; answers where to.
pub(super) fn lead(mind: &mut Mind, army: &Army) -> Option<Hex> {
    let (aim, errand) = aim(mind, army)?;
    let pace = if army.temper.blinkered && errand != Errand::Home { Pace::Forced } else { Pace::Ordinary };
    let map = mind.view.map();
    let far = army.seat.unsigned_distance_to(aim);
    let gather = mind.hexes(army.temper.gather_m);
    // The last member's way: those in front wait when they are too far ahead of him.
    let marching: Vec<usize> = (army.idle(mind).into_iter())
        .filter(|index| {
            let own = mind.own(*index);
            let stays = lurks(own)
                || own.engaged.is_in_contact()
                || holds_a_goal(mind, own.place.hex()) && errand != Errand::Place;
            !stays
        })
        .collect();
    let last = marching.iter().map(|index| mind.own(*index).place.hex().unsigned_distance_to(aim)).max()?;
    let name = match errand {
        Errand::Place | Errand::Home => place_name(mind.view, aim).to_owned(),
        _ => String::new(),
    };
    let news = mind.nearest_foe(aim, u32::MAX).map(|(foe, _)| why::foe(foe)).unwrap_or_default();
    for index in marching {
        let own = mind.own(index);
        let here = own.place.hex();
        let ahead = last - here.unsigned_distance_to(aim);
        if here.unsigned_distance_to(aim) <= THERE || own.fatigue.permille() >= 750 {
            continue; // there, or too tired: the next drill lets it rest
        }
        if ahead > gather && far > gather && !army.temper.blinkered {
            if matches!(own.intention, Intention::March { .. }) {
                mind.halt(index, || format!("wait: the columns are {} apart", why::km(ahead * map.hex_m)));
            }
            continue;
        }
        mind.march(index, &[aim], pace, |meters| {
            let km = why::km(meters);
            match errand {
                Errand::Place => format!("hold {name}, {km} off"),
                Errand::Enemy => format!("toward the enemy, {news}, {km} off"),
                Errand::Lure => format!("take what the enemy left, {km} off"),
                Errand::Search => format!("look for the enemy on his way home, {km} off"),
                Errand::Join => format!("join the nearest column, {km} off"),
                Errand::Home => format!("back to support at {name}, {km} off"),
            }
        });
        if matches!(own.stance, Stance::Feign { .. }) {
            mind.stand(index, Stance::Fight, || "the trap is over: stand to fight".to_owned());
        }
    }
    Some(aim)
}

/// Where to, and what for.
fn aim(mind: &mut Mind, army: &Army) -> Option<(Hex, Errand)> {
    if army.idle(mind).is_empty() {
        return None;
    }
    if let Some(place) = place_to_hold(mind, army) {
        return Some((place, Errand::Place));
    }
    let lured = (army.temper.blinkered)
        .then(|| mind.view.belief.lures.values().min_by_key(|lure| lure.unsigned_distance_to(army.seat)))
        .flatten()
        .filter(|lure| lure.unsigned_distance_to(army.seat) <= mind.hexes(army.temper.reach_m));
    if let Some(lure) = lured {
        return Some((*lure, Errand::Lure));
    }
    if !is_offensive(mind) && !army.temper.blinkered {
        return None;
    }
    let support = mind.hexes(army.temper.support_m);
    let worth = army.worth(mind);
    let known = mind.foes.iter().filter(|foe| !foe.runs() || army.temper.blinkered);
    let prey = known
        .map(|foe| (foe.at.unsigned_distance_to(army.seat) + foe.age / 120, foe))
        .min_by_key(|(far, foe)| (*far, foe.id))
        .map(|(_, foe)| *foe);
    let Some(prey) = prey else {
        let goal = enemy_havens(mind.view).into_iter().min_by_key(|haven| {
            (haven.unsigned_distance_to(army.seat), mind.view.map().grid().index(*haven))
        })?;
        let near = mind.havens.iter().any(|haven| haven.unsigned_distance_to(goal) <= support);
        let goes = near || mind.havens.is_empty() || army.temper.support_m == u32::MAX;
        return goes.then_some((goal, Errand::Search));
    };
    let against = if army.temper.blinkered { prey.worth } else { prey.company };
    let is_strong = worth * 1000 >= army.temper.odds * against;
    let near_support = |hex: Hex| {
        mind.havens.is_empty() || mind.havens.iter().any(|haven| haven.unsigned_distance_to(hex) <= support)
    };
    if is_strong && near_support(prey.at) {
        return Some((prey.at, Errand::Enemy));
    }
    if !is_strong && let Some(friend) = friend(mind, army) {
        return Some((friend, Errand::Join));
    }
    if !near_support(army.seat) {
        let walled = mind.havens.iter().min_by_key(|haven| haven.unsigned_distance_to(army.seat));
        return walled.map(|haven| (*haven, Errand::Home));
    }
    None
}

/// The nearest place that the objectives want and that is lost, or threatened and empty of friends.
fn place_to_hold(mind: &Mind, army: &Army) -> Option<Hex> {
    let view = mind.view;
    let places = view.objectives.iter().filter_map(|objective| match objective.goal {
        Goal::Hold(place) => Some(place),
        _ => None,
    });
    places
        .filter_map(|key| {
            let place = view.places().get(key.index())?;
            let is_ours = view.owners.get(key.index()).copied().flatten() == Some(view.side);
            let threat = mind.foes_near(place.at, 8_000);
            let guard = mind.friends_near(place.at, 1_500);
            let needs = !is_ours || threat > 0 && guard * 1000 < threat * 400;
            let bears = army.worth(mind) * 1000 >= threat * army.temper.odds.min(1_000);
            (needs && bears).then_some(place.at)
        })
        .min_by_key(|at| (at.unsigned_distance_to(army.seat), view.map().grid().index(*at)))
}

/// True when something the side wants cannot be had by waiting.
fn is_offensive(mind: &Mind) -> bool {
    let objectives = &mind.view.objectives;
    let wants = |goal: &Goal| matches!(goal, Goal::Inflict { .. } | Goal::Break { .. } | Goal::Fell { .. });
    objectives.is_empty()
        || objectives.iter().any(|objective| !objective.met && objective.points > 0 && wants(&objective.goal))
}

/// The seat of the nearest strong formation of the side that is not of this army.
fn friend(mind: &Mind, army: &Army) -> Option<Hex> {
    let reach = mind.hexes(JOIN_M);
    (mind.view.own.iter().enumerate())
        .filter(|(index, own)| {
            own.is_alive()
                && own.posture != Posture::Routed
                && mind.view.troop(own).mobility != Mobility::Train
                && mind.worth[*index] * 2 >= army.worth(mind)
                && !army.members.contains(index)
        })
        .map(|(index, own)| (own.place.hex().unsigned_distance_to(army.seat), index))
        .filter(|(far, _)| (2..=reach).contains(far))
        .min()
        .map(|(_, index)| mind.own(index).place.hex())
}
