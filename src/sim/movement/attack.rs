//! An attack on the march: after the enemy as the side believes him to be, not as he is.

use super::MarchCosts;
use crate::sim::army::Posture;
use crate::sim::hex::{Grid, Hex, HexMap};
use crate::sim::id::FormationId;
use crate::sim::map::Mobility;
use crate::sim::sighting::{Belief, Report};

/// Longest way to an enemy that is looked for, seconds.
const LIMIT_S: u32 = 10 * 24 * 3600;

/// How an attack goes on in this step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Approach {
    /// The enemy is nowhere to be found.
    Lost,
    /// Nothing leads there.
    NoWay,
    /// Along these hexes until beside it; none left when beside it already.
    Along {
        /// Where the enemy is believed to be.
        believed: Hex,
        /// True when he is believed to run.
        runs: bool,
        /// Hexes to enter, the next one first.
        route: Vec<Hex>,
    },
}

/// The approach to an enemy by the side's own knowledge. Who already stands beside the place where the enemy should
/// be, and has had `patience` minutes in which nobody was seen there, has lost him.
pub(super) fn approach(
    target: FormationId,
    here: Hex,
    (minute, patience): (u32, u32),
    mobility: Mobility,
    belief: &Belief,
    grid: Grid,
    costs: &MarchCosts,
) -> Approach {
    let Some(report) = belief.reports.get(&target) else { return Approach::Lost };
    let distance = report.at.unsigned_distance_to(here);
    let fresh =
        |seen: &Report| seen.minute + patience >= minute && seen.at.unsigned_distance_to(report.at) <= 1;
    if distance == 0 || (distance == 1 && !belief.reports.values().any(fresh)) {
        return Approach::Lost;
    }
    let mut others = HexMap::new(grid, false);
    for other in belief.reports.values() {
        if other.at != report.at && other.posture != Posture::Routed {
            others.get_mut(other.at).into_iter().for_each(|other| *other = true);
        }
    }
    let around = costs.path(mobility, here, report.at, LIMIT_S, |index| others.values()[index]);
    let route = around.or_else(|| costs.path(mobility, here, report.at, LIMIT_S, |_| false));
    let Some(mut route) = route else {
        return if distance == 1 { beside(report) } else { Approach::NoWay };
    };
    route.pop(); // the enemy's own hex
    Approach::Along { believed: report.at, runs: report.posture == Posture::Routed, route }
}

fn beside(report: &Report) -> Approach {
    Approach::Along { believed: report.at, runs: report.posture == Posture::Routed, route: Vec::new() }
}
