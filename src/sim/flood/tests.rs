use rayon::prelude::*;

use super::face::{Side, flux};
use super::*;
use crate::sim::hex::Grid;

/// Half the square root of three: rows lie so far apart, in widths of a hex.
const ROW: f64 = 0.866_025_403_784_438_6;

fn flat(level_m: f64) -> Bed {
    Bed { level_m, roughness: 0.0 }
}

/// Numbers that look like chance.
struct Lots(u64);

impl Lots {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 33
    }

    fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    /// From 0 to 1.
    fn part(&mut self) -> f64 {
        self.below(1 << 20) as f64 / f64::from(1 << 20)
    }
}

/// The depth behind and before a broken dam over a level bed at `s` meters from it after `t` seconds: `deep` meters on the
/// one side, `low` on the other (Ritter 1892, Stoker 1957).
fn broken_dam(deep: f64, low: f64, s: f64, t: f64) -> f64 {
    let c = (GRAVITY * deep).sqrt();
    let fan = |s: f64| {
        let speed = (2.0 * c - s / t) / 3.0;
        speed * speed / GRAVITY
    };
    if low <= 0.0 {
        return if s <= -c * t {
            deep
        } else if s >= 2.0 * c * t {
            0.0
        } else {
            fan(s)
        };
    }
    // Between the fan and the bore stands water of one depth: where the speeds of both agree.
    let speed_of_fan = |h: f64| 2.0 * (c - (GRAVITY * h).sqrt());
    let speed_of_bore = |h: f64| (h - low) * (GRAVITY * (h + low) / (2.0 * h * low)).sqrt();
    let (mut below, mut above) = (low, deep);
    for _ in 0..200 {
        let h = 0.5 * (below + above);
        if speed_of_fan(h) > speed_of_bore(h) { below = h } else { above = h }
    }
    let (h, speed) = (below, speed_of_fan(below));
    let bore = h * speed / (h - low);
    match s {
        _ if s <= -c * t => deep,
        _ if s <= (speed - (GRAVITY * h).sqrt()) * t => fan(s),
        _ if s <= bore * t => h,
        _ => low,
    }
}

/// A dam breaks across the middle of a square of `wide` meters, in the direction of a side of the hexes; answers the mean
/// error of the depth on the line through the middle, as a part of `deep`, and how far the front came, meters.
fn break_dam(side: usize, hex_m: f64, (deep, low): (f64, f64), wide: f64, t: f64) -> (f64, f64) {
    // Half of a bore; of a tip over dry ground a hundredth of what stood behind the dam.
    let seen = if low > 0.0 { low + 0.15 * (deep - low) } else { 0.01 * deep };
    let (width, height) = ((wide / hex_m) as u16, (wide / hex_m / ROW) as u16);
    let grid = Grid::new(width, height);
    let mut basin = Basin::new(grid, hex_m, vec![flat(0.0); grid.len()], [Edge::Wall; 4]);
    let middle_cell = usize::from(height) / 2 * usize::from(width) + usize::from(width) / 2;
    let (x0, y0) = basin.middle_m(middle_cell);
    let turn = [(1.0, 0.0), (0.5, ROW), (-0.5, ROW), (-1.0, 0.0), (-0.5, -ROW), (0.5, -ROW)][side];
    let along = |basin: &Basin, cell: usize| {
        let (x, y) = basin.middle_m(cell);
        ((x - x0) * turn.0 + (y - y0) * turn.1, (y - y0) * turn.0 - (x - x0) * turn.1)
    };
    for cell in 0..grid.len() {
        let level = if along(&basin, cell).0 < 0.0 { deep } else { low };
        basin.fill(cell, level);
    }
    basin.run(t);
    let c = (GRAVITY * deep).sqrt();
    let (mut error, mut count, mut front) = (0.0, 0, 0.0_f64);
    for cell in 0..grid.len() {
        let (s, across) = along(&basin, cell);
        if across.abs() > hex_m || s < -c * t || s > 2.0 * c * t {
            continue;
        }
        let depth = basin.depth_m(cell);
        error += (depth - broken_dam(deep, low, s, t)).abs() / deep;
        count += 1;
        if depth > seen {
            front = front.max(s + 0.5 * hex_m);
        }
    }
    (error / f64::from(count), front)
}

#[test]
fn a_dam_breaks_over_dry_ground_as_ritter_says_whichever_way_it_falls() {
    let (deep, t) = (2.0, 16.0);
    // Where the exact depth is a hundredth of that behind the dam.
    let tip = (2.0 - 3.0 * 0.1) * (GRAVITY * deep).sqrt() * t;
    (0..6_usize).into_par_iter().for_each(|side| {
        let (coarse, _) = break_dam(side, 4.0, (deep, 0.0), 300.0, t);
        assert!(coarse < 0.03, "side {side}: {coarse}");
        // The other three fall the other way over the same lines of hexes.
        if side >= 3 {
            return;
        }
        let (fine, front) = break_dam(side, 2.0, (deep, 0.0), 300.0, t);
        println!("side {side}: error {coarse:.4} and {fine:.4}, front {front:.1} of {tip:.1} m");
        assert!(fine < 0.02 && fine < coarse, "side {side}: {coarse} on wide hexes, {fine} on narrow ones");
        assert!((front / tip - 1.0).abs() < 0.1, "side {side}: front at {front}, exact {tip}");
    });
}

