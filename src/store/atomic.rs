//! Writing of a new file that appears whole or not at all.

use crate::store::error::WriteError;
use crate::store::source::sha256;
use crate::store::system;
use std::borrow::Cow;
use std::fs;
use std::io::{self, Write as _};
use std::path::Path;
use tempfile::NamedTempFile;

/// The bytes of a new file, and their SHA-256.
#[derive(Clone, Debug)]
pub struct Content<'c> {
    bytes: Cow<'c, [u8]>,
    sha256: String,
}

impl<'c> Content<'c> {
    /// Works out the SHA-256 of bytes.
    pub fn new(bytes: impl Into<Cow<'c, [u8]>>) -> Self {
        let bytes = bytes.into();
        Self { sha256: sha256(&bytes), bytes }
    }

    /// The bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Returns their SHA-256, in hexadecimal digits.
    pub fn sha256(&self) -> &str {
        &self.sha256
    }
}

/// Writes a new file, synced to disk, and never over one that exists.
///
/// The bytes go into a temporary file in the same folder, which then gets the target's name. Only users
/// who may read and write the file `like` may do so with it; without one, only its owner. On any failure nothing of it stays.
///
/// # Errors
///
/// [`WriteError::Exists`] if there is something of that name, and [`WriteError::Io`] for anything
/// that the system refuses.
///
/// # Limitations
///
/// Owner, access lists and extended attributes of `like` aren't copied.
pub fn write_new(target: &Path, content: &Content, like: Option<&Path>) -> Result<(), WriteError> {
    write_in_steps(target, content, like, &mut |_| Ok(()))
}

/// A step of writing a file, in the order in which they are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WriteStep {
    /// The temporary file is made.
    Create,
    /// It gets its bytes.
    Write,
    /// It gets its mode.
    Mode,
    /// Its bytes are made durable.
    SyncFile,
    /// It gets the target's name.
    Name,
    /// The name is made durable.
    SyncFolder,
}

/// Is told each step before it is taken, and can let it fail as the system could.
pub(crate) type Before<'b> = dyn FnMut(WriteStep) -> io::Result<()> + 'b;

/// Writes a new file; on any failure nothing of it stays.
pub(crate) fn write_in_steps(
    target: &Path,
    content: &Content,
    like: Option<&Path>,
    before: &mut Before,
) -> Result<(), WriteError> {
    let failed = |source: io::Error| match source.kind() {
        io::ErrorKind::AlreadyExists => WriteError::Exists(target.to_owned()),
        _ => WriteError::Io { path: target.to_owned(), source },
    };
    system::check_name(target).map_err(failed)?;
    let folder = folder_of(target);
    let file = prepare(folder, content, like, before).map_err(failed)?;
    before(WriteStep::Name).map_err(failed)?;
    file.persist_noclobber(target).map_err(|e| failed(e.error))?;
    before(WriteStep::SyncFolder).and_then(|()| sync_folder(folder)).map_err(|source| {
        // The name may be lost with the power: the caller is told that the file isn't there.
        let _ = fs::remove_file(target);
        failed(source)
    })
}

/// The folder in which a file stands.
pub(crate) fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// How many digits of a hash a temporary name has.
const DIGITS: usize = 16;

/// How the name of a temporary file begins that is to have bytes with this SHA-256: so it is known
/// again when the program was ended before it got its name.
pub(crate) fn temporary(sha256: &str) -> String {
    format!(".leadsheet-{}-", sha256.get(..DIGITS).unwrap_or(sha256))
}

/// Writes the temporary file; dropping it removes it.
fn prepare(
    folder: &Path,
    content: &Content,
    like: Option<&Path>,
    before: &mut Before,
) -> io::Result<NamedTempFile> {
    before(WriteStep::Create)?;
    let name = temporary(&content.sha256);
    let mut file = tempfile::Builder::new().prefix(&name).suffix(".tmp").tempfile_in(folder)?;
    before(WriteStep::Write)?;
    file.write_all(&content.bytes)?;
    if let Some(like) = like {
        before(WriteStep::Mode)?;
        system::copy_rights(file.as_file(), like)?;
    }
    before(WriteStep::SyncFile)?;
    file.as_file().sync_all()?;
    Ok(file)
}

