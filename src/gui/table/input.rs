//! What keys and panels ask of the table, and how it does it.

use bevy_egui::egui::{self, Context};

use super::dialogs::Dialog;
use super::{Phase, Purpose, Table, TableGo};
use crate::gui::ask::{Ask, Page, Tool};
use crate::gui::draw::overlay::Overlay;
use crate::gui::keys::Action;
use crate::gui::panels;
use crate::gui::services::Services;
use crate::orders::{GiveSignal, LeaveBait, Order, Split};
use crate::report::orders::sentence;
use crate::sim::hex::{Hex, SIDES};
use crate::sim::id::{FormationId, SideId};
use crate::sim::intent::{Pace, Stance};

/// Heads of a herd that the key for bait leaves lying.
const BAIT_HEADS: u32 = 200;

impl Table {
    /// Does what the keys ask.
    pub(super) fn obey_keys(&mut self, ctx: &Context, services: &mut Services) {
        if ctx.egui_wants_keyboard_input() {
            return;
        }
        let widget_has_focus = ctx.memory(|memory| memory.focused().is_some());
        let pressed: Vec<Action> = ctx.input(|input| {
            let bare = |action: &Action| {
                let chords = services.keys.chords(*action).iter().filter(|chord| chord.pressed(input));
                chords.copied().any(|chord| {
                    // A focused control has Space, Enter and the arrows for itself.
                    let taken = matches!(
                        chord.key,
                        egui::Key::Space
                            | egui::Key::Enter
                            | egui::Key::ArrowLeft
                            | egui::Key::ArrowRight
                            | egui::Key::ArrowUp
                            | egui::Key::ArrowDown
                    );
                    !(widget_has_focus && taken && !chord.held.command)
                })
            };
            Action::ALL.iter().copied().filter(bare).collect()
        });
        for action in pressed {
            if self.dialog.is_some() && action != Action::Close {
                continue;
            }
            self.obey(action, ctx, services);
        }
    }

    fn obey(&mut self, action: Action, ctx: &Context, services: &mut Services) {
        let now = ctx.input(|input| input.time);
        let glide = !services.settings.reduce_motion;
        if self.obey_map(action, glide, services) || self.obey_stage(action, ctx, services) {
            return;
        }
        let mut asked = Vec::new();
        match action {
            Action::Close => self.close_topmost(),
            Action::Help => self.go = Some(TableGo::Help),
            Action::Load => self.ask_to_leave(TableGo::Load),
            Action::Save => self.dialog = Some(Dialog::save(self, services)),
            Action::QuickSave => self.quick_save(services, now),
            Action::QuickLoad => self.quick_load(services, now),
            Action::Picture => self.picture(services, now),
            Action::Find => asked.push(Ask::Page(Page::Find)),
            Action::Army => asked.push(Ask::Page(Page::Army)),
            Action::Chronicle => asked.push(Ask::Page(Page::Chronicle)),
            Action::Objectives => asked.push(Ask::Page(Page::Objectives)),
            Action::Statistics => asked.push(Ask::Page(Page::Statistics)),
            Action::Report => asked.push(Ask::Page(Page::Report)),
            Action::Battles => asked.push(Ask::Page(Page::Battles)),
            Action::Legend => asked.push(Ask::Page(Page::Legend)),
            _ => self.obey_plan(action, glide, &mut asked),
        }
        self.do_all(asked, ctx, services);
    }

    /// Esc closes the topmost thing, one at a time, and asks for the menu at last; it never quits.
    fn close_topmost(&mut self) {
        if self.dialog.take().is_some() || self.page.take().is_some() {
            return;
        }
        if self.map.overlay.take().is_some() || self.map.cursor.take().is_some() {
            return;
        }
        match &mut self.phase {
            Phase::Plan(plan) if plan.tool != Tool::Select => plan.tool = Tool::Select,
            Phase::Plan(plan) if !plan.chosen.is_empty() => plan.chosen.clear(),
            _ if self.map.looked_at.take().is_some() | self.map.watched.take().is_some() => {}
            _ => self.dialog = Some(Dialog::Menu),
        }
    }

