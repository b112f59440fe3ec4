//! Eating: from a store or cache in the hex, from bearers who stand there, from the bag, from others of the same body, and at
//! last from the herd.

use std::collections::BTreeMap;

use bevy_ecs::prelude::*;

use super::{Haul, Larder, Policy, Rations, SupplyRules};
use crate::sim::army::{Beasts, Place, Roll, Side, Troop};
use crate::sim::clock::{Clock, DAY};
use crate::sim::event::{Chronicle, SimEvent};
use crate::sim::id::{FormationId, PlaceId, SideId};
use crate::sim::register::Register;
use crate::sim::siege::Wards;
use crate::sim::troops::{TroopKind, Troops};

/// One body at the meal.
pub(super) struct Eater<'a> {
    pub(super) rations: Rations,
    pub(super) beasts: Beasts,
    pub(super) mouths: u32,
    /// What its men and animals can carry, sheng.
    pub(super) load: u64,
    /// True for bearers, who feed whoever stands with them.
    pub(super) bears: bool,
    /// The body that it is counted with: they share their bags.
    group: &'a str,
    /// False while it carries grain to a store where it stands.
    fills: bool,
    /// What it still lacks of this meal, sheng.
    missing: u32,
}

impl<'a> Eater<'a> {
    pub(super) fn new(
        rations: Rations,
        beasts: Beasts,
        mouths: u32,
        (kind, group): (&TroopKind, &'a str),
        rules: &SupplyRules,
    ) -> Self {
        let load = carried(mouths, beasts.pack, kind, rules);
        Self { rations, beasts, mouths, load, bears: kind.bears(), group, fills: true, missing: 0 }
    }

    /// What it can give to others, sheng: all but what it keeps.
    fn spare(&self, rules: &SupplyRules) -> u32 {
        let kept = self.rations.daily(self.mouths, rules) * u64::from(self.rations.diet.keep_days);
        u64::from(self.rations.sheng).saturating_sub(kept) as u32
    }

    /// True when it has nothing left to eat, not even animals.
    fn is_bare(&self) -> bool {
        let eats_beasts = self.rations.diet.policy == Policy::Beasts;
        let beasts = if eats_beasts { self.beasts.horses + self.beasts.pack } else { 0 };
        self.rations.sheng == 0 && self.rations.meat == 0 && self.beasts.herd == 0 && beasts == 0
    }

    /// Eats so much of its own bag.
    fn eat_own(&mut self, most: u32) {
        let eaten = self.missing.min(self.rations.sheng).min(most);
        self.rations.sheng -= eaten;
        self.rations.eaten += eaten;
        self.missing -= eaten;
    }

    /// Eats so much of what another has.
    fn eat_of(&mut self, other: &mut Self, most: u32) {
        let eaten = self.missing.min(other.rations.sheng).min(most);
        other.rations.sheng -= eaten;
        other.rations.given += eaten;
        self.rations.got += eaten;
        self.rations.eaten += eaten;
        self.missing -= eaten;
    }
}

/// What so many men of a kind and their pack animals can carry, sheng.
pub fn carried(mouths: u32, pack: u32, kind: &TroopKind, rules: &SupplyRules) -> u64 {
    u64::from(mouths) * u64::from(kind.load_sheng) + u64::from(pack) * u64::from(rules.pack_sheng)
}

/// What came of a meal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Meal {
    /// Taken from the store, eaten and packed, sheng.
    pub(super) drawn: u32,
    /// Heads of the herd slaughtered.
    pub(super) slaughtered: u32,
    /// Nothing was left; until now there was.
    pub(super) ran_out: bool,
    /// A store at hand has something left.
    pub(super) at_store: bool,
    /// Its loads have just come down to what it keeps.
    pub(super) spent: bool,
}

