//! What things are called and what they do, in numbers of the rules in force.

use super::Told;
use super::parts::{about, percent, span, tenths};
use crate::orders::Order;
use crate::report::names::number;
use crate::setting::Rules;
use crate::sim::clock::DAY;
use crate::sim::event::{Source, Temptation};
use crate::sim::hex::{Hex, SIDE_NAMES, bearing};
use crate::sim::id::{FormationId, PlaceId, SignalId};
use crate::sim::intent::{Earthwork, Intention, Pace, Stance, Task};
use crate::sim::map::{Mobility, Stream};
use crate::sim::register::{PlaceKind, Temperament};

/// What a temperament does, line by line: what, how much, and what stands behind it.
pub fn temperament(made: Temperament, rules: &Rules) -> Vec<(&'static str, String, String)> {
    let index = made as usize;
    let (command, ruse, sighting) = (&rules.command, &rules.ruse, &rules.sighting);
    let km = |meters: u32| format!("{} km", tenths(meters / 100));
    let dares = u32::from(command.dares[index]);
    let follows = u32::from(ruse.pursue_permille[index]);
    let holding = follows * u32::from(ruse.holding) / 1000;
    let mut lines = vec![
        (
            "dares enemies up to",
            format!("{} of our strength", percent(dares)),
            format!(
                "Told to fight he attacks unbidden what comes within {} and is, with those near it, no stronger than \
                 this share of our men within as much.",
                km(command.fight_m)
            ),
        ),
        (
            "goes after what runs",
            format!("{} of days", percent(follows)),
            format!(
                "His mood of the day when an enemy runs within {}. Told to hold, screen or avoid: {}. Bait in sight \
                 and empty stomachs raise it by {} and {} of itself.",
                km(ruse.tempt_m),
                percent(holding),
                percent(u32::from(ruse.lure_adds)),
                percent(u32::from(ruse.hunger_adds))
            ),
        ),
        (
            "finds men in hiding",
            percent(u32::from(sighting.find_hidden_permille_h) * looks(made, rules) / 1000) + " an hour",
            format!(
                "{} an hour for ordinary patrols in the next hex, times {} for a {} commander.",
                percent(u32::from(sighting.find_hidden_permille_h)),
                percent(looks(made, rules)),
                made.words()
            ),
        ),
        (
            "opens a strange box",
            percent(u32::from(ruse.open_box_permille[index])),
            "When his men come upon a closed box with something moving in it.".to_owned(),
        ),
    ];
    if made == Temperament::Timid {
        lines.push((
            "leaves a line that bends",
            percent(u32::from(command.timid_leaves_permille_h)) + " an hour",
            format!("While men of our side run within {} and an enemy is as near.", km(command.fight_m)),
        ));
    }
    lines
}

fn looks(made: Temperament, rules: &Rules) -> u32 {
    u32::from(rules.sighting.looks_by_temperament[made as usize])
}

/// What a stance does.
pub fn stance(stance: Stance, rules: &Rules) -> String {
    let km = |meters: u32| format!("{} km", tenths(meters / 100));
    let (command, ruse, movement) = (&rules.command, &rules.ruse, &rules.movement);
    match stance {
        Stance::Avoid => format!(
            "Gives way before an enemy who is not weaker and comes within {}.",
            km(movement.give_way_m.0)
        ),
        Stance::Hold => format!(
            "Stands and fights where it is and follows nobody. Its commander is tempted {} as often.",
            percent(u32::from(ruse.holding))
        ),
        Stance::Fight => format!(
            "Attacks what comes within {} if its commander dares, and follows nobody further.",
            km(command.fight_m)
        ),
        Stance::Pursue => format!(
            "Attacks what runs or is weaker within {}, and whom its commander dares within {}.",
            km(command.pursue_m),
            km(command.fight_m)
        ),
        Stance::Screen => format!(
            "Watches, and falls back before an enemy who is not weaker and comes within {}.",
            km(movement.give_way_m.1)
        ),
        Stance::Ambush { .. } => format!(
            "Lies hidden where it is until its signal, or until an enemy of {} to {} of its strength is beside it. \
             Enemies within {} who knew nothing of it are surprised for {}.",
            percent(ruse.springs_at.0),
            percent(ruse.springs_at.1),
            km(ruse.surprise_m),
            span(ruse.surprise_min)
        ),
        Stance::Feign { .. } => format!(
            "Runs as if beaten when an enemy comes within {}, leaves {} of its herd lying, waits when he falls back \
             beyond {}, and turns at bay at its goal.",
            km(ruse.feint_m),
            percent(u32::from(ruse.feint_leaves)),
            km(ruse.feint_waits_m)
        ),
    }
}

/// A stance as its button says it.
pub fn stance_name(stance: Stance) -> &'static str {
    match stance {
        Stance::Avoid => "Avoid",
        Stance::Hold => "Hold",
        Stance::Fight => "Fight",
        Stance::Pursue => "Pursue",
        Stance::Screen => "Screen",
        Stance::Ambush { .. } => "Ambush",
        Stance::Feign { .. } => "Feign flight",
    }
}

