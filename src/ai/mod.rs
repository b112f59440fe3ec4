//! Artificial commanders: what a side knows goes in, orders with their reasons come out.
//!
//! [`plan`] sees a [`View`] and nothing else, asks the same gate as a player ([`Order::check`]), and gives the same
//! orders for the same view and seed. Three levels:
//!
//! - [`Level::Random`] draws any legal order;
//! - [`Level::Greedy`] sends every formation at the best fight in reach, or nearer to the enemy;
//! - [`Level::Doctrine`] commands armies. Each formation belongs to the army of the highest commander near enough to
//!   send it a rider (`army`), and his temper sets what odds, hunger and distance he takes (`temper`). Then the
//!   drills have their say, first come first served: `trap` and `bait`, `withdraw`, `reunite`, `feed`, `bearers`, `night`,
//!   `pursue`, `march`, `scout`. It sends out no detachments of its own. On maps whose
//!   hexes are wider than the eye reaches, `campaign` commands instead.
//!
//! An order that would change nothing is not given.

mod army;
mod bait;
mod bearers;
mod campaign;
mod feed;
mod fields;
mod foes;
mod greedy;
mod march;
mod mind;
mod night;
mod pursue;
mod random;
mod reunite;
mod scout;
mod temper;
mod trap;
mod weather;
mod why;
mod withdraw;
mod worth;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::orders::Order;
use crate::seat::View;

/// How well an artificial commander thinks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Any legal order.
    Random,
    /// Each formation for itself: the best fight in reach.
    Greedy,
    /// A general's drill.
    Doctrine,
}

impl Level {
    /// All levels, weakest first.
    pub const ALL: [Self; 3] = [Self::Random, Self::Greedy, Self::Doctrine];

    /// As the command line names it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Random => "random",
            Self::Greedy => "greedy",
            Self::Doctrine => "doctrine",
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.words())
    }
}

impl FromStr for Level {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let level = Self::ALL.into_iter().find(|level| level.words() == text);
        level.ok_or_else(|| format!("`{text}` is no level of play; there are random, greedy and doctrine"))
    }
}

/// Most orders that a side gives in a turn: three for each of its formations.
pub fn most_orders(view: &View) -> usize {
    3 * view.own.len()
}

/// What a side does this turn, with a line of reason for each order. Every order passes the gate of this view.
pub fn plan(view: &View, level: Level, seed: u64) -> Vec<(Order, String)> {
    if view.is_over() {
        return Vec::new();
    }
    match level {
        Level::Random => random::plan(view, seed),
        Level::Greedy => greedy::plan(view),
        Level::Doctrine => doctrine(view),
    }
}

/// The drills in order, for every army in turn.
fn doctrine(view: &View) -> Vec<(Order, String)> {
    let mut mind = mind::Mind::of(view);
    if campaign::speaks(view) {
        campaign::lead(&mut mind);
        return mind.into_orders();
    }
    for army in army::armies(&mind) {
        let sprung = trap::lead(&mut mind, &army);
        withdraw::lead(&mut mind, &army);
        reunite::lead(&mut mind, &army);
        feed::buy(&mut mind, army.members.iter().copied());
        feed::to_depots(&mut mind, &army);
        bearers::lead(&mut mind, &army);
        night::lead(&mut mind, &army);
        pursue::lead(&mut mind, &army, sprung);
        let aim = march::lead(&mut mind, &army);
        trap::lay(&mut mind, &army);
        feed::rest(&mut mind, &army);
        scout::lead(&mut mind, &army, aim);
    }
    mind.into_orders()
}
