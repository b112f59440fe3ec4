//! The law of blows: what a line does to another in an hour, factor by factor.
//!
//! Forecast, result, laboratory and artificial commanders build the same two plain structs and call the same
//! [`blows`]; the number shown is the product of the factors shown. One of the few files with floating point.

use super::CombatRules;
use crate::sim::army::{Condition, Posture};
use crate::sim::dice::Stream as Rolls;
use crate::sim::law::{FactorName, Product};
use crate::sim::map::{Map, Mobility, Stream};
use crate::sim::register::PlaceKind;
use crate::sim::siege::{SiegeRules, gap, held, way_in};
use crate::sim::troops::TroopKind;
use crate::sim::walls::Walls;
use crate::sim::weather::WeatherKind;

/// Over which sides a formation is attacked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Flank {
    /// Over its front: one side or neighboring ones.
    #[default]
    None,
    /// Over sides that are not neighbors.
    Turned,
    /// Over opposite sides.
    Rear,
}

impl Flank {
    /// From the six sides over which it is attacked, bit k for side k.
    pub fn of(sides: u8) -> Self {
        let apart = |steps: usize| {
            (0..6).any(|side| sides & (1 << side) != 0 && sides & (1 << ((side + steps) % 6)) != 0)
        };
        if apart(3) {
            Self::Rear
        } else if apart(2) {
            Self::Turned
        } else {
            Self::None
        }
    }
}

/// The men of one formation who face one enemy.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Line {
    /// Men in contact.
    pub men: u32,
    /// Worth of its bows, permille.
    pub missile: u16,
    /// Worth hand to hand, permille.
    pub shock: u16,
    /// How hard it is to hurt, permille.
    pub armor: u16,
    /// Whether it fights on horseback.
    pub mounted: bool,
    /// Training, 1 to 5.
    pub quality: u8,
    /// Worth of its commanders, permille.
    pub command: u16,
    /// Weariness, permille.
    pub fatigue: u16,
    /// Hours since the last bite.
    pub hungry_h: u32,
    /// Order, permille.
    pub cohesion: u16,
    /// In column or camp.
    pub unformed: bool,
    /// Share of the time in which it is taken by surprise, permille.
    pub surprised: u16,
    /// Over which sides it is attacked.
    pub flank: Flank,
    /// Without a way out.
    pub surrounded: bool,
    /// Whether it goes for the enemy or lets him come.
    pub assaults: bool,
    /// The fortune of the day; 1 when nobody can know.
    pub fortune: f64,
}

impl Line {
    /// Fresh, fed, formed men of ordinary training; the caller changes what it knows better.
    pub fn fresh(kind: &TroopKind, men: u32) -> Self {
        Self {
            men,
            missile: kind.missile,
            shock: kind.shock,
            armor: kind.armor,
            mounted: kind.mobility == Mobility::Horse,
            quality: 3,
            command: 1000,
            fatigue: 0,
            hungry_h: 0,
            cohesion: 1000,
            unformed: false,
            surprised: 0,
            flank: Flank::None,
            surrounded: false,
            assaults: false,
            fortune: 1.0,
        }
    }

    /// The same men on beasts in this condition.
    pub fn on(self, condition: Condition, rules: &CombatRules) -> Self {
        let shock = if self.mounted { condition.worth(self.shock, rules.lean_shock) } else { self.shock };
        Self { shock, ..self }
    }

    /// The same men in this order of march or battle.
    pub fn standing(self, posture: Posture) -> Self {
        Self { unformed: matches!(posture, Posture::Column | Posture::Camp), ..self }
    }
}

/// The ground and the hour between the one who strikes and the one who is struck.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ground {
    /// Losses that the struck one's cover spares him, permille.
    pub cover: u16,
    /// What a charge is worth there, permille.
    pub charge: u16,
    /// How far the struck one stands above the striker, meters.
    pub rise_m: i32,
    /// Water between them.
    pub stream: Stream,
    /// In the dark.
    pub night: bool,
    /// Worth of bows in this weather, permille.
    pub bows: u16,
    /// Share of the time in which they are hand to hand, permille.
    pub hand: u16,
}

