//! Tries edits of a row one by one, and keeps those that the rules let through.

use crate::leads;
use crate::leads::{Field, Finding, Level, Lock, Row, rules};
use crate::sheet::edit::CellEdit;
use crate::sheet::row::{RowBuffer, RowDraft};
use crate::sheet::sheet::Sheet;

/// Why cells of a row can't be set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TrialError {
    /// One of them is locked.
    Locked(Lock),
    /// A rule finds an error in one of them.
    Rejected {
        /// The ID of the rule.
        rule: &'static str,
        /// What the rule found, as a sentence.
        message: String,
    },
}

/// An error at a cell: rule, field and message.
type CellError = (&'static str, Field, String);

fn errors_of(draft: &RowDraft, row: Row) -> Vec<CellError> {
    let mut found = Vec::new();
    rules::check_row(&draft.row(), row, Level::Error, &mut found);
    let at_cell = |finding: Finding| {
        let field = finding.field.filter(|_| finding.level == Level::Error)?;
        Some((finding.rule.code(), field, finding.message.into_owned()))
    };
    found.into_iter().filter_map(at_cell).collect()
}

/// Which groups of cells of a row can be set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Trial {
    /// Those that can, in the order in which they are set.
    pub accepted: Vec<usize>,
    /// Those that can't, and why.
    pub refused: Vec<(usize, TrialError)>,
}

impl Sheet {
    /// Finds out which groups of cells of a row can be set one after the other, each whole or not at all.
    ///
    /// A group can't be set if a cell of it is locked, or if a rule then finds an error in one of its cells that it
    /// doesn't find without the group. Groups that can't be set are tried again after those that can, so that
    /// what is left can't be set in the row as it will be. Nothing changes.
    pub(crate) fn try_groups(&self, row: Row, groups: &[Vec<CellEdit>]) -> Trial {
        let mut buffer = RowBuffer::default();
        let gathered = buffer.gather(self, row);
        let mut trial = Trial::default();
        let mut waiting: Vec<usize> = (0..groups.len()).collect();
        while !waiting.is_empty() {
            let before = trial.accepted.len();
            trial.refused.clear();
            for at in std::mem::take(&mut waiting) {
                let mut draft = RowDraft::new(gathered.row());
                for set in trial.accepted.iter().flat_map(|&done| &groups[done]) {
                    draft.set(set.at.field, &set.text);
                }
                match try_group(&mut draft, row, &groups[at]) {
                    Ok(()) => trial.accepted.push(at),
                    Err(error) => trial.refused.push((at, error)),
                }
            }
            if trial.accepted.len() > before {
                waiting.extend(trial.refused.iter().map(|(at, _)| *at));
            }
        }
        trial
    }
}

fn try_group<'t>(
    draft: &mut RowDraft<'t>,
    row: Row,
    group: &'t [CellEdit],
) -> Result<(), TrialError> {
    let known = errors_of(draft, row);
    for set in group {
        leads::check_editable_text(&draft.row(), set.at.field, &set.text)
            .map_err(TrialError::Locked)?;
        draft.set(set.at.field, &set.text);
    }
    let is_own = |field: Field| group.iter().any(|set| set.at.field == field);
    let found = errors_of(draft, row);
    match found.into_iter().find(|error| is_own(error.1) && !known.contains(error)) {
        Some((rule, _, message)) => Err(TrialError::Rejected { rule, message }),
        None => Ok(()),
    }
}
