//! Cold, heat and thirst, seen from outside.

use std::sync::Arc;

use ironhawk::game::Game;
use ironhawk::orders::{MakeCamp, March, Order};
use ironhawk::scenario::rules::RuleBook;
use ironhawk::scenario::sketch::{Levy, Sketch};
use ironhawk::sim::army::{Fate, Posture};
use ironhawk::sim::clock::{DAY, Date};
use ironhawk::sim::event::SimEvent;
use ironhawk::sim::hex::Grid;
use ironhawk::sim::id::{FormationId, SideId};
use ironhawk::sim::intent::Pace;
use ironhawk::sim::register::PlaceKind;
use ironhawk::sim::weather::{Sky, Spot, Station};
use ironhawk::snapshot::FormationState;

/// The war of a sketch under a sky that does not change.
fn under(sketch: &Sketch, spot: Spot) -> Game {
    let (setting, mut start) = sketch.build();
    start.sky = Sky::steady(spot, start.clock.is_day());
    Game::new(Arc::new(setting), &start)
}

fn field() -> Sketch {
    let mut sketch = Sketch::plain(9, 1);
    (sketch.start_minute, sketch.lasts_minutes, sketch.tempo) = (6 * 60, 40 * DAY, (DAY, 60));
    sketch
}

fn frost(mean_c10: i16) -> Spot {
    Spot { mean_c10, swing_c10: 60, ..Spot::default() }
}

fn camp(game: &mut Game, id: FormationId, fires: bool) {
    game.submit(SideId(0), Order::MakeCamp(MakeCamp { formation: id, fires }), "for the night")
        .expect("it may camp");
}

fn first(game: &Game) -> FormationState {
    game.snapshot().formations[0].clone()
}

/// Men of 1,000 who died of cold or fell sick.
fn permille(one: &FormationState, fate: Fate) -> u32 {
    one.roll.count(fate) * 1000 / one.roll.total()
}

#[test]
fn a_winter_night_kills_who_has_no_fire_and_spares_who_has() {
    let ten_nights = |fires| {
        let mut sketch = field();
        let id = sketch.levy(Levy::in_hex(Grid::hex(0, 0)).men(10_000).days(30));
        let mut game = under(&sketch, frost(-120));
        camp(&mut game, id, fires);
        (0..10).for_each(|_| drop(game.end_turn()));
        first(&game)
    };
    let (warm, cold) = (ten_nights(true), ten_nights(false));
    assert!(permille(&warm, Fate::DeadCold) <= 15, "{:?}", warm.roll);
    let (dead, sick) = (permille(&cold, Fate::DeadCold), permille(&cold, Fate::Sick));
    assert!((40..=130).contains(&dead), "{dead} in 1,000 froze in ten nights at -12 C");
    assert!((150..=330).contains(&sick), "{sick} in 1,000 are sick (M08: 15-25 % of raw food alone)");
    assert_eq!(cold.roll.total(), 10_000);
}

#[test]
fn walls_of_ones_own_shelter_as_many_as_have_room() {
    let frozen = |owner, men| {
        let mut sketch = field();
        sketch.levy(Levy::in_hex(Grid::hex(0, 0)).men(men).days(40));
        sketch.place(Grid::hex(0, 0), PlaceKind::Fort, Some(owner), 0);
        // The other side keeps it only while somebody of it is there to count.
        sketch.levy(Levy::in_hex(Grid::hex(8, 0)).side(1).men(10).days(40));
        let mut game = under(&sketch, frost(-200));
        (0..10).for_each(|_| drop(game.end_turn()));
        first(&game).roll.count(Fate::DeadCold)
    };
    assert_eq!(frozen(0, 5_000), 0);
    assert!(frozen(0, 20_000) > 100, "there are roofs for a garrison, not for an army");
}

