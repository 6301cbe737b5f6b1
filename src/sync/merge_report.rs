//! What a results file came to, in words: for the screen and for the command line.

use crate::leads::sort::sort_by_key;
use crate::leads::{CellRef, Row};
use crate::leads::{Level, UploadResult, difference, plural, quoted, visible};
use crate::sheet::Sheet;

/// How many leads of a kind are named.
const MAX_NAMED_LEADS: usize = 5;

/// What a results file said of the work, lead by lead: each row of it counts in one of these, but for
/// the ones that stand twice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MergeReport {
    /// The rows that Partner Center accepted as they are now: they are done.
    pub accepted: Vec<Row>,
    /// The rows that it refused: they have failed, or wait to be exported as they were corrected since.
    pub rejected: Vec<Row>,
    /// The rows whose result was known before.
    pub known: Vec<Row>,
    /// The rows that it accepted and that were changed since: these changes are still to be exported, or wait
    /// for the results of a later export.
    pub edited_since: Vec<Row>,
    /// The rows whose old values a revert file put back.
    pub reverted: Vec<Row>,
    /// The rows whose old values a revert file would have put back, but it was rejected: with what Partner
    /// Center said.
    pub not_reverted: Vec<(Row, String)>,
    /// The cells of rows that it accepted as Closed and that were edited since, with the edited texts: nothing
    /// can be uploaded for these leads any more, so the edits are given up.
    pub lost: Vec<(CellRef, String)>,
    /// The rows that may answer more than one upload of the lead: nothing changes.
    pub unclear: Vec<Row>,
    /// The rows that the file shows as they were before the export, without *Errors*: it can't be the
    /// result of that upload, so they stay exported.
    pub stale: Vec<Row>,
    /// The rows of whose upload this work knows nothing and the file shows nothing.
    pub not_uploaded: Vec<Row>,
    /// The rows that the file both accepted and rejected, or that it rejects although this upload is known to
    /// be accepted: what it rejects counts, unless it is known to be accepted.
    pub conflicting: Vec<Row>,
    /// The rows of the file whose lead isn't here: row of the file and *Referral ID*.
    pub unknown: Vec<(Row, String)>,
    /// The rows of the file whose lead stands there already.
    pub duplicates: Vec<Row>,
    /// The rows whose uploaded texts were taken from the file, because this work didn't have them.
    pub imported: Vec<Row>,
    /// The cells that the file shows with another text than was exported.
    pub other_texts: Vec<OtherText>,
    /// The exported rows that the file doesn't name.
    pub waiting: Vec<Row>,
}

/// A cell that a results file shows with another text than was exported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherText {
    /// The cell.
    pub cell: CellRef,
    /// The text that was exported.
    pub exported: String,
    /// The text in the results file.
    pub shown: String,
}

/// What a results file says of some of its leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MergeKind {
    /// Accepted by Partner Center.
    Done,
    /// Rejected by Partner Center.
    Failed,
    /// With a result that was known before.
    Known,
    /// Accepted, and edited since the export.
    EditedSince,
    /// Put back by a revert file.
    Reverted,
    /// Not put back: the revert file was rejected.
    NotReverted,
    /// Accepted as Closed, and edited since: the edits are given up.
    Lost,
    /// Possibly of more than one upload.
    Unclear,
    /// Uploaded without this work, and its texts imported from the file.
    Imported,
    /// Without errors, but never exported from here.
    NotUploaded,
    /// As before the export.
    Stale,
    /// Accepted in one row and rejected in another.
    Conflicting,
    /// Exported, and not in the file.
    Waiting,
    /// Not in the download.
    Unknown,
    /// In a second row of the file.
    Repeated,
    /// With another text than was exported.
    OtherText,
}

impl MergeKind {
    /// Every kind.
    pub const ALL: [Self; 16] = [
        Self::Done,
        Self::Failed,
        Self::Known,
        Self::EditedSince,
        Self::Reverted,
        Self::NotReverted,
        Self::Lost,
        Self::Unclear,
        Self::Imported,
        Self::NotUploaded,
        Self::Stale,
        Self::Conflicting,
        Self::Waiting,
        Self::Unknown,
        Self::Repeated,
        Self::OtherText,
    ];

