//! What keys do: every action of the window, its common chords, and what the player bound otherwise.

use std::collections::BTreeMap;
use std::fmt;

use bevy_egui::egui::{Event, InputState, Key, Modifiers};

/// Declares the actions once: id in settings, words, group, common chords.
macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident, $id:literal, $words:literal, $group:ident, [$($chord:literal),*];)*) => {
        /// Something a key can do.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Action { $($(#[$doc])* $name,)* }

        impl Action {
            /// All of them, in the order of the help page.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// As the settings file names it.
            pub fn id(self) -> &'static str {
                match self { $(Self::$name => $id,)* }
            }

            /// As the help page says it.
            pub fn words(self) -> &'static str {
                match self { $(Self::$name => $words,)* }
            }

            /// The part of the help page it stands in.
            pub fn group(self) -> Group {
                match self { $(Self::$name => Group::$group,)* }
            }

            /// The chords it has unless the player bound others.
            pub fn common(self) -> &'static [&'static str] {
                match self { $(Self::$name => &[$($chord),*],)* }
            }
        }
    };
}

/// A part of the help page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// Anywhere.
    Window,
    /// Moving the map.
    Map,
    /// What the map shows.
    Overlays,
    /// Picking formations.
    Select,
    /// Giving orders.
    Orders,
    /// Panels and pages.
    Pages,
    /// Watching.
    Watch,
}

impl Group {
    /// As the help page heads it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Window => "Anywhere",
            Self::Map => "Moving the map",
            Self::Overlays => "What the map shows",
            Self::Select => "Choosing a formation",
            Self::Orders => "Giving orders",
            Self::Pages => "Panels",
            Self::Watch => "Watching a turn or a replay",
        }
    }
}

