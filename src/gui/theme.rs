//! How the interface looks: lacquer frames, paper inside, three sizes of text in two weights, spaces in steps of four
//! points, a ring around what has the focus.

use bevy_egui::egui::accesskit::Toggled;
use bevy_egui::egui::style::{ScrollAnimation, Selection, WidgetVisuals, Widgets};
use bevy_egui::egui::{
    Button, Color32, Context, CornerRadius, FontFamily, FontId, Frame, Id, InnerResponse, LayerId, Margin,
    Order, Rect, Response, RichText, Sense, Shadow, Stroke, StrokeKind, Style, TextStyle, TextWrapMode,
    Theme, Ui, Vec2, Visuals, WidgetText,
};

use super::fonts;
use super::palette::{self, Ground};
use crate::shelf::Settings;

/// Sizes of text, points, before the player's own scale.
const SIZES: [f32; 3] = [13.0, 16.0, 23.0];

/// The step of all distances, points.
pub const STEP: f32 = 4.0;

/// Notes and captions.
pub fn small() -> TextStyle {
    TextStyle::Small
}

/// Everything that is read.
pub fn body() -> TextStyle {
    TextStyle::Body
}

/// Titles of pages and panels, in the heading face.
pub fn heading() -> TextStyle {
    TextStyle::Heading
}

/// Titles inside a page: the size of the text in the heading face.
pub fn subheading() -> TextStyle {
    TextStyle::Name("subheading".into())
}

/// A text that stands out.
pub fn strong(text: impl Into<String>) -> RichText {
    RichText::new(text).family(fonts::bold())
}

/// A note.
pub fn note(ui: &Ui, text: impl Into<String>) -> RichText {
    RichText::new(text).text_style(small()).color(ui.visuals().weak_text_color())
}

/// Marks that high contrast was chosen, for frames made later.
fn contrast_id() -> Id {
    Id::new("high contrast")
}

/// Gives a context the look that the player has chosen. The scale of the whole window is the window's to set.
pub fn apply(ctx: &Context, settings: &Settings) {
    let high = settings.high_contrast;
    ctx.data_mut(|data| data.insert_temp(contrast_id(), high));
    ctx.set_theme(Theme::Dark);
    ctx.set_style_of(Theme::Dark, style(settings));
}

fn is_high(ctx: &Context) -> bool {
    ctx.data(|data| data.get_temp(contrast_id())).unwrap_or(false)
}

/// The colors of lacquer, as the player wants them.
pub fn lacquer(ctx: &Context) -> Ground {
    palette::lacquer(is_high(ctx))
}

/// The colors of paper, as the player wants them.
pub fn paper(ctx: &Context) -> Ground {
    palette::paper(is_high(ctx))
}

fn style(settings: &Settings) -> Style {
    let scale = f32::from(settings.text_scale) / 100.0;
    let [small, body, heading] = SIZES.map(|size| (size * scale).round());
    let text = |size: f32| FontId::new(size, FontFamily::Proportional);
    let mut style = Style {
        text_styles: [
            (TextStyle::Small, text(small)),
            (TextStyle::Body, text(body)),
            (TextStyle::Button, text(body)),
            (TextStyle::Monospace, FontId::new(small, FontFamily::Monospace)),
            (TextStyle::Heading, FontId::new(heading, fonts::heading())),
            (subheading(), FontId::new((body * 1.1).round(), fonts::heading())),
        ]
        .into(),
        visuals: visuals(palette::lacquer(settings.high_contrast), true),
        animation_time: if settings.reduce_motion { 0.0 } else { 0.12 },
        explanation_tooltips: false,
        ..Style::default()
    };
    let spacing = &mut style.spacing;
    spacing.item_spacing = Vec2::splat(2.0 * STEP);
    spacing.button_padding = Vec2::new(3.0 * STEP, STEP);
    spacing.interact_size = Vec2::new(10.0 * STEP, (body * 1.2 + 2.0 * STEP).round());
    spacing.window_margin = Margin::same(12);
    spacing.menu_margin = Margin::same(8);
    spacing.indent = 4.0 * STEP;
    spacing.icon_width = body;
    spacing.icon_width_inner = (body * 0.6).round();
    spacing.icon_spacing = 2.0 * STEP;
    spacing.tooltip_width = 30.0 * body;
    spacing.scroll.bar_width = 2.0 * STEP;
    spacing.scroll.floating = false;
    spacing.scroll.foreground_color = false;
    style.interaction.tooltip_delay = 0.4;
    style.interaction.selectable_labels = false;
    style.scroll_animation = match settings.reduce_motion {
        true => ScrollAnimation::none(),
        false => ScrollAnimation::default(),
    };
    style
}

