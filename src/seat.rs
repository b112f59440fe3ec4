//! A seat at the table: all that a side, human or AI, may know and ask.
//!
//! A [`View`] holds the side's own formations in full, what its men have reported of the enemy, and what any
//! traveler knows: the land, the places, the hour. It holds nothing else, and orders are checked against nothing
//! else, so that neither a plan nor a refusal can betray a hidden army.

use std::collections::BTreeMap;
use std::sync::Arc;

use bevy_ecs::world::World;

use crate::setting::{Rules, Setting};
use crate::sim::clock::Clock;
use crate::sim::command::{Commander, Staff, worth_permille};
use crate::sim::event::CommanderFate;
use crate::sim::exposure::{Water, water_at};
use crate::sim::flood::Waters;
use crate::sim::fodder::Pasture;
use crate::sim::hex::Hex;
use crate::sim::id::{CommanderId, FormationId, PlaceId, SideId, SignalId};
use crate::sim::map::Map;
use crate::sim::market::{REACH, Stall, stall};
use crate::sim::movement::MarchCosts;
use crate::sim::register::{CommanderInfo, FormationInfo, PlaceInfo, Register, SideInfo, SignalInfo};
use crate::sim::ruse::{Given, Lure, Lures, Signals};
use crate::sim::siege::{Ward, Wards, beside, timber_m};
use crate::sim::sighting::{Belief, Beliefs, Report};
use crate::sim::supply::{Cache, Caches, Haul, Marcher, Run, SHENG_PER_SHI, Stores, carried, run};
use crate::sim::troops::{TroopKind, Troops};
use crate::sim::victory::{Objective, Verdict};
use crate::sim::weather::Sky;
use crate::snapshot::{FormationState, formation};

/// How far men see what the country has to give, hexes.
const COUNTRY: u32 = 2;

/// What the country has to give in one hex.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Plenty {
    /// Days that the grass feeds one horse.
    pub horse_days: u64,
    /// Food that men can find, sheng.
    pub sheng: u32,
}

impl Plenty {
    /// True where there is neither grass nor food.
    pub fn is_nothing(self) -> bool {
        self == Self::default()
    }
}

/// What is missing of the country as those see it who stand near.
fn seen(pasture: &Pasture, own: &[FormationState], map: &Map) -> Pasture {
    let grid = map.grid();
    let is_near = |hex: Hex| {
        let near =
            |one: &FormationState| one.is_alive() && one.place.hex().unsigned_distance_to(hex) <= COUNTRY;
        own.iter().any(near)
    };
    let entries = pasture.0.iter().filter(|(key, _)| is_near(grid.at(**key as usize)));
    Pasture(entries.map(|(key, ground)| (*key, *ground)).collect())
}

/// Places as a side sees them.
fn wards(
    wards: &Wards,
    (side, verdict): (SideId, &Verdict),
    own: &[FormationState],
    register: &Register,
) -> Vec<Ward> {
    let seen = |(index, ward): (usize, &Ward)| {
        let at = register.places[index].at;
        let near = |one: &FormationState| one.is_alive() && one.place.hex().unsigned_distance_to(at) <= 1;
        if verdict.owners[index] == Some(side) {
            ward.clone()
        } else if own.iter().any(near) {
            ward.from_outside()
        } else {
            Ward::of(None)
        }
    };
    wards.0.iter().enumerate().map(seen).collect()
}

/// What a side has in the field.
fn own_caches(side: SideId, caches: &Caches) -> Vec<Cache> {
    caches.all().iter().filter(|cache| cache.side == side).copied().collect()
}

/// Markets of a side's own places, and of nobody's before which its men stand.
fn markets(world: &World, (side, verdict): (SideId, &Verdict), own: &[FormationState]) -> Vec<Option<Stall>> {
    let places = world.resource::<Register>().places.iter().zip(&verdict.owners).enumerate();
    let seen = |(index, (place, owner)): (usize, (&PlaceInfo, &Option<SideId>))| {
        let near =
            |one: &FormationState| one.is_alive() && one.place.hex().unsigned_distance_to(place.at) <= REACH;
        let sees = owner.map_or_else(|| own.iter().any(near), |owner| owner == side);
        sees.then(|| stall(world, PlaceId(index as u16))).flatten()
    };
    places.map(seen).collect()
}

