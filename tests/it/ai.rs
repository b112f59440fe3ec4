//! What artificial commanders do, case by case, and that they keep to the rules of the seat.

use std::sync::Arc;

use ironhawk::ai::{Level, most_orders, plan};
use ironhawk::game::Game;
use ironhawk::lab::scale::synthetic;
use ironhawk::orders::Order;
use ironhawk::scenario::sketch::{Levy, Sketch};
use ironhawk::seat::View;
use ironhawk::sim::army::Posture;
use ironhawk::sim::event::Source;
use ironhawk::sim::hex::{Grid, Hex};
use ironhawk::sim::id::{FormationId, SideId};
use ironhawk::sim::intent::{Intention, Stance};
use ironhawk::sim::register::{PlaceKind, SignalKind, Temperament};
use ironhawk::sim::ruse::Feint;
use ironhawk::sim::sighting::{Report, Ride};
use ironhawk::sim::supply::Rations;
use ironhawk::sim::victory::{Goal, Objective};
use ironhawk::sim::weather::{Sky, Spot};
use ironhawk::snapshot::Snapshot;

/// What a side has heard of an enemy: who, where, how many, where he was before.
type News = (FormationId, Hex, u32, Option<Hex>);

/// The doctrine's orders for side 1 (or 0) of a sketched war, with news of the enemy and any other edit.
fn orders(sketch: &Sketch, side: u8, news: &[News], edit: impl Fn(&mut Snapshot)) -> Vec<(Order, String)> {
    let (setting, mut snapshot) = sketch.build();
    for (about, at, men, came_from) in news.iter().copied() {
        let report = Report {
            about,
            at,
            minute: snapshot.clock.minute,
            men,
            troop: None,
            posture: Posture::Column,
            source: Source::Eyes,
            came_from,
        };
        snapshot.beliefs.of_mut(SideId(side)).reports.insert(about, report);
    }
    edit(&mut snapshot);
    let view = Game::new(Arc::new(setting), &snapshot).view(SideId(side));
    let orders = plan(&view, Level::Doctrine, 1);
    for (order, why) in &orders {
        assert_eq!(order.check(&view), Ok(()), "{order:?} because {why}");
        assert!(!why.is_empty() && why.len() <= 100, "{why}");
    }
    orders
}

fn of(orders: &[(Order, String)], formation: FormationId) -> Vec<&Order> {
    orders.iter().map(|(order, _)| order).filter(|order| order.formation() == formation).collect()
}

fn march_end(orders: &[&Order]) -> Option<Hex> {
    orders.iter().find_map(|order| match order {
        Order::March(march) => march.path.last().copied(),
        _ => None,
    })
}

fn signals(orders: &[(Order, String)]) -> usize {
    orders.iter().filter(|(order, _)| matches!(order, Order::GiveSignal(_))).count()
}

/// A valley with hills on both sides: wings L and R, banner B, bait T, and the enemy's road from the east.
struct Valley {
    sketch: Sketch,
    left: FormationId,
    right: FormationId,
    bait: FormationId,
    center: FormationId,
    column: FormationId,
    tail: FormationId,
}

impl Valley {
    fn new() -> Self {
        let mut sketch = Sketch::new(
            "
            h h h h h h h h h h h h . . . . . . . . . . .
             h h h h h R h h h h h h . . . . . . . . . . .
            . . . . . . . . . . . . . . . . . . . . . . .
             C = B = = = X = T = = = = = = = = = = = = = E
            . . . . . . . . . . . . . . . . . . . . . . .
             h h h h h L h h h h h h . . . . . . . . . . .
            h h h h h h h h h h h h . . . . . . . . . . .",
        );
        let lefts = sketch.signal(1, SignalKind::Banner, 8_000);
        let rights = sketch.signal(1, SignalKind::Banner, 8_000);
        let wing = |letter, signal| {
            let stance = Stance::Ambush { signal: Some(signal) };
            Levy::at(letter).side(1).men(5_000).troop("xia_hill").posture(Posture::Hidden).stance(stance)
        };
        let goal = sketch.hex('B');
        let center = sketch
            .levy(Levy::at('C').side(1).men(6_000).troop("xia_horse").led(Temperament::Steady, 8).banner());
        let left = sketch.levy(wing('L', lefts).led(Temperament::Steady, 6).obeys(center));
        let right = sketch.levy(wing('R', rights).led(Temperament::Steady, 6).obeys(center));
        let feign = Stance::Feign { to: goal };
        let bait = Levy::at('T').side(1).men(800).troop("xia_horse").herd(400).stance(feign);
        let bait = sketch.levy(bait.led(Temperament::Steady, 5).obeys(center));
        let column = sketch.levy(Levy::at('E').men(5_000).led(Temperament::Rash, 5));
        let tail = sketch.levy(Levy::at('E').men(3_000));
        Self { sketch, left, right, bait, center, column, tail }
    }

