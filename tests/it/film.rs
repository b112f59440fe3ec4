//! A war step by step: a film shows what was played, and tells a side what it knows and nothing else.

use std::collections::BTreeSet;
use std::sync::Arc;

use ironhawk::ai::{Level, plan};
use ironhawk::film::{Frame, Moment, TurnFilm};
use ironhawk::game::Game;
use ironhawk::lab::scale::synthetic;
use ironhawk::replay::{Film, Recorder, Replay, ReplayError};
use ironhawk::report::battles::Battles;
use ironhawk::report::known::{Weight, bodies, lines};
use ironhawk::report::ledger::Ledger;
use ironhawk::report::marks::{MarkKind, Marks};
use ironhawk::report::series::Series;
use ironhawk::setting::Setting;
use ironhawk::sim::army::{Fate, Fatigue, Place, Posture, Roll};
use ironhawk::sim::dice::{Dice, Purpose};
use ironhawk::sim::event::{CommanderFate, HaltReason, Happened, SimEvent, Source, Temptation};
use ironhawk::sim::id::{CommanderId, FormationId, LureId, PlaceId, SideId, SignalId};
use ironhawk::sim::intent::Stance;

/// Plays turns of a war with artificial commanders and keeps each step by step.
fn played(mut game: Game, turns: u32) -> (Replay, Vec<TurnFilm>) {
    let mut recorder = Recorder::new(&game, Vec::new());
    let mut films = Vec::new();
    while films.len() < turns as usize && game.outcome().is_none() {
        for side in game.setting().register.side_ids() {
            for (order, why) in plan(&game.view(side), Level::Doctrine, 3) {
                game.submit(side, order, &why).expect("a plan passes the gate");
            }
        }
        films.push(recorder.film_turn(&mut game).1);
    }
    (recorder.replay(), films)
}

/// The beginning of a war of thirty turns, more than a block, with battles in it.
fn opening(seed: u64) -> Game {
    let mut sketch = synthetic(24, 18, 14, seed);
    sketch.lasts_minutes = 30 * sketch.tempo.0;
    sketch.game()
}

fn war() -> (Replay, Vec<TurnFilm>) {
    played(opening(5), 30)
}

#[test]
fn a_turn_seen_is_the_turn_not_seen() {
    let game = || {
        let mut game = opening(5);
        for side in [SideId(0), SideId(1)] {
            for (order, why) in plan(&game.view(side), Level::Doctrine, 3) {
                game.submit(side, order, &why).expect("a plan passes the gate");
            }
        }
        game
    };
    let (mut here, mut there) = (game(), game());
    for _ in 0..6 {
        let (report, film) = here.film_turn();
        assert_eq!(report, there.end_turn());
        assert_eq!(film.end(), &there.snapshot());
        let told: Vec<Happened> = film.frames.iter().flat_map(|frame| frame.events.clone()).collect();
        assert_eq!(told, report.events, "every event is in exactly one frame");
        assert!(film.frames[0].events.is_empty());
        assert_eq!(film.last_step(), 4, "two hours in half hours");
    }
}

#[test]
fn a_film_shows_every_turn_as_it_was_played() {
    let (replay, films) = war();
    let replay = Arc::new(replay);
    let film = Film::new(Arc::clone(&replay));
    let mut lot = Dice { seed: 1 }.lasting(0, Purpose::Lab, 1);
    for round in 0..120 {
        let turn = lot.between(1, films.len() as i32) as u32;
        let played = &films[turn as usize - 1];
        assert_eq!(&*film.turn(turn).expect("it was played"), played, "turn {turn}");
        if round % 8 == 0 {
            let fresh = Film::new(Arc::clone(&replay));
            assert_eq!(&*fresh.turn(turn).expect("it was played"), played, "turn {turn}, sought at once");
            let sought = replay.at_turn(turn).expect("it was played").snapshot();
            assert_eq!(&sought, played.start(), "turn {turn} by the replay itself");
        }
    }
    assert_eq!(film.all().filter(|turn| turn.is_ok()).count(), films.len());
    for turn in [0, replay.turns() + 1, u32::MAX] {
        assert!(matches!(film.turn(turn), Err(ReplayError::NoSuchTurn { .. })), "turn {turn}");
    }
}

