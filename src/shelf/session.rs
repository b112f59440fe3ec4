//! The mark of a war that is being played: `<scenario>-<number>.session` among the autosaves, empty and locked as long
//! as its program lives. The lock goes with the program however it ends; the file goes only if it ends in order. So a
//! mark that nobody holds belongs to a program that was killed, and one that is held to another instance.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use super::{EXTENSION, names, orphan};
use crate::replay::hold;

/// How the mark's name ends.
const MARK: &str = ".session";
/// Stands between a war and its turn in the name of an autosave.
const TURN: &str = "-turn-";
/// Numbers tried when other instances take theirs at the same time.
const TRIES: u32 = 1000;

/// A war that this program plays.
pub(super) struct Session {
    folder: PathBuf,
    /// `<scenario>-<number>`; no other war has it.
    war: String,
    /// Held as long as this lives.
    _mark: File,
}

impl Session {
    /// Takes a number that no war of this scenario has had, and marks it.
    pub(super) fn begin(folder: &Path, scenario: &str) -> io::Result<Self> {
        let scenario = names::plain_id(scenario);
        let first = last_number(folder, &scenario)?.saturating_add(1);
        for number in first..=first.saturating_add(TRIES) {
            let war = format!("{scenario}-{number}");
            let path = folder.join(format!("{war}{MARK}"));
            match File::options().write(true).create_new(true).open(&path) {
                Ok(mark) if hold(&mark, &path) => {
                    return Ok(Self { folder: folder.to_owned(), war, _mark: mark });
                }
                // Taken, or taken away by somebody who had not seen that it was held.
                Ok(_) => {}
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
        Err(io::Error::other("no number is free for another war"))
    }

    /// Where its autosave of a turn lies.
    pub(super) fn autosave(&self, turn: u32) -> PathBuf {
        self.folder.join(format!("{}{TURN}{turn}.{EXTENSION}", self.war))
    }

    /// The program ends in order: there is nothing to offer.
    pub(super) fn end(self) {
        let _ = fs::remove_file(self.folder.join(format!("{}{MARK}", self.war)));
    }
}

/// The highest number of a war of this scenario, 0 without any.
fn last_number(folder: &Path, scenario: &str) -> io::Result<u32> {
    let number = |file: fs::DirEntry| {
        let name = file.file_name();
        let rest = name.to_str()?.strip_prefix(scenario)?.strip_prefix('-')?;
        rest.split(['-', '.']).next()?.parse().ok()
    };
    Ok(fs::read_dir(folder)?.flatten().filter_map(number).max().unwrap_or(0))
}

/// The turn of an autosave, by its name.
pub(super) fn turn_of(autosave: &Path) -> u32 {
    let stem = autosave.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    stem.rsplit_once(TURN).and_then(|(_, turn)| turn.parse().ok()).unwrap_or(0)
}

/// A war whose program is no more.
pub(super) struct Orphan {
    mark: PathBuf,
    /// Nobody else takes it for an orphan at the same time.
    _held: File,
    /// Its autosaves.
    pub(super) autosaves: Vec<PathBuf>,
}

impl Orphan {
    /// Takes its mark away.
    pub(super) fn forget(self) {
        let _ = fs::remove_file(self.mark);
    }
}

/// Wars whose programs are no more.
pub(super) fn orphans(folder: &Path) -> Vec<Orphan> {
    let files = || fs::read_dir(folder).into_iter().flatten().flatten();
    let mark = |file: fs::DirEntry| {
        let war = file.file_name().to_str()?.strip_suffix(MARK)?.to_owned();
        let (mark, autosaves) = (file.path(), Vec::new());
        Some((war, Orphan { _held: orphan(&mark)?, mark, autosaves }))
    };
    let mut orphans: BTreeMap<String, Orphan> = files().filter_map(mark).collect();
    if orphans.is_empty() {
        return Vec::new(); // as a rule, and then nobody waits for a long list
    }
    for file in files() {
        let name = file.file_name();
        let war = name.to_str().and_then(|name| name.strip_suffix(EXTENSION)?.rsplit_once(TURN));
        if let Some(orphan) = war.and_then(|(war, _)| orphans.get_mut(war)) {
            orphan.autosaves.push(file.path());
        }
    }
    orphans.into_values().collect()
}
