//! Send men out as a body of their own.

use bevy_ecs::world::World;
use serde::{Deserialize, Serialize};

use super::{at_leisure, name_of};
use crate::seat::View;
use crate::sim::army::Led;
use crate::sim::command::{Staff, Will};
use crate::sim::event::{Chronicle, SimEvent};
use crate::sim::id::FormationId;
use crate::sim::intent::{Escort, Intention};
use crate::sim::movement::{MovementRules, column_m};
use crate::sim::refusal::Refusal;
use crate::sim::register::Register;
use crate::sim::siege::Park;
use crate::sim::sighting::Scouts;
use crate::sim::supply::Haul;
use crate::sim::troops::Troops;
use crate::snapshot::{FormationState, formation};

/// Send out so many men under arms as a detachment: a formation of its own in the same hex, with its share of animals,
/// food and cash, as tired and as firm as those it leaves. Stragglers, wounded and sick stay, and so do scouts and banner. The
/// second commander with them leads it; its officers, if there is none. It waits for orders of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Split {
    /// From whom.
    pub formation: FormationId,
    /// How many.
    pub men: u32,
}

impl Split {
    pub(crate) fn check(&self, view: &View) -> Result<(), Refusal> {
        let formation = at_leisure(view, self.formation)?;
        let (men, least) = (self.men, view.rules().command.detachment_men.max(1));
        if men < least {
            return Err(Refusal::TooFew { men, least });
        }
        let most = formation.roll.under_arms().saturating_sub(least);
        if men > most {
            return Err(Refusal::TooMany { formation: name_of(view, self.formation), men, most });
        }
        let (out, free) = view.detachments(self.formation);
        if free.is_none() {
            let formation = name_of(view, self.formation);
            return Err(Refusal::NoMoreDetachments { formation, out: out.len() });
        }
        Ok(())
    }

    pub(crate) fn apply(&self, world: &mut World) {
        let Some(mut whole) = formation(world, self.formation) else { return };
        let register = world.resource::<Register>();
        let free = register.detachments_of(self.formation).find(|id| formation(world, *id).is_none());
        let Some(id) = free.filter(|_| self.men < whole.roll.under_arms()) else { return };
        let second = world.resource::<Staff>().highest_with(self.formation, whole.led.0, register);
        let mobility = world.resource::<Troops>().kind(whole.troop.0).mobility;
        let column = column_m(self.men, mobility, world.resource::<MovementRules>());
        let mouths = whole.roll.mouths();
        let detachment = FormationState {
            id,
            led: Led(second),
            roll: whole.roll.part(self.men),
            beasts: whole.beasts.part(self.men, mouths),
            rations: whole.rations.part(self.men, mouths),
            purse: whole.purse.part(self.men, mouths),
            legs: whole.legs.part(column),
            scouts: Scouts::default(),
            intention: match whole.intention {
                Intention::Camp { fires } => Intention::Camp { fires },
                Intention::Stay
                | Intention::March { .. }
                | Intention::Attack { .. }
                | Intention::Raze { .. }
                | Intention::Work { .. }
                | Intention::Dig { .. }
                | Intention::Deposit { .. }
                | Intention::Flee => Intention::Stay,
            },
            will: if matches!(whole.will, Will::HeldBack { .. }) { whole.will } else { Will::Obeys },
            haul: Haul::None,
            escort: Escort::default(),
            park: Park::default(),
            ..whole.clone()
        };
        if let Some(second) = second {
            world.resource_mut::<Staff>().0[second.index()].with = id;
        }
        whole.put(world);
        detachment.put(world);
        let sent = SimEvent::Detached { formation: id, from: self.formation, men: self.men };
        world.resource_mut::<Chronicle>().tell(sent);
    }
}