/// What one side knows at the start of a turn.
#[derive(Debug, Clone)]
pub struct View {
    /// Whose view it is.
    pub side: SideId,
    /// The hour.
    pub clock: Clock,
    /// The weather.
    pub sky: Sky,
    /// Its own formations, by rising key; destroyed ones too, and the detachments that are out.
    pub own: Vec<FormationState>,
    /// Its own commanders.
    pub commanders: Vec<Commander>,
    /// What it believes of the enemy.
    pub belief: Belief,
    /// Lures that it has left and that still lie.
    pub own_lures: Vec<Lure>,
    /// Signals of its own that are in the air.
    pub given: Vec<Given>,
    /// What it wants.
    pub objectives: Vec<Objective>,
    /// Who holds each place.
    pub owners: Vec<Option<SideId>>,
    /// Grain in the places it holds, sheng; `None` elsewhere.
    pub stores: Vec<Option<u32>>,
    /// Places as far as it sees them: its own whole, those before which its men stand from outside, others as they were
    /// built.
    pub wards: Vec<Ward>,
    /// Grain that it left in the field.
    pub caches: Vec<Cache>,
    /// What is for sale in its own places, and in nobody's before which its men stand.
    markets: Vec<Option<Stall>>,
    /// Water on the land, which everybody knows of, and what was dug.
    pub waters: Waters,
    /// Ways and their cost; everybody knows the ice of rivers.
    costs: MarchCosts,
    /// What is missing of grass and barns around its own men.
    pasture: Pasture,
    /// True once the war is over.
    over: bool,
    setting: Arc<Setting>,
}

impl View {
    /// What a side knows of a world.
    pub(crate) fn of(side: SideId, world: &World, setting: &Arc<Setting>) -> Self {
        let register = &setting.register;
        let own: Vec<FormationState> = (0..register.keys() as u16)
            .map(FormationId)
            .filter(|id| register.formation(*id).side == side)
            .filter_map(|id| formation(world, id))
            .collect();
        let verdict = world.resource::<Verdict>();
        let stores = world.resource::<Stores>().0.iter().zip(&verdict.owners);
        let lures = world.resource::<Lures>().0.iter();
        let given = world.resource::<Signals>().given.iter();
        let wards = wards(world.resource::<Wards>(), (side, verdict), &own, register);
        let markets = markets(world, (side, verdict), &own);
        let pasture = seen(world.resource::<Pasture>(), &own, &setting.map);
        Self {
            side,
            clock: world.resource::<Clock>().clone(),
            sky: world.resource::<Sky>().clone(),
            own,
            commanders: (world.resource::<Staff>().0.iter())
                .filter(|commander| register.commander(commander.id).side == side)
                .copied()
                .collect(),
            belief: world.resource::<Beliefs>().of(side).clone(),
            own_lures: lures.filter(|lure| lure.side == side && lure.lying).cloned().collect(),
            given: given.filter(|given| register.signal(given.signal).side == side).copied().collect(),
            objectives: verdict.objectives.iter().filter(|wish| wish.side == side).cloned().collect(),
            owners: verdict.owners.clone(),
            stores: stores.map(|(grain, owner)| (*owner == Some(side)).then_some(*grain)).collect(),
            wards,
            markets,
            caches: own_caches(side, world.resource::<Caches>()),
            waters: world.resource::<Waters>().clone(),
            costs: world.resource::<MarchCosts>().clone(),
            pasture,
            over: verdict.outcome.is_some(),
            setting: Arc::clone(setting),
        }
    }

    /// True once the war is over and no order counts.
    pub fn is_over(&self) -> bool {
        self.over
    }

    /// Men whom the ground of a hex hides.
    pub fn hiding_room(&self, hex: Hex) -> u32 {
        self.map().hiding_room(hex).min(u64::from(u32::MAX)) as u32
    }

    /// True when an enemy whom the side knows of has lately been so near that he would see men hide.
    pub fn is_watched(&self, hex: Hex) -> bool {
        let reach = self.rules().sighting.day_m / 2 / self.map().hex_m.max(1);
        let fresh = self.clock.minute.saturating_sub(60);
        self.belief
            .reports
            .values()
            .any(|report| report.minute >= fresh && report.at.unsigned_distance_to(hex) <= reach.max(1))
    }

    /// The land.
    pub fn map(&self) -> &Map {
        &self.setting.map
    }

    /// The rules, which everybody knows.
    pub fn rules(&self) -> &Rules {
        &self.setting.rules
    }

    /// The water of a hex.
    pub fn water(&self, hex: Hex) -> Water {
        let own = |id: &PlaceId| self.owners[id.index()] == Some(self.side);
        let ward = self.place_at(hex).map(|(id, _)| id).filter(own).and_then(|id| self.wards.get(id.index()));
        let closed = ward.is_some_and(Ward::is_closed);
        water_at((self.map(), &self.setting.register), &self.sky, hex, closed, &self.rules().exposure)
    }

    /// How high the water stands on a side of a hex, permille of what closes a ford.
    pub fn high_water(&self, hex: Hex, side: usize) -> u16 {
        self.rules().climate.high_water(&self.sky, self.map(), hex, side)
    }

    /// Ways and their cost, over ice that bears too.
    pub fn costs(&self) -> &MarchCosts {
        &self.costs
    }

