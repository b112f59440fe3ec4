//! A [`SimEvent`] becomes a sentence. Every event has one: there is no `_` arm, so a new event does not compile until
//! it can be told.

use super::names::{Teller, number};
use crate::sim::army::Posture;
use crate::sim::event::{CommanderFate, HaltReason, SimEvent, Source, Temptation};
use crate::sim::supply::SHENG_PER_SHI;

impl Teller<'_> {
    /// The event as a sentence.
    pub fn sentence(&mut self, event: &SimEvent) -> String {
        capitalized(self.words(event))
    }

    /// In the past tense, which is the same for one and for many: names of formations are of either number.
    fn words(&mut self, event: &SimEvent) -> String {
        match event {
            SimEvent::LightChanged { day: true } => "The sun rose.".to_owned(),
            SimEvent::LightChanged { day: false } => "The sun set.".to_owned(),
            SimEvent::WeatherChanged { kind } => {
                let kinds = &self.setting.rules.weather.kinds;
                let name = kinds.get(usize::from(*kind)).map_or("unknown", |kind| kind.name.as_str());
                format!("The weather turned: {name}.")
            }
            SimEvent::WeatherTurned { over, kind } => {
                let kinds = &self.setting.rules.weather.kinds;
                let name = kinds.get(usize::from(*kind)).map_or("unknown", |kind| kind.name.as_str());
                format!("The weather over {} turned: {name}.", self.formation(*over))
            }
            SimEvent::Marched { formation, to, .. } => {
                format!("{} marched on, the head now {}.", self.formation(*formation), self.where_is(*to))
            }
            SimEvent::Halted { formation, at, reason } => {
                format!("{} halted {}: {}.", self.formation(*formation), self.where_is(*at), halt(*reason))
            }
            SimEvent::Stood { formation, at, posture } => {
                format!("{} {} {}.", self.formation(*formation), took_up(*posture), self.where_is(*at))
            }
            SimEvent::Straggled { formation, men: fell } => {
                format!("{} of {} fell behind.", men(*fell), self.formation(*formation))
            }
            SimEvent::Rejoined { formation, men: came } => {
                format!("{} of {} who had fallen behind came up.", men(*came), self.formation(*formation))
            }
            SimEvent::Detached { formation, from, men: sent } => {
                format!(
                    "{} sent out {} as {}.",
                    self.formation(*from),
                    men(*sent),
                    self.formation(*formation)
                )
            }
            SimEvent::Joined { formation, into, men: came } => {
                format!("{}, {}, joined {}.", self.formation(*formation), men(*came), self.formation(*into))
            }
            SimEvent::Sighted { by, about, at, men: seen, source } => format!(
                "{} reported about {} of {} {}, {}.",
                self.formation(*by),
                men(*seen),
                self.side_of(*about),
                self.where_is(*at),
                source_words(*source)
            ),
            SimEvent::ScoutsSent { formation, to } => {
                format!("{} sent scouts out to look {}.", self.formation(*formation), self.where_is(*to))
            }
            SimEvent::ScoutsReturned { formation, to, found } => {
                let found = match found {
                    0 => "nobody".to_owned(),
                    1 => "one enemy formation".to_owned(),
                    many => format!("{many} enemy formations"),
                };
                let (formation, place) = (self.formation(*formation), self.where_is(*to));
                format!("The scouts of {formation} came back; looking {place}, they had found {found}.")
            }
            SimEvent::ScoutsLost { formation, to, men } => format!(
                "Scouts of {}, sent to look {}, did not come back: {} lost.",
                self.formation(*formation),
                self.where_is(*to),
                number(*men)
            ),
            SimEvent::LureLeft { formation, at, .. } => {
                format!("{} left bait lying {}.", self.formation(*formation), self.where_is(*at))
            }
            SimEvent::LureFound { formation, at, .. } => {
                let formation = self.formation(*formation);
                format!("{formation} found something left lying {}.", self.where_is(*at))
            }
            SimEvent::LureTaken { formation, heads, .. } => {
                format!("{} took up {} of beasts.", self.formation(*formation), self::heads(*heads))
            }
            SimEvent::BoxOpened { formation, signal, .. } => {
                let (formation, signal) = (self.formation(*formation), self.signal(*signal));
                format!("Men of {formation} opened a closed box, and out came a signal: {signal}.")
            }
            SimEvent::LureRefused { formation, commander, .. } => {
                let (formation, leader) = (self.formation(*formation), self.leader(*commander));
                format!("{leader} let {formation} leave the bait alone.")
            }
            SimEvent::Tempted { formation, commander, by } => {
                let (formation, leader) = (self.formation(*formation), self.leader(*commander));
                format!("{leader} led {formation} after {}, against orders.", self.temptation(*by))
            }
            SimEvent::HeldBack { formation, commander, by } => {
                let (formation, leader) = (self.formation(*formation), self.leader(*commander));
                format!("{leader} held {formation} back from {}.", self.temptation(*by))
            }
            SimEvent::SignalGiven { by, signal, at } => format!(
                "{} gave the signal, {}, {}.",
                self.formation(*by),
                self.signal(*signal),
                self.where_is(*at)
            ),
            SimEvent::Released { formation, at, signal: Some(signal) } => format!(
                "{} rose from ambush {} at the signal, {}.",
                self.formation(*formation),
                self.where_is(*at),
                self.signal(*signal)
            ),
            SimEvent::Released { formation, at, signal: None } => {
                let formation = self.formation(*formation);
                format!("{formation} rose from ambush {} when the enemy came near.", self.where_is(*at))
            }
            SimEvent::AmbushFound { formation, by, at } => format!(
                "{} found {} in hiding {}.",
                self.formation(*by),
                self.formation(*formation),
                self.where_is(*at)
            ),
            SimEvent::FeintBegun { formation, to } => {
                let formation = self.formation(*formation);
                format!("{formation} ran as if beaten, to draw the enemy {}.", self.where_is(*to))
            }
            SimEvent::FeintEnded { formation, at } => {
                format!("{} turned at bay {}.", self.formation(*formation), self.where_is(*at))
            }
            SimEvent::FeintFailed { formation } => {
                format!("The feigned flight of {} turned into a real one.", self.formation(*formation))
            }
            SimEvent::Met { attacker, defender, at, surprised } => format!(
                "{} fell upon {} {}{}.",
                self.formation(*attacker),
                self.formation(*defender),
                self.where_is(*at),
                if *surprised { ", by surprise" } else { "" }
            ),
            SimEvent::Fought { attacker, defender, lost, .. } => format!(
                "{} fought {}, who lost {}.",
                self.formation(*attacker),
                self.formation(*defender),
                men(*lost)
            ),
            SimEvent::Lost { formation, fate, men: lost } => {
                format!("{}: {} {}.", self.formation(*formation), men(*lost), fate.words())
            }
            SimEvent::Surrounded { formation, at } => {
                format!("The enemy surrounded {} {}.", self.formation(*formation), self.where_is(*at))
            }
            SimEvent::Broke { formation, at } => {
                format!("{} broke and ran {}.", self.formation(*formation), self.where_is(*at))
            }
            SimEvent::Rallied { formation, at } => {
                format!("{} rallied {}.", self.formation(*formation), self.where_is(*at))
            }
            SimEvent::Pursued { formation, by, lost } => {
                format!(
                    "{} rode down {} of {}.",
                    self.formation(*by),
                    number(*lost),
                    self.formation(*formation)
                )
            }
            SimEvent::Surrendered { formation, to, men } => format!(
                "The last {} of {} laid down their arms to {}.",
                number(*men),
                self.formation(*formation),
                self.formation(*to)
            ),
            SimEvent::Destroyed { formation, at } => {
                format!("Nothing was left of {} {}.", self.formation(*formation), self.where_is(*at))
            }
            SimEvent::CommanderFell { commander, formation, fate } => {
                let (commander, formation) = (self.commander(*commander), self.formation(*formation));
                format!("{commander}, with {formation}, {}.", fate_words(*fate))
            }
            SimEvent::TookOver { commander, from, formation } => format!(
                "{} took over {} from {}.",
                self.commander(*commander),
                self.formation(*formation),
                self.commander(*from)
            ),
            SimEvent::Disobeyed { commander, formation, ordered, did } => format!(
                "{} was ordered to {} with {} and chose to {}.",
                self.commander(*commander),
                ordered.words(),
                self.formation(*formation),
                did.words()
            ),
            SimEvent::Arrived { formation, at, men } => {
                format!(
                    "{} came with {} men {}.",
                    self.formation(*formation),
                    number(*men),
                    self.where_is(*at)
                )
            }
            SimEvent::Invested { place, by } => {
                format!("{} came before {}.", self.side(*by), self.place(*place))
            }
            SimEvent::SiegeLifted { place } => {
                format!("No enemy stood before {} any more.", self.place(*place))
            }
            SimEvent::ParkBuilt { formation, ladders, engines } => {
                format!("{} had built {}.", self.formation(*formation), park(*ladders, *engines))
            }
            SimEvent::ParkLost { formation, ladders, engines } => {
                format!("{} lost {}.", self.formation(*formation), park(*ladders, *engines))
            }
            SimEvent::Breached { place, by } => format!(
                "Engines of {} brought the wall of {} down so far that it can be climbed.",
                self.formation(*by),
                self.place(*place)
            ),
            SimEvent::MineSprung { formation, place, worked: true } => format!(
                "{} sprang a mine below the wall of {}, and part of it came down.",
                self.formation(*formation),
                self.place(*place)
            ),
            SimEvent::MineSprung { formation, place, worked: false } => format!(
                "Those in {} heard the mine of {} and broke into it.",
                self.place(*place),
                self.formation(*formation)
            ),
            SimEvent::DikeCut { formation, course, into } => format!(
                "{} cut the dike{} and let the water out {}.",
                self.formation(*formation),
                self.of_water(*course),
                self.where_is(*into)
            ),
            SimEvent::DikeMended { formation, course, at } => format!(
                "{} closed the dike{} {}.",
                self.formation(*formation),
                self.of_water(*course),
                self.where_is(*at)
            ),
            SimEvent::DikeRaised { formation, at } => {
                format!("{} raised a dike {}.", self.formation(*formation), self.where_is(*at))
            }
            SimEvent::DikeBroke { at } => {
                format!("Water broke the dike {}.", self.where_is(*at))
            }
            SimEvent::DamRaised { formation, course, at } => {
                format!(
                    "{} dammed the {} {}.",
                    self.formation(*formation),
                    self.water(*course),
                    self.where_is(*at)
                )
            }
            SimEvent::DamBroke { course, at } => {
                format!("The dam across the {} {} gave way.", self.water(*course), self.where_is(*at))
            }
            SimEvent::Drenched { formation, at, depth_mm } => format!(
                "Water rose over the ground of {} {}, {} cm deep.",
                self.formation(*formation),
                self.where_is(*at),
                depth_mm.div_ceil(10)
            ),
            SimEvent::PeopleStarved { place, people } => {
                format!("{} of the people of {} starved.", number(*people), self.place(*place))
            }
            SimEvent::GateOpened { place } => {
                format!("Somebody opened a gate of {} from within.", self.place(*place))
            }
            SimEvent::Yielded { place, to, terms, men: gone } => format!(
                "{} yielded to {} for {}; {} laid down their arms or went.",
                self.place(*place),
                self.side(*to),
                terms.words(),
                men(*gone)
            ),
            SimEvent::RationsGone { formation } => {
                format!("{} ate the last of the rations.", self.formation(*formation))
            }
            SimEvent::BearersSpent { formation } => {
                format!("{} gave away the last of the loads.", self.formation(*formation))
            }
            SimEvent::Stored { formation, place, sheng } => format!(
                "{} brought {} sheng of grain to {}.",
                self.formation(*formation),
                number(*sheng),
                self.place(*place)
            ),
            SimEvent::HaulEnded { formation } => {
                format!(
                    "{} can carry no more: a place is lost, or the way is barred.",
                    self.formation(*formation)
                )
            }
            SimEvent::Looted { formation, from, sheng, .. } => format!(
                "{} took {} sheng of grain that {} dropped.",
                self.formation(*formation),
                number(*sheng),
                self.formation(*from)
            ),
            SimEvent::BeastsDied { formation, heads } => {
                let heads = self::heads(*heads);
                format!(
                    "{} lost {heads} of horses and pack animals for want of fodder.",
                    self.formation(*formation)
                )
            }
            SimEvent::Deposited { formation, at, sheng, buried } => format!(
                "{} {} {} sheng of grain {}.",
                self.formation(*formation),
                if *buried { "buried" } else { "left" },
                number(*sheng),
                self.where_is(*at)
            ),
            SimEvent::DrewCache { formation, at, sheng } => format!(
                "{} drew {} sheng of grain from the cache {}.",
                self.formation(*formation),
                number(*sheng),
                self.where_is(*at)
            ),
            SimEvent::CacheTaken { formation, from, at, sheng, buried } => format!(
                "{} {} {} sheng of grain that {} had {} {}.",
                self.formation(*formation),
                if *buried { "dug up" } else { "took" },
                number(*sheng),
                self.side(*from),
                if *buried { "buried" } else { "left" },
                self.where_is(*at)
            ),
            SimEvent::Bought { formation, place, sheng: 0, .. } => format!(
                "{} came to buy grain at {}, and others had bought all.",
                self.formation(*formation),
                self.place(*place)
            ),
            SimEvent::Bought { formation, place, sheng, strings } => format!(
                "{} bought {} shi of grain at {} for {} strings.",
                self.formation(*formation),
                number(*sheng / SHENG_PER_SHI),
                self.place(*place),
                number(*strings)
            ),
            SimEvent::CashTaken { formation, from, strings, .. } => format!(
                "{} took the chest of {} with {} strings of cash.",
                self.formation(*formation),
                self.formation(*from),
                number(*strings)
            ),
            SimEvent::LaidWaste { formation, at, sheng: 0 } => {
                format!("{} laid the country waste {}.", self.formation(*formation), self.where_is(*at))
            }
            SimEvent::LaidWaste { formation, at, sheng } => format!(
                "{} laid the country waste {} and burnt {} sheng of grain there.",
                self.formation(*formation),
                self.where_is(*at),
                number(*sheng)
            ),
            SimEvent::Fed { formation, place, sheng } => format!(
                "{} drew {} sheng of grain from the stores of {}.",
                self.formation(*formation),
                number(*sheng),
                self.place(*place)
            ),
            SimEvent::Slaughtered { formation, heads } => {
                format!("{} slaughtered {} of the herd.", self.formation(*formation), self::heads(*heads))
            }
            SimEvent::PlaceTaken { place, by, from } => {
                let (place, by) = (self.place(*place), self.side(*by));
                let from = from.map_or_else(String::new, |from| format!(" from {}", self.side(from)));
                format!("{by} took {place}{from}.")
            }
            SimEvent::ObjectiveMet { side, points, .. } => {
                format!("{} met an objective worth {points} points.", self.side(*side))
            }
            SimEvent::WarEnded { winner: Some(winner), degree } => {
                format!("The war ended in a {} victory of {}.", degree_words(*degree), self.side(*winner))
            }
            SimEvent::WarEnded { winner: None, .. } => "The war ended undecided.".to_owned(),
        }
    }

    fn temptation(&mut self, by: Temptation) -> String {
        match by {
            Temptation::Lure(_) => "what was left lying".to_owned(),
            Temptation::Flight(id) => format!("{}, who ran", self.formation(id)),
            Temptation::Weakness(id) => format!("{}, who looked weak", self.formation(id)),
        }
    }
}

