//! Reads a user's own lists from the folder of the program's configuration.

use crate::leads::lists::{ListError, Lists, ValueList};
use crate::leads::sort::sort_by;
use crate::leads::visible;
use crate::store::error::cause;
use crate::table::line_ends;
use etcetera::BaseStrategy as _;
use std::fmt;
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

/// The most bytes of a list: the longest that is compiled in has eight thousand.
const MAX_LIST_BYTES: u64 = 1024 * 1024;

/// How many mistakes are told one by one.
const MAX_ERRORS_SHOWN: usize = 100;

/// Why a user's own lists can't be used: every mistake in them.
///
/// Shown as one line for each, with file and line, then one that says what to do.
#[derive(Debug)]
pub struct ListsError {
    /// Where the lists stand.
    pub folder: PathBuf,
    /// What is wrong, in the order of the files; never empty.
    pub mistakes: Vec<ListError>,
}

impl fmt::Display for ListsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let folder = visible(&self.folder.to_string_lossy()).into_owned();
        writeln!(f, "your own lists can't be used; nothing was done:")?;
        for mistake in self.mistakes.iter().take(MAX_ERRORS_SHOWN) {
            let said = mistake.to_string();
            let path = self.folder.join(visible(&said).into_owned());
            writeln!(f, "  {}", visible(&path.to_string_lossy()))?;
        }
        if let Some(more @ 1..) = self.mistakes.len().checked_sub(MAX_ERRORS_SHOWN) {
            writeln!(f, "  … and {more} more")?;
        }
        write!(f, "fix them, or move the files out of {folder}")
    }
}

impl std::error::Error for ListsError {}

/// The folder of a user's own lists: `leadsheet/lists` below `$XDG_CONFIG_HOME`, or below
/// `~/.config`; on Windows below the folder for application data.
///
/// Nothing if there is no home folder.
pub fn lists_folder() -> Option<PathBuf> {
    configuration().map(|folder| folder.join("lists"))
}

/// The folder of the program's configuration, whether it is there or not.
pub(crate) fn configuration() -> Option<PathBuf> {
    let strategy = etcetera::choose_base_strategy().ok()?;
    Some(strategy.config_dir().join("leadsheet"))
}