#[test]
fn a_dam_breaks_over_water_as_stoker_says() {
    for side in 0..6 {
        let (coarse, _) = break_dam(side, 8.0, (2.0, 0.4), 320.0, 8.0);
        let (fine, front) = break_dam(side, 4.0, (2.0, 0.4), 320.0, 8.0);
        println!("side {side}: error {coarse:.4} and {fine:.4}, front {front:.1}");
        assert!(fine < 0.05 && fine < coarse, "side {side}: {coarse}, {fine}");
        let exact = (0..2_000).map(|m| f64::from(m) / 10.0).filter(|s| broken_dam(2.0, 0.4, *s, 8.0) > 0.64);
        let exact = exact.fold(0.0, f64::max);
        assert!((front / exact - 1.0).abs() < 0.1, "side {side}: front at {front}, exact {exact}");
    }
}

#[test]
fn still_water_over_any_ground_stays_still_to_the_liter() {
    let mut lots = Lots(7);
    for hex_m in [1.0, 100.0, 12_000.0] {
        let grid = Grid::new(24, 18);
        let beds = (0..grid.len()).map(|_| Bed { level_m: lots.part() * 6.0 - 3.0, roughness: 0.03 });
        let mut basin = Basin::new(grid, hex_m, beds.collect(), [Edge::Wall; 4]);
        // A lake with islands.
        (0..grid.len()).for_each(|cell| basin.fill(cell, 1.0));
        let before: Vec<i64> = (0..grid.len()).map(|cell| basin.liters(cell)).collect();
        basin.run(200.0 * hex_m);
        let after: Vec<i64> = (0..grid.len()).map(|cell| basin.liters(cell)).collect();
        assert_eq!(before, after, "hexes of {hex_m} m");
        assert!((0..grid.len()).all(|cell| basin.speed(cell) == (0.0, 0.0)));
    }
}

/// Cases that are played; more are tried with `IRONHAWK_FLOODS=10000`.
fn floods() -> u64 {
    std::env::var("IRONHAWK_FLOODS").ok().and_then(|floods| floods.parse().ok()).unwrap_or(200)
}

#[test]
fn no_liter_is_made_or_lost_and_no_cell_owes_water() {
    let mut went = 0;
    for seed in 0..floods() {
        let mut lots = Lots(seed * 77 + 1);
        let grid = Grid::new(3 + lots.below(12) as u16, 2 * (1 + lots.below(6) as u16));
        let hex_m = [0.5, 3.0, 40.0, 1_000.0, 12_000.0][lots.below(5) as usize];
        let beds = (0..grid.len()).map(|_| Bed {
            level_m: lots.part() * [0.1, 3.0, 80.0][lots.below(3) as usize],
            roughness: lots.part() * 0.1,
        });
        let beds = beds.collect();
        let edge = |lots: &mut Lots| [Edge::Wall, Edge::Open][lots.below(2) as usize];
        let mut edges = [edge(&mut lots), edge(&mut lots), edge(&mut lots), edge(&mut lots)];
        if lots.below(4) == 0 {
            (edges[0], edges[2]) = (Edge::Round, Edge::Round);
        }
        let mut basin = Basin::new(grid, hex_m, beds, edges);
        for cell in 0..grid.len() {
            if lots.below(3) == 0 {
                basin.fill(cell, lots.part() * 12.0);
                basin.stir(cell, lots.part() * 8.0 - 4.0, lots.part() * 8.0 - 4.0);
            }
            if lots.below(6) == 0 {
                let breach = (lots.below(2) == 0).then(|| Breach {
                    from_s: lots.part() * hex_m,
                    grows_s: lots.part() * hex_m,
                    until_s: f64::INFINITY,
                    width_m: lots.part() * hex_m,
                    bottom_m: lots.part() * 4.0,
                });
                basin.set_dike(cell, lots.below(6) as usize, Dike { crest_m: lots.part() * 6.0, breach });
            }
        }
        for _ in 0..12 {
            basin.pour(lots.below(grid.len() as u64) as usize, lots.below(500) as i64);
            basin.rain(lots.part() * 1e-3);
            basin.seep(lots.part() * 1e-3);
            basin.run(hex_m * lots.part());
            let Balance { start, inflow, rain, now, outflow, seeped } = basin.balance();
            let held: i64 = (0..grid.len()).map(|cell| basin.liters(cell)).sum();
            assert_eq!(held, now, "flood {seed}");
            assert_eq!(start + inflow + rain, now + outflow + seeped, "flood {seed}");
            assert!((0..grid.len()).all(|cell| basin.liters(cell) >= 0), "flood {seed}");
            let sane =
                |(x, y): (f64, f64)| x.is_finite() && y.is_finite() && x.abs() < 200.0 && y.abs() < 200.0;
            let wild = (0..grid.len()).find(|cell| !sane(basin.speed(*cell)));
            assert!(
                wild.is_none(),
                "flood {seed}, hexes of {hex_m} m: {:?}",
                wild.map(|cell| (basin.speed(cell), basin.depth_m(cell)))
            );
            went += outflow;
        }
    }
    assert!(went > 0);
}

