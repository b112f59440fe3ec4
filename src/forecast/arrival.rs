//! When a march gets where it goes, by the laws of marching, as far as the one who plans it can know: no enemy in the
//! way, the weather as it is, the men as weary as they are.

use crate::seat::View;
use crate::setting::Rules;
use crate::sim::army::Fatigue;
use crate::sim::clock::{Clock, DAY};
use crate::sim::flood::Waters;
use crate::sim::hex::{Hex, side_towards};
use crate::sim::id::FormationId;
use crate::sim::intent::Pace;
use crate::sim::map::Map;
use crate::sim::movement::{MarchCosts, day_limit, march_s, speed_of};
use crate::sim::troops::TroopKind;
use crate::sim::weather::Sky;
use crate::snapshot::FormationState;

/// A march that has not begun takes no longer than this, minutes.
const LONGEST_MIN: u32 = 100 * DAY;

/// When and how a march ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrival {
    /// Minute of the war at which its head is there.
    pub minute: u32,
    /// Minutes of them spent on the march.
    pub marching: u32,
    /// The whole way, meters.
    pub way_m: u32,
    /// For every hex of the path, the minute at which the head enters it.
    pub hexes: Vec<u32>,
}

impl Arrival {
    /// Turns from now until it is there, counting the one that is planned as 1.
    pub fn turns(&self, clock: &Clock) -> u32 {
        clock.turns_until(self.minute)
    }
}

/// What a march goes by besides the men: the land, the rules, the hour and the weather.
#[derive(Debug, Clone, Copy)]
pub struct Going<'a> {
    /// Time over every side of every hex.
    pub costs: &'a MarchCosts,
    /// The land.
    pub map: &'a Map,
    /// The numbers.
    pub rules: &'a Rules,
    /// The hour and the daylight.
    pub clock: &'a Clock,
    /// The weather, taken to hold.
    pub sky: &'a Sky,
    /// Water on the land, taken to stand.
    pub waters: &'a Waters,
}

impl View {
    /// When one of its own formations would be at the end of a path; `None` for an unknown one, too.
    pub fn arrival(&self, own: FormationId, path: &[Hex], pace: Pace) -> Option<Arrival> {
        let one = self.formation(own)?;
        let (map, rules) = (self.map(), self.rules());
        let going = Going {
            costs: self.costs(),
            map,
            rules,
            clock: &self.clock,
            sky: &self.sky,
            waters: &self.waters,
        };
        arrival(going, self.troop(one), one, path, pace)
    }
}

/// When a formation's head is at the end of a path; `None` where the way is barred or takes more than a hundred days.
pub fn arrival(
    going: Going,
    kind: &TroopKind,
    one: &FormationState,
    path: &[Hex],
    pace: Pace,
) -> Option<Arrival> {
    let Going { costs, map, rules, clock, sky, waters } = going;
    let (weather, flood, rules) = ((sky, &rules.weather), &rules.flood, &rules.movement);
    let pace_time = match pace {
        Pace::Ordinary => 1000,
        Pace::Forced => rules.forced_time,
    };
    let fatigue = Fatigue::of(one.fatigue.permille());
    let speed = speed_of(kind, one.condition, rules);
    // Seconds since the first midnight of the war; its length is bounded far below what these hold.
    let start = u64::from(clock.minute) * 60;
    let mut now = start;
    let mut today_s = u64::from(one.legs.today_min()) * 60;
    let (mut here, mut marched, mut hexes) = (one.place.hex(), 0_u64, Vec::with_capacity(path.len()));
    for next in path {
        let edge = costs.seconds(kind.mobility, here, side_towards(here, *next)?)?;
        let weather = waters.march_time(weather, (map, here), flood);
        let mut left = u64::from(march_s(edge, speed, pace_time, weather, fatigue, rules));
        while left > 0 {
            if now > start + u64::from(LONGEST_MIN) * 60 {
                return None;
            }
            let of_day = now % DAY_S;
            let (dawn, dusk) = (u64::from(clock.daylight.0) * 60, u64::from(clock.daylight.1) * 60);
            let is_day = (dawn..dusk).contains(&of_day);
            // What holds now holds until the next of these.
            let until = if of_day < dawn {
                dawn
            } else if of_day < dusk {
                dusk
            } else {
                DAY_S
            };
            let stretch = until.min(DAY_S) - of_day;
            if day_limit(pace, today_s as u32, is_day, rules).is_some() {
                now += stretch;
            } else {
                let hours = match pace {
                    Pace::Ordinary => rules.ordinary_hours,
                    Pace::Forced => rules.forced_hours,
                };
                let allowed = u64::from(hours) * 3600 - today_s;
                let step = left.min(stretch).min(allowed.max(1));
                (now, left, marched, today_s) = (now + step, left - step, marched + step, today_s + step);
            }
            if now % DAY_S == 0 {
                today_s = 0;
            }
        }
        here = *next;
        hexes.push(now.div_ceil(60) as u32);
    }
    Some(Arrival {
        minute: now.div_ceil(60) as u32,
        marching: (marched / 60) as u32,
        way_m: (path.len() as u32).saturating_mul(map.hex_m),
        hexes,
    })
}

/// Seconds in a day.
const DAY_S: u64 = DAY as u64 * 60;
