//! What became of an upload: results files alone and joined to the work, and sending leads again.

use crate::support::headless::Headless;
use crate::support::session::Session;
use leadsheet::app::{EffectError, EffectKind, Input, ListPanel, ReadFile};
use leadsheet::leads::{CellRef, Field, Row};
use leadsheet::leads::{Level, Origin, UploadResult};
use leadsheet::sheet::CellEdit;
use leadsheet::sheet::{Edit, OwnFile, ReadOnly, RowState, Sheet, UploadFile};
use leadsheet::sync::{MergeError, MergeReport, OtherText};
use leadsheet::table::Table;
use leadsheet::upload::upload_text;
use std::sync::Arc;

const HEADER: &str = "Referral ID,Lead Name,Currency,Partner Referral Status,Notes,Errors\r\n";

/// A download of six leads.
fn download() -> String {
    let row = |n: u32| {
        format!(
            "id-{n},Lead {n},USD,Active,,,Accepted,10,01/30/2027,Yes,\"A,B,999,a@b.c\",Contoso,US\r\n"
        )
    };
    let more = "Partner Referral Substatus,Estimated Deal Value,Estimated Close Date,\
                Marketplace Purchase Intent,Team member 1,Customer Name,Customer Country\r\n";
    format!("{},{more}{}", HEADER.trim_end(), (1..=6).map(row).collect::<String>())
}

fn table(text: &str) -> Table {
    Table::parse(text.to_owned(), b',').expect("well-formed")
}

fn sheet() -> Sheet {
    let mut sheet =
        Sheet::new(table(&download()), Origin::Download, crate::support::fixtures::today());
    sheet.start_logging();
    sheet
}

const NAME: Field = Field(1);
const CURRENCY: Field = Field(2);
const NOTES: Field = Field(4);

fn set(sheet: &mut Sheet, row: Row, field: Field, text: &str) {
    sheet.apply(Edit::cell("edit", row, field, text)).expect("accepted");
}

/// A sheet in which the first four leads were renamed and exported.
fn exported() -> Sheet {
    let mut sheet = sheet();
    for row in 0..4 {
        set(&mut sheet, Row(row), NAME, &format!("New {}", row + 1));
    }
    sheet.mark_exported(&[Row(0), Row(1), Row(2), Row(3)], &[]);
    sheet
}

fn results(rows: &str) -> Table {
    table(&(HEADER.to_owned() + rows))
}

fn merge(sheet: &mut Sheet, rows: &str) -> MergeReport {
    sheet.merge(&results(rows)).expect("results of these leads")
}

fn states(sheet: &Sheet) -> String {
    (sheet.rows()).map(|row| sheet.state(row).symbol()).collect()
}

#[test]
fn a_lead_without_errors_is_done_until_it_is_changed_and_one_with_errors_has_failed() {
    let mut sheet = exported();
    assert_eq!(states(&sheet), ">>>>  ");
    let rows =
        "id-3,New 3,USD,Active,,Currency isn't supported; Try later\r\nid-1,New 1,USD,Active,,\r\n";
    let merged = merge(&mut sheet, rows);
    assert_eq!(
        (&*merged.accepted, &*merged.rejected, &*merged.waiting),
        (&[Row(0)][..], &[Row(2)][..], &[Row(1), Row(3)][..])
    );
    assert_eq!(states(&sheet), "✓>✗>  ");
    let errors = sheet.findings().row(Row(2)).filter(|f| f.rule.code() == "R-10");
    let errors: Vec<_> = errors.map(|f| (f.field, f.message.to_string())).collect();
    assert_eq!(
        errors,
        [
            (Some(CURRENCY), "Rejected: Currency isn't supported".to_owned()),
            (Some(Field(5)), "Rejected: Try later".to_owned())
        ]
    );
    let counts = sheet.counts();
    assert_eq!((counts.done, counts.failed, counts.exported), (1, 1, 2));
    set(&mut sheet, Row(0), NOTES, "x");
    assert_eq!(states(&sheet), "+>✗>  ", "what Partner Center holds can be changed again");
    let change = sheet.upload_changes(Row(0));
    assert_eq!(change, [(NOTES, "".into(), "x".into())], "the name is there already");
}

#[test]
fn the_next_export_has_only_failed_leads_that_were_corrected_or_marked() {
    let mut sheet = exported();
    let rejected = |n| format!("id-{n},New {n},USD,Active,,Currency isn't supported\r\n");
    merge(&mut sheet, &(1..=4).map(rejected).collect::<String>());
    assert_eq!((states(&sheet), sheet.plan().failed), ("✗✗✗✗  ".to_owned(), 4));
    assert!(sheet.plan().is_empty());
    set(&mut sheet, Row(0), CURRENCY, "EUR");
    let marked = sheet.resubmit(&[Row(2), Row(4)], true).expect("editable");
    assert_eq!((marked.rows, marked.left_out), (1, 1));
    assert_eq!(states(&sheet), "+✗+✗  ");
    let plan = sheet.plan();
    assert_eq!((plan.ready().collect::<Vec<_>>(), plan.failed), (vec![Row(0), Row(2)], 2));
    let named = |row: Row, rule: &str| sheet.findings().row(row).any(|f| f.rule.code() == rule);
    assert!(!named(Row(0), "R-10"), "what it named was corrected");
    assert!(
        named(Row(2), "R-11") && !named(Row(1), "R-11"),
        "only leads that are uploaded again unchanged have a warning"
    );
    let upload = table(&upload_text(&sheet, &plan.files[0]));
    assert_eq!(
        (upload.cell(Row(0), Field(2)), upload.cell(Row(1), Field(1))),
        ("EUR".into(), "New 3".into())
    );
    sheet.resubmit(&[Row(2)], false).expect("editable");
    assert_eq!(states(&sheet), "+✗✗✗  ");
    sheet.mark_exported(&[Row(0)], &[]);
    merge(&mut sheet, "id-1,New 1,EUR,Active,,\r\n");
    assert_eq!(states(&sheet), "✓✗✗✗  ");
}

