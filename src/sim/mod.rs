//! The laws of war. Files are the kernel, folders are mechanisms; `ls src/sim` is the table of contents of the game.
//!
//! Start reading at [`turn`]; then any one mechanism, for which [`supply`] is a short example.

pub mod army;
pub mod beasts;
pub mod clock;
pub mod course;
pub mod dice;
pub mod engaged;
pub mod event;
pub mod hex;
pub mod id;
pub mod intent;
pub mod law;
pub mod map;
pub mod refusal;
pub mod register;
pub mod troops;
pub mod turn;
pub mod verdict;
pub mod walls;

pub mod combat;
pub mod command;
pub mod exposure;
pub mod flood;
pub mod fodder;
pub mod market;
pub mod morale;
pub mod movement;
pub mod ruse;
pub mod siege;
pub mod sighting;
pub mod supply;
pub mod victory;
pub mod weather;

use bevy_ecs::schedule::Schedule;

/// The schedule of a step with every mechanism hung on its phase.
pub fn schedule() -> Schedule {
    let mut schedule = turn::schedule();
    for plugin in [
        weather::plugin,
        flood::plugin,
        command::plugin,
        movement::plugin,
        sighting::plugin,
        ruse::plugin,
        combat::plugin,
        siege::plugin,
        supply::plugin,
        market::plugin,
        exposure::plugin,
        fodder::plugin,
        morale::plugin,
        victory::plugin,
    ] {
        plugin(&mut schedule);
    }
    schedule
}
