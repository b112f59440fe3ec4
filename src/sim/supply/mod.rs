//! # Supply
//!
//! Every mouth eats two sheng a day, from what the formation carries, from a store it stands at, or from its herd.
//! Who has eaten nothing tires, shakes, and after days melts away.
//!
//! Those who stand in one place eat together: first what bearers carry, one body of bearers after the other, but for
//! what each keeps for its way home; then what is in a body's own bags; then what others of the same body have left.
//! Bags are filled again from what bearers have to spare.
//!
//! Grain is counted in whole sheng and never vanishes: what a formation began with and drew from stores, it has, has
//! eaten, has given to others, or has lost with the men who carried it.
//!
//! Grain may be left behind: in the store of an own place, elsewhere in a cache that lies open or, with time and labor, in
//! pits. In its hex men of the side eat and fill their bags from it as from a store. An enemy who comes there takes what
//! lies open; what is buried only searchers find.
//!
//! Bearers may be told to carry grain from one place to another until they are told otherwise; they load where they come
//! from, walk, and leave what they do not need for their way back.
//!
//! Phase: [`Phase::Supply`]. Writes: [`Rations`], [`Stores`], [`Caches`], [`Haul`] and the intentions of those who carry or
//! leave grain, beasts, fatigue, cohesion, men.
//! Tells: `Looted`, `CacheTaken`, `RationsGone`, `Fed`, `DrewCache`, `Deposited`, `Slaughtered`, `BearersSpent`, `Stored`, `HaulEnded`, `Lost` (deserted, starved).

mod cache;
mod deposit;
mod eating;
mod grain;
mod haul;
mod hunger;
mod loot;
mod reckoning;
#[cfg(test)]
mod tests;

use bevy_ecs::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::army::share;
use super::hex::Hex;
use super::turn::Phase;

pub use cache::{Cache, Caches, Larder};
use deposit::Left;
pub use eating::carried;
pub use grain::Grain;
pub use haul::{Haul, Run, run};
pub use reckoning::{Marcher, Reckoning, reckon};

/// Sheng in a shi.
pub const SHENG_PER_SHI: u32 = 100;

/// Numbers of eating: `assets/rules/supply.ron`.
#[derive(Resource, Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SupplyRules {
    /// What a man eats in a day, sheng.
    pub man_sheng_day: u16,
    /// What a pack animal carries, sheng.
    pub pack_sheng: u16,
    /// Harm of a day on half rations against a day without food, permille.
    pub half_hurts: u16,
    /// Men whom one head of the herd feeds for a day.
    pub head_feeds: u16,
    /// What a man puts into pits in a day, sheng.
    pub buries_sheng_day: u16,
    /// Time that bearers allow for a way against dry roads in fair weather, permille.
    pub haul_delay: u16,
    /// Men whom a horse or pack animal feeds for a day, if the beasts are to be eaten.
    pub beast_feeds: u16,
    /// Fatigue of a day without food, permille.
    pub hunger_tires_day: u16,
    /// The weariest that hunger alone makes men, permille.
    pub hunger_tires_most: u16,
    /// Loss of cohesion of a day without food, permille.
    pub hunger_shakes_day: u16,
    /// Men per 1,000 who desert on the second day without food; on the third twice as many, and so on.
    pub desert_permille_day: u16,
    /// Most men per 1,000 who desert in a day of hunger, however long it lasts.
    pub desert_most_permille_day: u16,
    /// Days without food after which men begin to starve.
    pub starve_after_days: u16,
    /// Men per 1,000 who then starve in a day.
    pub starve_permille_day: u16,
    /// Longest that hunger is counted, days.
    pub hunger_cap_days: u16,
}

/// How much is dealt out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub enum Policy {
    /// What a man needs.
    #[default]
    Full,
    /// Half of it: the food lasts twice as long, and the men wear out.
    Half,
    /// What a man needs; when the bags are empty, pack animals and then horses are slaughtered.
    Beasts,
}

impl Policy {
    /// As reports and buttons say it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Full => "full rations",
            Self::Half => "half rations",
            Self::Beasts => "eat the beasts",
        }
    }
}

/// How a formation deals with its food.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Diet {
    /// How much is dealt out.
    pub policy: Policy,
    /// Days of food that it gives to nobody: what bearers keep for their way home.
    pub keep_days: u8,
    /// Whether its men look for food in the country when they are at leisure.
    pub forages: bool,
    /// Whether beasts that find no grass get grain from the bags.
    pub to_beasts: bool,
}

impl Diet {
    /// So much is dealt out and so many days are kept; nobody looks for food, and beasts get none.
    pub fn of(policy: Policy, keep_days: u8) -> Self {
        Self { policy, keep_days, ..Self::default() }
    }

