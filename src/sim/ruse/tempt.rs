//! Temptation: a commander sees an enemy run, move off weak, or leave something lying, and goes after it against his
//! orders, or not.

use bevy_ecs::prelude::*;

use super::{LureKind, Lures, RuseRules};
use crate::sim::army::{Led, Place, Posture, Roll, Side, Troop};
use crate::sim::clock::{Clock, DAY};
use crate::sim::command::{CommandRules, Staff, temperament_of};
use crate::sim::dice::{Dice, Purpose};
use crate::sim::engaged::Engaged;
use crate::sim::event::{Chronicle, SimEvent, Temptation};
use crate::sim::hex::Hex;
use crate::sim::id::{CommanderId, FormationId, LureId, SideId};
use crate::sim::intent::Will;
use crate::sim::intent::{Intention, Pace, Stance};
use crate::sim::map::{Map, Mobility};
use crate::sim::movement::MarchCosts;
use crate::sim::register::{Register, Temperament};
use crate::sim::sighting::{Belief, Beliefs, Report};
use crate::sim::supply::Rations;
use crate::sim::troops::Troops;

/// How a formation stands towards something that tempts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lust {
    /// What tempts.
    pub by: Temptation,
    /// Of the man who decides.
    pub temperament: Temperament,
    /// Whether a lure of the enemy lies in sight.
    pub lure: bool,
    /// Whether the men have gone without food.
    pub hungry: bool,
    /// Enemies believed near the quarry, permille of the own strength near.
    pub odds: u64,
    /// Whether the stance is to hold, to screen or to avoid.
    pub holds: bool,
}

/// The chance that he goes after it, permille of days.
pub fn chance(lust: Lust, rules: &RuseRules) -> u16 {
    let pull = match lust.by {
        Temptation::Flight(_) => rules.pulls[0],
        Temptation::Weakness(_) => rules.pulls[1],
        Temptation::Lure(_) => rules.pulls[2],
    };
    let more = |when: bool, permille: u16| 1000 + if when { u64::from(permille) } else { 0 };
    // From even odds to those at which nobody goes, the chance falls evenly.
    let daunt = u64::from(rules.odds_daunt.max(1001));
    let bold = daunt.saturating_sub(lust.odds).min(daunt - 1000) * 1000 / (daunt - 1000);
    let holding = if lust.holds { u64::from(rules.holding) } else { 1000 };
    let chance = u64::from(rules.pursue_permille[lust.temperament as usize]) * u64::from(pull) / 1000
        * more(lust.lure, rules.lure_adds)
        / 1000
        * more(lust.hungry, rules.hunger_adds)
        / 1000
        * bold
        / 1000
        * holding
        / 1000;
    chance.min(1000) as u16
}

/// Whether the enemy of a report runs or, weak, moves away from a formation of so many men.
pub fn tempts(report: &Report, here: Hex, men: u32, rules: &RuseRules) -> Option<Temptation> {
    if report.posture == Posture::Routed {
        return Some(Temptation::Flight(report.about));
    }
    let moves_off = report
        .came_from
        .is_some_and(|from| from.unsigned_distance_to(here) < report.at.unsigned_distance_to(here));
    let is_weak = u64::from(report.men) * 1000 <= u64::from(men) * u64::from(rules.weak);
    (moves_off && is_weak && report.posture == Posture::Column).then_some(Temptation::Weakness(report.about))
}

/// What the systems of this file read.
#[derive(bevy_ecs::system::SystemParam)]
pub(super) struct Scene<'w> {
    rules: Res<'w, RuseRules>,
    command: Res<'w, CommandRules>,
    map: Res<'w, Map>,
    costs: Res<'w, MarchCosts>,
    troops: Res<'w, Troops>,
    register: Res<'w, Register>,
    clock: Res<'w, Clock>,
    dice: Res<'w, Dice>,
    staff: Res<'w, Staff>,
    beliefs: Res<'w, Beliefs>,
    lures: Res<'w, Lures>,
}

