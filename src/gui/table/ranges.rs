//! What the map tells of the one formation that is chosen, and of the grain: how far it comes this turn, what it lives on,
//! what bearers carry to and fro. It is worked out once for what a side knows.

use std::sync::Arc;

use super::map::MapState;
use super::{Phase, Table};
use crate::gui::draw::overlay::{self, Overlay};
use crate::gui::draw::{self, Drawing};
use crate::sim::id::FormationId;
use crate::sim::intent::Pace;

pub(super) type RangeKey = (usize, FormationId, Pace);

/// What the map tells of the one formation that is chosen.
#[derive(Default)]
pub(super) struct Ranges {
    /// Where it can be by the end of this turn, row by row.
    pub reach: Vec<bool>,
    /// What it lives on.
    pub food: Option<overlay::Food>,
}

impl MapState {
    /// What the map tells of the one formation that is chosen.
    pub(super) fn ranges(&self) -> Option<&Ranges> {
        self.ranges.as_ref().map(|(_, ranges)| ranges)
    }
}

impl Table {
    /// How far the chosen formation comes this turn; with the overlay of food, where grain lies and the way to it.
    pub(super) fn draw_ranges(&mut self, drawing: &Drawing) {
        let chosen = match &self.phase {
            Phase::Plan(plan) => plan.one().map(|id| (plan, id)),
            _ => None,
        };
        let food = self.map.overlay == Some(Overlay::Supply);
        if let Phase::Plan(plan) = &self.phase
            && food
        {
            let key = Arc::as_ptr(&plan.scene) as usize;
            if self.map.routes.as_ref().is_none_or(|(known, _)| *known != key) {
                self.map.routes = Some((key, overlay::routes(&plan.view)));
            }
        } else {
            self.map.routes = None;
        }
        if let Some((plan, id)) = chosen {
            let key = (Arc::as_ptr(&plan.scene) as usize, id, plan.pace);
            if self.map.ranges.as_ref().is_none_or(|(known, _)| *known != key) {
                let ranges = Ranges {
                    reach: overlay::reach(&plan.scene, &plan.view, id, plan.pace),
                    food: overlay::food(&plan.scene, &plan.view, id),
                };
                self.map.ranges = Some((key, ranges));
            }
        } else {
            self.map.ranges = None;
        }
        if let Some(ranges) =
            self.map.ranges().filter(|_| !matches!(self.map.overlay, Some(Overlay::Reach(_))))
        {
            draw::reach_line(drawing, &ranges.reach);
        }
        if let Some(side) = drawing.scene.viewer.filter(|_| food) {
            let way =
                self.map.ranges().and_then(|ranges| ranges.food.as_ref()).map_or(&[][..], |food| &food.way);
            let routes = self.map.routes.as_ref().map_or(&[][..], |(_, routes)| routes);
            draw::supply_ways(drawing, side, way, routes);
        }
    }
}
