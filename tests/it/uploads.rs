//! The checklist of upload files: after an export, in its panel, and after a restart.

use crate::support::headless::Headless;
use chrono::{DateTime, Utc};
use leadsheet::app::UploadsPanel;
use leadsheet::leads::Row;
use leadsheet::sheet::{NextStep, RowState, UploadStage};
use std::fs;

/// Four open leads; the second one can be lost.
fn download() -> String {
    let header = "Referral ID,Lead Name,Currency,Partner Referral Status,\
        Partner Referral Substatus,Declined/Lost/Error reason,Sales Stage,Estimated Deal Value,\
        Estimated Close Date,CRM ID,Notes,Errors,Marketplace Purchase Intent,Team member 1,\
        Customer Name,Customer Country\r\n";
    let row = |n: u32| {
        format!(
            "id-{n},Lead {n},USD,Active,Accepted,,80,10,01/30/2027,,,,Yes,\"A,B,999,a@b.c\",Contoso,US\r\n"
        )
    };
    format!("{header}{}", (1..=4).map(row).collect::<String>())
}

/// A program that exported the first lead, then the second one as lost, each in a file of its own.
fn two_files() -> Headless {
    let mut program = Headless::open(download().as_bytes());
    program.press("gccrm id<enter>ccX-1<enter>");
    program.press("<ctrl-s><enter>");
    program.press("<esc>");
    program.session.go(2, "CRM ID");
    program.press("ccX-2<enter>");
    program.session.go(3, "Partner Referral Status");
    program.press("slost<enter>2<enter>");
    program.press("<ctrl-s>c1<enter>");
    program
}

fn stages(program: &Headless) -> Vec<UploadStage> {
    program.sheet().checklist().parts.iter().map(|part| part.stage).collect()
}

fn next(program: &Headless) -> String {
    program.sheet().checklist().next_step().map(|step| step.describe(None)).unwrap_or_default()
}

#[test]
fn files_are_uploaded_one_at_a_time_and_closings_last() {
    let mut program = two_files();
    let screen = program.session.screen();
    assert!(screen.contains("Upload one file at a time"), "{screen}");
    assert!(screen.contains("Upload leads.upload-001.csv and import its results"), "{screen}");
    program.press("<esc>gU");
    assert!(program.app().mode.panel::<UploadsPanel>().is_some(), "{}", program.session.screen());
    assert_eq!(stages(&program), [UploadStage::ToUpload; 3]);
    let closing: Vec<bool> =
        program.sheet().checklist().parts.iter().map(|part| part.closes).collect();
    assert_eq!(closing, [false, false, true]);

    program.press("x");
    assert_eq!(stages(&program)[0], UploadStage::Uploaded);
    assert!(next(&program).starts_with("Import the processed file of leads.upload-001.csv before"));
    program.restart();
    assert_eq!(stages(&program)[0], UploadStage::Uploaded, "the mark is saved");
    let results = program.source().with_file_name("p1.csv");
    let rows = download().replace("01/30/2027,,", "01/30/2027,X-1,");
    // As Partner Center writes it: with other line ends than the upload file.
    let rows: String = rows.replace('\r', "").split_inclusive('\n').take(2).collect();
    fs::write(results, rows).expect("written");
    program.merge("p1.csv");
    assert_eq!(stages(&program)[0], UploadStage::Imported);
    assert_eq!(next(&program), "Upload leads.upload-002.csv and import its results.");
    program.press("<esc>gU");
    assert!(program.session.screen().contains("1 accepted, 0 rejected"));
}

#[test]
fn a_file_that_was_not_uploaded_gives_its_leads_back() {
    let mut program = two_files();
    program.press("<esc>gU");
    program.press("jjm");
    assert_eq!(stages(&program)[2], UploadStage::Withdrawn, "{}", program.session.screen());
    let plan = program.sheet().plan();
    assert_eq!(plan.files, [vec![Row(2)]], "the next export has the lead again");
    assert!(program.session.message().contains("1 lead ready again"));
    program.press("m");
    assert!(program.session.message().contains("No lead of this file waits"));
    program.press("kx");
    program.press("m");
    assert!(program.session.message().contains("The file was uploaded; import its results"));
    program.press("x");
    assert_eq!(stages(&program)[1], UploadStage::ToUpload, "the mark is removed");
}

#[test]
fn a_file_that_waits_for_more_than_an_hour_is_worth_a_look_at_partner_center() {
    let mut program = two_files();
    let at = |text: &str| text.parse::<DateTime<Utc>>().expect("a time");
    program.session.app.set_now(at("2026-11-22T10:00:00Z"));
    program.press("<esc>gUx");
    let part = program.sheet().checklist().parts.swap_remove(0);
    assert_eq!(part.waiting_since(), Some("2026-11-22T10:00:00Z"));
    let says = |now: &str| part.describe(Some(at(now)));
    assert_eq!(says("2026-11-22T10:59:00Z"), "1 lead · since 10:00 UTC");
    assert!(says("2026-11-23T09:00:00Z").contains("since 2026-11-22 10:00 UTC"));
    let late = says("2026-11-22T11:01:00Z");
    assert_eq!(late, "1 lead · over an hour · since 10:00 UTC");
    let checklist = program.sheet().checklist();
    let next = checklist.next_step().expect("a step").describe(Some(at("2026-11-22T11:01:00Z")));
    assert!(next.contains("over an hour ago: look at Partner Center"), "{next}");
    let other = program.sheet().checklist().parts.swap_remove(1);
    assert!(!other.is_overdue(at("2026-11-23T10:00:00Z")), "nobody said that it was uploaded");
}

