//! Tells what a file is, when it isn't a Leads CSV.

use crate::leads::Field;
use crate::leads::{Encoding, normalise, visible};
use crate::store::error::Unusable;
use crate::table::{ScanError, Table, line_ends};
use memchr::memchr_iter;
use std::sync::Arc;

/// How many known columns a header has at least for the file to be about leads.
const MIN_KNOWN_COLUMNS: usize = 5;

/// The most rows and columns of a file, those that a sheet of Excel has: a Leads download has a few
/// thousand rows, and every row more costs time and memory.
const EXCEL_ROWS: usize = 1_048_576;
const EXCEL_COLUMNS: usize = 16_384;

/// How many column names of another file are told, and how many characters of each.
const MAX_NAMES_SHOWN: usize = 4;
const MAX_NAME_CHARS: usize = 30;

/// The first bytes of kinds of files that are easily taken for a CSV.
const MAGIC: [(&[u8], &str); 5] = [
    (b"%PDF-", "a PDF document"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\x1f\x8b", "a gzip archive"),
];

/// The first characters of kinds of texts, in lower case.
const TEXTS: [(&str, &str); 5] = [
    ("<!doctype", "a web page (HTML)"),
    ("<html", "a web page (HTML)"),
    ("<?xml", "XML"),
    ("{", "JSON"),
    ("[", "JSON"),
];

/// Column names, in lower case, by which the other files of Partner Center are known, and what these are.
///
/// Azure IP co-sell deal registrations are known by the column that their error sentences name.
const PORTAL_FILES: [(&[&str], &str); 4] = [
    (&["deal name"], "a co-sell opportunities file"),
    (&["microsoft help required?"], "a co-sell opportunities file"),
    (&["referral created date", "lead direction"], "an export of Referrals insights"),
    (&["contract value"], "a file of co-sell deal registrations"),
];

/// The encoding whose byte-order mark a file begins with.
fn marked(head: &[u8]) -> Option<Encoding> {
    let marks: [(&[u8], Encoding); 3] = [
        (b"\xef\xbb\xbf", Encoding::Utf8),
        (b"\xff\xfe", Encoding::Utf16Le),
        (b"\xfe\xff", Encoding::Utf16Be),
    ];
    marks.into_iter().find_map(|(mark, encoding)| head.starts_with(mark).then_some(encoding))
}

/// The encoding of a file by its first bytes and by what was asked for; nothing is guessed.
///
/// Refuses what isn't text.
pub(crate) fn bytes(head: &[u8], asked: Option<Encoding>) -> Result<Encoding, Unusable> {
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"\xd0\xcf\x11\xe0") {
        return Err(Unusable::Workbook);
    }
    if let Some((_, kind)) = MAGIC.iter().find(|(magic, _)| head.starts_with(magic)) {
        return Err(Unusable::Other(kind));
    }
    if head.starts_with(b"\xff\xfe\0\0") {
        return Err(Unusable::Other("UTF-32 text"));
    }
    let encoding = match (marked(head), asked) {
        (Some(found), Some(asked)) if found != asked => {
            return Err(Unusable::OtherMark { found, asked });
        }
        (found, asked) => found.or(asked),
    };
    if let Some(utf16 @ (Encoding::Utf16Le | Encoding::Utf16Be)) = encoding {
        return Ok(utf16);
    }
    let odd = memchr_iter(0, head).filter(|at| at % 2 == 1).count();
    let even = memchr_iter(0, head).count() - odd;
    if even.min(odd) == 0 && even.max(odd) * 4 > head.len() {
        let likely = if even == 0 { Encoding::Utf16Le } else { Encoding::Utf16Be };
        return Err(Unusable::Utf16(likely.option()));
    }
    // A NUL may stand in a cell, where a rule reports it; other kinds of files are full of them.
    if (even + odd) * 32 > head.len() {
        return Err(Unusable::Other("binary data"));
    }
    Ok(encoding.unwrap_or_default())
}

/// Divides the text of a Leads file into a table, and refuses every other text.
pub(crate) fn table(text: impl Into<Arc<String>>) -> Result<Table, Unusable> {
    let text = text.into();
    let start = text.trim_start_matches(|c: char| c == '\u{feff}' || c.is_whitespace());
    if matches!(start.trim_end(), "" | "\u{1a}") {
        return Err(Unusable::Empty);
    }
    begins_like_text(start)?;
    let delimiter = delimiter(start);
    let table = Table::parse(text, delimiter).map_err(|error| match error {
        ScanError::UnclosedQuote { line, .. } => Unusable::UnclosedQuote { line },
        ScanError::TooLarge => Unusable::TooLarge,
    })?;
    header(&table)?;
    if table.len() > EXCEL_ROWS || table.width() > EXCEL_COLUMNS {
        return Err(Unusable::TooMany { rows: table.len(), columns: table.width() });
    }
    match melted(&table) {
        Some(line) => Err(Unusable::UnclosedQuote { line }),
        None => Ok(table),
    }
}

