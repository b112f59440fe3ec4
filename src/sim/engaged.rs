//! A formation's part in the fighting, as everybody may look it up: since when it is in contact, whether it was caught
//! unawares, since when it runs.

use bevy_ecs::prelude::*;
use serde::{Deserialize, Serialize};

/// A formation's part in the fighting. Written by combat; read by anyone.
#[derive(Component, Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Engaged {
    /// Minute at which it came into the contact it is in; `None` when it is in none.
    pub(super) since: Option<u32>,
    /// Minute at which the battle began of which its last blow was part; lulls do not end it.
    pub(super) battle: Option<u32>,
    /// Minute of its last blow given or taken; `None` if it never fought.
    pub(super) last: Option<u32>,
    /// Until when it is taken by surprise, minute of the war.
    pub(super) surprised_until: u32,
    /// When it broke; `None` while it stands.
    pub(super) routed_since: Option<u32>,
    /// True while it has no way out.
    pub(super) surrounded: bool,
}

impl Engaged {
    /// Minute at which it came into the contact it is in.
    pub fn since(self) -> Option<u32> {
        self.since
    }

    /// Minute at which its last battle began.
    pub fn battle(self) -> Option<u32> {
        self.battle
    }

    /// Minute of its last blow given or taken.
    pub fn last(self) -> Option<u32> {
        self.last
    }

    /// True while it is in contact with an enemy.
    pub fn is_in_contact(self) -> bool {
        self.since.is_some()
    }

    /// Until when it is taken by surprise, minute of the war.
    pub fn surprised_until(self) -> u32 {
        self.surprised_until
    }

    /// When it broke; `None` while it stands.
    pub fn routed_since(self) -> Option<u32> {
        self.routed_since
    }

    /// True while it has no way out.
    pub fn is_surrounded(self) -> bool {
        self.surrounded
    }

    /// It stands again after a rout.
    pub fn rally(&mut self) {
        self.routed_since = None;
    }

    /// It is taken by surprise until this minute of the war.
    pub fn surprise(&mut self, until: u32) {
        self.surprised_until = self.surprised_until.max(until);
    }
}
