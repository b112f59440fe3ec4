//! What one formation lives on: a sentence with cause and date, and the way to the nearest store of its side.

use crate::gui::scene::Scene;
use crate::report::names::number;
use crate::report::plight::plight;
use crate::report::survey::rounded;
use crate::seat::View;
use crate::sim::hex::Hex;
use crate::sim::id::{FormationId, PlaceId, SideId};
use crate::sim::map::Mobility;
use crate::sim::movement::narrowest;

/// What one formation lives on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Food {
    /// In words.
    pub words: String,
    /// The quickest way to the nearest store of its side that holds grain, its own hex first; empty if there is none.
    pub way: Vec<Hex>,
}

/// What a formation of the viewer's lives on.
pub fn food(scene: &Scene, view: &View, id: FormationId) -> Option<Food> {
    let own = view.formation(id).filter(|own| own.is_alive())?;
    let found = view.plight(own);
    let way = found.nearest.and_then(|(place, _)| view.way_to(own, place));
    let way = way.map(|path| std::iter::once(own.place.hex()).chain(path).collect());
    let name = &scene.setting.register.formation(id).name.latin;
    let words = format!("{name}. {}", plight(view, own, &found, &scene.setting));
    Some(Food { words, way: way.unwrap_or_default() })
}

/// Grain that bearers carry to and fro between two places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// The quickest way, both ends among it.
    pub way: Vec<Hex>,
    /// What it comes to, in words.
    pub words: String,
}

/// What the viewer's bearers carry to and fro.
pub fn routes(view: &View) -> Vec<Route> {
    let at = |place: PlaceId| view.places()[place.index()].at;
    let route = |((from, to), daily): ((PlaceId, PlaceId), u64)| {
        let path = view.costs().path(Mobility::Train, at(from), at(to), u32::MAX, |_| false)?;
        let way: Vec<Hex> = std::iter::once(at(from)).chain(path).collect();
        let (land, light) = ((view.map(), view.costs()), view.clock.light_min());
        let most = narrowest(land, Mobility::Train, &way, light, &view.rules().movement);
        let most =
            most.map_or_else(String::new, |men| format!(", {} bearers a day at most", number(rounded(men))));
        Some(Route { way, words: format!("{} sheng a day{most}", number(daily as i64)) })
    };
    view.routes().into_iter().filter_map(route).collect()
}

/// The stores of a side that hold grain: where, at which place, how much.
pub fn stores(scene: &Scene, side: SideId) -> impl Iterator<Item = (Hex, &str, u32)> {
    scene.places.iter().filter_map(move |held| {
        let grain = held.grain.filter(|grain| *grain > 0 && held.owner == Some(side))?;
        let place = scene.setting.register.places.get(held.id.index())?;
        Some((place.at, place.name.latin.as_str(), grain))
    })
}
