//! Files in the code pages of Excel's regions: read as the same table, exported in the same bytes.

use crate::support::files;
use crate::support::fixtures::{fixture, leads, today};
use crate::support::pty::Program;
use crate::support::session::Session;
use leadsheet::app::{Effect, EffectError, EffectKind, Input, PathFor, ReadFile, UnreadFile};
use leadsheet::leads::{CodePage, Col, Encoding, Origin, Row};
use leadsheet::sheet::{Edit, Sheet};
use leadsheet::store;
use leadsheet::upload::Plan;
use proptest::prelude::*;
use std::fs;
use std::path::Path;

/// Words of each region, and their bytes: as Python's codecs write them, those of Windows by their
/// numbers.
const WORDS: [(&str, &str, &[u8]); 15] = [
    ("windows-1252", "Größe café 5 €", b"Gr\xf6\xdfe caf\xe9 5 \x80"),
    ("windows-1250", "Łódź Győr č", b"\xa3\xf3d\x9f Gy\xf5r \xe8"),
    ("windows-1251", "Москва Київ №", b"\xcc\xee\xf1\xea\xe2\xe0 \xca\xe8\xbf\xe2 \xb9"),
    ("windows-1253", "Αθήνα Ώρα", b"\xc1\xe8\xde\xed\xe1 \xbf\xf1\xe1"),
    ("windows-1254", "İstanbul Şişli ğı", b"\xddstanbul \xdei\xfeli \xf0\xfd"),
    ("windows-1255", "ירושלים ₪", b"\xe9\xf8\xe5\xf9\xec\xe9\xed \xa4"),
    ("windows-1256", "القاهرة پ", b"\xc7\xe1\xde\xc7\xe5\xd1\xc9 \x81"),
    ("windows-1257", "Rīga Šiauliai ķ", b"R\xeega \xd0iauliai \xed"),
    ("windows-1258", "Đơn Ha\u{300} Nô\u{323}i", b"\xd0\xf5n Ha\xcc N\xf4\xf2i"),
    ("windows-874", "กรุงเทพ €", b"\xa1\xc3\xd8\xa7\xe0\xb7\xbe \x80"),
    // The second byte of some characters is a backslash, and a kanji is written as Windows does.
    (
        "shift_jis",
        "株式会社ソ表 髙橋①",
        b"\x8a\x94\x8e\xae\x89\xef\x8e\xd0\x83\x5c\x95\x5c \xfb\xfc\x8b\xb4\x87@",
    ),
    ("gbk", "北京科技 镕", b"\xb1\xb1\xbe\xa9\xbf\xc6\xbc\xbc \xe9F"),
    ("euc-kr", "서울 주식회사 똠", b"\xbc\xad\xbf\xef \xc1\xd6\xbd\xc4\xc8\xb8\xbb\xe7 \x8cc"),
    ("big5", "台北功許蓋", b"\xa5x\xa5_\xa5\x5c\xb3\x5c\xbb\x5c"),
    ("macintosh", "Größe café …", b"Gr\x9a\xa7e caf\x8e \xc9"),
];

fn code_page(name: &str) -> (Encoding, &'static CodePage) {
    match Encoding::named(name) {
        Some(encoding @ Encoding::CodePage(page)) => (encoding, page),
        other => panic!("{name} is a code page, not {other:?}"),
    }
}

/// A file in which some leads have a text as their name, and others a plain one.
fn file(text: &str) -> String {
    let text = text.replace('"', "\"\"");
    leads(4, |n, row| match n % 2 {
        0 => row.replace("Contoso renewal 1", &format!("\"{text}\"")),
        _ => row,
    })
}

/// Opens a file, renames its second lead and adds a text to the notes of the third; exports all rows.
fn exported(path: &Path, encoding: Option<Encoding>, note: &str) -> Vec<u8> {
    let opened = store::open_as(path, encoding).expect("usable");
    let mut sheet = Sheet::new(opened.table, Origin::Download, today());
    let field = |col| sheet.layout().field(col).expect("a column");
    let (name, notes) = (field(Col::LeadName), field(Col::Notes));
    sheet.apply(Edit::cell("name", Row(1), name, "Renamed")).expect("open");
    sheet.apply(Edit::cell("note", Row(2), notes, note)).expect("open");
    let plan = Plan { files: vec![sheet.rows().collect()], ..Plan::default() };
    let out = tempfile::tempdir().expect("a folder");
    let done = store::export(&sheet, &plan, path, Some(out.path())).expect("exported");
    fs::read(&done.parts[0].path).expect("the part")
}

