use super::attack::{Approach, approach};
use super::column::{blocks, closed, stretched};
use super::flee::{Door, Way, choice};
use super::give_way::{Threat, retreat};
use super::wear::{distance_tires, falling_behind};
use super::*;
use crate::scenario::rules::RuleBook;
use crate::scenario::sketch::Sketch;
use crate::sim::army::{Fatigue, Posture};
use crate::sim::event::{HaltReason, Source};
use crate::sim::hex::{Grid, Hex, SIDES};
use crate::sim::id::{FormationId, SideId};
use crate::sim::intent::Pace;
use crate::sim::map::Stream;
use crate::sim::sighting::{Belief, Report};

fn rules() -> &'static MovementRules {
    &RuleBook::shared().rules.movement
}

/// Kilometers on a level road in a day of fair weather, by men who begin fresh, and their fatigue at the end.
fn day(mobility: Mobility, pace: Pace) -> (u32, u32) {
    let edge_s = 1000 * 3600 / rules().road_m_per_h[mobility as usize];
    let pace_time = if pace == Pace::Forced { rules().forced_time } else { 1000 };
    let (mut seconds, mut km) = (0, 0);
    let tires = |km: u32, seconds: u32| {
        // Twelve hours of the day are light; a forced march begins at sunrise and goes on into the night.
        let night_h = (seconds / 3600).saturating_sub(12);
        distance_tires(km * 1000, mobility, rules()) + night_h * u32::from(rules().night_tire_per_h)
    };
    while day_limit(pace, seconds, true, rules()).is_none() {
        let fatigue = Fatigue::of(tires(km, seconds).min(1000) as u16);
        seconds += march_s(edge_s, 1000, pace_time, 1000, fatigue, rules());
        km += 1;
    }
    (km, tires(km, seconds))
}

#[test]
fn a_days_march_is_as_long_as_it_was() {
    for (mobility, ordinary, forced) in
        [(Mobility::Foot, 16..=24, 53..=65), (Mobility::Horse, 28..=33, 80..=110)]
    {
        let (km, fatigue) = day(mobility, Pace::Ordinary);
        assert!(ordinary.contains(&km), "{mobility:?} {km} km at an ordinary pace");
        assert!(fatigue <= 80, "a night in camp restores it: {fatigue}");
        let (km, fatigue) = day(mobility, Pace::Forced);
        assert!(forced.contains(&km), "{mobility:?} {km} km at a forced pace");
        assert!((500..=950).contains(&fatigue), "and arrives worn: {fatigue}");
    }
}

#[test]
fn slow_troops_bad_weather_and_weariness_cost_time_and_haste_gains_it() {
    let time =
        |speed, pace, weather, fatigue| march_s(1000, speed, pace, weather, Fatigue::of(fatigue), rules());
    assert_eq!(time(1000, 1000, 1000, 0), 1000);
    assert_eq!(time(800, 1000, 1000, 0), 1250);
    assert_eq!(time(1000, 750, 1000, 0), 750);
    assert_eq!(time(1000, 1000, 1800, 0), 1800);
    assert_eq!(time(1000, 1000, 1000, 1000), 1000 + u32::from(rules().tired_time));
}

#[test]
fn an_ordinary_march_rests_at_night_and_a_forced_one_when_its_hours_are_over() {
    let limit = |pace, hours: u32, is_day| day_limit(pace, hours * 3600, is_day, rules());
    assert_eq!(limit(Pace::Ordinary, 0, true), None);
    assert_eq!(limit(Pace::Ordinary, 0, false), Some(HaltReason::Night));
    assert_eq!(limit(Pace::Ordinary, 8, true), Some(HaltReason::DayDone));
    assert_eq!(limit(Pace::Forced, 8, false), None);
    assert_eq!(limit(Pace::Forced, 17, true), Some(HaltReason::DayDone));
}

