//! Ways, worked out once for all who go the same way on the same feet.

use super::foes::Foe;
use crate::seat::View;
use crate::sim::army::Posture;
use crate::sim::hex::Hex;
use crate::sim::map::Mobility;
use crate::sim::movement::Field;

/// The ways worked out this turn.
pub(super) struct Ways {
    /// True for hexes where a fresh enemy stands, or which he holds; marches go around them.
    held: Vec<bool>,
    /// True for hexes where a fresh enemy stands.
    occupied: Vec<bool>,
    fields: Vec<(Mobility, Vec<Hex>, u32, Field)>,
}

impl Ways {
    /// No ways yet, and what the enemies believed in bar.
    pub fn of(view: &View, foes: &[Foe]) -> Self {
        let grid = view.map().grid();
        let mut held = vec![false; grid.len()];
        let mut occupied = vec![false; grid.len()];
        for foe in foes.iter().filter(|foe| foe.is_fresh() && !foe.runs()) {
            let Some(index) = grid.index(foe.at) else { continue };
            (held[index], occupied[index]) = (true, true);
            if foe.men >= view.rules().movement.zone_of_control_men && foe.posture == Posture::Formed {
                for (_, beside) in grid.neighbors(foe.at) {
                    if let Some(index) = grid.index(beside) {
                        held[index] = true;
                    }
                }
            }
        }
        Self { held, occupied, fields: Vec::new() }
    }

    /// True where no enemy is known to stand or to bar the way.
    pub fn is_free(&self, view: &View, hex: Hex) -> bool {
        view.map().grid().index(hex).is_some_and(|index| !self.held[index])
    }

    /// The times of march to the nearest of `goals`, to formations about so many hexes away.
    pub fn to(&mut self, view: &View, mobility: Mobility, goals: &[Hex], hexes: u32) -> &Field {
        let limit = limit_s(view, mobility, hexes);
        let known = self
            .fields
            .iter()
            .position(|(kept, to, far, _)| *kept == mobility && to == goals && *far >= limit);
        let index = known.unwrap_or_else(|| {
            let held = &self.held;
            let field = view.costs().to(mobility, goals, limit, |index| held[index]);
            self.fields.push((mobility, goals.to_vec(), limit, field));
            self.fields.len() - 1
        });
        &self.fields[index].3
    }

    /// The quickest way that no enemy bars; failing that, one between the enemies; `None` if there is none.
    pub fn path(&mut self, view: &View, mobility: Mobility, from: Hex, goals: &[Hex]) -> Option<Vec<Hex>> {
        let far = goals.iter().map(|goal| goal.unsigned_distance_to(from)).min()?;
        let field = self.to(view, mobility, goals, far);
        if let Some(path) = view.costs().follow(mobility, field, from) {
            return Some(path);
        }
        let nearest = goals.iter().min_by_key(|goal| goal.unsigned_distance_to(from))?;
        let occupied = &self.occupied;
        let limit = limit_s(view, mobility, 2 * far);
        view.costs().path(mobility, from, *nearest, limit, |index| occupied[index])
    }
}

/// Time enough for a winding way over bad ground. Doubling steps, so that formations at like distances share a field.
fn limit_s(view: &View, mobility: Mobility, hexes: u32) -> u32 {
    let hexes = u64::from(hexes.max(4).next_power_of_two());
    let speed = u64::from(view.rules().movement.road_m_per_h[mobility as usize].max(1));
    let level_s = hexes * u64::from(view.map().hex_m) * 3600 / speed;
    (level_s * 4).min(u64::from(u32::MAX / 2)) as u32
}
