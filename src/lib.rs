//! A war is fought in turns. This page walks through one.
//!
//! 1. A [`scenario`] says who stands where; checked, it becomes a [`Setting`](setting::Setting) that never changes
//!    and a first [`Snapshot`](snapshot::Snapshot), and these a [`Game`](game::Game).
//! 2. Each side looks at its [`View`](seat::View) and submits [`orders`]; the gate refuses what cannot be.
//! 3. [`Game::end_turn`](game::Game::end_turn) runs the [`Phase`](sim::turn::Phase)s, step by step. Start reading at
//!    [`sim::turn`].
//! 4. What happened comes back as [`SimEvent`](sim::event::SimEvent)s; [`report`] puts them into words, and a
//!    [`replay`] keeps the orders, from which the same war can be told again to the byte.
//!
//! To add a law of war, read `docs/ADDING-A-MECHANISM.md`. To see one, read [`sim::supply`].

pub mod ai;
pub mod cli;
pub mod film;
pub mod forecast;
pub mod game;
#[cfg(feature = "gui")]
pub mod gui;
pub mod lab;
pub mod orders;
pub mod replay;
pub mod report;
pub mod scenario;
pub mod seat;
pub mod setting;
pub mod shelf;
pub mod sim;
pub mod snapshot;
