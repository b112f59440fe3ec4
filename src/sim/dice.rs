//! The only source of chance: a stream of random numbers for each purpose.
//!
//! A stream is keyed by the war's seed, the turn, the step, the purpose and an id, so that one mechanism's rolls
//! never disturb another's, and nothing depends on the order in which systems happen to roll. `ChaCha8` is named,
//! and documented by `rand` as reproducible across versions and platforms; `StdRng` and `SmallRng` are not.

use bevy_ecs::prelude::Resource;
use rand::rngs::ChaCha8Rng;
use rand::{RngExt, SeedableRng};
use serde::{Deserialize, Serialize};

use super::clock::Clock;
use super::law::within_ppm;

/// What a stream is for. A new purpose goes to the end, so that old ones keep their numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u16)]
pub enum Purpose {
    /// Straggling on the march.
    March = 1,
    /// What eyes and scouts make out.
    Sight,
    /// How far an estimate is off.
    Estimate,
    /// Whether a commander follows his orders or his temper.
    Temper,
    /// The fortune of a day's fight.
    Fortune,
    /// Losses of one step of fighting.
    Battle,
    /// Breaking, rallying, surrender.
    Nerve,
    /// Pursuit and its victims.
    Pursuit,
    /// What becomes of a commander in the line.
    CommanderFate,
    /// Opening boxes, taking herds.
    Lure,
    /// Hunger and its deserters.
    Hunger,
    /// The mind of an artificial commander.
    Ai,
    /// Test armies of the laboratory.
    Lab,
    /// The weather of a day.
    Weather,
    /// Standing again after a rout.
    Rally,
    /// Gaps in a ring, and rivers swum in flight.
    Escape,
    /// Beasts that die for want of fodder.
    Fodder,
    /// Whom cold, heat and thirst take.
    Exposure,
    /// Mines, traitors, and garrisons that weigh their lot.
    Siege,
    /// Pits that searchers find.
    Search,
    /// Whom water takes, and dams that give way.
    Flood,
}

/// The seed of the war, from which every stream is drawn.
#[derive(Resource, Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dice {
    /// Chosen by the player; any value.
    pub seed: u64,
}

impl Dice {
    /// The stream of this moment for one purpose and one id.
    pub fn stream(self, clock: &Clock, purpose: Purpose, id: u32) -> Stream {
        self.keyed(clock.turn, clock.step, purpose, id)
    }

    /// A stream that does not change from step to step, such as a battle's fortune: the caller names the occasion.
    pub fn lasting(self, occasion: u32, purpose: Purpose, id: u32) -> Stream {
        self.keyed(u32::MAX, occasion, purpose, id)
    }

    fn keyed(self, turn: u32, step: u32, purpose: Purpose, id: u32) -> Stream {
        let mut key = [0_u8; 32];
        key[0..8].copy_from_slice(&self.seed.to_le_bytes());
        key[8..12].copy_from_slice(&turn.to_le_bytes());
        key[12..16].copy_from_slice(&step.to_le_bytes());
        key[16..18].copy_from_slice(&(purpose as u16).to_le_bytes());
        key[18..22].copy_from_slice(&id.to_le_bytes());
        Stream(ChaCha8Rng::from_seed(key))
    }
}

/// Random numbers for one purpose.
pub struct Stream(ChaCha8Rng);

impl Stream {
    /// A whole number from 0 to 999.
    pub fn permille(&mut self) -> u16 {
        self.0.random_range(0..1000)
    }

    /// True with a chance of so many permille.
    pub fn chance(&mut self, permille: u16) -> bool {
        self.permille() < permille
    }

    /// True with the chance that something of so many permille an hour happens within so many minutes.
    pub fn within(&mut self, permille_h: u32, minutes: u32) -> bool {
        self.0.random_range(0..1_000_000) < within_ppm(permille_h, minutes)
    }

    /// A whole number from `low` to `high`, both included; `low` if they are the wrong way round.
    pub fn between(&mut self, low: i32, high: i32) -> i32 {
        if low >= high { low } else { self.0.random_range(low..=high) }
    }

    /// A bell-shaped number with mean 0 and standard deviation 1000: the sum of twelve even ones, in thousandths.
    pub fn bell(&mut self) -> i32 {
        let sum: i32 = (0..12).map(|_| self.0.random_range(0..=1000)).sum();
        sum - 6000
    }

    /// `whole / parts`, rounded up or down at random so that the mean is exact. `parts` of 0 gives 0.
    pub fn share(&mut self, whole: u64, parts: u64) -> u64 {
        if parts == 0 {
            return 0;
        }
        let rest = whole % parts;
        let up = rest > 0 && self.0.random_range(0..parts) < rest;
        whole / parts + u64::from(up)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_depends_on_nothing_but_its_key() {
        let dice = Dice { seed: 7 };
        let draw = |purpose, id| dice.keyed(3, 1, purpose, id).permille();
        let first = draw(Purpose::Battle, 5);
        let _ = draw(Purpose::Sight, 5);
        assert_eq!(draw(Purpose::Battle, 5), first);
        let many: Vec<u16> = (0..50).map(|id| draw(Purpose::Battle, id)).collect();
        assert!(many.iter().any(|roll| *roll != first), "ids must matter");
    }

    #[test]
    fn a_share_keeps_its_mean() {
        let mut stream = Dice { seed: 1 }.lasting(0, Purpose::Battle, 0);
        let total: u64 = (0..30_000).map(|_| stream.share(7, 3)).sum();
        assert!((69_000..71_000).contains(&total), "{total}");
    }

    #[test]
    fn the_bell_has_the_spread_it_promises() {
        let mut stream = Dice { seed: 2 }.lasting(0, Purpose::Battle, 0);
        let rolls: Vec<i64> = (0..20_000).map(|_| i64::from(stream.bell())).collect();
        let mean = rolls.iter().sum::<i64>() / 20_000;
        let variance = rolls.iter().map(|roll| (roll - mean).pow(2)).sum::<i64>() / 20_000;
        assert!(mean.abs() < 30, "{mean}");
        assert!((950_000..1_050_000).contains(&variance), "{variance}");
    }
}
