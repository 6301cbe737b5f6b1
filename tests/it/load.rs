//! Opening: what is read, and what each thing that can't be is called.

use crate::support::fixtures::{READABLE, download, fixture, leads, processed, today};
use leadsheet::leads::Encoding;
use leadsheet::leads::{Field, Row};
use leadsheet::store::{self, Unusable};
use leadsheet::upload::upload_text;
use std::fs;

/// A file that can't be opened, and a part of the message.
const REFUSED: [(&str, &str); 20] = [
    ("archive.gz.csv", "this is a gzip archive, not a CSV file"),
    ("binary.csv", "this is binary data, not a CSV file"),
    ("cosell.csv", "a co-sell opportunities file, not a Leads file"),
    ("data.json.csv", "this is JSON, not a CSV file"),
    ("document.pdf.csv", "this is a PDF document, not a CSV file"),
    ("empty.csv", "the file is empty"),
    ("no-referral-id.csv", "the column Referral ID is missing"),
    ("not-utf8.csv", "the text isn't UTF-8 (byte 1409, line 3)"),
    ("only-blank.csv", "the file is empty"),
    ("other.csv", "its columns are \"Order\", \"Customer\", \"Amount\", \"Sold by"),
    ("page.html.csv", "this is a web page (HTML), not a CSV file"),
    ("picture.jpg.csv", "this is a JPEG picture, not a CSV file"),
    ("picture.png.csv", "this is a PNG picture, not a CSV file"),
    ("unclosed-quote-at-end.csv", "line 3: a quoted field begins here and is never closed"),
    ("unclosed-quote.csv", "line 3: a quoted field begins here and is never closed"),
    ("utf16-half-character.csv", "is damaged (byte 2469, line 3): a character is incomplete"),
    ("utf16-no-bom.csv", "set it with --encoding utf-16le"),
    ("windows-1252.csv", "the encoding isn't guessed: download it again"),
    ("workbook.xls.csv", "this is an Excel workbook, not a CSV file"),
    ("workbook.xlsx.csv", "this is an Excel workbook, not a CSV file"),
];

#[test]
fn each_unusable_file_has_one_sentence_with_its_name_and_exit_code_2() {
    for (name, start) in REFUSED {
        let error = store::open(&fixture(name)).expect_err(name);
        let text = error.to_string();
        assert!(text.contains(&format!("{name}: ")) && text.contains(start), "{name}: {text}");
        assert!(!text.contains('\n') && !text.ends_with('.'), "{name}: {text}");
        assert_eq!(error.exit_code(), 2, "{name}");
        let bytes = fs::read(fixture(name)).expect("the fixture");
        let again = store::open_bytes(name, bytes).expect_err(name);
        assert!(again.to_string().contains(start), "{name}: {again}");
    }
}

#[test]
fn every_fixture_is_readable_or_refused() {
    let known = |name: &str| {
        READABLE.contains(&name) || name == "wrong-pair.csv" || REFUSED.iter().any(|r| r.0 == name)
    };
    for entry in fs::read_dir(fixture("")).expect("the fixtures") {
        let name = entry.expect("an entry").file_name().into_string().expect("UTF-8");
        assert!(known(&name), "{name} is in no test");
    }
    for name in READABLE {
        assert!(store::open(&fixture(name)).is_ok(), "{name}");
    }
}

#[test]
fn no_row_is_lost() {
    for name in READABLE {
        let rows = match name {
            "header-only.csv" => 0,
            "hostile.csv" => 1,
            "broken-row.csv" => 4,
            "edited-elsewhere.csv" | "its-download.csv" => 5,
            "saved-by-libreoffice.csv" => 60,
            _ => 3,
        };
        let opened = store::open(&fixture(name)).expect(name);
        assert_eq!(opened.table.len(), rows, "{name}");
        if opened.table.encoding() == Encoding::Utf8 {
            let bytes = fs::read(fixture(name)).expect(name);
            assert_eq!(opened.table.text().as_bytes(), bytes, "{name}");
        }
    }
}

