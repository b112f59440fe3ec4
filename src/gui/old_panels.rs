//! What stands around and on the map: the bar of the hour, the chronicle, banners and names of places.

use bevy::prelude::*;
use bevy_egui::{EguiContexts, egui};
use egui::{Align2, Color32, FontId, Pos2, Rect, RichText, Stroke, StrokeKind, pos2, vec2};

use super::land;
use super::palette;
use super::table::Table;
use crate::seat::View;
use crate::sim::army::Posture;
use crate::sim::hex::Hex;
use crate::sim::id::{FormationId, SideId};
use crate::sim::map::Mobility;

/// What the window shows.
#[derive(Resource, Default)]
pub struct Shown {
    /// The side whose knowledge is drawn; `None` for the whole truth.
    seat: Option<SideId>,
    /// The hex looked at.
    hex: Option<Hex>,
    /// Where the map shows.
    map: Option<Rect>,
}

impl Shown {
    /// True when a point of the window lies on the map and not on a panel.
    pub fn map_holds(&self, at: Vec2) -> bool {
        self.map.is_some_and(|map| map.contains(pos2(at.x, at.y)))
    }
}

/// One banner to draw.
struct Banner {
    hex: Hex,
    side: usize,
    men: u32,
    mobility: Option<Mobility>,
    posture: Posture,
    /// For a report: its age, minutes.
    age: Option<u32>,
    name: String,
}

/// Draws everything that is not the land.
pub fn show(
    mut contexts: EguiContexts,
    mut table: ResMut<Table>,
    mut shown: ResMut<Shown>,
    camera: Single<(&Camera, &GlobalTransform)>,
) -> Result {
    let ctx = contexts.ctx_mut()?.clone();
    dress(&ctx);
    let layer = egui::UiBuilder::new().layer_id(egui::LayerId::background()).max_rect(ctx.viewport_rect());
    let mut root = egui::Ui::new(ctx.clone(), "root".into(), layer);
    let frame = egui::Frame::new().fill(palette::LACQUER).inner_margin(10);
    egui::Panel::top("hour").frame(frame).show(&mut root, |ui| hour(ui, &mut table, &mut shown));
    egui::Panel::right("chronicle").frame(frame).default_size(360.0).show(&mut root, |ui| {
        chosen(ui, &mut table, &shown);
        chronicle(ui, &table);
    });
    let map = root.available_rect_before_wrap();
    shown.map = Some(map);
    let (camera, global) = *camera;
    let to_screen =
        |world: Vec2| camera.world_to_viewport(global, world.extend(0.0)).ok().map(|at| pos2(at.x, at.y));
    let painter = root.painter_at(map);
    let zoom = zoom_of(&to_screen);
    places(&painter, &table, zoom, &to_screen);
    let banners = banners(&mut table, &shown);
    draw_banners(&painter, &table, &banners, zoom, &to_screen);
    let pressed = ctx.input(|input| input.pointer.primary_pressed().then(|| input.pointer.interact_pos()));
    if let Some(Some(at)) = pressed
        && map.contains(at)
        && let Ok(world) = camera.viewport_to_world_2d(global, Vec2::new(at.x, at.y))
    {
        shown.hex = Some(land::hex_at(world));
    }
    Ok(())
}

/// Lacquer and paper instead of the toolkit's own colors.
fn dress(ctx: &egui::Context) {
    ctx.global_style_mut(|style| {
        let visuals = &mut style.visuals;
        visuals.selection.bg_fill = Color32::from_rgb(148, 92, 44);
        visuals.selection.stroke = Stroke::new(1.0, palette::PAPER);
        visuals.widgets.inactive.weak_bg_fill = Color32::from_rgb(66, 50, 42);
        visuals.widgets.hovered.weak_bg_fill = Color32::from_rgb(92, 70, 56);
        visuals.override_text_color = Some(palette::PAPER);
        style.spacing.item_spacing = vec2(8.0, 4.0);
    });
}

/// Pixels that a hex is wide now.
fn zoom_of(to_screen: &impl Fn(Vec2) -> Option<Pos2>) -> f32 {
    let ends = to_screen(Vec2::ZERO).zip(to_screen(Vec2::new(land::RADIUS * 1.732, 0.0)));
    ends.map_or(20.0, |(a, b)| (b.x - a.x).abs())
}

