//! What may happen in a day of a siege, from what those inside have left: the clock that both players see.

use super::{SiegeRules, Terms};

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
    let (few, more) = yields.odds;
    let times = of.besiegers / of.garrison.max(1);
    let odds = times.saturating_sub(u32::from(few)).min(20) * u32::from(more);
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
