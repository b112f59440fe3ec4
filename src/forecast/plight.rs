//! Why a formation is hungry or will be, since when, from when on, and what would help. It looks at what its side knows and
//! nothing else.

use crate::seat::View;
use crate::sim::clock::DAY;
use crate::sim::hex::Hex;
use crate::sim::id::{FormationId, PlaceId};
use crate::sim::intent::{Intention, Pace};
use crate::sim::supply::{Diet, Haul, Marcher, Policy, SHENG_PER_SHI, reckon};
use crate::snapshot::FormationState;

/// Days for which food is reckoned.
const RECKONED_DAYS: u32 = 60;
/// How far from a store one says that it is too far away and not that there is none, seconds of marching.
const NEAR_S: u32 = 20 * 8 * 3600;
/// Days of food that one buys at a time.
const BOUGHT_DAYS: u32 = 30;

/// Where its food comes from, or why none comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// It eats from a store where it stands.
    AtStore(PlaceId),
    /// It eats from a cache of its side where it stands.
    AtCache,
    /// It lives on what it and those who stand with it carry.
    Carries,
    /// It stands at a place of its side whose store is empty, and nobody brings anything.
    StoreEmpty(PlaceId),
    /// Grain for the place where it stands is on its way no longer: the bearers were stopped or beaten.
    ConvoyStopped(FormationId, PlaceId),
    /// The enemy took the place that its side's grain lay in.
    StoreLost(PlaceId),
    /// Its bearers are dead, taken or run.
    BearersLost,
    /// Its bearers are elsewhere, with food.
    BearersAway(FormationId),
    /// Its bearers gave away all they had, and nobody fills them again.
    BearersSpent,
    /// The next store is too far away.
    StoreFar(PlaceId),
    /// Its side has no grain that could be reached.
    NoStore,
}

impl Cause {
    /// As machines read it.
    pub fn tag(self) -> &'static str {
        match self {
            Self::AtStore(_) => "at_store",
            Self::AtCache => "at_cache",
            Self::Carries => "carries",
            Self::StoreEmpty(_) => "store_empty",
            Self::ConvoyStopped(..) => "convoy_stopped",
            Self::StoreLost(_) => "store_lost",
            Self::BearersLost => "bearers_lost",
            Self::BearersAway(_) => "bearers_away",
            Self::BearersSpent => "bearers_spent",
            Self::StoreFar(_) => "store_far",
            Self::NoStore => "no_store",
        }
    }
}

/// What would help, and for how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remedy {
    /// Nothing need be done for a month and more.
    Nothing,
    /// Go to a store: days of marching, days of food there for all who stand here.
    March(PlaceId, u32, u32),
    /// Buy so many shi at a place for so many strings: days of food.
    Buy(PlaceId, u32, u32, u32),
    /// Call the bearers: days until they can be here.
    Call(FormationId, u32),
    /// Half rations: days of food more.
    Half(u32),
    /// Look for food in the country: days of food there.
    Forage(u32),
    /// Eat the pack animals and horses: days of food.
    EatBeasts(u32),
    /// Nothing that it could do.
    Hopeless,
}

/// How it stands with the food of a formation and of those who stand with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plight {
    /// Why.
    pub cause: Cause,
    /// Hours since the last bite; 0 when fed.
    pub hungry_h: u32,
    /// Minute of the war at which the first of those who stand here has nothing to eat, if they stay and nothing comes;
    /// `None` if that is two months away.
    pub bare: Option<u32>,
    /// What would help.
    pub remedy: Remedy,
    /// The store nearest to march to that has food for it for a day at least, its own hex first, and seconds of marching.
    pub nearest: Option<(PlaceId, u32)>,
}

impl View {
    /// How it stands with the food of one of its own formations.
    pub fn plight(&self, own: &FormationState) -> Plight {
        let hex = own.place.hex();
        let bare = if own.rations.is_hungry() { Some(self.clock.minute) } else { self.bare_at(hex, None) };
        let nearest = self.next_store(own);
        Plight {
            cause: self.cause(own, nearest),
            hungry_h: own.rations.hungry_hours(),
            bare,
            remedy: self.remedy(own, bare, nearest),
            nearest,
        }
    }

    /// When those who stand in a hex have eaten all they carry and what lies in a store or cache there, as a minute of the war; with
    /// another way of dealing with the food, if one is given.
    fn bare_at(&self, hex: Hex, diet: Option<Policy>) -> Option<u32> {
        let mut column: Vec<Marcher> = self.own_at(hex).map(|one| self.marcher(one)).collect();
        if let Some(policy) = diet {
            for marcher in &mut column {
                let diet = Diet { policy, ..marcher.rations.diet() };
                marcher.rations.deal(diet);
            }
        }
        let rules = &self.rules().supply;
        let daily: u64 = column.iter().map(|one| one.rations.daily(one.mouths, rules)).sum();
        let stored = self.larder(hex) * u64::from(DAY) / daily.max(1);
        let carried = reckon(&column, RECKONED_DAYS, rules).hungry?.0;
        let minutes = u64::from(carried) + stored;
        (minutes < u64::from(RECKONED_DAYS * DAY)).then(|| self.clock.minute + minutes as u32)
    }

