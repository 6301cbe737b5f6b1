//! The file as a whole (F).

use super::kinds::RowKinds;
use super::words::{numbers, quoted};
use crate::leads::index::{Field, Row};
use crate::leads::{
    Check, Col, Encoding, Lead, Level, Report, RowScope, Rows, Rule, Severity, plural,
};

/// The most leads that a download holds.
const DOWNLOAD_ROWS: usize = 5_000;

pub(super) static RULES: [Rule; 17] = [
    Rule {
        code: "F-01",
        severity: Severity::Error,
        check: Check::Open,
        text: "The file isn't text in UTF-8 or UTF-16.",
        help: "The encoding isn't guessed, because a wrong guess damages names. Open the file as it was downloaded, or name its encoding, such as --encoding windows-1252.",
        source: "Our interpretation: nothing is documented about the encoding",
    },
    Rule {
        code: "F-02",
        severity: Severity::Error,
        check: Check::Open,
        text: "The file is an Excel workbook, not a CSV file.",
        help: "Use the file as downloaded from Partner Center, or save the sheet as CSV UTF-8.",
        source: "Leads bulk page, title: comma-separated value (CSV) files",
    },
    Rule {
        code: "F-03",
        severity: Severity::Warning,
        check: Check::Rows(delimiter),
        text: "The fields are separated by something other than commas, or there is a line sep= \
        before the header.",
        help: "Partner Center needs commas, and the column names in the first line. Excel's regional setting changes them to semicolons. Upload files are written with commas and without that line; don't upload this file itself.",
        source: "Leads bulk page, title: comma-separated value (CSV) files",
    },
    Rule {
        code: "F-04",
        severity: Severity::Error,
        check: Check::Open,
        text: "A quoted field is never closed.",
        help: "Everything after the quote would be read as one cell. Download the file again, or \
        close the quote in a text editor.",
        source: "Our interpretation: RFC 4180 closes every quoted field",
    },
    Rule {
        code: "F-05",
        severity: Severity::Error,
        check: Check::Row(RowScope::OPEN.and_ragged(), ragged),
        text: "A row has more or fewer fields than the header.",
        help: "Its cells can't be matched with columns, so the row is kept unchanged and never \
        exported. Download the file again. A line end inside a cell without quotes breaks a row; its pieces are \
        named and are no leads. A row that only lacks optional cells at its end isn't \
        locked: they are read as empty, and the export adds them.",
        source: "Our interpretation: each record of a table has as many fields as its header",
    },
    Rule {
        code: "F-06",
        severity: Severity::Error,
        check: Check::Export,
        text: "The upload file has more than 1,000 records.",
        help: "Partner Center can't process such a file. The export splits the leads into files of \
        at most 1,000.",
        source: "Leads bulk page, upload: a file with more than 1,000 records can't be processed",
    },
    Rule {
        code: "F-07",
        severity: Severity::Warning,
        check: Check::Rows(too_many),
        text: "The file has more than 5,000 leads.",
        help: "A download has at most 5,000, so this file was combined from several. Check that no \
        lead appears in it twice.",
        source: "Leads bulk page, download: at most 5,000 records",
    },
    Rule {
        code: "F-08",
        severity: Severity::Error,
        check: Check::Open,
        text: "The file has co-sell opportunities, not leads.",
        help: "Deal Name and Microsoft help required? belong to the co-sell file, which has other columns and rules. Download the leads instead.",
        source: "Our interpretation: the co-sell bulk page lists these columns, the Leads bulk \
        page doesn't",
    },
    Rule {
        code: "F-09",
        severity: Severity::Warning,
        check: Check::Rows(no_rows),
        text: "The file has a header but no leads.",
        help: "There is nothing to edit. Download the file again with another tab or filter in Partner Center.",
        source: "Our interpretation: bulk operations only edit existing leads",
    },
    Rule {
        code: "F-10",
        severity: Severity::Warning,
        check: Check::Kinds(None, blank_row, blank_rows),
        text: "Some rows are empty.",
        help: "They have no lead and nothing can be put into them; they are kept in the file and left out of exports.",
        source: "Our interpretation: an empty record updates no lead",
    },
    Rule {
        code: "F-11",
        severity: Severity::Note,
        check: Check::Rows(no_bom),
        text: "The file has non-ASCII characters and no byte-order mark.",
        help: "Excel reads such a file in the computer's own code page and damages these \
        characters. Nothing is wrong with the file itself; it is kept as downloaded.",
        source: "Our interpretation: Excel reads a CSV file as UTF-8 only if it begins with a \
        byte-order mark",
    },
    Rule {
        code: "F-12",
        severity: Severity::Warning,
        check: Check::Row(RowScope::TO_SCAN, damaged),
        text: "A text looks damaged by a wrong encoding.",
        help: "A program read the file in the wrong encoding and saved the result. Download it \
        again, or correct the text where it can be edited.",
        source: "Our interpretation: these characters come from UTF-8 that was read as \
        Windows-1252",
    },
    Rule {
        code: "F-13",
        severity: Severity::Warning,
        check: Check::Kinds(None, row_with_bom, inner_bom),
        text: "There is a byte-order mark inside the first row.",
        help: "Some exports write one after the header as well. It is kept, because it may belong \
        to the first cell.",
        source: "Our interpretation: another Microsoft service is known to write a second \
        byte-order mark",
    },
    Rule {
        code: "F-14",
        severity: Severity::Note,
        check: Check::Rows(line_ends),
        text: "The rows end in different ways.",
        help: "Unchanged rows keep their line ends; you don't have to do anything.",
        source: "Our interpretation: nothing is documented about line ends",
    },
    Rule {
        code: "F-15",
        severity: Severity::Error,
        check: Check::Export,
        text: "Another program changed the file since it was opened.",
        help: "The export compares with the file as opened. Open it again, so that nothing is \
        overwritten.",
        source: "Our interpretation: an upload can't be undone, so it must be based on the file as \
        it is",
    },
    Rule {
        code: "F-16",
        severity: Severity::Error,
        check: Check::Export,
        text: "A text can't be encoded in the file's encoding.",
        help: "A code page such as Windows-1252 has only the characters of its region. The edit is rejected, because no \
        character is replaced by a question mark. Use the file as Partner Center wrote it, or \
        write the text without the character.",
        source: "Our interpretation: a lost character can't be restored",
    },
    Rule {
        code: "F-17",
        severity: Severity::Error,
        check: Check::Row(RowScope::OPEN.and_ragged(), repeated_header),
        text: "A row repeats the header.",
        help: "Two files were joined, each with its header. The row isn't a lead: it is kept unchanged and never \
        exported. Remove it before you upload the file itself.",
        source: "Our interpretation: a file has one header",
    },
];

