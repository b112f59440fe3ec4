//! The command line: what may be typed, what it does, and with which exit status it ends.
//!
//! 0 done, 2 wrong usage, 3 the input is refused, 4 a replay does not verify, 5 reading or writing failed, 6 no display
//! for a command that needs one, 70 a fault of the program, 130 interrupted.

mod args;
mod batch;
mod interrupt;
mod lab;
mod out;
mod picture;
mod replays;
mod run;
mod seam;
mod stopwatch;
mod watch;
mod window;

use std::ffi::OsString;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;

use crate::scenario::shipped::Data;
use args::{Arguments, PlayArgs, RunArgs, Task, WatchArgs};
use out::{Fault, print, print_json, say};
use window::{Failure, Wanted, WindowArgs};

/// Does what the arguments say; never panics.
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    interrupt::outlive_limits();
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        // Help and version come here too; clap knows where each is printed. A closed pipe is nobody's fault.
        Err(told) => {
            let _ = told.print();
            return ExitCode::from(u8::try_from(told.exit_code()).unwrap_or(2));
        }
    };
    let done = catch_unwind(AssertUnwindSafe(|| perform(arguments)));
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

fn perform(arguments: Arguments) -> Result<(), Fault> {
    let mut data = Data::find(arguments.data.as_deref());
    data.limit = arguments.file_limit.unwrap_or(data.limit);
    let home = arguments.home.as_deref();
    match arguments.task {
        None => demonstrate(&arguments.window, data, home),
        Some(Task::List { json }) => list(&data, json),
        Some(Task::Play(play)) => play_in_window(&play, data, home),
        Some(Task::Run(args)) => run::run(&args, &data, home),
        Some(Task::Batch(args)) => batch::batch(&args, &data),
        Some(Task::Watch(args)) => watch(&args, data, home),
        Some(Task::Replay(task)) => replays::replay(&task),
        Some(Task::Check { paths }) => check(&paths, &data),
        Some(Task::New { id }) => new(&id),
        Some(Task::Reference { topic, schema }) => reference(topic.as_deref(), schema),
        Some(Task::Lab(task)) => lab::lab(&task, &data),
    }
}

fn no_window(scenario: &str, why: &str) -> Fault {
    Fault::new(
        6,
        format!(
            "the window cannot be opened: {why}; to see artificial commanders fight in the terminal: \
             ironhawk run {scenario}"
        ),
    )
}

/// Opens the window on a war.
fn play_in_window(play: &PlayArgs, data: Data, home: Option<&Path>) -> Result<(), Fault> {
    let opened = window::open(&Wanted::Play(play), &play.window, data, home);
    opened.map_err(|failure| match failure {
        Failure::Refused(fault) => fault,
        Failure::NoWindow(why) => no_window(&play.scenario.display().to_string(), &why),
    })
}

/// Shows a recorded war: in the window, or in the terminal if that is asked for or there is no window.
fn watch(args: &WatchArgs, data: Data, home: Option<&Path>) -> Result<(), Fault> {
    if args.text || args.lines {
        return watch::watch(args);
    }
    let (path, moment) = watch::moment(args)?;
    match window::open(&Wanted::Watch(path, moment), &args.window, data, home) {
        Ok(()) => Ok(()),
        Err(Failure::Refused(fault)) => Err(fault),
        // A script cannot be followed in the terminal.
        Err(Failure::NoWindow(why)) if args.window.script.is_some() => {
            Err(Fault::new(6, format!("the window cannot be opened: {why}")))
        }
        Err(Failure::NoWindow(why)) => {
            say(&format!(
                "the window cannot be opened: {why}; the terminal shows the same (--text asks for that)"
            ));
            watch::watch(args)
        }
    }
}

/// Without a task: the menu in the window, or, where there is none, a war in the terminal.
fn demonstrate(window: &WindowArgs, data: Data, home: Option<&Path>) -> Result<(), Fault> {
    let Some(scenario) = data.scenarios().into_iter().next() else {
        return Err(no_window("SCENARIO", "there is no scenario to show"));
    };
    match window::open(&Wanted::Menu, window, data.clone(), home) {
        Ok(()) => return Ok(()),
        Err(Failure::Refused(fault)) => return Err(fault),
        Err(Failure::NoWindow(why)) if window.script.is_some() => {
            return Err(Fault::new(6, format!("the window cannot be opened: {why}")));
        }
        Err(Failure::NoWindow(why)) => window::explain(&why),
    }
    say("artificial commanders fight a war here instead (ironhawk --help lists all commands)");
    let run = RunArgs {
        scenario: scenario.into(),
        seed: None,
        seats: Vec::new(),
        turns: None,
        out: None,
        force: false,
        autosave: false,
        json: false,
        trace: false,
    };
    run::run(&run, &data, home)
}

fn list(data: &Data, as_json: bool) -> Result<(), Fault> {
    let scenarios = seam::list(data)?;
    if as_json {
        return print_json(&scenarios);
    }
    let mut text = String::new();
    for one in scenarios {
        let hanzi = if one.hanzi.is_empty() { String::new() } else { format!(" ({})", one.hanzi) };
        let sides = one.sides.join(" against ");
        text.push_str(&format!(
            "{}: {}{hanzi}\n    {}; {sides}; {} turns\n",
            one.id, one.title, one.begins, one.turns
        ));
    }
    print(&text)
}

/// All paths are checked before any is complained of; a folder stands for the `.ron` files in it.
fn check(paths: &[PathBuf], data: &Data) -> Result<(), Fault> {
    let mut refused = Fault { status: 0, lines: Vec::new() };
    for path in paths.iter().flat_map(|path| files_in(path)) {
        match seam::check(&path, data) {
            Ok(warnings) => {
                warnings.iter().for_each(|line| say(line));
                print(&format!("{}: good\n", path.display()))?;
            }
            Err(fault) => {
                refused.status = refused.status.max(fault.status);
                refused.lines.extend(fault.lines);
            }
        }
    }
    if refused.status == 0 { Ok(()) } else { Err(refused) }
}

/// The `.ron` files of a folder, sorted; anything else is left as it is.
fn files_in(path: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(path) else { return vec![path.to_owned()] };
    let files = entries.flatten().map(|entry| entry.path());
    let mut files: Vec<PathBuf> =
        files.filter(|file| file.extension().is_some_and(|extension| extension == "ron")).collect();
    files.sort();
    files
}

/// Writes a new scenario into the current folder; never over a file that is there.
fn new(id: &str) -> Result<(), Fault> {
    let (text, path) = (seam::template(id)?, PathBuf::from(format!("{id}.ron")));
    let written = std::fs::OpenOptions::new().write(true).create_new(true).open(&path);
    let written = written.and_then(|mut file| std::io::Write::write_all(&mut file, text.as_bytes()));
    written.map_err(|error| Fault::io(format!("{}: {error}", path.display())))?;
    print(&format!("{id}.ron written; ironhawk check {id}.ron, then ironhawk run {id}.ron\n"))
}

fn reference(topic: Option<&str>, schema: bool) -> Result<(), Fault> {
    let names: Vec<&str> = seam::TOPICS.iter().map(|topic| topic.name).collect();
    let Some(asked) = topic else {
        return print(&format!("ironhawk reference TOPIC, where TOPIC is one of: {}\n", names.join(", ")));
    };
    let Some(topic) = seam::TOPICS.iter().find(|topic| topic.name == asked) else {
        return Err(Fault::usage(format!("there is no such topic; there are {}", names.join(", "))));
    };
    let text = if schema { (topic.schema)() + "\n" } else { (topic.text)() };
    print(&text)
}
