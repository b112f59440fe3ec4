//! Ways and their cost: how long a body of men needs from hex to hex, and the quickest way there.
//!
//! Costs are worked out once per war into flat tables; a search is Dijkstra with a bucket queue on flat arrays,
//! because the AI asks for hundreds of fields a turn. Ties go to the lower hex index, so the answer never depends on
//! the order of the queue.

use bevy_ecs::prelude::Resource;

use super::MovementRules;
use crate::sim::hex::{Grid, Hex, SIDES, opposite};
use crate::sim::map::{Map, Mobility, Stream};

/// Bars the way.
const BARRED: u16 = u16::MAX;
/// Width of a bucket, seconds. Costs are multiples of it, so that the queue is exact.
const TICK: u32 = 10;

/// Time to march out of every hex over each side at an ordinary pace in fair weather, for every mobility.
/// Derived from map and rules; not part of the state.
#[derive(Resource, Debug, Clone)]
pub struct MarchCosts {
    grid: Grid,
    /// The neighbor over each side in the flat list; `NONE` off the map.
    beside: Vec<[u32; 6]>,
    /// In ticks of ten seconds; by mobility, then hex, then side.
    ticks: [Vec<[u16; 6]>; 4],
    /// The cheapest and dearest passable step of each mobility, ticks.
    dearest: [u16; 4],
}

/// The time from the nearest source to every hex reached.
#[derive(Debug, Clone)]
pub struct Field {
    grid: Grid,
    /// Ticks; `u32::MAX` where it did not reach.
    ticks: Vec<u32>,
}

impl Field {
    /// Seconds of marching from the nearest source, or to it; `None` if it is out of reach.
    pub fn seconds(&self, hex: Hex) -> Option<u32> {
        let ticks = self.ticks[self.grid.index(hex)?];
        (ticks != u32::MAX).then(|| ticks * TICK)
    }
}

impl MarchCosts {
    /// Works out the tables of a map.
    pub fn new(map: &Map, rules: &MovementRules) -> Self {
        let grid = map.grid();
        let mobilities = [Mobility::Foot, Mobility::Hill, Mobility::Horse, Mobility::Train];
        let mut dearest = [1; 4];
        let ticks = mobilities.map(|mobility| {
            let all: Vec<[u16; 6]> = (0..grid.len())
                .map(|index| {
                    let hex = grid.at(index);
                    std::array::from_fn(|side| {
                        step_seconds(map, rules, mobility, hex, side).map_or(BARRED, |seconds| {
                            seconds.div_ceil(TICK).clamp(1, u32::from(BARRED - 1)) as u16
                        })
                    })
                })
                .collect();
            let steps = all.iter().flatten().filter(|ticks| **ticks != BARRED);
            dearest[mobility as usize] = steps.copied().max().unwrap_or(1);
            all
        });
        let beside = (0..grid.len()).map(|index| {
            let hex = grid.at(index);
            SIDES.map(|step| grid.index(hex + step).map_or(NONE, |index| index as u32))
        });
        Self { grid, beside: beside.collect(), ticks, dearest }
    }

    /// Seconds to march out of `from` over `side`; `None` when the way is barred or leads off the map.
    pub fn seconds(&self, mobility: Mobility, from: Hex, side: usize) -> Option<u32> {
        let ticks = self.ticks[mobility as usize][self.grid.index(from)?][side];
        (ticks != BARRED).then(|| u32::from(ticks) * TICK)
    }

    /// March times outward from `sources`, no further than `limit_s`; hexes for which `blocked` is true are not
    /// entered (sources always are).
    pub fn from(
        &self,
        mobility: Mobility,
        sources: &[Hex],
        limit_s: u32,
        blocked: impl Fn(usize) -> bool,
    ) -> Field {
        self.search(mobility, sources, limit_s, blocked, None, false)
    }

    /// March times from every hex to the nearest of `goals`, no further than `limit_s`.
    pub fn to(
        &self,
        mobility: Mobility,
        goals: &[Hex],
        limit_s: u32,
        blocked: impl Fn(usize) -> bool,
    ) -> Field {
        self.search(mobility, goals, limit_s, blocked, None, true)
    }

    /// The quickest way from `from` to `to` without its first hex; `None` if there is none within `limit_s`.
    pub fn path(
        &self,
        mobility: Mobility,
        from: Hex,
        to: Hex,
        limit_s: u32,
        blocked: impl Fn(usize) -> bool,
    ) -> Option<Vec<Hex>> {
        if from == to {
            return Some(Vec::new());
        }
        let field = self.search(mobility, &[to], limit_s, blocked, Some(from), true);
        self.follow(mobility, &field, from)
    }

