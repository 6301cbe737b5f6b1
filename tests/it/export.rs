//! Export: new files with the changes and nothing else.

use crate::support::files::names;
use crate::support::fixtures::{READABLE, download, fixture, leads, today};
use leadsheet::leads::{Col, Encoding, Origin};
use leadsheet::leads::{Field, Row};
use leadsheet::sheet::{Edit, Sheet};
use leadsheet::store::{self, ExportFailure};
use leadsheet::table::Table;
use leadsheet::upload::{Plan, upload_text, verify};
use proptest::prelude::*;
use std::fs;
use std::path::Path;

/// Writes a file of valid leads, opens it and gives every lead another name.
fn renamed(folder: &Path, count: usize) -> Sheet {
    let path = folder.join("leads.csv");
    fs::write(&path, leads(count, |_, row| row)).expect("written");
    let mut sheet = download(&path);
    let rows: Vec<Row> = (sheet.rows()).collect();
    rename(&mut sheet, &rows);
    sheet
}

/// Renames the leads of these rows: the rows that could be renamed.
fn rename(sheet: &mut Sheet, rows: &[Row]) -> Vec<Row> {
    let field = sheet.layout().field(Col::LeadName).expect("Lead Name");
    let mut done = rows.to_vec();
    done.retain(|&row| {
        let text = format!("{}, renamed \"{row}\"", sheet.text(row, field));
        sheet.apply(Edit::cell("rename", row, field, text)).is_ok()
    });
    done
}

fn table(text: String) -> Table {
    Table::parse(text, b',').expect("well-formed")
}

#[test]
fn in_each_fixture_only_the_changed_cell_differs() {
    for name in READABLE.into_iter().filter(|name| *name != "header-only.csv") {
        let dir = tempfile::tempdir().expect("a folder");
        let mut sheet = download(&fixture(name));
        let all: Vec<Row> = (sheet.rows()).collect();
        let rows = rename(&mut sheet, &all);
        assert!(!rows.is_empty(), "{name}");
        let plan = Plan { files: vec![rows.clone()], ..Plan::default() };
        let done = store::export(&sheet, &plan, &fixture(name), Some(dir.path())).expect(name);
        let changed = rows.iter().map(|&row| sheet.exported_cells(row).len()).sum();
        assert_eq!((done.rows, done.changed), (rows.len(), changed), "{name}");

        let loaded = sheet.table();
        let written = store::open(&done.parts[0].path).expect("the part").table;
        assert_eq!(written.encoding(), loaded.encoding(), "{name}");
        let same = loaded.delimiter() == b',' && !loaded.has_sep_line();
        assert!(!same || written.header_text() == loaded.header_text(), "{name}");
        assert_eq!((written.delimiter(), written.has_sep_line()), (b',', false), "{name}");
        let own = sheet.layout().field(Col::LeadName).expect("Lead Name");
        for (at, &row) in (0..).zip(rows.iter()) {
            assert_eq!(written.fields_of(Row(at)), loaded.width(), "{name}");
            let errors = sheet.layout().field(Col::Errors);
            for field in written.layout().fields().filter(|&f| f != own && Some(f) != errors) {
                let raw = loaded.raw(row, field);
                if same || raw.starts_with('"') || !raw.contains(',') {
                    assert_eq!(written.raw(Row(at), field), raw, "{name}");
                } else {
                    assert_eq!(written.raw(Row(at), field), format!("\"{raw}\""), "{name}");
                }
                assert_eq!(written.cell(Row(at), field), loaded.cell(row, field), "{name}");
            }
            assert_eq!(written.cell(Row(at), own), sheet.text(row, own), "{name}");
            assert!(errors.is_none_or(|field| written.cell(Row(at), field).is_empty()), "{name}");
            if Row(at).number() < written.len() {
                assert_eq!(written.line_end(Row(at)), loaded.line_end(row), "{name}");
            }
        }
    }
}