#[test]
fn results_in_another_format_and_order_are_joined_by_id() {
    let mut sheet = exported();
    let text = "\u{feff}Errors,NOTES,Lead name *,referral id\n\
                ,,New 2, ID-2 \nNo,,New 4,id-4\n,,New 9,id-9\nBad,,New 4,ID-4\n,,New 1,id-1\n\
                Wrong,,New 1,id-1\n,,x,\n,,Lead 5,id-5\n";
    let merged = sheet.merge(&table(text)).expect("results of these leads");
    assert_eq!(merged.accepted, [Row(1)]);
    assert_eq!(merged.rejected, [Row(0), Row(3)]);
    assert_eq!(merged.conflicting, [Row(0)], "accepted in one row and rejected in another");
    assert_eq!(merged.unknown, [(Row(2), "id-9".to_owned()), (Row(6), String::new())]);
    assert_eq!((merged.duplicates, merged.not_uploaded), (vec![Row(3), Row(5)], vec![Row(4)]));
    assert_eq!(merged.waiting, [Row(2)]);
    assert_eq!((states(&sheet), sheet.portal_errors(Row(3))), ("✗✓>✗  ".to_owned(), "No; Bad"));
}

#[test]
fn the_same_results_again_change_nothing() {
    let mut sheet = exported();
    let rows = "id-1,New 1,USD,Active,,\r\nid-2,New 2,USD,Active,,No\r\n";
    merge(&mut sheet, rows);
    sheet.take_log();
    let merged = merge(&mut sheet, rows);
    assert_eq!(
        (merged.known, merged.accepted, merged.rejected),
        (vec![Row(0), Row(1)], vec![], vec![])
    );
    assert!(sheet.take_log().is_empty());
    let merged = merge(&mut sheet, "id-1,New 1,USD,Active,,Late word\r\n");
    assert_eq!((merged.conflicting, states(&sheet)), (vec![Row(0)], "✓✗>>  ".to_owned()));
}

#[test]
fn a_lead_edited_after_its_export_is_exported_again_after_any_result() {
    let mut sheet = exported();
    set(&mut sheet, Row(0), NAME, "Newer 1");
    set(&mut sheet, Row(1), NAME, "Newer 2");
    let merged = merge(&mut sheet, "id-1,New 1,USD,Active,,\r\nid-2,New 2,USD,Active,,No\r\n");
    assert_eq!((merged.edited_since, merged.rejected), (vec![Row(0)], vec![Row(1)]));
    assert_eq!(states(&sheet), "++>>  ");
}

#[test]
fn a_file_with_the_leads_as_before_the_export_is_not_its_result() {
    let mut sheet = exported();
    let merged = merge(&mut sheet, "id-1,Lead 1,USD,Active,,\r\nid-2,Other,USD,Active,,\r\n");
    assert_eq!((merged.stale, merged.accepted), (vec![Row(0)], vec![Row(1)]));
    assert_eq!(
        merged.other_texts,
        [OtherText {
            cell: CellRef::new(Row(1), NAME),
            exported: "New 2".to_owned(),
            shown: "Other".to_owned()
        }],
        "the portal may write a text in its own way"
    );
    assert_eq!(states(&sheet), ">✓>>  ");
}

#[test]
fn uploads_made_without_this_work_are_imported_from_the_results() {
    let mut sheet = sheet();
    let rows = "id-1,Mine,USD,Active,note,\r\nid-2,Mine too,USD,Active,,No\r\nid-3,Lead 3,EUR,Active,,No\r\n";
    let merged = merge(&mut sheet, rows);
    assert_eq!(
        (merged.imported, merged.accepted, merged.rejected),
        (vec![Row(0), Row(1), Row(2)], vec![Row(0)], vec![Row(1), Row(2)])
    );
    assert_eq!(
        (states(&sheet), sheet.text(Row(1), NAME)),
        ("✓✗✗   ".to_owned(), "Mine too".into())
    );
    set(&mut sheet, Row(1), NAME, "Better");
    assert_eq!(states(&sheet), "✓+✗   ");
    let upload = table(&upload_text(&sheet, &[Row(1)]));
    assert_eq!(upload.cell(Row(0), Field(1)), "Better");
}

