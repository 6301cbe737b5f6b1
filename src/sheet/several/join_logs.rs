//! Joins the logs of several files to one for the sheet of all.

use crate::leads::Row;
use crate::sheet::log::entry::{AnsweredUpload, LogEntry, LoggedLead, LoggedResult};
use crate::sheet::several::file_history::{FileHistory, Item};
use crate::sheet::several::log_names::{LogNames, Way};
use crate::sheet::several::split_log::LogSplitter;
use crate::sheet::several::steps::StepPart;
use crate::table::Table;
use chrono::{DateTime, SecondsFormat, Utc};

/// The log of one file: what was done, and when, in UTC as RFC 3339.
pub type TimedLog = Vec<(String, LogEntry)>;

/// The logs of several files as one.
#[derive(Debug)]
pub struct JoinedLogs {
    /// What was done, in the order of time, with the rows and columns of the sheet of all files.
    pub entries: TimedLog,
    /// Divides what is done from now on into the logs of the files.
    pub splitter: LogSplitter,
    /// The leads of each file that have work and aren't shown, because a newer file has them.
    pub hidden: Vec<Vec<(Row, String)>>,
}

/// Why the logs of files can't be joined: the file that has to be opened alone.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum JoinError {
    /// The table is that of one file.
    #[error("there is one file only")]
    OneFile,
    /// A column was added to a file that another file has itself.
    #[error("its saved work added the column {column}, which another of the files has itself")]
    AddedColumn {
        /// The number of the file.
        file: usize,
        /// The column.
        column: String,
    },
    /// The file was opened as the processed file of an upload.
    #[error("its saved work has it as the processed file of an upload")]
    ResultsFile {
        /// The number of the file.
        file: usize,
    },
}

impl JoinError {
    /// The number of the file.
    pub fn file(&self) -> usize {
        match self {
            Self::OneFile => 0,
            Self::AddedColumn { file, .. } | Self::ResultsFile { file } => *file,
        }
    }
}

/// Joins the logs of the files that a table is made of.
///
/// The cells of two files are different ones, so that any order comes to the same texts which keeps that of each
/// file. Steps that were undone are in it as such if nothing was done since, so that they can be redone.
///
/// # Errors
///
/// Fails if what was done to a file can't be done among the others.
pub fn join_logs(table: &Table, logs: Vec<TimedLog>) -> Result<JoinedLogs, JoinError> {
    let union = table.shared_sources().ok_or(JoinError::OneFile)?;
    let mut splitter = LogSplitter::new(union.clone());
    let mut events = Vec::new();
    let mut undone = UndoneSteps::default();
    let mut hidden = Vec::new();
    for (file, log) in logs.into_iter().enumerate().take(union.files().len()) {
        let mut history = FileHistory::default();
        let names = LogNames { union: &union, number: file, way: Way::ToAll };
        for (at, entry) in log {
            check_joinable(&names, &entry)?;
            history.add(&mut splitter, &at, entry);
        }
        splitter.files[file] = history.steps();
        undone.add(file, &history);
        let items = history.items.into_iter().filter(|item| !item.is_dropped);
        let mut last = None;
        let first = events.len();
        events.extend(items.map(|item| {
            let time = item.at.parse::<DateTime<Utc>>().ok().max(last);
            last = time;
            Event { time, file, item }
        }));
        hidden.push(hidden_leads(&names, &events[first..]));
    }
    // Stable: the order of each file stays.
    events.sort_by_key(|event| event.time);
    let mut entries = TimedLog::new();
    let names = |file| LogNames { union: &union, number: file, way: Way::ToAll };
    let mut join = |events: &[Event]| {
        let before = splitter.all.done.len();
        for group in events.chunk_by(Event::is_same_step) {
            let joined = join_group(&mut splitter, group, names);
            entries.extend(joined.map(|entry| (group[0].item.at.clone(), entry)));
        }
        splitter.all.done.len() - before
    };
    join(&events);
    let (undone, undone_at) = undone.events();
    for _ in 0..join(&undone) {
        splitter.all.undone.extend(splitter.all.done.pop());
        entries.push((undone_at.clone(), LogEntry::Undo { kept: None }));
    }
    Ok(JoinedLogs { entries, splitter, hidden })
}

