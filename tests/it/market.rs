//! Grain for cash, seen from outside.

use ironhawk::ai::{Level, plan};
use ironhawk::forecast::Remedy;
use ironhawk::game::Game;
use ironhawk::orders::{Buy, Join, Order, Split};
use ironhawk::report::ledger::{cash, grain};
use ironhawk::report::plight::plight;
use ironhawk::scenario::rules::RuleBook;
use ironhawk::scenario::setup::of_source;
use ironhawk::scenario::shipped::Data;
use ironhawk::scenario::sketch::{Levy, Sketch};
use ironhawk::scenario::source::Source;
use ironhawk::sim::army::Posture;
use ironhawk::sim::clock::DAY;
use ironhawk::sim::event::SimEvent;
use ironhawk::sim::hex::{Grid, Hex};
use ironhawk::sim::id::{FormationId, PlaceId, SideId};
use ironhawk::sim::intent::Stance;
use ironhawk::sim::market::Stall;
use ironhawk::sim::refusal::Refusal;
use ironhawk::sim::register::PlaceKind;
use ironhawk::sim::walls::Walls;
use ironhawk::snapshot::FormationState;

const SONG: SideId = SideId(0);
const PEOPLE: u32 = 10_000;

fn hex(col: i32) -> Hex {
    Grid::hex(col, 4)
}

/// A plain in March, in turns of half a day.
fn plain() -> Sketch {
    let mut sketch = Sketch::plain(40, 9);
    sketch.start_minute = 6 * 60;
    sketch.lasts_minutes = 60 * DAY;
    sketch.tempo = (720, 60);
    sketch
}

/// A town with people.
fn town(sketch: &mut Sketch, col: i32, owner: Option<u8>, people: u32) -> PlaceId {
    let town = sketch.place(hex(col), PlaceKind::Town, owner, 0);
    let walls = sketch.rules.siege.standard(PlaceKind::Town).expect("a town has walls");
    sketch.wall(town, Walls { people, ..walls });
    town
}

fn state(game: &Game, id: FormationId) -> FormationState {
    game.snapshot().formations[id.index()].clone()
}

fn buy(formation: FormationId, place: PlaceId, shi: u32) -> Order {
    Order::Buy(Buy { formation, place, shi })
}

fn give(game: &mut Game, order: Order) {
    let side = game.setting().register.formation(order.formation()).side;
    game.submit(side, order, "").expect("it can be given");
}

fn market(game: &mut Game, place: PlaceId) -> Stall {
    game.view(SONG).market(place).expect("people sell there")
}

/// What was bought in a turn: by whom, sheng, strings.
fn purchases(game: &mut Game) -> Vec<(FormationId, u32, u32)> {
    let bought = |told: ironhawk::sim::event::Happened| match told.event {
        SimEvent::Bought { formation, sheng, strings, .. } => Some((formation, sheng, strings)),
        _ => None,
    };
    game.end_turn().events.into_iter().filter_map(bought).collect()
}

#[test]
fn a_purchase_moves_grain_and_cash_to_the_sheng_and_the_string() {
    let mut sketch = plain();
    let town = town(&mut sketch, 5, Some(0), PEOPLE);
    let one = sketch.levy(Levy::in_hex(hex(6)).men(1_000).days(0).pack(200).cash(500));
    let mut game = sketch.game();
    let stall = market(&mut game, town);
    // Sixty sheng a head where the barns are half full, 510 permille in March; 700 cash and half as much again.
    assert_eq!((stall.shi(), stall.wen(0)), (3_060, 1_043));
    let cost = stall.cost(100);
    give(&mut game, buy(one, town, 100));
    assert_eq!(state(&game, one).purse.held(), 500, "nothing is bought before the turn ends");
    assert_eq!(purchases(&mut game), [(one, 10_000, cost)]);
    let own = state(&game, one);
    assert_eq!((own.purse.held(), own.purse.spent(), own.purse.started_with()), (500 - cost, cost, 500));
    assert_eq!((own.rations.bought(), own.rations.started_with()), (10_000, 0));
    assert_eq!(own.rations.sheng() + own.rations.eaten(), 10_000);
    assert_eq!(own.rations.eaten(), 1_000, "half a day's bread");
    let account = grain(game.setting(), &game.snapshot(), SONG);
    assert_eq!((account.start, account.bought, account.eaten, account.now), (0, 10_000, 1_000, 9_000));
    let account = cash(game.setting(), &game.snapshot(), SONG);
    assert_eq!((account.start, account.spent, account.now), (500, cost.into(), (500 - cost).into()));
}

