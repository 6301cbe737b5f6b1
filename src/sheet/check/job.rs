//! The work of a check behind the screen.

use crate::leads::{Finding, Level, Row, Rule, rules};
use crate::sheet::check::background::CheckState;
use crate::sheet::due::{DueList, RowDue};
use crate::sheet::findings::{Findings, FindingsChunk, RuleFindings, least, of_file};
use crate::sheet::row::RowBuffer;
use crate::sheet::sheet::Sheet;
use crate::sheet::unchanged;
use crate::sheet::unchanged::{RowFindings, UnchangedFindings};
use crate::table::parallel::in_pieces_with;
use std::ops::Range;
use std::sync::Arc;

/// A check of a sheet as it was when the check began, to be run in another thread.
#[derive(Debug)]
pub struct CheckJob {
    sheet: Sheet,
    state: Arc<CheckState>,
}

/// What a check has found, for [`Sheet::finish_check`].
#[derive(Clone, Debug)]
pub struct CheckedSheet {
    pub(super) state: Arc<CheckState>,
    pub(super) findings: Findings,
    pub(super) unchanged: UnchangedFindings,
    pub(super) due: DueList,
}

/// What is found in some rows.
#[derive(Default)]
struct CheckedRows {
    findings: FindingsChunk,
    unchanged: Vec<RowFindings>,
    due: Vec<RowDue>,
}

impl CheckedRows {
    /// Runs the rules once over each row. In an unchanged lead they find what is wrong and what would be.
    fn of(sheet: &Sheet, due: &DueList, rows: Range<usize>) -> Self {
        let (mut cells, mut found) = (RowBuffer::default(), Vec::new());
        let mut checked =
            Self { due: due.of_rows(sheet, rows.clone().map(Row::at)), ..Self::default() };
        for row in rows.map(Row::at) {
            let is_unchanged = unchanged::concerns(sheet, row);
            let wanted = if is_unchanged { Level::Note } else { least(sheet, row) };
            rules::check_row(&cells.gather(sheet, row).row(), row, wanted, &mut found);
            if is_unchanged {
                let would_be = found.extract_if(.., |f| unchanged::would_be_wrong(f));
                let would_be: Box<[Finding]> = would_be.map(Finding::shrunk).collect();
                if !would_be.is_empty() {
                    checked.unchanged.push((row, would_be));
                }
                found.retain(|finding| finding.level.is_problem());
            }
            checked.findings.add(row, &mut found);
        }
        checked
    }
}

impl Sheet {
    /// Checks the sheet, if nothing of it is checked yet: each row once, and not once for each of the three answers.
    pub(crate) fn check_at_once(&self) {
        let is_new = self.findings.get().is_none()
            && self.unchanged.get().is_none()
            && self.due.get().is_none();
        if !is_new || !self.is_validated || self.report_limit().is_some() {
            return;
        }
        let checked = CheckJob::new(self.snapshot(), Arc::default()).run();
        if let Some(CheckedSheet { findings, unchanged, due, .. }) = checked {
            let _ = self.findings.set(findings);
            let _ = self.unchanged.set(unchanged);
            let _ = self.due.set(due);
        }
    }
}

impl CheckJob {
    pub(super) fn new(sheet: Sheet, state: Arc<CheckState>) -> Self {
        Self { sheet, state }
    }

    /// Checks the sheet with all processors; nothing if the check was stopped.
    pub fn run(self) -> Option<CheckedSheet> {
        let Self { sheet, state } = self;
        let rules: Vec<&Rule> = rules::of_file().collect();
        let due = DueList::empty(sheet.open_days());
        let run = |rule: &&'static Rule| {
            if state.is_stopped() { RuleFindings::default() } else { of_file(&sheet, rule) }
        };
        let of_piece = |piece: Range<usize>| {
            if state.is_stopped() {
                return CheckedRows::default();
            }
            state.add(piece.len());
            CheckedRows::of(&sheet, &due, piece)
        };
        let count = sheet.row_count();
        let (file, pieces) = in_pieces_with(count, &rules, run, count, of_piece);
        if state.is_stopped() {
            return None;
        }
        let (mut findings, mut unchanged, mut dues) = (Vec::new(), Vec::new(), Vec::new());
        for piece in pieces {
            findings.push(piece.findings);
            unchanged.push(piece.unchanged);
            dues.push(piece.due);
        }
        Some(CheckedSheet {
            findings: Findings::joined(&sheet, file, findings),
            unchanged: UnchangedFindings::joined(unchanged),
            due: due.joined(dues),
            state,
        })
    }
}