#[test]
fn in_every_encoding_only_the_bytes_of_the_changed_cell_differ() {
    let bytes_of = |encoding, text: &str| -> Vec<u8> {
        let units = |bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect();
        match encoding {
            Encoding::Utf8 => text.as_bytes().to_vec(),
            Encoding::Utf16Le => units(u16::to_le_bytes),
            Encoding::Utf16Be => units(u16::to_be_bytes),
            Encoding::CodePage(page) => page.encode(text).expect("ASCII"),
        }
    };
    for (name, asked) in [
        ("utf16.csv", None),
        ("utf16be.csv", None),
        ("utf16-no-bom.csv", Some(Encoding::Utf16Le)),
        ("windows-1252.csv", Some(Encoding::WINDOWS_1252)),
        ("bom.csv", None),
    ] {
        let dir = tempfile::tempdir().expect("a folder");
        let opened = store::open_as(&fixture(name), asked).expect(name);
        let encoding = opened.table.encoding();
        let mut sheet = Sheet::new(opened.table, Origin::Download, today());
        let rows: Vec<Row> = (sheet.rows()).collect();
        let notes = sheet.layout().field(Col::Notes).expect("Notes");
        for &row in &rows {
            let note = format!("XYZ{}", sheet.text(row, notes));
            sheet.apply(Edit::cell("note", row, notes, note)).expect("open");
        }
        let plan = Plan { files: vec![rows.clone()], ..Plan::default() };
        let done = store::export(&sheet, &plan, &fixture(name), Some(dir.path())).expect(name);
        let written = fs::read(&done.parts[0].path).expect("the part");
        let note = bytes_of(encoding, "XYZ");
        let mut back = Vec::new();
        let (mut at, mut notes) = (0, 0);
        while at < written.len() {
            if written[at..].starts_with(&note) {
                at += note.len();
                notes += 1;
            } else {
                back.push(written[at]);
                at += 1;
            }
        }
        assert_eq!(notes, rows.len(), "{name}");
        assert!(back == fs::read(fixture(name)).expect("the fixture"), "{name}");
    }
}

#[test]
fn another_delimiter_is_exported_as_commas_with_the_same_texts() {
    let text = "sep=;\r\nReferral ID;Lead Name;\"Our; own\";Estimated Deal Value;Size, inner\r\n\
                a;\"A; \"\"B\"\"\";\"x\r\ny\";12,50;\r\nb;B;;7;1,5\r\n";
    let table = Table::parse(text.to_owned(), b';').expect("well-formed");
    let mut sheet = Sheet::new(table, Origin::Download, today());
    sheet.apply(Edit::cell("name", Row(1), Field(1), "B, C; D")).expect("open");
    let written = upload_text(&sheet, &[Row(0), Row(1)]);
    let wanted = "Referral ID,Lead Name,\"Our; own\",Estimated Deal Value,\"Size, inner\"\r\n\
                  a,\"A; \"\"B\"\"\",\"x\r\ny\",\"12,50\",\r\nb,\"B, C; D\",,7,\"1,5\"\r\n";
    assert_eq!(written, wanted);
    assert!(verify(&sheet, &[Row(0), Row(1)], written).is_ok());
    let damaged = wanted.replace("\"1,5\"", "\"1.5\"");
    assert!(verify(&sheet, &[Row(0), Row(1)], damaged).is_err());
}

#[test]
fn a_short_row_is_exported_with_all_columns_of_the_header() {
    let head = "Referral ID,Lead Name,Team member 2,Marketplace Purchase Intent,Our own";
    let text = format!("{head}\na,A\nb,B,\n\"c\",C\nd\n");
    for delimiter in [',', ';'] {
        let text = text.replace(',', &delimiter.to_string());
        let table = Table::parse(text, delimiter as u8).expect("well-formed");
        let mut sheet = Sheet::new(table, Origin::Download, today());
        assert_eq!(sheet.text(Row(0), Field(3)), "");
        sheet.apply(Edit::cell("intent", Row(0), Field(3), "Yes")).expect("a missing cell is open");
        sheet.apply(Edit::cell("name", Row(1), Field(1), "B, B")).expect("open");
        sheet.apply(Edit::cell("member", Row(2), Field(2), "x")).expect("a missing cell is open");
        assert_eq!(
            (sheet.text(Row(0), Field(3)), sheet.changes_of(Row(0)).len()),
            ("Yes".into(), 1)
        );
        let refusal = sheet.apply(Edit::cell("intent", Row(3), Field(3), "Yes")).expect_err("torn");
        assert_eq!(refusal.lock().expect("a lock").rule, "F-05");
        let unknown = sheet.apply(Edit::cell("own", Row(0), Field(4), "x")).expect_err("unknown");
        assert_eq!(unknown.lock().expect("a lock").rule, "H-04");
        let warned = |row| sheet.findings().row(row).any(|f| f.rule.code() == "F-05");
        assert_eq!([0, 1, 2, 3].map(Row).map(warned), [true; 4]);
        let written = upload_text(&sheet, &[Row(0), Row(1), Row(2)]);
        assert_eq!(written, format!("{head}\na,A,,Yes,\nb,\"B, B\",,,\n\"c\",C,x,,\n"));
        assert_eq!(verify(&sheet, &[Row(0), Row(1), Row(2)], written).map(|v| v.changed), Ok(3));
        for _ in 0..3 {
            sheet.undo();
        }
        assert_eq!(sheet.changed_rows().count(), 0);
    }
}

