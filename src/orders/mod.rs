//! Everything a side may ask for, and the gate that checks it.
//!
//! An order is checked against what its side can see ([`View`]) and nothing else. It changes nothing while turns are
//! planned; when the turn ends, `Order::apply` leaves an intention, and the resolution does the rest.
//!
//! One order, one file: its fields, its legality and its effect are read together.

mod attack;
mod bait;
mod buy;
mod camp;
mod deposit;
mod dig;
mod escort;
mod halt;
mod haul;
mod join;
mod march;
mod ration;
mod raze;
mod scout;
mod signal;
mod split;
mod stand;
mod summon;
mod work;

use bevy_ecs::prelude::*;
use serde::{Deserialize, Serialize};

pub use attack::Attack;
pub use bait::LeaveBait;
pub use buy::Buy;
pub use camp::MakeCamp;
pub use deposit::Deposit;
pub use dig::Dig;
pub use escort::Escort;
pub use halt::Halt;
pub use haul::Haul;
pub use join::Join;
pub use march::March;
pub use ration::Ration;
pub use raze::Raze;
pub use scout::SendScouts;
pub use signal::GiveSignal;
pub use split::Split;
pub use stand::Stand;
pub use summon::Summon;
pub use work::Work;

use crate::seat::View;
use crate::sim::army::{Muster, Posture};
use crate::sim::command::Will;
use crate::sim::event::Temptation;
use crate::sim::id::FormationId;
use crate::sim::intent;
use crate::sim::refusal::Refusal;
use crate::sim::supply;
use crate::snapshot::FormationState;

/// An order, of any kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Order {
    /// March along a path.
    March(March),
    /// Stop and stay.
    Halt(Halt),
    /// Make camp and rest.
    MakeCamp(MakeCamp),
    /// Take a stance, among them ambush and feigned flight.
    Stand(Stand),
    /// Go for an enemy.
    Attack(Attack),
    /// Send scouts to look at a hex.
    SendScouts(SendScouts),
    /// Leave part of the herd lying.
    LeaveBait(LeaveBait),
    /// Give a signal with the banner or drum.
    GiveSignal(GiveSignal),
    /// Send men out as a body of their own.
    Split(Split),
    /// Join others of its body.
    Join(Join),
    /// Deal out full or half rations, and keep some for the way home.
    Ration(Ration),
    /// Carry grain from place to place.
    Haul(Haul),
    /// Lay the country waste.
    Raze(Raze),
    /// Go with others.
    Escort(Escort),
    /// Build or dig for a siege.
    Work(Work),
    /// Summon a place to yield.
    Summon(Summon),
    /// Leave grain behind, above ground or in pits.
    Deposit(Deposit),
    /// Cut a dike, close a gap, dam a watercourse.
    Dig(Dig),
    /// Buy grain of the people of a place.
    Buy(Buy),
}

impl Order {
    /// Whether the order can be given. The button, the AI and the gate ask the same question.
    ///
    /// # Errors
    /// The reason why not, which can be read aloud.
    pub fn check(&self, view: &View) -> Result<(), Refusal> {
        match self {
            Self::March(order) => order.check(view),
            Self::Halt(order) => order.check(view),
            Self::MakeCamp(order) => order.check(view),
            Self::Stand(order) => order.check(view),
            Self::Attack(order) => order.check(view),
            Self::SendScouts(order) => order.check(view),
            Self::LeaveBait(order) => order.check(view),
            Self::GiveSignal(order) => order.check(view),
            Self::Split(order) => order.check(view),
            Self::Join(order) => order.check(view),
            Self::Ration(order) => order.check(view),
            Self::Haul(order) => order.check(view),
            Self::Raze(order) => order.check(view),
            Self::Escort(order) => order.check(view),
            Self::Work(order) => order.check(view),
            Self::Summon(order) => order.check(view),
            Self::Deposit(order) => order.check(view),
            Self::Dig(order) => order.check(view),
            Self::Buy(order) => order.check(view),
        }
    }

    /// Leaves the intention. The order was checked when it was given, on the same state.
    pub(crate) fn apply(&self, world: &mut World) {
        if self.moves() {
            set(world, self.formation(), supply::Haul::None);
            set(world, self.formation(), intent::Escort(None));
        }
        match self {
            Self::March(order) => order.apply(world),
            Self::Halt(order) => order.apply(world),
            Self::MakeCamp(order) => order.apply(world),
            Self::Stand(order) => order.apply(world),
            Self::Attack(order) => order.apply(world),
            Self::SendScouts(order) => order.apply(world),
            Self::LeaveBait(order) => order.apply(world),
            Self::GiveSignal(order) => order.apply(world),
            Self::Split(order) => order.apply(world),
            Self::Join(order) => order.apply(world),
            Self::Ration(order) => order.apply(world),
            Self::Haul(order) => order.apply(world),
            Self::Raze(order) => order.apply(world),
            Self::Escort(order) => order.apply(world),
            Self::Work(order) => order.apply(world),
            Self::Summon(order) => order.apply(world),
            Self::Deposit(order) => order.apply(world),
            Self::Dig(order) => order.apply(world),
            Self::Buy(order) => order.apply(world),
        }
    }

