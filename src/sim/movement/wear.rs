//! What a march costs: weariness beyond the day's stage and by night, and men who fall behind.

use bevy_ecs::prelude::*;

use super::{Legs, MovementRules};
use crate::sim::army::{Fate, Fatigue, Posture, Roll};
use crate::sim::clock::Clock;
use crate::sim::dice::{Dice, Purpose};
use crate::sim::engaged::Engaged;
use crate::sim::event::{Chronicle, SimEvent};
use crate::sim::id::FormationId;
use crate::sim::map::Mobility;

/// Fatigue of a day's march of so many meters, permille: nothing up to the stage.
pub(super) fn distance_tires(meters: u32, mobility: Mobility, rules: &MovementRules) -> u32 {
    let beyond = u64::from(meters.saturating_sub(rules.stage_m[mobility as usize]));
    (beyond * u64::from(rules.tire_per_10km) / 10_000) as u32
}

/// Men of `men`, times 3,600,000, who fall behind in so many seconds of marching at this fatigue.
pub(super) fn falling_behind(men: u32, fatigue: u16, seconds: u32, rules: &MovementRules) -> u64 {
    let from = rules.straggle_from.min(999);
    let weary = u64::from(fatigue.saturating_sub(from)) * 1000 / u64::from(1000 - from);
    u64::from(men) * u64::from(rules.straggle_permille_h) * weary / 1000 * u64::from(seconds)
}

/// Tired men fall behind on the march; at a halt they come up.
pub(super) fn straggle(
    clock: Res<Clock>,
    dice: Res<Dice>,
    rules: Res<MovementRules>,
    mut chronicle: ResMut<Chronicle>,
    mut query: Query<(&FormationId, &Legs, &Fatigue, &Posture, &Engaged, &mut Roll)>,
) {
    for (id, legs, fatigue, posture, engaged, mut roll) in query.iter_mut().sort::<&FormationId>() {
        if roll.mouths() == 0 || *posture == Posture::Routed {
            continue;
        }
        let mut stream = dice.stream(&clock, Purpose::March, u32::from(id.0));
        if legs.has_marched() {
            let falling = falling_behind(roll.under_arms(), fatigue.permille(), legs.step_s, &rules);
            let men = roll.lose(Fate::Straggling, stream.share(falling, 3_600_000) as u32);
            if men > 0 {
                chronicle.tell(SimEvent::Straggled { formation: *id, men });
            }
        } else if !engaged.is_in_contact() {
            let behind = u64::from(roll.count(Fate::Straggling));
            let coming = behind * u64::from(rules.rejoin_permille_h) * u64::from(clock.step_minutes());
            let coming = (stream.share(coming, 60_000)).min(behind) as u32;
            let men = roll.pass(Fate::Straggling, Fate::UnderArms, coming);
            if men > 0 {
                chronicle.tell(SimEvent::Rejoined { formation: *id, men });
            }
        }
    }
}
