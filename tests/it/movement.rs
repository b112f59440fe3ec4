//! Marches, columns, zones and flight, seen from outside.

use std::sync::Arc;

use ironhawk::game::Game;
use ironhawk::orders::{Attack, March, Order};
use ironhawk::scenario::sketch::{Levy, Sketch};
use ironhawk::sim::army::{Fate, Posture};
use ironhawk::sim::clock::DAY;
use ironhawk::sim::event::{HaltReason, SimEvent, Source};
use ironhawk::sim::hex::{Grid, Hex, SIDES};
use ironhawk::sim::id::{FormationId, SideId};
use ironhawk::sim::intent::{Intention, Pace, Stance};
use ironhawk::sim::map::{Mobility, Stream};
use ironhawk::sim::movement::{narrowest, passes};
use ironhawk::sim::register::PlaceKind;
use ironhawk::sim::sighting::Report;
use ironhawk::snapshot::FormationState;

/// A straight road of so many hexes through a plain, with all tempo of a battle.
fn road(length: usize) -> Sketch {
    let row = vec!["="; length].join(" ");
    let mut sketch = Sketch::new(&row);
    sketch.start_minute = 6 * 60;
    sketch.lasts_minutes = 10 * DAY;
    sketch
}

/// Hexes of the first row from one column to another.
fn along(from: i32, to: i32) -> Vec<Hex> {
    (from..=to).map(|col| Grid::hex(col, 0)).collect()
}

fn send(game: &mut Game, formation: FormationId, path: Vec<Hex>, pace: Pace) {
    let side = game.setting().register.formation(formation).side;
    game.submit(side, Order::March(March { formation, path, pace }), "").expect("the way is open");
}

/// Ends turns until a minute of the war; answers what happened.
fn play(game: &mut Game, until: u32) -> Vec<(u32, SimEvent)> {
    let mut told = Vec::new();
    while game.clock().minute < until && game.outcome().is_none() {
        told.extend(game.end_turn().events.into_iter().map(|told| (told.minute, told.event)));
    }
    told
}

fn state(game: &Game, formation: FormationId) -> FormationState {
    game.snapshot().formations[formation.index()].clone()
}

fn halts(told: &[(u32, SimEvent)], of: FormationId) -> Vec<(u32, HaltReason)> {
    let halt = |(minute, event): &(u32, SimEvent)| match event {
        SimEvent::Halted { formation, reason, .. } if *formation == of => Some((*minute, *reason)),
        _ => None,
    };
    told.iter().filter_map(halt).collect()
}

/// Lets a side know of an enemy where it stands.
fn betray(sketch: &Sketch, to: u8, about: FormationId) -> Game {
    let (setting, mut start) = sketch.build();
    let enemy = &start.formations[about.index()];
    let report = Report {
        about,
        at: enemy.place.hex(),
        minute: sketch.start_minute,
        men: enemy.roll.mouths(),
        troop: None,
        posture: enemy.posture,
        source: Source::Eyes,
        came_from: None,
    };
    start.beliefs.of_mut(SideId(to)).reports.insert(about, report);
    Game::new(Arc::new(setting), &start)
}

#[test]
fn an_ordinary_march_rests_at_night_and_goes_on_by_itself() {
    let mut sketch = road(60);
    let foot = sketch.levy(Levy::in_hex(Grid::hex(0, 0)));
    let mut game = sketch.game();
    send(&mut game, foot, along(1, 40), Pace::Ordinary);
    let told = play(&mut game, DAY);
    let day_one = state(&game, foot);
    let (col, _) = Grid::col_row(day_one.place.hex());
    assert!((16..=21).contains(&col), "a stage of {col} km");
    assert_eq!(halts(&told, foot).iter().map(|halt| halt.1).collect::<Vec<_>>(), [HaltReason::DayDone]);
    assert_eq!(day_one.posture, Posture::Camp);
    assert_eq!(day_one.legs.today_m(), 0, "midnight begins a new day");
    let told = play(&mut game, 2 * DAY);
    assert_eq!(halts(&told, foot).last().map(|halt| halt.1), Some(HaltReason::Arrived));
    assert_eq!(state(&game, foot).place.hex(), Grid::hex(40, 0));
    assert!(state(&game, foot).fatigue.permille() < 100, "camps by night restore the men");
}

