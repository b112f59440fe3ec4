//! What the month brings where: the weather of a day, drawn from the climate.
//!
//! Bodies of air a few hundred kilometers wide move over the land from the north-west, each colder or warmer than the
//! month, wet or dry, still or windy. What one brings is drawn from the seed and from its own place in the moving air,
//! so that no day need be remembered, and a front that stood over one army today stands over the next tomorrow.

use std::collections::BTreeMap;

use bevy_ecs::prelude::Resource;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::WeatherRules;
use super::ground::GroundRules;
use super::sky::{BANDS, Season, Sky, Station, band_m};
use crate::sim::clock::{Clock, Date};
use crate::sim::dice::{Dice, Purpose};
use crate::sim::hex::{Grid, Hex, SIDES};
use crate::sim::map::Map;

/// Days for which the ground is followed before a war begins, so that it starts with its snow and ice.
const DAYS_BEFORE: u32 = 200;
/// Days over which a spell of warmth or cold lasts.
const SPELL: u32 = 30;
/// Ids of streams of chance beside those of the bodies of air.
const SPELLS: u32 = u32::MAX;
const ORIGIN: u32 = u32::MAX - 1;

/// The climate of a region, by month from January.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Region {
    /// The name as reports print it.
    pub name: String,
    /// Height above the sea at which the temperatures hold, meters.
    pub height_m: i16,
    /// Mean temperature, tenths of a degree Celsius.
    pub mean_c10: [i16; 12],
    /// Half the way from the day's lowest temperature to its highest, tenths of a degree.
    pub swing_c10: [i16; 12],
    /// Standard deviation of a month's mean from year to year, tenths of a degree.
    pub spell_c10: [i16; 12],
    /// Standard deviation of a day's mean from the month's, tenths of a degree.
    pub spread_c10: [i16; 12],
    /// Days with rain or snow, permille.
    pub wet_permille: [i16; 12],
    /// What falls on such a day, tenths of a mm of water.
    pub fall_mm10: [i16; 12],
    /// Days with strong wind, permille.
    pub wind_permille: [i16; 12],
    /// Dry days with a dust storm, permille.
    pub dust_permille: [i16; 12],
    /// Dry days with fog, permille.
    pub fog_permille: [i16; 12],
}

/// Which entries of the weather rules a climate brings, by id. Fair weather is the first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KindIds {
    /// Water from the sky.
    pub rain: String,
    /// Snow.
    pub snow: String,
    /// Snow with strong wind.
    pub blizzard: String,
    /// Strong wind on a cold day.
    pub wind: String,
    /// A dust storm.
    pub dust: String,
    /// Fog.
    pub fog: String,
}

impl KindIds {
    /// The ids, for checking.
    pub fn all(&self) -> [&str; 6] {
        [&self.rain, &self.snow, &self.blizzard, &self.wind, &self.dust, &self.fog].map(String::as_str)
    }
}

/// Climates of the theatre: `assets/rules/climate.ron`.
#[derive(Resource, Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ClimateRules {
    /// Edge of a block of land that has one weather, km.
    pub block_km: u16,
    /// Edge of a body of air, km.
    pub air_km: u16,
    /// How far it moves in a day to the east and to the south, km.
    pub drift_km: (u16, u16),
    /// How much colder it is a kilometer higher, tenths of a degree.
    pub lapse_c10_per_km: u16,
    /// Mean of a day below which snow falls instead of rain, tenths of a degree.
    pub snow_below_c10: i16,
    /// Mean of a day below which strong wind is a cold wind, tenths of a degree.
    pub wind_below_c10: i16,
    /// Which kinds of weather come.
    pub kinds: KindIds,
    /// What the days do to the ground.
    pub ground: GroundRules,
    /// Discharge of great rivers in the middle of each month, cubic meters a second.
    pub river_m3_s: [u16; 12],
    /// Discharge at which they stand bankfull and nobody crosses, cubic meters a second.
    pub bankfull_m3_s: u16,
    /// Sunrise and sunset in the middle of each month, minutes after midnight.
    pub sun_min: [(u16, u16); 12],
    /// Climates by id.
    pub regions: BTreeMap<String, Region>,
}

/// Days since the beginning of the calendar year of the seasons (which the Julian calendar leaves behind by a week in
/// the eleventh century).
fn day_of_year(day: u32) -> i32 {
    // The Julian calendar began two days before the Gregorian one carried back.
    ((u64::from(day.saturating_sub(3)) * 400 % 146_097) / 400) as i32
}

/// A number that is given for the middle of each month, on a day of the year.
fn on(months: impl Fn(usize) -> i32, day_of_year: i32) -> i32 {
    let hundredths = (day_of_year * 100 - 1_522).rem_euclid(36_525);
    let month = (hundredths / 3_044).min(11);
    let (now, next) = (months(month as usize), months((month as usize + 1) % 12));
    now + (next - now) * (hundredths - month * 3_044) / 3_044
}

