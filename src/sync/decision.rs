//! What a row of a results file comes to.

use crate::leads::Row;
use crate::sheet::AnsweredUpload;
use crate::sheet::ledger::uploads::{LeadUpload, UploadOutcome, UploadSource};
use crate::sheet::state::Changes;

/// What a results file says of one lead.
pub(crate) struct RowResult {
    /// Its first row in the results file.
    pub at: Row,
    /// The *Errors* of all its rows, each once; empty if it was accepted.
    pub said: String,
    /// Whether one of its rows was accepted and another one rejected.
    pub is_conflicting: bool,
}

/// What a row of the results file comes to.
pub(super) enum Decision {
    /// It answers an upload, with these cells; the upload of an export is named.
    Answers(Option<AnsweredUpload>, Changes),
    /// It is about an upload that isn't known here, with these cells.
    Unknown(Changes),
    /// It puts old values back.
    Reverts(Changes),
    /// Its result is known.
    Known,
    /// It contradicts a result that is known.
    Contradicts,
    /// It shows the lead as it was before the export.
    Stale,
    /// It may answer more than one upload.
    Unclear,
    /// Nothing was exported that it could answer.
    NotUploaded,
}

/// What a row comes to that shows an upload that has its results.
pub(super) fn repeated(upload: &LeadUpload, word: &RowResult) -> Decision {
    match &upload.outcome {
        UploadOutcome::Accepted if !word.said.is_empty() => Decision::Contradicts,
        UploadOutcome::Rejected { said, .. } if *said != word.said => answers(upload),
        _ => Decision::Known,
    }
}

/// What a row comes to that answers an upload.
pub(super) fn answers(upload: &LeadUpload) -> Decision {
    let export = match upload.source {
        UploadSource::Export(number) => Some(AnsweredUpload::Export(number)),
        UploadSource::Loaded | UploadSource::Elsewhere => None,
    };
    Decision::Answers(export, upload.cells.clone())
}

#[cfg(test)]
mod tests {
    use crate::leads::{Field, Origin, Reference, Row};
    use crate::sheet::{Edit, RowState, Sheet};
    use crate::sync::MergeReport;
    use crate::table::Table;
    use chrono::NaiveDate;

    const HEADER: &str = "Referral ID,CRM ID,Notes,Errors\n";

    fn table(rows: &str) -> Table {
        Table::parse(format!("{HEADER}{rows}"), b',').expect("well-formed")
    }

    fn sheet(rows: &str) -> Sheet {
        let today = NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day");
        Sheet::new(table(rows), Origin::Download, today)
    }

    /// Two leads; the first was exported with each of these CRM IDs, one export after the other.
    fn exported(texts: &[&str]) -> Sheet {
        let mut sheet = sheet("a,,,\nb,,,\n");
        for text in texts {
            set(&mut sheet, text);
            sheet.mark_exported(&[Row(0)], &[]);
        }
        sheet
    }

    fn set(sheet: &mut Sheet, text: &str) {
        sheet.apply(Edit::cell("edit", Row(0), Field(1), text)).expect("editable");
    }

    fn merge(sheet: &mut Sheet, rows: &str) -> MergeReport {
        sheet.merge_file(&table(rows), rows).expect("results of these leads")
    }

    /// What the program takes for the CRM ID at Partner Center, if it knows it.
    fn base(sheet: &Sheet) -> Option<String> {
        let is_known = sheet.reference(Row(0)) != Reference::Exported;
        is_known.then(|| sheet.reference_text(Row(0), Field(1)).into_owned())
    }

    #[test]
    fn of_two_exports_with_the_same_texts_results_answer_the_older_one_first() {
        let mut sheet = exported(&["1", "2", "1"]);
        merge(&mut sheet, "a,1,,\n");
        assert_eq!((base(&sheet), sheet.state(Row(0))), (None, RowState::Exported));
        merge(&mut sheet, "a,2,,\n");
        merge(&mut sheet, "a,1,,No\n");
        assert_eq!(base(&sheet).as_deref(), Some("2"));
    }

    #[test]
    fn a_text_in_another_form_is_that_of_another_export() {
        let mut sheet = exported(&["1"]);
        for text in ["x\ny", "x\r\ny"] {
            sheet.apply(Edit::cell("edit", Row(0), Field(2), text)).expect("editable");
            sheet.mark_exported(&[Row(0)], &[]);
        }
        assert!(merge(&mut sheet, "a,1,\"x\r\ny\",\n").unclear.is_empty());
        assert_eq!(sheet.state(Row(0)), RowState::Done);
    }

