//! What the player may choose for himself; every choice holds at once and is kept.

use std::path::PathBuf;

use bevy_egui::egui::{RichText, Ui};

use super::browser::part;
use super::keys_page::KeysPage;
use super::{Go, field, row, scroll, sheet};
use crate::gui::keys::Keys;
use crate::gui::services::Services;
use crate::gui::theme;
use crate::shelf::{ColorVision, PlaceNames, Settings, export_settings};

/// Longest path that can be written.
const PATH_CHARS: usize = 1000;

/// The settings.
pub struct SettingsPage {
    keys: KeysPage,
    /// Whether the player is asked if he means to lose his choices.
    asked: bool,
    /// Where a copy goes.
    path: String,
    /// What came of the last copy.
    told: Option<String>,
}

impl SettingsPage {
    /// The page, with nothing pressed.
    pub fn new(services: &Services) -> Self {
        let home = services.shelf.as_ref().map(|shelf| shelf.home().join("my-settings.ron"));
        let path = home.unwrap_or_else(|| PathBuf::from("my-settings.ron"));
        Self { keys: KeysPage::default(), asked: false, path: path.display().to_string(), told: None }
    }

    /// Draws the page; answers where to go. What changes holds at once.
    pub fn show(&mut self, ui: &mut Ui, services: &mut Services) -> Option<Go> {
        sheet(ui, services, ("Settings", "設定"), |ui, services| {
            let before = (services.settings.clone(), services.keys.clone());
            scroll(ui, "settings", 0.0, |ui| {
                sight(ui, &mut services.settings);
                map(ui, &mut services.settings);
                play(ui, &mut services.settings);
                self.keys.show(ui, &mut services.keys);
                self.all(ui, services);
            });
            if before != (services.settings.clone(), services.keys.clone()) {
                theme::apply(ui.ctx(), &services.settings);
                services.keep_settings();
            }
            None
        })
    }

    #[cfg(test)]
    pub(super) fn is_waiting(&self) -> bool {
        self.keys.is_waiting()
    }

    /// What is done with all settings together.
    fn all(&mut self, ui: &mut Ui, services: &mut Services) {
        part(ui, "All settings");
        ui.horizontal_wrapped(|ui| {
            if self.asked {
                ui.label("Give every setting and key its usual value?");
                if theme::primary(ui, "↺", "Reset all", true).clicked() {
                    self.asked = false;
                    let watched_first_help = services.settings.watched_first_help;
                    services.settings = Settings { watched_first_help, ..Settings::default() };
                    services.keys = Keys::default();
                }
                if theme::button(ui, "", "Leave them").clicked() {
                    self.asked = false;
                }
            } else if theme::button(ui, "↺", "Reset all…").clicked() {
                self.asked = true;
            }
            if theme::button(ui, "", "Copy as text").clicked() {
                services.settings.keys = services.keys.changed();
                ui.ctx().copy_text(services.settings.to_text());
                self.told = Some("The settings are on the clipboard.".to_owned());
            }
        });
        ui.horizontal_wrapped(|ui| {
            let width = 24.0 * ui.text_style_height(&theme::body());
            field(ui, "export", &mut self.path, PATH_CHARS, width);
            if theme::button(ui, "", "Export").clicked() {
                services.settings.keys = services.keys.changed();
                let path = PathBuf::from(self.path.trim());
                self.told = Some(match export_settings(&path, &services.settings) {
                    Ok(()) => format!("They are written to {}.", path.display()),
                    Err(error) => error.to_string(),
                });
            }
        });
        if let Some(told) = &self.told {
            ui.label(RichText::new(told).text_style(theme::small()));
        }
    }
}

/// One of several values.
fn one_of<T: PartialEq + Copy>(ui: &mut Ui, name: &str, value: &mut T, all: &[(T, &str)]) {
    row(ui, name, |ui| {
        for (other, words) in all {
            if theme::choice(ui, words, value == other).clicked() {
                *value = *other;
            }
        }
    });
}

/// Yes or no, with what it means.
fn yes_or_no(ui: &mut Ui, name: &str, value: &mut bool, words: &str) {
    row(ui, name, |ui| {
        for (other, word) in [(true, "on"), (false, "off")] {
            if theme::choice(ui, word, *value == other).clicked() {
                *value = other;
            }
        }
        if !words.is_empty() {
            ui.label(theme::note(ui, words));
        }
    });
}

fn sight(ui: &mut Ui, settings: &mut Settings) {
    part(ui, "Sight");
    // One language so far: texts stand where they are used, and the faces have Latin and Chinese characters.
    row(ui, "Language", |ui| {
        if theme::choice(ui, "English", settings.language == "en").clicked() {
            "en".clone_into(&mut settings.language);
        }
    });
    let sizes =
        [(75, "75 %"), (100, "100 %"), (125, "125 %"), (150, "150 %"), (175, "175 %"), (200, "200 %")];
    one_of(ui, "Size of everything", &mut settings.ui_scale, &sizes);
    one_of(ui, "Size of text", &mut settings.text_scale, &sizes[1..]);
    yes_or_no(ui, "High contrast", &mut settings.high_contrast, "");
    let visions = ColorVision::ALL.map(|vision| {
        let words = match vision {
            ColorVision::Standard => "all",
            ColorVision::Protan => "no red",
            ColorVision::Deutan => "no green",
            ColorVision::Tritan => "no blue",
            ColorVision::Grey => "light and dark",
        };
        (vision, words)
    });
    one_of(ui, "Colors I tell apart", &mut settings.palette, &visions);
    yes_or_no(ui, "Reduce motion", &mut settings.reduce_motion, "nothing glides, shakes or flashes");
    let names = PlaceNames::ALL.map(|names| {
        let words = match names {
            PlaceNames::Pinyin => "Ren Fu",
            PlaceNames::Characters => "任福",
            PlaceNames::Both => "Ren Fu 任福",
        };
        (names, words)
    });
    one_of(ui, "Names", &mut settings.names, &names);
}

fn map(ui: &mut Ui, settings: &mut Settings) {
    part(ui, "Map");
    yes_or_no(ui, "Grid", &mut settings.show_grid, "");
    yes_or_no(ui, "Coordinates", &mut settings.show_coordinates, "");
    yes_or_no(ui, "Names of places", &mut settings.show_place_names, "");
    yes_or_no(ui, "Borders", &mut settings.show_borders, "who holds what");
    yes_or_no(
        ui,
        "Scroll at the edge",
        &mut settings.edge_scroll,
        "the map moves when the pointer touches its edge",
    );
    yes_or_no(
        ui,
        "Follow events",
        &mut settings.follow_events,
        "the map goes where something happens that you see",
    );
}

fn play(ui: &mut Ui, settings: &mut Settings) {
    part(ui, "Play");
    let speeds = [(25, "¼×"), (50, "½×"), (100, "1×"), (200, "2×"), (400, "4×"), (800, "8×"), (1600, "16×")];
    one_of(ui, "Speed of what is shown", &mut settings.speed_percent, &speeds);
    yes_or_no(ui, "Warn of idle men", &mut settings.warn_idle, "before a turn ends");
    yes_or_no(ui, "Ask before a turn ends", &mut settings.confirm_end_turn, "");
    row(ui, "Autosaves of each war", |ui| {
        if theme::button(ui, "", "−").clicked() {
            settings.autosaves = settings.autosaves.saturating_sub(1).max(1);
        }
        ui.label(settings.autosaves.to_string());
        if theme::button(ui, "", "+").clicked() {
            settings.autosaves = (settings.autosaves + 1).min(50);
        }
    });
}
