//! What the program asks the shell to do.

use crate::app::file::FilesRequest;
use crate::leads::{Encoding, Row};
use crate::sheet::LogEntry;
use crate::sync::fill::SourceTable;
use crate::upload::{Plan, PlanOptions, ReportFormat, RevertSummary};
use std::error::Error;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

/// Something that only the shell can do.
#[derive(Clone, Debug)]
pub enum Effect {
    /// Write the upload files of a plan. Each comes back as [`Input::Written`](crate::app::input::Input), the end as
    /// [`Input::Exported`](crate::app::input::Input).
    Export(Plan),
    /// Write the report of what an export would do. Its outcome comes back as
    /// [`Input::Reported`](crate::app::input::Input).
    Report(ReportRequest),
    /// Read a results file, by its path. Its table comes back as [`Input::Results`](crate::app::input::Input).
    ReadResults(String),
    /// Read a policy, by its path. Its text comes back as [`Input::Policy`](crate::app::input::Input).
    ReadPolicy(String),
    /// Let the user edit a text in another program. It comes back as [`Input::Edited`](crate::app::input::Input).
    EditExternally(String),
    /// Put a text on the terminal's clipboard. Its outcome comes back as
    /// [`Input::Copied`](crate::app::input::Input).
    Copy(String),
    /// Draw everything anew, because the terminal may show something else.
    Redraw,
    /// Write what was done into the journal.
    Keep(Vec<LogEntry>),
    /// Set the work that was found aside, and begin a new journal.
    Archive,
    /// Read a fresh download, as its path was typed. It comes back as
    /// [`Input::Fresh`](crate::app::input::Input).
    ReadFresh(String),
    /// Keep what was done to the fresh download, or to what the file holds now, and then close the
    /// earlier work, which went over to it. Its outcome comes back as
    /// [`Input::Rebased`](crate::app::input::Input).
    Rebase(Vec<LogEntry>),
    /// Keep what was done to the fresh download, close the earlier work on one of several files, and join the files
    /// again with the fresh download in its place. It comes back as
    /// [`Input::FileReplaced`](crate::app::input::Input).
    ReplaceFile {
        /// The number of the file, from 0.
        file: usize,
        /// What was done to the fresh download.
        actions: Vec<LogEntry>,
    },
    /// Read a file that leads are filled from, as its path was typed. It comes back as
    /// [`Input::FillRead`](crate::app::input::Input).
    ReadFill {
        /// Its path.
        path: String,
        /// The sheet of a workbook, where it was chosen.
        sheet: Option<String>,
    },
    /// Save a mapping beside the settings, for a file with the columns of this one. If that fails it comes back as
    /// [`Input::NotRemembered`](crate::app::input::Input).
    SaveMapping {
        /// The file that leads are filled from.
        source: Arc<SourceTable>,
        /// The text of the mapping.
        text: String,
    },
    /// Read a file in the encoding that was chosen, as its path was typed. It comes back as it does without
    /// one.
    ReadIn {
        /// What it is read for.
        wanted: PathFor,
        /// Its path.
        path: String,
        /// The encoding.
        encoding: Encoding,
    },
    /// Leave the fresh download alone that was read.
    DropFresh,
    /// Let others edit the file: nothing is changed here.
    OpenReadOnly,
    /// Save the work under this file's name that was saved under another one. It comes back as
    /// [`Input::TakenUp`](crate::app::input::Input).
    TakeUp,
    /// Leave the work alone that is saved under another name.
    LeaveElsewhere,
    /// Open another file in the place of this one, in which nothing was done. If that fails it comes back as
    /// [`Input::NotOpened`](crate::app::input::Input).
    OpenOther(PathBuf),
    /// Write what is remembered for the next run, in the place of what was remembered. If that fails it comes
    /// back as [`Input::NotRemembered`](crate::app::input::Input).
    Remember(String),
    /// Open a copy of the sample leads in the place of this file, as the command `demo` does. If that fails it comes
    /// back as [`Input::NotOpened`](crate::app::input::Input).
    OpenDemo,
    /// List files, and say what each of them is. It comes back as [`Input::Files`](crate::app::input::Input), bit by
    /// bit.
    ListFiles(FilesRequest),
    /// Read the file no further, and begin with the list of files.
    StopLoading,
    /// Give the terminal back and stop, until the shell brings the program back.
    Suspend,
    /// End the program.
    Quit(OnExit),
}

/// A report that is written for the person who approves the upload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportRequest {
    /// The path of the file, as it was typed.
    pub path: String,
    /// Its format.
    pub format: ReportFormat,
    /// What the export is asked for.
    pub options: PlanOptions,
    /// Whether an earlier report of that name is replaced.
    pub replaces: bool,
}