/// A wall between two who fight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rampart {
    /// Losses that it spares those behind it, permille.
    pub cover: u16,
    /// How far they stand above those before it, as meters of ground.
    pub rise_m: i32,
    /// Share of those who storm who come to blows with them, permille.
    pub way_in: u16,
}

/// A side of a place's wall and those who hold it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wall {
    /// What place it is.
    pub kind: PlaceKind,
    /// As it was built.
    pub walls: Walls,
    /// What is left of the side, permille.
    pub sound: u16,
    /// Whether a gate stands open.
    pub open: bool,
    /// Men who hold the place.
    pub held: u32,
}

impl Rampart {
    /// A side of a wall against so many who storm it with so many ladders.
    pub fn of(wall: &Wall, (ladders, men): (u32, u32), rules: &CombatRules, sieges: &SiegeRules) -> Self {
        let cover = rules.walls(wall.kind, wall.held, sieges.room(&wall.walls));
        let way_in = way_in(&wall.walls, (wall.sound, wall.open), (ladders, men), sieges);
        let ways = (way_in, gap(wall.sound, wall.open, sieges));
        let left = held(&wall.walls, wall.held, ways, sieges);
        Self {
            cover: (u32::from(cover) * u32::from(left) / 1000) as u16,
            rise_m: wall.walls.rise_m(sieges.climb_m, sieges.height_full_m, rules.height_full_m),
            way_in,
        }
    }
}

impl Ground {
    /// Between two neighbors by day in fair weather, hand to hand. `assault_at` is the hex that is attacked.
    pub fn between(
        map: &Map,
        striker: crate::sim::hex::Hex,
        struck: crate::sim::hex::Hex,
        assault_at: crate::sim::hex::Hex,
    ) -> Self {
        Self {
            cover: map.kind(struck).cover,
            charge: map.kind(assault_at).charge,
            // Heights are those of whole hexes, but men fight within a kilometer.
            rise_m: (map.height(struck) - map.height(striker)) * 1000 / map.hex_m.max(1000) as i32,
            stream: map.edge_between(striker, struck),
            night: false,
            bows: 1000,
            hand: 1000,
        }
    }

    /// The same ground for a blow over a wall: `inside` is struck behind it, or else strikes from it.
    pub fn over(self, rampart: Option<Rampart>, inside: bool) -> Self {
        let Some(rampart) = rampart else { return self };
        let hand = (u32::from(self.hand) * u32::from(rampart.way_in) / 1000) as u16;
        let (cover, rise_m) = if inside {
            (self.cover.max(rampart.cover), self.rise_m + rampart.rise_m)
        } else {
            (self.cover, self.rise_m - rampart.rise_m)
        };
        Self { cover, rise_m, hand, ..self }
    }

    /// The same ground by day or night, in this weather.
    pub fn under(self, night: bool, weather: Option<&WeatherKind>) -> Self {
        Self { night, bows: weather.map_or(1000, |kind| kind.missile), ..self }
    }
}

/// Permille as a factor.
fn of(permille: u16) -> f64 {
    f64::from(permille) / 1000.0
}

/// What `attacker` does to `defender`: losses per million of the defenders in contact, an hour.
pub fn blows(attacker: &Line, defender: &Line, ground: &Ground, rules: &CombatRules) -> Product {
    unfortunate(attacker, defender, ground, rules).by(FactorName::Fortune, attacker.fortune)
}

/// Everything but fortune.
fn unfortunate(attacker: &Line, defender: &Line, ground: &Ground, rules: &CombatRules) -> Product {
    let walls = ground.cover >= rules.walls_from;
    Product::from(FactorName::Base, f64::from(rules.base_ppm_h))
        .by(FactorName::Numbers, numbers(attacker.men, defender.men, rules))
        .by(FactorName::Arms, arms(attacker, defender, ground, rules))
        .by(FactorName::Armor, 1000.0 / f64::from(defender.armor.max(1)))
        .by(FactorName::Quality, worth(attacker.quality, rules) / worth(defender.quality, rules))
        .by(FactorName::Command, f64::from(attacker.command) / f64::from(defender.command.max(1)))
        .by(FactorName::Fatigue, 1.0 - f64::from(attacker.fatigue.min(1000)) / 1500.0)
        .by(FactorName::Hunger, hunger(attacker.hungry_h, rules))
        .by(FactorName::Cohesion, order(attacker, defender, rules))
        .by(if walls { FactorName::Works } else { FactorName::Ground }, cover(defender, ground))
        .by(FactorName::Height, height(ground.rise_m, rules))
        .by(FactorName::River, water(attacker, ground, rules))
        .by(FactorName::Unformed, unformed(attacker, defender, rules))
        .by(FactorName::Surprise, 1.0 + (of(rules.surprise_strike) - 1.0) * of(defender.surprised))
        .by(
            FactorName::Flank,
            match defender.flank {
                Flank::None => 1.0,
                Flank::Turned => of(rules.flank),
                Flank::Rear => of(rules.rear),
            },
        )
        .by(FactorName::Surrounded, if defender.surrounded { of(rules.surrounded) } else { 1.0 })
        .by(FactorName::Night, if ground.night { of(rules.night) } else { 1.0 })
}

