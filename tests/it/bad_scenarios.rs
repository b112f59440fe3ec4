//! What strangers write. Each test is a row of `docs/BAD-INPUTS.md`, by its number; rows without a test here are
//! listed there with the reason.

use std::path::PathBuf;

use ironhawk::scenario::problems::{Problems, Severity};
use ironhawk::scenario::rules::RuleBook;
use ironhawk::scenario::shipped::Data;
use ironhawk::scenario::source::Source;
use ironhawk::scenario::{check_path, land, setup};

const MAP: &str = r#"(
    format: 1, id: "small", hex_m: 1000, size: (4, 3),
    legend: { '.': "plain", 'h': "hills", '~': "lake" },
    terrain: ["..h.", ".~..", "...."],
    heights: (base_m: 1000, step_m: 10, rows: ["aaba", "aaaa", "aaaa"]),
    roads: [(name: "road", through: [(0, 0), (0, 2)])],
    streams: [(name: "brook", kind: brook, sides: [(2, 0, se), (2, 1, sw)])],
    places: [(id: "gate", name: "Gate", kind: fort, at: (3, 0))],
)"#;

/// What the small map may have besides: the level of its ground, and a canal.
const WATERS: &str = r#"levels: [[10010, 10008, 10006, 10004], [10010, 10006, 10005, 10004], [10006, 10004, 10003, 10000]],
    waters: [(id: "canal", name: "Canal", width_m: 8, deep_dm: 15, full_m3_s: 6, flow: (0, 0, 0, 2, 5, 6, 6, 6, 4, 3, 5, 2),
        reaches: [(2, 0, se, 9990, 10005, 10008), (1, 1, e, 9989, 10005, None), (2, 2, nw, 9989, 10004, None)])],
    places: ["#;

/// The template with pieces replaced; every piece must be there.
fn war(changes: &[(&str, &str)]) -> String {
    changed(&setup::template("my_war"), changes)
}

fn changed(text: &str, changes: &[(&str, &str)]) -> String {
    changes.iter().fold(text.to_owned(), |text, (old, new)| {
        assert!(text.contains(old), "the text lacks {old}");
        text.replacen(old, new, 1)
    })
}

fn check_text(text: &str) -> Problems {
    check_bytes(text.as_bytes().to_vec())
}

fn check_bytes(bytes: Vec<u8>) -> Problems {
    match Source::from_bytes("my_war.ron", bytes) {
        Ok(source) => setup::of_source(&source, None, &Data::built_in(), RuleBook::shared(), 1).1,
        Err(problem) => problem.into(),
    }
}

fn check_map(text: &str) -> Problems {
    land::read(&Source::from_text("small.ron", text), RuleBook::shared()).1
}

/// Requires an error whose line holds all these words.
fn says(problems: &Problems, words: &[&str]) {
    says_as(problems, Severity::Error, words);
}

fn says_as(problems: &Problems, severity: Severity, words: &[&str]) {
    let found = problems.iter().filter(|problem| problem.severity == severity);
    let lines: Vec<String> = found.map(|problem| problem.headline()).collect();
    let told = lines.iter().any(|line| words.iter().all(|word| line.contains(word)));
    assert!(told, "nothing says {words:?}; found:\n{}", lines.join("\n"));
    assert!(lines.iter().all(|line| line.chars().count() <= 400));
}

fn refused(changes: &[(&str, &str)], words: &[&str]) {
    says(&check_text(&war(changes)), words);
}

fn map_refused(changes: &[(&str, &str)], words: &[&str]) {
    says(&check_map(&changed(MAP, changes)), words);
}

/// The same with levels and a canal.
fn waters_refused(changes: &[(&str, &str)], words: &[&str]) {
    let waters = changed(WATERS, changes);
    says(&check_map(&changed(MAP, &[("places: [", &waters)])), words);
}

fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("ironhawk_{name}_{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder for the test");
    folder
}

#[test]
fn the_small_map_and_the_template_are_good() {
    assert!(check_map(MAP).is_empty(), "{}", check_map(MAP));
    let wet = check_map(&changed(MAP, &[("places: [", WATERS)]));
    assert!(wet.is_empty(), "{wet}");
    assert!(check_text(&war(&[])).is_empty());
}

