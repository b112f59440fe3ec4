//! Uneven ground. The cells of the model are a kilometer or more across and level; real fields have hollows and rises. Of the
//! ground of a hex as much lies at any height between its hollows and its rises, `hollows_dm` below and above the mean; water
//! fills the hollows first.

use super::FloodRules;

/// How far hollows lie below the mean of the ground, meters.
pub(super) fn hollow_m(rules: &FloodRules) -> f64 {
    f64::from(rules.hollows_dm) / 10.0
}

/// How high over the mean of the ground water stands that is so deep on the mean, meters: half the ground is dry while it is
/// below zero.
pub(super) fn surface_m(depth_m: f64, rules: &FloodRules) -> f64 {
    let hollow_m = hollow_m(rules);
    // A share s/2H of the ground lies under water that stands s over the deepest hollow: its mean is s²/4H.
    if depth_m >= hollow_m { depth_m } else { 2.0 * (hollow_m * depth_m).sqrt() - hollow_m }
}

/// Share of the ground of a hex that lies under more than so much water, permille.
pub(super) fn deeper(than_mm: u32, mean_mm: u32, rules: &FloodRules) -> u32 {
    if mean_mm == 0 {
        return 0;
    }
    let hollow_m = hollow_m(rules).max(0.01);
    let over_m = surface_m(f64::from(mean_mm) / 1000.0, rules) + hollow_m - f64::from(than_mm) / 1000.0;
    (over_m / (2.0 * hollow_m) * 1000.0).clamp(0.0, 1000.0) as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::rules::RuleBook;

    #[test]
    fn hollows_fill_first() {
        let rules = &RuleBook::shared().rules.flood;
        assert_eq!(rules.hollows_dm, 5, "the numbers below are for half a meter");
        let surface: Vec<i32> =
            [0.0, 0.02, 0.125, 0.5, 1.0].map(|deep| (surface_m(deep, rules) * 100.0).round() as i32).into();
        assert_eq!(surface, [-50, -30, 0, 50, 100]);
        assert_eq!([20, 125, 500, 1_000].map(|mm| deeper(0, mm, rules)), [200, 500, 1_000, 1_000]);
        assert_eq!([20, 125, 500, 1_000].map(|mm| deeper(300, mm, rules)), [0, 200, 700, 1_000]);
    }
}
