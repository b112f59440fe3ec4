//! Who belongs to which army: the formations under one head of a chain of command.

use super::Theater;
use super::army::Army;
use crate::ai::mind::Mind;
use crate::ai::temper::Temper;
use crate::seat::View;
use crate::sim::army::Posture;
use crate::sim::hex::Hex;
use crate::sim::id::CommanderId;
use crate::sim::intent::Stance;
use crate::sim::register::Temperament;
use crate::snapshot::FormationState;

/// How long a chain of command is followed.
const CHAIN: usize = 8;
/// Hours without food after which a garrison leaves its place.
pub(super) const FORSAKEN_H: u32 = 96;

/// The armies of a side, by the key of their heads. Garrisons are none of them: who stands in a place that the side is
/// to keep, away from his army, stays there.
pub(super) fn muster(mind: &mut Mind, theater: &Theater) -> Vec<Army> {
    let view = mind.view;
    let mut armies: Vec<Army> = Vec::new();
    for (index, own) in view.own.iter().enumerate() {
        let (chief, key) = head(view, own);
        let nth = armies.iter().position(|army| army.key == key).unwrap_or_else(|| {
            armies.push(Army {
                temper: temper(view, chief),
                chief,
                fighters: Vec::new(),
                train: Vec::new(),
                seat: own.place.hex(),
                worth: 0,
                keeps: false,
                started: 0,
                bearers: 0,
                key,
            });
            armies.len() - 1
        });
        let army = &mut armies[nth];
        let bears = view.troop(own).bears();
        let men = if bears { &mut army.bearers } else { &mut army.started };
        *men += if own.roll.is_awaited() { 0 } else { own.roll.total() };
        if own.is_alive() && !bears {
            army.fighters.push(index);
        } else if own.is_alive() {
            army.train.push(index);
        }
    }
    armies.retain(|army| !army.fighters.is_empty() || !army.train.is_empty());
    for army in &mut armies {
        army.seat = seat(mind, army);
        army.temper = heir(mind, army).unwrap_or(army.temper);
        army.keeps = theater.kept.contains(&army.seat);
        let left: Vec<usize> = (army.fighters.iter().copied())
            .filter(|index| {
                let here = mind.own(*index).place.hex();
                let forsaken = mind.own(*index).rations.hungry_hours() >= FORSAKEN_H;
                here != army.seat && theater.kept.contains(&here) && !forsaken
            })
            .collect();
        for index in &left {
            if !mind.own(*index).engaged.is_in_contact() {
                mind.stand(*index, Stance::Hold, || "garrison: hold the place".to_owned());
                mind.camp(*index, true, || "garrison: hold the place".to_owned());
            }
            mind.busy[*index] = true;
        }
        army.fighters.retain(|index| !left.contains(index));
        let near =
            |index: &&usize| mind.own(**index).place.hex().unsigned_distance_to(army.seat) <= mind.stages(1);
        army.worth = army.fighters.iter().filter(near).map(|index| mind.worth[*index]).sum();
    }
    armies.retain(|army| !army.fighters.is_empty() || !army.train.is_empty());
    armies.sort_by_key(|army| army.key);
    armies
}

/// Where most of an army's fighters stand who have not broken; of equals, where the first does.
fn seat(mind: &Mind, army: &Army) -> Hex {
    let here = |index: usize| mind.own(index).place.hex();
    let weight = |at: Hex| -> u32 {
        let there = army.fighters.iter().filter(|index| here(**index) == at);
        there.map(|index| mind.own(*index)).filter(|own| own.posture != Posture::Routed).map(mouths).sum()
    };
    let best = army.fighters.iter().rev().copied().max_by_key(|index| weight(here(*index)));
    best.or(army.train.first().copied()).map_or(army.seat, here)
}

/// The temper of an army: that of its head.
fn temper(view: &View, chief: Option<CommanderId>) -> Temper {
    let fit = chief.filter(|chief| view.commander(*chief).is_some_and(|one| one.leads()));
    let temperament = fit.and_then(|chief| view.commander_info(chief)).map(|info| info.temperament);
    Temper::of(temperament.unwrap_or(Temperament::Steady))
}

/// The temper of whoever leads after an army's head, if he is gone: the highest of those who are left.
fn heir(mind: &Mind, army: &Army) -> Option<Temper> {
    let leads = |id: &CommanderId| mind.view.commander(*id).is_some_and(|one| one.leads());
    if army.chief.is_some_and(|chief| leads(&chief)) {
        return None;
    }
    let left = army.members().filter_map(|index| mind.own(index).led.0).filter(leads);
    let rank = |id: &CommanderId| mind.view.commander_info(*id).map(|info| (info.rank, u16::MAX - id.0));
    left.max_by_key(rank).map(|heir| temper(mind.view, Some(heir)))
}

fn mouths(own: &FormationState) -> u32 {
    own.roll.mouths()
}

/// The head of a formation's chain of command as it was when the war began, and the key of his army. Bodies without a
/// commander belong to whoever commands others of their group; without any, the group is an army.
fn head(view: &View, own: &FormationState) -> (Option<CommanderId>, u32) {
    let group = view.formation_info(own.id).map(|info| info.group.as_str());
    let fellows = || {
        view.own.iter().filter(|other| view.formation_info(other.id).map(|info| info.group.as_str()) == group)
    };
    let led = own.led.0.or_else(|| fellows().find_map(|other| other.led.0));
    match led {
        Some(led) => {
            let above = |id: CommanderId| view.commander_info(id).and_then(|info| info.superior);
            let chief = std::iter::successors(Some(led), |id| above(*id)).take(CHAIN).last().unwrap_or(led);
            (Some(chief), u32::from(chief.0))
        }
        None => {
            let first = fellows().map(|other| other.id.0).min().unwrap_or(own.id.0);
            (None, 0x1_0000 + u32::from(first))
        }
    }
}
