//! Who faces whom: formations in neighboring hexes of which at least one goes for the other, and how many of their
//! men find room on the hexside between them.

use bevy_ecs::prelude::*;
use bevy_ecs::query::QueryData;

use super::{CombatRules, Engaged};
use crate::sim::army::{
    Beasts, Cohesion, Condition, Fatigue, Led, Muster, Place, Posture, Quality, Roll, Side, Troop,
};
use crate::sim::hex::{Grid, Hex, SIDES, opposite};
use crate::sim::id::{FormationId, SideId};
use crate::sim::intent::Feint;
use crate::sim::intent::{Intention, Stance};
use crate::sim::map::{Map, Mobility};
use crate::sim::movement::{Legs, MarchCosts, MovementRules, column_m};
use crate::sim::siege::Park;
use crate::sim::supply::Rations;
use crate::sim::troops::Troops;

/// All that fighting reads and writes of a formation.
#[derive(QueryData)]
#[query_data(mutable)]
pub(super) struct Body {
    pub side: &'static Side,
    pub troop: &'static Troop,
    pub quality: &'static Quality,
    pub led: &'static Led,
    pub place: &'static Place,
    pub condition: &'static Condition,
    pub fatigue: &'static Fatigue,
    pub legs: &'static Legs,
    pub rations: &'static Rations,
    pub park: &'static Park,
    pub stance: &'static Stance,
    pub feint: &'static Feint,
    pub roll: &'static mut Roll,
    pub beasts: &'static mut Beasts,
    pub cohesion: &'static mut Cohesion,
    pub posture: &'static mut Posture,
    pub intention: &'static mut Intention,
    pub engaged: &'static mut Engaged,
}

/// A formation as it stands at the start of the step.
#[derive(Debug, Clone)]
pub(super) struct Fighter {
    pub id: FormationId,
    pub side: SideId,
    pub troop: Troop,
    pub mobility: Mobility,
    pub hex: Hex,
    pub posture: Posture,
    pub engaged: Engaged,
    pub park: Park,
    /// Men able to fight.
    pub men: u32,
    /// Those of them who are up with the head.
    pub up: u32,
    /// Goes for enemies beside it.
    pub goes: bool,
    /// Goes after enemies that run.
    pub follows: bool,
    /// Goes after enemies that run wherever they run.
    pub hunts: bool,
    /// The enemy it was sent at.
    pub target: Option<FormationId>,
    /// True while it stands: alive, not hidden, not routed.
    pub stands: bool,
    pub alive: bool,
}

/// The formations of a war, by key, and where they stand.
pub(super) struct Field {
    pub fighters: Vec<Fighter>,
    grid: Grid,
    /// Hex index and formation index of the living, sorted.
    places: Vec<(usize, usize)>,
}

impl Field {
    /// Reads the formations. At night only those who were sent, or who pursue, go for anyone.
    pub fn of(
        bodies: &Query<Body>,
        muster: &Muster,
        map: &Map,
        troops: &Troops,
        marching: &MovementRules,
        day: bool,
    ) -> Self {
        let mut fighters = Vec::with_capacity(muster.len());
        for index in 0..muster.len() as u16 {
            let id = FormationId(index);
            let Some(body) = muster.entity(id).and_then(|entity| bodies.get(entity).ok()) else { continue };
            let kind = troops.kind(body.troop.0);
            let men = body.roll.under_arms();
            let alive = body.roll.mouths() > 0;
            let posture = *body.posture;
            let stands = alive && men > 0 && !matches!(posture, Posture::Hidden | Posture::Routed);
            let target = match body.intention {
                Intention::Attack { target, .. } => Some(*target),
                _ => None,
            };
            let runs = matches!(body.feint, Feint::Running { .. });
            let ready = match *body.stance {
                Stance::Fight => day && posture != Posture::Camp,
                Stance::Pursue => posture != Posture::Camp,
                Stance::Ambush { .. } => true,
                _ => false,
            };
            let column = column_m(men, kind.mobility, marching);
            let up = u64::from(men) * u64::from(body.legs.up_permille(column)) / 1000;
            fighters.push(Fighter {
                id,
                side: body.side.0,
                troop: *body.troop,
                mobility: kind.mobility,
                hex: body.place.hex(),
                posture,
                engaged: *body.engaged,
                park: *body.park,
                men,
                up: (up as u32).clamp(men.min(1), men),
                goes: stands && kind.fights && !runs && (target.is_some() || ready),
                follows: stands && kind.fights && !runs && body.stance.is_aggressive(),
                hunts: stands && kind.fights && !runs && *body.stance == Stance::Pursue,
                target,
                stands,
                alive,
            });
        }
        let grid = map.grid();
        let mut places: Vec<(usize, usize)> = (fighters.iter().enumerate())
            .filter(|(_, fighter)| fighter.alive)
            .filter_map(|(index, fighter)| Some((grid.index(fighter.hex)?, index)))
            .collect();
        places.sort_unstable();
        Self { fighters, grid, places }
    }

