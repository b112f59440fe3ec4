//! The map's rectangle: what is painted over the ground, and what the pointer does there.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use bevy_egui::egui::{
    self, CornerRadius, Event, Key, MouseWheelUnit, Rect, Sense, Stroke, StrokeKind, Ui, vec2,
};

use super::plan::{Plan, can_act};
use super::{Phase, Purpose, Table};
use crate::gui::ask::{Ask, Tool};
use crate::gui::draw::overlay::{self, Overlay};
use crate::gui::draw::{self, ArrowKind, ArrowStyle, Doing, Drawing, Figure, Glide, HexStyle, Placed};
use crate::gui::geometry;
use crate::gui::ground::Wash;
use crate::gui::keys::Action;
use crate::gui::palette;
use crate::gui::scene::Scene;
use crate::gui::services::Services;
use crate::orders::Order;
use crate::report::known::Weight;
use crate::shelf::ColorVision;
use crate::sim::clock::DAY;
use crate::sim::hex::Hex;
use crate::sim::id::{FormationId, SideId};
use crate::sim::intent::{Intention, Pace, Stance};

/// How the map is shown, and what the pointer does on it.
#[derive(Default)]
pub struct MapState {
    /// What counters tell.
    pub figure: Figure,
    /// The overlay that shows.
    pub overlay: Option<Overlay>,
    /// Counters hidden.
    pub bare: bool,
    /// The hex cursor, when keys move it.
    pub cursor: Option<Hex>,
    /// The hex looked at, whose card shows.
    pub looked_at: Option<Hex>,
    /// The formation whose card shows while nobody plans, or an enemy's.
    pub watched: Option<FormationId>,
    /// The hex under the pointer or the cursor.
    pub hovered: Option<Hex>,
    /// By side: the last turn whose resolution its player has seen.
    pub shown_turn: BTreeMap<SideId, u32>,
    /// The report opens when the film shown now ends.
    pub report_at_end: bool,
    /// Texts that float up from hexes, with when they began.
    floating: Vec<(Hex, String, f64)>,
    /// A box being dragged.
    boxed: Option<egui::Pos2>,
    /// The way previewed, as long as nothing that it depends on changes.
    preview: Option<Preview>,
    /// The wash of the overlay, as long as nothing that it depends on changes.
    wash: Option<(WashKey, Arc<Vec<Wash>>)>,
    /// Banners as they were last laid out.
    placed: Vec<Placed>,
    /// Hex whose stack is fanned out, and since when the pointer has been there.
    fan: Option<(Hex, f64)>,
}

type WashKey = (Overlay, usize, Option<FormationId>, ColorVision);

/// The ways of the chosen formations to a hex.
struct Preview {
    to: Hex,
    chosen: BTreeSet<FormationId>,
    pace: Pace,
    ways: Vec<Way>,
}

/// One formation's way.
pub(super) struct Way {
    pub from: Hex,
    pub path: Vec<Hex>,
    pub times: Vec<u32>,
}

impl MapState {
    /// Ways of the preview, for the status line.
    pub(super) fn ways(&self) -> &[Way] {
        self.preview.as_ref().map_or(&[], |preview| &preview.ways)
    }
}

/// Seconds that the pointer rests on a stack before it fans out.
const FAN_AFTER_S: f64 = 0.35;
/// Seconds that a floating text lives.
const FLOAT_S: f64 = 2.2;
/// Points a second that keys move the sheet.
const PAN_SPEED: f32 = 900.0;
/// Width of the rim in which the pointer moves the sheet, if the player wants that.
const RIM: f32 = 6.0;

impl Table {
    /// Paints the map into what is left of the window, and answers what the pointer asks.
    pub(super) fn show_map(&mut self, ui: &mut Ui, services: &Services, asked: &mut Vec<Ask>) -> Rect {
        let rect = ui.available_rect_before_wrap();
        self.eye.fit(rect);
        let response = ui.interact(rect, ui.id().with("map"), Sense::click_and_drag());
        response.widget_info(|| egui::WidgetInfo::labeled(egui::WidgetType::Other, true, "map"));
        self.move_eye(ui, &response, services);
        let painter = ui.painter_at(rect);
        let scene = self.scene();
        let now = ui.input(|input| input.time);
        let pointer = response.hover_pos();
        self.map.hovered = match (self.map.cursor, pointer) {
            (Some(cursor), None) => Some(cursor),
            (_, Some(at)) => {
                Some(self.eye.hex_under(at)).filter(|hex| scene.setting.map.grid().contains(*hex))
            }
            (None, None) => None,
        };
        let eye = self.eye;
        let drawing =
            Drawing { painter: &painter, eye: &eye, scene: &scene, settings: &services.settings, time: now };
        if services.settings.show_coordinates {
            draw::coordinates(&drawing);
        }
        if services.settings.show_borders {
            draw::borders(&drawing);
        }
        draw::places(&drawing, &self.map.placed);
        if !matches!(self.phase, Phase::Curtain(_)) {
            draw::lures(&drawing);
            self.draw_orders(&drawing);
            self.draw_preview(&drawing);
            self.draw_banners(&drawing, pointer, now);
            self.draw_floating(&drawing, now);
        }
        if let Some(hex) = self.map.looked_at.or(self.map.cursor) {
            draw::hex_outline(&drawing, hex, HexStyle::Chosen);
        }
        if let Some(cursor) = self.map.cursor {
            draw::hex_outline(&drawing, cursor, HexStyle::Cursor);
        }
        self.point(ui, &response, asked);
        rect
    }

