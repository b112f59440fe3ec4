//! What keys do at the table.

use bevy_egui::egui::{self, Context};

use super::dialogs::Dialog;
use super::{Phase, Purpose, Table, TableGo};
use crate::gui::ask::{Ask, Page, Tool};
use crate::gui::draw::overlay::Overlay;
use crate::gui::keys::Action;
use crate::gui::services::Services;
use crate::orders::{GiveSignal, LeaveBait, Order, Split};
use crate::sim::hex::{Hex, SIDES};
use crate::sim::id::SideId;
use crate::sim::intent::{Pace, Stance};

/// Heads of a herd that the key for bait leaves lying.
const BAIT_HEADS: u32 = 200;
/// Seconds after which a key was held and not tapped.
const HELD_S: f64 = 0.4;
/// And frames.
const HELD_FRAMES: u32 = 4;

impl Table {
    /// Does what the keys ask.
    pub(super) fn obey_keys(&mut self, ctx: &Context, services: &mut Services) {
        let focused = ctx.memory(|memory| memory.focused());
        let had_focus = std::mem::replace(&mut self.map.had_focus, focused.is_some());
        if ctx.text_edit_focused() {
            return;
        }
        // The map itself has keys for all it does.
        let widget_has_focus = focused.is_some() && focused != self.map.id;
        let pressed: Vec<Action> = ctx.input(|input| {
            let bare = |action: &Action| {
                let chords = services
                    .keys
                    .chords(*action)
                    .iter()
                    .filter(|chord| chord.pressed(input, action.repeats()));
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
            // The chord that asked whether to end the turn is also the answer.
            if matches!(self.dialog, Some(Dialog::EndTurn)) && action == Action::EndTurn {
                self.dialog = None;
                self.end_turn_now(services);
                continue;
            }
            // One may save at once with the menu open.
            let saves = matches!(self.dialog, Some(Dialog::Menu)) && action == Action::QuickSave;
            if self.dialog.is_some() && action != Action::Close && !saves {
                continue;
            }
            // Esc has just taken the focus from a button; that is enough for once.
            if action == Action::Close && had_focus && self.dialog.is_none() && self.page.is_none() {
                continue;
            }
            self.obey(action, ctx, services);
        }
        self.let_go(ctx, services);
    }

    /// Counters hidden by a key that was held come back when it is let go.
    fn let_go(&mut self, ctx: &Context, services: &Services) {
        let Some((since, frames)) = self.map.hidden_since else { return };
        let (held, now) = ctx.input(|input| (services.keys.is_down(input, Action::ClearMap), input.time));
        if held {
            self.map.hidden_since = Some((since, frames + 1));
        } else {
            // On a slow machine a tap may take long, but few frames.
            self.map.hidden_since = None;
            self.map.bare &= now - since < HELD_S || frames < HELD_FRAMES;
        }
    }

    fn obey(&mut self, action: Action, ctx: &Context, services: &mut Services) {
        let now = ctx.input(|input| input.time);
        let glide = !services.settings.reduce_motion;
        if self.obey_map(action, glide, now, services) || self.obey_stage(action, ctx, services) {
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
            Action::Stores => asked.push(Ask::Page(Page::Supply)),
            Action::Report => asked.push(Ask::Page(Page::Report)),
            Action::Battles => asked.push(Ask::Page(Page::Battles)),
            Action::Legend => asked.push(Ask::Page(Page::Legend)),
            _ => self.obey_plan(action, glide, &mut asked),
        }
        self.do_all(asked, ctx, services);
    }

    /// Esc closes the topmost thing, one at a time, and asks for the menu at last; it never quits.
    pub(super) fn close_topmost(&mut self) {
        if self.dialog.take().is_some() || self.page.take().is_some() {
            return;
        }
        if self.map.overlay.take().is_some() || self.map.cursor.take().is_some() {
            return;
        }
        match &mut self.phase {
            Phase::Plan(plan) if plan.tool != Tool::Select => plan.tool = Tool::Select,
            Phase::Plan(plan) if !plan.chosen.is_empty() => {
                plan.chosen.clear();
                self.map.watched = None;
            }
            _ if self.map.looked_at.take().is_some() | self.map.watched.take().is_some() => {}
            _ => self.dialog = Some(Dialog::Menu),
        }
    }

    /// Keys that move the eye or change what the map shows; true if it was one.
    fn obey_map(&mut self, action: Action, glide: bool, now: f64, services: &mut Services) -> bool {
        if let Some(overlay) = Overlay::of(action) {
            self.toggle_overlay(overlay);
            return true;
        }
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
            Action::Borders => settings.show_borders = !settings.show_borders,
            Action::WaterLater => self.water_later(),
            Action::ClearMap => {
                self.map.bare = !self.map.bare;
                self.map.hidden_since = Some((now, 0));
            }
            Action::Counters => self.map.figure = self.map.figure.next(),
            Action::Cursor => {
                let here = self.map.cursor.take();
                self.map.pointing = false;
                if here.is_none() {
                    let middle = self.eye.hex_under(self.eye.rect.center());
                    let on_map = Some(middle).filter(|hex| self.setting.map.grid().contains(*hex));
                    self.map.cursor = self.focus().or(on_map);
                }
            }
            _ => return self.move_cursor(action, glide),
        }
        let shown = match action {
            Action::Grid => Some(settings.show_grid),
            Action::Coordinates => Some(settings.show_coordinates),
            Action::Names => Some(settings.show_place_names),
            Action::Borders => Some(settings.show_borders),
            _ => None,
        };
        if let Some(shown) = shown {
            services.keep_settings();
            self.toast(format!("{}: {}", action.words(), if shown { "shown" } else { "hidden" }), now);
        }
        true
    }

    pub(super) fn toggle_overlay(&mut self, overlay: Overlay) {
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
            self.map.pointing = false;
            self.eye.bring_into_sight(next, &self.map.covers, glide);
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
            Action::Follow => {
                self.map.followed = if self.map.followed.is_none() { self.map.watched } else { None };
                Ok(())
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
            Action::Next | Action::Previous | Action::Wait | Action::Rest => {
                let next = match action {
                    Action::Wait => plan.wait(game),
                    Action::Rest => plan.rest(game),
                    _ => plan.next_idle(game, action == Action::Previous),
                };
                let hex = next.and_then(|id| plan.view.formation(id)).map(|own| own.place.hex());
                match (next, hex) {
                    (Some(id), Some(hex)) => {
                        (self.map.watched, self.map.looked_at) = (Some(id), Some(hex));
                        self.eye.bring_into_sight(hex, &self.map.covers, glide);
                    }
                    _ => asked.push(Ask::Tell("Every formation has something to do")),
                }
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
                let other = if plan.pace == Pace::Forced { Pace::Ordinary } else { Pace::Forced };
                asked.push(Ask::Pace(other));
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
    pub(super) fn focus(&self) -> Option<Hex> {
        let scene = self.scene();
        let chosen = match &self.phase {
            Phase::Plan(plan) => plan.chosen.first().copied(),
            _ => None,
        };
        let body = chosen.or(self.map.watched).and_then(|id| scene.body(id).map(|body| body.at));
        body.or(self.map.looked_at)
    }
}
