//! The climate of the theatre over many years: is it that of the stations, does it freeze the rivers when history says,
//! do fronts come from the north-west?

use std::sync::Arc;

use ironhawk::game::Game;
use ironhawk::orders::{March, Order};
use ironhawk::scenario::land::{self, Land};
use ironhawk::scenario::rules::RuleBook;
use ironhawk::scenario::setup;
use ironhawk::scenario::shipped::Data;
use ironhawk::scenario::sketch::{Levy, Sketch};
use ironhawk::scenario::source::Source;
use ironhawk::setting::Rules;
use ironhawk::sim::clock::{Clock, DAY, Date, Tempo};
use ironhawk::sim::dice::Dice;
use ironhawk::sim::event::SimEvent;
use ironhawk::sim::hex::{Grid, Hex};
use ironhawk::sim::id::SideId;
use ironhawk::sim::intent::Pace;
use ironhawk::sim::map::{Mobility, Stream};
use ironhawk::sim::weather::{Sky, Spot, Station};

fn rules() -> &'static Rules {
    &RuleBook::shared().rules
}

/// A part of the theatre.
fn window(from: (i32, i32), to: (i32, i32)) -> Land {
    let source = Data::built_in().read("assets/maps/theatre.ron").expect("the map is there");
    let (land, problems) = land::read(&source, RuleBook::shared());
    land.unwrap_or_else(|| panic!("{problems}")).window(from, to).expect("it lies on the map")
}

fn clock(year: i16, month: u8, day: u8) -> Clock {
    Clock {
        first_day: Date::new(year, month, day).expect("a real day"),
        minute: 0,
        end_minute: DAY,
        turn: 1,
        step: 0,
        tempos: vec![Tempo { from_minute: 0, turn_minutes: 720, step_minutes: 60 }],
        daylight: (360, 1080),
    }
}

/// The sky of a day in the world of a seed.
fn sky(land: &Land, day: (i16, u8, u8), seed: u64) -> Sky {
    let clock = clock(day.0, day.1, day.2);
    rules().climate.begin(&land.map, land.climates.clone(), &clock, Dice { seed }, &rules().weather)
}

/// The weather of a hex on a day in so many worlds.
fn worlds(land: &Land, hex: Hex, day: (i16, u8, u8), seeds: u64) -> Vec<Spot> {
    (0..seeds).map(|seed| sky(land, day, seed).spot(&land.map, hex)).collect()
}

fn mean(numbers: impl ExactSizeIterator<Item = i64>) -> i64 {
    let count = numbers.len().max(1) as i64;
    numbers.sum::<i64>() / count
}

/// Lingzhou and the plain around it.
fn plain() -> (Land, Hex) {
    (window((96, 50), (102, 58)), Grid::hex(99, 54))
}

#[test]
fn lingzhou_is_as_warm_as_the_station_says() {
    let (land, lingzhou) = plain();
    // Normals of Yinchuan on the days of the Julian calendar that fall into the middle of the month (M. = mean, C).
    for (day, c10) in [((1081, 1, 9), -80), ((1081, 4, 9), 112), ((1081, 7, 9), 235), ((1081, 10, 9), 92)] {
        let found = mean(worlds(&land, lingzhou, day, 120).iter().map(|spot| i64::from(spot.mean_c10)));
        assert!((found - c10).abs() <= 15, "{day:?}: {found} against {c10} tenths of a degree");
    }
}

#[test]
fn the_river_at_lingzhou_bears_in_december_and_not_in_march() {
    let (land, lingzhou) = plain();
    let bears = |day, mobility: Mobility| {
        let worlds = worlds(&land, lingzhou, day, 100);
        worlds.iter().filter(|spot| spot.ice_mm >= rules().movement.ice_mm[mobility as usize]).count()
    };
    // The battle on the ice (Yuan shi 1): 5 December 1226.
    let battle = bears((1226, 12, 5), Mobility::Horse);
    let midwinter = bears((1227, 1, 20), Mobility::Train);
    let opening = bears((1227, 2, 28), Mobility::Horse);
    let autumn = bears((1226, 11, 5), Mobility::Foot);
    println!(
        "horse on 5 December {battle}, carts on 20 January {midwinter}, horse on 28 February {opening}, {autumn}"
    );
    assert!(battle >= 65, "it bore horses on 5 December in {battle} of 100 winters");
    assert!(midwinter >= 95, "and carts on 20 January in {midwinter}");
    assert!(opening <= 20, "and horses on 28 February in {opening}");
    assert!(autumn <= 10, "and men on foot on 5 November in {autumn}");
}

