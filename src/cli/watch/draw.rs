//! A recorded war as a page in a terminal: how it looks.

use std::ops::Range;

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::{Color, Modifier, Style};
use ratatui::text::{Line as Row, Span};
use ratatui::widgets::{Block, Clear, Paragraph};

use super::page::{KEYS, Page, Panel, Typing};
use super::viewer::with_hour;
use crate::cli::out::printable;
use crate::cli::picture::{Picture, Tint};
use crate::report::known::Weight;
use crate::report::marks::MarkKind;
use crate::report::survey;
use crate::sim::hex::Grid;

/// Least size of a page, columns and rows.
const LEAST: (u16, u16) = (40, 12);
/// From this width on the panel stands beside the map, else below it.
const WIDE: u16 = 90;
/// Colors of the sides; the letters tell them apart as well.
const SIDES: [Color; 4] = [Color::LightRed, Color::LightBlue, Color::LightMagenta, Color::LightCyan];

/// Draws the page, and cuts its scrolling to what there is.
pub fn page(page: &mut Page, frame: &mut Frame) {
    let area = frame.area();
    if area.width < LEAST.0 || area.height < LEAST.1 {
        let text = format!("The terminal is too small; {} columns and {} rows are needed.", LEAST.0, LEAST.1);
        frame.render_widget(Paragraph::new(wrapped(&text, area.width).join("\n")), area);
        return;
    }
    let [head, body, bar, foot] = Layout::vertical([
        Constraint::Length(2),
        Constraint::Min(6),
        Constraint::Length(1),
        Constraint::Length(1),
    ])
    .areas(area);
    frame.render_widget(Paragraph::new(header(page)), head);
    let [map, panel] = if area.width >= WIDE {
        Layout::horizontal([Constraint::Percentage(58), Constraint::Percentage(42)]).areas(body)
    } else {
        Layout::vertical([Constraint::Percentage(55), Constraint::Percentage(45)]).areas(body)
    };
    draw_map(page, frame, map);
    draw_panel(page, frame, panel);
    frame.render_widget(Paragraph::new(course(page, bar.width)), bar);
    frame.render_widget(Paragraph::new(footer(page)), foot);
    if page.help {
        draw_help(page, frame, area);
    }
}

fn painted(page: &Page, color: Color) -> Style {
    if page.colored { Style::new().fg(color) } else { Style::new() }
}

fn header(page: &Page) -> Vec<Row<'static>> {
    let (viewer, moment) = (&page.viewer, page.viewer.moment());
    let about = &viewer.setting().about;
    let title =
        if about.hanzi.is_empty() { about.title.clone() } else { format!("{} {}", about.title, about.hanzi) };
    let state = viewer.state();
    let sky = survey::weather(viewer.setting(), &state.sky, &state.clock, viewer.cursor);
    let sky = format!(", {}", printable(&sky));
    let light = if state.sky.day { "day" } else { "night" };
    let playing = if page.playing { format!("playing at speed {}", page.speed) } else { "paused".to_owned() };
    vec![
        Row::from(vec![
            Span::styled(printable(&title), Style::new().add_modifier(Modifier::BOLD)),
            Span::raw(format!("  {}, {light}{sky}", viewer.hour())),
        ]),
        Row::raw(format!(
            "turn {} of {}, step {} of {}   shown: {}   {playing}",
            moment.turn,
            viewer.turns(),
            moment.step,
            viewer.film().last_step(),
            viewer.fog_words()
        )),
    ]
}

