//! What a march depends on: the ground, the sky, the troops; and how long a step takes.

use std::collections::VecDeque;

use bevy_ecs::prelude::*;
use bevy_ecs::query::QueryData;
use bevy_ecs::system::SystemParam;

use super::attack::{self, Approach};
use super::flee::Door;
use super::zones::Body;
use super::{Legs, MarchCosts, MovementRules, column, column_m};
use crate::sim::army::{Condition, Fatigue, Place, Posture, Roll, Side, Troop};
use crate::sim::clock::{Clock, DAY};
use crate::sim::dice::Dice;
use crate::sim::engaged::Engaged;
use crate::sim::event::HaltReason;
use crate::sim::flood::{FloodRules, Waters};
use crate::sim::hex::Hex;
use crate::sim::id::FormationId;
use crate::sim::intent::Will;
use crate::sim::intent::{Intention, Pace, Stance};
use crate::sim::map::{Map, Mobility};
use crate::sim::register::Register;
use crate::sim::sighting::Beliefs;
use crate::sim::troops::{TroopKind, Troops};
use crate::sim::verdict::Verdict;
use crate::sim::weather::{Sky, WeatherRules};

/// Everything a march depends on and does not change.
#[derive(SystemParam)]
pub(super) struct Stage<'w> {
    pub(super) clock: Res<'w, Clock>,
    pub(super) dice: Res<'w, Dice>,
    pub(super) map: Res<'w, Map>,
    pub(super) costs: Res<'w, MarchCosts>,
    pub(super) rules: Res<'w, MovementRules>,
    pub(super) troops: Res<'w, Troops>,
    pub(super) weather: Res<'w, WeatherRules>,
    pub(super) sky: Res<'w, Sky>,
    pub(super) waters: Res<'w, Waters>,
    pub(super) flood: Res<'w, FloodRules>,
    pub(super) beliefs: Res<'w, Beliefs>,
    pub(super) register: Res<'w, Register>,
    pub(super) verdict: Res<'w, Verdict>,
}

/// A formation as movement handles it.
#[derive(QueryData)]
#[query_data(mutable)]
pub(super) struct Marcher {
    pub(super) id: &'static FormationId,
    pub(super) side: &'static Side,
    pub(super) troop: &'static Troop,
    pub(super) stance: &'static Stance,
    pub(super) will: &'static Will,
    pub(super) engaged: &'static Engaged,
    pub(super) condition: &'static Condition,
    pub(super) place: &'static mut Place,
    pub(super) roll: &'static mut Roll,
    pub(super) fatigue: &'static mut Fatigue,
    pub(super) posture: &'static mut Posture,
    pub(super) intention: &'static mut Intention,
    pub(super) legs: &'static mut Legs,
}

/// Speed of troops whose beasts are in this condition, permille of the ordinary speed of their mobility.
pub fn speed_of(kind: &TroopKind, condition: Condition, rules: &MovementRules) -> u16 {
    match kind.mobility {
        Mobility::Horse | Mobility::Train => condition.worth(kind.speed, rules.lean_speed),
        Mobility::Foot | Mobility::Hill => kind.speed,
    }
}

/// Seconds that a step over an edge takes: `edge_s` is its cost for the mobility at an ordinary pace in fair weather,
/// `speed` the troops' own, `pace_time` and `weather_time` the time of this pace and of this weather and ground, all permille.
pub fn march_s(
    edge_s: u32,
    speed: u16,
    pace_time: u16,
    weather_time: u32,
    fatigue: Fatigue,
    rules: &MovementRules,
) -> u32 {
    let tired = 1_000_000 + u64::from(rules.tired_time) * u64::from(fatigue.permille());
    let time = u64::from(edge_s) * u64::from(pace_time) * u64::from(weather_time) / 1_000_000;
    ((time * tired / 1000) / (u64::from(speed.max(1)))).clamp(1, u64::from(u32::MAX)) as u32
}

/// Why a march may not go on now: an ordinary one rests by night, and every one when the day's hours are used up.
pub fn day_limit(pace: Pace, marched_s: u32, is_day: bool, rules: &MovementRules) -> Option<HaltReason> {
    let hours = match pace {
        Pace::Ordinary if !is_day => return Some(HaltReason::Night),
        Pace::Ordinary => rules.ordinary_hours,
        Pace::Forced => rules.forced_hours,
    };
    (marched_s >= u32::from(hours) * 3600).then_some(HaltReason::DayDone)
}

