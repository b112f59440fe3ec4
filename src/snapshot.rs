//! The whole war as plain sorted data, from which a world can be rebuilt; its digest.
//!
//! What is not in the snapshot is not part of the war. A test walks the components and resources of a world and
//! requires each to be here or on a short list of exceptions.

use bevy_ecs::prelude::*;
use serde::{Deserialize, Serialize};

use crate::setting::Setting;
use crate::sim::army::{
    Beasts, Cohesion, Condition, Fatigue, Led, Muster, Place, Posture, Quality, Roll, Side, Troop,
};
use crate::sim::clock::Clock;
use crate::sim::combat::Engaged;
use crate::sim::command::{Staff, Will};
use crate::sim::dice::Dice;
use crate::sim::event::Chronicle;
use crate::sim::exposure::Exposure;
use crate::sim::flood::Waters;
use crate::sim::fodder::Pasture;
use crate::sim::hex::Hex;
use crate::sim::id::FormationId;
use crate::sim::intent::{Escort, Intention, Stance};
use crate::sim::market::{Markets, Purse};
use crate::sim::morale::MoraleRules;
use crate::sim::movement::Legs;
use crate::sim::register::Register;
use crate::sim::ruse::{Feint, Lures, Signals};
use crate::sim::siege::{Park, Wards};
use crate::sim::sighting::{Beliefs, Scouts, Tracks};
use crate::sim::supply::{Caches, Haul, Marcher, Rations, Stores};
use crate::sim::victory::Verdict;
use crate::sim::weather::Sky;

/// Lists the components of a formation once: the plain struct, how it is spawned, how it is read, and the name of
/// each for the digest.
macro_rules! formation_state {
    ($($(#[$doc:meta])* $field:ident: $component:ty,)*) => {
        /// One formation with all its components.
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        pub struct FormationState {
            /// Its key.
            pub id: FormationId,
            $($(#[$doc])* pub $field: $component,)*
        }

        impl FormationState {
            /// Names of the components, in the order of the digest's columns.
            pub const COMPONENTS: &'static [&'static str] = &[$(stringify!($field)),*];

            fn spawn(&self, world: &mut World) -> Entity {
                let mut entity = world.spawn(self.id);
                $(entity.insert(self.$field.clone());)*
                entity.id()
            }

            /// Puts the formation into a world as it is now, for what was there under its key.
            pub(crate) fn put(&self, world: &mut World) {
                let Some(entity) = world.resource::<Muster>().entity(self.id) else {
                    let entity = self.spawn(world);
                    return world.resource_mut::<Muster>().raise(self.id, entity);
                };
                let mut entity = world.entity_mut(entity);
                $(entity.insert(self.$field.clone());)*
            }

            fn read(entity: EntityRef) -> Option<Self> {
                Some(Self {
                    id: *entity.get::<FormationId>()?,
                    $($field: entity.get::<$component>()?.clone(),)*
                })
            }

            /// Calls `each` with every component's bytes.
            fn bytes(&self, buffer: &mut Vec<u8>, mut each: impl FnMut(&[u8])) {
                $(
                    buffer.clear();
                    encode(&self.$field, buffer);
                    each(buffer);
                )*
            }
        }
    };
}

formation_state! {
    /// Whose it is.
    side: Side,
    /// What troops.
    troop: Troop,
    /// Training and heart.
    quality: Quality,
    /// Who leads it.
    led: Led,
    /// Where.
    place: Place,
    /// Its men.
    roll: Roll,
    /// Its animals.
    beasts: Beasts,
    /// How well fed its animals are.
    condition: Condition,
    /// Weariness.
    fatigue: Fatigue,
    /// Order.
    cohesion: Cohesion,
    /// How it stands.
    posture: Posture,
    /// What it means to do.
    intention: Intention,
    /// What it does on meeting the enemy.
    stance: Stance,
    /// Its march.
    legs: Legs,
    /// Its scouts.
    scouts: Scouts,
    /// The way it came.
    tracks: Tracks,
    /// Its feigned flight.
    feint: Feint,
    /// Whether it obeys.
    will: Will,
    /// Its part in the fighting.
    engaged: Engaged,
    /// Its food.
    rations: Rations,
    /// What the weather has done to it, and its water.
    exposure: Exposure,
    /// What it carries from where to where.
    haul: Haul,
    /// Whom it escorts.
    escort: Escort,
    /// What it has against walls.
    park: Park,
    /// Its cash.
    purse: Purse,
}

impl FormationState {
    /// True while it has men with it.
    pub fn is_alive(&self) -> bool {
        self.roll.mouths() > 0
    }

    /// The formation of a key without any men, living or dead: a detachment that is not out, or one that joined
    /// another. Its troops are those of `like`.
    pub(crate) fn blank(id: FormationId, like: &Self) -> Self {
        Self {
            id,
            side: like.side,
            troop: like.troop,
            quality: like.quality,
            led: Led(None),
            place: Place::at(Hex::ZERO),
            roll: Roll::of(0),
            beasts: Beasts::default(),
            condition: Condition::of(1000),
            fatigue: Fatigue::of(0),
            cohesion: Cohesion::of(1000),
            posture: Posture::Formed,
            intention: Intention::Stay,
            stance: Stance::Fight,
            legs: Legs::default(),
            scouts: Scouts::default(),
            tracks: Tracks::default(),
            feint: Feint::None,
            will: Will::Obeys,
            engaged: Engaged::default(),
            rations: Rations::default(),
            exposure: Exposure::default(),
            haul: Haul::None,
            escort: Escort::default(),
            park: Park::default(),
            purse: Purse::default(),
        }
    }

    /// As it is reckoned with when one asks how long its food lasts.
    pub fn marcher<'a>(&self, setting: &'a Setting) -> Marcher<'a> {
        Marcher {
            rations: self.rations,
            beasts: self.beasts,
            mouths: self.roll.mouths(),
            kind: setting.troops.kind(self.troop.0),
            group: &setting.register.formation(self.id).group,
        }
    }

    /// True when nobody ever was in it, or all joined another.
    pub fn is_blank(&self) -> bool {
        self.roll.total() == 0
    }
}

/// The whole state of a war at the start of a turn.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Snapshot {
    /// Time.
    pub clock: Clock,
    /// The seed.
    pub dice: Dice,
    /// Formations by rising key, without gaps. Those of the start come first, always all of them; then detachments, up
    /// to the last that is out, those that are not [blank](FormationState::is_blank).
    pub formations: Vec<FormationState>,
    /// Commanders.
    pub staff: Staff,
    /// What each side believes.
    pub beliefs: Beliefs,
    /// Lures.
    pub lures: Lures,
    /// Signals in the air.
    pub signals: Signals,
    /// Grain in places.
    pub stores: Stores,
    /// Grain in the field.
    pub caches: Caches,
    /// What was bought in places of late.
    pub markets: Markets,
    /// Walls and people of places.
    pub wards: Wards,
    /// Water on the land, gaps in dikes, dams.
    pub waters: Waters,
    /// What is missing of grass and barns.
    pub pasture: Pasture,
    /// Weather.
    pub sky: Sky,
    /// Objectives, owners of places, outcome.
    pub verdict: Verdict,
}