#[test]
fn row_1_missing_or_misspelt_file() {
    let data = Data::built_in();
    says(&check_path("haoshuichuan_1042", &data), &["no scenario", "did you mean `haoshuichuan_1041`?"]);
    says(
        &check_path("wars/haoshuichan_1041.ron", &data),
        &["no such file", "did you mean `haoshuichuan_1041`?"],
    );
}

#[test]
fn row_2_empty_blank_or_only_comments() {
    for text in ["", "  \n\t", "// nothing\n/* at all */"] {
        let problems = check_text(text);
        says(&problems, &["my_war.ron:1:1", "empty"]);
    }
}

#[test]
fn row_3_not_a_regular_file() {
    let data = Data::built_in();
    let dir = folder("row_3.ron");
    for path in [dir.to_str().expect("plain"), "/dev/zero/", "/dev/zero"] {
        says(&check_path(path, &data), &[]);
    }
    says(&check_path(dir.to_str().expect("plain"), &data), &["folder"]);
}

#[test]
fn row_4_a_file_over_the_limit() {
    let mut data = Data::in_folder(env!("CARGO_MANIFEST_DIR"));
    data.limit = 100;
    says(&check_path("haoshuichuan_1041", &data), &["the limit is 100", "--file-limit"]);
}

#[test]
fn row_5_invalid_utf_8() {
    let mut bytes = war(&[]).into_bytes();
    let at = bytes.iter().position(|byte| *byte == b'A').expect("there is an A");
    bytes[at] = 0xff;
    says(&check_bytes(bytes), &["UTF-8", &format!("byte {at}")]);
}

#[test]
fn rows_6_and_7_byte_order_mark_and_line_ends_are_accepted() {
    let text = war(&[]);
    assert!(check_text(&format!("\u{feff}{text}")).is_empty());
    assert!(check_text(&text.replace('\n', "\r\n")).is_empty());
    let hashed = |text: String| Source::from_text("a", text).text().to_owned();
    assert_eq!(hashed(text.clone()), hashed(text.replace('\n', "\r")));
}

#[test]
fn row_8_control_characters_in_names() {
    for bad in ["Wang\\u{0}Gui", "Wang\\u{1b}[31mGui", "Wang\\nGui", "Wang\u{0}Gui"] {
        refused(&[("\"Wang Gui\"", &format!("\"{bad}\""))], &["my_war.ron:"]);
        let shown = check_text(&war(&[("\"Wang Gui\"", &format!("\"{bad}\""))])).to_string();
        assert!(!shown.contains(['\u{0}', '\u{1b}']));
    }
}

#[test]
fn row_9_hidden_letters_and_odd_ids() {
    refused(&[("\"Wang Gui\"", "\"Wang\\u{202e}Gui\"")], &["my_war.ron:"]);
    refused(&[("id: \"wang_gui\"", "id: \"Wang Gui\"")], &["is no id", "for example `wang_gui`"]);
    refused(&[("id: \"wang_gui\"", "id: \"w\u{430}ng\"")], &["is no id", "a-z, 0-9, _ and -"]);
    refused(&[("id: \"wang_gui\"", &format!("id: \"{}\"", "x".repeat(65)))], &["is no id"]);
    assert!(check_text(&war(&[("\"Wang Gui\"", "\"𗼇王珪 Ōuáng\"")])).is_empty(), "any script is a name");
}

#[test]
fn row_10_nested_too_deep() {
    for deep in ["[".repeat(100_000), "Some(".repeat(100_000), "(a:".repeat(100_000)] {
        refused(&[("rules: {}", &format!("rules: {deep}"))], &["deep"]);
    }
}

#[test]
fn row_12_unterminated_text_and_comments() {
    refused(&[("title: \"A new war\"", "title: \"A new war")], &["my_war.ron:"]);
    refused(&[("rules: {}", "rules: {} /* and")], &["my_war.ron:"]);
}

#[test]
fn row_13_text_after_the_end() {
    says(&check_text(&format!("{} {}", war(&[]), "(a: 1)")), &["my_war.ron:"]);
}

#[test]
fn row_14_unknown_field() {
    refused(&[("title:", "titel:")], &["no field `titel`", "did you mean `title`?"]);
}

#[test]
fn row_15_missing_field() {
    refused(&[("map: \"haoshuichuan\",", "")], &["lacks the field `map`"]);
}

