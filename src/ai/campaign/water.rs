//! Water as a weapon: a dike is cut where enemies stand below it and few of one's own do, if what the flood would do to them
//! is worth its price; who stands in water leaves it for the nearest dry ground, and gaps that others cut are closed.

use super::Theater;
use super::legs::go;
use crate::ai::mind::{Mind, can_be_told};
use crate::orders::{Dig, Order};
use crate::sim::clock::DAY;
use crate::sim::flood::{Piece, Waters, stage};
use crate::sim::hex::{Hex, side_towards};
use crate::sim::intent::{Earthwork, Intention, Stance};
use crate::sim::map::Mobility;
use crate::snapshot::FormationState;

/// How far ahead the water is let run, hours, and how many cuts are weighed in a turn.
const HOURS: u32 = 36;
const WEIGHED: usize = 5;
/// How near to a cut enemies must be for it to be weighed, and how near those who dig, hexes.
const BELOW: u32 = 5;
const DIGGERS: u32 = 7;
/// Most men who are left to keep a dike, and how near enemies must come for them to leave it, hexes.
const KEEPERS: u32 = 2_000;
const ALARM: u32 = 1;
/// Fewest men who dig; news of enemies that count, days.
pub(super) const GANG: u32 = 200;
const FRESH_DAYS: u32 = 2;
/// Hexes of way that halve what a cut is worth.
const NEAR: i64 = 3;
/// Men who must stand in water for a cut to be worth it; one's own count so many times.
const WORTH: i64 = 800;
const OWN: i64 = 3;
/// What a flooded hex of fields costs, in men who stand in water: while crops grow, and in winter.
const FIELDS: (i64, i64) = (150, 15);
/// Share of the ground under water from which nobody stays, and below which it is dry enough, permille.
const LEAVES: u32 = 150;
const DRY: u32 = 50;
/// How far dry ground is looked for, hexes.
const AWAY: u32 = 4;

/// What is to be dug where, and who does it.
struct Plan {
    index: usize,
    from: Hex,
    side: usize,
    work: Earthwork,
    into: Hex,
    near: u64,
}

/// Opens dikes on the enemy, if it pays; closes those he opened; gets one's own out of the water.
pub(super) fn lead(mind: &mut Mind, theater: &Theater) {
    let view = mind.view;
    if view.map().courses().is_empty() {
        return;
    }
    for index in 0..view.own.len() {
        // Who digs goes on with it.
        mind.busy[index] |= matches!(mind.own(index).intention, Intention::Dig { .. });
    }
    close(mind);
    shun(mind);
    open(mind, theater);
    watch(mind, theater);
}

/// Small bodies that were told to hold a dike stay there, ready to cut it, until enemies come.
fn watch(mind: &mut Mind, theater: &Theater) {
    let view = mind.view;
    let heads = view.heads();
    for index in 0..view.own.len() {
        let own = mind.own(index);
        let here = own.place.hex();
        let ours = |at: Piece| heads.get(usize::from(at.course)).copied().flatten() == Some(view.side);
        let by_water =
            || (0..6).any(|side| Piece::along(view.map(), here, side).is_some_and(|(at, _)| ours(at)));
        let near = |hex: Hex| hex.unsigned_distance_to(here) <= ALARM;
        let keeps = own.stance == Stance::Hold
            && own.roll.under_arms() <= KEEPERS
            && is_free(mind, index)
            && is_foot(mind, index)
            && !holds(mind, index)
            && by_water();
        if keeps && !theater.hosts.iter().any(|host| near(host.at)) {
            mind.camp(index, true, || "keep the dikes".to_owned());
        }
    }
}

/// True for a body that can be sent to dig or out of the water.
pub(super) fn is_free(mind: &Mind, index: usize) -> bool {
    let own = mind.own(index);
    !mind.busy[index] && can_be_told(own) && !own.engaged.is_in_contact()
}

/// True for men who can use spades.
pub(super) fn is_foot(mind: &Mind, index: usize) -> bool {
    matches!(mind.view.troop(mind.own(index)).mobility, Mobility::Foot | Mobility::Hill)
}

/// True behind walls of its own side.
fn holds(mind: &Mind, index: usize) -> bool {
    is_walled(mind, mind.own(index).place.hex())
}

/// True where walls of one's own side stand: nobody lets water in upon them.
fn is_walled(mind: &Mind, hex: Hex) -> bool {
    let view = mind.view;
    view.place_at(hex).is_some_and(|(id, place)| {
        place.walls.is_some() && view.owners.get(id.index()).copied().flatten() == Some(view.side)
    })
}

/// How much of the ground under a body lies under water, permille.
fn wading(mind: &Mind, waters: &Waters, hex: Hex) -> u32 {
    waters.wading(mind.view.map(), hex, &mind.view.rules().flood)
}

/// True where so much of the ground lies under water that nobody stays.
pub(super) fn is_wet(mind: &Mind, hex: Hex) -> bool {
    wading(mind, &mind.view.waters, hex) >= LEAVES
}

