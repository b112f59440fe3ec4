//! The pure parts, by table.

use super::estimate::{estimate, is_news, spread};
use super::hidden::{Searcher, found_permille_h};
use super::sight::{eyes_m, in_cover_m};
use super::*;
use crate::scenario::rules::RuleBook;
use crate::scenario::sketch::Sketch;
use crate::sim::hex::Grid;
use crate::sim::register::Temperament;

const CLEAR: Light = Light { day: true, sight: 1000, dust: true };

fn rules() -> &'static SightingRules {
    &RuleBook::shared().rules.sighting
}

#[test]
fn the_eye_reaches_farther_from_above_and_less_far_by_night_in_fog_and_from_camp() {
    let fog = Light { sight: 200, ..CLEAR };
    let night = Light { day: false, ..CLEAR };
    for (light, posture, rise, meters) in [
        (CLEAR, Posture::Formed, 0, 6_000),
        (CLEAR, Posture::Formed, 200, 7_200),
        (CLEAR, Posture::Formed, -200, 6_000),
        (CLEAR, Posture::Formed, 5_000, 12_000),
        (fog, Posture::Formed, 0, 1_200),
        (CLEAR, Posture::Camp, 0, 3_600),
        (night, Posture::Formed, 300, 700),
    ] {
        assert_eq!(eyes_m(light, posture, rise, rules()), meters, "{light:?} {posture:?} {rise}");
    }
    assert_eq!(in_cover_m(6_000, 250), 4_500);
}

#[test]
fn the_line_of_sight_is_the_same_from_either_end() {
    let mut sketch = Sketch::plain(9, 9);
    sketch.height(Grid::hex(4, 4), 1_860);
    sketch.height(Grid::hex(1, 7), 1_830);
    let eye = i32::from(rules().eye_m);
    let hexes: Vec<Hex> = (0..81).map(|index| sketch.map.grid().at(index)).collect();
    let mut blocked = 0;
    for a in &hexes {
        for b in &hexes {
            let sees = is_in_line(&sketch.map, *a, *b, eye);
            assert_eq!(sees, is_in_line(&sketch.map, *b, *a, eye));
            blocked += usize::from(!sees);
        }
    }
    assert!(blocked > 0, "the hill hides something");
    assert!(is_in_line(&sketch.map, Grid::hex(4, 4), Grid::hex(8, 4), eye), "from the hill one sees");
}

#[test]
fn a_forest_hides_on_level_ground() {
    let sketch = Sketch::new(". . f . .");
    let eye = i32::from(rules().eye_m);
    assert!(!is_in_line(&sketch.map, Grid::hex(0, 0), Grid::hex(4, 0), eye));
    assert!(is_in_line(&sketch.map, Grid::hex(0, 0), Grid::hex(2, 0), eye), "not what stands at its edge");
}

#[test]
fn an_estimate_errs_as_easily_to_twice_as_to_half() {
    for (bell, seems) in [(0, 4_000), (2_000, 8_000), (-2_000, 2_000), (1_000, 6_000), (-1_000, 2_700)] {
        assert_eq!(estimate(4_000, bell, 500), seems, "{bell}");
    }
    assert_eq!(estimate(0, -2_000, 500), 1, "a handful at least");
}

#[test]
fn contact_knows_within_a_tenth_and_dust_knows_least() {
    for bell in [-2_000, 2_000] {
        let seems = estimate(10_000, bell, spread(Source::Contact, true, rules()));
        assert!((9_000..=11_000).contains(&seems), "{seems}");
    }
    let [near, far, dust] = [(Source::Eyes, true), (Source::Eyes, false), (Source::Dust, true)]
        .map(|(source, near)| spread(source, near, rules()));
    assert!(near < far && far < dust);
}

#[test]
fn news_is_a_change_by_half() {
    assert!(!is_news(1_500, 1_000, 500));
    assert!(is_news(1_510, 1_000, 500));
    assert!(is_news(490, 1_000, 500));
}

#[test]
fn rash_men_on_the_march_by_night_find_least() {
    let steady =
        Searcher { quality: 3, temperament: Temperament::Steady, marches: false, day: true, sight: 1000 };
    let full = found_permille_h(steady, 1000, 1000, rules());
    assert_eq!(full, u32::from(rules().find_hidden_permille_h));
    for (searcher, stealth, crowded) in [
        (Searcher { temperament: Temperament::Rash, ..steady }, 1000, 1000),
        (Searcher { marches: true, ..steady }, 1000, 1000),
        (Searcher { day: false, ..steady }, 1000, 1000),
        (Searcher { quality: 1, ..steady }, 1000, 1000),
        (steady, 1500, 1000),
        (steady, 1000, 100),
    ] {
        assert!(found_permille_h(searcher, stealth, crowded, rules()) < full, "{searcher:?}");
    }
    let cautious = Searcher { temperament: Temperament::Cautious, ..steady };
    assert!(found_permille_h(cautious, 1000, 1000, rules()) > full);
}
