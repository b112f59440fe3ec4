//! Who has a part in an event, and where it happened.

use super::Sight;
use crate::sim::event::{SimEvent, Temptation};
use crate::sim::hex::Hex;
use crate::sim::id::FormationId;

impl Sight<'_> {
    /// The formations that have a part in an event, he whom it befalls last, and where it happened if it says so.
    pub(super) fn parties(&self, event: &SimEvent) -> (Vec<FormationId>, Option<Hex>) {
        let quarry = |by: &Temptation| match by {
            Temptation::Flight(id) | Temptation::Weakness(id) => Some(*id),
            Temptation::Lure(_) => None,
        };
        match event {
            SimEvent::LightChanged { .. }
            | SimEvent::WeatherChanged { .. }
            | SimEvent::ObjectiveMet { .. }
            | SimEvent::WarEnded { .. } => (Vec::new(), None),
            SimEvent::PlaceTaken { place, .. }
            | SimEvent::Invested { place, .. }
            | SimEvent::SiegeLifted { place }
            | SimEvent::Breached { place, .. }
            | SimEvent::MineSprung { place, .. }
            | SimEvent::PeopleStarved { place, .. }
            | SimEvent::GateOpened { place }
            | SimEvent::Yielded { place, .. } => {
                (Vec::new(), self.setting.register.places.get(place.index()).map(|place| place.at))
            }
            SimEvent::DamBroke { at, .. } | SimEvent::DikeBroke { at } => (Vec::new(), Some(*at)),
            SimEvent::Marched { formation, to: at, .. }
            | SimEvent::Halted { formation, at, .. }
            | SimEvent::DikeMended { formation, at, .. }
            | SimEvent::DikeRaised { formation, at }
            | SimEvent::DamRaised { formation, at, .. }
            | SimEvent::Drenched { formation, at, .. }
            | SimEvent::Stood { formation, at, .. }
            | SimEvent::ScoutsSent { formation, to: at }
            | SimEvent::ScoutsReturned { formation, to: at, .. }
            | SimEvent::ScoutsLost { formation, to: at, .. }
            | SimEvent::LureLeft { formation, at, .. }
            | SimEvent::LureFound { formation, at, .. }
            | SimEvent::Released { formation, at, .. }
            | SimEvent::SignalGiven { by: formation, at, .. }
            | SimEvent::FeintBegun { formation, to: at }
            | SimEvent::FeintEnded { formation, at }
            | SimEvent::Surrounded { formation, at }
            | SimEvent::Broke { formation, at }
            | SimEvent::Rallied { formation, at }
            | SimEvent::Arrived { formation, at, .. }
            | SimEvent::Deposited { formation, at, .. }
            | SimEvent::DrewCache { formation, at, .. }
            | SimEvent::LaidWaste { formation, at, .. }
            | SimEvent::Looted { formation, at, .. }
            | SimEvent::CashTaken { formation, at, .. }
            | SimEvent::Destroyed { formation, at } => (vec![*formation], Some(*at)),
            // Who took it is not known to those whose it was.
            SimEvent::CacheTaken { formation, at, .. } => {
                (Some(*formation).filter(|id| self.own(*id)).into_iter().collect(), Some(*at))
            }
            SimEvent::WeatherTurned { over: formation, .. }
            | SimEvent::Straggled { formation, .. }
            | SimEvent::Rejoined { formation, .. }
            | SimEvent::LureTaken { formation, .. }
            | SimEvent::BoxOpened { formation, .. }
            | SimEvent::LureRefused { formation, .. }
            | SimEvent::FeintFailed { formation }
            | SimEvent::Lost { formation, .. }
            | SimEvent::CommanderFell { formation, .. }
            | SimEvent::TookOver { formation, .. }
            | SimEvent::Disobeyed { formation, .. }
            | SimEvent::RationsGone { formation }
            | SimEvent::Fed { formation, .. }
            | SimEvent::Slaughtered { formation, .. }
            | SimEvent::BearersSpent { formation }
            | SimEvent::Stored { formation, .. }
            | SimEvent::HaulEnded { formation }
            | SimEvent::Bought { formation, .. }
            | SimEvent::ParkBuilt { formation, .. }
            | SimEvent::ParkLost { formation, .. }
            | SimEvent::DikeCut { formation, .. }
            | SimEvent::BeastsDied { formation, .. } => (vec![*formation], None),
            SimEvent::Tempted { formation, by, .. } | SimEvent::HeldBack { formation, by, .. } => {
                (quarry(by).into_iter().chain([*formation]).collect(), None)
            }
            SimEvent::Sighted { by, about, at, .. } => (vec![*by, *about], Some(*at)),
            SimEvent::AmbushFound { formation, by, at } => (vec![*by, *formation], Some(*at)),
            SimEvent::Met { attacker, defender, at, .. }
            | SimEvent::Fought { attacker, defender, at, .. } => (vec![*attacker, *defender], Some(*at)),
            SimEvent::Pursued { formation: last, by: first, .. }
            | SimEvent::Surrendered { formation: last, to: first, .. }
            | SimEvent::Detached { formation: first, from: last, .. }
            | SimEvent::Joined { formation: first, into: last, .. } => (vec![*first, *last], None),
        }
    }
}