    /// Keys that move the eye or change what the map shows; true if it was one.
    fn obey_map(&mut self, action: Action, glide: bool, services: &mut Services) -> bool {
        let settings = &mut services.settings;
        match action {
            Action::Nearer => self.eye.zoom_about(self.eye.rect.center(), 1.3),
            Action::Farther => self.eye.zoom_about(self.eye.rect.center(), 1.0 / 1.3),
            Action::CommonZoom => self.eye.common_zoom(),
            Action::Center => match self.focus() {
                Some(hex) => self.eye.look_at(crate::gui::geometry::center(hex), glide),
                None => self.look_at_own(false),
            },
            Action::Grid => settings.show_grid = !settings.show_grid,
            Action::Coordinates => settings.show_coordinates = !settings.show_coordinates,
            Action::Names => settings.show_place_names = !settings.show_place_names,
            Action::ClearMap => self.map.bare = !self.map.bare,
            Action::Counters => self.map.figure = self.map.figure.next(),
            Action::Supply => self.toggle_overlay(Overlay::Supply),
            Action::Zones => self.toggle_overlay(Overlay::Zones),
            Action::Threat => self.toggle_overlay(Overlay::Threat),
            Action::Sight => self.toggle_overlay(Overlay::Sight),
            Action::Knowledge => self.toggle_overlay(Overlay::Knowledge),
            Action::Control => self.toggle_overlay(Overlay::Control),
            Action::Reach1 => self.toggle_overlay(Overlay::Reach(1)),
            Action::Reach2 => self.toggle_overlay(Overlay::Reach(2)),
            Action::Reach3 => self.toggle_overlay(Overlay::Reach(3)),
            Action::Reach4 => self.toggle_overlay(Overlay::Reach(4)),
            Action::Reach5 => self.toggle_overlay(Overlay::Reach(5)),
            Action::Reach6 => self.toggle_overlay(Overlay::Reach(6)),
            Action::Reach7 => self.toggle_overlay(Overlay::Reach(7)),
            Action::Cursor => {
                let here = self.map.cursor.take();
                if here.is_none() {
                    let middle = self.eye.hex_under(self.eye.rect.center());
                    let on_map = Some(middle).filter(|hex| self.setting.map.grid().contains(*hex));
                    self.map.cursor = self.focus().or(on_map);
                }
            }
            _ => return self.move_cursor(action, glide),
        }
        if matches!(action, Action::Grid | Action::Coordinates | Action::Names) {
            services.keep_settings();
        }
        true
    }

    fn toggle_overlay(&mut self, overlay: Overlay) {
        self.map.overlay = if self.map.overlay == Some(overlay) { None } else { Some(overlay) };
    }

    /// Keys that move the hex cursor, while there is one. Sides: 0 east, then on against the sun.
    fn move_cursor(&mut self, action: Action, glide: bool) -> bool {
        let Some(cursor) = self.map.cursor else { return false };
        let side = match action {
            Action::East => 0,
            Action::NorthEast => 1,
            Action::North => 2,
            Action::West => 3,
            Action::SouthWest => 4,
            Action::South => 5,
            Action::Point => {
                let mut asked = Vec::new();
                self.click(cursor, None, false, &mut asked);
                self.queue(asked);
                return true;
            }
            Action::Command => {
                let mut asked = Vec::new();
                self.command(cursor, &mut asked);
                self.queue(asked);
                return true;
            }
            _ => return false,
        };
        let next = cursor + SIDES[side];
        if self.setting.map.grid().contains(next) {
            self.map.cursor = Some(next);
            self.map.looked_at = Some(next);
            self.eye.bring_into_sight(next, glide);
        }
        true
    }

    /// Keys of a film; true if it was one.
    fn obey_stage(&mut self, action: Action, ctx: &Context, services: &Services) -> bool {
        let Phase::Show(stage, purpose) = &mut self.phase else {
            return match (&self.phase, action) {
                (Phase::Curtain(side), Action::Point | Action::Play | Action::EndTurn) => {
                    let side = *side;
                    if let Err(error) = self.unveil(side, services) {
                        self.fault(&error);
                    }
                    true
                }
                _ => false,
            };
        };
        let purpose = *purpose;
        let done = match action {
            Action::Play => stage.toggle_play(),
            Action::StepOn => stage.step(true),
            Action::StepBack => stage.step(false),
            Action::TurnOn => stage.step_turn(true),
            Action::TurnBack => stage.step_turn(false),
            Action::First => stage.seek(crate::film::Moment::START),
            Action::Last => stage.seek_end(),
            Action::NextMark => stage.step_mark(true),
            Action::PreviousMark => stage.step_mark(false),
            Action::Faster | Action::Slower => {
                stage.change_speed(action == Action::Faster);
                Ok(())
            }
            Action::Eyes if stage.free => {
                let sides = stage.film().replay().setting().register.sides.len() as u8;
                let next = stage.viewer().map_or(0, |side| side.0 + 1);
                stage.look_through((next < sides).then_some(SideId(next)))
            }
            Action::CopyMoment => {
                self.copy_moment(ctx);
                Ok(())
            }
            Action::PlayFrom if purpose == Purpose::Watching => {
                self.dialog = Some(Dialog::PlayFrom);
                Ok(())
            }
            Action::Skip | Action::Close | Action::EndTurn if matches!(purpose, Purpose::Resolution(_)) => {
                let skipped = stage.skip();
                self.show_done();
                skipped
            }
            Action::Close if matches!(purpose, Purpose::Review(_)) && self.page.is_none() => {
                self.review(services)
            }
            _ => return false,
        };
        if let Err(error) = done {
            self.fault(&error);
        }
        true
    }

