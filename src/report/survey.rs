//! What a viewer may ask of a state, answered in words: what lies near a hex, how the forces stand, what is wanted and
//! what of it is reached. Whoever cannot see the map plays by these; they say all that it shows.

use super::known::{Body, bodies};
use super::names::{Teller, direction, distance, list, number};
use super::series::Tally;
use super::words::capitalized;
use crate::setting::Setting;
use crate::sim::army::Fate;
use crate::sim::clock::Clock;
use crate::sim::event::{CommanderFate, Source};
use crate::sim::exposure::{Water, water_at};
use crate::sim::hex::{Grid, Hex, SIDE_NAMES};
use crate::sim::id::{PlaceId, SideId};
use crate::sim::map::{Mobility, Stream};
use crate::sim::movement::{CLOSED, MarchCosts, high_water_time, passes};
use crate::sim::register::PlaceKind;
use crate::sim::victory::{Goal, Objective};
use crate::sim::weather::Sky;
use crate::snapshot::{FormationState, Snapshot};

/// How far around a hex it is told who stands there, meters.
const NEAR_M: u32 = 15_000;
/// High water that is told of, permille of what closes a ford.
const HIGH: u16 = 200;
/// Most bodies of men told of around a hex.
const MOST_NEAR: usize = 12;

/// What lies in a hex and who stands in it and near it, the nearest first.
pub fn near(setting: &Setting, state: &Snapshot, viewer: Option<SideId>, hex: Hex) -> Vec<String> {
    let map = &setting.map;
    let (col, row) = Grid::col_row(hex);
    if !map.grid().contains(hex) {
        let (cols, rows) = (map.grid().columns(), map.grid().rows());
        return vec![format!(
            "({col}, {row}) is off the map; columns go from {} to {}, rows from {} to {}.",
            cols.start,
            cols.end - 1,
            rows.start,
            rows.end - 1
        )];
    }
    let mut teller = Teller::new(setting).in_latin();
    let kind = map.kind(hex);
    let road = if map.is_on_road(hex) { ", on a road" } else { "" };
    let room = map.hiding_room(hex).min(u64::from(u32::MAX)) as u32;
    let room = if room > 0 { format!(" {} men can hide here.", number(room)) } else { String::new() };
    let cover = match kind.cover / 10 {
        0 => String::new(),
        share => format!(" Its cover spares a defender {share} in 100."),
    };
    let mut lines = vec![format!(
        "Column {col}, row {row}, {}: {}, {} m high{road}.{room}{cover}",
        teller.where_is(hex),
        kind.name,
        map.height(hex)
    )];
    lines.extend(roads(setting, hex));
    lines.extend(streams(setting, &state.sky, hex));
    for (side, how, men) in
        passages(setting, &setting.costs_under(&state.sky, &state.waters), &state.clock, hex)
    {
        lines.push(format!("In a day {men} pass to the {}, {how}.", SIDE_NAMES[side]));
    }
    if state.sky.has_climate() {
        let weather = weather(setting, &state.sky, &state.clock, hex);
        lines.push(format!("{}.", capitalized(weather)));
        lines.push(water(setting, &state.sky, hex).to_owned());
    }
    lines.extend(place(setting, state, viewer, hex));
    lines.extend(lures(setting, state, viewer, hex));
    let mut around: Vec<(u32, Body)> = (bodies(setting, state, viewer).into_iter())
        .map(|body| (body.at.unsigned_distance_to(hex), body))
        .filter(|(hexes, _)| hexes.saturating_mul(map.hex_m) <= NEAR_M)
        .collect();
    around.sort_by_key(|(hexes, body)| (*hexes, body.id));
    if around.is_empty() {
        lines.push(format!("Nobody is known to be within {}.", distance(NEAR_M)));
    }
    for (hexes, body) in around.iter().take(MOST_NEAR) {
        let there = match direction(hex, body.at) {
            None => "Here".to_owned(),
            Some(direction) => capitalized(format!("{} {direction}", distance(hexes * map.hex_m))),
        };
        lines.push(format!("{there}: {}.", body_words(setting, body)));
    }
    if around.len() > MOST_NEAR {
        lines.push(format!("And {} more within {}.", around.len() - MOST_NEAR, distance(NEAR_M)));
    }
    lines
}

