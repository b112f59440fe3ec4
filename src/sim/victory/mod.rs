//! # Victory
//!
//! Each side scores its objectives; the difference decides who won and how clearly. A place belongs to whoever stood
//! in it last. The war ends at its last minute, or when only one side has fighting men left.
//!
//! Phase: [`Phase::Victory`]. Writes: [`Verdict`], owners of places.
//! Tells: `PlaceTaken`, `ObjectiveMet`, `WarEnded`.

use std::collections::BTreeMap;

use bevy_ecs::prelude::*;

pub use super::verdict::{Degrees, Goal, Objective, Outcome, Verdict};

use super::army::{Fate, Place, Posture, Roll, Side, Troop};
use super::clock::Clock;
use super::command::Staff;
use super::event::{Chronicle, CommanderFate, SimEvent};
use super::hex::Hex;
use super::id::{FormationId, PlaceId, SideId};
use super::register::Register;
use super::troops::Troops;
use super::turn::Phase;

/// A formation as the judges see it.
type Seen =
    (&'static FormationId, &'static Side, &'static Place, &'static Posture, &'static Roll, &'static Troop);

/// Hangs the systems on their phase.
pub(super) fn plugin(schedule: &mut Schedule) {
    schedule.add_systems((take_places, judge, end_war).chain().in_set(Phase::Victory));
}

/// A place falls to the enemy who stands in it in some order when nobody of its owner does.
fn take_places(
    formations: Query<Seen>,
    register: Res<Register>,
    mut verdict: ResMut<Verdict>,
    mut chronicle: ResMut<Chronicle>,
) {
    let in_order: Vec<(SideId, Hex)> = (formations.iter().sort::<&FormationId>())
        .filter(|(.., posture, roll, _)| {
            roll.mouths() > 0 && !matches!(posture, Posture::Hidden | Posture::Routed)
        })
        .map(|(_, side, place, ..)| (side.0, place.hex()))
        .collect();
    for (index, place) in register.places.iter().enumerate() {
        let owner = verdict.owners[index];
        let mut here = in_order.iter().filter(|(_, hex)| *hex == place.at).map(|(side, _)| *side);
        let Some(first) = here.clone().next() else { continue };
        if here.any(|side| Some(side) == owner) {
            continue;
        }
        verdict.owners[index] = Some(first);
        chronicle.tell(SimEvent::PlaceTaken { place: PlaceId(index as u16), by: first, from: owner });
    }
}

/// Objectives that can be met before the end are looked at after every step, and told once.
fn judge(
    formations: Query<Seen>,
    register: Res<Register>,
    staff: Res<Staff>,
    mut verdict: ResMut<Verdict>,
    mut chronicle: ResMut<Chronicle>,
) {
    let losses = Losses::of(&formations, &register);
    for index in 0..verdict.objectives.len() {
        let objective = &verdict.objectives[index];
        if !objective.met && objective.goal.is_early() && losses.is_met(objective, &staff, &verdict.owners) {
            meet(index, &mut verdict, &mut chronicle);
        }
    }
}

/// The war ends at its last minute, or when no more than one side has fighting men left; then the rest is judged.
fn end_war(
    formations: Query<Seen>,
    staff: Res<Staff>,
    (clock, troops, register): (Res<Clock>, Res<Troops>, Res<Register>),
    mut verdict: ResMut<Verdict>,
    mut chronicle: ResMut<Chronicle>,
) {
    if verdict.outcome.is_some() {
        return;
    }
    let mut fighting: Vec<SideId> = (formations.iter())
        .filter(|(.., roll, troop)| roll.mouths() > 0 && troops.kind(troop.0).fights)
        .map(|(_, side, ..)| side.0)
        .collect();
    fighting.sort();
    fighting.dedup();
    let is_last_step = clock.minute + clock.step_minutes() >= clock.end_minute;
    // A war with one army only, such as a march in a test, ends when its time is up.
    let mut came: Vec<SideId> = formations.iter().map(|(_, side, ..)| side.0).collect();
    came.sort();
    came.dedup();
    let is_decided = fighting.len() < came.len().min(2);
    if !is_last_step && !is_decided {
        return;
    }
    let losses = Losses::of(&formations, &register);
    for index in 0..verdict.objectives.len() {
        let objective = &verdict.objectives[index];
        if !objective.met && losses.is_met(objective, &staff, &verdict.owners) {
            meet(index, &mut verdict, &mut chronicle);
        }
    }
    let outcome = outcome(&verdict.objectives, verdict.degrees);
    verdict.outcome = Some(outcome);
    chronicle.tell(SimEvent::WarEnded { winner: outcome.winner, degree: outcome.degree });
}

