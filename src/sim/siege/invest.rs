//! Who stands before a place, and whether anybody can still come in or go out.

use std::collections::BTreeMap;

use bevy_ecs::prelude::*;

use super::{SiegeRules, Wards};
use crate::sim::army::{Place, Posture, Roll, Side};
use crate::sim::clock::Clock;
use crate::sim::event::{Chronicle, SimEvent};
use crate::sim::hex::Hex;
use crate::sim::id::{FormationId, PlaceId, SideId};
use crate::sim::map::{Map, Mobility};
use crate::sim::movement::MarchCosts;
use crate::sim::register::Register;
use crate::sim::verdict::Verdict;

/// A formation as it stands about.
type Stander = (&'static FormationId, &'static Side, &'static Place, &'static Roll, &'static Posture);

/// Men under arms of each side in each hex: those who stand, and those who run.
pub(super) struct Standing(BTreeMap<(i32, i32, SideId), (u32, u32)>);

impl Standing {
    pub(super) fn of<'a>(bodies: impl Iterator<Item = (&'a Side, &'a Place, &'a Roll, &'a Posture)>) -> Self {
        let mut all: BTreeMap<(i32, i32, SideId), (u32, u32)> = BTreeMap::new();
        for (side, place, roll, posture) in bodies.filter(|(_, _, roll, _)| roll.mouths() > 0) {
            let hex = place.hex();
            let men = all.entry((hex.x, hex.y, side.0)).or_default();
            match posture {
                Posture::Routed => men.1 += roll.mouths(),
                Posture::Hidden => {}
                Posture::Camp | Posture::Column | Posture::Formed => men.0 += roll.under_arms(),
            }
        }
        Self(all)
    }

    /// Men who stand in a hex and are not of a side.
    pub(super) fn against(&self, side: SideId, hex: Hex) -> u32 {
        let here = self.0.range((hex.x, hex.y, SideId(0))..=(hex.x, hex.y, SideId(u8::MAX)));
        here.filter(|((.., of), _)| *of != side).map(|(_, (stand, _))| *stand).sum()
    }

    /// Whose men stand beside a hex most, of all but one side; that side where nobody does.
    fn most_beside(&self, side: SideId, at: Hex) -> SideId {
        let mut men: BTreeMap<SideId, u32> = BTreeMap::new();
        for ((x, y, of), (stand, _)) in &self.0 {
            if *of != side && Hex::new(*x, *y).unsigned_distance_to(at) == 1 {
                *men.entry(*of).or_default() += stand;
            }
        }
        men.into_iter().max_by_key(|(of, men)| (*men, u8::MAX - of.0)).map_or(side, |(of, _)| of)
    }

    /// Men of a side in a hex: those who stand, and those who run.
    pub(super) fn own(&self, side: SideId, hex: Hex) -> (u32, u32) {
        self.0.get(&(hex.x, hex.y, side)).copied().unwrap_or_default()
    }
}

/// Besiegers come and go; a gate stays open while friends outside are still running for it.
pub(super) fn invest(
    (clock, rules, map): (Res<Clock>, Res<SiegeRules>, Res<Map>),
    (register, verdict, costs): (Res<Register>, Res<Verdict>, Res<MarchCosts>),
    mut wards: ResMut<Wards>,
    mut chronicle: ResMut<Chronicle>,
    query: Query<Stander>,
) {
    let standing =
        Standing::of(query.iter().map(|(_, side, place, roll, posture)| (side, place, roll, posture)));
    let grid = map.grid();
    for (index, (ward, place)) in wards.0.iter_mut().zip(&register.places).enumerate() {
        let owner = verdict.owners.get(index).copied().flatten();
        let Some(owner) = owner.filter(|_| place.walls.is_some()) else { continue };
        let around = || grid.neighbors(place.at).map(|(side, hex)| (side, hex, standing.against(owner, hex)));
        let foes: u32 = around().map(|(_, _, men)| men).sum();
        let place_id = PlaceId(index as u16);
        if ward.holder.replace(owner).is_some_and(|before| before != owner) {
            ward.relieve();
        }
        ward.garrison = standing.own(owner, place.at).0;
        if foes < rules.invest_men {
            if ward.since.is_some() {
                ward.relieve();
                chronicle.tell(SimEvent::SiegeLifted { place: place_id });
            }
            continue;
        }
        if ward.since.is_none() {
            ward.since = Some(clock.minute);
            let outside = around().any(|(_, hex, _)| {
                let (stand, run) = standing.own(owner, hex);
                stand + run >= rules.invest_men
            });
            if outside || standing.own(owner, place.at).1 > 0 {
                ward.open_until = clock.minute + rules.shut_min;
            }
            let by = standing.most_beside(owner, place.at);
            chronicle.tell(SimEvent::Invested { place: place_id, by });
        }
        // A way out is a neighbor that is neither held by the besiegers nor beside one that is.
        let holds = |hex: Hex| standing.against(owner, hex) >= rules.invest_men;
        let open = around().any(|(side, hex, _)| {
            costs.seconds(Mobility::Foot, place.at, side).is_some()
                && !holds(hex)
                && !grid.neighbors(hex).any(|(_, next)| next != place.at && holds(next))
        });
        ward.closed = !open;
    }
}
