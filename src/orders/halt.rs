//! Stop and stay.

use bevy_ecs::world::World;
use serde::{Deserialize, Serialize};

use super::{commanded, set};
use crate::seat::View;
use crate::sim::id::FormationId;
use crate::sim::intent::Intention;
use crate::sim::refusal::Refusal;

/// Give up what it was doing and stay, ready.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Halt {
    /// Who.
    pub formation: FormationId,
}

impl Halt {
    pub(crate) fn check(&self, view: &View) -> Result<(), Refusal> {
        commanded(view, self.formation).map(|_| ())
    }

    pub(crate) fn apply(&self, world: &mut World) {
        set(world, self.formation, Intention::Stay);
    }
}
