//! Make camp and rest.

use bevy_ecs::world::World;
use serde::{Deserialize, Serialize};

use super::{commanded, name_of, set};
use crate::seat::View;
use crate::sim::id::FormationId;
use crate::sim::intent::Intention;
use crate::sim::refusal::Refusal;

/// Camp where it is. Fires rest the men and are seen from afar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MakeCamp {
    /// Who.
    pub formation: FormationId,
    /// Whether fires are lit.
    pub fires: bool,
}

impl MakeCamp {
    pub(crate) fn check(&self, view: &View) -> Result<(), Refusal> {
        let formation = commanded(view, self.formation)?;
        if formation.engaged.is_in_contact() {
            return Err(Refusal::InContact { formation: name_of(view, self.formation) });
        }
        Ok(())
    }

    pub(crate) fn apply(&self, world: &mut World) {
        set(world, self.formation, Intention::Camp { fires: self.fires });
    }
}
