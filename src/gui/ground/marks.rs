//! What is drawn upon the washes: where stamps are pressed, and the meshes that carry stamps, waters and roads.

use bevy::asset::RenderAssetUsages;
use bevy::math::Vec2;
use bevy::mesh::{Indices, Mesh, PrimitiveTopology};

use super::super::geometry::{RADIUS, WIDTH, center};
use super::noise::hash;
use super::pigment::{self, Cover};
use super::relief::{Relief, steepened};
use super::stamps::{SHEET, Stamp};
use crate::sim::hex::{Hex, SIDES};
use crate::sim::map::{Map, Stream};

/// What a vertex belongs to; the shader colors it accordingly (see `land.wgsl`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ink {
    /// A stamp, by the row of its pigment in the material's palette.
    Stamp(u8),
    /// Running water.
    Water,
    /// A ford or bridge.
    Ford,
    /// A road.
    Road,
    /// Plain ink.
    Line,
}

impl Ink {
    fn number(self) -> f32 {
        match self {
            Self::Stamp(row) => f32::from(row),
            Self::Water => 8.0,
            Self::Ford => 9.0,
            Self::Road => 10.0,
            Self::Line => 11.0,
        }
    }
}

/// Triangles, each corner with a place on the sheet of stamps (or along and across a ribbon) and an [`Ink`].
#[derive(Default)]
pub struct Marks {
    points: Vec<[f32; 3]>,
    places: Vec<[f32; 2]>,
    inks: Vec<[f32; 4]>,
    indices: Vec<u32>,
}

impl Marks {
    /// Adds a corner: where it is, its place on the sheet or ribbon, what it is; `extra` is the ribbon's half-width, or
    /// how many units of the world the stamp is wide, a tone and the height of the ground, both 0 to 1.
    pub fn point(&mut self, at: Vec2, place: Vec2, ink: Ink, [half, tone, height]: [f32; 3]) -> u32 {
        self.points.push([at.x, at.y, 0.0]);
        self.places.push(place.into());
        self.inks.push([ink.number(), half, tone, height]);
        self.points.len() as u32 - 1
    }

    /// Adds a triangle.
    pub fn triangle(&mut self, corners: [u32; 3]) {
        self.indices.extend(corners);
    }

    /// Adds a rectangle of ground.
    pub fn patch(&mut self, low: Vec2, high: Vec2) {
        let corners = [low, Vec2::new(high.x, low.y), high, Vec2::new(low.x, high.y)];
        let corners = corners.map(|at| self.point(at, Vec2::ZERO, Ink::Stamp(0), [0.0; 3]));
        self.triangle([corners[0], corners[1], corners[2]]);
        self.triangle([corners[0], corners[2], corners[3]]);
    }

    /// True when nothing was drawn.
    pub fn is_empty(&self) -> bool {
        self.indices.is_empty()
    }

    /// The mesh.
    pub fn mesh(self) -> Mesh {
        Mesh::new(PrimitiveTopology::TriangleList, RenderAssetUsages::RENDER_WORLD)
            .with_inserted_attribute(Mesh::ATTRIBUTE_POSITION, self.points)
            .with_inserted_attribute(Mesh::ATTRIBUTE_UV_0, self.places)
            .with_inserted_attribute(Mesh::ATTRIBUTE_COLOR, self.inks)
            .with_inserted_indices(Indices::U32(self.indices))
    }
}

/// Rows of the palette that stamps are tinted with.
pub const TINTS: [Cover; 8] = [
    Cover::Mountain,
    Cover::Hills,
    Cover::Forest,
    Cover::Slope,
    Cover::Ravine,
    Cover::Marsh,
    Cover::Sand,
    Cover::Cliff,
];

/// One stamp on the land.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pressed {
    /// What it shows.
    pub stamp: Stamp,
    /// Which of its variants.
    pub variant: u8,
    /// Row of its pigment in [`TINTS`].
    pub tint: u8,
    /// Where its foot stands.
    pub foot: Vec2,
    /// How wide it is, in units of the world.
    pub size: f32,
    /// Turned by this direction (1, 0 is upright).
    pub turned: Vec2,
    /// Lighter or darker than its kin, 0 to 1.
    pub tone: f32,
    /// Height of the ground between the lowest and the highest of the map, 0 to 1.
    pub height: f32,
}

