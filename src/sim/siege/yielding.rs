//! Gates opened from within, and garrisons that yield.

use bevy_ecs::prelude::*;
use bevy_ecs::query::QueryData;

use super::invest::Standing;
use super::{Inmate, Outlook, SiegeRules, Summons, Terms, Ward, Wards, hazards};
use crate::sim::army::{Fate, Place, Posture, Quality, Roll, Side, Troop};
use crate::sim::clock::Clock;
use crate::sim::dice::{Dice, Purpose};
use crate::sim::event::{Chronicle, SimEvent};
use crate::sim::exposure::{Exposure, ExposureRules};
use crate::sim::id::{FormationId, PlaceId, SideId};
use crate::sim::law::within_day_ppm;
use crate::sim::map::Map;
use crate::sim::register::{PlaceInfo, Register};
use crate::sim::supply::{Rations, Stores, SupplyRules};
use crate::sim::troops::Troops;
use crate::sim::verdict::Verdict;
use crate::sim::walls::Walls;

/// A formation as it weighs its lot.
#[derive(QueryData)]
#[query_data(mutable)]
pub(super) struct Defender {
    id: &'static FormationId,
    side: &'static Side,
    place: &'static Place,
    troop: &'static Troop,
    quality: &'static Quality,
    posture: &'static Posture,
    rations: &'static Rations,
    exposure: &'static Exposure,
    roll: &'static mut Roll,
}

/// Somebody inside a closed place opens a gate.
pub(super) fn betray(
    (clock, rules, dice, register): (Res<Clock>, Res<SiegeRules>, Res<Dice>, Res<Register>),
    mut wards: ResMut<Wards>,
    mut chronicle: ResMut<Chronicle>,
) {
    for (index, (ward, place)) in wards.0.iter_mut().zip(&register.places).enumerate() {
        let disloyal = place.walls.map_or(0, |walls| walls.disloyal);
        if !ward.closed || ward.garrison == 0 || disloyal == 0 || ward.is_open(clock.minute) {
            continue;
        }
        let mut dice = dice.stream(&clock, Purpose::Siege, (1 << 16) + index as u32);
        if dice.share(u64::from(within_day_ppm(disloyal, clock.step_minutes())), 1_000_000) > 0 {
            ward.open_until = clock.minute + rules.shut_min;
            chronicle.tell(SimEvent::GateOpened { place: PlaceId(index as u16) });
        }
    }
}

/// What those inside a place weigh, with their rules.
struct Scales<'a> {
    map: &'a Map,
    rules: &'a SiegeRules,
    supply: &'a SupplyRules,
    exposure: &'a ExposureRules,
    troops: &'a Troops,
}

impl Scales<'_> {
    fn outlook(
        &self,
        (place, walls, owner): (&PlaceInfo, &Walls, SideId),
        (ward, store): (&Ward, u32),
        bodies: &Query<Defender>,
        standing: &Standing,
    ) -> Outlook {
        let grid = self.map.grid();
        let besiegers = grid.neighbors(place.at).map(|(_, hex)| standing.against(owner, hex)).sum();
        let own = || bodies.iter().filter(|body| body.side.0 == owner && body.roll.mouths() > 0);
        let far = |body: &DefenderReadOnlyItem| body.place.hex().unsigned_distance_to(place.at);
        let reach = self.rules.yields.relief_m / self.map.hex_m.max(1);
        let near = |body: &DefenderReadOnlyItem| {
            (1..=reach).contains(&far(body)) && *body.posture != Posture::Routed
        };
        let relief = own().filter(near).map(|body| u64::from(body.roll.under_arms())).sum();
        let garrison = own().filter(|body| far(body) == 0).map(|body| Inmate {
            men: body.roll.under_arms(),
            quality: body.quality.0,
            grain: body.rations.sheng(),
            daily: body.rations.daily(body.roll.mouths(), self.supply),
            hungry_h: body.rations.hungry_hours(),
            thirsty_h: body.exposure.thirsty_h(self.troops.kind(body.troop.0).mobility, self.exposure),
        });
        Outlook::of((walls, ward, store), garrison, (besiegers, relief), self.rules)
    }
}

/// A garrison that was summoned weighs what it has left, and may yield.
pub(super) fn parley(
    (clock, rules, dice, map): (Res<Clock>, Res<SiegeRules>, Res<Dice>, Res<Map>),
    (register, troops, supply): (Res<Register>, Res<Troops>, Res<SupplyRules>),
    (exposure, stores): (Res<ExposureRules>, Res<Stores>),
    mut wards: ResMut<Wards>,
    mut verdict: ResMut<Verdict>,
    mut chronicle: ResMut<Chronicle>,
    mut bodies: Query<Defender>,
) {
    if wards.0.iter().all(|ward| ward.summoned.is_none()) {
        return;
    }
    let scales = Scales { map: &map, rules: &rules, supply: &supply, exposure: &exposure, troops: &troops };
    for (index, place) in register.places.iter().enumerate() {
        let (Some(owner), Some(walls), Some(Summons { by, terms })) =
            (verdict.owners.get(index).copied().flatten(), &place.walls, wards.0[index].summoned)
        else {
            continue;
        };
        if wards.0[index].garrison == 0 || owner == by {
            continue;
        }
        let standing =
            Standing::of(bodies.iter().map(|body| (body.side, body.place, body.roll, body.posture)));
        let store = stores.0.get(index).copied().unwrap_or(0);
        let outlook = scales.outlook((place, walls, owner), (&wards.0[index], store), &bodies, &standing);
        let chance = within_day_ppm(hazards(&outlook, &rules).yields, clock.step_minutes());
        let mut dice = dice.stream(&clock, Purpose::Siege, (2 << 16) + index as u32);
        if dice.share(u64::from(chance), 1_000_000) == 0 {
            continue;
        }
        let fate = match terms {
            Terms::FreePassage => Fate::GoneHome,
            Terms::Captivity => Fate::Captured,
        };
        let mut men = 0;
        for mut body in bodies.iter_mut().sort::<&FormationId>() {
            if body.side.0 != owner || body.place.hex() != place.at || body.roll.mouths() == 0 {
                continue;
            }
            let mut gone = 0;
            for from in [Fate::UnderArms, Fate::Straggling, Fate::Wounded, Fate::Sick] {
                gone += body.roll.pass(from, fate, u32::MAX);
            }
            chronicle.tell(SimEvent::Lost { formation: *body.id, fate, men: gone });
            men += gone;
        }
        let place = PlaceId(index as u16);
        let ward = &mut wards.0[index];
        ward.relieve();
        (ward.holder, ward.garrison) = (Some(by), 0);
        verdict.owners[index] = Some(by);
        chronicle.tell(SimEvent::Yielded { place, to: by, terms, men });
        chronicle.tell(SimEvent::PlaceTaken { place, by, from: Some(owner) });
    }
}
