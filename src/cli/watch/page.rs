//! A recorded war as a page in a terminal: what the keys do.

use std::io::IsTerminal;
use std::time::Duration;

use ratatui::crossterm::event::{self, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use super::draw;
use super::viewer::Viewer;
use crate::cli::interrupt;
use crate::cli::out::{Fault, print, printable};
use crate::film::Moment;
use crate::replay::ReplayError;
use crate::sim::hex::Grid;

/// Milliseconds that a step is shown, by speed 1 to 9.
const STEP_MS: [u64; 9] = [4_000, 2_000, 1_000, 500, 250, 120, 60, 30, 5];
/// How often somebody who asked the program to stop is listened for, milliseconds.
const LISTEN_MS: u64 = 250;
/// Longest text that is typed.
const LONGEST_TEXT: usize = 80;

/// The keys, for the help.
pub const KEYS: &str = "\
Space         play, pause
Left Right    a step back, on
[ ]           a turn back, on (Shift+Left, Shift+Right)
Home End      beginning, end
g             to a turn: number, Enter
n N           next mark, mark before: battles, routs, captures ...
1 to 9        speed, slow to fast
f             whose knowledge: all, then each side
Tab           panel: events, orders and why, forces, objectives, battles, here
PgUp PgDn     scroll the panel
h j k l       move the cursor on the map west, south, north, east
x             arrows move the cursor, and again: the steps
Enter         what is at the cursor and near it, in words
d             details: every hex marched, every blow, or not
z             map wide, with counts of men, or narrow
/             search what happened from here on; / Enter: again
c             this moment as a link, to give to others
?             this help        Esc    leaves it        q    quits";

/// What stands beside the map.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Panel {
    /// What happened in this turn, so far as the step.
    Events,
    /// Orders with their reasons.
    Orders,
    /// The forces.
    Forces,
    /// What is wanted, and what of it is reached.
    Objectives,
    /// The battles so far.
    Battles,
    /// What is at the cursor and near it.
    Here,
}

impl Panel {
    /// All panels, in the order of the tab key.
    pub const ALL: [Self; 6] =
        [Self::Events, Self::Orders, Self::Forces, Self::Objectives, Self::Battles, Self::Here];

    /// Its title.
    pub fn title(self) -> &'static str {
        match self {
            Self::Events => "Events",
            Self::Orders => "Orders and why",
            Self::Forces => "Forces",
            Self::Objectives => "Objectives",
            Self::Battles => "Battles",
            Self::Here => "Here",
        }
    }
}

/// What is being typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Typing {
    /// The number of a turn.
    Turn(String),
    /// A text to search for.
    Search(String),
}

/// The page and where its reader is in it.
pub struct Page {
    /// Where in the war.
    pub viewer: Viewer,
    /// What stands beside the map.
    pub panel: Panel,
    /// True while it plays by itself.
    pub playing: bool,
    /// 1 to 9.
    pub speed: usize,
    /// What is being typed, if anything is.
    pub typing: Option<Typing>,
    /// True while the help is open.
    pub help: bool,
    /// True while arrows move the cursor.
    pub arrows_move_cursor: bool,
    /// True when small things are told as well.
    pub details: bool,
    /// True for a map with counts.
    pub wide: bool,
    /// Rows that the panel is scrolled on from where it stands by itself.
    pub scroll: isize,
    /// What the page has to say.
    pub note: String,
    /// False without colors.
    pub colored: bool,
    last_search: String,
    /// The link asked for last: it is printed when the page is left, where it can be copied.
    link: Option<String>,
}

/// What a key leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// The page goes on.
    Stay,
    /// It is left.
    Quit,
    /// It is left by Ctrl-C.
    Interrupt,
}

impl Page {
    /// The page of a viewer.
    pub fn new(viewer: Viewer, colored: bool) -> Self {
        Self {
            viewer,
            panel: Panel::Events,
            playing: false,
            speed: 4,
            typing: None,
            help: false,
            arrows_move_cursor: false,
            details: false,
            wide: false,
            scroll: 0,
            note: "? lists the keys".to_owned(),
            colored,
            last_search: String::new(),
            link: None,
        }
    }

