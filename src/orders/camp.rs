//! Make camp and rest.

use bevy_ecs::world::World;
use serde::{Deserialize, Serialize};

use super::{at_leisure, set};
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
        at_leisure(view, self.formation).map(drop)
    }

    pub(crate) fn apply(&self, world: &mut World) {
        set(world, self.formation, Intention::Camp { fires: self.fires });
    }
}
