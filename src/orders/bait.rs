//! Leave part of the herd lying, for the enemy to find.

use bevy_ecs::world::World;
use serde::{Deserialize, Serialize};

use super::{commanded, name_of};
use crate::seat::View;
use crate::sim::army::{Beasts, Muster, Place, Side};
use crate::sim::event::{Chronicle, SimEvent};
use crate::sim::id::{FormationId, LureId};
use crate::sim::refusal::Refusal;
use crate::sim::ruse::{Lure, LureKind, Lures};

/// Leave so many heads of the herd where the formation stands, as men in flight would.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeaveBait {
    /// Who.
    pub formation: FormationId,
    /// How many; all if it has fewer.
    pub heads: u32,
}

impl LeaveBait {
    pub(crate) fn check(&self, view: &View) -> Result<(), Refusal> {
        let formation = commanded(view, self.formation)?;
        if formation.beasts.herd == 0 || self.heads == 0 {
            return Err(Refusal::NoHerd { formation: name_of(view, self.formation) });
        }
        Ok(())
    }

    pub(crate) fn apply(&self, world: &mut World) {
        let Some(entity) = world.resource::<Muster>().entity(self.formation) else { return };
        let (Some(place), Some(side)) = (world.get::<Place>(entity), world.get::<Side>(entity)) else {
            return;
        };
        let (at, side) = (place.hex(), side.0);
        let heads = world.get_mut::<Beasts>(entity).map_or(0, |mut beasts| beasts.leave(self.heads));
        if heads == 0 {
            return;
        }
        let mut lures = world.resource_mut::<Lures>();
        let id = LureId(lures.0.len() as u16);
        let kind = LureKind::Herd;
        lures.0.push(Lure { id, side, at, kind, heads, signal: None, lying: true });
        let left = SimEvent::LureLeft { formation: self.formation, lure: id, at };
        world.resource_mut::<Chronicle>().tell(left);
    }
}
