//! Convoys on the march and who falls on them: as on the Puluo River in 996, where 400,000 shi of grain for Lingzhou went in
//! one body with few guards, and Li Jiqian took it.

use ironhawk::game::Game;
use ironhawk::orders::{Attack, Escort, Halt, MakeCamp, March, Order, Split};
use ironhawk::scenario::sketch::{Levy, Sketch};
use ironhawk::sim::army::Fate;
use ironhawk::sim::clock::DAY;
use ironhawk::sim::event::{HaltReason, SimEvent};
use ironhawk::sim::hex::{Grid, Hex};
use ironhawk::sim::id::{FormationId, SideId};
use ironhawk::sim::intent::{Intention, Pace, Stance};
use ironhawk::sim::refusal::Refusal;
use ironhawk::sim::supply::Grain;
use ironhawk::snapshot::FormationState;

const SONG: SideId = SideId(0);
const XIA: SideId = SideId(1);
const ROW: i32 = 4;
/// Porters, and days of food that each carries: six dou (Mengxi bitan 11).
const PORTERS: u32 = 8_000;
const LOAD_DAYS: u32 = 30;

fn hex(col: i32) -> Hex {
    Grid::hex(col, ROW)
}

fn grain(game: &Game, side: SideId) -> Grain {
    let state = game.snapshot();
    let own = state.formations.iter().filter(|one| one.side.0 == side).map(|one| one.rations);
    Grain::of(
        side,
        &game.setting().register,
        own,
        &state.verdict.owners,
        (&state.stores.0, &state.wards.0, state.caches.all()),
    )
}

/// A convoy with so many guards marches down a valley road; horse wait beside it and fall on it. Answers the grain that
/// the raiders took and the convoy still has at the end, sheng.
fn convoy(guards: u32) -> (i64, i64) {
    let mut sketch = Sketch::plain(30, 9);
    sketch.map.hex_m = 4_000;
    sketch.road(ROW, 0..=29);
    sketch.tempo = (DAY / 2, 60);
    sketch.start_minute = 6 * 60;
    sketch.lasts_minutes = 20 * DAY;
    let porters = Levy::in_hex(hex(2)).troop("porter").men(PORTERS).days(LOAD_DAYS).stance(Stance::Avoid);
    let porters = sketch.levy(porters);
    let guard = (0..guards.div_ceil(3_000)).map(|_| {
        let men = guards.div_ceil(guards.div_ceil(3_000));
        sketch.levy(Levy::in_hex(hex(2)).troop("song_foot").men(men).days(5).stance(Stance::Hold))
    });
    let guard: Vec<FormationId> = guard.collect();
    let raiders: Vec<FormationId> = (0..4)
        .map(|nth| {
            let at = Grid::hex(7, ROW - 1 + 2 * (nth % 2));
            sketch.levy(Levy::in_hex(at).side(1).troop("xia_horse").men(3_000).days(6).stance(Stance::Hold))
        })
        .collect();
    let mut game = sketch.game();
    for formation in guard.iter().copied().chain([porters]) {
        let path = (3..=20).map(hex).collect();
        let order = Order::March(March { formation, path, pace: Pace::Ordinary });
        game.submit(SONG, order, "").expect("a road");
    }
    for _ in 0..8 {
        let view = game.view(XIA);
        let prey = view.belief.reports.values().max_by_key(|report| (report.men, report.about.0));
        if let Some(target) = prey.map(|report| report.about) {
            for formation in raiders.iter().copied() {
                // Whoever is spent or in rout cannot; the others suffice.
                let _ =
                    game.submit(XIA, Order::Attack(Attack { formation, target, pace: Pace::Ordinary }), "");
            }
        }
        game.end_turn();
        let (song, xia) = (grain(&game, SONG), grain(&game, XIA));
        for side in [song, xia] {
            let came = side.start + side.found + side.gained;
            assert_eq!(came, side.eaten + side.burnt + side.lost + side.now, "to the sheng");
        }
        assert!(song.lost + xia.lost >= song.gained + xia.gained, "nobody takes what nobody lost");
    }
    (grain(&game, XIA).gained, grain(&game, SONG).now)
}