    /// Does what a key says.
    ///
    /// # Errors
    /// The record cannot be told on.
    pub fn press(&mut self, key: KeyEvent) -> Result<Next, ReplayError> {
        if key.modifiers.contains(KeyModifiers::CONTROL) {
            return Ok(if key.code == KeyCode::Char('c') { Next::Interrupt } else { Next::Stay });
        }
        if let Some(typing) = self.typing.take() {
            self.type_on(typing, key.code)?;
            return Ok(Next::Stay);
        }
        if self.help {
            self.help = false;
            return Ok(Next::Stay);
        }
        self.note.clear();
        let turns = key.modifiers.contains(KeyModifiers::SHIFT);
        match key.code {
            KeyCode::Char('q') => return Ok(Next::Quit),
            KeyCode::Char(' ') => self.playing = !self.playing && !self.viewer.is_at_end(),
            KeyCode::Left if self.arrows_move_cursor => self.move_cursor(-1, 0),
            KeyCode::Right if self.arrows_move_cursor => self.move_cursor(1, 0),
            KeyCode::Up if self.arrows_move_cursor => self.move_cursor(0, -1),
            KeyCode::Down if self.arrows_move_cursor => self.move_cursor(0, 1),
            KeyCode::Char('h') => self.move_cursor(-1, 0),
            KeyCode::Char('l') => self.move_cursor(1, 0),
            KeyCode::Char('k') => self.move_cursor(0, -1),
            KeyCode::Char('j') => self.move_cursor(0, 1),
            KeyCode::Left if turns => self.moves(|viewer| viewer.leap(false))?,
            KeyCode::Right if turns => self.moves(|viewer| viewer.leap(true))?,
            KeyCode::Char('[') => self.moves(|viewer| viewer.leap(false))?,
            KeyCode::Char(']') => self.moves(|viewer| viewer.leap(true))?,
            KeyCode::Left => self.moves(|viewer| viewer.step(false))?,
            KeyCode::Right => self.moves(|viewer| viewer.step(true))?,
            KeyCode::Home => self.moves(|viewer| viewer.go(Moment::START))?,
            KeyCode::End => self.moves(Viewer::go_to_end)?,
            KeyCode::Char('n') => self.reach_mark(true)?,
            KeyCode::Char('N') => self.reach_mark(false)?,
            KeyCode::Char(digit @ '1'..='9') => {
                self.speed = digit.to_digit(10).map_or(self.speed, |speed| speed as usize);
                self.note = format!("speed {digit}");
            }
            KeyCode::Char('f') => {
                self.viewer.cycle_fog();
                self.note = format!("shown: {}", self.viewer.fog_words());
            }
            KeyCode::Char('g') => self.typing = Some(Typing::Turn(String::new())),
            KeyCode::Char('/') => self.typing = Some(Typing::Search(String::new())),
            KeyCode::Tab => self.turn_panel(1)?,
            KeyCode::BackTab => self.turn_panel(Panel::ALL.len() - 1)?,
            KeyCode::PageDown => self.scroll = self.scroll.saturating_add(8),
            KeyCode::PageUp => self.scroll = self.scroll.saturating_sub(8),
            KeyCode::Char('x') => {
                self.arrows_move_cursor = !self.arrows_move_cursor;
                let what = if self.arrows_move_cursor { "the cursor" } else { "from step to step" };
                self.note = format!("arrows move {what}");
            }
            KeyCode::Enter => (self.panel, self.scroll) = (Panel::Here, 0),
            KeyCode::Char('d') => (self.details, self.scroll) = (!self.details, 0),
            KeyCode::Char('z') => self.wide = !self.wide,
            KeyCode::Char('c') => {
                self.note = self.viewer.link();
                self.link = Some(self.viewer.link());
            }
            KeyCode::Char('?') | KeyCode::F(1) => self.help = true,
            KeyCode::Esc => (self.arrows_move_cursor, self.playing) = (false, false),
            _ => self.note = "? lists the keys".to_owned(),
        }
        Ok(Next::Stay)
    }

    /// Shows the next step while it plays; at the end it stops.
    ///
    /// # Errors
    /// The record cannot be told on.
    pub fn tick(&mut self) -> Result<(), ReplayError> {
        if self.playing {
            self.viewer.step(true)?;
            self.scroll = 0;
            self.playing = !self.viewer.is_at_end();
        }
        Ok(())
    }

    /// How long the page may stay as it is.
    fn patience(&self) -> Duration {
        let shown = if self.playing { STEP_MS[self.speed.clamp(1, STEP_MS.len()) - 1] } else { LISTEN_MS };
        Duration::from_millis(shown)
    }

    fn moves(
        &mut self,
        go: impl FnOnce(&mut Viewer) -> Result<bool, ReplayError>,
    ) -> Result<(), ReplayError> {
        self.playing = false;
        self.scroll = 0;
        if !go(&mut self.viewer)? {
            let end = self.viewer.is_at_end();
            self.note = if end { "the record ends here" } else { "the record begins here" }.to_owned();
        }
        Ok(())
    }

