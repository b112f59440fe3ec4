//! # From files to a war
//!
//! A scenario that was found good becomes a [`Setting`], which never changes, and a first [`Snapshot`].

use std::path::Path;

use super::check::{self, Checked};
use super::findings::{Findings, moment, nearest};
use super::format::{FormationFile, GoalFile, ScenarioFile, StanceFile, StartPosture};
use super::land::{self, Land};
use super::load::{Loaded, load};
use super::parse::parse;
use super::problems::{Problem, Problems};
use super::rules::{self, RuleBook};
use super::shipped::Data;
use super::source::Source;
use super::text::quote;
use super::tree::Step;
use crate::setting::{About, Recorded, Rules, Setting};
use crate::sim::army::{
    Beasts, Cohesion, Condition, Fatigue, Led, Place, Posture, Quality, Roll, Side, Troop,
};
use crate::sim::combat::Engaged;
use crate::sim::command::{Commander, Staff, Will};
use crate::sim::dice::Dice;
use crate::sim::event::{CommanderFate, Source as ReportSource};
use crate::sim::exposure::Exposure;
use crate::sim::flood::Waters;
use crate::sim::fodder::Pasture;
use crate::sim::hex::Grid;
use crate::sim::id::{CommanderId, FormationId, LureId, PlaceId, SideId, SignalId, TroopId};
use crate::sim::intent::{Escort, Intention, Stance};
use crate::sim::market::{Markets, Purse};
use crate::sim::movement::Legs;
use crate::sim::register::{CommanderInfo, FormationInfo, Name, PlaceInfo, Register, SideInfo, SignalInfo};
use crate::sim::ruse::{Feint, Lure, Lures, Signals};
use crate::sim::siege::{Park, Ward, Wards};
use crate::sim::sighting::{Belief, Beliefs, Report, Scouts, Tracks};
use crate::sim::supply::{Caches, Haul, Rations, SHENG_PER_SHI, Stores};
use crate::sim::victory::{Degrees, Goal, Objective, Verdict};
use crate::sim::weather::{Chance, Sky};
use crate::snapshot::{FormationState, Snapshot};

/// Opens a scenario by id or path: rules, map and scenario are read and checked, and the war is set up.
///
/// # Errors
/// Everything that is wrong with the files.
pub fn open(name_or_path: &str, data: &Data, seed: u64) -> Result<(Setting, Snapshot), Problems> {
    let (opened, problems) = read(name_or_path, data, seed);
    opened.ok_or(problems)
}

/// What is wrong with a scenario, a map or a file of rules; warnings too.
pub fn check_path(name_or_path: &str, data: &Data) -> Problems {
    let source = match data.scenario(name_or_path) {
        Ok((source, _)) => source,
        Err(problem) => return problem.into(),
    };
    let mut ignored = Problems::new();
    let tree = parse(&source, &mut ignored);
    let has = |field: &str| {
        let fields = tree.root().into_iter().flat_map(|root| tree.children(root));
        fields.into_iter().any(|child| tree.name(child) == Some(field))
    };
    let stem = Path::new(name_or_path).file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    if !has("formations") && !has("sides") {
        if has("legend") || has("terrain") {
            return match RuleBook::read(data) {
                Ok(book) => land::read(&source, &book).1,
                Err(problems) => problems,
            };
        }
        if let Some(problems) = rules::check_file(stem, &source) {
            return problems;
        }
    }
    read(name_or_path, data, 0).1
}

fn read(name_or_path: &str, data: &Data, seed: u64) -> (Option<(Setting, Snapshot)>, Problems) {
    let book = match RuleBook::read(data) {
        Ok(book) => book,
        Err(problems) => return (None, problems),
    };
    let (source, folder) = match data.scenario(name_or_path) {
        Ok(found) => found,
        Err(problem) => return (None, problem.into()),
    };
    of_source(&source, folder.as_deref(), data, &book, seed)
}

