//! Who stands where in truth, and the ground that standing men hold against their enemies.

use super::MarchCosts;
use crate::sim::army::Posture;
use crate::sim::hex::{Grid, Hex, HexMap};
use crate::sim::id::{FormationId, SideId};

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
    costs: &'a MarchCosts,
    zone_men: u32,
    /// By key; `None` for those without men.
    bodies: Vec<Option<Body>>,
    /// Who came into a hex last.
    inside: HexMap<Option<FormationId>>,
    /// By key, who was in its hex before it.
    before: Vec<Option<FormationId>>,
}

impl<'a> Dispositions<'a> {
    /// Of these formations; `zone_men` is the fewest who hold the hexes around them.
    pub fn new(
        costs: &'a MarchCosts,
        grid: Grid,
        zone_men: u32,
        bodies: impl IntoIterator<Item = Body>,
    ) -> Self {
        let inside = HexMap::new(grid, None);
        let mut all = Self { costs, zone_men, bodies: Vec::new(), inside, before: Vec::new() };
        for body in bodies {
            all.put(body);
        }
        all
    }

    /// A formation is there now, so.
    pub fn put(&mut self, body: Body) {
        let index = body.id.index();
        if index >= self.bodies.len() {
            self.bodies.resize(index + 1, None);
            self.before.resize(index + 1, None);
        }
        let gone = self.bodies[index].replace(body);
        if gone.is_some_and(|gone| gone.hex == body.hex) {
            return;
        }
        if let Some(gone) = gone {
            self.take_out(gone);
        }
        if let Some(last) = self.inside.get_mut(body.hex) {
            self.before[index] = last.replace(body.id);
        }
    }

    /// Takes a formation out of the chain of those in its hex.
    fn take_out(&mut self, gone: Body) {
        let before = self.before[gone.id.index()].take();
        let Some(last) = self.inside.get_mut(gone.hex) else { return };
        if *last == Some(gone.id) {
            *last = before;
        } else if let Some(after) = self.before.iter_mut().find(|before| **before == Some(gone.id)) {
            *after = before;
        }
    }

    /// A formation as it is now; `None` if it has no men left.
    pub fn body(&self, id: FormationId) -> Option<&Body> {
        self.bodies.get(id.index())?.as_ref()
    }

    /// All living formations, by key.
    pub fn bodies(&self) -> impl Iterator<Item = &Body> {
        self.bodies.iter().flatten()
    }

    /// Who is in a hex, in no order that means anything.
    pub fn inside(&self, hex: Hex) -> impl Iterator<Item = &Body> {
        let last = self.inside.get(hex).copied().flatten();
        let chain = std::iter::successors(last, |id| self.before[id.index()]);
        chain.filter_map(|id| self.body(id))
    }

    /// True when a living enemy of `side` is in a hex, hidden and routed ones too.
    pub fn has_enemy(&self, side: SideId, hex: Hex) -> bool {
        self.inside(hex).any(|body| body.side != side)
    }

    /// Enemies of `side` who hold a hex from the hexes around it: they stand, they can be seen, they are enough, and no
    /// river or bluff lies between.
    pub fn holders(&self, side: SideId, hex: Hex) -> impl Iterator<Item = &Body> {
        let around = self.inside.grid().neighbors(hex);
        let around = around.filter(move |(edge, _)| self.costs.can_strike_across(hex, *edge));
        let around = around.flat_map(|(_, next)| self.inside(next));
        around.filter(move |body| body.side != side && self.holds(body))
    }

    /// True when an enemy of `side` holds a hex.
    pub fn is_held(&self, side: SideId, hex: Hex) -> bool {
        self.holders(side, hex).next().is_some()
    }

    /// Hexes from a hex to the nearest living enemy of `side` who has not broken; `None` if there is none.
    pub fn nearest_enemy(&self, side: SideId, hex: Hex) -> Option<u32> {
        let enemies = self.bodies().filter(|body| body.side != side && body.posture != Posture::Routed);
        enemies.map(|body| body.hex.unsigned_distance_to(hex)).min()
    }

    fn holds(&self, body: &Body) -> bool {
        matches!(body.posture, Posture::Formed | Posture::Camp) && body.up >= self.zone_men
    }
}
