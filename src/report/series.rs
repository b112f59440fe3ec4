//! How each side stood at the end of every turn: what a plot is drawn from.

use super::ledger::Ledger;
use crate::film::TurnFilm;
use crate::setting::Setting;
use crate::sim::army::Fate;
use crate::sim::id::SideId;
use crate::sim::victory::Goal;
use crate::snapshot::Snapshot;

/// How a side stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Men able to fight.
    pub under_arms: u64,
    /// Dead of any cause since the start.
    pub dead: u64,
    /// In the enemy's hands.
    pub captured: u64,
    /// Deserted or scattered since the start.
    pub other_lost: u64,
    /// Weariness of its men, the mean, permille.
    pub fatigue: u32,
    /// Order of its men, the mean, permille.
    pub cohesion: u32,
    /// Grain carried by formations that have men, sheng.
    pub grain: u64,
    /// Grain eaten since the start, sheng.
    pub eaten: u64,
    /// Grain lost with the men who carried it since the start, sheng.
    pub grain_lost: u64,
    /// Points of its objectives that are met, and of places it wants and holds.
    pub points: i32,
}

impl Tally {
    /// Of a side in a state.
    pub fn of(setting: &Setting, state: &Snapshot, side: SideId) -> Self {
        let ledger = Ledger::of_side(setting, state, state, side);
        let all = || state.formations.iter().filter(move |one| one.side.0 == side);
        let own = || all().filter(|one| one.is_alive());
        let men = own().map(|one| u64::from(one.roll.mouths())).sum::<u64>();
        let mean = |permille: u64| permille.checked_div(men).unwrap_or(0) as u32;
        let weigh = |men: u32, permille: u16| u64::from(men) * u64::from(permille);
        let wishes = state.verdict.objectives.iter().filter(|wish| wish.side == side);
        let held = |goal: &Goal| match goal {
            Goal::Hold(place) => state.verdict.owners.get(place.index()) == Some(&Some(side)),
            Goal::Inflict { .. } | Goal::Break { .. } | Goal::Preserve { .. } | Goal::Fell { .. } => false,
        };
        Self {
            under_arms: ledger.count(Fate::UnderArms),
            dead: ledger.dead(),
            captured: ledger.count(Fate::Captured),
            other_lost: ledger.count(Fate::Deserted) + ledger.count(Fate::Dispersed),
            fatigue: mean(own().map(|one| weigh(one.roll.mouths(), one.fatigue.permille())).sum()),
            cohesion: mean(own().map(|one| weigh(one.roll.mouths(), one.cohesion.permille())).sum()),
            grain: own().map(|one| u64::from(one.rations.sheng())).sum(),
            eaten: all().map(|one| u64::from(one.rations.eaten())).sum(),
            grain_lost: all().map(|one| u64::from(one.rations.lost())).sum(),
            points: wishes.filter(|wish| wish.met || held(&wish.goal)).map(|wish| wish.points).sum(),
        }
    }
}

/// How the sides stood, turn by turn.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Series(Vec<Vec<Tally>>);

impl Series {
    /// Adds a turn; turns come in their order.
    pub fn add(&mut self, setting: &Setting, turn: &TurnFilm) {
        if self.0.is_empty() {
            self.0.push(Self::row(setting, turn.start()));
        }
        self.0.push(Self::row(setting, turn.end()));
    }

    /// First the start, then the end of each turn added; in each row by side.
    pub fn rows(&self) -> &[Vec<Tally>] {
        &self.0
    }

    fn row(setting: &Setting, state: &Snapshot) -> Vec<Tally> {
        setting.register.side_ids().map(|side| Tally::of(setting, state, side)).collect()
    }
}
