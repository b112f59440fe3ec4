//! Whether a stage and a state fit together. A checksum shows that a file is as it was written; this shows that
//! whoever wrote it wrote a war: every key has its name, every hex lies on the map, every list has its length.

use crate::orders::{Order, Stand};
use crate::setting::{Setting, StoredSetting};
use crate::sim::army::Fate;
use crate::sim::clock::Clock;
use crate::sim::command::Will;
use crate::sim::event::Temptation;
use crate::sim::hex::{Grid, Hex};
use crate::sim::id::{CommanderId, FormationId, SideId};
use crate::sim::intent::{Intention, Stance};
use crate::sim::register::Register;
use crate::sim::ruse::Feint;
use crate::sim::siege::Ward;
use crate::sim::supply::Haul;
use crate::sim::victory::Goal;
use crate::snapshot::{FormationState, Snapshot};

/// Most steps that a turn may have.
const MOST_STEPS: u32 = 10_000;
/// Most men in a war.
const MOST_MEN: u64 = 100_000_000;
/// Longest war, minutes: two thousand years, so that sums of minutes never overflow.
const LONGEST: u32 = 1 << 30;

type Sound = Result<(), String>;

fn require(holds: bool, what: &str) -> Sound {
    if holds { Ok(()) } else { Err(what.to_owned()) }
}

/// A stage that a setting can be made of.
pub(super) fn stage(stored: &StoredSetting) -> Sound {
    let (map, register) = (&stored.map, &stored.register);
    require(map.is_sound(), "the layers of the map do not fit each other")?;
    let (formations, sides) = (register.formations.len(), register.sides.len());
    require((1..=64).contains(&sides), "there are no sides, or more than 64")?;
    require(formations <= usize::from(u16::MAX), "there are too many formations")?;
    let troops = stored.troops.kinds.len();
    require((1..=256).contains(&troops), "there are no kinds of troops, or more than 256")?;
    require(!stored.rules.weather.kinds.is_empty(), "there are no kinds of weather")?;
    for formation in &register.formations {
        require(formation.side.index() < sides, "a formation is of no side")?;
    }
    for (index, commander) in register.commanders.iter().enumerate() {
        require(commander.side.index() < sides, "a commander is of no side")?;
        require(commander.leads.index() < formations, "a commander leads no formation")?;
        superiors(register, index)?;
    }
    for place in &register.places {
        require(map.grid().contains(near(place.at)?), "a place lies off the map")?;
        require(place.owner.is_none_or(|side| side.index() < sides), "a place is held by no side")?;
    }
    for signal in &register.signals {
        require(signal.side.index() < sides, "a signal is of no side")?;
    }
    for refuge in register.sides.iter().flat_map(|side| &side.refuges) {
        require(map.grid().contains(near(*refuge)?), "a refuge lies off the map")?;
    }
    Ok(())
}

/// Nobody is his own superior, at any remove.
fn superiors(register: &Register, index: usize) -> Sound {
    let mut above = register.commanders[index].superior;
    for _ in 0..=register.commanders.len() {
        let Some(id) = above else { return Ok(()) };
        let info = register.commanders.get(id.index()).ok_or("a commander obeys nobody there is")?;
        above = info.superior;
    }
    Err("commanders obey each other in a circle".to_owned())
}

