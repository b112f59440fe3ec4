//! What becomes of walls and of those behind them, and what a besieger brings against them.

use bevy_ecs::prelude::*;
use serde::{Deserialize, Serialize};

use super::SiegeRules;
use crate::sim::id::{PlaceId, SideId};
use crate::sim::intent::Task;
use crate::sim::walls::Walls;

/// A sound side of a wall, millionths.
pub(super) const SOUND: u32 = 1_000_000;

/// What a besieger offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Terms {
    /// The garrison goes home with its arms; the people keep their lives.
    FreePassage,
    /// Their lives, and captivity.
    Captivity,
}

impl Terms {
    /// As orders and reports say it.
    pub fn words(self) -> &'static str {
        match self {
            Self::FreePassage => "free passage",
            Self::Captivity => "their lives",
        }
    }
}

/// What a place was summoned to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summons {
    /// By whom.
    pub by: SideId,
    /// To what.
    pub terms: Terms,
}

/// A place with its walls and people as they are now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ward {
    /// What is left of each side of the wall, towards each neighbor, millionths.
    pub(super) sound: [u32; 6],
    /// People who are alive in it.
    pub(super) people: u32,
    /// People who starved.
    pub(super) starved: u32,
    /// Grain that people ate since the start, sheng.
    pub(super) eaten: u32,
    /// Parts of a sheng not yet taken, in 14,400ths.
    pub(super) rest: u32,
    /// Minutes for which people have eaten nothing.
    pub(super) fasting_min: u32,
    /// Who held it when it was last looked at: whoever takes it is besieged anew or not at all.
    pub(super) holder: Option<SideId>,
    /// Minute at which besiegers came before it; `None` while there are none.
    pub(super) since: Option<u32>,
    /// True while nobody can come in or go out past them.
    pub(super) closed: bool,
    /// Until when a gate stands open to the enemy, minute of the war.
    pub(super) open_until: u32,
    /// What it was summoned to.
    pub(super) summoned: Option<Summons>,
    /// Garrison that was counted when it was last looked at.
    pub(super) garrison: u32,
}

impl Ward {
    /// A sound place with its people.
    pub fn of(walls: Option<&Walls>) -> Self {
        Self {
            sound: [SOUND; 6],
            people: walls.map_or(0, |walls| walls.people),
            starved: 0,
            eaten: 0,
            rest: 0,
            fasting_min: 0,
            holder: None,
            since: None,
            closed: false,
            open_until: 0,
            summoned: None,
            garrison: 0,
        }
    }

    /// False for what no war can come to: a side that is more than whole.
    pub fn is_sound(&self) -> bool {
        self.sound.iter().all(|side| *side <= SOUND)
    }

    /// What is left of a side of the wall, permille.
    pub fn sound(&self, side: usize) -> u16 {
        (self.sound[side] / 1000) as u16
    }

    /// The weakest side, and what is left of it, permille.
    pub fn weakest(&self) -> (usize, u16) {
        let sides = (0..6).map(|side| (self.sound(side), side));
        sides.min().map_or((0, 1000), |(sound, side)| (side, sound))
    }

    /// People who are alive in it.
    pub fn people(&self) -> u32 {
        self.people
    }

    /// People who starved.
    pub fn starved(&self) -> u32 {
        self.starved
    }

    /// Grain that people ate since the start, sheng.
    pub fn eaten(&self) -> u32 {
        self.eaten
    }

    /// Hours for which people have eaten nothing.
    pub fn fasting_h(&self) -> u32 {
        self.fasting_min / 60
    }

    /// Minute at which besiegers came before it.
    pub fn since(&self) -> Option<u32> {
        self.since
    }

    /// True while nobody can come in or go out past the besiegers.
    pub fn is_closed(&self) -> bool {
        self.closed
    }

    /// True while a gate stands open to the enemy.
    pub fn is_open(&self, minute: u32) -> bool {
        self.open_until > minute
    }

    /// What it was summoned to.
    pub fn summoned(&self) -> Option<Summons> {
        self.summoned
    }

    /// It is summoned.
    pub(crate) fn summon(&mut self, summons: Summons) {
        self.summoned = Some(summons);
    }

