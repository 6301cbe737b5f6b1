//! Reading several downloads that are used as one, for the editor and for commands.

use crate::leads::{Encoding, Finding, Origin, Row, RuleContext, plural, visible};
use crate::sheet::{OwnFile, Sheet};
use crate::store::journal::{self, KnownContent, WrittenFor};
use crate::store::{self, OpenError, Opened, Source};
use std::fmt;
use std::path::{Path, PathBuf};
use std::thread;

/// A file that was read.
pub(crate) struct LoadedFile {
    /// Its path as it was typed.
    pub(crate) path: PathBuf,
    /// What it is called: no two files have the same name.
    pub(crate) name: String,
    pub(crate) opened: Opened,
    pub(crate) source: Source,
    /// The errors that keep all of its leads from being exported.
    blocks: Vec<Finding>,
}

/// Why files can't be used as one.
#[derive(Debug)]
pub(crate) enum SeveralError {
    /// One of them can't be opened.
    Open(OpenError),
    /// A sentence for each of them that doesn't fit.
    Sentences(Vec<String>),
}

impl fmt::Display for SeveralError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Open(error) => error.fmt(f),
            Self::Sentences(sentences) => f.write_str(&sentences.join("\n")),
        }
    }
}

impl From<OpenError> for SeveralError {
    fn from(error: OpenError) -> Self {
        Self::Open(error)
    }
}

/// Reads several downloads; each must be one, and be there once.
pub(crate) fn read_several(
    files: &[PathBuf],
    encoding: Option<Encoding>,
    rules: &RuleContext,
) -> Result<Vec<LoadedFile>, SeveralError> {
    let files = read_all(files, encoding, rules)?;
    refuse_odd(&files)?;
    Ok(files)
}

/// Reads all files, each on a thread of its own.
fn read_all(
    files: &[PathBuf],
    encoding: Option<Encoding>,
    rules: &RuleContext,
) -> Result<Vec<LoadedFile>, SeveralError> {
    let read = |path: &PathBuf| read_one(path, encoding, rules.clone());
    let found: Vec<Result<LoadedFile, SeveralError>> = thread::scope(|scope| {
        let threads: Vec<_> = files.iter().map(|path| scope.spawn(move || read(path))).collect();
        let paths = files.iter();
        // A thread that failed is asked again here, where its failure is told.
        threads
            .into_iter()
            .zip(paths)
            .map(|(thread, path)| thread.join().unwrap_or_else(|_| read(path)))
            .collect()
    });
    let mut files = Vec::with_capacity(found.len());
    let mut reasons = Vec::new();
    let mut first = None;
    for found in found {
        match found {
            Ok(file) => files.push(file),
            Err(error) => {
                reasons.push(error.to_string());
                first.get_or_insert(error);
            }
        }
    }
    match first {
        None => Ok(name_apart(files)),
        Some(error) if reasons.len() == 1 => Err(error),
        Some(_) => Err(SeveralError::Sentences(reasons)),
    }
}

fn read_one(
    path: &Path,
    encoding: Option<Encoding>,
    rules: RuleContext,
) -> Result<LoadedFile, SeveralError> {
    let name = title(path);
    let several = |reason: &str| {
        SeveralError::Sentences(vec![format!("{}: {reason}", visible(&path.to_string_lossy()))])
    };
    if path == Path::new("-") {
        return Err(several(
            "the standard input can't be one of several files; save it as a file first",
        ));
    }
    let (opened, source) = match store::open_to_edit(path, None) {
        Err(OpenError { kind, .. }) if encoding.is_some() && !kind.readable_as().is_empty() => {
            store::open_to_edit(path, encoding)?
        }
        read => read?,
    };
    let Some(source) = source else {
        return Err(several("only files on a disk can be opened together; open it alone"));
    };
    let blocks = Sheet::blocking_errors(opened.table.clone(), rules);
    Ok(LoadedFile { path: path.to_owned(), name, opened, source, blocks })
}

