//! Flight: where beaten men run, and what stands in their way.

use std::collections::BTreeMap;

use super::zones::Dispositions;
use super::{MarchCosts, Nearest};
use crate::sim::army::Posture;
use crate::sim::clock::DAY;
use crate::sim::hex::{Hex, HexMap};
use crate::sim::id::SideId;
use crate::sim::map::{Map, Mobility, Stream};
use crate::sim::register::{PlaceKind, Register};

/// Longest way to a refuge that is looked for, seconds.
const LIMIT_S: u32 = 10 * DAY * 60;

/// What the way into a neighboring hex is like for men in flight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Door {
    /// Free.
    Open,
    /// Through a river without ford.
    River,
    /// Over a bluff.
    Bluff,
    /// Under the eyes of enemies who hold the hex.
    Held,
}

/// A hex to run to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Way {
    pub(super) to: Hex,
    pub(super) door: Door,
    /// Seconds from here by this way to a refuge; `None` if none can be reached.
    pub(super) home_s: Option<u32>,
    /// Hexes from there to the nearest unbroken enemy.
    pub(super) far: u32,
}

/// The way that beaten men take: an open one before a deadly one, the one that leads home before one that only leads
/// away. `None` when every hex around is barred or full of enemies.
pub(super) fn choice(ways: &[Way]) -> Option<Way> {
    let best = |way: &&Way| (way.door, way.home_s.unwrap_or(u32::MAX), u32::MAX - way.far);
    ways.iter().min_by_key(best).copied()
}

/// Times to the refuges of a side: around the enemy's zones and, if that does not lead home, past them.
pub(super) struct Homes<'a> {
    wide: Nearest<'a>,
    close: Nearest<'a>,
}

impl Homes<'_> {
    /// True in a refuge.
    pub(super) fn is_refuge(&self, hex: Hex) -> bool {
        self.wide.is_goal(hex)
    }

    /// Seconds of marching to the nearest refuge.
    pub(super) fn seconds(&mut self, hex: Hex) -> Option<u32> {
        self.wide.seconds(hex).or_else(|| self.close.seconds(hex))
    }
}

/// Homes by side and mobility, worked out when first asked for in a step.
#[derive(Default)]
pub(super) struct AllHomes<'a>(BTreeMap<(SideId, Mobility), Homes<'a>>);

impl<'a> AllHomes<'a> {
    pub(super) fn of(
        &mut self,
        side: SideId,
        mobility: Mobility,
        refuges: impl FnOnce() -> Vec<Hex>,
        costs: &'a MarchCosts,
        map: &Map,
        everybody: &Dispositions,
    ) -> &mut Homes<'a> {
        self.0.entry((side, mobility)).or_insert_with(|| {
            let grid = map.grid();
            let (mut full, mut near) = (HexMap::new(grid, false), HexMap::new(grid, false));
            for enemy in everybody.bodies().filter(|body| body.side != side) {
                full.get_mut(enemy.hex).into_iter().for_each(|full| *full = true);
                if enemy.posture != Posture::Routed {
                    for (_, next) in grid.neighbors(enemy.hex).chain([(0, enemy.hex)]) {
                        near.get_mut(next).into_iter().for_each(|near| *near = true);
                    }
                }
            }
            let goals: Vec<Hex> =
                refuges().into_iter().filter(|hex| !everybody.has_enemy(side, *hex)).collect();
            Homes {
                wide: Nearest::of(costs, mobility, &goals, LIMIT_S, near),
                close: Nearest::of(costs, mobility, &goals, LIMIT_S, full),
            }
        })
    }
}

/// Where the beaten of a side run to: its refuges, and walled places that it holds.
pub(super) fn refuges(side: SideId, register: &Register, owners: &[Option<SideId>]) -> Vec<Hex> {
    let walled = |kind| matches!(kind, PlaceKind::Fort | PlaceKind::Town | PlaceKind::Village);
    let places = register.places.iter().zip(owners);
    let own = places.filter(|(place, owner)| **owner == Some(side) && walled(place.kind));
    register.side(side).refuges.iter().copied().chain(own.map(|(place, _)| place.at)).collect()
}

/// The best ways out of a hex for men in flight, by their doors: hexes around that the ground lets them enter and where
/// no enemy is. Worse doors are left out, so that the way home from behind them need not be looked for; so is the
/// hex that is `barred`.
pub(super) fn ways(
    here: Hex,
    (side, mobility): (SideId, Mobility),
    map: &Map,
    costs: &MarchCosts,
    homes: &mut Homes,
    everybody: &Dispositions,
    barred: Option<Hex>,
) -> Vec<Way> {
    let door = |(edge, to): (usize, Hex)| {
        map.kind(to).cost_for(mobility)?;
        if everybody.has_enemy(side, to) || Some(to) == barred {
            return None;
        }
        let step = costs.seconds(mobility, here, edge);
        let door = match (step, everybody.is_held(side, to)) {
            (Some(_), false) => Door::Open,
            (Some(_), true) => Door::Held,
            (None, true) => return None,
            (None, false) if map.edge(here, edge) == Stream::River => Door::River,
            (None, false) => Door::Bluff,
        };
        Some((to, door, step.unwrap_or(0)))
    };
    let doors: Vec<(Hex, Door, u32)> = map.grid().neighbors(here).filter_map(door).collect();
    let Some(best) = doors.iter().map(|(_, door, _)| *door).min() else { return Vec::new() };
    let way = |(to, door, step): (Hex, Door, u32)| {
        let home_s = homes.seconds(to).map(|rest| rest.saturating_add(step));
        Way { to, door, home_s, far: everybody.nearest_enemy(side, to).unwrap_or(u32::MAX) }
    };
    doors.into_iter().filter(|(_, door, _)| *door == best).map(way).collect()
}
