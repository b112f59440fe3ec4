//! The moments of a war worth going to: battles, routs, captures and the like, each marked once.
//!
//! Made of the [`Line`]s that a viewer may be told, so a mark betrays no more than they do.

use super::known::{Line, Weight, battle_hexes, lines};
use crate::film::{Moment, TurnFilm};
use crate::setting::Setting;
use crate::sim::clock::DAY;
use crate::sim::event::{CommanderFate, HaltReason, SimEvent};
use crate::sim::hex::Hex;
use crate::sim::id::SideId;

/// What a moment is marked as in the course of a war.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MarkKind {
    /// A battle begins.
    Battle,
    /// Formations break or are destroyed.
    Rout,
    /// A place changes hands.
    Capture,
    /// A commander is killed or taken.
    Fall,
    /// Men lay down their arms.
    Surrender,
    /// Bait, feint, ambush or signal does its work.
    Ruse,
    /// An objective is met.
    Objective,
    /// The war ends.
    End,
}

impl MarkKind {
    /// All kinds.
    pub const ALL: [Self; 8] = [
        Self::Battle,
        Self::Rout,
        Self::Capture,
        Self::Fall,
        Self::Surrender,
        Self::Ruse,
        Self::Objective,
        Self::End,
    ];

    /// As lists and legends say it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Battle => "battle",
            Self::Rout => "rout",
            Self::Capture => "capture",
            Self::Fall => "commander fallen",
            Self::Surrender => "surrender",
            Self::Ruse => "ruse",
            Self::Objective => "objective",
            Self::End => "end",
        }
    }
}

/// A moment worth going to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// When it began.
    pub moment: Moment,
    /// What it is.
    pub kind: MarkKind,
    /// A sentence, and how much more of the kind followed there on that day.
    pub text: String,
    /// Where, as far as the viewer knows.
    pub at: Option<Hex>,
}

/// The marks of a war, gathered turn by turn.
#[derive(Debug, Clone)]
pub struct Marks {
    viewer: Option<SideId>,
    marks: Vec<Mark>,
    /// For each mark: what was told of it first, how often it was told, and the minute of the last time.
    gathered: Vec<(String, u32, u32)>,
}

impl Marks {
    /// For one side's knowledge, or for the truth.
    pub fn new(viewer: Option<SideId>) -> Self {
        Self { viewer, marks: Vec::new(), gathered: Vec::new() }
    }

    /// The marks of a whole war.
    ///
    /// # Errors
    /// What the turns say.
    pub fn of<E>(
        setting: &Setting,
        turns: impl Iterator<Item = Result<impl std::ops::Deref<Target = TurnFilm>, E>>,
        viewer: Option<SideId>,
    ) -> Result<Self, E> {
        let mut marks = Self::new(viewer);
        for turn in turns {
            let turn = turn?;
            marks.add(setting, &turn);
        }
        Ok(marks)
    }

    /// Adds a turn; turns come in their order.
    pub fn add(&mut self, setting: &Setting, turn: &TurnFilm) {
        for line in lines(setting, turn, self.viewer) {
            if let Some(kind) = line.mark {
                self.mark(setting, kind, &line);
            }
        }
    }

    /// The marks, by moment.
    pub fn marks(&self) -> &[Mark] {
        &self.marks
    }

    fn mark(&mut self, setting: &Setting, kind: MarkKind, line: &Line) {
        let reach = battle_hexes(setting);
        let near = |one: Option<Hex>| match (one, line.at) {
            (Some(one), Some(other)) => one.unsigned_distance_to(other) <= reach,
            (one, other) => one == other,
        };
        // What is met or ends happens once; two objectives are two.
        let once = matches!(kind, MarkKind::Objective | MarkKind::End);
        let same = self.marks.iter().zip(&self.gathered).rposition(|(mark, (.., last))| {
            !once && mark.kind == kind && near(mark.at) && line.minute.saturating_sub(*last) < DAY / 2
        });
        let Some(index) = same else {
            self.marks.push(Mark { moment: line.moment(), kind, text: line.text.clone(), at: line.at });
            self.gathered.push((line.text.clone(), 1, line.minute));
            return;
        };
        let (first, count, last) = &mut self.gathered[index];
        (*count, *last) = (*count + 1, line.minute);
        self.marks[index].text = format!("{first} And {} more like it there.", *count - 1);
    }
}

