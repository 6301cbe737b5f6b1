//! A journal on the disk: appended to, written anew after a failure, renamed when it is closed.

use crate::store::atomic::{can_not_sync, folder_of, sync_folder};
use crate::store::journal::line::CloseReason;
use crate::store::journal::paths as place;
use crate::store::system;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// What a journal is written to.
pub(crate) trait Disk: Send {
    /// Writes bytes behind those that are safe, and makes them safe.
    fn append(&mut self, bytes: &[u8]) -> io::Result<()>;

    /// Makes a new file of the bytes that are safe and of these, and puts it in the place of the old
    /// one.
    fn renew(&mut self, bytes: &[u8]) -> io::Result<()>;

    /// Gives the file the name of a closed one.
    fn close(&mut self, why: CloseReason) -> io::Result<()>;
}

/// A file that only its user can read.
pub(crate) struct JournalFile {
    path: PathBuf,
    file: Option<File>,
    /// Whether there may be a file of that name: it is this one.
    is_there: bool,
    /// How many bytes at its beginning are safe.
    safe: u64,
    /// What it is to hold in place of these bytes as soon as something is added.
    upgraded: Option<Vec<u8>>,
}

impl JournalFile {
    /// The file, how many of its bytes are right, and whether it is there yet. Anything behind
    /// them is cut off when the first line is written.
    pub(crate) fn new(path: PathBuf, safe: u64, is_there: bool) -> Self {
        Self { path, file: None, is_there, safe, upgraded: None }
    }

    /// Gives the file these bytes as soon as something is added: what it holds, in the format of this version.
    pub(crate) fn upgraded(self, bytes: Option<Vec<u8>>) -> Self {
        Self { upgraded: bytes, ..self }
    }

    fn upgrade(&mut self) -> io::Result<()> {
        if let Some(bytes) = &self.upgraded {
            replace(&self.path, bytes)?;
            self.safe = bytes.len() as u64;
            self.upgraded = None;
        }
        Ok(())
    }

    fn open(&mut self) -> io::Result<&mut File> {
        let file = match self.file.take() {
            Some(file) => file,
            None if !self.is_there => {
                let file = private().append(true).create_new(true).open(&self.path)?;
                self.is_there = true;
                sync_folder(folder_of(&self.path))?;
                file
            }
            None => {
                self.upgrade()?;
                // Not with the one that appends: Windows lets it do nothing else.
                OpenOptions::new().write(true).open(&self.path)?.set_len(self.safe)?;
                private().append(true).open(&self.path)?
            }
        };
        Ok(self.file.insert(file))
    }
}

/// How a file is opened that only its user can read.
pub(crate) fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    system::make_private(&mut options);
    options
}

/// Writes a file whole in the place of one that may be there: into a new file, synced, renamed, and the
/// folder synced.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    prepare(path, bytes)?.persist(path).map_err(|e| e.error)?;
    sync_folder(folder_of(path))
}

/// Writes a file that gets its name later; dropping it removes it.
fn prepare(path: &Path, bytes: &[u8]) -> io::Result<NamedTempFile> {
    let folder = folder_of(path);
    let (begin, end) = place::TEMPORARY;
    let mut new = tempfile::Builder::new().prefix(begin).suffix(end).tempfile_in(folder)?;
    new.write_all(bytes)?;
    sync(new.as_file())?;
    Ok(new)
}

/// Syncs a file, where the system can do that.
fn sync(file: &File) -> io::Result<()> {
    match file.sync_data() {
        Err(error) if !can_not_sync(&error) => Err(error),
        _ => Ok(()),
    }
}

impl Disk for JournalFile {
    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        let file = self.open()?;
        file.write_all(bytes)?;
        sync(file)?;
        self.safe += bytes.len() as u64;
        Ok(())
    }

    fn renew(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file = None;
        self.upgrade()?;
        let mut all = Vec::new();
        if self.safe > 0 {
            File::open(&self.path)?.take(self.safe).read_to_end(&mut all)?;
        }
        if all.len() as u64 != self.safe {
            return Err(io::Error::other("the journal was truncated by another program"));
        }
        all.extend(bytes);
        // A new folder may be all that was missing.
        place::make_folder(folder_of(&self.path))?;
        if self.is_there {
            replace(&self.path, &all)?;
        } else {
            prepare(&self.path, &all)?.persist_noclobber(&self.path).map_err(|e| e.error)?;
            self.is_there = true;
            sync_folder(folder_of(&self.path))?;
        }
        self.safe = all.len() as u64;
        Ok(())
    }

    fn close(&mut self, why: CloseReason) -> io::Result<()> {
        self.file = None;
        if self.safe == 0 {
            return Ok(());
        }
        place::set_aside(&self.path, place::word(why)).map(drop)
    }
}

/// Reads a file whole, or returns nothing if there is none.
pub(crate) fn read(path: &Path) -> io::Result<Option<Vec<u8>>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_after_the_valid_lines_are_cut_off_by_the_next_line() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("a.journal");
        let mut file = JournalFile::new(path.clone(), 0, false);
        file.append(b"one\n").expect("written");
        fs::write(&path, "one\ntw").expect("written");
        let mut file = JournalFile::new(path.clone(), 4, true);
        file.append(b"3\n").expect("written");
        file.append(b"4\n").expect("written");
        assert_eq!(fs::read(&path).expect("there"), b"one\n3\n4\n");
    }

    #[test]
    fn a_rewritten_journal_has_the_safe_and_the_new_bytes() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("sub").join("a.journal");
        let mut file = JournalFile::new(path.clone(), 0, false);
        assert!(file.append(b"one\n").is_err(), "the folder is missing");
        file.renew(b"one\n").expect("the folder is made");
        fs::write(&path, "one\nhalf a li").expect("written");
        file.renew(b"two\n").expect("written");
        file.append(b"three\n").expect("written");
        assert_eq!(fs::read(&path).expect("there"), b"one\ntwo\nthree\n");
        fs::write(&path, "o").expect("written");
        assert!(file.renew(b"four\n").is_err(), "what was safe is gone");
    }

    #[test]
    fn a_file_that_appeared_meanwhile_is_not_overwritten() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("a.journal");
        fs::write(&path, "somebody's").expect("written");
        let mut file = JournalFile::new(path.clone(), 0, false);
        assert!(file.append(b"x\n").is_err() && file.renew(b"x\n").is_err());
        assert_eq!(fs::read(&path).expect("there"), b"somebody's");
    }
}
