//! Ways and their cost: how long a body of men needs from hex to hex, and the quickest way there.
//!
//! Costs are worked out once per war into flat tables, in which only waters change as they freeze and open, rise and fall; a search is
//! Dijkstra with a bucket queue on flat arrays, because the AI asks for hundreds of fields a turn. Ties go to the lower
//! hex index, so the answer never depends on the order of the queue.

use std::sync::Arc;

use bevy_ecs::prelude::*;

use super::MovementRules;
use super::crossing::{CLOSED, Level, MOBILITIES, bears, step_ticks};
use crate::sim::flood::{FloodRules, Waters};
use crate::sim::hex::{Grid, Hex, HexMap, SIDES, opposite};
use crate::sim::map::{Map, Mobility, Stream};
use crate::sim::weather::{ClimateRules, Sky};

/// Bars the way.
pub(super) const BARRED: u16 = u16::MAX;
/// Width of a bucket, seconds. Costs are multiples of it, so that the queue is exact.
pub(super) const TICK: u32 = 10;

/// Time to march out of every hex over each side at an ordinary pace in fair weather, for every mobility.
/// Derived from map and rules; not part of the state.
#[derive(Resource, Debug, Clone)]
pub struct MarchCosts {
    grid: Grid,
    /// The neighbor over each side in the flat list; `NONE` off the map.
    beside: Arc<Vec<[u32; 6]>>,
    /// In ticks of ten seconds; by mobility, then hex, then side.
    ticks: Arc<[Vec<[u16; 6]>; 4]>,
    /// By hex, a bit for each side across which men can strike.
    open: Arc<Vec<u8>>,
    /// Sides along water, by hex and side.
    waters: Arc<Vec<(usize, usize)>>,
    /// The cheapest passable step of each mobility, ticks: no way is quicker than its length in hexes times this.
    cheapest: [u16; 4],
    /// The dearest passable step of each mobility, ticks.
    dearest: [u16; 4],
    /// Hexes that are under deeper water than anybody wades, by rising place.
    deep: Arc<Vec<usize>>,
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
        let sides = (0..grid.len()).flat_map(|index| (0..6).map(move |side| (index, side)));
        let is_water = |stream| matches!(stream, Stream::River | Stream::Ford | Stream::Brook);
        let waters = sides.filter(|(index, side)| is_water(map.edge(grid.at(*index), *side)));
        let waters: Vec<(usize, usize)> = waters.collect();
        let (mut cheapest, mut dearest) = ([1; 4], [1; 4]);
        let ticks = MOBILITIES.map(|mobility| {
            let step = |index, side, level| step_ticks(map, rules, mobility, (grid.at(index), side), level);
            let low = |index| std::array::from_fn(|side| step(index, side, Level::LOW));
            let all: Vec<[u16; 6]> = (0..grid.len()).map(low).collect();
            let worst = [Level { bears: true, high: 0 }, Level { bears: false, high: CLOSED - 1 }];
            let waters =
                waters.iter().flat_map(|(index, side)| worst.map(|level| step(*index, *side, level)));
            let steps = all.iter().flatten().copied().chain(waters).filter(|ticks| *ticks != BARRED);
            cheapest[mobility as usize] = steps.clone().min().unwrap_or(1);
            dearest[mobility as usize] = steps.max().unwrap_or(1);
            all
        });
        let beside = (0..grid.len()).map(|index| {
            let hex = grid.at(index);
            SIDES.map(|step| grid.index(hex + step).map_or(NONE, |index| index as u32))
        });
        let open = (0..grid.len()).map(|index| {
            let is_open =
                |side: &usize| !matches!(map.edge(grid.at(index), *side), Stream::River | Stream::Bluff);
            (0..6).filter(is_open).fold(0, |open, side| open | 1 << side)
        });
        Self {
            grid,
            beside: Arc::new(beside.collect()),
            ticks: Arc::new(ticks),
            open: Arc::new(open.collect()),
            waters: Arc::new(waters),
            cheapest,
            dearest,
            deep: Arc::default(),
        }
    }

    /// The same land under a sky: rivers whose ice bears are crossed, fords and brooks take longer in high water, and fords
    /// are closed by floods. Tables are shared until one of them changes.
    pub fn lie_under(&mut self, sky: &Sky, map: &Map, (rules, climate): (&MovementRules, &ClimateRules)) {
        let grid = self.grid;
        for (index, side) in Arc::clone(&self.waters).iter().copied() {
            let hex = grid.at(index);
            self.cross((index, side), sky, map, (rules, climate));
            let is_open = match map.edge(hex, side) {
                Stream::River => bears(Mobility::Foot, sky, map, (hex, side), rules),
                Stream::Ford => climate.high_water(sky, map, hex, side) < CLOSED,
                Stream::None | Stream::Brook | Stream::Bluff => true,
            };
            if is_open != self.can_strike_across(hex, side) {
                Arc::make_mut(&mut self.open)[index] ^= 1 << side;
            }
        }
    }

    /// Nobody enters these hexes, which are under deep water, by rising place; others that were are open again.
    pub fn lie_in(&mut self, deep: Vec<usize>, sky: &Sky, map: &Map, rules: (&MovementRules, &ClimateRules)) {
        if deep.is_empty() && self.deep.is_empty() {
            return;
        }
        let before = std::mem::replace(&mut self.deep, Arc::new(deep));
        let around = |index: usize| (0..6).map(move |side| (index, side));
        for (index, side) in before.iter().flat_map(|index| around(*index)) {
            let from = self.beside[index][side];
            if from != NONE {
                self.cross((from as usize, opposite(side)), sky, map, rules);
            }
        }
        for (index, side) in Arc::clone(&self.deep).iter().flat_map(|index| around(*index)) {
            let from = self.beside[index][side];
            if from != NONE {
                for mobility in MOBILITIES {
                    self.set((mobility, from as usize, opposite(side)), BARRED);
                }
            }
        }
    }

    /// Reckons the way out of a hex over a side anew.
    fn cross(
        &mut self,
        (index, side): (usize, usize),
        sky: &Sky,
        map: &Map,
        (rules, climate): (&MovementRules, &ClimateRules),
    ) {
        let hex = self.grid.at(index);
        let stream = map.edge(hex, side);
        let high = if matches!(stream, Stream::Ford | Stream::Brook) {
            climate.high_water(sky, map, hex, side)
        } else {
            0
        };
        for mobility in MOBILITIES {
            let level = Level { bears: bears(mobility, sky, map, (hex, side), rules), high };
            let step = step_ticks(map, rules, mobility, (hex, side), level);
            self.set((mobility, index, side), step);
        }
    }

    fn set(&mut self, (mobility, index, side): (Mobility, usize, usize), ticks: u16) {
        if self.ticks[mobility as usize][index][side] != ticks {
            Arc::make_mut(&mut self.ticks)[mobility as usize][index][side] = ticks;
        }
    }

    /// True when men can come to blows across a side of a hex, and hold the ground beyond it: not over a bluff, nor over a
    /// river without ford or ice.
    pub fn can_strike_across(&self, hex: Hex, side: usize) -> bool {
        self.grid.index(hex).is_none_or(|index| self.open[index] & 1 << side != 0)
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
        self.flood(mobility, sources, limit_s, blocked, false)
    }

    /// March times from every hex to the nearest of `goals`, no further than `limit_s`.
    pub fn to(
        &self,
        mobility: Mobility,
        goals: &[Hex],
        limit_s: u32,
        blocked: impl Fn(usize) -> bool,
    ) -> Field {
        self.flood(mobility, goals, limit_s, blocked, true)
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
        let field = self.toward(mobility, to, from, limit_s, blocked)?;
        self.follow(mobility, &field, from)
    }

    /// Seconds of marching by the quickest way between two hexes; `None` if there is none within `limit_s`.
    pub fn way_s(&self, mobility: Mobility, from: Hex, to: Hex, limit_s: u32) -> Option<u32> {
        if from == to {
            return Some(0);
        }
        self.toward(mobility, to, from, limit_s, |_| false)?.seconds(from)
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

    /// A whole field at once. Backward: costs of steps *into* the settled hex, so that it tells the time *to* it.
    fn flood(
        &self,
        mobility: Mobility,
        sources: &[Hex],
        limit_s: u32,
        blocked: impl Fn(usize) -> bool,
        backward: bool,
    ) -> Field {
        let mut spread = Spread::of(self, mobility, sources, limit_s);
        while spread.queue.waiting > 0 {
            spread.tick(self, &blocked, backward);
        }
        Field { grid: self.grid, ticks: spread.ticks }
    }

    /// The times to `to`, as far as they are needed to find every quickest way there from `from`: A* with the bucket
    /// queue. `None` if no way leads there within the limit. `from` itself may be blocked.
    fn toward(
        &self,
        mobility: Mobility,
        to: Hex,
        from: Hex,
        limit_s: u32,
        blocked: impl Fn(usize) -> bool,
    ) -> Option<Field> {
        let (table, cheapest) = (&self.ticks[mobility as usize], u32::from(self.cheapest[mobility as usize]));
        let limit = limit_s / TICK;
        let (goal, start) = (self.grid.index(to)?, self.grid.index(from)?);
        let least = |hex: Hex| hex.unsigned_distance_to(from) * cheapest;
        // From hex to hex the least time of a whole way grows by no more than a step there and a step back.
        let widest = usize::from(self.dearest[mobility as usize]) + cheapest as usize + 1;
        let mut queue = Buckets::new(widest, self.grid.len() / 8);
        let mut ticks = vec![u32::MAX; self.grid.len()];
        ticks[goal] = 0;
        let mut now = least(to);
        queue.push(now, goal);
        // All ways of the same length are followed to their end, because the lower hex index decides between them.
        while queue.waiting > 0 && (ticks[start] == u32::MAX || now <= ticks[start]) {
            while let Some(here) = queue.pop(now) {
                let hex = self.grid.at(here);
                if ticks[here] + least(hex) != now {
                    continue; // reached again by a shorter way after it was queued
                }
                for (side, there) in self.beside[here].into_iter().enumerate() {
                    if there == NONE {
                        continue;
                    }
                    let there = there as usize;
                    let cost = table[there][opposite(side)];
                    if cost == BARRED {
                        continue;
                    }
                    let reached = ticks[here] + u32::from(cost);
                    if reached < ticks[there] && reached <= limit && (there == start || !blocked(there)) {
                        ticks[there] = reached;
                        queue.push(reached + least(hex + SIDES[side]), there);
                    }
                }
            }
            now += 1;
        }
        (ticks[start] != u32::MAX).then_some(Field { grid: self.grid, ticks })
    }
}