/// Reads and parses the own lists of a folder; the compiled-in ones stand for those it hasn't.
///
/// Returns nothing if it has none at all, and a folder that isn't there or can't be read has none. Files whose names begin with a dot or end with `~`, as
/// editors and file managers leave them, aren't looked at.
///
/// # Errors
///
/// Fails with every mistake: a name that no list has, a file that can't be read, and what
/// [`Lists::with_own`] finds.
pub fn own_lists(folder: &Path) -> Result<Option<Lists>, ListsError> {
    let mut mistakes = Vec::new();
    let mut own = Vec::new();
    for name in names(folder, &mut mistakes) {
        let Some(list) = ValueList::ALL.into_iter().find(|list| list.file() == name) else {
            let names = ValueList::ALL.map(ValueList::file).join(", ");
            mistakes.push(mistake(&name, None, format!("no list has this name; expected {names}")));
            continue;
        };
        match read(&folder.join(&name), "a CSV file of a few hundred rows") {
            Ok(bytes) => match String::from_utf8(bytes) {
                Ok(text) => own.push((list, text)),
                Err(error) => mistakes.push(not_utf8(&name, &error)),
            },
            Err(why) => mistakes.push(mistake(&name, None, why)),
        }
    }
    if own.is_empty() && mistakes.is_empty() {
        return Ok(None);
    }
    // Lists that can't be read are left out of the parsing, which finds the mistakes of the others.
    let parsed = Lists::with_own(&own);
    match parsed {
        Ok(lists) if mistakes.is_empty() => return Ok(Some(lists)),
        Ok(_) => {}
        Err(more) => mistakes.extend(more),
    }
    sort_by(&mut mistakes, |a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
    Err(ListsError { folder: folder.to_owned(), mistakes })
}

/// The names of the files in the folder, sorted.
fn names(folder: &Path, mistakes: &mut Vec<ListError>) -> Vec<String> {
    let mut names = Vec::new();
    let Ok(entries) = fs::read_dir(folder) else { return names };
    for entry in entries {
        match entry {
            Ok(entry) => names.push(entry.file_name().to_string_lossy().into_owned()),
            Err(error) => {
                let what = format!("the folder can't be read: {}", cause(&error));
                mistakes.push(mistake(".", None, what));
            }
        }
    }
    names.retain(|name| !name.starts_with('.') && !name.ends_with('~'));
    names.sort();
    names
}

/// Reads a small file whole, or says why not and what was expected.
pub(crate) fn read(path: &Path, expected: &str) -> Result<Vec<u8>, String> {
    let unreadable = |error: io::Error| format!("can't be read: {}", cause(&error));
    // A pipe or a device would keep the program waiting.
    if !fs::metadata(path).map_err(unreadable)?.is_file() {
        return Err(format!("this isn't a file; expected {expected}"));
    }
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(unreadable)?;
    file.take(MAX_LIST_BYTES + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > MAX_LIST_BYTES {
        return Err(format!("the file is larger than 1 MiB; expected {expected}"));
    }
    Ok(bytes)
}

fn not_utf8(name: &str, error: &std::string::FromUtf8Error) -> ListError {
    let before = &error.as_bytes()[..error.utf8_error().valid_up_to()];
    let line = line_ends(before) + 1;
    mistake(name, Some(line), "the text isn't UTF-8; expected \"CSV UTF-8\"")
}

fn mistake(name: &str, line: Option<usize>, what: impl Into<String>) -> ListError {
    ListError { file: name.to_owned(), line, what: what.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn metadata(files: &[(&str, &[u8])]) -> String {
        let folder = tempfile::tempdir().expect("a folder");
        for (name, bytes) in files {
            fs::write(folder.path().join(name), bytes).expect("written");
        }
        let error = own_lists(folder.path()).expect_err("mistakes").to_string();
        let error = error.replace(&format!("{}", folder.path().display()), "DIR");
        error.replace(std::path::MAIN_SEPARATOR, "/")
    }

    #[test]
    fn a_missing_folder_or_one_with_only_system_files_has_no_custom_lists() {
        let folder = tempfile::tempdir().expect("a folder");
        assert!(own_lists(&folder.path().join("none")).expect("no mistakes").is_none());
        for name in [".DS_Store", "currencies.csv~", ".~lock.currencies.csv#"] {
            fs::write(folder.path().join(name), "x").expect("written");
        }
        assert!(own_lists(folder.path()).expect("no mistakes").is_none());
    }

    #[test]
    fn wrong_names_and_unreadable_files_are_reported_with_other_mistakes() {
        let said = metadata(&[
            ("currency.csv", b"x"),
            ("countries.csv", b"code\nSE\nno\n"),
            ("intents.csv", b"text,label,meaning\nYes,Yes,\nNo,No,\xe9\n"),
            ("reasons.csv", &vec![b'x'; 1024 * 1024 + 1]),
            ("\u{7f}[31m.csv", b"x"),
        ]);
        assert_eq!(
            said,
            "your own lists can't be used; nothing was done:\n\x20 DIR/countries.csv:3: code \
            is \"no\"; expected two capital letters\n\x20 DIR/currency.csv: no list has this name; \
            expected countries.csv, currencies.csv, intents.csv, outcomes.csv, reasons.csv, transitions.csv\n\x20 \
            DIR/intents.csv:3: the text isn't UTF-8; expected \"CSV UTF-8\"\n\x20 DIR/reasons.csv: \
            the file is larger than 1 MiB; expected a CSV file of a few hundred rows\n\x20 \
            DIR/␡[31m.csv: no list has this name; expected countries.csv, currencies.csv, \
            intents.csv, outcomes.csv, reasons.csv, transitions.csv\nfix them, or move the files \
            out of DIR"
        );
    }

    #[test]
    fn many_mistakes_are_counted_once_there_are_a_hundred() {
        let said =
            metadata(&[("countries.csv", ("code\n".to_owned() + &"x\n".repeat(102)).as_bytes())]);
        assert!(said.contains("  … and 103 more\n") && said.lines().count() == 103, "{said}");
    }

    #[test]
    fn a_folder_instead_of_a_list_is_a_mistake_and_a_file_instead_of_the_folder_has_no_lists() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir(folder.path().join("reasons.csv")).expect("made");
        let error = own_lists(folder.path()).expect_err("mistakes").to_string();
        assert!(error.contains("reasons.csv: this isn't a file; expected a CSV file"), "{error}");
        let file = folder.path().join("lists");
        fs::write(&file, "").expect("written");
        assert!(own_lists(&file).expect("no mistakes").is_none());
    }
}