    /// Dragging, wheel, pinch, keys and the rim move the sheet.
    fn move_eye(&mut self, ui: &Ui, response: &egui::Response, services: &Services) {
        let space = ui.input(|input| input.key_down(Key::Space));
        let panning = response.dragged_by(egui::PointerButton::Middle)
            || response.dragged_by(egui::PointerButton::Secondary)
            || response.dragged_by(egui::PointerButton::Primary)
                && (space || !matches!(self.phase, Phase::Plan(_)));
        if panning {
            self.eye.pan(response.drag_delta());
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
        let typing = ui.ctx().egui_wants_keyboard_input();
        if self.map.cursor.is_none() && !typing && self.keys_pan() {
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

    fn draw_banners(&mut self, drawing: &Drawing, pointer: Option<egui::Pos2>, now: f64) {
        let over = pointer.and_then(|at| draw::hit(&self.map.placed, at));
        let fan_hex = over.filter(|one| one.count > 1).map(|one| one.hex);
        self.map.fan = match (fan_hex, self.map.fan) {
            (Some(hex), Some((known, since))) if known == hex => Some((hex, since)),
            (Some(hex), _) => Some((hex, now)),
            (None, _) => None,
        };
        let fan = self.map.fan.filter(|(_, since)| now - since > FAN_AFTER_S).map(|(hex, _)| hex);
        if self.map.fan.is_some() && fan.is_none() {
            drawing.painter.ctx().request_repaint_after(std::time::Duration::from_millis(120));
        }
        let none = BTreeSet::new();
        let watched = self.map.watched.map(|id| BTreeSet::from([id]));
        let chosen = match &self.phase {
            Phase::Plan(plan) if !plan.chosen.is_empty() => &plan.chosen,
            _ => watched.as_ref().unwrap_or(&none),
        };
        let (moving, part) = match &self.phase {
            Phase::Show(stage, _) => match stage.scenes() {
                (now, Some((next, part))) => (Some((Arc::clone(now), Arc::clone(next))), part),
                _ => (None, 1.0),
            },
            _ => (None, 1.0),
        };
        let hovered = over.map(|one| one.id);
        let doing = |id: FormationId| match &self.phase {
            Phase::Plan(plan) => self.doing(plan, id),
            _ => Doing::Unasked,
        };
        if self.map.bare {
            self.map.placed.clear();
            return;
        }
        let placed = match &moving {
            // While men move, the scene to come is drawn on its way from the present one.
            Some((before, after)) => {
                let drawing = Drawing { scene: after, ..*drawing };
                let placed = draw::stacks(&drawing, &Glide::straight(before, part), fan, chosen);
                self.draw_battles(&drawing);
                draw::banners(&drawing, &placed, chosen, hovered, self.map.figure, &doing);
                placed
            }
            None => {
                let placed = draw::stacks(drawing, &Glide::still(drawing.scene), fan, chosen);
                self.draw_battles(drawing);
                draw::banners(drawing, &placed, chosen, hovered, self.map.figure, &doing);
                placed
            }
        };
        self.map.placed = placed;
    }

    fn doing(&self, plan: &Plan, id: FormationId) -> Doing {
        let Some(playing) = &self.playing else { return Doing::Unasked };
        match plan.view.formation(id) {
            None => Doing::Unasked,
            Some(own) if !can_act(own) => Doing::CannotAct,
            Some(_) if plan.has_order(&playing.game, id) => Doing::Ordered,
            Some(_) if plan.resting.contains(&id) => Doing::Resting,
            Some(_) if plan.is_idle(&playing.game, id) => Doing::Idle,
            Some(_) => Doing::Unasked,
        }
    }

    /// Where men whom the viewer knows of are at blows.
    fn draw_battles(&self, drawing: &Drawing) {
        let mut fields: BTreeMap<(i32, i32), (Hex, u32)> = BTreeMap::new();
        for body in &drawing.scene.bodies {
            if body.known.as_ref().is_some_and(|known| known.in_contact) {
                fields.entry((body.at.x, body.at.y)).or_insert((body.at, 0)).1 += body.men;
            }
        }
        for (hex, men) in fields.into_values() {
            draw::battle_mark(drawing, hex, (men as f32 / 4_000.0).clamp(0.3, 1.0));
        }
    }

    /// Arrows of standing and new orders of the planner; of whoever may be seen through in a film.
    fn draw_orders(&self, drawing: &Drawing) {
        let planned = match (&self.phase, &self.playing) {
            (Phase::Plan(plan), Some(playing)) => Some((plan, playing)),
            _ => None,
        };
        for body in &drawing.scene.bodies {
            let Some(known) = &body.known else { continue };
            let order = planned.and_then(|(plan, playing)| plan.ordered(&playing.game, body.id));
            let is_chosen = planned.is_some_and(|(plan, _)| plan.chosen.contains(&body.id));
            let (path, kind): (Vec<Hex>, ArrowKind) = match (order, &known.intention) {
                (Some(Order::March(march)), _) => (march.path.clone(), march_kind(march.pace)),
                (Some(Order::Attack(attack)), _) => {
                    (target_way(drawing.scene, attack.target), ArrowKind::Attack)
                }
                (Some(_), _) => continue,
                (None, Intention::March { path, pace }) => (path.clone(), march_kind(*pace)),
                (None, Intention::Attack { target, .. }) => {
                    (target_way(drawing.scene, *target), ArrowKind::Attack)
                }
                (None, _) => match known.stance {
                    Stance::Feign { to } => (vec![to], ArrowKind::Feign),
                    _ => continue,
                },
            };
            // Of many, only arrows of the planner and of whoever is looked at: the map must stay readable.
            let is_watched = self.map.watched == Some(body.id);
            if path.is_empty() || planned.is_none() && !is_watched {
                continue;
            }
            let whole: Vec<Hex> = std::iter::once(body.at).chain(path).collect();
            let certain = kind != ArrowKind::Attack;
            let days = match (planned, is_chosen) {
                (Some((plan, _)), true) => days_along(plan, body.id, &whole),
                _ => Vec::new(),
            };
            let style = ArrowStyle { side: body.side, kind, certain, preview: order.is_none() };
            draw::arrow(drawing, &whole, style, &days);
        }
    }

    /// The ways that a click here would order.
    fn draw_preview(&mut self, drawing: &Drawing) {
        let Phase::Plan(plan) = &self.phase else {
            self.map.preview = None;
            return;
        };
        let Some(to) = self.map.hovered.filter(|_| !plan.chosen.is_empty()) else {
            self.map.preview = None;
            return;
        };
        let fits =
            self.map.preview.as_ref().is_some_and(|known| {
                known.to == to && known.chosen == plan.chosen && known.pace == plan.pace
            });
        if !fits {
            let ways = plan.chosen_states().take(24).filter_map(|own| {
                let path = plan.path(own.id, to)?;
                let times = plan.view.march_times(own.id, &path, plan.pace).unwrap_or_default();
                Some(Way { from: own.place.hex(), path, times })
            });
            let (chosen, ways) = (plan.chosen.clone(), ways.collect());
            self.map.preview = Some(Preview { to, chosen, pace: plan.pace, ways });
        }
        let Some(preview) = &self.map.preview else { return };
        let attack = plan.enemy_at(to).is_some();
        let kind = match plan.tool {
            Tool::Scouts => ArrowKind::Scouts,
            Tool::Feign => ArrowKind::Feign,
            Tool::Attack => ArrowKind::Attack,
            _ if attack => ArrowKind::Attack,
            _ => march_kind(plan.pace),
        };
        for way in &preview.ways {
            let straight = matches!(plan.tool, Tool::Scouts | Tool::Feign);
            let whole: Vec<Hex> = if straight {
                vec![way.from, to]
            } else {
                std::iter::once(way.from).chain(way.path.iter().copied()).collect()
            };
            let style = ArrowStyle { side: plan.side(), kind, certain: false, preview: true };
            let days = if straight { Vec::new() } else { day_marks(plan, &way.times) };
            draw::arrow(drawing, &whole, style, &days);
        }
    }

    /// Lines that have just come to pass float up from where they did.
    pub(super) fn float_lines(&mut self, now: f64, glide: bool, follow: bool) {
        let Phase::Show(stage, _) = &mut self.phase else { return };
        let lines = stage.passed();
        for line in lines.iter().filter(|line| line.weight >= Weight::Great) {
            let Some(hex) = line.at else { continue };
            if follow {
                self.eye.bring_into_sight(hex, glide);
            }
            self.map.floating.push((hex, short(&line.text), now));
        }
        let few = self.map.floating.len().saturating_sub(10);
        self.map.floating.drain(..few);
    }

    fn draw_floating(&mut self, drawing: &Drawing, now: f64) {
        self.map.floating.retain(|(.., since)| now - since < FLOAT_S);
        for (hex, text, since) in &self.map.floating {
            draw::floating(drawing, *hex, text, ((now - since) / FLOAT_S) as f32);
        }
        if !self.map.floating.is_empty() {
            drawing.painter.ctx().request_repaint();
        }
    }

    /// What a click means.
    fn point(&mut self, ui: &Ui, response: &egui::Response, asked: &mut Vec<Ask>) {
        let add = ui.input(|input| input.modifiers.command || input.modifiers.shift);
        let at = response.interact_pointer_pos();
        if response.clicked()
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
        if !self.setting.map.grid().contains(hex) || plan.chosen.is_empty() {
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

    /// What the overlay paints on the ground.
    pub fn wash(&mut self, vision: ColorVision) -> Arc<Vec<Wash>> {
        let Some(shown) = self.map.overlay else { return Arc::default() };
        let scene = self.scene();
        let chosen = match &self.phase {
            Phase::Plan(plan) => plan.one(),
            _ => self.map.watched,
        };
        let key = (shown, Arc::as_ptr(&scene) as usize, chosen, vision);
        if let Some((known, wash)) = &self.map.wash
            && *known == key
        {
            return Arc::clone(wash);
        }
        let view = match &self.phase {
            Phase::Plan(plan) => Some(Arc::clone(&plan.view)),
            Phase::Show(stage, _) => stage.view().cloned(),
            Phase::Curtain(_) => None,
        };
        let wash = Arc::new(overlay::wash(shown, &scene, view.as_deref(), chosen, vision));
        self.map.wash = Some((key, Arc::clone(&wash)));
        wash
    }

    /// The eye goes on with its glide; true while it moves.
    pub(super) fn glide(&mut self, seconds: f32) -> bool {
        self.eye.glide_on(seconds)
    }

    /// Looks at a hex.
    pub(super) fn look(&mut self, hex: Hex, glide: bool) {
        self.map.looked_at = Some(hex);
        self.eye.look_at(geometry::center(hex), glide);
    }

    /// True while a film is shown only to one side's eyes.
    pub(super) fn is_review(&self) -> bool {
        matches!(self.phase, Phase::Show(_, Purpose::Review(_)))
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

fn march_kind(pace: Pace) -> ArrowKind {
    match pace {
        Pace::Ordinary => ArrowKind::March,
        Pace::Forced => ArrowKind::Forced,
    }
}

/// An attack goes straight for where the enemy is believed to be.
fn target_way(scene: &Scene, target: FormationId) -> Vec<Hex> {
    scene.body(target).map(|body| body.at).into_iter().collect()
}

/// Marks along a way: where each day ends, and the hour of arrival.
fn days_along(plan: &Plan, id: FormationId, whole: &[Hex]) -> Vec<(usize, String)> {
    let times = plan.view.march_times(id, whole.get(1..).unwrap_or_default(), plan.pace);
    times.map_or_else(Vec::new, |times| day_marks(plan, &times))
}

fn day_marks(plan: &Plan, times: &[u32]) -> Vec<(usize, String)> {
    let today = plan.view.clock.minute / DAY;
    let mut marks = Vec::new();
    for (index, pair) in times.windows(2).enumerate() {
        if pair[1] / DAY > pair[0] / DAY {
            marks.push((index + 1, format!("day {}", pair[0] / DAY - today + 1)));
        }
    }
    if let Some(last) = times.last() {
        let (days, of_day) = (last / DAY - today, last % DAY);
        let hour = format!("{:02}:{:02}", of_day / 60, of_day % 60);
        let text = if days == 0 { hour } else { format!("+{days} d, {hour}") };
        marks.push((times.len(), text));
    }
    marks
}

/// A sentence short enough to float.
fn short(text: &str) -> String {
    let cut: String = text.chars().take(64).collect();
    if cut.len() < text.len() { format!("{}…", cut.trim_end()) } else { cut }
}
