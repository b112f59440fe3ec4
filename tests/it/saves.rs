//! Saves, autosaves and settings under every fault: programs killed, disks full, folders closed, two at once. Numbers
//! are rows of the list of bad inputs. What the shelf does by itself is tested beside its code.
#![cfg(unix)]

use std::io::{BufRead, BufReader};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use ironhawk::ai::{Level, plan};
use ironhawk::game::Game;
use ironhawk::orders::{Halt, MakeCamp, Order};
use ironhawk::replay::{Recorder, Replay, ReplayError};
use ironhawk::shelf::{Kind, Settings, Shelf};
use ironhawk::sim::id::{FormationId, SideId};
use rand::rngs::ChaCha8Rng;
use rand::{RngExt, SeedableRng};

use crate::cli::{ironhawk, outcome};
use crate::replays::{play, war};

/// How often a program is killed, unless `IRONHAWK_KILLS` says another number.
const KILLS: u64 = 50;
/// Tells this very program to save in a loop, in the folder that it names.
const CHILD: &str = "IRONHAWK_SAVES_IN";
/// How often; without it, until it is killed.
const ROUNDS: &str = "IRONHAWK_SAVES";

fn shelf() -> (tempfile::TempDir, Shelf) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let shelf = Shelf::open(Some(folder.path())).expect("it can be made");
    (folder, shelf)
}

fn recorded(seed: u64, turns: u32) -> Replay {
    let mut game = war(seed).game();
    let mut recorder = Recorder::new(&game, vec!["greedy".to_owned(); 2]);
    play(&mut game, &mut recorder, turns, Level::Greedy);
    recorder.replay()
}

fn kills() -> u64 {
    std::env::var("IRONHAWK_KILLS").ok().and_then(|count| count.parse().ok()).unwrap_or(KILLS)
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder).expect("a folder").flatten().map(|file| file.path()).collect();
    files.sort();
    files
}

fn is_part(path: &PathBuf) -> bool {
    path.extension().is_some_and(|extension| extension == "part")
}

/// Gives every side the orders of an artificial commander.
fn order(game: &mut Game, turn: u32) {
    for side in game.setting().register.side_ids() {
        for (order, why) in plan(&game.view(side), Level::Greedy, u64::from(turn)) {
            game.submit(side, order, &why).expect("a plan passes the gate");
        }
    }
}

#[test]
fn row_67_killed_at_any_moment_a_war_loses_no_more_than_the_turn_being_played() {
    let (folder, shelf) = shelf();
    let home = folder.path().to_str().expect("temporary folders have plain names");
    let mut rng = ChaCha8Rng::seed_from_u64(67);
    let (mut in_play, mut leftovers, mut furthest) = (0, 0, 0);
    for kill in 0..kills() {
        let mut running = ironhawk();
        running.args([
            "run",
            "haoshuichuan_1041",
            "--trace",
            "--autosave",
            "--home",
            home,
            "--seed",
            &kill.to_string(),
        ]);
        let running =
            running.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("the program starts");
        let ended = killed_after(running, Duration::from_micros(rng.random_range(0..900_000)));
        leftovers += files(&shelf.autosaves()).iter().filter(|file| is_part(file)).count();

        // The next start.
        let shelf = Shelf::open(Some(folder.path())).expect("it is there");
        let offered = shelf.unfinished();
        assert_eq!(
            files(&shelf.autosaves()).iter().filter(|file| is_part(file)).count(),
            0,
            "kill {kill}: swept"
        );
        let Some(offered) = offered else {
            // Killed before its first turn, or after its last; then it says how it ended.
            assert!(ended.turns == 0 || ended.is_over, "kill {kill}: {} turns are lost", ended.turns);
            continue;
        };
        in_play += 1;
        furthest = furthest.max(offered.turn);
        assert_eq!((offered.kind, offered.problem.as_ref()), (Kind::Auto, None));
        assert!(offered.turn > ended.turns, "kill {kill}: after {} turns, offered {offered:?}", ended.turns);
        let mut loaded = shelf.load(&offered.path).unwrap_or_else(|error| panic!("kill {kill}: {error}"));
        assert_eq!(loaded.game.clock().turn, offered.turn);
        loaded.recorder.end_turn(&mut loaded.game);
        shelf.forget_unfinished();
        assert_eq!(shelf.unfinished(), None);
    }
    assert!(in_play * 2 > kills(), "most are killed while they play: {in_play}");
    assert!(furthest > 3, "and not all at the beginning: {furthest}");
    let mut saves = files(&shelf.autosaves());
    saves.retain(|file| file.extension().is_some_and(|extension| extension == "hawk"));
    for file in &saves {
        Replay::read(file).unwrap_or_else(|error| panic!("no file is damaged: {error}"));
    }
    eprintln!(
        "{in_play} killed in play, {leftovers} half-written files swept, {} autosaves whole",
        saves.len()
    );
}

