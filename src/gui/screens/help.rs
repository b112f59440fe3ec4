//! How to play on one page, all keys, and the words of the game with links between them.

use bevy_egui::egui::accesskit::Role;
use bevy_egui::egui::{Align, Button, Label, Layout, RichText, Sense, Ui, vec2};

use super::browser::part;
use super::{Go, field, is_wide, row, scroll, sheet};
use crate::gui::glossary::{self, Piece, TERMS, Term};
use crate::gui::keys::{Action, Chord};
use crate::gui::services::Services;
use crate::gui::theme;

/// Longest search.
const SEARCH_CHARS: usize = 60;

/// A part of the help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tab {
    Play,
    Keys,
    Words,
}

/// The help.
pub struct Help {
    tab: Tab,
    /// The entry that is open, and those before and after it.
    open: &'static Term,
    back: Vec<&'static Term>,
    forward: Vec<&'static Term>,
    search: String,
}

impl Default for Help {
    fn default() -> Self {
        let open = glossary::find("formation").unwrap_or(&TERMS[0]);
        Self { tab: Tab::Play, open, back: Vec::new(), forward: Vec::new(), search: String::new() }
    }
}

impl Help {
    /// The help, opened at a word; at the beginning if there is no such word.
    pub fn at(id: &str) -> Self {
        match glossary::find(id) {
            Some(open) => Self { tab: Tab::Words, open, ..Self::default() },
            None => Self::default(),
        }
    }

    /// Draws the help; answers where to go.
    pub fn show(&mut self, ui: &mut Ui, services: &mut Services) -> Option<Go> {
        sheet(ui, services, ("Help", "指南"), |ui, services| {
            ui.horizontal_wrapped(|ui| {
                for (tab, words) in [(Tab::Play, "How to play"), (Tab::Keys, "Keys"), (Tab::Words, "Words")] {
                    if theme::choice(ui, words, self.tab == tab).clicked() {
                        self.tab = tab;
                    }
                }
            });
            match self.tab {
                Tab::Play => self.how_to_play(ui, services),
                Tab::Keys => keys(ui, services),
                Tab::Words => self.words(ui),
            }
            None
        })
    }

    #[cfg(test)]
    pub(super) fn show_keys(&mut self) {
        self.tab = Tab::Keys;
    }

