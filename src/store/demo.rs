//! The sample that is compiled in, and a scratch copy of it to try the editor on.

use std::path::{Path, PathBuf};
use std::{fs, io};
use tempfile::TempDir;

/// The sample: sixty made-up leads.
const SAMPLE: &[u8] = include_bytes!("../../assets/sample-leads.csv");

/// A folder with a copy of the sample. It is removed with the value unless it is kept.
#[derive(Debug)]
pub struct DemoCopy {
    folder: TempDir,
    sample: PathBuf,
}

impl DemoCopy {
    /// Makes a folder for temporary files and copies the sample into it.
    pub fn new() -> io::Result<Self> {
        let folder = tempfile::Builder::new().prefix("leadsheet-demo-").tempdir()?;
        let sample = folder.path().join("sample-leads.csv");
        fs::write(&sample, SAMPLE)?;
        Ok(Self { folder, sample })
    }

    /// The path of the copy.
    pub fn sample(&self) -> &Path {
        &self.sample
    }

    /// Leaves the folder where it is, and returns the path of the copy.
    pub fn keep(self) -> PathBuf {
        let _kept = self.folder.keep();
        self.sample
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_copy_is_removed_unless_it_should_remain() {
        let gone = DemoCopy::new().map(|s| s.sample().to_owned()).expect("a scratch folder");
        assert!(!gone.exists());
        let kept = DemoCopy::new().map(DemoCopy::keep).expect("a scratch folder");
        assert_eq!(fs::read(&kept).expect("kept"), SAMPLE);
        fs::remove_dir_all(kept.parent().expect("a folder")).expect("removable");
    }
}
