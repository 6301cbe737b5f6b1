//! What was done to a sheet, in a form that outlives the program.

use crate::leads::{Row, plural};
use crate::sheet::annotations::annotation::Annotation;

/// One thing that was done to a sheet.
///
/// Cells are named by their row, the lead's *Referral ID* and the column's name in the file, so that
/// they are found again in the same file and never taken for others in another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LogEntry {
    /// Cells were changed in one step.
    Edit {
        /// What it was, as undo names it.
        label: String,
        /// The changed leads, in the order of the change.
        leads: Vec<LoggedLead>,
    },
    /// The newest step was taken back.
    Undo {
        /// The rows whose cells stayed as they were; unknown in a journal of an older version, where those
        /// stayed that were accepted.
        kept: Option<Vec<Row>>,
    },
    /// The newest undone step was made again.
    Redo {
        /// The rows whose cells stayed as they were, as for an undo.
        kept: Option<Vec<Row>>,
    },
    /// A column was added; its name.
    AddColumn(String),
    /// Offers and solutions were unlocked.
    UnlockOffers,
    /// Leads were exported as they stood.
    Export {
        /// The leads: row, and *Referral ID*.
        leads: Vec<(Row, String)>,
        /// The files that were written.
        files: Vec<UploadFile>,
    },
    /// A results file was joined to the work.
    Results {
        /// What it said of the leads, as far as that was new.
        leads: Vec<LoggedResult>,
        /// The SHA-256 of the file, which makes it a step that undo takes back; empty if it isn't known, and
        /// nothing in a journal of an older version or after a rebase, where it is no step. A file without
        /// anything new is no step either.
        file: Option<String>,
    },
    /// Refused or exported leads were marked to be exported again as they are.
    Resubmit {
        /// The leads: row, and *Referral ID*.
        leads: Vec<(Row, String)>,
        /// Whether they were marked, or the marks taken back.
        is_set: bool,
    },
    /// An upload file was marked as uploaded, or the mark taken back.
    Uploaded {
        /// The SHA-256 of the file.
        sha256: String,
        /// Whether it was marked.
        is_set: bool,
        /// When, in UTC as RFC 3339, if that is known.
        at: Option<String>,
    },
    /// Leads were annotated. It is no step: undo and redo go past it.
    Annotate {
        /// The leads, with what is noted about them then.
        leads: Vec<LoggedAnnotation>,
    },
    /// The file was taken for another kind than it looked like.
    OpenAs {
        /// Whether for a results file, or for a download.
        results: bool,
    },
}