#[test]
fn the_encoding_and_the_path_are_reported() {
    let opened = store::open(&fixture("bom.csv")).expect("usable");
    assert_eq!(opened.encoding, "UTF-8 with BOM");
    assert_eq!(opened.path, Some(fixture("bom.csv")));
    for (name, encoding) in [
        ("plain.csv", "UTF-8"),
        ("utf16.csv", "UTF-16LE with BOM"),
        ("utf16be.csv", "UTF-16BE with BOM"),
    ] {
        assert_eq!(store::open(&fixture(name)).expect("usable").encoding, encoding);
    }
    for (name, asked, encoding) in [
        ("windows-1252.csv", Encoding::WINDOWS_1252, "Windows-1252"),
        ("utf16-no-bom.csv", Encoding::Utf16Le, "UTF-16LE"),
        ("bom.csv", Encoding::Utf8, "UTF-8 with BOM"),
    ] {
        let opened = store::open_as(&fixture(name), Some(asked)).expect("usable");
        assert_eq!((opened.encoding, opened.table.len()), (encoding, 3), "{name}");
    }
}

#[test]
fn an_encoding_that_the_file_contradicts_is_refused() {
    for (name, asked, start) in [
        ("bom.csv", Encoding::WINDOWS_1252, "the byte-order mark of UTF-8"),
        ("utf16.csv", Encoding::Utf8, "the byte-order mark of UTF-16LE"),
        ("utf16-no-bom.csv", Encoding::WINDOWS_1252, "--encoding utf-16le"),
        ("windows-1252.csv", Encoding::Utf8, "the text isn't UTF-8"),
    ] {
        let error = store::open_as(&fixture(name), Some(asked)).expect_err("refused");
        assert!(error.to_string().contains(start), "{error}");
        assert_eq!(error.exit_code(), 2, "{name}");
    }
}

#[test]
fn another_delimiter_is_recognised_and_reported() {
    for (name, delimiter, start) in [
        ("semicolon.csv", b';', "Fields are separated by \";\"; they are exported with commas"),
        ("sep-semicolon.csv", b';', "Fields are separated by \";\"; they are exported with commas"),
        ("tabs.csv", b'\t', "Fields are separated by tabs; they are exported with commas"),
        ("sep-line.csv", b',', "The first line \"sep=,\" is only for Excel"),
    ] {
        let opened = store::open(&fixture(name)).expect(name);
        assert_eq!((opened.table.delimiter(), opened.table.width()), (delimiter, 52), "{name}");
        assert!(opened.notices.iter().any(|n| n.starts_with(start)), "{:?}", opened.notices);
    }
    assert!(store::open(&fixture("plain.csv")).expect("usable").notices.is_empty());
}

#[test]
fn an_end_of_file_character_is_noted_and_neither_a_row_nor_exported() {
    let opened = store::open(&fixture("ctrl-z.csv")).expect("usable");
    let notice = "The file ends with Ctrl+Z (byte 1A), an old mark for the end of a file: it isn't \
                  exported.";
    assert_eq!((&*opened.notices, opened.table.len()), (&[notice.to_owned()][..], 3));
    let error = store::open_bytes("a.csv", b"\x1a".to_vec()).expect_err("nothing in it");
    assert!(matches!(error.kind, Unusable::Empty), "{error}");
    let bytes = fs::read(fixture("ctrl-z.csv")).expect("the fixture");
    let sheet = store::open_bytes("a.csv", bytes).expect("usable").into_sheet(today());
    let rows: Vec<Row> = sheet.rows().collect();
    let whole = fs::read_to_string(fixture("crlf.csv")).expect("the fixture");
    assert_eq!(upload_text(&sheet, &rows), whole);
}

#[test]
fn short_rows_and_rejected_rows_are_reported() {
    let short = store::open(&fixture("short-rows.csv")).expect("usable");
    let notice = "2 rows, the first in line 3, lack cells at their end; they are read as empty.";
    assert_eq!(short.notices, [notice]);
    let results = store::open(&fixture("results.csv")).expect("usable");
    assert!(results.notices.is_empty(), "a results file needs no notice");
    let many = processed(&leads(1_001, |_, row| row), &[(7, "No")]);
    let opened = store::open_reader_as("-", &mut many.as_bytes(), None).expect("usable");
    assert_eq!(opened.notices, ["1 of 1,001 rows was rejected by the last upload."]);
    let ragged = store::open(&fixture("ragged.csv")).expect("usable");
    assert!(ragged.notices.is_empty(), "locked rows are findings: {:?}", ragged.notices);
}

