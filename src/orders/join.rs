//! Join others of the same body.

use bevy_ecs::world::World;
use serde::{Deserialize, Serialize};

use super::{at_leisure, name_of};
use crate::seat::View;
use crate::sim::army::{Led, Posture};
use crate::sim::command::Staff;
use crate::sim::event::{Chronicle, SimEvent};
use crate::sim::id::FormationId;
use crate::sim::refusal::Refusal;
use crate::sim::register::Register;
use crate::snapshot::{FormationState, formation};

/// Join another formation of the same side, body (as the report counts it), arms and training that is in the same hex:
/// all men, the dead and lost among them, all animals, food and cash become the other's, and the formation is no more. The
/// other goes on with what it is doing. Of the commanders the highest in rank leads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Join {
    /// Who.
    pub formation: FormationId,
    /// Whom.
    pub into: FormationId,
}

impl Join {
    pub(crate) fn check(&self, view: &View) -> Result<(), Refusal> {
        let (one, other) = (at_leisure(view, self.formation)?, at_leisure(view, self.into)?);
        let (formation, into) = (name_of(view, self.formation), name_of(view, self.into));
        if self.formation == self.into {
            return Err(Refusal::Itself { formation });
        }
        if (one.troop, one.quality) != (other.troop, other.quality) {
            return Err(Refusal::OtherTroops { formation, into });
        }
        let body = |id| view.formation_info(id).map(|info| &info.group);
        if body(self.formation) != body(self.into) {
            return Err(Refusal::OtherBody { formation, into });
        }
        if one.place != other.place {
            return Err(Refusal::Apart { formation, into, hex: other.place.hex() });
        }
        if other.posture == Posture::Hidden && one.posture != Posture::Hidden {
            return Err(Refusal::Betrays { into });
        }
        if one.scouts.out.is_some() {
            return Err(Refusal::ScoutsOut { formation });
        }
        if view.formation_info(self.formation).is_some_and(|info| info.signals) {
            return Err(Refusal::KeepsBanner { formation });
        }
        Ok(())
    }

    pub(crate) fn apply(&self, world: &mut World) {
        let (Some(gone), Some(mut whole)) = (formation(world, self.formation), formation(world, self.into))
        else {
            return;
        };
        let (others, men) = (gone.roll.mouths(), whole.roll.mouths());
        if others == 0 || men == 0 {
            return;
        }
        whole.fatigue = whole.fatigue.with(men, gone.fatigue, others);
        whole.cohesion = whole.cohesion.with(men, gone.cohesion, others);
        whole.rations.take_in(men, gone.rations, others);
        let heads = |one: &FormationState| one.beasts.horses.saturating_add(one.beasts.pack);
        whole.condition = whole.condition.with(heads(&whole), gone.condition, heads(&gone));
        whole.beasts.take_in(gone.beasts);
        whole.park.take_in(gone.park);
        whole.purse.take_in(gone.purse);
        whole.exposure = whole.exposure.with(men, gone.exposure, others);
        whole.roll.take_in(gone.roll.clone());
        whole.legs.take_in(gone.legs);
        whole.engaged.surprise(gone.engaged.surprised_until());
        whole.led = Led(self.join_staff(world).or(whole.led.0));
        let place = whole.place;
        whole.put(world);
        FormationState { place, ..FormationState::blank(self.formation, &gone) }.put(world);
        let joined = SimEvent::Joined { formation: self.formation, into: self.into, men: others };
        world.resource_mut::<Chronicle>().tell(joined);
    }

    /// Those who rode with the one ride with the other; answers the highest of all.
    fn join_staff(&self, world: &mut World) -> Option<crate::sim::id::CommanderId> {
        for commander in &mut world.resource_mut::<Staff>().0 {
            if commander.with == self.formation {
                commander.with = self.into;
            }
        }
        world.resource::<Staff>().highest_with(self.into, None, world.resource::<Register>())
    }
}
