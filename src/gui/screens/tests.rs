//! The pages without a window: egui alone, its painted texts and what it tells screen readers.

use std::collections::BTreeSet;
use std::path::Path;

use bevy_egui::egui::accesskit::{Action as Reach, Node, NodeId, Role, Toggled};
use bevy_egui::egui::{Context, Event, FullOutput, Key, Modifiers, Pos2, RawInput, Rect, Shape, Ui, vec2};

use super::*;
use crate::game::Game;
use crate::gui::keys::Keys;
use crate::replay::Recorder;
use crate::scenario::shipped::Data;
use crate::shelf::{Kind, Settings, Shelf};

/// The sizes of the window that must hold everything: points, and percent of text.
const SIZES: [(f32, f32, u16); 7] = [
    (800.0, 600.0, 100),
    (800.0, 600.0, 200),
    (1280.0, 800.0, 100),
    (1280.0, 800.0, 200),
    (1920.0, 1080.0, 100),
    (1920.0, 1080.0, 200),
    // 1280 by 800 with everything at 200 %.
    (640.0, 400.0, 100),
];

/// Everything a page needs, in a folder of its own.
struct Stand {
    ctx: Context,
    services: Services,
    size: (f32, f32),
    _home: tempfile::TempDir,
}

impl Stand {
    fn new() -> Self {
        Self::sized(1280.0, 800.0, 100)
    }

    fn sized(width: f32, height: f32, text_scale: u16) -> Self {
        let home = tempfile::tempdir().expect("a folder");
        let settings = Settings { text_scale, ..Settings::default() };
        let services = Services {
            data: Data::built_in(),
            shelf: Some(Shelf::open(Some(home.path())).expect("a shelf")),
            settings,
            keys: Keys::default(),
            notices: Vec::new(),
        };
        let ctx = Context::default();
        ctx.enable_accesskit();
        theme::install(&ctx, &services.settings);
        Self { ctx, services, size: (width, height), _home: home }
    }

    /// One frame with these events.
    fn frame(
        &mut self,
        events: Vec<Event>,
        mut page: impl FnMut(&mut Ui, &mut Services) -> Option<Go>,
    ) -> (Option<Go>, Seen) {
        let mut go = None;
        let screen_rect = Some(Rect::from_min_size(Pos2::ZERO, vec2(self.size.0, self.size.1)));
        let input = RawInput { screen_rect, events, focused: true, ..RawInput::default() };
        let services = &mut self.services;
        let output = self.ctx.run_ui(input, |ui| go = page(ui, services).or(go.take()));
        (go, Seen::of(output))
    }

    /// As many frames as a page needs to settle.
    fn settle(&mut self, mut page: impl FnMut(&mut Ui, &mut Services) -> Option<Go>) -> Seen {
        for _ in 0..3 {
            self.frame(Vec::new(), &mut page);
        }
        self.frame(Vec::new(), page).1
    }

    /// Goes from control to control with Tab until one is called so, and presses Enter there.
    fn press(
        &mut self,
        label: &str,
        mut page: impl FnMut(&mut Ui, &mut Services) -> Option<Go>,
    ) -> Option<Go> {
        self.reach(label, &mut page);
        let go = self.frame(key(Key::Enter), &mut page).0;
        self.frame(Vec::new(), page);
        go
    }

    /// Goes with Tab to a control.
    fn reach(&mut self, label: &str, mut page: impl FnMut(&mut Ui, &mut Services) -> Option<Go>) -> Node {
        for _ in 0..400 {
            let (_, seen) = self.frame(key(Key::Tab), &mut page);
            let (_, seen) =
                if seen.focus.is_some() { (None, seen) } else { self.frame(Vec::new(), &mut page) };
            if let Some(node) = seen.focused()
                && is_called(node, label)
            {
                return node.clone();
            }
        }
        panic!("Tab never comes to `{label}`");
    }
}

/// True of `▶  Begin`, asked for as `Begin`.
fn is_called(node: &Node, label: &str) -> bool {
    node.label().unwrap_or_default().ends_with(label)
}

/// A key that goes down and up.
fn key(key: Key) -> Vec<Event> {
    chord(key, Modifiers::NONE)
}

fn chord(key: Key, modifiers: Modifiers) -> Vec<Event> {
    let one = |pressed| Event::Key { key, physical_key: None, pressed, repeat: false, modifiers };
    vec![one(true), one(false)]
}