/// All stamps of a map, the farthest (northernmost) first.
pub fn press(map: &Map, relief: &Relief) -> Vec<Pressed> {
    let covers = pigment::covers(map);
    let grid = map.grid();
    let mut pressed = Vec::new();
    for index in 0..grid.len() {
        let hex = grid.at(index);
        let cover = covers.get(map.terrain_id(hex).index()).copied().unwrap_or(Cover::Open);
        let mut press = Press { map, relief, hex, out: &mut pressed };
        match cover {
            Cover::Mountain => press.mountains(),
            Cover::High => press.high(),
            Cover::Cliff => press.some(2, Stamp::Crag, 7, (26.0, 34.0)),
            Cover::Hills => press.some(2, Stamp::Hill, 1, (23.0, 33.0)),
            Cover::Forest => press.trees(),
            Cover::Slope => press.turned(2, Stamp::Terrace, 3, (17.0, 25.0)),
            Cover::Ravine => press.turned(2, Stamp::Gully, 4, (19.0, 27.0)),
            Cover::Marsh => press.reeds(0, 5),
            Cover::Sand => press.reeds(4, 6),
            Cover::Irrigated => press.some(2, Stamp::Grove, 2, (9.0, 13.0)),
            Cover::Open
            | Cover::Fields
            | Cover::Village
            | Cover::Water
            | Cover::Gravel
            | Cover::Steppe
            | Cover::Salt => {}
        }
    }
    // What stands nearer hides what stands behind.
    pressed.sort_by(|one, other| other.foot.y.total_cmp(&one.foot.y));
    pressed
}

struct Press<'a> {
    map: &'a Map,
    relief: &'a Relief,
    hex: Hex,
    out: &'a mut Vec<Pressed>,
}

impl Press<'_> {
    /// A number from `low` to `high`, always the same for this hex and salt.
    fn lot(&self, salt: u32, low: f32, high: f32) -> f32 {
        low + (high - low) * hash(self.hex.x, self.hex.y, 500 + salt)
    }

    /// True when a stamp of this size here would hide a road or a stream.
    fn in_the_way(&self, foot: Vec2, size: f32) -> bool {
        let middle = foot + Vec2::new(0.0, size * 0.30);
        let near = |a: Vec2, b: Vec2, room: f32| {
            let along = b - a;
            let part = ((middle - a).dot(along) / along.length_squared().max(1e-6)).clamp(0.0, 1.0);
            let gap = (middle - a - along * part).abs();
            gap.x < size * 0.36 + room && gap.y < size * 0.30 + room
        };
        let home = center(self.hex);
        let around = std::iter::once(self.hex).chain(SIDES.iter().map(|step| self.hex + *step));
        let roads = around.flat_map(|hex| (0..6).map(move |side| (hex, side)));
        let mut roads = roads.filter(|(hex, side)| self.map.has_road(*hex, *side));
        if roads.any(|(hex, side)| near(center(hex), center(hex + SIDES[side]), 0.5)) {
            return true;
        }
        let mut waters = (0..6).filter(|side| self.map.edge(self.hex, *side) != Stream::None);
        waters.any(|side| {
            let (a, b) = (SIDES[(side + 5) % 6], SIDES[(side + 1) % 6]);
            let there = center(self.hex + SIDES[side]);
            near(
                (home + there + center(self.hex + a)) / 3.0,
                (home + there + center(self.hex + b)) / 3.0,
                1.0,
            )
        })
    }

    /// Presses a stamp on a free spot near the part `(u, v)` of the hex (-1 to 1), if there is one.
    fn near(&mut self, salt: u32, spot: Vec2, mut stamp: Pressed) {
        for attempt in 0..4 {
            let shift = Vec2::new(
                self.lot(salt + attempt * 2, -0.35, 0.35),
                self.lot(salt + attempt * 2 + 1, -0.3, 0.3),
            );
            let spot = spot + shift * (1.0 + attempt as f32 * 0.5);
            let foot = center(self.hex)
                + Vec2::new(spot.x * WIDTH * 0.45, spot.y * RADIUS * 0.62 - stamp.size * 0.32);
            if !self.in_the_way(foot, stamp.size) {
                stamp.foot = foot;
                self.out.push(stamp);
                return;
            }
            stamp.size *= 0.86;
        }
    }

    fn stamp(&self, salt: u32, stamp: Stamp, tint: u8, (low, high): (f32, f32)) -> Pressed {
        Pressed {
            stamp,
            variant: self.lot(salt + 1, 0.0, SHEET as f32 - 0.01) as u8,
            tint,
            foot: center(self.hex),
            size: self.lot(salt + 2, low, high),
            turned: Vec2::X,
            tone: self.lot(salt + 3, 0.0, 1.0),
            height: f32::from(self.relief.texels[self.relief.index(center(self.hex))].height) / 255.0,
        }
    }

    /// How far the hex rises above those around it, meters as they are drawn.
    fn stands_out(&self) -> f32 {
        let own = self.map.height(self.hex);
        let around = self.map.grid().neighbors(self.hex).map(|(_, there)| self.map.height(there));
        let (count, sum) = around.fold((0, 0), |(count, sum), height| (count + 1, sum + height));
        if count > 0 { (own - sum / count) as f32 / steepened(self.map) } else { 0.0 }
    }

    /// A plateau has its peaks where ranges run over it, and a few besides.
    fn high(&mut self) {
        if self.stands_out() > 18.0 {
            self.mountains();
        } else if self.lot(90, 0.0, 1.0) < 0.3 {
            self.some(1, Stamp::Crag, 0, (24.0, 32.0));
        }
    }

    fn mountains(&mut self) {
        let tall = (self.stands_out() / 110.0).clamp(-0.35, 1.0);
        for (n, spot) in
            [Vec2::new(-0.45, 0.55), Vec2::new(0.5, 0.1), Vec2::new(-0.1, -0.55)].into_iter().enumerate()
        {
            let salt = 20 * n as u32;
            let high = n != 1 || tall > 0.2;
            let stamp = if high && tall > -0.3 { Stamp::Peak } else { Stamp::Crag };
            let size = 31.0 + 9.0 * tall;
            let stamp = self.stamp(salt, stamp, 0, (size, size + 8.0));
            self.near(salt + 10, spot, stamp);
        }
    }

    fn some(&mut self, count: u32, stamp: Stamp, tint: u8, size: (f32, f32)) {
        for n in 0..count {
            let salt = 20 * n;
            let spot = if n == 0 { Vec2::new(-0.4, 0.45) } else { Vec2::new(0.4, -0.4) };
            let stamp = self.stamp(salt, stamp, tint, size);
            self.near(salt + 10, spot, stamp);
        }
    }

    fn trees(&mut self) {
        for n in 0..8 {
            let salt = 20 * n;
            let spot = Vec2::new((n % 3) as f32 * 0.75 - 0.75, 0.75 - 0.75 * (n / 3) as f32);
            let mut stamp = self.stamp(salt, Stamp::Grove, 2, (12.0, 17.0));
            if self.lot(salt + 7, 0.25, 0.75) < stamp.height {
                stamp.stamp = Stamp::Pine;
            }
            self.near(salt + 10, spot, stamp);
        }
    }

    /// Stamps that lie across the slope, or down it.
    fn turned(&mut self, count: u32, stamp: Stamp, tint: u8, size: (f32, f32)) {
        for n in 0..count {
            let salt = 20 * n;
            let spot = if n == 0 { Vec2::new(-0.42, 0.3) } else { Vec2::new(0.42, -0.3) };
            let mut stamp = self.stamp(salt, stamp, tint, size);
            let tilt = Vec2::from_angle(self.lot(salt + 5, -0.3, 0.3));
            let up = tilt.rotate(self.uphill());
            stamp.turned = up.try_normalize().map_or(Vec2::X, |up| Vec2::new(up.y, -up.x));
            self.near(salt + 10, spot, stamp);
        }
    }

    /// Which way the ground rises, as the heights of the hexes around have it.
    fn uphill(&self) -> Vec2 {
        let own = self.map.height(self.hex);
        let around = self.map.grid().neighbors(self.hex);
        around
            .map(|(_, there)| (center(there) - center(self.hex)) * (self.map.height(there) - own) as f32)
            .sum()
    }

    fn reeds(&mut self, first: u8, tint: u8) {
        for n in 0..3 {
            let salt = 20 * n;
            let spot = [Vec2::new(-0.5, 0.5), Vec2::new(0.5, 0.25), Vec2::new(-0.1, -0.5)][n as usize];
            let mut stamp = self.stamp(salt, Stamp::Reed, tint, (13.0, 18.0));
            stamp.variant = first + stamp.variant % 4;
            if tint == 6 {
                stamp.size *= 1.5;
            }
            self.near(salt + 10, spot, stamp);
        }
    }
}

