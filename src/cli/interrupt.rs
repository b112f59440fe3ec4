//! Signals. Ctrl-C: the first finishes the turn and writes what there is, the second stops at once. Both end with 130.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

static ASKED: AtomicBool = AtomicBool::new(false);

/// From now on the first Ctrl-C, SIGTERM or SIGHUP only asks. Where the system allows no handler, it stops at once as
/// ever.
pub fn listen() {
    let say = || super::out::say("interrupted: finishing this turn; once more stops at once");
    listen_with(say, || {});
}

/// The same on a page that the message would spoil; `restore` gives the terminal back before the second one stops.
pub fn listen_silently(restore: impl Fn() + Send + 'static) {
    listen_with(|| {}, restore);
}

fn listen_with(first: impl Fn() + Send + 'static, second: impl Fn() + Send + 'static) {
    let _ = ctrlc::set_handler(move || {
        if ASKED.swap(true, Ordering::SeqCst) {
            second();
            std::process::exit(130);
        }
        first();
    });
}

/// From now on a file that has grown to the limit set for it is an error of writing, and not the end of the program.
pub fn outlive_limits() {
    #[cfg(unix)]
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, Arc::default());
}

/// True once somebody asked to stop.
pub fn asked() -> bool {
    ASKED.load(Ordering::SeqCst)
}
