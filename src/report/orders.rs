//! An order becomes a sentence, for traces, exports and the viewer.

use super::names::{Teller, number};
use crate::orders::Order;
use crate::setting::Setting;
use crate::sim::hex::SIDE_NAMES;
use crate::sim::intent::{Pace, Stance};

/// The order as a sentence. Names come without characters: orders are read in lists.
pub fn sentence(order: &Order, setting: &Setting) -> String {
    let mut teller = Teller::new(setting).in_latin();
    let who = teller.formation(order.formation());
    match order {
        Order::March(march) => {
            let goal = march.path.last().map_or_else(|| "nowhere".to_owned(), |goal| teller.where_is(*goal));
            format!("{who}: march {goal}, {} hexes{}", march.path.len(), pace(march.pace))
        }
        Order::Halt(_) => format!("{who}: halt"),
        Order::MakeCamp(camp) if camp.fires => format!("{who}: make camp, with fires"),
        Order::MakeCamp(_) => format!("{who}: make camp, without fires"),
        Order::Stand(stand) => match stand.stance {
            Stance::Ambush { signal: Some(signal) } => {
                format!("{who}: lie in ambush until the signal, {}", teller.signal(signal))
            }
            Stance::Feign { to } => format!("{who}: feign flight, {}", teller.where_is(to)),
            stance => format!("{who}: {}", stance.words()),
        },
        Order::Attack(attack) => {
            format!("{who}: attack {}{}", teller.formation(attack.target), pace(attack.pace))
        }
        Order::SendScouts(scouts) => format!("{who}: send scouts to look {}", teller.where_is(scouts.to)),
        Order::LeaveBait(bait) => format!("{who}: leave {} heads of the herd as bait", number(bait.heads)),
        Order::GiveSignal(signal) => format!("{who}: give the signal, {}", teller.signal(signal.signal)),
        Order::Split(split) => format!("{who}: send out {} men", number(split.men)),
        Order::Join(join) => format!("{who}: join {}", teller.formation(join.into)),
        Order::Ration(ration) => format!("{who}: {}", ration.diet.words()),
        Order::Haul(haul) => {
            format!("{who}: carry grain from {} to {}", teller.place(haul.from), teller.place(haul.to))
        }
        Order::Escort(escort) => format!("{who}: escort {}", teller.formation(escort.whom)),
        Order::Deposit(deposit) => {
            let how = if deposit.bury { "bury grain" } else { "leave grain" };
            format!("{who}: {how}, keep {} days", deposit.keep_days)
        }
        Order::Buy(buy) => {
            format!("{who}: buy {} shi of grain at {}", number(buy.shi), teller.place(buy.place))
        }
        Order::Raze(_) => format!("{who}: lay the country waste"),
        Order::Work(work) => format!("{who}: {}", work.task.words()),
        Order::Dig(dig) => {
            format!("{who}: {}, {} side", dig.work.words(), SIDE_NAMES[usize::from(dig.side) % 6])
        }
        Order::Summon(summon) => {
            format!("{who}: summon {} for {}", teller.place(summon.place), summon.terms.words())
        }
    }
}

fn pace(pace: Pace) -> &'static str {
    match pace {
        Pace::Ordinary => "",
        Pace::Forced => ", forced",
    }
}
