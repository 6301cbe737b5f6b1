//! Files on Unix: modes, synced folders, device files.

use std::fs::{self, DirBuilder, File, Metadata, OpenOptions};
use std::io;
#[cfg(feature = "tui")]
use std::io::IsTerminal as _;
#[cfg(feature = "tui")]
use std::os::fd::{AsFd as _, OwnedFd};
use std::os::unix::fs::{
    DirBuilderExt as _, FileExt as _, FileTypeExt as _, OpenOptionsExt as _, PermissionsExt as _,
};
use std::path::{Path, PathBuf};

/// The rights of a file that only its user reads and writes.
const PRIVATE_FILE: u32 = 0o600;
/// The rights of a folder that only its user looks into.
const PRIVATE_FOLDER: u32 = 0o700;

/// What can be read as keys of the terminal.
#[cfg(feature = "tui")]
pub(crate) type TerminalInput = OwnedFd;

/// Makes files that are opened like this ones that only their user can read.
pub(crate) fn make_private(options: &mut OpenOptions) {
    options.mode(PRIVATE_FILE);
}

/// Makes a folder closed to everybody else, also if it is there and open.
pub(crate) fn make_private_folder(folder: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(PRIVATE_FOLDER).create(folder)?;
    if fs::metadata(folder)?.permissions().mode() & 0o077 != 0 {
        fs::set_permissions(folder, fs::Permissions::from_mode(PRIVATE_FOLDER))?;
    }
    Ok(())
}

/// Makes the temporary folders that are made like this ones that only their user can look into.
pub(crate) fn make_private_temporary(builder: &mut tempfile::Builder) {
    builder.permissions(fs::Permissions::from_mode(PRIVATE_FOLDER));
}

/// Lets those read and write a file who may do so with another one.
pub(crate) fn copy_rights(file: &File, like: &Path) -> io::Result<()> {
    let mode = fs::metadata(like)?.permissions().mode() & 0o666;
    file.set_permissions(fs::Permissions::from_mode(mode))
}

/// Makes the names in a folder durable.
pub(crate) fn sync_names(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Whether it is a device and no file, which could keep the program waiting.
pub(crate) fn is_device(_path: &Path, kind: &Metadata) -> bool {
    kind.file_type().is_char_device() || kind.file_type().is_block_device()
}

/// Refuses the name of a new file that the system would take for another one: no name is one here.
#[expect(clippy::unnecessary_wraps, reason = "on another system it can fail")]
pub(crate) fn check_name(_path: &Path) -> io::Result<()> {
    Ok(())
}

/// Reads from a place of a file, wherever others read it.
pub(crate) fn read_at(file: &File, into: &mut [u8], from: u64) -> io::Result<usize> {
    file.read_at(into, from)
}

/// A path without links and dots, so that two names of one file meet.
pub(crate) fn whole_path(path: &Path) -> io::Result<PathBuf> {
    path.canonicalize()
}

/// What the program keeps by itself is in the folder for that, or in the one for data.
pub(crate) fn state_folder(base: &impl etcetera::BaseStrategy) -> PathBuf {
    base.state_dir().unwrap_or_else(|| base.data_dir())
}

/// What to do about an error of the system that its own message doesn't tell.
pub(crate) fn advice(_error: &io::Error) -> Option<&'static str> {
    None
}

/// Opens what the keys of this process' terminal are read from.
///
/// That is the standard input, or the controlling terminal where the standard input is something else.
///
/// # Errors
///
/// Fails if the process has no terminal.
#[cfg(feature = "tui")]
pub(crate) fn open_terminal() -> io::Result<TerminalInput> {
    let stdin = io::stdin();
    if stdin.is_terminal() {
        return stdin.as_fd().try_clone_to_owned();
    }
    OpenOptions::new().read(true).write(true).open("/dev/tty").map(OwnedFd::from)
}

/// Opens the terminal, for a program that needs keys while the standard input is something else.
pub(crate) fn terminal_of_child() -> io::Result<File> {
    File::open("/dev/tty")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::atomic::{Content, folder_of, write_new};
    use crate::store::error::WriteError;
    use crate::store::journal::disk::{Disk as _, JournalFile};
    use crate::store::journal::paths as place;
    use crate::store::remembered::write_in;
    use crate::store::scratch_text::ScratchText;
    use crate::store::source::Source;
    use std::os::unix::fs::symlink;

    #[test]
    fn links_are_neither_followed_nor_replaced() {
        let dir = tempfile::tempdir().expect("a folder");
        let link = dir.path().join("a.csv");
        symlink(dir.path().join("nowhere"), &link).expect("a link");
        let error = write_new(&link, &Content::new(&b"new"[..]), None).expect_err("refused");
        assert!(matches!(error, WriteError::Exists(_)));
        assert_eq!(fs::read_dir(dir.path()).expect("a folder").count(), 1);
    }

    #[test]
    fn the_mode_is_copied_without_execute_permission() {
        let dir = tempfile::tempdir().expect("a folder");
        let like = dir.path().join("like");
        fs::write(&like, "").expect("written");
        for (mode, wanted) in [(0o600, 0o600), (0o640, 0o640), (0o755, 0o644), (0o400, 0o400)] {
            fs::set_permissions(&like, fs::Permissions::from_mode(mode)).expect("a mode");
            let path = dir.path().join(format!("{mode:o}"));
            write_new(&path, &Content::new(&b"x"[..]), Some(&like)).expect("written");
            let got = fs::metadata(&path).expect("there").permissions().mode() & 0o777;
            assert_eq!(got, wanted, "{mode:o}");
        }
    }

    #[test]
    fn only_the_user_can_read_a_journal() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("journals").join("a.journal");
        let mode = |path: &Path| fs::metadata(path).expect("there").permissions().mode() & 0o777;
        place::make_folder(folder_of(&path)).expect("made");
        let mut file = JournalFile::new(path.clone(), 0, false);
        file.append(b"one\n").expect("written");
        assert_eq!((mode(&path), mode(folder_of(&path))), (0o600, 0o700));
        file.renew(b"two\n").expect("written");
        assert_eq!(mode(&path), 0o600);
        fs::set_permissions(folder_of(&path), fs::Permissions::from_mode(0o755)).expect("a mode");
        place::make_folder(folder_of(&path)).expect("there");
        assert_eq!(mode(folder_of(&path)), 0o700, "a folder that is there is closed to others");
    }

    #[test]
    fn only_the_owner_reads_what_is_remembered() {
        let dir = tempfile::tempdir().expect("a folder");
        write_in(dir.path(), "preferences.toml", "").expect("written");
        let metadata = fs::metadata(dir.path().join("preferences.toml")).expect("a file");
        assert_eq!(metadata.permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn only_the_user_can_read_a_text_for_another_program() {
        let outside = ScratchText::new("").expect("a temporary folder");
        let mode = |path: &Path| fs::metadata(path).expect("there").permissions().mode() & 0o777;
        assert_eq!(mode(outside.path()), 0o600);
        assert_eq!(mode(outside.path().parent().expect("a folder")), 0o700);
    }

    #[test]
    fn two_names_of_a_file_are_one_source() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("a.csv");
        fs::write(&path, "abc").expect("written");
        let link = dir.path().join("link.csv");
        symlink(&path, &link).expect("a link");
        let source = |path: &Path| {
            Source::new(path, &fs::metadata(path).expect("there"), b"abc").expect("there")
        };
        assert_eq!(source(&link), source(&path));
    }
}
