//! The fuzz targets: each takes any bytes and fails if an invariant is broken.
//!
//! `tests/it/fuzz.rs` calls them with mutated seeds on stable, `fuzz_targets` with the inputs of libFuzzer.

use chrono::NaiveDate;
use leadsheet::app::{Block, Keymap};
use leadsheet::leads::Field;
use leadsheet::leads::kind::amount::AmountReading;
use leadsheet::leads::kind::conventions::{Conventions, DecimalMark};
use leadsheet::leads::kind::{amount, date, parts};
use leadsheet::leads::lists::{Lists, ValueList};
use leadsheet::leads::{FileContext, Kind, Layout, Origin, is_hidden, kind, normalise, visible};
use leadsheet::sheet::{Edit, Sheet};
use leadsheet::store;
use leadsheet::store::journal::parse_trusted;
use leadsheet::table::Table;
use leadsheet::upload::{upload_text, verify};
use leadsheet::view::Theme;
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;

/// A target: its name, which is that of its folder of seeds, and what it does.
pub type Target = (&'static str, fn(&[u8]));

/// Every target.
pub const TARGETS: [Target; 8] = [
    ("loader", loader),
    ("header", header),
    ("kinds", kinds),
    ("keymap", keymap),
    ("theme", theme),
    ("lists", lists),
    ("paste", paste),
    ("journal", journal),
];

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day")
}

fn shows_all(text: &str) {
    assert!(!text.chars().any(|c| c != '\n' && is_hidden(c)), "{text:?}");
}

/// A file is refused with a visible sentence, or read, checked, edited and exported with all other bytes
/// unchanged.
pub fn loader(bytes: &[u8]) {
    let opened = match store::open_reader("-", &mut &*bytes) {
        Ok(opened) => opened,
        Err(error) => return shows_all(&error.to_string()),
    };
    opened.notices.iter().for_each(|notice| shows_all(notice));
    let table = opened.table;
    let lines = table.lines();
    let mut above = 1;
    for row in table.rows() {
        let line = lines.of(row);
        assert!(line > std::mem::replace(&mut above, line), "row {row}");
        let fields: usize =
            (0..).take(table.fields_of(row)).map(|f| table.raw(row, Field(f)).len() + 1).sum();
        assert_eq!(fields, table.row_text(row).len() + 1, "row {row}");
    }
    let mut sheet = Sheet::new(table, Origin::Download, today());
    for row in sheet.rows().take(8) {
        for field in sheet.layout().fields().take(64) {
            // A locked cell refuses the edit, which is as right as an edit.
            let _locked = sheet.apply(Edit::cell("fuzz", row, field, "a, \"b\""));
        }
    }
    for rows in sheet.plan().files {
        let text = upload_text(&sheet, &rows);
        assert_eq!(verify(&sheet, &rows, text).map(|v| v.rows), Ok(rows.len()));
    }
    while sheet.undo().is_some() {}
    assert_eq!(sheet.changed_rows().count(), 0);
}

/// Each line is the name of a column: it is known once at most, and tidying twice changes nothing.
pub fn header(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let names: Vec<String> = text.split('\n').map(str::to_owned).collect();
    for name in &names {
        assert_eq!(normalise(&normalise(name)), normalise(name), "{name:?}");
    }
    let layout = Layout::new(names);
    for (field, col) in layout.known() {
        assert_eq!(layout.field(col), Some(field));
        assert_eq!(layout.col(field), Some(col));
    }
    for (field, same) in layout.fields().zip(layout.matching(&layout)) {
        assert!(same.is_none_or(|same| layout.name(same) == layout.name(field) || same == field));
    }
}

/// The first byte chooses a column, the rest is typed into it: what it is understood as is stable.
pub fn kinds(bytes: &[u8]) {
    let Some((&which, typed)) = bytes.split_first() else { return };
    let typed = String::from_utf8_lossy(typed);
    let names = include_str!("seeds/header/plain").lines().map(str::to_owned).collect();
    let layout = Layout::new(names);
    let Some(col) =
        layout.col(Field(u32::from(which) % u32::try_from(layout.len()).expect("few fields")))
    else {
        return;
    };
    let facts = FileContext::new(today());
    let read = kind::understand(col, &typed, &facts);
    let again = kind::understand(col, &read.text, &facts);
    assert_eq!(again.text, read.text, "{typed:?}");
    match col.column().kind {
        Kind::LongText => assert_eq!(read.text, typed),
        Kind::Date if !read.detail.is_empty() => {
            assert!(date::portal(&read.text).is_ok(), "{read:?}");
        }
        _ => {}
    }
    for mark in [None, Some(DecimalMark::Point), Some(DecimalMark::Comma)] {
        let conventions = Conventions { mark, ..Conventions::default() };
        if let AmountReading::One(plain) = amount::read(&typed, conventions) {
            assert!(amount::is_plain(&plain), "{typed:?}");
        }
    }
    if let Some((one, other)) = amount::readings(&typed) {
        assert!(amount::is_plain(&one) && amount::is_plain(&other), "{typed:?}");
    }
    for of in [&parts::MEMBER, &parts::OFFER] {
        if let Some(split) = of.split(&typed) {
            let joined = of.join(split);
            assert!(joined.is_empty() || of.split(&joined) == Some(split), "{joined:?}");
        }
    }
    let shown = visible(&typed);
    shows_all(&shown.replace('\n', ""));
    assert_eq!(visible(&shown), shown);
}

