//! The counts that the screen and the command line both show.

use crate::leads::Tally;
use crate::sheet::sheet::Sheet;

/// How a whole file stands: what would be uploaded and what the rules find.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SheetSummary {
    /// All rows.
    pub rows: usize,
    /// Rows without an error, closed or not.
    pub ready: usize,
    /// Rows with an error; all rows while the header or the file has one.
    pub held_back: usize,
    /// How many findings there are of each level.
    pub tally: Tally,
}

impl Sheet {
    /// Counts the rows with and without errors, whether they were changed or not.
    pub fn summary(&self) -> SheetSummary {
        let findings = self.findings();
        let rows = self.row_count();
        let held_back =
            if findings.blocks().next().is_some() { rows } else { findings.rows_held_back() };
        SheetSummary { rows, ready: rows - held_back, held_back, tally: findings.tally() }
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
}