#[test]
fn one_walks_back_the_way_one_came() {
    let (replay, _) = war();
    let film = Film::new(replay);
    let mut way = vec![Moment::START];
    loop {
        let here = way[way.len() - 1];
        let next = film.next(here).expect("it plays");
        if next == here {
            break;
        }
        assert!(next > here);
        way.push(next);
    }
    let end = Moment { turn: film.turns(), step: film.turn(film.turns()).expect("it plays").last_step() };
    assert_eq!(way.last(), Some(&end));
    for pair in way.windows(2).rev() {
        assert_eq!(film.previous(pair[1]), Ok(pair[0]));
    }
    assert_eq!(film.previous(Moment::START), Ok(Moment::START));
    let beyond = Moment { turn: u32::MAX, step: 0 };
    assert_eq!(film.clamp(beyond), Ok(end));
    assert_eq!(film.clamp(Moment { turn: 0, step: 9 }), Ok(Moment::START));
    assert_eq!(film.clamp(Moment { turn: 2, step: 99 }), Ok(Moment { turn: 2, step: 4 }));
}

#[test]
fn a_war_still_being_recorded_can_be_watched() {
    let mut game = opening(5);
    let mut recorder = Recorder::new(&game, Vec::new());
    let mut film = Film::new(recorder.replay());
    let opening = film.turn(1).expect("it has a beginning");
    assert_eq!((opening.last_step(), opening.start()), (0, &game.snapshot()));
    for turn in 1..=30 {
        let (report, seen) = recorder.film_turn(&mut game);
        let latest = Some(seen.clone()).filter(|_| turn % 3 != 0);
        film = film.gone_on(recorder.replay(), latest);
        let shown = film.turn(turn).expect("it was played");
        assert_eq!(*shown, seen);
        assert_eq!(shown.end().digest(), report.digest);
    }
    assert_eq!(film.turn(9).expect("it was played").end(), film.turn(10).expect("it was played").start());
}

/// The turn with everything about `side`'s enemies changed that the side has not been told: names, places, strength,
/// order and stance; and with a number of things added that they do unseen.
fn disguised(setting: &Setting, turn: &TurnFilm, side: SideId, seed: u64) -> (Setting, TurnFilm) {
    let (mut setting, mut turn) = (setting.clone(), turn.clone());
    let enemy = |id: FormationId, setting: &Setting| setting.register.formation(id).side != side;
    for (index, info) in
        setting.register.formations.iter_mut().enumerate().filter(|(_, info)| info.side != side)
    {
        (info.name.latin, info.name.id) = (format!("Disguise {index}"), format!("disguise_{index}"));
    }
    for commander in setting.register.commanders.iter_mut().filter(|info| info.side != side) {
        commander.name.latin = "Nobody".to_owned();
    }
    for signal in setting.register.signals.iter_mut().filter(|info| info.side != side) {
        signal.name.latin = "Smoke".to_owned();
    }
    let mut lot = Dice { seed }.lasting(9, Purpose::Lab, 2);
    let grid = setting.map.grid();
    for Frame { snapshot, events } in &mut turn.frames {
        let minute = snapshot.clock.minute;
        for formation in &mut snapshot.formations {
            if !enemy(formation.id, &setting) {
                continue;
            }
            formation.place = Place::at(grid.at(lot.between(0, grid.len() as i32 - 1) as usize));
            formation.roll = Roll::of(lot.between(100, 9_000) as u32);
            formation.fatigue = Fatigue::of(lot.permille());
            formation.posture = Posture::Hidden;
            formation.stance = Stance::Ambush { signal: None };
            let secret = secrets(formation.id, formation.place.hex());
            events.extend(secret.into_iter().map(|event| Happened { minute, step: 0, event }));
        }
    }
    turn.frames[0].events.clear();
    (setting, turn)
}

