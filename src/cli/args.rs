//! What may be typed.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use super::window::WindowArgs;

/// Wars over the Tangut lands, 982-1227: play them, let artificial commanders fight them, watch them again.
#[derive(Debug, Parser)]
#[command(name = "ironhawk", version, about, max_term_width = 110)]
pub struct Arguments {
    /// Folder with `assets` and `scenarios`, instead of the copies in the program.
    #[arg(long, global = true, value_name = "FOLDER")]
    pub data: Option<PathBuf>,
    /// Largest file that is read, bytes.
    #[arg(long, global = true, value_name = "BYTES")]
    pub file_limit: Option<u64>,
    /// Folder for saves, autosaves and settings, instead of the user's own.
    #[arg(long, global = true, value_name = "FOLDER")]
    pub home: Option<PathBuf>,
    /// How the window opens without a task.
    #[command(flatten)]
    pub window: WindowArgs,
    /// What to do; without it the window opens.
    #[command(subcommand)]
    pub task: Option<Task>,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Task {
    /// Lists the scenarios.
    List {
        /// Prints one JSON array.
        #[arg(long)]
        json: bool,
    },
    /// Plays a scenario in the window.
    Play(PlayArgs),
    /// Lets artificial commanders fight a war, without a window, and reports.
    Run(RunArgs),
    /// Lets artificial commanders fight a war many times, each with its own seed, and counts what comes of it.
    Batch(BatchArgs),
    /// Shows a recorded war.
    Watch(WatchArgs),
    /// Verifies, describes or exports a recorded war.
    #[command(subcommand)]
    Replay(ReplayTask),
    /// Checks scenarios, maps and rules, and says everything that is wrong with them.
    Check {
        /// Files or folders.
        #[arg(required = true)]
        paths: Vec<PathBuf>,
    },
    /// Writes a new scenario, small and ready to run, to begin from.
    New {
        /// Its id: small letters, digits, `_` and `-`.
        id: String,
    },
    /// Prints what files may hold.
    Reference {
        /// Part of it; without it the list of parts.
        topic: Option<String>,
        /// As a JSON Schema, for editors.
        #[arg(long)]
        schema: bool,
    },
    /// Tries one mechanism alone.
    #[command(subcommand)]
    Lab(LabTask),
}

/// `play`
#[derive(Debug, Args)]
pub struct PlayArgs {
    /// Id of a scenario, or path to a `.ron` file.
    pub scenario: PathBuf,
    /// The side you play.
    #[arg(long)]
    pub side: Option<String>,
    /// Seed of chance, 0 to 18446744073709551615.
    #[arg(long, value_parser = seed)]
    pub seed: Option<u64>,
    /// How well the others play.
    #[arg(long, value_parser = level)]
    pub level: Option<crate::ai::Level>,
    /// Watches artificial commanders on all sides instead of playing one.
    #[arg(long, conflicts_with = "side")]
    pub watch: bool,
    /// How the window opens.
    #[command(flatten)]
    pub window: WindowArgs,
}

/// `run`
#[derive(Debug, Args)]
pub struct RunArgs {
    /// Id of a scenario, or path to a `.ron` file, or to a `.hawk` file to go on with.
    pub scenario: PathBuf,
    /// Seed of chance, 0 to 18446744073709551615. Otherwise 1; a saved war keeps its own.
    #[arg(long, value_parser = seed)]
    pub seed: Option<u64>,
    /// How well a side plays, such as `song=greedy`; may be given for each side. Otherwise doctrine, or as saved.
    #[arg(long = "ai", value_name = "SIDE=LEVEL", value_parser = seat)]
    pub seats: Vec<(String, crate::ai::Level)>,
    /// Stops after so many turns.
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..))]
    pub turns: Option<u32>,
    /// Writes the replay here.
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Replaces the file if it is there.
    #[arg(long, requires = "out")]
    pub force: bool,
    /// Keeps an autosave of each turn in the folder for saves, so that a war that is killed can be gone on with.
    #[arg(long)]
    pub autosave: bool,
    /// Prints one JSON object instead of the report.
    #[arg(long)]
    pub json: bool,
    /// Prints every order with its reason, turn by turn.
    #[arg(long)]
    pub trace: bool,
}

/// `batch`
#[derive(Debug, Args)]
pub struct BatchArgs {
    /// Id of a scenario, or path to a `.ron` file.
    pub scenario: PathBuf,
    /// The seeds, such as 1..200, both ends among them; 10000 at most.
    #[arg(long, default_value = "1..20", value_parser = seeds)]
    pub seeds: (u64, u64),
    /// Prints one JSON object.
    #[arg(long)]
    pub json: bool,
}

/// `watch`
#[derive(Debug, Args)]
pub struct WatchArgs {
    /// The replay, or a moment of it: FILE#turn=17&step=4.
    pub replay: PathBuf,
    /// Begins at this turn.
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..))]
    pub turn: Option<u32>,
    /// In the terminal, not in the window.
    #[arg(long)]
    pub text: bool,
    /// In the terminal and line by line, for screen readers and slow lines; so it is for scripts anyway.
    #[arg(long)]
    pub lines: bool,
    /// How the window opens.
    #[command(flatten)]
    pub window: WindowArgs,
}

