//! Commanders are hit in the fight or fall with their formation, and others take over.

use bevy_ecs::prelude::*;

use super::{CommandRules, Staff};
use crate::sim::army::{Cohesion, Led, Muster, Place, Roll};
use crate::sim::clock::Clock;
use crate::sim::dice::{Dice, Purpose, Stream};
use crate::sim::engaged::Engaged;
use crate::sim::event::{Chronicle, CommanderFate, SimEvent};
use crate::sim::hex::Hex;
use crate::sim::id::{CommanderId, FormationId};
use crate::sim::map::Map;
use crate::sim::register::Register;

/// What a commander's formation does to him in a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Danger {
    /// It is at peace.
    None,
    /// It is in contact with the enemy.
    Contact,
    /// No man of it stands any more.
    Destroyed,
}

/// What becomes of a commander in a step of so many minutes; `fights` when he rides in the front rank.
pub fn fate(
    now: CommanderFate,
    danger: Danger,
    fights: bool,
    minutes: u32,
    rules: &CommandRules,
    dice: &mut Stream,
) -> CommanderFate {
    match danger {
        Danger::Contact => {
            let hit = u32::from(rules.hit_permille_h) / if fights { 1 } else { 3 };
            match dice.within(hit, minutes) {
                true if dice.chance(rules.killed_permille) => CommanderFate::Killed,
                true => CommanderFate::Wounded,
                false => now,
            }
        }
        Danger::Destroyed => match dice.chance(rules.falls_with_formation) {
            true if dice.chance(rules.taken_alive) => CommanderFate::Captured,
            true => CommanderFate::Killed,
            false => now,
        },
        Danger::None => now,
    }
}

/// Commanders in the fight may fall. Who is spared when his formation is destroyed rides to another of his side; where
/// there is none, he is taken.
pub fn fall(
    (rules, map, register): (Res<CommandRules>, Res<Map>, Res<Register>),
    (clock, dice, muster): (Res<Clock>, Res<Dice>, Res<Muster>),
    mut staff: ResMut<Staff>,
    mut formations: Query<(&FormationId, &Place, &Roll, &Engaged, &mut Led, &mut Cohesion)>,
    mut chronicle: ResMut<Chronicle>,
) {
    let places = places(&muster, &formations);
    for index in 0..staff.0.len() {
        let commander = staff.0[index];
        let Some(entity) = muster.entity(commander.with).filter(|_| commander.leads()) else { continue };
        let Ok((_, place, roll, engaged, ..)) = formations.get(entity) else { continue };
        let danger = match (roll.under_arms(), engaged.is_in_contact()) {
            _ if roll.is_awaited() => Danger::None,
            (0, _) => Danger::Destroyed,
            (_, true) => Danger::Contact,
            (_, false) => Danger::None,
        };
        let (here, info) = (place.hex(), register.commander(commander.id));
        let mut stream = dice.stream(&clock, Purpose::CommanderFate, index as u32);
        let mut now = fate(commander.fate, danger, info.fights, clock.step_minutes(), &rules, &mut stream);
        if danger == Danger::Destroyed && now == commander.fate {
            let own = |id: FormationId| register.formation(id).side == info.side;
            let others = places.iter().filter(|(id, _)| *id != commander.with && own(*id));
            match others.min_by_key(|(id, hex)| (hex.unsigned_distance_to(here), *id)) {
                Some((refuge, _)) => {
                    staff.0[index].with = *refuge;
                    let led = muster.entity(*refuge).and_then(|entity| formations.get_mut(entity).ok());
                    if let Some((.., mut led, _)) = led {
                        led.0.get_or_insert(commander.id);
                    }
                    continue;
                }
                None => now = CommanderFate::Captured,
            }
        }
        if now == commander.fate {
            continue;
        }
        staff.0[index].fate = now;
        let (fallen, formation) = (commander.id, commander.with);
        chronicle.tell(SimEvent::CommanderFell { commander: fallen, formation, fate: now });
        if let Ok((.., mut cohesion)) = formations.get_mut(entity) {
            cohesion.shake(rules.fall_shakes.into());
        }
        if staff.0[index].leads() {
            continue; // wounded, and still in the saddle
        }
        let reach = rules.successor_m / map.hex_m.max(1);
        let is_near = |id: FormationId| {
            let at = places.iter().find(|(other, _)| *other == id);
            at.is_some_and(|(_, hex)| hex.unsigned_distance_to(here) <= reach)
        };
        let next = successor(&staff, &register, fallen, is_near);
        hand_over(&mut staff, fallen, next);
        for (formation, .., mut led, _) in formations.iter_mut().sort::<&FormationId>() {
            if led.0 == Some(fallen) {
                led.0 = next;
                if let Some(commander) = next {
                    chronicle.tell(SimEvent::TookOver { commander, from: fallen, formation: *formation });
                }
            }
        }
    }
}

/// Formations with men, and where they stand, by rising key.
fn places(
    muster: &Muster,
    formations: &Query<(&FormationId, &Place, &Roll, &Engaged, &mut Led, &mut Cohesion)>,
) -> Vec<(FormationId, Hex)> {
    let all = (0..muster.len() as u16).filter_map(|id| muster.entity(FormationId(id)));
    let all = all.filter_map(|entity| formations.get(entity).ok());
    all.filter(|(_, _, roll, ..)| roll.under_arms() > 0).map(|(id, place, ..)| (*id, place.hex())).collect()
}

/// Who takes over what a fallen commander led: the highest in rank among those who rode with him and those near
/// who obeyed him or the same superior; he who rode with him among equals.
pub fn successor(
    staff: &Staff,
    register: &Register,
    fallen: CommanderId,
    is_near: impl Fn(FormationId) -> bool,
) -> Option<CommanderId> {
    let gone = staff.get(fallen);
    let able = staff.0.iter().filter(|other| {
        let same_side = register.commander(other.id).side == register.commander(fallen).side;
        let beside = other.with == gone.with;
        let obeyed = other.superior == Some(fallen);
        let equal = gone.superior.is_some() && other.superior == gone.superior;
        other.id != fallen && other.leads() && same_side && is_near(other.with) && (beside || obeyed || equal)
    });
    able.max_by_key(|other| {
        let rank = register.commander(other.id).rank;
        (rank, other.with == gone.with, std::cmp::Reverse(other.id))
    })
    .map(|other| other.id)
}

/// Those who obeyed the fallen obey his successor, or his superior if there is none.
fn hand_over(staff: &mut Staff, fallen: CommanderId, next: Option<CommanderId>) {
    let above = staff.get(fallen).superior;
    for commander in &mut staff.0 {
        if Some(commander.id) == next {
            if commander.superior == Some(fallen) {
                commander.superior = above;
            }
        } else if commander.superior == Some(fallen) {
            commander.superior = next.or(above);
        }
    }
}
