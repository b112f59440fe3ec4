//! What days of weather leave on the ground: snow, mud, high water, ice on rivers.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::sky::Spot;

/// The deepest snow that is counted, mm.
const DEEPEST_MM: u32 = 3_000;
/// The highest water that is counted, permille of what closes a ford.
const HIGHEST: u32 = 3_000;
/// The thickest ice that is counted, mm.
const THICKEST_MM: u32 = 2_000;

/// What a day does to the ground.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GroundRules {
    /// Mm of fresh snow of a mm of water.
    pub snow_per_water: u16,
    /// Snow that settles or blows away in a day, permille.
    pub settles_permille_day: u16,
    /// Snow that melts in a day for every degree above freezing, mm.
    pub melts_mm_degree: u16,
    /// How much softer a mm of water makes the ground, permille of the deepest mud.
    pub soaks_per_mm: u16,
    /// How much of it dries in a day, permille, and how much more for every degree above freezing.
    pub dries_permille_day: u16,
    /// The same for every degree above freezing.
    pub dries_degree: u16,
    /// Stefan's law: square of the ice that the first degree-day of frost makes, mm².
    pub ice_mm2_degree: u16,
    /// How much melts in a day for every degree above freezing, mm.
    pub ice_melts_mm_degree: u16,
    /// As so many tenths of a degree works each hour of daylight beyond ten.
    pub ice_sun_c10_h: u16,
    /// How much higher a mm of rain or melted snow makes streams, permille of what closes a ford.
    pub rises_per_mm: u16,
    /// How much of that has run off in a day, permille.
    pub falls_permille_day: u16,
}

impl GroundRules {
    /// A day with so many minutes of daylight passes over a spot whose weather is drawn: `fall_mm10` tenths of a mm of
    /// water fell, as snow or rain.
    pub(super) fn pass_day(&self, spot: &mut Spot, light_min: i32, fall_mm10: i32, snows: bool) {
        let fall = fall_mm10.max(0) as u32;
        let mean = i32::from(spot.mean_c10);
        let warm = mean.max(0) as u32;
        let fresh = if snows { fall * u32::from(self.snow_per_water) / 10 } else { 0 };
        let lies =
            u32::from(spot.snow_mm) * u32::from(1000_u16.saturating_sub(self.settles_permille_day)) / 1000;
        let melted = (warm * u32::from(self.melts_mm_degree)).div_ceil(10).min(lies + fresh);
        spot.snow_mm = (lies + fresh - melted).min(DEEPEST_MM) as u16;
        let water = if snows { 0 } else { fall } + melted * 10 / u32::from(self.snow_per_water.max(1));
        let dries = u32::from(self.dries_permille_day) + warm * u32::from(self.dries_degree) / 10;
        // Frozen ground keeps what it holds.
        let dries = if mean > 0 { dries } else { 0 };
        let soft = u32::from(spot.mud) * 1000_u32.saturating_sub(dries) / 1000;
        spot.mud = (soft + water * u32::from(self.soaks_per_mm) / 10).min(1000) as u16;
        let high = u32::from(spot.high) * 1000_u32.saturating_sub(u32::from(self.falls_permille_day)) / 1000;
        spot.high = (high + water * u32::from(self.rises_per_mm) / 10).min(HIGHEST) as u16;
        spot.ice_mm = self.ice(spot.ice_mm, mean, light_min);
    }

    /// Ice on a river after a day of such a mean temperature and so many minutes of light, mm: it grows as the root of the
    /// frost, and warmth and sun eat it.
    fn ice(&self, ice_mm: u16, mean_c10: i32, light_min: i32) -> u16 {
        let frost = (-mean_c10).max(0) as u32;
        let square = u32::from(ice_mm).pow(2) + u32::from(self.ice_mm2_degree) * frost / 10;
        let sun = (light_min - 600).max(0) * i32::from(self.ice_sun_c10_h) / 60;
        let warm = (mean_c10 + sun).max(0) as u32;
        let eaten = (warm * u32::from(self.ice_melts_mm_degree)).div_ceil(10);
        rounded_root(square).saturating_sub(eaten).min(THICKEST_MM) as u16
    }
}

/// The whole number nearest to the root.
fn rounded_root(square: u32) -> u32 {
    let root = square.isqrt();
    if square - root * root > root { root + 1 } else { root }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::rules::RuleBook;

    fn rules() -> &'static GroundRules {
        &RuleBook::shared().rules.climate.ground
    }

    /// Ice after so many days of a temperature and an amount of light.
    fn after(mut ice_mm: u16, days: u32, mean_c10: i32, light_min: i32) -> u16 {
        for _ in 0..days {
            ice_mm = rules().ice(ice_mm, mean_c10, light_min);
        }
        ice_mm
    }

    #[test]
    fn ice_grows_as_the_root_of_the_frost_and_goes_in_a_fortnight_of_thaw() {
        let (december, march) = (570, 690);
        let (month, four) = (after(0, 30, -80, december), after(0, 120, -80, december));
        assert!((350..=410).contains(&month), "{month} mm after 240 degree-days");
        assert!((four * 10).abs_diff(month * 20) < 120, "twice as thick after four times the frost: {four}");
        assert_eq!(after(400, 14, 0, march) / 100, 0, "the sun of March is enough");
        assert!(after(400, 14, 0, december) == 400 && after(400, 14, 30, december) < 50);
    }

    #[test]
    fn snow_lies_in_the_cold_and_becomes_mud_in_the_thaw() {
        let mut spot = Spot { mean_c10: -50, ..Spot::default() };
        rules().pass_day(&mut spot, 600, 100, true);
        assert!((80..=120).contains(&spot.snow_mm), "10 mm of water: {} mm of snow", spot.snow_mm);
        assert_eq!(spot.mud, 0);
        for _ in 0..5 {
            rules().pass_day(&mut spot, 600, 0, false);
        }
        assert!(spot.snow_mm > 50, "it lies: {}", spot.snow_mm);
        spot.mean_c10 = 60;
        rules().pass_day(&mut spot, 600, 0, false);
        assert!(spot.snow_mm < 30 && spot.soft() > 100, "{spot:?}");
        spot.mean_c10 = -60;
        assert_eq!(spot.soft(), 0, "frozen mud bears");
        spot.mean_c10 = 150;
        for _ in 0..20 {
            rules().pass_day(&mut spot, 600, 0, false);
        }
        assert!(spot.mud < 20, "it dries: {}", spot.mud);
    }

    #[test]
    fn a_storm_closes_fords_for_a_day_and_they_fall_within_three() {
        let mut spot = Spot { mean_c10: 200, ..Spot::default() };
        rules().pass_day(&mut spot, 800, 100, false);
        assert_eq!(spot.high, 250, "a centimeter of rain");
        rules().pass_day(&mut spot, 800, 400, false);
        assert!(spot.high >= 1000, "four more: {}", spot.high);
        for _ in 0..3 {
            rules().pass_day(&mut spot, 800, 0, false);
        }
        assert!(spot.high < 200, "{}", spot.high);
        let mut frost = Spot { mean_c10: -50, ..Spot::default() };
        rules().pass_day(&mut frost, 600, 300, true);
        assert_eq!(frost.high, 0, "snow raises no water before it melts");
    }

    #[test]
    fn roots_are_rounded() {
        assert_eq!([0, 1, 2, 3, 6, 7, 12, 13].map(rounded_root), [0, 1, 1, 2, 2, 3, 3, 4]);
    }
}
