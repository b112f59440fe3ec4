//! The land: terrain, heights, roads and streams, hex by hex. It does not change during a war.
//!
//! Each further property of a hex that a mechanism needs (ice, mud, eaten grass) is that mechanism's own
//! [`HexMap`] and does not come here.

use bevy_ecs::prelude::Resource;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::course::Course;
use super::hex::{Grid, Hex, HexMap, SIDES, opposite, side_towards};
use super::id::TerrainId;

/// How a body of men gets about; decides which column of a terrain's costs applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Mobility {
    /// On foot.
    Foot,
    /// Foot bred to the hills: ravines and slopes slow it little.
    Hill,
    /// On horseback.
    Horse,
    /// Pack animals, herds and carts.
    Train,
}

/// One kind of ground.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TerrainKind {
    /// The name as reports print it.
    pub name: String,
    /// Time to cross a hex against the same distance of level road, permille, by mobility: foot, hill, horse, train.
    /// 0 bars the way but on a road.
    pub cost: [u16; 4],
    /// Share of losses that its cover spares the defender, permille (0 none, 400 walls and houses).
    pub cover: u16,
    /// What a charge is worth here against level ground, permille.
    pub charge: u16,
    /// Men who can lie hidden in one square kilometer.
    pub hides: u32,
    /// Height of growth or houses that stops the eye, meters.
    pub blocks_m: u16,
    /// How far rain softens it against loess, permille.
    pub mud: u16,
    /// True where men and beasts find water without a stream or a place beside them.
    pub water: bool,
    /// Horses whom a square kilometer of it feeds for a day, with all the grass of the best month.
    pub grass: u16,
    /// True where trees grow of which ladders and engines can be built.
    pub timber: bool,
    /// Food in barns and pits after the harvest that soldiers find, sheng in a square kilometer.
    pub crops: u16,
}

impl TerrainKind {
    /// Time factor for a mobility, permille; `None` when it cannot enter.
    pub fn cost_for(&self, mobility: Mobility) -> Option<u16> {
        Some(self.cost[mobility as usize]).filter(|cost| *cost > 0)
    }
}

/// The kind of a stream along a hexside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stream {
    /// No water on this side.
    None,
    /// Waded almost anywhere: it costs time and order.
    Brook,
    /// Too deep but at fords and bridges.
    River,
    /// A ford or bridge over a river.
    Ford,
    /// A bank or cliff that cannot be climbed; men driven over it die.
    Bluff,
}

/// The land of a war. Read by all, written by none.
#[derive(Resource, Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Map {
    grid: Grid,
    /// Distance between the centers of neighboring hexes, meters.
    pub hex_m: u32,
    /// Kinds of ground, by [`TerrainId`].
    pub kinds: Vec<TerrainKind>,
    terrain: HexMap<TerrainId>,
    height: HexMap<i16>,
    /// Meters of road from the hex over each side to its neighbor; 0 where there is none.
    roads: HexMap<[u16; 6]>,
    edges: HexMap<[Stream; 6]>,
    /// A bit for each side of a hex along which a great river runs.
    great: HexMap<u8>,
    /// Where it was leveled: the ground, decimeters above the sea.
    levels: Option<HexMap<i32>>,
    courses: Vec<Course>,
}

impl Map {
    /// Puts a map together. All layers must have the grid of `terrain`; height in meters above the sea.
    pub fn new(hex_m: u32, kinds: Vec<TerrainKind>, terrain: HexMap<TerrainId>, height: HexMap<i16>) -> Self {
        let grid = terrain.grid();
        Self {
            grid,
            hex_m,
            kinds,
            terrain,
            height,
            roads: HexMap::new(grid, [0; 6]),
            edges: HexMap::new(grid, [Stream::None; 6]),
            great: HexMap::new(grid, 0),
            levels: None,
            courses: Vec::new(),
        }
    }

    /// Levels the land to a decimeter; does nothing with a layer of another grid.
    pub fn level(&mut self, levels: HexMap<i32>) {
        if levels.grid() == self.grid {
            self.levels = Some(levels);
        }
    }

