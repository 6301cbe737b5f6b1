//! Rows and their identity, and what a row must hold (R).

use super::words::{is_blank, quoted};
use crate::leads::bytes::{self, WORD};
use crate::leads::index::Row;
use crate::leads::lead::lead_rows;
use crate::leads::{
    Access, COLUMNS, Check, Col, Column, Lead, Level, Need, Origin, Report, RowScope, Rows, Rule,
    Severity, UploadResult, visible,
};
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

pub(super) static RULES: [Rule; 14] = [
    Rule {
        code: "R-01",
        severity: Severity::Error,
        check: Check::Row(RowScope::OPEN.and_closed(), no_id),
        text: "The Referral ID is empty.",
        help: "It identifies the lead that the row updates, and new leads can't be created by \
        upload. Download the file again or leave the row out.",
        source: "Leads bulk page, mandatory list; bulk operations only edit existing leads",
    },
    Rule {
        code: "R-02",
        severity: Severity::Warning,
        check: Check::Row(RowScope::OPEN.and_closed(), malformed_id),
        text: "An ID doesn't look like a Partner Center ID.",
        help: "Its IDs are 8-4-4-4-12 letters and digits. If another program damaged it, the row \
        matches no lead; download the file again.",
        source: "Our interpretation: every ID in the examples of the Leads bulk page has this form",
    },
    Rule {
        code: "R-03",
        severity: Severity::Error,
        check: Check::Rows(same_id),
        text: "Two rows have the same Referral ID.",
        help: "Both would update the same lead and one would undo the other. Keep one of the two rows.",
        source: "Our interpretation: an ID names one lead",
    },
    Rule {
        code: "R-04",
        severity: Severity::Error,
        check: Check::Row(RowScope::CHANGED.and_closed().and_ragged(), locked),
        text: "A read-only cell was changed.",
        help: "Partner Center sets it; restore the downloaded value.",
        source: "Leads bulk page, list of read-only fields",
    },
    Rule {
        code: "R-05",
        severity: Severity::Error,
        check: Check::Row(RowScope::CHANGED.and_closed().and_ragged(), closed),
        text: "A lead that is Closed was changed.",
        help: "Partner Center permits no action on a Closed lead. Revert the changes in the row.",
        source: "Leads bulk page: No actions are permitted after any Lead reaches a referral status as Closed",
    },
    Rule {
        code: "R-06",
        severity: Severity::Note,
        check: Check::Row(RowScope::OPEN.and_closed(), maybe_closed),
        text: "An upload file contains a Closed lead.",
        help: "Without the download it is unknown whether this upload closes the lead or the lead \
        is already Closed, in which case the row is rejected. Compared with the download, a lead \
        that is already Closed there is an error.",
        source: "Leads bulk page: No actions are permitted after any Lead reaches a referral status as Closed",
    },
    Rule {
        code: "R-07",
        severity: Severity::Note,
        check: Check::Row(RowScope::OPEN, unchanged),
        text: "A row without changes would be uploaded.",
        help: "It only counts towards the 1,000 records of a file. Exports leave such rows out.",
        source: "Our interpretation: a subset of the rows is enough for an upload",
    },
    Rule {
        code: "R-08",
        severity: Severity::Warning,
        check: Check::Row(RowScope::OPEN, echo),
        text: "A mandatory cell that only Partner Center can fill is empty.",
        help: "It can't be filled here. Download the file again; if it is still empty, try the \
        upload and see whether the row is accepted.",
        source: "Leads bulk page, mandatory list",
    },
    Rule {
        code: "R-09",
        severity: Severity::Error,
        check: Check::Row(RowScope::OPEN, empty),
        text: "A required cell is empty.",
        help: "Partner Center rejects a row without it. Fill the cell.",
        source: "Leads bulk page, mandatory list and column table (Required: Yes)",
    },
    Rule {
        code: "R-10",
        severity: Severity::Warning,
        check: Check::Row(RowScope::OPEN, failed),
        text: "The last upload rejected the row.",
        help: "The Errors column gives the reason. Correct the row; the export clears Errors.",
        source: "Leads bulk page, Errors: the reasons why a record was not processed",
    },
    Rule {
        code: "R-11",
        severity: Severity::Warning,
        check: Check::Row(RowScope::OPEN, not_corrected),
        text: "A rejected row would be uploaded again without a correction.",
        help: "Only its Errors were cleared, so it will most likely be rejected for the same \
        reason. Correct what they named.",
        source: "Our interpretation: the page asks to correct the errors before the next upload",
    },
    Rule {
        code: "R-12",
        severity: Severity::Error,
        check: Check::Row(RowScope::CHANGED, errors_written),
        text: "Something was written into the Errors column.",
        help: "Partner Center writes it; it can only be cleared.",
        source: "Leads bulk page, Errors: optional for user to remove prefilled values",
    },
    Rule {
        code: "R-13",
        severity: Severity::Warning,
        check: Check::Row(RowScope::OPEN, succeeded),
        text: "A row that the last upload accepted would be uploaded again.",
        help: "In a results file the rows without Errors have succeeded. Microsoft's page asks to remove them before the file is uploaded again. In the editor they are locked.",
        source: "Leads bulk page, upload: correct the errors and upload again after removing all successful records",
    },
    Rule {
        code: "R-14",
        severity: Severity::Error,
        check: Check::Row(RowScope::OPEN, added),
        text: "The lead isn't in the download.",
        help: "Leads can't be created by upload. Check whether its Referral ID was damaged, or \
        leave the row out.",
        source: "Leads bulk page: bulk operations only edit existing leads",
    },
];