impl Snapshot {
    /// Names of the columns of a digest that are not components.
    pub const RESOURCES: [&'static str; 13] = [
        "clock", "staff", "beliefs", "lures", "signals", "stores", "caches", "markets", "wards", "waters",
        "pasture", "sky", "verdict",
    ];

    /// Builds a world that stands exactly so.
    pub fn rebuild(&self, setting: &Setting) -> World {
        let mut world = World::new();
        self.rebuild_in_order(setting, &mut world, 0..self.formations.len());
        world
    }

    /// Builds the world spawning formations in any order; the determinism test spawns them backward.
    pub(crate) fn rebuild_in_order(
        &self,
        setting: &Setting,
        world: &mut World,
        order: impl Iterator<Item = usize>,
    ) {
        setting.install(world);
        let mut entities = vec![None; self.formations.len()];
        for index in order {
            let formation = &self.formations[index];
            let is_out = setting.register.parent(formation.id).is_none() || !formation.is_blank();
            entities[index] = is_out.then(|| formation.spawn(world));
        }
        world.insert_resource(Muster::new(entities));
        world.insert_resource(Chronicle::default());
        world.insert_resource(self.clock.clone());
        world.insert_resource(self.dice);
        world.insert_resource(self.staff.clone());
        world.insert_resource(self.beliefs.clone());
        world.insert_resource(self.lures.clone());
        world.insert_resource(self.signals.clone());
        world.insert_resource(self.stores.clone());
        world.insert_resource(self.caches.clone());
        world.insert_resource(self.markets.clone());
        world.insert_resource(self.wards.clone());
        world.insert_resource(self.waters.clone());
        world.insert_resource(setting.costs_under(&self.sky, &self.waters));
        world.insert_resource(self.pasture.clone());
        world.insert_resource(self.sky.clone());
        world.insert_resource(self.verdict.clone());
        debug_assert!(world.contains_resource::<MoraleRules>(), "the setting installs the rules");
    }

    /// Reads a world out.
    pub fn of(world: &World) -> Self {
        Self {
            clock: world.resource::<Clock>().clone(),
            dice: *world.resource::<Dice>(),
            formations: formations(world),
            staff: world.resource::<Staff>().clone(),
            beliefs: world.resource::<Beliefs>().clone(),
            lures: world.resource::<Lures>().clone(),
            signals: world.resource::<Signals>().clone(),
            stores: world.resource::<Stores>().clone(),
            caches: world.resource::<Caches>().clone(),
            markets: world.resource::<Markets>().clone(),
            wards: world.resource::<Wards>().clone(),
            waters: world.resource::<Waters>().clone(),
            pasture: world.resource::<Pasture>().clone(),
            sky: world.resource::<Sky>().clone(),
            verdict: world.resource::<Verdict>().clone(),
        }
    }

