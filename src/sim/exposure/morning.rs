//! The morning: what cold, heat and thirst have done in a day is counted, and the sick get well or die.

use bevy_ecs::prelude::*;
use bevy_ecs::query::QueryData;

use super::weather::{Shelter, crowds, has_roofs, in_the_field};
use super::{Exposure, ExposureRules};
use crate::sim::army::{Beasts, Fate, Place, Posture, Roll, Side, Troop};
use crate::sim::clock::{Clock, DAY};
use crate::sim::dice::{Dice, Purpose, Stream};
use crate::sim::event::{Chronicle, SimEvent};
use crate::sim::id::FormationId;
use crate::sim::intent::Intention;
use crate::sim::register::Register;
use crate::sim::supply::{Rations, SupplyRules, carried};
use crate::sim::troops::Troops;
use crate::sim::verdict::Verdict;

/// When the men are counted, minutes after midnight.
const ROLL_CALL: u32 = 7 * 60;
/// Men of 10,000 a day, times minutes, that are all men.
const ALL: u64 = 10_000 * DAY as u64;

/// A formation as it is counted.
#[derive(QueryData)]
#[query_data(mutable)]
pub(super) struct Counted {
    id: &'static FormationId,
    side: &'static Side,
    place: &'static Place,
    posture: &'static Posture,
    intention: &'static Intention,
    troop: &'static Troop,
    rations: &'static mut Rations,
    roll: &'static mut Roll,
    beasts: &'static mut Beasts,
    exposure: &'static mut Exposure,
}

pub(super) fn tell(
    (clock, dice): (Res<Clock>, Res<Dice>),
    (register, verdict): (Res<Register>, Res<Verdict>),
    (rules, supply, troops): (Res<ExposureRules>, Res<SupplyRules>, Res<Troops>),
    mut chronicle: ResMut<Chronicle>,
    mut query: Query<Counted>,
) {
    if !clock.brings(ROLL_CALL) {
        return;
    }
    let crowds = crowds(query.iter().map(|body| (body.side.0, body.place.hex(), body.roll)));
    for mut body in query.iter_mut().sort::<&FormationId>() {
        let Exposure { freezing, ailing, parching, dry_min } = *body.exposure;
        *body.exposure = Exposure { dry_min, ..Exposure::default() };
        if body.roll.mouths() == 0 {
            continue;
        }
        let mut stream = dice.stream(&clock, Purpose::Exposure, u32::from(body.id.0));
        let id = *body.id;
        let men = u64::from(body.roll.under_arms());
        for (fate, harm) in [(Fate::DeadThirst, parching), (Fate::DeadCold, freezing), (Fate::Sick, ailing)] {
            let men = body.roll.lose(fate, stream.share(men * u64::from(harm), ALL).min(men) as u32);
            if men > 0 {
                chronicle.tell(SimEvent::Lost { formation: id, fate, men });
            }
        }
        let parched = u64::from(parching) * u64::from(rules.thirst_horses_day);
        let parched = parched / u64::from(rules.thirst_kills_day.max(1));
        let mut dying =
            |heads: u32| stream.share(u64::from(heads) * parched, ALL).min(u64::from(heads)) as u32;
        let (horses, pack) = (dying(body.beasts.horses), dying(body.beasts.pack));
        body.beasts.perish(horses, pack, 0);
        if pack > 0 {
            let kind = troops.kind(body.troop.0);
            body.rations.throw_away(carried(body.roll.mouths(), body.beasts.pack, kind, &supply));
        }
        let hex = body.place.hex();
        let crowd = crowds.get(&(body.side.0, hex.x, hex.y)).copied().unwrap_or(0);
        let shelter = if has_roofs(body.side.0, hex, crowd, &register, &verdict, &rules) {
            Shelter::Roofs
        } else {
            in_the_field(*body.posture, body.intention)
        };
        let (nursed, left_to_it) = rules.sick_die_permille_day;
        let (heals, die) = match shelter {
            _ if body.rations.is_hungry() => (0, left_to_it),
            Shelter::Roofs => (rules.heals_permille_day.1, nursed),
            Shelter::Camp => (rules.heals_permille_day.0, nursed),
            Shelter::Open | Shelter::Fireless => (0, left_to_it),
        };
        let died = nurse(&mut body.roll, heals, die, &mut stream);
        if died > 0 {
            chronicle.tell(SimEvent::Lost { formation: id, fate: Fate::DeadDisease, men: died });
        }
    }
}

/// Of the sick so many permille get well and so many die; answers how many died.
fn nurse(roll: &mut Roll, heals: u16, die: u16, stream: &mut Stream) -> u32 {
    let sick = u64::from(roll.count(Fate::Sick));
    if sick == 0 {
        return 0;
    }
    roll.pass(Fate::Sick, Fate::UnderArms, stream.share(sick * u64::from(heals), 1000) as u32);
    roll.pass(Fate::Sick, Fate::DeadDisease, stream.share(sick * u64::from(die), 1000) as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sick_get_well_or_die_and_nobody_is_lost_sight_of() {
        let mut roll = Roll::of(10_000);
        roll.lose(Fate::Sick, 4_000);
        let mut stream = Dice { seed: 3 }.lasting(1, Purpose::Exposure, 0);
        let died = nurse(&mut roll, 100, 50, &mut stream);
        assert_eq!((died, roll.count(Fate::Sick), roll.under_arms()), (200, 3_400, 6_400));
        assert_eq!(roll.total(), 10_000);
    }
}
