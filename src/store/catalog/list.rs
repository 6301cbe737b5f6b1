//! What is in folders, without a look into the files.

use crate::leads::{plural, thousands, visible};
use crate::store::error::cause;
use crate::sync::{FileListing, ListedFile, ListedKind};
use chrono::{DateTime, Utc};
use std::cmp::Reverse;
use std::env;
use std::fs::{self, DirEntry};
use std::io;
use std::path::{Path, PathBuf};

/// The most entries of one folder that are looked at: a list doesn't wait for a folder with a million files.
pub const MAX_ENTRIES: usize = 10_000;

/// The most files in a list.
pub const MAX_FILES: usize = 200;

/// The ends of the names of files that one could take for a Leads file, in lower case.
const ENDINGS: [&str; 9] = ["csv", "tsv", "txt", "xlsx", "xlsm", "xlsb", "xls", "ods", "numbers"];

/// Lists the files in folders that may be meant, the newest first; what can't be read is told in the list.
pub fn list(folders: &[PathBuf]) -> FileListing {
    let mut listing = FileListing { home: env::home_dir(), ..FileListing::default() };
    for (number, folder) in folders.iter().enumerate() {
        let is_first = number == 0;
        match entries(folder) {
            Ok((entries, is_whole)) => {
                if !is_whole {
                    listing.problems.push(format!(
                        "{} has more than {} entries; only some of them are listed.",
                        shown(folder),
                        thousands(MAX_ENTRIES)
                    ));
                }
                for entry in entries {
                    add(&mut listing, &entry, is_first);
                }
                listing.folders.push(folder.clone());
            }
            // A folder that is gone has nothing to open; the first one was asked for.
            Err(error) if error.kind() == io::ErrorKind::NotFound && !is_first => {}
            Err(error) => listing.problems.push(format!(
                "{} can't be read: {}.",
                shown(folder),
                cause(&error)
            )),
        }
    }
    listing.names.sort();
    listing
        .files
        .sort_by(|a, b| (Reverse(a.modified), &a.path).cmp(&(Reverse(b.modified), &b.path)));
    listing.left_out = listing.files.len().saturating_sub(MAX_FILES);
    listing.files.truncate(MAX_FILES);
    if listing.left_out > 0 {
        listing.problems.push(format!(
            "Only the newest {MAX_FILES} are listed; {} left out.",
            plural(listing.left_out, "older file")
        ));
    }
    listing
}

/// The entries of a folder, and whether these are all.
fn entries(folder: &Path) -> io::Result<(Vec<DirEntry>, bool)> {
    let mut entries = fs::read_dir(folder)?;
    let first: Vec<DirEntry> = entries.by_ref().take(MAX_ENTRIES).filter_map(Result::ok).collect();
    let is_whole = entries.next().is_none();
    Ok((first, is_whole))
}

/// Adds an entry to a list, unless it goes meanwhile.
fn add(listing: &mut FileListing, entry: &DirEntry, is_first: bool) {
    let name = entry.file_name();
    let may_be_meant = may_be_meant(Path::new(&name));
    let kind = entry.file_type().ok();
    // A link is what it leads to.
    let is_link = kind.is_some_and(|kind| kind.is_symlink());
    let is_folder = || match kind {
        Some(kind) if !is_link => kind.is_dir(),
        _ => fs::metadata(entry.path()).is_ok_and(|metadata| metadata.is_dir()),
    };
    let is_folder = is_first && is_folder();
    if is_first && let Some(name) = name.to_str() {
        listing.names.push(if is_folder { format!("{name}/") } else { name.to_owned() });
    }
    if may_be_meant && !is_folder {
        listing.files.extend(listed(&entry.path()));
    }
}

/// What the system tells of a file; nothing of a folder, and of what is gone.
pub fn listed(path: &Path) -> Option<ListedFile> {
    let metadata = fs::metadata(path).ok()?;
    let kind = match metadata.file_type() {
        kind if kind.is_file() => ListedKind::File,
        kind if kind.is_dir() => return None,
        _ => ListedKind::Special,
    };
    let modified = metadata.modified().ok().map(DateTime::<Utc>::from);
    Some(ListedFile { path: path.to_owned(), kind, bytes: metadata.len(), modified })
}

/// Whether a file may be one of leads by its name, or be taken for one.
fn may_be_meant(name: &Path) -> bool {
    let ending = name.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    let is_hidden = name.to_string_lossy().starts_with('.');
    !is_hidden && ENDINGS.contains(&&*ending.to_ascii_lowercase())
}

fn shown(folder: &Path) -> String {
    visible(&folder.to_string_lossy()).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs::File;
    use std::time::{Duration, SystemTime};

    fn names(listing: &FileListing) -> Vec<String> {
        let name = |file: &ListedFile| {
            let name = file.path.file_name().unwrap_or_default();
            name.to_string_lossy().into_owned()
        };
        listing.files.iter().map(name).collect()
    }

    fn write(folder: &Path, name: &str, days: u64) {
        let file = File::create(folder.join(name)).expect("made");
        let time = SystemTime::now() - Duration::from_secs(days * 86_400);
        file.set_modified(time).expect("set");
    }

    #[test]
    fn the_newest_file_comes_first_and_others_are_left_out() {
        let dir = tempfile::tempdir().expect("a folder");
        let sub = dir.path().join("sub");
        fs::create_dir(&sub).expect("made");
        for (name, days) in [("b.csv", 3), ("a.CSV", 5), ("c.xlsb", 4), ("d.png", 1), (".e.csv", 1)]
        {
            write(dir.path(), name, days);
        }
        write(&sub, "new.tsv", 0);
        let listing = list(&[dir.path().to_owned(), sub.clone(), sub.join("gone")]);
        assert_eq!(names(&listing), ["new.tsv", "b.csv", "c.xlsb", "a.CSV"]);
        assert_eq!(listing.names, [".e.csv", "a.CSV", "b.csv", "c.xlsb", "d.png", "sub/"]);
        assert!(listing.problems.is_empty(), "{:?}", listing.problems);
        let gone = list(&[sub.join("gone")]);
        assert!(gone.problems[0].contains("gone can't be read: "), "{:?}", gone.problems);
    }

    #[test]
    fn a_folder_with_too_many_files_says_so() {
        let dir = tempfile::tempdir().expect("a folder");
        for number in 0..MAX_ENTRIES + 5 {
            File::create(dir.path().join(format!("{number}.csv"))).expect("made");
        }
        let listing = list(&[dir.path().to_owned()]);
        assert_eq!((listing.files.len(), listing.names.len()), (MAX_FILES, MAX_ENTRIES));
        assert_eq!(listing.left_out, MAX_ENTRIES - MAX_FILES);
        let all = listing.problems.join(" ");
        assert!(all.contains("has more than 10,000 entries"), "{all}");
        assert!(all.contains("9,800 older files left out"), "{all}");
    }
}
