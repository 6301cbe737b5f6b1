//! The lines of a journal: how they are written, and which ones are trusted when they are read. No files.
//!
//! A line is `NUMBER CHECK JSON`: its number in the journal, counted from 1; the first 16 digits of the
//! SHA-256 of `NUMBER JSON`; and an object whose `do` names what was done. So a line that is damaged,
//! cut, doubled or out of its place is told from a right one. The first line is `start`, which tells the
//! format and the file.
//!
//! # Other versions
//!
//! A program keeps and skips lines whose `do` it doesn't know. So a new kind of line may be added as long
//! as it makes no step that is undone; anything else takes a higher format, which an older program
//! refuses. The first line stays readable in every format. A field may be added to a line if it may be
//! absent and a program that skips it does nothing wrong, as the `to` of `end`.
//!
//! Format 2 has imported results that an undo takes back, and undos that leave leads as they are. A journal of
//! format 1 gets the new format before anything is added to it.

use crate::sheet::LogEntry;
use crate::store::journal::json::{JsonEntry, JsonLine, written};
use crate::store::journal::pending::PendingExport;
use crate::store::source::{Source, sha256};
use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The format that is written, and the highest that is read.
pub(crate) const FORMAT: u64 = 2;

/// How many digits of the checksum a line has.
const DIGITS: usize = 16;

/// What the first line tells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JournalHeader {
    /// The format of the lines.
    pub format: u64,
    /// The file that is edited.
    pub file: String,
    /// How many bytes it has.
    pub bytes: u64,
    /// Their SHA-256.
    pub sha256: String,
}

/// Why a journal is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CloseReason {
    /// Everything in it is exported, or nothing is changed.
    Finished,
    /// The user dropped the work.
    Dropped,
    /// The user started afresh and let the work be kept aside.
    Aside,
    /// The work went over to a fresh download; what couldn't stays here.
    Rebased,
}

/// How a journal is closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closing {
    /// Why.
    pub reason: CloseReason,
    /// Where the work went on; a journal of an older version doesn't tell it.
    pub to: Option<Destination>,
}

/// The file in which the work goes on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Destination {
    /// Its whole path.
    pub file: String,
    /// The SHA-256 of its bytes.
    pub sha256: String,
}

impl Closing {
    /// The work goes on in this fresh download.
    pub fn rebased(to: &Source) -> Self {
        let file = to.path.to_string_lossy().into_owned();
        let to = Destination { file, sha256: to.sha256().to_owned() };
        Self { reason: CloseReason::Rebased, to: Some(to) }
    }
}

impl From<CloseReason> for Closing {
    fn from(reason: CloseReason) -> Self {
        Self { reason, to: None }
    }
}

/// What a line tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// The first line.
    Start(JournalHeader),
    /// A run of the program began.
    Run,
    /// Something was done to the sheet.
    Done(LogEntry),
    /// An upload file is about to be written.
    Intent(Box<PendingExport>),
    /// The journal was closed.
    End(Closing),
    /// The journal was opened again after it was closed.
    Again,
    /// Something that this version doesn't know.
    Unknown,
}

/// One line, without its number and checksum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JournalLine {
    /// When it was written, in UTC.
    pub at: String,
    /// What it tells.
    pub what: Entry,
    /// Its JSON, byte for byte.
    json: String,
}

/// A journal as far as it can be believed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parsed {
    /// The lines, in order.
    pub lines: Vec<JournalLine>,
    /// How many bytes they take.
    pub bytes: usize,
    /// What is behind them.
    pub tail: Tail,
}

/// What is behind the lines that can be believed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tail {
    /// Nothing.
    #[default]
    Whole,
    /// The beginning of a line, or one that isn't right: the program was ended while it wrote it.
    Torn,
    /// Something that isn't right, and right lines after it: something damaged the file.
    Damaged,
}

/// A journal is of a newer version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Newer(pub u64);

/// A time as a line has it.
pub(crate) fn time(at: DateTime<Utc>, precision: SecondsFormat) -> String {
    at.to_rfc3339_opts(precision, true)
}

impl JournalLine {
    /// A line about something that happened at a time.
    pub fn new(at: DateTime<Utc>, what: Entry) -> Self {
        Self::with_time(time(at, SecondsFormat::Secs), what)
    }

    /// A line about something that happened at a time, in UTC as RFC 3339.
    pub(crate) fn with_time(at: String, what: Entry) -> Self {
        let record = JsonLine { at: at.clone(), what: written(&what) };
        // Nothing in a line has a form that JSON lacks.
        let json = serde_json::to_string(&record).unwrap_or_default();
        Self { at, what, json }
    }

