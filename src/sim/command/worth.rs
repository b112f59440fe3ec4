//! What a commander is worth, and how he is made. Pure.

use super::{CommandRules, Staff};
use crate::sim::army::Led;
use crate::sim::event::CommanderFate;
use crate::sim::id::{CommanderId, FormationId};
use crate::sim::register::{Register, Temperament};

/// What leadership is worth to a formation in a fight, permille; 1000 is a commander of common ability, or none.
///
/// He counts by his ability, half when wounded; each of his superiors whose formation is `near` adds his share.
pub fn worth_permille(
    staff: &Staff,
    register: &Register,
    led: Led,
    rules: &CommandRules,
    near: impl Fn(FormationId) -> bool,
) -> i32 {
    let own = |id: CommanderId| {
        let points = i32::from(register.commander(id).ability) - 5;
        let whole = points * i32::from(rules.ability_permille);
        match staff.get(id).fate {
            CommanderFate::Fit => whole,
            CommanderFate::Wounded => whole / 2,
            CommanderFate::Killed | CommanderFate::Captured => 0,
        }
    };
    let Some(leader) = led.0 else { return 1000 };
    let superiors = staff.superiors(leader).filter(|above| near(above.with)).map(|above| own(above.id));
    let shared = superiors.sum::<i32>() * i32::from(rules.superior_share) / 1000;
    (1000 + own(leader) + shared).max(100)
}

/// How the man who leads a formation is made; steady if nobody does.
pub fn temperament_of(led: Led, staff: &Staff, register: &Register) -> Temperament {
    let leader = led.0.filter(|id| staff.get(*id).leads());
    leader.map_or(Temperament::Steady, |id| register.commander(id).temperament)
}
