//! The player's folder: saves, autosaves, finished wars and settings.
//!
//! A save is a replay: `.hawk` files that any part of the program reads. They lie in `saves`, `autosaves` and
//! `replays` under one folder, beside `settings.ron`:
//!
//! - [`Shelf`] finds the folder, lists what lies in it and writes into it; every file is written whole or not at all.
//! - [`Autosaver`] keeps a war while it is played, on a thread of its own, and marks it as being played, so that the
//!   next start can offer it if the program was killed ([`Shelf::unfinished`]).
//! - [`Settings`] is what a player has chosen for himself.

mod autosaver;
mod entries;
mod names;
mod session;
mod settings;
#[cfg(test)]
mod tests;

use std::ffi::OsString;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

pub use autosaver::Autosaver;
pub use entries::{Entry, Kind, ago};
pub use names::MOST_LETTERS;
pub use settings::{ColorVision, Notice, PlaceNames, Settings, export_settings};

use crate::game::Game;
use crate::replay::{PART_PREFIX, PART_SUFFIX, Recorder, Replay, ReplayError};

/// Names the folder instead of the usual one.
const HOME: &str = "IRONHAWK_HOME";
/// How save files end.
const EXTENSION: &str = "hawk";
/// The quick save, of which there is one.
const QUICK: &str = "quick";

/// Why something cannot be kept, listed or loaded.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ShelfError {
    /// The system names no folder for the user's data.
    #[error(
        "there is no folder for saves: neither HOME nor XDG_DATA_HOME names one; name one with --home or IRONHAWK_HOME"
    )]
    Nowhere,
    /// The folder cannot be made or written into.
    #[error("nothing can be kept in {folder}: {what}; name another folder with --home or IRONHAWK_HOME")]
    Folder {
        /// Where it was wanted.
        folder: String,
        /// What the system said.
        what: String,
    },
    /// A save cannot be called so.
    #[error("a save cannot be named `{name}`: {why}")]
    Name {
        /// As asked for, fit to be shown.
        name: String,
        /// What is wrong with it.
        why: String,
    },
    /// A file cannot be read, written or played on.
    #[error("{}", of_file(path, error))]
    Replay {
        /// Which.
        path: String,
        /// Why.
        error: ReplayError,
    },
    /// A file cannot be removed, or the settings cannot be written.
    #[error("{path}: {what}")]
    Io {
        /// Which.
        path: String,
        /// What the system said.
        what: String,
    },
}

/// What is wrong with a file, naming it once.
fn of_file(path: &str, error: &ReplayError) -> String {
    match error {
        ReplayError::Io { .. } => error.to_string(),
        _ => format!("{path}: {error}"),
    }
}

impl ShelfError {
    /// The exit status of the command line: 2 a name that cannot be, 3 and 4 as the replay says, 5 I/O.
    pub fn exit_status(&self) -> u8 {
        match self {
            Self::Name { .. } => 2,
            Self::Replay { error, .. } => error.exit_status(),
            Self::Nowhere | Self::Folder { .. } | Self::Io { .. } => 5,
        }
    }
}

fn io_fault(path: &Path, error: &io::Error) -> ShelfError {
    ShelfError::Io { path: names::shown(&path.to_string_lossy()), what: error.to_string() }
}

fn replay_fault(path: &Path, error: ReplayError) -> ShelfError {
    ShelfError::Replay { path: names::shown(&path.to_string_lossy()), error }
}

/// A war taken from the shelf, ready to go on.
pub struct Loaded {
    /// As it lies in the file.
    pub replay: Replay,
    /// The war where the record ends, with the orders of the unfinished turn.
    pub game: Game,
    /// Keeps it from here.
    pub recorder: Recorder,
}

/// The player's folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shelf {
    home: PathBuf,
}

impl Shelf {
    /// Opens the folder `asked` for, or else the one that `IRONHAWK_HOME` names, or else `ironhawk` in the system's
    /// folder for the user's data; makes it if it is not there, and clears away what a killed program left half
    /// written.
    ///
    /// # Errors
    /// No such folder can be found or made.
    pub fn open(asked: Option<&Path>) -> Result<Self, ShelfError> {
        let shelf = Self { home: home(asked, std::env::var_os(HOME))? };
        for folder in shelf.folders() {
            fs::create_dir_all(&folder).map_err(|error| ShelfError::Folder {
                folder: names::shown(&shelf.home.to_string_lossy()),
                what: error.to_string(),
            })?;
            sweep(&folder);
        }
        sweep(&shelf.home);
        Ok(shelf)
    }

    /// The folder in which everything lies.
    pub fn home(&self) -> &Path {
        &self.home
    }

    /// What the player saved.
    pub fn saves(&self) -> PathBuf {
        self.home.join("saves")
    }

    /// What was kept while a war was played.
    pub fn autosaves(&self) -> PathBuf {
        self.home.join("autosaves")
    }

    /// Wars kept to be watched.
    pub fn replays(&self) -> PathBuf {
        self.home.join("replays")
    }

    fn folders(&self) -> [PathBuf; 3] {
        [self.saves(), self.autosaves(), self.replays()]
    }