#[test]
fn the_price_rises_with_what_was_bought_and_falls_again() {
    let mut sketch = plain();
    let town = town(&mut sketch, 5, Some(0), PEOPLE);
    let one = sketch.levy(Levy::in_hex(hex(5)).men(500).days(5).cash(50_000));
    let mut game = sketch.game();
    let before = market(&mut game, town);
    give(&mut game, buy(one, town, before.shi()));
    purchases(&mut game);
    let after = market(&mut game, town);
    assert!(after.wen(0) > 2 * before.wen(0), "{} and then {}", before.wen(0), after.wen(0));
    assert!(after.shi() * 50 < before.shi(), "{} shi came in half a day", after.shi());
    for _ in 0..19 {
        game.end_turn();
    }
    let later = market(&mut game, town);
    assert!(
        later.shi() * 5 > before.shi() && later.shi() * 2 < before.shi(),
        "{} after ten days",
        later.shi()
    );
    assert!(later.wen(0) < after.wen(0) && later.wen(0) > before.wen(0));
    for _ in 0..50 {
        game.end_turn();
    }
    let again = market(&mut game, town);
    // In April the barns are emptier.
    assert_eq!((again.shi(), game.snapshot().markets.0[town.index()]), (PEOPLE * 60 * 440 / 1000 / 100, 0));
}

#[test]
fn in_a_place_of_ones_own_the_store_takes_what_the_bags_do_not() {
    let mut sketch = plain();
    let town = town(&mut sketch, 5, Some(0), PEOPLE);
    let one = sketch.levy(Levy::in_hex(hex(5)).men(100).days(5).cash(5_000));
    let mut game = sketch.game();
    let carried = state(&game, one).rations.sheng();
    give(&mut game, buy(one, town, 1_000));
    assert_eq!(purchases(&mut game)[0].1, 100_000);
    let (own, snapshot) = (state(&game, one), game.snapshot());
    assert_eq!(own.rations.sheng() + own.rations.eaten() + snapshot.stores.0[0], carried + 100_000);
    assert!(snapshot.stores.0[0] > 98_000);
    assert_eq!(own.rations.started_with(), i64::from(carried));
}

#[test]
fn who_comes_second_buys_what_is_left() {
    let mut sketch = plain();
    let town = town(&mut sketch, 5, None, 200);
    let [one, two] = [6, 4].map(|col| sketch.levy(Levy::in_hex(hex(col)).men(1_000).days(0).cash(500)));
    let mut game = sketch.game();
    let all = market(&mut game, town).shi();
    give(&mut game, buy(one, town, all - 10));
    give(&mut game, buy(two, town, all));
    let bought = purchases(&mut game);
    assert_eq!(
        bought.iter().map(|(who, sheng, _)| (*who, *sheng)).collect::<Vec<_>>(),
        [(one, (all - 10) * 100), (two, 1_000)]
    );
    assert!(bought[1].2 * (all - 10) > bought[0].2 * 10, "and at a higher price");
}

