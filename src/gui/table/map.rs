//! The map's rectangle: what is painted over the ground, and what the pointer does there.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use bevy_egui::egui::{self, Rect, Sense, Ui};

use super::flood::Ahead;
use super::plan::{Plan, can_act};
use super::ranges::{RangeKey, Ranges};
use super::{Phase, Purpose, Table};
use crate::gui::ask::{Ask, Tool};
use crate::gui::draw::overlay::{self, Overlay};
use crate::gui::draw::{self, ArrowKind, ArrowStyle, Doing, Drawing, Figure, Glide, HexStyle, Placed};
use crate::gui::geometry;
use crate::gui::ground::Wash;
use crate::gui::scene::Scene;
use crate::gui::services::Services;
use crate::orders::Order;
use crate::report::known::Weight;
use crate::shelf::ColorVision;
use crate::sim::clock::DAY;
use crate::sim::hex::{Grid, Hex};
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
    /// The formation that the eye stays with while a film is shown.
    pub followed: Option<FormationId>,
    /// The hex under the pointer or the cursor.
    pub hovered: Option<Hex>,
    /// True when the pointer moved later than the cursor.
    pub(super) pointing: bool,
    /// The map among widgets.
    pub(super) id: Option<egui::Id>,
    /// True when something had the focus in the last frame.
    pub(super) had_focus: bool,
    /// Since when, and for how many frames, the key that hides the counters is down.
    pub(super) hidden_since: Option<(f64, u32)>,
    /// What lies over the map: the small map, the legend.
    pub(super) covers: Vec<Rect>,
    /// What of the world was under the pointer when it began to drag the sheet.
    pub(super) grabbed: Option<bevy::math::Vec2>,
    /// By side: the last turn whose resolution its player has seen.
    pub shown_turn: BTreeMap<SideId, u32>,
    /// The report opens when the film shown now ends.
    pub report_at_end: bool,
    /// Texts that float up from hexes, with when they began.
    floating: Vec<(Hex, String, f64)>,
    /// A box being dragged.
    pub(super) boxed: Option<egui::Pos2>,
    /// The way previewed, as long as nothing that it depends on changes.
    preview: Option<Preview>,
    /// The wash of the overlay, as long as nothing that it depends on changes.
    wash: Option<(WashKey, Arc<Vec<Wash>>)>,
    /// How far the chosen formation comes this turn, and what it lives on, as long as nothing changes.
    pub(super) ranges: Option<(RangeKey, Ranges)>,
    /// How many hours ahead the overlay of water shows.
    pub(super) hours_ahead: u8,
    /// The lie of the land, and its watercourses.
    pub(super) lie: Option<Arc<Vec<overlay::Lie>>>,
    pub(super) waterways: Option<Arc<draw::Waterways>>,
    /// The water that it shows.
    pub(super) ahead: Option<Ahead>,
    /// What bearers carry to and fro, as long as nothing changes.
    pub(super) routes: Option<(usize, Vec<overlay::Route>)>,
    /// Banners as they were last laid out.
    pub(super) placed: Vec<Placed>,
    /// Hex whose stack is fanned out, and since when the pointer has been there.
    fan: Option<(Hex, f64)>,
}

type WashKey = (Overlay, usize, Option<(FormationId, Pace)>, ColorVision);

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

impl Table {
    /// Paints the map into what is left of the window, and answers what the pointer asks.
    pub(super) fn show_map(&mut self, ui: &mut Ui, services: &Services, asked: &mut Vec<Ask>) -> Rect {
        let rect = ui.available_rect_before_wrap();
        self.eye.fit(rect);
        let response = ui.interact(rect, ui.id().with("map"), Sense::click_and_drag());
        self.name_map(ui, &response);
        self.move_eye(ui, &response, services);
        let painter = ui.painter_at(rect);
        let scene = self.scene();
        let now = ui.input(|input| input.time);
        let pointer = response.hover_pos();
        self.map.pointing |= ui.input(|input| input.pointer.is_moving());
        self.map.hovered = match (self.map.cursor, pointer) {
            (Some(cursor), at) if at.is_none() || !self.map.pointing => Some(cursor),
            (_, Some(at)) => {
                Some(self.eye.hex_under(at)).filter(|hex| scene.setting.map.grid().contains(*hex))
            }
            (_, None) => None,
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
        self.draw_water(&drawing);
        draw::places(&drawing, &self.map.placed);
        if !matches!(self.phase, Phase::Curtain(_)) {
            draw::caches(&drawing);
            draw::lures(&drawing);
            self.draw_ranges(&drawing);
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

    /// What the map is called among widgets: where it looks, how near, and where its cursor stands. With the focus it
    /// has the arrow keys for itself.
    fn name_map(&mut self, ui: &Ui, response: &egui::Response) {
        self.map.id = Some(response.id);
        let filter =
            egui::EventFilter { horizontal_arrows: true, vertical_arrows: true, ..Default::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
        let (middle, wide) = (self.eye.hex_under(self.eye.rect.center()), self.eye.hex_width());
        let (col, row) = Grid::col_row(middle);
        let (cursor, bare) = (self.map.cursor.map(Grid::col_row), self.map.bare);
        response.widget_info(|| {
            let cursor = cursor.map(|(col, row)| format!(", cursor at ({col}, {row})"));
            let bare = if bare { ", counters hidden" } else { "" };
            let words = format!(
                "map around ({col}, {row}), {wide:.0} points a hex{}",
                cursor.unwrap_or_default() + bare
            );
            egui::WidgetInfo::labeled(egui::WidgetType::Other, true, words)
        });
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
        // The overlay of food asks for days.
        let figure = if self.map.overlay == Some(Overlay::Supply) { Figure::Food } else { self.map.figure };
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
                draw::banners(&drawing, &placed, chosen, hovered, figure, &doing);
                placed
            }
            None => {
                let placed = draw::stacks(drawing, &Glide::still(drawing.scene), fan, chosen);
                self.draw_battles(drawing);
                draw::banners(drawing, &placed, chosen, hovered, figure, &doing);
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
                let arrival = plan.view.arrival(own.id, &path, plan.pace);
                let times = arrival.map(|arrival| arrival.hexes).unwrap_or_default();
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
        // Of many, the marks of the slowest say when all are there.
        let slowest = preview.ways.iter().map(|way| way.times.last()).max().flatten();
        for way in &preview.ways {
            let straight = matches!(plan.tool, Tool::Scouts | Tool::Feign);
            let whole: Vec<Hex> = if straight {
                vec![way.from, to]
            } else {
                std::iter::once(way.from).chain(way.path.iter().copied()).collect()
            };
            let style = ArrowStyle { side: plan.side(), kind, certain: false, preview: true };
            let marked = !straight && way.times.last() == slowest;
            let days = if marked { day_marks(plan, &way.times) } else { Vec::new() };
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
                self.eye.bring_into_sight(hex, &self.map.covers, glide);
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

    /// What the overlay paints on the ground.
    pub fn wash(&mut self, vision: ColorVision) -> Arc<Vec<Wash>> {
        let Some(shown) = self.map.overlay else { return Arc::default() };
        if shown == Overlay::Water {
            return self.water_wash(vision);
        }
        let scene = self.scene();
        let chosen = match &self.phase {
            Phase::Plan(plan) => plan.one().map(|id| (id, plan.pace)),
            _ => self.map.watched.map(|id| (id, Pace::Ordinary)),
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
    let arrival = plan.view.arrival(id, whole.get(1..).unwrap_or_default(), plan.pace);
    arrival.map_or_else(Vec::new, |arrival| day_marks(plan, &arrival.hexes))
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
