//! `lab`: one mechanism alone.

use std::fmt::Write as _;
use std::path::Path;

use serde_json::json;

use super::args::LabTask;
use super::out::{Fault, print, print_json, say};
use super::run::refuse_existing;
use super::stopwatch::Stopwatch;
use crate::lab::basin;
use crate::lab::battle::{Law, battle};
use crate::lab::case::{Case, case};
use crate::lab::column;
use crate::lab::flood;
use crate::lab::gates::Gate;
use crate::lab::logistics::logistics;
use crate::lab::scale::{record, scale};
use crate::lab::siege;
use crate::scenario::load::options;
use crate::scenario::shipped::Data;
use crate::scenario::source::Source;

/// Asks for a number of threads; without it there are as many as processors.
const THREADS: &str = "RAYON_NUM_THREADS";
/// Most threads that are begun, whatever is asked for.
const MOST_THREADS: usize = 256;

/// Runs a laboratory.
///
/// # Errors
/// As the table of exit statuses says.
pub fn lab(task: &LabTask, data: &Data) -> Result<(), Fault> {
    limit_threads();
    match task {
        LabTask::Battle { n, seed, case: Some(path), json, .. } => described(path, *n, *seed, *json, data),
        LabTask::Battle { n, seed, square, json, .. } => {
            let law = if *square { Law::Square } else { Law::Shipped };
            let study = battle(*n, *seed, law);
            if *json {
                return print_json(&study);
            }
            print(&format!("{n} field battles, seed {seed}\n{}", table(&study.gates)))
        }
        LabTask::Logistics { case: Some(path), seed, json } => marching(path, *seed, *json, data),
        LabTask::Logistics { json, .. } => carrying(*json),
        LabTask::Flood { case, json } => flooding(case, *json, data),
        LabTask::Siege { case, n, seed, json } => besieging(case, (*n, *seed), *json, data),
        LabTask::Scale { map: (width, height), formations, turns, seed, out, force, json } => {
            if let Some(path) = out {
                refuse_existing(path, *force)?;
            }
            let watch = Stopwatch::start();
            let study = scale((*width, *height), *formations, *turns, *seed, &|| watch.s(), &peak_kib);
            if let Some(path) = out {
                let recorder = record((*width, *height), *formations, *turns, *seed);
                recorder.write(path).map_err(|error| Fault::replay(path, &error))?;
            }
            let gates = [
                Gate::new(
                    "T1",
                    "formation-turns planned in a second",
                    study.planned_per_s(),
                    (20_000.0, f64::INFINITY),
                    study.formation_turns as usize,
                    "docs/PERFORMANCE",
                ),
                Gate::new(
                    "T3",
                    "worst side-turn, milliseconds",
                    study.worst_side_turn_s * 1000.0,
                    (0.0, 25.0),
                    study.turns as usize,
                    "docs/PERFORMANCE",
                ),
            ];
            if *json {
                return print_json(&json!({ "gates": gates, "study": study }));
            }
            print(&format!(
                "{width} x {height} hexes, {formations} formations, {} turns: planned {:.2} s, seen {:.2} s, \
                 resolved {:.2} s, peak {} MiB\n{}",
                study.turns,
                study.ai_s,
                study.view_s,
                study.resolve_s,
                study.peak_kib / 1024,
                table(&gates)
            ))
        }
    }
}

/// A million threads would be begun if somebody asked for them.
fn limit_threads() {
    let asked = std::env::var(THREADS).ok().and_then(|asked| asked.parse::<usize>().ok());
    if asked.is_some_and(|asked| asked > MOST_THREADS) {
        say(&format!("{THREADS} asks for more threads than make sense; {MOST_THREADS} are used"));
        // It fails only where there are threads already, and then not too many.
        let _ = rayon::ThreadPoolBuilder::new().num_threads(MOST_THREADS).build_global();
    }
}

