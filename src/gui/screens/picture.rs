//! A small painting of a scenario's land, with its places and the banners of the sides where they come from. It shows nothing that a side should find out for itself.

use bevy::math::Vec2 as World;
use bevy_egui::egui::{
    Align2, Color32, Context, CornerRadius, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, TextureHandle,
    TextureOptions, Ui, Vec2, pos2, vec2,
};

use super::ink;
use crate::gui::ground::vignette;
use crate::gui::{fonts, geometry, palette, theme};
use crate::setting::Setting;
use crate::sim::hex::Hex;
use crate::sim::register::PlaceKind;

/// Width of the painted land, texels.
const TEXELS: usize = 560;

/// The painting of one land.
pub struct Picture {
    land: TextureHandle,
    /// South-west and north-east corner of the world.
    bounds: (World, World),
    places: Vec<(World, PlaceKind, String)>,
    banners: Vec<Banner>,
}

struct Banner {
    at: World,
    field: Color32,
    border: Color32,
    double: bool,
    hanzi: String,
}

impl Picture {
    /// Paints the land once; the rest is drawn with every frame.
    pub fn new(ctx: &Context, setting: &Setting) -> Self {
        let bounds = geometry::bounds(setting.map.grid());
        let size = bounds.1 - bounds.0;
        let height = (TEXELS as f32 * size.y / size.x) as usize;
        let mut picture = Self {
            land: ctx.load_texture(
                format!("land of {}", setting.about.id),
                vignette(setting, TEXELS, height),
                TextureOptions::LINEAR,
            ),
            bounds,
            places: Vec::new(),
            banners: banners(setting),
        };
        for place in &setting.register.places {
            let name = if place.name.hanzi.is_empty() { &place.name.latin } else { &place.name.hanzi };
            picture.places.push((geometry::center(place.at), place.kind, name.clone()));
        }
        picture
    }

    /// Height of the painting for a width.
    pub fn height_for(&self, width: f32) -> f32 {
        let size = self.bounds.1 - self.bounds.0;
        (width * size.y / size.x).floor()
    }

    /// Draws it as wide as `width` allows, not higher than `most`.
    pub fn show(&self, ui: &mut Ui, width: f32, most: f32) {
        let width = width.min(most / self.height_for(1000.0) * 1000.0).floor();
        let size = vec2(width, self.height_for(width));
        let (rect, _) = ui.allocate_exact_size(size, bevy_egui::egui::Sense::hover());
        self.paint(&ui.painter().with_clip_rect(rect.expand(1.0).intersect(ui.clip_rect())), rect);
    }

    fn paint(&self, painter: &Painter, rect: Rect) {
        let whole = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
        painter.image(self.land.id(), rect, whole, Color32::from_rgb(254, 253, 250));
        let (low, high) = self.bounds;
        let scale = rect.width() / (high.x - low.x);
        let at = |point: World| rect.left_top() + vec2((point.x - low.x) * scale, (high.y - point.y) * scale);
        self.paint_places(painter, rect, &at);
        for banner in &self.banners {
            let size = vec2(0.07, 0.13) * rect.width().min(rect.height() * 1.2);
            let foot = at(banner.at);
            let cloth = Rect::from_min_size(foot - vec2(size.x / 2.0, size.y), size);
            let inside = rect.shrink(4.0);
            let cloth = cloth.translate(vec2(
                (inside.left() - cloth.left()).max(0.0) - (cloth.right() - inside.right()).max(0.0),
                (inside.top() - cloth.top()).max(0.0) - (cloth.bottom() - inside.bottom()).max(0.0),
            ));
            ink::banner(painter, cloth, banner.field, banner.border, banner.double, &banner.hanzi);
        }
        ink::north(painter, rect.right_top() + vec2(-18.0, 18.0), 9.0, palette::INK);
        let line = Stroke::new(1.5, palette::QUIET_INK);
        painter.rect_stroke(rect, CornerRadius::same(2), line, StrokeKind::Inside);
    }