#[test]
fn a_rejected_lead_without_a_change_is_uploaded_again_when_marked() {
    let mut sheet = sheet();
    merge(&mut sheet, "id-1,Lead 1,USD,Active,,Currency isn't supported\r\n");
    assert_eq!(states(&sheet), "✗     ");
    let errors =
        sheet.findings().row(Row(0)).find(|f| f.rule.code() == "R-10").expect("it is shown");
    assert_eq!((errors.field, errors.level), (Some(CURRENCY), Level::Warning));
    sheet.resubmit(&[Row(0)], true).expect("editable");
    assert_eq!(states(&sheet), "+     ");
}

/// A sheet with a New lead that is accepted, and one that is lost; both exported.
fn answered() -> Sheet {
    answered_of(&download())
}

/// The same of another download.
fn answered_of(download: &str) -> Sheet {
    let text = download.replacen("Active,,,Accepted", "New,,,Pending", 1);
    let mut sheet = Sheet::new(table(&text), Origin::Download, crate::support::fixtures::today());
    sheet.start_logging();
    let field = |sheet: &Sheet, name: &str| {
        let at = sheet.layout().names().iter().position(|n| n == name).expect("a column");
        Field::at(at)
    };
    let (status, sub) =
        (field(&sheet, "Partner Referral Status"), field(&sheet, "Partner Referral Substatus"));
    let cells =
        [(0, status, "Active"), (0, sub, "Accepted"), (1, status, "Closed"), (1, sub, "Won")];
    let cells = cells.map(|(row, field, text)| CellEdit::new(Row(row), field, text));
    sheet.apply(Edit::new("outcome", cells.to_vec())).expect("let through");
    set(&mut sheet, Row(0), NAME, "A");
    let file = UploadFile {
        path: "/leads/leads.upload-001.csv".to_owned(),
        revert_sha256: Some("bb".to_owned()),
        ..UploadFile::default()
    };
    sheet.mark_exported(&[Row(0), Row(1)], &[file]);
    sheet
}

const ANSWERED: &str = "id-1,A,USD,Active,,\r\nid-2,Lead 2,USD,Closed,,\r\n";

#[test]
fn undo_takes_results_back_as_long_as_nothing_was_exported_since() {
    let mut sheet = answered();
    assert_eq!(merge(&mut sheet, ANSWERED).accepted, [Row(0), Row(1)]);
    let lock = |sheet: &Sheet| sheet.check_editable(Row(1), NOTES).err().map(|lock| lock.rule);
    assert_eq!((states(&sheet), lock(&sheet)), ("✓✓    ".to_owned(), Some("R-05")));
    let step = sheet.undo().expect("a step");
    assert_eq!(step.describe(), "results of leads.upload-001.csv, 2 leads");
    assert_eq!((states(&sheet), lock(&sheet)), (">>    ".to_owned(), None));
    sheet.redo();
    assert_eq!((states(&sheet), lock(&sheet)), ("✓✓    ".to_owned(), Some("R-05")));
    let mut again = answered();
    again.take_log();
    again = Sheet::new(again.table().clone(), Origin::Download, crate::support::fixtures::today());
    again.replay(&sheet.take_log());
    assert_eq!((states(&again), again.history().len()), (states(&sheet), sheet.history().len()));
    set(&mut sheet, Row(2), NOTES, "x");
    sheet.mark_exported(&[Row(2)], &[]);
    sheet.undo();
    assert_eq!(states(&sheet), "✓✓+   ", "the note goes back, the results stay");
}

#[test]
fn an_accepted_outcome_and_a_closed_lead_can_t_be_undone_and_other_values_can() {
    let mut sheet = answered();
    merge(&mut sheet, ANSWERED);
    set(&mut sheet, Row(2), NOTES, "x");
    sheet.mark_exported(&[Row(2)], &[]);
    sheet.undo();
    let step = sheet.undo().expect("a step");
    assert_eq!((step.label.as_str(), step.rows()), ("edit", 1));
    assert_eq!((sheet.text(Row(0), NAME), states(&sheet)), ("Lead 1".into(), "+✓+   ".to_owned()));
    let change = sheet.upload_changes(Row(0));
    assert_eq!(change, [(NAME, "A".into(), "Lead 1".into())], "the next export puts it back");
    let step = sheet.undo().expect("a step");
    assert!(step.is_empty(), "neither Active to New nor Closed to Active: {step:?}");
    assert_eq!(sheet.history().len(), (0, 2), "it can't be redone either");
    assert_eq!(sheet.text(Row(0), Field(3)), "Active");
}