fn delimiter(rows: &dyn Rows, report: &mut Report) {
    let is_sep = |text: &str| text.get(..4).is_some_and(|word| word.eq_ignore_ascii_case("sep="));
    let source = rows.source();
    if is_sep(source.strip_prefix('\u{feff}').unwrap_or(source))
        && !is_sep(rows.layout().name(Field::default()))
    {
        report.row_finding("The first line, \"sep=\", is only for Excel; an export leaves it out.");
    }
    let found = match rows.context().delimiter {
        b',' => return,
        b'\t' => "tabs".to_owned(),
        other => quoted(char::from(other).encode_utf8(&mut [0; 4])),
    };
    let message =
        "Partner Center needs commas; export the changed leads instead of uploading this file.";
    report.row_finding(format!("Fields are separated by {found}. {message}"));
}

fn ragged(row: &Lead, report: &mut Report) {
    if let Some(broken) = row.broken {
        report.row_finding(format!(
            "Rows {broken} are one lead that a line end inside a cell broke. They are kept unchanged; download the file again."
        ));
    } else if row.is_ragged() {
        let (has, want) = (row.loaded.len(), row.layout.len());
        report.row_finding(format!(
            "The row has {}, the header has {want}. It is kept unchanged; download the file again.",
            plural(has, "field")
        ));
    } else if row.missing() > 0 && row.is_candidate() {
        let message = match row.missing() {
            1 => {
                "The row lacks its last cell, which is read as empty; an export adds it.".to_owned()
            }
            n => format!(
                "The row lacks its last {n} cells, which are read as empty; an export \
            adds them."
            ),
        };
        report.row_finding(message).level = Level::Warning;
    }
}

fn too_many(rows: &dyn Rows, report: &mut Report) {
    let has = rows.count();
    // Several downloads that are one table may have more.
    if has > DOWNLOAD_ROWS && rows.layout().source().is_none() {
        report.row_finding(format!("A download has at most 5,000 leads; this file has {has}."));
    }
}

fn no_rows(rows: &dyn Rows, report: &mut Report) {
    if rows.count() == 0 {
        report.row_finding("The file has a header but no leads.");
    }
}