fn described(path: &Path, n: u32, seed: u64, as_json: bool, data: &Data) -> Result<(), Fault> {
    let described: Case = read_case(path, data)?;
    let study = case(&described, n, seed);
    if as_json {
        return print_json(&json!({ "title": described.title, "gates": [], "study": study }));
    }
    print(&format!(
        "{}, {n} times\n  attackers win {:.1} %, defenders destroyed {:.1} %\n  \
         attackers lose {:.1} % ({:.1} to {:.1}), defenders {:.1} % ({:.1} to {:.1})\n",
        described.title,
        study.attackers_win,
        study.defenders_destroyed,
        study.attackers_lost.p50,
        study.attackers_lost.p10,
        study.attackers_lost.p90,
        study.defenders_lost.p50,
        study.defenders_lost.p10,
        study.defenders_lost.p90,
    ))
}

/// The case that a file describes.
fn read_case<T: serde::de::DeserializeOwned>(path: &Path, data: &Data) -> Result<T, Fault> {
    let source = Source::read(path, data.limit).map_err(|problem| Fault::refused(problem.headline()))?;
    options().from_str(source.text()).map_err(|error| {
        let at = error.span.start;
        Fault::refused(format!("{}:{}:{}: {}", path.display(), at.line, at.col, error.code))
    })
}

/// Water in a described basin, moment by moment.
fn flooding(path: &Path, as_json: bool, data: &Data) -> Result<(), Fault> {
    let case: basin::Case = read_case(path, data)?;
    let flood = flood::flood(&case).map_err(|what| Fault::refused(format!("{}: {what}", path.display())))?;
    if as_json {
        return print_json(&json!({ "title": case.title, "gates": [], "flood": flood }));
    }
    let mut text = format!("{}\n", case.title);
    for moment in &flood.moments {
        // Into a string, here and below.
        let _ = writeln!(
            text,
            "{:10.1} s  {} cells wet, {:.3} m at most",
            moment.s, moment.wet, moment.deepest_m
        );
        for ((name, _), cell) in case.watch.iter().zip(&moment.cells) {
            let _ = writeln!(text, "              {name}: {}", cell_words(cell));
        }
    }
    for profile in &flood.profiles {
        let _ = writeln!(text, "along a line at the end");
        for cell in profile {
            let _ = writeln!(text, "  {:?}: {}", cell.at, cell_words(cell));
        }
    }
    if let Some(last) = flood.moments.last() {
        let of = &last.balance;
        let _ = writeln!(
            text,
            "liters: {} at the start + {} let in + {} rained = {} now + {} run off + {} seeped",
            of.start, of.inflow, of.rain, of.now, of.outflow, of.seeped
        );
    }
    print(&text)
}

/// A described siege, many times.
fn besieging(path: &Path, (n, seed): (u32, u64), as_json: bool, data: &Data) -> Result<(), Fault> {
    let case: siege::Case = read_case(path, data)?;
    let study =
        siege::siege(&case, n, seed).map_err(|what| Fault::refused(format!("{}: {what}", path.display())))?;
    if as_json {
        return print_json(&json!({ "title": case.title, "gates": [], "study": study }));
    }
    let ends: Vec<String> = (study.ends.iter())
        .map(|(end, count)| format!("{} {:.1} %", end.words(), f64::from(*count) * 100.0 / f64::from(n)))
        .collect();
    let [least, quarter, half, three, most] = study.days;
    print(&format!(
        "{}, {n} times\n  {}\n  days {least} to {most}, the middle half {quarter} to {three}, median {half}\n  \
         besiegers lose {:.1} %, garrison {:.1} %; {} people starve\n",
        case.title,
        ends.join(", "),
        f64::from(study.lost.0) / 10.0,
        f64::from(study.lost.1) / 10.0,
        study.starved
    ))
}

fn cell_words(cell: &flood::Cell) -> String {
    let (east, north) = (cell.east_m_s, cell.north_m_s);
    format!("{:.4} m deep, level {:.4} m, {east:.4} m/s east, {north:.4} north", cell.depth_m, cell.level_m)
}