actions! {
    /// Close the topmost thing; the menu when nothing is open.
    Close, "close", "close the topmost thing; then the menu", Window, ["Esc"];
    /// The help page.
    Help, "help", "help and all keys", Window, ["F1", "?"];
    /// Save under a name.
    Save, "save", "save under a name", Window, ["Ctrl+S"];
    /// The page of saves.
    Load, "load", "load", Window, ["Ctrl+O"];
    /// Save at once.
    QuickSave, "quick_save", "quick save", Window, ["F5"];
    /// Back to the quick save.
    QuickLoad, "quick_load", "quick load", Window, ["F9"];
    /// A picture of the window.
    Picture, "picture", "keep a picture of the window", Window, ["F12"];
    /// Find a formation, commander or place.
    Find, "find", "find a formation, commander or place", Window, ["/", "Ctrl+F"];
    /// Move the sheet.
    West, "west", "move the map or the hex cursor west", Map, ["A", "Left"];
    /// Move the sheet.
    East, "east", "move the map or the hex cursor east", Map, ["D", "Right"];
    /// Move the sheet.
    North, "north", "move the map north; hex cursor north-west", Map, ["W", "Up"];
    /// Move the sheet.
    South, "south", "move the map south; hex cursor south-east", Map, ["S", "Down"];
    /// The hex cursor.
    NorthEast, "north_east", "hex cursor north-east", Map, ["E"];
    /// The hex cursor.
    SouthWest, "south_west", "hex cursor south-west", Map, ["Z"];
    /// Hex cursor on or off.
    Cursor, "cursor", "hex cursor on or off", Map, ["X"];
    /// What a click at the hex cursor would do.
    Point, "point", "choose at the hex cursor (a click)", Map, ["Enter"];
    /// What a right click at the hex cursor would do.
    Command, "command", "order to the hex cursor (a right click)", Map, ["Shift+Enter"];
    /// Nearer.
    Nearer, "nearer", "zoom in", Map, ["+", "="];
    /// Farther.
    Farther, "farther", "zoom out", Map, ["-"];
    /// Common zoom.
    CommonZoom, "common_zoom", "common zoom", Map, ["0"];
    /// Centre on the selection.
    Center, "center", "center on what is chosen", Map, ["C", "Home"];
    /// Grid.
    Grid, "grid", "grid", Overlays, ["G"];
    /// Coordinates.
    Coordinates, "coordinates", "coordinates", Overlays, ["Shift+G"];
    /// Borders.
    Borders, "borders", "borders of what each side holds", Overlays, ["Alt+G"];
    /// Names of places.
    Names, "names", "names of places", Overlays, ["L"];
    /// No counters.
    ClearMap, "clear_map", "hide all counters: while held, or until pressed again", Overlays, ["H"];
    /// Food.
    Supply, "supply", "overlay: food and stores", Overlays, ["F2"];
    /// Ground held.
    Zones, "zones", "overlay: ground held (zones of control)", Overlays, ["F3"];
    /// Threat.
    Threat, "threat", "overlay: threat, what enemies can reach", Overlays, ["F4"];
    /// Threat, one's own men left out.
    FreeThreat, "free_threat", "overlay: threat as if my men stood nowhere", Overlays, ["Shift+F4"];
    /// Sight.
    Sight, "sight", "overlay: what my men see", Overlays, ["F6"];
    /// Age of knowledge.
    Knowledge, "knowledge", "overlay: what I know and how old it is", Overlays, ["F7"];
    /// Who holds what.
    Control, "control", "overlay: who holds which places", Overlays, ["F8"];
    /// Water on the land.
    Water, "water", "overlay: water on the land", Overlays, ["F10"];
    /// Water later.
    WaterLater, "water_later", "water now, in 12, 24, 48 hours", Overlays, ["Shift+F10"];
    /// What counters show.
    Counters, "counters", "what counters show: men, order, food, weariness", Overlays, ["T"];
    /// Reach of the chosen formation.
    Reach1, "reach_1", "reach in one turn", Overlays, ["1"];
    /// Reach of the chosen formation.
    Reach2, "reach_2", "reach in two turns", Overlays, ["2"];
    /// Reach of the chosen formation.
    Reach3, "reach_3", "reach in three turns", Overlays, ["3"];
    /// Reach of the chosen formation.
    Reach4, "reach_4", "reach in four turns", Overlays, ["4"];
    /// Reach of the chosen formation.
    Reach5, "reach_5", "reach in five turns", Overlays, ["5"];
    /// Reach of the chosen formation.
    Reach6, "reach_6", "reach in six turns", Overlays, ["6"];
    /// Reach of the chosen formation.
    Reach7, "reach_7", "reach in seven turns", Overlays, ["7"];
    /// Next formation without an order.
    Next, "next", "next formation without an order", Select, ["N", "Ctrl+Right"];
    /// The one before.
    Previous, "previous", "the one before", Select, ["Shift+N", "Ctrl+Left"];
    /// To the end of the round.
    Wait, "wait", "to the end of the round", Select, [","];
    /// Out of the round.
    Rest, "rest", "stand fast: out of the round until threatened", Select, ["."];
    /// All of one kind.
    SelectArmy, "select_army", "choose all under the same commander", Select, ["Ctrl+A"];
    /// Take an order back.
    Undo, "undo", "take the last order back", Orders, ["Ctrl+Z"];
    /// Give it again.
    Redo, "redo", "give it again", Orders, ["Ctrl+Y", "Ctrl+Shift+Z"];
    /// Take all back.
    UndoAll, "undo_all", "take back all orders of this turn", Orders, ["Ctrl+Backspace"];
    /// March.
    March, "march", "march to a hex", Orders, ["M"];
    /// Pace of the next march.
    Pace, "pace", "pace: ordinary or forced", Orders, ["P"];
    /// Attack.
    Attack, "attack", "attack an enemy", Orders, ["K"];
    /// Halt.
    Halt, "halt", "halt and stay", Orders, ["Backspace"];
    /// Camp.
    Camp, "camp", "camp with fires", Orders, ["B"];
    /// Cold camp.
    ColdCamp, "cold_camp", "camp without fires", Orders, ["Alt+B"];
    /// Stance.
    Stance, "stance", "next stance", Orders, ["V"];
    /// Ambush.
    Ambush, "ambush", "lie in ambush", Orders, ["U"];
    /// Feign flight.
    Feign, "feign", "feign flight to a hex", Orders, ["F"];
    /// Scouts.
    Scouts, "scouts", "send scouts to a hex", Orders, ["O"];
    /// Bait.
    Bait, "bait", "leave bait lying", Orders, ["I"];
    /// Men sent out.
    Split, "split", "send half of the men out on their own", Orders, ["R"];
    /// Join.
    Join, "join", "join others of the same body in the same place", Orders, ["Shift+J"];
    /// Signal.
    Signal, "signal", "give a signal", Orders, ["J"];
    /// End of the turn.
    EndTurn, "end_turn", "end the turn", Orders, ["Ctrl+Enter", "Ctrl+Space"];
    /// Order of battle.
    Army, "army", "order of battle", Pages, ["Shift+O"];
    /// Chronicle.
    Chronicle, "chronicle", "chronicle", Pages, ["Shift+C"];
    /// Objectives.
    Objectives, "objectives", "objectives", Pages, ["Shift+V"];
    /// Statistics.
    Statistics, "statistics", "statistics", Pages, ["Shift+S"];
    /// The grain and the hungry.
    Stores, "stores", "supply: grain, stores, bearers, the hungry", Pages, ["Shift+F"];
    /// After-action report.
    Report, "report", "report of the war so far", Pages, ["Shift+R"];
    /// Battles.
    Battles, "battles", "battles so far", Pages, ["Shift+B"];
    /// Legend.
    Legend, "legend", "legend", Pages, ["Shift+L"];
    /// Play or pause.
    Play, "play", "play or pause", Watch, ["Space"];
    /// A step on.
    StepOn, "step_on", "one step on", Watch, ["Right", "."];
    /// A step back.
    StepBack, "step_back", "one step back", Watch, ["Left", ","];
    /// A turn on.
    TurnOn, "turn_on", "one turn on", Watch, ["Shift+Right"];
    /// A turn back.
    TurnBack, "turn_back", "one turn back", Watch, ["Shift+Left"];
    /// The start.
    First, "first", "to the beginning", Watch, ["Home"];
    /// The end.
    Last, "last", "to the end", Watch, ["End"];
    /// The next mark.
    NextMark, "next_mark", "to the next mark", Watch, ["]"];
    /// The mark before.
    PreviousMark, "previous_mark", "to the mark before", Watch, ["["];
    /// Faster.
    Faster, "faster", "faster", Watch, ["Shift+Up"];
    /// Slower.
    Slower, "slower", "slower", Watch, ["Shift+Down"];
    /// Skip to the end of what is shown.
    Skip, "skip", "skip to the end of the turn", Watch, ["Enter", "Esc"];
    /// The next pair of eyes.
    Eyes, "eyes", "through the next side's eyes", Watch, ["Y"];
    /// The eye stays with somebody.
    Follow, "follow", "stay with the formation that is looked at", Watch, ["F"];
    /// Copy the moment.
    CopyMoment, "copy_moment", "copy a link to this moment", Watch, ["Ctrl+C"];
    /// Play from here.
    PlayFrom, "play_from", "play on from here", Watch, ["Ctrl+P"];
}