    fn reach_mark(&mut self, forward: bool) -> Result<(), ReplayError> {
        (self.playing, self.scroll) = (false, 0);
        let none = if forward { "no mark after this" } else { "no mark before this" };
        self.note = match self.viewer.go_to_mark(forward)? {
            Some(mark) => format!("{}: {}", mark.kind.words(), printable(&mark.text)),
            None => none.to_owned(),
        };
        Ok(())
    }

    fn turn_panel(&mut self, by: usize) -> Result<(), ReplayError> {
        let here = Panel::ALL.iter().position(|panel| *panel == self.panel).unwrap_or(0);
        self.panel = Panel::ALL[(here + by) % Panel::ALL.len()];
        self.scroll = 0;
        if self.panel == Panel::Battles { self.viewer.gather_battles() } else { Ok(()) }
    }

    fn move_cursor(&mut self, east: i32, south: i32) {
        let (col, row) = Grid::col_row(self.viewer.cursor);
        let to = Grid::hex(col + east, row + south);
        if self.viewer.setting().map.grid().contains(to) {
            self.viewer.cursor = to;
        }
    }

    fn type_on(&mut self, typing: Typing, key: KeyCode) -> Result<(), ReplayError> {
        let (Typing::Turn(mut text) | Typing::Search(mut text)) = typing.clone();
        match key {
            KeyCode::Esc => return Ok(()),
            KeyCode::Enter => return self.typed(&typing),
            KeyCode::Backspace => drop(text.pop()),
            KeyCode::Char(letter) if text.chars().count() < LONGEST_TEXT => text.push(letter),
            _ => {}
        }
        self.typing = Some(match typing {
            Typing::Turn(_) => Typing::Turn(text.chars().filter(char::is_ascii_digit).collect()),
            Typing::Search(_) => Typing::Search(text),
        });
        Ok(())
    }

    fn typed(&mut self, typing: &Typing) -> Result<(), ReplayError> {
        match typing {
            Typing::Turn(text) => match text.parse() {
                Ok(turn) => self.moves(|viewer| viewer.go(Moment { turn, step: 0 }))?,
                Err(_) => self.note = format!("turns go from 1 to {}", self.viewer.turns()),
            },
            Typing::Search(text) => {
                if !text.is_empty() {
                    self.last_search.clone_from(text);
                }
                if self.last_search.is_empty() {
                    return Ok(());
                }
                (self.playing, self.scroll) = (false, 0);
                self.note = match self.viewer.search(&self.last_search.clone())? {
                    Some(line) => printable(&line.text),
                    None => format!("`{}` is not told of after this", printable(&self.last_search)),
                };
            }
        }
        Ok(())
    }
}

/// Gives the terminal back, however the page is left; a panic does it through the hook of [`ratatui::try_init`].
struct Screen;

impl Drop for Screen {
    fn drop(&mut self) {
        // A terminal that is gone needs nothing back.
        drop(ratatui::try_restore());
    }
}

/// Ends the program when its terminal is gone. The page itself cannot: reading from a closed terminal, crossterm never
/// comes back.
fn leave_with_terminal() {
    std::thread::spawn(|| {
        while std::io::stdin().is_terminal() {
            std::thread::sleep(Duration::from_millis(LISTEN_MS));
        }
        std::process::exit(130);
    });
}

/// Shows the page until it is left.
///
/// # Errors
/// The terminal cannot be read or written, the record cannot be told on, or 130 for an interruption.
pub fn show(viewer: Viewer, colored: bool) -> Result<(), Fault> {
    let failed = |error: std::io::Error| Fault::io(format!("the terminal cannot be used: {error}"));
    interrupt::listen_silently(|| drop(ratatui::try_restore()));
    leave_with_terminal();
    let mut page = Page::new(viewer, colored);
    let mut terminal = ratatui::try_init().map_err(failed)?;
    let screen = Screen;
    let next = loop {
        terminal.draw(|frame| draw::page(&mut page, frame)).map_err(failed)?;
        if interrupt::asked() {
            break Next::Interrupt;
        }
        if !event::poll(page.patience()).map_err(failed)? {
            page.tick().map_err(|error| page.viewer.fault(&error))?;
            continue;
        }
        if let Event::Key(key) = event::read().map_err(failed)?
            && key.kind != KeyEventKind::Release
        {
            match page.press(key).map_err(|error| page.viewer.fault(&error))? {
                Next::Stay => {}
                next @ (Next::Quit | Next::Interrupt) => break next,
            }
        }
    };
    drop(screen);
    if let Some(link) = &page.link {
        print(&format!("{link}\n"))?;
    }
    if next == Next::Interrupt { Err(Fault { status: 130, lines: Vec::new() }) } else { Ok(()) }
}
