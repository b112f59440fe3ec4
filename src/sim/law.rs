//! Factors: how a number came about, so that the forecast, the result and the report show the same sum.
//!
//! This file is on the short list of places where floating point may be used (`+ - * /` and `libm` only).

use serde::{Deserialize, Serialize};

/// What a factor stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum FactorName {
    /// Losses per hour of even troops on even terms, per million.
    Base,
    /// Numbers in contact, to the power of the law.
    Numbers,
    /// Bows and crossbows against shields and armor.
    Missile,
    /// Arms hand to hand.
    Shock,
    /// Arms of both kinds together.
    Arms,
    /// The defender's armor.
    Armor,
    /// Training of both.
    Quality,
    /// The commanders.
    Command,
    /// Weariness of the attacker.
    Fatigue,
    /// Empty stomachs of the attacker.
    Hunger,
    /// Order of both.
    Cohesion,
    /// Cover of the ground.
    Ground,
    /// Higher ground.
    Height,
    /// A stream or river between them.
    River,
    /// Not yet deployed.
    Unformed,
    /// Fallen upon unawares.
    Surprise,
    /// Attacked from more than one side.
    Flank,
    /// No way out.
    Surrounded,
    /// Walls, a village, a camp.
    Works,
    /// Night or thick weather.
    Night,
    /// How hard both press.
    Pressure,
    /// The fortune of the day: all that no one can know beforehand.
    Fortune,
}

impl FactorName {
    /// As forecast and report print it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Base => "even terms",
            Self::Numbers => "numbers in contact",
            Self::Missile => "bows and crossbows",
            Self::Shock => "hand to hand",
            Self::Arms => "arms",
            Self::Armor => "armor",
            Self::Quality => "training",
            Self::Command => "commanders",
            Self::Fatigue => "weariness",
            Self::Hunger => "hunger",
            Self::Cohesion => "order",
            Self::Ground => "cover",
            Self::Height => "height",
            Self::River => "water between",
            Self::Unformed => "not deployed",
            Self::Surprise => "surprise",
            Self::Flank => "attacked from several sides",
            Self::Surrounded => "surrounded",
            Self::Works => "walls",
            Self::Night => "darkness",
            Self::Pressure => "how hard they press",
            Self::Fortune => "fortune of the day",
        }
    }
}

/// One named factor.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Factor {
    /// What it stands for.
    pub name: FactorName,
    /// By how much it multiplies; 1 leaves things as they are.
    pub times: f64,
}

/// A number with its history: the product of its factors, multiplied in order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Product {
    /// The factors, in the order in which they were multiplied.
    pub factors: Vec<Factor>,
}

impl Product {
    /// Begins with a number.
    pub fn from(name: FactorName, value: f64) -> Self {
        Self { factors: vec![Factor { name, times: value }] }
    }

    /// Multiplies, leaving out what changes nothing.
    pub fn by(mut self, name: FactorName, times: f64) -> Self {
        if times != 1.0 {
            self.factors.push(Factor { name, times });
        }
        self
    }

    /// The number: the factors multiplied from first to last.
    pub fn value(&self) -> f64 {
        value_of(&self.factors)
    }
}

/// The factors multiplied from first to last, which is how every number shown beside them was made.
pub fn value_of(factors: &[Factor]) -> f64 {
    factors.iter().fold(1.0, |product, factor| product * factor.times)
}

/// The chance of something within so many minutes whose chance in an hour is so many permille; per million. However
/// an hour is cut into steps, the chance over the whole of it is the same.
pub fn within_ppm(permille_h: u32, minutes: u32) -> u32 {
    let spared = 1.0 - f64::from(permille_h.min(1000)) / 1000.0;
    ((1.0 - libm::pow(spared, f64::from(minutes) / 60.0)) * 1_000_000.0 + 0.5) as u32
}

/// The chance of something within so many minutes whose chance in a day is so many per 10,000; per million.
pub fn within_day_ppm(per_10000_day: u16, minutes: u32) -> u32 {
    let spared = 1.0 - f64::from(per_10000_day.min(10_000)) / 10_000.0;
    ((1.0 - libm::pow(spared, f64::from(minutes) / 1440.0)) * 1_000_000.0 + 0.5) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chance_does_not_depend_on_how_the_hour_is_cut() {
        let quarter = f64::from(within_ppm(300, 15)) / 1e6;
        let hour = 1.0 - (1.0 - quarter) * (1.0 - quarter) * (1.0 - quarter) * (1.0 - quarter);
        assert!((hour - 0.3).abs() < 1e-5, "{hour}");
        assert_eq!(
            (within_ppm(0, 60), within_ppm(1000, 15), within_ppm(2000, 60)),
            (0, 1_000_000, 1_000_000)
        );
    }

    #[test]
    fn a_product_is_what_its_factors_say() {
        let product = Product::from(FactorName::Base, 10_000.0)
            .by(FactorName::Surprise, 1.6)
            .by(FactorName::Ground, 1.0)
            .by(FactorName::Fatigue, 0.5);
        assert_eq!(product.factors.len(), 3, "a factor of one is not worth a line");
        assert!((product.value() - 8_000.0).abs() < 1e-9);
    }
}
