//! Carrying grain: between which two places bearers go to and fro, and what arrives.

use bevy_egui::egui::{ComboBox, Ui};

use super::Told;
use super::parts::{prose, small, span};
use crate::report::names::number;
use crate::seat::View;
use crate::sim::id::PlaceId;
use crate::snapshot::FormationState;

/// The two places that are chosen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct HaulState {
    from: Option<PlaceId>,
    to: Option<PlaceId>,
}

/// Lets two of the side's places be chosen for bearers, tells what would arrive, and answers the two once both are
/// chosen.
pub fn choose(
    ui: &mut Ui,
    told: &Told,
    view: &View,
    bearers: &FormationState,
    state: &mut HaulState,
) -> Option<(PlaceId, PlaceId)> {
    let held: Vec<(PlaceId, u32)> = (view.stores.iter().enumerate())
        .filter_map(|(index, grain)| grain.map(|grain| (PlaceId(index as u16), grain)))
        .collect();
    if held.len() < 2 {
        return None;
    }
    let at = |id: PlaceId| told.setting().register.place(id).at;
    let here = bearers.place.hex();
    // Where most lies near, and where nothing lies: what one would choose unless told otherwise.
    let nearest = held.iter().filter(|(_, grain)| *grain > 0).min_by_key(|(id, _)| {
        let hexes = at(*id).unsigned_distance_to(here);
        (hexes, *id)
    });
    let from = state.from.or(nearest.map(|(id, _)| *id)).unwrap_or(held[0].0);
    let name = |id: PlaceId| told.name(&told.setting().register.place(id).name);
    let pick = |ui: &mut Ui, label: &str, now: Option<PlaceId>| {
        let mut picked = None;
        let text = now.map_or_else(|| "choose a place".to_owned(), name);
        ComboBox::from_label(label).selected_text(text).show_ui(ui, |ui| {
            for (id, grain) in &held {
                let text = format!("{} ({} sheng)", name(*id), number(*grain));
                if ui.selectable_label(now == Some(*id), text).clicked() {
                    picked = Some(*id);
                }
            }
        });
        picked
    };
    prose(ui, small("Carry grain"));
    if let Some(picked) = pick(ui, "from", Some(from)) {
        state.from = Some(picked);
    }
    if let Some(picked) = pick(ui, "to", state.to) {
        state.to = Some(picked);
    }
    let to = state.to.filter(|to| *to != from)?;
    let text = match view.haul(bearers, at(from), at(to)) {
        Some(run) => format!(
            "{} there, {} sheng loaded, {} arrive: {} a day in the long run.",
            span(run.days * crate::sim::clock::DAY),
            number(run.load as i64),
            number(run.arrives as i64),
            number(run.daily() as i64)
        ),
        None => "No way leads there.".to_owned(),
    };
    prose(ui, small(text));
    Some((from, to))
}
