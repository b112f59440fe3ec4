//! What may be expected of an attack: the law of combat, factor by factor, with what is known of the enemy.

use bevy_egui::egui::{RichText, Ui};

use super::enemy::STALE_MIN;
use super::parts::{
    about, bar, empty, flow, flow_button, heading, percent, prose, row, row_in, section, small, span, strong,
};
use super::{Told, words};
use crate::gui::ask::{Ask, Tool};
use crate::gui::palette;
use crate::gui::scene::{Arm, Body};
use crate::orders::{Attack, Order};
use crate::report::names::number;
use crate::setting::Setting;
use crate::sim::army::Posture;
use crate::sim::combat::Forecast;
use crate::sim::hex::{Hex, SIDE_NAMES};
use crate::sim::id::{FormationId, SideId};
use crate::sim::intent::Pace;
use crate::sim::law::{FactorName, Product};
use crate::sim::map::Mobility;
use crate::sim::movement::{Body as Standing, Dispositions};

/// Who would attack whom.
#[derive(Debug, Clone, Default)]
pub struct ForecastState {
    /// Our formation and the reported enemy.
    pub pair: Option<(FormationId, FormationId)>,
    /// How hard it would march there.
    pub pace: Pace,
}

/// What may be expected of an attack.
pub fn forecast(ui: &mut Ui, told: &Told, state: &mut ForecastState) -> Vec<Ask> {
    let mut asks = Vec::new();
    let known = state.pair.and_then(|(own, target)| {
        let (view, body) = (told.seat()?, told.body(target)?);
        let one = view.formation(own).filter(|one| one.is_alive())?;
        Some((own, one, body, view.forecast(own, target)))
    });
    let Some((own, one, enemy, expected)) = known else {
        empty(
            ui,
            "No attack is looked at. Choose one of your own formations and point at an enemy you know of.",
        );
        return asks;
    };
    heading(ui, format!("{} attacks", told.body_name(own)));
    prose(ui, words::enemy(told, enemy.id));
    let Some(expected) = expected else {
        empty(
            ui,
            "Nobody can strike across there: a river without ford or bridge, or a bluff, lies between.",
        );
        return asks;
    };
    warn(ui, told, enemy);
    chance(ui, told, &expected);
    losses(ui, told, &expected);
    let ours = told.scene.viewer.unwrap_or(SideId(0));
    factors(ui, "What we do to them", &expected.ours, &number(expected.they_lose_h));
    factors(ui, "What they do to us", &expected.theirs, &number(expected.we_lose_h));
    section(ui, "Ways out");
    let field = Field::of(told);
    ways(ui, "for them", &field, told.setting(), (enemy.side, enemy.at, mobility_of(told, enemy)));
    let mobility = told.setting().troops.kind(one.troop.0).mobility;
    ways(ui, "for us", &field, told.setting(), (ours, one.place.hex(), mobility));
    if let Some(view) = told.planner() {
        let order = Order::Attack(Attack { formation: own, target: enemy.id, pace: state.pace });
        section(ui, "Order");
        flow(ui, |ui| match order.check(view) {
            Ok(()) => {
                if flow_button(ui, "Attack", "", false).clicked() {
                    asks.push(Ask::Order(vec![order]));
                }
                if flow_button(ui, "Leave it", "", false).clicked() {
                    asks.push(Ask::Tool(Tool::Select));
                }
            }
            Err(refusal) => {
                prose(ui, strong(format!("No, {refusal}.")));
            }
        });
    }
    asks
}

/// How a body gets about, as far as is known; men not made out are taken for foot.
fn mobility_of(told: &Told, body: &Body) -> Mobility {
    match (told.fact(body.id), body.arm) {
        (Some(one), _) => told.setting().troops.kind(one.troop.0).mobility,
        (None, Arm::Horse | Arm::HeavyHorse) => Mobility::Horse,
        (None, Arm::Hill) => Mobility::Hill,
        (None, Arm::Camels | Arm::Train) => Mobility::Train,
        (None, Arm::Foot | Arm::Crossbow | Arm::Unknown) => Mobility::Foot,
    }
}

/// What makes the forecast doubtful.
fn warn(ui: &mut Ui, told: &Told, enemy: &Body) {
    let Some(rumor) = enemy.rumor else { return };
    let (error, certainty) = words::error_of(rumor.source, &told.setting().rules);
    if rumor.age_min > STALE_MIN {
        let text = format!("The report is {} old: he may have gone, or not be alone.", span(rumor.age_min));
        prose(ui, RichText::new(text).color(ui.visuals().warn_fg_color));
    }
    let text = format!(
        "His {} are an estimate, {}, off by {} {certainty}; his training, order and food are taken to be ordinary.",
        about(enemy.men),
        words::source(rumor.source),
        percent(u32::from(error))
    );
    prose(ui, small(text));
}

