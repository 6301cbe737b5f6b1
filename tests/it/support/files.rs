//! Folders and files for a test to work in.

use leadsheet::table::Table;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// The sample as it ships, byte for byte.
pub const SAMPLE: &[u8] =
    include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/sample-leads.csv"));

/// Makes an empty folder that goes away with the value.
pub fn scratch() -> TempDir {
    tempfile::Builder::new().prefix("leadsheet-test-").tempdir().expect("a temporary folder")
}

/// Copies the sample into a folder, as `leads.csv`: its path.
pub fn sample(dir: &Path) -> PathBuf {
    let path = dir.join("leads.csv");
    std::fs::write(&path, SAMPLE).expect("a file in a temporary folder");
    path
}

/// A text with `/` between folders, whichever system has written the paths in it.
pub fn slashes(text: &str) -> String {
    if cfg!(windows) { text.replace('\\', "/") } else { text.to_owned() }
}

/// The sample with as many leads as asked for: its own over and over, each with an ID that ends with its number, from 0
/// on.
pub fn large(leads: usize) -> String {
    let sample = String::from_utf8_lossy(SAMPLE);
    let table = Table::parse(sample.clone().into_owned(), b',').expect("well-formed");
    let (header, _) = sample.split_once('\n').expect("a header");
    let mut text = format!("{header}\n");
    for (row, n) in table.rows().cycle().zip(0..leads) {
        let id = table.referral_id(row);
        let more = table.row_text(row).replace(&id, &format!("{id}-{n}"));
        let _ = write!(text, "{more}\r\n");
    }
    text
}

/// The whole path of what is there, as people write it: without the `\\?\` of Windows.
pub fn whole(path: &Path) -> PathBuf {
    let whole = path.canonicalize().expect("there");
    whole.to_str().and_then(|path| path.strip_prefix(r"\\?\")).map_or(whole.clone(), PathBuf::from)
}

/// The names in a folder, in order.
pub fn names(dir: &Path) -> Vec<String> {
    let list = std::fs::read_dir(dir).expect("a folder");
    let mut names: Vec<String> =
        list.map(|e| e.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn the_copy_of_the_sample_has_the_bytes_of_the_sample() {
    let dir = scratch();
    let path = sample(dir.path());
    assert_eq!(path.parent(), Some(dir.path()));
    assert_eq!(std::fs::read(path).expect("just written"), SAMPLE);
}
