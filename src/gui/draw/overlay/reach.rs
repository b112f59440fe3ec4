//! Where men can be within so many turns: the same costs, hours and stops by which they will march.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::classes::{held, holds};
use crate::gui::scene::{Arm, Body, Scene};
use crate::seat::View;
use crate::sim::army::Fatigue;
use crate::sim::clock::{Clock, DAY};
use crate::sim::hex::Hex;
use crate::sim::id::SideId;
use crate::sim::intent::Pace;
use crate::sim::map::Mobility;
use crate::sim::movement::{MovementRules, day_limit, march_s};

/// How a body of men goes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Way {
    pub side: SideId,
    pub mobility: Mobility,
    /// Speed against the ordinary one of its mobility, permille.
    pub speed: u16,
    pub fatigue: Fatigue,
    pub pace: Pace,
    /// Seconds marched since midnight.
    pub marched_s: u32,
}

impl Way {
    /// As far as the viewer knows it: of his own men all, of others what their arm says.
    pub(super) fn of(scene: &Scene, view: Option<&View>, body: &Body) -> Self {
        let own = view.and_then(|view| Some((view.formation(body.id)?, view)));
        let troop = own.map(|(own, view)| view.troop(own));
        Self {
            side: body.side,
            mobility: troop.map_or_else(|| mobility(body.arm), |troop| troop.mobility),
            speed: troop.map_or(1000, |troop| troop.speed),
            fatigue: Fatigue::of(body.known.as_ref().map_or(0, |known| known.fatigue)),
            pace: Pace::Ordinary,
            marched_s: own.map_or(0, |(own, _)| own.legs.today_min() * 60),
        }
        .checked(&scene.setting.rules.movement)
    }

    fn checked(self, rules: &MovementRules) -> Self {
        Self { marched_s: self.marched_s.min(u32::from(rules.forced_hours) * 3600), ..self }
    }

    /// In which turn, from 1, a body at `from` can be in each hex; 0 where it cannot within so many. It does not enter
    /// hexes in `barred` and, if `hindered`, does not go on from those that its enemies hold.
    pub(super) fn turns(
        &self,
        scene: &Scene,
        from: Hex,
        turns: u8,
        barred: &[usize],
        hindered: bool,
    ) -> Vec<u8> {
        let setting = &scene.setting;
        let grid = setting.map.grid();
        let budgets = budgets(&scene.clock, &setting.rules.movement, self.pace, self.marched_s, turns);
        let limit = budgets.last().copied().unwrap_or(0);
        let mut stops = vec![false; grid.len()];
        let mut shut = vec![false; grid.len()];
        let hinders = |body: &&Body| hindered && body.side != self.side && holds(scene, body);
        for body in scene.bodies.iter().filter(hinders) {
            held(scene, body).for_each(|index| stops[index] = true);
        }
        barred.iter().for_each(|index| shut[*index] = true);
        let mut seconds = vec![u32::MAX; grid.len()];
        let mut next = BinaryHeap::new();
        if let Some(start) = grid.index(from) {
            seconds[start] = 0;
            next.push(Reverse((0, start)));
        }
        while let Some(Reverse((now, here))) = next.pop() {
            // Who stands in held ground may leave it; who comes into it stops.
            if now > seconds[here] || (now > 0 && stops[here]) {
                continue;
            }
            let hex = grid.at(here);
            for (side, there) in grid.neighbors(hex) {
                let Some(index) = grid.index(there).filter(|index| !shut[*index]) else { continue };
                let Some(step) = self.step_s(scene, hex, side) else { continue };
                let then = now.saturating_add(step);
                if then <= limit && then < seconds[index] {
                    seconds[index] = then;
                    next.push(Reverse((then, index)));
                }
            }
        }
        let turn = |seconds: u32| {
            budgets.iter().position(|budget| seconds <= *budget).map_or(0, |turn| turn as u8 + 1)
        };
        seconds.into_iter().map(turn).collect()
    }

    /// Seconds of a step over a side.
    fn step_s(&self, scene: &Scene, from: Hex, side: usize) -> Option<u32> {
        let rules = &scene.setting.rules;
        let edge = scene.costs.seconds(self.mobility, from, side)?;
        let pace = match self.pace {
            Pace::Ordinary => 1000,
            Pace::Forced => rules.movement.forced_time,
        };
        let (weather, at) = ((&scene.sky, &rules.weather), (&scene.setting.map, from));
        let weather = scene.waters.march_time(weather, at, &rules.flood);
        Some(march_s(edge, self.speed, pace, weather, self.fatigue, &rules.movement))
    }
}

