//! Upload files that were written before and have leads of a plan with the very same values.

use crate::leads::{Encoding, Row};
use crate::sheet::{Checklist, Sheet, UploadPart, UploadStage};
use crate::store::error::ExportFailure;
use crate::store::journal::{self, JournalState};
use crate::store::load;
use crate::store::naming::UploadNaming;
use crate::store::system;
use crate::table::Table;
use crate::table::escape::COMMA;
use crate::upload::{Plan, upload_text};
use chrono::{DateTime, Utc};
use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The most upload files that are read, the newest first: an export doesn't wait for years of them.
const MAX_FILES_READ: usize = 100;

/// An upload file that was written before and has leads of a plan with the very same values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EarlierUpload {
    /// Where it stands; where it stood, if it is gone.
    pub path: PathBuf,
    /// Whether it is there.
    pub exists: bool,
    /// The leads of the plan that it has with the same values: rows of the download, in file order.
    pub rows: Vec<Row>,
    /// When it was written, if that is known.
    pub written: Option<DateTime<Utc>>,
    /// How far its upload is, if saved work records that.
    pub stage: Option<UploadStage>,
}

/// Finds the upload files of a source that have leads of a plan with the very same values, in the order of
/// their numbers; behind them those that had them and are gone, as far as their revert files tell.
///
/// Of each lead the newest file that has it counts: one that was written again since with other values isn't the
/// same any more.
///
/// # Errors
///
/// Fails if the folder can't be read.
pub fn earlier_uploads(
    sheet: &Sheet,
    plan: &Plan,
    source: &Path,
    out_dir: Option<&Path>,
) -> Result<Vec<EarlierUpload>, ExportFailure> {
    if plan.is_empty() {
        return Ok(Vec::new());
    }
    let place = UploadNaming::new(source, out_dir);
    let mut planned = PlannedLeads::new(sheet, plan);
    let recorded = recorded_uploads(source);
    let mut found = Vec::new();
    for path in place.written()?.into_iter().rev().take(MAX_FILES_READ) {
        if planned.open.is_empty() {
            break;
        }
        let rows = table(&path, sheet.table().encoding()).map(|table| planned.found_in(&table));
        if let Some(rows) = rows.filter(|rows| !rows.is_empty()) {
            found.push(EarlierUpload::of(path, rows, &recorded));
        }
    }
    found.reverse();
    for (part, revert) in place.lost()? {
        let rows = table(&revert, sheet.table().encoding()).map(|table| planned.leads_of(&table));
        if let Some(rows) = rows.filter(|rows| !rows.is_empty()) {
            let written = modified(&revert);
            found.push(EarlierUpload { path: part, exists: false, rows, written, stage: None });
        }
    }
    Ok(found)
}

impl EarlierUpload {
    fn of(path: PathBuf, rows: Vec<Row>, recorded: &[UploadPart]) -> Self {
        let whole = system::whole_path(&path).unwrap_or_else(|_| path.clone());
        let own = |part: &&UploadPart| {
            let recorded = Path::new(&part.file.path);
            system::whole_path(recorded).is_ok_and(|recorded| recorded == whole)
        };
        let stage = recorded.iter().rfind(own).map(|part| part.stage);
        Self { written: modified(&path), path, exists: true, rows, stage }
    }
}

/// The leads of a plan as they would be written, by *Referral ID*.
struct PlannedLeads {
    /// The header of each file of the plan, which the rows of the file share.
    headers: Vec<String>,
    /// The row of the download, the number of the header, and the text of the record.
    leads: HashMap<String, (Row, usize, String)>,
    /// The leads that no file had so far.
    open: HashSet<String>,
}

impl PlannedLeads {
    fn new(sheet: &Sheet, plan: &Plan) -> Self {
        let mut planned = Self { headers: Vec::new(), leads: HashMap::new(), open: HashSet::new() };
        for rows in &plan.files {
            // A part that can't be read isn't written, and the export says why.
            let Ok(part) = Table::parse(upload_text(sheet, rows), COMMA) else { continue };
            let header = planned.headers.len();
            planned.headers.push(part.header_text().trim_end().to_owned());
            for (at, row) in part.rows().zip(rows) {
                let id = part.referral_id(at);
                planned.open.insert(id.clone());
                planned.leads.insert(id, (*row, header, part.row_text(at).to_owned()));
            }
        }
        planned
    }

    /// The leads that a file has with the same values; of all that it has no older file is asked.
    fn found_in(&mut self, file: &Table) -> Vec<Row> {
        let header = file.header_text().trim_end();
        let mut rows = Vec::new();
        for at in file.rows() {
            let id = file.referral_id(at);
            let Some((row, own, text)) = self.leads.get(&id) else { continue };
            let is_newest = self.open.remove(&id);
            if is_newest && self.headers[*own] == header && text == file.row_text(at) {
                rows.push(*row);
            }
        }
        rows.sort_unstable();
        rows
    }

    /// The leads that a file has, if it has no others.
    fn leads_of(&self, file: &Table) -> Vec<Row> {
        let rows: Option<Vec<Row>> = file
            .rows()
            .map(|at| self.leads.get(&file.referral_id(at)).map(|(row, ..)| *row))
            .collect();
        rows.unwrap_or_default()
    }
}

/// What an upload file holds; nothing if it can't be read as one.
fn table(path: &Path, encoding: Encoding) -> Option<Table> {
    let asked = Some(encoding).filter(|encoding| encoding.is_code_page());
    load::read_table(path, asked).ok()
}

fn modified(path: &Path) -> Option<DateTime<Utc>> {
    fs::metadata(path).and_then(|metadata| metadata.modified()).ok().map(DateTime::from)
}

/// The upload files that the saved work on a file records.
fn recorded_uploads(source: &Path) -> Vec<UploadPart> {
    let works = journal::journal_folder().map(|folder| journal::kept(&folder, Some(source)));
    // Work that can't be read tells nothing, and an export doesn't depend on it.
    let works = works.and_then(Result::ok).unwrap_or_default();
    // Finished work never learns of results: those of an edited file that was exported are imported elsewhere.
    let works = works.iter().filter(|work| work.standing != JournalState::Finished);
    works.flat_map(|work| Checklist::from_log(&work.actions).parts).collect()
}
