//! The theatre map: is it the land that it says it is, and can a war be fought in a window of it?

use std::collections::BTreeSet;

use ironhawk::scenario::rules::RuleBook;
use ironhawk::scenario::shipped::Data;
use ironhawk::scenario::source::Source;
use ironhawk::scenario::{land, setup};
use ironhawk::setting::Setting;
use ironhawk::sim::hex::{Grid, Hex, SIDES};
use ironhawk::sim::map::{Mobility, Stream};
use ironhawk::sim::movement::MarchCosts;
use ironhawk::sim::register::PlaceKind;

const DAYS: u32 = 86_400;
const ALL: [Mobility; 4] = [Mobility::Foot, Mobility::Hill, Mobility::Horse, Mobility::Train];

fn theatre() -> land::Land {
    let source = Data::built_in().read("assets/maps/theatre.ron").expect("the map is there");
    let (land, problems) = land::read(&source, RuleBook::shared());
    land.unwrap_or_else(|| panic!("{problems}"))
}

fn costs(land: &land::Land) -> MarchCosts {
    MarchCosts::new(&land.map, &RuleBook::shared().rules.movement)
}

fn place(land: &land::Land, id: &str) -> Hex {
    let place = land.places.iter().find(|place| place.id == id);
    place.map(|place| Grid::hex(place.at.0, place.at.1)).unwrap_or_else(|| panic!("no place {id}"))
}

#[test]
fn the_ground_is_what_travelers_found_there() {
    let land = theatre();
    let book = RuleBook::shared();
    // What, where (degrees, and the hex that holds them), and the kind of ground there.
    let known = [
        ("the plain of Xingqing", (106.28, 38.60), (99, 47), "oasis"),
        ("the crest of the Helan", (105.92, 38.80), (97, 45), "mountain"),
        ("the Tengger sands", (104.20, 38.60), (85, 48), "desert"),
        ("the Badain Jaran sands", (102.20, 40.30), (70, 29), "desert"),
        ("the Mu Us sands", (109.00, 38.60), (119, 46), "desert"),
        ("the Kubuqi sands", (109.30, 40.25), (120, 29), "desert"),
        ("the Ulan Buh sands", (106.40, 40.10), (100, 31), "desert"),
        ("the Alashan", (98.50, 41.50), (45, 16), "gobi"),
        ("the dry sea", (106.75, 37.75), (103, 56), "gobi"),
        ("Qinghai lake", (100.20, 36.90), (55, 66), "lake"),
        ("the Qilian", (99.00, 38.70), (47, 46), "high_mountain"),
        ("the Kunlun", (95.00, 35.20), (15, 81), "high_mountain"),
        ("the Tsaidam", (93.50, 37.60), (6, 54), "steppe"),
        ("the salt flats of the Tsaidam", (95.00, 36.90), (16, 63), "salt"),
        ("the hills of Yanzhou", (109.60, 36.80), (124, 65), "loess"),
        ("the hills of Qingzhou", (107.60, 36.10), (110, 74), "loess"),
        ("the hills west of the Liupan", (105.60, 36.10), (95, 74), "loess"),
        ("Guanzhong", (109.00, 34.50), (122, 90), "plain"),
        ("Shazhou", (94.66, 40.14), (17, 28), "oasis"),
        ("Ganzhou", (100.45, 38.93), (58, 44), "oasis"),
        ("Liangzhou", (102.64, 37.93), (73, 55), "oasis"),
        ("the back bend", (107.80, 40.90), (110, 22), "oasis"),
        ("Juyan lake", (101.30, 42.30), (64, 8), "lake"),
        ("the lower Hei", (101.10, 41.80), (62, 13), "oasis"),
        ("the grass of the Ordos", (108.30, 39.50), (113, 37), "steppe"),
        ("the grass beyond the Yin mountains", (112.80, 42.20), (143, 5), "steppe"),
        ("the Liupan crest", (106.20, 35.65), (99, 79), "mountain"),
        ("Mount Taibai", (107.75, 33.95), (112, 97), "mountain"),
        ("Jilantai", (105.70, 39.75), (95, 35), "salt"),
    ];
    for (what, at, (col, row), kind) in known {
        let (id, _) = &book.terrain[land.map.terrain_id(Grid::hex(col, row)).index()];
        assert_eq!(id, kind, "{what} at {at:?}");
    }
}

#[test]
fn heights_are_those_of_the_ground() {
    let map = theatre().map;
    // Meters above the sea today, and how far the mean of a hex may be off.
    let known = [
        ("Xingqing", (99, 49), 1110, 60),
        ("Lingzhou", (99, 54), 1130, 60),
        ("Jingzhao", (121, 93), 400, 60),
        ("Lanzhou", (82, 75), 1520, 20),
        ("Ganzhou", (58, 44), 1480, 80),
        ("Xiliang", (73, 55), 1530, 100),
        ("Suzhou", (44, 34), 1480, 80),
        ("Shazhou", (17, 28), 1140, 60),
        ("Heishui", (63, 14), 940, 60),
        ("Taiyuan", (146, 52), 790, 80),
        ("Datong", (148, 27), 1050, 80),
        ("Zhenrong", (100, 75), 1750, 120),
        ("Qinghai lake", (55, 66), 3194, 10),
    ];
    for (what, (col, row), meters, within) in known {
        let height = map.height(Grid::hex(col, row));
        assert!((height - meters).abs() <= within, "{what} lies at {height} m, not {meters}");
    }
}

