//! What each overlay says of each hex: 0 nothing, `k` the `k`-th key of its legend.

use std::collections::VecDeque;

use super::food::stores;
use super::{Overlay, reach};
use crate::gui::scene::{Body, Scene};
use crate::seat::View;
use crate::sim::army::Posture;
use crate::sim::hex::{Grid, Hex};
use crate::sim::id::{FormationId, SideId};
use crate::sim::intent::Pace;
use crate::sim::sighting::{Light, sees_ground};

/// How far around a report its knowledge reaches, hexes.
const TOLD_AROUND: u32 = 2;

/// What an overlay says of every hex, row by row.
pub fn classes(
    overlay: Overlay,
    scene: &Scene,
    view: Option<&View>,
    chosen: Option<(FormationId, Pace)>,
) -> Vec<u8> {
    let side = eyes(scene, chosen.map(|(id, _)| id));
    match overlay {
        Overlay::Supply => supply(scene, side),
        Overlay::Zones => zones(scene, side),
        Overlay::Threat => threat(scene, side, true),
        Overlay::FreeThreat => threat(scene, side, false),
        Overlay::Sight => sight(scene, side),
        Overlay::Knowledge => knowledge(scene),
        Overlay::Control => {
            control(scene).into_iter().map(|side| side.map_or(0, |side| side.0 + 1)).collect()
        }
        Overlay::Water => {
            super::water::classes(&scene.setting.map, &scene.waters, &scene.setting.rules.flood)
        }
        Overlay::Reach(turns) => {
            let body = chosen.and_then(|(id, pace)| Some((scene.body(id)?, pace)));
            let nowhere = || vec![0; grid(scene).len()];
            body.map_or_else(nowhere, |(body, pace)| reach::turns(scene, view, body, pace, turns))
        }
    }
}

/// Through whose eyes: the viewer's; where the whole truth shows, those of the chosen formation.
pub(super) fn eyes(scene: &Scene, chosen: Option<FormationId>) -> SideId {
    let chosen = chosen.and_then(|id| scene.body(id)).map(|body| body.side);
    scene.viewer.or(chosen).unwrap_or(SideId(0))
}

fn grid(scene: &Scene) -> Grid {
    scene.setting.map.grid()
}

/// Food of one's own men around them; stores and the way of a day around those.
fn supply(scene: &Scene, side: SideId) -> Vec<u8> {
    let grid = grid(scene);
    let mut classes = vec![0; grid.len()];
    let stores: Vec<Hex> = stores(scene, side).map(|(at, ..)| at).collect();
    for (index, near) in reach::day_around(scene, &stores).into_iter().enumerate() {
        if near {
            classes[index] = 5;
        }
    }
    // The hungriest of those who stand near a hex decides.
    let mut men = vec![0_u8; grid.len()];
    for body in scene.bodies.iter().filter(|body| body.side == side) {
        let Some(known) = &body.known else { continue };
        let class = match known.food_tenths {
            _ if known.hungry => 1,
            0..10 => 2,
            10..30 => 3,
            _ => 4,
        };
        for hex in body.at.range(1) {
            if let Some(index) = grid.index(hex)
                && (men[index] == 0 || class < men[index])
            {
                men[index] = class;
            }
        }
    }
    for (index, class) in men.into_iter().enumerate().filter(|(_, class)| *class > 0) {
        classes[index] = class;
    }
    classes
}

/// True when a body, as it shows, holds the hexes around it.
pub(super) fn holds(scene: &Scene, body: &Body) -> bool {
    matches!(body.posture, Posture::Formed | Posture::Camp)
        && body.men >= scene.setting.rules.movement.zone_men(scene.setting.map.hex_m)
}

/// The hexes that a body holds, its own among them.
pub(super) fn held<'a>(scene: &'a Scene, body: &'a Body) -> impl Iterator<Item = usize> + 'a {
    let grid = grid(scene);
    let around = grid.neighbors(body.at).filter(|(side, _)| scene.costs.can_strike_across(body.at, *side));
    around.map(|(_, hex)| hex).chain([body.at]).filter_map(move |hex| grid.index(hex))
}