#[test]
fn water_on_a_slope_runs_as_deep_as_manning_says() {
    let (slope, roughness, deep) = (0.0005, 0.05, 1.0_f64);
    let speed = libm::cbrt(deep * deep) * f64::sqrt(slope) / roughness;
    let (grid, hex_m) = (Grid::new(60, 4), 50.0);
    let dry = Basin::new(grid, hex_m, vec![flat(0.0); grid.len()], [Edge::Wall; 4]);
    let bed = |cell: usize| Bed { level_m: -dry.middle_m(cell).0 * slope, roughness };
    let edges = [Edge::Round, Edge::Open, Edge::Round, Edge::Wall];
    let mut basin = Basin::new(grid, hex_m, (0..grid.len()).map(bed).collect(), edges);
    // Through the breadth of four rows.
    let inflow = speed * deep * 4.0 * ROW * hex_m * 1000.0;
    let west = [0, 60, 120, 180];
    for second in 0..14_400 {
        west.iter().for_each(|cell| basin.pour(*cell, (inflow / 4.0) as i64));
        basin.run(1.0);
        assert_eq!(basin.now_s(), f64::from(second + 1));
    }
    let cell = 60 + 30;
    let (depth, (east, north)) = (basin.depth_m(cell), basin.speed(cell));
    println!(
        "depth {depth:.4} m, speed {east:.4} m/s to the east, {north:.5} to the north; Manning {speed:.4}"
    );
    assert!((depth - deep).abs() < 0.02 * deep, "{depth}");
    assert!((east - speed).abs() < 0.02 * speed && north.abs() < 0.01 * speed, "{east}, {north}");
}

#[test]
fn a_weir_lets_as_much_over_as_the_books_say() {
    assert!((weir(1.5, 0.0) / (1.7 * libm::pow(1.5, 1.5)) - 1.0).abs() < 0.01, "free: {}", weir(1.5, 0.0));
    assert!((weir(1.5, 1.0) - weir(1.5, 0.0)).abs() < 1e-9, "not drowned up to two thirds of the head");
    assert!(weir(1.5, 1.4) < 0.7 * weir(1.5, 0.0), "and drowned above");
    assert_eq!((weir(1.0, 1.0), weir(-1.0, -2.0)), (0.0, 0.0));
    // A breach of 30 m in a dike with 1.5 m of water over its bottom lets out 94 m³ a second.
    let (grid, hex_m) = (Grid::new(2, 1), 2_000.0);
    let mut basin = Basin::new(grid, hex_m, vec![flat(0.0), flat(-20.0)], [Edge::Wall; 4]);
    basin.fill(0, 1.5);
    let breach = Breach { from_s: 0.0, grows_s: 0.0, until_s: f64::INFINITY, width_m: 30.0, bottom_m: 0.0 };
    basin.set_dike(0, 0, Dike { crest_m: 3.0, breach: Some(breach) });
    basin.run(600.0);
    let flow = basin.liters(1) as f64 / 1000.0 / 600.0;
    assert!((flow / 94.0 - 1.0).abs() < 0.05, "{flow} m³/s");
}

#[test]
fn between_equal_waters_nothing_goes_and_the_push_is_that_of_still_water() {
    let still = Side { depth: 1.234_567, through: 0.0, along: 0.0 };
    let between = flux(still, still);
    assert_eq!((between.water, between.drag), (0.0, 0.0));
    assert_eq!(between.push, 0.5 * GRAVITY * still.depth * still.depth);
}

#[test]
fn a_flood_is_the_same_on_every_machine_and_in_every_build() {
    let grid = Grid::new(30, 20);
    let mut lots = Lots(42);
    let beds = (0..grid.len()).map(|_| Bed { level_m: lots.part() * 2.0, roughness: 0.03 });
    let mut basin = Basin::new(grid, 25.0, beds.collect(), [Edge::Wall, Edge::Open, Edge::Wall, Edge::Wall]);
    (0..grid.len()).filter(|cell| cell % 30 < 10).for_each(|cell| basin.fill(cell, 4.0));
    basin.run(120.0);
    let digest = (0..grid.len()).fold(0xcbf2_9ce4_8422_2325_u64, |digest, cell| {
        let (x, y) = basin.speed(cell);
        let mix = |digest: u64, word: u64| (digest ^ word).wrapping_mul(0x0000_0100_0000_01b3);
        mix(mix(mix(digest, basin.liters(cell) as u64), x.to_bits()), y.to_bits())
    });
    assert_eq!(format!("{digest:016x}"), "2c0a0a23ca6905a1");
}