fn no_id(row: &Lead, report: &mut Report) {
    if row.has(Col::ReferralId) && is_blank(row.text(Col::ReferralId)) {
        report.field_cell(
            Col::ReferralId,
            "Referral ID is empty; new leads can't be created by upload. Leave the row out or download again.",
        );
    }
}

fn malformed_id(row: &Lead, report: &mut Report) {
    for col in [Col::EngagementId, Col::ReferralId] {
        let id = bare(row.text(col));
        if !id.is_empty() && !is_id(id) {
            report.field_cell(
                col,
                format!(
                    "{} {} doesn't look like a Partner Center ID; download the file again.",
                    col.name(),
                    quoted(id)
                ),
            );
        }
    }
}

/// Trims spaces and byte-order marks around an ID.
fn bare(id: &str) -> &str {
    if let [first, .., last] = id.as_bytes()
        && first.is_ascii_graphic()
        && last.is_ascii_graphic()
    {
        return id;
    }
    id.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}')
}

/// Whether a text has the form 8-4-4-4-12 of letters and digits, as the IDs of Partner Center.
pub fn is_id(text: &str) -> bool {
    let Ok(text): Result<&[u8; 36], _> = text.as_bytes().try_into() else { return false };
    let (words, rest) = text.as_chunks::<WORD>();
    let fits = |(word, form): (&[u8; WORD], &[u8; WORD])| {
        bytes::alphanumeric(u64::from_le_bytes(*word))
            == bytes::alphanumeric(u64::from_le_bytes(*form))
    };
    words.iter().zip(ID_FORM.as_chunks().0).all(fits)
        && rest.iter().all(u8::is_ascii_alphanumeric)
        && [8, 13, 18, 23].iter().all(|&at| text[at] == b'-')
}

/// The form of an ID, up to its last four characters.
const ID_FORM: &[u8; 32] = b"00000000-0000-0000-0000-00000000";

fn same_id(rows: &dyn Rows, report: &mut Report) {
    let Some(field) = rows.layout().field(Col::ReferralId) else { return };
    // Row numbers in 32 bits: for a million rows this map is the largest allocation of all rules.
    let mut first: HashMap<Cow<str>, (Row, bool)> = HashMap::with_capacity(rows.count());
    for row in lead_rows(rows) {
        let id = id_key(rows.text(row, field));
        if id.is_empty() {
            continue;
        }
        let (other, reported) = first.entry(id).or_insert((row, false));
        let other = *other;
        if other == row {
            continue;
        }
        let message = format!(
            "Rows {} and {} have the same Referral ID {}; keep one of them.",
            other.number(),
            row.number(),
            quoted(bare(&rows.text(row, field)))
        );
        if !std::mem::replace(reported, true) {
            report.in_row(other, Some(field), message.clone());
        }
        report.in_row(row, Some(field), message);
    }
}

