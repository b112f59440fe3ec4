//! The hex looked at: a place with a name or plain ground, what it costs to cross, what it hides, who stands there.

use bevy_egui::egui::Ui;

use super::parts::{about, empty, heading, link_line, men, percent, prose, row, section, small, swatch};
use super::{Told, words};
use crate::gui::ask::Ask;
use crate::report::names::{direction, distance, number};
use crate::report::survey;
use crate::sim::hex::{Grid, Hex, SIDE_NAMES};
use crate::sim::id::PlaceId;
use crate::sim::map::{Mobility, Stream};
use crate::sim::ruse::LureKind;

/// What the place card remembers.
#[derive(Debug, Clone, Default)]
pub struct PlaceState {}

/// The hex looked at.
pub fn place(ui: &mut Ui, told: &Told, _state: &mut PlaceState) -> Vec<Ask> {
    let hex = told.looked.filter(|hex| told.setting().map.grid().contains(*hex));
    let Some(hex) = hex else {
        empty(
            ui,
            "No ground is looked at. Click a hex of the map to see what it costs to cross and whom it hides.",
        );
        return Vec::new();
    };
    let mut asks = head(ui, told, hex);
    let named = told.setting().register.places.iter().enumerate().filter(|(_, place)| place.at == hex);
    for (index, _) in named {
        asks.extend(named_place(ui, told, PlaceId(index as u16)));
    }
    asks.extend(standing(ui, told, hex));
    weather(ui, told, hex);
    super::water::wet(ui, told, hex);
    super::water::courses(ui, told, hex);
    ground(ui, told, hex);
    edges(ui, told, hex);
    asks
}

fn head(ui: &mut Ui, told: &Told, hex: Hex) -> Vec<Ask> {
    let setting = told.setting();
    let (col, row) = Grid::col_row(hex);
    let named = setting.register.place_at(hex);
    let title = named.map_or_else(|| setting.map.kind(hex).name.clone(), |(_, place)| told.name(&place.name));
    heading(ui, super::force::capital(&title));
    let place =
        named.map_or_else(|| told.where_is(hex), |(_, place)| words::place_kind(place.kind).to_owned());
    prose(ui, small(format!("{place} · column {col}, row {row}")));
    let mut asks = Vec::new();
    for id in told.chosen {
        let from = told.fact(*id).map(|one| one.place.hex()).or_else(|| told.body(*id).map(|body| body.at));
        let Some(from) = from else { continue };
        let Some(towards) = direction(from, hex) else { continue };
        let text = format!("{} {towards} of {}", distance(told.apart_m(from, hex)), told.body_name(*id));
        if link_line(ui, text, "Choose it and look there").clicked() {
            asks.extend([Ask::Select(*id), Ask::Look(from)]);
        }
        if told.chosen.len() > 1 {
            prose(ui, small("Distances of the others are told when they are chosen alone."));
            break;
        }
    }
    asks
}

/// Owner, stores, and how it changed hands.
fn named_place(ui: &mut Ui, told: &Told, id: PlaceId) -> Vec<Ask> {
    let info = told.setting().register.place(id);
    let held = told.scene.places.get(id.index());
    section(ui, &told.name(&info.name));
    let owner = held.and_then(|held| held.owner);
    let name = |side: Option<_>| side.map_or_else(|| "nobody".to_owned(), |side| told.side_name(side));
    row(ui, "held by", &name(owner), "A place belongs to whoever stood in it last.");
    let daily = u32::from(told.setting().rules.supply.man_sheng_day).max(1);
    match held.and_then(|held| held.grain) {
        Some(grain) => {
            let tells = format!("Enough for {} for a day, at {daily} sheng a man.", men(grain / daily));
            row(ui, "grain", &format!("{} sheng", number(grain)), &tells);
        }
        None => {
            row(ui, "grain", "not known", "What lies in places of others is not known.");
        }
    }
    super::walls::walls(ui, told, id);
    prose(ui, small(format!("Held by {} at the start.", name(info.owner))));
    let mut asks = Vec::new();
    let history = told.lines.iter().filter(|line| line.kind == "place_taken" && line.at == Some(info.at));
    for line in history {
        let text = format!("{}: {}", told.moment(line.minute), line.text);
        if link_line(ui, text, "Go to that moment").clicked() {
            asks.extend(super::chronicle::jump(told, line));
        }
    }
    asks
}

/// Who stands there, as far as is known; a click chooses.
fn standing(ui: &mut Ui, told: &Told, hex: Hex) -> Vec<Ask> {
    let mut asks = Vec::new();
    let stack = told.scene.stack(hex);
    let lures: Vec<LureKind> =
        told.scene.lures.iter().filter(|(at, _)| *at == hex).map(|(_, kind)| *kind).collect();
    section(ui, "Who stands here");
    if stack.is_empty() && lures.is_empty() {
        let index = told.setting().map.grid().index(hex);
        let seen = index.and_then(|index| told.scene.sight.get(index)).is_some_and(|seen| *seen > 0);
        let text = if told.truth().is_some() || seen {
            "Nobody, as far as can be seen."
        } else {
            "Nobody of ours looks here."
        };
        prose(ui, small(text));
    }
    for body in stack {
        let count = if body.known.is_some() { men(body.men) } else { about(body.men) };
        let age = body.rumor.filter(|rumor| rumor.age_min > 0);
        let age =
            age.map_or_else(String::new, |rumor| format!(", {} ago", super::parts::span(rumor.age_min)));
        let text = format!("{} · {count}, {}{age}", told.body_name(body.id), body.posture.words());
        ui.horizontal(|ui| {
            swatch(ui, told.setting(), body.side);
            if link_line(ui, text, "Choose it").clicked() {
                asks.push(Ask::Select(body.id));
            }
        });
    }
    for cache in told.scene.caches.iter().filter(|cache| cache.at == hex) {
        let how = if cache.buried { "buried here" } else { "lying open here" };
        prose(
            ui,
            small(format!("{}: {} sheng of grain, {how}.", told.side_name(cache.side), number(cache.sheng))),
        );
    }
    for kind in lures {
        let words = match kind {
            LureKind::Herd => "A herd, left lying.",
            LureKind::Baggage => "Baggage, left lying.",
            LureKind::Box => "A closed box.",
        };
        prose(ui, small(words));
    }
    asks
}

