//! What every panel is made of: lines with a value and its sum, headings, bars, buttons that say why not.
//!
//! Three text sizes, a grid of four points, numbers at the right. Nothing is ever wider than its panel: what does not
//! fit beside goes below.

use bevy_egui::egui::{
    self, Align2, Color32, Context, CursorIcon, FontId, Id, Pos2, Rect, Response, RichText, Sense, Stroke,
    TextStyle, Ui,
};
use egui::{Button, Galley, Shape, StrokeKind, TextWrapMode, WidgetInfo, WidgetText, WidgetType, pos2, vec2};

use crate::gui::glossary::{self, Term};
use crate::gui::palette;
use crate::report::names::number;
use crate::setting::Setting;
use crate::sim::id::SideId;

/// The grid on which everything stands, points.
pub const GRID: f32 = 4.0;

/// Most letters of what is searched for.
pub const LONGEST_SEARCH: usize = 80;

/// Text of the smallest size, for what only explains.
pub fn small(text: impl Into<String>) -> RichText {
    RichText::new(text).text_style(TextStyle::Small).weak()
}

/// Ordinary text that stands out.
pub fn strong(text: impl Into<String>) -> RichText {
    RichText::new(text).text_style(TextStyle::Body).strong()
}

/// The heading of a panel.
pub fn heading(ui: &mut Ui, text: impl Into<String>) -> Response {
    ui.add(egui::Label::new(RichText::new(text).text_style(TextStyle::Heading).strong()).wrap())
}

/// Text over as many lines as it needs.
pub fn prose(ui: &mut Ui, text: impl Into<WidgetText>) -> Response {
    ui.add(egui::Label::new(text).wrap())
}

/// What a panel says that has nothing to show: what to do about it.
pub fn empty(ui: &mut Ui, what_to_do: &str) {
    ui.add_space(GRID);
    prose(ui, RichText::new(what_to_do).text_style(TextStyle::Body).weak().italics());
}

/// The heading of a part of a panel, over a line.
pub fn section(ui: &mut Ui, title: &str) {
    ui.add_space(2.0 * GRID);
    let response = prose(ui, strong(title));
    if let Some(term) = glossary::meant(title) {
        explained(ui, ui.interact(response.rect, response.id.with("term"), Sense::CLICK), "", term);
    }
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 1.0), Sense::hover());
    ui.painter().rect_filled(rect, 0.0, ui.visuals().widgets.noninteractive.bg_stroke.color);
    ui.add_space(GRID);
}

fn galley(ui: &Ui, text: &str, style: TextStyle, color: Color32, width: f32) -> std::sync::Arc<Galley> {
    ui.painter().layout(text.to_owned(), style.resolve(ui.style()), color, width.max(1.0))
}

/// A line with a value at its right end, below its label where there is no room beside. Hovering tells how the value
/// came about; values that have something to tell are underlined with dots.
pub fn row(ui: &mut Ui, label: &str, value: &str, sum: &str) -> Response {
    let color = ui.visuals().text_color();
    row_in(ui, label, value, sum, color)
}

/// Where a term waits that somebody wants explained.
fn wanted() -> Id {
    Id::new("a term to explain")
}

/// The term whose explanation was asked for since the last call, as the glossary names it.
pub fn take_wanted(ctx: &Context) -> Option<&'static str> {
    ctx.data_mut(|data| data.remove_temp::<&'static str>(wanted()))
}

/// Words that the glossary explains: hovering says so after what else there is to say, a click asks for it.
fn explained(ui: &Ui, response: Response, sum: &str, term: &'static Term) -> Response {
    let ask = format!("Click: what is meant by “{}”.", term.title);
    let text = if sum.is_empty() { ask } else { format!("{sum}\n{ask}") };
    let response = response.on_hover_text(text).on_hover_cursor(CursorIcon::PointingHand);
    if response.clicked() {
        ui.ctx().data_mut(|data| data.insert_temp(wanted(), term.id));
    }
    response
}