fn chance(ui: &mut Ui, told: &Told, expected: &Forecast) {
    let first = u32::from(expected.they_first);
    section(ui, "Who breaks first");
    let ours = told.scene.viewer.unwrap_or(SideId(0));
    let id = told.setting().register.sides.get(ours.index()).map_or("", |info| info.name.id.as_str());
    let (field, ..) = palette::side(id, ours.index());
    let tells = format!(
        "They break first in {} of cases, we in {}.",
        percent(first),
        percent(1000 - first.min(1000))
    );
    bar(ui, (first, 0, 1000 - first.min(1000)), field, &tells);
    prose(ui, strong(&tells));
    let spread = "From the two times below and the fortune that both sides have on such a day.";
    row(ui, "they break after", &until(expected.they_break_min), spread);
    row(ui, "we break after", &until(expected.we_break_min), spread);
}

fn until(minutes: u32) -> String {
    if minutes >= 24 * 60 { "more than a day".to_owned() } else { span(minutes) }
}

/// Losses with the spread that fortune gives them.
fn losses(ui: &mut Ui, told: &Told, expected: &Forecast) {
    section(ui, "Losses in the line");
    let rules = &told.setting().rules.combat;
    let (day, battle) = (f64::from(rules.fortune_day) / 1000.0, f64::from(rules.fortune_battle) / 1000.0);
    let spread = libm::exp(libm::sqrt(day * day + battle * battle));
    let minutes = expected.we_break_min.min(expected.they_break_min).min(24 * 60);
    let tells = |per_hour: u32| {
        format!(
            "{} an hour, expected. Fortune (spread {} for the day, {} for the battle) divides or multiplies it by up to \
             {spread:.2} in two cases of three. Flight costs more than the line.",
            number(per_hour),
            percent(u32::from(rules.fortune_day)),
            percent(u32::from(rules.fortune_battle))
        )
    };
    for (who, per_hour) in [("we lose", expected.we_lose_h), ("they lose", expected.they_lose_h)] {
        let hours = f64::from(minutes) / 60.0;
        let middle = f64::from(per_hour) * hours;
        let range = format!("{} to {}", rounded(middle / spread), rounded(middle * spread));
        row(ui, &format!("{who}, an hour"), &number(per_hour), &tells(per_hour));
        row(ui, &format!("{who} in {}", until(minutes)), &range, &tells(per_hour));
    }
}

fn rounded(men: f64) -> String {
    let men = men.clamp(0.0, 1e9) as i64;
    let step = if men >= 1_000 {
        100
    } else if men >= 100 {
        10
    } else {
        1
    };
    number((men + step / 2) / step * step)
}

/// A product, factor by factor, with what it comes to after each. The last line is the result.
fn factors(ui: &mut Ui, title: &str, product: &Product, men_h: &str) {
    section(ui, title);
    prose(ui, small("Lost in an hour of every 1,000 in contact"));
    let mut so_far = 1.0;
    for factor in &product.factors {
        so_far *= factor.times;
        let value = if factor.name == FactorName::Base {
            per_thousand(so_far)
        } else {
            format!("× {:.3}  =  {}", factor.times, per_thousand(so_far))
        };
        row(ui, factor.name.words(), &value, "");
    }
    let tells = "The product of all lines above, for the men who find room to fight.";
    let color = ui.visuals().strong_text_color();
    row_in(ui, "men an hour", men_h, tells, color);
}

fn per_thousand(ppm: f64) -> String {
    format!("{:.2}", ppm / 1000.0)
}

/// Who holds which ground, as far as the viewer knows.
struct Field<'a> {
    told: &'a Told<'a>,
    dispositions: Dispositions<'a>,
}

impl<'a> Field<'a> {
    fn of(told: &'a Told<'a>) -> Self {
        let setting: &'a Setting = told.setting();
        let bodies = told.scene.bodies.iter().map(|body| Standing {
            id: body.id,
            side: body.side,
            hex: body.at,
            posture: body.posture,
            up: body.men,
        });
        let men = setting.rules.movement.zone_men(setting.map.hex_m);
        Self { told, dispositions: Dispositions::new(&told.scene.costs, setting.map.grid(), men, bodies) }
    }
}

/// The neighbors to which beaten men could go.
fn ways(
    ui: &mut Ui,
    who: &str,
    field: &Field,
    setting: &Setting,
    (side, at, mobility): (SideId, Hex, Mobility),
) {
    let (mut open, mut held) = (Vec::new(), Vec::new());
    for (edge, next) in setting.map.grid().neighbors(at) {
        let passable = field.told.scene.costs.seconds(mobility, at, edge).is_some();
        let taken = field
            .told
            .scene
            .bodies
            .iter()
            .any(|body| body.at == next && body.side != side && body.posture != Posture::Routed);
        if !passable || taken {
            continue;
        }
        let list = if field.dispositions.is_held(side, next) { &mut held } else { &mut open };
        list.push(SIDE_NAMES[edge]);
    }
    let names = |ways: &[&str]| if ways.is_empty() { "none".to_owned() } else { ways.join(", ") };
    let tells = format!(
        "Passable and empty of enemies: {}. In reach of formed enemies, who bar them: {}. Beaten men without a way \
         out are taken or cut down.",
        names(&open),
        names(&held)
    );
    let value = match (open.len(), held.len()) {
        (0, 0) => "none".to_owned(),
        (open, 0) => format!("{open} of 6"),
        (open, held) => format!("{open} of 6, {held} more held"),
    };
    row(ui, who, &value, &tells);
    prose(ui, small(names(&open)));
}
