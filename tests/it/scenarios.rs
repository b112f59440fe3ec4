//! Wars that ship with the program load without a word, stand as their files say, and survive being written again.

use std::sync::Arc;

use ironhawk::game::Game;
use ironhawk::scenario::format::{MapFile, ScenarioFile};
use ironhawk::scenario::load::load;
use ironhawk::scenario::shipped::Data;
use ironhawk::scenario::{check_path, open, setup};
use ironhawk::sim::army::Posture;
use ironhawk::sim::hex::{Grid, Hex};
use ironhawk::sim::intent::Stance;
use ironhawk::sim::map::Mobility;
use ironhawk::sim::ruse::LureKind;

fn shipped() -> [Data; 2] {
    [Data::built_in(), Data::in_folder(env!("CARGO_MANIFEST_DIR"))]
}

#[test]
fn every_shipped_scenario_loads_without_a_problem_from_the_folder_and_from_the_program() {
    for data in shipped() {
        assert!(!data.scenarios().is_empty());
        for id in data.scenarios() {
            let problems = check_path(&id, &data);
            assert!(problems.is_empty(), "{problems}");
            let (setting, _) = open(&id, &data, 1).unwrap_or_else(|problems| panic!("{problems}"));
            assert_eq!(setting.about.id, id, "a scenario's file is called by its id");
        }
    }
}

#[test]
fn the_program_carries_every_file_of_the_folder() {
    let [built_in, folder] = shipped();
    assert_eq!(built_in.scenarios(), folder.scenarios());
    assert_eq!(built_in.maps(), folder.maps());
    for id in folder.scenarios() {
        let (a, b) = (open(&id, &built_in, 1), open(&id, &folder, 1));
        assert_eq!(a.expect("it loads").1, b.expect("it loads").1);
    }
}

#[test]
fn every_shipped_map_and_rule_file_is_checked_without_a_problem() {
    let root = env!("CARGO_MANIFEST_DIR");
    let data = Data::in_folder(root);
    for folder in ["assets/maps", "assets/rules", "scenarios"] {
        for entry in std::fs::read_dir(format!("{root}/{folder}")).expect("the folder is there") {
            let path = entry.expect("it can be listed").path();
            if path.is_dir() {
                continue; // what a map is made of
            }
            let problems = check_path(path.to_str().expect("shipped names are plain"), &data);
            assert!(problems.is_empty(), "{problems}");
        }
    }
}

#[test]
fn shipped_files_say_the_same_when_written_again() {
    let data = Data::built_in();
    for id in data.scenarios() {
        let (source, _) = data.scenario(&id).expect("it is there");
        let file = load::<ScenarioFile>(&source).expect("it loads").value;
        let again = written(&file);
        assert_eq!(load::<ScenarioFile>(&again).unwrap_or_else(|problems| panic!("{problems}")).value, file);
    }
    for id in data.maps() {
        let source = data.read(&format!("assets/maps/{id}.ron")).expect("it is there");
        let file = load::<MapFile>(&source).expect("it loads").value;
        let again = written(&file);
        assert_eq!(load::<MapFile>(&again).unwrap_or_else(|problems| panic!("{problems}")).value, file);
    }
}

fn written<T: serde::Serialize>(value: &T) -> ironhawk::scenario::source::Source {
    let text = ironhawk::scenario::load::options()
        .to_string_pretty(value, ron::ser::PrettyConfig::default())
        .expect("a file can be written");
    ironhawk::scenario::source::Source::from_text("again.ron", text)
}

#[test]
fn the_template_is_a_war_that_runs() {
    let data = Data::built_in();
    let book = ironhawk::scenario::rules::RuleBook::shared();
    let text = setup::template("my_war");
    let source = ironhawk::scenario::source::Source::from_text("my_war.ron", text);
    let (war, problems) = setup::of_source(&source, None, &data, book, 1);
    assert!(problems.is_empty(), "{problems}");
    let (setting, snapshot) = war.expect("it has no problems");
    assert_eq!(setting.about.id, "my_war");
    let mut game = Game::new(Arc::new(setting), &snapshot);
    while game.outcome().is_none() {
        game.end_turn();
    }
}

#[test]
fn haoshuichuan_stands_as_the_order_of_battle_says() {
    let (setting, snapshot) = open("haoshuichuan_1041", &Data::built_in(), 7).expect("it loads");
    let register = &setting.register;
    let men = |group: &str| -> u32 {
        register
            .formations
            .iter()
            .filter(|formation| formation.group == group)
            .map(|formation| formation.men)
            .sum()
    };
    let strengths = [
        ("vanguard", 2000),
        ("west_patrol", 1200),
        ("main_column", 8000),
        ("east_column", 6700),
        ("yangmulong", 4500),
        ("wating", 3000),
        ("zhenrong", 600),
        ("guard", 5000),
        ("iron_hawks", 3000),
        ("bait", 1500),
        ("left_wing", 18_000),
        ("right_wing", 18_000),
        ("centre", 30_000),
        ("rear_cut", 6000),
        ("second_field", 12_000),
        ("camel_guns", 200),
        ("camp", 6300),
    ];
    for (group, expected) in strengths {
        assert_eq!(men(group), expected, "{group}");
    }
    assert_eq!(snapshot.clock.turns_in_war(), 3 + 14);
    assert_eq!(snapshot.clock.moment(snapshot.clock.minute), "16 March 1041, 18:00");
    assert_eq!(snapshot.dice.seed, 7);
    let find = |id: &str| {
        let index =
            register.formations.iter().position(|formation| formation.name.id == id).expect("it is there");
        &snapshot.formations[index]
    };
    assert_eq!(find("left_horse_1").posture, Posture::Hidden);
    assert!(matches!(find("bait").stance, Stance::Feign { .. }));
    assert_eq!(find("vanguard_horse").rations.hungry_hours(), 12);
    assert_eq!(find("vanguard_horse").beasts.horses, 1300);
    let leader = find("main_horse").led.0.expect("Ren Fu leads his horse");
    assert_eq!(register.commander(leader).name.id, "ren_fu");
    let zhu_guan = find("east_foot").led.0.expect("Zhu Guan leads the east foot");
    assert_eq!(register.commander(zhu_guan).name.id, "zhu_guan", "not the clerk who rides with him");
}