/// What a killed program told before.
struct Ended {
    turns: u32,
    /// It had got to its report.
    is_over: bool,
}

fn killed_after(mut running: Child, moment: Duration) -> Ended {
    let out = running.stdout.take().expect("it was piped");
    let reader = std::thread::spawn(move || {
        let mut ended = Ended { turns: 0, is_over: false };
        for line in BufReader::new(out).lines().map_while(Result::ok) {
            match line.strip_prefix("turn ").and_then(|turn| turn.parse().ok()) {
                Some(turn) => ended.turns = turn,
                None => ended.is_over |= line.starts_with("Seed ") || line.contains("AFTER"),
            }
        }
        ended
    });
    std::thread::sleep(moment);
    running.kill().expect("it can be killed, even when it has ended");
    running.wait().expect("it ends");
    reader.join().expect("the reader reads to the end")
}

/// Not a test of its own: what [`row_67_killed_while_it_saves_over_an_older_save`] and
/// [`row_73_two_instances_save_to_one_name_and_one_whole_file_wins`] start as a program of its own.
#[test]
fn saving_in_a_loop() {
    let Ok(home) = std::env::var(CHILD) else { return };
    let rounds = std::env::var(ROUNDS).ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(u64::MAX);
    let shelf = Shelf::open(Some(Path::new(&home))).expect("it is there");
    let wars = [recorded(1, 2), recorded(1, 5)];
    println!("ready");
    for round in 0..rounds {
        let replay = &wars[(round % 2) as usize];
        shelf.save("war", replay).expect("there is room");
        shelf.quick_save(replay).expect("there is room");
        shelf
            .keep_settings(&Settings { ui_scale: 100 + (round % 2) as u16, ..Settings::default() })
            .expect("there is room");
    }
}

/// This very program, saving in a loop, once it has begun to.
fn saving(home: &Path, rounds: Option<u64>) -> Child {
    let mut child = Command::new(std::env::current_exe().expect("it runs"));
    child.args(["--exact", "saves::saving_in_a_loop", "--nocapture"]).env(CHILD, home);
    if let Some(rounds) = rounds {
        child.env(ROUNDS, rounds.to_string());
    }
    let mut child = child.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
    let lines = BufReader::new(child.stdout.as_mut().expect("it was piped")).lines();
    let ready = lines.map_while(Result::ok).any(|line| line.contains("ready"));
    assert!(ready, "it begins to save");
    child
}

