//! Divides what was done to the sheet of several files into the logs of the files.

use crate::leads::Row;
use crate::sheet::log::entry::{AnsweredUpload, LogEntry, LoggedLead, LoggedResult, UploadFile};
use crate::sheet::several::log_names::{LogNames, Way, is_same_family};
use crate::sheet::several::steps::{AllStep, AllSteps, FileSteps, StepId, StepPart};
use crate::table::Union;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Divides log entries of the sheet of several files into those of each file.
///
/// The log of a file is the same as if the file had been edited alone, so that either way of opening it goes on
/// where the other one ended. A step that touched several files is one in each of them.
#[derive(Debug)]
pub struct LogSplitter {
    union: Arc<Union>,
    pub(super) files: Vec<FileSteps>,
    pub(super) all: AllSteps,
    /// For each export of the sheet, its file and its number in the log of the file.
    exports: Vec<(usize, usize)>,
    /// How many exports the log of each file has.
    counts: Vec<usize>,
    /// The SHA-256 of each upload file, and the number of the file that it is of.
    uploads: Vec<(String, usize)>,
    /// The columns that were added to the sheet, and the files whose logs have that.
    added: Vec<(String, BTreeSet<usize>)>,
    next: StepId,
}

/// Log entries, each with the number of the file that it is about.
pub type SplitEntries = Vec<(usize, LogEntry)>;

impl LogSplitter {
    /// A splitter for files in which nothing was done yet.
    pub(super) fn new(union: Arc<Union>) -> Self {
        let count = union.files().len();
        Self {
            union,
            files: vec![FileSteps::default(); count],
            all: AllSteps::default(),
            exports: Vec::new(),
            counts: vec![0; count],
            uploads: Vec::new(),
            added: Vec::new(),
            next: 0,
        }
    }

    /// Begins anew: the logs of the files have been set aside.
    pub fn restart(&mut self) {
        *self = Self::new(Arc::clone(&self.union));
    }

    /// A number that no step has.
    pub(super) fn new_id(&mut self) -> StepId {
        self.next += 1;
        self.next
    }

    /// The entries of the files' logs for one of the sheet.
    pub fn split(&mut self, entry: &LogEntry) -> SplitEntries {
        match entry {
            LogEntry::Edit { label, leads } => self.edit(label, leads),
            LogEntry::Undo { kept } => self.undo(kept.as_deref()),
            LogEntry::Redo { kept } => self.redo(kept.as_deref()),
            LogEntry::Results { leads, file } => self.results(leads, file.as_ref()),
            LogEntry::Export { leads, files } => self.export(leads, files),
            LogEntry::AddColumn(name) => {
                self.note_added(name, None);
                // A file gets the column with the first text in it.
                Vec::new()
            }
            LogEntry::UnlockOffers => self.each(|_| Some(LogEntry::UnlockOffers)),
            LogEntry::Resubmit { leads, is_set } => self.each(|names| {
                let (leads, is_set) = (names.leads(leads), *is_set);
                (!leads.is_empty()).then_some(LogEntry::Resubmit { leads, is_set })
            }),
            LogEntry::Annotate { leads } => self.each(|names| {
                let leads = names.annotations(leads);
                (!leads.is_empty()).then_some(LogEntry::Annotate { leads })
            }),
            LogEntry::Uploaded { sha256, .. } => {
                let found = self.uploads.iter().rfind(|(known, _)| known == sha256);
                found.map(|(_, file)| (*file, entry.clone())).into_iter().collect()
            }
            // Several files are always opened as downloads.
            LogEntry::OpenAs { .. } => Vec::new(),
        }
    }