/// What a frame showed.
struct Seen {
    /// Texts with the places of their rows and the place outside of which they are cut.
    texts: Vec<(String, Vec<Rect>, Rect)>,
    nodes: Vec<(NodeId, Node)>,
    focus: Option<NodeId>,
}

impl Seen {
    fn of(output: FullOutput) -> Self {
        let mut texts = Vec::new();
        for clipped in &output.shapes {
            gather(&clipped.shape, clipped.clip_rect, &mut texts);
        }
        let (mut nodes, mut focus) = (Vec::new(), None);
        if let Some(update) = &output.platform_output.accesskit_update {
            nodes.clone_from(&update.nodes);
            focus = Some(update.focus).filter(|id| update.tree.as_ref().is_none_or(|tree| *id != tree.root));
        }
        output.drop_without_applying_deltas();
        Self { texts, nodes, focus }
    }

    fn focused(&self) -> Option<&Node> {
        self.nodes.iter().find(|(id, _)| Some(*id) == self.focus).map(|(_, node)| node)
    }

    /// Everything that is written in the window, even where it is scrolled away.
    fn says(&self, words: &str) -> bool {
        self.texts.iter().any(|(text, ..)| text.contains(words))
    }

    /// What can be pressed or written in.
    fn controls(&self) -> impl Iterator<Item = (NodeId, &Node)> {
        let within = self.nodes.iter().filter(|(_, node)| {
            node.supports_action(Reach::Focus)
                && !node.is_disabled()
                && matches!(node.role(), Role::Button | Role::TextInput | Role::Link | Role::Label)
        });
        within.map(|(id, node)| (*id, node))
    }
}

fn gather(shape: &Shape, clip: Rect, texts: &mut Vec<(String, Vec<Rect>, Rect)>) {
    match shape {
        Shape::Vec(shapes) => shapes.iter().for_each(|shape| gather(shape, clip, texts)),
        Shape::Text(text) => {
            let rows = text.galley.rows.iter().filter_map(|row| {
                let (first, last) = (row.glyphs.first()?, row.glyphs.last()?);
                let across = first.pos.x..=last.pos.x + last.advance_width;
                let at = text.pos + row.pos.to_vec2();
                let (left, right) = (at.x + across.start(), at.x + across.end());
                Some(Rect::from_min_max(Pos2::new(left, at.y), Pos2::new(right, at.y + row.height())))
            });
            texts.push((text.galley.text().to_owned(), rows.collect(), clip));
        }
        _ => {}
    }
}

/// Texts that are cut at a side, or stand outside the window, or upon each other.
fn faults(seen: &Seen, size: (f32, f32)) -> Vec<String> {
    let screen = Rect::from_min_size(Pos2::ZERO, vec2(size.0, size.1));
    let mut faults = Vec::new();
    let mut shown: Vec<(&str, Rect)> = Vec::new();
    for (text, rows, clip) in &seen.texts {
        // Single characters stand on banners and seals of the paintings.
        if text.trim().chars().count() <= 1 {
            continue;
        }
        let window = clip.intersect(screen);
        let scrolls = clip.height() < screen.height() - 1.0;
        let others = shown.len();
        for place in rows {
            if !scrolls && !screen.expand(1.0).contains_rect(*place) {
                faults.push(format!("`{text}` lies outside: {place:?}"));
            }
            if !place.intersects(window) {
                continue;
            }
            if place.left() < window.left() - 1.0 || place.right() > window.right() + 1.0 {
                faults.push(format!("`{text}` is cut: {place:?} in {window:?}"));
            }
            let seen_part = place.intersect(window);
            for (other, there) in &shown[..others] {
                let both = there.intersect(seen_part);
                if both.width() > 2.0 && both.height() > 4.0 {
                    faults.push(format!("`{text}` stands upon `{other}`: {both:?}"));
                }
            }
            shown.push((text, seen_part));
        }
    }
    faults
}

/// A folder with the shipped files and one scenario that cannot be read.
fn broken_data(folder: &Path) -> Data {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for part in ["assets/rules", "assets/maps", "scenarios"] {
        std::fs::create_dir_all(folder.join(part)).expect("a folder");
        let shipped = std::fs::read_dir(root.join(part)).expect("shipped files").flatten();
        for file in shipped.filter(|file| file.path().is_file()) {
            std::fs::copy(file.path(), folder.join(part).join(file.file_name())).expect("a copy");
        }
    }
    let text = std::fs::read_to_string(root.join("scenarios/haoshuichuan_1041.ron")).expect("UTF-8");
    let text = text.replace("map: \"haoshuichuan\"", "map: \"haoshuichan\"").replace("men: 2000", "men: -1");
    std::fs::write(folder.join("scenarios/a_broken_one.ron"), text).expect("it can be written");
    Data::in_folder(folder)
}