    /// Leads a watercourse through the land.
    pub fn lead(&mut self, course: Course) {
        self.courses.push(course);
    }

    /// Lays a straight road between two neighbors; does nothing if they are not, or if there is one.
    pub fn lay_road(&mut self, a: Hex, b: Hex) {
        if !side_towards(a, b).is_some_and(|side| self.has_road(a, side)) {
            self.lay_winding_road(a, b, self.hex_m);
        }
    }

    /// Lays a road of so many meters between two neighbors, in place of any other; does nothing if they are not.
    pub fn lay_winding_road(&mut self, a: Hex, b: Hex, meters: u32) {
        let meters = meters.clamp(1, u32::from(u16::MAX)) as u16;
        if let Some(side) = side_towards(a, b)
            && self.grid.contains(a)
            && self.grid.contains(b)
        {
            for (hex, side) in [(a, side), (b, opposite(side))] {
                if let Some(roads) = self.roads.get_mut(hex) {
                    roads[side] = meters;
                }
            }
        }
    }

    /// Puts a stream, ford or bluff on the side between two neighbors; does nothing if they are not.
    pub fn set_edge(&mut self, a: Hex, b: Hex, stream: Stream) {
        if let Some(side) = side_towards(a, b)
            && self.grid.contains(a)
            && self.grid.contains(b)
        {
            for (hex, side) in [(a, side), (b, opposite(side))] {
                if let Some(edges) = self.edges.get_mut(hex) {
                    edges[side] = stream;
                }
            }
        }
    }

    /// Says that the water on the side between two neighbors is a great river, which rises and falls with the months.
    pub fn make_great(&mut self, a: Hex, b: Hex) {
        if let Some(side) = side_towards(a, b) {
            for (hex, side) in [(a, side), (b, opposite(side))] {
                if let Some(great) = self.great.get_mut(hex) {
                    *great |= 1 << side;
                }
            }
        }
    }

    /// True when the water on a side is a great river, at fords too.
    pub fn is_great(&self, hex: Hex, side: usize) -> bool {
        self.great.get(hex).is_some_and(|great| great & 1 << side != 0)
    }

    /// Sets the height of a hex above the sea, meters; does nothing off the map.
    pub fn set_height(&mut self, hex: Hex, meters: i16) {
        if let Some(height) = self.height.get_mut(hex) {
            *height = meters;
        }
    }

    /// The part of the land inside a window, whose hexes keep their columns and rows; nothing is left of roads and
    /// streams over its rim. `None` when the window is empty or reaches beyond the map.
    pub fn window(&self, window: Grid) -> Option<Self> {
        let all = || (0..window.len()).map(|index| window.at(index));
        if window.is_empty() || !all().all(|hex| self.grid.contains(hex)) {
            return None;
        }
        let inward = |hex: Hex, side: usize| window.contains(hex + SIDES[side]);
        let roads = all().map(|hex| {
            let road_m = |side| self.roads.get(hex).map_or(0, |roads| roads[side]);
            std::array::from_fn(|side| if inward(hex, side) { road_m(side) } else { 0 })
        });
        let edges = all().map(|hex| {
            std::array::from_fn(|side| if inward(hex, side) { self.edge(hex, side) } else { Stream::None })
        });
        let great = all().map(|hex| {
            let sides = (0..6).filter(|side| inward(hex, *side) && self.is_great(hex, *side));
            sides.fold(0, |great, side| great | 1 << side)
        });
        Some(Self {
            grid: window,
            hex_m: self.hex_m,
            kinds: self.kinds.clone(),
            terrain: HexMap::from_rows(window, all().map(|hex| self.terrain_id(hex)).collect())?,
            height: HexMap::from_rows(window, all().map(|hex| self.height(hex) as i16).collect())?,
            roads: HexMap::from_rows(window, roads.collect())?,
            edges: HexMap::from_rows(window, edges.collect())?,
            great: HexMap::from_rows(window, great.collect())?,
            levels: match &self.levels {
                Some(_) => Some(HexMap::from_rows(window, all().map(|hex| self.level_dm(hex)).collect())?),
                None => None,
            },
            courses: (self.courses.iter())
                .map(|course| {
                    let mut course = course.clone();
                    course.reaches.retain(|reach| reach.banks().into_iter().any(|hex| window.contains(hex)));
                    course
                })
                .filter(|course| !course.reaches.is_empty())
                .collect(),
        })
    }

