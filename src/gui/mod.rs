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

pub use app::Launch;
pub use display::find as find_display;

/// Opens the window and returns when it is closed: true unless a script could not be followed.
///
/// # Errors
/// Says why no window can be opened: no display, no graphics driver.
pub fn open(launch: Launch) -> Result<bool, String> {
    if !launch.offscreen {
        display::find()?;
    }
    let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| app::run(launch)));
    outcome.map_err(|panic| {
        let text = panic.downcast_ref::<String>().map(String::as_str);
        let text = text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("an unknown reason");
        match text {
            text if text.contains("Unable to find a GPU") => "no graphics driver: on Debian, \
                apt-get install libvulkan1 mesa-vulkan-drivers gives one that needs no graphics card"
                .to_owned(),
            text if text.contains("LibraryOpenError") || text.contains("could not be loaded") => format!(
                "a library of the display is missing: on Debian, apt-get install libx11-6 libx11-xcb1 \
                 libxcursor1 libxi6 libxkbcommon-x11-0 ({text})"
            ),
            text => format!("the window could not be kept open: {text}"),
        }
    })
}
