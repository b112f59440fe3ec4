//! Every color of the window: ink and mineral pigment on silk.

use bevy::color::Srgba;
use bevy_egui::egui::Color32;

/// Lacquer of frames and panels.
pub const LACQUER: Color32 = Color32::from_rgb(38, 28, 24);
/// Lacquer in the light: buttons on lacquer.
pub const LACQUER_RAISED: Color32 = Color32::from_rgb(62, 47, 39);
/// Paper of labels.
pub const PAPER: Color32 = Color32::from_rgb(242, 232, 210);
/// Paper in the shade: buttons on paper.
pub const PAPER_SHADE: Color32 = Color32::from_rgb(229, 216, 189);
/// Ink of text on paper.
pub const INK: Color32 = Color32::from_rgb(43, 36, 30);
/// Quiet text on lacquer.
pub const QUIET: Color32 = Color32::from_rgb(188, 172, 148);
/// Quiet text on paper.
pub const QUIET_INK: Color32 = Color32::from_rgb(98, 82, 66);
/// Vermilion: what matters now, on paper.
pub const ACCENT: Color32 = Color32::from_rgb(156, 43, 31);
/// Gold leaf: what matters now, on lacquer; rules and rings.
pub const GOLD: Color32 = Color32::from_rgb(218, 178, 104);
/// Azurite: what leads somewhere else, on paper.
pub const LINK: Color32 = Color32::from_rgb(32, 76, 112);

/// The colors of one ground: everything that is written or pressed on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ground {
    /// The ground.
    pub fill: Color32,
    /// Buttons on it.
    pub raised: Color32,
    /// Buttons under the pointer.
    pub lit: Color32,
    /// Text.
    pub text: Color32,
    /// Text that stands back.
    pub quiet: Color32,
    /// What matters now; the ring of the focus.
    pub accent: Color32,
    /// What leads somewhere else.
    pub link: Color32,
    /// Rules and borders.
    pub line: Color32,
}

/// Lacquer; stronger with `high` contrast.
pub fn lacquer(high: bool) -> Ground {
    let common = Ground {
        fill: LACQUER,
        raised: LACQUER_RAISED,
        lit: Color32::from_rgb(82, 62, 50),
        text: PAPER,
        quiet: QUIET,
        accent: GOLD,
        link: Color32::from_rgb(158, 196, 222),
        line: Color32::from_rgb(112, 88, 62),
    };
    match high {
        false => common,
        true => Ground {
            fill: Color32::from_rgb(18, 13, 11),
            raised: Color32::from_rgb(44, 33, 28),
            text: Color32::from_rgb(252, 246, 232),
            quiet: Color32::from_rgb(226, 214, 192),
            accent: Color32::from_rgb(246, 208, 132),
            line: GOLD,
            ..common
        },
    }
}

/// Paper; stronger with `high` contrast.
pub fn paper(high: bool) -> Ground {
    let common = Ground {
        fill: PAPER,
        raised: PAPER_SHADE,
        lit: Color32::from_rgb(219, 202, 168),
        text: INK,
        quiet: QUIET_INK,
        accent: ACCENT,
        link: LINK,
        line: Color32::from_rgb(186, 166, 132),
    };
    match high {
        false => common,
        true => Ground {
            fill: Color32::from_rgb(251, 246, 234),
            text: Color32::from_rgb(22, 18, 14),
            quiet: Color32::from_rgb(62, 50, 40),
            accent: Color32::from_rgb(128, 24, 16),
            link: Color32::from_rgb(16, 52, 86),
            line: Color32::from_rgb(96, 78, 58),
            ..common
        },
    }
}
/// What lies beyond the map.
pub const SILK: Srgba = Srgba::rgb(0.86, 0.81, 0.71);
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

/// How much lighter one color is than another, 1 to 21, as WCAG 2 counts it; text wants 4.5.
pub fn contrast(one: Color32, other: Color32) -> f32 {
    let light = |color: Color32| {
        let linear = bevy_egui::egui::Rgba::from(color);
        0.2126 * linear.r() + 0.7152 * linear.g() + 0.0722 * linear.b() + 0.05
    };
    let (one, other) = (light(one), light(other));
    one.max(other) / one.min(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_can_be_read_on_every_ground() {
        assert!((contrast(Color32::WHITE, Color32::BLACK) - 21.0).abs() < 0.01);
        for high in [false, true] {
            for ground in [lacquer(high), paper(high)] {
                for under in [ground.fill, ground.raised] {
                    for over in [ground.text, ground.quiet, ground.accent, ground.link] {
                        let found = contrast(over, under);
                        assert!(found >= 4.5, "{over:?} on {under:?}: {found:.2}");
                    }
                }
                assert!(contrast(ground.text, ground.lit) >= 4.5);
                assert!(!high || contrast(ground.text, ground.fill) >= 12.0);
                // On the accent itself stands the color of the ground.
                assert!(contrast(ground.fill, ground.accent) >= 4.5);
            }
        }
    }

    #[test]
    fn nothing_is_pure_white_or_black() {
        for high in [false, true] {
            for Ground { fill, raised, lit, text, quiet, accent, link, line } in [lacquer(high), paper(high)]
            {
                for color in [fill, raised, lit, text, quiet, accent, link, line] {
                    assert!(![Color32::WHITE, Color32::BLACK].contains(&color));
                }
            }
        }
    }
}
