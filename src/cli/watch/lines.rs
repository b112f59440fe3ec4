//! A recorded war line by line: for a pipe, a script, a screen reader, a slow line.

use std::fmt::Write as _;
use std::io::{BufRead, IsTerminal};

use super::viewer::{Viewer, with_hour};
use crate::cli::out::{Fault, print, printable};
use crate::cli::picture::Picture;
use crate::film::Moment;
use crate::replay::ReplayError;
use crate::report::known::{Line, Weight};
use crate::sim::hex::Grid;

/// Longest command that is read, bytes.
const LONGEST_LINE: u64 = 1_000;
/// Most lines of events shown of a turn unless all are asked for.
const MOST_LINES: usize = 25;

const HELP: &str = "\
Enter or n: next turn    b: back    g N: to turn N    g N K: and K steps into it    + N, - N: N turns on or back
s: next step    p: step back    e: end    > and <: next mark, mark before    marks: all of them    / TEXT: search on
o: orders and reasons of this turn    why NAME: those about one    a: everything that happened    m: map
f SIDE: as that side knows it    f all: the truth    near COL ROW: what is there and around    forces    objectives    battles
link: this moment, to give to others    h: help    q: quit
";

/// Reads commands until there are no more.
///
/// # Errors
/// As the table of exit statuses says.
pub fn read(viewer: Viewer, colored: bool) -> Result<(), Fault> {
    let mut reader = Reader::new(viewer, colored);
    print(&reader.page().map_err(|error| reader.viewer.fault(&error))?)?;
    let mut input = std::io::stdin().lock();
    loop {
        if std::io::stdin().is_terminal() {
            print("> ")?;
        }
        let mut line = Vec::new();
        let read = std::io::Read::take(&mut input, LONGEST_LINE).read_until(b'\n', &mut line);
        if read.map_err(|error| Fault::io(format!("cannot read the commands: {error}")))? == 0 {
            return Ok(());
        }
        match reader
            .obey(String::from_utf8_lossy(&line).trim())
            .map_err(|error| reader.viewer.fault(&error))?
        {
            Some(text) => print(&text)?,
            None => return Ok(()),
        }
    }
}

/// Reads commands and answers in lines.
pub struct Reader {
    viewer: Viewer,
    /// True after a single step: then what it brought is told, not the whole turn.
    stepped: bool,
    colored: bool,
}

impl Reader {
    /// Stands where the viewer stands.
    pub fn new(viewer: Viewer, colored: bool) -> Self {
        let stepped = viewer.moment().step > 0;
        Self { viewer, stepped, colored }
    }

    /// The turn about to be played or being played, from 1; one more than there are at the end.
    pub fn turn(&self) -> u32 {
        let Moment { turn, step } = self.viewer.moment();
        turn + u32::from(step > 0 && step == self.viewer.film().last_step())
    }

    /// Does what a line says; `None` to quit.
    pub fn obey(&mut self, line: &str) -> Result<Option<String>, ReplayError> {
        let (word, rest) = line.split_at(line.find(|c: char| !c.is_alphabetic()).unwrap_or(line.len()));
        let (word, rest) = match word {
            "" => rest.split_at(rest.chars().next().map_or(0, char::len_utf8)),
            _ => (word, rest),
        };
        let rest = rest.trim();
        let numbers: Vec<u32> = rest.split([' ', ',']).filter_map(|number| number.parse().ok()).collect();
        let now = self.turn();
        let answer = match (word, &numbers[..]) {
            ("" | "n", _) => self.reach_turn(now + 1)?,
            ("b", _) => self.reach_turn(now.saturating_sub(1))?,
            ("g", [turn]) => self.reach_turn(*turn)?,
            ("g", [turn, step, ..]) => {
                self.stepped = *step > 0;
                self.viewer.go(Moment { turn: *turn, step: *step })?;
                self.page()?
            }
            ("+", turns) => self.reach_turn(now.saturating_add(turns.first().copied().unwrap_or(1)))?,
            ("-", turns) => self.reach_turn(now.saturating_sub(turns.first().copied().unwrap_or(1)))?,
            ("e", _) => self.reach_turn(u32::MAX)?,
            ("s", _) => self.step(true)?,
            ("p", _) => self.step(false)?,
            (">", _) => self.reach_mark(true)?,
            ("<", _) => self.reach_mark(false)?,
            ("marks", _) => self.marks()?,
            ("/", _) if !rest.is_empty() => self.search(rest)?,
            ("f", _) => self.look_as(rest)?,
            ("near", [col, row]) => {
                let near = |number: u32| i32::try_from(number).unwrap_or(i32::MAX).min(1 << 20);
                together(&self.viewer.near(Grid::hex(near(*col), near(*row))))
            }
            ("forces", _) => together(&self.viewer.forces()),
            ("objectives", _) => together(&self.viewer.objectives()),
            ("battles", _) => {
                self.viewer.gather_battles()?;
                together(&self.viewer.battles())
            }
            ("link", _) => format!("{}\n", self.viewer.link()),
            ("q", _) => return Ok(None),
            ("m", _) => self.page()?,
            ("o" | "why", _) => self.orders(rest)?,
            ("a", _) => self.told(usize::MAX)?,
            _ => format!("{HELP}{}", together(&Picture::new(self.viewer.setting(), &[], false).legend())),
        };
        Ok(Some(answer))
    }

