//! One described siege, many times: walls, garrison and people, besiegers on some of the six sides, what they build and
//! offer, and when they leave. The laws are those of the wars; only the besieger's mind is as the case says.

use std::collections::BTreeMap;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::game::Game;
use crate::orders::{Attack, MakeCamp, March, Order, Summon, Work};
use crate::scenario::rules::RuleBook;
use crate::scenario::sketch::{Levy, Sketch};
use crate::sim::army::Posture;
use crate::sim::clock::DAY;
use crate::sim::event::SimEvent;
use crate::sim::hex::{Grid, Hex, SIDES, side_towards};
use crate::sim::id::{FormationId, PlaceId, SideId};
use crate::sim::intent::{Intention, Pace, Stance, Task};
use crate::sim::register::PlaceKind;
use crate::sim::siege::{Terms, way_in};
use crate::sim::supply::SHENG_PER_SHI;
use crate::sim::walls::Walls;

/// Size of the land, hexes, and of a hex, meters.
const LAND: u16 = 9;
const HEX_M: u32 = 2_000;
/// Besieger and besieged.
const BESIEGER: SideId = SideId(0);
/// Weariness from which nobody storms, and order below which nobody does, permille.
const WEARY: u16 = 500;
const SHAKEN: u16 = 600;

/// A garrison that has shrunk to less than one of so many holds nothing.
const FEW: u32 = 5;

/// A described siege.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// What it is about.
    pub title: String,
    /// What place it is: `fort`, `town` or `village`.
    pub kind: PlaceKind,
    /// Its walls, people and wells.
    pub walls: Walls,
    /// Grain in its store, shi.
    pub grain_shi: u32,
    /// Who holds it.
    pub garrison: Vec<Body>,
    /// Who besieges it, and from which side: 0 east, then against the sun to 5 south-east.
    pub besiegers: Vec<(usize, Body)>,
    /// True where timber grows beside the camp.
    pub timber: bool,
    /// What is offered from the first day; `None` where nothing is.
    pub terms: Option<Terms>,
    /// What the besiegers build, those who can.
    #[serde(default)]
    pub builds: Vec<Task>,
    /// Share of a storm that must come to blows for it to be tried, permille; `None` where nobody storms.
    pub storms_from: Option<u16>,
    /// Hours without food after which the besiegers leave.
    pub leaves_after_h: u32,
    /// Days it lasts at most.
    pub days: u32,
}

/// A body of men.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Body {
    /// Kind of troops.
    pub troop: String,
    /// Men.
    pub men: u32,
    /// Training, 1 to 5.
    pub quality: u8,
    /// Days of food with it; convoys count as what they bring.
    pub days: u32,
    /// Ladders, engines, craftsmen.
    #[serde(default)]
    pub park: (u32, u32, u32),
}

/// How a siege ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum End {
    /// It was stormed, or nobody was left to hold it.
    Stormed,
    /// So few were left inside of hunger or thirst that nobody held it.
    Perished,
    /// It yielded.
    Yielded,
    /// The besiegers left, hungry.
    Left,
    /// The besiegers were beaten.
    Beaten,
    /// It held as long as the case lasts.
    Held,
}

impl End {
    /// As the laboratory prints it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Stormed => "stormed",
            Self::Perished => "died out",
            Self::Yielded => "yielded",
            Self::Left => "given up for hunger",
            Self::Beaten => "besiegers beaten",
            Self::Held => "held to the end",
        }
    }
}

/// What came of a siege, many times.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Study {
    /// How often it ended so.
    pub ends: BTreeMap<End, u32>,
    /// Days it lasted: the least, a quarter, half, three quarters, the most.
    pub days: [u32; 5],
    /// Mean losses of the besiegers and of the garrison, permille.
    pub lost: (u32, u32),
    /// Mean of people starved.
    pub starved: u32,
}

