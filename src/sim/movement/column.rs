//! The column: how long it is, where its tail lies, how it closes up and deploys, and who must wait for whom.

use serde::{Deserialize, Serialize};

use super::{Legs, MarchCosts, MovementRules, column_m};
use crate::sim::hex::{Hex, SIDES, opposite, side_towards};
use crate::sim::map::{Map, Mobility, Stream};

/// Steps that a trail remembers.
const LONGEST: u32 = 21;

/// The way by which a head came to its hex, the last 21 steps of it: three bits a step, the last step lowest.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trail(u64);

impl Trail {
    /// The head went one step over this side.
    pub(super) fn step(&mut self, side: usize) {
        self.0 = (self.0 << 3 | (side as u64 + 1)) & ((1 << (3 * LONGEST)) - 1);
    }

    /// The steps from the head back, as `(from, to)`.
    pub fn steps(self, head: Hex) -> impl Iterator<Item = (Hex, Hex)> {
        let mut to = head;
        (0..LONGEST).map_while(move |back| ((self.0 >> (3 * back) & 7) as usize).checked_sub(1)).map(
            move |side| {
                let from = to + SIDES[opposite(side)];
                (from, std::mem::replace(&mut to, from))
            },
        )
    }
}

/// Columns that find room beside each other on the way over an edge.
pub fn lanes(map: &Map, mobility: Mobility, from: Hex, side: usize, rules: &MovementRules) -> u32 {
    if map.edge(from, side) == Stream::Ford {
        return 1;
    }
    let cost = map.kind(from + SIDES[side]).cost_for(mobility);
    match cost {
        _ if map.has_road(from, side) => rules.road_lanes(map.hex_m),
        Some(cost) => (u32::from(rules.open_lanes) * 1000 / u32::from(cost)).max(1),
        _ => 1,
    }
}

/// Men of a mobility, with the beasts they ride or lead, whom the way over an edge lets through in so many minutes of light:
/// as many columns as find room beside each other, one after the other, each as fast as the ground beyond lets it. `None`
/// where no way leads.
pub fn passes(
    (map, costs): (&Map, &MarchCosts),
    mobility: Mobility,
    (from, side): (Hex, usize),
    light_min: u32,
    rules: &MovementRules,
) -> Option<u32> {
    costs.seconds(mobility, from, side)?;
    let on_road = u64::from(rules.road_m_per_h[mobility as usize]);
    let m_per_h = match map.kind(from + SIDES[side]).cost_for(mobility) {
        Some(ground) if !map.has_road(from, side) => {
            on_road * 1_000_000 / (u64::from(ground) * u64::from(rules.off_road)).max(1)
        }
        _ => on_road,
    };
    let columns_m = m_per_h * u64::from(light_min) / 60 * u64::from(lanes(map, mobility, from, side, rules));
    let men = columns_m * 1000 / u64::from(rules.column_m_per_1000[mobility as usize].max(1));
    Some(men.min(u64::from(u32::MAX)) as u32)
}

/// Fewest men of a mobility whom any step of a way lets through in so many minutes of light; `None` if it is none or broken.
pub fn narrowest(
    (map, costs): (&Map, &MarchCosts),
    mobility: Mobility,
    way: &[Hex],
    light_min: u32,
    rules: &MovementRules,
) -> Option<u32> {
    let step = |pair: &[Hex]| {
        let side = side_towards(pair[0], pair[1])?;
        passes((map, costs), mobility, (pair[0], side), light_min, rules)
    };
    way.windows(2).map(step).min().flatten()
}

/// The tail after the head went one hex: it grows until the whole column is on the way.
pub(super) fn stretched(tail_m: u32, hex_m: u32, whole_m: u32, lanes: u32) -> u32 {
    let longest = whole_m / lanes.max(1);
    tail_m.max((tail_m + hex_m).min(longest)).min(whole_m)
}

/// True while the tail of a column whose head is at `head` still passes the edge from `from` to `to`.
pub(super) fn blocks(legs: Legs, head: Hex, hex_m: u32, from: Hex, to: Hex) -> bool {
    // The tail's end must be past the middle of the step, where the edge is.
    let passing = legs.tail_m.saturating_add(hex_m / 2) / hex_m.max(1);
    // Whose head is further from the edge than its column is long did not come over it with anybody behind.
    head.unsigned_distance_to(to) < passing
        && legs.trail.steps(head).take(passing as usize).any(|step| step == (from, to))
}

/// Seconds that so many men need to deploy from column, or to make camp, once they are up.
pub fn deploy_s(men: u32, rules: &MovementRules) -> u32 {
    (u64::from(men) * u64::from(rules.deploy_min_per_1000) * 60 / 1000).min(u64::from(u32::MAX)) as u32
}

/// The tail after so many seconds of coming up at `m_per_h`; answers also the seconds left over when it is up.
pub(super) fn closed(tail_m: u32, seconds: u32, m_per_h: u32) -> (u32, u32) {
    let needed = u64::from(tail_m) * 3600 / u64::from(m_per_h.max(1));
    if needed <= u64::from(seconds) {
        return (0, seconds - needed as u32);
    }
    let gone = u64::from(seconds) * u64::from(m_per_h) / 3600;
    (tail_m - gone.min(u64::from(tail_m)) as u32, 0)
}

/// Men of a formation who are up with its head.
pub(super) fn men_up(
    legs: Legs,
    under_arms: u32,
    mouths: u32,
    mobility: Mobility,
    rules: &MovementRules,
) -> u32 {
    let up = legs.up_permille(column_m(mouths, mobility, rules));
    (u64::from(under_arms) * u64::from(up) / 1000) as u32
}
