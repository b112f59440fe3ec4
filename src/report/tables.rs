//! The after-action report: one page that a historian can read.

use std::fmt::{self, Write};

use super::War;
use super::hunger::hungry;
use super::ledger::{Ledger, cash, grain, measured};
use super::names::{Teller, list, number};
use super::words::{degree_words, fate_words};
use crate::setting::{Measure, Recorded};
use crate::sim::army::Fate;
use crate::sim::event::CommanderFate;
use crate::sim::id::{FormationId, SideId};
use crate::sim::market::Cash;
use crate::sim::supply::Grain;
use crate::sim::victory::Outcome;

/// The degree of an outcome in a word.
pub fn degree_of(outcome: Option<Outcome>) -> &'static str {
    outcome.map_or("undecided", |outcome| degree_words(outcome.degree))
}

/// Why a war ended as it did: who met which objectives.
pub fn reason(war: &War) -> String {
    let register = &war.setting.register;
    if war.end.verdict.outcome.is_none() {
        return format!("stopped after turn {}, before the end", war.turns);
    }
    let sides = register.side_ids().map(|side| {
        let own = war.end.verdict.objectives.iter().filter(|wish| wish.side == side);
        let met: Vec<_> = own.filter(|wish| wish.met).collect();
        let points: i32 = met.iter().map(|wish| wish.points).sum();
        let words: Vec<&str> = met.iter().map(|wish| wish.words.as_str()).collect();
        let words = if words.is_empty() { "no objective met".to_owned() } else { words.join("; ") };
        format!("{} {points} points ({words})", register.side(side).name.latin)
    });
    sides.collect::<Vec<_>>().join("; ")
}

/// Writes the report.
///
/// # Errors
/// Only what the writer says; writing into a string does not fail.
pub fn after_action(war: &War, out: &mut impl Write) -> fmt::Result {
    head(war, out)?;
    for side in war.setting.register.side_ids() {
        men(war, side, out)?;
    }
    food(war, out)?;
    course(war, out)?;
    commanders(war, out)?;
    history(war, out)?;
    rules(war, out)?;
    let (seed, digest) = (war.start.dice.seed, war.end.digest().whole);
    writeln!(out, "\nSeed {seed}, {} turns, digest {digest:016x}.", war.turns)
}

fn head(war: &War, out: &mut impl Write) -> fmt::Result {
    let about = &war.setting.about;
    let hanzi = if about.hanzi.is_empty() { String::new() } else { format!(" ({})", about.hanzi) };
    let title = format!("{}{hanzi}", about.title);
    writeln!(out, "{title}\n{}", "=".repeat(width(&title)))?;
    let (from, to) = (&war.start.clock, &war.end.clock);
    writeln!(out, "{} to {}", from.moment(from.minute), to.moment(to.minute))?;
    if !about.chinese_date.is_empty() {
        writeln!(out, "Begun on {}.", about.chinese_date)?;
    }
    let mut teller = Teller::new(war.setting);
    let result = match war.end.verdict.outcome {
        None => "Undecided".to_owned(),
        Some(Outcome { winner: None, .. }) => "A draw".to_owned(),
        Some(Outcome { winner: Some(side), degree }) => {
            format!("A {} victory of {}", degree_words(degree), teller.side(side))
        }
    };
    writeln!(out, "\n{result}: {}.", reason(war))
}

/// Fates that have a column of their own, in the table by group.
const COLUMNS: [(&str, &[Fate]); 6] = [
    ("under arms", &[Fate::UnderArms, Fate::Straggling]),
    ("wounded", &[Fate::Wounded, Fate::Sick]),
    (
        "dead",
        &[
            Fate::DeadBattle,
            Fate::DeadPursuit,
            Fate::DeadHunger,
            Fate::DeadThirst,
            Fate::DeadDisease,
            Fate::DeadCold,
            Fate::DeadDrowned,
        ],
    ),
    ("captured", &[Fate::Captured]),
    ("scattered", &[Fate::Dispersed, Fate::GoneHome]),
    ("deserted", &[Fate::Deserted]),
];