fn hour(ui: &mut egui::Ui, table: &mut Table, shown: &mut Shown) {
    ui.horizontal(|ui| {
        ui.label(RichText::new(table.title()).color(palette::PAPER).size(20.0).strong());
        ui.add_space(16.0);
        let clock = &table.snapshot.clock;
        let now = format!("turn {} · {}", clock.turn, clock.moment(clock.minute));
        ui.label(RichText::new(now).color(palette::QUIET).size(15.0));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let over = table.snapshot.verdict.outcome.is_some();
            if ui.add_enabled(!over, egui::Button::new("Next turn (space)")).clicked() {
                table.next_turn();
            }
            let label = if table.playing { "Pause" } else { "Play" };
            if ui.add_enabled(!over, egui::Button::new(label)).clicked() {
                table.playing = !table.playing;
            }
            let sides: Vec<String> =
                table.setting().register.sides.iter().map(|side| side.name.latin.clone()).collect();
            for (index, name) in sides.iter().enumerate().rev() {
                let seat = Some(SideId(index as u8));
                if ui.selectable_label(shown.seat == seat, format!("as {name} sees it")).clicked() {
                    shown.seat = seat;
                }
            }
            if ui.selectable_label(shown.seat.is_none(), "the truth").clicked() {
                shown.seat = None;
            }
        });
    });
    if table.playing {
        ui.ctx().request_repaint_after(std::time::Duration::from_millis(100));
    }
}

fn chronicle(ui: &mut egui::Ui, table: &Table) {
    ui.add_space(6.0);
    ui.label(RichText::new("Chronicle").color(palette::PAPER).size(17.0).strong());
    if table.told.is_empty() {
        let hint = "Press space for the first turn. The wheel zooms, the right button drags.";
        ui.label(RichText::new(hint).color(palette::QUIET));
    }
    egui::ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        for (heading, lines) in table.told.iter().rev() {
            ui.add_space(8.0);
            ui.label(RichText::new(heading).color(palette::PAPER).strong());
            for line in lines {
                ui.label(RichText::new(line).color(palette::QUIET));
            }
        }
    });
}

/// What stands in the hex looked at.
fn chosen(ui: &mut egui::Ui, table: &mut Table, shown: &Shown) {
    let Some(hex) = shown.hex.filter(|hex| table.setting().map.grid().contains(*hex)) else { return };
    let setting = table.setting().clone();
    let (col, row) = crate::sim::hex::Grid::col_row(hex);
    let ground = format!("{} ({col}, {row}), {} m", setting.map.kind(hex).name, setting.map.height(hex));
    ui.label(RichText::new(ground).color(palette::PAPER).size(16.0).strong());
    if let Some((_, place)) = setting.register.place_at(hex) {
        ui.label(RichText::new(&place.name.latin).color(palette::PAPER));
    }
    for banner in banners(table, shown).iter().filter(|banner| banner.hex == hex) {
        let age = banner.age.map_or(String::new(), |age| format!(", report {} h old", age.div_ceil(60)));
        let line = format!("{}: {} men, {}{age}", banner.name, banner.men, banner.posture.words());
        ui.label(RichText::new(line).color(palette::QUIET));
    }
    ui.separator();
}

fn banners(table: &mut Table, shown: &Shown) -> Vec<Banner> {
    let Some(side) = shown.seat else {
        let setting = table.setting().clone();
        let alive = table.snapshot.formations.iter().filter(|formation| formation.roll.under_arms() > 0);
        return alive
            .map(|formation| Banner {
                hex: formation.place.hex(),
                side: formation.side.0.index(),
                men: formation.roll.under_arms(),
                mobility: Some(setting.troops.kind(formation.troop.0).mobility),
                posture: formation.posture,
                age: None,
                name: setting.register.formation(formation.id).name.latin.clone(),
            })
            .collect();
    };
    let view = table.game().view(side);
    let setting = table.setting().clone();
    let own = view.own.iter().filter(|own| own.roll.under_arms() > 0).map(|own| Banner {
        hex: own.place.hex(),
        side: side.index(),
        men: own.roll.under_arms(),
        mobility: Some(view.troop(own).mobility),
        posture: own.posture,
        age: None,
        name: own_name(&view, own.id),
    });
    let enemy = (0..setting.register.sides.len()).find(|other| *other != side.index()).unwrap_or(0);
    let reported = view.belief.reports.values().map(|report| Banner {
        hex: report.at,
        side: enemy,
        men: report.men,
        mobility: report.troop.map(|troop| view.troops().kind(troop).mobility),
        posture: report.posture,
        age: Some(view.clock.minute.saturating_sub(report.minute)),
        name: report
            .troop
            .map_or("men, kind unknown".to_owned(), |troop| view.troops().kind(troop).name.clone()),
    });
    own.chain(reported).collect()
}