fn numbers(attackers: u32, defenders: u32, rules: &CombatRules) -> f64 {
    let ratio = f64::from(attackers) / f64::from(defenders.max(1));
    libm::pow(ratio.min(20.0), of(rules.numbers_exponent))
}

/// Bows shoot all the time; the rest counts while they are hand to hand.
fn arms(attacker: &Line, defender: &Line, ground: &Ground, rules: &CombatRules) -> f64 {
    let bows = of(attacker.missile) * of(ground.bows);
    let mut hand = of(attacker.shock);
    if attacker.mounted {
        let steady = of(defender.cohesion.min(1000)) * (1.0 - of(defender.surprised));
        let blunt =
            if defender.mounted || defender.unformed { 0.0 } else { 1.0 - of(rules.formed_foot_blunts) };
        let charged = charge(attacker, ground, rules) * (1.0 - blunt * steady);
        hand = charged.max(hand.min(of(rules.dismounted)));
    }
    let part = of(rules.missile_part);
    part * bows + (1.0 - part) * hand * of(ground.hand)
}

/// What a charge of riders is worth on this ground.
fn charge(attacker: &Line, ground: &Ground, rules: &CombatRules) -> f64 {
    let uphill = attacker.assaults && ground.rise_m * 2 >= i32::from(rules.height_full_m);
    let left = if uphill { ground.charge.min(rules.uphill_charge) } else { ground.charge };
    of(attacker.shock) * of(left)
}

/// Order that men out of order lose to riders who charge them, permille an hour.
pub(super) fn charge_shakes_h(attacker: &Line, defender: &Line, ground: &Ground, rules: &CombatRules) -> u64 {
    let caught = if defender.unformed { 1.0 } else { of(defender.surprised) };
    if !attacker.mounted || !attacker.assaults {
        return 0;
    }
    let excess = (charge(attacker, ground, rules) - 1.0).max(0.0) * f64::from(rules.charge_shakes);
    let many = (f64::from(attacker.men) / f64::from(defender.men.max(1))).min(1.0);
    (excess * many * caught * of(ground.hand)) as u64
}

fn worth(quality: u8, rules: &CombatRules) -> f64 {
    of(rules.quality_worth[usize::from(quality.clamp(1, 5)) - 1])
}

fn hunger(hours: u32, rules: &CombatRules) -> f64 {
    let weak = f64::from(hours) / 24.0 * of(rules.hunger_weakens_day);
    1.0 - weak.min(of(rules.hunger_weakens_most))
}

fn order(attacker: &Line, defender: &Line, rules: &CombatRules) -> f64 {
    let power = of(rules.disorder_power);
    let disorder = 1.0 - of(defender.cohesion.min(1000));
    (power + (1.0 - power) * of(attacker.cohesion.min(1000))) * (1.0 + of(rules.disorder_suffers) * disorder)
}

/// Who goes for the enemy leaves his cover.
fn cover(defender: &Line, ground: &Ground) -> f64 {
    if defender.assaults { 1.0 } else { 1.0 - of(ground.cover.min(1000)) }
}

fn height(rise_m: i32, rules: &CombatRules) -> f64 {
    let full = f64::from(rules.height_full_m.max(1));
    let steep = (f64::from(rise_m.unsigned_abs()) / full).min(1.0);
    let worth = 1.0 + (of(rules.height) - 1.0) * steep;
    if rise_m > 0 { 1.0 / worth } else { worth }
}