    fn cause(&self, own: &FormationState, nearest: Option<(PlaceId, u32)>) -> Cause {
        let hex = own.place.hex();
        let here = self.place_of_own(hex);
        if let Some(place) = here.filter(|_| self.own_store(hex).is_some_and(|sheng| sheng > 0)) {
            return Cause::AtStore(place);
        }
        if self.larder(hex) > 0 {
            return Cause::AtCache;
        }
        if !own.rations.is_hungry() {
            return Cause::Carries;
        }
        if let Some(place) = here {
            return match self.stopped_convoy(place) {
                Some(bearers) => Cause::ConvoyStopped(bearers, place),
                None => Cause::StoreEmpty(place),
            };
        }
        self.bearers(own).unwrap_or_else(|| self.far_or_lost(own, nearest))
    }

    /// What has become of the bearers of its body, if it had any.
    fn bearers(&self, own: &FormationState) -> Option<Cause> {
        let group = |one: &FormationState| self.formation_info(one.id).map(|info| info.group.as_str());
        let bearers: Vec<&FormationState> = (self.own.iter())
            .filter(|one| self.troop(one).bears() && group(one) == group(own) && one.id != own.id)
            .collect();
        if bearers.is_empty() {
            return None;
        }
        let rules = &self.rules().supply;
        let laden = |one: &&&FormationState| {
            one.is_alive() && one.rations.tenths_of_days(one.roll.mouths(), rules) > 20
        };
        let away = bearers.iter().filter(|one| one.place.hex() != own.place.hex()).filter(laden);
        let nearest = away.min_by_key(|one| one.place.hex().unsigned_distance_to(own.place.hex()));
        if let Some(one) = nearest {
            return Some(Cause::BearersAway(one.id));
        }
        let (lost, all) = bearers.iter().fold((0, 0), |(lost, all), one| {
            (lost + u64::from(one.roll.lost()), all + u64::from(one.roll.total()))
        });
        Some(if lost * 2 > all { Cause::BearersLost } else { Cause::BearersSpent })
    }

    /// No bearers: the store is lost, too far away, or there is none.
    fn far_or_lost(&self, own: &FormationState, nearest: Option<(PlaceId, u32)>) -> Cause {
        let here = own.place.hex();
        let apart = |place: PlaceId| self.places()[place.index()].at.unsigned_distance_to(here);
        let lost = (self.places().iter().zip(&self.owners).enumerate())
            .filter(|(_, (place, owner))| {
                place.owner == Some(self.side) && **owner != Some(self.side) && place.grain_sheng > 0
            })
            .map(|(index, _)| PlaceId(index as u16))
            .min_by_key(|place| (apart(*place), *place));
        match (lost, nearest) {
            (Some(lost), None) => Cause::StoreLost(lost),
            (Some(lost), Some((next, _))) if apart(lost) < apart(next) => Cause::StoreLost(lost),
            (_, Some((next, _))) => Cause::StoreFar(next),
            (None, None) => Cause::NoStore,
        }
    }

    /// Bearers who were to bring grain to a place and do not come: beaten, or standing where they should walk.
    fn stopped_convoy(&self, place: PlaceId) -> Option<FormationId> {
        let bound = |one: &&FormationState| matches!(one.haul, Haul::Between { to, .. } if to == place);
        let at = self.places()[place.index()].at;
        let stopped = |one: &&FormationState| {
            !one.is_alive() || one.place.hex() != at && !matches!(one.intention, Intention::March { .. })
        };
        self.own.iter().filter(bound).find(stopped).map(|one| one.id)
    }

    /// True when an enemy was reported on a path or beside it.
    fn is_barred(&self, path: &[Hex]) -> bool {
        let mut reports = self.belief.reports.values();
        reports.any(|report| path.iter().any(|hex| hex.unsigned_distance_to(report.at) <= 1))
    }

    /// The key of its own place in a hex.
    fn place_of_own(&self, hex: Hex) -> Option<PlaceId> {
        let (place, _) = self.place_at(hex)?;
        (self.owners.get(place.index()).copied().flatten() == Some(self.side)).then_some(place)
    }

    /// The quickest way of one of its own formations to a place, if that is not too far away for a store.
    pub fn way_to(&self, own: &FormationState, place: PlaceId) -> Option<Vec<Hex>> {
        let to = self.places()[place.index()].at;
        self.costs().path(self.troop(own).mobility, own.place.hex(), to, NEAR_S, |_| false)
    }