#[test]
fn what_differs_from_the_upload_in_long_texts_is_shown() {
    let long = |answer: &str| format!("{}Budget: {answer}.", "Call back in spring. ".repeat(9));
    let text = download().replacen(
        "Lead 2,USD,Active,,",
        &format!("Lead 2,USD,Active,{},", long("NO")),
        1,
    );
    let mut sheet = answered_of(&text);
    set(&mut sheet, Row(1), NOTES, &long("YES"));
    let rows = format!("id-2,Lead 2,USD,Closed,{},\r\n", long("NO"));
    let merged = merge(&mut sheet, &rows);
    let told = merged.report_lines(&sheet).into_iter().map(|line| line.text).collect::<String>();
    assert!(told.contains("Budget: [YES].\" is given up; uploaded: \"…"), "{told}");
    assert!(told.contains("Budget: [NO].\""), "{told}");

    let mut sheet = self::sheet();
    set(&mut sheet, Row(0), NAME, &long("YES"));
    sheet.mark_exported(&[Row(0)], &[]);
    let merged = merge(&mut sheet, &format!("id-1,{},USD,Active,,\r\n", long("NEVER")));
    let told = merged.report_lines(&sheet).into_iter().map(|line| line.text).collect::<String>();
    assert!(told.contains("Lead Name differs from the export: …"), "{told}");
    assert!(told.contains("Budget: [YES]. → …") && told.contains("Budget: [NEVER]."), "{told}");
}

#[test]
fn edits_of_a_lead_that_was_accepted_as_closed_are_given_up_and_listed() {
    let mut sheet = answered();
    set(&mut sheet, Row(1), NOTES, "too late");
    let held = sheet.findings().row(Row(1)).any(|f| f.rule.code() == "R-05");
    assert_eq!((states(&sheet), held), (">!    ".to_owned(), true), "its result isn't known");
    let merged = merge(&mut sheet, ANSWERED);
    assert_eq!(merged.lost, [(CellRef::new(Row(1), NOTES), "too late".to_owned())]);
    assert_eq!((states(&sheet), sheet.text(Row(1), NOTES)), ("✓✓    ".to_owned(), "".into()));
    assert!(sheet.plan().is_empty());
    let told = merged.report_lines(&sheet).into_iter().map(|line| line.text).collect::<Vec<_>>();
    let given_up = "Notes \"too late\" is given up; uploaded: (empty)";
    assert!(told.iter().any(|text| text.contains(given_up)), "{told:?}");
    sheet.undo();
    assert_eq!(sheet.text(Row(1), NOTES), "too late");
}

#[test]
fn each_row_answers_the_export_whose_texts_it_shows() {
    let mut sheet = exported();
    set(&mut sheet, Row(1), NAME, "Newer 2");
    sheet.mark_exported(&[Row(1)], &[]);
    let accepted = |n: u32| format!("id-{n},New {n},USD,Active,,\r\n");
    let first: String = (1..=4).map(accepted).collect();
    assert_eq!(merge(&mut sheet, &first).edited_since, [Row(1)]);
    assert_eq!(states(&sheet), "✓>✓✓  ", "the second export waits still");
    let merged = merge(&mut sheet, "id-2,Newer 2,USD,Active,,Bad name\r\n");
    assert_eq!((merged.rejected, states(&sheet)), (vec![Row(1)], "✓✗✓✓  ".to_owned()));
    assert_eq!(sheet.reference_text(Row(1), NAME), "New 2", "what was accepted before");
}

#[test]
fn late_results_of_an_older_export_change_nothing_that_was_accepted_since() {
    let mut sheet = exported();
    set(&mut sheet, Row(1), NAME, "Newer 2");
    sheet.mark_exported(&[Row(1)], &[]);
    merge(&mut sheet, "id-2,Newer 2,USD,Active,,\r\n");
    assert_eq!(states(&sheet), ">✓>>  ");
    merge(&mut sheet, "id-2,New 2,USD,Active,,Too short\r\n");
    assert_eq!(
        (states(&sheet), sheet.reference_text(Row(1), NAME)),
        (">✓>>  ".into(), "Newer 2".into())
    );
}

#[test]
fn results_that_fit_two_exports_are_told_and_change_nothing() {
    let mut sheet = exported();
    set(&mut sheet, Row(1), NAME, "Newer 2");
    sheet.mark_exported(&[Row(1)], &[]);
    let text = "Referral ID,Errors\r\nid-2,\r\n";
    let merged = sheet.merge(&table(text)).expect("results of these leads");
    assert_eq!((merged.unclear, states(&sheet)), (vec![Row(1)], ">>>>  ".to_owned()));
    // Beside rows that only the first export has, they are that one's.
    let text = "Referral ID,Errors\r\nid-1,\r\nid-2,\r\n";
    let merged = sheet.merge(&table(text)).expect("results of these leads");
    assert_eq!((merged.unclear.len(), states(&sheet)), (0, "✓>>>  ".to_owned()));
}

#[test]
fn the_results_of_a_revert_file_put_the_old_values_back() {
    let mut sheet = exported();
    merge(&mut sheet, "id-1,New 1,USD,Active,,\r\nid-2,New 2,USD,Active,,\r\n");
    set(&mut sheet, Row(1), NOTES, "mine");
    let merged =
        merge(&mut sheet, "id-1,Lead 1,USD,Active,,\r\nid-2,Lead 2,USD,Active,,Try later\r\n");
    assert_eq!((merged.reverted, merged.not_reverted.len()), (vec![Row(0)], 1));
    assert_eq!(
        (sheet.text(Row(0), NAME), sheet.text(Row(1), NAME)),
        ("Lead 1".into(), "New 2".into())
    );
    assert_eq!(states(&sheet), "✓+>>  ");
    set(&mut sheet, Row(0), NAME, "New 1");
    assert_eq!(states(&sheet), "++>>  ", "it is a change again");
}