fn water(attacker: &Line, ground: &Ground, rules: &CombatRules) -> f64 {
    match ground.stream {
        Stream::Brook if attacker.assaults => of(rules.brook),
        Stream::Ford | Stream::River if attacker.assaults => of(rules.ford),
        _ => 1.0,
    }
}

fn unformed(attacker: &Line, defender: &Line, rules: &CombatRules) -> f64 {
    let suffers = if defender.unformed { of(rules.unformed_suffers) } else { 1.0 };
    let caught = if attacker.unformed { 1.0 } else { of(attacker.surprised) };
    suffers * (1.0 - (1.0 - of(rules.unformed_power)) * caught)
}

/// Thousandths of men lost of so many in contact in so many minutes; long steps lose no more than there are.
pub(super) fn toll_milli(per_hour: f64, men: u32, minutes: u32) -> u64 {
    let part = 1.0 - libm::exp(-per_hour / 1e6 * f64::from(minutes) / 60.0);
    (f64::from(men) * 1000.0 * part) as u64
}

/// A fortune: lognormal, its spreads in thousandths of a natural logarithm.
pub(super) fn fortune(day: &mut Rolls, battle: &mut Rolls, rules: &CombatRules) -> f64 {
    let log =
        f64::from(day.bell()) * of(rules.fortune_day) + f64::from(battle.bell()) * of(rules.fortune_battle);
    libm::exp(log / 1000.0)
}

/// What both sides may expect of a fight, with fortune left out.
#[derive(Debug, Clone, PartialEq)]
pub struct Forecast {
    /// What ours do to theirs, factor by factor: losses per million of theirs in contact, an hour.
    pub ours: Product,
    /// What theirs do to ours.
    pub theirs: Product,
    /// Men we lose in an hour.
    pub we_lose_h: u32,
    /// Men they lose in an hour.
    pub they_lose_h: u32,
    /// Minutes until we break.
    pub we_break_min: u32,
    /// Minutes until they break.
    pub they_break_min: u32,
    /// Chance that they break first, permille.
    pub they_first: u16,
}

/// What may be expected when the two lines fight: `to` is the ground from ours to theirs, `back` the other way;
/// the totals are all men of the two formations, of whom the lines are part.
pub fn forecast(
    (ours, our_total): (&Line, u32),
    (theirs, their_total): (&Line, u32),
    to: &Ground,
    back: &Ground,
    rules: &CombatRules,
) -> Forecast {
    let (forth, hither) = (unfortunate(ours, theirs, to, rules), unfortunate(theirs, ours, back, rules));
    let (we, they) =
        (hours_to_break(ours, our_total, &hither, rules), hours_to_break(theirs, their_total, &forth, rules));
    let spread =
        of(rules.fortune_day) * of(rules.fortune_day) + of(rules.fortune_battle) * of(rules.fortune_battle);
    let z = libm::log(we / they) / libm::sqrt(2.0 * spread).max(0.05);
    // The logistic curve that lies within a hundredth of the normal one.
    let first = 1.0 / (1.0 + libm::exp(-1.702 * z));
    Forecast {
        we_lose_h: (hither.value() / 1e6 * f64::from(ours.men)) as u32,
        they_lose_h: (forth.value() / 1e6 * f64::from(theirs.men)) as u32,
        we_break_min: (we * 60.0) as u32,
        they_break_min: (they * 60.0) as u32,
        they_first: (first * 1000.0) as u16,
        ours: forth,
        theirs: hither,
    }
}

/// Hours until losses and weariness have shaken a formation below its breaking point.
fn hours_to_break(line: &Line, total: u32, suffers: &Product, rules: &CombatRules) -> f64 {
    let left =
        f64::from(line.cohesion) - f64::from(rules.breaks_at(line.quality, line.command, line.surrounded));
    let share = f64::from(line.men) / f64::from(total.max(1));
    let losses = suffers.value() / 1000.0 * share * of(rules.loss_shakes);
    let flank = if line.flank == Flank::None { 0.0 } else { f64::from(rules.flank_shakes_h) };
    (left.max(1.0) / (losses + f64::from(rules.weary_shakes_h) + flank).max(0.001)).min(1000.0)
}
