//! The map from afar: bodies of one side that stand near each other show as one great banner with their sum, under
//! the highest of their commanders.

use std::cmp::Reverse;

use bevy_egui::egui::{Pos2, Rect, Vec2, vec2};

use super::stacks::{self, Placed, Size};
use super::{Drawing, Glide, brush};
use crate::gui::scene::Body;
use crate::sim::id::{CommanderId, SideId};

/// Bodies that show as one.
struct Army<'a> {
    side: SideId,
    known: bool,
    /// Each with where it is; the strongest first.
    bodies: Vec<(Pos2, &'a Body)>,
}

impl Army<'_> {
    fn men(&self) -> u32 {
        self.bodies.iter().map(|(_, body)| body.men).sum()
    }

    /// The middle of its men.
    fn middle(&self) -> Pos2 {
        let weight = |body: &Body| body.men.max(1) as f32;
        let all: f32 = self.bodies.iter().map(|(_, body)| weight(body)).sum();
        let sum = self.bodies.iter().fold(Vec2::ZERO, |sum, (at, body)| sum + at.to_vec2() * weight(body));
        (sum / all).to_pos2()
    }

    fn take(&mut self, other: &mut Self) {
        self.bodies.append(&mut other.bodies);
        self.bodies.sort_by_key(|(_, body)| (Reverse(body.men), body.id));
    }
}

/// Lays out one banner for each army, none over another as far as that can be had.
pub(super) fn armies(d: &Drawing, glide: &Glide) -> Vec<Placed> {
    let mut armies: Vec<Army> = Vec::new();
    for body in &d.scene.bodies {
        let (at, _) = glide.place(body, d.eye);
        if d.eye.shows(at, 60.0) {
            armies.push(Army { side: body.side, known: body.known.is_some(), bodies: vec![(at, body)] });
        }
    }
    armies.sort_by_key(|army| (Reverse(army.men()), army.bodies[0].1.id));
    merge(d, &mut armies);
    let mut placed: Vec<Placed> = armies.iter().map(|army| great_banner(d, glide, army)).collect();
    push_apart(&mut placed);
    for one in &mut placed {
        if d.eye.rect.contains(one.foot) {
            one.rect = one.rect.translate(inside(named(one), d.eye.rect));
        }
        one.rect = brush::crisp(d.painter, one.rect);
    }
    placed.sort_by(|one, other| one.rect.bottom().total_cmp(&other.rect.bottom()));
    placed
}

/// Joins armies of one side whose banners would touch, the nearest to the strongest first, until none do.
fn merge(d: &Drawing, armies: &mut Vec<Army>) {
    loop {
        let before = armies.len();
        let mut kept: Vec<Army> = Vec::new();
        for mut army in armies.drain(..) {
            let room = Size::of(d, !army.known, true).whole() + vec2(4.0, 4.0 + d.points(11.0));
            let middle = army.middle();
            let near = kept.iter_mut().find(|other| {
                let apart = (other.middle() - middle).abs();
                other.side == army.side && other.known == army.known && apart.x < room.x && apart.y < room.y
            });
            match near {
                Some(other) => other.take(&mut army),
                None => kept.push(army),
            }
        }
        *armies = kept;
        if armies.len() == before {
            return;
        }
    }
}

fn great_banner(d: &Drawing, glide: &Glide, army: &Army) -> Placed {
    let size = Size::of(d, !army.known, true);
    let (_, first) = army.bodies[0];
    let middle = army.middle();
    let tilted: f32 =
        army.bodies.iter().map(|(_, body)| stacks::tilt(glide, body) * body.men.max(1) as f32).sum();
    Placed {
        id: first.id,
        rect: stacks::around(middle, size.whole()),
        hex: first.at,
        depth: 0,
        merged: army.bodies.iter().map(|(_, body)| body.id).collect(),
        count: 1,
        fanned: false,
        foot: middle,
        size,
        // An army's banner is down when more than half of its men run.
        tilt: if tilted * 2.0 > army.men().max(1) as f32 { 1.0 } else { 0.0 },
        shown: army.bodies.iter().map(|(_, body)| stacks::shown(glide, body)).fold(0.0, f32::max),
    }
}

/// Moves banners that lie over each other apart, each half of the way, along the shorter way out.
fn push_apart(placed: &mut [Placed]) {
    for _ in 0..24 {
        let mut moved = false;
        for one in 0..placed.len() {
            for other in one + 1..placed.len() {
                let (a, b) = (named(&placed[one]), named(&placed[other]));
                let over = a.intersect(b);
                if !over.is_positive() {
                    continue;
                }
                let sign = |from: f32, to: f32| if from <= to { 1.0 } else { -1.0 };
                let push = if over.width() < over.height() {
                    vec2((over.width() / 2.0 + 0.5) * sign(a.center().x, b.center().x), 0.0)
                } else {
                    vec2(0.0, (over.height() / 2.0 + 0.5) * sign(a.center().y, b.center().y))
                };
                placed[one].rect = placed[one].rect.translate(-push);
                placed[other].rect = placed[other].rect.translate(push);
                moved = true;
            }
        }
        if !moved {
            return;
        }
    }
}

/// How a box must move to lie inside another.
pub(super) fn inside(space: Rect, free: Rect) -> Vec2 {
    vec2(
        (free.left() - space.left()).max(0.0) - (space.right() - free.right()).max(0.0),
        (free.top() - space.top()).max(0.0) - (space.bottom() - free.bottom()).max(0.0),
    )
}

/// A great banner with the name under it.
pub(super) fn named(placed: &Placed) -> Rect {
    let rect = placed.rect;
    Rect::from_min_max(rect.min, rect.max + vec2(0.0, placed.size.text + 2.0)).expand(1.0)
}

/// The highest commander who rides with some bodies.
pub(super) fn commander(d: &Drawing, bodies: &[&Body]) -> Option<CommanderId> {
    let register = &d.scene.setting.register;
    let led = bodies.iter().filter_map(|body| Some((body.known.as_ref()?.leader?, body.men)));
    let ranked = led.filter_map(|(id, men)| {
        let info = register.commanders.get(id.index())?;
        Some((info.rank, men, Reverse(id)))
    });
    ranked.max().map(|(_, _, Reverse(id))| id)
}
