//! The formats of a report.

use crate::upload::report::model::UploadReport;
use crate::upload::report::{html, markdown, table};
use std::path::Path;

/// A format that a report is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReportFormat {
    /// One page for a browser, to be read or printed.
    Html,
    /// A text for wikis, chats and pull requests.
    Markdown,
    /// A table with a line for each changed cell.
    Csv,
}

impl ReportFormat {
    /// All formats, with the endings of their files; the first ending is the usual one.
    const ENDINGS: [(Self, &[&str]); 3] = [
        (Self::Html, &["html", "htm"]),
        (Self::Markdown, &["md", "markdown"]),
        (Self::Csv, &["csv"]),
    ];

    /// The format of a file with this name, in any case.
    pub fn of_path(path: &Path) -> Option<Self> {
        let ending = path.extension()?.to_string_lossy().to_lowercase();
        let found = Self::ENDINGS.iter().find(|(_, endings)| endings.contains(&&*ending));
        found.map(|(format, _)| *format)
    }

    /// Writes a report.
    pub fn write(self, report: &UploadReport) -> String {
        match self {
            Self::Html => html::write(report),
            Self::Markdown => markdown::write(report),
            Self::Csv => table::write(report),
        }
    }

    /// Whether a file that begins so is a report of this program, which another one may replace.
    pub fn is_report(beginning: &[u8]) -> bool {
        let marks = [html::MARK, markdown::MARK, table::HEADER];
        marks.iter().any(|mark| beginning.windows(mark.len()).any(|at| at == mark.as_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_is_known_by_the_ending_and_a_report_by_its_beginning() {
        let format = |name: &str| ReportFormat::of_path(Path::new(name));
        assert_eq!(format("a/leads.report.html"), Some(ReportFormat::Html));
        assert_eq!(format("REPORT.HTM"), Some(ReportFormat::Html));
        assert_eq!(format("report.md"), Some(ReportFormat::Markdown));
        assert_eq!(format("report.csv"), Some(ReportFormat::Csv));
        assert_eq!((format("report"), format("report.pdf")), (None, None));
        for (format, _) in ReportFormat::ENDINGS {
            let text = format.write(&UploadReport::default());
            let beginning = &text.as_bytes()[..text.len().min(1_000)];
            assert!(ReportFormat::is_report(beginning), "{text}");
        }
        assert!(!ReportFormat::is_report(b"\xef\xbb\xbfEngagement ID,Referral ID,Lead Name"));
    }
}
