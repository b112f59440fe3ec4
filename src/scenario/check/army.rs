//! Who is there: sides, places they hold, signals, commanders, formations.

use std::collections::BTreeMap;

use super::{Ids, into, on_map};
use crate::scenario::findings::{Findings, nearest};
use crate::scenario::format::{FormationFile, ScenarioFile, StanceFile, StartPosture};
use crate::scenario::land::Land;
use crate::scenario::rules::RuleBook;
use crate::scenario::text::quote;
use crate::scenario::tree::Step;
use crate::sim::hex::Hex;
use Step::{Field, Index};

/// The most men of a side who can stand on a square kilometer.
pub const MOST_MEN_PER_KM2: u64 = 30_000;

pub(super) fn check(
    file: &ScenarioFile,
    ids: &Ids<'_>,
    land: &Land,
    book: &RuleBook,
    found: &mut Findings<'_>,
) {
    sides(file, land, found);
    places(file, ids, found);
    for (index, signal) in file.signals.iter().enumerate() {
        found.name(&into("signals", index, "name"), &signal.name, false);
        found.name(&into("signals", index, "hanzi"), &signal.hanzi, true);
        found.find(&into("signals", index, "side"), "side", &signal.side, &ids.sides);
    }
    commanders(file, ids, found);
    for (index, formation) in file.formations.iter().enumerate() {
        check_formation(index, formation, file, ids, land, book, found);
    }
    crowds(file, land, found);
}

fn sides(file: &ScenarioFile, land: &Land, found: &mut Findings<'_>) {
    for (index, side) in file.sides.iter().enumerate() {
        found.name(&into("sides", index, "name"), &side.name, false);
        found.name(&into("sides", index, "hanzi"), &side.hanzi, true);
        for (at, refuge) in side.refuges.iter().enumerate() {
            let path = [Field("sides"), Index(index), Field("refuges"), Index(at)];
            if let Some(hex) = on_map(*refuge, "a refuge", &path, land, found)
                && land.map.kind(hex).cost.iter().all(|cost| *cost == 0)
            {
                found.error(
                    &path,
                    format!("a refuge on {}, which nobody can enter", land.map.kind(hex).name),
                    "",
                );
            }
        }
        if side.refuges.is_empty() {
            found.warning(
                &into("sides", index, "refuges"),
                format!("{} has no refuge; its beaten men do not know where to run", quote(&side.id)),
                "name a fort, or the edge of the map towards home",
            );
        }
        if !file.formations.iter().any(|formation| formation.side == side.id) {
            found.error(
                &into("sides", index, "id"),
                format!("{} has no formations", quote(&side.id)),
                "give it one, or remove the side",
            );
        }
    }
}

fn places(file: &ScenarioFile, ids: &Ids<'_>, found: &mut Findings<'_>) {
    let mut held: BTreeMap<&str, usize> = BTreeMap::new();
    for (index, place) in file.places.iter().enumerate() {
        found.find(&into("places", index, "id"), "place on the map", &place.id, &ids.places);
        if let Some(owner) = &place.owner {
            found.find(&into("places", index, "owner"), "side", owner, &ids.sides);
        }
        if let Some(first) = held.insert(&place.id, index) {
            let line = found.line(&into("places", first, "id"));
            let what =
                format!("the place {} is given twice; it is first given on line {line}", quote(&place.id));
            found.error(&into("places", index, "id"), what, "remove one");
        }
    }
}

fn commanders(file: &ScenarioFile, ids: &Ids<'_>, found: &mut Findings<'_>) {
    for (index, commander) in file.commanders.iter().enumerate() {
        found.name(&into("commanders", index, "name"), &commander.name, false);
        found.name(&into("commanders", index, "hanzi"), &commander.hanzi, true);
        found.find(&into("commanders", index, "side"), "side", &commander.side, &ids.sides);
        let with = into("commanders", index, "with");
        if let Some(formation) = found.find(&with, "formation", &commander.with, &ids.formations) {
            let formation = &file.formations[formation];
            if formation.side != commander.side {
                let what = format!(
                    "{} is of {} and rides with {}, which is of {}",
                    quote(&commander.id),
                    quote(&commander.side),
                    quote(&formation.id),
                    quote(&formation.side)
                );
                found.error(&with, what, "");
            }
        }
        let Some(superior) = &commander.superior else { continue };
        let path = into("commanders", index, "superior");
        if let Some(above) = found.find(&path, "commander", superior, &ids.commanders) {
            let above = &file.commanders[above];
            if above.side != commander.side {
                let what = format!(
                    "{} is of {} and obeys {}, who is of {}",
                    quote(&commander.id),
                    quote(&commander.side),
                    quote(superior),
                    quote(&above.side)
                );
                found.error(&path, what, "");
            }
        }
    }
    cycles(file, ids, found);
}