/// A state that fits a stage already accepted.
pub(super) fn state_on(setting: &Setting, state: &Snapshot) -> Sound {
    let (register, troops) = (&setting.register, setting.troops.kinds.len());
    let skies = setting.rules.weather.kinds.len();
    let stage = Stage { grid: setting.map.grid(), register, troops };
    clock(&state.clock)?;
    let rows = register.formations.len()..=register.keys();
    require(rows.contains(&state.formations.len()), "formations are missing or too many")?;
    let mut men = 0;
    for (index, formation) in state.formations.iter().enumerate() {
        require(formation.id.index() == index, "formations are out of order")?;
        men += Fate::ALL.iter().map(|fate| u64::from(formation.roll.count(*fate))).sum::<u64>();
        stage
            .formation(formation)
            .map_err(|what| format!("formation {}: {what}", register.formation(formation.id).name.latin))?;
    }
    require(men <= MOST_MEN, "there are more men than any war had")?;
    require(state.staff.0.len() == register.commanders.len(), "commanders are missing or too many")?;
    for (index, commander) in state.staff.0.iter().enumerate() {
        require(commander.id.index() == index, "commanders are out of order")?;
        stage.known_formation(commander.with)?;
        commander.superior.map_or(Ok(()), |id| stage.commander(id))?;
    }
    require(state.beliefs.0.len() == register.sides.len(), "a side has no beliefs")?;
    for belief in &state.beliefs.0 {
        for (about, report) in &belief.reports {
            require(*about == report.about, "a report is filed under another formation")?;
            stage.known_formation(*about)?;
            stage.hex(report.at)?;
            report.came_from.map_or(Ok(()), |hex| stage.hex(hex))?;
            require(report.troop.is_none_or(|troop| troop.index() < troops), "a report of no known troops")?;
        }
        for (lure, at) in &belief.lures {
            require(lure.index() < state.lures.0.len(), "a side knows of a lure that is not there")?;
            stage.hex(*at)?;
        }
    }
    for (index, lure) in state.lures.0.iter().enumerate() {
        require(lure.id.index() == index, "lures are out of order")?;
        stage.side(lure.side)?;
        stage.hex(lure.at)?;
        require(lure.signal.is_none_or(|id| id.index() < register.signals.len()), "a box gives no signal")?;
    }
    for given in &state.signals.given {
        require(given.signal.index() < register.signals.len(), "a signal that was not agreed is in the air")?;
        stage.hex(given.at)?;
    }
    for (formation, signal) in &state.signals.ordered {
        stage.known_formation(*formation)?;
        require(signal.index() < register.signals.len(), "a signal that was not agreed is ordered")?;
    }
    let places = register.places.len();
    require(state.stores.0.len() == places, "stores do not fit the places")?;
    require(state.markets.0.len() == places, "markets do not fit the places")?;
    require(state.wards.0.len() == places, "walls do not fit the places")?;
    require(state.wards.0.iter().all(Ward::is_sound), "a wall is more than whole")?;
    require(state.waters.is_sound(&setting.map), "water stands where no land is, or is out of order")?;
    require(state.caches.is_sound(), "caches are empty or out of order")?;
    for cache in state.caches.all() {
        stage.side(cache.side)?;
        stage.hex(cache.at)?;
    }
    let hexes = setting.map.grid().len();
    require(state.pasture.0.keys().all(|key| (*key as usize) < hexes), "grass is missing off the map")?;
    let regions = setting.rules.climate.regions.len();
    require(state.sky.is_sound(skies, regions), "the sky is of no known kind")?;
    verdict(&stage, state, places)
}

fn verdict(stage: &Stage, state: &Snapshot, places: usize) -> Sound {
    let verdict = &state.verdict;
    require(verdict.owners.len() == places, "owners do not fit the places")?;
    verdict.owners.iter().flatten().try_for_each(|side| stage.side(*side))?;
    verdict.outcome.and_then(|outcome| outcome.winner).map_or(Ok(()), |side| stage.side(side))?;
    for objective in &verdict.objectives {
        stage.side(objective.side)?;
        match &objective.goal {
            Goal::Hold(place) => require(place.index() < places, "an objective names no place")?,
            Goal::Inflict { on, .. } => stage.side(*on)?,
            Goal::Break { formations, .. } | Goal::Preserve { formations, .. } => {
                formations.iter().try_for_each(|id| stage.known_formation(*id))?;
            }
            Goal::Fell { commanders, .. } => commanders.iter().try_for_each(|id| stage.commander(*id))?,
        }
    }
    Ok(())
}

fn clock(clock: &Clock) -> Sound {
    require(!clock.tempos.is_empty(), "the clock has no tempo")?;
    require(clock.minute <= LONGEST && clock.end_minute <= LONGEST, "the war lasts too long")?;
    for tempo in &clock.tempos {
        let (turn, step) = (tempo.turn_minutes, tempo.step_minutes);
        let fits = step > 0 && turn >= step && turn / step <= MOST_STEPS && turn <= LONGEST;
        require(fits && tempo.from_minute <= LONGEST, "a turn and its steps do not fit")?;
    }
    let rising = clock.tempos.windows(2).all(|pair| pair[0].from_minute < pair[1].from_minute);
    require(rising, "the tempos of the clock are out of order")?;
    let date = clock.first_day;
    let real = crate::sim::clock::Date::new(date.year, date.month, date.day).is_some();
    require(real && date.year <= 9999, "the first day does not exist")
}