fn men(war: &War, side: SideId, out: &mut impl Write) -> fmt::Result {
    let register = &war.setting.register;
    let total = Ledger::of_side(war.setting, war.start, war.end, side);
    let name = Teller::new(war.setting).side(side);
    writeln!(out, "\n{name}: {} men\n", number(total.start as i64))?;
    let mut groups: Vec<&str> = Vec::new();
    for info in register.formations.iter().filter(|info| info.side == side) {
        if !groups.contains(&info.group.as_str()) {
            groups.push(&info.group);
        }
    }
    let first = groups.iter().map(|group| group.len()).max().unwrap_or(0).max(8);
    write!(out, "  {:first$}  {:>9}", "", "at start")?;
    for (heading, _) in COLUMNS {
        write!(out, "  {heading:>10}")?;
    }
    writeln!(out)?;
    let mut row = |name: &str, ledger: &Ledger| -> fmt::Result {
        write!(out, "  {name:first$}  {:>9}", number(ledger.start as i64))?;
        for (_, fates) in COLUMNS {
            let men: u64 = fates.iter().map(|fate| ledger.count(*fate)).sum();
            write!(out, "  {:>10}", number(men as i64))?;
        }
        writeln!(out)
    };
    for group in groups {
        let of = |id: FormationId| {
            let info = register.formation(id);
            info.side == side && info.group == group
        };
        row(&group.replace('_', " "), &Ledger::of(war.start, war.end, of))?;
    }
    row("together", &total)?;
    causes(&total, out)
}

/// Lost men by cause, as shares of all who were lost.
fn causes(ledger: &Ledger, out: &mut impl Write) -> fmt::Result {
    let lost = ledger.lost();
    if lost == 0 {
        return writeln!(out, "  No losses.");
    }
    let share = |men: u64| (men * 1000 / lost.max(1)) as u32;
    let of_all = (lost * 1000).checked_div(ledger.start).unwrap_or(0) as u32;
    write!(out, "  Lost {} men, {} of all:", number(lost as i64), percent(of_all))?;
    let causes = Fate::ALL
        .into_iter()
        .filter(|fate| fate.is_dead() || matches!(fate, Fate::Captured | Fate::Deserted | Fate::Dispersed));
    let mut causes: Vec<(Fate, u64)> =
        causes.map(|fate| (fate, ledger.count(fate))).filter(|(_, men)| *men > 0).collect();
    causes.sort_by_key(|(_, men)| std::cmp::Reverse(*men));
    for (index, (fate, men)) in causes.iter().enumerate() {
        let comma = if index > 0 { "," } else { "" };
        write!(out, "{comma} {} {}", percent(share(*men)), fate.words())?;
    }
    writeln!(out, ".")
}

