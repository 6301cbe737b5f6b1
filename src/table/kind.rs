//! What a file is opened as: a download, or the processed file of an upload.

use crate::leads::{MAX_UPLOAD_ROWS, Origin, Row};
use crate::table::table::Table;

/// What a file is opened as, and for which reason.
///
/// A text in *Errors* alone decides nothing: a fresh download has the errors of earlier uploads too. In doubt
/// a file is opened as a download, in which nothing is locked for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// A download: no lead has *Errors*.
    WithoutErrors,
    /// A download, although leads have *Errors*: it has more rows than an upload can have.
    TooLong,
    /// A results file: it answers an export of the saved work on another file.
    Answer {
        /// The name of that file.
        download: String,
    },
    /// A results file: more than half of its leads have *Errors*.
    MostlyRejected,
    /// A results file: its name is that of a processed file.
    Named,
    /// A download until the user says otherwise: half of its leads or fewer have *Errors*.
    Uncertain,
}

impl FileKind {
    /// The kind that the rows of a file show by themselves, without its name and without saved work.
    pub fn from_rows(table: &Table) -> Self {
        let has_errors = |row: &_| table.has_errors(*row);
        if !table.rows().any(|row| table.has_errors(row)) {
            return Self::WithoutErrors;
        }
        if table.len() > MAX_UPLOAD_ROWS {
            return Self::TooLong;
        }
        let (rejected, others): (Vec<_>, Vec<_>) = table.leads().partition(has_errors);
        if rejected.len() > others.len() { Self::MostlyRejected } else { Self::Uncertain }
    }

    /// Where its loaded texts come from.
    pub fn origin(&self) -> Origin {
        match self {
            Self::Answer { .. } | Self::MostlyRejected | Self::Named => Origin::Results,
            Self::WithoutErrors | Self::TooLong | Self::Uncertain => Origin::Download,
        }
    }

    /// Whether the rows alone decide, so that the same file is of this kind under each name and at each time.
    pub fn is_certain(&self) -> bool {
        matches!(self, Self::WithoutErrors | Self::TooLong)
    }
}

impl Table {
    /// Whether a row is a lead with *Errors* of the last upload.
    pub(crate) fn has_errors(&self, row: Row) -> bool {
        let has_text = |field| !self.cell(row, field).trim().is_empty();
        self.layout().errors().is_some_and(has_text) && self.holds_lead(row)
    }

    /// The rows that hold leads.
    pub(crate) fn leads(&self) -> impl Iterator<Item = Row> {
        self.rows().filter(|row| self.holds_lead(*row))
    }

    /// Whether the cells of a row are those of a lead: it isn't empty nor the header once more, and no line end
    /// broke it.
    pub(crate) fn holds_lead(&self, row: Row) -> bool {
        self.is_whole(row) && !self.repeats_header(row) && !self.is_empty_row(row)
    }

    /// Whether the fields of a row can be matched with columns: there are enough of them, and no line end broke it.
    pub(crate) fn is_whole(&self, row: Row) -> bool {
        self.layout().accepts(self.fields_of(row)) && self.broken_row(row).is_none()
    }

    /// Whether a row has no text.
    pub(crate) fn is_empty_row(&self, row: Row) -> bool {
        self.cells(row).all(|text| text.trim().is_empty())
    }

    /// Whether a row is the header once more, as where two files were joined.
    pub(crate) fn repeats_header(&self, row: Row) -> bool {
        self.layout()
            .referral_id()
            .is_some_and(|field| self.layout().is_repeated(&self.cell(row, field)))
    }
}
