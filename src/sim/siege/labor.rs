//! Ladders, engines and mines: who works at them, of what, and how long it takes.

use bevy_ecs::prelude::*;
use bevy_ecs::query::QueryData;

use super::{Park, SiegeRules, Wards};
use crate::sim::army::{Place, Posture, Roll, Side};
use crate::sim::clock::{Clock, DAY};
use crate::sim::dice::{Dice, Purpose};
use crate::sim::engaged::Engaged;
use crate::sim::event::{Chronicle, SimEvent};
use crate::sim::hex::{Hex, side_towards};
use crate::sim::id::{FormationId, PlaceId, SideId};
use crate::sim::intent::{Intention, Task};
use crate::sim::map::Map;
use crate::sim::register::{PlaceInfo, Register};
use crate::sim::verdict::Verdict;

/// Way to the nearest timber, meters; `None` if it is further than anybody fetches it.
pub fn timber_m(map: &Map, hex: Hex, rules: &SiegeRules) -> Option<u32> {
    let reach = rules.timber_m / map.hex_m.max(1);
    let stands = |hex: &Hex| map.grid().contains(*hex) && map.kind(*hex).timber;
    (0..=reach).find(|far| hex.ring(*far).any(|at| stands(&at))).map(|far| far * map.hex_m)
}

/// Work of one ladder, engine or mine where the nearest timber is so far away, minutes of one man; `None` where there is
/// none.
pub fn work_min(task: Task, timber_m: Option<u32>, rules: &SiegeRules) -> Option<u64> {
    let days = match task {
        Task::Ladders => rules.ladder_days,
        Task::Engines => rules.engine_days,
        Task::Mine => rules.mine_days,
    };
    // Props of a mine are poles that grow everywhere.
    let far = if task == Task::Mine { 0 } else { timber_m? };
    let doubles = u64::from(rules.timber_doubles_m.max(1));
    Some(u64::from(days) * u64::from(DAY) * (doubles + u64::from(far)) / doubles)
}

/// How many of these men work at a task.
pub(super) fn hands(task: Task, men: u32, park: Park, rules: &SiegeRules) -> u32 {
    match task {
        Task::Ladders => {
            let skilled = (u64::from(men) * u64::from(rules.ladder_hands) / 1000) as u32;
            men.min(skilled.max(1).saturating_add(park.craftsmen))
        }
        Task::Engines => men.min(park.craftsmen.saturating_mul(1 + rules.helpers)),
        Task::Mine => men.min(rules.mine_men),
    }
}

/// The enemy place beside a hex, if there is one, and the side of it that faces the hex.
pub fn beside(
    hex: Hex,
    side: SideId,
    places: &[PlaceInfo],
    owners: &[Option<SideId>],
) -> Option<(PlaceId, usize)> {
    let hostile = places.iter().enumerate().filter(|(index, place)| {
        place.walls.is_some() && owners.get(*index).copied().flatten().is_some_and(|owner| owner != side)
    });
    hostile.filter_map(|(index, place)| Some((PlaceId(index as u16), side_towards(place.at, hex)?))).next()
}

/// A formation that works.
#[derive(QueryData)]
#[query_data(mutable)]
pub(super) struct Worker {
    id: &'static FormationId,
    side: &'static Side,
    place: &'static Place,
    roll: &'static Roll,
    posture: &'static Posture,
    engaged: &'static Engaged,
    park: &'static mut Park,
    intention: &'static mut Intention,
}

/// Those who were told to build go on with it; those who run leave behind what they built.
pub(super) fn labor(
    (clock, rules, map, dice): (Res<Clock>, Res<SiegeRules>, Res<Map>, Res<Dice>),
    (register, verdict): (Res<Register>, Res<Verdict>),
    mut wards: ResMut<Wards>,
    mut chronicle: ResMut<Chronicle>,
    mut query: Query<Worker>,
) {
    for mut body in query.iter_mut().sort::<&FormationId>() {
        if (*body.posture == Posture::Routed || body.roll.mouths() == 0) && !body.park.is_nothing() {
            let park = std::mem::take(&mut *body.park);
            chronicle.tell(SimEvent::ParkLost {
                formation: *body.id,
                ladders: park.ladders,
                engines: park.engines,
            });
        }
        let Intention::Work { task, done_min } = *body.intention else { continue };
        if body.roll.under_arms() == 0 || body.engaged.is_in_contact() {
            continue;
        }
        let hex = body.place.hex();
        let men = body.roll.under_arms();
        let done =
            done_min + u64::from(hands(task, men, *body.park, &rules)) * u64::from(clock.step_minutes());
        let Some(work) = work_min(task, timber_m(&map, hex, &rules), &rules).map(|work| work.max(1)) else {
            *body.intention = Intention::Stay;
            continue;
        };
        let (count, rest) = (done / work, done % work);
        *body.intention = Intention::Work { task, done_min: rest };
        let (ladders, engines) = match task {
            Task::Mine if count > 0 => {
                *body.intention = Intention::Stay;
                let target = beside(hex, body.side.0, &register.places, &verdict.owners);
                if let Some((place, side)) = target
                    && let Some(ward) = wards.0.get_mut(place.index())
                {
                    let mut dice = dice.stream(&clock, Purpose::Siege, u32::from(body.id.0));
                    let worked = !dice.chance(rules.mine_heard) || ward.garrison == 0;
                    if worked {
                        ward.sound[side] = ward.sound[side].saturating_sub(rules.mine_harms);
                    }
                    chronicle.tell(SimEvent::MineSprung { formation: *body.id, place, worked });
                }
                continue;
            }
            Task::Mine => continue,
            Task::Ladders => (rules.most_ladders(men).saturating_sub(body.park.ladders).min(count as u32), 0),
            Task::Engines => (0, rules.most_engines(men).saturating_sub(body.park.engines).min(count as u32)),
        };
        body.park.ladders += ladders;
        body.park.engines += engines;
        if body.park.has_enough(task, men, &rules) {
            *body.intention = Intention::Stay;
        }
        if ladders + engines > 0 {
            chronicle.tell(SimEvent::ParkBuilt { formation: *body.id, ladders, engines });
        }
    }
}
