//! The campaign of 1041 as it comes out, and that it comes out so for the reasons the sources give: a rash general,
//! a bait, and an ambush where it leads. Nothing is scripted; each cause taken away changes the outcome.

use std::sync::Arc;

use ironhawk::ai::{Level, plan};
use ironhawk::game::Game;
use ironhawk::replay::Recorder;
use ironhawk::report::{Story, War, tables};
use ironhawk::scenario::rules::RuleBook;
use ironhawk::scenario::setup;
use ironhawk::scenario::shipped::Data;
use ironhawk::scenario::source::Source;
use ironhawk::setting::Setting;
use ironhawk::sim::register::Temperament;
use ironhawk::snapshot::{FormationState, Snapshot};
use rayon::prelude::*;

const SCENARIO: &str = "haoshuichuan_1041";

/// The scenario as a text.
fn shipped() -> String {
    let (source, _) = Data::built_in().scenario(SCENARIO).expect("it is shipped");
    source.text().to_owned()
}

/// The war of a text.
fn open(text: &str, seed: u64) -> (Setting, Snapshot) {
    let source = Source::from_text("haoshuichuan.ron", text);
    let (war, problems) = setup::of_source(&source, None, &Data::built_in(), RuleBook::shared(), seed);
    war.unwrap_or_else(|| panic!("{problems}"))
}

/// Plays to the end with a general on either side, and calls `end` instead of ending the turn.
fn play(game: &mut Game, seed: u64, mut end: impl FnMut(&mut Game)) {
    while game.outcome().is_none() && game.clock().minute < game.clock().end_minute {
        for side in game.setting().register.side_ids() {
            for (order, why) in plan(&game.view(side), Level::Doctrine, seed) {
                game.submit(side, order, &why).expect("a plan passes the gate");
            }
        }
        end(game);
    }
}

/// What a game came to, permille of the men at the start.
struct Toll {
    main_column: u32,
    xia: u32,
}

impl Toll {
    fn of(game: &Game) -> Self {
        let register = &game.setting().register;
        let formations = game.snapshot().formations;
        let lost = |belongs: &dyn Fn(&FormationState) -> bool| {
            let those = formations.iter().filter(|one| belongs(one));
            let sums = those.map(|one| (one.roll.lost(), one.roll.total()));
            let (lost, men) = sums.fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
            lost * 1000 / men.max(1)
        };
        Self {
            main_column: lost(&|one| register.formation(one.id).group == "main_column"),
            xia: lost(&|one| register.side(one.side.0).name.id == "xia"),
        }
    }
}

/// The tolls of so many games, each with its own seed.
fn tolls(text: &str, games: u64, edit: impl Fn(&mut Setting) + Sync) -> Vec<Toll> {
    (1..=games)
        .into_par_iter()
        .map(|seed| {
            let (mut setting, start) = open(text, seed);
            edit(&mut setting);
            let mut game = Game::new(Arc::new(setting), &start);
            play(&mut game, seed, |game| drop(game.end_turn()));
            Toll::of(&game)
        })
        .collect()
}

/// Percent of the games in which it is so.
fn share(tolls: &[Toll], is_so: impl Fn(&Toll) -> bool) -> usize {
    tolls.iter().filter(|toll| is_so(toll)).count() * 100 / tolls.len()
}

/// Percent of the games in which the main column is destroyed.
fn destroyed(tolls: &[Toll]) -> usize {
    share(tolls, |toll| toll.main_column >= 600)
}

/// A text without the lines that hold one of these.
fn without_lines(text: &str, marks: &[&str]) -> String {
    let kept: Vec<&str> = text.lines().filter(|line| !marks.iter().any(|mark| line.contains(mark))).collect();
    assert!(kept.len() + marks.len() <= text.lines().count(), "every mark is somewhere: {marks:?}");
    kept.join("\n")
}

/// The campaign without the riders who run, their herds, and what anybody knows or wants of them.
fn without_bait() -> String {
    let marks = ["id: \"bait\"", "kind: herd", "of: \"bait\"", "goal: break(groups: [\"bait\"]"];
    without_lines(&shipped(), &marks).replace("\"bait\", ", "")
}

