//! What holds of every picture: nothing lies over what it must not cover, a click means what is seen there, and eyes
//! that see few colors still tell everything apart.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::Arc;

use bevy_egui::egui::{self, Color32, Rect, pos2};

use super::overlay::{Key, Overlay};
use super::places;
use super::vision::{Eyes, apart, contrast};
use super::*;
use crate::game::Game;
use crate::gui::ground::pigment;
use crate::gui::{fonts, geometry};
use crate::scenario::rules::RuleBook;
use crate::scenario::setup;
use crate::scenario::shipped::Data;
use crate::setting::Setting;
use crate::shelf::ColorVision;
use crate::sim::army::Posture;
use crate::sim::hex::Grid;
use crate::snapshot::Snapshot;

/// The war that comes with the program, at its start.
pub fn war() -> (Arc<Setting>, Snapshot) {
    let (setting, snapshot) = setup::open("haoshuichuan_1041", &Data::built_in(), 1).expect("it is shipped");
    (Arc::new(setting), snapshot)
}

/// Widths of a hex at the three zooms, and where they begin and end.
const WIDTHS: [f32; 6] = [10.0, 18.0, 19.5, 40.0, 53.0, 110.0];

/// An eye at a height above a hex, in a window of 1280 by 800.
pub fn eye(scene: &Scene, hex: Hex, width: f32) -> MapView {
    let rect = Rect::from_min_size(pos2(0.0, 0.0), egui::vec2(1280.0, 800.0));
    let mut eye = MapView::whole(scene.setting.map.grid(), rect);
    eye.look_at_from(geometry::center(hex), geometry::WIDTH / width, false);
    eye
}

/// Runs a frame of the window with its fonts and paints in it.
pub fn paint<R>(ctx: &egui::Context, draw: impl Fn(&egui::Painter) -> R) -> (egui::FullOutput, R) {
    fonts::install(ctx);
    let mut result = None;
    let input = || egui::RawInput {
        screen_rect: Some(Rect::from_min_size(pos2(0.0, 0.0), egui::vec2(1280.0, 800.0))),
        ..egui::RawInput::default()
    };
    let fonts_load = ctx.run_ui(input(), |_| {});
    let mut output = ctx.run_ui(input(), |ui| result = Some(draw(&ui.painter().clone())));
    let mut textures = fonts_load.textures_delta;
    textures.append(std::mem::take(&mut output.textures_delta));
    output.textures_delta = textures;
    (output, result.expect("the frame ran"))
}

fn drawn<R>(scene: &Scene, eye: &MapView, draw: impl Fn(&Drawing) -> R) -> R {
    let settings = Settings::default();
    let (mut output, result) = paint(&egui::Context::default(), |painter| {
        draw(&Drawing { painter, eye, scene, settings: &settings, time: 0.0 })
    });
    output.textures_delta.clear();
    result
}

/// All the men of the shipped war in one hex, so that there is a stack to fan.
fn crowd(men: usize) -> Scene {
    let (setting, snapshot) = war();
    let mut scene = Scene::truth(&setting, &snapshot);
    let side = scene.bodies[0].side;
    scene.bodies.retain(|body| body.side == side);
    while scene.bodies.len() < men {
        let copy = scene.bodies[scene.bodies.len() % 13].clone();
        scene.bodies.push(Body { id: FormationId(1000 + scene.bodies.len() as u16), ..copy });
    }
    scene.bodies.truncate(men);
    for body in &mut scene.bodies {
        body.at = Grid::hex(27, 18);
    }
    scene
}

#[test]
fn a_fan_shows_every_banner_whole_and_on_the_map() {
    for men in [2, 3, 5, 8, 12, 20] {
        let scene = crowd(men);
        let hex = scene.bodies[0].at;
        for width in [24.5, 40.0, 80.0] {
            for look_at in [hex, Grid::hex(40, 18)] {
                let eye = eye(&scene, look_at, width);
                if !eye.rect.contains(eye.hex_to_screen(hex)) {
                    continue;
                }
                let placed =
                    drawn(&scene, &eye, |d| stacks(d, &Glide::still(&scene), Some(hex), &BTreeSet::new()));
                assert_eq!(placed.len(), men);
                for (k, one) in placed.iter().enumerate() {
                    assert!(
                        eye.rect.expand(0.5).contains_rect(one.rect),
                        "{men} men, {width} wide: {:?}",
                        one.rect
                    );
                    assert_eq!(hit(&placed, one.rect.center()).map(|hit| hit.id), Some(one.id));
                    for other in &placed[k + 1..] {
                        assert!(
                            !one.rect.intersects(other.rect),
                            "{men} men at {width}: {one:?} over {other:?}"
                        );
                    }
                }
            }
        }
    }
}

