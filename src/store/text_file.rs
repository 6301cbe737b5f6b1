//! Reads a text that the user wrote and named.

use crate::leads::visible;
use crate::store::error::cause;
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

/// The most bytes of such a file: more than are ever written by hand.
const MAX_BYTES: u64 = 1024 * 1024;

/// Why a text that the user named can't be used.
#[derive(Debug, thiserror::Error)]
#[error("{}: {reason}", visible(&.path.to_string_lossy()))]
pub struct TextFileError {
    /// The file.
    pub path: PathBuf,
    /// What is wrong.
    pub reason: TextFileReason,
}

/// What is wrong with a text that the user named.
#[derive(Debug, thiserror::Error)]
pub enum TextFileReason {
    /// It can't be read.
    #[error("can't be read: {}", cause(.0))]
    Unreadable(io::Error),
    /// It is a folder, a pipe or a device.
    #[error("this isn't a file")]
    NoFile,
    /// It is too large.
    #[error("the file is larger than 1 MiB")]
    TooLarge,
    /// It isn't UTF-8.
    #[error("the text isn't UTF-8")]
    NoUtf8,
}

impl TextFileError {
    /// Whether reading failed, and not the text.
    pub fn is_io(&self) -> bool {
        use io::ErrorKind::{NotFound, PermissionDenied};
        match &self.reason {
            TextFileReason::Unreadable(error) => {
                !matches!(error.kind(), NotFound | PermissionDenied)
            }
            _ => false,
        }
    }
}

/// Reads a text that the user wrote and named.
///
/// # Errors
///
/// Fails if the file can't be read, is no file, is larger than 1 MiB or isn't UTF-8.
pub fn read_text(path: &Path) -> Result<String, TextFileError> {
    read(path).map_err(|reason| TextFileError { path: path.to_owned(), reason })
}

fn read(path: &Path) -> Result<String, TextFileReason> {
    // Opening a pipe would wait for whoever writes into it.
    if !fs::metadata(path).map_err(TextFileReason::Unreadable)?.is_file() {
        return Err(TextFileReason::NoFile);
    }
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(TextFileReason::Unreadable)?;
    file.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(TextFileReason::Unreadable)?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(TextFileReason::TooLarge);
    }
    String::from_utf8(bytes).map_err(|_| TextFileReason::NoUtf8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_read_and_anything_else_is_refused() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("policy.toml");
        let failure = |path: &Path| read_text(path).expect_err("no text").to_string();
        assert!(failure(&path).contains("can't be read: "));
        assert!(!read_text(&path).expect_err("missing").is_io());
        assert!(failure(dir.path()).ends_with("this isn't a file"));
        for (bytes, reason) in [
            (b"\xff".to_vec(), "policy.toml: the text isn't UTF-8"),
            (vec![b'#'; 1024 * 1024 + 1], "policy.toml: the file is larger than 1 MiB"),
        ] {
            fs::write(&path, bytes).expect("written");
            assert!(failure(&path).ends_with(reason));
        }
        fs::write(&path, "# text").expect("written");
        assert_eq!(read_text(&path).expect("a text"), "# text");
    }
}
