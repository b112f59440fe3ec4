//! Give a signal with the banner or drum.

use bevy_ecs::world::World;
use serde::{Deserialize, Serialize};

use super::{commanded, name_of};
use crate::seat::View;
use crate::sim::id::{FormationId, SignalId};
use crate::sim::refusal::Refusal;
use crate::sim::register::SignalKind;
use crate::sim::ruse::Signals;

/// Give `signal`. All of the side who can see or hear it and wait for it rise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GiveSignal {
    /// The formation with the banner.
    pub formation: FormationId,
    /// Which signal.
    pub signal: SignalId,
}

impl GiveSignal {
    pub(crate) fn check(&self, view: &View) -> Result<(), Refusal> {
        commanded(view, self.formation)?;
        let Some((_, signal)) = view.signals().find(|(id, _)| *id == self.signal) else {
            return Err(Refusal::NoSuchSignal);
        };
        if signal.kind == SignalKind::Pigeons {
            return Err(Refusal::SignalNotGiven);
        }
        if !view.formation_info(self.formation).is_some_and(|info| info.signals) {
            return Err(Refusal::NoBanner { formation: name_of(view, self.formation) });
        }
        Ok(())
    }

    pub(crate) fn apply(&self, world: &mut World) {
        world.resource_mut::<Signals>().ordered.push((self.formation, self.signal));
    }
}
