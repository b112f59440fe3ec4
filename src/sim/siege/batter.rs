//! Engines against walls, and the garrison that mends them.

use bevy_ecs::prelude::*;

use super::labor::beside;
use super::ward::SOUND;
use super::{Park, SiegeRules, Wards};
use crate::sim::army::{Place, Posture, Roll, Side};
use crate::sim::clock::{Clock, DAY, due};
use crate::sim::engaged::Engaged;
use crate::sim::event::{Chronicle, SimEvent};
use crate::sim::flood::Waters;
use crate::sim::id::{FormationId, PlaceId};
use crate::sim::intent::Intention;
use crate::sim::map::Map;
use crate::sim::register::Register;
use crate::sim::verdict::Verdict;
use crate::sim::weather::{Sky, WeatherRules};

/// Thickness of the wall that the rules speak of, meters.
const THICK_M: u32 = 10;

/// A formation with its engines.
type Gunner = (
    &'static FormationId,
    &'static Side,
    &'static Place,
    &'static Posture,
    &'static Engaged,
    &'static Intention,
    &'static mut Park,
);

/// By day, engines beside a place throw at the side before which they stand.
pub(super) fn batter(
    (clock, rules, map): (Res<Clock>, Res<SiegeRules>, Res<Map>),
    (register, verdict): (Res<Register>, Res<Verdict>),
    (sky, weathers): (Res<Sky>, Res<WeatherRules>),
    mut wards: ResMut<Wards>,
    mut chronicle: ResMut<Chronicle>,
    mut query: Query<Gunner>,
) {
    for (id, side, place, posture, engaged, intention, mut park) in query.iter_mut().sort::<&FormationId>() {
        let stands = matches!(posture, Posture::Camp | Posture::Formed)
            && matches!(intention, Intention::Stay | Intention::Camp { .. } | Intention::Work { .. });
        if park.engines == 0 || !stands || engaged.is_in_contact() {
            continue;
        }
        let hex = place.hex();
        let Some((at, towards)) = beside(hex, side.0, &register.places, &verdict.owners) else { continue };
        let (Some(ward), Some(walls)) = (wards.0.get_mut(at.index()), register.place(at).walls) else {
            continue;
        };
        let storm = weathers.of(&sky, &map, hex).is_some_and(|weather| weather.missile < rules.storm_below);
        if storm {
            let broken = due(
                park.engines * u32::from(rules.storm_breaks_day),
                DAY,
                clock.minute,
                clock.step_minutes(),
            );
            let engines = (broken / 1000).min(park.engines);
            if engines > 0 {
                park.engines -= engines;
                chronicle.tell(SimEvent::ParkLost { formation: *id, ladders: 0, engines });
            }
            continue;
        }
        if !clock.is_day() {
            continue;
        }
        // The light of a day is half of it.
        let minutes = u64::from(clock.step_minutes()) * 2;
        let harm = u64::from(park.engines) * u64::from(rules.engine_harms_day) * minutes / u64::from(DAY);
        let harm = harm * u64::from(THICK_M) / u64::from(walls.thick_m.max(1));
        let before = ward.sound(towards);
        ward.sound[towards] = u64::from(ward.sound[towards]).saturating_sub(harm) as u32;
        if before >= rules.breach && ward.sound(towards) < rules.breach {
            chronicle.tell(SimEvent::Breached { place: at, by: *id });
        }
    }
}

/// Water that stands before walls of earth softens them.
pub(super) fn soften(
    (clock, rules, map): (Res<Clock>, Res<SiegeRules>, Res<Map>),
    (register, waters): (Res<Register>, Res<Waters>),
    mut wards: ResMut<Wards>,
) {
    if waters.flooded(&map).next().is_none() {
        return;
    }
    for (index, (ward, place)) in wards.0.iter_mut().zip(&register.places).enumerate() {
        let mm = waters.depth_mm(&map, place.at);
        if mm == 0 || place.walls.is_none() {
            continue;
        }
        let daily = u64::from(rules.water_harms_day) * u64::from(mm) / 1000;
        let harm =
            due(daily.min(SOUND.into()) as u32, DAY, clock.minute + index as u32, clock.step_minutes());
        for side in &mut ward.sound {
            *side = side.saturating_sub(harm);
        }
    }
}

/// Those behind the walls mend the weakest side, soldiers at leisure and people.
pub(super) fn mend(
    (clock, rules): (Res<Clock>, Res<SiegeRules>),
    (register, verdict): (Res<Register>, Res<Verdict>),
    mut wards: ResMut<Wards>,
    query: Query<(&FormationId, &Side, &Place, &Roll, &Posture, &Engaged)>,
) {
    for index in 0..wards.0.len() {
        let (side, sound) = wards.0[index].weakest();
        let (Some(walls), Some(owner)) = (register.places[index].walls, verdict.owners[index]) else {
            continue;
        };
        if sound == 1000 {
            continue;
        }
        let at = register.place(PlaceId(index as u16)).at;
        let ward = &mut wards.0[index];
        let men: u32 = (query.iter())
            .filter(|(_, of, place, _, posture, engaged)| {
                of.0 == owner && place.hex() == at && **posture != Posture::Routed && !engaged.is_in_contact()
            })
            .map(|(_, _, _, roll, ..)| roll.under_arms())
            .sum();
        let people = u64::from(ward.people) * u64::from(rules.mending_people) / 1000;
        let hands = (u64::from(men) + people).min(u64::from(rules.mend_men));
        let work = hands * u64::from(clock.step_minutes()) * 1000;
        let thick = u64::from(walls.thick_m.max(1));
        let mended = work * u64::from(THICK_M) / thick / (u64::from(rules.mend_days.max(1)) * u64::from(DAY));
        ward.sound[side] = (u64::from(ward.sound[side]) + mended).min(u64::from(SOUND)) as u32;
    }
}