    /// Saves a war under a name, over an older save of that name; see [`Shelf::path_of`]. `Recorder::save` makes a
    /// replay that keeps the orders already planned.
    ///
    /// # Errors
    /// The name cannot be one, or the file cannot be written; then an older one is still whole.
    pub fn save(&self, name: &str, replay: &Replay) -> Result<PathBuf, ShelfError> {
        self.put(self.path_of(name)?, replay)
    }

    /// Saves over the quick save.
    ///
    /// # Errors
    /// The file cannot be written; then the older one is still whole.
    pub fn quick_save(&self, replay: &Replay) -> Result<PathBuf, ShelfError> {
        self.put(self.quick_path(), replay)
    }

    /// Keeps a war to be watched, under a name of its own in `replays`.
    ///
    /// # Errors
    /// As [`Shelf::save`].
    pub fn keep_replay(&self, name: &str, replay: &Replay) -> Result<PathBuf, ShelfError> {
        self.put(self.replays().join(names::file(name)?), replay)
    }

    /// Where a save of this name lies, or would lie: to ask before an older one is replaced.
    ///
    /// # Errors
    /// The name cannot be one.
    pub fn path_of(&self, name: &str) -> Result<PathBuf, ShelfError> {
        let file = names::file(name)?;
        if file.to_lowercase() == format!("{QUICK}.{EXTENSION}") {
            let why = "the quick save is called so".to_owned();
            return Err(ShelfError::Name { name: names::shown(name), why });
        }
        Ok(self.saves().join(file))
    }

    /// Where the quick save lies, if there is one.
    pub fn quick_path(&self) -> PathBuf {
        self.saves().join(QUICK).with_extension(EXTENSION)
    }

    /// A name that no save has yet, from the title of the war and its turn.
    pub fn free_name(&self, replay: &Replay) -> String {
        let first = names::from_title(&replay.setting().about.title, replay.turns() + 1);
        let is_free =
            |name: &String| self.path_of(name).is_ok_and(|path| fs::symlink_metadata(path).is_err());
        let further = (2..10_000).map(|number| format!("{first} ({number})"));
        std::iter::once(first.clone()).chain(further).find(is_free).unwrap_or(first)
    }

    fn put(&self, path: PathBuf, replay: &Replay) -> Result<PathBuf, ShelfError> {
        replay.write(&path).map_err(|error| replay_fault(&path, error))?;
        Ok(path)
    }

    /// Takes a war from a file, to go on where it was put down.
    ///
    /// # Errors
    /// The file cannot be read, is of another version, or the war comes out otherwise; it is left as it is.
    pub fn load(&self, path: &Path) -> Result<Loaded, ShelfError> {
        let load = || {
            let replay = Replay::read(path)?;
            let (game, recorder) = replay.resume()?;
            Ok(Loaded { replay, game, recorder })
        };
        load().map_err(|error| replay_fault(path, error))
    }

    /// Removes a file from the shelf.
    ///
    /// # Errors
    /// It lies somewhere else, or the system does not let go of it.
    pub fn remove(&self, entry: &Entry) -> Result<(), ShelfError> {
        if !self.folders().iter().any(|folder| entry.path.parent() == Some(folder)) {
            return Err(io_fault(&entry.path, &io::Error::other("it does not lie among the saves")));
        }
        fs::remove_file(&entry.path).map_err(|error| io_fault(&entry.path, &error))
    }

    /// Begins to keep a war that is being played, and marks it as such. Of its autosaves the last `count` stay.
    /// Every new, loaded or branched war has an autosaver of its own.
    pub fn autosaver(&self, scenario: &str, count: u32) -> Autosaver {
        Autosaver::begin(self.autosaves(), scenario, count, |replay, path| replay.write(path))
    }
}

/// The folder for everything.
fn home(asked: Option<&Path>, named: Option<OsString>) -> Result<PathBuf, ShelfError> {
    if let Some(folder) = asked {
        return Ok(folder.to_owned());
    }
    if let Some(folder) = named.filter(|folder| !folder.is_empty()) {
        return Ok(folder.into());
    }
    // The crate ignores relative XDG folders, as their specification asks; a relative HOME is no better.
    let folders = directories::ProjectDirs::from("", "", "ironhawk").ok_or(ShelfError::Nowhere)?;
    let folder = folders.data_dir().to_owned();
    if folder.is_absolute() { Ok(folder) } else { Err(ShelfError::Nowhere) }
}

/// Removes half-written files of programs that are no more.
fn sweep(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let is_part =
            name.to_str().is_some_and(|name| name.starts_with(PART_PREFIX) && name.ends_with(PART_SUFFIX));
        if is_part && let Some(_held) = orphan(&entry.path()) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// A file that nobody holds, now held; whoever wrote it is no more. Held, it can be removed: its writer, if there is one
/// after all that has only just created it, waits for the lock and sees that it is gone.
fn orphan(path: &Path) -> Option<File> {
    // Opening something else, such as a pipe, might wait for ever.
    fs::symlink_metadata(path).ok().filter(fs::Metadata::is_file)?;
    let file = File::options().read(true).write(true).open(path).ok()?;
    file.try_lock().is_ok().then_some(file)
}