    /// True when it tells a formation where to be or what to do there, so that it carries grain no longer
    /// and goes with nobody.
    fn moves(&self) -> bool {
        match self {
            Self::March(_)
            | Self::Halt(_)
            | Self::MakeCamp(_)
            | Self::Attack(_)
            | Self::Join(_)
            | Self::Haul(_)
            | Self::Raze(_)
            | Self::Escort(_)
            | Self::Work(_)
            | Self::Deposit(_)
            | Self::Dig(_) => true,
            Self::Stand(_)
            | Self::SendScouts(_)
            | Self::LeaveBait(_)
            | Self::GiveSignal(_)
            | Self::Split(_)
            | Self::Ration(_)
            | Self::Buy(_)
            | Self::Summon(_) => false,
        }
    }

    /// The formation it is for.
    pub fn formation(&self) -> FormationId {
        match self {
            Self::March(order) => order.formation,
            Self::Halt(order) => order.formation,
            Self::MakeCamp(order) => order.formation,
            Self::Stand(order) => order.formation,
            Self::Attack(order) => order.formation,
            Self::SendScouts(order) => order.formation,
            Self::LeaveBait(order) => order.formation,
            Self::GiveSignal(order) => order.formation,
            Self::Split(order) => order.formation,
            Self::Join(order) => order.formation,
            Self::Ration(order) => order.formation,
            Self::Haul(order) => order.formation,
            Self::Raze(order) => order.formation,
            Self::Escort(order) => order.formation,
            Self::Work(order) => order.formation,
            Self::Summon(order) => order.formation,
            Self::Deposit(order) => order.formation,
            Self::Dig(order) => order.formation,
            Self::Buy(order) => order.formation,
        }
    }

    /// Whether the order can be given beside others of the same turn: who joins others does nothing else, nobody joins
    /// who leaves himself, a body sends out one detachment at a time, and no two escort one another.
    ///
    /// # Errors
    /// [`Refusal::Planned`], which names the formation whose order stands in the way.
    pub fn check_beside<'o>(
        &self,
        given: impl IntoIterator<Item = &'o Self>,
        view: &View,
    ) -> Result<(), Refusal> {
        match given.into_iter().find(|given| self.bars(given, view) || given.bars(self, view)) {
            Some(given) => Err(Refusal::Planned { formation: name_of(view, given.formation()) }),
            None => Ok(()),
        }
    }

    /// Whether this order leaves no room for another of the same turn.
    fn bars(&self, other: &Self, view: &View) -> bool {
        let whole = |id| view.parent(id).unwrap_or(id);
        if let Self::Join(join) = self {
            let waits_for_him = matches!(other, Self::Join(next) if next.into == join.formation);
            return waits_for_him || other.formation() == join.formation;
        }
        if let (Self::Escort(one), Self::Escort(next)) = (self, other)
            && one.whom == next.formation
            && next.whom == one.formation
        {
            return true;
        }
        matches!((self, other), (Self::Split(one), Self::Split(next)) if whole(one.formation) == whole(next.formation))
    }
}

/// The formation of an order, if the side may command it now.
fn commanded(view: &View, id: FormationId) -> Result<&FormationState, Refusal> {
    if view.is_over() {
        return Err(Refusal::WarIsOver);
    }
    let Some(formation) = view.formation(id) else {
        return Err(match view.report(id) {
            Some(_) => Refusal::NotYours { formation: format!("formation {}", id.0) },
            None => Refusal::NoSuchFormation { id: id.0 },
        });
    };
    let name = || name_of(view, id);
    if !formation.is_alive() {
        return Err(Refusal::Destroyed { formation: name() });
    }
    if formation.posture == Posture::Routed {
        return Err(Refusal::InRout { formation: name() });
    }
    if let Will::CarriedAway { by, .. } = formation.will {
        let after = match by {
            Temptation::Lure(_) => "what was left lying",
            Temptation::Flight(_) => "an enemy who ran",
            Temptation::Weakness(_) => "an enemy who looked weak",
        };
        return Err(Refusal::CarriedAway { formation: name(), after: after.to_owned() });
    }
    Ok(formation)
}

/// The formation of an order for which it must be out of the fight.
fn at_leisure(view: &View, id: FormationId) -> Result<&FormationState, Refusal> {
    let formation = commanded(view, id)?;
    if formation.engaged.is_in_contact() {
        return Err(Refusal::InContact { formation: name_of(view, id) });
    }
    Ok(formation)
}

/// The name of one of the side's own formations, for a refusal.
fn name_of(view: &View, id: FormationId) -> String {
    view.formation_info(id).map_or_else(|| format!("formation {}", id.0), |info| info.name.latin.clone())
}

/// Gives one component of a formation another value.
fn set<C: Component<Mutability = bevy_ecs::component::Mutable>>(
    world: &mut World,
    id: FormationId,
    value: C,
) {
    change(world, id, |component: &mut C| *component = value);
}

/// Changes one component of a formation.
fn change<C: Component<Mutability = bevy_ecs::component::Mutable>>(
    world: &mut World,
    id: FormationId,
    how: impl FnOnce(&mut C),
) {
    let entity = world.resource::<Muster>().entity(id);
    if let Some(entity) = entity
        && let Some(mut component) = world.get_mut::<C>(entity)
    {
        how(&mut component);
    }
}