#[test]
fn blizzards_end_sieges_now_and_then() {
    // Yanzhou, 36.6 N, January and February: a blizzard in 15 to 25 of 100 spells of ten days.
    let (land, yanzhou) = (window((120, 64), (128, 72)), Grid::hex(124, 68));
    let blizzard = rules().weather.kinds.iter().position(|kind| kind.id == "blizzard").expect("it exists");
    let mut spells = 0;
    for seed in 0..60 {
        let mut struck = false;
        for day in 1..=10 {
            let spot = sky(&land, (1040, 1, 10 + day), seed).spot(&land.map, yanzhou);
            struck |= usize::from(spot.kind) == blizzard;
        }
        spells += u32::from(struck);
    }
    println!("{spells} of 60");
    assert!((6..=18).contains(&spells), "a blizzard in {spells} of 60 spells of ten days");
}

#[test]
fn fronts_come_from_the_north_west() {
    let land = window((60, 20), (125, 70));
    // 650 km apart, from the Alashan to the upper Luo: a day and a half of a front's way.
    let (west, east) = (Grid::hex(65, 25), Grid::hex(100, 55));
    let mut days = Vec::new();
    for seed in 0..6 {
        let series: Vec<(i64, i64)> = (1..=28)
            .map(|day| {
                let sky = sky(&land, (1081, 2, day), seed);
                let c10 = |hex| i64::from(sky.spot(&land.map, hex).mean_c10);
                (c10(west), c10(east))
            })
            .collect();
        days.push(series);
    }
    // How like the days in the east are to those in the west so many days before.
    let likeness = |lag: usize| {
        let pairs: Vec<(i64, i64)> = (days.iter())
            .flat_map(|series| series.iter().zip(series.iter().skip(lag)).map(|(w, e)| (w.0, e.1)))
            .collect();
        let (w, e) = (mean(pairs.iter().map(|pair| pair.0)), mean(pairs.iter().map(|pair| pair.1)));
        mean(pairs.iter().map(|pair| (pair.0 - w) * (pair.1 - e)))
    };
    let back: Vec<(i64, i64)> = (days.iter())
        .flat_map(|series| series.iter().skip(1).zip(series.iter()).map(|(w, e)| (w.0, e.1)))
        .collect();
    let (w, e) = (mean(back.iter().map(|pair| pair.0)), mean(back.iter().map(|pair| pair.1)));
    let back = mean(back.iter().map(|pair| (pair.0 - w) * (pair.1 - e)));
    println!("likeness at 0, 1, 2 days {:?}, the other way {back}", [0, 1, 2].map(likeness));
    assert!(
        likeness(1) * 2 > back * 3 && likeness(1) > likeness(0),
        "cold waves reach the south-east a day later"
    );
}

#[test]
fn the_pass_has_snow_when_the_valley_has_rain() {
    let (land, station) = (window((96, 70), (104, 78)), vec![Station { region: 4, at: Grid::hex(100, 74) }]);
    let clock = clock(1041, 4, 10);
    let mut snowier = 0;
    for seed in 0..40 {
        let begin =
            |map: &_| rules().climate.begin(map, station.clone(), &clock, Dice { seed }, &rules().weather);
        let hex = Grid::hex(100, 74);
        let (mut low, mut high) = (land.map.clone(), land.map.clone());
        low.set_height(hex, 1_200);
        high.set_height(hex, 3_200);
        let (low, high) = (begin(&low).spot(&low, hex), begin(&high).spot(&high, hex));
        assert_eq!(low.mean_c10 - high.mean_c10, 130, "6.5 K a kilometer over two kilometers");
        assert!(high.snow_mm >= low.snow_mm);
        snowier += u32::from(high.snow_mm > low.snow_mm);
    }
    assert!(snowier > 20, "the height has its own snow in {snowier} of 40");
}

