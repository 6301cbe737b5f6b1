//! The counts that the screen and the command line both show.

use crate::leads::{Row, Tally};
use crate::sheet::sheet::Sheet;

/// How a whole file stands: what would be uploaded and what the rules find.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SheetSummary {
    /// All rows.
    pub rows: usize,
    /// Leads without an error, closed or not.
    pub ready: usize,
    /// Leads with an error; all leads while the header or the file has one.
    pub held_back: usize,
    /// Empty rows, which are no leads.
    pub empty: usize,
    /// How many findings there are of each level.
    pub tally: Tally,
}

impl Sheet {
    /// Counts the rows with and without errors, whether they were changed or not.
    pub fn summary(&self) -> SheetSummary {
        let findings = self.findings();
        let rows = self.row_count();
        let is_empty =
            |row: &Row| self.changes_of(*row).is_empty() && self.table().is_empty_row(*row);
        let empty = self.rows().filter(is_empty).count();
        let leads = rows - empty;
        let held_back =
            if findings.blocks().next().is_some() { leads } else { findings.rows_held_back() };
        SheetSummary { rows, ready: leads - held_back, held_back, empty, tally: findings.tally() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::leads::Origin;
    use crate::table::Table;
    use chrono::NaiveDate;

    #[test]
    fn rows_with_errors_are_held_back_and_all_others_are_ready() {
        let text = "Referral ID,Partner Referral Status,Partner Referral Substatus\n\
                    a,New,Accepted\nb,Active,Accepted\n";
        let table = Table::parse(text.to_owned(), b',').expect("well-formed");
        let today = NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day");
        let sheet = Sheet::new(table, Origin::Upload, today);
        let summary = sheet.summary();
        assert_eq!(summary.rows, summary.ready + summary.held_back);
        assert!(summary.held_back >= 1 && summary.tally.errors >= 1);
        assert_eq!(summary.tally, sheet.findings().tally());
    }

    #[test]
    fn an_empty_row_is_neither_ready_nor_held_back() {
        let text = "Referral ID,Lead Name\na,A\n,\n \n,,\nb,B\n";
        let today = NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day");
        for origin in [Origin::Download, Origin::Upload, Origin::Results] {
            let table = Table::parse(text.to_owned(), b',').expect("well-formed");
            let summary = Sheet::new(table, origin, today).summary();
            let counts = (summary.rows, summary.ready, summary.held_back, summary.empty);
            assert_eq!(counts, (5, 0, 2, 3), "{origin:?}: required columns are missing");
        }
    }
}
