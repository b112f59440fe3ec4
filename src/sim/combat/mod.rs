//! # Combat
//!
//! Formations in neighboring hexes fight across the hexside, step by step: bows first, then hand to hand. Losses
//! follow numbers in contact weakly and everything else strongly: arms, training, commanders, weariness, hunger,
//! ground, height, water, surprise, a way out, and the fortune of the day. Losses shake; who is shaken enough breaks,
//! runs, is ridden down or, with no way out, destroyed.
//!
//! The law itself is [`blows`]; `contact` finds who faces whom, `fight` applies the law, `pursuit` rides down
//! who runs.
//!
//! Phase: [`Phase::Combat`]. Writes: [`Engaged`], men, horses, cohesion, posture, intention.
//! Tells: `Met`, `Fought`, `Lost`, `Stood`, `Broke`, `Surrounded`, `Pursued`, `Surrendered`, `Destroyed`.

mod contact;
mod fight;
mod law;
mod pursuit;
#[cfg(test)]
mod tests;

use bevy_ecs::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use super::engaged::Engaged;
pub use law::{Flank, Forecast, Ground, Line, Rampart, Wall, blows, forecast};

use super::map::Mobility;
use super::register::PlaceKind;
use super::turn::Phase;

/// Numbers of fighting: `assets/rules/combat.ron`.
#[derive(Resource, Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CombatRules {
    /// Losses of even troops on even terms, per million of those in contact, an hour.
    pub base_ppm_h: u32,
    /// Weight of numbers, permille: 0 logarithmic, 500 linear, 1000 square law.
    pub numbers_exponent: u16,
    /// Foot who find room on a kilometer of front.
    pub foot_per_km: u32,
    /// Horse who find room on a kilometer of front.
    pub horse_per_km: u32,
    /// Front on which an enemy can be reached, against his own, permille: men get around his flanks.
    pub overlap: u32,
    /// Front on which even a handful can be reached, meters.
    pub least_front_m: u32,
    /// Part of bows in the killing once hand to hand, permille.
    pub missile_part: u16,
    /// Minutes of shooting before it comes to blows.
    pub approach_min: u32,
    /// What is left of a charge against foot in unbroken order, permille.
    pub formed_foot_blunts: u16,
    /// Least worth of riders hand to hand, as if on foot, permille.
    pub dismounted: u16,
    /// What is left of the worth of riders hand to hand when their horses can hardly stand, permille.
    pub lean_shock: u16,
    /// Order that men out of order lose in an hour to a charge, for each permille that it is worth more than ordinary
    /// foot, permille.
    pub charge_shakes: u16,
    /// Worth of training 1 to 5, permille.
    pub quality_worth: [u16; 5],
    /// Strength lost with each day of hunger, permille.
    pub hunger_weakens_day: u16,
    /// Most that hunger takes, permille.
    pub hunger_weakens_most: u16,
    /// Striking power without any order left, permille.
    pub disorder_power: u16,
    /// How much more men without any order suffer, permille.
    pub disorder_suffers: u16,
    /// Cover from which it is called walls, permille.
    pub walls_from: u16,
    /// Losses that the walls of a fort, a town and a village spare those who hold them, permille.
    pub walls_cover: (u16, u16, u16),
    /// Difference in height that counts in full, meters.
    pub height_full_m: u16,
    /// Worth of striking downhill, permille; uphill its inverse.
    pub height: u16,
    /// Most that a charge is worth uphill, permille.
    pub uphill_charge: u16,
    /// Striking power of an assault across a brook, permille.
    pub brook: u16,
    /// Striking power of an assault across a ford, permille.
    pub ford: u16,
    /// How much men in column or camp suffer, permille.
    pub unformed_suffers: u16,
    /// How hard men in column or camp, or surprised, strike, permille.
    pub unformed_power: u16,
    /// Minutes of fighting in which men in column or camp deploy.
    pub deploy_min: u32,
    /// The strike at surprised men, permille.
    pub surprise_strike: u16,
    /// Order that surprise costs once, permille.
    pub surprise_shakes: u16,
    /// The strike at men attacked over sides that are not neighbors, permille.
    pub flank: u16,
    /// The strike at men attacked over opposite sides, permille.
    pub rear: u16,
    /// The strike at men with no way out, permille.
    pub surrounded: u16,
    /// Order that an attack in flank or rear costs in an hour, permille.
    pub flank_shakes_h: u16,
    /// Blows in the dark, permille.
    pub night: u16,
    /// Spread of a side's fortune of the day, thousandths of a natural logarithm.
    pub fortune_day: u16,
    /// Spread of a formation's fortune in one battle, thousandths of a natural logarithm.
    pub fortune_battle: u16,
    /// Spread of the count of losses in a single step, permille.
    pub noise: u16,
    /// Killed, of those who are lost in the line, permille.
    pub killed: u16,
    /// Taken, of those who are lost with no way out, permille.
    pub taken: u16,
    /// Order lost for each permille of men lost, permille of it.
    pub loss_shakes: u16,
    /// Order that an hour of fighting costs besides, permille.
    pub weary_shakes_h: u16,
    /// Order below which ordinary men break, permille.
    pub break_at: u16,
    /// By how much each point of training beyond 3 lowers that, permille.
    pub break_quality: u16,
    /// How much of the commanders' worth beyond the common lowers that, permille of it.
    pub break_command: u16,
    /// Spread of the breaking point from battle to battle, permille.
    pub nerve_spread: u16,
    /// Share of the breaking point that holds for men with no way out, permille.
    pub cornered: u16,
    /// Longest pause inside one battle, minutes.
    pub lull_min: u32,
    /// Men ridden down in an hour by as many pursuers on foot, permille.
    pub foot_pursuit_h: u16,
    /// Men ridden down in an hour by as many pursuers on horseback, permille.
    pub horse_pursuit_h: u16,
    /// Part of it that foot achieve against riders, permille.
    pub outrun: u16,
    /// The same for men with no way out, by anyone, permille.
    pub trapped_h: u16,
    /// How fast a rout and those at its heels run, meters an hour: a step's run more than a hex apart they still are.
    pub pursuit_m_per_h: u32,
    /// Hours in which the pursuit of men with a way out dies down.
    pub pursuit_fades_h: u16,
    /// Pursuit in the dark, permille.
    pub pursuit_night: u16,
    /// Killed, of those ridden down, permille.
    pub pursuit_killed: u16,
    /// Taken, of those ridden down, permille; the rest is scattered.
    pub pursuit_taken: u16,
    /// Order that an hour of pursuit costs the pursuer, permille.
    pub pursuer_shakes_h: u16,
    /// Trapped men lay down their arms when fewer of their first strength are left, permille.
    pub surrender_below: u16,
    /// Trapped men lay down their arms after so many minutes of rout.
    pub surrender_after_min: u32,
    /// A beaten formation with fewer of its first strength is no more, permille.
    pub destroyed_below: u16,
    /// A beaten formation with fewer men is no more.
    pub destroyed_men: u32,
}

