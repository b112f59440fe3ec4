//! A war's events condensed: the few that tell the course of it, hour by hour, like ones merged, and counts of all.

use std::collections::{BTreeMap, BTreeSet};

use super::names::{Teller, list, number};
use super::words::capitalized;
use crate::game::TurnReport;
use crate::setting::Setting;
use crate::sim::army::Fate;
use crate::sim::clock::{Clock, DAY};
use crate::sim::event::{Happened, SimEvent};
use crate::sim::id::{FormationId, SideId};
use crate::sim::register::Register;

/// Fewest men lost in an hour that are worth a line.
const WORTH_TELLING: u64 = 50;
/// Most names in a merged line.
const MOST_NAMES: usize = 4;

/// What was gathered of a war so far. Add every turn; it keeps little.
#[derive(Debug, Clone, Default)]
pub struct Story {
    counts: BTreeMap<&'static str, u64>,
    telling: Vec<Happened>,
    told: BTreeSet<(&'static str, u16, u16, u32)>,
    losses: BTreeMap<(u32, SideId), Losses>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Losses {
    dead: u64,
    gone: u64,
}

impl Story {
    /// Adds what a turn brought.
    pub fn add(&mut self, register: &Register, report: &TurnReport) {
        for happened in &report.events {
            *self.counts.entry(happened.event.kind()).or_default() += 1;
            self.sum(register, happened);
            if let Some((a, b, period)) = occasion(register, &happened.event) {
                let when = happened.minute.checked_div(period).unwrap_or(0);
                if self.told.insert((happened.event.kind(), a, b, when)) {
                    self.telling.push(happened.clone());
                }
            }
        }
    }

    /// Events by kind.
    pub fn counts(&self) -> &BTreeMap<&'static str, u64> {
        &self.counts
    }

    fn sum(&mut self, register: &Register, happened: &Happened) {
        let SimEvent::Lost { formation, fate, men } = happened.event else { return };
        let key = (happened.minute / 60, register.formation(formation).side);
        let losses = self.losses.entry(key).or_default();
        if fate.is_dead() {
            losses.dead += u64::from(men);
        } else if matches!(fate, Fate::Captured | Fate::Deserted | Fate::Dispersed) {
            losses.gone += u64::from(men);
        }
    }

    /// The course of events: a heading for every hour in which something telling happened, and its lines.
    pub fn course(&self, setting: &Setting, clock: &Clock) -> Vec<(String, Vec<String>)> {
        let mut teller = Teller::new(setting);
        let mut hours: BTreeMap<u32, Vec<&SimEvent>> = BTreeMap::new();
        for happened in &self.telling {
            hours.entry(happened.minute / 60).or_default().push(&happened.event);
        }
        for ((hour, _), losses) in &self.losses {
            if losses.dead + losses.gone >= WORTH_TELLING {
                hours.entry(*hour).or_default();
            }
        }
        let mut course = Vec::new();
        for (hour, events) in hours {
            let mut lines = merged(&mut teller, &events);
            for side in setting.register.side_ids() {
                if let Some(losses) = self.losses.get(&(hour, side))
                    && losses.dead + losses.gone >= WORTH_TELLING
                {
                    let name = teller.side(side);
                    let (dead, gone) = (number(losses.dead as i64), number(losses.gone as i64));
                    lines.push(capitalized(format!(
                        "{name} lost {dead} dead and {gone} captured or scattered."
                    )));
                }
            }
            course.push((clock.moment(hour * 60), lines));
        }
        course
    }
}

/// Whether an event is worth telling and on what occasion: two keys and a period in minutes (0: the whole war). Of
/// several events of a kind on one occasion only the first is told.
fn occasion(register: &Register, event: &SimEvent) -> Option<(u16, u16, u32)> {
    const WAR: u32 = 0;
    let side = |id: FormationId| u16::from(register.formation(id).side.0);
    Some(match event {
        // The first sight of an enemy, once for each pair of formations' sides and day.
        SimEvent::Sighted { by, .. } => (side(*by), 0, WAR),
        SimEvent::Met { attacker, defender, .. } => (attacker.0, defender.0, DAY),
        SimEvent::WeatherChanged { kind } => (u16::from(*kind), 0, DAY),
        SimEvent::SignalGiven { signal, .. } => (u16::from(signal.0), 0, DAY),
        SimEvent::BoxOpened { lure, .. } | SimEvent::LureTaken { lure, .. } => (lure.0, 0, WAR),
        SimEvent::LureRefused { formation, .. } => (formation.0, 0, DAY),
        SimEvent::Tempted { formation, .. } | SimEvent::Disobeyed { formation, .. } => (formation.0, 0, DAY),
        SimEvent::Released { formation, .. }
        | SimEvent::AmbushFound { formation, .. }
        | SimEvent::FeintBegun { formation, .. }
        | SimEvent::FeintEnded { formation, .. }
        | SimEvent::FeintFailed { formation }
        | SimEvent::Surrounded { formation, .. }
        | SimEvent::Broke { formation, .. }
        | SimEvent::Rallied { formation, .. }
        | SimEvent::Arrived { formation, .. }
        | SimEvent::RationsGone { formation }
        | SimEvent::BearersSpent { formation }
        | SimEvent::HaulEnded { formation } => (formation.0, 0, DAY),
        SimEvent::LaidWaste { formation, .. } => (formation.0, 0, 60),
        SimEvent::Deposited { formation, .. } => (formation.0, 0, DAY),
        SimEvent::CacheTaken { formation, from, .. } => (formation.0, u16::from(from.0), 60),
        SimEvent::BeastsDied { formation, .. } => (formation.0, 0, WAR),
        SimEvent::Looted { formation, .. } => (formation.0, 0, DAY),
        SimEvent::Bought { formation, place, .. } => (formation.0, place.0, DAY),
        SimEvent::CashTaken { formation, from, .. } => (formation.0, from.0, WAR),
        SimEvent::Detached { formation, .. } | SimEvent::Joined { formation, .. } => (formation.0, 0, 60),
        SimEvent::Surrendered { formation, .. } | SimEvent::Destroyed { formation, .. } => {
            (formation.0, 0, WAR)
        }
        SimEvent::CommanderFell { commander, fate, .. } => (commander.0, *fate as u16, WAR),
        SimEvent::TookOver { commander, from, .. } => (commander.0, from.0, WAR),
        SimEvent::Invested { place, .. } | SimEvent::SiegeLifted { place } => (place.0, 0, WAR),
        SimEvent::ParkBuilt { formation, .. } | SimEvent::ParkLost { formation, .. } => (formation.0, 0, WAR),
        SimEvent::Breached { place, .. } | SimEvent::MineSprung { place, .. } => (place.0, 0, DAY),
        SimEvent::PeopleStarved { place, .. } => (place.0, 0, WAR),
        SimEvent::DikeCut { formation, .. }
        | SimEvent::DikeMended { formation, .. }
        | SimEvent::DikeRaised { formation, .. } => (formation.0, 0, DAY),
        SimEvent::DikeBroke { .. } => (0, 0, DAY),
        SimEvent::DamRaised { formation, .. } | SimEvent::Drenched { formation, .. } => (formation.0, 0, DAY),
        SimEvent::DamBroke { course, .. } => (*course, 0, DAY),
        SimEvent::GateOpened { place } | SimEvent::Yielded { place, .. } => (place.0, 0, DAY),
        SimEvent::PlaceTaken { place, by, .. } => (place.0, u16::from(by.0), 60),
        SimEvent::ObjectiveMet { side, objective, .. } => (u16::from(side.0), u16::from(*objective), WAR),
        SimEvent::WarEnded { .. } => (0, 0, WAR),
        SimEvent::LightChanged { .. }
        | SimEvent::WeatherTurned { .. }
        | SimEvent::Marched { .. }
        | SimEvent::Halted { .. }
        | SimEvent::Stood { .. }
        | SimEvent::Straggled { .. }
        | SimEvent::Rejoined { .. }
        | SimEvent::ScoutsSent { .. }
        | SimEvent::ScoutsReturned { .. }
        | SimEvent::ScoutsLost { .. }
        | SimEvent::LureLeft { .. }
        | SimEvent::LureFound { .. }
        | SimEvent::HeldBack { .. }
        | SimEvent::Fought { .. }
        | SimEvent::Lost { .. }
        | SimEvent::Pursued { .. }
        | SimEvent::Fed { .. }
        | SimEvent::DrewCache { .. }
        | SimEvent::Slaughtered { .. }
        | SimEvent::Stored { .. } => return None,
    })
}

/// What several formations of a side did alike in one hour, as the first of them and the verb for many.
fn alike(event: &SimEvent) -> Option<(FormationId, &'static str)> {
    Some(match event {
        SimEvent::Released { formation, .. } => (*formation, "rose from ambush"),
        SimEvent::AmbushFound { formation, .. } => (*formation, "were found in their hiding places"),
        SimEvent::FeintBegun { formation, .. } => (*formation, "ran as if beaten"),
        SimEvent::FeintEnded { formation, .. } => (*formation, "turned at bay"),
        SimEvent::FeintFailed { formation } => (*formation, "feigned flight and then ran in earnest"),
        SimEvent::Surrounded { formation, .. } => (*formation, "were surrounded"),
        SimEvent::Broke { formation, .. } => (*formation, "broke and ran"),
        SimEvent::Rallied { formation, .. } => (*formation, "rallied"),
        SimEvent::Destroyed { formation, .. } => (*formation, "were destroyed"),
        SimEvent::RationsGone { formation } => (*formation, "ate the last of their rations"),
        SimEvent::BearersSpent { formation } => (*formation, "had given away what they carried"),
        SimEvent::LaidWaste { formation, .. } => (*formation, "laid the country waste"),
        SimEvent::BeastsDied { formation, .. } => {
            (*formation, "began to lose their beasts for want of fodder")
        }
        SimEvent::Tempted { formation, .. } => (*formation, "were led after the enemy against orders"),
        SimEvent::Met { attacker, .. } => (*attacker, "attacked"),
        _ => return None, // told one by one
    })
}

/// The events of an hour as sentences, those of a kind and a side in one.
fn merged(teller: &mut Teller, events: &[&SimEvent]) -> Vec<String> {
    let mut lines = Vec::new();
    let mut done = BTreeSet::new();
    for (index, event) in events.iter().enumerate() {
        let side_of = |teller: &Teller, id: FormationId| teller.setting.register.formation(id).side;
        let Some((first, verb)) = alike(event) else {
            lines.push(teller.sentence(event));
            continue;
        };
        let side = side_of(teller, first);
        if !done.insert((event.kind(), side)) {
            continue;
        }
        let mut ids: Vec<FormationId> = Vec::new();
        for other in events[index..].iter().filter(|other| other.kind() == event.kind()) {
            if let Some((id, _)) = alike(other)
                && side_of(teller, id) == side
                && !ids.contains(&id)
            {
                ids.push(id);
            }
        }
        if ids.len() == 1 {
            lines.push(teller.sentence(event));
            continue;
        }
        let names: Vec<String> = ids.iter().map(|id| teller.formation(*id)).collect();
        lines.push(capitalized(format!("{} {verb}.", list(&names, MOST_NAMES))));
    }
    lines
}
