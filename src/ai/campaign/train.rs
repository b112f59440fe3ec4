//! Bearers: what they keep for their way home, when they go there, and when they come again; convoys with a guard.

use super::army::{Army, go};
use super::{Theater, stomach};
use crate::ai::feed::place_name;
use crate::ai::mind::Mind;
use crate::orders::{Order, Ration};
use crate::sim::hex::Hex;
use crate::sim::intent::Stance;
use crate::sim::map::Mobility;
use crate::sim::supply::{Diet, Policy, Rations};

/// Stores that bearers go to, sheng.
const STORE: u32 = 200_000;
/// The longest way on which bearers follow their army, days.
const FOLLOW_DAYS: u32 = 10;

/// Sets the rations of an army, and sends bearers who have given all home, and back when they are laden again.
pub(super) fn lead(mind: &mut Mind, theater: &Theater, army: &Army, _armies: &[Army]) {
    let stores: Vec<Hex> =
        theater.stores.iter().filter(|(_, sheng)| *sheng >= STORE).map(|(at, _)| *at).collect();
    let food = stomach::days(mind, theater, army);
    let home = stomach::between(mind, Mobility::Train, army.seat, &stores).map_or(0, |way| way.days);
    ration(mind, army, food, home);
    for index in army.train.clone() {
        let own = mind.own(index);
        let here = own.place.hex();
        if mind.busy[index] || own.engaged.is_in_contact() {
            continue;
        }
        let alone = here != army.seat || army.fighters.is_empty();
        if own.rations.is_spent() && !stores.contains(&here) {
            if let Some(way) = stomach::between(mind, Mobility::Train, here, &stores) {
                let to = way.path.last().copied().unwrap_or(here);
                let (name, days) = (place_name(mind.view, to).to_owned(), way.days);
                mind.stand(index, Stance::Avoid, || "bearers: avoid the enemy".to_owned());
                go(mind, index, to, &|| format!("loads given away: home to {name}, {days} days"));
                mind.busy[index] = true;
            }
        } else if alone && here.unsigned_distance_to(army.seat) > 1 {
            let days =
                stomach::between(mind, Mobility::Train, here, &[army.seat]).map_or(u32::MAX, |way| way.days);
            let own_days = own.rations.tenths_of_days(own.roll.mouths(), &mind.view.rules().supply) / 10;
            if days <= FOLLOW_DAYS && own_days > 2 * days + 2 {
                go(mind, index, army.seat, &|| format!("laden: to the army, {days} days off"));
            } else if stores.contains(&here) {
                mind.camp(index, true, || "bearers wait at the store: the army is too far".to_owned());
            }
            mind.busy[index] = true;
        }
    }
}

/// Men look for food in the country when what they have lasts no longer than this, days.
const FORAGE_DAYS: u32 = 12;
/// Beasts in a worse condition get grain if there is enough for the way home, permille.
const LEAN: u16 = 600;

/// Half rations while the food does not last to the next store; bearers of a man who thinks of the way back keep what
/// they need for theirs.
fn ration(mind: &mut Mind, army: &Army, food: u32, home: u32) {
    for index in army.members() {
        let own = mind.own(index);
        let bears = mind.view.troop(own).bears();
        let policy = if food < home && army.temper.way_back > 0 { Policy::Half } else { Policy::Full };
        let keeps = bears && army.temper.way_back > 0;
        let keep = if keeps { home.min(u32::from(Rations::MOST_KEPT)) as u8 } else { 0 };
        let now = own.rations.diet();
        let kept = now.keep_days;
        let diet = Diet {
            policy,
            keep_days: keep,
            forages: food < FORAGE_DAYS,
            to_beasts: own.condition.permille() < LEAN && food > home,
        };
        if now == (Diet { keep_days: kept, ..diet }) && keep <= kept && kept <= keep.saturating_add(2) {
            continue;
        }
        let order = Order::Ration(Ration { formation: own.id, diet });
        mind.add(order, || format!("food for {food} days, the next store {home} days off"));
    }
}

/// A convoy goes to the army that is most in need and can be reached, and home when its loads are given away.
pub(super) fn escort(mind: &mut Mind, theater: &Theater, army: &Army, armies: &[Army]) {
    let spent = army.train.iter().all(|index| mind.own(*index).rations.is_spent());
    let own_food = stomach::days(mind, theater, army);
    if spent {
        if let Some(home) = stomach::home(mind, theater, army) {
            army.march(mind, &home, || "convoy: home for more".to_owned());
        }
        return;
    }
    let mut needy: Option<(u32, Hex, stomach::Way)> = None;
    for other in armies {
        if !other.can_go_out(mind) {
            continue;
        }
        if theater.stores.iter().any(|(at, sheng)| *at == other.seat && *sheng >= STORE) {
            continue;
        }
        let food = stomach::days(mind, theater, other);
        let Some(way) = stomach::way(mind, army, &[other.seat]) else { continue };
        if way.days * 2 + 2 < own_food && needy.as_ref().is_none_or(|(least, ..)| food < *least) {
            needy = Some((food, other.seat, way));
        }
    }
    match needy {
        Some((food, _, way)) if !way.path.is_empty() => {
            let days = way.days;
            army.march(mind, &way, || {
                format!("convoy: to an army with food for {food} days, {days} days off")
            });
        }
        _ => army.rest(mind, || "convoy: wait".to_owned()),
    }
}
