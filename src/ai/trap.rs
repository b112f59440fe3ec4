//! The trap: who lies in hiding waits until enough of the enemy is in the pocket, then all fall on him at once.
//!
//! Springing now is worth what is in the pocket; waiting is worth what may still come in, less the risk that the
//! ambush is found or that the prey leaves. The bearer of the banner gives the signals of those wings that have
//! something to fall upon; a wing that waits for a signal rises on nothing else.

use super::army::Army;
use super::bait;
use super::mind::{Mind, lurks};
use super::why;
use crate::orders::{GiveSignal, Order, Stand};
use crate::sim::hex::Hex;
use crate::sim::id::{FormationId, SignalId};
use crate::sim::intent::{Intention, Pace, Stance};
use crate::sim::map::Mobility;
use crate::sim::register::SignalKind;
use crate::sim::ruse::Feint;
use crate::sim::victory::Goal;

/// How far from its hiding place an ambush strikes, meters.
const STRIKE_M: u32 = 3_500;
/// How far the enemy may be and still count as coming in, meters beyond the strike.
const COMING_M: u32 = 6_000;
/// Risk of waiting that nobody can foresee, permille of a turn of an hour.
const RISK: i64 = 60;
/// Own worth against what is in the pocket, permille, for men who rise beside a column.
const SPRING_ODDS: i64 = 700;

/// Alarm from which an ambush rises on whatever is there, permille.
const DESPERATE: i64 = 500;
/// Cover from which ground counts as walls, permille.
const WALLS: u16 = 400;
/// The part of the losses the side wants to inflict that must be in the pocket before a trap is sprung.
const WORTH_IT: u32 = 2;
/// From how far those who lie further off join once it is sprung, meters.
const JOIN_M: u32 = 16_000;

/// What the ambush could fall upon.
struct Pocket {
    /// Places in `mind.foes` within a strike of somebody in hiding.
    inside: Vec<usize>,
    /// Their worth.
    now: i64,
    /// Worth of those who may still come.
    more: i64,
    /// Chance that waiting ruins it, permille.
    risk: i64,
    /// The part of it that comes from an enemy about to find the ambush or to leave, permille.
    alarm: i64,
}

/// Share of all men under one supreme commander that must lie in hiding for the others to wait for them, permille.
const GREAT_TRAP: i64 = 550;
/// How far away the enemy may be for a small ambush to go on waiting, meters.
const HOPE_M: u32 = 12_000;

/// Handles an army that has a part in a trap. Answers true once that trap is sprung.
pub(super) fn lead(mind: &mut Mind, army: &Army) -> bool {
    let supreme = army.supreme(mind);
    let fellows: Vec<usize> = match supreme {
        Some(_) => (0..mind.supreme.len()).filter(|index| mind.supreme[*index] == supreme).collect(),
        None => army.members.clone(),
    };
    let hidden: Vec<usize> = fellows.iter().copied().filter(|index| lurks(mind.own(*index))).collect();
    if hidden.is_empty() {
        return false; // without anyone in hiding a bait has nothing to lead to; it is a formation like others
    }
    let pocket = Pocket::of(mind, &hidden);
    let is_sprung = is_sprung(mind, &hidden, &pocket);
    if is_sprung || pocket.is_ripe(mind, &hidden) {
        spring(mind, army, &hidden, &pocket);
    }
    let worth = |those: &[usize]| those.iter().map(|index| mind.worth[*index]).sum::<i64>();
    let is_great = worth(&hidden) * 1000 >= worth(&fellows) * GREAT_TRAP;
    for index in hidden {
        if !is_great && !mind.busy[index] && army.members.contains(&index) {
            move_on(mind, index);
        }
        mind.busy[index] = true; // a wing that waits for its signal does nothing else
    }
    // Others join when they see the wings rise: a signal given now shows next turn in what it did.
    if is_sprung || !mind.signals.is_empty() {
        return true;
    }
    if !is_great {
        return false;
    }
    for index in army.idle(mind) {
        if bait::is_bait(mind.own(index)) {
            bait::lead(mind, index);
        } else {
            lie_low(mind, index);
        }
    }
    false
}

/// A small ambush that nobody comes near gets up.
fn move_on(mind: &mut Mind, index: usize) {
    let here = mind.own(index).place.hex();
    let hope = mind.hexes(HOPE_M);
    if mind.nearest_foe(here, 360).is_none_or(|(_, far)| far > hope) {
        mind.stand(index, Stance::Fight, || "nobody comes this way: move on".to_owned());
    }
}