#[test]
fn who_beats_a_convoy_eats_of_it_and_an_escort_keeps_it() {
    let load = i64::from(PORTERS) * i64::from(LOAD_DAYS) * 2;
    let (weak, left) = convoy(600);
    let (strong, kept) = convoy(15_000);
    println!("few guards: {weak} taken, {left} left of {load}; many: {strong} taken, {kept} left");
    assert!(weak * 4 > load, "a quarter of the load and more is taken: {weak} of {load}");
    assert!(left * 20 < load, "and hardly anything comes through: {left} of {load}");
    assert!(kept * 3 > load && strong < weak, "an escort brings it through: {kept}, {strong} taken");
}

/// The same porters in so many echelons, each of which sets out a day after the one before. Horse wait where the road is
/// narrow and fall on whatever comes there; when one echelon is beaten, those behind turn back. Answers the grain that the
/// convoy lost, permille of its load.
fn echelons(count: u32) -> i64 {
    let mut sketch = Sketch::plain(40, 9);
    sketch.map.hex_m = 4_000;
    sketch.road(ROW, 0..=39);
    sketch.tempo = (DAY / 2, 60);
    sketch.start_minute = 6 * 60;
    sketch.lasts_minutes = 20 * DAY;
    let porters = Levy::in_hex(hex(2)).troop("porter").men(PORTERS).days(LOAD_DAYS).stance(Stance::Avoid);
    let first = sketch.levy(porters);
    sketch.levy(Levy::in_hex(Grid::hex(0, 0)).men(500).days(30)); // a war needs somebody who fights
    let raiders: Vec<FormationId> = (0..4)
        .map(|nth| {
            let at = Grid::hex(17, ROW - 1 + 2 * (nth % 2));
            sketch.levy(Levy::in_hex(at).side(1).troop("xia_horse").men(3_000).days(9).stance(Stance::Hold))
        })
        .collect();
    let mut game = sketch.game();
    for _ in 1..count {
        let order = Order::Split(Split { formation: first, men: PORTERS / count });
        game.submit(SONG, order, "an echelon").expect("they are many");
        game.end_turn();
    }
    let bodies = |game: &mut Game| -> Vec<FormationId> {
        let view = game.view(SONG);
        let bears = |one: &&FormationState| one.is_alive() && view.troop(one).bears();
        view.own.iter().filter(bears).map(|one| one.id).collect()
    };
    let march = |game: &mut Game, formation: FormationId, to: i32| {
        let state = game.snapshot().formations[formation.index()].clone();
        let col = Grid::col_row(state.place.hex()).0;
        let path: Vec<Hex> =
            if to > col { (col + 1..=to).map(hex).collect() } else { (to..col).rev().map(hex).collect() };
        // Those who run obey nobody.
        let order = March { formation, path, pace: Pace::Ordinary };
        let _ = game.submit(SONG, Order::March(order), "");
    };
    let mut turned = false;
    for turn in 0..20 {
        let beaten = game.snapshot().formations.iter().any(|one| one.side.0 == SONG && one.roll.lost() > 0);
        for (nth, echelon) in bodies(&mut game).into_iter().enumerate() {
            if turn == 2 * nth && !beaten {
                march(&mut game, echelon, 35);
            } else if beaten && !turned && nth > 0 {
                march(&mut game, echelon, 2);
            }
        }
        turned |= beaten;
        let view = game.view(XIA);
        let near = |at: Hex| at.unsigned_distance_to(hex(17)) <= 3;
        let prey = view.belief.reports.values().filter(|report| near(report.at));
        let prey = prey.max_by_key(|report| (report.men, report.about.0)).map(|report| report.about);
        for formation in raiders.iter().copied() {
            if let Some(target) = prey {
                let attack = Attack { formation, target, pace: Pace::Ordinary };
                let _ = game.submit(XIA, Order::Attack(attack), "");
            }
        }
        game.end_turn();
    }
    let load = i64::from(PORTERS) * i64::from(LOAD_DAYS) * 2;
    grain(&game, SONG).lost * 1000 / load
}

#[test]
fn three_echelons_lose_one() {
    // Puluo River, 996: three echelons were to go, and went as one (M03: all of it lost, against a third).
    let (merged, three) = (echelons(1), echelons(3));
    println!("lost of the load: {merged} permille in one body, {three} in three echelons");
    assert!(merged > 600, "one body loses nearly all: {merged} permille");
    assert!((150..=400).contains(&three), "of three, one is lost: {three} permille");
    assert!(merged > 2 * three, "{merged} against {three}");
}

