//! What was done to a sheet, in a form that outlives the program.

use crate::leads::{Row, plural};

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
    Undo,
    /// The newest undone step was made again.
    Redo,
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
    },
    /// Refused or exported leads were marked to be exported again as they are.
    Resubmit {
        /// The leads: row, and *Referral ID*.
        leads: Vec<(Row, String)>,
        /// Whether they were marked, or the marks taken back.
        is_set: bool,
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
    /// The newest step is undone.
    Undo,
    /// The newest undone step is made again.
    Redo,
    /// These leads are exported as they are.
    Export(&'a [(Row, String)]),
    /// Partner Center answered about these leads.
    Results(&'a [LoggedResult]),
    /// These leads are exported again as they are, or no longer.
    Resubmit(&'a [(Row, String)], bool),
    /// A column of this name is added.
    AddColumn(&'a str),
    /// Offers and solutions are unlocked.
    UnlockOffers,
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
            Self::Undo => LogEffect::Undo,
            Self::Redo => LogEffect::Redo,
            Self::Export { leads, .. } => LogEffect::Export(leads),
            Self::Results { leads } => LogEffect::Results(leads),
            Self::Resubmit { leads, is_set } => LogEffect::Resubmit(leads, *is_set),
            Self::AddColumn(name) => LogEffect::AddColumn(name),
            Self::UnlockOffers => LogEffect::UnlockOffers,
            Self::OpenAs { .. } => LogEffect::Neutral,
        }
    }

    /// Describes it as a sentence part.
    pub fn describe(&self) -> String {
        match self {
            Self::Edit { label, leads } => {
                let cells: usize = leads.iter().map(|lead| lead.cells.len()).sum();
                format!("{label}: {} in {}", plural(cells, "cell"), plural(leads.len(), "lead"))
            }
            Self::Undo => "the last step was undone".to_owned(),
            Self::Redo => "the step was redone".to_owned(),
            Self::AddColumn(name) => format!("{name} was added"),
            Self::UnlockOffers => "offers and solutions were unlocked".to_owned(),
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
            Self::Results { leads } => {
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
            Self::Undo
            | Self::Redo
            | Self::AddColumn(_)
            | Self::UnlockOffers
            | Self::Results { .. }
            | Self::Resubmit { .. }
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
    /// What Partner Center said: empty if it took the row, nothing if the row was edited since.
    pub outcome: Option<String>,
    /// The cells that were uploaded with another text than the download's: the column's name and the text.
    pub sent: Vec<(String, String)>,
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
}
