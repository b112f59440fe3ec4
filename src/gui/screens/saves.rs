//! What lies on the shelf: to play on, to watch, to delete.

use std::path::PathBuf;

use bevy_egui::egui::{RichText, Ui};

use super::browser::part;
use super::{Go, field, scroll, sheet};
use crate::gui::services::Services;
use crate::gui::theme;
use crate::shelf::{Entry, Kind};

/// Files looked into in one frame, so that a long list shows at once.
const LOOKED_INTO: usize = 3;
/// Longest path that can be written.
const PATH_CHARS: usize = 1000;

/// What one came for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Purpose {
    Play,
    Watch,
}

/// The list of saves, autosaves and replays.
pub struct Saves {
    purpose: Purpose,
    entries: Vec<Entry>,
    /// The entry that is about to be deleted.
    doomed: Option<PathBuf>,
    /// What went wrong.
    fault: Option<String>,
    /// A file that lies elsewhere.
    path: String,
}

impl Saves {
    /// To play on.
    pub fn to_play(services: &Services) -> Self {
        Self::new(services, Purpose::Play)
    }

    /// To watch.
    pub fn to_watch(services: &Services) -> Self {
        Self::new(services, Purpose::Watch)
    }

    fn new(services: &Services, purpose: Purpose) -> Self {
        let entries = services.shelf.as_ref().map(|shelf| shelf.entries()).unwrap_or_default();
        Self { purpose, entries, doomed: None, fault: None, path: String::new() }
    }

    /// Draws the list; answers where to go.
    pub fn show(&mut self, ui: &mut Ui, services: &mut Services) -> Option<Go> {
        self.look(ui, services);
        let title = match self.purpose {
            Purpose::Play => ("Load", "續"),
            Purpose::Watch => ("Watch", "觀"),
        };
        sheet(ui, services, title, |ui, services| {
            let Some(shelf) = services.shelf.clone() else {
                ui.label("There is no folder for saves.");
                ui.label("Name one with --home FOLDER or IRONHAWK_HOME.");
                return self.elsewhere(ui);
            };
            let mut go = None;
            scroll(ui, "saves", 0.0, |ui| {
                if let Some(fault) = &self.fault {
                    ui.label(RichText::new(fault).color(ui.visuals().error_fg_color));
                }
                if self.entries.is_empty() {
                    ui.label("Nothing is kept yet. A war that is played is kept by itself after every turn.");
                }
                let mut doom = None;
                for entry in &self.entries {
                    match one(ui, entry, self.purpose, self.doomed.as_ref() == Some(&entry.path)) {
                        Some(Wish::Go(to)) => go = Some(to),
                        Some(Wish::Doom(path)) => self.doomed = path,
                        Some(Wish::Delete) => doom = Some(entry.path.clone()),
                        None => {}
                    }
                    theme::rule(ui);
                }
                if let Some(path) = doom {
                    self.doomed = None;
                    let found = self.entries.iter().find(|entry| entry.path == path);
                    self.fault =
                        found.and_then(|entry| shelf.remove(entry).err()).map(|error| error.to_string());
                    if self.fault.is_none() {
                        self.entries.retain(|entry| entry.path != path);
                    }
                }
                let further = self.elsewhere(ui);
                go = go.take().or(further);
                ui.label(theme::note(ui, format!("They lie in {}", shelf.home().display())));
            });
            go
        })
    }

    /// Looks into a few more files.
    fn look(&mut self, ui: &Ui, services: &Services) {
        let Some(shelf) = &services.shelf else { return };
        let unknown = self.entries.iter_mut().filter(|entry| !entry.is_known());
        let mut looked = 0;
        for entry in unknown.take(LOOKED_INTO) {
            shelf.look(entry);
            looked += 1;
        }
        if looked == LOOKED_INTO {
            ui.ctx().request_repaint();
        }
    }

    /// A file that lies somewhere else.
    fn elsewhere(&mut self, ui: &mut Ui) -> Option<Go> {
        part(ui, "A file that lies elsewhere");
        let mut go = None;
        ui.horizontal_wrapped(|ui| {
            let width = 24.0 * ui.text_style_height(&theme::body());
            field(ui, "path", &mut self.path, PATH_CHARS, width);
            let path = self.path.trim();
            let (icon, label) = match self.purpose {
                Purpose::Play => ("▶", "Play on"),
                Purpose::Watch => ("⏵", "Watch"),
            };
            let pressed = theme::button_if(ui, !path.is_empty(), icon, label);
            if pressed.clicked() {
                let path = PathBuf::from(path);
                go = Some(if self.purpose == Purpose::Play { Go::Load(path) } else { Go::Watch(path) });
            }
        });
        go
    }
}

/// What is wished of an entry.
enum Wish {
    Go(Go),
    /// Ask whether to delete it, or no longer.
    Doom(Option<PathBuf>),
    Delete,
}

fn one(ui: &mut Ui, entry: &Entry, purpose: Purpose, doomed: bool) -> Option<Wish> {
    let kind = match entry.kind {
        Kind::Save => "save",
        Kind::Auto => "autosave",
        Kind::Quick => "quick save",
        Kind::Replay => "replay",
    };
    ui.label(theme::strong(&entry.name));
    let mut words = vec![kind.to_owned()];
    if !entry.title.is_empty() {
        words.insert(0, format!("{} {}", entry.title, entry.hanzi).trim_end().to_owned());
        words.push(if entry.is_over { "over".to_owned() } else { format!("turn {}", entry.turn) });
        words.push(entry.seats.join(" against "));
    }
    words.push(entry.ago());
    ui.label(words.join(" · "));
    if let Some(problem) = &entry.problem {
        ui.label(RichText::new(format!("✗ {problem}")).color(ui.visuals().error_fg_color));
    }
    let sound = entry.problem.is_none();
    let mut wish = None;
    ui.horizontal_wrapped(|ui| {
        if doomed {
            ui.label("Delete it for good?");
            if theme::primary(ui, "✗", "Delete", true).clicked() {
                wish = Some(Wish::Delete);
            }
            if theme::button(ui, "", "Keep it").clicked() {
                wish = Some(Wish::Doom(None));
            }
            return;
        }
        let may_play = sound && entry.is_known() && !entry.is_over && entry.kind != Kind::Replay;
        let play = |ui: &mut Ui| match purpose {
            Purpose::Play => theme::primary(ui, "▶", "Play on", may_play),
            Purpose::Watch => theme::button_if(ui, may_play, "▶", "Play on"),
        };
        let watch = |ui: &mut Ui| match purpose {
            Purpose::Watch => theme::primary(ui, "⏵", "Watch", sound),
            Purpose::Play => theme::button_if(ui, sound, "⏵", "Watch"),
        };
        let (played, watched) = match purpose {
            Purpose::Play => (play(ui), watch(ui)),
            Purpose::Watch => {
                let watched = watch(ui);
                (play(ui), watched)
            }
        };
        if played.clicked() {
            wish = Some(Wish::Go(Go::Load(entry.path.clone())));
        }
        if watched.clicked() {
            wish = Some(Wish::Go(Go::Watch(entry.path.clone())));
        }
        if theme::button(ui, "✗", "Delete…").clicked() {
            wish = Some(Wish::Doom(Some(entry.path.clone())));
        }
    });
    wish
}
