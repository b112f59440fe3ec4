//! Walls keep out who cannot climb them; ladders, engines, mines, hunger, thirst and a summons bring them down.

use std::fs;
use std::path::Path;

use ironhawk::game::Game;
use ironhawk::lab::siege::{Case, End, siege};
use ironhawk::orders::{Attack, Order, Summon, Work};
use ironhawk::scenario::sketch::{Levy, Sketch};
use ironhawk::sim::army::{Fate, Posture};
use ironhawk::sim::clock::DAY;
use ironhawk::sim::event::SimEvent;
use ironhawk::sim::hex::Hex;
use ironhawk::sim::id::{FormationId, PlaceId, SideId};
use ironhawk::sim::intent::{Pace, Stance, Task};
use ironhawk::sim::refusal::Refusal;
use ironhawk::sim::register::PlaceKind;
use ironhawk::sim::siege::Terms;
use ironhawk::sim::walls::Walls;

const BESIEGER: SideId = SideId(0);
const ARMY: FormationId = FormationId(0);
const GARRISON: FormationId = FormationId(1);

/// A town with a garrison of Xia foot, and an army of Song foot beside it.
struct Siege {
    sketch: Sketch,
    town: PlaceId,
    at: Hex,
}

impl Siege {
    fn new(picture: &str, army: Levy, garrison: Levy, grain_sheng: u32) -> Self {
        let mut sketch = Sketch::new(picture);
        sketch.lasts_minutes = 200 * DAY;
        sketch.tempo = (DAY, 240);
        let at = sketch.hex('T');
        let town = sketch.place(at, PlaceKind::Town, Some(1), grain_sheng);
        sketch.levy(army.stance(Stance::Hold));
        sketch.levy(garrison.side(1).troop("xia_hill").stance(Stance::Hold).posture(Posture::Camp));
        Self { sketch, town, at }
    }

    fn walls(mut self, change: impl Fn(&mut Walls)) -> Self {
        let mut walls = self.sketch.rules.siege.standard(PlaceKind::Town).expect("a town has walls");
        change(&mut walls);
        self.sketch.wall(self.town, walls);
        self
    }
}

/// Ends turns until something happens or so many days are over; answers the day.
fn until(game: &mut Game, days: u32, happens: impl Fn(&SimEvent) -> bool) -> Option<u32> {
    (1..=days).find(|_| game.end_turn().events.iter().any(|told| happens(&told.event)))
}

fn give(game: &mut Game, order: Order) {
    game.submit(BESIEGER, order, "").expect("it can be ordered");
}

const OPEN: &str = "
    . . . . . .
     . . . . . .
    . . A T . .
     . . . . . .
    . . . . . .
";
const WOODED: &str = "
    . . . . . .
     f . . . . .
    . . A T . .
     . . . . . .
    . . . . . .
";

/// Men of a garrison of 1,500 who are left after three days of storm by 20,000, and men whom that cost, over ten seeds.
fn stormed(ladders: u32, change: impl Fn(&mut Walls)) -> (u32, u32) {
    let (mut left, mut lost) = (0, 0);
    for seed in 0..10 {
        let army = Levy::at('A').men(20_000).quality(4).days(30).park(ladders, 0, 0);
        let mut siege = Siege::new(OPEN, army, Levy::at('T').men(1_500).days(30), 0).walls(&change);
        siege.sketch.seed = seed;
        let mut game = siege.sketch.game();
        for _ in 0..4 {
            let seen = game.view(BESIEGER).report(GARRISON).is_some();
            let army = &game.snapshot().formations[0];
            if seen && !army.engaged.is_in_contact() && army.posture != Posture::Routed {
                let attack = Attack { formation: ARMY, target: GARRISON, pace: Pace::Ordinary };
                give(&mut game, Order::Attack(attack));
            }
            game.end_turn();
        }
        let formations = game.snapshot().formations;
        left += formations[1].roll.under_arms();
        lost += formations[0].roll.lost();
    }
    (left / 10, lost / 10)
}

#[test]
fn an_army_without_ladders_only_shoots_and_one_with_them_comes_to_blows() {
    let (bare, ladders, low) =
        (stormed(0, |_| {}), stormed(300, |_| {}), stormed(0, |walls| walls.height_m = 3));
    assert!(bare.0 > 1_100, "without ladders {} hold the town", bare.0);
    assert!(ladders.0 + 200 < bare.0, "with them {} are left, without {}", ladders.0, bare.0);
    assert!(low.0 <= ladders.0, "over a wall no higher than a man climbs {} are left", low.0);
}