/// The steps of all files that were undone.
#[derive(Default)]
struct UndoneSteps {
    /// Each with the time at which it was undone.
    steps: Vec<(DateTime<Utc>, Event)>,
    /// When the last step was made in any of the files: what was undone before can't be redone.
    last_new_step: Option<DateTime<Utc>>,
}

impl UndoneSteps {
    fn add(&mut self, file: usize, history: &FileHistory) {
        self.last_new_step = self.last_new_step.max(history.last_new_step());
        self.steps.extend(history.undone_steps().map(|(undone_at, item)| {
            let time = item.at.parse().ok();
            (undone_at, Event { time, file, item: item.clone() })
        }));
    }

    /// Those that can be redone, in the order in which that is done; and when the last one was undone.
    fn events(mut self) -> (Vec<Event>, String) {
        self.steps.retain(|(undone_at, _)| Some(*undone_at) > self.last_new_step);
        // Stable: the order of each file stays.
        self.steps.sort_by_key(|(undone_at, _)| std::cmp::Reverse(*undone_at));
        let last = self.steps.first().map(|(undone_at, _)| *undone_at).unwrap_or_default();
        let last = last.to_rfc3339_opts(SecondsFormat::AutoSi, true);
        (self.steps.into_iter().map(|(_, event)| event).collect(), last)
    }
}

/// Checks that an entry of a file's log can be one of the sheet of all.
fn check_joinable(names: &LogNames<'_>, entry: &LogEntry) -> Result<(), JoinError> {
    let file = names.number;
    match entry {
        LogEntry::AddColumn(name) => {
            let column = names.column(name);
            let is_there = names.union.names().contains(&column);
            if is_there { Err(JoinError::AddedColumn { file, column }) } else { Ok(()) }
        }
        LogEntry::OpenAs { results: true } => Err(JoinError::ResultsFile { file }),
        _ => Ok(()),
    }
}

/// An entry of a file's log that counts.
#[derive(Debug)]
struct Event {
    time: Option<DateTime<Utc>>,
    file: usize,
    item: Item,
}

impl Event {
    /// Whether two entries of different files are one step of the sheet of all: only such a step has the same time
    /// in both, to the fraction of a second.
    fn is_same_step(&self, next: &Self) -> bool {
        self.file < next.file
            && self.item.at == next.item.at
            && self.item.at.contains('.')
            && match (&self.item.entry, &next.item.entry) {
                (LogEntry::Edit { label, .. }, LogEntry::Edit { label: other, .. }) => {
                    label == other
                }
                (LogEntry::Results { file, .. }, LogEntry::Results { file: other, .. }) => {
                    file == other
                }
                _ => false,
            }
    }
}

/// The leads of a file that entries are about and that aren't shown.
fn hidden_leads(names: &LogNames<'_>, events: &[Event]) -> Vec<(Row, String)> {
    let mut hidden: Vec<(Row, String)> = Vec::new();
    for event in events {
        let leads: Vec<(Row, &String)> = match &event.item.entry {
            LogEntry::Edit { leads, .. } => leads.iter().map(|lead| (lead.row, &lead.id)).collect(),
            LogEntry::Export { leads, .. } | LogEntry::Resubmit { leads, .. } => {
                leads.iter().map(|(row, id)| (*row, id)).collect()
            }
            LogEntry::Results { leads, .. } => {
                leads.iter().map(|lead| (lead.row, &lead.id)).collect()
            }
            LogEntry::Annotate { leads } => leads.iter().map(|lead| (lead.row, &lead.id)).collect(),
            _ => Vec::new(),
        };
        let gone = leads.into_iter().filter(|(row, _)| names.row(*row).is_none());
        hidden.extend(gone.map(|(row, id)| (row, id.clone())));
    }
    hidden.sort_unstable();
    hidden.dedup();
    hidden
}

