//! What the shelf does by itself; with whole programs it is tried in `tests/it/saves.rs`.

use std::sync::mpsc;
use std::time::{Duration, SystemTime};

use super::*;
use crate::orders::{Halt, Order};
use crate::scenario::sketch::{Levy, Sketch};
use crate::sim::id::{FormationId, SideId};
use crate::sim::register::Name;

fn shelf() -> (tempfile::TempDir, Shelf) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let shelf = Shelf::open(Some(&folder.path().join("a new folder"))).expect("it can be made");
    (folder, shelf)
}

fn war() -> (Game, Recorder) {
    let mut sketch = Sketch::new(". . A = = B . .\n . . h h . . . .");
    sketch.levy(Levy::at('A').side(0));
    sketch.levy(Levy::at('B').side(1).troop("xia_horse"));
    let game = sketch.game();
    let recorder = Recorder::new(&game, vec!["player".to_owned(), "doctrine".to_owned()]);
    (game, recorder)
}

/// A war after so many turns.
fn replay(turns: u32) -> Replay {
    let (mut game, mut recorder) = war();
    (0..turns).for_each(|_| drop(recorder.end_turn(&mut game)));
    recorder.replay()
}

fn names(folder: &Path) -> Vec<String> {
    let files = fs::read_dir(folder).expect("a folder").flatten();
    let mut names: Vec<String> = files.map(|file| file.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn row_96_a_folder_that_cannot_be_made_is_named() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("a file");
    fs::write(&file, "").expect("there is room");
    let error = Shelf::open(Some(&file.join("home"))).expect_err("a file holds no folders");
    assert_eq!(error.exit_status(), 5);
    let words = error.to_string();
    assert!(words.contains(&*file.join("home").to_string_lossy()) && words.contains("--home"), "{words}");
}

#[test]
fn the_folder_is_the_one_asked_for_or_else_the_one_named() {
    let (asked, named) = (Path::new("asked"), OsString::from("named"));
    assert_eq!(home(Some(asked), Some(named.clone())), Ok(asked.to_owned()));
    assert_eq!(home(None, Some(named)), Ok("named".into()));
    let usual = home(None, None);
    assert_eq!(home(None, Some(OsString::new())), usual, "an empty name names nothing");
    assert!(usual.is_ok_and(|folder| folder.is_absolute() && folder.ends_with("ironhawk")));
}

#[test]
fn row_78_names_are_taken_as_they_are_or_refused_with_the_reason() {
    for name in [
        "War",
        "  War ",
        "e\u{301}tat",
        "好水川 1041",
        "🦅",
        "-rf",
        "a.b",
        "com",
        "quickly",
        "x".repeat(60).as_str(),
    ] {
        let file = names::file(name).unwrap_or_else(|error| panic!("{name:?}: {error}"));
        assert_eq!(file, format!("{}.hawk", name.trim()));
    }
    let long = "x".repeat(300);
    let refused = [
        ("", "empty"),
        ("   ", "empty"),
        (".", "full stop"),
        ("..", "full stop"),
        (".war", "full stop"),
        ("war.", "full stop"),
        ("a/b", "`/`"),
        ("a\\b", "`\\`"),
        ("../war", "`/`"),
        ("/etc/passwd", "`/`"),
        ("C:war", "`:`"),
        ("w?r", "`?`"),
        (&long, "60 letters"),
        ("a\nb", "seen"),
        ("a\u{0}b", "seen"),
        ("a\u{202e}b", "seen"),
        ("a\u{200b}b", "seen"),
        ("CON", "device"),
        ("con.txt", "device"),
        ("Lpt1", "device"),
        ("aux .x", "device"),
    ];
    let (_folder, shelf) = shelf();
    let replay = replay(0);
    for (name, why) in refused {
        let error = shelf.save(name, &replay).expect_err(name);
        assert_eq!(error.exit_status(), 2);
        let words = error.to_string();
        assert!(words.contains(why) && !words.contains(char::is_control), "{name:?}: {words}");
        assert!(words.chars().count() < 400, "{name:?}: {words}");
    }
    let error = shelf.save("Quick", &replay).expect_err("the quick save is called so");
    assert!(error.to_string().contains("quick save"), "{error}");
    assert!(
        names(&shelf.saves()).is_empty() && names(shelf.home()).len() == 3,
        "nothing was written anywhere"
    );
}

#[test]
fn a_title_from_a_stranger_makes_a_name() {
    for title in ["", "...", "\u{202e}", "a/../b", &"好".repeat(500), "CON", "\n"] {
        let name = names::from_title(title, u32::MAX);
        assert!(names::file(&name).is_ok(), "{title:?} gives {name:?}");
    }
    for id in ["", "../../x", "a b", &"x".repeat(500), "\u{0}"] {
        let id = names::plain_id(id);
        assert!(!id.is_empty() && id.len() <= 60 && !id.contains(['/', '.', '\0']), "{id:?}");
    }
}

#[test]
fn a_save_goes_on_where_it_was_put_down() {
    let (_folder, shelf) = shelf();
    let (mut game, mut recorder) = war();
    recorder.end_turn(&mut game);
    let halt = Order::Halt(Halt { formation: FormationId(0) });
    game.submit(SideId(0), halt, "to rest").expect("a formation may halt");
    let path = shelf.save("A rest", &recorder.save(&game)).expect("there is room");
    let mut loaded = shelf.load(&path).expect("it is whole");
    assert_eq!(loaded.game.snapshot(), game.snapshot());
    assert_eq!(loaded.game.planned(SideId(0)), game.planned(SideId(0)));
    assert_eq!(loaded.recorder.end_turn(&mut loaded.game), recorder.end_turn(&mut game));
    assert_eq!(loaded.recorder.replay().verify().expect("it comes out the same").turns, 2);
}

#[test]
fn entries_tell_what_they_hold_once_looked_at_and_broken_ones_keep_their_place() {
    let (_folder, shelf) = shelf();
    assert_eq!((shelf.entries(), shelf.quick(), shelf.unfinished()), (Vec::new(), None, None));
    let replay = replay(2);
    shelf.save("A war", &replay).expect("there is room");
    shelf.quick_save(&replay).expect("there is room");
    shelf.keep_replay("quick", &replay).expect("there is room");
    let mut bytes = fs::read(shelf.quick_path()).expect("it was written");
    fs::write(shelf.saves().join("short.hawk"), &bytes[..bytes.len() - 9]).expect("there is room");
    bytes[8] = 99;
    fs::write(shelf.saves().join("newer\u{202e}.hawk"), &bytes).expect("there is room");
    fs::create_dir(shelf.saves().join("folder.hawk")).expect("there is room");
    fs::write(shelf.saves().join("notes.txt"), "").expect("there is room");

    let mut entries = shelf.entries();
    assert!(entries.iter().all(|entry| !entry.is_known() && entry.turn == 0));
    assert!(entries.is_sorted_by(|one, other| one.modified >= other.modified), "newest first");
    entries.iter_mut().for_each(|entry| shelf.look(entry));
    entries.sort_by(|one, other| (one.kind, &one.name).cmp(&(other.kind, &other.name)));
    let told: Vec<_> =
        entries.iter().map(|one| (one.kind, one.name.as_str(), one.turn, one.problem.clone())).collect();
    let title = &replay.setting().about.title;
    assert!(told.iter().zip(&entries).all(|(told, entry)| told.2 == 0 || entry.title == *title));
    let [war, folder, newer, short, quick, kept] = &told[..] else { panic!("{told:#?}") };
    assert_eq!(*war, (Kind::Save, "A war", 3, None));
    assert_eq!(*quick, (Kind::Quick, "quick", 3, None));
    assert_eq!(*kept, (Kind::Replay, "quick", 3, None));
    let problem = |told: &(Kind, &str, u32, Option<String>), words: &str| {
        assert!(told.3.as_ref().is_some_and(|problem| problem.contains(words)), "{told:?}");
    };
    problem(folder, "not a regular file");
    problem(newer, "format 99");
    problem(short, "ends after turn 2");
    assert_eq!((newer.1, short.2), ("newer\u{fffd}", 3));
    assert_eq!(fs::read(shelf.saves().join("newer\u{202e}.hawk")).expect("it is left as it is"), bytes);

    assert_eq!(shelf.remove(&entries[0]), Ok(()));
    assert!(shelf.remove(&entries[0]).is_err(), "it is gone");
    let mut elsewhere = entries[1].clone();
    elsewhere.path = shelf.home().join("settings.ron");
    assert!(shelf.remove(&elsewhere).is_err(), "it does not lie among the saves");
}

#[test]
fn a_free_name_is_free() {
    let (_folder, shelf) = shelf();
    let replay = replay(1);
    let name = shelf.free_name(&replay);
    assert!(name.ends_with("turn 2"), "{name}");
    shelf.save(&name, &replay).expect("there is room");
    assert_eq!(shelf.free_name(&replay), format!("{name} (2)"));
}

#[test]
fn rows_67_and_68_half_written_files_of_dead_programs_are_swept_and_no_others() {
    let (_folder, shelf) = shelf();
    let path = shelf.save("war", &replay(1)).expect("there is room");
    let whole = fs::read(&path).expect("it was written");
    let at = |name: &str| shelf.saves().join(name);
    // Killed at each call of a save: just created, half written, whole but not renamed. What was there is still there.
    for (name, bytes) in
        [(".ironhawk-1.part", &whole[..0]), (".ironhawk-2.part", &whole[..99]), (".ironhawk-3.part", &whole)]
    {
        fs::write(at(name), bytes).expect("there is room");
    }
    // Of another program that is still writing.
    fs::write(at(".ironhawk-4.part"), &whole[..50]).expect("there is room");
    let held = File::options().write(true).open(at(".ironhawk-4.part")).expect("it is there");
    held.lock().expect("nobody else has it");
    // Somebody else's altogether.
    fs::write(at("notes.part"), "mine").expect("there is room");
    fs::create_dir(at(".ironhawk-6.part")).expect("there is room");

    Shelf::open(Some(shelf.home())).expect("it is there");
    let left = [".ironhawk-4.part", ".ironhawk-6.part", "notes.part", "war.hawk"];
    assert_eq!(names(&shelf.saves()), left);
    assert_eq!(fs::read(&path).expect("it is still there"), whole);
    drop(held);
    Shelf::open(Some(shelf.home())).expect("it is there");
    assert_eq!(names(&shelf.saves()), left[1..]);
}

#[test]
fn a_sweep_takes_nothing_from_a_program_that_is_writing() {
    let (_folder, shelf) = shelf();
    let stop = std::sync::atomic::AtomicBool::new(false);
    let is_stopped = || stop.load(std::sync::atomic::Ordering::Relaxed);
    /// Ends the sweeping even when the test fails: a scope waits for all its threads.
    struct End<'a>(&'a std::sync::atomic::AtomicBool);
    impl Drop for End<'_> {
        fn drop(&mut self) {
            self.0.store(true, std::sync::atomic::Ordering::Relaxed);
        }
    }
    std::thread::scope(|scope| {
        let end = End(&stop);
        let sweeper = scope.spawn(|| {
            while !is_stopped() {
                sweep(&shelf.saves());
                shelf.forget_unfinished();
            }
        });
        let (replay, shelf) = (replay(1), &shelf);
        for round in 0..100 {
            shelf.save("war", &replay).unwrap_or_else(|error| panic!("round {round}: {error}"));
            let autosaver = shelf.autosaver("war", 1);
            autosaver.keep(replay.clone());
            assert!(autosaver.flush(), "round {round}: {:?}", autosaver.fault());
            // Of whatever number: one that is swept away before it is held is left to nobody, and the next one taken.
            let is_marked = names(&shelf.autosaves()).iter().any(|name| name.ends_with(".session"));
            assert!(is_marked, "round {round}: a war that is being played keeps its mark");
        }
        drop(end);
        sweeper.join().expect("it ends");
    });
}

