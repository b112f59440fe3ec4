//! What holds in every war, whatever happens in it: men, beasts and grain are accounted for, hunger never helps, and
//! a war taken up from a snapshot goes on as if it had not been put down.

use std::sync::Arc;

use ironhawk::game::Game;
use ironhawk::orders::{
    Attack, Buy, Deposit, Dig, Haul, Join, MakeCamp, March, Order, Ration, Raze, Split, Stand, Summon, Work,
};
use ironhawk::scenario::sketch::{Levy, Sketch};
use ironhawk::sim::clock::DAY;
use ironhawk::sim::course::{Course, Reach};
use ironhawk::sim::dice::{Dice, Purpose, Stream};
use ironhawk::sim::hex::{Grid, Hex, HexMap};
use ironhawk::sim::id::{PlaceId, SideId};
use ironhawk::sim::intent::{Earthwork, Intention, Pace, Stance, Task};
use ironhawk::sim::map::Stream as Water;
use ironhawk::sim::market::Purse;
use ironhawk::sim::register::{Name, PlaceKind};
use ironhawk::sim::siege::Terms;
use ironhawk::sim::supply::{self, Diet, Grain, Policy};
use ironhawk::sim::walls::Walls;

const WIDTH: i32 = 14;
const HEIGHT: i32 = 10;
const TROOPS: [&str; 6] = ["song_foot", "song_horse", "xia_horse", "xia_hill", "xia_heavy", "xia_helper"];

fn pick(stream: &mut Stream, most: i32) -> i32 {
    stream.between(0, most - 1)
}

fn anywhere(stream: &mut Stream) -> Hex {
    Grid::hex(pick(stream, WIDTH), pick(stream, HEIGHT))
}

/// A canal across the middle of uneven ground, a meter and more over it behind its dikes.
fn canal(sketch: &mut Sketch, stream: &mut Stream) {
    let grid = sketch.map.grid();
    let levels = (0..grid.len()).map(|_| 1_000 + pick(stream, 10)).collect();
    sketch.map.level(HexMap::from_rows(grid, levels).expect("a level for every hex"));
    let reaches = (0..WIDTH).flat_map(|col| [(col, 4), (col, 5)]).map(|(col, side)| Reach {
        hex: Grid::hex(col, HEIGHT / 2),
        side,
        bed_dm: 995,
        bank_dm: 1_000,
        crest_dm: Some(1_030),
    });
    sketch.map.lead(Course {
        name: Name { id: "canal".into(), latin: "canal".into(), hanzi: String::new() },
        width_m: 20,
        deep_dm: 20,
        full_m3_s: 60,
        flow: [60; 12],
        reaches: reaches.collect(),
    });
}

/// A small war on broken ground, hungry and crowded: much happens in it.
fn war(seed: u64) -> Sketch {
    let mut stream = Dice { seed }.lasting(0, Purpose::Lab, 0);
    let mut rows = String::new();
    for _ in 0..HEIGHT {
        let letters =
            (0..WIDTH).map(|_| ['.', '.', '.', '=', 's', 'h', 'v', 'f'][pick(&mut stream, 8) as usize]);
        rows.extend(letters.flat_map(|letter| [letter, ' ']));
        rows.push('\n');
    }
    let mut sketch = Sketch::new(&rows);
    sketch.seed = seed;
    sketch.lasts_minutes = 6 * DAY;
    sketch.tempo = [(60, 15), (120, 60), (720, 60)][pick(&mut stream, 3) as usize];
    for _ in 0..12 {
        let a = anywhere(&mut stream);
        let side = pick(&mut stream, 6) as usize;
        let water = [Water::Brook, Water::River, Water::Ford, Water::Bluff][pick(&mut stream, 4) as usize];
        sketch.edge(a, a + ironhawk::sim::hex::SIDES[side], water);
    }
    canal(&mut sketch, &mut stream);
    let at_home = |stream: &mut Stream, side: u8| {
        let col = pick(stream, WIDTH / 2) + i32::from(side) * (WIDTH / 2);
        Grid::hex(col, pick(stream, HEIGHT))
    };
    let forts = [0, 1, 0, 1].map(|side| (side, at_home(&mut stream, side)));
    for (side, at) in forts {
        let fort = sketch.place(at, PlaceKind::Fort, Some(side), 200_000);
        let walls = sketch.rules.siege.standard(PlaceKind::Fort).expect("a fort has walls");
        sketch.wall(fort, Walls { people: 3_000, ..walls });
    }
    for index in 0..10 {
        // Enemies begin on different halves, so that no two stand in one hex.
        let side = index % 2;
        let at = if index < 4 { forts[index as usize].1 } else { at_home(&mut stream, side) };
        let troop = TROOPS[pick(&mut stream, TROOPS.len() as i32) as usize];
        let stance = [Stance::Fight, Stance::Hold, Stance::Avoid, Stance::Screen, Stance::Pursue];
        let levy = Levy::in_hex(at)
            .side(side)
            .men(stream.between(100, 5_000) as u32)
            .troop(troop)
            .quality(stream.between(1, 5) as u8)
            .herd(stream.between(0, 100) as u32)
            .pack(stream.between(0, 200) as u32)
            .days(stream.between(0, 3) as u32)
            .fatigue(stream.between(0, 600) as u16)
            .cash(40 * u32::from(index))
            .stance(stance[pick(&mut stream, 5) as usize]);
        sketch.levy(levy);
    }
    sketch
}