/// What a pace costs and brings.
pub fn pace_tells(pace: Pace, rules: &Rules) -> String {
    let movement = &rules.movement;
    match pace {
        Pace::Ordinary => {
            format!("Marches {} hours a day by daylight and rests by night.", movement.ordinary_hours)
        }
        Pace::Forced => format!(
            "Marches {} hours a day, by night too, in {} of the time. Beyond a day's stage men tire by {} every 10 km, \
             by night by {} an hour; tired men fall behind.",
            movement.forced_hours,
            percent(u32::from(movement.forced_time)),
            percent(u32::from(movement.tire_per_10km)),
            percent(u32::from(movement.night_tire_per_h))
        ),
    }
}

/// What a formation means to do.
pub fn intention(told: &Told, intention: &Intention) -> String {
    match intention {
        Intention::Stay => "stays where it is, ready".to_owned(),
        Intention::Camp { fires: true } => "camps, with fires".to_owned(),
        Intention::Camp { fires: false } => "camps without fires".to_owned(),
        Intention::March { path, pace: at } => match path.last() {
            Some(goal) => format!("marches {}{}", to(told, *goal), paced(*at)),
            None => "marches no further".to_owned(),
        },
        Intention::Attack { target, pace: at } => format!("goes for {}{}", enemy(told, *target), paced(*at)),
        Intention::Raze { .. } => "lays the country waste".to_owned(),
        Intention::Work { task: Task::Ladders, .. } => "builds ladders".to_owned(),
        Intention::Work { task: Task::Engines, .. } => "builds engines".to_owned(),
        Intention::Work { task: Task::Mine, .. } => "digs a mine".to_owned(),
        Intention::Dig { work, side, .. } => {
            let does = match work {
                Earthwork::Cut | Earthwork::CutFar => "cuts a dike",
                Earthwork::Mend => "closes a gap in a dike",
                Earthwork::Dam => "builds a dam",
                Earthwork::Raise => "raises a dike",
            };
            format!("{does} in the {}", SIDE_NAMES[usize::from(*side) % 6])
        }
        Intention::Deposit { bury: true, .. } => "buries grain".to_owned(),
        Intention::Deposit { bury: false, .. } => "leaves grain".to_owned(),
        Intention::Flee => "has broken and runs".to_owned(),
    }
}

fn paced(pace: Pace) -> &'static str {
    match pace {
        Pace::Ordinary => "",
        Pace::Forced => ", forced",
    }
}

/// A goal of a march.
fn to(told: &Told, goal: Hex) -> String {
    let place = told.where_is(goal);
    place.strip_prefix("at ").map_or_else(|| format!("to {place}"), |name| format!("to {name}"))
}

/// An enemy as orders name him: what he seemed and where, never his name.
pub fn enemy(told: &Told, id: FormationId) -> String {
    match told.body(id) {
        Some(body) if body.known.is_some() => told.name(&body.name),
        Some(body) => format!("{} {} {}", about(body.men), body.name.latin, told.where_is(body.at)),
        None => "an enemy who is out of sight".to_owned(),
    }
}

/// An order as a line says it, without its formation.
pub fn order_words(told: &Told, order: &Order) -> String {
    match order {
        Order::March(march) => match march.path.last() {
            Some(goal) => format!("march {}{}", to(told, *goal), paced(march.pace)),
            None => "march nowhere".to_owned(),
        },
        Order::Halt(_) => "halt".to_owned(),
        Order::MakeCamp(camp) if camp.fires => "make camp, with fires".to_owned(),
        Order::MakeCamp(_) => "make camp without fires".to_owned(),
        Order::Stand(stand) => match stand.stance {
            Stance::Ambush { signal: Some(id) } => format!("lie in ambush until {}", signal(told, id)),
            Stance::Ambush { signal: None } => "lie in ambush until the enemy comes".to_owned(),
            Stance::Feign { to: goal } => format!("feign flight {}", to(told, goal)),
            Stance::Avoid | Stance::Hold | Stance::Fight | Stance::Pursue | Stance::Screen => {
                format!("{} when the enemy comes", stand.stance.words())
            }
        },
        Order::Attack(attack) => format!("attack {}{}", enemy(told, attack.target), paced(attack.pace)),
        Order::SendScouts(scouts) => format!("send scouts {}", to(told, scouts.to)),
        Order::LeaveBait(bait) => format!("leave {} heads of the herd as bait", number(bait.heads)),
        Order::GiveSignal(given) => format!("give the signal, {}", signal(told, given.signal)),
        Order::Split(split) => format!("send out {} men on their own", number(split.men)),
        Order::Join(join) => format!("join {}", told.body_name(join.into)),
        Order::Ration(ration) => ration.diet.words(),
        Order::Haul(haul) => {
            format!("carry grain from {} to {}", place(told, haul.from), place(told, haul.to))
        }
        Order::Buy(buy) => format!("buy {} shi of grain at {}", number(buy.shi), place(told, buy.place)),
        Order::Raze(_) => "lay the country waste".to_owned(),
        Order::Work(work) => work.task.words().to_owned(),
        Order::Dig(dig) => {
            format!("{}, in the {}", dig.work.words(), SIDE_NAMES[usize::from(dig.side) % 6])
        }
        Order::Summon(summon) => {
            format!("summon {} for {}", place(told, summon.place), summon.terms.words())
        }
        Order::Deposit(deposit) => {
            let how = if deposit.bury { "bury grain" } else { "leave grain" };
            format!("{how}, keep {}", span(u32::from(deposit.keep_days) * DAY))
        }
        Order::Escort(escort) => format!("escort {}", told.body_name(escort.whom)),
    }
}

