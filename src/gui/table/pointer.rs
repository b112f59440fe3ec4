//! What pointer and wheel do on the map.

use bevy_egui::egui::{self, CornerRadius, Event, Key, MouseWheelUnit, Rect, Stroke, StrokeKind, Ui, vec2};

use super::{Phase, Table};
use crate::gui::ask::{Ask, Tool};
use crate::gui::draw::{self, Placed};
use crate::gui::keys::Action;
use crate::gui::palette;
use crate::gui::services::Services;
use crate::sim::hex::Hex;

/// Points a second that keys move the sheet.
const PAN_SPEED: f32 = 900.0;
/// Width of the rim in which the pointer moves the sheet, if the player wants that.
const RIM: f32 = 6.0;

impl Table {
    /// Dragging, wheel, pinch, keys and the rim move the sheet.
    pub(super) fn move_eye(&mut self, ui: &Ui, response: &egui::Response, services: &Services) {
        let space = ui.input(|input| input.key_down(Key::Space));
        let panning = response.dragged_by(egui::PointerButton::Middle)
            || response.dragged_by(egui::PointerButton::Secondary)
            || response.dragged_by(egui::PointerButton::Primary)
                && (space || !matches!(self.phase, Phase::Plan(_)));
        let fingers = ui.input(|input| input.multi_touch());
        let (pressed_at, at) =
            (ui.input(|input| input.pointer.press_origin()), response.interact_pointer_pos());
        match (pressed_at, at) {
            (Some(pressed_at), Some(at)) if panning && fingers.is_none() => {
                let held = *self.map.grabbed.get_or_insert_with(|| self.eye.to_world(pressed_at));
                self.eye.hold(held, at);
                ui.ctx().set_cursor_icon(egui::CursorIcon::Grabbing);
            }
            _ => self.map.grabbed = None,
        }
        if let Some(fingers) = fingers.filter(|fingers| self.eye.rect.contains(fingers.center_pos)) {
            self.eye.pan(fingers.translation_delta);
            self.eye.zoom_about(fingers.center_pos, fingers.zoom_delta);
            self.map.boxed = None;
        }
        if let Some(at) = response.hover_pos() {
            let events = ui.input(|input| input.events.clone());
            for event in events {
                match event {
                    Event::MouseWheel { unit: MouseWheelUnit::Line, delta, modifiers, .. }
                        if !modifiers.shift =>
                    {
                        self.eye.zoom_about(at, 1.15_f32.powf(delta.y.clamp(-6.0, 6.0)));
                    }
                    // A touchpad sends points: two fingers move the sheet.
                    Event::MouseWheel { delta, unit: MouseWheelUnit::Point, .. } => self.eye.pan(delta),
                    Event::Zoom(factor) => self.eye.zoom_about(at, factor),
                    _ => {}
                }
            }
            if services.settings.edge_scroll {
                let (rect, step) =
                    (self.eye.rect, PAN_SPEED * 0.6 * ui.input(|input| input.stable_dt.min(0.1)));
                let way = vec2(rim(at.x, rect.left(), rect.right()), rim(at.y, rect.top(), rect.bottom()));
                if way != vec2(0.0, 0.0) {
                    self.eye.pan(way * step);
                    ui.ctx().request_repaint();
                }
            }
        }
        let elsewhere = ui.memory(|memory| memory.focused()).is_some_and(|focused| focused != response.id);
        let arrows = [Key::ArrowLeft, Key::ArrowRight, Key::ArrowUp, Key::ArrowDown];
        // A focused control has the arrows for itself, and a field of text every key.
        let taken = ui.ctx().text_edit_focused()
            || elsewhere && ui.input(|input| arrows.iter().any(|key| input.key_down(*key)));
        if self.map.cursor.is_none() && self.dialog.is_none() && !taken && self.keys_pan() {
            let step = PAN_SPEED * ui.input(|input| input.stable_dt.min(0.1));
            let way = ui.input(|input| {
                let down = |action| services.keys.is_down(input, action);
                let axis = |plus, minus| f32::from(u8::from(down(plus))) - f32::from(u8::from(down(minus)));
                vec2(axis(Action::West, Action::East), axis(Action::North, Action::South))
            });
            if way != vec2(0.0, 0.0) {
                self.eye.pan(way * step);
                ui.ctx().request_repaint();
            }
        }
    }

    /// Arrow keys move the sheet unless they step through a film.
    fn keys_pan(&self) -> bool {
        matches!(self.phase, Phase::Plan(_))
    }

