//! The main menu: the title, a painting, and everything that can be begun.

use bevy_egui::egui::{
    Align, Button, CornerRadius, Layout, Rect, Response, RichText, ScrollArea, Stroke, StrokeKind, Ui,
    UiBuilder, vec2,
};

use super::{Go, NewWar, fresh_seed, ink};
use crate::gui::keys::Action;
use crate::gui::services::Services;
use crate::gui::{palette, theme};
use crate::scenario;
use crate::shelf::Entry;

/// The main menu.
pub struct Menu {
    /// The first scenario that can be played: title, first side, how many sides, id.
    first: Option<(String, String, usize, String)>,
    /// The newest save that can be played on.
    last: Option<Entry>,
    /// A war that a killed program left behind.
    cut_off: Option<Entry>,
    /// Whether the first button was given the focus.
    greeted: bool,
}

/// Saves looked into for the newest that can be played on.
const LOOKED_INTO: usize = 5;

impl Menu {
    /// Looks what there is to begin or go on with.
    pub fn new(services: &Services) -> Self {
        let open = |id: String| {
            let (setting, _) = scenario::open(&id, &services.data, 1).ok()?;
            let sides = &setting.register.sides;
            Some((setting.about.title.clone(), sides.first()?.name.latin.clone(), sides.len(), id))
        };
        let shelf = services.shelf.as_ref();
        let last = shelf.and_then(|shelf| {
            let saves = shelf.entries().into_iter().filter(|entry| entry.kind != crate::shelf::Kind::Replay);
            saves.take(LOOKED_INTO).find_map(|mut entry| {
                shelf.look(&mut entry);
                (entry.problem.is_none() && !entry.is_over).then_some(entry)
            })
        });
        Self {
            first: services.data.scenarios().into_iter().find_map(open),
            last,
            cut_off: shelf.and_then(|shelf| shelf.unfinished()),
            greeted: false,
        }
    }

    /// The war that the first button begins.
    pub fn first_war(&self) -> Option<NewWar> {
        let (_, _, sides, id) = self.first.as_ref()?;
        Some(NewWar::against_doctrine(id, *sides, 0, fresh_seed()))
    }

    /// Draws the menu; answers where to go.
    pub fn show(&mut self, ui: &mut Ui, services: &mut Services) -> Option<Go> {
        let full = ui.max_rect();
        ink::lacquer(ui.painter(), full, theme::lacquer(ui.ctx()));
        let margin = (full.width() * 0.015).clamp(theme::STEP, 5.0 * theme::STEP).floor();
        let inside = full.shrink(margin);
        let scale = f32::from(services.settings.text_scale) / 100.0;
        let width = (340.0 * scale).max(inside.width() * 0.24).min(inside.width() * 0.66);
        let width = width.max(220.0).min(inside.width());
        let column = Rect::from_min_size(inside.min, vec2(width.floor(), inside.height()));
        let canvas = Rect::from_min_max(column.right_top() + vec2(margin, 0.0), inside.max);
        if canvas.width() > 24.0 {
            ink::mountains(ui.painter(), canvas);
            let line = Stroke::new(1.5, theme::lacquer(ui.ctx()).accent);
            ui.painter().rect_stroke(canvas, CornerRadius::ZERO, line, StrokeKind::Inside);
        }
        let place = UiBuilder::new().max_rect(column.shrink(2.0 * theme::STEP));
        let mut ui = ui.new_child(place.layout(Layout::top_down(Align::Min)));
        theme::on_lacquer(&mut ui);
        let go = ScrollArea::vertical()
            .id_salt("menu")
            .auto_shrink([false, false])
            .show(&mut ui, |ui| {
                // Room for the ring of the focus.
                ui.set_max_width((ui.available_width() - theme::STEP).max(0.0));
                self.title(ui);
                let offer = self.offer(ui, services);
                offer.or_else(|| self.entries(ui))
            })
            .inner;
        let help = ui.input(|input| services.keys.pressed(input, Action::Help));
        go.or(help.then_some(Go::Help))
    }

    fn title(&self, ui: &mut Ui) {
        let colors = theme::lacquer(ui.ctx());
        let size = (ui.available_width() / 6.6).clamp(20.0, 64.0).floor();
        ui.add_space(2.0 * theme::STEP);
        let line = |text: &str, size: f32| RichText::new(text).font(theme::display(size));
        ui.label(line("IRON HAWK", size).color(colors.text));
        ui.label(line("鐵鷂子", (size * 0.72).floor()).color(colors.accent));
        ui.label(RichText::new("Wars over the Tangut lands, 982–1227").color(colors.quiet));
        ui.add_space(theme::STEP);
        theme::rule(ui);
    }

