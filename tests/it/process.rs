//! The program as a process among others: signals, limits, too few and too many processors, no graphics. Numbers are
//! rows of the list of bad inputs.
#![cfg(unix)]

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use ironhawk::replay::Replay;

use crate::cli::{ironhawk, outcome};

const WAR: [&str; 2] = ["run", "haoshuichuan_1041"];

/// The program under a shell that sets limits first.
fn limited(limits: &str, arguments: &[&str]) -> (i32, String, String) {
    let mut shell = Command::new("sh");
    shell.current_dir(env!("CARGO_MANIFEST_DIR")).stdin(Stdio::null());
    shell
        .args(["-c", &format!("{limits} && exec \"$0\" \"$@\""), env!("CARGO_BIN_EXE_ironhawk")])
        .args(arguments);
    outcome(shell.output().expect("a shell starts"))
}

fn ran(arguments: &[&str]) -> (i32, String, String) {
    outcome(ironhawk().args(arguments).output().expect("the program starts"))
}

/// Sends signals, by name.
fn send(signals: &[&str], to: &Child) {
    for signal in signals {
        let sent = Command::new("sh").args(["-c", &format!("kill -{signal} {}", to.id())]).status();
        assert!(sent.expect("a shell starts").success(), "{signal}");
    }
}

/// A war that is being fought, after so many turns.
fn fighting(turns: u32, out: &Path) -> Child {
    let mut running = ironhawk();
    running.args(WAR).args(["--trace", "--out"]).arg(out);
    let mut running = running.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
    let last = format!("turn {turns}");
    // Read byte by byte, so that what follows is left to whoever reads on.
    let out = BufReader::with_capacity(1, running.stdout.as_mut().expect("it was piped"));
    assert!(out.lines().map_while(Result::ok).any(|line| line == last), "it gets to turn {turns}");
    running
}

fn file(folder: &tempfile::TempDir) -> PathBuf {
    folder.path().join("war.hawk")
}

#[test]
fn row_85_help_for_a_reader_who_went_away_is_no_fault() {
    for arguments in [&["--help"][..], &["--version"], &["run", "--help"]] {
        let mut gone = ironhawk();
        gone.args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut gone = gone.spawn().expect("it starts");
        drop(gone.stdout.take());
        let (status, _, stderr) = outcome(gone.wait_with_output().expect("it ends"));
        assert_eq!((status, stderr.as_str()), (0, ""), "{arguments:?}");
    }
}

#[test]
fn rows_80_and_88_counts_that_make_no_sense_are_wrong_usage() {
    let wrong: [&[&str]; 7] = [
        &["lab", "battle", "--n", "0"],
        &["lab", "battle", "--n", "-1"],
        &["lab", "battle", "--n", "1000000000000"],
        &["lab", "scale", "--turns", "0"],
        &["lab", "scale", "--formations", "99999999"],
        &["run", "haoshuichuan_1041", "--turns", "0"],
        &["list", "--file-limit", "99999999999999999999"],
    ];
    for arguments in wrong {
        let (status, _, stderr) = ran(arguments);
        assert_eq!(status, 2, "{arguments:?}: {stderr}");
        assert!(!stderr.contains("panicked"), "{stderr}");
    }
    let turns = ["run", "haoshuichuan_1041", "--turns", "4294967295", "--json"];
    assert_eq!(ran(&turns).0, 0, "more turns than a war has are those that it has");
}

#[test]
fn rows_88_and_99_any_number_of_threads_gives_the_same_battles() {
    let battles = |threads: &str| {
        let run = ["lab", "battle", "--n", "40", "--json"];
        outcome(ironhawk().args(run).env("RAYON_NUM_THREADS", threads).output().expect("it starts"))
    };
    let one = battles("1");
    assert_eq!((one.0, one.2.as_str()), (0, ""));
    assert_eq!(battles("64").1, one.1);
    let (status, stdout, stderr) = battles("1000000");
    assert_eq!((status, stdout), (0, one.1));
    assert!(stderr.contains("256 are used"), "{stderr}");
}

#[test]
fn row_92_a_first_signal_lets_the_turn_end_and_keeps_the_war() {
    for signal in ["INT", "TERM", "HUP"] {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let running = fighting(2, &file(&folder));
        send(&[signal], &running);
        let (status, _, stderr) = outcome(running.wait_with_output().expect("it ends"));
        assert_eq!(status, 130, "{signal}: {stderr}");
        assert!(stderr.contains("finishing this turn"), "{stderr}");
        let kept = Replay::read(&file(&folder)).expect("what was played is kept");
        assert!(kept.turns() >= 2 && kept.outcome().is_none(), "{signal}: after {} turns", kept.turns());
        kept.verify().expect("it comes out the same");
    }
}

#[test]
fn row_92_a_second_signal_stops_at_once_and_leaves_nothing_half_written() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let running = fighting(1, &file(&folder));
    send(&["INT", "INT"], &running);
    let (status, _, stderr) = outcome(running.wait_with_output().expect("it ends"));
    assert_eq!(status, 130, "{stderr}");
    if file(&folder).exists() {
        Replay::read(&file(&folder)).expect("it is whole, or not there");
    }
    assert!(std::fs::read_dir(folder.path()).expect("a folder").count() <= 1);
}

