//! `run`: artificial commanders fight a war.

use std::fmt::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::args::RunArgs;
use super::out::{Fault, is_watched, print, print_json, say};
use super::stopwatch::Stopwatch;
use super::{interrupt, replays, seam};
use crate::ai::{self, Level};
use crate::game::{Game, TurnReport};
use crate::orders::Order;
use crate::replay::{Recorder, Replay, ReplayError};
use crate::report::{self, Story, json, tables};
use crate::scenario::shipped::Data;
use crate::seat::View;
use crate::setting::Setting;
use crate::shelf::{Autosaver, Settings, Shelf};
use crate::sim::id::SideId;
use crate::snapshot::Snapshot;

/// Runs a war and reports.
///
/// # Errors
/// As the table of exit statuses says.
pub fn run(args: &RunArgs, data: &Data, home: Option<&Path>) -> Result<(), Fault> {
    if let Some(path) = &args.out {
        refuse_existing(path, args.force)?;
    }
    let watch = Stopwatch::start();
    let is_saved = args.scenario.extension().is_some_and(|extension| extension == "hawk");
    let War { mut game, mut record, start, seed, levels } =
        if is_saved { go_on(args)? } else { begin(args, data)? };
    let setting = Arc::clone(game.setting());
    let autosaves = args.autosave.then(|| Autosaves::begin(home, &setting.about.id)).transpose()?;
    interrupt::listen();

    if let Some(autosaves) = &autosaves {
        autosaves.keep(record.recorder.save(&game));
    }
    let bar = is_watched().then(|| indicatif::ProgressBar::new(u64::from(start.clock.turns_in_war())));
    let played = catch_unwind(AssertUnwindSafe(|| {
        record.play(
            &mut game,
            args.turns,
            &mut |view| ai::plan(view, levels[view.side.index()], seed),
            |told, game| {
                if let Some(autosaves) = &autosaves {
                    autosaves.keep(told.recorder.save(game));
                }
                if let Some(bar) = &bar {
                    bar.inc(1);
                }
                if args.trace {
                    let text = trace(told, game.setting());
                    if args.json { say_all(&text) } else { print(&text)? }
                }
                Ok(())
            },
        )
    }));
    if let Some(bar) = bar {
        bar.finish_and_clear();
    }
    let Ok(played) = played else { return Err(our_fault(&record.recorder, args)) };
    for (side, turn, refusal) in &record.refused {
        say(&format!(
            "turn {turn}: an order of {} was refused: {refusal}",
            setting.register.side(*side).name.id
        ));
    }
    // What was played is written even when nobody reads the report any more.
    if let Some(path) = &args.out {
        record.recorder.write(path).map_err(|error| Fault::replay(path, &error))?;
    }
    let ended = played?;

    let end = game.snapshot();
    let turns = record.recorder.turns_kept();
    let told = report::War { setting: &setting, start: &start, end: &end, story: &record.story, turns };
    if args.json {
        print_json(&json::run(&told, watch.ms()))?;
    } else {
        let mut text = String::new();
        tables::after_action(&told, &mut text).map_err(|error| Fault::new(70, error.to_string()))?;
        if let Some(path) = &args.out {
            let _ = writeln!(text, "Replay: {}", path.display()); // into a string
        }
        print(&text)?;
    }
    match ended {
        Ended::Over => Ok(()),
        Ended::Interrupted => Err(Fault::new(130, "interrupted")),
    }
}

/// A war about to be played.
struct War {
    game: Game,
    record: Recorded,
    start: Snapshot,
    seed: u64,
    /// Of each side.
    levels: Vec<Level>,
}

/// A new war.
fn begin(args: &RunArgs, data: &Data) -> Result<War, Fault> {
    let seed = args.seed.unwrap_or(1);
    let (setting, start) = seam::open(&args.scenario, data, seed)?;
    let levels = levels(&setting, vec![Level::Doctrine; setting.register.sides.len()], &args.seats)?;
    let game = Game::new(Arc::new(setting), &start);
    let recorder = Recorder::new(&game, levels.iter().map(ToString::to_string).collect());
    let record = Recorded { recorder, story: Story::default(), refused: Vec::new() };
    Ok(War { game, record, start, seed, levels })
}

/// A war that was put down. It is told again from the start, so that the report is that of the whole war.
fn go_on(args: &RunArgs) -> Result<War, Fault> {
    if args.seed.is_some() {
        return Err(Fault::usage("--seed: a saved war keeps its own seed"));
    }
    let replay = replays::read(&args.scenario)?;
    let (setting, mut story) = (replay.setting(), Story::default());
    let told = replay.require_same_laws().and_then(|()| {
        replay.tell(|_, report, _| {
            story.add(&setting.register, report);
            Ok::<_, ReplayError>(())
        })
    });
    let resumed = told.and_then(|_| replay.resume());
    let (game, recorder) = resumed.map_err(|error| Fault::replay(&args.scenario, &error))?;
    let seat = |side: usize| replay.seats().get(side).and_then(|seat| seat.parse().ok());
    let saved = (0..setting.register.sides.len()).map(|side| seat(side).unwrap_or(Level::Doctrine)).collect();
    let levels = levels(setting, saved, &args.seats)?;
    let record = Recorded { recorder, story, refused: Vec::new() };
    Ok(War { game, record, start: replay.start().clone(), seed: replay.seed(), levels })
}

/// How playing ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ended {
    /// By itself, or after the turns asked for.
    Over,
    /// By Ctrl-C.
    Interrupted,
}

/// A turn as it was played, for a trace.
pub(super) struct Told<'a> {
    planned: &'a [Vec<crate::game::Directive>],
    recorder: &'a Recorder,
    report: &'a TurnReport,
}

