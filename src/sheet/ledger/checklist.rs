//! The checklist of upload files: which were uploaded, which have their results, and what is next.

use crate::leads::{Field, Reference, Row, minute, plural};
use crate::sheet::edit::ReadOnly;
use crate::sheet::ledger::ledger::{Ledger, LoadedTexts as _};
use crate::sheet::ledger::uploads::{LeadUpload, UploadOutcome, UploadSource};
use crate::sheet::log::entry::{LogEntry, UploadFile};
use crate::sheet::log::pending::LoggedWork;
use crate::sheet::sheet::Sheet;
use chrono::{DateTime, TimeDelta, Utc};
use std::collections::BTreeSet;

/// How long Partner Center takes for a file at most, as a rule: longer is worth a look at the portal.
const USUAL_WAIT: TimeDelta = TimeDelta::hours(1);

/// How far the upload of a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UploadStage {
    /// It is written, and nothing says that it was uploaded.
    ToUpload,
    /// It was uploaded, and results are missing.
    Uploaded,
    /// The results of all its leads are imported.
    Imported,
    /// The user says that it wasn't uploaded.
    Withdrawn,
    /// All its leads were exported again since, and nothing says that it was uploaded.
    Replaced,
}

impl UploadStage {
    /// Every stage, in the order of the way.
    pub const ALL: [Self; 5] =
        [Self::ToUpload, Self::Uploaded, Self::Imported, Self::Withdrawn, Self::Replaced];

    /// Its name in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ToUpload => "to_upload",
            Self::Uploaded => "uploaded",
            Self::Imported => "imported",
            Self::Withdrawn => "withdrawn",
            Self::Replaced => "replaced",
        }
    }

    /// Its name for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::ToUpload => "to upload",
            Self::Uploaded => "uploaded",
            Self::Imported => "imported",
            Self::Withdrawn => "not uploaded",
            Self::Replaced => "replaced",
        }
    }
}

/// An upload file and what is known of its upload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UploadPart {
    /// The file.
    pub file: UploadFile,
    /// How far it is.
    pub stage: UploadStage,
    /// Its leads that wait for their results, in file order.
    pub waiting: Vec<Row>,
    /// How many of these leads were uploaded and accepted in a later file: this one has older values.
    pub outdated: usize,
    /// How many of its leads Partner Center accepted.
    pub accepted: usize,
    /// How many it rejected.
    pub rejected: usize,
    /// Whether it closes a lead: such files are uploaded last.
    pub closes: bool,
    /// When the user said that it was uploaded, in UTC as RFC 3339.
    pub uploaded: Option<String>,
}

/// The upload files of one work, in the order of their exports.
///
/// Partner Center offers the details of the last processed file only, so they are uploaded one at a time:
/// the next one when the results of the one before are imported.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checklist {
    /// The files.
    pub parts: Vec<UploadPart>,
}

/// The next step of an upload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NextStep<'a> {
    /// Fetch the processed file of this part and import it.
    Import(&'a UploadPart),
    /// Upload this part.
    Upload(&'a UploadPart),
    /// Don't upload this part: it has older values than Partner Center holds.
    Withdraw(&'a UploadPart),
}

impl UploadPart {
    /// The name of the file, without its folder.
    pub fn name(&self) -> &str {
        self.file.path.rsplit(['/', '\\']).next().unwrap_or_default()
    }

    /// Since when it waits for its results, in UTC as RFC 3339, if it does and that is known.
    pub fn waiting_since(&self) -> Option<&str> {
        if self.waiting.is_empty() {
            return None;
        }
        let uploaded = self.uploaded.as_deref().filter(|at| !at.is_empty());
        uploaded.or(self.file.written.as_deref())
    }

    /// Whether it was uploaded longer ago than Partner Center takes as a rule.
    pub fn is_overdue(&self, now: DateTime<Utc>) -> bool {
        let since = self.waiting_since().and_then(|at| at.parse::<DateTime<Utc>>().ok());
        self.stage == UploadStage::Uploaded && since.is_some_and(|at| now - at > USUAL_WAIT)
    }

    /// What is known of it besides its stage, in a line: `40 leads · 20 accepted, 2 rejected · since 15:04 UTC`.
    pub fn describe(&self, now: Option<DateTime<Utc>>) -> String {
        let answered = self.accepted + self.rejected;
        let mut parts = Vec::new();
        if answered != self.file.rows {
            parts.push(plural(self.file.rows, "lead"));
        }
        if answered > 0 {
            parts.push(format!("{} accepted, {} rejected", self.accepted, self.rejected));
        }
        if now.is_some_and(|now| self.is_overdue(now)) {
            parts.push("over an hour".to_owned());
        }
        match (self.stage, self.waiting_since()) {
            (UploadStage::Uploaded, Some(at)) => {
                parts.push(format!("since {} UTC", short_time(at, now)));
            }
            (UploadStage::ToUpload, Some(at)) => {
                parts.push(format!("written {} UTC", short_time(at, now)));
            }
            _ => {}
        }
        if self.file.is_pilot {
            parts.push("pilot part".to_owned());
        }
        if self.closes {
            parts.push("closes leads".to_owned());
        }
        parts.join(" · ")
    }
}

/// A time to the minute, and without the day if that is today.
fn short_time(at: &str, now: Option<DateTime<Utc>>) -> String {
    let time = minute(at);
    let today = now.map(|now| now.format("%Y-%m-%d ").to_string());
    match today.and_then(|today| time.strip_prefix(&today).map(str::to_owned)) {
        Some(time) => time,
        None => time,
    }
}

impl Checklist {
    /// The checklist of the work that entries come to, without its file.
    pub fn from_log<'a>(entries: impl IntoIterator<Item = &'a LogEntry>) -> Self {
        let work = LoggedWork::replay(entries);
        Self::new(&work.ledger, work.file.status())
    }

    fn new(ledger: &Ledger, status: Option<Field>) -> Self {
        let part = |(number, export): (usize, &ExportedFile)| {
            let file = export.file.clone()?;
            Some(part(ledger, number, file, export.uploaded.clone(), status))
        };
        Self { parts: ledger.exports.iter().enumerate().filter_map(part).collect() }
    }

    /// The next step: import the results of what was uploaded, else upload the next file, those
    /// that close leads last.
    pub fn next_step(&self) -> Option<NextStep<'_>> {
        let at = |stage| self.parts.iter().filter(move |part| part.stage == stage);
        let uploaded = at(UploadStage::Uploaded).next().map(NextStep::Import);
        uploaded.or_else(|| {
            if let Some(outdated) = at(UploadStage::ToUpload).find(|part| part.outdated > 0) {
                return Some(NextStep::Withdraw(outdated));
            }
            let mut next = at(UploadStage::ToUpload).min_by_key(|part| part.closes)?;
            // Of two files with the same lead the later one has its newer values.
            let shares = |part: &UploadPart, other: &UploadPart| {
                other.waiting.iter().any(|row| part.waiting.contains(row))
            };
            let earlier = |next: &UploadPart| {
                let before = |part: &&UploadPart| part.file.path != next.file.path;
                at(UploadStage::ToUpload).take_while(before).find(|part| shares(part, next))
            };
            while let Some(part) = earlier(next) {
                next = part;
            }
            Some(NextStep::Upload(next))
        })
    }
}

