//! Who is who: the names behind the keys, and what about a commander, place or signal never changes.

use bevy_ecs::prelude::Resource;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::hex::Hex;
use super::id::{CommanderId, FormationId, PlaceId, SideId, SignalId};

/// A name in files, in Latin letters and in characters.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Name {
    /// The id that files use.
    pub id: String,
    /// Latin letters, as reports print it.
    pub latin: String,
    /// Characters; empty if none are known.
    pub hanzi: String,
}

/// How a commander is made. It bends what he does with orders, bait and danger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Temperament {
    /// Goes for what he sees.
    Rash,
    /// Neither one nor the other.
    Steady,
    /// Looks before he goes, stops when he does not see.
    Cautious,
    /// Fears for himself; leaves the line when it bends.
    Timid,
    /// Does as he meant to whatever he is told.
    Stubborn,
}

impl Temperament {
    /// As reports say it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Rash => "rash",
            Self::Steady => "steady",
            Self::Cautious => "cautious",
            Self::Timid => "timid",
            Self::Stubborn => "stubborn",
        }
    }
}

/// A side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SideInfo {
    /// Its names.
    pub name: Name,
    /// Where its beaten men run to, as hexes on the map's edge or in forts.
    pub refuges: Vec<Hex>,
}

/// A formation's names and first strength.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormationInfo {
    /// Its names.
    pub name: Name,
    /// Whose it is.
    pub side: SideId,
    /// Men at the start.
    pub men: u32,
    /// The body it is counted with in the report ("main_column"); its own id if none was given.
    pub group: String,
    /// True when it carries the great banner or drum and can give signals.
    pub signals: bool,
}

/// A commander, as he came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommanderInfo {
    /// His names.
    pub name: Name,
    /// Whose he is.
    pub side: SideId,
    /// 1 leads a company of horse, 5 a whole war.
    pub rank: u8,
    /// Skill in handling men, 1 to 9; 5 is common.
    pub ability: u8,
    /// How he is made.
    pub temperament: Temperament,
    /// Whom he obeys.
    pub superior: Option<CommanderId>,
    /// The formation he rides with at the start.
    pub leads: FormationId,
    /// True when he fights in the front rank.
    pub fights: bool,
}

/// What a place is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PlaceKind {
    /// A walled fort with a garrison's stores.
    Fort,
    /// A town.
    Town,
    /// A village or farmstead with walls of earth.
    Village,
    /// A pass.
    Pass,
    /// A valley, field or other name of ground.
    Field,
}

/// A place with a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceInfo {
    /// Its names.
    pub name: Name,
    /// Where it lies.
    pub at: Hex,
    /// What it is.
    pub kind: PlaceKind,
    /// Who holds it at the start.
    pub owner: Option<SideId>,
    /// Grain stored at the start, sheng.
    pub grain_sheng: u32,
}

/// By what a signal travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SignalKind {
    /// A great banner dipped one way: seen by day where the line of sight is free.
    Banner,
    /// Whistling birds in the air: seen and heard over every ridge.
    Pigeons,
    /// Drums or guns: heard over every ridge, at night too.
    Drum,
}

/// A signal agreed before the battle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignalInfo {
    /// Its names.
    pub name: Name,
    /// Whose men know it.
    pub side: SideId,
    /// By what it travels.
    pub kind: SignalKind,
    /// How far it carries, meters.
    pub range_m: u32,
}

/// All names of a war. Filled at setup, never changed.
#[derive(Resource, Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Register {
    /// By [`SideId`].
    pub sides: Vec<SideInfo>,
    /// By [`FormationId`].
    pub formations: Vec<FormationInfo>,
    /// By [`CommanderId`].
    pub commanders: Vec<CommanderInfo>,
    /// By [`PlaceId`].
    pub places: Vec<PlaceInfo>,
    /// By [`SignalId`].
    pub signals: Vec<SignalInfo>,
}

impl Register {
    /// The side behind a key.
    pub fn side(&self, id: SideId) -> &SideInfo {
        &self.sides[id.index()]
    }

    /// The formation behind a key.
    pub fn formation(&self, id: FormationId) -> &FormationInfo {
        &self.formations[id.index()]
    }

    /// The commander behind a key.
    pub fn commander(&self, id: CommanderId) -> &CommanderInfo {
        &self.commanders[id.index()]
    }

    /// The place behind a key.
    pub fn place(&self, id: PlaceId) -> &PlaceInfo {
        &self.places[id.index()]
    }

    /// The signal behind a key.
    pub fn signal(&self, id: SignalId) -> &SignalInfo {
        &self.signals[id.index()]
    }

    /// The keys of all sides.
    pub fn side_ids(&self) -> impl Iterator<Item = SideId> + use<> {
        (0..self.sides.len() as u8).map(SideId)
    }

    /// The place that lies in a hex, the first if there are several.
    pub fn place_at(&self, hex: Hex) -> Option<(PlaceId, &PlaceInfo)> {
        let index = self.places.iter().position(|place| place.at == hex)?;
        Some((PlaceId(index as u16), &self.places[index]))
    }
}