#[test]
fn only_what_goes_beyond_the_stage_tires() {
    assert_eq!(distance_tires(17_000, Mobility::Foot, rules()), 0);
    assert_eq!(distance_tires(27_000, Mobility::Foot, rules()), 143);
    assert_eq!(distance_tires(33_000, Mobility::Horse, rules()), 0);
    assert_eq!(falling_behind(1_000, rules().straggle_from, 3600, rules()), 0);
    assert_eq!(
        falling_behind(1_000, 1000, 3600, rules()) / 3_600_000,
        u64::from(rules().straggle_permille_h)
    );
}

#[test]
fn a_tail_grows_with_the_way_and_blocks_the_road_behind_it() {
    assert_eq!(stretched(0, 1000, 3200, 1), 1000);
    assert_eq!(stretched(3000, 1000, 3200, 1), 3200, "no longer than the column");
    assert_eq!(stretched(0, 1000, 3200, 4), 800, "four abreast");
    assert_eq!(stretched(3200, 1000, 3200, 4), 3200, "on open ground it does not shrink by itself");
    let head = Grid::hex(5, 2);
    let mut legs = Legs { tail_m: 2000, ..Legs::default() };
    for _ in 0..5 {
        legs.trail.step(0);
    }
    let blocked: Vec<bool> =
        (1..=5).map(|col| blocks(legs, head, 1000, Grid::hex(col - 1, 2), Grid::hex(col, 2))).collect();
    assert_eq!(
        blocked,
        [false, false, false, true, true],
        "two kilometers of men lie over the last two steps"
    );
    assert!(!blocks(legs, head, 1000, head, Grid::hex(4, 2)), "the way back is another column's");
    legs.tail_m = 0;
    assert!(!blocks(legs, head, 1000, Grid::hex(4, 2), head));
}

#[test]
fn a_trail_remembers_every_side() {
    let mut head = Grid::hex(10, 10);
    let mut trail = Trail::default();
    let mut way = Vec::new();
    for side in (0..6).cycle().take(40) {
        way.push((head, head + SIDES[side]));
        head += SIDES[side];
        trail.step(side);
    }
    let remembered: Vec<(Hex, Hex)> = trail.steps(head).collect();
    way.reverse();
    assert_eq!(remembered.len(), 21);
    assert_eq!(remembered, way[..21]);
}

#[test]
fn a_tail_comes_up_at_marching_speed() {
    assert_eq!(closed(3000, 3600, 2600), (400, 0));
    assert_eq!(closed(1300, 3600, 2600), (0, 1800));
    assert_eq!(closed(0, 900, 2600), (0, 900));
    assert_eq!(deploy_s(8_000, rules()), 48 * 60);
}

fn body(id: u16, side: u8, hex: Hex, up: u32, posture: Posture) -> Body {
    Body { id: FormationId(id), side: SideId(side), hex, posture, up }
}

#[test]
fn standing_men_hold_the_hexes_around_them_but_not_across_water_or_a_bluff() {
    let here = Grid::hex(4, 4);
    let held = |posture, up, between: Option<Stream>| {
        let mut sketch = Sketch::plain(9, 9);
        let enemy = here + SIDES[2];
        if let Some(stream) = between {
            sketch.edge(here, enemy, stream);
        }
        let (setting, _) = sketch.build();
        let all =
            Dispositions::new(&setting.costs, setting.map.grid(), 400, [body(1, 1, enemy, up, posture)]);
        assert!(!all.is_held(SideId(1), here), "nobody holds ground against his own");
        all.is_held(SideId(0), here)
    };
    for (posture, up, between, is_held) in [
        (Posture::Formed, 1_000, None, true),
        (Posture::Camp, 1_000, None, true),
        (Posture::Formed, 1_000, Some(Stream::Brook), true),
        (Posture::Formed, 1_000, Some(Stream::River), false),
        (Posture::Formed, 1_000, Some(Stream::Bluff), false),
        (Posture::Hidden, 1_000, None, false),
        (Posture::Routed, 1_000, None, false),
        (Posture::Formed, 399, None, false),
    ] {
        assert_eq!(held(posture, up, between), is_held, "{posture:?} {up} {between:?}");
    }
}