    fn at(&self, col: i32) -> Hex {
        ironhawk::sim::hex::Grid::hex(col, 3)
    }
}

#[test]
fn a_chased_bait_leads_to_the_ambush_and_leaves_its_herd() {
    let valley = Valley::new();
    let enemy = (valley.column, valley.at(11), 5_000, Some(valley.at(12)));
    let all = orders(&valley.sketch, 1, &[enemy], |_| {});
    let bait = of(&all, valley.bait);
    let goal = valley.sketch.hex('B');
    let end = march_end(&bait).expect("it goes on");
    let start = valley.sketch.hex('T');
    assert!(end.unsigned_distance_to(goal) < start.unsigned_distance_to(goal), "{end:?}");
    assert!(bait.iter().any(|order| matches!(order, Order::LeaveBait(_))), "{bait:?}");
    assert_eq!(signals(&all), 0, "nobody is in the pocket");
}

#[test]
fn a_bait_that_nobody_follows_comes_back_into_view() {
    let valley = Valley::new();
    let enemy = (valley.column, valley.at(20), 5_000, None);
    let all = orders(&valley.sketch, 1, &[enemy], |_| {});
    let end = march_end(&of(&all, valley.bait)).expect("it shows itself");
    let gap = end.unsigned_distance_to(valley.at(20));
    assert!((2..=4).contains(&gap), "near enough to tempt, not to be caught: {gap}");
    // Having run to its goal without a pursuer it takes up its part again.
    let all = orders(&valley.sketch, 1, &[enemy], |snapshot| {
        snapshot.formations[valley.bait.index()].feint = Feint::Turned;
    });
    assert!(matches!(of(&all, valley.bait)[..], [Order::Stand(_)]), "{all:?}");
}

#[test]
fn the_signal_waits_until_the_enemy_is_in_the_pocket() {
    let valley = Valley::new();
    let far = (valley.column, valley.at(19), 5_000, Some(valley.at(20)));
    assert_eq!(signals(&orders(&valley.sketch, 1, &[far], |_| {})), 0, "too early");
    // The head is between the wings, the greater part still comes: wait.
    let head = (valley.column, valley.at(8), 1_000, Some(valley.at(9)));
    let main = (valley.tail, valley.at(11), 7_000, Some(valley.at(12)));
    assert_eq!(signals(&orders(&valley.sketch, 1, &[head, main], |_| {})), 0, "most are still outside");
    // All are in.
    let head = (valley.column, valley.at(6), 5_000, Some(valley.at(7)));
    let main = (valley.tail, valley.at(7), 3_000, Some(valley.at(8)));
    let all = orders(&valley.sketch, 1, &[head, main], |_| {});
    assert_eq!(signals(&all), 2, "both wings have prey: {all:?}");
    assert!(
        of(&all, valley.left).is_empty() && of(&all, valley.right).is_empty(),
        "they wait for the banner"
    );
    let center = of(&all, valley.center);
    assert!(center.iter().any(|order| matches!(order, Order::Attack(_))), "the center falls on: {center:?}");
}

#[test]
fn the_signal_is_given_when_the_prey_turns_back() {
    let valley = Valley::new();
    let given = |before| {
        let head = (valley.column, valley.at(8), 2_000, Some(valley.at(before)));
        let main = (valley.tail, valley.at(11), 1_200, Some(valley.at(12)));
        signals(&orders(&valley.sketch, 1, &[head, main], |_| {}))
    };
    assert_eq!((given(9), given(7)), (0, 2), "coming, more will come; leaving, now or never");
}