    /// The bytes of the line as the one with this number.
    pub fn encode(&self, number: u64) -> Vec<u8> {
        format!("{number} {} {}\n", check(number, &self.json), self.json).into_bytes()
    }

    /// Reads a line without its line end, or returns nothing if it isn't the one with this number.
    fn decode(text: &[u8], number: u64) -> Option<Self> {
        let (found, line) = Self::decode_any(text)?;
        (found == number).then_some(line)
    }

    /// Reads a line without its line end and returns its number, or nothing if it isn't right.
    fn decode_any(text: &[u8]) -> Option<(u64, Self)> {
        let text = std::str::from_utf8(text).ok()?;
        let (number, rest) = text.split_once(' ')?;
        let (found, json) = rest.split_once(' ')?;
        let value: u64 = number.parse().ok()?;
        // A sign or a zero before the number isn't how it is written.
        if value.to_string() != number || check(value, json) != found {
            return None;
        }
        let any: Value = serde_json::from_str(json).ok()?;
        let name = any.get("do")?.as_str()?;
        let at = any.get("at").and_then(Value::as_str);
        let is_newer = name == "start" && any.get("format")?.as_u64()? > FORMAT;
        let what = if is_newer {
            Entry::Unknown
        } else {
            serde_json::from_str::<JsonEntry>(json).ok()?.into()
        };
        // Only lines of other versions may lack the time.
        let at = if what == Entry::Unknown { at.unwrap_or_default() } else { at? }.to_owned();
        Some((value, Self { at, what, json: json.to_owned() }))
    }
}

/// The checksum of a line.
fn check(number: u64, json: &str) -> String {
    let mut digits = sha256(format!("{number} {json}").as_bytes());
    digits.truncate(DIGITS);
    digits
}

/// Reads a journal as far as it can be believed.
///
/// # Errors
///
/// Fails if it is of a newer format.
pub fn parse(bytes: &[u8]) -> Result<Parsed, Newer> {
    let mut read = Parsed::default();
    let mut rest = bytes;
    while let Some(end) = line_end(rest) {
        let number = read.lines.len() as u64 + 1;
        let Some(line) = JournalLine::decode(&rest[..end], number) else { break };
        let format = format_of(&line.json);
        if number == 1 && format > FORMAT {
            return Err(Newer(format));
        }
        if (number == 1) != matches!(line.what, Entry::Start(_)) {
            break;
        }
        read.lines.push(line);
        read.bytes += end + 1;
        rest = &rest[end + 1..];
    }
    if !rest.is_empty() {
        let mut after = rest.split(|byte| *byte == b'\n').skip(1);
        let is_right = after.any(|text| JournalLine::decode_any(text).is_some());
        read.tail = if is_right || read.lines.is_empty() { Tail::Damaged } else { Tail::Torn };
    }
    Ok(read)
}

fn line_end(bytes: &[u8]) -> Option<usize> {
    bytes.iter().position(|byte| *byte == b'\n')
}

fn format_of(json: &str) -> u64 {
    let any: Value = serde_json::from_str(json).unwrap_or_default();
    any.get("format").and_then(Value::as_u64).unwrap_or_default()
}

