//! The window: wars played and watched on their map.
//!
//! Everything seen and clicked is one egui program, the [`desk::Desk`]: pages, and the [`table`] with a war on it. Bevy
//! ([`app`]) draws the land under it and hands it input; nothing else of Bevy shows. The desk owns a
//! [`Game`](crate::game::Game) like any other caller and draws what a seat may see. It decides nothing of a war.
//!
//! - [`scene`] is what the map shows at a moment, cut down to what its viewer knows; [`camera`] is the eye above it;
//! - [`ground`] paints the land, [`draw`] everything upon it, [`panels`] what stands beside it;
//! - [`screens`] are the pages outside the table; [`keys`] says what keys do; [`script`] moves the hands of a test.

#![allow(
    clippy::disallowed_methods,
    reason = "what is only drawn may differ in its last bit from machine to machine"
)]

pub mod app;
pub mod ask;
pub mod camera;
pub mod desk;
mod display;
pub mod draw;
pub mod fonts;
pub mod geometry;
pub mod glossary;
pub mod ground;
pub mod keys;
pub mod palette;
pub mod panels;
pub mod scene;
pub mod screens;
pub mod script;
pub mod services;
pub mod table;
pub mod theme;

pub use app::{Ending, Launch};
pub use display::find as find_display;

use std::panic;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Opens the window and returns when it is closed, and how it came to that.
///
/// # Errors
/// Says why no window can be opened: no display, no graphics driver.
pub fn open(launch: Launch) -> Result<Ending, String> {
    if !launch.offscreen {
        display::find()?;
    }
    // Bevy and winit have no other way than a panic to say that there can be no window. Until there is one, the panic
    // is an answer and no fault of the program, and nobody needs to see where it came from.
    let opened = Arc::new(AtomicBool::new(false));
    let usual = Arc::new(panic::take_hook());
    let (heard, louder) = (Arc::clone(&opened), Arc::clone(&usual));
    panic::set_hook(Box::new(move |panic| {
        if heard.load(Ordering::SeqCst) {
            louder(panic);
        }
    }));
    let shown = Arc::clone(&opened);
    let outcome = panic::catch_unwind(panic::AssertUnwindSafe(|| app::run(launch, shown)));
    panic::set_hook(Box::new(move |panic| usual(panic)));
    outcome.map_err(|panic| {
        if opened.load(Ordering::SeqCst) {
            panic::resume_unwind(panic);
        }
        why_none(&*panic)
    })
}

/// Why there is no window, from the panic that said so.
fn why_none(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("an unknown reason");
    match text {
        text if text.contains("Unable to find a GPU") => "no graphics driver: on Debian, apt-get install \
            libvulkan1 mesa-vulkan-drivers gives one that needs no graphics card"
            .to_owned(),
        text if text.contains("LibraryOpenError") || text.contains("could not be loaded") => format!(
            "a library of the display is missing: on Debian, apt-get install libx11-6 libx11-xcb1 libxcursor1 \
             libxi6 libxkbcommon-x11-0 ({text})"
        ),
        text => text.to_owned(),
    }
}

#[cfg(test)]
mod tests;
