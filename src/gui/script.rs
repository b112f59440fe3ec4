//! A script of inputs: what a player's hands would do, for tests, demonstrations and pictures. It finds widgets by
//! their words, as a screen reader does, and hexes by their numbers, so that it holds on any size of window.
//!
//! The same script drives the real window, the off-screen one and the bare interface of the unit tests.

use std::collections::{BTreeMap, VecDeque};
use std::path::PathBuf;

use bevy_egui::egui::accesskit::{Node, NodeId, Role, TreeUpdate};
use bevy_egui::egui::{
    self, Event, ImeEvent, Modifiers, MouseWheelUnit, PointerButton, Pos2, Rect, TouchPhase, pos2, vec2,
};
use serde::Deserialize;

use super::camera::MapView;
use super::keys::Chord;
use crate::sim::hex::Grid;

/// One thing that hands do.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub enum Deed {
    /// Clicks the widget with these words (the first one that can be clicked and begins with them).
    Click(String),
    /// Clicks a point of the window.
    ClickAt(f32, f32),
    /// Clicks the middle of a hex, by column and row.
    Hex(i32, i32),
    /// Clicks a hex with control held.
    AddHex(i32, i32),
    /// Clicks a hex with the right button: a command to it.
    Command(i32, i32),
    /// Clicks a hex twice.
    DoubleHex(i32, i32),
    /// Moves the pointer to a hex and leaves it there.
    Hover(i32, i32),
    /// Moves the pointer to a point of the window.
    HoverAt(f32, f32),
    /// Presses a button of the mouse (0 left, 1 right, 2 middle), moves, and lets go.
    Drag(u8, (f32, f32), (f32, f32)),
    /// Drags along the widget with these words, from one part of its width to another (0 to 1).
    Slide(String, f32, f32),
    /// Turns the wheel at a point: positive is nearer.
    Wheel((f32, f32), f32),
    /// Spreads two fingers upon a touchpad at a point by a factor: above 1 is nearer.
    Pinch((f32, f32), f32),
    /// Moves two fingers upon a touchpad at a point: by so many points across and down.
    Swipe((f32, f32), (f32, f32)),
    /// Presses a chord, such as `Ctrl+Enter`.
    Key(String),
    /// Presses a key and leaves it down.
    Down(String),
    /// Lets a key go that was left down.
    Up(String),
    /// Types into what has the focus.
    Type(String),
    /// Pastes into what has the focus, as if it had come from the clipboard.
    Paste(String),
    /// Composes a text as an input method for Chinese does, and hands it over.
    Compose(String),
    /// Lets so many frames pass.
    Frames(u32),
    /// Lets frames pass until nothing moves, at most so many.
    Settle(u32),
    /// Keeps a picture of the window.
    Picture(String),
    /// Fails unless some widget or text of the window holds these words.
    Expect(String),
    /// Fails if some does.
    Refuse(String),
    /// Fails unless the widget that has the focus of the keyboard begins with these words.
    Focus(String),
    /// Fails unless these words come in so many frames.
    Await(String, u32),
    /// Writes frame times to standard error: so many frames with continuous redraw.
    Measure(u32),
    /// Makes the window so wide and high, points.
    Size(u32, u32),
    /// Moves the window to a screen on which a point is so many pixels wide.
    Scale(f32),
    /// Presses the window's own close button.
    Close,
    /// Ends the program.
    Quit,
}

/// What a frame showed, for the script to aim at.
#[derive(Debug, Clone, Default)]
pub struct Shown {
    /// The widgets and texts, as assistive technology sees them.
    pub tree: Option<TreeUpdate>,
    /// The eye above the map, if a map shows.
    pub eye: Option<MapView>,
    /// True while something moves by itself.
    pub moving: bool,
}

/// What a script wants of a frame.
#[derive(Debug, Clone, PartialEq)]
pub enum Wish {
    /// These inputs.
    Input(Vec<Event>, Modifiers),
    /// A picture of the window as it was just shown.
    Picture(PathBuf),
    /// Frame times of so many frames.
    Measure(u32),
    /// A window of so many points.
    Size(u32, u32),
    /// So many pixels to a point.
    Scale(f32),
    /// What the window's own close button does.
    Close,
    /// The end of the window.
    Quit,
}

