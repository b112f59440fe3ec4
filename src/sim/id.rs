//! Small `Copy` keys for everything that files name by a string.
//!
//! Files say `"ren_fu"`; on load every name is interned, in file order, and inside the simulation it is a small
//! number that sorts. The [`Register`](super::register::Register) turns it back into a name.

use bevy_ecs::prelude::Component;
use serde::{Deserialize, Serialize};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident($repr:ty);)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub struct $name(pub $repr);

        impl $name {
            /// The position in the register's list of such things.
            pub fn index(self) -> usize {
                usize::from(self.0)
            }
        }
    )*};
}

ids! {
    /// One of the powers at war.
    SideId(u8);
    /// A commander of any rank.
    CommanderId(u16);
    /// A fort, town, ford or field with a name.
    PlaceId(u16);
    /// A signal that was agreed before the battle: a banner dipped left, pigeons let fly.
    SignalId(u8);
    /// A kind of troops, as listed in `assets/rules/troops.ron`.
    TroopId(u8);
    /// A kind of ground, as listed in `assets/rules/terrain.ron`.
    TerrainId(u8);
    /// Something left lying to tempt an enemy: a herd, baggage, a box.
    LureId(u16);
}

/// A body of men that moves as one. The key of every formation entity; it never changes.
#[derive(Component, Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[component(immutable)]
pub struct FormationId(pub u16);

impl FormationId {
    /// The position in the register's list of formations.
    pub fn index(self) -> usize {
        usize::from(self.0)
    }
}
