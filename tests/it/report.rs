//! The report of an upload for somebody who approves it: complete, harmless, and the same in each format.

use crate::support::files::SAMPLE;
use crate::support::fixtures::today;
use crate::support::hostile;
use crate::support::session::Session;
use crate::support::workspace::Workspace;
use base64::Engine as _;
use leadsheet::app::{Effect, EffectError, EffectKind, Input, Mode, ReportOutcome, ReviewPanel};
use leadsheet::leads::{Origin, Row};
use leadsheet::sheet::Sheet;
use leadsheet::store;
use leadsheet::table::{NamedTable, Table};
use leadsheet::upload::{ReportContext, ReportFormat, ReportSource, UploadReport};
use sha2::{Digest as _, Sha256};
use std::fs;

const FORMATS: [ReportFormat; 3] = [ReportFormat::Html, ReportFormat::Markdown, ReportFormat::Csv];

/// The sample, in which these cells of rows, counted from 1, have other texts.
fn edited(cells: &[(usize, &str, &str)]) -> Sheet {
    let opened = store::open_bytes("leads.csv", SAMPLE.to_vec()).expect("the sample");
    let mut sheet = opened.into_sheet(today());
    for (number, column, text) in cells {
        let done = sheet.set(Row::at(number - 1), column, *text);
        done.unwrap_or_else(|refusal| panic!("row {number}, {column}: {refusal}"));
    }
    sheet
}

fn context() -> ReportContext {
    ReportContext {
        downloads: vec![ReportSource {
            name: "leads.csv".to_owned(),
            sha256: Some("0a1b".repeat(16)),
        }],
        author: Some("ada".to_owned()),
        made: "2026-11-28T09:05:00Z".parse().ok(),
        ..ReportContext::default()
    }
}

fn report(sheet: &Sheet) -> UploadReport {
    UploadReport::new(sheet, &sheet.plan(), context())
}

/// The report of closings, other outcomes, dates, amounts, notes of several lines, a warning and a held-back lead.
fn sample_report() -> UploadReport {
    report(&edited(&[
        (3, "Partner Referral Status", "Closed"),
        (3, "Partner Referral Substatus", "Won"),
        (3, "Sales Stage", "100"),
        (28, "Partner Referral Status", "Closed"),
        (28, "Partner Referral Substatus", "Lost"),
        (28, "Declined/Lost/Error reason", "1"),
        (13, "Partner Referral Status", "Active"),
        (13, "Partner Referral Substatus", "Accepted"),
        (13, "Sales Stage", "80"),
        (38, "Estimated Deal Value", "57200.50"),
        (38, "Notes", "Asked for <two> quotes | both *signed*.\nCalled 11/26 & agreed."),
        (32, "Estimated Close Date", "03/31/2027"),
        (32, "Notes", "=1+1"),
        (39, "Partner Referral Substatus", "Accepted"),
        (52, "Notes", "Called 11/26"),
    ]))
}

/// The page without its style.
fn without_style(page: &str) -> String {
    let (before, rest) = page.split_once("<style>").expect("a style");
    let (_, after) = rest.split_once("</style>").expect("its end");
    format!("{before}{after}")
}

#[test]
fn the_page_for_a_browser() {
    insta::assert_snapshot!(without_style(&ReportFormat::Html.write(&sample_report())));
}

#[test]
fn the_text_for_wikis() {
    insta::assert_snapshot!(ReportFormat::Markdown.write(&sample_report()));
}

#[test]
fn the_table_of_changed_cells() {
    insta::assert_snapshot!(ReportFormat::Csv.write(&sample_report()));
}

#[test]
fn a_browser_uses_the_style_of_the_page_and_nothing_else() {
    let page = ReportFormat::Html.write(&sample_report());
    let (_, rest) = page.split_once("<style>").expect("a style");
    let (style, _) = rest.split_once("</style>").expect("its end");
    let hash = base64::engine::general_purpose::STANDARD.encode(Sha256::digest(style));
    let policy = format!(
        "content=\"default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'\""
    );
    assert!(page.contains(&policy), "html.rs names another style: {hash}");
    for outside in
        ["<script", "<link", "<img", "<iframe", " style=", "url(", "@import", "href=", "src="]
    {
        assert!(!page.contains(outside), "{outside}: {page}");
    }
}