#[test]
fn a_days_march_is_the_same_in_long_and_in_short_steps() {
    let day = |tempo, pace| {
        let mut sketch = road(120);
        sketch.tempo = tempo;
        let horse = sketch.levy(Levy::in_hex(Grid::hex(0, 0)).troop("xia_horse").men(2_000));
        let mut game = sketch.game();
        send(&mut game, horse, along(1, 119), pace);
        play(&mut game, DAY);
        let (col, _) = Grid::col_row(state(&game, horse).place.hex());
        (col, i32::from(state(&game, horse).fatigue.permille()))
    };
    for pace in [Pace::Ordinary, Pace::Forced] {
        let (long, short) = (day((360, 60), pace), day((60, 5), pace));
        assert!((long.0 - short.0).abs() <= 1 && (long.1 - short.1).abs() <= 15, "{long:?} {short:?}");
    }
}

#[test]
fn liu_pings_forced_march_brings_worn_out_men_and_leaves_many_behind() {
    // 140-150 li, about 80 km; the men arrived with four fifths of their strength gone (M25).
    let mut sketch = road(100);
    let foot = sketch.levy(Levy::in_hex(Grid::hex(0, 0)).men(3_000));
    let mut game = sketch.game();
    send(&mut game, foot, along(1, 80), Pace::Forced);
    let told = play(&mut game, 4 * DAY);
    let (minute, reason) = *halts(&told, foot).last().expect("it arrived");
    assert_eq!(reason, HaltReason::Arrived);
    let hours = minute / 60 - 6;
    assert!((20..=48).contains(&hours), "{hours} hours");
    // Rest after the arrival is not part of it: play the same march to the hour of arrival.
    let mut game = sketch.game();
    send(&mut game, foot, along(1, 80), Pace::Forced);
    let told = play(&mut game, minute + 15);
    let arrived = state(&game, foot);
    let fatigue = arrived.fatigue.permille();
    assert!((700..=900).contains(&fatigue), "{fatigue}");
    let behind = told.iter().any(|(_, event)| matches!(event, SimEvent::Straggled { .. }));
    assert!(behind && arrived.roll.count(Fate::Straggling) > 50, "and men fell behind");
    play(&mut game, minute + 12 * 60);
    assert!(state(&game, foot).roll.count(Fate::Straggling) < 50, "who came up at the halt");
}

#[test]
fn twenty_thousand_on_one_road_arrive_over_hours() {
    let mut sketch = road(40);
    let foot: Vec<FormationId> =
        (0..5).map(|_| sketch.levy(Levy::in_hex(Grid::hex(0, 0)).men(4_000))).collect();
    let mut game = sketch.game();
    for formation in &foot {
        send(&mut game, *formation, along(1, 14), Pace::Ordinary);
    }
    let told = play(&mut game, DAY);
    let arrivals: Vec<u32> = foot
        .iter()
        .map(|formation| {
            let halt = halts(&told, *formation).into_iter().find(|halt| halt.1 == HaltReason::Arrived);
            halt.expect("it arrived").0
        })
        .collect();
    let gaps: Vec<u32> = arrivals.windows(2).map(|pair| pair[1] - pair[0]).collect();
    // 4,000 men are 1.6 km of road, forty minutes of marching.
    assert!(gaps.iter().all(|gap| (30..=75).contains(gap)), "{gaps:?}");
    assert!((120..=300).contains(&(arrivals[4] - arrivals[0])), "{arrivals:?}");
}

