//! How many they seemed. Pure.

use super::SightingRules;
use crate::sim::event::Source;

/// How many men so many seem to be, when the watcher's eye is off by `bell` thousandths of a standard deviation of
/// `spread` permille. Twice as many and half as many are equally likely; never fewer than one.
pub fn estimate(men: u32, bell: i32, spread: u16) -> u32 {
    let off = i64::from(bell) * i64::from(spread) / 1000;
    let men = i64::from(men);
    let seems = if off >= 0 { men * (1000 + off) / 1000 } else { men * 1000 / (1000 - off) };
    in_round_numbers(seems.clamp(1, i64::from(u32::MAX)) as u32)
}

/// The spread of an estimate come by in this way, permille; `near` means near enough to tell troops apart.
pub fn spread(source: Source, near: bool, rules: &SightingRules) -> u16 {
    match source {
        Source::Dust | Source::Fires | Source::Tracks | Source::News => rules.vague_spread,
        Source::Eyes | Source::Scouts if !near => rules.estimate_spread,
        Source::Eyes | Source::Scouts => rules.estimate_spread / 2,
        Source::Contact => rules.contact_error / 2,
    }
}

/// As men count men: two figures and noughts.
fn in_round_numbers(men: u32) -> u32 {
    let mut unit = 1;
    while men / unit >= 100 {
        unit *= 10;
    }
    (men + unit / 2) / unit * unit
}

/// True when an estimate differs from an earlier one by more than so many permille of it.
pub fn is_news(men: u32, before: u32, change: u16) -> bool {
    u64::from(men.abs_diff(before)) * 1000 > u64::from(before) * u64::from(change)
}