/// The same with the value in a color of its own.
pub fn row_in(ui: &mut Ui, label: &str, value: &str, sum: &str, color: Color32) -> Response {
    let width = ui.available_width();
    let quiet = ui.visuals().weak_text_color();
    let left = galley(ui, label, TextStyle::Body, quiet, width);
    let right = galley(ui, value, TextStyle::Body, color, width);
    let beside = left.size().x + right.size().x + 3.0 * GRID <= width;
    let height = if beside { left.size().y.max(right.size().y) } else { left.size().y + right.size().y };
    let term = glossary::meant(label);
    // Not one more stop for the Tab key: whoever has no mouse finds every term on the help page.
    let sense = if term.is_some() { Sense::CLICK } else { Sense::hover() };
    let (rect, response) = ui.allocate_exact_size(vec2(width, height), sense);
    let top = if beside { rect.top() } else { rect.top() + left.size().y };
    let at = pos2(rect.right() - right.size().x, top);
    if ui.is_rect_visible(rect) {
        if term.is_some() && response.hovered() {
            let y = rect.top() + left.size().y - 1.0;
            ui.painter().hline(rect.left()..=rect.left() + left.size().x, y, Stroke::new(1.0, quiet));
        }
        ui.painter().galley(rect.min, left, quiet);
        if !sum.is_empty() && !value.is_empty() {
            let y = rect.bottom() - 0.5;
            let line = [pos2(at.x, y), pos2(rect.right(), y)];
            ui.painter().extend(Shape::dotted_line(&line, quiet, 3.0, 0.5));
        }
        ui.painter().galley(at, right, color);
    }
    told(ui, &response, &format!("{label}: {value}"), sum);
    match term {
        Some(term) => explained(ui, response, sum, term),
        None if sum.is_empty() => response,
        None => response.on_hover_text(sum),
    }
}

/// Gives something drawn a name and an explanation for those who do not see it.
pub fn told(ui: &Ui, response: &Response, name: &str, explanation: &str) {
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Label, true, name));
    describe(ui, response, explanation);
}

/// Gives a widget an explanation for those who cannot hover over it.
pub fn describe(ui: &Ui, response: &Response, explanation: &str) {
    if !explanation.is_empty() {
        ui.ctx().accesskit_node_builder(response.id, |node| node.set_description(explanation));
    }
}

/// The width that a button with these words and this hint takes.
fn button_width(ui: &Ui, words: &str, hint: &str) -> f32 {
    let measure = |text: &str| galley(ui, text, TextStyle::Button, Color32::WHITE, f32::INFINITY).size().x;
    // Between words and hint grows an empty piece, so that there are two gaps.
    let gap = if hint.is_empty() { 0.0 } else { 2.0 * ui.spacing().icon_spacing };
    measure(words) + measure(hint) + gap + 2.0 * ui.spacing().button_padding.x + 2.0 * GRID
}

/// Buttons one after the other, over as many lines as they need.
pub fn flow<R>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) -> R {
    ui.spacing_mut().item_spacing = vec2(GRID, GRID);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(GRID, GRID);
        add(ui)
    })
    .inner
}

/// A button inside a [`flow`]: its words, the key that does the same, whether it is the one in force.
pub fn flow_button(ui: &mut Ui, words: &str, hint: &str, is_on: bool) -> Response {
    add_button(ui, words, hint, is_on, true)
}

fn add_button(ui: &mut Ui, words: &str, hint: &str, is_on: bool, free: bool) -> Response {
    let whole = ui.max_rect().width();
    let fits = button_width(ui, words, hint) <= whole;
    let text = if fits || hint.is_empty() { words.to_owned() } else { format!("{words} ({hint})") };
    let text = RichText::new(text).text_style(TextStyle::Button);
    let mut button = Button::new(if free { text } else { text.weak() });
    if is_on {
        button = button.selected(true);
    }
    if fits {
        if !hint.is_empty() {
            button = button.shortcut_text(hint);
        }
        return ui.add(button.wrap_mode(TextWrapMode::Extend));
    }
    let wraps = ui.layout().main_wrap();
    if wraps {
        ui.end_row();
    }
    let response = ui.add(button.wrap());
    if wraps {
        ui.end_row();
    }
    response
}

/// A button that may be barred. Hovering tells what it does, or why it does nothing now; pressed all the same it
/// puts the reason into `refused`. True when it was pressed and may be.
pub fn order_button(
    ui: &mut Ui,
    (words, hint, is_on): (&str, &str, bool),
    tells: &str,
    why_not: Option<&str>,
    refused: &mut Option<String>,
) -> bool {
    pointed_button(ui, (words, hint, is_on), tells, why_not, refused).0
}

