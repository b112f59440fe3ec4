//! Scouts ride out, look, and tell when they are back, if they come back.

use bevy_ecs::prelude::*;

use super::body::{Body, Formations, living};
use super::{Beliefs, Fortune, Report, Ride, Watch, learn};
use crate::sim::army::{Fate, Muster, Posture};
use crate::sim::dice::{Purpose, Stream};
use crate::sim::event::{Chronicle, SimEvent, Source};
use crate::sim::id::SideId;

/// Every party that is out looks when it is there, and reports when it is back.
pub fn ride(
    watch: Watch,
    muster: Res<Muster>,
    mut formations: Formations,
    mut beliefs: ResMut<Beliefs>,
    mut chronicle: ResMut<Chronicle>,
) {
    let bodies = living(&muster, &watch.register, &formations);
    let now = watch.clock.minute;
    for body in &bodies {
        let Ok((.., mut roll, _, mut scouts)) = formations.get_mut(body.entity) else { continue };
        let Some(mut party) = scouts.out.take() else { continue };
        if party.fortune == Fortune::Riding && party.there < now + watch.clock.step_minutes() {
            let mut dice = watch.dice.stream(&watch.clock, Purpose::Sight, SCOUTS | u32::from(body.id.0));
            look_around(&mut party, body.side, &bodies, &watch, &mut dice);
        }
        if party.back >= now + watch.clock.step_minutes() {
            scouts.out = Some(party);
            continue;
        }
        let (formation, to) = (body.id, party.to);
        if party.fortune == Fortune::Caught {
            let men = roll.lose(Fate::Captured, watch.rules.scouts_men);
            chronicle.tell(SimEvent::ScoutsLost { formation, to, men });
            chronicle.tell(SimEvent::Lost { formation, fate: Fate::Captured, men });
            continue;
        }
        let found = party.saw.len() as u16;
        chronicle.tell(SimEvent::ScoutsReturned { formation, to, found });
        for report in party.saw {
            if report.posture == Posture::Hidden {
                let (about, at) = (report.about, report.at);
                chronicle.tell(SimEvent::AmbushFound { formation: about, by: formation, at });
            }
            learn(beliefs.of_mut(body.side), report, formation, &watch, &mut chronicle);
        }
    }
}

/// Keeps the scouts' dice apart from those of searchers, whose streams are keyed by the formation alone.
const SCOUTS: u32 = 1 << 16;

/// What the party sees from its goal, and whether it is taken there. By night it sees no farther than others do, but
/// for fires.
fn look_around(party: &mut Ride, side: SideId, bodies: &[Body], watch: &Watch, dice: &mut Stream) {
    let light = watch.light(party.to);
    let clear = (u64::from(watch.rules.scouts_see_m) * u64::from(light.sight) / 1000) as u32;
    let dark = clear.min(watch.rules.night_m);
    party.fortune = Fortune::Looked;
    for body in bodies.iter().filter(|body| body.side != side) {
        let beside = body.at.unsigned_distance_to(party.to) <= 1;
        let apart = watch.apart_m(body.at, party.to);
        let seen = if body.posture == Posture::Hidden {
            let stealth = u32::from(watch.troops.kind(body.troop).stealth.max(100));
            let chance = u32::from(watch.rules.scouts_find_permille) * 1000 / stealth;
            beside && dice.chance(chance.min(1000) as u16)
        } else {
            apart <= if light.day || body.fires { clear } else { dark }
        };
        if seen {
            party.saw.push(Report { came_from: None, ..body.report(side, Source::Scouts, apart, watch) });
        }
        let armed = body.posture != Posture::Routed;
        if beside && armed && dice.chance(watch.rules.scouts_caught_permille) {
            party.fortune = Fortune::Caught;
        }
    }
}
