//! # Command
//!
//! Commanders lead in person, have tempers and fall. What a formation does with its stance depends on who leads it:
//! a rash man attacks twice his strength, a timid one leaves the line when it bends. When a commander falls the next
//! in rank takes over, if one is near.
//!
//! Phase: [`Phase::Command`]. Reads: beliefs, fighting. Writes: [`Staff`], [`Will`], who leads, intentions, stances.
//! Tells: `CommanderFell`, `TookOver`, `Disobeyed`.

mod fall;
mod stance;
#[cfg(test)]
mod tests;
mod worth;

use bevy_ecs::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use super::intent::Will;
pub use worth::{temperament_of, worth_permille};

use super::event::CommanderFate;
use super::id::{CommanderId, FormationId};
use super::register::Register;
use super::turn::Phase;

/// Numbers of command: `assets/rules/command.ron`.
#[derive(Resource, Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CommandRules {
    /// Worth of a commander in a fight per point of ability above or below 5, permille.
    pub ability_permille: u16,
    /// Worth of his superiors for him, permille of their own.
    pub superior_share: u16,
    /// How near a superior must be to be worth anything, meters.
    pub superior_reach_m: u32,
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
    /// How far away another commander may be and still take over, meters.
    pub successor_m: u32,
    /// Reports no older than this are acted upon, minutes.
    pub fresh_min: u32,
    /// How near an enemy must be to be attacked by men who stand to fight, meters.
    pub fight_m: u32,
    /// How near an enemy must be to be attacked by men who pursue, meters.
    pub pursue_m: u32,
    /// The strongest enemy that is attacked unbidden, permille of the own strength near: rash, steady, cautious, timid,
    /// stubborn.
    pub dares: [u16; 5],
    /// Chance per hour that a timid commander leaves the line while a neighbor runs, permille.
    pub timid_leaves_permille_h: u16,
    /// Fewest men who are sent out on their own, and fewest who stay.
    pub detachment_men: u32,
    /// Most detachments that a formation may have sent out at a time.
    pub detachments: u8,
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

    /// Those whom a commander obeys, the nearest superior first.
    pub fn superiors(&self, id: CommanderId) -> impl Iterator<Item = &Commander> {
        let above = |commander: &&Commander| commander.superior.map(|above| self.get(above));
        // Nobody has more superiors than there are commanders; a ring in the files cannot turn forever.
        std::iter::successors(above(&self.get(id)), above).take(self.0.len())
    }
}

impl Staff {
    /// The highest in rank of those who ride with a formation and can lead, but for one of them; of equals, the first.
    pub fn highest_with(
        &self,
        formation: FormationId,
        but: Option<CommanderId>,
        register: &Register,
    ) -> Option<CommanderId> {
        let with = self.0.iter().filter(|one| one.with == formation && one.leads() && Some(one.id) != but);
        with.min_by_key(|one| (u8::MAX - register.commander(one.id).rank, one.id)).map(|one| one.id)
    }
}

/// Hangs the systems on their phase.
pub(super) fn plugin(schedule: &mut Schedule) {
    let systems = (fall::fall, stance::leave_the_line, stance::act);
    schedule.add_systems(systems.chain().in_set(Phase::Command));
}
