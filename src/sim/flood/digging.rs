//! Men raise dikes, cut them, close gaps and dam rivers; and dams fail by themselves.

use bevy_ecs::prelude::*;
use bevy_ecs::query::QueryData;

use super::channel::breadth;
use super::levee::{Border, Levee, earth_m3};
use super::waters::{Cut, Dam, Piece, Waters};
use super::{FloodRules, heads, stage};
use crate::sim::army::{Place, Posture, Roll, Side};
use crate::sim::clock::{Clock, DAY};
use crate::sim::dice::{Dice, Purpose};
use crate::sim::engaged::Engaged;
use crate::sim::event::{Chronicle, SimEvent};
use crate::sim::hex::{Hex, SIDES};
use crate::sim::id::{FormationId, SideId};
use crate::sim::intent::{Earthwork, Intention};
use crate::sim::map::Map;
use crate::sim::register::Register;
use crate::sim::verdict::Verdict;
use crate::sim::weather::Sky;

/// Where is dug: along a side of a hex.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Site {
    /// At a piece of a watercourse, on this bank of it.
    Bank(Piece, u8),
    /// On dry land.
    Land(Border),
}

impl Site {
    /// That along a side of a hex.
    pub fn at(map: &Map, hex: Hex, side: usize) -> Self {
        Piece::along(map, hex, side)
            .map_or_else(|| Self::Land(Border::of(hex, side)), |(at, bank)| Self::Bank(at, bank))
    }

    /// The watercourse that is dug at, entry of the map's.
    pub fn course(self) -> Option<u16> {
        match self {
            Self::Bank(at, _) => Some(at.course),
            Self::Land(_) => None,
        }
    }
}

/// How many of so many men work at one earthwork.
pub fn hands(work: Earthwork, men: u32, rules: &FloodRules) -> u32 {
    match work {
        Earthwork::Cut | Earthwork::CutFar => men.min(rules.cut_men),
        Earthwork::Mend | Earthwork::Dam | Earthwork::Raise => men,
    }
}

/// Work of an earthwork, minutes of one man; `None` where there is nothing to do.
pub fn work_min(work: Earthwork, site: Site, map: &Map, waters: &Waters, rules: &FloodRules) -> Option<u64> {
    let days = match site {
        Site::Bank(at, bank) => at_bank(work, (at, bank), map, waters, rules),
        Site::Land(at) => on_land(work, at, map, waters, rules),
    }?;
    Some(days.max(1) * u64::from(DAY))
}

/// Days of one man for an earthwork at a piece of a watercourse.
fn at_bank(
    work: Earthwork,
    (at, bank): (Piece, u8),
    map: &Map,
    waters: &Waters,
    rules: &FloodRules,
) -> Option<u64> {
    let (course, reach) = at.of(map)?;
    match work {
        Earthwork::Cut | Earthwork::CutFar => {
            let bank = if work == Earthwork::CutFar { 1 - bank } else { bank };
            waters.cut(at, bank).is_none().then_some(u64::from(rules.cut_days))
        }
        Earthwork::Mend => {
            let gaps = [0, 1].into_iter().filter_map(|bank| waters.cut(at, bank));
            let high_m = f64::from(reach.brim_dm() - reach.bed_dm) / 10.0;
            let meters: f64 = gaps.map(|gap| breadth(gap.passed, high_m, rules)).sum();
            (meters > 0.0).then_some((meters * f64::from(rules.mend_days_m)) as u64)
        }
        Earthwork::Dam => {
            let high_dm =
                u64::from((reach.brim_dm() - reach.bed_dm).max(0) as u32) + u64::from(rules.dam_over_dm);
            // Three times as thick as high, on the mean half of that: 3/2 h² a meter.
            let m3 = u64::from(course.width_m) * 3 * high_dm * high_dm / 200;
            waters.dam(at).is_none().then_some(m3 * u64::from(rules.dam_days_m3))
        }
        Earthwork::Raise => None,
    }
}

/// Days of one man for an earthwork on dry land.
fn on_land(work: Earthwork, at: Border, map: &Map, waters: &Waters, rules: &FloodRules) -> Option<u64> {
    let levee = waters.levee(at);
    match work {
        Earthwork::Raise => levee.is_none().then(|| earth_m3(map, rules) * u64::from(rules.levee_days_m3)),
        Earthwork::Cut => levee.filter(|levee| levee.passed.is_none()).map(|_| u64::from(rules.cut_days)),
        Earthwork::Mend => levee
            .filter(|levee| levee.passed.is_some())
            .map(|levee| (levee.gap_m(map, rules) * f64::from(rules.mend_days_m)) as u64),
        Earthwork::CutFar | Earthwork::Dam => None,
    }
}

/// A formation that may dig.
#[derive(QueryData)]
#[query_data(mutable)]
pub(super) struct Digger {
    id: &'static FormationId,
    side: &'static Side,
    place: &'static Place,
    roll: &'static Roll,
    engaged: &'static Engaged,
    intention: &'static mut Intention,
}

/// Enemies in the hexes beyond, for those who would come out of a place to dig.
pub(super) type Sentries = (&'static Side, &'static Place, &'static Posture, &'static Roll);

