//! The eye above the map: what part of the world shows in which rectangle of the window, and how it glides.

use bevy::math::Vec2;
use bevy_egui::egui::{Pos2, Rect, Vec2 as Span, pos2};

use super::geometry;
use crate::sim::hex::{Grid, Hex};

/// How near the eye is, as labels and counters ask it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Zoom {
    /// Whole provinces: armies merge, only great names show.
    Far,
    /// The common one: every formation, most names.
    Middle,
    /// A field of battle: everything.
    Near,
}

/// The eye above the map.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MapView {
    /// What lies in the middle of the rectangle, world.
    pub center: Vec2,
    /// Units of the world per point of the window.
    pub scale: f32,
    /// Where the map shows, points of the window.
    pub rect: Rect,
    bounds: (Vec2, Vec2),
    goal: Option<(Vec2, f32)>,
}

/// Hexes are at least so many points wide at the farthest zoom, unless the whole map is larger.
const SMALLEST_HEX: f32 = 7.0;
/// Hexes are so many points wide at the nearest zoom.
const LARGEST_HEX: f32 = 150.0;
/// Hexes are so many points wide at the zoom that the reset key gives.
const COMMON_HEX: f32 = 40.0;
/// Share of a glide's way left after one second.
const GLIDE: f32 = 0.000_4;

impl MapView {
    /// An eye that sees a whole map in a rectangle.
    pub fn whole(grid: Grid, rect: Rect) -> Self {
        let bounds = geometry::bounds(grid);
        let mut view = Self { center: (bounds.0 + bounds.1) / 2.0, scale: 1.0, rect, bounds, goal: None };
        view.scale = view.limits().1;
        view.clamp();
        view
    }

    /// Where a point of the world shows.
    pub fn to_screen(&self, world: Vec2) -> Pos2 {
        let off = (world - self.center) / self.scale;
        self.rect.center() + Span::new(off.x, -off.y)
    }

    /// What shows at a point of the window.
    pub fn to_world(&self, at: Pos2) -> Vec2 {
        let off = at - self.rect.center();
        self.center + Vec2::new(off.x, -off.y) * self.scale
    }

    /// Where the middle of a hex shows.
    pub fn hex_to_screen(&self, hex: Hex) -> Pos2 {
        self.to_screen(geometry::center(hex))
    }

    /// The hex under a point of the window, on the map or beyond its edge.
    pub fn hex_under(&self, at: Pos2) -> Hex {
        geometry::hex_at(self.to_world(at))
    }

    /// Width of a hex, points.
    pub fn hex_width(&self) -> f32 {
        geometry::WIDTH / self.scale
    }

    /// How near the eye is.
    pub fn zoom(&self) -> Zoom {
        match self.hex_width() {
            width if width < 19.0 => Zoom::Far,
            width if width < 52.0 => Zoom::Middle,
            _ => Zoom::Near,
        }
    }

    /// True when a point of the window, with a margin, lies on the map.
    pub fn shows(&self, at: Pos2, margin: f32) -> bool {
        self.rect.expand(margin).contains(at)
    }

    /// Moves the sheet by so many points, as if dragged.
    pub fn pan(&mut self, by: Span) {
        self.goal = None;
        self.center += Vec2::new(-by.x, by.y) * self.scale;
        self.clamp();
    }

    /// Zooms by a factor (above 1: nearer), keeping what is under a point of the window there.
    pub fn zoom_about(&mut self, at: Pos2, nearer: f32) {
        self.goal = None;
        let under = self.to_world(at);
        let (near, far) = self.limits();
        self.scale = (self.scale / nearer.max(0.01)).clamp(near, far);
        let moved = self.to_world(at);
        self.center += under - moved;
        self.clamp();
    }

    /// Back to the common zoom.
    pub fn common_zoom(&mut self) {
        let here = self.hex_width();
        self.zoom_about(self.rect.center(), COMMON_HEX / here);
    }

    /// Looks at a point of the world: glides there, or is there at once when motion is unwelcome.
    pub fn look_at(&mut self, world: Vec2, glide: bool) {
        self.look_at_from(world, self.scale, glide);
    }

    /// Looks at a point of the world from a height.
    pub fn look_at_from(&mut self, world: Vec2, scale: f32, glide: bool) {
        let (near, far) = self.limits();
        let scale = scale.clamp(near, far);
        if glide {
            self.goal = Some((world, scale));
        } else {
            (self.center, self.scale, self.goal) = (world, scale, None);
            self.clamp();
        }
    }

    /// Moves the sheet so that a point of the world lies under a point of the window.
    pub fn hold(&mut self, world: Vec2, at: Pos2) {
        self.goal = None;
        self.center += world - self.to_world(at);
        self.clamp();
    }

    /// Looks at a hex when it does not show well: near the rim, beyond it, or under something that lies on the map.
    pub fn bring_into_sight(&mut self, hex: Hex, covers: &[Rect], glide: bool) {
        let well = self.rect.shrink2(self.rect.size() * 0.15);
        let (at, around) = (self.hex_to_screen(hex), self.hex_width().max(24.0));
        if !well.contains(at) || covers.iter().any(|cover| cover.expand(around).contains(at)) {
            self.look_at(geometry::center(hex), glide);
        }
    }

