//! What a player has chosen for himself: `settings.ron`. Every field may be missing.

use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use serde::de::{IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use super::{Shelf, ShelfError, io_fault, names};
use crate::replay::write_whole;

/// Largest settings file that is read, bytes.
const MOST_BYTES: u64 = 64 * 1024;

/// Colors told apart by an eye.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum ColorVision {
    /// All.
    #[default]
    Standard,
    /// Without red.
    Protan,
    /// Without green.
    Deutan,
    /// Without blue.
    Tritan,
    /// Light and dark only.
    Grey,
}

impl ColorVision {
    /// All of them, in the order of a list.
    pub const ALL: [Self; 5] = [Self::Standard, Self::Protan, Self::Deutan, Self::Tritan, Self::Grey];
}

/// How people and places are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum PlaceNames {
    /// Haoshuichuan.
    Pinyin,
    /// 好水川.
    Characters,
    /// Haoshuichuan 好水川.
    #[default]
    Both,
}

impl PlaceNames {
    /// All of them, in the order of a list.
    pub const ALL: [Self; 3] = [Self::Pinyin, Self::Characters, Self::Both];
}

/// What a player has chosen for himself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Language of the interface, as its code.
    pub language: String,
    /// Size of everything in the window, percent, 75 to 200.
    pub ui_scale: u16,
    /// Size of text besides that, percent, 100 to 200.
    pub text_scale: u16,
    /// Nothing moves that need not.
    pub reduce_motion: bool,
    /// Colors that the player tells apart.
    pub palette: ColorVision,
    /// Stronger contrast.
    pub high_contrast: bool,
    /// The borders of the hexes.
    pub show_grid: bool,
    /// The numbers of the hexes.
    pub show_coordinates: bool,
    /// The names of places.
    pub show_place_names: bool,
    /// The borders of what each side holds.
    pub show_borders: bool,
    /// The overlay that shows, by the name of its key; none if empty.
    pub overlay: String,
    /// How people and places are written.
    pub names: PlaceNames,
    /// The map moves when the pointer touches its edge.
    pub edge_scroll: bool,
    /// Ending a turn asks first when a formation has nothing to do.
    pub warn_idle: bool,
    /// Ending a turn always asks first.
    pub confirm_end_turn: bool,
    /// Speed of what is shown, percent, 25 to 1600.
    pub speed_percent: u16,
    /// Autosaves kept of each war, 1 to 50.
    pub autosaves: u32,
    /// The map goes where something happens.
    pub follow_events: bool,
    /// Keys that differ from the usual: by action, chords such as `Ctrl+Enter`.
    pub keys: BTreeMap<String, Vec<String>>,
    /// The help of the first start was shown.
    pub watched_first_help: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            language: "en".to_owned(),
            ui_scale: 100,
            text_scale: 100,
            reduce_motion: false,
            palette: ColorVision::Standard,
            high_contrast: false,
            show_grid: false,
            show_coordinates: false,
            show_place_names: true,
            show_borders: true,
            overlay: String::new(),
            names: PlaceNames::Both,
            edge_scroll: false,
            warn_idle: true,
            confirm_end_turn: false,
            speed_percent: 100,
            autosaves: 5,
            follow_events: true,
            keys: BTreeMap::new(),
            watched_first_help: false,
        }
    }
}

/// Something about the settings that the player should read once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// In words.
    pub words: String,
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words)
    }
}

impl Settings {
    /// As text, for the file and for export.
    pub fn to_text(&self) -> String {
        let pretty = ron::ser::PrettyConfig::new().new_line("\n");
        let fields = ron::ser::to_string_pretty(self, pretty)
            .expect("plain fields, lists and names always encode: ron refuses only types that these are not");
        format!("// Settings of Iron Hawk. What is left out takes its usual value.\n{fields}\n")
    }

