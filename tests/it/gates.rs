//! Field battles of the laboratory beside the recorded ones.

use ironhawk::lab::battle::{Law, battle};
use ironhawk::lab::gates::least_squares;

#[test]
fn field_battles_go_as_recorded_ones_went() {
    for seed in [1, 2] {
        let study = battle(2_000, seed, Law::Shipped);
        let failed: Vec<_> = study.gates.iter().filter(|gate| !gate.pass).collect();
        assert!(failed.is_empty(), "seed {seed}: {failed:#?}");
    }
}

#[test]
fn the_square_law_is_refused() {
    let study = battle(500, 1, Law::Square);
    let fails = |id: &str| study.gates.iter().any(|gate| gate.id.starts_with(id) && !gate.pass);
    assert!(fails("G1"), "numbers decide too much: {:#?}", study.gates);
    assert!(fails("G3"), "and losses follow them too closely: {:#?}", study.gates);
}

#[test]
fn the_same_seed_fights_the_same_battles_on_any_number_of_threads() {
    let pool = |threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a few threads");
    let one = pool(1).install(|| battle(60, 5, Law::Shipped).battles);
    let three = pool(3).install(|| battle(60, 5, Law::Shipped).battles);
    assert_eq!(one, three);
}

#[test]
fn least_squares_finds_a_line() {
    let points: Vec<(f64, f64)> = (0..10).map(|x| (f64::from(x), 3.0 - 0.5 * f64::from(x))).collect();
    let (slope, explained) = least_squares(&points);
    assert!((slope + 0.5).abs() < 1e-12 && (explained - 1.0).abs() < 1e-12);
}
