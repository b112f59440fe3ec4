//! What a formation does of itself, by its stance, when an enemy comes near and no order says otherwise.

use bevy_ecs::prelude::*;

use super::{CommandRules, Staff, Will, temperament_of};
use crate::sim::army::{Led, Muster, Place, Posture, Roll, Side, Troop};
use crate::sim::clock::Clock;
use crate::sim::dice::{Dice, Purpose};
use crate::sim::event::{Chronicle, SimEvent};
use crate::sim::hex::Hex;
use crate::sim::id::{FormationId, SideId};
use crate::sim::intent::Feint;
use crate::sim::intent::{Intention, Pace, Stance};
use crate::sim::map::Map;
use crate::sim::register::{Register, Temperament};
use crate::sim::sighting::{Beliefs, Report};
use crate::sim::troops::Troops;

/// An enemy as his opponent believes him to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Foe {
    /// Who.
    pub id: FormationId,
    /// How far, meters.
    pub apart_m: u32,
    /// Men of his side believed near him, himself included.
    pub men_near: u32,
    /// Whether he runs, or seems to.
    pub runs: bool,
}

/// Whom a formation attacks unbidden, and how hard it marches; `own_near` is the strength of its own side around it.
pub fn prey(
    stance: Stance,
    temperament: Temperament,
    own_near: u32,
    foes: &[Foe],
    rules: &CommandRules,
) -> Option<(FormationId, Pace)> {
    let against = |permille: u16| {
        move |foe: &&Foe| u64::from(foe.men_near) * 1000 <= u64::from(own_near) * u64::from(permille)
    };
    let dares = against(rules.dares[temperament as usize]);
    let is_weaker = against(1000);
    let nearest = match stance {
        Stance::Fight => foes.iter().filter(|foe| foe.apart_m <= rules.fight_m).find_nearest(dares),
        Stance::Pursue => (foes.iter().filter(|foe| foe.apart_m <= rules.pursue_m))
            .find_nearest(|foe| foe.runs || is_weaker(foe) || (foe.apart_m <= rules.fight_m && dares(foe))),
        _ => None,
    };
    let pace = |foe: &Foe| if foe.runs { Pace::Forced } else { Pace::Ordinary };
    nearest.map(|foe| (foe.id, pace(foe)))
}

trait FindNearest<'f>: Iterator<Item = &'f Foe> + Sized {
    fn find_nearest(self, wanted: impl Fn(&&'f Foe) -> bool) -> Option<&'f Foe> {
        self.filter(wanted).min_by_key(|foe| (foe.apart_m, foe.id))
    }
}

impl<'f, I: Iterator<Item = &'f Foe>> FindNearest<'f> for I {}

/// The formations as the systems of this file ask for them.
type Standing<'w, 's> = Query<
    'w,
    's,
    (
        &'static Side,
        &'static Place,
        &'static Roll,
        &'static Posture,
        &'static mut Stance,
        &'static mut Intention,
        &'static mut Will,
    ),
>;

/// A formation as its own side counts it.
#[derive(Debug, Clone, Copy)]
struct Friend {
    side: SideId,
    at: Hex,
    men: u32,
    routed: bool,
}

fn friends(muster: &Muster, formations: &Standing) -> Vec<Friend> {
    let all = (0..muster.len() as u16).filter_map(|id| muster.entity(FormationId(id)));
    let all = all.filter_map(|entity| formations.get(entity).ok());
    all.filter(|(_, _, roll, ..)| roll.mouths() > 0)
        .map(|(side, place, roll, posture, ..)| Friend {
            side: side.0,
            at: place.hex(),
            men: roll.under_arms(),
            routed: *posture == Posture::Routed,
        })
        .collect()
}

/// What the systems of this file read.
#[derive(bevy_ecs::system::SystemParam)]
pub(super) struct Ground<'w> {
    rules: Res<'w, CommandRules>,
    map: Res<'w, Map>,
    register: Res<'w, Register>,
    troops: Res<'w, Troops>,
    clock: Res<'w, Clock>,
    dice: Res<'w, Dice>,
    staff: Res<'w, Staff>,
    beliefs: Res<'w, Beliefs>,
    muster: Res<'w, Muster>,
}

impl Ground<'_> {
    fn hexes(&self, meters: u32) -> u32 {
        meters / self.map.hex_m.max(1)
    }

    /// What a side has seen lately.
    fn fresh(&self, side: SideId) -> impl Iterator<Item = &Report> {
        let age = self.rules.fresh_min.max(self.clock.step_minutes());
        let since = self.clock.minute.saturating_sub(age);
        self.beliefs.of(side).reports.values().filter(move |report| report.minute >= since)
    }