/// Ladders and engines.
fn park(ladders: u32, engines: u32) -> String {
    let some = |count: u32, one: &str, many: &str| match count {
        0 => None,
        1 => Some(format!("one {one}")),
        more => Some(format!("{} {many}", number(more))),
    };
    let parts = [some(ladders, "ladder", "ladders"), some(engines, "engine", "engines")];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() { "its craftsmen".to_owned() } else { parts.join(" and ") }
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
        CommanderFate::Fit => "was in the saddle",
        CommanderFate::Wounded => "was wounded",
        CommanderFate::Killed => "was killed",
        CommanderFate::Captured => "was taken",
    }
}

/// `1 man`, `1,200 men`.
fn men(count: u32) -> String {
    if count == 1 { "1 man".to_owned() } else { format!("{} men", number(count)) }
}

/// `1 head`, `450 heads`.
fn heads(count: u32) -> String {
    if count == 1 { "1 head".to_owned() } else { format!("{} heads", number(count)) }
}

fn took_up(posture: Posture) -> &'static str {
    match posture {
        Posture::Camp => "made camp",
        Posture::Column => "formed column",
        Posture::Formed => "formed for battle",
        Posture::Hidden => "went into hiding",
        Posture::Routed => "fell into rout",
    }
}

fn source_words(source: Source) -> &'static str {
    match source {
        Source::Eyes => "seen by eye",
        Source::Scouts => "seen by scouts",
        Source::Dust => "guessed from dust",
        Source::Fires => "guessed from camp fires",
        Source::Tracks => "followed by their tracks",
        Source::News => "of whom the country tells",
        Source::Contact => "known from fighting",
    }
}

fn halt(reason: HaltReason) -> &'static str {
    match reason {
        HaltReason::Arrived => "they had arrived",
        HaltReason::Enemy => "the enemy barred the way",
        HaltReason::Impassable => "there was no way on",
        HaltReason::Night => "night had fallen",
        HaltReason::DayDone => "the day's march was done",
        HaltReason::Exhausted => "the men could go no further",
        HaltReason::TargetLost => "the enemy they sought was nowhere to be found",
        HaltReason::ChargeLost => "nobody was left of those they escorted",
    }
}
