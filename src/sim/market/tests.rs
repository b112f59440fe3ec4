use super::*;
use crate::scenario::rules::RuleBook;

fn rules() -> &'static MarketRules {
    &RuleBook::shared().rules.market
}

fn stall(bought: u32, barns: u16) -> Stall {
    Stall::of(10_000, bought, barns, rules()).expect("ten thousand people sell")
}

#[test]
fn the_price_rises_with_what_is_bought_and_with_empty_barns() {
    assert_eq!((stall(0, 1000).shi(), stall(0, 1000).wen(0)), (6_000, 700));
    assert_eq!((stall(0, 500).shi(), stall(0, 500).wen(0)), (3_000, 1_050));
    assert_eq!((stall(300_000, 1000).shi(), stall(300_000, 1000).wen(0)), (3_000, 1_400));
    assert_eq!(stall(0, 1000).wen(6_000), 2_100, "three times as much for the last");
    assert_eq!((stall(600_000, 1000).shi(), stall(u32::MAX, 1000).shi()), (0, 0));
    assert_eq!(Stall::of(0, 0, 1000, rules()), None);
    assert_eq!(Stall::of(10_000, 0, 0, rules()), None, "empty barns");
}

#[test]
fn cash_buys_as_much_as_it_pays_for_and_no_more() {
    for (bought, barns) in [(0, 1000), (0, 220), (123_456, 780), (599_000, 1000)] {
        let stall = stall(bought, barns);
        for strings in [0, 1, 2, 7, 100, 1_234, 100_000] {
            let shi = stall.buys(strings);
            assert!(stall.cost(shi) <= strings && shi <= stall.shi());
            assert!(shi == stall.shi() || stall.cost(shi + 1) > strings);
        }
        // What is bought in two goes costs as much as in one, but for the rounding.
        let half = stall.shi() / 2;
        let later = self::stall(bought + half * 100, barns);
        let apart = stall.cost(half) + later.cost(later.shi());
        let (least, most) = (stall.cost(stall.shi()) * 99 / 100, stall.cost(stall.shi()) * 101 / 100 + 2);
        assert!((least..=most).contains(&apart), "{apart}, {least} to {most}");
    }
}

#[test]
fn no_numbers_of_a_file_are_too_many() {
    let most = u16::MAX;
    let wild = MarketRules {
        offers_sheng: most,
        shi_wen: most,
        dear_permille: most,
        rises_permille: most,
        fills_days: 0,
    };
    for barns in [1, 1000, most] {
        let stall = Stall::of(u32::MAX, 0, barns, &wild).expect("they sell");
        assert!(stall.buys(u32::MAX) <= stall.shi());
        assert!(stall.cost(stall.shi()) > 0);
    }
}

#[test]
fn a_purse_keeps_account_of_what_it_began_with() {
    let mut purse = Purse::of(1_000);
    assert_eq!((purse.pay(300), purse.held()), (300, 700));
    let mut parted = purse.part(100, 1_000);
    assert_eq!((parted.held(), purse.held()), (70, 630));
    parted.take(50);
    assert_eq!((parted.lose(), parted.started_with()), (120, 70));
    purse.take_in(parted);
    assert_eq!((purse.started_with(), purse.pay(9_999), purse.held()), (1_000, 630, 0));
    let cash = Cash::of([purse]);
    assert_eq!(cash.start + cash.taken, cash.spent + cash.lost + cash.now);
}