/// A body of men as a viewer sees it: `Ren Fu's column of Song (Song horse), 3,000 men, on the march`.
pub fn body_words(setting: &Setting, body: &Body) -> String {
    let troop = body.troop.and_then(|troop| setting.troops.kinds.get(troop.index()));
    match body.report {
        None => {
            let (side, troop) =
                (&setting.register.side(body.side).name.latin, troop.map_or("", |kind| &kind.1.name));
            format!("{} of {side} ({troop}), {} men, {}", body.name, number(body.men), body.posture.words())
        }
        Some((age, source)) => {
            let age = match age {
                0..60 => format!("{age} minutes ago"),
                _ => format!("{} hours ago", age / 60),
            };
            format!("{}, {}, {} {age}", body.name, body.posture.words(), how(source))
        }
    }
}

fn how(source: Source) -> &'static str {
    match source {
        Source::Eyes => "seen",
        Source::Scouts => "seen by scouts",
        Source::Dust => "guessed from dust",
        Source::Fires => "guessed from fires",
        Source::Contact => "fought",
        Source::Tracks => "tracked",
        Source::News => "heard of",
    }
}

/// What lies in a hex that a viewer knows of: bait of his own, or found by his men.
fn lures(setting: &Setting, state: &Snapshot, viewer: Option<SideId>, hex: Hex) -> Vec<String> {
    let mut lines = Vec::new();
    for lure in state.lures.0.iter().filter(|lure| lure.lying && lure.at == hex) {
        let known = viewer.is_none_or(|side| {
            side == lure.side
                || state.beliefs.0.get(side.index()).is_some_and(|b| b.lures.contains_key(&lure.id))
        });
        if known {
            let own = viewer.is_none_or(|side| side == lure.side);
            let whose = if own {
                format!(" left by {}", setting.register.side(lure.side).name.latin)
            } else {
                String::new()
            };
            lines.push(format!("Here lies {}{whose}.", Teller::lure_kind(lure.kind)));
        }
    }
    for cache in state.caches.all().iter().filter(|cache| cache.at == hex) {
        if viewer.is_none_or(|viewer| viewer == cache.side) {
            let how = if cache.buried { "buried" } else { "in the open" };
            let whose = &setting.register.side(cache.side).name.latin;
            lines.push(format!("Here lie {} sheng of grain of {whose}, {how}.", number(cache.sheng)));
        }
    }
    lines
}

fn roads(setting: &Setting, hex: Hex) -> Option<String> {
    let ways = (0..6).filter(|side| setting.map.has_road(hex, *side)).map(|side| SIDE_NAMES[side].to_owned());
    let ways: Vec<String> = ways.collect();
    (!ways.is_empty()).then(|| format!("Roads lead {}.", list(&ways, 6)))
}

/// How many pass over a side of a hex in a day: `52,000 on foot, 21,000 riders, 17,600 with a train`; `None` where no way
/// leads.
pub fn passage(
    setting: &Setting,
    costs: &MarchCosts,
    clock: &Clock,
    (hex, side): (Hex, usize),
) -> Option<String> {
    let arms = [(Mobility::Foot, "on foot"), (Mobility::Horse, "riders"), (Mobility::Train, "with a train")];
    let pass = |(mobility, words): (Mobility, &str)| {
        let men =
            passes((&setting.map, costs), mobility, (hex, side), clock.light_min(), &setting.rules.movement)?;
        Some(format!("{} {words}", number(rounded(men))))
    };
    let words: Vec<String> = arms.into_iter().filter_map(pass).collect();
    (!words.is_empty()).then(|| words.join(", "))
}

/// Ways out of a hex on which columns have to wait for one another, narrow first by side: over roads, fords and passes; with
/// how many they let through in a day.
pub fn passages(
    setting: &Setting,
    costs: &MarchCosts,
    clock: &Clock,
    hex: Hex,
) -> Vec<(usize, &'static str, String)> {
    let map = &setting.map;
    let is_pass = setting.register.place_at(hex).is_some_and(|(_, place)| place.kind == PlaceKind::Pass);
    let way = |side: usize| {
        let how = match map.edge(hex, side) {
            Stream::Ford => "over the ford or bridge",
            Stream::River => "over the ice",
            _ if map.has_road(hex, side) => "by road",
            _ if is_pass => "off the road",
            _ => return None,
        };
        Some((side, how, passage(setting, costs, clock, (hex, side))?))
    };
    (0..6).filter_map(way).collect()
}

