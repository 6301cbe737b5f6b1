//! The beginning of a large file, to be shown while the rest is read.

use crate::leads::Encoding;
use crate::store::encoding::decode;
use crate::store::error::Unusable;
use crate::store::load::open_file;
use crate::store::sniff as judge;
use crate::store::system::whole_path;
use crate::table::{FileKind, Table};
use std::io::Read as _;
use std::path::Path;

/// How much of a file is read for its beginning, in bytes: more rows than a screen shows, and than the widths of
/// the columns are measured by.
const PREVIEW_BYTES: u64 = 256 * 1024;

/// The size from which on the beginning of a file is shown first: below that, all of it is there as soon.
const MIN_FILE_BYTES: u64 = 2 * PREVIEW_BYTES;

/// The beginning of a large file.
#[derive(Debug)]
pub struct Preview {
    /// Its first rows, opened as a download.
    pub table: Table,
    /// What the rows are in a view of their own: a processed file opens with its failed leads, not with these.
    pub kind: FileKind,
    /// The name of the view in which the file was left, for [`read_remembered`](super::read_remembered).
    pub view: Option<String>,
}

impl Preview {
    /// Reads the beginning of a file. Nothing if the file is small or no plain file, or if its beginning isn't that of
    /// a Leads file: reading all of it says why.
    pub fn read(path: &Path, asked: Option<Encoding>) -> Option<Self> {
        let (file, metadata) = open_file(path).ok()?;
        if !metadata.is_file() || metadata.len() < MIN_FILE_BYTES {
            return None;
        }
        let mut bytes = Vec::with_capacity(PREVIEW_BYTES as usize);
        file.take(PREVIEW_BYTES).read_to_end(&mut bytes).ok()?;
        let table = first_rows(bytes, asked)?;
        let kind = FileKind::from_rows(&table);
        let view = whole_path(path).ok().map(|path| super::remembered::view_of(&path));
        Some(Self { table: table.with_kind(FileKind::WithoutErrors), kind, view })
    }
}

/// The whole rows at the beginning of a file.
fn first_rows(mut bytes: Vec<u8>, asked: Option<Encoding>) -> Option<Table> {
    let encoding = judge::bytes(&bytes, asked).ok()?;
    bytes.truncate(last_line_end(&bytes, encoding)?);
    let mut text = decode(bytes, encoding).ok()?;
    for _ in 0..MAX_CUTS {
        match judge::table(text.clone()) {
            Ok(table) => return (!table.is_empty()).then(|| table.with_encoding(encoding)),
            // The last line end is one inside a cell: the rows end before the line in which that begins.
            Err(Unusable::UnclosedQuote { line }) => text.truncate(start_of_line(&text, line)?),
            Err(_) => return None,
        }
    }
    None
}

/// How many times the end is moved out of a cell: a row has few cells with line ends.
const MAX_CUTS: usize = 8;

/// The position at which a line begins, counted from 1.
fn start_of_line(text: &str, line: usize) -> Option<usize> {
    let above = line.checked_sub(2)?;
    let ends = text
        .match_indices(['\n', '\r'])
        .filter(|(at, end)| *end == "\n" || text.as_bytes().get(at + 1) != Some(&b'\n'));
    ends.map(|(at, _)| at + 1).nth(above)
}

/// The position after the last LF or CR: no encoding has a longer character with one of these in it, but UTF-16.
fn last_line_end(bytes: &[u8], encoding: Encoding) -> Option<usize> {
    let is_end = |byte: u8| matches!(byte, b'\n' | b'\r');
    let pair = |unit: fn([u8; 2]) -> u16| {
        let pairs = bytes.as_chunks::<2>().0;
        let is_end = |pair: &[u8; 2]| u8::try_from(unit(*pair)).is_ok_and(is_end);
        pairs.iter().rposition(is_end).map(|at| 2 * (at + 1))
    };
    match encoding {
        Encoding::Utf16Le => pair(u16::from_le_bytes),
        Encoding::Utf16Be => pair(u16::from_be_bytes),
        Encoding::Utf8 | Encoding::CodePage(_) => {
            bytes.iter().rposition(|&byte| is_end(byte)).map(|at| at + 1)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD_LINE: &str = "Referral ID,Lead Name,Currency,Notes,Sales Stage\n";

    fn rows(text: &str, encoding: Encoding) -> Option<Vec<String>> {
        let bytes = crate::store::encoding::encode(text, encoding).expect("written").into_owned();
        let table = first_rows(bytes, Some(encoding))?;
        Some(table.rows().map(|row| table.row_text(row).to_owned()).collect())
    }

    #[test]
    fn only_whole_rows_are_shown() {
        for (cut, want) in [
            ("1,a,,,\n2,b", Some(&["1,a,,,"][..])),
            ("1,a,,,\r\n2,b,,\"x\ny", Some(&["1,a,,,"])),
            ("1,a,,,\n2,b,\"x\ny\",\"x\r\ny", Some(&["1,a,,,"])),
            ("1,a,\"x\ny\",\"z\"\n2,b,\"x\ny\",\"z", Some(&["1,a,\"x\ny\",\"z\""])),
            ("1,a,,\"x\ny", None),
            ("1,a,,", None),
            ("1,a,,,\r2,b,,", Some(&["1,a,,,"])),
        ] {
            for encoding in [Encoding::Utf8, Encoding::Utf16Le, Encoding::Utf16Be] {
                let rows = rows(&format!("{HEAD_LINE}{cut}"), encoding);
                assert_eq!(
                    rows.as_deref(),
                    want.map(|w| w.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>()).as_deref(),
                    "{cut:?}"
                );
            }
        }
    }

    #[test]
    fn a_character_that_is_cut_belongs_to_no_whole_row() {
        let mut bytes = format!("{HEAD_LINE}1,a,,,\n2,").into_bytes();
        bytes.push(0xc3);
        assert_eq!(first_rows(bytes, None).map(|table| table.len()), Some(1));
        let page = Encoding::named("932").expect("an encoding");
        let text = format!("{HEAD_LINE}1,\u{8868},,,\n2,\u{8868}");
        let mut bytes = crate::store::encoding::encode(&text, page).expect("written").into_owned();
        bytes.pop();
        assert_eq!(first_rows(bytes, Some(page)).map(|table| table.len()), Some(1));
    }

    #[test]
    fn a_file_that_is_no_leads_file_or_is_small_has_no_beginning_to_show() {
        assert!(first_rows(b"a,b\n1,2\n".to_vec(), None).is_none());
        assert!(first_rows(b"%PDF-1.4\n".to_vec(), None).is_none());
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("leads.csv");
        std::fs::write(&path, format!("{HEAD_LINE}1,a,,,\n")).expect("written");
        assert!(Preview::read(&path, None).is_none());
        let row = format!("1,a,,{},\n", "x".repeat(100));
        std::fs::write(&path, HEAD_LINE.to_owned() + &row.repeat(6_000)).expect("written");
        let preview = Preview::read(&path, None).expect("it is large");
        assert!((2_000..3_000).contains(&preview.table.len()), "{}", preview.table.len());
    }
}
