//! The pages outside the table: menu, scenarios, a new war, saves, settings, help. Each is pure egui: it draws itself,
//! answers where to go, and knows nothing of Bevy.

mod browser;
mod help;
mod ink;
mod keys_page;
mod menu;
mod new_game;
mod picture;
mod saves;
mod settings;
#[cfg(test)]
mod tests;

use std::path::PathBuf;

use bevy_egui::egui::{
    Align, Id, Layout, Popup, Rect, Response, RichText, ScrollArea, TextEdit, Ui, UiBuilder, vec2,
};

pub use browser::Browser;
pub use help::Help;
pub use menu::Menu;
pub use new_game::NewGame;
pub use saves::Saves;
pub use settings::SettingsPage;

use super::keys::Action;
use super::services::Services;
use super::theme;
use crate::ai::Level;

/// Where a page leads.
#[derive(Debug, Clone, PartialEq)]
pub enum Go {
    /// To the main menu.
    Menu,
    /// To the list of scenarios.
    Browser,
    /// To the seats of a new war in this scenario, by id.
    NewGame(String),
    /// To the saves, to play on.
    Saves,
    /// To the replays, to watch.
    Replays,
    /// To the settings.
    Settings,
    /// To the help.
    Help,
    /// Where one came from.
    Back,
    /// Into a new war.
    Start(NewWar),
    /// Into a war from a file.
    Load(PathBuf),
    /// Into the viewer of a file.
    Watch(PathBuf),
    /// Into a war that was cut off, from its last autosave.
    Continue(PathBuf),
    /// Out of the program.
    Quit,
}

/// A war to begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewWar {
    /// Id of the scenario.
    pub scenario: String,
    /// Who sits for each side, in the order of the scenario's sides.
    pub seats: Vec<Seat>,
    /// What all chance grows from.
    pub seed: u64,
}

/// Who commands a side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seat {
    /// Somebody at this window.
    Human,
    /// An artificial commander.
    Ai(Level),
}

impl NewWar {
    /// The quickest way into a war: one side for the player, the others by doctrine.
    pub fn against_doctrine(scenario: &str, sides: usize, player: usize, seed: u64) -> Self {
        let seat = |side| if side == player { Seat::Human } else { Seat::Ai(Level::Doctrine) };
        Self { scenario: scenario.to_owned(), seats: (0..sides).map(seat).collect(), seed }
    }

    /// How many people play.
    pub fn humans(&self) -> usize {
        self.seats.iter().filter(|seat| **seat == Seat::Human).count()
    }
}

/// A seed that nobody chose.
pub fn fresh_seed() -> u64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    // Short enough to be read out to somebody else.
    xxhash_rust::xxh3::xxh3_64(&since.as_nanos().to_le_bytes()) % 1_000_000
}

/// Widest a page gets, points; longer lines are hard to read.
const WIDEST: f32 = 1180.0;

/// True when there is room for two columns.
fn is_wide(ui: &Ui, em: f32) -> bool {
    ui.available_width() > em * text_height(ui)
}

/// Height of a line of text, which grows with the player's scale.
fn text_height(ui: &Ui) -> f32 {
    ui.text_style_height(&theme::body())
}

/// A sheet of paper on lacquer, with a title and a way back; answers where the page leads.
fn sheet(
    ui: &mut Ui,
    services: &mut Services,
    (title, hanzi): (&str, &str),
    content: impl FnOnce(&mut Ui, &mut Services) -> Option<Go>,
) -> Option<Go> {
    let may_close = !Popup::is_any_open(ui.ctx()) && !take_busy(ui);
    let full = ui.max_rect();
    ink::lacquer(ui.painter(), full, theme::lacquer(ui.ctx()));
    let margin = (full.width() * 0.02).clamp(theme::STEP, 6.0 * theme::STEP).floor();
    let width = (full.width() - 2.0 * margin).min(WIDEST);
    let size = vec2(width, full.height() - 2.0 * margin);
    let paper = Rect::from_center_size(full.center(), size).intersect(full);
    ink::paper(ui.painter(), paper, theme::paper(ui.ctx()));
    let inner = paper.shrink2(vec2(margin, margin * 0.75));
    let mut page = ui.new_child(UiBuilder::new().max_rect(inner).layout(Layout::top_down(Align::Min)));
    theme::on_paper(&mut page);
    let mut go = None;
    page.horizontal_wrapped(|ui| {
        if theme::button(ui, "←", "Back").clicked() {
            go = Some(Go::Back);
        }
        ui.add_space(2.0 * theme::STEP);
        ui.heading(title);
        if !hanzi.is_empty() {
            let color = ui.visuals().weak_text_color();
            ui.label(RichText::new(hanzi).heading().color(color));
        }
    });
    theme::rule(&mut page);
    let further = content(&mut page, services);
    let (close, help) = page.input(|input| {
        (services.keys.pressed(input, Action::Close), services.keys.pressed(input, Action::Help))
    });
    go = go.or(further);
    if may_close && go.is_none() {
        go = match (close, help) {
            (true, _) => Some(Go::Back),
            (_, true) => Some(Go::Help),
            _ => None,
        };
    }
    go
}

fn busy_id() -> Id {
    Id::new("something on the page takes all keys")
}

/// Says that something on the page takes the keys of this frame and the next: a field, or a key being bound.
fn keep_busy(ui: &Ui) {
    ui.data_mut(|data| data.insert_temp(busy_id(), true));
}

fn take_busy(ui: &Ui) -> bool {
    ui.data_mut(|data| std::mem::take(data.get_temp_mut_or_default::<bool>(busy_id())))
}

/// A line to write in, cut at `limit` characters.
fn field(ui: &mut Ui, name: &str, text: &mut String, limit: usize, width: f32) -> Response {
    let width = width.min(ui.available_width());
    let edit = TextEdit::singleline(text).id_salt(name).char_limit(limit).desired_width(width);
    let response = theme::in_view(ui.add(edit));
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_label(name));
    if response.has_focus() {
        keep_busy(ui);
    }
    response
}

/// A part of a page that scrolls when it is too long, down to `foot` points above the end of the page.
fn scroll<R>(ui: &mut Ui, name: &str, foot: f32, content: impl FnOnce(&mut Ui) -> R) -> R {
    let height = (ui.available_height() - foot).max(8.0 * theme::STEP);
    ScrollArea::vertical()
        .id_salt(name)
        .max_height(height)
        .auto_shrink([false, foot > 0.0 && height < ui.available_height() * 0.75])
        .show(ui, |ui| {
            // Room for the ring of the focus.
            ui.add_space(theme::STEP);
            content(ui)
        })
        .inner
}

/// A value of settings or seats: its name, and below or beside it what can be chosen.
fn row(ui: &mut Ui, name: &str, content: impl FnOnce(&mut Ui)) {
    let width = (10.0 * text_height(ui)).min(ui.available_width());
    if is_wide(ui, 24.0) {
        ui.horizontal_top(|ui| {
            ui.allocate_ui_with_layout(
                vec2(width, ui.spacing().interact_size.y),
                Layout::left_to_right(Align::Center).with_main_wrap(true),
                |ui| {
                    ui.set_min_width(width);
                    ui.label(name);
                },
            );
            ui.vertical(|ui| {
                ui.horizontal_wrapped(content);
            });
        });
    } else {
        ui.label(theme::strong(name));
        ui.horizontal_wrapped(content);
    }
}