/// A key map is read, or refused with at least one sentence.
pub fn keymap(bytes: &[u8]) {
    if let Err(mistakes) = Keymap::parse(&String::from_utf8_lossy(bytes)) {
        assert!(!mistakes.0.is_empty() && mistakes.0.iter().all(|m| !m.is_empty()));
    }
}

/// A theme is read, or refused with at least one sentence.
pub fn theme(bytes: &[u8]) {
    if let Err(mistakes) = Theme::parse(&String::from_utf8_lossy(bytes)) {
        assert!(!mistakes.is_empty() && mistakes.iter().all(|m| !m.is_empty()));
    }
}

/// The first byte chooses a list, the rest is its text, which is read or refused in short lines.
pub fn lists(bytes: &[u8]) {
    let Some((&which, text)) = bytes.split_first() else { return };
    let list = ValueList::ALL[usize::from(which) % ValueList::ALL.len()];
    let text = String::from_utf8_lossy(text).into_owned();
    if let Err(mistakes) = Lists::with_own(&[(list, text)]) {
        assert!(!mistakes.is_empty());
        for mistake in mistakes {
            assert!(mistake.to_string().len() < 4_000, "{mistake}");
        }
    }
}

/// Any text is a block, and a block of several columns is the same when it is copied and pasted.
pub fn paste(bytes: &[u8]) {
    let block = Block::read(&String::from_utf8_lossy(bytes));
    let (rows, columns) = block.size();
    assert!(rows > 0 && block.rows.iter().all(|row| !row.is_empty()));
    assert!(block.cells() <= rows * columns);
    if columns > 1 && block.rows.iter().flatten().all(|cell| !cell.contains('\r')) {
        let copy = Block::new(block.rows.clone());
        assert_eq!(Block::read(&copy.write()).rows, block.rows);
    }
}

/// Each line gets a correct number and checksum unless it begins with `!`. The trusted lines are written
/// with the same bytes again, restoring them goes as far as it can, and the compacted lines have the same
/// result.
pub fn journal(bytes: &[u8]) {
    let mut sealed = Vec::new();
    for (n, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
        if let Some(raw) = line.strip_prefix(b"!") {
            sealed.extend(raw);
        } else {
            let json = String::from_utf8_lossy(line);
            let mut check = String::new();
            for byte in &Sha256::digest(format!("{} {json}", n + 1))[..8] {
                write!(check, "{byte:02x}").expect("a string accepts everything");
            }
            sealed.extend(format!("{} {check} {json}", n + 1).bytes());
        }
        sealed.push(b'\n');
    }
    let Ok(believed) = parse_trusted(&sealed) else { return };
    assert!(sealed.starts_with(&believed.written));
    assert_eq!(parse_trusted(&believed.written).expect("the same"), believed);
    let restored = |actions| {
        let text = "Referral ID,Lead Name,Notes,Team member 1\na,one,,\nb,two,x,\n";
        let table = Table::parse(text.to_owned(), b',').expect("well-formed");
        let mut sheet = Sheet::new(table, Origin::Download, today());
        sheet.start_logging();
        let restored = sheet.replay(actions);
        let mut states = vec![format!("{:?} {:?}", sheet.layout().names(), sheet.history().len())];
        loop {
            let row = |row| format!("{:?} {:?}", sheet.changes_of(row), sheet.state(row));
            states.extend((sheet.rows()).map(row));
            if sheet.undo().is_none() {
                break;
            }
        }
        assert!(sheet.rows().all(|row| sheet.changes_of(row).is_empty()));
        (restored.skipped, states)
    };
    let (left_out, whole) = restored(&believed.actions);
    let (_, shorter) = restored(&believed.shorter);
    assert!(left_out > 0 || whole == shorter, "{:?}", believed.shorter);
}