/// What an entry means to those who read a log without the sheet: the summary, the pending changes, the
/// journal. They know the entries only by this, so a new entry that means nothing to them is no work there.
#[derive(Clone, Copy, Debug)]
pub enum LogEffect<'a> {
    /// A step of these leads, which forgets the undone ones.
    Step(&'a [LoggedLead]),
    /// The newest step is undone, but for the cells of these rows.
    Undo(Option<&'a [Row]>),
    /// The newest undone step is made again, but for the cells of these rows.
    Redo(Option<&'a [Row]>),
    /// These leads are exported as they are, into these files.
    Export(&'a [(Row, String)], &'a [UploadFile]),
    /// Partner Center answered about these leads; a step if the file is known.
    Results(&'a [LoggedResult], Option<&'a str>),
    /// These leads are exported again as they are, or no longer.
    Resubmit(&'a [(Row, String)], bool),
    /// The upload file with this SHA-256 was uploaded at this time, or wasn't.
    Uploaded(&'a str, Option<&'a str>),
    /// A column of this name is added.
    AddColumn(&'a str),
    /// Offers and solutions are unlocked.
    UnlockOffers,
    /// These leads have these flags and private notes now.
    Annotate(&'a [LoggedAnnotation]),
    /// It concerns neither a lead nor a step.
    Neutral,
}

/// One line of the description of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogLine<'a> {
    /// A changed cell: row, column, the text before and the text after.
    Cell(Row, &'a str, &'a str, &'a str),
    /// A written file.
    File(&'a str),
}

impl LogEntry {
    /// What it means to the readers of a log.
    pub fn effect(&self) -> LogEffect<'_> {
        match self {
            Self::Edit { leads, .. } => LogEffect::Step(leads),
            Self::Undo { kept } => LogEffect::Undo(kept.as_deref()),
            Self::Redo { kept } => LogEffect::Redo(kept.as_deref()),
            Self::Export { leads, files } => LogEffect::Export(leads, files),
            Self::Results { leads, file } => LogEffect::Results(leads, file.as_deref()),
            Self::Resubmit { leads, is_set } => LogEffect::Resubmit(leads, *is_set),
            Self::Uploaded { sha256, is_set, at } => {
                let at = is_set.then(|| at.as_deref().unwrap_or_default());
                LogEffect::Uploaded(sha256, at)
            }
            Self::AddColumn(name) => LogEffect::AddColumn(name),
            Self::UnlockOffers => LogEffect::UnlockOffers,
            Self::Annotate { leads } => LogEffect::Annotate(leads),
            Self::OpenAs { .. } => LogEffect::Neutral,
        }
    }

    /// The entry with the time at which it was logged, where that matters: in UTC as RFC 3339.
    #[must_use]
    pub fn logged_at(mut self, time: &str) -> Self {
        match &mut self {
            Self::Export { files, .. } => {
                for file in files {
                    file.written.get_or_insert_with(|| time.to_owned());
                }
            }
            Self::Uploaded { at, .. } => drop(at.get_or_insert_with(|| time.to_owned())),
            Self::Edit { .. }
            | Self::Undo { .. }
            | Self::Redo { .. }
            | Self::AddColumn(_)
            | Self::UnlockOffers
            | Self::Results { .. }
            | Self::Resubmit { .. }
            | Self::Annotate { .. }
            | Self::OpenAs { .. } => {}
        }
        self
    }

    /// Describes it as a sentence part.
    pub fn describe(&self) -> String {
        match self {
            Self::Edit { label, leads } => {
                let cells: usize = leads.iter().map(|lead| lead.cells.len()).sum();
                format!("{label}: {} in {}", plural(cells, "cell"), plural(leads.len(), "lead"))
            }
            Self::Undo { .. } => "the last step was undone".to_owned(),
            Self::Redo { .. } => "the step was redone".to_owned(),
            Self::AddColumn(name) => format!("{name} was added"),
            Self::UnlockOffers => "offers and solutions were unlocked".to_owned(),
            Self::Uploaded { is_set: true, .. } => "an upload file was uploaded".to_owned(),
            Self::Uploaded { .. } => "an upload file is still to be uploaded".to_owned(),
            Self::Annotate { leads } => {
                format!("flag or private note: {}", plural(leads.len(), "lead"))
            }
            Self::OpenAs { results } => {
                format!(
                    "the file was treated as a {}",
                    if *results { "results file" } else { "download" }
                )
            }
            Self::Resubmit { leads, is_set } => {
                let did = if *is_set {
                    "marked to be exported again"
                } else {
                    "no longer marked to be exported again"
                };
                format!("{} {did}", plural(leads.len(), "lead"))
            }
            Self::Results { leads, .. } => {
                let of = |is: fn(&str) -> bool| {
                    leads.iter().filter(|lead| lead.outcome.as_deref().is_some_and(is)).count()
                };
                let (accepted, rejected) = (of(str::is_empty), of(|errors| !errors.is_empty()));
                format!("results imported: {accepted} done, {rejected} failed")
            }
            Self::Export { leads, .. } => format!("{} exported", plural(leads.len(), "lead")),
        }
    }

    /// Lists its cells or files, in the order in which they were written.
    pub fn lines(&self) -> Vec<LogLine<'_>> {
        match self {
            Self::Edit { leads, .. } => leads.iter().flat_map(LoggedLead::lines).collect(),
            Self::Export { files, .. } => files.iter().map(|f| LogLine::File(&f.path)).collect(),
            Self::Undo { .. }
            | Self::Redo { .. }
            | Self::AddColumn(_)
            | Self::UnlockOffers
            | Self::Results { .. }
            | Self::Resubmit { .. }
            | Self::Uploaded { .. }
            | Self::Annotate { .. }
            | Self::OpenAs { .. } => Vec::new(),
        }
    }
}

/// What a results file said of one lead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoggedResult {
    /// The row.
    pub row: Row,
    /// The *Referral ID*.
    pub id: String,
    /// The upload that it belongs to; nothing if it is the one whose cells were uploaded.
    pub upload: Option<AnsweredUpload>,
    /// What Partner Center said: empty if it accepted the row. Nothing, in a journal of an older version, if
    /// the row was edited after the upload that was accepted.
    pub outcome: Option<String>,
    /// The cells that were uploaded with another text than the download's: the column's name and the text.
    pub sent: Vec<(String, String)>,
    /// The download's texts of these cells, if the log doesn't tell them otherwise; else none.
    pub loaded: Vec<String>,
}

/// The upload that a result is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnsweredUpload {
    /// That of an export, by its number among the exports, from 0.
    Export(usize),
    /// None of an export, as that of a revert file.
    Elsewhere,
}

/// The changed cells of one lead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoggedLead {
    /// The row.
    pub row: Row,
    /// The *Referral ID*.
    pub id: String,
    /// The cells: the column's name, the text before and the text after.
    pub cells: Vec<(String, String, String)>,
}

impl LoggedLead {
    fn lines(&self) -> impl Iterator<Item = LogLine<'_>> {
        self.cells
            .iter()
            .map(|(column, before, after)| LogLine::Cell(self.row, column, before, after))
    }
}

/// What is noted about one lead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoggedAnnotation {
    /// The row.
    pub row: Row,
    /// The *Referral ID*.
    pub id: String,
    /// What is noted.
    pub annotation: Annotation,
}

/// An upload file that was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UploadFile {
    /// Its path, as it is shown.
    pub path: String,
    /// How many leads it has.
    pub rows: usize,
    /// The SHA-256 of its bytes, in hexadecimal digits.
    pub sha256: String,
    /// The SHA-256 of its revert file; nothing if it has none, or in a journal of an older version.
    pub revert_sha256: Option<String>,
    /// When it was written, in UTC as RFC 3339, if that is known. A journal has it as the time of the line.
    pub written: Option<String>,
    /// Whether it is a pilot part, whose results decide about the other leads; never in a journal of an
    /// older version.
    pub is_pilot: bool,
}