/// A script under way.
#[derive(Debug, Clone)]
pub struct Script {
    deeds: VecDeque<Deed>,
    /// What the next frames get of the present deed, one each.
    beats: VecDeque<Wish>,
    /// Frames that the present deed has waited.
    waited: u32,
    done: usize,
}

/// Frames that a script waits for a widget before it gives up.
const PATIENCE: u32 = 240;
/// Frames between a press and what follows, so that the interface can answer.
const BREATH: usize = 2;

impl Script {
    /// Reads a script: a RON list of [`Deed`]s.
    ///
    /// # Errors
    /// Where and why it cannot be read.
    pub fn read(text: &str) -> Result<Self, String> {
        let deeds: Vec<Deed> = ron::from_str(text).map_err(|error| error.to_string())?;
        Ok(Self::of(deeds))
    }

    /// A script of these deeds.
    pub fn of(deeds: impl IntoIterator<Item = Deed>) -> Self {
        Self { deeds: deeds.into_iter().collect(), beats: VecDeque::new(), waited: 0, done: 0 }
    }

    /// What the next frame gets; `None` when the script is over.
    ///
    /// # Errors
    /// A deed that cannot be done: which, and why.
    pub fn next(&mut self, shown: &Shown) -> Result<Option<Wish>, String> {
        loop {
            if let Some(beat) = self.beats.pop_front() {
                return Ok(Some(beat));
            }
            let Some(deed) = self.deeds.front().cloned() else { return Ok(None) };
            let told = |why: String| format!("deed {} ({deed:?}): {why}", self.done + 1);
            match beats(&deed, shown, self.waited) {
                Ok(Some(beats)) => {
                    self.deeds.pop_front();
                    (self.waited, self.done) = (0, self.done + 1);
                    self.beats = beats.into();
                }
                Ok(None) => {
                    self.waited += 1;
                    return Ok(Some(rest()));
                }
                Err(why) => return Err(told(why)),
            }
        }
    }
}