/// What a body of air brings, before the place makes of it what it can.
#[derive(Debug, Clone, Copy)]
struct Air {
    /// How much warmer than the month's, thousandths of the spread.
    bell: i32,
    wet: u16,
    wind: u16,
    dust: u16,
    fog: u16,
    /// How heavily it falls, permille of the mean.
    heavy: i32,
}

/// The climate of a block on a day, blended.
#[derive(Debug, Clone, Copy)]
struct Normal {
    /// Reduced to the sea.
    mean_c10: i32,
    swing_c10: i32,
    spell_c10: i32,
    spread_c10: i32,
    wet: i32,
    fall_mm10: i32,
    wind: i32,
    dust: i32,
    fog: i32,
}

impl ClimateRules {
    /// Sunrise and sunset on a date, minutes after midnight.
    pub fn daylight(&self, date: Date) -> (u32, u32) {
        let day = day_of_year(date.count());
        let rise = on(|month| i32::from(self.sun_min[month].0), day);
        let set = on(|month| i32::from(self.sun_min[month].1), day);
        (rise.clamp(0, 1_439) as u32, set.clamp(0, 1_440) as u32)
    }

    /// How high the water stands along a side of a hex, permille of what closes a ford: after rain, the higher of both banks; a
    /// great river by the month besides. No month is reckoned under a sky without date.
    pub fn high_water(&self, sky: &Sky, map: &Map, hex: Hex, side: usize) -> u16 {
        let rain = sky.spot(map, hex).high.max(sky.spot(map, hex + SIDES[side]).high);
        let month = if map.is_great(hex, side) && sky.today != u32::MAX {
            let m3_s = on(|month| i32::from(self.river_m3_s[month]), day_of_year(sky.today)).max(0) as u32;
            m3_s * 1000 / u32::from(self.bankfull_m3_s.max(1))
        } else {
            0
        };
        (u32::from(rain) + month).min(u32::from(u16::MAX)) as u16
    }

    /// The sky at the start of a war over a land with these climates, with what the season has left on the ground.
    pub fn begin(
        &self,
        map: &Map,
        stations: Vec<Station>,
        clock: &Clock,
        dice: Dice,
        weather: &WeatherRules,
    ) -> Sky {
        let mut sky = Sky::over(map, stations, clock.is_day(), self.block_km);
        let today = clock.date().count();
        sky.today = today.saturating_sub(DAYS_BEFORE);
        while sky.today < today {
            self.next_day(&mut sky, map.hex_m, dice, weather);
        }
        sky
    }

    /// The weather of the next day, everywhere, and what it does to the ground.
    pub(super) fn next_day(&self, sky: &mut Sky, hex_m: u32, dice: Dice, weather: &WeatherRules) {
        sky.today += 1;
        let (Season::Climate(stations), Some(blocks)) = (&sky.season, sky.blocks) else { return };
        let entry = |id: &str| weather.kinds.iter().position(|kind| kind.id == id).unwrap_or(0) as u8;
        let kinds = self.kinds.all().map(entry);
        let day = day_of_year(sky.today);
        let spell = spell(dice, sky.today);
        let light = on(|month| i32::from(self.sun_min[month].1) - i32::from(self.sun_min[month].0), day);
        for block in 0..blocks.len() {
            let middle = blocks.middle(block);
            let normal = self.normal(stations, middle, hex_m, day);
            let air = self.air(dice, sky.today, km(middle, hex_m));
            let wet = i32::from(air.wet) < normal.wet;
            let sea_c10 =
                normal.mean_c10 + normal.spell_c10 * spell / 1000 + normal.spread_c10 * air.bell / 1000;
            for band in 0..BANDS {
                let Some(spot) = sky.spots.get_mut(block * BANDS + band) else { continue };
                let mean = sea_c10 - band_m(band) * i32::from(self.lapse_c10_per_km) / 1000;
                let snows = wet && mean < i32::from(self.snow_below_c10);
                let windy = i32::from(air.wind) < normal.wind;
                let [rain, snow, blizzard, wind, dust, fog] = kinds;
                spot.kind = if wet {
                    match (snows, windy) {
                        (true, true) => blizzard,
                        (true, false) => snow,
                        (false, _) => rain,
                    }
                } else if i32::from(air.dust) < normal.dust && spot.snow_mm == 0 {
                    dust
                } else if windy && mean < i32::from(self.wind_below_c10) {
                    wind
                } else if i32::from(air.fog) < normal.fog {
                    fog
                } else {
                    0
                };
                spot.mean_c10 = mean.clamp(-900, 900) as i16;
                // Under clouds days are cooler and nights warmer.
                spot.swing_c10 = (if wet { normal.swing_c10 / 2 } else { normal.swing_c10 }) as i16;
                let fall = if wet { normal.fall_mm10 * air.heavy / 1000 } else { 0 };
                self.ground.pass_day(spot, light, fall, snows);
            }
        }
    }

