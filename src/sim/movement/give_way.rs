//! Giving way: men told to avoid or to screen fall back before a stronger enemy whom their side knows of.

use super::MovementRules;
use crate::sim::army::Posture;
use crate::sim::hex::Hex;
use crate::sim::intent::Stance;
use crate::sim::sighting::Belief;

/// Reports younger than this count, minutes; those of the last look always do.
pub(super) const FRESH_MIN: u32 = 60;

/// An enemy as the side believes it to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Threat {
    pub(super) at: Hex,
    pub(super) men: u32,
}

/// The unbroken enemies of whom a side has heard within so many minutes.
pub(super) fn threats(belief: &Belief, minute: u32, fresh_min: u32) -> Vec<Threat> {
    let fresh = belief.reports.values().filter(|report| report.minute + fresh_min > minute);
    fresh
        .filter(|report| report.posture != Posture::Routed)
        .map(|report| Threat { at: report.at, men: report.men })
        .collect()
}

/// How near an enemy may come before men of this stance give way, meters; `None` for those who stay.
pub(super) fn distance_kept(stance: Stance, rules: &MovementRules) -> Option<u32> {
    match stance {
        Stance::Avoid => Some(rules.give_way_m.0),
        Stance::Screen => Some(rules.give_way_m.1),
        _ => None,
    }
}

/// Where to give way to: the way, of those that are open, that leads furthest from the nearest threat. `None` when
/// all enemies within `reach` hexes together are no stronger than its own `men`, or no way leads further from them.
pub(super) fn retreat(here: Hex, men: u32, reach: u32, threats: &[Threat], ways: &[Hex]) -> Option<Hex> {
    let near = |threat: &&Threat| threat.at.unsigned_distance_to(here) <= reach;
    let strength: u64 = threats.iter().filter(near).map(|threat| u64::from(threat.men)).sum();
    if strength <= u64::from(men) {
        return None;
    }
    // The sum of distances breaks ties between ways that are equally far from the nearest.
    let far = |hex: Hex| {
        let distances = threats.iter().filter(near).map(|threat| threat.at.unsigned_distance_to(hex));
        (distances.clone().min().unwrap_or(u32::MAX), distances.sum::<u32>())
    };
    let best = ways.iter().copied().rev().max_by_key(|way| far(*way))?;
    (far(best) > far(here)).then_some(best)
}
