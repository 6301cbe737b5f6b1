//! Opening: what is read, and what each thing that can't be is called.

use crate::support::fixtures::{READABLE, fixture, leads};
use leadsheet::store::{self, Unusable};
use std::fs;

/// What can't be opened, and words of its sentence.
const REFUSED: [(&str, &str); 22] = [
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
    ("semicolon.csv", "the fields are separated by semicolons, and Partner Center needs commas"),
    ("sep-line.csv", "the first line is \"sep=\""),
    ("tabs.csv", "the fields are separated by tabs, and Partner Center needs commas"),
    ("unclosed-quote-at-end.csv", "line 3: a quoted field begins here and is never closed"),
    ("unclosed-quote.csv", "line 3: a quoted field begins here and is never closed"),
    ("utf16-no-bom.csv", "the text is UTF-16"),
    ("utf16.csv", "the text is UTF-16"),
    ("workbook.xls.csv", "this is an Excel workbook, not a CSV file"),
    ("workbook.xlsx.csv", "this is an Excel workbook, not a CSV file"),
];

#[test]
fn each_unusable_file_has_one_sentence_with_its_name_and_exit_code_2() {
    for (name, words) in REFUSED {
        let error = store::open(&fixture(name)).expect_err(name);
        let text = error.to_string();
        assert!(text.contains(&format!("{name}: ")) && text.contains(words), "{name}: {text}");
        assert!(!text.contains('\n') && !text.ends_with('.'), "{name}: {text}");
        assert_eq!(error.exit_code(), 2, "{name}");
        let bytes = fs::read(fixture(name)).expect("the fixture");
        let again = store::open_bytes(name, bytes).expect_err(name);
        assert!(again.to_string().contains(words), "{name}: {again}");
    }
}

#[test]
fn every_fixture_is_either_readable_or_refused() {
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
fn no_row_is_eaten() {
    for name in READABLE {
        let rows = match name {
            "header-only.csv" => 0,
            "hostile.csv" => 1,
            "edited-elsewhere.csv" | "its-download.csv" => 5,
            _ => 3,
        };
        let opened = store::open(&fixture(name)).expect(name);
        assert_eq!(opened.table.len(), rows, "{name}");
        assert_eq!(opened.table.text().as_bytes(), fs::read(fixture(name)).expect(name), "{name}");
    }
}

#[test]
fn the_encoding_and_the_path_are_told() {
    let opened = store::open(&fixture("bom.csv")).expect("usable");
    assert_eq!(opened.encoding, "UTF-8 with BOM");
    assert_eq!(opened.path, Some(fixture("bom.csv")));
    assert_eq!(store::open(&fixture("plain.csv")).expect("usable").encoding, "UTF-8");
}

#[test]
fn what_is_no_file_at_all_is_told_apart() {
    let dir = tempfile::tempdir().expect("a folder");
    let folder = store::open(dir.path()).expect_err("a folder");
    assert!(matches!(folder.why, Unusable::Folder) && folder.exit_code() == 2);
    let missing = store::open(&dir.path().join("no.csv")).expect_err("missing");
    assert!(matches!(missing.why, Unusable::Missing) && missing.exit_code() == 2);
    let huge = dir.path().join("huge.csv");
    fs::File::create(&huge).and_then(|f| f.set_len(1 << 32)).expect("a sparse file");
    let huge = store::open(&huge).expect_err("too large");
    assert!(matches!(huge.why, Unusable::TooLarge) && huge.exit_code() == 2);
}

#[cfg(unix)]
#[test]
fn a_file_without_the_right_to_read_is_refused() {
    use std::os::unix::fs::PermissionsExt as _;
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("a.csv");
    fs::write(&path, leads(1, |_, row| row)).expect("written");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).expect("a mode");
    if fs::File::open(&path).is_err() {
        let error = store::open(&path).expect_err("refused");
        assert!(matches!(error.why, Unusable::Unreadable(_)), "{error}");
        assert_eq!(error.exit_code(), 2);
    }
}

#[cfg(unix)]
#[test]
fn an_endless_device_is_refused_at_once() {
    let error = store::open("/dev/zero".as_ref()).expect_err("refused");
    assert!(matches!(error.why, Unusable::Device), "{error}");
}

#[test]
fn large_cells_wide_headers_and_long_files_are_read_whole() {
    let cell = "x".repeat(1 << 20);
    let big = leads(2, |_, row| row.replace("Redmond", &cell));
    let opened = store::open_bytes("big", big.into_bytes()).expect("usable");
    assert!((0..2).all(|row| opened.table.cells(row).any(|c| c.len() == 1 << 20)));

    let names: Vec<String> = (0..10_000).map(|n| format!("c{n}")).collect();
    let head = "Referral ID,Lead Name,Currency,Notes,Errors";
    let text = format!("{head},{}\na,b,c,d,e{}\n", names.join(","), ",".repeat(10_000));
    let opened = store::open_bytes("wide", text.into_bytes()).expect("usable");
    assert_eq!((opened.table.width(), opened.table.fields_of(0)), (10_005, 10_005));

    let long = format!("{head}\n{}", "a,b,c,d,e\n".repeat(1_000_000));
    let opened = store::open_bytes("long", long.into_bytes()).expect("usable");
    assert_eq!(opened.table.len(), 1_000_000);
}