    /// Goes on with a glide; true while there is way left.
    pub fn glide_on(&mut self, seconds: f32) -> bool {
        let Some((center, scale)) = self.goal else { return false };
        let left = GLIDE.powf(seconds.clamp(0.0, 0.2));
        let before = (self.center, self.scale);
        self.center = center + (self.center - center) * left;
        self.scale = scale + (self.scale - scale) * left;
        let (wanted_center, wanted_scale) = (self.center, self.scale);
        self.clamp();
        let stuck = self.center != wanted_center && (self.center - before.0).length() < self.scale * 0.5;
        let there = (self.center - center).length() < self.scale && (wanted_scale / scale - 1.0).abs() < 0.01;
        if there || stuck {
            self.goal = None;
        }
        self.goal.is_some()
    }

    /// The map shows in another rectangle now; what was in the middle stays there.
    pub fn fit(&mut self, rect: Rect) {
        if rect != self.rect && rect.is_positive() {
            self.rect = rect;
            self.clamp();
        }
    }

    /// What of the world shows: its south-west and north-east corners.
    pub fn shown(&self) -> (Vec2, Vec2) {
        let half = Vec2::new(self.rect.width(), self.rect.height()) / 2.0 * self.scale;
        (self.center - half, self.center + half)
    }

    /// The rectangle that holds the map: its south-west and north-east corners, world.
    pub fn bounds(&self) -> (Vec2, Vec2) {
        self.bounds
    }

    /// Smallest and largest scale.
    fn limits(&self) -> (f32, f32) {
        let size = self.bounds.1 - self.bounds.0;
        let (width, height) = (self.rect.width().max(1.0), self.rect.height().max(1.0));
        // The whole map with a margin, but hexes never smaller than can be pointed at unless the map is that large.
        let whole = (size.x / width).max(size.y / height) * 1.06;
        let far = whole.max(geometry::WIDTH / LARGEST_HEX).min((geometry::WIDTH / SMALLEST_HEX).max(whole));
        (geometry::WIDTH / LARGEST_HEX, far)
    }

    /// Keeps the middle of the rectangle on the map.
    fn clamp(&mut self) {
        let (near, far) = self.limits();
        self.scale = self.scale.clamp(near, far);
        let half = Vec2::new(self.rect.width(), self.rect.height()) / 2.0 * self.scale;
        let margin = geometry::WIDTH * 2.0;
        let (low, high) = (self.bounds.0 + half - margin, self.bounds.1 - half + margin);
        let middle = (self.bounds.0 + self.bounds.1) / 2.0;
        let held = |value: f32, low: f32, high: f32, middle: f32| {
            if low < high { value.clamp(low, high) } else { middle }
        };
        self.center.x = held(self.center.x, low.x, high.x, middle.x);
        self.center.y = held(self.center.y, low.y, high.y, middle.y);
    }
}

/// A point half-way along from one to another.
pub fn between(from: Pos2, to: Pos2, part: f32) -> Pos2 {
    pos2(from.x + (to.x - from.x) * part, from.y + (to.y - from.y) * part)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn view() -> MapView {
        let rect = Rect::from_min_max(pos2(100.0, 50.0), pos2(1000.0, 750.0));
        MapView::whole(Grid::new(60, 50), rect)
    }

    #[test]
    fn the_wheel_keeps_the_ground_under_the_cursor() {
        let mut view = view();
        view.zoom_about(view.rect.center(), 4.0);
        let at = pos2(480.0, 470.0);
        let under = view.to_world(at);
        view.zoom_about(at, 1.3);
        assert!((view.to_world(at) - under).length() < 0.01);
        assert!((view.to_screen(under) - at).length() < 0.01);
    }

    #[test]
    fn what_is_dragged_stays_under_the_cursor() {
        let mut view = view();
        view.zoom_about(view.rect.center(), 4.0);
        let (from, to) = (pos2(480.0, 470.0), pos2(620.0, 390.0));
        let held = view.to_world(from);
        view.hold(held, to);
        assert!((view.to_screen(held) - to).length() < 0.01);
    }

    #[test]
    fn a_hex_under_the_small_map_is_not_in_sight() {
        let mut view = view();
        view.zoom_about(view.rect.center(), 4.0);
        let at = pos2(300.0, 550.0);
        let hex = view.hex_under(at);
        let before = view.center;
        view.bring_into_sight(hex, &[], false);
        assert_eq!(view.center, before, "it shows well enough");
        view.bring_into_sight(
            hex,
            &[Rect::from_min_size(pos2(100.0, 540.0), Span::new(210.0, 200.0))],
            false,
        );
        assert!((view.to_screen(geometry::center(hex)) - view.rect.center()).length() < 1.0);
    }

    #[test]
    fn nobody_pans_off_the_map() {
        let mut view = view();
        view.zoom_about(view.rect.center(), 5.0);
        for _ in 0..200 {
            view.pan(Span::new(500.0, -300.0));
        }
        let (low, high) = view.shown();
        let (least, most) = view.bounds();
        assert!(low.x >= least.x - geometry::WIDTH * 2.1 && high.y <= most.y + geometry::WIDTH * 2.1);
    }

    #[test]
    fn a_glide_arrives_also_at_the_edge() {
        for hex in [Grid::hex(30, 25), Grid::hex(0, 0), Grid::hex(59, 49)] {
            let mut view = view();
            view.zoom_about(view.rect.center(), 5.0);
            view.look_at(geometry::center(hex), true);
            let frames = (0..600).take_while(|_| view.glide_on(1.0 / 60.0)).count();
            assert!(frames < 300, "{frames} frames");
            assert!(view.rect.contains(view.hex_to_screen(hex)));
        }
    }
}
