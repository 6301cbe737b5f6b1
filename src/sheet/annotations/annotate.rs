//! Annotating the leads of a sheet.

use crate::leads::Row;
use crate::sheet::annotations::annotation::Annotation;
use crate::sheet::edit::ReadOnly;
use crate::sheet::log::entry::{LogEntry, LoggedAnnotation};
use crate::sheet::sheet::Sheet;

impl Sheet {
    /// What is noted about a lead.
    pub fn annotation(&self, row: Row) -> &Annotation {
        self.ledger.annotation(row)
    }

    /// The leads with a flag or a private note, in file order.
    pub fn annotations(&self) -> impl Iterator<Item = (Row, &Annotation)> {
        self.ledger.annotations()
    }

    /// Whether there is work to move to a fresh download: a changed lead, a flag or a private note.
    pub fn has_work(&self) -> bool {
        self.changed_rows().next().is_some() || self.annotations().next().is_some()
    }

    /// The version of the texts that can be searched, private notes among them: a larger one after each change.
    #[cfg(feature = "tui")]
    pub(crate) fn texts_version(&self) -> u64 {
        self.history().version() + self.ledger.notes_version
    }

    /// Flags leads, or removes their flags; returns for how many leads that changed something.
    ///
    /// # Errors
    ///
    /// Fails if the sheet is read-only.
    pub fn flag(&mut self, rows: &[Row], is_flagged: bool) -> Result<usize, ReadOnly> {
        let flagged =
            |row: &Row| (*row, Annotation { is_flagged, ..self.annotation(*row).clone() });
        self.annotate(rows.iter().map(flagged).collect())
    }

    /// Gives a lead a private note, or removes it if the text is empty; returns whether that changed something.
    ///
    /// # Errors
    ///
    /// Fails if the sheet is read-only.
    pub fn set_private_note(&mut self, row: Row, note: &str) -> Result<bool, ReadOnly> {
        let annotation = Annotation { note: note.to_owned(), ..self.annotation(row).clone() };
        Ok(self.annotate(vec![(row, annotation)])? > 0)
    }

    /// Annotates leads; returns how many have another annotation then. Closed leads take one too.
    ///
    /// It is no step of the history: undo takes back what goes to Partner Center, and goes past it.
    ///
    /// # Errors
    ///
    /// Fails if the sheet is read-only.
    pub fn annotate(&mut self, annotations: Vec<(Row, Annotation)>) -> Result<usize, ReadOnly> {
        self.check_writable()?;
        let mut leads = Vec::new();
        for (row, annotation) in annotations {
            if *self.annotation(row) != annotation {
                self.ledger.annotate(row, annotation.clone());
                leads.push(LoggedAnnotation { row, id: self.referral_id(row), annotation });
            }
        }
        let count = leads.len();
        if count > 0 {
            self.log(|_| LogEntry::Annotate { leads });
        }
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::leads::Origin;
    use crate::sheet::RowState;
    use crate::table::Table;

    const FILE: &str = "Referral ID,Lead Name,Notes\na,one,\nb,two,x\nc,three,\n";

    fn sheet() -> Sheet {
        let table = Table::parse(FILE.to_owned(), b',').expect("well-formed");
        let mut sheet = Sheet::new(
            table,
            Origin::Download,
            "2026-11-22".parse::<chrono::NaiveDate>().expect("a day"),
        );
        sheet.start_logging();
        sheet
    }

    #[test]
    fn a_flag_and_a_note_change_no_cell_and_no_state() {
        let mut sheet = sheet();
        assert_eq!(sheet.flag(&[Row(0), Row(2)], true), Ok(2));
        assert_eq!(sheet.flag(&[Row(0), Row(1)], true), Ok(1), "one was flagged already");
        assert_eq!(sheet.set_private_note(Row(1), "call\nback"), Ok(true));
        assert_eq!(sheet.set_private_note(Row(1), "call\nback"), Ok(false));
        assert_eq!(sheet.changed_rows().count(), 0);
        assert!(sheet.rows().all(|row| sheet.state(row) == RowState::Untouched));
        assert!(sheet.plan().is_empty());
        assert!(sheet.history().is_empty(), "they are no steps");
        assert_eq!(sheet.annotations().count(), 3);
    }

    #[test]
    fn a_read_only_sheet_takes_none() {
        let mut sheet = sheet();
        sheet.set_read_only();
        assert_eq!(sheet.flag(&[Row(0)], true), Err(ReadOnly));
        assert_eq!(sheet.set_private_note(Row(0), "x"), Err(ReadOnly));
    }
}