/// Sets up a war from the text of a scenario; its map is looked for in `folder` and then in the data.
pub fn of_source(
    source: &Source,
    folder: Option<&Path>,
    data: &Data,
    book: &RuleBook,
    seed: u64,
) -> (Option<(Setting, Snapshot)>, Problems) {
    if source.text().trim().is_empty() {
        return (None, Problem::in_file(source.name(), "empty scenario").into());
    }
    let Loaded { value: file, tree } = match load::<ScenarioFile>(source) {
        Ok(loaded) => loaded,
        Err(problems) => return (None, problems),
    };
    let map = match data.map(&file.map, folder) {
        Some(map) => map,
        None => {
            let mut found = Findings::new(source, &tree);
            if super::text::is_id(&file.map) {
                let maps = data.maps();
                let hint = nearest(&file.map, maps.iter().map(String::as_str));
                found.error(&[Step::Field("map")], format!("no map {}", quote(&file.map)), hint);
            } else {
                found.id(&[Step::Field("map")], &file.map);
            }
            return (None, found.problems);
        }
    };
    let (land, mut problems) = match map {
        Ok(map) => land::read(&map, book),
        Err(problem) => (None, problem.into()),
    };
    let Some(mut land) = land else { return (None, problems) };
    if let Some((from, to)) = file.window {
        match land.window(from, to) {
            Ok(window) => land = window,
            Err((what, hint)) => {
                let mut found = Findings::new(source, &tree);
                found.error(&[Step::Field("window")], what, hint);
                problems.append(found.problems);
                return (None, problems);
            }
        }
    }
    let (checked, found) = check::check(&file, source, &tree, &land, book);
    problems.append(found);
    (checked.map(|checked| set_up(&file, &checked, &land, book, seed)), problems)
}

fn set_up(
    file: &ScenarioFile,
    checked: &Checked<'_>,
    land: &Land,
    book: &RuleBook,
    seed: u64,
) -> (Setting, Snapshot) {
    let register = register(file, checked, land, &checked.rules);
    let staff = Staff(
        (register.commanders.iter().enumerate())
            .map(|(index, info)| Commander {
                id: CommanderId(index as u16),
                fate: CommanderFate::Fit,
                with: info.leads,
                superior: info.superior,
            })
            .collect(),
    );
    let formations = (file.formations.iter().enumerate())
        .map(|(index, formation)| raise(FormationId(index as u16), formation, checked, book, &register))
        .collect();
    let snapshot = Snapshot {
        clock: checked.clock.clone(),
        dice: Dice { seed },
        formations,
        staff,
        beliefs: beliefs(file, checked, &register),
        lures: lures(file, checked),
        signals: Signals::default(),
        caches: Caches::default(),
        markets: Markets(vec![0; register.places.len()]),
        pasture: Pasture::default(),
        stores: Stores(register.places.iter().map(|place| place.grain_sheng).collect()),
        wards: Wards(register.places.iter().map(|place| Ward::of(place.walls.as_ref())).collect()),
        waters: Waters::default(),
        sky: sky(file, checked, land, Dice { seed }),
        verdict: Verdict {
            objectives: file.objectives.iter().map(|objective| self::objective(objective, checked)).collect(),
            degrees: Degrees([file.degrees.marginal, file.degrees.clear, file.degrees.decisive]),
            owners: register.places.iter().map(|place| place.owner).collect(),
            outcome: None,
        },
    };
    let setting = Setting::new(
        about(file, checked),
        land.map.clone(),
        register,
        book.troops.clone(),
        checked.rules.clone(),
    );
    (setting, snapshot)
}

/// The sky of the first day.
fn sky(file: &ScenarioFile, checked: &Checked<'_>, land: &Land, dice: Dice) -> Sky {
    let Checked { rules, clock, .. } = checked;
    let mut sky = match &file.weather {
        None => rules.climate.begin(&land.map, land.climates.clone(), clock, dice, &rules.weather),
        Some(weather) => {
            let chance = |(id, weight): (&String, &u16)| {
                let kind = rules.weather.kinds.iter().position(|kind| kind.id == *id)?;
                Some(Chance { kind: kind as u8, weight: *weight })
            };
            Sky::drawn(weather.iter().filter_map(chance).collect(), clock.is_day(), clock.date())
        }
    };
    sky.sun_by_date = file.daylight.is_none();
    sky
}

fn about(file: &ScenarioFile, checked: &Checked<'_>) -> About {
    let recorded = file.recorded.iter().map(|recorded| Recorded {
        measure: recorded.measure.clone(),
        of: recorded.of.clone(),
        count: recorded.count,
        low: recorded.low,
        high: recorded.high,
        source: recorded.source.clone(),
    });
    let mut notes = file.notes.clone();
    if !file.sources.is_empty() {
        notes.push_str("\n\nSources: ");
        notes.push_str(&file.sources.join("; "));
        notes.push('.');
    }
    About {
        id: file.id.clone(),
        title: file.title.clone(),
        hanzi: file.hanzi.clone(),
        chinese_date: file.chinese_date.clone(),
        notes,
        recorded: recorded.collect(),
        overrides: checked.overrides.clone(),
    }
}

