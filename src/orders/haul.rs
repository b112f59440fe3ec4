//! Carry grain from place to place.

use bevy_ecs::world::World;
use serde::{Deserialize, Serialize};

use super::{at_leisure, name_of, set};
use crate::seat::View;
use crate::sim::id::{FormationId, PlaceId};
use crate::sim::intent::Intention;
use crate::sim::refusal::Refusal;
use crate::sim::supply;

/// Load at one place, unload at another, and go back for more, until another order comes or one of the places is lost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Haul {
    /// Who.
    pub formation: FormationId,
    /// Where the grain lies.
    pub from: PlaceId,
    /// Where it is wanted.
    pub to: PlaceId,
}

impl Haul {
    pub(crate) fn check(&self, view: &View) -> Result<(), Refusal> {
        let formation = at_leisure(view, self.formation)?;
        let name = || name_of(view, self.formation);
        if !view.troop(formation).bears() {
            return Err(Refusal::BearsNothing { formation: name() });
        }
        if self.from == self.to {
            return Err(Refusal::SamePlace);
        }
        let place = |id: PlaceId| {
            let place = view.places().get(id.index()).ok_or(Refusal::NoSuchPlace)?;
            let own = view.owners.get(id.index()).copied().flatten() == Some(view.side);
            let latin = || place.name.latin.clone();
            if own { Ok((place.at, latin())) } else { Err(Refusal::NotYourPlace { place: latin() }) }
        };
        let ((source, from), (goal, to)) = (place(self.from)?, place(self.to)?);
        let Some(run) = view.haul(formation, source, goal) else {
            return Err(Refusal::NoWay { from, to });
        };
        if run.arrives == 0 {
            return Err(Refusal::EatenOnTheWay { formation: name(), days: 2 * run.days });
        }
        Ok(())
    }

    pub(crate) fn apply(&self, world: &mut World) {
        set(world, self.formation, Intention::Stay);
        set(world, self.formation, supply::Haul::Between { from: self.from, to: self.to });
    }
}
