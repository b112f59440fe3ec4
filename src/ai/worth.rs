//! What a body of men is worth in a fight: regular foot soldiers, fresh and in order, who would be as strong.
//!
//! A light estimate in whole numbers; the laws of combat decide what happens.

use crate::seat::View;
use crate::sim::army::Posture;
use crate::sim::map::Mobility;
use crate::sim::sighting::Report;
use crate::sim::troops::TroopKind;
use crate::snapshot::FormationState;

/// Worth of training 1 to 5, permille.
const QUALITY: [i64; 5] = [650, 820, 1000, 1220, 1500];

/// Arms and armor, permille of a regular foot soldier's.
fn arms(kind: &TroopKind) -> i64 {
    let arms = (2 * i64::from(kind.shock) + i64::from(kind.missile)) / 3;
    arms * (1000 + i64::from(kind.armor)) / 2000
}

/// What one of its own formations is worth now.
pub(super) fn own(view: &View, formation: &FormationState) -> i64 {
    let kind = view.troop(formation);
    let men = i64::from(formation.roll.under_arms());
    let quality = QUALITY[usize::from(formation.quality.0.clamp(1, 5)) - 1];
    let weary = 1000 - i64::from(formation.fatigue.permille()) * 2 / 3;
    let order = 300 + i64::from(formation.cohesion.permille()) * 7 / 10;
    let hungry = 1000 - (i64::from(formation.rations.hungry_hours()) * 4).min(350);
    let worth = men * arms(kind) / 1000 * quality / 1000 * weary / 1000 * order / 1000 * hungry / 1000;
    let worth = if kind.fights { worth } else { worth / 4 };
    if formation.posture == Posture::Routed { worth / 8 } else { worth }
}

/// What an enemy is believed to be worth: of ordinary training, in the order reported.
pub(super) fn foe(view: &View, report: &Report) -> i64 {
    let arms = report.troop.map_or(1000, |troop| arms(view.troops().kind(troop)));
    let order = match report.posture {
        Posture::Formed | Posture::Hidden => 1000,
        Posture::Column => 750,
        Posture::Camp => 650,
        Posture::Routed => 120,
    };
    (i64::from(report.men) * arms / 1000 * order / 1000).max(1)
}

/// True for troops that cut and pursue well.
pub(super) fn is_fast(kind: &TroopKind) -> bool {
    kind.mobility == Mobility::Horse
}
