//! What the signs of the map mean.

use bevy_egui::egui::{Color32, Grid, Painter, Rect, RichText, Sense, Stroke, Ui, pos2, vec2};

use super::brush::Frame;
use super::signs::{self, Sign};
use super::{arms, banner, look, tint, water};
use crate::gui::scene::Arm;

/// Sides that have a cloth of their own, by id and name.
const SIDES: [(&str, &str); 6] = [
    ("song", "Song"),
    ("xia", "Western Xia"),
    ("liao", "Liao"),
    ("jin", "Jin"),
    ("mongol", "Mongols"),
    ("tsongkha", "Tsongkha"),
];

/// Arms in the order of the list.
const ARMS: [Arm; 8] =
    [Arm::Foot, Arm::Crossbow, Arm::Hill, Arm::Horse, Arm::HeavyHorse, Arm::Camels, Arm::Train, Arm::Unknown];

/// All signs with their meaning: cloths of the sides, arms, states, figures.
pub fn legend(ui: &mut Ui) {
    heading(ui, "Whose men: cloth, border and tail");
    table(ui, "sides", SIDES.len(), |ui, row| {
        let (id, name) = SIDES[row];
        sample(ui, 40.0, |painter, rect| look(id, 0).swatch(painter, rect));
        ui.label(name);
    });
    heading(ui, "What men");
    table(ui, "arms", ARMS.len(), |ui, row| {
        sample(ui, 40.0, |painter, rect| banner::plain(painter, rect, &look("song", 0), ARMS[row]));
        ui.label(ARMS[row].words());
    });
    heading(ui, "How they fare");
    table(ui, "states", Sign::ALL.len(), |ui, row| {
        let sign = Sign::ALL[row];
        sample(ui, 22.0, |painter, rect| signs::sign(painter, rect.center(), 9.5, sign));
        ui.label(sign.words());
    });
    heading(ui, "Water");
    table(ui, "water", water::SIGNS.len(), |ui, row| {
        sample(ui, 40.0, |painter, rect| water::sample(painter, rect, row));
        ui.label(water::SIGNS[row]);
    });
    heading(ui, "How sure it is");
    table(ui, "sureness", 3, |ui, row| {
        let words =
            ["one's own, counted", "told of lately: an estimate", "told of long ago: it may be elsewhere"];
        sample(ui, 40.0, |painter, rect| sureness(painter, rect, row));
        ui.label(words[row]);
    });
    ui.add_space(4.0);
    ui.label(RichText::new("The bar under the men shows their food, a block for each day. Two sacks are grain left in the field; under a line of earth it is \
             buried.").weak());
}

fn heading(ui: &mut Ui, words: &str) {
    ui.add_space(8.0);
    ui.label(RichText::new(words).strong());
}

/// Entries in two columns.
fn table(ui: &mut Ui, id: &str, entries: usize, mut entry: impl FnMut(&mut Ui, usize)) {
    Grid::new(("legend", id)).num_columns(2).spacing(vec2(16.0, 6.0)).show(ui, |ui| {
        for row in 0..entries {
            ui.horizontal(|ui| entry(ui, row));
            if row % 2 == 1 || row + 1 == entries {
                ui.end_row();
            }
        }
    });
}

/// A drawing on silk, so that it looks as on the map.
fn sample(ui: &mut Ui, size: f32, draw: impl FnOnce(&Painter, Rect)) {
    let (rect, _) = ui.allocate_exact_size(vec2(size.max(30.0), size), Sense::hover());
    let painter = ui.painter_at(rect);
    painter.rect_filled(rect, 3.0, tint::SILK);
    draw(&painter, rect.shrink(size * 0.1));
}

/// A cloth that is full, hollow, hollow and dashed.
fn sureness(painter: &Painter, rect: Rect, grade: usize) {
    if grade == 0 {
        banner::plain(painter, rect, &look("song", 0), Arm::Horse);
        return;
    }
    let look = look("xia", 0);
    let size = rect.width().min(rect.height() / 1.24);
    let frame = Frame::new(pos2(rect.center().x - size / 2.0, rect.top()), size);
    let mut outline = frame.all(&look.cloth(1.0));
    outline.push(outline[0]);
    let stroke = Stroke::new(2.0, look.line);
    if grade == 1 {
        super::brush::line(painter, outline, stroke);
    } else {
        super::brush::dashed(painter, &outline, stroke, 4.0, 3.0);
    }
    let ink: Color32 = look.line;
    arms::sign(painter, frame.inner((0.5, 0.5), 0.28), Arm::Horse, ink, tint::SILK);
}
