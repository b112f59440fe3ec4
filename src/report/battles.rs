//! The battles of a war, each in one piece: who, where, for how long, at what odds, and what it cost in the line, in
//! flight and in prisoners; why formations broke, and what fortune had to do with it.

use std::collections::{BTreeMap, BTreeSet};

use super::known::battle_hexes;
use super::names::{Teller, list, number};
use crate::film::{Moment, TurnFilm};
use crate::setting::Setting;
use crate::sim::army::Fate;
use crate::sim::clock::DAY;
use crate::sim::event::{CommanderFate, Happened, SimEvent};
use crate::sim::hex::Hex;
use crate::sim::id::{CommanderId, FormationId, SideId};
use crate::sim::law::{Factor, FactorName};
use crate::snapshot::{FormationState, Snapshot};

/// Most factors named for a rout.
const MOST_FACTORS: usize = 3;

/// What a battle cost a side, men.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Toll {
    /// Killed in the line.
    pub dead: u32,
    /// Wounded in the line.
    pub wounded: u32,
    /// Taken in the line, with no way out.
    pub taken: u32,
    /// Cut down in flight.
    pub flight: u32,
    /// Scattered in flight.
    pub scattered: u32,
    /// Taken in flight, or having laid down their arms.
    pub captured: u32,
    /// What the fighting in the line would have cost without the fortune of the day and chance.
    pub expected: f64,
}

impl Toll {
    /// Lost in the line, to set against [`Toll::expected`].
    pub fn in_line(&self) -> u32 {
        self.dead + self.wounded + self.taken
    }

    /// All who are lost to the campaign: the dead, the scattered and the prisoners; the wounded stay.
    pub fn lost(&self) -> u32 {
        self.dead + self.taken + self.flight + self.scattered + self.captured
    }
}

/// A side's part in a battle.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// Whose.
    pub side: SideId,
    /// Its formations, in the order in which they came to blows.
    pub formations: Vec<FormationId>,
    /// Men under arms in them when they did.
    pub men: u32,
    /// What it cost.
    pub toll: Toll,
    /// What the first step of it would have cost in an hour, without fortune and chance: the odds as they stood.
    pub first_hour: f64,
    /// Its commanders killed or taken.
    pub fallen: Vec<(CommanderId, CommanderFate)>,
    /// Its formations that broke: which, when and why.
    pub broke: Vec<(FormationId, Moment, String)>,
}

/// A battle.
#[derive(Debug, Clone, PartialEq)]
pub struct Battle {
    /// Where the first blows fell.
    pub at: Hex,
    /// The moment whose state shows the first blows.
    pub from: Moment,
    /// The moment of the last blow, struck in the line or in pursuit.
    pub to: Moment,
    /// Minutes of the war of both.
    pub minutes: (u32, u32),
    /// The sides that had a part in it; who attacked first.
    pub parts: Vec<Part>,
    hexes: BTreeSet<(i32, i32)>,
}

impl Battle {
    /// As one side knows it: its own part alone. `None` where it had none.
    pub fn known_to(&self, side: SideId) -> Option<Self> {
        let own = self.parts.iter().find(|part| part.side == side)?;
        Some(Self { parts: vec![own.clone()], ..self.clone() })
    }

    /// The report of it, a line or more for each side.
    pub fn lines(&self, setting: &Setting, clock: &crate::sim::clock::Clock) -> Vec<String> {
        let mut teller = Teller::new(setting);
        let (from, to) = self.minutes;
        let mut lines = vec![format!(
            "Battle {}, {} to {}",
            teller.where_is(self.at),
            clock.moment(from),
            clock.moment(to)
        )];
        for part in &self.parts {
            let side = teller.side(part.side);
            let names: Vec<String> = part.formations.iter().map(|id| teller.formation(*id)).collect();
            lines.push(format!("{side}, {} men: {}.", number(part.men), list(&names, 6)));
            lines.push(format!("  {}", part.toll.words(part.first_hour)));
            for (id, _, why) in &part.broke {
                lines.push(format!("  {} broke: {why}.", teller.formation(*id)));
            }
            for (id, fate) in &part.fallen {
                lines.push(format!("  {} {}.", teller.commander(*id), super::words::fate_words(*fate)));
            }
        }
        lines
    }