    /// The formation of a key.
    pub fn fighter(&self, id: FormationId) -> Option<&Fighter> {
        let index = self.fighters.binary_search_by_key(&id, |fighter| fighter.id).ok()?;
        Some(&self.fighters[index])
    }

    /// The living formations in a hex, by rising key.
    pub fn at(&self, hex: Hex) -> impl Iterator<Item = usize> + '_ {
        let index = self.grid.index(hex);
        let from = self.places.partition_point(|(place, _)| Some(*place) < index);
        let here = self.places[from..].iter().take_while(move |(place, _)| Some(*place) == index);
        here.map(|(_, fighter)| *fighter)
    }

    /// True when a standing enemy of `side` is in the hex.
    pub fn held_against(&self, side: SideId, hex: Hex) -> bool {
        self.at(hex).any(|other| self.fighters[other].stands && self.fighters[other].side != side)
    }

    /// Ways out for a formation: neighbors it can enter in which no enemy stands.
    pub fn ways_out(&self, index: usize, costs: &MarchCosts) -> u32 {
        let fighter = &self.fighters[index];
        let open = |(side, next): &(usize, Hex)| {
            costs.seconds(fighter.mobility, fighter.hex, *side).is_some()
                && !self.held_against(fighter.side, *next)
        };
        self.grid.neighbors(fighter.hex).filter(open).count() as u32
    }

    /// All pairs that fight, by rising keys, with the men on each side of the hexside.
    pub fn pairs(&self, map: &Map, costs: &MarchCosts, rules: &CombatRules) -> Vec<Pair> {
        let mut pairs = Vec::new();
        for (a, one) in self.fighters.iter().enumerate().filter(|(_, one)| one.stands) {
            for (side, step) in SIDES.iter().enumerate() {
                for b in self.at(one.hex + *step) {
                    let other = &self.fighters[b];
                    let enemies = b > a && other.stands && other.side != one.side;
                    if enemies && (one.goes || other.goes) && costs.can_strike_across(one.hex, side) {
                        pairs.push(Pair { a, b, side, men: [0, 0] });
                    }
                }
            }
        }
        self.fill(&mut pairs, map, rules);
        pairs
    }

    /// Divides every formation's men over the enemies it faces, as many as find room.
    fn fill(&self, pairs: &mut [Pair], map: &Map, rules: &CombatRules) {
        let mut faced = vec![0_u64; self.fighters.len()];
        for pair in pairs.iter() {
            faced[pair.a] += u64::from(self.fighters[pair.b].up);
            faced[pair.b] += u64::from(self.fighters[pair.a].up);
        }
        let share = |of: usize, against: usize| {
            let (men, enemies) = (u64::from(self.fighters[of].up), u64::from(self.fighters[against].up));
            (men * enemies / faced[of].max(1)).max(1) as u32
        };
        for pair in pairs.iter_mut() {
            pair.men = [share(pair.a, pair.b), share(pair.b, pair.a)];
        }
        // Room taken on each hexside by each of its two parties, millimeters of front.
        let per_km = |of: usize| u64::from(rules.per_km(self.fighters[of].mobility));
        let mut taken: Vec<((usize, usize), u64)> = Vec::with_capacity(pairs.len() * 2);
        for pair in pairs.iter() {
            for (of, side, men) in self.parties(pair) {
                taken.push(((side.0, side.1), u64::from(men) * 1_000_000 / per_km(of)));
            }
        }
        taken.sort_unstable();
        let used = |side: (usize, usize)| -> u64 {
            let from = taken.partition_point(|(other, _)| *other < side);
            taken[from..].iter().take_while(|(other, _)| *other == side).map(|(_, mm)| mm).sum()
        };
        // On a wide hexside nobody reaches an enemy but where that enemy stands, and around his flanks.
        let room = |enemy: (usize, usize)| rules.room_mm(used(enemy), map.hex_m);
        for pair in pairs.iter_mut() {
            let parties = self.parties(pair);
            let enemies = [parties[1].1, parties[0].1];
            for ((men, (_, side, wanted)), enemy) in pair.men.iter_mut().zip(parties).zip(enemies) {
                let (used, room) = (used(side).max(1), room(enemy));
                if used > room {
                    *men = (u64::from(wanted) * room / used).max(1) as u32;
                }
            }
        }
    }

    /// The two parties of a pair: who, which side of which hex, how many.
    fn parties(&self, pair: &Pair) -> [(usize, (usize, usize), u32); 2] {
        let place = |of: usize| self.grid.index(self.fighters[of].hex).unwrap_or(usize::MAX);
        [
            (pair.a, (place(pair.a), pair.side), pair.men[0]),
            (pair.b, (place(pair.b), opposite(pair.side)), pair.men[1]),
        ]
    }
}

/// Two formations that fight across a hexside.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pair {
    pub a: usize,
    pub b: usize,
    /// The side of `a`'s hex across which they fight.
    pub side: usize,
    /// Men in contact of `a` and of `b`.
    pub men: [u32; 2],
}
