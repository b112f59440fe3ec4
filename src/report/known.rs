//! What a viewer may be told. One function decides it, for the window, the text viewer and every list: [`lines`].
//!
//! A viewer of the whole truth is told everything. A side is told of its own formations, and of others what its men have
//! reported: nothing here about an enemy is a function of anything but the side's beliefs and its own affairs. So it
//! never hears a true name or number of the enemy's, nor of anything he does unseen.

mod over;
mod parties;
mod seen;

use super::marks::{MarkKind, rank};
use super::names::{Teller, number, seeming};
use super::words::capitalized;
use crate::film::{Moment, TurnFilm};
use crate::setting::Setting;
use crate::sim::army::Posture;
use crate::sim::event::{Happened, SimEvent, Source};
use crate::sim::hex::Hex;
use crate::sim::id::{FormationId, LureId, PlaceId, SideId, TroopId};
use crate::sim::sighting::{Belief, Report};
use crate::snapshot::{FormationState, Snapshot};

/// Formations that fight within this distance of one another are in one battle, meters.
pub const BATTLE_M: u32 = 5_000;

/// How much a line matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// One of many alike: a hex marched, an hour's fighting.
    Small,
    /// Worth reading.
    Common,
    /// Decides something: battles, routs, captures, the fall of commanders and places, the end.
    Great,
}

/// Something that a viewer may be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The turn in which it happened.
    pub turn: u32,
    /// After which step of it the state shows it, from 1.
    pub step: u32,
    /// Minute of the war at which that step began.
    pub minute: u32,
    /// The kind of event; `battle_over`, `seen_moving`, `seen_running` and `seen_standing` for what is only seen.
    pub kind: &'static str,
    /// A sentence.
    pub text: String,
    /// Where, as far as the viewer knows.
    pub at: Option<Hex>,
    /// The formations it is about, as far as the viewer knows of them.
    pub about: Vec<FormationId>,
    /// How much it matters.
    pub weight: Weight,
    /// What it is marked as in the course of the war.
    pub mark: Option<MarkKind>,
}

impl Line {
    fn new(kind: &'static str, weight: Weight) -> Self {
        let (text, about) = (String::new(), Vec::new());
        Self { turn: 0, step: 0, minute: 0, kind, text, at: None, about, weight, mark: None }
    }

    /// The moment whose state shows it.
    pub fn moment(&self) -> Moment {
        Moment { turn: self.turn, step: self.step }
    }
}

/// All that a viewer may be told of a turn, in order; `None` is told the truth.
pub fn lines(setting: &Setting, turn: &TurnFilm, viewer: Option<SideId>) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut teller = Teller::new(setting);
    for (step, before, after) in turn.steps() {
        let sight = Sight { setting, before: &before.snapshot, after: &after.snapshot, viewer };
        if let Some(side) = viewer {
            teller.tell_to(side, sight.beliefs());
        }
        let first = lines.len();
        for happened in &after.events {
            if let Some(line) = sight.line(happened, &mut teller, &lines[first..]) {
                lines.push(line);
            }
        }
        sight.changes(&mut teller, &mut lines, first);
        sight.battles_over(&mut teller, &mut lines);
        for line in &mut lines[first..] {
            (line.turn, line.step, line.minute) = (turn.turn, step, before.snapshot.clock.minute);
        }
    }
    lines
}

/// A body of men as a viewer may see it on the map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Body {
    /// Which; of a reported enemy no more than a key for "that body of men".
    pub id: FormationId,
    /// Whose.
    pub side: SideId,
    /// Its name, or what it seems.
    pub name: String,
    /// Where it is, or was reported.
    pub at: Hex,
    /// Men with it, or how many it seemed.
    pub men: u32,
    /// Its troops, unless they were not made out.
    pub troop: Option<TroopId>,
    /// In what order, or in what order it seemed.
    pub posture: Posture,
    /// How old the report is, minutes, and how it was come by; `None` when this is the truth.
    pub report: Option<(u32, Source)>,
}

