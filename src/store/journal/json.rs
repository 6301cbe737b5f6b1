//! The JSON of a journal's lines.

use crate::leads::Row;
use crate::leads::index::{index, number};
use crate::sheet::{
    Annotation, AnsweredUpload, LogEntry, LoggedAnnotation, LoggedLead, LoggedResult, UploadFile,
};
use crate::store::journal::line::{CloseReason, Closing, Destination, Entry, JournalHeader};
use crate::store::journal::pending::{PendingExport, PendingFile};
use serde::{Deserialize, Serialize};

/// The JSON of a line.
#[derive(Serialize)]
pub(crate) struct JsonLine {
    pub at: String,
    #[serde(flatten)]
    pub what: JsonEntry,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub(crate) enum JsonEntry {
    Start(JournalHeader),
    Run,
    Edit {
        label: String,
        leads: Vec<JsonLead>,
    },
    Undo {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        kept: Option<Vec<u32>>,
    },
    Redo {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        kept: Option<Vec<u32>>,
    },
    AddColumn {
        column: String,
    },
    UnlockOffers,
    Intent {
        leads: Vec<(u32, String)>,
        part: PendingFile,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        revert: Option<PendingFile>,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        pilot: bool,
    },
    Export {
        leads: Vec<(u32, String)>,
        files: Vec<JsonFile>,
    },
    Results {
        leads: Vec<JsonResult>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        file: Option<String>,
    },
    SendAgain {
        leads: Vec<(u32, String)>,
        again: bool,
    },
    Uploaded {
        sha256: String,
        is_set: bool,
    },
    Note {
        leads: Vec<JsonNote>,
    },
    TakeAs {
        results: bool,
    },
    End {
        why: CloseReason,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<Destination>,
    },
    Again,
    /// A `do` that this version doesn't know.
    #[serde(other, skip_serializing)]
    Unknown,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct JsonLead {
    row: u32,
    id: String,
    cells: Vec<(String, String, String)>,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct JsonNote {
    row: u32,
    id: String,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    flag: bool,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    note: String,
}

impl From<&LoggedAnnotation> for JsonNote {
    fn from(lead: &LoggedAnnotation) -> Self {
        Self {
            row: number(lead.row.number()),
            id: lead.id.clone(),
            flag: lead.annotation.is_flagged,
            note: lead.annotation.note.clone(),
        }
    }
}

impl From<JsonNote> for LoggedAnnotation {
    fn from(lead: JsonNote) -> Self {
        Self {
            row: Row::at(index(lead.row.saturating_sub(1))),
            id: lead.id,
            annotation: Annotation { is_flagged: lead.flag, note: lead.note },
        }
    }
}

#[derive(Serialize, Deserialize)]
pub(crate) struct JsonResult {
    row: u32,
    id: String,
    outcome: Option<String>,
    sent: Vec<(String, String)>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    loaded: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    upload: Option<JsonUpload>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum JsonUpload {
    Export(usize),
    Elsewhere,
}

impl From<AnsweredUpload> for JsonUpload {
    fn from(upload: AnsweredUpload) -> Self {
        match upload {
            AnsweredUpload::Export(number) => Self::Export(number),
            AnsweredUpload::Elsewhere => Self::Elsewhere,
        }
    }
}

impl From<JsonUpload> for AnsweredUpload {
    fn from(upload: JsonUpload) -> Self {
        match upload {
            JsonUpload::Export(number) => Self::Export(number),
            JsonUpload::Elsewhere => Self::Elsewhere,
        }
    }
}

#[derive(Serialize, Deserialize)]
pub(crate) struct JsonFile {
    path: String,
    rows: usize,
    sha256: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    revert: Option<String>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pilot: bool,
}

pub(crate) fn written(what: &Entry) -> JsonEntry {
    match what {
        Entry::Start(start) => JsonEntry::Start(start.clone()),
        Entry::Run | Entry::Unknown => JsonEntry::Run,
        Entry::Done(action) => action.into(),
        Entry::Intent(intent) => JsonEntry::Intent {
            leads: numbered(&intent.leads),
            part: intent.part.clone(),
            revert: intent.revert.clone(),
            pilot: intent.is_pilot,
        },
        Entry::End(closing) => JsonEntry::End { why: closing.reason, to: closing.to.clone() },
        Entry::Again => JsonEntry::Again,
    }
}

impl From<&LogEntry> for JsonEntry {
    fn from(action: &LogEntry) -> Self {
        match action {
            LogEntry::Edit { label, leads } => Self::Edit {
                label: label.clone(),
                leads: leads
                    .iter()
                    .map(|l| JsonLead {
                        row: number(l.row.number()),
                        id: l.id.clone(),
                        cells: l.cells.clone(),
                    })
                    .collect(),
            },
            LogEntry::Undo { kept } => Self::Undo { kept: rows(kept.as_deref()) },
            LogEntry::Redo { kept } => Self::Redo { kept: rows(kept.as_deref()) },
            LogEntry::AddColumn(column) => Self::AddColumn { column: column.clone() },
            LogEntry::UnlockOffers => Self::UnlockOffers,
            LogEntry::Results { leads, file } => Self::Results {
                file: file.clone(),
                leads: leads
                    .iter()
                    .map(|l| JsonResult {
                        row: number(l.row.number()),
                        id: l.id.clone(),
                        outcome: l.outcome.clone(),
                        sent: l.sent.clone(),
                        loaded: l.loaded.clone(),
                        upload: l.upload.map(JsonUpload::from),
                    })
                    .collect(),
            },
            LogEntry::Resubmit { leads, is_set: again } => {
                Self::SendAgain { leads: numbered(leads), again: *again }
            }
            LogEntry::Uploaded { sha256, is_set, .. } => {
                Self::Uploaded { sha256: sha256.clone(), is_set: *is_set }
            }
            LogEntry::Annotate { leads } => {
                Self::Note { leads: leads.iter().map(JsonNote::from).collect() }
            }
            LogEntry::OpenAs { results } => Self::TakeAs { results: *results },
            LogEntry::Export { leads, files } => Self::Export {
                leads: numbered(leads),
                files: files
                    .iter()
                    .map(|f| JsonFile {
                        path: f.path.clone(),
                        rows: f.rows,
                        sha256: f.sha256.clone(),
                        revert: f.revert_sha256.clone(),
                        pilot: f.is_pilot,
                    })
                    .collect(),
            },
        }
    }
}

/// Counts rows from 1.
fn rows(rows: Option<&[Row]>) -> Option<Vec<u32>> {
    Some(rows?.iter().map(|row| number(row.number())).collect())
}

/// Counts rows from 1, as everywhere outside of the program.
fn numbered(leads: &[(Row, String)]) -> Vec<(u32, String)> {
    leads.iter().map(|(row, id)| (number(row.number()), id.clone())).collect()
}

impl From<JsonFile> for UploadFile {
    fn from(file: JsonFile) -> Self {
        Self {
            path: file.path,
            rows: file.rows,
            sha256: file.sha256,
            revert_sha256: file.revert,
            written: None,
            is_pilot: file.pilot,
        }
    }
}

impl From<JsonEntry> for Entry {
    fn from(written: JsonEntry) -> Self {
        let row = |number: u32| Row::at(index(number.saturating_sub(1)));
        let all = |rows: Vec<u32>| rows.into_iter().map(row).collect();
        let rows =
            |leads: Vec<(u32, String)>| leads.into_iter().map(|(r, id)| (row(r), id)).collect();
        Self::Done(match written {
            JsonEntry::Start(start) => return Self::Start(start),
            JsonEntry::Run => return Self::Run,
            JsonEntry::End { why: reason, to } => return Self::End(Closing { reason, to }),
            JsonEntry::Again => return Self::Again,
            JsonEntry::Unknown => return Self::Unknown,
            JsonEntry::Intent { leads, part, revert, pilot: is_pilot } => {
                let leads = leads.into_iter().map(|(r, id)| (row(r), id)).collect();
                return Self::Intent(Box::new(PendingExport { leads, part, revert, is_pilot }));
            }
            JsonEntry::Edit { label, leads } => LogEntry::Edit {
                label,
                leads: leads
                    .into_iter()
                    .map(|l| LoggedLead { row: row(l.row), id: l.id, cells: l.cells })
                    .collect(),
            },
            JsonEntry::Undo { kept } => LogEntry::Undo { kept: kept.map(all) },
            JsonEntry::Redo { kept } => LogEntry::Redo { kept: kept.map(all) },
            JsonEntry::AddColumn { column } => LogEntry::AddColumn(column),
            JsonEntry::UnlockOffers => LogEntry::UnlockOffers,
            JsonEntry::Results { leads, file } => LogEntry::Results {
                file,
                leads: leads
                    .into_iter()
                    .map(|l| LoggedResult {
                        row: row(l.row),
                        id: l.id,
                        outcome: l.outcome,
                        sent: l.sent,
                        loaded: l.loaded,
                        upload: l.upload.map(AnsweredUpload::from),
                    })
                    .collect(),
            },
            JsonEntry::SendAgain { leads, again } => {
                LogEntry::Resubmit { leads: rows(leads), is_set: again }
            }
            JsonEntry::Uploaded { sha256, is_set } => {
                LogEntry::Uploaded { sha256, is_set, at: None }
            }
            JsonEntry::Note { leads } => LogEntry::Annotate {
                leads: leads.into_iter().map(LoggedAnnotation::from).collect(),
            },
            JsonEntry::TakeAs { results } => LogEntry::OpenAs { results },
            JsonEntry::Export { leads, files } => LogEntry::Export {
                leads: rows(leads),
                files: files.into_iter().map(UploadFile::from).collect(),
            },
        })
    }
}