    /// The way down a field of [`MarchCosts::to`] from a hex to the nearest goal, without the first hex.
    pub fn follow(&self, mobility: Mobility, field: &Field, from: Hex) -> Option<Vec<Hex>> {
        let mut here = self.grid.index(from).filter(|index| field.ticks[*index] != u32::MAX)?;
        let mut path = Vec::new();
        while field.ticks[here] > 0 {
            let hex = self.grid.at(here);
            let next = self.grid.neighbors(hex).filter_map(|(side, there)| {
                let cost = self.ticks[mobility as usize][here][side];
                let index = self.grid.index(there)?;
                let rest = field.ticks[index];
                (cost != BARRED && rest != u32::MAX && rest + u32::from(cost) <= field.ticks[here])
                    .then(|| (rest + u32::from(cost), index))
            });
            here = next.min()?.1;
            path.push(self.grid.at(here));
        }
        Some(path)
    }

    /// Dial's algorithm. Backward: costs of steps *into* the settled hex, so that the field tells the time *to* it.
    fn search(
        &self,
        mobility: Mobility,
        sources: &[Hex],
        limit_s: u32,
        blocked: impl Fn(usize) -> bool,
        until: Option<Hex>,
        backward: bool,
    ) -> Field {
        let table = &self.ticks[mobility as usize];
        let limit = limit_s / TICK;
        let mut queue = Buckets::new(usize::from(self.dearest[mobility as usize]) + 1, self.grid.len());
        let mut ticks = vec![u32::MAX; self.grid.len()];
        for source in sources {
            if let Some(index) = self.grid.index(*source)
                && ticks[index] != 0
            {
                ticks[index] = 0;
                queue.push(0, index);
            }
        }
        let until = until.and_then(|hex| self.grid.index(hex));
        let mut now = 0_u32;
        while queue.waiting > 0 {
            while let Some(here) = queue.pop(now) {
                if ticks[here] != now {
                    continue; // reached again by a shorter way after it was queued
                }
                if until == Some(here) {
                    return Field { grid: self.grid, ticks };
                }
                for (side, there) in self.beside[here].into_iter().enumerate() {
                    if there == NONE {
                        continue;
                    }
                    let there = there as usize;
                    let cost = if backward { table[there][opposite(side)] } else { table[here][side] };
                    if cost == BARRED {
                        continue;
                    }
                    let reached = now + u32::from(cost);
                    if reached < ticks[there] && reached <= limit && (!blocked(there) || until == Some(there))
                    {
                        ticks[there] = reached;
                        queue.push(reached, there);
                    }
                }
            }
            now += 1;
        }
        Field { grid: self.grid, ticks }
    }
}

/// A bucket queue in two flat lists: a list for each tick of a round, linked through one pool of entries.
struct Buckets {
    /// The newest entry of each bucket, `NONE` in an empty one.
    heads: Vec<u32>,
    /// Hex and next entry of the same bucket.
    pool: Vec<(u32, u32)>,
    waiting: usize,
}

const NONE: u32 = u32::MAX;

impl Buckets {
    fn new(buckets: usize, hexes: usize) -> Self {
        let buckets = buckets.next_power_of_two(); // so that a tick finds its bucket without a division
        Self { heads: vec![NONE; buckets], pool: Vec::with_capacity(hexes), waiting: 0 }
    }

    fn push(&mut self, tick: u32, hex: usize) {
        let bucket = tick as usize & (self.heads.len() - 1);
        self.pool.push((hex as u32, self.heads[bucket]));
        self.heads[bucket] = (self.pool.len() - 1) as u32;
        self.waiting += 1;
    }

    fn pop(&mut self, tick: u32) -> Option<usize> {
        let bucket = tick as usize & (self.heads.len() - 1);
        let entry = self.heads[bucket];
        if entry == NONE {
            return None;
        }
        let (hex, next) = self.pool[entry as usize];
        self.heads[bucket] = next;
        self.waiting -= 1;
        Some(hex as usize)
    }
}

/// Seconds from a hex over one side at an ordinary pace in fair weather; `None` if barred.
fn step_seconds(map: &Map, rules: &MovementRules, mobility: Mobility, from: Hex, side: usize) -> Option<u32> {
    let to = from + SIDES[side];
    if !map.grid().contains(to) {
        return None;
    }
    let road = map.has_road(from, side);
    let water = match map.edge(from, side) {
        Stream::None => 0,
        Stream::Brook if road => rules.ford_s,
        Stream::Brook => rules.brook_s,
        Stream::Ford => rules.ford_s,
        Stream::River | Stream::Bluff => return None,
    };
    let ground = u64::from(map.kind(to).cost_for(mobility)?);
    let level = u64::from(map.hex_m) * 3600 / u64::from(rules.road_m_per_h[mobility as usize].max(1));
    let march = if road { level } else { level * ground / 1000 * u64::from(rules.off_road) / 1000 };
    let rise = map.height(to) - map.height(from);
    let slope = if rise > 0 {
        rise.unsigned_abs() * u32::from(rules.climb_s_per_m)
    } else {
        rise.unsigned_abs() * u32::from(rules.descent_s_per_m)
    };
    let slope = if mobility == Mobility::Hill { slope / 2 } else { slope };
    u32::try_from(march).ok()?.checked_add(water)?.checked_add(slope)
}
