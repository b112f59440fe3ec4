//! `batch`: one war many times.

use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;

use super::args::BatchArgs;
use super::out::{Fault, print, print_json};
use super::seam;
use crate::ai::{self, Level};
use crate::game::Game;
use crate::report::tally::{Game as Tallied, Tally};
use crate::scenario::shipped::Data;

/// Plays a war once for every seed and counts.
///
/// # Errors
/// As the table of exit statuses says.
pub fn batch(args: &BatchArgs, data: &Data) -> Result<(), Fault> {
    let (first, last) = args.seeds;
    let games: Result<Vec<Tallied>, Fault> =
        (first..=last).into_par_iter().map(|seed| play(&args.scenario, data, seed)).collect();
    let tally = Tally::of(&args.scenario.display().to_string(), games?);
    if args.json { print_json(&tally) } else { print(&tally.words()) }
}

fn play(scenario: &Path, data: &Data, seed: u64) -> Result<Tallied, Fault> {
    let (setting, start) = seam::open(scenario, data, seed)?;
    let setting = Arc::new(setting);
    let mut game = Game::new(Arc::clone(&setting), &start);
    while game.outcome().is_none() && game.clock().minute < game.clock().end_minute {
        for side in setting.register.side_ids() {
            let orders = ai::plan(&game.view(side), Level::Doctrine, seed);
            game.give(side, orders);
        }
        game.end_turn();
    }
    Ok(Tallied::of(&setting, &start, &game.snapshot(), seed))
}