/// Gives every formation some order or none; what the gate refuses is not given.
fn order_about(game: &mut Game, seed: u64) {
    let turn = game.clock().turn;
    for side in [SideId(0), SideId(1)] {
        let view = game.view(side);
        for own in view.own.iter().filter(|own| own.is_alive()) {
            let mut stream = Dice { seed }.lasting(turn, Purpose::Lab, u32::from(own.id.0));
            let pace = if stream.chance(400) { Pace::Forced } else { Pace::Ordinary };
            let formation = own.id;
            // Fire, carrying and digging take days.
            let takes_days = |now: &Intention| {
                matches!(now, Intention::Raze { .. } | Intention::Deposit { .. } | Intention::Dig { .. })
            };
            let works = takes_days(&own.intention) || own.haul != supply::Haul::None;
            if works && stream.chance(900) {
                continue;
            }
            let order = match pick(&mut stream, 16) {
                0 => {
                    let mobility = view.troop(own).mobility;
                    let goal = anywhere(&mut stream);
                    let path = view.costs().path(mobility, own.place.hex(), goal, 1_000_000, |_| false);
                    path.map(|path| Order::March(March { formation: own.id, path, pace }))
                }
                1 | 2 => (view.belief.reports.keys().next())
                    .map(|target| Order::Attack(Attack { formation: own.id, target: *target, pace })),
                3 => Some(Order::MakeCamp(MakeCamp { formation: own.id, fires: stream.chance(500) })),
                4 => Some(Order::Stand(Stand { formation, stance: Stance::Pursue })),
                5 | 6 => {
                    let men = stream.between(0, own.roll.under_arms() as i32) as u32;
                    Some(Order::Split(Split { formation, men }))
                }
                7 => (view.own_at(own.place.hex()).find(|other| other.id != formation))
                    .map(|other| Order::Join(Join { formation, into: other.id })),
                8 => Some(Order::Raze(Raze { formation })),
                9 => {
                    let mut place = || PlaceId((2 * pick(&mut stream, 2) + i32::from(side.0)) as u16);
                    Some(Order::Haul(Haul { formation, from: place(), to: place() }))
                }
                10 => {
                    let policy = [Policy::Full, Policy::Half, Policy::Beasts][pick(&mut stream, 3) as usize];
                    let (forages, to_beasts) = (stream.chance(700), stream.chance(500));
                    let diet = Diet { policy, keep_days: 0, forages, to_beasts };
                    Some(Order::Ration(Ration { formation, diet }))
                }
                11 => {
                    let (keep_days, bury) = (pick(&mut stream, 3) as u8, stream.chance(500));
                    Some(Order::Deposit(Deposit { formation, keep_days, bury }))
                }
                12 => {
                    let task = Task::ALL[pick(&mut stream, 3) as usize];
                    Some(Order::Work(Work { formation, task }))
                }
                14 => {
                    let work = Earthwork::ALL[pick(&mut stream, 5) as usize];
                    let side = (0..6)
                        .find(|side| Order::Dig(Dig { formation, work, side: *side }).check(&view).is_ok());
                    side.map(|side| Order::Dig(Dig { formation, work, side }))
                }
                13 => (view.wall_beside(own.place.hex())).map(|(place, _)| {
                    let terms = if stream.chance(500) { Terms::FreePassage } else { Terms::Captivity };
                    Order::Summon(Summon { formation, place, terms })
                }),
                15 => {
                    let shi = stream.between(1, 60) as u32;
                    let market = view.market_at_hand(own);
                    market.map(|(place, _)| Order::Buy(Buy { formation, place, shi }))
                }
                _ => None,
            };
            if let Some(order) = order {
                let _ = game.submit(side, order, "");
            }
        }
    }
}

