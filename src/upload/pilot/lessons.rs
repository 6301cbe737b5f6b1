//! What the results of pilot parts tell about each kind of change.

use crate::leads::{Field, Row};
use crate::sheet::Sheet;
use crate::sheet::ledger::ledger::differing_fields;
use crate::sheet::ledger::uploads::{LeadUpload, LeadUploads, UploadOutcome, UploadSource};
use crate::upload::pilot::kind::{ChangeKind, LeadChange, ValueKind};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// What is known of the kinds of change from results.
///
/// Any accepted lead shows that its kinds are accepted. Only pilot parts show the opposite: of other uploads
/// it isn't known whether a rejected lead is one of many.
#[derive(Clone, Debug, Default)]
pub struct Lessons {
    /// The kinds that a pilot part has tried, in order.
    pub kinds: Vec<KindResult>,
    accepted: BTreeSet<ChangeKind>,
}

/// What is known of one kind that a pilot part has tried.
#[derive(Clone, Debug)]
pub struct KindResult {
    /// The kind.
    pub kind: ChangeKind,
    /// What the results say.
    pub verdict: KindVerdict,
    /// The leads of pilot parts that have it.
    pub tried: Vec<Row>,
    /// What Partner Center said of those that it rejected because of this kind, word for word; or perhaps
    /// because of it.
    pub sentences: Vec<String>,
    /// Whether a lead of a pilot part waits for its results.
    pub is_waiting: bool,
    /// The most leads that were rejected with the same sentence for this kind, or perhaps for it.
    pub rejected: usize,
    /// The other kinds that all leads have that were rejected for this kind, or perhaps for it: together with
    /// one of them it may be the cause.
    pub(crate) company: BTreeSet<ChangeKind>,
}

/// What the results say of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum KindVerdict {
    /// Two leads or more were rejected with the same sentence, nothing else that they have in common explains
    /// it, and none was accepted.
    Rejected,
    /// A lead was rejected because of this kind or of others, with the number of all; or, if it is the only one,
    /// because of the lead itself.
    Suspected(usize),
    /// The leads that tried it were rejected for something else, so that nothing is known of it.
    Unclear,
    /// The results are missing.
    Waiting,
    /// A lead was accepted.
    Accepted,
}

impl KindVerdict {
    /// Every verdict, of those that count kinds one of them.
    pub const ALL: [Self; 5] =
        [Self::Rejected, Self::Suspected(1), Self::Unclear, Self::Waiting, Self::Accepted];

    /// Its name for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Rejected => "rejected",
            Self::Suspected(_) => "in doubt",
            Self::Unclear => "no answer",
            Self::Waiting => "waiting",
            Self::Accepted => "accepted",
        }
    }

    /// Its name in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Rejected => "rejected",
            Self::Suspected(_) => "in_doubt",
            Self::Unclear => "no_answer",
            Self::Waiting => "waiting",
            Self::Accepted => "accepted",
        }
    }

    /// Whether leads of this kind may be rejected too.
    pub fn is_doubtful(self) -> bool {
        matches!(self, Self::Rejected | Self::Suspected(_) | Self::Unclear)
    }
}

/// An upload of a lead, by the kinds of change in it.
struct KindTrial<'s> {
    row: Row,
    kinds: Vec<ChangeKind>,
    outcome: &'s UploadOutcome,
    is_pilot: bool,
}

impl Lessons {
    /// What the results tell that were imported so far.
    pub fn of(sheet: &Sheet) -> Self {
        let trials: Vec<KindTrial> = sheet
            .ledger
            .uploaded_rows()
            .flat_map(|(row, uploads)| trials(sheet, row, uploads))
            .collect();
        let is_accepted = |trial: &&KindTrial| *trial.outcome == UploadOutcome::Accepted;
        let accepted: BTreeSet<ChangeKind> =
            trials.iter().filter(is_accepted).flat_map(|trial| trial.kinds.clone()).collect();
        let mut tallies: BTreeMap<&ChangeKind, KindTally> = BTreeMap::new();
        for trial in trials.iter().filter(|trial| trial.is_pilot) {
            for kind in &trial.kinds {
                let tally = tallies.entry(kind).or_default();
                tally.tried.insert(trial.row);
                tally.waits |= *trial.outcome == UploadOutcome::Open;
            }
            let UploadOutcome::Rejected { said, .. } = trial.outcome else { continue };
            for (named, sentence) in sheet.layout().sentences(said) {
                let suspects = suspects(sheet, trial, named, &accepted);
                for kind in &suspects {
                    let tally = tallies.entry(*kind).or_default();
                    tally.accuse(trial, sentence, &suspects);
                }
            }
        }
        let kinds = tallies.into_iter().map(|(kind, tally)| tally.result(kind, &accepted));
        Self { kinds: kinds.collect(), accepted }
    }