#[test]
fn the_same_seed_is_the_same_sky_and_a_window_lies_under_the_sky_of_the_whole() {
    let (whole, part) = (window((60, 30), (125, 80)), window((96, 50), (102, 58)));
    let day = (1081, 12, 20);
    assert_eq!(sky(&whole, day, 7), sky(&whole, day, 7));
    let (large, small) = (sky(&whole, day, 7), sky(&part, day, 7));
    for index in 0..part.map.grid().len() {
        let hex = part.map.grid().at(index);
        assert_eq!(large.spot(&whole.map, hex), small.spot(&part.map, hex));
    }
    assert_ne!(large, sky(&whole, day, 8));
}

/// A river between two banks, under this ice.
fn river(ice_mm: u16) -> (Sketch, Sky) {
    let mut sketch = Sketch::plain(4, 1);
    sketch.tempo = (720, 60);
    sketch.edge(Grid::hex(1, 0), Grid::hex(2, 0), Stream::River);
    (sketch, Sky::steady(Spot { mean_c10: -80, ice_mm, ..Spot::default() }, true))
}

#[test]
fn ice_bears_men_before_horses_and_horses_before_carts() {
    let troops = ["song_foot", "song_horse", "xia_helper"];
    let crosses = |ice_mm: u16| {
        troops.map(|troop| {
            let (mut sketch, sky) = river(ice_mm);
            let id = sketch.levy(Levy::in_hex(Grid::hex(0, 0)).men(500).troop(troop).days(5));
            sketch.levy(Levy::in_hex(Grid::hex(0, 0)).men(500).days(5)); // a war needs somebody who fights
            let (setting, mut start) = sketch.build();
            start.sky = sky;
            let mut game = Game::new(Arc::new(setting), &start);
            let path = (1..4).map(|col| Grid::hex(col, 0)).collect();
            let order = Order::March(March { formation: id, path, pace: Pace::Forced });
            let view = game.view(SideId(0));
            let mobility = view.troop(&view.own[0]).mobility;
            let knows = view.costs().path(mobility, Grid::hex(0, 0), Grid::hex(3, 0), 900_000, |_| false);
            let taken = game.submit(SideId(0), order, "over the ice").is_ok();
            assert_eq!(taken, knows.is_some(), "the gate and the map know the same ice");
            (0..4).for_each(|_| drop(game.end_turn()));
            let there = game.snapshot().formations[0].place.hex() == Grid::hex(3, 0);
            assert_eq!(there, taken, "{troop} over {ice_mm} mm");
            there
        })
    };
    assert_eq!(crosses(0), [false; 3]);
    assert_eq!(crosses(60), [false; 3]);
    assert_eq!(crosses(90), [true, false, false]);
    assert_eq!(crosses(150), [true, true, false]);
    assert_eq!(crosses(250), [true; 3]);
}

#[test]
fn armies_fight_over_thick_ice_and_not_over_open_water() {
    let blows = |ice_mm| {
        let (mut sketch, sky) = river(ice_mm);
        sketch.levy(Levy::in_hex(Grid::hex(1, 0)).men(2_000).days(5));
        sketch.levy(Levy::in_hex(Grid::hex(2, 0)).side(1).men(2_000).days(5));
        let (setting, mut start) = sketch.build();
        start.sky = sky;
        let mut game = Game::new(Arc::new(setting), &start);
        let told = game.end_turn().events;
        told.iter().filter(|told| matches!(told.event, SimEvent::Fought { .. })).count()
    };
    assert_eq!(blows(40), 0);
    assert!(blows(200) > 0, "the battle on the ice of 1226");
}

/// The kinds of rivers at a ford: one that rises with the months, and one that does not.
fn ford(great: bool, month: u8, spot: Option<Spot>) -> (Sketch, Option<Sky>) {
    let mut sketch = Sketch::plain(6, 1);
    sketch.tempo = (720, 60);
    sketch.first_day = Date::new(1081, month, 15).expect("a real day");
    let (west, east) = (Grid::hex(1, 0), Grid::hex(2, 0));
    sketch.edge(west, east, Stream::Ford);
    if great {
        sketch.map.make_great(west, east);
    }
    (sketch, spot.map(|spot| Sky::steady(spot, true)))
}

