//! Leave grain behind, above ground or in pits.

use bevy_ecs::world::World;
use serde::{Deserialize, Serialize};

use super::{at_leisure, name_of, set};
use crate::seat::View;
use crate::sim::army::Posture;
use crate::sim::id::FormationId;
use crate::sim::intent::Intention;
use crate::sim::refusal::Refusal;
use crate::sim::supply::Rations;

/// Leave all it carries beyond so many days of its own food where it stands: in the store of an own place, elsewhere in a
/// cache. It fills its bags no further while it stays, until it is told anew how to deal with its food. Buried, the grain
/// is hidden, and so is what lies there in the store and in the open; that takes men and time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deposit {
    /// Who.
    pub formation: FormationId,
    /// Days of its own food that it keeps.
    pub keep_days: u8,
    /// Whether the grain goes into pits.
    pub bury: bool,
}

impl Deposit {
    pub(crate) fn check(&self, view: &View) -> Result<(), Refusal> {
        let formation = at_leisure(view, self.formation)?;
        if self.keep_days > Rations::MOST_KEPT {
            return Err(Refusal::KeepsTooMuch { most: Rations::MOST_KEPT });
        }
        let daily = formation.rations.daily(formation.roll.mouths(), &view.rules().supply);
        let has_spare = u64::from(formation.rations.sheng()) > daily * u64::from(self.keep_days);
        if has_spare || self.bury && view.above_ground(formation.place.hex()) > 0 {
            return Ok(());
        }
        Err(Refusal::NothingToLeave {
            formation: name_of(view, self.formation),
            days: u32::from(self.keep_days),
        })
    }

    pub(crate) fn apply(&self, world: &mut World) {
        let Self { formation, keep_days, bury } = *self;
        set(world, formation, Intention::Deposit { keep_days, bury, done: 0 });
        super::change(world, formation, |posture: &mut Posture| {
            if *posture == Posture::Hidden {
                *posture = Posture::Formed;
            }
        });
        let at = crate::snapshot::formation(world, formation).map(|one| one.place.hex());
        super::change(world, formation, |rations: &mut Rations| {
            if let Some(at) = at {
                rations.leave(at, keep_days);
            }
        });
    }
}
