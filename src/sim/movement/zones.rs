//! Who stands where in truth, and the ground that standing men hold against their enemies.

use std::collections::BTreeMap;

use crate::sim::army::Posture;
use crate::sim::hex::Hex;
use crate::sim::id::{FormationId, SideId};
use crate::sim::map::Map;

/// A living formation as others run into it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Body {
    /// Which.
    pub id: FormationId,
    /// Whose.
    pub side: SideId,
    /// Where its head is.
    pub hex: Hex,
    /// In what order.
    pub posture: Posture,
    /// Men under arms who are up with the head.
    pub up: u32,
}

/// Where all living formations are. Rebuilt every step; the truth, not what a side believes.
#[derive(Debug, Clone)]
pub struct Dispositions<'a> {
    map: &'a Map,
    zone_men: u32,
    bodies: BTreeMap<FormationId, Body>,
    /// Who is in a hex, by its place in the flat list.
    inside: BTreeMap<usize, Vec<FormationId>>,
}

impl<'a> Dispositions<'a> {
    /// Of these formations; `zone_men` is the fewest who hold the hexes around them.
    pub fn new(map: &'a Map, zone_men: u32, bodies: impl IntoIterator<Item = Body>) -> Self {
        let mut all = Self { map, zone_men, bodies: BTreeMap::new(), inside: BTreeMap::new() };
        for body in bodies {
            all.put(body);
        }
        all
    }

    /// A formation is there now, so.
    pub fn put(&mut self, body: Body) {
        let gone = self.bodies.insert(body.id, body);
        if let Some(index) = gone.and_then(|gone| self.map.grid().index(gone.hex))
            && let Some(inside) = self.inside.get_mut(&index)
        {
            inside.retain(|id| *id != body.id);
        }
        if let Some(index) = self.map.grid().index(body.hex) {
            self.inside.entry(index).or_default().push(body.id);
        }
    }

    /// A formation as it is now; `None` if it has no men left.
    pub fn body(&self, id: FormationId) -> Option<&Body> {
        self.bodies.get(&id)
    }

    /// All living formations, by key.
    pub fn bodies(&self) -> impl Iterator<Item = &Body> {
        self.bodies.values()
    }

    /// Who is in a hex.
    pub fn inside(&self, hex: Hex) -> impl Iterator<Item = &Body> {
        let index = self.map.grid().index(hex);
        let ids = index.and_then(|index| self.inside.get(&index)).into_iter().flatten();
        ids.filter_map(|id| self.bodies.get(id))
    }

    /// True when a living enemy of `side` is in a hex, hidden and routed ones too.
    pub fn has_enemy(&self, side: SideId, hex: Hex) -> bool {
        self.inside(hex).any(|body| body.side != side)
    }

    /// Enemies of `side` who hold a hex from the hexes around it: they stand, they can be seen, they are enough, and no
    /// river or bluff lies between.
    pub fn holders(&self, side: SideId, hex: Hex) -> impl Iterator<Item = &Body> {
        let around =
            self.map.grid().neighbors(hex).filter(move |(edge, _)| self.map.can_strike_across(hex, *edge));
        let around = around.flat_map(|(_, next)| self.inside(next));
        around.filter(move |body| body.side != side && self.holds(body))
    }

    /// True when an enemy of `side` holds a hex.
    pub fn is_held(&self, side: SideId, hex: Hex) -> bool {
        self.holders(side, hex).next().is_some()
    }

    /// Hexes from a hex to the nearest living enemy of `side` who has not broken; `None` if there is none.
    pub fn nearest_enemy(&self, side: SideId, hex: Hex) -> Option<u32> {
        let enemies =
            self.bodies.values().filter(|body| body.side != side && body.posture != Posture::Routed);
        enemies.map(|body| body.hex.unsigned_distance_to(hex)).min()
    }

    fn holds(&self, body: &Body) -> bool {
        matches!(body.posture, Posture::Formed | Posture::Camp) && body.up >= self.zone_men
    }
}