#[test]
fn row_79_rotation_keeps_the_last_of_its_war_and_removes_nothing_else() {
    let (_folder, shelf) = shelf();
    let old = shelf.autosaves().join("war-3-turn-1.hawk");
    fs::write(&old, "of another war").expect("there is room");
    let autosaver = shelf.autosaver("war", 3);
    for turns in 0..6 {
        autosaver.keep(replay(turns));
        assert!(autosaver.flush(), "{:?}", autosaver.fault());
    }
    let last = autosaver.last().expect("it was written");
    assert!(last.ends_with("war-4-turn-6.hawk"), "{last:?}");
    let left =
        ["war-3-turn-1.hawk", "war-4-turn-4.hawk", "war-4-turn-5.hawk", "war-4-turn-6.hawk", "war-4.session"];
    assert_eq!(names(&shelf.autosaves()), left);
    // Going back in time begins no new war: what was written last stays.
    autosaver.keep(replay(1));
    assert!(autosaver.flush());
    assert_eq!(
        names(&shelf.autosaves())[1..4],
        ["war-4-turn-2.hawk", "war-4-turn-5.hawk", "war-4-turn-6.hawk"]
    );
    drop(autosaver);
    assert_eq!(names(&shelf.autosaves()).len(), 4, "the mark is gone, the autosaves stay");
}