    /// The store with grain for a day at least that is nearest to march to, and seconds of marching.
    fn next_store(&self, own: &FormationState) -> Option<(PlaceId, u32)> {
        let here = own.place.hex();
        let daily = own.rations.daily(own.roll.mouths(), &self.rules().supply);
        let field = self.costs().from(self.troop(own).mobility, &[here], NEAR_S, |_| false);
        (self.stores.iter().enumerate())
            .filter(|(_, grain)| grain.is_some_and(|sheng| u64::from(sheng) >= daily))
            .filter_map(|(index, _)| Some((field.seconds(self.places()[index].at)?, PlaceId(index as u16))))
            .min()
            .map(|(seconds, place)| (place, seconds))
    }

    /// What it can buy at hand, no more than is eaten in a month; `None` if that is not a day's food. In a place of its side all
    /// who stand there, `all` sheng a day, eat of it; else it alone.
    fn purchase(&self, own: &FormationState, all: u64) -> Option<Remedy> {
        let (place, stall, most) = self.can_buy(own)?;
        let alone = own.rations.daily(own.roll.mouths(), &self.rules().supply);
        let daily = if self.own_store(own.place.hex()).is_some() { all } else { alone }.max(1);
        let wanted = (daily * u64::from(BOUGHT_DAYS)).div_ceil(u64::from(SHENG_PER_SHI));
        let shi = u64::from(most).min(wanted) as u32;
        let days = u64::from(shi) * u64::from(SHENG_PER_SHI) / daily;
        (days > 0).then(|| Remedy::Buy(place, shi, stall.cost(shi), days as u32))
    }

    /// What would keep it fed longest, or bring it to food.
    fn remedy(&self, own: &FormationState, bare: Option<u32>, nearest: Option<(PlaceId, u32)>) -> Remedy {
        let Some(bare) = bare else { return Remedy::Nothing };
        let here = own.place.hex();
        let rules = &self.rules().supply;
        let left = bare.saturating_sub(self.clock.minute) / DAY;
        let all: u64 = self.own_at(here).map(|one| one.rations.daily(one.roll.mouths(), rules)).sum();
        let days_of = |sheng: u64| (sheng / all.max(1)).min(999) as u32;
        if let Some(buy) = self.purchase(own, all) {
            return buy;
        }
        let store = nearest.filter(|(place, _)| self.places()[place.index()].at != here);
        let mut far = None;
        if let Some((place, _)) = store {
            let grain = self.stores[place.index()].unwrap_or(0);
            let arrives =
                self.way_to(own, place).and_then(|path| self.arrival(own.id, &path, Pace::Ordinary));
            let days = arrives
                .map_or(u32::MAX, |there| there.minute.saturating_sub(self.clock.minute).div_ceil(DAY));
            let march = Remedy::March(place, days, days_of(u64::from(grain)));
            // Men march for two days on an empty stomach before they run.
            if days <= left + 2 {
                return march;
            }
            // Some of them arrive after more than that, if nothing else helps.
            far = (days < u32::MAX).then_some(march);
        }
        if let Some(Cause::BearersAway(id)) = self.bearers(own)
            && let Some(bearers) = self.formation(id)
            && let Some(path) =
                self.costs().path(self.troop(bearers).mobility, bearers.place.hex(), here, NEAR_S, |_| false)
            && !self.is_barred(&path)
            && let Some(arrives) = self.arrival(id, &path, Pace::Ordinary)
        {
            return Remedy::Call(id, arrives.minute.saturating_sub(self.clock.minute).div_ceil(DAY));
        }
        let forage = days_of(self.gleanings(here));
        let beasts = self
            .own_at(here)
            .map(|one| u64::from(one.beasts.horses) + u64::from(one.beasts.pack))
            .sum::<u64>();
        let meat = days_of(beasts * u64::from(rules.beast_feeds) * u64::from(rules.man_sheng_day));
        let half = self
            .bare_at(here, Some(Policy::Half))
            .map_or(RECKONED_DAYS, |minute| minute.saturating_sub(self.clock.minute) / DAY);
        let is_full = own.rations.diet().policy == Policy::Full;
        let half = if own.rations.is_hungry() || !is_full { 0 } else { half.saturating_sub(left) };
        // What costs least comes first, if it helps for a day at all.
        match (forage, half, meat) {
            (1.., ..) if forage >= half && !own.rations.diet().forages => Remedy::Forage(forage),
            (_, 1.., _) => Remedy::Half(half),
            (_, _, 1..) => Remedy::EatBeasts(meat),
            _ => far.unwrap_or(Remedy::Hopeless),
        }
    }
}