#[test]
fn row_67_killed_while_it_saves_over_an_older_save() {
    let (folder, shelf) = shelf();
    let wars = [2, 5]
        .map(|turns| shelf.save("war", &recorded(1, turns)).and_then(|path| Ok(std::fs::read(path).ok())));
    let wars = wars.map(|bytes| bytes.expect("there is room").expect("it was written"));
    shelf.quick_save(&recorded(1, 2)).expect("there is room");
    let mut rng = ChaCha8Rng::seed_from_u64(68);
    let (mut leftovers, mut kept) = (0, [0, 0]);
    for kill in 0..kills() {
        let mut child = saving(folder.path(), None);
        std::thread::sleep(Duration::from_micros(rng.random_range(0..40_000)));
        child.kill().expect("it can be killed");
        child.wait().expect("it ends");
        leftovers += files(&shelf.saves()).iter().filter(|file| is_part(file)).count();

        let shelf = Shelf::open(Some(folder.path())).expect("it is there");
        let left = files(&shelf.saves());
        assert_eq!(left, [shelf.quick_path(), shelf.path_of("war").expect("a name")], "kill {kill}");
        for path in &left {
            let bytes = std::fs::read(path).expect("it is there");
            let which = wars.iter().position(|war| *war == bytes);
            kept[which.unwrap_or_else(|| panic!("kill {kill}: {} is neither", path.display()))] += 1;
        }
        let (settings, notice) = shelf.settings();
        assert!(notice.is_none() && settings.ui_scale <= 101, "kill {kill}: {notice:?}");
    }
    assert!(kept.iter().all(|count| *count > 0), "killed before and after renaming: {kept:?}");
    eprintln!("{leftovers} half-written files swept, saves left {kept:?}");
}

#[test]
fn row_73_two_instances_save_to_one_name_and_one_whole_file_wins() {
    let (folder, shelf) = shelf();
    let wars = [2, 5].map(|turns| {
        let path = shelf.save("war", &recorded(1, turns)).expect("there is room");
        std::fs::read(path).expect("it was written")
    });
    let both = [saving(folder.path(), Some(60)), saving(folder.path(), Some(61))];
    // A third starts while they save, and sweeps nothing of theirs.
    for _ in 0..20 {
        Shelf::open(Some(folder.path())).expect("it is there");
        let bytes = std::fs::read(shelf.path_of("war").expect("a name")).expect("it is always there");
        assert!(wars.contains(&bytes), "it is always one of the two, whole");
    }
    for child in both {
        let ended = child.wait_with_output().expect("it ends");
        assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
    }
    assert!(wars.contains(&std::fs::read(shelf.quick_path()).expect("it was written")));
    assert_eq!(files(&shelf.saves()).len(), 2, "nothing else is left");
}

#[test]
fn row_70_a_file_that_reaches_its_limit_leaves_the_old_save_and_the_war_goes_on() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("war.hawk");
    std::fs::write(&file, "what was there before").expect("there is room");
    let limited = |more: &str| {
        let program = env!("CARGO_BIN_EXE_ironhawk");
        let mut shell = Command::new("sh");
        shell.current_dir(env!("CARGO_MANIFEST_DIR")).stdin(Stdio::null());
        // In blocks of 512 or 1024 bytes, as the shell has it: less than any replay.
        let line = format!("ulimit -f 1; exec {program:?} run haoshuichuan_1041 --turns 3 {more}");
        outcome(shell.args(["-c", &line]).output().expect("a shell starts"))
    };
    let (status, _, stderr) = limited(&format!("--out {file:?} --force"));
    assert_eq!(status, 5, "{stderr}");
    assert!(stderr.contains("war.hawk") && stderr.contains("too large"), "{stderr}");
    assert_eq!(std::fs::read(&file).expect("it is there"), b"what was there before");
    assert_eq!(files(folder.path()), [file], "no temporary file is left");

    let home = folder.path().join("home");
    let (status, stdout, stderr) = limited(&format!("--autosave --home {home:?}"));
    assert_eq!(status, 0, "the war goes on: {stderr}");
    assert!(
        !stdout.is_empty() && stderr.matches("the war goes on without autosaves").count() >= 1,
        "{stderr}"
    );
    assert!(stderr.lines().count() <= 4, "it is said once for each reason: {stderr}");
    assert!(files(&home.join("autosaves")).is_empty(), "neither autosaves nor a mark are left");
}

/// The program as somebody who may not write everywhere: tests may run as root.
fn as_nobody(command: &mut Command) -> &mut Command {
    let is_root =
        std::fs::metadata("/proc/self").is_ok_and(|me| std::os::unix::fs::MetadataExt::uid(&me) == 0);
    if is_root { command.uid(65_534).gid(65_534) } else { command }
}

