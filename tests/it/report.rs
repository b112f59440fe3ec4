//! Reports: every man is accounted for, and the words name what they speak of.

use std::sync::Arc;

use ironhawk::game::{Game, TurnReport};
use ironhawk::replay::Recorder;
use ironhawk::report::ledger::{Ledger, measured};
use ironhawk::report::{Story, Teller, War, json, tables};
use ironhawk::scenario::sketch::{Levy, Sketch};
use ironhawk::setting::{Measure, Recorded, Setting};
use ironhawk::sim::army::Fate;
use ironhawk::sim::clock::DAY;
use ironhawk::sim::event::{Happened, SimEvent};
use ironhawk::sim::hex::Grid;
use ironhawk::sim::id::FormationId;
use ironhawk::sim::register::PlaceKind;
use ironhawk::snapshot::{Digest, Snapshot};

use crate::replays::{play, war};

/// A battle of two sides, with what it was told of.
fn battle() -> (Arc<Setting>, Snapshot, Snapshot, Story) {
    let sketch = war(3);
    let (setting, start) = sketch.build();
    let mut game = Game::new(Arc::new(setting), &start);
    let (mut recorder, mut story) = (Recorder::new(&game, Vec::new()), Story::default());
    play(&mut game, &mut recorder, 30, ironhawk::ai::Level::Greedy);
    recorder
        .replay()
        .tell(|_, report, game| {
            story.add(&game.setting().register, report);
            Ok::<_, ironhawk::replay::ReplayError>(())
        })
        .expect("it comes out the same");
    (Arc::clone(game.setting()), start, game.snapshot(), story)
}

#[test]
fn the_ledger_of_every_side_and_group_closes() {
    let (setting, start, end, _) = battle();
    let lost = setting.register.side_ids().map(|side| {
        let ledger = Ledger::of_side(&setting, &start, &end, side);
        assert_eq!(ledger.total(), ledger.start);
        assert_eq!(ledger.with_formations() + ledger.lost() + ledger.count(Fate::GoneHome), ledger.start);
        let own = setting.register.formations.iter().filter(|info| info.side == side);
        let groups: u64 = own.map(|info| Ledger::of_group(&setting, &start, &end, &info.group).start).sum();
        assert_eq!(groups, ledger.start, "every formation of the sketch is a group of its own");
        ledger.lost()
    });
    assert!(lost.sum::<u64>() > 0, "greedy commanders fight");
}

#[test]
fn json_closes_for_men_and_for_grain() {
    let (setting, start, end, story) = battle();
    let war = War { setting: &setting, start: &start, end: &end, story: &story, turns: 30 };
    let object = serde_json::to_value(json::run(&war, 5)).expect("plain data");
    for key in ["scenario", "seed", "turns", "digest", "result", "sides", "events", "wall_ms"] {
        assert!(object.get(key).is_some(), "{key}");
    }
    for side in ["song", "xia"] {
        let number =
            |key: &str| object["sides"][side][key].as_u64().unwrap_or_else(|| panic!("{key} of {side}"));
        let gone =
            ["dead_battle", "dead_pursuit", "dead_hunger", "dead_disease", "dead_cold", "dead_drowned"];
        let gone = gone.iter().chain(&["captured", "deserted", "dispersed", "gone_home"]);
        let gone: u64 = gone.map(|key| number(key)).sum();
        assert_eq!(number("men_start"), number("men_now") + gone);
        assert!(number("wounded") <= number("men_now"));
        let grain = |keys: &[&str]| keys.iter().map(|key| number(key)).sum::<u64>();
        assert!(number("grain_start") > 0 && number("grain_eaten") > 0);
        assert_eq!(
            grain(&["grain_start", "grain_found", "grain_bought", "grain_taken"]),
            grain(&["grain_eaten", "grain_burnt", "grain_lost", "grain_now"])
        );
    }
    let counted: u64 = story.counts().values().sum();
    assert!(counted > 0);
    assert_eq!(
        object["result"]["winner"].is_null(),
        end.verdict.outcome.and_then(|one| one.winner).is_none()
    );
}

#[test]
fn the_report_stands_on_a_page_and_says_the_main_things() {
    let (setting, start, end, story) = battle();
    let war = War { setting: &setting, start: &start, end: &end, story: &story, turns: 30 };
    let mut text = String::new();
    tables::after_action(&war, &mut text).expect("writing into a string does not fail");
    for words in
        ["16 March 1041", "song: 3,000 men", "xia: 2,900 men", "Lost ", "Course of events", "Seed 3,"]
    {
        assert!(text.contains(words), "{words} is missing:\n{text}");
    }
    assert!(text.contains(&format!("{:016x}", end.digest().whole)));
    assert!(text.lines().count() < 200, "not thousands of lines");
}

