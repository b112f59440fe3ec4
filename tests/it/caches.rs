//! Grain left in the field, seen from outside.

use ironhawk::ai::{Level, plan};
use ironhawk::game::Game;
use ironhawk::orders::{Deposit, March, Order, Ration, Raze};
use ironhawk::scenario::sketch::{Levy, Sketch};
use ironhawk::sim::army::Posture;
use ironhawk::sim::clock::DAY;
use ironhawk::sim::event::{SimEvent, Source};
use ironhawk::sim::hex::{Grid, Hex};
use ironhawk::sim::id::{FormationId, SideId};
use ironhawk::sim::intent::{Intention, Pace};
use ironhawk::sim::refusal::Refusal;
use ironhawk::sim::register::PlaceKind;
use ironhawk::sim::sighting::Report;
use ironhawk::sim::supply::{Cache, Diet};
use ironhawk::snapshot::FormationState;

fn hex(col: i32) -> Hex {
    Grid::hex(col, 4)
}

/// A plain on a day in October, in turns of half a day.
fn plain() -> Sketch {
    let mut sketch = Sketch::plain(40, 9);
    sketch.start_minute = 6 * 60;
    sketch.lasts_minutes = 30 * DAY;
    sketch.tempo = (720, 60);
    sketch
}

fn turns(game: &mut Game, turns: u32) -> Vec<SimEvent> {
    (0..turns).flat_map(|_| game.end_turn().events).map(|told| told.event).collect()
}

fn state(game: &Game, id: FormationId) -> FormationState {
    game.snapshot().formations[id.index()].clone()
}

fn caches(game: &Game) -> Vec<Cache> {
    game.snapshot().caches.all().to_vec()
}

fn leave(formation: FormationId, keep_days: u8, bury: bool) -> Order {
    Order::Deposit(Deposit { formation, keep_days, bury })
}

fn march(formation: FormationId, path: impl Iterator<Item = i32>) -> Order {
    Order::March(March { formation, path: path.map(hex).collect(), pace: Pace::Ordinary })
}

fn give(game: &mut Game, order: Order) {
    let side = game.setting().register.formation(order.formation()).side;
    game.submit(side, order, "").expect("it can be given");
}

#[test]
fn who_leaves_grain_takes_none_up_again_and_others_eat_of_it() {
    let mut sketch = plain();
    let rich = sketch.levy(Levy::in_hex(hex(5)).men(1_000).days(5));
    let mut game = sketch.game();
    give(&mut game, leave(rich, 2, false));
    let told = turns(&mut game, 1);
    let left: Vec<u32> = told
        .iter()
        .filter_map(|event| match event {
            SimEvent::Deposited { formation, at, sheng, buried: false }
                if *formation == rich && *at == hex(5) =>
            {
                Some(*sheng)
            }
            _ => None,
        })
        .collect();
    assert_eq!(left, [10_000 - 4_000 - 83], "two days are kept; an hour's meal was eaten");
    turns(&mut game, 2);
    let own = state(&game, rich);
    assert!(own.rations.sheng() <= 4_000 && own.rations.sheng() >= 3_900, "{}", own.rations.sheng());
    assert_eq!((own.intention, own.rations.is_hungry()), (Intention::Stay, false));
    let before = caches(&game)[0].sheng;
    assert!(before < 5_917, "it eats of it meanwhile: {before}");
    give(&mut game, Order::Ration(Ration { formation: rich, diet: Diet::default() }));
    turns(&mut game, 1);
    assert!(caches(&game).is_empty(), "told anew, it fills its bags");
    assert_eq!(state(&game, rich).rations.sheng(), 6_000, "all but what was eaten in two days");
}

#[test]
fn one_body_shares_with_another_by_leaving_grain() {
    let mut sketch = plain();
    let rich = sketch.levy(Levy::in_hex(hex(5)).men(1_000).days(5));
    let poor = sketch.levy(Levy::in_hex(hex(6)).men(500).days(0));
    let mut game = sketch.game();
    give(&mut game, leave(rich, 1, false));
    give(&mut game, march(poor, std::iter::once(5)));
    let told = turns(&mut game, 2);
    assert!(
        told.iter().any(|event| matches!(event, SimEvent::DrewCache { formation, .. } if *formation == poor))
    );
    let fed = state(&game, poor);
    assert!(
        fed.rations.sheng() > 4_500 && !fed.rations.is_hungry(),
        "its bags are full: {}",
        fed.rations.sheng()
    );
    assert!(fed.rations.is_at_store());
}

