//! The small map: the whole land, whose men are where, and what the window shows of it.

use bevy::math::Vec2;
use bevy_egui::egui::{self, Color32, Pos2, Rect, Sense, Stroke, StrokeKind, Ui, pos2, vec2};

use super::{look, tint};
use crate::gui::camera::MapView;
use crate::gui::geometry;
use crate::gui::scene::Scene;

/// Paints the small map into a box of a size, over a picture of the whole land (its bounds exactly, north up).
/// Answers what of the world to look at when it is clicked, or dragged over.
pub fn minimap(
    ui: &mut Ui,
    scene: &Scene,
    eye: &MapView,
    texture: egui::TextureId,
    size: egui::Vec2,
) -> Option<Vec2> {
    let (space, response) = ui.allocate_exact_size(size, Sense::click_and_drag());
    let sheet = Sheet::in_box(geometry::bounds(scene.setting.map.grid()), space);
    let painter = ui.painter_at(space);
    painter.rect_filled(space, 2.0, tint::LACQUER);
    painter.image(texture, sheet.rect, Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0)), Color32::WHITE);
    let first = scene.viewer.or_else(|| scene.bodies.first().map(|body| body.side));
    for body in &scene.bodies {
        let at = sheet.at(geometry::center(body.at));
        let id = scene.setting.register.sides.get(body.side.index()).map_or("", |side| &side.name.id);
        let look = look(id, body.side.index());
        // The viewer's own men are squares, others diamonds: hollow where they are only told of.
        let reach = if body.men >= 2_000 { 3.0 } else { 2.2 };
        if Some(body.side) == first {
            let square = Rect::from_center_size(at, vec2(reach, reach) * 1.8);
            painter.rect(square, 0.0, look.field, Stroke::new(1.0, tint::INK), StrokeKind::Outside);
        } else {
            let corners = [vec2(0.0, -1.0), vec2(1.0, 0.0), vec2(0.0, 1.0), vec2(-1.0, 0.0)];
            let diamond: Vec<Pos2> = corners.iter().map(|off| at + *off * (reach + 1.2)).collect();
            let (fill, line) =
                if body.known.is_some() { (look.field, tint::INK) } else { (tint::SILK, look.line) };
            super::brush::convex(&painter, diamond, fill, Stroke::new(1.2, line));
        }
    }
    let (low, high) = eye.shown();
    let view = Rect::from_two_pos(sheet.at(low), sheet.at(high)).intersect(sheet.rect);
    painter.rect_stroke(view, 0.0, Stroke::new(3.0, tint::INK), StrokeKind::Middle);
    painter.rect_stroke(view, 0.0, Stroke::new(1.4, tint::GOLD), StrokeKind::Middle);
    painter.rect_stroke(space, 2.0, Stroke::new(1.0, tint::INK), StrokeKind::Inside);
    let pressed = response.clicked() || response.dragged() || response.is_pointer_button_down_on();
    response.interact_pointer_pos().filter(|_| pressed).map(|at| sheet.world(at))
}

/// The land as it lies in the box.
struct Sheet {
    low: Vec2,
    high: Vec2,
    rect: Rect,
}

impl Sheet {
    /// As large as fits, in the middle.
    fn in_box((low, high): (Vec2, Vec2), space: Rect) -> Self {
        let size = high - low;
        let scale = (space.width() / size.x.max(1.0)).min(space.height() / size.y.max(1.0));
        let rect = Rect::from_center_size(space.center(), vec2(size.x, size.y) * scale);
        Self { low, high, rect }
    }

    fn at(&self, world: Vec2) -> Pos2 {
        let part = (world - self.low) / (self.high - self.low);
        pos2(self.rect.left() + part.x * self.rect.width(), self.rect.bottom() - part.y * self.rect.height())
    }

    fn world(&self, at: Pos2) -> Vec2 {
        let part = (at - self.rect.min) / self.rect.size();
        let part = Vec2::new(part.x.clamp(0.0, 1.0), 1.0 - part.y.clamp(0.0, 1.0));
        self.low + part * (self.high - self.low)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_of_the_small_map_is_the_place_it_shows() {
        let bounds = geometry::bounds(crate::sim::hex::Grid::new(60, 50));
        for size in [vec2(200.0, 120.0), vec2(90.0, 160.0)] {
            let sheet = Sheet::in_box(bounds, Rect::from_min_size(pos2(13.0, 7.0), size));
            for hex in [(0, 0), (59, 49), (20, 31)] {
                let world = geometry::center(crate::sim::hex::Grid::hex(hex.0, hex.1));
                assert!((sheet.world(sheet.at(world)) - world).length() < 0.1);
            }
            assert!(sheet.rect.width() <= size.x + 0.01 && sheet.rect.height() <= size.y + 0.01);
        }
    }
}