    fn reach_turn(&mut self, turn: u32) -> Result<String, ReplayError> {
        let now = self.turn();
        if turn > now && now > self.viewer.turns() {
            return Ok("the record ends here\n".to_owned());
        }
        self.stepped = false;
        self.viewer.go(Moment { turn, step: 0 })?;
        self.page()
    }

    fn step(&mut self, forward: bool) -> Result<String, ReplayError> {
        if !self.viewer.step(forward)? {
            return Ok(if forward { "the record ends here\n" } else { "the record begins here\n" }.to_owned());
        }
        self.stepped = true;
        self.page()
    }

    fn reach_mark(&mut self, forward: bool) -> Result<String, ReplayError> {
        let Some(mark) = self.viewer.go_to_mark(forward)? else {
            return Ok(if forward { "no mark after this\n" } else { "no mark before this\n" }.to_owned());
        };
        self.stepped = true;
        Ok(format!("{}: {}\n{}", mark.kind.words(), printable(&mark.text), self.page()?))
    }

    fn marks(&mut self) -> Result<String, ReplayError> {
        let marks = self.viewer.marks()?.iter();
        let marks: Vec<String> = marks
            .map(|mark| {
                let Moment { turn, step } = mark.moment;
                format!("turn {turn} step {step}: {}: {}", mark.kind.words(), printable(&mark.text))
            })
            .collect();
        Ok(if marks.is_empty() { "no marks\n".to_owned() } else { together(&marks) })
    }

    fn search(&mut self, text: &str) -> Result<String, ReplayError> {
        if self.viewer.search(text)?.is_none() {
            return Ok(format!("`{}` is not told of after this\n", printable(text)));
        }
        self.stepped = true;
        self.page()
    }

    fn look_as(&mut self, name: &str) -> Result<String, ReplayError> {
        let sides = &self.viewer.setting().register.sides;
        let is_named = |side: &crate::sim::register::SideInfo| {
            [&side.name.id, &side.name.latin].iter().any(|known| known.eq_ignore_ascii_case(name))
        };
        let named = sides.iter().position(is_named);
        match named.and_then(|index| self.viewer.setting().register.side_ids().nth(index)) {
            Some(side) => self.viewer.look_as(Some(side)),
            None if name == "all" => self.viewer.look_as(None),
            None => {
                let sides: Vec<&str> = sides.iter().map(|side| side.name.id.as_str()).collect();
                return Ok(format!("f and one of: {}, all\n", printable(&sides.join(", "))));
            }
        }
        self.page()
    }

    /// The map and what the last turn, or the step, brought.
    pub fn page(&self) -> Result<String, ReplayError> {
        let Moment { step, .. } = self.viewer.moment();
        let last = self.viewer.film().last_step();
        let mut text = format!(
            "\n{}: {}, turn {} of {}",
            printable(&self.viewer.setting().about.title),
            self.viewer.hour(),
            self.turn(),
            self.viewer.turns()
        );
        if step > 0 && step < last {
            let _ = write!(text, ", step {step} of {last}"); // into a string
        }
        if self.viewer.fog().is_some() {
            let _ = write!(text, ", as {} knows it", self.viewer.fog_words()); // into a string
        }
        text.push('\n');
        text.push_str(&Picture::new(self.viewer.setting(), &self.viewer.bodies(), false).text(self.colored));
        text.push_str(&self.told(MOST_LINES)?);
        Ok(text)
    }

    /// What may be told: of the step, or of the turn before.
    fn told(&self, most: usize) -> Result<String, ReplayError> {
        let Moment { turn, step } = self.viewer.moment();
        let lines = match (self.stepped, step) {
            (false, 0) if turn == 1 => return Ok("the war begins\n".to_owned()),
            (false, 0) => self.viewer.lines_of(turn - 1)?,
            (false, _) => self.viewer.lines().to_vec(),
            (true, 0) => return Ok(format!("turn {turn} begins\n")),
            (true, _) => self.viewer.lines().iter().filter(|line| line.step == step).cloned().collect(),
        };
        // Steps of fighting and marching are many and small; they are told when everything is asked for.
        let told = |line: &&Line| most == usize::MAX || self.stepped || line.weight > Weight::Small;
        let told: Vec<&Line> = lines.iter().filter(told).collect();
        let mut text = String::new();
        for line in told.iter().take(most) {
            let _ = writeln!(text, "  {}", with_hour(line)); // into a string
        }
        if told.len() > most {
            let _ = writeln!(text, "  and {} more (a: all)", told.len() - most); // into a string
        }
        Ok(text)
    }

    fn orders(&self, about: &str) -> Result<String, ReplayError> {
        if self.turn() > self.viewer.turns() {
            return Ok("the record ends here\n".to_owned());
        }
        let orders = self.viewer.orders(self.turn(), about)?;
        let orders: Vec<String> = orders.iter().map(|order| format!("  {order}")).collect();
        Ok(if orders.is_empty() { "no orders\n".to_owned() } else { together(&orders) })
    }
}

fn together(lines: &[String]) -> String {
    lines.iter().map(|line| format!("{line}\n")).collect()
}
