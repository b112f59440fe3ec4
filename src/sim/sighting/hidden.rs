//! Men in hiding are found by those who look hard in the next hex.

use bevy_ecs::prelude::*;

use super::body::{Formations, living};
use super::{Beliefs, SightingRules, Watch, learn};
use crate::sim::army::{Muster, Posture};
use crate::sim::dice::Purpose;
use crate::sim::event::{Chronicle, SimEvent, Source};
use crate::sim::hex::Hex;
use crate::sim::id::SideId;
use crate::sim::map::Map;
use crate::sim::register::Temperament;

/// Who looks, and how well he can.
#[derive(Debug, Clone, Copy)]
pub struct Searcher {
    /// Training of his men, 1 to 5.
    pub quality: u8,
    /// His temperament.
    pub temperament: Temperament,
    /// True on the march.
    pub marches: bool,
    /// True by daylight.
    pub day: bool,
    /// How far one sees in this weather, permille of fair weather.
    pub sight: u16,
}

/// The chance per hour that men in hiding are found, permille: less the better they hide, the more the ground has
/// room for, and the less the searchers look. `stealth` as in the kinds of troops, `crowded` the share of the ground's
/// room that is taken, permille.
pub fn found_permille_h(searcher: Searcher, stealth: u16, crowded: u32, rules: &SightingRules) -> u32 {
    let quality = rules.looks_by_quality[usize::from(searcher.quality.clamp(1, 5)) - 1];
    let temperament = rules.looks_by_temperament[searcher.temperament as usize];
    let march = if searcher.marches { rules.looks_on_march } else { 1000 };
    let night = if searcher.day { 1000 } else { rules.looks_at_night };
    let crowd = 500 + crowded.min(1000) / 2;
    let looks =
        [u32::from(quality), temperament.into(), march.into(), night.into(), searcher.sight.into(), crowd];
    let chance = looks.iter().fold(u64::from(rules.find_hidden_permille_h) * 1000, |chance, looks| {
        chance * u64::from(*looks) / 1000
    });
    (chance / u64::from(stealth.max(100))).min(1000) as u32
}

/// Share of the room of a hex that so many men in hiding take, permille.
pub fn crowded(map: &Map, hex: Hex, men: u32) -> u32 {
    (u64::from(men) * 1000 / map.hiding_room(hex).max(1)).min(1000) as u32
}

/// Every formation in hiding may be found by enemies in its own or the next hex. The found know it, and stand up.
pub fn find(
    watch: Watch,
    muster: Res<Muster>,
    mut formations: Formations,
    mut beliefs: ResMut<Beliefs>,
    mut chronicle: ResMut<Chronicle>,
) {
    let bodies = living(&muster, &watch.register, &formations);
    for hidden in bodies.iter().filter(|body| body.posture == Posture::Hidden) {
        let light = watch.light(hidden.at);
        let beside = bodies.iter().filter(|body| {
            body.side != hidden.side
                && !matches!(body.posture, Posture::Routed | Posture::Hidden)
                && body.at.unsigned_distance_to(hidden.at) <= 1
        });
        let mut dice = watch.dice.stream(&watch.clock, Purpose::Sight, hidden.id.0.into());
        let mut found_by = Vec::<SideId>::new();
        for by in beside {
            let searcher = Searcher {
                quality: by.quality,
                temperament: by.temperament,
                marches: by.posture == Posture::Column,
                day: light.day,
                sight: light.sight,
            };
            let stealth = watch.troops.kind(hidden.troop).stealth;
            let crowded = crowded(&watch.map, hidden.at, hidden.men);
            let chance = found_permille_h(searcher, stealth, crowded, &watch.rules);
            let found = dice.within(chance, watch.clock.step_minutes());
            if !found || found_by.contains(&by.side) {
                continue;
            }
            found_by.push(by.side);
            let mut report = hidden.report(by.side, Source::Eyes, 0, &watch);
            report.posture = Posture::Formed;
            learn(beliefs.of_mut(by.side), report, by.id, &watch, &mut chronicle);
            chronicle.tell(SimEvent::AmbushFound { formation: hidden.id, by: by.id, at: hidden.at });
        }
        if !found_by.is_empty()
            && let Ok((.., mut posture, _)) = formations.get_mut(hidden.entity)
        {
            *posture = Posture::Formed;
        }
    }
}
