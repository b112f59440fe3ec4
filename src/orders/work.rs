//! Build or dig for a siege.

use bevy_ecs::world::World;
use serde::{Deserialize, Serialize};

use super::{at_leisure, change, name_of, set};
use crate::seat::View;
use crate::sim::army::Posture;
use crate::sim::id::FormationId;
use crate::sim::intent::{Intention, Task};
use crate::sim::refusal::Refusal;

/// Build ladders or engines, or dig a mine, encamped, until there are enough or another order comes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Work {
    /// Who.
    pub formation: FormationId,
    /// At what.
    pub task: Task,
}

impl Work {
    pub(crate) fn check(&self, view: &View) -> Result<(), Refusal> {
        let formation = at_leisure(view, self.formation)?;
        let (hex, name) = (formation.place.hex(), || name_of(view, self.formation));
        let (men, rules) = (formation.roll.under_arms(), &view.rules().siege);
        match self.task {
            Task::Mine if view.wall_beside(hex).is_none() => Err(Refusal::NoWallBeside { formation: name() }),
            Task::Mine | Task::Engines if formation.park.craftsmen == 0 => {
                Err(Refusal::NoCraftsmen { formation: name() })
            }
            Task::Mine => Ok(()),
            Task::Ladders | Task::Engines if formation.park.has_enough(self.task, men, rules) => {
                Err(Refusal::EnoughBuilt { formation: name() })
            }
            Task::Ladders | Task::Engines if view.timber_m(hex).is_none() => {
                Err(Refusal::NoTimber { hex, reach_km: rules.timber_m / 1000 })
            }
            Task::Ladders | Task::Engines => Ok(()),
        }
    }

    pub(crate) fn apply(&self, world: &mut World) {
        set(world, self.formation, Intention::Work { task: self.task, done_min: 0 });
        change(world, self.formation, |posture: &mut Posture| {
            if *posture == Posture::Hidden {
                *posture = Posture::Formed;
            }
        });
    }
}
