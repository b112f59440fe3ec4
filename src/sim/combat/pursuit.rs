//! Pursuit: men who run are ridden down by enemies beside them who follow and have nobody else to fight. In the open
//! it dies down in hours; with no way out it ends with the last man, dead or taken.

use bevy_ecs::prelude::*;

use super::contact::{Body, Field};
use super::fight::Scene;
use crate::sim::army::{Fate, Posture};
use crate::sim::dice::Purpose;
use crate::sim::event::{Chronicle, SimEvent};
use crate::sim::hex::side_towards;
use crate::sim::id::FormationId;
use crate::sim::map::Mobility;
use crate::sim::register::PlaceKind;

/// The beaten are ridden down, lay down their arms, or scatter.
pub(super) fn pursue(scene: Scene, mut bodies: Query<Body>, mut chronicle: ResMut<Chronicle>) {
    let field = Field::of(&bodies, &scene.muster, &scene.map, &scene.troops, &scene.marching, scene.sky.day);
    rallied(&scene, &mut bodies);
    // Who is at their heels when the step begins stays there, however far both run in it.
    let run_m = u64::from(scene.rules.pursuit_m_per_h) * u64::from(scene.clock.step_minutes()) / 60;
    let reach = 1 + (run_m / u64::from(scene.map.hex_m.max(1))) as u32;
    // Each pursuer's men are divided over those who run from him.
    let mut prey = vec![0_u32; field.fighters.len()];
    let mut chases: Vec<(usize, usize)> = Vec::new();
    for (index, fighter) in field.fighters.iter().enumerate() {
        if !fighter.alive || fighter.posture != Posture::Routed {
            continue;
        }
        let trapped = is_trapped(&scene, &field, index);
        for (by, pursuer) in field.fighters.iter().enumerate() {
            let free = pursuer.stands && pursuer.side != fighter.side && pursuer.engaged.since.is_none();
            let apart = pursuer.hex.unsigned_distance_to(fighter.hex);
            let sent = pursuer.target == Some(fighter.id);
            let after = match side_towards(fighter.hex, pursuer.hex) {
                Some(side) => {
                    (pursuer.follows || sent || (trapped && pursuer.goes))
                        && scene.costs.can_strike_across(fighter.hex, side)
                }
                None => apart <= reach && (pursuer.hunts || sent),
            };
            if free && after {
                prey[by] += 1;
                chases.push((index, by));
            }
        }
    }
    let mut first = 0;
    while first < chases.len() {
        let runs = chases[first].0;
        let count = chases[first..].iter().take_while(|(index, _)| *index == runs).count();
        ride_down(&scene, &field, &chases[first..first + count], &prey, &mut bodies, &mut chronicle);
        first += count;
    }
    for index in 0..field.fighters.len() {
        finish(&scene, &field, index, &mut bodies, &mut chronicle);
    }
}

/// True for men who run and have no way out: enemies on all sides, or the walls of the fort or town around them that they
/// have just lost.
fn is_trapped(scene: &Scene, field: &Field, index: usize) -> bool {
    let fighter = &field.fighters[index];
    let place = scene.register.place_at(fighter.hex);
    let walled = place.is_some_and(|(_, place)| matches!(place.kind, PlaceKind::Fort | PlaceKind::Town));
    let now = fighter.engaged.routed_since == Some(scene.clock.minute);
    walled && now || field.ways_out(index, &scene.costs) == 0
}

/// Who stands again has not been routed any more.
fn rallied(scene: &Scene, bodies: &mut Query<Body>) {
    for index in 0..scene.muster.len() as u16 {
        let entity = scene.muster.entity(FormationId(index));
        if let Some(mut body) = entity.and_then(|entity| bodies.get_mut(entity).ok()) {
            match (*body.posture == Posture::Routed, body.engaged.routed_since) {
                // Broken by another mechanism, such as a feigned flight that turned real.
                (true, None) => body.engaged.routed_since = Some(scene.clock.minute),
                (false, Some(_)) => body.engaged.rally(),
                _ => {}
            }
        }
    }
}

