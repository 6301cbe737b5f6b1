//! Where journals stand, and what their names tell.
//!
//! `STEM-PATH-CONTENT.journal` belongs to one content of one file: STEM is for people, PATH begins the
//! SHA-256 of the file's whole path, CONTENT that of its bytes. `STEM-PATH.lock` is locked while the
//! file is edited. A journal that is closed has `.finished-N`, `.dropped-N`, `.aside-N`, `.rebased-N` or
//! `.damaged-N` behind its name.

use crate::leads::sort::sort_by;
use crate::store::atomic::{folder_of, sync_folder};
use crate::store::journal::line::CloseReason;
use crate::store::source::{Source, sha256};
use crate::store::system;
use std::ffi::OsString;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// How long a journal is kept whose work was finished or dropped.
pub(crate) const CLOSED_MAX_AGE: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// How the names of temporary files begin and end.
pub(crate) const TEMPORARY: (&str, &str) = (".journal-", ".tmp");

/// After how long a temporary file is stale.
const TEMPORARY_MAX_AGE: Duration = Duration::from_secs(24 * 60 * 60);

/// How many digits of a hash a name has.
const DIGITS: usize = 16;

/// How many letters of the file's own name a name has.
const LETTERS: usize = 40;

const ENDING: &str = ".journal";

/// The word behind the name of a journal that can't be read.
pub(crate) const DAMAGED: &str = "damaged";

/// The folder of the journals: `leadsheet/journals` below `$XDG_STATE_HOME`, or below
/// `~/.local/state`; on Windows below the folder for data of this machine, `%LOCALAPPDATA%`.
///
/// Nothing if there is no home folder.
pub fn journal_folder() -> Option<PathBuf> {
    Some(state_folder()?.join("journals"))
}

/// The folder of all that the program keeps by itself: `leadsheet` below `$XDG_STATE_HOME` or its default.
pub(crate) fn state_folder() -> Option<PathBuf> {
    let strategy = etcetera::choose_base_strategy().ok()?;
    Some(system::state_folder(&strategy).join("leadsheet"))
}

/// Makes the folder, closed to everybody else.
pub(crate) fn make_folder(folder: &Path) -> io::Result<()> {
    system::make_private_folder(folder)
}

/// The names of what belongs to one file.
#[derive(Clone, Debug)]
pub(crate) struct JournalPaths {
    pub(crate) folder: PathBuf,
    /// What all names for the file begin with.
    prefix: String,
    source: Source,
}

impl JournalPaths {
    pub(crate) fn new(folder: PathBuf, source: &Source) -> Self {
        Self { folder, prefix: prefix(&source.path), source: source.clone() }
    }

    /// The path of the journal.
    pub(crate) fn journal(&self) -> PathBuf {
        let content = &self.source.sha256()[..DIGITS];
        self.folder.join(format!("{}-{content}{ENDING}", self.prefix))
    }

    /// Whether there is a journal of the file, closed or not, with any content: so the one of its
    /// content needn't be looked for.
    pub(crate) fn has_any(&self) -> io::Result<bool> {
        Ok(journals(&self.folder)?.iter().any(|found| found.is_of(&self.prefix)))
    }

    /// The file and the content that it is about.
    pub(crate) fn source(&self) -> &Source {
        &self.source
    }

    /// The path of the lock.
    pub(crate) fn lock(&self) -> PathBuf {
        lock_named(&self.folder, &self.prefix)
    }

    /// The journals of the file with another content that aren't closed.
    pub(crate) fn others(&self) -> io::Result<Vec<PathBuf>> {
        let own = self.journal();
        Ok(journals(&self.folder)?
            .into_iter()
            .filter(|found| found.is_open() && found.path != own && found.is_of(&self.prefix))
            .map(|found| found.path)
            .collect())
    }
}

/// The path of the lock of a file.
pub(crate) fn lock_of(folder: &Path, path: &Path) -> PathBuf {
    lock_named(folder, &prefix(path))
}

fn lock_named(folder: &Path, prefix: &str) -> PathBuf {
    folder.join(format!("{prefix}.lock"))
}

/// What all names for a file begin with.
pub(crate) fn prefix(path: &Path) -> String {
    format!("{}-{}", stem(path), &sha256(path.as_os_str().as_encoded_bytes())[..DIGITS])
}

/// The beginning of a file's name, in letters, digits and `_`.
fn stem(path: &Path) -> String {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
    stem.chars().take(LETTERS).map(plain).collect()
}

/// A journal in the folder, by its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct JournalFileName {
    pub(crate) path: PathBuf,
    name: String,
    /// The word behind the name, if it is closed.
    pub(crate) closed: Option<String>,
}

impl JournalFileName {
    /// Tells whether it isn't closed.
    pub(crate) fn is_open(&self) -> bool {
        self.closed.is_none()
    }