    /// What a click means.
    pub(super) fn point(&mut self, ui: &Ui, response: &egui::Response, asked: &mut Vec<Ask>) {
        let add = ui.input(|input| input.modifiers.command || input.modifiers.shift);
        let at = response.interact_pointer_pos();
        if response.clicked_by(egui::PointerButton::Primary)
            && let Some(at) = at
        {
            response.surrender_focus();
            let banner = draw::hit(&self.map.placed, at).cloned();
            self.click(self.eye.hex_under(at), banner, add, asked);
        }
        if response.double_clicked()
            && let Phase::Plan(plan) = &mut self.phase
            && plan.tool == Tool::Select
        {
            plan.choose_army();
        }
        if response.secondary_clicked()
            && let Some(at) = at
        {
            self.command(self.eye.hex_under(at), asked);
        }
        self.drag_box(ui, response, add);
    }

    /// A click on a hex, or on a banner that stands there.
    pub(super) fn click(&mut self, hex: Hex, banner: Option<Placed>, add: bool, asked: &mut Vec<Ask>) {
        let hex = banner.as_ref().map_or(hex, |one| one.hex);
        let on_map = self.setting.map.grid().contains(hex);
        self.map.looked_at = Some(hex).filter(|_| on_map);
        self.map.watched = banner.as_ref().map(|one| one.id);
        let Phase::Plan(plan) = &mut self.phase else { return };
        if plan.tool != Tool::Select {
            if on_map {
                let orders = plan.tool_orders(hex);
                let tool = plan.tool;
                plan.tool = Tool::Select;
                if orders.is_empty() {
                    asked.push(Ask::Tell(nothing_there(tool)));
                } else {
                    asked.push(Ask::Order(orders));
                }
            }
            return;
        }
        let own =
            banner.as_ref().filter(|one| plan.scene.body(one.id).is_some_and(|body| body.known.is_some()));
        match own {
            Some(one) if add => one.merged.iter().for_each(|id| plan.toggle(*id)),
            Some(one) if one.merged.len() > 1 => plan.chosen = one.merged.iter().copied().collect(),
            // A fan shows everybody: the click means the one it hits. A pile is gone round.
            Some(one) if one.fanned || one.count == 1 => plan.choose(one.id),
            Some(one) => drop(plan.cycle(one.hex)),
            None if banner.is_none() && plan.cycle(hex).is_some() => {}
            None => plan.chosen.clear(),
        }
        if plan.one().is_some() {
            self.map.watched = plan.one();
        }
    }

    /// A command to a hex: the tool is put away, or the chosen march there, or attack who is there.
    pub(super) fn command(&mut self, hex: Hex, asked: &mut Vec<Ask>) {
        let Phase::Plan(plan) = &mut self.phase else { return };
        if plan.tool != Tool::Select {
            plan.tool = Tool::Select;
            return;
        }
        if !self.setting.map.grid().contains(hex) {
            return;
        }
        if plan.chosen.is_empty() {
            asked.push(Ask::Tell("Choose a formation first; this sends it there"));
            return;
        }
        let orders = plan.commands_to(hex);
        if orders.is_empty() {
            asked.push(Ask::Tell("No way leads there"));
        } else {
            asked.push(Ask::Order(orders));
        }
    }

    /// Dragging a box chooses all own formations in it.
    fn drag_box(&mut self, ui: &Ui, response: &egui::Response, add: bool) {
        let space = ui.input(|input| input.key_down(Key::Space));
        let Phase::Plan(plan) = &mut self.phase else { return };
        if response.drag_started_by(egui::PointerButton::Primary) && !space {
            self.map.boxed = ui.input(|input| input.pointer.press_origin());
        }
        let Some(from) = self.map.boxed else { return };
        let Some(to) = response.interact_pointer_pos() else {
            self.map.boxed = None;
            return;
        };
        let area = Rect::from_two_pos(from, to);
        let fill = palette::ACCENT.gamma_multiply(0.15);
        ui.painter().rect(
            area,
            CornerRadius::ZERO,
            fill,
            Stroke::new(1.5, palette::ACCENT),
            StrokeKind::Inside,
        );
        if response.drag_stopped() {
            self.map.boxed = None;
            if !add {
                plan.chosen.clear();
            }
            let inside = self.map.placed.iter().filter(|one| area.contains(one.rect.center()));
            let ids = inside.flat_map(|one| one.merged.iter().copied());
            let own = ids.filter(|id| plan.scene.body(*id).is_some_and(|body| body.known.is_some()));
            plan.chosen.extend(own);
        }
    }
}

fn nothing_there(tool: Tool) -> &'static str {
    match tool {
        Tool::Attack => "No enemy is reported there",
        Tool::March => "No way leads there",
        Tool::Select | Tool::Feign | Tool::Scouts => "Nobody who is chosen can do that",
    }
}

fn rim(at: f32, low: f32, high: f32) -> f32 {
    f32::from(u8::from(at - low < RIM)) - f32::from(u8::from(high - at < RIM))
}
