use super::*;
use crate::scenario::rules::RuleBook;
use crate::sim::clock::Date;
use crate::sim::course::{Course, Reach};
use crate::sim::hex::{Grid, HexMap};
use crate::sim::id::{SideId, TerrainId};
use crate::sim::register::Name;
use crate::sim::weather::Sky;

fn rules() -> &'static FloodRules {
    &RuleBook::shared().rules.flood
}

fn december() -> Date {
    Date::new(1081, 12, 2).expect("it is a day")
}

fn sky() -> Sky {
    Sky::steady(crate::sim::weather::Spot { mean_c10: 50, ..Default::default() }, true)
}

/// A plain of 9 by 9 hexes of 1 km that falls half a meter a hex to the south, with a canal that runs down
/// its middle, along the east of hexes (4, even) and (3, odd): its bed 0.7 m under the land, dikes 2 m over it.
fn plain(m3_s: u32) -> Map {
    let kind =
        RuleBook::shared().terrain.iter().find(|(id, _)| id == "plain").expect("there are plains").1.clone();
    let grid = Grid::new(9, 9);
    let terrain = HexMap::new(grid, TerrainId(0));
    let mut map = Map::new(1_000, vec![kind], terrain, HexMap::new(grid, 0));
    let level = |row: i32| 1_000 - 5 * row;
    let levels = (0..grid.len()).map(|index| level(Grid::col_row(grid.at(index)).1)).collect();
    map.level(HexMap::from_rows(grid, levels).expect("a level for every hex"));
    let mut reaches = Vec::new();
    for row in 0..9 {
        // Odd rows lie half a hex further east.
        let (col, sides): (i32, &[u8]) = if row % 2 == 0 { (4, &[1, 0, 5]) } else { (3, &[0]) };
        for side in sides {
            let bank_dm = level(row) + [0, 3, 0, 0, 0, -3][usize::from(*side)];
            let bed_dm = bank_dm - 7;
            reaches.push(Reach {
                hex: Grid::hex(col, row),
                side: *side,
                bed_dm,
                bank_dm,
                crest_dm: Some(bank_dm + 20),
            });
        }
    }
    map.lead(Course {
        name: Name { id: "canal".into(), latin: "canal".into(), hanzi: String::new() },
        width_m: 14,
        deep_dm: 20,
        full_m3_s: 30,
        flow: [m3_s; 12],
        reaches,
    });
    map
}

fn spot(map: &Map, row: i32) -> (Piece, u8) {
    Piece::along(map, Grid::hex(4, row), 0).expect("the canal runs there")
}

fn run(waters: &mut Waters, map: &Map, hours: u32) {
    for _ in 0..hours / 2 {
        waters.run((map, rules()), (&sky(), december()), &[], 120);
        let ledger = waters.ledger();
        assert_eq!(
            ledger.let_in,
            waters.liters() + ledger.drained + ledger.seeped + ledger.off_map,
            "to the liter"
        );
    }
}

#[test]
fn a_whole_canal_keeps_its_water() {
    let map = plain(12);
    let mut waters = Waters::default();
    run(&mut waters, &map, 48);
    assert!(waters.is_nothing());
}

#[test]
fn a_cut_lets_out_what_comes_down_and_no_more() {
    let map = plain(12);
    let (at, bank) = spot(&map, 2);
    let mut waters = Waters::default();
    waters.open(Cut { at, bank, passed: 0, by: SideId(0) });
    run(&mut waters, &map, 24);
    let came = 12 * 86_400 * 1_000;
    let let_in = waters.ledger().let_in;
    assert!((came * 6 / 10..=came).contains(&let_in), "{let_in} of {came}");
    assert!(waters.depth_mm(&map, Grid::hex(3, 3)) > 10, "a sheet of water runs to the south");
    assert_eq!(waters.depth_mm(&map, Grid::hex(3, 0)), 0, "and not up the slope");
    assert_eq!(waters.depth_mm(&map, Grid::hex(5, 2)), 0, "the other dike holds");
    assert!(
        waters.cut(at, bank).is_some_and(|cut| breadth(cut.passed, 2.0, rules()) > 20.0),
        "the gap is widened"
    );
    assert!(waters.mend(at, bank));
    let wet = waters.liters();
    run(&mut waters, &map, 24);
    assert!(waters.ledger().let_in == let_in && waters.liters() < wet, "mended, it only seeps and drains");
}

