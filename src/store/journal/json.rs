//! The JSON of a journal's lines.

use crate::sheet::{Action, KeptLead, KeptResult, WrittenFile};
use crate::store::journal::line::{End, Start, What};
use crate::store::journal::pending::{Intended, Intent};
use serde::{Deserialize, Serialize};

/// The JSON of a line.
#[derive(Serialize, Deserialize)]
pub(crate) struct Record {
    pub at: String,
    #[serde(flatten)]
    pub what: Written,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub(crate) enum Written {
    Start(Start),
    Run,
    Edit {
        label: String,
        leads: Vec<Lead>,
    },
    Undo,
    Redo,
    AddColumn {
        column: String,
    },
    UnlockOffers,
    Intent {
        leads: Vec<(u32, String)>,
        part: Intended,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        revert: Option<Intended>,
    },
    Export {
        leads: Vec<(u32, String)>,
        files: Vec<ToFile>,
    },
    Results {
        leads: Vec<ResultOf>,
    },
    SendAgain {
        leads: Vec<(u32, String)>,
        again: bool,
    },
    TakeAs {
        results: bool,
    },
    End {
        why: End,
    },
    Again,
}

/// The values of `do` that are known.
pub(crate) const KNOWN: [&str; 14] = [
    "start",
    "run",
    "edit",
    "undo",
    "redo",
    "add_column",
    "unlock_offers",
    "intent",
    "export",
    "results",
    "send_again",
    "take_as",
    "end",
    "again",
];

#[derive(Serialize, Deserialize)]
pub(crate) struct Lead {
    row: u32,
    id: String,
    cells: Vec<(String, String, String)>,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct ResultOf {
    row: u32,
    id: String,
    outcome: Option<String>,
    sent: Vec<(String, String)>,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct ToFile {
    path: String,
    rows: usize,
    sha256: String,
}

pub(crate) fn written(what: &What) -> Written {
    match what {
        What::Start(start) => Written::Start(start.clone()),
        What::Run | What::Unknown => Written::Run,
        What::Done(action) => action.into(),
        What::Intent(intent) => Written::Intent {
            leads: numbered(&intent.leads),
            part: intent.part.clone(),
            revert: intent.revert.clone(),
        },
        What::End(why) => Written::End { why: *why },
        What::Again => Written::Again,
    }
}

impl From<&Action> for Written {
    fn from(action: &Action) -> Self {
        match action {
            Action::Edit { label, leads } => Self::Edit {
                label: label.clone(),
                leads: leads
                    .iter()
                    .map(|l| Lead { row: l.row + 1, id: l.id.clone(), cells: l.cells.clone() })
                    .collect(),
            },
            Action::Undo => Self::Undo,
            Action::Redo => Self::Redo,
            Action::AddColumn(column) => Self::AddColumn { column: column.clone() },
            Action::UnlockOffers => Self::UnlockOffers,
            Action::Results { leads } => Self::Results {
                leads: leads
                    .iter()
                    .map(|l| ResultOf {
                        row: l.row + 1,
                        id: l.id.clone(),
                        outcome: l.outcome.clone(),
                        sent: l.sent.clone(),
                    })
                    .collect(),
            },
            Action::SendAgain { leads, again } => {
                Self::SendAgain { leads: numbered(leads), again: *again }
            }
            Action::TakeAs { results } => Self::TakeAs { results: *results },
            Action::Export { leads, files } => Self::Export {
                leads: numbered(leads),
                files: files
                    .iter()
                    .map(|f| ToFile {
                        path: f.path.clone(),
                        rows: f.rows,
                        sha256: f.sha256.clone(),
                    })
                    .collect(),
            },
        }
    }
}

/// Counts rows from 1, as everywhere outside of the program.
fn numbered(leads: &[(u32, String)]) -> Vec<(u32, String)> {
    leads.iter().map(|(row, id)| (row + 1, id.clone())).collect()
}

impl From<Written> for What {
    fn from(written: Written) -> Self {
        let row = |row: u32| row.saturating_sub(1);
        let rows =
            |leads: Vec<(u32, String)>| leads.into_iter().map(|(r, id)| (row(r), id)).collect();
        Self::Done(match written {
            Written::Start(start) => return Self::Start(start),
            Written::Run => return Self::Run,
            Written::End { why } => return Self::End(why),
            Written::Again => return Self::Again,
            Written::Intent { leads, part, revert } => {
                let leads = leads.into_iter().map(|(r, id)| (row(r), id)).collect();
                return Self::Intent(Box::new(Intent { leads, part, revert }));
            }
            Written::Edit { label, leads } => Action::Edit {
                label,
                leads: leads
                    .into_iter()
                    .map(|l| KeptLead { row: row(l.row), id: l.id, cells: l.cells })
                    .collect(),
            },
            Written::Undo => Action::Undo,
            Written::Redo => Action::Redo,
            Written::AddColumn { column } => Action::AddColumn(column),
            Written::UnlockOffers => Action::UnlockOffers,
            Written::Results { leads } => Action::Results {
                leads: leads
                    .into_iter()
                    .map(|l| KeptResult {
                        row: row(l.row),
                        id: l.id,
                        outcome: l.outcome,
                        sent: l.sent,
                    })
                    .collect(),
            },
            Written::SendAgain { leads, again } => Action::SendAgain { leads: rows(leads), again },
            Written::TakeAs { results } => Action::TakeAs { results },
            Written::Export { leads, files } => Action::Export {
                leads: rows(leads),
                files: files
                    .into_iter()
                    .map(|f| WrittenFile { path: f.path, rows: f.rows, sha256: f.sha256 })
                    .collect(),
            },
        })
    }
}