/// Men, beasts, grain and cash that each body with its detachments must account for.
fn ledgers(game: &Game) -> Vec<(u32, i64, i64, i64)> {
    let register = &game.setting().register;
    let mut bodies = vec![(0, 0, 0, 0); register.formations.len()];
    for formation in game.snapshot().formations {
        let body = &mut bodies[register.origin(formation.id).index()];
        body.0 += formation.roll.total();
        body.1 += formation.beasts.ledger();
        body.2 += formation.rations.started_with();
        body.3 += formation.purse.started_with();
    }
    bodies
}

/// How many wars are played; more are tried with `IRONHAWK_WARS=1000`.
fn wars() -> u64 {
    std::env::var("IRONHAWK_WARS").ok().and_then(|wars| wars.parse().ok()).unwrap_or(24)
}

#[test]
fn men_beasts_grain_and_cash_are_accounted_for_every_turn() {
    let (mut sent_out, mut rejoined) = (0, 0);
    let (mut hidden, mut open, mut cache_taken) = (0, 0, 0);
    let (mut fed_people, mut flooded, mut drenched) = (false, false, 0);
    let (mut found, mut burnt, mut stored, mut looted, mut happened) = (0, 0, 0, 0, 0);
    let (mut bought, mut robbed) = (0, 0);
    for seed in 0..wars() {
        let mut game = war(seed).game();
        let start = ledgers(&game);
        for _ in 0..14 {
            order_about(&mut game, seed);
            let events = game.end_turn().events;
            happened += events.len();
            sent_out += events.iter().filter(|told| told.event.kind() == "detached").count();
            cache_taken += events.iter().filter(|told| told.event.kind() == "cache_taken").count();
            rejoined += events.iter().filter(|told| told.event.kind() == "joined").count();
            let snapshot = game.snapshot();
            assert_eq!(ledgers(&game), start, "war {seed}, turn {}", game.clock().turn);
            let sum = |of: fn(&Grain) -> i64| {
                let grain = |side: u8| {
                    let own = snapshot.formations.iter().filter(|own| own.side.0 == SideId(side));
                    let register = &game.setting().register;
                    let (owners, stores) = (&snapshot.verdict.owners, &snapshot.stores.0);
                    let lies = (stores.as_slice(), snapshot.wards.0.as_slice(), snapshot.caches.all());
                    Grain::of(SideId(side), register, own.map(|own| own.rations), owners, lies)
                };
                (0..2).map(|side| of(&grain(side))).sum::<i64>()
            };
            assert_eq!(
                sum(|grain| grain.start + grain.found + grain.bought + grain.gained),
                sum(|grain| grain.eaten + grain.burnt + grain.lost + grain.now)
            );
            // And over both sides together: nothing but what the country gave has come into this war, and what one takes
            // another has lost.
            let carried: i64 = start.iter().map(|body| body.2).sum();
            let places = &game.setting().register.places;
            let stores: i64 = places.iter().map(|place| i64::from(place.grain_sheng)).sum();
            let cached = snapshot.caches.all().iter().map(|cache| cache.sheng);
            let left: i64 = snapshot.stores.0.iter().copied().chain(cached).map(i64::from).sum();
            (hidden, open) = snapshot.caches.all().iter().fold((hidden, open), |(hidden, open), cache| {
                if cache.buried { (hidden + 1, open) } else { (hidden, open + 1) }
            });
            let total = |of: fn(&ironhawk::sim::supply::Rations) -> u32| {
                snapshot.formations.iter().map(|own| i64::from(of(&own.rations))).sum::<i64>()
            };
            let came = carried
                + stores
                + total(|own| own.found())
                + total(|own| own.bought())
                + total(|own| own.looted());
            let people: i64 = snapshot.wards.0.iter().map(|ward| i64::from(ward.eaten())).sum();
            fed_people |= people > 0;
            let went = people + total(|own| own.eaten()) + total(|own| own.burnt()) + total(|own| own.lost());
            let spoiled = i64::from(snapshot.waters.spoiled());
            assert_eq!(came, went + total(|own| own.sheng()) + left + spoiled, "war {seed}");
            // Cash is paid to the people or kept by somebody, or it is gone with the last man.
            let cash = |of: fn(&Purse) -> u32| {
                snapshot.formations.iter().map(|own| i64::from(of(&own.purse))).sum::<i64>()
            };
            let began: i64 = start.iter().map(|body| body.3).sum();
            assert_eq!(began, 40 * 45, "what the armies were given");
            let went = cash(|purse| purse.held()) + cash(|purse| purse.spent());
            let trodden = cash(|purse| purse.lost()) - cash(|purse| purse.taken());
            assert!(trodden >= 0 && began == went + trodden, "war {seed}: every string");
            let ledger = snapshot.waters.ledger();
            let went = snapshot.waters.liters() + ledger.drained + ledger.seeped + ledger.off_map;
            assert_eq!(ledger.let_in, went, "war {seed}: every liter");
            flooded |= ledger.let_in > 0;
            drenched += events.iter().filter(|told| told.event.kind() == "drenched").count();
            if game.outcome().is_some() {
                break;
            }
        }
        for own in game.snapshot().formations {
            robbed += own.purse.taken();
            let own = own.rations;
            bought += own.bought();
            found += own.found();
            burnt += own.burnt();
            stored += own.stored();
            looted += own.looted();
        }
    }
    assert!(happened as u64 > 50 * wars(), "wars in which something happens: {happened}");
    assert!(found > 0 && burnt > 0 && stored > 0, "{found} found, {burnt} burnt, {stored} stored");
    assert!(hidden > 0 && open > 0, "{hidden} times pits and {open} times open caches were there");
    assert!(cache_taken > 0, "somebody took a cache");
    assert!(fed_people, "people lived on a store");
    assert!(flooded && drenched > 0, "somebody cut the dike, and {drenched} bodies got wet");
    assert!(looted > 0, "somebody took what others dropped");
    assert!(bought > 0 && robbed > 0, "{bought} sheng bought, {robbed} strings robbed");
    assert!(sent_out > 100 && rejoined > 20, "{sent_out} sent out, {rejoined} rejoined");
}

