//! The folders in which files may be that one wants to open.

use crate::store::catalog::summary::SavedWorks;
use crate::store::system;
use etcetera::BaseStrategy as _;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// The folder of the user's downloads, if there is one.
///
/// It is named by `$XDG_DOWNLOAD_DIR`, by `user-dirs.dirs` in the configuration folder, or is `~/Downloads`.
pub fn download_folder() -> Option<PathBuf> {
    let home = env::home_dir().filter(|home| !home.as_os_str().is_empty());
    let named = env::var_os("XDG_DOWNLOAD_DIR").filter(|folder| !folder.is_empty());
    let in_settings = || {
        let config = etcetera::choose_base_strategy().ok()?.config_dir();
        let text = fs::read_to_string(config.join("user-dirs.dirs")).ok()?;
        named_in(&text, home.as_deref()?)
    };
    let folder = named.map(PathBuf::from).or_else(in_settings);
    // A desktop without such a folder names the home folder.
    let folder = folder.filter(|folder| Some(folder) != home.as_ref());
    folder.or_else(|| Some(home?.join("Downloads"))).filter(|folder| folder.is_dir())
}

/// The download folder that the text of `user-dirs.dirs` names.
fn named_in(text: &str, home: &Path) -> Option<PathBuf> {
    let value = text.lines().find_map(|line| line.trim().strip_prefix("XDG_DOWNLOAD_DIR="))?;
    let value = value.trim().trim_matches('"');
    match value.strip_prefix("$HOME") {
        Some(rest) => Some(home.join(rest.trim_start_matches('/'))),
        None => Some(PathBuf::from(value)).filter(|path| path.is_absolute()),
    }
}

/// The folders to look into: the given ones first, then that of the downloads and those of saved work. Each once.
pub fn known_folders(first: &[PathBuf], works: &SavedWorks) -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = Vec::new();
    let mut seen: Vec<OsString> = Vec::new();
    for folder in first.iter().cloned().chain(download_folder()).chain(works.folders()) {
        let whole = system::whole_path(&folder).unwrap_or_else(|_| folder.clone()).into_os_string();
        if !seen.contains(&whole) {
            seen.push(whole);
            folders.push(folder);
        }
    }
    folders
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_settings_of_the_desktop_name_the_download_folder() {
        let home = Path::new("/home/ada");
        let elsewhere = env::temp_dir();
        let whole = format!("# comment\nXDG_DOWNLOAD_DIR=\"{}\"", elsewhere.display());
        for (text, folder) in [
            ("XDG_DOWNLOAD_DIR=\"$HOME/Herunter\"\n", Some(Path::new("/home/ada/Herunter"))),
            (&whole, Some(&*elsewhere)),
            ("XDG_DOWNLOAD_DIR=\"$HOME/\"", Some(home)),
            ("XDG_DOWNLOAD_DIR=\"relative\"", None),
            ("XDG_DESKTOP_DIR=\"$HOME/Desktop\"", None),
        ] {
            assert_eq!(named_in(text, home).as_deref(), folder, "{text}");
        }
    }

    #[test]
    fn each_folder_is_listed_once() {
        let dir = tempfile::tempdir().expect("a folder");
        let inside = dir.path().join("in");
        fs::create_dir(&inside).expect("made");
        let given = [dir.path().to_owned(), inside.join(".."), inside.clone()];
        let folders = known_folders(&given, &SavedWorks::default());
        assert_eq!(folders[..2], [dir.path().to_owned(), inside]);
    }
}
