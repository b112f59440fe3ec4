//! Grass, burning, food from the country, and grain carried from place to place, seen from outside.

use ironhawk::game::Game;
use ironhawk::orders::{Haul, March, Order, Ration, Raze};
use ironhawk::scenario::sketch::{Levy, Sketch};
use ironhawk::sim::clock::{DAY, Date};
use ironhawk::sim::event::SimEvent;
use ironhawk::sim::hex::{Grid, Hex, HexMap};
use ironhawk::sim::id::{FormationId, PlaceId, SideId, TerrainId};
use ironhawk::sim::intent::{Pace, Stance};
use ironhawk::sim::map::{Map, Stream};
use ironhawk::sim::refusal::Refusal;
use ironhawk::sim::register::PlaceKind;
use ironhawk::sim::supply::{Diet, Policy};
use ironhawk::snapshot::FormationState;

const ROW: i32 = 4;

/// Steppe of hexes of 12 km, in a month.
fn steppe(month: u8) -> Sketch {
    let mut sketch = Sketch::plain(20, 9);
    let grid = Grid::new(20, 9);
    let kinds = sketch.map.kinds.clone();
    let steppe = kinds.iter().position(|kind| kind.name == "steppe").expect("it is shipped");
    let terrain = HexMap::new(grid, TerrainId(steppe as u8));
    sketch.map = Map::new(12_000, kinds, terrain, HexMap::new(grid, 1_300));
    sketch.first_day = Date::new(1044, month, 1).expect("a real day");
    sketch.start_minute = 6 * 60;
    sketch.lasts_minutes = 60 * DAY;
    sketch.tempo = (DAY, 120);
    sketch
}

fn hex(col: i32) -> Hex {
    Grid::hex(col, ROW)
}

fn days(game: &mut Game, days: u32) -> Vec<SimEvent> {
    (0..days).flat_map(|_| game.end_turn().events).map(|told| told.event).collect()
}

fn state(game: &Game, id: FormationId) -> FormationState {
    game.snapshot().formations[id.index()].clone()
}

fn march(formation: FormationId, to: std::ops::RangeInclusive<i32>) -> Order {
    Order::March(March { formation, path: to.map(hex).collect(), pace: Pace::Ordinary })
}

/// Condition that a horse army loses on its way through a hundred li and four days of waiting for battle at the end of
/// it, permille; burnt before it by another's men or not.
fn pursuit(burnt: bool) -> u16 {
    let mut sketch = steppe(11);
    let host = sketch.levy(Levy::in_hex(hex(0)).troop("xia_horse").men(30_000).days(30));
    let burners: Vec<_> = (1..=9)
        .map(|col| sketch.levy(Levy::in_hex(hex(col)).troop("xia_horse").men(3_000).days(30)))
        .collect();
    let mut game = sketch.game();
    if burnt {
        for formation in burners {
            game.submit(SideId(0), Order::Raze(Raze { formation }), "").expect("there is grass");
        }
    }
    // The others stand in the way only as long as they burn.
    let told = days(&mut game, 1);
    let wasted = told.iter().filter(|event| matches!(event, SimEvent::LaidWaste { .. })).count();
    assert_eq!(wasted, if burnt { 9 } else { 0 });
    let before = state(&game, host).condition.permille();
    game.submit(SideId(0), march(host, 1..=5), "").expect("open steppe");
    // A hundred li are four to five hexes; then they wait three days for an enemy who goes on burning.
    days(&mut game, 7);
    assert!(state(&game, host).place.hex().unsigned_distance_to(hex(0)) >= 4);
    before - state(&game, host).condition.permille()
}

#[test]
fn a_hundred_li_of_burnt_grass_ruin_the_horses_of_a_pursuer() {
    let (burnt, whole) = (pursuit(true), pursuit(false));
    assert!(burnt >= 300, "{burnt}");
    assert!(whole < 100, "{whole}");
}