/// Bodies in the open that stand in water go to dry ground, to the nearest, and of that to the highest.
fn shun(mind: &mut Mind) {
    let view = mind.view;
    for index in 0..view.own.len() {
        let own = mind.own(index);
        let here = own.place.hex();
        if holds(mind, index) || !is_free(mind, index) || !is_wet(mind, here) {
            continue;
        }
        let is_dry = |hex: Hex| wading(mind, &view.waters, hex) < DRY;
        let goes_out = match &own.intention {
            Intention::March { path, .. } => path.last().is_some_and(|to| is_dry(*to)),
            _ => false,
        };
        if goes_out {
            mind.busy[index] = true;
            continue;
        }
        let dry = here.range(AWAY).filter(|hex| is_dry(*hex) && mind.ways.is_free(view, *hex));
        let mut goals: Vec<Hex> = dry.collect();
        goals.sort_by_key(|hex| (hex.unsigned_distance_to(here), -view.map().level_dm(*hex), hex.x, hex.y));
        goals.truncate(4);
        let path = mind.ways.path(view, view.troop(own).mobility, here, &goals);
        if let Some(to) = path.and_then(|path| path.last().copied()) {
            go(mind, index, to, &|| "out of the water, to dry ground".to_owned());
        }
    }
}

/// Gaps that enemies cut are closed by who is nearest.
fn close(mind: &mut Mind) {
    let view = mind.view;
    let cuts: Vec<_> = view.waters.cuts().iter().filter(|cut| cut.by != view.side).copied().collect();
    for cut in cuts {
        let Some((_, reach)) = cut.at.of(view.map()) else { continue };
        let banks = reach.banks();
        let digs = |own: &FormationState| {
            matches!(own.intention, Intention::Dig { work: Earthwork::Mend, .. })
                && banks.contains(&own.place.hex())
        };
        if view.own.iter().any(digs) {
            continue;
        }
        let near = |index: usize| {
            let own = mind.own(index);
            let far = banks.iter().map(|bank| bank.unsigned_distance_to(own.place.hex())).min()?;
            (is_free(mind, index) && far <= 1 && own.roll.under_arms() >= GANG * 2).then_some((far, index))
        };
        let Some((_, index)) = (0..view.own.len()).filter_map(near).min() else { continue };
        let own = mind.own(index);
        let here = own.place.hex();
        if let Some(side) =
            banks.iter().find_map(|bank| side_towards(here, *bank)).filter(|_| banks.contains(&here))
        {
            let order = Order::Dig(Dig { formation: own.id, work: Earthwork::Mend, side: side as u8 });
            if order.check(view).is_ok() {
                mind.give(index, order, || "close the gap in the dike".to_owned());
            }
        } else if let Some(bank) = banks.into_iter().find(|bank| mind.ways.is_free(view, *bank)) {
            go(mind, index, bank, &|| "to the gap in the dike, to close it".to_owned());
        }
    }
}

/// Cuts the dike that does most harm, if any does enough.
fn open(mind: &mut Mind, theater: &Theater) {
    let view = mind.view;
    let below: Vec<(Hex, u32)> = (theater.hosts.iter())
        .filter(|host| !host.walled && !host.runs && host.age <= FRESH_DAYS * DAY)
        .map(|host| (host.at, host.men))
        .collect();
    let digs = |own: &FormationState| {
        matches!(own.intention, Intention::Dig { work: Earthwork::Cut | Earthwork::CutFar, .. })
    };
    if below.is_empty() || view.own.iter().any(digs) {
        return;
    }
    let plans = plans(mind, &below);
    if plans.is_empty() {
        return;
    }
    let still = view.waters_after(HOURS);
    let mut best: Option<(i64, u32, Plan)> = None;
    for plan in plans {
        let Some(waters) = view.waters_if(plan.work, plan.from, plan.side, HOURS) else { continue };
        let (worth, men) = worth(mind, &below, &waters, &still);
        // What is near is done before they have gone elsewhere; whoever is on his way goes on.
        let own = mind.own(plan.index);
        let far = i64::from(own.place.hex().unsigned_distance_to(plan.from));
        let goes = matches!(&own.intention, Intention::March { path, .. } if path.last() == Some(&plan.from));
        let pays = worth >= WORTH;
        let worth = worth * NEAR / (NEAR + far) * if goes { 2 } else { 1 };
        if pays && best.as_ref().is_none_or(|(most, ..)| worth > *most) {
            best = Some((worth, men, plan));
        }
    }
    let Some((_, men, plan)) = best else { return };
    let (own, men) = (mind.own(plan.index), men / 100 * 100);
    if own.place.hex() == plan.from {
        let order = Order::Dig(Dig { formation: own.id, work: plan.work, side: plan.side as u8 });
        if order.check(view).is_ok() {
            mind.give(plan.index, order, || format!("cut the dike: the water would reach {men} of them"));
            mind.busy[plan.index] = true;
        }
    } else {
        go(mind, plan.index, plan.from, &|| format!("to the dike: cut, its water would reach {men} of them"));
    }
}