/// All that a formation may do or suffer of which nobody else knows.
fn secrets(formation: FormationId, at: ironhawk::sim::hex::Hex) -> Vec<SimEvent> {
    let (commander, lure, signal) = (CommanderId(0), LureId(900), SignalId(0));
    let by = Temptation::Lure(lure);
    vec![
        SimEvent::Marched { formation, from: at, to: at },
        SimEvent::Halted { formation, at, reason: HaltReason::Enemy },
        SimEvent::Stood { formation, at, posture: Posture::Hidden },
        SimEvent::Straggled { formation, men: 9 },
        SimEvent::Rejoined { formation, men: 9 },
        SimEvent::Sighted { by: formation, about: FormationId(0), at, men: 9, source: Source::Eyes },
        SimEvent::ScoutsSent { formation, to: at },
        SimEvent::ScoutsReturned { formation, to: at, found: 9 },
        SimEvent::ScoutsLost { formation, to: at, men: 9 },
        SimEvent::LureLeft { formation, lure, at },
        SimEvent::LureFound { formation, lure, at },
        SimEvent::LureRefused { formation, lure, commander: Some(commander) },
        SimEvent::Tempted { formation, commander: Some(commander), by },
        SimEvent::HeldBack { formation, commander: Some(commander), by },
        SimEvent::SignalGiven { by: formation, signal, at },
        SimEvent::Released { formation, at, signal: None },
        SimEvent::FeintBegun { formation, to: at },
        SimEvent::FeintEnded { formation, at },
        SimEvent::FeintFailed { formation },
        SimEvent::Lost { formation, fate: Fate::DeadBattle, men: 9 },
        SimEvent::Broke { formation, at },
        SimEvent::ParkBuilt { formation, ladders: 9, engines: 9 },
        SimEvent::ParkLost { formation, ladders: 9, engines: 9 },
        SimEvent::PeopleStarved { place: PlaceId(900), people: 9 },
        SimEvent::Rallied { formation, at },
        SimEvent::CommanderFell { commander, formation, fate: CommanderFate::Killed },
        SimEvent::TookOver { commander, from: commander, formation },
        SimEvent::Disobeyed { commander, formation, ordered: Stance::Hold, did: Stance::Avoid },
        SimEvent::RationsGone { formation },
        SimEvent::Fed { formation, place: PlaceId(0), sheng: 9 },
        SimEvent::Slaughtered { formation, heads: 9 },
        SimEvent::BearersSpent { formation },
        SimEvent::Stored { formation, place: PlaceId(0), sheng: 9 },
        SimEvent::HaulEnded { formation },
        SimEvent::BeastsDied { formation, heads: 9 },
        SimEvent::LaidWaste { formation, at, sheng: 9 },
        SimEvent::Deposited { formation, at, sheng: 9, buried: true },
        SimEvent::DrewCache { formation, at, sheng: 9 },
        SimEvent::Bought { formation, place: PlaceId(0), sheng: 900, strings: 9 },
        SimEvent::CashTaken { formation, from: formation, at, strings: 9 },
    ]
}

#[test]
fn what_an_enemy_is_and_does_unseen_changes_no_line() {
    let mut told = 0;
    for seed in 0..6 {
        let (replay, films) = played(opening(seed), 14);
        let setting = replay.setting();
        for film in &films {
            for side in [SideId(0), SideId(1)] {
                let here = lines(setting, film, Some(side));
                let (setting_there, film_there) = disguised(setting, film, side, seed);
                let there = lines(&setting_there, &film_there, Some(side));
                assert_eq!(here, there, "seed {seed}, turn {}, {side:?}", film.turn);
                let (state, disguise) = (film.end(), film_there.end());
                let (here_bodies, there_bodies) =
                    (bodies(setting, state, Some(side)), bodies(&setting_there, disguise, Some(side)));
                assert_eq!(here_bodies, there_bodies);
                told += here
                    .iter()
                    .filter(|line| line.about.iter().any(|id| setting.register.formation(*id).side != side))
                    .count();
            }
        }
    }
    assert!(told > 500, "{told} lines about enemies");
}

#[test]
fn the_truth_is_told_whole_and_a_side_is_told_less() {
    let (replay, films) = war();
    let setting = replay.setting();
    let (mut all, mut some) = (0, 0);
    for film in &films {
        let events: usize = film.frames.iter().map(|frame| frame.events.len()).sum();
        let truth = lines(setting, film, None);
        assert_eq!(truth.iter().filter(|line| line.kind != "battle_over").count(), events);
        let own = lines(setting, film, Some(SideId(0)));
        (all, some) = (all + truth.len(), some + own.len());
        for line in truth.iter().chain(&own) {
            assert!((1..=film.last_step()).contains(&line.step) && line.turn == film.turn);
            assert!(!line.text.is_empty() && line.text.ends_with('.'), "{}", line.text);
        }
        assert!(truth.is_sorted_by_key(|line| line.step) && own.is_sorted_by_key(|line| line.step));
        let names: BTreeSet<&str> = (setting.register.formations.iter())
            .filter(|info| info.side != SideId(0))
            .map(|info| info.name.latin.as_str())
            .collect();
        let words = |text: &str| text.split([' ', ',', '.', ':']).map(str::to_owned).collect::<Vec<_>>();
        for line in &own {
            assert!(words(&line.text).iter().all(|word| !names.contains(word.as_str())), "{}", line.text);
        }
    }
    assert!(some > all / 4 && some < all, "{some} of {all}");
}

#[test]
fn a_reported_enemy_is_called_what_it_seems() {
    let (replay, films) = war();
    let texts: Vec<String> = (films.iter())
        .flat_map(|film| lines(replay.setting(), film, Some(SideId(0))))
        .map(|line| line.text)
        .collect();
    let text = texts.join("\n");
    assert!(text.contains("xia? ") && text.contains(", about "), "{text}");
    assert!(!text.contains("song? "), "its own are no strangers");
}