impl Action {
    /// True for what goes on while its key is held, as steps and zooming do.
    pub fn repeats(self) -> bool {
        self.group() == Group::Map && !matches!(self, Self::Cursor | Self::Point | Self::Command)
            || matches!(self, Self::Next | Self::Previous | Self::Undo | Self::Redo)
            || matches!(self, Self::StepOn | Self::StepBack | Self::TurnOn | Self::TurnBack)
            || matches!(self, Self::NextMark | Self::PreviousMark)
    }
}

/// A key with the keys held beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chord {
    /// The key.
    pub key: Key,
    /// Control, shift, alt.
    pub held: Modifiers,
}

impl Chord {
    /// Reads `Ctrl+Shift+Z`.
    pub fn parse(text: &str) -> Option<Self> {
        let mut held = Modifiers::NONE;
        let mut rest = text;
        loop {
            let (word, tail) = match rest.find('+') {
                Some(at) if at > 0 && at + 1 < rest.len() => (&rest[..at], &rest[at + 1..]),
                _ => break,
            };
            held = match word {
                "Ctrl" => held | Modifiers::COMMAND,
                "Shift" => held | Modifiers::SHIFT,
                "Alt" => held | Modifiers::ALT,
                _ => return None,
            };
            rest = tail;
        }
        let key = match rest {
            "Esc" => Key::Escape,
            "Left" => Key::ArrowLeft,
            "Right" => Key::ArrowRight,
            "Up" => Key::ArrowUp,
            "Down" => Key::ArrowDown,
            "+" => Key::Plus,
            "=" => Key::Equals,
            "-" => Key::Minus,
            name => Key::from_name(name)?,
        };
        Some(Self { key, held })
    }

