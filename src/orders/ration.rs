//! Deal out food, and keep some of it back.

use bevy_ecs::world::World;
use serde::{Deserialize, Serialize};

use super::{change, commanded, name_of};
use crate::seat::View;
use crate::sim::id::FormationId;
use crate::sim::refusal::Refusal;
use crate::sim::supply::{Policy, Rations};

/// Full or half rations from now on; and for bearers, how many days of food they give to nobody, because they need them
/// for their way home.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ration {
    /// Who.
    pub formation: FormationId,
    /// How much is dealt out.
    pub policy: Policy,
    /// Days of food that are kept from others; 0 for those who bear nothing for others.
    pub keep_days: u8,
}

impl Ration {
    pub(crate) fn check(&self, view: &View) -> Result<(), Refusal> {
        let formation = commanded(view, self.formation)?;
        if self.keep_days > 0 && !view.troop(formation).bears() {
            return Err(Refusal::BearsNothing { formation: name_of(view, self.formation) });
        }
        if self.keep_days > Rations::MOST_KEPT {
            return Err(Refusal::KeepsTooMuch { most: Rations::MOST_KEPT });
        }
        Ok(())
    }

    pub(crate) fn apply(&self, world: &mut World) {
        change(world, self.formation, |rations: &mut Rations| rations.deal(self.policy, self.keep_days));
    }
}
