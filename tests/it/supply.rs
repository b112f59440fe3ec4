//! Eating and hunger, seen from outside.

use ironhawk::ai::{Level, plan};
use ironhawk::game::Game;
use ironhawk::orders::{March, Order, Ration};
use ironhawk::scenario::sketch::{Levy, Sketch};
use ironhawk::sim::army::{Fate, Posture};
use ironhawk::sim::clock::DAY;
use ironhawk::sim::event::SimEvent;
use ironhawk::sim::hex::{Grid, Hex};
use ironhawk::sim::id::{FormationId, SideId};
use ironhawk::sim::intent::{Intention, Pace, Stance};
use ironhawk::sim::register::{PlaceKind, Temperament};
use ironhawk::sim::supply::{Diet, Grain, Policy};

fn plain() -> Sketch {
    let mut sketch = Sketch::plain(60, 1);
    sketch.start_minute = 6 * 60;
    sketch.lasts_minutes = 20 * DAY;
    sketch.tempo = (720, 60);
    sketch
}

fn days(game: &mut Game, days: u32) -> Vec<SimEvent> {
    (0..2 * days).flat_map(|_| game.end_turn().events).map(|told| told.event).collect()
}

fn grain(game: &Game, side: u8) -> Grain {
    let snapshot = game.snapshot();
    let own = snapshot.formations.iter().filter(|formation| formation.side.0 == SideId(side));
    let rations = own.map(|formation| formation.rations);
    Grain::of(
        SideId(side),
        &game.setting().register,
        rations,
        &snapshot.verdict.owners,
        (&snapshot.stores.0, &snapshot.wards.0, snapshot.caches.all()),
    )
}

#[test]
fn five_days_of_food_are_gone_on_the_fifth_and_men_melt_away_by_the_eighth() {
    let mut sketch = plain();
    let foot = sketch.levy(Levy::in_hex(Grid::hex(0, 0)).men(5_000).days(5));
    let mut game = sketch.game();
    let told = days(&mut game, 5);
    assert!(!told.iter().any(|event| matches!(event, SimEvent::RationsGone { .. })));
    let mut told: Vec<SimEvent> = game.end_turn().events.into_iter().map(|told| told.event).collect();
    let deserted = |game: &Game| game.snapshot().formations[foot.index()].roll.count(Fate::Deserted);
    assert_eq!(deserted(&game), 0, "nobody runs on the first day");
    told.extend(days(&mut game, 3));
    let gone = told.iter().filter(|event| matches!(event, SimEvent::RationsGone { .. })).count();
    assert_eq!(gone, 1, "told once");
    assert!((200..=700).contains(&deserted(&game)), "{}", deserted(&game));
}

#[test]
fn a_fort_feeds_its_side_and_nobody_else() {
    let mut sketch = plain();
    sketch.place(Grid::hex(0, 0), PlaceKind::Fort, Some(0), 100_000);
    sketch.place(Grid::hex(9, 0), PlaceKind::Fort, Some(1), 100_000);
    let at_home = sketch.levy(Levy::in_hex(Grid::hex(0, 0)).days(0));
    // Who stood there in some order would take the fort; who hides in it does not.
    let hides = Levy::in_hex(Grid::hex(9, 0)).days(0).posture(Posture::Hidden);
    let away = sketch.levy(hides.stance(Stance::Ambush { signal: None }));
    let mut game = sketch.game();
    let told = days(&mut game, 3);
    let fed = |of: FormationId| {
        told.iter()
            .filter(|event| matches!(event, SimEvent::Fed { formation, .. } if *formation == of))
            .count()
    };
    assert_eq!((fed(at_home), fed(away)), (1, 0), "a feeding spell is told once");
    let snapshot = game.snapshot();
    assert_eq!(snapshot.formations[at_home.index()].rations.sheng(), 10_000, "with full bags");
    assert!(snapshot.formations[away.index()].rations.hungry_hours() >= 71);
    assert_eq!(snapshot.stores.0, [100_000 - 10_000 - 6_000, 100_000]);
}