    /// Nobody besieges it.
    pub(super) fn relieve(&mut self) {
        (self.since, self.closed, self.summoned, self.open_until) = (None, false, None, 0);
    }

    /// As an enemy sees it from outside: walls and gates, nothing of what is behind them.
    pub fn from_outside(&self) -> Self {
        Self {
            sound: self.sound,
            since: self.since,
            closed: self.closed,
            open_until: self.open_until,
            summoned: self.summoned,
            ..Self::of(None)
        }
    }
}

/// All places with their walls and people, by [`PlaceId`].
#[derive(Resource, Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Wards(pub Vec<Ward>);

impl Wards {
    /// The ward of a place.
    pub fn get(&self, place: PlaceId) -> Option<&Ward> {
        self.0.get(place.index())
    }
}

/// What a formation has with it against walls.
#[derive(Component, Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Park {
    /// Ladders.
    pub ladders: u32,
    /// Stone throwers.
    pub engines: u32,
    /// Carpenters and smiths who can build engines.
    pub craftsmen: u32,
}

impl Park {
    /// Most of each that an army may have.
    const MOST: u32 = 1_000_000;

    /// False for numbers that no army had.
    pub fn is_sound(self) -> bool {
        self.ladders.max(self.engines).max(self.craftsmen) <= Self::MOST
    }

    /// True when it has nothing.
    pub fn is_nothing(self) -> bool {
        self == Self::default()
    }

    /// True when more of what is built would be of no use to so many men.
    pub fn has_enough(self, task: Task, men: u32, rules: &SiegeRules) -> bool {
        match task {
            Task::Ladders => self.ladders >= rules.most_ladders(men),
            Task::Engines => self.engines >= rules.most_engines(men),
            Task::Mine => false,
        }
    }

    /// Takes in what others bring.
    pub fn take_in(&mut self, other: Self) {
        self.ladders = self.ladders.saturating_add(other.ladders);
        self.engines = self.engines.saturating_add(other.engines);
        self.craftsmen = self.craftsmen.saturating_add(other.craftsmen);
    }
}

/// Share of those who storm who come to blows with those on the wall, permille: over ladders, over rubble, through an open
/// gate, or over a wall that is no more than a man high.
pub fn way_in(
    walls: &Walls,
    (sound, open): (u16, bool),
    (ladders, men): (u32, u32),
    rules: &SiegeRules,
) -> u16 {
    if open || walls.height_m <= rules.climb_m {
        return 1000;
    }
    let height = u64::from(walls.height_m.max(1));
    let moat = 1000 + u64::from(walls.moat_m) * 1000 / u64::from(rules.moat_halves_m.max(1));
    let over = u64::from(ladders) * u64::from(rules.ladder_men) * 8 / height * 1000 / moat;
    let climbing = over * 1000 / u64::from(men.max(1));
    (climbing + u64::from(gap(sound, open, rules))).min(1000) as u16
}

/// Share of a side of the wall that is no obstacle: rubble, or an open gate; permille.
pub fn gap(sound: u16, open: bool, rules: &SiegeRules) -> u16 {
    if open {
        return 1000;
    }
    (u32::from(rules.breach.saturating_sub(sound)) * 1000 / u32::from(rules.breach.max(1))) as u16
}

/// What is left of the cover of a wall when so many hold it against those who find a way in over it, and part of it is no
/// obstacle, permille: a long wall with few men on it is climbed where nobody stands.
pub fn held(walls: &Walls, men: u32, (way_in, gap): (u16, u16), rules: &SiegeRules) -> u16 {
    let wanted = (walls.round_m.saturating_mul(rules.hold_per_km) / 1000).max(1);
    let manned = u64::from(men.min(wanted)) * 1000 / u64::from(wanted);
    // Half the men leave more than half of it open: those who stand are drawn to where the ladders are.
    let open = u64::from(way_in) * (1000 - manned * manned / 1000) / 1000;
    let bare = u64::from(gap) * u64::from(rules.rubble_bares) / 1000;
    (1000 - open.max(bare).min(1000)) as u16
}
