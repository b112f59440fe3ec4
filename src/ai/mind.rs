//! What a general has before him while he plans: the view, his estimates, the orders given so far.

use super::army;
use super::fields::Ways;
use super::foes::Foe;
use super::weather;
use super::worth;
use crate::orders::{Attack, Halt, LeaveBait, MakeCamp, March, Order, Stand};
use crate::seat::View;
use crate::sim::army::Posture;
use crate::sim::command::Will;
use crate::sim::hex::Hex;
use crate::sim::id::{CommanderId, SideId, SignalId};
use crate::sim::intent::{Intention, Pace, Stance};
use crate::sim::register::PlaceKind;
use crate::snapshot::FormationState;

/// Hexes of the theater, meters.
const STAGE_M: u32 = 12_000;

/// A plan in the making.
pub(super) struct Mind<'a> {
    pub view: &'a View,
    /// Enemies believed in, by rising key.
    pub foes: Vec<Foe>,
    /// Worth of each of `view.own`.
    pub worth: Vec<i64>,
    /// Worth sent or already fighting against each of `foes`.
    pub sent: Vec<i64>,
    /// True for each of `view.own` about which nothing more is to be decided.
    pub busy: Vec<bool>,
    /// Supreme commander of each of `view.own`, through the whole chain of command.
    pub supreme: Vec<Option<CommanderId>>,
    /// Ways worked out this turn.
    pub ways: Ways,
    /// Forts, towns and villages of its own side, and hexes it can run to.
    pub havens: Vec<Hex>,
    /// Signals ordered this turn.
    pub signals: Vec<SignalId>,
    orders: Vec<(Order, String)>,
    most: usize,
}

impl<'a> Mind<'a> {
    /// Takes stock.
    pub fn of(view: &'a View) -> Self {
        let foes = Foe::all(view);
        let worth: Vec<i64> = view.own.iter().map(|own| worth::own(view, own)).collect();
        let busy: Vec<bool> = view.own.iter().map(|own| !can_be_told(own)).collect();
        let supreme = view.own.iter().map(|own| army::supreme(view, own)).collect();
        let ways = Ways::of(view, &foes);
        let mut sent = vec![0; foes.len()];
        for (own, worth) in view.own.iter().zip(&worth).filter(|(own, _)| own.engaged.is_in_contact()) {
            let beside = |foe: &Foe| foe.at.unsigned_distance_to(own.place.hex()) <= 1;
            if let Some(index) = foes.iter().position(beside) {
                sent[index] += *worth;
            }
        }
        let havens = havens(view);
        let most = super::most_orders(view);
        Self {
            view,
            foes,
            worth,
            sent,
            busy,
            supreme,
            ways,
            havens,
            signals: Vec::new(),
            orders: Vec::new(),
            most,
        }
    }

    /// The orders given.
    pub fn into_orders(self) -> Vec<(Order, String)> {
        self.orders
    }

