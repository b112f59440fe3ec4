//! A script of inputs: what a player's hands would do, for tests, demonstrations and pictures. It finds widgets by
//! their words, as a screen reader does, and hexes by their numbers, so that it holds on any size of window.
//!
//! The same script drives the real window, the off-screen one and the bare interface of the unit tests.

use std::collections::{BTreeMap, VecDeque};
use std::path::PathBuf;

use bevy_egui::egui::accesskit::{Node, NodeId, Role, TreeUpdate};
use bevy_egui::egui::{
    self, Event, Modifiers, MouseWheelUnit, PointerButton, Pos2, Rect, TouchPhase, pos2, vec2,
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
    /// Gives the window another size, in points.
    Resize(u32, u32),
    /// Presses a chord, such as `Ctrl+Enter`.
    Key(String),
    /// Presses a key and leaves it down.
    Down(String),
    /// Lets a key go that was left down.
    Up(String),
    /// Types into what has the focus.
    Type(String),
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
    /// Closes the window.
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
    /// Another size of the window.
    Resize(u32, u32),
    /// The end of the window.
    Quit,
}

/// A smallest piece of a deed: what one frame gets.
#[derive(Debug, Clone, PartialEq)]
enum Beat {
    Input(Vec<Event>, Modifiers),
    Rest,
    Picture(PathBuf),
    Measure(u32),
    Resize(u32, u32),
    Quit,
}

/// A script under way.
#[derive(Debug, Clone)]
pub struct Script {
    deeds: VecDeque<Deed>,
    beats: VecDeque<Beat>,
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
                return Ok(Some(match beat {
                    Beat::Input(events, held) => Wish::Input(events, held),
                    Beat::Rest => Wish::Input(Vec::new(), Modifiers::NONE),
                    Beat::Picture(path) => Wish::Picture(path),
                    Beat::Measure(frames) => Wish::Measure(frames),
                    Beat::Resize(wide, high) => Wish::Resize(wide, high),
                    Beat::Quit => Wish::Quit,
                }));
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
                    return Ok(Some(Wish::Input(Vec::new(), Modifiers::NONE)));
                }
                Err(why) => return Err(told(why)),
            }
        }
    }
}

/// The beats of a deed, or `None` to try again with the next frame.
fn beats(deed: &Deed, shown: &Shown, waited: u32) -> Result<Option<Vec<Beat>>, String> {
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
            let once = press(at, PointerButton::Primary, Modifiers::NONE);
            [vec![moved(at)], once.clone(), once, rests()].concat()
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
            Some([vec![moved(pos2(at.0, at.1)), turned], vec![Beat::Rest; 20]].concat())
        }
        Deed::Pinch(at, factor) => {
            let spread = Beat::Input(vec![Event::Zoom(*factor)], Modifiers::NONE);
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
        Deed::Resize(wide, high) => Some([vec![Beat::Resize(*wide, *high)], vec![Beat::Rest; 6]].concat()),
        Deed::Type(text) => {
            Some([vec![Beat::Input(vec![Event::Text(text.clone())], Modifiers::NONE)], rests()].concat())
        }
        Deed::Frames(frames) => Some(vec![Beat::Rest; *frames as usize]),
        Deed::Settle(most) if shown.moving && waited < *most => None,
        Deed::Settle(_) => Some(rests()),
        Deed::Picture(path) => {
            Some([rests(), vec![Beat::Picture(PathBuf::from(path))], vec![Beat::Rest; 3]].concat())
        }
        Deed::Expect(words) if says(shown, words) => Some(Vec::new()),
        Deed::Expect(_) if waited < 20 => None,
        Deed::Expect(words) => return Err(format!("nothing says `{words}`; there is: {}", all_words(shown))),
        Deed::Refuse(words) if says(shown, words) => return Err(format!("something says `{words}`")),
        Deed::Refuse(_) => Some(Vec::new()),
        Deed::Focus(words) if focused(shown).is_some_and(|has| has.starts_with(words)) => Some(Vec::new()),
        Deed::Focus(words) => {
            return Err(format!(
                "`{words}` has not the focus, but `{}`",
                focused(shown).unwrap_or("nothing")
            ));
        }
        Deed::Await(words, _) if says(shown, words) => Some(Vec::new()),
        Deed::Await(_, most) if waited < *most => None,
        Deed::Await(words, most) => {
            return Err(format!("`{words}` did not come in {most} frames; there is: {}", all_words(shown)));
        }
        Deed::Measure(frames) => Some(vec![Beat::Measure(*frames)]),
        Deed::Quit => Some(vec![Beat::Quit]),
    })
}

