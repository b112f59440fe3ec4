use super::*;
use crate::scenario::rules::RuleBook;
use crate::sim::army::Posture;
use crate::sim::dice::{Dice, Purpose};
use crate::sim::hex::Grid;
use crate::sim::law::{Factor, FactorName, value_of};
use crate::sim::map::Stream;

fn rules() -> &'static CombatRules {
    &RuleBook::shared().rules.combat
}

fn line(troop: &str, men: u32) -> Line {
    let kinds = &RuleBook::shared().troops.kinds;
    let kind =
        kinds.iter().find(|(id, _)| id == troop).map(|(_, kind)| kind).expect("a shipped kind of troops");
    Line::fresh(kind, men)
}

const OPEN: Ground =
    Ground { cover: 0, charge: 1000, rise_m: 0, stream: Stream::None, night: false, bows: 1000, hand: 1000 };

fn per_hour(attacker: &Line, defender: &Line, ground: &Ground) -> f64 {
    blows(attacker, defender, ground, rules()).value()
}

#[test]
fn even_foot_on_even_terms_loses_the_base_rate() {
    let foot = line("song_foot", 2_000);
    let product = blows(&foot, &foot, &OPEN, rules());
    assert_eq!(product.factors.len(), 1, "nothing else is worth a line: {product:?}");
    assert!((product.value() - f64::from(rules().base_ppm_h)).abs() < 1e-9);
}

#[test]
fn a_rise_counts_for_the_kilometer_in_which_men_fight() {
    let mut sketch = crate::scenario::sketch::Sketch::plain(4, 4);
    let (low, high) = (Grid::hex(1, 1), Grid::hex(2, 1));
    sketch.height(high, sketch.map.height(low) as i16 + 120);
    for (hex_m, rise_m) in [(500, 120), (1_000, 120), (12_000, 10)] {
        sketch.map.hex_m = hex_m;
        assert_eq!(Ground::between(&sketch.map, low, high, high).rise_m, rise_m, "{hex_m} m a hex");
        assert_eq!(Ground::between(&sketch.map, high, low, low).rise_m, -rise_m, "{hex_m} m a hex");
    }
}

#[test]
fn the_number_of_a_forecast_is_the_number_of_the_result() {
    let kinds = &RuleBook::shared().troops.kinds;
    let mut roll = Dice { seed: 3 }.lasting(0, Purpose::Lab, 0);
    let mut draw = |low: i32, high: i32| roll.between(low, high);
    let mut mismatches = 0;
    for _ in 0..100_000 {
        let mut any = || Line {
            quality: draw(1, 5) as u8,
            command: draw(800, 1300) as u16,
            fatigue: draw(0, 1000) as u16,
            hungry_h: draw(0, 100) as u32,
            cohesion: draw(0, 1000) as u16,
            unformed: draw(0, 1) == 1,
            surprised: draw(0, 1000) as u16,
            flank: [Flank::None, Flank::Turned, Flank::Rear][draw(0, 2) as usize],
            surrounded: draw(0, 3) == 0,
            assaults: draw(0, 1) == 1,
            ..Line::fresh(&kinds[draw(0, kinds.len() as i32 - 1) as usize].1, draw(1, 20_000) as u32)
        };
        let (ours, theirs) = (any(), any());
        let ground = Ground {
            cover: draw(0, 700) as u16,
            charge: draw(0, 1000) as u16,
            rise_m: draw(-100, 100),
            stream: [Stream::None, Stream::Brook, Stream::Ford][draw(0, 2) as usize],
            night: draw(0, 1) == 1,
            bows: draw(300, 1000) as u16,
            hand: draw(0, 1000) as u16,
        };
        let fortune = f64::from(draw(200, 5000)) / 1000.0;
        let mut shown =
            forecast((&ours, ours.men), (&theirs, theirs.men), &ground, &ground, rules()).ours.factors;
        let result = blows(&Line { fortune, ..ours }, &theirs, &ground, rules());
        if fortune != 1.0 {
            shown.push(Factor { name: FactorName::Fortune, times: fortune });
        }
        mismatches += usize::from(value_of(&shown).to_bits() != result.value().to_bits());
    }
    assert_eq!(mismatches, 0);
}

