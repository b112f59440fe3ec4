//! # Where files come from
//!
//! A scenario is named by its id (`haoshuichuan_1041`) or by a path (`wars/mine.ron`). Ids are looked up in the data
//! folder: the one given, else the one that `IRONHAWK_DATA` names, else the current folder if it holds `assets/rules`,
//! else the copies built into the program. A scenario at a path may bring its own map, as `maps/<id>.ron` beside it.

use std::path::{Path, PathBuf};

use super::problems::{Problem, suggest};
use super::source::{DEFAULT_LIMIT, Source};
use super::text::{is_id, quote};

/// The files built into the program.
macro_rules! built_in {
    ($($file:literal,)*) => {
        &[$(($file, include_str!(concat!("../../", $file)))),*]
    };
}

const BUILT_IN: &[(&str, &str)] = built_in![
    "assets/rules/climate.ron",
    "assets/rules/combat.ron",
    "assets/rules/command.ron",
    "assets/rules/exposure.ron",
    "assets/rules/fodder.ron",
    "assets/rules/market.ron",
    "assets/rules/morale.ron",
    "assets/rules/movement.ron",
    "assets/rules/ruse.ron",
    "assets/rules/siege.ron",
    "assets/rules/flood.ron",
    "assets/rules/sighting.ron",
    "assets/rules/supply.ron",
    "assets/rules/terrain.ron",
    "assets/rules/troops.ron",
    "assets/rules/weather.ron",
    "assets/maps/haoshuichuan.ron",
    "assets/maps/lingzhou.ron",
    "assets/maps/theatre.ron",
    "assets/maps/yinchuan.ron",
    "scenarios/haoshuichuan_1041.ron",
    "scenarios/lingzhou_1081.ron",
    "scenarios/lingzhou_siege_1081.ron",
    "scenarios/yinchuan_1209.ron",
];

/// A source of rules, maps and scenarios.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Data {
    /// The folder; `None` for the copies built in.
    folder: Option<PathBuf>,
    /// Largest file that is read, bytes.
    pub limit: u64,
}

impl Data {
    /// The copies built into the program.
    pub fn built_in() -> Self {
        Self { folder: None, limit: DEFAULT_LIMIT }
    }

    /// A folder with `assets` and `scenarios` in it.
    pub fn in_folder(folder: impl Into<PathBuf>) -> Self {
        Self { folder: Some(folder.into()), limit: DEFAULT_LIMIT }
    }

    /// The data that the program uses: what the user asked for, else what it finds.
    pub fn find(asked: Option<&Path>) -> Self {
        let here = || Path::new("assets/rules").is_dir().then(|| PathBuf::from("."));
        let named = || std::env::var_os("IRONHAWK_DATA").filter(|name| !name.is_empty()).map(PathBuf::from);
        Self { folder: asked.map(Path::to_owned).or_else(named).or_else(here), limit: DEFAULT_LIMIT }
    }

    /// Reads one file, named from the data folder on.
    ///
    /// # Errors
    /// It is missing or cannot be read.
    pub fn read(&self, file: &str) -> Result<Source, Box<Problem>> {
        if let Some(folder) = &self.folder {
            return Source::read(&folder.join(file), self.limit);
        }
        match BUILT_IN.iter().find(|(name, _)| *name == file) {
            Some((name, text)) => Ok(Source::from_text(*name, *text)),
            None => Err(Problem::in_file(file, "no such file is built into the program").into()),
        }
    }

    /// Ids of the scenarios there, sorted.
    pub fn scenarios(&self) -> Vec<String> {
        self.ids("scenarios")
    }

    /// Ids of the maps there, sorted.
    pub fn maps(&self) -> Vec<String> {
        self.ids("assets/maps")
    }

    fn ids(&self, folder: &str) -> Vec<String> {
        let id = |name: &str| name.strip_suffix(".ron").filter(|id| is_id(id)).map(str::to_owned);
        let mut ids: Vec<String> = match &self.folder {
            Some(root) => (std::fs::read_dir(root.join(folder)).into_iter().flatten().flatten())
                .filter_map(|entry| id(entry.file_name().to_str()?))
                .collect(),
            None => (BUILT_IN.iter())
                .filter_map(|(name, _)| id(name.strip_prefix(folder)?.strip_prefix('/')?))
                .collect(),
        };
        ids.sort();
        ids
    }

    /// Reads a scenario by id or path; answers the folder it lies in too, if it was a path.
    ///
    /// # Errors
    /// There is none; names the nearest.
    pub fn scenario(&self, name_or_path: &str) -> Result<(Source, Option<PathBuf>), Box<Problem>> {
        let path = Path::new(name_or_path);
        if name_or_path.ends_with(".ron") || name_or_path.contains(['/', '\\']) || !is_id(name_or_path) {
            let source = Source::read(path, self.limit).map_err(|problem| match path.exists() {
                true => problem,
                false => problem.hint(self.nearest_scenarios(name_or_path)).into(),
            })?;
            let folder = path.parent().map(Path::to_owned);
            return Ok((source, folder));
        }
        if !self.scenarios().iter().any(|id| id == name_or_path) {
            let what = format!("no scenario is called {}", quote(name_or_path));
            return Err(Problem::in_file(name_or_path, what)
                .hint(self.nearest_scenarios(name_or_path))
                .into());
        }
        Ok((self.read(&format!("scenarios/{name_or_path}.ron"))?, None))
    }

    fn nearest_scenarios(&self, name: &str) -> String {
        let stem = Path::new(name).file_stem().and_then(|stem| stem.to_str()).unwrap_or(name);
        let known = self.scenarios();
        if let Some(meant) = suggest(stem, known.iter().map(String::as_str)) {
            return format!("did you mean `{meant}`?");
        }
        match known.is_empty() {
            true => "the data folder holds no scenarios".to_owned(),
            false => format!(
                "there are {}",
                known.iter().take(8).map(|id| quote(id)).collect::<Vec<_>>().join(", ")
            ),
        }
    }

    /// Reads the map that a scenario names: beside the scenario, else in the data folder. `None` if there is none;
    /// an id that passes [`is_id`] cannot lead out of either folder.
    pub(crate) fn map(&self, id: &str, beside: Option<&Path>) -> Option<Result<Source, Box<Problem>>> {
        if !is_id(id) {
            return None;
        }
        let own = beside.map(|folder| folder.join("maps").join(format!("{id}.ron")));
        if let Some(own) = own.filter(|own| own.exists()) {
            return Some(Source::read(&own, self.limit));
        }
        self.maps().iter().any(|known| known == id).then(|| self.read(&format!("assets/maps/{id}.ron")))
    }
}
