//! What every page of the window may use: the shipped files, the player's folder, settings and keys, notices.

use std::path::PathBuf;

use crate::scenario::shipped::Data;
use crate::shelf::{Settings, Shelf};

use super::keys::Keys;

/// What every page of the window may use.
pub struct Services {
    /// Scenarios, maps and rules.
    pub data: Data,
    /// The player's folder; `None` when none can be written, and why stands in the notices.
    pub shelf: Option<Shelf>,
    /// What the player has chosen for himself.
    pub settings: Settings,
    /// What keys do.
    pub keys: Keys,
    /// What the player should be told, oldest first, each once.
    pub notices: Vec<String>,
}

impl Services {
    /// Opens the player's folder and reads the settings; what goes wrong is told in the notices.
    pub fn open(data: Data, home: Option<PathBuf>) -> Self {
        let mut notices = Vec::new();
        let shelf = Shelf::open(home.as_deref()).map_err(|error| notices.push(error.to_string())).ok();
        let (settings, notice) = shelf.as_ref().map_or_else(Default::default, Shelf::settings);
        notices.extend(notice.map(|notice| notice.to_string()));
        let (keys, left_out) = Keys::with(&settings.keys);
        notices.extend(left_out);
        Self { data, shelf, settings, keys, notices }
    }

    /// Keeps settings and keys; a failure becomes a notice.
    pub fn keep_settings(&mut self) {
        self.settings.keys = self.keys.changed();
        if let Some(shelf) = &self.shelf
            && let Err(error) = shelf.keep_settings(&self.settings)
        {
            self.notices.push(error.to_string());
        }
    }
}