#[test]
fn nobody_buys_without_cash_of_the_enemy_from_afar_or_where_nobody_lives() {
    let mut sketch = plain();
    let own = town(&mut sketch, 5, Some(0), PEOPLE);
    let theirs = town(&mut sketch, 7, Some(1), PEOPLE);
    let far = town(&mut sketch, 9, Some(0), PEOPLE);
    let empty = sketch.place(Grid::hex(6, 3), PlaceKind::Fort, Some(0), 0);
    let rich = sketch.levy(Levy::in_hex(hex(6)).men(1_000).days(0).cash(200));
    let poor = sketch.levy(Levy::in_hex(hex(6)).men(1_000).days(0));
    let loaded = sketch.levy(Levy::in_hex(hex(6)).men(1_000).days(5).cash(10_000));
    let mut game = sketch.game();
    let stall = market(&mut game, own);
    let view = game.view(SONG);
    let why = |formation, place, shi| buy(formation, place, shi).check(&view).expect_err("it is refused");
    assert!(matches!(why(rich, theirs, 1), Refusal::EnemyMarket { .. }));
    assert!(matches!(why(rich, far, 1), Refusal::NotAtMarket { .. }));
    assert!(matches!(why(rich, empty, 1), Refusal::NobodySells { .. }));
    assert!(matches!(why(rich, PlaceId(99), 1), Refusal::NoSuchPlace));
    assert!(matches!(why(poor, own, 1), Refusal::NoCash { .. }));
    assert!(matches!(why(rich, own, 0), Refusal::BuysNothing));
    assert!(matches!(why(rich, own, stall.shi() + 1), Refusal::SoldOut { .. }));
    let dear = stall.buys(200) + 1;
    assert!(matches!(why(rich, own, dear), Refusal::TooDear { cost: 201.., strings: 200, .. }));
    assert!(matches!(why(loaded, own, 1_000), Refusal::NoRoom { .. }));
    assert_eq!(buy(rich, own, 100).check(&view), Ok(()));
}

#[test]
fn the_besieged_sell_nothing() {
    let mut sketch = plain();
    let town = town(&mut sketch, 5, Some(0), PEOPLE);
    sketch.levy(Levy::in_hex(hex(5)).men(1_000).days(5).stance(Stance::Hold));
    let beside = sketch.levy(Levy::in_hex(hex(4)).men(1_000).days(1).cash(200).stance(Stance::Hold));
    let foe = Levy::in_hex(hex(6)).side(1).men(3_000).days(5).stance(Stance::Hold);
    sketch.levy(foe);
    let mut game = sketch.game();
    assert_eq!(buy(beside, town, 1).check(&game.view(SONG)), Ok(()));
    game.end_turn();
    let refused = buy(beside, town, 1).check(&game.view(SONG));
    assert!(matches!(refused, Err(Refusal::MarketBesieged { .. })), "{refused:?}");
}

#[test]
fn cash_goes_with_those_who_part_and_join() {
    let mut sketch = plain();
    let one = sketch.levy(Levy::in_hex(hex(5)).men(1_000).days(5).cash(1_000));
    let mut game = sketch.game();
    give(&mut game, Order::Split(Split { formation: one, men: 300 }));
    game.end_turn();
    let out = game.snapshot().formations.last().expect("they went").clone();
    assert_eq!((state(&game, one).purse.held(), out.purse.held()), (700, 300));
    give(&mut game, Order::Join(Join { formation: out.id, into: one }));
    game.end_turn();
    assert_eq!(state(&game, one).purse.held(), 1_000);
}

#[test]
fn the_chest_of_the_beaten_falls_to_who_beat_them() {
    let mut sketch = plain();
    sketch.tempo = (60, 15);
    let rich = sketch.levy(Levy::in_hex(hex(5)).men(300).quality(1).days(5).cash(900).stance(Stance::Hold));
    let foe = Levy::in_hex(hex(6)).side(1).men(4_000).troop("xia_horse").quality(4).days(5);
    let foe = sketch.levy(foe.stance(Stance::Pursue));
    let mut game = sketch.game();
    let mut taken = Vec::new();
    for _ in 0..24 {
        taken.extend(game.end_turn().events.into_iter().filter_map(|told| match told.event {
            SimEvent::CashTaken { formation, from, strings, .. } => Some((formation, from, strings)),
            _ => None,
        }));
        let all: i64 =
            [SONG, SideId(1)].iter().map(|side| cash(game.setting(), &game.snapshot(), *side).now).sum();
        assert_eq!(all, 900);
    }
    assert_eq!(taken, [(foe, rich, 900)]);
    let (lost, won) = (state(&game, rich).purse, state(&game, foe).purse);
    assert_eq!((lost.held(), lost.lost(), lost.started_with()), (0, 900, 900));
    assert_eq!((won.held(), won.taken(), won.started_with()), (900, 900, 0));
}