/// Commanders who obey each other in a circle; each circle is told once, at its first member.
fn cycles(file: &ScenarioFile, ids: &Ids<'_>, found: &mut Findings<'_>) {
    let above = |index: usize| -> Option<usize> {
        ids.commanders.get(file.commanders[index].superior.as_deref()?).copied()
    };
    // 0 not seen, 1 on the way being followed, 2 done.
    let mut seen = vec![0_u8; file.commanders.len()];
    for start in 0..file.commanders.len() {
        let mut way = Vec::new();
        let mut here = Some(start);
        while let Some(index) = here.filter(|index| seen[*index] == 0) {
            seen[index] = 1;
            way.push(index);
            here = above(index);
        }
        if let Some(again) = here.filter(|index| seen[*index] == 1) {
            let from = way.iter().position(|index| *index == again).unwrap_or(0);
            let mut names: Vec<&str> =
                way[from..].iter().map(|index| file.commanders[*index].id.as_str()).collect();
            names.push(&file.commanders[again].id);
            let first = way[from..].iter().copied().min().unwrap_or(again);
            let what = format!("the commanders obey each other in a cycle: {}", names.join(" under "));
            found.error(
                &into("commanders", first, "superior"),
                what,
                "leave out the superior of the highest",
            );
        }
        for index in way {
            seen[index] = 2;
        }
    }
}

fn check_formation(
    index: usize,
    formation: &FormationFile,
    file: &ScenarioFile,
    ids: &Ids<'_>,
    land: &Land,
    book: &RuleBook,
    found: &mut Findings<'_>,
) {
    let path = |field| into("formations", index, field);
    found.name(&path("name"), &formation.name, false);
    found.name(&path("hanzi"), &formation.hanzi, true);
    found.find(&path("side"), "side", &formation.side, &ids.sides);
    if let Some(group) = &formation.group {
        found.id(&path("group"), group);
    }
    let troop = book.troops.kinds.iter().find(|(id, _)| *id == formation.troop).map(|(_, troop)| troop);
    if troop.is_none() {
        let known = book.troops.kinds.iter().map(|(id, _)| id.as_str());
        found.error(
            &path("troop"),
            format!("no kind of troops {}", quote(&formation.troop)),
            nearest(&formation.troop, known),
        );
    }
    let hex = on_map(formation.at, &quote(&formation.id), &path("at"), land, found);
    if let (Some(hex), Some(troop)) = (hex, troop)
        && land.map.kind(hex).cost_for(troop.mobility).is_none()
    {
        let (ground, at) = (&land.map.kind(hex).name, formation.at);
        let what = format!(
            "{} stands on {ground} at ({}, {}), which {} cannot enter",
            quote(&formation.id),
            at.0,
            at.1,
            troop.name
        );
        found.error(&path("at"), what, "move it");
    }
    match (formation.days, formation.hungry_hours) {
        (0, None) if formation.herd == 0 => {
            let what = format!("{} starts without food", quote(&formation.id));
            found.warning(&path("days"), what, "if that is meant, say for how long: `hungry_hours: 12`");
        }
        (1.., Some(1..)) => {
            let what = format!("{} is hungry and has food for {} days", quote(&formation.id), formation.days);
            found.error(&path("hungry_hours"), what, "write `days: 0`, or leave the hunger out");
        }
        _ => {}
    }
    stance(index, formation, file, ids, land, found);
}

