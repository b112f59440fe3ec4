//! One step of fighting: every pair strikes at once, then men fall, order goes, and who cannot bear it breaks.

use bevy_ecs::prelude::*;
use bevy_ecs::system::SystemParam;

use super::CombatRules;
use super::contact::{Body, Field, Fighter, Pair};
use super::law::{self, Flank, Ground, Line, Rampart, Wall};
use crate::sim::army::{Fate, Led, Muster, Posture};
use crate::sim::clock::{Clock, DAY};
use crate::sim::command::{CommandRules, Staff, worth_permille};
use crate::sim::dice::{Dice, Purpose};
use crate::sim::event::{Chronicle, SimEvent};
use crate::sim::hex::{Hex, opposite, side_towards};
use crate::sim::id::FormationId;
use crate::sim::intent::Intention;
use crate::sim::map::{Map, Mobility};
use crate::sim::movement::{MarchCosts, MovementRules};
use crate::sim::register::Register;
use crate::sim::siege::{SiegeRules, Wards};
use crate::sim::troops::Troops;
use crate::sim::weather::{Sky, WeatherRules};

/// What a fight happens in.
#[derive(SystemParam)]
pub(super) struct Scene<'w> {
    pub clock: Res<'w, Clock>,
    pub dice: Res<'w, Dice>,
    pub map: Res<'w, Map>,
    pub costs: Res<'w, MarchCosts>,
    pub troops: Res<'w, Troops>,
    pub muster: Res<'w, Muster>,
    pub rules: Res<'w, CombatRules>,
    pub marching: Res<'w, MovementRules>,
    pub commanding: Res<'w, CommandRules>,
    pub skies: Res<'w, WeatherRules>,
    pub sky: Res<'w, Sky>,
    pub staff: Res<'w, Staff>,
    pub register: Res<'w, Register>,
    pub sieges: Res<'w, SiegeRules>,
    pub wards: Res<'w, Wards>,
}

impl Scene<'_> {
    /// True for a formation that stays behind walls higher than a man climbs.
    fn is_walled(&self, inside: &Fighter) -> bool {
        let walls = self.register.place_at(inside.hex).and_then(|(_, place)| place.walls);
        !inside.goes && walls.is_some_and(|walls| walls.height_m > self.sieges.climb_m)
    }

    /// The wall behind which a formation stands that does not come out, against others who come from `from`.
    fn rampart(&self, inside: &Fighter, (from, men): (&Fighter, u32), field: &Field) -> Option<Rampart> {
        let (id, place) = self.register.place_at(inside.hex).filter(|_| !inside.goes)?;
        let (walls, ward) = (place.walls?, self.wards.get(id)?);
        let side = side_towards(inside.hex, from.hex)?;
        let wall = Wall {
            kind: place.kind,
            walls,
            sound: ward.sound(side),
            open: ward.is_open(self.clock.minute),
            held: field.at(inside.hex).map(|other| field.fighters[other].men).sum(),
        };
        Some(Rampart::of(&wall, (from.park.ladders, men), &self.rules, &self.sieges))
    }

    /// Worth of those who lead a formation and are near, permille.
    fn command_worth(&self, led: Led, at: Hex, field: &Field) -> u16 {
        let reach = self.commanding.superior_reach_m / self.map.hex_m.max(1);
        let near = |with: FormationId| {
            field.fighter(with).is_some_and(|other| other.hex.unsigned_distance_to(at) <= reach)
        };
        let worth = worth_permille(&self.staff, &self.register, led, &self.commanding, near);
        worth.clamp(0, i32::from(u16::MAX)) as u16
    }
}

/// What a step of fighting brings a formation.
#[derive(Debug, Clone, Copy, Default)]
struct Part {
    /// Sides over which it is attacked.
    sides: u8,
    /// Men it loses, thousandths, before chance.
    toll_milli: u64,
    /// Order it loses to charges, permille an hour.
    charged_h: u64,
    fights: bool,
}

