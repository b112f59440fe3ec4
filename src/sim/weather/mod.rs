//! # Weather
//!
//! The sky of the hour, which bends marching, sight and shooting. It is drawn for each day from the climate that
//! the scenario names.
//!
//! Phase: [`Phase::Weather`](super::turn::Phase::Weather). Writes: [`Sky`]. Tells: `LightChanged`, `WeatherChanged`.

use bevy_ecs::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One kind of weather.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WeatherKind {
    /// Id that scenarios use.
    pub id: String,
    /// As reports print it.
    pub name: String,
    /// Time of a march against fair weather, permille.
    pub march_time: u16,
    /// How far one sees against fair weather, permille.
    pub sight: u16,
    /// Worth of bows against fair weather, permille.
    pub missile: u16,
    /// Whether dust of columns rises.
    pub dust: bool,
}

/// Kinds of weather: `assets/rules/weather.ron`.
#[derive(Resource, Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WeatherRules {
    /// The kinds; the first is fair weather.
    pub kinds: Vec<WeatherKind>,
}

/// A chance of a kind of weather on any one day of the war.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chance {
    /// Entry of the weather rules.
    pub kind: u8,
    /// Weight against the other entries.
    pub weight: u16,
}

/// The weather now.
#[derive(Resource, Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sky {
    /// Entry of the weather rules that holds today.
    pub kind: u8,
    /// True by daylight.
    pub day: bool,
    /// What the season may bring; from the scenario.
    pub climate: Vec<Chance>,
}

/// Hangs the systems on their phase.
pub(super) fn plugin(_schedule: &mut Schedule) {}
