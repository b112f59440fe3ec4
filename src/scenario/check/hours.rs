//! Dates and hours of a scenario: they exist, follow each other, and fit the lengths of turns.

use crate::scenario::findings::{Findings, moment, time_of_day};
use crate::scenario::format::{DaylightFile, ScenarioFile};
use crate::scenario::tree::Step;
use crate::sim::clock::{Clock, DAY, Date, Tempo};
use crate::sim::weather::ClimateRules;
use Step::{Field, Index};

/// The longest war, days.
pub const LONGEST_WAR_DAYS: u32 = 3_660;
/// The most turns that a war may have.
pub const MOST_TURNS: u32 = 10_000;

/// The clock of the first turn, unless the hours are wrong.
pub(super) fn check(file: &ScenarioFile, climate: &ClimateRules, found: &mut Findings<'_>) -> Option<Clock> {
    let daylight = file.daylight.as_ref().map(|daylight| self::daylight(daylight, found));
    let start = read(&file.start, &[Field("start")], found);
    let end = read(&file.end, &[Field("end")], found);
    let (first_day, minute) = start?;
    let daylight = daylight.unwrap_or_else(|| Some(climate.daylight(first_day)));
    let end_minute = end.and_then(|end| minute_of(first_day, end)).filter(|end| *end > minute);
    let tempos = tempos(file, first_day, minute, found);
    let Some(end_minute) = end_minute else {
        if end.is_some() {
            let what = format!(
                "the war ends on {} and begins on {}; expected an end at most {LONGEST_WAR_DAYS} days later",
                file.end, file.start
            );
            found.error(&[Field("end")], what, "");
        }
        return None;
    };
    let clock =
        Clock { first_day, minute, end_minute, turn: 1, step: 0, tempos: tempos?, daylight: daylight? };
    if let Some(late) =
        clock.tempos.iter().position(|tempo| tempo.from_minute >= end_minute && tempo.from_minute > minute)
    {
        found.warning(
            &[Field("tempo"), Index(late), Field("from")],
            "this tempo begins after the war has ended",
            "",
        );
    }
    let last = clock.tempos.iter().rev().find(|tempo| tempo.from_minute < end_minute)?;
    if !(end_minute - last.from_minute).is_multiple_of(last.step_minutes) {
        found.error(
            &[Field("end")],
            "the war ends in the middle of a step",
            format!("steps last {} minutes then", last.step_minutes),
        );
        return None;
    }
    let turns: u64 =
        spans(&clock).map(|(minutes, tempo)| u64::from(minutes.div_ceil(tempo.turn_minutes))).sum();
    if turns > u64::from(MOST_TURNS) {
        found.error(
            &[Field("end")],
            format!("the war has {turns} turns; expected at most {MOST_TURNS}"),
            "make the turns longer",
        );
        return None;
    }
    Some(clock)
}

/// How long each tempo holds.
fn spans(clock: &Clock) -> impl Iterator<Item = (u32, Tempo)> + '_ {
    clock.tempos.iter().enumerate().map(|(index, tempo)| {
        let until = clock
            .tempos
            .get(index + 1)
            .map_or(clock.end_minute, |next| next.from_minute.min(clock.end_minute));
        (until.saturating_sub(tempo.from_minute), *tempo)
    })
}

/// When formations come: inside the war.
pub(super) fn arrivals(file: &ScenarioFile, clock: &Clock, found: &mut Findings<'_>) {
    for (index, formation) in file.formations.iter().enumerate() {
        let Some(arrives) = &formation.arrives else { continue };
        let path = [Field("formations"), Index(index), Field("arrives")];
        let Some(at) = read(arrives, &path, found) else { continue };
        if minute_of(clock.first_day, at).is_none_or(|at| at <= clock.minute || at >= clock.end_minute) {
            let what =
                format!("it comes on {arrives}, and the war lasts from {} to {}", file.start, file.end);
            found.error(&path, what, "leave it out for one that is there from the start");
        }
    }
}

fn read(text: &str, path: &[Step<'_>], found: &mut Findings<'_>) -> Option<(Date, u32)> {
    moment(text).map_err(|what| found.error(path, what, "")).ok()
}

/// Minutes from midnight of the first day; `None` before it, or too far after.
pub(in crate::scenario) fn minute_of(first_day: Date, (date, minute): (Date, u32)) -> Option<u32> {
    let days = first_day.days_until(date).filter(|days| *days <= LONGEST_WAR_DAYS)?;
    Some(days * DAY + minute)
}

fn daylight(daylight: &DaylightFile, found: &mut Findings<'_>) -> Option<(u32, u32)> {
    let mut read = |text: &str, field| {
        time_of_day(text).map_err(|what| found.error(&[Field("daylight"), Field(field)], what, "")).ok()
    };
    let (sunrise, sunset) = (read(&daylight.sunrise, "sunrise"), read(&daylight.sunset, "sunset"));
    let (sunrise, sunset) = sunrise.zip(sunset)?;
    if sunrise >= sunset {
        found.error(&[Field("daylight"), Field("sunset")], "the sun sets before it rises", "");
        return None;
    }
    Some((sunrise, sunset))
}

fn tempos(file: &ScenarioFile, first_day: Date, start: u32, found: &mut Findings<'_>) -> Option<Vec<Tempo>> {
    let mut tempos: Vec<Tempo> = Vec::new();
    let mut good = true;
    for (index, tempo) in file.tempo.iter().enumerate() {
        let path = |field| [Field("tempo"), Index(index), Field(field)];
        if !tempo.turn_minutes.is_multiple_of(tempo.step_minutes.max(1)) {
            let what = format!(
                "a turn of {} minutes is no multiple of a step of {}",
                tempo.turn_minutes, tempo.step_minutes
            );
            found.error(&path("turn_minutes"), what, "");
            good = false;
        }
        let Some(from) = read(&tempo.from, &path("from"), found) else {
            good = false;
            continue;
        };
        let wrong = match (minute_of(first_day, from), tempos.last()) {
            (Some(from), None) if from == start => None,
            (_, None) => Some((
                format!("the first tempo begins on {} and the war on {}", tempo.from, file.start),
                "let it begin with the war".to_owned(),
            )),
            (Some(from), Some(last)) if from > last.from_minute => {
                let into_turn = (from - last.from_minute) % last.turn_minutes.max(1);
                (into_turn != 0).then(|| {
                    let what = format!(
                        "the tempo changes {into_turn} minutes into a turn of {} minutes",
                        last.turn_minutes
                    );
                    (what, "let it change where a turn ends".to_owned())
                })
            }
            (_, Some(_)) => {
                Some(("this tempo begins before the one above it".to_owned(), "list them by time".to_owned()))
            }
        };
        if let Some((what, hint)) = wrong {
            found.error(&path("from"), what, hint);
            good = false;
        }
        if let Some(from_minute) = minute_of(first_day, from) {
            let (turn_minutes, step_minutes) = (tempo.turn_minutes, tempo.step_minutes);
            tempos.push(Tempo { from_minute, turn_minutes, step_minutes });
        }
    }
    (good && !tempos.is_empty()).then_some(tempos)
}