#[test]
fn a_war_that_is_being_played_is_not_unfinished_and_one_that_ended_in_order_is_not_either() {
    let (_folder, shelf) = shelf();
    let autosaver = shelf.autosaver("war", 3);
    autosaver.keep(replay(2));
    assert!(autosaver.flush());
    assert_eq!(shelf.unfinished(), None, "it is being played");
    let other = shelf.autosaver("war", 3);
    other.keep(replay(1));
    assert!(other.flush());
    assert!(
        other.last().expect("written").ends_with("war-2-turn-2.hawk"),
        "another instance has another number"
    );
    drop((autosaver, other));
    assert_eq!(shelf.unfinished(), None, "it ended in order");
}

#[test]
fn the_war_of_a_dead_program_is_offered_until_it_is_forgotten() {
    let (_folder, shelf) = shelf();
    for turns in [1, 2] {
        replay(turns)
            .write(&shelf.autosaves().join(format!("war-7-turn-{}.hawk", turns + 1)))
            .expect("there is room");
    }
    fs::write(shelf.autosaves().join("war-7-turn-9.hawk"), "damaged by somebody").expect("there is room");
    fs::write(shelf.autosaves().join("war-7.session"), "").expect("there is room");
    // Another was killed before it could keep anything.
    fs::write(shelf.autosaves().join("war-8.session"), "").expect("there is room");
    let offered = shelf.unfinished().expect("war 7 was not ended");
    assert_eq!((offered.name.as_str(), offered.turn, offered.kind), ("war-7-turn-3", 3, Kind::Auto));
    assert!(shelf.load(&offered.path).is_ok());
    shelf.forget_unfinished();
    assert_eq!(shelf.unfinished(), None);
    assert!(offered.path.exists(), "its autosaves stay");
    assert_eq!(names(&shelf.autosaves()).len(), 3, "and no mark does");
}

