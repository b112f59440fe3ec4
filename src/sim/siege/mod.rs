//! # Siege
//!
//! Walls keep out who cannot climb them: without ladders, a breach or an open gate a storm is only an exchange of
//! arrows. Ladders and engines are built of timber, near a forest, by men and craftsmen, and take days. Engines batter
//! the side of the wall that they stand before, miners bring it down, and the garrison mends what it can. Meanwhile
//! everybody inside eats from the store and drinks from the wells, the lines of both sides sicken, a gate may be opened
//! from within, and a garrison that is summoned weighs its food, its water, its walls and the hope of relief.
//!
//! None of this is a table of outcomes: storm and sortie are fought by the law of blows (`combat`), hunger and thirst are
//! those of `supply` and `exposure`; this mechanism only says what walls do to them, and what may happen each day
//! ([`hazards`]).
//!
//! Phase: [`Phase::Siege`]. Reads: who stands where, wind, hunger, thirst. Writes: [`Wards`], [`Park`], stores, intentions of
//! those who work, men who fall sick or go home.
//! Tells: `Invested`, `SiegeLifted`, `ParkBuilt`, `ParkLost`, `Breached`, `MineSprung`, `PeopleStarved`, `GateOpened`,
//! `Yielded`, `PlaceTaken`, `Lost` (sick, gone home, captured).

mod batter;
mod hazard;
mod invest;
mod labor;
mod people;
#[cfg(test)]
mod tests;
mod ward;
mod yielding;

use bevy_ecs::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use hazard::{Hazards, Inmate, Outlook, hazards};
pub use labor::{beside, timber_m, work_min};
pub use ward::{Park, Summons, Terms, Ward, Wards, gap, held, way_in};

use super::register::PlaceKind;
use super::turn::Phase;
use super::walls::Walls;

/// Numbers of walls and sieges: `assets/rules/siege.ron`.
#[derive(Resource, Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SiegeRules {
    /// Walls of a fort, a town, a village of which a scenario says nothing more.
    pub standard: (Walls, Walls, Walls),
    /// Men for whom there is room behind a meter of wall; of more, only so many have cover.
    pub men_per_m: u32,
    /// Men who hold a kilometer of wall; of fewer, part of it is climbed where nobody stands.
    pub hold_per_km: u32,
    /// Height up to which a wall is climbed without ladders, meters.
    pub climb_m: u16,
    /// Men who come to blows over one ladder at a wall of eight meters without a moat.
    pub ladder_men: u32,
    /// Breadth of a moat that halves what ladders are worth, meters.
    pub moat_halves_m: u16,
    /// Height of a wall from which it counts in full as higher ground, meters.
    pub height_full_m: u16,
    /// Soundness of a side of the wall below which it can be climbed over the rubble, permille.
    pub breach: u16,
    /// Cover that those lose behind whom the wall is rubble or the gate open, permille.
    pub rubble_bares: u16,
    /// Men for whom one ladder is enough.
    pub men_per_ladder: u32,
    /// Men whom one engine needs, crew and guard.
    pub men_per_engine: u32,
    /// Work of a ladder, days of one man.
    pub ladder_days: u32,
    /// Men of a thousand who can make ladders.
    pub ladder_hands: u16,
    /// Work of an engine, days of one craftsman and his helpers.
    pub engine_days: u32,
    /// Helpers who work beside each craftsman.
    pub helpers: u32,
    /// How far timber is fetched from, meters.
    pub timber_m: u32,
    /// Way from timber that doubles the work, meters.
    pub timber_doubles_m: u32,
    /// What an engine takes in a day of throwing from one side of a wall ten meters thick, millionths.
    pub engine_harms_day: u32,
    /// What water a meter deep before it takes from every side of a wall of earth in a day, millionths.
    pub water_harms_day: u32,
    /// Worth of bows in a weather in which engines do not throw, permille: below it, it is a storm.
    pub storm_below: u16,
    /// Engines that break in a day of storm, permille.
    pub storm_breaks_day: u16,
    /// Work of a mine below a wall, days of one man.
    pub mine_days: u32,
    /// Most men who find room at a mine.
    pub mine_men: u32,
    /// Chance that those inside hear a mine and countermine before it is done, permille.
    pub mine_heard: u16,
    /// What a mine that is sprung takes from the side above it, millionths.
    pub mine_harms: u32,
    /// Work of mending a thousandth of one side of a wall ten meters thick, days of one man.
    pub mend_days: u32,
    /// Most hands that find room at one side.
    pub mend_men: u32,
    /// Most people who help, of each 1,000.
    pub mending_people: u16,
    /// Fewest men under arms who besiege a place.
    pub invest_men: u32,
    /// Minutes that it takes to clear a gate of those who come in, and to shut it.
    pub shut_min: u32,
    /// Men of 10,000 whom the lines and the crowd behind walls sicken in a day.
    pub sickens_day: u16,
    /// What one of the people eats in a day, tenths of a sheng.
    pub people_eat: u16,
    /// Days of hunger after which people begin to die, and how many of 1,000 then do in a day.
    pub people_starve: (u16, u16),
    /// Chances that a summoned garrison yields in a day, per 10,000.
    pub yields: Yields,
}

/// What makes a summoned garrison yield: chances in a day, per 10,000, that add up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Yields {
    /// Days of food from which it counts that there are no more, and what an empty store adds; in between by share.
    pub food: (u16, u16),
    /// How much the hunger of the people weighs against that of soldiers, permille.
    pub people: u16,
    /// Each day for which those inside have eaten nothing.
    pub hungry_day: u16,
    /// Each day for which they have drunk nothing.
    pub thirsty_day: u16,
    /// A wall that is down on one side; less by share.
    pub breach: u16,
    /// Besiegers for each of the garrison from which the odds count, what each time more adds, and how many times count.
    pub odds: (u16, u16, u16),
    /// What is left of it while relief is near, permille.
    pub relief: u16,
    /// What is left of it when no free passage is offered, permille.
    pub captivity: u16,
    /// What is left of it for each point of training above 3, permille; below 3 its inverse.
    pub training: u16,
    /// How far a relief army is hoped for, meters.
    pub relief_m: u32,
    /// Men from which an army is a relief, permille of the besiegers.
    pub relief_men: u16,
}

impl SiegeRules {
    /// Walls of a kind of place of which nothing more is said.
    pub fn standard(&self, kind: PlaceKind) -> Option<Walls> {
        match kind {
            PlaceKind::Fort => Some(self.standard.0),
            PlaceKind::Town => Some(self.standard.1),
            PlaceKind::Village => Some(self.standard.2),
            PlaceKind::Pass | PlaceKind::Field => None,
        }
    }

    /// Ladders that so many men can use.
    pub fn most_ladders(&self, men: u32) -> u32 {
        men / self.men_per_ladder.max(1)
    }

    /// Engines that so many men can serve.
    pub fn most_engines(&self, men: u32) -> u32 {
        men / self.men_per_engine.max(1)
    }

    /// Men for whom there is room behind walls.
    pub fn room(&self, walls: &Walls) -> u32 {
        walls.round_m.saturating_mul(self.men_per_m)
    }
}

/// Hangs the systems on their phase.
pub(super) fn plugin(schedule: &mut Schedule) {
    schedule.add_systems(
        (
            invest::invest,
            labor::labor,
            batter::batter,
            batter::soften,
            batter::mend,
            people::eat,
            people::sicken,
            yielding::betray,
            yielding::parley,
        )
            .chain()
            .in_set(Phase::Siege),
    );
}