/// All bodies of men that a viewer may see in a state, by rising key; of enemies those he believes in, there or not.
pub fn bodies(setting: &Setting, state: &Snapshot, viewer: Option<SideId>) -> Vec<Body> {
    let own = state.formations.iter().filter(|one| viewer.is_none_or(|viewer| viewer == one.side.0));
    let own = own.filter(|one| one.is_alive()).map(|one| {
        let (id, name) = (one.id, setting.register.formation(one.id).name.latin.clone());
        let (at, men, troop) = (one.place.hex(), one.roll.mouths(), Some(one.troop.0));
        Body { id, side: one.side.0, name, at, men, troop, posture: one.posture, report: None }
    });
    let belief = viewer.and_then(|side| state.beliefs.0.get(side.index()));
    let seen = belief.into_iter().flat_map(|belief| belief.reports.values()).filter_map(|report| {
        let Report { about: id, at, men, troop, posture, minute, source, .. } = *report;
        let (side, name) = (setting.register.find_formation(id)?.side, seeming(setting, report));
        let report = Some((state.clock.minute.saturating_sub(minute), source));
        Some(Body { id, side, name, at, men, troop, posture, report })
    });
    let mut bodies: Vec<Body> = own.chain(seen).collect();
    bodies.sort_by_key(|body| body.id);
    bodies
}

/// True while a formation is in a battle, lulls included.
pub fn is_in_battle(setting: &Setting, state: &Snapshot, one: &FormationState) -> bool {
    let lull = setting.rules.combat.lull_min.saturating_add(state.clock.step_minutes());
    let recent = |last: u32| state.clock.minute.saturating_sub(last) <= lull;
    one.is_alive() && (one.engaged.is_in_contact() || one.engaged.last().is_some_and(recent))
}

/// Hexes within which fighting is one battle.
pub fn battle_hexes(setting: &Setting) -> u32 {
    (BATTLE_M / setting.map.hex_m.max(1)).max(1)
}

/// A viewer's eye on one step.
struct Sight<'a> {
    setting: &'a Setting,
    before: &'a Snapshot,
    after: &'a Snapshot,
    viewer: Option<SideId>,
}

