//! Where every banner is: one over the other in a hex, fanned out under the cursor, one for a whole army from afar.
//! Painting and pointing use the same rectangles.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use bevy_egui::egui::{Pos2, Rect, Vec2, pos2, vec2};

use super::far;
use super::{Drawing, Glide};
use crate::gui::scene::{Arm, Body};
use crate::sim::army::Posture;
use crate::sim::hex::Hex;
use crate::sim::id::{FormationId, SideId};

/// A banner in its place. They come in the order in which they are painted: the last lies on top.
#[derive(Debug, Clone, PartialEq)]
pub struct Placed {
    /// Whose banner; of an army its strongest body.
    pub id: FormationId,
    /// What of the window it covers, and where a click means it.
    pub rect: Rect,
    /// The hex it stands in.
    pub hex: Hex,
    /// How many banners of its stack lie over it.
    pub depth: usize,
    /// The bodies it stands for, the strongest first; only itself except from afar.
    pub merged: Vec<FormationId>,
    /// Banners in its stack.
    pub count: usize,
    /// True when its stack is fanned out.
    pub fanned: bool,
    /// The middle of its hex, or where it is on the way.
    pub(super) foot: Pos2,
    /// Sizes.
    pub(super) size: Size,
    /// How far it has dipped: 0 upright, 1 broken.
    pub(super) tilt: f32,
    /// How much of it shows: men who come in sight fade in.
    pub(super) shown: f32,
}

impl Placed {
    /// True when figures and signs show: it lies on top of its stack, or the stack is fanned out.
    pub(super) fn is_open(&self) -> bool {
        self.depth == 0 || self.fanned
    }

    /// Where its figures stand.
    pub(super) fn plate(&self) -> Rect {
        let low = self.rect.bottom() - self.size.strip;
        let size = vec2(self.size.plate_wide, self.size.plate);
        Rect::from_min_size(pos2(self.rect.center().x - size.x / 2.0, low - size.y), size)
    }
}

/// Sizes of a banner at this zoom, points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Size {
    /// Width of the cloth.
    pub cloth: f32,
    /// Height of the plate under it.
    pub plate: f32,
    /// Width of the plate.
    pub plate_wide: f32,
    /// Size of the figures.
    pub text: f32,
    /// Height of the strip below: the food of one's own, the age of a report.
    pub strip: f32,
    /// True for the banner of an army.
    pub great: bool,
}

impl Size {
    pub(super) fn of(d: &Drawing, reported: bool, great: bool) -> Self {
        let hex = d.eye.hex_width();
        let cloth = if great { 32.0 } else { (hex * 0.6).clamp(15.0, 50.0) }.round();
        let text = d.points((cloth * 0.46).clamp(9.0, 14.0));
        // Neighbors do not cover each other's figures.
        let room = if great { 200.0 } else { hex - 2.0 };
        let plate_wide = if reported { (text * 3.9).min(room.max(34.0)) } else { (text * 3.1).min(room) };
        Self {
            cloth,
            plate: text + 3.0,
            plate_wide: plate_wide.max(cloth + 4.0).round(),
            text,
            strip: if reported { (text * 0.85).round() } else { (cloth * 0.15).clamp(3.0, 6.0).round() },
            great,
        }
    }

    /// Height of the cloth with its tail.
    pub(super) fn cloth_high(&self) -> f32 {
        (self.cloth * 1.2).round()
    }

    pub(super) fn whole(&self) -> Vec2 {
        let wide = self.plate_wide.max(self.cloth);
        vec2(wide, self.cloth_high() + self.plate + self.strip)
    }
}

/// Hexes so narrow, points, have no room for banners of their own: armies show instead.
const MERGED_BELOW: f32 = 24.0;
/// Space kept between the banners of a fan, points.
const FAN_GAP: f32 = 14.0;

/// Lays out all banners that show. `fan` is the hex whose stack is fanned out; who is chosen lies on top of his
/// stack.
pub fn stacks(d: &Drawing, glide: &Glide, fan: Option<Hex>, chosen: &BTreeSet<FormationId>) -> Vec<Placed> {
    if d.eye.hex_width() < MERGED_BELOW {
        return far::armies(d, glide);
    }
    /// Where they are, and where they were if they are on their way.
    type Spot = (i32, i32, Option<(i32, i32)>);
    let mut piles: BTreeMap<Spot, Pile> = BTreeMap::new();
    for body in &d.scene.bodies {
        let (at, from) = glide.place(body, d.eye);
        if !d.eye.shows(at, 90.0) {
            continue;
        }
        let key = (body.at.y, body.at.x, from.map(|hex| (hex.y, hex.x)));
        piles.entry(key).or_insert_with(|| Pile { at, bodies: Vec::new() }).bodies.push(body);
    }
    let mut piles: Vec<Pile> = piles.into_values().collect();
    piles.sort_by(|one, other| one.at.y.total_cmp(&other.at.y).then(one.at.x.total_cmp(&other.at.x)));
    let mut placed = Vec::new();
    let mut on_top = Vec::new();
    for pile in &mut piles {
        pile.sort(chosen);
        if fan == Some(pile.bodies[0].at) && pile.bodies.len() > 1 {
            on_top.extend(fanned(d, glide, pile));
        } else {
            placed.extend(piled(d, glide, pile));
        }
    }
    placed.append(&mut on_top);
    placed
}