/// A program that exported the first lead twice, with two CRM IDs.
fn exported_twice() -> Headless {
    let mut program = Headless::open(download().as_bytes());
    program.press("gccrm id<enter>ccX-1<enter>");
    program.press("<ctrl-s><enter>");
    program.press("<esc>");
    program.session.go(1, "CRM ID");
    program.press("ccX-2<enter>");
    program.press("<ctrl-s><enter>");
    program
}

#[test]
fn a_file_whose_leads_were_exported_again_is_replaced() {
    let program = exported_twice();
    assert_eq!(stages(&program), [UploadStage::Replaced, UploadStage::ToUpload]);
    let checklist = program.sheet().checklist();
    let step = checklist.next_step().expect("a step");
    assert!(matches!(step, NextStep::Upload(part) if part.name() == "leads.upload-002.csv"));
}

/// Two exports of lead 1; the first one closes lead 3 too.
fn overlapping() -> Headless {
    let mut program = Headless::open(download().as_bytes());
    program.press("gccrm id<enter>ccX-1<enter>");
    program.session.go(3, "Partner Referral Status");
    program.press("slost<enter>2<enter>");
    program.press("<ctrl-s>1<enter>");
    program.press("<esc>");
    program.session.go(1, "CRM ID");
    program.press("ccX-2<enter>");
    program.press("<ctrl-s><enter>");
    program.press("<esc>");
    program
}

/// Imports the processed file of an upload file in which every lead was accepted.
fn import(program: &mut Headless, number: u32) {
    let upload = program.source().with_file_name(format!("leads.upload-{number:03}.csv"));
    let text = fs::read_to_string(upload).expect("exported").replace('\r', "");
    fs::write(program.source().with_file_name("p.csv"), text).expect("written");
    program.merge("p.csv");
    program.press("<esc>");
}

#[test]
fn a_file_that_closes_leads_does_not_overtake_an_earlier_one_with_the_same_lead() {
    let program = overlapping();
    assert_eq!(next(&program), "Upload leads.upload-001.csv and import its results.");
}

#[test]
fn an_older_file_is_not_uploaded_over_what_partner_center_accepted_since() {
    let mut program = overlapping();
    import(&mut program, 2);
    assert!(next(&program).starts_with("Don't upload leads.upload-001.csv: it has older values"));
    // Who uploads it all the same has its values in Partner Center.
    program.press("gUkx");
    assert_eq!(stages(&program)[0], UploadStage::Uploaded);
    program.press("<esc>");
    program.restart();
    assert_eq!(program.sheet().state(Row(0)), RowState::Ready, "it differs from what is uploaded");
    import(&mut program, 1);
    let field = program.sheet().layout().fields().nth(9).expect("CRM ID");
    assert_eq!(program.sheet().reference_text(Row(0), field), "X-1");
    assert_eq!(program.sheet().state(Row(0)), RowState::Ready, "the newer value is exported again");
}

#[test]
fn a_lead_that_was_accepted_as_closed_stays_closed_though_an_older_file_is_uploaded_after_it() {
    let mut program = Headless::open(download().as_bytes());
    program.press("gccrm id<enter>ccX-1<enter>");
    program.press("<ctrl-s><enter>");
    program.press("<esc>");
    program.session.go(1, "Partner Referral Status");
    program.press("slost<enter>2<enter>");
    program.press("<ctrl-s>1<enter>");
    program.press("<esc>");
    import(&mut program, 2);
    program.press("gUk");
    program.press("x");
    assert_eq!(stages(&program)[0], UploadStage::Uploaded);
    program.press("<esc>");
    for _ in 0..2 {
        assert!(program.sheet().is_closed(Row(0)));
        assert_eq!(program.sheet().state(Row(0)), RowState::Done);
        let notes = program.sheet().layout().fields().nth(10).expect("Notes");
        assert!(program.sheet().check_editable(Row(0), notes).is_err());
        program.restart();
    }
}

#[test]
fn a_slip_of_the_key_is_taken_back() {
    let mut program = two_files();
    program.press("<esc>gU");
    program.press("m");
    assert_eq!(stages(&program)[0], UploadStage::Withdrawn);
    program.press("x");
    program.press("x");
    assert_eq!(stages(&program)[0], UploadStage::ToUpload);
}