#[test]
fn a_click_on_a_stack_means_its_top_and_the_chosen_lies_there() {
    let scene = crowd(4);
    let hex = scene.bodies[0].at;
    let eye = eye(&scene, hex, 60.0);
    let order: Vec<FormationId> = scene.stack(hex).iter().map(|body| body.id).collect();
    for chosen in [None, Some(order[2])] {
        let chosen: BTreeSet<FormationId> = chosen.into_iter().collect();
        let placed = drawn(&scene, &eye, |d| stacks(d, &Glide::still(&scene), None, &chosen));
        let top = chosen.first().copied().unwrap_or(order[0]);
        let at = eye.hex_to_screen(hex);
        let hit = hit(&placed, at).expect("the stack stands there");
        assert_eq!((hit.id, hit.depth, hit.count), (top, 0, 4));
        assert_eq!(placed.last().map(|last| last.id), Some(top), "the top is painted last");
    }
}

#[test]
fn a_click_on_figures_means_whose_they_are() {
    let (setting, snapshot) = war();
    let scene = Scene::truth(&setting, &snapshot);
    let eye = eye(&scene, Grid::hex(17, 36), 40.0);
    let placed = drawn(&scene, &eye, |d| stacks(d, &Glide::still(&scene), None, &BTreeSet::new()));
    let tops: Vec<&Placed> = placed.iter().filter(|one| one.depth == 0).collect();
    assert!(tops.len() > 15);
    for one in tops {
        assert_eq!(hit(&placed, one.plate().center()).map(|hit| hit.id), Some(one.id));
    }
}

#[test]
fn from_afar_every_body_is_in_one_army_and_no_banner_covers_another() {
    let (setting, snapshot) = war();
    let scene = Scene::truth(&setting, &snapshot);
    let eye = eye(&scene, Grid::hex(30, 25), 12.0);
    let placed = drawn(&scene, &eye, |d| stacks(d, &Glide::still(&scene), None, &BTreeSet::new()));
    let mut shown: Vec<FormationId> = placed.iter().flat_map(|one| one.merged.clone()).collect();
    shown.sort();
    assert_eq!(shown, scene.bodies.iter().map(|body| body.id).collect::<Vec<_>>());
    assert!(placed.len() >= 3 && placed.len() < scene.bodies.len() / 2, "{} armies", placed.len());
    for (k, one) in placed.iter().enumerate() {
        let sides: BTreeSet<SideId> =
            one.merged.iter().filter_map(|id| scene.body(*id)).map(|body| body.side).collect();
        assert_eq!(sides.len(), 1);
        for other in &placed[k + 1..] {
            assert!(!one.rect.intersects(other.rect), "{:?} over {:?}", one.rect, other.rect);
        }
    }
}

#[test]
fn names_never_lie_over_each_other() {
    let (setting, snapshot) = war();
    let mut crowded = (*setting).clone();
    // Forty more places, all in a corner of the map.
    let first = crowded.register.places[0].clone();
    let mut scene = Scene::truth(&setting, &snapshot);
    for k in 0..40 {
        let id = crate::sim::id::PlaceId(crowded.register.places.len() as u16);
        crowded
            .register
            .places
            .push(crate::sim::register::PlaceInfo { at: Grid::hex(8 + k % 8, 30 + k / 8), ..first.clone() });
        scene.places.push(crate::gui::scene::Held { id, owner: Some(SideId(k as u8 % 2)), grain: None });
    }
    scene.setting = Arc::new(crowded);
    for width in WIDTHS {
        let eye = eye(&scene, Grid::hex(11, 32), width);
        let (few, labels) = drawn(&scene, &eye, |d| {
            let banners = stacks(d, &Glide::still(&scene), None, &BTreeSet::new());
            (banners.len(), places::named(d, &banners))
        });
        assert!(!labels.is_empty() && few > 0);
        for (k, one) in labels.iter().enumerate() {
            assert!(eye.rect.contains_rect(one.rect));
            for other in &labels[k + 1..] {
                assert!(!one.rect.intersects(other.rect), "at {width}: {:?} over {:?}", one.rect, other.rect);
            }
        }
    }
}

