//! A war that can still be played, and the artificial commanders in it.

use crate::ai;
use crate::game::Game;
use crate::gui::screens::Seat;
use crate::replay::{Recorder, Replay};
use crate::shelf::Autosaver;
use crate::sim::id::SideId;

/// A war that can still be played: the game, who keeps it, who plays.
pub(super) struct Playing {
    pub(super) game: Game,
    pub(super) recorder: Recorder,
    pub(super) seats: Vec<Seat>,
    pub(super) autosaver: Option<Autosaver>,
    /// Why there is no autosave, once the player was told.
    pub(super) fault: Option<String>,
    /// True when everything that happened since has been saved by the player.
    pub(super) saved: bool,
}

impl Seat {
    /// As replays keep it.
    pub fn words(self) -> String {
        match self {
            Self::Human => "player".to_owned(),
            Self::Ai(level) => level.words().to_owned(),
        }
    }

    /// From what a replay keeps; whoever is not known as an artificial commander was a person.
    pub fn of_words(words: &str) -> Self {
        words.parse().map_or(Self::Human, Self::Ai)
    }
}

impl Playing {
    /// Artificial commanders plan, and the turn is resolved step by step.
    pub(super) fn turn(&mut self) -> crate::film::TurnFilm {
        lead(&mut self.game, &self.seats);
        self.saved = false;
        self.recorder.film_turn(&mut self.game).1
    }
}

/// Artificial commanders give the orders of their sides.
fn lead(game: &mut Game, seats: &[Seat]) {
    let seed = game.seed();
    for (index, seat) in seats.iter().enumerate() {
        if let Seat::Ai(level) = seat {
            let side = SideId(index as u8);
            let orders = ai::plan(&game.view(side), *level, seed);
            game.give(side, orders);
        }
    }
}

/// A whole war between artificial commanders.
pub(super) fn fight(mut game: Game, mut recorder: Recorder, seats: &[Seat]) -> Replay {
    while game.outcome().is_none() {
        lead(&mut game, seats);
        recorder.end_turn(&mut game);
    }
    recorder.replay()
}