fn meet(index: usize, verdict: &mut Verdict, chronicle: &mut Chronicle) {
    let objective = &mut verdict.objectives[index];
    objective.met = true;
    let (side, points) = (objective.side, objective.points);
    chronicle.tell(SimEvent::ObjectiveMet { side, objective: index.min(255) as u8, points });
}

/// Who won and how clearly: the points of the best side less those of the second, against the degrees.
pub fn outcome(objectives: &[Objective], degrees: Degrees) -> Outcome {
    let mut points: BTreeMap<SideId, i64> = BTreeMap::new();
    for objective in objectives {
        let worth = if objective.met { i64::from(objective.points) } else { 0 };
        *points.entry(objective.side).or_default() += worth;
    }
    let mut ranks: Vec<(i64, SideId)> = points.into_iter().map(|(side, points)| (points, side)).collect();
    ranks.sort_by_key(|(points, side)| (-points, *side));
    let Some((best, winner)) = ranks.first().copied() else { return Outcome { winner: None, degree: 0 } };
    let second = ranks.get(1).map_or(0, |(points, _)| *points);
    let degree = degrees.0.iter().filter(|needed| best - second >= i64::from(**needed)).count() as u8;
    Outcome { winner: (degree > 0).then_some(winner), degree }
}

/// What each formation began with and has lost, as objectives count it: those sent home are not lost.
struct Losses {
    /// Formation or the one that sent it out, side, men at the start, men lost.
    formations: Vec<(FormationId, SideId, u32, u32)>,
}

impl Losses {
    fn of(formations: &Query<Seen>, register: &Register) -> Self {
        let rows = formations.iter().map(|(id, side, _, _, roll, _)| {
            (register.origin(*id), side.0, roll.total(), roll.lost() - roll.count(Fate::GoneHome))
        });
        Self { formations: rows.collect() }
    }

    /// Men at the start and men lost of some formations together, with their detachments.
    fn together(&self, formations: &[FormationId]) -> (u64, u64) {
        let known = self.formations.iter().filter(|(id, ..)| formations.contains(id));
        known.fold((0, 0), |(men, lost), row| (men + u64::from(row.2), lost + u64::from(row.3)))
    }

    fn is_met(&self, objective: &Objective, staff: &Staff, owners: &[Option<SideId>]) -> bool {
        match &objective.goal {
            Goal::Hold(place) => owners.get(place.index()) == Some(&Some(objective.side)),
            Goal::Inflict { on, men } => {
                let rows = self.formations.iter().filter(|(_, side, ..)| side == on);
                rows.map(|(.., lost)| u64::from(*lost)).sum::<u64>() >= u64::from(*men)
            }
            Goal::Break { formations, permille } => {
                let (men, lost) = self.together(formations);
                lost * 1000 >= men * u64::from(*permille)
            }
            Goal::Preserve { formations, permille } => {
                let (men, lost) = self.together(formations);
                (men - lost) * 1000 >= men * u64::from(*permille)
            }
            Goal::Fell { commanders, at_least } => {
                let fallen = commanders.iter().filter(|id| {
                    matches!(staff.get(**id).fate, CommanderFate::Killed | CommanderFate::Captured)
                });
                fallen.count() >= usize::from(*at_least)
            }
        }
    }
}
