//! Feigned flight: run as if beaten, stay just ahead, turn at bay at the goal.

use bevy_ecs::prelude::*;

use super::{Feint, Lure, LureKind, Lures, RuseRules};
use crate::sim::army::{Beasts, Cohesion, Place, Posture, Quality, Roll, Side, Troop};
use crate::sim::clock::{Clock, DAY};
use crate::sim::dice::{Dice, Purpose};
use crate::sim::engaged::Engaged;
use crate::sim::event::{Chronicle, SimEvent};
use crate::sim::hex::{Hex, side_towards};
use crate::sim::id::{FormationId, LureId};
use crate::sim::intent::{Intention, Pace, Stance};
use crate::sim::map::Map;
use crate::sim::movement::MarchCosts;
use crate::sim::sighting::{Belief, Beliefs, apart_m};
use crate::sim::troops::Troops;

/// What a formation that feigns does next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// Waits for the enemy to come near.
    Wait,
    /// Begins to run.
    Begin,
    /// Runs on.
    Run,
    /// Stops, so that the pursuers do not lose heart.
    Linger,
    /// Turns at bay.
    Turn,
}

/// The next thing to do, with the nearest enemy known `apart_m` away; `struck` when blows are being exchanged.
pub fn next(feint: Feint, apart_m: Option<u32>, struck: bool, at_goal: bool, rules: &RuseRules) -> Next {
    let within = |meters: u32| apart_m.is_some_and(|apart| apart <= meters);
    match feint {
        Feint::None if at_goal => Next::Wait,
        Feint::None if struck || within(rules.feint_m) => Next::Begin,
        Feint::None | Feint::Turned => Next::Wait,
        Feint::Running { .. } if at_goal => Next::Turn,
        Feint::Running { .. } if struck || within(rules.feint_waits_m) => Next::Run,
        Feint::Running { .. } => Next::Linger,
    }
}

type Feigners<'w, 's> = Query<
    'w,
    's,
    (
        (
            &'static FormationId,
            &'static Side,
            &'static Troop,
            &'static Quality,
            &'static Place,
            &'static Roll,
        ),
        (&'static mut Posture, &'static mut Stance, &'static mut Intention, &'static mut Feint),
        (&'static mut Cohesion, &'static mut Beasts, &'static Engaged),
    ),
>;

/// Formations with the stance of feigned flight wait, run, linger and turn.
pub fn feign(
    (rules, clock, dice): (Res<RuseRules>, Res<Clock>, Res<Dice>),
    (map, costs, troops, beliefs): (Res<Map>, Res<MarchCosts>, Res<Troops>, Res<Beliefs>),
    mut formations: Feigners,
    mut lures: ResMut<Lures>,
    mut chronicle: ResMut<Chronicle>,
) {
    for ((id, side, troop, quality, place, roll), stand, (mut cohesion, mut beasts, engaged)) in
        formations.iter_mut().sort::<&FormationId>()
    {
        let (mut posture, mut stance, mut intention, mut feint) = stand;
        let Stance::Feign { to } = *stance else {
            if *feint != Feint::None && !matches!(*stance, Stance::Fight) {
                *feint = Feint::None; // another order ended it
            }
            continue;
        };
        if roll.mouths() == 0 || *posture == Posture::Routed {
            *feint = Feint::None;
            continue;
        }
        let (here, belief) = (place.hex(), beliefs.of(side.0));
        let step = next(
            *feint,
            nearest_m(belief, here, &clock, &map, &rules),
            engaged.is_in_contact(),
            here == to,
            &rules,
        );
        let since = clock.minute;
        match step {
            Next::Wait => continue,
            Next::Begin => {
                *feint = Feint::Running { since };
                chronicle.tell(SimEvent::FeintBegun { formation: *id, to });
                let heads = u64::from(beasts.herd) * u64::from(rules.feint_leaves) / 1000;
                let heads = beasts.leave(heads as u32);
                if heads > 0 {
                    let lure = LureId(lures.0.len() as u16);
                    let kind = LureKind::Herd;
                    lures.0.push(Lure {
                        id: lure,
                        side: side.0,
                        at: here,
                        kind,
                        heads,
                        signal: None,
                        lying: true,
                    });
                    chronicle.tell(SimEvent::LureLeft { formation: *id, lure, at: here });
                }
            }
            Next::Run | Next::Linger => {
                let fails = rules.feint_fails_permille_h[usize::from(quality.0.clamp(1, 5)) - 1];
                let mut dice = dice.stream(&clock, Purpose::Nerve, FLIGHT | u32::from(id.0));
                if dice.within(fails.into(), clock.step_minutes()) {
                    // What it was told stands: once it has rallied it goes on tempting.
                    (*posture, *feint) = (Posture::Routed, Feint::None);
                    *intention = Intention::Flee;
                    cohesion.shake(rules.feint_fail_shakes.into());
                    chronicle.tell(SimEvent::FeintFailed { formation: *id });
                    continue;
                }
            }
            Next::Turn => {}
        }
        let on_the_way = |path: &[Hex]| {
            path.last() == Some(&to) && path.first().is_some_and(|next| side_towards(here, *next).is_some())
        };
        let way = match (step, &*intention) {
            (Next::Linger, _) => {
                *intention = Intention::Stay;
                continue;
            }
            (Next::Turn, _) => None,
            (_, Intention::March { path, pace: Pace::Forced }) if on_the_way(path) => continue,
            _ => {
                let enemies = belief.reports.values().filter_map(|report| map.grid().index(report.at));
                let enemies: Vec<usize> = enemies.collect();
                let mobility = troops.kind(troop.0).mobility;
                costs.path(mobility, here, to, DAY * 60, |index| enemies.contains(&index))
            }
        };
        match way {
            Some(path) => *intention = Intention::March { path, pace: Pace::Forced },
            None => {
                // At its goal, or with no way there: it turns where it is.
                (*feint, *stance, *intention) = (Feint::Turned, Stance::Fight, Intention::Stay);
                chronicle.tell(SimEvent::FeintEnded { formation: *id, at: here });
            }
        }
    }
}

/// Keeps these dice apart from those of breaking and rallying, whose streams are keyed by the formation alone.
const FLIGHT: u32 = 1 << 16;

/// Meters to the nearest enemy seen lately.
fn nearest_m(belief: &Belief, here: Hex, clock: &Clock, map: &Map, rules: &RuseRules) -> Option<u32> {
    let since = clock.minute.saturating_sub(rules.lost_min);
    let seen = belief.reports.values().filter(|report| report.minute >= since);
    let apart = seen.map(|report| apart_m(report.at.unsigned_distance_to(here), map.hex_m));
    apart.min()
}