#[test]
fn rows_16_and_17_the_same_field_or_key_twice() {
    refused(&[("format: 1,", "format: 1, format: 1,")], &["format"]);
    refused(&[("\"fair\": 3", "\"fair\": 3, \"fair\": 3")], &["fair"]);
}

#[test]
fn row_18_the_same_id_twice() {
    refused(
        &[("id: \"riders\"", "id: \"garrison\"")],
        &["used twice", "my_war.ron:29", "first used on line 28"],
    );
    refused(&[("id: \"xia\"", "id: \"song\"")], &["used twice"]);
}

#[test]
fn row_19_not_a_finite_number() {
    for bad in ["NaN", "inf", "-inf", "1e999"] {
        refused(&[("rules: {}", &format!("rules: {{ \"ruse.lure_adds\": {bad} }}"))], &["my_war.ron:"]);
    }
}

#[test]
fn row_20_numbers_out_of_range() {
    for bad in ["4294967296", "-1", "200001", "0", &"9".repeat(1_000_000)] {
        let text = war(&[("men: 3000", &format!("men: {bad}"))]);
        let problems = check_text(&text);
        says(&problems, &["out of range", "1..200000"]);
    }
}

#[test]
fn row_21_hexadecimal_and_grouped_digits_are_accepted() {
    assert!(check_text(&war(&[("men: 3000", "men: 3_000")])).is_empty());
    assert!(check_text(&war(&[("men: 3000", "men: 0xbb8")])).is_empty());
}

#[test]
fn row_22_a_decimal_comma() {
    refused(&[("rules: {}", "rules: { \"ruse.lure_adds\": 1,5 }")], &["my_war.ron:"]);
}

#[test]
fn row_23_extensions_in_the_file() {
    says(&check_text(&format!("#![enable(unwrap_newtypes)]\n{}", war(&[]))), &["my_war.ron:1"]);
}

#[test]
fn rows_24_25_and_26_map_sizes() {
    for size in ["(0, 0)", "(0, 3)", "(1, 1)", "(4294967295, 4294967295)", "(100000, 100000)"] {
        map_refused(&[("(4, 3)", size)], &["size", "2 to 1000"]);
    }
    map_refused(&[("(4, 3)", "(1000, 1000)")], &["1000000 hexes", "at most 250000"]);
}

#[test]
fn row_27_ragged_rows() {
    map_refused(&[("\".~..\"", "\".~...\"")], &["terrain[1]", "row 1 has 5 letters", "4 columns"]);
    map_refused(&[("\".~..\", ", "")], &["2 rows", "the size says 3"]);
    map_refused(&[("\"aaba\"", "\"aab\"")], &["heights.rows[0]", "row 0 has 3 letters"]);
    map_refused(
        &[("step_m: 10,", "step_m: 10, letters: 2,")],
        &["heights.rows[0]", "row 0 has 4 letters", "4 columns of 2"],
    );
    map_refused(
        &[("step_m: 10,", "step_m: 10, letters: 2,"), ("\"aaba\"", "\"aaaaa-aa\"")],
        &["heights.rows[0]", "no height is called `a-` (row 0, column 2)"],
    );
    map_refused(&[("step_m: 10,", "step_m: 10, letters: 3,")], &["letters", "1..2"]);
    map_refused(
        &[("(name: \"road\",", "(name: \"road\", li: 60,")],
        &["roads[0].li", "60 li for 2 steps; straight they would be 3 li"],
    );
}

#[test]
fn row_27_ragged_or_absurd_levels() {
    waters_refused(
        &[("[10010, 10006,", "[10006,")],
        &["small.ron:8:44", "levels[1]", "row 1 has 3 numbers; the size says 4 columns"],
    );
    waters_refused(&[(", [10006, 10004, 10003, 10000]", "")], &["levels", "2 rows; the size says 3"]);
    waters_refused(&[("10000]", "100000]")], &["levels[2][3]", "out of range", "-5000..90000"]);
    waters_refused(&[("10000]", "1000.0]")], &["levels[2][3]", "whole number"]);
}

#[test]
fn row_28_unknown_terrain_letter() {
    map_refused(
        &[("\".~..\"", "\".~x.\"")],
        &["small.ron:4:26", "`x` (row 1, column 2)", ". plain, h hills"],
    );
    map_refused(&[("\"aaba\"", "\"aa9a\"")], &["`9` (row 0, column 2)"]);
    map_refused(&[("\"hills\"", "\"hill\"")], &["no kind of ground `hill`", "did you mean `hills`?"]);
}