#[test]
fn a_download_imported_as_results_reverts_nothing() {
    let mut sheet = answered();
    merge(&mut sheet, ANSWERED);
    let old = "id-1,Lead 1,USD,New,,\r\nid-2,Lead 2,USD,Active,,\r\n";
    let merged = merge(&mut sheet, old);
    assert_eq!((merged.reverted.len(), merged.unclear), (0, vec![Row(0), Row(1)]));
    let mut sheet = exported();
    merge(&mut sheet, "id-1,New 1,USD,Active,,\r\n");
    let merged = merge(&mut sheet, "id-1,Lead 1,USD,Active,,\r\nid-5,Lead 5,USD,Active,,\r\n");
    assert_eq!(merged.reverted, [], "a lead was never uploaded, so it is no processed file");
    assert_eq!(sheet.text(Row(0), NAME), "New 1");
}

#[test]
fn the_same_results_file_changes_nothing_whatever_was_done_since() {
    let mut sheet = exported();
    let no = results("id-1,New 1,USD,Active,,No\r\n");
    assert_eq!(sheet.merge_file(&no, "aa").expect("results").rejected, [Row(0)]);
    sheet.resubmit(&[Row(0)], true).expect("editable");
    sheet.mark_exported(&[Row(0)], &[]);
    assert_eq!(states(&sheet), ">>>>  ");
    assert_eq!(sheet.merge_file(&no, "aa").expect("results").known, [Row(0)]);
    assert_eq!(states(&sheet), ">>>>  ");
    assert_eq!(sheet.merge_file(&no, "bb").expect("results").rejected, [Row(0)]);
}

#[test]
fn what_was_exported_can_be_put_back_by_the_next_export() {
    let mut sheet = sheet();
    set(&mut sheet, Row(0), NOTES, "X-1");
    sheet.mark_exported(&[Row(0)], &[]);
    sheet.undo();
    assert_eq!(states(&sheet), "+     ");
    let change = sheet.upload_changes(Row(0));
    assert_eq!(change, [(NOTES, "X-1".into(), "".into())]);
    let plan = sheet.plan();
    assert_eq!(plan.files, [vec![Row(0)]]);
    assert_eq!(
        upload_text(&sheet, &plan.files[0]),
        download().split_inclusive('\n').take(2).collect::<String>()
    );
}

#[test]
fn what_is_said_of_accepted_leads_is_true() {
    let mut s = Session::open(&download());
    *s.app.sheet = answered();
    merge(&mut s.app.sheet, ANSWERED);
    let s = s.keys("gg:export again<enter>");
    assert_eq!(s.message(), "Partner Center already accepted the lead; it isn't exported again.");
    let mut s = s.keys("jj:export again<enter>");
    assert_eq!(s.message(), "The lead isn't exported.");
    set(&mut s.app.sheet, Row(2), NOTES, "x");
    s.app.sheet.mark_exported(&[Row(2)], &[]);
    let s = s.keys("uuu");
    assert_eq!(
        s.message(),
        "\"outcome\" can't be undone: Partner Center already accepted the leads, and no upload can bring \
        the old values back. What can be put back is in leads.upload-001.revert.csv."
    );
    assert_eq!(states(&s.app.sheet), "+✓+   ");
}

#[test]
fn a_file_that_can_t_be_the_results_changes_nothing() {
    let mut sheet = exported();
    sheet.take_log();
    let before = states(&sheet);
    let many = format!("Referral ID,Errors\n{}", "id-1,\n".repeat(1_001));
    for (text, why) in [
        ("Referral ID,Lead Name\nid-1,x\n", MergeError::NoErrors),
        (&many, MergeError::TooMany { rows: 1_001 }),
        ("Referral ID,Errors\nother,\n", MergeError::Foreign { rows: 1 }),
    ] {
        assert_eq!(sheet.merge(&table(text)), Err(why));
    }
    assert_eq!((states(&sheet), sheet.take_log().len()), (before, 0));
}

#[test]
fn results_change_nothing_in_a_read_only_sheet() {
    let text = results("id-1,Another name,USD,Active,,\r\nid-2,New 2,USD,Active,,No\r\n");
    let mut sheet = sheet();
    sheet.set_read_only();
    assert_eq!(sheet.merge(&text), Err(MergeError::ReadOnly(ReadOnly)));
    assert_eq!(sheet.import_edits(&text).err(), Some(ReadOnly));
    assert_eq!((sheet.changed_rows().count(), states(&sheet)), (0, "      ".to_owned()));
}

#[test]
fn states_and_marks_survive_a_restart() {
    let mut first = exported();
    merge(
        &mut first,
        "id-1,New 1,USD,Active,,\r\nid-2,New 2,USD,Active,,No\r\nid-3,New 3,USD,Active,,No\r\n",
    );
    first.resubmit(&[Row(1), Row(3)], true).expect("editable");
    set(&mut first, Row(2), NOTES, "corrected");
    let actions = first.take_log();
    let mut again = sheet();
    let restored = again.replay(&actions);
    assert_eq!((restored.skipped, states(&again)), (0, states(&first)));
    assert_eq!(states(&again), "✓+++  ");
    assert_eq!(again.last_upload(Row(1)), UploadResult::Resubmit);
    assert_eq!(again.take_log(), actions);
    assert_eq!(again.findings().tally(), first.findings().tally());
}

