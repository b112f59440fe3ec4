//! The hour: date in both calendars, season, sun, turn, weather.

use bevy_egui::egui::{Ui, vec2};

use super::Told;
use super::force::capital;
use super::parts::{self, GRID, small, span, strong, told as name};
use crate::report::survey;
use crate::sim::clock::{Clock, DAY, Date};

/// The strip of the hour, for the bar at the top: two lines, and more where it must be narrow.
pub fn calendar(ui: &mut Ui, told: &Told) {
    let clock = &told.scene.clock;
    let about = &told.setting().about;
    // Two lines as close as text stands; a row is otherwise as high as a button.
    ui.spacing_mut().interact_size.y = 0.0;
    ui.spacing_mut().item_spacing.y = 0.0;
    line(ui, |ui| {
        ui.label(strong(told.moment(clock.minute)));
        let days = (clock.minute / DAY).saturating_sub(clock.start_minute() / DAY);
        if let Some(date) = chinese_date(&about.chinese_date, days) {
            ui.label(date);
        }
    });
    line(ui, |ui| {
        let (rise, set) = clock.daylight;
        let is_day = if clock.is_day() { "day" } else { "night" };
        let sun = format!("{}, {is_day}", season(clock.date()));
        let tells = format!("Sunrise {}, sunset {}. {}", hour(rise), hour(set), next_light(clock));
        let response = ui.label(small(sun));
        parts::describe(ui, &response, &tells);
        response.on_hover_text(tells);
        ui.label(small(format!("sun {}–{}", hour(rise), hour(set))));
        let (turn, turns) = (clock.turn.min(clock.turns_in_war().max(1)), clock.turns_in_war());
        let response = ui.label(small(format!("turn {turn} of {turns}")));
        let tells = format!(
            "This turn lasts {}, in steps of {}. The war ends on {}.",
            span(clock.tempo().turn_minutes),
            span(clock.step_minutes()),
            told.moment(clock.end_minute)
        );
        parts::describe(ui, &response, &tells);
        response.on_hover_text(tells);
        ui.label(small(format!("{} a turn", span(clock.tempo().turn_minutes))));
        weather(ui, told);
    });
}

/// Words one after the other, well apart, over more lines where it must be narrow.
fn line(ui: &mut Ui, add: impl FnOnce(&mut Ui)) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(3.0 * GRID, 0.0);
        add(ui);
    });
}

fn weather(ui: &mut Ui, told: &Told) {
    let (setting, sky) = (told.setting(), &told.scene.sky);
    let Some(kind) = setting.rules.weather.of(sky, &setting.map, told.here()) else { return };
    let response = ui.label(small(&kind.name));
    let part = |permille: u16| parts::percent(u32::from(permille));
    let over = if sky.has_climate() {
        format!(
            "{}, {}. ",
            capital(&survey::weather(setting, sky, &told.scene.clock, told.here())),
            told.where_is(told.here())
        )
    } else {
        String::new()
    };
    let tells = format!(
        "{over}Marches take {} of the time of fair weather, one sees {} as far, bows are worth {}.",
        part(kind.march_time),
        part(kind.sight),
        part(kind.missile)
    );
    name(ui, &response, &kind.name, &tells);
    response.on_hover_text(tells);
}

/// An hour of the day.
fn hour(minute: u32) -> String {
    format!("{:02}:{:02}", minute / 60 % 24, minute % 60)
}

/// When the light changes next.
fn next_light(clock: &Clock) -> String {
    let now = clock.minute_of_day();
    let (rise, set) = clock.daylight;
    if now < rise {
        format!("The sun rises in {}.", span(rise - now))
    } else if now < set {
        format!("The sun sets in {}.", span(set - now))
    } else {
        format!("The sun rises in {}.", span(DAY - now + rise))
    }
}

/// The season of a day as the Chinese calendar counts it: spring begins in early February.
pub fn season(date: Date) -> &'static str {
    // In this age the calendar of the files ran some six days behind the sun.
    const BEGINNINGS: [(u8, u8); 4] = [(1, 30), (5, 1), (8, 2), (11, 2)];
    let day = (date.month, date.day);
    let begun = BEGINNINGS.iter().rposition(|beginning| *beginning <= day);
    ["spring", "summer", "autumn", "winter"][begun.unwrap_or(3)]
}

/// The Chinese date so many days after the one that is written. `None` when none is written, when its day is not
/// understood, or beyond the twenty-ninth day: whether a month had a thirtieth is not known.
pub fn chinese_date(start: &str, days: u32) -> Option<String> {
    let start = start.trim();
    if start.is_empty() {
        return None;
    }
    if days == 0 {
        return Some(start.to_owned());
    }
    let (month, day) = start.strip_suffix('日')?.rsplit_once('月')?;
    let day = DAYS.iter().position(|name| name.contains(&day))? as u32 + 1 + days;
    let name = DAYS.get(day as usize - 1).filter(|_| day <= 29)?[0];
    Some(format!("{month}月{name}日"))
}

/// The days of a month, each as it may be written.
const DAYS: [[&str; 2]; 30] = [
    ["一", "初一"],
    ["二", "初二"],
    ["三", "初三"],
    ["四", "初四"],
    ["五", "初五"],
    ["六", "初六"],
    ["七", "初七"],
    ["八", "初八"],
    ["九", "初九"],
    ["十", "初十"],
    ["十一", "十一"],
    ["十二", "十二"],
    ["十三", "十三"],
    ["十四", "十四"],
    ["十五", "十五"],
    ["十六", "十六"],
    ["十七", "十七"],
    ["十八", "十八"],
    ["十九", "十九"],
    ["二十", "廿"],
    ["二十一", "廿一"],
    ["二十二", "廿二"],
    ["二十三", "廿三"],
    ["二十四", "廿四"],
    ["二十五", "廿五"],
    ["二十六", "廿六"],
    ["二十七", "廿七"],
    ["二十八", "廿八"],
    ["二十九", "廿九"],
    ["三十", "三十"],
];
