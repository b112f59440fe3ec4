//! `play`, `watch` and no task at all: what the window opens with.

use std::path::{Path, PathBuf};

use super::args::PlayArgs;
use super::out::{Fault, say};
use super::seam;
use crate::film::Moment;
use crate::scenario::shipped::Data;

/// Why a window did not do what it was opened for.
pub enum Failure {
    /// What it should show is refused.
    Refused(Fault),
    /// There is no window: why.
    NoWindow(String),
}

/// What the window opens with.
#[cfg_attr(not(feature = "gui"), expect(dead_code, reason = "only a window reads all of it"))]
pub enum Wanted<'a> {
    /// The menu.
    Menu,
    /// A new war.
    Play(&'a PlayArgs),
    /// A recorded war at a moment.
    Watch(PathBuf, Moment),
}

/// How the window is driven and how large it is.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct WindowArgs {
    /// Follows a script of inputs (docs/WINDOW-SCRIPTS.md), then closes.
    #[arg(long, value_name = "FILE")]
    pub script: Option<PathBuf>,
    /// Draws without a window; only a script can drive it and keep pictures.
    #[arg(long, requires = "script")]
    pub offscreen: bool,
    /// Width and height of the window, points.
    #[arg(long, value_name = "WxH", value_parser = size)]
    pub size: Option<(u32, u32)>,
}

fn size(text: &str) -> Result<(u32, u32), String> {
    let wrong = || format!("`{text}` is no size; write it as 1280x800, from 320x240 to 7680x4320");
    let (width, height) = text.split_once('x').ok_or_else(wrong)?;
    let side = |text: &str, range: std::ops::RangeInclusive<u32>| {
        text.parse::<u32>().ok().filter(|side| range.contains(side)).ok_or_else(wrong)
    };
    Ok((side(width, 320..=7680)?, side(height, 240..=4320)?))
}

/// Opens the window and returns when it is closed.
///
/// # Errors
/// What is refused, or why there is no window.
pub fn open(wanted: &Wanted, window: &WindowArgs, data: Data, home: Option<&Path>) -> Result<(), Failure> {
    // What is wrong with a scenario is said whether or not there is a window.
    if let Wanted::Play(play) = wanted {
        seam::open(&play.scenario, &data, play.seed.unwrap_or(1)).map_err(Failure::Refused)?;
    }
    show(wanted, window, data, home)
}

#[cfg(feature = "gui")]
fn show(wanted: &Wanted, window: &WindowArgs, data: Data, home: Option<&Path>) -> Result<(), Failure> {
    use crate::gui::app::{Ending, Launch};
    use crate::gui::desk::{Desk, Opening, seats_for};
    use crate::gui::screens::{NewWar, fresh_seed};
    use crate::gui::script::Script;
    use crate::gui::services::Services;

    if !window.offscreen {
        crate::gui::find_display().map_err(Failure::NoWindow)?;
    }
    let script = match &window.script {
        None => None,
        Some(path) => {
            let text = std::fs::read_to_string(path)
                .map_err(|error| Failure::Refused(Fault::io(format!("{}: {error}", path.display()))))?;
            Some(
                Script::read(&text)
                    .map_err(|why| Failure::Refused(Fault::refused(format!("{}: {why}", path.display()))))?,
            )
        }
    };
    let opening = match wanted {
        Wanted::Menu => Opening::Menu,
        Wanted::Watch(path, moment) => Opening::Record(path.clone(), *moment),
        Wanted::Play(play) => {
            let seed = play.seed.unwrap_or_else(fresh_seed);
            let (setting, _) = seam::open(&play.scenario, &data, seed).map_err(Failure::Refused)?;
            let sides = &setting.register.sides;
            let player = match &play.side {
                Some(asked) => {
                    Some(sides.iter().position(|side| side.name.id == *asked).ok_or_else(|| {
                        let known: Vec<&str> = sides.iter().map(|side| side.name.id.as_str()).collect();
                        Failure::Refused(Fault::usage(format!(
                            "no side is called `{asked}`; there are {}",
                            known.join(", ")
                        )))
                    })?)
                }
                None if play.watch => None,
                None => Some(0),
            };
            let level = play.level.unwrap_or(crate::ai::Level::Doctrine);
            let scenario = play.scenario.display().to_string();
            Opening::War(NewWar { scenario, seats: seats_for(sides.len(), player, level), seed })
        }
    };
    let services = Services::open(data, home.map(Path::to_owned));
    let launch = Launch {
        desk: Desk::new(services, opening),
        size: window.size.unwrap_or((1280, 800)),
        script,
        offscreen: window.offscreen,
    };
    match crate::gui::open(launch) {
        Ok(Ending::Closed) => Ok(()),
        Ok(Ending::ScriptStopped) => {
            Err(Failure::Refused(Fault::new(1, "the script could not be followed to its end")))
        }
        Ok(Ending::Interrupted) => Err(Failure::Refused(Fault { status: 130, lines: Vec::new() })),
        Ok(Ending::DriverFailed(how)) => Err(Failure::Refused(Fault::new(
            6,
            format!("the graphics driver failed: {how}; every order is in the autosave, go on from the menu"),
        ))),
        Err(why) => Err(Failure::NoWindow(why)),
    }
}

#[cfg(not(feature = "gui"))]
fn show(_: &Wanted, _: &WindowArgs, _: Data, _: Option<&Path>) -> Result<(), Failure> {
    Err(Failure::NoWindow("this build was made without the feature `gui`".to_owned()))
}

/// What is missing and what to do instead, said once.
pub fn explain(why: &str) {
    say(&format!("the window cannot be opened: {why}"));
    say(
        "on Debian: apt-get install libx11-6 libx11-xcb1 libxcursor1 libxi6 libxkbcommon-x11-0 libvulkan1 mesa-vulkan-drivers",
    );
    say("without a window: ironhawk run SCENARIO --out WAR.hawk, then ironhawk watch WAR.hawk --text");
}
