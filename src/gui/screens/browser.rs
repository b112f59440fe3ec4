//! The scenario browser: every scenario there is, the broken ones with what is wrong with them.

use bevy_egui::egui::accesskit::Toggled;
use bevy_egui::egui::{Button, Key, RichText, Ui, vec2};

use super::picture::{Picture, strengths};
use super::{Go, NewWar, fresh_seed, is_wide, scroll, sheet};
use crate::gui::services::Services;
use crate::gui::{palette, theme};
use crate::scenario;
use crate::setting::{Measure, Setting};
use crate::sim::clock::Clock;

/// The scenario browser.
pub struct Browser {
    listed: Vec<Listed>,
    chosen: usize,
    /// Whether the chosen line must come into view.
    moved: bool,
}

/// A scenario on the list.
struct Listed {
    id: String,
    /// The war, or why it cannot be read: each fault with file, line and column.
    war: Result<Box<War>, String>,
    /// What looks wrong but does no harm.
    warnings: Vec<String>,
}

/// What is told of a scenario.
pub(super) struct War {
    pub(super) setting: Setting,
    begins: String,
    ends: String,
    year: i16,
    turns: u32,
    pace: String,
    picture: Option<Picture>,
}

impl War {
    /// Reads a scenario.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub(super) fn read(id: &str, services: &Services) -> Result<Self, String> {
        let (setting, start) =
            scenario::open(id, &services.data, 1).map_err(|problems| problems.to_string())?;
        let clock = &start.clock;
        Ok(Self {
            begins: clock.moment(clock.minute),
            ends: clock.moment(clock.end_minute),
            year: clock.date().year,
            turns: clock.turns_in_war(),
            pace: pace(clock),
            setting,
            picture: None,
        })
    }

    /// Who brings how many: field, border and men of each side.
    pub(super) fn strengths(&self) -> Vec<(bevy_egui::egui::Color32, bevy_egui::egui::Color32, u32)> {
        let register = &self.setting.register;
        let sides = register.side_ids().zip(&register.sides).enumerate();
        sides
            .map(|(index, (id, side))| {
                let (field, border, _) = palette::side(&side.name.id, index);
                let own = register.formations.iter().filter(|formation| formation.side == id);
                (field, border, own.map(|formation| formation.men).sum())
            })
            .collect()
    }
}

/// How long turns and steps are, in words.
fn pace(clock: &Clock) -> String {
    let length = |minutes: u32| match minutes {
        60 => "1 hour".to_owned(),
        1440 => "1 day".to_owned(),
        minutes if minutes % 1440 == 0 => format!("{} days", minutes / 1440),
        minutes if minutes % 60 == 0 => format!("{} hours", minutes / 60),
        minutes => format!("{minutes} minutes"),
    };
    let words: Vec<String> = clock.tempos.iter().map(|tempo| length(tempo.turn_minutes)).collect();
    format!("turns of {}", words.join(", then "))
}

impl Browser {
    /// Reads every scenario there is.
    pub fn new(services: &Services) -> Self {
        let listed = services.data.scenarios().into_iter().map(|id| {
            let war = War::read(&id, services).map(Box::new);
            let problems = scenario::check_path(&id, &services.data);
            let warnings = problems.iter().map(|problem| problem.headline());
            let warnings = if war.is_ok() { warnings.collect() } else { Vec::new() };
            Listed { id, war, warnings }
        });
        Self { listed: listed.collect(), chosen: 0, moved: false }
    }

    /// The id of the chosen scenario.
    pub fn chosen(&self) -> Option<&str> {
        self.listed.get(self.chosen).map(|listed| listed.id.as_str())
    }

    /// Draws the browser; answers where to go.
    pub fn show(&mut self, ui: &mut Ui, services: &mut Services) -> Option<Go> {
        sheet(ui, services, ("Choose a war", "擇戰"), |ui, _| {
            if self.listed.is_empty() {
                ui.label("There are no scenarios here. The data folder should hold scenarios/*.ron; `ironhawk new ID` writes one to begin from.");
                return None;
            }
            self.move_by_keys(ui);
            let wide = is_wide(ui, 46.0);
            let mut go = None;
            if wide {
                let height = ui.available_height();
                let width = (ui.available_width() * 0.3).floor();
                ui.horizontal_top(|ui| {
                    ui.allocate_ui(vec2(width, height), |ui| {
                        ui.vertical(|ui| {
                            ui.set_width(width);
                            scroll(ui, "scenarios", 0.0, |ui| self.list(ui));
                        });
                    });
                    ui.vertical(|ui| go = self.detail(ui));
                });
            } else {
                let list = (ui.available_height() * 0.28).max(60.0);
                let rest = ui.available_height() - list;
                scroll(ui, "scenarios", rest, |ui| self.list(ui));
                theme::rule(ui);
                go = self.detail(ui);
            }
            go
        })
    }

