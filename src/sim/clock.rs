//! Dates and hours: the Julian calendar of the period, the length of turns and steps, and daylight.
//!
//! A war's time is counted in whole minutes from midnight of its first day. Turn length may change inside a
//! war (twelve-hour marches, then one-hour battle turns): the scenario lists from when which length holds.

use std::fmt;

use bevy_ecs::prelude::Resource;
use serde::{Deserialize, Serialize};

/// Minutes in a day.
pub const DAY: u32 = 24 * 60;

/// What of a steady flow of `amount` in every `per_min` minutes falls due in the `minutes` from minute `from` of the
/// war on. Whole numbers that add up exactly, however the time is cut into steps.
pub fn due(amount: u32, per_min: u32, from: u32, minutes: u32) -> u32 {
    let until = |minute: u64| u64::from(amount) * minute / u64::from(per_min.max(1));
    (until(u64::from(from) + u64::from(minutes)) - until(u64::from(from))).min(u64::from(u32::MAX)) as u32
}

/// A day of the Julian calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Date {
    /// Year of the Common Era.
    pub year: i16,
    /// Month, 1 to 12.
    pub month: u8,
    /// Day of the month, from 1.
    pub day: u8,
}

/// Month names as reports print them.
pub const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

fn month_days(year: i16, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 => 29, // Julian: every fourth year, without exception
        2 => 28,
        _ => 31,
    }
}

impl Date {
    /// A date that exists, or `None`.
    pub fn new(year: i16, month: u8, day: u8) -> Option<Self> {
        let real = (1..=12).contains(&month) && day >= 1 && day <= month_days(year, month);
        (real && year > 0).then_some(Self { year, month, day })
    }

    /// The date `days` later.
    pub fn plus_days(self, days: u32) -> Self {
        let mut date = self;
        for _ in 0..days {
            if date.day < month_days(date.year, date.month) {
                date.day += 1;
            } else if date.month < 12 {
                (date.month, date.day) = (date.month + 1, 1);
            } else {
                date = Self { year: date.year.saturating_add(1), month: 1, day: 1 };
            }
        }
        date
    }

    /// Days of the Julian calendar from its first, which is 1.
    pub fn count(self) -> u32 {
        let years = u32::from(self.year.max(1).unsigned_abs()) - 1;
        let months: u32 = (1..self.month).map(|month| u32::from(month_days(self.year, month))).sum();
        years * 365 + years / 4 + months + u32::from(self.day)
    }

    /// Days from this date to a later one; `None` if it is earlier or more than 100 years away.
    pub fn days_until(self, later: Self) -> Option<u32> {
        later.count().checked_sub(self.count()).filter(|days| *days <= 36_600)
    }

    /// Reads `1041-03-14`.
    ///
    /// # Errors
    /// Says in words what is wrong with the text.
    pub fn parse(text: &str) -> Result<Self, String> {
        let parts: Vec<&str> = text.split('-').collect();
        let [year, month, day] = parts[..] else {
            return Err(format!("`{text}` is not a date; expected year-month-day, such as 1041-03-14"));
        };
        let number =
            |part: &str| part.parse::<i16>().ok().filter(|_| part.bytes().all(|b| b.is_ascii_digit()));
        let (Some(year), Some(month), Some(day)) = (number(year), number(month), number(day)) else {
            return Err(format!("`{text}` is not a date; expected year-month-day, such as 1041-03-14"));
        };
        u8::try_from(month)
            .ok()
            .zip(u8::try_from(day).ok())
            .and_then(|(month, day)| Self::new(year, month, day))
            .ok_or_else(|| format!("{text} does not exist in the Julian calendar"))
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let month = MONTHS[usize::from(self.month.clamp(1, 12)) - 1];
        write!(f, "{} {month} {}", self.day, self.year)
    }
}

/// From `from_minute` on, turns last `turn_minutes` and are resolved in steps of `step_minutes`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tempo {
    /// First minute of the war at which this tempo holds.
    pub from_minute: u32,
    /// Length of a turn, minutes; a multiple of the step.
    pub turn_minutes: u32,
    /// Length of a step, minutes.
    pub step_minutes: u32,
}

/// Where the war stands in time. Advanced by `Game` only.
#[derive(Resource, Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clock {
    /// Midnight at which minute 0 lies.
    pub first_day: Date,
    /// Now, minutes since then.
    pub minute: u32,
    /// The war ends at this minute whatever happens.
    pub end_minute: u32,
    /// Turn being planned or resolved, from 1.
    pub turn: u32,
    /// Step inside the turn being resolved, from 0.
    pub step: u32,
    /// Tempos, by rising `from_minute`; the first holds from the start.
    pub tempos: Vec<Tempo>,
    /// Sunrise and sunset, minutes after midnight: of the season, or of the day where the sun follows the date.
    pub daylight: (u32, u32),
}

impl Clock {
    /// The tempo that holds at a minute.
    pub fn tempo_at(&self, minute: u32) -> Tempo {
        let started = |tempo: &&Tempo| tempo.from_minute <= minute;
        *self.tempos.iter().rev().find(started).unwrap_or(&self.tempos[0])
    }

