//! The command line as a stranger meets it: what it prints, what it refuses, and with which status it ends. Numbers are
//! rows of the list of bad inputs.

use std::path::Path;
use std::process::{Command, Output, Stdio};

use ironhawk::replay::Recorder;

use crate::replays::{play, war};

/// The program, as a test starts it.
pub fn ironhawk() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ironhawk"));
    command.current_dir(env!("CARGO_MANIFEST_DIR")).stdin(Stdio::null());
    // No test opens a window, whatever the machine it runs on.
    command.env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY").env_remove("WAYLAND_SOCKET");
    command
}

fn ran(arguments: &[&str]) -> (i32, String, String) {
    outcome(ironhawk().args(arguments).output().expect("the program starts"))
}

/// Exit status, stdout and stderr of a program that ended by itself.
pub fn outcome(output: Output) -> (i32, String, String) {
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("output is UTF-8");
    let status = output.status.code().expect("it ends by itself, not by a signal");
    (status, text(output.stdout), text(output.stderr))
}

/// Ends with a status and says something on stderr.
fn assert_refused(arguments: &[&str], status: i32, words: &str) {
    let (found, _, stderr) = ran(arguments);
    assert_eq!(found, status, "{arguments:?}: {stderr}");
    assert!(stderr.contains(words), "{arguments:?} says: {stderr}");
    assert!(!stderr.contains("panicked"), "{stderr}");
}

/// A replay of a small war in a folder of its own.
fn replay() -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("a war.hawk");
    let mut game = war(1).game();
    let mut recorder = Recorder::new(&game, vec!["greedy".to_owned(), "greedy".to_owned()]);
    play(&mut game, &mut recorder, 4, ironhawk::ai::Level::Greedy);
    recorder.write(&path).expect("there is room");
    let path = path.to_str().expect("temporary folders have plain names").to_owned();
    (folder, path)
}

#[test]
fn row_85_help_and_version_are_no_errors() {
    for arguments in [&["--help"][..], &["--version"], &["run", "--help"], &["replay", "verify", "--help"]] {
        let (status, stdout, _) = ran(arguments);
        assert_eq!(status, 0, "{arguments:?}");
        assert!(stdout.contains("ironhawk") || stdout.contains("Usage"), "{stdout}");
    }
}

#[test]
fn row_86_a_misspelt_command_is_answered_with_the_nearest() {
    assert_refused(&["wach"], 2, "watch");
    assert_refused(&["run", "haoshuichuan_1041", "--sed", "3"], 2, "--seed");
}

#[test]
fn row_87_a_seed_that_is_none_is_answered_with_the_range() {
    for seed in ["abc", "-1", "18446744073709551616", "1.5", ""] {
        let seed = format!("--seed={seed}");
        assert_refused(&["run", "haoshuichuan_1041", &seed], 2, "0 to 18446744073709551615");
    }
}

#[test]
fn row_89_options_given_twice_or_against_each_other_are_refused() {
    assert_refused(
        &["run", "haoshuichuan_1041", "--seed", "1", "--seed", "2"],
        2,
        "cannot be used multiple times",
    );
    assert_refused(
        &["run", "haoshuichuan_1041", "--ai", "song=greedy", "--ai", "song=random"],
        2,
        "given twice",
    );
    assert_refused(&["run", "haoshuichuan_1041", "--ai", "jin=greedy"], 2, "there are song, xia");
    assert_refused(&["run", "haoshuichuan_1041", "--ai", "song=brilliant"], 2, "random, greedy and doctrine");
    assert_refused(&["run", "haoshuichuan_1041", "--force"], 2, "--out");
}

#[test]
fn row_1_a_scenario_that_is_not_there_is_refused() {
    assert_refused(&["run", "haoshuichuan_1040"], 3, "haoshuichuan_1041");
    assert_refused(&["check", "/nowhere/at/all.ron"], 3, "all.ron");
}