/// The form in which two Referral IDs are compared: without spaces around it and without case.
pub fn id_key(id: Cow<'_, str>) -> Cow<'_, str> {
    let simple = bare(&id).len() == id.len() && !id.bytes().any(|b| b.is_ascii_uppercase());
    if simple { id } else { Cow::Owned(bare(&id).to_ascii_lowercase()) }
}

fn locked(row: &Lead, report: &mut Report) {
    for &field in row.changed {
        let old = row.loaded.get(field.index()).copied().unwrap_or_default();
        let col = row.layout.col(field);
        let read_only =
            col.is_none_or(|c| matches!(c.column().access, Access::Locked(rule) if rule == "R-04"));
        if read_only {
            let name = row.layout.name(field);
            report
                .at_field(
                    field,
                    format!("{name} is read-only; its downloaded text is {}.", quoted(old)),
                )
                .fix(old);
        }
    }
}

fn closed(row: &Lead, report: &mut Report) {
    if row.was_closed() {
        report.row_finding(
            "The lead is Closed and Partner Center permits no more changes; undo them.",
        );
    } else if row.awaits_closing() && row.is_changed() {
        report.field_cell(
            Col::Status,
            "The lead was exported as Closed. Import the results of that upload first; or, if the file \
            wasn't uploaded, use the command \"export again\".",
        );
    }
}

fn maybe_closed(row: &Lead, report: &mut Report) {
    let is_closed = row.text(Col::Status).trim() == "Closed";
    match row.origin {
        Origin::Upload if is_closed => {
            report.field_cell(
                Col::Status,
                "If the lead is already Closed in Partner Center, it rejects the row.",
            );
        }
        // R-05 reports a Closed lead that was changed besides.
        Origin::Compared if row.was_closed() && !row.is_changed() => {
            let message =
                "The lead is already Closed and Partner Center rejects it; leave the row out.";
            report.field_cell(Col::Status, message).level = Level::Error;
        }
        _ => {}
    }
}

fn unchanged(row: &Lead, report: &mut Report) {
    if row.origin == Origin::Compared && !row.is_changed() {
        report.row_finding("The row is as downloaded; it can be left out.");
    }
}

fn added(row: &Lead, report: &mut Report) {
    let id = bare(row.text(Col::ReferralId));
    if row.origin == Origin::Added && !id.is_empty() {
        let message = format!(
            "There is no lead {} in the download, and leads can't be created by upload; leave the row out.",
            quoted(id)
        );
        report.field_cell(Col::ReferralId, message);
    }
}

fn echo(row: &Lead, report: &mut Report) {
    static ECHOES: LazyLock<Vec<Col>> =
        LazyLock::new(|| COLUMNS.iter().filter(|c| c.need == Need::Echo).map(|c| c.col).collect());
    for &col in ECHOES.iter() {
        if row.has(col) && is_blank(row.text(col)) {
            report.field_cell(
                col,
                format!(
                    "{} is mandatory but empty, and can't be filled here; download again.",
                    col.name()
                ),
            );
        }
    }
}

/// The required columns with rules of their own: N-01, M-02 and P-01.
const WITH_OWN_RULE: [Col; 3] = [Col::LeadName, Col::PurchaseIntent, Col::TeamMember(1)];

/// The other required columns that the user can fill.
static FILLABLE: LazyLock<Vec<Col>> = LazyLock::new(|| {
    let editable = |column: &&Column| !matches!(column.access, Access::Locked(_));
    let required = COLUMNS.iter().filter(|column| column.need == Need::Required).filter(editable);
    required.map(|column| column.col).filter(|col| !WITH_OWN_RULE.contains(col)).collect()
});

fn empty(row: &Lead, report: &mut Report) {
    if !row.is_candidate() {
        return;
    }
    for &col in FILLABLE.iter() {
        if row.has(col) && is_blank(row.text(col)) {
            report.field_cell(col, format!("{} is required; fill the cell.", col.name()));
        }
    }
}

fn failed(row: &Lead, report: &mut Report) {
    // R-12 reports a text that Partner Center didn't write.
    if row.changed(Col::Errors)
        || row.portal_errors.is_empty()
        || row.upload_result == UploadResult::Accepted
    {
        return;
    }
    for (named, error) in row.layout.sentences(row.portal_errors) {
        if named.is_some_and(|field| row.corrected.contains(&field)) {
            continue;
        }
        // The portal's own sentence, whole: it names what the user has to fix.
        let message = format!("Rejected: {}", visible(error));
        match named.or(row.layout.field(Col::Errors)) {
            Some(field) => report.at_field(field, message),
            None => report.row_finding(message),
        };
    }
}

fn not_corrected(row: &Lead, report: &mut Report) {
    let is_resubmitted = row.upload_result == UploadResult::Resubmit || row.changed(Col::Errors);
    if !row.is_candidate() || row.portal_errors.is_empty() || !is_resubmitted {
        return;
    }
    let errors = row.layout.field(Col::Errors);
    if row.corrected.iter().all(|field| Some(*field) == errors) {
        let message = format!(
            "The last upload rejected the row ({}) and nothing else has changed since; correct it \
            first.",
            quoted(row.portal_errors)
        );
        match errors {
            Some(field) => report.at_field(field, message),
            None => report.row_finding(message),
        };
    }
}

fn succeeded(row: &Lead, report: &mut Report) {
    let is_upload = matches!(row.origin, Origin::Upload | Origin::Compared);
    if is_upload
        && row.context.has_rejected_rows
        && row.has(Col::Errors)
        && row.portal_errors.is_empty()
    {
        let message = "The row has no Errors but others do: if the last upload accepted it, remove it \
        from the file.";
        report.field_cell(Col::Errors, message);
    }
}

fn errors_written(row: &Lead, report: &mut Report) {
    if row.changed(Col::Errors) && !row.text(Col::Errors).is_empty() {
        report
            .field_cell(Col::Errors, "The Errors column can only be cleared, not written.")
            .fix(row.loaded(Col::Errors));
    }
}

#[cfg(test)]
mod tests {
    use super::super::probe::Probe;
    use super::*;

    const HEADER: [&str; 5] =
        ["Referral ID", "Lead Name", "Partner Referral Status", "Errors", "Colour"];

    fn probe(status: &'static str) -> Probe {
        Probe::download(&HEADER, &["a", "Contoso", status, "Required field missing", "red"])
    }

    #[test]
    fn a_changed_read_only_or_unknown_cell_is_restored() {
        let found = probe("Active").with("Referral ID", "b").with("Colour", "blue").all("R-04");
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].fix.as_deref(), Some("a"));
        assert!(probe("Active").with("Lead Name", "Fabrikam").all("R-04").is_empty());
    }

    #[test]
    fn a_closed_lead_is_an_error_only_if_it_changed() {
        let changed = probe("Closed").with("Lead Name", "");
        assert_eq!(changed.codes(), ["R-02", "R-05"]);
        assert_eq!(probe("Closed").codes(), ["R-02"]);
        assert_eq!(probe("Closed").with("Colour", "").codes(), ["R-02", "R-04", "R-05"]);
    }

    #[test]
    fn errors_may_be_cleared_and_not_written() {
        assert_eq!(probe("Active").with("Errors", "x").all("R-12").len(), 1);
        assert!(probe("Active").with("Errors", "").all("R-12").is_empty());
    }

    #[test]
    fn ids_are_compared_without_case_spaces_and_boms() {
        assert_eq!(id_key(Cow::Borrowed("\u{feff}AB ")), "ab");
        assert!(matches!(id_key(Cow::Borrowed("ab")), Cow::Borrowed("ab")));
    }
}
