//! Places as small drawings, with whose they are and what they are called. Names never lie over each other; the lesser
//! go first when there is no room.

use std::sync::Arc;

use bevy_egui::egui::{Align2, Color32, FontId, Galley, Pos2, Rect, Stroke, Vec2, pos2, vec2};

use super::brush::{self, Frame};
use super::stacks::Placed;
use super::{Drawing, faint, far, lettering, tint};
use crate::gui::camera::Zoom;
use crate::shelf::PlaceNames;
use crate::sim::id::SideId;
use crate::sim::register::{PlaceInfo, PlaceKind};

/// A place about to be painted.
struct Site<'a> {
    info: &'a PlaceInfo,
    owner: Option<SideId>,
    /// True when an owner who is known to keep grain there makes it greater.
    stocked: bool,
    at: Pos2,
    reach: f32,
}

impl Site<'_> {
    /// The drawing with its flag; of a mere name of ground an empty spot.
    fn rect(&self) -> Rect {
        if self.info.kind == PlaceKind::Field {
            return Rect::from_center_size(self.at, Vec2::ZERO);
        }
        let flag = if self.owner.is_some() { self.reach * 1.2 } else { 0.0 };
        let middle = Rect::from_center_size(self.at, vec2(2.2, 1.9) * self.reach);
        Rect::from_min_max(middle.min - vec2(0.0, flag), middle.max)
    }

    /// The greater, the earlier its name is placed.
    fn rank(&self) -> u8 {
        match self.info.kind {
            PlaceKind::Town => 5,
            PlaceKind::Fort if self.stocked => 4,
            PlaceKind::Fort => 3,
            PlaceKind::Pass => 2,
            PlaceKind::Field => 1,
            PlaceKind::Village => 0,
        }
    }
}

/// A name in its place.
pub(super) struct Label {
    /// What it covers.
    pub rect: Rect,
    text: Arc<Galley>,
    ink: Color32,
}

/// Paints all places that this zoom shows. Names keep clear of the banners where they can.
pub fn places(d: &Drawing, banners: &[Placed]) {
    let sites = sites(d, banners);
    for site in &sites {
        drawing(d, site);
    }
    if !d.settings.show_place_names {
        return;
    }
    for label in labels(d, &sites, banners) {
        let silk = faint(tint::SILK, if d.settings.high_contrast { 1.0 } else { 0.8 });
        lettering::haloed(d.painter, label.rect.min, &label.text, label.ink, silk);
    }
}

/// Names that would be painted.
#[cfg(test)]
pub(super) fn named(d: &Drawing, banners: &[Placed]) -> Vec<Label> {
    labels(d, &sites(d, banners), banners)
}

fn sites<'a>(d: &Drawing<'a>, banners: &[Placed]) -> Vec<Site<'a>> {
    let zoom = d.eye.zoom();
    let hex = d.eye.hex_width();
    let infos = d.scene.setting.register.places.iter().zip(&d.scene.places);
    let mut sites: Vec<Site> = infos
        .filter(|(info, _)| match info.kind {
            PlaceKind::Town | PlaceKind::Fort => true,
            PlaceKind::Pass | PlaceKind::Field => zoom >= Zoom::Middle,
            PlaceKind::Village => zoom >= Zoom::Middle && hex > 26.0,
        })
        .map(|(info, held)| {
            let reach = match info.kind {
                PlaceKind::Town => (hex * 0.26).clamp(6.0, 17.0),
                PlaceKind::Fort | PlaceKind::Pass => (hex * 0.22).clamp(5.0, 14.0),
                PlaceKind::Village | PlaceKind::Field => (hex * 0.17).clamp(4.0, 11.0),
            };
            let at = d.eye.hex_to_screen(info.at);
            // A garrison does not stand on the roofs.
            let garrison = banners.iter().find(|one| one.hex == info.at && !one.size.great && !one.fanned);
            let aside = garrison.map_or(Vec2::ZERO, |one| {
                vec2(-(one.rect.width() / 2.0 + reach * 0.75), one.rect.height() * 0.16)
            });
            let stocked = info.grain_sheng > 0 || held.grain.is_some_and(|grain| grain > 0);
            Site { info, owner: held.owner, stocked, at: at + aside, reach }
        })
        .filter(|site| d.eye.shows(site.at, 80.0))
        .collect();
    sites.sort_by_key(|site| (std::cmp::Reverse(site.rank()), site.info.at.y, site.info.at.x));
    sites
}

