//! The war on the table: the game, who thinks for which side, and what has been told so far.

use std::sync::Arc;

use bevy::prelude::*;

use crate::ai::{self, Level};
use crate::game::Game;
use crate::report::story::Story;
use crate::setting::Setting;
use crate::sim::id::SideId;
use crate::snapshot::Snapshot;

/// A war being watched. Every side is led by an artificial commander.
#[derive(Resource)]
pub struct Table {
    game: Game,
    levels: Vec<Level>,
    /// What happened, newest turn last: a heading and its lines.
    pub told: Vec<(String, Vec<String>)>,
    /// True while turns follow each other by themselves.
    pub playing: bool,
    /// The state drawn now.
    pub snapshot: Snapshot,
}

impl Table {
    /// A war and the levels of its sides, by side.
    pub fn new(game: Game, levels: Vec<Level>) -> Self {
        let snapshot = game.snapshot();
        Self { game, levels, told: Vec::new(), playing: false, snapshot }
    }

    /// The title of the war.
    pub fn title(&self) -> &str {
        &self.game.setting().about.title
    }

    /// The stage.
    pub fn setting(&self) -> &Arc<Setting> {
        self.game.setting()
    }

    /// The game, to look at through a seat.
    pub fn game(&mut self) -> &mut Game {
        &mut self.game
    }

    /// Lets both sides think, and resolves the turn.
    pub fn next_turn(&mut self) {
        if self.game.outcome().is_some() {
            self.playing = false;
            return;
        }
        let seed = self.snapshot.dice.seed;
        for (index, level) in self.levels.iter().enumerate() {
            let side = SideId(index as u8);
            let view = self.game.view(side);
            for (order, why) in ai::plan(&view, *level, seed) {
                // An order that the gate refuses is the commander's loss; the war goes on without it.
                let _refused = self.game.submit(side, order, &why);
            }
        }
        let report = self.game.end_turn();
        let setting = Arc::clone(self.game.setting());
        let mut story = Story::default();
        story.add(&setting.register, &report);
        self.told.extend(story.course(&setting, &self.snapshot.clock));
        self.snapshot = self.game.snapshot();
    }
}

/// Plays the next turn while the war runs by itself, or when the space bar asks for it.
pub fn play_on(
    mut table: ResMut<Table>,
    keys: Res<ButtonInput<KeyCode>>,
    mut wait: Local<f32>,
    time: Res<Time>,
) {
    if keys.just_pressed(KeyCode::Space) {
        table.next_turn();
    }
    if table.playing {
        *wait += time.delta_secs();
        if *wait > 0.7 {
            *wait = 0.0;
            table.next_turn();
        }
    }
}