#[test]
fn a_column_is_strung_out_and_needs_time_to_deploy() {
    let mut sketch = road(30);
    let main = sketch.levy(Levy::in_hex(Grid::hex(0, 0)).men(8_000));
    let mut game = sketch.game();
    send(&mut game, main, along(1, 10), Pace::Ordinary);
    play(&mut game, 9 * 60);
    let marching = state(&game, main);
    assert_eq!((marching.posture, marching.legs.tail_m()), (Posture::Column, 3_200));
    let told = play(&mut game, 16 * 60);
    let arrived = halts(&told, main)[0].0;
    let formed = told.iter().find_map(|(minute, event)| match event {
        SimEvent::Stood { posture: Posture::Formed, .. } => Some(*minute),
        _ => None,
    });
    let took = formed.expect("it deployed") - arrived;
    // An hour and a quarter to close up, the better part of an hour to deploy.
    assert!((105..=150).contains(&took), "{took} minutes");
    assert_eq!(state(&game, main).legs.tail_m(), 0);
}

#[test]
fn a_march_stops_in_an_enemys_zone_and_may_only_leave_it() {
    let mut sketch = Sketch::new(
        "
        A B C D E
         F G H I J
        K L M N O
    ",
    );
    let scouts = sketch.levy(Levy::at('F').troop("song_horse").men(300).stance(Stance::Hold));
    sketch.levy(Levy::at('E').side(1).men(2_000).stance(Stance::Hold));
    let [g, h, i, j] = ['G', 'H', 'I', 'J'].map(|letter| sketch.hex(letter));
    let n = sketch.hex('N');
    let mut game = sketch.game();
    send(&mut game, scouts, vec![g, h, i, j], Pace::Ordinary);
    let told = play(&mut game, 10 * 60);
    assert_eq!(halts(&told, scouts).last().map(|halt| halt.1), Some(HaltReason::Enemy));
    assert_eq!(state(&game, scouts).place.hex(), i, "beside the enemy");
    send(&mut game, scouts, vec![j], Pace::Ordinary);
    let told = play(&mut game, 11 * 60);
    assert_eq!(
        halts(&told, scouts).last().map(|halt| halt.1),
        Some(HaltReason::Enemy),
        "not along his front"
    );
    assert_eq!(state(&game, scouts).place.hex(), i);
    send(&mut game, scouts, vec![n], Pace::Ordinary);
    play(&mut game, 12 * 60);
    assert_eq!(state(&game, scouts).place.hex(), n, "but away from him");
}

#[test]
fn nobody_walks_into_men_in_hiding() {
    let mut sketch = road(12);
    let van = sketch.levy(Levy::in_hex(Grid::hex(0, 0)).stance(Stance::Hold));
    let hidden = Levy::in_hex(Grid::hex(6, 0)).side(1).posture(Posture::Hidden);
    sketch.levy(hidden.stance(Stance::Ambush { signal: None }));
    let mut game = sketch.game();
    send(&mut game, van, along(1, 10), Pace::Ordinary);
    let told = play(&mut game, 12 * 60);
    let halts = halts(&told, van);
    assert_eq!(halts.first().map(|halt| halt.1), Some(HaltReason::Enemy));
    let at = told.iter().find_map(|(_, event)| match event {
        SimEvent::Halted { formation, at, .. } if *formation == van => Some(*at),
        _ => None,
    });
    assert_eq!(at, Some(Grid::hex(5, 0)), "they hold no zone, but nobody shares their hex");
}

