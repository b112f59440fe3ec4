//! Lay the country waste.

use bevy_ecs::world::World;
use serde::{Deserialize, Serialize};

use super::{at_leisure, set};
use crate::seat::View;
use crate::sim::army::Posture;
use crate::sim::id::FormationId;
use crate::sim::intent::Intention;
use crate::sim::refusal::Refusal;

/// Burn the grass, the barns, the store and what lies open of its side's grain in the hex in which it stands, as soon as its men are done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Raze {
    /// Who.
    pub formation: FormationId,
}

impl Raze {
    pub(crate) fn check(&self, view: &View) -> Result<(), Refusal> {
        let formation = at_leisure(view, self.formation)?;
        let hex = formation.place.hex();
        if view.plenty(hex).is_nothing() && view.above_ground(hex) == 0 {
            return Err(Refusal::NothingToBurn { hex });
        }
        Ok(())
    }

    pub(crate) fn apply(&self, world: &mut World) {
        set(world, self.formation, Intention::Raze { done_min: 0 });
        super::change(world, self.formation, |posture: &mut Posture| {
            if *posture == Posture::Hidden {
                *posture = Posture::Formed;
            }
        });
    }
}