    /// Kinds of troops.
    pub fn troops(&self) -> &Troops {
        &self.setting.troops
    }

    /// Places with names, by key.
    pub fn places(&self) -> &[PlaceInfo] {
        &self.setting.register.places
    }

    /// The place in a hex, with its key.
    pub fn place_at(&self, hex: Hex) -> Option<(PlaceId, &PlaceInfo)> {
        self.setting.register.place_at(hex)
    }

    /// The sides, by key.
    pub fn sides(&self) -> &[SideInfo] {
        &self.setting.register.sides
    }

    /// One of its own formations as it stands.
    pub fn formation(&self, id: FormationId) -> Option<&FormationState> {
        self.own.binary_search_by_key(&id, |own| own.id).ok().map(|index| &self.own[index])
    }

    /// Names and first strength of one of its own formations.
    pub fn formation_info(&self, id: FormationId) -> Option<&FormationInfo> {
        self.formation(id).map(|_| self.setting.register.formation(id))
    }

    /// The formation that one of its own detachments was sent out by; `None` for one that was there from the start.
    pub fn parent(&self, id: FormationId) -> Option<FormationId> {
        self.formation(id).and_then(|_| self.setting.register.parent(id))
    }

    /// The detachments of one of its own formations, or of the one that sent it out: those that are out or were lost, and
    /// the key of the next that can be sent out, if there is one.
    pub fn detachments(&self, id: FormationId) -> (Vec<FormationId>, Option<FormationId>) {
        let known = self.formation(id).is_some();
        let all = self.setting.register.detachments_of(id).filter(|_| known);
        let (out, free): (Vec<_>, Vec<_>) = all.partition(|id| self.formation(*id).is_some());
        (out, free.first().copied())
    }

    /// The troops of one of its own formations.
    pub fn troop(&self, formation: &FormationState) -> &TroopKind {
        self.setting.troops.kind(formation.troop.0)
    }

    /// One of its own commanders, as he came.
    pub fn commander_info(&self, id: CommanderId) -> Option<&CommanderInfo> {
        let info = self.setting.register.commanders.get(id.index())?;
        (info.side == self.side).then_some(info)
    }

    /// One of its own commanders, as he is now.
    pub fn commander(&self, id: CommanderId) -> Option<&Commander> {
        self.commanders.iter().find(|commander| commander.id == id)
    }

    /// Worth of those who lead one of its own formations and are near, permille.
    pub fn command_worth(&self, formation: &FormationState) -> u16 {
        let reach = self.rules().command.superior_reach_m / self.map().hex_m.max(1);
        let here = formation.place.hex();
        let near = |with: FormationId| {
            self.formation(with).is_some_and(|other| other.place.hex().unsigned_distance_to(here) <= reach)
        };
        // By key as in the world; of the enemy's commanders, whom no chain of command reaches, nothing is known.
        let nobody =
            |id| Commander { id, fate: CommanderFate::Killed, with: FormationId(u16::MAX), superior: None };
        let ids = (0..self.setting.register.commanders.len() as u16).map(CommanderId);
        let staff = Staff(ids.map(|id| self.commander(id).copied().unwrap_or(nobody(id))).collect());
        let worth =
            worth_permille(&staff, &self.setting.register, formation.led, &self.rules().command, near);
        worth.clamp(0, i32::from(u16::MAX)) as u16
    }

    /// Its own signals, with their keys.
    pub fn signals(&self) -> impl Iterator<Item = (SignalId, &SignalInfo)> {
        let signals = self.setting.register.signals.iter().enumerate();
        signals
            .filter(|(_, signal)| signal.side == self.side)
            .map(|(id, signal)| (SignalId(id as u8), signal))
    }

    /// What it believes of an enemy formation.
    pub fn report(&self, id: FormationId) -> Option<&Report> {
        self.belief.reports.get(&id)
    }

