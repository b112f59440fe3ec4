use super::eating::{Eater, Meal, meal};
use super::hunger::{deserting, hungry_days, starving};
use super::loot::drop_bags;
use super::*;
use crate::scenario::rules::RuleBook;
use crate::sim::army::Beasts;
use crate::sim::clock::DAY;
use crate::sim::troops::TroopKind;

fn rules() -> &'static SupplyRules {
    &RuleBook::shared().rules.supply
}

fn kind(id: &str) -> &'static TroopKind {
    let kinds = &RuleBook::shared().troops.kinds;
    &kinds.iter().find(|(name, _)| name == id).expect("it is shipped").1
}

/// So many men of a kind of troops with so much grain.
fn men(troop: &str, mouths: u32, sheng: u32) -> Eater<'static> {
    Eater::new(Rations::of(sheng, 0), Beasts::default(), mouths, (kind(troop), "column"), rules())
}

/// One body eats alone.
fn alone(eater: &mut Eater<'static>, minutes: u32, store: Option<&mut u32>) -> Meal {
    meal(std::slice::from_mut(eater), minutes, store, rules())[0]
}

#[test]
fn five_days_of_grain_last_five_days_in_steps_of_any_length() {
    for step in [5, 15, 60, 720] {
        let mut eater = men("song_foot", 999, 999 * 2 * 5);
        let mut gone = None;
        for minute in (0..7 * DAY).step_by(step as usize) {
            if alone(&mut eater, step, None).ran_out {
                gone = Some(minute);
            }
        }
        let gone = gone.expect("they ran out");
        assert!(gone >= 5 * DAY && gone < 5 * DAY + step.max(15), "in steps of {step}: {gone}");
        assert_eq!((eater.rations.sheng(), eater.rations.eaten()), (0, 9_990));
        assert_eq!(eater.rations.hungry_hours(), (7 * DAY - gone) / 60);
    }
}

#[test]
fn half_rations_last_twice_as_long() {
    let mut eater = men("song_foot", 1000, 10_000);
    eater.rations.deal(Diet::of(Policy::Half, 0));
    for _ in 0..10 {
        assert!(!alone(&mut eater, DAY, None).ran_out);
    }
    assert!(alone(&mut eater, DAY, None).ran_out);
}

#[test]
fn a_store_feeds_and_fills_the_bags_and_no_more() {
    let mut eater = men("song_foot", 1_000, 0);
    eater.rations = Rations::of(0, 500);
    let mut drawn = |mut store: u32| alone(&mut eater, DAY, Some(&mut store)).drawn;
    assert_eq!(drawn(100_000), 12_000, "a day's food and five in the bags");
    assert_eq!(drawn(100_000), 2_000, "only what was eaten");
    assert_eq!(drawn(700), 700, "only what is there");
    assert_eq!((eater.rations.sheng(), eater.rations.hungry_hours()), (8_700, 0));
    assert_eq!(eater.rations.started_with(), 0, "all of it came from the store");
    let mut mules = men("porter", 100, 0);
    mules = Eater::new(
        mules.rations,
        Beasts { pack: 10, ..Beasts::default() },
        100,
        (kind("porter"), ""),
        rules(),
    );
    assert_eq!(alone(&mut mules, DAY, Some(&mut 100_000)).drawn, 200 + 6_000 + 1_500);
}

#[test]
fn a_herd_is_eaten_when_the_bags_are_empty() {
    let mut eater = men("song_foot", 500, 1_000);
    eater.beasts = Beasts { herd: 60, ..Beasts::default() };
    let ledger = eater.beasts.ledger();
    let days: Vec<(u32, bool)> = (0..4)
        .map(|_| {
            let meal = alone(&mut eater, DAY, None);
            (meal.slaughtered, meal.ran_out)
        })
        .collect();
    assert_eq!(days, [(0, false), (25, false), (25, false), (10, true)]);
    assert_eq!((eater.beasts.herd, eater.beasts.ledger()), (0, ledger));
}