/// A war of two turns on the shelf, and a file that is none.
fn fill(shelf: &Shelf) {
    let (setting, start) =
        crate::scenario::open("haoshuichuan_1041", &Data::built_in(), 7).expect("it opens");
    let mut game = Game::new(std::sync::Arc::new(setting), &start);
    let mut recorder = Recorder::new(&game, vec!["human".to_owned(), "doctrine".to_owned()]);
    for _ in 0..2 {
        recorder.end_turn(&mut game);
    }
    shelf.save("before the ravine", &recorder.save(&game)).expect("it is saved");
    std::fs::write(shelf.saves().join("damaged.hawk"), b"no war at all").expect("it is written");
}

/// Every page, with something on it, each as its name and how it is drawn.
type Page = Box<dyn FnMut(&mut Ui, &mut Services) -> Option<Go>>;

fn pages(stand: &mut Stand) -> Vec<(&'static str, Page)> {
    fill(stand.services.shelf.as_ref().expect("a shelf"));
    let services = &stand.services;
    let mut menu = Menu::new(services);
    let mut browser = Browser::new(services);
    let broken = tempfile::tempdir().expect("a folder");
    let mut troubled = Services {
        data: broken_data(broken.path()),
        shelf: None,
        ..Services::open(Data::built_in(), Some(broken.path().to_owned()))
    };
    let mut with_broken = Browser::new(&troubled);
    troubled.notices.clear();
    let mut new_game = NewGame::new("haoshuichuan_1041", services);
    let mut saves = Saves::to_play(services);
    let mut replays = Saves::to_watch(services);
    let mut settings = SettingsPage::new(services);
    let (mut help, mut word) = (Help::default(), Help::at("ambush"));
    let mut all_keys = Help::default();
    all_keys.show_keys();
    vec![
        ("menu", Box::new(move |ui, services| menu.show(ui, services))),
        ("browser", Box::new(move |ui, services| browser.show(ui, services))),
        ("browser, broken", Box::new(move |ui, _| with_broken.show(ui, &mut troubled))),
        ("new game", Box::new(move |ui, services| new_game.show(ui, services))),
        ("load", Box::new(move |ui, services| saves.show(ui, services))),
        ("watch", Box::new(move |ui, services| replays.show(ui, services))),
        ("settings", Box::new(move |ui, services| settings.show(ui, services))),
        ("help", Box::new(move |ui, services| help.show(ui, services))),
        ("help, keys", Box::new(move |ui, services| all_keys.show(ui, services))),
        ("help, a word", Box::new(move |ui, services| word.show(ui, services))),
    ]
}

#[test]
fn every_page_stands_whole_in_every_window_at_every_size_of_text() {
    let mut all = Vec::new();
    for (width, height, scale) in SIZES {
        let mut stand = Stand::sized(width, height, scale);
        for (name, mut page) in pages(&mut stand) {
            let seen = stand.settle(&mut page);
            assert!(seen.texts.len() > 5, "{name} is empty");
            let found = faults(&seen, stand.size);
            all.extend(
                found.into_iter().map(|fault| format!("{name} at {width}x{height}, text {scale} %: {fault}")),
            );
        }
    }
    assert!(all.is_empty(), "{}", all.join("\n"));
}

#[test]
fn every_control_has_a_name_and_is_reached_by_tab() {
    let mut stand = Stand::new();
    for (name, mut page) in pages(&mut stand) {
        let seen = stand.settle(&mut page);
        let mut wanted: BTreeSet<NodeId> = BTreeSet::new();
        for (id, node) in seen.controls() {
            assert!(!node.label().unwrap_or_default().trim().is_empty(), "{name}: {node:?} has no name");
            wanted.insert(id);
        }
        assert!(!wanted.is_empty(), "{name} has no controls");
        for _ in 0..wanted.len() * 2 + 4 {
            let (_, seen) = stand.frame(key(Key::Tab), &mut page);
            if let Some(id) = seen.focus {
                wanted.remove(&id);
            }
        }
        let missed: Vec<&str> = seen
            .controls()
            .filter(|(id, _)| wanted.contains(id))
            .filter_map(|(_, node)| node.label())
            .collect();
        assert!(missed.is_empty(), "{name}: Tab never comes to {missed:?}");
    }
}