/// A results file of three leads, two of them rejected; the last one closes.
const ALONE: &str = "Referral ID,Lead Name,Currency,Partner Referral Status,Partner Referral Substatus,Notes,Errors\r\n\
    id-1,One,USD,Active,Accepted,,\r\n\
    id-2,Two,usd,Active,Accepted,,Currency isn't supported\r\n\
    id-3,Three,USD,Closed,Won,,Something went wrong\r\n";

#[test]
fn a_results_file_alone_opens_on_its_failed_leads_and_locks_the_others() {
    let s = Session::results(ALONE);
    assert_eq!(states(&s.app.sheet), "✓✗✗");
    assert_eq!(s.app.order.rows().collect::<Vec<_>>(), [Row(1), Row(2)]);
    assert_eq!(s.app.cell(), CellRef::new(Row(1), s.field("Currency")), "what the sentence names");
    let s = s.keys("a");
    assert_eq!((s.cell(2, "Currency"), states(&s.app.sheet)), ("USD".to_owned(), "✓+✗".to_owned()));
    let mut s = s.at(3, "Notes").keys("iClosed though<enter>");
    assert_eq!(s.cell(3, "Notes"), "Closed though", "a failed lead was not closed");
    s = s.keys("ff").at(1, "Notes").keys("i");
    assert!(s.message().contains("R-13"), "{}", s.message());
}

#[test]
fn a_results_file_can_be_reopened_as_a_download() {
    let s = Session::results(ALONE).keys(":reopen as download<enter>");
    assert_eq!(states(&s.app.sheet), " ✗#");
    let s = s.keys("ff").at(1, "Notes").keys("iopen<enter>").keys(":reopen as results<enter>");
    assert!(s.message().contains("Restore the changes of 1 lead first"), "{}", s.message());
    let s = s.keys("u:reopen as results<enter>");
    assert_eq!(states(&s.app.sheet), "✓✗✗");
}

fn session() -> Session {
    let mut s = Session::open(&download());
    *s.app.sheet = exported();
    s
}

fn read(s: &mut Session, rows: &str) {
    let file = ReadFile {
        name: "processed.csv".to_owned(),
        table: Ok(Arc::new(results(rows))),
        sha256: String::new(),
    };
    s.input(Input::Results(file));
}

#[test]
fn imported_results_are_reported_and_the_failed_leads_shown() {
    let mut s = session();
    read(
        &mut s,
        "id-3,New 3,USD,Active,,Currency isn't supported\r\nid-1,New 1,USD,Active,,\r\nid-9,,,,,\r\n",
    );
    let Some(list) = s.app.mode.panel::<ListPanel>() else { panic!("a list") };
    let report: Vec<String> =
        list.entries.iter().map(|e| format!("{} {}", e.label, e.text)).collect();
    assert!(report[0].starts_with("done 1 lead: accepted by Partner Center"), "{report:?}");
    assert!(report[1].starts_with("failed 1 lead: rejected"), "{report:?}");
    assert!(report.iter().any(|message| message.contains("id-9 isn't in this file")), "{report:?}");
    let s = s.keys("<esc>");
    assert_eq!(s.app.order.rows().collect::<Vec<_>>(), [Row(2)]);
    assert_eq!(s.app.cell(), CellRef::new(Row(2), CURRENCY));
}

#[test]
fn next_failed_goes_to_the_cell_that_the_error_names() {
    let mut s = session();
    read(
        &mut s,
        "id-2,New 2,USD,Active,,No\r\nid-3,New 3,USD,Active,,Currency isn't supported\r\n",
    );
    let s = s.keys("<esc>0]f]f");
    assert_eq!(s.app.cell(), CellRef::new(Row(2), CURRENCY));
    let s = s.keys("m0]f");
    assert_eq!(s.app.cell(), CellRef::new(Row(2), CURRENCY), "marked, it is met there still");
    let s = s.keys("[f");
    assert_eq!(s.app.cell(), CellRef::new(Row(1), s.field("Errors")), "no cell was named");
}

#[test]
fn a_key_marks_a_failed_lead_and_removes_the_mark() {
    let mut s = session();
    read(&mut s, "id-3,New 3,USD,Active,,No\r\n");
    let s = s.keys("<esc>m");
    assert!(s.message().contains("1 lead marked to resubmit unchanged"), "{}", s.message());
    assert_eq!(states(&s.app.sheet), ">>+>  ");
    let s = s.keys("m");
    assert_eq!(states(&s.app.sheet), ">>✗>  ");
    let s = s.keys("ffggm");
    assert!(s.message().contains("Only a lead that the last upload rejected"), "{}", s.message());
}

