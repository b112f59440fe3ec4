//! What lies on the shelf.

use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::{EXTENSION, QUICK, Shelf, names, session};
use crate::replay::Replay;

/// Why a file lies there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Saved by the player under a name.
    Save,
    /// Kept by the program while a war was played.
    Auto,
    /// The quick save.
    Quick,
    /// A war to be watched.
    Replay,
}

/// A file on the shelf. What it holds is known once [`Shelf::look`] has looked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Where it lies.
    pub path: PathBuf,
    /// Its name, without the ending, fit to be shown.
    pub name: String,
    /// Why it lies there.
    pub kind: Kind,
    /// Title of the war; empty until looked at, or if it cannot be read.
    pub title: String,
    /// Title of the war in characters; likewise.
    pub hanzi: String,
    /// Id of the scenario; likewise.
    pub scenario: String,
    /// Who sits at each side's seat; likewise.
    pub seats: Vec<String>,
    /// The turn that it stands before, from 1; 0 until looked at, or if it cannot be read.
    pub turn: u32,
    /// True once looked at, of a war that has been decided.
    pub is_over: bool,
    /// When it was written, by the clock of that time.
    pub modified: SystemTime,
    /// Its length.
    pub bytes: u64,
    /// Why it cannot be played on, once looked at. Other files keep their place in the list.
    pub problem: Option<String>,
    looked: bool,
}

impl Entry {
    fn of(path: PathBuf, kind: Kind, found: &Metadata) -> Self {
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        let kind = if kind == Kind::Save && name == QUICK { Kind::Quick } else { kind };
        Self {
            name: names::shown(&name),
            kind,
            title: String::new(),
            hanzi: String::new(),
            scenario: String::new(),
            seats: Vec::new(),
            turn: 0,
            is_over: false,
            modified: found.modified().unwrap_or(SystemTime::UNIX_EPOCH),
            bytes: found.len(),
            problem: None,
            looked: false,
            path,
        }
    }

    /// True once it was looked at.
    pub fn is_known(&self) -> bool {
        self.looked
    }

    /// When it was written, as seen from now: `5 minutes ago`.
    pub fn ago(&self) -> String {
        ago(self.modified, SystemTime::now())
    }
}

impl Shelf {
    /// Everything on the shelf, newest first. No file is opened; see [`Shelf::look`].
    pub fn entries(&self) -> Vec<Entry> {
        let folders =
            [(self.saves(), Kind::Save), (self.autosaves(), Kind::Auto), (self.replays(), Kind::Replay)];
        let mut found: Vec<Entry> =
            folders.iter().flat_map(|(folder, kind)| entries_in(folder, *kind)).collect();
        found.sort_by(|one, other| (other.modified, &other.path).cmp(&(one.modified, &one.path)));
        found
    }

    /// Looks into the file of an entry, once: its title, its turn, and what is wrong with it.
    pub fn look(&self, entry: &mut Entry) {
        if entry.looked {
            return;
        }
        entry.looked = true;
        match Replay::glance(&entry.path) {
            Ok((glance, fault)) => {
                entry.title = names::shown(&glance.about.title);
                entry.hanzi = names::shown(&glance.about.hanzi);
                entry.scenario = names::shown(&glance.about.id);
                entry.seats = glance.seats.iter().map(|seat| names::shown(seat)).collect();
                entry.turn = glance.turns + 1;
                entry.is_over = glance.outcome.is_some();
                entry.problem = fault.map(|fault| fault.to_string());
            }
            Err(error) => entry.problem = Some(error.to_string()),
        }
    }

    /// The quick save, if there is one.
    pub fn quick(&self) -> Option<Entry> {
        self.entry(self.quick_path(), Kind::Quick)
    }

    /// A war whose program was killed while it was played: its last autosave that can be read, looked at. Wars that
    /// another instance of the program is playing are none.
    pub fn unfinished(&self) -> Option<Entry> {
        let orphans = session::orphans(&self.autosaves());
        let last = |files: Vec<PathBuf>| {
            let entries = files.into_iter().filter_map(|path| self.entry(path, Kind::Auto));
            let mut entries: Vec<Entry> = entries.collect();
            entries.sort_by_key(|entry| std::cmp::Reverse((entry.modified, session::turn_of(&entry.path))));
            entries.into_iter().find_map(|mut entry| {
                self.look(&mut entry);
                entry.problem.is_none().then_some(entry)
            })
        };
        orphans.into_iter().filter_map(|orphan| last(orphan.autosaves)).max_by_key(|entry| entry.modified)
    }

    /// No longer offers the wars of killed programs. Their autosaves stay on the shelf.
    pub fn forget_unfinished(&self) {
        session::orphans(&self.autosaves()).into_iter().for_each(session::Orphan::forget);
    }

    fn entry(&self, path: PathBuf, kind: Kind) -> Option<Entry> {
        let found = fs::metadata(&path).ok()?;
        Some(Entry::of(path, kind, &found))
    }
}

fn entries_in(folder: &Path, kind: Kind) -> impl Iterator<Item = Entry> {
    let files = fs::read_dir(folder).into_iter().flatten().flatten();
    files.filter_map(move |file| {
        let path = file.path();
        let is_save = path.extension().is_some_and(|extension| extension == EXTENSION);
        // Of a link that leads nowhere the link itself is told.
        let found = is_save.then(|| fs::metadata(&path).or_else(|_| fs::symlink_metadata(&path)))?;
        found.ok().map(|found| Entry::of(path, kind, &found))
    })
}

/// How long ago, in the largest unit that fits. A clock that was put back makes it just now.
pub fn ago(then: SystemTime, now: SystemTime) -> String {
    const UNITS: [(u64, &str); 5] =
        [(31_556_952, "year"), (2_629_746, "month"), (86_400, "day"), (3600, "hour"), (60, "minute")];
    let seconds = now.duration_since(then).map_or(0, |age| age.as_secs());
    let unit = UNITS.iter().find(|(length, _)| seconds >= *length);
    unit.map_or_else(
        || "just now".to_owned(),
        |(length, word)| match seconds / length {
            1 => format!("1 {word} ago"),
            count => format!("{count} {word}s ago"),
        },
    )
}
