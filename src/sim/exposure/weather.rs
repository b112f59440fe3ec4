//! Cold and heat: what an hour in the open does.

use std::collections::BTreeMap;

use bevy_ecs::prelude::*;
use bevy_ecs::query::QueryData;

use super::{Exposure, ExposureRules};
use crate::sim::army::{Fatigue, Place, Posture, Roll, Side};
use crate::sim::clock::{Clock, DAY, due};
use crate::sim::engaged::Engaged;
use crate::sim::flood::{FloodRules, Waters};
use crate::sim::hex::Hex;
use crate::sim::id::{FormationId, SideId};
use crate::sim::intent::Intention;
use crate::sim::map::Map;
use crate::sim::movement::Legs;
use crate::sim::register::Register;
use crate::sim::supply::Rations;
use crate::sim::verdict::Verdict;
use crate::sim::weather::{ClimateRules, Sky, WeatherRules};

/// How men meet the weather.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shelter {
    /// Under roofs behind their own walls.
    Roofs,
    /// In camp, with fires.
    Camp,
    /// On the march, or under arms.
    Open,
    /// Without fires: hidden, told to light none, or running.
    Fireless,
}

/// The shelter of men who have no roofs.
pub(super) fn in_the_field(posture: Posture, intention: &Intention) -> Shelter {
    match posture {
        Posture::Hidden | Posture::Routed => Shelter::Fireless,
        Posture::Camp if *intention == (Intention::Camp { fires: false }) => Shelter::Fireless,
        Posture::Camp => Shelter::Camp,
        Posture::Column | Posture::Formed => Shelter::Open,
    }
}

/// Tenths of a degree by which it feels colder than men in this shelter bear; 0 when they bear it. `snow_mm` lies.
pub(super) fn too_cold_c10(felt_c10: i32, snow_mm: u16, shelter: Shelter, rules: &ExposureRules) -> u32 {
    let (camp, open, fireless) = rules.bears_c10;
    let deep = if snow_mm >= rules.deep_snow_mm { i32::from(rules.deep_snow_chill_c10) } else { 0 };
    let below = match shelter {
        Shelter::Roofs => 0,
        Shelter::Camp => i32::from(camp) - felt_c10,
        Shelter::Open => i32::from(open) - (felt_c10 - deep),
        Shelter::Fireless => i32::from(fireless) - (felt_c10 - deep),
    };
    below.clamp(0, 500) as u32
}

/// Hours without food as far as they make the cold worse.
fn fasting(hungry_h: u32, rules: &ExposureRules) -> u32 {
    hungry_h.min(u32::from(rules.hunger_worst_days) * 24)
}

/// How much worse hunger and weariness make the cold, permille.
pub(super) fn weakness(hungry_h: u32, fatigue: u16, rules: &ExposureRules) -> u32 {
    let hunger = fasting(hungry_h, rules) * u32::from(rules.hunger_worse) / 24;
    1000 + hunger + u32::from(rules.weary_worse) * u32::from(fatigue) / 1000
}

/// A formation as the weather finds it.
#[derive(QueryData)]
#[query_data(mutable)]
pub(super) struct Exposed {
    _id: &'static FormationId,
    side: &'static Side,
    place: &'static Place,
    roll: &'static Roll,
    posture: &'static Posture,
    intention: &'static Intention,
    legs: &'static Legs,
    engaged: &'static Engaged,
    rations: &'static Rations,
    fatigue: &'static mut Fatigue,
    exposure: &'static mut Exposure,
}

/// Men of a side in each hex.
pub(super) fn crowds<'a>(
    bodies: impl Iterator<Item = (SideId, Hex, &'a Roll)>,
) -> BTreeMap<(SideId, i32, i32), u64> {
    let mut crowds = BTreeMap::new();
    for (side, hex, roll) in bodies {
        *crowds.entry((side, hex.x, hex.y)).or_default() += u64::from(roll.mouths());
    }
    crowds
}