/// Cuts that could reach somebody, the likeliest first, each with the body that would dig it.
fn plans(mind: &Mind, below: &[(Hex, u32)]) -> Vec<Plan> {
    let view = mind.view;
    let (map, rules) = (view.map(), &view.rules().flood);
    let gangs: Vec<(usize, Hex, u32)> = (0..view.own.len())
        .filter(|index| {
            is_free(mind, *index) && mind.own(*index).roll.under_arms() >= GANG && is_foot(mind, *index)
        })
        // A garrison goes no further than before its gate.
        .map(|index| (index, mind.own(index).place.hex(), if holds(mind, index) { 1 } else { DIGGERS }))
        .collect();
    let heads = view.heads();
    let mut plans: Vec<Plan> = Vec::new();
    for (nth, course) in map.courses().iter().enumerate() {
        // An enemy at its head would shut it.
        let head = heads.get(nth).copied().flatten();
        if course.is_canal() && head.is_some_and(|holder| holder != view.side) {
            continue;
        }
        // He who holds its head lets in all it can carry.
        let ours = course.is_canal() && head == Some(view.side);
        let m3_s = if ours { f64::from(course.full_m3_s) } else { view.comes_in(nth) };
        for (index, reach) in course.reaches.iter().enumerate() {
            let (banks, at) = (reach.banks(), Piece { course: nth as u16, reach: index as u16 });
            let level_dm = (stage(course, *reach, m3_s) * 10.0) as i32;
            for (bank, into) in banks.into_iter().enumerate() {
                let ground_dm = map.level_dm(into).max(reach.bank_dm) - i32::from(rules.hollows_dm);
                let near: u64 = (below.iter())
                    .map(|(hex, men)| (hex.unsigned_distance_to(into), *men))
                    .filter(|(far, _)| *far <= BELOW)
                    .map(|(far, men)| u64::from(men) / u64::from(1 + far))
                    .sum();
                let is_safe = |from: Hex| below.iter().all(|(hex, _)| hex.unsigned_distance_to(from) > 1);
                if near == 0
                    || is_walled(mind, into)
                    || level_dm <= ground_dm
                    || view.waters.cut(at, bank as u8).is_some()
                    || !map.grid().contains(into)
                {
                    continue;
                }
                // From the far bank nobody gets wet, where it can be reached.
                let other = banks[1 - bank];
                let ways =
                    [(other, Earthwork::CutFar, course.width_m <= rules.far_m), (into, Earthwork::Cut, true)];
                let who = ways
                    .into_iter()
                    .filter(|(from, _, can)| *can && is_safe(*from) && mind.ways.is_free(view, *from))
                    .find_map(|(from, work, _)| {
                        let near =
                            gangs.iter().filter(|(_, at, most)| at.unsigned_distance_to(from) <= *most);
                        let gang =
                            near.min_by_key(|(index, at, _)| (at.unsigned_distance_to(from), *index))?;
                        Some((gang.0, from, work))
                    });
                if let Some((index, from, work)) = who
                    && let Some(side) = side_towards(from, if work == Earthwork::Cut { other } else { into })
                {
                    plans.push(Plan { index, from, side, work, into, near });
                }
            }
        }
    }
    plans.sort_by_key(|plan| (u64::MAX - plan.near, plan.into.y, plan.into.x, plan.from.y, plan.from.x));
    // Neighboring pieces do much the same.
    let mut seen: Vec<Hex> = Vec::new();
    plans.retain(|plan| {
        let new = !seen.contains(&plan.into);
        seen.push(plan.into);
        new
    });
    plans.truncate(WEIGHED);
    plans
}

/// What a flood is worth against letting things be, in enemies who come to stand in water; and how many they are.
fn worth(mind: &Mind, below: &[(Hex, u32)], waters: &Waters, still: &Waters) -> (i64, u32) {
    let view = mind.view;
    let more = |hex: Hex| i64::from(wading(mind, waters, hex)) - i64::from(wading(mind, still, hex));
    let theirs: i64 = below.iter().map(|(hex, men)| i64::from(*men) * more(*hex) / 1000).sum();
    let ours: i64 = (0..view.own.len())
        .filter(|index| mind.own(*index).is_alive() && !holds(mind, *index))
        .map(|index| mind.own(index))
        .map(|own| i64::from(own.roll.mouths()) * more(own.place.hex()).max(0) / 1000)
        .sum();
    let grows = (4..=9).contains(&view.clock.date().month);
    let price = if grows { FIELDS.0 } else { FIELDS.1 };
    let fields =
        waters.flooded(view.map()).filter(|(hex, _)| view.map().kind(*hex).crops > 0 && more(*hex) > 0);
    (theirs - OWN * ours - price * fields.count() as i64, theirs.max(0) as u32)
}