/// The colors of everything that egui draws on a ground.
fn visuals(ground: Ground, dark: bool) -> Visuals {
    let corner_radius = CornerRadius::same(3);
    let of = |fill: Color32, stroke: Stroke, text: Color32| WidgetVisuals {
        // Handles of scroll bars and sliders.
        bg_fill: ground.line,
        weak_bg_fill: fill,
        bg_stroke: stroke,
        corner_radius,
        fg_stroke: Stroke::new(1.0, text),
        expansion: 0.0,
    };
    let thin = Stroke::new(1.0, ground.line);
    let ring = Stroke::new(2.5, ground.accent);
    Visuals {
        widgets: Widgets {
            noninteractive: of(ground.fill, thin, ground.text),
            inactive: of(ground.raised, thin, ground.text),
            hovered: of(ground.lit, Stroke::new(1.5, ground.accent), ground.text),
            active: of(ground.lit, ring, ground.text),
            open: of(ground.lit, thin, ground.text),
        },
        selection: Selection { bg_fill: ground.accent, stroke: Stroke::new(2.0, ground.fill) },
        weak_text_color: Some(ground.quiet),
        hyperlink_color: ground.link,
        faint_bg_color: ground.raised,
        extreme_bg_color: ground.raised,
        text_edit_bg_color: Some(ground.raised),
        code_bg_color: ground.raised,
        warn_fg_color: ground.accent,
        error_fg_color: ground.accent,
        window_fill: ground.fill,
        window_stroke: Stroke::new(1.5, ground.accent),
        window_corner_radius: corner_radius,
        menu_corner_radius: corner_radius,
        window_shadow: Shadow::NONE,
        popup_shadow: Shadow { offset: [0, 3], blur: 10, spread: 0, color: Color32::from_black_alpha(90) },
        panel_fill: ground.fill,
        ..if dark { Visuals::dark() } else { Visuals::light() }
    }
}

/// From here on this part of the interface stands on paper.
pub fn on_paper(ui: &mut Ui) {
    ui.style_mut().visuals = visuals(paper(ui.ctx()), false);
}

/// From here on this part of the interface stands on lacquer.
pub fn on_lacquer(ui: &mut Ui) {
    ui.style_mut().visuals = visuals(lacquer(ui.ctx()), true);
}

/// A sheet of paper: its content should be on paper too, see [`on_paper`] or [`show_paper`].
pub fn paper_frame(ctx: &Context) -> Frame {
    let ground = paper(ctx);
    Frame::new()
        .fill(ground.fill)
        .stroke(Stroke::new(1.0, ground.line))
        .inner_margin(Margin::same(12))
        .corner_radius(CornerRadius::same(2))
}

/// A frame of lacquer.
pub fn lacquer_frame(ctx: &Context) -> Frame {
    let ground = lacquer(ctx);
    Frame::new()
        .fill(ground.fill)
        .stroke(Stroke::new(1.0, ground.line))
        .inner_margin(Margin::same(8))
        .corner_radius(CornerRadius::same(4))
}

/// A sheet of paper with something on it.
pub fn show_paper<R>(ui: &mut Ui, content: impl FnOnce(&mut Ui) -> R) -> InnerResponse<R> {
    paper_frame(ui.ctx()).show(ui, |ui| {
        on_paper(ui);
        content(ui)
    })
}

/// Sign and label of a button: `▶  Begin`.
fn labelled(icon: &str, label: &str) -> String {
    if icon.is_empty() { label.to_owned() } else { format!("{icon}  {label}") }
}

/// A button with a sign and a label.
pub fn button(ui: &mut Ui, icon: &str, label: &str) -> Response {
    button_if(ui, true, icon, label)
}

