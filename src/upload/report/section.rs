//! The sections of a report for people, in their order.

use crate::upload::report::group::ReportedGroup;
use crate::upload::report::model::{ReportedReason, UploadReport, WithheldLead};

/// A section of a report. One that has nothing to say is left out by its writer.
#[derive(Clone, Copy, Debug)]
pub(super) enum ReportSection<'r> {
    /// What it is about, and what is wrong with the whole file.
    Head,
    /// The totals by outcome and by currency.
    Totals,
    /// The upload files.
    Parts,
    /// A heading, and what no upload can put back.
    Irreversible(&'static str, &'r [ReportedReason]),
    /// The leads that get the same outcome.
    Group(&'r ReportedGroup),
    /// A heading, and the leads that aren't uploaded for that reason.
    Withheld(&'static str, &'r [WithheldLead]),
}

impl UploadReport {
    /// The sections, in the order of the report.
    pub(super) fn sections(&self) -> Vec<ReportSection<'_>> {
        let undo = "What another upload can't undo";
        let first = [
            ReportSection::Head,
            ReportSection::Totals,
            ReportSection::Parts,
            ReportSection::Irreversible(undo, &self.irreversible),
        ];
        let last = [
            ReportSection::Withheld("Held back because of errors", &self.held_back),
            ReportSection::Withheld("Left out because of the pilot part", &self.left_out),
            ReportSection::Withheld(
                "Not imported from the edited file",
                &self.context.not_imported,
            ),
        ];
        first.into_iter().chain(self.groups.iter().map(ReportSection::Group)).chain(last).collect()
    }
}
