//! The portal's answer to an upload: the counts of its summary and the results file.

use super::file_format::{FileFormat, Oddity};
use super::plain;
use crate::support::rng::Rng;
use std::collections::BTreeMap;

/// Errors of the portal, in its own wording; a semicolon separates two of them.
const SENTENCES: [&str; 6] = [
    "Required field Solution 1 missing",
    "Mandatory field Estimated Close Date missing; Currency isn't supported",
    "Required field Team member 1 missing.",
    "An unexpected error occurred, try again later",
    "Lead Name: the text contains \"unsupported\" characters; Required field CRM ID missing; ",
    "The customer's account could not be matched, see https://example.com/a?b=c",
];

/// The Referral ID of a lead that no portal has.
pub const STRANGER: &str = "00000000-0000-4000-8000-000000000000";

/// The leads that the portal rejects with any record, with their errors.
#[derive(Clone, Debug, Default)]
pub struct Rejections(BTreeMap<String, String>);

impl Rejections {
    /// Rejects no lead besides those that break a rule.
    pub fn none() -> Self {
        Self::default()
    }

    /// Rejects the leads with these Referral IDs, each with one or more of the portal's sentences.
    pub fn of<I: Into<String>>(ids: impl IntoIterator<Item = I>) -> Self {
        let sentences = ids.into_iter().zip(SENTENCES.iter().cycle());
        Self(sentences.map(|(id, sentence)| (id.into(), (*sentence).to_owned())).collect())
    }

    /// Rejects one more lead, with this text; a semicolon separates two errors.
    pub fn with(mut self, id: &str, errors: &str) -> Self {
        self.0.insert(id.to_owned(), errors.to_owned());
        self
    }

    /// Whether it rejects a lead.
    pub fn has(&self, id: &str) -> bool {
        self.0.contains_key(id)
    }

    /// Whether it rejects no lead.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn of_lead(&self, id: &str) -> Option<&str> {
        self.0.get(id).map(String::as_str)
    }
}

/// What became of an upload.
#[derive(Clone, Debug)]
#[expect(
    clippy::struct_field_names,
    reason = "\"not processed\" is what the portal's summary says"
)]
pub struct Processed {
    /// How many records were accepted.
    pub updated: usize,
    /// How many were rejected.
    pub not_processed: usize,
    /// The *Errors* of each rejected lead, by Referral ID.
    pub refused: BTreeMap<String, String>,
    /// The results file, in the requested format.
    pub results: Vec<u8>,
    header: Vec<String>,
    rows: Vec<Vec<String>>,
    rng: Rng,
}

impl Processed {
    pub(super) fn new(header: &[String], seed: u64) -> Self {
        let mut header = header.to_vec();
        if !header.iter().any(|name| plain(name) == "Errors") {
            header.push("Errors".to_owned());
        }
        Self {
            updated: 0,
            not_processed: 0,
            refused: BTreeMap::new(),
            results: Vec::new(),
            header,
            rows: Vec::new(),
            rng: Rng::new(seed),
        }
    }

    fn place(&self, column: &str) -> usize {
        self.header.iter().position(|name| plain(name) == column).expect("in every results file")
    }

    /// Adds a record as it was uploaded, with its errors.
    pub(super) fn push(&mut self, id: String, mut row: Vec<String>, errors: &str) {
        row.resize(self.header.len(), String::new());
        errors.clone_into(&mut row[self.place("Errors")]);
        self.rows.push(row);
        if errors.is_empty() {
            self.updated += 1;
        } else {
            self.not_processed += 1;
            self.refused.insert(id, errors.to_owned());
        }
    }

    pub(super) fn write(&mut self, format: FileFormat) {
        self.results = self.results_as(format);
    }

    /// The results file in a format. The rows are in another order than in the upload.
    pub fn results_as(&self, format: FileFormat) -> Vec<u8> {
        let mut rng = self.rng.clone();
        let mut rows = self.rows.clone();
        let errors = self.place("Errors");
        let of_results = |row: &&Vec<String>| !row[errors].is_empty();
        let model = self.rows.iter().find(of_results).or(self.rows.first()).cloned();
        if let Some(model) = model {
            if format.has(Oddity::LeadTwice) {
                rows.push(model.clone());
            }
            if format.has(Oddity::LeadContradicted) {
                let mut other = model.clone();
                let refused = !other[errors].is_empty();
                if refused { "" } else { SENTENCES[0] }.clone_into(&mut other[errors]);
                rows.push(other);
            }
            if format.has(Oddity::UnknownLead) {
                let mut stranger = model;
                STRANGER.clone_into(&mut stranger[self.place("Referral ID")]);
                rows.push(stranger);
            }
        }
        rng.shuffle(&mut rows);
        let mut order: Vec<usize> = (0..self.header.len()).collect();
        if format.has(Oddity::OtherColumnOrder) {
            rng.shuffle(&mut order);
        }
        let ordered = |row: &Vec<String>| order.iter().map(|&at| row[at].clone()).collect();
        let rows: Vec<Vec<String>> = rows.iter().map(ordered).collect();
        format.write(&ordered(&self.header), rows.iter().map(Vec::as_slice))
    }
}