#[test]
fn row_29_a_formation_where_it_cannot_be() {
    refused(&[("at: (14, 26)", "at: (60, 26)")], &["`riders` at (60, 26) lies off the map", "0 to 59"]);
    refused(&[("at: (14, 26)", "at: (-1, 2147483647)")], &["off the map"]);
    refused(&[("at: (14, 26)", "at: (10, 31)")], &["same hex as its enemy `garrison`"]);
    refused(&[("men: 1500", "men: 40000")], &["40000 men at (14, 26), and 30000 can stand"]);
    let ambush = "at: (14, 26), stance: ambush()";
    refused(&[("at: (14, 26)", ambush)], &["1500 men at (14, 26), and 0 can hide on valley floor"]);
}

#[test]
fn row_29_on_ground_that_bars_the_way() {
    let dir = folder("row_29");
    std::fs::create_dir_all(dir.join("maps")).expect("a folder for the map");
    let cut_off = "streams: [(name: \"cliff\", kind: bluff, sides: [(3, 0, w), (3, 0, sw), (3, 0, se)]), ";
    let map = changed(MAP, &[("streams: [", cut_off)]);
    std::fs::write(dir.join("maps/small.ron"), &map).expect("the map is written");
    let text = war(&[
        ("map: \"haoshuichuan\"", "map: \"small\""),
        ("(id: \"yangmulong\", owner: \"song\", grain_shi: 1000),", ""),
        ("refuges: [(10, 31)]", "refuges: [(0, 0)]"),
        ("refuges: [(9, 0)]", "refuges: [(3, 2)]"),
        ("at: (10, 31)", "at: (1, 1)"),
        ("at: (14, 26)", "at: (3, 2)"),
        ("hold(place: \"yangmulong\")", "hold(place: \"gate\")"),
    ]);
    let path = dir.join("my_war.ron");
    std::fs::write(&path, &text).expect("the scenario is written");
    let problems = check_path(path.to_str().expect("plain"), &Data::built_in());
    says(&problems, &["`garrison` stands on open water at (1, 1)", "Song regular foot cannot enter"]);
    says(&problems, &["no formation of `song` can come to `gate`"]);
    assert_eq!(problems.len(), 2, "{problems}");
    std::fs::write(dir.join("maps/small.ron"), MAP).expect("the map is written");
    std::fs::write(&path, text.replace("(1, 1)", "(0, 1)")).expect("the scenario is written");
    let problems = check_path(path.to_str().expect("plain"), &Data::built_in());
    assert!(problems.is_empty(), "{problems}");
}

#[test]
fn row_30_unknown_names() {
    refused(
        &[("troop: \"song_foot\"", "troop: \"song_food\"")],
        &["no kind of troops `song_food`", "`song_foot`?"],
    );
    refused(&[("side: \"xia\", troop", "side: \"xi\", troop")], &["no side `xi`", "did you mean `xia`?"]);
    refused(&[("with: \"garrison\"", "with: \"garison\"")], &["no formation `garison`", "`garrison`?"]);
    refused(&[("\"fair\": 3", "\"fai\": 3")], &["no weather `fai`", "`fair`?"]);
    refused(
        &[("with: \"garrison\"", "superior: \"ren_fuu\", with: \"garrison\"")],
        &["no commander `ren_fuu`"],
    );
    refused(&[("at: (14, 26)", "at: (14, 26), stance: ambush(signal: \"left\")")], &["no signal `left`"]);
}

#[test]
fn row_31_number_of_sides() {
    refused(&[("(id: \"xia\", name: \"Xia\", hanzi: \"西夏\", refuges: [(9, 0)]),", "")], &["sides", "2"]);
    let more = "(id: \"liao\", name: \"Liao\", refuges: [(0, 0)]), ".repeat(64);
    refused(&[("(id: \"xia\", name", &format!("{more} (id: \"xia\", name"))], &["sides", "found 66"]);
    let idle = "(id: \"liao\", name: \"Liao\", refuges: [(0, 0)]), (id: \"xia\", name";
    refused(&[("(id: \"xia\", name", idle)], &["`liao` has no formations"]);
}