#[test]
fn of_two_cuts_the_upper_takes_first() {
    let map = plain(12);
    let (upper, lower) = (spot(&map, 2), spot(&map, 6));
    let into = |row| {
        let mut waters = Waters::default();
        for (at, bank) in [upper, lower] {
            waters.open(Cut { at, bank, passed: 0, by: SideId(0) });
        }
        run(&mut waters, &map, 12);
        waters.cut(spot(&map, row).0, bank_of(row, &map)).map(|cut| cut.passed)
    };
    assert!(into(2) > into(6).map(|liters| liters * 3), "{:?} {:?}", into(2), into(6));
}

fn bank_of(row: i32, map: &Map) -> u8 {
    spot(map, row).1
}

#[test]
fn a_dam_lifts_the_water_over_its_banks_and_washes_away_when_it_is_overtopped() {
    let map = plain(30);
    let (at, _) = spot(&map, 4);
    let (_, reach) = at.of(&map).expect("it is there");
    let mut waters = Waters::default();
    let dam = Dam {
        at,
        crest_mm: reach.brim_dm() * 100 + 500,
        pool_mm: reach.bed_dm * 100 + 2_000,
        breaking: false,
        by: SideId(0),
    };
    waters.raise(dam);
    run(&mut waters, &map, 48);
    assert!(
        waters.ledger().let_in > 30 * 86_400 * 1_000 / 2,
        "it runs over the dikes: {:?}",
        waters.ledger()
    );
    let held = waters.dam(at).expect("the dikes are lower than the dam");
    assert!(held.pool_mm > reach.brim_dm() * 100 && !held.breaking, "{held:?}");
    let mut low = Waters::default();
    low.raise(Dam { crest_mm: reach.bed_dm * 100 + 1_500, ..dam });
    run(&mut low, &map, 48);
    assert!(low.dam(at).is_none(), "a dam lower than the dikes is eaten away: {:?}", low.dams());
}

#[test]
fn water_takes_those_who_cannot_stand_and_more_of_the_sleeping() {
    let at = |mm, asleep| toll((0, mm), 100, asleep, rules());
    assert!(at(1_000, true).drown > 3 * at(1_000, false).drown && at(1_000, false).drown > 0);
    assert_eq!(at(300, true).drown, 0, "he who can stand drowns only where water runs fast");
    assert!(at(300, true).soaked > 600 && at(40, true).soaked > 150, "{:?}", at(40, true));
    assert_eq!(toll((500, 500), 100, true, rules()), Toll::default(), "who stands in it has lost already");
    let swift = toll((0, 500), 3_000, true, rules()).drown;
    assert!(swift > 200 && at(500, true).drown == 0, "a torrent sweeps them off their feet: {swift}");
}

#[test]
fn a_flood_goes_on_from_where_it_was_written_down() {
    let map = plain(12);
    let (at, bank) = spot(&map, 2);
    let mut waters = Waters::default();
    waters.open(Cut { at, bank, passed: 0, by: SideId(0) });
    run(&mut waters, &map, 10);
    let bytes = postcard::to_allocvec(&waters).expect("it is plain data");
    let mut read: Waters = postcard::from_bytes(&bytes).expect("as written");
    assert!(read.is_sound(&map));
    run(&mut waters, &map, 10);
    run(&mut read, &map, 10);
    assert_eq!(waters, read);
}