/// Dial's algorithm under way: the times from its sources, worked out as far as somebody has asked.
struct Spread {
    mobility: Mobility,
    /// No hex further than this is entered, ticks.
    limit: u32,
    /// Ticks; final where they are no later than `now`.
    ticks: Vec<u32>,
    queue: Buckets,
    now: u32,
}

impl Spread {
    fn of(costs: &MarchCosts, mobility: Mobility, sources: &[Hex], limit_s: u32) -> Self {
        let hexes = costs.grid.len();
        let mut queue = Buckets::new(usize::from(costs.dearest[mobility as usize]) + 1, hexes);
        let mut ticks = vec![u32::MAX; hexes];
        for source in sources {
            if let Some(index) = costs.grid.index(*source)
                && ticks[index] != 0
            {
                ticks[index] = 0;
                queue.push(0, index);
            }
        }
        Self { mobility, limit: limit_s / TICK, ticks, queue, now: 0 }
    }

    /// Goes on from all hexes that are reached in this tick.
    fn tick(&mut self, costs: &MarchCosts, blocked: impl Fn(usize) -> bool, backward: bool) {
        let table = &costs.ticks[self.mobility as usize];
        while let Some(here) = self.queue.pop(self.now) {
            if self.ticks[here] != self.now {
                continue; // reached again by a shorter way after it was queued
            }
            for (side, there) in costs.beside[here].into_iter().enumerate() {
                if there == NONE {
                    continue;
                }
                let there = there as usize;
                let cost = if backward { table[there][opposite(side)] } else { table[here][side] };
                if cost == BARRED {
                    continue;
                }
                let reached = self.now + u32::from(cost);
                if reached < self.ticks[there] && reached <= self.limit && !blocked(there) {
                    self.ticks[there] = reached;
                    self.queue.push(reached, there);
                }
            }
        }
        self.now += 1;
    }
}

