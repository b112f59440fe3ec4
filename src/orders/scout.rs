//! Send scouts to look at a hex.

use bevy_ecs::world::World;
use serde::{Deserialize, Serialize};

use super::{commanded, name_of, set};
use crate::seat::View;
use crate::sim::clock::Clock;
use crate::sim::event::{Chronicle, SimEvent};
use crate::sim::hex::Hex;
use crate::sim::id::FormationId;
use crate::sim::refusal::Refusal;
use crate::sim::sighting::{Ride, Scouts};

/// Send a party of riders to look at `to`. They report when they are back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SendScouts {
    /// Whose scouts.
    pub formation: FormationId,
    /// Where they look.
    pub to: Hex,
}

impl SendScouts {
    pub(crate) fn check(&self, view: &View) -> Result<(), Refusal> {
        let formation = commanded(view, self.formation)?;
        if !view.map().grid().contains(self.to) {
            return Err(Refusal::OffMap { hex: self.to });
        }
        if formation.scouts.out.is_some() {
            return Err(Refusal::ScoutsOut { formation: name_of(view, self.formation) });
        }
        let meters = formation.place.hex().unsigned_distance_to(self.to) * view.map().hex_m;
        let most = view.rules().sighting.scouts_m;
        if meters > most {
            return Err(Refusal::TooFar { hex: self.to, km: meters / 1000, most: most / 1000 });
        }
        Ok(())
    }

    pub(crate) fn apply(&self, world: &mut World) {
        let Some(state) = crate::snapshot::formation(world, self.formation) else { return };
        let minute = world.resource::<Clock>().minute;
        let hex_m = world.resource::<crate::sim::map::Map>().hex_m;
        let speed = world.resource::<crate::sim::sighting::SightingRules>().scouts_m_per_h.max(1);
        let meters = state.place.hex().unsigned_distance_to(self.to) * hex_m;
        let ride = (u64::from(meters) * 60 / u64::from(speed)).max(1) as u32;
        let party = Ride::out(self.to, minute + ride, minute + 2 * ride);
        set(world, self.formation, Scouts { out: Some(party) });
        let sent = SimEvent::ScoutsSent { formation: self.formation, to: self.to };
        world.resource_mut::<Chronicle>().tell(sent);
    }
}