#[test]
fn a_battle_is_marked_once_and_ends_once() {
    let (replay, _) = war();
    let film = Film::new(replay);
    let setting = Arc::clone(film.replay().setting());
    let truth = Marks::of(&setting, film.all(), None).expect("it plays");
    let marks = truth.marks();
    let count = |kind| marks.iter().filter(|mark| mark.kind == kind).count();
    let mut battles = Battles::default();
    let mut met = 0;
    for turn in film.all() {
        let turn = turn.expect("it plays");
        battles.add(&setting, &turn);
        met += lines(&setting, &turn, None).iter().filter(|line| line.kind == "met").count();
    }
    let battles = battles.battles().len();
    assert!(battles > 0 && met > 3 * battles, "{met} times blows began, in {battles} battles");
    assert!(count(MarkKind::Battle) <= battles + 1, "{} marks of {battles} battles", count(MarkKind::Battle));
    assert!(count(MarkKind::Rout) > 0 && marks.len() < 60, "{} marks", marks.len());
    assert!(marks.is_sorted_by_key(|mark| mark.moment));
    for mark in marks {
        assert_eq!(film.clamp(mark.moment), Ok(mark.moment), "it can be gone to");
    }
    let known = Marks::of(&setting, film.all(), Some(SideId(1))).expect("it plays");
    assert!(known.marks().iter().all(|mark| !mark.text.contains("song_")), "{:?}", known.marks());
}

#[test]
fn a_series_has_a_row_for_every_turn_and_adds_up() {
    let (replay, films) = war();
    let (setting, start) = (replay.setting(), replay.start());
    let mut series = Series::default();
    films.iter().for_each(|film| series.add(setting, film));
    assert_eq!(series.rows().len(), films.len() + 1);
    for side in [SideId(0), SideId(1)] {
        let ledger = Ledger::of_side(setting, start, films[films.len() - 1].end(), side);
        let last = series.rows()[films.len()][side.index()];
        assert_eq!(last.dead + last.captured + last.other_lost, ledger.lost());
        assert_eq!(last.under_arms, ledger.count(Fate::UnderArms));
        assert!(
            series.rows().windows(2).all(|rows| rows[0][side.index()].dead <= rows[1][side.index()].dead)
        );
        assert!(last.fatigue > 0 && last.cohesion <= 1000);
    }
}

#[test]
fn battles_account_for_everybody_who_falls() {
    let (mut expected, mut actual, mut broke) = (0.0, 0.0, 0);
    for seed in 0..8 {
        let (replay, films) = played(opening(seed), 30);
        let setting = replay.setting();
        let mut battles = Battles::default();
        films.iter().for_each(|film| battles.add(setting, film));
        let end = films[films.len() - 1].end();
        for side in [SideId(0), SideId(1)] {
            let parts = battles.battles().iter().flat_map(|battle| &battle.parts);
            let parts: Vec<_> = parts.filter(|part| part.side == side).collect();
            let ledger = Ledger::of_side(setting, replay.start(), end, side);
            let dead: u32 = parts.iter().map(|part| part.toll.dead).sum();
            assert_eq!(u64::from(dead), ledger.count(Fate::DeadBattle), "seed {seed}");
            let flight: u32 = parts.iter().map(|part| part.toll.flight).sum();
            assert_eq!(
                u64::from(flight),
                ledger.count(Fate::DeadPursuit) + ledger.count(Fate::DeadDrowned),
                "seed {seed}"
            );
            expected += parts.iter().map(|part| part.toll.expected).sum::<f64>();
            actual += parts.iter().map(|part| f64::from(part.toll.in_line())).sum::<f64>();
            broke += parts.iter().map(|part| part.broke.len()).sum::<usize>();
            for part in parts {
                assert!(part.men > 0 && !part.formations.is_empty());
                assert!(part.broke.iter().all(|(_, moment, why)| moment.turn > 0 && why.contains("order")));
            }
        }
        for battle in battles.battles() {
            assert!(battle.from <= battle.to && battle.parts.len() == 2);
            let text = battle.lines(setting, &end.clock).join("\n");
            assert!(text.starts_with("Battle ") && text.contains("In the line"), "{text}");
            let known = battle.known_to(SideId(0)).expect("both sides were there");
            assert!(known.parts.iter().all(|part| part.side == SideId(0)));
        }
    }
    assert!(broke > 10, "{broke} formations broke");
    // Fortune evens out over many battles, if roughly.
    assert!((0.5..2.0).contains(&(actual / expected)), "{actual} fell where {expected:.0} were expected");
}

#[test]
fn great_lines_are_few() {
    let (replay, films) = war();
    let told: Vec<_> = films.iter().flat_map(|film| lines(replay.setting(), film, None)).collect();
    let great = told.iter().filter(|line| line.weight == Weight::Great).count();
    assert!(great > 0 && great * 10 < told.len(), "{great} of {}", told.len());
}
