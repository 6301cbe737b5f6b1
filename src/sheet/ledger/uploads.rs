//! The uploads of one lead: what Partner Center holds of it, and what is on its way.

use crate::leads::sort::sort_by_key;
use crate::leads::{Field, Reference, UploadResult};
use crate::sheet::state::Changes;

/// The uploads of one lead, in the order in which Partner Center gets them, as far as is known: that of the
/// exports, unless the user says or results show otherwise.
///
/// What Partner Center holds isn't stored anywhere: it is read off this list, see [`LeadUploads::base`]
/// and [`LeadUploads::reference`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct LeadUploads(Vec<LeadUpload>);

/// One upload of a lead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LeadUpload {
    /// Where it is known from.
    pub source: UploadSource,
    /// The cells in which it differs from the file that is edited, in file order.
    pub cells: Changes,
    /// How it went.
    pub outcome: UploadOutcome,
}

/// Where an upload is known from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum UploadSource {
    /// The file that is edited: it has the *Errors* of its last upload.
    Loaded,
    /// An upload file of this work, by its number in the order of the exports.
    Export(usize),
    /// A results file that answers no export of this work, as that of a revert file.
    Elsewhere,
}

/// How an upload of a lead went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum UploadOutcome {
    /// Nothing is known of it yet.
    Open,
    /// Nothing is known of it, and the user says that it wasn't uploaded.
    Withdrawn,
    /// Partner Center accepted the lead.
    Accepted,
    /// Partner Center rejected it.
    Rejected {
        /// What it said, word for word.
        said: String,
        /// Whether the lead is marked to be uploaded again unchanged.
        is_resubmitted: bool,
    },
}

impl UploadOutcome {
    /// The outcome for the *Errors* of a results file: accepted if there are none.
    pub fn from_errors(errors: &str) -> Self {
        match errors {
            "" => Self::Accepted,
            said => Self::Rejected { said: said.to_owned(), is_resubmitted: false },
        }
    }
}

/// Whether cells close a lead; `status` is the field of the status.
pub(crate) fn closes(cells: &[(Field, String)], status: Option<Field>) -> bool {
    cells.iter().any(|(field, text)| Some(*field) == status && text.trim() == "Closed")
}

impl LeadUpload {
    /// Whether results may still answer it.
    pub fn waits(&self) -> bool {
        matches!(self.outcome, UploadOutcome::Open | UploadOutcome::Withdrawn)
    }

    /// Whether it closes the lead; `status` is the field of the status.
    pub fn closes(&self, status: Option<Field>) -> bool {
        closes(&self.cells, status)
    }
}

