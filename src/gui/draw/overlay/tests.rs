//! The answers of overlays on small maps where they can be counted by hand.

use std::sync::Arc;

use super::classes::{classes, control};
use super::*;
use crate::game::Game;
use crate::gui::scene::{Body, Rumor, Scene};
use crate::scenario::sketch::{Levy, Sketch};
use crate::sim::army::Posture;
use crate::sim::event::Source;
use crate::sim::hex::{Grid, Hex};
use crate::sim::id::SideId;
use crate::sim::intent::Pace;
use crate::sim::register::PlaceKind;

/// A war through the eyes of its first side, who is also told of these enemies: hex, men, minutes ago.
fn seen(sketch: &Sketch, told: &[(Hex, u32, u32)]) -> (Game, Scene) {
    let mut game = sketch.game();
    let setting = Arc::clone(game.setting());
    let mut scene = Scene::seen(&setting, &game.view(SideId(0)));
    let own = scene.bodies[0].clone();
    for (k, (at, men, age_min)) in told.iter().enumerate() {
        scene.bodies.push(Body {
            id: FormationId(100 + k as u16),
            side: SideId(1),
            at: *at,
            men: *men,
            posture: Posture::Formed,
            known: None,
            rumor: Some(Rumor { age_min: *age_min, source: Source::Eyes, came_from: None }),
            ..own.clone()
        });
    }
    (game, scene)
}

fn at(scene: &Scene, classes: &[u8], hex: Hex) -> u8 {
    classes[scene.setting.map.grid().index(hex).expect("on the map")]
}

fn plain() -> (Sketch, Hex) {
    let mut sketch = Sketch::plain(30, 20);
    let home = Grid::hex(5, 10);
    sketch.levy(Levy::in_hex(home).side(0).men(2_000).troop("song_foot").days(5));
    (sketch, home)
}

#[test]
fn ground_held_is_that_of_the_rules_of_marching() {
    let (sketch, home) = plain();
    let enemy = home + Hex::new(2, 0);
    let weak = Grid::hex(20, 10);
    let (_, scene) = seen(&sketch, &[(enemy, 3_000, 10), (weak, 100, 10)]);
    let classes = classes(Overlay::Zones, &scene, None, None);
    assert_eq!(at(&scene, &classes, home - Hex::new(1, 0)), 1, "one's own");
    assert_eq!(at(&scene, &classes, enemy + Hex::new(1, 0)), 2, "the enemy's");
    assert_eq!(at(&scene, &classes, home + Hex::new(1, 0)), 3, "both");
    assert_eq!(at(&scene, &classes, weak + Hex::new(1, 0)), 0, "too few to hold anything");
}

#[test]
fn a_threat_is_the_sum_of_those_who_can_come() {
    let (sketch, home) = plain();
    let (_, scene) = seen(&sketch, &[(home + Hex::new(6, 0), 3_000, 10), (home + Hex::new(6, 1), 4_000, 10)]);
    let classes = classes(Overlay::Threat, &scene, None, None);
    assert_eq!(at(&scene, &classes, home + Hex::new(5, 0)), 3, "7,000 men stand beside it");
    assert!(classes.contains(&0), "nobody is everywhere in a turn");
}

#[test]
fn reach_grows_with_the_turns_and_goes_around_the_enemy() {
    let (sketch, home) = plain();
    let enemy = home + Hex::new(3, 0);
    let (mut game, scene) = seen(&sketch, &[(enemy, 3_000, 10)]);
    let view = game.view(SideId(0));
    let chosen = scene.bodies[0].id;
    let reach = |turns| classes(Overlay::Reach(turns), &scene, Some(&view), Some((chosen, Pace::Ordinary)));
    let (one, two) = (reach(1), reach(2));
    let count = |classes: &[u8]| classes.iter().filter(|class| **class > 0).count();
    assert!(count(&one) > 0 && count(&two) > count(&one), "{} and {}", count(&one), count(&two));
    for (early, late) in one.iter().zip(&two) {
        assert!(*early == 0 || early == late, "what is reached in a turn is reached then");
    }
    assert_eq!(at(&scene, &two, enemy), 0, "nobody marches into an enemy");
    assert_eq!(at(&scene, &two, home), 0, "he is there already");
    let nobody = classes(Overlay::Reach(2), &scene, Some(&view), None);
    assert_eq!(count(&nobody), 0, "nobody is chosen");
}

