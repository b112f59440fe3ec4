//! Winter quarters: bodies that nobody needs go apart to where there are roofs and bread, and who runs short of water in
//! the sand goes to the nearest.

use super::army::Army;
use super::legs::go;
use super::{Theater, stomach};
use crate::ai::feed::place_name;
use crate::ai::mind::{Mind, can_be_told};
use crate::ai::weather;
use crate::sim::clock::DAY;
use crate::sim::exposure::Water;
use crate::sim::hex::Hex;
use crate::sim::intent::Intention;

/// Food of an army below which it goes apart even in fair weather, days.
const SHORT_DAYS: u32 = 12;
/// Food that is put by for each body in its quarters, days.
const STORED_DAYS: u32 = 30;
/// Days of food that a roof is worth, and a day's march costs.
const ROOF_DAYS: i64 = 8;
const MARCH_DAYS: i64 = 2;
/// How far quarters may be, hexes, how many places are looked at, and how near no enemy may be.
const FAR: u32 = 24;
const LOOKED_AT: usize = 8;
const SAFE: u32 = 3;
/// How near to its enemies an army keeps together, hexes, and the fewest who count.
const TOGETHER: u32 = 6;
const HOST_MEN: u32 = 1_500;
/// Water below which a body leaves the sand, hours, and how far it looks for more, hexes.
const THIRST_H: u32 = 30;
const WATER_HEXES: u32 = 6;

/// A place of the side, with the roofs and the grain that others leave.
struct Quarters {
    at: Hex,
    roofs: u32,
    sheng: u32,
}

/// Sends the bodies of an army into quarters if cold or want drives them there. False where it keeps together.
pub(super) fn lead(mind: &mut Mind, theater: &Theater, army: &Army) -> bool {
    let near = |hex: Hex, reach: u32| {
        let fresh =
            theater.hosts.iter().filter(|host| host.age <= 2 * DAY && host.men >= HOST_MEN && !host.runs);
        fresh.into_iter().any(|host| !host.walled && host.at.unsigned_distance_to(hex) <= reach)
    };
    let cold = weather::freezes(mind.view, army.seat);
    if near(army.seat, mind.stages(TOGETHER)) || !cold && stomach::days(mind, theater, army) >= SHORT_DAYS {
        return false;
    }
    army.leave_garrison(mind);
    let man_day = u32::from(mind.view.rules().supply.man_sheng_day).max(1);
    let mut quarters: Vec<Quarters> = Vec::new();
    for (place, owner) in mind.view.places().iter().zip(&mind.view.owners) {
        let at = place.at;
        if *owner != Some(mind.view.side)
            || at.unsigned_distance_to(army.seat) > mind.stages(FAR)
            || near(at, mind.stages(SAFE))
        {
            continue;
        }
        let others = mind
            .view
            .own_at(at)
            .filter(|own| army.members().all(|index| mind.own(index).id != own.id || mind.busy[index]));
        let men: u32 = others.map(|own| own.roll.mouths()).sum();
        let sheng = mind.view.own_store(at).unwrap_or(0);
        quarters.push(Quarters {
            at,
            roofs: mind.view.rules().exposure.roofs_of(place.kind).saturating_sub(men),
            sheng: sheng.saturating_sub(men.saturating_mul(man_day * STORED_DAYS)),
        });
    }
    for index in army.fighters.clone() {
        if !mind.busy[index] && can_be_told(mind.own(index)) && !mind.own(index).engaged.is_in_contact() {
            billet(mind, index, &mut quarters, man_day);
        }
    }
    army.rest(mind, || "winter quarters: with those who stay".to_owned());
    true
}

/// Sends one body to the quarters that are best for it, or lets it camp.
fn billet(mind: &mut Mind, index: usize, quarters: &mut [Quarters], man_day: u32) {
    let own = mind.own(index);
    let (here, mouths) = (own.place.hex(), own.roll.mouths().max(1));
    let mobility = mind.view.troop(own).mobility;
    let daily = mouths.saturating_mul(man_day);
    let carries = own.rations.sheng() / daily;
    let last = (mind.view.clock.end_minute.saturating_sub(mind.view.clock.minute) / DAY).min(STORED_DAYS);
    let mut open: Vec<(u32, usize)> = (quarters.iter().enumerate())
        .filter(|(_, one)| one.at == here || one.sheng / daily >= last.min(4))
        .map(|(nth, one)| (one.at.unsigned_distance_to(here), nth))
        .collect();
    open.sort_unstable();
    let mut best = (i64::from(carries.min(last)), None, 0);
    for (_, nth) in open.into_iter().take(LOOKED_AT) {
        let one = &quarters[nth];
        let (at, days) = match one.at == here {
            true => (here, 0),
            false => match stomach::between(mind, mobility, here, &[one.at]) {
                Some(way) => (one.at, way.days),
                None => continue,
            },
        };
        let fed = (carries.saturating_sub(days) + one.sheng / daily).min(last);
        let roof = if one.roofs >= mouths { ROOF_DAYS } else { 0 };
        let worth = i64::from(fed) + roof - MARCH_DAYS * i64::from(days);
        if worth > best.0 || worth == best.0 && at == here {
            best = (worth, Some(nth), days);
        }
    }
    let (_, Some(nth), days) = best else {
        return mind.camp(index, true, || "winter: camp with fires".to_owned());
    };
    let one = &mut quarters[nth];
    one.roofs = one.roofs.saturating_sub(mouths);
    one.sheng = one.sheng.saturating_sub(daily.saturating_mul(STORED_DAYS));
    let to = one.at;
    let name = place_name(mind.view, to).to_owned();
    if to == here || !go(mind, index, to, &|| format!("winter quarters: to {name}, {days} days off")) {
        mind.camp(index, true, || format!("winter quarters: {name}"));
    }
}

/// Bodies that stand in the sand go to water before theirs is drunk.
pub(super) fn to_water(mind: &mut Mind) {
    let view = mind.view;
    for index in 0..view.own.len() {
        let own = mind.own(index);
        let (here, mobility) = (own.place.hex(), view.troop(own).mobility);
        let stays = !matches!(own.intention, Intention::March { .. });
        let short = own.exposure.water_h(mobility, &view.rules().exposure) < THIRST_H;
        if !stays
            || !short
            || view.water(here) != Water::None
            || !can_be_told(own)
            || own.engaged.is_in_contact()
        {
            continue;
        }
        let wet = here.range(mind.stages(WATER_HEXES)).filter(|hex| view.water(*hex) != Water::None);
        let goals: Vec<Hex> = wet.filter(|hex| mind.ways.is_free(view, *hex)).collect();
        let path = mind.ways.path(view, mobility, here, &goals);
        if let Some(to) = path.and_then(|path| path.last().copied()) {
            go(mind, index, to, &|| "to water, before ours is drunk".to_owned());
        }
    }
}
