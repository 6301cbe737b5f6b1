//! Lists of files: what each file is called, and what no list may do.

use crate::support::files::SAMPLE;
use crate::support::fixtures::{fixture, leads, today};
use crate::support::workspace::Workspace;
use leadsheet::leads::{Row, RuleContext};
use leadsheet::sheet::{Edit, UploadFile};
#[cfg(unix)]
use leadsheet::store::catalog::list;
use leadsheet::store::catalog::{SavedWorks, listed};
use leadsheet::store::file_sha256;
use leadsheet::sync::FileSummary;
use std::fs;

/// The column *Notes* of the sample.
fn notes(sheet: &leadsheet::sheet::Sheet) -> leadsheet::leads::Field {
    sheet.layout().fields().find(|f| sheet.layout().name(*f) == "Notes").expect("a column")
}

/// What a file of a workspace is, with its saved work counted.
fn summary(workspace: &Workspace, name: &str) -> FileSummary {
    let works = SavedWorks::read(Some(&workspace.journal_folder()));
    let file = listed(&workspace.path(name)).expect("there");
    let summary = works.summary(&file);
    let rules = RuleContext::from(today());
    works.counted(&file.path, &summary, rules).unwrap_or(summary)
}

fn described(workspace: &Workspace, name: &str) -> String {
    summary(workspace, name).describe()
}

/// A workspace in which the first 3 leads of leads.csv were changed and 2 of them exported.
fn exported() -> Workspace {
    let workspace = Workspace::new();
    let sample = String::from_utf8_lossy(SAMPLE);
    let lines: Vec<&str> = sample.split_inclusive("\r\n").take(3).collect();
    workspace.write("leads.upload-001.csv", lines.concat());
    let sha256 = file_sha256(&workspace.path("leads.upload-001.csv")).expect("readable");
    workspace.save_work("leads.csv", |sheet| {
        let notes = notes(sheet);
        for row in 0..3 {
            sheet.apply(Edit::cell("edit", Row(row), notes, "called")).expect("let through");
        }
        let path = workspace.path("leads.upload-001.csv").display().to_string();
        let file = UploadFile { path, rows: 2, sha256: sha256.clone(), ..UploadFile::default() };
        sheet.mark_exported(&[Row(0), Row(1)], &[file]);
    });
    workspace
}

#[test]
fn each_kind_of_file_has_its_name_in_a_list() {
    let workspace = exported();
    for name in ["workbook.xlsx.csv", "cosell.csv", "other.csv", "empty.csv", "windows-1252.csv"] {
        fs::copy(fixture(name), workspace.path(name)).expect("copied");
    }
    workspace.write("new.csv", leads(5, |_, line| line));
    workspace.write(
        "insights.csv",
        "Referral ID,Customer name,Referral created date,Lead type,Lead direction,Status\n",
    );
    workspace.write("registrations.csv", "Registration ID,Contract value\n");
    for (name, text) in [
        ("leads.csv", "saved work: 1 ready, 2 exported · download, 60 leads"),
        ("leads.upload-001.csv", "upload file, 2 leads · for leads.csv"),
        ("new.csv", "download, 5 leads"),
        ("workbook.xlsx.csv", "not a Leads file: an Excel workbook"),
        ("cosell.csv", "not a Leads file: a co-sell opportunities file"),
        ("insights.csv", "not a Leads file: an export of Referrals insights"),
        ("registrations.csv", "not a Leads file: a file of co-sell deal registrations"),
        ("empty.csv", "not a Leads file: an empty file"),
    ] {
        assert_eq!(described(&workspace, name), text, "{name}");
    }
    let other = described(&workspace, "other.csv");
    assert!(other.starts_with("not a Leads file: its columns are \"Order\","), "{other}");
    let encoded = described(&workspace, "windows-1252.csv");
    assert!(encoded.starts_with("can't be opened: the text isn't UTF-8"), "{encoded}");
}

#[test]
fn a_processed_file_is_named_after_the_upload_that_it_answers() {
    let workspace = exported();
    let sample = String::from_utf8_lossy(SAMPLE);
    let mut lines: Vec<String> = sample.split_inclusive("\r\n").take(3).map(String::from).collect();
    workspace.write("processed.csv", lines.concat());
    assert_eq!(described(&workspace, "processed.csv"), "upload file, 2 leads · for leads.csv");
    // A column after the others, as Partner Center adds it to its answer.
    for (line, end) in lines.iter_mut().zip([",Extra\r\n", ",\r\n", ",\r\n"]) {
        *line = line.replace("\r\n", end);
    }
    workspace.write("processed.csv", lines.concat());
    let summary = summary(&workspace, "processed.csv");
    assert_eq!(summary.describe(), "processed file: none of 2 leads rejected");
    assert!(summary.is_processed_of(Some("leads.csv")) && !summary.is_processed_of(Some("x.csv")));
    let download = self::summary(&workspace, "leads.csv");
    assert!(download.is_download() && !download.is_processed_of(Some("leads.csv")));
}

#[test]
fn work_on_what_a_file_held_before_is_told_from_work_on_what_it_holds() {
    let workspace = exported();
    let mut text = SAMPLE.to_vec();
    text.extend(b"\r\n");
    workspace.write("leads.csv", text);
    let name = described(&workspace, "leads.csv");
    assert!(name.starts_with("saved work on what the file held before · "), "{name}");
}

#[cfg(unix)]
#[test]
fn a_list_waits_for_no_pipe_and_reads_no_huge_file() {
    use std::fs::File;
    use std::io::Write as _;
    let workspace = Workspace::new();
    let pipe = workspace.path("pipe.csv");
    rustix::fs::mknodat(
        rustix::fs::CWD,
        &pipe,
        rustix::fs::FileType::Fifo,
        rustix::fs::Mode::RWXU,
        0,
    )
    .expect("a pipe");
    assert_eq!(described(&workspace, "pipe.csv"), "not a Leads file: a pipe or a device");
    // 700 MB of which the disk has only the beginning.
    let mut huge = File::create(workspace.path("huge.csv")).expect("made");
    huge.write_all(leads(500, |_, line| line).as_bytes()).expect("written");
    huge.set_len(700_000_000).expect("room");
    assert_eq!(summary(&workspace, "huge.csv"), FileSummary::LargeLeads);
    let names: Vec<_> = list(&[workspace.folder().to_owned()]).files;
    assert_eq!(names.len(), 3);
    let gone = names.iter().find(|file| file.path.ends_with("leads.csv")).expect("listed").clone();
    fs::remove_file(&gone.path).expect("removed");
    assert_eq!(SavedWorks::default().summary(&gone), FileSummary::Gone);
}

#[test]
fn the_names_of_columns_are_shown_without_control_characters() {
    let workspace = Workspace::empty();
    workspace.write("leads.csv", "\u{1b}]0;title\u{7},\u{202e}b\n");
    let name = described(&workspace, "leads.csv");
    assert!(!name.chars().any(|c| c.is_control() || c == '\u{202e}'), "{name:?}");
}
