//! What is for sale in one place, and what it costs.

use super::{MarketRules, WEN_PER_STRING};
use crate::sim::supply::SHENG_PER_SHI;

/// Most that any market holds, sheng.
const MOST: u64 = 1_000_000_000;

/// The market of a place as it is now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stall {
    /// For sale when nobody has bought, sheng.
    offer: u32,
    /// Bought of late, sheng.
    bought: u32,
    /// Price of a shi when nobody has bought, cash.
    first_wen: u64,
    /// What the price has risen by when the last is sold, permille.
    rises: u16,
}

impl Stall {
    /// Of so many people, while the barns of the country are so full, permille; `None` where nobody sells.
    pub fn of(people: u32, bought: u32, barns: u16, rules: &MarketRules) -> Option<Self> {
        let barns = u64::from(barns.min(1000));
        let offer = u64::from(people) * u64::from(rules.offers_sheng) * barns / 1000;
        let dear = 1000 + u64::from(rules.dear_permille) * (1000 - barns) / 1000;
        let first_wen = (u64::from(rules.shi_wen) * dear / 1000).max(1);
        let offer = offer.min(MOST) as u32;
        (offer > 0).then_some(Self { offer, bought, first_wen, rises: rules.rises_permille })
    }

    /// For sale when nobody has bought, sheng.
    pub fn offer(self) -> u32 {
        self.offer
    }

    /// For sale now, shi.
    pub fn shi(self) -> u32 {
        self.offer.saturating_sub(self.bought) / SHENG_PER_SHI
    }

    /// Price of the next shi once so many more are bought, cash.
    pub fn wen(self, shi: u32) -> u64 {
        let gone = u64::from(self.bought) + u64::from(shi) * u64::from(SHENG_PER_SHI);
        let part = u64::from(self.rises) * gone.min(u64::from(self.offer)) / u64::from(self.offer);
        self.first_wen * (1000 + part) / 1000
    }

    /// What so many shi cost together, strings: the mean of the first price and the last, and a whole string for part of one.
    pub fn cost(self, shi: u32) -> u32 {
        let wen = u64::from(shi) * (self.wen(0) + self.wen(shi));
        wen.div_ceil(2 * u64::from(WEN_PER_STRING)).min(u64::from(u32::MAX)) as u32
    }

    /// How many shi so many strings buy.
    pub fn buys(self, strings: u32) -> u32 {
        let (mut can, mut cannot) = (0, self.shi() + 1);
        while cannot - can > 1 {
            let half = can + (cannot - can) / 2;
            if self.cost(half) <= strings { can = half } else { cannot = half }
        }
        can
    }
}