impl CombatRules {
    /// Men of one kind who find room on a kilometer of front.
    pub fn per_km(&self, mobility: Mobility) -> u32 {
        match mobility {
            Mobility::Horse => self.horse_per_km.max(1),
            Mobility::Foot | Mobility::Hill | Mobility::Train => self.foot_per_km.max(1),
        }
    }

    /// Front on which enemies can be reached who take up so much of a hexside, millimeters: where they stand, and around
    /// their flanks.
    pub fn room_mm(&self, enemy_mm: u64, hex_m: u32) -> u64 {
        let around = enemy_mm * u64::from(self.overlap) / 1000;
        around.max(u64::from(self.least_front_m) * 1000).min(u64::from(hex_m) * 1000)
    }

    /// Losses that the walls of a place spare each of so many men who hold it, permille; `room` is for how many there is
    /// room behind them.
    pub fn walls(&self, kind: PlaceKind, men: u32, room: u32) -> u16 {
        let cover = match kind {
            PlaceKind::Fort => self.walls_cover.0,
            PlaceKind::Town => self.walls_cover.1,
            PlaceKind::Village => self.walls_cover.2,
            PlaceKind::Pass | PlaceKind::Field => return 0,
        };
        (u64::from(cover) * u64::from(room.min(men)) / u64::from(men.max(1))) as u16
    }

    /// Order below which men of this training under commanders of this worth break, permille, before their nerve of
    /// the day.
    pub fn breaks_at(&self, quality: u8, command: u16, surrounded: bool) -> u16 {
        let trained = (i32::from(quality) - 3) * i32::from(self.break_quality);
        let led = (i32::from(command) - 1000) * i32::from(self.break_command) / 1000;
        let at = (i32::from(self.break_at) - trained - led).clamp(0, 950);
        let at = if surrounded { at * i32::from(self.cornered) / 1000 } else { at };
        at as u16
    }
}

/// Hangs the systems on their phase.
pub(super) fn plugin(schedule: &mut Schedule) {
    schedule.add_systems((fight::fight, pursuit::pursue).chain().in_set(Phase::Combat));
}
