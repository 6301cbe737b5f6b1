//! Reads a user's settings from the folder of the program's configuration.

use crate::leads::visible;
use crate::store::error::cause;
use crate::store::lists::{configuration, lists_folder, read};
use std::path::{Path, PathBuf};
use std::{fs, io};

/// The path of the settings: `leadsheet/config.toml` below `$XDG_CONFIG_HOME`, or below `~/.config`;
/// on Windows below the folder for application data.
///
/// Nothing if there is no home folder.
pub fn config_file() -> Option<PathBuf> {
    configuration().map(|folder| folder.join("config.toml"))
}

/// The path of the house rules: `leadsheet/rules.toml` beside the settings.
///
/// Nothing if there is no home folder.
pub fn rules_file() -> Option<PathBuf> {
    configuration().map(|folder| folder.join("rules.toml"))
}

/// Says why the folder of the configuration can't be read, and what isn't used for that, as a sentence without its
/// full stop.
///
/// Nothing if it can be read, if it isn't there, and if there is no home folder.
pub fn unreadable_config() -> Option<String> {
    why_unreadable(&lists_folder()?)
}

fn why_unreadable(lists: &Path) -> Option<String> {
    let error = fs::read_dir(lists).err()?;
    let (path, metadata) =
        lists.ancestors().find_map(|path| Some((path, fs::metadata(path).ok()?)))?;
    let why = if !metadata.is_dir() {
        "isn't a folder".to_owned()
    } else if error.kind() == io::ErrorKind::NotFound {
        // Not every system says so only where no file is in the way.
        return None;
    } else {
        format!("can't be read: {}", cause(&error))
    };
    let unused = if path == lists { "lists" } else { "lists and settings" };
    let path = visible(&path.to_string_lossy()).into_owned();
    Some(format!("{path} {why}; your own {unused} aren't used"))
}

/// Reads the text of the settings, or returns nothing if there is no such file.
///
/// # Errors
///
/// Fails with a sentence if the file can't be read, is larger than 1 MiB or isn't UTF-8.
pub fn read_config(path: &Path) -> Result<Option<String>, String> {
    if !path.exists() {
        return Ok(None);
    }
    let failed = |why: String| format!("{}: {why}", visible(&path.to_string_lossy()));
    let bytes = read(path, "a settings file").map_err(failed)?;
    String::from_utf8(bytes).map(Some).map_err(|_| failed("the text isn't UTF-8".to_owned()))
}

/// The most own themes that are read.
const MAX_THEMES: usize = 100;

/// A user's own theme: its name, and its text or why there is none, as a sentence without its full stop.
pub type OwnTheme = (String, Result<String, String>);

/// Reads the user's own themes: the files `themes/NAME.toml` in the folder of the configuration, in the order of
/// their names.
pub fn own_themes() -> Vec<OwnTheme> {
    configuration().map(|folder| themes_in(&folder.join("themes"))).unwrap_or_default()
}

fn themes_in(folder: &Path) -> Vec<OwnTheme> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let name = |path: PathBuf| {
        let is_theme = path.extension().is_some_and(|extension| extension == "toml");
        Some(path.file_stem().filter(|_| is_theme)?.to_str()?.to_owned())
    };
    let mut names: Vec<_> = entries.flatten().filter_map(|entry| name(entry.path())).collect();
    names.retain(|name| !name.starts_with('.'));
    names.sort_unstable();
    names.truncate(MAX_THEMES);
    let text = |name: &str| {
        let bytes = read(&folder.join(format!("{name}.toml")), "a theme file")?;
        String::from_utf8(bytes).map_err(|_| "the text isn't UTF-8".to_owned())
    };
    names.into_iter().map(|name| (name.clone(), text(&name))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_in_the_place_of_a_folder_is_named_with_what_it_costs() {
        let dir = tempfile::tempdir().expect("a folder");
        let lists = dir.path().join("home/.config/leadsheet/lists");
        assert_eq!(why_unreadable(&lists), None, "a folder that isn't there");
        let home = dir.path().join("home");
        fs::write(&home, "").expect("written");
        let why = why_unreadable(&lists).expect("unreadable");
        let wanted = "home isn't a folder; your own lists and settings aren't used";
        assert!(Path::new(&why).is_absolute() && why.ends_with(wanted), "{why}");
        fs::remove_file(&home).and_then(|()| fs::create_dir_all(&lists)).expect("made");
        assert_eq!(why_unreadable(&lists), None);
        fs::remove_dir(&lists).and_then(|()| fs::write(&lists, "")).expect("written");
        let why = why_unreadable(&lists).expect("unreadable");
        assert!(why.ends_with("lists isn't a folder; your own lists aren't used"), "{why}");
    }

    #[test]
    fn settings_are_read_and_failures_reported() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("config.toml");
        assert_eq!(read_config(&path), Ok(None));
        fs::write(&path, "theme = \"dark\"").expect("written");
        assert_eq!(read_config(&path), Ok(Some("theme = \"dark\"".to_owned())));
        fs::write(&path, b"\xff").expect("written");
        assert!(read_config(&path).is_err_and(|why| why.ends_with("the text isn't UTF-8")));
        fs::write(&path, "#".repeat(1024 * 1024 + 1)).expect("written");
        assert!(read_config(&path).is_err_and(|why| why.contains("larger than 1 MiB")));
        assert!(read_config(dir.path()).is_err_and(|why| why.contains("this isn't a file")));
    }

    #[test]
    fn own_themes_are_the_files_of_their_folder() {
        let dir = tempfile::tempdir().expect("a folder");
        let folder = dir.path().join("themes");
        assert!(themes_in(&folder).is_empty(), "a folder that isn't there");
        fs::create_dir_all(folder.join("folder.toml")).expect("made");
        for name in ["b.toml", "a.toml", ".a.toml", "c.txt"] {
            fs::write(folder.join(name), "key = {}").expect("written");
        }
        fs::write(folder.join("d.toml"), b"\xff").expect("written");
        let found = themes_in(&folder);
        let names: Vec<_> = found.iter().map(|(name, text)| (&**name, text.is_ok())).collect();
        assert_eq!(names, [("a", true), ("b", true), ("d", false), ("folder", false)]);
        assert_eq!(found[2].1.clone().err().as_deref(), Some("the text isn't UTF-8"));
    }
}