#[test]
fn row_32_too_many_formations() {
    let one = "(id: \"a\", name: \"a\", side: \"xia\", troop: \"xia_horse\", men: 1, quality: 1, at: (0, 0), days: 1), ";
    refused(
        &[("(id: \"riders\"", &format!("{} (id: \"riders\"", one.repeat(2000)))],
        &["formations", "2000"],
    );
}

#[test]
fn row_34_ground_that_nobody_can_enter() {
    let text = changed(MAP, &[("..h.", "~~~~"), (".~..", "~~~~"), ("....", "~~~~")]);
    says(&check_map(&text), &["nobody can go anywhere"]);
    let terrain = r#"{ "a": (name: "a", cost: (0, 0, 0, 0), cover: 0, charge: 0, hides: 0, blocks_m: 0, grass: 0, crops: 0, mud: 0, timber: false, water: true),
        "b": (name: "b", cost: (5, 0, 0, 0), cover: 0, charge: 0, hides: 0, blocks_m: 0, grass: 0, crops: 0, mud: 0, timber: false, water: true) }"#;
    let rules = |text: &str| {
        let source = Source::from_text("terrain.ron", text);
        ironhawk::scenario::rules::check_file("terrain", &source).expect("there are such rules")
    };
    says(&rules(terrain), &["a cost of 5 permille", "100 to 20000"]);
    says(&rules(&terrain.replace('5', "0")), &["nobody can enter any ground"]);
}

#[test]
fn rows_35_and_36_rules_out_of_their_range() {
    let rule = |name: &str, number: &str| format!("rules: {{ \"{name}\": {number} }}");
    refused(&[("rules: {}", &rule("sighting.day_m", "1000000000"))], &["out of range", "0 to 200000"]);
    refused(&[("rules: {}", &rule("ruse.lure_adds", "1000000000"))], &["does not fit"]);
    refused(&[("rules: {}", &rule("ruse.lure_adds", "0.5"))], &["not a whole number"]);
    refused(&[("rules: {}", &rule("ruse.lure_ads", "5"))], &["no rule `ruse.lure_ads`", "`ruse.lure_adds`?"]);
    refused(&[("rules: {}", &rule("ruse", "5"))], &["no rule `ruse`"]);
}

#[test]
fn row_37_hours_that_cannot_be() {
    let end = |text: &str| format!("end: \"{text}\"");
    let with = |new: &str, words: &[&str]| refused(&[("end: \"1041-03-18 18:00\"", &end(new))], words);
    with("1041-03-17 18:00", &["the war ends on 1041-03-17 18:00 and begins on"]);
    with("1041-03-18 06:00", &["the war ends"]);
    with("1041-02-29 18:00", &["does not exist"]);
    with("1041-03-18 24:00", &["not an hour"]);
    with("tomorrow", &["not a time"]);
    with("9999-01-01 00:00", &["at most 3660 days"]);
    with("1050-03-18 18:00", &["turns; expected at most 10000"]);
    with("1041-03-18 17:50", &["in the middle of a step"]);
    let tempo = "from: \"1041-03-18 06:00\", turn_minutes: 60, step_minutes: 15";
    refused(&[(tempo, "from: \"1041-03-18 06:00\", turn_minutes: 60, step_minutes: 25")], &["no multiple"]);
    refused(
        &[(tempo, "from: \"1041-03-18 07:00\", turn_minutes: 60, step_minutes: 15")],
        &["the first tempo"],
    );
    let second = format!("{tempo}), (from: \"1041-03-18 08:30\", turn_minutes: 60, step_minutes: 15");
    refused(&[(tempo, &second)], &["30 minutes into a turn"]);
}