/// The beats of a deed, or `None` to try again with the next frame.
fn beats(deed: &Deed, shown: &Shown, waited: u32) -> Result<Option<Vec<Wish>>, String> {
    let hex = |col: i32, row: i32| shown.eye.map(|eye| eye.hex_to_screen(Grid::hex(col, row)));
    let wait = |at: Option<Pos2>, what: &str| patient(at, what, shown, waited);
    let left = |at: Pos2| click(at, PointerButton::Primary, Modifiers::NONE);
    Ok(match deed {
        Deed::Click(words) => wait(bounds_of(shown, words).map(|bounds| bounds.center()), words)?.map(left),
        Deed::ClickAt(x, y) => Some(left(pos2(*x, *y))),
        Deed::Hex(col, row) => wait(hex(*col, *row), "a map")?.map(left),
        Deed::AddHex(col, row) => {
            wait(hex(*col, *row), "a map")?.map(|at| click(at, PointerButton::Primary, Modifiers::COMMAND))
        }
        Deed::Command(col, row) => {
            wait(hex(*col, *row), "a map")?.map(|at| click(at, PointerButton::Secondary, Modifiers::NONE))
        }
        Deed::DoubleHex(col, row) => wait(hex(*col, *row), "a map")?.map(|at| {
            // All in one frame, as a click is: on a slow machine two frames may lie too far apart.
            let once = [true, false].map(|down| button(at, PointerButton::Primary, down, Modifiers::NONE));
            let twice = Wish::Input([once.clone(), once].concat(), Modifiers::NONE);
            [vec![moved(at), rest(), twice], rests()].concat()
        }),
        Deed::Hover(col, row) => {
            wait(hex(*col, *row), "a map")?.map(|at| [vec![moved(at)], rests()].concat())
        }
        Deed::HoverAt(x, y) => Some([vec![moved(pos2(*x, *y))], rests()].concat()),
        Deed::Drag(button, from, to) => {
            let button = match button {
                0 => PointerButton::Primary,
                1 => PointerButton::Secondary,
                _ => PointerButton::Middle,
            };
            Some(drag(button, pos2(from.0, from.1), pos2(to.0, to.1)))
        }
        Deed::Slide(words, from, to) => {
            let point =
                |bounds: Rect, part: f32| pos2(bounds.left() + bounds.width() * part, bounds.center().y);
            patient(bounds_of(shown, words), words, shown, waited)?
                .map(|bounds| drag(PointerButton::Primary, point(bounds, *from), point(bounds, *to)))
        }
        Deed::Wheel(at, notches) => {
            let turned = wheel(MouseWheelUnit::Line, vec2(0.0, *notches));
            Some([vec![moved(pos2(at.0, at.1)), turned], vec![rest(); 20]].concat())
        }
        Deed::Pinch(at, factor) => {
            let spread = Wish::Input(vec![Event::Zoom(*factor)], Modifiers::NONE);
            Some([vec![moved(pos2(at.0, at.1)), spread], rests()].concat())
        }
        Deed::Swipe(at, by) => {
            let swept = wheel(MouseWheelUnit::Point, vec2(by.0, by.1));
            Some([vec![moved(pos2(at.0, at.1)), swept], rests()].concat())
        }
        Deed::Key(chord) => {
            let chord = parse(chord)?;
            Some([vec![key(chord, true), key(chord, false)], rests()].concat())
        }
        Deed::Down(chord) => Some([vec![key(parse(chord)?, true)], rests()].concat()),
        Deed::Up(chord) => Some([vec![key(parse(chord)?, false)], rests()].concat()),
        Deed::Type(text) => Some(typed([Event::Text(text.clone())])),
        Deed::Paste(text) => Some(typed([Event::Paste(text.clone())])),
        Deed::Compose(text) => Some(typed([
            Event::Ime(ImeEvent::Preedit { text: text.clone(), active_range_chars: None }),
            Event::Ime(ImeEvent::Commit(text.clone())),
        ])),
        Deed::Frames(frames) => Some(vec![rest(); *frames as usize]),
        Deed::Settle(most) if shown.moving && waited < *most => None,
        Deed::Settle(_) => Some(rests()),
        Deed::Picture(path) => {
            Some([rests(), vec![Wish::Picture(PathBuf::from(path))], vec![rest(); 3]].concat())
        }
        Deed::Expect(words) if says(shown, words) => Some(Vec::new()),
        Deed::Expect(_) if waited < 20 => None,
        Deed::Expect(words) => return Err(format!("nothing says `{words}`; there is: {}", all_words(shown))),
        Deed::Refuse(words) if says(shown, words) => return Err(format!("something says `{words}`")),
        Deed::Refuse(_) => Some(Vec::new()),
        Deed::Focus(words) if focused(shown).is_some_and(|has| has.starts_with(words)) => Some(Vec::new()),
        Deed::Focus(words) => {
            let has = focused(shown).unwrap_or("nothing");
            return Err(format!("`{words}` has not the focus, but `{has}`"));
        }
        Deed::Await(words, _) if says(shown, words) => Some(Vec::new()),
        Deed::Await(_, most) if waited < *most => None,
        Deed::Await(words, most) => {
            return Err(format!("`{words}` did not come in {most} frames; there is: {}", all_words(shown)));
        }
        Deed::Measure(frames) => Some(vec![Wish::Measure(*frames)]),
        Deed::Size(width, height) => Some([vec![Wish::Size(*width, *height)], vec![rest(); 6]].concat()),
        Deed::Scale(scale) => Some([vec![Wish::Scale(*scale)], rests()].concat()),
        Deed::Close => Some([vec![Wish::Close], rests()].concat()),
        Deed::Quit => Some(vec![Wish::Quit]),
    })
}

fn parse(chord: &str) -> Result<Chord, String> {
    Chord::parse(chord).ok_or_else(|| "there is no such chord".to_owned())
}

fn key(chord: Chord, pressed: bool) -> Wish {
    let (key, modifiers) = (chord.key, chord.held);
    Wish::Input(vec![Event::Key { key, physical_key: None, pressed, repeat: false, modifiers }], modifiers)
}

