//! Laying the country waste.

use bevy_ecs::prelude::*;

use super::{FodderRules, Pasture, barns_sheng, grass_min, month};
use crate::sim::army::{Place, Roll, Side};
use crate::sim::clock::{Clock, DAY};
use crate::sim::engaged::Engaged;
use crate::sim::event::{Chronicle, SimEvent};
use crate::sim::id::FormationId;
use crate::sim::intent::Intention;
use crate::sim::map::Map;
use crate::sim::supply::{Larder, Rations};
use crate::sim::weather::Sky;

/// Work of laying waste the ground of a hex, minutes of one man.
pub fn work_min(map: &Map, rules: &FodderRules) -> u64 {
    let days = u64::from(rules.ground_km2(map)) * 1000 / u64::from(rules.burns_km2_day.max(1));
    days * u64::from(DAY)
}

/// A formation that may burn.
type Burner = (
    &'static FormationId,
    &'static Side,
    &'static Place,
    &'static Roll,
    &'static Engaged,
    &'static mut Intention,
    &'static mut Rations,
);

/// Those who were told to burn go on with it, and when they are done nothing is left: grass as far as it is dry, barns and
/// pits of the country, and what their side has there in store or lying open.
pub(super) fn raze(
    (clock, rules, map): (Res<Clock>, Res<FodderRules>, Res<Map>),
    sky: Res<Sky>,
    mut pasture: ResMut<Pasture>,
    mut larder: Larder,
    mut chronicle: ResMut<Chronicle>,
    mut query: Query<Burner>,
) {
    for (id, side, place, roll, engaged, mut intention, mut rations) in
        query.iter_mut().sort::<&FormationId>()
    {
        let Intention::Raze { done_min } = *intention else { continue };
        if roll.mouths() == 0 || engaged.is_in_contact() {
            continue;
        }
        let done = done_min + u64::from(roll.under_arms()) * u64::from(clock.step_minutes());
        if done < work_min(&map, &rules) {
            *intention = Intention::Raze { done_min: done };
            continue;
        }
        *intention = Intention::Stay;
        let hex = place.hex();
        let missing = pasture.missing(&map, hex);
        // What lies under snow does not burn.
        let grass = grass_min(&map, (hex, sky.spot(&map, hex).snow_mm), missing, &clock, &rules);
        let barns = barns_sheng(&map, hex, missing, &clock, &rules);
        if let Some(ground) = pasture.entry(&map, hex) {
            ground.grazed_min += grass * u64::from(rules.burns_permille[month(&clock)]) / 1000;
            ground.taken_sheng = ground.taken_sheng.saturating_add(barns);
        }
        let sheng = larder.take_above_ground(side.0, hex, u32::MAX);
        rations.burn(sheng);
        chronicle.tell(SimEvent::LaidWaste { formation: *id, at: hex, sheng });
    }
}
