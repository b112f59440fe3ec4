//! Everything that can happen in a war, on one page, and the chronicle of what did.
//!
//! An event is ids and numbers. Words are put to it by `report::words`, pictures by the window; both match on
//! every variant, so a new event does not compile until it can be told.

use bevy_ecs::prelude::Resource;
use serde::{Deserialize, Serialize};

use super::army::{Fate, Posture};
use super::hex::Hex;
use super::id::{CommanderId, FormationId, LureId, PlaceId, SideId, SignalId};
use super::intent::Stance;
use super::law::Factor;
use super::siege::Terms;

/// Why a march ended before its goal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum HaltReason {
    /// It is where it was going.
    Arrived,
    /// An enemy holds the next hex or the ground around it.
    Enemy,
    /// The next hex cannot be entered.
    Impassable,
    /// Night fell on an ordinary march.
    Night,
    /// The day's hours of marching are used up.
    DayDone,
    /// It can go no further for weariness.
    Exhausted,
    /// The enemy it was sent at is nowhere to be found.
    TargetLost,
    /// Nobody is left of those it escorted.
    ChargeLost,
}

/// How a report was come by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Source {
    /// Seen by the formation's own men.
    Eyes,
    /// Brought by scouts.
    Scouts,
    /// Dust of a column on the march.
    Dust,
    /// Camp fires at night.
    Fires,
    /// Known from fighting it.
    Contact,
    /// Followed by its tracks.
    Tracks,
    /// Known to the whole country, because it is so many.
    News,
}

/// What became of a commander.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum CommanderFate {
    /// In the saddle.
    Fit,
    /// Hurt; leads at half his worth.
    Wounded,
    /// Dead.
    Killed,
    /// Taken.
    Captured,
}

/// What tempted a commander from his orders.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Temptation {
    /// Something left lying.
    Lure(LureId),
    /// An enemy that runs.
    Flight(FormationId),
    /// An enemy that looks weak.
    Weakness(FormationId),
}

