//! Take a stance for when the plan meets the enemy.

use bevy_ecs::world::World;
use serde::{Deserialize, Serialize};

use super::{commanded, name_of, set};
use crate::seat::View;
use crate::sim::army::Posture;
use crate::sim::id::FormationId;
use crate::sim::intent::{Intention, Stance};
use crate::sim::refusal::Refusal;
use crate::sim::ruse::Feint;
use crate::snapshot::FormationState;

/// Take a stance. [`Stance::Ambush`] hides the formation where it is, if the ground has room; [`Stance::Feign`]
/// makes it run before the enemy to a goal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stand {
    /// Who.
    pub formation: FormationId,
    /// How.
    pub stance: Stance,
}

impl Stand {
    pub(crate) fn check(&self, view: &View) -> Result<(), Refusal> {
        let formation = commanded(view, self.formation)?;
        match self.stance {
            Stance::Ambush { signal } => {
                if let Some(signal) = signal
                    && !view.signals().any(|(id, _)| id == signal)
                {
                    return Err(Refusal::NoSuchSignal);
                }
                self.check_cover(formation, view)
            }
            Stance::Feign { to } if !view.map().grid().contains(to) => Err(Refusal::OffMap { hex: to }),
            Stance::Fight | Stance::Pursue if !view.troop(formation).fights => {
                Err(Refusal::NotFighters { formation: name_of(view, self.formation) })
            }
            _ => Ok(()),
        }
    }

    /// The ground must hide everybody who lies there, and no enemy may look on.
    fn check_cover(&self, formation: &FormationState, view: &View) -> Result<(), Refusal> {
        if formation.posture == Posture::Hidden {
            return Ok(());
        }
        let hex = formation.place.hex();
        let hidden = view.own_at(hex).filter(|own| own.id != formation.id);
        let others: u32 =
            hidden.filter(|own| own.posture == Posture::Hidden).map(|own| own.roll.mouths()).sum();
        let (room, men) = (view.hiding_room(hex), others + formation.roll.mouths());
        if men > room {
            return Err(Refusal::NoCover { hex, room, men });
        }
        if formation.engaged.is_in_contact() || view.is_watched(hex) {
            return Err(Refusal::Watched { formation: name_of(view, self.formation) });
        }
        Ok(())
    }

    pub(crate) fn apply(&self, world: &mut World) {
        set(world, self.formation, self.stance);
        set(world, self.formation, Feint::None);
        if matches!(self.stance, Stance::Ambush { .. }) {
            set(world, self.formation, Intention::Stay);
            set(world, self.formation, Posture::Hidden);
        }
    }
}
