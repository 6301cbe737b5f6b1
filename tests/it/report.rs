//! The report of an upload for somebody who approves it: complete, harmless, and the same in each format.

use crate::support::files::SAMPLE;
use crate::support::fixtures::today;
use crate::support::hostile;
use base64::Engine as _;
use leadsheet::leads::{Origin, Row};
use leadsheet::sheet::Sheet;
use leadsheet::store;
use leadsheet::table::Table;
use leadsheet::upload::{ReportContext, ReportFormat, ReportSource, UploadReport};
use sha2::{Digest as _, Sha256};

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
