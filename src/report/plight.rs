//! Why a formation is hungry, in one sentence with figures.

use super::names::{Teller, distance, number};
use crate::forecast::{Cause, Plight, Remedy};
use crate::seat::View;
use crate::setting::Setting;
use crate::snapshot::FormationState;

/// `Nothing to eat since 16 March 1041, 06:00: its bearers, who carry its food, are 34 km away. March to Mingsha: 2 days
/// on the way, food there for 40 days.`
pub fn plight(view: &View, own: &FormationState, plight: &Plight, setting: &Setting) -> String {
    let mut teller = Teller::new(setting).in_latin();
    let why = match plight.cause {
        Cause::AtStore(place) => format!("it eats from the store of {}", teller.place(place)),
        Cause::AtCache => "it eats from the cache here".to_owned(),
        Cause::Carries => "it lives on what is carried here".to_owned(),
        Cause::StoreEmpty(place) => format!("the store of {} is empty", teller.place(place)),
        Cause::ConvoyStopped(bearers, place) => {
            format!("{}, who bring grain to {}, were stopped", teller.formation(bearers), teller.place(place))
        }
        Cause::StoreLost(place) => format!("the enemy took {} and the grain in it", teller.place(place)),
        Cause::BearersLost => "its bearers are dead, taken or run".to_owned(),
        Cause::BearersAway(id) => {
            let at = view.formation(id).map_or(own.place.hex(), |one| one.place.hex());
            let apart = own.place.hex().unsigned_distance_to(at) * view.map().hex_m;
            format!("{}, who carry its food, are {} away", teller.formation(id), distance(apart))
        }
        Cause::BearersSpent => "its bearers have given away all they carried".to_owned(),
        Cause::StoreFar(_) => "the bags are empty, and no store is here".to_owned(),
        Cause::NoStore => "the bags are empty, and no store of its side can be reached".to_owned(),
    };
    let state = match (plight.hungry_h, plight.bare) {
        (0, None) => format!("Food for two months and more: {why}."),
        (0, Some(minute)) => format!("Food until {}: {why}.", view.clock.moment(minute)),
        (hours, _) => {
            let since = view.clock.minute.saturating_sub(hours * 60);
            format!("Nothing to eat since {}: {why}.", view.clock.moment(since))
        }
    };
    let days = |days: u32| if days == 1 { "1 day".to_owned() } else { format!("{} days", number(days)) };
    let help = match plight.remedy {
        Remedy::Nothing => String::new(),
        Remedy::March(place, way, food) => {
            format!(
                " March to {}: {} on the way, food there for {}.",
                teller.place(place),
                days(way),
                days(food)
            )
        }
        Remedy::Buy(place, shi, strings, food) => format!(
            " Buy {} shi at {} for {} strings of cash: food for {}.",
            number(shi),
            teller.place(place),
            number(strings),
            days(food)
        ),
        Remedy::Call(id, way) => {
            format!(" Call {}: they can be here in {}.", teller.formation(id), days(way))
        }
        Remedy::Half(more) => format!(" Half rations make it last {} longer.", days(more)),
        Remedy::Forage(food) => format!(" The country around has food for {}.", days(food)),
        Remedy::EatBeasts(food) => format!(" Its beasts are meat for {}.", days(food)),
        Remedy::Hopeless => " Nothing is left that it could do but go on or give up.".to_owned(),
    };
    let store = match (plight.nearest, plight.cause, plight.remedy) {
        (None, ..) | (_, Cause::AtStore(_), _) | (.., Remedy::March(..)) => String::new(),
        (Some((place, seconds)), ..) => format!(
            " The nearest store is {}: {} sheng, {} h of marching.",
            teller.place(place),
            number(i64::from(view.stores[place.index()].unwrap_or(0))),
            number(i64::from(seconds.div_ceil(3600)))
        ),
    };
    format!("{state}{help}{store}")
}