#[test]
fn the_sick_recover_in_a_fed_camp() {
    let mut sketch = field();
    let id = sketch.levy(Levy::in_hex(Grid::hex(0, 0)).men(10_000).days(40));
    let (setting, mut start) = sketch.build();
    start.formations[0].roll.lose(Fate::Sick, 3_000);
    start.sky = Sky::steady(frost(100), true);
    let mut game = Game::new(Arc::new(setting), &start);
    camp(&mut game, id, true);
    (0..20).for_each(|_| drop(game.end_turn()));
    let roll = first(&game).roll;
    assert!(roll.count(Fate::Sick) < 1_300, "{roll:?}");
    assert!((300..=900).contains(&roll.count(Fate::DeadDisease)), "{roll:?}");
}

#[test]
fn what_the_cold_did_is_told_once_a_day() {
    let mut sketch = field();
    let id = sketch.levy(Levy::in_hex(Grid::hex(0, 0)).men(10_000).days(30));
    let mut game = under(&sketch, frost(-200));
    camp(&mut game, id, false);
    let mut told = [0; 2];
    for _ in 0..5 {
        for happened in game.end_turn().events {
            if let SimEvent::Lost { fate, .. } = happened.event {
                told[usize::from(fate == Fate::DeadCold)] += 1;
            }
        }
    }
    assert_eq!(told[1], 5, "a line a morning");
}

/// 20,000 men on a road of 120 km through the dunes, from water to water, with wells in so many of its hexes; answers
/// the share lost, permille.
fn desert(wells: &[i32], mean_c10: i16) -> u32 {
    let mut sketch = Sketch::new(". d d d d d d .");
    sketch.map.hex_m = 20_000;
    sketch.road(0, 0..=7);
    (sketch.start_minute, sketch.lasts_minutes, sketch.tempo) = (5 * 60, 40 * DAY, (720, 60));
    let id = sketch.levy(Levy::in_hex(Grid::hex(0, 0)).men(20_000).days(30));
    for col in wells {
        sketch.place(Grid::hex(*col, 0), PlaceKind::Fort, Some(0), 0);
    }
    let mut game = under(&sketch, Spot { mean_c10, swing_c10: 70, ..Spot::default() });
    for _ in 0..30 {
        if !matches!(first(&game).intention, ironhawk::sim::intent::Intention::March { .. }) {
            let here = Grid::col_row(first(&game).place.hex()).0;
            let path: Vec<_> = (here + 1..8).map(|col| Grid::hex(col, 0)).collect();
            if path.is_empty() {
                break;
            }
            let order = Order::March(March { formation: id, path, pace: Pace::Ordinary });
            let _ = game.submit(SideId(0), order, "through the sand");
        }
        game.end_turn();
    }
    let one = first(&game);
    println!("{:?} {:?} {}", one.roll, one.place, one.fatigue.permille());
    one.roll.lost() * 1000 / one.roll.total()
}

#[test]
fn six_desert_hexes_without_water_take_a_third_and_wells_save_them() {
    let dry = desert(&[], 100);
    assert!((300..=600).contains(&dry), "{dry} in 1,000 lost on three days' water");
    let wells = desert(&[2, 4], 100);
    assert!(wells < 100, "{wells} in 1,000 lost with two wells");
    let july = desert(&[], 230);
    assert!(july > dry + 100, "in July {july}");
}

