//! Text on the map: sizes, the bold face where there is one, halos of silk, numbers as banners write them.

use std::sync::Arc;

use bevy_egui::egui::{Align2, Color32, FontFamily, FontId, Galley, Painter, Pos2, Rect, vec2};

use super::Drawing;
use crate::gui::fonts;
use crate::report::names::number;

/// The bold face in a size; the common one where the window's faces are not loaded.
pub fn bold(painter: &Painter, size: f32) -> FontId {
    let family = fonts::bold();
    let known = painter.fonts(|fonts| fonts.definitions().families.contains_key(&family));
    FontId::new(size, if known { family } else { FontFamily::Proportional })
}

/// Text set in one line.
pub fn set(painter: &Painter, text: &str, font: FontId, color: Color32) -> Arc<Galley> {
    painter.layout_no_wrap(text.to_owned(), font, color)
}

/// Paints set text with a halo around its letters.
pub fn haloed(painter: &Painter, at: Pos2, galley: &Arc<Galley>, ink: Color32, halo: Color32) {
    let far = (galley.size().y / 14.0).clamp(1.0, 2.0);
    for (x, y) in
        [(-1.0, 0.0), (1.0, 0.0), (0.0, -1.0), (0.0, 1.0), (-0.8, -0.8), (0.8, -0.8), (-0.8, 0.8), (0.8, 0.8)]
    {
        painter.galley_with_override_text_color(at + vec2(x, y) * far, Arc::clone(galley), halo);
    }
    painter.galley_with_override_text_color(at, Arc::clone(galley), ink);
}

/// Men as a banner writes them: in full, or shortened to thousands.
pub fn men(men: u32, short: bool) -> String {
    match men {
        10_000.. if short => format!("{}k", (men + 500) / 1000),
        1_000.. if short => match ((men + 50) / 100).min(99) {
            tenths if tenths % 10 == 0 => format!("{}k", tenths / 10),
            tenths => format!("{}.{}k", tenths / 10, tenths % 10),
        },
        _ => number(men),
    }
}

/// How old a report is.
pub fn age(minutes: u32) -> String {
    match minutes {
        0..=4 => "now".to_owned(),
        5..=59 => format!("{minutes} min"),
        60..=2879 => format!("{} h", (minutes + 30) / 60),
        _ => format!("{} d", minutes / 1440),
    }
}

impl Drawing<'_> {
    /// Text on a plate of paper, anchored at a point; answers the plate.
    pub(super) fn plate(&self, at: Pos2, anchor: Align2, text: &str, size: f32, ink: Color32) -> Rect {
        let galley = set(self.painter, text, FontId::proportional(self.points(size)), ink);
        let plate = anchor.anchor_size(at, galley.size() + vec2(6.0, 2.0));
        let plate = super::brush::crisp(self.painter, plate);
        self.painter.rect_filled(plate, 2.0, super::faint(super::tint::PAPER, 0.92));
        self.painter.galley(plate.center() - galley.size() / 2.0, galley, ink);
        plate
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_ages_read_well() {
        let short: Vec<String> = [85, 999, 1_000, 1_450, 9_940, 9_960, 82_400].map(|n| men(n, true)).to_vec();
        assert_eq!(short, ["85", "999", "1k", "1.5k", "9.9k", "9.9k", "82k"]);
        assert_eq!(men(1_450, false), "1,450");
        assert_eq!([age(0), age(45), age(120), age(2880)].join(", "), "now, 45 min, 2 h, 2 d");
    }
}