    /// Keys of planning.
    fn obey_plan(&mut self, action: Action, glide: bool, asked: &mut Vec<Ask>) {
        let (Phase::Plan(plan), Some(playing)) = (&mut self.phase, &mut self.playing) else { return };
        let game = &mut playing.game;
        match action {
            Action::Next | Action::Previous => match plan.next_idle(game, action == Action::Previous) {
                Some(id) => {
                    let hex = plan.view.formation(id).map(|own| own.place.hex());
                    self.map.watched = Some(id);
                    self.map.looked_at = hex;
                    hex.into_iter().for_each(|hex| self.eye.bring_into_sight(hex, glide));
                }
                None => asked.push(Ask::Tell("Every formation has something to do")),
            },
            Action::Wait => {
                plan.wait();
                plan.next_idle(game, false);
            }
            Action::Rest => {
                plan.rest();
                plan.next_idle(game, false);
            }
            Action::SelectArmy => plan.choose_army(),
            Action::Undo => asked.push(Ask::Undo),
            Action::Redo => asked.push(Ask::Redo),
            Action::UndoAll => asked.push(Ask::UndoTo(0)),
            Action::March => asked.push(Ask::Tool(Tool::March)),
            Action::Attack => asked.push(Ask::Tool(Tool::Attack)),
            Action::Feign => asked.push(Ask::Tool(Tool::Feign)),
            Action::Scouts => asked.push(Ask::Tool(Tool::Scouts)),
            Action::Pace => {
                plan.pace = if plan.pace == Pace::Forced { Pace::Ordinary } else { Pace::Forced };
                let words = if plan.pace == Pace::Forced { "Forced marches" } else { "Ordinary marches" };
                asked.push(Ask::Tell(words));
            }
            Action::Halt => asked.push(Ask::Order(plan.halts())),
            Action::Camp => asked.push(Ask::Order(plan.camps(true))),
            Action::ColdCamp => asked.push(Ask::Order(plan.camps(false))),
            Action::Stance => {
                if let Some(stance) = plan.next_stance(game) {
                    asked.push(Ask::Order(plan.stances(stance)));
                }
            }
            Action::Ambush => {
                // The side's first signal that can be waited for, if it has one; the card offers the others.
                let signal = plan.view.signals().map(|(id, _)| id).next();
                asked.push(Ask::Order(plan.stances(Stance::Ambush { signal })));
            }
            Action::Bait => {
                let bait = plan.chosen_states().map(|own| LeaveBait {
                    formation: own.id,
                    heads: BAIT_HEADS.min(own.beasts.herd.max(1)),
                });
                asked.push(Ask::Order(bait.map(Order::LeaveBait).collect()));
            }
            Action::Split => {
                let split = plan.chosen_states().map(|own| {
                    let (formation, men) = (own.id, own.roll.under_arms() / 2);
                    Order::Split(Split { formation, men })
                });
                asked.push(Ask::Order(split.collect()));
            }
            Action::Join => {
                asked.push(plan.joins().map_or(Ask::Tell("Nobody here whom they could join"), Ask::Order))
            }
            Action::Signal => {
                let signal = plan.view.signals().map(|(id, _)| id).next();
                let given = plan.chosen_states().take(1).filter_map(|own| {
                    signal.map(|signal| Order::GiveSignal(GiveSignal { formation: own.id, signal }))
                });
                asked.push(Ask::Order(given.collect()));
            }
            Action::EndTurn => asked.push(Ask::EndTurn),
            _ => {}
        }
    }

    /// Where the attention is: the chosen formation, the one watched, the hex looked at.
    fn focus(&self) -> Option<Hex> {
        let scene = self.scene();
        let chosen = match &self.phase {
            Phase::Plan(plan) => plan.chosen.first().copied(),
            _ => None,
        };
        let body = chosen.or(self.map.watched).and_then(|id| scene.body(id).map(|body| body.at));
        body.or(self.map.looked_at)
    }

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
            self.eye.bring_into_sight(hex, glide);
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

    fn quick_save(&mut self, services: &Services, now: f64) {
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

    fn quick_load(&mut self, services: &Services, now: f64) {
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

    fn picture(&mut self, services: &Services, now: f64) {
        let Some(shelf) = &services.shelf else { return };
        let (turn, stamp) = (self.film.turns() + 1, (now * 1000.0) as u64);
        let path = shelf.home().join(format!("{}-{turn}-{stamp}.png", self.setting.about.id));
        self.toast(format!("Picture kept as {}", path.display()), now);
        self.pictures.push(path);
    }
}