#[test]
fn rows_71_and_96_a_folder_that_may_not_be_written_is_named() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let closed = folder.path().join("closed");
    std::fs::create_dir(&closed).expect("there is room");
    // A copy of the program, where anybody may start it.
    let program = folder.path().join("ironhawk");
    std::fs::copy(env!("CARGO_BIN_EXE_ironhawk"), &program).expect("there is room");
    for (path, mode) in [(folder.path(), 0o755), (&closed, 0o555), (&program, 0o755)] {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).expect("it is ours");
    }
    let run = |home: &[&str], more: &[&str]| {
        let mut command = Command::new(&program);
        command.current_dir("/").args(["run", "haoshuichuan_1041", "--turns", "1"]).args(home).args(more);
        command.env_clear().env("HOME", &closed).stdin(Stdio::null());
        outcome(as_nobody(&mut command).output().expect("the program starts"))
    };
    let closed = closed.to_str().expect("temporary folders have plain names");
    let (status, _, stderr) = run(&["--home", closed], &["--autosave"]);
    assert_eq!(status, 5, "{stderr}");
    assert!(stderr.contains(closed) && stderr.contains("IRONHAWK_HOME"), "{stderr}");
    let (status, _, stderr) = run(&[], &["--autosave"]);
    assert_eq!(status, 5, "{stderr}");
    assert!(
        stderr.contains(&format!("{closed}/.local/share/ironhawk")),
        "it says where it wanted to write: {stderr}"
    );
    let file = format!("{closed}/war.hawk");
    let (status, _, stderr) = run(&[], &["--out", &file]);
    assert_eq!(status, 5, "{stderr}");
    assert!(stderr.contains(&file), "{stderr}");
    assert_eq!(run(&[], &[]).0, 0, "without saves no folder is needed");
    assert!(files(Path::new(closed)).is_empty());
}

#[test]
fn row_96_relative_folders_of_the_system_are_no_folders() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let run = |key: &str, value: &Path| {
        let mut command = ironhawk();
        command.current_dir(folder.path()).env_clear().env("HOME", folder.path()).env(key, value);
        let run = command.args(["run", "haoshuichuan_1041", "--turns", "1", "--autosave"]);
        let (status, _, stderr) = outcome(run.output().expect("the program starts"));
        assert_eq!(status, 0, "{stderr}");
    };
    let usual = folder.path().join(".local/share/ironhawk/autosaves");
    run("XDG_DATA_HOME", Path::new("relative"));
    assert_eq!(files(&usual).len(), 2, "the first turn and the second");
    assert!(!folder.path().join("relative").exists());
    run("XDG_DATA_HOME", &folder.path().join("data"));
    assert_eq!(files(&folder.path().join("data/ironhawk/autosaves")).len(), 2);
    run("IRONHAWK_HOME", &folder.path().join("own"));
    assert_eq!(files(&folder.path().join("own/autosaves")).len(), 2);
    assert_eq!(files(&usual).len(), 2);
}

#[test]
fn row_72_a_link_is_replaced_and_a_device_is_left_alone() {
    let (folder, shelf) = shelf();
    let elsewhere = folder.path().join("elsewhere");
    std::fs::write(&elsewhere, "mine").expect("there is room");
    std::os::unix::fs::symlink(&elsewhere, shelf.saves().join("war.hawk")).expect("links can be made");
    let path = shelf.save("war", &recorded(1, 1)).expect("a link is replaced");
    assert!(std::fs::symlink_metadata(&path).expect("it is there").is_file());
    assert_eq!(std::fs::read(&elsewhere).expect("it is there"), b"mine");

    std::fs::create_dir(shelf.saves().join("folder.hawk")).expect("there is room");
    let error = shelf.save("folder", &recorded(1, 1)).expect_err("a folder is no save");
    assert_eq!(error.exit_status(), 5);
    for device in ["/dev/full", "/dev/null"] {
        let before = std::fs::metadata(device).expect("Unix has it").file_type();
        let run = ["run", "haoshuichuan_1041", "--turns", "1", "--force", "--out", device];
        let (status, _, stderr) = outcome(ironhawk().args(run).output().expect("the program starts"));
        assert_eq!(status, 5, "{stderr}");
        assert_eq!(std::fs::metadata(device).expect("it is there").file_type(), before);
    }
}

