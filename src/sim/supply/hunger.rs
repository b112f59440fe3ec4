//! What hunger does: it tires and shakes, men run from the second day, and at last they starve.

use bevy_ecs::prelude::*;

use super::{Policy, Rations, SupplyRules};
use crate::sim::army::{Cohesion, Fate, Fatigue, Roll};
use crate::sim::clock::{Clock, DAY, due};
use crate::sim::dice::{Dice, Purpose};
use crate::sim::event::{Chronicle, SimEvent};
use crate::sim::id::FormationId;

/// Full days without food, no more than are counted.
pub(super) fn hungry_days(hungry_min: u32, rules: &SupplyRules) -> u32 {
    (hungry_min / DAY).min(u32::from(rules.hunger_cap_days))
}

/// Men per 1,000 and day who desert after so many full days without food: none on the first day, then more each day.
pub(super) fn deserting(days: u32, rules: &SupplyRules) -> u32 {
    (u32::from(rules.desert_permille_day) * days).min(u32::from(rules.desert_most_permille_day))
}

/// Men per 1,000 and day who starve after so many full days without food.
pub(super) fn starving(days: u32, rules: &SupplyRules) -> u32 {
    if days >= u32::from(rules.starve_after_days) { u32::from(rules.starve_permille_day) } else { 0 }
}

pub(super) fn starve(
    clock: Res<Clock>,
    dice: Res<Dice>,
    rules: Res<SupplyRules>,
    mut chronicle: ResMut<Chronicle>,
    mut query: Query<(&FormationId, &Rations, &mut Roll, &mut Fatigue, &mut Cohesion)>,
) {
    let step = clock.step_minutes();
    for (id, rations, mut roll, mut fatigue, mut cohesion) in query.iter_mut().sort::<&FormationId>() {
        if roll.mouths() == 0 {
            continue;
        }
        if !rations.is_hungry() {
            if rations.diet().policy == Policy::Half {
                let part = |full: u16| u32::from(full) * u32::from(rules.half_hurts) / 1000;
                let tires = due(part(rules.hunger_tires_day), DAY, clock.minute, step);
                fatigue.tire_to(tires, rules.hunger_tires_most);
                cohesion.shake(due(part(rules.hunger_shakes_day), DAY, clock.minute, step));
            }
            continue;
        }
        if rations.hungry_min <= u32::from(rules.hunger_cap_days) * DAY {
            let tires = due(u32::from(rules.hunger_tires_day), DAY, clock.minute, step);
            fatigue.tire_to(tires, rules.hunger_tires_most);
            cohesion.shake(due(u32::from(rules.hunger_shakes_day), DAY, clock.minute, step));
        }
        let days = hungry_days(rations.hungry_min, &rules);
        let mut stream = dice.stream(&clock, Purpose::Hunger, u32::from(id.0));
        for (fate, permille) in
            [(Fate::Deserted, deserting(days, &rules)), (Fate::DeadHunger, starving(days, &rules))]
        {
            let losses = u64::from(roll.under_arms()) * u64::from(permille) * u64::from(step);
            let men = roll.lose(fate, stream.share(losses, 1000 * u64::from(DAY)) as u32);
            if men > 0 {
                chronicle.tell(SimEvent::Lost { formation: *id, fate, men });
            }
        }
    }
}