#[test]
fn no_hostile_text_gets_through() {
    let table = Table::parse(hostile::file(), b',').expect("well-formed");
    let mut sheet = Sheet::new(table, Origin::Download, today());
    let intent = "Marketplace Purchase Intent";
    for row in sheet.rows().collect::<Vec<_>>() {
        // Some are locked, and some have errors: what is held back is in the report as well.
        let _ = sheet.set(row, intent, "Yes");
        let _ =
            sheet.set(row, "Notes", format!("<script>alert(\"1\")</script>'{}", sheet.row_count()));
    }
    let report = report(&sheet);
    assert!(report.lead_count() + report.held_back.len() > 10);
    for format in FORMATS {
        let text = format.write(&report);
        let text = text.trim_start_matches('\u{feff}');
        hostile::assert_visible(text.as_bytes(), false, "a report");
        if format == ReportFormat::Html {
            assert!(
                !text.contains("<script") && text.contains("&lt;script&gt;alert(&quot;1&quot;)")
            );
        }
    }
}

/// Saved work on the sample: a lead that is won.
fn workspace() -> Workspace {
    let workspace = Workspace::new();
    workspace.save_work("leads.csv", |sheet| {
        let row = Row::at(2);
        for (column, text) in [
            ("Partner Referral Status", "Closed"),
            ("Partner Referral Substatus", "Won"),
            ("Sales Stage", "100"),
        ] {
            sheet.set(row, column, text).expect("open");
        }
    });
    workspace
}

#[test]
fn the_command_writes_a_report_of_saved_work_and_never_over_a_file() {
    let workspace = workspace();
    let kept = ["export", "--kept", "leads.csv", "--dry-run"];
    let run = |more: &[&str]| {
        let out = workspace.run(&[&kept, more].concat());
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8");
        (out.status.code().expect("a code"), text(&out.stdout), text(&out.stderr))
    };
    // Exit code 1: the number of closings isn't given, as without a report.
    let (code, page, _) = run(&["--format", "html"]);
    assert_eq!(code, 1);
    let hash = store::file_sha256(&workspace.file).expect("there");
    assert!(page.starts_with("<!doctype html>") && page.contains(&hash), "{page}");
    let (code, said, _) = run(&["--close", "1", "--output", "r.md"]);
    assert_eq!(
        (code, &*said),
        (
            0,
            "r.md: 1 lead changes in one upload file: 3 cells. 1 lead is closed, which can't be undone.\n"
        )
    );
    let written = fs::read_to_string(workspace.path("r.md")).expect("there");
    assert!(written.contains("## Closed as Won: 1 lead"), "{written}");
    assert!(written.contains(" → Closed\n") && written.contains(&hash), "{written}");
    let (code, _, said) = run(&["--output", "r.md"]);
    assert_eq!(code, 3);
    assert!(said.contains("r.md: an earlier report has this name and isn't overwritten"), "{said}");
    for (options, part) in [
        (&["--output", "r.txt"][..], "r.txt: the format isn't known by the ending"),
        (&["--output", "r.html", "--format=json"], "--output is for HTML, Markdown and CSV"),
    ] {
        let (code, _, said) = run(options);
        assert!(code == 2 && said.contains(part), "{code}: {said}");
    }
    let out = workspace.run(&["export", "--kept", "leads.csv", "--format", "csv"]);
    let said = String::from_utf8_lossy(&out.stderr).into_owned();
    assert!(out.status.code() == Some(2) && said.contains("add --dry-run"), "{said}");
    assert_eq!(fs::read_dir(workspace.folder()).expect("a folder").count(), 2, "no upload file");
}

#[test]
fn the_report_of_an_edited_file_says_what_was_not_imported() {
    let workspace = Workspace::new();
    let text = String::from_utf8(SAMPLE.to_vec()).expect("UTF-8");
    let edited = text
        .replace("Trial ends on 29 January", "Trial ends")
        .replace("Teams rollout Litware", "Teams <rollout>");
    workspace.write("edited.csv", edited);
    let args =
        ["export", "edited.csv", "--original", "leads.csv", "--dry-run", "--format", "markdown"];
    let out = workspace.run(&args);
    let report = String::from_utf8(out.stdout).expect("UTF-8");
    let names = ["- Download: leads.csv\n", "- Edited file: edited.csv\n"];
    assert!(names.iter().all(|name| report.contains(name)), "{report}");
    assert!(report.contains("## Not imported from the edited file: 1\n"), "{report}");
    assert!(
        report.contains("**Teams &lt;rollout&gt;**") && report.contains("- R-05: "),
        "{report}"
    );
}

