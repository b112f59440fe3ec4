//! Men look about them, and what is no longer there is forgotten.

use std::collections::{BTreeMap, BTreeSet};

use bevy_ecs::prelude::*;

use super::body::{Body, Formations, living};
use super::sight::{eyes_m, in_cover_m};
use super::{Beliefs, Report, Watch, learn};
use crate::sim::army::{Muster, Posture};
use crate::sim::event::{Chronicle, Source};
use crate::sim::hex::Hex;
use crate::sim::id::SideId;

/// Every formation that does not hide is looked for by every other side; the nearest who sees it reports.
pub fn look(
    watch: Watch,
    muster: Res<Muster>,
    formations: Formations,
    mut beliefs: ResMut<Beliefs>,
    mut chronicle: ResMut<Chronicle>,
) {
    let bodies = living(&muster, &watch.register, &formations);
    let lookouts = Lookouts::of(&bodies, watch.register.sides.len());
    let farthest = farthest_hexes(&watch);
    let mut near = Vec::with_capacity(bodies.len());
    let hosts = hosts(&bodies, watch.rules.host_men);
    for target in bodies.iter().filter(|body| body.posture != Posture::Hidden) {
        for side in watch.register.side_ids().filter(|side| *side != target.side) {
            lookouts.near(side, target.at, farthest, &mut near);
            let is_host = hosts.contains(&(target.side, target.at.x, target.at.y));
            let Some((by, source)) = sees(&bodies, &near, target, is_host, &watch) else { continue };
            let report = target.report(side, source, watch.apart_m(by.at, target.at), &watch);
            learn(beliefs.of_mut(side), report, by.id, &watch, &mut chronicle);
        }
    }
}

/// Drops reports that are too old, and those of bodies that are plainly not where they were said to be. Of men said
/// to be in hiding nothing can be seen from afar, so only who stands in their hex knows that they are gone.
pub fn forget(watch: Watch, muster: Res<Muster>, formations: Formations, mut beliefs: ResMut<Beliefs>) {
    let bodies = living(&muster, &watch.register, &formations);
    let lookouts = Lookouts::of(&bodies, watch.register.sides.len());
    let farthest = farthest_hexes(&watch);
    let now = watch.clock.minute;
    let mut near = Vec::with_capacity(bodies.len());
    for side in watch.register.side_ids() {
        let stale = |report: &Report| now - report.minute > watch.rules.forget_min;
        let mut gone = |report: &Report| {
            if report.minute >= now {
                return false;
            }
            lookouts.near(side, report.at, farthest, &mut near);
            if report.posture == Posture::Hidden {
                return near.first().is_some_and(|(hexes, _)| *hexes == 0);
            }
            near.iter().any(|(_, index)| oversees(&bodies[*index], report.at, &watch))
        };
        beliefs.of_mut(side).reports.retain(|_, report| !stale(report) && !gone(report));
    }
}

/// Where so many men of a side stand openly in one hex that the whole country knows of them.
fn hosts(bodies: &[Body], host_men: u32) -> BTreeSet<(SideId, i32, i32)> {
    let mut men: BTreeMap<(SideId, i32, i32), u32> = BTreeMap::new();
    for body in bodies.iter().filter(|body| body.posture != Posture::Hidden) {
        *men.entry((body.side, body.at.x, body.at.y)).or_default() += body.men;
    }
    men.into_iter().filter(|(_, men)| *men >= host_men).map(|(at, _)| at).collect()
}

/// How far news goes in a step, meters.
fn news_m(watch: &Watch) -> u32 {
    watch.rules.news_m_per_h.saturating_mul(watch.clock.step_minutes()) / 60
}

/// No body is seen from farther than this, hexes.
fn farthest_hexes(watch: &Watch) -> u32 {
    let rules = &watch.rules;
    let meters = if watch.sky.day { rules.day_m * 2 } else { rules.night_m };
    let betrayed = if watch.sky.day { rules.dust_m } else { rules.fires_m };
    meters.max(betrayed).max(news_m(watch)) / watch.map.hex_m.max(1) + 1
}

