//! Men cut dikes, close gaps and dam rivers; and dams fail by themselves.

use bevy_ecs::prelude::*;
use bevy_ecs::query::QueryData;

use super::channel::breadth;
use super::waters::{Cut, Dam, Piece, Waters};
use super::{FloodRules, heads, stage};
use crate::sim::army::{Place, Roll, Side};
use crate::sim::clock::{Clock, DAY};
use crate::sim::dice::{Dice, Purpose};
use crate::sim::engaged::Engaged;
use crate::sim::event::{Chronicle, SimEvent};
use crate::sim::id::{FormationId, SideId};
use crate::sim::intent::{Earthwork, Intention};
use crate::sim::map::Map;
use crate::sim::register::Register;
use crate::sim::verdict::Verdict;
use crate::sim::weather::Sky;

/// How many of so many men work at one earthwork.
pub fn hands(work: Earthwork, men: u32, rules: &FloodRules) -> u32 {
    match work {
        Earthwork::Cut | Earthwork::CutFar => men.min(rules.cut_men),
        Earthwork::Mend | Earthwork::Dam => men,
    }
}

/// Work of an earthwork at a piece of a watercourse, minutes of one man; `None` where there is nothing to do.
pub fn work_min(
    work: Earthwork,
    at: Piece,
    bank: u8,
    map: &Map,
    waters: &Waters,
    rules: &FloodRules,
) -> Option<u64> {
    let (course, reach) = at.of(map)?;
    let days = match work {
        Earthwork::Cut | Earthwork::CutFar => {
            let bank = if work == Earthwork::CutFar { 1 - bank } else { bank };
            waters.cut(at, bank).is_none().then_some(u64::from(rules.cut_days))?
        }
        Earthwork::Mend => {
            let gaps = [0, 1].into_iter().filter_map(|bank| waters.cut(at, bank));
            let high_m = f64::from(reach.brim_dm() - reach.bed_dm) / 10.0;
            let meters: f64 = gaps.map(|gap| breadth(gap.passed, high_m, rules)).sum();
            (meters > 0.0).then_some((meters * f64::from(rules.mend_days_m)) as u64)?
        }
        Earthwork::Dam => {
            let high_dm =
                u64::from((reach.brim_dm() - reach.bed_dm).max(0) as u32) + u64::from(rules.dam_over_dm);
            // Three times as thick as high, on the mean half of that: 3/2 h² a meter.
            let m3 = u64::from(course.width_m) * 3 * high_dm * high_dm / 200;
            waters.dam(at).is_none().then_some(m3 * u64::from(rules.dam_days_m3))?
        }
    };
    Some(days.max(1) * u64::from(DAY))
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

/// Those who were told to dig go on with it.
pub(super) fn dig(
    (clock, rules, map, sky): (Res<Clock>, Res<FloodRules>, Res<Map>, Res<Sky>),
    (register, verdict): (Res<Register>, Res<Verdict>),
    mut waters: ResMut<Waters>,
    mut chronicle: ResMut<Chronicle>,
    mut query: Query<Digger>,
) {
    if map.courses().is_empty() {
        return;
    }
    let heads = heads(&map, &register.places, &verdict.owners);
    for mut body in query.iter_mut().sort::<&FormationId>() {
        let Intention::Dig { work, side, done_min } = *body.intention else { continue };
        let hex = body.place.hex();
        if body.roll.under_arms() == 0 || body.engaged.is_in_contact() {
            continue;
        }
        let Some((at, bank)) = Piece::along(&map, hex, usize::from(side)) else {
            *body.intention = Intention::Stay;
            continue;
        };
        let Some(needs) = work_min(work, at, bank, &map, &waters, &rules) else {
            *body.intention = Intention::Stay;
            continue;
        };
        let men = hands(work, body.roll.under_arms(), &rules);
        let done_min = done_min + u64::from(men) * u64::from(clock.step_minutes());
        if done_min < needs {
            *body.intention = Intention::Dig { work, side, done_min };
            continue;
        }
        *body.intention = Intention::Stay;
        let (formation, by) = (*body.id, body.side.0);
        let banks = map.courses()[usize::from(at.course)].reaches[usize::from(at.reach)].banks();
        let head = heads.get(usize::from(at.course)).copied().flatten();
        let m3_s = waters.comes_in(at.course.into(), &map, (&sky, clock.date()), head);
        waters.dig(work, (at, bank), by, m3_s, &map, &rules);
        let course = at.course;
        chronicle.tell(match work {
            Earthwork::Cut => SimEvent::DikeCut { formation, course, into: banks[usize::from(bank)] },
            Earthwork::CutFar => SimEvent::DikeCut { formation, course, into: banks[usize::from(1 - bank)] },
            Earthwork::Mend => SimEvent::DikeMended { formation, course, at: hex },
            Earthwork::Dam => SimEvent::DamRaised { formation, course, at: hex },
        });
    }
}

impl Waters {
    /// An earthwork is done at a piece of a watercourse, into which so much comes; `bank` is that of those who dig.
    pub(crate) fn dig(
        &mut self,
        work: Earthwork,
        (at, bank): (Piece, u8),
        by: SideId,
        m3_s: f64,
        map: &Map,
        rules: &FloodRules,
    ) {
        match work {
            Earthwork::Cut => self.open(Cut { at, bank, passed: 0, by }),
            Earthwork::CutFar => self.open(Cut { at, bank: 1 - bank, passed: 0, by }),
            Earthwork::Mend => {
                self.mend(at, 0);
                self.mend(at, 1);
            }
            Earthwork::Dam => {
                if let Some((course, reach)) = at.of(map) {
                    self.raise(Dam::across(at, stage(course, reach, m3_s), reach, by, rules));
                }
            }
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
