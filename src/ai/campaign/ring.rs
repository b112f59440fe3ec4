//! Water against walls: diggers close a ring of dikes around a besieged place and then cut a canal into it, where the canal
//! stands over its ground and its sluices are not the enemy's; while these are, riders are sent to take them.

use super::Theater;
use super::army::Army;
use super::legs::{along, go};
use super::water::{GANG, is_foot, is_free};
use crate::ai::mind::Mind;
use crate::orders::{Dig, Order};
use crate::sim::army::Posture;
use crate::sim::clock::DAY;
use crate::sim::flood::{Border, Piece, Site, stage, work_min};
use crate::sim::hex::{Hex, SIDES, side_towards};
use crate::sim::intent::{Earthwork, Intention};
use crate::sim::map::Mobility;

/// How high water must come to stand at the walls for the work to be begun, dm.
const DEEP_DM: i32 = 5;
/// Days in which a ring must be closed, and how long its water is to stand before the food is gone.
const WORK_DAYS: u64 = 60;
const STANDS_DAYS: u32 = 10;
/// How far off those who dig are fetched, and those who take sluices, hexes.
const FETCHED: u32 = 6;
const SENT: u32 = 40;
/// Riders who take sluices.
const RIDERS: u32 = 1_000;

/// What is still to be done at one side of the place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Piecework {
    /// Where those who dig stand.
    from: Hex,
    /// Along which side of that.
    side: usize,
    work: Earthwork,
}

/// The canal that is to be let in: the bank across it from the place, the side from there, and how high it will stand, dm.
struct Source {
    course: usize,
    from: Hex,
    side: usize,
    level_dm: i32,
}

/// The canal beside a place that stands highest over its ground and could be cut from across.
fn source(mind: &Mind, aim: Hex) -> Option<Source> {
    let view = mind.view;
    let (map, rules) = (view.map(), &view.rules().flood);
    let ground_dm = map.level_dm(aim);
    let of = |side: usize| {
        let (at, _) = Piece::along(map, aim, side)?;
        let (course, reach) = at.of(map)?;
        let from = aim + SIDES[side];
        let level_dm = (stage(course, reach, f64::from(course.full_m3_s)) * 10.0) as i32;
        let sill_dm = reach.bank_dm.max(ground_dm) - i32::from(rules.hollows_dm);
        let fits = course.is_canal()
            && course.width_m <= rules.far_m
            && level_dm >= ground_dm + DEEP_DM
            && level_dm > sill_dm
            && map.grid().contains(from);
        fits.then_some(Source {
            course: usize::from(at.course),
            from,
            side: side_towards(from, aim)?,
            level_dm,
        })
    };
    (0..6).filter_map(of).max_by_key(|source| (source.level_dm, usize::MAX - source.side))
}

/// What is missing of the ring that would hold water so high around a place.
fn missing(mind: &Mind, aim: Hex, level_dm: i32) -> Vec<Piecework> {
    let view = mind.view;
    let map = view.map();
    let open = |side: usize| {
        let from = aim + SIDES[side];
        let back = side_towards(from, aim)?;
        if !map.grid().contains(from) || map.level_dm(from) >= level_dm {
            return None;
        }
        let work = match Site::at(map, aim, side) {
            // The dikes of a canal close the ring; a stream without dikes takes none.
            Site::Bank(..) => return None,
            Site::Land(_) => match view.waters.levee(Border::of(aim, side)) {
                None => Earthwork::Raise,
                Some(levee) if levee.passed.is_some() => Earthwork::Mend,
                Some(_) => return None,
            },
        };
        Some(Piecework { from, side: back, work })
    };
    (0..6).filter_map(open).collect()
}

/// Besiegers turn water on a place, if it can be done in time.
pub(super) fn lead(
    mind: &mut Mind,
    theater: &Theater,
    army: &Army,
    (aim, name): (Hex, &str),
    spare_days: u32,
) {
    let view = mind.view;
    let Some(source) = source(mind, aim) else { return };
    let gangs: Vec<usize> = (0..view.own.len())
        .filter(|index| {
            let own = mind.own(*index);
            let near = own.place.hex().unsigned_distance_to(aim) <= FETCHED;
            near && is_foot(mind, *index) && own.roll.under_arms() >= GANG && own.posture != Posture::Routed
        })
        .collect();
    let missing = missing(mind, aim, source.level_dm);
    let men: u64 = gangs.iter().map(|index| u64::from(mind.own(*index).roll.under_arms())).sum();
    let work_min = |one: &Piecework| {
        let site = Site::at(view.map(), one.from, one.side);
        work_min(one.work, site, view.map(), &view.waters, &view.rules().flood)
    };
    let days = missing.iter().filter_map(work_min).sum::<u64>() / men.max(1) / u64::from(DAY);
    if men == 0 || days > WORK_DAYS || u64::from(spare_days) < days + u64::from(STANDS_DAYS) {
        return;
    }
    if missing.is_empty() {
        let_in(mind, (aim, name), &gangs, &source);
    } else {
        close(mind, theater, (aim, name), &gangs, &missing, days + 1);
    }
    take_sluices(mind, theater, army, &source, name);
}

