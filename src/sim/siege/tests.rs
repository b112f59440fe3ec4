use super::*;
use crate::scenario::rules::RuleBook;
use crate::sim::intent::Task;

fn rules() -> &'static SiegeRules {
    &RuleBook::shared().rules.siege
}

fn city() -> Walls {
    rules().standard(PlaceKind::Town).expect("a town has walls")
}

#[test]
fn a_wall_is_climbed_over_ladders_rubble_or_through_a_gate() {
    let (rules, walls) = (rules(), city());
    let way = |sound, open, ladders| way_in(&walls, (sound, open), (ladders, 5_000), rules);
    assert_eq!(way(1000, false, 0), 0, "nobody flies");
    assert_eq!(way(1000, true, 0), 1000);
    let (few, many) = (way(1000, false, 50), way(1000, false, 200));
    assert!(0 < few && few < many && many < 1000, "{few} {many}");
    assert_eq!(way(rules.breach, false, 0), 0, "not yet down");
    assert!(way(rules.breach / 2, false, 0) >= 500);
    assert_eq!(way(0, false, 0), 1000);
    let village = rules.standard(PlaceKind::Village).expect("earth walls");
    assert_eq!(way_in(&village, (1000, false), (0, 5_000), rules), 1000, "no higher than a man climbs");
    let dry = Walls { moat_m: 0, ..walls };
    assert!(way_in(&dry, (1000, false), (50, 5_000), rules) > few, "a moat is in the way");
}

#[test]
fn timber_far_off_is_more_work_and_none_is_none() {
    let rules = rules();
    let ladder = |timber| work_min(Task::Ladders, timber, rules);
    assert_eq!(ladder(None), None);
    assert_eq!(ladder(Some(rules.timber_doubles_m)), ladder(Some(0)).map(|work| 2 * work));
    assert!(work_min(Task::Mine, None, rules).is_some(), "props grow everywhere");
}

#[test]
fn who_lacks_nothing_does_not_yield() {
    let rules = rules();
    let whole = Outlook {
        food_days: 300,
        weakest: 1000,
        garrison: 3_000,
        quality: 3,
        besiegers: 60_000,
        closed: true,
        terms: Some(Terms::FreePassage),
        ..Outlook::default()
    };
    assert_eq!(hazards(&whole, rules).yields, 0);
    let short = Outlook { food_days: 4, ..whole };
    let breached = Outlook { weakest: 300, ..whole };
    let dry = Outlook { thirsty_h: 72, ..whole };
    let all = [short, breached, dry].map(|outlook| hazards(&outlook, rules).yields);
    assert!(all.iter().all(|chance| *chance > 100), "{all:?}");
    assert!(all[2] > all[0], "thirst is worse than the fear of hunger: {all:?}");
    // Half to two thirds within a month (M43).
    let month = 1.0 - libm::pow(1.0 - f64::from(all[0]) / 10_000.0, 30.0);
    assert!((0.4..0.8).contains(&month), "{month}");
    let less = |outlook: Outlook| hazards(&outlook, rules).yields < all[0];
    assert!(less(Outlook { relief: true, ..short }) && less(Outlook { quality: 5, ..short }));
    assert!(less(Outlook { terms: Some(Terms::Captivity), ..short }));
    assert_eq!(hazards(&Outlook { terms: None, ..short }, rules).yields, 0, "nobody was asked");
    let parts: u16 = hazards(&short, rules).parts.iter().sum();
    assert_eq!(parts, all[0], "the parts make up the whole");
}