    fn paint_places(&self, painter: &Painter, rect: Rect, at: &impl Fn(World) -> Pos2) {
        let named = rect.width() >= 260.0;
        let size = (rect.width() / 40.0).clamp(9.0, 14.0);
        let mut taken: Vec<Rect> = Vec::new();
        for (place, kind, name) in &self.places {
            let at = at(*place);
            match kind {
                PlaceKind::Fort | PlaceKind::Town => {
                    let square = Rect::from_center_size(at, Vec2::splat(size * 0.55));
                    painter.rect_filled(square, CornerRadius::ZERO, palette::PAPER);
                    let ink = Stroke::new(1.2, palette::INK);
                    painter.rect_stroke(square, CornerRadius::ZERO, ink, StrokeKind::Middle);
                }
                PlaceKind::Village => {
                    painter.circle_filled(at, size * 0.2, palette::INK);
                }
                PlaceKind::Pass => {
                    let gap = size * 0.4;
                    let points = vec![at + vec2(-gap, gap), at - vec2(0.0, gap), at + vec2(gap, gap)];
                    painter.add(Shape::line(points, Stroke::new(1.5, palette::INK)));
                }
                PlaceKind::Field => continue,
            }
            if named {
                let font = bevy_egui::egui::FontId::new(size, fonts::bold());
                let galley = painter.layout_no_wrap(name.clone(), font, palette::INK);
                let spot =
                    Align2::CENTER_TOP.anchor_size(at + vec2(0.0, size * 0.4), galley.size()).expand(1.0);
                if rect.contains_rect(spot) && !taken.iter().any(|other| other.intersects(spot)) {
                    painter.rect_filled(spot, CornerRadius::same(2), palette::PAPER.gamma_multiply(0.72));
                    painter.galley(spot.min + Vec2::splat(1.0), galley, palette::INK);
                    taken.push(spot);
                }
            }
        }
    }
}

/// Where each side comes from: the middle of its refuges, or of the places it holds.
fn banners(setting: &Setting) -> Vec<Banner> {
    let register = &setting.register;
    let mut banners = Vec::new();
    for (index, (id, side)) in register.side_ids().zip(&register.sides).enumerate() {
        let held = register.places.iter().filter(|place| place.owner == Some(id)).map(|place| place.at);
        let home: Vec<Hex> = if side.refuges.is_empty() { held.collect() } else { side.refuges.to_vec() };
        if home.is_empty() {
            continue;
        }
        let sum: World = home.iter().map(|hex| geometry::center(*hex)).sum();
        let (field, border, double) = palette::side(&side.name.id, index);
        banners.push(Banner {
            at: sum / home.len() as f32,
            field,
            border,
            double,
            hanzi: side.name.hanzi.chars().take(3).collect(),
        });
    }
    banners
}

/// The two sides' strengths as a bar: who brings how many.
pub fn strengths(ui: &mut Ui, sides: &[(Color32, Color32, u32)]) {
    let total: u32 = sides.iter().map(|(_, _, men)| men).sum();
    let width = ui.available_width().min(480.0);
    let (rect, _) = ui.allocate_exact_size(vec2(width, 3.0 * theme::STEP), bevy_egui::egui::Sense::hover());
    let mut left = rect.left();
    for (field, border, men) in sides {
        let part = rect.width() * *men as f32 / total.max(1) as f32;
        let bar = Rect::from_min_size(pos2(left, rect.top()), vec2(part, rect.height()));
        ui.painter().rect_filled(bar.shrink2(vec2(1.0, 0.0)), CornerRadius::same(1), *field);
        let line = Stroke::new(1.5, *border);
        ui.painter().rect_stroke(
            bar.shrink2(vec2(1.0, 0.0)),
            CornerRadius::same(1),
            line,
            StrokeKind::Inside,
        );
        left += part;
    }
}