#[test]
fn row_93_a_program_that_was_put_to_sleep_goes_on_as_if_it_had_not() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let straight = ran(&[&WAR[..], &["--turns", "6", "--json"]].concat()).1;
    let mut running = ironhawk();
    running.args(WAR).args(["--turns", "6", "--json", "--trace", "--out"]).arg(file(&folder));
    let running = running.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
    for _ in 0..5 {
        send(&["STOP"], &running);
        std::thread::sleep(std::time::Duration::from_millis(60));
        send(&["CONT"], &running);
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    let (status, stdout, stderr) = outcome(running.wait_with_output().expect("it ends"));
    assert_eq!(status, 0, "{stderr}");
    let digest =
        |json: &str| serde_json::from_str::<serde_json::Value>(json).expect("JSON")["digest"].clone();
    assert_eq!(digest(&stdout), digest(&straight));
}

#[test]
fn rows_94_and_95_little_memory_and_few_open_files_are_enough() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let home = folder.path().to_str().expect("temporary folders have plain names");
    let run = [&WAR[..], &["--turns", "2", "--autosave", "--home", home]].concat();
    let (status, plain, _) = ran(&run);
    assert_eq!(status, 0);
    for limits in ["ulimit -v 262144", "ulimit -n 16", "ulimit -s 1024"] {
        let (status, stdout, stderr) = limited(limits, &run);
        assert_eq!((status, &stdout), (0, &plain), "{limits}: {stderr}");
    }
    let (status, _, stderr) = limited("ulimit -n 16", &["lab", "battle", "--n", "20"]);
    assert_eq!(status, 0, "{stderr}");
}

#[cfg(target_os = "linux")]
#[test]
fn row_100_neither_proc_nor_shared_memory_is_needed() {
    let hidden = "mount -t tmpfs none /proc && mount -t tmpfs none /dev/shm";
    let unshare = |script: &str, arguments: &[&str]| {
        let mut command = Command::new("unshare");
        command.current_dir(env!("CARGO_MANIFEST_DIR")).args([
            "-rm",
            "sh",
            "-c",
            script,
            env!("CARGO_BIN_EXE_ironhawk"),
        ]);
        command.args(arguments).output()
    };
    if !unshare(hidden, &[]).is_ok_and(|output| output.status.success()) {
        eprintln!("this machine lets nobody hide /proc from a program; not tried");
        return;
    }
    let run = [&WAR[..], &["--turns", "2"]].concat();
    let output = unshare(&format!("{hidden} && exec \"$0\" \"$@\""), &run).expect("it started before");
    assert_eq!(outcome(output), ran(&run));
}

/// Needs `ldd`, which comes with the C library where there is one to ask.
#[cfg(target_os = "linux")]
#[test]
fn rows_111_and_113_no_library_of_graphics_or_sound_is_needed_to_start() {
    let listed = Command::new("ldd").arg(env!("CARGO_BIN_EXE_ironhawk")).output();
    let Ok(listed) = listed else {
        eprintln!("there is no ldd here; not tried");
        return;
    };
    let libraries = String::from_utf8_lossy(&listed.stdout).to_lowercase();
    assert!(libraries.contains("libc"), "{libraries}");
    for word in ["x11", "xcb", "wayland", "vulkan", "libgl", "libegl", "asound", "pulse", "pipewire"] {
        assert!(!libraries.contains(word), "{word}: {libraries}");
    }
}

/// True while a process runs; one that has ended and was not waited for does not.
#[cfg(target_os = "linux")]
fn runs(process: &str) -> bool {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    stat.rsplit_once(')').is_some_and(|(_, rest)| !rest.trim_start().starts_with(['Z', 'X']))
}

/// The terminal is closed under the page: with a signal that says so, and, in a session of its own, without one.
#[cfg(target_os = "linux")]
#[test]
fn row_92_a_page_whose_terminal_is_gone_ends() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let war = file(&folder);
    let (status, _, stderr) =
        ran(&["run", WAR[1], "--turns", "2", "--out", war.to_str().expect("a plain name")]);
    assert_eq!(status, 0, "{stderr}");
    for (round, session) in ["exec", "exec setsid --wait"].into_iter().enumerate() {
        let number = folder.path().join(format!("process-{round}"));
        let inner = "stty rows 24 cols 80; echo $$ > \"$NUMBER\"; exec \"$IRONHAWK\" watch \"$WAR\" --text";
        let mut terminal = Command::new("script");
        terminal.args(["-qfc", &format!("{session} sh -c '{inner}'"), "/dev/null"]).env("TERM", "xterm");
        terminal.env("NUMBER", &number).env("IRONHAWK", env!("CARGO_BIN_EXE_ironhawk")).env("WAR", &war);
        let mut terminal =
            terminal.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("script(1) is there");
        // The page is there when its foot is drawn.
        let mut out = terminal.stdout.take().expect("it was piped");
        let (tell, told) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            let (mut drawn, mut some) = (Vec::new(), [0; 4096]);
            while let Ok(read @ 1..) = std::io::Read::read(&mut out, &mut some) {
                drawn.extend_from_slice(&some[..read]);
                if String::from_utf8_lossy(&drawn).contains("lists") {
                    return tell.send(());
                }
            }
            Ok(())
        });
        let drawn = told.recv_timeout(std::time::Duration::from_secs(60));
        let process = std::fs::read_to_string(&number).unwrap_or_default();
        let ran = runs(process.trim());
        terminal.kill().expect("it runs");
        terminal.wait().expect("it ends");
        assert!(drawn.is_ok() && ran, "{session}: no page was drawn");
        let ended = (0..100).any(|_| {
            std::thread::sleep(std::time::Duration::from_millis(50));
            !runs(process.trim())
        });
        assert!(ended, "{session}: the viewer runs on without its terminal");
    }
}