#[test]
fn ladders_and_engines_need_timber_and_engines_craftsmen() {
    let army = || Levy::at('A').men(5_000).days(60);
    let order = |task| Order::Work(Work { formation: ARMY, task });
    let siege = |picture, army| Siege::new(picture, army, Levy::at('T').days(60), 0);
    let mut bare = siege(OPEN, army().park(0, 0, 200)).sketch.game();
    let refused = bare.submit(BESIEGER, order(Task::Ladders), "");
    assert!(matches!(refused, Err(Refusal::NoTimber { .. })), "{refused:?}");
    let mut wooded = siege(WOODED, army()).sketch.game();
    let refused = wooded.submit(BESIEGER, order(Task::Engines), "");
    assert!(matches!(refused, Err(Refusal::NoCraftsmen { .. })), "{refused:?}");
    give(&mut wooded, order(Task::Ladders));
    let day =
        until(&mut wooded, 3, |event| matches!(event, SimEvent::ParkBuilt { ladders, .. } if *ladders > 0));
    assert!(day.is_some(), "men who know no craft tie ladders");
    let mut skilled = siege(WOODED, army().park(0, 0, 200)).sketch.game();
    give(&mut skilled, order(Task::Engines));
    let built = |event: &SimEvent| matches!(event, SimEvent::ParkBuilt { engines, .. } if *engines > 0);
    assert!(until(&mut skilled, 10, built).is_some());
}

#[test]
fn engines_breach_a_wall_and_a_garrison_mends_it() {
    let breach = |engines: u32, garrison: u32| {
        let army = Levy::at('A').men(8_000).days(60).park(0, engines, 0);
        let siege = Siege::new(OPEN, army, Levy::at('T').men(garrison).days(60), 0);
        until(&mut siege.sketch.game(), 40, |event| matches!(event, SimEvent::Breached { .. }))
    };
    let (few, many) = (breach(40, 200).expect("forty engines"), breach(120, 200).expect("more engines"));
    assert!(many < few && (10..=40).contains(&few), "{many} and {few} days");
    assert_eq!(breach(5, 8_000), None, "they mend it faster than five engines throw");
}

#[test]
fn a_mine_takes_days_and_may_be_heard() {
    let mut ends = [0, 0];
    for seed in 0..20 {
        let mut siege =
            Siege::new(OPEN, Levy::at('A').men(5_000).days(60).park(0, 0, 50), Levy::at('T').days(60), 0);
        siege.sketch.seed = seed;
        let mut game = siege.sketch.game();
        give(&mut game, Order::Work(Work { formation: ARMY, task: Task::Mine }));
        let day =
            until(&mut game, 20, |event| matches!(event, SimEvent::MineSprung { .. })).expect("it is done");
        assert!((5..=15).contains(&day), "day {day} (M44)");
        let weakest = game.snapshot().wards.0[siege.town.index()].weakest().1;
        ends[usize::from(weakest < 1000)] += 1;
    }
    assert!(ends[0] >= 4 && ends[1] >= 4, "heard {}, sprung {}", ends[0], ends[1]);
}

#[test]
fn people_eat_the_store_of_a_besieged_town_and_not_before() {
    let run = |near: bool| {
        let place = if near { Levy::at('A') } else { Levy::in_hex(ironhawk::sim::hex::Grid::hex(0, 0)) };
        let siege = Siege::new(OPEN, place.men(5_000).days(60), Levy::at('T').men(500).days(0), 300_000)
            .walls(|walls| walls.people = 10_000);
        let mut game = siege.sketch.game();
        (0..10).for_each(|_| drop(game.end_turn()));
        let snapshot = game.snapshot();
        (snapshot.stores.0[0], snapshot.wards.0[0].eaten(), snapshot.formations[1].rations)
    };
    let (left, eaten, garrison) = run(true);
    assert!((130_000..=140_000).contains(&eaten), "10,000 people at 1.4 sheng for ten days: {eaten}");
    assert_eq!(left + eaten + garrison.drawn(), 300_000, "nothing vanishes");
    assert_eq!(run(false).1, 0, "in peace the fields feed them");
}

#[test]
fn a_hungry_town_without_hope_yields_and_its_garrison_goes_home() {
    let days = |terms, food: u32| {
        let (army, garrison) = (Levy::at('A').men(20_000).days(60), Levy::at('T').men(2_000).days(0));
        // Two thousand men at 2 sheng and five thousand people at 1.4.
        let mut siege = Siege::new(OPEN, army, garrison, food * 11_000).walls(|walls| walls.people = 5_000);
        siege.sketch.levy(Levy::in_hex(siege.at + Hex::new(1, 0)).men(10_000).days(60).stance(Stance::Hold));
        let mut game = siege.sketch.game();
        give(&mut game, Order::Summon(Summon { formation: ARMY, place: siege.town, terms }));
        let day = until(&mut game, 60, |event| matches!(event, SimEvent::Yielded { .. }));
        let snapshot = game.snapshot();
        (day, snapshot.formations[1].roll.clone(), snapshot.verdict.owners[0])
    };
    let (day, roll, owner) = days(Terms::FreePassage, 2);
    assert!(day.is_some_and(|day| day < 50), "{day:?}");
    assert_eq!((roll.mouths(), owner), (0, Some(BESIEGER)));
    assert!(roll.count(Fate::GoneHome) > 500, "{roll:?}");
    assert_eq!(
        days(Terms::FreePassage, 60).0.filter(|day| *day < 15),
        None,
        "not while there is food for weeks"
    );
}

