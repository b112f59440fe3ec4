//! A [`SimEvent`] becomes a sentence. Every event has one: there is no `_` arm, so a new event does not compile until
//! it can be told.

use super::names::{Teller, number};
use crate::sim::event::{CommanderFate, HaltReason, SimEvent, Source, Temptation};

impl Teller<'_> {
    /// The event as a sentence.
    pub fn sentence(&mut self, event: &SimEvent) -> String {
        capitalized(self.words(event))
    }

    fn words(&mut self, event: &SimEvent) -> String {
        match event {
            SimEvent::LightChanged { day: true } => "The sun rises.".to_owned(),
            SimEvent::LightChanged { day: false } => "The sun sets.".to_owned(),
            SimEvent::WeatherChanged { kind } => {
                let kinds = &self.setting.rules.weather.kinds;
                let name = kinds.get(usize::from(*kind)).map_or("unknown", |kind| kind.name.as_str());
                format!("The weather turns: {name}.")
            }
            SimEvent::Marched { formation, to, .. } => {
                format!("{} marches on, now {}.", self.formation(*formation), self.where_is(*to))
            }
            SimEvent::Halted { formation, at, reason } => {
                format!("{} halts {}: {}.", self.formation(*formation), self.where_is(*at), halt(*reason))
            }
            SimEvent::Stood { formation, at, posture } => {
                format!("{} is {}, {}.", self.formation(*formation), posture.words(), self.where_is(*at))
            }
            SimEvent::Straggled { formation, men } => {
                format!("{} men of {} fall behind.", number(*men), self.formation(*formation))
            }
            SimEvent::Rejoined { formation, men } => {
                format!("{} stragglers come up with {}.", number(*men), self.formation(*formation))
            }
            SimEvent::Sighted { by, about, at, men, source } => format!(
                "{} reports {} of {} {}, {}.",
                self.formation(*by),
                about_men(*men),
                self.side_of(*about),
                self.where_is(*at),
                source_words(*source)
            ),
            SimEvent::ScoutsSent { formation, to } => {
                format!("{} sends scouts out to look {}.", self.formation(*formation), self.where_is(*to))
            }
            SimEvent::ScoutsReturned { formation, to, found } => {
                let found = match found {
                    0 => "they found nobody".to_owned(),
                    1 => "they found one enemy formation".to_owned(),
                    many => format!("they found {many} enemy formations"),
                };
                let (formation, place) = (self.formation(*formation), self.where_is(*to));
                format!("The scouts of {formation} are back; looking {place}, {found}.")
            }
            SimEvent::ScoutsLost { formation, to, men } => format!(
                "{} scouts of {}, sent to look {}, do not come back.",
                number(*men),
                self.formation(*formation),
                self.where_is(*to)
            ),
            SimEvent::LureLeft { formation, at, .. } => {
                format!("{} leaves bait lying {}.", self.formation(*formation), self.where_is(*at))
            }
            SimEvent::LureFound { formation, at, .. } => {
                let formation = self.formation(*formation);
                format!("{formation} finds something left lying {}.", self.where_is(*at))
            }
            SimEvent::LureTaken { formation, heads, .. } => {
                format!("{} takes up {} heads of beasts.", self.formation(*formation), number(*heads))
            }
            SimEvent::BoxOpened { formation, signal, .. } => {
                let (formation, signal) = (self.formation(*formation), self.signal(*signal));
                format!("Men of {formation} open a closed box, and out comes a signal: {signal}.")
            }
            SimEvent::LureRefused { formation, commander, .. } => {
                let (formation, leader) = (self.formation(*formation), self.leader(*commander));
                format!("{leader} lets {formation} leave the bait alone.")
            }
            SimEvent::Tempted { formation, commander, by } => {
                let (formation, leader) = (self.formation(*formation), self.leader(*commander));
                format!("{leader} leads {formation} after {}, against orders.", self.temptation(*by))
            }
            SimEvent::HeldBack { formation, commander, by } => {
                let (formation, leader) = (self.formation(*formation), self.leader(*commander));
                format!("{leader} holds {formation} back from {}.", self.temptation(*by))
            }
            SimEvent::SignalGiven { by, signal, at } => format!(
                "{} gives the signal, {}, {}.",
                self.formation(*by),
                self.signal(*signal),
                self.where_is(*at)
            ),
            SimEvent::Released { formation, at, signal: Some(signal) } => format!(
                "{} rises from ambush {} at the signal, {}.",
                self.formation(*formation),
                self.where_is(*at),
                self.signal(*signal)
            ),
            SimEvent::Released { formation, at, signal: None } => {
                let formation = self.formation(*formation);
                format!("{formation} rises from ambush {} as the enemy comes upon it.", self.where_is(*at))
            }
            SimEvent::AmbushFound { formation, by, at } => format!(
                "{} finds {} in hiding {}.",
                self.formation(*by),
                self.formation(*formation),
                self.where_is(*at)
            ),
            SimEvent::FeintBegun { formation, to } => {
                let formation = self.formation(*formation);
                format!("{formation} runs as if beaten, to draw the enemy {}.", self.where_is(*to))
            }
            SimEvent::FeintEnded { formation, at } => {
                format!("{} turns at bay {}.", self.formation(*formation), self.where_is(*at))
            }
            SimEvent::FeintFailed { formation } => {
                format!("The feigned flight of {} turns into a real one.", self.formation(*formation))
            }
            SimEvent::Met { attacker, defender, at, surprised } => format!(
                "{} falls upon {} {}{}.",
                self.formation(*attacker),
                self.formation(*defender),
                self.where_is(*at),
                if *surprised { ", by surprise" } else { "" }
            ),
            SimEvent::Fought { attacker, defender, lost, .. } => format!(
                "{} fights {}, which loses {} men.",
                self.formation(*attacker),
                self.formation(*defender),
                number(*lost)
            ),
            SimEvent::Lost { formation, fate, men } => {
                format!("{}: {} men {}.", self.formation(*formation), number(*men), fate.words())
            }
            SimEvent::Surrounded { formation, at } => {
                format!("{} is surrounded {}.", self.formation(*formation), self.where_is(*at))
            }
            SimEvent::Broke { formation, at } => {
                format!("{} breaks and runs {}.", self.formation(*formation), self.where_is(*at))
            }
            SimEvent::Rallied { formation, at } => {
                format!("{} rallies {}.", self.formation(*formation), self.where_is(*at))
            }
            SimEvent::Pursued { formation, by, lost } => format!(
                "{} rides down {} of {}.",
                self.formation(*by),
                number(*lost),
                self.formation(*formation)
            ),
            SimEvent::Surrendered { formation, to, men } => format!(
                "The last {} of {} lay down their arms to {}.",
                number(*men),
                self.formation(*formation),
                self.formation(*to)
            ),
            SimEvent::Destroyed { formation, at } => {
                format!("{} is destroyed {}.", self.formation(*formation), self.where_is(*at))
            }
            SimEvent::CommanderFell { commander, formation, fate } => {
                let (commander, formation) = (self.commander(*commander), self.formation(*formation));
                format!("{commander}, with {formation}, {}.", fate_words(*fate))
            }
            SimEvent::TookOver { commander, from, formation } => format!(
                "{} takes over {} from {}.",
                self.commander(*commander),
                self.formation(*formation),
                self.commander(*from)
            ),
            SimEvent::Disobeyed { commander, formation, ordered, did } => format!(
                "{} was ordered to {} with {} and chooses to {}.",
                self.commander(*commander),
                ordered.words(),
                self.formation(*formation),
                did.words()
            ),
            SimEvent::RationsGone { formation } => {
                format!("{} eats its last ration.", self.formation(*formation))
            }
            SimEvent::Fed { formation, place, sheng } => format!(
                "{} draws {} sheng of grain from the stores of {}.",
                self.formation(*formation),
                number(*sheng),
                self.place(*place)
            ),
            SimEvent::Slaughtered { formation, heads } => {
                format!("{} slaughters {} heads of its herd.", self.formation(*formation), number(*heads))
            }
            SimEvent::PlaceTaken { place, by, from } => {
                let (place, by) = (self.place(*place), self.side(*by));
                let from = from.map_or_else(String::new, |from| format!(" from {}", self.side(from)));
                format!("{by} takes {place}{from}.")
            }
            SimEvent::ObjectiveMet { side, points, .. } => {
                format!("{} meets an objective worth {points} points.", self.side(*side))
            }
            SimEvent::WarEnded { winner: Some(winner), degree } => {
                format!("The war is over: a {} victory of {}.", degree_words(*degree), self.side(*winner))
            }
            SimEvent::WarEnded { winner: None, .. } => "The war is over, undecided.".to_owned(),
        }
    }

    fn temptation(&mut self, by: Temptation) -> String {
        match by {
            Temptation::Lure(_) => "what was left lying".to_owned(),
            Temptation::Flight(id) => format!("{}, which runs", self.formation(id)),
            Temptation::Weakness(id) => format!("{}, which looks weak", self.formation(id)),
        }
    }
}

