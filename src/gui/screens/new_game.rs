//! Who sits where, and what chance grows from.

use bevy_egui::egui::{CornerRadius, Sense, Stroke, StrokeKind, Ui, vec2};

use super::browser::{War, part, thousands};
use super::{Go, NewWar, Seat, field, fresh_seed, row, scroll, sheet};
use crate::ai::Level;
use crate::gui::services::Services;
use crate::gui::theme;

/// Figures of the largest seed.
const SEED_DIGITS: usize = 20;

/// The seats of a new war.
pub struct NewGame {
    scenario: String,
    war: Result<War, String>,
    seats: Vec<Seat>,
    seed: String,
}

/// What a seat can be, with a word for each.
const SEATS: [(Seat, &str); 4] = [
    (Seat::Human, "you"),
    (Seat::Ai(Level::Doctrine), "doctrine"),
    (Seat::Ai(Level::Greedy), "greedy"),
    (Seat::Ai(Level::Random), "random"),
];

/// What to expect of a seat.
fn expect(seat: Seat) -> &'static str {
    match seat {
        Seat::Human => "Somebody at this window gives the orders.",
        Seat::Ai(Level::Doctrine) => {
            "A general's drill: scouts, keeps together, feeds his men, lays traps and knows one."
        }
        Seat::Ai(Level::Greedy) => "Every formation for itself: the best fight in reach. Easily led on.",
        Seat::Ai(Level::Random) => "Any order that is legal. For trying things out.",
    }
}

impl NewGame {
    /// The seats of a scenario: the first side for the player, the others by doctrine.
    pub fn new(scenario: &str, services: &Services) -> Self {
        let war = War::read(scenario, services);
        let sides = war.as_ref().map_or(0, |war| war.setting.register.sides.len());
        let seats = NewWar::against_doctrine(scenario, sides, 0, 0).seats;
        Self { scenario: scenario.to_owned(), war, seats, seed: fresh_seed().to_string() }
    }

    /// The war as it is set up now.
    ///
    /// # Errors
    /// Why it cannot begin.
    pub fn war(&self) -> Result<NewWar, String> {
        self.war.as_ref().map_err(|why| why.lines().next().unwrap_or_default().to_owned())?;
        let text = self.seed.trim();
        let seed = text.parse().map_err(|_| match text.is_empty() {
            true => "The seed is missing: a whole number, or press “Another”.".to_owned(),
            false => format!("The seed must be a whole number from 0 to {}.", u64::MAX),
        })?;
        Ok(NewWar { scenario: self.scenario.clone(), seats: self.seats.clone(), seed })
    }

    /// Draws the page; answers where to go.
    pub fn show(&mut self, ui: &mut Ui, services: &mut Services) -> Option<Go> {
        let about = self.war.as_ref().map(|war| &war.setting.about);
        let title = about.map_or_else(|_| self.scenario.clone(), |about| about.title.clone());
        let hanzi = about.map(|about| about.hanzi.clone()).unwrap_or_default();
        sheet(ui, services, (&title, &hanzi), |ui, _| {
            if let Err(why) = &self.war {
                scroll(ui, "why not", 0.0, |ui| ui.label(why));
                return None;
            }
            let foot = 2.0 * ui.spacing().interact_size.y + 6.0 * theme::STEP;
            scroll(ui, "seats", foot, |ui| {
                self.sides(ui);
                self.chance(ui);
            });
            theme::rule(ui);
            self.begin(ui)
        })
    }

    fn sides(&mut self, ui: &mut Ui) {
        let Ok(war) = &self.war else { return };
        part(ui, "Who commands");
        let strengths = war.strengths();
        for (index, side) in war.setting.register.sides.iter().enumerate() {
            let (field, border, men) = strengths[index];
            ui.horizontal_wrapped(|ui| {
                let (mark, _) = ui.allocate_exact_size(vec2(14.0, 18.0), Sense::hover());
                ui.painter().rect_filled(mark, CornerRadius::same(1), field);
                let line = Stroke::new(2.0, border);
                ui.painter().rect_stroke(mark, CornerRadius::same(1), line, StrokeKind::Inside);
                ui.label(theme::strong(format!("{} {}", side.name.latin, side.name.hanzi)));
                ui.label(theme::note(ui, format!("{} men", thousands(i64::from(men)))));
            });
            ui.horizontal_wrapped(|ui| {
                for (seat, word) in SEATS {
                    let choice = theme::choice(ui, word, self.seats[index] == seat);
                    // Heard without its place on the page, it must say whose seat it is.
                    let name = format!("{word} for {}", side.name.latin);
                    ui.ctx().accesskit_node_builder(choice.id, |node| node.set_label(name));
                    if choice.clicked() {
                        self.seats[index] = seat;
                    }
                }
            });
            ui.label(theme::note(ui, expect(self.seats[index])));
            ui.add_space(2.0 * theme::STEP);
        }
    }

    fn chance(&mut self, ui: &mut Ui) {
        part(ui, "Chance");
        row(ui, "Seed", |ui| {
            let width = 12.0 * ui.text_style_height(&theme::body());
            field(ui, "seed", &mut self.seed, SEED_DIGITS, width);
            if theme::button(ui, "↻", "Another").clicked() {
                self.seed = fresh_seed().to_string();
            }
        });
        ui.label(theme::note(ui, "The same seed and the same orders give the same war, on every machine."));
    }

    fn begin(&self, ui: &mut Ui) -> Option<Go> {
        let war = self.war();
        let humans = self.seats.iter().filter(|seat| **seat == Seat::Human).count();
        let (label, words) = match humans {
            0 => (
                "Watch",
                "Nobody plays: you watch the artificial commanders, and may look through anyone's eyes.",
            ),
            1 => ("Begin", "You see what your men see, and nothing else."),
            _ => {
                ("Begin", "Players share this window: each plans in turn, and the map is covered in between.")
            }
        };
        let words = war.as_ref().map_or_else(String::as_str, |_| words);
        ui.label(theme::note(ui, words));
        theme::primary(ui, "▶", label, war.is_ok()).clicked().then(|| war.ok().map(Go::Start)).flatten()
    }

    #[cfg(test)]
    pub(super) fn seat(&mut self, side: usize, seat: Seat) {
        self.seats[side] = seat;
    }

    #[cfg(test)]
    pub(super) fn seed_text(&self) -> &str {
        &self.seed
    }

    #[cfg(test)]
    pub(super) fn write_seed(&mut self, text: &str) {
        text.clone_into(&mut self.seed);
    }
}