/// Guards told to go with porters, who march from hex 2 to hex 12; a place further back where a horse waits.
fn train() -> (Game, FormationId, [FormationId; 2]) {
    let mut sketch = Sketch::plain(30, 9);
    sketch.map.hex_m = 4_000;
    sketch.road(ROW, 0..=29);
    sketch.tempo = (DAY, 60);
    sketch.start_minute = 6 * 60;
    sketch.lasts_minutes = 20 * DAY;
    let porters = sketch.levy(Levy::in_hex(hex(2)).troop("porter").men(3_000).days(30).stance(Stance::Avoid));
    let foot = sketch.levy(Levy::in_hex(hex(2)).troop("song_foot").men(3_000).days(15).stance(Stance::Hold));
    let horse =
        sketch.levy(Levy::in_hex(hex(0)).troop("song_horse").men(1_000).days(15).stance(Stance::Hold));
    sketch.levy(Levy::in_hex(hex(28)).side(1).troop("xia_horse").men(9_000).days(20).stance(Stance::Hold));
    (sketch.game(), porters, [foot, horse])
}

fn at(game: &Game, id: FormationId) -> Hex {
    game.snapshot().formations[id.index()].place.hex()
}

#[test]
fn an_escort_marches_and_camps_with_its_charge() {
    let (mut game, porters, guards) = train();
    for formation in guards {
        game.submit(SONG, Order::Escort(Escort { formation, whom: porters }), "").expect("they are its own");
    }
    let path = (3..=12).map(hex).collect();
    let march = March { formation: porters, path, pace: Pace::Ordinary };
    game.submit(SONG, Order::March(march), "").expect("a road");
    for day in 0..4 {
        game.end_turn();
        for guard in guards {
            let apart = at(&game, guard).unsigned_distance_to(at(&game, porters));
            assert!(apart <= 1, "day {day}: {apart} hexes apart");
        }
    }
    assert_eq!(at(&game, porters), hex(12), "they arrived");
    let camp = MakeCamp { formation: porters, fires: true };
    game.submit(SONG, Order::MakeCamp(camp), "").expect("they may rest");
    game.end_turn();
    for guard in guards {
        let one = &game.snapshot().formations[guard.index()];
        assert_eq!((one.place.hex(), &one.intention), (hex(12), &Intention::Camp { fires: true }));
    }
    // Any order of its own frees it.
    let halt = Halt { formation: guards[0] };
    game.submit(SONG, Order::Halt(halt), "").expect("it obeys");
    let back = March { formation: porters, path: vec![hex(11)], pace: Pace::Ordinary };
    game.submit(SONG, Order::March(back), "").expect("a road");
    game.end_turn();
    assert_eq!((at(&game, guards[0]), at(&game, guards[1])), (hex(12), hex(11)));
}

#[test]
fn nobody_escorts_who_goes_with_him_or_who_is_no_more() {
    let (mut game, porters, [foot, horse]) = train();
    let escort = |formation, whom| Order::Escort(Escort { formation, whom });
    let refused = game.submit(SONG, escort(foot, foot), "");
    assert!(matches!(refused, Err(Refusal::EscortsItself { .. })), "{refused:?}");
    let refused = game.submit(SONG, escort(foot, FormationId(3)), "");
    assert!(matches!(refused, Err(Refusal::NobodyToEscort)), "{refused:?}");
    game.submit(SONG, escort(foot, horse), "").expect("its own");
    let refused = game.submit(SONG, escort(horse, foot), "");
    assert!(matches!(refused, Err(Refusal::Planned { .. })), "{refused:?}");
    game.end_turn();
    let refused = game.submit(SONG, escort(horse, foot), "");
    assert!(matches!(refused, Err(Refusal::EscortsItself { .. })), "{refused:?}");
    game.submit(SONG, escort(horse, porters), "").expect("a chain has an end");
    game.end_turn();
    // Nobody is left of the porters: the horse halts and is free.
    let mut state = game.snapshot();
    let all = state.formations[porters.index()].roll.mouths();
    state.formations[porters.index()].roll.lose(Fate::DeadDisease, all);
    let mut game = Game::new(std::sync::Arc::clone(game.setting()), &state);
    let told = game.end_turn().events;
    let freed = told.iter().any(|told| {
        matches!(told.event, SimEvent::Halted { formation, reason: HaltReason::ChargeLost, .. } if formation == horse)
    });
    assert!(freed && game.snapshot().formations[horse.index()].escort.0.is_none());
}