#[test]
fn a_program_that_panics_leaves_its_war_to_be_offered() {
    let (_folder, shelf) = shelf();
    let autosaver = shelf.autosaver("war", 3);
    autosaver.keep(replay(2));
    let failed = std::panic::catch_unwind(std::panic::AssertUnwindSafe(move || {
        let _autosaver = autosaver;
        panic!("injected");
    }));
    assert!(failed.is_err());
    assert_eq!(shelf.unfinished().map(|entry| entry.turn), Some(3));
}

#[test]
fn rows_83_and_114_a_slow_disk_keeps_nobody_waiting_and_the_latest_wins() {
    let (_folder, shelf) = shelf();
    let (go, wait) = mpsc::channel::<()>();
    let autosaver = Autosaver::begin(shelf.autosaves(), "war", 9, move |replay, path| {
        // The disk answers when the test lets it.
        let _ = wait.recv();
        replay.write(path)
    });
    // None of these waits: the disk does not answer before the last of them is given.
    for turns in [1, 2, 3, 4] {
        autosaver.keep(replay(turns));
    }
    assert!(!autosaver.flush(), "the disk does not answer; the wait for it ends all the same");
    go.send(()).and_then(|()| go.send(())).expect("it listens");
    assert!(autosaver.flush());
    let written = names(&shelf.autosaves());
    assert!(written.contains(&"war-1-turn-5.hawk".to_owned()), "{written:?}");
    assert!(written.len() <= 3, "at most the one begun and the latest were written: {written:?}");
    // The end waits for what was kept last.
    autosaver.keep(replay(5));
    go.send(()).expect("it listens");
    drop(autosaver);
    assert!(names(&shelf.autosaves()).contains(&"war-1-turn-6.hawk".to_owned()));
    assert_eq!(shelf.unfinished(), None);
}