    #[cfg(test)]
    pub(super) fn open_title(&self) -> &'static str {
        self.open.title
    }

    fn how_to_play(&mut self, ui: &mut Ui, services: &Services) {
        let key = |action: Action| services.keys.hint(action);
        let parts = [
            (
                "A turn",
                format!(
                    "You plan, everybody plans, then the [turn] happens for all at once. While you plan nothing is \
                     decided and everything can be taken back ({} takes back, {} gives again). End the turn with {}.",
                    key(Action::Undo),
                    key(Action::Redo),
                    key(Action::EndTurn)
                ),
            ),
            (
                "Giving orders",
                format!(
                    "Click a [formation]; press {} for the next one without an [order]. Right-click a [hex] to [march] \
                     there, an enemy to attack him: the [forecast] says what to expect and why. The panel beside the \
                     map has every other order: [stance], [camp], [scout|scouts], [ambush], [bait], [signal|signals]. \
                     A button that is grey says why.",
                    key(Action::Next)
                ),
            ),
            (
                "What you see",
                "You see what your men saw. A solid [banner] is certain; a hollow one is a [report], perhaps hours \
                 old, and its number an [estimate]. Men in [ambush] are in nobody's reports."
                    .to_owned(),
            ),
            (
                "What kills armies",
                "Few die in the fight, many in the [pursuit]. Keep men together, rested and fed: [fatigue|weariness], [hunger] \
                 and loss wear their [cohesion|order] down, and whoever breaks is in [rout]. Mind the [temperament] of your \
                 generals: a rash one takes the [bait]."
                    .to_owned(),
            ),
            (
                "Moving the map",
                format!(
                    "Drag with the middle button, turn the wheel, or use {} {} {} {}. {} shows the [food], {} what \
                     threatens. {} opens this page anywhere.",
                    key(Action::West),
                    key(Action::North),
                    key(Action::South),
                    key(Action::East),
                    key(Action::Supply),
                    key(Action::Threat),
                    key(Action::Help)
                ),
            ),
            (
                "Without a mouse",
                format!(
                    "{} shows a cursor on the map; the map keys move it, {} is a click and {} an order. Tab goes from \
                     button to button, Enter presses.",
                    key(Action::Cursor),
                    key(Action::Point),
                    key(Action::Command)
                ),
            ),
            (
                "Winning",
                "[objective|Objectives] are worth [points]; the difference decides. The war is kept by itself after \
                 every turn, and every war is a [replay] that can be watched and played on from any turn."
                    .to_owned(),
            ),
        ];
        let mut to = None;
        scroll(ui, "how to play", 0.0, |ui| {
            for (title, text) in &parts {
                part(ui, title);
                to = linked(ui, text).or(to);
            }
        });
        if let Some(term) = to {
            self.tab = Tab::Words;
            self.go(term);
        }
    }

    /// Opens an entry and remembers the one before.
    fn go(&mut self, term: &'static Term) {
        if term != self.open {
            self.back.push(std::mem::replace(&mut self.open, term));
            self.forward.clear();
        }
    }

    fn words(&mut self, ui: &mut Ui) {
        ui.horizontal_wrapped(|ui| {
            let (back, forward) = (!self.back.is_empty(), !self.forward.is_empty());
            if theme::button_if(ui, back, "◀", "Before").clicked()
                && let Some(term) = self.back.pop()
            {
                self.forward.push(std::mem::replace(&mut self.open, term));
            }
            if theme::button_if(ui, forward, "▶", "After").clicked()
                && let Some(term) = self.forward.pop()
            {
                self.back.push(std::mem::replace(&mut self.open, term));
            }
            ui.label("Search");
            let width = 12.0 * ui.text_style_height(&theme::body());
            field(ui, "search words", &mut self.search, SEARCH_CHARS, width);
        });
        let mut to = None;
        if is_wide(ui, 36.0) {
            let (width, height) = ((ui.available_width() * 0.3).floor(), ui.available_height());
            ui.horizontal_top(|ui| {
                ui.allocate_ui(vec2(width, height), |ui| {
                    ui.vertical(|ui| {
                        ui.set_width(width);
                        to = scroll(ui, "words", 0.0, |ui| self.list(ui));
                    });
                });
                ui.vertical(|ui| {
                    to = scroll(ui, "entry", 0.0, |ui| self.entry(ui)).or(to);
                });
            });
        } else {
            let rest = ui.available_height() * 0.6;
            to = scroll(ui, "words", rest, |ui| self.list(ui));
            theme::rule(ui);
            to = scroll(ui, "entry", 0.0, |ui| self.entry(ui)).or(to);
        }
        if let Some(term) = to {
            self.go(term);
        }
    }

    fn list(&self, ui: &mut Ui) -> Option<&'static Term> {
        let mut found: Vec<&'static Term> = TERMS.iter().filter(|term| term.matches(&self.search)).collect();
        found.sort_by_key(|term| term.title);
        if found.is_empty() {
            ui.label("No word like this.");
        }
        let mut to = None;
        ui.with_layout(Layout::top_down_justified(Align::Min), |ui| {
            for term in found {
                if theme::choice(ui, term.title, term == self.open).clicked() {
                    to = Some(term);
                }
            }
        });
        to
    }

    fn entry(&self, ui: &mut Ui) -> Option<&'static Term> {
        ui.horizontal_wrapped(|ui| {
            ui.heading(self.open.title);
            ui.label(RichText::new(self.open.hanzi).heading().color(ui.visuals().weak_text_color()));
        });
        let to = linked(ui, self.open.text);
        let wanted = [format!("[{}]", self.open.id), format!("[{}|", self.open.id)];
        let from: Vec<&'static Term> =
            TERMS.iter().filter(|term| wanted.iter().any(|link| term.text.contains(link))).collect();
        if from.is_empty() {
            return to;
        }
        part(ui, "Named by");
        let mut others = None;
        ui.horizontal_wrapped(|ui| {
            for term in from {
                if link(ui, term.title) {
                    others = Some(term);
                }
            }
        });
        to.or(others)
    }
}

/// A text whose terms can be pressed; answers the one that was.
fn linked(ui: &mut Ui, text: &str) -> Option<&'static Term> {
    let mut to = None;
    let mut pieces = glossary::pieces(text).into_iter().peekable();
    while pieces.peek().is_some() {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            for piece in pieces.by_ref() {
                match piece {
                    Piece::Words(words) => {
                        ui.label(words);
                    }
                    Piece::Link { words, to: id } => {
                        if link(ui, words) {
                            to = glossary::find(id);
                        }
                    }
                    Piece::Break => break,
                }
            }
        });
    }
    to
}

/// Words that lead somewhere; underlined, so that color is not needed.
fn link(ui: &mut Ui, words: &str) -> bool {
    let color = ui.visuals().hyperlink_color;
    let text = RichText::new(words).color(color).underline();
    let response = theme::in_view(ui.add(Label::new(text).sense(Sense::click())));
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_role(Role::Link);
        node.set_label(words);
    });
    if response.has_focus() {
        let ring = ui.visuals().widgets.active.bg_stroke;
        let around = response.rect.expand(1.0);
        let inside = bevy_egui::egui::StrokeKind::Outside;
        ui.painter().rect_stroke(around, bevy_egui::egui::CornerRadius::same(2), ring, inside);
    }
    response.on_hover_cursor(bevy_egui::egui::CursorIcon::PointingHand).clicked()
}

/// Every key, from the table itself.
fn keys(ui: &mut Ui, services: &Services) {
    scroll(ui, "keys", 0.0, |ui| {
        ui.label(theme::note(ui, "Every key can be bound otherwise in the settings."));
        let mut group = None;
        for action in Action::ALL {
            if group != Some(action.group()) {
                group = Some(action.group());
                part(ui, action.group().words());
            }
            let chords: Vec<String> = services.keys.chords(*action).iter().map(Chord::to_string).collect();
            row(ui, action.words(), |ui| {
                for chord in chords {
                    ui.add(Button::new(chord).sense(Sense::hover()));
                }
            });
        }
    });
}