impl LeadUploads {
    /// All uploads, the oldest first.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &LeadUpload> {
        self.0.iter()
    }

    /// The uploads that results may still answer, the oldest first.
    pub fn waiting(&self) -> impl DoubleEndedIterator<Item = &LeadUpload> {
        self.0.iter().filter(|upload| upload.waits())
    }

    /// The newest upload that was accepted: what Partner Center holds.
    pub fn base(&self) -> Option<&LeadUpload> {
        self.0.iter().rev().find(|upload| upload.outcome == UploadOutcome::Accepted)
    }

    /// The upload that changes are measured against: the newest one that waits for its results, if it is
    /// newer than the base; else the base.
    pub fn reference(&self) -> Option<&LeadUpload> {
        let counts = |upload: &&LeadUpload| {
            matches!(upload.outcome, UploadOutcome::Open | UploadOutcome::Accepted)
        };
        self.0.iter().rev().find(counts)
    }

    /// What the texts of the reference are.
    pub fn reference_kind(&self) -> Reference {
        match self.reference().map(|upload| &upload.outcome) {
            None => Reference::File,
            Some(UploadOutcome::Open) => Reference::Exported,
            Some(_) => Reference::Accepted,
        }
    }

    /// The newest upload, but for those that were withdrawn.
    pub fn newest(&self) -> Option<&LeadUpload> {
        self.0.iter().rev().find(|upload| upload.outcome != UploadOutcome::Withdrawn)
    }

    /// The result of the newest upload, for the rules.
    pub fn result(&self) -> UploadResult {
        match self.newest().map(|upload| &upload.outcome) {
            None | Some(UploadOutcome::Open | UploadOutcome::Withdrawn) => UploadResult::Unknown,
            Some(UploadOutcome::Accepted) => UploadResult::Accepted,
            Some(UploadOutcome::Rejected { is_resubmitted: false, .. }) => UploadResult::Rejected,
            Some(UploadOutcome::Rejected { is_resubmitted: true, .. }) => UploadResult::Resubmit,
        }
    }

    /// The errors that Partner Center reported for the newest upload; else empty.
    pub fn portal_errors(&self) -> &str {
        match self.newest().map(|upload| &upload.outcome) {
            Some(UploadOutcome::Rejected { said, .. }) => said,
            _ => "",
        }
    }

    /// Whether this work, or its results files, know an upload: the file's own *Errors* are none.
    pub fn has_own(&self) -> bool {
        self.0.iter().any(|upload| upload.source != UploadSource::Loaded)
    }

    /// Adds an upload.
    pub fn push(&mut self, upload: LeadUpload) {
        self.0.push(upload);
    }

    /// Puts what the loaded file says in front of all other uploads, in place of what another kind of file
    /// said.
    pub fn set_loaded(&mut self, outcome: Option<UploadOutcome>) {
        self.0.retain(|upload| upload.source != UploadSource::Loaded);
        let loaded =
            |outcome| LeadUpload { source: UploadSource::Loaded, cells: Changes::new(), outcome };
        self.0.splice(0..0, outcome.map(loaded));
    }

    /// Adds an upload that no export of this work made: it happened before those that wait for results.
    pub fn insert_elsewhere(&mut self, cells: Changes, outcome: UploadOutcome) {
        let at = self.0.iter().rposition(|upload| !upload.waits()).map_or(0, |at| at + 1);
        self.0.insert(at, LeadUpload { source: UploadSource::Elsewhere, cells, outcome });
    }

    /// The oldest upload with these cells that waits for results; of those right behind each other the newest,
    /// since they come to the same.
    pub fn oldest_open(&self, cells: &Changes) -> Option<&LeadUpload> {
        let mut others = self.0.iter().filter(|u| u.outcome != UploadOutcome::Withdrawn);
        let is_open =
            |upload: &&LeadUpload| upload.outcome == UploadOutcome::Open && upload.cells == *cells;
        let first = others.find(is_open)?;
        Some(others.take_while(is_open).last().unwrap_or(first))
    }

    /// Gives the outcome to the upload of an export, and tells whether there is one.
    pub fn answer_export(&mut self, number: usize, outcome: &UploadOutcome) -> bool {
        let source = UploadSource::Export(number);
        let upload = self.0.iter_mut().find(|upload| upload.source == source);
        upload.map(|upload| outcome.clone_into(&mut upload.outcome)).is_some()
    }

    /// Gives the outcome to the upload with these cells, and tells whether there is one: the oldest one that
    /// waits, else one that was withdrawn, else the newest if it was rejected as it is.
    pub fn answer(&mut self, cells: &Changes, outcome: &UploadOutcome) -> bool {
        let open = || {
            let open = self.oldest_open(cells)?;
            self.0.iter().position(|upload| std::ptr::eq(upload, open))
        };
        let is_withdrawn = |upload: &LeadUpload| {
            upload.cells == *cells && upload.outcome == UploadOutcome::Withdrawn
        };
        let withdrawn = || self.0.iter().rposition(is_withdrawn);
        let newest = || {
            let newest = self.newest()?;
            let is_rejected = matches!(newest.outcome, UploadOutcome::Rejected { .. });
            let at = self.0.iter().position(|upload| std::ptr::eq(upload, newest))?;
            (is_rejected && newest.cells == *cells).then_some(at)
        };
        let at = open().or_else(withdrawn).or_else(newest);
        if let Some(at) = at {
            self.0[at].outcome = outcome.clone();
        }
        at.is_some()
    }

    /// Notes that the upload of an export is made now: it is newer than those that were made before, and waits for
    /// its results.
    ///
    /// Those that have their results were made; `is_made` tells of an export that waits.
    pub fn set_uploaded(&mut self, number: usize, is_made: impl Fn(usize) -> bool) {
        let source = UploadSource::Export(number);
        let Some(at) = self.0.iter().position(|upload| upload.source == source && upload.waits())
        else {
            return;
        };
        let mut upload = self.0.remove(at);
        upload.outcome = UploadOutcome::Open;
        let is_before = |upload: &LeadUpload| match upload.source {
            UploadSource::Export(number) => !upload.waits() || is_made(number),
            UploadSource::Loaded | UploadSource::Elsewhere => true,
        };
        let made = self.0.iter().rposition(is_before).map_or(0, |at| at + 1);
        self.0.insert(at.max(made), upload);
    }

    /// Puts an upload that was accepted and closed the lead behind all others: Partner Center takes none after it.
    pub fn keep_closed(&mut self, status: Option<Field>) {
        let is_closing = |upload: &LeadUpload| {
            upload.outcome == UploadOutcome::Accepted && upload.closes(status)
        };
        if let Some(at) = self.0.iter().position(is_closing) {
            let closing = self.0.remove(at);
            self.0.push(closing);
        }
    }

    /// Marks the newest upload to be sent again as it is, or takes the mark back; tells whether that changed
    /// something. One that waits for its results is withdrawn.
    pub fn resubmit(&mut self, again: bool) -> bool {
        let newest = self.0.iter_mut().rev().find(|u| u.outcome != UploadOutcome::Withdrawn);
        match newest.map(|upload| &mut upload.outcome) {
            Some(UploadOutcome::Rejected { is_resubmitted: mark, .. }) if *mark != again => {
                *mark = again;
            }
            Some(open @ UploadOutcome::Open) if again => *open = UploadOutcome::Withdrawn,
            _ => return false,
        }
        true
    }

    /// Withdraws those that wait for results and that another list has as withdrawn.
    pub fn keep_withdrawn(&mut self, other: &Self) {
        let withdrawn: Vec<UploadSource> = (other.0.iter())
            .filter(|upload| upload.outcome == UploadOutcome::Withdrawn)
            .map(|upload| upload.source)
            .collect();
        for upload in self.0.iter_mut().filter(|upload| upload.outcome == UploadOutcome::Open) {
            if withdrawn.contains(&upload.source) {
                upload.outcome = UploadOutcome::Withdrawn;
            }
        }
    }

    /// Puts the uploads of exports in the order of another list, if that isn't the order which it had before.
    pub fn keep_order(&mut self, before: &Self, now: &Self) {
        let exports = |list: &Self| -> Vec<UploadSource> {
            let is_export = |source: &UploadSource| matches!(source, UploadSource::Export(_));
            list.0.iter().map(|upload| upload.source).filter(is_export).collect()
        };
        let order = exports(now);
        if order == exports(before) {
            return;
        }
        let place = |upload: &LeadUpload| order.iter().position(|source| *source == upload.source);
        let (places, mut moved): (Vec<usize>, Vec<LeadUpload>) = (self.0.iter().enumerate())
            .filter(|(_, upload)| place(upload).is_some())
            .map(|(at, upload)| (at, upload.clone()))
            .unzip();
        sort_by_key(&mut moved, place);
        for (at, upload) in places.into_iter().zip(moved) {
            self.0[at] = upload;
        }
    }

    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str) -> Changes {
        vec![(Field(1), text.to_owned())]
    }

    fn exported(texts: &[&str]) -> LeadUploads {
        let upload = |(n, text): (usize, &&str)| LeadUpload {
            source: UploadSource::Export(n),
            cells: cells(text),
            outcome: UploadOutcome::Open,
        };
        LeadUploads(texts.iter().enumerate().map(upload).collect())
    }

    fn reference(uploads: &LeadUploads) -> Option<(&str, Reference)> {
        Some((&*uploads.reference()?.cells[0].1, uploads.reference_kind()))
    }

    #[test]
    fn results_answer_the_upload_that_they_show_in_any_order() {
        let mut uploads = exported(&["x", "y"]);
        assert_eq!(reference(&uploads), Some(("y", Reference::Exported)));
        assert!(uploads.answer(&cells("x"), &UploadOutcome::Accepted));
        assert_eq!(uploads.base().map(|u| &u.cells), Some(&cells("x")));
        assert_eq!(reference(&uploads), Some(("y", Reference::Exported)));
        assert!(uploads.answer(&cells("y"), &UploadOutcome::from_errors("No")));
        assert_eq!(reference(&uploads), Some(("x", Reference::Accepted)));
        assert_eq!((uploads.result(), uploads.portal_errors()), (UploadResult::Rejected, "No"));

        let mut late = exported(&["x", "y"]);
        assert!(late.answer(&cells("y"), &UploadOutcome::Accepted));
        assert_eq!(reference(&late), Some(("y", Reference::Accepted)), "x can't be newer");
        assert!(late.answer(&cells("x"), &UploadOutcome::Accepted));
        assert_eq!(reference(&late), Some(("y", Reference::Accepted)));
        assert!(!late.answer(&cells("z"), &UploadOutcome::Accepted));
    }

    #[test]
    fn a_withdrawn_upload_counts_again_once_results_show_it() {
        let mut uploads = exported(&["x"]);
        assert!(uploads.resubmit(true) && !uploads.resubmit(true));
        assert_eq!((reference(&uploads), uploads.newest()), (None, None));
        assert!(uploads.answer(&cells("x"), &UploadOutcome::Accepted));
        assert_eq!(reference(&uploads), Some(("x", Reference::Accepted)));
    }

    #[test]
    fn an_upload_that_is_made_is_newer_than_all_that_were_made_before() {
        let mut uploads = exported(&["x", "y", "z"]);
        uploads.set_uploaded(1, |_| false);
        uploads.set_uploaded(0, |other| other == 1);
        let order = |uploads: &LeadUploads| -> Vec<String> {
            uploads.iter().map(|upload| upload.cells[0].1.clone()).collect()
        };
        assert_eq!(order(&uploads), ["y", "x", "z"], "z is still to be uploaded");
        let mut undone = exported(&["x", "y", "z"]);
        undone.keep_order(&exported(&["x", "y", "z"]), &uploads);
        assert_eq!(order(&undone), ["y", "x", "z"], "an undo of results doesn't undo a mark");
        undone.keep_order(&uploads, &uploads);
        assert_eq!(order(&undone), ["y", "x", "z"]);
    }

    #[test]
    fn an_upload_exported_again_is_answered_before_the_withdrawn_one() {
        let mut uploads = exported(&["x"]);
        uploads.resubmit(true);
        uploads.push(LeadUpload { source: UploadSource::Export(1), ..uploads.0[0].clone() });
        uploads.0[1].outcome = UploadOutcome::Open;
        uploads.answer(&cells("x"), &UploadOutcome::from_errors("No"));
        assert_eq!(uploads.0[0].outcome, UploadOutcome::Withdrawn);
        assert_eq!(uploads.result(), UploadResult::Rejected);
    }
}