/// Formations in contact fight for one step.
pub(super) fn fight(scene: Scene, mut bodies: Query<Body>, mut chronicle: ResMut<Chronicle>) {
    let field = Field::of(&bodies, &scene.muster, &scene.map, &scene.troops, &scene.marching, scene.sky.day);
    let pairs = field.pairs(&scene.map, &scene.costs, &scene.rules);
    let mut parts = vec![Part::default(); field.fighters.len()];
    for pair in &pairs {
        parts[pair.a].fights = true;
        parts[pair.b].fights = true;
        // A wall has its face to every side.
        if !scene.is_walled(&field.fighters[pair.a]) {
            parts[pair.a].sides |= 1 << pair.side;
        }
        if !scene.is_walled(&field.fighters[pair.b]) {
            parts[pair.b].sides |= 1 << opposite(pair.side);
        }
    }
    come_to_blows(&scene, &field, &pairs, &parts, &mut bodies, &mut chronicle);
    let lines: Vec<Option<Line>> = (parts.iter().enumerate())
        .map(|(index, part)| part.fights.then(|| line(&scene, &field, index, part, &bodies)).flatten())
        .collect();
    for pair in &pairs {
        let (one, other) = (&field.fighters[pair.a], &field.fighters[pair.b]);
        let (Some(a), Some(b)) = (lines[pair.a], lines[pair.b]) else { continue };
        let (a, b) = (Line { men: pair.men[0], ..a }, Line { men: pair.men[1], ..b });
        let hand = hand_to_hand(&scene, one, other, &bodies);
        let ramparts = [
            scene.rampart(one, (other, pair.men[1]), &field),
            scene.rampart(other, (one, pair.men[0]), &field),
        ];
        for (striker, by, struck, of) in [(one, &a, pair.b, &b), (other, &b, pair.a, &a)] {
            let defender = &field.fighters[struck];
            // The ground of the charge is that of the one who is attacked.
            let at = if striker.goes { defender.hex } else { striker.hex };
            let ground = Ground::between(&scene.map, striker.hex, defender.hex, at);
            let weather = scene.skies.of(&scene.sky, &scene.map, striker.hex);
            let (rampart, inside) = match ramparts {
                [Some(wall), _] => (Some(wall), defender.id == one.id),
                [None, wall] => (wall, defender.id == other.id),
            };
            let ground = Ground { hand, ..ground.under(!scene.sky.day, weather) }.over(rampart, inside);
            let product = law::blows(by, of, &ground, &scene.rules);
            let per_hour = product.value();
            let toll = law::toll_milli(per_hour, of.men, scene.clock.step_minutes());
            parts[struck].toll_milli += toll;
            parts[struck].charged_h += law::charge_shakes_h(by, of, &ground, &scene.rules);
            chronicle.tell(SimEvent::Fought {
                attacker: striker.id,
                defender: defender.id,
                at: defender.hex,
                factors: product.factors,
                per_hour,
                lost: ((toll + 500) / 1000) as u32,
            });
        }
    }
    for (index, part) in parts.iter().enumerate() {
        settle(&scene, &field, index, part, &mut bodies, &mut chronicle);
    }
}

