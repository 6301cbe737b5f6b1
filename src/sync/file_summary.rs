//! What a file is, as lists of files name it.

use crate::leads::{plural, thousands};
use crate::sheet::{OwnFile, RowState, StateCounts};
use crate::table::FileKind;
use chrono::{DateTime, Utc};
use std::path::PathBuf;

/// A file or folder in a list, before anything in it is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedFile {
    /// Its path.
    pub path: PathBuf,
    /// What the folder tells of it.
    pub kind: ListedKind,
    /// How many bytes it has.
    pub bytes: u64,
    /// When it was written last, if the system knows.
    pub modified: Option<DateTime<Utc>>,
}

/// What a folder tells of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListedKind {
    /// A file that one can try to open.
    File,
    /// A folder.
    Folder,
    /// A pipe, a socket or a device.
    Special,
}

/// The files of one folder or of several.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileListing {
    /// The files that may be meant, the newest first.
    pub files: Vec<ListedFile>,
    /// The names of everything in the first folder, folders with a `/` at their end: for completion.
    pub names: Vec<String>,
    /// The home folder, which is shown as `~`.
    pub home: Option<PathBuf>,
    /// The folders that were looked at.
    pub folders: Vec<PathBuf>,
    /// How many files that may be meant are left out because there are too many.
    pub left_out: usize,
    /// Which folders can't be read or not to their end, and why, as sentences.
    pub problems: Vec<String>,
}

/// What a file is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileSummary {
    /// A Leads file.
    Leads(LeadsFile),
    /// A file that leadsheet wrote.
    Written(WrittenFile),
    /// A Leads file that is too large to be read for a list.
    LargeLeads,
    /// Something else: `an Excel workbook`.
    Other(String),
    /// A file that may be a Leads file, but can't be opened as it is; the text is what is wrong.
    Unusable(String),
    /// It went while it was read.
    Gone,
}

/// What is known of a Leads file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeadsFile {
    /// What it is opened as.
    pub kind: FileKind,
    /// How many leads it has.
    pub leads: usize,
    /// How many of them have *Errors* of the last upload.
    pub rejected: usize,
    /// The upload file that it is the processed file of, if that is known.
    pub upload: Option<String>,
    /// The names of the files whose exports have most of its leads, so that it may be their processed file.
    pub may_answer: Vec<String>,
    /// Whether its name is that of a processed file.
    pub has_results_name: bool,
    /// The work that is saved for it.
    pub work: Option<SavedWork>,
}

/// The work that is saved for a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SavedWork {
    /// It belongs to what the file holds; how many leads are changed.
    Changed(usize),
    /// It belongs to what the file holds, and these leads are in each state.
    Counted(StateCounts),
    /// It belongs to what the file held before.
    Earlier,
}

/// A file that leadsheet wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenFile {
    /// What it is.
    pub own: OwnFile,
    /// The name of the download that it was written for.
    pub download: String,
    /// How many leads it has.
    pub leads: usize,
}

impl FileSummary {
    /// What the file is, in a few words: `saved work: 40 ready, 2 held back · download, 5,000 leads`. What matters most
    /// comes first: a list has no room for all of it.
    pub fn describe(&self) -> String {
        match self {
            Self::Leads(leads) => leads.describe(),
            Self::Written(WrittenFile { own, download, leads }) => {
                let what = if *own == OwnFile::Revert { "revert file" } else { "upload file" };
                format!("{what}, {} · for {download}", plural(*leads, "lead"))
            }
            Self::LargeLeads => "Leads file, too large to be read for this list".to_owned(),
            Self::Other(what) => format!("not a Leads file: {what}"),
            Self::Unusable(reason) => format!("can't be opened: {reason}"),
            Self::Gone => "not there any more".to_owned(),
        }
    }

    /// Whether work is saved for it, without a count yet of the leads in each state.
    pub fn has_uncounted_work(&self) -> bool {
        matches!(self, Self::Leads(LeadsFile { work: Some(SavedWork::Changed(_)), .. }))
    }

    /// Whether the file is one to work on.
    pub fn can_be_opened(&self) -> bool {
        matches!(self, Self::Leads(_) | Self::Written(_) | Self::LargeLeads)
    }

    /// Whether the file is one of leads as Partner Center gives it, without its *Errors*.
    pub fn is_download(&self) -> bool {
        match self {
            Self::Leads(file) => !file.is_processed(),
            Self::LargeLeads => true,
            _ => false,
        }
    }