#[test]
fn exported_leads_are_exported_again_on_request() {
    let s = session().keys(":export again<enter>");
    assert_eq!(s.app.sheet.state(Row(0)), RowState::Ready);
    assert!(s.message().contains("1 lead ready again"), "{}", s.message());
    let s = s.keys("gVjj:export again<enter>");
    assert_eq!(s.app.sheet.counts().exported, 1);
}

#[test]
fn a_results_file_that_cannot_be_used_is_reported() {
    let mut s = session();
    let file = ReadFile {
        name: "x.csv".to_owned(),
        table: Err(EffectError::new(EffectKind::Read, "x.csv: there is no such file")),
        sha256: String::new(),
    };
    s.input(Input::Results(file));
    assert!(s.message().contains("no such file"), "{}", s.message());
    read(&mut s, "id-7,,,,,\r\n");
    assert_eq!(
        s.message(),
        "processed.csv can't be imported: none of its 1 leads is in this file."
    );
}

#[test]
fn a_file_of_this_work_is_not_taken_for_results() {
    let mut sheet = exported();
    let part = UploadFile {
        sha256: "aa".to_owned(),
        revert_sha256: Some("bb".to_owned()),
        ..UploadFile::default()
    };
    sheet.mark_exported(&[Row(0), Row(1)], &[part]);
    sheet.take_log();
    let before = states(&sheet);
    let uploaded = table(&upload_text(&sheet, &[Row(0), Row(1)]));
    for (sha256, own) in [("aa", OwnFile::Upload), ("bb", OwnFile::Revert)] {
        assert_eq!(sheet.merge_file(&uploaded, sha256), Err(MergeError::Own(own)));
    }
    let download = table(&download());
    assert_eq!(sheet.merge_file(&download, "cc"), Err(MergeError::Own(OwnFile::Download)));
    assert_eq!((states(&sheet), sheet.take_log().len()), (before, 0));
    // The same texts from Partner Center, in other bytes, are results.
    assert_eq!(sheet.merge_file(&uploaded, "cc").expect("results").accepted, [Row(0), Row(1)]);
}

#[test]
fn an_upload_file_given_as_results_is_refused_in_the_editor_and_after_a_restart() {
    let mut program = Headless::open(download().as_bytes());
    program.press("gclead name<enter>ccNew name<enter><ctrl-s><enter>");
    program.press("<esc>");
    assert_eq!(program.sheet().counts().exported, 1);
    for _ in 0..2 {
        for (name, what) in [
            ("leads.upload-001.csv", "an upload file that leadsheet wrote"),
            ("leads.upload-001.revert.csv", "a revert file that leadsheet wrote"),
            ("leads.csv", "the download that this work is on"),
        ] {
            program.press(&format!("gm{name}<enter>"));
            let want = format!(
                "{name} can't be imported: it is {what}; import the processed file, which Partner \
                Center offers after the upload."
            );
            assert_eq!(program.session.message(), want);
            assert_eq!(program.sheet().counts().exported, 1);
        }
        program.restart();
    }
}

#[test]
fn a_repeated_header_is_no_failed_lead_and_locks_no_other() {
    let rows = "id-1,A,USD,Active,,\r\n".to_owned() + HEADER + "id-2,B,USD,Active,,\r\n";
    let mut s = Session::open(&(HEADER.to_owned() + &rows));
    assert_eq!((states(&s.app.sheet), s.app.sheet.origin()), ("   ".to_owned(), Origin::Download));
    let found: Vec<_> = s.app.sheet.findings().row(Row(1)).map(|f| f.rule.code()).collect();
    assert_eq!(found, ["F-17"]);
    let refusal = s.app.sheet.apply(Edit::cell("edit", Row(1), NOTES, "x")).expect_err("locked");
    assert_eq!(refusal.lock().expect("a lock").rule, "F-17");
    set(&mut s.app.sheet, Row(2), NOTES, "x");
    let s = s.keys("u:reopen as results<enter>");
    assert_eq!(states(&s.app.sheet), "✓ ✓", "it isn't done either");
    // An upload file is judged as it is: the row would be rejected.
    let upload = Sheet::new(results(&rows), Origin::Upload, crate::support::fixtures::today());
    let codes = |row| upload.findings().row(row).map(|f| f.rule.code()).collect::<Vec<_>>();
    assert_eq!(codes(Row(1)), ["F-17"]);
}

#[test]
fn a_closed_lead_is_not_marked_to_be_resubmitted() {
    let rows = "id-1,A,USD,Active,,No\r\nid-2,B,USD,Closed,,No\r\n";
    let mut sheet = Sheet::new(results(rows), Origin::Download, crate::support::fixtures::today());
    let marked = sheet.resubmit(&[Row(0), Row(1)], true).expect("editable");
    assert_eq!((marked.rows, marked.left_out), (1, 1));
    assert_eq!(states(&sheet), "+#");
    let mut s = Session::open(&(HEADER.to_owned() + rows)).keys(":reopen as download<enter>gam");
    assert!(
        s.message()
            .starts_with("1 lead marked to resubmit unchanged, 1 closed lead skipped (R-05)"),
        "{}",
        s.message()
    );
    s = s.keys("gg");
    assert_eq!(states(&s.app.sheet), "+#");
    let s = Session::open(&(HEADER.to_owned() + rows)).keys(":reopen as download<enter>jm");
    assert!(s.message().contains("already Closed in the download"), "{}", s.message());
}