/// A war being played and kept.
pub(super) struct Recorded {
    pub(super) recorder: Recorder,
    pub(super) story: Story,
    /// Orders that the gate refused: whose, when, why. An artificial commander should give none.
    pub(super) refused: Vec<(SideId, u32, String)>,
}

impl Recorded {
    /// Plays until the war is over, so many turns are played, or somebody asks to stop.
    pub(super) fn play(
        &mut self,
        game: &mut Game,
        most_turns: Option<u32>,
        plan: &mut dyn FnMut(&View) -> Vec<(Order, String)>,
        mut each: impl FnMut(&Told, &Game) -> Result<(), Fault>,
    ) -> Result<Ended, Fault> {
        let mut left = most_turns.unwrap_or(u32::MAX);
        while game.outcome().is_none() && game.clock().minute < game.clock().end_minute && left > 0 {
            left -= 1;
            let sides: Vec<SideId> = game.setting().register.side_ids().collect();
            // A side that has its orders already got them from whoever saved the war.
            for side in sides.iter().filter(|side| game.planned(**side).is_empty()).collect::<Vec<_>>() {
                let view = game.view(*side);
                let turn = game.clock().turn;
                for (order, why) in plan(&view) {
                    if let Err(refusal) = game.submit(*side, order, &why) {
                        self.refused.push((*side, turn, refusal.to_string()));
                    }
                }
            }
            let planned: Vec<_> = sides.iter().map(|side| game.planned(*side).to_vec()).collect();
            let report = self.recorder.end_turn(game);
            self.story.add(&game.setting().register, &report);
            each(&Told { planned: &planned, recorder: &self.recorder, report: &report }, game)?;
            if interrupt::asked() {
                return Ok(Ended::Interrupted);
            }
        }
        Ok(Ended::Over)
    }
}

/// Autosaves of a war that nobody waits for: each is on the disk before the next turn begins, so that no more than the
/// turn being played can be lost.
struct Autosaves {
    autosaver: Autosaver,
    /// The last fault that was told.
    told: std::cell::RefCell<Option<String>>,
}

impl Autosaves {
    fn begin(home: Option<&Path>, scenario: &str) -> Result<Self, Fault> {
        let shelf = Shelf::open(home)?;
        if let Some(left) = shelf.unfinished() {
            say(&format!(
                "a war that was not ended is kept: {}, turn {}; to go on with it: ironhawk run {}",
                left.title,
                left.turn,
                left.path.display()
            ));
        }
        let autosaver = shelf.autosaver(scenario, Settings::default().autosaves);
        Ok(Self { autosaver, told: std::cell::RefCell::default() })
    }

    /// A war goes on without autosaves when they cannot be written; it is said once.
    fn keep(&self, replay: Replay) {
        self.autosaver.keep(replay);
        self.autosaver.flush();
        let fault = self.autosaver.fault();
        if let Some(words) = fault.as_ref().filter(|_| *self.told.borrow() != fault) {
            say(&format!("{words}; the war goes on without autosaves"));
        }
        self.told.replace(fault);
    }
}

/// The level of each side, as it is unless said otherwise.
fn levels(setting: &Setting, usual: Vec<Level>, seats: &[(String, Level)]) -> Result<Vec<Level>, Fault> {
    let sides = &setting.register.sides;
    let mut levels = vec![None; sides.len()];
    for (name, level) in seats {
        let Some(index) = sides.iter().position(|side| side.name.id == *name) else {
            let known: Vec<&str> = sides.iter().map(|side| side.name.id.as_str()).collect();
            return Err(Fault::usage(format!(
                "--ai: there is no side `{name}`; there are {}",
                known.join(", ")
            )));
        };
        if levels[index].replace(*level).is_some() {
            return Err(Fault::usage(format!("--ai: side `{name}` is given twice")));
        }
    }
    Ok(levels.into_iter().zip(usual).map(|(level, usual)| level.unwrap_or(usual)).collect())
}

/// Orders with their reasons.
fn trace(told: &Told, setting: &Setting) -> String {
    let mut text = format!("turn {}\n", told.report.turn);
    for (side, directives) in setting.register.sides.iter().zip(told.planned) {
        for directive in directives {
            let order = crate::report::orders::sentence(&directive.order, setting);
            let _ = writeln!(text, "  {}: {order}  [{}]", side.name.latin, directive.why); // into a string
        }
    }
    text
}

fn say_all(text: &str) {
    text.lines().for_each(say);
}

/// A file that is there is never overwritten silently.
pub(super) fn refuse_existing(path: &Path, force: bool) -> Result<(), Fault> {
    if !force && std::fs::symlink_metadata(path).is_ok() {
        return Err(Fault::io(format!("{}: is there already; --force replaces it", path.display())));
    }
    Ok(())
}

/// The program failed: the war so far is kept, so that the failure can be told again.
fn our_fault(recorder: &Recorder, args: &RunArgs) -> Fault {
    let path = args.out.clone().unwrap_or_else(|| failed_path(recorder.replay().seed()));
    let kept = match recorder.write(&path) {
        Ok(()) => format!("the war up to then is kept in {}", path.display()),
        Err(error) => format!("the war up to then could not be kept: {error}"),
    };
    let turn = recorder.turns_kept() + 1;
    let mut fault = Fault::new(70, format!("ironhawk failed in turn {turn}; this is a fault of the program"));
    fault.lines.push(kept);
    fault
}

fn failed_path(seed: u64) -> PathBuf {
    std::env::temp_dir().join(format!("ironhawk-failed-{}-{seed}.hawk", std::process::id()))
}

#[cfg(test)]
mod tests;