    /// True when it was pressed now, or goes on being held if `repeats`. Keys that need Shift on some keyboards
    /// (`?`, `+`) do not mind it.
    pub fn pressed(&self, input: &InputState, repeats: bool) -> bool {
        let shift_blind = matches!(self.key, Key::Questionmark | Key::Plus);
        let struck = |event: &Event| match event {
            Event::Key { key, pressed: true, repeat, .. } => *key == self.key && (repeats || !repeat),
            _ => false,
        };
        input.events.iter().any(struck) && {
            let now = input.modifiers;
            now.command == self.held.command
                && now.alt == self.held.alt
                && (shift_blind || now.shift == self.held.shift)
        }
    }

    /// True while it is held down.
    pub fn is_down(&self, input: &InputState) -> bool {
        let now = input.modifiers;
        input.key_down(self.key) && now.command == self.held.command && now.shift == self.held.shift
    }
}

impl fmt::Display for Chord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (held, word) in
            [(self.held.command, "Ctrl+"), (self.held.shift, "Shift+"), (self.held.alt, "Alt+")]
        {
            if held {
                f.write_str(word)?;
            }
        }
        f.write_str(match self.key {
            Key::Escape => "Esc",
            Key::ArrowLeft => "Left",
            Key::ArrowRight => "Right",
            Key::ArrowUp => "Up",
            Key::ArrowDown => "Down",
            Key::Questionmark => "?",
            Key::Slash => "/",
            Key::Comma => ",",
            Key::Period => ".",
            Key::OpenBracket => "[",
            Key::CloseBracket => "]",
            Key::Plus => "+",
            Key::Equals => "=",
            Key::Minus => "-",
            key => key.name(),
        })
    }
}

/// A chord that already does something else where it would be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Conflict {
    /// What it does.
    pub with: Action,
}

/// All bindings.
#[derive(Debug, Clone, PartialEq)]
pub struct Keys {
    bound: BTreeMap<Action, Vec<Chord>>,
}

impl Default for Keys {
    fn default() -> Self {
        let bound = Action::ALL.iter().map(|action| (*action, common(*action)));
        Self { bound: bound.collect() }
    }
}

fn common(action: Action) -> Vec<Chord> {
    action.common().iter().filter_map(|text| Chord::parse(text)).collect()
}

/// Watching and planning never happen together, so their keys may be the same.
fn meet(one: Action, other: Action) -> bool {
    let watch = |action: Action| action.group() == Group::Watch;
    let anywhere = |action: Action| matches!(action.group(), Group::Window | Group::Overlays | Group::Pages);
    watch(one) == watch(other) || anywhere(one) || anywhere(other)
}

impl Keys {
    /// The common bindings with what a settings file says otherwise; what it says of unknown actions or chords is
    /// left out and answered.
    pub fn with(changed: &BTreeMap<String, Vec<String>>) -> (Self, Vec<String>) {
        let (mut keys, mut left_out) = (Self::default(), Vec::new());
        for (id, chords) in changed {
            let Some(action) = Action::ALL.iter().find(|action| action.id() == id) else {
                left_out.push(format!("no action is called `{id}`"));
                continue;
            };
            let read: Vec<Chord> = chords.iter().filter_map(|text| Chord::parse(text)).collect();
            if read.len() < chords.len() {
                left_out.push(format!("a chord of `{id}` is not known"));
            }
            keys.bound.insert(*action, read);
        }
        (keys, left_out)
    }