/// A hex near enough that sums of coordinates never overflow.
pub(super) fn near(hex: Hex) -> Result<Hex, String> {
    let near = hex.x.unsigned_abs() < 1 << 20 && hex.y.unsigned_abs() < 1 << 20;
    if near { Ok(hex) } else { Err("a hex lies out of the world".to_owned()) }
}

/// An order whose hexes can be reckoned with; whether it may be given is the gate's to say.
pub(super) fn order(order: &Order) -> Sound {
    match order {
        Order::March(march) => march.path.iter().try_for_each(|hex| near(*hex).map(drop)),
        Order::SendScouts(scouts) => near(scouts.to).map(drop),
        Order::Stand(Stand { stance: Stance::Feign { to }, .. }) => near(*to).map(drop),
        Order::Halt(_)
        | Order::MakeCamp(_)
        | Order::Stand(_)
        | Order::Attack(_)
        | Order::LeaveBait(_)
        | Order::GiveSignal(_)
        | Order::Split(_)
        | Order::Join(_)
        | Order::Ration(_)
        | Order::Haul(_)
        | Order::Buy(_)
        | Order::Raze(_)
        | Order::Escort(_)
        | Order::Work(_)
        | Order::Dig(_)
        | Order::Summon(_)
        | Order::Deposit(_) => Ok(()),
    }
}

struct Stage<'a> {
    grid: Grid,
    register: &'a Register,
    troops: usize,
}

impl Stage<'_> {
    fn hex(&self, hex: Hex) -> Sound {
        require(self.grid.contains(near(hex)?), "a hex lies off the map")
    }

    fn side(&self, id: SideId) -> Sound {
        require(id.index() < self.register.sides.len(), "a side has no name")
    }

    fn known_formation(&self, id: FormationId) -> Sound {
        require(id.index() < self.register.keys(), "a formation has no name")
    }

    fn commander(&self, id: CommanderId) -> Sound {
        require(id.index() < self.register.commanders.len(), "a commander has no name")
    }

    fn formation(&self, state: &FormationState) -> Sound {
        let info = self.register.formation(state.id);
        require(state.side.0 == info.side, "it fights for another side than its own")?;
        require(state.troop.0.index() < self.troops, "its troops are of no known kind")?;
        require((1..=5).contains(&state.quality.0), "its training is not from 1 to 5")?;
        let permille = state.fatigue.permille() <= 1000 && state.cohesion.permille() <= 1000;
        require(permille, "its fatigue or order is over 1000")?;
        require(state.condition.permille() <= 1000, "its beasts are fatter than fat")?;
        if let Haul::Between { from, to } = state.haul {
            let places = self.register.places.len();
            require(from.index() < places && to.index() < places, "it carries grain between unknown places")?;
        }
        require(state.park.is_sound(), "it has more ladders and engines than any army had")?;
        state.escort.0.map_or(Ok(()), |whom| self.known_formation(whom))?;
        self.hex(state.place.hex())?;
        state.led.0.map_or(Ok(()), |id| self.commander(id))?;
        match &state.intention {
            Intention::March { path, .. } => path.iter().try_for_each(|hex| self.hex(*hex))?,
            Intention::Attack { target, .. } => self.known_formation(*target)?,
            Intention::Dig { side, .. } => require(*side < 6, "it digs along no side")?,
            Intention::Stay
            | Intention::Camp { .. }
            | Intention::Raze { .. }
            | Intention::Work { .. }
            | Intention::Deposit { .. }
            | Intention::Flee => {}
        }
        match state.stance {
            Stance::Ambush { signal } => {
                require(
                    signal.is_none_or(|id| id.index() < self.register.signals.len()),
                    "it waits for no signal",
                )?;
            }
            Stance::Feign { to } => self.hex(to)?,
            Stance::Avoid | Stance::Hold | Stance::Fight | Stance::Pursue | Stance::Screen => {}
        }
        if let Will::CarriedAway { by: Temptation::Flight(id) | Temptation::Weakness(id), .. } = state.will {
            self.known_formation(id)?;
        }
        if let Feint::Running { since } = state.feint {
            require(since <= LONGEST, "it began to run after the end of days")?;
        }
        if let Some(ride) = &state.scouts.out {
            self.hex(ride.to)?;
            for report in ride.saw() {
                self.known_formation(report.about)?;
                self.hex(report.at)?;
            }
        }
        Ok(())
    }
}
