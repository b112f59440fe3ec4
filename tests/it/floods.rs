//! Described basins: the shipped cases run as their headings say, and what is wrong with a case is said.

use ironhawk::lab::basin::Case;
use ironhawk::lab::flood::{Flood, flood};

fn shipped(name: &str) -> Case {
    let path = format!("{}/assets/cases/{name}.ron", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).expect("it is shipped");
    ron::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn last(flood: &Flood, watched: usize) -> &ironhawk::lab::flood::Cell {
    &flood.moments.last().expect("the end is told").cells[watched]
}

fn run(name: &str) -> Flood {
    let flood = flood(&shipped(name)).expect("a good case");
    for moment in &flood.moments {
        let of = moment.balance;
        assert_eq!(
            of.start + of.inflow + of.rain,
            of.now + of.outflow + of.seeped,
            "{name} at {} s",
            moment.s
        );
    }
    flood
}

#[test]
fn the_shipped_basins_do_as_their_headings_say() {
    let lake = run("flood_lake");
    assert_eq!(lake.moments[0].cells, lake.moments.last().expect("the end").cells);
    let dry = run("flood_ritter");
    let depth = last(&dry, 0).depth_m;
    assert!((depth / (2.0 * 4.0 / 9.0) - 1.0).abs() < 0.05, "4/9 of what stood behind the dam: {depth}");
    let wet = run("flood_stoker");
    let (dam, on) = (last(&wet, 0).depth_m, last(&wet, 1).depth_m);
    assert!((dam - on).abs() < 0.03 && dam > 0.8, "water of one depth behind the bore: {dam} and {on}");
    let slope = run("flood_manning");
    let middle = last(&slope, 0);
    assert!(
        (middle.depth_m - 1.0).abs() < 0.02 && (middle.east_m_s / 0.447 - 1.0).abs() < 0.02,
        "{middle:?}"
    );
    let canal = run("flood_canal");
    assert!(last(&canal, 1).depth_m > last(&canal, 3).depth_m && last(&canal, 3).depth_m > 0.05);
}

#[test]
fn a_gate_fills_a_basin_from_the_time_it_opens() {
    let mut case = shipped("flood_basin");
    case.run_s = 20.0 * 3600.0;
    let filled = flood(&case).expect("a good case");
    assert!(last(&filled, 1).depth_m > 0.4, "{:?}", last(&filled, 1));
    case.run_s = 500.0;
    case.every_s = 500.0;
    let shut = flood(&case).expect("a good case");
    assert_eq!(last(&shut, 1).depth_m, 0.0, "it opens after 600 s");
}

#[test]
fn what_is_wrong_with_a_basin_is_said() {
    let wrong = |change: &dyn Fn(&mut Case)| {
        let mut case = shipped("flood_basin");
        change(&mut case);
        flood(&case).expect_err("it is wrong")
    };
    let said = wrong(&|case| case.watch[0].1 = (99, 0));
    assert!(said.contains("outside") && said.contains("(99, 0)") && said.contains("20 columns"), "{said}");
    let said = wrong(&|case| case.dikes[0].gaps[0].between.0 = (3, 3));
    assert!(said.contains("the dike does not run between"), "{said}");
    assert!(wrong(&|case| case.grid = (0, 5)).contains("0 cells"));
    assert!(wrong(&|case| case.grid = (65_000, 65_000)).contains("cells"));
    assert!(wrong(&|case| case.hex_m = f64::NAN).contains("hex_m"));
    assert!(wrong(&|case| case.run_s = f64::INFINITY).contains("run_s"));
    assert!(wrong(&|case| case.every_s = 0.0).contains("every_s"));
    assert!(wrong(&|case| case.ground.clear()).contains("no ground"));
    assert!(wrong(&|case| case.ground[0].roughness = -1.0).contains("roughness"));
    assert!(wrong(&|case| case.water[0].level_m = 1e300).contains("level of water"));
    assert!(wrong(&|case| case.water[0].speed.0 = f64::NAN).contains("a speed"));
    assert!(wrong(&|case| case.seeps_mm_h = -1.0).contains("seeps_mm_h"));
    assert!(wrong(&|case| case.rain.push((f64::INFINITY, 0.0, 1.0))).contains("rain"));
    assert!(wrong(&|case| case.dikes[0].gaps[0].width_m = -1.0).contains("width_m"));
    let sea = |case: &mut Case| (case.grid, case.hex_m, case.water[0].level_m) = ((400, 400), 1e5, 9_999.0);
    assert!(wrong(&sea).contains("be counted"));
}