#[test]
fn a_charge_is_worth_what_ground_and_order_leave_of_it() {
    let hawks = Line { assaults: true, ..line("xia_heavy", 3_000) };
    let foot = line("song_foot", 3_000);
    let column = foot.standing(Posture::Column);
    let hills = Ground { charge: 450, ..OPEN };
    let flat = per_hour(&hawks, &column, &OPEN);
    assert!(flat > 2.0 * per_hour(&hawks, &foot, &OPEN), "foot in order blunts the charge");
    assert!(flat > 1.5 * per_hour(&hawks, &column, &hills), "broken ground takes its weight");
    let uphill = Ground { rise_m: 40, ..OPEN };
    assert!(flat > 1.5 * per_hour(&hawks, &column, &uphill));
}

#[test]
fn height_gives_the_recorded_ratio() {
    let foot = line("song_foot", 2_000);
    let down = per_hour(&foot, &foot, &Ground { rise_m: -60, ..OPEN });
    let up = per_hour(&foot, &foot, &Ground { rise_m: 60, ..OPEN });
    assert!((1.6..1.8).contains(&(down / up)), "{}", down / up);
}

#[test]
fn whoever_goes_for_the_enemy_leaves_his_cover() {
    let foot = line("song_foot", 1_000);
    let village = Ground { cover: 440, ..OPEN };
    let behind = blows(&foot, &foot, &village, rules());
    assert!(behind.factors.iter().any(|factor| factor.name == FactorName::Works), "{behind:?}");
    let out = Line { assaults: true, ..foot };
    assert_eq!(per_hour(&foot, &out, &village), per_hour(&foot, &foot, &OPEN));
}

#[test]
fn sides_that_are_not_neighbors_are_flanks() {
    let of = |sides: &[u8]| Flank::of(sides.iter().fold(0, |mask, side| mask | 1 << side));
    assert_eq!(of(&[]), Flank::None);
    assert_eq!(of(&[5, 0]), Flank::None, "east and south-east are neighbors");
    assert_eq!(of(&[0, 2]), Flank::Turned);
    assert_eq!(of(&[4, 0]), Flank::Turned);
    assert_eq!(of(&[1, 4]), Flank::Rear);
}

#[test]
fn short_steps_kill_as_many_as_long_ones() {
    let mut left = 10_000_000_u64;
    for _ in 0..4 {
        left -= law::toll_milli(80_000.0, (left / 1000) as u32, 15);
    }
    let at_once = 10_000_000 - law::toll_milli(80_000.0, 10_000, 60);
    assert!(left.abs_diff(at_once) < 5_000, "{left} {at_once}");
}

#[test]
fn a_better_led_and_trained_formation_breaks_later() {
    let rules = rules();
    assert!(rules.breaks_at(5, 1000, false) < rules.breaks_at(3, 1000, false));
    assert!(rules.breaks_at(3, 1140, false) < rules.breaks_at(3, 1000, false));
    assert!(rules.breaks_at(3, 1000, true) < rules.breaks_at(3, 1000, false), "no way out steadies");
}

#[test]
fn a_forecast_favors_the_stronger_and_says_how_long_it_lasts() {
    let (many, few) = (line("song_foot", 6_000), line("song_foot", 2_000));
    let ahead = forecast((&many, 6_000), (&few, 2_000), &OPEN, &OPEN, rules());
    assert!(ahead.they_first > 600 && ahead.they_break_min < ahead.we_break_min, "{ahead:?}");
    let even = forecast((&few, 2_000), (&few, 2_000), &OPEN, &OPEN, rules());
    assert_eq!(even.they_first, 500);
}