#[test]
fn the_report_of_several_downloads_names_the_file_of_each_lead() {
    let sample = String::from_utf8(SAMPLE.to_vec()).expect("UTF-8");
    let table = |text: &str| Table::parse(text.to_owned(), b',').expect("well-formed");
    // The same leads under other IDs.
    let other =
        sample.replace("-6424-", "-6425-").replace("-6fba-", "-6fbb-").replace("-64ea-", "-64eb-");
    let named = |(name, text): (&str, &str)| NamedTable {
        name: name.to_owned(),
        table: table(text),
        written: None,
        notes: Vec::new(),
    };
    let files = [("north.csv", &*sample), ("south.csv", &*other)].map(named);
    let union = Table::union(files.into()).expect("they can be joined");
    let mut sheet = Sheet::new(union, Origin::Download, today());
    let rows: Vec<Row> =
        ["99356597-6fba-4662-b6a7-30b7b12e9eed", "99356597-6fbb-4662-b6a7-30b7b12e9eed"]
            .map(|id| sheet.lead(id).expect(id))
            .into();
    for row in rows {
        sheet.set(row, "Notes", "called").expect("open");
    }
    let source = |name: &str| ReportSource { name: name.to_owned(), sha256: None };
    let context =
        ReportContext { downloads: vec![source("north.csv"), source("south.csv")], ..context() };
    let report = UploadReport::new(&sheet, &sheet.plan(), context);
    let text = ReportFormat::Markdown.write(&report);
    assert!(text.contains("2 leads change in 2 upload files: 2 cells."), "{text}");
    assert!(text.contains("1. 1 lead from north.csv\n2. 1 lead from south.csv\n"), "{text}");
    for place in ["row 3 of north.csv, upload file 1)", "row 3 of south.csv, upload file 2)"] {
        assert!(text.contains(place), "{place}: {text}");
    }
}

#[test]
fn more_leads_than_a_file_takes_are_reported_part_by_part_and_a_pilot_part_as_one() {
    let csv = crate::support::fixtures::leads(1_500, |_, row| row);
    let mut sheet =
        Sheet::new(Table::parse(csv, b',').expect("well-formed"), Origin::Download, today());
    for row in sheet.rows().collect::<Vec<_>>() {
        sheet.set(row, "Notes", "called").expect("open");
    }
    let markdown = |report: &UploadReport| ReportFormat::Markdown.write(report);
    let all = markdown(&report(&sheet));
    assert!(
        all.contains("1,500 leads change in 2 upload files: 1,500 cells. No lead is closed."),
        "{}",
        &all[..400]
    );
    assert!(
        all.contains("1. 1,000 leads\n2. 500 leads\n") && all.contains("row 1,001, upload file 2)")
    );
    let options = leadsheet::upload::PlanOptions { is_pilot: true, ..Default::default() };
    let pilot = UploadReport::new(&sheet, &sheet.plan_for(options), context());
    assert!(
        markdown(&pilot).contains("1 lead changes in a pilot part: 1 cell."),
        "{}",
        markdown(&pilot)
    );
}

#[test]
fn a_long_text_is_cut_around_what_differs_and_whole_behind_a_click() {
    let long = "Called them. ".repeat(800);
    let mut sheet = edited(&[(38, "Notes", &long)]);
    let plan = sheet.plan();
    let rows: Vec<Row> = plan.ready().collect();
    sheet.mark_exported(&rows, &[]);
    sheet.set(Row::at(37), "Notes", format!("{long}<b>Agreed.</b>")).expect("open");
    let report = report(&sheet);
    let page = ReportFormat::Html.write(&report);
    assert!(page.contains("<details><summary>…"), "{page}");
    assert!(
        page.contains("[&lt;b&gt;Agreed.&lt;/b&gt;] <small>10,414 characters</small>"),
        "{page}"
    );
    assert!(page.contains(&"Called them. ".repeat(800)), "it is whole");
    let text = ReportFormat::Markdown.write(&report);
    assert!(text.len() < 3_000 && text.contains("\\[&lt;b&gt;Agreed.&lt;/b&gt;\\]"), "{text}");
    assert!(ReportFormat::Csv.write(&report).contains(&long), "it is whole");
}