/// Begins and ends contacts, and tells who met whom.
fn come_to_blows(
    scene: &Scene,
    field: &Field,
    pairs: &[Pair],
    parts: &[Part],
    bodies: &mut Query<Body>,
    chronicle: &mut Chronicle,
) {
    let now = scene.clock.minute;
    for pair in pairs {
        let (one, other) = (&field.fighters[pair.a], &field.fighters[pair.b]);
        if one.engaged.since.is_some() && other.engaged.since.is_some() {
            continue;
        }
        let (attacker, defender) = if one.goes { (one, other) } else { (other, one) };
        let surprised = defender.engaged.surprised_until > now;
        chronicle.tell(SimEvent::Met {
            attacker: attacker.id,
            defender: defender.id,
            at: defender.hex,
            surprised,
        });
    }
    for (fighter, part) in field.fighters.iter().zip(parts) {
        let Some(mut body) = scene.muster.entity(fighter.id).and_then(|entity| bodies.get_mut(entity).ok())
        else {
            continue;
        };
        if !part.fights {
            if body.engaged.since.is_some() {
                body.engaged.since = None;
            }
            continue;
        }
        let lull = body.engaged.last.map_or(u32::MAX, |last| now - last.min(now));
        if body.engaged.since.is_none() && lull > scene.rules.lull_min {
            body.engaged.battle = Some(now);
            if body.engaged.surprised_until > now {
                body.cohesion.shake(u32::from(scene.rules.surprise_shakes));
            }
        }
        body.engaged.since = body.engaged.since.or(Some(now));
        body.engaged.last = Some(now);
    }
}

/// All that makes up a formation's line but its men in contact.
fn line(scene: &Scene, field: &Field, index: usize, part: &Part, bodies: &Query<Body>) -> Option<Line> {
    let fighter = &field.fighters[index];
    let body = scene.muster.entity(fighter.id).and_then(|entity| bodies.get(entity).ok())?;
    let now = scene.clock.minute;
    let step = scene.clock.step_minutes().max(1);
    let surprised = body.engaged.surprised_until.saturating_sub(now).min(step) * 1000 / step;
    let mut day =
        scene.dice.lasting(body.engaged.battle.unwrap_or(now) / DAY, Purpose::Fortune, army_key(fighter));
    let mut battle =
        scene.dice.lasting(body.engaged.battle.unwrap_or(now), Purpose::Fortune, u32::from(fighter.id.0));
    let line = Line::fresh(scene.troops.kind(fighter.troop.0), fighter.up)
        .standing(fighter.posture)
        .on(*body.condition, &scene.rules);
    Some(Line {
        quality: body.quality.0,
        command: scene.command_worth(*body.led, fighter.hex, field),
        fatigue: body.fatigue.permille(),
        hungry_h: body.rations.hungry_hours(),
        cohesion: body.cohesion.permille(),
        surprised: surprised as u16,
        flank: Flank::of(part.sides),
        surrounded: field.ways_out(index, &scene.costs) == 0,
        assaults: fighter.goes,
        fortune: law::fortune(&mut day, &mut battle, &scene.rules),
        ..line
    })
}

/// The key of a side's own streams, apart from those of formations.
fn army_key(fighter: &Fighter) -> u32 {
    u32::MAX - u32::from(fighter.side.0)
}

/// Share of the step in which a pair is hand to hand, permille: foot shoot first, riders charge at once.
fn hand_to_hand(scene: &Scene, one: &Fighter, other: &Fighter, bodies: &Query<Body>) -> u16 {
    let charges = |fighter: &Fighter| fighter.goes && fighter.mobility == Mobility::Horse;
    if charges(one) || charges(other) {
        return 1000;
    }
    let since = |fighter: &Fighter| {
        let body = scene.muster.entity(fighter.id).and_then(|entity| bodies.get(entity).ok());
        body.and_then(|body| body.engaged.since).unwrap_or(scene.clock.minute)
    };
    let met = since(one).max(since(other));
    let step = scene.clock.step_minutes().max(1);
    let shooting = (met + scene.rules.approach_min).saturating_sub(scene.clock.minute).min(step);
    ((step - shooting) * 1000 / step) as u16
}

