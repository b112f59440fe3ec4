//! Described columns: the cases that are shipped, and descriptions that do not fit.

use ironhawk::lab::column::{Case, Diary, column};
use ironhawk::scenario::shipped::Data;

fn shipped(name: &str) -> Case {
    let path = format!("{}/assets/cases/{name}.ron", env!("CARGO_MANIFEST_DIR"));
    ron::from_str(&std::fs::read_to_string(path).expect("it is shipped")).expect("it can be read")
}

fn march(case: &Case) -> Diary {
    column(case, &Data::built_in(), 1).expect("it fits the map")
}

#[test]
fn the_column_of_huanqing_has_eaten_its_food_on_the_eighteenth_day() {
    let alone = march(&shipped("huanqing_1081"));
    let hungry = alone.hungry_on.expect("it starves");
    assert!((17..=19).contains(&hungry), "day {hungry}");
    let (men, _) = alone.evenings.last().expect("a month").men;
    assert!(men < 182_000 * 9 / 10, "{men} after a month");
}

#[test]
fn a_granary_on_the_way_feeds_it_for_weeks_and_convoys_until_they_are_cut() {
    let alone = march(&shipped("huanqing_1081"));
    let by_mingsha = march(&shipped("huanqing_1081_mingsha"));
    let men = |diary: &Diary, day: usize| diary.evenings[day - 1].men.0;
    assert!(men(&by_mingsha, 30) > men(&alone, 30) + 5_000, "the granary saves thousands");
    let fed = shipped("huanqing_1081_convoys");
    let mut uncut = fed.clone();
    uncut.convoys[0].cut_on_day = None;
    let (cut, uncut) = (march(&fed), march(&uncut));
    assert!(cut.brought > 0 && uncut.brought > cut.brought, "{} and {}", cut.brought, uncut.brought);
    assert!(men(&uncut, 60) > men(&cut, 60), "{} and {}", men(&uncut, 60), men(&cut, 60));
}

#[test]
fn a_description_that_does_not_fit_says_what_and_what_was_meant() {
    let wrong = |change: fn(&mut Case)| {
        let mut case = shipped("huanqing_1081");
        change(&mut case);
        column(&case, &Data::built_in(), 1).expect_err("it does not fit")
    };
    let place = wrong(|case| case.route[0].0 = "huanzhuo".to_owned());
    assert!(place.contains("huanzhuo") && place.contains("did you mean `huanzhou`"), "{place}");
    let troop = wrong(|case| case.column[0].troop = "song_fot".to_owned());
    assert!(troop.contains("did you mean `song_foot`"), "{troop}");
    let map = wrong(|case| case.map = "theater".to_owned());
    assert!(map.contains("did you mean `theatre`"), "{map}");
    assert!(wrong(|case| case.start = "1081-13-01".to_owned()).contains("calendar"));
    assert!(wrong(|case| case.days = 0).contains("1 to"));
    assert!(wrong(|case| case.column.clear()).contains("no bodies"));
    assert!(wrong(|case| case.route.clear()).contains("no places"));
}