fn blank_rows(_: &dyn Rows, kinds: &RowKinds, report: &mut Report) {
    let blank: Vec<Row> = kinds.rows(1).collect();
    match blank.len() {
        0 => return,
        1 => report.row_finding(format!("Row {} is empty; exports leave it out.", numbers(&blank))),
        _ => report
            .row_finding(format!("Rows {} are empty; exports leave them out.", numbers(&blank))),
    };
}

fn blank_row(rows: &dyn Rows, row: Row) -> u8 {
    rows.layout().fields().all(|field| rows.text(row, field).trim().is_empty()).into()
}

fn repeated_header(row: &Lead, report: &mut Report) {
    if row.repeats_header() {
        report.field_cell(
            Col::ReferralId,
            "This row repeats the header: two files were joined. It isn't a lead; remove it.",
        );
    }
}

fn no_bom(rows: &dyn Rows, report: &mut Report) {
    if rows.layout().source().is_some() {
        return;
    }
    let source = rows.source();
    let is_utf8 = rows.context().encoding == Encoding::Utf8;
    if is_utf8 && !source.starts_with('\u{feff}') && !source.is_ascii() {
        report.row_finding("Excel would misread accented letters in this file: it has no byte-order mark and is kept without one.");
    }
}

fn damaged(row: &Lead, report: &mut Report) {
    for (field, text) in row.cells_to_scan() {
        if is_damaged(text) {
            let name = row.layout.name(field);
            report.at_field(
                field,
                format!("{name} {} looks damaged by a wrong encoding.", quoted(text)),
            );
        }
    }
}

/// Whether a text has characters that come from UTF-8 read in another encoding.
fn is_damaged(text: &str) -> bool {
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let next = chars.peek().copied().unwrap_or_default();
        let damaged = match c {
            '\u{fffd}' => true,
            'Ã' => matches!(
                next,
                '\u{80}'
                    ..='\u{bf}'
                        | 'Œ'
                        | 'œ'
                        | 'Ÿ'
                        | 'Š'
                        | 'š'
                        | 'Ž'
                        | 'ž'
                        | '‰'
                        | '€'
                        | '„'
                        | '–'
                        | '—'
                        | '“'
                        | '”'
                        | '™'
            ),
            'Â' => matches!(next, '\u{80}'..='\u{bf}'),
            'â' => next == '€',
            'ï' => next == '»',
            _ => false,
        };
        if damaged {
            return true;
        }
    }
    false
}

fn row_with_bom(rows: &dyn Rows, row: Row) -> u8 {
    let is_first = row == Row::default();
    (is_first && rows.text(row, Field::default()).contains('\u{feff}')).into()
}

fn inner_bom(rows: &dyn Rows, kinds: &RowKinds, report: &mut Report) {
    if kinds.count(1) > 0 {
        let name = rows.layout().name(Field::default());
        let message = format!("{name}: there is a byte-order mark inside row 1; it is kept.");
        report.in_row(Row::default(), Some(Field::default()), message);
    }
}

fn line_ends(rows: &dyn Rows, report: &mut Report) {
    if rows.has_mixed_line_ends() {
        report.row_finding("Line ends are mixed; unchanged rows keep theirs.");
    }
}

/// Whether a header is that of a co-sell file (F-08), for the loader.
pub fn is_co_sell(layout: &crate::leads::Layout) -> bool {
    let named = |wanted: &str| {
        layout.fields().any(|field| {
            let key = crate::leads::normalise(layout.name(field));
            key.replace(" ?", "?") == wanted
        })
    };
    !layout.has(Col::LeadName) && (named("deal name") || named("microsoft help required?"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::leads::Layout;

    #[test]
    fn damage_is_distinguished_from_valid_letters() {
        for text in ["CafÃ©", "itâ€™s", "\u{fffd}", "a ï»¿b", "MÃ¼nchen", "Â£5"] {
            assert!(is_damaged(text), "{text}");
        }
        for text in ["São Paulo", "Ângela", "château", "naïve", "Ã", "MÜNCHEN", "JOÃO"] {
            assert!(!is_damaged(text), "{text}");
        }
    }

    #[test]
    fn a_file_with_deal_names_and_no_lead_names_is_a_co_sell_file() {
        let layout = |names: &[&str]| Layout::new(names.iter().map(|&n| n.to_owned()).collect());
        assert!(is_co_sell(&layout(&["Referral ID", "Deal Name"])));
        assert!(is_co_sell(&layout(&["Microsoft help required ?"])));
        assert!(!is_co_sell(&layout(&["Deal Name", "Lead Name"])));
    }
}
