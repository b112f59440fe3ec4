//! `watch --text`: a recorded war in a terminal. On a screen it is a page that keys move about in; in a pipe, for a
//! script or a screen reader, it reads commands a line at a time.

mod draw;
mod lines;
mod page;
mod viewer;

use std::io::IsTerminal;
use std::path::PathBuf;

use super::args::WatchArgs;
use super::out::{Fault, say};
use crate::film::Moment;
use crate::replay::{Film, Replay};
use viewer::Viewer;

/// Shows a replay.
///
/// # Errors
/// As the table of exit statuses says.
pub fn watch(args: &WatchArgs) -> Result<(), Fault> {
    let (path, moment) = moment(args)?;
    if !args.text && !args.lines {
        say("this build has no window; showing the replay in the terminal (--text asks for that)");
    }
    let (replay, fault) = Replay::read_partly(&path).map_err(|error| Fault::replay(&path, &error))?;
    replay.require_same_laws().map_err(|error| Fault::replay(&path, &error))?;
    if let Some(fault) = &fault {
        say(&format!("{}: {fault}; showing what is whole", path.display()));
    }
    let failed = |error| Fault::replay(&path, &error);
    let mut viewer = Viewer::new(Film::new(replay), path.clone()).map_err(failed)?;
    viewer.go(moment).map_err(failed)?;
    let on_screen = std::io::stdin().is_terminal() && std::io::stdout().is_terminal();
    let simple = std::env::var_os("TERM").is_none_or(|term| term == "dumb");
    if on_screen && !simple && !args.lines {
        page::show(viewer, colored())?;
    } else {
        lines::read(viewer, colored())?;
    }
    fault.map_or(Ok(()), |fault| Err(Fault::replay(&path, &fault)))
}

/// The file and the moment that the arguments name: `FILE`, or a link such as `FILE#turn=17&step=4`.
///
/// # Errors
/// A link that is none, or a turn given twice.
pub fn moment(args: &WatchArgs) -> Result<(PathBuf, Moment), Fault> {
    let turn = |turn| Moment { turn, step: 0 };
    let as_it_is = || (args.replay.clone(), args.turn.map_or(Moment::START, turn));
    // A file may be called anything; and what is not UTF-8 is no link.
    let Some(link) = args.replay.to_str().filter(|link| link.contains("#turn=") && !args.replay.exists())
    else {
        return Ok(as_it_is());
    };
    let (path, moment) = Moment::parse_link(link).map_err(Fault::usage)?;
    match args.turn {
        Some(_) => Err(Fault::usage("the turn is given twice: in the link and by --turn")),
        None => Ok((path, moment)),
    }
}

/// Whether the terminal is to be painted: <https://no-color.org>.
fn colored() -> bool {
    std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|set| set.is_empty())
}

#[cfg(test)]
mod tests;