/// The share of 93,000 men lost in twenty days on the Hengshan, permille, from this day, with food for so many days.
fn on_the_hengshan(day: (u8, u8), food: u32, seed: u64) -> u32 {
    let mut sketch = Sketch::plain(40, 1);
    sketch.map.hex_m = 12_000;
    (0..40).for_each(|col| sketch.height(Grid::hex(col, 0), 1_300));
    (sketch.start_minute, sketch.lasts_minutes, sketch.tempo) = (6 * 60, 40 * DAY, (720, 60));
    sketch.seed = seed;
    let men = 31_000;
    for _ in 0..3 {
        sketch.levy(Levy::in_hex(Grid::hex(0, 0)).men(men).days(food).fatigue(300).posture(Posture::Column));
    }
    let (setting, mut start) = sketch.build();
    let rules = &RuleBook::shared().rules;
    start.clock.first_day = Date::new(1081, day.0, day.1).expect("a real day");
    let ordos = rules.climate.regions.keys().position(|id| id == "ordos").expect("it exists") as u8;
    let station = vec![Station { region: ordos, at: Grid::hex(20, 0) }];
    start.sky = rules.climate.begin(&setting.map, station, &start.clock, start.dice, &rules.weather);
    let mut game = Game::new(Arc::new(setting), &start);
    for turn in 0..40 {
        for id in (0..3).map(FormationId).filter(|_| turn % 2 == 0) {
            let here = Grid::col_row(game.snapshot().formations[id.index()].place.hex()).0;
            let path = (here + 1..(here + 4).min(40)).map(|col| Grid::hex(col, 0)).collect();
            let order = Order::March(March { formation: id, path, pace: Pace::Ordinary });
            let _ = game.submit(SideId(0), order, "home");
        }
        game.end_turn();
    }
    let formations = game.snapshot().formations;
    let lost: u32 = formations.iter().map(|one| one.roll.lost()).sum();
    let total: u32 = formations.iter().map(|one| one.roll.total()).sum();
    assert_eq!(total, 3 * men, "nobody is lost sight of");
    let by = |fate| formations.iter().map(|one| one.roll.count(fate)).sum::<u32>();
    println!(
        "{day:?} food {food}: lost {lost} frozen {} sick {} died of it {} hungry {} ran {}",
        by(Fate::DeadCold),
        by(Fate::Sick),
        by(Fate::DeadDisease),
        by(Fate::DeadHunger),
        by(Fate::Deserted)
    );
    lost * 1000 / total
}

#[test]
fn a_hungry_army_dissolves_in_the_snow_and_not_in_autumn() {
    // Chong E's army of December 1081: 93,000 men whose food ran out, 30,000 came home (Song shi 486).
    let winter: Vec<u32> = (0..4).map(|seed| on_the_hengshan((12, 1), 0, seed)).collect();
    let mean = winter.iter().sum::<u32>() / 4;
    println!("{winter:?}");
    let fed = on_the_hengshan((12, 1), 25, 1);
    let autumn = on_the_hengshan((9, 1), 0, 1);
    assert!((550..=720).contains(&mean), "{winter:?} in 1,000 lost in twenty days of December without food");
    assert!(fed < 100 && autumn + 40 < mean, "fed {fed}, in autumn {autumn}");
}

#[test]
fn snow_hides_the_grass_and_the_deeper_the_more() {
    let grass = |snow_mm| {
        let mut sketch = field();
        sketch.map.hex_m = 12_000;
        sketch.levy(Levy::in_hex(Grid::hex(0, 0)).troop("xia_horse").men(1_000).days(30));
        let mut game = under(&sketch, Spot { snow_mm, ..frost(-50) });
        game.view(SideId(0)).plenty(Grid::hex(0, 0)).horse_days
    };
    let (bare, half, deep) = (grass(0), grass(150), grass(400));
    assert!(bare > 0 && (half * 2).abs_diff(bare) <= 2, "{bare} bare, {half} under 15 cm");
    assert_eq!(deep, 0);
}

#[test]
fn cold_alone_leaves_nobody_too_weary_to_creep_home() {
    let mut sketch = field();
    let id = sketch.levy(Levy::in_hex(Grid::hex(0, 0)).men(10_000).days(2));
    let mut game = under(&sketch, frost(-250));
    (0..15).for_each(|_| drop(game.end_turn()));
    let one = first(&game);
    assert!(one.rations.is_hungry() && one.fatigue.permille() >= 700, "{}", one.fatigue.permille());
    let march = March { formation: id, path: vec![Grid::hex(1, 0)], pace: Pace::Ordinary };
    game.submit(SideId(0), Order::March(march), "home").expect("a road");
    game.end_turn();
    game.end_turn();
    assert_eq!(first(&game).place.hex(), Grid::hex(1, 0), "the starving of 1081 crept home");
}
