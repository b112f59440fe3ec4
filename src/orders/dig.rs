//! Raise a dike, cut it, close a gap, dam a watercourse.

use bevy_ecs::world::World;
use serde::{Deserialize, Serialize};

use super::{at_leisure, change, name_of, set};
use crate::seat::View;
use crate::sim::army::Posture;
use crate::sim::flood::{Site, work_min};
use crate::sim::hex::SIDES;
use crate::sim::id::FormationId;
use crate::sim::intent::{Earthwork, Intention};
use crate::sim::refusal::Refusal;

/// Dig along a side of the hex in which it stands, at the watercourse or on dry land, until the work is done or another order comes.
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
        let own = at_leisure(view, self.formation)?;
        let (hex, side) = (own.place.hex(), usize::from(self.side));
        let (map, rules) = (view.map(), &view.rules().flood);
        let Some(beyond) = SIDES.get(side).map(|step| hex + *step) else {
            return Err(Refusal::NoWater { hex, side });
        };
        let site = Site::at(map, hex, side);
        match (site, self.work) {
            (Site::Bank(at, _), Earthwork::CutFar) => {
                let (width_m, water) = at.of(map).map_or((0, ""), |(of, _)| (of.width_m, &of.name.latin));
                if width_m > rules.far_m {
                    return Err(Refusal::TooWide { water: water.to_owned(), width_m });
                }
                if !map.grid().contains(beyond) {
                    return Err(Refusal::OffMap { hex: beyond });
                }
            }
            (Site::Bank(..), _) => {}
            (Site::Land(_), Earthwork::Raise) if !map.grid().contains(beyond) => {
                return Err(Refusal::OffMap { hex: beyond });
            }
            (Site::Land(_), Earthwork::Raise) => {}
            (Site::Land(at), Earthwork::Cut | Earthwork::Mend) if view.waters.levee(at).is_some() => {}
            (Site::Land(_), _) => return Err(Refusal::NoWater { hex, side }),
        }
        if work_min(self.work, site, map, &view.waters, rules).is_none() {
            return Err(Refusal::NothingToDig { work: self.work });
        }
        let walled = view.place_at(hex).is_some_and(|(place, info)| {
            info.walls.is_some() && view.owners.get(place.index()).copied().flatten() == Some(view.side)
        });
        let beside = view.belief.reports.values().filter(|told| told.at == beyond);
        if walled && beside.map(|told| told.men).sum::<u32>() >= rules.guard_men {
            return Err(Refusal::DikeGuarded { formation: name_of(view, self.formation) });
        }
        Ok(())
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