    /// The path that it has while it isn't closed.
    pub(crate) fn opened(&self) -> PathBuf {
        let behind = self.name.rfind(ENDING).map_or(self.name.len(), |at| at + ENDING.len());
        self.path.with_file_name(&self.name[..behind])
    }

    /// The path of the lock of its file.
    pub(crate) fn lock(&self) -> PathBuf {
        let mut parts = self.name.splitn(3, '-');
        let (stem, path) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        self.path.with_file_name(format!("{stem}-{path}.lock"))
    }

    /// Tells whether its name has the beginning of this SHA-256: it belongs to this content, most likely.
    pub(crate) fn is_of_content(&self, sha256: &str) -> bool {
        let content = self.name.splitn(3, '-').nth(2);
        let rest = content.and_then(|content| content.strip_prefix(sha256.get(..DIGITS)?));
        rest.is_some_and(|rest| rest.starts_with(ENDING))
    }

    /// Tells whether the name of this file begins with that of its own file: so do upload files.
    pub(crate) fn is_beginning_of(&self, path: &Path) -> bool {
        self.name.split_once('-').is_some_and(|(own, _)| stem(path).starts_with(own))
    }

    /// Tells whether it belongs to the file with this path.
    pub(crate) fn is_for(&self, path: &Path) -> bool {
        self.is_of(&prefix(path))
    }

    fn is_of(&self, prefix: &str) -> bool {
        let rest = self.name.strip_prefix(prefix).and_then(|rest| rest.strip_prefix('-'));
        rest.is_some_and(|rest| rest.len() >= DIGITS && rest[DIGITS..].starts_with(ENDING))
    }
}

/// Whether a folder isn't there, which a file in its path makes sure of.
fn is_missing(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

/// Lists the journals of a folder, by name; none if it isn't there, or can't be there.
pub(crate) fn journals(folder: &Path) -> io::Result<Vec<JournalFileName>> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if is_missing(&error) => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut found = Vec::new();
    for entry in entries {
        let path = entry?.path();
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else { continue };
        let Some((_, behind)) = name.rsplit_once(ENDING).filter(|_| !name.starts_with('.')) else {
            continue;
        };
        let closed = behind.strip_prefix('.').and_then(|rest| Some(rest.rsplit_once('-')?.0));
        let (name, closed) = (name.to_owned(), closed.map(str::to_owned));
        if behind.is_empty() || closed.is_some() {
            found.push(JournalFileName { path, name, closed });
        }
    }
    sort_by(&mut found, |a, b| a.name.cmp(&b.name));
    Ok(found)
}

/// The word behind the name of a journal that is closed for this reason.
pub(crate) fn word(why: CloseReason) -> &'static str {
    match why {
        CloseReason::Finished => "finished",
        CloseReason::Dropped => "dropped",
        CloseReason::Aside => "aside",
        CloseReason::Rebased => "rebased",
    }
}

/// Gives a journal the name of a closed one, and returns it. Nothing is written over.
pub(crate) fn set_aside(path: &Path, word: &str) -> io::Result<PathBuf> {
    move_aside(path, path, word)
}

/// Writes a closed journal beside the path that it would have while it is open. Nothing is written over.
pub(crate) fn write_aside(path: &Path, word: &str, bytes: &[u8]) -> io::Result<()> {
    let folder = folder_of(path);
    let mut file =
        tempfile::Builder::new().prefix(TEMPORARY.0).suffix(TEMPORARY.1).tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    let written = file.into_temp_path().keep().map_err(|error| error.error)?;
    move_aside(&written, path, word).map(drop)
}

/// Gives a file the name that the journal of a path gets when it is closed.
fn move_aside(from: &Path, path: &Path, word: &str) -> io::Result<PathBuf> {
    for number in 1_u32.. {
        let mut name = OsString::from(path);
        name.push(format!(".{word}-{number}"));
        let to = PathBuf::from(name);
        match fs::hard_link(from, &to) {
            Ok(()) => fs::remove_file(from)?,
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => continue,
            // Not every file system has links; nobody else makes names here while the lock is held.
            Err(_) if !to.exists() => fs::rename(from, &to)?,
            Err(_) => continue,
        }
        sync_folder(folder_of(path))?;
        return Ok(to);
    }
    Err(io::Error::other("all file names are in use"))
}

/// Removes the journals whose work was finished or dropped long ago.
pub(crate) fn remove_old(folder: &Path, now: SystemTime) -> io::Result<()> {
    let short = [word(CloseReason::Finished), word(CloseReason::Dropped)];
    for named in journals(folder)? {
        let is_short = named.closed.as_deref().is_some_and(|closed| short.contains(&closed));
        let written = fs::metadata(&named.path).and_then(|metadata| metadata.modified());
        let age = written.ok().and_then(|written| now.duration_since(written).ok());
        if is_short && age.is_some_and(|age| age > CLOSED_MAX_AGE) {
            fs::remove_file(&named.path)?;
        }
    }
    remove_stale(folder, now)
}

