//! Reasons, in a few fixed phrases, so that a reader learns them and a replay packs them well.

use super::foes::Foe;

/// A distance as reasons say it.
pub(super) fn km(meters: u32) -> String {
    format!("{} km", (meters + 500) / 1000)
}

/// The men and age of a report.
pub(super) fn foe(foe: &Foe) -> String {
    let men = if foe.men >= 1000 { foe.men / 500 * 500 } else { foe.men / 50 * 50 };
    if foe.is_fresh() { format!("{men} men") } else { format!("{men} men, seen {} h ago", foe.age / 60) }
}

/// Own worth against the enemy's, as odds.
pub(super) fn odds(own: i64, enemy: i64) -> String {
    let tenths = own * 10 / enemy.max(1);
    if own >= enemy {
        format!("{}.{} to 1", tenths / 10, tenths % 10)
    } else {
        let tenths = enemy * 10 / own.max(1);
        format!("1 to {}.{}", tenths.min(999) / 10, tenths % 10)
    }
}
