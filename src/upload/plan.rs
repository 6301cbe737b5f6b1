//! The upload plan: which rows an export takes, which it holds back and why.

use crate::leads::{Field, Row};
use crate::leads::{Finding, Level, MAX_UPLOAD_ROWS, Reference};
use crate::sheet::{RowState, Sheet};
use crate::upload::file_part::FilePart;
use crate::upload::irreversible::{Irreversible, IrreversibleGroup};
use crate::upload::pilot::hold::{DoubtfulLead, HoldReason, count_reasons};
use crate::upload::revert::{Revert, RevertSummary};
use std::borrow::Cow;

/// What an export would do.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// The ready rows, divided into parts of at most [`MAX_UPLOAD_ROWS`], each in file order.
    pub files: Vec<Vec<Row>>,
    /// Whether the rows that become Closed have parts of their own, behind the others.
    pub separate_closing: bool,
    /// Whether it is a pilot part: see [`PilotPart`](crate::upload::PilotPart).
    pub is_pilot: bool,
    /// The ready leads that wait because of a pilot part, in file order.
    pub doubtful: Vec<DoubtfulLead>,
    /// Whether these are exported all the same; else they are left out.
    pub includes_doubtful: bool,
    /// What of each part can be put back after its upload, in the order of the parts; nothing before
    /// [`Plan::with_reverts`].
    pub reverts: Vec<RevertSummary>,
    /// The changed rows that are held back, with the errors that hold them.
    pub held_back: Vec<HeldBack>,
    /// The ready rows that become Closed, which can't be undone after the upload.
    pub closing: Vec<Row>,
    /// How many rows are exported already as they stand.
    pub exported: usize,
    /// How many refused rows are neither corrected nor marked to be sent again.
    pub failed: usize,
    /// The errors of the whole file; while there is one, nothing is exported.
    pub blocked: Vec<Finding>,
}

/// A changed row that isn't exported.
#[derive(Clone, Debug)]
pub struct HeldBack {
    /// The row.
    pub row: Row,
    /// The errors that hold it.
    pub errors: Vec<Finding>,
}

/// What an export is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PlanOptions {
    /// Parts of their own for the rows that become Closed.
    pub separate_closing: bool,
    /// Only the pilot part.
    pub is_pilot: bool,
    /// Also the leads that wait because of a pilot part.
    pub includes_doubtful: bool,
}

impl Plan {
    /// What it was asked for.
    pub fn options(&self) -> PlanOptions {
        let (separate_closing, is_pilot) = (self.separate_closing, self.is_pilot);
        PlanOptions { separate_closing, is_pilot, includes_doubtful: self.includes_doubtful }
    }

    /// The ready leads that are left out because of a pilot part.
    pub fn left_out(&self) -> &[DoubtfulLead] {
        if self.includes_doubtful { &[] } else { &self.doubtful }
    }

    /// How many ready leads wait because of a pilot part, by reason.
    pub fn hold_counts(&self) -> Vec<(HoldReason, usize)> {
        count_reasons(&self.doubtful).collect()
    }

    /// Iterates over the ready rows in the order of the parts.
    pub fn ready(&self) -> impl Iterator<Item = Row> + '_ {
        self.files.iter().flatten().copied()
    }

    /// Works out what of each part can be put back after its upload. It takes as long as the rest of an
    /// export, which works it out again.
    #[must_use]
    pub fn with_reverts(mut self, sheet: &Sheet) -> Self {
        // A part that can't be read isn't written, and the export says why.
        let way = |rows: &Vec<Row>| match FilePart::new(sheet, rows) {
            None => Revert::new(sheet, rows).map(Revert::summary),
            Some(part) => {
                let own = Revert::new(&part.sheet, &part.rows).map(Revert::summary);
                own.map(|summary| part.shown_summary(sheet, summary))
            }
        };
        self.reverts = self.files.iter().map(|rows| way(rows).unwrap_or_default()).collect();
        self
    }

    /// Iterates over what no upload can put back.
    pub fn irreversible(&self) -> impl Iterator<Item = &Irreversible> {
        self.reverts.iter().flat_map(|way| &way.stuck)
    }

    /// Groups what no upload can put back, one group a reason.
    pub fn irreversible_groups(&self, sheet: &Sheet) -> Vec<IrreversibleGroup> {
        IrreversibleGroup::of(self.irreversible(), sheet, |row| self.closes(row))
    }

    /// Says what Partner Center would tell after the upload, in its own words.
    ///
    /// Only leads without errors are ready, so every record of an upload file would be updated.
    pub fn portal_summary(&self) -> String {
        let ready = self.ready().count();
        let files = match self.files.len() {
            0 | 1 => "the file".to_owned(),
            parts => format!("all {parts} files"),
        };
        format!(
            "Partner Center: records in {files} {ready} · would be updated {ready} · would not be processed 0"
        )
    }

    /// Tells whether a ready row becomes Closed.
    pub fn closes(&self, row: Row) -> bool {
        self.closing.binary_search(&row).is_ok()
    }

    /// Tells whether parts of their own for the rows that become Closed would make a difference.
    pub fn is_mixed(&self) -> bool {
        !self.closing.is_empty() && self.closing.len() < self.ready().count()
    }

    /// Tells whether the export would write nothing.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }
}