/// One formation in rout and all who are after it, for one step.
fn ride_down(
    scene: &Scene,
    field: &Field,
    chases: &[(usize, usize)],
    prey: &[u32],
    bodies: &mut Query<Body>,
    chronicle: &mut Chronicle,
) {
    let Some((index, _)) = chases.first().copied() else { return };
    let fighter = &field.fighters[index];
    let (clock, rules) = (&scene.clock, &scene.rules);
    let step = u64::from(clock.step_minutes());
    let trapped = is_trapped(scene, field, index);
    let since = fighter.engaged.routed_since.unwrap_or(clock.minute);
    let fades = u64::from(rules.pursuit_fades_h.max(1)) * 60;
    let middle = u64::from(clock.minute.saturating_sub(since)) + step / 2;
    let fresh = if trapped { 1000 } else { fades.saturating_sub(middle) * 1000 / fades };
    let dark = if scene.sky.day { 1000 } else { u64::from(rules.pursuit_night) };
    let ground = u64::from(scene.map.kind(fighter.hex).charge);
    let mut dice = scene.dice.stream(clock, Purpose::Pursuit, u32::from(fighter.id.0));
    let mut left = u64::from(fighter.men);
    let mut total = 0;
    for (_, by) in chases {
        let pursuer = &field.fighters[*by];
        let rides = |mobility: Mobility| mobility == Mobility::Horse;
        let hourly = match (trapped, rides(pursuer.mobility), rides(fighter.mobility)) {
            (true, ..) => u64::from(rules.trapped_h) * 1000,
            // Horsemen make less of it in broken ground; half of it they do on foot.
            (_, true, _) => u64::from(rules.horse_pursuit_h) * (500 + ground / 2),
            (_, false, true) => u64::from(rules.foot_pursuit_h) * u64::from(rules.outrun),
            (_, false, false) => u64::from(rules.foot_pursuit_h) * 1000,
        };
        // As many as the pursuers are; a host after a handful is worth no more than twice the handful.
        let after = u64::from(pursuer.men / prey[*by].max(1)).min(2 * u64::from(fighter.men));
        let per_million_h = hourly * fresh / 1000 * dark / 1000;
        let lost = dice.share(after * per_million_h / 1000 * step, 60 * 1000).min(left / 2 + left % 2);
        left -= lost;
        total += lost;
        if lost > 0 {
            chronicle.tell(SimEvent::Pursued { formation: fighter.id, by: pursuer.id, lost: lost as u32 });
        }
        if let Some(mut body) = scene.muster.entity(pursuer.id).and_then(|entity| bodies.get_mut(entity).ok())
        {
            let shaken = dice.share(u64::from(rules.pursuer_shakes_h) * step, 60);
            body.cohesion.shake(shaken as u32);
        }
    }
    let Some(mut body) = scene.muster.entity(fighter.id).and_then(|entity| bodies.get_mut(entity).ok())
    else {
        return;
    };
    let killed = dice.share(total * u64::from(rules.pursuit_killed), 1000).min(total);
    let taken = dice.share(total * u64::from(rules.pursuit_taken), 1000).min(total - killed);
    let away = total - killed - taken;
    // Nobody scatters out of a trap.
    let (taken, away) = if trapped { (taken + away, 0) } else { (taken, away) };
    let horses = dice.share(total * u64::from(body.beasts.horses), u64::from(fighter.men.max(1)));
    body.beasts.lose_horses(horses as u32);
    for (fate, men) in [(Fate::DeadPursuit, killed), (Fate::Captured, taken), (Fate::Dispersed, away)] {
        if men > 0 {
            let men = body.roll.lose(fate, men as u32);
            chronicle.tell(SimEvent::Lost { formation: fighter.id, fate, men });
        }
    }
    let shrunk = u64::from(body.roll.under_arms()) * 1000
        < u64::from(body.roll.total()) * u64::from(rules.surrender_below);
    let long = clock.minute + clock.step_minutes() >= since + rules.surrender_after_min;
    if trapped && (shrunk || long) {
        let to = chases.iter().map(|(_, by)| &field.fighters[*by]).max_by_key(|by| (by.men, by.id.0));
        let men = end(&mut body, Fate::Captured);
        if let Some(to) = to {
            chronicle.tell(SimEvent::Surrendered { formation: fighter.id, to: to.id, men });
        }
        chronicle.tell(SimEvent::Lost { formation: fighter.id, fate: Fate::Captured, men });
        chronicle.tell(SimEvent::Destroyed { formation: fighter.id, at: fighter.hex });
    }
}

/// A beaten formation of a few men is no formation: they scatter.
fn finish(scene: &Scene, field: &Field, index: usize, bodies: &mut Query<Body>, chronicle: &mut Chronicle) {
    let fighter = &field.fighters[index];
    if fighter.posture != Posture::Routed || !fighter.alive {
        return;
    }
    let Some(mut body) = scene.muster.entity(fighter.id).and_then(|entity| bodies.get_mut(entity).ok())
    else {
        return;
    };
    let (men, total) = (body.roll.under_arms(), body.roll.total());
    let few = u64::from(men) * 1000 < u64::from(total) * u64::from(scene.rules.destroyed_below);
    if body.roll.mouths() > 0 && (few || men < scene.rules.destroyed_men) {
        let men = end(&mut body, Fate::Dispersed);
        chronicle.tell(SimEvent::Lost { formation: fighter.id, fate: Fate::Dispersed, men });
        chronicle.tell(SimEvent::Destroyed { formation: fighter.id, at: fighter.hex });
    }
}

/// Everybody still with a formation meets one fate; answers how many. The horses go the same way.
fn end(body: &mut super::contact::BodyItem, fate: Fate) -> u32 {
    let with = [Fate::UnderArms, Fate::Straggling, Fate::Wounded, Fate::Sick];
    let horses = body.beasts.horses;
    body.beasts.lose_horses(horses);
    with.map(|from| body.roll.pass(from, fate, u32::MAX)).iter().sum()
}