impl Pocket {
    fn of(mind: &Mind, hidden: &[usize]) -> Self {
        let strike = mind.hexes(STRIKE_M);
        let coming = strike + mind.hexes(COMING_M);
        let lairs: Vec<Hex> = hidden.iter().map(|index| mind.own(*index).place.hex()).collect();
        let nearest = |hex: Hex| lairs.iter().copied().min_by_key(|lair| lair.unsigned_distance_to(hex));
        let turn = i64::from(mind.view.clock.tempo().turn_minutes);
        let found = i64::from(mind.view.rules().sighting.find_hidden_permille_h);
        let mut pocket = Self { inside: Vec::new(), now: 0, more: 0, risk: 0, alarm: 0 };
        let mut leaving = 0;
        for (index, foe) in mind.foes.iter().enumerate().filter(|(_, foe)| foe.is_fresh() && !foe.runs()) {
            let Some(lair) = nearest(foe.at) else { continue };
            if mind.view.map().kind(foe.at).cover >= WALLS {
                continue; // behind walls nobody is in a pocket
            }
            let far = lair.unsigned_distance_to(foe.at);
            if far <= strike {
                pocket.inside.push(index);
                pocket.now += foe.worth;
                if far > 1 && foe.leaves(lair) {
                    leaving += foe.worth;
                }
            } else if far <= coming && foe.comes_to(lair) {
                pocket.more += foe.worth;
            }
            if far <= 1 {
                pocket.alarm += (found * turn / 60).min(400);
            }
        }
        pocket.alarm += leaving * 400 / pocket.now.max(1);
        pocket.risk = ((RISK * turn / 60).min(500) + pocket.alarm).min(1000);
        pocket
    }

    /// True when now is better than later, and there is strength enough.
    fn is_ripe(&self, mind: &Mind, hidden: &[usize]) -> bool {
        if self.now == 0 {
            return false;
        }
        if !self.is_worth_it(mind) && self.alarm < DESPERATE {
            return false;
        }
        let lair = mind.own(hidden[0]).place.hex();
        let strength = mind.friends_near(lair, 2 * (STRIKE_M + COMING_M));
        strength * 1000 >= self.now * SPRING_ODDS
            && self.now * 1000 >= (self.now + self.more) * (1000 - self.risk)
    }

    /// True when there is enough inside for what the side wants, for a trap is sprung once: half of the losses it is
    /// to inflict, or most of the bodies it is to break.
    fn is_worth_it(&self, mind: &Mind) -> bool {
        let men: u32 = self.inside.iter().map(|index| mind.foes[*index].men).sum();
        let inside = |id: &FormationId| self.inside.iter().any(|index| mind.foes[*index].id == *id);
        let own = |id: &FormationId| mind.view.formation(*id).is_some();
        let open = mind.view.objectives.iter().filter(|objective| !objective.met && objective.points > 0);
        let (mut losses, mut bodies, mut caught) = (0, 0, 0);
        for objective in open {
            match &objective.goal {
                Goal::Inflict { men, .. } => losses = losses.max(*men),
                Goal::Break { formations, .. } if !formations.iter().any(own) => {
                    bodies += formations.len();
                    caught += formations.iter().filter(|id| inside(id)).count();
                }
                _ => {}
            }
        }
        if bodies > 0 { 2 * caught > bodies || men >= losses && losses > 0 } else { men >= losses / WORTH_IT }
    }

    /// What is inside, in words.
    fn words(&self, mind: &Mind) -> String {
        let men: u32 = self.inside.iter().map(|index| mind.foes[*index].men).sum();
        format!("{} men in the pocket", men / 100 * 100)
    }
}

/// Sprung once a signal of the side is in the air, or men near the hiding places fight what is in the pocket.
fn is_sprung(mind: &Mind, hidden: &[usize], pocket: &Pocket) -> bool {
    if !mind.view.given.is_empty() {
        return true;
    }
    let reach = mind.hexes(2 * STRIKE_M);
    let is_near =
        |hex: Hex| hidden.iter().any(|index| mind.own(*index).place.hex().unsigned_distance_to(hex) <= reach);
    pocket.now > 0
        && (mind.view.own.iter())
            .any(|own| own.engaged.is_in_contact() && !bait::is_bait(own) && is_near(own.place.hex()))
}

/// Gives the signals of the wings that have a target, and lets those without a signal rise.
fn spring(mind: &mut Mind, army: &Army, hidden: &[usize], pocket: &Pocket) {
    let words = pocket.words(mind);
    let mut signals: Vec<SignalId> = Vec::new();
    for index in hidden {
        let own = mind.own(*index);
        let here = own.place.hex();
        // Wings strike what is beside them; the others come from further off.
        let is_wing =
            matches!(own.stance, Stance::Ambush { signal: Some(signal) } if waits_for(mind, signal));
        let reach = mind.hexes(if is_wing { 2 * STRIKE_M } else { JOIN_M });
        let target = (mind.foes.iter().enumerate())
            .filter(|(_, foe)| foe.is_fresh() && foe.at.unsigned_distance_to(here) <= reach)
            .min_by_key(|(_, foe)| (foe.at.unsigned_distance_to(here), foe.id))
            .map(|(at, _)| at);
        let Some(target) = target else { continue };
        match own.stance {
            Stance::Ambush { signal: Some(signal) } if waits_for(mind, signal) => {
                if !signals.contains(&signal) {
                    signals.push(signal);
                }
            }
            _ if mind.busy[*index] => {}
            _ => {
                let stand = Order::Stand(Stand { formation: own.id, stance: Stance::Fight });
                if mind.give(*index, stand, || format!("ambush: {words}, rise")) {
                    mind.attack(*index, target, Pace::Forced, || format!("ambush: {words}, fall on them"));
                }
            }
        }
    }
    signals.sort_unstable();
    for signal in signals {
        give_signal(mind, army, hidden, signal, &words);
    }
}