/// Something that happened. Past tense, ids and numbers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum SimEvent {
    // --- the hour ---
    /// The sun rose (true) or set.
    LightChanged { day: bool },
    /// The weather turned to entry `kind` of the weather rules.
    WeatherChanged { kind: u8 },
    /// The weather over a formation, and over those of its side nearby, turned to entry `kind` of the weather rules.
    WeatherTurned { over: FormationId, kind: u8 },
    // --- marching ---
    /// A formation's head entered a hex.
    Marched { formation: FormationId, from: Hex, to: Hex },
    /// A march ended.
    Halted { formation: FormationId, at: Hex, reason: HaltReason },
    /// It deployed, camped, went into hiding or broke camp.
    Stood { formation: FormationId, at: Hex, posture: Posture },
    /// Men fell behind.
    Straggled { formation: FormationId, men: u32 },
    /// Stragglers came up.
    Rejoined { formation: FormationId, men: u32 },
    /// Men parted from a formation to march on their own.
    Detached { formation: FormationId, from: FormationId, men: u32 },
    /// A formation joined another with all its men, and is no more.
    Joined { formation: FormationId, into: FormationId, men: u32 },
    // --- seeing ---
    /// A side learned of an enemy formation, or of a change worth telling: its estimate, not the truth.
    Sighted { by: FormationId, about: FormationId, at: Hex, men: u32, source: Source },
    /// Scouts rode out to look at a hex.
    ScoutsSent { formation: FormationId, to: Hex },
    /// They came back, having found so many enemy formations.
    ScoutsReturned { formation: FormationId, to: Hex, found: u16 },
    /// They did not come back.
    ScoutsLost { formation: FormationId, to: Hex, men: u32 },
    // --- ruses ---
    /// A herd, baggage or box was left lying.
    LureLeft { formation: FormationId, lure: LureId, at: Hex },
    /// A side's men found it.
    LureFound { formation: FormationId, lure: LureId, at: Hex },
    /// It was taken up: so many heads.
    LureTaken { formation: FormationId, lure: LureId, heads: u32 },
    /// A box was opened and gave its signal.
    BoxOpened { formation: FormationId, lure: LureId, signal: SignalId },
    /// A commander left it alone.
    LureRefused { formation: FormationId, lure: LureId, commander: Option<CommanderId> },
    /// A commander went after what he saw, against his orders or his stance.
    Tempted { formation: FormationId, commander: Option<CommanderId>, by: Temptation },
    /// A commander held his men back from it.
    HeldBack { formation: FormationId, commander: Option<CommanderId>, by: Temptation },
    /// A signal was given.
    SignalGiven { by: FormationId, signal: SignalId, at: Hex },
    /// A formation in ambush saw or heard its signal, or came to blows, and rose.
    Released { formation: FormationId, at: Hex, signal: Option<SignalId> },
    /// An ambush was found out before it was released.
    AmbushFound { formation: FormationId, by: FormationId, at: Hex },
    /// A formation ran as if beaten.
    FeintBegun { formation: FormationId, to: Hex },
    /// It turned at bay at its goal.
    FeintEnded { formation: FormationId, at: Hex },
    /// A feigned flight turned into a real one.
    FeintFailed { formation: FormationId },
    // --- fighting ---
    /// Two formations came to blows.
    Met { attacker: FormationId, defender: FormationId, at: Hex, surprised: bool },
    /// One step of fighting: what the attacker did to the defender. `per_hour` is the product of `factors`, in losses
    /// per million of the defenders in contact.
    Fought {
        attacker: FormationId,
        defender: FormationId,
        at: Hex,
        factors: Vec<Factor>,
        per_hour: f64,
        lost: u32,
    },
    /// Men of a formation met a fate.
    Lost { formation: FormationId, fate: Fate, men: u32 },
    /// It was cut off on all sides.
    Surrounded { formation: FormationId, at: Hex },
    /// It broke and ran.
    Broke { formation: FormationId, at: Hex },
    /// It stood again.
    Rallied { formation: FormationId, at: Hex },
    /// A routed formation was ridden down.
    Pursued { formation: FormationId, by: FormationId, lost: u32 },
    /// The rest of it laid down its arms.
    Surrendered { formation: FormationId, to: FormationId, men: u32 },
    /// Nothing of it is left that could be called a formation.
    Destroyed { formation: FormationId, at: Hex },
    // --- commanders ---
    /// A commander was hurt, killed or taken.
    CommanderFell { commander: CommanderId, formation: FormationId, fate: CommanderFate },
    /// Another took over what he led.
    TookOver { commander: CommanderId, from: CommanderId, formation: FormationId },
    /// A commander changed how his men should stand, by his own temper.
    Disobeyed { commander: CommanderId, formation: FormationId, ordered: Stance, did: Stance },
    /// A formation that was awaited has come.
    Arrived { formation: FormationId, at: Hex, men: u32 },
    // --- sieges ---
    /// Enemies came before a place, most of them of this side.
    Invested { place: PlaceId, by: SideId },
    /// No besiegers are left before it.
    SiegeLifted { place: PlaceId },
    /// Ladders and engines were built.
    ParkBuilt { formation: FormationId, ladders: u32, engines: u32 },
    /// Ladders and engines were lost: left behind in flight, or broken in a storm.
    ParkLost { formation: FormationId, ladders: u32, engines: u32 },
    /// Engines brought a side of a wall down so far that it can be climbed.
    Breached { place: PlaceId, by: FormationId },
    /// A mine was sprung, or found by those inside.
    MineSprung { formation: FormationId, place: PlaceId, worked: bool },
    /// People starved in a besieged place.
    PeopleStarved { place: PlaceId, people: u32 },
    /// Somebody inside opened a gate.
    GateOpened { place: PlaceId },
    /// The garrison of a place yielded to terms.
    Yielded { place: PlaceId, to: SideId, terms: Terms, men: u32 },
    // --- water ---
    /// A formation cut the dike of a watercourse, entry of the map's, and let the water into a hex; or a dike on land.
    DikeCut { formation: FormationId, course: Option<u16>, into: Hex },
    /// It closed the gaps in the dikes beside it.
    DikeMended { formation: FormationId, course: Option<u16>, at: Hex },
    /// It finished a dike on dry land.
    DikeRaised { formation: FormationId, at: Hex },
    /// Water broke a dike on land.
    DikeBroke { at: Hex },
    /// It finished a dam.
    DamRaised { formation: FormationId, course: u16, at: Hex },
    /// A dam began to give way.
    DamBroke { course: u16, at: Hex },
    /// Water rose over a formation's ground.
    Drenched { formation: FormationId, at: Hex, depth_mm: u32 },
    // --- hunger ---
    /// A formation ate its last ration.
    RationsGone { formation: FormationId },
    /// It ate from a store.
    Fed { formation: FormationId, place: PlaceId, sheng: u32 },
    /// It slaughtered of its herd.
    Slaughtered { formation: FormationId, heads: u32 },
    /// Bearers gave away all they carried but what they keep for their way home.
    BearersSpent { formation: FormationId },
    /// Bearers put what they brought into a store.
    Stored { formation: FormationId, place: PlaceId, sheng: u32 },
    /// Bearers can carry no more between the two places: one is lost, or no way leads there.
    HaulEnded { formation: FormationId },
    /// Horses and pack animals died for want of fodder.
    BeastsDied { formation: FormationId, heads: u32 },
    /// It took grain that an enemy dropped who fell or ran.
    Looted { formation: FormationId, from: FormationId, at: Hex, sheng: u32 },
    /// It left grain behind, above ground or in pits.
    Deposited { formation: FormationId, at: Hex, sheng: u32, buried: bool },
    /// It ate from a cache of its side.
    DrewCache { formation: FormationId, at: Hex, sheng: u32 },
    /// It took a cache of another side, or found it in its pits.
    CacheTaken { formation: FormationId, from: SideId, at: Hex, sheng: u32, buried: bool },
    /// It bought grain of the people of a place; none if others had bought all.
    Bought { formation: FormationId, place: PlaceId, sheng: u32, strings: u32 },
    /// It took the chest of an enemy who fell or ran.
    CashTaken { formation: FormationId, from: FormationId, at: Hex, strings: u32 },
    /// It laid the country waste, and burnt so much in the store there.
    LaidWaste { formation: FormationId, at: Hex, sheng: u32 },
    // --- the end ---
    /// A place changed hands.
    PlaceTaken { place: PlaceId, by: SideId, from: Option<SideId> },
    /// An objective was met.
    ObjectiveMet { side: SideId, objective: u8, points: i32 },
    /// The war ended; `winner` is `None` for a draw, `degree` counts from 1 (marginal) to 3 (decisive).
    WarEnded { winner: Option<SideId>, degree: u8 },
}

