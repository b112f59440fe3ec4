//! What each side wants, what it has reached of it, and who holds which place.

use bevy_ecs::prelude::*;
use serde::{Deserialize, Serialize};

use super::id::{CommanderId, FormationId, PlaceId, SideId};

/// What a side wants.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Goal {
    /// A place is held at the end.
    Hold(PlaceId),
    /// The other side has lost so many men (dead, captured, dispersed, deserted).
    Inflict {
        /// Whose losses.
        on: SideId,
        /// Men.
        men: u32,
    },
    /// Formations of one group have lost so large a share of their men, permille.
    Break {
        /// The formations.
        formations: Vec<FormationId>,
        /// Share of the men they began with, permille.
        permille: u16,
    },
    /// Formations still have so large a share of their men at the end, permille.
    Preserve {
        /// The formations.
        formations: Vec<FormationId>,
        /// Share of the men they began with, permille.
        permille: u16,
    },
    /// So many of these commanders are dead or captured.
    Fell {
        /// The commanders.
        commanders: Vec<CommanderId>,
        /// How many of them.
        at_least: u8,
    },
}

impl Goal {
    /// True when it can be met before the end; the others are judged at the end only.
    pub fn is_early(&self) -> bool {
        matches!(self, Self::Inflict { .. } | Self::Break { .. } | Self::Fell { .. })
    }
}

/// A goal, its words and its worth.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Objective {
    /// Whose.
    pub side: SideId,
    /// As the player reads it.
    pub words: String,
    /// What must be so.
    pub goal: Goal,
    /// Points it is worth.
    pub points: i32,
    /// True once it was met (early goals stay met).
    pub met: bool,
}

/// The degrees of victory: points ahead needed for marginal, clear and decisive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Degrees(pub [i32; 3]);

/// How the war stands.
#[derive(Resource, Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// What each side wants.
    pub objectives: Vec<Objective>,
    /// Points ahead needed for each degree.
    pub degrees: Degrees,
    /// Who holds each place now, by [`PlaceId`].
    pub owners: Vec<Option<SideId>>,
    /// How it ended, once it has.
    pub outcome: Option<Outcome>,
}

/// How a war ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// Who won; `None` for a draw.
    pub winner: Option<SideId>,
    /// 1 marginal, 2 clear, 3 decisive; 0 for a draw.
    pub degree: u8,
}
