//! Files made to do harm: whatever a scenario file holds, it is answered in words, soon, and in little memory.
#![allow(clippy::disallowed_types, reason = "the test asks how long an answer takes; no war does")]

use std::time::{Duration, Instant};

use ironhawk::scenario::load::load;
use ironhawk::scenario::problems::{LINE_LIMIT, Problems};
use ironhawk::scenario::source::Source;
use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;

use crate::mutator::mutate;

#[allow(dead_code, reason = "read from files, but not all looked at")]
#[path = "../../src/scenario/load_sample.rs"]
mod sample;

/// How many mutated files are tried, unless `IRONHAWK_FUZZ` says another number.
const FILES: u64 = 2_000;
/// No file may take longer.
const PATIENCE: Duration = Duration::from_secs(2);
const CHILD: &str = "IRONHAWK_AMPLIFIER";

/// Reads a file as the game would, and checks that every message is fit to be shown.
fn read(bytes: Vec<u8>) -> Result<(), Problems> {
    let source = Source::from_bytes("war.ron", bytes)?;
    load::<sample::War>(&source).map(|_| ())
}

#[test]
fn mutated_files_are_refused_or_read_but_never_do_harm() {
    let count = std::env::var("IRONHAWK_FUZZ").ok().and_then(|count| count.parse().ok()).unwrap_or(FILES);
    let (mut accepted, mut slowest, mut told) = (0, Duration::ZERO, 0);
    for seed in 0..count {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let file = mutate(
            &mut rng,
            &[sample::GOOD.as_bytes(), b"(a: [1, 2.5], b: {\"x\": 'y'}, c: March(path: []))", b"()"],
        );
        let start = Instant::now();
        match read(file) {
            Ok(()) => accepted += 1,
            Err(problems) => {
                assert!(problems.has_errors(), "seed {seed}: refused without a reason");
                told += problems.len();
                for line in problems.iter().map(|problem| problem.headline()) {
                    assert!(
                        line.chars().count() <= LINE_LIMIT && !line.contains(char::is_control),
                        "seed {seed}: {line:?}"
                    );
                }
                let shown = problems.to_string();
                assert!(!shown.contains(|c: char| c.is_control() && c != '\n'), "seed {seed}: {shown:?}");
            }
        }
        let took = start.elapsed();
        assert!(took < PATIENCE, "seed {seed} took {took:?}");
        slowest = slowest.max(took);
    }
    eprintln!(
        "{count} files: {accepted} accepted, {told} problems told, slowest {slowest:?}, peak {:?} KiB",
        peak_memory()
    );
}

/// How large the files are and how much memory they may need, in KiB: the largest that is read, or an eighth of it when
/// there is no time.
fn size_and_memory() -> (usize, u64) {
    match std::env::var("IRONHAWK_FUZZ") {
        Ok(_) => (8 * 1024 * 1024, 256 * 1024),
        Err(_) => (1024 * 1024, 64 * 1024),
    }
}

/// Files in which every few bytes cost as much as possible: how they begin, what is repeated, how they end.
const AMPLIFIERS: [(&str, &str, &str); 18] = [
    ("[", "(),", "]"),
    ("[", "\"\",", "]"),
    ("{", "1:1,", "}"),
    ("{", "\"\":1,", "}"),
    ("(", "a:1,", ")"),
    ("[", "1,", "]"),
    ("[", "[],", "]"),
    ("", "\n", ""),
    ("(formations:[", "(),", "])"),
    ("(formations:[", "(a:1),", "])"),
    ("(orders:[", "Hold,", "])"),
    ("(orders:[", "x,", "])"),
    ("(stores:{", "\"a\":1,", "})"),
    ("(", "a,", ")"),
    ("(", ",", ")"),
    ("(", "\u{202e}", ")"),
    ("\"", "\\n", "\""),
    ("(orders:[", "[(] ", "])"),
];

/// Each is read in a process of its own, which says how much memory it ever had.
#[test]
fn files_that_amplify_stay_small_and_quick() {
    if let Some(which) = std::env::var(CHILD).ok().and_then(|which| which.parse::<usize>().ok()) {
        let (open, piece, close) = AMPLIFIERS[which];
        let text = format!(
            "{open}{}{close}",
            piece.repeat((size_and_memory().0 - open.len() - close.len()) / piece.len())
        );
        let start = Instant::now();
        let told = read(text.into_bytes()).map_or_else(|problems| problems.len(), |()| 0);
        println!(
            "told {told} problems in {:?}; peak: {} KiB",
            start.elapsed(),
            peak_memory().unwrap_or_default()
        );
        return;
    }
    let this = std::env::current_exe().expect("the test binary");
    for (which, amplifier) in AMPLIFIERS.iter().enumerate() {
        let start = Instant::now();
        let output = std::process::Command::new(&this)
            .args(["--exact", "--nocapture", "hostile_files::files_that_amplify_stay_small_and_quick"])
            .env(CHILD, which.to_string())
            .output()
            .expect("the test binary runs");
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{amplifier:?}: {said}");
        let peak = said
            .split("peak: ")
            .nth(1)
            .and_then(|rest| rest.split(' ').next())
            .and_then(|peak| peak.parse().ok());
        eprintln!("{amplifier:?}: {}", said.lines().find(|line| line.contains("peak")).unwrap_or_default());
        assert!(peak.unwrap_or(u64::MAX) < size_and_memory().1, "{amplifier:?}: {said}");
        assert!(start.elapsed() < Duration::from_secs(20), "{amplifier:?}");
    }
}

/// The most memory this process ever had, where the system tells.
fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    status.lines().find(|line| line.starts_with("VmHWM:"))?.split_whitespace().nth(1)?.parse().ok()
}