    /// One of its own formations, as it is reckoned with when one asks how long its food lasts.
    pub fn marcher<'a>(&'a self, own: &FormationState) -> Marcher<'a> {
        own.marcher(&self.setting)
    }

    /// What the country has to give in a hex. Of ground that none of its men stand near, a side knows only what usually
    /// grows there.
    pub fn plenty(&self, hex: Hex) -> Plenty {
        let (map, rules) = (&self.setting.map, &self.setting.rules.fodder);
        Plenty {
            horse_days: self.pasture.horse_days(
                map,
                (hex, self.sky.spot(map, hex).snow_mm),
                &self.clock,
                rules,
            ),
            sheng: self.pasture.barns_sheng(map, hex, &self.clock, rules),
        }
    }

    /// Food that its men can find from a hex, sheng: at a place of its own, in the hexes around too.
    pub fn gleanings(&self, hex: Hex) -> u64 {
        let around =
            self.map().grid().neighbors(hex).map(|(_, near)| near).filter(|_| self.own_store(hex).is_some());
        std::iter::once(hex).chain(around).map(|near| u64::from(self.plenty(near).sheng)).sum()
    }

    /// Grain in the place of its own in a hex, sheng; `None` where it holds none.
    pub fn own_store(&self, hex: Hex) -> Option<u32> {
        let (id, _) = self.place_at(hex)?;
        self.stores.get(id.index()).copied().flatten()
    }

    /// What is for sale in a place, as far as it knows; `None` where nobody sells to its men.
    pub fn market(&self, place: PlaceId) -> Option<Stall> {
        self.markets.get(place.index()).copied().flatten()
    }

    /// The market that one of its own formations can buy at, the nearest first and then the fullest.
    pub fn market_at_hand(&self, own: &FormationState) -> Option<(PlaceId, Stall)> {
        let far = |place: PlaceId| self.places()[place.index()].at.unsigned_distance_to(own.place.hex());
        let known = (0..self.markets.len() as u16).map(PlaceId).filter(|place| far(*place) <= REACH);
        let open = known.filter_map(|place| Some((place, self.market(place)?)));
        open.min_by_key(|(place, stall)| (far(*place), std::cmp::Reverse(stall.shi()), *place))
    }

    /// What one of its own formations could take of what it buys, shi: what it can carry, in a place of its side any amount.
    pub fn room_shi(&self, own: &FormationState) -> u32 {
        if self.own_store(own.place.hex()).is_some() {
            return u32::MAX / SHENG_PER_SHI;
        }
        let load = carried(own.roll.mouths(), own.beasts.pack, self.troop(own), &self.rules().supply);
        let room = load.saturating_sub(u64::from(own.rations.sheng())) / u64::from(SHENG_PER_SHI);
        room.min(u64::from(u32::MAX / SHENG_PER_SHI)) as u32
    }

    /// What one of its own formations can buy at the market at hand with its cash, and carry, shi.
    pub fn can_buy(&self, own: &FormationState) -> Option<(PlaceId, Stall, u32)> {
        let (place, stall) = self.market_at_hand(own)?;
        let shi = stall.buys(own.purse.held()).min(self.room_shi(own));
        (shi > 0).then_some((place, stall, shi))
    }

    /// The enemy place with walls beside a hex, and the side of it that faces the hex.
    pub fn wall_beside(&self, hex: Hex) -> Option<(PlaceId, usize)> {
        beside(hex, self.side, self.places(), &self.owners)
    }

    /// Way to the nearest timber, meters; `None` if it is further than anybody fetches it.
    pub fn timber_m(&self, hex: Hex) -> Option<u32> {
        timber_m(self.map(), hex, &self.rules().siege)
    }

    /// Its own grain in a hex that fire can reach and that can be buried, sheng: in store and lying open.
    pub fn above_ground(&self, hex: Hex) -> u64 {
        let open = self.caches.iter().filter(|cache| cache.at == hex && !cache.buried);
        u64::from(self.own_store(hex).unwrap_or(0)) + open.map(|cache| u64::from(cache.sheng)).sum::<u64>()
    }

    /// Its own grain in a hex that its men there can eat, sheng: in store, lying open and buried.
    pub fn larder(&self, hex: Hex) -> u64 {
        let buried = self.caches.iter().filter(|cache| cache.at == hex && cache.buried);
        self.above_ground(hex) + buried.map(|cache| u64::from(cache.sheng)).sum::<u64>()
    }

    /// What one of its own formations would carry between two hexes; `None` if no way leads there.
    pub fn haul(&self, own: &FormationState, from: Hex, to: Hex) -> Option<Run> {
        let kind = self.troop(own);
        let way_s = self.costs().way_s(kind.mobility, from, to, u32::MAX)?;
        let rules = (&self.rules().supply, &self.rules().movement);
        Some(run(own.roll.mouths(), own.beasts.pack, (kind, way_s), rules))
    }

    /// What its bearers carry to and fro, place by place, sheng a day in the long run; 0 where no way leads any more.
    pub fn routes(&self) -> BTreeMap<(PlaceId, PlaceId), u64> {
        let mut routes = BTreeMap::new();
        for own in self.own.iter().filter(|own| own.is_alive()) {
            let Haul::Between { from, to } = own.haul else { continue };
            let at = |place: PlaceId| self.places()[place.index()].at;
            let daily = self.haul(own, at(from), at(to)).map_or(0, Run::daily);
            *routes.entry((from, to)).or_default() += daily;
        }
        routes
    }

    /// Its own formations with men in a hex.
    pub fn own_at(&self, hex: Hex) -> impl Iterator<Item = &FormationState> {
        self.own.iter().filter(move |own| own.place.hex() == hex && own.is_alive())
    }
}
