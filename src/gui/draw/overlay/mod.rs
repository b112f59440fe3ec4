//! Overlays: one question each, answered hex by hex, by pattern as well as by color. The answers come from what the
//! viewer knows and from nothing else.

mod classes;
mod food;
mod reach;
#[cfg(test)]
mod tests;
mod water;

use bevy_egui::egui::{self, Color32, Rect, RichText, Sense, Stroke, StrokeKind, Ui, vec2};

pub use classes::control;
pub use food::{Food, Route, food, routes, stores};
pub use water::{HOURS, Lie, later, lie, water_wash};

use super::{look, tint};
use crate::gui::ground::Wash;
use crate::gui::keys::Action;
use crate::gui::scene::Scene;
use crate::seat::View;
use crate::setting::Setting;
use crate::shelf::ColorVision;
use crate::sim::id::FormationId;
use crate::sim::intent::Pace;

/// A question that the map can answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Overlay {
    /// Who has food, and where stores lie.
    Supply,
    /// Which ground is held: where a march stops.
    Zones,
    /// How many enemies can be here at the end of the next turn.
    Threat,
    /// The same if none of one's own men stood in the way.
    FreeThreat,
    /// What is seen, and where the enemy sees.
    Sight,
    /// What is known and how old it is.
    Knowledge,
    /// Whose places the ground belongs to.
    Control,
    /// How deep water stands on the land, now or in some hours.
    Water,
    /// Where the chosen formation can be within so many turns, 1 to 7.
    Reach(u8),
}

impl Overlay {
    /// All of them, in the order of the menu.
    pub const ALL: [Self; 15] = [
        Self::Supply,
        Self::Zones,
        Self::Threat,
        Self::FreeThreat,
        Self::Sight,
        Self::Knowledge,
        Self::Control,
        Self::Water,
        Self::Reach(1),
        Self::Reach(2),
        Self::Reach(3),
        Self::Reach(4),
        Self::Reach(5),
        Self::Reach(6),
        Self::Reach(7),
    ];

    /// What its key does: show it, or hide it again.
    pub fn action(self) -> Action {
        match self {
            Self::Supply => Action::Supply,
            Self::Zones => Action::Zones,
            Self::Threat => Action::Threat,
            Self::FreeThreat => Action::FreeThreat,
            Self::Sight => Action::Sight,
            Self::Knowledge => Action::Knowledge,
            Self::Control => Action::Control,
            Self::Water => Action::Water,
            Self::Reach(2) => Action::Reach2,
            Self::Reach(3) => Action::Reach3,
            Self::Reach(4) => Action::Reach4,
            Self::Reach(5) => Action::Reach5,
            Self::Reach(6) => Action::Reach6,
            Self::Reach(7) => Action::Reach7,
            Self::Reach(_) => Action::Reach1,
        }
    }

    /// The overlay that a key shows.
    pub fn of(action: Action) -> Option<Self> {
        Self::ALL.into_iter().find(|overlay| overlay.action() == action)
    }

    /// The overlay whose key has this name in settings.
    pub fn named(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|overlay| overlay.action().id() == id)
    }

    /// As the legend heads it.
    pub fn title(self) -> String {
        match self {
            Self::Supply => "Food".to_owned(),
            Self::Zones => "Ground held".to_owned(),
            Self::Threat => "Threat by the end of the next turn".to_owned(),
            Self::FreeThreat => "Threat if my men stood nowhere".to_owned(),
            Self::Sight => "Sight".to_owned(),
            Self::Knowledge => "What is known".to_owned(),
            Self::Control => "Who holds the places".to_owned(),
            Self::Water => "Water on the land".to_owned(),
            Self::Reach(1) => "Reach in one turn".to_owned(),
            Self::Reach(turns) => format!("Reach in {turns} turns"),
        }
    }

    /// What the legend says below its list.
    pub fn remark(self) -> &'static str {
        match self {
            Self::Supply => {
                "Men eat what they carry, or from a store they stand at. Blue beads: grain carried to and fro."
            }
            Self::Zones => "A march stops in ground the enemy holds; an attack goes on.",
            Self::Threat => "Reported enemies only, each by a forced march from where he was told of.",
            Self::FreeThreat => "As if no ground were held against them: what lies behind my men.",
            Self::Sight => "Ground without a sign is seen, and nobody told of sees it.",
            Self::Knowledge => "Ground without a sign is seen now.",
            Self::Control => "Each hex goes with the nearest place that somebody holds.",
            Self::Water => {
                "Figures: centimeters on the mean; hollows fill first. Darker ground lies lower than the ground around, paler higher; a \
                 tick points where water would run off."
            }
            Self::Reach(_) => {
                "At the pace in hand, around enemies told of. By night only a forced march goes on."
            }
        }
    }
}