#[test]
fn an_attack_comes_up_to_its_enemy_deploys_and_stays() {
    let mut sketch = road(14);
    sketch.tempo = (15, 15);
    let foot = sketch.levy(Levy::in_hex(Grid::hex(0, 0)).men(3_000));
    let target = sketch.levy(Levy::in_hex(Grid::hex(8, 0)).side(1).men(3_000).stance(Stance::Hold));
    let mut game = betray(&sketch, 0, target);
    let attack = Order::Attack(Attack { formation: foot, target, pace: Pace::Ordinary });
    game.submit(SideId(0), attack, "").expect("it knows of him");
    let mut formed_at = None;
    let mut reached = false;
    while game.clock().minute < 12 * 60 && !reached {
        game.end_turn();
        let foot = state(&game, foot);
        let distance = foot.place.hex().unsigned_distance_to(Grid::hex(8, 0));
        formed_at = formed_at.or((foot.posture == Posture::Formed && distance < 8).then_some(distance));
        reached = distance == 1;
    }
    assert!(reached, "it came up to him");
    assert_eq!(formed_at, Some(2), "and deployed before it did");
}

#[test]
fn an_attack_on_an_empty_field_gives_up() {
    let mut sketch = road(30);
    let horse = sketch.levy(Levy::in_hex(Grid::hex(0, 0)).troop("song_horse").stance(Stance::Pursue));
    let target = sketch.levy(Levy::in_hex(Grid::hex(5, 0)).side(1));
    let (setting, mut start) = sketch.build();
    let (gone, seen) = (Grid::hex(29, 0), Grid::hex(5, 0));
    start.formations[target.index()].place.move_to(gone);
    let report = Report {
        about: target,
        at: seen,
        minute: sketch.start_minute,
        men: 1_000,
        troop: None,
        posture: Posture::Formed,
        source: Source::Scouts,
        came_from: None,
    };
    start.beliefs.of_mut(SideId(0)).reports.insert(target, report);
    let mut game = Game::new(Arc::new(setting), &start);
    let attack = Order::Attack(Attack { formation: horse, target, pace: Pace::Ordinary });
    game.submit(SideId(0), attack, "").expect("it believes in him");
    let told = play(&mut game, 12 * 60);
    assert_eq!(halts(&told, horse).last().map(|halt| halt.1), Some(HaltReason::TargetLost));
    let end = state(&game, horse);
    assert_eq!(end.intention, Intention::Stay);
    // It goes as far as from where it sees that nobody is there, and no farther.
    let short = end.place.hex().unsigned_distance_to(seen);
    assert!((1..5).contains(&short), "it set out, and did not wander beyond: {short} hexes short of it");
}

/// A rout in the middle of a map, played for so many minutes.
fn rout(sketch: &Sketch, broken: FormationId, minutes: u32) -> (Game, Vec<(u32, SimEvent)>) {
    let (setting, mut start) = sketch.build();
    start.formations[broken.index()].posture = Posture::Routed;
    start.formations[broken.index()].intention = Intention::Flee;
    let mut game = Game::new(Arc::new(setting), &start);
    let told = play(&mut game, sketch.start_minute + minutes);
    (game, told)
}

#[test]
fn the_beaten_run_around_the_enemy_to_their_fort() {
    let mut sketch = Sketch::plain(15, 11);
    let broken = sketch.levy(Levy::in_hex(Grid::hex(4, 5)).troop("song_horse").stance(Stance::Hold));
    sketch.levy(Levy::in_hex(Grid::hex(7, 5)).side(1).men(3_000).stance(Stance::Hold));
    let fort = Grid::hex(12, 5);
    sketch.place(fort, PlaceKind::Fort, Some(0), 0);
    let (game, told) = rout(&sketch, broken, 180);
    let enemy = Grid::hex(7, 5);
    let way: Vec<u32> = told
        .iter()
        .filter_map(|(_, event)| match event {
            SimEvent::Marched { formation, to, .. } if *formation == broken => {
                Some(to.unsigned_distance_to(enemy))
            }
            _ => None,
        })
        .collect();
    assert!(way.iter().all(|distance| *distance >= 2), "out of his zone all the way: {way:?}");
    assert_eq!(state(&game, broken).place.hex(), fort);
}