#[test]
fn the_shipped_war_is_listed_and_checked() {
    let (status, stdout, _) = ran(&["list"]);
    assert_eq!(status, 0);
    assert!(stdout.contains("haoshuichuan_1041"), "{stdout}");
    let (status, stdout, _) = ran(&["list", "--json"]);
    let listed: serde_json::Value = serde_json::from_str(&stdout).expect("JSON");
    assert_eq!((status, &listed[0]["sides"][0]), (0, &serde_json::json!("song")));
    assert_eq!(ran(&["check", "haoshuichuan_1041"]).0, 0);
}

#[test]
fn a_war_runs_is_kept_and_comes_out_the_same() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("war.hawk");
    let file = path.to_str().expect("temporary folders have plain names");
    let run = ["run", "haoshuichuan_1041", "--seed", "5", "--turns", "2", "--json", "--out", file];
    let (status, stdout, stderr) = ran(&run);
    assert_eq!(status, 0, "{stderr}");
    let object: serde_json::Value = serde_json::from_str(&stdout).expect("one object");
    assert_eq!((&object["seed"], &object["turns"]), (&serde_json::json!(5), &serde_json::json!(2)));
    let (status, stdout, stderr) = ran(&["replay", "verify", file, "--json"]);
    assert_eq!(status, 0, "{stderr}");
    let verified: serde_json::Value = serde_json::from_str(&stdout).expect("one object");
    assert_eq!(verified["digest"], object["digest"]);
    // Row 104: it is never overwritten silently.
    assert_refused(&run, 5, "--force replaces it");
    assert_eq!(ran(&[&run[..], &["--force"]].concat()).0, 0);
}

#[test]
fn a_trace_gives_every_order_its_reason() {
    let (status, stdout, stderr) = ran(&["run", "haoshuichuan_1041", "--turns", "1", "--trace"]);
    assert_eq!(status, 0, "{stderr}");
    assert!(stdout.starts_with("turn 1\n"), "{stdout}");
    assert!(stdout.contains("  ["), "reasons stand in brackets: {stdout}");
}

#[test]
fn a_replay_is_described_exported_and_watched() {
    let (_folder, file) = replay();
    let (status, stdout, _) = ran(&["replay", "info", &file]);
    assert_eq!(status, 0);
    assert!(stdout.contains("4 turns") && stdout.contains("song (greedy)"), "{stdout}");
    let (status, stdout, _) = ran(&["replay", "export", &file]);
    assert_eq!((status, stdout.lines().count()), (0, 5), "a head and four turns");
    for line in stdout.lines() {
        serde_json::from_str::<serde_json::Value>(line).expect("one object a line");
    }
}

