//! The war so far as a page: how it stands, what became of every man, what history recorded, the course of events.

use bevy_egui::egui::{self, Align, Grid, Layout, RichText, TextStyle, Ui};

use super::Told;
use super::chronicle::{jump, small_entry};
use super::parts::{self, empty, flow, flow_button, percent, prose, section, small};
use crate::gui::ask::{Ask, Page};
use crate::gui::theme;
use crate::report::known::{Line, Weight};
use crate::report::ledger::measured;
use crate::report::names::number;
use crate::report::tables::degree_of;
use crate::report::words::fate_words;
use crate::setting::Measure;
use crate::sim::army::Fate;
use crate::sim::event::CommanderFate;
use crate::sim::id::SideId;
use crate::snapshot::FormationState;

/// What the report remembers.
#[derive(Debug, Clone, Default)]
pub struct ReportState {}

/// A table of the report: what its rows count, in numbers.
struct Table {
    title: String,
    columns: Vec<&'static str>,
    rows: Vec<(String, Vec<String>)>,
    note: String,
}

/// Fates that share a column.
const COLUMNS: [(&str, &[Fate]); 7] = [
    ("under arms", &[Fate::UnderArms, Fate::Straggling]),
    ("wounded, sick", &[Fate::Wounded, Fate::Sick]),
    ("dead in battle", &[Fate::DeadBattle]),
    ("dead in flight", &[Fate::DeadPursuit]),
    (
        "dead otherwise",
        &[Fate::DeadHunger, Fate::DeadThirst, Fate::DeadDisease, Fate::DeadCold, Fate::DeadDrowned],
    ),
    ("captured", &[Fate::Captured]),
    ("gone", &[Fate::Deserted, Fate::Dispersed, Fate::GoneHome]),
];

/// The war so far.
pub fn report(ui: &mut Ui, told: &Told, _state: &mut ReportState) -> Vec<Ask> {
    let mut asks = Vec::new();
    let about = &told.setting().about;
    let title =
        if about.hanzi.is_empty() { about.title.clone() } else { format!("{} {}", about.title, about.hanzi) };
    prose(ui, RichText::new(title).text_style(theme::subheading()));
    let clock = &told.scene.clock;
    let span = format!("{} to {}", told.moment(clock.start_minute()), told.moment(clock.minute));
    prose(ui, small(&span));
    prose(ui, parts::strong(result(told)));
    let tables = tables(told);
    flow(ui, |ui| {
        if flow_button(ui, "Copy as text", "", false).clicked() {
            asks.push(Ask::Copy(as_text(told, &tables)));
        }
        if flow_button(ui, "Chronicle", "", false).clicked() {
            asks.push(Ask::Page(Page::Chronicle));
        }
        if flow_button(ui, "Statistics", "", false).clicked() {
            asks.push(Ask::Page(Page::Statistics));
        }
    });
    if tables.is_empty() {
        empty(
            ui,
            "Nothing is known of any army. Look through a side's eyes, or at the truth of a recorded war.",
        );
    }
    for (number, table) in tables.iter().enumerate() {
        show(ui, number, table);
    }
    section(ui, "Course of events");
    let great: Vec<&Line> = told.lines.iter().filter(|line| line.weight == Weight::Great).collect();
    if great.is_empty() {
        empty(ui, "Nothing worth telling yet.");
    }
    let mut hour = None;
    for line in great {
        if hour != Some(line.minute / 60) {
            hour = Some(line.minute / 60);
            prose(ui, small(told.moment(line.minute / 60 * 60)));
        }
        if small_entry(ui, told, line) {
            asks.extend(jump(told, line));
        }
    }
    asks
}

/// How it ended, or that it goes on.
fn result(told: &Told) -> String {
    let over = told.truth().and_then(|truth| truth.verdict.outcome);
    match over {
        Some(outcome) => match outcome.winner {
            Some(side) => format!("A {} victory of {}.", degree_of(Some(outcome)), told.side_name(side)),
            None => "A draw.".to_owned(),
        },
        None if told.seat().is_some_and(|view| view.is_over()) => "The war is over.".to_owned(),
        None => format!("Turn {}: the war goes on.", told.scene.clock.turn),
    }
}

fn tables(told: &Told) -> Vec<Table> {
    let mut tables = Vec::new();
    for side in told.setting().register.side_ids().filter(|side| told.knows(*side)) {
        tables.extend(men(told, side));
    }
    tables.extend(commanders(told));
    tables.extend(history(told));
    tables
}

