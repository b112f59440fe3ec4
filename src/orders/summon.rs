//! Summon a place to yield.

use bevy_ecs::world::World;
use serde::{Deserialize, Serialize};

use super::{commanded, name_of};
use crate::seat::View;
use crate::sim::army::Side;
use crate::sim::id::{FormationId, PlaceId};
use crate::sim::refusal::Refusal;
use crate::sim::siege::{Summons, Terms, Wards};
use crate::snapshot::formation;

/// Send a herald to the wall beside which it stands and offer terms; they hold until the siege ends or others are
/// offered. Those inside weigh them every day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summon {
    /// Who besieges it.
    pub formation: FormationId,
    /// The place.
    pub place: PlaceId,
    /// What is offered.
    pub terms: Terms,
}

impl Summon {
    pub(crate) fn check(&self, view: &View) -> Result<(), Refusal> {
        let formation = commanded(view, self.formation)?;
        let Some(place) = view.places().get(self.place.index()) else { return Err(Refusal::NoSuchPlace) };
        let enemy = view.owners[self.place.index()].is_some_and(|owner| owner != view.side);
        let beside = formation.place.hex().unsigned_distance_to(place.at) == 1;
        if !enemy || !beside || place.walls.is_none() {
            return Err(Refusal::NoWallBeside { formation: name_of(view, self.formation) });
        }
        let men = formation.roll.under_arms();
        let least = view.rules().siege.invest_men;
        if men < least {
            return Err(Refusal::TooFewToSummon { men, least });
        }
        Ok(())
    }

    pub(crate) fn apply(&self, world: &mut World) {
        let Some(Side(by)) = formation(world, self.formation).map(|one| one.side) else { return };
        if let Some(ward) = world.resource_mut::<Wards>().0.get_mut(self.place.index()) {
            ward.summon(Summons { by, terms: self.terms });
        }
    }
}