/// Men fall, order goes, columns deploy; who is shaken enough breaks.
fn settle(
    scene: &Scene,
    field: &Field,
    index: usize,
    part: &Part,
    bodies: &mut Query<Body>,
    chronicle: &mut Chronicle,
) {
    let fighter = &field.fighters[index];
    let Some(mut body) = scene.muster.entity(fighter.id).and_then(|entity| bodies.get_mut(entity).ok())
    else {
        return;
    };
    if !part.fights {
        if body.engaged.surrounded {
            body.engaged.surrounded = false;
        }
        return;
    }
    let (clock, rules) = (&scene.clock, &scene.rules);
    let (now, step) = (clock.minute, u64::from(clock.step_minutes()));
    let surrounded = field.ways_out(index, &scene.costs) == 0;
    if surrounded && !body.engaged.surrounded {
        chronicle.tell(SimEvent::Surrounded { formation: fighter.id, at: fighter.hex });
    }
    body.engaged.surrounded = surrounded;

    let mut dice = scene.dice.stream(clock, Purpose::Battle, u32::from(fighter.id.0));
    let chance = (1000 + i64::from(dice.bell()) * i64::from(rules.noise) / 1000).max(0) as u64;
    let fallen = dice.share(part.toll_milli * chance, 1_000_000).min(u64::from(fighter.men));
    if fallen > 0 {
        let horses = dice.share(fallen * u64::from(body.beasts.horses), u64::from(fighter.men.max(1)));
        body.beasts.lose_horses(horses as u32);
    }
    let killed = dice.share(fallen * u64::from(rules.killed), 1000).min(fallen);
    let taken =
        if surrounded { dice.share(fallen * u64::from(rules.taken), 1000).min(fallen - killed) } else { 0 };
    let hurt = fallen - killed - taken;
    for (fate, men) in [(Fate::DeadBattle, killed), (Fate::Captured, taken), (Fate::Wounded, hurt)] {
        if men > 0 {
            let men = body.roll.lose(fate, men as u32);
            chronicle.tell(SimEvent::Lost { formation: fighter.id, fate, men });
        }
    }

    // Order: losses, weariness, charges and the enemy at the flank. In millionths, so that short steps lose nothing.
    let kind = scene.troops.kind(fighter.troop.0);
    let felt = u64::from(1000 - kind.stolid.min(1000));
    let losses = fallen * 1000 * u64::from(rules.loss_shakes) * felt / 1000 / u64::from(fighter.men.max(1));
    let turned = if Flank::of(part.sides) == Flank::None { 0 } else { u64::from(rules.flank_shakes_h) };
    let hours = (u64::from(rules.weary_shakes_h) + turned + part.charged_h) * 1000 * step / 60;
    let shaken = dice.share(losses + hours, 1000);
    body.cohesion.shake(shaken as u32);

    let formed = now + clock.step_minutes() >= body.engaged.since.unwrap_or(now) + rules.deploy_min;
    if formed && matches!(*body.posture, Posture::Column | Posture::Camp) {
        *body.posture = Posture::Formed;
        chronicle.tell(SimEvent::Stood { formation: fighter.id, at: fighter.hex, posture: Posture::Formed });
    }

    let command = scene.command_worth(*body.led, fighter.hex, field);
    let battle = body.engaged.battle.unwrap_or(now);
    // Half the spread is the army's on that day, half the formation's in this battle.
    let army = scene.dice.lasting(battle / DAY, Purpose::Nerve, army_key(fighter)).bell();
    let own = scene.dice.lasting(battle, Purpose::Nerve, u32::from(fighter.id.0)).bell();
    let nerve = (i64::from(army) + i64::from(own)) * i64::from(rules.nerve_spread) * 707 / 1_000_000;
    let nerve = if surrounded { nerve * i64::from(rules.cornered) / 1000 } else { nerve };
    let breaks_at = i64::from(rules.breaks_at(body.quality.0, command, surrounded)) + nerve;
    // Nobody breaks before he is shaken at all, and nobody stands without any order.
    let breaks_at = breaks_at.clamp(50, 900);
    if i64::from(body.cohesion.permille()) < breaks_at || body.roll.under_arms() == 0 {
        *body.posture = Posture::Routed;
        *body.intention = Intention::Flee;
        body.engaged.routed_since = Some(now);
        body.engaged.since = None;
        chronicle.tell(SimEvent::Broke { formation: fighter.id, at: fighter.hex });
    }
}