fn wheel(unit: MouseWheelUnit, delta: egui::Vec2) -> Wish {
    let (phase, modifiers) = (TouchPhase::Move, Modifiers::NONE);
    Wish::Input(vec![Event::MouseWheel { unit, delta, phase, modifiers }], modifiers)
}

/// What was looked for; `None` to look again with the next frame.
fn patient<T>(found: Option<T>, what: &str, shown: &Shown, waited: u32) -> Result<Option<T>, String> {
    match found {
        None if waited >= PATIENCE => {
            Err(format!("{what} is nowhere to be seen; there is: {}", all_words(shown)))
        }
        found => Ok(found),
    }
}

/// A frame without input.
fn rest() -> Wish {
    Wish::Input(Vec::new(), Modifiers::NONE)
}

fn rests() -> Vec<Wish> {
    vec![rest(); BREATH]
}

/// An event a frame.
fn typed(events: impl IntoIterator<Item = Event>) -> Vec<Wish> {
    let frames = events.into_iter().map(|event| Wish::Input(vec![event], Modifiers::NONE));
    frames.chain(rests()).collect()
}

fn moved(to: Pos2) -> Wish {
    Wish::Input(vec![Event::PointerMoved(to)], Modifiers::NONE)
}

fn button(pos: Pos2, button: PointerButton, pressed: bool, modifiers: Modifiers) -> Event {
    Event::PointerButton { pos, button, pressed, modifiers }
}

/// Down and up in one frame: on a slow machine two frames may lie too far apart for a click.
fn press(at: Pos2, which: PointerButton, held: Modifiers) -> Vec<Wish> {
    vec![Wish::Input(vec![button(at, which, true, held), button(at, which, false, held)], held)]
}

fn click(at: Pos2, which: PointerButton, held: Modifiers) -> Vec<Wish> {
    [vec![moved(at), rest()], press(at, which, held), rests()].concat()
}

fn drag(which: PointerButton, from: Pos2, to: Pos2) -> Vec<Wish> {
    let way = (1..=6).map(|step| moved(super::camera::between(from, to, step as f32 / 6.0)));
    let input = |event| Wish::Input(vec![event], Modifiers::NONE);
    let mut beats = vec![moved(from), rest(), input(button(from, which, true, Modifiers::NONE))];
    beats.extend(way);
    beats.push(input(button(to, which, false, Modifiers::NONE)));
    beats.extend(rests());
    beats
}

/// What a node says: its label, or its value.
fn words_of(node: &Node) -> &str {
    node.label().or_else(|| node.value()).unwrap_or_default()
}

/// All nodes in the order in which they are read aloud; the tree itself is handed over in no order.
fn nodes(shown: &Shown) -> Vec<&Node> {
    let Some(update) = &shown.tree else { return Vec::new() };
    let known: BTreeMap<NodeId, &Node> = update.nodes.iter().map(|(id, node)| (*id, node)).collect();
    let mut waiting: Vec<NodeId> = update.tree.iter().map(|tree| tree.root).collect();
    let mut read = Vec::new();
    while let Some(id) = waiting.pop() {
        let Some(node) = known.get(&id) else { continue };
        read.push(*node);
        waiting.extend(node.children().iter().rev());
    }
    read
}

/// Where the first widget lies that can be pressed and begins with these words; an exact match goes first.
fn bounds_of(shown: &Shown, words: &str) -> Option<Rect> {
    let presses = |node: &&Node| {
        !node.is_disabled() && !matches!(node.role(), Role::Label | Role::Window | Role::GenericContainer)
    };
    let mut pressable = nodes(shown);
    pressable.retain(presses);
    let exact = pressable.iter().find(|node| words_of(node) == words);
    let found = exact.or_else(|| pressable.iter().find(|node| words_of(node).starts_with(words)))?;
    let bounds = found.bounds()?;
    Some(Rect::from_two_pos(
        pos2(bounds.x0 as f32, bounds.y0 as f32),
        pos2(bounds.x1 as f32, bounds.y1 as f32),
    ))
}