/// Makes the names in a folder durable, where the system can do that.
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    match system::sync_names(folder) {
        Err(error) if !can_not_sync(&error) => Err(error),
        _ => Ok(()),
    }
}

/// Tells whether an error only means that folders can't be synced here.
pub(crate) fn can_not_sync(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported | io::ErrorKind::PermissionDenied
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let list = fs::read_dir(folder).expect("a folder");
        list.map(|e| e.expect("an entry").file_name().to_string_lossy().into_owned()).collect()
    }

    #[test]
    fn a_new_file_has_the_bytes_and_no_other_file_remains() {
        let dir = tempfile::tempdir().expect("a folder");
        write_new(&dir.path().join("a.csv"), &Content::new(&b"x,y\r\n"[..]), None)
            .expect("written");
        assert_eq!(fs::read(dir.path().join("a.csv")).expect("there"), b"x,y\r\n");
        assert_eq!(names(dir.path()), ["a.csv"]);
    }

    #[test]
    fn bytes_are_durable_before_the_name_and_both_before_success() {
        use WriteStep::{Create, Mode, Name, SyncFile, SyncFolder, Write};
        let dir = tempfile::tempdir().expect("a folder");
        let target = dir.path().join("a.csv");
        let mut steps = Vec::new();
        let mut before = |step| {
            assert_eq!(target.exists(), step == SyncFolder, "{step:?}");
            steps.push(step);
            Ok(())
        };
        write_in_steps(&target, &Content::new(&b"x"[..]), Some(dir.path()), &mut before)
            .expect("written");
        assert_eq!(steps, [Create, Write, Mode, SyncFile, Name, SyncFolder]);
    }

    #[test]
    fn a_failure_at_any_step_leaves_no_file_and_can_be_retried() {
        let dir = tempfile::tempdir().expect("a folder");
        let target = dir.path().join("a.csv");
        // No space, I/O error, a folder that is read-only, over quota.
        for error in [28, 5, 30, 122] {
            for failing in 0..6 {
                let mut taken = 0;
                let mut before = |_| {
                    taken += 1;
                    if taken > failing { Err(io::Error::from_raw_os_error(error)) } else { Ok(()) }
                };
                let said = write_in_steps(
                    &target,
                    &Content::new(&b"x"[..]),
                    Some(dir.path()),
                    &mut before,
                )
                .expect_err("the system refused");
                assert!(said.to_string().contains("a.csv: can't be written: "), "{said}");
                assert_eq!((taken, names(dir.path())), (failing + 1, Vec::new()), "{said}");
            }
        }
        write_new(&target, &Content::new(&b"x"[..]), Some(dir.path())).expect("written");
        assert_eq!(names(dir.path()), ["a.csv"]);
    }

    #[test]
    fn a_target_that_appears_meanwhile_is_not_overwritten() {
        let dir = tempfile::tempdir().expect("a folder");
        let target = dir.path().join("a.csv");
        let mut before = |step| {
            if step == WriteStep::Name { fs::write(&target, "another's") } else { Ok(()) }
        };
        let error = write_in_steps(&target, &Content::new(&b"x"[..]), None, &mut before)
            .expect_err("refused");
        assert!(matches!(error, WriteError::Exists(_)), "{error}");
        assert_eq!(fs::read(&target).expect("there"), b"another's");
        assert_eq!(names(dir.path()), ["a.csv"]);
    }

    #[test]
    fn an_existing_file_is_never_overwritten() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("a.csv");
        fs::write(&path, "old").expect("written");
        let error = write_new(&path, &Content::new(&b"new"[..]), None).expect_err("refused");
        assert!(matches!(error, WriteError::Exists(p) if p == path));
        assert_eq!(fs::read(&path).expect("there"), b"old");
        assert_eq!(names(dir.path()), ["a.csv"]);
    }

    #[test]
    fn a_folder_that_isn_t_there_is_an_error_with_its_path() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("no").join("a.csv");
        let error = write_new(&path, &Content::new(&b"x"[..]), None).expect_err("refused");
        assert!(error.to_string().contains("a.csv: can't be written: "), "{error}");
        assert!(names(dir.path()).is_empty());
    }
}