#[test]
fn grass_is_eaten_once_and_grows_again_in_its_season() {
    let grass_after = |month, rest: u32| {
        let mut sketch = steppe(month);
        sketch.levy(Levy::in_hex(hex(0)).troop("xia_horse").men(30_000).days(60));
        let mut game = sketch.game();
        let plenty = |game: &mut Game| game.view(SideId(0)).plenty(hex(0)).horse_days;
        let whole = plenty(&mut game);
        days(&mut game, 5);
        let left = plenty(&mut game);
        let leave = game.view(SideId(0)).own[0].id;
        game.submit(SideId(0), march(leave, 1..=1), "").expect("open steppe");
        days(&mut game, rest);
        (whole, left, plenty(&mut game))
    };
    let (whole, left, later) = grass_after(6, 20);
    // 31,500 horses for five days, but for the first day, for which they came fed.
    assert!((120_000..=165_000).contains(&(whole - left)), "{}", whole - left);
    assert!(later > left, "it grows in summer: {later} from {left}");
    let (_, left, later) = grass_after(12, 20);
    assert!(later <= left, "nothing grows in winter: {later} from {left}");
}

#[test]
fn horses_without_grass_waste_and_die_unless_they_get_grain() {
    let host = |grain: bool| {
        let mut sketch = steppe(12);
        // So many that the grass of the month lasts two days.
        let id = sketch.levy(Levy::in_hex(hex(0)).troop("xia_horse").men(90_000).pack(20_000).days(90));
        let mut game = sketch.game();
        let diet = Diet { to_beasts: grain, ..Diet::default() };
        game.submit(SideId(0), Order::Ration(Ration { formation: id, diet }), "").expect("their own food");
        let told = days(&mut game, 25);
        let dead = told.iter().filter(|event| matches!(event, SimEvent::BeastsDied { .. })).count();
        (state(&game, id), dead)
    };
    let (starved, dead) = host(false);
    assert!(dead > 0 && starved.beasts.horses < 90_000 && starved.beasts.pack < 20_000);
    assert!(starved.condition.permille() < 200, "{}", starved.condition.permille());
    let (fed, dead) = host(true);
    assert_eq!((dead, fed.condition.permille()), (0, 1000));
    assert!(fed.rations.eaten() > starved.rations.eaten() + 25 * 300_000, "horses eat four sheng a day");
}

#[test]
fn a_dead_pack_animal_leaves_its_load_behind() {
    let mut sketch = steppe(12);
    sketch.map.kinds.iter_mut().for_each(|kind| kind.grass = 0);
    let id = sketch.levy(Levy::in_hex(hex(0)).men(1_000).pack(2_000).days(155));
    let mut game = sketch.game();
    days(&mut game, 24);
    let after = state(&game, id);
    assert!(after.beasts.pack < 2_000 && after.rations.lost() > 0);
    let carried = u64::from(after.beasts.pack) * 150 + 1_000 * 10;
    assert!(u64::from(after.rations.sheng()) <= carried);
}

#[test]
fn men_find_food_once_by_day_and_only_where_there_is_some() {
    let mut sketch = Sketch::plain(20, 9);
    sketch.first_day = Date::new(1081, 10, 1).expect("a real day");
    sketch.tempo = (DAY, 120);
    sketch.lasts_minutes = 30 * DAY;
    let looks = sketch.levy(Levy::in_hex(hex(0)).men(1_000).days(0));
    let waits = sketch.levy(Levy::in_hex(hex(15)).men(1_000).days(0));
    let mut game = sketch.game();
    let diet = Diet { forages: true, ..Diet::default() };
    game.submit(SideId(0), Order::Ration(Ration { formation: looks, diet }), "").expect("their own food");
    let barns = game.view(SideId(0)).plenty(hex(0)).sheng;
    assert!(barns > 0);
    days(&mut game, 4);
    let found = state(&game, looks).rations.found();
    assert!(found > 0 && found <= barns, "{found} of {barns}");
    assert_eq!(state(&game, waits).rations.found(), 0);
    assert!(state(&game, waits).rations.is_hungry());
    assert_eq!(game.view(SideId(0)).plenty(hex(0)).sheng, barns - found);
}