    /// Enemies that a side has seen lately, as they seem from a hex.
    fn foes(&self, side: SideId, here: Hex) -> Vec<Foe> {
        let near = self.hexes(self.rules.fight_m);
        let farthest = self.hexes(self.rules.pursue_m.max(self.rules.fight_m));
        self.fresh(side)
            .filter(|report| report.at.unsigned_distance_to(here) <= farthest)
            .map(|report| Foe {
                id: report.about,
                apart_m: report.at.unsigned_distance_to(here) * self.map.hex_m,
                men_near: (self.fresh(side))
                    .filter(|other| other.posture != Posture::Routed || other.about == report.about)
                    .filter(|other| other.at.unsigned_distance_to(report.at) <= near)
                    .map(|other| other.men)
                    .sum(),
                runs: report.posture == Posture::Routed,
            })
            .collect()
    }

    /// Strength of a side around a hex.
    fn own_near(&self, friends: &[Friend], side: SideId, here: Hex) -> u32 {
        let near = self.hexes(self.rules.fight_m);
        let around = friends.iter().filter(|friend| {
            friend.side == side && !friend.routed && friend.at.unsigned_distance_to(here) <= near
        });
        around.map(|friend| friend.men).sum()
    }
}

/// A timid commander who is to fight takes his men out of it when the line beside him runs.
pub(super) fn leave_the_line(
    ground: Ground,
    mut formations: Standing,
    led: Query<(&FormationId, &Led)>,
    mut chronicle: ResMut<Chronicle>,
) {
    let friends = friends(&ground.muster, &formations);
    let hexes = ground.hexes(ground.rules.fight_m);
    for (formation, led) in led.iter().sort::<&FormationId>() {
        if temperament_of(*led, &ground.staff, &ground.register) != Temperament::Timid {
            continue;
        }
        let (Some(entity), Some(commander)) = (ground.muster.entity(*formation), led.0) else { continue };
        let Ok((side, place, roll, posture, mut stance, mut intention, mut will)) =
            formations.get_mut(entity)
        else {
            continue;
        };
        let here = place.hex();
        let line_bends = friends.iter().any(|friend| {
            friend.side == side.0 && friend.routed && friend.at.unsigned_distance_to(here) <= hexes
        });
        let stands = roll.mouths() > 0 && *posture != Posture::Routed && stance.is_aggressive();
        let enemy_near = ground.fresh(side.0).any(|report| report.at.unsigned_distance_to(here) <= hexes);
        if !line_bends || !stands || !enemy_near {
            continue;
        }
        let mut dice = ground.dice.stream(&ground.clock, Purpose::Temper, formation.0.into());
        if dice.within(ground.rules.timid_leaves_permille_h.into(), ground.clock.step_minutes()) {
            let (ordered, did) = (*stance, Stance::Avoid);
            (*stance, *intention, *will) = (did, Intention::Stay, Will::Obeys);
            chronicle.tell(SimEvent::Disobeyed { commander, formation: *formation, ordered, did });
        }
    }
}

/// Formations that stay where they are attack an enemy that comes near, as their stance bids.
pub(super) fn act(
    ground: Ground,
    mut formations: Standing,
    facts: Query<(&FormationId, &Led, &Troop, &Feint)>,
) {
    let friends = friends(&ground.muster, &formations);
    for (formation, led, troop, feint) in facts.iter().sort::<&FormationId>() {
        let Some(entity) = ground.muster.entity(*formation) else { continue };
        let Ok((side, place, roll, posture, stance, mut intention, mut will)) = formations.get_mut(entity)
        else {
            continue;
        };
        let (here, kind) = (place.hex(), ground.troops.kind(troop.0));
        let busy = matches!(feint, Feint::Running { .. }) || matches!(*will, Will::CarriedAway { .. });
        if roll.mouths() == 0 || matches!(posture, Posture::Routed | Posture::Hidden) || busy {
            continue;
        }
        if !stance.is_aggressive() && !matches!(*will, Will::Strikes { .. }) {
            continue;
        }
        let foes = ground.foes(side.0, here);
        if let Will::Strikes { target } = *will {
            let strikes = matches!(*intention, Intention::Attack { target: now, .. } if now == target);
            let leash = if *stance == Stance::Pursue { ground.rules.pursue_m } else { ground.rules.fight_m };
            let in_reach = foes.iter().any(|foe| foe.id == target && foe.apart_m <= leash);
            if strikes && !in_reach {
                *intention = Intention::Stay;
            }
            if !strikes || !in_reach {
                *will = Will::Obeys;
            }
        }
        if *intention != Intention::Stay || foes.is_empty() {
            continue;
        }
        let own_near = ground.own_near(&friends, side.0, here);
        let temperament = temperament_of(*led, &ground.staff, &ground.register);
        if kind.fights
            && let Some((target, pace)) = prey(*stance, temperament, own_near, &foes, &ground.rules)
        {
            *intention = Intention::Attack { target, pace };
            *will = Will::Strikes { target };
        }
    }
}