/// Where an order leads, if it leads anywhere.
pub fn order_goal(told: &Told, order: &Order) -> Option<Hex> {
    match order {
        Order::March(march) => march.path.last().copied(),
        Order::Attack(attack) => told.body(attack.target).map(|body| body.at),
        Order::SendScouts(scouts) => Some(scouts.to),
        Order::Stand(stand) => match stand.stance {
            Stance::Feign { to } => Some(to),
            Stance::Avoid
            | Stance::Hold
            | Stance::Fight
            | Stance::Pursue
            | Stance::Screen
            | Stance::Ambush { .. } => None,
        },
        Order::Halt(_)
        | Order::MakeCamp(_)
        | Order::LeaveBait(_)
        | Order::GiveSignal(_)
        | Order::Split(_)
        | Order::Join(_)
        | Order::Ration(_)
        | Order::Raze(_)
        | Order::Work(_)
        | Order::Dig(_)
        | Order::Summon(_)
        | Order::Deposit(_) => None,
        Order::Buy(buy) => told.setting().register.places.get(buy.place.index()).map(|place| place.at),
        Order::Escort(escort) => told.body(escort.whom).map(|body| body.at),
        Order::Haul(haul) => told.setting().register.places.get(haul.to.index()).map(|place| place.at),
    }
}

/// A place by name.
pub fn place(told: &Told, id: PlaceId) -> String {
    told.name(&told.setting().register.place(id).name)
}

/// A signal by name.
pub fn signal(told: &Told, id: SignalId) -> String {
    let signals = &told.setting().register.signals;
    signals.get(id.index()).map_or_else(|| "a signal".to_owned(), |info| told.name(&info.name))
}

/// How a report was come by.
pub fn source(source: Source) -> &'static str {
    match source {
        Source::Eyes => "seen by our own men",
        Source::Scouts => "seen by our scouts",
        Source::Dust => "guessed from dust",
        Source::Fires => "guessed from camp fires",
        Source::Contact => "known from fighting",
        Source::Tracks => "followed by their tracks",
        Source::News => "the country tells of them",
    }
}

/// By how much an estimate of strength may be off, permille, and how certain that is.
pub fn error_of(source: Source, rules: &Rules) -> (u16, &'static str) {
    let sighting = &rules.sighting;
    match source {
        Source::Contact => (sighting.contact_error, "at most"),
        Source::Dust | Source::Fires | Source::News => (sighting.vague_spread, "in two cases of three"),
        Source::Eyes | Source::Scouts | Source::Tracks => {
            (sighting.estimate_spread, "in two cases of three; within sight half of that")
        }
    }
}

/// What a commander was tempted by.
pub fn temptation(told: &Told, by: Temptation) -> String {
    match by {
        Temptation::Lure(_) => "what was left lying".to_owned(),
        Temptation::Flight(id) => format!("{}, who run", enemy(told, id)),
        Temptation::Weakness(id) => format!("{}, who look weak", enemy(told, id)),
    }
}

/// What lies along a hexside.
pub fn stream(stream: Stream) -> Option<&'static str> {
    match stream {
        Stream::None => None,
        Stream::Brook => Some("a brook"),
        Stream::River => Some("a river without ford or bridge"),
        Stream::Ford => Some("a river, with a ford or bridge"),
        Stream::Bluff => Some("a bluff"),
    }
}

/// What a place is.
pub fn place_kind(kind: PlaceKind) -> &'static str {
    match kind {
        PlaceKind::Fort => "fort",
        PlaceKind::Town => "town",
        PlaceKind::Village => "village",
        PlaceKind::Pass => "pass",
        PlaceKind::Field => "open ground",
    }
}

/// How troops get about.
pub fn mobility(mobility: Mobility) -> &'static str {
    match mobility {
        Mobility::Foot => "foot",
        Mobility::Hill => "hill foot",
        Mobility::Horse => "horse",
        Mobility::Train => "train",
    }
}

/// Which way one hex lies from another.
pub fn way(from: Hex, to: Hex) -> &'static str {
    SIDE_NAMES[bearing(from, to)]
}