#[test]
fn nobody_crosses_the_yellow_river_but_at_its_crossings() {
    let land = theatre();
    let (left, right) = (place(&land, "xiliang"), place(&land, "yanzhou"));
    // East of 101.8 E, where it comes out of the mountains; the meridian as columns of the first and the last row.
    let is_east = |hex: Hex| {
        let (col, row) = Grid::col_row(hex);
        col >= 69 - row * 4 / 103
    };
    let flood = |from: Hex, crosses: fn(Stream) -> bool| {
        let (mut seen, mut queue) = (BTreeSet::from([(from.x, from.y)]), vec![from]);
        while let Some(here) = queue.pop() {
            for (side, there) in land.map.grid().neighbors(here) {
                let way = is_east(there) && crosses(land.map.edge(here, side));
                if way && seen.insert((there.x, there.y)) {
                    queue.push(there);
                }
            }
        }
        seen
    };
    // Over crests and everything, but no river, no ford: the banks have nothing in common.
    let dry = |stream| !matches!(stream, Stream::River | Stream::Ford);
    let (on_left, on_right) = (flood(left, dry), flood(right, dry));
    assert!(on_left.len() > 2_000 && on_right.len() > 1_500, "{} {}", on_left.len(), on_right.len());
    assert!(on_left.is_disjoint(&on_right), "the river has a gap");
    let by_ford = flood(left, |stream| stream != Stream::River);
    assert!(by_ford.contains(&(right.x, right.y)), "and its crossings can be used");
    // Everybody stands on the bank that the texts name.
    for (id, bank) in [
        ("xingqing", &on_left),
        ("shunzhou", &on_left),
        ("dingzhou", &on_left),
        ("yingli", &on_left),
        ("jinchengguan", &on_left),
        ("baode", &on_left),
        ("hezhong", &on_left),
        ("lingzhou", &on_right),
        ("mingsha", &on_right),
        ("lanzhou", &on_right),
        ("huizhou", &on_right),
        ("fuzhou", &on_right),
        ("wubao", &on_right),
        ("tongguan", &on_right),
    ] {
        let hex = place(&land, id);
        assert!(bank.contains(&(hex.x, hex.y)), "{id} stands on the wrong bank");
    }
}

#[test]
fn every_pass_and_ferry_lets_wagons_through() {
    let land = theatre();
    let costs = costs(&land);
    let passes: Vec<_> = land.places.iter().filter(|place| place.kind == PlaceKind::Pass).collect();
    assert!(passes.len() >= 25, "{}", passes.len());
    for pass in passes {
        let hex = Grid::hex(pass.at.0, pass.at.1);
        for mobility in ALL {
            let ways = (0..6).filter(|side| {
                land.map.has_road(hex, *side) && costs.seconds(mobility, hex, *side).is_some()
            });
            assert!(ways.count() >= 2, "no way through {} for {mobility:?}", pass.id);
        }
    }
}

#[test]
fn no_army_crosses_a_crest_but_at_a_pass() {
    let land = theatre();
    let costs = costs(&land);
    let passes: BTreeSet<(i32, i32)> =
        land.places.iter().filter(|place| place.kind == PlaceKind::Pass).map(|place| place.at).collect();
    // A crest, and a hex on either side of it; looked at in the box of the two and two hexes around.
    for (crest, (a, b)) in [
        ("Helan", ((94, 44), (99, 45))),
        ("Liupan", ((97, 81), (102, 79))),
        ("Long", ((101, 88), (105, 87))),
        ("Qilian", ((63, 56), (61, 48))),
        ("Lang", ((105, 19), (106, 15))),
        ("Yin", ((136, 21), (135, 18))),
        ("Qin", ((108, 91), (105, 97))),
    ] {
        let (from, to) = (Grid::hex(a.0, a.1), Grid::hex(b.0, b.1));
        let outside = |index: usize| {
            let (col, row) = Grid::col_row(land.map.grid().at(index));
            let within = |at: i32, a: i32, b: i32| (a.min(b) - 2..=a.max(b) + 2).contains(&at);
            !within(col, a.0, b.0) || !within(row, a.1, b.1)
        };
        let at_pass = |index: usize| passes.contains(&Grid::col_row(land.map.grid().at(index)));
        for mobility in ALL {
            let way = |barred: &dyn Fn(usize) -> bool| {
                costs.path(mobility, from, to, 60 * DAYS, |index| outside(index) || barred(index))
            };
            assert!(way(&at_pass).is_none(), "{mobility:?} crosses the {crest} off the passes");
            assert!(way(&|_| false).is_some(), "no pass leads {mobility:?} over the {crest}");
        }
    }
}