/// `replay`
#[derive(Debug, Subcommand)]
pub enum ReplayTask {
    /// Tells the war again and compares every digest.
    Verify {
        /// The replay.
        file: PathBuf,
        /// Tries a war recorded under other laws of war as well.
        #[arg(long)]
        force: bool,
        /// Prints one JSON object.
        #[arg(long)]
        json: bool,
    },
    /// Says what it holds.
    Info {
        /// The replay.
        file: PathBuf,
        /// Prints one JSON object.
        #[arg(long)]
        json: bool,
    },
    /// Prints orders, reasons and events as JSON, with names instead of numbers.
    Export {
        /// The replay.
        file: PathBuf,
    },
}

/// `lab`
#[derive(Debug, Subcommand)]
pub enum LabTask {
    /// Field battles against the record of several hundred.
    Battle {
        /// How many.
        #[arg(long, short, default_value = "2000", value_parser = clap::value_parser!(u32).range(1..))]
        n: u32,
        /// Seed of chance, 0 to 18446744073709551615.
        #[arg(long, value_parser = seed, default_value = "1")]
        seed: u64,
        /// Under the square law with hardly any fortune, to see the gates refuse it.
        #[arg(long)]
        square: bool,
        /// Fights one described battle (a `.ron` file) so many times instead.
        #[arg(long, value_name = "FILE")]
        case: Option<PathBuf>,
        /// Prints one JSON object.
        #[arg(long)]
        json: bool,
    },
    /// How far an army gets on what it carries, against what generals reckoned.
    Logistics {
        /// Marches the column that a file describes instead, day by day.
        #[arg(long, value_name = "FILE.ron")]
        case: Option<PathBuf>,
        /// Seed of the weather and of chance.
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// Prints one JSON object.
        #[arg(long)]
        json: bool,
    },
    /// Water in a described basin: how deep and how fast, and where all of it came from.
    Flood {
        /// The basin; docs/FLOOD.md says what it may hold.
        #[arg(long, value_name = "FILE.ron")]
        case: PathBuf,
        /// Prints one JSON object.
        #[arg(long)]
        json: bool,
    },
    /// A described siege many times: how long it lasts and how it ends.
    Siege {
        /// The siege; docs/SIEGES.md says what it may hold.
        #[arg(long, value_name = "FILE.ron")]
        case: PathBuf,
        /// How often.
        #[arg(long, short, default_value = "200", value_parser = clap::value_parser!(u32).range(1..=100_000))]
        n: u32,
        /// Seed of chance, 0 to 18446744073709551615.
        #[arg(long, value_parser = seed, default_value = "1")]
        seed: u64,
        /// Prints one JSON object.
        #[arg(long)]
        json: bool,
    },
    /// A synthetic war of any size, and what it costs.
    Scale {
        /// Hexes in a row and rows, such as 60x40; 8 to 1000 each.
        #[arg(long, default_value = "100x80", value_parser = size)]
        map: (u16, u16),
        /// Formations of both sides together.
        #[arg(long, default_value = "200", value_parser = clap::value_parser!(u32).range(2..=5000))]
        formations: u32,
        /// Turns.
        #[arg(long, default_value = "12", value_parser = clap::value_parser!(u32).range(1..))]
        turns: u32,
        /// Seed of chance, 0 to 18446744073709551615.
        #[arg(long, value_parser = seed, default_value = "1")]
        seed: u64,
        /// Plays it once more and keeps the record here, to be watched.
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
        /// Replaces a file that is there.
        #[arg(long)]
        force: bool,
        /// Prints one JSON object.
        #[arg(long)]
        json: bool,
    },
}

fn seed(text: &str) -> Result<u64, String> {
    text.parse().map_err(|_| format!("a seed is a whole number from 0 to {}", u64::MAX))
}

fn seeds(text: &str) -> Result<(u64, u64), String> {
    let ends =
        text.split_once("..").and_then(|(first, last)| Some((first.parse().ok()?, last.parse().ok()?)));
    ends.filter(|(first, last)| first <= last && last - first < 10_000)
        .ok_or_else(|| "seeds are written as 1..200, the lower first and no more than 10000".to_owned())
}

fn size(text: &str) -> Result<(u16, u16), String> {
    let side = |text: &str| text.parse().ok().filter(|hexes| (8..=1000).contains(hexes));
    let sides = text.split_once('x').and_then(|(width, height)| side(width).zip(side(height)));
    sides.ok_or_else(|| "a map is written as 60x40, 8 to 1000 hexes each way".to_owned())
}

fn level(text: &str) -> Result<crate::ai::Level, String> {
    text.parse()
}

fn seat(text: &str) -> Result<(String, crate::ai::Level), String> {
    let (side, level) = text.split_once('=').ok_or("write side and level, such as song=doctrine")?;
    Ok((side.to_owned(), level.parse()?))
}