/// One answer: its words and how it is painted.
#[derive(Debug, Clone, PartialEq)]
pub struct Key {
    /// As the legend says it.
    pub words: String,
    /// As the land shows it.
    pub wash: Wash,
}

const FLAT: u8 = 0;
const HATCHED: u8 = 1;
const BACK_HATCHED: u8 = 2;
const DOTTED: u8 = 3;
const CROSSED: u8 = 4;
const WAVES: u8 = 5;
const LEVEL: u8 = 6;

/// The pigments of overlays.
#[derive(Debug, Clone, Copy)]
struct Tints {
    bad: Color32,
    poor: Color32,
    good: Color32,
    cool: Color32,
}

impl Tints {
    /// For eyes of a kind. No pattern depends on it; it only keeps colors apart for those who see few.
    fn of(vision: ColorVision) -> Self {
        let rgb = Color32::from_rgb;
        match vision {
            ColorVision::Standard => Self {
                bad: tint::CINNABAR,
                poor: rgb(176, 106, 14),
                good: tint::MALACHITE,
                cool: tint::AZURITE,
            },
            ColorVision::Protan | ColorVision::Deutan => Self {
                bad: rgb(122, 44, 20),
                poor: rgb(180, 112, 8),
                good: rgb(62, 122, 190),
                cool: rgb(24, 60, 130),
            },
            ColorVision::Tritan => Self {
                bad: rgb(190, 32, 32),
                poor: rgb(190, 92, 84),
                good: rgb(24, 124, 124),
                cool: rgb(12, 70, 88),
            },
            ColorVision::Grey => Self {
                bad: rgb(34, 30, 28),
                poor: rgb(84, 80, 76),
                good: rgb(116, 110, 104),
                cool: rgb(64, 60, 58),
            },
        }
    }
}

/// The answers that an overlay can give, in the order of its legend.
pub fn keys(overlay: Overlay, setting: &Setting, vision: ColorVision) -> Vec<Key> {
    let t = Tints::of(vision);
    let key = |words: &str, color: Color32, strength: u8, pattern: u8| Key {
        words: words.to_owned(),
        wash: Wash { color: [color.r(), color.g(), color.b()], strength, pattern },
    };
    match overlay {
        Overlay::Supply => vec![
            key("men with nothing to eat", t.bad, 235, CROSSED),
            key("food for less than a day", t.bad, 215, HATCHED),
            key("food for one or two days", t.poor, 235, LEVEL),
            key("food for longer", t.good, 225, DOTTED),
            key("a day's march from a store of one's own", t.good, 200, WAVES),
        ],
        Overlay::Zones => vec![
            key("held by one's own", t.cool, 215, HATCHED),
            key("held by the enemy, as far as is known", t.bad, 215, BACK_HATCHED),
            key("held by both", t.poor, 235, CROSSED),
        ],
        Overlay::Threat | Overlay::FreeThreat => vec![
            key("up to 2,000 men", t.bad, 165, DOTTED),
            key("up to 5,000", t.bad, 185, LEVEL),
            key("up to 10,000", t.bad, 205, HATCHED),
            key("more", t.bad, 230, CROSSED),
        ],
        Overlay::Sight => vec![
            key("not seen", tint::ASH, 190, LEVEL),
            key("seen; an enemy told of sees it too", t.bad, 200, DOTTED),
            key("not seen; an enemy told of sees it", t.bad, 225, CROSSED),
        ],
        Overlay::Knowledge => vec![
            key("told of within the hour", t.good, 215, DOTTED),
            key("within six hours", t.poor, 215, HATCHED),
            key("longer ago", t.bad, 205, BACK_HATCHED),
            key("nothing known", tint::ASH, 190, LEVEL),
        ],
        Overlay::Control => {
            let patterns = [HATCHED, BACK_HATCHED, DOTTED, WAVES, LEVEL, CROSSED];
            let sides = setting.register.sides.iter().enumerate();
            sides
                .map(|(index, side)| {
                    let color = look(&side.name.id, index).line;
                    key(&side.name.latin, color, 205, patterns[index % patterns.len()])
                })
                .collect()
        }
        Overlay::Water => {
            let forms =
                [(t.cool, 130, DOTTED), (t.cool, 165, LEVEL), (t.cool, 205, WAVES), (t.cool, 240, CROSSED)];
            let words = water::words(&setting.rules.flood);
            let keys = words.iter().zip(forms);
            keys.map(|(words, (color, strength, pattern))| key(words, color, strength, pattern)).collect()
        }
        Overlay::Reach(turns) => {
            let forms = [
                ("this turn", 235, FLAT),
                ("in two turns", 215, HATCHED),
                ("in three", 210, DOTTED),
                ("in four", 205, BACK_HATCHED),
                ("in five", 200, WAVES),
                ("in six", 195, LEVEL),
                ("in seven", 190, CROSSED),
            ];
            let shown = forms.iter().take(usize::from(turns.clamp(1, 7)));
            shown.map(|(words, strength, pattern)| key(words, t.cool, *strength, *pattern)).collect()
        }
    }
}

