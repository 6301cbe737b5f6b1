//! Reads a user's settings from the folder of the program's configuration.

use crate::leads::visible;
use crate::store::lists::{configuration, read};
use std::path::{Path, PathBuf};

/// The path of the settings: `leadsheet/config.toml` below `$XDG_CONFIG_HOME`, or below `~/.config`;
/// on Windows below the folder for application data.
///
/// Nothing if there is no home folder.
pub fn config_file() -> Option<PathBuf> {
    configuration().map(|folder| folder.join("config.toml"))
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

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
}
