//! What a formation means to do: its intention, left by an order, and its stance, for when the plan meets the enemy;
//! and what may come between: its will, and a flight that is only feigned.
//!
//! Orders write them; temperament, ruses and rout may overrule them during the resolution.

use bevy_ecs::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::event::Temptation;
use super::hex::Hex;
use super::id::{FormationId, SignalId};

/// How hard a march is driven.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Pace {
    /// A day's stage by daylight, camp at dusk.
    #[default]
    Ordinary,
    /// By day and night, at the cost of men and strength.
    Forced,
}

/// What it is doing.
#[derive(Component, Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Intention {
    /// Stays where it is, ready.
    #[default]
    Stay,
    /// Camps and rests; fires warm and cook, and are seen from afar.
    Camp {
        /// Whether fires are lit.
        fires: bool,
    },
    /// Marches along a path; the first hex is the next to enter.
    March {
        /// Hexes still to enter.
        path: Vec<Hex>,
        /// How hard.
        pace: Pace,
    },
    /// Marches at an enemy where it is believed to be, and attacks.
    Attack {
        /// The enemy, known from a report.
        target: FormationId,
        /// How hard.
        pace: Pace,
    },
    /// Lays the country around it waste.
    Raze {
        /// Work done, minutes of one man.
        done_min: u64,
    },
    /// Leaves grain where it stands.
    Deposit {
        /// Days of its own food that it keeps.
        keep_days: u8,
        /// Into pits, which takes time.
        bury: bool,
        /// Left so far, sheng.
        done: u32,
    },
    /// Has broken and runs.
    Flee,
    /// Builds or digs for a siege, encamped.
    Work {
        /// What.
        task: Task,
        /// Work done at the piece in hand, minutes of one man.
        done_min: u64,
    },
    /// Digs along a side of the hex: at a watercourse, or on dry land.
    Dig {
        /// What.
        work: Earthwork,
        /// Along which side.
        side: u8,
        /// Work done, minutes of one man.
        done_min: u64,
    },
}

/// What is dug along a side of a hex.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Earthwork {
    /// The dike of a watercourse is cut, and the water comes over this hex; or a dike on land.
    Cut,
    /// The dike of the far bank is cut, and the water goes over the hex beyond.
    CutFar,
    /// The gaps in both dikes are closed.
    Mend,
    /// A dam is built across a watercourse.
    Dam,
    /// A dike is raised on dry land.
    Raise,
}

impl Earthwork {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Cut, Self::CutFar, Self::Mend, Self::Dam, Self::Raise];

    /// As orders and reports say it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Cut => "cut the dike on this side",
            Self::CutFar => "cut the dike on the far side",
            Self::Mend => "close the gap in the dike",
            Self::Dam => "dam the water",
            Self::Raise => "raise a dike",
        }
    }
}

/// What is built or dug for a siege.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Task {
    /// Ladders to climb a wall.
    Ladders,
    /// Stone throwers.
    Engines,
    /// A mine below the wall of the place beside.
    Mine,
}

impl Task {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Ladders, Self::Engines, Self::Mine];

    /// As orders and reports say it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Ladders => "build ladders",
            Self::Engines => "build engines",
            Self::Mine => "dig a mine",
        }
    }
}

/// Whom of its side it goes with and camps with, until it gets another order.
#[derive(Component, Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Escort(pub Option<FormationId>);

/// What it does when the plan meets the enemy.
#[derive(Component, Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Stance {
    /// Gives way before an enemy that is not weaker.
    Avoid,
    /// Stands and fights where it is; follows nobody.
    Hold,
    /// Attacks enemies that come near; follows nobody far.
    #[default]
    Fight,
    /// Attacks what it sees and follows what runs.
    Pursue,
    /// Watches, delays and falls back before strength.
    Screen,
    /// Lies hidden until released.
    Ambush {
        /// The signal that releases it; without one it waits for contact.
        signal: Option<SignalId>,
    },
    /// Lets the enemy come near, then runs as if beaten.
    Feign {
        /// Where the flight leads.
        to: Hex,
    },
}

impl Stance {
    /// As reports and refusals say it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Avoid => "avoid",
            Self::Hold => "hold",
            Self::Fight => "fight",
            Self::Pursue => "pursue",
            Self::Screen => "screen",
            Self::Ambush { .. } => "lie in ambush",
            Self::Feign { .. } => "feign flight",
        }
    }

    /// True when it goes for an enemy beside it without being told.
    pub fn is_aggressive(self) -> bool {
        matches!(self, Self::Fight | Self::Pursue)
    }
}

/// Whether a formation follows its orders or has been carried away by its commander's temper.
#[derive(Component, Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Will {
    /// Follows its orders.
    #[default]
    Obeys,
    /// Attacks an enemy that came near, as its stance bids.
    Strikes {
        /// Whom.
        target: FormationId,
    },
    /// Was held back from something by its commander; told once until this minute.
    HeldBack {
        /// From what.
        by: Temptation,
        /// Minute of the war.
        until: u32,
    },
    /// Goes after something until this minute.
    CarriedAway {
        /// After what.
        by: Temptation,
        /// Minute of the war.
        until: u32,
    },
}

impl Will {
    /// True while it goes after something against its orders.
    pub fn is_carried_away(self) -> bool {
        matches!(self, Self::CarriedAway { .. })
    }
}

/// Where a formation stands in a feigned flight.
#[derive(Component, Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Feint {
    /// Not in one, or waiting for the enemy.
    #[default]
    None,
    /// Running as if beaten, since this minute.
    Running {
        /// Minute of the war.
        since: u32,
    },
    /// Has turned at bay.
    Turned,
}