/// Those who stand together eat for so many minutes, in this order. `store` is what a store at hand holds.
pub(super) fn meal(
    eaters: &mut [Eater],
    minutes: u32,
    mut store: Option<&mut u32>,
    rules: &SupplyRules,
) -> Vec<Meal> {
    let mut meals = vec![Meal::default(); eaters.len()];
    for k in 0..eaters.len() {
        let need = hungry(&mut eaters[k], minutes, rules);
        if let Some(store) = store.as_deref_mut().filter(|store| **store > 0) {
            meals[k].at_store = true;
            meals[k].drawn = draw(&mut eaters[k], store);
            let all = eaters[k].missing;
            eaters[k].eat_own(all);
        }
        from_bearers(eaters, k, rules);
        let all = eaters[k].missing;
        eaters[k].eat_own(all);
        from_friends(eaters, k);
        let eater = &mut eaters[k];
        from_herd(eater, &mut meals[k], rules);
        if eater.missing > 0 || need == 0 && eater.is_bare() {
            meals[k].ran_out = eater.rations.hungry_min == 0;
            eater.rations.hungry_min += minutes;
        } else {
            eater.rations.hungry_min = 0;
        }
    }
    for k in 0..eaters.len() {
        fill_bags(eaters, k, rules);
    }
    for (eater, meal) in eaters.iter_mut().zip(&mut meals) {
        let spent = eater.bears && eater.spare(rules) == 0;
        meal.spent = spent && !eater.rations.spent;
        eater.rations.spent = spent;
    }
    meals
}

/// What it needs for so many minutes; parts of a sheng wait for the next meal.
fn hungry(eater: &mut Eater, minutes: u32, rules: &SupplyRules) -> u32 {
    let whole = eater.rations.daily(eater.mouths, rules) * u64::from(minutes) + u64::from(eater.rations.rest);
    eater.missing = (whole / u64::from(DAY)).min(u64::from(u32::MAX)) as u32;
    eater.rations.rest = (whole % u64::from(DAY)) as u32;
    eater.missing
}

/// The store gives what is needed now and fills the bags up, as far as it goes.
fn draw(eater: &mut Eater, store: &mut u32) -> u32 {
    let room = if eater.fills { eater.load.saturating_sub(u64::from(eater.rations.sheng)) } else { 0 };
    let drawn = (u64::from(eater.missing) + room).min(u64::from(*store)) as u32;
    *store -= drawn;
    eater.rations.sheng += drawn;
    eater.rations.drawn += drawn;
    drawn
}

/// Bearers feed all who stand with them, themselves among them, one body of bearers after the other.
fn from_bearers(eaters: &mut [Eater], k: usize, rules: &SupplyRules) {
    for other in 0..eaters.len() {
        if eaters[k].missing == 0 {
            return;
        }
        if !eaters[other].bears {
            continue;
        }
        let spare = eaters[other].spare(rules);
        if other == k {
            eaters[k].eat_own(spare);
        } else if let Ok([eater, bearer]) = eaters.get_disjoint_mut([k, other]) {
            eater.eat_of(bearer, spare);
        }
    }
}

/// Who bears nothing for others fills his bags from what bearers have to spare, for the hours in which they are behind.
fn fill_bags(eaters: &mut [Eater], k: usize, rules: &SupplyRules) {
    if eaters[k].bears {
        return;
    }
    for other in 0..eaters.len() {
        let room = eaters[k].load.saturating_sub(u64::from(eaters[k].rations.sheng));
        let spare = if eaters[other].bears { eaters[other].spare(rules) } else { 0 };
        let sheng = room.min(u64::from(spare)) as u32;
        if sheng > 0
            && let Ok([eater, bearer]) = eaters.get_disjoint_mut([k, other])
        {
            bearer.rations.sheng -= sheng;
            bearer.rations.given += sheng;
            eater.rations.sheng += sheng;
            eater.rations.got += sheng;
        }
    }
}

/// Men of one body share the last they have; bearers keep what they need for the way home.
fn from_friends(eaters: &mut [Eater], k: usize) {
    for other in 0..eaters.len() {
        if eaters[k].missing == 0 {
            return;
        }
        if let Ok([eater, friend]) = eaters.get_disjoint_mut([k, other])
            && eater.group == friend.group
            && !friend.bears
        {
            let most = friend.rations.sheng;
            eater.eat_of(friend, most);
        }
    }
}

fn from_herd(eater: &mut Eater, meal: &mut Meal, rules: &SupplyRules) {
    let lacks = |eater: &Eater| eater.rations.sheng == 0 && eater.missing > eater.rations.meat;
    // One slaughters for a day.
    let daily = eater.rations.daily(eater.mouths, rules);
    let heads = |feeds: u16| {
        let head = u64::from(feeds) * u64::from(rules.man_sheng_day);
        (head, daily.div_ceil(head.max(1)).min(u64::from(u32::MAX)) as u32)
    };
    if lacks(eater) && eater.beasts.herd > 0 {
        let (head, heads) = heads(rules.head_feeds);
        let slaughtered = eater.beasts.slaughter(heads);
        dress(eater, meal, slaughtered, head);
    }
    if lacks(eater) && eater.rations.diet.policy == Policy::Beasts {
        let (head, heads) = heads(rules.beast_feeds);
        let slaughtered = eater.beasts.slaughter_own(heads);
        dress(eater, meal, slaughtered, head);
    }
    let from_meat = eater.missing.min(eater.rations.meat);
    eater.rations.meat -= from_meat;
    eater.missing -= from_meat;
}