    fn names(&self, number: usize) -> LogNames<'_> {
        LogNames { union: &self.union, number, way: Way::ToFile }
    }

    fn each(&self, entry: impl Fn(LogNames<'_>) -> Option<LogEntry>) -> SplitEntries {
        let own = |file| Some((file, entry(self.names(file))?));
        (0..self.files.len()).filter_map(own).collect()
    }

    fn edit(&mut self, label: &str, leads: &[LoggedLead]) -> SplitEntries {
        let mut by_file: Vec<Vec<LoggedLead>> = vec![Vec::new(); self.files.len()];
        for lead in leads {
            let file = self.union.file_of(lead.row);
            by_file[file].extend(self.names(file).lead(lead));
        }
        let mut parts = Vec::new();
        for (file, leads) in by_file.into_iter().enumerate() {
            if !leads.is_empty() {
                let id = self.new_id();
                parts.push(StepPart::of_edit(file, id, leads, Vec::new()));
            }
        }
        let mut entries = Vec::new();
        for part in &parts {
            let of_part = |lead: &&LoggedLead| self.union.file_of(lead.row) == part.file;
            let cells = leads.iter().filter(of_part).flat_map(|lead| &lead.cells);
            let columns: BTreeSet<&str> = cells.map(|(column, ..)| &**column).collect();
            entries.extend(columns.into_iter().flat_map(|column| self.add_for(part.file, column)));
            let (label, leads) = (label.to_owned(), part.leads.clone());
            entries.push((part.file, LogEntry::Edit { label, leads }));
        }
        self.note_step(Some(label.to_owned()), parts);
        entries
    }

    /// Notes that a column was added to the sheet, and that the log of a file has it; tells whether the sheet didn't
    /// have it.
    pub(super) fn note_added(&mut self, name: &str, file: Option<usize>) -> bool {
        let known = self.added.iter_mut().find(|(added, _)| added == name);
        let is_new = known.is_none();
        match known {
            Some((_, files)) => files.extend(file),
            None => self.added.push((name.to_owned(), file.into_iter().collect())),
        }
        is_new
    }

    /// The entries that add a column of the sheet to a file whose log lacks it, and those before it in its family.
    fn add_for(&mut self, file: usize, column: &str) -> SplitEntries {
        let Some(last) = self.added.iter().position(|(name, _)| name == column) else {
            return Vec::new();
        };
        let mut names = Vec::new();
        for (name, files) in &mut self.added[..=last] {
            if is_same_family(name, column) && files.insert(file) {
                names.push(name.clone());
            }
        }
        let own = |name: String| (file, LogEntry::AddColumn(self.names(file).column(&name)));
        names.into_iter().map(own).collect()
    }

    /// Notes a step of the sheet, and what it is in each file.
    pub(super) fn note_step(&mut self, label: Option<String>, parts: Vec<StepPart>) {
        for part in &parts {
            self.files[part.file].push(part.id, label.is_none());
        }
        self.note_joined(label, parts);
    }

    /// Notes a step of the sheet that the logs of the files have already.
    pub(super) fn note_joined(&mut self, label: Option<String>, parts: Vec<StepPart>) {
        self.all.push(AllStep { label, parts });
    }

    fn undo(&mut self, kept: Option<&[Row]>) -> SplitEntries {
        let Some(step) = self.all.done.pop() else { return Vec::new() };
        let mut entries = Vec::new();
        let mut is_forgotten = step.label.is_some() && kept.is_some();
        for part in &step.parts {
            let own = self.kept_in(part, kept);
            // What stays as it is stays done in the log of the file.
            if step.label.is_some() && own.as_ref().is_some_and(|own| part.is_covered(own)) {
                continue;
            }
            is_forgotten = false;
            if self.files[part.file].undo(part.id) {
                entries.push((part.file, LogEntry::Undo { kept: own }));
            } else {
                entries.extend(self.instead(&step, part, own.as_deref(), true));
            }
        }
        if !is_forgotten {
            self.all.undone.push(step);
        }
        entries
    }

    fn redo(&mut self, kept: Option<&[Row]>) -> SplitEntries {
        let Some(step) = self.all.undone.pop() else { return Vec::new() };
        let mut entries = Vec::new();
        for part in &step.parts {
            let own = self.kept_in(part, kept);
            if self.files[part.file].redo(part.id) {
                entries.push((part.file, LogEntry::Redo { kept: own }));
            } else if !self.files[part.file].done.contains(&part.id) {
                entries.extend(self.instead(&step, part, own.as_deref(), false));
            }
        }
        self.all.done.push(step);
        entries
    }

    /// The rows of a file that stay as they are when a step is undone or made again.
    fn kept_in(&self, part: &StepPart, kept: Option<&[Row]>) -> Option<Vec<Row>> {
        let own = kept.map(|kept| self.names(part.file).rows(kept));
        if part.hidden.is_empty() {
            return own;
        }
        let mut own = own.unwrap_or_default();
        own.extend(&part.hidden);
        Some(own)
    }

    /// The edit that does the same in a file whose log has another newest step.
    fn instead(
        &mut self,
        step: &AllStep,
        part: &StepPart,
        kept: Option<&[Row]>,
        is_undo: bool,
    ) -> Option<(usize, LogEntry)> {
        let label = step.label.as_ref()?;
        let leads = part.leads_without(kept.unwrap_or_default(), is_undo);
        if leads.is_empty() {
            return None;
        }
        let id = self.new_id();
        self.files[part.file].push(id, false);
        let does = if is_undo { "undo" } else { "redo" };
        Some((part.file, LogEntry::Edit { label: format!("{does}: {label}"), leads }))
    }

    fn results(&mut self, leads: &[LoggedResult], sha256: Option<&String>) -> SplitEntries {
        let mut entries = Vec::new();
        let mut parts = Vec::new();
        for file in 0..self.files.len() {
            let names = self.names(file);
            let own = |lead: &LoggedResult| {
                let mut result = names.result(lead)?;
                if let Some(AnsweredUpload::Export(number)) = &mut result.upload {
                    *number = self.exports.get(*number).map_or(0, |(_, own)| *own);
                }
                Some(result)
            };
            let own: Vec<LoggedResult> = leads.iter().filter_map(own).collect();
            let is_first = file == 0 && leads.is_empty();
            if own.is_empty() && !is_first {
                continue;
            }
            if sha256.is_some() && !own.is_empty() {
                let (id, rows) = (self.new_id(), own.iter().map(|lead| lead.row).collect());
                let (leads, hidden) = (Vec::new(), Vec::new());
                parts.push(StepPart { file, id, rows, hidden, leads });
            }
            entries.push((file, LogEntry::Results { leads: own, file: sha256.cloned() }));
        }
        if !parts.is_empty() {
            self.note_step(None, parts);
        }
        entries
    }

    fn export(&mut self, leads: &[(Row, String)], files: &[UploadFile]) -> SplitEntries {
        // An upload file has leads of one file only.
        let Some((row, _)) = leads.first() else { return Vec::new() };
        let file = self.union.file_of(*row);
        let leads = self.names(file).leads(leads);
        self.files[file].export();
        self.note_export(file, files);
        vec![(file, LogEntry::Export { leads, files: files.to_vec() })]
    }

    /// Notes an export of a file.
    pub(super) fn note_export(&mut self, file: usize, files: &[UploadFile]) {
        for _ in 0..files.len().max(1) {
            self.exports.push((file, self.counts[file]));
            self.counts[file] += 1;
        }
        self.uploads.extend(files.iter().map(|upload| (upload.sha256.clone(), file)));
        self.all.export();
    }

    /// The number that an export of a file has among those of all.
    pub(super) fn export_number(&self, file: usize, own: usize) -> Option<usize> {
        self.exports.iter().position(|export| *export == (file, own))
    }
}

impl StepPart {
    /// An edit in a file.
    pub(super) fn of_edit(
        file: usize,
        id: StepId,
        leads: Vec<LoggedLead>,
        hidden: Vec<Row>,
    ) -> Self {
        Self { file, id, rows: leads.iter().map(|lead| lead.row).collect(), hidden, leads }
    }

    /// Whether all its rows are among these.
    fn is_covered(&self, rows: &[Row]) -> bool {
        self.rows.iter().all(|row| rows.contains(row))
    }
}
