//! Kinds of troops: what a man of each is worth and how he gets about. Numbers: `assets/rules/troops.ron`.

use bevy_ecs::prelude::Resource;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::id::TroopId;
use super::map::Mobility;

/// One kind of troops.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TroopKind {
    /// The name as reports print it.
    pub name: String,
    /// Its name in characters.
    pub hanzi: String,
    /// How it gets about.
    pub mobility: Mobility,
    /// Marching speed against the ordinary speed of its mobility, permille.
    pub speed: u16,
    /// Worth of its bows and crossbows at range, permille of a Song regular foot archer.
    pub missile: u16,
    /// Worth hand to hand on level ground, permille of a Song regular foot soldier.
    pub shock: u16,
    /// How hard it is to hurt, permille of a Song regular foot soldier.
    pub armor: u16,
    /// Riding horses per 1,000 men.
    pub mounts: u16,
    /// Share of its losses that its tackle and discipline keep from shaking it, permille (iron hawks hooked to the saddle).
    pub stolid: u16,
    /// How well it hides, permille of ordinary foot (horses are harder to hide, hill men easier).
    pub stealth: u16,
    /// What a man carries in food besides his arms, sheng.
    pub load_sheng: u16,
    /// False for helpers and drivers, who only defend themselves.
    pub fights: bool,
}

impl TroopKind {
    /// True for those whose work is to carry food for others.
    pub fn bears(&self) -> bool {
        !self.fights
    }
}

/// All kinds of troops, by [`TroopId`], with the id that files use.
#[derive(Resource, Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Troops {
    /// Id in files and kind, in file order.
    pub kinds: Vec<(String, TroopKind)>,
}

impl Troops {
    /// The kind of a key.
    pub fn kind(&self, id: TroopId) -> &TroopKind {
        &self.kinds[id.index()].1
    }
}
