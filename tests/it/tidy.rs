//! The rules of the house that a test can hold: walls between modules, lengths of files, words that must not appear.

use std::fs;
use std::path::{Path, PathBuf};

/// Longest file, lines, without its tests.
const LONGEST: usize = 500;

/// What stands in the snapshot may be read by any mechanism: one writes it, many read it.
const STATE: [&str; 28] = [
    "Beliefs",
    "Belief",
    "Caches",
    "Report",
    "Commander",
    "Engaged",
    "Exposure",
    "Feint",
    "Given",
    "Legs",
    "Lure",
    "LureKind",
    "Lures",
    "Markets",
    "Objective",
    "Park",
    "Purse",
    "Rations",
    "Scouts",
    "Signals",
    "Sky",
    "Staff",
    "Stores",
    "Verdict",
    "Wards",
    "Waters",
    "Ward",
    "Will",
];

/// Whose laws, numbers and pure functions a mechanism may use besides its own; without a circle.
const EDGES: [(&str, &[&str]); 14] = [
    ("weather", &[]),
    ("flood", &["weather"]),
    ("exposure", &["flood", "supply", "weather"]),
    ("sighting", &["weather"]),
    ("movement", &["flood", "sighting", "weather"]),
    ("supply", &["movement"]),
    ("fodder", &["movement", "supply", "weather"]),
    ("market", &["fodder", "supply"]),
    ("command", &["sighting"]),
    ("siege", &["exposure", "flood", "movement", "supply", "weather"]),
    ("combat", &["command", "movement", "siege", "supply", "weather"]),
    ("ruse", &["command", "movement", "sighting", "supply", "weather"]),
    ("morale", &["command", "movement", "siege", "supply"]),
    ("victory", &["command"]),
];

struct Source {
    /// From `src` on, with `/`.
    name: String,
    /// Without tests and comments.
    code: String,
    /// As it is.
    text: String,
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    let mut folders = vec![root.join("src")];
    while let Some(folder) = folders.pop() {
        let entries =
            fs::read_dir(&folder).expect("the sources are there").flatten().map(|entry| entry.path());
        for path in entries {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(read(root, path));
            }
        }
    }
    found.sort_by(|one, other| one.name.cmp(&other.name));
    assert!(found.len() > 50, "only {} files were found", found.len());
    found
}

fn read(root: &Path, path: PathBuf) -> Source {
    let text = fs::read_to_string(&path).expect("sources are UTF-8");
    let name = path.strip_prefix(root).expect("under the root").to_string_lossy().replace('\\', "/");
    let code = without_tests(&text).lines().map(without_comment).collect::<Vec<_>>().join("\n");
    Source { name, code, text }
}

/// Files that are nothing but tests.
fn is_test(name: &str) -> bool {
    name.ends_with("tests.rs") || name.ends_with("sample.rs")
}

/// The text up to the module of tests at its end, which always begins a line.
fn without_tests(text: &str) -> &str {
    text.find("\n#[cfg(test)]\nmod tests {").map_or(text, |end| &text[..end])
}

fn without_comment(line: &str) -> &str {
    line.find("//").map_or(line, |start| &line[..start])
}

fn assert_none(rule: &str, faults: Vec<String>) {
    assert!(faults.is_empty(), "{rule}:\n  {}", faults.join("\n  "));
}

/// Lines of files that a rule is about and that hold a word they may not.
fn holding(words: &[&str], about: impl Fn(&str) -> bool) -> Vec<String> {
    let mut faults = Vec::new();
    for source in sources().iter().filter(|source| about(&source.name) && !is_test(&source.name)) {
        for (number, line) in source.code.lines().enumerate() {
            if let Some(word) = words.iter().find(|word| line.contains(**word)) {
                faults.push(format!("{}:{}: {word}", source.name, number + 1));
            }
        }
    }
    faults
}