/// Removes temporary files that were left by a program which was killed.
fn remove_stale(folder: &Path, now: SystemTime) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let is_ours = name.starts_with(TEMPORARY.0) && name.ends_with(TEMPORARY.1);
        if is_ours && entry.metadata()?.modified()? + TEMPORARY_MAX_AGE < now {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::system::whole_path;
    use std::fs::File;

    fn source(dir: &Path, name: &str, text: &str) -> Source {
        let path = dir.join(name);
        fs::write(&path, text).expect("written");
        let metadata = fs::metadata(&path).expect("there");
        Source::new(&path, &metadata, text.as_bytes()).expect("there")
    }

    fn names(folder: &Path) -> Vec<String> {
        journals(folder).expect("readable").into_iter().map(|named| named.name).collect()
    }

    #[test]
    fn a_journal_belongs_to_one_content_of_one_file() {
        let dir = tempfile::tempdir().expect("a folder");
        let folder = dir.path().join("journals");
        fs::create_dir(&folder).expect("made");
        let place = |name, text| JournalPaths::new(folder.clone(), &source(dir.path(), name, text));
        let (one, other) = (place("böse liste.csv", "1"), place("b.csv", "1"));
        let later = place("böse liste.csv", "2");
        for place in [&one, &other, &later] {
            fs::write(place.journal(), "x").expect("written");
        }
        assert_eq!(one.lock(), later.lock());
        assert_ne!(one.lock(), other.lock());
        assert_eq!(one.others().expect("readable"), [later.journal()]);
        let name = one.journal();
        let name = name.file_name().and_then(|n| n.to_str()).expect("plain");
        assert!(name.starts_with("b_se_liste-") && name.is_ascii(), "{name}");
        let of_one = |named: &JournalFileName| {
            named.is_for(&whole_path(&dir.path().join("böse liste.csv")).expect("there"))
        };
        let named = journals(&folder).expect("readable");
        assert_eq!(named.iter().filter(|named| of_one(named)).count(), 2);
        let first = sha256(b"1");
        assert_eq!(named.iter().filter(|named| named.is_of_content(&first)).count(), 2);
        assert!(named.iter().all(|named| !named.is_of_content(&first[..8])));
        let found = named.iter().find(|named| named.path == one.journal()).expect("listed");
        assert_eq!(found.lock(), one.lock());
        assert!(found.is_beginning_of(Path::new("/x/böse liste.upload-001.csv")));
        assert!(!found.is_beginning_of(Path::new("/x/böse.upload-001.csv")));
        set_aside(&later.journal(), "aside").expect("renamed");
        assert!(one.others().expect("readable").is_empty());
    }

    #[test]
    fn closed_journals_are_numbered_and_never_overwritten() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("a-0123456789abcdef-0123456789abcdef.journal");
        for text in ["1", "2"] {
            fs::write(&path, text).expect("written");
            set_aside(&path, "aside").expect("renamed");
        }
        let base = "a-0123456789abcdef-0123456789abcdef.journal.aside";
        assert_eq!(names(dir.path()), [format!("{base}-1"), format!("{base}-2")]);
        assert_eq!(fs::read(dir.path().join(format!("{base}-1"))).expect("there"), b"1");
    }

    #[test]
    fn only_finished_or_discarded_work_is_removed_after_a_month() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("a.journal");
        for word in ["finished", "dropped", "aside", "damaged"] {
            fs::write(&path, "x").expect("written");
            set_aside(&path, word).expect("renamed");
        }
        fs::write(&path, "x").expect("written");
        let now = SystemTime::now();
        remove_old(dir.path(), now + CLOSED_MAX_AGE - Duration::from_secs(60)).expect("tidied");
        assert_eq!(names(dir.path()).len(), 5);
        let fresh = dir.path().join("b.journal.dropped-1");
        File::create(&fresh).and_then(|f| f.set_modified(now + CLOSED_MAX_AGE)).expect("written");
        remove_old(dir.path(), now + CLOSED_MAX_AGE + Duration::from_secs(60)).expect("tidied");
        fs::write(dir.path().join(".journal-x.tmp"), "x").expect("written");
        remove_old(dir.path(), now).expect("tidied");
        assert!(dir.path().join(".journal-x.tmp").exists(), "somebody may be writing it");
        remove_old(dir.path(), now + CLOSED_MAX_AGE).expect("tidied");
        assert!(!dir.path().join(".journal-x.tmp").exists());
        let left = ["a.journal", "a.journal.aside-1", "a.journal.damaged-1", "b.journal.dropped-1"];
        assert_eq!(names(dir.path()), left);
    }
}