/// True for a signal that the banner or drum can still give. Who waits for birds that nobody let fly, or did not see a
/// banner that was dipped, is told by riders.
fn waits_for(mind: &Mind, signal: SignalId) -> bool {
    let view = mind.view;
    let is_given = view.given.iter().any(|given| given.signal == signal);
    let kind = view.signals().find(|(id, _)| *id == signal).map(|(_, info)| info.kind);
    !is_given && kind.is_some_and(|kind| kind != SignalKind::Pigeons)
}

/// Lets the best placed bearer of a banner give a signal that is not in the air yet.
fn give_signal(mind: &mut Mind, army: &Army, hidden: &[usize], signal: SignalId, words: &str) {
    let view = mind.view;
    if view.given.iter().any(|given| given.signal == signal) || mind.signals.contains(&signal) {
        return;
    }
    let Some((_, info)) = view.signals().find(|(id, _)| *id == signal) else { return };
    if info.kind == SignalKind::Banner && !view.clock.is_day() {
        return;
    }
    let range = mind.hexes(info.range_m);
    let awaiting = |own: &&usize| mind.own(**own).stance == Stance::Ambush { signal: Some(signal) };
    let lairs: Vec<Hex> = hidden.iter().filter(awaiting).map(|own| mind.own(*own).place.hex()).collect();
    let bearer = (0..view.own.len())
        .filter(|index| view.formation_info(view.own[*index].id).is_some_and(|info| info.signals))
        .filter(|index| super::mind::can_be_told(&view.own[*index]))
        .map(|index| {
            let at = view.own[index].place.hex();
            let seen = lairs.iter().filter(|lair| lair.unsigned_distance_to(at) <= range).count();
            (seen, army.members.contains(&index), usize::MAX - index)
        })
        .max();
    let Some((1.., _, index)) = bearer else { return };
    let index = usize::MAX - index;
    let was_busy = mind.busy[index];
    let order = Order::GiveSignal(GiveSignal { formation: view.own[index].id, signal });
    if mind.give(index, order, || format!("signal: {words}, the wings rise")) {
        mind.signals.push(signal);
    }
    mind.busy[index] = was_busy; // who waves a banner can do other things besides
}

/// The main bodies keep still and dark until the trap is sprung, unless the enemy comes upon them.
fn lie_low(mind: &mut Mind, index: usize) {
    let own = mind.own(index);
    let here = own.place.hex();
    let near = mind.nearest_foe(here, 180).map(|(_, far)| far);
    if own.engaged.is_in_contact() || near.is_some_and(|far| far <= 2) {
        return; // found: the other drills take over
    }
    if own.rations.hungry_hours() >= 24 && near.is_none() {
        return; // nobody comes, and the men must eat
    }
    let alarm = mind.alarm_m();
    let is_quiet = near.is_none_or(|far| far * mind.view.map().hex_m > alarm);
    match own.intention {
        Intention::Camp { .. } if !is_quiet => mind.halt(index, || "stand to: the enemy is near".to_owned()),
        Intention::Stay if is_quiet && own.fatigue.permille() >= 100 => {
            mind.camp(index, false, || "lie low: rest without fires".to_owned());
        }
        Intention::March { .. } | Intention::Attack { .. } => {
            mind.halt(index, || "lie low: the trap is not sprung".to_owned());
        }
        _ => {}
    }
    mind.busy[index] = true;
}

/// An idle formation in cover beside the road that a stronger or equal enemy comes along lies down beside it.
pub(super) fn lay(mind: &mut Mind, army: &Army) {
    let (near, far) = (mind.hexes(3_500), mind.hexes(12_000));
    for index in army.idle(mind) {
        let own = mind.own(index);
        let here = own.place.hex();
        if matches!(own.stance, Stance::Ambush { .. }) || own.feint != Feint::None {
            continue;
        }
        let map = mind.view.map();
        let kind = mind.view.troop(own);
        let room = mind.view.hiding_room(here);
        if !kind.fights
            || own.roll.mouths() > room
            || mind.is_strong(here)
            || kind.mobility == Mobility::Train
        {
            continue;
        }
        let by_road = map.grid().neighbors(here).any(|(_, beside)| map.is_on_road(beside));
        let prey = (mind.foes.iter())
            .filter(|foe| foe.is_fresh() && !foe.runs() && foe.came_from.is_some() && foe.comes_to(here))
            .find(|foe| (near..=far).contains(&foe.at.unsigned_distance_to(here)));
        let Some(prey) = prey.filter(|_| by_road) else { continue };
        if mind.worth[index] * 1000 < prey.company * SPRING_ODDS {
            continue;
        }
        let words = why::foe(prey);
        let stance = Stance::Ambush { signal: None };
        mind.stand(index, stance, || format!("ambush: {words} on the road beside this cover"));
    }
}
