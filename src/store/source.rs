//! The file that is edited: which one it is, what was in it, and whether that is still so.

use crate::leads::visible;
use crate::store::error::cause;
use crate::store::system;
use crate::table::FileKind;
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;
use std::fs::{self, File, Metadata};
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};
use std::time::SystemTime;
use std::{io, thread};

/// A file as it was when it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Its path without links and dots, so that two names of one file meet.
    pub path: PathBuf,
    /// How many bytes it had.
    pub bytes: u64,
    /// What it is opened as, as its rows, its name and the saved work showed.
    pub(crate) kind: FileKind,
    hash: Hash,
    modified: Option<SystemTime>,
}

/// The SHA-256 of a content, in hexadecimal digits, computed when it is first needed.
///
/// It takes longer than reading the file, judging it and showing the grid, and only the journal needs it.
#[derive(Clone, Debug)]
struct Hash(Arc<LazyLock<String, HashTask>>);

/// What works out a hash.
type HashTask = Box<dyn FnOnce() -> String + Send>;

impl Hash {
    fn new(work: impl FnOnce() -> String + Send + 'static) -> Self {
        Self(Arc::new(LazyLock::new(Box::new(work))))
    }
}

impl PartialEq for Hash {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || **self.0 == **other.0
    }
}

impl Eq for Hash {}

/// Why the file isn't the one any more that was opened (rule F-15).
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SourceError {
    /// Its bytes are others.
    #[error(
        "{} was changed by another program since it was opened, so nothing is exported; restore \
        the download and export again, or move your changes to its current content (rebase)",
        visible(&.0.to_string_lossy())
    )]
    Changed(PathBuf),
    /// It is gone.
    #[error(
        "{} was removed since it was opened, so nothing is exported; restore the download and \
        export again",
        visible(&.0.to_string_lossy())
    )]
    Gone(PathBuf),
    /// It can't be read.
    #[error("{}: can't be compared with what was opened: {}", visible(&.path.to_string_lossy()), cause(.source))]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl Source {
    /// Remembers a file by its path, what the system told of it before it was read, and its bytes.
    ///
    /// Fails if the path can't be made whole: the file is gone already.
    pub(crate) fn new(path: &Path, metadata: &Metadata, bytes: &[u8]) -> io::Result<Self> {
        let sha256 = sha256(bytes);
        Self::with(path, metadata, bytes.len(), Hash::new(|| sha256))
    }

    /// Does the same for a file whose bytes are those of a text, and doesn't hash them yet.
    pub(crate) fn of_text(
        path: &Path,
        metadata: &Metadata,
        text: &Arc<String>,
    ) -> io::Result<Self> {
        let (bytes, text) = (text.len(), Arc::clone(text));
        Self::with(path, metadata, bytes, Hash::new(move || sha256(text.as_bytes())))
    }

    fn with(path: &Path, metadata: &Metadata, bytes: usize, hash: Hash) -> io::Result<Self> {
        let modified = metadata.modified().ok();
        let (path, kind) = (system::whole_path(path)?, FileKind::WithoutErrors);
        Ok(Self { path, bytes: bytes as u64, kind, hash, modified })
    }

    /// Remembers what the file is opened as, which is known when its rows are.
    #[must_use]
    pub(crate) fn with_kind(self, kind: FileKind) -> Self {
        Self { kind, ..self }
    }

    /// When the file was last written, as far as the system tells it: milliseconds since 1970.
    pub fn written(&self) -> Option<u64> {
        let since = self.modified?.duration_since(SystemTime::UNIX_EPOCH).ok()?;
        u64::try_from(since.as_millis()).ok()
    }

    /// The SHA-256 of the bytes, in hexadecimal digits. The first call takes a while.
    pub fn sha256(&self) -> &str {
        &self.hash.0
    }

    /// Works out the hash beside everything else, so that whoever asks for it later needn't wait.
    pub fn hash_in_background(&self) {
        let hash = self.hash.clone();
        // Without a further thread the first one who asks works it out.
        let _ = thread::Builder::new().spawn(move || {
            LazyLock::force(&hash.0);
        });
    }

    /// Makes sure that the file holds what was read.
    ///
    /// Size and time are asked first; only where they differ the bytes are read.
    ///
    /// # Errors
    ///
    /// Fails if the file has other bytes, is gone or can't be read.
    pub fn verify_unchanged(&self) -> Result<(), SourceError> {
        let failed = |source: io::Error| match source.kind() {
            io::ErrorKind::NotFound => SourceError::Gone(self.path.clone()),
            _ => SourceError::Unreadable { path: self.path.clone(), source },
        };
        let metadata = fs::metadata(&self.path).map_err(failed)?;
        let same_size = metadata.len() == self.bytes;
        if same_size && self.modified.is_some() && metadata.modified().ok() == self.modified {
            return Ok(());
        }
        if same_size && file_sha256(&self.path).map_err(failed)? == self.sha256() {
            return Ok(());
        }
        Err(SourceError::Changed(self.path.clone()))
    }
}

/// The SHA-256 of a file, in hexadecimal digits.
pub fn file_sha256(path: &Path) -> io::Result<String> {
    let mut hash = Sha256::new();
    io::copy(&mut File::open(path)?, &mut Hashing(&mut hash))?;
    Ok(digits(&hash.finalize()))
}

/// The SHA-256 of bytes, in hexadecimal digits.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    digits(&Sha256::digest(bytes))
}

fn digits(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing into a String can't fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Hashes what is written to it.
struct Hashing<'h>(&'h mut Sha256);

impl io::Write for Hashing<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn read(path: &Path) -> Source {
        let bytes = fs::read(path).expect("readable");
        Source::new(path, &fs::metadata(path).expect("there"), &bytes).expect("there")
    }

    #[test]
    fn a_file_is_identified_by_the_usual_hash_of_its_bytes() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("a");
        fs::write(&path, "abc").expect("written");
        let known = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!((&*sha256(b"abc"), &*file_sha256(&path).expect("read")), (known, known));
    }

    #[test]
    fn only_other_bytes_count_as_a_change() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("a.csv");
        fs::write(&path, "abc").expect("written");
        let source = read(&path);
        assert!(source.verify_unchanged().is_ok());
        let later = SystemTime::now() + Duration::from_secs(100);
        File::options().write(true).open(&path).and_then(|f| f.set_modified(later)).expect("set");
        assert!(source.verify_unchanged().is_ok(), "it was only touched");
        fs::write(&path, "abd").expect("written");
        File::options().write(true).open(&path).and_then(|f| f.set_modified(later)).expect("set");
        assert!(matches!(source.verify_unchanged(), Err(SourceError::Changed(_))));
        fs::write(&path, "abcd").expect("written");
        assert!(matches!(source.verify_unchanged(), Err(SourceError::Changed(_))));
        fs::remove_file(&path).expect("removed");
        assert!(matches!(source.verify_unchanged(), Err(SourceError::Gone(_))));
    }
}
