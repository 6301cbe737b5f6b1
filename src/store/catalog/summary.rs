//! What one file is: by its bytes, its rows and the saved work.

use crate::leads::rules::id_key;
use crate::leads::{Encoding, MAX_UPLOAD_ROWS, RuleContext};
use crate::sheet::{LogEffect, Sheet, StateCounts};
use crate::store::OpenError;
use crate::store::error::{Unusable, cause};
use crate::store::journal::{self, JournalHeader, JournalState, KeptWork, whole};
use crate::store::kind::{self, is_name_of_results, name_of};
use crate::store::source::{file_sha256, sha256};
use crate::store::{load, open_to_edit};
use crate::sync::{FileSummary, LeadsFile, ListedFile, ListedKind, SavedWork, WrittenFile};
use crate::table::Table;
use std::borrow::Cow;
use std::collections::HashSet;
use std::path::{Path, PathBuf};

/// The largest file that is read whole for a list, in bytes: five times a download of 5,000 leads.
const MAX_READ_BYTES: u64 = 16 * 1024 * 1024;

/// The work that is saved on all files, read once for a whole list.
#[derive(Clone, Debug, Default)]
pub struct SavedWorks(Vec<KeptWork>);

impl SavedWorks {
    /// Reads the journals in a folder; those that can't be read are left out.
    pub fn read(journals: Option<&Path>) -> Self {
        Self(journals.map(journal::searched).unwrap_or_default())
    }

    /// The folders of the files whose work is offered when they are opened.
    pub(super) fn folders(&self) -> impl Iterator<Item = PathBuf> {
        let folder = |work: &KeptWork| Some(Path::new(&work.start.as_ref()?.file).parent()?.into());
        self.offered().filter_map(folder)
    }

    fn offered(&self) -> impl Iterator<Item = &KeptWork> {
        self.0.iter().filter(|work| work.standing == JournalState::Kept)
    }

    /// What a file of a list is.
    pub fn summary(&self, file: &ListedFile) -> FileSummary {
        match file.kind {
            ListedKind::Special => FileSummary::Other("a pipe or a device".to_owned()),
            ListedKind::Folder => FileSummary::Other("a folder".to_owned()),
            ListedKind::File if file.bytes > MAX_READ_BYTES => {
                match load::read_header(&file.path) {
                    Ok(_) => FileSummary::LargeLeads,
                    Err(reason) => unusable(&reason),
                }
            }
            ListedKind::File => match load::read_table(&file.path, None) {
                Ok(table) => self.of_table(&file.path, &table),
                Err(reason) => unusable(&reason),
            },
        }
    }

    /// What a file is without the work that is saved for it.
    pub fn file(&self, file: &ListedFile) -> FileSummary {
        match self.summary(file) {
            FileSummary::Leads(file) => FileSummary::Leads(LeadsFile { work: None, ..file }),
            summary => summary,
        }
    }

    fn of_table(&self, path: &Path, table: &Table) -> FileSummary {
        let leads = table.leads().count();
        let work = self.of_file(path).map(|(work, start)| {
            let is_same =
                start.bytes == table.text().len() as u64 || table.encoding() != Encoding::Utf8;
            if is_same && hash(path, table).as_deref() == Some(start.sha256.as_str()) {
                SavedWork::Changed(work.outline.leads)
            } else {
                SavedWork::Earlier
            }
        });
        if work.is_none()
            && let Some(written) = self.written(path, table, leads)
        {
            return FileSummary::Written(written);
        }
        let (kind, answer) = kind::among(table, &path.to_string_lossy(), || &self.0[..]);
        FileSummary::Leads(LeadsFile {
            kind,
            leads,
            rejected: table.rows().filter(|row| table.has_errors(*row)).count(),
            upload: answer.and_then(|answer| answer.upload),
            may_answer: self.may_answer(path, table, leads),
            has_results_name: is_name_of_results(&path.to_string_lossy()),
            work,
        })
    }

    /// The work that is offered when a file is opened, and what its journal tells of the file.
    fn of_file(&self, path: &Path) -> Option<(&KeptWork, &JournalHeader)> {
        let path = whole(path);
        let is_of = |work: &KeptWork| {
            work.start.as_ref().is_some_and(|start| Path::new(&start.file) == path)
        };
        let work = self.offered().find(|work| is_of(work) && !work.actions.is_empty())?;
        Some((work, work.start.as_ref()?))
    }

    /// What a file is if one of the exports wrote it.
    fn written(&self, path: &Path, table: &Table, leads: usize) -> Option<WrittenFile> {
        let mut files = self.0.iter().flat_map(|work| {
            let files = work.actions.iter().flat_map(|entry| entry.upload_files());
            files.map(move |file| (work, file))
        });
        // Only files that leadsheet could have written are hashed: a revert file may have fewer leads.
        let most = files.clone().map(|(_, file)| file.rows).max()?;
        if leads > most {
            return None;
        }
        let hash = hash(path, table)?;
        files.find_map(|(work, file)| {
            Some(WrittenFile { own: file.own_file(&hash)?, download: name_of(work), leads })
        })
    }

