//! The work of a check behind the screen.

use crate::leads::{Row, Rule, rules};
use crate::sheet::check::background::CheckState;
use crate::sheet::due::{DueList, RowDue};
use crate::sheet::findings::{Findings, FindingsChunk, RuleFindings, of_file, of_rows};
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
            let rows = || piece.clone().map(Row::at);
            let found = CheckedRows {
                findings: of_rows(&sheet, rows(), &[]),
                unchanged: unchanged::of_rows(&sheet, rows()),
                due: due.of_rows(&sheet, rows()),
            };
            state.add(piece.len());
            found
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