#[test]
fn a_replay_is_watched_line_by_line() {
    let (_folder, file) = replay();
    let mut watching = ironhawk();
    watching
        .args(["watch", &file, "--text"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut watching = watching.spawn().expect("the program starts");
    let mut input = watching.stdin.take().expect("it was piped");
    std::io::Write::write_all(&mut input, b"\nn\no\ng 1\n+2\ne\n\nh\nnonsense\nb\nq\n").expect("it listens");
    drop(input);
    let (status, stdout, stderr) = outcome(watching.wait_with_output().expect("it ends"));
    assert_eq!((status, stderr.as_str()), (0, ""));
    let turns: Vec<&str> = stdout.lines().filter_map(|line| line.split(", turn ").nth(1)).collect();
    assert_eq!(turns, ["1 of 4", "2 of 4", "3 of 4", "1 of 4", "3 of 4", "5 of 4", "4 of 4"], "{stdout}");
    assert!(stdout.contains("the record ends here") && stdout.contains("Enter or n"), "{stdout}");
    assert!(!stdout.contains('\u{1b}'), "no colors into a pipe");
}

#[test]
fn a_moment_of_a_replay_is_opened_by_its_link_and_asked_about() {
    let (_folder, file) = replay();
    let mut watching = ironhawk();
    watching.args(["watch", &format!("{file}#turn=2&step=3"), "--lines"]);
    watching.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut watching = watching.spawn().expect("the program starts");
    let mut input = watching.stdin.take().expect("it was piped");
    let commands = b"link\ns\nlink\nf song\nnear 2 2\nforces\nobjectives\nwhy\nmarks\n>\n/ sun\nq\n";
    std::io::Write::write_all(&mut input, commands).expect("it listens");
    drop(input);
    let (status, stdout, stderr) = outcome(watching.wait_with_output().expect("it ends"));
    assert_eq!((status, stderr.as_str()), (0, ""));
    for part in [
        "turn 2 of 4, step 3 of 4",
        "#turn=2&step=3",
        "#turn=2&step=4",
        "as song knows it",
        "Column 2, row 2",
    ] {
        assert!(stdout.contains(part), "`{part}` in {stdout}");
    }
    assert_refused(&["watch", &format!("{file}#turn=0"), "--text"], 2, "#turn=17&step=4");
    assert_refused(&["watch", &format!("{file}#turn=2"), "--turn", "3"], 2, "twice");
}

#[test]
fn damaged_replays_are_refused_and_what_is_whole_is_shown() {
    let (folder, file) = replay();
    let whole = std::fs::read(&file).expect("it was written");
    let short = folder.path().join("short.hawk");
    std::fs::write(&short, &whole[..whole.len() - 3]).expect("there is room");
    let short = short.to_str().expect("temporary folders have plain names");
    assert_refused(&["replay", "verify", short], 3, "ends after turn 4");
    let (status, stdout, _) = ran(&["watch", short, "--text", "--turn", "3"]);
    assert_eq!(status, 3);
    assert!(stdout.contains("turn 3 of 4"), "{stdout}");
    assert_refused(&["replay", "verify", "Cargo.toml"], 3, "not a replay");
    assert_refused(&["replay", "verify", "missing.hawk"], 5, "missing.hawk");
    assert_refused(&["check", &file], 3, "replay");
}

#[cfg(not(feature = "gui"))]
#[test]
fn row_106_playing_without_a_window_says_what_is_missing() {
    assert_refused(&["play", "haoshuichuan_1041"], 6, "ironhawk run haoshuichuan_1041");
}

#[test]
fn row_106_without_a_window_a_record_is_watched_in_the_terminal_unless_a_script_was_to_drive_it() {
    let (folder, war) = replay();
    let (status, stdout, stderr) = ran(&["watch", &war]);
    assert_eq!((status, stderr.contains("the terminal shows the same")), (0, true), "{stderr}");
    assert!(stdout.contains("turn 1 of"), "{stdout}");
    let script = folder.path().join("script.ron");
    std::fs::write(&script, "[Quit]").expect("it can be written");
    let script = script.to_str().expect("temporary folders have plain names");
    assert_refused(&["watch", &war, "--script", script], 6, "cannot be opened");
    assert_refused(&["--script", script], 6, "cannot be opened");
}

#[cfg(feature = "gui")]
#[test]
fn row_106_a_display_that_does_not_answer_is_named() {
    for (display, why) in [(":4093", "DISPLAY=:4093"), ("nonsense", "malformed"), (":99999999", "malformed")]
    {
        let mut command = ironhawk();
        command.args(["play", "haoshuichuan_1041"]).env("DISPLAY", display);
        let (status, _, stderr) = outcome(command.output().expect("the program starts"));
        assert_eq!(status, 6, "{stderr}");
        assert!(stderr.contains(why) && !stderr.contains("panicked"), "{stderr}");
    }
}

#[cfg(feature = "gui")]
#[test]
fn row_107_without_a_graphics_driver_the_window_says_so_in_a_sentence() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let script = folder.path().join("script.ron");
    std::fs::write(&script, "[Quit]").expect("it can be written");
    let mut command = ironhawk();
    command
        .args(["play", "haoshuichuan_1041", "--offscreen", "--script"])
        .arg(&script)
        .arg("--home")
        .arg(folder.path());
    command.env("VK_DRIVER_FILES", "/nonexistent").env("VK_ICD_FILENAMES", "/nonexistent");
    let (status, _, stderr) =
        outcome(command.env("WGPU_BACKEND", "vulkan").output().expect("the program starts"));
    assert_eq!(status, 6, "{stderr}");
    assert!(stderr.contains("no graphics driver") && stderr.contains("ironhawk run"), "{stderr}");
    assert_eq!((stderr.lines().count(), stderr.contains("panicked")), (1, false), "{stderr}");
}

#[test]
fn the_reference_is_printed_and_so_are_its_schemas() {
    let (status, stdout, _) = ran(&["reference"]);
    assert_eq!(status, 0);
    for topic in stdout.trim().rsplit(": ").next().expect("a list").split(", ") {
        assert_eq!(ran(&["reference", topic]).0, 0, "{topic}");
        let (status, schema, _) = ran(&["reference", topic, "--schema"]);
        assert_eq!(status, 0, "{topic}");
        serde_json::from_str::<serde_json::Value>(&schema).expect("JSON");
    }
    assert_refused(&["reference", "elephants"], 2, "there are scenario");
}

#[test]
fn a_new_scenario_is_written_once_and_runs() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let at = |arguments: &[&str]| {
        let mut command = ironhawk();
        command.current_dir(folder.path()).args(arguments);
        outcome(command.output().expect("the program starts"))
    };
    assert_eq!(at(&["new", "my_war"]).0, 0);
    let (status, _, stderr) = at(&["check", "my_war.ron"]);
    assert_eq!(status, 0, "{stderr}");
    let (status, _, stderr) = at(&["run", "my_war.ron", "--turns", "2"]);
    assert_eq!(status, 0, "{stderr}");
    assert_eq!(at(&["new", "my_war"]).0, 5, "it is there already");
    assert_eq!(at(&["new", "../my war"]).0, 2);
}

