//! Reads a Leads file.

use crate::leads::{Encoding, RuleContext};
use crate::sheet::Sheet;
use crate::store::encoding::{decode, decode_beginning};
use crate::store::error::{OpenError, Unusable};
use crate::store::load::watched::{LoadProgress, WatchedFile};
use crate::store::source::Source;
use crate::store::{journal, kind, notices, sniff as judge, system};
use crate::table::Table;
use std::fs::{self, File, Metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub(crate) mod watched;

/// How much is read before it is decided whether reading on makes sense, in bytes.
const SNIFF_BYTES: usize = 64 * 1024;

/// The longest first line that tells Excel the delimiter: `sep=;`.
const MAX_SEP_LINE: usize = 5;

/// The most bytes that a table can hold.
const MAX_FILE_BYTES: u64 = u32::MAX as u64;

/// A Leads file as it was read.
#[derive(Debug)]
pub struct Opened {
    /// Its text, divided into rows and fields, and what it is opened as.
    pub table: Table,
    /// How its characters are written: `UTF-8`, `UTF-16LE with BOM`, see [`Encoding::name`].
    pub encoding: &'static str,
    /// Its name as the user gave it; not yet made visible.
    pub name: String,
    /// Where it stands; nothing if it came as bytes or from the standard input.
    pub path: Option<PathBuf>,
    /// What the user should know about it that no rule tells, one sentence each.
    pub notices: Vec<String>,
}

impl Opened {
    /// Makes a sheet of the file and validates it, as a download or a results file.
    ///
    /// The rules need the current day in UTC, and value lists other than the compiled-in ones, if there are.
    pub fn into_sheet(self, rules: impl Into<RuleContext>) -> Sheet {
        let origin = self.table.origin();
        Sheet::new(self.table, origin, rules)
    }
}

/// Reads a Leads file from disk.
///
/// # Errors
///
/// Fails with one sentence about what the file is, if it is anything but a Leads file in UTF-8 or in
/// UTF-16 with a byte-order mark, and if it can't be read. A missing column, *Referral ID* aside, is
/// left to the rules.
pub fn open(path: &Path) -> Result<Opened, OpenError> {
    open_as(path, None)
}

/// Reads a Leads file from disk, in the encoding that was asked for.
///
/// # Errors
///
/// The same as of [`open`], and if the file begins with the mark of another encoding.
pub fn open_as(path: &Path, asked: Option<Encoding>) -> Result<Opened, OpenError> {
    let name = path.to_string_lossy().into_owned();
    let read = open_file(path).and_then(|(file, metadata)| read(file, metadata.len(), asked));
    let mut opened = finish(name, read)?;
    opened.path = Some(path.to_owned());
    Ok(opened)
}

/// Reads a Leads file from disk to edit it, and remembers which file it is and what it held.
///
/// There is nothing to remember of what isn't a file, such as a pipe.
///
/// # Errors
///
/// The same as of [`open_as`].
pub fn open_to_edit(
    path: &Path,
    asked: Option<Encoding>,
) -> Result<(Opened, Option<Source>), OpenError> {
    open_watched(path, asked, &LoadProgress::default())
}

/// Does so, and tells how far it is. It can be stopped.
///
/// # Errors
///
/// The same as of [`open_as`], and if it was stopped.
pub fn open_watched(
    path: &Path,
    asked: Option<Encoding>,
    progress: &LoadProgress,
) -> Result<(Opened, Option<Source>), OpenError> {
    let name = path.to_string_lossy().into_owned();
    let mut source = None;
    let read = open_file(path).and_then(|(file, metadata)| {
        progress.begin(metadata.len());
        let mut file = WatchedFile { file, progress };
        let (head, encoding) = read_head(&mut file, asked)?;
        let bytes = file.read_halves(head, metadata.len()).map_err(unreadable)?;
        let bytes = read_rest(file, bytes, metadata.len())?;
        let other = (encoding != Encoding::Utf8).then(|| Source::new(path, &metadata, &bytes));
        let (text, encoding) = decoded((bytes, encoding))?;
        // The bytes of a text in UTF-8 are those of the file, which needn't be hashed before they go.
        let found = other.unwrap_or_else(|| Source::of_text(path, &metadata, &text));
        source = found.ok().filter(|_| metadata.is_file());
        Ok((text, encoding))
    });
    let mut opened = table(name, read)?;
    opened.path = Some(path.to_owned());
    let kind = opened.table.kind();
    Ok((opened, source.map(|source| source.with_kind(kind))))
}

/// Reads a Leads file from something that is open already, such as the standard input.
///
/// # Errors
///
/// The same as of [`open`].
pub fn open_reader(name: &str, reader: &mut dyn Read) -> Result<Opened, OpenError> {
    open_reader_as(name, reader, None)
}

/// Reads a Leads file from something that is open already, in the encoding that was asked for.
///
/// # Errors
///
/// The same as of [`open_as`].
pub fn open_reader_as(
    name: &str,
    reader: &mut dyn Read,
    asked: Option<Encoding>,
) -> Result<Opened, OpenError> {
    finish(name.to_owned(), read(reader, 0, asked))
}

/// Reads a Leads file from bytes.
///
/// # Errors
///
/// The same as of [`open`], without those of reading.
pub fn open_bytes(name: &str, bytes: Vec<u8>) -> Result<Opened, OpenError> {
    let head = &bytes[..bytes.len().min(SNIFF_BYTES)];
    let judged = judge::bytes(head, None);
    finish(name.to_owned(), judged.map(|encoding| (bytes, encoding)))
}

/// Reads the table of a Leads file, without deciding what the file is opened as.
pub(crate) fn read_table(path: &Path, asked: Option<Encoding>) -> Result<Table, Unusable> {
    let (file, metadata) = open_file(path)?;
    let (text, encoding) = decoded(read(file, metadata.len(), asked)?)?;
    Ok(judge::table(text)?.with_encoding(encoding))
}

/// Reads the header of a Leads file as the table of a file without leads.
pub(crate) fn read_header(path: &Path) -> Result<Table, Unusable> {
    let (file, _) = open_file(path)?;
    let mut head = Vec::with_capacity(SNIFF_BYTES);
    file.take(SNIFF_BYTES as u64).read_to_end(&mut head).map_err(unreadable)?;
    let encoding = judge::bytes(&head, None)?;
    // What was cut in the midst of a character is behind the header.
    let text = decode_beginning(&head, encoding);
    judge::table(first_lines(&text))
}

/// The beginning of a text up to the end of the first line that is long enough to be a header.
fn first_lines(text: &str) -> String {
    let mut end = 0;
    for line in text.split_inclusive('\n') {
        end += line.len();
        if line.trim().len() > MAX_SEP_LINE {
            break;
        }
    }
    text[..end].to_owned()
}

/// Opens a file, and nothing that only looks like one; returns what the system tells of it.
pub(super) fn open_file(path: &Path) -> Result<(File, Metadata), Unusable> {
    let kind = fs::metadata(path).map_err(unreadable)?;
    if kind.is_dir() {
        return Err(Unusable::Folder);
    }
    if system::is_device(path, &kind) {
        return Err(Unusable::Device);
    }
    if kind.len() > MAX_FILE_BYTES {
        return Err(Unusable::TooLarge);
    }
    let file = File::open(path).map_err(unreadable)?;
    // Asked before reading: a change while the file is read is one that is noticed later.
    let metadata = file.metadata().map_err(unreadable)?;
    Ok((file, metadata))
}

/// Reads everything, but stops early at what can't be a Leads file.
///
/// `expected_bytes` is how many there are likely to be.
fn read(
    mut reader: impl Read,
    expected_bytes: u64,
    asked: Option<Encoding>,
) -> Result<(Vec<u8>, Encoding), Unusable> {
    let (head, encoding) = read_head(&mut reader, asked)?;
    Ok((read_rest(reader, head, expected_bytes)?, encoding))
}

/// Reads as much as shows whether this can be a Leads file, and in which encoding.
fn read_head(reader: impl Read, asked: Option<Encoding>) -> Result<(Vec<u8>, Encoding), Unusable> {
    let mut bytes = Vec::with_capacity(SNIFF_BYTES);
    reader.take(SNIFF_BYTES as u64).read_to_end(&mut bytes).map_err(unreadable)?;
    let encoding = judge::bytes(&bytes, asked)?;
    Ok((bytes, encoding))
}

/// Reads what follows on the bytes that were read.
fn read_rest(
    reader: impl Read,
    mut bytes: Vec<u8>,
    expected_bytes: u64,
) -> Result<Vec<u8>, Unusable> {
    let done = bytes.len() as u64;
    let rest = MAX_FILE_BYTES + 1 - done;
    // One more than there is, so that the end is found without asking for memory again. Where there
    // isn't that much memory, reading will say so.
    let _ = bytes
        .try_reserve_exact(expected_bytes.min(MAX_FILE_BYTES).saturating_sub(done) as usize + 1);
    reader.take(rest).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > MAX_FILE_BYTES {
        return Err(Unusable::TooLarge);
    }
    Ok(bytes)
}

pub(super) fn unreadable(error: io::Error) -> Unusable {
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Unusable::Missing,
        io::ErrorKind::IsADirectory => Unusable::Folder,
        _ => Unusable::Unreadable(error),
    }
}