    fn part(&mut self, side: SideId) -> &mut Part {
        let index = self.parts.iter().position(|part| part.side == side).unwrap_or_else(|| {
            let (formations, fallen, broke) = (Vec::new(), Vec::new(), Vec::new());
            self.parts.push(Part {
                side,
                formations,
                men: 0,
                toll: Toll::default(),
                first_hour: 0.0,
                fallen,
                broke,
            });
            self.parts.len() - 1
        });
        &mut self.parts[index]
    }
}

/// The battles of a war, gathered turn by turn.
#[derive(Debug, Clone, Default)]
pub struct Battles {
    battles: Vec<Battle>,
    /// The last battle that each formation had a part in.
    of: BTreeMap<FormationId, usize>,
}

/// A step as battles are read from it.
struct Step<'a> {
    setting: &'a Setting,
    before: &'a Snapshot,
    after: &'a Snapshot,
    moment: Moment,
    minute: u32,
    minutes: u32,
    /// What was done to each formation in it, pair by pair.
    blows: BTreeMap<FormationId, Vec<&'a [Factor]>>,
    /// Who was ridden down in it so far.
    ridden_down: BTreeSet<FormationId>,
}

impl Step<'_> {
    /// A formation as it was before the step; as it is after it, if it was sent out only then.
    fn formation(&self, id: FormationId) -> Option<&FormationState> {
        self.formation_in([self.before, self.after], id)
    }

    /// A formation as it is in the first of these states that knows of it.
    fn formation_in<'a>(&self, states: [&'a Snapshot; 2], id: FormationId) -> Option<&'a FormationState> {
        let rows = states.map(|state| state.formations.get(id.index()));
        rows.into_iter().flatten().find(|one| !one.is_blank())
    }
}

impl Battles {
    /// Adds a turn; turns come in their order.
    pub fn add(&mut self, setting: &Setting, turn: &TurnFilm) {
        for (step, before, after) in turn.steps() {
            let (before, state) = (&before.snapshot, &after.snapshot);
            let (minute, now) = (before.clock.minute, state.clock.minute);
            let mut step = Step {
                setting,
                before,
                after: state,
                moment: Moment { turn: turn.turn, step },
                minute,
                minutes: now.saturating_sub(minute),
                blows: BTreeMap::new(),
                ridden_down: BTreeSet::new(),
            };
            let mut scouts = None;
            for Happened { event, .. } in &after.events {
                self.take(event, &mut step, &mut scouts);
            }
        }
    }

    /// All battles, by their beginning.
    pub fn battles(&self) -> &[Battle] {
        &self.battles
    }

