//! Questions over the table. Each can be answered by keys, and Esc is always "no, go on".

use bevy_egui::egui::{self, Context, Ui};

use super::{Phase, Purpose, Table, TableGo};
use crate::gui::ask::Ask;
use crate::gui::keys::Action;
use crate::gui::panels::{self, Told};
use crate::gui::services::Services;
use crate::gui::theme;
use crate::sim::id::SideId;

/// A question, or something that must be read.
pub(super) enum Dialog {
    /// The menu over the table.
    Menu,
    /// Leave although not everything is saved?
    Leave(TableGo),
    /// End the turn although…?
    EndTurn,
    /// Save under which name?
    Save { name: String, problem: Option<String> },
    /// Play on as which side?
    PlayFrom,
    /// The record does not come out.
    Fault(String),
}

impl Dialog {
    /// The question for a name, with one that is free.
    pub fn save(table: &Table, services: &Services) -> Self {
        let record = table.record();
        let name = services.shelf.as_ref().map_or_else(String::new, |shelf| shelf.free_name(&record));
        Self::Save { name, problem: None }
    }
}

/// What was answered.
enum Answer {
    Nothing,
    Close,
    Leave(TableGo),
    Save(String),
    EndTurn,
    PlayAs(SideId),
    Asked(Vec<Ask>),
    Open(Dialog),
    Review,
}

impl Table {
    /// Shows the question, if there is one, and does what is answered.
    pub(super) fn show_dialog(&mut self, ctx: &Context, told: &Told, services: &mut Services) {
        let Some(mut dialog) = self.dialog.take() else { return };
        let title = match &dialog {
            Dialog::Menu => "Iron Hawk",
            Dialog::Leave(_) => "Leave this war?",
            Dialog::EndTurn => "",
            Dialog::Save { .. } => "Save this war",
            Dialog::PlayFrom => "Play on from here",
            Dialog::Fault(_) => "This record cannot be shown",
        };
        // What had the focus before the question came gives it up, so that Enter answers the question.
        let (pass, id) = (ctx.cumulative_pass_nr(), egui::Id::new("dialog shown in pass"));
        let before = ctx.data_mut(|data| std::mem::replace(data.get_temp_mut_or_default::<u64>(id), pass));
        if before.wrapping_add(1) != pass
            && let Some(focused) = ctx.memory(|memory| memory.focused())
        {
            ctx.memory_mut(|memory| memory.surrender_focus(focused));
        }
        let mut answer = Answer::Nothing;
        let shown =
            egui::Modal::new(egui::Id::new("dialog")).frame(theme::paper_frame(ctx)).show(ctx, |ui| {
                theme::on_paper(ui);
                let em = ui.text_style_height(&theme::body());
                ui.set_width((18.0 * em).min(ctx.viewport_rect().width() - 48.0));
                if !title.is_empty() {
                    ui.label(egui::RichText::new(title).text_style(theme::heading()));
                    ui.add_space(8.0);
                }
                answer = self.ask(ui, &mut dialog, told, services);
            });
        if shown.backdrop_response.clicked() && matches!(answer, Answer::Nothing) {
            answer = Answer::Close;
        }
        match answer {
            Answer::Nothing => self.dialog = Some(dialog),
            Answer::Close => {}
            Answer::Leave(to) => self.go = Some(to),
            Answer::Save(name) => self.save_as(&name, services, ctx.input(|input| input.time)),
            Answer::EndTurn => self.end_turn_now(services),
            Answer::PlayAs(side) => {
                if let Err(error) = self.play_from_here(side, services) {
                    self.fault(&error);
                }
            }
            Answer::Asked(asked) => self.do_all(asked, ctx, services),
            Answer::Open(next) => self.dialog = Some(next),
            Answer::Review => {
                if let Err(error) = self.review(services) {
                    self.fault(&error);
                }
            }
        }
    }

    fn ask(&mut self, ui: &mut Ui, dialog: &mut Dialog, told: &Told, services: &mut Services) -> Answer {
        match dialog {
            Dialog::Menu => self.menu(ui, services),
            Dialog::Leave(to) => leave(ui, *to),
            Dialog::EndTurn => self.misgivings(ui, told, services),
            Dialog::Save { name, problem } => save(ui, name, problem.as_deref()),
            Dialog::PlayFrom => self.sides(ui),
            Dialog::Fault(why) => {
                ui.label(why.as_str());
                ui.add_space(8.0);
                if first(ui, "To the menu").clicked() {
                    Answer::Leave(TableGo::Menu)
                } else {
                    Answer::Nothing
                }
            }
        }
    }

