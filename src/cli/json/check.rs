//! The findings of a check, for programs.

use crate::cli::check::Checked;
use crate::cli::json::write_pretty;
use crate::leads::{Finding, Row};
use serde::{Serialize, Serializer};
use std::io::{self, Write};

/// The most characters of a cell that are told as its value.
const MAX_VALUE_CHARS: usize = 1_000;

/// What `leadsheet check` found in a file.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct CheckReport<'s> {
    /// The path of the file as it was given; `-` for the standard input.
    file: &'s str,
    /// The encoding that the file was read in, such as `UTF-8`.
    encoding: &'static str,
    /// The character between two fields of the file.
    delimiter: char,
    /// The number of rows: the sum of `ready`, `held_back` and `empty` in `summary`.
    rows: usize,
    /// The number of columns.
    columns: usize,
    /// How many rows and findings there are.
    summary: CheckCounts,
    /// Every finding, row by row; notes included.
    #[cfg_attr(test, schemars(with = "Vec<CheckFinding>"))]
    findings: All<'s>,
}

/// How many rows and findings there are.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct CheckCounts {
    /// Rows without an error.
    ready: usize,
    /// Rows with an error; all rows if the header or the file has one.
    held_back: usize,
    /// Rows without any text, which are no leads.
    empty: usize,
    /// Findings that keep a row out of an upload.
    errors: usize,
    /// Findings that should be looked at; the row can be uploaded.
    warnings: usize,
    /// Findings for information only.
    notes: usize,
    /// Leads of the download that the file lacks; 0 without `--original`.
    left_out: usize,
}

/// All findings, made one after the other while they are written: there may be millions.
struct All<'s>(&'s Checked<'s>);

impl Serialize for All<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let findings = self.0.sheet.findings();
        serializer.collect_seq(findings.all().map(|finding| found(self.0, finding)))
    }
}

/// A place of the file that a rule has something to say about.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct CheckFinding<'s> {
    /// The row, counted from 1 without the header; null for a finding about the whole file.
    row: Option<usize>,
    /// The line of the file in which the row begins, counted from 1; null for a finding about the
    /// whole file.
    line: Option<usize>,
    /// The Referral ID of the row; null for a finding about the whole file, and in a file without
    /// this column.
    referral_id: Option<String>,
    /// The column; null for a finding about a whole row or the whole file.
    column: Option<&'s str>,
    /// The ID of the rule; `leadsheet rules` explains it.
    #[cfg_attr(test, schemars(extend("pattern" = crate::cli::json::derived::RULE)))]
    rule: &'static str,
    /// How severe it is.
    #[cfg_attr(test, schemars(extend("enum" = crate::cli::json::derived::levels())))]
    severity: &'static str,
    /// The text of the cell, cut at 1,000 characters; null if the finding isn't about a cell.
    value: Option<String>,
    /// What is wrong, as a sentence for people.
    message: &'s str,
    /// The text that would be right; null if the rule suggests none.
    suggestion: Option<&'s str>,
}

/// Writes all findings, notes included, as one JSON object.
pub(crate) fn write(checked: &Checked, out: &mut dyn Write) -> io::Result<()> {
    let (sheet, tally) = (checked.sheet, checked.summary.tally);
    let report = CheckReport {
        file: checked.name,
        encoding: checked.encoding,
        delimiter: char::from(sheet.table().delimiter()),
        rows: checked.summary.rows,
        columns: sheet.layout().len(),
        summary: CheckCounts {
            ready: checked.summary.ready,
            held_back: checked.summary.held_back,
            empty: checked.summary.empty,
            errors: tally.errors,
            warnings: tally.warnings,
            notes: tally.notes,
            left_out: checked.left_out(),
        },
        findings: All(checked),
    };
    write_pretty(&report, out)
}

fn found<'s>(checked: &Checked<'s>, finding: &'s Finding) -> CheckFinding<'s> {
    let sheet = checked.sheet;
    let id = sheet.layout().referral_id();
    let cell = |row, field| sheet.text(row, field).chars().take(MAX_VALUE_CHARS).collect();
    CheckFinding {
        row: finding.row.map(Row::number),
        line: finding.row.map(|row| checked.lines.of(row)),
        referral_id: finding.row.zip(id).map(|(row, field)| cell(row, field)),
        column: finding.field.map(|field| sheet.layout().name(field)),
        rule: finding.rule.code(),
        severity: finding.level.label(),
        value: finding.row.zip(finding.field).map(|(row, field)| cell(row, field)),
        message: &finding.message,
        suggestion: finding.fix.as_deref(),
    }
}
