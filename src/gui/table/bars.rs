//! The bar of the hour above the map, and the bar of the film below it.

use bevy_egui::egui::{
    self, Align, Color32, CornerRadius, Layout, Pos2, Rect, RichText, Sense, Stroke, Ui, vec2,
};

use super::stage::{SPEEDS, Stage};
use super::{Phase, Purpose, Table};
use crate::film::Moment;
use crate::gui::ask::{Ask, Page};
use crate::gui::draw::overlay::Overlay;
use crate::gui::keys::Action;
use crate::gui::panels::{self, Told};
use crate::gui::services::Services;
use crate::gui::{palette, theme};
use crate::report::marks::{Mark, MarkKind};
use crate::sim::id::SideId;

/// Height of the strip on which the film's course is drawn, points.
const STRIP: f32 = 26.0;

impl Table {
    /// Who is at it, the hour, undo and redo, pages, the end of the turn.
    pub(super) fn top_bar(
        &mut self,
        ui: &mut Ui,
        told: &Told,
        services: &mut Services,
        asked: &mut Vec<Ask>,
    ) {
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
                ui.vertical(|ui| panels::calendar(ui, told));
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
                if button.on_hover_text(services.keys.hint(Action::EndTurn)).clicked() {
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
                changed |= ui.checkbox(flag, words).changed();
            }
            ui.checkbox(&mut self.map.bare, "hide all counters");
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
            egui::ComboBox::from_id_salt("speed").width(72.0).selected_text(speed).show_ui(ui, |ui| {
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
            ui.label(format!("turn {} of {}, step {} of {steps}", at.turn, stage.film().turns(), at.step));
            let followed = self.map.followed.is_some();
            if followed || self.map.watched.is_some() {
                let button = theme::choice(ui, "Follow", followed);
                follow = button.on_hover_text(keys.hint(Action::Follow)).clicked();
            }
            if purpose == Purpose::Watching && ui.button("Copy link").clicked() {
                copy = true;
            }
        });
        note(strip(ui, stage));
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

/// The course of the film: turns as ticks, marks by their signs, the moment as a handle to drag.
fn strip(ui: &mut Ui, stage: &mut Stage) -> Result<(), crate::replay::ReplayError> {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), STRIP), Sense::click_and_drag());
    let at = stage.at();
    let turns = stage.film().turns().max(1);
    let name = format!("course of the war: turn {} of {turns}", at.turn);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::WidgetType::Slider, true, &name));
    let lane = rect.shrink2(vec2(8.0, 0.0));
    let steps = stage.turn().last_step().max(1);
    let x_of = |turn: u32, part: f32| lane.left() + lane.width() * ((turn - 1) as f32 + part) / turns as f32;
    let painter = ui.painter_at(rect);
    let middle = lane.center().y + 5.0;
    let ground = theme::lacquer(ui.ctx());
    painter.line_segment(
        [Pos2::new(lane.left(), middle), Pos2::new(lane.right(), middle)],
        Stroke::new(3.0, ground.line),
    );
    let here = x_of(at.turn, at.step as f32 / steps as f32);
    painter.line_segment(
        [Pos2::new(lane.left(), middle), Pos2::new(here, middle)],
        Stroke::new(3.0, palette::GOLD),
    );
    let every = (turns / 50).max(1);
    for turn in (1..=turns).step_by(every as usize) {
        let x = x_of(turn, 0.0);
        painter.line_segment(
            [Pos2::new(x, middle - 4.0), Pos2::new(x, middle + 4.0)],
            Stroke::new(1.0, palette::QUIET),
        );
    }
    let pointer = response.hover_pos();
    let mut nearest: Option<(f32, Mark)> = None;
    for mark in stage.marks() {
        // How many steps a turn has is known only of the turn shown; a mark stands a little into its turn.
        let part = if mark.moment.turn == at.turn { mark.moment.step as f32 / steps as f32 } else { 0.5 };
        let x = x_of(mark.moment.turn.min(turns), part.min(1.0));
        mark_sign(&painter, Pos2::new(x, middle - 9.0), mark.kind);
        if let Some(pointer) = pointer {
            let off = (pointer.x - x).abs();
            if off < 6.0 && nearest.as_ref().is_none_or(|(known, _)| off < *known) {
                nearest = Some((off, mark.clone()));
            }
        }
    }
    painter.circle(Pos2::new(here, middle), 6.0, palette::PAPER, Stroke::new(2.0, palette::ACCENT));
    if let Some((_, mark)) = &nearest {
        response.clone().on_hover_text(format!("turn {}: {}", mark.moment.turn, mark.text));
    }
    let pressed = response.is_pointer_button_down_on() || response.clicked();
    let Some(point) = response.interact_pointer_pos().filter(|_| pressed) else { return Ok(()) };
    if response.clicked()
        && let Some((_, mark)) = nearest
    {
        return stage.seek(mark.moment);
    }
    let part = ((point.x - lane.left()) / lane.width().max(1.0)).clamp(0.0, 0.999_9) * turns as f32;
    let turn = part as u32 + 1;
    let steps = stage.film().turn(turn.min(turns))?.last_step();
    let wanted = Moment { turn, step: (part.fract() * (steps + 1) as f32) as u32 };
    if wanted != at { stage.seek(wanted) } else { Ok(()) }
}

/// A mark by its shape, so that nobody needs its color.
fn mark_sign(painter: &egui::Painter, at: Pos2, kind: MarkKind) {
    let line = |from: (f32, f32), to: (f32, f32), color: Color32| {
        painter.line_segment([at + vec2(from.0, from.1), at + vec2(to.0, to.1)], Stroke::new(1.6, color));
    };
    match kind {
        MarkKind::Battle => {
            line((-4.0, -4.0), (4.0, 4.0), palette::GOLD);
            line((-4.0, 4.0), (4.0, -4.0), palette::GOLD);
        }
        MarkKind::Rout => {
            line((-4.0, -3.0), (0.0, 3.0), palette::PAPER);
            line((0.0, 3.0), (4.0, -3.0), palette::PAPER);
        }
        MarkKind::Capture => {
            line((-2.0, -5.0), (-2.0, 5.0), palette::PAPER);
            painter.rect_filled(
                Rect::from_min_size(at + vec2(-2.0, -5.0), vec2(6.0, 4.0)),
                CornerRadius::ZERO,
                palette::GOLD,
            );
        }
        MarkKind::Fall => {
            line((0.0, -5.0), (0.0, 5.0), palette::PAPER);
            line((-3.0, -2.0), (3.0, -2.0), palette::PAPER);
        }
        MarkKind::Surrender => {
            painter.rect_stroke(
                Rect::from_center_size(at, vec2(6.0, 6.0)),
                CornerRadius::ZERO,
                Stroke::new(1.4, palette::PAPER),
                egui::StrokeKind::Middle,
            );
        }
        MarkKind::Ruse => {
            painter.circle_stroke(at, 3.0, Stroke::new(1.4, palette::GOLD));
        }
        MarkKind::Objective => {
            painter.circle_filled(at, 3.2, palette::GOLD);
        }
        MarkKind::End => {
            painter.rect_filled(
                Rect::from_center_size(at, vec2(3.0, 10.0)),
                CornerRadius::ZERO,
                palette::PAPER,
            );
        }
    }
}