#[test]
fn who_lays_waste_burns_his_own_store_and_nobody_eats_it() {
    let mut sketch = steppe(11);
    sketch.place(hex(3), PlaceKind::Village, Some(0), 500_000);
    let id = sketch.levy(Levy::in_hex(hex(3)).troop("xia_horse").men(4_000).days(3));
    let mut game = sketch.game();
    let order = || Order::Raze(Raze { formation: id });
    game.submit(SideId(0), order(), "").expect("there is grain");
    let told = days(&mut game, 1);
    let burnt = told.iter().find_map(|event| match event {
        SimEvent::LaidWaste { sheng, .. } => Some(*sheng),
        _ => None,
    });
    let burnt = burnt.expect("a day is enough for 4,000 men");
    assert!(burnt > 0 && burnt < 450_000, "what they drew before is not burnt");
    assert_eq!((game.snapshot().stores.0[0], state(&game, id).rations.burnt()), (0, burnt));
    assert!(game.view(SideId(0)).plenty(hex(3)).is_nothing(), "dry grass burns to the ground");
    assert_eq!(game.submit(SideId(0), order(), ""), Err(Refusal::NothingToBurn { hex: hex(3) }));
}

/// Bearers between two forts three days apart.
fn bearers(troop: &str, away: i32) -> (Game, FormationId, Order) {
    let mut sketch = steppe(9);
    sketch.road(ROW, 0..=19);
    sketch.place(hex(0), PlaceKind::Fort, Some(0), 3_000_000);
    sketch.place(hex(away), PlaceKind::Fort, Some(0), 0);
    let formation = sketch.levy(Levy::in_hex(hex(0)).troop(troop).men(5_000).days(1));
    sketch.levy(Levy::in_hex(hex(0)).men(100).days(99));
    let order = Order::Haul(Haul { formation, from: PlaceId(0), to: PlaceId(1) });
    (sketch.game(), formation, order)
}

#[test]
fn bearers_go_to_and_fro_and_what_they_do_not_eat_arrives() {
    let (mut game, formation, order) = bearers("porter", 5);
    let view = game.view(SideId(0));
    let run = view.haul(&view.own[0], hex(0), hex(5)).expect("a road");
    assert_eq!(run.load, 5_000 * 60);
    assert_eq!(run.arrives, 300_000 - 5_000 * 2 * 2 * u64::from(run.days));
    game.submit(SideId(0), order, "").expect("a road and two forts");
    let told = days(&mut game, 30);
    let brought: Vec<u32> = (told.iter())
        .filter_map(|event| match event {
            SimEvent::Stored { sheng, .. } => Some(*sheng),
            _ => None,
        })
        .collect();
    assert!(brought.len() >= 2, "{brought:?}");
    for sheng in &brought {
        // In fair weather they are quicker than they allow for.
        let brought = u64::from(*sheng);
        assert!(brought * 10 >= run.arrives * 9 && brought < run.load, "{sheng} of {}", run.arrives);
    }
    // Of what they brought they eat themselves while they stand there.
    let (left, brought) = (game.snapshot().stores.0[1], brought.iter().sum::<u32>());
    assert!(left <= brought && left >= brought - brought / 20, "{left} of {brought}");
    assert!(!state(&game, formation).rations.is_hungry());
}

#[test]
fn no_bearer_sets_out_who_would_eat_it_all_on_the_way() {
    let (mut game, _, order) = bearers("xia_helper", 19);
    let refused = game.submit(SideId(0), order, "").expect_err("nineteen hexes there, and nineteen back");
    assert!(matches!(refused, Refusal::EatenOnTheWay { .. }), "{refused}");
}

