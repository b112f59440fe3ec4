//! `replay verify`, `replay info`, `replay export`.

use std::io::Write;
use std::path::Path;

use serde::Serialize;
use serde_json::json;

use super::args::ReplayTask;
use super::out::{Fault, print, print_json, say};
use crate::replay::{Replay, ReplayError};
use crate::report::Teller;
use crate::report::tables::degree_of;

/// Does what was asked with a replay.
///
/// # Errors
/// As the table of exit statuses says.
pub fn replay(task: &ReplayTask) -> Result<(), Fault> {
    match task {
        ReplayTask::Verify { file, force, json } => verify(file, *force, *json),
        ReplayTask::Info { file, json } => info(file, *json),
        ReplayTask::Export { file } => export(file),
    }
}

/// Reads a whole replay.
pub(super) fn read(path: &Path) -> Result<Replay, Fault> {
    Replay::read(path).map_err(|error| Fault::replay(path, &error))
}

fn verify(path: &Path, force: bool, as_json: bool) -> Result<(), Fault> {
    let replay = read(path)?;
    let laws = replay.require_same_laws();
    if let (Err(error), true) = (&laws, force) {
        say(&format!("{}: {error}; trying it all the same", path.display()));
    } else {
        laws.map_err(|error| Fault::replay(path, &error))?;
    }
    let verified = if force { replay.tell(|_, _, _| Ok(())) } else { replay.verify() };
    let verified = verified.map_err(|error: ReplayError| Fault::replay(path, &error))?;
    let digest = format!("{:016x}", verified.digest);
    if as_json {
        let turns = verified.formation_turns;
        return print_json(&json!({
            "verified": true, "turns": verified.turns, "formation_turns": turns, "digest": digest,
        }));
    }
    print(&format!("{}: {} turns come out as recorded, digest {digest}\n", path.display(), verified.turns))
}

#[derive(Serialize)]
struct Info {
    scenario: String,
    title: String,
    program: String,
    laws: u32,
    stage: String,
    seed: u64,
    seats: Vec<String>,
    sides: Vec<String>,
    formations: usize,
    turns: u32,
    result: &'static str,
    winner: Option<String>,
    stage_bytes: usize,
    turn_bytes: usize,
    fault: Option<String>,
}

/// A damaged file is described as far as it is whole, and then refused.
fn info(path: &Path, as_json: bool) -> Result<(), Fault> {
    let (replay, fault) = Replay::read_partly(path).map_err(|error| Fault::replay(path, &error))?;
    let (register, about) = (&replay.setting().register, &replay.setting().about);
    let (program, laws) = replay.origin();
    let (stage_bytes, turn_bytes) = replay.bytes();
    let winner = replay.outcome().and_then(|outcome| outcome.winner);
    let info = Info {
        scenario: about.id.clone(),
        title: about.title.clone(),
        program: program.to_owned(),
        laws,
        stage: format!("{:016x}", replay.fingerprint()),
        seed: replay.seed(),
        seats: replay.seats().to_vec(),
        sides: register.sides.iter().map(|side| side.name.id.clone()).collect(),
        formations: register.formations.len(),
        turns: replay.turns(),
        result: degree_of(replay.outcome()),
        winner: winner.map(|side| register.side(side).name.id.clone()),
        stage_bytes,
        turn_bytes,
        fault: fault.as_ref().map(ToString::to_string),
    };
    if as_json {
        print_json(&info)?;
    } else {
        let seats: Vec<String> =
            info.sides.iter().zip(&info.seats).map(|(a, b)| format!("{a} ({b})")).collect();
        let winner = info.winner.as_ref().map_or_else(String::new, |side| format!(", won by {side}"));
        print(&format!(
            "{} ({})\n  recorded by ironhawk {}, laws of war {}, stage {}\n  seed {}, {}\n  \
             {} formations, {} turns, {}{winner}\n  {} bytes of stage, {} bytes of turns\n",
            info.title,
            info.scenario,
            info.program,
            info.laws,
            info.stage,
            info.seed,
            seats.join(", "),
            info.formations,
            info.turns,
            info.result,
            info.stage_bytes,
            info.turn_bytes,
        ))?;
    }
    fault.map_or(Ok(()), |fault| Err(Fault::replay(path, &fault)))
}

/// One JSON object a line: first the war, then each turn. Written as it is told, so that memory stays flat.
fn export(path: &Path) -> Result<(), Fault> {
    let replay = read(path)?;
    replay.require_same_laws().map_err(|error| Fault::replay(path, &error))?;
    let (setting, (program, laws)) = (replay.setting(), replay.origin());
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let head = json!({
        "scenario": setting.about.id, "title": setting.about.title, "program": program, "laws": laws,
        "seed": replay.seed(), "seats": replay.seats(), "turns": replay.turns(),
    });
    writeln!(out, "{head}")?;
    let told: Result<_, Stop> = replay.tell(|recorded, report, game| {
        let sides = recorded.orders.iter().zip(&setting.register.sides);
        let orders: Vec<_> = sides
            .flat_map(|(orders, side)| orders.iter().map(move |one| (side, one)))
            .map(|(side, one)| {
                let order = crate::report::orders::sentence(&one.order, setting);
                json!({ "side": side.name.id, "order": order, "why": one.why })
            })
            .collect();
        let mut teller = Teller::new(setting).in_latin();
        let events: Vec<_> = (report.events.iter())
            .map(|happened| {
                let words = teller.sentence(&happened.event);
                json!({ "at": game.clock().moment(happened.minute), "kind": happened.event.kind(), "words": words })
            })
            .collect();
        let turn = json!({
            "turn": report.turn, "begins": game.clock().moment(report.minute), "orders": orders, "events": events,
            "digest": format!("{:016x}", report.digest.whole),
        });
        Ok(writeln!(out, "{turn}")?)
    });
    told.map_err(|stop| match stop {
        Stop::Replay(error) => Fault::replay(path, &error),
        Stop::Io(error) => Fault::from(error),
    })?;
    Ok(out.flush()?)
}

/// What stops an export.
enum Stop {
    Replay(ReplayError),
    Io(std::io::Error),
}

impl From<ReplayError> for Stop {
    fn from(error: ReplayError) -> Self {
        Self::Replay(error)
    }
}

impl From<std::io::Error> for Stop {
    fn from(error: std::io::Error) -> Self {
        Self::Io(error)
    }
}