/// Plays a described siege `n` times.
///
/// # Errors
/// What is wrong with the case.
pub fn siege(case: &Case, n: u32, seed: u64) -> Result<Study, String> {
    check(case)?;
    let games: Vec<_> = (0..n.max(1)).into_par_iter().map(|nth| play(case, seed + u64::from(nth))).collect();
    let mut ends = BTreeMap::new();
    let mut days: Vec<u32> = games.iter().map(|game| game.1).collect();
    days.sort_unstable();
    for (end, ..) in &games {
        *ends.entry(*end).or_default() += 1;
    }
    let quantile = |quarter: usize| days[(days.len() - 1) * quarter / 4];
    let mean = |of: fn(&Played) -> u32| {
        (games.iter().map(|game| u64::from(of(game))).sum::<u64>() / games.len() as u64) as u32
    };
    Ok(Study {
        ends,
        days: [0, 1, 2, 3, 4].map(quantile),
        lost: (mean(|game| game.2), mean(|game| game.3)),
        starved: mean(|game| game.4),
    })
}

/// The end, its day, losses of besiegers and garrison, permille, and people starved.
type Played = (End, u32, u32, u32, u32);

fn check(case: &Case) -> Result<(), String> {
    let troops = &RuleBook::shared().troops.kinds;
    let bodies = case.garrison.iter().chain(case.besiegers.iter().map(|(_, body)| body));
    for body in bodies {
        if !troops.iter().any(|(id, _)| *id == body.troop) {
            return Err(format!(
                "no kind of troops {:?}; they are those of assets/rules/troops.ron",
                body.troop
            ));
        }
        if !(1..=200_000).contains(&body.men) || !(1..=5).contains(&body.quality) || body.days > 400 {
            return Err(format!(
                "{} men of quality {} with {} days of food; expected 1 to 200000, 1 to 5, at most 400",
                body.men, body.quality, body.days
            ));
        }
    }
    if case.garrison.is_empty()
        || case.besiegers.is_empty()
        || case.garrison.len() + case.besiegers.len() > 100
    {
        return Err("expected a garrison and besiegers, together at most 100 bodies".to_owned());
    }
    if let Some((side, _)) = case.besiegers.iter().find(|(side, _)| *side > 5) {
        return Err(format!("no side {side}; expected 0 (east) to 5 (south-east)"));
    }
    let walls = &case.walls;
    if !(50..=40_000).contains(&walls.round_m) || walls.height_m > 40 || walls.people > 1_000_000 {
        return Err("walls 50 to 40000 m around, at most 40 m high, with at most 1000000 people".to_owned());
    }
    if case.grain_shi > 10_000_000 || !(1..=1_000).contains(&case.days) {
        return Err("at most 10000000 shi of grain, and 1 to 1000 days".to_owned());
    }
    Ok(())
}

fn play(case: &Case, seed: u64) -> Played {
    let middle = Grid::hex(i32::from(LAND / 2), i32::from(LAND / 2));
    let row = |first: &str| format!("{first}{}\n", " .".repeat(usize::from(LAND) - 1));
    let mut sketch = Sketch::new(&row(if case.timber { "f" } else { "." }).repeat(LAND.into()));
    sketch.map.hex_m = HEX_M;
    (sketch.seed, sketch.tempo, sketch.lasts_minutes) = (seed, (DAY, 240), (case.days + 1) * DAY);
    let place = sketch.place(middle, case.kind, Some(1), case.grain_shi * SHENG_PER_SHI);
    sketch.wall(place, case.walls);
    let raise = |body: &Body, at| {
        let (ladders, engines, craftsmen) = body.park;
        Levy::in_hex(at)
            .men(body.men)
            .troop(&body.troop)
            .quality(body.quality)
            .days(body.days)
            .park(ladders, engines, craftsmen)
            .posture(Posture::Camp)
            .stance(Stance::Hold)
    };
    for (side, body) in &case.besiegers {
        sketch.levy(raise(body, middle + SIDES[*side]));
    }
    for body in &case.garrison {
        sketch.levy(raise(body, middle).side(1));
    }
    let count = case.besiegers.len();
    let garrison: u32 = case.garrison.iter().map(|body| body.men).sum();
    let mut game = sketch.game();
    let mut end = (End::Held, case.days);
    for day in 1..=case.days {
        command(case, &mut game, place);
        let report = game.end_turn();
        let state = game.snapshot();
        let yielded = report.events.iter().any(|told| matches!(told.event, SimEvent::Yielded { .. }));
        let (ours, theirs) = state.formations.split_at(count);
        let standing = || ours.iter().filter(|one| one.is_alive() && one.posture != Posture::Routed);
        let hungry = standing().all(|one| one.rations.hungry_hours() >= case.leaves_after_h);
        let held = theirs
            .iter()
            .any(|one| one.is_alive() && one.posture != Posture::Routed && one.place.hex() == middle);
        let left: u32 = theirs.iter().map(|one| one.roll.under_arms()).sum();
        let now = if yielded {
            End::Yielded
        } else if held && left * FEW < garrison {
            End::Perished
        } else if !held {
            End::Stormed
        } else if standing().next().is_none() {
            End::Beaten
        } else if hungry {
            End::Left
        } else {
            continue;
        };
        end = (now, day);
        break;
    }
    let state = game.snapshot();
    let lost = |bodies: &[crate::snapshot::FormationState]| {
        let (men, lost) = bodies.iter().fold((0_u64, 0_u64), |(men, lost), one| {
            (men + u64::from(one.roll.total()), lost + u64::from(one.roll.lost()))
        });
        (lost * 1000 / men.max(1)) as u32
    };
    let (ours, theirs) = state.formations.split_at(count);
    (end.0, end.1, lost(ours), lost(theirs), state.wards.0[place.index()].starved())
}