/// Men on foot whom a hex lets through in a day over its roads, fords or pass: in over one side and out over another. `None`
/// where there is none of these.
pub fn through(setting: &Setting, costs: &MarchCosts, clock: &Clock, hex: Hex) -> Option<u32> {
    let sides = passages(setting, costs, clock, hex).into_iter();
    let rules = &setting.rules.movement;
    let pass = |(side, ..): (usize, &str, String)| {
        passes((&setting.map, costs), Mobility::Foot, (hex, side), clock.light_min(), rules)
    };
    let mut men: Vec<u32> = sides.filter_map(pass).collect();
    men.sort_unstable_by_key(|men| std::cmp::Reverse(*men));
    men.get(1).or(men.first()).map(|men| rounded(*men))
}

/// Three figures are enough.
pub fn rounded(men: u32) -> u32 {
    let unit = 10_u32.pow(men.max(1).ilog10().saturating_sub(2));
    men / unit * unit
}

fn streams(setting: &Setting, sky: &Sky, hex: Hex) -> Option<String> {
    let water = (0..6).filter_map(|side| {
        let name = match setting.map.edge(hex, side) {
            Stream::None => return None,
            Stream::Brook => "a brook",
            Stream::River => "a river",
            Stream::Ford => "a ford or bridge",
            Stream::Bluff => "a bluff",
        };
        let high =
            high_water(setting, sky, hex, side).map_or_else(String::new, |words| format!(" ({words})"));
        Some(format!("{name} to the {}{high}", SIDE_NAMES[side]))
    });
    let water: Vec<String> = water.collect();
    (!water.is_empty()).then(|| capitalized(format!("{}.", list(&water, 6))))
}

fn place(setting: &Setting, state: &Snapshot, viewer: Option<SideId>, hex: Hex) -> Option<String> {
    let (id, info) = setting.register.place_at(hex)?;
    let owner = state.verdict.owners.get(id.index()).copied().flatten();
    let held =
        owner.map_or_else(|| "nobody".to_owned(), |side| setting.register.side(side).name.latin.clone());
    let may_count = viewer.is_none() || (viewer == owner && owner.is_some());
    let grain = state.stores.0.get(id.index()).filter(|_| may_count);
    let grain =
        grain.map_or_else(String::new, |sheng| format!(", {} sheng of grain in store", number(*sheng)));
    let name = Teller::new(setting).place(id);
    Some(format!("{name}, {}, held by {held}{grain}.", kind_words(info.kind)))
}

fn kind_words(kind: PlaceKind) -> &'static str {
    match kind {
        PlaceKind::Fort => "a fort",
        PlaceKind::Town => "a town",
        PlaceKind::Village => "a village",
        PlaceKind::Pass => "a pass",
        PlaceKind::Field => "open ground",
    }
}

/// The weather and the ground of a hex: `snow, -12 C, 20 cm of snow, ice on rivers 9 cm`.
pub fn weather(setting: &Setting, sky: &Sky, clock: &Clock, hex: Hex) -> String {
    let (map, rules) = (&setting.map, &setting.rules);
    let spot = sky.spot(map, hex);
    let mut words = vec![rules.weather.kind(spot).map_or_else(String::new, |kind| kind.name.clone())];
    if let Some(c10) = sky.temperature_c10(map, hex, clock.minute, &rules.climate) {
        words.push(format!("{} C", (i32::from(c10) + 5).div_euclid(10)));
    }
    if spot.snow_mm >= 10 {
        words.push(format!("{} cm of snow", spot.snow_mm / 10));
    }
    if spot.soft() >= 100 && map.kind(hex).mud > 0 {
        words.push(if spot.soft() >= 500 { "deep mud" } else { "soft ground" }.to_owned());
    }
    if spot.high >= HIGH {
        words.push(if spot.high >= CLOSED { "streams in flood" } else { "streams high" }.to_owned());
    }
    if spot.ice_mm >= 10 {
        words.push(format!("ice on rivers {} cm, {}", spot.ice_mm / 10, ice_bears(spot.ice_mm, setting)));
    }
    words.join(", ")
}