fn draw_map(page: &Page, frame: &mut Frame, area: Rect) {
    let block = Block::bordered().title("Map");
    let inside = block.inner(area);
    frame.render_widget(block, area);
    let (viewer, bodies) = (&page.viewer, page.viewer.bodies());
    let picture = Picture::new(viewer.setting(), &bodies, page.wide);
    let grid = viewer.setting().map.grid();
    let width = picture.hex_width() as i32;
    // Odd rows stand half a hex to the east.
    let (cols, rows) = ((i32::from(inside.width) - width / 2).max(0) / width, i32::from(inside.height));
    let (col, row) = Grid::col_row(viewer.cursor);
    let first = |at: i32, shown: i32, all: Range<i32>| {
        (at - shown / 2).clamp(all.start, (all.end - shown).max(all.start))
    };
    let (west, north) = (first(col, cols, grid.columns()), first(row, rows, grid.rows()));
    for line in 0..rows.min(grid.rows().end - north) {
        let mut spans = Vec::new();
        if (north + line) % 2 == 1 {
            spans.push(Span::raw(" ".repeat(width as usize / 2)));
        }
        for across in 0..cols.min(grid.columns().end - west) {
            let hex = Grid::hex(west + across, north + line);
            let (marks, tint) = picture.cell(hex);
            let mut style = style(page, tint);
            if hex == viewer.cursor {
                style = style.add_modifier(Modifier::REVERSED);
            }
            spans.push(Span::styled(printable(&marks), style));
        }
        let place = Rect { y: inside.y + line as u16, height: 1, ..inside };
        frame.render_widget(Paragraph::new(Row::from(spans)), place);
    }
}

fn style(page: &Page, tint: Tint) -> Style {
    let color = match tint {
        Tint::Side(side) => SIDES[side % SIDES.len()],
        Tint::Place => Color::LightYellow,
        Tint::Water => Color::Blue,
        Tint::Road => Color::Yellow,
        Tint::Wood => Color::Green,
        Tint::Height => Color::Gray,
        Tint::Ground => Color::DarkGray,
    };
    let style = painted(page, color);
    if matches!(tint, Tint::Side(_) | Tint::Place) { style.add_modifier(Modifier::BOLD) } else { style }
}

/// The lines of the panel, each with its style.
fn panel_lines(page: &Page) -> Vec<(String, Style)> {
    let (viewer, plain) = (&page.viewer, Style::new());
    let step = viewer.moment().step;
    let told = |lines: Vec<String>| lines.into_iter().map(|line| (line, plain)).collect::<Vec<_>>();
    match page.panel {
        Panel::Events => {
            let told = |weight: Weight| page.details || weight > Weight::Small;
            let shown = viewer.lines().iter().filter(|line| line.step <= step && told(line.weight));
            let mut events: Vec<(String, Style)> = shown
                .map(|line| {
                    let (mark, style) = if line.step == step {
                        ("> ", plain)
                    } else {
                        ("  ", painted(page, Color::DarkGray))
                    };
                    let great = line.weight == Weight::Great;
                    let style = if great { style.add_modifier(Modifier::BOLD) } else { style };
                    (format!("{mark}{}", with_hour(line)), style)
                })
                .collect();
            let small = viewer.lines().iter().filter(|line| line.step == step && !told(line.weight)).count();
            let orders = viewer.film().orders.iter().flatten().count();
            if small > 0 {
                events.push((
                    format!("> and {small} small things (d tells them)"),
                    painted(page, Color::DarkGray),
                ));
            } else if events.is_empty() {
                let words = if step == 0 && orders > 0 { "The orders are given." } else { "Nothing yet." };
                events.push((words.to_owned(), plain));
            }
            events
        }
        Panel::Orders => {
            let orders =
                viewer.orders(viewer.moment().turn, "").unwrap_or_else(|error| vec![error.to_string()]);
            told(if orders.is_empty() { vec!["No orders.".to_owned()] } else { orders })
        }
        Panel::Forces => told(viewer.forces()),
        Panel::Objectives => told(viewer.objectives()),
        Panel::Battles => told(viewer.battles()),
        Panel::Here => told(viewer.near(viewer.cursor)),
    }
}

fn draw_panel(page: &mut Page, frame: &mut Frame, area: Rect) {
    let at = Panel::ALL.iter().position(|panel| *panel == page.panel).map_or(1, |index| index + 1);
    let block = Block::bordered().title(format!("{} ({at} of {})", page.panel.title(), Panel::ALL.len()));
    let inside = block.inner(area);
    frame.render_widget(block, area);
    let mut rows: Vec<Row> = Vec::new();
    for (text, style) in panel_lines(page) {
        rows.extend(wrapped(&text, inside.width).into_iter().map(|row| Row::styled(row, style)));
    }
    let most = rows.len().saturating_sub(usize::from(inside.height));
    // Events are followed to the last; anything else begins at its beginning.
    let start = if page.panel == Panel::Events { most } else { 0 };
    let first = start.saturating_add_signed(page.scroll).min(most);
    page.scroll = first as isize - start as isize;
    rows.drain(..first);
    frame.render_widget(Paragraph::new(rows), inside);
}