/// The campaign with every ambush of the host moved to the south-west corner, a day's march from the road.
fn without_ambush() -> String {
    let mut moved = 0;
    let away = |line: &str| {
        let is_host = line.contains("stance: ambush(") && !line.contains("group: \"rear_cut\"");
        let Some((before, rest)) = line.split_once(" at: (").filter(|_| is_host) else {
            return line.to_owned();
        };
        let (_, after) = rest.split_once(')').expect("a place ends");
        let (after, tail) = after.split_once("stance: ambush(").expect("it was found above");
        let (_, tail) = tail.split_once(')').expect("a stance ends");
        let (col, row) = (2 + moved % 4, 44 + moved / 4);
        moved += 1;
        format!("{before} at: ({col}, {row}){after}stance: hold{tail}")
    };
    let text = shipped().lines().map(away).collect::<Vec<_>>().join("\n");
    assert_eq!(moved, 20, "all of the host");
    text
}

#[test]
fn the_main_column_is_destroyed_because_of_a_rash_man_a_bait_and_an_ambush() {
    let campaign = tolls(&shipped(), 24, |_| {});
    let (lost, cheap) = (destroyed(&campaign), share(&campaign, |toll| toll.xia <= 100));
    let cautious = destroyed(&tolls(&shipped(), 24, |setting| {
        let ren_fu = setting.register.commanders.iter_mut().find(|one| one.name.id == "ren_fu");
        ren_fu.expect("he leads the main column").temperament = Temperament::Cautious;
    }));
    let unbaited = destroyed(&tolls(&without_bait(), 24, |_| {}));
    let unwatched = destroyed(&tolls(&without_ambush(), 12, |_| {}));

    let found = format!(
        "the main column is destroyed in {lost} % of the games (under a cautious man {cautious} %, without the bait \
         {unbaited} %, without the ambush {unwatched} %); the Xia lose a tenth or less in {cheap} %"
    );
    println!("{found}");
    assert!((40..=90).contains(&lost), "{found}");
    assert!(cheap >= 80, "{found}");
    assert!(cautious + 25 <= lost, "{found}");
    assert!(unbaited + 10 <= lost, "{found}");
    assert!(unwatched <= 10, "{found}");
}

#[test]
fn the_chronicle_of_the_first_war_is_as_it_was_accepted() {
    let (setting, start) = open(&shipped(), 1);
    let mut game = Game::new(Arc::new(setting), &start);
    let mut recorder = Recorder::new(&game, vec!["doctrine".to_owned(); 2]);
    let (mut story, mut digests) = (Story::default(), String::new());
    play(&mut game, 1, |game| {
        let report = recorder.end_turn(game);
        story.add(&game.setting().register, &report);
        digests.push_str(&format!("turn {:>2}  {:016x}\n", report.turn, report.digest.whole));
    });
    let replay = recorder.replay();
    replay.verify().expect("it comes out the same");
    let (setting, end) = (game.setting(), game.snapshot());
    let war = War { setting, start: &start, end: &end, story: &story, turns: replay.turns() };
    let mut chronicle = String::new();
    tables::after_action(&war, &mut chronicle).expect("writing into a string does not fail");
    accept("haoshuichuan_1041", &format!("{chronicle}\nDigest after each turn\n\n{digests}"));
}

/// Compares with the accepted text in `tests/replays`; with `BLESS=1` accepts this one instead. The difference that a
/// changed law makes is read there as prose.
fn accept(name: &str, told: &str) {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/replays/{name}.txt"));
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, told).expect("the golden can be written");
        return;
    }
    let accepted = std::fs::read_to_string(&path).expect("the golden is there; make it with BLESS=1");
    let accepted = accepted.replace("\r\n", "\n");
    let line = accepted.lines().zip(told.lines()).position(|(old, new)| old != new);
    let at = line.unwrap_or_else(|| accepted.lines().count().min(told.lines().count()));
    let near = |text: &str| text.lines().skip(at.saturating_sub(3)).take(12).collect::<Vec<_>>().join("\n");
    assert!(
        accepted == told,
        "{name} is told otherwise from line {} on. It was:\n{}\n\nIt is now:\n{}\n\nAccept it with BLESS=1 and read \
         the difference.",
        at + 1,
        near(&accepted),
        near(told)
    );
}
