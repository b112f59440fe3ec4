//! What each side wants, as far as the viewer knows: points now, and what is missing.

use bevy_egui::egui::Ui;

use super::Told;
use super::parts::{empty, link_line, percent, prose, row, row_in, section, small};
use crate::gui::ask::Ask;
use crate::report::names::number;
use crate::report::words::degree_words;
use crate::sim::army::Fate;
use crate::sim::event::CommanderFate;
use crate::sim::hex::Hex;
use crate::sim::id::{FormationId, SideId};
use crate::sim::victory::{Degrees, Goal, Objective};

/// What the page of objectives remembers.
#[derive(Debug, Clone, Default)]
pub struct ObjectivesState {}

/// How far an objective is reached, as far as the viewer knows.
struct Reached {
    /// True, false, or `None` where it cannot be known.
    now: Option<bool>,
    /// What is there and what is missing.
    words: String,
    /// A place that it is about.
    at: Option<Hex>,
}

/// What each side wants.
pub fn objectives(ui: &mut Ui, told: &Told, _state: &mut ObjectivesState) -> Vec<Ask> {
    let mut asks = Vec::new();
    let wishes: &[Objective] = match (told.truth(), told.seat()) {
        (Some(truth), _) => &truth.verdict.objectives,
        (None, Some(view)) => &view.objectives,
        (None, None) => &[],
    };
    if wishes.is_empty() {
        empty(
            ui,
            "This war has no objectives of yours: it ends with its last minute, or when one side is no more.",
        );
    }
    for side in told.setting().register.side_ids() {
        let own: Vec<&Objective> = wishes.iter().filter(|wish| wish.side == side).collect();
        section(ui, &told.side_name(side));
        if !told.knows(side) {
            prose(ui, small("What they want is not known to us. Their scenario notes may hint at it."));
            continue;
        }
        if own.is_empty() {
            prose(ui, small("Nothing is written down."));
            continue;
        }
        let reached: Vec<Reached> = own.iter().map(|wish| reached(told, wish)).collect();
        let points = own.iter().zip(&reached).filter(|(wish, reached)| wish.met || reached.now == Some(true));
        let points: i32 = points.map(|(wish, _)| wish.points).sum();
        let all: i32 = own.iter().map(|wish| wish.points).sum();
        let met: i32 = own.iter().filter(|wish| wish.met).map(|wish| wish.points).sum();
        let tells = format!("{met} are met and stay met; the rest would count if the war ended now.");
        row(ui, "points now", &format!("{points} of {all}"), &tells);
        for (wish, reached) in own.iter().zip(&reached) {
            asks.extend(objective(ui, wish, reached));
        }
    }
    if let Some(truth) = told.truth() {
        degrees(ui, truth.verdict.degrees);
    }
    prose(ui, small(format!("The war ends at the latest on {}.", told.moment(told.scene.clock.end_minute))));
    asks
}

fn objective(ui: &mut Ui, wish: &Objective, reached: &Reached) -> Vec<Ask> {
    let (state, color) = match (wish.met, reached.now) {
        (true, _) => ("met", ui.visuals().warn_fg_color),
        (false, Some(true)) if wish.goal.is_early() => ("met", ui.visuals().warn_fg_color),
        (false, Some(true)) => ("so far", ui.visuals().text_color()),
        (false, Some(false)) => ("not yet", ui.visuals().weak_text_color()),
        (false, None) => ("not known", ui.visuals().weak_text_color()),
    };
    row_in(ui, &wish.words, &format!("{} points, {state}", wish.points), "", color);
    let when = if wish.goal.is_early() { "counts as soon as it is so" } else { "judged at the end" };
    let text = format!("{}; {when}", reached.words);
    if let Some(at) = reached.at {
        if link_line(ui, text, "Look there").clicked() {
            return vec![Ask::Look(at)];
        }
    } else {
        prose(ui, small(text));
    }
    Vec::new()
}

