//! The command line: what may be typed, what it does, and with which exit status it ends.
//!
//! 0 done, 2 wrong usage, 3 the input is refused, 4 a replay does not verify, 5 reading or writing failed, 6 no display
//! for a command that needs one, 70 a fault of the program, 130 interrupted.

mod args;
mod interrupt;
mod out;
mod picture;
mod replays;
mod run;
mod seam;
mod stopwatch;
mod watch;

use std::ffi::OsString;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;

use clap::Parser;

use args::{Arguments, RunArgs, Task};
use out::{Fault, print, print_json, say};

/// Does what the arguments say; never panics.
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        // Help and version come here too; clap knows where each is printed. A closed pipe is nobody's fault.
        Err(told) => {
            let _ = told.print();
            return ExitCode::from(u8::try_from(told.exit_code()).unwrap_or(2));
        }
    };
    let done = catch_unwind(AssertUnwindSafe(|| perform(arguments.task)));
    let done = done.unwrap_or_else(|_| {
        Err(Fault::new(
            70,
            "ironhawk failed; this is a fault of the program, please report it with the lines above",
        ))
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            fault.lines.iter().for_each(|line| say(line));
            ExitCode::from(fault.status)
        }
    }
}

fn perform(task: Option<Task>) -> Result<(), Fault> {
    match task {
        None => demonstrate(),
        Some(Task::List { json }) => list(json),
        Some(Task::Play(play)) => Err(no_window(&play.scenario.display().to_string())),
        Some(Task::Run(args)) => run::run(&args),
        Some(Task::Watch(args)) => watch::watch(&args),
        Some(Task::Replay(task)) => replays::replay(&task),
        Some(Task::Check { paths }) => check(&paths),
    }
}

fn no_window(scenario: &str) -> Fault {
    Fault::new(
        6,
        format!(
            "playing needs the window, which this build lacks: install it with `cargo install --path .` (feature gui) \
             and a display, or let artificial commanders fight: ironhawk run {scenario}"
        ),
    )
}

/// Without a window and without a task: says so, and shows a war.
fn demonstrate() -> Result<(), Fault> {
    let Some(scenario) = seam::shipped().into_iter().next() else {
        return Err(no_window("SCENARIO"));
    };
    say(
        "this build has no window; artificial commanders fight a war here instead (ironhawk --help lists all commands)",
    );
    let run = RunArgs {
        scenario: scenario.into(),
        seed: 1,
        seats: Vec::new(),
        turns: None,
        out: None,
        force: false,
        json: false,
        trace: false,
    };
    run::run(&run)
}

fn list(as_json: bool) -> Result<(), Fault> {
    let scenarios = seam::list()?;
    if as_json {
        return print_json(&scenarios);
    }
    let mut text = String::new();
    for one in scenarios {
        let hanzi = if one.hanzi.is_empty() { String::new() } else { format!(" ({})", one.hanzi) };
        let sides = one.sides.join(" against ");
        text.push_str(&format!(
            "{}: {}{hanzi}\n    {}; {sides}; {} turns\n",
            one.id, one.title, one.date, one.turns
        ));
    }
    print(&text)
}

/// All paths are checked before any is complained of.
fn check(paths: &[std::path::PathBuf]) -> Result<(), Fault> {
    let mut refused = Fault { status: 0, lines: Vec::new() };
    for path in paths {
        match seam::check(path) {
            Ok(files) => print(&format!("{}: {files} checked, nothing wrong\n", path.display()))?,
            Err(fault) => {
                refused.status = refused.status.max(fault.status);
                refused.lines.extend(fault.lines);
            }
        }
    }
    if refused.status == 0 { Ok(()) } else { Err(refused) }
}