#[test]
fn wings_without_a_banner_in_sight_stay_hidden() {
    let valley = Valley::new();
    let head = (valley.column, valley.at(6), 5_000, Some(valley.at(7)));
    let all = orders(&valley.sketch, 1, &[head], |snapshot| {
        snapshot.formations[valley.center.index()].posture = Posture::Routed;
    });
    assert_eq!(signals(&all), 0);
    assert!(of(&all, valley.left).is_empty() && of(&all, valley.right).is_empty(), "{all:?}");
}

#[test]
fn the_main_body_keeps_still_until_then() {
    let valley = Valley::new();
    let enemy = (valley.column, valley.at(14), 5_000, Some(valley.at(15)));
    assert!(of(&orders(&valley.sketch, 1, &[enemy], |_| {}), valley.center).is_empty());
    let quiet = orders(&valley.sketch, 1, &[], |snapshot| {
        snapshot.formations[valley.center.index()].fatigue.tire(300);
    });
    let camps = of(&quiet, valley.center);
    assert!(matches!(camps[..], [Order::MakeCamp(camp)] if !camp.fires), "dark and quiet: {quiet:?}");
}

/// A column east of its depot D, hungry for 60 hours, with a weak enemy in sight further east.
fn hungry(temperament: Temperament) -> (Option<Hex>, bool, Hex) {
    let mut sketch = Sketch::new(
        "
        . . . . . . . . . . . . . . . . . . .
         D = = = = = = = M = = = = = P . . . .
        . . . . . . . . . . . . . . . . . . .",
    );
    let depot = sketch.hex('D');
    sketch.place(depot, PlaceKind::Fort, Some(0), 500_000);
    let column = sketch.levy(Levy::at('M').men(6_000).days(0).led(temperament, 5));
    let prey = sketch.levy(Levy::at('P').side(1).men(1_000).troop("xia_horse"));
    let news = (prey, sketch.hex('P'), 1_000, None);
    let all = orders(&sketch, 0, &[news], |snapshot| {
        snapshot.formations[column.index()].rations = Rations::of(0, 60 * 60);
    });
    let orders = of(&all, column);
    let attacks = orders.iter().any(|order| matches!(order, Order::Attack(_)));
    (march_end(&orders), attacks, depot)
}

#[test]
fn a_hungry_cautious_man_goes_to_the_depot_and_a_rash_one_pursues() {
    let (end, attacks, depot) = hungry(Temperament::Cautious);
    assert_eq!((end, attacks), (Some(depot), false));
    let (end, attacks, depot) = hungry(Temperament::Rash);
    assert!(attacks && end != Some(depot));
    let (end, _, depot) = hungry(Temperament::Steady);
    assert_eq!(end, Some(depot), "sixty hours are too much for a steady man too");
}

#[test]
fn a_rash_man_looks_at_his_prey_and_a_cautious_one_at_what_stands_behind_it() {
    let attacks = |temperament| {
        let mut sketch = Sketch::new(". . . M . . . . P G . .\n . . . . . . . . . . . .");
        let column = sketch.levy(Levy::at('M').men(5_000).led(temperament, 5));
        let prey = sketch.levy(Levy::at('P').side(1).men(1_500));
        let guard = sketch.levy(Levy::at('G').side(1).men(20_000));
        let news = [(prey, sketch.hex('P'), 1_500, None), (guard, sketch.hex('G'), 20_000, None)];
        let all = orders(&sketch, 0, &news, |_| {});
        of(&all, column).iter().any(|order| matches!(order, Order::Attack(attack) if attack.target == prey))
    };
    assert!(attacks(Temperament::Rash));
    assert!(!attacks(Temperament::Steady) && !attacks(Temperament::Cautious));
}

