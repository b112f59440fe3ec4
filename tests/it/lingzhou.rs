//! The five armies of 1081, as artificial generals lead them: every man and beast accounted for, every order legal, and
//! hunger the greater enemy. The bands are wide: they hold with margin over a few seeds; `ironhawk batch` shows many.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use ironhawk::ai::{Level, plan};
use ironhawk::game::Game;
use ironhawk::report::tally::{Game as Tallied, Lost};
use ironhawk::scenario;
use ironhawk::scenario::shipped::Data;
use ironhawk::sim::event::SimEvent;
use ironhawk::sim::hex::Grid;
use ironhawk::sim::map::Stream;
use rayon::prelude::*;

const SCENARIO: &str = "lingzhou_1081";
const SEEDS: u64 = 6;

/// What a game came to, and the places that ever changed hands to the Song.
struct Played {
    tally: Tallied,
    taken: Vec<String>,
}

fn play(seed: u64) -> Played {
    let (setting, start) = scenario::open(SCENARIO, &Data::built_in(), seed).expect("it is shipped");
    let setting = Arc::new(setting);
    let mut game = Game::new(Arc::clone(&setting), &start);
    let song = setting.register.side_ids().next().expect("there are sides");
    let mut taken = Vec::new();
    while game.outcome().is_none() {
        for side in setting.register.side_ids() {
            for (order, why) in plan(&game.view(side), Level::Doctrine, seed) {
                assert!(!why.is_empty(), "every order has its reason");
                game.submit(side, order, &why).expect("a plan passes the gate");
            }
        }
        for told in game.end_turn().events {
            if let SimEvent::PlaceTaken { place, by, .. } = told.event
                && by == song
            {
                taken.push(setting.register.places[place.index()].name.id.clone());
            }
        }
    }
    let end = game.snapshot();
    for (before, now) in start.formations.iter().zip(&end.formations) {
        assert_eq!(before.roll.total(), now.roll.total(), "men are neither made nor lost, seed {seed}");
        let (grain, then) = (now.rations.started_with(), before.rations.started_with());
        assert_eq!(grain, then, "grain comes from somewhere and goes somewhere, seed {seed}");
    }
    Played { tally: Tallied::of(&setting, &start, &end, seed), taken }
}

/// All games, played once for all tests.
fn games() -> &'static [Played] {
    static GAMES: OnceLock<Vec<Played>> = OnceLock::new();
    GAMES.get_or_init(|| (1..=SEEDS).into_par_iter().map(play).collect())
}

/// Losses of some groups in all games together, permille, and the share of them that the enemy caused, permille.
fn lost(groups: &[&str]) -> (u64, u64) {
    let mut sum = Lost::default();
    for game in games() {
        for group in groups {
            let lost = &game.tally.losses[*group];
            (sum.men, sum.lost, sum.to_enemy) =
                (sum.men + lost.men, sum.lost + lost.lost, sum.to_enemy + lost.to_enemy);
        }
    }
    (sum.lost * 1000 / sum.men, sum.to_enemy * 1000 / sum.lost.max(1))
}

#[test]
fn hunger_is_the_greater_enemy_of_the_five_armies() {
    let (song, to_enemy) = lost(&["song"]);
    let soldiers = lost(&["xihe", "fuyan", "hedong", "jingyuan", "huanqing"]).0;
    let of: BTreeMap<&str, u64> =
        ["xihe", "fuyan", "hedong", "jingyuan", "huanqing"].map(|army| (army, lost(&[army]).0)).into();
    let found = format!("Song {song}, to the enemy {to_enemy}, soldiers {soldiers} permille; {of:?}");
    println!("{found}");
    assert!((200..=700).contains(&soldiers), "{found}");
    assert!(to_enemy <= 500, "{found}");
    // Who marches on without reckoning is lost; who reckons comes home.
    assert!(of["huanqing"] >= 450, "{found}");
    assert!(of["xihe"] + 200 <= of["huanqing"], "{found}");
}

#[test]
fn lanzhou_falls_and_lingzhou_is_hard_to_take() {
    let fell =
        |place: &str| games().iter().filter(|game| game.taken.iter().any(|taken| taken == place)).count();
    let held = |place: &str| games().iter().filter(|game| game.tally.owners[place] == "song").count();
    let found =
        format!("Lanzhou {}, Mizhi {}, Lingzhou {}", fell("lanzhou"), fell("mizhi"), held("lingzhou"));
    println!("{found}");
    assert!(fell("lanzhou") * 2 >= games().len(), "{found}");
    assert!(held("lingzhou") * 2 <= games().len(), "{found}");
}

#[test]
fn the_plain_of_lingzhou_has_its_levels_and_waters() {
    let (setting, _) = scenario::open("lingzhou_siege_1081", &Data::built_in(), 1).expect("it is shipped");
    let map = &setting.map;
    assert_eq!(map.level_dm(Grid::hex(15, 14)), 11_290, "the town");
    assert_eq!(map.level_dm(Grid::hex(0, 0)), 13_190, "the north-western corner");
    assert_eq!(map.level_dm(Grid::hex(35, 0)), 12_950, "the north-eastern corner");
    for index in 0..map.grid().len() {
        let hex = map.grid().at(index);
        let off_dm = map.level_dm(hex) - map.height(hex) * 10;
        assert!(off_dm.abs() <= 5, "levels and heights are of one land: {hex:?} is off by {off_dm} dm");
    }
    let courses = map.courses().iter().map(|course| (course.name.id.as_str(), course.reaches.len()));
    let expected = [
        ("river", 63),
        ("aishan", 37),
        ("hanbo", 39),
        ("qin", 43),
        ("qiji", 31),
        ("hanyan", 38),
        ("tanglai", 44),
        ("kushui", 58),
    ];
    assert_eq!(courses.collect::<Vec<_>>(), expected);
    for course in map.courses() {
        for reach in &course.reaches {
            let [one, other] = reach.banks();
            let stream = map.edge_between(one, other);
            assert_ne!(stream, Stream::None, "{} runs where a stream is drawn: {reach:?}", course.name.latin);
        }
        assert!(course.flow.iter().all(|flow| *flow <= course.full_m3_s), "{}", course.name.latin);
    }
    let river = &map.courses()[0];
    assert_eq!((river.width_m, river.deep_dm, river.full_m3_s, river.flow[11]), (500, 35, 3_500, 430));
    let qin = &map.courses()[3].reaches[0];
    assert_eq!((qin.bed_dm, qin.bank_dm, qin.crest_dm), (11_319, 11_347, Some(11_350)));
}
