//! The log of one of several files, without the steps that were undone.

use crate::leads::Row;
use crate::sheet::log::entry::LogEntry;
use crate::sheet::several::split_log::LogSplitter;
use crate::sheet::several::steps::{FileSteps, StepId, leads_without};
use chrono::{DateTime, Utc};

/// An entry of a file's log.
#[derive(Clone, Debug)]
pub(super) struct Item {
    pub at: String,
    pub entry: LogEntry,
    /// The number of the step, if it is one.
    pub id: Option<StepId>,
    /// Whether it was undone without leaving anything.
    pub is_dropped: bool,
    /// When it was undone last, if it is undone.
    undone_at: Option<String>,
    /// Whether it lets nothing be redone that was undone before.
    is_new_step: bool,
}

impl Item {
    /// An entry that isn't undone and after which what was undone before can still be redone.
    fn new(at: &str, entry: LogEntry, id: Option<StepId>) -> Self {
        let at = at.to_owned();
        Self { at, entry, id, is_dropped: false, undone_at: None, is_new_step: false }
    }
}

/// The log of one file without what was undone.
#[derive(Default)]
pub(super) struct FileHistory {
    pub items: Vec<Item>,
    /// The places of the steps that are done and undone, the newest last.
    done: Vec<usize>,
    undone: Vec<usize>,
    /// The place behind the newest entry that tells how leads stood.
    barrier: usize,
}

impl FileHistory {
    /// Does the next entry.
    pub fn add(&mut self, splitter: &mut LogSplitter, at: &str, entry: LogEntry) {
        match entry {
            LogEntry::Undo { kept } => self.undo(splitter, at, &kept.unwrap_or_default()),
            LogEntry::Redo { kept } => self.redo(at, &kept.unwrap_or_default()),
            entry => {
                let is_step = match &entry {
                    LogEntry::Edit { .. } => true,
                    LogEntry::Results { leads, file } => file.is_some() && !leads.is_empty(),
                    _ => false,
                };
                if is_step {
                    self.undone.clear();
                    self.done.push(self.items.len());
                }
                let id = is_step.then(|| splitter.new_id());
                let is_barrier =
                    !matches!(entry, LogEntry::Edit { .. } | LogEntry::Annotate { .. });
                let is_export = matches!(entry, LogEntry::Export { .. });
                self.items.push(Item { is_new_step: is_step, ..Item::new(at, entry, id) });
                if is_barrier {
                    self.barrier = self.items.len();
                }
                if is_export {
                    let items = &self.items;
                    self.done.retain(|place| !items[*place].is_results());
                    self.undone.retain(|place| !items[*place].is_results());
                }
            }
        }
    }

    fn undo(&mut self, splitter: &mut LogSplitter, at: &str, kept: &[Row]) {
        let Some(place) = self.done.pop() else { return };
        let LogEntry::Edit { label, leads } = &self.items[place].entry else {
            return self.drop_step(place, at);
        };
        if kept.is_empty() && place >= self.barrier {
            return self.drop_step(place, at);
        }
        // What an export took is not as if it had never been: the way back is a change of its own.
        let leads = leads_without(leads, kept, true);
        if leads.is_empty() {
            return;
        }
        let entry = LogEntry::Edit { label: format!("undo: {label}"), leads };
        let id = Some(splitter.new_id());
        self.items.push(Item::new(at, entry, id));
        self.undone.push(place);
    }

    /// Undoes a step as if it had never been.
    fn drop_step(&mut self, place: usize, at: &str) {
        let item = &mut self.items[place];
        (item.is_dropped, item.undone_at) = (true, Some(at.to_owned()));
        self.undone.push(place);
    }

    fn redo(&mut self, at: &str, kept: &[Row]) {
        let Some(place) = self.undone.pop() else { return };
        let mut item = Item {
            at: at.to_owned(),
            is_dropped: false,
            undone_at: None,
            is_new_step: false,
            ..self.items[place].clone()
        };
        if let LogEntry::Edit { leads, .. } = &mut item.entry {
            *leads = leads_without(leads, kept, false);
        }
        self.done.push(self.items.len());
        self.items.push(item);
    }

    /// When the last step was made that lets nothing be redone.
    pub fn last_new_step(&self) -> Option<DateTime<Utc>> {
        let steps = self.items.iter().filter(|item| item.is_new_step && !item.is_dropped);
        steps.filter_map(|item| item.at.parse().ok()).max()
    }

    /// The steps that were undone as if they had never been, each with the time of that; the first one that can be
    /// redone comes first.
    pub fn undone_steps(&self) -> impl Iterator<Item = (DateTime<Utc>, &Item)> {
        let steps = self.undone.iter().rev().map(|place| &self.items[*place]);
        steps.map_while(|item| Some((item.undone_at.as_ref()?.parse().ok()?, item)))
    }

    /// The steps as the log of the file has them.
    pub fn steps(&self) -> FileSteps {
        let mut steps = FileSteps::default();
        let step = |place: &usize| Some((self.items[*place].id?, self.items[*place].is_results()));
        for (id, is_results) in self.done.iter().filter_map(step) {
            steps.push(id, is_results);
        }
        steps.undone.extend(self.undone.iter().filter_map(step).map(|(id, _)| id));
        steps
    }
}

impl Item {
    pub(super) fn is_results(&self) -> bool {
        matches!(self.entry, LogEntry::Results { .. })
    }
}
