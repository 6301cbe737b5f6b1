//! Files on Windows: rights come from the folder, and paths have a form for programs and one for people.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io;
#[cfg(feature = "tui")]
use std::io::IsTerminal as _;
#[cfg(feature = "tui")]
use std::os::windows::io::{AsHandle as _, OwnedHandle};
use std::path::{Path, PathBuf};

/// What can be read as keys of the terminal.
#[cfg(feature = "tui")]
pub(crate) type TerminalInput = OwnedHandle;

/// Another program has the file open and shares it with nobody.
const SHARING_VIOLATION: i32 = 32;
/// Another program has locked a part of the file.
const LOCK_VIOLATION: i32 = 33;

/// Leaves the rights as the folder hands them down: those of the user's own folders are the user's.
pub(crate) fn make_private(_options: &mut OpenOptions) {}

/// Makes a folder. In the user's own folder nobody else looks into it.
pub(crate) fn make_private_folder(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)
}

/// Leaves the rights as the folder for temporary files hands them down, which is the user's own.
pub(crate) fn make_private_temporary(_builder: &mut tempfile::Builder) {}

/// Leaves the rights as the folder hands them down: there are no modes here.
#[expect(clippy::unnecessary_wraps, reason = "on another system it can fail")]
pub(crate) fn copy_rights(_file: &File, _like: &Path) -> io::Result<()> {
    Ok(())
}

/// Does nothing: folders can't be synced, and the file system writes names down before their files are closed.
#[expect(clippy::unnecessary_wraps, reason = "on another system it can fail")]
pub(crate) fn sync_names(_folder: &Path) -> io::Result<()> {
    Ok(())
}

/// Whether it is a device and no file: such names are no files here, and opening them fails.
pub(crate) fn is_device(_kind: &Metadata) -> bool {
    false
}

/// A path without links and dots, so that two names of one file meet, as people write it: without `\\?\`, unless
/// it needs that.
pub(crate) fn whole_path(path: &Path) -> io::Result<PathBuf> {
    dunce::canonicalize(path)
}

/// What the program keeps by itself stays on this machine, where the locks are: it doesn't follow the user to another.
pub(crate) fn state_folder(base: &impl etcetera::BaseStrategy) -> PathBuf {
    base.cache_dir()
}

/// What to do about an error of the system that its own message doesn't tell.
pub(crate) fn advice(error: &io::Error) -> Option<&'static str> {
    match error.raw_os_error() {
        Some(SHARING_VIOLATION | LOCK_VIOLATION) => {
            Some("another program has it open; close it in Excel")
        }
        _ => None,
    }
}

/// Opens what the keys of this process' terminal are read from.
///
/// That is the standard input, or the console where the standard input is something else.
///
/// # Errors
///
/// Fails if the process has no console.
#[cfg(feature = "tui")]
pub(crate) fn open_terminal() -> io::Result<TerminalInput> {
    let stdin = io::stdin();
    if stdin.is_terminal() {
        return stdin.as_handle().try_clone_to_owned();
    }
    terminal_of_child().map(OwnedHandle::from)
}

/// Opens the console, for a program that needs keys while the standard input is something else.
pub(crate) fn terminal_of_child() -> io::Result<File> {
    OpenOptions::new().read(true).write(true).open("CONIN$")
}
