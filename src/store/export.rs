//! Writes the upload files, and proves that they hold the changes and nothing else.

use super::atomic;
use super::encoding::{decode, encode};
use super::error::{ExportError, ExportFailure, WriteError};
use super::source::sha256;
use crate::sheet::{self, Mismatch, Plan, Sheet, Verified};
use std::borrow::Cow;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

/// The longest stem, in bytes: with `.upload-NNNNNNNNN.revert.csv` behind it a name has 255 at most.
const STEM_BYTES: usize = 255 - ".upload-999999999.revert.csv".len();

/// The highest running number.
const NUMBER_MAX: u32 = 999_999_999;

/// What an export wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exported {
    /// The files, in the order of their rows.
    pub parts: Vec<ExportedPart>,
    /// How many rows all parts have together.
    pub rows: usize,
    /// How many cells differ from the download, all of them as intended.
    pub changed: usize,
}

/// One upload file, written, read back and verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportedPart {
    /// Where it stands.
    pub path: PathBuf,
    /// How many rows it has.
    pub rows: usize,
    /// How many of its cells differ from the download.
    pub changed: usize,
    /// The SHA-256 of its bytes, in hexadecimal digits.
    pub sha256: String,
}

/// Writes each part of a plan as a new file `STEM.upload-NNN.csv`.
///
/// STEM is the name of `source` without `.csv`. The files stand beside the source or in `out_dir`,
/// numbered one higher than any that is there for the stem; no file is ever written over. Each is
/// read back from disk and verified, and removed if it differs (rule U-03). They can be read by
/// nobody who can't read the source. If the source is `-`, the stem is `leads`.
///
/// # Errors
///
/// Fails if the plan has no part, or as soon as a part can't be written or isn't as it has to be;
/// the error tells which parts were written before and stand.
pub fn export(
    sheet: &Sheet,
    plan: &Plan,
    source: &Path,
    out_dir: Option<&Path>,
) -> Result<Exported, ExportError> {
    let place = Place::new(source, out_dir);
    parts(sheet, plan, &place, &mut |path, bytes| {
        atomic::write_new(path, bytes, place.like.as_deref())
    })
}

type Write<'w> = dyn FnMut(&Path, &[u8]) -> Result<(), WriteError> + 'w;

/// Writes and verifies the parts one after the other.
fn parts(
    sheet: &Sheet,
    plan: &Plan,
    place: &Place,
    write: &mut Write,
) -> Result<Exported, ExportError> {
    let failed = |why| ExportError { why, standing: Vec::new() };
    if plan.is_empty() {
        return Err(failed(ExportFailure::Nothing));
    }
    let mut number = place.next_number().map_err(failed)?;
    let mut done = Exported { parts: Vec::new(), rows: 0, changed: 0 };
    for rows in &plan.parts {
        let text = sheet::part_text(sheet, rows);
        let part = encoded(sheet, &text)
            .and_then(|bytes| {
                let path = place.write(&bytes, &mut number, write)?;
                verified(sheet, rows, &bytes, path)
            })
            .map_err(|why| ExportError { why, standing: done.parts.clone() })?;
        done.rows += part.rows;
        done.changed += part.changed;
        done.parts.push(part);
    }
    Ok(done)
}

/// Returns the bytes of an upload file, in the encoding of the download.
fn encoded<'t>(sheet: &Sheet, text: &'t str) -> Result<Cow<'t, [u8]>, ExportFailure> {
    let encoding = sheet.table().encoding();
    encode(text, encoding)
        .map_err(|letter| ExportFailure::Letter { letter, encoding: encoding.name(false) })
}

/// Reads a part back from disk and verifies it, or removes it.
fn verified(
    sheet: &Sheet,
    rows: &[u32],
    bytes: &[u8],
    path: PathBuf,
) -> Result<ExportedPart, ExportFailure> {
    match read_back(sheet, rows, bytes, &path) {
        Ok(Verified { rows, changed }) => {
            Ok(ExportedPart { path, rows, changed, sha256: sha256(bytes) })
        }
        Err(why) => {
            // If it can't even be removed, the error tells its name all the same.
            let _ = fs::remove_file(&path);
            Err(why)
        }
    }
}

