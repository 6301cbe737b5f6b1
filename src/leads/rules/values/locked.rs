//! The form of read-only cells (Q).

use super::super::words::{is_blank, is_digits, is_scientific, numbers, quoted, trimmed};
use crate::leads::index::Row;
use crate::leads::lead::lead_rows;
use crate::leads::lists::ValueList;
use crate::leads::sort::sort_by_key;
use crate::leads::{Check, Col, Lead, Report, RowScope, Rows, Rule, Severity};

pub(in super::super) static RULES: [Rule; 6] = [
    Rule {
        code: "Q-01",
        severity: Severity::Warning,
        check: Check::Row(RowScope::OPEN, exponent),
        text: "A read-only number was damaged by Excel.",
        help: "Excel wrote it with an exponent, so digits are lost. Download the file again and don't save it in Excel.",
        source: "Our interpretation: Excel writes long numbers this way",
    },
    Rule {
        code: "Q-02",
        severity: Severity::Warning,
        check: Check::Row(RowScope::OPEN, duns),
        text: "The D-U-N-S number doesn't have nine digits.",
        help: "If it has eight, Excel may have dropped a leading 0. The cell is read-only and kept \
        unchanged.",
        source: "Our interpretation: D-U-N-S numbers have 9 digits, though an example of the page \
        has 8",
    },
    Rule {
        code: "Q-03",
        severity: Severity::Warning,
        check: Check::Row(RowScope::OPEN, country),
        text: "The country isn't an ISO 3166 code.",
        help: "Partner Center writes two capital letters. The cell is read-only and kept \
        unchanged.",
        source: "Leads bulk page, Customer Country: ISO 3166 two-letter code",
    },
    Rule {
        code: "Q-04",
        severity: Severity::Warning,
        check: Check::Row(RowScope::OPEN, mpn),
        text: "The MPN ID doesn't have six or seven digits.",
        help: "Another program may have damaged it. The cell is read-only and kept unchanged.",
        source: "Leads bulk page, MPN ID: 6-7 digit integer",
    },
    Rule {
        code: "Q-05",
        severity: Severity::Note,
        check: Check::Row(RowScope::OPEN, doubtful),
        text: "Microsoft doubts the contact or the quality of the lead.",
        help: "The phone number or the e-mail address couldn't be verified, or the lead may be spam.",
        source: "Leads bulk page, Phone Validity, Email Validity and Lead Quality",
    },
    Rule {
        code: "Q-06",
        severity: Severity::Warning,
        check: Check::Rows(created),
        text: "Lead Created Date is written in more than one format.",
        help: "Excel writes dates in the format of the computer's region. Nothing is rewritten \
        here. For a clean download set the Windows region format to English (United States) with \
        the short date M/D/YYYY, then download the file again.",
        source: "Leads bulk page, Lead Created Date: mm-dd-yyyy, steps for Excel",
    },
];

fn exponent(row: &Lead, report: &mut Report) {
    for col in [Col::ContactPhone, Col::PostalCode, Col::Duns, Col::MpnId] {
        let text = row.text(col);
        if is_scientific(text) {
            report.field_cell(
                col,
                format!("{} {} was damaged by Excel; download again.", col.name(), quoted(text)),
            );
        }
    }
}

/// A read-only number that isn't blank and that Q-01 doesn't report.
fn number<'a>(row: &Lead<'a>, col: Col) -> Option<&'a str> {
    Some(row.text(col)).filter(|text| !is_blank(text) && !is_scientific(text))
}