fn zones(scene: &Scene, side: SideId) -> Vec<u8> {
    let mut classes = vec![0; grid(scene).len()];
    for body in scene.bodies.iter().filter(|body| holds(scene, body)) {
        let bit = if body.side == side { 1 } else { 2 };
        for index in held(scene, body) {
            classes[index] |= bit;
        }
    }
    classes
}

/// Men told of who can be in a hex at the end of the next turn, if they force their march; `hindered` by the ground
/// that the side's own men hold, or as if they held none.
fn threat(scene: &Scene, side: SideId, hindered: bool) -> Vec<u8> {
    let mut men = vec![0_u32; grid(scene).len()];
    for body in scene.bodies.iter().filter(|body| body.side != side && body.posture != Posture::Routed) {
        let way = reach::Way { pace: Pace::Forced, ..reach::Way::of(scene, None, body) };
        for (index, turn) in way.turns(scene, body.at, 1, &[], hindered).into_iter().enumerate() {
            if turn > 0 {
                men[index] = men[index].saturating_add(body.men);
            }
        }
    }
    let class = |men: u32| match men {
        0 => 0,
        1..=2_000 => 1,
        2_001..=5_000 => 2,
        5_001..=10_000 => 3,
        _ => 4,
    };
    men.into_iter().map(class).collect()
}

fn sight(scene: &Scene, side: SideId) -> Vec<u8> {
    let rules = &scene.setting.rules;
    let mut watched = vec![false; grid(scene).len()];
    for body in scene.bodies.iter().filter(|body| body.side != side && body.posture != Posture::Routed) {
        let post = (body.at, body.posture);
        let light = Light::at(body.at, &scene.setting.map, &scene.sky, &rules.weather);
        sees_ground(&scene.setting.map, &rules.sighting, light, post, |index| watched[index] = true);
    }
    let seen = scene.sight.iter().map(|seen| *seen > 0);
    let class = |(seen, watched)| match (seen, watched) {
        (true, false) => 0,
        (false, false) => 1,
        (true, true) => 2,
        (false, true) => 3,
    };
    seen.zip(watched).map(class).collect()
}

fn knowledge(scene: &Scene) -> Vec<u8> {
    let grid = grid(scene);
    let mut classes: Vec<u8> = scene.sight.iter().map(|seen| if *seen > 0 { 0 } else { 4 }).collect();
    classes.resize(grid.len(), 4);
    for body in &scene.bodies {
        let Some(rumor) = body.rumor else { continue };
        let class = match rumor.age_min {
            0..60 => 1,
            60..360 => 2,
            _ => 3,
        };
        for hex in body.at.range(TOLD_AROUND) {
            if let Some(index) = grid.index(hex)
                && classes[index] > class
            {
                classes[index] = class;
            }
        }
    }
    classes
}

/// Whose ground each hex is: that of the nearest place which somebody holds; between equals, of the first in the list.
pub fn control(scene: &Scene) -> Vec<Option<SideId>> {
    let grid = grid(scene);
    let mut owners = vec![None; grid.len()];
    let mut next = VecDeque::new();
    for held in &scene.places {
        let Some(info) = scene.setting.register.places.get(held.id.index()) else { continue };
        if let Some((index, owner)) = grid.index(info.at).zip(held.owner)
            && owners[index].is_none()
        {
            owners[index] = Some(owner);
            next.push_back(info.at);
        }
    }
    while let Some(hex) = next.pop_front() {
        let owner = grid.index(hex).and_then(|index| owners[index]);
        for (_, there) in grid.neighbors(hex) {
            if let Some(index) = grid.index(there)
                && owners[index].is_none()
            {
                owners[index] = owner;
                next.push_back(there);
            }
        }
    }
    owners
}