/// The line of a quoted field that runs on into the next rows.
///
/// When the quote that closes a field is lost, the next quote in the file closes it, and text stands
/// behind that quote. If there is a line end in between, rows have melted into one, perhaps with the
/// right number of fields: the file can't be trusted.
pub(super) fn melted(table: &Table) -> Option<usize> {
    let runs_on = |raw: &str| {
        let quoted = raw.strip_prefix('"').filter(|raw| raw.contains(['\n', '\r']));
        quoted.is_some_and(|raw| {
            let content = raw.replace("\"\"", "");
            content.find('"').is_some_and(|at| at + 1 < content.len())
        })
    };
    table.rows_with_stray_quotes().find_map(|row| {
        let mut before = 0;
        for field in Field::first(table.fields_of(row)) {
            let raw = table.raw(row, field);
            if runs_on(raw) {
                let above = line_ends(&table.row_text(row).as_bytes()[..before]);
                return Some(table.lines().of(row) + above);
            }
            before += raw.len() + 1;
        }
        None
    })
}

/// Refuses texts that aren't CSV by their beginning.
pub(super) fn begins_like_text(start: &str) -> Result<(), Unusable> {
    let begins = |prefix: &str| {
        start.get(..prefix.len()).is_some_and(|text| text.eq_ignore_ascii_case(prefix))
    };
    match TEXTS.iter().find(|(prefix, _)| begins(prefix)) {
        Some((_, kind)) => Err(Unusable::Other(kind)),
        None => Ok(()),
    }
}

/// The delimiter with which the header is that of a Leads file; a comma if there is none.
///
/// A first line `sep=` is believed only if the header agrees with it.
fn delimiter(start: &str) -> u8 {
    let named = Table::named_delimiter(start);
    let mut lines = start.split(['\n', '\r']).filter(|line| !line.is_empty());
    let line = lines.nth(usize::from(named.is_some())).unwrap_or_default();
    let candidates = named.into_iter().chain([b',', b';', b'\t']);
    candidates.into_iter().find(|&d| known_in(line, d) >= MIN_KNOWN_COLUMNS).unwrap_or(b',')
}

/// Counts the known columns in a line that is read with a delimiter.
fn known_in(line: &str, delimiter: u8) -> usize {
    Table::parse(line.to_owned(), delimiter).map_or(0, |table| known(&table))
}

fn known(table: &Table) -> usize {
    table.layout().known().count()
}

/// Refuses a header that isn't that of a Leads file.
fn header(table: &Table) -> Result<(), Unusable> {
    let layout = table.layout();
    let has = |key: &str| layout.fields().any(|field| normalise(layout.name(field)) == key);
    if layout.lead_name().is_none()
        && let Some((_, kind)) = PORTAL_FILES.iter().find(|(names, _)| names.iter().all(|n| has(n)))
    {
        return Err(Unusable::OtherPortalFile(kind));
    }
    if known(table) < MIN_KNOWN_COLUMNS {
        return Err(Unusable::NotLeads { columns: names(table) });
    }
    if layout.referral_id().is_none() {
        return Err(Unusable::NoReferralId);
    }
    Ok(())
}