    /// As orders say it: `full rations, 5 days kept for the way home, food looked for`.
    pub fn words(self) -> String {
        let mut words = self.policy.words().to_owned();
        if self.keep_days > 0 {
            words.push_str(&format!(", {} days kept for the way home", self.keep_days));
        }
        if self.forages {
            words.push_str(", food looked for");
        }
        if self.to_beasts {
            words.push_str(", grain for the beasts");
        }
        words
    }
}

/// Food on the men and beasts of a formation. Written by supply; read by anyone.
#[derive(Component, Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Rations {
    /// Grain carried, sheng.
    sheng: u32,
    /// Meat of slaughtered animals not yet eaten, as sheng of grain.
    meat: u32,
    /// Minutes since the last bite, once the rations are gone; 0 when fed.
    hungry_min: u32,
    /// Part of a sheng eaten and not yet taken from the bag, in 1,440ths.
    rest: u32,
    /// Mouths that carried the grain at the last meal; 0 before the first.
    bearers: u32,
    /// True while it eats from a store.
    at_store: bool,
    /// Grain drawn from stores since the start, sheng.
    drawn: u32,
    /// Grain eaten since the start, sheng.
    eaten: u32,
    /// Grain lost with the men who carried it since the start, sheng.
    lost: u32,
    /// Grain given to others since the start, sheng.
    given: u32,
    /// Grain got from others since the start, sheng.
    got: u32,
    /// Grain found in the country since the start, sheng.
    found: u32,
    /// Grain put into stores since the start, sheng.
    stored: u32,
    /// Grain burnt in stores since the start, sheng; it was never carried.
    burnt: u32,
    /// Grain taken from enemies who fell or ran since the start, sheng.
    looted: u32,
    /// Grain bought since the start, sheng.
    bought: u32,
    /// How it deals with its food.
    diet: Diet,
    /// True once its loads are down to what it keeps, until they are filled again.
    spent: bool,
    /// Where it was told to leave grain, as long as it stays there.
    left: Option<Left>,
}

impl Rations {
    /// Most days of food that bearers may keep from others.
    pub const MOST_KEPT: u8 = 60;

    /// So many sheng, and so many minutes since the last bite.
    pub fn of(sheng: u32, hungry_min: u32) -> Self {
        Self { sheng, hungry_min, ..Self::default() }
    }

    /// Grain carried, sheng.
    pub fn sheng(self) -> u32 {
        self.sheng
    }

    /// Hours since the last bite, once the rations are gone; 0 when fed.
    pub fn hungry_hours(self) -> u32 {
        self.hungry_min / 60
    }

    /// True when it has nothing to eat.
    pub fn is_hungry(self) -> bool {
        self.hungry_min > 0
    }

    /// Grain eaten since the start, sheng.
    pub fn eaten(self) -> u32 {
        self.eaten
    }

    /// Grain lost with the men who carried it since the start, sheng.
    pub fn lost(self) -> u32 {
        self.lost
    }

    /// Grain drawn from stores since the start, sheng.
    pub fn drawn(self) -> u32 {
        self.drawn
    }

    /// Grain given to others since the start, sheng.
    pub fn given(self) -> u32 {
        self.given
    }

    /// Grain got from others since the start, sheng.
    pub fn got(self) -> u32 {
        self.got
    }

    /// How it deals with its food.
    pub fn diet(self) -> Diet {
        self.diet
    }

    /// True once its loads are down to what it keeps.
    pub fn is_spent(self) -> bool {
        self.spent
    }

    /// Grain found in the country since the start, sheng.
    pub fn found(self) -> u32 {
        self.found
    }

    /// Grain put into stores since the start, sheng.
    pub fn stored(self) -> u32 {
        self.stored
    }

    /// Grain burnt in stores since the start, sheng.
    pub fn burnt(self) -> u32 {
        self.burnt
    }

    /// True while it eats from a store.
    pub fn is_at_store(self) -> bool {
        self.at_store
    }

    /// Finds so much in the country.
    pub fn find(&mut self, sheng: u32) {
        self.sheng += sheng;
        self.found += sheng;
    }

    /// Grain bought since the start, sheng.
    pub fn bought(self) -> u32 {
        self.bought
    }

    /// Buys so much.
    pub fn buy(&mut self, sheng: u32) {
        self.sheng += sheng;
        self.bought += sheng;
    }

    /// Grain taken from enemies since the start, sheng.
    pub fn looted(self) -> u32 {
        self.looted
    }

    /// Takes so much that enemies dropped.
    fn loot(&mut self, sheng: u32) {
        self.sheng += sheng;
        self.looted += sheng;
    }

    /// Gives beasts grain from a store.
    pub fn fodder_from_store(&mut self, sheng: u32) {
        self.drawn += sheng;
        self.eaten += sheng;
    }

    /// Gives beasts up to so much grain from the bags; answers how much.
    pub fn fodder_from_bags(&mut self, most: u32) -> u32 {
        let sheng = most.min(self.sheng);
        self.sheng -= sheng;
        self.eaten += sheng;
        sheng
    }