/// A thousand soldiers and as many bearers in each body of bearers; `keep` tells the days of food that each keeps. Answers
/// the days until they have nothing, and when bearers went home with how many days of food.
fn shen_kuo(keep: &[u8]) -> (f64, Vec<(f64, u32)>) {
    let bearers = keep.iter().map(|days| ("porter", 60_000, *days));
    let column: Vec<Marcher> = std::iter::once(("song_foot", 10_000, 0))
        .chain(bearers)
        .map(|(troop, sheng, days)| {
            let mut rations = Rations::of(sheng, 0);
            rations.deal(Diet::of(Policy::Full, days));
            Marcher { rations, beasts: Beasts::default(), mouths: 1000, kind: kind(troop), group: "column" }
        })
        .collect();
    let reckoning = reckon(&column, 40, rules());
    let days = |minute: u32| f64::from(minute) / f64::from(DAY);
    let (end, _) = reckoning.hungry.expect("they ate for ever");
    (days(end), reckoning.home.into_iter().map(|(minute, _, food)| (days(minute), food / 2_000)).collect())
}

#[test]
fn porters_feed_an_army_as_shen_kuo_reckoned() {
    // Mengxi bitan 11: one porter a soldier 18 days, two 26, three 31; by the ledger 17.5, 25.5 and 31.
    assert_eq!(shen_kuo(&[0]), (17.5, vec![]));
    assert_eq!(shen_kuo(&[6, 0]), (25.5, vec![(8.0, 6)]));
    assert_eq!(shen_kuo(&[4, 9, 0]), (31.0, vec![(6.5, 4), (13.5, 9)]));
}

#[test]
fn what_one_gives_another_gets() {
    let mut column = vec![men("song_foot", 1000, 0), men("porter", 500, 30_000), men("song_horse", 300, 900)];
    let start: i64 = column.iter().map(|one| one.rations.started_with()).sum();
    for _ in 0..30 {
        meal(&mut column, 700, None, rules());
        assert_eq!(column.iter().map(|one| one.rations.started_with()).sum::<i64>(), start);
    }
    let (given, got): (u32, u32) =
        column.iter().fold((0, 0), |sum, one| (sum.0 + one.rations.given(), sum.1 + one.rations.got()));
    assert_eq!(given, got);
    assert!(given > 20_000);
}

#[test]
fn others_of_another_body_share_no_bags() {
    let stranger =
        Eater::new(Rations::of(10_000, 0), Beasts::default(), 10, (kind("song_foot"), "guests"), rules());
    let mut both = vec![men("song_foot", 10, 0), stranger];
    assert!(meal(&mut both, DAY, None, rules())[0].ran_out);
    let friend = men("song_foot", 10, 10_000);
    let mut both = vec![men("song_foot", 10, 0), friend];
    assert!(!meal(&mut both, DAY, None, rules())[0].ran_out);
    assert_eq!(both[1].rations.given(), 20);
}

#[test]
fn the_dead_do_not_leave_their_bags_to_the_living() {
    let mut rations = Rations::of(10_000, 0);
    drop_bags(&mut rations, 1_000);
    assert_eq!(rations.sheng(), 10_000, "nobody is gone yet");
    drop_bags(&mut rations, 400);
    assert_eq!((rations.sheng(), rations.lost(), rations.started_with()), (4_000, 6_000, 10_000));
    drop_bags(&mut rations, 0);
    assert_eq!((rations.sheng(), rations.lost()), (0, 10_000));
}

#[test]
fn men_run_from_the_second_day_and_starve_from_the_sixth() {
    let after = |hours: u32| {
        let days = hungry_days(hours * 60, rules());
        (deserting(days, rules()), starving(days, rules()))
    };
    assert_eq!(after(23), (0, 0));
    assert_eq!(after(24), (20, 0));
    assert_eq!(after(48), (25, 0), "who has stayed so long stays");
    assert_eq!(after(5 * 24), (25, 20));
    assert_eq!(after(50 * 24), after(10 * 24), "capped");
}