/// Opens and exports a text in UTF-8 and in a code page, and compares.
fn same_in(encoding: Encoding, page: &CodePage, text: &str) {
    let dir = tempfile::tempdir().expect("a folder");
    let [plain, other] = ["plain.csv", "other.csv"].map(|name| dir.path().join(name));
    let file = file(text);
    fs::write(&plain, &file).expect("written");
    fs::write(&other, page.encode(&file).expect("its characters")).expect("written");
    let opened = store::open_as(&other, Some(encoding)).expect("usable");
    assert_eq!(opened.encoding, encoding.name(false));
    assert!(opened.table.text() == file, "{text}: the same table");
    let note = format!("{text}, added");
    let written = exported(&other, Some(encoding), &note);
    let wanted = String::from_utf8(exported(&plain, None, &note)).expect("UTF-8");
    assert_eq!(page.decode(&written).as_deref(), Ok(&*wanted), "{text}");
    assert!(Ok(written) == page.encode(&wanted), "{text}: the same bytes");
}

#[test]
fn each_code_page_is_read_and_exported_in_its_bytes() {
    for (name, text, bytes) in WORDS {
        let (encoding, page) = code_page(name);
        assert_eq!(page.decode(bytes).as_deref(), Ok(text), "{name}");
        assert_eq!(page.encode(text).as_deref(), Ok(bytes), "{name}");
        same_in(encoding, page, text);
    }
    assert_eq!(WORDS.len(), Encoding::code_pages().count());
}

#[test]
fn a_byte_that_means_nothing_is_an_error_with_its_line() {
    for (name, wrong) in [
        ("windows-1253", &b"\xaa"[..]),
        ("windows-1255", b"\xfb"),
        ("windows-1257", b"\xa1"),
        ("windows-874", b"\xdb"),
        ("shift_jis", b"\xa0"),
        ("gbk", b"\xff"),
        ("euc-kr", b"\xb0 "),
        ("big5", b"\xa4,"),
    ] {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("leads.csv");
        let plain = fs::read(fixture("plain.csv")).expect("the fixture");
        let line = plain.iter().position(|&b| b == b'\n').expect("a header") + 1;
        let at = line + plain[line..].windows(7).position(|w| w == b"Contoso").expect("a name");
        fs::write(&path, [&plain[..at], wrong, &plain[at..]].concat()).expect("written");
        let (encoding, _) = code_page(name);
        let error = store::open_as(&path, Some(encoding)).expect_err("refused").to_string();
        let wanted = format!("the text isn't {} (byte {}, line 2); ", encoding.name(false), at + 1);
        assert!(error.contains(&wanted), "{name}: {error}");
        assert!(error.contains("set it with --encoding "), "{name}: {error}");
    }
}

#[test]
fn the_manual_lists_each_encoding() {
    let page = include_str!("../../assets/manual/command-line.md");
    for encoding in Encoding::ALL {
        let name = format!("`{}`", encoding.option());
        let row = page.lines().find(|line| line.starts_with('|') && line.contains(&name));
        let row = row.unwrap_or_else(|| panic!("the manual lists {name}"));
        for alias in row.split('`').skip(1).step_by(2) {
            assert!(Encoding::named(alias).is_some(), "{alias}");
        }
    }
}

/// A processed file that isn't UTF-8, as the shell reports it.
fn unread(wanted: PathFor) -> EffectError {
    let unread = UnreadFile {
        wanted,
        path: "../processed.csv".to_owned(),
        name: "processed.csv".to_owned(),
        reason: "the text isn't UTF-8 (byte 901, line 2)".to_owned(),
        readable_as: ["1252", "1250"].iter().filter_map(|name| Encoding::named(name)).collect(),
    };
    EffectError { unread: Some(Box::new(unread)), ..EffectError::new(EffectKind::Read, "other") }
}

