//! The whole interface without a window, driven by scripts: what accidents and strangers do to it. Numbers are rows of
//! the list of bad inputs (docs/BAD-INPUTS.md).

use std::path::{Path, PathBuf};

use bevy_egui::egui::{Context, Event, Key, Modifiers, PointerButton, RawInput, Rect, pos2, vec2};

use super::desk::{Desk, Opening};
use super::screens::NewWar;
use super::script::{Script, Shown, rehearse};
use super::services::Services;
use crate::film::Moment;
use crate::replay::Replay;
use crate::scenario::shipped::Data;

/// Somebody at the window.
struct Player {
    ctx: Context,
    desk: Desk,
    home: tempfile::TempDir,
}

impl Player {
    fn at(opening: Opening, prepare: impl FnOnce(&Path)) -> Self {
        let home = tempfile::tempdir().expect("a temporary folder");
        prepare(home.path());
        let services = Services::open(Data::built_in(), Some(home.path().join("home")));
        Self { ctx: Context::default(), desk: Desk::new(services, opening), home }
    }

    fn in_the_menu() -> Self {
        Self::at(Opening::Menu, |_| {})
    }

    fn in_a_war() -> Self {
        Self::at(Opening::War(NewWar::against_doctrine("haoshuichuan_1041", 2, 0, 1)), |_| {})
    }

    fn path(&self, name: &str) -> PathBuf {
        self.home.path().join("home").join(name)
    }

    /// Follows a script; true when it ends with the window closed.
    fn does(&mut self, deeds: &str) -> bool {
        let (mut script, mut closed) = (Script::read(deeds).expect("it is well written"), false);
        let desk = &mut self.desk;
        let outcome = rehearse(&self.ctx, (1280.0, 800.0), &mut script, |ctx| {
            let sheet = desk.frame(ctx);
            closed |= sheet.leave;
            Shown { tree: None, eye: desk.eye(), moving: sheet.moving }
        });
        outcome.expect("the script is followed");
        closed
    }

    /// One frame with raw input.
    fn frame(&mut self, events: Vec<Event>, held: Modifiers) {
        let events = std::iter::once(Event::ModifiersChanged(held)).chain(events).collect();
        let screen_rect = Some(Rect::from_min_size(pos2(0.0, 0.0), vec2(1280.0, 800.0)));
        self.ctx.begin_pass(RawInput { screen_rect, events, focused: true, ..RawInput::default() });
        self.desk.frame(&self.ctx);
        self.ctx.end_pass().textures_delta.clear();
    }

    /// Ends the program; all that lies on the shelf then.
    fn leaves(mut self) -> Vec<Replay> {
        self.desk.leave();
        let folders =
            ["saves", "autosaves"].map(|folder| std::fs::read_dir(self.path(folder)).expect("a folder"));
        let files = folders.into_iter().flatten().map(|file| file.expect("it is listed").path());
        let wars = files.filter(|file| file.extension().is_some_and(|extension| extension == "hawk"));
        wars.map(|file| Replay::read(&file).expect("it is whole")).collect()
    }
}

#[test]
fn row_84_damaged_settings_are_told_of_until_it_was_read() {
    let mut player = Player::at(Opening::Menu, |folder| {
        std::fs::create_dir(folder.join("home")).expect("a folder");
        std::fs::write(folder.join("home/settings.ron"), "(text_scale: \"large\"").expect("it is written");
    });
    player.does(
        r#"[Await("settings.ron.bad", 10), Click("I have read it"), Frames(2), Refuse("settings.ron.bad")]"#,
    );
    assert!(player.path("settings.ron.bad").exists());
}

#[test]
fn row_96_without_a_folder_the_window_says_where_it_wanted_to_write_and_the_war_can_be_played() {
    let mut player = Player::at(Opening::Menu, |folder| {
        std::fs::write(folder.join("home"), "a file where a folder should be").expect("it is written");
    });
    player.does(
        r#"[Await("home", 10), Click("I have read it"), Click("Play"), Await("Song plans", 60),
            Key("F5"), Await("no folder to save into", 10)]"#,
    );
}