    /// The names of the other files whose exports have most of the leads of this one.
    fn may_answer(&self, path: &Path, table: &Table, leads: usize) -> Vec<String> {
        if leads == 0 || leads > MAX_UPLOAD_ROWS {
            return Vec::new();
        }
        let own = whole(path);
        let mut ids = None;
        let mut found = Vec::new();
        for work in &self.0 {
            let exported = exported(work);
            let is_own = |start: &JournalHeader| Path::new(&start.file) == own;
            if exported.is_empty() || work.start.as_ref().is_some_and(is_own) {
                continue;
            }
            let ids: &Vec<String> = ids.get_or_insert_with(|| {
                table.leads().map(|row| key(&table.referral_id(row))).collect()
            });
            let of_it = ids.iter().filter(|id| exported.contains(*id)).count();
            if of_it * 2 > leads {
                found.push(name_of(work));
            }
        }
        found
    }
}

/// The *Referral IDs* of the leads that a work exported, as they are compared.
fn exported(work: &KeptWork) -> HashSet<String> {
    let leads = work.actions.iter().filter_map(|entry| match entry.effect() {
        LogEffect::Export(leads, _) => Some(leads),
        _ => None,
    });
    leads.flatten().map(|(_, id)| key(id)).collect()
}

fn key(id: &str) -> String {
    id_key(Cow::Borrowed(id)).into_owned()
}

/// The SHA-256 of a file whose table was read; nothing if it can't be read again.
fn hash(path: &Path, table: &Table) -> Option<String> {
    if table.encoding() == Encoding::Utf8 {
        return Some(sha256(table.text().as_bytes()));
    }
    file_sha256(path).ok()
}

/// What a file is that can't be opened.
fn unusable(reason: &Unusable) -> FileSummary {
    match reason {
        Unusable::Missing => FileSummary::Gone,
        Unusable::Unreadable(error) => FileSummary::Unusable(cause(error)),
        Unusable::Empty => FileSummary::Other("an empty file".to_owned()),
        Unusable::Workbook => FileSummary::Other("an Excel workbook".to_owned()),
        Unusable::Folder => FileSummary::Other("a folder".to_owned()),
        Unusable::Device => FileSummary::Other("a device".to_owned()),
        Unusable::Other(kind) | Unusable::OtherPortalFile(kind) => {
            FileSummary::Other((*kind).to_owned())
        }
        Unusable::NotLeads { columns } => FileSummary::Other(format!("its columns are {columns}")),
        reason => FileSummary::Unusable(reason.to_string()),
    }
}

/// Why saved work isn't laid over its file.
#[derive(Debug, thiserror::Error)]
pub enum NotRestored {
    /// The file isn't there.
    #[error("the file is gone")]
    Gone,
    /// The file isn't the one any more that the work is on.
    #[error("the file has changed since")]
    Changed,
    /// The file can't be read.
    #[error(transparent)]
    Unusable(#[from] OpenError),
}

/// The sheet of a file with the work that is saved on it.
///
/// # Errors
///
/// Fails if the file can't be read, or isn't what the work is on.
pub fn restored(kept: &KeptWork, rules: RuleContext) -> Result<Sheet, NotRestored> {
    let start = kept.start.as_ref().ok_or(NotRestored::Gone)?;
    let path = Path::new(&start.file);
    if !path.exists() {
        return Err(NotRestored::Gone);
    }
    let (opened, source) = open_to_edit(path, None)?;
    if source.is_none_or(|source| source.sha256() != start.sha256) {
        return Err(NotRestored::Changed);
    }
    let origin = opened.table.origin();
    let mut sheet = Sheet::new(opened.table, origin, rules);
    sheet.replay(&kept.actions);
    Ok(sheet)
}

/// How many leads are in each state with work that is saved, or why that can't be told: then the file isn't the one
/// any more that the work is on.
pub fn count_states(
    kept: &KeptWork,
    rules: RuleContext,
) -> Option<Result<StateCounts, &'static str>> {
    kept.start.as_ref()?;
    match restored(kept, rules) {
        Ok(sheet) => Some(Ok(sheet.counts())),
        Err(NotRestored::Gone) => Some(Err("the file is gone")),
        Err(NotRestored::Changed) => Some(Err("the file has changed since")),
        Err(NotRestored::Unusable(_)) => None,
    }
}

impl SavedWorks {
    /// The summary of a file with its saved work counted by states, if there is such work on what it holds.
    pub fn counted(
        &self,
        path: &Path,
        summary: &FileSummary,
        rules: RuleContext,
    ) -> Option<FileSummary> {
        let FileSummary::Leads(file @ LeadsFile { work: Some(SavedWork::Changed(_)), .. }) =
            summary
        else {
            return None;
        };
        let (work, _) = self.of_file(path)?;
        let counts = count_states(work, rules)?.ok()?;
        let work = Some(SavedWork::Counted(counts));
        Some(FileSummary::Leads(LeadsFile { work, ..file.clone() }))
    }
}