    #[test]
    fn what_a_spreadsheet_makes_of_a_text_is_its_upload_unless_another_has_just_that() {
        let mut sheet = exported(&["007"]);
        merge(&mut sheet, "a,7,,\n");
        assert_eq!(base(&sheet).as_deref(), Some("007"));
        let mut sheet = exported(&["007", "7"]);
        merge(&mut sheet, "a,7,,\n");
        assert_eq!(base(&sheet).as_deref(), Some("7"));
        let mut sheet = exported(&["7", "007"]);
        assert!(merge(&mut sheet, "a,7,,No\n").unclear.is_empty());
        assert_eq!((base(&sheet), sheet.state(Row(0))), (None, RowState::Exported));
    }

    #[test]
    fn old_values_that_are_put_back_are_older_than_an_export_that_waits() {
        let mut sheet = exported(&["1"]);
        merge(&mut sheet, "a,1,,\n");
        set(&mut sheet, "2");
        sheet.mark_exported(&[Row(0)], &[]);
        assert_eq!(merge(&mut sheet, "a,,,\n").reverted, [Row(0)]);
        assert_eq!((base(&sheet), sheet.text(Row(0), Field(1))), (None, "2".into()));
        merge(&mut sheet, "a,2,,\n");
        assert_eq!(base(&sheet).as_deref(), Some("2"));
    }

    #[test]
    fn old_values_that_are_put_back_are_just_those_of_before() {
        // What a spreadsheet program makes of 007, and what it makes of no text at all.
        for (old, new) in [("7", "007"), ("1.2E+11", ""), ("1.2E+11", "120000000000")] {
            let mut sheet = sheet(&format!("a,{old},,\nb,,,\n"));
            set(&mut sheet, new);
            sheet.apply(Edit::cell("edit", Row(0), Field(2), "x")).expect("editable");
            sheet.mark_exported(&[Row(0)], &[]);
            merge(&mut sheet, &format!("a,{new},x,\n"));
            assert_eq!(base(&sheet).as_deref(), Some(new));
            assert_eq!(merge(&mut sheet, &format!("a,{old},,\n")).reverted, [Row(0)], "{old}");
            assert_eq!(base(&sheet).as_deref(), Some(old));
        }
    }

    #[test]
    fn an_old_text_that_no_program_makes_of_the_new_one_is_that_of_before() {
        for new in ["", "1", "120000000001"] {
            let mut sheet = sheet("a,1.2E+12,,\nb,,,\n");
            set(&mut sheet, new);
            sheet.mark_exported(&[Row(0)], &[]);
            assert_eq!(merge(&mut sheet, "a,1.2E+12,,No\n").stale, [Row(0)], "{new}");
            merge(&mut sheet, &format!("a,{new},,\n"));
            assert_eq!(merge(&mut sheet, "a,1.2E+12,,\n").reverted, [Row(0)], "{new}");
            assert_eq!(base(&sheet).as_deref(), Some("1.2E+12"));
        }
    }

    #[test]
    fn an_earlier_rejection_that_is_corrected_stays_older_than_what_was_accepted() {
        let mut sheet = exported(&["1", "2"]);
        merge(&mut sheet, "a,2,,\n");
        merge(&mut sheet, "a,1,,No\n");
        merge(&mut sheet, "a,1,,\n");
        assert_eq!(base(&sheet).as_deref(), Some("2"));
    }

    #[test]
    fn a_row_with_the_old_texts_is_no_result_of_the_export_that_waits() {
        let mut sheet = exported(&["1"]);
        assert_eq!(merge(&mut sheet, "a,,,No\n").stale, [Row(0)]);
        assert_eq!(sheet.state(Row(0)), RowState::Exported);
    }

    #[test]
    fn a_known_file_is_known_with_the_one_that_it_repeats_and_no_longer() {
        let mut sheet = exported(&["1"]);
        sheet.start_logging();
        merge(&mut sheet, "a,1,,\n");
        let again = "b,,,\na,1,,\n";
        assert_eq!(merge(&mut sheet, again).known, [Row(0)]);
        sheet.undo();
        assert_eq!(merge(&mut sheet, again).accepted, [Row(0)], "its result was taken back");
        sheet.undo();
        merge(&mut sheet, "a,1,,\n");
        merge(&mut sheet, again);
        set(&mut sheet, "2");
        sheet.mark_exported(&[Row(0)], &[]);
        set(&mut sheet, "1");
        sheet.mark_exported(&[Row(0)], &[]);
        assert_eq!(merge(&mut sheet, again).known.len(), 2, "whatever was done since");
        assert_eq!(sheet.state(Row(0)), RowState::Exported);
    }

    #[test]
    fn what_was_said_not_to_be_uploaded_stays_so_when_results_are_undone() {
        let mut sheet = exported(&["1", "2"]);
        merge(&mut sheet, "a,1,,\n");
        sheet.resubmit(&[Row(0)], true).expect("editable");
        assert_eq!(base(&sheet).as_deref(), Some("1"));
        sheet.undo();
        assert_eq!(base(&sheet), None, "the first export waits again");
        set(&mut sheet, "1");
        assert_eq!(sheet.state(Row(0)), RowState::Exported, "and it is the newest");
    }
}