/// Whoever digs at the ring goes on with it; the others are set to what is left.
fn close(
    mind: &mut Mind,
    theater: &Theater,
    (aim, name): (Hex, &str),
    gangs: &[usize],
    missing: &[Piecework],
    days: u64,
) {
    for one in missing {
        let digs = |index: &usize| {
            let own = mind.own(*index);
            let Intention::Dig { work, side, .. } = own.intention else { return false };
            own.place.hex() == one.from && (work, usize::from(side)) == (one.work, one.side)
        };
        let taken = theater.hosts.iter().any(|host| host.at == one.from);
        if taken || gangs.iter().any(digs) {
            continue;
        }
        if let Some(index) = nearest(mind, gangs, one.from) {
            let words = format!("{} around {name}: {days} days for the ring", one.work.words());
            dig(mind, index, aim, *one, words);
        }
    }
}

/// The ring is closed: the canal is cut into it, and the gap is kept.
fn let_in(mind: &mut Mind, (aim, name): (Hex, &str), gangs: &[usize], source: &Source) {
    let Source { from, side, .. } = *source;
    let Some(index) = nearest(mind, gangs, from) else { return };
    let at = Piece::along(mind.view.map(), from, side);
    let is_cut = at.is_some_and(|(at, bank)| mind.view.waters.cut(at, 1 - bank).is_some());
    if is_cut && mind.own(index).place.hex() == from {
        mind.camp(index, true, || format!("keep the gap open that floods {name}"));
    } else if is_cut {
        around(mind, index, (aim, from), &|| format!("to the gap that floods {name}, to keep it"));
    } else if is_ours(mind, source) {
        let one = Piecework { from, side, work: Earthwork::CutFar };
        dig(mind, index, aim, one, format!("let the canal in upon {name}: the ring is closed"));
    }
}

/// Who is free and nearest to a hex; of them the strongest.
fn nearest(mind: &Mind, gangs: &[usize], to: Hex) -> Option<usize> {
    gangs.iter().copied().filter(|index| is_free(mind, *index)).min_by_key(|index| {
        let own = mind.own(*index);
        (own.place.hex().unsigned_distance_to(to), u32::MAX - own.roll.under_arms(), *index)
    })
}

/// True while no enemy holds the head of the canal.
fn is_ours(mind: &Mind, source: &Source) -> bool {
    let head = mind.view.heads().get(source.course).copied().flatten();
    head.is_none_or(|holder| holder == mind.view.side)
}

/// Sends a body to a hex beside the place: out of reach of those on its walls, around, and in again.
fn around(mind: &mut Mind, index: usize, (aim, to): (Hex, Hex), why: &dyn Fn() -> String) {
    let (view, own) = (mind.view, mind.own(index));
    let here = own.place.hex();
    let outer: Vec<Hex> = to.ring(1).filter(|hex| hex.unsigned_distance_to(aim) == 2).collect();
    let path = if outer.contains(&here) {
        Some(Vec::new())
    } else {
        mind.ways.path(view, view.troop(own).mobility, here, &outer)
    };
    let Some(mut path) = path else { return };
    path.push(to);
    along(mind, index, &path, why);
}

/// Sends a body to dig, or sets it to it where it stands there.
fn dig(mind: &mut Mind, index: usize, aim: Hex, one: Piecework, words: String) {
    let own = mind.own(index);
    if own.place.hex() != one.from {
        around(mind, index, (aim, one.from), &|| format!("to dig ({words})"));
        return;
    }
    let order = Order::Dig(Dig { formation: own.id, work: one.work, side: one.side as u8 });
    if order.check(mind.view).is_ok() {
        mind.give(index, order, || words);
        mind.busy[index] = true;
    }
}

/// While an enemy could shut the canal, riders go to its head.
fn take_sluices(mind: &mut Mind, theater: &Theater, army: &Army, source: &Source, name: &str) {
    let view = mind.view;
    if is_ours(mind, source) {
        return;
    }
    let banks = view.map().courses()[source.course].reaches.first().map(|head| head.banks());
    let head = view.places().iter().find(|place| banks.is_some_and(|banks| banks.contains(&place.at)));
    let Some(at) = head.filter(|place| place.walls.is_none()).map(|place| place.at) else { return };
    if theater.hosts.iter().any(|host| host.at == at && !host.runs) {
        return; // those who hold it are not to be had by a few riders
    }
    let rides = |index: &usize| view.troop(mind.own(*index)).mobility == Mobility::Horse;
    let riders = army.fighters.iter().copied().filter(|index| is_free(mind, *index));
    let fit = riders.filter(rides).filter(|index| {
        let own = mind.own(*index);
        own.roll.under_arms() >= RIDERS && own.place.hex().unsigned_distance_to(at) <= SENT
    });
    let nearest = fit.min_by_key(|index| {
        (mind.own(*index).place.hex().unsigned_distance_to(at), mind.worth[*index], *index)
    });
    let Some(index) = nearest else { return };
    let words = || format!("to the sluices of the canal that shall flood {name}");
    let (here, mobility) = (mind.own(index).place.hex(), view.troop(mind.own(index)).mobility);
    // From under the eyes of an enemy the way leads out before it leads on.
    let out = view.map().grid().neighbors(here).filter(|(side, next)| {
        view.costs().seconds(mobility, here, *side).is_some() && mind.ways.is_free(view, *next)
    });
    let out = out.map(|(_, next)| next).min_by_key(|next| (next.unsigned_distance_to(at), next.x, next.y));
    match out.filter(|_| !mind.ways.is_free(view, here) && here.unsigned_distance_to(at) > 2) {
        Some(next) => along(mind, index, &[next], &words),
        None => drop(go(mind, index, at, &words)),
    }
}
