//! Every color of the window: ink and mineral pigment on silk.

use bevy::color::Srgba;
use bevy_egui::egui::Color32;

/// Lacquer of frames and panels.
pub const LACQUER: Color32 = Color32::from_rgb(38, 28, 24);
/// Paper of labels.
pub const PAPER: Color32 = Color32::from_rgb(242, 232, 210);
/// Ink of text on paper.
pub const INK: Color32 = Color32::from_rgb(43, 36, 30);
/// Quiet text on lacquer.
pub const QUIET: Color32 = Color32::from_rgb(188, 172, 148);
/// What lies beyond the map.
pub const SILK: Srgba = Srgba::rgb(0.86, 0.81, 0.71);
/// Roads.
pub const ROAD: Srgba = Srgba::rgb(0.62, 0.46, 0.30);
/// Streams and rivers.
pub const WATER: Srgba = Srgba::rgb(0.32, 0.50, 0.62);
/// Bluffs.
pub const BLUFF: Srgba = Srgba::rgb(0.30, 0.24, 0.20);

/// A side's field, its border, and whether the border is double, so that nobody needs the color.
pub fn side(id: &str, index: usize) -> (Color32, Color32, bool) {
    match id {
        "song" => (Color32::from_rgb(196, 62, 44), Color32::from_rgb(110, 26, 18), false),
        "xia" => (Color32::from_rgb(244, 238, 222), Color32::from_rgb(148, 112, 40), true),
        "liao" => (Color32::from_rgb(58, 72, 132), Color32::from_rgb(24, 30, 70), false),
        "jin" => (Color32::from_rgb(214, 168, 60), Color32::from_rgb(112, 80, 20), true),
        "mongol" => (Color32::from_rgb(98, 132, 158), Color32::from_rgb(40, 62, 80), false),
        "tsongkha" => (Color32::from_rgb(124, 40, 60), Color32::from_rgb(64, 16, 28), true),
        _ if index == 0 => (Color32::from_rgb(150, 96, 70), INK, false),
        _ => (Color32::from_rgb(112, 130, 104), INK, true),
    }
}

/// The wash of a kind of ground, by its name in the terrain rules; ochre for a kind it does not know.
pub fn ground(name: &str) -> Srgba {
    match name {
        "valley floor" => Srgba::rgb(0.66, 0.68, 0.47),
        "loess slope" => Srgba::rgb(0.76, 0.64, 0.43),
        "hills" => Srgba::rgb(0.66, 0.54, 0.37),
        "ravine" => Srgba::rgb(0.57, 0.46, 0.34),
        "mountain" => Srgba::rgb(0.42, 0.50, 0.47),
        "forest" => Srgba::rgb(0.40, 0.52, 0.38),
        "soft ground" => Srgba::rgb(0.52, 0.58, 0.46),
        "village" | "fort" => Srgba::rgb(0.72, 0.60, 0.44),
        "cliffs" => Srgba::rgb(0.40, 0.34, 0.30),
        "open water" => WATER,
        _ => Srgba::rgb(0.78, 0.70, 0.50),
    }
}