/// The weather over it, what lies on it, and its water.
fn weather(ui: &mut Ui, told: &Told, hex: Hex) {
    let (setting, scene) = (told.setting(), told.scene);
    if !scene.sky.has_climate() {
        return;
    }
    section(ui, "Weather");
    let words = survey::weather(setting, &scene.sky, &scene.clock, hex);
    prose(ui, super::force::capital(&words));
    let (rules, map) = (&setting.rules, &setting.map);
    let time = scene.waters.march_time((&scene.sky, &rules.weather), (map, hex), &rules.flood);
    row(
        ui,
        "marches take",
        &percent(time),
        "Time against fair weather on dry ground: weather, snow and mud.",
    );
    prose(ui, small(survey::water(setting, &scene.sky, hex)));
}

/// The ground and its numbers.
fn ground(ui: &mut Ui, told: &Told, hex: Hex) {
    let map = &told.setting().map;
    let kind = map.kind(hex);
    section(ui, &super::force::capital(&kind.name));
    row(ui, "height", &format!("{} m", number(map.height(hex))), "Above the sea.");
    let rules = &told.setting().rules.movement;
    for mobility in [Mobility::Foot, Mobility::Hill, Mobility::Horse, Mobility::Train] {
        let label = format!("{} needs", words::mobility(mobility));
        match kind.cost_for(mobility) {
            None => {
                row(ui, &label, "no way", "This ground bars the way.");
            }
            Some(cost) => {
                let speed = rules.road_m_per_h[mobility as usize].max(1);
                let off_road = if map.is_on_road(hex) { 1000 } else { u64::from(rules.off_road) };
                let minutes =
                    u64::from(map.hex_m) * 60 * u64::from(cost) * off_road / u64::from(speed) / 1_000_000;
                let tells = format!(
                    "{} m at {} m an hour × {} for the ground{}. Slopes and water come on top of it.",
                    number(map.hex_m),
                    number(speed),
                    percent(u32::from(cost)),
                    if map.is_on_road(hex) {
                        String::new()
                    } else {
                        format!(" × {} off the road", percent(u32::from(rules.off_road)))
                    }
                );
                row(ui, &label, &format!("{minutes} min"), &tells);
            }
        }
    }
    row(ui, "cover", &percent(u32::from(kind.cover)), "Share of his losses that it spares a defender.");
    row(ui, "charges", &percent(u32::from(kind.charge)), "What a charge is worth here.");
    let hides = format!("{} men lie hidden in a square kilometer of it.", number(kind.hides));
    row(ui, "hides", &number(map.hiding_room(hex).min(i64::MAX as u64) as i64), &hides);
    if let Some(view) = told.seat() {
        let plenty = view.plenty(hex);
        let tells = "Days for which it feeds one horse. Of ground where none of our men are near only what usually grows \
                     there in this month is known.";
        row(ui, "grass", &format!("{} horse days", number(plenty.horse_days as i64)), tells);
        let tells = "What men who look for food can find in barns and pits, by daylight and at leisure.";
        row(ui, "food to be found", &format!("{} sheng", number(plenty.sheng)), tells);
    }
    if kind.blocks_m > 0 {
        row(
            ui,
            "blocks the eye",
            &format!("{} m high", kind.blocks_m),
            "Growth or houses that stop the eye.",
        );
    }
}

/// Roads and water by side.
fn edges(ui: &mut Ui, told: &Told, hex: Hex) {
    let map = &told.setting().map;
    let roads: Vec<&str> =
        (0..6).filter(|side| map.has_road(hex, *side)).map(|side| SIDE_NAMES[side]).collect();
    section(ui, "Edges");
    let roads = if roads.is_empty() { "none".to_owned() } else { roads.join(", ") };
    row(ui, "roads to", &roads, "On a road columns march faster, one behind the other.");
    for (side, how, men) in survey::passages(told.setting(), &told.scene.costs, &told.scene.clock, hex) {
        let tells = "Men and their beasts who pass there by the daylight of one day in fair weather, if they come one column behind \
                     the other: on as many tracks as the way has, a ford on one. Longer columns wait.";
        row(ui, &format!("{}, {how}", SIDE_NAMES[side]), &format!("{men} a day"), tells);
    }
    let mut any = false;
    for (side, name) in SIDE_NAMES.iter().enumerate() {
        if let Some(water) = words::stream(map.edge(hex, side)) {
            let ice_mm = told.scene.sky.ice_mm(map, hex, side);
            if map.edge(hex, side) == Stream::River && ice_mm >= 10 {
                let bears = survey::ice_bears(ice_mm, told.setting());
                row(ui, name, &format!("a river under {} cm of ice, {bears}", ice_mm / 10), "");
            } else if let Some(high) = survey::high_water(told.setting(), &told.scene.sky, hex, side) {
                let tells = "Great rivers are high from June to October, most of all in July and September; other streams after \
                             heavy rain, for a day or two.";
                row(ui, name, &format!("{water}, {high}"), tells);
            } else {
                row(ui, name, water, "");
            }
            any = true;
        }
    }
    if !any {
        prose(ui, small("No water and no bluff on any side."));
    }
}