#[test]
fn hunger_shows_around_those_who_have_it() {
    let (mut sketch, home) = plain();
    let poor = Grid::hex(20, 5);
    sketch.levy(Levy::in_hex(poor).side(0).men(1_000).troop("song_foot").days(0));
    sketch.place(Grid::hex(12, 12), PlaceKind::Fort, Some(0), 50_000);
    sketch.place(Grid::hex(28, 18), PlaceKind::Fort, Some(1), 50_000);
    let (_, scene) = seen(&sketch, &[]);
    let classes = classes(Overlay::Supply, &scene, None, None);
    assert_eq!(at(&scene, &classes, home), 4);
    assert!(matches!(at(&scene, &classes, poor), 1 | 2), "{}", at(&scene, &classes, poor));
    assert_eq!(at(&scene, &classes, Grid::hex(12, 12)), 5, "a store of one's own");
    assert_eq!(at(&scene, &classes, Grid::hex(29, 19)), 0, "an enemy's store feeds nobody here");
}

#[test]
fn knowledge_grows_old() {
    let (sketch, _) = plain();
    let spots = [Grid::hex(20, 3), Grid::hex(20, 10), Grid::hex(20, 17)];
    let (_, scene) = seen(&sketch, &[(spots[0], 500, 20), (spots[1], 500, 100), (spots[2], 500, 1_000)]);
    let mut scene = scene;
    scene.sight = vec![0; scene.sight.len()];
    let classes = classes(Overlay::Knowledge, &scene, None, None);
    assert_eq!(spots.map(|spot| at(&scene, &classes, spot)), [1, 2, 3]);
    assert_eq!(at(&scene, &classes, Grid::hex(2, 2)), 4);
}

#[test]
fn sight_is_own_and_theirs() {
    let (sketch, home) = plain();
    let (_, scene) = seen(&sketch, &[(home + Hex::new(9, 0), 500, 20)]);
    let classes = classes(Overlay::Sight, &scene, None, None);
    let seen = |hex| scene.sight[scene.setting.map.grid().index(hex).expect("on the map")] > 0;
    for hex in [home, home + Hex::new(9, 0), Grid::hex(29, 19)] {
        let class = at(&scene, &classes, hex);
        assert_eq!(seen(hex), class == 0 || class == 2, "{class}");
    }
    assert!(classes.contains(&1) && (classes.contains(&2) || classes.contains(&3)));
}

#[test]
fn ground_goes_with_the_nearest_place() {
    let (mut sketch, _) = plain();
    sketch.place(Grid::hex(3, 10), PlaceKind::Fort, Some(0), 0);
    sketch.place(Grid::hex(25, 10), PlaceKind::Town, Some(1), 0);
    sketch.place(Grid::hex(14, 10), PlaceKind::Field, None, 0);
    let (_, scene) = seen(&sketch, &[]);
    let owners = control(&scene);
    let grid = scene.setting.map.grid();
    let owner = |col, row| owners[grid.index(Grid::hex(col, row)).expect("on the map")];
    assert_eq!(
        [owner(0, 0), owner(8, 15), owner(20, 5), owner(29, 19)].map(|side| side.map(|side| side.0)),
        [Some(0), Some(0), Some(1), Some(1)]
    );
    let classes = classes(Overlay::Control, &scene, None, None);
    assert!(classes.iter().all(|class| *class == 1 || *class == 2));
}

