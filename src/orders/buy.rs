//! Buy grain of the people of a place.

use bevy_ecs::world::World;
use serde::{Deserialize, Serialize};

use super::{at_leisure, name_of};
use crate::seat::View;
use crate::sim::army::{Posture, Side};
use crate::sim::event::{Chronicle, SimEvent};
use crate::sim::id::{FormationId, PlaceId};
use crate::sim::market::{self, Markets, REACH};
use crate::sim::refusal::Refusal;
use crate::sim::register::Register;
use crate::sim::siege::Ward;
use crate::sim::supply::{SHENG_PER_SHI, Stores, SupplyRules, carried};
use crate::sim::troops::Troops;
use crate::sim::verdict::Verdict;
use crate::snapshot::formation;

/// Buy so much grain in the place where it stands or that lies beside it, of a side's own or nobody's, at what it then costs. It
/// goes into the bags; in a place of its side what they do not take goes into the store. Whatever else it does it goes on with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Buy {
    /// Who.
    pub formation: FormationId,
    /// Where.
    pub place: PlaceId,
    /// How much, shi.
    pub shi: u32,
}

impl Buy {
    pub(crate) fn check(&self, view: &View) -> Result<(), Refusal> {
        let own = at_leisure(view, self.formation)?;
        let formation = || name_of(view, self.formation);
        let Some(info) = view.places().get(self.place.index()) else { return Err(Refusal::NoSuchPlace) };
        let (place, owner) = (|| info.name.latin.clone(), view.owners[self.place.index()]);
        if owner.is_some_and(|owner| owner != view.side) {
            return Err(Refusal::EnemyMarket { place: place() });
        }
        if own.place.hex().unsigned_distance_to(info.at) > REACH {
            return Err(Refusal::NotAtMarket { formation: formation(), place: place() });
        }
        let Some(stall) = view.market(self.place) else {
            let besieged = view.wards.get(self.place.index()).and_then(Ward::since).is_some();
            let place = place();
            return Err(if besieged {
                Refusal::MarketBesieged { place }
            } else {
                Refusal::NobodySells { place }
            });
        };
        if self.shi == 0 {
            return Err(Refusal::BuysNothing);
        }
        if own.purse.held() == 0 {
            return Err(Refusal::NoCash { formation: formation() });
        }
        if self.shi > stall.shi() {
            return Err(Refusal::SoldOut { place: place(), shi: stall.shi() });
        }
        let (cost, strings) = (stall.cost(self.shi), own.purse.held());
        if cost > strings {
            return Err(Refusal::TooDear { shi: self.shi, cost, formation: formation(), strings });
        }
        let room = view.room_shi(own);
        if self.shi > room {
            return Err(Refusal::NoRoom { formation: formation(), shi: room });
        }
        Ok(())
    }

    /// As much of it as is left when it is its turn: others may have bought before.
    pub(crate) fn apply(&self, world: &mut World) {
        let Some(mut own) = formation(world, self.formation) else { return };
        let Some(stall) = market::stall(world, self.place) else { return };
        let shi = self.shi.min(stall.buys(own.purse.held()));
        let sheng = shi * SHENG_PER_SHI;
        let strings = own.purse.pay(stall.cost(shi));
        own.rations.buy(sheng);
        world.resource_mut::<Markets>().sell(self.place, sheng);
        let kind = world.resource::<Troops>().kind(own.troop.0);
        let load = carried(own.roll.mouths(), own.beasts.pack, kind, world.resource::<SupplyRules>());
        let over = u64::from(own.rations.sheng()).saturating_sub(load).min(u64::from(sheng)) as u32;
        if let Some(store) = own_store(world, own.side, own.place.hex()) {
            let stored = &mut world.resource_mut::<Stores>().0[store.index()];
            *stored += own.rations.store(over.min(u32::MAX - *stored));
        }
        if own.posture == Posture::Hidden {
            own.posture = Posture::Formed;
        }
        own.put(world);
        let bought = SimEvent::Bought { formation: self.formation, place: self.place, sheng, strings };
        world.resource_mut::<Chronicle>().tell(bought);
    }
}

/// The place of a side in a hex.
fn own_store(world: &World, side: Side, at: crate::sim::hex::Hex) -> Option<PlaceId> {
    let (place, _) = world.resource::<Register>().place_at(at)?;
    let owner = world.resource::<Verdict>().owners.get(place.index()).copied().flatten();
    (owner == Some(side.0)).then_some(place)
}