/// True where a side has roofs for so many men.
pub(super) fn has_roofs(
    side: SideId,
    hex: Hex,
    men: u64,
    register: &Register,
    verdict: &Verdict,
    rules: &ExposureRules,
) -> bool {
    register.place_at(hex).is_some_and(|(id, place)| {
        verdict.owners.get(id.index()).copied().flatten() == Some(side)
            && men <= u64::from(rules.roofs_of(place.kind))
    })
}

/// Cold and heat wear down everybody who is out in them.
pub(super) fn expose(
    (clock, map, register): (Res<Clock>, Res<Map>, Res<Register>),
    (sky, skies, climate): (Res<Sky>, Res<WeatherRules>, Res<ClimateRules>),
    (rules, verdict): (Res<ExposureRules>, Res<Verdict>),
    (waters, flood): (Res<Waters>, Res<FloodRules>),
    mut query: Query<Exposed>,
) {
    if !sky.has_climate() {
        return;
    }
    let step = clock.step_minutes();
    // Mid-step, so that long steps do not only know dawn and dusk.
    let minute = clock.minute + step / 2;
    let crowds = crowds(query.iter().map(|body| (body.side.0, body.place.hex(), body.roll)));
    for mut body in query.iter_mut().sort::<&FormationId>() {
        let (side, hex) = (body.side.0, body.place.hex());
        let Some(now) = sky.temperature_c10(&map, hex, minute, &climate) else { continue };
        let men = crowds.get(&(side, hex.x, hex.y)).copied().unwrap_or(0);
        if body.roll.mouths() == 0 {
            continue;
        }
        let roofs = has_roofs(side, hex, men, &register, &verdict, &rules);
        // No fire burns in water; who has roofs climbs on them.
        let wading = if roofs { 0 } else { waters.wading(&map, hex, &flood) };
        let shelter = match in_the_field(*body.posture, body.intention) {
            _ if roofs => Shelter::Roofs,
            _ if wading >= 500 => Shelter::Fireless,
            shelter => shelter,
        };
        let spot = sky.spot(&map, hex);
        let chill = skies.kind(spot).map_or(0, |kind| i32::from(kind.chill_c10));
        let hungry = fasting(body.rations.hungry_hours(), &rules) * u32::from(rules.hunger_chill_c10) / 24;
        let wet = u32::from(flood.wet_chill_c10) * wading / 1000;
        let felt = i32::from(now) - chill - hungry as i32 - wet as i32;
        let cold = too_cold_c10(felt, spot.snow_mm, shelter, &rules);
        let weak = weakness(body.rations.hungry_hours(), body.fatigue.permille(), &rules);
        let harm = |a_day: u16| {
            let harm = u64::from(a_day) * u64::from(cold) * u64::from(weak) * u64::from(step) / 10_000;
            harm.min(u64::from(u32::MAX / 4)) as u32
        };
        let (froze, mut ails) = (harm(rules.cold_kills_day), harm(rules.cold_sickens_day));
        let tires = due(u32::from(rules.cold_tires_day) * cold, 10 * DAY, clock.minute, step);
        body.fatigue.tire_to(tires, rules.cold_tires_most);
        if shelter == Shelter::Fireless && *body.posture != Posture::Routed {
            ails += u32::from(rules.fireless_sickens_day) * step;
        }
        let toils = body.legs.has_marched() || body.engaged.is_in_contact();
        let hot = (i32::from(now) - i32::from(rules.heat_from_c10)).clamp(0, 500) as u32;
        if toils && hot > 0 {
            body.fatigue.tire(due(u32::from(rules.heat_tires_h) * hot, 600, clock.minute, step));
            ails += u32::from(rules.heat_sickens_day) * hot * step / 10;
        }
        body.exposure.freezing = body.exposure.freezing.saturating_add(froze);
        body.exposure.ailing = body.exposure.ailing.saturating_add(ails);
    }
}