fn own_name(view: &View, id: FormationId) -> String {
    view.formation_info(id).map_or_else(String::new, |info| info.name.latin.clone())
}

fn places(painter: &egui::Painter, table: &Table, zoom: f32, to_screen: &impl Fn(Vec2) -> Option<Pos2>) {
    for place in &table.setting().register.places {
        let Some(at) = to_screen(land::center(place.at)) else { continue };
        let size = (zoom * 0.16).clamp(2.5, 7.0);
        painter.rect_filled(Rect::from_center_size(at, vec2(size * 2.0, size * 2.0)), 1.0, palette::INK);
        if zoom > 12.0 {
            let font = FontId::proportional((zoom * 0.42).clamp(11.0, 17.0));
            let below = at + vec2(0.0, zoom * 0.42);
            let shadow = palette::PAPER.gamma_multiply(0.75);
            for way in [vec2(1.0, 0.0), vec2(-1.0, 0.0), vec2(0.0, 1.0), vec2(0.0, -1.0)] {
                painter.text(below + way, Align2::CENTER_TOP, &place.name.latin, font.clone(), shadow);
            }
            painter.text(below, Align2::CENTER_TOP, &place.name.latin, font, palette::INK);
        }
    }
}

fn draw_banners(
    painter: &egui::Painter,
    table: &Table,
    banners: &[Banner],
    zoom: f32,
    to_screen: &impl Fn(Vec2) -> Option<Pos2>,
) {
    let mut stacked: std::collections::BTreeMap<(i32, i32), u32> = std::collections::BTreeMap::new();
    let sides = &table.setting().register.sides;
    for banner in banners {
        let Some(at) = to_screen(land::center(banner.hex)) else { continue };
        let depth = stacked.entry((banner.hex.x, banner.hex.y)).or_default();
        let at = at + vec2(3.0, -3.0) * *depth as f32;
        *depth += 1;
        let (field, border, double) = palette::side(&sides[banner.side].name.id, banner.side);
        let hollow = banner.age.is_some_and(|age| age > 60);
        let size = vec2((zoom * 0.9).clamp(14.0, 40.0), (zoom * 0.72).clamp(12.0, 32.0));
        let rect = Rect::from_center_size(at, size);
        let fill = if hollow { field.gamma_multiply(0.35) } else { field };
        let fill = if banner.posture == Posture::Hidden { fill.gamma_multiply(0.6) } else { fill };
        painter.rect(rect, 2.0, fill, Stroke::new(1.5, border), StrokeKind::Inside);
        if double {
            painter.rect_stroke(rect.shrink(3.0), 1.0, Stroke::new(0.8, border), StrokeKind::Inside);
        }
        glyph(painter, rect, banner, if double { border } else { palette::PAPER });
        if zoom > 22.0 {
            let doubt = if banner.age.is_some() { "~" } else { "" };
            let men = format!("{doubt}{}", banner.men);
            let font = FontId::proportional((zoom * 0.3).clamp(9.0, 13.0));
            let ink = if double { palette::INK } else { palette::PAPER };
            painter.text(rect.center_bottom() - vec2(0.0, 1.0), Align2::CENTER_BOTTOM, men, font, ink);
        }
    }
}

/// The sign of the arm: a cross for foot, a slash for horse, a roof for hill foot, a dot for train; rout is barred out.
fn glyph(painter: &egui::Painter, rect: Rect, banner: &Banner, ink: Color32) {
    let area = Rect::from_min_max(
        rect.min + vec2(4.0, 3.0),
        rect.center_bottom() + vec2(rect.width() / 2.0 - 4.0, -rect.height() * 0.45),
    );
    let stroke = Stroke::new(1.6, ink);
    match banner.mobility {
        Some(Mobility::Foot) => {
            painter.line_segment([area.left_top(), area.right_bottom()], stroke);
            painter.line_segment([area.left_bottom(), area.right_top()], stroke);
        }
        Some(Mobility::Horse) => {
            painter.line_segment([area.left_bottom(), area.right_top()], stroke);
        }
        Some(Mobility::Hill) => {
            painter.line_segment([area.left_bottom(), area.center_top()], stroke);
            painter.line_segment([area.center_top(), area.right_bottom()], stroke);
        }
        Some(Mobility::Train) => {
            painter.circle_filled(area.center(), 2.5, ink);
        }
        None => {
            painter.text(area.center(), Align2::CENTER_CENTER, "?", FontId::proportional(11.0), ink);
        }
    }
    if banner.posture == Posture::Routed {
        painter.line_segment([rect.left_center(), rect.right_center()], Stroke::new(2.5, palette::INK));
    }
}
