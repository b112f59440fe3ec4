//! The mark of a war that is being played: `<scenario>-<number>.session` among the autosaves, empty and locked as long
//! as its program lives. The lock goes with the program however it ends; the file goes only if it ends in order. So a
//! mark that nobody holds belongs to a program that was killed, and one that is held to another instance.

use std::collections::BTreeMap;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use super::{EXTENSION, is_newborn, names};

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
            match File::options().write(true).create_new(true).open(folder.join(format!("{war}{MARK}"))) {
                Ok(mark) => {
                    // Without locks the war is offered to other instances too, which does no harm to its files.
                    let _ = mark.try_lock();
                    return Ok(Self { folder: folder.to_owned(), war, _mark: mark });
                }
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
    let mut marks: BTreeMap<String, Vec<PathBuf>> = BTreeMap::new();
    let mut autosaves = Vec::new();
    for file in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = file.file_name();
        let Some(name) = name.to_str() else { continue };
        if let Some(war) = name.strip_suffix(MARK) {
            marks.insert(war.to_owned(), Vec::new());
        } else if name.ends_with(EXTENSION) {
            autosaves.push(file.path());
        }
    }
    marks.retain(|war, _| is_orphaned(&folder.join(format!("{war}{MARK}"))));
    for path in autosaves {
        let stem = path.file_stem().and_then(|stem| stem.to_str()).and_then(|stem| stem.rsplit_once(TURN));
        if let Some(known) = stem.and_then(|(war, _)| marks.get_mut(war)) {
            known.push(path);
        }
    }
    let orphans = marks
        .into_iter()
        .map(|(war, autosaves)| Orphan { mark: folder.join(format!("{war}{MARK}")), autosaves });
    // One without autosaves may be about to be locked.
    orphans.filter(|orphan| !orphan.autosaves.is_empty() || !is_new(&orphan.mark)).collect()
}

fn is_orphaned(mark: &Path) -> bool {
    let file = fs::symlink_metadata(mark).ok().filter(fs::Metadata::is_file);
    let Some(file) = file.and_then(|_| File::options().read(true).write(true).open(mark).ok()) else {
        return false;
    };
    !matches!(file.try_lock(), Err(TryLockError::WouldBlock))
}

fn is_new(mark: &Path) -> bool {
    fs::metadata(mark).is_ok_and(|found| is_newborn(&found))
}