/// So many heads become meat, each of so many sheng.
fn dress(eater: &mut Eater, meal: &mut Meal, heads: u32, head: u64) {
    meal.slaughtered += heads;
    let meat = u64::from(heads) * head + u64::from(eater.rations.meat);
    eater.rations.meat = meat.min(u64::from(u32::MAX)) as u32;
}

/// A formation at the table.
type Hungry = (
    &'static FormationId,
    &'static Side,
    &'static Place,
    &'static Roll,
    &'static Troop,
    &'static Haul,
    &'static mut Beasts,
    &'static mut Rations,
);

/// Everybody eats with those of his side who stand in the same hex.
pub(super) fn eat(
    clock: Res<Clock>,
    rules: Res<SupplyRules>,
    troops: Res<Troops>,
    (register, wards): (Res<Register>, Res<Wards>),
    mut larder: Larder,
    mut chronicle: ResMut<Chronicle>,
    mut query: Query<Hungry>,
) {
    let mut bodies: Vec<_> = query.iter_mut().sort::<&FormationId>().collect();
    // Who stands together: rising keys, so that the order of meals never changes.
    let mut tables: BTreeMap<(SideId, i32, i32), Vec<usize>> = BTreeMap::new();
    for (index, (_, side, place, roll, ..)) in bodies.iter().enumerate() {
        if roll.mouths() > 0 {
            let hex = place.hex();
            tables.entry((side.0, hex.y, hex.x)).or_default().push(index);
        }
    }
    let mut told: Vec<(usize, Meal, Option<PlaceId>)> = Vec::new();
    for ((side, ..), table) in &tables {
        let at = bodies[table[0]].2.hex();
        let own = larder.place(*side, at);
        // Of a cache they draw when no store is there, or none with anything in it.
        let from = own.filter(|_| larder.stored(*side, at) > 0);
        let lies = larder.sheng(*side, at);
        let mut left = lies;
        let mut eaters: Vec<Eater> = (table.iter())
            .map(|index| {
                let (id, _, _, roll, troop, haul, beasts, rations) = &bodies[*index];
                let group = register.formation(**id).group.as_str();
                let kind = troops.kind(troop.0);
                let eater = Eater::new(**rations, **beasts, roll.mouths(), (kind, group), &rules);
                let load = rations.fills_to(eater.load, eater.mouths, at, &rules);
                // Besieged, nobody hoards what the people must live on.
                let besieged = own.and_then(|at| wards.get(at)).is_some_and(|ward| ward.since().is_some());
                let fills = !besieged && own.is_none_or(|own| !haul.unloads_at(own));
                Eater { load, fills, ..eater }
            })
            .collect();
        let meals = meal(&mut eaters, clock.step_minutes(), Some(&mut left), &rules);
        for ((index, eater), meal) in table.iter().zip(eaters).zip(meals) {
            let (.., beasts, rations) = &mut bodies[*index];
            (**beasts, **rations) = (eater.beasts, eater.rations);
            told.push((*index, meal, from));
        }
        larder.take(*side, at, lies - left);
    }
    told.sort_unstable_by_key(|(index, ..)| *index);
    for (index, meal, from) in told {
        let (id, _, place, .., rations) = &mut bodies[index];
        if meal.drawn > 0 && !rations.at_store {
            let (formation, sheng) = (**id, meal.drawn);
            chronicle.tell(match from {
                Some(place) => SimEvent::Fed { formation, place, sheng },
                None => SimEvent::DrewCache { formation, at: place.hex(), sheng },
            });
        }
        if rations.left.is_some_and(|left| left.at != place.hex()) {
            rations.left = None;
        }
        // A meal too small to count is no reason to end the spell.
        rations.at_store = meal.at_store;
        if meal.slaughtered > 0 {
            chronicle.tell(SimEvent::Slaughtered { formation: **id, heads: meal.slaughtered });
        }
        if meal.spent {
            chronicle.tell(SimEvent::BearersSpent { formation: **id });
        }
        if meal.ran_out {
            chronicle.tell(SimEvent::RationsGone { formation: **id });
        }
    }
}