#[test]
fn a_character_outside_windows_1252_is_refused_and_never_replaced() {
    let opened = store::open_as(&fixture("windows-1252.csv"), Some(Encoding::WINDOWS_1252));
    let mut sheet = Sheet::new(opened.expect("usable").table, Origin::Download, today());
    let name = sheet.layout().field(Col::LeadName).expect("Lead Name");
    assert_eq!(sheet.text(Row(1), name), "Contoso Größe – 5 €, \"naïve\"");
    let refusal = sheet.apply(Edit::cell("name", Row(1), name, "Łódź")).expect_err("refused");
    assert_eq!(refusal.lock().expect("a lock").rule, "F-16");
    assert!(
        refusal.lock().expect("a lock").reason.contains("\"Ł\" can't be encoded in Windows-1252"),
        "{refusal:?}"
    );
    sheet.apply(Edit::cell("name", Row(1), name, "Größe € “x”")).expect("allowed");
}

#[test]
fn no_existing_file_is_overwritten_or_changed() {
    let dir = tempfile::tempdir().expect("a folder");
    let sheet = renamed(dir.path(), 2);
    let source = dir.path().join("leads.csv");
    let before = (fs::read(&source).expect("there"), fs::metadata(&source).expect("there"));
    fs::write(dir.path().join("leads.upload-004.csv"), "mine").expect("written");
    for number in ["005", "006"] {
        let done = store::export(&sheet, &sheet.plan(), &source, None).expect("exported");
        assert_eq!(done.parts[0].path, dir.path().join(format!("leads.upload-{number}.csv")));
    }
    assert_eq!(fs::read(dir.path().join("leads.upload-004.csv")).expect("there"), b"mine");
    assert_eq!(fs::read(&source).expect("there"), before.0);
    let after = fs::metadata(&source).expect("there");
    assert_eq!(after.modified().expect("a time"), before.1.modified().expect("a time"));
    assert_eq!(after.permissions(), before.1.permissions());
    assert_eq!(names(dir.path()).len(), 6, "the source, another's, two pairs");
}

#[test]
fn more_than_a_thousand_rows_are_divided_and_none_is_lost_or_doubled() {
    let dir = tempfile::tempdir().expect("a folder");
    let sheet = renamed(dir.path(), 1_001);
    let done =
        store::export(&sheet, &sheet.plan(), &dir.path().join("leads.csv"), None).expect("done");
    assert_eq!(done.parts.iter().map(|p| p.rows).collect::<Vec<_>>(), [1_000, 1]);
    assert_eq!((done.rows, done.changed), (1_001, 1_001));
    let id = sheet.layout().field(Col::ReferralId).expect("Referral ID");
    let mut ids = Vec::new();
    for part in &done.parts {
        let part = table(fs::read_to_string(&part.path).expect("the part"));
        ids.extend(part.rows().map(|row| part.cell(row, id).into_owned()));
    }
    let wanted: Vec<_> =
        (0..1_001).map(|row| sheet.table().cell(Row(row), id).into_owned()).collect();
    assert_eq!(ids, wanted);
}