impl<'a> Sight<'a> {
    /// What the viewer believes after the step, and what it believed before it.
    fn beliefs(&self) -> Vec<&'a Belief> {
        let Some(side) = self.viewer else { return Vec::new() };
        [self.after, self.before].into_iter().filter_map(|state| state.beliefs.0.get(side.index())).collect()
    }

    fn report(&self, id: FormationId) -> Option<&'a Report> {
        self.beliefs().into_iter().find_map(|belief| belief.reports.get(&id))
    }

    /// True for a formation whose affairs the viewer knows.
    fn own(&self, id: FormationId) -> bool {
        let side = self.setting.register.find_formation(id).map(|info| info.side);
        self.viewer.is_none() || side == self.viewer
    }

    fn own_side(&self, side: SideId) -> bool {
        self.viewer.is_none_or(|viewer| viewer == side)
    }

    /// True where the viewer holds a place after this step.
    fn holds(&self, place: PlaceId) -> bool {
        self.is_of(place, self.after)
    }

    /// True where he held it before.
    fn held_before(&self, place: PlaceId) -> bool {
        self.is_of(place, self.before)
    }

    fn is_of(&self, place: PlaceId, state: &Snapshot) -> bool {
        let owner = state.verdict.owners.get(place.index()).copied().flatten();
        self.viewer.is_none() || owner == self.viewer
    }

    /// True where the viewer's men are behind the walls of a place or before them.
    fn at_wall(&self, place: PlaceId) -> bool {
        let Some(at) = self.setting.register.places.get(place.index()).map(|place| place.at) else {
            return false;
        };
        let near = |one: &FormationState| {
            one.is_alive() && Some(one.side.0) == self.viewer && one.place.hex().unsigned_distance_to(at) <= 1
        };
        self.holds(place) || self.after.formations.iter().any(near)
    }

    fn own_lure(&self, id: LureId) -> bool {
        self.viewer.is_none() || self.after.lures.0.get(id.index()).map(|lure| lure.side) == self.viewer
    }

    /// True for an enemy who was in sight in this step.
    fn sees(&self, id: FormationId) -> bool {
        self.report(id).is_some_and(|report| {
            report.minute + self.before.clock.step_minutes() >= self.before.clock.minute
        })
    }

    /// True for an enemy with whom the viewer's men were fighting in this step.
    fn fights(&self, id: FormationId) -> bool {
        self.sees(id) && self.report(id).is_some_and(|report| report.source == Source::Contact)
    }

    fn stood_up(&self, id: FormationId) -> bool {
        self.after.formations.get(id.index()).is_some_and(|one| one.posture != Posture::Hidden)
    }

    /// Whether the viewer knows that this happened.
    fn knows(&self, event: &SimEvent) -> bool {
        match event {
            // What everybody sees and travelers tell; who holds a place is in every side's view.
            SimEvent::LightChanged { .. }
            | SimEvent::WeatherChanged { .. }
            | SimEvent::PlaceTaken { .. }
            | SimEvent::WarEnded { .. } => true,
            // Both sides of a wall see what happens to it.
            SimEvent::Invested { place, .. }
            | SimEvent::SiegeLifted { place }
            | SimEvent::Breached { place, .. }
            | SimEvent::MineSprung { place, .. }
            | SimEvent::GateOpened { place } => self.at_wall(*place),
            // It is the victor's now; those who yielded know it as well as he.
            SimEvent::Yielded { place, .. } => self.at_wall(*place) || self.held_before(*place),
            SimEvent::PeopleStarved { place, .. } => self.holds(*place),
            // The roar is heard far off, and those who flee tell of it.
            SimEvent::DamBroke { .. } | SimEvent::DikeBroke { .. } => true,
            // A formation's own affairs.
            SimEvent::WeatherTurned { over: formation, .. }
            | SimEvent::Marched { formation, .. }
            | SimEvent::Halted { formation, .. }
            | SimEvent::Stood { formation, .. }
            | SimEvent::Straggled { formation, .. }
            | SimEvent::Rejoined { formation, .. }
            | SimEvent::ScoutsSent { formation, .. }
            | SimEvent::ScoutsReturned { formation, .. }
            | SimEvent::ScoutsLost { formation, .. }
            | SimEvent::LureLeft { formation, .. }
            | SimEvent::LureFound { formation, .. }
            | SimEvent::LureRefused { formation, .. }
            | SimEvent::Tempted { formation, .. }
            | SimEvent::HeldBack { formation, .. }
            | SimEvent::Released { formation, .. }
            | SimEvent::FeintBegun { formation, .. }
            | SimEvent::FeintEnded { formation, .. }
            | SimEvent::FeintFailed { formation }
            | SimEvent::Lost { formation, .. }
            | SimEvent::Broke { formation, .. }
            | SimEvent::Rallied { formation, .. }
            | SimEvent::CommanderFell { formation, .. }
            | SimEvent::TookOver { formation, .. }
            | SimEvent::Disobeyed { formation, .. }
            | SimEvent::Arrived { formation, .. }
            | SimEvent::RationsGone { formation }
            | SimEvent::Fed { formation, .. }
            | SimEvent::Slaughtered { formation, .. }
            | SimEvent::BearersSpent { formation }
            | SimEvent::Stored { formation, .. }
            | SimEvent::HaulEnded { formation }
            | SimEvent::Looted { formation, .. }
            | SimEvent::Bought { formation, .. }
            | SimEvent::CashTaken { formation, .. }
            | SimEvent::BeastsDied { formation, .. }
            | SimEvent::Deposited { formation, .. }
            | SimEvent::DrewCache { formation, .. }
            | SimEvent::LaidWaste { formation, .. }
            | SimEvent::ParkBuilt { formation, .. }
            | SimEvent::ParkLost { formation, .. }
            | SimEvent::DikeCut { formation, .. }
            | SimEvent::DikeMended { formation, .. }
            | SimEvent::DikeRaised { formation, .. }
            | SimEvent::DamRaised { formation, .. }
            | SimEvent::Drenched { formation, .. }
            | SimEvent::Detached { formation, .. }
            | SimEvent::Joined { formation, .. } => self.own(*formation),
            SimEvent::Sighted { by, .. } | SimEvent::SignalGiven { by, .. } => self.own(*by),
            SimEvent::ObjectiveMet { side, .. } => self.own_side(*side),
            // What happens between two.
            SimEvent::Met { attacker: one, defender: other, .. }
            | SimEvent::Fought { attacker: one, defender: other, .. }
            | SimEvent::Pursued { formation: one, by: other, .. }
            | SimEvent::Surrendered { formation: one, to: other, .. } => self.own(*one) || self.own(*other),
            // Whoever left the bait sees that it is gone, and hears his signal.
            SimEvent::LureTaken { formation, lure, .. } | SimEvent::BoxOpened { formation, lure, .. } => {
                self.own(*formation) || self.own_lure(*lure)
            }
            // Whose grain it was hears that it is gone.
            SimEvent::CacheTaken { formation, from, .. } => self.own(*formation) || self.own_side(*from),
            // Men found by scouts who got away lie on and know nothing of it.
            SimEvent::AmbushFound { formation, by, .. } => {
                self.own(*by) || (self.own(*formation) && self.stood_up(*formation))
            }
            SimEvent::Surrounded { formation, .. } => self.own(*formation) || self.fights(*formation),
            SimEvent::Destroyed { formation, .. } => self.own(*formation) || self.sees(*formation),
        }
    }

    /// The event as the viewer is told it; `None` if he is not. `told` are the lines of the step so far.
    fn line(&self, happened: &Happened, teller: &mut Teller, told: &[Line]) -> Option<Line> {
        let event = &happened.event;
        if !self.knows(event) {
            return None;
        }
        let (parties, at) = self.parties(event);
        let wholly_own = parties.iter().all(|id| self.own(*id));
        let about: Vec<FormationId> =
            parties.into_iter().filter(|id| self.own(*id) || self.report(*id).is_some()).collect();
        let known = || about.iter().rev().find_map(|id| self.place(*id));
        let at = at.filter(|_| wholly_own || matches!(event, SimEvent::Sighted { .. })).or_else(known);
        let (mut weight, mut mark) = rank(event);
        if mark == Some(MarkKind::Battle) && at.is_some_and(|at| self.is_under_way(at, told)) {
            (weight, mark) = (Weight::Common, None);
        }
        let text = if wholly_own { self.own_words(event, teller) } else { self.words(event, teller) };
        Some(Line { text, at, about, mark, ..Line::new(event.kind(), weight) })
    }

    /// Where a formation is, as far as the viewer knows.
    fn place(&self, id: FormationId) -> Option<Hex> {
        if self.own(id) {
            return self.after.formations.get(id.index()).map(|one| one.place.hex());
        }
        self.report(id).map(|report| report.at)
    }

    /// True when a battle around a place had begun before this line.
    fn is_under_way(&self, at: Hex, told: &[Line]) -> bool {
        let reach = battle_hexes(self.setting);
        let begun = |line: &Line| {
            line.mark == Some(MarkKind::Battle)
                && line.at.is_some_and(|there| there.unsigned_distance_to(at) <= reach)
        };
        let fought = self.fighters(self.before);
        fought.iter().any(|(_, there)| there.unsigned_distance_to(at) <= reach) || told.iter().any(begun)
    }

    /// Formations whose part in a battle the viewer knows, and where they are.
    fn fighters(&self, state: &Snapshot) -> Vec<(FormationId, Hex)> {
        let own = state.formations.iter().filter(|one| self.own(one.id));
        own.filter(|one| is_in_battle(self.setting, state, one))
            .map(|one| (one.id, one.place.hex()))
            .collect()
    }

    /// The sentence about something in which only the viewer's own formations have a part, or none.
    fn own_words(&self, event: &SimEvent, teller: &mut Teller) -> String {
        if let SimEvent::BoxOpened { formation, lure, .. } = event
            && !(self.viewer.is_none() || self.own_lure(*lure))
        {
            let formation = teller.formation(*formation);
            return format!("Men of {formation} opened a closed box, and out came a signal to somebody.");
        }
        if let SimEvent::CacheTaken { formation, at, sheng, buried, .. } = event
            && !self.own(*formation)
        {
            let did = if *buried { "dug up" } else { "took" };
            return format!(
                "The enemy {did} {} sheng of our grain {}.",
                number(*sheng),
                teller.where_is(*at)
            );
        }
        teller.sentence(event)
    }

    /// The sentence about something in which an enemy has a part: with what he seems for his name, where he was
    /// reported for where he is, and without his numbers.
    fn words(&self, event: &SimEvent, teller: &mut Teller) -> String {
        let place = |id: FormationId, teller: &mut Teller| {
            self.place(id).map_or_else(String::new, |at| format!(" {}", teller.where_is(at)))
        };
        let words = match event {
            SimEvent::Met { attacker, defender, surprised, .. } => {
                let own = if self.own(*defender) { *defender } else { *attacker };
                let (place, surprised) = (place(own, teller), if *surprised { ", by surprise" } else { "" });
                let (attacker, defender) = (teller.formation(*attacker), teller.formation(*defender));
                format!("{attacker} fell upon {defender}{place}{surprised}.")
            }
            SimEvent::Fought { attacker, defender, .. } if self.own(*attacker) => {
                format!("{} fought {}.", teller.formation(*attacker), teller.formation(*defender))
            }
            SimEvent::Pursued { formation, by, .. } if self.own(*by) => {
                format!("{} rode down {}.", teller.formation(*by), teller.formation(*formation))
            }
            SimEvent::Surrendered { formation, to, men } if self.own(*to) => {
                let (formation, to) = (teller.formation(*formation), teller.formation(*to));
                // Prisoners are counted.
                format!("The last {} of {formation} laid down their arms to {to}.", number(*men))
            }
            SimEvent::AmbushFound { formation, by, .. } if self.own(*by) => {
                let place = place(*formation, teller);
                format!("{} found {} in hiding{place}.", teller.formation(*by), teller.formation(*formation))
            }
            SimEvent::LureTaken { .. } => "Somebody took the bait left lying.".to_owned(),
            SimEvent::BoxOpened { signal, .. } => {
                format!(
                    "Somebody opened the closed box, and out came the signal: {}.",
                    teller.signal(*signal)
                )
            }
            SimEvent::Surrounded { formation, .. } => {
                let place = place(*formation, teller);
                format!("Our men surrounded {}{place}.", teller.formation(*formation))
            }
            SimEvent::Destroyed { formation, .. } => {
                format!("Nothing was left of {}.", teller.formation(*formation))
            }
            // What the viewer's own men suffer from an enemy, or think of him.
            SimEvent::Fought { .. }
            | SimEvent::Pursued { .. }
            | SimEvent::Surrendered { .. }
            | SimEvent::AmbushFound { .. }
            | SimEvent::Sighted { .. }
            | SimEvent::Tempted { .. }
            | SimEvent::HeldBack { .. } => return teller.sentence(event),
            // In these no enemy has a part.
            SimEvent::LightChanged { .. }
            | SimEvent::WeatherChanged { .. }
            | SimEvent::WeatherTurned { .. }
            | SimEvent::Marched { .. }
            | SimEvent::Halted { .. }
            | SimEvent::Stood { .. }
            | SimEvent::Straggled { .. }
            | SimEvent::Rejoined { .. }
            | SimEvent::Detached { .. }
            | SimEvent::Joined { .. }
            | SimEvent::ScoutsSent { .. }
            | SimEvent::ScoutsReturned { .. }
            | SimEvent::ScoutsLost { .. }
            | SimEvent::LureLeft { .. }
            | SimEvent::LureFound { .. }
            | SimEvent::LureRefused { .. }
            | SimEvent::SignalGiven { .. }
            | SimEvent::Released { .. }
            | SimEvent::FeintBegun { .. }
            | SimEvent::FeintEnded { .. }
            | SimEvent::FeintFailed { .. }
            | SimEvent::Lost { .. }
            | SimEvent::Broke { .. }
            | SimEvent::Rallied { .. }
            | SimEvent::CommanderFell { .. }
            | SimEvent::TookOver { .. }
            | SimEvent::Disobeyed { .. }
            | SimEvent::Arrived { .. }
            | SimEvent::RationsGone { .. }
            | SimEvent::Fed { .. }
            | SimEvent::Slaughtered { .. }
            | SimEvent::BearersSpent { .. }
            | SimEvent::Stored { .. }
            | SimEvent::HaulEnded { .. }
            | SimEvent::Looted { .. }
            | SimEvent::Bought { .. }
            | SimEvent::CashTaken { .. }
            | SimEvent::BeastsDied { .. }
            | SimEvent::LaidWaste { .. }
            | SimEvent::Deposited { .. }
            | SimEvent::DrewCache { .. }
            | SimEvent::CacheTaken { .. }
            | SimEvent::PlaceTaken { .. }
            | SimEvent::Invested { .. }
            | SimEvent::SiegeLifted { .. }
            | SimEvent::ParkBuilt { .. }
            | SimEvent::ParkLost { .. }
            | SimEvent::DikeCut { .. }
            | SimEvent::DikeMended { .. }
            | SimEvent::DikeRaised { .. }
            | SimEvent::DikeBroke { .. }
            | SimEvent::DamRaised { .. }
            | SimEvent::DamBroke { .. }
            | SimEvent::Drenched { .. }
            | SimEvent::Breached { .. }
            | SimEvent::MineSprung { .. }
            | SimEvent::PeopleStarved { .. }
            | SimEvent::GateOpened { .. }
            | SimEvent::Yielded { .. }
            | SimEvent::ObjectiveMet { .. }
            | SimEvent::WarEnded { .. } => return teller.sentence(event),
        };
        capitalized(words)
    }
}