#[test]
fn the_way_of_the_bait_leads_past_the_herd_and_down_the_haoshui_to_the_boxes_at_the_mouth() {
    let (setting, snapshot) = open("haoshuichuan_1041", &Data::built_in(), 1).expect("it loads");
    let find = |id: &str| {
        let index = setting.register.formations.iter().position(|info| info.name.id == id);
        &snapshot.formations[index.expect("it is there")]
    };
    let way = |from: Hex, to: Hex| {
        let path = setting.costs.path(Mobility::Horse, from, to, u32::MAX, |_| false);
        path.expect("there is a way")
    };
    let lure =
        |kind: LureKind| snapshot.lures.0.iter().find(|lure| lure.kind == kind).expect("it lies there").at;
    let places = |path: &[Hex]| path.iter().map(|hex| Grid::col_row(*hex)).collect::<Vec<_>>();
    let bait = find("bait");
    let Stance::Feign { to } = bait.stance else { panic!("it does not feign: {:?}", bait.stance) };

    let after = way(find("vanguard_horse").place.hex(), bait.place.hex());
    let herd = lure(LureKind::Herd);
    assert!(after.contains(&herd), "who follows the bait comes upon the herd: {:?}", places(&after));

    let mouth = Grid::hex(12, 34);
    let flight = [way(bait.place.hex(), to), way(to, mouth)].concat();
    assert!(flight.contains(&lure(LureKind::Box)), "past the boxes: {:?}", places(&flight));
    assert!((15..45).contains(&flight.len()), "a day's ride, {} km", flight.len());
    let hiding = |hex: &Hex| {
        let hidden = snapshot.formations.iter().filter(|one| one.posture == Posture::Hidden);
        hidden.filter(|one| one.place.hex().unsigned_distance_to(*hex) <= 4).count()
    };
    assert!(hiding(&to) >= 8, "{} bodies lie in hiding around the end of it", hiding(&to));
    assert_eq!(hiding(&bait.place.hex()), 0, "and none at its beginning");
}

#[test]
fn the_valleys_are_lower_than_the_hills_and_the_liupan_is_a_wall() {
    let (setting, _) = open("haoshuichuan_1041", &Data::built_in(), 1).expect("it loads");
    let height = |col, row| setting.map.height(Grid::hex(col, row));
    assert!((1650..1800).contains(&height(10, 31)), "Yangmulong");
    assert!(
        height(12, 34) < height(24, 38) && height(24, 38) < height(35, 42),
        "the Haoshui falls to the west"
    );
    assert!(
        height(24, 34) > height(24, 38) + 80 && height(24, 34) > height(24, 31) + 60,
        "a ridge to the Longluo"
    );
    assert!(height(45, 25) > 2700, "the Liupan");
    let li = |from: (i32, i32), to: (i32, i32)| {
        let path = setting.costs.path(
            Mobility::Horse,
            Grid::hex(from.0, from.1),
            Grid::hex(to.0, to.1),
            u32::MAX,
            |_| false,
        );
        path.expect("there is a road").len() as u32 * 1000 / 560
    };
    assert!(
        (50..75).contains(&li((10, 31), (40, 48))),
        "Yangmulong to Longgan {} li",
        li((10, 31), (40, 48))
    );
    assert!(
        (30..42).contains(&li((10, 31), (15, 12))),
        "Yangmulong to Desheng {} li",
        li((10, 31), (15, 12))
    );
    assert!((18..32).contains(&li((15, 12), (26, 2))), "Desheng to Huaiyuan {} li", li((15, 12), (26, 2)));
    assert!(
        setting
            .costs
            .path(Mobility::Horse, Grid::hex(54, 35), Grid::hex(40, 48), u32::MAX, |_| false)
            .is_some()
    );
}

#[test]
fn a_scenario_may_change_a_rule_and_says_so() {
    let text = setup::template("my_war")
        .replace("rules: {}", "rules: { \"ruse.lure_adds\": 300, \"ruse.pursue_permille.0\": 0 }");
    let source = ironhawk::scenario::source::Source::from_text("my_war.ron", text);
    let book = ironhawk::scenario::rules::RuleBook::shared();
    let (war, problems) = setup::of_source(&source, None, &Data::built_in(), book, 1);
    let (setting, _) = war.unwrap_or_else(|| panic!("{problems}"));
    assert_eq!(setting.rules.ruse.lure_adds, 300);
    assert_eq!(setting.rules.ruse.pursue_permille[0], 0);
    let shipped = book.rules.ruse.lure_adds;
    assert!(setting.about.overrides.contains(&format!("ruse.lure_adds: {shipped} -> 300")));
}
