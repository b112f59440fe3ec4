//! March along a path.

use bevy_ecs::world::World;
use serde::{Deserialize, Serialize};

use super::{commanded, set};
use crate::seat::View;
use crate::sim::hex::{Hex, side_towards};
use crate::sim::id::FormationId;
use crate::sim::intent::{Intention, Pace};
use crate::sim::map::Stream;
use crate::sim::movement::CLOSED;
use crate::sim::refusal::Refusal;

/// March along `path`, as far as the turn's legs allow; what is left of it goes on next turn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct March {
    /// Who.
    pub formation: FormationId,
    /// Hexes to enter, the next one first.
    pub path: Vec<Hex>,
    /// How hard.
    pub pace: Pace,
}

impl March {
    pub(crate) fn check(&self, view: &View) -> Result<(), Refusal> {
        let formation = commanded(view, self.formation)?;
        let most = usize::from(view.rules().movement.longest_path);
        if self.path.is_empty() {
            return Err(Refusal::EmptyPath);
        }
        if self.path.len() > most {
            return Err(Refusal::PathTooLong { found: self.path.len(), most });
        }
        let mobility = view.troop(formation).mobility;
        let mut from = formation.place.hex();
        for to in self.path.iter().copied() {
            if !view.map().grid().contains(to) {
                return Err(Refusal::OffMap { hex: to });
            }
            let Some(side) = side_towards(from, to) else {
                return Err(Refusal::PathBroken { from, to });
            };
            if view.costs().seconds(mobility, from, side).is_none() {
                let why = match view.map().edge(from, side) {
                    Stream::River => match view.sky.ice_mm(view.map(), from, side) / 10 {
                        0 => "a river without ford or bridge".to_owned(),
                        cm => format!("a river whose ice, {cm} cm thick, does not bear them"),
                    },
                    Stream::Ford if view.high_water(from, side) >= CLOSED => {
                        "the river is in flood, and nobody crosses at the ford".to_owned()
                    }
                    Stream::Bluff => "a bluff".to_owned(),
                    _ => view.map().kind(to).name.clone(),
                };
                return Err(Refusal::Impassable { from, to, why });
            }
            from = to;
        }
        Ok(())
    }

    pub(crate) fn apply(&self, world: &mut World) {
        let intention = Intention::March { path: self.path.clone(), pace: self.pace };
        set(world, self.formation, intention);
    }
}
