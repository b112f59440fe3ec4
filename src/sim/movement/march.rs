//! The march itself: in every slice of time each formation does what it means to do, as far as its legs allow.

use bevy_ecs::prelude::*;

use super::flee::{self, AllHomes, Door};
use super::stage::{Manner, Marcher, MarcherItem, Plan, Stage, day_limit};
use super::zones::Dispositions;
use super::{column, give_way, wear};
use crate::sim::army::{Fate, Posture};
use crate::sim::clock::{DAY, due};
use crate::sim::dice::Purpose;
use crate::sim::event::{Chronicle, HaltReason, SimEvent};
use crate::sim::hex::{Hex, side_towards};
use crate::sim::intent::{Intention, Stance};

/// One slice of a step.
#[derive(Clone, Copy)]
struct Slice {
    minute: u32,
    minutes: u32,
    is_day: bool,
}

/// What a formation does with the time it has.
pub(super) enum Deed {
    /// Goes on; so many seconds were used.
    Went(u32),
    /// Waits on the road for others.
    Waits,
    /// Stands, and comes into this order when its men are up.
    Stands(Posture),
}

pub(super) fn march(stage: Stage, mut chronicle: ResMut<Chronicle>, mut query: Query<Marcher>) {
    let mut men: Vec<MarcherItem> = query.iter_mut().collect();
    men.sort_unstable_by_key(|marcher| *marcher.id);
    let zone_men = stage.rules.zone_men(stage.map.hex_m);
    let bodies = men.iter().filter_map(|marcher| stage.body(marcher));
    let everybody = Dispositions::new(&stage.costs, stage.map.grid(), zone_men, bodies.collect::<Vec<_>>());
    let mut plans = Vec::new();
    plans.resize_with(men.last().map_or(0, |last| last.id.index() + 1), || None);
    men.iter().for_each(|marcher| plans[marcher.id.index()] = stage.plan(marcher));
    let mut march =
        March { plans, stage: &stage, chronicle: &mut chronicle, everybody, homes: AllHomes::default() };
    men.iter_mut().for_each(|marcher| marcher.legs.step_s = 0);
    let (mut minute, end) = (stage.clock.minute, stage.clock.minute + stage.clock.step_minutes());
    while minute < end {
        let minutes = u32::from(stage.rules.slice_min.max(1)).min(end - minute);
        let (dawn, dusk) = stage.clock.daylight;
        let slice = Slice { minute, minutes, is_day: (dawn..dusk).contains(&(minute % DAY)) };
        for index in 0..men.len() {
            if men[index].roll.mouths() > 0 {
                march.resolve(&mut men, index, slice);
            }
        }
        minute += minutes;
        if minute / DAY > slice.minute / DAY {
            men.iter_mut().for_each(|marcher| (marcher.legs.today_m, marcher.legs.today_s) = (0, 0));
        }
    }
}

/// A step of marching under way.
pub(super) struct March<'a> {
    pub(super) stage: &'a Stage<'a>,
    pub(super) chronicle: &'a mut Chronicle,
    everybody: Dispositions<'a>,
    homes: AllHomes<'a>,
    /// By key.
    plans: Vec<Option<Plan>>,
}