#[test]
fn a_rout_driven_into_a_river_drowns_in_part() {
    let mut sketch = Sketch::plain(7, 3);
    let here = Grid::hex(3, 1);
    let broken = sketch.levy(Levy::in_hex(here).stance(Stance::Hold));
    let west = Grid::hex(2, 1);
    for (_, next) in sketch.map.grid().neighbors(here).collect::<Vec<_>>() {
        let stream = if next == west { Stream::River } else { Stream::Bluff };
        sketch.edge(here, next, stream);
    }
    sketch.levy(Levy::in_hex(Grid::hex(6, 1)).side(1).men(2_000).stance(Stance::Hold));
    let (game, _) = rout(&sketch, broken, 120);
    let broken = state(&game, broken);
    assert_ne!(broken.place.hex(), here);
    let drowned = broken.roll.count(Fate::DeadDrowned);
    assert!((50..=200).contains(&drowned), "M17: 5-20 in 100 drown, here {drowned} of 1,000");
}

/// Of 40 routed formations in a ring of enemies, how many are out of it twelve hours later.
fn escapes(start_minute: u32) -> usize {
    let is_out = |seed: &u64| {
        let mut sketch = Sketch::plain(9, 9);
        sketch.seed = *seed;
        sketch.start_minute = start_minute;
        // The ring keeps its places, however much a flight tempts it.
        sketch.rules.ruse.pursue_permille = [0; 5];
        let here = Grid::hex(4, 4);
        let broken = sketch.levy(Levy::in_hex(here).stance(Stance::Hold));
        for step in SIDES {
            sketch.levy(Levy::in_hex(here + step * 2).side(1).stance(Stance::Hold));
        }
        let (game, _) = rout(&sketch, broken, 12 * 60);
        let end = state(&game, broken);
        let out = end.place.hex() != here;
        assert_eq!(out, end.roll.count(Fate::Captured) > 100, "who slips through leaves men behind");
        out
    };
    (0..40).filter(is_out).count()
}

#[test]
fn the_surrounded_stay_but_for_gaps_that_are_wider_by_night() {
    // M31: 10 of 100 get out by day, 25 to 40 in a night.
    let (day, night) = (escapes(6 * 60), escapes(18 * 60));
    assert!((1..=9).contains(&day) && (8..=22).contains(&night) && day < night, "{day} and {night} of 40");
}

#[test]
fn men_told_to_avoid_fall_back_before_strength_they_know_of() {
    let place_of = |men: u32, stance: Stance| {
        let mut sketch = Sketch::plain(12, 5);
        let few = sketch.levy(Levy::in_hex(Grid::hex(6, 2)).men(800).troop("song_horse").stance(stance));
        let enemy = sketch.levy(Levy::in_hex(Grid::hex(8, 2)).side(1).men(men).stance(Stance::Hold));
        let mut game = betray(&sketch, 0, enemy);
        game.end_turn();
        state(&game, few).place.hex().unsigned_distance_to(Grid::hex(8, 2))
    };
    assert!(place_of(5_000, Stance::Avoid) >= 3);
    assert_eq!(place_of(5_000, Stance::Hold), 2);
    assert_eq!(place_of(500, Stance::Avoid), 2, "the enemy is weaker");
    assert_eq!(place_of(5_000, Stance::Screen), 2, "a screen keeps him in sight");
}

#[test]
fn men_in_ambush_rise_to_attack_when_they_are_told_to() {
    let mut sketch = Sketch::plain(6, 3);
    let hidden = Levy::in_hex(Grid::hex(1, 1)).men(9_000).posture(Posture::Hidden);
    let hidden = sketch.levy(hidden.stance(Stance::Ambush { signal: None }));
    let target = sketch.levy(Levy::in_hex(Grid::hex(3, 1)).side(1).stance(Stance::Hold));
    let mut game = betray(&sketch, 0, target);
    game.end_turn();
    assert_eq!(state(&game, hidden).posture, Posture::Hidden, "until then they lie still");
    let attack = Order::Attack(Attack { formation: hidden, target, pace: Pace::Ordinary });
    game.submit(SideId(0), attack, "").expect("it knows of him");
    let told = play(&mut game, 10 * 60);
    let column =
        |(_, event): &(u32, SimEvent)| matches!(event, SimEvent::Stood { posture: Posture::Column, .. });
    assert!(!told.iter().any(column), "in line, not in column");
    assert_eq!(state(&game, hidden).place.hex(), Grid::hex(2, 1));
}

