//! What happened, in words, tables and JSON.
//!
//! [`words`] puts an event into a sentence and [`orders`] an order, [`story`] condenses a war's events into a page,
//! [`ledger`] adds up what became of every man and of the grain, [`hunger`] says who has nothing to eat and why,
//! [`tables`] writes the after-action report, [`json`] the same for machines.

pub mod battles;
pub mod hunger;
pub mod json;
pub mod known;
pub mod ledger;
pub mod marks;
pub mod names;
pub mod orders;
pub mod plight;
pub mod series;
pub mod story;
pub mod survey;
pub mod tables;
pub mod tally;
pub mod words;

use std::sync::Arc;

use crate::game::Game;
use crate::seat::View;
use crate::setting::Setting;
use crate::sim::id::SideId;
use crate::snapshot::Snapshot;

pub use names::Teller;
pub use story::Story;

/// A war that was played: what a report is written from.
pub struct War<'a> {
    /// The stage.
    pub setting: &'a Arc<Setting>,
    /// The state at the start.
    pub start: &'a Snapshot,
    /// The state now.
    pub end: &'a Snapshot,
    /// What happened in between.
    pub story: &'a Story,
    /// Turns played.
    pub turns: u32,
}

impl War<'_> {
    /// What each side knows now.
    fn views(&self) -> Vec<(SideId, Arc<View>)> {
        let mut game = Game::new(Arc::clone(self.setting), self.end);
        self.setting.register.side_ids().map(|side| (side, game.view(side))).collect()
    }
}