#[test]
fn hopeless_odds_send_men_behind_walls() {
    let mut sketch = Sketch::new(
        "
        . . . . . . . . .
         . . w . M . P . .
        . . . . . . . . .",
    );
    let village = ironhawk::sim::hex::Grid::hex(2, 1);
    let column = sketch.levy(Levy::at('M').men(1_000).led(Temperament::Steady, 5));
    let enemy = sketch.levy(Levy::at('P').side(1).men(12_000));
    let news = [(enemy, sketch.hex('P'), 12_000, None)];
    let all = orders(&sketch, 0, &news, |_| {});
    assert_eq!(march_end(&of(&all, column)), Some(village), "{all:?}");
    // Once inside it holds, and says so only once.
    let mut inside = sketch.clone();
    let holder = inside.levy(Levy::in_hex(village).men(1_000).led(Temperament::Steady, 5));
    let all = orders(&inside, 0, &news, |_| {});
    assert!(matches!(of(&all, holder)[..], [Order::Stand(stand)] if stand.stance == Stance::Hold), "{all:?}");
    let all = orders(&inside, 0, &news, |snapshot| {
        snapshot.formations[holder.index()].stance = Stance::Hold;
    });
    assert!(of(&all, holder).is_empty(), "{all:?}");
}

#[test]
fn horsemen_to_spare_ride_to_the_way_back() {
    let mut sketch = Sketch::new(
        "
        . . . . . . . . . . . . . .
         . . H . A P = = = = = = = Z
        . . . . . . . . . . . . . .",
    );
    sketch.refuge(1, sketch.hex('Z'));
    let foot = sketch.levy(Levy::at('A').men(9_000).led(Temperament::Steady, 5));
    let horse =
        sketch.levy(Levy::at('H').men(2_000).troop("song_horse").led(Temperament::Steady, 5).obeys(foot));
    let enemy = sketch.levy(Levy::at('P').side(1).men(2_000));
    let news = [(enemy, sketch.hex('P'), 2_000, None)];
    let all = orders(&sketch, 0, &news, |_| {});
    let end = march_end(&of(&all, horse)).expect("it rides around");
    let (way, prey) = (sketch.hex('Z'), sketch.hex('P'));
    assert!(end.unsigned_distance_to(way) < prey.unsigned_distance_to(way), "behind the enemy: {all:?}");
}

#[test]
fn a_cautious_man_sends_scouts_ahead_and_a_rash_one_does_not() {
    let scouts = |temperament| {
        let mut sketch = Sketch::plain(30, 5);
        let grid = ironhawk::sim::hex::Grid::hex;
        sketch.refuge(1, grid(28, 2));
        sketch.place(grid(14, 2), PlaceKind::Fort, Some(0), 0);
        sketch.place(grid(20, 2), PlaceKind::Village, Some(1), 0);
        sketch.levy(Levy::in_hex(grid(8, 2)).men(5_000).led(temperament, 5));
        let all = orders(&sketch, 0, &[], |_| {});
        all.iter().filter(|(order, _)| matches!(order, Order::SendScouts(_))).count()
    };
    assert!(scouts(Temperament::Cautious) >= 1);
    assert_eq!(scouts(Temperament::Rash), 0);
}

#[test]
fn cover_beside_the_enemys_road_becomes_an_ambush() {
    let mut sketch = Sketch::new(
        "
        . . . . . . . . . . . . . .
         . . . A . . . . . . . . . .
        . . . = = = = = = = = = = P",
    );
    let lair = sketch.hex('A');
    let hills =
        ironhawk::scenario::rules::RuleBook::shared().terrain.iter().position(|(id, _)| id == "hills");
    let mut terrain = ironhawk::sim::hex::HexMap::new(sketch.map.grid(), sketch.map.terrain_id(Hex::ZERO));
    *terrain.get_mut(lair).expect("on the map") = ironhawk::sim::id::TerrainId(hills.expect("shipped") as u8);
    let heights = ironhawk::sim::hex::HexMap::new(sketch.map.grid(), 1800);
    let mut map = ironhawk::sim::map::Map::new(1000, sketch.map.kinds.clone(), terrain, heights);
    for col in 3..13 {
        let hex = |col| ironhawk::sim::hex::Grid::hex(col, 2);
        map.lay_road(hex(col), hex(col + 1));
    }
    sketch.map = map;
    let waiting = sketch.levy(Levy::at('A').men(1_500).troop("xia_hill").led(Temperament::Cautious, 5));
    let enemy = sketch.levy(Levy::at('P').side(1).men(1_900));
    let (now, before) = (ironhawk::sim::hex::Grid::hex(10, 2), ironhawk::sim::hex::Grid::hex(11, 2));
    let all = orders(&sketch, 0, &[(enemy, now, 1_900, Some(before))], |_| {});
    let ambush = Stance::Ambush { signal: None };
    assert!(
        of(&all, waiting).iter().any(|order| matches!(order, Order::Stand(stand) if stand.stance == ambush)),
        "{all:?}"
    );
}

