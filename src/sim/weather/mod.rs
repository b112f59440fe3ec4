//! # Weather
//!
//! The sky of the hour, which bends marching, sight and shooting, and what it leaves on the ground: snow, mud, high water, ice
//! on the rivers. A scenario either weighs kinds of weather, one of which is drawn for each day and the whole land; or it takes
//! the climate of its map, and then each region has its own days, heat and cold ([`climate`]).
//!
//! Phase: [`Phase::Weather`]. Writes: [`Sky`], sunrise and sunset where they follow the date. Tells: `LightChanged`,
//! `WeatherChanged`, `WeatherTurned`.

pub mod climate;
pub mod ground;
mod sky;

use bevy_ecs::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use climate::ClimateRules;
pub use sky::{Chance, Season, Sky, Spot, Station};

use super::army::{Place, Roll, Side};
use super::clock::{Clock, DAY};
use super::dice::{Dice, Purpose};
use super::event::{Chronicle, SimEvent};
use super::hex::Hex;
use super::id::{FormationId, SideId};
use super::map::Map;
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
    /// How much colder wind and wet make it feel, tenths of a degree.
    pub chill_c10: u16,
}

/// Kinds of weather and what the ground does to a march: `assets/rules/weather.ron`.
#[derive(Resource, Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WeatherRules {
    /// The kinds; the first is fair weather.
    pub kinds: Vec<WeatherKind>,
    /// Time that a centimeter of snow on the ground adds to a march, permille.
    pub snow_time_per_cm: u16,
    /// Most that snow on the ground adds, permille.
    pub snow_time_most: u16,
    /// Time that the deepest mud adds to a march, permille.
    pub mud_time: u16,
}

impl WeatherRules {
    /// The weather over a hex; fair weather for a kind that the rules do not know, `None` in rules without weather.
    pub fn of(&self, sky: &Sky, map: &Map, hex: Hex) -> Option<&WeatherKind> {
        self.kind(sky.spot(map, hex))
    }

    /// The weather of a spot.
    pub fn kind(&self, spot: Spot) -> Option<&WeatherKind> {
        self.kinds.get(usize::from(spot.kind)).or_else(|| self.kinds.first())
    }

    /// Time of a march out of a hex against fair weather on dry ground, permille: weather, snow on the ground, mud.
    pub fn march_time(&self, sky: &Sky, map: &Map, hex: Hex) -> u32 {
        let spot = sky.spot(map, hex);
        let weather = self.kind(spot).map_or(1000, |kind| u32::from(kind.march_time));
        let snow = u32::from(spot.snow_mm) * u32::from(self.snow_time_per_cm) / 10;
        let deep = u32::from(map.kind(hex).mud) * u32::from(spot.soft()) / 1000;
        let mud = deep * u32::from(self.mud_time) / 1000;
        let ground = 1000 + snow.min(u32::from(self.snow_time_most)) + mud;
        weather * ground / 1000
    }
}

/// Hangs the systems on their phase.
pub(super) fn plugin(schedule: &mut Schedule) {
    schedule.add_systems((change_light, change_weather).chain().in_set(Phase::Weather));
}

fn change_light(
    climate: Res<ClimateRules>,
    mut clock: ResMut<Clock>,
    mut sky: ResMut<Sky>,
    mut chronicle: ResMut<Chronicle>,
) {
    if sky.sun_by_date {
        let daylight = climate.daylight(clock.date());
        if clock.daylight != daylight {
            clock.daylight = daylight;
        }
    }
    let day = clock.is_day();
    if sky.day != day {
        sky.day = day;
        chronicle.tell(SimEvent::LightChanged { day });
    }
}

fn change_weather(
    (clock, dice, map): (Res<Clock>, Res<Dice>, Res<Map>),
    (weather, climate): (Res<WeatherRules>, Res<ClimateRules>),
    formations: Query<(&FormationId, &Side, &Place, &Roll)>,
    mut sky: ResMut<Sky>,
    mut chronicle: ResMut<Chronicle>,
) {
    let today = clock.date().count();
    if matches!(sky.season, Season::Drawn(_)) && sky.today != today {
        sky.today = today;
    }
    let Season::Drawn(chances) = &sky.season else {
        if sky.today < today {
            let before = sky.clone();
            while sky.today < today {
                climate.next_day(&mut sky, map.hex_m, *dice, &weather);
            }
            tell_turns(&before, &sky, &map, &formations, &mut chronicle);
        }
        return;
    };
    let total: u32 = chances.iter().map(|chance| u32::from(chance.weight)).sum();
    // The same day draws the same number at every step, so nothing need be remembered.
    let mut stream = dice.lasting(clock.minute / DAY, Purpose::Weather, 0);
    let roll = stream.between(0, total.saturating_sub(1).min(i32::MAX as u32) as i32) as u32;
    if let Some(kind) = drawn(chances, roll)
        && sky.spots.first().is_some_and(|spot| spot.kind != kind)
    {
        sky.spots[0].kind = kind;
        chronicle.tell(SimEvent::WeatherChanged { kind });
    }
}

/// Tells each side how the weather turned over its men: once for those who share it, by the first of them.
fn tell_turns(
    before: &Sky,
    sky: &Sky,
    map: &Map,
    formations: &Query<(&FormationId, &Side, &Place, &Roll)>,
    chronicle: &mut Chronicle,
) {
    let mut told: Vec<(SideId, usize)> = Vec::new();
    for (id, side, place, roll) in formations.iter().sort::<&FormationId>() {
        let (hex, here) = (place.hex(), (side.0, sky.index(map, place.hex())));
        let kind = sky.spot(map, hex).kind;
        if roll.mouths() > 0 && kind != before.spot(map, hex).kind && !told.contains(&here) {
            told.push(here);
            chronicle.tell(SimEvent::WeatherTurned { over: *id, kind });
        }
    }
}

/// The kind that a roll below the sum of all weights draws; `None` in a season without weights.
pub fn drawn(chances: &[Chance], roll: u32) -> Option<u8> {
    let mut rest = roll;
    for chance in chances {
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