#[test]
fn row_75_a_save_of_a_newer_version_is_refused_and_left_as_it_is() {
    let (_folder, shelf) = shelf();
    let path = shelf.save("war", &recorded(1, 2)).expect("there is room");
    let mut bytes = std::fs::read(&path).expect("it was written");
    bytes[8] = 9;
    std::fs::write(&path, &bytes).expect("there is room");
    let error = shelf.load(&path).err().expect("it is refused");
    assert_eq!(error.exit_status(), 3);
    assert!(error.to_string().contains("format 9"), "{error}");
    assert!(shelf.load(&shelf.saves()).is_err_and(|error| error.exit_status() == 5), "a folder is no save");
    let mut entry = shelf.entries().remove(0);
    shelf.look(&mut entry);
    assert!(entry.problem.is_some_and(|problem| problem.contains("format 9")));
    assert_eq!(std::fs::read(&path).expect("it is there"), bytes);
}

#[test]
fn row_76_saved_and_loaded_every_turn_a_war_is_the_same() {
    let (_folder, shelf) = shelf();
    let seats = || vec!["greedy".to_owned(); 2];
    let (mut straight, mut put_down) = (war(5).game(), war(5).game());
    let (mut recorder, mut keeper) = (Recorder::new(&straight, seats()), Recorder::new(&put_down, seats()));
    for turn in 1..=30 {
        order(&mut straight, turn);
        order(&mut put_down, turn);
        let path = shelf.save("every turn", &keeper.save(&put_down)).expect("there is room");
        let loaded = shelf.load(&path).expect("it is whole");
        (put_down, keeper) = (loaded.game, loaded.recorder);
        let (one, other) = (recorder.end_turn(&mut straight), keeper.end_turn(&mut put_down));
        assert_eq!(one, other, "turn {turn}");
        // Once more between the turns.
        let path = shelf.quick_save(&keeper.save(&put_down)).expect("there is room");
        let loaded = shelf.load(&path).expect("it is whole");
        (put_down, keeper) = (loaded.game, loaded.recorder);
        assert_eq!(straight.snapshot(), put_down.snapshot(), "turn {turn}");
    }
    let bytes = |replay: Replay| {
        let mut bytes = Vec::new();
        replay.write_to(&mut bytes).expect("writing into memory does not fail");
        bytes
    };
    assert!(bytes(recorder.replay()) == bytes(keeper.replay()), "to the byte");
}

#[test]
fn row_77_a_save_in_the_middle_of_a_turn_loses_no_order_and_changes_none() {
    let (_folder, shelf) = shelf();
    let mut game = war(7).game();
    let mut recorder = Recorder::new(&game, Vec::new());
    play(&mut game, &mut recorder, 2, Level::Greedy);
    let before = game.snapshot();
    let sides: Vec<SideId> = game.setting().register.side_ids().collect();
    let mut given = 0;
    for side in &sides {
        for (order, why) in plan(&game.view(*side), Level::Random, 9) {
            game.submit(*side, order, &why).expect("a plan passes the gate");
            given += 1;
            let path = shelf.quick_save(&recorder.save(&game)).expect("there is room");
            let loaded = shelf.load(&path).expect("it is whole");
            assert_eq!(loaded.game.snapshot(), before, "the state is that of the beginning of the turn");
            for side in &sides {
                assert_eq!(loaded.game.planned(*side), game.planned(*side));
            }
        }
    }
    assert!(given > 1, "{given} orders were given");
    let mut loaded = shelf.load(&shelf.quick_path()).expect("it is whole");
    assert_eq!(loaded.recorder.end_turn(&mut loaded.game), recorder.end_turn(&mut game));
    assert!(recorder.save(&game).planned().is_empty(), "an ended turn plans nothing");
}