/// The same; tells besides whether the pointer or the focus is on it.
pub fn pointed_button(
    ui: &mut Ui,
    (words, hint, is_on): (&str, &str, bool),
    tells: &str,
    why_not: Option<&str>,
    refused: &mut Option<String>,
) -> (bool, bool) {
    let response = add_button(ui, words, hint, is_on, why_not.is_none());
    let explanation = match why_not {
        Some(why) if tells.is_empty() => format!("No, {why}."),
        Some(why) => format!("No, {why}.\n{tells}"),
        None => tells.to_owned(),
    };
    if why_not.is_some() {
        // By shape, not by color alone: its border is broken.
        let rect = response.rect.shrink(0.5);
        let quiet = ui.visuals().weak_text_color();
        ui.painter().rect_stroke(rect, 2.0, Stroke::new(2.0, ui.visuals().panel_fill), StrokeKind::Middle);
        let border =
            [rect.left_top(), rect.right_top(), rect.right_bottom(), rect.left_bottom(), rect.left_top()];
        ui.painter().extend(Shape::dashed_line(&border, Stroke::new(1.0, quiet), 4.0, 4.0));
        response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, false, words));
    }
    describe(ui, &response, &explanation);
    let (pressed, pointed) = (response.clicked(), response.hovered() || response.has_focus());
    if !explanation.is_empty() {
        response.on_hover_text(&explanation);
    }
    if pressed {
        *refused = why_not.map(|why| format!("No, {why}."));
    }
    (pressed && why_not.is_none(), pointed)
}

/// A line of text that can be clicked, over the whole width.
pub fn link_line(ui: &mut Ui, text: impl Into<String>, tells: &str) -> Response {
    let (text, width) = (text.into(), ui.available_width());
    let color = ui.visuals().text_color();
    let words = galley(ui, &text, TextStyle::Body, color, width - 2.0 * GRID);
    let (rect, response) = ui.allocate_exact_size(vec2(width, words.size().y + GRID), Sense::click());
    if ui.is_rect_visible(rect) {
        lit(ui, rect, &response);
        ui.painter().galley(rect.min + vec2(GRID, GRID / 2.0), words, color);
    }
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, &text));
    describe(ui, &response, tells);
    if tells.is_empty() { response } else { response.on_hover_text(tells) }
}

/// The ground of something that can be clicked, while the pointer or the focus is on it.
pub fn lit(ui: &Ui, rect: Rect, response: &Response) {
    if response.hovered() || response.has_focus() || response.is_pointer_button_down_on() {
        let visuals = ui.style().interact(response);
        ui.painter().rect(rect, 2.0, visuals.weak_bg_fill, visuals.bg_stroke, StrokeKind::Inside);
    }
}

/// Parts of a whole as a bar: full, hatched and hollow, so that it reads without colors.
pub fn bar(ui: &mut Ui, (full, hatched, hollow): (u32, u32, u32), color: Color32, tells: &str) -> Response {
    let height = 3.0 * GRID;
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
    let whole = (u64::from(full) + u64::from(hatched) + u64::from(hollow)).max(1) as f32;
    let (first, second) = (rect.width() * full as f32 / whole, rect.width() * hatched as f32 / whole);
    let line = ui.visuals().text_color();
    let part = |from: f32, width: f32| {
        Rect::from_min_size(pos2(rect.left() + from, rect.top()), vec2(width, rect.height()))
    };
    if ui.is_rect_visible(rect) {
        let painter = ui.painter();
        painter.rect_filled(part(0.0, first), 1.0, color);
        let middle = part(first, second);
        let mut x = middle.left();
        while x < middle.right() {
            let foot = pos2(x, middle.bottom());
            let head =
                pos2((x + height).min(middle.right()), middle.bottom() - (middle.right() - x).min(height));
            painter.line_segment([foot, head], Stroke::new(1.0, color));
            x += GRID;
        }
        painter.rect_stroke(rect, 1.0, Stroke::new(1.0, line.gamma_multiply(0.7)), StrokeKind::Inside);
    }
    told(ui, &response, tells, "");
    response.on_hover_text(tells)
}

/// A side's colors as a small banner before a name; some borders are double, so that nobody needs the color.
pub fn swatch(ui: &mut Ui, setting: &Setting, side: SideId) -> Response {
    let size = ui.text_style_height(&TextStyle::Body);
    let (rect, response) = ui.allocate_exact_size(vec2(size * 0.75, size), Sense::hover());
    paint_swatch(ui.painter(), rect.shrink(1.0), setting, side);
    response
}

/// The same, drawn where there is room for it already.
pub fn paint_swatch(painter: &egui::Painter, rect: Rect, setting: &Setting, side: SideId) {
    let id = setting.register.sides.get(side.index()).map_or("", |info| info.name.id.as_str());
    let (field, border, double) = palette::side(id, side.index());
    painter.rect(rect, 1.0, field, Stroke::new(1.5, border), StrokeKind::Inside);
    if double {
        painter.rect_stroke(rect.shrink(3.0), 0.0, Stroke::new(0.8, border), StrokeKind::Inside);
    }
}