#[test]
fn a_glide_begins_and_ends_where_the_scenes_have_it_and_passes_through_its_way() {
    let (setting, snapshot) = war();
    let before = Scene::truth(&setting, &snapshot);
    let mut after = before.clone();
    let body = after.bodies[0].clone();
    let way = vec![body.at + crate::sim::hex::SIDES[0], body.at + crate::sim::hex::SIDES[0] * 2];
    after.bodies[0].at = way[1];
    after.bodies[0].posture = Posture::Routed;
    let ways = BTreeMap::from([(body.id, way.clone())]);
    let eye = eye(&before, body.at, 60.0);
    let at = |part: f32| {
        let glide = Glide { from: &before, part, ways: &ways };
        let placed = drawn(&after, &eye, |d| stacks(d, &glide, None, &BTreeSet::new()));
        placed.into_iter().find(|one| one.id == body.id).expect("it is on the map")
    };
    assert_eq!(at(0.0).foot, eye.hex_to_screen(body.at));
    assert!(at(0.5).foot.distance(eye.hex_to_screen(way[0])) < 0.1);
    assert_eq!(at(1.0).foot, eye.hex_to_screen(way[1]));
    assert!(at(0.0).tilt < 0.01 && at(0.5).tilt > 0.3 && at(1.0).tilt == 1.0, "the banner dips");
}

#[test]
fn every_sign_paints_at_every_zoom() {
    let (setting, snapshot) = war();
    let truth = Scene::truth(&setting, &snapshot);
    let seen = Scene::seen(&setting, &Game::new(Arc::clone(&setting), &snapshot).view(SideId(0)));
    for scene in [&truth, &seen] {
        for width in WIDTHS {
            let eye = eye(scene, Grid::hex(26, 20), width);
            let ctx = egui::Context::default();
            let settings = Settings::default();
            let (mut output, ()) = paint(&ctx, |painter| {
                let d = Drawing { painter, eye: &eye, scene, settings: &settings, time: 0.3 };
                let placed = stacks(&d, &Glide::still(scene), None, &BTreeSet::new());
                places(&d, &placed);
                coordinates(&d);
                borders(&d);
                lures(&d);
                let path: Vec<Hex> = (0..6).map(|k| Grid::hex(20 + k, 18)).collect();
                for kind in [
                    ArrowKind::March,
                    ArrowKind::Forced,
                    ArrowKind::Attack,
                    ArrowKind::Feign,
                    ArrowKind::Scouts,
                ] {
                    let style = ArrowStyle { side: SideId(0), kind, certain: false, preview: true };
                    arrow(&d, &path, style, &[(3, "day 2, 14:00".to_owned()), (99, "beyond".to_owned())]);
                    arrow(&d, &path[..1], style, &[]);
                    arrow(&d, &[], style, &[]);
                }
                for figure in Figure::ALL {
                    banners(&d, &placed, &BTreeSet::new(), None, figure, &|_| Doing::Idle);
                }
                battle_mark(&d, path[0], f32::NAN);
                floating(&d, path[0], "+40", 2.0);
                signal_ring(&d, path[0], 0.4);
            });
            output.textures_delta.clear();
            let meshes = ctx.tessellate(output.shapes, 1.0);
            let finite =
                |mesh: &egui::Mesh| mesh.is_valid() && mesh.vertices.iter().all(|v| v.pos.is_finite());
            for clipped in &meshes {
                if let egui::epaint::Primitive::Mesh(mesh) = &clipped.primitive {
                    assert!(finite(mesh), "at {width}");
                }
            }
            assert!(!meshes.is_empty());
        }
    }
}

/// Sides that have a cloth of their own, and two that have none.
const SIDES: [(&str, usize); 8] =
    [("song", 0), ("xia", 0), ("liao", 0), ("jin", 0), ("mongol", 0), ("tsongkha", 0), ("?", 0), ("?", 1)];