/// The first column names, shortened, and how many more there are.
fn names(table: &Table) -> String {
    let layout = table.layout();
    let short = |field: Field| {
        let name = layout.name(field);
        let mut text: String = name.chars().take(MAX_NAME_CHARS).collect();
        if text.len() < name.len() {
            text.push('…');
        }
        format!("\"{}\"", visible(&text))
    };
    let first: Vec<String> = layout.fields().take(MAX_NAMES_SHOWN).map(short).collect();
    match layout.len().saturating_sub(MAX_NAMES_SHOWN) {
        0 => first.join(", "),
        more => format!("{} and {more} more", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn why(text: &str) -> String {
        table(text.to_owned()).expect_err("refused").to_string()
    }

    #[test]
    fn another_kind_of_csv_is_described_by_its_first_columns() {
        let long = "x".repeat(40);
        let say = why(&format!("Name,{long},\u{1b}c,d,e,f\n"));
        assert!(say.contains(&format!("\"Name\", \"{}…\", \"␛c\"", "x".repeat(30))), "{say}");
        assert!(say.ends_with("\"d\" and 2 more"), "{say}");
    }

    #[test]
    fn other_files_of_partner_center_are_named() {
        let insights = "Referral ID,Customer country,Customer name,Referral created date,Referral \
                        source,Lead type,Lead direction,Lead currency,Lead value,Status\n";
        assert!(why(insights).contains("an export of Referrals insights, not a Leads file"));
        let deals = "Registration ID,Customer name,Contract value,Start date\n";
        assert!(why(deals).contains("co-sell deal registrations"), "{}", why(deals));
        let leads = "Referral ID,Lead Name,Currency,Notes,Sales Stage,Contract value\n";
        assert!(table(leads.to_owned()).is_ok(), "a column that was added");
    }

    #[test]
    fn one_nul_in_a_cell_is_not_a_binary_file_but_many_are() {
        assert!(bytes(format!("{}\0", "a".repeat(100)).as_bytes(), None).is_ok());
        assert!(matches!(bytes(b"a\0b\0c\0", None), Err(Unusable::Utf16("utf-16le"))));
        assert!(matches!(bytes(b"\0a\0b\0c", None), Err(Unusable::Utf16("utf-16be"))));
        assert!(matches!(bytes(b"a\0\0\0b\0c", None), Err(Unusable::Other(_))));
        assert!(bytes(b"", None).is_ok());
    }

    #[test]
    fn a_bom_decides_the_encoding_and_cannot_be_contradicted() {
        let asked = |head: &[u8], asked| bytes(head, asked).map_err(|why| why.to_string());
        assert_eq!(asked(b"\xff\xfea\0", None), Ok(Encoding::Utf16Le));
        assert_eq!(asked(b"\xfe\xff\0a", None), Ok(Encoding::Utf16Be));
        assert_eq!(asked(b"\xef\xbb\xbfa", Some(Encoding::Utf8)), Ok(Encoding::Utf8));
        assert_eq!(asked(b"a\0b\0", Some(Encoding::Utf16Le)), Ok(Encoding::Utf16Le));
        assert_eq!(asked(b"a\xe9", Some(Encoding::WINDOWS_1252)), Ok(Encoding::WINDOWS_1252));
        let other = asked(b"\xef\xbb\xbfa", Some(Encoding::WINDOWS_1252)).expect_err("refused");
        assert!(other.ends_with("the byte-order mark of UTF-8"), "{other}");
        assert!(asked(b"\xff\xfe\0\0a\0\0\0", None).is_err_and(|why| why.contains("UTF-32")));
    }

    #[test]
    fn a_delimiter_is_recognised_even_if_the_quotes_make_no_sense_with_commas() {
        let of = |text: &str| table(text.to_owned()).map(|t| (t.delimiter(), t.len()));
        let head = "Referral ID;Lead Name;Currency;Notes;Sales Stage";
        let text = format!("{head}\na;b;c,\"d;e;f\ng;\"h;\nh\";i;j;k\n");
        assert!(matches!(of(&text), Ok((b';', 2))));
        assert!(matches!(of(&head.replace(';', "\t")), Ok((b'\t', 0))));
        assert!(matches!(of(&head.replace(';', ",")), Ok((b',', 0))));
        assert!(matches!(of(&head.replace(';', "|")), Err(Unusable::NotLeads { .. })));
    }

    #[test]
    fn a_line_for_excel_is_trusted_only_if_the_header_agrees() {
        let of = |text: &str| table(text.to_owned()).map(|t| (t.delimiter(), t.len()));
        let head = "Referral ID|Lead Name|Currency|Notes|Sales Stage\ra|b|c|d|e";
        assert!(matches!(of(&format!("\u{feff}SEP=|\r{head}")), Ok((b'|', 1))));
        let commas = head.replace('|', ",");
        assert!(matches!(of(&format!("sep=;\r\n\r\n{commas}")), Ok((b',', 1))));
        assert!(matches!(of("sep=;\n"), Err(Unusable::NotLeads { .. })));
    }

    #[test]
    fn rows_that_merged_into_one_are_refused_even_with_the_same_field_count() {
        let head = "Referral ID,Lead Name,Currency,Notes,Sales Stage";
        let text = format!("{head}\na,\"b\nb\",c,\"d,e\nf,g,h,\"i\",j\n");
        assert!(why(&text).starts_with("line 3: a quoted field begins here"), "{}", why(&text));
        let harmless = format!("{head}\na,\"b\nb\",c,\"d\"d,e\n");
        assert!(table(harmless).is_ok(), "text behind a quote within one line eats no row");
    }
}