    /// The climate around a hex on a day of the year: that of the stations, the nearer the more.
    fn normal(&self, stations: &[Station], at: Hex, hex_m: u32, day: i32) -> Normal {
        let here = km(at, hex_m);
        let regions: Vec<&Region> = self.regions.values().collect();
        let near: Vec<(i64, &Region)> = (stations.iter())
            .filter_map(|station| {
                let there = km(station.at, hex_m);
                let apart = (there.0 - here.0).pow(2) + (there.1 - here.1).pow(2);
                let region = regions.get(usize::from(station.region))?;
                Some((1_000_000_000 / (apart + 10_000), *region))
            })
            .collect();
        let sum = near.iter().map(|(weight, _)| weight).sum::<i64>().max(1);
        let blend = |number: &dyn Fn(&Region) -> i32| {
            let whole: i64 = near.iter().map(|(weight, region)| weight * i64::from(number(region))).sum();
            (whole / sum) as i32
        };
        let of = |months: fn(&Region) -> &[i16; 12]| {
            blend(&|region| on(|month| i32::from(months(region)[month]), day))
        };
        let rise = blend(&|region| i32::from(region.height_m) * i32::from(self.lapse_c10_per_km) / 1000);
        Normal {
            mean_c10: of(|region| &region.mean_c10) + rise,
            swing_c10: of(|region| &region.swing_c10),
            spell_c10: of(|region| &region.spell_c10),
            spread_c10: of(|region| &region.spread_c10),
            wet: of(|region| &region.wet_permille),
            fall_mm10: of(|region| &region.fall_mm10),
            wind: of(|region| &region.wind_permille),
            dust: of(|region| &region.dust_permille),
            fog: of(|region| &region.fog_permille),
        }
    }

    /// The body of air over a point on a day.
    fn air(&self, dice: Dice, day: u32, (x, y): (i64, i64)) -> Air {
        let edge = i64::from(self.air_km.max(1));
        let mut origin = dice.lasting(0, Purpose::Weather, ORIGIN);
        let mut place = |at: i64, drift: u16| {
            let start = i64::from(origin.between(0, edge as i32 - 1));
            (at + start - i64::from(drift) * i64::from(day)).div_euclid(edge) as u32
        };
        let (east, south) = (place(x, self.drift_km.0), place(y, self.drift_km.1));
        let mut stream = dice.lasting(east, Purpose::Weather, south);
        let bell = stream.bell();
        let [wet, wind, dust, fog] = std::array::from_fn(|_| stream.permille());
        Air { bell, wet, wind, dust, fog, heavy: stream.between(300, 1_700) }
    }
}

/// How much warmer the days around this one are than other years', thousandths of the spread.
fn spell(dice: Dice, day: u32) -> i32 {
    let bell = |spell: u32| dice.lasting(spell, Purpose::Weather, SPELLS).bell();
    let (this, next, into) = (bell(day / SPELL), bell(day / SPELL + 1), (day % SPELL) as i32);
    this + (next - this) * into / SPELL as i32
}

/// East and south of the map's corner, km.
fn km(hex: Hex, hex_m: u32) -> (i64, i64) {
    let (col, row) = Grid::col_row(hex);
    (i64::from(col) * i64::from(hex_m) / 1000, i64::from(row) * i64::from(hex_m) * 866 / 1_000_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_year_of_the_seasons_runs_a_week_ahead_of_the_julian_one() {
        let day = |year, month, day| day_of_year(Date { year, month, day }.count());
        let (yule, spring) = (day(1081, 12, 14), day(1226, 3, 13));
        assert!((352..=355).contains(&yule), "the solstice of 1081 came on 14 December: {yule}");
        assert!((76..=80).contains(&spring), "the equinox of 1226 came on 13 March: {spring}");
    }

    #[test]
    fn numbers_of_months_pass_into_each_other() {
        let months = |month: usize| [0, 100, 200, 300, 400, 500, 600, 500, 400, 300, 200, 100][month];
        let year: Vec<i32> = (0..365).map(|day| on(months, day)).collect();
        assert!(year.windows(2).all(|days| (days[1] - days[0]).abs() <= 4), "{year:?}");
        assert!(year[14] < 10 && (590..=600).contains(&year[197]), "{} {}", year[14], year[197]);
        assert!((year[0] - year[364]).abs() <= 4, "the end of a year is the beginning of the next");
    }
}