/// Where each side's formations stand, from west to east, so that those far away cost nothing.
struct Lookouts {
    by_side: Vec<Vec<(Hex, usize)>>,
}

impl Lookouts {
    fn of(bodies: &[Body], sides: usize) -> Self {
        let mut by_side = vec![Vec::with_capacity(bodies.len()); sides];
        for (index, body) in bodies.iter().enumerate() {
            by_side[body.side.index()].push((body.at, index));
        }
        for lookouts in &mut by_side {
            lookouts.sort_unstable_by_key(|(hex, index)| (hex.x, *index));
        }
        Self { by_side }
    }

    /// Those of a side within so many hexes, the nearest first: distance and place in the list of bodies.
    fn near(&self, side: SideId, of: Hex, hexes: u32, near: &mut Vec<(u32, usize)>) {
        let lookouts = &self.by_side[side.index()];
        let (west, east) = (of.x - hexes as i32, of.x + hexes as i32);
        let first = lookouts.partition_point(|(hex, _)| hex.x < west);
        near.clear();
        let column = lookouts[first..].iter().take_while(|(hex, _)| hex.x <= east);
        near.extend(
            column
                .map(|(hex, index)| (hex.unsigned_distance_to(of), *index))
                .filter(|(distance, _)| *distance <= hexes),
        );
        near.sort_unstable();
    }
}

/// Who sees the target best, and by what; the nearest first, and eyes before dust and fires.
fn sees<'b>(
    bodies: &'b [Body],
    near: &[(u32, usize)],
    target: &Body,
    is_host: bool,
    watch: &Watch,
) -> Option<(&'b Body, Source)> {
    let light = watch.light(target.at);
    let mut betrayed = None;
    let mut blind_from = None;
    for (hexes, index) in near {
        let by = &bodies[*index];
        if *hexes <= 1 && by.in_contact && target.in_contact {
            return Some((by, Source::Contact));
        }
        if is_host && betrayed.is_none() && watch.apart_m(by.at, target.at) <= news_m(watch) {
            betrayed = Some((by, Source::News));
        }
        if blind_from == Some(by.at) {
            continue; // the next of several in a hex that a ridge blinds
        }
        let apart = watch.apart_m(by.at, target.at);
        let in_reach = meets(*hexes, light.day) || apart <= reach_m(by, target.at, watch);
        let fires = target.fires && !light.day && apart <= scaled(watch.rules.fires_m, light.sight);
        if in_reach || (fires && betrayed.is_none()) {
            if watch.is_in_line(by.at, target.at) {
                if in_reach {
                    return Some((by, Source::Eyes));
                }
                betrayed = Some((by, Source::Fires));
            } else {
                blind_from = Some(by.at);
            }
        }
        let dusty = target.moves && target.men >= watch.rules.dust_men && light.dust && light.day;
        if betrayed.is_none() && dusty && apart <= watch.rules.dust_m {
            betrayed = Some((by, Source::Dust));
        }
    }
    betrayed
}

/// True when a watcher would see any body that stood openly in a hex.
fn oversees(by: &Body, hex: Hex, watch: &Watch) -> bool {
    let near = meets(by.at.unsigned_distance_to(hex), watch.sky.day);
    (near || watch.apart_m(by.at, hex) <= reach_m(by, hex, watch)) && watch.is_in_line(by.at, hex)
}

/// True for neighbors by day: however wide their hexes are, their patrols meet.
fn meets(hexes: u32, day: bool) -> bool {
    hexes <= 1 && day
}

/// How far a watcher sees a body that stands in a hex, meters.
fn reach_m(by: &Body, hex: Hex, watch: &Watch) -> u32 {
    let rise = watch.map.height(by.at) - watch.map.height(hex);
    in_cover_m(eyes_m(watch.light(by.at), by.posture, rise, &watch.rules), watch.map.kind(hex).cover)
}

fn scaled(meters: u32, permille: u16) -> u32 {
    (u64::from(meters) * u64::from(permille) / 1000) as u32
}