impl<'a> NextStep<'a> {
    /// The file that it is done with.
    pub fn part(&self) -> &'a UploadPart {
        match self {
            Self::Import(part) | Self::Upload(part) | Self::Withdraw(part) => part,
        }
    }

    /// What to do, as a sentence.
    pub fn describe(&self, now: Option<DateTime<Utc>>) -> String {
        match self {
            Self::Import(part) if now.is_some_and(|now| part.is_overdue(now)) => format!(
                "{} was uploaded over an hour ago: look at Partner Center, and import its \
                processed file.",
                part.name()
            ),
            Self::Import(part) if part.file.is_pilot => format!(
                "Import the processed file of {}, the pilot part, before you export the rest: its \
                results decide which leads follow.",
                part.name()
            ),
            Self::Import(part) => format!(
                "Import the processed file of {} before you upload another one: Partner Center \
                keeps the details of the last one only.",
                part.name()
            ),
            Self::Upload(part) if part.file.is_pilot => format!(
                "Upload {}, the pilot part, and import its results before you export the rest.",
                part.name()
            ),
            Self::Upload(part) => format!("Upload {} and import its results.", part.name()),
            Self::Withdraw(part) => format!(
                "Don't upload {}: it has older values of {} than Partner Center holds. Say that it \
                isn't uploaded.",
                part.name(),
                plural(part.outdated, "lead")
            ),
        }
    }
}

/// An upload file that was written, as a ledger remembers it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ExportedFile {
    /// The file; none in a test.
    pub file: Option<UploadFile>,
    /// When the user said that it was uploaded.
    pub uploaded: Option<String>,
}

impl ExportedFile {
    pub fn new(file: UploadFile) -> Self {
        Self { file: Some(file), uploaded: None }
    }
}

fn part(
    ledger: &Ledger,
    number: usize,
    file: UploadFile,
    uploaded: Option<String>,
    status: Option<Field>,
) -> UploadPart {
    let mut waiting = BTreeSet::new();
    let (mut accepted, mut rejected, mut withdrawn) = (0, 0, 0);
    let (mut closes, mut is_newest, mut outdated) = (false, false, 0);
    for (row, uploads) in ledger.uploaded_rows() {
        let own = |upload: &&LeadUpload| upload.source == UploadSource::Export(number);
        for upload in uploads.iter().filter(own) {
            closes |= upload.closes(status);
            is_newest |= uploads.newest() == Some(upload);
            match upload.outcome {
                UploadOutcome::Open => {
                    waiting.insert(row);
                    outdated += usize::from(uploads.reference_kind() == Reference::Accepted);
                }
                UploadOutcome::Withdrawn => withdrawn += 1,
                UploadOutcome::Accepted => accepted += 1,
                UploadOutcome::Rejected { .. } => rejected += 1,
            }
        }
    }
    let is_known = uploaded.is_some() || accepted + rejected > 0;
    let stage = match waiting.is_empty() {
        true if accepted + rejected == 0 && withdrawn > 0 => UploadStage::Withdrawn,
        true => UploadStage::Imported,
        false if is_known => UploadStage::Uploaded,
        false if is_newest => UploadStage::ToUpload,
        false => UploadStage::Replaced,
    };
    let waiting = waiting.into_iter().collect();
    UploadPart { file, stage, waiting, outdated, accepted, rejected, closes, uploaded }
}

impl Sheet {
    /// The checklist of the upload files of this work.
    pub fn checklist(&self) -> Checklist {
        Checklist::new(&self.ledger, self.layout().status())
    }

    /// Notes that an upload file wasn't uploaded: its leads that wait for results are as before its export,
    /// unless they were exported again since. Returns how many these are.
    ///
    /// # Errors
    ///
    /// Fails if the sheet is read-only.
    pub fn withdraw(&mut self, part: &UploadPart) -> Result<usize, ReadOnly> {
        Ok(self.resubmit(&part.waiting, true)?.rows)
    }
}