/// The banner under a point of the window: a fan lies on top, then all figures, then the cloths.
pub fn hit(placed: &[Placed], at: Pos2) -> Option<&Placed> {
    let find = |is: &dyn Fn(&&Placed) -> bool| placed.iter().rev().find(is);
    find(&|one| one.fanned && one.rect.contains(at))
        .or_else(|| find(&|one| one.is_open() && one.plate().contains(at)))
        .or_else(|| find(&|one| one.rect.contains(at)))
}

/// Bodies in one spot.
struct Pile<'a> {
    at: Pos2,
    bodies: Vec<&'a Body>,
}

impl Pile<'_> {
    /// In the order of [`Scene::stack`](crate::gui::scene::Scene::stack), the chosen before the others.
    fn sort(&mut self, chosen: &BTreeSet<FormationId>) {
        self.bodies.sort_by_key(|body| {
            let train = body.arm == Arm::Train;
            (!chosen.contains(&body.id), body.known.is_none(), train, Reverse(body.men), body.id)
        });
    }
}

pub(super) fn tilt(glide: &Glide, body: &Body) -> f32 {
    let routed = |body: &Body| f32::from(u8::from(body.posture == Posture::Routed));
    let before = glide.from.body(body.id).map_or(routed(body), routed);
    before + (routed(body) - before) * glide.eased()
}

pub(super) fn shown(glide: &Glide, body: &Body) -> f32 {
    if glide.part >= 1.0 || glide.from.body(body.id).is_some() { 1.0 } else { glide.eased() }
}

fn place(d: &Drawing, glide: &Glide, body: &Body, foot: Pos2, middle: Pos2) -> Placed {
    let size = Size::of(d, body.known.is_none(), false);
    Placed {
        id: body.id,
        rect: super::brush::crisp(d.painter, Rect::from_center_size(middle, size.whole())),
        hex: body.at,
        depth: 0,
        merged: vec![body.id],
        count: 1,
        fanned: false,
        foot,
        size,
        tilt: tilt(glide, body),
        shown: shown(glide, body),
    }
}

/// One over the other, each side for itself: where two sides are told of in one hex, they stand side by side.
fn piled(d: &Drawing, glide: &Glide, pile: &Pile) -> Vec<Placed> {
    let sides: BTreeSet<SideId> = pile.bodies.iter().map(|body| body.side).collect();
    let mut placed = Vec::new();
    for (column, side) in sides.iter().enumerate() {
        let men: Vec<&Body> = pile.bodies.iter().copied().filter(|body| body.side == *side).collect();
        let apart = Size::of(d, false, false).plate_wide + 2.0;
        let aside = (column as f32 - (sides.len() as f32 - 1.0) / 2.0) * apart;
        for (depth, body) in men.iter().enumerate().rev() {
            let behind = depth.min(3) as f32 * 3.0;
            let middle = pile.at + vec2(aside + behind, -behind - 1.0);
            placed.push(Placed { depth, count: men.len(), ..place(d, glide, body, pile.at, middle) });
        }
    }
    placed
}

/// Around the hex, each with room of its own; the strongest at the top and then as the clock goes.
fn fanned(d: &Drawing, glide: &Glide, pile: &Pile) -> Vec<Placed> {
    let n = pile.bodies.len();
    let sizes = pile.bodies.iter().map(|body| Size::of(d, body.known.is_none(), false).whole());
    let room = sizes.fold(Vec2::ZERO, Vec2::max) + vec2(FAN_GAP, FAN_GAP);
    let spots = spots(n, room);
    let bounds =
        spots.iter().fold(Rect::NOTHING, |all, spot| all.union(Rect::from_center_size(spot.to_pos2(), room)));
    // The whole fan stays on the map.
    let shift = far::inside(bounds.translate(pile.at.to_vec2()), d.eye.rect);
    let placed = pile.bodies.iter().zip(&spots).map(|(body, spot)| Placed {
        count: n,
        fanned: true,
        ..place(d, glide, body, pile.at, pile.at + *spot + shift)
    });
    placed.collect()
}

/// Middles of `n` boxes of a size around a point, none over another, on rings of up to eight.
fn spots(n: usize, room: Vec2) -> Vec<Vec2> {
    let mut spots = Vec::with_capacity(n);
    let mut inner = 0.0_f32;
    while spots.len() < n {
        let ring = (n - spots.len()).min(8 + 4 * spots.len().min(2));
        // Two stand side by side, more begin at the top.
        let start = if n == 2 { 0.25 } else { 0.0 };
        let turn = |k: usize| (k as f32 / ring as f32 + start) * std::f32::consts::TAU;
        let on = |reach: f32, k: usize| {
            let (sin, cos) = turn(k).sin_cos();
            vec2(sin, -cos) * reach
        };
        let free = |one: Vec2, other: Vec2| {
            let apart = (one - other).abs();
            apart.x >= room.x || apart.y >= room.y
        };
        let mut reach = inner.max(room.min_elem() / 2.0);
        while (0..ring).any(|k| {
            let spot = on(reach, k);
            (0..k).any(|other| !free(spot, on(reach, other))) || spots.iter().any(|other| !free(spot, *other))
        }) {
            reach += 3.0;
        }
        spots.extend((0..ring).map(|k| on(reach, k)));
        inner = reach + 3.0;
    }
    spots
}

/// A box around a point of the window.
pub(super) fn around(middle: Pos2, size: Vec2) -> Rect {
    Rect::from_center_size(pos2(middle.x, middle.y), size)
}
