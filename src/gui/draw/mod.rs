//! What is painted on the map, from a [`Scene`] and an eye above it: banners, places and their names, arrows of
//! plans, marks of what happens, overlays and their legends, the small map.
//!
//! Everything is drawn with the painter of the map's rectangle. Each sign differs from the others by its shape;
//! color only helps. Nothing here decides or changes anything.

mod arms;
mod arrow;
mod banner;
mod brush;
mod far;
mod legend;
mod lettering;
mod marks;
mod minimap;
pub mod overlay;
mod places;
mod sides;
mod signs;
mod stacks;
#[cfg(test)]
mod tests;
mod tint;
#[cfg(test)]
mod vision;
mod water;

use std::collections::BTreeMap;

use bevy_egui::egui::{Color32, Painter, Pos2};

use super::camera::MapView;
use super::scene::{Body, Scene};
use crate::shelf::Settings;
use crate::sim::hex::Hex;
use crate::sim::id::{FormationId, SideId};

pub use arrow::{ArrowKind, ArrowStyle, arrow};
pub use banner::banners;
pub use legend::legend;
pub use marks::{
    HexStyle, battle_mark, borders, caches, coordinates, floating, hex_outline, lures, reach_line,
    signal_ring, supply_ways,
};
pub use minimap::minimap;
pub use places::places;
pub use sides::{Look, look};
pub use stacks::{Placed, hit, stacks};
pub use water::{Waterways, depths, foreseen, lie, waters};

/// What is drawn with, what is drawn, and how.
#[derive(Clone, Copy)]
pub struct Drawing<'a> {
    /// Paints in the map's rectangle.
    pub painter: &'a Painter,
    /// The eye above the map.
    pub eye: &'a MapView,
    /// What there is to see.
    pub scene: &'a Scene,
    /// As the viewer wants it.
    pub settings: &'a Settings,
    /// Seconds since the window opened, for what pulses.
    pub time: f64,
}

impl Drawing<'_> {
    /// How a side's men and lines look.
    pub fn look(&self, side: SideId) -> Look {
        let sides = &self.scene.setting.register.sides;
        look(sides.get(side.index()).map_or("", |info| info.name.id.as_str()), side.index())
    }

    /// A size of text in points.
    fn points(&self, size: f32) -> f32 {
        (size * f32::from(self.settings.text_scale) / 100.0).clamp(6.0, 60.0).round()
    }

    /// Goes from 0 to 1 and back in so many seconds; stands at 1 where nothing may move.
    fn pulse(&self, seconds: f64) -> f32 {
        if self.settings.reduce_motion {
            return 1.0;
        }
        let part = (self.time / seconds).fract() as f32;
        0.5 + 0.5 * (part * std::f32::consts::TAU).cos()
    }
}

/// What a counter tells below its sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Figure {
    /// Men under arms.
    #[default]
    Men,
    /// How firmly they hold together, percent.
    Order,
    /// Days of food.
    Food,
    /// How weary they are, percent.
    Weariness,
}

impl Figure {
    /// All of them, in the order in which the switch goes round.
    pub const ALL: [Self; 4] = [Self::Men, Self::Order, Self::Food, Self::Weariness];

    /// As the status line names it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Men => "men",
            Self::Order => "order",
            Self::Food => "days of food",
            Self::Weariness => "weariness",
        }
    }

    /// The one after it.
    pub fn next(self) -> Self {
        let at = Self::ALL.iter().position(|one| *one == self).unwrap_or(0);
        Self::ALL[(at + 1) % Self::ALL.len()]
    }
}

/// What one of the viewer's own formations is about, as far as orders go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Doing {
    /// Nobody plans now: no sign.
    #[default]
    Unasked,
    /// Waits for an order.
    Idle,
    /// Has one.
    Ordered,
    /// Told to stand fast: out of the round.
    Resting,
    /// Takes no order.
    CannotAct,
}

/// Where bodies are between an earlier scene and the present one.
#[derive(Clone, Copy)]
pub struct Glide<'a> {
    /// The earlier scene.
    pub from: &'a Scene,
    /// How much of the way is done, 0 to 1.
    pub part: f32,
    /// Hexes entered on the way, in order, the last included; whoever is not listed goes straight.
    pub ways: &'a BTreeMap<FormationId, Vec<Hex>>,
}

/// For glides without ways.
static NO_WAYS: BTreeMap<FormationId, Vec<Hex>> = BTreeMap::new();

impl<'a> Glide<'a> {
    /// Nothing moves: everybody is where the scene has him.
    pub fn still(scene: &'a Scene) -> Self {
        Self { from: scene, part: 1.0, ways: &NO_WAYS }
    }

    /// Straight from an earlier scene.
    pub fn straight(from: &'a Scene, part: f32) -> Self {
        Self { from, part, ways: &NO_WAYS }
    }

    /// The way done, slow at both ends.
    fn eased(&self) -> f32 {
        let part = self.part.clamp(0.0, 1.0);
        part * part * (3.0 - 2.0 * part)
    }

    /// Where a body shows now, in the window, and the hex it comes from if it is still on its way.
    fn place(&self, body: &Body, eye: &MapView) -> (Pos2, Option<Hex>) {
        let here = eye.hex_to_screen(body.at);
        if self.part >= 1.0 {
            return (here, None);
        }
        let Some(before) = self.from.body(body.id).filter(|before| before.at != body.at) else {
            return (here, None);
        };
        let direct = [body.at];
        let way = self.ways.get(&body.id).map_or(&direct[..], Vec::as_slice);
        let way = if way.last() == Some(&body.at) { way } else { &direct[..] };
        let gone = self.eased() * way.len() as f32;
        let leg = (gone as usize).min(way.len() - 1);
        let start = if leg == 0 { before.at } else { way[leg - 1] };
        let at = eye.hex_to_screen(start).lerp(eye.hex_to_screen(way[leg]), gone - leg as f32);
        (at, Some(before.at))
    }
}

/// A color made fainter.
fn faint(color: Color32, part: f32) -> Color32 {
    color.gamma_multiply(part.clamp(0.0, 1.0))
}

/// A color a part of the way to another.
fn mixed(from: Color32, to: Color32, part: f32) -> Color32 {
    from.lerp_to_gamma(to, part.clamp(0.0, 1.0))
}