impl Sheet {
    /// Works out what an export would do now, and what of it could be put back.
    pub fn plan(&self) -> Plan {
        self.plan_with(false).with_reverts(self)
    }

    /// Works out what an export would do now, with parts of their own for the rows that become Closed if
    /// `closings_apart`, and doesn't [look back](Plan::with_reverts).
    pub fn plan_with(&self, closings_apart: bool) -> Plan {
        self.plan_for(PlanOptions { separate_closing: closings_apart, ..PlanOptions::default() })
    }

    /// Works out what an export would do now that is asked for this, and doesn't
    /// [look back](Plan::with_reverts).
    pub fn plan_for(&self, options: PlanOptions) -> Plan {
        let PlanOptions { separate_closing, is_pilot, includes_doubtful } = options;
        let blocked = self.findings().blocks().cloned().collect();
        let mut plan =
            Plan { separate_closing, is_pilot, includes_doubtful, blocked, ..Plan::default() };
        let mut ready = Vec::new();
        for row in self.tracked_rows() {
            match self.state(row) {
                RowState::Ready => ready.push(row),
                RowState::HeldBack => {
                    plan.held_back.push(HeldBack { row, errors: self.errors_of(row) });
                }
                RowState::Exported => plan.exported += 1,
                RowState::Failed => plan.failed += 1,
                RowState::Untouched | RowState::Done | RowState::Closed => {}
            }
        }
        if plan.blocked.is_empty() {
            if is_pilot {
                ready = self.pilot_part().map(|pilot| pilot.rows).unwrap_or_default();
            } else {
                plan.doubtful = self.doubtful_leads(&ready);
                let is_doubtful =
                    |row: &Row| plan.doubtful.binary_search_by_key(row, |lead| lead.row).is_ok();
                ready.retain(|row| includes_doubtful || !is_doubtful(row));
            }
            plan.closing = ready.iter().copied().filter(|&row| self.closes(row)).collect();
            let last = |row: &Row| separate_closing && plan.closes(*row);
            let (closing, others): (Vec<Row>, Vec<Row>) = ready.iter().partition(|row| last(row));
            plan.files = self.upload_files(&others);
            plan.files.extend(self.upload_files(&closing));
        }
        plan
    }

    /// Divides rows, in file order, into upload files: each has leads of one download only.
    fn upload_files(&self, rows: &[Row]) -> Vec<Vec<Row>> {
        let by_file = rows.chunk_by(|one, next| self.file_of(*one) == self.file_of(*next));
        let files = by_file.flat_map(|rows| rows.chunks(MAX_UPLOAD_ROWS));
        files.map(<[Row]>::to_vec).collect()
    }

    /// The cells of a row that an upload changes in Partner Center: field, the text that Partner Center holds
    /// as far as is known, and the new text, in file order.
    ///
    /// *Errors* counts as long as the row wasn't uploaded: the first upload clears what the file has there.
    pub fn upload_changes(&self, row: Row) -> Vec<(Field, Cow<'_, str>, Cow<'_, str>)> {
        let mut fields = self.changed_fields(row);
        if self.reference(row) == Reference::File {
            let cleared = self.exported_cells(row).into_iter().map(|(field, _)| field);
            fields.extend(cleared.filter(|field| Some(*field) == self.layout().errors()));
            fields.sort_unstable();
            fields.dedup();
        }
        let errors = self.layout().errors();
        let new = |field: Field| match self.text(row, field) {
            text if Some(field) != errors || self.is_changed(row, field) => text,
            _ => Cow::Borrowed(""),
        };
        let change = |field: Field| (field, self.reference_text(row, field), new(field));
        fields.into_iter().map(change).collect()
    }

    /// Returns the cells of a row that an export writes with another text than the download's.
    ///
    /// They are the changes of the file, and *Errors*, which leaves empty unless the user wants to keep it: what the last
    /// upload said of the row isn't true of the corrected one.
    pub fn exported_cells(&self, row: Row) -> Vec<(Field, &str)> {
        let changes = self.changes_of(row);
        let mut cells: Vec<(Field, &str)> =
            changes.iter().map(|(f, text)| (*f, text.as_str())).collect();
        if let Some(errors) = self.layout().errors()
            && !self.keeps_errors
            && self.changed_text(row, errors).is_none()
            && !self.table().cell(row, errors).is_empty()
        {
            let at = cells.partition_point(|(field, _)| *field < errors);
            cells.insert(at, (errors, ""));
        }
        cells
    }

    /// Tells whether uploading a row closes the lead.
    pub fn closes(&self, row: Row) -> bool {
        let status = self.layout().status().map(|f| self.text(row, f));
        status.is_some_and(|text| text == "Closed") && !self.is_closed(row)
    }

    fn errors_of(&self, row: Row) -> Vec<Finding> {
        self.findings().row(row).filter(|f| f.level == Level::Error).cloned().collect()
    }
}