#[test]
fn who_will_be_hungry_is_told_to_buy() {
    let mut sketch = plain();
    let town = town(&mut sketch, 5, Some(0), PEOPLE);
    let one = sketch.levy(Levy::in_hex(hex(6)).men(1_000).days(1).pack(300).cash(500));
    let mut game = sketch.game();
    let (view, setting) = (game.view(SONG), game.setting().clone());
    let own = view.formation(one).expect("it stands");
    let found = view.plight(own);
    let Remedy::Buy(at, shi, strings, days) = found.remedy else { panic!("{:?}", found.remedy) };
    assert_eq!(at, town);
    let text = plight(&view, own, &found, &setting);
    assert!(
        text.contains(&format!(
            "Buy {shi} shi at place_0 for {strings} strings of cash: food for {days} days."
        )),
        "{text}"
    );
    give(&mut game, buy(one, at, shi));
    for _ in 0..2 * days {
        game.end_turn();
        assert!(!state(&game, one).rations.is_hungry());
    }
}

/// What a hungry body at a market orders on its first turn, and how long it hungers in ten days.
fn hungry_at_market(level: Level, hex_m: u32, strings: u32) -> (Vec<Order>, u32) {
    let mut sketch = plain();
    sketch.map.hex_m = hex_m;
    town(&mut sketch, 5, Some(0), PEOPLE);
    sketch.place(hex(15), PlaceKind::Fort, Some(0), 500_000);
    let levy = Levy::in_hex(hex(6)).men(1_000).days(1).pack(300).cash(strings).posture(Posture::Camp);
    let one = sketch.levy(levy);
    sketch.levy(Levy::in_hex(hex(39)).side(1).men(1_000).days(60).stance(Stance::Hold));
    let mut game = sketch.game();
    let (mut first, mut hungry) = (Vec::new(), 0);
    for turn in 0..20 {
        for (order, why) in plan(&game.view(SONG), level, 1) {
            if turn == 0 || matches!(order, Order::Buy(_)) {
                first.push(order.clone());
            }
            game.submit(SONG, order, &why).expect("its own gate let it pass");
        }
        game.end_turn();
        hungry += u32::from(state(&game, one).rations.is_hungry());
    }
    (first, hungry)
}

#[test]
fn generals_buy_before_they_go_elsewhere_for_bread() {
    for hex_m in [1_000, 12_000] {
        let (orders, hungry) = hungry_at_market(Level::Doctrine, hex_m, 1_000);
        assert!(orders.iter().any(|order| matches!(order, Order::Buy(_))), "{hex_m} m: {orders:?}");
        assert!(!orders.iter().any(|order| matches!(order, Order::March(_))), "{hex_m} m: {orders:?}");
        assert_eq!(hungry, 0, "{hex_m} m");
        let (orders, _) = hungry_at_market(Level::Doctrine, hex_m, 0);
        assert!(!orders.iter().any(|order| matches!(order, Order::Buy(_))), "no cash");
    }
}

#[test]
fn a_scenario_gives_cash() {
    let data = Data::built_in();
    let text = data.scenario("haoshuichuan_1041").expect("it is shipped").0.text().to_owned();
    let rich = text.replacen("men:", "cash_strings: 1234, men:", 1);
    let open =
        |text: &str| of_source(&Source::from_text("war.ron", text), None, &data, RuleBook::shared(), 1).0;
    let (_, start) = open(&rich).expect("it is sound");
    let held: Vec<u32> =
        start.formations.iter().map(|one| one.purse.held()).filter(|held| *held > 0).collect();
    assert_eq!(held, [1_234]);
    assert!(
        open(&text.replacen("men:", "cash_strings: 10000001, men:", 1)).is_none(),
        "more than any war chest held"
    );
}
