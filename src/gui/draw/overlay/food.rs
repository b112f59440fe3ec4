//! What one formation lives on: a sentence with cause and date, and the way to the nearest store of its side.

use crate::gui::scene::Scene;
use crate::report::names::number;
use crate::seat::View;
use crate::sim::clock::DAY;
use crate::sim::hex::Hex;
use crate::sim::id::{FormationId, SideId};

/// Longest march to a store that is told of, seconds.
const FAR_S: u32 = 10 * 86_400;

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
    let (own, body) = (view.formation(id).filter(|own| own.is_alive())?, scene.body(id)?);
    let known = body.known.as_ref()?;
    let (clock, register) = (&scene.clock, &scene.setting.register);
    let name = &register.formation(id).name.latin;
    let stores: Vec<(Hex, &str, u32)> = stores(scene, own.side.0).collect();
    if let Some((_, place, grain)) = stores.iter().find(|(at, ..)| *at == body.at) {
        let words = format!("{name} eats from the store of {place}: {} sheng.", number(*grain));
        return Some(Food { words, way: Vec::new() });
    }
    let hungry_min = own.rations.hungry_hours() * 60;
    let state = if known.hungry {
        let since = clock.moment(clock.minute.saturating_sub(hungry_min));
        format!("{name} has had nothing to eat since {since}: its bags are empty and it stands at no store.")
    } else {
        let until = clock.moment(clock.minute.saturating_add(known.food_tenths.saturating_mul(DAY / 10)));
        format!("{name} eats what it carries, until {until}.")
    };
    let mobility = view.troop(own).mobility;
    let away =
        |store: &(Hex, &str, u32)| view.costs().to(mobility, &[store.0], FAR_S, |_| false).seconds(body.at);
    let nearest =
        stores.iter().filter_map(|store| Some((away(store)?, store))).min_by_key(|(seconds, _)| *seconds);
    let way = nearest.and_then(|(seconds, store)| {
        Some((store, seconds, view.costs().path(mobility, body.at, store.0, FAR_S, |_| false)?))
    });
    Some(match way {
        None => Food { words: format!("{state} No store of its side can be reached."), way: Vec::new() },
        Some(((_, place, grain), seconds, path)) => Food {
            words: format!(
                "{state} The nearest store is {place}, {} sheng: {} km, {} hours of marching.",
                number(*grain),
                path.len() as u32 * scene.setting.map.hex_m / 1000,
                seconds.div_ceil(3600)
            ),
            way: std::iter::once(body.at).chain(path).collect(),
        },
    })
}

/// The stores of a side that hold grain: where, at which place, how much.
pub fn stores(scene: &Scene, side: SideId) -> impl Iterator<Item = (Hex, &str, u32)> {
    scene.places.iter().filter_map(move |held| {
        let grain = held.grain.filter(|grain| *grain > 0 && held.owner == Some(side))?;
        let place = scene.setting.register.places.get(held.id.index())?;
        Some((place.at, place.name.latin.as_str(), grain))
    })
}