/// What became of a report.
#[derive(Clone, Debug)]
pub enum ReportOutcome {
    /// It was written.
    Written {
        /// Its path, as it is shown.
        path: String,
        /// What it says first.
        headline: String,
    },
    /// An earlier report has the name, which can be replaced.
    Exists,
    /// It wasn't written, for this reason.
    Failed(EffectError),
}

/// What a file is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PathFor {
    /// To open it in the place of the one that is open.
    Open,
    /// To take the results of an upload in.
    Results,
    /// To carry the work over to a fresh download.
    Fresh,
    /// To change all leads as it says.
    Policy,
    /// To fill leads from it.
    Fill,
}

impl PathFor {
    /// What the line asks for.
    pub fn label(self) -> &'static str {
        match self {
            Self::Open => "File to open",
            Self::Results => "Processed file",
            Self::Fresh => "Fresh download",
            Self::Policy => "Policy file",
            Self::Fill => "File to fill from",
        }
    }

    /// Says what comes of it.
    pub(crate) fn about(self) -> &'static str {
        match self {
            Self::Open => "a Leads CSV file as it is downloaded from Partner Center",
            Self::Results => "leads without Errors are done, the others failed",
            Self::Fresh => "a preview is shown before anything changes",
            Self::Policy => {
                "a TOML file with sentences; a preview is shown before anything changes"
            }
            Self::Fill => "a CRM export: a CSV file, .xlsx, .xlsb or .ods; a preview comes first",
        }
    }

    /// What reads the file.
    pub(crate) fn read(self, path: String) -> Effect {
        match self {
            Self::Open => Effect::OpenOther(path.into()),
            Self::Results => Effect::ReadResults(path),
            Self::Fresh => Effect::ReadFresh(path),
            Self::Policy => Effect::ReadPolicy(path),
            Self::Fill => Effect::ReadFill { path, sheet: None },
        }
    }
}

/// A file that can be read once its encoding is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnreadFile {
    /// What it is read for.
    pub wanted: PathFor,
    /// Its path, as it was typed.
    pub path: String,
    /// Its name, as it is shown.
    pub name: String,
    /// Why it wasn't read: `the text isn't UTF-8 (byte 12, line 2)`.
    pub reason: String,
    /// The encodings that fit its bytes, the most likely first.
    pub readable_as: Vec<Encoding>,
}

/// What becomes of the work when the program ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnExit {
    /// Nothing is left to do: all of it is exported, or nothing is changed.
    Finished,
    /// It is kept for the next time.
    Kept,
    /// It is dropped.
    Dropped,
}

/// What an effect was about that failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EffectKind {
    /// Writing the upload files.
    Export,
    /// Writing a report.
    Report,
    /// Reading a file that was named.
    Read,
    /// Saving the work in the journal.
    Journal,
    /// Moving the work to a fresh download.
    Rebase,
    /// Opening another file in the place of this one.
    Open,
    /// Putting a text on the clipboard.
    Clipboard,
    /// Editing a text in another program.
    Editor,
    /// Remembering a choice for the next run.
    Remember,
    /// Stopping the program until its shell continues it.
    Suspend,
}

/// Why an effect failed: what it was about, and the error of the shell, which is a sentence.
#[derive(Clone, Debug)]
pub struct EffectError {
    /// What it was about.
    pub kind: EffectKind,
    /// What went wrong.
    pub error: Arc<dyn Error + Send + Sync>,
    /// The file that could be read in another encoding, if that is what went wrong.
    pub unread: Option<Box<UnreadFile>>,
}

impl EffectError {
    /// Makes one of an error, or of the sentence of one.
    pub fn new(kind: EffectKind, error: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self { kind, error: Arc::from(error.into()), unread: None }
    }
}

impl fmt::Display for EffectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)
    }
}

impl Error for EffectError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.error.source()
    }
}

/// How an export ended: well, or why not all of its files were written.
pub type ExportResult = Result<(), EffectError>;

/// One written and verified upload file.
#[derive(Clone, Debug, Default)]
pub struct WrittenUpload {
    /// Its path, as it is shown.
    pub path: String,
    /// Its rows, counted from 0.
    pub rows: Vec<Row>,
    /// How many of its cells differ from the download.
    pub changed: usize,
    /// The SHA-256 of its bytes, in hexadecimal digits.
    pub sha256: String,
    /// The path of its revert file; nothing if nothing of the part can go back.
    pub revert: Option<String>,
    /// The SHA-256 of its revert file.
    pub revert_sha256: Option<String>,
    /// What can go back and what can't.
    pub revert_summary: RevertSummary,
    /// Whether it is a pilot part.
    pub is_pilot: bool,
}