/// Compares what stands on disk with the download, and with the bytes that were written.
fn read_back(
    sheet: &Sheet,
    rows: &[u32],
    bytes: &[u8],
    path: &Path,
) -> Result<Verified, ExportFailure> {
    let written = fs::read(path)
        .map_err(|source| ExportFailure::ReadBack { path: path.to_owned(), source })?;
    let same = if written == bytes { Ok(()) } else { Err(Mismatch::Bytes) };
    decode(written, sheet.table().encoding())
        .map_err(|_| Mismatch::Bytes)
        .and_then(|text| sheet::verify(sheet, rows, text))
        .and_then(|verified| same.map(|()| verified))
        .map_err(|mismatch| ExportFailure::Mismatch { path: path.to_owned(), mismatch })
}

/// Where the upload files go.
struct Place {
    folder: PathBuf,
    stem: OsString,
    /// The file whose readers may read them; nothing if there is no such file any more.
    like: Option<PathBuf>,
}

impl Place {
    fn new(source: &Path, out_dir: Option<&Path>) -> Self {
        Self {
            folder: out_dir.unwrap_or_else(|| atomic::folder_of(source)).to_owned(),
            stem: stem(source),
            like: source.is_file().then(|| source.to_owned()),
        }
    }

    fn path(&self, number: u32) -> PathBuf {
        let mut name = self.stem.clone();
        name.push(format!(".upload-{number:03}.csv"));
        self.folder.join(name)
    }