#[test]
fn every_class_has_a_key_and_every_hex_an_answer() {
    let (sketch, home) = plain();
    let (mut game, scene) = seen(&sketch, &[(home + Hex::new(4, 0), 3_000, 10)]);
    let view = game.view(SideId(0));
    let all = Overlay::ALL.into_iter().chain([Overlay::Reach(200)]);
    for overlay in all {
        let keys = keys(overlay, &scene.setting, ColorVision::Standard);
        let classes = classes(overlay, &scene, Some(&view), Some((scene.bodies[0].id, Pace::Ordinary)));
        assert_eq!(classes.len(), scene.setting.map.grid().len());
        assert!(classes.iter().all(|class| usize::from(*class) <= keys.len()), "{overlay:?}");
        let wash = wash(
            overlay,
            &scene,
            Some(&view),
            Some((scene.bodies[0].id, Pace::Ordinary)),
            ColorVision::Standard,
        );
        assert_eq!(
            wash.iter().filter(|wash| wash.strength > 0).count(),
            classes.iter().filter(|class| **class > 0).count()
        );
    }
}

#[test]
fn every_overlay_has_a_key_of_its_own_and_is_found_by_it() {
    for overlay in Overlay::ALL {
        assert_eq!(Overlay::of(overlay.action()), Some(overlay));
        assert_eq!(Overlay::named(overlay.action().id()), Some(overlay));
    }
    assert_eq!(Overlay::named(""), None);
}

#[test]
fn ground_held_stops_a_threat_only_while_somebody_holds_it() {
    // A line of one's own across a narrow land: what lies behind it is out of reach, and in reach without it.
    let mut sketch = Sketch::plain(30, 9);
    sketch.tempo = (720, 60);
    for row in [1, 4, 7] {
        sketch.levy(Levy::in_hex(Grid::hex(8, row)).side(0).men(2_000).troop("song_foot").days(5));
    }
    let (_, scene) = seen(&sketch, &[(Grid::hex(10, 4), 3_000, 10)]);
    let behind = Grid::hex(6, 4);
    let of = |overlay| at(&scene, &classes(overlay, &scene, None, None), behind);
    assert_eq!(of(Overlay::Threat), 0);
    assert!(of(Overlay::FreeThreat) > 0);
}

#[test]
fn hunger_is_told_with_its_cause_and_date_and_the_way_to_grain() {
    let mut sketch = Sketch::plain(30, 20);
    let home = Grid::hex(5, 10);
    sketch.levy(Levy::in_hex(home).side(0).men(2_000).troop("song_foot").days(2));
    let (mut game, scene) = seen(&sketch, &[]);
    let view = game.view(SideId(0));
    let food = food(&scene, &view, scene.bodies[0].id).expect("it is the viewer's");
    let until = scene.clock.moment(scene.clock.minute + 2 * 1440);
    assert!(food.words.contains(&until), "{}", food.words);
    assert!(!food.words.contains("nearest store") && food.way.is_empty(), "{}", food.words);
    assert_eq!(super::food(&scene, &view, FormationId(999)), None);
}

#[test]
fn water_ahead_is_that_of_the_forecast() {
    use crate::scenario::{open, shipped::Data};
    use crate::sim::flood::{Cut, Piece};
    let (setting, mut start) = open("lingzhou_siege_1081", &Data::built_in(), 1).expect("it is shipped");
    let canal = setting.map.courses().iter().position(|course| course.name.latin == "Qiji canal");
    let at = Piece { course: canal.expect("on the map") as u16, reach: 12 };
    start.waters.open(Cut { at, bank: 0, passed: 0, by: SideId(1) });
    let mut game = Game::new(Arc::new(setting), &start);
    let view = game.view(SideId(1));
    let scene = Scene::seen(game.setting(), &view);
    assert_eq!(super::later(&scene, 0), scene.waters);
    let later = super::later(&scene, 12);
    assert_eq!(later, view.waters_after(12));
    let map = &scene.setting.map;
    let classes = super::water::classes(map, &later, &scene.setting.rules.flood);
    assert_eq!(classes.iter().filter(|class| **class > 0).count(), later.flooded(map).count());
    assert!(classes.contains(&1), "some of it is wet");
    let lie = super::lie(map);
    assert!(lie.iter().any(|one| one.rise_dm.is_some()) && lie.iter().any(|one| one.rise_dm.is_none()));
}