    /// Takes an event in; `scouts` is the formation whose scouts were lost just before.
    fn take<'a>(&mut self, event: &'a SimEvent, step: &mut Step<'a>, scouts: &mut Option<FormationId>) {
        let lost_scouts = scouts.take();
        match event {
            SimEvent::Met { attacker, defender, at, .. } => {
                self.join(step, [*attacker, *defender], *at);
            }
            SimEvent::Fought { attacker, defender, at, factors, per_hour, lost } => {
                let battle = self.join(step, [*attacker, *defender], *at);
                step.blows.entry(*defender).or_default().push(factors);
                let (toll, hour) = expected(factors, *per_hour, *lost, step.minutes);
                let is_first = self.battles[battle].from == step.moment;
                let part = self.battles[battle].part(side(step.setting, *defender));
                part.toll.expected += toll;
                if is_first {
                    part.first_hour += hour;
                }
            }
            SimEvent::Pursued { formation, .. } => {
                step.ridden_down.insert(*formation);
                self.touch(*formation, step);
            }
            SimEvent::ScoutsLost { formation, .. } => *scouts = Some(*formation),
            SimEvent::Lost { formation, fate, men } if lost_scouts != Some(*formation) => {
                let ridden = step.ridden_down.contains(formation);
                if let Some(part) = self.part_of(*formation, step) {
                    part.toll.add(*fate, *men, ridden || !step.blows.contains_key(formation));
                }
            }
            SimEvent::Broke { formation, .. } => {
                let (moment, id) = (step.moment, *formation);
                let why = why(id, step);
                if let Some(part) = self.part_of(id, step) {
                    part.broke.push((id, moment, why));
                }
            }
            SimEvent::CommanderFell { commander, formation, fate } => {
                let fell = matches!(fate, CommanderFate::Killed | CommanderFate::Captured);
                if let Some(part) = self.part_of(*formation, step).filter(|_| fell) {
                    part.fallen.push((*commander, *fate));
                }
            }
            SimEvent::Lost { .. }
            | SimEvent::LightChanged { .. }
            | SimEvent::WeatherChanged { .. }
            | SimEvent::WeatherTurned { .. }
            | SimEvent::Marched { .. }
            | SimEvent::Halted { .. }
            | SimEvent::Stood { .. }
            | SimEvent::Straggled { .. }
            | SimEvent::Rejoined { .. }
            | SimEvent::Detached { .. }
            | SimEvent::Joined { .. }
            | SimEvent::Sighted { .. }
            | SimEvent::ScoutsSent { .. }
            | SimEvent::ScoutsReturned { .. }
            | SimEvent::LureLeft { .. }
            | SimEvent::LureFound { .. }
            | SimEvent::LureTaken { .. }
            | SimEvent::BoxOpened { .. }
            | SimEvent::LureRefused { .. }
            | SimEvent::Tempted { .. }
            | SimEvent::HeldBack { .. }
            | SimEvent::SignalGiven { .. }
            | SimEvent::Released { .. }
            | SimEvent::AmbushFound { .. }
            | SimEvent::FeintBegun { .. }
            | SimEvent::FeintEnded { .. }
            | SimEvent::FeintFailed { .. }
            | SimEvent::Surrounded { .. }
            | SimEvent::Rallied { .. }
            | SimEvent::Surrendered { .. }
            | SimEvent::Destroyed { .. }
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
            | SimEvent::Deposited { .. }
            | SimEvent::DrewCache { .. }
            | SimEvent::CacheTaken { .. }
            | SimEvent::LaidWaste { .. }
            | SimEvent::PlaceTaken { .. }
            | SimEvent::Invested { .. }
            | SimEvent::SiegeLifted { .. }
            | SimEvent::ParkBuilt { .. }
            | SimEvent::ParkLost { .. }
            | SimEvent::Breached { .. }
            | SimEvent::DikeCut { .. }
            | SimEvent::DikeMended { .. }
            | SimEvent::DikeRaised { .. }
            | SimEvent::DikeBroke { .. }
            | SimEvent::DamRaised { .. }
            | SimEvent::DamBroke { .. }
            | SimEvent::Drenched { .. }
            | SimEvent::MineSprung { .. }
            | SimEvent::PeopleStarved { .. }
            | SimEvent::GateOpened { .. }
            | SimEvent::Yielded { .. }
            | SimEvent::ObjectiveMet { .. }
            | SimEvent::WarEnded { .. } => {}
        }
    }

    /// The battle that blows between two formations belong to, begun with them if there is none.
    fn join(&mut self, step: &Step, two: [FormationId; 2], at: Hex) -> usize {
        let reach = battle_hexes(step.setting);
        let lull = step.setting.rules.combat.lull_min;
        let known: Vec<usize> = two.iter().filter_map(|id| self.of.get(id).copied()).collect();
        let goes_on = |(index, battle): (usize, &Battle)| {
            let recent = step.minute.saturating_sub(battle.minutes.1) <= lull;
            let near = |(x, y): &(i32, i32)| Hex::new(*x, *y).unsigned_distance_to(at) <= reach;
            (recent && (known.contains(&index) || battle.hexes.iter().any(near))).then_some(index)
        };
        let index = self.battles.iter().enumerate().find_map(goes_on).unwrap_or_else(|| {
            let (moment, minute) = (step.moment, step.minute);
            let (parts, hexes) = (Vec::new(), BTreeSet::new());
            self.battles.push(Battle {
                at,
                from: moment,
                to: moment,
                minutes: (minute, minute),
                parts,
                hexes,
            });
            self.battles.len() - 1
        });
        let battle = &mut self.battles[index];
        (battle.to, battle.minutes.1) = (step.moment, step.minute + step.minutes);
        battle.hexes.insert((at.x, at.y));
        for id in two {
            let part = battle.part(side(step.setting, id));
            if !part.formations.contains(&id) {
                part.formations.push(id);
                part.men += step.formation(id).map_or(0, |one| one.roll.under_arms());
            }
            self.of.insert(id, index);
        }
        index
    }

    /// The part that a formation's side has in the battle the formation was in last, while that is not long ago.
    fn part_of(&mut self, id: FormationId, step: &Step) -> Option<&mut Part> {
        let battle = self.battles.get_mut(*self.of.get(&id)?)?;
        let recent = step.minute.saturating_sub(battle.minutes.1) <= DAY / 2;
        recent.then(|| battle.part(side(step.setting, id)))
    }

    /// Pursuit is part of the battle.
    fn touch(&mut self, id: FormationId, step: &Step) {
        if let Some(battle) = self.of.get(&id).and_then(|index| self.battles.get_mut(*index)) {
            (battle.to, battle.minutes.1) = (step.moment, step.minute + step.minutes);
        }
    }
}

