//! A report as a table with a line for each changed cell, each warning and each reason.

use crate::leads::kind::decimal::Decimal;
use crate::leads::visible;
use crate::upload::report::model::{ReportMessage, ReportedLead, UploadReport, WithheldLead};

/// The names of the columns.
pub(super) const HEADER: &str =
    "What,Upload file,Download,Row,Referral ID,Customer,Lead,Outcome,Column,Old,New,Rule,Message";

/// Tells Excel that the text is UTF-8.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// Writes a report.
pub(super) fn write(report: &UploadReport) -> String {
    let mut table = CsvTable { report, out: format!("{BYTE_ORDER_MARK}{HEADER}\n") };
    for group in &report.groups {
        for lead in &group.leads {
            table.lead(lead, &group.title());
        }
    }
    for message in &report.blocked {
        table.line(&CsvLine { what: "whole file", ..CsvLine::of(message) });
    }
    let withheld = [
        ("held back", &report.held_back),
        ("left out", &report.left_out),
        ("not imported", &report.context.not_imported),
    ];
    for (what, leads) in withheld {
        for lead in leads {
            table.withheld(what, lead);
        }
    }
    table.out
}

/// The table while it is written.
struct CsvTable<'r> {
    report: &'r UploadReport,
    out: String,
}

/// One line of the table.
#[derive(Default)]
struct CsvLine<'l> {
    what: &'l str,
    part: String,
    source: &'l str,
    row: String,
    referral_id: &'l str,
    customer: &'l str,
    name: &'l str,
    outcome: &'l str,
    column: &'l str,
    old: &'l str,
    new: &'l str,
    rule: &'l str,
    message: String,
}

impl<'l> CsvLine<'l> {
    fn of(message: &'l ReportMessage) -> Self {
        Self {
            column: message.column.as_deref().unwrap_or_default(),
            rule: message.rule,
            message: message.text.clone(),
            ..Self::default()
        }
    }
}

impl CsvTable<'_> {
    fn lead(&mut self, lead: &ReportedLead, outcome: &str) {
        let whose = |line| CsvLine {
            part: lead.part.to_string(),
            source: self.source(lead.source.as_deref()),
            row: lead.number.to_string(),
            referral_id: &lead.referral_id,
            customer: &lead.customer,
            name: &lead.name,
            outcome,
            ..line
        };
        let changes = lead.changes.iter().map(|change| CsvLine {
            what: "change",
            column: &change.column,
            old: &change.old,
            new: &change.new,
            message: change.meaning.clone().unwrap_or_default(),
            ..CsvLine::default()
        });
        let warnings =
            lead.warnings.iter().map(|message| CsvLine { what: "warning", ..CsvLine::of(message) });
        let lines: Vec<CsvLine> = changes.chain(warnings).map(whose).collect();
        let lines: Vec<String> = lines.iter().map(CsvLine::text).collect();
        self.out.extend(lines);
    }

    fn withheld(&mut self, what: &str, lead: &WithheldLead) {
        let row = lead.number.map(|number| number.to_string()).unwrap_or_default();
        for reason in &lead.reasons {
            let line = CsvLine {
                what,
                source: self.source(lead.source.as_deref()),
                row: row.clone(),
                referral_id: &lead.referral_id,
                customer: &lead.customer,
                name: &lead.name,
                ..CsvLine::of(reason)
            }
            .text();
            self.out.push_str(&line);
        }
    }

    fn line(&mut self, line: &CsvLine) {
        self.out.push_str(&line.text());
    }

    /// The download of a lead; where there is one only, all are from it.
    fn source<'s>(&'s self, own: Option<&'s str>) -> &'s str {
        let only = self.report.context.downloads.first().filter(|_| !self.report.has_sources());
        own.or(only.map(|source| &*source.name)).unwrap_or_default()
    }
}

impl CsvLine<'_> {
    /// The line, each of its texts in quotes.
    fn text(&self) -> String {
        let texts = [
            self.what,
            &self.part,
            self.source,
            &self.row,
            self.referral_id,
            self.customer,
            self.name,
            self.outcome,
            self.column,
            self.old,
            self.new,
            self.rule,
            &self.message,
        ];
        let texts =
            texts.map(|text| format!("\"{}\"", harmless(&visible(text)).replace('"', "\"\"")));
        texts.join(",") + "\n"
    }
}

/// A text that no spreadsheet program runs as a formula: one that looks like it gets an apostrophe before it.
///
/// Where the system separates lists by semicolons, Excel divides the texts there, even within quotes, so that a
/// formula can begin behind one.
fn harmless(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, part) in text.split(';').enumerate() {
        if at > 0 {
            out.push(';');
        }
        let begins = part.trim_start_matches([' ', '"', '\u{a0}']);
        let is_formula = begins.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
        if is_formula && Decimal::read(part).is_none() {
            out.push('\'');
        }
        out.push_str(part);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_is_run_as_a_formula() {
        for (text, written) in [
            ("=1+1", "'=1+1"),
            ("+49 30 1234", "'+49 30 1234"),
            ("@SUM(A1)", "'@SUM(A1)"),
            (" -cmd|' /C calc'!A0", "' -cmd|' /C calc'!A0"),
            ("a;=1+1", "a;'=1+1"),
            ("a;\"=1+1", "a;'\"=1+1"),
            ("-12.50", "-12.50"),
            ("a=b; c", "a=b; c"),
            ("", ""),
        ] {
            assert_eq!(harmless(text), written);
        }
    }
}