#[test]
fn every_sheng_is_eaten_lost_or_there() {
    let mut sketch = plain();
    sketch.place(Grid::hex(5, 0), PlaceKind::Fort, Some(0), 8_000);
    let foot = sketch.levy(Levy::in_hex(Grid::hex(0, 0)).men(3_333).days(2));
    sketch.levy(Levy::in_hex(Grid::hex(5, 0)).men(777).days(1));
    sketch.levy(Levy::in_hex(Grid::hex(50, 0)).side(1).men(1_001).days(3));
    let mut game = sketch.game();
    let start: Vec<Grain> = (0..2).map(|side| grain(&game, side)).collect();
    let path: Vec<Hex> = (1..=5).map(|col| Grid::hex(col, 0)).collect();
    let march = March { formation: foot, path, pace: Pace::Ordinary };
    game.submit(SideId(0), Order::March(march), "").expect("open ground");
    for _ in 0..16 {
        days(&mut game, 1);
        for (side, start) in start.iter().enumerate() {
            let now = grain(&game, side as u8);
            assert_eq!(now.start, start.now);
            assert_eq!(now.start + now.gained, now.eaten + now.lost + now.now, "{now:?}");
            assert_eq!(now.gained, 0, "nobody took anything");
        }
    }
    assert!(grain(&game, 0).eaten > 20_000);
}

#[test]
fn pursuers_without_food_for_three_days_are_worth_half() {
    // Song shi 325. Worth falls with weariness as in M25: 1 - F/150.
    let mut sketch = Sketch::plain(80, 1);
    sketch.start_minute = 6 * 60;
    sketch.lasts_minutes = 20 * DAY;
    sketch.tempo = (720, 60);
    let worth = |days_of_food: u32| {
        let mut sketch = sketch.clone();
        sketch.road(0, 0..=79);
        let foot = sketch.levy(Levy::in_hex(Grid::hex(0, 0)).days(days_of_food));
        let mut game = sketch.game();
        let path: Vec<Hex> = (1..=79).map(|col| Grid::hex(col, 0)).collect();
        let march = March { formation: foot, path, pace: Pace::Ordinary };
        game.submit(SideId(0), Order::March(march), "").expect("a road");
        days(&mut game, 3);
        100 - u32::from(game.snapshot().formations[foot.index()].fatigue.permille()) / 15
    };
    let (hungry, fed) = (worth(0), worth(5));
    assert!((45..=65).contains(&hungry), "{hungry} of 100");
    assert!(fed >= 85, "fed men do that march without harm: {fed}");
}

#[test]
fn a_herd_keeps_men_fed_and_is_gone_at_the_end() {
    let mut sketch = plain();
    let herders = sketch.levy(Levy::in_hex(Grid::hex(0, 0)).side(1).men(1_000).days(0).herd(150));
    let mut game = sketch.game();
    let start = game.snapshot().formations[herders.index()].beasts.ledger();
    let told = days(&mut game, 2);
    assert!(told.iter().any(|event| matches!(event, SimEvent::Slaughtered { heads: 50, .. })), "fifty a day");
    assert_eq!(game.snapshot().formations[herders.index()].rations.hungry_hours(), 0);
    days(&mut game, 2);
    let end = game.snapshot().formations[herders.index()].clone();
    assert_eq!((end.beasts.herd, end.beasts.ledger()), (0, start));
    assert!(end.rations.hungry_hours() > 0);
    assert!(matches!((end.posture, end.intention), (Posture::Formed, Intention::Stay)));
}

/// A column of a thousand foot and as many bearers in each of two bodies, on a road without a store.
fn column(keep: [u8; 2]) -> (Game, [FormationId; 3]) {
    let mut sketch = plain();
    sketch.lasts_minutes = 40 * DAY;
    let at = Grid::hex(0, 0);
    let foot = sketch.levy(Levy::in_hex(at).men(1_000).days(5));
    let bearers = [0, 1].map(|_| sketch.levy(Levy::in_hex(at).men(1_000).troop("porter").days(30)));
    let mut game = sketch.game();
    for (formation, keep_days) in bearers.into_iter().zip(keep) {
        let ration = Order::Ration(Ration { formation, diet: Diet::of(Policy::Full, keep_days) });
        game.submit(SideId(0), ration, "").expect("they bear");
    }
    (game, [foot, bearers[0], bearers[1]])
}

