//! # Command
//!
//! Commanders lead in person, have tempers and fall. What a formation does with its stance depends on who leads it;
//! when he falls the next in rank takes over.
//!
//! Phase: [`Phase::Command`](super::turn::Phase::Command). Writes: [`Staff`], [`Will`], who leads.
//! Tells: `CommanderFell`, `TookOver`, `Disobeyed`.

use bevy_ecs::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::event::{CommanderFate, Temptation};
use super::id::{CommanderId, FormationId};

/// Numbers of command: `assets/rules/command.ron`.
#[derive(Resource, Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CommandRules {
    /// Worth of a commander in a fight per point of ability above or below 5, permille.
    pub ability_permille: u16,
    /// Worth of his superiors for him, permille of their own.
    pub superior_share: u16,
    /// Chance per hour of close fighting that a commander in the front rank is hit, permille; others a third.
    pub hit_permille_h: u16,
    /// Share of those hit who die, permille.
    pub killed_permille: u16,
    /// Chance that a commander falls with a formation that is destroyed, permille: killed, the rest captured or through.
    pub falls_with_formation: u16,
    /// Chance that one who falls so is taken alive, permille.
    pub taken_alive: u16,
    /// How much the fall of its commander shakes a formation, permille.
    pub fall_shakes: u16,
}

/// A commander as he is now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Commander {
    /// His key.
    pub id: CommanderId,
    /// What became of him.
    pub fate: CommanderFate,
    /// The formation he rides with.
    pub with: FormationId,
    /// Whom he obeys now.
    pub superior: Option<CommanderId>,
}

impl Commander {
    /// True when he can lead.
    pub fn leads(&self) -> bool {
        matches!(self.fate, CommanderFate::Fit | CommanderFate::Wounded)
    }
}

/// All commanders, by [`CommanderId`].
#[derive(Resource, Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Staff(pub Vec<Commander>);

impl Staff {
    /// The commander behind a key.
    pub fn get(&self, id: CommanderId) -> &Commander {
        &self.0[id.index()]
    }
}

/// Whether a formation follows its orders or has been carried away by its commander's temper.
#[derive(Component, Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Will {
    /// Follows its orders.
    #[default]
    Obeys,
    /// Goes after something until this minute.
    CarriedAway {
        /// After what.
        by: Temptation,
        /// Minute of the war.
        until: u32,
    },
}

/// Hangs the systems on their phase.
pub(super) fn plugin(_schedule: &mut Schedule) {}
