use super::order::{ceiling, rally_permille_h, shaken};
use super::rest::{Pastime, pastime, rest_milli_h};
use super::*;
use crate::scenario::rules::RuleBook;
use crate::sim::army::Posture;
use crate::sim::intent::Intention;

fn rules() -> &'static MoraleRules {
    &RuleBook::shared().rules.morale
}

#[test]
fn a_rest_day_in_a_fed_camp_takes_a_fifth_off() {
    let day = |pastime, hungry| 24 * rest_milli_h(pastime, hungry, rules()) / 1000;
    let fed = day(Pastime::Camps { fires: true }, false);
    assert!((180..=220).contains(&fed), "M25: a full rest day is worth 20 of 100, here {fed} permille");
    assert!(day(Pastime::Camps { fires: false }, false) < fed);
    assert!(day(Pastime::Camps { fires: true }, true) < fed / 2, "the hungry rest badly");
    assert!(day(Pastime::Idles, false) < fed);
    assert_eq!(day(Pastime::Fights, false) + day(Pastime::Marches, false), 0);
}

#[test]
fn who_fights_does_not_rest_whatever_his_posture() {
    let camp = Intention::Camp { fires: false };
    assert_eq!(pastime(Posture::Camp, &camp, false, true), Pastime::Fights);
    assert_eq!(pastime(Posture::Camp, &camp, false, false), Pastime::Camps { fires: false });
    assert_eq!(pastime(Posture::Camp, &Intention::Stay, false, false), Pastime::Camps { fires: true });
    assert_eq!(pastime(Posture::Formed, &Intention::Stay, true, false), Pastime::Marches);
    assert_eq!(pastime(Posture::Hidden, &Intention::Stay, false, false), Pastime::Idles);
}

#[test]
fn weariness_and_hunger_lower_the_best_order_a_formation_can_keep() {
    assert_eq!(ceiling(0, 0, rules()), 1000);
    assert_eq!(ceiling(1000, 0, rules()), 1000 - rules().weary_ceiling);
    assert_eq!(ceiling(0, 24, rules()), ceiling(0, 72, rules()), "a full day's hunger is the worst");
    assert!(ceiling(500, 12, rules()) < ceiling(500, 0, rules()));
}

#[test]
fn a_rout_shakes_good_troops_less_and_a_small_rout_hardly() {
    let shaken = |running, men, quality| shaken(running, men, quality, rules());
    assert_eq!(shaken(3_000, 3_000, 3), u32::from(rules().rout_shakes));
    assert_eq!(shaken(30_000, 3_000, 3), shaken(3_000, 3_000, 3), "no worse than a rout of their own number");
    assert!(
        shaken(3_000, 3_000, 5) < shaken(3_000, 3_000, 3)
            && shaken(3_000, 3_000, 3) < shaken(3_000, 3_000, 1)
    );
    assert!(shaken(100, 3_000, 3) < 10);
}

#[test]
fn good_men_under_a_good_leader_rally_sooner() {
    let chance = |quality, ability| rally_permille_h(quality, ability, rules());
    assert_eq!(chance(3, 5), u32::from(rules().rally_permille_h));
    assert!(chance(5, 5) > chance(3, 5) && chance(3, 9) > chance(3, 5) && chance(3, 1) < chance(3, 5));
}
