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
    fields: Vec<Kept>,
}

/// A field worked out this turn, and what for.
struct Kept {
    mobility: Mobility,
    goals: Vec<Hex>,
    limit_s: u32,
    bars: Bars,
    field: Field,
}

/// What a march goes around.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bars {
    /// Enemies and the ground that they hold, but for the goal's own surroundings.
    Held,
    /// Enemies.
    Occupied,
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
            if foe.men >= view.rules().movement.zone_men(view.map().hex_m) && foe.posture == Posture::Formed {
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

    /// The quickest way to the nearest of `goals` that no enemy bars; failing that, one between the enemies; `None`
    /// if there is none.
    pub fn path(&mut self, view: &View, mobility: Mobility, from: Hex, goals: &[Hex]) -> Option<Vec<Hex>> {
        let far = goals.iter().map(|goal| goal.unsigned_distance_to(from)).min()?;
        [(Bars::Held, 3), (Bars::Occupied, 10)].into_iter().find_map(|(bars, winding)| {
            let limit_s = limit_s(view, mobility, far, winding);
            let field = self.to(view, mobility, goals, limit_s, bars);
            view.costs().follow(mobility, field, from)
        })
    }

    /// The times of march to the nearest of `goals`.
    fn to(&mut self, view: &View, mobility: Mobility, goals: &[Hex], limit_s: u32, bars: Bars) -> &Field {
        let known = self.fields.iter().position(|kept| {
            kept.mobility == mobility && kept.bars == bars && kept.limit_s >= limit_s && kept.goals == goals
        });
        let index = known.unwrap_or_else(|| {
            let field = match bars {
                Bars::Occupied => view.costs().to(mobility, goals, limit_s, |index| self.occupied[index]),
                Bars::Held => {
                    let held = self.held_but_for(view, goals);
                    view.costs().to(mobility, goals, limit_s, |index| held[index])
                }
            };
            self.fields.push(Kept { mobility, goals: goals.to_vec(), limit_s, bars, field });
            self.fields.len() - 1
        });
        &self.fields[index].field
    }

    /// What enemies hold, without the surroundings of goals: who marches at an enemy must come near him.
    fn held_but_for(&self, view: &View, goals: &[Hex]) -> Vec<bool> {
        let grid = view.map().grid();
        let mut held = self.held.clone();
        for goal in goals {
            for near in goal.range(2) {
                if let Some(index) = grid.index(near) {
                    held[index] = self.occupied[index];
                }
            }
        }
        held
    }
}

/// Time enough for a way that winds so many times the level road's length. In steps, so that formations at like
/// distances share a field.
fn limit_s(view: &View, mobility: Mobility, hexes: u32, winding: u64) -> u32 {
    let hexes = u64::from(hexes.max(4).next_multiple_of(12));
    let speed = u64::from(view.rules().movement.road_m_per_h[mobility as usize].max(1));
    let level_s = hexes * u64::from(view.map().hex_m) * 3600 / speed;
    (level_s * winding).min(u64::from(u32::MAX / 2)) as u32
}
