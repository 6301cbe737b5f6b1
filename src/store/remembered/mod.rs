//! Small files in the state folder: what the program remembers between runs and could do without.

use crate::store::Source;
use crate::store::journal::{file_prefix, make_folder, state_folder};
use std::ffi::OsString;
use std::io::Write as _;
use std::path::Path;
use std::time::{Duration, SystemTime};
use std::{fs, io};
use tempfile::NamedTempFile;

/// The largest file that is read, in bytes.
const MAX_BYTES: u64 = 1024 * 1024;

/// The folder of the views of files, below the state folder.
const VIEWS: &str = "views";

/// How long the view of a file is kept that isn't opened any more.
const VIEW_MAX_AGE: Duration = Duration::from_secs(180 * 24 * 60 * 60);

/// The name of the view of a file, for [`read_remembered`]: it belongs to the path, as the lock does, so a
/// fresh download of the same name opens with it.
pub fn view_name(source: &Source) -> String {
    view_of(&source.path)
}

/// The name of the view of several files that are open as one: that of all their paths, in any order.
pub fn view_name_of_all<'s>(sources: impl Iterator<Item = &'s Source>) -> String {
    /// What the name of such a view begins with.
    const STEM: &str = "several";
    let mut paths: Vec<&Path> = sources.map(|source| source.path.as_path()).collect();
    paths.sort_unstable();
    let mut all = OsString::from(STEM);
    for path in paths {
        // No path has this character in it.
        all.push("\0");
        all.push(path);
    }
    view_of(Path::new(&all))
}

pub(super) fn view_of(path: &Path) -> String {
    format!("{VIEWS}/{}.toml", file_prefix(path))
}

/// Lets a file open with the view of another one, whose work has gone over to it.
pub fn copy_view(from: &Path, to: &Source) {
    if from != to.path
        && let Some(view) = read_remembered(&view_of(from))
    {
        // What can't be remembered is no work.
        let _ = write_remembered(&view_of(&to.path), &view);
    }
}

/// Removes the views of files that weren't opened for long.
pub fn remove_old_views() {
    if let Some(folder) = state_folder() {
        // Old views do no harm; the next time tries again.
        let _ = remove_old(&folder.join(VIEWS), SystemTime::now());
    }
}

fn remove_old(folder: &Path, now: SystemTime) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let age = now.duration_since(entry.metadata()?.modified()?);
        if age.is_ok_and(|age| age > VIEW_MAX_AGE) {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

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

pub(in crate::store) fn write_in(folder: &Path, name: &str, text: &str) -> io::Result<()> {
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

    #[test]
    fn old_views_are_removed_and_others_stay() {
        let dir = tempfile::tempdir().expect("a folder");
        write_in(dir.path(), "views/a.toml", "version = 1").expect("written");
        let folder = dir.path().join("views");
        let in_days = |days: u64| SystemTime::now() + Duration::from_secs(days * 24 * 60 * 60);
        remove_old(&folder, in_days(179)).expect("removed");
        assert!(folder.join("a.toml").exists());
        remove_old(&folder, in_days(181)).expect("removed");
        assert!(!folder.join("a.toml").exists());
    }

    #[test]
    fn a_folder_in_the_place_of_the_file_is_as_none() {
        let dir = tempfile::tempdir().expect("a folder");
        fs::create_dir(dir.path().join("preferences.toml")).expect("made");
        assert_eq!(read_in(dir.path(), "preferences.toml"), None);
        assert!(write_in(dir.path(), "preferences.toml", "").is_err());
    }
}
