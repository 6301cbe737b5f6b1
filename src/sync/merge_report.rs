//! What a results file came to, in words: for the screen and for the command line.

use crate::leads::{Level, UploadResult};
use crate::sheet::Sheet;
use crate::sync::results::MergeReport;

/// How many leads of a kind are named.
const MAX_NAMED_LEADS: usize = 5;

/// One thing that a results file came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MergeLine {
    /// What kind of thing, in a word or two.
    pub kind: &'static str,
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
        let of_row = |row: &u32| format!("row {} {}", row + 1, sheet.table().referral_id(*row));
        let is = |why: &'static str| move |row: &u32| format!("{}: {why}", of_row(row));
        named(&mut told, CONTRADICTING, self.conflicting.iter().map(is("taken and refused")));
        named(&mut told, EDITED, self.edited_since.iter().map(is("still to be exported")));
        named(&mut told, STALE, self.stale.iter().map(is("as before the export")));
        let unknown = self.unknown.iter().map(|(at, id)| match id.trim() {
            "" => format!("its row {} has no Referral ID", at + 1),
            id => format!("its row {}: {id} isn't in this file", at + 1),
        });
        named(&mut told, "unknown", unknown);
        let twice = self.duplicates.iter().map(|at| format!("its row {}: a lead again", at + 1));
        named(&mut told, "twice", twice);
        let other = self.other_texts.iter().map(|(row, field)| {
            let column = sheet.layout().name(*field as usize);
            format!("{}: {column} isn't as it was exported", of_row(row))
        });
        named(&mut told, "other text", other);
        told
    }

    /// Returns the rows that Partner Center refused, as far as this or an earlier file says, in file
    /// order; corrected ones too.
    pub fn failed(&self, sheet: &Sheet) -> Vec<u32> {
        let stands = |row: &u32| {
            matches!(sheet.last_upload(*row), UploadResult::Rejected | UploadResult::Resubmit)
        };
        let known = self.known.iter().copied().filter(stands);
        let mut rows: Vec<u32> = self.rejected.iter().copied().chain(known).collect();
        rows.sort_unstable();
        rows
    }

    /// Says how many leads there are of each kind, if any.
    fn counts(&self) -> Vec<MergeLine> {
        let counts = [
            ("done", &self.accepted, "taken by Partner Center, and locked", Level::Note),
            ("failed", &self.rejected, "refused; what was said stands at the cells", Level::Error),
            ("known", &self.known, "nothing new was said", Level::Note),
            (
                EDITED,
                &self.edited_since,
                "taken as exported; the edits since are still to be exported",
                Level::Warning,
            ),
            (
                "taken over",
                &self.imported,
                "uploaded without this work; the texts came from the file",
                Level::Note,
            ),
            (
                "not uploaded",
                &self.not_uploaded,
                "without Errors in the file, but not exported from here; left alone",
                Level::Note,
            ),
            (
                STALE,
                &self.stale,
                "as before the export in the file, which isn't its result; still exported",
                Level::Warning,
            ),
            ("waiting", &self.waiting, "exported, and not in this file", Level::Note),
        ];
        let some = counts.into_iter().filter(|(_, rows, ..)| !rows.is_empty());
        some.map(|(kind, rows, what, level)| {
            let leads = if rows.len() == 1 { "lead" } else { "leads" };
            MergeLine { kind, text: format!("{} {leads}: {what}.", rows.len()), level }
        })
        .collect()
    }
}

const CONTRADICTING: &str = "contradicting";
const EDITED: &str = "edited since";
const STALE: &str = "stale";

/// Names the first of some leads, and says how many more there are.
fn named(
    told: &mut Vec<MergeLine>,
    kind: &'static str,
    says: impl ExactSizeIterator<Item = String>,
) {
    let more = says.len().saturating_sub(MAX_NAMED_LEADS);
    let level = Level::Warning;
    told.extend(says.take(MAX_NAMED_LEADS).map(|say| MergeLine { kind, text: say, level }));
    if more > 0 {
        told.push(MergeLine { kind, text: format!("… {more} more"), level });
    }
}
