//! The order of a turn, on one page.
//!
//! A turn is planned by all sides in secret and then resolved for all at once, in **steps**. In every step the
//! phases run in the order of [`Phase`]; each mechanism hangs its systems on one of them. Nothing runs in parallel,
//! and two systems that touch the same thing without a declared order are an error at the first turn.

use bevy_ecs::prelude::*;
use bevy_ecs::schedule::{LogLevel, ScheduleBuildSettings, ScheduleLabel, SingleThreadedExecutor};

/// The schedule that resolves one step of a turn.
#[derive(ScheduleLabel, Debug, Clone, PartialEq, Eq, Hash)]
pub struct ResolveStep;

/// The phases of a step, in order. Add a phase here and nowhere else.
#[derive(SystemSet, Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Phase {
    /// Light, cold and wind of the hour.
    Weather,
    /// Dikes are cut, water runs over the land.
    Flood,
    /// Temperament bends orders; commanders fall and are replaced.
    Command,
    /// Columns march, close up, straggle, flee.
    Movement,
    /// Eyes, scouts, dust and fires become reports.
    Sighting,
    /// Lures are taken, signals seen, ambushes released, feigned flights begun and ended.
    Ruse,
    /// Formations in contact fight; the beaten break and are pursued.
    Combat,
    /// Ladders and engines are built, walls battered and mended; who is besieged may yield.
    Siege,
    /// Men and beasts eat.
    Supply,
    /// Cold, heat and thirst.
    Exposure,
    /// Fatigue, cohesion, rallying.
    Morale,
    /// Whether it is over, and who says so.
    Victory,
}

/// An empty schedule with the phases in order and ambiguity as an error.
pub fn schedule() -> Schedule {
    let mut schedule = Schedule::new(ResolveStep);
    schedule.set_executor(SingleThreadedExecutor::new()).set_build_settings(ScheduleBuildSettings {
        ambiguity_detection: LogLevel::Error,
        ..Default::default()
    });
    schedule.configure_sets(
        (
            Phase::Weather,
            Phase::Flood,
            Phase::Command,
            Phase::Movement,
            Phase::Sighting,
            Phase::Ruse,
            Phase::Combat,
            Phase::Siege,
            Phase::Supply,
            Phase::Exposure,
            Phase::Morale,
            Phase::Victory,
        )
            .chain(),
    );
    schedule
}