#[test]
fn sides_are_told_apart_by_all_eyes() {
    let mut table = String::from("sides: CIEDE2000 of the cloths, least over all eyes; pattern and tail\n");
    let mut faults = Vec::new();
    for (k, (one, at)) in SIDES.iter().enumerate() {
        let cloth = look(one, *at);
        for eyes in Eyes::ALL {
            let readable = contrast(eyes, cloth.field, cloth.ink);
            if readable < 4.5 {
                faults.push(format!(
                    "{eyes:?}: the sign on the cloth of {one} {at} has a contrast of {readable:.1}"
                ));
            }
        }
        for (other, there) in &SIDES[k + 1..] {
            let second = look(other, *there);
            let least =
                Eyes::ALL.map(|eyes| apart(eyes, cloth.field, second.field)).into_iter().fold(99.0, f64::min);
            let shape = cloth.pattern != second.pattern && cloth.tail != second.tail;
            writeln!(table, "  {one:9} {other:9} {least:5.1}  {:?} / {:?}", cloth.pattern, second.pattern)
                .expect("a string takes it");
            if least < 10.0 && !shape {
                faults.push(format!("{one} and {other}: {least:.1} and the same pattern"));
            }
        }
    }
    println!("{table}");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Least CIEDE2000 between strokes of a pattern and the ground between them: some six times what is just seen.
const BAR: f64 = 6.0;

/// All overlays with all their keys.
fn overlays(setting: &Setting, vision: ColorVision) -> Vec<(Overlay, Vec<Key>)> {
    let all = [
        Overlay::Supply,
        Overlay::Zones,
        Overlay::Threat,
        Overlay::FreeThreat,
        Overlay::Sight,
        Overlay::Knowledge,
        Overlay::Control,
        Overlay::Water,
        Overlay::Reach(7),
    ];
    all.map(|overlay| (overlay, overlay::keys(overlay, setting, vision))).to_vec()
}

/// A wash upon a pigment as the land's shader lays it: the ground between the strokes of its pattern, and the strokes.
fn laid(pigment: Color32, key: &Key) -> (Color32, Color32) {
    let [r, g, b] = key.wash.color;
    let (tint, part) = (Color32::from_rgb(r, g, b), f32::from(key.wash.strength) / 255.0);
    let ground = mixed(pigment, tint, part * 0.5);
    let dark = mixed(tint, Color32::BLACK, 0.38);
    (ground, if key.wash.pattern == 0 { ground } else { mixed(ground, dark, part * 0.62) })
}

/// What each kind of ground is painted with in each season.
fn pigments() -> Vec<(String, Color32)> {
    let kinds = &RuleBook::shared().terrain;
    let seasons = [0.6, 3.7, 6.4, 9.4];
    let wash = |name: &str, season: f32| {
        let [r, g, b] = pigment::bytes(pigment::ground(name, season));
        (format!("{name} in month {season}"), Color32::from_rgb(r, g, b))
    };
    kinds.iter().flat_map(|(_, kind)| seasons.map(|season| wash(&kind.name, season))).collect()
}

#[test]
fn overlays_are_told_apart_by_all_eyes_on_every_ground() {
    let (setting, _) = war();
    let mut faults = Vec::new();
    let mut table = String::from("overlays: least CIEDE2000 over all grounds and eyes\n");
    for vision in ColorVision::ALL {
        for (overlay, keys) in overlays(&setting, vision) {
            for (k, key) in keys.iter().enumerate() {
                // It shows at all: against the bare ground, and strokes against what lies between them.
                let mut seen = f64::MAX;
                for (ground, pigment) in pigments() {
                    for eyes in Eyes::ALL {
                        let (wash, stroke) = laid(pigment, key);
                        let shows = apart(eyes, pigment, wash).max(apart(eyes, pigment, stroke));
                        let pattern = if key.wash.pattern == 0 { shows } else { apart(eyes, wash, stroke) };
                        let least = shows.min(pattern);
                        if least < BAR {
                            let which = format!("{vision:?} {overlay:?} `{}` on {ground}", key.words);
                            faults.push(format!("{which}: {least:.1} for {eyes:?}"));
                        }
                        seen = seen.min(least);
                    }
                }
                for other in &keys[k + 1..] {
                    let color = Eyes::ALL.map(|eyes| {
                        let apart = |pigment| apart(eyes, laid(pigment, key).1, laid(pigment, other).1);
                        pigments().into_iter().map(|(_, pigment)| apart(pigment)).fold(99.0, f64::min)
                    });
                    let least = color.into_iter().fold(99.0, f64::min);
                    if least < 10.0 && key.wash.pattern == other.wash.pattern {
                        faults
                            .push(format!("{overlay:?}: `{}` and `{}`: {least:.1}", key.words, other.words));
                    }
                }
                writeln!(
                    table,
                    "  {vision:?} {overlay:?} pattern {} {seen:5.1}  {}",
                    key.wash.pattern, key.words
                )
                .expect("a string takes it");
            }
        }
    }
    println!("{table}");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn figures_and_names_can_be_read_by_all_eyes() {
    for eyes in Eyes::ALL {
        for (ink, paper) in [
            (tint::INK, tint::PAPER),
            (tint::INK, tint::SILK),
            (tint::AZURITE, tint::SILK),
            (tint::PEARL, tint::LACQUER),
            (tint::CINNABAR, tint::PAPER),
        ] {
            let contrast = contrast(eyes, ink, paper);
            assert!(contrast >= 4.5, "{eyes:?}: {ink:?} on {paper:?} has {contrast:.1}");
        }
    }
}
