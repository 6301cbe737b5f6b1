//! What a report of an upload says, before it is written in a format.

use crate::leads::Row;
use crate::upload::report::group::ReportedGroup;
use crate::upload::report::totals::DealValues;
use chrono::{DateTime, Utc};

/// What an upload will change: lead by lead, grouped by outcome, with what stays behind.
#[derive(Clone, Debug, Default)]
pub struct UploadReport {
    /// Which files it is about, who made it and when.
    pub context: ReportContext,
    /// The upload files, in their order.
    pub parts: Vec<ReportPart>,
    /// Whether it is a pilot part.
    pub is_pilot: bool,
    /// The leads of the upload files: those that become Closed first, then by outcome.
    pub groups: Vec<ReportedGroup>,
    /// The deal values of all these leads.
    pub values: DealValues,
    /// What no upload can put back, a sentence each.
    pub irreversible: Vec<ReportedReason>,
    /// The changed leads that aren't uploaded because of their errors.
    pub held_back: Vec<WithheldLead>,
    /// The ready leads that are left out because of a pilot part.
    pub left_out: Vec<WithheldLead>,
    /// The errors of the whole file; while there is one, nothing is uploaded.
    pub blocked: Vec<ReportMessage>,
    /// How many leads were exported before and not changed since.
    pub exported: usize,
    /// How many rejected leads aren't corrected.
    pub failed: usize,
}

/// What a report says besides the plan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReportContext {
    /// The downloads that the leads are from.
    pub downloads: Vec<ReportSource>,
    /// The file in which they were edited, if not in the editor.
    pub edited: Option<ReportSource>,
    /// The user who made it, if the system tells that.
    pub author: Option<String>,
    /// When it was made.
    pub made: Option<DateTime<Utc>>,
    /// What of the edited file wasn't imported.
    pub not_imported: Vec<WithheldLead>,
}

/// A file that a report is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReportSource {
    /// Its name.
    pub name: String,
    /// The SHA-256 of its bytes, in hexadecimal digits, if it is known.
    pub sha256: Option<String>,
}

/// An upload file, as far as it is known before it is written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReportPart {
    /// The download that its leads are from, where there are several.
    pub source: Option<String>,
    /// How many leads it has.
    pub leads: usize,
    /// How many of them become Closed.
    pub closing: usize,
}

/// A lead of an upload file.
#[derive(Clone, Debug)]
pub struct ReportedLead {
    /// Its row.
    pub row: Row,
    /// The number of the row in its download, counted from 1.
    pub number: usize,
    /// The number of the upload file, counted from 1.
    pub part: usize,
    /// The download that it is from, where there are several.
    pub source: Option<String>,
    /// Its *Referral ID*.
    pub referral_id: String,
    /// Its *Lead Name*.
    pub name: String,
    /// The name of the customer.
    pub customer: String,
    /// The cells that the upload changes.
    pub changes: Vec<ReportedChange>,
    /// What should be looked at before the upload.
    pub warnings: Vec<ReportMessage>,
}

/// A cell that an upload changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportedChange {
    /// The name of the column.
    pub column: String,
    /// The text that Partner Center holds, as far as it is known.
    pub old: String,
    /// The text of the upload file.
    pub new: String,
    /// What the new text stands for, if it is the number of a reason.
    pub meaning: Option<String>,
}

/// What a rule says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportMessage {
    /// The ID of the rule.
    pub rule: &'static str,
    /// The column that it is about, if one.
    pub column: Option<String>,
    /// Whether the text leaves it to the reader to know the column.
    pub is_unnamed: bool,
    /// The sentence.
    pub text: String,
}

/// Why something can't be put back, for some leads together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportedReason {
    /// The ID of the rule that forbids it.
    pub rule: &'static str,
    /// The sentence, with the rows.
    pub text: String,
}

/// A lead that isn't uploaded, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WithheldLead {
    /// The number of its row in its file, counted from 1; nothing for what is about a whole file.
    pub number: Option<usize>,
    /// The download that it is from, where there are several.
    pub source: Option<String>,
    /// Its *Referral ID*.
    pub referral_id: String,
    /// Its *Lead Name*.
    pub name: String,
    /// The name of the customer.
    pub customer: String,
    /// The reasons.
    pub reasons: Vec<ReportMessage>,
}

impl UploadReport {
    /// Iterates over the leads of the upload files, in the order of the report.
    pub fn leads(&self) -> impl Iterator<Item = &ReportedLead> {
        self.groups.iter().flat_map(|group| &group.leads)
    }

    /// How many leads are uploaded.
    pub fn lead_count(&self) -> usize {
        self.groups.iter().map(|group| group.leads.len()).sum()
    }

    /// How many cells change.
    pub fn cell_count(&self) -> usize {
        self.leads().map(|lead| lead.changes.len()).sum()
    }

    /// How many leads become Closed.
    pub fn closing_count(&self) -> usize {
        let closing = self.groups.iter().filter(|group| group.change.closes());
        closing.map(|group| group.leads.len()).sum()
    }

    /// Whether it names the download of each lead.
    pub fn has_sources(&self) -> bool {
        self.context.downloads.len() > 1
    }
}