    /// True when every layer covers the same rectangle and every hex has a kind of ground: what cannot be otherwise
    /// in a map put together here, and can in one that was read from a file.
    pub fn is_sound(&self) -> bool {
        let covers = |grid: Grid, values: usize| grid == self.grid && values == self.grid.len();
        !self.grid.is_empty()
            && self.hex_m > 0
            && covers(self.terrain.grid(), self.terrain.values().len())
            && covers(self.height.grid(), self.height.values().len())
            && covers(self.roads.grid(), self.roads.values().len())
            && covers(self.edges.grid(), self.edges.values().len())
            && covers(self.great.grid(), self.great.values().len())
            && self.levels.as_ref().is_none_or(|levels| covers(levels.grid(), levels.values().len()))
            && self
                .courses
                .iter()
                .flat_map(|course| &course.reaches)
                .all(|reach| reach.side < 6 && reach.banks().into_iter().any(|hex| self.grid.contains(hex)))
            && self.terrain.values().iter().all(|kind| kind.index() < self.kinds.len())
    }

    /// The rectangle of hexes.
    pub fn grid(&self) -> Grid {
        self.grid
    }

    /// The kind of ground of a hex; off the map, that of the first hex.
    pub fn kind(&self, hex: Hex) -> &TerrainKind {
        &self.kinds[self.terrain_id(hex).index()]
    }

    /// The key of the kind of ground.
    pub fn terrain_id(&self, hex: Hex) -> TerrainId {
        self.terrain.get(hex).copied().unwrap_or(TerrainId(0))
    }

    /// Men whom the ground of a hex hides.
    pub fn hiding_room(&self, hex: Hex) -> u64 {
        let square_m = u64::from(self.hex_m) * u64::from(self.hex_m);
        u64::from(self.kind(hex).hides) * square_m / 1_000_000
    }

    /// Height above the sea, meters; 0 off the map.
    pub fn height(&self, hex: Hex) -> i32 {
        self.height.get(hex).map_or(0, |height| i32::from(*height))
    }

    /// Level of the ground, decimeters above the sea: as leveled, else as high as the hex.
    pub fn level_dm(&self, hex: Hex) -> i32 {
        let leveled = self.levels.as_ref().and_then(|levels| levels.get(hex));
        leveled.copied().unwrap_or_else(|| self.height(hex) * 10)
    }

    /// Watercourses whose banks and dikes are known.
    pub fn courses(&self) -> &[Course] {
        &self.courses
    }

    /// True when a road runs over this side.
    pub fn has_road(&self, hex: Hex, side: usize) -> bool {
        self.roads.get(hex).is_some_and(|roads| roads[side] > 0)
    }

    /// Meters of the way from a hex over a side to its neighbor: by road as it winds, else straight.
    pub fn way_m(&self, hex: Hex, side: usize) -> u32 {
        let road_m = self.roads.get(hex).map_or(0, |roads| roads[side]);
        if road_m > 0 { u32::from(road_m) } else { self.hex_m }
    }

    /// True when any road touches the hex.
    pub fn is_on_road(&self, hex: Hex) -> bool {
        self.roads.get(hex).is_some_and(|roads| roads.iter().any(|meters| *meters > 0))
    }

    /// What lies along a side of a hex.
    pub fn edge(&self, hex: Hex, side: usize) -> Stream {
        self.edges.get(hex).map_or(Stream::None, |edges| edges[side])
    }

    /// What lies between two neighbors.
    pub fn edge_between(&self, a: Hex, b: Hex) -> Stream {
        side_towards(a, b).map_or(Stream::None, |side| self.edge(a, side))
    }
}