/// A button that can be pressed only when `enabled`.
pub fn button_if(ui: &mut Ui, enabled: bool, icon: &str, label: &str) -> Response {
    let button = Button::new(labelled(icon, label)).wrap_mode(TextWrapMode::Extend);
    in_view(ui.add_enabled(enabled, button))
}

/// What the keyboard has come to is scrolled into view.
pub fn in_view(response: Response) -> Response {
    if response.gained_focus() {
        response.scroll_to_me(None);
    }
    response
}

/// The colors of the ground that this part of the interface stands on.
fn ground(ui: &Ui) -> Ground {
    if ui.visuals().dark_mode { lacquer(ui.ctx()) } else { paper(ui.ctx()) }
}

/// A button filled with the accent of its ground. The style is put back afterwards: a scope of its own would keep the
/// button from going to the next row.
fn filled(ui: &mut Ui, enabled: bool, button: Button<'_>) -> Response {
    let ground = ground(ui);
    let style = ui.style().clone();
    let widgets = &mut ui.style_mut().visuals.widgets;
    for visuals in [&mut widgets.inactive, &mut widgets.hovered, &mut widgets.active] {
        visuals.weak_bg_fill = ground.accent;
        visuals.fg_stroke.color = ground.fill;
    }
    widgets.hovered.bg_stroke = Stroke::new(2.0, ground.text);
    // The ring of the focus must show on the accent too.
    widgets.active.bg_stroke = Stroke::new(3.0, ground.text);
    let response = ui.add_enabled(enabled, button.wrap_mode(TextWrapMode::Extend));
    ui.set_style(style);
    in_view(response)
}

/// The button that the page is about.
pub fn primary(ui: &mut Ui, icon: &str, label: &str, enabled: bool) -> Response {
    filled(ui, enabled, Button::new(strong(labelled(icon, label))))
}

/// One of several: a tab, or a value of a setting.
pub fn choice(ui: &mut Ui, label: &str, chosen: bool) -> Response {
    let response = if chosen { filled(ui, true, Button::new(label)) } else { button(ui, "", label) };
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_toggled(Toggled::from(chosen)));
    response
}

/// A box to tick, hollow while it is not ticked.
pub fn tick_box(ui: &mut Ui, ticked: &mut bool, text: impl Into<WidgetText>) -> Response {
    let ground = ground(ui);
    ui.scope(|ui| {
        let widgets = &mut ui.style_mut().visuals.widgets;
        for visuals in [&mut widgets.inactive, &mut widgets.hovered, &mut widgets.active] {
            (visuals.bg_fill, visuals.bg_stroke) = (ground.fill, Stroke::new(1.5, ground.quiet));
            visuals.fg_stroke.width = 2.5;
        }
        in_view(ui.checkbox(ticked, text))
    })
    .inner
}

/// A rule across the page.
pub fn rule(ui: &mut Ui) {
    let width = ui.available_width();
    let (rect, _) = ui.allocate_exact_size(Vec2::new(width, 2.0 * STEP), Sense::hover());
    let stroke = ui.visuals().widgets.noninteractive.bg_stroke;
    ui.painter().hline(rect.x_range(), rect.center().y, stroke);
}

/// A ring around what has the focus of the keyboard, over everything, so that it shows on any ground.
pub fn focus_ring(ctx: &Context) {
    let focused = ctx.memory(|memory| memory.focused()).and_then(|id| ctx.read_response(id));
    let Some(rect) = focused.map(|focused| focused.interact_rect.expand(2.0)).filter(Rect::is_positive)
    else {
        return;
    };
    let painter = ctx.layer_painter(LayerId::new(Order::Tooltip, Id::new("focus ring")));
    for (width, color) in [(4.5, lacquer(ctx).fill), (2.0, palette::GOLD)] {
        painter.rect_stroke(rect, 4.0, Stroke::new(width, color), StrokeKind::Middle);
    }
}

/// A font of a size of its own, such as the title of the program, in the heading face.
pub fn display(size: f32) -> FontId {
    FontId::new(size, fonts::heading())
}

/// Makes a context ready once: faces and look.
pub fn install(ctx: &Context, settings: &Settings) {
    fonts::install(ctx);
    apply(ctx, settings);
}