/// A text cut at blanks into rows of a width; all but the first stand in by four.
fn wrapped(text: &str, width: u16) -> Vec<String> {
    let width = usize::from(width).max(8);
    let mut rows = Vec::new();
    let indent = text.len() - text.trim_start().len();
    let mut row = " ".repeat(indent.min(width / 2));
    let mut is_empty = true;
    for word in text.split_whitespace() {
        let mut word = word.to_owned();
        if !is_empty && wide(&row) + 1 + wide(&word) > width {
            rows.push(std::mem::replace(&mut row, "    ".to_owned()));
            is_empty = true;
        }
        // A word longer than a row is cut wherever the row ends.
        while wide(&row) + wide(&word) > width {
            let mut fits = String::new();
            for letter in word.chars() {
                let mut more = fits.clone();
                more.push(letter);
                if wide(&row) + wide(&more) > width {
                    break;
                }
                fits = more;
            }
            word = word[fits.len()..].to_owned();
            rows.push(std::mem::replace(&mut row, "    ".to_owned()) + &fits);
        }
        if !is_empty {
            row.push(' ');
        }
        row.push_str(&word);
        is_empty = false;
    }
    rows.push(row);
    rows
}

fn wide(text: &str) -> usize {
    Span::raw(text).width()
}

/// The course of the war as a bar: where one stands, and the marks once they were asked for.
fn course(page: &Page, width: u16) -> Row<'static> {
    let width = usize::from(width);
    let turns = page.viewer.turns().max(1) as usize;
    let place = |turn: u32| ((turn.max(1) as usize - 1) * width / turns).min(width.saturating_sub(1));
    let mut bar: Vec<(char, Style)> = vec![('-', painted(page, Color::DarkGray)); width];
    for mark in page.viewer.known_marks() {
        let (letter, color) = match mark.kind {
            MarkKind::Battle => ('B', Color::LightRed),
            MarkKind::Rout => ('R', Color::LightMagenta),
            MarkKind::Capture => ('C', Color::LightYellow),
            MarkKind::Fall => ('F', Color::LightMagenta),
            MarkKind::Surrender => ('S', Color::LightMagenta),
            MarkKind::Ruse => ('r', Color::LightCyan),
            MarkKind::Objective => ('O', Color::LightGreen),
            MarkKind::End => ('E', Color::White),
        };
        // A battle is not hidden by the bait before it.
        let cell = &mut bar[place(mark.moment.turn)];
        if cell.0 == '-' || (cell.0 != 'B' && mark.kind != MarkKind::Ruse) {
            *cell = (letter, painted(page, color));
        }
    }
    let here = place(page.viewer.moment().turn);
    bar[here].1 = bar[here].1.add_modifier(Modifier::REVERSED);
    Row::from(
        bar.into_iter().map(|(letter, style)| Span::styled(letter.to_string(), style)).collect::<Vec<_>>(),
    )
}

fn footer(page: &Page) -> Row<'static> {
    match &page.typing {
        Some(Typing::Turn(text)) => Row::raw(format!("turn: {text}_")),
        Some(Typing::Search(text)) => Row::raw(format!("search: {}_", printable(text))),
        None => Row::raw(page.note.clone()),
    }
}

fn draw_help(page: &Page, frame: &mut Frame, area: Rect) {
    let legend = Picture::new(page.viewer.setting(), &[], false).legend();
    let text =
        format!("{KEYS}\n\n{}", legend.iter().map(|line| printable(line)).collect::<Vec<_>>().join("\n"));
    let rows: Vec<String> = text.lines().map(str::to_owned).collect();
    let (width, height) = (area.width.min(78), area.height.min(rows.len() as u16 + 2));
    let place =
        Rect { x: area.x + (area.width - width) / 2, y: area.y + (area.height - height) / 2, width, height };
    frame.render_widget(Clear, place);
    frame.render_widget(Paragraph::new(rows.join("\n")).block(Block::bordered().title("Keys")), place);
}
