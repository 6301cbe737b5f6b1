//! Small files in the state folder: what the program remembers between runs and could do without.

use crate::store::journal::{make_folder, state_folder};
use std::io::Write as _;
use std::path::Path;
use std::{fs, io};
use tempfile::NamedTempFile;

/// The largest file that is read, in bytes.
const MAX_BYTES: u64 = 1024 * 1024;

/// Reads a remembered text by its name below the state folder, such as `preferences.toml`.
///
/// Nothing if there is none, or if it can't be read.
pub fn read_remembered(name: &str) -> Option<String> {
    read_in(&state_folder()?, name)
}

/// Writes a remembered text in the place of an earlier one, whole or not at all, readable by its owner alone.
///
/// # Errors
///
/// Fails if there is no home folder, and if the system refuses to write.
pub fn write_remembered(name: &str, text: &str) -> io::Result<()> {
    let folder = state_folder().ok_or(io::ErrorKind::NotFound)?;
    write_in(&folder, name, text)
}

fn read_in(folder: &Path, name: &str) -> Option<String> {
    let path = folder.join(name);
    // Anything but a file could keep the program waiting.
    let metadata = fs::metadata(&path).ok().filter(|m| m.is_file() && m.len() <= MAX_BYTES);
    metadata.and_then(|_| fs::read_to_string(&path).ok())
}

fn write_in(folder: &Path, name: &str, text: &str) -> io::Result<()> {
    let path = folder.join(name);
    let folder = path.parent().unwrap_or(folder);
    make_folder(folder)?;
    let mut file = NamedTempFile::new_in(folder)?;
    file.write_all(text.as_bytes())?;
    file.persist(&path).map(drop).map_err(|error| error.error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_remembered_text_is_read_again_and_replaced() {
        let dir = tempfile::tempdir().expect("a folder");
        let folder = dir.path().join("leadsheet");
        assert_eq!(read_in(&folder, "views/a.toml"), None);
        for text in ["a = 1\n", "b = 2\n"] {
            write_in(&folder, "views/a.toml", text).expect("written");
            assert_eq!(read_in(&folder, "views/a.toml").as_deref(), Some(text));
        }
        assert_eq!(fs::read_dir(folder.join("views")).expect("a folder").count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_reads_what_is_remembered() {
        use std::os::unix::fs::PermissionsExt as _;
        let dir = tempfile::tempdir().expect("a folder");
        write_in(dir.path(), "preferences.toml", "").expect("written");
        let metadata = fs::metadata(dir.path().join("preferences.toml")).expect("a file");
        assert_eq!(metadata.permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn a_folder_in_the_place_of_the_file_is_as_none() {
        let dir = tempfile::tempdir().expect("a folder");
        fs::create_dir(dir.path().join("preferences.toml")).expect("made");
        assert_eq!(read_in(dir.path(), "preferences.toml"), None);
        assert!(write_in(dir.path(), "preferences.toml", "").is_err());
    }
}