/// Leaves the mark that an order leaves, without a turn going by.
fn obey(snapshot: &mut Snapshot, order: &Order) {
    let formation = &mut snapshot.formations[order.formation().index()];
    match order.clone() {
        Order::March(march) => formation.intention = Intention::March { path: march.path, pace: march.pace },
        Order::Halt(_) => formation.intention = Intention::Stay,
        Order::MakeCamp(camp) => formation.intention = Intention::Camp { fires: camp.fires },
        Order::Attack(attack) => {
            formation.intention = Intention::Attack { target: attack.target, pace: attack.pace };
        }
        Order::Stand(stand) => {
            formation.stance = stand.stance;
            formation.feint = Feint::None;
            if matches!(stand.stance, Stance::Ambush { .. }) {
                (formation.intention, formation.posture) = (Intention::Stay, Posture::Hidden);
            }
        }
        Order::SendScouts(scouts) => {
            let ride = Ride::out(scouts.to, 0, 0);
            formation.scouts.out = Some(ride);
        }
        Order::LeaveBait(_)
        | Order::GiveSignal(_)
        | Order::Split(_)
        | Order::Join(_)
        | Order::Ration(_)
        | Order::Haul(_)
        | Order::Buy(_)
        | Order::Raze(_)
        | Order::Deposit(_)
        | Order::Escort(_)
        | Order::Work(_)
        | Order::Dig(_)
        | Order::Summon(_) => {}
    }
}

#[test]
fn nothing_is_ordered_twice() {
    let mut first_orders = 0;
    for seed in 0..10 {
        let sketch = synthetic(40, 30, 24, seed);
        let (setting, mut snapshot) = sketch.build();
        let setting = Arc::new(setting);
        for formation in snapshot.formations.clone().iter().step_by(2) {
            let report = Report {
                about: formation.id,
                at: formation.place.hex(),
                minute: snapshot.clock.minute,
                men: formation.roll.mouths(),
                troop: None,
                posture: Posture::Formed,
                source: Source::Eyes,
                came_from: None,
            };
            let believer = SideId(1 - formation.side.0.0);
            snapshot.beliefs.of_mut(believer).reports.insert(formation.id, report);
        }
        for side in [SideId(0), SideId(1)] {
            let mut edited = snapshot.clone();
            let mut game = Game::new(Arc::clone(&setting), &snapshot);
            let given = plan(&game.view(side), Level::Doctrine, seed);
            first_orders += given.len();
            for (order, _) in &given {
                obey(&mut edited, order);
            }
            game = Game::new(Arc::clone(&setting), &edited);
            let again = plan(&game.view(side), Level::Doctrine, seed);
            for (order, why) in again {
                assert!(
                    !given.iter().any(|(before, _)| *before == order),
                    "seed {seed}: {order:?} again because {why}"
                );
            }
        }
    }
    assert!(first_orders > 100, "{first_orders}");
}

/// Plays a synthetic war and checks every order at the gate.
fn play(seed: u64, level: Level, turns: u32) -> usize {
    let mut game = synthetic(40, 30, 20, seed).game();
    let mut given = 0;
    for _ in 0..turns {
        for side in [SideId(0), SideId(1)] {
            let view: Arc<View> = game.view(side);
            let orders = plan(&view, level, seed);
            assert!(orders.len() <= most_orders(&view));
            given += orders.len();
            for (order, why) in orders {
                let passed = game.submit(side, order.clone(), &why);
                assert_eq!(passed, Ok(()), "{level}, seed {seed}: {order:?} because {why}");
            }
        }
        game.end_turn();
    }
    given
}

