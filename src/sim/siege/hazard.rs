//! What may happen in a day of a siege, from what those inside have left: the clock that both players see.

use super::{SiegeRules, Terms, Ward};
use crate::sim::walls::Walls;

/// A besieged place as those inside see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Outlook {
    /// Days for which the food inside lasts, garrison and people together.
    pub food_days: u32,
    /// Hours for which most have eaten nothing.
    pub hungry_h: u32,
    /// Hours for which most have drunk nothing.
    pub thirsty_h: u32,
    /// What is left of the weakest side of the wall, permille.
    pub weakest: u16,
    /// Men of the garrison under arms.
    pub garrison: u32,
    /// Training of the garrison, 1 to 5.
    pub quality: u8,
    /// Men who besiege it.
    pub besiegers: u32,
    /// Whether friends are near who could relieve it.
    pub relief: bool,
    /// Whether nobody can go in or out.
    pub closed: bool,
    /// How disloyal somebody inside is: chance in a day that he opens a gate, per 10,000.
    pub disloyal: u16,
    /// What it was summoned to; `None` when it was not.
    pub terms: Option<Terms>,
}

/// One formation of the garrison, as it weighs its lot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Inmate {
    /// Men under arms.
    pub men: u32,
    /// Training, 1 to 5.
    pub quality: u8,
    /// Grain in its bags, sheng.
    pub grain: u32,
    /// What it eats in a day, sheng.
    pub daily: u64,
    /// Hours for which it has eaten nothing.
    pub hungry_h: u32,
    /// Hours for which it has drunk nothing.
    pub thirsty_h: u32,
}

impl Outlook {
    /// How a place looks to those inside: its walls, what becomes of it, the grain in its store, its garrison, the men
    /// who besiege it, and friends near enough to be hoped for.
    pub fn of(
        (walls, ward, store): (&Walls, &Ward, u32),
        garrison: impl Iterator<Item = Inmate>,
        (besiegers, relief): (u32, u64),
        rules: &SiegeRules,
    ) -> Self {
        let (mut grain, mut daily) =
            (u64::from(store), u64::from(ward.people()) * u64::from(rules.people_eat) / 10);
        let (mut men, mut hungry, mut thirsty, mut quality) = (0, 0, 0, 0);
        for one in garrison {
            let own = u64::from(one.men);
            men += own;
            grain += u64::from(one.grain);
            daily += one.daily;
            hungry += u64::from(one.hungry_h) * own;
            thirsty += u64::from(one.thirsty_h) * own;
            quality += u64::from(one.quality) * own;
        }
        let mean = |sum: u64| sum.checked_div(men).unwrap_or(0) as u32;
        Self {
            food_days: (grain / daily.max(1)).min(9_999) as u32,
            hungry_h: mean(hungry).max(ward.fasting_h() * u32::from(rules.yields.people) / 1000),
            thirsty_h: mean(thirsty),
            weakest: ward.weakest().1,
            garrison: men.min(u64::from(u32::MAX)) as u32,
            quality: mean(quality) as u8,
            besiegers,
            relief: relief * 1000 >= u64::from(besiegers) * u64::from(rules.yields.relief_men),
            closed: ward.is_closed(),
            disloyal: walls.disloyal,
            terms: ward.summoned().map(|summons| summons.terms),
        }
    }
}

/// Chances in a day, per 10,000.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Hazards {
    /// The garrison yields to the summons.
    pub yields: u16,
    /// Of it: for hunger, for thirst, for the state of the walls, for the odds.
    pub parts: [u16; 4],
    /// Somebody opens a gate.
    pub betrayal: u16,
}

/// The hazards of a day.
pub fn hazards(of: &Outlook, rules: &SiegeRules) -> Hazards {
    let yields = &rules.yields;
    let (from, empty) = yields.food;
    let short = u32::from(from).saturating_sub(of.food_days) * u32::from(empty) / u32::from(from.max(1));
    let hunger = short + of.hungry_h * u32::from(yields.hungry_day) / 24;
    let thirst = of.thirsty_h * u32::from(yields.thirsty_day) / 24;
    let walls = u32::from(1000 - of.weakest.min(1000)) * u32::from(yields.breach) / 1000;
    let (few, more, most) = yields.odds;
    let times = of.besiegers / of.garrison.max(1);
    let odds = times.saturating_sub(u32::from(few)).min(u32::from(most)) * u32::from(more);
    let mut share = 1000_u64;
    let mut take = |permille: u16| share = share * u64::from(permille) / 1000;
    if of.relief {
        take(yields.relief);
    }
    if of.terms == Some(Terms::Captivity) {
        take(yields.captivity);
    }
    for _ in 3..of.quality {
        take(yields.training);
    }
    for _ in of.quality..3 {
        share = share * 1000 / u64::from(yields.training.max(1));
    }
    // Odds alone make nobody yield who lacks nothing behind whole walls.
    let distress = hunger + thirst + walls;
    let odds = if distress == 0 { 0 } else { odds };
    let summoned = of.terms.is_some() && of.garrison > 0;
    let cut = |part: u32| if summoned { (u64::from(part) * share / 1000).min(10_000) as u16 } else { 0 };
    let parts = [hunger, thirst, walls, odds].map(cut);
    let sum: u32 = parts.iter().map(|part| u32::from(*part)).sum();
    let betrayal = if of.closed && of.besiegers > 0 { of.disloyal } else { 0 };
    Hazards { yields: sum.min(9_000) as u16, parts, betrayal }
}