    /// One of its own formations. It lives as long as the view, so that orders can be given while looking at it.
    pub fn own(&self, index: usize) -> &'a FormationState {
        &self.view.own[index]
    }

    /// So many meters in hexes, rounded up.
    pub fn hexes(&self, meters: u32) -> u32 {
        meters.div_ceil(self.view.map().hex_m.max(1))
    }

    /// Hexes of this map that are as far as so many of twelve kilometers, the scale on which campaigns are reckoned.
    pub fn stages(&self, hexes: u32) -> u32 {
        self.hexes(hexes.saturating_mul(STAGE_M))
    }

    /// Meters between two hexes as the bird flies.
    pub fn meters(&self, a: Hex, b: Hex) -> u32 {
        a.unsigned_distance_to(b) * self.view.map().hex_m
    }

    /// Worth of the side's own men within so many meters.
    pub fn friends_near(&self, hex: Hex, meters: u32) -> i64 {
        let reach = self.hexes(meters);
        let near = self.view.own.iter().zip(&self.worth);
        near.filter(|(own, _)| own.place.hex().unsigned_distance_to(hex) <= reach)
            .map(|(_, worth)| worth)
            .sum()
    }

    /// Worth of enemies seen there of late who have not broken.
    pub fn foes_near(&self, hex: Hex, meters: u32) -> i64 {
        let reach = self.hexes(meters);
        let near = self.foes.iter().filter(|foe| foe.is_fresh() && !foe.runs());
        near.filter(|foe| foe.at.unsigned_distance_to(hex) <= reach).map(|foe| foe.worth).sum()
    }

    /// The nearest enemy seen no longer ago than this, and how far away, hexes. Ties: the lower key.
    pub fn nearest_foe(&self, hex: Hex, age: u32) -> Option<(&Foe, u32)> {
        let known = self.foes.iter().filter(|foe| foe.age <= age && !foe.runs());
        known.map(|foe| (foe, foe.at.unsigned_distance_to(hex))).min_by_key(|(_, far)| *far)
    }

    /// How far off an enemy must be for men to sleep: what he can march in a turn, within bounds, meters.
    pub fn alarm_m(&self) -> u32 {
        (self.view.clock.tempo().turn_minutes * 50 + 4_000).clamp(5_000, 14_000)
    }

    /// True where walls or houses help a defender.
    pub fn is_strong(&self, hex: Hex) -> bool {
        self.view.map().kind(hex).cover >= 400 || self.havens.contains(&hex) && self.is_place(hex)
    }

    fn is_place(&self, hex: Hex) -> bool {
        self.view.places().iter().any(|place| place.at == hex && is_walled(place.kind))
    }

    /// Gives an order if the gate lets it pass; answers whether it did. The formation is settled then.
    pub fn give(&mut self, index: usize, order: Order, why: impl FnOnce() -> String) -> bool {
        let fits = self.orders.len() < self.most && passes(&order, &self.orders, self.view);
        if fits {
            self.orders.push((order, why()));
            self.busy[index] = true;
        }
        fits
    }

    /// Gives an order that leaves room for others, if the gate lets it pass.
    pub fn add(&mut self, order: Order, why: impl FnOnce() -> String) {
        if self.orders.len() < self.most && passes(&order, &self.orders, self.view) {
            self.orders.push((order, why()));
        }
    }

    /// Sends a formation to the nearest of `goals`, unless it is on its way there. Answers whether it goes.
    pub fn march(
        &mut self,
        index: usize,
        goals: &[Hex],
        pace: Pace,
        why: impl FnOnce(u32) -> String,
    ) -> bool {
        let own = self.own(index);
        let here = own.place.hex();
        if weather::waits_out(self.view, own) {
            self.camp(index, true, || "wait out the storm".to_owned());
            return true;
        }
        if let Intention::March { path, .. } = &own.intention
            && let Some(end) = path.last()
        {
            let slack = here.unsigned_distance_to(*end) / 5;
            if goals.iter().any(|goal| goal.unsigned_distance_to(*end) <= slack)
                && path.first().is_some_and(|next| self.ways.is_free(self.view, *next))
            {
                self.busy[index] = true;
                return true;
            }
        }
        let Some(mut path) = self.ways.path(self.view, self.view.troop(own).mobility, here, goals) else {
            return false;
        };
        path.truncate(usize::from(self.view.rules().movement.longest_path));
        let Some(path) = weather::watered(self.view, own, path, pace) else { return false };
        let meters = path.len() as u32 * self.view.map().hex_m;
        let march = Order::March(March { formation: own.id, path, pace });
        self.give(index, march, || why(meters))
    }

    /// Sends a formation at an enemy, unless it is after him already.
    pub fn attack(&mut self, index: usize, foe: usize, pace: Pace, why: impl FnOnce() -> String) -> bool {
        let own = self.own(index);
        let target = self.foes[foe].id;
        self.sent[foe] += self.worth[index];
        if matches!(own.intention, Intention::Attack { target: now, .. } if now == target) {
            self.busy[index] = true;
            return true;
        }
        self.give(index, Order::Attack(Attack { formation: own.id, target, pace }), why)
    }

    /// Changes a stance that is another.
    pub fn stand(&mut self, index: usize, stance: Stance, why: impl FnOnce() -> String) {
        let own = self.own(index);
        if own.stance != stance {
            self.give(index, Order::Stand(Stand { formation: own.id, stance }), why);
        }
    }

    /// Lets a formation camp, if it does not.
    pub fn camp(&mut self, index: usize, fires: bool, why: impl FnOnce() -> String) {
        let own = self.own(index);
        if !matches!(own.intention, Intention::Camp { .. }) {
            self.give(index, Order::MakeCamp(MakeCamp { formation: own.id, fires }), why);
        }
        self.busy[index] = true;
    }

    /// Stops a formation that is doing something.
    pub fn halt(&mut self, index: usize, why: impl FnOnce() -> String) {
        let own = self.own(index);
        if own.intention != Intention::Stay {
            self.give(index, Order::Halt(Halt { formation: own.id }), why);
        }
        self.busy[index] = true;
    }

    /// Leaves animals behind.
    pub fn leave_bait(&mut self, index: usize, heads: u32, why: impl FnOnce() -> String) {
        let formation = self.own(index).id;
        self.give(index, Order::LeaveBait(LeaveBait { formation, heads }), why);
    }
}

/// True when the gate lets an order pass beside those given.
pub(super) fn passes(order: &Order, given: &[(Order, String)], view: &View) -> bool {
    let given = given.iter().map(|(order, _)| order);
    order.check(view).and_then(|()| order.check_beside(given, view)).is_ok()
}

/// True when it is alive and listens.
pub(super) fn can_be_told(own: &FormationState) -> bool {
    own.is_alive() && own.posture != Posture::Routed && !matches!(own.will, Will::CarriedAway { .. })
}

/// True while it lies in hiding and waits to be released.
pub(super) fn lurks(own: &FormationState) -> bool {
    own.posture == Posture::Hidden && matches!(own.stance, Stance::Ambush { .. })
}

/// True for places whose walls help.
pub(super) fn is_walled(kind: PlaceKind) -> bool {
    matches!(kind, PlaceKind::Fort | PlaceKind::Town | PlaceKind::Village)
}

/// Where the beaten go: refuges, and walled places of the side.
fn havens(view: &View) -> Vec<Hex> {
    let places = view.places().iter().zip(&view.owners);
    let walled = places.filter(|(place, owner)| **owner == Some(view.side) && is_walled(place.kind));
    let mut havens: Vec<Hex> = walled.map(|(place, _)| place.at).collect();
    havens.extend(&view.sides()[view.side.index()].refuges);
    havens
}

/// Where the enemy's way back leads: his refuges and walled places.
pub(super) fn enemy_havens(view: &View) -> Vec<Hex> {
    let places = view.places().iter().zip(&view.owners);
    let theirs = |owner: &Option<SideId>| owner.is_some_and(|side| side != view.side);
    let walled = places.filter(|(place, owner)| theirs(owner) && is_walled(place.kind));
    let mut havens: Vec<Hex> = walled.map(|(place, _)| place.at).collect();
    for (index, side) in view.sides().iter().enumerate() {
        if index != view.side.index() {
            havens.extend(&side.refuges);
        }
    }
    havens
}
