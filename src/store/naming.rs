//! What upload files are called: a stem, a running number, and the file that takes the part back.

use crate::store::atomic;
use crate::store::error::ExportFailure;
use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

/// The longest stem, in bytes: with `.upload-NNNNNNNNN.revert.csv` behind it a name has 255 at most.
const STEM_BYTES: usize = 255 - ".upload-999999999.revert.csv".len();

/// The highest running number.
const NUMBER_MAX: u32 = 999_999_999;

/// Where upload files go.
pub(crate) struct UploadNaming {
    folder: PathBuf,
    stem: OsString,
    /// The file whose readers may read them; nothing if there is no such file any more.
    pub(crate) like: Option<PathBuf>,
}

/// Where a part and its revert file go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct UploadPair {
    pub(crate) part: PathBuf,
    pub(crate) revert: PathBuf,
}

impl UploadNaming {
    pub(crate) fn new(source: &Path, out_dir: Option<&Path>) -> Self {
        Self {
            folder: out_dir.unwrap_or_else(|| atomic::folder_of(source)).to_owned(),
            stem: stem(source),
            like: source.is_file().then(|| source.to_owned()),
        }
    }

    /// The names with this number, or nothing if there are no such numbers any more.
    pub(crate) fn pair(&self, number: u32) -> Option<UploadPair> {
        let path = |ending: &str| {
            let mut name = self.stem.clone();
            name.push(format!(".upload-{number:03}{ending}"));
            // A file of the folder that one is in is named as people name it, without a dot before it.
            if self.folder == Path::new(".") { name.into() } else { self.folder.join(name) }
        };
        let pair = || UploadPair { part: path(".csv"), revert: path(".revert.csv") };
        (number <= NUMBER_MAX).then(pair)
    }

    /// A number one higher than any file in the folder has for this stem.
    pub(crate) fn next_number(&self) -> Result<u32, ExportFailure> {
        Ok(self.numbers()?.into_iter().max().unwrap_or_default() + 1)
    }

    /// The numbers that files in the folder have for this stem.
    fn numbers(&self) -> Result<Vec<u32>, ExportFailure> {
        let failed = |source| ExportFailure::Folder { path: self.folder.clone(), source };
        let mut numbers = Vec::new();
        for entry in fs::read_dir(&self.folder).map_err(failed)? {
            let name = entry.map_err(failed)?.file_name();
            numbers.extend(self.number_in(name.as_encoded_bytes()));
        }
        Ok(numbers)
    }

    /// The upload files that are in the folder, in the order of their numbers.
    pub(crate) fn written(&self) -> Result<Vec<PathBuf>, ExportFailure> {
        let pairs = self.pairs()?;
        Ok(pairs.into_iter().map(|pair| pair.part).filter(|part| part.is_file()).collect())
    }

    /// The upload files that aren't in the folder any more, each with its revert file, which is.
    pub(crate) fn lost(&self) -> Result<Vec<(PathBuf, PathBuf)>, ExportFailure> {
        let is_lost = |pair: &UploadPair| !pair.part.exists() && pair.revert.is_file();
        let lost = self.pairs()?.into_iter().filter(is_lost);
        Ok(lost.map(|pair| (pair.part, pair.revert)).collect())
    }

    /// The names of upload files whose number a file in the folder has, in the order of the numbers.
    fn pairs(&self) -> Result<Vec<UploadPair>, ExportFailure> {
        let numbers: BTreeSet<u32> = self.numbers()?.into_iter().collect();
        Ok(numbers.into_iter().filter_map(|number| self.pair(number)).collect())
    }

    /// The number in the name of an upload file, or of one that was made from it.
    pub(crate) fn number_in(&self, name: &[u8]) -> Option<u32> {
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

/// The name of the source without `.csv`, short enough for what is put behind it.
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
    use std::ffi::OsStr;

    #[test]
    fn the_number_is_one_higher_than_any_for_the_stem() {
        let dir = tempfile::tempdir().expect("a folder");
        for name in ["l.upload-007.csv", "l.UPLOAD-0012.revert.csv", "lx.upload-099.csv", "l.csv"] {
            fs::write(dir.path().join(name), "").expect("written");
        }
        let place = UploadNaming::new(&dir.path().join("l.csv"), None);
        assert_eq!(place.next_number().expect("a number"), 13);
        let pair = place.pair(13).expect("free");
        assert_eq!(pair.part, dir.path().join("l.upload-013.csv"));
        assert_eq!(pair.revert, dir.path().join("l.upload-013.revert.csv"));
        assert_eq!(place.pair(NUMBER_MAX + 1), None);
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