/// Seconds over the ford on foot, as the gate and the AI know it; `None` when it is closed.
fn crossing_s(great: bool, month: u8, spot: Option<Spot>) -> Option<u32> {
    let (mut sketch, sky) = ford(great, month, spot);
    let id = sketch.levy(Levy::in_hex(Grid::hex(1, 0)).men(500).days(5));
    let (setting, mut start) = sketch.build();
    start.sky = sky.unwrap_or(start.sky);
    let mut game = Game::new(Arc::new(setting), &start);
    let view = game.view(SideId(0));
    let known = view.costs().seconds(Mobility::Foot, Grid::hex(1, 0), 0);
    let path = (2..6).map(|col| Grid::hex(col, 0)).collect::<Vec<_>>();
    let arrival = view.arrival(id, &path, Pace::Ordinary).map(|arrival| arrival.minute);
    let order = Order::March(March { formation: id, path, pace: Pace::Ordinary });
    let taken = game.submit(SideId(0), order, "over the ford").is_ok();
    assert_eq!(
        (taken, arrival.is_some()),
        (known.is_some(), known.is_some()),
        "gate, forecast and map agree"
    );
    let begun = game.clock().minute;
    let mut told = Vec::new();
    (0..2).for_each(|_| told.extend(game.end_turn().events));
    let there =
        told.iter().find(|told| matches!(told.event, SimEvent::Marched { to, .. } if to == Grid::hex(5, 0)));
    assert_eq!(there.is_some(), taken);
    if let (Some(there), Some(arrival)) = (there, arrival) {
        assert!(
            arrival.abs_diff(there.minute) <= 90,
            "told {} min, was {}",
            arrival - begun,
            there.minute - begun
        );
    }
    // A day later the river stands a little higher or lower.
    let later = game.view(SideId(0)).costs().seconds(Mobility::Foot, Grid::hex(1, 0), 0);
    assert!(known.unwrap_or(0).abs_diff(later.unwrap_or(0)) <= 20);
    known
}

#[test]
fn a_great_river_is_high_from_june_to_october_and_low_in_winter() {
    let by_month: Vec<u32> =
        (1..=12).map(|month| crossing_s(true, month, None).expect("months alone close no ford")).collect();
    let low = by_month[1];
    assert!(by_month.iter().all(|seconds| *seconds >= low), "{by_month:?}");
    let water = |month: usize| by_month[month - 1] - low;
    assert!(water(7) > 500 && water(9) > 500 && water(6) > 300, "{by_month:?}");
    assert!(water(12) < 100 && water(3) < 100, "{by_month:?}");
    let small: Vec<_> = (1..=12).map(|month| crossing_s(false, month, None)).collect();
    assert!(small.iter().all(|seconds| *seconds == small[0] && *seconds < Some(low)), "{small:?}");
}

#[test]
fn rain_raises_every_ford_and_a_flood_closes_it() {
    let rain = |high: u16| crossing_s(false, 5, Some(Spot { mean_c10: 150, high, ..Spot::default() }));
    let (dry, wet) = (rain(0).expect("low"), rain(600).expect("high"));
    assert!(wet > dry + 600, "{dry} s and {wet} s");
    assert_eq!(rain(1_000), None, "nobody crosses");
    let refused = |high: u16| {
        let (mut sketch, sky) = ford(false, 5, Some(Spot { mean_c10: 150, high, ..Spot::default() }));
        let formation = sketch.levy(Levy::in_hex(Grid::hex(1, 0)).men(500).days(5));
        let (setting, mut start) = sketch.build();
        start.sky = sky.expect("it is given");
        let mut game = Game::new(Arc::new(setting), &start);
        let order = March { formation, path: vec![Grid::hex(2, 0)], pace: Pace::Ordinary };
        game.submit(SideId(0), Order::March(order), "").err().map(|why| why.to_string())
    };
    assert_eq!(refused(900), None);
    assert!(refused(1_200).expect("it is closed").contains("flood"));
}

