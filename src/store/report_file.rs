//! The files of reports, and who makes them.

use crate::leads::visible;
use crate::store::atomic::{self, Content, write_new};
use crate::store::error::{WriteError, cause};
use crate::upload::ReportFormat;
use std::fs::File;
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

/// How much of a file is read to see whether it is a report.
const BEGINNING_BYTES: u64 = 4_096;

/// Why a report wasn't written. Nothing is left behind, and no file is changed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReportFileError {
    /// There is something of that name already.
    #[error("{}: {}", visible(&.path.to_string_lossy()), exists(*.is_report))]
    Exists {
        /// The path.
        path: PathBuf,
        /// Whether it is a report of this program, which may be replaced.
        is_report: bool,
    },
    /// The folder or the disk refuses it.
    #[error(
        "{}: can't be written: {}; choose another name or folder",
        visible(&.path.to_string_lossy()),
        cause(.source)
    )]
    Io {
        /// The path.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

/// What is there already.
fn exists(is_report: bool) -> &'static str {
    if is_report {
        "an earlier report has this name and isn't overwritten; choose another name"
    } else {
        "a file that is no report has this name and isn't overwritten; choose another name"
    }
}

/// The name of the user who runs the program, if the system tells it.
pub fn user_name() -> Option<String> {
    let name = |variable| std::env::var(variable).ok();
    let names = ["USER", "LOGNAME", "USERNAME"].into_iter().filter_map(name);
    names.map(|name| name.trim().to_owned()).find(|name| !name.is_empty())
}

/// Writes the report of an upload into a new file, which those may read who may read the file `like`.
///
/// With `replaces`, a file of that name is replaced if it is a report of this program; no other file ever is.
///
/// # Errors
///
/// [`ReportFileError::Exists`] if there is something of that name, and [`ReportFileError::Io`] for anything that the
/// system refuses.
pub fn write_report(
    target: &Path,
    text: String,
    like: Option<&Path>,
    replaces: bool,
) -> Result<(), ReportFileError> {
    let content = Content::new(text.into_bytes());
    if replaces && is_report(target) {
        return replace(target, content.bytes())
            .map_err(|source| ReportFileError::Io { path: target.to_owned(), source });
    }
    write_new(target, &content, like).map_err(|error| match error {
        WriteError::Exists(path) => {
            let is_report = is_report(&path);
            ReportFileError::Exists { path, is_report }
        }
        WriteError::Io { path, source } => ReportFileError::Io { path, source },
    })
}

/// Whether a file is a report of an upload, which can be made again.
fn is_report(path: &Path) -> bool {
    let read = || -> io::Result<Vec<u8>> {
        // Opening a pipe would wait for whoever writes into it.
        if !path.symlink_metadata()?.is_file() {
            return Ok(Vec::new());
        }
        let mut beginning = Vec::new();
        File::open(path)?.take(BEGINNING_BYTES).read_to_end(&mut beginning)?;
        Ok(beginning)
    };
    read().is_ok_and(|beginning| ReportFormat::is_report(&beginning))
}

/// Puts other bytes into the place of a file, which keeps its mode: all of them or none.
fn replace(target: &Path, bytes: &[u8]) -> io::Result<()> {
    let mode = target.metadata()?.permissions();
    let mut file = tempfile::NamedTempFile::new_in(atomic::folder_of(target))?;
    file.write_all(bytes)?;
    file.as_file().set_permissions(mode)?;
    file.as_file().sync_all()?;
    file.persist(target).map(drop).map_err(|error| error.error)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::upload::UploadReport;
    use std::fs;

    #[test]
    fn only_a_report_is_replaced_and_only_if_it_is_asked_for() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("leads.report.html");
        let text = || ReportFormat::Html.write(&UploadReport::default());
        write_report(&path, text(), None, true).expect("written");
        let error = write_report(&path, "new".to_owned(), None, false).expect_err("there");
        assert!(error.to_string().contains("an earlier report has this name"), "{error}");
        write_report(&path, "new".to_owned(), None, true).expect("replaced");
        assert_eq!(fs::read_to_string(&path).expect("there"), "new");
        assert_eq!(fs::read_dir(dir.path()).expect("a folder").count(), 1);
        let error = write_report(&path, text(), None, true).expect_err("another file");
        assert!(error.to_string().contains("a file that is no report"), "{error}");
        assert_eq!(fs::read_to_string(&path).expect("there"), "new");
    }
}