    /// The kinds of a lead that Partner Center may reject, as far as the results tell: those that are rejected
    /// or in doubt, and those of values that are so in every outcome in which they were tried.
    pub fn doubts(&self, kinds: &[ChangeKind]) -> Vec<&KindResult> {
        let doubt = |kind: &ChangeKind| {
            let own = self.result(kind);
            if self.accepted.contains(kind) || own.is_some() {
                return own.filter(|own| own.verdict.is_doubtful());
            }
            if self.accepts_value(kind) {
                return None;
            }
            let is_like =
                |known: &&KindResult| known.verdict.is_doubtful() && known.kind.is_same_value(kind);
            self.kinds.iter().filter(is_like).min_by_key(|known| known.verdict)
        };
        kinds.iter().filter_map(doubt).collect()
    }

    /// Whether a lead was accepted with the kind, in any outcome.
    pub(crate) fn accepts_value(&self, kind: &ChangeKind) -> bool {
        self.accepted.iter().any(|known| known.is_same_value(kind))
    }

    /// Whether only a pilot part without results tries a kind, in any outcome.
    pub(crate) fn awaits_value(&self, kind: &ChangeKind) -> bool {
        let is_like = |known: &&KindResult| known.kind.is_same_value(kind);
        let mut known = self.kinds.iter().filter(is_like);
        !self.accepts_value(kind) && known.any(|known| known.verdict == KindVerdict::Waiting)
    }

    /// Whether only a pilot part without results tries a kind.
    pub(crate) fn awaits(&self, kind: &ChangeKind) -> bool {
        self.verdict(kind) == Some(KindVerdict::Waiting)
    }

    /// What is known of a kind, if a pilot part has tried it.
    pub fn result(&self, kind: &ChangeKind) -> Option<&KindResult> {
        let at = self.kinds.binary_search_by(|known| known.kind.cmp(kind)).ok()?;
        self.kinds.get(at)
    }

    /// What is known of a kind from uploads.
    pub fn verdict(&self, kind: &ChangeKind) -> Option<KindVerdict> {
        if self.accepted.contains(kind) {
            return Some(KindVerdict::Accepted);
        }
        self.result(kind).map(|known| known.verdict)
    }

    /// Whether no pilot part has results or waits for them.
    pub fn is_empty(&self) -> bool {
        self.kinds.is_empty()
    }

    /// Whether a lead of a pilot part waits for its results.
    pub fn is_waiting(&self) -> bool {
        self.kinds.iter().any(|known| known.is_waiting)
    }
}

/// What the pilot parts show of one kind.
#[derive(Default)]
struct KindTally {
    tried: BTreeSet<Row>,
    waits: bool,
    /// The leads that were rejected, by what was said, with the kinds that may explain it, if all of these are
    /// of one column.
    only: BTreeMap<String, Vec<(Row, BTreeSet<ChangeKind>)>>,
    /// The leads that were rejected with any explanation, by what was said.
    any: BTreeMap<String, BTreeSet<Row>>,
    company: Option<BTreeSet<ChangeKind>>,
    /// The fewest kinds that may explain a rejection, this one among them.
    among: Option<usize>,
    sentences: Vec<String>,
}

impl KindTally {
    fn accuse(&mut self, trial: &KindTrial, sentence: &str, suspects: &[&ChangeKind]) {
        let said = without_values(sentence);
        let among = suspects.len();
        if suspects.iter().all(|kind| kind.field == suspects[0].field) {
            let suspects = suspects.iter().map(|kind| (*kind).clone()).collect();
            self.only.entry(said.clone()).or_default().push((trial.row, suspects));
        }
        self.any.entry(said).or_default().insert(trial.row);
        match &mut self.company {
            Some(company) => company.retain(|kind| trial.kinds.contains(kind)),
            None => self.company = Some(trial.kinds.iter().cloned().collect()),
        }
        self.among = Some(self.among.map_or(among, |fewest| fewest.min(among)));
        if !self.sentences.iter().any(|known| known == sentence) {
            self.sentences.push(sentence.to_owned());
        }
    }

    fn result(self, kind: &ChangeKind, accepted: &BTreeSet<ChangeKind>) -> KindResult {
        let verdict = match self.among {
            _ if accepted.contains(kind) => KindVerdict::Accepted,
            Some(_) if self.only.values().any(|leads| explains(kind, leads)) => {
                KindVerdict::Rejected
            }
            Some(among) => KindVerdict::Suspected(among),
            None if self.waits => KindVerdict::Waiting,
            None => KindVerdict::Unclear,
        };
        KindResult {
            kind: kind.clone(),
            verdict,
            tried: self.tried.into_iter().collect(),
            sentences: self.sentences,
            is_waiting: self.waits,
            rejected: self.any.values().map(BTreeSet::len).max().unwrap_or_default(),
            company: self.company.unwrap_or_default(),
        }
    }
}