#[test]
fn row_69_a_war_that_cannot_be_kept_is_told_of_and_goes_on() {
    let mut player = Player::in_a_war();
    player.does(r#"[Await("Song plans", 60), Settle(60)]"#);
    for folder in ["saves", "autosaves"] {
        std::fs::remove_dir_all(player.path(folder)).expect("a folder");
        std::fs::write(player.path(folder), "no room").expect("it is written");
    }
    player.does(
        r#"[Key("F5"), Await("Not saved", 30), Key("Ctrl+Enter"), Click("End the turn"),
            Await("This war is not being kept", 200), Click("I have read it"), Key("Esc"), Await("turn 2 of", 60)]"#,
    );
    // With room again, the next turn is kept.
    for folder in ["saves", "autosaves"] {
        std::fs::remove_file(player.path(folder)).expect("a file");
        std::fs::create_dir(player.path(folder)).expect("it can be made");
    }
    player.does(
        r#"[Key("Ctrl+Enter"), Click("End the turn"), Frames(5), Key("Esc"), Await("turn 3 of", 60), Key("F5"),
            Await("Saved as", 30)]"#,
    );
    let turns: Vec<u32> = player.leaves().iter().map(Replay::turns).collect();
    assert!(turns.len() >= 2 && turns.iter().all(|turns| *turns == 2), "{turns:?}");
}

#[test]
fn row_55_a_damaged_record_is_refused_with_its_name_and_leads_to_the_menu() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let record = folder.path().join("torn.hawk");
    std::fs::write(&record, "no war at all").expect("it is written");
    let mut player = Player::at(Opening::Record(record, Moment::START), |_| {});
    player.does(
        r#"[Await("That did not work", 10), Expect("torn.hawk"), Click("Go on"), Frames(2),
            Refuse("That did not work"), Expect("Choose a war")]"#,
    );
}

#[test]
fn row_109_every_size_of_window_is_drawn() {
    let sizes: Vec<String> = [(1, 1), (320, 240), (640, 480), (16_384, 16_384), (4_000, 30), (30, 4_000)]
        .into_iter()
        .chain((0..60_u32).map(|step| (1 + step * 7919 % 2_500, 1 + step * 104_729 % 1_700)))
        .map(|(width, height)| format!("Size({width}, {height})"))
        .collect();
    let sizes = sizes.join(", ");
    let mut player = Player::in_a_war();
    // Planning, a turn that is shown, and a page; in the end all is where it was.
    player.does(&format!(
        r#"[Await("Song plans", 60), {sizes}, Size(1280, 800), Key("Ctrl+Enter"), Click("End the turn"), {sizes},
            Size(1280, 800), Settle(300), Key("Esc"), Await("turn 2 of", 60), Key("Shift+O"), {sizes},
            Size(1280, 800), Key("Esc"), Frames(2), Expect("Song plans")]"#
    ));
    let mut player = Player::in_the_menu();
    player.does(&format!(
        r#"[Await("Play", 10), {sizes}, Size(1280, 800), Click("Help"), {sizes}, Size(1280, 800), Expect("Help")]"#
    ));
}

#[test]
fn row_110_another_screen_is_only_drawn_otherwise() {
    let mut player = Player::in_a_war();
    player.does(
        r#"[Await("Song plans", 60), Scale(3), Settle(60), Scale(0.5), Settle(60), Scale(1), Settle(60),
            Key("Ctrl+Enter"), Scale(2), Click("End the turn"), Scale(1.25), Key("Esc"), Await("turn 2 of", 60)]"#,
    );
}