fn asked(wanted: PathFor, size: (u16, u16)) -> Session {
    let mut s = Session::sample().sized(size.0, size.1);
    s.input(match wanted {
        PathFor::Open => Input::NotOpened(unread(wanted)),
        PathFor::Fresh => Input::Fresh(Err(unread(wanted))),
        PathFor::Fill => Input::FillRead(Err(unread(wanted))),
        PathFor::Results => Input::Results(ReadFile {
            name: "processed.csv".to_owned(),
            table: Err(unread(wanted)),
            sha256: String::new(),
        }),
        PathFor::Policy => panic!("a policy is UTF-8"),
    });
    s
}

#[test]
fn the_editor_asks_for_the_encoding_of_a_file_that_is_not_utf_8() {
    for (columns, lines) in [(80, 24), (60, 12)] {
        let mut s = asked(PathFor::Results, (columns, lines));
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!(format!("encoding_{columns}x{lines}"), s.snapshot());
        });
    }
    for wanted in [PathFor::Results, PathFor::Fresh, PathFor::Fill] {
        for (typed, name) in [
            ("", "windows-1252"),
            ("<down>", "windows-1250"),
            ("932", "shift_jis"),
            ("cp949", "euc-kr"),
            ("japan", "shift_jis"),
            ("central", "windows-1250"),
        ] {
            let mut s = asked(wanted, (80, 24));
            s.effects.clear();
            let s = s.keys(&format!("{typed}<enter>"));
            let [Effect::ReadIn { wanted: read_for, path, encoding }] = &s.effects[..] else {
                panic!("{typed}: {:?}", s.effects);
            };
            assert_eq!((*read_for, &**path), (wanted, "../processed.csv"));
            assert_eq!(encoding.option(), name, "{typed}");
        }
    }
    let s = asked(PathFor::Results, (80, 24)).keys("klingon<enter>");
    assert_eq!(s.message(), "There is no encoding \"klingon\".");
    let s = s.keys("<esc>");
    assert_eq!(s.message(), "processed.csv isn't read; everything is unchanged.");
}

#[test]
fn a_processed_file_is_imported_in_the_encoding_that_is_chosen_for_it() {
    let dir = files::scratch();
    let [source, processed] = ["leads.csv", "processed.csv"].map(|name| dir.path().join(name));
    let text = leads(2, |_, row| row);
    fs::write(&source, &text).expect("written");
    let (_, page) = code_page("1250");
    let rows = text.replace("Redmond", "Łódź");
    fs::write(&processed, page.encode(&rows).expect("its characters")).expect("written");
    let [source, processed] = [&source, &processed].map(|path| path.to_str().expect("UTF-8"));
    let mut p = Program::start(&[source, "--results", processed], (80, 24));
    p.wait_for("choose its encoding");
    p.wait_for("Encoding of processed.csv");
    p.keys("1250");
    p.keys("<Enter>");
    p.wait_for("Results: processed.csv");
    p.keys("<Esc>gm");
    p.wait_for("Processed file");
    p.paste(processed);
    p.keys("<Enter>");
    p.wait_for("Encoding of processed.csv");
    p.keys("shift<Enter>");
    p.wait_for("the text isn't Shift_JIS");
    p.keys("<Esc>");
    p.wait_for("isn't read");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_table_in_a_code_page_is_the_same_as_in_utf_8(
        at in 0..WORDS.len(),
        chars in prop::collection::vec(any::<(u8, u8)>(), 1..24),
    ) {
        let (encoding, page) = code_page(WORDS[at].0);
        // Whatever one or two bytes mean there, and is written in them again.
        let text: String = chars
            .iter()
            .flat_map(|&(first, second)| [vec![first | 0x80], vec![first | 0x80, second | 0x40]])
            .filter_map(|bytes| {
                let text = page.decode(&bytes).ok()?;
                (page.encode(&text).as_deref() == Ok(&bytes[..])).then_some(text)
            })
            .collect::<String>()
            .replace(char::is_control, "");
        prop_assume!(!text.trim().is_empty());
        same_in(encoding, page, &text);
    }
}