#[test]
fn a_setting_keeps_errors_in_the_upload_file() {
    let mut sheet = Sheet::new(table(ALONE), Origin::Results, crate::support::fixtures::today());
    sheet.resubmit(&[Row(1)], true).expect("editable");
    for (keep, errors) in [(false, ""), (true, "Currency isn't supported")] {
        sheet.keep_errors(keep);
        let text = upload_text(&sheet, &[Row(1)]);
        assert_eq!(table(&text).cell(Row(0), Field(6)), errors);
        assert!(leadsheet::upload::verify(&sheet, &[Row(1)], text).is_ok());
    }
}

mod in_a_terminal {
    use crate::support::files::SAMPLE;
    use crate::support::fixtures::processed;
    use crate::support::journey::Journey;
    use crate::support::pty::Program;
    use crate::support::workspace::Workspace;
    use std::fs;

    /// Two leads of the sample are edited and exported, and the program has ended.
    fn exported() -> Journey {
        let mut journey = Journey::start();
        journey.keys("sacc<Enter>");
        journey.wait_for("3 cells changed");
        journey.keys("yes<Enter>");
        journey.wait_for("1 ready");
        journey.keys("06l<Enter>no<Enter>");
        journey.wait_for("2 ready");
        journey.keys("<C-s>");
        journey.wait_for("REVIEW");
        journey.keys("<Enter>");
        journey.wait_for("verified");
        journey.keys("<Esc>");
        journey.quit();
        journey
    }

    /// Writes the processed file of the upload: the second lead is rejected.
    fn process(workspace: &Workspace) {
        let upload = workspace.path("leads.upload-001.csv");
        let upload = fs::read_to_string(upload).expect("exported");
        let error = "Marketplace Purchase Intent isn't right; Try again";
        workspace.write("processed.csv", processed(&upload, &[(1, error)]));
    }

    /// Closes the report, and checks the failed lead.
    fn close_report(p: &mut Program) {
        p.wait_for("Results: processed.csv");
        p.wait_for("done");
        p.wait_for("failed");
        p.keys("<Esc>");
        p.wait_for("Rejected: Marketplace Purchase Intent");
        assert!(p.line(2).starts_with('✗'), "{}", p.screen());
        assert!(p.line(3).trim_end_matches(['│', ' ']).is_empty(), "it alone: {}", p.screen());
        assert!(p.line(0).contains("1 failed"), "{}", p.screen());
    }

    #[test]
    fn results_named_at_the_start_are_merged_into_saved_work_unasked() {
        let mut journey = exported();
        process(&journey.workspace);
        assert!(journey.workspace.status("leads.csv").contains("2 exported"));
        let path = journey.workspace.path("processed.csv").display().to_string();
        journey.start_with(&["--results", &path]);
        close_report(&mut journey);
        journey.quit();
        let status = journey.workspace.status("leads.csv");
        assert!(status.contains("1 failed · 1 done"), "{status}");
    }

    #[test]
    fn results_named_at_a_read_only_start_change_nothing_and_the_reason_is_shown() {
        let mut journey = exported();
        process(&journey.workspace);
        let path = journey.workspace.path("processed.csv").display().to_string();
        journey.start_with(&["--read-only", "--results", &path]);
        journey.wait_for("can't be imported: the file is open read-only.");
        let title = journey.line(0);
        assert!(title.contains("read-only") && !title.contains("done"), "{title}");
        assert!(!journey.screen().contains("Results:"), "{}", journey.screen());
        journey.quit();
    }

    #[test]
    fn results_are_merged_by_their_name_relative_to_the_file() {
        let mut journey = exported();
        process(&journey.workspace);
        journey.start_again();
        journey.wait_for("2 leads exported: gm imports the results");
        journey.keys(":merge processed.csv<Enter>");
        close_report(&mut journey);
        journey.keys("m");
        journey.wait_for("1 ready");
        journey.save_and_quit();
        assert!(journey.workspace.status("leads.csv").contains("1 ready · 1 done"));
    }

    #[test]
    fn a_processed_file_alone_opens_on_its_failed_leads() {
        let mut workspace = Workspace::empty();
        let text = String::from_utf8_lossy(SAMPLE);
        workspace.write("processed.csv", processed(&text, &[(2, "Currency isn't supported")]));
        workspace.file = workspace.path("processed.csv");
        let mut journey = Journey::start_in(workspace);
        journey.wait_for("only failed");
        assert!(journey.line(2).starts_with('✗'), "{}", journey.screen());
        journey.wait_for("Rejected: Currency isn't supported");
        journey.wait_for("The other 59 are done; if not, :reopen as download");
        journey.keys("ffgg");
        journey.wait_until("all leads", |screen| {
            screen.rows(0, 1).nth(2).is_some_and(|line| line == "✓")
        });
        journey.keys("0ccx<Esc>");
        journey.wait_for("R-13");
        journey.quit();
        let status = journey.workspace.status("processed.csv");
        assert!(status.contains("There is no saved work"), "{status}");
    }
}
