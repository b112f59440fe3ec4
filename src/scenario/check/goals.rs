//! What lies about, what is known and what is wanted: lures, reports, objectives, degrees, recorded history.

use std::collections::BTreeMap;

use super::{Ids, into, on_map};
use crate::scenario::findings::Findings;
use crate::scenario::format::{GoalFile, ScenarioFile};
use crate::scenario::land::Land;
use crate::scenario::rules::RuleBook;
use crate::scenario::text::quote;
use crate::scenario::tree::Step;
use crate::setting::Rules;
use crate::sim::hex::Hex;
use crate::sim::map::Mobility;
use crate::sim::movement::MarchCosts;
use crate::sim::ruse::LureKind;
use Step::{Field, Index};

pub(super) fn check(
    file: &ScenarioFile,
    ids: &Ids<'_>,
    land: &Land,
    book: &RuleBook,
    rules: &Rules,
    found: &mut Findings<'_>,
) {
    lures(file, ids, land, found);
    known(file, ids, land, found);
    let costs = MarchCosts::new(&land.map, &rules.movement);
    for (index, objective) in file.objectives.iter().enumerate() {
        found.name(&into("objectives", index, "words"), &objective.words, false);
        found.find(&into("objectives", index, "side"), "side", &objective.side, &ids.sides);
        goal(index, file, ids, found);
        if let GoalFile::Hold { place } = &objective.goal
            && let Some(place) = ids.places.get(place.as_str())
        {
            reachable(index, *place, file, land, book, &costs, found);
        }
    }
    if file.objectives.is_empty() {
        found.warning(&[Field("objectives")], "nobody wants anything; the war can only be a draw", "");
    }
    let degrees = file.degrees;
    if !(degrees.marginal < degrees.clear && degrees.clear < degrees.decisive) {
        found.error(&[Field("degrees")], "the degrees must rise from marginal to clear to decisive", "");
    }
    for (index, recorded) in file.recorded.iter().enumerate() {
        found.name(&into("recorded", index, "measure"), &recorded.measure, false);
        let of = recorded.of.as_str();
        if !ids.sides.contains_key(of) && !ids.groups.contains_key(of) {
            let known = ids.sides.keys().chain(ids.groups.keys()).copied();
            let hint = crate::scenario::findings::nearest(of, known);
            found.error(&into("recorded", index, "of"), format!("no side or group {}", quote(of)), hint);
        }
        if recorded.low > recorded.high || recorded.low < 0 {
            found.error(&into("recorded", index, "high"), "expected a range from low to high, from 0 up", "");
        }
    }
}

fn lures(file: &ScenarioFile, ids: &Ids<'_>, land: &Land, found: &mut Findings<'_>) {
    for (index, lure) in file.lures.iter().enumerate() {
        let side = found.find(&into("lures", index, "side"), "side", &lure.side, &ids.sides);
        if let Some(hex) = on_map(lure.at, "the lure", &into("lures", index, "at"), land, found)
            && land.map.kind(hex).cost.iter().all(|cost| *cost == 0)
        {
            let what = format!("the lure lies on {}, where nobody comes", land.map.kind(hex).name);
            found.error(&into("lures", index, "at"), what, "");
        }
        match (&lure.signal, lure.kind) {
            (None, LureKind::Box) => {
                found.warning(
                    &into("lures", index, "kind"),
                    "a box without a signal does nothing",
                    "add `signal:`",
                );
            }
            (Some(signal), _) => {
                let path = into("lures", index, "signal");
                if let Some(known) = found.find(&path, "signal", signal, &ids.signals)
                    && side.is_some()
                    && file.signals[known].side != lure.side
                {
                    let what = format!(
                        "the signal {} is of {}, and the lure of {}",
                        quote(signal),
                        quote(&file.signals[known].side),
                        quote(&lure.side)
                    );
                    found.error(&path, what, "");
                }
            }
            _ => {}
        }
    }
}

/// Reports are of an enemy, and lie on the map.
fn known(file: &ScenarioFile, ids: &Ids<'_>, land: &Land, found: &mut Findings<'_>) {
    for (index, known) in file.known.iter().enumerate() {
        found.find(&into("known", index, "side"), "side", &known.side, &ids.sides);
        on_map(known.at, "the report", &into("known", index, "at"), land, found);
        let path = into("known", index, "of");
        if let Some(of) = found.find(&path, "formation", &known.of, &ids.formations)
            && file.formations[of].side == known.side
        {
            let what = format!("{} is of the same side, which needs no report of it", quote(&known.of));
            found.error(&path, what, "reports are of enemies");
        }
    }
}

