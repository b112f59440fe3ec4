//! Deal out food, keep some of it back, and look for more.

use bevy_ecs::world::World;
use serde::{Deserialize, Serialize};

use super::{change, commanded, name_of};
use crate::seat::View;
use crate::sim::id::FormationId;
use crate::sim::refusal::Refusal;
use crate::sim::supply::{Diet, Rations};

/// How it deals with its food from now on; see [`Diet`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ration {
    /// Who.
    pub formation: FormationId,
    /// How.
    pub diet: Diet,
}

impl Ration {
    pub(crate) fn check(&self, view: &View) -> Result<(), Refusal> {
        let formation = commanded(view, self.formation)?;
        let keep_days = self.diet.keep_days;
        if keep_days > 0 && !view.troop(formation).bears() {
            return Err(Refusal::BearsNothing { formation: name_of(view, self.formation) });
        }
        if keep_days > Rations::MOST_KEPT {
            return Err(Refusal::KeepsTooMuch { most: Rations::MOST_KEPT });
        }
        Ok(())
    }

    pub(crate) fn apply(&self, world: &mut World) {
        change(world, self.formation, |rations: &mut Rations| rations.deal(self.diet));
    }
}