/// The bytes of lines that are numbered anew.
pub fn encode(lines: &[JournalLine]) -> Vec<u8> {
    (1..).zip(lines).flat_map(|(number, line)| line.encode(number)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::leads::Row;
    use crate::sheet::{AnsweredUpload, LoggedLead, LoggedResult, UploadFile};
    use crate::store::journal::pending::PendingFile;
    use crate::table::line_ends;
    use proptest::prelude::*;

    fn at() -> DateTime<Utc> {
        DateTime::from_timestamp(1_763_823_600, 0).expect("a time")
    }

    fn start() -> Entry {
        let file = "/a/ü \u{202e}.csv".to_owned();
        Entry::Start(JournalHeader { format: FORMAT, file, bytes: 7, sha256: sha256(b"x") })
    }

    fn text() -> impl Strategy<Value = String> {
        let odd =
            ["\n", "\r", "\"", "\\", "\u{0}", "\u{1b}", "\u{202e}", "\u{2028}", "ü", "a", " "];
        prop::collection::vec(prop::sample::select(odd.to_vec()), 0..6).prop_map(|s| s.concat())
    }

    fn action() -> impl Strategy<Value = LogEntry> {
        let cells = prop::collection::vec((text(), text(), text()), 0..3);
        let lead = (0..9_u32, text(), cells).prop_map(|(row, id, cells)| LoggedLead {
            row: Row(row),
            id,
            cells,
        });
        let leads = prop::collection::vec(lead, 0..3);
        let files = prop::collection::vec((text(), 0..9_usize, text()), 0..2);
        let exported = (prop::collection::vec(((0..9_u32).prop_map(Row), text()), 0..3), files);
        let result = (0..9_u32, text(), prop::option::of(text()), (text(), text()));
        let result = result.prop_map(|(row, id, outcome, cell)| LoggedResult {
            row: Row(row),
            id,
            outcome,
            loaded: vec![cell.0.clone()],
            upload: match cell.0.len() {
                0 => None,
                1 => Some(AnsweredUpload::Elsewhere),
                number => Some(AnsweredUpload::Export(number)),
            },
            sent: vec![cell],
        });
        let results = prop::collection::vec(result, 0..3);
        let kept = || prop::option::of(prop::collection::vec((0..9_u32).prop_map(Row), 0..3));
        let again =
            (prop::collection::vec(((0..9_u32).prop_map(Row), text()), 0..3), any::<bool>());
        prop_oneof![
            1 => (results, prop::option::of(text())).prop_map(|(leads, file)| LogEntry::Results { leads, file }),
            1 => again.prop_map(|(leads, again)| LogEntry::Resubmit { leads, is_set: again }),
            1 => any::<bool>().prop_map(|results| LogEntry::OpenAs { results }),
            4 => (text(), leads).prop_map(|(label, leads)| LogEntry::Edit { label, leads }),
            1 => kept().prop_map(|kept| LogEntry::Undo { kept }),
            1 => kept().prop_map(|kept| LogEntry::Redo { kept }),
            1 => text().prop_map(LogEntry::AddColumn),
            1 => Just(LogEntry::UnlockOffers),
            1 => exported.prop_map(|(leads, files)| LogEntry::Export {
                leads,
                files: files
                    .into_iter()
                    .map(|(path, rows, sha256)| UploadFile {
                        revert_sha256: (rows > 3).then(|| sha256.clone()),
                        path,
                        rows,
                        is_pilot: rows % 2 == 1,
                        sha256,
                        written: None,
                    })
                    .collect(),
            }),
        ]
    }

    fn intent() -> impl Strategy<Value = PendingExport> {
        let file = || (text(), text()).prop_map(|(path, sha256)| PendingFile { path, sha256 });
        let leads = prop::collection::vec(((0..9_u32).prop_map(Row), text()), 0..3);
        let files = (leads, file(), prop::option::of(file()), any::<bool>());
        files.prop_map(|(leads, part, revert, is_pilot)| PendingExport {
            leads,
            part,
            revert,
            is_pilot,
        })
    }

    fn closing() -> impl Strategy<Value = Closing> {
        let reasons =
            [CloseReason::Finished, CloseReason::Dropped, CloseReason::Aside, CloseReason::Rebased];
        let to = (text(), text()).prop_map(|(file, sha256)| Destination { file, sha256 });
        (prop::sample::select(reasons.to_vec()), prop::option::of(to))
            .prop_map(|(reason, to)| Closing { reason, to })
    }

    fn what() -> impl Strategy<Value = Entry> {
        prop_oneof![
            1 => intent().prop_map(|intent| Entry::Intent(Box::new(intent))),
            6 => action().prop_map(Entry::Done),
            1 => Just(Entry::Run),
            1 => Just(Entry::Again),
            1 => closing().prop_map(Entry::End),
        ]
    }

    fn journal() -> impl Strategy<Value = Vec<JournalLine>> {
        prop::collection::vec(what(), 0..6).prop_map(|whats| {
            std::iter::once(start()).chain(whats).map(|what| JournalLine::new(at(), what)).collect()
        })
    }

    /// Tells whether what was read is the beginning of what was written.
    fn is_beginning(read: &Parsed, written: &[JournalLine]) -> bool {
        written.starts_with(&read.lines)
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, cases: 48, ..ProptestConfig::default() })]
        #[test]
        fn lines_are_read_as_they_were_written(lines in journal()) {
            let bytes = encode(&lines);
            let read = parse(&bytes).expect("this format");
            prop_assert_eq!((&read.lines, read.bytes, read.tail), (&lines, bytes.len(), Tail::Whole));
            prop_assert_eq!(line_ends(&bytes), lines.len());
        }

        #[test]
        fn a_journal_cut_at_any_byte_loses_its_last_line_alone(lines in journal()) {
            let bytes = encode(&lines);
            for cut in 0..bytes.len() {
                let read = parse(&bytes[..cut]).expect("this format");
                let whole = line_ends(&bytes[..cut]);
                prop_assert_eq!(&read.lines[..], &lines[..whole]);
                let is_end = cut == 0 || bytes[cut - 1] == b'\n';
                prop_assert_eq!(read.tail == Tail::Whole, is_end, "at {}", cut);
            }
        }

        #[test]
        fn a_changed_byte_never_makes_another_valid_line(lines in journal(), bit in 0..8_u32) {
            let bytes = encode(&lines);
            for at in 0..bytes.len() {
                let mut damaged = bytes.clone();
                damaged[at] ^= 1 << bit;
                let read = parse(&damaged).expect("this format");
                prop_assert!(is_beginning(&read, &lines), "at {}", at);
                prop_assert!(read.lines.len() < lines.len() && read.tail != Tail::Whole, "at {}", at);
            }
        }

        #[test]
        fn missing_repeated_or_swapped_lines_are_not_trusted(
            lines in journal(), at in 0..6_usize, how in 0..3_u8
        ) {
            let bytes = encode(&lines);
            let mut parts: Vec<&[u8]> = bytes.split_inclusive(|b| *b == b'\n').collect();
            prop_assume!(at + 1 < parts.len());
            match how {
                0 => drop(parts.remove(at)),
                1 => parts.insert(at, parts[at]),
                _ => parts.swap(at, at + 1),
            }
            let read = parse(&parts.concat()).expect("this format");
            prop_assert!(is_beginning(&read, &lines));
            prop_assert!(read.lines.len() <= at + 1);
        }

        #[test]
        fn any_bytes_are_read_without_a_failure(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            prop_assert!(parse(&bytes).expect("no format").lines.is_empty());
        }
    }

    /// A line with any JSON.
    fn raw(number: u64, json: &str) -> Vec<u8> {
        format!("{number} {} {json}\n", check(number, json)).into_bytes()
    }

    #[test]
    fn lines_of_an_unknown_kind_are_preserved_and_skipped() {
        let json = r#"{"at":"2027-01-01T00:00:00Z","do":"mark","lead":"a","new":[1,2]}"#;
        let head = JournalLine::new(at(), start());
        let undo = JournalLine::new(at(), Entry::Done(LogEntry::Undo { kept: Some(Vec::new()) }));
        let bytes = [head.encode(1), raw(2, json), undo.encode(3)].concat();
        let read = parse(&bytes).expect("this format");
        assert_eq!(read.lines[1].what, Entry::Unknown);
        assert_eq!((read.lines.len(), read.tail), (3, Tail::Whole));
        assert_eq!(encode(&read.lines), bytes);
    }

    #[test]
    fn a_closing_line_of_an_older_version_does_not_tell_where_the_work_went() {
        let closed = |text: &str| {
            let json = format!(r#"{{"at":"2027-01-01T00:00:00Z","do":"end",{text}}}"#);
            let bytes = [JournalLine::new(at(), start()).encode(1), raw(2, &json)].concat();
            parse(&bytes).expect("this format").lines.pop().map(|line| line.what)
        };
        let old = Entry::End(CloseReason::Rebased.into());
        assert_eq!(closed(r#""why":"rebased""#), Some(old));
        let to = Destination { file: "/b.csv".to_owned(), sha256: "0".to_owned() };
        let new = Closing { reason: CloseReason::Rebased, to: Some(to) };
        let json = r#""why":"rebased","to":{"file":"/b.csv","sha256":"0"},"more":1"#;
        assert_eq!(closed(json), Some(Entry::End(new)));
    }

    #[test]
    fn a_newer_format_is_recognised_with_any_first_line() {
        let json = r#"{"at":"2027-01-01T00:00:00Z","do":"start","format":3,"sources":[]}"#;
        assert_eq!(parse(&raw(1, json)), Err(Newer(3)));
    }

    #[test]
    fn a_file_that_is_not_a_journal_is_damaged() {
        let line = JournalLine::new(at(), Entry::Run);
        for bytes in [&b"Referral ID,Notes\na,b\n"[..], &line.encode(1), b"\n"] {
            let read = parse(bytes).expect("no format");
            assert_eq!((read.lines.len(), read.tail), (0, Tail::Damaged));
        }
        assert_eq!(parse(b"").expect("no format").tail, Tail::Whole);
    }

    #[test]
    fn a_line_has_the_documented_format() {
        let line = JournalLine::new(at(), Entry::Done(LogEntry::Undo { kept: Some(Vec::new()) }));
        let json = r#"{"at":"2025-11-22T15:00:00Z","do":"undo","kept":[]}"#;
        let check = &sha256(format!("7 {json}").as_bytes())[..16];
        assert_eq!(line.encode(7), format!("7 {check} {json}\n").into_bytes());
    }
}