/// Whether two of these leads, each with the kinds that may be rejected, have this one in common and no other, nor
/// the same value in different outcomes.
fn explains(kind: &ChangeKind, leads: &[(Row, BTreeSet<ChangeKind>)]) -> bool {
    let is_shared = |one: &ChangeKind, other: &BTreeSet<ChangeKind>| {
        one != kind && one.value != ValueKind::Touched && other.iter().any(|o| one.is_same_value(o))
    };
    let is_all = |(row, one): &(Row, BTreeSet<ChangeKind>), (other_row, other): &(Row, _)| {
        row != other_row
            && one.intersection(other).all(|common| common == kind)
            && !one.iter().any(|own| is_shared(own, other))
    };
    let pairs = leads
        .iter()
        .enumerate()
        .flat_map(|(at, one)| leads[..at].iter().map(move |other| (one, other)));
    pairs.into_iter().any(|(one, other)| is_all(one, other))
}

/// A sentence without the values that it quotes and without numbers, which differ from lead to lead.
fn without_values(sentence: &str) -> String {
    let unquoted: Vec<&str> = sentence.split(['"', '“', '”']).step_by(2).collect();
    let unquoted = unquoted.join(" ");
    let has_digit = |word: &&str| word.contains(|char: char| char.is_ascii_digit());
    unquoted.split_whitespace().filter(|word| !has_digit(word)).collect::<Vec<_>>().join(" ")
}

/// The kinds of a rejected lead that explain a sentence: those in the column that it names, if the lead changes
/// it, without those that were accepted in other leads.
fn suspects<'t>(
    sheet: &Sheet,
    trial: &'t KindTrial,
    named: Option<Field>,
    accepted: &BTreeSet<ChangeKind>,
) -> Vec<&'t ChangeKind> {
    let layout = sheet.layout();
    let is_outcome = |field: Field| layout.col(field).is_some_and(|col| col.is_outcome());
    let is_in = |field: Field, kind: &ChangeKind| {
        kind.field == field || is_outcome(field) && is_outcome(kind.field)
    };
    let is_named = |kind: &&ChangeKind| named.is_some_and(|field| is_in(field, kind));
    let has_named = trial.kinds.iter().any(|kind| is_named(&kind));
    let kinds = trial.kinds.iter().filter(|kind| !has_named || is_named(kind));
    kinds.filter(|kind| !accepted.contains(*kind)).collect()
}

/// The exports of a lead, and what each changes of what Partner Center held before it.
fn trials<'s>(sheet: &'s Sheet, row: Row, uploads: &'s LeadUploads) -> Vec<KindTrial<'s>> {
    let mut base: &[(Field, String)] = &[];
    let mut trials = Vec::new();
    for upload in uploads.iter() {
        let is_pilot = match upload.source {
            UploadSource::Export(number) => sheet.is_pilot_export(number),
            UploadSource::Elsewhere => false,
            UploadSource::Loaded => continue,
        };
        if upload.outcome != UploadOutcome::Withdrawn {
            let kinds = kinds_of(sheet, row, base, upload);
            trials.push(KindTrial { row, kinds, outcome: &upload.outcome, is_pilot });
        }
        if upload.outcome == UploadOutcome::Accepted {
            base = &upload.cells;
        }
    }
    trials
}

fn kinds_of(
    sheet: &Sheet,
    row: Row,
    base: &[(Field, String)],
    upload: &LeadUpload,
) -> Vec<ChangeKind> {
    let text = |cells: &[(Field, String)], field: Field| -> Cow<str> {
        match cells.iter().find(|(own, _)| *own == field) {
            Some((_, text)) => Cow::Owned(text.clone()),
            None => Cow::Owned(sheet.table().cell(row, field).into_owned()),
        }
    };
    let old = |field: Field| text(base, field);
    let new = |field: Field| text(&upload.cells, field);
    let today = sheet.context().today;
    let change = LeadChange { layout: sheet.layout(), today, old: &old, new: &new };
    change.kinds(&differing_fields(base, &upload.cells))
}

impl Sheet {
    /// Whether an export is a pilot part, by its number in the order of the exports.
    fn is_pilot_export(&self, number: usize) -> bool {
        let export = self.ledger.exports.get(number);
        export.and_then(|export| export.file.as_ref()).is_some_and(|file| file.is_pilot)
    }

    /// Whether this work has exported a pilot part.
    pub fn has_pilot(&self) -> bool {
        (0..self.ledger.exports.len()).any(|number| self.is_pilot_export(number))
    }
}
