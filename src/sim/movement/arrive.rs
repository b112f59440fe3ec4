//! Those who come later: at their hour they stand where they were told to come, unless an enemy is there.

use bevy_ecs::prelude::*;

use crate::sim::army::{Fate, Place, Roll, Side};
use crate::sim::clock::Clock;
use crate::sim::event::{Chronicle, SimEvent};
use crate::sim::id::FormationId;
use crate::sim::register::Register;

/// Formations whose hour has come are there.
pub(super) fn arrive(
    clock: Res<Clock>,
    register: Res<Register>,
    mut chronicle: ResMut<Chronicle>,
    mut query: Query<(&FormationId, &Side, &Place, &mut Roll)>,
) {
    let is_due =
        |id: FormationId| register.formation(id).arrives.is_some_and(|minute| minute <= clock.minute);
    if !query.iter().any(|(id, .., roll)| roll.is_awaited() && is_due(*id)) {
        return;
    }
    let there: Vec<_> = (query.iter())
        .filter(|(.., roll)| roll.mouths() > 0)
        .map(|(_, side, place, _)| (side.0, place.hex()))
        .collect();
    for (id, side, place, mut roll) in query.iter_mut().sort::<&FormationId>() {
        let enemy = there.iter().any(|(other, hex)| *other != side.0 && *hex == place.hex());
        if roll.is_awaited() && is_due(*id) && !enemy {
            let men = roll.pass(Fate::GoneHome, Fate::UnderArms, u32::MAX);
            chronicle.tell(SimEvent::Arrived { formation: *id, at: place.hex(), men });
        }
    }
}