    /// Whether the file answers an export of the file with this name, or is any processed file without one.
    pub fn is_processed_of(&self, name: Option<&str>) -> bool {
        let Self::Leads(file) = self else { return false };
        match (name, &file.kind) {
            (Some(name), FileKind::Answer { download }) => download == name,
            (Some(name), _) => file.may_answer.iter().any(|of| of == name),
            (None, _) => file.is_processed(),
        }
    }
}

impl LeadsFile {
    /// Whether it is a processed file, as far as its rows and its name show.
    fn is_processed(&self) -> bool {
        match self.kind {
            FileKind::Answer { .. } | FileKind::MostlyRejected | FileKind::Named => true,
            FileKind::WithoutErrors => self.has_results_name,
            FileKind::TooLong | FileKind::Uncertain => false,
        }
    }

    fn describe(&self) -> String {
        let leads = plural(self.leads, "lead");
        let rejected = thousands(self.rejected);
        let what = match &self.kind {
            FileKind::Answer { download } => {
                let of = self.upload.as_ref().unwrap_or(download);
                format!("processed file: {rejected} of {leads} rejected · for {of}")
            }
            FileKind::MostlyRejected | FileKind::Named => {
                format!("processed file: {rejected} of {leads} rejected")
            }
            FileKind::WithoutErrors if self.has_results_name => {
                format!("processed file: none of {leads} rejected")
            }
            FileKind::WithoutErrors => format!("download, {leads}"),
            FileKind::TooLong => format!("download, {leads}, {rejected} with Errors"),
            FileKind::Uncertain => {
                format!("download or processed file, {rejected} of {leads} with Errors")
            }
        };
        match &self.work {
            Some(work) => format!("{} · {what}", work.describe()),
            None => what,
        }
    }
}

impl SavedWork {
    /// The work in a few words: `saved work: 40 ready, 2 held back`.
    pub fn describe(&self) -> String {
        match self {
            Self::Changed(leads) => format!("saved work in {}", plural(*leads, "lead")),
            Self::Counted(counts) => {
                let stages = counts.by_stage().filter(|(_, state)| *state != RowState::Closed);
                let stages: Vec<String> = stages
                    .map(|(number, state)| format!("{} {}", thousands(number), state.label()))
                    .collect();
                match stages.as_slice() {
                    [] => "saved work without changes".to_owned(),
                    stages => format!("saved work: {}", stages.join(", ")),
                }
            }
            Self::Earlier => "saved work on what the file held before".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leads(kind: FileKind) -> LeadsFile {
        LeadsFile {
            kind,
            leads: 1_250,
            rejected: 2,
            upload: None,
            may_answer: Vec::new(),
            has_results_name: false,
            work: None,
        }
    }

    #[test]
    fn each_kind_of_file_is_described() {
        let answer = FileKind::Answer { download: "leads.csv".to_owned() };
        let one = Some("leads.upload-001.csv".to_owned());
        let counts = StateCounts { ready: 40, held_back: 2, closed: 9, ..StateCounts::default() };
        let working = |work| LeadsFile { work: Some(work), ..leads(FileKind::WithoutErrors) };
        let written = |own| WrittenFile { own, download: "leads.csv".to_owned(), leads: 1 };
        for (summary, text) in [
            (leads(FileKind::WithoutErrors), "download, 1,250 leads"),
            (leads(answer.clone()), "processed file: 2 of 1,250 leads rejected · for leads.csv"),
            (
                LeadsFile { upload: one, ..leads(answer) },
                "processed file: 2 of 1,250 leads rejected · for leads.upload-001.csv",
            ),
            (leads(FileKind::Named), "processed file: 2 of 1,250 leads rejected"),
            (
                LeadsFile { has_results_name: true, ..leads(FileKind::WithoutErrors) },
                "processed file: none of 1,250 leads rejected",
            ),
            (
                leads(FileKind::Uncertain),
                "download or processed file, 2 of 1,250 leads with Errors",
            ),
            (
                working(SavedWork::Counted(counts)),
                "saved work: 40 ready, 2 held back · download, 1,250 leads",
            ),
            (working(SavedWork::Changed(1)), "saved work in 1 lead · download, 1,250 leads"),
        ] {
            assert_eq!(FileSummary::Leads(summary).describe(), text);
        }
        for (summary, text) in [
            (FileSummary::Written(written(OwnFile::Upload)), "upload file, 1 lead · for leads.csv"),
            (FileSummary::Written(written(OwnFile::Revert)), "revert file, 1 lead · for leads.csv"),
            (FileSummary::Other("a web page".to_owned()), "not a Leads file: a web page"),
        ] {
            assert_eq!(summary.describe(), text);
        }
    }
}