fn parse(chord: &str) -> Result<Chord, String> {
    Chord::parse(chord).ok_or_else(|| "there is no such chord".to_owned())
}

fn key(chord: Chord, pressed: bool) -> Beat {
    let (key, modifiers) = (chord.key, chord.held);
    Beat::Input(vec![Event::Key { key, physical_key: None, pressed, repeat: false, modifiers }], modifiers)
}

fn wheel(unit: MouseWheelUnit, delta: egui::Vec2) -> Beat {
    let (phase, modifiers) = (TouchPhase::Move, Modifiers::NONE);
    Beat::Input(vec![Event::MouseWheel { unit, delta, phase, modifiers }], modifiers)
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

fn rests() -> Vec<Beat> {
    vec![Beat::Rest; BREATH]
}

fn moved(to: Pos2) -> Beat {
    Beat::Input(vec![Event::PointerMoved(to)], Modifiers::NONE)
}

fn button(pos: Pos2, button: PointerButton, pressed: bool, modifiers: Modifiers) -> Event {
    Event::PointerButton { pos, button, pressed, modifiers }
}

/// Down and up in one frame: on a slow machine two frames may lie too far apart for a click.
fn press(at: Pos2, which: PointerButton, held: Modifiers) -> Vec<Beat> {
    vec![Beat::Input(vec![button(at, which, true, held), button(at, which, false, held)], held)]
}

fn click(at: Pos2, which: PointerButton, held: Modifiers) -> Vec<Beat> {
    [vec![moved(at), Beat::Rest], press(at, which, held), rests()].concat()
}

fn drag(which: PointerButton, from: Pos2, to: Pos2) -> Vec<Beat> {
    let way = (1..=6).map(|step| moved(super::camera::between(from, to, step as f32 / 6.0)));
    let input = |event| Beat::Input(vec![event], Modifiers::NONE);
    let mut beats = vec![moved(from), Beat::Rest, input(button(from, which, true, Modifiers::NONE))];
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
    size: (f32, f32),
    script: &mut Script,
    mut frame: impl FnMut(&egui::Context) -> Shown,
) -> Result<Shown, String> {
    ctx.enable_accesskit();
    let (mut shown, mut size) = (Shown::default(), size);
    let (mut wish, mut time) = (Wish::Input(Vec::new(), Modifiers::NONE), 0.0);
    loop {
        let (events, modifiers) = match wish {
            Wish::Input(events, modifiers) => (events, modifiers),
            Wish::Quit => return Ok(shown),
            Wish::Resize(wide, high) => {
                size = (wide as f32, high as f32);
                (Vec::new(), Modifiers::NONE)
            }
            // Without a window there is nothing to look at and nothing to time.
            Wish::Picture(_) | Wish::Measure(_) => (Vec::new(), Modifiers::NONE),
        };
        time += 1.0 / 30.0;
        let input = egui::RawInput {
            screen_rect: Some(egui::Rect::from_min_size(Pos2::ZERO, vec2(size.0, size.1))),
            time: Some(time),
            predicted_dt: 1.0 / 30.0,
            events: std::iter::once(Event::ModifiersChanged(modifiers)).chain(events).collect(),
            focused: true,
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