/// High water at a ford or brook on a side of a hex: `high: crossing takes 260 % of the time`; `None` where the water is low or
/// no ford.
pub fn high_water(setting: &Setting, sky: &Sky, hex: Hex, side: usize) -> Option<String> {
    let stream = setting.map.edge(hex, side);
    let high = setting.rules.climate.high_water(sky, &setting.map, hex, side);
    match stream {
        Stream::Ford if high >= CLOSED => Some("in flood: nobody crosses".to_owned()),
        Stream::Ford | Stream::Brook if high >= HIGH => {
            let time = high_water_time(high, &setting.rules.movement) / 10;
            Some(format!("high: crossing takes {time} % of the time"))
        }
        _ => None,
    }
}

/// Whom ice of so many mm bears.
pub fn ice_bears(ice_mm: u16, setting: &Setting) -> &'static str {
    let bears = |mobility: Mobility| ice_mm >= setting.rules.movement.ice_mm[mobility as usize];
    match (bears(Mobility::Foot), bears(Mobility::Horse), bears(Mobility::Train)) {
        (_, _, true) => "which bears carts",
        (_, true, false) => "which bears horses",
        (true, false, false) => "which bears men on foot",
        (false, false, false) => "which bears nobody",
    }
}

/// Whether men and beasts drink in a hex.
pub fn water(setting: &Setting, sky: &Sky, hex: Hex) -> &'static str {
    match water_at((&setting.map, &setting.register), sky, hex, false, &setting.rules.exposure) {
        Water::Plenty => "There is water.",
        Water::Wells(_) => "There are wells, not enough for many.",
        Water::None => "There is no water.",
    }
}

/// The forces that a viewer knows of, side by side: his own as they are, others as reported.
pub fn forces(setting: &Setting, state: &Snapshot, viewer: Option<SideId>) -> Vec<String> {
    let known = bodies(setting, state, viewer);
    let mut teller = Teller::new(setting).in_latin();
    let mut lines = Vec::new();
    for side in setting.register.side_ids() {
        let own = viewer.is_none_or(|viewer| viewer == side);
        let of_side: Vec<&Body> = known.iter().filter(|body| body.side == side).collect();
        let men: u64 = of_side.iter().map(|body| u64::from(body.men)).sum();
        let (name, count) = (teller.side(side), of_side.len());
        let about = if own { "" } else { "about " };
        let known = if own { "" } else { " reported" };
        lines.push(format!("{name}: {about}{} men in {count} formations{known}.", number(men as i64)));
        for body in of_side {
            let place = teller.where_is(body.at);
            let state = state.formations.get(body.id.index()).filter(|_| body.report.is_none());
            let more = state.map_or_else(String::new, |one| condition(setting, one, &mut teller));
            lines.push(format!("  {}, {place}{more}.", body_words(setting, body)));
        }
        if own {
            lines.extend(fallen(setting, state, side));
        }
    }
    lines
}

/// How a formation is, for those who may know.
fn condition(setting: &Setting, one: &FormationState, teller: &mut Teller) -> String {
    let days = one.rations.tenths_of_days(one.roll.mouths(), &setting.rules.supply);
    let leader = one.led.0.map_or_else(String::new, |id| format!(", led by {}", teller.commander(id)));
    let unfit = one.roll.count(Fate::Wounded) + one.roll.count(Fate::Sick) + one.roll.count(Fate::Straggling);
    let unfit =
        if unfit > 0 { format!(", {} of them unfit or behind", number(unfit)) } else { String::new() };
    let own_will = if one.will.is_carried_away() { ", carried away by temper" } else { "" };
    let mobility = setting.troops.kind(one.troop.0).mobility;
    let water = match one.exposure.thirsty_h(mobility, &setting.rules.exposure) {
        0 if !one.exposure.is_dry() => String::new(),
        0 => format!(", water for {} hours", one.exposure.water_h(mobility, &setting.rules.exposure)),
        hours => format!(", {hours} hours without water"),
    };
    format!(
        "{leader}; to {}{unfit}; weariness {}, order {}, food for {}.{} days{water}{own_will}",
        one.stance.words(),
        one.fatigue.permille(),
        one.cohesion.permille(),
        days / 10,
        days % 10
    )
}