#[test]
fn row_69_a_disk_that_fails_at_any_autosave_is_told_and_the_next_is_tried() {
    let (_folder, shelf) = shelf();
    for fails in 0..4 {
        let mut call = 0;
        let autosaver = Autosaver::begin(shelf.autosaves(), "war", 2, move |replay, path| {
            call += 1;
            if call - 1 == fails {
                return Err(ReplayError::Io {
                    path: path.display().to_string(),
                    what: "the disk is full".to_owned(),
                });
            }
            replay.write(path)
        });
        for turns in 0..4 {
            autosaver.keep(replay(turns));
            assert_eq!(autosaver.flush(), turns != fails);
            assert_eq!(
                autosaver.fault().is_some_and(|words| words.contains("the disk is full")),
                turns == fails
            );
        }
    }
    // A folder that is gone is told as well, and the failure of the program too.
    let autosaver = Autosaver::begin(shelf.home().join("nowhere"), "war", 2, |_, _| Ok(()));
    autosaver.keep(replay(0));
    assert!(!autosaver.flush() && autosaver.fault().is_some_and(|words| words.contains("nowhere")));
    let autosaver = Autosaver::begin(shelf.autosaves(), "war", 2, |_, _| panic!("injected"));
    autosaver.keep(replay(0));
    assert!(
        !autosaver.flush() && autosaver.fault().is_some_and(|words| words.contains("fault of the program"))
    );
}

#[test]
fn settings_are_kept_whole() {
    let (_folder, shelf) = shelf();
    assert_eq!(shelf.settings(), (Settings::default(), None), "without a file they are as usual");
    let settings = Settings {
        language: "zh".to_owned(),
        ui_scale: 150,
        palette: ColorVision::Tritan,
        keys: [("end_turn".to_owned(), vec!["Ctrl+Enter".to_owned(), "\"\\\n".to_owned()])].into(),
        ..Settings::default()
    };
    shelf.keep_settings(&settings).expect("there is room");
    assert_eq!(shelf.settings(), (settings.clone(), None));
    let elsewhere = shelf.home().join("exported.ron");
    export_settings(&elsewhere, &settings).expect("there is room");
    assert_eq!(fs::read(elsewhere).ok(), fs::read(shelf.settings_path()).ok());
}