#[cfg(target_os = "linux")]
#[test]
fn row_91_a_full_device_is_an_error_and_a_gone_reader_is_not() {
    let full = || std::fs::OpenOptions::new().write(true).open("/dev/full").expect("Linux has it");
    let (_folder, file) = replay();
    for arguments in [&["list"][..], &["reference", "map"], &["replay", "export", &file]] {
        let status = ironhawk().args(arguments).stdout(full()).stderr(Stdio::null()).status();
        assert_eq!(status.expect("it starts").code(), Some(5), "{arguments:?}");
        let mut gone = ironhawk();
        gone.args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut gone = gone.spawn().expect("it starts");
        drop(gone.stdout.take());
        let (status, _, stderr) = outcome(gone.wait_with_output().expect("it ends"));
        assert_eq!((status, stderr.as_str()), (0, ""), "{arguments:?}");
    }
}

#[cfg(unix)]
#[test]
fn row_90_odd_file_names_work() {
    use std::os::unix::ffi::OsStrExt;
    let (folder, file) = replay();
    for name in [&b"-war.hawk"[..], b"\xff\xfe.hawk", "戰 爭.hawk".as_bytes()] {
        let name = std::ffi::OsStr::from_bytes(name);
        std::fs::copy(&file, folder.path().join(name)).expect("there is room");
        let mut command = ironhawk();
        command.current_dir(folder.path()).args(["replay", "verify", "--"]).arg(Path::new(name));
        let (status, _, stderr) = outcome(command.output().expect("it starts"));
        assert_eq!(status, 0, "{name:?}: {stderr}");
    }
}

#[test]
fn rows_96_to_98_neither_home_nor_language_nor_zone_matters() {
    let run = ["run", "haoshuichuan_1041", "--turns", "2"];
    let plain = ran(&run).1;
    let mut bare = ironhawk();
    bare.args(run).env_clear().env("LANG", "tr_TR.UTF-8").env("TZ", "Asia/Shanghai").env("HOME", "/nowhere");
    assert_eq!(outcome(bare.output().expect("it starts")).1, plain);
}