/// Commanders of a side who are not in the saddle.
fn fallen(setting: &Setting, state: &Snapshot, side: SideId) -> Vec<String> {
    let mut teller = Teller::new(setting).in_latin();
    let own = state.staff.0.iter().filter(|one| setting.register.commander(one.id).side == side);
    own.filter(|one| one.fate != CommanderFate::Fit)
        .map(|one| format!("  {} {}.", teller.commander(one.id), super::words::fate_words(one.fate)))
        .collect()
}

/// What a viewer knows to be wanted, what of it is reached, and the points it makes.
pub fn objectives(setting: &Setting, state: &Snapshot, viewer: Option<SideId>) -> Vec<String> {
    let mut lines = Vec::new();
    for side in setting.register.side_ids().filter(|side| viewer.is_none_or(|viewer| viewer == *side)) {
        let name = &setting.register.side(side).name.latin;
        let own: Vec<&Objective> = state.verdict.objectives.iter().filter(|wish| wish.side == side).collect();
        if own.is_empty() {
            lines.push(format!("{name} has no objectives."));
            continue;
        }
        let points = Tally::of(setting, state, side).points;
        lines.push(format!("{name}: {points} points now."));
        for wish in own {
            let (met, progress) =
                (if wish.met { "met" } else { "open" }, progress(setting, state, viewer, wish));
            lines.push(format!("  {}, {} points, {met}: {progress}.", wish.words, wish.points));
        }
    }
    lines
}

/// How far an objective is reached, as far as a viewer may know it: nobody counts the enemy's losses.
pub fn progress(setting: &Setting, state: &Snapshot, viewer: Option<SideId>, wish: &Objective) -> String {
    let register = &setting.register;
    let counted = |side: SideId| viewer.is_none_or(|viewer| viewer == side);
    let lost = |one: &FormationState| u64::from(one.roll.lost() - one.roll.count(Fate::GoneHome));
    let unknown = || "what the enemy has lost is not known".to_owned();
    let share = |ids: &[crate::sim::id::FormationId]| {
        let known = ids.iter().filter_map(|id| state.formations.get(id.index()));
        let (men, gone) =
            known.fold((0, 0), |(men, gone), one| (men + u64::from(one.roll.total()), gone + lost(one)));
        (gone * 100).checked_div(men).unwrap_or(0)
    };
    let all_known =
        |ids: &[crate::sim::id::FormationId]| ids.iter().all(|id| counted(register.formation(*id).side));
    match &wish.goal {
        Goal::Hold(place) => holder(setting, state, *place),
        Goal::Inflict { on, men } if counted(*on) => {
            let rows = state.formations.iter().filter(|one| one.side.0 == *on);
            let gone: u64 = rows.map(lost).sum();
            format!("{} of {} men lost", number(gone as i64), number(*men))
        }
        Goal::Break { formations, permille } if all_known(formations) => {
            format!("{} of {} in 100 men lost", share(formations), permille / 10)
        }
        Goal::Preserve { formations, permille } if all_known(formations) => {
            format!("{} in 100 men left, {} needed", 100 - share(formations).min(100), permille / 10)
        }
        Goal::Fell { commanders, at_least }
            if commanders.iter().all(|id| counted(register.commander(*id).side)) =>
        {
            let down = |fate| matches!(fate, CommanderFate::Killed | CommanderFate::Captured);
            let fallen =
                state.staff.0.iter().filter(|one| commanders.contains(&one.id) && down(one.fate)).count();
            format!("{fallen} of {at_least} commanders fallen")
        }
        Goal::Inflict { .. } | Goal::Break { .. } | Goal::Preserve { .. } | Goal::Fell { .. } => unknown(),
    }
}

fn holder(setting: &Setting, state: &Snapshot, place: PlaceId) -> String {
    let owner = state.verdict.owners.get(place.index()).copied().flatten();
    owner.map_or_else(
        || "nobody holds it".to_owned(),
        |side| format!("{} holds it", setting.register.side(side).name.latin),
    )
}