    /// Writes a part under the next number that is free.
    fn write(
        &self,
        bytes: &[u8],
        number: &mut u32,
        write: &mut Write,
    ) -> Result<PathBuf, ExportFailure> {
        loop {
            let path = self.path(*number);
            *number += 1;
            match write(&path, bytes) {
                Ok(()) => return Ok(path),
                Err(WriteError::Exists(_)) if *number <= NUMBER_MAX => {}
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// Returns a number one higher than any file in the folder has for this stem.
    fn next_number(&self) -> Result<u32, ExportFailure> {
        let failed = |source| ExportFailure::Folder { path: self.folder.clone(), source };
        let mut highest = 0;
        for entry in fs::read_dir(&self.folder).map_err(failed)? {
            let name = entry.map_err(failed)?.file_name();
            highest = highest.max(self.number_in(name.as_encoded_bytes()).unwrap_or(0));
        }
        Ok(highest + 1)
    }

    /// Returns the number in the name of an upload file, or of one that was made from it.
    fn number_in(&self, name: &[u8]) -> Option<u32> {
        let stem = self.stem.as_encoded_bytes();
        let (own, rest) = name.split_at_checked(stem.len())?;
        let (word, rest) = rest.split_at_checked(".upload-".len())?;
        if !own.eq_ignore_ascii_case(stem) || !word.eq_ignore_ascii_case(b".upload-") {
            return None;
        }
        let digits = rest.iter().take_while(|b| b.is_ascii_digit()).count();
        let number: u32 = std::str::from_utf8(&rest[..digits]).ok()?.parse().ok()?;
        (number < NUMBER_MAX).then_some(number)
    }
}

/// Returns the name of the source without `.csv`, short enough for what is put behind it.
fn stem(source: &Path) -> OsString {
    let name = source.file_name().unwrap_or_default();
    if name.is_empty() || name == "-" {
        return "leads".into();
    }
    let is_csv = source.extension().is_some_and(|e| e.eq_ignore_ascii_case("csv"));
    let stem = if is_csv { source.file_stem().unwrap_or(name) } else { name };
    if stem.len() <= STEM_BYTES {
        return stem.to_owned();
    }
    let text = stem.to_string_lossy();
    let end = (0..=STEM_BYTES).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    OsString::from(&text[..end])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::leads::Origin;
    use crate::sheet::Table;
    use chrono::NaiveDate;
    use std::ffi::OsStr;

    fn sheet() -> Sheet {
        let text = "Referral ID,Lead Name\na,1\nb,2\nc,3\n";
        let today = NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day");
        let table = Table::parse(text.to_owned(), b',').expect("well-formed");
        Sheet::new(table, Origin::Download, today)
    }

    fn three_parts() -> Plan {
        Plan { parts: vec![vec![0], vec![1], vec![2]], ..Plan::default() }
    }

    fn names(folder: &Path) -> Vec<String> {
        let list = fs::read_dir(folder).expect("a folder");
        let mut names: Vec<String> =
            list.map(|e| e.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_part_that_differs_is_removed_and_the_ones_before_are_named() {
        let dir = tempfile::tempdir().expect("a folder");
        let place = Place::new(&dir.path().join("l.csv"), None);
        let mut count = 0;
        let error = parts(&sheet(), &three_parts(), &place, &mut |path, bytes| {
            count += 1;
            let bytes = if count == 2 { &bytes[..bytes.len() - 2] } else { bytes };
            atomic::write_new(path, bytes, None)
        })
        .expect_err("a mismatch");
        assert!(matches!(error.why, ExportFailure::Mismatch { .. }), "{error}");
        let path = dir.path().join("l.upload-001.csv");
        let sha256 = sha256(&fs::read(&path).expect("it stands"));
        let standing = ExportedPart { path, rows: 1, changed: 0, sha256 };
        assert_eq!(error.standing, [standing]);
        assert!(error.to_string().contains("your work is kept"), "{error}");
        assert_eq!(names(dir.path()), ["l.upload-001.csv"]);
    }

    #[test]
    fn a_part_that_can_t_be_written_ends_the_export() {
        let dir = tempfile::tempdir().expect("a folder");
        let place = Place::new(&dir.path().join("l.csv"), None);
        let error = parts(&sheet(), &three_parts(), &place, &mut |path, bytes| {
            if path.ends_with("l.upload-003.csv") {
                let source = std::io::Error::from_raw_os_error(28);
                return Err(WriteError::Io { path: path.to_owned(), source });
            }
            atomic::write_new(path, bytes, None)
        })
        .expect_err("a full disk");
        assert_eq!(error.standing.len(), 2);
        assert!(error.to_string().contains("l.upload-003.csv: can't be written: "), "{error}");
    }

    #[test]
    fn a_number_that_is_taken_meanwhile_is_passed_over() {
        let dir = tempfile::tempdir().expect("a folder");
        let place = Place::new(&dir.path().join("l.csv"), None);
        let mut taken = false;
        let done = parts(&sheet(), &three_parts(), &place, &mut |path, bytes| {
            if !std::mem::replace(&mut taken, true) {
                fs::write(path, "another's").expect("written");
            }
            atomic::write_new(path, bytes, None)
        })
        .expect("exported");
        assert_eq!(done.parts[0].path, dir.path().join("l.upload-002.csv"));
        assert_eq!(fs::read(dir.path().join("l.upload-001.csv")).expect("there"), b"another's");
    }

    #[test]
    fn the_number_is_one_higher_than_any_for_the_stem() {
        let dir = tempfile::tempdir().expect("a folder");
        for name in ["l.upload-007.csv", "l.UPLOAD-0012.revert.csv", "lx.upload-099.csv", "l.csv"] {
            fs::write(dir.path().join(name), "").expect("written");
        }
        let place = Place::new(&dir.path().join("l.csv"), None);
        assert_eq!(place.next_number().expect("a number"), 13);
        assert_eq!(place.path(13), dir.path().join("l.upload-013.csv"));
        assert_eq!(place.number_in(b"l.upload-99999999999999999999.csv"), None);
        assert_eq!(place.number_in("lé".as_bytes()), None);
    }

    #[test]
    fn the_stem_is_the_name_without_csv_cut_between_characters() {
        assert_eq!(stem(Path::new("/a/Leads 1.CSV")), "Leads 1");
        assert_eq!(stem(Path::new("leads.txt")), "leads.txt");
        assert_eq!(stem(Path::new("leads.csv.csv")), "leads.csv");
        assert_eq!(stem(Path::new("-")), "leads");
        assert_eq!(stem(Path::new(".csv")), ".csv");
        let long = stem(Path::new(&"é".repeat(125)));
        assert!(long.len() <= STEM_BYTES && long.to_str().is_some());
        assert_eq!(OsStr::len(&long) % 2, 0);
    }
}
