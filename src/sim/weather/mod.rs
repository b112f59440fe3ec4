//! # Weather
//!
//! The sky of the hour, which bends marching, sight and shooting. It is drawn for each day from the climate that
//! the scenario names.
//!
//! Phase: [`Phase::Weather`]. Writes: [`Sky`]. Tells: `LightChanged`, `WeatherChanged`.

use bevy_ecs::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::clock::{Clock, DAY};
use super::dice::{Dice, Purpose};
use super::event::{Chronicle, SimEvent};
use super::turn::Phase;

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
    /// Fatigue that an hour of marching in it adds, permille.
    pub march_tires_h: u16,
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

impl WeatherRules {
    /// The weather of a sky; fair weather for a kind that the rules do not know, `None` in rules without weather.
    pub fn of(&self, sky: &Sky) -> Option<&WeatherKind> {
        self.kinds.get(usize::from(sky.kind)).or_else(|| self.kinds.first())
    }
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
pub(super) fn plugin(schedule: &mut Schedule) {
    schedule.add_systems((change_light, change_weather).chain().in_set(Phase::Weather));
}

fn change_light(clock: Res<Clock>, mut sky: ResMut<Sky>, mut chronicle: ResMut<Chronicle>) {
    let day = clock.is_day();
    if sky.day != day {
        sky.day = day;
        chronicle.tell(SimEvent::LightChanged { day });
    }
}

fn change_weather(
    clock: Res<Clock>,
    dice: Res<Dice>,
    mut sky: ResMut<Sky>,
    mut chronicle: ResMut<Chronicle>,
) {
    let total: u32 = sky.climate.iter().map(|chance| u32::from(chance.weight)).sum();
    // The same day draws the same number at every step, so nothing need be remembered.
    let mut stream = dice.lasting(clock.minute / DAY, Purpose::Weather, 0);
    let roll = stream.between(0, total.saturating_sub(1).min(i32::MAX as u32) as i32) as u32;
    if let Some(kind) = drawn(&sky.climate, roll)
        && kind != sky.kind
    {
        sky.kind = kind;
        chronicle.tell(SimEvent::WeatherChanged { kind });
    }
}

/// The kind that a roll below the sum of all weights draws; `None` in a season without weights.
pub fn drawn(climate: &[Chance], roll: u32) -> Option<u8> {
    let mut rest = roll;
    for chance in climate {
        if rest < u32::from(chance.weight) {
            return Some(chance.kind);
        }
        rest -= u32::from(chance.weight);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_comes_as_often_as_it_weighs() {
        let climate = [(0, 5), (3, 0), (2, 2)].map(|(kind, weight)| Chance { kind, weight });
        let drawn: Vec<Option<u8>> = (0..8).map(|roll| drawn(&climate, roll)).collect();
        let (fair, rain) = (Some(0), Some(2));
        assert_eq!(drawn, [fair, fair, fair, fair, fair, rain, rain, None]);
    }
}