#[test]
fn deep_snow_halves_a_march_and_mud_slows_it() {
    let km = |spot: Spot| {
        let mut sketch = Sketch::plain(60, 1);
        let id = sketch.levy(Levy::in_hex(Grid::hex(0, 0)).men(500).days(5));
        sketch.tempo = (720, 60);
        let (setting, mut start) = sketch.build();
        start.sky = Sky::steady(spot, true);
        let mut game = Game::new(Arc::new(setting), &start);
        let path = (1..60).map(|col| Grid::hex(col, 0)).collect();
        let order = Order::March(March { formation: id, path, pace: Pace::Ordinary });
        game.submit(SideId(0), order, "to see how far").expect("the way is free");
        (0..2).for_each(|_| drop(game.end_turn()));
        Grid::col_row(game.snapshot().formations[0].place.hex()).0
    };
    let fair = Spot { mean_c10: 50, ..Spot::default() };
    let (dry, snow) = (km(fair), km(Spot { snow_mm: 300, ..fair }));
    let mud = Spot { mud: 1000, ..fair };
    let (deep, frozen) = (km(mud), km(Spot { mean_c10: -50, ..mud }));
    assert!((40..=60).contains(&(snow * 100 / dry)), "{snow} of {dry} km over 30 cm of snow");
    assert!(deep * 4 < dry * 3 && frozen == dry, "{deep} km in mud, {frozen} when it is frozen, {dry} dry");
}

#[test]
fn winter_days_are_short() {
    let daylight = |month, day| rules().climate.daylight(Date::new(1081, month, day).expect("a real day"));
    let hours = |(rise, set): (u32, u32)| (set - rise) / 6;
    let (summer, winter) = (hours(daylight(6, 14)), hours(daylight(12, 14)));
    assert!(
        (145..=149).contains(&summer) && (94..=97).contains(&winter),
        "{summer} {winter} tenths of an hour"
    );
}

#[test]
fn a_war_of_the_theatre_has_the_weather_the_sun_and_the_ice_of_its_season() {
    let text = setup::template("winter")
        .replace("map: \"haoshuichuan\"", "map: \"theatre\", window: ((85, 40), (115, 80))")
        .replace("    weather: { \"fair\": 3, \"cold_wind\": 1 },\n", "")
        .replace("    daylight: (sunrise: \"06:00\", sunset: \"18:00\"),\n", "")
        .replace("1041-03-16", "1041-12-29")
        .replace("1041-03-18", "1042-01-02")
        .replace("1041-03-17", "1041-12-31")
        .replace("(10, 31)", "(100, 75)")
        .replace("(9, 0)", "(99, 54)")
        .replace("(14, 26)", "(99, 70)")
        .replace("yangmulong", "zhenrong");
    let source = Source::from_text("winter.ron", text);
    let (opened, problems) = setup::of_source(&source, None, &Data::built_in(), RuleBook::shared(), 1);
    let (setting, start) = opened.unwrap_or_else(|| panic!("{problems}"));
    let setting = Arc::new(setting);
    let (mut game, mut rebuilt) = (Game::new(Arc::clone(&setting), &start), start);
    let mut turned = Vec::new();
    while game.outcome().is_none() && game.clock().minute < game.clock().end_minute {
        let mut again = Game::new(Arc::clone(&setting), &rebuilt);
        again.end_turn();
        rebuilt = again.snapshot();
        turned.extend(game.end_turn().events.into_iter().filter_map(|told| match told.event {
            SimEvent::WeatherTurned { over, .. } => Some(over),
            SimEvent::WeatherChanged { .. } => panic!("there is no weather of the whole land"),
            _ => None,
        }));
        assert_eq!(game.snapshot().digest(), rebuilt.digest(), "nothing is forgotten by the snapshot");
    }
    let end = game.snapshot();
    let map = &game.setting().map;
    let minute = end.clock.minute;
    let c10 = end.sky.temperature_c10(map, Grid::hex(99, 54), minute, &rules().climate).expect("a climate");
    assert!((-300..0).contains(&c10), "{c10} tenths of a degree at Lingzhou in January");
    assert!(end.sky.spot(map, Grid::hex(99, 54)).ice_mm > 150);
    assert!(end.clock.daylight.1 - end.clock.daylight.0 < 600, "a winter's day: {:?}", end.clock.daylight);
    assert!(turned.len() < 20, "the weather of four days is told {} times", turned.len());
}