    /// Its name in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Known => "known",
            Self::EditedSince => "edited_since",
            Self::Reverted => "reverted",
            Self::NotReverted => "not_reverted",
            Self::Lost => "lost_edit",
            Self::Unclear => "unclear",
            Self::Imported => "taken_over",
            Self::NotUploaded => "not_uploaded",
            Self::Stale => "stale",
            Self::Conflicting => "contradicting",
            Self::Waiting => "waiting",
            Self::Unknown => "unknown",
            Self::Repeated => "repeated",
            Self::OtherText => "other_text",
        }
    }

    /// What it means, as the rest of a sentence about the number of leads.
    fn explanation(self) -> &'static str {
        match self {
            Self::Done => "accepted by Partner Center",
            Self::Failed => "rejected; the messages are shown at the cells",
            Self::Known => "no new result",
            Self::EditedSince => {
                "accepted as exported; later changes are still to be exported, or wait for their \
                results"
            }
            Self::Reverted => "back to the old values by a revert file",
            Self::NotReverted => "Partner Center rejected the revert file",
            Self::Lost => "Closed now; the edits since the export can't be uploaded any more",
            Self::Unclear => "not clear which upload this result is of; not changed",
            Self::Imported => "uploaded without this work; the values were imported from the file",
            Self::NotUploaded => {
                "without Errors in the file, but not exported from here; not changed"
            }
            Self::Stale => {
                "unchanged since before the export in the file, so this isn't their result; still \
                exported"
            }
            Self::Conflicting => "accepted and rejected",
            Self::Waiting => "exported, but not in this file",
            Self::Unknown => "not in this file",
            Self::Repeated => "twice in the file",
            Self::OtherText => "with another text than was exported",
        }
    }

    /// How grave it is.
    fn level(self) -> Level {
        match self {
            Self::Failed | Self::NotReverted => Level::Error,
            Self::EditedSince | Self::Lost | Self::Unclear | Self::Stale | Self::Conflicting => {
                Level::Warning
            }
            _ => Level::Note,
        }
    }

    /// Its name for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::EditedSince => "edited since",
            Self::NotReverted => "not reverted",
            Self::Lost => "lost edit",
            Self::Imported => "applied",
            Self::NotUploaded => "not uploaded",
            Self::Repeated => "twice",
            Self::OtherText => "other text",
            kind => kind.as_str(),
        }
    }
}

/// One thing that a results file came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MergeLine {
    /// Which leads it is about.
    pub kind: MergeKind,
    /// What there is to say.
    pub text: String,
    /// How grave it is.
    pub level: Level,
}

impl MergeReport {
    /// Says what the file came to: first how many leads of each kind there are, then the odd ones by
    /// name.
    pub fn report_lines(&self, sheet: &Sheet) -> Vec<MergeLine> {
        let mut told = self.counts();
        let of_row = |row: &Row| {
            format!("row {} {}", sheet.row_place(*row), sheet.table().referral_id(*row))
        };
        let is = |why: &'static str| move |row: &Row| format!("{}: {why}", of_row(row));
        named(
            &mut told,
            MergeKind::Conflicting,
            self.conflicting.iter().map(is("accepted and rejected")),
        );
        named(&mut told, MergeKind::EditedSince, self.edited_since.iter().map(is("changed since")));
        named(
            &mut told,
            MergeKind::Stale,
            self.stale.iter().map(is("unchanged since before the \
        export")),
        );
        let lost = self.lost.iter().map(|(cell, text)| {
            let (column, uploaded) =
                (sheet.layout().name(cell.field), sheet.text(cell.row, cell.field));
            let shown = difference(&uploaded, text, MAX_TEXT_WIDTH);
            let [uploaded, text] = quoted([&uploaded, text], shown);
            format!("{}: {column} {text} is given up; uploaded: {uploaded}", of_row(&cell.row))
        });
        named(&mut told, MergeKind::Lost, lost);
        let stuck = self.not_reverted.iter();
        let stuck = stuck.map(|(row, said)| format!("{}: {}", of_row(row), shown(said)));
        named(&mut told, MergeKind::NotReverted, stuck);
        named(
            &mut told,
            MergeKind::Unclear,
            self.unclear.iter().map(is("more than one upload fits")),
        );
        let unknown = self.unknown.iter().map(|(at, id)| match id.trim() {
            "" => format!("its row {} has no Referral ID", at.number()),
            id => format!("its row {}: {id} isn't in this file", at.number()),
        });
        named(&mut told, MergeKind::Unknown, unknown);
        let twice =
            self.duplicates.iter().map(|at| format!("its row {}: repeats a lead", at.number()));
        named(&mut told, MergeKind::Repeated, twice);
        let other = self.other_texts.iter().map(|OtherText { cell, exported, shown }| {
            let column = sheet.layout().name(cell.field);
            let [exported, shown] = difference(exported, shown, MAX_TEXT_WIDTH);
            format!("{}: {column} differs from the export: {exported} → {shown}", of_row(&cell.row))
        });
        named(&mut told, MergeKind::OtherText, other);
        told
    }

