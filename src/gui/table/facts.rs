//! What panels read in a frame.

use std::sync::Arc;

use super::annals::Annals;
use super::{Phase, Table};
use crate::film::{Moment, TurnFilm};
use crate::game::Directive;
use crate::gui::keys::Keys;
use crate::gui::panels::Told;
use crate::gui::scene::Scene;
use crate::report::known::Line;
use crate::seat::View;
use crate::shelf::Settings;
use crate::sim::hex::Hex;
use crate::sim::id::FormationId;

/// What panels read in a frame, apart from the table itself so that they may ask things of it.
pub(super) struct Facts {
    scene: Arc<Scene>,
    annals: Arc<Annals>,
    view: Option<Arc<View>>,
    turn: Option<Arc<TurnFilm>>,
    step: u32,
    lines: Lines,
    orders: Vec<Directive>,
    replaying: bool,
    chosen: Vec<FormationId>,
    looked: Option<Hex>,
}

/// Where the lines are that a frame reads: a long war has thousands, which nobody copies sixty times a second.
enum Lines {
    /// In the annals, up to a moment.
    Annals(Moment),
    /// Those of one turn, so many of them.
    Turn(Arc<Vec<Line>>, usize),
}

impl Facts {
    pub(super) fn told<'a>(&'a self, settings: &'a Settings, keys: &'a Keys) -> Told<'a> {
        Told {
            scene: &self.scene,
            view: self.view.as_deref(),
            snapshot: self.turn.as_ref().map(|turn| &turn.frame(self.step).snapshot),
            lines: match &self.lines {
                Lines::Annals(until) => self.annals.until(*until),
                Lines::Turn(lines, count) => &lines[..*count],
            },
            series: Some(&self.annals.series),
            battles: &self.annals.battles,
            orders: &self.orders,
            replaying: self.replaying,
            settings,
            keys,
            chosen: &self.chosen,
            looked: self.looked,
        }
    }
}

impl Table {
    /// What panels read in this frame.
    pub(super) fn facts(&mut self) -> Facts {
        let scene = self.scene();
        let mut facts = Facts {
            scene,
            annals: Arc::clone(&self.annals),
            view: None,
            turn: None,
            step: 0,
            lines: Lines::Annals(Moment::START),
            orders: Vec::new(),
            replaying: true,
            chosen: self.map.watched.into_iter().collect(),
            looked: self.map.looked_at,
        };
        match (&self.phase, &self.playing) {
            (Phase::Plan(plan), Some(playing)) => {
                facts.view = Some(Arc::clone(&plan.view));
                facts.orders = playing.game.planned(plan.side()).to_vec();
                facts.replaying = false;
                facts.lines = Lines::Annals(Moment { turn: u32::MAX, step: 0 });
                if !plan.chosen.is_empty() {
                    facts.chosen = plan.chosen.iter().copied().collect();
                }
            }
            (Phase::Show(stage, _), _) => {
                facts.annals = Arc::clone(&stage.annals);
                facts.view = stage.view().cloned();
                facts.turn = Some(Arc::clone(stage.turn()));
                facts.step = stage.at().step;
                facts.lines = match stage.lines_of_turn() {
                    Some((lines, count)) => Lines::Turn(lines, count),
                    None => Lines::Annals(stage.at()),
                };
                let orders = stage.turn().orders.iter().enumerate();
                let seen =
                    orders.filter(|(side, _)| stage.viewer().is_none_or(|viewer| viewer.index() == *side));
                facts.orders = seen.flat_map(|(_, orders)| orders.iter().cloned()).collect();
            }
            _ => {}
        }
        facts
    }
}
