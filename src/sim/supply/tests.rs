use super::eating::{drop_bags, meal};
use super::hunger::{deserting, hungry_days, starving};
use super::*;
use crate::scenario::rules::RuleBook;
use crate::sim::army::Beasts;
use crate::sim::clock::DAY;

fn rules() -> &'static SupplyRules {
    &RuleBook::shared().rules.supply
}

#[test]
fn five_days_of_grain_last_five_days_in_steps_of_any_length() {
    for step in [5, 15, 60, 720] {
        let mut rations = Rations::of(999 * 2 * 5, 0);
        let mut gone = None;
        for minute in (0..7 * DAY).step_by(step as usize) {
            if meal(&mut rations, &mut Beasts::default(), 999, step, None, rules()).ran_out {
                gone = Some(minute);
            }
        }
        let gone = gone.expect("they ran out");
        assert!(gone >= 5 * DAY && gone < 5 * DAY + step.max(15), "in steps of {step}: {gone}");
        assert_eq!((rations.sheng(), rations.eaten()), (0, 9_990));
        assert_eq!(rations.hungry_hours(), (7 * DAY - gone) / 60);
    }
}

#[test]
fn a_store_feeds_and_fills_the_bags_and_no_more() {
    let mut rations = Rations::of(0, 500);
    let meal_of = |rations: &mut Rations, store| {
        meal(rations, &mut Beasts::default(), 1_000, DAY, Some(store), rules()).drawn
    };
    assert_eq!(meal_of(&mut rations, 100_000), 12_000, "a day's food and five in the bags");
    assert_eq!((rations.sheng(), rations.hungry_hours()), (10_000, 0));
    assert_eq!(meal_of(&mut rations, 100_000), 2_000, "only what was eaten");
    assert_eq!(meal_of(&mut rations, 700), 700, "only what is there");
    assert_eq!(rations.started_with(), 0, "all of it came from the store");
}

#[test]
fn a_herd_is_eaten_when_the_bags_are_empty() {
    let mut rations = Rations::of(1_000, 0);
    let mut beasts = Beasts { herd: 60, ..Beasts::default() };
    let ledger = beasts.ledger();
    let days: Vec<(u32, bool)> = (0..4)
        .map(|_| {
            let meal = meal(&mut rations, &mut beasts, 500, DAY, None, rules());
            (meal.slaughtered, meal.ran_out)
        })
        .collect();
    assert_eq!(days, [(0, false), (25, false), (25, false), (10, true)]);
    assert_eq!((beasts.herd, beasts.ledger()), (0, ledger));
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
    assert_eq!(after(72), (60, 0));
    assert_eq!(after(5 * 24), (100, 30));
    assert_eq!(after(50 * 24), after(10 * 24), "capped");
}