    /// The leads of the download of each kind, in the order in which they are listed.
    pub fn by_kind(&self) -> [(MergeKind, &[Row]); 11] {
        [
            (MergeKind::Done, &self.accepted),
            (MergeKind::Failed, &self.rejected),
            (MergeKind::Known, &self.known),
            (MergeKind::EditedSince, &self.edited_since),
            (MergeKind::Reverted, &self.reverted),
            (MergeKind::Unclear, &self.unclear),
            (MergeKind::Imported, &self.imported),
            (MergeKind::NotUploaded, &self.not_uploaded),
            (MergeKind::Stale, &self.stale),
            (MergeKind::Conflicting, &self.conflicting),
            (MergeKind::Waiting, &self.waiting),
        ]
    }

    /// Returns the rows that Partner Center refused, as far as this or an earlier file says, in file
    /// order; corrected ones too.
    pub fn failed(&self, sheet: &Sheet) -> Vec<Row> {
        let stands = |row: &Row| {
            matches!(sheet.last_upload(*row), UploadResult::Rejected | UploadResult::Resubmit)
        };
        let known = self.known.iter().copied().filter(stands);
        let mut rows: Vec<Row> = self.rejected.iter().copied().chain(known).collect();
        rows.sort_unstable();
        rows
    }

    /// Says how many leads there are of each kind, if any.
    fn counts(&self) -> Vec<MergeLine> {
        let lost = distinct(self.lost.iter().map(|(cell, _)| cell.row));
        let not_reverted = distinct(self.not_reverted.iter().map(|(row, _)| *row));
        let others = [(MergeKind::Lost, &*lost), (MergeKind::NotReverted, &*not_reverted)];
        let all = self.by_kind().into_iter().chain(others);
        let mut counts: Vec<MergeLine> = all
            .filter(|(kind, rows)| !rows.is_empty() && *kind != MergeKind::Conflicting)
            .map(|(kind, rows)| MergeLine {
                kind,
                text: format!("{}: {}.", plural(rows.len(), "lead"), kind.explanation()),
                level: kind.level(),
            })
            .collect();
        // What is still to come stands last.
        sort_by_key(&mut counts, |line| line.kind == MergeKind::Waiting);
        counts
    }
}

/// How many characters of a text are named.
const MAX_TEXT_CHARS: usize = 60;

/// The most terminal columns that a text beside another one takes.
const MAX_TEXT_WIDTH: usize = 60;

/// The beginning of a text, on one line.
fn shown(text: &str) -> String {
    let mut shown: String = visible(text).chars().take(MAX_TEXT_CHARS).collect();
    if text.chars().count() > MAX_TEXT_CHARS {
        shown.push('…');
    }
    shown
}

/// Rows in file order, each once.
fn distinct(rows: impl Iterator<Item = Row>) -> Vec<Row> {
    let mut rows: Vec<Row> = rows.collect();
    rows.sort_unstable();
    rows.dedup();
    rows
}

/// Names the first of some leads, and says how many more there are.
fn named(told: &mut Vec<MergeLine>, kind: MergeKind, says: impl ExactSizeIterator<Item = String>) {
    let more = says.len().saturating_sub(MAX_NAMED_LEADS);
    let level = Level::Warning;
    told.extend(says.take(MAX_NAMED_LEADS).map(|say| MergeLine { kind, text: say, level }));
    if more > 0 {
        told.push(MergeLine { kind, text: format!("… {more} more"), level });
    }
}
