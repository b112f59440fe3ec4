//! Carrying grain from place to place: bearers load, walk, unload, keep what they need for the way back, and go again.

use bevy_ecs::prelude::*;
use bevy_ecs::query::QueryData;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Rations, Stores, SupplyRules, carried};
use crate::sim::army::{Beasts, Place, Posture, Roll, Side, Troop};
use crate::sim::clock::Clock;
use crate::sim::engaged::Engaged;
use crate::sim::event::{Chronicle, SimEvent};
use crate::sim::hex::Hex;
use crate::sim::id::{FormationId, PlaceId};
use crate::sim::intent::{Intention, Pace, Will};
use crate::sim::map::Mobility;
use crate::sim::movement::{MarchCosts, MovementRules};
use crate::sim::register::Register;
use crate::sim::troops::{TroopKind, Troops};
use crate::sim::verdict::Verdict;

/// Longest way that bearers look for, seconds: a hundred days of marching.
const FAR_S: u32 = 100 * 12 * 3600;

/// Between which places it carries grain, until it gets another order.
#[derive(Component, Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Haul {
    /// It carries for nobody, or for those who stand with it.
    #[default]
    None,
    /// It loads at the one and unloads at the other.
    Between {
        /// Where the grain lies.
        from: PlaceId,
        /// Where it is wanted.
        to: PlaceId,
    },
}

impl Haul {
    /// True when it brings grain to this place.
    pub fn unloads_at(self, place: PlaceId) -> bool {
        matches!(self, Self::Between { to, .. } if to == place)
    }
}

/// What a body of bearers moves between two places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Run {
    /// Days of walking from the one to the other.
    pub days: u32,
    /// Grain loaded, sheng.
    pub load: u64,
    /// Of it what arrives: the rest is eaten on the way there and back.
    pub arrives: u64,
}

impl Run {
    /// What arrives in a day, counted over the whole way there and back, sheng.
    pub fn daily(self) -> u64 {
        self.arrives / u64::from(2 * self.days).max(1)
    }
}

/// What so many bearers move over a way of so many seconds.
pub fn run(
    mouths: u32,
    pack: u32,
    (kind, way_s): (&TroopKind, u32),
    (rules, marching): (&SupplyRules, &MovementRules),
) -> Run {
    let days = days(way_s, rules, marching);
    let load = carried(mouths, pack, kind, rules);
    let eaten = u64::from(mouths) * u64::from(rules.man_sheng_day) * u64::from(2 * days);
    Run { days, load, arrives: load.saturating_sub(eaten) }
}

/// Days of marching at an ordinary pace, with time for mud, snow and tails that come late.
fn days(way_s: u32, rules: &SupplyRules, marching: &MovementRules) -> u32 {
    let way_s = u64::from(way_s) * u64::from(rules.haul_delay) / 1000;
    way_s.div_ceil((u64::from(marching.ordinary_hours) * 3600).max(1)).min(u64::from(u32::MAX)) as u32
}

/// A formation that may carry.
#[derive(QueryData)]
#[query_data(mutable)]
pub(super) struct Hauler {
    id: &'static FormationId,
    side: &'static Side,
    troop: &'static Troop,
    place: &'static Place,
    roll: &'static Roll,
    beasts: &'static Beasts,
    posture: &'static Posture,
    engaged: &'static Engaged,
    will: &'static Will,
    intention: &'static mut Intention,
    rations: &'static mut Rations,
    haul: &'static mut Haul,
}

/// Where grain is carried, and what for.
struct Road<'a> {
    /// True in the first step of a morning.
    morning: bool,
    register: &'a Register,
    verdict: &'a Verdict,
    costs: &'a MarchCosts,
    rules: &'a SupplyRules,
    marching: &'a MovementRules,
    troops: &'a Troops,
}

/// Bearers who are neither on their way nor in trouble unload, load or set out.
pub(super) fn haul(
    clock: Res<Clock>,
    (register, verdict): (Res<Register>, Res<Verdict>),
    (costs, troops): (Res<MarchCosts>, Res<Troops>),
    (rules, marching): (Res<SupplyRules>, Res<MovementRules>),
    mut stores: ResMut<Stores>,
    mut chronicle: ResMut<Chronicle>,
    mut query: Query<Hauler>,
) {
    let road = Road {
        morning: clock.brings(clock.daylight.0),
        register: &register,
        verdict: &verdict,
        costs: &costs,
        rules: &rules,
        marching: &marching,
        troops: &troops,
    };
    for mut one in query.iter_mut().sort::<&FormationId>() {
        let Haul::Between { from, to } = *one.haul else { continue };
        let waits = matches!(*one.intention, Intention::Stay | Intention::Camp { .. });
        let free = waits
            && *one.posture != Posture::Routed
            && !one.engaged.is_in_contact()
            && !one.will.is_carried_away();
        if one.roll.mouths() == 0 || !free {
            continue;
        }
        if road.go_on(&mut one, (from, to), &mut stores, &mut chronicle).is_none() {
            *one.haul = Haul::None;
            chronicle.tell(SimEvent::HaulEnded { formation: *one.id });
        }
    }
}

impl Road<'_> {
    /// One step of carrying; `None` when it has come to an end.
    fn go_on(
        &self,
        one: &mut HaulerItem,
        (from, to): (PlaceId, PlaceId),
        stores: &mut Stores,
        chronicle: &mut Chronicle,
    ) -> Option<()> {
        let held = |place: PlaceId| self.verdict.owners.get(place.index()).copied().flatten();
        if held(from) != Some(one.side.0) || held(to) != Some(one.side.0) {
            return None;
        }
        let hex = |place: PlaceId| self.register.places.get(place.index()).map(|place| place.at);
        let (source, goal, here) = (hex(from)?, hex(to)?, one.place.hex());
        let kind = self.troops.kind(one.troop.0);
        let load = carried(one.roll.mouths(), one.beasts.pack, kind, self.rules);
        let carries = u64::from(one.rations.sheng());
        // They wait while the store fills them up; stopped on their way, until the morning.
        let has_grain = stores.0.get(from.index()).is_some_and(|left| *left > 0);
        let fills = here == source && carries * 20 < load * 19 && has_grain;
        if fills || here != source && here != goal && !self.morning {
            return Some(());
        }
        let way_s = self.costs.way_s(kind.mobility, source, goal, FAR_S)?;
        let home = one.rations.daily(one.roll.mouths(), self.rules)
            * u64::from(days(way_s, self.rules, self.marching));
        if here == goal {
            let spare = carries.saturating_sub(home).min(u64::from(u32::MAX)) as u32;
            let store = stores.0.get_mut(to.index())?;
            let sheng = one.rations.store(spare.min(u32::MAX - *store));
            *store += sheng;
            if sheng > 0 {
                chronicle.tell(SimEvent::Stored { formation: *one.id, place: to, sheng });
            }
            self.set_out(one, kind.mobility, source)
        } else if carries > home * 2 {
            self.set_out(one, kind.mobility, goal)
        } else if here == source {
            Some(()) // the store has nothing worth the way
        } else {
            self.set_out(one, kind.mobility, source)
        }
    }

    fn set_out(&self, one: &mut HaulerItem, mobility: Mobility, to: Hex) -> Option<()> {
        let path = self.costs.path(mobility, one.place.hex(), to, FAR_S, |_| false)?;
        *one.intention = Intention::March { path, pace: Pace::Ordinary };
        Some(())
    }
}