    fn menu(&mut self, ui: &mut Ui, services: &mut Services) -> Answer {
        let mut answer = Answer::Nothing;
        let keys = &services.keys;
        ui.vertical_centered_justified(|ui| {
            let entry = |ui: &mut Ui, words: &str, action: Option<Action>| {
                let hint = action.map(|action| keys.hint(action)).unwrap_or_default();
                ui.add(egui::Button::new(words).shortcut_text(hint)).clicked()
            };
            if first(ui, "Go on").clicked() {
                answer = Answer::Close;
            }
            if entry(ui, "Save as…", Some(Action::Save)) {
                answer = Answer::Open(Dialog::save(self, services));
            }
            if entry(ui, "Load…", Some(Action::Load)) {
                answer = self.leaving(TableGo::Load);
            }
            let can_review =
                matches!(self.phase, Phase::Plan(_)) && self.film.turns() > 0 || self.is_review();
            let words = if self.is_review() { "Back to planning" } else { "Look back at earlier turns" };
            if can_review && entry(ui, words, None) {
                answer = Answer::Review;
            }
            if matches!(self.phase, Phase::Show(_, Purpose::Watching))
                && entry(ui, "Play on from here…", Some(Action::PlayFrom))
            {
                answer = Answer::Open(Dialog::PlayFrom);
            }
            if entry(ui, "Settings…", None) {
                answer = Answer::Leave(TableGo::Settings);
            }
            if entry(ui, "Help and keys…", Some(Action::Help)) {
                answer = Answer::Leave(TableGo::Help);
            }
            if entry(ui, "To the main menu", None) {
                answer = self.leaving(TableGo::Menu);
            }
            if entry(ui, "Quit", None) {
                answer = self.leaving(TableGo::Quit);
            }
        });
        answer
    }

    fn leaving(&self, to: TableGo) -> Answer {
        if self.is_unsaved() { Answer::Open(Dialog::Leave(to)) } else { Answer::Leave(to) }
    }

    /// What was forgotten, and the turn ended all the same or not.
    fn misgivings(&mut self, ui: &mut Ui, told: &Told, services: &mut Services) -> Answer {
        self.cards.idle.never_again = !services.settings.warn_idle;
        let asked = panels::idle(ui, told, &mut self.cards.idle);
        if self.cards.idle.never_again == services.settings.warn_idle {
            services.settings.warn_idle = !self.cards.idle.never_again;
            services.keep_settings();
        }
        match asked.as_slice() {
            [] => Answer::Nothing,
            [Ask::EndTurn] => Answer::EndTurn,
            [Ask::ClosePage] => Answer::Close,
            _ => Answer::Asked(asked),
        }
    }

    fn sides(&mut self, ui: &mut Ui) -> Answer {
        let mut answer = Answer::Nothing;
        ui.label("A new war branches off at the beginning of this turn. Which side do you lead?");
        ui.add_space(8.0);
        ui.horizontal_wrapped(|ui| {
            for (index, side) in self.setting.register.sides.iter().enumerate() {
                if ui.button(format!("Lead {}", side.name.latin)).clicked() {
                    answer = Answer::PlayAs(SideId(index as u8));
                }
            }
            if ui.button("Go on watching").clicked() {
                answer = Answer::Close;
            }
        });
        answer
    }

    fn save_as(&mut self, name: &str, services: &Services, now: f64) {
        let Some(shelf) = &services.shelf else {
            self.toast("There is no folder to save into", now);
            return;
        };
        match shelf.save(name, &self.record()) {
            Ok(path) => {
                self.mark_saved();
                self.toast(format!("Saved as {}", path.display()), now);
                self.origin = Some(path);
            }
            Err(error) => {
                self.dialog = Some(Dialog::Save { name: name.to_owned(), problem: Some(error.to_string()) });
            }
        }
    }
}

fn leave(ui: &mut Ui, to: TableGo) -> Answer {
    ui.label(
        "You have not saved since your last order. The autosave keeps it, and the next start offers it.",
    );
    ui.add_space(8.0);
    let mut answer = Answer::Nothing;
    ui.horizontal(|ui| {
        if first(ui, "Leave").clicked() {
            answer = Answer::Leave(to);
        }
        if ui.button("Stay").clicked() {
            answer = Answer::Close;
        }
    });
    answer
}

fn save(ui: &mut Ui, name: &mut String, problem: Option<&str>) -> Answer {
    let field = egui::TextEdit::singleline(name).char_limit(80).desired_width(f32::INFINITY);
    let field = ui.add(field);
    if problem.is_none() && !field.has_focus() && ui.memory(|memory| memory.focused().is_none()) {
        field.request_focus();
    }
    if let Some(problem) = problem {
        ui.label(theme::strong(problem));
    }
    ui.add_space(8.0);
    let entered = field.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
    let mut answer = Answer::Nothing;
    ui.horizontal(|ui| {
        if ui.button("Save").clicked() || entered {
            answer = Answer::Save(name.clone());
        }
        if ui.button("Do not save").clicked() {
            answer = Answer::Close;
        }
    });
    answer
}

/// The button that Enter presses: it has the focus when nothing else has.
fn first(ui: &mut Ui, words: &str) -> egui::Response {
    let response = ui.add(egui::Button::new(words).shortcut_text(""));
    if ui.memory(|memory| memory.focused().is_none()) {
        response.request_focus();
    }
    response
}
