//! Order lost and found: steadying out of the fight, fear that spreads from a rout, and rallying.

use bevy_ecs::prelude::*;
use bevy_ecs::query::QueryData;

use super::MoraleRules;
use crate::sim::army::{Cohesion, Fatigue, Led, Muster, Place, Posture, Quality, Roll, Side};
use crate::sim::clock::{Clock, due};
use crate::sim::command::Staff;
use crate::sim::dice::{Dice, Purpose};
use crate::sim::engaged::Engaged;
use crate::sim::event::{Chronicle, SimEvent};
use crate::sim::hex::Hex;
use crate::sim::id::{FormationId, SideId};
use crate::sim::intent::Intention;
use crate::sim::map::Map;
use crate::sim::register::Register;
use crate::sim::siege::{SiegeRules, Wards};
use crate::sim::supply::Rations;
use crate::sim::verdict::Verdict;

/// A formation as rallying looks at it.
#[derive(QueryData)]
#[query_data(mutable)]
pub(super) struct Beaten {
    id: &'static FormationId,
    side: &'static Side,
    place: &'static Place,
    roll: &'static Roll,
    quality: &'static Quality,
    led: &'static Led,
    engaged: &'static mut Engaged,
    posture: &'static mut Posture,
    intention: &'static mut Intention,
    cohesion: &'static mut Cohesion,
}

/// The best order that men so tired and so long hungry can keep, permille.
pub fn ceiling(fatigue: u16, hungry_hours: u32, rules: &MoraleRules) -> u16 {
    let weary = u32::from(rules.weary_ceiling) * u32::from(fatigue.min(1000)) / 1000;
    let hungry = u32::from(rules.weary_ceiling) * hungry_hours.min(24) / 24;
    1000_u32.saturating_sub(weary + hungry) as u16
}

/// How much the rout of `running` men shakes `men` of a quality from 1 to 5, permille.
pub(super) fn shaken(running: u32, men: u32, quality: u8, rules: &MoraleRules) -> u32 {
    let weight = u64::from(running.min(men)) * 1000 / u64::from(men.max(1));
    let nerves = u64::from(6_u8.saturating_sub(quality).clamp(1, 5));
    (u64::from(rules.rout_shakes) * nerves / 3 * weight / 1000) as u32
}

/// Chance per hour that a routed formation stands again, permille.
pub(super) fn rally_permille_h(quality: u8, ability: u8, rules: &MoraleRules) -> u32 {
    let leader = 5 + u32::from(ability.clamp(1, 9)); // a point is worth a tenth; ten tenths at ability 5
    (u32::from(rules.rally_permille_h) * leader * u32::from(quality) / 30).min(1000)
}

/// Formations out of the fight find their order again.
pub(super) fn steady(
    clock: Res<Clock>,
    rules: Res<MoraleRules>,
    mut query: Query<(&FormationId, &Posture, &Engaged, &Fatigue, &Rations, &mut Cohesion)>,
) {
    let risen = due(u32::from(rules.steady_h), 60, clock.minute, clock.step_minutes());
    for (_, posture, engaged, fatigue, rations, mut cohesion) in query.iter_mut().sort::<&FormationId>() {
        if !engaged.is_in_contact() && *posture != Posture::Routed {
            cohesion.steady(risen, ceiling(fatigue.permille(), rations.hungry_hours(), &rules));
        }
    }
}

/// Formations that broke in this step shake those of their side who see it.
pub(super) fn spread(
    clock: Res<Clock>,
    rules: Res<MoraleRules>,
    map: Res<Map>,
    muster: Res<Muster>,
    chronicle: Res<Chronicle>,
    mut query: Query<(&FormationId, &Side, &Place, &Roll, &Posture, &Quality, &mut Cohesion)>,
) {
    let now = chronicle.events().iter().rev();
    let now = now.take_while(|told| (told.minute, told.step) == (clock.minute, clock.step));
    let mut routs: Vec<(FormationId, SideId, Hex, u32)> = now
        .filter_map(|told| match told.event {
            SimEvent::Broke { formation, at } => {
                let (_, side, _, roll, ..) = query.get(muster.entity(formation)?).ok()?;
                Some((formation, side.0, at, roll.mouths()))
            }
            _ => None,
        })
        .collect();
    routs.reverse();
    for (broken, side, at, running) in routs {
        for (id, own, place, roll, posture, quality, mut cohesion) in query.iter_mut().sort::<&FormationId>()
        {
            let sees = *id != broken
                && own.0 == side
                && roll.mouths() > 0
                && !matches!(posture, Posture::Hidden | Posture::Routed)
                && place.hex().unsigned_distance_to(at).saturating_mul(map.hex_m) <= rules.rout_reach_m;
            if sees {
                cohesion.shake(shaken(running, roll.mouths(), quality.0, &rules));
            }
        }
    }
}

/// Routed formations that no enemy has touched for hours, with none near or sound walls of their own between them, may stand again.
pub(super) fn rally(
    (clock, dice): (Res<Clock>, Res<Dice>),
    (rules, siege, map): (Res<MoraleRules>, Res<SiegeRules>, Res<Map>),
    wards: Res<Wards>,
    (register, verdict, staff): (Res<Register>, Res<Verdict>, Res<Staff>),
    mut chronicle: ResMut<Chronicle>,
    mut query: Query<Beaten>,
) {
    let standing: Vec<(SideId, Hex)> = (query.iter().sort::<&FormationId>())
        .filter(|stands| stands.roll.mouths() > 0 && *stands.posture != Posture::Routed)
        .map(|stands| (stands.side.0, stands.place.hex()))
        .collect();
    for mut beaten in query.iter_mut().sort::<&FormationId>() {
        if *beaten.posture != Posture::Routed || beaten.roll.mouths() == 0 {
            continue;
        }
        let (engaged, here) = (*beaten.engaged, beaten.place.hex());
        let since = engaged.routed_since().max(engaged.last()).unwrap_or(0);
        let quiet = since + u32::from(rules.rally_after_h) * 60 <= clock.minute && !engaged.is_in_contact();
        let near = |(side, at): &(SideId, Hex)| {
            *side != beaten.side.0
                && at.unsigned_distance_to(here).saturating_mul(map.hex_m) <= rules.rally_clear_m
        };
        let safe = register.place_at(here).is_some_and(|(place, info)| {
            let owner = verdict.owners.get(place.index()).copied().flatten();
            let sound = wards.get(place).is_some_and(|ward| ward.weakest().1 >= siege.breach);
            info.walls.is_some() && sound && owner == Some(beaten.side.0)
        });
        if !quiet || !safe && standing.iter().any(near) {
            continue;
        }
        let leader = beaten.led.0.filter(|leader| staff.get(*leader).leads());
        let ability = leader.map_or(rules.leaderless_ability, |leader| register.commander(leader).ability);
        let permille = rally_permille_h(beaten.quality.0, ability, &rules);
        let mut stream = dice.stream(&clock, Purpose::Rally, u32::from(beaten.id.0));
        let chance = stream.share(u64::from(permille) * u64::from(clock.step_minutes()), 60);
        if stream.chance(chance.min(1000) as u16) {
            *beaten.posture = Posture::Formed;
            *beaten.intention = Intention::Stay;
            beaten.engaged.rally();
            beaten.cohesion.steady(1000, rules.rally_at);
            chronicle.tell(SimEvent::Rallied { formation: *beaten.id, at: here });
        }
    }
}
