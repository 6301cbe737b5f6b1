//! What became of an edited file on its way into the download.

use crate::cli::export::report::{DamageReport, PortalMessage};
use crate::cli::report;
use crate::leads::{Row, plural, thousands};
use crate::sheet::Sheet;
use crate::sync::ImportReport;
use crate::table::Table;

/// An edited file, and what of it was taken into the download.
#[derive(Clone, Copy)]
pub(super) struct Import<'w> {
    pub(super) sheet: &'w Sheet,
    pub(super) edited: &'w Table,
    pub(super) report: &'w ImportReport,
}

impl Import<'_> {
    /// Tells whether something of the edited file got lost on the way.
    pub(super) fn is_incomplete(&self) -> bool {
        let (report, join) = (self.report, &self.report.join);
        let rows = [&report.ragged, &report.shifted, &join.added, &join.duplicates];
        let is_damaged = report.damage.iter().any(|damage| damage.editable);
        is_damaged || !report.rejected.is_empty() || rows.iter().any(|rows| !rows.is_empty())
    }

    /// Returns the cells that the door refused and the rows left out; rows are the edited file's.
    pub(super) fn refused(&self) -> Vec<PortalMessage> {
        let row = |row: Row| (Some(row.number()), Some(report::id(self.edited, row)));
        let cells = self.report.rejected.iter().map(|refused| {
            let ((row, referral_id), column) =
                (row(refused.row), Some(self.sheet.layout().name(refused.field).to_owned()));
            let (rule, message) = (refused.lock.rule, refused.lock.reason.clone());
            let value = Some(report::value(&refused.text));
            PortalMessage { download: None, row, referral_id, column, rule, value, message }
        });
        let join = &self.report.join;
        let rows = [
            (
                &join.added,
                "R-14",
                "The lead isn't in the download; leads can't be created by upload.",
            ),
            (
                &join.duplicates,
                "R-03",
                "An earlier row has the same Referral ID; this one isn't exported.",
            ),
            (
                &self.report.ragged,
                "F-05",
                "The row has a different number of fields than the \
            header.",
            ),
            (
                &self.report.shifted,
                "F-05",
                "The row's cells moved to other columns: a comma or a quote was lost or added.",
            ),
        ];
        let broken = |row| {
            let broken = self.edited.broken_row(row)?;
            Some(format!("Rows {broken} are one lead that a line end inside a cell broke."))
        };
        let rows = rows.into_iter().flat_map(|(rows, rule, say)| {
            rows.iter().map(move |&at| {
                let (row, referral_id) = row(at);
                let message = broken(at).unwrap_or_else(|| say.to_owned());
                let (column, value) = (None, None);
                PortalMessage { download: None, row, referral_id, column, rule, value, message }
            })
        });
        cells.chain(rows).collect()
    }

    pub(super) fn damage(&self) -> Vec<DamageReport> {
        let harmed = self.report.damage.iter().map(|damage| DamageReport {
            editable: damage.editable,
            column: self.sheet.layout().name(damage.field).to_owned(),
            kind: damage.kind.description(),
            cells: damage.cells,
            row: damage.row.number(),
            downloaded: damage.old.clone(),
            edited: damage.new.clone(),
        });
        harmed.collect()
    }

    pub(super) fn notices(&self) -> Vec<String> {
        let mut notices = Vec::new();
        let columns = report::columns(self.edited, self.sheet.table(), &self.report.join);
        for (names, what) in
            [(columns.added, "not imported"), (columns.missing, "exported as downloaded")]
        {
            // A spreadsheet program adds columns without a name where a cell beside the table was touched.
            let (named, nameless): (Vec<_>, Vec<_>) =
                names.into_iter().partition(|name| !name.trim().is_empty());
            let nameless = match nameless.len() {
                0 => None,
                n => Some(format!("{} without a name", thousands(n))),
            };
            let listed: Vec<String> = named.into_iter().chain(nameless).collect();
            if !listed.is_empty() {
                notices.push(format!(
                    "columns in only one of the files, {what}: {}",
                    listed.join(", ")
                ));
            }
        }
        if !self.report.day_month_swapped.is_empty() {
            let rows: Vec<String> =
                self.report.day_month_swapped.iter().take(8).map(Row::to_string).collect();
            notices.push(format!(
                "{} day and month swapped compared with the download (rows {}{}); if this is \
                intended, change it in leadsheet",
                match self.report.day_month_swapped.len() {
                    1 => "1 close date has".to_owned(),
                    n => format!("{} have", plural(n, "close date")),
                },
                rows.join(", "),
                if self.report.day_month_swapped.len() > rows.len() { ", …" } else { "" }
            ));
        }
        notices
    }
}