impl March<'_> {
    /// One formation's slice of time.
    fn resolve(&mut self, men: &mut [MarcherItem], index: usize, slice: Slice) {
        let mut left = slice.minutes * 60;
        let mut rest = None;
        while left > 0 {
            match self.act(men, index, slice, left) {
                Deed::Went(used) => left -= used.min(left),
                other => {
                    rest = Some(other);
                    break;
                }
            }
        }
        let marcher = &mut men[index];
        let marched = slice.minutes * 60 - left;
        if marched > 0 {
            marcher.legs.today_s += marched;
            marcher.legs.step_s += marched;
            let (stage, here) = (self.stage, marcher.place.hex());
            let weather = stage.weather.of(&stage.sky, &stage.map, here);
            let weather = weather.map_or(0, |weather| weather.march_tires_h);
            let night = if slice.is_day { 0 } else { self.stage.rules.night_tire_per_h };
            let tires = u32::from(weather) + u32::from(night);
            marcher.fatigue.tire(due(tires, 60, slice.minute, slice.minutes));
        }
        match rest {
            Some(Deed::Stands(posture)) => self.settle(&mut men[index], left, Some(posture)),
            Some(Deed::Waits) => self.settle(&mut men[index], left, None),
            _ => {}
        }
        if let Some(body) = self.stage.body(&men[index]) {
            self.everybody.put(body);
        }
    }

    /// Does what it means to do, for at most `left` seconds and one hex.
    fn act(&mut self, men: &mut [MarcherItem], index: usize, slice: Slice, left: u32) -> Deed {
        let marcher = &men[index];
        if *marcher.posture == Posture::Routed || *marcher.intention == Intention::Flee {
            return self.flee(men, index, slice, left);
        }
        match marcher.intention.as_ref() {
            Intention::March { path, pace } => match path.first() {
                Some(to) => self.go(men, index, *to, Manner::March(*pace), slice, left),
                None => self.end(&mut men[index], HaltReason::Arrived),
            },
            Intention::Attack { .. } => self.attack(men, index, slice, left),
            Intention::Camp { .. } | Intention::Work { .. } => Deed::Stands(Posture::Camp),
            Intention::Raze { .. } | Intention::Deposit { .. } | Intention::Dig { .. } => {
                Deed::Stands(Posture::Formed)
            }
            Intention::Stay | Intention::Flee => match self.way_back(marcher, slice) {
                Some(to) => self.go(men, index, to, Manner::GiveWay, slice, left),
                None => Deed::Stands(Posture::Formed),
            },
        }
    }

    fn attack(&mut self, men: &mut [MarcherItem], index: usize, slice: Slice, left: u32) -> Deed {
        let marcher = &mut men[index];
        let here = marcher.place.hex();
        match &self.plans[marcher.id.index()] {
            // An attack ordered inside the step, by temper or signal, begins with the next.
            None => Deed::Stands(Posture::Formed),
            Some(Plan::GiveUp(reason)) => {
                let reason = *reason;
                self.end(marcher, reason)
            }
            Some(Plan::Go { target, pace, believed, runs, route }) => {
                let in_contact = marcher.engaged.is_in_contact()
                    && self
                        .everybody
                        .body(*target)
                        .is_some_and(|body| body.hex.unsigned_distance_to(here) == 1);
                let Some(to) = route.front().copied().filter(|_| !in_contact) else {
                    return Deed::Stands(Posture::Formed);
                };
                let near =
                    here.unsigned_distance_to(*believed) * self.stage.map.hex_m <= self.stage.rules.line_m;
                let formed = *marcher.posture == Posture::Formed;
                let headlong = *marcher.stance == Stance::Pursue || marcher.will.is_carried_away();
                let manner = match (near, formed) {
                    (true, true) if *runs => Manner::Chase(*pace),
                    (true, true) => Manner::Attack(*pace, true),
                    (true, false) if !headlong && !*runs => return Deed::Stands(Posture::Formed),
                    _ => Manner::Attack(*pace, false),
                };
                self.go(men, index, to, manner, slice, left)
            }
        }
    }

    /// Where a formation that stays falls back to before a stronger enemy, if its stance tells it to.
    fn way_back(&self, marcher: &MarcherItem, slice: Slice) -> Option<Hex> {
        let stage = self.stage;
        let reach = give_way::distance_kept(*marcher.stance, &stage.rules)?.div_ceil(stage.map.hex_m.max(1));
        let step = stage.clock.step_minutes();
        let fresh = if step > give_way::FRESH_MIN { step + 1 } else { give_way::FRESH_MIN };
        let threats = give_way::threats(stage.beliefs.of(marcher.side.0), slice.minute, fresh);
        let (here, mobility) = (marcher.place.hex(), stage.mobility(marcher));
        let open = |(side, to): (usize, Hex)| {
            let free = stage.costs.seconds(mobility, here, side).is_some()
                && !self.everybody.has_enemy(marcher.side.0, to)
                && !self.everybody.is_held(marcher.side.0, to);
            free.then_some(to)
        };
        let ways: Vec<Hex> = stage.map.grid().neighbors(here).filter_map(open).collect();
        give_way::retreat(here, marcher.roll.under_arms(), reach, &threats, &ways)
    }

    fn flee(&mut self, men: &mut [MarcherItem], index: usize, slice: Slice, left: u32) -> Deed {
        let stage = self.stage;
        let marcher = &mut men[index];
        let (here, side, mobility) = (marcher.place.hex(), marcher.side.0, stage.mobility(marcher));
        let refuges = || flee::refuges(side, &stage.register, &stage.verdict.owners);
        let homes = self.homes.of(side, mobility, refuges, &stage.costs, &stage.map, &self.everybody);
        let far_m = self.everybody.nearest_enemy(side, here).map(|far| far.saturating_mul(stage.map.hex_m));
        // Only men far from every enemy stop short of a refuge, if none can be reached.
        let is_far = far_m.is_none_or(|far_m| far_m > stage.rules.flight_m);
        if homes.is_refuge(here) || (is_far && homes.seconds(here).is_none()) {
            return Deed::Waits;
        }
        let in_gap = marcher.legs.in_gap && self.everybody.is_held(side, here);
        marcher.legs.in_gap = in_gap;
        // Who is half through a ring does not turn back into it.
        let back = marcher.legs.trail.steps(here).next().map(|(from, _)| from).filter(|_| in_gap);
        let ways = flee::ways(here, (side, mobility), &stage.map, &stage.costs, homes, &self.everybody, back);
        let Some(way) = flee::choice(&ways) else { return Deed::Waits };
        if way.door == Door::Held && !in_gap {
            // Cut off on all sides: now and then the ring has a gap, and not everybody gets through it.
            let (day, night) = stage.rules.gap_permille_h;
            let chance = u64::from(if slice.is_day { day } else { night });
            let mut stream = stage.dice.lasting(slice.minute, Purpose::Escape, u32::from(marcher.id.0));
            let chance = stream.share(chance * u64::from(slice.minutes), 60) as u16;
            if marcher.legs.spent_s == 0 && !stream.chance(chance) {
                return Deed::Waits;
            }
        }
        self.go(men, index, way.to, Manner::Flee(way.door), slice, left)
    }

    /// Goes toward the next hex and, when the time is enough, into it.
    fn go(
        &mut self,
        men: &mut [MarcherItem],
        index: usize,
        to: Hex,
        manner: Manner,
        slice: Slice,
        left: u32,
    ) -> Deed {
        let (stage, marcher) = (self.stage, &mut men[index]);
        let (here, own) = (marcher.place.hex(), marcher.side.0);
        if let Manner::March(pace) | Manner::Attack(pace, _) | Manner::Chase(pace) = manner {
            if let Some(reason) = day_limit(pace, marcher.legs.today_s, slice.is_day, &stage.rules) {
                self.pause(marcher, reason);
                return Deed::Stands(Posture::Camp);
            }
            if marcher.fatigue.permille() >= stage.rules.exhausted {
                return self.end(marcher, HaltReason::Exhausted);
            }
        }
        let side = side_towards(here, to);
        let way = side.and_then(|side| Some((side, stage.way_s(marcher, side, manner)?)));
        let Some((side, needed)) = way else { return self.end(marcher, HaltReason::Impassable) };
        let past_holder =
            || self.everybody.holders(own, here).any(|body| body.hex.unsigned_distance_to(to) <= 1);
        match manner {
            Manner::March(_) if self.everybody.has_enemy(own, to) || past_holder() => {
                return self.end(marcher, HaltReason::Enemy);
            }
            _ if self.everybody.has_enemy(own, to) => {
                // An attack runs into others than it looks for: it waits for them to go or to be beaten.
                self.pause(marcher, HaltReason::Enemy);
                return Deed::Stands(Posture::Formed);
            }
            _ => {}
        }
        self.set_out(marcher, manner);
        let missing = needed.saturating_sub(marcher.legs.spent_s);
        if missing > left {
            marcher.legs.spent_s += left;
            return Deed::Went(left);
        }
        if !matches!(manner, Manner::Flee(_)) && self.is_taken(men, index, here, to, side) {
            let waited = missing.max(1); // they come as far as the others' rear
            men[index].legs.spent_s = needed;
            return if missing > 0 { Deed::Went(waited) } else { Deed::Waits };
        }
        self.enter(&mut men[index], to, side, manner, slice);
        Deed::Went(missing)
    }

    /// Breaks camp or column of line, as the manner demands.
    fn set_out(&mut self, marcher: &mut MarcherItem, manner: Manner) {
        marcher.legs.paused = false;
        marcher.legs.deploying_s = 0;
        let posture = match manner {
            Manner::Flee(_) => return,
            Manner::Attack(_, true) | Manner::Chase(_) => Posture::Formed,
            Manner::GiveWay if *marcher.posture == Posture::Formed => Posture::Formed,
            _ => Posture::Column,
        };
        self.stand(marcher, posture);
    }

    /// True when other columns of its side fill the road over an edge.
    fn is_taken(&self, men: &[MarcherItem], index: usize, from: Hex, to: Hex, side: usize) -> bool {
        let (map, own) = (&self.stage.map, &men[index]);
        let passing = |other: &&MarcherItem| {
            other.id != own.id
                && other.side.0 == own.side.0
                && other.legs.tail_m > 0
                && *other.posture != Posture::Routed
                && other.roll.mouths() > 0
                && column::blocks(*other.legs, other.place.hex(), map.hex_m, from, to)
        };
        let lanes = column::lanes(map, self.stage.mobility(own), from, side, &self.stage.rules);
        men.iter().filter(passing).take(lanes as usize).count() >= lanes as usize
    }

    fn enter(&mut self, marcher: &mut MarcherItem, to: Hex, side: usize, manner: Manner, slice: Slice) {
        let (stage, mobility) = (self.stage, self.stage.mobility(marcher));
        let from = marcher.place.hex();
        let hex_m = stage.map.hex_m;
        let before = marcher.legs.today_m;
        marcher.place.move_to(to);
        let (whole_m, is_column) = (stage.whole_m(marcher), *marcher.posture == Posture::Column);
        let legs = &mut *marcher.legs;
        legs.spent_s = 0;
        let way_m = stage.map.way_m(from, side);
        legs.today_m += way_m;
        legs.trail.step(side);
        legs.tail_m = if is_column {
            let lanes = column::lanes(&stage.map, mobility, from, side, &stage.rules);
            column::stretched(legs.tail_m, hex_m, whole_m, lanes)
        } else {
            0
        };
        let tired = |meters| wear::distance_tires(meters, mobility, &stage.rules);
        marcher.fatigue.tire(tired(before + way_m) - tired(before));
        self.chronicle.tell(SimEvent::Marched { formation: *marcher.id, from, to });
        if let Some(body) = stage.body(marcher) {
            self.everybody.put(body);
        }
        match manner {
            Manner::March(_) => self.go_on(marcher, to),
            Manner::Attack(..) | Manner::Chase(_) => {
                if let Some(Plan::Go { route, .. }) = &mut self.plans[marcher.id.index()] {
                    route.pop_front();
                }
            }
            Manner::Flee(Door::Held) if marcher.legs.in_gap => {}
            Manner::Flee(door) => {
                marcher.legs.in_gap = door == Door::Held;
                self.fall_by_the_way(marcher, door, slice);
            }
            Manner::GiveWay => {}
        }
    }

    /// The rest of a march whose head has just entered a hex.
    fn go_on(&mut self, marcher: &mut MarcherItem, at: Hex) {
        let Intention::March { path, .. } = &mut *marcher.intention else { return };
        path.remove(0);
        let arrived = path.is_empty();
        if self.everybody.is_held(marcher.side.0, at) {
            self.end(marcher, HaltReason::Enemy);
        } else if arrived {
            self.end(marcher, HaltReason::Arrived);
        }
    }

    /// What a rout leaves in a river, under a bluff, or in the enemy's hands.
    fn fall_by_the_way(&mut self, marcher: &mut MarcherItem, door: Door, slice: Slice) {
        let rules = &self.stage.rules;
        let (permille, fate) = match door {
            Door::Open => return,
            Door::River => (rules.drown_permille, Fate::DeadDrowned),
            Door::Bluff => (rules.fall_permille, Fate::DeadPursuit),
            Door::Held => (rules.gap_taken_permille, Fate::Captured),
        };
        let mut stream = self.stage.dice.lasting(slice.minute + 1, Purpose::Escape, u32::from(marcher.id.0));
        let men = stream.share(u64::from(marcher.roll.under_arms()) * u64::from(permille), 1000) as u32;
        let men = marcher.roll.lose(fate, men);
        if men > 0 {
            self.chronicle.tell(SimEvent::Lost { formation: *marcher.id, fate, men });
        }
    }
}