fn says(shown: &Shown, words: &str) -> bool {
    nodes(shown).into_iter().any(|node| words_of(node).contains(words))
}

/// What the widget says that has the focus of the keyboard.
fn focused(shown: &Shown) -> Option<&str> {
    let tree = shown.tree.as_ref()?;
    tree.nodes.iter().find(|(id, _)| *id == tree.focus).map(|(_, node)| words_of(node))
}

fn all_words(shown: &Shown) -> String {
    let all: Vec<&str> = nodes(shown).into_iter().map(words_of).filter(|words| !words.is_empty()).collect();
    let text = all.join(" | ");
    text.chars().take(3_000).collect()
}

/// Runs a script against a bare interface, without a window: for tests. Answers the last frame shown.
///
/// # Errors
/// As [`Script::next`].
pub fn rehearse(
    ctx: &egui::Context,
    mut size: (f32, f32),
    script: &mut Script,
    mut frame: impl FnMut(&egui::Context) -> Shown,
) -> Result<Shown, String> {
    ctx.enable_accesskit();
    let mut shown = Shown::default();
    let (mut wish, mut time, mut scale) = (rest(), ctx.input(|input| input.time), 1.0);
    loop {
        let (mut events, mut modifiers) = (Vec::new(), Modifiers::NONE);
        match wish {
            Wish::Input(given, held) => (events, modifiers) = (given, held),
            Wish::Size(width, height) => size = (width as f32, height as f32),
            Wish::Scale(wanted) => scale = wanted,
            Wish::Quit => return Ok(shown),
            // Without a window there is nothing to look at, nothing to time and no close button.
            Wish::Picture(_) | Wish::Measure(_) | Wish::Close => {}
        }
        let viewport = egui::ViewportInfo { native_pixels_per_point: Some(scale), ..Default::default() };
        time += 1.0 / 30.0;
        let input = egui::RawInput {
            screen_rect: Some(egui::Rect::from_min_size(Pos2::ZERO, vec2(size.0, size.1))),
            time: Some(time),
            predicted_dt: 1.0 / 30.0,
            events: std::iter::once(Event::ModifiersChanged(modifiers)).chain(events).collect(),
            focused: true,
            viewports: std::iter::once((egui::ViewportId::ROOT, viewport)).collect(),
            ..Default::default()
        };
        ctx.begin_pass(input);
        shown = frame(ctx);
        let mut output = ctx.end_pass();
        // Nobody paints it.
        output.textures_delta.clear();
        shown.tree = output.platform_output.accesskit_update;
        match script.next(&shown)? {
            Some(next) => wish = next,
            None => return Ok(shown),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_clicks_by_words_and_waits_for_what_comes_late() {
        let (mut clicked, mut frames) = (0, 0);
        let deeds = "[Click(\"End turn\"), Await(\"turn 1\", 10), Refuse(\"turn 2\"), Click(\"End\"), Expect(\"turn 2\")]";
        let mut script = Script::read(deeds).expect("it is well written");
        let outcome = rehearse(&egui::Context::default(), (400.0, 300.0), &mut script, |ctx| {
            frames += 1;
            egui::Area::new(egui::Id::new("all")).show(ctx, |ui| {
                if frames > 5 && ui.button("End turn").clicked() {
                    clicked += 1;
                }
                ui.label(format!("turn {clicked}"));
            });
            Shown::default()
        });
        outcome.expect("everything was there");
        assert_eq!(clicked, 2);
    }

    #[test]
    fn what_is_missing_is_named_with_what_is_there() {
        let mut script = Script::of([Deed::Expect("victory".to_owned())]);
        let outcome = rehearse(&egui::Context::default(), (400.0, 300.0), &mut script, |ctx| {
            egui::Area::new(egui::Id::new("all")).show(ctx, |ui| ui.label("defeat"));
            Shown::default()
        });
        let why = outcome.expect_err("nobody won");
        assert!(why.contains("victory") && why.contains("defeat"), "{why}");
        assert!(Script::read("[Jump]").is_err_and(|why| why.contains("Jump")));
    }
}