#[test]
#[allow(clippy::disallowed_types, reason = "the test asks how long a start takes; no war does")]
fn row_79_ten_thousand_autosaves_do_not_slow_the_start() {
    let measure = |count: u32| {
        let (folder, shelf) = shelf();
        for number in 0..count {
            std::fs::write(shelf.autosaves().join(format!("old-{number}-turn-1.hawk")), "old")
                .expect("there is room");
        }
        let started = (0..5).map(|_| {
            let start = std::time::Instant::now();
            let shelf = Shelf::open(Some(folder.path())).expect("it is there");
            assert_eq!(shelf.unfinished(), None);
            assert_eq!(shelf.settings().1, None);
            start.elapsed()
        });
        let started = started.min().expect("five starts");
        let listing = std::time::Instant::now();
        assert_eq!(shelf.entries().len(), count as usize);
        (started, listing.elapsed())
    };
    let ((few, _), (many, listed)) = (measure(1), measure(10_000));
    eprintln!("a start takes {few:?}, with ten thousand autosaves {many:?}; to list them takes {listed:?}");
    assert!(many < few + Duration::from_millis(50), "{few:?} became {many:?}");
}

#[test]
fn row_79_ten_thousand_autosaves_of_others_survive_a_war() {
    let (folder, shelf) = shelf();
    for number in 0..10_000 {
        std::fs::write(shelf.autosaves().join(format!("haoshuichuan_1041-{number}-turn-1.hawk")), "old")
            .expect("there is room");
    }
    let home = folder.path().to_str().expect("temporary folders have plain names");
    let run = ["run", "haoshuichuan_1041", "--turns", "7", "--autosave", "--home", home];
    let (status, _, stderr) = outcome(ironhawk().args(run).output().expect("the program starts"));
    assert_eq!(status, 0, "{stderr}");
    let left = files(&shelf.autosaves());
    assert_eq!(
        left.iter().filter(|file| std::fs::read(file).is_ok_and(|bytes| bytes == b"old")).count(),
        10_000
    );
    let own: Vec<String> = (left.iter())
        .filter_map(|file| {
            file.file_stem()?.to_str()?.strip_prefix("haoshuichuan_1041-10000-turn-").map(str::to_owned)
        })
        .collect();
    assert_eq!(own, ["4", "5", "6", "7", "8"]);
    assert_eq!(left.len(), 10_005);
}

#[test]
fn row_81_a_save_whose_last_turn_comes_out_otherwise_is_not_played_on() {
    // Two wars of the same stage but for the seed: the head of one with the turns of the other.
    let (_folder, shelf) = shelf();
    let replay = recorded(1, 3);
    let path = shelf.save("war", &replay).expect("there is room");
    assert!(shelf.load(&path).is_ok());
    let (game, mut recorder) = replay.branch(3).expect("there is a third turn");
    // A recorder that is shown another war than its own.
    let mut other = war(2).game();
    play(&mut other, &mut Recorder::new(&game, Vec::new()), 2, Level::Random);
    recorder.end_turn(&mut other);
    let path = shelf.save("mixed", &recorder.replay()).expect("there is room");
    let error = shelf.load(&path).err().expect("it comes out otherwise");
    assert_eq!(error.exit_status(), 4, "{error}");
}