#[test]
fn row_39_commanders_who_obey_each_other() {
    let cycle = "(id: \"a\", name: \"A\", side: \"song\", rank: 1, ability: 5, temperament: rash, superior: \"b\", with: \"garrison\"),
        (id: \"b\", name: \"B\", side: \"song\", rank: 1, ability: 5, temperament: rash, superior: \"a\", with: \"garrison\"),
        (id: \"wang_gui\"";
    refused(&[("(id: \"wang_gui\"", cycle)], &["cycle: a under b under a"]);
    refused(
        &[("with: \"garrison\"", "superior: \"wang_gui\", with: \"garrison\"")],
        &["wang_gui under wang_gui"],
    );
    refused(&[("with: \"garrison\"", "with: \"riders\"")], &["`wang_gui` is of `song`", "`xia`"]);
}

#[test]
fn rows_41_to_44_nothing_is_included_and_a_map_is_named_by_id() {
    for bad in
        ["../../etc/passwd", "/etc/passwd", "C:\\\\map", "file:///x", "http://x", "Haoshuichuan", "a.ron"]
    {
        refused(&[("map: \"haoshuichuan\"", &format!("map: \"{bad}\""))], &["map:", "is no id"]);
    }
    refused(
        &[("map: \"haoshuichuan\"", "map: \"haoshuichan\"")],
        &["no map", "did you mean `haoshuichuan`?"],
    );
}

#[test]
fn row_45_objectives_that_cannot_be_met_or_are_met_already() {
    let men = |men: &str| format!("inflict(on: \"song\", men: {men})");
    let goal = "inflict(on: \"song\", men: 500)";
    refused(&[(goal, &men("3001"))], &["3001 men cannot be lost by `song`, which has 3000"]);
    let problems = check_text(&war(&[(goal, &men("0"))]));
    says_as(&problems, Severity::Warning, &["met before the war begins"]);
    assert!(!problems.has_errors());
    refused(&[(goal, "inflict(on: \"xia\", men: 5)")], &["losses of its own"]);
    refused(&[(goal, "break(groups: [\"garison\"], permille: 500)")], &["no group", "`garrison`?"]);
    refused(&[(goal, "fell(commanders: [\"wang_gui\"], at_least: 2)")], &["2 of 1 commanders cannot fall"]);
    refused(&[("hold(place: \"yangmulong\")", "hold(place: \"yangmulon\")")], &["no place", "`yangmulong`?"]);
    refused(&[("marginal: 5", "marginal: 15")], &["degrees must rise"]);
}

#[test]
fn row_46_places_roads_and_streams_on_unfit_ground() {
    map_refused(&[("at: (3, 0)", "at: (1, 1)")], &["`gate` stands on open water"]);
    map_refused(&[("at: (3, 0)", "at: (4, 0)")], &["off the map"]);
    map_refused(&[("(0, 2)]", "(1, 1)]")], &["the road runs over open water at (1, 1)"]);
    map_refused(&[("(0, 2)]", "(0, 9)]")], &["(0, 9) lies off the map"]);
    let river = "streams: [(name: \"r\", kind: river, sides: [(0, 0, se), (0, 0, sw)]), ";
    map_refused(&[("streams: [", river)], &["the road crosses a river", "add a ford"]);
}

#[test]
fn row_47_a_stream_off_the_map() {
    map_refused(&[("(2, 1, sw)", "(3, 2, se)")], &["does not lie between two hexes"]);
    map_refused(&[("(2, 1, sw)", "(3, 2, south)")], &["south"]);
}

#[test]
fn row_47_waters_that_cannot_run() {
    let uphill = ("(2, 2, nw, 9989", "(2, 2, nw, 9991");
    waters_refused(
        &[uphill],
        &["small.ron:10:", "waters[0].reaches[2]", "flow uphill: the bed rises from 9989 to 9991 dm"],
    );
    let rounded = changed(WATERS, &[("(1, 1, e, 9989", "(1, 1, e, 9991")]);
    let rounded = check_map(&changed(MAP, &[("places: [", &rounded)]));
    assert!(rounded.is_empty(), "a decimeter is rounding: {rounded}");
    waters_refused(
        &[("(1, 1, e,", "(2, 1, sw,")],
        &["waters[0].reaches[1]", "does not touch the one before", "as the water runs"],
    );
    waters_refused(&[("(1, 1, e,", "(2, 0, se,")], &["waters[0].reaches[1]", "does not touch"]);
    waters_refused(&[("(2, 2, nw,", "(2, 2, north,")], &["waters[0].reaches[2][2]", "`north`"]);
    for off in ["(7, 1, e,", "(-1, 1, w,", "(4, 1, e,", "(2147483647, -2147483648, e,"] {
        waters_refused(&[("(1, 1, e,", off)], &["waters[0].reaches[1]", "off the map", "columns are 0 to 3"]);
    }
    let rim = "(3, 0, ne, 9999, 10004, None), (3, 0, e, 9998, 10004, None)]";
    let reaches = WATERS.find("[(2, 0, se,").zip(WATERS.find(")],\n    places")).expect("they are there");
    let rim = changed(WATERS, &[(&WATERS[reaches.0..reaches.1], &format!("[{rim}"))]);
    let rim = check_map(&changed(MAP, &[("places: [", &rim)]));
    assert!(rim.is_empty(), "water may run along the rim: {rim}");
}

#[test]
fn row_47_waters_with_wrong_numbers_and_names() {
    waters_refused(&[("9990, 10005", "10005, 10005")], &["the bed, 10005 dm, is not lower than the bank"]);
    waters_refused(&[("10008)", "10004)")], &["the crest, 10004 dm, is lower than the bank, 10005 dm"]);
    waters_refused(&[("10008)", "2147483647)")], &["a crest at 2147483647 dm", "-5000 to 90000"]);
    waters_refused(&[("9990, 10005", "-2147483648, 10005")], &["a bed at -2147483648 dm"]);
    waters_refused(&[("10005, 10008)", "10005)")], &["waters[0].reaches[0]", "expected 6 values, found 5"]);
    for (right, wrong, range) in [
        ("width_m: 8", "width_m: 0", "1..5000"),
        ("deep_dm: 15", "deep_dm: 301", "1..300"),
        ("full_m3_s: 6", "full_m3_s: 0", "1..100000"),
        ("(0, 0, 0, 2,", "(0, 0, 0, 100001,", "0..100000"),
    ] {
        waters_refused(&[(right, wrong)], &["out of range", range]);
    }
    waters_refused(&[("(0, 0, 0, 2,", "(0, 0, 2,")], &["waters[0].flow", "expected 12 values, found 11"]);
    waters_refused(&[("\"Canal\"", "\" \"")], &["waters[0].name", "the name is empty"]);
    waters_refused(&[("\"canal\"", "\"Canal\"")], &["is no id", "for example `canal`"]);
    let twice = "waters: [(id: \"canal\", name: \"B\", width_m: 8, deep_dm: 15, full_m3_s: 6,
        flow: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), reaches: [(2, 0, e, 1, 2, None)]), ";
    waters_refused(&[("waters: [", twice)], &["the id `canal` is used twice", "first used on line 9"]);
    let none = "reaches: []), (id: \"b\", name: \"B\", width_m: 8, deep_dm: 15, full_m3_s: 6,
        flow: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), reaches: [";
    waters_refused(&[("reaches: [", none)], &["waters[0].reaches", "1..1000"]);
}

