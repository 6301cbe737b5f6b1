//! Free texts (N, X).

use super::super::words::{
    is_blank, is_digits, is_invisible, is_scientific, quoted, trimmed, user_set,
};
use crate::leads::kind::{EXCEL_CELL, notes_limit};
use crate::leads::{Access, Check, Col, Lead, Level, Report, RowScope, Rule, Severity};

pub(in super::super) static NAMES: [Rule; 2] = [
    Rule {
        code: "N-01",
        severity: Severity::Error,
        check: Check::Row(RowScope::OPEN.unless(is_ordinary_name), no_name),
        text: "The lead has no name.",
        help: "Lead Name is required for every upload; give the lead a name.",
        source: "Leads bulk page, mandatory list",
    },
    Rule {
        code: "N-02",
        severity: Severity::Warning,
        check: Check::Row(RowScope::OPEN.unless(is_ordinary_name), untidy_name),
        text: "The lead's name has characters that don't belong on one line.",
        help: "Line breaks, tabs, other control characters and spaces around the name may be kept, \
        lost or rejected; remove them.",
        source: "Our interpretation: a name is one line",
    },
];

pub(in super::super) static TEXTS: [Rule; 7] = [
    Rule {
        code: "X-01",
        severity: Severity::Warning,
        check: Check::Row(RowScope::OPEN, too_long),
        text: "The notes are longer than an Excel cell can be.",
        help: "Excel cuts a text at 32,767 characters if the file is ever opened there. leadsheet keeps all of it.",
        source: "Our interpretation: Excel's limit for a cell; Partner Center documents none",
    },
    Rule {
        code: "X-02",
        severity: Severity::Warning,
        check: Check::Row(RowScope::TO_SCAN, line_break),
        text: "A text has line breaks.",
        help: "How Partner Center handles line breaks isn't documented. Remove them in CRM ID and \
        Marketing Campaign ID; in Notes they are only reported.",
        source: "Our interpretation: nothing is documented about line breaks in a cell",
    },
    Rule {
        code: "X-03",
        severity: Severity::Warning,
        check: Check::Row(RowScope::OPEN, formula),
        text: "Excel would run the text as a formula.",
        help: "A text that begins with =, +, -, @ or a tab is a formula for Excel. leadsheet \
        doesn't alter it; begin it with another character if the file may be opened in Excel.",
        source: "Our interpretation: CSV injection, CWE-1236",
    },
    Rule {
        code: "X-04",
        severity: Severity::Warning,
        check: Check::Row(RowScope::TO_SCAN, hidden),
        text: "A text has hidden characters.",
        help: "Control characters and characters without width come with text that was copied from elsewhere; type the text again.",
        source: "Our interpretation: a text that can't be seen can't be checked",
    },
    Rule {
        code: "X-05",
        severity: Severity::Error,
        check: Check::Row(RowScope::TO_SCAN, nul),
        text: "A text contains a NUL character.",
        help: "Many programs end a text there; remove the character.",
        source: "Our interpretation: NUL isn't part of a text",
    },
    Rule {
        code: "X-06",
        severity: Severity::Note,
        check: Check::Row(RowScope::CHANGED, crm),
        text: "The CRM ID was changed.",
        help: "If a CRM connector is installed and the CRM doesn't know the ID, Partner Center ignores the update of the lead there.",
        source: "Partner Center CRM connectors: an ID that is not found in the CRM is ignored",
    },
    Rule {
        code: "X-07",
        severity: Severity::Warning,
        check: Check::Row(RowScope::OPEN, rounded),
        text: "An ID may have been damaged by Excel.",
        help: "Excel turns long numbers into an exponent or replaces the digits after the \
        fifteenth with zeros. Get the ID from its source.",
        source: "Our interpretation: Excel keeps fifteen digits of a number",
    },
];

/// The free texts of one line besides the name.
const IDS: [Col; 2] = [Col::CrmId, Col::CampaignId];

/// The free texts that the user writes.
const FREE: [Col; 4] = [Col::LeadName, Col::CrmId, Col::CampaignId, Col::Notes];

/// The columns that are scanned for hidden characters; others have a form of their own.
const SCANNED: [Col; 9] = [
    Col::LeadName,
    Col::CrmId,
    Col::CampaignId,
    Col::Notes,
    Col::TeamMember(1),
    Col::TeamMember(2),
    Col::TeamMember(3),
    Col::TeamMember(4),
    Col::TeamMember(5),
];

/// Whether the lead has a simple name without spaces around it.
pub(in super::super) fn is_ordinary_name(row: &Lead) -> bool {
    let is_tidy = match row.text(Col::LeadName).as_bytes() {
        [first, .., last] => first.is_ascii_graphic() && last.is_ascii_graphic(),
        _ => false,
    };
    is_tidy && row.text_to_scan(Col::LeadName).is_none()
}

fn no_name(row: &Lead, report: &mut Report) {
    let col = Col::LeadName;
    if row.is_candidate() && row.has(col) && is_blank(row.text(col)) {
        report.field_cell(col, "Lead Name is required; give the lead a name.");
    }
}

/// Whether a character is a control character that N-02 or X-04 reports; X-05 reports NUL.
fn is_control(c: char) -> bool {
    c.is_control() && c != '\0'
}

fn untidy_name(row: &Lead, report: &mut Report) {
    let text = row.text(Col::LeadName);
    let tidy = trimmed(text);
    if tidy.is_empty() || (tidy.len() == text.len() && row.text_to_scan(Col::LeadName).is_none()) {
        return;
    }
    let what = if text.contains(['\n', '\r']) {
        "a line break"
    } else if text.contains('\t') {
        "a tab"
    } else if text.contains(is_control) {
        "a control character"
    } else if tidy.len() < text.len() {
        "spaces around it"
    } else {
        return;
    };
    let words = text.split(|c: char| c.is_control()).map(str::trim).filter(|w| !w.is_empty());
    let fix = words.collect::<Vec<_>>().join(" ");
    report.field_cell(Col::LeadName, format!("Lead Name contains {what}; remove it.")).fix(fix);
}