    /// Up and down choose, Enter goes on, unless a button has the focus.
    fn move_by_keys(&mut self, ui: &Ui) {
        let focused = ui.memory(|memory| memory.focused().is_some());
        if focused {
            return;
        }
        let (up, down) =
            ui.input(|input| (input.key_pressed(Key::ArrowUp), input.key_pressed(Key::ArrowDown)));
        let last = self.listed.len() - 1;
        let to = match (up, down) {
            (true, false) => self.chosen.saturating_sub(1),
            (false, true) => (self.chosen + 1).min(last),
            _ => return,
        };
        self.moved = to != self.chosen;
        self.chosen = to;
    }

    fn list(&mut self, ui: &mut Ui) {
        for (index, listed) in self.listed.iter().enumerate() {
            let (title, under) = match &listed.war {
                Ok(war) => {
                    let about = &war.setting.about;
                    (about.title.clone(), format!("{}  {}", about.hanzi, war.year))
                }
                Err(_) => (format!("✗ {}", listed.id), "cannot be read".to_owned()),
            };
            let is_chosen = index == self.chosen;
            let response = line(ui, &title, &under, is_chosen);
            if response.clicked() {
                self.chosen = index;
            }
            if is_chosen && self.moved {
                self.moved = false;
                response.scroll_to_me(None);
            }
        }
    }

    fn detail(&mut self, ui: &mut Ui) -> Option<Go> {
        let listed = self.listed.get_mut(self.chosen)?;
        let foot = ui.spacing().interact_size.y + 4.0 * theme::STEP;
        scroll(ui, "one scenario", foot, |ui| match &mut listed.war {
            Ok(war) => about(ui, war, &listed.warnings),
            Err(why) => broken(ui, &listed.id, why),
        });
        let war = listed.war.as_ref().ok()?;
        let sides = war.setting.register.sides.len();
        let enter =
            ui.input(|input| input.key_pressed(Key::Enter)) && ui.memory(|memory| memory.focused().is_none());
        let mut go = None;
        ui.horizontal_wrapped(|ui| {
            if theme::primary(ui, "⚔", "Choose sides", true).clicked() || enter {
                go = Some(Go::NewGame(listed.id.clone()));
            }
            let first = &war.setting.register.sides[0].name.latin;
            if theme::button(ui, "▶", &format!("Play {first} now")).clicked() {
                go = Some(Go::Start(NewWar::against_doctrine(&listed.id, sides, 0, fresh_seed())));
            }
        });
        go
    }
}

/// A line of the list: title above characters and year.
fn line(ui: &mut Ui, title: &str, under: &str, chosen: bool) -> bevy_egui::egui::Response {
    let paper = theme::paper(ui.ctx());
    let (main, quiet) = if chosen { (paper.fill, paper.fill) } else { (paper.text, paper.quiet) };
    let mut job = bevy_egui::egui::text::LayoutJob::default();
    let body = theme::body().resolve(ui.style());
    let bold = bevy_egui::egui::FontId::new(body.size, crate::gui::fonts::bold());
    let format = |font, color| bevy_egui::egui::TextFormat::simple(font, color);
    job.append(title, 0.0, format(bold, main));
    job.append("\n", 0.0, format(body, main));
    job.append(under, 0.0, format(theme::small().resolve(ui.style()), quiet));
    let width = ui.available_width();
    job.wrap.max_width = width - 8.0 * theme::STEP;
    ui.scope(|ui| {
        if chosen {
            let widgets = &mut ui.style_mut().visuals.widgets;
            for visuals in [&mut widgets.inactive, &mut widgets.hovered, &mut widgets.active] {
                visuals.weak_bg_fill = paper.accent;
            }
            widgets.active.bg_stroke.color = paper.text;
        }
        let button = Button::new(job).min_size(vec2(width, 0.0)).wrap().right_text("");
        let response = theme::in_view(ui.add(button));
        ui.ctx().accesskit_node_builder(response.id, |node| {
            node.set_label(title);
            node.set_description(under);
            node.set_toggled(Toggled::from(chosen));
        });
        response
    })
    .inner
}