#[test]
fn another_order_ends_the_carrying() {
    let (mut game, formation, order) = bearers("porter", 5);
    game.submit(SideId(0), order, "").expect("a road and two forts");
    days(&mut game, 2);
    assert!(!matches!(state(&game, formation).haul, ironhawk::sim::supply::Haul::None));
    game.submit(SideId(0), Order::Halt(ironhawk::orders::Halt { formation }), "").expect("they hear it");
    days(&mut game, 1);
    assert_eq!(state(&game, formation).haul, ironhawk::sim::supply::Haul::None);
}

#[test]
fn an_army_that_eats_its_beasts_is_fed_and_goes_on_foot() {
    let mut sketch = steppe(9);
    let id = sketch.levy(Levy::in_hex(hex(0)).troop("song_horse").men(1_000).pack(100).days(0));
    let mut game = sketch.game();
    let diet = Diet::of(Policy::Beasts, 0);
    game.submit(SideId(0), Order::Ration(Ration { formation: id, diet }), "").expect("their own beasts");
    days(&mut game, 4);
    let after = state(&game, id);
    assert!(!after.rations.is_hungry());
    // Twenty heads feed a thousand men for a day; pack animals go first.
    assert_eq!(after.beasts.horses, 650);
    assert!((10..=40).contains(&after.beasts.pack), "{}", after.beasts.pack);
}

#[test]
fn the_officials_of_a_place_levy_from_the_villages_around_and_no_more_than_they_have() {
    let mut sketch = Sketch::plain(20, 9);
    sketch.first_day = Date::new(1081, 10, 1).expect("a real day");
    sketch.tempo = (DAY, 60);
    sketch.lasts_minutes = 300 * DAY;
    sketch.map.kinds.iter_mut().for_each(|kind| kind.crops = 30);
    let levied = |place: i32, enemy: bool, days: u32| {
        let mut sketch = sketch.clone();
        sketch.place(hex(place), PlaceKind::Town, Some(0), 0);
        let at_home = sketch.levy(Levy::in_hex(hex(8)).men(500).days(5));
        if enemy {
            sketch.edge(hex(8), hex(9), Stream::River);
            sketch.levy(Levy::in_hex(hex(9)).side(1).men(2_000).days(200).stance(Stance::Hold));
        }
        let mut game = sketch.game();
        let diet = Diet { forages: true, ..Diet::default() };
        game.submit(SideId(0), Order::Ration(Ration { formation: at_home, diet }), "").expect("their own");
        (0..days).for_each(|_| drop(game.end_turn()));
        let snapshot = game.snapshot();
        let taken: u64 = snapshot.pasture.0.values().map(|ground| u64::from(ground.taken_sheng)).sum();
        let found: u64 = snapshot.formations.iter().map(|one| u64::from(one.rations.found())).sum();
        assert_eq!(taken, found, "what the barns lack, men have found");
        let own = &snapshot.formations[at_home.index()];
        assert_eq!(own.rations.started_with(), 5_000);
        (own.rations.found(), snapshot.stores.0[0], snapshot.pasture.0.len())
    };
    let (found, stored, hexes) = levied(8, false, 1);
    assert!((2_000..=3_200).contains(&found) && stored > 900, "{found} found, {stored} stored");
    assert!((3..=4).contains(&hexes), "one village after the other is emptied: {hexes}");
    let (field, stored, hexes) = levied(15, false, 1);
    assert!(field < 1_100 && stored == 0 && hexes == 1, "without officials they find what they eat: {field}");
    let (all, _, hexes) = levied(8, false, 30);
    let barns = 7 * (28 * 30 * 930 / 1000);
    assert_eq!((all, hexes), (barns, 7), "their own hex and the six around, to the last sheng");
    let (less, _, hexes) = levied(8, true, 30);
    assert_eq!((less, hexes), (barns * 6 / 7, 6), "nothing comes from where an enemy stands");
}