fn register(file: &ScenarioFile, checked: &Checked<'_>, land: &Land, rules: &Rules) -> Register {
    let ids = &checked.ids;
    let name = |id: &str, latin: &str, hanzi: &str| Name {
        id: id.to_owned(),
        latin: latin.to_owned(),
        hanzi: hanzi.to_owned(),
    };
    let side = |id: &str| SideId(ids.sides[id] as u8);
    Register {
        sides: (file.sides.iter())
            .map(|side| SideInfo {
                name: name(&side.id, &side.name, &side.hanzi),
                refuges: side.refuges.iter().map(|(col, row)| Grid::hex(*col, *row)).collect(),
            })
            .collect(),
        formations: (file.formations.iter())
            .map(|formation| FormationInfo {
                name: name(&formation.id, &formation.name, &formation.hanzi),
                side: side(&formation.side),
                men: formation.men,
                group: formation.group.clone().unwrap_or_else(|| formation.id.clone()),
                signals: formation.signals,
                arrives: arrival(formation, checked),
            })
            .collect(),
        commanders: (file.commanders.iter())
            .map(|commander| CommanderInfo {
                name: name(&commander.id, &commander.name, &commander.hanzi),
                side: side(&commander.side),
                rank: commander.rank,
                ability: commander.ability,
                temperament: commander.temperament,
                superior: (commander.superior.as_deref()).map(|id| CommanderId(ids.commanders[id] as u16)),
                leads: FormationId(ids.formations[commander.with.as_str()] as u16),
                fights: commander.fights,
            })
            .collect(),
        places: (land.places.iter())
            .map(|place| {
                let held = file.places.iter().find(|held| held.id == place.id);
                PlaceInfo {
                    name: name(&place.id, &place.name, &place.hanzi),
                    at: Grid::hex(place.at.0, place.at.1),
                    kind: place.kind,
                    owner: held.and_then(|held| held.owner.as_deref()).map(side),
                    grain_sheng: held.map_or(0, |held| held.grain_shi * SHENG_PER_SHI),
                    walls: held.and_then(|held| held.walls).or_else(|| rules.siege.standard(place.kind)),
                }
            })
            .collect(),
        detachments: Vec::new(),
        signals: (file.signals.iter())
            .map(|signal| SignalInfo {
                name: name(&signal.id, &signal.name, &signal.hanzi),
                side: side(&signal.side),
                kind: signal.kind,
                range_m: signal.range_m,
            })
            .collect(),
    }
}

/// When a formation comes, minute of the war.
fn arrival(formation: &FormationFile, checked: &Checked<'_>) -> Option<u32> {
    let at = moment(formation.arrives.as_deref()?).ok()?;
    check::minute_of(checked.clock.first_day, at)
}

fn raise(
    id: FormationId,
    formation: &FormationFile,
    checked: &Checked<'_>,
    book: &RuleBook,
    register: &Register,
) -> FormationState {
    let troop = book.troops.kinds.iter().position(|(id, _)| *id == formation.troop).unwrap_or(0);
    let horses = u64::from(formation.men) * u64::from(book.troops.kinds[troop].1.mounts) / 1000;
    let sheng = formation
        .men
        .saturating_mul(formation.days)
        .saturating_mul(u32::from(checked.rules.supply.man_sheng_day));
    let signal = |id: &str| SignalId(checked.ids.signals[id] as u8);
    let stance = match &formation.stance {
        None | Some(StanceFile::Fight) => Stance::Fight,
        Some(StanceFile::Avoid) => Stance::Avoid,
        Some(StanceFile::Hold) => Stance::Hold,
        Some(StanceFile::Pursue) => Stance::Pursue,
        Some(StanceFile::Screen) => Stance::Screen,
        Some(StanceFile::Ambush { signal: released }) => {
            Stance::Ambush { signal: released.as_deref().map(signal) }
        }
        Some(StanceFile::Feign { to }) => Stance::Feign { to: Grid::hex(to.0, to.1) },
    };
    let posture = match (&stance, formation.posture) {
        (Stance::Ambush { .. }, _) => Posture::Hidden,
        (_, Some(StartPosture::Camp)) => Posture::Camp,
        (_, Some(StartPosture::Column)) => Posture::Column,
        (_, Some(StartPosture::Formed) | None) => Posture::Formed,
    };
    FormationState {
        id,
        side: Side(register.formation(id).side),
        troop: Troop(TroopId(troop as u8)),
        quality: Quality(formation.quality),
        led: Led(leader(id, register)),
        place: Place::at(Grid::hex(formation.at.0, formation.at.1)),
        roll: if register.formation(id).arrives.is_some() {
            Roll::awaited(formation.men)
        } else {
            Roll::of(formation.men)
        },
        beasts: Beasts {
            horses: horses.min(u64::from(u32::MAX)) as u32,
            pack: formation.pack,
            herd: formation.herd,
            ..Beasts::default()
        },
        condition: Condition::of(1000),
        fatigue: Fatigue::of(formation.fatigue),
        cohesion: Cohesion::of(1000),
        posture,
        intention: match posture {
            Posture::Camp => Intention::Camp { fires: true },
            _ => Intention::Stay,
        },
        stance,
        legs: Legs::default(),
        scouts: Scouts::default(),
        tracks: Tracks::default(),
        feint: Feint::None,
        will: Will::Obeys,
        engaged: Engaged::default(),
        rations: Rations::of(sheng, formation.hungry_hours.unwrap_or(0) * 60),
        exposure: Exposure::default(),
        haul: Haul::None,
        escort: Escort::default(),
        park: Park { ladders: formation.ladders, engines: formation.engines, craftsmen: formation.craftsmen },
        purse: Purse::of(formation.cash_strings),
    }
}