fn duns(row: &Lead, report: &mut Report) {
    let digits = |text: &str| text.bytes().filter(u8::is_ascii_digit).count();
    if let Some(text) = number(row, Col::Duns)
        && !(digits(text) == 9 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-'))
    {
        let lost = if digits(text) == 8 { "; a leading 0 may be lost" } else { "" };
        report.field_cell(
            Col::Duns,
            format!("D-U-N-S numbers have 9 digits, {} doesn't{lost}.", quoted(text)),
        );
    }
}

fn country(row: &Lead, report: &mut Report) {
    let text = row.text(Col::Country);
    if !is_blank(text) && !row.lists().is_country(text) {
        report.field_cell(
            Col::Country,
            format!(
                "{} isn't a country code of {}; download again.",
                quoted(text),
                row.lists().owner(ValueList::Countries, "ISO 3166")
            ),
        );
    }
}

fn mpn(row: &Lead, report: &mut Report) {
    if let Some(text) = number(row, Col::MpnId)
        && !(is_digits(text) && (6..=7).contains(&text.len()))
    {
        report.field_cell(
            Col::MpnId,
            format!("MPN IDs have 6 or 7 digits, {} doesn't; download again.", quoted(text)),
        );
    }
}

fn doubtful(row: &Lead, report: &mut Report) {
    for (col, doubts) in [
        (Col::PhoneValidity, &["Invalid", "Spam"][..]),
        (Col::EmailValidity, &["Invalid", "Spam"]),
        (Col::LeadQuality, &["Low"]),
    ] {
        let text = row.text(col);
        if doubts.contains(&text) {
            report.field_cell(col, [&col.name(), " is ", text, "."].concat());
        }
    }
}

/// The form of a date: what is between its numbers, and whether the year comes first.
///
/// The number of digits of day and month doesn't matter: 1/5/2026 and 11/12/2026 are one form.
type DateShape = [u8; 12];

fn form(text: &str) -> DateShape {
    let mut form = [0; 12];
    let mut at = 0;
    let mut digits = 0;
    for byte in trimmed(text).bytes().chain([0]) {
        if byte.is_ascii_digit() {
            digits += 1;
            continue;
        }
        let number = match digits {
            0 => None,
            1 | 2 => Some(b'd'),
            4 => Some(b'y'),
            _ => Some(b'n'),
        };
        digits = 0;
        let symbol = if byte.is_ascii_alphabetic() { b'a' } else { byte };
        let mut push = |symbol| {
            let repeats = symbol == b'a' && at > 0 && form[at - 1] == b'a';
            if at < form.len() && !repeats {
                form[at] = symbol;
                at += 1;
            }
        };
        number.map(&mut push);
        push(symbol);
    }
    form
}

/// Whether a date begins with a number that can't be a month, and a year doesn't come first.
fn is_day_first(text: &str) -> bool {
    // Nearly every date ends here: a number that can't be a month begins with 1, 2 or 3.
    let text = trimmed(text);
    if !matches!(text.as_bytes(), [b'1'..=b'3', b'0'..=b'9', ..]) {
        return false;
    }
    let mut numbers = text.split(|c: char| !c.is_ascii_digit());
    let mut next = || numbers.next().filter(|n| (1..=2).contains(&n.len()))?.parse::<u8>().ok();
    matches!((next(), next()), (Some(13..=31), Some(1..=12)))
}

fn created(rows: &dyn Rows, report: &mut Report) {
    let Some(field) = rows.layout().field(Col::CreatedDate) else { return };
    let mut forms: Vec<(DateShape, Vec<Row>)> = Vec::new();
    let mut day_first = Vec::new();
    for row in lead_rows(rows) {
        let text = rows.text(row, field);
        if is_blank(&text) {
            continue;
        }
        if is_day_first(&text) {
            day_first.push(row);
        }
        let form = form(&text);
        match forms.iter_mut().find(|(known, _)| *known == form) {
            Some((_, list)) => list.push(row),
            None => forms.push((form, vec![row])),
        }
    }
    if forms.len() > 1 {
        sort_by_key(&mut forms, |(_, list)| std::cmp::Reverse(list.len()));
        let mut differing: Vec<Row> = forms.drain(1..).flat_map(|(_, list)| list).collect();
        differing.sort_unstable();
        let message = "Lead Created Date is written in more than one format: differently in row";
        report.at_field(
            field,
            format!(
                "{message} {}. Nothing is rewritten; see the help for a clean download.",
                numbers(&differing)
            ),
        );
    } else if !day_first.is_empty() {
        let message = "Lead Created Date is day-first in row";
        report.at_field(
            field,
            format!(
                "{message} {}. Nothing is rewritten; see the help for a clean download.",
                numbers(&day_first)
            ),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_format_of_a_date_ignores_padding() {
        assert_eq!(form("1/5/2026"), form(" 11/12/2026"));
        assert_ne!(form("01-05-2026"), form("01/05/2026"));
        assert_ne!(form("2026-01-05"), form("01-05-2026"));
        assert_eq!(form("5 May 2026"), form("17 June 2026"));
        assert_ne!(form("1/5/2026 10:00"), form("1/5/2026"));
    }

    #[test]
    fn day_first_is_recognised_by_a_number_above_twelve() {
        assert!(is_day_first("22-10-2026"));
        assert!(!is_day_first("10-22-2026") && !is_day_first("2026-10-22"));
    }
}
