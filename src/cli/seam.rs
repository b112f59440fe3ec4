//! Where the command line meets scenario files, the laboratory and the window. Each of them is called here and
//! nowhere else in `cli`.

use std::path::Path;

use super::out::Fault;
use crate::scenario::sketch::{Levy, Sketch};
use crate::setting::Setting;
use crate::snapshot::Snapshot;

/// A scenario as the list shows it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Listed {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its title in characters.
    pub hanzi: String,
    /// Its first day.
    pub date: String,
    /// The ids of the sides.
    pub sides: Vec<String>,
    /// Turns it lasts at most.
    pub turns: u32,
}

/// The scenarios that come with the program.
///
/// # Errors
/// What is wrong with one of them.
pub fn list() -> Result<Vec<Listed>, Fault> {
    shipped()
        .iter()
        .map(|id| open(Path::new(id), 1).map(|(setting, start)| listed(&setting, &start)))
        .collect()
}

fn listed(setting: &Setting, start: &Snapshot) -> Listed {
    Listed {
        id: setting.about.id.clone(),
        title: setting.about.title.clone(),
        hanzi: setting.about.hanzi.clone(),
        date: start.clock.moment(start.clock.minute),
        sides: setting.register.sides.iter().map(|side| side.name.id.clone()).collect(),
        turns: start.clock.turns_in_war(),
    }
}

/// Ids of the scenarios that come with the program.
pub fn shipped() -> Vec<String> {
    vec!["sketch".to_owned()]
}

/// A scenario by id or path, ready to play.
///
/// # Errors
/// Everything that is wrong with it, one line each.
pub fn open(name: &Path, seed: u64) -> Result<(Setting, Snapshot), Fault> {
    if name != Path::new("sketch") {
        return Err(Fault::refused(format!("{}:1:1: no such scenario; there is sketch", name.display())));
    }
    let mut sketch = Sketch::new(
        "
        . . h h . . = = B
         . . h . . = . .
        A = = = = . . . .
         . . s s . . . .
        ",
    );
    sketch.seed = seed;
    sketch.lasts_minutes = 12 * 60;
    sketch.levy(Levy::at('A').side(0).men(3_000));
    sketch.levy(Levy::at('B').side(1).men(2_000).troop("xia_horse"));
    Ok(sketch.build())
}

/// Checks files or folders; answers how many were checked.
///
/// # Errors
/// Everything that is wrong, one line each.
pub fn check(path: &Path) -> Result<usize, Fault> {
    open(path, 1).map(|_| 1)
}