#[test]
fn the_beaten_run_home_through_open_doors_first() {
    let way = |col, door, home_s, far| Way { to: Grid::hex(col, 0), door, home_s, far };
    let home = way(1, Door::Open, Some(500), 2);
    let away = way(2, Door::Open, None, 9);
    let river = way(3, Door::River, Some(10), 9);
    let held = way(4, Door::Held, Some(10), 1);
    assert_eq!(choice(&[held, river, away, home]), Some(home));
    assert_eq!(choice(&[held, river, away]), Some(away), "away before into the water");
    assert_eq!(choice(&[held, river]), Some(river), "into the water before into the enemy's arms");
    assert_eq!(choice(&[held]), Some(held));
    assert_eq!(choice(&[]), None);
}

#[test]
fn the_weaker_give_way_and_the_stronger_do_not() {
    let here = Grid::hex(4, 4);
    let threats = [Threat { at: here + SIDES[0] * 2, men: 3_000 }];
    let ways: Vec<Hex> = SIDES.iter().map(|side| here + *side).collect();
    let retreat = |men, reach, ways: &[Hex]| retreat(here, men, reach, &threats, ways);
    assert_eq!(retreat(3_000, 2, &ways), None);
    assert_eq!(retreat(1_000, 1, &ways), None, "not yet near enough");
    let back = retreat(1_000, 2, &ways).expect("it gives way");
    assert_eq!(back.unsigned_distance_to(threats[0].at), 3);
    assert_eq!(retreat(1_000, 2, &ways[..1]), None, "not toward the enemy");
}

#[test]
fn an_attack_follows_the_report_and_ends_when_nobody_is_there() {
    let (setting, _) = Sketch::plain(9, 5).build();
    let target = FormationId(7);
    let from = |here: Hex, at: Option<Hex>, seen: u32| {
        let report = at.map(|at| Report {
            about: target,
            at,
            minute: seen,
            men: 500,
            troop: None,
            posture: Posture::Formed,
            source: Source::Eyes,
            came_from: None,
        });
        let belief = Belief {
            reports: report.map(|report| (target, report)).into_iter().collect(),
            ..Belief::default()
        };
        approach(target, here, (600, 60), Mobility::Foot, &belief, setting.map.grid(), &setting.costs)
    };
    let (west, east) = (Grid::hex(1, 2), Grid::hex(6, 2));
    assert_eq!(from(west, None, 0), Approach::Lost);
    let Approach::Along { route, .. } = from(west, Some(east), 0) else { panic!("an old report is enough") };
    assert_eq!((route.len(), route.last().map(|hex| hex.unsigned_distance_to(east))), (4, Some(1)));
    assert_eq!(from(east - SIDES[0], Some(east), 300), Approach::Lost, "nobody seen there for hours");
    let beside = Approach::Along { believed: east, runs: false, route: Vec::new() };
    assert_eq!(from(east - SIDES[0], Some(east), 585), beside);
}

#[test]
fn a_road_carries_wagons_where_the_ground_bars_them_and_winding_takes_longer() {
    let mut sketch = Sketch::new("m m m .");
    let costs = |sketch: &Sketch| MarchCosts::new(&sketch.map, rules());
    let (first, second, third) = (Grid::hex(0, 0), Grid::hex(1, 0), Grid::hex(2, 0));
    assert_eq!(costs(&sketch).seconds(Mobility::Train, first, 0), None, "mountains bar wagons");
    sketch.map.lay_road(first, second);
    sketch.map.lay_winding_road(second, third, 2_500);
    sketch.map.lay_road(second, third);
    let laid = costs(&sketch);
    let [straight, winding] =
        [first, second].map(|from| laid.seconds(Mobility::Train, from, 0).expect("the road carries them"));
    let expected = 1_000 * 3_600 / rules().road_m_per_h[Mobility::Train as usize];
    assert!(
        straight.abs_diff(expected) < 10 && winding.abs_diff(expected * 5 / 2) < 10,
        "{straight} {winding}"
    );
    assert_eq!(laid.seconds(Mobility::Train, second, 3).map(|back| back.abs_diff(straight) < 10), Some(true));
    assert_eq!(sketch.map.way_m(third, 3), 2_500, "it is as long on the way back");
}