#[test]
fn the_first_key_of_the_menu_begins_the_first_war() {
    let mut stand = Stand::new();
    let mut menu = Menu::new(&stand.services);
    stand.settle(|ui, services| menu.show(ui, services));
    let (go, _) = stand.frame(key(Key::Enter), |ui, services| menu.show(ui, services));
    let Some(Go::Start(war)) = go else { panic!("{go:?}") };
    assert_eq!(war.scenario, "haoshuichuan_1041");
    assert_eq!(war.seats, [Seat::Human, Seat::Ai(Level::Doctrine)]);
    assert_eq!(war.humans(), 1);
}

#[test]
fn every_line_of_the_menu_leads_to_its_page_and_escape_never_quits() {
    let mut stand = Stand::new();
    fill(stand.services.shelf.as_ref().expect("a shelf"));
    let mut menu = Menu::new(&stand.services);
    for (label, to) in [
        ("Choose a war", Go::Browser),
        ("Load", Go::Saves),
        ("Watch", Go::Replays),
        ("Settings", Go::Settings),
        ("Help", Go::Help),
        ("Quit", Go::Quit),
    ] {
        assert_eq!(stand.press(label, |ui, services| menu.show(ui, services)), Some(to));
    }
    let go = stand.press("Go on", |ui, services| menu.show(ui, services));
    assert!(matches!(&go, Some(Go::Load(path)) if path.ends_with("saves/before the ravine.hawk")), "{go:?}");
    assert_eq!(stand.frame(key(Key::Escape), |ui, services| menu.show(ui, services)).0, None);
}

#[test]
fn a_broken_scenario_stays_on_the_list_with_file_line_and_column() {
    let mut stand = Stand::new();
    let folder = tempfile::tempdir().expect("a folder");
    stand.services.data = broken_data(folder.path());
    let mut browser = Browser::new(&stand.services);
    assert_eq!(browser.chosen(), Some("a_broken_one"));
    let seen = stand.settle(|ui, services| browser.show(ui, services));
    assert!(seen.says("a_broken_one cannot be read") && seen.says("✗ a_broken_one"));
    let place = |text: &str| text.contains("a_broken_one.ron:") && text.contains(": error: ");
    let lines: Vec<&str> =
        seen.texts.iter().map(|(text, ..)| text.as_str()).filter(|text| place(text)).collect();
    assert!(!lines.is_empty(), "no line and column");
    assert!(seen.says("Haoshuichuan"), "the sound one is on the list too");
    // The arrow leads on to the sound one, Enter to its seats.
    stand.frame(key(Key::ArrowDown), |ui, services| browser.show(ui, services));
    stand.settle(|ui, services| browser.show(ui, services));
    assert_eq!(browser.chosen(), Some("haoshuichuan_1041"));
    let seen = stand.settle(|ui, services| browser.show(ui, services));
    assert!(seen.says("好水川之戰") && seen.says("turns at most"));
    let (go, _) = stand.frame(key(Key::Enter), |ui, services| browser.show(ui, services));
    assert_eq!(go, Some(Go::NewGame("haoshuichuan_1041".to_owned())));
}

#[test]
fn seats_and_seed_are_what_was_chosen() {
    let mut stand = Stand::new();
    let mut page = NewGame::new("haoshuichuan_1041", &stand.services);
    page.write_seed("42");
    let chosen = |page: &NewGame| page.war().expect("it can begin").seats;
    assert_eq!(chosen(&page), [Seat::Human, Seat::Ai(Level::Doctrine)]);
    stand.press("greedy for Song", |ui, services| page.show(ui, services));
    assert_eq!(chosen(&page), [Seat::Ai(Level::Greedy), Seat::Ai(Level::Doctrine)]);
    let seen = stand.settle(|ui, services| page.show(ui, services));
    assert!(seen.says("Nobody plays"));
    page.seat(0, Seat::Human);
    page.seat(1, Seat::Human);
    let seen = stand.settle(|ui, services| page.show(ui, services));
    assert!(seen.says("share this window"));
    let go = stand.press("Begin", |ui, services| page.show(ui, services));
    let war = NewWar { scenario: "haoshuichuan_1041".to_owned(), seats: vec![Seat::Human; 2], seed: 42 };
    assert_eq!(go, Some(Go::Start(war)));
}