fn too_long(row: &Lead, report: &mut Report) {
    let text = row.text(Col::Notes);
    // No text has more characters than bytes.
    if text.len() <= EXCEL_CELL {
        return;
    }
    let (chars, most) = notes_limit(text);
    if chars > most {
        let message = format!("Notes has {chars} characters; Excel would cut it at 32,767.");
        report.field_cell(Col::Notes, message);
    }
}

fn line_break(row: &Lead, report: &mut Report) {
    let breaks = |col: Col| row.text_to_scan(col).is_some_and(|text| text.contains(['\n', '\r']));
    for col in IDS.into_iter().filter(|col| breaks(*col)) {
        let name = col.name();
        report.field_cell(
            col,
            format!("{name} has a line break, which isn't documented; remove it."),
        );
    }
    if breaks(Col::Notes) && user_set(row, Col::Notes) {
        let message = "Line breaks in a cell: how Partner Center handles them isn't documented.";
        report.field_cell(Col::Notes, message).level = Level::Note;
    }
}

fn formula(row: &Lead, report: &mut Report) {
    for col in FREE {
        let text = row.text(col);
        // N-02 reports a tab in the name.
        let begins = match text.bytes().next() {
            Some(b'=' | b'+' | b'-' | b'@') => true,
            Some(b'\t') => col != Col::LeadName,
            _ => false,
        };
        if begins && !is_blank(text) && user_set(row, col) {
            report.field_cell(
                col,
                format!("Excel would run {} as a formula; it isn't altered.", quoted(text)),
            );
        }
    }
}

fn hidden(row: &Lead, report: &mut Report) {
    for col in SCANNED {
        let Some(text) = row.text_to_scan(col) else { continue };
        let member = matches!(col, Col::TeamMember(_)) && text.contains(['\n', '\r']);
        let name = col == Col::LeadName;
        let skip = usize::from(text.starts_with('\t') && user_set(row, col));
        let mut before = 'a';
        let mut is_hidden = |c: char| {
            // A joiner behind an emoji or a letter of a script that joins belongs to the text.
            let joins = !std::mem::replace(&mut before, c).is_ascii();
            match c {
                ' '..='~' | '\n' | '\r' | '\0' => false,
                '\u{200c}' | '\u{200d}' => !joins,
                c => is_invisible(c) || (!name && is_control(c)),
            }
        };
        if member || text[skip..].chars().any(&mut is_hidden) {
            report.field_cell(
                col,
                format!("Hidden characters in {}: {}; type it again.", col.name(), quoted(text)),
            );
        }
    }
}

fn nul(row: &Lead, report: &mut Report) {
    for (field, _) in row.cells_to_scan().filter(|(_, text)| text.contains('\0')) {
        let name = row.layout.name(field);
        let typed = row.layout.col(field).filter(|col| {
            matches!(col.column().access, Access::Open | Access::When(_) | Access::Unlockable(_))
                && user_set(row, *col)
        });
        if typed.is_some() {
            report.at_field(field, format!("{name} contains a NUL character; remove it."));
        } else {
            let message = format!("{name} contains a NUL character; download the file again.");
            report.at_field(field, message).level = Severity::Warning.level(row.is_candidate());
        }
    }
}

fn crm(row: &Lead, report: &mut Report) {
    if row.changed(Col::CrmId) {
        report.field_cell(
            Col::CrmId,
            "If a CRM connector is installed, an ID unknown to the CRM makes it ignore the update.",
        );
    }
}

fn rounded(row: &Lead, report: &mut Report) {
    for col in IDS {
        let text = row.text(col);
        let long = text.len() >= 16 && text.ends_with("000") && is_digits(text);
        if long || is_scientific(text) {
            report.field_cell(
                col,
                format!("{} may have been damaged by Excel; check the ID.", quoted(text)),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::probe::Probe;
    use super::*;
    use crate::leads::Kind;

    const HEADER: [&str; 3] = ["Lead Name", "CRM ID", "Notes"];

    #[test]
    fn each_odd_text_has_one_finding() {
        for (cells, codes) in [
            (["Contoso", "a\nb", ""], &["X-02"][..]),
            (["Contoso\n", "", ""], &["N-02"]),
            (["\tContoso", "", ""], &["N-02"]),
            (["Con\u{200b}toso", "", ""], &["X-04"]),
            (["Contoso", "", "\tCall"], &["X-03"]),
            (["Contoso", "", "Call\u{7}"], &["X-04"]),
            (["Contoso", "", "Call\0"], &["X-05"]),
            (["Contoso", "1.4E+10", ""], &["X-07"]),
            (["Contoso", "1234567890123000", ""], &["X-07"]),
            (["Contoso", "-", "one\ntwo"], &["X-03"]),
        ] {
            assert_eq!(Probe::upload(&HEADER, &cells).problems(), codes, "{cells:?}");
        }
    }

    #[test]
    fn a_name_is_suggested_without_its_oddities() {
        let row = Probe::upload(&HEADER, &[" Contoso\r\nspring ", "", ""]);
        assert_eq!(row.all("N-02")[0].fix.as_deref(), Some("Contoso spring"));
    }

    #[test]
    fn the_texts_that_are_read_are_open_ones() {
        for col in SCANNED {
            let kind = col.column().kind;
            assert!(matches!(kind, Kind::Text | Kind::LongText | Kind::Parts(_)), "{col:?}");
            assert!(matches!(col.column().access, Access::Open), "{col:?}");
        }
    }
}