/// A seal with the first sign of a name, in a side's colors: the face of a commander.
pub fn seal(ui: &mut Ui, setting: &Setting, side: SideId, sign: char) {
    let size = (ui.text_style_height(&TextStyle::Body) * 2.25).round();
    let (rect, _) = ui.allocate_exact_size(vec2(size, size), Sense::hover());
    let id = setting.register.sides.get(side.index()).map_or("", |info| info.name.id.as_str());
    let (field, border, _) = palette::side(id, side.index());
    let painter = ui.painter();
    painter.rect(rect, 3.0, field, Stroke::new(1.5, border), StrokeKind::Inside);
    painter.rect_stroke(rect.shrink(3.0), 2.0, Stroke::new(0.8, border), StrokeKind::Inside);
    let font = FontId::new(size * 0.56, TextStyle::Heading.resolve(ui.style()).family);
    painter.text(rect.center(), Align2::CENTER_CENTER, sign, font, readable_on(field));
}

/// Ink or paper, whichever is read better on a color.
pub fn readable_on(field: Color32) -> Color32 {
    let light = u32::from(field.r()) * 3 + u32::from(field.g()) * 6 + u32::from(field.b());
    if light > 1_400 { palette::INK } else { palette::PAPER }
}

/// Permille as a percentage, with a decimal where it says something.
pub fn percent(permille: u32) -> String {
    if permille.is_multiple_of(10) {
        format!("{} %", permille / 10)
    } else {
        format!("{}.{} %", permille / 10, permille % 10)
    }
}

/// Permille as a factor: `x 1.2`.
pub fn times(permille: u32) -> String {
    let hundredths = (permille + 5) / 10;
    format!("× {}.{:02}", hundredths / 100, hundredths % 100)
}

/// Minutes as hours and minutes.
pub fn span(minutes: u32) -> String {
    match (minutes / (24 * 60), minutes / 60 % 24, minutes % 60) {
        (0, 0, minutes) => format!("{minutes} min"),
        (0, hours, 0) => format!("{hours} h"),
        (0, hours, minutes) => format!("{hours} h {minutes:02} min"),
        (1, 0, _) => "1 day".to_owned(),
        (days, 0, _) => format!("{days} days"),
        (1, hours, _) => format!("1 day {hours} h"),
        (days, hours, _) => format!("{days} days {hours} h"),
    }
}

/// Tenths as a number with a decimal.
pub fn tenths(value: u32) -> String {
    format!("{}.{}", value / 10, value % 10)
}

/// Men as panels count them.
pub fn men(count: u32) -> String {
    match count {
        1 => "1 man".to_owned(),
        count => format!("{} men", number(count)),
    }
}

/// How so many men look from afar: rounded, because nobody counted them.
pub fn about(men: u32) -> String {
    let step = match men {
        0..100 => 10,
        100..1_000 => 50,
        1_000..10_000 => 100,
        _ => 500,
    };
    format!("~{}?", number((men + step / 2) / step * step))
}

/// Draws a long list of rows of their own heights, only those that show. `tops` are the places where rows begin, one
/// more than there are rows, the last one the end of the list.
pub fn long_list(
    ui: &mut Ui,
    id: &str,
    tops: &[f32],
    to: Option<usize>,
    mut draw: impl FnMut(&mut Ui, usize),
) {
    let end = tops.last().copied().unwrap_or(0.0);
    let mut area = egui::ScrollArea::vertical().id_salt(id).auto_shrink([false, false]);
    if let Some(top) = to.and_then(|row| tops.get(row)) {
        area = area.vertical_scroll_offset(*top);
    }
    area.show_viewport(ui, |ui, port| {
        ui.set_height(end);
        let origin: Pos2 = ui.max_rect().min;
        let width = ui.available_width();
        let first = tops.partition_point(|top| *top <= port.min.y).saturating_sub(1);
        for row in first..tops.len().saturating_sub(1) {
            if tops[row] > port.max.y {
                break;
            }
            let rect = Rect::from_min_max(
                pos2(origin.x, origin.y + tops[row]),
                pos2(origin.x + width, origin.y + tops[row + 1]),
            );
            let builder = egui::UiBuilder::new().max_rect(rect).id_salt(row);
            ui.scope_builder(builder, |ui| draw(ui, row));
        }
    });
}
