//! What the rules find in leads that aren't changed: it holds nothing back, and would if the lead were uploaded.

use crate::leads::{Finding, Level, Origin, Row, Severity, rules};
use crate::sheet::row::RowBuffer;
use crate::sheet::sheet::Sheet;
use crate::sheet::state::RowState;
use crate::table::parallel::in_pieces;
use std::collections::BTreeMap;

/// The errors and warnings that unchanged leads would have if they were uploaded, as notes.
#[derive(Clone, Debug, Default)]
pub struct UnchangedFindings {
    by_row: BTreeMap<Row, Box<[Finding]>>,
    count: usize,
}

impl UnchangedFindings {
    /// Runs the rules over all unchanged leads of a download.
    fn of_sheet(sheet: &Sheet) -> Self {
        let of_piece = |piece: std::ops::Range<usize>| of_rows(sheet, piece.map(Row::at));
        Self::joined(in_pieces(sheet.row_count(), of_piece))
    }

    /// Puts together what is wrong in pieces of the rows.
    pub(crate) fn joined(pieces: Vec<Vec<RowFindings>>) -> Self {
        let by_row: BTreeMap<Row, Box<[Finding]>> = pieces.into_iter().flatten().collect();
        let count = by_row.values().map(|found| found.len()).sum();
        Self { by_row, count }
    }

    fn set(&mut self, row: Row, found: Option<Box<[Finding]>>) {
        let old = match found {
            Some(found) => {
                self.count += found.len();
                self.by_row.insert(row, found)
            }
            None => self.by_row.remove(&row),
        };
        self.count -= old.map_or(0, |old| old.len());
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.count
    }

    /// Iterates over all of them, row by row.
    pub fn all(&self) -> impl Iterator<Item = &Finding> {
        self.by_row.values().flatten()
    }

    /// Iterates over those of a row.
    pub fn row(&self, row: Row) -> impl Iterator<Item = &Finding> {
        self.by_row.get(&row).into_iter().flatten()
    }
}

/// A row, and what would be wrong with it.
pub(crate) type RowFindings = (Row, Box<[Finding]>);

/// What would be wrong with the unchanged leads among some rows.
pub(crate) fn of_rows(sheet: &Sheet, rows: impl Iterator<Item = Row>) -> Vec<RowFindings> {
    let mut cells = RowBuffer::default();
    rows.filter_map(|row| Some((row, of_row(sheet, row, &mut cells)?))).collect()
}

/// What would be wrong with an unchanged lead; nothing for other rows, and in what isn't a download.
fn of_row(sheet: &Sheet, row: Row, cells: &mut RowBuffer) -> Option<Box<[Finding]>> {
    if !concerns(sheet, row) {
        return None;
    }
    let mut found = Vec::new();
    rules::check_row(&cells.gather(sheet, row).row(), row, Level::Note, &mut found);
    found.retain(would_be_wrong);
    (!found.is_empty()).then(|| found.into_iter().map(Finding::shrunk).collect())
}

/// Whether it is worked out what would be wrong with a row: with unchanged leads of a download.
pub(crate) fn concerns(sheet: &Sheet, row: Row) -> bool {
    let is_download = sheet.is_validated && sheet.origin() == Origin::Download;
    is_download && sheet.state(row) == RowState::Untouched
}

/// Whether a finding in an unchanged lead would be an error or a warning if the lead were uploaded.
pub(crate) fn would_be_wrong(finding: &Finding) -> bool {
    finding.level == Level::Note && finding.rule.severity() != Severity::Note
}

impl Sheet {
    /// What would be wrong with the unchanged leads of a download, worked out when it is first asked for.
    pub fn unchanged_findings(&self) -> &UnchangedFindings {
        self.unchanged.get_or_init(|| UnchangedFindings::of_sheet(self))
    }

    /// What would be wrong with the unchanged leads, if it was worked out already: it takes longer than all else
    /// that the first frame needs.
    pub fn known_unchanged_findings(&self) -> Option<&UnchangedFindings> {
        self.unchanged.get()
    }

    /// Works out what takes longer than all else of the first frame: what the rules find, what would be wrong with
    /// unchanged leads, and what falls due. Whether it found something that wasn't known.
    pub fn look_closer(&self) -> bool {
        let is_new = self.findings.get().is_none()
            || self.unchanged.get().is_none()
            || self.due.get().is_none();
        self.check_at_once();
        let found = [
            self.findings().tally().problems() > 0,
            self.unchanged_findings().count() > 0,
            !self.due().is_empty(),
        ];
        is_new && found.contains(&true)
    }

    /// Brings the findings of unchanged leads up to date for some rows, if they were asked for.
    pub(crate) fn refresh_unchanged(&mut self, rows: &[Row]) {
        let Some(mut unchanged) = self.unchanged.take() else { return };
        let mut cells = RowBuffer::default();
        for row in rows {
            unchanged.set(*row, of_row(self, *row, &mut cells));
        }
        let is_unset = self.unchanged.set(unchanged).is_ok();
        debug_assert!(is_unset, "they were taken before");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::leads::Col;
    use crate::sheet::{CellEdit, Edit};
    use crate::table::Table;
    use chrono::NaiveDate;

    const CSV: &str = "Referral ID,Lead Name,Partner Referral Status,Partner Referral Substatus,\
                       Currency,Notes\n\
                       a,One,Active,Accepted,usd,\nb,Two,Active,Accepted,USD,\n\
                       c,Three,Closed,Won,usd,\n";

    fn sheet(origin: Origin) -> Sheet {
        let table = Table::parse(CSV.to_owned(), b',').expect("well-formed");
        Sheet::new(table, origin, NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day"))
    }

    fn currencies(sheet: &Sheet) -> Vec<Row> {
        let field = sheet.layout().field(Col::Currency);
        let found = sheet.unchanged_findings().all().filter(|f| f.field == field);
        found.filter_map(|f| f.row).collect()
    }

    #[test]
    fn a_lead_s_wrong_cells_are_apart_until_it_is_changed() {
        let mut sheet = sheet(Origin::Download);
        let of_rows = |sheet: &Sheet| sheet.findings().all().filter(|f| f.row.is_some()).count();
        assert_eq!(of_rows(&sheet), 0, "a fresh download opens calm");
        assert_eq!(currencies(&sheet), [Row(0)], "the closed lead is locked");
        let before = sheet.unchanged_findings().count();
        let notes = sheet.layout().field(Col::Notes).expect("a column");
        let edit = Edit::new("edit", vec![CellEdit::new(Row(0), notes, "x".to_owned())]);
        sheet.apply(edit).expect("open");
        assert_eq!(currencies(&sheet), []);
        assert!(of_rows(&sheet) > 0);
        assert!(sheet.unchanged_findings().count() < before);
        sheet.undo().expect("undone");
        assert_eq!(currencies(&sheet), [Row(0)]);
        assert_eq!(sheet.unchanged_findings().count(), before);
    }

    #[test]
    fn what_is_uploaded_as_it_is_has_no_unchanged_leads() {
        let mut sheet = sheet(Origin::Upload);
        assert_eq!(sheet.unchanged_findings().count(), 0);
        assert!(sheet.findings().tally().errors > 0);
        let notes = sheet.layout().field(Col::Notes).expect("a column");
        let edit = Edit::new("edit", vec![CellEdit::new(Row(0), notes, "x".to_owned())]);
        sheet.apply(edit).expect("open");
        sheet.undo().expect("undone");
        assert_eq!(sheet.unchanged_findings().count(), 0, "also after an edit that was undone");
    }
}
