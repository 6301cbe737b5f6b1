//! Files on Windows: rights come from the folder, and paths have a form for programs and one for people.

use super::names::{names_device, why_forbidden};
use std::fs::{self, File, Metadata, OpenOptions};
use std::io;
#[cfg(feature = "tui")]
use std::io::IsTerminal as _;
use std::os::windows::fs::FileExt as _;
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
/// A path has a character in it that means something else.
const INVALID_NAME: i32 = 123;

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

/// Whether it is a device and no file, which could keep the program waiting. Its name tells, in every folder; where a
/// version of Windows has a file of such a name after all, it has a length.
pub(crate) fn is_device(path: &Path, kind: &Metadata) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy());
    kind.len() == 0 && name.is_some_and(|name| names_device(&name))
}

/// Refuses the name of a new file that the system would refuse, or take for another one, without saying why.
pub(crate) fn check_name(path: &Path) -> io::Result<()> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let refuse = |why| Err(io::Error::new(io::ErrorKind::InvalidFilename, why));
    why_forbidden(&name).map_or(Ok(()), refuse)
}

/// Reads from a place of a file, wherever others read it.
pub(crate) fn read_at(file: &File, into: &mut [u8], from: u64) -> io::Result<usize> {
    file.seek_read(into, from)
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
        Some(INVALID_NAME) => Some("Windows allows none of < > : \" | ? * in a name"),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store;
    use crate::store::atomic::{Content, write_new};
    use crate::store::journal::disk::{Disk as _, JournalFile};
    use std::os::windows::fs::OpenOptionsExt as _;

    #[test]
    fn a_file_that_another_program_has_for_itself_is_to_be_closed_there() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("leads.csv");
        fs::write(&path, "a,b\n").expect("written");
        let excel = OpenOptions::new().read(true).write(true).share_mode(0).open(&path);
        let excel = excel.expect("a file");
        let error = store::open(&path).expect_err("refused").to_string();
        assert!(error.contains("another program has it open; close it in Excel"), "{error}");
        drop(excel);
        let error = store::open(&path).expect_err("no leads").to_string();
        assert!(!error.contains("Excel"), "{error}");
    }

    #[test]
    fn a_name_that_no_file_can_have_is_refused_with_a_reason() {
        let dir = tempfile::tempdir().expect("a folder");
        let write = |name: &str| write_new(&dir.path().join(name), &Content::new(&b"x"[..]), None);
        for name in ["a.html:b", "a?.html", "a.html.", "a.html ", "nul.html"] {
            let error = write(name).expect_err(name).to_string();
            assert!(error.contains("can't be written: Windows "), "{error}");
        }
        assert_eq!(fs::read_dir(dir.path()).expect("a folder").count(), 0);
        write("a.html").expect("written");
        let error = store::open(&dir.path().join("a?.csv")).expect_err("no file").to_string();
        assert!(error.contains(r#"Windows allows none of < > : " | ? * in a name"#), "{error}");
    }

    #[test]
    fn a_device_is_no_file() {
        for name in ["NUL", "nul.csv"] {
            assert!(store::open(Path::new(name)).is_err(), "{name}");
        }
    }

    #[test]
    fn a_whole_path_is_one_that_people_write() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("leads.csv");
        fs::write(&path, "").expect("written");
        let whole = whole_path(&path).expect("there");
        assert!(!whole.to_string_lossy().starts_with(r"\\?\"), "{}", whole.display());
        fs::create_dir(dir.path().join("x")).expect("a folder");
        let dots = dir.path().join("x").join("..").join("leads.csv");
        assert_eq!(whole_path(&dots).expect("there"), whole);
    }

    #[test]
    fn a_journal_that_is_opened_again_is_cut_and_appended_to() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("a.journal");
        fs::write(&path, "one\ntorn").expect("written");
        let mut file = JournalFile::new(path.clone(), 4, true);
        file.append(b"two\n").expect("written");
        file.append(b"three\n").expect("written");
        assert_eq!(fs::read(&path).expect("there"), b"one\ntwo\nthree\n");
    }
}