#[test]
fn enemies_never_share_a_hex() {
    for seed in 20..28 {
        let mut game = war(seed).game();
        for _ in 0..10 {
            order_about(&mut game, seed);
            game.end_turn();
            let formations = game.snapshot().formations;
            for one in formations.iter().filter(|one| one.is_alive()) {
                let shared = formations.iter().find(|other| {
                    other.is_alive() && other.side != one.side && other.place.hex() == one.place.hex()
                });
                assert!(shared.is_none(), "war {seed}: {:?} and {:?}", one.id, shared.map(|other| other.id));
            }
        }
    }
}

#[test]
fn a_war_taken_up_from_a_snapshot_goes_on_the_same() {
    for seed in 40..46 {
        let sketch = war(seed);
        let mut straight = sketch.game();
        for _ in 0..5 {
            order_about(&mut straight, seed);
            straight.end_turn();
        }
        let mut resumed = Game::new(Arc::clone(straight.setting()), &straight.snapshot());
        let mut backward = Game::spawned_backward(Arc::clone(straight.setting()), &straight.snapshot());
        for turn in 0..6 {
            let told: Vec<_> = [&mut straight, &mut resumed, &mut backward]
                .into_iter()
                .map(|game| {
                    order_about(game, seed);
                    game.end_turn()
                })
                .collect();
            for other in &told[1..] {
                let differences = told[0].digest.differences(&other.digest);
                assert_eq!(told[0].digest, other.digest, "war {seed}, turn {turn}: {differences:?}");
                assert_eq!(told[0].events, other.events);
            }
        }
    }
}

#[test]
fn hunger_never_helps() {
    for seed in 60..66 {
        let mut stream = Dice { seed }.lasting(0, Purpose::Lab, 1);
        let (men, fatigue) = (stream.between(500, 8_000) as u32, stream.between(0, 400) as u16);
        let goal = stream.between(5, 35);
        let march = |days: u32| {
            let mut sketch = Sketch::plain(40, 1);
            sketch.seed = seed;
            sketch.lasts_minutes = 8 * DAY;
            sketch.tempo = (720, 60);
            let foot = sketch.levy(Levy::in_hex(Grid::hex(0, 0)).men(men).fatigue(fatigue).days(days));
            let mut game = sketch.game();
            let path = (1..=goal).map(|col| Grid::hex(col, 0)).collect();
            let order = Order::March(March { formation: foot, path, pace: Pace::Ordinary });
            game.submit(SideId(0), order, "").expect("open ground");
            (0..10).for_each(|_| drop(game.end_turn()));
            game.snapshot().formations[foot.index()].clone()
        };
        let (fed, hungry) = (march(5), march(0));
        assert!(hungry.fatigue.permille() > fed.fatigue.permille());
        assert!(hungry.cohesion.permille() < fed.cohesion.permille());
        assert!(hungry.roll.under_arms() < fed.roll.under_arms());
    }
}
