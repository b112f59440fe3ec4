//! `watch --text`: a recorded war in a terminal. It reads commands a line at a time, so it works over a slow line, in a
//! pipe and from a script.

use std::fmt::Write as _;
use std::io::{BufRead, IsTerminal};

use super::args::WatchArgs;
use super::out::{Fault, print, printable, say};
use super::picture;
use crate::game::{Game, TurnReport};
use crate::replay::{Replay, ReplayError};
use crate::report::Teller;
use crate::sim::event::SimEvent;

/// Longest command that is read, bytes.
const LONGEST_LINE: u64 = 1_000;
/// Most lines of events shown of a turn unless all are asked for.
const MOST_LINES: usize = 25;

const HELP: &str = "\
Enter or n: next turn    b: back    g N: to turn N    + N, - N: N turns on or back
o: orders and reasons of this turn    a: everything that happened    m: map    e: end    h: help    q: quit
";

/// Shows a replay.
///
/// # Errors
/// As the table of exit statuses says.
pub fn watch(args: &WatchArgs) -> Result<(), Fault> {
    let path = &args.replay;
    if !args.text {
        say("this build has no window; showing the replay in the terminal (--text asks for that)");
    }
    let (replay, fault) = Replay::read_partly(path).map_err(|error| Fault::replay(path, &error))?;
    replay.require_same_laws().map_err(|error| Fault::replay(path, &error))?;
    if let Some(fault) = &fault {
        say(&format!("{}: {fault}; showing what is whole", path.display()));
    }
    let mut viewer = Viewer::new(replay, colored());
    let failed = |error| Fault::replay(path, &error);
    viewer.seek(args.turn).map_err(failed)?;
    print(&viewer.page())?;
    let mut input = std::io::stdin().lock();
    loop {
        if std::io::stdin().is_terminal() {
            print("> ")?;
        }
        let mut line = Vec::new();
        let read = std::io::Read::take(&mut input, LONGEST_LINE).read_until(b'\n', &mut line);
        if read.map_err(|error| Fault::io(format!("cannot read the commands: {error}")))? == 0 {
            break;
        }
        match viewer.obey(String::from_utf8_lossy(&line).trim()).map_err(failed)? {
            Some(text) => print(&text)?,
            None => break,
        }
    }
    fault.map_or(Ok(()), |fault| Err(Fault::replay(path, &fault)))
}

fn colored() -> bool {
    std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none()
}

/// Where a viewer stands in a replay: at the beginning of a turn, with what the turn before brought.
pub(super) struct Viewer {
    replay: Replay,
    game: Game,
    last: Option<TurnReport>,
    colored: bool,
}

impl Viewer {
    pub(super) fn new(replay: Replay, colored: bool) -> Self {
        let game = Game::new(std::sync::Arc::clone(replay.setting()), replay.start());
        Self { replay, game, last: None, colored }
    }

    /// The turn about to be played, from 1; one more than there are at the end.
    pub(super) fn turn(&self) -> u32 {
        self.game.clock().turn
    }

    /// Goes to the beginning of a turn, or to the end when there are not so many.
    pub(super) fn seek(&mut self, turn: u32) -> Result<(), ReplayError> {
        let turn = turn.clamp(1, self.replay.turns() + 1);
        if turn == self.turn() {
            return Ok(());
        }
        if turn == 1 {
            *self = Self::new(self.replay.clone(), self.colored);
            return Ok(());
        }
        // The turn before is played, so that what it brought can be told.
        if turn != self.turn() + 1 {
            self.game = self.replay.at_turn(turn - 1)?;
        }
        self.last = Some(self.replay.play_turn(&mut self.game)?);
        Ok(())
    }

    /// Does what a line says; `None` to quit.
    pub(super) fn obey(&mut self, line: &str) -> Result<Option<String>, ReplayError> {
        let (word, rest) = line.split_at(line.find(|c: char| !c.is_alphabetic()).unwrap_or(line.len()));
        let (word, rest) = if word.is_empty() { rest.split_at(rest.len().min(1)) } else { (word, rest) };
        let number = rest.trim().parse::<u32>().ok();
        let now = self.turn();
        let goal = match (word, number) {
            ("" | "n", _) => now + 1,
            ("b", _) => now.saturating_sub(1),
            ("g", Some(turn)) => turn,
            ("+", turns) => now.saturating_add(turns.unwrap_or(1)),
            ("-", turns) => now.saturating_sub(turns.unwrap_or(1)),
            ("e", _) => u32::MAX,
            ("q", _) => return Ok(None),
            ("m", _) => return Ok(Some(self.page())),
            ("o", _) => return Ok(Some(self.orders()?)),
            ("a", _) => return Ok(Some(self.events(usize::MAX))),
            _ => return Ok(Some(format!("{HELP}{}", picture::legend(self.game.setting())))),
        };
        if goal > now && now > self.replay.turns() {
            return Ok(Some("the record ends here\n".to_owned()));
        }
        self.seek(goal)?;
        Ok(Some(self.page()))
    }

    /// The map and what the last turn brought.
    pub(super) fn page(&self) -> String {
        let clock = self.game.clock();
        let mut text = format!(
            "\n{}: {}, turn {} of {}\n",
            printable(&self.game.setting().about.title),
            clock.moment(clock.minute),
            self.turn(),
            self.replay.turns()
        );
        text.push_str(&picture::map(self.game.setting(), &self.game.snapshot(), self.colored));
        text.push_str(&self.events(MOST_LINES));
        text
    }

    fn events(&self, most: usize) -> String {
        let Some(last) = &self.last else { return "the war begins\n".to_owned() };
        let setting = self.game.setting();
        let mut teller = Teller::new(setting);
        // Steps of fighting and marching are many and small; they are told when everything is asked for.
        let small = |event: &SimEvent| {
            matches!(event, SimEvent::Fought { .. } | SimEvent::Marched { .. } | SimEvent::Sighted { .. })
        };
        let told = last.events.iter().filter(|happened| most == usize::MAX || !small(&happened.event));
        let told: Vec<_> = told.collect();
        let mut text = String::new();
        for happened in told.iter().take(most) {
            let (minute, words) =
                (happened.minute % crate::sim::clock::DAY, teller.sentence(&happened.event));
            let _ = writeln!(text, "  {:02}:{:02}  {}", minute / 60, minute % 60, printable(&words)); // into a string
        }
        if told.len() > most {
            let _ = writeln!(text, "  and {} more (a: all)", told.len() - most); // into a string
        }
        text
    }

    fn orders(&self) -> Result<String, ReplayError> {
        if self.turn() > self.replay.turns() {
            return Ok("the record ends here\n".to_owned());
        }
        let recorded = self.replay.turn(self.turn())?;
        let setting = self.game.setting();
        let mut text = String::new();
        for (side, directives) in setting.register.sides.iter().zip(&recorded.orders) {
            for directive in directives {
                let order = crate::report::orders::sentence(&directive.order, setting);
                let line = format!("  {}: {order}  [{}]", side.name.latin, directive.why);
                let _ = writeln!(text, "{}", printable(&line)); // into a string
            }
        }
        Ok(if text.is_empty() { "no orders\n".to_owned() } else { text })
    }
}

#[cfg(test)]
mod tests;