#[test]
fn a_killed_war_is_gone_on_with_as_if_nothing_had_happened() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let at = |name: &str| {
        folder.path().join(name).to_str().expect("temporary folders have plain names").to_owned()
    };
    let ran = |arguments: &[&str]| outcome(ironhawk().args(arguments).output().expect("the program starts"));
    let (straight, gone_on, home) = (at("straight.hawk"), at("gone on.hawk"), at("home"));
    let war = ["run", "haoshuichuan_1041", "--seed", "3", "--ai", "song=greedy"];
    let (status, report, stderr) = ran(&[&war[..], &["--turns", "12", "--out", &straight]].concat());
    assert_eq!(status, 0, "{stderr}");

    let mut killed = ironhawk();
    killed.args(war).args(["--trace", "--autosave", "--home", &home]).stdout(Stdio::piped());
    let mut killed = killed.spawn().expect("the program starts");
    let lines = BufReader::new(killed.stdout.take().expect("it was piped")).lines();
    assert!(lines.map_while(Result::ok).any(|line| line == "turn 4"), "it gets to the fourth turn");
    killed.kill().expect("it can be killed");
    killed.wait().expect("it ends");

    let shelf = Shelf::open(Some(Path::new(&home))).expect("it is there");
    let offered = shelf.unfinished().expect("it was not ended");
    assert!(offered.turn >= 5, "{offered:?}");
    let save = offered.path.to_str().expect("plain names");
    // The next run says that it is there.
    let (_, _, stderr) = ran(&["run", "haoshuichuan_1041", "--turns", "1", "--autosave", "--home", &home]);
    assert!(stderr.contains(save), "{stderr}");
    let left = (13 - offered.turn).to_string();
    let (status, told, stderr) = ran(&["run", save, "--turns", &left, "--out", &gone_on]);
    assert_eq!(status, 0, "{stderr}");
    assert_eq!(told.replace("gone on.hawk", "straight.hawk"), report, "the report is that of the whole war");
    let digest = |path: &str| {
        Replay::read(Path::new(path)).and_then(|replay| replay.verify()).expect("it comes out the same")
    };
    assert_eq!(digest(&gone_on), digest(&straight));
    let (status, _, stderr) = ran(&["run", save, "--seed", "4"]);
    assert_eq!(status, 2, "{stderr}");
    assert!(ran(&["run", &at("missing.hawk")]).0 == 5);
}

#[test]
fn row_116_a_war_ordered_by_hand_comes_out_the_same_without_a_window() {
    // As the window gives orders: some are taken back, the war is put down in the middle of a turn and taken up again.
    let (_folder, shelf) = shelf();
    let mut game = war(3).game();
    let mut recorder = Recorder::new(&game, vec!["player".to_owned(), "greedy".to_owned()]);
    let (player, enemy) = (SideId(0), SideId(1));
    let own = FormationId(0);
    let mut refused = 0;
    for turn in 1..=8 {
        let camp = Order::MakeCamp(MakeCamp { formation: own, fires: turn % 2 == 0 });
        refused += usize::from(game.submit(player, camp, "").is_err());
        game.submit(player, Order::Halt(Halt { formation: own }), "").expect("a formation may halt");
        assert!(
            game.submit(player, Order::Halt(Halt { formation: FormationId(1) }), "").is_err(),
            "the enemy's"
        );
        assert!(matches!(game.take_back(player).map(|one| one.order), Some(Order::Halt(_))));
        if turn > 2 {
            while game.take_back(player).is_some() {}
            for (order, why) in plan(&game.view(player), Level::Greedy, 1) {
                game.submit(player, order, &why).expect("a plan passes the gate");
            }
        }
        if turn % 3 == 0 {
            let path = shelf.quick_save(&recorder.save(&game)).expect("there is room");
            let loaded = shelf.load(&path).expect("it is whole");
            (game, recorder) = (loaded.game, loaded.recorder);
        }
        for (order, why) in plan(&game.view(enemy), Level::Greedy, 1) {
            game.submit(enemy, order, &why).expect("a plan passes the gate");
        }
        recorder.end_turn(&mut game);
    }
    assert!((1..8).contains(&refused), "once men are in contact the gate refuses them a camp: {refused}");
    let path = shelf.keep_replay("by hand", &recorder.replay()).expect("there is room");
    let file = path.to_str().expect("temporary folders have plain names");
    let verified = ironhawk().args(["replay", "verify", file]).output().expect("the program starts");
    let (status, stdout, stderr) = outcome(verified);
    assert_eq!(status, 0, "{stderr}");
    assert!(stdout.contains(&format!("{:016x}", game.snapshot().digest().whole)), "{stdout}");
    let replay = Replay::read(&path).expect("it is whole");
    assert!(matches!(replay.at_turn(10), Err(ReplayError::NoSuchTurn { last: 8, .. })));
}
