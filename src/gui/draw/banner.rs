//! A formation as a banner: cloth of its side, sign of its arm, men, food, and its state by shape.

use std::collections::BTreeSet;

use bevy_egui::egui::{
    Align2, Color32, CornerRadius, FontId, Painter, Pos2, Rect, Stroke, StrokeKind, pos2, vec2,
};

use super::brush::{self, Frame};
use super::signs::{self, Sign};
use super::stacks::Placed;
use super::{Doing, Drawing, Figure, Look, arms, faint, far, lettering, mixed, tint};
use crate::gui::scene::{Arm, Body, Known};
use crate::shelf::PlaceNames;
use crate::sim::army::Posture;
use crate::sim::id::FormationId;
use crate::sim::intent::Intention;

/// Minutes after which a report is drawn dashed.
const STALE_MIN: u32 = 120;
/// Minutes after which a report is as faint as it gets.
const FAINTEST_MIN: u32 = 1440;
/// Days that fill the bar of food.
const BAR_DAYS: u32 = 6;

/// Paints all banners. `done` says what the viewer's own formations are about.
pub fn banners(
    d: &Drawing,
    placed: &[Placed],
    chosen: &BTreeSet<FormationId>,
    hovered: Option<FormationId>,
    figure: Figure,
    done: &dyn Fn(FormationId) -> Doing,
) {
    let (fan, rest): (Vec<&Placed>, Vec<&Placed>) = placed.iter().partition(|one| one.fanned);
    for group in [rest, fan] {
        if group.first().is_some_and(|one| one.fanned) {
            silk_under_fan(d, &group);
        }
        let bodies = |one: &Placed| one.merged.iter().filter_map(|id| d.scene.body(*id)).collect();
        let bodies: Vec<Vec<&Body>> = group.iter().map(|one| bodies(one)).collect();
        let all: Vec<Banner> =
            group.iter().zip(&bodies).filter_map(|(one, bodies)| Banner::of(d, one, bodies)).collect();
        // First all cloths, then all figures: a neighbor's cloth does not hide how many they are.
        for banner in &all {
            let any = |of: &dyn Fn(&FormationId) -> bool| banner.one.merged.iter().any(of);
            banner.mark(any(&|id| chosen.contains(id)), any(&|id| hovered == Some(*id)));
            banner.cloths();
        }
        for banner in all.iter().filter(|banner| banner.one.is_open()) {
            banner.plate(figure);
        }
        for banner in all.iter().filter(|banner| banner.one.is_open()) {
            banner.signs(done);
            banner.tab();
            if banner.one.size.great {
                banner.name();
            }
        }
    }
}

/// How much of a report's banner is left, by its age.
fn faded(d: &Drawing, body: &Body) -> f32 {
    let least = if d.settings.high_contrast { 0.9 } else { 0.7 };
    let age = body.rumor.map_or(0, |rumor| rumor.age_min.min(FAINTEST_MIN));
    1.0 - (1.0 - least) * age as f32 / FAINTEST_MIN as f32
}

/// A quiet ground under a fan, with a line from every banner to their hex.
fn silk_under_fan(d: &Drawing, fan: &[&Placed]) {
    let Some(first) = fan.first() else { return };
    let all = fan.iter().fold(Rect::NOTHING, |all, one| all.union(one.rect)).expand(8.0);
    d.painter.rect_filled(all, 10.0, faint(tint::SILK, 0.72));
    d.painter.rect_stroke(all, 10.0, Stroke::new(1.0, faint(tint::INK, 0.35)), StrokeKind::Inside);
    for one in fan {
        d.painter.line_segment([first.foot, one.rect.center()], Stroke::new(1.0, faint(tint::INK, 0.5)));
    }
    d.painter.circle(first.foot, 3.0, tint::SILK, Stroke::new(1.5, tint::INK));
}