impl Scene<'_> {
    fn hexes(&self, meters: u32) -> u32 {
        meters / self.map.hex_m.max(1)
    }

    fn since(&self) -> u32 {
        self.clock.minute.saturating_sub(self.rules.lost_min)
    }

    /// The nearest thing that tempts a formation: what runs before what lies.
    fn temptation(&self, belief: &Belief, here: Hex, men: u32) -> Option<(Temptation, Hex)> {
        let reach = self.hexes(self.rules.tempt_m);
        let seen = belief.reports.values().filter(|report| report.minute >= self.since());
        let quarry = seen
            .filter_map(|report| {
                let distance = report.at.unsigned_distance_to(here);
                let by = tempts(report, here, men, &self.rules).filter(|_| distance <= reach)?;
                Some((distance, report.about, by, report.at))
            })
            .min_by_key(|(distance, about, ..)| (*distance, *about));
        quarry.map(|(.., by, at)| (by, at)).or_else(|| self.lure(belief, here))
    }

    /// The nearest lure that a formation may be tempted by.
    fn lure(&self, belief: &Belief, here: Hex) -> Option<(Temptation, Hex)> {
        let reach = self.hexes(self.rules.tempt_m);
        let worth_having =
            |id: LureId| self.lures.0.get(id.index()).is_some_and(|lure| lure.kind != LureKind::Box);
        let known = belief.lures.iter().filter(|(id, _)| worth_having(**id));
        let far = known.map(|(id, at)| (at.unsigned_distance_to(here), *id, *at));
        let (distance, id, at) = far.min_by_key(|(distance, id, _)| (*distance, *id))?;
        (distance > 0 && distance <= reach).then_some((Temptation::Lure(id), at))
    }

    /// Enemies believed near a quarry that do not run, permille of the own strength near a formation.
    fn odds(&self, belief: &Belief, at: Hex, own: u32) -> u64 {
        let reach = self.hexes(self.rules.tempt_m);
        let stand = belief.reports.values().filter(|report| report.posture != Posture::Routed);
        let near = stand.filter(|report| report.at.unsigned_distance_to(at) <= reach);
        near.map(|report| u64::from(report.men)).sum::<u64>() * 1000 / u64::from(own.max(1))
    }

    /// Who decides: the highest superior within reach of the man who leads, or that man.
    fn decider(&self, led: Led, here: Hex, friends: &[Friend]) -> Option<CommanderId> {
        let leader = led.0.filter(|id| self.staff.get(*id).leads())?;
        let reach = self.hexes(self.command.superior_reach_m);
        let above = self.staff.superiors(leader).filter(|above| {
            let near =
                |friend: &Friend| friend.id == above.with && friend.at.unsigned_distance_to(here) <= reach;
            above.leads() && friends.iter().any(near)
        });
        Some(above.last().map_or(leader, |above| above.id))
    }

    /// The way to something that lies, if it is not too far.
    fn way(&self, mobility: Mobility, here: Hex, to: Hex) -> Option<Intention> {
        let path = self.costs.path(mobility, here, to, DAY * 60, |_| false)?;
        Some(Intention::March { path, pace: Pace::Forced })
    }

    /// What a formation does that has been carried away.
    fn goes_after(&self, by: Temptation, mobility: Mobility, here: Hex) -> Option<Intention> {
        match by {
            Temptation::Flight(target) | Temptation::Weakness(target) => {
                Some(Intention::Attack { target, pace: Pace::Forced })
            }
            Temptation::Lure(lure) => {
                let lure = self.lures.0.get(lure.index()).filter(|lure| lure.lying && lure.at != here)?;
                self.way(mobility, here, lure.at)
            }
        }
    }
}

/// A formation as its own side counts it.
struct Friend {
    id: FormationId,
    side: SideId,
    at: Hex,
    men: u32,
}