#[test]
fn a_days_march_is_as_long_over_large_hexes_as_over_small_ones() {
    // Five days at an ordinary pace on a level road: how far, and how weary.
    let five_days = |hex_m: u32, troop: &str| {
        let (mut sketch, length) = (road(240_000 / hex_m as usize), 240_000 / hex_m as i32);
        sketch.map.hex_m = hex_m;
        let steps = along(0, length - 1);
        steps.windows(2).for_each(|pair| sketch.map.lay_winding_road(pair[0], pair[1], hex_m));
        let men = sketch.levy(Levy::in_hex(Grid::hex(0, 0)).side(0).men(1_000).troop(troop).days(30));
        let mut game = sketch.game();
        let last = 200_000 / hex_m as i32;
        send(&mut game, men, along(1, last), Pace::Ordinary);
        play(&mut game, 5 * DAY);
        let state = state(&game, men);
        (Grid::col_row(state.place.hex()).0 as u32 * hex_m / 1000, u32::from(state.fatigue.permille()))
    };
    for (troop, km) in [("song_foot", 85..=108), ("xia_horse", 140..=180)] {
        let (small, large) = (five_days(1_000, troop), five_days(12_000, troop));
        assert!(km.contains(&small.0) && km.contains(&large.0), "{troop}: {small:?} and {large:?} km");
        assert!(small.0.abs_diff(large.0) <= 12, "{troop}: {small:?} and {large:?}");
        assert!(small.1.abs_diff(large.1) <= 100, "{troop} are not much wearier: {small:?} and {large:?}");
    }
}

#[test]
fn a_ford_lets_through_in_a_day_what_is_told_of_it() {
    let mut sketch = road(12);
    sketch.lasts_minutes = DAY;
    sketch.edge(Grid::hex(1, 0), Grid::hex(2, 0), Stream::Ford);
    // Columns as long as a hex, so that one clears the ford when the next comes to it.
    let columns: Vec<FormationId> =
        (0..40).map(|_| sketch.levy(Levy::in_hex(Grid::hex(1, 0)).men(2_500).days(5))).collect();
    let mut game = sketch.game();
    let view = game.view(SideId(0));
    let (land, rules, light) = ((view.map(), view.costs()), &view.rules().movement, view.clock.light_min());
    let told = |mobility, from: i32| passes(land, mobility, (Grid::hex(from, 0), 0), light, rules);
    let ford = told(Mobility::Foot, 1).expect("a way");
    assert_eq!(ford, 12 * 2_600 * 10 / 4, "twelve hours of a column four abreast");
    assert!(told(Mobility::Horse, 1) < Some(ford) && told(Mobility::Train, 1) < Some(ford));
    assert_eq!(narrowest(land, Mobility::Foot, &along(0, 11), light, rules), Some(ford));
    for column in &columns {
        send(&mut game, *column, along(2, 11), Pace::Ordinary);
    }
    play(&mut game, DAY - 60);
    let over = columns.iter().filter(|column| state(&game, **column).place.hex() != Grid::hex(1, 0)).count();
    let men = over as u32 * 2_500;
    assert!((ford * 8 / 10..=ford * 11 / 10).contains(&men), "{men} men went over, {ford} were told of");
    let mut wide = road(4);
    wide.map.hex_m = 12_000;
    let (setting, _) = wide.build();
    let wide = (&setting.map, &setting.costs);
    let tracks = passes(wide, Mobility::Foot, (Grid::hex(0, 0), 0), light, &setting.rules.movement);
    assert_eq!(tracks, Some(ford * 5), "five tracks abreast on hexes of twelve kilometers");
}