#[test]
fn row_48_versions() {
    refused(&[("format: 1,", "")], &["lacks the field `format`"]);
    refused(&[("format: 1,", "format: 2,")], &["reads format 1", "a newer program is needed"]);
    refused(&[("format: 1,", "format: 0,")], &["reads format 1"]);
    refused(&[("format: 1,", "format: \"one\",")], &["my_war.ron:"]);
}

#[test]
fn row_49_files_of_another_kind() {
    says(&check_bytes(b"\x89PNG\r\n".to_vec()), &["PNG"]);
    says(&check_bytes(b"PK\x03\x04".to_vec()), &["ZIP"]);
}

#[test]
fn row_51_twenty_mistakes_are_told_at_once_in_file_order() {
    let forms = ["format", "id", "title", "map", "start", "end", "daylight", "tempo", "weather", "sides"];
    let mut text = war(&[]);
    for field in forms {
        text = text.replacen(&format!("    {field}:"), &format!("    {field}_x:"), 1);
    }
    assert!(check_text(&text).len() >= forms.len());

    let mut changes: Vec<(String, String)> = Vec::new();
    for index in 0..20 {
        let bad = format!(
            "(id: \"x{index}\", name: \"x\", side: \"xia\", troop: \"none\", men: 1, quality: 1, at: (0, {index}), days: 1),\n"
        );
        changes.push(("(id: \"riders\"".to_owned(), format!("{bad} (id: \"riders\"")));
    }
    let changes: Vec<(&str, &str)> = changes.iter().map(|(old, new)| (old.as_str(), new.as_str())).collect();
    let problems = check_text(&war(&changes));
    assert_eq!(problems.len(), 20, "{problems}");
    let lines: Vec<usize> = problems.iter().map(|problem| problem.line).collect();
    assert!(lines.is_sorted());
    let shown = problems.to_string();
    assert!((0..20).all(|index| shown.contains(&format!("formations[{}].troop", index + 1))));
}