    /// What differs from the common bindings, for the settings file.
    pub fn changed(&self) -> BTreeMap<String, Vec<String>> {
        let differing = self.bound.iter().filter(|(action, chords)| **chords != common(**action));
        differing
            .map(|(action, chords)| (action.id().to_owned(), chords.iter().map(Chord::to_string).collect()))
            .collect()
    }

    /// The chords of an action.
    pub fn chords(&self, action: Action) -> &[Chord] {
        self.bound.get(&action).map_or(&[], Vec::as_slice)
    }

    /// The first chord of an action in words, for buttons and hints.
    pub fn hint(&self, action: Action) -> String {
        self.chords(action).first().map(Chord::to_string).unwrap_or_default()
    }

    /// True when one of its chords was pressed now.
    pub fn pressed(&self, input: &InputState, action: Action) -> bool {
        self.chords(action).iter().any(|chord| chord.pressed(input, action.repeats()))
    }

    /// True while one of its chords is held down.
    pub fn is_down(&self, input: &InputState, action: Action) -> bool {
        self.chords(action).iter().any(|chord| chord.is_down(input))
    }

    /// Gives an action a chord instead of those it has.
    ///
    /// # Errors
    /// The action that has the chord already; then nothing has changed.
    pub fn bind(&mut self, action: Action, chord: Chord) -> Result<(), Conflict> {
        let taken = self
            .bound
            .iter()
            .find(|(other, chords)| **other != action && meet(**other, action) && chords.contains(&chord));
        if let Some((with, _)) = taken {
            return Err(Conflict { with: *with });
        }
        self.bound.insert(action, vec![chord]);
        Ok(())
    }

    /// Gives an action its common chords back.
    pub fn reset(&mut self, action: Action) {
        self.bound.insert(action, common(action));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_common_chord_is_read_and_written_alike() {
        for action in Action::ALL {
            assert!(!action.common().is_empty(), "{}", action.id());
            for text in action.common() {
                let chord = Chord::parse(text).unwrap_or_else(|| panic!("{text} of {}", action.id()));
                assert_eq!(&chord.to_string(), text);
            }
        }
    }

    #[test]
    fn no_two_common_chords_collide() {
        let keys = Keys::default();
        for one in Action::ALL {
            for other in Action::ALL.iter().filter(|other| *other > one && meet(*one, **other)) {
                for chord in keys.chords(*one) {
                    let closes = [*one, *other].contains(&Action::Close);
                    assert!(
                        closes || !keys.chords(*other).contains(chord),
                        "{chord} is both {} and {}",
                        one.id(),
                        other.id()
                    );
                }
            }
        }
    }

    #[test]
    fn a_taken_chord_is_refused_and_names_its_owner() {
        let mut keys = Keys::default();
        let undo = Chord::parse("Ctrl+Z").expect("a chord");
        assert_eq!(keys.bind(Action::March, undo), Err(Conflict { with: Action::Undo }));
        assert_eq!(keys, Keys::default());
        let free = Chord::parse("Ctrl+Shift+M").expect("a chord");
        assert_eq!(keys.bind(Action::March, free), Ok(()));
        let (read, left_out) = Keys::with(&keys.changed());
        assert_eq!((read, left_out.len()), (keys, 0));
    }

    #[test]
    fn a_strange_settings_file_leaves_the_common_keys() {
        let changed = BTreeMap::from([
            ("fly".to_owned(), vec!["F".to_owned()]),
            ("march".to_owned(), vec!["Ctrl+Nonsense".to_owned()]),
        ]);
        let (keys, left_out) = Keys::with(&changed);
        assert_eq!(left_out.len(), 2);
        assert_eq!(keys.hint(Action::Halt), "Backspace");
    }
}
