//! Go for an enemy.

use bevy_ecs::world::World;
use serde::{Deserialize, Serialize};

use super::{commanded, name_of, set};
use crate::seat::View;
use crate::sim::id::FormationId;
use crate::sim::intent::{Intention, Pace};
use crate::sim::refusal::Refusal;

/// March to where `target` is believed to be, and attack it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attack {
    /// Who.
    pub formation: FormationId,
    /// Whom: an enemy the side has a report of.
    pub target: FormationId,
    /// How hard to march there.
    pub pace: Pace,
}

impl Attack {
    pub(crate) fn check(&self, view: &View) -> Result<(), Refusal> {
        let formation = commanded(view, self.formation)?;
        if view.formation(self.target).is_some() {
            return Err(Refusal::OwnTroops { formation: name_of(view, self.target) });
        }
        if view.report(self.target).is_none() {
            return Err(Refusal::UnknownEnemy);
        }
        if !view.troop(formation).fights {
            return Err(Refusal::NotFighters { formation: name_of(view, self.formation) });
        }
        Ok(())
    }

    pub(crate) fn apply(&self, world: &mut World) {
        set(world, self.formation, Intention::Attack { target: self.target, pace: self.pace });
    }
}