fn stance(
    index: usize,
    formation: &FormationFile,
    file: &ScenarioFile,
    ids: &Ids<'_>,
    land: &Land,
    found: &mut Findings<'_>,
) {
    let inner = |field| [Field("formations"), Index(index), Field("stance"), Field(field)];
    match &formation.stance {
        Some(StanceFile::Ambush { signal }) => {
            if formation.posture.is_some_and(|posture| posture != StartPosture::Formed) {
                let what =
                    format!("{} cannot lie in ambush and be in camp or on the march", quote(&formation.id));
                found.error(&into("formations", index, "posture"), what, "leave the posture out");
            }
            let Some(signal) = signal else { return };
            if let Some(known) = found.find(&inner("signal"), "signal", signal, &ids.signals)
                && file.signals[known].side != formation.side
            {
                let what = format!(
                    "the signal {} is of {}; {} does not know it",
                    quote(signal),
                    quote(&file.signals[known].side),
                    quote(&formation.id)
                );
                found.error(&inner("signal"), what, "");
            }
        }
        Some(StanceFile::Feign { to }) => {
            if let Some(hex) = on_map(*to, "the goal of the flight", &inner("to"), land, found)
                && land.map.kind(hex).cost.iter().all(|cost| *cost == 0)
            {
                let what = format!("the flight leads to {}, which nobody can enter", land.map.kind(hex).name);
                found.error(&inner("to"), what, "");
            }
        }
        _ => {}
    }
}

/// Who stands with whom: enemies never in one hex, not too many in any, and no more hidden than the ground hides.
fn crowds(file: &ScenarioFile, land: &Land, found: &mut Findings<'_>) {
    let mut hexes: BTreeMap<(i32, i32), Vec<usize>> = BTreeMap::new();
    for (index, formation) in file.formations.iter().enumerate().filter(|(_, one)| one.arrives.is_none()) {
        hexes.entry(formation.at).or_default().push(index);
    }
    let hectares = u64::from(land.map.hex_m) * u64::from(land.map.hex_m) / 10_000;
    let room = (MOST_MEN_PER_KM2 * hectares / 100).max(1);
    for (at, here) in hexes {
        let Some(hex) = crate::scenario::land::hex(at.0, at.1).filter(|hex| land.map.grid().contains(*hex))
        else {
            continue;
        };
        let first = &file.formations[here[0]];
        if let Some(enemy) = here.iter().find(|index| file.formations[**index].side != first.side) {
            let what = format!(
                "{} stands in the same hex as its enemy {}",
                quote(&file.formations[*enemy].id),
                quote(&first.id)
            );
            found.error(&into("formations", *enemy, "at"), what, "enemies fight from hex to hex; move one");
        }
        too_many(&here, room, "can stand", |_| true, file, found);
        let hidden = |formation: &FormationFile| matches!(formation.stance, Some(StanceFile::Ambush { .. }));
        let hiding = land.map.hiding_room(hex);
        let where_to = cover_near(hex, land);
        too_many(
            &here,
            hiding,
            &format!("can hide on {}{where_to}", land.map.kind(hex).name),
            hidden,
            file,
            found,
        );
    }
}

/// Tells of the formation with which there are too many men in a hex.
fn too_many(
    here: &[usize],
    room: u64,
    doing: &str,
    counts: impl Fn(&FormationFile) -> bool,
    file: &ScenarioFile,
    found: &mut Findings<'_>,
) {
    let mut men = 0;
    for index in here.iter().copied().filter(|index| counts(&file.formations[*index])) {
        men += u64::from(file.formations[index].men);
        if men > room {
            let (id, at) = (quote(&file.formations[index].id), file.formations[index].at);
            let what = format!("with {id} there are {men} men at ({}, {}), and {room} {doing}", at.0, at.1);
            found.error(&into("formations", index, "at"), what, "");
            return;
        }
    }
}

/// A neighbor with more cover, for a hint.
fn cover_near(hex: Hex, land: &Land) -> String {
    let best = land.map.grid().neighbors(hex).max_by_key(|(_, there)| land.map.kind(*there).hides);
    match best.filter(|(_, there)| land.map.kind(*there).hides > land.map.kind(hex).hides) {
        Some((_, there)) => {
            let (col, row) = crate::sim::hex::Grid::col_row(there);
            format!(" ({} at ({col}, {row}) hides more)", land.map.kind(there).name)
        }
        None => String::new(),
    }
}
