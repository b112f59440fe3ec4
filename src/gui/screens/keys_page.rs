//! All keys, and how to bind others.

use bevy_egui::egui::{Event, EventFilter, Key, RichText, Ui};

use super::browser::part;
use super::{keep_busy, row};
use crate::gui::keys::{Action, Chord, Keys};
use crate::gui::theme;

/// The bindings, to be changed.
#[derive(Default)]
pub(super) struct KeysPage {
    /// The action that waits for its new key.
    waiting: Option<Action>,
    /// What was said to the last key.
    told: Option<(Action, String)>,
}

impl KeysPage {
    /// Draws every action with its chords and a button to change them.
    pub(super) fn show(&mut self, ui: &mut Ui, keys: &mut Keys) {
        self.listen(ui, keys);
        part(ui, "Keys");
        let mut group = None;
        for action in Action::ALL {
            if group != Some(action.group()) {
                group = Some(action.group());
                ui.add_space(theme::STEP);
                ui.label(theme::strong(action.group().words()));
            }
            row(ui, action.words(), |ui| self.action(ui, keys, *action));
        }
    }

    fn action(&mut self, ui: &mut Ui, keys: &mut Keys, action: Action) {
        if self.waiting == Some(action) {
            let response = theme::primary(ui, "⌨", "Press a key (Esc leaves it)", true);
            if !response.has_focus() {
                response.request_focus();
            }
            // The arrows, Tab and Esc are keys to bind now, not ways to another button.
            let all = EventFilter { tab: true, horizontal_arrows: true, vertical_arrows: true, escape: true };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, all));
            keep_busy(ui);
            return;
        }
        let chords: Vec<String> = keys.chords(action).iter().map(Chord::to_string).collect();
        let words = if chords.is_empty() { "none".to_owned() } else { chords.join(" or ") };
        let response = theme::button(ui, "", &words).on_hover_text("Press to bind another key");
        // It may be the button that waited for a key and took all of them.
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, EventFilter::default()));
        if response.clicked() {
            self.waiting = Some(action);
            self.told = None;
            keep_busy(ui);
        }
        let common: Vec<&str> = action.common().to_vec();
        if chords != common && theme::button(ui, "↺", &format!("Back to {}", common.join(" or "))).clicked()
        {
            keys.reset(action);
            self.told = None;
        }
        if let Some((of, told)) = &self.told
            && *of == action
        {
            ui.label(RichText::new(told).color(ui.visuals().error_fg_color));
        }
    }

    /// Gives the waiting action the key that is pressed.
    fn listen(&mut self, ui: &Ui, keys: &mut Keys) {
        let Some(action) = self.waiting else { return };
        let pressed = ui.input(|input| {
            input.events.iter().find_map(|event| match event {
                Event::Key { key, pressed: true, repeat: false, modifiers, .. } => Some((*key, *modifiers)),
                _ => None,
            })
        });
        let Some((key, held)) = pressed else { return };
        self.waiting = None;
        keep_busy(ui);
        if key == Key::Escape {
            return;
        }
        let mut held = held;
        // `command` is Ctrl, or ⌘ on a Mac; the physical keys behind it must not matter.
        held.ctrl = false;
        held.mac_cmd = false;
        // `Ctrl+X` names the chord as the settings file does.
        let named = Chord { key, held }.to_string();
        let Some(chord) = Chord::parse(&named) else {
            self.told = Some((action, format!("{named} cannot be bound")));
            return;
        };
        if let Err(conflict) = keys.bind(action, chord) {
            self.told = Some((action, format!("{named} is taken: {}", conflict.with.words())));
        }
    }

    /// True while a key is awaited.
    #[cfg(test)]
    pub(super) fn is_waiting(&self) -> bool {
        self.waiting.is_some()
    }
}