#[test]
fn numbers_of_upload_files_are_not_used_again_when_files_are_gone() {
    let mut program = Headless::open(download().as_bytes());
    program.press("gccrm id<enter>ccX-1<enter>");
    program.press("<ctrl-s><enter>");
    for name in ["leads.upload-001.csv", "leads.upload-001.revert.csv"] {
        fs::remove_file(program.source().with_file_name(name)).expect("there");
    }
    program.press("<esc>");
    program.session.go(2, "CRM ID");
    program.press("ccX-2<enter>");
    program.press("<ctrl-s><enter>");
    let parts = program.sheet().checklist().parts;
    assert_eq!(parts[1].name(), "leads.upload-002.csv");
}

#[test]
fn a_revert_file_has_what_partner_center_holds_though_an_export_lies_between() {
    let program = exported_twice();
    let revert = program.source().with_file_name("leads.upload-002.revert.csv");
    let revert = fs::read_to_string(revert).expect("exported");
    assert!(!revert.contains("X-1") && !revert.contains("X-2"), "{revert}");
}

#[test]
fn without_an_export_there_is_no_list() {
    let mut program = Headless::open(download().as_bytes());
    program.press("gU");
    assert_eq!(program.session.message(), "No upload file has been written yet.");
}

mod in_a_terminal {
    use super::download;
    use crate::support::fixtures::processed;
    use crate::support::journey::Journey;
    use crate::support::workspace::Workspace;
    use std::fs;

    /// Writes the processed file of an upload file in which every lead was accepted.
    fn process(workspace: &Workspace, upload: &str, name: &str) {
        let upload = fs::read_to_string(workspace.path(upload)).expect("exported");
        // Partner Center writes other line ends, so these aren't the bytes of the upload file.
        workspace.write(name, processed(&upload, &[]).replace("\r\n", "\n"));
    }

    fn go_to_crm_id(journey: &mut Journey) {
        journey.keys("gc");
        journey.wait_for("Go to column");
        journey.keys("crm id");
        journey.wait_for("> crm id");
        journey.keys("<Enter>");
        journey.wait_for("CRM ID:");
    }

    fn export(journey: &mut Journey, file: &str) {
        journey.keys("<C-s>");
        journey.wait_for("REVIEW");
        journey.keys("<Enter>");
        journey.wait_for(file);
        journey.wait_for("verified");
    }

    fn import(journey: &mut Journey, name: &str) {
        journey.keys("gm");
        journey.wait_for("Processed file");
        journey.keys(name);
        journey.wait_for(name);
        journey.keys("<Enter>");
        journey.wait_for(&format!("Results: {name}"));
    }

    /// Two files, the first one answered late, an undo after the export, and a revert file.
    #[test]
    fn the_screen_follows_partner_center_through_two_files_and_a_revert() {
        let workspace = Workspace::new();
        workspace.write("four.csv", download());
        let mut journey = Journey::start_on(workspace, "four.csv");
        go_to_crm_id(&mut journey);
        journey.keys("cc");
        journey.wait_for("EDIT");
        journey.keys("X-1");
        journey.wait_for("X-1");
        journey.keys("<Enter>");
        journey.wait_for("1 ready");
        export(&mut journey, "four.upload-001.csv");
        journey.keys("<Esc>");
        journey.keys("cc");
        journey.wait_for("EDIT");
        journey.keys("X-2");
        journey.wait_for("X-2");
        journey.keys("<Enter>");
        journey.wait_for("1 ready");
        export(&mut journey, "four.upload-002.csv");
        journey.wait_for("Upload one file at a time");
        journey.wait_for("next         Upload four.upload-001.csv and import its results.");
        journey.keys("<Esc>");

        // Undo after the export: the next export would put the old value back.
        journey.keys("u");
        journey.wait_for("next export puts the old values back.");
        journey.keys("<C-s>");
        journey.wait_for("CRM ID: X-2 → (empty)");
        journey.keys("<Esc><C-r>");
        journey.wait_for("4 leads · 2 exported");

        // The results of the second file come first.
        process(&journey.workspace, "four.upload-002.csv", "p2.csv");
        import(&mut journey, "p2.csv");
        journey.wait_for("waiting  1 lead: exported, but not in this file.");
        journey.keys("<Esc>");
        journey.wait_for("1 exported · 1 done");
        journey.quit();
        assert!(journey.workspace.status("four.csv").contains("to upload     four.upload-001.csv"));
        journey.open("four.csv");
        journey.wait_for("1 lead exported: gm imports the results");
        process(&journey.workspace, "four.upload-001.csv", "p1.csv");
        import(&mut journey, "p1.csv");
        journey.keys("<Esc>gU");
        journey.wait_for("All results are imported.");
        journey.keys("<Esc>");
        journey.wait_for("4 leads · 2 done");

        // The revert file of the first one is uploaded, and its results are imported.
        process(&journey.workspace, "four.upload-001.revert.csv", "pr.csv");
        import(&mut journey, "pr.csv");
        journey.wait_for("reverted  1 lead: back to the old values by a revert file.");
        journey.keys("<Esc>");
        journey.wait_for("GRID");
        assert!(journey.line(0).contains("4 leads · 2 done"), "{}", journey.screen());
        go_to_crm_id(&mut journey);
        assert!(!journey.screen().contains("X-1"), "{}", journey.screen());
        assert!(journey.screen().contains("X-2"), "{}", journey.screen());
    }
}
