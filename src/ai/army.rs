//! Armies: formations under the highest commander who is near enough to send them a rider.

use super::mind::Mind;
use super::temper::Temper;
use crate::seat::View;
use crate::sim::hex::Hex;
use crate::sim::id::CommanderId;
use crate::sim::register::Temperament;
use crate::snapshot::FormationState;

/// How far a general's riders carry his will in good time, meters.
const RIDERS_M: u32 = 25_000;
/// How far a formation without a commander looks for one, meters.
const STRAY_M: u32 = 15_000;

/// One army.
#[derive(Debug)]
pub(super) struct Army {
    /// Who commands it, if anybody does.
    pub chief: Option<CommanderId>,
    /// His thresholds.
    pub temper: Temper,
    /// Its living formations, as places in `view.own`, by rising key.
    pub members: Vec<usize>,
    /// Where its commander is, or its strongest formation.
    pub seat: Hex,
}

impl Army {
    /// Worth of all its formations.
    pub fn worth(&self, mind: &Mind) -> i64 {
        self.members.iter().map(|index| mind.worth[*index]).sum()
    }

    /// Members about whom nothing is decided yet.
    pub fn idle(&self, mind: &Mind) -> Vec<usize> {
        self.members.iter().copied().filter(|index| !mind.busy[*index]).collect()
    }
}

/// The armies of a side, by rising key of their commanders; those without one last.
pub(super) fn armies(mind: &Mind) -> Vec<Army> {
    let view = mind.view;
    let mut chiefs: Vec<Option<CommanderId>> = view.own.iter().map(|own| chief(view, own)).collect();
    for (index, own) in view.own.iter().enumerate() {
        if chiefs[index].is_none() && own.is_alive() {
            chiefs[index] = adopted(mind, own);
        }
    }
    let mut armies: Vec<Army> = Vec::new();
    for (index, chief) in chiefs.into_iter().enumerate().filter(|(index, _)| view.own[*index].is_alive()) {
        match armies.iter_mut().find(|army| army.chief == chief) {
            Some(army) => army.members.push(index),
            None => armies.push(raise(view, chief, index)),
        }
    }
    armies.sort_by_key(|army| (army.chief.is_none(), army.chief));
    for army in &mut armies {
        let led = army.chief.and_then(|chief| view.commander(chief));
        let with = led.and_then(|commander| view.formation(commander.with)).filter(|own| own.is_alive());
        let strongest = army.members.iter().max_by_key(|index| (mind.worth[**index], usize::MAX - **index));
        let seat = with.or_else(|| strongest.map(|index| mind.own(*index)));
        army.seat = seat.map_or(Hex::ZERO, |own| own.place.hex());
    }
    armies
}

fn raise(view: &View, chief: Option<CommanderId>, first: usize) -> Army {
    let temperament = chief.and_then(|chief| view.commander_info(chief)).map(|info| info.temperament);
    Army {
        chief,
        temper: Temper::of(temperament.unwrap_or(Temperament::Steady)),
        members: vec![first],
        seat: view.own[first].place.hex(),
    }
}

/// The highest commander over a formation who can lead and is in reach of riders.
fn chief(view: &View, own: &FormationState) -> Option<CommanderId> {
    let here = own.place.hex();
    let mut chief = view.commander(own.led.0?).filter(|commander| commander.leads())?;
    for _ in 0..8 {
        let Some(above) = chief.superior.and_then(|above| view.commander(above)) else { break };
        let near = view.formation(above.with).is_some_and(|with| {
            with.is_alive() && with.place.hex().unsigned_distance_to(here) * view.map().hex_m <= RIDERS_M
        });
        if !above.leads() || !near {
            break;
        }
        chief = above;
    }
    Some(chief.id)
}

/// The commander whose army is nearest to a formation that has none.
fn adopted(mind: &Mind, own: &FormationState) -> Option<CommanderId> {
    let here = own.place.hex();
    let reach = mind.hexes(STRAY_M);
    let led = mind.view.own.iter().filter(|other| other.is_alive() && other.led.0.is_some());
    let near = led.map(|other| (other.place.hex().unsigned_distance_to(here), other));
    let nearest = near.filter(|(far, _)| *far <= reach).min_by_key(|(far, other)| (*far, other.id))?;
    chief(mind.view, nearest.1)
}