/// Gives files of the same name the names of their folders, too.
fn name_apart(mut files: Vec<LoadedFile>) -> Vec<LoadedFile> {
    let names: Vec<String> = files.iter().map(|file| file.name.clone()).collect();
    for file in &mut files {
        if names.iter().filter(|name| **name == file.name).count() > 1 {
            file.name = visible(&file.path.to_string_lossy()).into_owned();
        }
    }
    files
}

/// Refuses files that are there twice or that aren't downloads, all of them at once.
fn refuse_odd(files: &[LoadedFile]) -> Result<(), SeveralError> {
    let mut reasons = Vec::new();
    for (at, file) in files.iter().enumerate() {
        let same_path = |other: &&LoadedFile| other.source.path == file.source.path;
        let same_text = |other: &&LoadedFile| {
            other.source.bytes == file.source.bytes
                && other.opened.table.text() == file.opened.table.text()
        };
        let before = &files[..at];
        let reason = if before.iter().any(|other| same_path(&other)) {
            Some("the file is named twice; name it once".to_owned())
        } else if let Some(other) = before.iter().find(same_text) {
            Some(format!("it is a copy of {}; open one of the two", other.name))
        } else {
            odd(file)
        };
        reasons.extend(reason.map(|reason| format!("{}: {reason}", file.name)));
    }
    if reasons.is_empty() { Ok(()) } else { Err(SeveralError::Sentences(reasons)) }
}

/// Why a file can't be opened with others, if it can't.
fn odd(file: &LoadedFile) -> Option<String> {
    if file.opened.table.origin() == Origin::Results {
        return Some(
            "it is the processed file of an upload; open the downloads and import it with \
             --results, or open it alone"
                .to_owned(),
        );
    }
    if let Some(block) = file.blocks.first() {
        let message = &block.message;
        return Some(format!(
            "nothing of it could be exported: {message} Open it alone to see more"
        ));
    }
    let folder = journal::journal_folder()?;
    match journal::known(&folder, &file.source) {
        Ok(Some(KnownContent::Written(written))) => Some(written_notice(&written, &file.source)),
        _ => None,
    }
}

/// Says what a file is that leadsheet wrote.
pub(crate) fn written_notice(written: &WrittenFor, source: &Source) -> String {
    let (name, download) = (shown(&source.path, source), shown(&written.download, source));
    let what = match written.own {
        OwnFile::Revert => "a revert file",
        _ => "an upload file",
    };
    let instead = if written.current == written.download {
        "that download".to_owned()
    } else {
        shown(&written.current, source)
    };
    format!(
        "This is {name}, {what} that leadsheet wrote for {download}; open {instead} to go on with \
        the work."
    )
}

/// A file as it is shown to those who opened another one: by its name, if it is in the same folder.
pub(crate) fn shown(file: &Path, opened: &Source) -> String {
    let is_near = file.parent() == opened.path.parent();
    let name = file.file_name().filter(|_| is_near).unwrap_or(file.as_os_str());
    visible(&name.to_string_lossy()).into_owned()
}

/// What the title shows of a file.
pub(crate) fn title(file: &Path) -> String {
    let name = match file.file_name() {
        Some(name) if name != "-" => name.to_string_lossy(),
        _ => "standard input".into(),
    };
    visible(&name).into_owned()
}

/// The most leads that a sentence names.
const MAX_NAMED_LEADS: usize = 3;

/// Names the leads of a file that have saved work and aren't shown.
pub(crate) fn hidden_work(name: &str, hidden: &[(Row, String)]) -> String {
    let named = hidden.iter().take(MAX_NAMED_LEADS).map(|(_, id)| id.as_str());
    let named = named.collect::<Vec<_>>().join(", ");
    let more = match hidden.len().saturating_sub(MAX_NAMED_LEADS) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let leads = plural(hidden.len(), "lead");
    format!(
        "{name} has saved work on {leads} that a newer file has ({}{more}): it stays saved; open \
         {name} alone to see it.",
        visible(&named)
    )
}