/// The entry of the sheet of all for one of each file; nothing if none of its leads is shown.
fn join_group<'u>(
    splitter: &mut LogSplitter,
    group: &[Event],
    names: impl Fn(usize) -> LogNames<'u>,
) -> Option<LogEntry> {
    let first = group.first()?;
    match &first.item.entry {
        LogEntry::Edit { label, .. } => {
            let (mut all, mut parts) = (Vec::new(), Vec::new());
            for Event { file, item, .. } in group {
                let (Some(id), LogEntry::Edit { leads, .. }) = (item.id, &item.entry) else {
                    continue;
                };
                let is_shown = |lead: &LoggedLead| names(*file).row(lead.row).is_some();
                let (own, others): (Vec<LoggedLead>, Vec<LoggedLead>) =
                    leads.iter().cloned().partition(is_shown);
                let hidden = others.iter().map(|lead| lead.row).collect();
                all.extend(own.iter().filter_map(|lead| names(*file).lead(lead)));
                if !own.is_empty() {
                    parts.push(StepPart::of_edit(*file, id, own, hidden));
                }
            }
            if all.is_empty() {
                return None;
            }
            splitter.note_joined(Some(label.clone()), parts);
            Some(LogEntry::Edit { label: label.clone(), leads: all })
        }
        LogEntry::Results { file: sha256, .. } => {
            let (mut all, mut parts) = (Vec::new(), Vec::new());
            for Event { file, item, .. } in group {
                let LogEntry::Results { leads, .. } = &item.entry else { continue };
                let own = leads
                    .iter()
                    .filter_map(|lead| shown_result(splitter, *file, lead, &names(*file)));
                let own: Vec<LoggedResult> = own.collect();
                if let Some(id) = item.id.filter(|_| !own.is_empty()) {
                    let rows = leads.iter().map(|lead| lead.row).collect();
                    let (leads, hidden) = (Vec::new(), Vec::new());
                    parts.push(StepPart { file: *file, id, rows, hidden, leads });
                }
                all.extend(own);
            }
            if !parts.is_empty() {
                splitter.note_joined(None, parts);
            }
            Some(LogEntry::Results { leads: all, file: sha256.clone() })
        }
        entry => join_mark(splitter, first.file, entry, &names(first.file)),
    }
}

/// What results said of a lead that is shown.
fn shown_result(
    splitter: &LogSplitter,
    file: usize,
    lead: &LoggedResult,
    names: &LogNames<'_>,
) -> Option<LoggedResult> {
    let mut result = names.result(lead)?;
    if let Some(AnsweredUpload::Export(number)) = &mut result.upload {
        *number = splitter.export_number(file, *number)?;
    }
    Some(result)
}

/// An entry that is no step, for the sheet of all.
fn join_mark(
    splitter: &mut LogSplitter,
    file: usize,
    entry: &LogEntry,
    names: &LogNames<'_>,
) -> Option<LogEntry> {
    match entry {
        LogEntry::Export { leads, files } => {
            splitter.note_export(file, files);
            // The leads are told apart by how many each file has.
            let mut ends = files.clone();
            let mut rest = leads.as_slice();
            for upload in &mut ends {
                let (own, others) = rest.split_at(upload.rows.min(rest.len()));
                (rest, upload.rows) = (others, names.leads(own).len());
            }
            Some(LogEntry::Export { leads: names.leads(leads), files: ends })
        }
        LogEntry::Resubmit { leads, is_set } => {
            let leads = names.leads(leads);
            (!leads.is_empty()).then_some(LogEntry::Resubmit { leads, is_set: *is_set })
        }
        LogEntry::Annotate { leads } => {
            let leads = names.annotations(leads);
            (!leads.is_empty()).then_some(LogEntry::Annotate { leads })
        }
        LogEntry::AddColumn(name) => {
            let name = names.column(name);
            splitter.note_added(&name, Some(file)).then_some(LogEntry::AddColumn(name))
        }
        LogEntry::Uploaded { .. } | LogEntry::UnlockOffers => Some(entry.clone()),
        LogEntry::OpenAs { .. }
        | LogEntry::Edit { .. }
        | LogEntry::Undo { .. }
        | LogEntry::Redo { .. }
        | LogEntry::Results { .. } => None,
    }
}