impl Toll {
    /// In words, phase by phase, without what cost nobody.
    fn words(&self, first_hour: f64) -> String {
        let phase = |columns: &[(u32, &str)]| {
            let some = columns.iter().filter(|(men, _)| *men > 0);
            let some: Vec<String> = some.map(|(men, fate)| format!("{} {fate}", number(*men))).collect();
            if some.is_empty() { "nobody".to_owned() } else { list(&some, columns.len()) }
        };
        let line = phase(&[(self.dead, "dead"), (self.wounded, "wounded"), (self.taken, "taken")]);
        let flight = phase(&[(self.flight, "dead"), (self.scattered, "scattered"), (self.captured, "taken")]);
        let whole = |men: f64| number(men.round() as i64);
        format!(
            "In the line {line}, {} in all where {} were to be expected ({} an hour at the first blows); in flight {flight}.",
            number(self.in_line()),
            whole(self.expected),
            whole(first_hour)
        )
    }

    fn add(&mut self, fate: Fate, men: u32, in_flight: bool) {
        let column = match fate {
            Fate::DeadBattle => &mut self.dead,
            Fate::Wounded => &mut self.wounded,
            Fate::Captured if in_flight => &mut self.captured,
            Fate::Captured => &mut self.taken,
            Fate::DeadPursuit | Fate::DeadDrowned => &mut self.flight,
            Fate::Dispersed => &mut self.scattered,
            Fate::UnderArms
            | Fate::Straggling
            | Fate::Sick
            | Fate::DeadHunger
            | Fate::DeadThirst
            | Fate::DeadDisease
            | Fate::DeadCold
            | Fate::Deserted
            | Fate::GoneHome => return,
        };
        *column += men;
    }
}

fn side(setting: &Setting, id: FormationId) -> SideId {
    setting.register.formation(id).side
}

/// What a step's blows would have cost without fortune, and what they would in an hour.
fn expected(factors: &[Factor], per_hour: f64, lost: u32, minutes: u32) -> (f64, f64) {
    let fortune = factors.iter().find(|factor| factor.name == FactorName::Fortune);
    let fortune = fortune.map_or(1.0, |factor| factor.times);
    // The part of the men in contact who fall in so many hours at a rate of so many per million an hour.
    let part = |rate: f64, hours: f64| 1.0 - libm::exp(-rate / 1e6 * hours);
    let (hours, fair) = (f64::from(minutes) / 60.0, per_hour / fortune);
    let fell = part(per_hour, hours);
    if !fair.is_finite() || fell <= 0.0 {
        return (0.0, 0.0);
    }
    let men = f64::from(lost) / fell;
    (men * part(fair, hours), men * part(fair, 1.0))
}

/// Why a formation broke: what its order had come to, and what told most against it in the last step.
fn why(id: FormationId, step: &Step) -> String {
    let order = |first: &Snapshot, then: &Snapshot| {
        step.formation_in([first, then], id).map_or(0, |one| one.cohesion.permille())
    };
    let mut worst: BTreeMap<FactorName, f64> = BTreeMap::new();
    for factor in step.blows.get(&id).into_iter().flatten().flat_map(|factors| factors.iter()) {
        let most = worst.entry(factor.name).or_insert(0.0);
        *most = most.max(factor.times);
    }
    let mut worst: Vec<(FactorName, f64)> =
        (worst.into_iter()).filter(|(name, times)| *name != FactorName::Base && *times >= 1.05).collect();
    worst.sort_by(|(_, one), (_, other)| other.total_cmp(one));
    let worst: Vec<String> = (worst.iter().take(MOST_FACTORS))
        .map(|(name, times)| format!("{} (x{times:.2})", name.words()))
        .collect();
    let order = format!(
        "its order fell from {} to {} of 1,000",
        order(step.before, step.after),
        order(step.after, step.before)
    );
    if worst.is_empty() { order } else { format!("{order}; against it {}", list(&worst, MOST_FACTORS)) }
}