/// What an overlay says of every hex, row by row. `view` is what the viewer knows beyond the scene; `chosen` is whose
/// reach is asked for, and at which pace.
pub fn wash(
    overlay: Overlay,
    scene: &Scene,
    view: Option<&View>,
    chosen: Option<(FormationId, Pace)>,
    vision: ColorVision,
) -> Vec<Wash> {
    washed(overlay, &scene.setting, vision, &classes::classes(overlay, scene, view, chosen))
}

/// Classes as they are painted.
fn washed(overlay: Overlay, setting: &Setting, vision: ColorVision, classes: &[u8]) -> Vec<Wash> {
    let keys = keys(overlay, setting, vision);
    let of = |class: u8| usize::from(class).checked_sub(1).and_then(|key| keys.get(key));
    classes.iter().map(|class| of(*class).map_or_else(Wash::default, |key| key.wash)).collect()
}

/// Where a formation can be by the end of this turn, row by row.
pub fn reach(scene: &Scene, view: &View, id: FormationId, pace: Pace) -> Vec<bool> {
    let classes = classes::classes(Overlay::Reach(1), scene, Some(view), Some((id, pace)));
    classes.into_iter().map(|class| class > 0).collect()
}

/// The legend of an overlay; `lines` are said below it.
pub fn legend(ui: &mut Ui, overlay: Overlay, setting: &Setting, vision: ColorVision, lines: &[String]) {
    ui.label(RichText::new(overlay.title()).strong());
    for key in keys(overlay, setting, vision) {
        ui.horizontal(|ui| {
            let (rect, _) = ui.allocate_exact_size(vec2(26.0, 18.0), Sense::hover());
            swatch(ui, rect, key.wash);
            ui.label(&key.words);
        });
    }
    ui.label(RichText::new(overlay.remark()).weak().small());
    for line in lines {
        ui.label(RichText::new(line).small());
    }
}

/// A wash as it looks upon silk.
fn swatch(ui: &Ui, rect: Rect, wash: Wash) {
    let painter = ui.painter_at(rect);
    let [r, g, b] = wash.color;
    let pigment = Color32::from_rgb(r, g, b);
    let part = f32::from(wash.strength) / 255.0;
    let ground = super::mixed(tint::SILK, pigment, part * 0.5);
    let ink = super::mixed(ground, super::mixed(pigment, Color32::BLACK, 0.38), part * 0.8);
    painter.rect_filled(rect, 2.0, ground);
    let line = Stroke::new(1.4, ink);
    let (wide, high) = (rect.width(), rect.height());
    let slant = |forward: bool| {
        for k in -3..8 {
            let x = rect.left() + k as f32 * 6.0;
            let (from, to) = if forward { (rect.bottom(), rect.top()) } else { (rect.top(), rect.bottom()) };
            painter.line_segment([egui::pos2(x, from), egui::pos2(x + high, to)], line);
        }
    };
    match wash.pattern {
        FLAT => {}
        HATCHED => slant(false),
        BACK_HATCHED => slant(true),
        DOTTED => {
            for (k, row) in [0.25, 0.75, 0.25, 0.75, 0.25].into_iter().enumerate() {
                let at = rect.min + vec2(wide * (0.1 + 0.2 * k as f32), high * row);
                painter.circle_filled(at, 1.9, ink);
            }
        }
        CROSSED => {
            slant(true);
            slant(false);
        }
        WAVES => {
            for row in [0.25, 0.6, 0.95] {
                let wave = (0..=26).map(|x| {
                    let x = x as f32;
                    rect.min + vec2(x * wide / 26.0, high * row + (x * 0.6).sin() * 1.8)
                });
                painter.add(egui::Shape::line(wave.collect(), line));
            }
        }
        _ => {
            for row in [0.2, 0.5, 0.8] {
                painter.hline(rect.x_range(), rect.top() + high * row, line);
            }
        }
    }
    painter.rect_stroke(rect, 2.0, Stroke::new(1.0, tint::INK), StrokeKind::Inside);
}
