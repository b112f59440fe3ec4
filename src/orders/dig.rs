//! Cut a dike, close a gap, dam a watercourse.

use bevy_ecs::world::World;
use serde::{Deserialize, Serialize};

use super::{at_leisure, change, set};
use crate::seat::View;
use crate::sim::army::Posture;
use crate::sim::flood::{Piece, work_min};
use crate::sim::id::FormationId;
use crate::sim::intent::{Earthwork, Intention};
use crate::sim::refusal::Refusal;

/// Dig at the watercourse along a side of the hex in which it stands, until the work is done or another order comes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dig {
    /// Who.
    pub formation: FormationId,
    /// What.
    pub work: Earthwork,
    /// Along which side, 0 east to 5 south-east.
    pub side: u8,
}

impl Dig {
    pub(crate) fn check(&self, view: &View) -> Result<(), Refusal> {
        let hex = at_leisure(view, self.formation)?.place.hex();
        let (map, rules) = (view.map(), &view.rules().flood);
        let side = usize::from(self.side);
        let found = Piece::along(map, hex, side).and_then(|(at, bank)| Some((at, bank, at.of(map)?)));
        let Some((at, bank, (course, reach))) = found else { return Err(Refusal::NoWater { hex, side }) };
        if self.work == Earthwork::CutFar && course.width_m > rules.far_m {
            return Err(Refusal::TooWide { water: course.name.latin.clone(), width_m: course.width_m });
        }
        let target = if self.work == Earthwork::CutFar { 1 - bank } else { bank };
        let cuts = matches!(self.work, Earthwork::Cut | Earthwork::CutFar);
        if cuts && !map.grid().contains(reach.banks()[usize::from(target)]) {
            return Err(Refusal::OffMap { hex: reach.banks()[usize::from(target)] });
        }
        match work_min(self.work, at, bank, map, &view.waters, rules) {
            Some(_) => Ok(()),
            None => Err(Refusal::NothingToDig { work: self.work }),
        }
    }

    pub(crate) fn apply(&self, world: &mut World) {
        set(world, self.formation, Intention::Dig { work: self.work, side: self.side, done_min: 0 });
        change(world, self.formation, |posture: &mut Posture| {
            if *posture == Posture::Hidden {
                *posture = Posture::Formed;
            }
        });
    }
}