/// What became of every man of a side, formation by formation.
fn men(told: &Told, side: SideId) -> Option<Table> {
    let own: Vec<&FormationState> = told.facts().iter().filter(|one| one.side.0 == side).collect();
    if own.is_empty() {
        return None;
    }
    let sum = |of: &[&FormationState], fates: &[Fate]| -> u64 {
        of.iter().flat_map(|one| fates.iter().map(|fate| u64::from(one.roll.count(*fate)))).sum()
    };
    // What nobody met with needs no column.
    let columns: Vec<(&str, &[Fate])> = (COLUMNS.into_iter().enumerate())
        .filter(|(at, (_, fates))| *at == 0 || sum(&own, fates) > 0)
        .map(|(_, column)| column)
        .collect();
    let cells = |of: &[&FormationState]| -> Vec<String> {
        let start: u64 = of.iter().map(|one| u64::from(one.roll.total())).sum();
        let fates = columns.iter().map(|(_, fates)| sum(of, fates));
        std::iter::once(start).chain(fates).map(|men| number(men as i64)).collect()
    };
    let mut rows: Vec<(String, Vec<String>)> =
        own.iter().map(|one| (told.body_name(one.id), cells(&[*one]))).collect();
    rows.push(("together".to_owned(), cells(&own)));
    let start: u64 = own.iter().map(|one| u64::from(one.roll.total())).sum();
    let lost: u64 = own.iter().map(|one| u64::from(one.roll.lost() - one.roll.count(Fate::GoneHome))).sum();
    let share = (lost * 1000).checked_div(start).unwrap_or(0) as u32;
    let note = format!("Lost {} of {} men, {}.", number(lost as i64), number(start as i64), percent(share));
    let columns = std::iter::once("at the start").chain(columns.iter().map(|(name, _)| *name)).collect();
    Some(Table { title: told.side_name(side), columns, rows, note })
}

fn commanders(told: &Told) -> Option<Table> {
    let staff = told.staff();
    let fallen = staff.iter().filter(|man| man.fate != CommanderFate::Fit);
    let rows: Vec<(String, Vec<String>)> = fallen
        .map(|man| {
            let info = told.setting().register.commander(man.id);
            let side = told.setting().register.side(info.side).name.latin.clone();
            (told.name(&info.name), vec![side, fate_words(man.fate).to_owned()])
        })
        .collect();
    let unhurt = staff.len() - rows.len();
    let note = format!("{unhurt} of {} come through unhurt.", staff.len());
    (!staff.is_empty()).then(|| Table {
        title: "Commanders".to_owned(),
        columns: if rows.is_empty() { Vec::new() } else { vec!["of", "fate"] },
        rows,
        note,
    })
}

/// What came about here beside what history recorded.
fn history(told: &Told) -> Option<Table> {
    let truth = told.truth()?;
    let setting = told.setting();
    let rows: Vec<(String, Vec<String>)> = setting
        .about
        .recorded
        .iter()
        .map(|recorded| {
            let show = |value: i64| match recorded.count {
                Measure::LostPermille => percent(u32::try_from(value).unwrap_or(0)),
                Measure::Dead | Measure::Lost | Measure::Survivors | Measure::CommandersFallen => {
                    number(value)
                }
            };
            let value = measured(setting, truth, truth, &recorded.of, recorded.count);
            let range = format!("{} to {}", show(recorded.low), show(recorded.high));
            let mark = match value {
                Some(value) if (recorded.low..=recorded.high).contains(&value) => "inside",
                Some(_) => "outside",
                None => "not known",
            };
            let here = value.map_or_else(|| "?".to_owned(), show);
            (recorded.measure.clone(), vec![here, range, mark.to_owned(), recorded.source.clone()])
        })
        .collect();
    (!rows.is_empty()).then(|| Table {
        title: "Beside what history recorded".to_owned(),
        columns: vec!["here", "recorded", "", "source"],
        rows,
        note: "Inside means that this war came out within what the sources and their readers hold possible."
            .to_owned(),
    })
}

/// A table: its columns side by side where there is room, else every row with its columns below it.
fn show(ui: &mut Ui, number: usize, table: &Table) {
    section(ui, &table.title);
    if let Some(widths) = widths(ui, table) {
        wide(ui, number, table, &widths);
    } else {
        for (name, cells) in &table.rows {
            prose(ui, parts::strong(name));
            for (column, cell) in table.columns.iter().zip(cells) {
                if cell != "0" {
                    parts::row(ui, column, cell, "");
                }
            }
        }
    }
    if !table.note.is_empty() {
        prose(ui, small(&table.note));
    }
}