/// A column of grain: its heading, and what stands in it, sheng.
type GrainColumn = (&'static str, fn(&Grain) -> i64);

/// The account of a side's grain: the first four come to what the others do.
pub const GRAIN: [GrainColumn; 8] = [
    ("at start", |grain| grain.start),
    ("found", |grain| grain.found),
    ("bought", |grain| grain.bought),
    ("taken", |grain| grain.gained),
    ("eaten", |grain| grain.eaten),
    ("burnt", |grain| grain.burnt),
    ("lost", |grain| grain.lost),
    ("left", |grain| grain.now),
];

/// A column of cash: its heading, and what stands in it, strings.
type CashColumn = (&'static str, fn(&Cash) -> i64);

/// The account of a side's cash: the first two come to what the others do.
pub const CASH: [CashColumn; 5] = [
    ("at start", |cash| cash.start),
    ("taken", |cash| cash.taken),
    ("spent", |cash| cash.spent),
    ("lost", |cash| cash.lost),
    ("left", |cash| cash.now),
];

/// Days for which food lasts from which on a report keeps silent about it.
pub const HUNGRY_DAYS: u32 = 3;

/// What became of the grain, and who is hungry.
fn food(war: &War, out: &mut impl Write) -> fmt::Result {
    let mut teller = Teller::new(war.setting);
    let views = war.views();
    let first = views.iter().map(|(side, _)| teller.side(*side).chars().count()).max().unwrap_or(0);
    let names: Vec<String> = views.iter().map(|(side, _)| teller.side(*side)).collect();
    let mut table = |title: &str, headings: &[&str], rows: &[Vec<i64>]| -> fmt::Result {
        writeln!(out, "\n{title}\n")?;
        write!(out, "  {:first$}", "")?;
        headings.iter().try_for_each(|heading| write!(out, "  {heading:>13}"))?;
        for (name, row) in names.iter().zip(rows) {
            write!(out, "\n  {name:first$}")?;
            row.iter().try_for_each(|number| write!(out, "  {:>13}", self::number(*number)))?;
        }
        writeln!(out)
    };
    let rows = views.iter().map(|(side, _)| grain(war.setting, war.end, *side));
    let rows: Vec<Vec<i64>> = rows.map(|grain| GRAIN.iter().map(|(_, of)| of(&grain)).collect()).collect();
    table("Grain, sheng", &GRAIN.map(|(heading, _)| heading), &rows)?;
    let rows = views.iter().map(|(side, _)| cash(war.setting, war.end, *side));
    let rows: Vec<Vec<i64>> = rows.map(|cash| CASH.iter().map(|(_, of)| of(&cash)).collect()).collect();
    if rows.iter().flatten().any(|strings| *strings != 0) {
        table("Cash, strings", &CASH.map(|(heading, _)| heading), &rows)?;
    }
    for (side, view) in &views {
        let hungry = hungry(view, war.setting, HUNGRY_DAYS);
        if !hungry.is_empty() {
            writeln!(out, "\nHungry now or within {HUNGRY_DAYS} days: {}\n", teller.side(*side))?;
        }
        for one in hungry {
            let names: Vec<String> = one.who.iter().map(|id| teller.formation(*id)).collect();
            writeln!(out, "  {}, {} men: {}", list(&names, 2), number(one.mouths), one.words)?;
        }
    }
    Ok(())
}

fn course(war: &War, out: &mut impl Write) -> fmt::Result {
    writeln!(out, "\nCourse of events")?;
    let course = war.story.course(war.setting, &war.start.clock);
    if course.is_empty() {
        return writeln!(out, "  Nothing worth telling.");
    }
    for (moment, lines) in course {
        writeln!(out, "\n  {moment}")?;
        for line in lines {
            writeln!(out, "    {line}")?;
        }
    }
    Ok(())
}

fn commanders(war: &War, out: &mut impl Write) -> fmt::Result {
    let fallen = war.end.staff.0.iter().filter(|commander| commander.fate != CommanderFate::Fit);
    let fallen: Vec<_> = fallen.collect();
    if war.end.staff.0.is_empty() {
        return Ok(());
    }
    writeln!(out, "\nCommanders")?;
    let mut teller = Teller::new(war.setting);
    for commander in &fallen {
        let side = war.setting.register.commander(commander.id).side;
        let (name, side) = (teller.commander(commander.id), teller.side(side));
        writeln!(out, "  {name} of {side} {}.", fate_words(commander.fate))?;
    }
    let unhurt = war.end.staff.0.len() - fallen.len();
    writeln!(out, "  {unhurt} of {} came through unhurt.", war.end.staff.0.len())
}

fn history(war: &War, out: &mut impl Write) -> fmt::Result {
    if war.setting.about.recorded.is_empty() {
        return Ok(());
    }
    writeln!(out, "\nBeside what history recorded")?;
    for recorded in &war.setting.about.recorded {
        let value = measured(war.setting, war.start, war.end, &recorded.of, recorded.count);
        writeln!(out, "  {}", beside(recorded, value))?;
    }
    Ok(())
}

fn beside(recorded: &Recorded, value: Option<i64>) -> String {
    let Recorded { measure, low, high, count, source, .. } = recorded;
    let show = |value: i64| match count {
        Measure::LostPermille => percent(u32::try_from(value).unwrap_or(0)),
        Measure::Dead | Measure::Lost | Measure::Survivors | Measure::CommandersFallen => number(value),
    };
    let range = format!("{} to {}", show(*low), show(*high));
    match value {
        None => format!(
            "[      ?] {measure}: nothing bears the name `{}`; recorded {range} ({source})",
            recorded.of
        ),
        Some(value) => {
            let inside = (*low..=*high).contains(&value);
            let mark = if inside { " inside" } else { "outside" };
            format!("[{mark}] {measure}: {}; recorded {range} ({source})", show(value))
        }
    }
}

fn rules(war: &War, out: &mut impl Write) -> fmt::Result {
    let overrides = &war.setting.about.overrides;
    if overrides.is_empty() {
        return writeln!(out, "\nRules as shipped.");
    }
    writeln!(out, "\nRules that differ from those shipped")?;
    overrides.iter().try_for_each(|rule| writeln!(out, "  {rule}"))
}

/// Permille as a percentage with one decimal.
fn percent(permille: u32) -> String {
    format!("{}.{} %", permille / 10, permille % 10)
}

/// Columns that a line takes in a terminal: characters of Chinese take two.
fn width(text: &str) -> usize {
    text.chars().map(|letter| if letter as u32 >= 0x2E80 { 2 } else { 1 }).sum()
}