/// The mesh of all stamps; `painted` is the part of each cell of the sheet that is not empty.
pub fn stamps(pressed: &[Pressed], painted: &[[f32; 4]]) -> Marks {
    let mut marks = Marks::default();
    let cell = 1.0 / SHEET as f32;
    for one in pressed {
        let (column, row) = (usize::from(one.variant) % SHEET, one.stamp as usize);
        let [left, top, right, bottom] =
            painted.get(row * SHEET + column).copied().unwrap_or([0.0, 0.0, 1.0, 1.0]);
        // Upright stamps stand on their foot; turned ones lie around it.
        let (base, lift) = if one.turned == Vec2::X { (0.93, 0.0) } else { (0.5, one.size * 0.32) };
        let corners = [(left, top), (right, top), (right, bottom), (left, bottom)].map(|(u, v)| {
            let out = Vec2::new(u - 0.5, base - v) * one.size;
            let at = one.foot + one.turned.rotate(out) + Vec2::new(0.0, lift);
            let place = (Vec2::new(column as f32, row as f32) + Vec2::new(u, v)) * cell;
            marks.point(at, place, Ink::Stamp(one.tint), [one.size, one.tone, one.height])
        });
        marks.triangle([corners[0], corners[3], corners[2]]);
        marks.triangle([corners[0], corners[2], corners[1]]);
    }
    marks
}