/// The picture of a place: walls, roofs, a gap between hills.
fn drawing(d: &Drawing, site: &Site) {
    let frame = Frame::new(site.at, site.reach);
    let line = Stroke::new((site.reach * 0.14).clamp(1.0, 1.8), tint::INK);
    let fill = |points: &[(f32, f32)], color: Color32| {
        let points = frame.all(points);
        brush::polygon(d.painter, points.clone(), color);
        brush::line(d.painter, [&points[..], &points[..1]].concat(), line);
    };
    let roof = |x: f32, y: f32, half: f32| {
        let high = half * 0.62;
        fill(
            &[
                (x - half * 1.15, y),
                (x - half * 0.55, y - high * 0.55),
                (x - half * 0.4, y - high),
                (x + half * 0.4, y - high),
                (x + half * 0.55, y - high * 0.55),
                (x + half * 1.15, y),
            ],
            tint::LACQUER,
        );
    };
    match site.info.kind {
        PlaceKind::Fort => {
            let wall = [
                (-1.0, 0.85),
                (-1.0, -0.1),
                (-0.72, -0.1),
                (-0.72, 0.1),
                (-0.4, 0.1),
                (-0.4, -0.1),
                (0.4, -0.1),
                (0.4, 0.1),
                (0.72, 0.1),
                (0.72, -0.1),
                (1.0, -0.1),
                (1.0, 0.85),
            ];
            fill(&wall, tint::PAPER);
            fill(&[(-0.42, -0.1), (-0.42, -0.36), (0.42, -0.36), (0.42, -0.1)], tint::PAPER);
            roof(0.0, -0.34, 0.5);
            fill(&[(-0.24, 0.85), (-0.24, 0.42), (0.0, 0.26), (0.24, 0.42), (0.24, 0.85)], tint::LACQUER);
        }
        PlaceKind::Town => {
            fill(&[(-1.1, 0.85), (-1.1, 0.25), (1.1, 0.25), (1.1, 0.85)], tint::PAPER);
            for (x, y, half) in [(-0.62, 0.25, 0.4), (0.62, 0.25, 0.4)] {
                roof(x, y, half);
            }
            fill(&[(-0.34, 0.25), (-0.34, -0.2), (0.34, -0.2), (0.34, 0.25)], tint::PAPER);
            roof(0.0, -0.16, 0.55);
            fill(&[(-0.2, -0.5), (-0.2, -0.72), (0.2, -0.72), (0.2, -0.5)], tint::PAPER);
            roof(0.0, -0.68, 0.38);
            fill(&[(-0.2, 0.85), (-0.2, 0.5), (0.2, 0.5), (0.2, 0.85)], tint::LACQUER);
        }
        PlaceKind::Village => {
            for (x, y) in [(-0.5, 0.7), (0.5, 0.7), (0.0, 0.1)] {
                fill(&[(x - 0.34, y), (x - 0.34, y - 0.4), (x + 0.34, y - 0.4), (x + 0.34, y)], tint::PAPER);
                roof(x, y - 0.36, 0.44);
            }
        }
        PlaceKind::Pass => {
            // Two walls of rock and the way between them.
            fill(&[(-1.15, 0.8), (-0.62, -0.75), (-0.18, 0.8)], faint(tint::ASH, 0.9));
            fill(&[(1.15, 0.8), (0.62, -0.75), (0.18, 0.8)], faint(tint::ASH, 0.9));
            brush::line(d.painter, frame.all(&[(-0.3, 0.1), (-0.3, -0.28), (0.3, -0.28), (0.3, 0.1)]), line);
            roof(0.0, -0.26, 0.34);
        }
        PlaceKind::Field => {}
    }
    if let Some(owner) = site.owner.filter(|_| site.info.kind != PlaceKind::Field) {
        let foot = frame.at(0.72, -0.1);
        d.look(owner).pennant(d.painter, foot, (site.reach * 0.75).clamp(5.0, 9.0));
    }
}