#[test]
fn every_place_can_be_reached_and_towns_by_wagon() {
    let land = theatre();
    let costs = costs(&land);
    let from = [place(&land, "xingqing")];
    let by = |mobility| costs.from(mobility, &from, 400 * DAYS, |_| false);
    let (foot, train) = (by(Mobility::Foot), by(Mobility::Train));
    for place in &land.places {
        let hex = Grid::hex(place.at.0, place.at.1);
        assert!(foot.seconds(hex).is_some(), "nobody gets to {}", place.id);
        assert!(place.kind != PlaceKind::Town || train.seconds(hex).is_some(), "no wagon to {}", place.id);
    }
    assert!((200..=250).contains(&land.places.len()), "{}", land.places.len());
}

#[test]
fn roads_take_as_many_days_as_their_li() {
    let land = theatre();
    let costs = costs(&land);
    // 30 li a day is a stage for foot, 20 with a train (mechanics of the campaigns); hours of marching, not halts.
    for (from, to, li) in
        [("huanzhou", "lingzhou", 540), ("zhenrong", "mingsha", 400), ("ganzhou", "suzhou", 420)]
    {
        for (mobility, slow, fast) in
            [(Mobility::Foot, 26, 42), (Mobility::Horse, 40, 66), (Mobility::Train, 20, 36)]
        {
            let path = costs.path(mobility, place(&land, from), place(&land, to), 90 * DAYS, |_| false);
            let way =
                std::iter::once(place(&land, from)).chain(path.expect("there is a road")).collect::<Vec<_>>();
            let step = |pair: &[Hex]| {
                let side =
                    SIDES.iter().position(|side| pair[0] + *side == pair[1]).expect("hexes of a way touch");
                costs.seconds(mobility, pair[0], side).expect("the way is open")
            };
            let seconds: u32 = way.windows(2).map(step).sum();
            let li_a_day = li * 8 * 3600 / seconds;
            assert!((slow..=fast).contains(&li_a_day), "{mobility:?} {from} to {to}: {li_a_day} li a day");
        }
    }
}

/// A war in a window of the theatre.
fn war(window: &str) -> Result<Setting, String> {
    let text = setup::template("my_war")
        .replace(r#"map: "haoshuichuan","#, &format!(r#"map: "theatre", {window}"#))
        .replace("(10, 31)", "(100, 75)")
        .replace("(9, 0)", "(99, 54)")
        .replace("(14, 26)", "(99, 70)")
        .replace("yangmulong", "zhenrong");
    let source = Source::from_text("my_war.ron", text);
    let (opened, problems) = setup::of_source(&source, None, &Data::built_in(), RuleBook::shared(), 1);
    opened.map(|(setting, _)| setting).ok_or_else(|| problems.to_string())
}

#[test]
fn a_window_is_a_map_whose_hexes_keep_their_columns_and_rows() {
    let (whole, window) =
        (war("").expect("it loads"), war("window: ((90, 45), (110, 85)),").expect("it loads"));
    let (large, small) = (&whole.map, &window.map);
    assert_eq!((small.grid().width, small.grid().height), (21, 41));
    for index in 0..small.grid().len() {
        let hex = small.grid().at(index);
        assert_eq!((small.terrain_id(hex), small.height(hex)), (large.terrain_id(hex), large.height(hex)));
        for (side, step) in SIDES.iter().enumerate() {
            let inward = small.grid().contains(hex + *step);
            assert_eq!(small.has_road(hex, side), inward && large.has_road(hex, side));
            let stream = if inward { large.edge(hex, side) } else { Stream::None };
            assert_eq!(small.edge(hex, side), stream);
        }
    }
    assert!(small.is_sound());
    let at = |setting: &Setting, id: &str| {
        setting.register.places.iter().find(|place| place.name.id == id).map(|place| place.at)
    };
    assert_eq!(at(&window, "zhenrong"), at(&whole, "zhenrong"));
    assert!(at(&whole, "shazhou").is_some() && at(&window, "shazhou").is_none());
}

#[test]
fn a_bad_window_is_told_with_a_hint() {
    for (window, words) in [
        (
            "window: ((90, 45), (200, 85)),",
            "window: (200, 85) lies off the map; columns are 0 to 155, rows 0 to 103",
        ),
        ("window: ((-1, 45), (110, 85)),", "window: (-1, 45) lies off the map"),
        (
            "window: ((110, 85), (90, 45)),",
            "window: (90, 45) does not lie south-east of (110, 85); write the north-west",
        ),
        ("window: ((90, 45), (90, 85)),", "does not lie south-east"),
        ("window: (90, 45),", "window"),
        // The garrison stands outside.
        (
            "window: ((90, 45), (110, 60)),",
            "(100, 75) lies off the map; columns are 90 to 110, rows 45 to 60",
        ),
    ] {
        let told = war(window).expect_err(window);
        assert!(told.contains(words), "{window} said\n{told}");
    }
}