#[test]
fn bearers_feed_the_men_and_keep_what_they_need_for_their_way_home() {
    let (mut game, [foot, first, second]) = column([6, 0]);
    let told = days(&mut game, 8);
    let spent: Vec<&SimEvent> =
        told.iter().filter(|event| matches!(event, SimEvent::BearersSpent { .. })).collect();
    assert_eq!(
        spent,
        [&SimEvent::BearersSpent { formation: first }],
        "after eight days, as Shen Kuo reckoned"
    );
    let state = game.snapshot();
    let sheng = |id: FormationId| state.formations[id.index()].rations.sheng();
    assert_eq!((sheng(foot), sheng(first), sheng(second)), (10_000, 12_000, 60_000));
    // Who walks home is fed no longer by the others, and does not feed them.
    let path = (1..=5).map(|col| Grid::hex(col, 0)).collect();
    let home = Order::March(March { formation: first, path, pace: Pace::Ordinary });
    game.submit(SideId(0), home, "").expect("they may go");
    days(&mut game, 15);
    let state = game.snapshot();
    assert!(state.formations[first.index()].rations.is_hungry(), "six days of food do not last fifteen");
    // The second body of bearers is of another group in a sketch: the foot do not share their own five days with it.
    assert!(!state.formations[foot.index()].rations.is_hungry(), "their own bags are still full");
    assert_eq!(state.formations[foot.index()].rations.sheng(), 10_000);
    days(&mut game, 6);
    assert!(game.snapshot().formations[foot.index()].rations.is_hungry());
}

#[test]
fn only_bearers_keep_food_from_others_and_nobody_for_ever() {
    let (mut game, [foot, first, _]) = column([0, 0]);
    let mut order = |formation, keep_days| {
        let ration = Order::Ration(Ration { formation, diet: Diet::of(Policy::Half, keep_days) });
        game.submit(SideId(0), ration, "").map_err(|refusal| refusal.to_string())
    };
    assert!(order(foot, 0).is_ok());
    assert!(order(foot, 1).is_err_and(|why| why.contains("bears nothing")));
    assert!(order(first, 61).is_err_and(|why| why.contains("60 days")));
}

#[test]
fn half_rations_last_longer_and_wear_men_out() {
    let fare = |policy| {
        let mut sketch = plain();
        let foot = sketch.levy(Levy::in_hex(Grid::hex(0, 0)).men(1_000).days(5));
        let mut game = sketch.game();
        let ration = Order::Ration(Ration { formation: foot, diet: Diet::of(policy, 0) });
        game.submit(SideId(0), ration, "").expect("anybody may");
        let path = (1..=55).map(|col| Grid::hex(col, 0)).collect();
        let march = Order::March(March { formation: foot, path, pace: Pace::Forced });
        game.submit(SideId(0), march, "").expect("the way is open");
        days(&mut game, 1);
        let weary = game.snapshot().formations[foot.index()].fatigue.permille();
        days(&mut game, 6);
        (weary, game.snapshot().formations[foot.index()].rations.is_hungry())
    };
    let (full, half) = (fare(Policy::Full), fare(Policy::Half));
    assert!(full.1 && !half.1, "{full:?} {half:?}");
    assert!(half.0 > full.0, "{full:?} {half:?}");
}

#[test]
fn artificial_commanders_send_empty_bearers_home_and_stretch_what_does_not_last() {
    let mut sketch = plain();
    sketch.place(Grid::hex(0, 0), PlaceKind::Fort, Some(0), 1_000_000);
    sketch.place(Grid::hex(59, 0), PlaceKind::Fort, Some(1), 1_000_000);
    let at = Grid::hex(50, 0);
    let steady = |levy: Levy| levy.led(Temperament::Steady, 5);
    let foot = sketch.levy(steady(Levy::in_hex(at).men(2_000).days(1)));
    let spent = sketch.levy(Levy::in_hex(at).men(500).troop("porter").days(0));
    let mut game = sketch.game();
    let mut orders = Vec::new();
    for _ in 0..2 {
        let view = game.view(SideId(0));
        for (order, why) in plan(&view, Level::Doctrine, 1) {
            game.submit(SideId(0), order.clone(), &why).expect("its gate let it pass");
            orders.push(order);
        }
        game.end_turn();
    }
    let halves = |order: &Order| matches!(order, Order::Ration(ration) if ration.formation == foot && ration.diet.policy == Policy::Half);
    assert!(orders.iter().any(halves), "a day's food for three days' march: {orders:?}");
    let goes = |order: &Order| matches!(order, Order::March(march) if march.formation == spent);
    assert!(orders.iter().any(goes), "{orders:?}");
}