fn reached(told: &Told, wish: &Objective) -> Reached {
    let register = &told.setting().register;
    match &wish.goal {
        Goal::Hold(place) => {
            let owner = told.scene.places.get(place.index()).and_then(|held| held.owner);
            let info = &register.places[place.index()];
            let holder = owner.map_or_else(|| "nobody".to_owned(), |side| told.side_name(side));
            let is_held = owner == Some(wish.side);
            let words = match is_held {
                true => format!("{} is held", told.name(&info.name)),
                false => format!("{} is held by {holder}: take it", told.name(&info.name)),
            };
            Reached { now: Some(is_held), words, at: Some(info.at) }
        }
        Goal::Inflict { on, men } => match lost_of_side(told, *on) {
            Some(lost) => Reached {
                now: Some(lost >= u64::from(*men)),
                words: missing(lost, u64::from(*men), "men lost by them"),
                at: None,
            },
            None => unknown(format!("{} of their men must be lost; nobody counts them for us", number(*men))),
        },
        Goal::Break { formations, permille } => match together(told, formations) {
            Some((all, lost)) => {
                let needed = (all * u64::from(*permille)).div_ceil(1000);
                let now = lost * 1000 >= all * u64::from(*permille);
                Reached { now: Some(now), words: missing(lost, needed, "of their men lost"), at: None }
            }
            None => {
                let share = percent(u32::from(*permille));
                unknown(format!("{share} of their men must be lost; nobody counts them for us"))
            }
        },
        Goal::Preserve { formations, permille } => match together(told, formations) {
            Some((all, lost)) => {
                let keep = (all * u64::from(*permille)).div_ceil(1000);
                let left = all - lost;
                let words = match left.checked_sub(keep) {
                    Some(spare) => format!(
                        "{} of {} men left, {} of them may still be lost",
                        number(left as i64),
                        number(all as i64),
                        number(spare as i64)
                    ),
                    None => format!(
                        "{} of {} men left, {} too few",
                        number(left as i64),
                        number(all as i64),
                        number((keep - left) as i64)
                    ),
                };
                Reached { now: Some(left >= keep), words, at: None }
            }
            None => unknown("how many are left of them is not known".to_owned()),
        },
        Goal::Fell { commanders, at_least } => {
            let known: Option<Vec<_>> = commanders.iter().map(|id| told.commander(*id)).collect();
            match known {
                Some(known) => {
                    let fallen = known
                        .iter()
                        .filter(|man| matches!(man.fate, CommanderFate::Killed | CommanderFate::Captured))
                        .count() as u64;
                    let words = missing(fallen, u64::from(*at_least), "dead or taken");
                    Reached { now: Some(fallen >= u64::from(*at_least)), words, at: None }
                }
                None => unknown(format!(
                    "{at_least} of {} must be dead or taken; who fell over there is told at the end",
                    commanders.len()
                )),
            }
        }
    }
}

fn unknown(words: String) -> Reached {
    Reached { now: None, words, at: None }
}

fn missing(now: u64, needed: u64, what: &str) -> String {
    let (have, want) = (number(now as i64), number(needed as i64));
    match needed.checked_sub(now) {
        Some(rest) if rest > 0 => format!("{have} of {want} {what}, {} missing", number(rest as i64)),
        _ => format!("{have} of {want} {what}"),
    }
}

/// Men of a formation at the start and men lost, as objectives count them: those sent home are not lost.
fn counted(told: &Told, id: FormationId) -> Option<(u64, u64)> {
    let one = told.fact(id)?;
    let lost = one.roll.lost() - one.roll.count(Fate::GoneHome);
    Some((u64::from(one.roll.total()), u64::from(lost)))
}

fn together(told: &Told, formations: &[FormationId]) -> Option<(u64, u64)> {
    formations.iter().try_fold((0, 0), |(men, lost), id| {
        let (more, gone) = counted(told, *id)?;
        Some((men + more, lost + gone))
    })
}

fn lost_of_side(told: &Told, side: SideId) -> Option<u64> {
    if !told.knows(side) || told.facts().is_empty() {
        return None;
    }
    let own = told.facts().iter().filter(|one| one.side.0 == side);
    Some(own.filter_map(|one| counted(told, one.id)).map(|(_, lost)| lost).sum())
}

fn degrees(ui: &mut Ui, degrees: Degrees) {
    section(ui, "Points ahead of the other side");
    for (degree, points) in (1..).zip(degrees.0) {
        row(ui, &format!("{} victory", degree_words(degree)), &number(points), "");
    }
}