#[test]
fn row_114_closed_twice_the_window_leaves_at_once_and_everything_is_kept() {
    let mut player = Player::in_a_war();
    player.does(r#"[Await("Song plans", 60), Settle(60), Key("N"), Frames(3), Command(30, 20), Frames(5), Expect("march")]"#);
    player.desk.ask_to_leave();
    assert!(!player.does(r#"[Await("Leave this war?", 10)]"#), "it asks first");
    player.desk.ask_to_leave();
    assert!(player.does("[Frames(3)]"), "who closes again means it");
    let kept = player.leaves();
    assert_eq!(kept.len(), 1);
    let (game, _) = kept[0].resume().expect("it is whole");
    let planned: usize = game.setting().register.side_ids().map(|side| game.planned(side).len()).sum();
    assert_eq!(planned, 1, "the order given last is kept");
}

#[test]
fn row_115_ten_thousand_clicks_in_a_second_are_answered_and_harm_nothing() {
    let mut player = Player::in_a_war();
    player.does(r#"[Await("Song plans", 60), Settle(60)]"#);
    let mut chance: u64 = 1;
    let mut upto = |most: u64| {
        chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((chance >> 33) % most) as f32
    };
    for _ in 0..30 {
        let mut events = Vec::new();
        for _ in 0..333 {
            // Beside the menu, in which one would quit.
            let at = pos2(upto(1_280), 60.0 + upto(740));
            let button = if upto(4) < 3.0 { PointerButton::Primary } else { PointerButton::Secondary };
            events.push(Event::PointerMoved(at));
            for pressed in [true, false] {
                events.push(Event::PointerButton { pos: at, button, pressed, modifiers: Modifiers::NONE });
            }
        }
        player.frame(events, Modifiers::NONE);
    }
    player.does(r#"[Settle(200), Key("Esc"), Key("Esc"), Key("Esc"), Settle(200), Expect("Song plans"), Key("F5"), Await("Saved as", 30)]"#);
    for war in player.leaves() {
        war.verify().expect("the war comes out the same");
    }
}

#[test]
fn row_115_a_key_that_is_held_down_does_not_run_through_the_war() {
    let mut player = Player::in_a_war();
    player.does(r#"[Await("Song plans", 60), Settle(60)]"#);
    let every =
        [Key::Enter, Key::N, Key::Z, Key::Y, Key::Space, Key::Tab, Key::ArrowLeft, Key::Plus, Key::Backspace];
    for key in every {
        for held in [Modifiers::NONE, Modifiers::SHIFT, Modifiers::COMMAND] {
            for repeat in 0..40 {
                let down = |pressed| Event::Key {
                    key,
                    physical_key: None,
                    pressed,
                    repeat: repeat > 0,
                    modifiers: held,
                };
                // A keyboard repeats thirty times a second, and more than one fits into a slow frame.
                player.frame(vec![down(true), down(true), down(true)], held);
            }
            let up = Event::Key { key, physical_key: None, pressed: false, repeat: false, modifiers: held };
            player.frame(vec![up], Modifiers::NONE);
        }
    }
    let most = player.leaves().iter().map(Replay::turns).max();
    assert!(most <= Some(1), "{most:?} turns were ended");
}

#[test]
fn row_115_names_are_composed_pasted_and_cut_at_their_limit() {
    let mut player = Player::in_a_war();
    player.does(
        r#"[Await("Song plans", 60), Click("☰ Menu"), Click("Save as…"), Await("Save this war", 10), Key("Ctrl+A"),
            Compose("好水川"), Click("Save"), Await("Saved as", 30)]"#,
    );
    assert!(player.path("saves/好水川.hawk").exists());
    let long = "long ".repeat(200_000);
    for deed in ["Paste", "Type", "Compose"] {
        player.does(&format!(
            r#"[Settle(300), Key("Ctrl+S"), Await("Save this war", 10), Key("Ctrl+A"), {deed}("{long}"), Frames(3),
                Click("Save"), Await("Saved as", 30), Refuse("Save this war")]"#
        ));
    }
    // Letters that no face has, and one that turns the line around.
    player.does(
        r#"[Key("Ctrl+S"), Await("Save this war", 10), Key("Ctrl+A"), Paste("🐎\u{10ffff}ᚠ\u{202e}"), Frames(3),
            Click("Save"), Frames(5), Click("Do not save"), Frames(2), Refuse("Save this war")]"#,
    );
    // The same into a search.
    player.does(&format!(r#"[Key("Ctrl+F"), Frames(5), Paste("{long}"), Frames(5), Key("Esc")]"#));
    let names: Vec<usize> = std::fs::read_dir(player.path("saves"))
        .expect("a folder")
        .map(|file| file.expect("it is listed").file_name().to_string_lossy().chars().count())
        .collect();
    assert!(names.iter().all(|letters| *letters <= crate::shelf::MOST_LETTERS + ".hawk".len()), "{names:?}");
}
