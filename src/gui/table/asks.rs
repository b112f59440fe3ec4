//! What keys, panels and the map ask of the table, and how it does it.

use bevy_egui::egui::Context;

use super::dialogs::Dialog;
use super::{Phase, Table, TableGo};
use crate::gui::ask::{Ask, Tool};
use crate::gui::panels;
use crate::gui::services::Services;
use crate::orders::Order;
use crate::report::orders::sentence;
use crate::sim::id::FormationId;
use crate::sim::intent::Pace;

impl Table {
    /// Keeps what was asked until the end of the frame.
    pub(super) fn queue(&mut self, asked: Vec<Ask>) {
        self.asked.extend(asked);
    }

    /// Does what was asked, in order.
    pub(super) fn do_all(&mut self, asked: Vec<Ask>, ctx: &Context, services: &mut Services) {
        for ask in asked {
            self.do_one(ask, ctx, services);
        }
    }

    fn do_one(&mut self, ask: Ask, ctx: &Context, services: &mut Services) {
        let now = ctx.input(|input| input.time);
        let glide = !services.settings.reduce_motion;
        match ask {
            Ask::Select(id) => self.select(id, glide),
            Ask::Toggle(id) => {
                if let Phase::Plan(plan) = &mut self.phase {
                    plan.toggle(id);
                }
            }
            Ask::SelectAll(ids) => {
                if let Phase::Plan(plan) = &mut self.phase {
                    plan.chosen = ids.into_iter().filter(|id| plan.view.formation(*id).is_some()).collect();
                }
            }
            Ask::Look(hex) => self.look(hex, glide),
            Ask::Seek(moment) => self.seek(moment, services),
            Ask::Order(orders) => self.order(orders, now),
            Ask::Undo => self.undo(false, now),
            Ask::Redo => self.undo(true, now),
            Ask::UndoTo(keep) => {
                if let (Phase::Plan(plan), Some(playing)) = (&mut self.phase, &mut self.playing) {
                    let taken = plan.undo_to(&mut playing.game, keep);
                    self.toast(format!("{taken} orders taken back"), now);
                    self.keep_plan();
                }
            }
            Ask::Tool(tool) => {
                if let Phase::Plan(plan) = &mut self.phase {
                    if plan.chosen.is_empty() {
                        self.toast("Choose a formation first", now);
                    } else {
                        plan.tool = if plan.tool == tool { Tool::Select } else { tool };
                    }
                }
            }
            Ask::Pace(pace) => {
                if let (Phase::Plan(plan), Some(playing)) = (&mut self.phase, &self.playing) {
                    plan.pace = pace;
                    let again = plan.repaced(&playing.game);
                    let words = match pace {
                        Pace::Ordinary => "Ordinary marches",
                        Pace::Forced => "Forced marches",
                    };
                    self.toast(words, now);
                    self.order(again, now);
                }
            }
            Ask::Page(page) => self.page = if self.page == Some(page) { None } else { Some(page) },
            Ask::ClosePage => self.page = None,
            Ask::Tell(text) => self.toast(text, now),
            Ask::Copy(text) => {
                ctx.copy_text(text);
                self.toast("Copied", now);
            }
            Ask::EndTurn => self.ask_end_turn(services),
            Ask::Term(term) => {
                self.term = Some(term);
                self.go = Some(TableGo::Help);
            }
        }
    }

    fn select(&mut self, id: FormationId, glide: bool) {
        let at = self.scene().body(id).map(|body| body.at);
        if let Phase::Plan(plan) = &mut self.phase
            && plan.view.formation(id).is_some_and(crate::snapshot::FormationState::is_alive)
        {
            plan.choose(id);
        }
        self.map.watched = Some(id);
        if let Some(hex) = at {
            self.map.looked_at = Some(hex);
            self.eye.bring_into_sight(hex, &self.map.covers, glide);
        }
    }

    /// Gives orders; the first refusal is told.
    fn order(&mut self, orders: Vec<Order>, now: f64) {
        let (Phase::Plan(plan), Some(playing)) = (&mut self.phase, &mut self.playing) else { return };
        let (mut given, mut refused) = (Vec::new(), None);
        for order in orders {
            match plan.give(&mut playing.game, order.clone()) {
                Ok(()) => given.push(order),
                Err(refusal) => refused = refused.or(Some(refusal.to_string())),
            }
        }
        let told = match (given.as_slice(), refused) {
            (_, Some(refusal)) => Some(format!("No: {refusal}")),
            ([one], None) => Some(sentence(one, &self.setting)),
            ([], None) => None,
            (many, None) => Some(format!("{} orders given", many.len())),
        };
        if let Some(told) = told {
            self.toast(told, now);
        }
        if !given.is_empty() {
            self.keep_plan();
        }
    }