#[test]
fn columns_of_numbered_families_are_known_beyond_the_documented_five_and_locked() {
    let sheet = download(&fixture("numbered-families.csv"));
    let layout = sheet.layout();
    let more = layout.fields().rev().take(5).rev().map(|f| layout.col(f).expect("known").short());
    let wanted = ["Offer 6", "Offer 50", "Solution 6", "Solution 50", "Member 6"];
    assert_eq!(more.collect::<Vec<_>>(), wanted);
    let rules = |field: Field| sheet.check_editable(Row(0), field).expect_err("locked").rule;
    let locks: Vec<_> = layout.fields().rev().take(5).rev().map(rules).collect();
    assert_eq!(locks, ["O-01", "O-01", "O-01", "O-01", "H-06"]);
    let codes: Vec<_> = sheet.findings().file().filter(|f| f.level.is_problem()).collect();
    let codes: Vec<_> = codes.iter().map(|f| f.rule.code()).collect();
    assert_eq!(codes, ["H-06", "H-08", "H-08"], "the last is empty, and numbers are left out");
}

#[test]
fn missing_files_folders_and_devices_have_their_own_errors() {
    let dir = tempfile::tempdir().expect("a folder");
    let folder = store::open(dir.path()).expect_err("a folder");
    assert!(matches!(folder.kind, Unusable::Folder) && folder.exit_code() == 2);
    let missing = store::open(&dir.path().join("no.csv")).expect_err("missing");
    assert!(matches!(missing.kind, Unusable::Missing) && missing.exit_code() == 2);
    let huge = dir.path().join("huge.csv");
    fs::File::create(&huge).and_then(|f| f.set_len(1 << 32)).expect("a sparse file");
    let huge = store::open(&huge).expect_err("too large");
    assert!(matches!(huge.kind, Unusable::TooLarge) && huge.exit_code() == 2);
}

#[cfg(unix)]
#[test]
fn a_file_without_read_permission_is_refused() {
    use std::os::unix::fs::PermissionsExt as _;
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("a.csv");
    fs::write(&path, leads(1, |_, row| row)).expect("written");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).expect("a mode");
    if fs::File::open(&path).is_err() {
        let error = store::open(&path).expect_err("refused");
        assert!(matches!(error.kind, Unusable::Unreadable(_)), "{error}");
        assert_eq!(error.exit_code(), 2);
    }
}

#[cfg(unix)]
#[test]
fn an_endless_device_is_refused_at_once() {
    let error = store::open("/dev/zero".as_ref()).expect_err("refused");
    assert!(matches!(error.kind, Unusable::Device), "{error}");
}

#[test]
fn large_cells_wide_headers_and_long_files_are_read_whole() {
    let cell = "x".repeat(1 << 20);
    let big = leads(2, |_, row| row.replace("Redmond", &cell));
    let opened = store::open_bytes("big", big.into_bytes()).expect("usable");
    assert!((0..2).all(|row| opened.table.cells(Row(row)).any(|c| c.len() == 1 << 20)));

    let names: Vec<String> = (0..10_000).map(|n| format!("c{n}")).collect();
    let head = "Referral ID,Lead Name,Currency,Notes,Errors";
    let text = format!("{head},{}\na,b,c,d,e{}\n", names.join(","), ",".repeat(10_000));
    let opened = store::open_bytes("wide", text.into_bytes()).expect("usable");
    assert_eq!((opened.table.width(), opened.table.fields_of(Row(0))), (10_005, 10_005));

    let long = format!("{head}\n{}", "a,b,c,d,e\n".repeat(1_000_000));
    let opened = store::open_bytes("long", long.into_bytes()).expect("usable");
    assert_eq!(opened.table.len(), 1_000_000);
}