/// Everything about a scenario that can be played.
fn about(ui: &mut Ui, war: &mut War, warnings: &[String]) {
    let about = &war.setting.about;
    ui.horizontal_wrapped(|ui| {
        ui.heading(&about.title);
        ui.label(RichText::new(&about.hanzi).heading().color(theme::paper(ui.ctx()).accent));
    });
    war.picture.get_or_insert_with(|| Picture::new(ui.ctx(), &war.setting));
    let most = ui.ctx().viewport_rect().height() * 0.46;
    if is_wide(ui, 33.0) {
        let width = (ui.available_width() * 0.56).floor();
        ui.horizontal_top(|ui| {
            picture(ui, war, width, most);
            ui.vertical(|ui| facts(ui, war));
        });
    } else {
        picture(ui, war, ui.available_width(), most);
        facts(ui, war);
    }
    let about = &war.setting.about;
    for paragraph in about.notes.split("\n\n").filter(|text| !text.trim().is_empty()) {
        ui.add_space(theme::STEP);
        ui.label(paragraph.split_whitespace().collect::<Vec<_>>().join(" "));
    }
    if !about.recorded.is_empty() {
        part(ui, "What history recorded");
        for one in &about.recorded {
            let range = match one.count {
                Measure::LostPermille => {
                    format!("{}–{} % of the men", one.low / 10, one.high / 10)
                }
                Measure::CommandersFallen => format!("{}–{}", one.low, one.high),
                Measure::Dead | Measure::Lost | Measure::Survivors => {
                    format!("{}–{} men", thousands(one.low), thousands(one.high))
                }
            };
            ui.label(format!("{}: {range}", one.measure));
            ui.label(theme::note(ui, &one.source));
        }
    }
    if !about.overrides.is_empty() {
        part(ui, "Rules that differ here");
        for rule in &about.overrides {
            ui.label(rule);
        }
    }
    if !warnings.is_empty() {
        part(ui, "What looks odd in the file");
        for warning in warnings {
            ui.label(theme::note(ui, warning));
        }
    }
}

fn picture(ui: &mut Ui, war: &War, width: f32, most: f32) {
    if let Some(picture) = &war.picture {
        picture.show(ui, width, most);
    }
}

/// When, how long, and who against whom.
fn facts(ui: &mut Ui, war: &War) {
    ui.label(format!("{} to {}", war.begins, war.ends));
    let chinese = &war.setting.about.chinese_date;
    if !chinese.is_empty() {
        ui.label(theme::note(ui, format!("It begins {chinese}")));
    }
    ui.label(format!("{} turns at most; {}", war.turns, war.pace));
    ui.add_space(theme::STEP);
    sides(ui, war);
}

/// The sides with their strengths, as a bar and in figures.
fn sides(ui: &mut Ui, war: &War) {
    let men = war.strengths();
    strengths(ui, &men);
    let register = &war.setting.register;
    for ((id, side), (_, _, men)) in register.side_ids().zip(&register.sides).zip(&men) {
        let own = register.formations.iter().filter(|formation| formation.side == id).count();
        let head = register.commanders.iter().filter(|one| one.side == id).max_by_key(|one| one.rank);
        ui.horizontal_wrapped(|ui| {
            ui.label(theme::strong(format!("{} {}", side.name.latin, side.name.hanzi)));
            ui.label(format!("{} men in {own} formations", thousands(i64::from(*men))));
            if let Some(head) = head {
                ui.label(format!("under {} {}", head.name.latin, head.name.hanzi));
            }
        });
    }
}

/// A heading inside a page.
pub(super) fn part(ui: &mut Ui, title: &str) {
    ui.add_space(2.0 * theme::STEP);
    ui.label(RichText::new(title).text_style(theme::subheading()));
}

/// A number in groups of three figures.
pub(super) fn thousands(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if number < 0 { format!("-{text}") } else { text }
}

/// What is wrong with a scenario that cannot be read.
fn broken(ui: &mut Ui, id: &str, why: &str) {
    ui.heading(format!("{id} cannot be read"));
    ui.label("Correct the file and come back; `ironhawk check` says the same.");
    ui.add_space(theme::STEP);
    theme::paper_frame(ui.ctx()).fill(ui.visuals().code_bg_color).show(ui, |ui| {
        ui.set_min_width(ui.available_width());
        for line in why.trim_end().lines() {
            ui.label(RichText::new(line).monospace());
        }
    });
    if theme::button(ui, "", "Copy this text").clicked() {
        ui.ctx().copy_text(why.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stand_in_groups_of_three() {
        let written = [0, 7, 100, 1000, 26_000, 1_234_567, -8_000].map(thousands);
        assert_eq!(written, ["0", "7", "100", "1,000", "26,000", "1,234,567", "-8,000"]);
    }
}