#[test]
fn in_an_own_place_grain_goes_into_the_store() {
    let mut sketch = plain();
    sketch.place(hex(5), PlaceKind::Fort, Some(0), 0);
    let rich = sketch.levy(Levy::in_hex(hex(5)).men(1_000).days(5));
    let mut game = sketch.game();
    give(&mut game, leave(rich, 1, false));
    turns(&mut game, 1);
    assert!(caches(&game).is_empty());
    assert_eq!(game.snapshot().stores.0[0], 7_000, "a day in the bags, half a day eaten");
}

#[test]
fn burying_takes_men_and_time_and_hides_the_store_as_well() {
    let buried_after = |men: u32, half_days: u32| {
        let mut sketch = plain();
        sketch.place(hex(5), PlaceKind::Fort, Some(0), 5_000_000);
        let digs = sketch.levy(Levy::in_hex(hex(5)).men(men).days(5));
        let mut game = sketch.game();
        give(&mut game, leave(digs, 5, true));
        turns(&mut game, half_days);
        let pits = caches(&game);
        assert!(pits.iter().all(|cache| cache.buried && cache.side == SideId(0)));
        let busy = matches!(state(&game, digs).intention, Intention::Deposit { .. });
        (pits.iter().map(|cache| cache.sheng).sum::<u32>(), game.snapshot().stores.0[0], busy)
    };
    assert_eq!(buried_after(1_000, 1).0, 1_000_000, "2,000 sheng a man and day");
    assert_eq!(buried_after(2_000, 1).0, 2_000_000);
    let (pits, store, busy) = buried_after(1_000, 6);
    assert!(pits > 4_900_000 && store == 0 && !busy, "{pits} in pits, {store} in store");
}

#[test]
fn an_enemy_takes_what_lies_open_and_walks_over_what_is_buried() {
    let taken = |bury: bool| {
        let mut sketch = plain();
        let leaves = sketch.levy(Levy::in_hex(hex(5)).men(5_000).days(5));
        let enemy = sketch.levy(Levy::in_hex(hex(30)).side(1).men(1_000).days(0));
        let mut game = sketch.game();
        give(&mut game, leave(leaves, 1, bury));
        turns(&mut game, 1);
        give(&mut game, march(leaves, (0..5).rev()));
        give(&mut game, march(enemy, (5..30).rev()));
        let told = turns(&mut game, 6);
        assert_eq!(state(&game, enemy).place.hex(), hex(5));
        assert_eq!(game.view(SideId(1)).larder(hex(5)) > 0, !bury, "what it took it knows of");
        let taken = told.iter().filter(|event| matches!(event, SimEvent::CacheTaken { .. })).count();
        (taken, state(&game, enemy).rations.drawn() > 0, game.view(SideId(0)).caches.len())
    };
    assert_eq!(taken(false), (1, true, 0));
    assert_eq!(taken(true), (0, false, 1));
}

#[test]
fn searchers_find_pits_the_sooner_the_more_they_are() {
    let found = |men: u32, forages: bool| {
        let hits = (0..20_u64).filter(|seed| {
            let mut sketch = plain();
            sketch.seed = *seed;
            let leaves = sketch.levy(Levy::in_hex(hex(5)).men(300).days(5));
            let enemy = sketch.levy(Levy::in_hex(hex(8)).side(1).men(men).days(9));
            let mut game = sketch.game();
            give(&mut game, leave(leaves, 1, true));
            give(&mut game, Order::Ration(Ration {
                formation: enemy,
                diet: Diet { forages, ..Diet::default() },
            }));
            turns(&mut game, 1);
            give(&mut game, march(leaves, (0..5).rev()));
            turns(&mut game, 1);
            give(&mut game, march(enemy, (5..8).rev()));
            let told = turns(&mut game, 8);
            told.iter().any(|event| matches!(event, SimEvent::CacheTaken { buried: true, formation, .. } if *formation == enemy))
        });
        hits.count()
    };
    let (few, many) = (found(300, true), found(6_000, true));
    assert!(many >= 15 && few <= 8 && few < many, "few found {few} of 20, many {many}");
    assert_eq!(found(6_000, false), 0, "who does not search finds nothing");
}

