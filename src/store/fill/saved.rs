//! Mappings that are saved beside the settings: `fill/NAME.toml`, one for each kind of export.

use crate::store::lists::{configuration, read};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{fs, io};
use tempfile::NamedTempFile;

/// The most mappings that are looked at.
const MAX_MAPPINGS: usize = 500;

/// The longest name of a mapping, in characters.
const MAX_NAME: usize = 60;

/// A mapping that is saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedMapping {
    /// Its file.
    pub path: PathBuf,
    /// Its text.
    pub text: String,
}

/// Reads a mapping that was named.
///
/// # Errors
///
/// Fails with a sentence if the file can't be read, is larger than 1 MiB or isn't UTF-8.
pub fn read_mapping_file(path: &Path) -> Result<String, String> {
    let bytes = read(path, "a mapping")?;
    String::from_utf8(bytes).map_err(|_| "the text isn't UTF-8".to_owned())
}

/// Finds the saved mapping whose text is for the file at hand.
pub fn find_mapping(is_meant: impl Fn(&str) -> bool) -> Option<SavedMapping> {
    find_in(&configuration()?.join("fill"), is_meant)
}

/// Saves a mapping in the place of the one for the same file, or under a name that is free.
///
/// # Errors
///
/// Fails if there is no home folder, and if the system refuses to write.
pub fn save_mapping(
    name: &str,
    text: &str,
    is_meant: impl Fn(&str) -> bool,
) -> io::Result<PathBuf> {
    let folder = configuration().ok_or(io::ErrorKind::NotFound)?.join("fill");
    save_in(&folder, name, text, is_meant)
}

fn find_in(folder: &Path, is_meant: impl Fn(&str) -> bool) -> Option<SavedMapping> {
    let entries = fs::read_dir(folder).ok()?;
    let is_mapping = |path: &PathBuf| path.extension().is_some_and(|end| end == "toml");
    let mut paths: Vec<PathBuf> =
        entries.flatten().map(|entry| entry.path()).filter(is_mapping).collect();
    paths.sort_unstable();
    paths.truncate(MAX_MAPPINGS);
    paths.into_iter().find_map(|path| {
        let text = read_mapping_file(&path).ok().filter(|text| is_meant(text))?;
        Some(SavedMapping { path, text })
    })
}

fn save_in(
    folder: &Path,
    name: &str,
    text: &str,
    is_meant: impl Fn(&str) -> bool,
) -> io::Result<PathBuf> {
    let path = match find_in(folder, is_meant) {
        Some(saved) if saved.text == text => return Ok(saved.path),
        Some(saved) => saved.path,
        None => free_path(folder, name),
    };
    fs::create_dir_all(folder)?;
    let mut file = NamedTempFile::new_in(folder)?;
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    file.persist(&path).map_err(|error| error.error)?;
    Ok(path)
}

/// A path for a mapping of this name that no file has.
fn free_path(folder: &Path, name: &str) -> PathBuf {
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    let plain: String =
        name.chars().take(MAX_NAME).map(|c| if is_plain(c) { c } else { '-' }).collect();
    let plain = match plain.trim_matches('-') {
        "" => "mapping",
        plain => plain,
    };
    let numbered = (2..).map(|number| format!("{plain}-{number}.toml"));
    let names = std::iter::once(format!("{plain}.toml")).chain(numbered);
    let mut paths = names.map(|name| folder.join(name));
    // There is always a further number.
    paths.find(|path| !path.exists()).unwrap_or_else(|| folder.join("mapping.toml"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mapping_is_saved_in_the_place_of_the_one_for_the_same_file() {
        let dir = tempfile::tempdir().expect("a folder");
        let folder = dir.path().join("fill");
        let save = |name: &str, text: &str, meant: &str| {
            save_in(&folder, name, text, |text| text.starts_with(meant)).expect("saved")
        };
        assert_eq!(save("crm export (1)", "a1", "a"), folder.join("crm-export--1.toml"));
        assert_eq!(save("other", "a2", "a"), folder.join("crm-export--1.toml"));
        assert_eq!(save("crm export (1)", "b1", "b"), folder.join("crm-export--1-2.toml"));
        assert_eq!(save("../..", "c", "c"), folder.join("mapping.toml"));
        let found = find_in(&folder, |text| text.starts_with('a')).expect("found");
        assert_eq!(found.text, "a2");
        assert_eq!(find_in(&folder, |text| text == "x"), None);
        assert_eq!(fs::read_dir(&folder).expect("a folder").count(), 3, "no temporary file");
    }
}