/// With a capital letter at the beginning, as a sentence has it.
pub(super) fn capitalized(text: String) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The degree of a victory.
pub fn degree_words(degree: u8) -> &'static str {
    match degree {
        0 => "drawn",
        1 => "marginal",
        2 => "clear",
        _ => "decisive",
    }
}

/// What became of a commander.
pub fn fate_words(fate: CommanderFate) -> &'static str {
    match fate {
        CommanderFate::Fit => "is in the saddle",
        CommanderFate::Wounded => "is wounded",
        CommanderFate::Killed => "is killed",
        CommanderFate::Captured => "is taken",
    }
}

fn about_men(men: u32) -> String {
    format!("about {} men", number(men))
}

fn source_words(source: Source) -> &'static str {
    match source {
        Source::Eyes => "seen by its own men",
        Source::Scouts => "seen by its scouts",
        Source::Dust => "guessed from dust",
        Source::Fires => "guessed from camp fires",
        Source::Tracks => "followed by their tracks",
        Source::Contact => "known from fighting",
    }
}

fn halt(reason: HaltReason) -> &'static str {
    match reason {
        HaltReason::Arrived => "it has arrived",
        HaltReason::Enemy => "the enemy bars the way",
        HaltReason::Impassable => "there is no way on",
        HaltReason::Night => "night has fallen",
        HaltReason::DayDone => "the day's march is done",
        HaltReason::Exhausted => "its men can go no further",
        HaltReason::TargetLost => "the enemy it sought is nowhere to be found",
    }
}