fn goal(index: usize, file: &ScenarioFile, ids: &Ids<'_>, found: &mut Findings<'_>) {
    let objective = &file.objectives[index];
    let inner = |field| [Field("objectives"), Index(index), Field("goal"), Field(field)];
    match &objective.goal {
        GoalFile::Hold { place } => {
            found.find(&inner("place"), "place on the map", place, &ids.places);
        }
        GoalFile::Inflict { on, men } => {
            found.find(&inner("on"), "side", on, &ids.sides);
            let there: u64 = (file.formations.iter())
                .filter(|formation| formation.side == *on)
                .map(|formation| u64::from(formation.men))
                .sum();
            if *on == objective.side {
                found.error(&inner("on"), format!("{} wants losses of its own", quote(on)), "name an enemy");
            } else if ids.sides.contains_key(on.as_str()) && u64::from(*men) > there {
                let what = format!("{men} men cannot be lost by {}, which has {there}", quote(on));
                found.error(&inner("men"), what, "");
            }
            if *men == 0 {
                found.warning(
                    &inner("men"),
                    "this objective is met before the war begins",
                    "ask for at least one man",
                );
            }
        }
        GoalFile::Break { groups, .. } | GoalFile::Preserve { groups, .. } => {
            let is_break = matches!(objective.goal, GoalFile::Break { .. });
            for (at, group) in groups.iter().enumerate() {
                let path = [Field("objectives"), Index(index), Field("goal"), Field("groups"), Index(at)];
                let Some(formations) = ids.groups.get(group.as_str()) else {
                    let known = ids.groups.keys().copied();
                    let hint = crate::scenario::findings::nearest(group, known);
                    found.error(&path, format!("no group or formation {}", quote(group)), hint);
                    continue;
                };
                let own =
                    formations.iter().all(|formation| file.formations[*formation].side == objective.side);
                if is_break && own {
                    found.warning(
                        &path,
                        format!("{} wants its own {} broken", quote(&objective.side), quote(group)),
                        "",
                    );
                }
            }
            if groups.is_empty() {
                found.error(&inner("groups"), "no groups are named", "");
            }
        }
        GoalFile::Fell { commanders, at_least } => {
            for (at, commander) in commanders.iter().enumerate() {
                let path = [Field("objectives"), Index(index), Field("goal"), Field("commanders"), Index(at)];
                found.find(&path, "commander", commander, &ids.commanders);
            }
            if usize::from(*at_least) > commanders.len() {
                let what = format!("{at_least} of {} commanders cannot fall", commanders.len());
                found.error(&inner("at_least"), what, "");
            }
        }
    }
}

/// A place that no formation of the side can ever come to cannot be held by it.
fn reachable(
    index: usize,
    place: usize,
    file: &ScenarioFile,
    land: &Land,
    book: &RuleBook,
    costs: &MarchCosts,
    found: &mut Findings<'_>,
) {
    let place = &land.places[place];
    let Some(goal) = crate::scenario::land::hex(place.at.0, place.at.1) else { return };
    let side = &file.objectives[index].side;
    let mut starts: BTreeMap<Mobility, Vec<Hex>> = BTreeMap::new();
    for formation in file.formations.iter().filter(|formation| formation.side == *side) {
        let troop = book.troops.kinds.iter().find(|(id, _)| *id == formation.troop);
        let from = crate::scenario::land::hex(formation.at.0, formation.at.1);
        // Something wrong with the formation is told elsewhere.
        let (Some((_, troop)), Some(from)) = (troop, from) else { return };
        starts.entry(troop.mobility).or_default().push(from);
    }
    let can_come = starts
        .iter()
        .any(|(mobility, starts)| costs.from(*mobility, starts, u32::MAX, |_| false).seconds(goal).is_some());
    let is_held = (file.places.iter()).any(|held| held.id == place.id && held.owner.as_ref() == Some(side));
    if !can_come && !is_held {
        let what = format!("no formation of {} can come to {}", quote(side), quote(&place.id));
        let path = [Field("objectives"), Index(index), Field("goal"), Field("place")];
        found.error(&path, what, "there is no way; add a ford or a road, or name another place");
    }
}
