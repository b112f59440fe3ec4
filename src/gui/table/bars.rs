//! The bar of the hour above the map, and the bar of the film below it.

use bevy_egui::egui::{self, Align, Layout, RichText, Ui, vec2};

use super::course::course;
use super::stage::{SPEEDS, Stage};
use super::{Phase, Purpose, Table};
use crate::film::Moment;
use crate::gui::ask::{Ask, Page};
use crate::gui::draw::overlay::Overlay;
use crate::gui::keys::Action;
use crate::gui::panels::{self, Told};
use crate::gui::services::Services;
use crate::gui::theme;
use crate::sim::id::SideId;

/// Room that the hour takes in the bar, in heights of a line of text.
const CALENDAR: f32 = 19.0;

impl Table {
    /// Who is at it, the hour, undo and redo, pages, the end of the turn.
    pub(super) fn top_bar(
        &mut self,
        ui: &mut Ui,
        told: &Told,
        services: &mut Services,
        asked: &mut Vec<Ask>,
    ) {
        // Beside the buttons where there is room for it, else in rows of its own below them.
        let mut below = false;
        let lines = ui.text_style_height(&theme::body()) + ui.text_style_height(&theme::small());
        let height = lines.max(ui.spacing().interact_size.y);
        // What stands at the right end was measured a frame ago: so it is made last, and Tab goes from left to right.
        let id = ui.id().with("right end");
        let right: f32 = ui.data(|data| data.get_temp(id)).unwrap_or(0.0);
        let spacing = ui.spacing().item_spacing.x;
        ui.horizontal(|ui| {
            let left = (ui.available_width() - right - spacing).max(0.0);
            ui.allocate_ui_with_layout(vec2(left, height), Layout::left_to_right(Align::Center), |ui| {
                ui.set_width(left);
                if ui.button("☰ Menu").clicked() {
                    self.open_menu();
                }
                ui.label(RichText::new(self.seat_words()).text_style(theme::subheading()));
                below = ui.available_width() < CALENDAR * ui.text_style_height(&theme::body());
                if !below {
                    ui.vertical(|ui| panels::calendar(ui, told));
                }
            });
            let end = ui.horizontal(|ui| {
                self.undo_buttons(ui, services, asked);
                self.overlay_menu(ui, services);
                self.page_buttons(ui, services, asked);
                self.end_button(ui, services, asked);
            });
            let wide = end.response.rect.width();
            if wide != right {
                ui.data_mut(|data| data.insert_temp(id, wide));
                ui.ctx().request_repaint();
            }
        });
        if below {
            panels::calendar(ui, told);
        }
    }

    fn undo_buttons(&mut self, ui: &mut Ui, services: &Services, asked: &mut Vec<Ask>) {
        let (Phase::Plan(plan), Some(playing)) = (&self.phase, &self.playing) else { return };
        let orders = playing.game.planned(plan.side()).len();
        for (words, can, action, ask) in [
            ("Undo", orders > 0, Action::Undo, Ask::Undo),
            ("Redo", plan.can_redo() > 0, Action::Redo, Ask::Redo),
        ] {
            let button = ui.add_enabled(can, egui::Button::new(words));
            if button.on_hover_text(services.keys.hint(action)).clicked() {
                asked.push(ask);
            }
        }
    }

    fn seat_words(&self) -> String {
        let side = |side: &SideId| self.setting.register.side(*side).name.latin.clone();
        match &self.phase {
            Phase::Curtain(next) => format!("{} sits down", side(next)),
            Phase::Plan(plan) => format!("{} plans", side(&plan.side())),
            Phase::Show(_, Purpose::Resolution(of)) => format!("{} watches the turn", side(of)),
            Phase::Show(_, Purpose::Review(of)) => {
                format!("{} looks back: nothing is ordered here", side(of))
            }
            Phase::Show(..) if self.playing.is_some() => "The war is over".to_owned(),
            Phase::Show(..) => "Watching a record".to_owned(),
        }
    }

