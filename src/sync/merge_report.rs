//! What a results file came to, in words: for the screen and for the command line.

use crate::leads::Row;
use crate::leads::{Level, UploadResult, plural};
use crate::sheet::Sheet;
use crate::sync::results::MergeReport;

/// How many leads of a kind are named.
const MAX_NAMED_LEADS: usize = 5;

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
    /// Its name in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Known => "known",
            Self::EditedSince => "edited_since",
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

    /// Its name for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::EditedSince => "edited since",
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
        let of_row =
            |row: &Row| format!("row {} {}", row.number(), sheet.table().referral_id(*row));
        let is = |why: &'static str| move |row: &Row| format!("{}: {why}", of_row(row));
        named(
            &mut told,
            MergeKind::Conflicting,
            self.conflicting.iter().map(is("accepted and rejected")),
        );
        named(
            &mut told,
            MergeKind::EditedSince,
            self.edited_since.iter().map(is("still to be exported")),
        );
        named(
            &mut told,
            MergeKind::Stale,
            self.stale.iter().map(is("unchanged since before the \
        export")),
        );
        let unknown = self.unknown.iter().map(|(at, id)| match id.trim() {
            "" => format!("its row {} has no Referral ID", at.number()),
            id => format!("its row {}: {id} isn't in this file", at.number()),
        });
        named(&mut told, MergeKind::Unknown, unknown);
        let twice =
            self.duplicates.iter().map(|at| format!("its row {}: repeats a lead", at.number()));
        named(&mut told, MergeKind::Repeated, twice);
        let other = self.other_texts.iter().map(|cell| {
            let column = sheet.layout().name(cell.field);
            format!("{}: {column} differs from the export", of_row(&cell.row))
        });
        named(&mut told, MergeKind::OtherText, other);
        told
    }

    /// The leads of the download of each kind, in the order in which they are listed.
    pub fn by_kind(&self) -> [(MergeKind, &[Row]); 9] {
        [
            (MergeKind::Done, &self.accepted),
            (MergeKind::Failed, &self.rejected),
            (MergeKind::Known, &self.known),
            (MergeKind::EditedSince, &self.edited_since),
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
        let counts = [
            (MergeKind::Done, &self.accepted, "accepted by Partner Center and locked", Level::Note),
            (
                MergeKind::Failed,
                &self.rejected,
                "rejected; the messages are shown at the cells",
                Level::Error,
            ),
            (MergeKind::Known, &self.known, "no new result", Level::Note),
            (
                MergeKind::EditedSince,
                &self.edited_since,
                "accepted as exported; later edits are still to be exported",
                Level::Warning,
            ),
            (
                MergeKind::Imported,
                &self.imported,
                "uploaded without this work; the values were imported from the file",
                Level::Note,
            ),
            (
                MergeKind::NotUploaded,
                &self.not_uploaded,
                "without Errors in the file, but not exported from here; not changed",
                Level::Note,
            ),
            (
                MergeKind::Stale,
                &self.stale,
                "unchanged since before the export in the file, so this isn't their result; still \
                exported",
                Level::Warning,
            ),
            (MergeKind::Waiting, &self.waiting, "exported, but not in this file", Level::Note),
        ];
        let some = counts.into_iter().filter(|(_, rows, ..)| !rows.is_empty());
        some.map(|(kind, rows, what, level)| MergeLine {
            kind,
            text: format!("{}: {what}.", plural(rows.len(), "lead")),
            level,
        })
        .collect()
    }
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