#[test]
fn who_lays_waste_burns_his_open_cache_and_not_his_pits() {
    let burnt = |bury: bool| {
        let mut sketch = plain();
        let id = sketch.levy(Levy::in_hex(hex(5)).men(5_000).days(5));
        let mut game = sketch.game();
        give(&mut game, leave(id, 1, bury));
        turns(&mut game, 1);
        give(&mut game, Order::Raze(Raze { formation: id }));
        turns(&mut game, 2);
        (state(&game, id).rations.burnt() > 0, caches(&game).len())
    };
    assert_eq!(burnt(false), (true, 0));
    assert_eq!(burnt(true), (false, 1));
}

#[test]
fn a_side_sees_its_own_caches_and_no_others() {
    let mut sketch = plain();
    let own = sketch.levy(Levy::in_hex(hex(5)).men(1_000).days(5));
    let other = sketch.levy(Levy::in_hex(hex(30)).side(1).men(1_000).days(5));
    let mut game = sketch.game();
    give(&mut game, leave(own, 1, false));
    give(&mut game, leave(other, 1, true));
    turns(&mut game, 2);
    for (side, at) in [(0, hex(5)), (1, hex(30))] {
        let view = game.view(SideId(side));
        let seen = &view.caches;
        assert_eq!(seen.iter().map(|cache| (cache.at, cache.side)).collect::<Vec<_>>(), [(at, SideId(side))]);
    }
}

#[test]
fn who_has_no_more_than_he_is_to_keep_leaves_nothing() {
    let mut sketch = plain();
    let id = sketch.levy(Levy::in_hex(hex(5)).men(1_000).days(3));
    let mut game = sketch.game();
    let refused = game.submit(SideId(0), leave(id, 3, false), "");
    assert!(matches!(refused, Err(Refusal::NothingToLeave { days: 3, .. })), "{refused:?}");
    let refused = game.submit(SideId(0), leave(id, 61, false), "");
    assert!(matches!(refused, Err(Refusal::KeepsTooMuch { .. })), "{refused:?}");
}

#[test]
fn a_garrison_that_gives_up_its_place_buries_while_there_is_time_and_burns_the_rest() {
    let mut sketch = plain();
    sketch.map.hex_m = 12_000;
    sketch.place(hex(8), PlaceKind::Fort, Some(0), 30_000_000);
    sketch.place(hex(1), PlaceKind::Fort, Some(0), 30_000_000);
    sketch.place(hex(38), PlaceKind::Fort, Some(1), 30_000_000);
    let weak = sketch.levy(Levy::in_hex(hex(8)).men(7_000).days(5));
    let host = sketch.levy(Levy::in_hex(hex(10)).side(1).men(60_000).days(9).quality(5));
    let (setting, mut start) = sketch.build();
    start.beliefs.0[0].reports.insert(
        host,
        Report {
            about: host,
            at: hex(10),
            men: 60_000,
            troop: None,
            posture: Posture::Camp,
            minute: start.clock.minute,
            source: Source::Scouts,
            came_from: None,
        },
    );
    let mut game = Game::new(std::sync::Arc::new(setting), &start);
    let mut orders = Vec::new();
    let mut told = Vec::new();
    for turn in 0..8 {
        for (order, why) in plan(&game.view(SideId(0)), Level::Doctrine, 7) {
            orders.push(format!("{order:?} ({turn}: {why})"));
            let _ = game.submit(SideId(0), order, &why);
        }
        if turn == 1 {
            give(&mut game, march(host, (8..10).rev()));
        }
        told.extend(turns(&mut game, 1));
    }
    let deposits = orders.iter().filter(|order| order.starts_with("Deposit")).count();
    let razes = orders.iter().filter(|order| order.starts_with("Raze")).count();
    assert!(deposits > 0 && razes > 0, "{orders:#?}");
    assert!(game.view(SideId(0)).caches.iter().any(|cache| cache.buried && cache.at == hex(8)));
    assert!(state(&game, weak).rations.burnt() > 0, "{told:?}");
}