    fn end_button(&mut self, ui: &mut Ui, services: &mut Services, asked: &mut Vec<Ask>) {
        match &self.phase {
            Phase::Plan(plan) => {
                let later = self.humans().into_iter().any(|side| side > plan.side());
                let words = if later { "End planning" } else { "End turn" };
                let button = theme::primary(ui, "▶", words, true);
                let tells = format!("{}\n{}", services.keys.hint(Action::EndTurn), panels::FOR_GOOD);
                panels::parts::describe(ui, &button, &tells);
                if button.on_hover_text(tells).clicked() {
                    asked.push(Ask::EndTurn);
                }
            }
            Phase::Show(_, Purpose::Review(_)) => {
                if theme::primary(ui, "▶", "Back to planning", true).clicked()
                    && let Err(error) = self.review(services)
                {
                    self.fault(&error);
                }
            }
            Phase::Show(_, Purpose::Resolution(_)) => {
                if theme::primary(ui, "▶▶", "Skip to planning", true).clicked() {
                    self.skip();
                }
            }
            Phase::Show(..) => {
                let button = theme::primary(ui, "▶", "Play from here", true);
                if button.on_hover_text(services.keys.hint(Action::PlayFrom)).clicked() {
                    self.ask_play_from();
                }
            }
            Phase::Curtain(_) => {}
        }
    }

    fn page_buttons(&mut self, ui: &mut Ui, services: &Services, asked: &mut Vec<Ask>) {
        ui.menu_button("Pages", |ui| {
            for (page, words, action) in [
                (Page::Army, "Order of battle", Action::Army),
                (Page::Chronicle, "Chronicle", Action::Chronicle),
                (Page::Objectives, "Objectives", Action::Objectives),
                (Page::Statistics, "Statistics", Action::Statistics),
                (Page::Supply, "Supply", Action::Stores),
                (Page::Battles, "Battles", Action::Battles),
                (Page::Report, "Report of the war", Action::Report),
                (Page::Legend, "Legend", Action::Legend),
                (Page::Find, "Find", Action::Find),
            ] {
                let button = egui::Button::new(words).shortcut_text(services.keys.hint(action));
                if ui.add(button).clicked() {
                    asked.push(Ask::Page(page));
                    ui.close();
                }
            }
        });
    }

    fn overlay_menu(&mut self, ui: &mut Ui, services: &mut Services) {
        ui.menu_button("Map", |ui| {
            let mut changed = false;
            for overlay in Overlay::ALL.into_iter().filter(|one| !matches!(one, Overlay::Reach(2..))) {
                let action = overlay.action();
                let shown = self.map.overlay == Some(overlay);
                let button = egui::Button::selectable(shown, action.words());
                if ui.add(button.shortcut_text(services.keys.hint(action))).clicked() {
                    self.toggle_overlay(overlay);
                }
            }
            ui.separator();
            let settings = &mut services.settings;
            for (flag, action) in [
                (&mut settings.show_grid, Action::Grid),
                (&mut settings.show_coordinates, Action::Coordinates),
                (&mut settings.show_place_names, Action::Names),
                (&mut settings.show_borders, Action::Borders),
            ] {
                let words = format!("{} ({})", action.words(), services.keys.hint(action));
                changed |= theme::tick_box(ui, flag, words).changed();
            }
            theme::tick_box(ui, &mut self.map.bare, "hide all counters");
            ui.horizontal(|ui| {
                ui.label("counters show");
                if ui.button(self.map.figure.words()).clicked() {
                    self.map.figure = self.map.figure.next();
                }
            });
            if changed {
                services.keep_settings();
            }
        });
    }

