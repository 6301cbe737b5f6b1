//! What was done to a sheet, in a form that outlives the program.

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
        /// The leads: row, counted from 0, and *Referral ID*.
        leads: Vec<(u32, String)>,
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
        /// The leads: row, counted from 0, and *Referral ID*.
        leads: Vec<(u32, String)>,
        /// Whether they were marked, or the marks taken back.
        is_set: bool,
    },
    /// The file was taken for another kind than it looked like.
    OpenAs {
        /// Whether for a results file, or for a download.
        results: bool,
    },
}

/// What a results file said of one lead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoggedResult {
    /// The row, counted from 0.
    pub row: u32,
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
    /// The row, counted from 0.
    pub row: u32,
    /// The *Referral ID*.
    pub id: String,
    /// The cells: the column's name, the text before and the text after.
    pub cells: Vec<(String, String, String)>,
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
}