impl SimEvent {
    /// The kind, as counts and filters name it.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::LightChanged { .. } => "light_changed",
            Self::WeatherChanged { .. } => "weather_changed",
            Self::WeatherTurned { .. } => "weather_turned",
            Self::Marched { .. } => "marched",
            Self::Halted { .. } => "halted",
            Self::Stood { .. } => "stood",
            Self::Straggled { .. } => "straggled",
            Self::Rejoined { .. } => "rejoined",
            Self::Detached { .. } => "detached",
            Self::Joined { .. } => "joined",
            Self::Sighted { .. } => "sighted",
            Self::ScoutsSent { .. } => "scouts_sent",
            Self::ScoutsReturned { .. } => "scouts_returned",
            Self::ScoutsLost { .. } => "scouts_lost",
            Self::LureLeft { .. } => "lure_left",
            Self::LureFound { .. } => "lure_found",
            Self::LureTaken { .. } => "lure_taken",
            Self::BoxOpened { .. } => "box_opened",
            Self::LureRefused { .. } => "lure_refused",
            Self::Tempted { .. } => "tempted",
            Self::HeldBack { .. } => "held_back",
            Self::SignalGiven { .. } => "signal_given",
            Self::Released { .. } => "released",
            Self::AmbushFound { .. } => "ambush_found",
            Self::FeintBegun { .. } => "feint_begun",
            Self::FeintEnded { .. } => "feint_ended",
            Self::FeintFailed { .. } => "feint_failed",
            Self::Met { .. } => "met",
            Self::Fought { .. } => "fought",
            Self::Lost { .. } => "lost",
            Self::Surrounded { .. } => "surrounded",
            Self::Broke { .. } => "broke",
            Self::Rallied { .. } => "rallied",
            Self::Pursued { .. } => "pursued",
            Self::Surrendered { .. } => "surrendered",
            Self::Destroyed { .. } => "destroyed",
            Self::CommanderFell { .. } => "commander_fell",
            Self::TookOver { .. } => "took_over",
            Self::Disobeyed { .. } => "disobeyed",
            Self::DikeCut { .. } => "dike_cut",
            Self::DikeMended { .. } => "dike_mended",
            Self::DikeRaised { .. } => "dike_raised",
            Self::DikeBroke { .. } => "dike_broke",
            Self::DamRaised { .. } => "dam_raised",
            Self::DamBroke { .. } => "dam_broke",
            Self::Drenched { .. } => "drenched",
            Self::RationsGone { .. } => "rations_gone",
            Self::Fed { .. } => "fed",
            Self::Slaughtered { .. } => "slaughtered",
            Self::BearersSpent { .. } => "bearers_spent",
            Self::Stored { .. } => "stored",
            Self::HaulEnded { .. } => "haul_ended",
            Self::Looted { .. } => "looted",
            Self::BeastsDied { .. } => "beasts_died",
            Self::Deposited { .. } => "deposited",
            Self::DrewCache { .. } => "drew_cache",
            Self::CacheTaken { .. } => "cache_taken",
            Self::Bought { .. } => "bought",
            Self::CashTaken { .. } => "cash_taken",
            Self::LaidWaste { .. } => "laid_waste",
            Self::Arrived { .. } => "arrived",
            Self::Invested { .. } => "invested",
            Self::SiegeLifted { .. } => "siege_lifted",
            Self::ParkBuilt { .. } => "park_built",
            Self::ParkLost { .. } => "park_lost",
            Self::Breached { .. } => "breached",
            Self::MineSprung { .. } => "mine_sprung",
            Self::PeopleStarved { .. } => "people_starved",
            Self::GateOpened { .. } => "gate_opened",
            Self::Yielded { .. } => "yielded",
            Self::PlaceTaken { .. } => "place_taken",
            Self::ObjectiveMet { .. } => "objective_met",
            Self::WarEnded { .. } => "war_ended",
        }
    }
}

/// An event and when it happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Happened {
    /// Minute of the war at which the step began.
    pub minute: u32,
    /// Step inside the turn, from 0.
    pub step: u32,
    /// What.
    pub event: SimEvent,
}

/// What happened in the turn being resolved, in order. Drained when the turn ends.
#[derive(Resource, Debug, Default)]
pub struct Chronicle {
    now: (u32, u32),
    events: Vec<Happened>,
}

impl Chronicle {
    /// Events from now on happen in this step.
    pub fn begin_step(&mut self, minute: u32, step: u32) {
        self.now = (minute, step);
    }

    /// Records what happened.
    pub fn tell(&mut self, event: SimEvent) {
        let (minute, step) = self.now;
        self.events.push(Happened { minute, step, event });
    }

    /// Takes all events out.
    pub fn drain(&mut self) -> Vec<Happened> {
        std::mem::take(&mut self.events)
    }

    /// The events told so far this turn.
    pub fn events(&self) -> &[Happened] {
        &self.events
    }
}