#[test]
fn a_seed_that_is_none_is_refused_in_words_and_a_long_one_is_cut() {
    let mut stand = Stand::new();
    let mut page = NewGame::new("haoshuichuan_1041", &stand.services);
    for (text, words) in [("", "missing"), ("-1", "from 0 to"), ("99999999999999999999", "from 0 to")] {
        page.write_seed(text);
        assert!(page.war().expect_err(text).contains(words));
        let seen = stand.settle(|ui, services| page.show(ui, services));
        assert!(seen.says(words));
        let begins =
            seen.nodes.iter().find(|(_, node)| node.label().is_some_and(|label| label.contains("Begin")));
        assert!(begins.expect("the button is there").1.is_disabled());
    }
    page.write_seed("");
    stand.reach("seed", |ui, services| page.show(ui, services));
    stand.frame(vec![Event::Text("1".repeat(500))], |ui, services| page.show(ui, services));
    page.write_seed(&page.seed_text().chars().take(3).collect::<String>());
    assert_eq!(page.war().map(|war| war.seed), Ok(111));
    stand.frame(vec![Event::Paste("2".repeat(500))], |ui, services| page.show(ui, services));
    assert!(page.seed_text().len() <= 20, "{}", page.seed_text());
    // Esc leaves the field first, the page afterwards.
    assert_eq!(stand.frame(key(Key::Escape), |ui, services| page.show(ui, services)).0, None);
    stand.frame(Vec::new(), |ui, services| page.show(ui, services));
    assert_eq!(stand.frame(key(Key::Escape), |ui, services| page.show(ui, services)).0, Some(Go::Back));
}

#[test]
fn a_setting_holds_at_once_and_is_kept() {
    let mut stand = Stand::new();
    let mut page = SettingsPage::new(&stand.services);
    let before = stand.settle(|ui, services| page.show(ui, services));
    stand.press("200 %", |ui, services| page.show(ui, services));
    assert_eq!(stand.services.settings.ui_scale, 200);
    // The second of this name is the size of text.
    stand.press("200 %", |ui, services| page.show(ui, services));
    assert_eq!(stand.services.settings.text_scale, 200);
    let after = stand.settle(|ui, services| page.show(ui, services));
    let height = |seen: &Seen| {
        let (_, rows, _) = seen.texts.iter().find(|(text, ..)| text == "Language").expect("it is there");
        rows[0].height()
    };
    assert!(height(&after) > 1.7 * height(&before));
    stand.press("on", |ui, services| page.show(ui, services));
    assert!(stand.services.settings.high_contrast);
    let shelf = stand.services.shelf.clone().expect("a shelf");
    assert_eq!(shelf.settings(), (stand.services.settings.clone(), None));
    stand.press("Reset all…", |ui, services| page.show(ui, services));
    assert_ne!(stand.services.settings, Settings::default());
    stand.press("Reset all", |ui, services| page.show(ui, services));
    assert_eq!(stand.services.settings, Settings::default());
    assert_eq!(shelf.settings().0, Settings::default());
    stand.press("Export", |ui, services| page.show(ui, services));
    let text = std::fs::read_to_string(shelf.home().join("my-settings.ron")).expect("it was written");
    assert_eq!(Settings::from_text(&text), Ok((Settings::default(), None)));
}

#[test]
fn a_key_is_bound_otherwise_and_a_taken_one_names_its_owner() {
    let mut stand = Stand::new();
    let mut page = SettingsPage::new(&stand.services);
    let wanted = Action::QuickSave;
    assert_eq!(stand.services.keys.hint(wanted), "F5");
    stand.press("F5", |ui, services| page.show(ui, services));
    assert!(page.is_waiting());
    stand.settle(|ui, services| page.show(ui, services));
    // Taken: nothing changes, and the owner is named.
    stand.frame(chord(Key::Z, Modifiers::COMMAND | Modifiers::CTRL), |ui, services| page.show(ui, services));
    let seen = stand.settle(|ui, services| page.show(ui, services));
    assert!(seen.says(&format!("Ctrl+Z is taken: {}", Action::Undo.words())));
    assert_eq!(stand.services.keys, Keys::default());
    stand.press("F5", |ui, services| page.show(ui, services));
    stand.settle(|ui, services| page.show(ui, services));
    let (go, _) = stand.frame(key(Key::Escape), |ui, services| page.show(ui, services));
    assert_eq!(go, None, "Esc leaves the key as it is, not the page");
    assert!(!page.is_waiting());
    assert_eq!(stand.services.keys, Keys::default());
    stand.press("F5", |ui, services| page.show(ui, services));
    stand.settle(|ui, services| page.show(ui, services));
    stand.frame(chord(Key::K, Modifiers::COMMAND | Modifiers::CTRL), |ui, services| page.show(ui, services));
    assert_eq!(stand.services.keys.hint(wanted), "Ctrl+K");
    let shelf = stand.services.shelf.clone().expect("a shelf");
    assert_eq!(Keys::with(&shelf.settings().0.keys).0, stand.services.keys, "it is kept");
    stand.press("Back to F5", |ui, services| page.show(ui, services));
    assert_eq!(stand.services.keys, Keys::default());
}