#[cfg(unix)]
#[test]
fn an_export_has_the_permissions_of_the_download() {
    use std::os::unix::fs::PermissionsExt as _;
    let dir = tempfile::tempdir().expect("a folder");
    let sheet = renamed(dir.path(), 1);
    let source = dir.path().join("leads.csv");
    for mode in [0o600, 0o640, 0o644, 0o755] {
        fs::set_permissions(&source, fs::Permissions::from_mode(mode)).expect("a mode");
        let done = store::export(&sheet, &sheet.plan(), &source, None).expect("exported");
        let got = fs::metadata(&done.parts[0].path).expect("there").permissions().mode() & 0o777;
        assert_eq!(got, mode & 0o666, "{mode:o}");
    }
    fs::remove_file(&source).expect("removed");
    let done = store::export(&sheet, &sheet.plan(), &source, None).expect("exported");
    let got = fs::metadata(&done.parts[0].path).expect("there").permissions().mode() & 0o777;
    assert_eq!(got, 0o600, "without the source only the user may read it");
}

#[test]
fn a_folder_without_space_is_an_error_and_no_file_remains() {
    let dir = tempfile::tempdir().expect("a folder");
    let sheet = renamed(dir.path(), 1);
    let source = dir.path().join("leads.csv");
    for out in [dir.path().join("no such folder"), source.clone()] {
        let error = store::export(&sheet, &sheet.plan(), &source, Some(&out)).expect_err("refused");
        assert!(error.to_string().contains(&*out.to_string_lossy()), "{error}");
        assert!(error.to_string().ends_with("no upload file was written"), "{error}");
        assert!(error.written.is_empty());
    }
    assert_eq!(names(dir.path()).len(), 1);
}

#[cfg(unix)]
#[test]
fn a_read_only_folder_is_an_error_and_no_file_remains() {
    use std::os::unix::fs::PermissionsExt as _;
    let dir = tempfile::tempdir().expect("a folder");
    let out = dir.path().join("out");
    fs::create_dir(&out).expect("a folder");
    fs::set_permissions(&out, fs::Permissions::from_mode(0o555)).expect("a mode");
    if fs::write(out.join("probe"), "").is_ok() {
        return; // The superuser may write anywhere.
    }
    let sheet = renamed(dir.path(), 1);
    let source = dir.path().join("leads.csv");
    let error = store::export(&sheet, &sheet.plan(), &source, Some(&out)).expect_err("refused");
    assert!(matches!(error.failure, ExportFailure::Write(_)), "{error}");
    assert!(names(&out).is_empty());
}

#[test]
fn a_plan_without_rows_writes_nothing() {
    let sheet = download(&fixture("plain.csv"));
    let dir = tempfile::tempdir().expect("a folder");
    let error = store::export(&sheet, &sheet.plan(), &fixture("plain.csv"), Some(dir.path()))
        .expect_err("nothing");
    assert!(matches!(error.failure, ExportFailure::Nothing), "{error}");
    assert!(names(dir.path()).is_empty());
}

#[test]
fn a_name_of_255_bytes_still_gets_its_upload_file() {
    let dir = tempfile::tempdir().expect("a folder");
    let sheet = renamed(dir.path(), 1);
    let source = dir.path().join(format!("{}x.csv", "é".repeat(125)));
    fs::rename(dir.path().join("leads.csv"), &source).expect("renamed");
    let done = store::export(&sheet, &sheet.plan(), &source, None).expect("exported");
    assert!(done.parts[0].path.to_string_lossy().ends_with("é.upload-001.csv"));
}

/// Columns that can be edited freely, and some that can't.
const COLUMNS: [&str; 8] = [
    "Referral ID",
    "Lead Name",
    "CRM ID",
    "Notes",
    "Estimated Deal Value",
    "Customer Name",
    "Our own column",
    "Solution 7",
];

