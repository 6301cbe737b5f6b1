//! What saved work says that its file was opened as.

use crate::leads::Origin;
use crate::sheet::log::entry::LogEntry;
use crate::sheet::sheet::Sheet;
use std::iter::Peekable;

impl Sheet {
    /// Opens the file as its saved work began on it, and returns the entries of the work.
    ///
    /// Work of an older version doesn't say it. It begins on a download, in which no lead without *Errors* is
    /// locked, so that each of its edits can be made again whichever it was.
    pub(crate) fn open_for_work<'a, I>(&mut self, entries: I) -> Peekable<I>
    where
        I: Iterator<Item = &'a LogEntry>,
    {
        let mut entries = entries.peekable();
        let is_of_older = !matches!(entries.peek(), None | Some(LogEntry::OpenAs { .. }));
        if is_of_older && self.origin() == Origin::Results {
            // Only a results file can lock changed leads.
            let _ = self.open_as(Origin::Download);
        }
        entries
    }

    /// Opens the file as what the user says that it is, and records the answer.
    pub fn answer_kind(&mut self, origin: Origin) {
        if self.origin() == origin {
            self.log(|_| LogEntry::OpenAs { results: origin == Origin::Results });
        } else {
            // Nothing is changed yet that a results file could lock.
            let _ = self.open_as(origin);
        }
    }

    /// Opens the file as the fresh download of a rebase, and records that, unless it can't be anything else.
    pub(crate) fn open_as_fresh_download(&mut self) {
        let before = self.origin();
        let _ = self.open_as(Origin::Download);
        if before == Origin::Download && !self.table().kind().is_certain() {
            self.log(|_| LogEntry::OpenAs { results: false });
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::leads::{Field, Origin, Row};
    use crate::sheet::{Edit, LogEntry, RowState, Sheet};
    use crate::table::{FileKind, Table};
    use chrono::NaiveDate;

    fn sheet(kind: FileKind) -> Sheet {
        let text = "Referral ID,Notes,Errors\na,,No\nb,,\n".to_owned();
        let table = Table::parse(text, b',').expect("well-formed").with_kind(kind);
        let (origin, today) = (table.origin(), NaiveDate::from_ymd_opt(2026, 11, 22));
        let mut sheet = Sheet::new(table, origin, today.expect("a day"));
        sheet.start_logging();
        sheet
    }

    #[test]
    fn work_opens_its_file_as_it_began_and_older_work_as_a_download() {
        let mut before = sheet(FileKind::Uncertain);
        before.apply(Edit::cell("edit", Row(1), Field(1), "x")).expect("let through");
        let edits = before.take_log();
        let began = |results| [vec![LogEntry::OpenAs { results }], edits.clone()].concat();
        for (entries, skipped, origin) in [
            (edits.clone(), 0, Origin::Download),
            (began(false), 0, Origin::Download),
            (began(true), 1, Origin::Results),
        ] {
            for kind in [FileKind::Named, FileKind::Uncertain] {
                let mut after = sheet(kind);
                assert_eq!(after.replay(&entries).skipped, skipped, "{entries:?}");
                assert_eq!((after.origin(), after.state(Row(0))), (origin, RowState::Failed));
            }
        }
        let mut without = sheet(FileKind::Named);
        without.replay(&[]);
        assert_eq!(without.origin(), Origin::Results, "no work, so the file decides");
    }
}