/// Where names go: the greater first, each at the first side of its place where nothing is in the way.
fn labels(d: &Drawing, sites: &[Site], banners: &[Placed]) -> Vec<Label> {
    let cloth = |one: &Placed| if one.size.great { far::named(one) } else { one.rect };
    let cloths: Vec<Rect> = banners.iter().map(cloth).collect();
    let drawings: Vec<Rect> = sites.iter().map(Site::rect).filter(|rect| rect.is_positive()).collect();
    let mut placed: Vec<Label> = Vec::new();
    for site in sites {
        let (text, ink) = text(d, site);
        let own = site.rect();
        let mut spots = spots(own, text.size());
        // A place under a banner is named beside the banner.
        let over = cloths.iter().filter(|cloth| own.is_positive() && cloth.intersects(own));
        spots.extend(over.flat_map(|cloth| self::spots(own.union(*cloth), text.size())));
        let clear = |rect: &Rect, of_banners: bool| {
            let hidden = placed.iter().any(|other| other.rect.intersects(*rect))
                || drawings.iter().any(|other| *other != own && other.intersects(*rect))
                || of_banners && cloths.iter().any(|other| other.intersects(*rect));
            d.eye.rect.contains_rect(*rect) && !hidden
        };
        let best = spots.iter().find(|rect| clear(rect, true));
        // The name of a town is worth a banner over half of it.
        let best = best.or_else(|| spots.iter().find(|rect| site.rank() >= 3 && clear(rect, false)));
        if let Some(rect) = best {
            placed.push(Label { rect: *rect, text, ink });
        }
    }
    placed
}

fn text(d: &Drawing, site: &Site) -> (Arc<Galley>, Color32) {
    let far = d.eye.zoom() == Zoom::Far;
    let near = if d.eye.zoom() == Zoom::Near { 1.0 } else { 0.0 };
    let (size, ink) = match site.info.kind {
        PlaceKind::Town => (14.0 + near, tint::INK),
        PlaceKind::Fort => (13.0 + near, tint::INK),
        PlaceKind::Pass | PlaceKind::Village => (12.0 + near, tint::INK),
        PlaceKind::Field => (13.0 + near, tint::AZURITE),
    };
    let names = match d.settings.names {
        PlaceNames::Both if far => PlaceNames::Pinyin,
        names => names,
    };
    let size = d.points(if far { 11.0 } else { size });
    let font = match site.info.kind {
        PlaceKind::Town | PlaceKind::Fort => lettering::bold(d.painter, size),
        PlaceKind::Pass | PlaceKind::Village | PlaceKind::Field => FontId::proportional(size),
    };
    (lettering::set(d.painter, &names.write(&site.info.name), font, ink), ink)
}

/// Where a name may stand: beside, below and above its place, then at the corners; a name of ground also upon it.
fn spots(own: Rect, size: Vec2) -> Vec<Rect> {
    let gap = 3.0;
    let around = own.expand(gap);
    let ways = [
        (Align2::LEFT_CENTER, pos2(around.right(), own.center().y)),
        (Align2::CENTER_TOP, around.center_bottom()),
        (Align2::RIGHT_CENTER, pos2(around.left(), own.center().y)),
        (Align2::CENTER_BOTTOM, around.center_top()),
        (Align2::LEFT_TOP, own.right_bottom()),
        (Align2::LEFT_BOTTOM, own.right_top()),
        (Align2::RIGHT_TOP, own.left_bottom()),
        (Align2::RIGHT_BOTTOM, own.left_top()),
    ];
    let middle = (!own.is_positive()).then(|| Rect::from_center_size(own.center(), size));
    let further = (!own.is_positive()).then(|| {
        [-3.0, 3.0, -5.0, 5.0].map(|rows| Rect::from_center_size(own.center() + vec2(0.0, rows * 8.0), size))
    });
    let beside = ways.into_iter().map(|(anchor, at)| anchor.anchor_size(at, size));
    let all = middle.into_iter().chain(beside).chain(further.into_iter().flatten());
    all.map(|rect| Rect::from_min_size(pos2(rect.min.x.round(), rect.min.y.round()), rect.size())).collect()
}
