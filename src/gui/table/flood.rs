//! Water on the map: what stands there, what will stand there, and what would if somebody dug. Water is let run ahead once
//! for what is known, and kept.

use std::sync::Arc;

use bevy_egui::egui::Ui;

use super::{Phase, Table};
use crate::gui::draw::overlay::{self, Overlay};
use crate::gui::draw::{self, Drawing};
use crate::gui::ground::Wash;
use crate::gui::panels::FLOOD_MM;
use crate::gui::theme;
use crate::shelf::ColorVision;
use crate::sim::flood::Waters;

/// The water of the overlay, as long as nothing that it depends on changes.
pub(super) struct Ahead {
    /// Scene, minute, hours ahead.
    key: (usize, u32, u8),
    waters: Arc<Waters>,
    wash: Option<(ColorVision, Arc<Vec<Wash>>)>,
}

impl Table {
    /// How many hours ahead the overlay shows now: while a film runs, what is.
    fn hours_ahead(&self) -> u8 {
        match &self.phase {
            Phase::Plan(_) => self.map.hours_ahead,
            Phase::Show(stage, _) if !stage.playing => self.map.hours_ahead,
            Phase::Show(..) | Phase::Curtain(_) => 0,
        }
    }

    /// The water that the overlay shows.
    fn ahead(&mut self) -> &mut Ahead {
        let scene = self.scene();
        let key = (Arc::as_ptr(&scene) as usize, scene.clock.minute, self.hours_ahead());
        let known = self.map.ahead.take().filter(|known| known.key == key);
        let ahead = known.unwrap_or_else(|| Ahead {
            key,
            waters: Arc::new(overlay::later(&scene, key.2)),
            wash: None,
        });
        self.map.ahead.insert(ahead)
    }

    /// What the overlay of water paints on the ground.
    pub(super) fn water_wash(&mut self, vision: ColorVision) -> Arc<Vec<Wash>> {
        let setting = Arc::clone(&self.setting);
        let ahead = self.ahead();
        let known = ahead.wash.take().filter(|(eyes, _)| *eyes == vision);
        let (_, wash) = ahead.wash.insert(
            known.unwrap_or_else(|| (vision, Arc::new(overlay::water_wash(&setting, &ahead.waters, vision)))),
        );
        Arc::clone(wash)
    }

    /// The next of the moments that the overlay of water can show; it shows then.
    pub(super) fn water_later(&mut self) {
        let at = overlay::HOURS.iter().position(|hours| *hours == self.map.hours_ahead).unwrap_or(0);
        self.map.hours_ahead = overlay::HOURS[(at + 1) % overlay::HOURS.len()];
        self.map.overlay = Some(Overlay::Water);
    }

    /// Water, dikes, gaps and dams; with the overlay how deep it stands and the lie of the land; what would be flooded.
    pub(super) fn draw_water(&mut self, drawing: &Drawing) {
        if self.setting.map.courses().is_empty() {
            return;
        }
        let asked = self.map.overlay == Some(Overlay::Water);
        if asked {
            let map = &self.setting.map;
            let lie = self.map.lie.get_or_insert_with(|| Arc::new(overlay::lie(map)));
            draw::lie(drawing, lie);
        }
        let map = &self.setting.map;
        let ways = self.map.waterways.get_or_insert_with(|| Arc::new(draw::Waterways::new(map)));
        draw::waters(drawing, ways, !asked);
        if let Some(waters) = self.cards.force.command.water.foreseen() {
            draw::foreseen(drawing, waters, FLOOD_MM);
        } else if asked {
            let waters = Arc::clone(&self.ahead().waters);
            draw::depths(drawing, &waters);
        }
    }

    /// Buttons of the overlay of water: which moment it shows.
    pub(super) fn water_moments(ui: &mut Ui, hours_ahead: &mut u8) {
        ui.horizontal_wrapped(|ui| {
            for hours in overlay::HOURS {
                let words = if hours == 0 { "now".to_owned() } else { format!("+{hours} h") };
                if theme::choice(ui, &words, *hours_ahead == hours).clicked() {
                    *hours_ahead = hours;
                }
            }
        });
    }
}
