//! Keeping a war while it is played, without anybody waiting for the disk.

use std::collections::VecDeque;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::session::Session;
use super::{io_fault, replay_fault};
use crate::replay::{Replay, ReplayError};

/// Longest that the end of the program waits for the disk.
const PATIENCE: Duration = Duration::from_secs(2);

/// What passes between the war and the thread that writes it.
#[derive(Default)]
struct Slot {
    /// Not begun yet; a later one takes its place.
    next: Option<Replay>,
    /// One is being written.
    is_writing: bool,
    /// Why the last could not be.
    fault: Option<String>,
    /// Where the last lies that could be.
    last: Option<PathBuf>,
    /// Nothing more will come.
    is_closing: bool,
    /// The program ends otherwise than it should: the mark stays.
    is_failing: bool,
    /// The thread is no more.
    is_gone: bool,
}

#[derive(Default)]
struct Desk {
    slot: Mutex<Slot>,
    changed: Condvar,
}

impl Desk {
    fn slot(&self) -> MutexGuard<'_, Slot> {
        self.slot.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits while it holds, but not for ever.
    fn wait_while(&self, holds: impl Fn(&Slot) -> bool) -> MutexGuard<'_, Slot> {
        let waited = self.changed.wait_timeout_while(self.slot(), PATIENCE, |slot| holds(slot));
        waited.unwrap_or_else(PoisonError::into_inner).0
    }
}

/// Keeps a war while it is played: takes a replay at once and writes it on a thread of its own. If the disk is slower
/// than the war, only the latest is written. Dropping it ends the war in order.
pub struct Autosaver {
    desk: Arc<Desk>,
}

impl Autosaver {
    pub(super) fn begin(
        folder: PathBuf,
        scenario: &str,
        count: u32,
        write: impl FnMut(&Replay, &Path) -> Result<(), ReplayError> + Send + 'static,
    ) -> Self {
        let desk = Arc::new(Desk::default());
        let clerk = Clerk {
            folder,
            scenario: scenario.to_owned(),
            count: count.max(1) as usize,
            session: None,
            written: VecDeque::new(),
            write,
        };
        let (shared, thread) = (Arc::clone(&desk), std::thread::Builder::new().name("autosave".to_owned()));
        if let Err(error) = thread.spawn(move || clerk.work(&shared)) {
            let mut slot = desk.slot();
            (slot.is_gone, slot.fault) = (true, Some(format!("no autosaves: {error}")));
        }
        Self { desk }
    }

    /// Keeps the war as it stands (see `Recorder::save`); returns at once.
    pub fn keep(&self, replay: Replay) {
        let mut slot = self.desk.slot();
        if !slot.is_gone {
            slot.next = Some(replay);
            self.desk.changed.notify_all();
        }
    }

    /// Waits until everything is written, at most two seconds; false if it is not.
    pub fn flush(&self) -> bool {
        let slot = self.desk.wait_while(|slot| slot.next.is_some() || slot.is_writing);
        slot.next.is_none() && !slot.is_writing && slot.fault.is_none()
    }

    /// Why the last autosave could not be written; nothing once one could.
    pub fn fault(&self) -> Option<String> {
        self.desk.slot().fault.clone()
    }

    /// Where the last autosave lies.
    pub fn last(&self) -> Option<PathBuf> {
        self.desk.slot().last.clone()
    }
}

/// Ends the war in order: what was kept is written, and it is no longer marked as being played. A program that panics
/// does not end in order.
impl Drop for Autosaver {
    fn drop(&mut self) {
        let mut slot = self.desk.slot();
        (slot.is_closing, slot.is_failing) = (true, std::thread::panicking());
        drop(slot);
        self.desk.changed.notify_all();
        drop(self.desk.wait_while(|slot| !slot.is_gone));
    }
}

/// The thread that writes.
struct Clerk<W> {
    folder: PathBuf,
    scenario: String,
    count: usize,
    session: Option<Session>,
    /// Autosaves of this war, oldest first: all that may ever be removed.
    written: VecDeque<PathBuf>,
    write: W,
}

impl<W: FnMut(&Replay, &Path) -> Result<(), ReplayError>> Clerk<W> {
    fn work(mut self, desk: &Desk) {
        loop {
            let idle = |slot: &mut Slot| slot.next.is_none() && !slot.is_closing;
            let waited = desk.changed.wait_while(desk.slot(), idle);
            let mut slot = waited.unwrap_or_else(PoisonError::into_inner);
            let Some(replay) = slot.next.take() else { break };
            slot.is_writing = true;
            drop(slot);

            // A failure of ours must not end the autosaves silently.
            let kept = catch_unwind(AssertUnwindSafe(|| self.keep(&replay)));
            let kept = kept
                .unwrap_or_else(|_| Err("the autosave failed; this is a fault of the program".to_owned()));

            let mut slot = desk.slot();
            slot.is_writing = false;
            match kept {
                Ok(path) => (slot.last, slot.fault) = (Some(path), None),
                Err(fault) => slot.fault = Some(fault),
            }
            drop(slot);
            desk.changed.notify_all();
        }
        let mut slot = desk.slot();
        if let Some(session) = self.session.filter(|_| !slot.is_failing) {
            session.end();
        }
        slot.is_gone = true;
        drop(slot);
        desk.changed.notify_all();
    }

    /// Writes one and removes those of this war that are too many.
    fn keep(&mut self, replay: &Replay) -> Result<PathBuf, String> {
        let session = match self.session.take() {
            Some(session) => session,
            None => Session::begin(&self.folder, &self.scenario)
                .map_err(|error| io_fault(&self.folder, &error).to_string())?,
        };
        let path = self.session.insert(session).autosave(replay.turns() + 1);
        (self.write)(replay, &path).map_err(|error| replay_fault(&path, error).to_string())?;
        self.written.retain(|old| *old != path);
        self.written.push_back(path.clone());
        while self.written.len() > self.count {
            if let Some(old) = self.written.pop_front() {
                // If the player has taken it away, so much the better.
                let _ = fs::remove_file(old);
            }
        }
        Ok(path)
    }
}