/// The sample with a lead that is ready to export.
fn session() -> Session {
    Session::sample().at(3, "Notes").keys("i, called<enter>")
}

/// The last report that was asked for: its path, and whether it replaces an earlier one.
fn asked(s: &Session) -> Option<(String, ReportFormat, bool)> {
    let request = s.effects.iter().rev().find_map(|effect| match effect {
        Effect::Report(request) => Some(request),
        _ => None,
    })?;
    Some((request.path.clone(), request.format, request.replaces))
}

fn written() -> Input {
    let path = "/leads/leads.report.html".to_owned();
    Input::Reported(ReportOutcome::Written { path, headline: "1 lead changes.".to_owned() })
}

#[test]
fn a_key_asks_for_a_path_and_writes_the_report() {
    let mut s = session().keys("gO");
    let screen = s.screen();
    assert!(screen.contains("Report file: leads.report.html"), "{screen}");
    assert!(
        screen.contains("A page to read, mail or print: 1 lead; beside the upload files."),
        "{screen}"
    );
    s.press("<enter>");
    assert_eq!(asked(&s), Some(("leads.report.html".to_owned(), ReportFormat::Html, false)));
    s.input(written());
    assert!(matches!(s.app.mode, Mode::Grid));
    assert_eq!(s.message(), "Report written: /leads/leads.report.html. 1 lead changes.");
    // Another format, and none.
    s.press("gO<ctrl-u>approval.md<enter>");
    assert_eq!(asked(&s), Some(("approval.md".to_owned(), ReportFormat::Markdown, false)));
    s.press("<esc>gO<ctrl-u>approval.pdf");
    assert!(s.screen().contains("The name must end in .html, .md or .csv"), "{}", s.screen());
    s.effects.clear();
    s.press("<enter>");
    assert_eq!(asked(&s), None);
}

#[test]
fn an_earlier_report_is_replaced_when_it_is_accepted_once_more() {
    let mut s = session().keys("gO<enter>");
    s.input(Input::Reported(ReportOutcome::Exists));
    let screen = s.screen();
    assert!(
        screen.contains("An earlier report has this name; Enter again replaces it."),
        "{screen}"
    );
    s.press("<enter>");
    assert!(asked(&s).is_some_and(|(.., replaces)| replaces));
    // Another name is another file.
    s.press("<ctrl-u>other.html<enter>");
    assert!(asked(&s).is_some_and(|(.., replaces)| !replaces));
    let error =
        "other.html: can't be written: no space left on device; choose another name or folder";
    s.input(Input::Reported(ReportOutcome::Failed(EffectError::new(EffectKind::Report, error))));
    assert!(s.screen().contains("other.html: can't be written"), "{}", s.screen());
    assert!(matches!(s.app.mode, Mode::Prompt(_)), "another name can be typed");
}

#[test]
fn from_the_review_its_own_plan_is_reported_and_it_stays_open() {
    let mut s = session().keys("<ctrl-s>r");
    assert!(
        s.screen().contains("Export: 1 lead in one file"),
        "it is above the line: {}",
        s.screen()
    );
    s.press("<esc>");
    assert!(s.app.mode.panel::<ReviewPanel>().is_some());
    s.press("gO<enter>");
    assert!(asked(&s).is_some());
    s.input(written());
    assert!(s.app.mode.panel::<ReviewPanel>().is_some(), "{}", s.screen());
    assert!(s.message().starts_with("Report written: "), "{}", s.message());
}

#[test]
fn without_changes_there_is_nothing_to_report() {
    let s = Session::sample().keys("gO");
    assert_eq!(s.message(), "Nothing to report: an upload would change no lead.");
}

#[test]
fn the_program_writes_the_report_beside_the_download() {
    let workspace = workspace();
    let mut p = workspace.start();
    p.keys("<enter>");
    p.wait_for("Restored: ");
    p.keys("gO<enter>");
    p.wait_for("Report written: ");
    let page = fs::read_to_string(workspace.path("leads.report.html")).expect("there");
    let hash = store::file_sha256(&workspace.file).expect("there");
    assert!(page.contains("Closed as Won") && page.contains(&hash), "{page}");
    p.keys("gO<enter>");
    p.wait_for("again replaces it");
    p.keys("<enter>");
    p.wait_for("Report written: ");
    p.keys("q<enter>");
    p.wait_exit();
}