    /// Offers the war that was cut off.
    fn offer(&mut self, ui: &mut Ui, services: &mut Services) -> Option<Go> {
        let entry = self.cut_off.as_ref()?;
        let (words, path) = (
            format!("{}, turn {}, kept {}, was cut off.", entry.title, entry.turn, entry.ago()),
            entry.path.clone(),
        );
        let mut go = None;
        let mut forget = false;
        theme::show_paper(ui, |ui| {
            ui.set_min_width(ui.available_width());
            ui.label(words);
            ui.horizontal_wrapped(|ui| {
                if theme::primary(ui, "▶", "Go on", true).clicked() {
                    go = Some(Go::Continue(path));
                }
                forget = theme::button(ui, "✗", "Not now").clicked();
            });
        });
        if forget {
            self.cut_off = None;
            if let Some(shelf) = &services.shelf {
                shelf.forget_unfinished();
            }
        }
        go
    }

    fn entries(&mut self, ui: &mut Ui) -> Option<Go> {
        let mut go = None;
        let first = self.first.as_ref().map(|(title, side, ..)| format!("{title}, as {side}"));
        let play = entry(ui, "▶", "Play", first.as_deref().unwrap_or("no scenario can be read"), true);
        if !self.greeted {
            self.greeted = true;
            play.request_focus();
        }
        if play.clicked() {
            go = self.first_war().map(Go::Start).or(Some(Go::Browser));
        }
        if let Some(last) = &self.last {
            let words = format!("{}, turn {}, {}", last.title, last.turn, last.ago());
            if entry(ui, "↩", "Go on", &words, false).clicked() {
                go = Some(Go::Load(last.path.clone()));
            }
        }
        for (icon, label, words, to) in [
            ("⚔", "Choose a war", "scenarios, sides, levels", Go::Browser),
            ("☰", "Load", "saves and autosaves", Go::Saves),
            ("⏵", "Watch", "replays, like a film", Go::Replays),
            ("⚙", "Settings", "text, colors, keys", Go::Settings),
            ("?", "Help", "how to play, keys, words", Go::Help),
            ("✗", "Quit", "", Go::Quit),
        ] {
            if entry(ui, icon, label, words, false).clicked() {
                go = Some(to);
            }
        }
        ui.add_space(2.0 * theme::STEP);
        ui.label(theme::note(ui, format!("version {}", env!("CARGO_PKG_VERSION"))));
        go
    }
}

/// A line of the menu: a sign, a label, and what it leads to.
fn entry(ui: &mut Ui, icon: &str, label: &str, words: &str, is_first: bool) -> Response {
    let colors = theme::lacquer(ui.ctx());
    let (main, quiet) = if is_first { (palette::PAPER, palette::PAPER) } else { (colors.text, colors.quiet) };
    let mut job = bevy_egui::egui::text::LayoutJob::default();
    let format = |font, color| bevy_egui::egui::TextFormat::simple(font, color);
    let body = theme::body().resolve(ui.style());
    let bold = bevy_egui::egui::FontId::new(body.size, crate::gui::fonts::bold());
    // Labels begin one below the other, however wide their signs are.
    let sign = ui.painter().layout_no_wrap(icon.to_owned(), body.clone(), main).size().x;
    job.append(icon, 0.0, format(body.clone(), main));
    job.append(label, (1.6 * body.size - sign).max(theme::STEP), format(bold, main));
    if !words.is_empty() {
        job.append("\n", 0.0, format(body, main));
        job.append(words, 0.0, format(theme::small().resolve(ui.style()), quiet));
    }
    let width = ui.available_width();
    job.wrap.max_width = width - 8.0 * theme::STEP;
    ui.scope(|ui| {
        let widgets = &mut ui.style_mut().visuals.widgets;
        if is_first {
            widgets.inactive.weak_bg_fill = palette::ACCENT;
            widgets.hovered.weak_bg_fill = palette::ACCENT;
            widgets.active.weak_bg_fill = palette::ACCENT;
        }
        let button = Button::new(job).min_size(vec2(width, 0.0)).wrap();
        let response = theme::in_view(ui.add(button.right_text("")));
        ui.ctx().accesskit_node_builder(response.id, |node| {
            node.set_label(label);
            node.set_description(words);
        });
        response
    })
    .inner
}