#[test]
fn history_is_set_beside_what_came_out() {
    let (setting, start, end, story) = battle();
    let mut setting = (*setting).clone();
    let recorded = |of: &str, low, high| Recorded {
        measure: format!("dead of {of}"),
        of: of.to_owned(),
        count: Measure::Dead,
        low,
        high,
        source: "a book".to_owned(),
    };
    let dead = measured(&setting, &start, &end, "song", Measure::Dead).expect("song is a side");
    setting.about.recorded =
        vec![recorded("song", dead, dead), recorded("xia", 1_000_000, 2_000_000), recorded("jin", 0, 1)];
    let setting = Arc::new(setting);
    let war = War { setting: &setting, start: &start, end: &end, story: &story, turns: 30 };
    let mut text = String::new();
    tables::after_action(&war, &mut text).expect("writing into a string does not fail");
    assert!(text.contains("[ inside] dead of song"), "{text}");
    assert!(text.contains("[outside] dead of xia"), "{text}");
    assert!(text.contains("nothing bears the name `jin`"), "{text}");
}

#[test]
fn a_hex_is_told_by_the_nearest_place_and_characters_come_once() {
    let mut sketch = Sketch::plain(12, 8);
    sketch.levy(Levy::in_hex(Grid::hex(1, 1)));
    sketch.place(Grid::hex(2, 2), PlaceKind::Fort, None, 0);
    sketch.place(Grid::hex(10, 2), PlaceKind::Village, None, 0);
    let (mut setting, _) = sketch.build();
    setting.register.places[1].name.latin = "Yangmulong".to_owned();
    setting.register.places[1].name.hanzi = "羊牧隆城".to_owned();
    let mut teller = Teller::new(&setting);
    assert_eq!(teller.where_is(Grid::hex(7, 2)), "3 km (5 li) west of Yangmulong (羊牧隆城)");
    assert_eq!(teller.where_is(Grid::hex(10, 2)), "at Yangmulong");
    let broke = SimEvent::Broke { formation: FormationId(0), at: Grid::hex(10, 4) };
    assert_eq!(teller.sentence(&broke), "Formation_0 broke and ran 2 km (4 li) south of Yangmulong.");
}

#[test]
fn like_things_of_one_hour_are_told_in_one_line() {
    let mut sketch = Sketch::plain(6, 6);
    for _ in 0..3 {
        sketch.levy(Levy::in_hex(Grid::hex(1, 1)).side(1));
    }
    let (setting, start) = sketch.build();
    let at = Grid::hex(1, 1);
    let event = |minute, event| Happened { minute, step: 0, event };
    let released = |id| SimEvent::Released { formation: FormationId(id), at, signal: None };
    let lost = SimEvent::Lost { formation: FormationId(0), fate: Fate::DeadBattle, men: 1_200 };
    let report = TurnReport {
        turn: 1,
        minute: 420,
        events: vec![
            event(420, released(0)),
            event(425, released(1)),
            event(430, released(2)),
            event(435, released(2)),
            event(440, lost.clone()),
            event(450, lost),
        ],
        digest: Digest::default(),
    };
    let mut story = Story::default();
    story.add(&setting.register, &report);
    let course = story.course(&setting, &start.clock);
    let lines = vec![
        "Formation_0, formation_1 and formation_2 rose from ambush.".to_owned(),
        "Xia lost 2,400 dead and 0 captured or scattered.".to_owned(),
    ];
    assert_eq!(course, [("16 March 1041, 07:00".to_owned(), lines)]);
    assert_eq!(story.counts().get("released"), Some(&4));
}

#[test]
fn the_report_says_what_became_of_the_grain_and_who_is_hungry_and_why() {
    let mut sketch = Sketch::plain(30, 9);
    sketch.tempo = (DAY, 120);
    sketch.lasts_minutes = 20 * DAY;
    sketch.levy(Levy::in_hex(Grid::hex(5, 4)).troop("song_foot").men(2_000).days(2));
    sketch.levy(Levy::in_hex(Grid::hex(25, 4)).side(1).troop("xia_horse").men(500).days(15));
    let (setting, start) = sketch.build();
    let mut game = Game::new(Arc::new(setting), &start);
    for _ in 0..4 {
        game.end_turn();
    }
    let (setting, end, story) = (Arc::clone(game.setting()), game.snapshot(), Story::default());
    let war = War { setting: &setting, start: &start, end: &end, story: &story, turns: 4 };
    let mut text = String::new();
    tables::after_action(&war, &mut text).expect("writing into a string does not fail");
    for words in ["Grain, sheng", "Hungry now or within 3 days: song", "Nothing to eat since", "no store"] {
        assert!(text.contains(words), "{words} is missing:\n{text}");
    }
    assert!(!text.contains("within 3 days: xia"), "they have food for eleven days:\n{text}");
    let object = serde_json::to_value(json::run(&war, 0)).expect("plain data");
    let hungry = &object["sides"]["song"]["hungry"];
    assert_eq!(hungry.as_array().map(Vec::len), Some(1), "{hungry}");
    assert_eq!(hungry[0]["cause"], "no_store");
    assert_eq!(hungry[0]["formations"][0], "formation_0");
    assert!(hungry[0]["hungry_hours"].as_u64().is_some_and(|hours| (24..=60).contains(&hours)), "{hungry}");
    assert_eq!(object["sides"]["xia"]["hungry"].as_array().map(Vec::len), Some(0));
}