#[test]
fn who_is_cut_off_from_his_river_dies_of_thirst_behind_sound_walls() {
    let run = |wells: Option<u32>| {
        let ring = "
            . . . . .
             . B C . .
            . A T D .
             . E F . .
            . . . . .
        ";
        let mut siege =
            Siege::new(ring, Levy::at('A').men(2_000).days(60), Levy::at('T').men(5_000).days(60), 0)
                .walls(|walls| walls.wells = wells);
        for letter in ['B', 'C', 'D', 'E', 'F'] {
            siege.sketch.levy(Levy::at(letter).men(2_000).days(60).stance(Stance::Hold));
        }
        let mut game = siege.sketch.game();
        (0..10).for_each(|_| drop(game.end_turn()));
        let one = game.snapshot().formations[1].roll.clone();
        one.count(Fate::DeadThirst)
    };
    assert_eq!(run(Some(20_000)), 0, "wells for all");
    assert!(run(Some(0)) > 1_000, "no well: {}", run(Some(0)));
    assert_eq!(run(None), 0, "nothing is said of its wells: the ground has water");
}

#[test]
fn traitors_open_a_gate_of_a_closed_town() {
    let mut opened = 0;
    for seed in 0..30 {
        let mut siege =
            Siege::new(OPEN, Levy::at('A').men(9_000).days(60), Levy::at('T').men(500).days(60), 0)
                .walls(|walls| walls.disloyal = 500);
        siege.sketch.levy(Levy::in_hex(siege.at + Hex::new(1, 0)).men(9_000).days(60).stance(Stance::Hold));
        siege.sketch.seed = seed;
        let gate = |event: &SimEvent| matches!(event, SimEvent::GateOpened { .. });
        opened += u32::from(until(&mut siege.sketch.game(), 10, gate).is_some());
    }
    // One minus 0.95 to the tenth: two in five.
    assert!((6..=19).contains(&opened), "{opened} of 30");
}

#[test]
fn recorded_sieges_end_as_they_did() {
    let expected = [
        ("lingzhou_1081", End::Left, (12, 24)),
        ("yongle_1082", End::Perished, (7, 16)),
        ("pingxia_1098", End::Left, (12, 16)),
        ("zhongxing_1227", End::Yielded, (130, 230)),
        ("lingzhou_1002", End::Perished, (60, 85)),
        // Stormed as they were, but sooner (docs/SIEGES.md): the bands hold both.
        ("zangdihe_1117", End::Stormed, (2, 12)),
        ("suzhou_1226", End::Stormed, (2, 45)),
    ];
    for (name, end, (least, most)) in expected {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("assets/cases/siege_{name}.ron"));
        let case: Case =
            ron::from_str(&fs::read_to_string(path).expect("it is shipped")).expect("it is sound");
        let study = siege(&case, 40, 1).expect("a good case");
        let ended = study.ends.get(&end).copied().unwrap_or(0);
        assert!(ended >= 20 && (least..=most).contains(&study.days[2]), "{name}: {study:?}");
    }
}

#[test]
fn every_shipped_siege_can_be_played() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/cases");
    let mut played = 0;
    for entry in fs::read_dir(folder).expect("it is shipped") {
        let path = entry.expect("it can be listed").path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
        if !name.starts_with("siege_") {
            continue;
        }
        let text = fs::read_to_string(&path).expect("it is shipped");
        let case: Case = ron::from_str(&text).unwrap_or_else(|why| panic!("{name}: {why}"));
        let study = siege(&case, 1, 1).unwrap_or_else(|why| panic!("{name}: {why}"));
        assert!(study.days[4] <= case.days, "{name}: {study:?}");
        played += 1;
    }
    assert!(played >= 14, "{played}");
}

#[test]
fn what_is_wrong_with_a_case_is_said() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/cases/siege_lanzhou_1084.ron");
    let good: Case = ron::from_str(&fs::read_to_string(path).expect("it is shipped")).expect("it is sound");
    let wrong = |change: &dyn Fn(&mut Case)| {
        let mut case = good.clone();
        change(&mut case);
        siege(&case, 1, 1).expect_err("it is wrong")
    };
    assert!(wrong(&|case| case.garrison[0].troop = "elephants".to_owned()).contains("elephants"));
    assert!(wrong(&|case| case.garrison.clear()).contains("garrison"));
    assert!(wrong(&|case| case.besiegers[0].0 = 6).contains("side 6"));
    assert!(wrong(&|case| case.besiegers[0].1.men = 0).contains("0 men"));
    assert!(wrong(&|case| case.walls.round_m = 0).contains("m around"));
    assert!(wrong(&|case| case.grain_shi = u32::MAX).contains("shi"));
    assert!(wrong(&|case| case.days = 0).contains("days"));
}
