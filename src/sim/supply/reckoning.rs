//! How long a column lives on what it carries: the meals to come, eaten on paper.

use super::eating::{Eater, meal};
use super::{Rations, SupplyRules};
use crate::sim::army::Beasts;
use crate::sim::clock::DAY;
use crate::sim::troops::TroopKind;

/// Time between meals on paper, minutes.
const STEP: u32 = 30;

/// One body of a column.
#[derive(Debug, Clone, Copy)]
pub struct Marcher<'a> {
    /// What it has to eat, how it is dealt out and how much it keeps.
    pub rations: Rations,
    /// Its animals.
    pub beasts: Beasts,
    /// Men with it.
    pub mouths: u32,
    /// Its kind of troops.
    pub kind: &'a TroopKind,
    /// The body that it is counted with.
    pub group: &'a str,
}

/// What comes of a column that finds nothing on its way.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reckoning {
    /// After how many minutes the first has nothing to eat, and who (by its number in the column); `None` if nobody
    /// has within the days reckoned.
    pub hungry: Option<(u32, usize)>,
    /// When bodies of bearers were sent home: minute, who, and the food they took along, sheng.
    pub home: Vec<(u32, usize, u32)>,
}

/// Lets a column eat what it carries for so many days at most. Bearers who keep food for their way home are sent there
/// as soon as they have given all else; the others stay to the end.
pub fn reckon(column: &[Marcher], most_days: u32, rules: &SupplyRules) -> Reckoning {
    let mut reckoning = Reckoning::default();
    let mut who: Vec<usize> = (0..column.len()).collect();
    let mut eaters: Vec<Eater> = (column.iter())
        .map(|one| Eater::new(one.rations, one.beasts, one.mouths, (one.kind, one.group), rules))
        .collect();
    for minute in (0..most_days.saturating_mul(DAY)).step_by(STEP as usize) {
        let meals = meal(&mut eaters, STEP, None, rules);
        if let Some(at) = meals.iter().position(|meal| meal.ran_out) {
            reckoning.hungry = Some((minute, who[at]));
            return reckoning;
        }
        for at in (0..eaters.len()).rev() {
            if meals[at].spent && eaters[at].rations.diet().keep_days > 0 {
                let food = eaters.remove(at).rations.sheng();
                reckoning.home.push((minute + STEP, who.remove(at), food));
            }
        }
    }
    reckoning
}