/// The formations as the systems of this file ask for them.
type Tempted<'w, 's> = Query<
    'w,
    's,
    (
        (
            &'static FormationId,
            &'static Side,
            &'static Troop,
            &'static Led,
            &'static Place,
            &'static Roll,
            &'static Posture,
        ),
        (&'static Stance, &'static Engaged, &'static Rations),
        (&'static mut Intention, &'static mut Will),
    ),
>;

/// Who was carried away goes on until his time is up, what he followed is lost, or he has come to blows; then he
/// obeys again, and stays where he is until he hears what.
pub(super) fn follow(scene: Scene, mut formations: Tempted) {
    for ((_, side, troop, _, place, roll, posture), (_, engaged, _), (mut intention, mut will)) in
        &mut formations
    {
        let Will::CarriedAway { by, until } = *will else { continue };
        if roll.mouths() == 0 || *posture == Posture::Routed {
            *will = Will::Obeys;
            continue;
        }
        let belief = scene.beliefs.of(side.0);
        let began = until.saturating_sub(scene.rules.carried_min);
        let fought = !engaged.is_in_contact() && engaged.last().is_some_and(|last| last >= began);
        let known = match by {
            Temptation::Flight(target) | Temptation::Weakness(target) => {
                let report = belief.reports.get(&target);
                report.is_some_and(|report| report.minute >= scene.since())
            }
            Temptation::Lure(lure) => belief.lures.contains_key(&lure),
        };
        let over = scene.clock.minute >= until || fought || !known;
        let mobility = scene.troops.kind(troop.0).mobility;
        match scene.goes_after(by, mobility, place.hex()).filter(|_| !over) {
            Some(goes) => *intention = goes,
            None => (*intention, *will) = (Intention::Stay, Will::Obeys),
        }
    }
}

/// Commanders who are not carried away yet may be. Each has his mood of the day, and goes when the temptation is
/// stronger than it.
pub(super) fn tempt(scene: Scene, mut formations: Tempted, mut chronicle: ResMut<Chronicle>) {
    let friends: Vec<Friend> = (formations.iter())
        .filter(|((.., roll, posture), ..)| roll.under_arms() > 0 && **posture != Posture::Routed)
        .map(|((id, side, _, _, place, roll, _), ..)| Friend {
            id: *id,
            side: side.0,
            at: place.hex(),
            men: roll.under_arms(),
        })
        .collect();
    for (
        (id, side, troop, led, place, roll, posture),
        (stance, engaged, rations),
        (mut intention, mut will),
    ) in formations.iter_mut().sort::<&FormationId>()
    {
        let (here, kind, now) = (place.hex(), scene.troops.kind(troop.0), scene.clock.minute);
        let bound = matches!(stance, Stance::Ambush { .. } | Stance::Feign { .. });
        let busy = engaged.is_in_contact() || will.is_carried_away();
        if roll.under_arms() == 0 || *posture == Posture::Routed || !kind.fights || bound || busy {
            continue;
        }
        let belief = scene.beliefs.of(side.0);
        let Some((by, at)) = scene.temptation(belief, here, roll.under_arms()) else { continue };
        let follows = match by {
            Temptation::Flight(quarry) | Temptation::Weakness(quarry) => {
                matches!(*intention, Intention::Attack { target, .. } if target == quarry)
                    || (*stance == Stance::Pursue && *intention == Intention::Stay)
            }
            Temptation::Lure(_) => false,
        };
        if follows {
            continue;
        }
        let decider = scene.decider(*led, here, &friends);
        let reach = scene.hexes(scene.rules.tempt_m);
        let own: u32 = (friends.iter())
            .filter(|friend| friend.side == side.0 && friend.at.unsigned_distance_to(here) <= reach)
            .map(|friend| friend.men)
            .sum();
        let lust = Lust {
            by,
            temperament: temperament_of(Led(decider), &scene.staff, &scene.register),
            lure: scene.lure(belief, here).is_some(),
            hungry: rations.hungry_hours() >= scene.rules.hungry_h,
            odds: scene.odds(belief, at, own),
            holds: matches!(stance, Stance::Hold | Stance::Screen | Stance::Avoid),
        };
        // Whom one man leads, one mood moves: his mood is that of the formation he rides with.
        let mood = decider.map_or(*id, |commander| scene.staff.get(commander).with);
        let mood = scene.dice.lasting(now / DAY, Purpose::Temper, mood.0.into()).permille();
        if mood < chance(lust, &scene.rules) {
            if let Some(goes) = scene.goes_after(by, kind.mobility, here) {
                *intention = goes;
                *will = Will::CarriedAway { by, until: now + scene.rules.carried_min };
                chronicle.tell(SimEvent::Tempted { formation: *id, commander: decider, by });
            }
        } else if matches!(*will, Will::Obeys)
            || matches!(*will, Will::HeldBack { until, .. } if until <= now)
        {
            *will = Will::HeldBack { by, until: (now / DAY + 1) * DAY };
            chronicle.tell(SimEvent::HeldBack { formation: *id, commander: decider, by });
        }
    }
}
