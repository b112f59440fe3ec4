//! Is there a display? Asked before Bevy starts, because its window plugin panics when there is none.

use std::env;
use std::io;
use std::net::TcpStream;
use std::os::unix::net::UnixStream;
use std::path::PathBuf;

fn variable(key: &str) -> Option<String> {
    env::var(key).ok().filter(|value| !value.is_empty())
}

/// Looks for a Wayland or X display that answers.
///
/// # Errors
/// What was tried and what is missing, in one line.
pub fn find() -> Result<(), String> {
    if variable("WAYLAND_SOCKET").is_some() {
        return Ok(());
    }
    let mut tried = Vec::new();
    if let Some(name) = variable("WAYLAND_DISPLAY") {
        let path = if name.starts_with('/') {
            PathBuf::from(&name)
        } else {
            PathBuf::from(variable("XDG_RUNTIME_DIR").unwrap_or_default()).join(&name)
        };
        match UnixStream::connect(path) {
            Ok(_) => return Ok(()),
            Err(error) => tried.push(format!("WAYLAND_DISPLAY={name}: {error}")),
        }
    }
    if let Some(name) = variable("DISPLAY") {
        match reach_x11(&name) {
            Ok(()) => return Ok(()),
            Err(error) => tried.push(format!("DISPLAY={name}: {error}")),
        }
    }
    if tried.is_empty() {
        tried.push("neither WAYLAND_DISPLAY nor DISPLAY is set".to_owned());
    }
    Err(format!("no display: {}", tried.join("; ")))
}

fn reach_x11(name: &str) -> io::Result<()> {
    let malformed = || io::Error::new(io::ErrorKind::InvalidInput, "malformed");
    let (host, rest) = name.rsplit_once(':').ok_or_else(malformed)?;
    let number = rest.split('.').next().unwrap_or("");
    let number: u16 = number.parse().map_err(|_| malformed())?;
    if host.is_empty() || host == "unix" || host.starts_with('/') {
        UnixStream::connect(format!("/tmp/.X11-unix/X{number}")).map(drop)
    } else {
        let port = number.checked_add(6000).ok_or_else(malformed)?;
        TcpStream::connect((host, port)).map(drop)
    }
}