#[test]
fn row_53_damaged_rules_are_not_blamed_on_the_scenario() {
    let dir = folder("row_53");
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    for part in ["assets/rules", "assets/maps", "scenarios"] {
        std::fs::create_dir_all(dir.join(part)).expect("a folder");
        for entry in std::fs::read_dir(root.join(part)).expect("it is there") {
            let entry = entry.expect("it can be listed");
            if entry.path().is_dir() {
                continue; // what a map is made of
            }
            std::fs::copy(entry.path(), dir.join(part).join(entry.file_name())).expect("it can be copied");
        }
    }
    let data = Data::in_folder(&dir);
    assert!(check_path("haoshuichuan_1041", &data).is_empty());
    let ruse = dir.join("assets/rules/ruse.ron");
    let text = std::fs::read_to_string(&ruse).expect("it is there");
    std::fs::write(&ruse, text.replacen("tempt_m", "tempts_m", 1)).expect("it can be written");
    std::fs::remove_file(dir.join("assets/rules/supply.ron")).expect("it can be removed");
    let problems = check_path("haoshuichuan_1041", &data);
    says(&problems, &["assets/rules/ruse.ron:", "`tempts_m`", "did you mean `tempt_m`?"]);
    says(&problems, &["assets/rules/supply.ron:", "damaged or incomplete"]);
    assert!(problems.iter().all(|problem| !problem.file.contains("scenarios")), "{problems}");
}

#[test]
fn an_army_without_food_is_a_warning_unless_it_is_meant() {
    let problems = check_text(&war(&[("at: (14, 26), days: 5", "at: (14, 26), days: 0")]));
    says_as(&problems, Severity::Warning, &["`riders` starts without food", "hungry_hours"]);
    assert!(!problems.has_errors());
    assert!(
        check_text(&war(&[("at: (14, 26), days: 5", "at: (14, 26), days: 0, hungry_hours: 12")])).is_empty()
    );
    refused(
        &[("at: (14, 26), days: 5", "at: (14, 26), days: 5, hungry_hours: 12")],
        &["is hungry and has food"],
    );
}

#[test]
fn a_signal_of_another_side_cannot_be_waited_for() {
    let signals = "signals: [(id: \"left\", name: \"left\", side: \"song\", kind: banner, range_m: 5000)]";
    let ambush = "at: (17, 33), stance: ambush(signal: \"left\")";
    refused(
        &[("signals: []", signals), ("at: (14, 26)", ambush)],
        &["`left` is of `song`", "does not know it"],
    );
}

#[test]
fn a_war_without_weather_needs_a_map_with_climates() {
    refused(
        &[("    weather: { \"fair\": 3, \"cold_wind\": 1 },\n", "")],
        &["there is no weather", "map `haoshuichuan` names no climates", "weather: { \"fair\": 1 }"],
    );
    refused(&[("{ \"fair\": 3, \"cold_wind\": 1 }", "{}")], &["there is no weather"]);
    let climates =
        |entries: &str| changed(MAP, &[("places: [", &format!("climates: [{entries}], places: ["))]);
    assert!(check_map(&climates("(id: \"loess\", at: (1, 1))")).is_empty());
    says(&check_map(&climates("(id: \"loes\", at: (1, 1))")), &["no climate `loes`", "`loess`?"]);
    says(&check_map(&climates("(id: \"loess\", at: (9, 1))")), &["(9, 1) lies off the map"]);
}

#[test]
fn a_climate_whose_sun_sets_before_it_rises_is_refused() {
    let text = include_str!("../../assets/rules/climate.ron");
    let rules = |text: &str| {
        let source = Source::from_text("climate.ron", text);
        ironhawk::scenario::rules::check_file("climate", &source).expect("there are such rules")
    };
    assert!(rules(text).is_empty());
    says(
        &rules(&changed(text, &[("(426, 1014)", "(1026, 1014)")])),
        &["sun_min", "the sun sets before it rises"],
    );
    says(
        &rules(&changed(text, &[("block_km: 200", "block_km: 1")])),
        &["block_km", "1 km; expected 20 to 2000"],
    );
    says(&rules(&changed(text, &[("(-60, -22", "(-6000, -22")])), &["mean_c10", "expected -600 to 600"]);
}