/// Points between columns.
const GAP: f32 = 12.0;

fn text_width(ui: &Ui, text: &str, style: &TextStyle) -> f32 {
    let galley =
        ui.painter().layout_no_wrap(text.to_owned(), style.resolve(ui.style()), ui.visuals().text_color());
    galley.size().x
}

/// The widths of a table's columns, the names first: numbers as wide as they are, the heads over them and the names
/// over more lines where it must be. `None` where there is no room even so.
fn widths(ui: &Ui, table: &Table) -> Option<Vec<f32>> {
    let widest = |texts: &mut dyn Iterator<Item = &str>, style: &TextStyle| {
        texts.map(|text| text_width(ui, text, style)).fold(0.0, f32::max).ceil()
    };
    let mut widths = vec![widest(&mut table.rows.iter().map(|(name, _)| name.as_str()), &TextStyle::Body)];
    for (index, column) in table.columns.iter().enumerate() {
        let mut cells = table.rows.iter().filter_map(|(_, cells)| cells.get(index)).map(String::as_str);
        let head = widest(&mut column.split(' '), &TextStyle::Small);
        widths.push(widest(&mut cells, &TextStyle::Body).max(head));
    }
    // The longest texts give way: names, and sources in the last column.
    let line = ui.text_style_height(&TextStyle::Body);
    let room = ui.available_width() - GAP * widths.len() as f32;
    for (index, least) in [(0, 9.0 * line), (widths.len() - 1, 12.0 * line)] {
        let over = widths.iter().sum::<f32>() - room;
        if over > 0.0 && widths[index] > least {
            widths[index] = (widths[index] - over).max(least);
        }
    }
    (widths.iter().sum::<f32>() <= room).then_some(widths)
}

fn wide(ui: &mut Ui, number: usize, table: &Table, widths: &[f32]) {
    // Rows as close as text stands; they are otherwise as high as a button.
    ui.spacing_mut().interact_size.y = 0.0;
    let grid = Grid::new(("report", number)).min_col_width(0.0);
    grid.spacing(egui::vec2(GAP, parts::GRID)).show(ui, |ui| {
        // Numbers stand at the right of their column, words at its left.
        let cell = |ui: &mut Ui, column: usize, text: RichText, right: bool| {
            let width = widths.get(column).copied().unwrap_or(0.0);
            let align = if right { Align::Max } else { Align::Min };
            ui.allocate_ui_with_layout(egui::vec2(width, 0.0), Layout::top_down(align), |ui| {
                ui.set_width(width);
                ui.add(egui::Label::new(text).wrap().halign(align));
            });
        };
        let is_numeric = |text: &str| text.starts_with(|sign: char| sign.is_ascii_digit());
        if !table.columns.is_empty() {
            ui.label("");
            for (column, head) in table.columns.iter().enumerate() {
                let cells = table.rows.iter().filter_map(|(_, cells)| cells.get(column));
                cell(ui, column + 1, small(*head), cells.clone().all(|text| is_numeric(text)));
            }
            ui.end_row();
        }
        for (row, (name, cells)) in table.rows.iter().enumerate() {
            let last = row + 1 == table.rows.len() && name == "together";
            let text = |text: &str| if last { parts::strong(text) } else { RichText::new(text) };
            cell(ui, 0, text(name), false);
            for (column, words) in cells.iter().enumerate() {
                cell(ui, column + 1, text(words), is_numeric(words));
            }
            ui.end_row();
        }
    });
}

/// The page as text.
fn as_text(told: &Told, tables: &[Table]) -> String {
    let about = &told.setting().about;
    let mut text = format!("{}\n{}\n\n", about.title, result(told));
    for table in tables {
        text += &format!("{}\n", table.title);
        for (name, cells) in &table.rows {
            let cells: Vec<String> = table
                .columns
                .iter()
                .zip(cells)
                .map(
                    |(column, cell)| {
                        if column.is_empty() { cell.clone() } else { format!("{column} {cell}") }
                    },
                )
                .collect();
            text += &format!("  {name}: {}\n", cells.join(", "));
        }
        text += &format!("  {}\n\n", table.note);
    }
    text += "Course of events\n";
    for line in told.lines.iter().filter(|line| line.weight == Weight::Great) {
        text += &format!("  {}: {}\n", told.moment(line.minute), line.text);
    }
    if let Some(truth) = told.truth() {
        text += &format!("\nSeed {}, digest {:016x}.\n", truth.dice.seed, truth.digest().whole);
    }
    text
}
