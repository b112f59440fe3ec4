//! What lies on the road is seen, taken up, opened or left alone.

use bevy_ecs::prelude::*;

use super::{Given, Lure, LureKind, Lures, RuseRules, Signals};
use crate::sim::army::{Beasts, Cohesion, Led, Place, Posture, Roll, Side};
use crate::sim::clock::{Clock, DAY};
use crate::sim::command::{Staff, temperament_of};
use crate::sim::dice::{Dice, Purpose};
use crate::sim::event::{Chronicle, SimEvent, Temptation};
use crate::sim::id::{FormationId, LureId};
use crate::sim::intent::Will;
use crate::sim::map::Map;
use crate::sim::register::Register;
use crate::sim::sighting::{Beliefs, SightingRules, apart_m, is_in_line};
use crate::sim::weather::Sky;

/// Lures are seen by day from some way off, by night only from where they lie.
pub fn find(
    (rules, seeing, map, sky): (Res<RuseRules>, Res<SightingRules>, Res<Map>, Res<Sky>),
    lures: Res<Lures>,
    formations: Query<(&FormationId, &Side, &Place, &Roll)>,
    mut beliefs: ResMut<Beliefs>,
    mut chronicle: ResMut<Chronicle>,
) {
    for lure in lures.0.iter().filter(|lure| lure.lying) {
        let seen_m = if sky.day { rules.lure_seen_m[lure.kind as usize] } else { 0 };
        for (formation, side, place, roll) in formations.iter().sort::<&FormationId>() {
            let known = beliefs.of(side.0).lures.contains_key(&lure.id);
            if side.0 == lure.side || roll.mouths() == 0 || known {
                continue;
            }
            let here = place.hex();
            let in_reach = apart_m(here.unsigned_distance_to(lure.at), map.hex_m) <= seen_m;
            if here == lure.at || (in_reach && is_in_line(&map, here, lure.at, seeing.eye_m.into())) {
                beliefs.of_mut(side.0).lures.insert(lure.id, lure.at);
                chronicle.tell(SimEvent::LureFound { formation: *formation, lure: lure.id, at: lure.at });
            }
        }
    }
}

type Finders<'w, 's> = Query<
    'w,
    's,
    (
        (&'static FormationId, &'static Side, &'static Place, &'static Roll, &'static Posture, &'static Led),
        (&'static mut Beasts, &'static mut Cohesion, &'static mut Will),
    ),
>;

/// Who comes to a lure takes it; a box he opens or leaves, as he is made.
pub fn take(
    (rules, clock, dice): (Res<RuseRules>, Res<Clock>, Res<Dice>),
    (register, staff): (Res<Register>, Res<Staff>),
    (mut lures, mut signals, mut beliefs): (ResMut<Lures>, ResMut<Signals>, ResMut<Beliefs>),
    mut formations: Finders,
    mut chronicle: ResMut<Chronicle>,
) {
    for ((formation, side, place, roll, posture, led), (mut beasts, mut cohesion, mut will)) in
        formations.iter_mut().sort::<&FormationId>()
    {
        if roll.mouths() == 0 || matches!(posture, Posture::Routed | Posture::Hidden) {
            continue;
        }
        let here = |lure: &&mut Lure| lure.lying && lure.side != side.0 && lure.at == place.hex();
        for lure in lures.0.iter_mut().filter(here) {
            let (formation, id) = (*formation, lure.id);
            if let Some(signal) = lure.signal {
                let temperament = temperament_of(*led, &staff, &register);
                let chance = rules.open_box_permille[temperament as usize];
                let key = u32::from(formation.0);
                if !dice.lasting(id.0.into(), Purpose::Lure, key).chance(chance) {
                    refuse(&mut will, id, clock.minute, || {
                        chronicle.tell(SimEvent::LureRefused { formation, lure: id, commander: led.0 });
                    });
                    continue;
                }
                signals.given.push(Given { signal, at: lure.at, minute: clock.minute });
                chronicle.tell(SimEvent::BoxOpened { formation, lure: id, signal });
            } else {
                if lure.kind == LureKind::Herd {
                    beasts.take(lure.heads);
                }
                cohesion.shake(rules.lure_shakes.into());
                chronicle.tell(SimEvent::LureTaken { formation, lure: id, heads: lure.heads });
            }
            lure.lying = false;
        }
    }
    for belief in &mut beliefs.0 {
        let lies = |id: u16| lures.0.get(usize::from(id)).is_some_and(|lure| lure.lying);
        // A side that knew of it hears that it is gone when somebody takes it; there is nothing else to hear of it.
        belief.lures.retain(|id, _| lies(id.0));
    }
}

/// Marks that a commander left a box alone, so that it is told once a day.
fn refuse(will: &mut Will, lure: LureId, now: u32, tell: impl FnOnce()) {
    let by = Temptation::Lure(lure);
    let told = matches!(*will, Will::HeldBack { by: told, until } if told == by && now < until);
    if !told && !will.is_carried_away() {
        *will = Will::HeldBack { by, until: (now / DAY + 1) * DAY };
        tell();
    }
}