/// In which turn a body can be in each hex at a pace, around enemies it knows of.
pub(super) fn turns(scene: &Scene, view: Option<&View>, body: &Body, pace: Pace, turns: u8) -> Vec<u8> {
    let grid = scene.setting.map.grid();
    let enemies = scene.bodies.iter().filter(|other| other.side != body.side);
    let barred: Vec<usize> = enemies.filter_map(|enemy| grid.index(enemy.at)).collect();
    let way = Way { pace, ..Way::of(scene, view, body) };
    let mut turns = way.turns(scene, body.at, turns.clamp(1, 7), &barred, true);
    if let Some(own) = grid.index(body.at) {
        turns[own] = 0;
    }
    turns
}

/// True for hexes within a day's ordinary march on foot of any of some hexes.
pub(super) fn day_around(scene: &Scene, hexes: &[Hex]) -> Vec<bool> {
    let rules = &scene.setting.rules.movement;
    let limit = u32::from(rules.ordinary_hours) * 3600;
    let grid = scene.setting.map.grid();
    let field = scene.costs.to(Mobility::Foot, hexes, limit, |_| false);
    (0..grid.len()).map(|index| field.seconds(grid.at(index)).is_some()).collect()
}

fn mobility(arm: Arm) -> Mobility {
    match arm {
        Arm::Foot | Arm::Crossbow => Mobility::Foot,
        Arm::Hill => Mobility::Hill,
        // Nobody knows whom he sees from afar: he may be quick.
        Arm::Horse | Arm::HeavyHorse | Arm::Unknown => Mobility::Horse,
        Arm::Camels | Arm::Train => Mobility::Train,
    }
}

/// Seconds that can be marched until the end of each of the coming turns.
fn budgets(clock: &Clock, rules: &MovementRules, pace: Pace, marched_s: u32, turns: u8) -> Vec<u32> {
    let slice = u32::from(rules.slice_min.max(1));
    let (mut minute, mut today, mut all) = (clock.minute, marched_s, 0);
    let mut budgets = Vec::new();
    for _ in 0..turns {
        let end = minute.saturating_add(clock.tempo_at(minute).turn_minutes.max(1));
        while minute < end.min(clock.end_minute) {
            if minute.is_multiple_of(DAY) {
                today = 0;
            }
            let is_day = (clock.daylight.0..clock.daylight.1).contains(&(minute % DAY));
            let until_midnight = DAY - minute % DAY;
            let minutes = slice.min(end - minute).min(until_midnight);
            if day_limit(pace, today, is_day, rules).is_none() {
                today += minutes * 60;
                all += minutes * 60;
            }
            minute += minutes;
        }
        minute = end;
        budgets.push(all);
    }
    budgets
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::rules::RuleBook;
    use crate::sim::clock::{Date, Tempo};

    #[test]
    fn an_ordinary_march_rests_by_night_and_a_forced_one_does_not() {
        let rules = RuleBook::shared().rules.movement.clone();
        let clock = Clock {
            first_day: Date::new(1041, 3, 16).expect("a real day"),
            minute: 18 * 60,
            end_minute: 3 * DAY,
            turn: 1,
            step: 0,
            tempos: vec![Tempo { from_minute: 0, turn_minutes: 720, step_minutes: 60 }],
            daylight: (6 * 60, 18 * 60),
        };
        let hours = |pace, marched_h: u32| {
            let budgets = budgets(&clock, &rules, pace, marched_h * 3600, 3);
            budgets.iter().map(|seconds| seconds / 3600).collect::<Vec<_>>()
        };
        let (ordinary, forced) = (u32::from(rules.ordinary_hours), u32::from(rules.forced_hours));
        assert_eq!(hours(Pace::Ordinary, 0), [0, ordinary, ordinary]);
        assert_eq!(hours(Pace::Forced, 0), [12, 6 + forced, 6 + forced + 6]);
        // Who marched all day long has to wait for midnight.
        assert_eq!(hours(Pace::Forced, forced)[0], 6);
    }
}
