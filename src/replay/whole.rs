//! Writing a file whole or not at all.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

/// How the name of a file begins that is being written.
pub(crate) const PART_PREFIX: &str = ".ironhawk-";
/// How it ends.
pub(crate) const PART_SUFFIX: &str = ".part";

/// Writes a file whole or not at all: into a temporary file beside it, then renamed. A link is replaced and what it
/// points to left alone; anything that is neither file nor link is left alone.
///
/// The temporary file is locked while it is written, so that whoever sweeps the folder can tell it from one whose
/// writer died.
///
/// # Errors
/// What the system said; then whatever was there before is still there, and the temporary file is not.
pub(crate) fn write_whole(
    path: &Path,
    fill: impl FnOnce(&mut BufWriter<&File>) -> io::Result<()>,
) -> io::Result<()> {
    if fs::symlink_metadata(path).is_ok_and(|found| !found.is_file() && !found.is_symlink()) {
        return Err(io::Error::other("there is something there that is not a file"));
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut temporary = tempfile::Builder::new();
    temporary.prefix(PART_PREFIX).suffix(PART_SUFFIX);
    // As open to others as any file of this user; temporary files are closed to them.
    #[cfg(unix)]
    temporary.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let temporary = loop {
        let temporary = temporary.tempfile_in(folder)?;
        if hold(temporary.as_file(), temporary.path()) {
            break temporary;
        }
    };
    let mut out = BufWriter::new(temporary.as_file());
    fill(&mut out)?;
    out.flush()?;
    drop(out);
    temporary.as_file().sync_all()?;
    temporary.persist(path).map_err(|failed| failed.error)?;
    // Without this the name itself may be lost with the power. Not every system opens folders.
    #[cfg(unix)]
    File::open(folder)?.sync_all()?;
    Ok(())
}

/// Locks a file that was just created; false if somebody swept it away before. Sweepers lock what they remove, so that
/// nothing that is held can vanish. Where the system has no locks nothing is ever swept.
pub(crate) fn hold(file: &File, path: &Path) -> bool {
    let _ = file.lock();
    path.try_exists().unwrap_or(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    const OLD: &[u8] = b"what was there before";

    /// Fails with a full disk once so many bytes are written.
    struct Full<'a, W> {
        out: &'a mut W,
        room: usize,
    }

    impl<W: Write> Write for Full<'_, W> {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let fits = bytes.len().min(self.room);
            if fits == 0 && !bytes.is_empty() {
                return Err(io::ErrorKind::StorageFull.into());
            }
            self.room -= fits;
            self.out.write(&bytes[..fits])
        }

        fn flush(&mut self) -> io::Result<()> {
            self.out.flush()
        }
    }

    fn names(folder: &Path) -> Vec<std::ffi::OsString> {
        let mut names: Vec<_> =
            fs::read_dir(folder).expect("a folder").flatten().map(|one| one.file_name()).collect();
        names.sort();
        names
    }

    #[test]
    fn row_69_a_disk_that_is_full_at_any_byte_leaves_the_old_file_and_nothing_else() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("war.hawk");
        fs::write(&path, OLD).expect("there is room");
        let new: Vec<u8> = (0..=255).collect();
        for room in 0..new.len() {
            let written = write_whole(&path, |out| {
                let mut full = Full { out, room };
                new.chunks(7).try_for_each(|some| full.write_all(some))
            });
            assert_eq!(
                written.expect_err("the disk is full").kind(),
                io::ErrorKind::StorageFull,
                "at {room}"
            );
            assert_eq!(fs::read(&path).expect("it is still there"), OLD, "at {room}");
            assert_eq!(names(folder.path()), ["war.hawk"], "at {room}");
        }
        write_whole(&path, |out| Full { out, room: new.len() }.write_all(&new)).expect("there is room");
        assert_eq!(fs::read(&path).expect("it is there"), new);
        assert_eq!(names(folder.path()), ["war.hawk"]);
    }

    #[cfg(unix)]
    #[test]
    fn row_72_a_link_is_replaced_a_folder_and_a_device_are_left_alone() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let at = |name: &str| folder.path().join(name);
        fs::write(at("elsewhere"), OLD).expect("there is room");
        std::os::unix::fs::symlink(at("elsewhere"), at("link")).expect("links can be made");
        write_whole(&at("link"), |out| out.write_all(b"new")).expect("a link is replaced");
        assert_eq!(fs::read(at("elsewhere")).expect("it is there"), OLD, "what it pointed to is left alone");
        assert!(fs::symlink_metadata(at("link")).expect("it is there").is_file());

        fs::create_dir(at("folder")).expect("there is room");
        assert!(write_whole(&at("folder"), |out| out.write_all(b"new")).is_err());
        assert!(at("folder").is_dir());
        let socket = std::os::unix::net::UnixListener::bind(at("socket")).expect("sockets can be made");
        assert!(write_whole(&at("socket"), |out| out.write_all(b"new")).is_err());
        drop(socket);
        assert_eq!(names(folder.path()), ["elsewhere", "folder", "link", "socket"]);
        assert!(write_whole(Path::new("/dev/full"), |out| out.write_all(b"new")).is_err());
        assert!(!fs::metadata("/dev/full").is_ok_and(|found| found.is_file()), "a device stays one");
    }
}