/// How a formation goes into the next hex.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Manner {
    March(Pace),
    /// In column, or in line when near.
    Attack(Pace, bool),
    /// After an enemy who runs, in line.
    Chase(Pace),
    GiveWay,
    Flee(Door),
}

/// What an attack does in this step.
pub(super) enum Plan {
    GiveUp(HaltReason),
    Go { target: FormationId, pace: Pace, believed: Hex, runs: bool, route: VecDeque<Hex> },
}

impl Stage<'_> {
    pub(super) fn mobility(&self, marcher: &MarcherItem) -> Mobility {
        self.troops.kind(marcher.troop.0).mobility
    }

    /// Length of the whole column, meters.
    pub(super) fn whole_m(&self, marcher: &MarcherItem) -> u32 {
        column_m(marcher.roll.mouths(), self.mobility(marcher), &self.rules)
    }

    pub(super) fn body(&self, marcher: &MarcherItem) -> Option<Body> {
        let (under_arms, mouths) = (marcher.roll.under_arms(), marcher.roll.mouths());
        let up = column::men_up(*marcher.legs, under_arms, mouths, self.mobility(marcher), &self.rules);
        (mouths > 0).then_some(Body {
            id: *marcher.id,
            side: marcher.side.0,
            hex: marcher.place.hex(),
            posture: *marcher.posture,
            up,
        })
    }

    /// Minutes without news of an enemy beside him after which an attacker has lost him; a night is no time in which he
    /// could have been seen.
    fn patience(&self) -> u32 {
        let (clock, (dawn, dusk)) = (&self.clock, self.clock.daylight);
        let last = clock.minute.saturating_sub(clock.step_minutes());
        let night = if (dawn..dusk).contains(&(last % DAY)) { 0 } else { DAY - (dusk - dawn) };
        clock.step_minutes().max(60) + night
    }

    /// Where an attack goes, by what its side believes at the start of the step; beliefs do not change inside it.
    pub(super) fn plan(&self, marcher: &MarcherItem) -> Option<Plan> {
        let Intention::Attack { target, pace } = *marcher.intention else { return None };
        let approach = attack::approach(
            target,
            marcher.place.hex(),
            (self.clock.minute, self.patience()),
            self.mobility(marcher),
            self.beliefs.of(marcher.side.0),
            self.map.grid(),
            &self.costs,
        );
        Some(match approach {
            Approach::Lost => Plan::GiveUp(HaltReason::TargetLost),
            Approach::NoWay => Plan::GiveUp(HaltReason::Impassable),
            Approach::Along { believed, runs, route } => {
                Plan::Go { target, pace, believed, runs, route: route.into() }
            }
        })
    }

    /// Seconds for a marcher's way over one side, and `None` where his mobility cannot go.
    pub(super) fn way_s(&self, marcher: &MarcherItem, side: usize, manner: Manner) -> Option<u32> {
        let troop = self.troops.kind(marcher.troop.0);
        let from = marcher.place.hex();
        let edge_s = match manner {
            // Whom fear drives through a river or over a bluff is as long about it as over a brook.
            Manner::Flee(Door::River | Door::Bluff) => {
                self.rules.brook_s
                    + self.map.hex_m * 3600 / self.rules.road_m_per_h[troop.mobility as usize].max(1)
            }
            _ => self.costs.seconds(troop.mobility, from, side)?,
        };
        let pace_time = match manner {
            Manner::March(Pace::Forced) | Manner::Attack(Pace::Forced, false) | Manner::Chase(_) => {
                self.rules.forced_time
            }
            Manner::March(Pace::Ordinary) | Manner::Attack(Pace::Ordinary, false) => 1000,
            Manner::Attack(_, true) | Manner::GiveWay => self.rules.line_time,
            Manner::Flee(_) => self.rules.flight_time,
        };
        let weather = (&*self.sky, &*self.weather);
        let weather_time = self.waters.march_time(weather, (&self.map, from), &self.flood);
        let speed = speed_of(troop, *marcher.condition, &self.rules);
        Some(march_s(edge_s, speed, pace_time, weather_time, *marcher.fatigue, &self.rules))
    }
}
