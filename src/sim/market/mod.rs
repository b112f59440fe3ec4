//! # Market
//!
//! Soldiers with cash buy grain of the people of a place, in it or beside it, if no enemy holds it or lies before it. How
//! much is for sale follows from the people and the month, and the price rises with every shi that armies have bought there
//! of late. In time new grain comes to market, and the price falls again.
//!
//! Cash is counted in whole strings and never vanishes: what a formation began with and took, it has, has spent or has lost.
//! The chest of men of whom nobody is left, or who run with an enemy beside them, falls to that enemy. Its weight does not
//! count: a string weighs three kilograms and buys a load of grain for a mule's half.
//!
//! Phase: the purchase itself at the start of a turn, by the order; [`Phase::Supply`], before the meals. Reads: clock, people
//! of places, how full the barns are. Writes: [`Purse`], [`Markets`]. Tells: `Bought` (by the order), `CashTaken`.

mod plunder;
mod stall;
#[cfg(test)]
mod tests;

use bevy_ecs::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::army::share;
use super::clock::{Clock, DAY, due};
use super::fodder::FodderRules;
use super::id::PlaceId;
use super::siege::Wards;
use super::supply::Meals;
use super::turn::Phase;

pub use stall::Stall;

/// Cash in a string.
pub const WEN_PER_STRING: u32 = 1_000;
/// How far from a place men go to its market, hexes.
pub const REACH: u32 = 1;

/// Numbers of buying: `assets/rules/market.ron`.
#[derive(Resource, Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MarketRules {
    /// What is for sale in a full market when barns are full, for each of its people, sheng.
    pub offers_sheng: u16,
    /// Price of a shi when barns are full and nobody has bought, cash.
    pub shi_wen: u16,
    /// What empty barns add to the price, permille.
    pub dear_permille: u16,
    /// What the price has risen by when the last shi is sold, permille.
    pub rises_permille: u16,
    /// Days in which an empty market fills again.
    pub fills_days: u16,
}

/// Cash with a formation, whole strings. Written by market; read by anyone.
#[derive(Component, Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Purse {
    held: u32,
    spent: u32,
    taken: u32,
    lost: u32,
}

impl Purse {
    /// So many strings, none of them spent.
    pub fn of(strings: u32) -> Self {
        Self { held: strings, ..Self::default() }
    }

    /// Strings with it now.
    pub fn held(self) -> u32 {
        self.held
    }

    /// Strings spent since the start.
    pub fn spent(self) -> u32 {
        self.spent
    }

    /// Strings taken from enemies since the start.
    pub fn taken(self) -> u32 {
        self.taken
    }

    /// Strings lost since the start, to enemies or in the dust.
    pub fn lost(self) -> u32 {
        self.lost
    }

    /// True when it never had any.
    pub fn is_nothing(self) -> bool {
        self == Self::default()
    }

    /// Strings it began with. Constant, but for what men who part or join take with them.
    pub fn started_with(self) -> i64 {
        [self.held, self.spent, self.lost].map(i64::from).iter().sum::<i64>() - i64::from(self.taken)
    }

    /// Pays up to so much; answers how much.
    pub fn pay(&mut self, most: u32) -> u32 {
        let strings = most.min(self.held);
        self.held -= strings;
        self.spent = self.spent.saturating_add(strings);
        strings
    }

    /// `men` of `mouths` part from the others with their share; answers it.
    pub fn part(&mut self, men: u32, mouths: u32) -> Self {
        let strings = share(self.held, men, mouths);
        self.held -= strings;
        Self::of(strings)
    }

    /// Takes in what others bring.
    pub fn take_in(&mut self, other: Self) {
        for (own, theirs) in [
            (&mut self.held, other.held),
            (&mut self.spent, other.spent),
            (&mut self.taken, other.taken),
            (&mut self.lost, other.lost),
        ] {
            *own = own.saturating_add(theirs);
        }
    }

    /// The whole chest is gone; answers what was in it.
    fn lose(&mut self) -> u32 {
        let strings = std::mem::take(&mut self.held);
        self.lost = self.lost.saturating_add(strings);
        strings
    }

    /// Takes an enemy's chest.
    fn take(&mut self, strings: u32) {
        self.held = self.held.saturating_add(strings);
        self.taken = self.taken.saturating_add(strings);
    }
}

/// The cash of a side, strings: `start + taken = spent + lost + now`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Cash {
    /// With its men at the start.
    pub start: i64,
    /// Taken from enemies.
    pub taken: i64,
    /// Paid for grain.
    pub spent: i64,
    /// Lost with men who fell or ran.
    pub lost: i64,
    /// With its men now.
    pub now: i64,
}

impl Cash {
    /// Casts up the account of a side's purses.
    pub fn of(purses: impl IntoIterator<Item = Purse>) -> Self {
        let mut cash = Self::default();
        for purse in purses {
            cash.start += purse.started_with();
            cash.taken += i64::from(purse.taken);
            cash.spent += i64::from(purse.spent);
            cash.lost += i64::from(purse.lost);
            cash.now += i64::from(purse.held);
        }
        cash
    }
}

/// What armies have bought in each place of late, sheng, by [`PlaceId`].
#[derive(Resource, Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Markets(pub Vec<u32>);

impl Markets {
    /// So much is bought in a place.
    pub(crate) fn sell(&mut self, place: PlaceId, sheng: u32) {
        if let Some(bought) = self.0.get_mut(place.index()) {
            *bought = bought.saturating_add(sheng);
        }
    }
}

/// What is for sale in a place; `None` where nobody sells: nobody lives there, or they are besieged and live on their store.
pub(crate) fn stall(world: &World, place: PlaceId) -> Option<Stall> {
    let ward = world.resource::<Wards>().get(place).filter(|ward| ward.since().is_none())?;
    let bought = world.resource::<Markets>().0.get(place.index()).copied().unwrap_or(0);
    let barns = world.resource::<FodderRules>().barns_permille(world.resource::<Clock>());
    Stall::of(ward.people(), bought, barns, world.resource::<MarketRules>())
}

/// Grain comes to market again.
fn fill(
    (clock, rules, fodder): (Res<Clock>, Res<MarketRules>, Res<FodderRules>),
    wards: Res<Wards>,
    mut markets: ResMut<Markets>,
) {
    let barns = fodder.barns_permille(&clock);
    for (ward, bought) in wards.0.iter().zip(&mut markets.0).filter(|(_, bought)| **bought > 0) {
        let Some(stall) = Stall::of(ward.people(), *bought, barns, &rules) else { continue };
        let comes =
            due(stall.offer(), u32::from(rules.fills_days.max(1)) * DAY, clock.minute, clock.step_minutes());
        *bought = bought.saturating_sub(comes);
    }
}

/// Hangs the systems on their phase.
pub(super) fn plugin(schedule: &mut Schedule) {
    schedule.add_systems((plunder::plunder, fill).chain().in_set(Phase::Supply).before(Meals));
}