#[test]
fn no_file_is_longer_than_a_reader_bears() {
    let sources = sources();
    let long = sources.iter().filter(|source| !is_test(&source.name));
    let long = long.map(|source| (source, without_tests(&source.text).lines().count()));
    let long = long.filter(|(_, lines)| *lines > LONGEST);
    assert_none(
        "files of at most 500 lines",
        long.map(|(source, n)| format!("{}: {n}", source.name)).collect(),
    );
}

#[test]
fn the_simulation_knows_nothing_above_it() {
    let above = [
        "gui", "ai", "report", "replay", "cli", "scenario", "game", "seat", "lab", "orders", "snapshot",
        "setting",
    ];
    let words: Vec<String> = above.iter().map(|module| format!("crate::{module}")).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    assert_none(
        "the simulation knows nothing above it",
        holding(&words, |name| name.starts_with("src/sim/")),
    );
}

#[test]
fn the_simulation_has_no_clock_no_file_and_no_thread() {
    let words = [
        "std::fs",
        "std::time",
        "std::thread",
        "std::env",
        "std::net",
        "std::io",
        "rand::rng(",
        "HashMap",
        "HashSet",
    ];
    assert_none(
        "the simulation is closed to the world",
        holding(&words, |name| name.starts_with("src/sim/")),
    );
}

#[test]
fn lower_rooms_do_not_name_upper_ones() {
    let walls: [(&str, &[&str]); 7] = [
        (
            "src/orders/",
            &["crate::game", "crate::replay", "crate::report", "crate::ai", "crate::cli", "crate::gui"],
        ),
        ("src/game.rs", &["crate::replay", "crate::report", "crate::ai", "crate::cli", "crate::gui"]),
        (
            "src/ai/",
            &[
                "crate::game",
                "crate::snapshot::Snapshot",
                "crate::replay",
                "crate::report",
                "crate::cli",
                "crate::gui",
            ],
        ),
        ("src/replay/", &["crate::ai", "crate::report", "crate::shelf", "crate::cli", "crate::gui"]),
        ("src/shelf/", &["crate::ai", "crate::report", "crate::lab", "crate::cli", "crate::gui"]),
        ("src/report/", &["crate::ai", "crate::cli", "crate::gui", "crate::replay"]),
        ("src/cli/", &["crate::gui::panels", "crate::gui::stage"]),
    ];
    let faults = walls.iter().flat_map(|(room, words)| holding(words, |name| name.starts_with(room)));
    assert_none("lower rooms do not name upper ones", faults.collect());
}

#[test]
fn files_are_opened_only_at_the_edge() {
    let edge = ["src/replay/", "src/shelf/", "src/scenario/", "src/cli/", "src/main.rs", "src/gui/"];
    let inner = |name: &str| !edge.iter().any(|edge| name.starts_with(edge));
    assert_none(
        "files are opened only at the edge",
        holding(&["std::fs", "File::open", "File::create"], inner),
    );
}

#[test]
fn the_window_is_known_only_to_itself() {
    let faults = holding(&["bevy_egui", "bevy::", "use bevy;"], |name| !name.starts_with("src/gui"));
    assert_none("the window is known only to itself", faults);
}

/// What a file names of a mechanism: `sim::other::Noun` and `sim::other::{Noun, noun}`.
fn nouns<'a>(code: &'a str, mechanism: &str) -> impl Iterator<Item = String> + 'a {
    let named = [format!("sim::{mechanism}::"), format!("super::{mechanism}::")];
    let uses = named.into_iter().flat_map(|named| {
        code.match_indices(named.as_str()).map(|(at, _)| &code[at + named.len()..]).collect::<Vec<_>>()
    });
    uses.flat_map(|rest| {
        let list = rest.strip_prefix('{').map_or(rest, |list| list.split('}').next().unwrap_or(list));
        let end = |letter: char| {
            !letter.is_alphanumeric() && letter != '_' && !(rest.starts_with('{') && ", \n".contains(letter))
        };
        let list = list.split(end).next().unwrap_or(list);
        list.split([',', ' ', '\n']).filter(|noun| !noun.is_empty()).map(str::to_owned).collect::<Vec<_>>()
    })
}

