//! A formation as watchers and watched: what of it matters for seeing.

use bevy_ecs::prelude::*;

use super::estimate::{estimate, spread};
use super::{Report, Scouts, Watch};
use crate::sim::army::{Led, Muster, Place, Posture, Quality, Roll, Side, Troop};
use crate::sim::clock::DAY;
use crate::sim::dice::Purpose;
use crate::sim::engaged::Engaged;
use crate::sim::event::Source;
use crate::sim::hex::Hex;
use crate::sim::id::{FormationId, SideId, TroopId};
use crate::sim::intent::Feint;
use crate::sim::intent::Intention;
use crate::sim::register::{Register, Temperament};

/// The formations as every system of this mechanism asks for them.
pub type Formations<'w, 's> = Query<
    'w,
    's,
    (
        &'static Side,
        &'static Troop,
        &'static Quality,
        &'static Led,
        &'static Place,
        &'static Intention,
        &'static Feint,
        &'static Engaged,
        &'static mut Roll,
        &'static mut Posture,
        &'static mut Scouts,
    ),
>;

/// A living formation.
#[derive(Debug, Clone, Copy)]
pub struct Body {
    pub id: FormationId,
    pub entity: Entity,
    pub side: SideId,
    pub at: Hex,
    pub men: u32,
    pub troop: TroopId,
    pub quality: u8,
    pub temperament: Temperament,
    pub posture: Posture,
    /// Whether its camp fires burn.
    pub fires: bool,
    /// Whether it is on the move and raises dust.
    pub moves: bool,
    /// Whether it runs as if beaten.
    pub feigns: bool,
    pub in_contact: bool,
}

/// The living formations, by rising key.
pub fn living(muster: &Muster, register: &Register, formations: &Formations) -> Vec<Body> {
    let all = (0..muster.len() as u16).map(FormationId);
    all.filter_map(|id| {
        let entity = muster.entity(id)?;
        let (side, troop, quality, led, place, intention, feint, engaged, roll, posture, _) =
            formations.get(entity).ok()?;
        let marches = matches!(intention, Intention::March { .. } | Intention::Attack { .. });
        Some(Body {
            id,
            entity,
            side: side.0,
            at: place.hex(),
            men: roll.mouths(),
            troop: troop.0,
            quality: quality.0,
            temperament: led.0.map_or(Temperament::Steady, |id| register.commander(id).temperament),
            posture: *posture,
            fires: *posture == Posture::Camp && *intention == Intention::Camp { fires: true },
            moves: *posture == Posture::Routed || (*posture == Posture::Column && marches),
            feigns: matches!(feint, Feint::Running { .. }),
            in_contact: engaged.is_in_contact(),
        })
        .filter(|body| body.men > 0)
    })
    .collect()
}

impl Body {
    /// What a side makes of it, seen in this way from so far.
    pub fn report(&self, by: SideId, source: Source, apart_m: u32, watch: &Watch) -> Report {
        let near = apart_m <= watch.rules.near_m;
        let occasion = watch.clock.minute / DAY;
        let key = u32::from(by.0) << 16 | u32::from(self.id.0);
        let bell = watch.dice.lasting(occasion, Purpose::Estimate, key).bell().clamp(-2000, 2000);
        let vague = matches!(source, Source::Dust | Source::Fires | Source::News);
        Report {
            about: self.id,
            at: self.at,
            minute: watch.clock.minute,
            men: estimate(self.men, bell, spread(source, near, &watch.rules)),
            troop: Some(self.troop).filter(|_| near && !vague),
            posture: if self.feigns { Posture::Routed } else { self.posture },
            source,
            came_from: None,
        }
    }
}