/// Those who were told to dig go on with it.
pub(super) fn dig(
    (clock, rules, map, sky): (Res<Clock>, Res<FloodRules>, Res<Map>, Res<Sky>),
    (register, verdict): (Res<Register>, Res<Verdict>),
    mut waters: ResMut<Waters>,
    mut chronicle: ResMut<Chronicle>,
    (mut query, sentries): (Query<Digger>, Query<Sentries>),
) {
    if map.courses().is_empty() {
        return;
    }
    let heads = heads(&map, &register.places, &verdict.owners);
    let watched = |by: SideId, hex: Hex| {
        let against = |(side, place, posture, _): &(&Side, &Place, &Posture, &Roll)| {
            side.0 != by && place.hex() == hex && **posture != Posture::Routed
        };
        let men: u32 = sentries.iter().filter(against).map(|(.., roll)| roll.under_arms()).sum();
        men >= rules.guard_men
    };
    for mut body in query.iter_mut().sort::<&FormationId>() {
        let Intention::Dig { work, side, done_min } = *body.intention else { continue };
        let (hex, by) = (body.place.hex(), body.side.0);
        if body.roll.under_arms() == 0 || body.engaged.is_in_contact() {
            continue;
        }
        let site = Site::at(&map, hex, usize::from(side));
        let Some(needs) = work_min(work, site, &map, &waters, &rules) else {
            *body.intention = Intention::Stay;
            continue;
        };
        // Nobody comes out from behind his walls to dig under the eyes of besiegers.
        let walled = register.place_at(hex).is_some_and(|(place, info)| {
            info.walls.is_some() && verdict.owners.get(place.index()).copied().flatten() == Some(by)
        });
        if walled && watched(by, hex + SIDES[usize::from(side) % 6]) {
            continue;
        }
        let men = hands(work, body.roll.under_arms(), &rules);
        let done_min = done_min + u64::from(men) * u64::from(clock.step_minutes());
        if done_min < needs {
            *body.intention = Intention::Dig { work, side, done_min };
            continue;
        }
        *body.intention = Intention::Stay;
        let (formation, course) = (*body.id, site.course());
        let m3_s = course.map_or(0.0, |course| {
            let head = heads.get(usize::from(course)).copied().flatten();
            waters.comes_in(course.into(), &map, (&sky, clock.date()), head)
        });
        waters.dig(work, site, by, m3_s, &map, &rules);
        let beyond = hex + SIDES[usize::from(side) % 6];
        chronicle.tell(match (work, course) {
            (Earthwork::Cut, _) => SimEvent::DikeCut { formation, course, into: hex },
            (Earthwork::CutFar, _) => SimEvent::DikeCut { formation, course, into: beyond },
            (Earthwork::Mend, _) => SimEvent::DikeMended { formation, course, at: hex },
            (Earthwork::Dam, Some(course)) => SimEvent::DamRaised { formation, course, at: hex },
            (Earthwork::Dam | Earthwork::Raise, _) => SimEvent::DikeRaised { formation, at: hex },
        });
    }
}

impl Waters {
    /// An earthwork is done; into the watercourse it is done at comes so much.
    pub(crate) fn dig(
        &mut self,
        work: Earthwork,
        site: Site,
        by: SideId,
        m3_s: f64,
        map: &Map,
        rules: &FloodRules,
    ) {
        match (site, work) {
            (Site::Bank(at, bank), Earthwork::Cut) => self.open(Cut { at, bank, passed: 0, by }),
            (Site::Bank(at, bank), Earthwork::CutFar) => {
                self.open(Cut { at, bank: 1 - bank, passed: 0, by });
            }
            (Site::Bank(at, _), Earthwork::Mend) => {
                self.mend(at, 0);
                self.mend(at, 1);
            }
            (Site::Bank(at, _), Earthwork::Dam) => {
                if let Some((course, reach)) = at.of(map) {
                    self.raise(Dam::across(at, stage(course, reach, m3_s), reach, by, rules));
                }
            }
            (Site::Land(at), Earthwork::Raise) => self.add_levee(Levee::raise(at, by, map, rules)),
            (Site::Land(at), Earthwork::Cut | Earthwork::Mend) => {
                if let Some(levee) = self.levee_mut(at) {
                    levee.passed = (work == Earthwork::Cut).then_some(0);
                }
            }
            // There is no such work there.
            (Site::Bank(..), Earthwork::Raise) | (Site::Land(_), Earthwork::CutFar | Earthwork::Dam) => {}
        }
    }

    /// Water finds its way through earth in a step: the higher it stands behind a dam, the likelier.
    pub(super) fn seep_through(&mut self, clock: &Clock, dice: Dice, map: &Map, rules: &FloodRules) {
        for (index, dam) in self.dams.iter_mut().enumerate() {
            let Some((_, reach)) = dam.at.of(map) else { continue };
            let head_dm = (dam.pool_mm / 100 - reach.bed_dm).max(0) as u64;
            let whole = u64::from(rules.dam_fails_day) * head_dm * u64::from(clock.step_minutes());
            let mut stream = dice.stream(clock, Purpose::Flood, u32::from(u16::MAX) + index as u32);
            dam.breaking |= stream.share(whole, 10_000 * u64::from(DAY)) > 0;
        }
    }
}