#[test]
fn mechanisms_meet_only_along_listed_edges() {
    let mut faults = Vec::new();
    for source in sources().iter().filter(|source| !is_test(&source.name)) {
        let Some((own, _)) = source.name.strip_prefix("src/sim/").and_then(|rest| rest.split_once('/'))
        else {
            continue;
        };
        let Some((_, allowed)) = EDGES.iter().find(|(mechanism, _)| *mechanism == own) else {
            faults.push(format!("{own} is not in the table"));
            continue;
        };
        for (other, _) in EDGES.iter().filter(|(other, _)| *other != own && !allowed.contains(other)) {
            for noun in nouns(&source.code, other).filter(|noun| !STATE.contains(&noun.as_str())) {
                faults.push(format!("{}: {own} uses {other}::{noun}", source.name));
            }
        }
    }
    assert_none("mechanisms meet only along listed edges", faults);
}

#[test]
fn the_listed_edges_make_no_circle() {
    let mut settled: Vec<&str> = Vec::new();
    while let Some((next, _)) = EDGES.iter().find(|(mechanism, needs)| {
        !settled.contains(mechanism) && needs.iter().all(|need| settled.contains(need))
    }) {
        settled.push(next);
    }
    let left = EDGES.iter().filter(|(mechanism, _)| !settled.contains(mechanism));
    assert_none("no circle", left.map(|(mechanism, _)| (*mechanism).to_owned()).collect());
}

#[test]
fn row_119_floating_point_stays_where_it_is_listed() {
    let listed = |name: &str| {
        name.ends_with("/law.rs") || name == "src/sim/event.rs" || name.starts_with("src/sim/flood/")
    };
    let word = |line: &str| ["f32", "f64"].iter().any(|word| line.contains(word));
    let mut faults = Vec::new();
    for source in sources().iter().filter(|source| source.name.starts_with("src/sim/")) {
        if listed(&source.name) || is_test(&source.name) {
            continue;
        }
        for (number, line) in source.code.lines().enumerate().filter(|(_, line)| word(line)) {
            faults.push(format!("{}:{}: {}", source.name, number + 1, line.trim()));
        }
    }
    assert_none("floating point only in law.rs and in the flood", faults);
}

#[test]
fn nothing_is_left_for_later() {
    // Spelt in halves, so that this file does not hold them.
    let words =
        [["TO", "DO"], ["FIX", "ME"], ["to", "do!("], ["unimple", "mented!("]].map(|halves| halves.concat());
    let mut faults = Vec::new();
    for source in sources() {
        for (number, line) in source.text.lines().enumerate() {
            if words.iter().any(|word| line.contains(word.as_str())) {
                faults.push(format!("{}:{}: {}", source.name, number + 1, line.trim()));
            }
        }
    }
    assert_none("nothing is left for later", faults);
}

#[test]
fn no_test_is_switched_off() {
    let words = [["#[ig", "nore"], ["#[should", "_panic"]].map(|halves| halves.concat());
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let tests = fs::read_dir(root.join("tests/it")).expect("the tests are there").flatten();
    let tests = tests.map(|entry| read(root, entry.path()));
    let faults = sources()
        .into_iter()
        .chain(tests)
        .filter(|source| words.iter().any(|word| source.text.contains(word.as_str())));
    assert_none("no test is switched off", faults.map(|source| source.name).collect());
}

#[test]
fn rules_have_no_silent_defaults() {
    let faults = sources()
        .into_iter()
        .filter(|source| source.name.starts_with("src/sim/") && source.code.contains("serde(default"));
    assert_none("rules have no silent defaults", faults.map(|source| source.name).collect());
}