    /// The tempo of the turn under way.
    pub fn tempo(&self) -> Tempo {
        self.tempo_at(self.minute)
    }

    /// Length of a step now, minutes.
    pub fn step_minutes(&self) -> u32 {
        self.tempo().step_minutes
    }

    /// Minutes since the last midnight.
    pub fn minute_of_day(&self) -> u32 {
        self.minute % DAY
    }

    /// True between sunrise and sunset.
    pub fn is_day(&self) -> bool {
        (self.daylight.0..self.daylight.1).contains(&self.minute_of_day())
    }

    /// Length of the day's light, minutes.
    pub fn light_min(&self) -> u32 {
        self.daylight.1.saturating_sub(self.daylight.0)
    }

    /// True when the step under way brings this minute of the day, however long it is.
    pub fn brings(&self, minute_of_day: u32) -> bool {
        let before = |minute: u32| (minute + DAY - 1 - minute_of_day.min(DAY - 1)) / DAY;
        before(self.minute + self.step_minutes()) > before(self.minute)
    }

    /// Today.
    pub fn date(&self) -> Date {
        self.first_day.plus_days(self.minute / DAY)
    }

    /// A moment of the war as reports print it: `18 March 1041, 07:30`.
    pub fn moment(&self, minute: u32) -> String {
        let date = self.first_day.plus_days(minute / DAY);
        format!("{date}, {:02}:{:02}", minute % DAY / 60, minute % 60)
    }

    /// Turns from now until a minute is past, counting the one under way as 1.
    pub fn turns_until(&self, minute: u32) -> u32 {
        let (mut end, mut turns) = (self.minute, 0);
        while end < minute {
            end += self.tempo_at(end).turn_minutes.max(1);
            turns += 1;
        }
        turns.max(1)
    }

    /// How many turns the whole war has at most.
    pub fn turns_in_war(&self) -> u32 {
        let (mut minute, mut turns) = (self.start_minute(), 0);
        while minute < self.end_minute {
            minute += self.tempo_at(minute).turn_minutes;
            turns += 1;
        }
        turns
    }

    /// The minute at which the first turn begins.
    pub fn start_minute(&self) -> u32 {
        self.tempos[0].from_minute
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn julian_leap_years_come_every_fourth_year() {
        assert!(Date::new(1100, 2, 29).is_some(), "1100 was a leap year before 1582");
        assert!(Date::new(1041, 2, 29).is_none());
        assert_eq!(Date::parse("1041-03-14").map(|d| d.to_string()).as_deref(), Ok("14 March 1041"));
        assert!(Date::parse("1041-13-01").is_err());
        assert!(Date::parse("1041-3").is_err());
        assert!(Date::parse("+041-03-01").is_err());
    }

    #[test]
    fn a_flow_adds_up_however_time_is_cut() {
        let whole = due(7, 60, 13, 600);
        for step in [1, 5, 15, 60] {
            let cut: u32 = (0..600 / step).map(|part| due(7, 60, 13 + part * step, step)).sum();
            assert_eq!(cut, whole, "in steps of {step} minutes");
        }
    }

    #[test]
    fn days_are_counted_across_months_and_years() {
        let start = Date::new(1040, 2, 28).expect("a real day");
        assert_eq!(start.plus_days(2), Date::new(1040, 3, 1).expect("a real day"));
        assert_eq!(start.plus_days(1500).count(), start.count() + 1500);
        assert_eq!(start.days_until(Date::new(1041, 2, 28).expect("a real day")), Some(366));
    }

    #[test]
    fn every_hour_comes_once_a_day_whatever_the_step() {
        let first_day = Date::new(1041, 3, 16).expect("a real day");
        for step in [15, 60, 240, 720, 1440] {
            let mut clock = Clock {
                first_day,
                minute: 8 * 60,
                end_minute: 9 * DAY,
                turn: 1,
                step: 0,
                tempos: vec![Tempo { from_minute: 0, turn_minutes: DAY, step_minutes: step }],
                daylight: (6 * 60, 18 * 60),
            };
            for hour in [0, 369, 420, 1439] {
                clock.minute = 8 * 60;
                let times = (0..3 * DAY / step).filter(|_| {
                    let brings = clock.brings(hour);
                    clock.minute += step;
                    brings
                });
                assert_eq!(times.count(), 3, "minute {hour} in steps of {step}");
            }
        }
    }

    #[test]
    fn a_war_may_change_its_tempo() {
        let clock = Clock {
            first_day: Date::new(1041, 3, 16).expect("a real day"),
            minute: 0,
            end_minute: 3 * DAY,
            turn: 1,
            step: 0,
            tempos: vec![
                Tempo { from_minute: 0, turn_minutes: 720, step_minutes: 60 },
                Tempo { from_minute: 2 * DAY, turn_minutes: 60, step_minutes: 15 },
            ],
            daylight: (6 * 60, 18 * 60),
        };
        assert_eq!(clock.turns_in_war(), 4 + 24);
        assert_eq!(clock.tempo_at(2 * DAY).turn_minutes, 60);
        assert_eq!(clock.moment(2 * DAY + 450), "18 March 1041, 07:30");
    }
}
