//! A text in a private file, for the time that another program edits it.

use crate::store::system;
use std::fs::{File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// The most bytes of a text that are read back; Partner Center takes 32,767 characters.
const MAX_TEXT_BYTES: u64 = 1024 * 1024;

/// A file that only this user can read, in a folder of its own. Both are removed with the value.
#[derive(Debug)]
pub struct ScratchText {
    _folder: TempDir,
    path: PathBuf,
}

impl ScratchText {
    /// Writes a text into a new file.
    pub fn new(text: &str) -> io::Result<Self> {
        let mut builder = tempfile::Builder::new();
        builder.prefix("leadsheet-");
        system::make_private_temporary(&mut builder);
        let folder = builder.tempdir()?;
        // Editors tell by the ending that it is plain text.
        let path = folder.path().join("notes.txt");
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        system::make_private(&mut options);
        options.open(&path)?.write_all(text.as_bytes())?;
        Ok(Self { _folder: folder, path })
    }

    /// Where the file is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Reads the text back. Fails if it isn't UTF-8, or is larger than any cell needs.
    pub fn read(&self) -> io::Result<String> {
        let mut text = String::new();
        File::open(&self.path)?.take(MAX_TEXT_BYTES + 1).read_to_string(&mut text)?;
        if text.len() as u64 > MAX_TEXT_BYTES {
            return Err(io::Error::other("it is larger than 1 MiB"));
        }
        Ok(text)
    }

    /// Opens the terminal, for a program that needs keys while the standard input is something else.
    pub fn terminal() -> io::Result<File> {
        system::terminal_of_child()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn the_text_is_written_read_back_and_removed() {
        let outside = ScratchText::new("one\ntwo").expect("a temporary folder");
        assert_eq!(outside.read().expect("readable"), "one\ntwo");
        fs::write(outside.path(), [0xff]).expect("writable");
        assert!(outside.read().is_err());
        fs::write(outside.path(), vec![b'x'; MAX_TEXT_BYTES as usize + 1]).expect("writable");
        assert!(outside.read().is_err_and(|e| e.to_string().contains("larger than 1 MiB")));
        let path = outside.path().to_owned();
        drop(outside);
        assert!(!path.parent().expect("a folder").exists());
    }
}
