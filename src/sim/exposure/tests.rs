//! Cold, heat and thirst by table.

use super::water::{Water, dry_after, thirst};
use super::weather::{Shelter, in_the_field, too_cold_c10, weakness};
use super::{Exposure, ExposureRules};
use crate::scenario::rules::RuleBook;
use crate::sim::army::Posture;
use crate::sim::clock::DAY;
use crate::sim::intent::Intention;
use crate::sim::map::Mobility;

fn rules() -> &'static ExposureRules {
    &RuleBook::shared().rules.exposure
}

#[test]
fn fires_and_walls_keep_men_alive() {
    let bite = |felt, shelter| too_cold_c10(felt, 0, shelter, rules());
    let all = [Shelter::Roofs, Shelter::Camp, Shelter::Open, Shelter::Fireless];
    let night = all.map(|shelter| bite(-200, shelter));
    assert!(night.is_sorted() && night[0] == 0 && night[1] > 0 && night[3] > night[2], "{night:?}");
    assert_eq!(all.map(|shelter| bite(50, shelter)), [0; 4], "nobody freezes in March");
    let snow = too_cold_c10(-100, 300, Shelter::Open, rules());
    assert!(snow > bite(-100, Shelter::Open) && too_cold_c10(-100, 300, Shelter::Camp, rules()) == 0);
}

#[test]
fn who_hides_or_runs_has_no_fire() {
    let camp = |fires| in_the_field(Posture::Camp, &Intention::Camp { fires });
    assert_eq!((camp(true), camp(false)), (Shelter::Camp, Shelter::Fireless));
    assert_eq!(in_the_field(Posture::Hidden, &Intention::Stay), Shelter::Fireless);
    assert_eq!(in_the_field(Posture::Routed, &Intention::Flee), Shelter::Fireless);
    assert_eq!(in_the_field(Posture::Column, &Intention::Stay), Shelter::Open);
}

#[test]
fn hunger_and_weariness_make_the_cold_worse() {
    assert_eq!(weakness(0, 0, rules()), 1000);
    let (day, week, year) =
        (weakness(24, 0, rules()), weakness(144, 0, rules()), weakness(9_999, 0, rules()));
    assert!(day > 1000 && week > 2 * day && week == year, "{day} {week} {year}");
    assert!(weakness(0, 1000, rules()) > weakness(0, 500, rules()));
}

#[test]
fn skins_empty_faster_in_the_heat_and_fill_at_water() {
    let cool = dry_after(0, DAY, thirst(100, rules()), Water::None, 1_000);
    let hot = dry_after(0, DAY, thirst(300, rules()), Water::None, 1_000);
    assert_eq!(cool, DAY);
    assert!((18..=25).contains(&(hot * 10 / DAY)), "twice as much in the heat: {hot}");
    assert_eq!(dry_after(5_000, 60, 1000, Water::Plenty, 90_000), 0);
    let (few, many) = (1_000, 8_000);
    let wells = |heads| dry_after(2 * DAY, DAY, 1000, Water::Wells(4_000), heads);
    assert_eq!(wells(few), 0, "four days' water in a day");
    assert_eq!(wells(many), 2 * DAY + DAY / 2, "half of what they drink");
}

#[test]
fn what_is_carried_is_told_in_hours() {
    let of = |minutes| {
        let exposure = Exposure::dry(minutes);
        (exposure.water_h(Mobility::Foot, rules()), exposure.thirsty_h(Mobility::Foot, rules()))
    };
    assert_eq!((of(0), of(DAY), of(4 * DAY)), ((72, 0), (48, 0), (0, 24)));
    let joined = Exposure::dry(0).with(300, Exposure::dry(1_000), 100);
    assert_eq!(joined, Exposure::dry(250));
}