/// The highest in rank of those who ride with a formation; of equals, the first.
fn leader(formation: FormationId, register: &Register) -> Option<CommanderId> {
    let riders = register.commanders.iter().enumerate().filter(|(_, commander)| commander.leads == formation);
    let highest = riders.min_by_key(|(index, commander)| (u8::MAX - commander.rank, *index));
    highest.map(|(index, _)| CommanderId(index as u16))
}

/// What each side knows at the start.
fn beliefs(file: &ScenarioFile, checked: &Checked<'_>, register: &Register) -> Beliefs {
    let mut beliefs = Beliefs(vec![Belief::default(); file.sides.len()]);
    let minute = checked.clock.minute;
    for known in &file.known {
        let side = SideId(checked.ids.sides[known.side.as_str()] as u8);
        let about = FormationId(checked.ids.formations[known.of.as_str()] as u16);
        let report = Report {
            about,
            at: Grid::hex(known.at.0, known.at.1),
            minute: minute.saturating_sub(known.hours * 60),
            men: known.men,
            troop: None,
            posture: if known.runs { Posture::Routed } else { Posture::Formed },
            source: ReportSource::Eyes,
            came_from: None,
        };
        debug_assert!(about.index() < register.formations.len(), "the checks found the formation");
        beliefs.of_mut(side).reports.insert(about, report);
    }
    beliefs
}

fn lures(file: &ScenarioFile, checked: &Checked<'_>) -> Lures {
    let ids = &checked.ids;
    let lures = file.lures.iter().enumerate().map(|(index, lure)| Lure {
        id: LureId(index as u16),
        side: SideId(ids.sides[lure.side.as_str()] as u8),
        at: Grid::hex(lure.at.0, lure.at.1),
        kind: lure.kind,
        heads: lure.heads,
        signal: lure.signal.as_deref().map(|id| SignalId(ids.signals[id] as u8)),
        lying: true,
    });
    Lures(lures.collect())
}

fn objective(objective: &super::format::ObjectiveFile, checked: &Checked<'_>) -> Objective {
    let ids = &checked.ids;
    let formations = |groups: &[String]| {
        let mut all: Vec<FormationId> = (groups.iter())
            .flat_map(|group| ids.groups[group.as_str()].iter().map(|index| FormationId(*index as u16)))
            .collect();
        all.sort();
        all.dedup();
        all
    };
    let goal = match &objective.goal {
        GoalFile::Hold { place } => Goal::Hold(PlaceId(ids.places[place.as_str()] as u16)),
        GoalFile::Inflict { on, men } => {
            Goal::Inflict { on: SideId(ids.sides[on.as_str()] as u8), men: *men }
        }
        GoalFile::Break { groups, permille } => {
            Goal::Break { formations: formations(groups), permille: *permille }
        }
        GoalFile::Preserve { groups, permille } => {
            Goal::Preserve { formations: formations(groups), permille: *permille }
        }
        GoalFile::Fell { commanders, at_least } => Goal::Fell {
            commanders: commanders.iter().map(|id| CommanderId(ids.commanders[id.as_str()] as u16)).collect(),
            at_least: *at_least,
        },
    };
    Objective {
        side: SideId(ids.sides[objective.side.as_str()] as u8),
        words: objective.words.clone(),
        goal,
        points: objective.points,
        met: false,
    }
}

/// A small scenario that runs, for an author to begin with.
pub fn template(id: &str) -> String {
    TEMPLATE.replace("{id}", id)
}

const TEMPLATE: &str = include_str!("template.ron");