    /// From text; what is unknown or out of range is named and does no harm.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub fn from_text(text: &str) -> Result<(Self, Option<Notice>), String> {
        let text = text.trim_start_matches('\u{feff}');
        let fault = |error: ron::error::SpannedError| names::shown(&error.to_string());
        let read: Self = ron::from_str(text).map_err(fault)?;
        let FieldNames(found) = ron::from_str(text).map_err(fault)?;
        let known: FieldNames = ron::from_str(&Self::default().to_text()).map_err(fault)?;
        let unknown: Vec<String> = found
            .iter()
            .filter(|name| !known.0.contains(name))
            .map(|name| format!("`{}`", names::shown(name)))
            .collect();
        let sound = read.clone().within_range();
        let mut words = Vec::new();
        if !unknown.is_empty() {
            words.push(format!(
                "settings that this version does not know are left out: {}",
                unknown.join(", ")
            ));
        }
        if sound != read {
            words.push("settings out of their range were brought back into it".to_owned());
        }
        let notice = (!words.is_empty()).then(|| Notice { words: words.join("; ") });
        Ok((sound, notice))
    }

    /// Every number within its range.
    fn within_range(self) -> Self {
        Self {
            ui_scale: self.ui_scale.clamp(75, 200),
            text_scale: self.text_scale.clamp(100, 200),
            speed_percent: self.speed_percent.clamp(25, 1600),
            autosaves: self.autosaves.clamp(1, 50),
            ..self
        }
    }
}

/// The names of the fields of a struct, whatever they hold.
struct FieldNames(Vec<String>);

impl<'de> Deserialize<'de> for FieldNames {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Names;
        impl<'de> Visitor<'de> for Names {
            type Value = FieldNames;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("settings")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<FieldNames, A::Error> {
                let mut names = Vec::new();
                while let Some(Identifier(name)) = fields.next_key()? {
                    fields.next_value::<IgnoredAny>()?;
                    names.push(name);
                }
                Ok(FieldNames(names))
            }
        }
        deserializer.deserialize_struct("Settings", &[], Names)
    }
}

/// A name as fields have it.
struct Identifier(String);

impl<'de> Deserialize<'de> for Identifier {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Name;
        impl Visitor<'_> for Name {
            type Value = Identifier;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("the name of a setting")
            }

            fn visit_str<E>(self, name: &str) -> Result<Identifier, E> {
                Ok(Identifier(name.to_owned()))
            }
        }
        deserializer.deserialize_identifier(Name)
    }
}

impl Shelf {
    /// Where the settings lie.
    pub fn settings_path(&self) -> PathBuf {
        self.home().join("settings.ron")
    }

    /// The settings, and what the player should know about them. A damaged file is moved aside as `settings.ron.bad`.
    pub fn settings(&self) -> (Settings, Option<Notice>) {
        let path = self.settings_path();
        let usual = |words: String| (Settings::default(), Some(Notice { words }));
        let text = match read(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return (Settings::default(), None),
            Err(error) if error.kind() == io::ErrorKind::InvalidData => {
                return usual(set_aside(&path, &error.to_string()));
            }
            Err(error) => {
                return usual(format!("{}; the usual settings are used", io_fault(&path, &error)));
            }
        };
        Settings::from_text(&text).unwrap_or_else(|why| usual(set_aside(&path, &why)))
    }

    /// Keeps the settings.
    ///
    /// # Errors
    /// The file cannot be written; then the older one is still whole.
    pub fn keep_settings(&self, settings: &Settings) -> Result<(), ShelfError> {
        export_settings(&self.settings_path(), settings)
    }
}

/// Writes settings to any file.
///
/// # Errors
/// It cannot be written.
pub fn export_settings(path: &Path, settings: &Settings) -> Result<(), ShelfError> {
    let text = settings.to_text();
    write_whole(path, |out| out.write_all(text.as_bytes())).map_err(|error| io_fault(path, &error))
}

fn read(path: &Path) -> io::Result<String> {
    let found = std::fs::metadata(path)?;
    if !found.is_file() {
        return Err(io::Error::other("not a regular file"));
    }
    let mut bytes = Vec::new();
    std::fs::File::open(path)?.take(MOST_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "it is larger than any settings"));
    }
    String::from_utf8(bytes).map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "it is not UTF-8"))
}

/// Moves a damaged file aside, so that the player can look at it; answers what to tell him.
fn set_aside(path: &Path, why: &str) -> String {
    let aside = path.with_extension("ron.bad");
    let moved = match std::fs::rename(path, &aside) {
        Ok(()) => format!("it was moved aside as {}", names::shown(&aside.to_string_lossy())),
        Err(error) => format!("it could not be moved aside: {error}"),
    };
    format!("the settings cannot be read ({why}); {moved}, and the usual settings are used")
}
