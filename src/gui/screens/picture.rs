//! A small painting of a scenario's land: washes of its ground shaded by its heights, rivers, roads, places, and the
//! banners of the sides where they come from. It shows nothing that a side should find out for itself.

use bevy::color::ColorToPacked;
use bevy::math::Vec2 as World;
use bevy_egui::egui::{
    Align2, Color32, ColorImage, Context, CornerRadius, Painter, Pos2, Rect, Shape, Stroke, StrokeKind,
    TextureHandle, TextureOptions, Ui, Vec2, pos2, vec2,
};

use super::ink;
use crate::gui::{fonts, geometry, palette, theme};
use crate::setting::Setting;
use crate::sim::hex::{Hex, SIDES};
use crate::sim::map::{Map, Stream};
use crate::sim::register::PlaceKind;

/// Width of the washes, texels; lines are drawn over them.
const TEXELS: usize = 360;

/// The painting of one land.
pub struct Picture {
    washes: TextureHandle,
    /// South-west and north-east corner of the world.
    bounds: (World, World),
    /// Lines of water: ends and whether they are broad.
    waters: Vec<(World, World, bool)>,
    roads: Vec<(World, World)>,
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
    /// Paints the washes once; the rest is drawn with every frame.
    pub fn new(ctx: &Context, setting: &Setting) -> Self {
        let grid = setting.map.grid();
        let bounds = geometry::bounds(grid);
        let mut picture = Self {
            washes: ctx.load_texture(
                format!("land of {}", setting.about.id),
                washes(&setting.map),
                TextureOptions::LINEAR,
            ),
            bounds,
            waters: Vec::new(),
            roads: Vec::new(),
            places: Vec::new(),
            banners: banners(setting),
        };
        for hex in (0..grid.len()).map(|index| grid.at(index)) {
            picture.draw_waters(&setting.map, hex);
            picture.draw_roads(&setting.map, hex);
        }
        for place in &setting.register.places {
            let name = if place.name.hanzi.is_empty() { &place.name.latin } else { &place.name.hanzi };
            picture.places.push((geometry::center(place.at), place.kind, name.clone()));
        }
        picture
    }

    /// Waters around two corners of a hex (the others are its neighbors'): where two sides of water meet, straight from
    /// the middle of one to the middle of the other, so that a river does not follow every corner.
    fn draw_waters(&mut self, map: &Map, hex: Hex) {
        for k in 0..2 {
            // Corner `k` is shared with the neighbors at sides `k` and `k + 1`.
            let (a, b) = (hex + SIDES[k], hex + SIDES[k + 1]);
            let corner = geometry::corner(hex, k);
            let sides = [(hex, a), (hex, b), (a, b)].map(|(one, other)| {
                let known = map.grid().contains(one) && map.grid().contains(other);
                let water = if known { map.edge_between(one, other) } else { Stream::None };
                let broad = matches!(water, Stream::River | Stream::Ford);
                let is_water = broad || matches!(water, Stream::Brook);
                is_water.then(|| ((geometry::center(one) + geometry::center(other)) / 2.0, broad))
            });
            let ends: Vec<(World, bool)> = sides.into_iter().flatten().collect();
            match ends[..] {
                [(one, broad), (other, too)] => self.waters.push((one, other, broad && too)),
                _ => self.waters.extend(ends.iter().map(|(middle, broad)| (*middle, corner, *broad))),
            }
        }
    }