#[test]
fn a_save_is_played_on_or_deleted_after_a_question_and_a_damaged_one_says_what_is_wrong() {
    let mut stand = Stand::new();
    let shelf = stand.services.shelf.clone().expect("a shelf");
    fill(&shelf);
    let mut page = Saves::to_play(&stand.services);
    let seen = stand.settle(|ui, services| page.show(ui, services));
    assert!(seen.says("before the ravine") && seen.says("turn 3") && seen.says("human against doctrine"));
    assert!(seen.texts.iter().any(|(text, ..)| text.starts_with("✗ ") && !text.contains("Delete")));
    let go = stand.press("Play on", |ui, services| page.show(ui, services));
    assert!(matches!(&go, Some(Go::Load(path)) if path.ends_with("before the ravine.hawk")), "{go:?}");
    let go = stand.press("Watch", |ui, services| page.show(ui, services));
    assert!(matches!(&go, Some(Go::Watch(path)) if path.ends_with("before the ravine.hawk")), "{go:?}");
    let count = || shelf.entries().iter().filter(|entry| entry.kind == Kind::Save).count();
    assert_eq!(count(), 2);
    stand.press("Delete…", |ui, services| page.show(ui, services));
    assert_eq!(count(), 2);
    stand.press("Keep it", |ui, services| page.show(ui, services));
    stand.press("Delete…", |ui, services| page.show(ui, services));
    stand.press("✗  Delete", |ui, services| page.show(ui, services));
    assert_eq!(count(), 1);
}

#[test]
fn words_lead_to_words_and_back() {
    let mut stand = Stand::new();
    let mut help = Help::at("bait");
    let title = |stand: &mut Stand, help: &mut Help| {
        stand.settle(|ui, services| help.show(ui, services));
        help.open_title()
    };
    assert_eq!(title(&mut stand, &mut help), "Bait");
    stand.press("carried away", |ui, services| help.show(ui, services));
    assert_eq!(title(&mut stand, &mut help), "Carried away");
    stand.press("Before", |ui, services| help.show(ui, services));
    assert_eq!(title(&mut stand, &mut help), "Bait");
    stand.press("After", |ui, services| help.show(ui, services));
    assert_eq!(title(&mut stand, &mut help), "Carried away");
    stand.reach("search words", |ui, services| help.show(ui, services));
    stand.frame(vec![Event::Text("伏兵".to_owned())], |ui, services| help.show(ui, services));
    let seen = stand.settle(|ui, services| help.show(ui, services));
    assert!(seen.says("Ambush") && !seen.says("Sheng and shi"));
    assert_eq!(Help::at("no such word").open_title(), Help::default().open_title());
}

#[test]
fn every_page_is_left_by_escape_and_helped_by_f1() {
    let mut stand = Stand::new();
    for (name, mut page) in pages(&mut stand) {
        stand.settle(&mut page);
        assert_eq!(stand.frame(key(Key::F1), &mut page).0, Some(Go::Help), "{name}");
        let wanted = if name == "menu" { None } else { Some(Go::Back) };
        assert_eq!(stand.frame(key(Key::Escape), &mut page).0, wanted, "{name}");
    }
}

#[test]
fn chosen_values_say_so_to_screen_readers() {
    let mut stand = Stand::new();
    let mut page = SettingsPage::new(&stand.services);
    let seen = stand.settle(|ui, services| page.show(ui, services));
    let english = seen.nodes.iter().find(|(_, node)| node.label() == Some("English")).expect("it is there");
    assert_eq!(english.1.toggled(), Some(Toggled::True));
}