/// The way of those who ran back to their side of the place, around the place itself.
fn way_back(from: Hex, post: Hex, place: Hex) -> Vec<Hex> {
    let mut path = Vec::new();
    let mut here = from;
    while here != post && path.len() < usize::from(LAND) * 2 {
        let next = SIDES.iter().map(|side| here + *side).filter(|hex| *hex != place);
        let Some(next) = next.min_by_key(|hex| hex.unsigned_distance_to(post)) else { break };
        path.push(next);
        here = next;
    }
    path
}

/// What the besieger does this day: goes back to his lines, offers terms, builds, storms when there is a way in, rests
/// when weary.
fn command(case: &Case, game: &mut Game, place: PlaceId) {
    let view = game.view(BESIEGER);
    let rules = &view.rules().siege;
    let at = view.places()[place.index()].at;
    let ward = &view.wards[place.index()];
    let target = view.belief.reports.values().find(|report| report.at == at).map(|report| report.about);
    let mut orders: Vec<Order> = Vec::new();
    for own in view.own.iter().filter(|own| own.is_alive() && own.posture != Posture::Routed) {
        let formation: FormationId = own.id;
        if let Some(terms) = case.terms.filter(|_| ward.summoned().is_none() && orders.is_empty()) {
            orders.push(Order::Summon(Summon { formation, place, terms }));
        }
        let post = case.besiegers.get(usize::from(formation.0)).map(|(side, _)| at + SIDES[*side]);
        if let Some(post) = post.filter(|post| *post != own.place.hex()) {
            let path = way_back(own.place.hex(), post, at);
            orders.push(Order::March(March { formation, path, pace: Pace::Ordinary }));
            continue;
        }
        let way = side_towards(at, own.place.hex()).map_or(0, |side| {
            let state = (ward.sound(side), ward.is_open(view.clock.minute));
            way_in(&case.walls, state, (own.park.ladders, own.roll.under_arms()), rules)
        });
        let fit = own.fatigue.permille() < WEARY && own.cohesion.permille() > SHAKEN;
        let storms = case.storms_from.is_some_and(|from| way >= from) && fit;
        if let (true, Some(target)) = (storms, target) {
            orders.push(Order::Attack(Attack { formation, target, pace: Pace::Ordinary }));
            continue;
        }
        let task = case
            .builds
            .iter()
            .find(|task| Order::Work(Work { formation, task: **task }).check(&view).is_ok());
        match (task, &own.intention) {
            (Some(task), Intention::Work { task: now, .. }) if now == task => {}
            (Some(task), _) => orders.push(Order::Work(Work { formation, task: *task })),
            (None, Intention::Camp { .. }) => {}
            (None, _) => orders.push(Order::MakeCamp(MakeCamp { formation, fires: true })),
        }
    }
    for order in orders {
        // What the gate refuses cannot be done that day.
        let _ = game.submit(BESIEGER, order, "");
    }
}
