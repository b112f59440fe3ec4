//! Go with others of one's side.

use bevy_ecs::world::World;
use serde::{Deserialize, Serialize};

use super::{commanded, name_of, set};
use crate::seat::View;
use crate::sim::id::FormationId;
use crate::sim::intent;
use crate::sim::refusal::Refusal;

/// March when they march, by the same way, and camp where they camp, until another order comes or nobody is left of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Escort {
    /// Who.
    pub formation: FormationId,
    /// Whom.
    pub whom: FormationId,
}

impl Escort {
    pub(crate) fn check(&self, view: &View) -> Result<(), Refusal> {
        commanded(view, self.formation)?;
        let charge = view.formation(self.whom).filter(|charge| charge.is_alive());
        if charge.is_none() {
            return Err(Refusal::NobodyToEscort);
        }
        // Whom they escort may go with others in turn, but nobody goes with who goes with him.
        let charge_of = |id: &FormationId| view.formation(*id).and_then(|own| own.escort.0);
        let mut chain = std::iter::successors(Some(self.whom), charge_of).take(view.own.len() + 1);
        if chain.any(|id| id == self.formation) {
            return Err(Refusal::EscortsItself { formation: name_of(view, self.formation) });
        }
        Ok(())
    }

    pub(crate) fn apply(&self, world: &mut World) {
        set(world, self.formation, intent::Escort(Some(self.whom)));
    }
}