/// Makes a table of what was read.
fn finish(name: String, read: Result<(Vec<u8>, Encoding), Unusable>) -> Result<Opened, OpenError> {
    table(name, read.and_then(decoded))
}

fn decoded((bytes, encoding): (Vec<u8>, Encoding)) -> Result<(Arc<String>, Encoding), Unusable> {
    Ok((Arc::new(decode(bytes, encoding)?), encoding))
}

/// Makes a table of a text.
fn table(
    name: String,
    text: Result<(Arc<String>, Encoding), Unusable>,
) -> Result<Opened, OpenError> {
    let table = text.and_then(|(text, encoding)| Ok(judge::table(text)?.with_encoding(encoding)));
    let table = match table {
        Ok(table) => table,
        Err(why) => return Err(OpenError { name, kind: why, option: OpenError::OPTION }),
    };
    let kind = kind::of(&table, &name, journal::journal_folder().as_deref());
    let table = table.with_kind(kind);
    let encoding = table.encoding().name(table.text().starts_with('\u{feff}'));
    let notices = notices::of(&table);
    Ok(Opened { table, encoding, name, path: None, notices })
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD_LINE: &str = "Referral ID,Lead Name,Currency,Notes,Sales Stage";

    fn opened(text: &str) -> Opened {
        open_bytes("leads.csv", text.as_bytes().to_vec()).expect("usable")
    }

    #[test]
    fn the_byte_order_mark_is_recognised_and_kept() {
        let with = opened(&format!("\u{feff}{HEAD_LINE}\n"));
        assert_eq!(
            (with.encoding, with.table.text().len()),
            ("UTF-8 with BOM", 4 + HEAD_LINE.len())
        );
        assert_eq!(opened(HEAD_LINE).encoding, "UTF-8");
    }

    #[test]
    fn bytes_that_are_not_utf_8_are_located() {
        let mut bytes = format!("{HEAD_LINE}\r\na,").into_bytes();
        bytes.extend(b"\xe9\n");
        let error = open_bytes("leads.csv", bytes).expect_err("refused");
        let at = HEAD_LINE.len() + 5;
        assert!(error.to_string().contains(&format!("(byte {at}, line 2)")), "{error}");
        assert_eq!(error.exit_code(), 2);
    }

    #[test]
    fn text_after_a_closing_quote_is_noticed() {
        let one = opened(&format!("{HEAD_LINE}\n\"a\"b,c,d,e,f\n"));
        assert_eq!(one.notices.len(), 1);
        assert!(one.notices[0].starts_with("Line 2: "), "{}", one.notices[0]);
        assert!(opened(HEAD_LINE).notices.is_empty());
    }

    #[test]
    fn an_endless_reader_of_nul_is_abandoned_early() {
        let error = open_reader("-", &mut io::repeat(0)).expect_err("refused");
        assert!(error.to_string().contains("binary data"), "{error}");
    }

    #[test]
    fn a_reader_that_fails_is_an_error_of_reading() {
        struct Broken;
        impl Read for Broken {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                Err(io::Error::other("the reader fails"))
            }
        }
        let error = open_reader("-", &mut Broken).expect_err("refused");
        assert_eq!((error.exit_code(), error.is_io()), (3, true));
    }
}