    /// Roads through a hex: straight from side to side where one only passes.
    fn draw_roads(&mut self, map: &Map, hex: Hex) {
        let sides = map.grid().neighbors(hex).filter(|(side, _)| map.has_road(hex, *side));
        let center = geometry::center(hex);
        let ends: Vec<World> = sides.map(|(_, other)| (center + geometry::center(other)) / 2.0).collect();
        match ends[..] {
            [one, other] => self.roads.push((one, other)),
            _ => self.roads.extend(ends.iter().map(|end| (center, *end))),
        }
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
        painter.image(self.washes.id(), rect, whole, Color32::from_rgb(254, 253, 250));
        let (low, high) = self.bounds;
        let scale = rect.width() / (high.x - low.x);
        let at = |point: World| rect.left_top() + vec2((point.x - low.x) * scale, (high.y - point.y) * scale);
        let water: Color32 = palette::WATER.to_egui();
        for (a, b, broad) in &self.waters {
            let width = if *broad { 2.4 } else { 1.5 };
            painter.line_segment([at(*a), at(*b)], Stroke::new(width, water));
        }
        let road = palette::ROAD.to_egui().gamma_multiply(0.8);
        for (a, b) in &self.roads {
            painter.line_segment([at(*a), at(*b)], Stroke::new(1.0, road));
        }
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

/// Colors of the palette for egui.
trait ToEgui {
    fn to_egui(self) -> Color32;
}

impl ToEgui for bevy::color::Srgba {
    fn to_egui(self) -> Color32 {
        let [r, g, b, a] = self.to_u8_array();
        Color32::from_rgba_unmultiplied(r, g, b, a)
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

/// The washes of a land as a picture, `TEXELS` wide: ground and heights smoothed over neighboring hexes, lit from the
/// north-west, fading into paper at the edge.
fn washes(map: &Map) -> ColorImage {
    let (low, high) = geometry::bounds(map.grid());
    let size = high - low;
    let width = TEXELS;
    let height = ((TEXELS as f32 * size.y / size.x) as usize).clamp(16, 4 * TEXELS);
    let point = |x: usize, y: usize| {
        let part = World::new((x as f32 + 0.5) / width as f32, (y as f32 + 0.5) / height as f32);
        World::new(low.x + part.x * size.x, high.y - part.y * size.y)
    };
    let mut colors = Vec::with_capacity(width * height);
    let mut heights = Vec::with_capacity(width * height);
    for y in 0..height {
        for x in 0..width {
            let (color, meters) = ground_at(map, point(x, y));
            colors.push(color);
            heights.push(meters);
        }
    }
    let texel_m = map.hex_m as f32 * size.x / geometry::WIDTH / width as f32;
    let meters = |x: usize, y: usize| heights[y.min(height - 1) * width + x.min(width - 1)];
    let paper = palette::PAPER;
    let pixels = (0..width * height).map(|index| {
        let (x, y) = (index % width, index / width);
        let east = meters(x + 1, y) - meters(x.saturating_sub(1), y);
        let south = meters(x, y + 1) - meters(x, y.saturating_sub(1));
        let light = 1.0 - (east + south) / (2.0 * texel_m) * 1.6;
        let light = light.clamp(0.62, 1.22) + (speck(x, y) - 0.5) * 0.05;
        let edge = [x, y, width - 1 - x, height - 1 - y].into_iter().min().unwrap_or(0) as f32;
        let fade = ((edge - 3.0 * speck(x, y)) / 14.0).clamp(0.0, 1.0);
        let mixed = |channel: usize| {
            let wash = (colors[index][channel] * light).clamp(0.0, 1.0) * 255.0;
            let under = f32::from(paper.to_array()[channel]);
            (under + (wash - under) * 0.92 * fade) as u8
        };
        Color32::from_rgb(mixed(0), mixed(1), mixed(2))
    });
    ColorImage::new([width, height], pixels.collect())
}

/// Color and height at a point, blended from the hexes around it.
fn ground_at(map: &Map, point: World) -> ([f32; 3], f32) {
    let grid = map.grid();
    let hex = geometry::hex_at(point);
    let around = SIDES.iter().map(|side| hex + *side);
    let (mut color, mut meters, mut sum) = ([0.0; 3], 0.0, 0.0);
    for near in std::iter::once(hex).chain(around).map(|near| grid.nearest(near)) {
        let far = geometry::center(near).distance(point) / (1.25 * geometry::WIDTH);
        let weight = (1.0 - far).max(0.0).powi(2) + 1e-4;
        let wash = palette::ground(&map.kind(near).name);
        for (channel, part) in color.iter_mut().zip([wash.red, wash.green, wash.blue]) {
            *channel += part * weight;
        }
        meters += map.height(near) as f32 * weight;
        sum += weight;
    }
    (color.map(|channel| channel / sum), meters / sum)
}

/// The grain of the paper, 0 to 1.
fn speck(x: usize, y: usize) -> f32 {
    let mut n = (x as u32).wrapping_mul(0x27D4_EB2D) ^ (y as u32).wrapping_mul(0x1656_67B1);
    n = (n ^ (n >> 15)).wrapping_mul(0x85EB_CA77);
    ((n ^ (n >> 13)) & 0xFF) as f32 / 255.0
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
