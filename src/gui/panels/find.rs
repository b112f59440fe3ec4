//! One field over formations, commanders and places: by sound with or without tone marks, or by characters.

use bevy_egui::egui::{Key, TextEdit, Ui};

use super::Told;
use super::parts::{GRID, empty, link_line, prose, small, strong};
use crate::gui::ask::Ask;
use crate::sim::hex::Hex;
use crate::sim::id::FormationId;
use crate::sim::register::Name;

/// What the search remembers.
#[derive(Debug, Clone, Default)]
pub struct FindState {
    /// What is looked for.
    pub text: String,
    /// The result that Enter goes to.
    marked: usize,
    /// True once the field had the focus.
    focused: bool,
}

/// Most results shown.
const MOST: usize = 40;

/// Something with a name.
struct Found {
    /// How well it fits: the lower the better.
    rank: u8,
    title: String,
    what: String,
    formation: Option<FormationId>,
    at: Hex,
}

/// One field over everything with a name.
pub fn find(ui: &mut Ui, told: &Told, state: &mut FindState) -> Vec<Ask> {
    let width = ui.available_width();
    let before = state.text.clone();
    let hint = "Name";
    let field =
        ui.add(TextEdit::singleline(&mut state.text).hint_text(hint).desired_width(width - 4.0 * GRID));
    if !state.focused {
        field.request_focus();
        state.focused = true;
    }
    if before != state.text {
        state.marked = 0;
    }
    if state.text.trim().is_empty() {
        empty(
            ui,
            "Write part of a name, as it sounds (tone marks may be left out) or in characters. Enter goes there.",
        );
        return Vec::new();
    }
    let mut found = search(told, &state.text);
    let all = found.len();
    found.truncate(MOST);
    if found.is_empty() {
        empty(ui, "Nothing you know of bears such a name. Men whom nobody has seen have no name here.");
        return Vec::new();
    }
    let (up, down, enter) = ui.input(|input| {
        (input.key_pressed(Key::ArrowUp), input.key_pressed(Key::ArrowDown), input.key_pressed(Key::Enter))
    });
    let last = found.len() - 1;
    state.marked = match (up, down) {
        (true, _) => state.marked.min(last).saturating_sub(1),
        (_, true) => (state.marked + 1).min(last),
        _ => state.marked.min(last),
    };
    let mut goal = (enter && (field.lost_focus() || field.has_focus())).then_some(state.marked);
    for (index, one) in found.iter().enumerate() {
        let mark = if index == state.marked { "▸ " } else { "" };
        let response = link_line(ui, format!("{mark}{}", one.title), "Go there");
        if index == state.marked {
            response.scroll_to_me(None);
        }
        if response.clicked() {
            goal = Some(index);
        }
        prose(ui, small(format!("{} · {}", one.what, told.where_is(one.at))));
    }
    if all > MOST {
        prose(ui, strong(format!("and {} more; write more of the name", all - MOST)));
    }
    let Some(goal) = goal.and_then(|index| found.get(index)) else { return Vec::new() };
    *state = FindState::default();
    let select = goal.formation.map(Ask::Select);
    std::iter::once(Ask::ClosePage).chain(select).chain([Ask::Look(goal.at)]).collect()
}

/// Everything known whose name fits, the best first.
fn search(told: &Told, text: &str) -> Vec<Found> {
    let register = &told.setting().register;
    let wanted = Wanted::of(text);
    let mut found = Vec::new();
    for body in &told.scene.bodies {
        let info = &register.formations;
        // Of an enemy only what he seems is searched.
        let name = if body.known.is_some() {
            info.get(body.id.index()).map_or(&body.name, |info| &info.name)
        } else {
            &body.name
        };
        let side = register.sides.get(body.side.index()).map(|side| &side.name);
        let rank = wanted.rank(name).or_else(|| side.and_then(|side| wanted.rank(side)).map(|rank| rank + 6));
        if let Some(rank) = rank {
            let what = format!("{}, {}", body.arm.words(), body.posture.words());
            let (title, formation) = (told.body_name(body.id), Some(body.id));
            found.push(Found { rank: rank + 1, title, what, formation, at: body.at });
        }
    }
    for man in told.staff().iter().filter(|man| man.leads()) {
        let info = register.commander(man.id);
        let at = told.fact(man.with).filter(|one| one.is_alive()).map(|one| one.place.hex());
        if let (Some(rank), Some(at)) = (wanted.rank(&info.name), at) {
            let what = format!("commander, with {}", told.body_name(man.with));
            found.push(Found { rank, title: told.name(&info.name), what, formation: Some(man.with), at });
        }
    }
    for place in &register.places {
        if let Some(rank) = wanted.rank(&place.name) {
            let what = super::words::place_kind(place.kind).to_owned();
            found.push(Found { rank, title: told.name(&place.name), what, formation: None, at: place.at });
        }
    }
    found.sort_by(|one, other| (one.rank, &one.title).cmp(&(other.rank, &other.title)));
    found
}

/// What is looked for, as it is and as it sounds.
struct Wanted {
    signs: String,
    sound: String,
}

impl Wanted {
    fn of(text: &str) -> Self {
        Self { signs: text.trim().to_owned(), sound: sound(text) }
    }

    /// How well a name fits; `None` if it does not.
    fn rank(&self, name: &Name) -> Option<u8> {
        let latin = sound(&name.latin);
        let words = name.latin.split(|sign: char| !sign.is_alphanumeric()).map(sound);
        match () {
            _ if self.sound == latin || self.signs == name.hanzi => Some(0),
            _ if !self.sound.is_empty() && latin.starts_with(&self.sound) => Some(1),
            _ if !self.signs.is_empty() && name.hanzi.starts_with(&self.signs) => Some(1),
            _ if !self.sound.is_empty() && words.into_iter().any(|word| word.starts_with(&self.sound)) => {
                Some(2)
            }
            _ if !self.sound.is_empty() && latin.contains(&self.sound) => Some(3),
            _ if !self.signs.is_empty() && name.hanzi.contains(&self.signs) => Some(3),
            _ => None,
        }
    }
}

/// A name as it sounds: small letters without tone marks, spaces, hyphens and apostrophes.
pub(super) fn sound(text: &str) -> String {
    let plain = |sign: char| match sign {
        'ā' | 'á' | 'ǎ' | 'à' => 'a',
        'ē' | 'é' | 'ě' | 'è' | 'ê' => 'e',
        'ī' | 'í' | 'ǐ' | 'ì' => 'i',
        'ō' | 'ó' | 'ǒ' | 'ò' => 'o',
        'ū' | 'ú' | 'ǔ' | 'ù' | 'ü' | 'ǖ' | 'ǘ' | 'ǚ' | 'ǜ' => 'u',
        sign => sign,
    };
    let small = text.chars().flat_map(char::to_lowercase).map(plain);
    small.filter(|sign| sign.is_ascii_alphanumeric()).collect()
}