    /// Puts so much, or all it has, into a store or a cache; answers how much.
    pub fn store(&mut self, most: u32) -> u32 {
        let sheng = most.min(self.sheng);
        self.sheng -= sheng;
        self.stored += sheng;
        sheng
    }

    /// Burns so much in a store.
    pub fn burn(&mut self, sheng: u32) {
        self.burnt += sheng;
    }

    /// Leaves behind what is more than can be carried.
    pub fn throw_away(&mut self, carried: u64) {
        let sheng = u64::from(self.sheng).saturating_sub(carried) as u32;
        self.sheng -= sheng;
        self.lost += sheng;
    }

    /// From now on it deals with its food like this.
    pub fn deal(&mut self, diet: Diet) {
        self.diet = diet;
        self.spent = false;
        self.left = None;
    }

    /// In this hex it carries no more than so many days of its own food, until it is told anew how to deal with it.
    pub fn leave(&mut self, at: Hex, keep_days: u8) {
        self.left = Some(Left { at, keep_days });
    }

    /// What so many mouths carry at most in a hex, of a load that they could carry, sheng.
    fn fills_to(&self, load: u64, mouths: u32, here: Hex, rules: &SupplyRules) -> u64 {
        let left = self.left.filter(|left| left.at == here);
        left.map_or(load, |left| load.min(self.daily(mouths, rules) * u64::from(left.keep_days)))
    }

    /// `men` of `mouths` part from the others with their share; answers what they take. What was eaten, drawn and lost
    /// before stays with the others.
    pub fn part(&mut self, men: u32, mouths: u32) -> Self {
        let [sheng, meat, bearers] =
            [self.sheng, self.meat, self.bearers].map(|whole| share(whole, men, mouths));
        self.sheng -= sheng;
        self.meat -= meat;
        self.bearers -= bearers;
        Self {
            sheng,
            meat,
            bearers,
            hungry_min: self.hungry_min,
            at_store: self.at_store,
            diet: self.diet,
            left: self.left,
            ..Self::default()
        }
    }

    /// So many mouths put together what they have with `others` who join them; who has fasted longest sets no measure
    /// for all, but nobody's hunger is forgotten.
    pub fn take_in(&mut self, mouths: u32, other: Self, others: u32) {
        let fasted =
            u64::from(self.hungry_min) * u64::from(mouths) + u64::from(other.hungry_min) * u64::from(others);
        let all = (u64::from(mouths) + u64::from(others)).max(1);
        self.hungry_min = fasted.div_ceil(all) as u32;
        self.at_store |= other.at_store;
        for (own, theirs) in [
            (&mut self.sheng, other.sheng),
            (&mut self.meat, other.meat),
            (&mut self.rest, other.rest),
            (&mut self.bearers, other.bearers),
            (&mut self.drawn, other.drawn),
            (&mut self.eaten, other.eaten),
            (&mut self.lost, other.lost),
            (&mut self.given, other.given),
            (&mut self.got, other.got),
            (&mut self.found, other.found),
            (&mut self.stored, other.stored),
            (&mut self.burnt, other.burnt),
            (&mut self.looted, other.looted),
            (&mut self.bought, other.bought),
        ] {
            *own = own.saturating_add(theirs);
        }
    }

    /// Grain it carried at the start, sheng: what it has, ate, gave, stored and lost, less what it drew, got, found, bought
    /// and took. Constant, but for what men who part or join take with them.
    pub fn started_with(self) -> i64 {
        let sum = |sheng: &[u32]| sheng.iter().map(|one| i64::from(*one)).sum::<i64>();
        sum(&[self.sheng, self.eaten, self.given, self.stored, self.lost])
            - sum(&[self.drawn, self.got, self.found, self.bought, self.looted])
    }

    /// What so many mouths are dealt out in a day, sheng.
    pub fn daily(self, mouths: u32, rules: &SupplyRules) -> u64 {
        let full = u64::from(mouths) * u64::from(rules.man_sheng_day);
        match self.diet.policy {
            Policy::Full | Policy::Beasts => full,
            Policy::Half => full.div_ceil(2),
        }
    }

    /// Days that the grain lasts for so many mouths, in tenths.
    pub fn tenths_of_days(self, mouths: u32, rules: &SupplyRules) -> u32 {
        let daily = self.daily(mouths, rules);
        (u64::from(self.sheng) * 10).checked_div(daily).unwrap_or(0).min(9999) as u32
    }
}

/// Grain in the places of the war, sheng, by [`PlaceId`](super::id::PlaceId).
#[derive(Resource, Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Stores(pub Vec<u32>);

/// The meals of men and what comes of them; fodder is dealt out afterwards.
#[derive(SystemSet, Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Meals;

/// Hangs the systems on their phase.
pub(super) fn plugin(schedule: &mut Schedule) {
    schedule.add_systems(
        (loot::loot, cache::seize, eating::eat, haul::haul, deposit::deposit, hunger::starve)
            .chain()
            .in_set(Meals)
            .in_set(Phase::Supply),
    );
}