#[test]
fn every_order_passes_the_gate_for_thirty_turns() {
    for level in Level::ALL {
        let given: usize = (0..4).map(|seed| play(seed, level, 30)).sum();
        assert!(given > 0, "{level}");
    }
}

#[test]
fn the_same_view_gives_the_same_orders() {
    for level in Level::ALL {
        let plans = |seed| plan(&synthetic(30, 20, 16, 5).game().view(SideId(0)), level, seed);
        assert_eq!(plans(3), plans(3));
    }
    let random = |seed| plan(&synthetic(30, 20, 16, 5).game().view(SideId(0)), Level::Random, seed);
    assert_ne!(random(3), random(4), "another seed, another lot");
}

#[test]
fn levels_are_read_as_they_are_written() {
    for level in Level::ALL {
        assert_eq!(level.to_string().parse(), Ok(level));
    }
    let problem = "genius".parse::<Level>().expect_err("no such level");
    assert!(problem.contains("doctrine"), "{problem}");
}

#[test]
fn on_a_killing_night_fires_are_lit_though_the_enemy_is_near() {
    let fires = |mean_c10| {
        let mut sketch = Sketch::plain(24, 3);
        (sketch.start_minute, sketch.tempo) = (18 * 60, (720, 60));
        let own = sketch.levy(Levy::in_hex(Grid::hex(2, 1)).side(1).men(4_000).led(Temperament::Steady, 6));
        let foe = sketch.levy(Levy::in_hex(Grid::hex(14, 1)).men(4_000));
        let night = Spot { mean_c10, swing_c10: 50, ..Spot::default() };
        let orders = orders(&sketch, 1, &[(foe, Grid::hex(14, 1), 4_000, None)], |snapshot| {
            snapshot.sky = Sky::steady(night, false);
        });
        of(&orders, own).into_iter().find_map(|order| match order {
            Order::MakeCamp(camp) => Some(camp.fires),
            _ => None,
        })
    };
    assert_eq!(fires(50), Some(false), "in March they are not worth being seen for");
    assert_eq!(fires(-150), Some(true), "in a deep frost they are");
}

#[test]
fn no_general_leads_men_farther_into_the_sand_than_their_water_lasts() {
    let marches = |hexes: i32, snow_mm, fatigue, kind| {
        let sand = "d ".repeat(hexes as usize);
        let mut sketch = Sketch::new(&format!(". {sand}. . . . E"));
        sketch.map.hex_m = 1_500;
        let far = Grid::hex(hexes + 1, 0);
        let levy = Levy::in_hex(Grid::hex(0, 0)).side(1).men(4_000).days(30).fatigue(fatigue);
        let own = sketch.levy(levy.led(Temperament::Steady, 6));
        sketch.levy(Levy::at('E').men(500));
        let place = sketch.place(far, PlaceKind::Fort, None, 0);
        let (side, words, goal) = (SideId(1), "Take it".to_owned(), Goal::Hold(place));
        sketch.objectives.push(Objective { side, words, goal, points: 10, met: false });
        let day = Spot { kind, mean_c10: 50, snow_mm, ..Spot::default() };
        let orders = orders(&sketch, 1, &[], |snapshot| snapshot.sky = Sky::steady(day, true));
        march_end(&of(&orders, own)) == Some(far)
    };
    assert!(marches(6, 0, 0, 0), "a day and a half of sand");
    assert!(!marches(30, 0, 0, 0), "six days of sand");
    assert!(marches(30, 50, 0, 0), "snow is water");
    let kinds = &ironhawk::scenario::rules::RuleBook::shared().rules.weather.kinds;
    let blizzard = kinds.iter().position(|kind| kind.id == "blizzard").expect("it exists") as u8;
    assert!(!marches(6, 0, 400, blizzard) && marches(6, 0, 400, 0), "the weary wait out a blizzard");
}
