//! Colors of the signs on the map; those of the sides are in [`sides`](super::sides), those of panels in the palette.

use bevy_egui::egui::Color32;

/// Silk behind names.
pub const SILK: Color32 = Color32::from_rgb(240, 231, 208);
/// Ink of names and of plans.
pub const INK: Color32 = Color32::from_rgb(43, 36, 30);
/// Paper of plates under figures.
pub const PAPER: Color32 = Color32::from_rgb(246, 238, 219);
/// Lacquer of tabs.
pub const LACQUER: Color32 = Color32::from_rgb(52, 38, 32);
/// Wood of poles.
pub const WOOD: Color32 = Color32::from_rgb(84, 58, 38);
/// What is chosen.
pub const GOLD: Color32 = Color32::from_rgb(250, 205, 92);
/// What is under the cursor.
pub const PEARL: Color32 = Color32::from_rgb(252, 247, 234);
/// What is in danger: hunger, contact, fire.
pub const CINNABAR: Color32 = Color32::from_rgb(176, 38, 24);
/// What runs short.
pub const AMBER: Color32 = Color32::from_rgb(205, 138, 34);
/// What is well.
pub const MALACHITE: Color32 = Color32::from_rgb(62, 122, 84);
/// Water, sight.
pub const AZURITE: Color32 = Color32::from_rgb(42, 86, 138);
/// What nobody looks at.
pub const ASH: Color32 = Color32::from_rgb(92, 84, 80);