    /// Buttons, strip and eyes of a film.
    pub(super) fn transport(&mut self, ui: &mut Ui, services: &Services) {
        let Phase::Show(stage, purpose) = &mut self.phase else { return };
        let purpose = *purpose;
        let keys = &services.keys;
        let mut failed = None;
        let mut note = |done: Result<(), crate::replay::ReplayError>| {
            if let Err(error) = done {
                failed = Some(error);
            }
        };
        let (mut copy, mut follow) = (false, false);
        ui.horizontal_wrapped(|ui| {
            let tap = |ui: &mut Ui, sign: &str, words: &str, action: Action| {
                let response = ui.button(sign);
                let tells = format!("{words} ({})", keys.hint(action));
                response.widget_info(|| egui::WidgetInfo::labeled(egui::WidgetType::Button, true, words));
                response.on_hover_text(tells).clicked()
            };
            if tap(ui, "⏮", "To the beginning", Action::First) {
                note(stage.seek(Moment::START));
            }
            if tap(ui, "◀◀", "A turn back", Action::TurnBack) {
                note(stage.step_turn(false));
            }
            if tap(ui, "◀", "A step back", Action::StepBack) {
                note(stage.step(false));
            }
            let (sign, words) = if stage.playing { ("⏸", "Pause") } else { ("▶", "Play") };
            if tap(ui, sign, words, Action::Play) {
                note(stage.toggle_play());
            }
            if tap(ui, "▶|", "A step on", Action::StepOn) {
                note(stage.step(true));
            }
            if tap(ui, "▶▶", "A turn on", Action::TurnOn) {
                note(stage.step_turn(true));
            }
            if tap(ui, "⏭", "To the end", Action::Last) {
                note(stage.seek_end());
            }
            let speed = speed_words(stage.speed());
            // All speeds at once, without a scroll bar.
            let speeds = egui::ComboBox::from_id_salt("speed").width(72.0).height(f32::INFINITY);
            speeds.selected_text(speed).show_ui(ui, |ui| {
                for (index, speed) in SPEEDS.iter().enumerate() {
                    if ui.selectable_label(stage.speed() == *speed, speed_words(*speed)).clicked() {
                        stage.set_speed(index);
                    }
                }
            });
            ui.separator();
            if stage.free {
                note(eyes(ui, stage));
                ui.separator();
            }
            let at = stage.at();
            let steps = stage.turn().last_step();
            let moment = format!("turn {} of {}, step {} of {steps}", at.turn, stage.film().turns(), at.step);
            ui.add(egui::Label::new(moment).extend());
            let followed = self.map.followed.is_some();
            if followed || self.map.watched.is_some() {
                let button = theme::choice(ui, "Follow", followed);
                follow = button.on_hover_text(keys.hint(Action::Follow)).clicked();
            }
            if purpose == Purpose::Watching && ui.button("Copy link").clicked() {
                copy = true;
            }
        });
        note(course(ui, stage));
        if follow {
            self.map.followed = if self.map.followed.is_none() { self.map.watched } else { None };
        }
        if copy {
            let ctx = ui.ctx().clone();
            self.copy_moment(&ctx);
        }
        if let Some(error) = failed {
            self.fault(&error);
        }
    }
}

/// Through whose eyes a film is seen.
fn eyes(ui: &mut Ui, stage: &mut Stage) -> Result<(), crate::replay::ReplayError> {
    let setting = std::sync::Arc::clone(stage.film().replay().setting());
    ui.label("Eyes:");
    let mut wanted = stage.viewer();
    if theme::choice(ui, "all", wanted.is_none()).clicked() {
        wanted = None;
    }
    for (index, side) in setting.register.sides.iter().enumerate() {
        let id = SideId(index as u8);
        if theme::choice(ui, side.name.latin.as_str(), wanted == Some(id)).clicked() {
            wanted = Some(id);
        }
    }
    stage.look_through(wanted)
}

fn speed_words(speed: f32) -> String {
    match speed {
        speed if !speed.is_finite() => "at once".to_owned(),
        0.25 => "¼×".to_owned(),
        0.5 => "½×".to_owned(),
        speed => format!("{speed:.0}×"),
    }
}