/// One described column, day by day.
fn marching(path: &Path, seed: u64, as_json: bool, data: &Data) -> Result<(), Fault> {
    let case: column::Case = read_case(path, data)?;
    let diary = column::column(&case, data, seed)
        .map_err(|what| Fault::refused(format!("{}: {what}", path.display())))?;
    if as_json {
        return print_json(&json!({ "title": case.title, "gates": [], "diary": diary }));
    }
    let mut text = format!("{}\n", case.title);
    text.push_str(" day  date                to go      men  fit  eaten  carried  beasts  hungry  where, weather, gone\n");
    for evening in &diary.evenings {
        let (men, fit) = evening.men;
        let gone: Vec<String> = evening.gone.iter().map(|(fate, men)| format!("{men} {fate}")).collect();
        let (near, km) = &evening.near;
        let at = if *km == 0 { near.clone() } else { format!("{km} km from {near}") };
        // Into a string.
        let _ = writeln!(
            text,
            "{:4}  {:18} {:4} km {:8} {:3} % {:6} {:8} {:5} % {:5} h  {at}; {}{}{}",
            evening.day,
            evening.date,
            evening.to_go_km,
            men,
            u64::from(fit) * 100 / u64::from(men.max(1)),
            evening.eaten,
            evening.carried,
            evening.condition / 10,
            evening.hungry_h,
            evening.weather,
            if gone.is_empty() { "" } else { "; " },
            gone.join(", ")
        );
    }
    let day = |day: Option<u32>| day.map_or_else(|| "never".to_owned(), |day| format!("on day {day}"));
    let _ = writeln!(
        text,
        "first hungry {}, at the end of the route {}",
        day(diary.hungry_on),
        day(diary.arrived_on)
    );
    if !case.convoys.is_empty() {
        let _ = writeln!(text, "convoys brought {} sheng", diary.brought);
    }
    print(&text)
}

fn carrying(as_json: bool) -> Result<(), Fault> {
    let study = logistics();
    if as_json {
        return print_json(&json!({ "gates": study.gates, "study": study }));
    }
    let mut text = "Porters for each soldier (Shen Kuo)\n".to_owned();
    for row in &study.shen_kuo {
        let home: Vec<String> = (row.home.iter())
            .map(|(day, food)| format!("one sent home after {day:.1} days with food for {food:.0}"))
            .collect();
        let home = if home.is_empty() { String::new() } else { format!("; {}", home.join(", ")) };
        let (porters, days, back) = (row.porters, row.days, row.out_and_back);
        // Into a string.
        let _ = writeln!(text, "  {porters}: {days:.1} days, {back:.0} out and back{home}");
    }
    let (huanqing, without) = (study.huanqing_days, study.tempelhoff_days);
    let _ = writeln!(text, "87,000 soldiers and 95,000 porters (1081): {huanqing:.1} days");
    let _ = writeln!(text, "100,000 men without a magazine (Tempelhoff): {without:.1} days");
    text.push_str("Wagons of 100,000 men and 16,000 horses two days out\n");
    for term in study.wagons.iter().take(5) {
        let _ = writeln!(text, "  {:6.0} for {}; {:.0} together", term.wagons, term.what, term.together);
    }
    let _ = writeln!(text, "  and so on, {:.0} in the end", study.wagons_limit);
    text.push_str("A day's march\n");
    for (what, km) in &study.marches {
        let _ = writeln!(text, "  {what}: {km:.0} km");
    }
    print(&format!("{text}{}", table(&study.gates)))
}

fn table(gates: &[Gate]) -> String {
    let mut text = String::new();
    for gate in gates {
        let pass = if gate.pass { "pass" } else { "FAIL" };
        let Gate { id, what, value, low, high, n, source, .. } = gate;
        // Into a string.
        let _ = writeln!(text, "  {pass} {id:4} {what}: {value:.3} ({low} to {high}; n = {n}; {source})");
    }
    text
}

/// Peak memory of this process, KiB; 0 where the system does not tell.
fn peak_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    peak.and_then(|rest| rest.trim().trim_end_matches("kB").trim().parse().ok()).unwrap_or(0)
}