    /// The digest of this state.
    pub fn digest(&self) -> Digest {
        let mut digest = Digest {
            whole: 0,
            rows: Vec::with_capacity(self.formations.len()),
            columns: vec![0; FormationState::COMPONENTS.len()],
        };
        let mut buffer = Vec::with_capacity(256);
        let mut whole = 0;
        for formation in &self.formations {
            let mut row = 0;
            if formation.is_blank() {
                digest.rows.push(0);
                whole = mix(whole, row);
                continue;
            }
            let mut column = 0;
            formation.bytes(&mut buffer, |bytes| {
                let hash = xxhash_rust::xxh3::xxh3_64(bytes);
                row = mix(row, hash);
                digest.columns[column] = mix(u64::from(digest.columns[column]), hash) as u32;
                column += 1;
            });
            digest.rows.push(row as u16);
            whole = mix(whole, row);
        }
        let resources: [u64; 13] = [
            hash(&self.clock, &mut buffer),
            hash(&self.staff, &mut buffer),
            hash(&self.beliefs, &mut buffer),
            hash(&self.lures, &mut buffer),
            hash(&self.signals, &mut buffer),
            hash(&self.stores, &mut buffer),
            hash(&self.caches, &mut buffer),
            hash(&self.markets, &mut buffer),
            hash(&self.wards, &mut buffer),
            hash(&self.waters, &mut buffer),
            hash(&self.pasture, &mut buffer),
            hash(&self.sky, &mut buffer),
            hash(&self.verdict, &mut buffer),
        ];
        for resource in resources {
            digest.columns.push(resource as u32);
            whole = mix(whole, resource);
        }
        digest.whole = mix(whole, self.dice.seed);
        digest
    }
}

/// All formations of a world by rising key, up to the last that is out.
pub(crate) fn formations(world: &World) -> Vec<FormationState> {
    let register = world.resource::<Register>();
    let keys = world.resource::<Muster>().len() as u16;
    let mut all: Vec<FormationState> = Vec::with_capacity(keys.into());
    let mut out = 0;
    for id in (0..keys).map(FormationId) {
        let state = formation(world, id);
        if state.is_some() {
            out = all.len() + 1;
        }
        // Detachments come after those that send them out.
        all.push(state.unwrap_or_else(|| FormationState::blank(id, &all[register.origin(id).index()])));
    }
    all.truncate(out);
    all
}

/// One formation of a world; `None` for a detachment that is not out.
pub(crate) fn formation(world: &World, id: FormationId) -> Option<FormationState> {
    let entity = world.resource::<Muster>().entity(id)?;
    let state = FormationState::read(world.get_entity(entity).ok()?)?;
    let is_out = !state.is_blank() || world.resource::<Register>().parent(id).is_none();
    is_out.then_some(state)
}

/// A fingerprint of the state, fine enough to name the formation and the component in which two wars differ: one
/// short hash per formation (row), one per component or resource (column), and one of the whole.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Digest {
    /// Of everything.
    pub whole: u64,
    /// Of each formation.
    pub rows: Vec<u16>,
    /// Of each component over all formations, then of each resource.
    pub columns: Vec<u32>,
}

impl Digest {
    /// Where this digest differs from another: formation numbers, and names of components and resources.
    pub fn differences(&self, other: &Self) -> (Vec<u16>, Vec<&'static str>) {
        // A row that only one has is that of a detachment that the other has not sent out.
        let rows = (0..self.rows.len().max(other.rows.len()))
            .filter(|row| self.rows.get(*row) != other.rows.get(*row))
            .map(|row| row as u16);
        let names = FormationState::COMPONENTS.iter().chain(&Snapshot::RESOURCES);
        let columns = self.columns.iter().zip(&other.columns).zip(names);
        let columns = columns.filter(|((ours, theirs), _)| ours != theirs).map(|(_, name)| *name);
        (rows.collect(), columns.collect())
    }
}

fn encode<T: Serialize>(value: &T, buffer: &mut Vec<u8>) {
    let bytes = postcard::to_extend(value, std::mem::take(buffer));
    *buffer =
        bytes.expect("plain data always encodes: it has no maps of unknown length and no custom errors");
}

fn hash<T: Serialize>(value: &T, buffer: &mut Vec<u8>) -> u64 {
    buffer.clear();
    encode(value, buffer);
    xxhash_rust::xxh3::xxh3_64(buffer)
}

/// Takes one more hash into a running one; the order matters.
fn mix(running: u64, hash: u64) -> u64 {
    (running.rotate_left(23) ^ hash).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}