#[test]
fn settings_missing_unknown_or_out_of_range_do_no_harm() {
    let (settings, notice) = Settings::from_text("(text_scale: 125)").expect("every field may be missing");
    assert_eq!((settings, notice), (Settings { text_scale: 125, ..Settings::default() }, None));
    let (settings, notice) = Settings::from_text(
        "\u{feff}(sound: (volume: [1, {\"x\": None}]), ui_scale: 9999, text_scale: 0, speed_percent: 0, autosaves: 99999999, high_contrast: true)",
    )
    .expect("it can be read");
    let expected = Settings {
        ui_scale: 200,
        text_scale: 100,
        speed_percent: 25,
        autosaves: 50,
        high_contrast: true,
        ..Settings::default()
    };
    assert_eq!(settings, expected);
    let words = notice.expect("it is told").to_string();
    assert!(words.contains("`sound`") && words.contains("range"), "{words}");
}

#[test]
fn rows_80_82_and_84_damaged_settings_are_moved_aside_with_one_notice() {
    let (_folder, shelf) = shelf();
    let nested = "(keys: ".to_owned() + &"[".repeat(100_000);
    let damaged: [&[u8]; 11] = [
        b"",
        b"(",
        b"language: \"en\"",
        b"(ui_scale: -1)",
        b"(ui_scale: 99999999999999999999)",
        b"(autosaves: many)",
        b"(palette: Purple)",
        b"\xff\xfe",
        b"(language: \"en\") (language: \"en\")",
        nested.as_bytes(),
        &[b' '; 70_000],
    ];
    let aside = shelf.home().join("settings.ron.bad");
    for bytes in damaged {
        fs::write(shelf.settings_path(), bytes).expect("there is room");
        let (settings, notice) = shelf.settings();
        assert_eq!(settings, Settings::default());
        let words = notice.expect("it is told").words;
        assert!(words.contains("settings.ron.bad") && words.chars().count() < 600, "{words}");
        assert_eq!(fs::read(&aside).expect("it was moved aside"), bytes);
        assert_eq!(shelf.settings(), (Settings::default(), None), "one notice");
    }
    fs::create_dir(shelf.settings_path()).expect("there is room");
    let (settings, notice) = shelf.settings();
    assert_eq!(settings, Settings::default());
    assert!(notice.is_some_and(|notice| notice.words.contains("not a regular file")));
    assert!(shelf.keep_settings(&settings).is_err(), "a folder is left alone");
}

#[test]
fn row_98_an_age_is_told_whatever_the_clock_says() {
    let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_800_000_000);
    let told = |seconds: u64| ago(now - Duration::from_secs(seconds), now);
    let ages = [0, 59, 60, 3599, 3600, 86_399, 172_800, 3_000_000, 31_556_952].map(told);
    let words = [
        "just now",
        "just now",
        "1 minute ago",
        "59 minutes ago",
        "1 hour ago",
        "23 hours ago",
        "2 days ago",
    ];
    assert_eq!(ages[..7], words);
    assert_eq!(ages[7..], ["1 month ago", "1 year ago"]);
    assert_eq!(ago(now + Duration::from_secs(9_999_999), now), "just now", "a clock that was put back");
    assert_eq!(ago(SystemTime::UNIX_EPOCH, now), "57 years ago");
}

#[test]
fn names_fall_back_on_what_is_known() {
    let both = Name { id: String::new(), latin: "Wating".to_owned(), hanzi: "瓦亭寨".to_owned() };
    let latin = Name { hanzi: String::new(), ..both.clone() };
    assert_eq!(PlaceNames::Both.write(&both), "Wating 瓦亭寨");
    assert_eq!(PlaceNames::Characters.write(&both), "瓦亭寨");
    assert_eq!(PlaceNames::Characters.write(&latin), "Wating");
    assert_eq!(PlaceNames::Both.write(&latin), "Wating");
}