/// How much an event matters, and as what it is marked. The first blows of a battle count as its beginning.
pub(super) fn rank(event: &SimEvent) -> (Weight, Option<MarkKind>) {
    match event {
        SimEvent::Met { .. } => (Weight::Great, Some(MarkKind::Battle)),
        SimEvent::Broke { .. } | SimEvent::Destroyed { .. } => (Weight::Great, Some(MarkKind::Rout)),
        SimEvent::Surrendered { .. } => (Weight::Great, Some(MarkKind::Surrender)),
        SimEvent::CommanderFell { fate: CommanderFate::Killed | CommanderFate::Captured, .. } => {
            (Weight::Great, Some(MarkKind::Fall))
        }
        SimEvent::PlaceTaken { .. } => (Weight::Great, Some(MarkKind::Capture)),
        SimEvent::Yielded { .. } => (Weight::Great, Some(MarkKind::Surrender)),
        SimEvent::Invested { .. }
        | SimEvent::Breached { .. }
        | SimEvent::GateOpened { .. }
        | SimEvent::DikeCut { .. }
        | SimEvent::DamBroke { .. }
        | SimEvent::DikeBroke { .. }
        | SimEvent::Drenched { .. } => (Weight::Great, None),
        SimEvent::ObjectiveMet { .. } => (Weight::Great, Some(MarkKind::Objective)),
        SimEvent::WarEnded { .. } => (Weight::Great, Some(MarkKind::End)),
        SimEvent::LureTaken { .. }
        | SimEvent::BoxOpened { .. }
        | SimEvent::Tempted { .. }
        | SimEvent::SignalGiven { .. }
        | SimEvent::Released { .. }
        | SimEvent::AmbushFound { .. }
        | SimEvent::FeintBegun { .. }
        | SimEvent::FeintEnded { .. }
        | SimEvent::FeintFailed { .. } => (Weight::Common, Some(MarkKind::Ruse)),
        SimEvent::WeatherChanged { .. }
        | SimEvent::WeatherTurned { .. }
        | SimEvent::Halted {
            reason:
                HaltReason::Enemy | HaltReason::Exhausted | HaltReason::TargetLost | HaltReason::ChargeLost,
            ..
        }
        | SimEvent::Detached { .. }
        | SimEvent::Joined { .. }
        | SimEvent::Sighted { .. }
        | SimEvent::ScoutsReturned { .. }
        | SimEvent::ScoutsLost { .. }
        | SimEvent::LureLeft { .. }
        | SimEvent::LureFound { .. }
        | SimEvent::LureRefused { .. }
        | SimEvent::HeldBack { .. }
        | SimEvent::Surrounded { .. }
        | SimEvent::Rallied { .. }
        | SimEvent::CommanderFell { fate: CommanderFate::Wounded | CommanderFate::Fit, .. }
        | SimEvent::TookOver { .. }
        | SimEvent::Disobeyed { .. }
        | SimEvent::Arrived { .. }
        | SimEvent::RationsGone { .. }
        | SimEvent::BearersSpent { .. }
        | SimEvent::HaulEnded { .. }
        | SimEvent::SiegeLifted { .. }
        | SimEvent::ParkBuilt { .. }
        | SimEvent::ParkLost { .. }
        | SimEvent::MineSprung { .. }
        | SimEvent::DikeMended { .. }
        | SimEvent::DikeRaised { .. }
        | SimEvent::DamRaised { .. }
        | SimEvent::PeopleStarved { .. }
        | SimEvent::Deposited { .. }
        | SimEvent::CacheTaken { .. }
        | SimEvent::Bought { .. }
        | SimEvent::CashTaken { .. }
        | SimEvent::LaidWaste { .. } => (Weight::Common, None),
        SimEvent::LightChanged { .. }
        | SimEvent::Marched { .. }
        | SimEvent::Halted {
            reason: HaltReason::Arrived | HaltReason::Impassable | HaltReason::Night | HaltReason::DayDone,
            ..
        }
        | SimEvent::Stood { .. }
        | SimEvent::Straggled { .. }
        | SimEvent::Rejoined { .. }
        | SimEvent::ScoutsSent { .. }
        | SimEvent::Fought { .. }
        | SimEvent::Lost { .. }
        | SimEvent::Pursued { .. }
        | SimEvent::Fed { .. }
        | SimEvent::Slaughtered { .. }
        | SimEvent::Stored { .. }
        | SimEvent::DrewCache { .. }
        | SimEvent::Looted { .. }
        | SimEvent::BeastsDied { .. } => (Weight::Small, None),
    }
}