/// The times to the nearest of some goals, like [`MarchCosts::to`], but looked for no further than it is asked: for a
/// few hexes near the goals that is far cheaper than the field of the whole land.
pub(super) struct Nearest<'a> {
    costs: &'a MarchCosts,
    blocked: HexMap<bool>,
    spread: Spread,
}

impl<'a> Nearest<'a> {
    /// Of goals on land where some hexes are not entered; goals always are.
    pub(super) fn of(
        costs: &'a MarchCosts,
        mobility: Mobility,
        goals: &[Hex],
        limit_s: u32,
        blocked: HexMap<bool>,
    ) -> Self {
        Self { costs, blocked, spread: Spread::of(costs, mobility, goals, limit_s) }
    }

    /// True for a goal.
    pub(super) fn is_goal(&self, hex: Hex) -> bool {
        self.costs.grid.index(hex).is_some_and(|index| self.spread.ticks[index] == 0)
    }

    /// Seconds of marching to the nearest goal; `None` if none is within reach.
    pub(super) fn seconds(&mut self, hex: Hex) -> Option<u32> {
        let index = self.costs.grid.index(hex)?;
        let (spread, blocked) = (&mut self.spread, self.blocked.values());
        // A blocked hex is reached only if it is a goal, and those are reached from the start.
        while spread.ticks[index] > spread.now && spread.queue.waiting > 0 && !blocked[index] {
            spread.tick(self.costs, |index| blocked[index], true);
        }
        let ticks = spread.ticks[index];
        (ticks != u32::MAX).then(|| ticks * TICK)
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

/// Waters freeze and open, rise and fall with the day's weather.
pub(super) fn under_the_sky(
    (map, sky): (Res<Map>, Res<Sky>),
    (rules, climate): (Res<MovementRules>, Res<ClimateRules>),
    (waters, flood): (Res<Waters>, Res<FloodRules>),
    mut costs: ResMut<MarchCosts>,
) {
    if sky.is_changed() {
        costs.lie_under(&sky, &map, (&rules, &climate));
    }
    if sky.is_changed() || waters.is_changed() {
        costs.lie_in(waters.deep(&map, &flood), &sky, &map, (&rules, &climate));
    }
}
