//! What became of every man and of every sheng of grain: the ledgers of a side or of a group of formations. Their
//! columns sum to what was there at the start, always.

use crate::seat::View;
use crate::setting::{Measure, Setting};
use crate::sim::army::Fate;
use crate::sim::event::CommanderFate;
use crate::sim::id::{FormationId, SideId};
use crate::sim::market::Cash;
use crate::sim::supply::Grain;
use crate::snapshot::Snapshot;

/// Men of some formations, by fate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Ledger {
    /// Men at the start.
    pub start: u64,
    by_fate: [u64; Fate::ALL.len()],
}

impl Ledger {
    /// Of the formations that `of` picks.
    pub fn of(start: &Snapshot, end: &Snapshot, of: impl Fn(FormationId) -> bool) -> Self {
        let mut ledger = Self::default();
        // Both count: who was there and has joined another, and who has been sent out since.
        for before in start.formations.iter().filter(|before| of(before.id)) {
            ledger.start += u64::from(before.roll.total());
        }
        for now in end.formations.iter().filter(|now| of(now.id)) {
            for fate in Fate::ALL {
                ledger.by_fate[fate as usize] += u64::from(now.roll.count(fate));
            }
        }
        ledger
    }

    /// Of a whole side.
    pub fn of_side(setting: &Setting, start: &Snapshot, end: &Snapshot, side: SideId) -> Self {
        Self::of(start, end, |id| setting.register.formation(id).side == side)
    }

    /// Of one group of formations with their detachments, as the report counts them; a formation's own id is a group as
    /// well.
    pub fn of_group(setting: &Setting, start: &Snapshot, end: &Snapshot, group: &str) -> Self {
        Self::of(start, end, |id| setting.register.formation(id).group == group)
    }

    /// Men of one fate.
    pub fn count(&self, fate: Fate) -> u64 {
        self.by_fate[fate as usize]
    }

    /// Men still with their formations.
    pub fn with_formations(&self) -> u64 {
        self.by_fate[..=Fate::Sick as usize].iter().sum()
    }

    /// Dead of any cause.
    pub fn dead(&self) -> u64 {
        Fate::ALL.iter().filter(|fate| fate.is_dead()).map(|fate| self.count(*fate)).sum()
    }

    /// Men lost since the start, of any cause; those who went home in good order are not lost.
    pub fn lost(&self) -> u64 {
        self.dead() + self.count(Fate::Captured) + self.count(Fate::Deserted) + self.count(Fate::Dispersed)
    }

    /// All columns together; equal to the men at the start.
    pub fn total(&self) -> u64 {
        self.by_fate.iter().sum()
    }
}

/// What is measured of a side or group for the comparison with history; `None` when nothing bears that name.
pub fn measured(
    setting: &Setting,
    start: &Snapshot,
    end: &Snapshot,
    of: &str,
    count: Measure,
) -> Option<i64> {
    let register = &setting.register;
    let side = register.side_ids().find(|side| register.side(*side).name.id == of);
    let belongs = |id: FormationId| {
        let info = register.formation(register.origin(id));
        side == Some(info.side) || info.group == of || info.name.id == of
    };
    if !(0..register.formations.len() as u16).map(FormationId).any(belongs) {
        return None;
    }
    let ledger = Ledger::of(start, end, belongs);
    let men = |men: u64| i64::try_from(men).unwrap_or(i64::MAX);
    Some(match count {
        Measure::Dead => men(ledger.dead()),
        Measure::Lost => men(ledger.lost()),
        Measure::LostPermille => men((ledger.lost() * 1000).checked_div(ledger.start).unwrap_or(0)),
        Measure::Survivors => men(ledger.with_formations()),
        Measure::CommandersFallen => {
            let fallen = end.staff.0.iter().filter(|commander| {
                belongs(register.commander(commander.id).leads)
                    && matches!(commander.fate, CommanderFate::Killed | CommanderFate::Captured)
            });
            men(fallen.count() as u64)
        }
    })
}

/// The grain of a side, from the first day to this state.
pub fn grain(setting: &Setting, state: &Snapshot, side: SideId) -> Grain {
    let register = &setting.register;
    let own = state.formations.iter().filter(|one| register.formation(one.id).side == side);
    Grain::of(
        side,
        register,
        own.map(|one| one.rations),
        &state.verdict.owners,
        (&state.stores.0, &state.wards.0, state.caches.all()),
    )
}

/// The grain of a side, as it knows it itself: all of it, but for what others took.
pub fn own_grain(view: &View, setting: &Setting) -> Grain {
    let stores: Vec<u32> = view.stores.iter().map(|store| store.unwrap_or(0)).collect();
    let own = view.own.iter().map(|one| one.rations);
    Grain::of(view.side, &setting.register, own, &view.owners, (&stores, &view.wards, &view.caches))
}

/// The cash of a side, from the first day to this state.
pub fn cash(setting: &Setting, state: &Snapshot, side: SideId) -> Cash {
    let own = state.formations.iter().filter(|one| setting.register.formation(one.id).side == side);
    Cash::of(own.map(|one| one.purse))
}