/// A field as it can be in a file: quoted where it must be, and sometimes where it needn't.
fn field(text: &str, quoted: bool) -> String {
    if quoted || text.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

prop_compose! {
    /// A Leads-shaped text: columns in any order, cells of any text, line ends of any kind.
    fn leads_text()(
        order in Just(COLUMNS.to_vec()).prop_shuffle(),
        rows in prop::collection::vec(
            (
                prop::collection::vec(("[ab,\"\r\n é😀\u{202e}]{0,5}", any::<bool>()), 8),
                prop::sample::select(vec!["\n", "\r\n", "\r"]),
            ),
            1..12,
        ),
        bom in any::<bool>(),
        ends in any::<bool>(),
    ) -> String {
        let mut text = if bom { "\u{feff}".to_owned() } else { String::new() };
        text.push_str(&order.join(","));
        text.push_str("\r\n");
        for (n, (cells, end)) in rows.iter().enumerate() {
            let fields: Vec<String> = order.iter().zip(cells).map(|(column, (cell, quoted))| {
                if *column == "Referral ID" { format!("id-{n}") } else { field(cell, *quoted) }
            }).collect();
            text.push_str(&fields.join(","));
            if ends || n + 1 < rows.len() {
                text.push_str(end);
            }
        }
        text
    }
}

/// Puts cells together to a row that another program may have written.
fn joined(cells: &[(String, bool)], delimiter: char) -> String {
    let one = |(text, quoted): &(String, bool)| {
        if *quoted || text.contains([delimiter, '"', '\n', '\r']) {
            format!("\"{}\"", text.replace('"', "\"\""))
        } else {
            text.clone()
        }
    };
    cells.iter().map(one).collect::<Vec<_>>().join(&delimiter.to_string())
}

proptest! {
    #[test]
    fn any_delimiter_and_any_short_row_are_exported_with_commas_and_the_same_texts(
        delimiter in prop::sample::select(vec![';', '\t', '|', ',']),
        rows in prop::collection::vec(
            prop::collection::vec(("[ab,;|\"\t\r\n é]{0,5}", any::<bool>()), 1..6),
            1..8,
        ),
        edits in prop::collection::vec((0u32..8, 1u32..7, "[ab,;\"\n]{0,4}"), 1..10),
    ) {
        let head = ["Referral ID", "Lead Name", "Notes", "CRM ID", "Team member 2", "Own, \"one\""];
        let head = head.map(|name| (name.to_owned(), false));
        let mut text = joined(&head, delimiter) + "\r\n";
        for (n, row) in rows.iter().enumerate() {
            let cells = [&[(n.to_string(), false)], row.as_slice()].concat();
            text += &(joined(&cells, delimiter) + "\n");
        }
        let table = Table::parse(text, delimiter as u8).expect("well-formed");
        let mut sheet = Sheet::new(table, Origin::Download, today());
        for (row, field, new) in edits {
            if sheet.has_row(Row(row)) {
                // A refusal is fine: locked cells must not change.
                let _ = sheet.apply(Edit::cell("edit", Row(row), Field(field), new));
            }
        }
        let changed: Vec<Row> = sheet.changed_rows().collect();
        prop_assume!(!changed.is_empty());
        let written = upload_text(&sheet, &changed);
        prop_assert!(verify(&sheet, &changed, written.clone()).is_ok());
        let back = Table::parse(written, b',').expect("well-formed");
        prop_assert_eq!(back.layout().name(Field(5)), "Own, \"one\"");
        for (at, &row) in (0..).zip(changed.iter()) {
            prop_assert_eq!(back.fields_of(Row(at)), sheet.layout().len());
            for field in 0..6 {
                prop_assert_eq!(back.cell(Row(at), Field(field)), sheet.text(row, Field(field)));
            }
        }
    }

    #[test]
    fn any_edits_of_any_leads_are_written_and_nothing_else_changes(
        text in leads_text(),
        edits in prop::collection::vec((0u32..12, 0u32..8, "[ab,\"\r\n é]{0,5}"), 1..20),
    ) {
        let mut sheet = Sheet::new(table(text), Origin::Download, today());
        for (row, field, new) in edits {
            if sheet.has_row(Row(row)) {
                // A refusal is fine: locked cells must not change.
                let _ = sheet.apply(Edit::cell("edit", Row(row), Field(field), new));
            }
        }
        let rows: Vec<Row> = sheet.changed_rows().collect();
        prop_assume!(!rows.is_empty());
        let written = upload_text(&sheet, &rows);
        let back = table(written.clone());
        let cells: usize = rows.iter().map(|&row| sheet.changes_of(row).len()).sum();
        let verified = verify(&sheet, &rows, written).expect("verified");
        prop_assert_eq!((verified.rows, verified.changed), (rows.len(), cells));
        prop_assert_eq!(back.header_text(), sheet.table().header_text());
        for (at, &row) in (0..).zip(rows.iter()) {
            for field in 0..8 {
                prop_assert_eq!(back.cell(Row(at), Field(field)), sheet.text(row, Field(field)));
                if sheet.changed_text(row, Field(field)).is_none() {
                    let loaded = sheet.table().raw(row, Field(field));
                    prop_assert_eq!(back.raw(Row(at), Field(field)), loaded);
                }
            }
        }
    }
}