/// One banner about to be painted.
struct Banner<'a> {
    d: &'a Drawing<'a>,
    painter: Painter,
    one: &'a Placed,
    /// The first of its bodies.
    body: &'a Body,
    bodies: &'a [&'a Body],
    look: Look,
}

impl<'a> Banner<'a> {
    fn of(d: &'a Drawing<'a>, one: &'a Placed, bodies: &'a [&'a Body]) -> Option<Self> {
        let body = *bodies.first()?;
        let mut painter = d.painter.clone();
        painter.multiply_opacity(one.shown * faded(d, body));
        Some(Self { d, painter, one, body, bodies, look: d.look(body.side) })
    }

    /// Cloth and emblem, and for an army the line to where it stands.
    fn cloths(&self) {
        let frame = self.frame();
        if self.one.size.great && self.one.foot.distance(self.one.rect.center()) > 6.0 {
            let line = Stroke::new(1.0, faint(tint::INK, 0.6));
            self.painter.line_segment([self.one.rect.center(), self.one.foot], line);
            self.painter.circle_filled(self.one.foot, 2.5, self.look.line);
        }
        self.cloth(frame);
        if self.one.is_open() {
            self.emblem(frame);
        }
    }

    /// The cloth's own frame: 1 wide, hanging from the left upper corner; it leans about the foot of its pole.
    fn frame(&self) -> Frame {
        let (rect, cloth) = (self.one.rect, self.one.size.cloth);
        let left = (rect.center().x - cloth / 2.0).round();
        let foot = 1.32;
        let lean = self.one.tilt * 0.32;
        Frame::new(pos2(left, rect.top() + foot * cloth), cloth).turned(lean).inner((0.0, -foot), 1.0)
    }

    fn is_report(&self) -> bool {
        self.body.known.is_none()
    }

    /// What is chosen or under the cursor.
    fn mark(&self, chosen: bool, hovered: bool) {
        let rect = self.one.rect.expand(3.0);
        let round = CornerRadius::same(4);
        if chosen {
            self.painter.rect_filled(rect.expand(1.0), round, faint(tint::GOLD, 0.45));
            self.painter.rect_stroke(rect, round, Stroke::new(4.0, tint::INK), StrokeKind::Outside);
            self.painter.rect_stroke(
                rect.expand(1.0),
                round,
                Stroke::new(2.0, tint::GOLD),
                StrokeKind::Outside,
            );
        } else if hovered {
            self.painter.rect_stroke(rect, round, Stroke::new(3.0, tint::INK), StrokeKind::Outside);
            self.painter.rect_stroke(
                rect.expand(0.8),
                round,
                Stroke::new(1.4, tint::PEARL),
                StrokeKind::Outside,
            );
        }
    }

    fn cloth(&self, frame: Frame) {
        let (painter, look) = (&self.painter, &self.look);
        let height = 1.0;
        let mut outline = frame.all(&look.cloth(height));
        let shadow: Vec<Pos2> = outline.iter().map(|point| *point + vec2(1.5, 2.0)).collect();
        brush::polygon(painter, shadow, faint(tint::INK, 0.28));
        let pole = Stroke::new(frame.length(0.075).max(1.5), tint::WOOD);
        painter.line_segment([frame.at(0.0, -0.1), frame.at(0.0, 1.32)], pole);
        let leaf = [(0.0, -0.3), (0.09, -0.14), (0.0, -0.06), (-0.09, -0.14)];
        brush::polygon(painter, frame.all(&leaf), tint::WOOD);
        let edge = Stroke::new(if self.d.settings.high_contrast { 2.0 } else { 1.2 }, tint::INK);
        if self.is_report() {
            brush::polygon(painter, outline.clone(), faint(tint::PAPER, 0.9));
            outline.push(outline[0]);
            let drawn = Stroke::new(frame.length(0.09).max(2.0), look.line);
            if self.stale() {
                brush::dashed(painter, &outline, drawn, 4.0, 3.0);
            } else {
                brush::line(painter, outline, drawn);
            }
            look.edge(painter, frame.inner((0.06, 0.06), 0.88), height, faint(look.line, 0.75));
            return;
        }
        brush::polygon(painter, outline.clone(), look.field);
        look.edge(painter, frame, height, look.trim);
        look.fringe(painter, frame, height, look.trim);
        outline.push(outline[0]);
        brush::line(painter, outline, edge);
        if self.one.tilt > 0.6 {
            // Torn from top to bottom.
            let tear = [(0.62, -0.04), (0.5, 0.24), (0.66, 0.4), (0.44, 0.66), (0.6, 0.84), (0.5, 1.1)];
            brush::line(painter, frame.all(&tear), Stroke::new(frame.length(0.1).max(2.0), tint::SILK));
            brush::line(painter, frame.all(&tear), Stroke::new(1.0, tint::INK));
        }
    }

    fn stale(&self) -> bool {
        self.body.rumor.is_some_and(|rumor| rumor.age_min >= STALE_MIN)
    }

    /// The sign of the arm; an army shows its side's character.
    fn emblem(&self, frame: Frame) {
        let ink = if self.is_report() { self.look.line } else { self.look.ink };
        let cloth = if self.is_report() { tint::PAPER } else { self.look.field };
        let sides = &self.d.scene.setting.register.sides;
        let hanzi = sides.get(self.body.side.index()).and_then(|side| side.name.hanzi.chars().last());
        if let Some(hanzi) = hanzi.filter(|_| self.one.size.great) {
            let font = lettering::bold(&self.painter, frame.length(0.62));
            let known = self.painter.fonts_mut(|fonts| fonts.has_glyph(&font, hanzi));
            if known {
                self.painter.text(frame.at(0.5, 0.54), Align2::CENTER_CENTER, hanzi, font, ink);
                return;
            }
        }
        arms::sign(&self.painter, frame.inner((0.5, 0.55), 0.3), self.body.arm, ink, cloth);
    }

    /// Figures, and under them the food.
    fn plate(&self, figure: Figure) {
        let (rect, size, painter) = (self.one.rect, self.one.size, &self.painter);
        let middle = rect.center().x;
        let plate = brush::crisp(painter, self.one.plate());
        painter.rect_filled(plate, 2.0, tint::PAPER);
        let outline = if self.is_report() { self.look.line } else { tint::INK };
        if self.stale() {
            let corners = [plate.left_top(), plate.right_top(), plate.right_bottom(), plate.left_bottom()];
            let around = [&corners[..], &corners[..1]].concat();
            brush::dashed(painter, &around, Stroke::new(1.0, outline), 3.0, 2.0);
        } else {
            painter.rect_stroke(plate, 2.0, Stroke::new(1.0, outline), StrokeKind::Inside);
        }
        let font = lettering::bold(painter, size.text);
        let full = lettering::set(painter, &self.figure(figure, false), font.clone(), tint::INK);
        let room = plate.width() - 3.0;
        let text = if full.size().x <= room {
            full
        } else {
            lettering::set(painter, &self.figure(figure, true), font, tint::INK)
        };
        painter.galley(plate.center() - text.size() / 2.0, text, tint::INK);
        if let Some(known) = &self.body.known {
            let bar =
                Rect::from_min_max(pos2(plate.left(), plate.bottom()), pos2(plate.right(), rect.bottom()));
            self.food(known, bar);
        } else if let Some(rumor) = self.body.rumor {
            let font = FontId::proportional((size.text * 0.85).max(8.0).round());
            let age = lettering::set(painter, &lettering::age(rumor.age_min), font, tint::INK);
            let at = Align2::CENTER_TOP.anchor_size(pos2(middle, plate.bottom() - 1.0), age.size());
            lettering::haloed(painter, at.min, &age, tint::INK, faint(tint::SILK, 0.85));
        }
    }

    /// What the plate says.
    fn figure(&self, figure: Figure, short: bool) -> String {
        let men: u32 = self.bodies.iter().map(|body| body.men).sum();
        if self.is_report() {
            return format!("~{}?", lettering::men(men, short));
        }
        // Of an army: the mean of its men.
        let mean = |of: &dyn Fn(&Known) -> u32| {
            let sum = self.bodies.iter().filter_map(|body| {
                let weight = u64::from(body.men.max(1));
                body.known.as_ref().map(|known| (u64::from(of(known)) * weight, weight))
            });
            let (sum, all) = sum.fold((0, 0), |(sum, all), (part, weight)| (sum + part, all + weight));
            sum / all.max(1)
        };
        match figure {
            Figure::Men => lettering::men(men, short),
            Figure::Order => format!("{} %", mean(&|known| u32::from(known.cohesion)) / 10),
            Figure::Weariness => format!("{} %", mean(&|known| u32::from(known.fatigue)) / 10),
            Figure::Food => {
                let tenths = mean(&|known| known.food_tenths);
                format!("{}.{} d", tenths / 10, tenths % 10)
            }
        }
    }

    /// A bar of food with a notch for each day.
    fn food(&self, known: &Known, bar: Rect) {
        let least = self.bodies.iter().filter_map(|body| Some(body.known.as_ref()?.food_tenths)).min();
        let tenths = least.unwrap_or(known.food_tenths);
        self.painter.rect_filled(bar, 1.0, tint::LACQUER);
        let color = match tenths {
            0..10 => tint::CINNABAR,
            10..20 => tint::AMBER,
            _ => mixed(tint::MALACHITE, tint::PEARL, 0.25),
        };
        let inner = bar.shrink(1.0);
        let day = inner.width() / BAR_DAYS as f32;
        let full = (tenths as f32 / 10.0).min(BAR_DAYS as f32);
        // One block for each day and a part for the last, so that they can be counted.
        for k in 0..BAR_DAYS {
            let part = (full - k as f32).clamp(0.0, 1.0);
            if part > 0.0 {
                let left = inner.left() + k as f32 * day;
                let block = Rect::from_min_max(
                    pos2(left, inner.top()),
                    pos2(left + (day - 1.0).max(1.0) * part, inner.bottom()),
                );
                self.painter.rect_filled(block, 0.0, color);
            }
        }
    }

    /// States, each in its corner, where no figures of neighbors stand.
    fn signs(&self, done: &dyn Fn(FormationId) -> Doing) {
        let frame = self.frame();
        let cloth = self.one.size.cloth;
        let radius = (cloth * 0.21).clamp(4.5, 9.0).round();
        let small = cloth < 20.0;
        let put = |x: f32, y: f32, sign: Sign| signs::sign(&self.painter, frame.at(x, y), radius, sign);
        let posture = match self.body.posture {
            Posture::Camp => Some(Sign::Camp),
            Posture::Column => self.way().map(Sign::March),
            Posture::Hidden => Some(Sign::Hidden),
            Posture::Routed => Some(Sign::Routed),
            Posture::Formed => None,
        };
        if let Some(sign) = posture {
            put(0.34, -0.02, sign);
        }
        let any =
            |is: &dyn Fn(&Known) -> bool| self.bodies.iter().any(|body| body.known.as_ref().is_some_and(is));
        if !small && any(&|known| known.scouts_out) {
            put(0.8, -0.02, Sign::Scouts);
        }
        if any(&|known| known.carried_away) {
            put(-0.06, 0.52, Sign::CarriedAway);
        }
        if any(&|known| known.in_contact) {
            put(1.06, 0.52, Sign::Contact);
        }
        if any(&|known| known.hungry) {
            put(-0.06, 0.98, Sign::Hungry);
        }
        if self.is_report() || self.d.scene.viewer != Some(self.body.side) {
            return;
        }
        let about: Vec<Doing> = self.one.merged.iter().map(|id| done(*id)).collect();
        let sign = match about {
            // An army waits as long as one of its bodies does.
            _ if about.contains(&Doing::Idle) => Some(Sign::Idle),
            _ if small => None,
            _ if about.contains(&Doing::Ordered) => Some(Sign::Ordered),
            _ if about.contains(&Doing::Resting) => Some(Sign::Resting),
            _ if about.contains(&Doing::CannotAct) => Some(Sign::CannotAct),
            _ => None,
        };
        if let Some(sign) = sign {
            put(1.06, 0.98, sign);
        }
    }

    /// The way it goes, radians from the right clockwise: toward the next hex of its march, or on from where a report
    /// saw it come from.
    fn way(&self) -> Option<f32> {
        let at = self.body.at;
        let next = match &self.body.known {
            Some(known) => match &known.intention {
                Intention::March { path, .. } => path.first().copied(),
                Intention::Attack { target, .. } => self.d.scene.body(*target).map(|body| body.at),
                Intention::Stay
                | Intention::Camp { .. }
                | Intention::Raze { .. }
                | Intention::Work { .. }
                | Intention::Dig { .. }
                | Intention::Deposit { .. }
                | Intention::Flee => None,
            },
            None => self.body.rumor?.came_from.map(|from| at + (at - from)),
        };
        let way = self.d.eye.hex_to_screen(next?) - self.d.eye.hex_to_screen(at);
        (way.length() > 0.1).then(|| way.angle())
    }

    /// How many banners stand in the stack.
    fn tab(&self) {
        if self.one.count < 2 || self.one.fanned {
            return;
        }
        let size = self.one.size;
        let behind = (self.one.count - 1).min(3) as f32 * 3.0;
        let text = format!("×{}", self.one.count);
        let font = lettering::bold(&self.painter, (size.text * 0.9).round());
        let text = lettering::set(&self.painter, &text, font, tint::PEARL);
        let right = self.one.rect.center().x + size.cloth / 2.0 + behind;
        let at = pos2(right, self.one.rect.top() - behind);
        let tab = Rect::from_center_size(at, text.size() + vec2(5.0, 0.0));
        let tab = brush::crisp(&self.painter, tab);
        self.painter.rect_filled(tab, 3.0, tint::LACQUER);
        self.painter.rect_stroke(tab, 3.0, Stroke::new(1.0, tint::GOLD), StrokeKind::Inside);
        self.painter.galley(tab.center() - text.size() / 2.0, text, tint::PEARL);
    }

    /// Under an army's banner: its commander, or whose it is.
    fn name(&self) {
        let register = &self.d.scene.setting.register;
        let commander =
            far::commander(self.d, self.bodies).and_then(|id| register.commanders.get(id.index()));
        let name = match commander {
            Some(info) => &info.name,
            None if self.one.merged.len() == 1 && !self.is_report() => &self.body.name,
            None => match register.sides.get(self.body.side.index()) {
                Some(side) => &side.name,
                None => return,
            },
        };
        // Both would be too wide from afar.
        let names = match self.d.settings.names {
            PlaceNames::Both => PlaceNames::Pinyin,
            other => other,
        };
        let text = names.write(name);
        let font = FontId::proportional(self.d.points(11.0));
        let text = lettering::set(&self.painter, &text, font, tint::INK);
        let at = Align2::CENTER_TOP.anchor_size(self.one.rect.center_bottom() + vec2(0.0, 1.0), text.size());
        lettering::haloed(&self.painter, at.min, &text, tint::INK, faint(tint::SILK, 0.85));
    }
}

/// The banner of an arm for legends and cards: cloth, sign and nothing else.
pub(super) fn plain(painter: &Painter, rect: Rect, look: &Look, arm: Arm) {
    let size = rect.width().min(rect.height() / 1.24);
    let corner = rect.center() - vec2(size, size * 1.2) / 2.0;
    let frame = Frame::new(corner, size);
    look.swatch(painter, rect);
    let ink: Color32 = look.ink;
    arms::sign(painter, frame.inner((0.5, 0.55), 0.28), arm, ink, look.field);
}