    fn undo(&mut self, redo: bool, now: f64) {
        let (Phase::Plan(plan), Some(playing)) = (&mut self.phase, &mut self.playing) else { return };
        let order = if redo { plan.redo(&mut playing.game) } else { plan.undo(&mut playing.game) };
        let told = match (order, redo) {
            (Some(order), false) => format!("Taken back: {}", sentence(&order, &self.setting)),
            (Some(order), true) => format!("Given again: {}", sentence(&order, &self.setting)),
            (None, false) => "Nothing to take back this turn; what was resolved has been seen".to_owned(),
            (None, true) => "Nothing to give again".to_owned(),
        };
        self.toast(told, now);
        self.keep_plan();
    }

    /// Orders of the present turn go into the autosave too.
    fn keep_plan(&mut self) {
        if let Some(playing) = &mut self.playing {
            playing.saved = false;
            if let Some(autosaver) = &playing.autosaver {
                autosaver.keep(playing.recorder.save(&playing.game));
            }
        }
    }

    fn seek(&mut self, moment: crate::film::Moment, services: &Services) {
        if matches!(self.phase, Phase::Plan(_))
            && let Err(error) = self.review(services)
        {
            self.fault(&error);
        }
        if let Phase::Show(stage, _) = &mut self.phase
            && let Err(error) = stage.seek(moment)
        {
            self.fault(&error);
        }
    }

    /// Ends the turn, unless something speaks against it that the player wants to hear.
    fn ask_end_turn(&mut self, services: &Services) {
        let Phase::Plan(plan) = &self.phase else { return };
        self.cards.idle.resting.clone_from(&plan.resting);
        let facts = self.facts();
        let told = facts.told(&services.settings, &services.keys);
        let forgotten = panels::forgotten(&told, &self.cards.idle.resting);
        if services.settings.confirm_end_turn || services.settings.warn_idle && !forgotten.is_empty() {
            self.dialog = Some(Dialog::EndTurn);
        } else {
            self.end_turn_now(services);
        }
    }

    /// Ends the turn. Asked twice, only one turn ends: after the first there is no plan any more.
    pub(super) fn end_turn_now(&mut self, services: &Services) {
        if let Err(error) = self.end_planning(services) {
            self.fault(&error);
        }
    }

    /// A link to the moment shown, on the clipboard.
    pub(super) fn copy_moment(&mut self, ctx: &Context) {
        let Phase::Show(stage, _) = &self.phase else { return };
        let file =
            self.origin.as_ref().map_or_else(|| "war.hawk".to_owned(), |path| path.display().to_string());
        ctx.copy_text(format!("{file}{}", stage.at()));
        let now = ctx.input(|input| input.time);
        self.toast("The moment is on the clipboard; ironhawk watch opens it", now);
    }

    pub(super) fn quick_save(&mut self, services: &Services, now: f64) {
        let told = match &services.shelf {
            None => "There is no folder to save into".to_owned(),
            Some(shelf) => match shelf.quick_save(&self.record()) {
                Ok(path) => {
                    self.mark_saved();
                    format!("Saved as {}", path.display())
                }
                Err(error) => format!("Not saved: {error}"),
            },
        };
        self.toast(told, now);
    }

    pub(super) fn mark_saved(&mut self) {
        if let Some(playing) = &mut self.playing {
            playing.saved = true;
        }
    }

    pub(super) fn quick_load(&mut self, services: &Services, now: f64) {
        let Some(shelf) = &services.shelf else { return };
        match shelf.load(&shelf.quick_path()) {
            Err(error) => self.toast(format!("Not loaded: {error}"), now),
            Ok(loaded) => match Self::resume(loaded, shelf.quick_path(), services) {
                Ok(table) => {
                    *self = table;
                    self.toast("The quick save is on the table again", now);
                }
                Err(error) => self.fault(&error),
            },
        }
    }

    pub(super) fn picture(&mut self, services: &Services, now: f64) {
        let Some(shelf) = &services.shelf else { return };
        let (turn, stamp) = (self.film.turns() + 1, (now * 1000.0) as u64);
        let path = shelf.home().join(format!("{}-{turn}-{stamp}.png", self.setting.about.id));
        self.toast(format!("Picture kept as {}", path.display()), now);
        self.pictures.push(path);
    }
}
