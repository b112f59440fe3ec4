//! Armies: formations under the highest commander who is near enough to send them a rider.

use super::mind::Mind;
use super::temper::Temper;
use crate::seat::View;
use crate::sim::command::Commander;
use crate::sim::hex::Hex;
use crate::sim::id::CommanderId;
use crate::sim::register::Temperament;
use crate::snapshot::FormationState;

/// How far a general's riders carry his will in good time, meters.
const RIDERS_M: u32 = 25_000;
/// How long a chain of command is followed.
const CHAIN: usize = 8;
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

    /// The supreme commander above its own, however far away.
    pub fn supreme(&self, mind: &Mind) -> Option<CommanderId> {
        self.members.iter().find_map(|index| mind.supreme[*index])
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
        let led = army.chief.and_then(|chief| commander(view, chief));
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
    let mut chief = commander(view, own.led.0?).filter(|commander| commander.leads())?;
    for _ in 0..CHAIN {
        let Some(above) = chief.superior.and_then(|above| commander(view, above)) else { break };
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

/// One of the side's commanders; they are kept by rising key.
fn commander(view: &View, id: CommanderId) -> Option<&Commander> {
    let index = view.commanders.binary_search_by_key(&id, |commander| commander.id).ok()?;
    Some(&view.commanders[index])
}

/// The supreme commander of a formation, however far away. One without a commander of its own looks to the highest of
/// the side.
pub(super) fn supreme(view: &View, own: &FormationState) -> Option<CommanderId> {
    own.led.0.map(|led| top(view, led)).or_else(|| highest(view))
}

/// The highest commander of the side who can lead; the first of equals.
fn highest(view: &View) -> Option<CommanderId> {
    let fit = view.commanders.iter().filter(|commander| commander.leads());
    let ranked = fit.filter_map(|fit| view.commander_info(fit.id).map(|info| (info.rank, fit.id)));
    ranked.max_by_key(|(rank, id)| (*rank, std::cmp::Reverse(*id))).map(|(_, id)| id)
}

fn top(view: &View, below: CommanderId) -> CommanderId {
    let above = |id: CommanderId| commander(view, id).and_then(|commander| commander.superior);
    let mut top = below;
    for _ in 0..CHAIN {
        let Some(next) = above(top) else { break };
        top = next;
    }
    top
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
